#include "ui/key_input.h"

#include <string_view>

#include "ui/ui.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

constexpr int kPageRows = 5;  // of a page to read, for Page Up and Page Down

// Arrows, Space and Enter belong to the panel that has the keyboard.
bool walks(const KeyPress& press) {
  return press.modifiers == 0 && (press.key == key::kSpace || press.key == key::kEnter || press.key == key::kLeft ||
                                  press.key == key::kRight || press.key == key::kUp || press.key == key::kDown);
}

// Into an open menu.
bool enters(const KeyPress& press) {
  return press.modifiers == 0 && (press.key == key::kTab || press.key == key::kUp || press.key == key::kDown);
}

// A step of the tour, or a sketch, has come up elsewhere: its keys are not those of the panel that was walked through.
bool is_called_away(const Session& session, const KeyPress& press) {
  if (is_sketching(session) && walks(press)) return press.key != key::kSpace;
  if (session.tour_step < 0) return false;
  const ImGuiWindow* window = ImGui::GetCurrentContext()->NavWindow;
  return window == nullptr || std::string_view(window->RootWindow->Name) != "tour";
}

// The field over the cards of the stories has the keyboard.
bool types_over_stories(const Session& session) {
  const ImGuiWindow* window = ImGui::GetCurrentContext()->ActiveIdWindow;
  return session.show_library && window != nullptr && std::string_view(window->RootWindow->Name) == "left";
}

}  // namespace

KeyInput take_keys(std::span<const KeyPress> presses, const Session& session, const Content& content) {
  KeyInput input;
  if (presses.empty()) return input;
  const bool typing = ImGui::GetIO().WantTextInput;
  Session after = session;  // so that two quick taps of a toggle are on and off, not twice on
  for (const KeyPress& press : presses) {
    if (after.show_search || after.show_pages || after.show_help) {  // the list's own keys: ImGui would lose a tap between two frames
      if (press.key == key::kDown) ++input.list_step;
      if (press.key == key::kUp) --input.list_step;
      if (press.key == key::kPageDown) input.list_step += kPageRows;
      if (press.key == key::kPageUp) input.list_step -= kPageRows;
      if (press.key == key::kEnter) input.list_enter = true;
    }
    if (compat::is_menu_open() && press.key == key::kEscape) {
      if (typing) continue;  // the field's own: what was typed goes
      compat::close_menu();
      compat::swallow_key(ImGui::GetIO(), ImGuiKey_Escape);
      continue;
    }
    if ((typing || after.show_search) && press.key != key::kEscape) continue;
    if (typing && types_over_stories(after)) {  // Esc leaves the field, and what was typed goes
      if (!after.library_search.empty()) input.commands.push_back(command::SetLibrary{true});
      continue;
    }
    if (compat::is_menu_open() && !has_keyboard_focus() && enters(press)) {  // it was opened with the mouse
      input.focus_step = 1;
      continue;
    }
    if (press.key == 'q' && press.modifiers == kCtrl) {
      input.quit = true;
      continue;
    }
    // Ctrl + Tab is ImGui's own once a panel has the keyboard.
    if (press.key == key::kTab && ((press.modifiers & kCtrl) == 0 || !has_keyboard_focus())) {
      input.focus_step += (press.modifiers & kShift) != 0 ? -1 : 1;
      compat::swallow_tab(ImGui::GetIO());
      continue;
    }
    if (has_keyboard_focus() && is_called_away(after, press)) leave_keyboard_focus();
    if (has_keyboard_focus()) {
      if (press.key == key::kEscape) {
        leave_keyboard_focus();
        if (after.tour_step < 0) continue;  // its card has no place to go back to but the way out
      }
      // Space pauses from anywhere; it presses nothing then.
      const bool pauses = press.key == key::kSpace && press.modifiers == 0 && space_pauses(after);
      if (pauses) compat::swallow_key(ImGui::GetIO(), ImGuiKey_Space);
      const bool with_shift = press.modifiers == kShift && (press.key == key::kLeft || press.key == key::kRight);
      if (walks(press) && press.key == key::kEnter && !press.is_repeat) input.press_focused = true;
      if ((walks(press) && !pauses) || (with_shift && keyboard_takes_shift())) continue;
    }
    if (const std::optional<Command> command = command_for_key(after, content, press.key, press.modifiers, press.is_repeat)) {
      input.commands.push_back(*command);
      execute(after, content, *command);
    }
  }
  return input;
}

}  // namespace attune
