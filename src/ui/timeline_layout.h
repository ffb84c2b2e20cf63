// Where the items of a story lie on the editor's timeline, as a pure function; and what a point on it means.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "model/own_story.h"
#include "ui/layout.h"

namespace attune {

// Events are bars in lanes, captions bars in lanes of their own below them; bars of one lane never overlap, and every bar
// can be pressed on at least Metrics::control by Metrics::control (a short one is given more room than it lasts).
struct TimelineBar {
  StoryItem item;
  Rect bar;   // as long as it lasts: what is drawn
  Rect area;  // what can be pressed
  Rect words; // what it is called: in the bar, beside one that is too short for it. Empty where there are no words
  int lane = 0;
};
struct Timeline {
  float from_x = 0, to_x = 1;  // of the start and the end
  double end_s = 1;
  Rect ruler;                  // times and the playhead
  std::vector<TimelineBar> bars;  // in order of time
  int event_lanes = 0, caption_lanes = 0;
  float height = 0;  // of everything, ruler included

  float x_of(double t_s) const;
  double time_at(float x) const;  // 0..end_s
};

// Of a ruler: which of its steps are named, 1 = each, so that names are the same number of steps apart, to the end where that
// is possible. widths: what the name of each takes with its gap, from the start (step 0) to the end; pixels.
int named_step(std::span<const float> widths, float step_px);

// How wide an item's words are, pixels.
using WordsWidth = std::function<float(StoryItem)>;

// From the left edge, `width` wide; top_left is the ruler's corner. The height is what it takes: words are never cut where
// another lane can hold them whole. Only words wider than the timeline are (then Rect words is as wide as its bar).
Timeline lay_out_timeline(const Scenario& scenario, int arm, glm::vec2 top_left, float width, const Metrics& metrics,
                          const WordsWidth& words_width = {});

// What a press there takes hold of. Of a bar its ends stretch it and its middle moves it.
enum class Grip : std::uint8_t { none, ruler, move, begin, end };
struct TimelineHit {
  Grip grip = Grip::none;
  StoryItem item;
};
TimelineHit hit_timeline(const Timeline& timeline, glm::vec2 point, const Metrics& metrics);

// Where an item is after a grip was dragged by so many seconds; only its order is kept (edit_story.h holds the limits).
struct DraggedSpan {
  double begin_s = 0, end_s = 0;
};
DraggedSpan dragged(Grip grip, double begin_s, double end_s, double by_s, double story_s);

// Words of events above the bar of the transport, in rows from the bar up: each near its tick, none over another, and
// none in the way from a tick to its word in a higher row; as few as possible without a place for all of their words. `low`
// is the lower edge of the lowest row. Where one has no room for its words it is narrower, for words that are shortened, but no
// narrower than `least` (0: never shortened); where that does not fit either (it is told on hover) it is empty.
struct EventWord {
  float tick_x = 0;
  float width = 0;  // of its words
};
std::vector<Rect> place_event_words(const std::vector<EventWord>& words, float from_x, float to_x, float gap, float low,
                                    float row, int rows, float least = 0);

// The event at a point: the word it lies on, else the nearest tick within reach; -1: none.
int event_at(const std::vector<EventWord>& words, const std::vector<Rect>& places, glm::vec2 point, float reach);

// The item before (-1) or after (+1) the chosen one in order of time; the first (or last) when none is chosen.
StoryItem next_item(const Timeline& timeline, StoryItem chosen, int direction);

// What an arrow key moves by: about a hundredth of the story, a round number of seconds.
double timeline_step_s(double story_s);

}  // namespace attune
