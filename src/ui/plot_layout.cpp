#include "ui/plot_layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/common.hpp>
#include <limits>

#include "core/text.h"
#include "ui/words.h"

namespace attune {
namespace {

constexpr float kAxisGap = 6;       // between a label and its axis, at line height 18
constexpr double kHeadroom = 0.06;  // of the range, above the highest point
constexpr float kTickLines = 1.2f;     // least distance of an axis's labels, in lines
constexpr float kBelowWords = 0.45f;   // of the middle of a label below words that stand right above it
constexpr float kLowPlotLines = 7;     // height of a plot that has no line to spare

struct Range {
  double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();
  void add(double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

// First and one-past-last row that matter between begin and end, one row beyond on each side.
std::pair<std::size_t, std::size_t> rows_between(std::size_t count, double sample_s, double begin_s, double end_s) {
  const double rows = static_cast<double>(count);
  const double first = std::clamp(std::floor(begin_s / sample_s), 0.0, rows);
  const double last = std::clamp(std::ceil(end_s / sample_s) + 1, first, rows);
  return {static_cast<std::size_t>(first), static_cast<std::size_t>(last)};
}
std::pair<std::size_t, std::size_t> rows_between(const Trace& trace, double begin_s, double end_s) {
  return rows_between(trace.rows(), trace.sample_s, begin_s, end_s);
}

double cell(const Trace& trace, std::size_t row, int column) {
  return trace.values[row * trace.columns.size() + static_cast<std::size_t>(column)];
}

// Where there is something to compare with, the axis is the one from before the change: it stays while a slider is
// dragged, and where a curve leaves it, it grows by half its length at once.
Range grown(Range range, Range before, const std::string& unit) {
  if (before.low > before.high) return range;
  if (unit.empty()) before = {std::min(before.low, 0.0), std::max(before.high, 0.2)};
  const double step = std::max(1e-9, before.high - before.low) / 2;
  if (range.high > before.high) before.high += std::ceil((range.high - before.high) / step - 1e-9) * step;
  if (range.low < before.low) before.low -= std::ceil((before.low - range.low) / step - 1e-9) * step;
  return before;
}

// 0-1 quantities start at 0; levels relative to rest show rest (1); everything else gets its own range.
// crowned: words stand right above its numbers.
void finish_axis(PlotAxis& axis, Range range, float height, float line_height, bool crowned) {
  if (range.low > range.high) range = {0, 1};
  if (axis.unit.empty()) {
    range.low = std::min(range.low, 0.0);
    range.high = std::max(range.high, 0.2);
  } else if (axis.unit == "x") {
    range.low = std::min(range.low, 0.9);
    range.high = std::max(range.high, 1.1);
  }
  double span = range.high - range.low;
  if (span < 1e-9) span = std::max(1e-6, std::abs(range.high) * 0.1);
  axis.low = axis.unit.empty() ? range.low : range.low - span * kHeadroom;
  axis.high = range.high + span * kHeadroom;
  // As many as can stand above each other; two where a coarser step has but one.
  const auto apart = [&](double from, double to) { return (to - from) / (axis.high - axis.low) * height >= kTickLines * line_height; };
  const auto some = [&](int most) {
    std::vector<double> ticks = round_ticks(axis.low, axis.high, most);
    while (crowned && !ticks.empty() && (axis.high - ticks.back()) / (axis.high - axis.low) * height < kBelowWords * line_height) ticks.pop_back();
    return ticks;
  };
  std::vector<double> values;
  for (int most = std::clamp(static_cast<int>(height / (line_height * 1.7f)), 4, 6); most >= 1; --most)
    if (values = some(most); values.size() < 2 || apart(values[0], values[1])) break;
  if (values.size() < 2)
    if (const std::vector<double> fine = some(6); fine.size() > 1 && apart(fine.front(), fine.back()))
      values = {fine.front(), fine.back()};
  int decimals = 0;
  for (const double value : values)
    while (decimals < 4 && std::abs(value * std::pow(10, decimals) - std::round(value * std::pow(10, decimals))) > 1e-6)
      ++decimals;
  for (const double value : values) axis.ticks.push_back({value, 0, to_text(value == 0 ? 0.0 : value, decimals)});
}

// Leaves out points that lie on the line between those that stay (Douglas and Peucker 1973): they cost time and change
// nothing that can be seen.
std::vector<glm::vec2> without_straight_runs(const std::vector<glm::vec2>& points) {
  constexpr float kTolerance_px = 0.2f;
  if (points.size() < 3) return points;
  std::vector<bool> keep(points.size(), false);
  keep.front() = keep.back() = true;
  std::vector<std::pair<std::size_t, std::size_t>> spans{{0, points.size() - 1}};
  while (!spans.empty()) {
    const auto [first, last] = spans.back();
    spans.pop_back();
    const glm::vec2 run = points[last] - points[first];
    const float length = std::sqrt(run.x * run.x + run.y * run.y);
    float furthest = kTolerance_px;
    std::size_t split = 0;
    for (std::size_t i = first + 1; i < last; ++i) {
      const glm::vec2 off = points[i] - points[first];
      const float distance =
          length > 0 ? std::abs(run.x * off.y - run.y * off.x) / length : std::sqrt(off.x * off.x + off.y * off.y);
      if (distance <= furthest) continue;
      furthest = distance;
      split = i;
    }
    if (split == 0) continue;
    keep[split] = true;
    spans.emplace_back(first, split);
    spans.emplace_back(split, last);
  }
  std::vector<glm::vec2> kept;
  for (std::size_t i = 0; i < points.size(); ++i)
    if (keep[i]) kept.push_back(points[i]);
  return kept;
}

// What of a line lies between the plot's left edge and `right`, with a point on an edge that it crosses. x never falls.
std::vector<glm::vec2> cut_to_plot(const PlotLayout& layout, const std::vector<glm::vec2>& points, float right) {
  const float left = layout.plot.min.x;
  const auto crossing = [](glm::vec2 a, glm::vec2 b, float x) {
    return glm::vec2(x, a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x));
  };
  std::vector<glm::vec2> kept;
  if (right <= left) return kept;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const glm::vec2 p = points[i];
    if (i > 0 && points[i - 1].x < left && p.x > left) kept.push_back(crossing(points[i - 1], p, left));
    if (i > 0 && points[i - 1].x < right && p.x > right) kept.push_back(crossing(points[i - 1], p, right));
    if (p.x >= left && p.x <= right) kept.push_back(p);
  }
  return kept;
}

// One point per pixel column: the lowest and the highest of its samples in the order they happened, so that no peak
// is lost however many samples there are.
std::vector<glm::vec2> polyline(const PlotLayout& layout, const Trace& trace, int column, int axis, float right) {
  std::vector<glm::vec2> points;
  const auto [first, last] = rows_between(trace, layout.begin_s, layout.end_s);
  const auto place = [&](std::size_t row) {
    return glm::vec2(x_at(layout, static_cast<double>(row) * trace.sample_s), y_at(layout, axis, cell(trace, row, column)));
  };
  for (std::size_t row = first; row < last;) {
    if (!std::isfinite(cell(trace, row, column))) {
      ++row;
      continue;
    }
    const float pixel = std::floor(place(row).x);
    std::size_t low = row, high = row, next = row;
    for (; next < last && std::floor(place(next).x) == pixel; ++next) {
      const double value = cell(trace, next, column);
      if (!std::isfinite(value)) continue;
      if (value < cell(trace, low, column)) low = next;
      if (value > cell(trace, high, column)) high = next;
    }
    points.push_back(place(std::min(low, high)));
    if (low != high) points.push_back(place(std::max(low, high)));
    row = next;
  }
  return without_straight_runs(cut_to_plot(layout, points, right));
}

}  // namespace

float x_at(const PlotLayout& layout, double t_s) {
  const double share = (t_s - layout.begin_s) / (layout.end_s - layout.begin_s);
  return layout.plot.min.x + static_cast<float>(share) * layout.plot.size().x;
}

double time_at(const PlotLayout& layout, float x) {
  const double width = std::max(1.0, static_cast<double>(layout.plot.size().x));
  const double share = std::clamp((static_cast<double>(x) - layout.plot.min.x) / width, 0.0, 1.0);
  return layout.begin_s + share * (layout.end_s - layout.begin_s);
}

float y_at(const PlotLayout& layout, int axis, double value) {
  const PlotAxis& a = layout.axes[static_cast<std::size_t>(axis)];
  const double share = std::clamp((value - a.low) / (a.high - a.low), 0.0, 1.0);
  return layout.plot.max.y - static_cast<float>(share) * layout.plot.size().y;
}

double value_at_y(const PlotLayout& layout, int axis, float y) {
  const PlotAxis& a = layout.axes[static_cast<std::size_t>(axis)];
  const double share = (static_cast<double>(layout.plot.max.y) - y) / std::max(1.0, static_cast<double>(layout.plot.size().y));
  return a.low + std::clamp(share, 0.0, 1.0) * (a.high - a.low);
}

namespace {
TimeSpan inside(double begin_s, double length_s, double run_s) {
  length_s = std::min(length_s, run_s);
  begin_s = std::clamp(begin_s, 0.0, run_s - length_s);
  return {begin_s, begin_s + length_s};
}
}  // namespace

TimeSpan zoomed(const PlotLayout& layout, double run_s, double shortest_s, double about_s, double steps) {
  const double length_s = layout.end_s - layout.begin_s;
  const double wanted_s = std::max(shortest_s, length_s * std::exp2(-std::clamp(steps, -40.0, 40.0)));
  const double factor = wanted_s / length_s;
  const double about = std::clamp(about_s, layout.begin_s, layout.end_s);
  return inside(about - (about - layout.begin_s) * factor, length_s * factor, run_s);
}

TimeSpan zoomed_about_now(const Session& session, const Content& content, double steps) {
  const PlotSpan span = plot_span(session, content);
  PlotLayout shown;
  shown.begin_s = span.from_s;
  shown.end_s = span.to_s;
  const double now_s = session.playhead.t_s;
  const bool in_view = now_s >= span.from_s && now_s <= span.to_s;
  return zoomed(shown, duration_s(session, content), shortest_plot_s(session, content),
                in_view ? now_s : (span.from_s + span.to_s) / 2, steps);
}

TimeSpan dragged(const PlotLayout& layout, double run_s, float pixels) {
  const double length_s = layout.end_s - layout.begin_s;
  const double width = std::max(1.0, static_cast<double>(layout.plot.size().x));
  return inside(layout.begin_s - static_cast<double>(pixels) / width * length_s, length_s, run_s);
}

std::vector<double> round_ticks(double low, double high, int most) {
  std::vector<double> ticks;
  if (!(high > low) || most < 1 || !std::isfinite(low) || !std::isfinite(high)) return ticks;
  const double rough = (high - low) / most;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= rough * 0.999) {
      step = factor * power;
      break;
    }
  const double first = std::ceil(low / step - 1e-9);
  for (int i = 0; i <= most + 1; ++i) {
    const double value = (first + i) * step;
    if (value > high + step * 1e-9) break;
    ticks.push_back(value);
  }
  return ticks;
}

std::vector<double> time_ticks(double begin_s, double end_s, int most) {
  std::vector<double> ticks;
  if (!(end_s > begin_s) || most < 1 || !std::isfinite(begin_s) || !std::isfinite(end_s)) return ticks;
  double step = 0;
  for (const double candidate : {1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0,
                                 7200.0, 21600.0, 43200.0, 86400.0, 172800.0, kWeek_s, 2 * kWeek_s, 4 * kWeek_s, 13 * kWeek_s,
                                 26 * kWeek_s, kClockYear_s, 2 * kClockYear_s, 5 * kClockYear_s}) {
    step = candidate;
    if ((end_s - begin_s) / candidate <= most) break;
  }
  while ((end_s - begin_s) / step > most) step *= 2;
  for (double t = std::ceil(begin_s / step - 1e-9) * step; t <= end_s + step * 1e-9; t += step) ticks.push_back(t);
  return ticks;
}

namespace {

// Which column of its bands a curve has; -1: none.
int band_column(const PlotCurveRequest& wanted) {
  if (wanted.bands == nullptr) return -1;
  const auto& columns = wanted.bands->columns;
  const auto found = std::find(columns.begin(), columns.end(), wanted.column);
  return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

void add_band(const PlotLayout& layout, const PlotCurveRequest& wanted, PlotCurve& curve, float right) {
  const int column = band_column(wanted);
  if (column < 0) return;
  const auto [first, last] = rows_between(wanted.bands->rows, wanted.bands->sample_s, layout.begin_s, layout.end_s);
  for (std::size_t row = first; row < last; ++row) {
    const Band& band = wanted.bands->at(static_cast<std::size_t>(column), row);
    if (!std::isfinite(band.p05) || !std::isfinite(band.p95)) continue;
    const float x = x_at(layout, static_cast<double>(row) * wanted.bands->sample_s);
    const float low = y_at(layout, curve.axis, band.p05), high = y_at(layout, curve.axis, band.p95);
    // Within a pixel the widest is what can be seen: days have many samples, and short peaks.
    if (!curve.band_low.empty() && row + 1 < last && x - curve.band_low.back().x < 1) {
      curve.band_low.back().y = std::max(curve.band_low.back().y, low);
      curve.band_high.back().y = std::min(curve.band_high.back().y, high);
      continue;
    }
    curve.band_low.emplace_back(x, low);
    curve.band_high.emplace_back(x, high);
  }
  curve.band_low = cut_to_plot(layout, curve.band_low, right);
  curve.band_high = cut_to_plot(layout, curve.band_high, right);
}

void add_sketch(PlotLayout& layout, const Prediction& prediction) {
  std::vector<glm::vec2> points;
  const auto place = [&](double t_s) {
    return glm::vec2(x_at(layout, t_s), y_at(layout, layout.sketch_axis, height_at(prediction, t_s)));
  };
  for (std::size_t i = 0; i < kSketchSamples; ++i)
    points.push_back(place(prediction.from_s + (prediction.to_s - prediction.from_s) * static_cast<double>(i) /
                                                   static_cast<double>(kSketchSamples - 1)));
  layout.sketch = cut_to_plot(layout, points, layout.plot.max.x);
  for (int handle = 1; handle <= kSketchHandles; ++handle) layout.sketch_handles.push_back(place(handle_time(prediction, handle)));
}

}  // namespace

bool meets_curve(const PlotLayout& layout, const Rect& rect) {
  for (const PlotCurve& curve : layout.curves)
    for (std::size_t i = 1; i < curve.points.size(); ++i) {
      const glm::vec2 low = glm::min(curve.points[i - 1], curve.points[i]), high = glm::max(curve.points[i - 1], curve.points[i]);
      if (low.x < rect.max.x && high.x > rect.min.x && low.y < rect.max.y && high.y > rect.min.y) return true;
    }
  return false;
}

PlotFlag place_flag(const PlotLayout& layout, const PlotFlagWants& wants, std::span<const Rect> taken) {
  const float size = wants.size, high = layout.plot.min.y + size / 2;
  const auto is_free = [&](const Rect& place) {
    return !meets_curve(layout, place) && !place.meets_any(taken);
  };
  const auto badge_at = [&](float y) { return Rect{glm::vec2(wants.x, y) - size / 2, glm::vec2(wants.x, y) + size / 2}; };
  // After the badge, or before it; empty where the plot ends there.
  const auto words_at = [&](float y, bool after) {
    const float x = after ? wants.x + 0.8f * size : wants.x - 0.8f * size - wants.words.x;
    const Rect place{{x, y - wants.words.y / 2}, {x + wants.words.x, y + wants.words.y / 2}};
    return place.min.x > layout.plot.min.x && place.max.x + 0.2f * size <= layout.plot.max.x ? place : Rect{};
  };
  const auto any_words = [&](float y, bool off_curves) {
    for (const bool after : {true, false})
      if (const Rect words = words_at(y, after); !words.is_empty() && (!off_curves || is_free(words))) return words;
    return Rect{};
  };
  const float foot = std::max(layout.plot.max.y - wants.above_foot, high), step = std::max(1.0f, size / 4);
  std::vector<float> heights;
  for (float y = foot; y >= high; y -= step) heights.push_back(y);
  for (float y = foot + step; y <= layout.plot.max.y - size * 0.6f; y += step) heights.push_back(y);
  for (const float y : heights)
    if (const Rect words = any_words(y, true); is_free(badge_at(y)) && !words.is_empty()) return {badge_at(y), words};
  for (const float y : heights)
    if (is_free(badge_at(y))) return {badge_at(y), wants.words_over_curves ? any_words(y, false) : Rect{}};
  return {badge_at(foot), wants.words_over_curves ? any_words(foot, false) : Rect{}};
}

std::optional<glm::vec2> free_place(const PlotLayout& layout, glm::vec2 size, float apart, const std::vector<Rect>& taken) {
  const glm::vec2 low = layout.plot.min + apart, high = layout.plot.max - size - apart;
  if (high.x < low.x || high.y < low.y) return std::nullopt;
  constexpr int kPlaces = 24;  // across, and up
  for (int i = 0; i < kPlaces * kPlaces; ++i) {
    const glm::vec2 share = glm::vec2(i / kPlaces, i % kPlaces) / static_cast<float>(kPlaces - 1);
    const glm::vec2 corner = glm::mix(high, low, share);
    const Rect place{corner - apart, corner + size + apart};
    if (!place.meets_any(taken) && !meets_curve(layout, place)) return corner;
  }
  return std::nullopt;
}

void add_values(ValueRange& range, const Trace* trace, const std::string& name, double begin_s, double end_s) {
  const int column = trace == nullptr ? -1 : find_column(*trace, name);
  if (column < 0) return;
  const auto [first, last] = rows_between(*trace, begin_s, end_s);
  for (std::size_t row = first; row < last; ++row) {
    const double value = cell(*trace, row, column);
    if (!std::isfinite(value)) continue;
    range.low = std::min(range.low, value);
    range.high = std::max(range.high, value);
  }
}

Rect plot_area(const Rect& panel, const Metrics& metrics, float head) {
  return {{panel.min.x + metrics.gap_m, panel.min.y + metrics.gap_s + head + metrics.gap_xs}, {panel.max.x - metrics.gap_m, panel.max.y - metrics.gap_s}};
}

float curve_width(float plot_height, float scale) {
  constexpr float kThinnest = 3, kThickest = 4.5f, kPerHeight = 0.02f;
  return std::round(std::clamp(kPerHeight * plot_height / scale, kThinnest, kThickest) * scale);  // whole pixels draw fastest
}

PlotLayout layout_plot(const PlotRequest& request) {
  PlotLayout layout;
  layout.begin_s = request.begin_s;
  layout.end_s = request.end_s > request.begin_s ? request.end_s : request.begin_s + 1;

  // Which units there are decides which axes need room.
  std::vector<Range> ranges, before;
  const bool compares = std::any_of(request.curves.begin(), request.curves.end(),
                                    [](const PlotCurveRequest& curve) { return curve.before; });
  std::vector<int> axis_of(request.curves.size(), -1);
  for (std::size_t i = 0; i < request.curves.size(); ++i) {
    const PlotCurveRequest& wanted = request.curves[i];
    const int column = wanted.trace == nullptr ? -1 : find_column(*wanted.trace, wanted.column);
    if (column < 0) continue;
    std::size_t axis = 0;
    while (axis < layout.axes.size() && layout.axes[axis].unit != wanted.unit) ++axis;
    if (axis == layout.axes.size()) {
      PlotAxis added;
      added.unit = wanted.unit;
      added.side = axis == 0 ? AxisSide::left : axis == 1 ? AxisSide::right : AxisSide::none;
      layout.axes.push_back(added);
      ranges.emplace_back();
      before.emplace_back();
    }
    axis_of[i] = static_cast<int>(axis);
    if (request.prediction != nullptr && is_on(*request.prediction) && request.prediction->column == wanted.column) {
      layout.sketch_axis = axis_of[i];
      ranges[axis].add(request.prediction->low);
      ranges[axis].add(request.prediction->high);
    }
    const auto [first, last] = rows_between(*wanted.trace, layout.begin_s, layout.end_s);
    for (std::size_t row = first; row < last; ++row) {
      ranges[axis].add(cell(*wanted.trace, row, column));
      if (compares && (wanted.before || wanted.unchanged)) before[axis].add(cell(*wanted.trace, row, column));
    }
    if (const int band = band_column(wanted); band >= 0) {
      const auto [from, to] = rows_between(wanted.bands->rows, wanted.bands->sample_s, layout.begin_s, layout.end_s);
      for (std::size_t row = from; row < to; ++row) {
        ranges[axis].add(wanted.bands->at(static_cast<std::size_t>(band), row).p05);
        ranges[axis].add(wanted.bands->at(static_cast<std::size_t>(band), row).p95);
      }
    }
  }

  for (PlotAxis& axis : layout.axes)
    for (const PlotUnitWords& of : request.units)
      if (of.unit == axis.unit && axis.side != AxisSide::none) axis.words = of.words;
  const float gap = kAxisGap * request.line_height / 18, line = request.line_height;
  layout.plot = request.area;
  const bool names = std::any_of(request.events.begin(), request.events.end(),
                                 [](const PlotEvent& event) { return !event.label.empty(); });
  // What axes measure stands over their numbers. In a low plot as near to both the head above and the plot as can be.
  const bool words = std::any_of(layout.axes.begin(), layout.axes.end(), [](const PlotAxis& axis) { return !axis.words.empty(); });
  const bool low = request.area.size().y < kLowPlotLines * line;
  layout.plot.min.y += names || (words && !low) ? line + gap : words ? line - gap / 2 : gap;
  layout.plot.max.y = std::max(layout.plot.max.y - line - gap, layout.plot.min.y + 1);
  std::array<float, kPlotAxes> label_width{request.label_width, request.label_width};
  for (std::size_t axis = 0; axis < layout.axes.size(); ++axis) {
    finish_axis(layout.axes[axis], grown(ranges[axis], before[axis], layout.axes[axis].unit), layout.plot.size().y, line,
                !layout.axes[axis].words.empty());
    for (PlotTick& tick : layout.axes[axis].ticks) {
      tick.position = y_at(layout, static_cast<int>(axis), tick.value);
      if (axis < label_width.size())
        label_width[axis] = std::max(label_width[axis], request.digit_width * static_cast<float>(tick.label.size() + (layout.axes[axis].unit == "x")));
    }
  }
  layout.plot.min.x += layout.axes.empty() ? gap : label_width[0] + gap;
  layout.plot.max.x -= layout.axes.size() > 1 ? label_width[1] + gap : request.label_width / 2;
  layout.plot.max.x = std::max(layout.plot.max.x, layout.plot.min.x + 1);
  const int most_times = std::max(1, static_cast<int>(layout.plot.size().x / std::max(1.0f, request.least_tick_gap)));
  for (const double t : time_ticks(layout.begin_s, layout.end_s, most_times))
    layout.time_ticks.push_back({t, x_at(layout, t), moment_text(t, std::max(request.run_s, request.end_s), request.clock)});

  const float curves_right = request.curves_end_s >= layout.end_s ? layout.plot.max.x : x_at(layout, request.curves_end_s);
  if (layout.sketch_axis >= 0) add_sketch(layout, *request.prediction);
  for (std::size_t i = 0; i < request.curves.size(); ++i) {
    if (axis_of[i] < 0) continue;
    const PlotCurveRequest& wanted = request.curves[i];
    PlotCurve curve;
    curve.curve = wanted.curve;
    curve.axis = axis_of[i];
    curve.dashed = wanted.dashed;
    curve.before = wanted.before;
    curve.points = polyline(layout, *wanted.trace, find_column(*wanted.trace, wanted.column), curve.axis,
                            curves_right);
    add_band(layout, wanted, curve, curves_right);
    layout.curves.push_back(std::move(curve));
  }

  float free_from = layout.plot.min.x, free_to = layout.plot.max.x;
  for (PlotAxis& axis : layout.axes)
    for (const PlotUnitWords& of : request.units) {
      if (of.unit != axis.unit || axis.words.empty()) continue;
      const bool left = axis.side == AxisSide::left;
      const glm::vec2 at(left ? request.area.min.x : request.area.max.x - of.width, layout.plot.min.y - line - (low ? 0 : gap / 3));
      axis.words_place = {at, at + glm::vec2(of.width, line)};
      (left ? free_from : free_to) = left ? axis.words_place.max.x + 2 * gap : at.x - 2 * gap;
    }
  for (const PlotEvent& event : request.events) {
    if (event.t_s < layout.begin_s || event.t_s > layout.end_s) continue;
    PlotEventMark mark;
    mark.x = x_at(layout, event.t_s);
    mark.label_x = mark.x + gap;
    if (mark.label_x >= free_from && mark.label_x + event.label_width <= free_to) {
      mark.label = event.label;
      free_from = mark.label_x + event.label_width + 2 * gap;
    }
    layout.events.push_back(mark);
  }
  return layout;
}

}  // namespace attune
