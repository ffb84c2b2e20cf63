// The body of one side at the playhead: how fast the heart beats and where in its beat it is, the same of the breath, the
// state of the autonomic nervous system, and what travels in the blood between pituitary and adrenal glands.
//
// Stateless: a function of (content, session, t). Beats and breaths are drawn in the time of the person who watches, not
// of the story: a story at 60 times its own speed has a heart at its own rate, not a blur. With f(t) the rate the model
// gives and s the story's speed, t seconds into it as many have been drawn as the integral of f over 0..t, divided by s.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "model/content.h"
#include "session/session.h"

namespace attune {

// Something on its way in the blood: what was released some time ago.
struct BloodPulse {
  float place = 0;     // 0 where it is released .. 1 where it acts
  float strength = 0;  // 0..1: its level at its release, of kFullBloodLevel times the usual
};
inline constexpr double kFullBloodLevel = 3;  // drawn largest
// One way through the body takes about half a minute (a round takes about one, textbook); stories that run faster than
// that get as much of their own time as passes in these seconds of watching.
inline constexpr double kBloodWay_s = 30, kBloodWayWatched_s = 4;
inline constexpr int kBloodPulses = 8;  // on a lane at a time

struct BodyNow {
  double beats = 0;    // heart rate, beats/min ("body.HR"; of two people with its swing, "pair.HR_a")
  double breaths = 0;  // breathing rate, breaths/min: assets/pair.json, as for two people (model.md 4.7)
  float beat = 0;      // 0 filled .. 1 squeezed
  float chest = 0;     // -1 out .. 1 in
  std::array<float, 3> states{};             // activation, engagement, rest: shares ("body.tri_*")
  int state = 2;                             // the largest
  std::vector<BloodPulse> acth, cortisol;    // down to the adrenal glands, back to the brain
  double acth_level = 1, cortisol_level = 1; // now, of the usual
  bool still = false;                        // reduced motion: nothing travels, the rates are said in words
};

// Nothing where the run has no body (columns body.HR, body.tri_act).
std::optional<BodyNow> body_now(const Session& session, const Content& content, int side);

}  // namespace attune
