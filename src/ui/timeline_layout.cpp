#include "ui/timeline_layout.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "session/edit_story.h"

namespace attune {

namespace {

// The first lane whose last bar ends before this one begins; a new one where there is none.
int place(std::vector<float>& ends, float from, float to, float gap) {
  for (std::size_t lane = 0; lane < ends.size(); ++lane)
    if (ends[lane] <= from + gap / 8) {  // one may begin where another ends
      ends[lane] = to;
      return static_cast<int>(lane);
    }
  ends.push_back(to);
  return static_cast<int>(ends.size()) - 1;
}

// Inside its bar where they fit, else after it, else before it; too long for all of these: in the bar, shortened.
Rect words_of(const Rect& bar, float width, float left, float right, const Metrics& metrics) {
  const float beside = metrics.gap_xs;
  float pad = metrics.gap_s + metrics.scale;
  if (width + 2 * pad > bar.max.x - bar.min.x) pad = 3 * metrics.scale;  // a tight fit is better than beside it
  Rect words{{bar.min.x, 0}, {bar.max.x, 0}};
  if (width <= 0 || width + 2 * pad <= bar.max.x - bar.min.x) {
    words.min.x += pad;
    words.max.x = std::max(words.min.x, words.max.x - pad);
  } else if (bar.max.x + beside + width + beside <= right) {
    words = {{bar.max.x + beside, 0}, {bar.max.x + beside + width + beside, 0}};
  } else if (bar.min.x - beside - width - beside >= left) {
    words = {{bar.min.x - beside - width, 0}, {bar.min.x - beside, 0}};
  } else {
    words.min.x += pad;
    words.max.x = std::max(words.min.x, words.max.x - pad);
  }
  return words;
}

}  // namespace

float Timeline::x_of(double t_s) const {
  return from_x + static_cast<float>(std::clamp(t_s / end_s, 0.0, 1.0)) * (to_x - from_x);
}
double Timeline::time_at(float x) const {
  return std::clamp(static_cast<double>((x - from_x) / std::max(1.0f, to_x - from_x)), 0.0, 1.0) * end_s;
}

Timeline lay_out_timeline(const Scenario& scenario, int arm, glm::vec2 top_left, float width, const Metrics& metrics,
                          const WordsWidth& words_width) {
  Timeline timeline;
  const float side = metrics.gap_m, gap = 2 * metrics.scale, lane_height = metrics.control + gap;
  timeline.from_x = top_left.x + side;
  timeline.to_x = std::max(timeline.from_x + metrics.control, top_left.x + width - side);
  timeline.end_s = std::max(1.0, scenario.duration_s);
  timeline.ruler = {top_left, {top_left.x + width, top_left.y + metrics.control}};
  std::array<std::vector<float>, 2> ends;
  for (const StoryItem item : items_in_time(scenario, arm)) {
    ItemSpan span;
    find_span(scenario, arm, item, span);
    TimelineBar bar;
    bar.item = item;
    bar.bar.min.x = timeline.x_of(span.begin_s);
    bar.bar.max.x = std::max(bar.bar.min.x + 3 * metrics.scale, timeline.x_of(span.end_s));
    // A short one is pressed on more than it lasts, about its middle and inside the timeline.
    const float missing = std::max(0.0f, metrics.control - (bar.bar.max.x - bar.bar.min.x));
    bar.area.min.x = std::clamp(bar.bar.min.x - missing / 2, top_left.x, std::max(top_left.x, top_left.x + width - metrics.control));
    bar.area.max.x = std::max(bar.bar.max.x, bar.area.min.x + metrics.control);
    bar.words = words_of(bar.bar, words_width ? words_width(item) : 0, top_left.x, top_left.x + width, metrics);
    bar.lane = place(ends[item.kind == ItemKind::event ? 0 : 1], std::min(bar.area.min.x, bar.words.min.x),
                     std::max(bar.area.max.x, bar.words.max.x), gap);
    timeline.bars.push_back(bar);
  }
  timeline.event_lanes = static_cast<int>(ends[0].size());
  timeline.caption_lanes = static_cast<int>(ends[1].size());
  const float events_top = timeline.ruler.max.y + metrics.gap_xs;
  const float captions_top = events_top + static_cast<float>(timeline.event_lanes) * lane_height + metrics.gap_s;
  for (TimelineBar& bar : timeline.bars) {
    const float top = (bar.item.kind == ItemKind::event ? events_top : captions_top) + static_cast<float>(bar.lane) * lane_height;
    bar.bar.min.y = bar.area.min.y = bar.words.min.y = top;
    bar.bar.max.y = bar.area.max.y = bar.words.max.y = top + metrics.control;
  }
  timeline.height = captions_top + static_cast<float>(timeline.caption_lanes) * lane_height - top_left.y;
  return timeline;
}

TimelineHit hit_timeline(const Timeline& timeline, glm::vec2 point, const Metrics& metrics) {
  if (timeline.ruler.contains(point)) return {Grip::ruler, {}};
  for (const TimelineBar& bar : timeline.bars) {
    if (!bar.area.contains(point)) continue;
    const float grip = std::min(metrics.gap_l, bar.area.size().x / 3);
    if (point.x < bar.area.min.x + grip) return {Grip::begin, bar.item};
    if (point.x >= bar.area.max.x - grip) return {Grip::end, bar.item};
    return {Grip::move, bar.item};
  }
  return {};
}

DraggedSpan dragged(Grip grip, double begin_s, double end_s, double by_s, double story_s) {
  const double length_s = end_s - begin_s;
  DraggedSpan span{begin_s, end_s};
  if (grip == Grip::move) {
    span.begin_s = std::clamp(begin_s + by_s, 0.0, std::max(0.0, story_s - length_s));
    span.end_s = span.begin_s + length_s;
  } else if (grip == Grip::begin) {
    span.begin_s = std::clamp(begin_s + by_s, 0.0, end_s);
  } else if (grip == Grip::end) {
    span.end_s = std::clamp(end_s + by_s, begin_s, story_s);
  }
  return span;
}

namespace {

constexpr float kAside = 2;  // pixels between a way up and a word

bool same_row(const Rect& a, const Rect& b) { return std::abs(a.max.y - b.max.y) < 0.5f; }

// Room for a word at its tick in one row, between the words there and the ways up to words in higher rows: to the right of
// the tick, else to its left. In the lowest row, next to its tick, it may begin a little after it. Empty where there is none.
Rect shortened_place(const std::vector<EventWord>& words, const std::vector<Rect>& places, std::size_t i, Rect row, float gap,
                     float least, bool lowest) {
  const float tick = words[i].tick_x;
  float from = row.min.x, to = row.max.x;
  for (std::size_t j = 0; j < words.size(); ++j) {
    const Rect& other = places[j];
    if (other.is_empty()) continue;
    if (same_row(other, row)) {
      if (other.min.x >= tick) {
        to = std::min(to, other.min.x - gap / 2);
      } else {
        from = std::max(from, other.max.x + gap / 2);
      }
    } else if (other.max.y < row.max.y) {
      if (words[j].tick_x >= tick) {
        to = std::min(to, words[j].tick_x - kAside);
      } else {
        from = std::max(from, words[j].tick_x + kAside);
      }
    } else if (tick > other.min.x - kAside && tick < other.max.x + kAside) {
      return {};
    }
  }
  const float begin = std::max(from, tick), late = begin - tick;
  if ((late <= 0 || (lowest && late <= gap)) && to - begin >= least)
    return {{begin, row.min.y}, {std::min(to, begin + words[i].width), row.max.y}};
  if (late <= 0 && to >= tick && tick - from >= least) return {{std::max(from, tick - words[i].width), row.min.y}, {tick, row.max.y}};
  return {};
}

// Whole words on rows above a bar; what is looked for is the arrangement that leaves the fewest out.
struct WordRows {
  const std::vector<EventWord>& words;
  float from_x = 0, to_x = 0, gap = 0, low = 0, row = 0;
  int rows = 0;
  std::vector<std::size_t> order;  // from the right: a word that reaches over later ticks goes above their words
  std::vector<Rect> places, best;
  std::size_t most = 0;            // words placed in `best`
  int steps = 400;                // looked at before the best so far is taken
};

bool fits(const WordRows& all, std::size_t i, const Rect& place) {
  const float tick = all.words[i].tick_x;
  for (std::size_t j = 0; j < all.words.size(); ++j) {
    const Rect& other = all.places[j];
    if (other.is_empty()) continue;
    const bool same = same_row(other, place), above = !same && other.max.y < place.max.y;
    if (same && other.max.x + all.gap > place.min.x && place.max.x + all.gap > other.min.x) return false;
    if (above && all.words[j].tick_x > place.min.x - kAside && all.words[j].tick_x < place.max.x + kAside) return false;
    if (!same && !above && tick > other.min.x - kAside && tick < other.max.x + kAside) return false;
  }
  return true;
}

// A word in the lowest row has no line to its tick: it stands over no earlier one.
bool is_clear(const WordRows& all, std::size_t i, float left) {
  return std::none_of(all.words.begin(), all.words.end(), [&](const EventWord& other) {
    return other.tick_x > left - kAside && other.tick_x < all.words[i].tick_x - 1;
  });
}

// The words from order[next] on, `placed` of those before them having a place.
void place_words(WordRows& all, std::size_t next, std::size_t placed) {
  const std::size_t count = all.order.size();
  if (placed + (count - next) <= all.most || --all.steps < 0) return;
  if (next == count) {
    all.best = all.places;
    all.most = placed;
    return;
  }
  const std::size_t i = all.order[next];
  const float width = all.words[i].width, tick = all.words[i].tick_x;
  // It begins at its tick, the first one where the bar does; where that does not do it stands over its tick, else before it.
  for (const float aside : {0.0f, 0.25f, 0.5f, 0.75f, 1.0f})
    for (int line = 0; line < all.rows && all.most < count; ++line) {
      const float begin = tick - all.from_x <= all.gap ? all.from_x : tick;
      const float left = std::min(aside > 0 ? std::max(all.from_x, tick - aside * width) : begin, all.to_x - width);
      const float bottom = all.low - static_cast<float>(line) * all.row;
      const Rect place{{left, bottom - all.row}, {left + width, bottom}};
      if (left < all.from_x || !fits(all, i, place) || (aside > 0 && line == 0 && !is_clear(all, i, left))) continue;
      all.places[i] = place;
      place_words(all, next + 1, placed + 1);
      all.places[i] = {};
    }
  place_words(all, next + 1, placed);
}

}  // namespace

std::vector<Rect> place_event_words(const std::vector<EventWord>& words, float from_x, float to_x, float gap, float low,
                                    float row, int rows, float least) {
  std::vector<std::size_t> order(words.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return words[a].tick_x > words[b].tick_x; });
  std::vector<Rect> places(words.size());
  WordRows whole{words, from_x, to_x, gap, low, row, rows, order, places, places};
  place_words(whole, 0, 0);
  places = std::move(whole.best);
  // What is left, shortened: the widest of the rows.
  for (const std::size_t i : order)
    for (int line = 0; line < rows && least > 0 && (line > 0 || places[i].is_empty()); ++line) {
      if (places[i].size().x >= words[i].width - 0.5f) break;
      const float bottom = low - static_cast<float>(line) * row;
      std::vector<Rect> others = places;
      others[i] = {};
      const Rect place = shortened_place(words, others, i, {{from_x, bottom - row}, {to_x, bottom}}, gap, std::min(least, words[i].width), line == 0);
      if (place.size().x > places[i].size().x) places[i] = place;
    }
  return places;
}

int event_at(const std::vector<EventWord>& words, const std::vector<Rect>& places, glm::vec2 point, float reach) {
  for (std::size_t i = 0; i < places.size(); ++i)
    if (!places[i].is_empty() && places[i].contains(point)) return static_cast<int>(i);
  int found = -1;
  float least = reach;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (const float apart = std::abs(words[i].tick_x - point.x); apart < least)
      least = apart, found = static_cast<int>(i);
  return found;
}

StoryItem next_item(const Timeline& timeline, StoryItem chosen, int direction) {
  const auto count = static_cast<int>(timeline.bars.size());
  if (count == 0) return {};
  int index = direction > 0 ? -1 : count;
  for (int i = 0; i < count; ++i)
    if (timeline.bars[static_cast<std::size_t>(i)].item == chosen) index = i;
  return timeline.bars[static_cast<std::size_t>((index + direction + count) % count)].item;
}

double timeline_step_s(double story_s) {
  constexpr std::array<double, 12> kSteps{1, 2, 5, 10, 15, 30, 60, 300, 600, 1800, 3600, 14400};
  for (const double step : kSteps)
    if (step >= story_s / 120) return step;
  return kSteps.back();
}

int named_step(std::span<const float> widths, float step_px) {
  const int steps = static_cast<int>(widths.size()) - 1;
  const auto have_room = [&](int each) {
    for (int i = each; i < steps; i += each)
      if (step_px * static_cast<float>(each) < widths[static_cast<std::size_t>(i)]) return false;
    return true;
  };
  for (const bool to_end : {true, false})
    for (int each = 1; 2 * each <= steps; ++each)
      if ((!to_end || steps % each == 0) && have_room(each)) return each;
  return std::max(1, steps);
}

}  // namespace attune
