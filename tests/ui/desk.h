// A whole interface without a window or a GPU: the real content, fonts and words, and a mouse made of numbers.
#pragma once

#include <imgui.h>
#include <imgui_internal.h>

#include <string>
#include <vector>

#include "model/content.h"
#include "model/ui_text.h"
#include "session/session.h"
#include "ui/fonts.h"
#include "ui/term_memory.h"
#include "ui/ui.h"

namespace attune {

struct TestDesk {
  explicit TestDesk(glm::vec2 size = {1280, 720}, float ui_scale = 1);
  ~TestDesk();
  TestDesk(const TestDesk&) = delete;
  TestDesk& operator=(const TestDesk&) = delete;

  // One frame with the mouse there. Commands are returned, not executed.
  UiResult frame(glm::vec2 mouse, bool down = false, float wheel = 0, int focus_step = 0);
  // Moves there, presses, releases: everything but Hover, NoticeWhy, HoldWhy and LetGo that was asked for on the way.
  std::vector<Command> click(glm::vec2 at);
  void run(const Command& command) { execute(session, content, command); }
  void tidy();  // pop-ups closed, everything scrolled to its top and unfolded

  Content content;
  UiText text, why;
  Session session;
  glm::vec2 size;
  UiFonts fonts;
  std::vector<std::pair<std::string, std::string>> languages;  // UiFrame::languages
  float scale = 1;
  TermMemory terms;            // UiFrame::terms
  bool note_controls = false;  // of the next frames: UiFrame::note_controls
  int list_step = 0;  // of the next frames: UiFrame::list_step
  std::string pointed_name;  // of the next frames: UiFrame::pointed_name, and where it stands
  Rect pointed_place;
  bool press_focused = false;  // of the next frame: UiFrame::press_focused
  std::vector<Rect> names;     // of the next frames: UiFrame::names, and what the stage has no room for
  glm::vec2 foot_room{0};      // UiFrame::foot_room
  bool caption_left_out = false;
  const Legend* legend_left_out = nullptr;
};

// The place of a story among all (SelectScenario).
int story_index(const TestDesk& desk, const std::string& id);

// Where on the window a click asks for which command: every point of a grid is clicked once.
struct Found {
  glm::vec2 at;
  std::vector<Command> commands;
};
std::vector<Found> click_everywhere(TestDesk& desk, float step);

// Text of a command's type and values, for messages and comparison: "SetStyle 0 2".
std::string describe(const Command& command);

template <class T>
const T* first(const std::vector<Command>& commands) {
  for (const Command& command : commands)
    if (const T* found = std::get_if<T>(&command)) return found;
  return nullptr;
}

}  // namespace attune
