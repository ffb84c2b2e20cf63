#include "session/prediction.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

constexpr double kSameTime_s = 1e-6;
constexpr double kRoom = 0.6;        // of the curve's own range, above and below it
constexpr double kLeastRoom = 0.15;  // of a share, or of the usual level: a curve that hardly moves hides that too

double sample_time(const Prediction& p, std::size_t sample) {
  return p.from_s + (p.to_s - p.from_s) * static_cast<double>(sample) / static_cast<double>(kSketchSamples - 1);
}

std::size_t handle_sample(int handle) {
  return static_cast<std::size_t>(handle) * (kSketchSamples - 1) / static_cast<std::size_t>(kSketchHandles);
}

}  // namespace

double prediction_start(const std::vector<Caption>& captions, double now_s) {
  double start_s = now_s;
  bool found = false;
  for (const Caption& caption : captions)
    if (caption.begin_s >= now_s - kSameTime_s && (!found || caption.begin_s < start_s)) {
      start_s = caption.begin_s;
      found = true;
    }
  return start_s;
}

Prediction make_prediction(const Trace& trace, std::string_view column, double from_s, double to_s) {
  Prediction p;
  const int index = find_column(trace, column);
  if (index < 0 || !(from_s < to_s)) return p;
  const double start = value_at(trace, index, from_s);
  if (!std::isfinite(start)) return p;
  p.low = p.high = start;
  for (std::size_t row = 0; row < trace.rows(); ++row) {
    const double value = trace.values[row * trace.columns.size() + static_cast<std::size_t>(index)];
    if (!std::isfinite(value)) continue;
    p.low = std::min(p.low, value);
    p.high = std::max(p.high, value);
  }
  const bool never_negative = p.low >= 0, is_share = never_negative && p.high <= 1 && !column.starts_with("chem.");
  const double room = std::max((p.high - p.low) * kRoom, (is_share ? 1 : std::abs(start)) * kLeastRoom);
  p.low -= room;
  p.high += room;
  if (never_negative) p.low = std::max(p.low, 0.0);
  if (is_share) p.high = std::min(p.high, 1.0);
  p.column = column;
  p.from_s = from_s;
  p.to_s = to_s;
  p.heights.assign(kSketchSamples, start);
  return p;
}

void sketch(Prediction& p, double from_s, double from_height, double to_s, double to_height) {
  if (!is_on(p) || !std::isfinite(from_s + from_height + to_s + to_height)) return;
  if (from_s > to_s) {
    std::swap(from_s, to_s);
    std::swap(from_height, to_height);
  }
  // A tap, or a stroke between two samples, moves the nearest one.
  const double spacing_s = (p.to_s - p.from_s) / static_cast<double>(kSketchSamples - 1);
  for (std::size_t i = 1; i < kSketchSamples; ++i) {
    const double t_s = sample_time(p, i);
    if (t_s < from_s - spacing_s / 2 || t_s > to_s + spacing_s / 2) continue;
    const double share = to_s > from_s ? std::clamp((t_s - from_s) / (to_s - from_s), 0.0, 1.0) : 1.0;
    p.heights[i] = std::clamp(from_height + share * (to_height - from_height), p.low, p.high);
    p.drawn = true;
  }
}

void move_handle(Prediction& p, int handle, int steps) {
  if (!is_on(p)) return;
  const int moved = std::clamp(handle, 1, kSketchHandles);
  const std::size_t at = handle_sample(moved), before = handle_sample(moved - 1);
  const std::size_t after = handle_sample(std::min(moved + 1, kSketchHandles));
  const double step = (p.high - p.low) / kSketchSteps;
  p.heights[at] = std::clamp(p.heights[at] + step * steps, p.low, p.high);
  p.drawn = true;
  const auto straight = [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first + 1; i < last; ++i)
      p.heights[i] = p.heights[first] + (p.heights[last] - p.heights[first]) * static_cast<double>(i - first) /
                                            static_cast<double>(last - first);
  };
  straight(before, at);
  straight(at, after);
}

double handle_time(const Prediction& p, int handle) {
  return sample_time(p, handle_sample(std::clamp(handle, 0, kSketchHandles)));
}

double height_at(const Prediction& p, double t_s) {
  if (!is_on(p)) return std::nan("");
  const double place = std::clamp((t_s - p.from_s) / (p.to_s - p.from_s), 0.0, 1.0) * static_cast<double>(kSketchSamples - 1);
  const auto first = std::min(static_cast<std::size_t>(place), kSketchSamples - 2);
  const double share = place - static_cast<double>(first);
  return p.heights[first] + share * (p.heights[first + 1] - p.heights[first]);
}

}  // namespace attune
