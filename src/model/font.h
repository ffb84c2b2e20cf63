// A font as plain data: one picture of signed distances and where each character lies in it. Made by io/load_font.h.
//
// Lengths are in em (1 em = the font size); multiply by the wanted pixel size. x to the right, y DOWN, both from the
// pen position on the baseline, so the top of a letter has a negative y.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/text.h"

namespace attune {

struct Glyph {
  char32_t code = 0;
  float u0 = 0, v0 = 0, u1 = 0, v1 = 0;  // corners in the atlas, 0-1, v down; includes the margin of spread_px
  float offset_x = 0, offset_y = 0;      // top left corner of the quad relative to the pen, em
  float width = 0, height = 0;           // of the quad, em; 0 for blanks such as the space
  float advance = 0;                     // pen movement, em
};

// Added to the advance between two neighbouring characters.
struct KernPair {
  char32_t left = 0, right = 0;
  float advance = 0;  // em, usually negative
};

struct FontAtlas {
  int width = 0, height = 0;  // texels
  // One byte per texel, rows top to bottom: 128 on the outline, larger inside. A step of one atlas texel in distance
  // is 128 / spread_px grey levels: coverage = clamp((value - 128) / 128 * spread_px * drawn_px / base_px + 0.5).
  std::vector<std::uint8_t> distance;
  float base_px = 0, spread_px = 0;  // size of 1 em in texels; distances are cut off at +-spread_px
  float ascent = 0, descent = 0;     // em, both positive
  float line_height = 0;             // em
  std::vector<Glyph> glyphs;         // sorted by code
  std::vector<KernPair> kerns;       // sorted by (left, right); may be empty
};

// The glyph of a character, or nullptr.
inline const Glyph* find_glyph(const FontAtlas& atlas, char32_t code) {
  const auto found = std::lower_bound(atlas.glyphs.begin(), atlas.glyphs.end(), code,
                                      [](const Glyph& glyph, char32_t value) { return glyph.code < value; });
  return found != atlas.glyphs.end() && found->code == code ? &*found : nullptr;
}

// The glyph to draw for a character: its own, else the replacement character's, else '?', else nullptr.
inline const Glyph* glyph_or_replacement(const FontAtlas& atlas, char32_t code) {
  for (const char32_t candidate : {code, U'\uFFFD', U'?'})
    if (const Glyph* glyph = find_glyph(atlas, candidate)) return glyph;
  return nullptr;
}

inline float kern_em(const FontAtlas& atlas, char32_t left, char32_t right) {
  const auto found = std::lower_bound(
      atlas.kerns.begin(), atlas.kerns.end(), KernPair{left, right, 0},
      [](const KernPair& a, const KernPair& b) { return a.left != b.left ? a.left < b.left : a.right < b.right; });
  return found != atlas.kerns.end() && found->left == left && found->right == right ? found->advance : 0.0f;
}

// Pen movement over one line of UTF-8 text, em.
inline float text_width_em(const FontAtlas& atlas, std::string_view utf8) {
  float width = 0;
  char32_t previous = 0;
  for (const char32_t code : decode_utf8(utf8)) {
    if (const Glyph* glyph = glyph_or_replacement(atlas, code))
      width += glyph->advance + kern_em(atlas, previous, code);
    previous = code;
  }
  return width;
}

}  // namespace attune
