// Curves, axes and events as positions, without ImGui: what the plot widget draws and the tests check.
#pragma once

#include <glm/vec2.hpp>
#include <limits>
#include <span>
#include <optional>
#include <string>
#include <vector>

#include "core/text.h"
#include "session/prediction.h"
#include "sim/ensemble.h"
#include "sim/trace.h"
#include "ui/layout.h"

namespace attune {

struct PlotCurveRequest {
  const Trace* trace = nullptr;
  std::string column;
  std::string unit;     // curves of one unit share an axis
  int curve = 0;        // index in the legend; sides A and B of one curve share it
  bool dashed = false;  // side B
  const EnsembleBands* bands = nullptr;  // null: none; the column may be missing in it
  bool before = false;  // how it went before a change; then the axis keeps its range as long as what is new fits in
  bool unchanged = false;  // beside curves from before a change: this one is as it was
};

struct PlotEvent {
  double t_s = 0;
  std::string label;
  float label_width = 0;  // pixels, measured by the caller
};

// What an axis measures, in words: what of it fits, and how wide that is.
struct PlotUnitWords {
  std::string unit, words;
  float width = 0;  // pixels, measured by the caller
};

struct PlotRequest {
  Rect area;  // pixels, axes and labels included
  double begin_s = 0, end_s = 1;
  double run_s = 0;  // length of the whole run, 0 = until end_s: decides how times are written
  ClockWords clock;  // words for the time axis of runs of days and of years
  std::vector<PlotCurveRequest> curves;
  std::vector<PlotEvent> events;
  double curves_end_s = std::numeric_limits<double>::infinity();  // what comes later is not drawn
  const Prediction* prediction = nullptr;    // null or not on: none
  std::vector<PlotUnitWords> units;  // what is told of axes; of a unit that is not among them nothing
  float line_height = 18, label_width = 44;  // of axis labels, pixels; the width is what they have at least
  float digit_width = 0;                     // of a letter of an axis label; 0: they are never wider than that
  float least_tick_gap = 70;                 // between time ticks, pixels
};

struct PlotTick {
  double value = 0;
  float position = 0;  // pixel x (time) or y (values)
  std::string label;
};

inline constexpr int kPlotAxes = 2;  // units with an axis of their own
enum class AxisSide : std::uint8_t { left, right, none };

struct PlotAxis {
  std::string unit;
  AxisSide side = AxisSide::none;  // the first unit left, the second right, more have no axis of their own
  double low = 0, high = 1;
  std::vector<PlotTick> ticks;  // as many as have room for their labels above each other
  std::string words;            // what it measures, "" where there are none
  Rect words_place;             // above the plot
};

struct PlotCurve {
  int curve = 0, axis = 0;
  bool dashed = false, before = false;
  std::vector<glm::vec2> points;  // pixels, x never falls
  std::vector<glm::vec2> band_low, band_high;  // pixels, as many as each other; 5 and 95 %
};

struct PlotEventMark {
  float x = 0;
  std::string label;  // "" when there was no room for it
  float label_x = 0;
};

struct PlotLayout {
  Rect plot;  // the inside of the axes
  double begin_s = 0, end_s = 1;
  std::vector<PlotTick> time_ticks;
  std::vector<PlotAxis> axes;
  std::vector<PlotCurve> curves;
  std::vector<PlotEventMark> events;
  int sketch_axis = -1;           // of the prediction's curve; -1: no prediction, or its curve is not among these
  std::vector<glm::vec2> sketch;  // pixels, x never falls
  std::vector<glm::vec2> sketch_handles;  // points 1..kSketchHandles of the keyboard; those out of view are too
};

PlotLayout layout_plot(const PlotRequest& request);

// Between the head of a panel of curves, `head` pixels high, and its foot: PlotRequest::area.
Rect plot_area(const Rect& panel, const Metrics& metrics, float head);
// An area at least so high, in lines of its axis labels, has a plot that can be used.
inline constexpr float kLeastPlotLines = 4.5f;
// Of a curve, pixels at scale 1: thicker in a high plot, which is read from afar.
float curve_width(float plot_height, float scale);

// From where to where a column of a trace goes between two times; low > high: nowhere.
struct ValueRange {
  double low = std::numeric_limits<double>::infinity(), high = -low;
};
void add_values(ValueRange& range, const Trace* trace, const std::string& column, double begin_s, double end_s);

float x_at(const PlotLayout& layout, double t_s);
double time_at(const PlotLayout& layout, float x);  // clamped to the shown span
float y_at(const PlotLayout& layout, int axis, double value);
double value_at_y(const PlotLayout& layout, int axis, float y);  // clamped to the axis

// The span shown after zooming `steps` towards (+) or away (-), each half or twice as long, about a time that keeps its
// place; and after dragging the curves `pixels` to the right. Never beyond 0 .. run_s, never shorter than shortest_s.
struct TimeSpan {
  double begin_s = 0, end_s = 1;
};
TimeSpan zoomed(const PlotLayout& layout, double run_s, double shortest_s, double about_s, double steps);
// The same for what the session shows, about now, or about the middle where now is not in view.
TimeSpan zoomed_about_now(const Session& session, const Content& content, double steps);
TimeSpan dragged(const PlotLayout& layout, double run_s, float pixels);

// Round numbers inside low..high, about `most` of them: steps of 1, 2 or 5 times a power of ten.
std::vector<double> round_ticks(double low, double high, int most);
// Round times (1, 2, 5, 10, 15, 30 s, 1, 2, 5, 10, 15, 30 min, 1, 2, 6, 12 h, days, weeks, years) inside begin..end.
std::vector<double> time_ticks(double begin_s, double end_s, int most);

// Whether any curve runs through the rectangle.
bool meets_curve(const PlotLayout& layout, const Rect& rect);
// Where something of that size lies in the plot, over no curve and over nothing that is taken, `apart` pixels from all of
// it: first at the end of the foot, then upwards, then farther left. Nothing: there is no such place.
std::optional<glm::vec2> free_place(const PlotLayout& layout, glm::vec2 size, float apart, const std::vector<Rect>& taken);

// A badge on an upright line at x, and words beside it: as near to the foot as they are off the curves and off what is
// taken; without words, or with words over a curve, where that is only so; at the foot where nothing is free.
struct PlotFlag {
  Rect badge, words;  // words: empty where they have no room
};
struct PlotFlagWants {
  float x = 0, above_foot = 0;  // pixels; above_foot: of the badge's middle, where it may be
  float size = 18;              // of the badge
  glm::vec2 words{0};
  bool words_over_curves = false;  // words are worth more than what they cover
};
PlotFlag place_flag(const PlotLayout& layout, const PlotFlagWants& wants, std::span<const Rect> taken);

}  // namespace attune
