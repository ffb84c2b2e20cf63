#include "io/load_font.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <cmath>
#include <memory>
#include <new>
#include <numeric>
#include <string>

#include "core/file.h"

namespace attune {

namespace {

constexpr int kBasePx = 40;
constexpr int kSpreadPx = 6;
constexpr int kAtlasWidth = 1024;
constexpr int kLargestGlyphPx = kBasePx * 6;  // larger means a damaged font
constexpr std::uint64_t kLargestFont = 64ull << 20;
constexpr std::size_t kMostWork = 300'000'000;  // texel-edge pairs; a real font needs 10 million

struct CloseLibrary {
  void operator()(FT_Library library) const { FT_Done_FreeType(library); }
};
struct CloseFace {
  void operator()(FT_Face face) const { FT_Done_Face(face); }
};
using Library = std::unique_ptr<std::remove_pointer_t<FT_Library>, CloseLibrary>;
using Face = std::unique_ptr<std::remove_pointer_t<FT_Face>, CloseFace>;

std::vector<char32_t> wanted_characters() {
  std::vector<char32_t> codes;
  const auto add_range = [&](char32_t first, char32_t last) {
    for (char32_t code = first; code <= last; ++code) codes.push_back(code);
  };
  add_range(0x20, 0x7E);    // ASCII
  add_range(0xA0, 0x17F);   // Latin-1, Latin Extended-A
  add_range(0x218, 0x21B);  // Romanian S and T with comma
  add_range(0x391, 0x3A9);  // Greek
  add_range(0x3B1, 0x3C9);
  for (const char32_t code :
       U"\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201A\u201C\u201D\u201E\u2020\u2022\u2026"
       U"\u2030\u2032\u2033\u2039\u203A\u2044\u20AC\u2122\u2190\u2191\u2192\u2193\u2194"
       U"\u2206\u2212\u221A\u221E\u2248\u2260\u2264\u2265\u25B2\u25B6\u25BC\u25C0\u25CF\u2713\uFFFD")
    if (code != 0) codes.push_back(code);
  std::sort(codes.begin(), codes.end());
  return codes;
}

// One drawn character before it has a place in the atlas.
struct Drawn {
  Glyph glyph;
  int width_px = 0, height_px = 0;
  std::vector<std::uint8_t> texels;
};

Error damaged(const std::string& where, Sentence what) {
  return Error{std::move(what), where, sentence("use_another_font_file"), ExitCode::bad_input};
}

// A piece of a glyph's outline, flattened; pixels, y up.
struct Edge {
  float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

struct Flattener {
  std::vector<Edge> edges;
  float x = 0, y = 0;  // pen
};

float to_px(FT_Pos f26) { return static_cast<float>(f26) / 64.0f; }

// Called from C code inside FreeType: nothing may be thrown.
bool line_to(Flattener& out, float x, float y) noexcept {
  if (x == out.x && y == out.y) return true;
  try {
    out.edges.push_back({out.x, out.y, x, y});
  } catch (const std::bad_alloc&) {
    return false;
  }
  out.x = x;
  out.y = y;
  return true;
}

bool flatten(FT_Outline& outline, Flattener& out) {
  constexpr int kPieces = 6;  // a quarter circle of 20 px then deviates by 0.04 px
  FT_Outline_Funcs funcs{};
  funcs.move_to = [](const FT_Vector* to, void* user) -> int {
    auto& pen = *static_cast<Flattener*>(user);
    pen.x = to_px(to->x);
    pen.y = to_px(to->y);
    return 0;
  };
  funcs.line_to = [](const FT_Vector* to, void* user) -> int {
    return line_to(*static_cast<Flattener*>(user), to_px(to->x), to_px(to->y)) ? 0 : 1;
  };
  funcs.conic_to = [](const FT_Vector* control, const FT_Vector* to, void* user) -> int {
    auto& pen = *static_cast<Flattener*>(user);
    const float ax = pen.x, ay = pen.y, bx = to_px(control->x), by = to_px(control->y), cx = to_px(to->x),
                cy = to_px(to->y);
    for (int i = 1; i <= kPieces; ++i) {
      const float t = static_cast<float>(i) / kPieces, s = 1 - t;
      if (!line_to(pen, s * s * ax + 2 * s * t * bx + t * t * cx, s * s * ay + 2 * s * t * by + t * t * cy)) return 1;
    }
    return 0;
  };
  funcs.cubic_to = [](const FT_Vector* c1, const FT_Vector* c2, const FT_Vector* to, void* user) -> int {
    auto& pen = *static_cast<Flattener*>(user);
    const float ax = pen.x, ay = pen.y, dx = to_px(to->x), dy = to_px(to->y);
    for (int i = 1; i <= kPieces; ++i) {
      const float t = static_cast<float>(i) / kPieces, s = 1 - t;
      const float b0 = s * s * s, b1 = 3 * s * s * t, b2 = 3 * s * t * t, b3 = t * t * t;
      if (!line_to(pen, b0 * ax + b1 * to_px(c1->x) + b2 * to_px(c2->x) + b3 * dx,
                   b0 * ay + b1 * to_px(c1->y) + b2 * to_px(c2->y) + b3 * dy))
        return 1;
    }
    return 0;
  };
  return FT_Outline_Decompose(&outline, &funcs, &out) == 0;
}

// Texel (column, row) of a glyph has its centre at (left + column + 0.5, top - row - 0.5), pixels, y up.
// Exact distances to the edges nearby; the sign comes from the non-zero winding rule along each row.
// (FreeType's own FT_RENDER_MODE_SDF needs 2 ms per glyph, this 0.1 ms.)
// False when more than `work` texel-edge pairs would be needed; `work` is lowered by what was used.
bool draw_distances(const std::vector<Edge>& edges, int left, int top, std::size_t& work, Drawn& out) {
  const auto width = static_cast<std::size_t>(out.width_px), height = static_cast<std::size_t>(out.height_px);
  constexpr float kFar = static_cast<float>(kSpreadPx) * kSpreadPx;
  std::vector<float> squared(width * height, kFar);
  for (const Edge& edge : edges) {
    const float ax = edge.x0 - static_cast<float>(left), ay = static_cast<float>(top) - edge.y0;
    const float bx = edge.x1 - static_cast<float>(left), by = static_cast<float>(top) - edge.y1;
    const float dx = bx - ax, dy = by - ay, inverse = 1.0f / (dx * dx + dy * dy);
    const auto first = [](float low) { return static_cast<std::size_t>(std::max(0.0f, std::floor(low - kSpreadPx))); };
    const auto last = [](float high, std::size_t limit) {
      return std::min(limit, static_cast<std::size_t>(std::max(0.0f, std::ceil(high + kSpreadPx))));
    };
    const std::size_t x_begin = first(std::min(ax, bx)), x_end = last(std::max(ax, bx), width);
    const std::size_t y_begin = first(std::min(ay, by)), y_end = last(std::max(ay, by), height);
    if (x_end <= x_begin || y_end <= y_begin) continue;
    const std::size_t pairs = (x_end - x_begin) * (y_end - y_begin);
    if (pairs > work) return false;
    work -= pairs;
    for (std::size_t y = y_begin; y < y_end; ++y) {
      const float py = static_cast<float>(y) + 0.5f - ay;
      float* row = squared.data() + y * width + x_begin;
      // Plain values, and src/CMakeLists.txt allows it: compilers work on several texels at a time.
      const int count = static_cast<int>(x_end - x_begin), from = static_cast<int>(x_begin);
      for (int i = 0; i < count; ++i) {
        const float px = static_cast<float>(from + i) + 0.5f - ax;
        const float at = (px * dx + py * dy) * inverse, above = at > 0.0f ? at : 0.0f, along = above < 1.0f ? above : 1.0f;
        const float ex = px - along * dx, ey = py - along * dy, near = ex * ex + ey * ey, before = row[i];
        row[i] = near < before ? near : before;
      }
    }
  }
  struct Crossing {
    float x;
    int winding;
  };
  std::vector<Crossing> crossings;
  out.texels.resize(width * height);
  for (std::size_t y = 0; y < height; ++y) {
    const float level = static_cast<float>(top) - static_cast<float>(y) - 0.5f;
    crossings.clear();
    for (const Edge& edge : edges) {
      if ((edge.y0 <= level) == (edge.y1 <= level)) continue;
      const float t = (level - edge.y0) / (edge.y1 - edge.y0);
      crossings.push_back({edge.x0 + t * (edge.x1 - edge.x0) - static_cast<float>(left), edge.y1 > edge.y0 ? 1 : -1});
    }
    std::sort(crossings.begin(), crossings.end(), [](const Crossing& a, const Crossing& b) { return a.x < b.x; });
    std::size_t next = 0;
    int winding = 0;
    for (std::size_t x = 0; x < width; ++x) {
      while (next < crossings.size() && crossings[next].x <= static_cast<float>(x) + 0.5f)
        winding += crossings[next++].winding;
      const float distance = std::sqrt(squared[y * width + x]) * (winding != 0 ? 1.0f : -1.0f);
      const float grey = 128.0f + distance * (128.0f / kSpreadPx);
      out.texels[y * width + x] = static_cast<std::uint8_t>(std::min(255.0f, std::max(0.0f, std::round(grey))));
    }
  }
  return true;
}

// Shelf packing, tallest first; 1 texel between glyphs. Returns the positions and the height used.
struct Place {
  int x = 0, y = 0;
};
int pack(const std::vector<Drawn>& drawn, std::vector<Place>& places) {
  std::vector<std::size_t> order(drawn.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return drawn[a].height_px > drawn[b].height_px; });
  places.assign(drawn.size(), {});
  int x = 1, y = 1, shelf = 0;
  for (const std::size_t i : order) {
    if (x + drawn[i].width_px + 1 > kAtlasWidth) {
      x = 1;
      y += shelf + 1;
      shelf = 0;
    }
    places[i] = {x, y};
    x += drawn[i].width_px + 1;
    shelf = std::max(shelf, drawn[i].height_px);
  }
  return y + shelf + 1;
}

}  // namespace

Result<FontAtlas> load_font(const std::filesystem::path& path) {
  const std::string where = printable(path.string(), 300);
  Result<std::string> bytes = read_file(path, kLargestFont);
  if (!bytes) return bytes.errors();
  if (bytes->empty()) return damaged(where, sentence("font_file_empty"));

  FT_Library raw_library = nullptr;
  if (FT_Init_FreeType(&raw_library) != 0)
    return Error{sentence("font_reader_not_start"), where, sentence("free_some_memory"), ExitCode::out_of_memory};
  const Library library(raw_library);

  FT_Face raw_face = nullptr;
  if (FT_New_Memory_Face(library.get(), reinterpret_cast<const FT_Byte*>(bytes->data()),
                         static_cast<FT_Long>(bytes->size()), 0, &raw_face) != 0)
    return damaged(where, sentence("not_font_read_file"));
  const Face face(raw_face);
  if (!FT_IS_SCALABLE(face.get()) || face->units_per_EM == 0) return damaged(where, sentence("font_no_outlines"));
  if (FT_Select_Charmap(face.get(), FT_ENCODING_UNICODE) != 0) return damaged(where, sentence("font_no_unicode_table"));
  if (FT_Set_Pixel_Sizes(face.get(), 0, kBasePx) != 0) return damaged(where, sentence("font_cannot_scaled"));

  constexpr float kPerEm26 = 1.0f / (64.0f * kBasePx);
  FontAtlas atlas;
  atlas.base_px = kBasePx;
  atlas.spread_px = kSpreadPx;
  const float units = 1.0f / static_cast<float>(face->units_per_EM);
  atlas.ascent = static_cast<float>(face->ascender) * units;
  atlas.descent = -static_cast<float>(face->descender) * units;
  atlas.line_height = static_cast<float>(face->height) * units;
  if (!(atlas.ascent > 0.2f && atlas.ascent < 4 && atlas.descent >= 0 && atlas.descent < 4 &&
        atlas.line_height > 0.5f && atlas.line_height < 8))
    return damaged(where, sentence("fonts_line_heights_out"));

  std::vector<Drawn> drawn;
  Flattener flattened;
  std::size_t work = kMostWork;
  int latin_letters = 0;
  for (const char32_t code : wanted_characters()) {
    const FT_UInt index = FT_Get_Char_Index(face.get(), code);
    if (index == 0) continue;
    const std::string shown = format("U+%04X", static_cast<unsigned>(code));
    // No hinting: a distance field is drawn at every size.
    if (FT_Load_Glyph(face.get(), index, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0)
      return damaged(where, sentence("glyph_unreadable", {{"code", shown}}));
    const FT_GlyphSlot slot = face->glyph;
    Drawn next;
    next.glyph.code = code;
    next.glyph.advance = static_cast<float>(slot->linearHoriAdvance) / 65536.0f / kBasePx;
    if (!(next.glyph.advance >= 0 && next.glyph.advance < 6))
      return damaged(where, sentence("glyph_width", {{"code", shown}}));
    if (slot->format == FT_GLYPH_FORMAT_OUTLINE && slot->outline.n_points > 0) {
      FT_BBox box;
      FT_Outline_Get_CBox(&slot->outline, &box);
      if ((box.xMax - box.xMin) / 64 > kLargestGlyphPx || (box.yMax - box.yMin) / 64 > kLargestGlyphPx)
        return damaged(where, sentence("glyph_too_large", {{"code", shown}}));
      flattened.edges.clear();
      if (!flatten(slot->outline, flattened)) return damaged(where, sentence("glyph_not_drawn", {{"code", shown}}));
      const int left = static_cast<int>(std::floor(to_px(box.xMin))) - kSpreadPx;
      const int top = static_cast<int>(std::ceil(to_px(box.yMax))) + kSpreadPx;
      next.width_px = static_cast<int>(std::ceil(to_px(box.xMax))) + kSpreadPx - left;
      next.height_px = top - static_cast<int>(std::floor(to_px(box.yMin))) + kSpreadPx;
      if (!draw_distances(flattened.edges, left, top, work, next))
        return damaged(where, sentence("fonts_outlines_far_too"));
      next.glyph.offset_x = static_cast<float>(left) / kBasePx;
      next.glyph.offset_y = -static_cast<float>(top) / kBasePx;
      next.glyph.width = static_cast<float>(next.width_px) / kBasePx;
      next.glyph.height = static_cast<float>(next.height_px) / kBasePx;
    }
    const bool latin = (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
    if (latin && !next.texels.empty()) ++latin_letters;
    drawn.push_back(std::move(next));
  }
  if (latin_letters < 52)
    return damaged(where, sentence("font_few_letters", {{"count", std::to_string(latin_letters)}}));

  std::vector<Place> places;
  atlas.width = kAtlasWidth;
  atlas.height = pack(drawn, places);
  atlas.distance.assign(static_cast<std::size_t>(atlas.width) * static_cast<std::size_t>(atlas.height), 0);
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    Drawn& one = drawn[i];
    if (!one.texels.empty()) {
      for (int row = 0; row < one.height_px; ++row)
        std::copy_n(
            one.texels.begin() + static_cast<std::ptrdiff_t>(row) * one.width_px, one.width_px,
            atlas.distance.begin() + static_cast<std::ptrdiff_t>(places[i].y + row) * atlas.width + places[i].x);
      one.glyph.u0 = static_cast<float>(places[i].x) / static_cast<float>(atlas.width);
      one.glyph.v0 = static_cast<float>(places[i].y) / static_cast<float>(atlas.height);
      one.glyph.u1 = static_cast<float>(places[i].x + one.width_px) / static_cast<float>(atlas.width);
      one.glyph.v1 = static_cast<float>(places[i].y + one.height_px) / static_cast<float>(atlas.height);
    }
    atlas.glyphs.push_back(one.glyph);
  }
  if (FT_HAS_KERNING(face.get())) {
    for (char32_t left = 0x21; left <= 0x7E; ++left)
      for (char32_t right = 0x21; right <= 0x7E; ++right) {
        FT_Vector kern{};
        if (FT_Get_Kerning(face.get(), FT_Get_Char_Index(face.get(), left), FT_Get_Char_Index(face.get(), right),
                           FT_KERNING_UNFITTED, &kern) == 0 &&
            kern.x != 0)
          atlas.kerns.push_back({left, right, static_cast<float>(kern.x) * kPerEm26});
      }
  }
  return atlas;
}

}  // namespace attune
