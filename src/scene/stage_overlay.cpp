#include "scene/stage_overlay.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <limits>
#include <sstream>
#include <utility>

#include "scene/colour_map.h"

namespace attune {

const char* background_name(Background background) {
  constexpr std::array<const char*, 4> names{"dark", "light", "transparent", "contrast"};
  return names[static_cast<std::size_t>(background)];
}

Background background_named(std::string_view name) {
  for (const Background background : {Background::light, Background::transparent, Background::contrast})
    if (name == background_name(background)) return background;
  return Background::dark;
}

float stage_unit(float stage_width, float stage_height, float pixel_scale) {
  return std::max(std::min(stage_height / 720.0f, stage_width / 1120.0f), 0.78f * pixel_scale);
}

OverlayStyle overlay_style(Background background, float stage_width, float stage_height, float pixel_scale,
                           const FontAtlas& regular, const FontAtlas& bold) {
  OverlayStyle style;
  style.unit = stage_unit(stage_width, stage_height, pixel_scale);
  style.regular = &regular;
  style.bold = &bold;
  if (background == Background::light) {
    style.text = {0.07f, 0.09f, 0.14f, 1};
    style.soft_text = {0.27f, 0.31f, 0.39f, 1};
    style.plate = {1, 1, 1, 0.86f};
    style.line = {0.24f, 0.29f, 0.38f, 0.75f};
    style.accent = {0.05f, 0.42f, 0.46f, 1};
    style.second = {0.42f, 0.24f, 0.62f, 1};
  } else if (background == Background::contrast) {
    style.text = style.soft_text = {1, 1, 1, 1};
    style.plate = {0, 0, 0, 0.94f};
    style.line = {1, 1, 1, 0.92f};
    style.accent = {0.36f, 0.95f, 0.89f, 1};
    style.second = {0.85f, 0.78f, 1.0f, 1};
  } else {
    style.text = {0.95f, 0.97f, 1, 1};
    style.soft_text = {0.70f, 0.75f, 0.83f, 1};
    style.plate = {0.055f, 0.075f, 0.12f, 0.82f};
    style.line = {0.78f, 0.84f, 0.92f, 0.62f};
    style.accent = {0.36f, 0.84f, 0.82f, 1};
    style.second = {0.76f, 0.64f, 1.0f, 1};
  }
  return style;
}

std::vector<std::string> wrap_text(const FontAtlas& font, const std::string& text, float size, float width) {
  std::vector<std::string> lines;
  std::istringstream words(text);
  std::string word, line;
  while (words >> word) {
    const std::string longer = line.empty() ? word : line + " " + word;
    if (!line.empty() && text_width_em(font, longer) * size > width) {
      lines.push_back(line);
      line = word;
    } else {
      line = longer;
    }
  }
  if (!line.empty()) lines.push_back(line);
  return lines;
}

namespace {
constexpr const char* kEllipsis = "\u2026";
void add_plate(Scene& scene, const OverlayStyle& style, glm::vec2 low, glm::vec2 high, float corner) {
  scene.overlay.quads.push_back({low, high, style.plate, corner, style.plate, 0});
}
void add_text(Scene& scene, glm::vec2 baseline, const std::string& text, glm::vec4 colour, float size, bool bold = false) {
  scene.overlay.texts.push_back({{std::round(baseline.x), std::round(baseline.y)}, text, colour, size, bold, glm::vec4(0)});
}
}  // namespace

std::string elide_text(const FontAtlas& font, const std::string& text, float size, float width) {
  if (text_width_em(font, text) * size <= width) return text;
  std::string kept = text;
  do {
    while (!kept.empty() && (static_cast<unsigned char>(kept.back()) & 0xC0) == 0x80) kept.pop_back();
    if (!kept.empty()) kept.pop_back();
  } while (!kept.empty() && text_width_em(font, kept + kEllipsis) * size > width);
  while (!kept.empty() && kept.back() == ' ') kept.pop_back();
  return kept + kEllipsis;
}

namespace {
void draw_badge(Scene& scene, const OverlayStyle& style, glm::vec2 low, float side, const std::string& letter_text, glm::vec4 colour) {
  scene.overlay.quads.push_back({low, low + side, colour, side * 9 / 34, colour, 0});
  const float size = side * 21 / 34;
  // Dark letters on a light badge, light ones on a dark badge.
  const float luminance = 0.30f * colour.r + 0.59f * colour.g + 0.11f * colour.b;
  const glm::vec4 letter = luminance > 0.45f ? glm::vec4(0.05f, 0.06f, 0.1f, 1) : glm::vec4(1);
  add_text(scene, {low.x + (side - text_width_em(*style.bold, letter_text) * size) / 2, low.y + side / 2 + size * 0.33f}, letter_text,
           letter, size, true);
}
}  // namespace

namespace {
// A title as it is set: what does not fit is elided.
struct TitleSet {
  float margin = 0, size = 0, badge = 0, detail_size = 0, text_x = 0, end = 0;
  std::string name{}, detail{};
};
TitleSet set_title(const OverlayStyle& style, const std::string& name, const std::string& detail, float width) {
  const float u = style.unit;
  TitleSet title{18 * u, 23 * u, 34 * u, 15 * u};
  title.text_x = title.margin + title.badge + 11 * u;
  const float side = 15 * u, room = width - title.text_x - side;
  title.name = elide_text(*style.bold, name, title.size, room);
  title.detail = elide_text(*style.regular, detail, title.detail_size, room);
  const float name_width = text_width_em(*style.bold, title.name) * title.size;
  const float detail_width = title.detail.empty() ? 0 : text_width_em(*style.regular, title.detail) * title.detail_size;
  title.end = title.text_x + std::max(name_width, detail_width) + side;
  return title;
}
}  // namespace

float title_end(const OverlayStyle& style, const std::string& name, const std::string& detail, float width) {
  return set_title(style, name, detail, width).end;
}

float draw_title(Scene& scene, const OverlayStyle& style, const std::string& badge, const std::string& name,
                 const std::string& detail, glm::vec4 badge_colour, float width) {
  const float u = style.unit;
  const TitleSet title = set_title(style, name, detail, width);
  const glm::vec2 low(title.margin, title.margin);
  add_plate(scene, style, low - 7 * u, {title.end, low.y + title.badge + 7 * u}, 12 * u);
  draw_badge(scene, style, low, title.badge, badge, badge_colour);
  if (title.detail.empty()) {
    add_text(scene, {title.text_x, low.y + title.badge / 2 + title.size * 0.33f}, title.name, style.text, title.size, true);
  } else {
    add_text(scene, {title.text_x, low.y + title.badge * 0.46f}, title.name, style.text, title.size * 0.9f, true);
    add_text(scene, {title.text_x, low.y + title.badge * 0.96f}, title.detail, style.soft_text, title.detail_size);
  }
  return title.margin + title.badge + 10 * u;
}

float draw_clock(Scene& scene, const OverlayStyle& style, const std::string& time) {
  const float u = style.unit, size = 23 * u, margin = 18 * u;
  const float width = text_width_em(*style.bold, time) * size;
  const float right = static_cast<float>(scene.viewport.width) - margin;
  add_plate(scene, style, {right - width - 20 * u, margin - 7 * u}, {right + 7 * u, margin + 34 * u + 7 * u}, 12 * u);
  add_text(scene, {right - width - 6 * u, margin + 17 * u + size * 0.33f}, time, style.text, size, true);
  return margin + width + 20 * u;
}

float draw_low_title(Scene& scene, const OverlayStyle& style, const std::string& badge, const std::string& whole_name,
                     const std::string& detail, glm::vec4 badge_colour, float width, float margin) {
  const float u = style.unit, size = 18 * u, detail_size = 15 * u, badge_size = 20 * u, edge = 4 * u, gap = 8 * u;
  const glm::vec2 low(margin, margin);
  const float text_x = low.x + edge + badge_size + 7 * u, room = width - text_x - gap;
  const std::string name = elide_text(*style.bold, whole_name, size, room);
  const float name_width = text_width_em(*style.bold, name) * size;
  const float detail_width = detail.empty() ? 0 : gap + text_width_em(*style.regular, detail) * detail_size;
  const bool with_detail = !detail.empty() && name_width + detail_width <= room;
  const glm::vec2 high(text_x + name_width + (with_detail ? detail_width : 0) + gap, low.y + kLowRow * u);
  add_plate(scene, style, low, high, 8 * u);
  draw_badge(scene, style, low + edge, badge_size, badge, badge_colour);
  const float baseline = (low.y + high.y) / 2 + size * 0.33f;
  add_text(scene, {text_x, baseline}, name, style.text, size, true);
  if (with_detail) add_text(scene, {text_x + name_width + gap, baseline}, detail, style.soft_text, detail_size);
  return high.x;
}

float draw_low_clock(Scene& scene, const OverlayStyle& style, const std::string& time, float margin) {
  const float u = style.unit, size = 18 * u, width = text_width_em(*style.bold, time) * size + 16 * u;
  const float right = static_cast<float>(scene.viewport.width) - margin;
  add_plate(scene, style, {right - width, margin}, {right, margin + kLowRow * u}, 8 * u);
  add_text(scene, {right - width + 8 * u, margin + kLowRow * u / 2 + size * 0.33f}, time, style.text, size, true);
  return margin + width;
}

glm::vec2 chip_size(const OverlayStyle& style, const std::string& words) {
  return {text_width_em(*style.regular, words) * 14 * style.unit + 34 * style.unit, 24 * style.unit};
}

OverlayBox draw_chip(Scene& scene, const OverlayStyle& style, const std::string& words, const std::string& carrier, glm::vec2 low) {
  const float u = style.unit, size = 14 * u, cross = 3.6f * u;
  const glm::vec2 high = low + chip_size(style, words), middle(high.x - 13 * u, (low.y + high.y) / 2);
  add_plate(scene, style, low, high, 12 * u);
  scene.overlay.quads.push_back({low, high, style.accent, 12 * u, style.accent, 1.3f * u});
  add_text(scene, {low.x + 10 * u, middle.y + size * 0.34f}, words, style.text, size);
  for (const float way : {-1.0f, 1.0f})
    scene.overlay.curves.push_back({middle + glm::vec2(-cross, -way * cross), middle + glm::vec2(cross, way * cross), style.soft_text, 1.6f * u});
  scene.overlay.targets.push_back({low, high, carrier, "", ""});
  return {low, high};
}

namespace {
std::vector<std::string> caption_lines(const OverlayStyle& style, const CaptionLook& look, const std::string& text, float width) {
  const float size = look.size * style.unit;
  width = std::min(width, look.longest * style.unit);
  std::vector<std::string> lines = wrap_text(*style.regular, text, size, width);
  if (lines.size() > look.lines) {
    lines.resize(look.lines);
    if (!lines.empty()) lines.back() = elide_text(*style.regular, lines.back() + kEllipsis, size, width);
  }
  return lines;
}

float caption_plate_height(const OverlayStyle& style, const CaptionLook& look, std::size_t lines) {
  return (static_cast<float>(lines) * look.size * look.line + 2 * look.pad) * style.unit;
}
}  // namespace

float caption_height(const OverlayStyle& style, const CaptionLook& look, std::size_t lines) {
  lines = std::min(lines, look.lines);
  return lines == 0 ? 0 : caption_plate_height(style, look, lines) + look.margin * style.unit;
}

std::size_t caption_line_count(const OverlayStyle& style, const CaptionLook& look, const std::string& text, float width) {
  return wrap_text(*style.regular, text, look.size * style.unit, std::min(width, look.longest * style.unit)).size();
}

float draw_caption(Scene& scene, const OverlayStyle& style, const CaptionLook& look, const std::string& text, float centre_x, float width) {
  const float u = style.unit, size = look.size * u, line_height = size * look.line, side = look.side * u;
  const std::vector<std::string> lines = caption_lines(style, look, text, width);
  if (lines.empty()) return 0;
  float widest = 0;
  for (const std::string& line : lines) widest = std::max(widest, text_width_em(*style.regular, line) * size);
  const float height = caption_plate_height(style, look, lines.size());
  const float bottom = static_cast<float>(scene.viewport.height) - look.margin * u;
  add_plate(scene, style, {centre_x - widest / 2 - side, bottom - height}, {centre_x + widest / 2 + side, bottom}, 0.7f * side);
  for (std::size_t i = 0; i < lines.size(); ++i)
    add_text(scene, {centre_x - text_width_em(*style.regular, lines[i]) * size / 2,
                     bottom - height + look.pad * u + line_height * (static_cast<float>(i) + 0.74f)},
             lines[i], style.text, size);
  return caption_height(style, look, lines.size());
}

bool strips_have_bodies(const OverlayStyle& style, float width, float view_height) {
  return width >= 420 * style.unit && view_height >= 560 * style.unit;
}

float draw_strips(Scene& scene, const OverlayStyle& style, const StripRow& row, float centre_x, float width, float above) {
  if (row.strips.empty()) return 0;
  const float u = style.unit, size = 15 * u, pad = 10 * u, line = size * 1.5f;
  // No room for curves that can be read, or they would hide what they are about.
  if (width < 260 * u || static_cast<float>(scene.viewport.height) < 400 * u) return 0;
  const bool with_bodies = row.bodies.size() == 2 && strips_have_bodies(style, width, static_cast<float>(scene.viewport.height));
  const float box = (with_bodies ? 60 : 38) * u, height = 2 * pad + line + box;
  const float bottom = static_cast<float>(scene.viewport.height) - above;
  float left = centre_x - width / 2;
  add_plate(scene, style, {left, bottom - height}, {left + width, bottom}, 14 * u);
  if (with_bodies) {
    // The two bodies at the ends, each beside its letter: what the curves between them are about.
    const float tall = height - 12 * u, wide = tall * kBodyFigureAspect;
    for (std::size_t side = 0; side < 2; ++side) {
      const float at = side == 0 ? left + 8 * u : left + width - 8 * u - wide;
      draw_body_figure(scene, style, row.bodies[side], {at, bottom - height + 6 * u}, tall);
      const std::string letter = side == 0 ? "A" : "B";
      add_text(scene, {at + 0.04f * wide, bottom - height + 6 * u + 0.15f * tall}, letter, row.colours[side], size, true);
    }
    left += wide + 10 * u;
    width -= 2 * (wide + 10 * u);
  }
  float y = bottom - height + pad + size;
  const auto title_width = [&](const std::string& words) { return text_width_em(*style.bold, words) * size * 1.15f; };
  const std::string& title = row.short_title.empty() || title_width(row.title) <= width - 2 * pad ? row.title : row.short_title;
  add_text(scene, {left + pad, y}, title, style.text, size * 1.15f, true);
  // Who is who, from the right: a piece of line and a name.
  float x = left + width - pad;
  const float title_end = left + 2 * pad + title_width(title);
  for (std::size_t side = with_bodies ? 0 : 2; side-- > 0;) {
    if (x - text_width_em(*style.regular, row.names[side]) * size - 38 * u < title_end) break;
    x -= text_width_em(*style.regular, row.names[side]) * size;
    add_text(scene, {x, y}, row.names[side], style.soft_text, size);
    const float sample = 30 * u, middle = y - size * 0.32f;
    for (int piece = 0; piece < 3; ++piece) {
      const float from = x - 8 * u - sample + sample * static_cast<float>(piece) / 3;
      scene.overlay.curves.push_back({{from, middle}, {from + sample / (side == 1 ? 5.0f : 3.0f), middle}, row.colours[side], 3 * u});
    }
    x -= sample + 24 * u;
  }
  const float gap = 16 * u, count = static_cast<float>(row.strips.size());
  // Beside each other, or between two bodies below each other.
  const float slot = with_bodies ? width - 2 * pad : (width - 2 * pad - gap * (count - 1)) / count;
  const float strip_box = with_bodies ? (box - 4 * u * (count - 1)) / count : box;
  float widest_label = 0;
  for (const Strip& strip : row.strips) widest_label = std::max(widest_label, text_width_em(*style.regular, strip.label) * size);
  for (std::size_t i = 0; i < row.strips.size(); ++i) {
    const Strip& strip = row.strips[i];
    const auto index = static_cast<float>(i);
    const float begin = left + pad + (with_bodies ? 0 : index * (slot + gap));
    const float middle = bottom - pad - box + strip_box / 2 + (with_bodies ? index * (strip_box + 4 * u) : 0);
    const float label = (with_bodies ? widest_label : text_width_em(*style.regular, strip.label) * size) + 10 * u;
    add_text(scene, {begin, middle + size * 0.34f}, strip.label, style.soft_text, size);
    const float from = begin + label, strip_width = slot - label;
    // A breath of the one and that of the other which goes with it, on one line.
    glm::vec4 tie = style.text;
    tie.a = 0.6f;
    for (const auto& [a, b] : strip.ties) {
      const float at_x = from + strip_width * (a + b) / 2, reach = strip_box * 0.46f + 3 * u;
      scene.overlay.curves.push_back({{at_x, middle - reach}, {at_x, middle + reach}, tie, 1.6f * u});
    }
    for (std::size_t side = 2; side-- > 0;) {
      const std::vector<float>& values = strip.values[side];
      const auto at = [&](std::size_t k) {
        return glm::vec2(from + strip_width * static_cast<float>(k) / static_cast<float>(values.size() - 1),
                         middle - values[k] * strip_box * 0.46f);
      };
      for (std::size_t k = 1; k < values.size(); ++k)
        if (side == 0 || k % 5 < 3) scene.overlay.curves.push_back({at(k - 1), at(k), row.colours[side], 2.4f * u});
      if (row.now >= 0 && !values.empty()) {
        const auto k = static_cast<std::size_t>(std::lround(row.now * static_cast<float>(values.size() - 1)));
        const glm::vec2 dot = at(std::min(k, values.size() - 1));
        scene.overlay.quads.push_back({dot - 5 * u, dot + 5 * u, row.colours[side], 5 * u, row.colours[side], 0});
      }
    }
  }
  return height + 8 * u;
}

namespace {
constexpr float kLegendText = 15, kLegendBar = 236, kLegendWidest = 345, kLegendPad = 11, kRowGap = 8, kRowPad = 9, kRowScale = 64;  // units
}  // namespace

float legend_words(const OverlayStyle& style, const std::string& words) { return text_width_em(*style.regular, words) * kLegendText * style.unit; }

namespace {
float in_one_line(const OverlayStyle& style, const Legend& legend, bool with_middle) {
  const float ends = legend_words(style, legend.low) + legend_words(style, legend.high);
  return ends + (with_middle ? legend_words(style, legend.middle) + 28 * style.unit : 14 * style.unit);
}

// Words on at most two lines, as narrow as they get.
std::array<std::string, 2> folded(const OverlayStyle& style, const std::string& words) {
  std::array<std::string, 2> best{words, ""};
  float narrowest = legend_words(style, words);
  for (std::size_t space = words.find(' '); space != std::string::npos; space = words.find(' ', space + 1)) {
    const std::array<std::string, 2> lines{words.substr(0, space), words.substr(space + 1)};
    const float width = std::max(legend_words(style, lines[0]), legend_words(style, lines[1]));
    if (width < narrowest) narrowest = width, best = lines;
  }
  return best;
}
float folded_width(const OverlayStyle& style, const std::string& words) {
  const std::array<std::string, 2> lines = folded(style, words);
  return std::max(legend_words(style, lines[0]), legend_words(style, lines[1]));
}

// How wide a scale is below which the words of both ends fit on two lines each, with the middle one between them where the
// scale's middle is.
float folded_bar(const OverlayStyle& style, const Legend& legend) {
  return 2 * (std::max(folded_width(style, legend.low), folded_width(style, legend.high)) + 12 * style.unit) + legend_words(style, legend.middle);
}

// Where all three words on one line would reach into the place of a caption, the middle one stands below the others.
bool is_middle_below(const OverlayStyle& style, const Legend& legend) {
  return legend.colour != nullptr && in_one_line(style, legend, true) > kLegendWidest * style.unit;
}

// The scale with its words; without a scale as wide as a usual one.
float legend_bar(const OverlayStyle& style, const Legend& legend) {
  if (legend.narrow) {
    const float usual = std::max(kLegendBar * style.unit, std::max(legend_words(style, legend.low), legend_words(style, legend.high)) + 34 * style.unit);
    const float between = folded_bar(style, legend);
    return between < 1.1f * usual ? std::max(usual, between) : usual;
  }
  if (legend.colour == nullptr) return std::max(1.35f * kLegendBar * style.unit, legend_words(style, legend.instead));
  return std::max(kLegendBar * style.unit, in_one_line(style, legend, !is_middle_below(style, legend)));
}

// Carriers from left to right, as many to a line as fit: where each begins.
constexpr float kKeyDot = 4.5f, kKeyGap = 14, kKeyRow = 1.35f, kKeyText = 14;  // units, units, sizes, units
struct KeyPlaces {
  std::vector<glm::vec2> at;
  int rows = 0;
};
KeyPlaces key_places(const FontAtlas& font, const std::vector<Legend::Carrier>& carriers, float size, float unit, float room) {
  KeyPlaces places;
  float x = 0;
  for (const Legend::Carrier& carrier : carriers) {
    const float width = (2 * kKeyDot + 6) * unit + text_width_em(font, carrier.name) * size;
    if (places.rows == 0 || x + width > room) {
      ++places.rows;
      x = 0;
    }
    places.at.emplace_back(x, static_cast<float>(places.rows - 1) * kKeyRow * size);
    x += width + kKeyGap * unit;
  }
  return places;
}

// Returns where its words end.
float draw_key(Scene& scene, const OverlayStyle& style, const Legend::Carrier& carrier, glm::vec2 at, float size, float unit) {
  const float row = kKeyRow * size, dot = kKeyDot * unit, words_x = at.x + 2 * dot + 6 * unit;
  const glm::vec2 centre = at + glm::vec2(dot, row / 2);
  const auto disc = [&](glm::vec4 colour, float radius, float border) {
    scene.overlay.quads.push_back({centre - radius, centre + radius, colour, radius, colour, border});
  };
  if (carrier.soft && carrier.shown) {
    constexpr int kRings = 5;
    for (int ring = 0; ring < kRings; ++ring) disc({glm::vec3(style.text), 0.17f}, 1.5f * dot * static_cast<float>(kRings - ring) / kRings, 0);
  } else {
    const glm::vec3 colour = carrier.soft ? glm::vec3(style.soft_text) : carrier.colour;
    disc({colour, 1}, dot, carrier.shown ? 0 : 1.5f * unit);
    // On a light ground a dark rim, as pulses have.
    if (is_on_light(style) && carrier.shown) disc({swatch_rim(colour), 1}, dot, 1.2f * unit);
  }
  add_text(scene, {words_x, at.y + row / 2 + size * 0.34f}, carrier.name, carrier.shown ? style.text : style.soft_text, size);
  return words_x + text_width_em(*style.regular, carrier.name) * size;
}

// Pressing it hides what it stands for, or shows it again.
void add_key_target(Scene& scene, const Legend::Carrier& carrier, glm::vec2 low, glm::vec2 high) {
  if (!carrier.id.empty()) scene.overlay.targets.push_back({low, high, carrier.id, "", ""});
}
}  // namespace

float legend_width(const OverlayStyle& style, const Legend& legend) {
  return legend_bar(style, legend) + (3 * kLegendPad) * style.unit;
}

namespace {
// A brain seen from home: its middle, from that of the view, and half its size, as shares of the view's smaller side.
constexpr glm::vec2 kBrainMiddle{-0.026f, -0.044f}, kBrainHalf{0.432f, 0.360f};
}  // namespace

bool legend_names_carriers(float unit, glm::vec2 view, bool alone) {
  if (view.y <= 470 * unit || view.x <= 440 * unit) return false;
  const float narrow = (kLegendBar + 3 * kLegendPad) * unit;
  return !alone || view.x / 2 + (kBrainMiddle.x + kBrainHalf.x) * std::min(view.x, view.y) < view.x - narrow;
}

bool legend_covers_brain(glm::vec2 view, float unit, glm::vec2 legend) {
  const float side = std::min(view.x, view.y), around = 4 * unit;
  const glm::vec2 corner = view - legend - around, away = glm::max((corner - view / 2.0f - kBrainMiddle * side) / (kBrainHalf * side), 0.0f);
  return std::pow(away.x, 2.4f) + std::pow(away.y, 2.4f) < 1.0f;  // fuller than an ellipse
}

glm::vec2 legend_size(const OverlayStyle& style, const Legend& legend, glm::vec2 view, float top) {
  Scene scratch;
  scratch.viewport = {0, 0, static_cast<int>(view.x), static_cast<int>(view.y)};
  return draw_legend(scratch, style, legend, top);
}

namespace {
struct KeyInRows {
  std::vector<Legend::Carrier> carriers;
  KeyPlaces places;
};
KeyInRows key_in_rows(const OverlayStyle& style, const Legend& legend, KeyRoom room) {
  const float u = style.unit, size = kKeyText * u, width = room.width - 2 * kRowPad * u;
  KeyInRows key{legend.carriers, key_places(*style.regular, legend.carriers, size, u, width)};
  if (key.places.rows <= room.rows) return key;
  for (Legend::Carrier& carrier : key.carriers)
    if (!carrier.brief.empty()) carrier.name = carrier.brief;
  key.places = key_places(*style.regular, key.carriers, size, u, width);
  return key.places.rows <= room.rows ? key : KeyInRows{};
}
}  // namespace

glm::vec2 key_rows_size(const OverlayStyle& style, const Legend& legend, KeyRoom room) {
  const float u = style.unit, size = kKeyText * u, pad = kRowPad * u;
  if (room.width < 150 * u) return glm::vec2(0);
  const auto [carriers, keys] = key_in_rows(style, legend, room);
  if (carriers.empty()) return glm::vec2(0);
  float widest = 0;
  for (std::size_t i = 0; i < keys.at.size(); ++i)
    widest = std::max(widest, keys.at[i].x + (2 * kKeyDot + 6) * u + text_width_em(*style.regular, carriers[i].name) * size);
  if (widest + 2 * pad > room.width) return glm::vec2(0);
  return {widest + 2 * pad, static_cast<float>(keys.rows) * kKeyRow * size + pad};
}

void draw_key_rows(Scene& scene, const OverlayStyle& style, const Legend& legend, glm::vec2 lower_left, KeyRoom room) {
  const float u = style.unit, size = kKeyText * u, pad = kRowPad * u;
  const glm::vec2 extent = key_rows_size(style, legend, room), low(lower_left.x, lower_left.y - extent.y);
  if (extent.x <= 0) return;
  add_plate(scene, style, low, low + extent, 8 * u);
  const auto [carriers, keys] = key_in_rows(style, legend, room);
  for (std::size_t i = 0; i < keys.at.size(); ++i) {
    const glm::vec2 at = low + glm::vec2(pad, pad / 2) + keys.at[i];
    const float end = draw_key(scene, style, carriers[i], at, size, u);
    add_key_target(scene, carriers[i], at - glm::vec2(4 * u, 0), {end + 4 * u, at.y + kKeyRow * size});
  }
}

namespace {
// The colours from `from` to `to` of -1..1.
void draw_scale(Scene& scene, const Legend& legend, glm::vec2 low, float width, float height, float from = -1, float to = 1) {
  constexpr int steps = 24;
  for (int i = 0; i < steps; ++i) {
    const auto at = [&](int k) { return low.x + width * static_cast<float>(k) / steps; };
    const glm::vec4 a(legend.colour(from + (to - from) * static_cast<float>(i) / steps), 1);
    const glm::vec4 b(legend.colour(from + (to - from) * static_cast<float>(i + 1) / steps), 1);
    // The soft edge of each piece must not let the plate shine through: overlap by a pixel.
    scene.overlay.quads.push_back({{at(i) - 0.5f, low.y}, {at(i + 1) + 0.5f, low.y + height}, a, 0, b, 0});
  }
}
}  // namespace

glm::vec2 legend_row_size(const OverlayStyle& style, const Legend& legend) {
  if (legend.colour == nullptr) return {legend_words(style, legend.instead) + 2 * kRowPad * style.unit, 24 * style.unit};
  const float middle = legend.middle.empty() ? 0 : legend_words(style, legend.middle) + 2 * kRowGap * style.unit;
  return {legend_words(style, legend.low) + middle + legend_words(style, legend.high) + (kRowScale + 2 * kRowGap + 2 * kRowPad) * style.unit, 24 * style.unit};
}

void draw_legend_row(Scene& scene, const OverlayStyle& style, const Legend& legend, float centre_x, float top) {
  const float u = style.unit, size = kLegendText * u, pad = kRowPad * u;
  const glm::vec2 extent = legend_row_size(style, legend), low(centre_x - extent.x / 2, top), high = low + extent;
  add_plate(scene, style, low, high, 8 * u);
  const float middle = top + extent.y / 2, scale_x = low.x + pad + legend_words(style, legend.low) + kRowGap * u;
  if (legend.colour == nullptr) return add_text(scene, {low.x + pad, middle + size * 0.33f}, legend.instead, style.text, size);
  if (legend.middle.empty()) {
    draw_scale(scene, legend, {scale_x, middle - 5 * u}, kRowScale * u, 10 * u);
  } else {  // its word between the halves of the scale
    const float half = kRowScale * u / 2, words_x = scale_x + half + kRowGap * u, second = words_x + legend_words(style, legend.middle) + kRowGap * u;
    draw_scale(scene, legend, {scale_x, middle - 5 * u}, half, 10 * u, -1, 0);
    add_text(scene, {words_x, middle + size * 0.33f}, legend.middle, style.text, size);
    draw_scale(scene, legend, {second, middle - 5 * u}, half, 10 * u, 0, 1);
  }
  add_text(scene, {low.x + pad, middle + size * 0.33f}, legend.low, style.text, size);
  add_text(scene, {high.x - pad - legend_words(style, legend.high), middle + size * 0.33f}, legend.high, style.text, size);
}

glm::vec2 legend_corner_size(const OverlayStyle& style, const Legend& legend) {
  const float u = style.unit;
  if (legend.colour == nullptr) return glm::vec2(0);  // a few words: a row
  return {std::max(legend_words(style, legend.low), legend_words(style, legend.high)) + (34 + 2 * kRowPad) * u,
          (10 + (legend.middle.empty() ? 2.6f : 3.8f) * kLegendText + 2 * kRowPad) * u};
}

void draw_legend_corner(Scene& scene, const OverlayStyle& style, const Legend& legend, float top, float margin) {
  const float u = style.unit, size = kLegendText * u, pad = kRowPad * u;
  const glm::vec2 extent = legend_corner_size(style, legend);
  const glm::vec2 low(static_cast<float>(scene.viewport.width) - margin - extent.x, top), high = low + extent;
  add_plate(scene, style, low, high, 8 * u);
  draw_scale(scene, legend, low + pad, extent.x - 2 * pad, 9 * u);
  const float baseline = low.y + pad + 10 * u + size * 1.05f;
  add_text(scene, {low.x + pad, baseline}, legend.low, style.text, size);
  add_text(scene, {(low.x + high.x - legend_words(style, legend.middle)) / 2, baseline + 1.2f * size}, legend.middle, style.text, size);
  add_text(scene, {high.x - pad - legend_words(style, legend.high), baseline + (legend.middle.empty() ? 1.2f : 2.4f) * size}, legend.high, style.text, size);
}

glm::vec2 draw_legend(Scene& scene, const OverlayStyle& style, const Legend& legend, float top) {
  const float u = style.unit, size = kLegendText * u, margin = 18 * u, pad = kLegendPad * u;
  const FontAtlas& font = *style.regular;
  const float low_width = legend_words(style, legend.low), high_width = legend_words(style, legend.high),
              middle_width = legend_words(style, legend.middle);
  const auto view_width = static_cast<float>(scene.viewport.width), view_height = static_cast<float>(scene.viewport.height);
  const float in_line = legend_bar(style, legend), room = view_width - 2 * pad - margin;
  const bool scaled = legend.colour != nullptr;
  // Words too long for one line stand below each other, each at its end of the scale; so do those beside a low view's brain.
  const bool stacked = scaled && (legend.narrow || in_line > std::min(room, kLegendWidest * u) || (top >= 0 && view_height < 330 * u && view_width > 520 * u));
  const bool roomy = view_height > 470 * u && view_width > 520 * u && top < 0;
  const bool keyed = top < 0 && legend.keyed && legend_names_carriers(u, {view_width, view_height}, false) && !legend.carriers.empty();
  const bool alone = !scaled && !roomy && !keyed;
  const float bar = legend.narrow ? in_line
                    : stacked ? std::max({low_width + 34 * u, high_width + 34 * u, std::min(folded_bar(style, legend), room)})
                    : scaled ? in_line
                             : std::min(alone ? legend_words(style, legend.instead) : in_line, room);
  if (bar > room || bar < 100 * u) return glm::vec2(0);
  const float note_line = size * 1.18f;
  std::vector<std::string> notes, instead;
  if (!scaled) instead = wrap_text(font, legend.instead, size, bar + 0.5f);
  const bool low_view = !legend_says_patterns(u, view_height);
  if (roomy) notes = wrap_text(font, legend.note, size, bar);
  KeyPlaces keys;
  if (keyed) keys = key_places(font, legend.carriers, size, u, bar);
  int rows = keys.rows;
  const float row = size * kKeyRow;
  // How sure each path is, by its line: one row, where it fits; two of a narrow legend.
  const float sample = 24 * u;
  std::array<glm::vec2, 3> grades;  // where each begins
  glm::vec2 grades_end(text_width_em(font, legend.evidence) * size + 10 * u, 0);
  for (std::size_t grade = 0; grade < 3; ++grade) {
    const float width = sample + 6 * u + text_width_em(font, legend.grades[grade]) * size;
    if (grades_end.x + width > bar + 4 * u) grades_end = {0, grades_end.y + row};
    grades[grade] = grades_end;
    grades_end.x += width + 10 * u;
  }
  const int grade_rows = 1 + static_cast<int>(std::lround(grades_end.y / row));
  const bool graded = rows > 0 && !legend.evidence.empty() && grade_rows <= (legend.narrow ? 2 : 1);
  scene.overlay.key_left_out = scene.overlay.key_left_out || (!graded && !legend.evidence.empty());
  const float lines_top = pad + static_cast<float>(rows) * row;
  if (graded) rows += grade_rows;
  const float carriers_height = rows > 0 ? static_cast<float>(rows) * row + 7 * u : 0;
  const float swatch = 22 * u;
  const auto beside_swatch = [&](const std::string& whole, const std::string& brief) {
    if (whole.empty() || low_view) return std::vector<std::string>();
    return wrap_text(font, roomy || brief.empty() ? whole : brief, size, bar - swatch - 8 * u);
  };
  const std::vector<std::string> stripes = beside_swatch(legend.striped, legend.striped_short),
                                 unmatched = beside_swatch(legend.unmatched, legend.unmatched_short);
  const auto height_of = [&](const std::vector<std::string>& lines) { return lines.empty() ? 0 : static_cast<float>(lines.size()) * note_line + 5 * u; };
  const float stripes_height = height_of(stripes), unmatched_height = height_of(unmatched);
  const bool middle_below = !stacked && is_middle_below(style, legend);
  const bool in_two_lines = (stacked || middle_below) && folded_bar(style, legend) <= bar;
  const float words_height = size * (in_two_lines ? 2.55f : stacked ? 3.75f : middle_below ? 2.55f : 1.35f);
  const float scale_height = scaled ? 10 * u + words_height : static_cast<float>(instead.size()) * note_line;
  const glm::vec2 extent(bar + 2 * pad, pad * 2 + scale_height + carriers_height + stripes_height + unmatched_height +
                                            static_cast<float>(notes.size()) * note_line);
  const glm::vec2 high(view_width - margin + 7 * u, top >= 0 ? top + extent.y : view_height - margin + 7 * u);
  const glm::vec2 low = high - extent;
  add_plate(scene, style, low, high, 12 * u);
  for (std::size_t i = 0; i < keys.at.size(); ++i) {
    const glm::vec2 at = low + glm::vec2(pad, pad) + keys.at[i];
    const float end = draw_key(scene, style, legend.carriers[i], at, size, u);
    add_key_target(scene, legend.carriers[i], at - glm::vec2(4 * u, 0), {end + 4 * u, at.y + row});
  }
  if (graded) {
    const float first = low.y + lines_top + row / 2 + 1 * u;
    add_text(scene, {low.x + pad, first + size * 0.34f}, legend.evidence, style.soft_text, size);
    for (std::size_t grade = 0; grade < 3; ++grade) {
      float at = low.x + pad + grades[grade].x;
      const float middle = first + grades[grade].y;
      const int pieces = grade == 0 ? 1 : grade == 1 ? 3 : 6;
      for (int i = 0; i < pieces; ++i) {
        const float from = at + sample * static_cast<float>(i) / static_cast<float>(pieces);
        const float length = grade == 0 ? sample : grade == 1 ? sample / 5 : 0.4f * u;
        scene.overlay.curves.push_back({{from + u, middle}, {from + u + std::max(length, 2.2f * u), middle}, style.text, 2.2f * u});
      }
      at += sample + 6 * u;
      add_text(scene, {at, middle + size * 0.34f}, legend.grades[grade], style.text, size);
    }
  }
  const float scale_top = low.y + carriers_height;
  const float below_y = scale_top + pad + scale_height - 0.3f * size;
  if (scaled) {
    draw_scale(scene, legend, {low.x + pad, scale_top + pad}, bar, 9 * u);
    const float words_y = scale_top + pad + 10 * u + size * 1.05f;
    const bool own_line = stacked || middle_below;
    if (in_two_lines) {
      const auto write_folded = [&](const std::string& words, bool at_end) {
        const std::array<std::string, 2> lines = folded(style, words);
        for (std::size_t i = 0; i < 2 && !lines[i].empty(); ++i)
          add_text(scene, {low.x + pad + (at_end ? bar - legend_words(style, lines[i]) : 0), words_y + 1.2f * size * static_cast<float>(i)}, lines[i], style.text, size);
      };
      write_folded(legend.low, false);
      write_folded(legend.high, true);
      add_text(scene, {low.x + pad + (bar - middle_width) / 2, words_y}, legend.middle, style.text, size);
    } else {
      add_text(scene, {low.x + pad, words_y}, legend.low, style.text, size);
      add_text(scene, {low.x + pad + (bar - middle_width) / 2 + (own_line ? 0 : (low_width - high_width) / 2), words_y + (own_line ? 1.2f * size : 0)},
               legend.middle, style.text, size);
      add_text(scene, {low.x + pad + bar - high_width, words_y + (stacked ? 2.4f * size : 0)}, legend.high, style.text, size);
    }
  }
  for (std::size_t i = 0; i < instead.size(); ++i)
    add_text(scene, {low.x + pad, scale_top + pad - 0.3f * size + note_line * (static_cast<float>(i) + 1.1f)}, instead[i], style.text, size);
  if (!stripes.empty()) {
    const glm::vec2 corner(low.x + pad, below_y + 0.55f * size), opposite = corner + glm::vec2(swatch, size * 0.95f);
    const float strength = legend.striped_now ? 1.0f : 0.45f;
    const glm::vec4 ground(legend.colour(0), strength), dark(legend.colour(0) * 0.45f, strength);
    scene.overlay.quads.push_back({corner, opposite, ground, 2 * u, ground, 0});
    const float tall = opposite.y - corner.y;
    for (float slant = 4 * u; slant < swatch - tall * 0.4f; slant += 7 * u)
      scene.overlay.curves.push_back({{corner.x + slant, opposite.y - 2 * u},
                                      {std::min(corner.x + slant + tall - 4 * u, opposite.x - 2 * u), corner.y + 2 * u}, dark, 2.6f * u});
    for (std::size_t i = 0; i < stripes.size(); ++i)
      add_text(scene, {opposite.x + 8 * u, below_y + 3 * u + note_line * (static_cast<float>(i) + 1.1f)}, stripes[i], legend.striped_now ? style.text : style.soft_text, size);
  }
  if (!unmatched.empty()) {
    const float top_y = below_y + stripes_height;
    const glm::vec2 corner(low.x + pad, top_y + 0.55f * size), opposite = corner + glm::vec2(swatch, size * 0.95f);
    const glm::vec4 body(kUnmatchedColour, 0.35f), rim(kUnmatchedColour, 1);
    scene.overlay.quads.push_back({corner, opposite, body, size * 0.45f, body, 0});
    scene.overlay.quads.push_back({corner, opposite, rim, size * 0.45f, rim, 1.5f * u});
    for (std::size_t i = 0; i < unmatched.size(); ++i)
      add_text(scene, {opposite.x + 8 * u, top_y + 3 * u + note_line * (static_cast<float>(i) + 1.1f)}, unmatched[i], style.text, size);
  }
  for (std::size_t i = 0; i < notes.size(); ++i)
    add_text(scene, {low.x + pad, below_y + stripes_height + unmatched_height + note_line * (static_cast<float>(i) + 1.1f)}, notes[i], style.soft_text, size);
  return extent + margin;
}

namespace {
struct LineLayout {
  float unit = 1, size = 15, pad = 9;
  int rows = 1;
  float height = 0;  // of the rows
  std::vector<std::string> caption;  // rows above them
  float caption_height = 0;
  KeyPlaces keys;
};
constexpr float kLineMargin = 18, kLineCaption = 1.2f;  // units, sizes
LineLayout picture_line_layout(float width, float pixel_scale, const FontAtlas& font, const std::vector<Legend::Carrier>& carriers,
                               const std::string& caption) {
  LineLayout layout;
  layout.unit = std::max(width / 1280, 0.78f * pixel_scale);
  layout.size *= layout.unit;
  layout.pad *= layout.unit;
  const float wide = width / layout.unit;
  layout.rows = wide >= 1160 ? 1 : wide >= 600 ? 2 : 3;
  layout.keys = key_places(font, carriers, layout.size, layout.unit, width - 2 * kLineMargin * layout.unit);
  layout.height = static_cast<float>(layout.rows) * layout.size * 1.32f;
  constexpr std::size_t kMostRows = 3;
  const float room = width - 2 * kLineMargin * layout.unit, size = kLineCaption * layout.size;
  layout.caption = wrap_text(font, caption, size, room);
  if (layout.caption.size() > kMostRows) {
    layout.caption.resize(kMostRows);
    layout.caption.back() = elide_text(font, layout.caption.back() + kEllipsis, size, room);
  }
  layout.caption_height = static_cast<float>(layout.caption.size()) * size * 1.32f;
  return layout;
}
}  // namespace

int picture_line_height(float width, float pixel_scale, const FontAtlas& font, const std::vector<Legend::Carrier>& carriers,
                        const std::string& caption) {
  const LineLayout layout = picture_line_layout(width, pixel_scale, font, carriers, caption);
  const float keys = static_cast<float>(layout.keys.rows) * layout.size * kKeyRow;
  return static_cast<int>(std::ceil(layout.caption_height + layout.height + keys + 2 * layout.pad));
}

void draw_picture_line(Scene& scene, const OverlayStyle& style, const std::string& story, const std::string& rest,
                       const std::string& made_with, float pixel_scale, const std::vector<Legend::Carrier>& carriers,
                       const std::string& caption) {
  const auto width = static_cast<float>(scene.viewport.width), height = static_cast<float>(scene.viewport.height);
  const LineLayout layout = picture_line_layout(width, pixel_scale, *style.regular, carriers, caption);
  const float u = layout.unit, margin = kLineMargin * u;
  const auto paint = [&](glm::vec4 colour, glm::vec2 low, glm::vec2 high, float corner) {
    scene.overlay.quads.push_back({low, high, colour, corner, colour, 0});
  };
  if (scene.background == Background::transparent) {
    paint(style.plate, {4 * u, 2 * u}, {width - 4 * u, height - 4 * u}, 10 * u);
  } else {
    const bool light = scene.background == Background::light, plain = scene.background == Background::contrast;
    // Past the edges, which are soft.
    paint(light ? glm::vec4(0.945f, 0.955f, 0.97f, 1) : plain ? glm::vec4(0, 0, 0, 1) : glm::vec4(0.035f, 0.047f, 0.078f, 1),
         {-2, -2}, {width + 2, height + 2}, 0);
    glm::vec4 edge = style.line;
    edge.a *= 0.4f;
    paint(edge, {-2, 0}, {width + 2, std::max(1.0f, std::round(u))}, 0);
  }
  const auto brand_width_of = [&](const std::string& words) { return text_width_em(*style.bold, words) * layout.size; };
  // Of a narrow picture only the name and the version.
  const std::string brand = brand_width_of(made_with) > 0.28f * width ? made_with.substr(0, made_with.find(" \u00B7 ")) : made_with;
  const float brand_width = brand_width_of(brand), room = width - 2 * margin - brand_width - 16 * u;
  const auto rows = static_cast<std::size_t>(layout.rows);
  const std::string all = story + " \u00B7 " + rest;
  float size = layout.size;
  std::vector<std::string> lines = wrap_text(*style.regular, all, size, room);
  while (lines.size() > rows && size > 0.7f * layout.size) lines = wrap_text(*style.regular, all, size *= 0.96f, room);
  if (lines.size() > rows) {
    lines.resize(rows);
    lines.back() += std::string(" ") + kEllipsis;
  }
  const float line = layout.size * 1.32f;
  for (std::size_t i = 0; i < layout.caption.size(); ++i) {
    const float row = kLineCaption * layout.size * 1.32f;
    add_text(scene, {margin, layout.pad + row * (static_cast<float>(i) + 0.5f) + kLineCaption * layout.size * 0.34f}, layout.caption[i], style.text, kLineCaption * layout.size);
  }
  const float rows_top = layout.pad + layout.caption_height;
  float baseline = rows_top + (layout.height - static_cast<float>(lines.size()) * line) / 2 + line * 0.5f + size * 0.34f;
  for (std::size_t i = 0; i < carriers.size(); ++i)
    draw_key(scene, style, carriers[i], glm::vec2(margin, rows_top + layout.height) + layout.keys.at[i], layout.size, u);
  add_text(scene, {width - margin - brand_width, baseline}, brand, style.soft_text, layout.size, true);
  std::size_t left_of_story = story.size();
  for (const std::string& words : lines) {
    const std::string first = words.substr(0, left_of_story), second = words.substr(first.size());
    left_of_story -= std::min(left_of_story, first.size() + 1);  // and the space at the line's end
    add_text(scene, {margin, baseline}, first, style.text, size);
    if (!second.empty()) add_text(scene, {margin + text_width_em(*style.regular, first) * size, baseline}, second, style.soft_text, size);
    baseline += line;
  }
}

glm::vec2 orientation_size(float unit, float view_height, bool titled) {
  constexpr float kWide = 103, kHigh = 104, kTitle = 60;
  return view_height < (kHigh + (titled ? kTitle : 0)) * unit ? glm::vec2(0) : glm::vec2(kWide, kHigh) * unit;
}

bool orientation_note_shown(float unit, float view_height) { return view_height > 470 * unit; }

namespace {
struct Axis {
  glm::vec3 direction;
  const char* letter;
  const char* view;  // from there
};
constexpr std::array<Axis, 6> kAxes{{{{-1, 0, 0}, "L", "left"}, {{1, 0, 0}, "R", "right"}, {{0, 1, 0}, "A", "front"},
                                    {{0, -1, 0}, "P", "back"}, {{0, 0, 1}, "S", "top"}, {{0, 0, -1}, "I", "bottom"}}};
bool is_sideways(const Axis& axis) { return axis.direction.x != 0; }
}  // namespace

float draw_orientation(Scene& scene, const OverlayStyle& style, const std::string& note) {
  const float u = style.unit, radius = 31 * u, size = 14.5f * u;
  const auto view_height = static_cast<float>(scene.viewport.height);
  const glm::vec2 centre(18 * u + radius + 8 * u, view_height - 18 * u - radius - 8 * u);
  const glm::mat4 view = view_matrix(scene.camera);
  // All six letters are on in every view. Those in front of the centre stand where their axes end: never nearer to each
  // other than the radius. Of those behind it any may end where one in front does; it stands as near to its end as the
  // others leave room. Of an axis along the line of sight the letter in front stands on a disc.
  struct Letter {
    const Axis* axis = nullptr;
    glm::vec2 at{0};  // from the centre
    float depth = 0, along = 0, size = 0, room = 0;
    float disc = 0;  // 0 none, 1 whole
  };
  const float reach = radius * 0.90f, disc = size * 0.64f;
  std::array<Letter, 6> letters;
  for (std::size_t i = 0; i < kAxes.size(); ++i) {
    Letter& letter = letters[i];
    letter.axis = &kAxes[i];
    const glm::vec3 seen = glm::mat3(view) * kAxes[i].direction;
    letter.at = glm::vec2(seen.x, -seen.y) * reach;
    letter.depth = seen.z;
    letter.along = glm::smoothstep(0.75f, 0.95f, std::abs(seen.z));  // 1: along the line of sight
    letter.size = size * (seen.z < 0 ? 1 - 0.2f * letter.along : 1);
    letter.disc = seen.z > 0 ? std::min(1.0f, 2 * letter.along) : 0;
    const glm::vec2 extent(text_width_em(*style.bold, kAxes[i].letter) * letter.size, 0.70f * letter.size);
    letter.room = glm::mix(glm::length(extent) / 2 + 1.4f * u, disc + 2.2f * u, letter.disc);
  }
  constexpr float kLevel = 1e-3f;  // of the depth: an axis across the line of sight has no end behind the centre
  std::stable_sort(letters.begin(), letters.end(), [](const Letter& a, const Letter& b) { return a.depth > b.depth; });
  for (std::size_t i = 0; i < letters.size(); ++i) {
    Letter& letter = letters[i];
    if (letter.depth > -kLevel) continue;
    const auto is_free = [&](glm::vec2 at) {
      return glm::length(at) < 1.2f * reach && std::all_of(letters.begin(), letters.begin() + static_cast<std::ptrdiff_t>(i), [&](const Letter& other) {
               return glm::length(at - other.at) > letter.room + other.room - 0.01f * u;
             });
    };
    if (is_free(letter.at)) continue;
    // Nearest of what is free around the others.
    const glm::vec2 end = letter.at;
    float nearest = std::numeric_limits<float>::max();
    for (std::size_t j = 0; j < i; ++j) {
      const glm::vec2 apart = end - letters[j].at;
      const float toward = std::atan2(apart.y, apart.x + 1e-6f);
      constexpr int kSteps = 72;
      for (int k = 0; k < kSteps; ++k) {
        const float angle = toward + 6.2831853f * static_cast<float>(k) / kSteps;
        const glm::vec2 at = letters[j].at + (letter.room + letters[j].room) * glm::vec2(std::cos(angle), std::sin(angle));
        if (glm::length(at - end) >= nearest || !is_free(at)) continue;
        nearest = glm::length(at - end);
        letter.at = at;
      }
    }
  }
  for (auto letter = letters.rbegin(); letter != letters.rend(); ++letter) {  // farthest first
    glm::vec4 colour = letter->depth > -0.2f ? style.text : style.soft_text;
    glm::vec4 line = style.line;
    if (is_sideways(*letter->axis)) colour = style.accent, line = style.accent, line.a = 0.8f;
    if (letter->depth < -kLevel) line.a *= 0.55f;
    if (letter->along < 0.5f) scene.overlay.lines.push_back({centre, centre + letter->at * 0.69f, line, 1.6f * u});
    const glm::vec2 middle = centre + letter->at;
    if (letter->disc > 0) {
      glm::vec4 ground = style.plate;
      ground.a *= letter->disc;
      line.a *= letter->disc;
      scene.overlay.quads.push_back({middle - disc, middle + disc, ground, disc, ground, 0});
      scene.overlay.quads.push_back({middle - disc, middle + disc, line, disc, line, 1.4f * u});
    }
    add_text(scene, middle + glm::vec2(-text_width_em(*style.bold, letter->axis->letter) * letter->size / 2, letter->size * 0.34f),
             letter->axis->letter, colour, letter->size, true);
  }
  for (const Letter& letter : letters) {  // nearest first: where two reach into each other it is the one in front
    const glm::vec2 middle = centre + letter.at, half(std::max(letter.room, 8 * u));
    scene.overlay.targets.push_back({middle - half, middle + half, "", "", "", letter.axis->view});
  }
  float end = kOrientation * u;
  if (!note.empty() && orientation_note_shown(u, view_height)) {
    const float note_size = 13 * u, note_x = centre.x + radius + 14 * u;
    float y = centre.y - note_size * 0.2f;
    for (const std::string& line : wrap_text(*style.regular, note, note_size, 120 * u)) {
      add_text(scene, {note_x, y}, line, style.soft_text, note_size);
      end = std::max(end, note_x + text_width_em(*style.regular, line) * note_size);
      y += note_size * 1.25f;
    }
  }
  return end;
}

glm::vec2 compass_size(const OverlayStyle& style) { return {74 * style.unit, kLowRow * style.unit}; }

OverlayBox draw_compass(Scene& scene, const OverlayStyle& style, glm::vec2 low) {
  const float u = style.unit, size = 15 * u, small = 12 * u, arm = 8 * u;
  const OverlayBox box{low, low + compass_size(style)};
  const glm::vec2 centre = (box.min + box.max) / 2.0f;
  add_plate(scene, style, box.min, box.max, 8 * u);
  const glm::mat3 view(view_matrix(scene.camera));
  // How far an axis lies along a way of the picture; and the one that does most.
  const auto along = [&](const Axis& axis, glm::vec2 way) { return glm::dot(glm::vec2(view * axis.direction), way); };
  const auto nearest = [&](glm::vec2 way) -> const Axis& {
    return *std::max_element(kAxes.begin(), kAxes.end(), [&](const Axis& a, const Axis& b) { return along(a, way) < along(b, way); });
  };
  const auto write = [&](const Axis& axis, glm::vec2 middle, float letter_size, float shown) {
    glm::vec4 colour = is_sideways(axis) ? style.accent : style.text;
    colour.a *= shown;
    add_text(scene, middle + glm::vec2(-text_width_em(*style.bold, axis.letter) * letter_size / 2, letter_size * 0.34f), axis.letter, colour, letter_size, true);
  };
  for (const float side : {-1.0f, 1.0f}) {
    // Between two directions there are two letters, left and right outermost; each comes and goes without a jump.
    const glm::vec2 way(side, 0);
    float x = centre.x + side * (arm + 2 * u);
    for (const std::size_t i : {2, 3, 4, 5, 0, 1}) {
      const float shown = glm::smoothstep(0.30f, 0.44f, along(kAxes[i], way));
      if (shown <= 0) continue;
      const float width = (text_width_em(*style.bold, kAxes[i].letter) * size + 1.5f * u) * shown;
      write(kAxes[i], {x + side * width / 2, centre.y}, size, shown);
      x += side * width;
    }
    scene.overlay.targets.push_back({{side < 0 ? box.min.x : centre.x + arm, box.min.y}, {side < 0 ? centre.x - arm : box.max.x, box.max.y}, "", "", "", nearest(way).view});
    scene.overlay.lines.push_back({{centre.x + side * (arm - 3.5f * u), centre.y}, {centre.x + side * arm, centre.y}, style.line, 1.6f * u});
  }
  for (const float side : {-1.0f, 1.0f}) {  // above, below
    const Axis& axis = nearest({0, -side});
    write(axis, {centre.x, centre.y + side * 6.8f * u}, small, 1);
    scene.overlay.targets.push_back({{centre.x - arm, side < 0 ? box.min.y : centre.y}, {centre.x + arm, side < 0 ? centre.y : box.max.y}, "", "", "", axis.view});
  }
  return box;
}

}  // namespace attune
