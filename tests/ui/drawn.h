// What a frame of the interface has drawn as text, read back from ImGui's draw lists: every glyph is a rectangle with the
// texture coordinates of its letter. So the tests see what people see, wherever the words came from.
#pragma once

#include <string>
#include <vector>

#include "desk.h"

namespace attune {

// Letters beside each other on one line.
struct DrawnText {
  std::string text;    // UTF-8; a gap is a space
  std::string window;  // ImGui's name of the window it is in, "" = behind or over all
  Rect box;
  bool is_cut = false;  // a letter reaches over the left or right edge of what its window shows
};
std::vector<DrawnText> drawn_texts();

// Texts of one window that lie over each other: pairs of indices.
std::vector<std::pair<std::size_t, std::size_t>> overlapping(const std::vector<DrawnText>& texts);

// The pseudo-language: every letter gets an accent or another look that no English word has, and every word grows by two
// fifths. {placeholders} stay.
std::string pseudo(std::string_view english);
UiText pseudo(const UiText& english);

}  // namespace attune
