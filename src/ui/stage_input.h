// Mouse over the 3D view -> commands. Plain data in, plain data out; no ImGui.
//
// Left drag turns, Shift + left, middle or right drag moves, the wheel zooms toward the pointer, a click (less than
// 4 pixels of movement) picks, a click on nothing deselects, Ctrl + click adds, a double click frames, resting on a
// structure names it. A click on a line of the legend hides or shows what it names, Ctrl + click shows only that.
#pragma once

#include <functional>
#include <glm/vec2.hpp>
#include <span>
#include <string>
#include <vector>

#include "scene/scene.h"
#include "session/session.h"

namespace attune {

// The mouse as it is now.
struct StageMouse {
  glm::vec2 position_px{0};  // of the window, origin top left
  bool left = false, middle = false, right = false, shift = false, ctrl = false;
  float wheel = 0;              // steps since the last time, > 0 away from the person
  double time_s = 0;            // any steady clock
  bool over_interface = false;  // a panel lies under the pointer or holds the mouse
};

// What must be remembered from one time to the next.
struct StageGrip {
  bool was_left = false, was_middle = false, was_right = false;
  bool holding = false, panning = false, moved = false;
  glm::vec2 pressed_px{0}, last_px{-1};
  bool adding = false;  // Ctrl was held when the button went down
  int view = -1;  // the view in which the drag began
  double last_click_s = -1;
  glm::vec2 last_click_px{0};
  std::string last_click_structure;
};

// The structure id (or, of the legend, the carrier; of what asks "why?", the trace column; of a letter of the
// directions, the view) under a pixel of the window, "" for none.
using PickAt = std::function<std::string(glm::vec2 window_px)>;

// views: the rectangles of the 3D views in the window (one, or two while comparing). scale: pixels per design pixel.
std::vector<Command> stage_input(StageGrip& grip, const StageMouse& mouse, std::span<const Viewport> views,
                                 const Session& session, const PickAt& pick, float scale = 1, const PickAt& carrier = {},
                                 const PickAt& asks = {}, const PickAt& turns = {});

// The same beside the welcome: pointing names a structure and holds the turning still, a drag turns, a press on a structure
// goes in to it; nothing else.
std::vector<Command> welcome_input(std::vector<Command> commands);

}  // namespace attune
