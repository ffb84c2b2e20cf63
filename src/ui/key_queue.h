// What the keyboard sends, a step at a time while something is typed: of ten quick taps of Backspace Dear ImGui before 1.87,
// which looks once a frame which keys are down, would see one. Plain data, no ImGui.
#pragma once

#include <deque>
#include <vector>

#include "ui/key_input.h"

namespace attune {

struct KeyEvent {
  int key = -1, scancode = 0, modifiers = 0;  // as the window's library numbers them; -1: a letter without its key, or a button of the mouse
  bool down = false;
  bool edits = false;      // going down does something in a field: arrows, Backspace, a letter with Ctrl
  unsigned character = 0;  // what was typed, 0 = nothing
  KeyPress press;          // what it is to the program's own keys; its key 0: nothing
};

class KeyQueue {
 public:
  void add(const KeyEvent& event) { events_.push_back(event); }
  bool is_empty() const { return events_.empty(); }
  // What the next frame gets, in order. While typing at most one key that edits, not with letters before it, and none of
  // the keys that are let go after it.
  std::vector<KeyEvent> take(bool typing);

 private:
  std::deque<KeyEvent> events_;
};

}  // namespace attune
