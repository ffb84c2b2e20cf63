// Font atlas: the shipped fonts, and what is no font.
#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <cstdio>

#include "core/hash.h"
#include "io/load_font.h"
#include "scratch.h"

using namespace attune;
using namespace attune::test;

namespace {

const std::filesystem::path kFonts = std::filesystem::path(ATTUNE_ASSETS) / "fonts";

// Grey level at the centre of a glyph's quad shifted by (x, y) in -0.5..0.5 of its size.
int level(const FontAtlas& atlas, const Glyph& glyph, float x, float y) {
  const float u = glyph.u0 + (glyph.u1 - glyph.u0) * (0.5f + x), v = glyph.v0 + (glyph.v1 - glyph.v0) * (0.5f + y);
  const auto column = static_cast<std::size_t>(u * static_cast<float>(atlas.width)),
             row = static_cast<std::size_t>(v * static_cast<float>(atlas.height));
  return atlas.distance[row * static_cast<std::size_t>(atlas.width) + column];
}

}  // namespace

TEST_CASE("the shipped fonts make an atlas") {
  for (const char* name : {"AtkinsonHyperlegible-Regular.ttf", "AtkinsonHyperlegible-Bold.ttf"}) {
    const auto start = std::chrono::steady_clock::now();
    const Result<FontAtlas> font = load_font(kFonts / name);
    const double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    REQUIRE(font.has_value());
    std::printf("%s: %zu glyphs, %d x %d, %.1f ms\n", name, font->glyphs.size(), font->width, font->height, ms);
    CHECK(font->glyphs.size() > 250);
    CHECK(font->distance.size() == static_cast<std::size_t>(font->width) * static_cast<std::size_t>(font->height));
    CHECK(font->height <= 1024);
    CHECK(font->ascent > 0.6f);
    CHECK(font->descent > 0.1f);
    CHECK(font->line_height >= font->ascent + font->descent - 0.01f);
    for (std::size_t i = 0; i < font->glyphs.size(); ++i) {
      const Glyph& glyph = font->glyphs[i];
      if (i > 0) CHECK(font->glyphs[i - 1].code < glyph.code);
      CHECK(glyph.u0 >= 0);
      CHECK(glyph.v1 <= 1);
      CHECK(glyph.u0 <= glyph.u1);
      CHECK((glyph.u1 - glyph.u0) * static_cast<float>(font->width) == doctest::Approx(glyph.width * font->base_px));
      CHECK((glyph.v1 - glyph.v0) * static_cast<float>(font->height) == doctest::Approx(glyph.height * font->base_px));
    }
    for (const char32_t code :
         U"AaZz09 .,;:!?()-\u2013\u2014\u2019\u201C\u201D\u2026\u00B7\u00D7\u00B0\u00B1\u2265\u2264\u00E9\u00DF\u0141")
      if (code != 0) CHECK_MESSAGE(find_glyph(*font, code) != nullptr, static_cast<unsigned>(code));
  }
}

TEST_CASE("distances: inside is bright, outside is dark, a hole is dark, and no two glyphs overlap") {
  const Result<FontAtlas> font = load_font(kFonts / "AtkinsonHyperlegible-Bold.ttf");
  REQUIRE(font.has_value());
  const Glyph* o = find_glyph(*font, U'o');
  const Glyph* period = find_glyph(*font, U'.');
  REQUIRE(o != nullptr);
  REQUIRE(period != nullptr);
  CHECK(level(*font, *o, 0, 0) < 110);             // the hole
  CHECK(level(*font, *period, 0, 0) > 170);        // the dot
  CHECK(level(*font, *o, -0.499f, -0.499f) < 20);  // the margin
  CHECK(find_glyph(*font, U' ')->width == 0);
  CHECK(find_glyph(*font, U' ')->advance > 0.1f);
  std::vector<int> owner(font->distance.size(), 0);
  for (const Glyph& glyph : font->glyphs) {
    const auto x0 = static_cast<std::size_t>(std::lround(glyph.u0 * static_cast<float>(font->width))),
               x1 = static_cast<std::size_t>(std::lround(glyph.u1 * static_cast<float>(font->width)));
    const auto y0 = static_cast<std::size_t>(std::lround(glyph.v0 * static_cast<float>(font->height))),
               y1 = static_cast<std::size_t>(std::lround(glyph.v1 * static_cast<float>(font->height)));
    for (std::size_t y = y0; y < y1; ++y)
      for (std::size_t x = x0; x < x1; ++x) REQUIRE(++owner[y * static_cast<std::size_t>(font->width) + x] == 1);
  }
}

TEST_CASE("text has a width; unknown characters use the question mark") {
  const Result<FontAtlas> font = load_font(kFonts / "AtkinsonHyperlegible-Regular.ttf");
  REQUIRE(font.has_value());
  CHECK(text_width_em(*font, "") == 0);
  CHECK(text_width_em(*font, "mm") == doctest::Approx(2 * text_width_em(*font, "m")));
  CHECK(text_width_em(*font, "iii") < text_width_em(*font, "mmm"));
  CHECK(text_width_em(*font, "\xE4\xB8\xAD") == doctest::Approx(glyph_or_replacement(*font, U'\u4E2D')->advance));
  CHECK(text_width_em(*font, "a\xFF") > text_width_em(*font, "a"));  // not UTF-8: no crash
  CHECK(text_width_em(FontAtlas{}, "abc") == 0);
}

TEST_CASE("what is not a font is an error, never a crash") {
  const Scratch scratch;
  const std::string good = read_bytes(kFonts / "AtkinsonHyperlegible-Regular.ttf");
  REQUIRE(good.size() > 10'000);
  write_bytes(scratch / "empty.ttf", "");
  std::string random(60'000, '\0');
  for (std::size_t i = 0; i < random.size(); ++i) random[i] = static_cast<char>(mix_bits(i));
  write_bytes(scratch / "random.ttf", random);
  write_bytes(scratch / "text.ttf", "hello");
  for (const auto& path :
       {scratch / "empty.ttf", scratch / "random.ttf", scratch / "text.ttf", scratch / "missing.ttf", scratch.path()}) {
    CAPTURE(path.string());
    const Result<FontAtlas> font = load_font(path);
    REQUIRE_FALSE(font.has_value());
    CHECK(font.error().code == ExitCode::bad_input);
    CHECK(font.error().where.find(path.filename().string()) != std::string::npos);
  }
  for (const double share : {0.0001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9}) {
    CAPTURE(share);
    write_bytes(scratch / "cut.ttf",
                good.substr(0, static_cast<std::size_t>(static_cast<double>(good.size()) * share)));
    CHECK_FALSE(load_font(scratch / "cut.ttf").has_value());
  }
  // Damaged inside: an error or an atlas that holds together.
  for (std::uint64_t round = 0; round < 40; ++round) {
    std::string damaged = good;
    for (std::uint64_t k = 0; k < 30; ++k)
      damaged[mix_bits(round * 100 + k) % damaged.size()] = static_cast<char>(mix_bits(k + round));
    write_bytes(scratch / "damaged.ttf", damaged);
    const Result<FontAtlas> font = load_font(scratch / "damaged.ttf");
    if (font)
      CHECK(font->distance.size() == static_cast<std::size_t>(font->width) * static_cast<std::size_t>(font->height));
  }
}
