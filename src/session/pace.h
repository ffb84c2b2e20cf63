// How fast what is shown may be played: never so that it flashes (U34, WCAG 2.3.1), whatever the story, the part that is
// repeated and the speed that was wished for.
//
// A structure flashes when its light, as drawn, rises and falls by a tenth or more, or its colour by half the way to the
// strongest: no structure may do so more than three times in a second. The whole run lasts ten seconds or more, a round
// of a repeated part a second or more, and the words of the moment change three times in a second at most.
#pragma once

#include <array>
#include <limits>
#include <memory>
#include <vector>

#include "model/content.h"
#include "sim/trace.h"

namespace attune {

struct Session;

inline constexpr double kLeastRun_s = 10, kLeastRound_s = 1;  // of wall time

// Simulated seconds per second at which neither the run nor the part that is repeated flashes, and what that was found for.
struct Pace {
  std::array<std::shared_ptr<const Trace>, 2> trace;
  const void* story = nullptr;
  int arm = 0;
  bool difference = false;
  double loop_from_s = 0, loop_to_s = 0;
  double run = std::numeric_limits<double>::infinity(), loop = run;
};

// Called by execute() after every command; does nothing while Session::pace still holds.
void keep_pace(Session& session, const Content& content);

// The fastest that the run may be played.
double fastest_speed(const Session& session, const Content& content);
// The speed at which it plays: Playhead::speed, or what is left of it where that would be too fast. Of a film its own.
double played_speed(const Session& session, const Content& content);
// Speeds offered to people, slowest first: those that make sense for the kind of story and do not play it too fast.
std::vector<double> offered_speeds(const Session& session, const Content& content);
// The next offered speed up (+1) or down (-1) from a speed; the same at the ends.
double next_speed(const Session& session, const Content& content, double speed, int direction);
// Wall time to wait between two steps of so many seconds while the key for them is held; what plays goes on meanwhile.
double least_step_wait_s(const Session& session, const Content& content, double step_s);

}  // namespace attune
