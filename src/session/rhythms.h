// Breath and heart of two people around now, as curves to draw: in the panel and on the stage alike.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "model/content.h"
#include "session/session.h"

namespace attune {

// Synchrony (pair.R): below the first two people keep their own time, from the second on they are in step. The same
// limits as target V29 asks of two adults apart and talking (goldstein2017).
inline constexpr double kOwnTime = 0.35, kInStep = 0.7;
// An infant in step takes two breaths to one of the adult.
enum class InStep { own_time, partly, one_to_one, two_to_one };

// A close look of a few breaths. While a story plays faster than life the look stands still for some seconds, or for
// kLongestLook_s of the story, and a mark runs along it, so that breath stays breath; when it stands, the look is centred on now. After a prediction was begun it
// lies before what has not been seen yet: the strips would give the answer away.
struct Rhythms {
  double from_s = 0, length_s = 0;
  float now_share = -1;                      // of the mark, 0..1; -1: none (reduced motion)
  std::array<std::vector<float>, 2> breath;  // -1 out .. 1 in, evenly spaced
  std::array<std::vector<float>, 2> heart;   // the swing of the heart rate around its slow level, -1..1 of kFullSwing
  std::array<double, 2> beats{};             // heart rate, beats/min: the mean over the look, so that it stands as still
  double synchrony = 0;                      // pair.R now, 0-1
  InStep in_step = InStep::own_time;         // what that is in words
  std::vector<std::array<float, 2>> ties;    // two to one: where each breath of the adult (second) is at its height, and
                                             // where that breath of the infant is that goes with it; 0..1 along the look
};
inline constexpr double kLongestLook_s = 60;  // of the story: the strip may be as old as this
inline constexpr double kFullSwing = 9;      // beats/min, drawn to the edge
std::optional<Rhythms> rhythms_now(const Session& session, const Content& content);  // nothing in other stories

}  // namespace attune
