#include "ui/theme.h"

#include <algorithm>
#include <cmath>

#include "scene/colour_map.h"

namespace attune {
namespace {

constexpr double kTextContrast = 4.5, kControlContrast = 3.0;

double linear(std::uint8_t channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}
double luminance(Colour c) { return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b); }

std::uint8_t to_byte(float value) { return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0f, 255.0f))); }

}  // namespace

Colour to_colour(std::string_view hex) {
  const glm::vec3 rgb = parse_colour(hex);
  return {to_byte(rgb.x * 255), to_byte(rgb.y * 255), to_byte(rgb.z * 255), 255};
}

Colour with_alpha(Colour colour, float alpha) {
  colour.a = to_byte(alpha * 255);
  return colour;
}

Colour mix(Colour a, Colour b, float share) {
  const auto channel = [share](std::uint8_t x, std::uint8_t y) {
    return to_byte(static_cast<float>(x) * (1 - share) + static_cast<float>(y) * share);
  };
  return {channel(a.r, b.r), channel(a.g, b.g), channel(a.b, b.b), channel(a.a, b.a)};
}

Colour blend_over(Colour top, Colour bottom) {
  const float share = static_cast<float>(top.a) / 255.0f;
  top.a = 255;
  return mix(bottom, top, share);
}

double contrast_ratio(Colour a, Colour b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

Colour readable_on(Colour colour, Colour background, double ratio) {
  if (contrast_ratio(colour, background) >= ratio) return colour;
  const Colour white{255, 255, 255, 255}, black{0, 0, 0, 255};
  const Colour goal = contrast_ratio(white, background) >= contrast_ratio(black, background) ? white : black;
  for (int step = 1; step < 32; ++step) {
    const Colour moved = mix(colour, goal, static_cast<float>(step) / 32.0f);
    if (contrast_ratio(moved, background) >= ratio) return moved;
  }
  return goal;
}

Tokens make_tokens(Theme theme) {
  Tokens t;
  if (theme == Theme::dark) {
    t.stage = to_colour("#0B0F17");
    t.panel = to_colour("#121826");
    t.card = to_colour("#1A2233");
    t.card_hover = to_colour("#222C41");
    t.card_selected = to_colour("#14303A");
    t.control = to_colour("#232D42");
    t.control_hover = to_colour("#2D3953");
    t.control_active = to_colour("#374563");
    t.border = to_colour("#263148");
    t.border_strong = to_colour("#6F7F9E");
    t.text = to_colour("#EDF1F8");
    t.muted = to_colour("#B4BFD2");
    t.faint = to_colour("#94A1B8");
    t.accent = to_colour("#3ED6C5");
    t.accent_hover = to_colour("#63E3D5");
    t.on_accent = to_colour("#04211E");
    t.accent_soft = to_colour("#14393F");
    t.second = to_colour("#B9A2FF");
    t.on_second = to_colour("#1C1140");
    t.second_soft = to_colour("#2A2550");
    t.warning = to_colour("#F2C464");
    t.shadow = with_alpha(to_colour("#000000"), 0.45f);
    t.scrim = with_alpha(to_colour("#060910"), 0.62f);
    t.quieter = to_colour("#5FA8F0");
    t.busier = to_colour("#F29A3F");
    t.strong = to_colour("#3ED6C5");
    t.moderate = to_colour("#8FB7FF");
    t.contested = to_colour("#F2C464");
    t.assumed = to_colour("#B4BFD2");
  } else {
    t.stage = to_colour("#E9EEF5");
    t.panel = to_colour("#FFFFFF");
    t.card = to_colour("#F2F5FA");
    t.card_hover = to_colour("#E8EEF6");
    t.card_selected = to_colour("#E0F3F1");
    t.control = to_colour("#E8EDF5");
    t.control_hover = to_colour("#DCE4EF");
    t.control_active = to_colour("#CDD8E8");
    t.border = to_colour("#D8E0EB");
    t.border_strong = to_colour("#6B7A94");
    t.text = to_colour("#121A28");
    t.muted = to_colour("#3F4C61");
    t.faint = to_colour("#56637A");
    t.accent = to_colour("#0A716B");
    t.accent_hover = to_colour("#085E59");
    t.on_accent = to_colour("#FFFFFF");
    t.accent_soft = to_colour("#D3EFEC");
    t.second = to_colour("#5F3DC4");
    t.on_second = to_colour("#FFFFFF");
    t.second_soft = to_colour("#E7E0FB");
    t.warning = to_colour("#7A5200");
    t.shadow = with_alpha(to_colour("#1B2A44"), 0.16f);
    t.scrim = with_alpha(to_colour("#DDE5F0"), 0.70f);
    t.quieter = to_colour("#1F6FC0");
    t.busier = to_colour("#B35A00");
    t.strong = to_colour("#0A716B");
    t.moderate = to_colour("#2355B8");
    t.contested = to_colour("#7A5200");
    t.assumed = to_colour("#3F4C61");
  }
  return t;
}

std::vector<ColourPair> colour_pairs(const Tokens& t) {
  std::vector<ColourPair> pairs;
  const auto on_surfaces = [&](const char* what, Colour front, double wanted) {
    for (const Colour back : {t.stage, t.panel, t.card, t.card_hover, t.card_selected, t.control, t.control_hover})
      pairs.push_back({what, front, back, wanted});
  };
  on_surfaces("text", t.text, kTextContrast);
  on_surfaces("muted", t.muted, kTextContrast);
  for (const Colour back : {t.stage, t.panel, t.card, t.card_hover, t.card_selected})
    pairs.push_back({"faint", t.faint, back, kTextContrast});
  for (const Colour back : {t.panel, t.card, t.card_selected, t.accent_soft}) {
    pairs.push_back({"accent as text", t.accent, back, kTextContrast});
  }
  for (const Colour back : {t.panel, t.card, t.second_soft})
    pairs.push_back({"second as text", t.second, back, kTextContrast});
  pairs.push_back({"text on accent", t.on_accent, t.accent, kTextContrast});
  pairs.push_back({"text on accent, hovered", t.on_accent, t.accent_hover, kTextContrast});
  pairs.push_back({"text on second", t.on_second, t.second, kTextContrast});
  pairs.push_back({"text on soft accent", t.text, t.accent_soft, kTextContrast});
  pairs.push_back({"text on soft second", t.text, t.second_soft, kTextContrast});
  for (const Colour front : {t.strong, t.moderate, t.contested, t.assumed, t.warning})
    for (const Colour back : {t.panel, t.card}) pairs.push_back({"grade word", front, back, kTextContrast});
  for (const Colour back : {t.panel, t.card, t.control}) {
    pairs.push_back({"bar, quieter", t.quieter, back, kControlContrast});
    pairs.push_back({"bar, busier", t.busier, back, kControlContrast});
    pairs.push_back({"edge with a meaning", t.border_strong, back, kControlContrast});
    pairs.push_back({"switch and slider", t.accent, back, kControlContrast});
  }
  return pairs;
}

Metrics make_metrics(float scale) {
  Metrics m;
  m.scale = scale;
  const auto scaled = [scale](float& value) { value = std::round(value * scale); };
  for (float* value : {&m.gap_xs, &m.gap_s, &m.gap_m, &m.gap_l, &m.gap_xl, &m.corner, &m.corner_panel, &m.control,
                       &m.row, &m.font_small, &m.font_body, &m.font_heading, &m.font_title})
    scaled(*value);
  m.line = std::max(1.0f, std::round(scale));
  return m;
}

float automatic_scale(float width_px, float height_px, float display_scale) {
  // Above 1440 x 810 three quarters of the extra size go to the interface, the rest to the stage.
  constexpr float kDesignWidth = 1440, kDesignHeight = 810, kShare = 0.75f, kStep = 0.125f;
  const float size = std::min(width_px / kDesignWidth, height_px / kDesignHeight);
  const float grown = 1 + kShare * (size - 1);
  const float scale = std::clamp(std::max(grown, display_scale), 1.0f, 4.0f);
  return std::round(scale / kStep) * kStep;  // few steps: each one builds the fonts again
}

}  // namespace attune
