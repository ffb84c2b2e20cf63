// Key presses as they come from a window (or a file that replays them) -> commands and steps of keyboard focus.
#pragma once

#include <span>
#include <vector>

#include "ui/keys.h"

namespace attune {

struct KeyPress {
  Key key = 0;
  std::uint8_t modifiers = 0;
  bool is_repeat = false;
};

struct KeyInput {
  std::vector<Command> commands;
  int focus_step = 0;       // UiFrame::focus_step
  int list_step = 0;        // UiFrame::list_step
  bool list_enter = false;  // UiFrame::list_enter
  bool press_focused = false;  // UiFrame::press_focused
  bool quit = false;        // Ctrl + Q
};

// Everything pressed since the last frame, in order: each press sees what those before it did, so that no tap is lost
// however many fall into one frame. While text is typed only Esc acts. Keyboard focus (Tab) takes arrows, Space and
// Enter; Esc leaves it. An open menu is walked through after Tab, Up or Down, and closed by Esc, which does nothing else
// then. Call between two frames; needs the ImGui context.
KeyInput take_keys(std::span<const KeyPress> presses, const Session& session, const Content& content);

}  // namespace attune
