// Predict, then see: a person sketches how a curve goes on from an event, then lets it play. A sketch is a wish to look
// closely, nothing else: it is never compared in numbers, never written to disk, and goes with the moment.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/scenario.h"
#include "sim/trace.h"

namespace attune {

inline constexpr std::size_t kSketchSamples = 97;  // heights of a sketch, at equal times
inline constexpr int kSketchHandles = 8;           // points that the keyboard moves, at equal times after the start
inline constexpr int kSketchSteps = 20;            // of the keyboard, from the lowest height to the highest

struct Prediction {
  std::string column;           // the trace column it is about; "" = none
  int side = 0;                 // whose
  double from_s = 0, to_s = 0;  // the curve is hidden from from_s on until it has been played
  double low = 0, high = 1;     // the heights that can be drawn, in the unit of the column
  std::vector<double> heights;  // kSketchSamples of them from from_s to to_s; the first is the curve's own
  bool drawn = false;           // it is more than the level line that it starts as
  bool operator==(const Prediction&) const = default;
};

inline bool is_on(const Prediction& prediction) { return !prediction.column.empty(); }

// Where a prediction made at now_s begins: the next event, or one that begins just now; without one, now. Seconds.
double prediction_start(const std::vector<Caption>& captions, double now_s);

// A level line from the curve's height at from_s. The heights reach well beyond what the curve does, so that the axis does
// not give it away; what is never negative stays so, and a share (never above 1, and no chemical's level) stays one.
// `column` must exist in the trace and from_s < to_s; else the result is no prediction.
Prediction make_prediction(const Trace& trace, std::string_view column, double from_s, double to_s);

// A stroke: a straight line between two points takes the place of what was drawn between their times. Any order; times
// outside are cut off, heights kept within low..high. The first height stays: there the real curve is known.
void sketch(Prediction& prediction, double from_s, double from_height, double to_s, double to_height);

// The keyboard: moves one of the points 1..kSketchHandles by so many steps; to its neighbours the line runs straight.
void move_handle(Prediction& prediction, int handle, int steps);
double handle_time(const Prediction& prediction, int handle);

// The height at a time between from_s and to_s.
double height_at(const Prediction& prediction, double t_s);

}  // namespace attune
