#include "session/rhythms.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

constexpr double kLook_s = 24;   // five or six breaths of an adult
constexpr double kStands_s = 8;  // wall time that a look stands while the story plays
constexpr double kShortest_s = 3; // of a look at the start, before which there is nothing
constexpr int kPoints = 240;

// Through the samples as a smooth curve (Catmull-Rom): an infant's breath has only seven of them.
double smooth_at(const Trace& trace, int column, double t_s) {
  const double at = std::clamp(t_s / trace.sample_s, 0.0, static_cast<double>(trace.rows() - 1));
  const auto row = static_cast<std::ptrdiff_t>(at);
  const double s = at - static_cast<double>(row);
  const auto last = static_cast<std::ptrdiff_t>(trace.rows()) - 1;
  const auto value = [&](std::ptrdiff_t k) {
    const auto i = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(k, 0, last));
    return trace.values[i * trace.columns.size() + static_cast<std::size_t>(column)];
  };
  const double a = value(row - 1), b = value(row), c = value(row + 1), d = value(row + 2);
  return b + 0.5 * s * (c - a + s * (2 * a - 5 * b + 4 * c - d + s * (3 * (b - c) + d - a)));
}

// Where the curve is at its height, 0..1.
std::vector<float> heights(const std::vector<float>& curve) {
  std::vector<float> found;
  for (std::size_t i = 1; i + 1 < curve.size(); ++i)
    if (curve[i] > 0 && curve[i] > curve[i - 1] && curve[i] >= curve[i + 1])
      found.push_back(static_cast<float>(i) / static_cast<float>(curve.size() - 1));
  return found;
}

std::vector<std::array<float, 2>> ties_between(const std::vector<float>& infant, const std::vector<float>& adult) {
  std::vector<std::array<float, 2>> ties;
  const std::vector<float> quick = heights(infant), slow = heights(adult);
  if (quick.size() < 2) return ties;
  const float apart = (quick.back() - quick.front()) / static_cast<float>(quick.size() - 1);
  for (const float at : slow) {
    const float nearest = *std::min_element(quick.begin(), quick.end(), [&](float a, float b) { return std::abs(a - at) < std::abs(b - at); });
    if (std::abs(nearest - at) < apart / 2) ties.push_back({nearest, at});
  }
  return ties;
}

InStep in_step_of(double synchrony, bool infant) {
  if (synchrony < kOwnTime) return InStep::own_time;
  if (synchrony < kInStep) return InStep::partly;
  return infant ? InStep::two_to_one : InStep::one_to_one;
}

}  // namespace

std::optional<Rhythms> rhythms_now(const Session& session, const Content& content) {
  if (session.link == nullptr || session.link->rows() < 2) return std::nullopt;
  const Trace& link = *session.link;
  const double end_s = duration_s(session, content), now_s = session.playhead.t_s;
  Rhythms rhythms;
  const double seen_s = std::min(end_s, curves_end_s(session));  // later is still to be predicted
  const bool hides = seen_s < end_s;
  rhythms.length_s = std::min({kLook_s, end_s, std::max(seen_s, kShortest_s)});
  if (session.playhead.playing) {
    const double runs_s = std::max(rhythms.length_s, played_speed(session, content) * kStands_s);  // the mark along a whole look
    const double stands_s = std::min(runs_s, std::max(rhythms.length_s, kLongestLook_s));
    const double passed_s = now_s - std::floor(now_s / stands_s) * stands_s;
    rhythms.from_s = now_s - passed_s - (hides ? rhythms.length_s : 0);
    rhythms.now_share = session.reduced_motion ? -1 : static_cast<float>(passed_s / runs_s);
  } else {
    rhythms.from_s = now_s - rhythms.length_s / 2;
  }
  rhythms.from_s = std::clamp(rhythms.from_s, 0.0, std::max(0.0, seen_s - rhythms.length_s));
  if (!session.playhead.playing) rhythms.now_share = static_cast<float>((now_s - rhythms.from_s) / rhythms.length_s);

  const int in_step = find_column(link, "pair.R");
  if (in_step < 0) return std::nullopt;
  const auto time_of = [&](int point) { return std::min(seen_s, rhythms.from_s + rhythms.length_s * point / (kPoints - 1)); };
  const AnyScenario story = current_story(session, content);
  const bool infant = story.pair != nullptr && story.pair->infant;
  rhythms.synchrony = value_at(link, in_step, std::min(now_s, seen_s));
  rhythms.in_step = in_step_of(rhythms.synchrony, infant);
  for (std::size_t side = 0; side < 2; ++side) {
    const std::string end = side == 0 ? "a" : "b";
    const int breath = find_column(link, "pair.breath_" + end), heart = find_column(link, "pair.HR_" + end);
    const Trace* body = session.trace[side].get();
    const int level = body == nullptr ? -1 : find_column(*body, "body.HR");
    if (breath < 0 || heart < 0 || level < 0) return std::nullopt;
    for (int i = 0; i < kPoints; ++i) {
      const double t_s = time_of(i);
      rhythms.breath[side].push_back(static_cast<float>(std::clamp(smooth_at(link, breath, t_s), -1.0, 1.0)));
      const double beats = smooth_at(link, heart, t_s), swing = beats - value_at(*body, level, t_s);
      rhythms.beats[side] += beats / kPoints;
      rhythms.heart[side].push_back(static_cast<float>(std::clamp(swing / kFullSwing, -1.0, 1.0)));
    }
  }
  if (rhythms.in_step == InStep::two_to_one) rhythms.ties = ties_between(rhythms.breath[0], rhythms.breath[1]);
  return rhythms;
}

}  // namespace attune
