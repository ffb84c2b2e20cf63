// A session as a small text file: keys, clicks and what is expected to be seen, one step a line. Replayed on the same code
// as the window (app/replay.h). Pure.
//
//   # a comment, also behind a step
//   key C            a key as the help names it; several on a line fall into one frame: key PageDown PageDown
//   type amygdala    text, letter by letter
//   click play       a control, or a field to type in, by its id or its words; "click why 2" is the second of them
//   click 640 360    a place in pixels of the window
//   click brain amygdala     a structure, where it can be seen on the stage
//   click name amygdala      its name beside the brain; "click name amygdala 2": the next place that stands for it, first
//                            the plates of all views from left to right, then the dots at the ends of their lines
//   drag plot 0.5 0.8 0.9 0.2    within a control, from there to there; shares of its width and height
//   wheel plot 1     over a control, up (+) or down (-)
//   wait 2           seconds
//   drop PICTURE.png a file dropped on the window; "drop saved" is the one saved last
//   expect Selected: Amygdala    a part of what `--describe` prints; "expect not ..." the opposite
#pragma once

#include <glm/vec2.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "ui/key_input.h"

namespace attune {

enum class ReplayKind : std::uint8_t { key, type, click, click_at, click_brain, click_name, drag, wheel, wait, drop, expect, expect_not };

struct ReplayStep {
  ReplayKind kind = ReplayKind::wait;
  int line = 0;                // in the file, from 1
  std::vector<KeyPress> keys;
  std::string text;            // what is typed, pressed, dropped or expected
  int nth = 1;                 // of the controls (or names on the stage) with that name
  glm::vec2 from{0}, to{0};
  double amount = 0;           // seconds, or steps of the wheel
};

// "Shift+Right", "Ctrl + 1", "PageDown", "/", "A". Nothing for anything else.
std::optional<KeyPress> parse_key(std::string_view name);

inline constexpr double kLongestWait_s = 600;

// Errors (bad_input): every line that is not a step, with its number. `name`: of the file.
Result<std::vector<ReplayStep>> parse_replay(std::string_view text, const std::string& name);

}  // namespace attune
