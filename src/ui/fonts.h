// The interface's fonts in ImGui's atlas, one per role and size.
#pragma once

#include <filesystem>
#include <string>

#include "ui/theme.h"

struct ImFont;
struct ImFontAtlas;

namespace attune {

// Paths that were opened with FreeType before (io/load_font.h): ImGui stops the program on a missing file. Empty: the
// built-in font.
struct FontFiles {
  std::filesystem::path regular, bold;
};

struct UiFont {
  ImFont* font = nullptr;
  float size = 0;  // line height, pixels
};

struct UiFonts {
  UiFont small, small_bold, body, bold, heading, title;
  bool built_in = false;  // the plain fallback: show a warning
};

// Clears the atlas and builds every role for these sizes. Falls back to ImGui's own font when the files do not build.
UiFonts build_fonts(ImFontAtlas& atlas, const FontFiles& files, const Metrics& metrics);

}  // namespace attune
