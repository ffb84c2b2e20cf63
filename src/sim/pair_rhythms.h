// The equations of breath and heart of two people (model.md 4.7, appendix E11), for the run and for "why?" alike.
// Sources of the constants: assets/pair.json.
#pragma once

#include "model/pair.h"
#include "sim/det_math.h"

namespace attune {

inline constexpr double kPi = 3.141592653589793;

// Sine from + - * / alone, so that every compiler gives the same bits. Taylor to degree 21 on -pi/2..pi/2: error below
// 1e-15 for the phases used here (below 1e5 rad).
inline double sine(double x) {
  const double turns = x / (2 * kPi);
  double r = x - 2 * kPi * static_cast<double>(static_cast<long long>(turns + (turns >= 0 ? 0.5 : -0.5)));
  if (r > kPi / 2) r = kPi - r;
  if (r < -kPi / 2) r = -kPi - r;
  const double r2 = r * r;
  double sum = 1;
  for (int k = 10; k >= 1; --k) sum = 1 - r2 / (2.0 * k * (2.0 * k + 1)) * sum;
  return r * sum;
}
inline double cosine(double x) { return sine(x + kPi / 2); }

// What makes the own pace of a person (0 = A, 1 = B) uneven, breaths/s.
inline double wobble_hz(const PairModel& model, std::size_t person, double t_s) {
  double sum = 0;
  for (const SlowWobble& part : model.wobble[person])
    sum += part.amplitude_hz * sine(2 * kPi * t_s / part.period_s + part.phase_rad);
  return sum;
}

// Breaths/s at rest. An infant is A, the parent B.
inline double natural_pace_hz(const PairConstants& k, bool infant, int person) {
  if (person == 0) return infant ? k.breath_infant_hz : k.breath_adult_a_hz;
  return infant ? k.breath_parent_hz : k.breath_adult_b_hz;
}

// The pace a person would breathe at alone, breaths/s. slow: 0-1, how much of it is paced on purpose.
inline double own_pace_hz(const PairConstants& k, double natural_hz, double slow, double arousal, double wobble) {
  const double chosen_hz = natural_hz + slow * (k.breath_paced_hz - natural_hz);
  return chosen_hz * (1 + k.breath_arousal * (arousal - 0.25)) + wobble;
}

// How far B's breath is ahead of A's, rad; two of an infant's breaths fall on one of the other's.
inline double phase_apart(bool infant, double phase_a, double phase_b) {
  return infant ? 2 * phase_b - phase_a : phase_b - phase_a;
}

// rad/s: A's breath moves on by this * coupling * sin(apart), B's stays back by it.
inline double pull_strength(const PairConstants& k, bool infant, int person) {
  return infant ? (person == 0 ? k.pull_infant : k.pull_parent) : k.pull_adult;
}

// How far the heart rate swings with the breath, beats/min.
inline double breath_swing(const PairConstants& k, double vagal, double pace_hz, bool infant) {
  return (infant ? k.swing_infant : k.swing_adult) * (vagal / k.swing_vagal) *
         det::min(k.swing_max, k.swing_hz * (infant ? k.swing_infant_ratio : 1) / pace_hz);
}

}  // namespace attune
