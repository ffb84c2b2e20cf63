// Where every panel lies, as a pure function of the window and of what is open. Pixels, origin top left.
//
// The window is thought of in "roomy" units (pixels / scale). Both side panels fit from 1140 units on, with half
// of the width for the stage; between 700 and 1140 one of them; below that none, unless a person opens one, which then takes the middle. Nothing overlaps.
//
// While the change dial is open two brains are compared, so the side panels give way until one is asked for again. The dial
// stands in a column at the right over the curves; in high or small windows below the brains, in the smallest without the bars.
//
// A story's timeline (the editor) stands below the stage and leaves it a third of the window's height wherever that is
// possible: the curves go beside the stage, the left panel and in low windows the clock give way (the timeline's ruler is
// one too). With very large letters it takes all of the middle.
#pragma once

#include <algorithm>
#include <glm/vec2.hpp>
#include <span>
#include <vector>

#include "session/session.h"
#include "ui/theme.h"

namespace attune {

struct Rect {
  glm::vec2 min{0}, max{0};
  glm::vec2 size() const { return max - min; }
  bool is_empty() const { return max.x - min.x < 1 || max.y - min.y < 1; }
  bool contains(glm::vec2 p) const { return p.x >= min.x && p.x < max.x && p.y >= min.y && p.y < max.y; }
  bool meets(const Rect& other) const {
    return other.min.x < max.x && other.max.x > min.x && other.min.y < max.y && other.max.y > min.y;
  }
  bool meets_any(std::span<const Rect> others) const {
    return std::any_of(others.begin(), others.end(), [this](const Rect& other) { return meets(other); });
  }
};

// Where a tooltip of that size lies: beside the panel of what it explains (above or below a bar), else below or above
// the item itself; in the window, not over the item and not under the pointer as far as there is any room.
// names: what it should not cover either, where another place near the item is free.
Rect place_tooltip(glm::vec2 size, const Rect& item, const Rect& panel, glm::vec2 window, glm::vec2 pointer, float gap,
                   std::span<const Rect> names = {});

// Which of some blocks stand in the left of two columns, so that both are about as high; the first is on the left, and in
// each column they keep their order.
std::vector<bool> balance_columns(std::span<const float> heights);

enum class Room : std::uint8_t { wide, medium, narrow };  // both side panels, one, or none beside the stage

inline constexpr float kLeastSide = 264, kLeastStage = 340;             // widths, pixels at scale 1
inline constexpr float kLeastPlots = 124, kLeastStageHeight = 170;     // heights

struct UiLayout {
  Room room = Room::wide;
  bool compact = false;                                // bars with icons only
  Rect top_bar, left, right, plots, editor, change, rhythms, transport, stage;  // empty = not shown
  Rect message;                                        // message_on_stage() or take_message()
  bool message_between = false;                        // on the stage, between what stands at its foot, which it does not move
  Rect film;                                           // how far a film is, over the foot of the stage above any message
  bool left_split = false;                             // the left column is high enough for two panels
  Rect left_upper, left_lower;                         // only when split
  bool can_size_left = false, can_size_right = false, can_size_plots = false;  // its inner edge can be moved
};

// Inner edges can be moved (Session::panel_sizes), within limits that leave the stage kLeastStage and every panel
// enough to be used.
UiLayout layout_ui(glm::vec2 size_px, const Metrics& metrics, const Session& session);

// Where a sentence lies over the foot of the stage, so that no panel moves when it comes or goes. What is written on
// the stage stands above it (UiResult::stage_foot). size: pixels. Empty where the stage is too small for it.
Rect message_on_stage(const UiLayout& layout, const Metrics& metrics, glm::vec2 size);

bool is_message_on_stage(const UiLayout& layout);
// The same place for what lies above it there.
Rect above_message(const UiLayout& layout, const Metrics& metrics, glm::vec2 size);

// Pixels of the stage's foot that something lies over, and by how many what stands there at the left is lifted for it.
float stage_foot(const UiLayout& layout);
float stage_lift(const UiLayout& layout);

// Where the stage is too small: makes room for a sentence over the whole width, above the transport bar, so that it covers nothing: the side panels end
// above it, curves give up to kLeastPlots, and only then the stage. Where letters are so large that this is too little, the
// transport bar goes. height: pixels, at most what there is; the place is layout.message.
void take_message(UiLayout& layout, glm::vec2 size_px, const Metrics& metrics, float height);

}  // namespace attune
