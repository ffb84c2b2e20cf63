// Every key in one table: it feeds the key handling and the help window.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "session/session.h"

namespace attune {

// Keys that are not characters carry GLFW's numbers (window.cpp checks that); characters carry their Unicode value,
// letters in lower case, as the person's keyboard layout produces them.
using Key = std::uint32_t;
namespace key {
inline constexpr Key kSpace = 32;
inline constexpr Key kFirstSpecial = 0x110000;  // above every character; + GLFW's number
inline constexpr Key special(Key glfw) { return kFirstSpecial + glfw; }
inline constexpr Key kEscape = special(256), kEnter = special(257), kTab = special(258), kRight = special(262),
                     kLeft = special(263), kDown = special(264), kUp = special(265), kPageUp = special(266),
                     kPageDown = special(267), kHome = special(268), kEnd = special(269), kBackspace = special(259),
                     kInsert = special(260), kDelete = special(261), kF1 = special(290),
                     kF11 = special(300);
}  // namespace key

enum Modifier : std::uint8_t { kNoModifier = 0, kShift = 1, kCtrl = 2, kAlt = 4 };

enum class KeyGroup : std::uint8_t { time, view, compare, show, program, edit, predict, read, focus };
inline constexpr std::size_t kKeyGroups = 9;

struct KeyBinding {
  Key key = 0;
  std::uint8_t modifiers = kNoModifier;
  bool any_shift = false;  // punctuation: the layout decides whether Shift is needed
  bool repeats = false;    // acts again while held
  KeyGroup group = KeyGroup::program;
  const char* shown = "";  // on the key cap in the help: "Space", "Shift + Right"
  const char* text = "";   // key of the words in assets/ui_en.json
  // What it does now; nothing when it makes no sense at the moment. number: for families such as 1-9.
  std::optional<Command> (*make)(const Session& session, const Content& content, int number) = nullptr;
  int number = 0;
  bool first = true;  // false: a second key for something already listed; the help shows both in one line
};

std::span<const KeyBinding> key_bindings();

// Keys that belong to a place while it has the keyboard, or to the window: not in the table above, but in the help.
struct PlaceKey {
  KeyGroup group = KeyGroup::focus;
  std::array<const char*, 4> shown{};  // key caps; nullptr: no more
  const char* text = "";
};
std::span<const PlaceKey> place_keys();

// The command for a key press. Several keys may do the same. While the screen is blank every key ends that; on the calm
// page only G, Esc and Enter act; while reading Left and Right turn the page and keys of time do nothing.
// Whether Space means pause now, wherever the keyboard focus is (WCAG 2.2.2); else a focused control may have it.
bool space_pauses(const Session& session);

std::optional<Command> command_for_key(const Session& session, const Content& content, Key key, std::uint8_t modifiers,
                                       bool is_repeat);

}  // namespace attune
