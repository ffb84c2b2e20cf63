// Icons as strokes on ImGui's draw list: no icon font, sharp at every scale.
#pragma once

#include <cstdint>
#include <glm/vec2.hpp>

#include "ui/theme.h"

struct ImDrawList;

namespace attune {

enum class Icon : std::uint8_t {
  play,
  pause,
  previous,
  next,
  eye,
  eye_off,
  close,
  chevron_left,
  chevron_right,
  chevron_down,
  chevron_up,
  plus,
  minus,
  sliders,
  help,
  sun,
  moon,
  compare,
  swap,
  home,
  panel_left,
  panel_right,
  panel_bottom,
  full_screen,
  check,
  views,
  arrow_in,
  arrow_out,
  restart,
  brain,
  drop,
  clock,
  search,
  calendar,
  calm,
  difference,
  share,
  more,
  band,
  book,
  pencil,
  solo,
  slow,
  contrast,
  copy,
  picture,
  caption,
  undo,
  redo,
  disk,
  folder
};

// Drawn in a square of `size` pixels around the centre.
void draw_icon(ImDrawList& list, Icon icon, glm::vec2 centre, float size, Colour colour);

// The program's mark: two overlapping rings.
void draw_mark(ImDrawList& list, glm::vec2 centre, float size, const Tokens& tokens);

}  // namespace attune
