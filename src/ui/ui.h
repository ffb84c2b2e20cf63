// The interface: reads the session, returns what the person asked for. One function per panel (panel_*.cpp).
//
// The host makes the ImGui context, builds the fonts (fonts.h) for frame.scale and calls ImGui::NewFrame() before and
// ImGui::Render() after. Nothing here writes to the session, opens files or makes GL calls.
#pragma once

#include <cstdint>
#include <glm/vec2.hpp>
#include <span>
#include <string>
#include <vector>

#include "model/content.h"
#include "model/ui_text.h"
#include "session/session.h"
#include "ui/fonts.h"
#include "ui/layout.h"

namespace attune {

struct Legend;      // scene/stage_overlay.h
class TermMemory;   // ui/term_memory.h

// A small picture of a story's moment, for its card.
struct StoryPicture {
  std::size_t story = 0;      // of story_at()
  std::uint64_t texture = 0;  // what the drawing backend calls it; 0 = there is none
  float aspect = 16.0f / 9;   // width by height
};

// Something that can be pressed, where it was drawn (the part in view).
struct Control {
  std::string id, words;  // words: its label, or the sentence that tells what it does
  Rect place;
};

struct UiFrame {
  glm::vec2 size_px{1280, 720};    // of the window
  float scale = 1;                 // automatic_scale(...) x session.ui_scale: what the fonts were built for
  const UiFonts* fonts = nullptr;  // must not be null
  const UiText* text = nullptr;    // must not be null
  const UiText* why = nullptr;       // words of explanations; null = none are shown
  int focus_step = 0;              // Tab: keyboard focus to the next (+1) or previous (-1) panel
  int list_step = 0;               // while searching or reading: rows down (+) or up (-) since the last frame
  bool list_enter = false;         // while searching: take the chosen row
  bool press_focused = false;      // Enter: presses what has keyboard focus
  std::vector<std::pair<std::string, std::string>> languages;  // to choose from: id and name, English first
  std::span<const StoryPicture> pictures;  // of the stories; may be empty
  bool note_controls = false;              // fill UiResult::controls
  std::string pointed_name;        // the structure whose name on the stage lies under the pointer, "" = none
  Rect pointed_place;              // where that name stands, pixels of the window
  std::span<const Rect> names;     // where names of structures stand on the stage, pixels of the window
  glm::vec2 foot_room{0};          // where a sentence may lie at the foot of the stage, from x to x, pixels of the window; x >= y: nowhere
  bool caption_left_out = false;   // the stage should say what happens and has no room for it
  const Legend* legend_left_out = nullptr;  // what its colours mean, where not all of it is said there; null: it is, or is not wanted
  TermMemory* terms = nullptr;     // kept from frame to frame it saves time; null: none is kept
  std::string warning;             // shown while not empty: "fonts not found", "software graphics"
};

struct UiResult {
  std::vector<Command> commands;  // in the order they happened
  Rect stage;                     // pixels; may be empty
  Rect plots;                     // the panel of curves, empty when it is not shown
  bool stage_takes_input = true;  // false while something covers the stage (welcome, help)
  bool stage_opens = false;       // the brain beside the welcome: what is pressed there is the way in (welcome_input())
  std::vector<Control> controls;  // in the order drawn; empty unless asked for
  std::vector<std::size_t> pictures_wanted;  // stories whose cards are in view and for which UiFrame::pictures has nothing
  bool stage_captions = false;    // no panel shows the caption: the stage has to
  float stage_foot = 0;           // pixels of the stage's foot that a message lies over
  bool stage_foot_between = false;  // it lies between what stands there on the left and on the right
  float stage_raised = 0;         // pixels above that, in the lower left corner, where a button stands
  bool stage_clock = true;        // no panel shows the time
};

// The stories with a card on the welcome: indices into Content::scenarios.
std::vector<std::size_t> first_stories(const Content& content);

// The frame.scale for a window.
float interface_scale(glm::vec2 size_px, float display_scale, const Session& session);

// Where the panels lie that draw_ui() draws in a window on a display of scale 1, but for what a message takes. None under
// what covers the window.
UiLayout shown_layout(glm::vec2 size_px, const Session& session);

UiResult draw_ui(const Session& session, const Content& content, const UiFrame& frame);

// Keyboard focus: on from the first focus_step until it is left; meanwhile arrows, Space and Enter belong to the
// panels.
void leave_keyboard_focus();
bool has_keyboard_focus();
// The timeline of a story has it: arrows move what is chosen there, with Shift they stretch it.
bool keyboard_moves_items();
// Shift and the arrows mean something to what has it: the timeline, or a slider, which they move in small steps.
bool keyboard_takes_shift();

}  // namespace attune
