#include "ui/fonts.h"

#include <cmath>
#include <initializer_list>

#include "ui/ui_compat.h"

namespace attune {
namespace {

// Latin-1, Latin Extended-A, Greek, dashes, quotes, bullets and the mathematical signs the texts use.
constexpr ImWchar kRanges[] = {0x0020, 0x017f, 0x0218, 0x021b, 0x02c6, 0x02dd, 0x0391, 0x03c9,
                               0x2010, 0x2026, 0x2030, 0x2044, 0x2074, 0x2074, 0x20ac, 0x20ac,
                               0x2122, 0x2122, 0x2190, 0x2193, 0x2202, 0x2265, 0};

ImFont* add(ImFontAtlas& atlas, const std::filesystem::path& path, float size) {
  ImFontConfig config;
  config.OversampleH = 1;
  config.OversampleV = 1;
  return atlas.AddFontFromFileTTF(path.string().c_str(), size, &config, kRanges);
}

bool build_from_files(ImFontAtlas& atlas, const FontFiles& files, const Metrics& metrics, UiFonts& fonts) {
  if (files.regular.empty() || files.bold.empty()) return false;
  const auto role = [&](UiFont& font, const std::filesystem::path& path, float size) {
    font = {add(atlas, path, size), size};
    return font.font != nullptr;
  };
  return role(fonts.body, files.regular, metrics.font_body) && role(fonts.small, files.regular, metrics.font_small) &&
         role(fonts.small_bold, files.bold, metrics.font_small) && role(fonts.bold, files.bold, metrics.font_body) &&
         role(fonts.heading, files.bold, metrics.font_heading) && role(fonts.title, files.bold, metrics.font_title) &&
         compat::build_atlas(atlas);
}

}  // namespace

UiFonts build_fonts(ImFontAtlas& atlas, const FontFiles& files, const Metrics& metrics) {
  UiFonts fonts;
  atlas.Clear();
  compat::use_freetype(atlas);
  atlas.Flags |= ImFontAtlasFlags_NoPowerOfTwoHeight;
  if (build_from_files(atlas, files, metrics, fonts)) return fonts;

  // ImGui's own font is drawn for 13 pixels and stays sharp at multiples of that.
  fonts = {};
  fonts.built_in = true;
  atlas.Clear();
  for (UiFont* font : {&fonts.body, &fonts.small, &fonts.small_bold, &fonts.bold, &fonts.heading, &fonts.title}) {
    const float wanted = font == &fonts.title ? metrics.font_title : metrics.font_body;
    const float size = 13 * std::max(1.0f, std::round(wanted / 18));
    *font = {compat::fallback_font(atlas, size), size};
  }
  compat::build_atlas(atlas);
  return fonts;
}

}  // namespace attune
