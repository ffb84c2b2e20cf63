#include "ui/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "scene/colour_map.h"
#include "scene/colour_vision.h"

namespace attune {
namespace {

constexpr double kControlContrast = 3.0;

double linear(std::uint8_t channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}
double luminance(Colour c) { return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b); }

std::uint8_t to_byte(float value) { return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0f, 255.0f))); }

}  // namespace

Colour to_colour(glm::vec3 rgb) { return {to_byte(rgb.x * 255), to_byte(rgb.y * 255), to_byte(rgb.z * 255), 255}; }
glm::vec3 to_rgb(Colour colour) { return glm::vec3(colour.r, colour.g, colour.b) / 255.0f; }
Colour to_colour(std::string_view hex) { return to_colour(parse_colour(hex)); }

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

namespace {
float difference_of(Colour a, Colour b) { return least_difference(to_rgb(a), to_rgb(b)); }
}  // namespace

bool told_apart(Colour a, Colour b) { return difference_of(a, b) >= kToldApart; }

std::vector<Colour> curve_colours(const std::vector<Colour>& own, Colour background) {
  // Okabe and Ito 2008, then greys and dark colours: made readable on white, their light ones become alike.
  constexpr std::array<std::string_view, 13> kSpare{"#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#F0E442", "#D55E00", "#0072B2",
                                                    "#FFFFFF", "#000000", "#7A7A7A", "#6E2C8F", "#4A3000", "#004D66"};
  std::vector<Colour> chosen;
  const auto nearest = [&](Colour colour) {
    float least = 1e9f;
    for (const Colour other : chosen) least = std::min(least, difference_of(colour, other));
    return least;
  };
  for (const Colour wanted : own) {
    Colour best = readable_on(wanted, background, kControlContrast);
    float apart = nearest(best);
    for (std::size_t i = 0; i < kSpare.size() && apart < kToldApart; ++i) {
      const Colour spare = readable_on(to_colour(kSpare[i]), background, kControlContrast);
      if (const float other = nearest(spare); other > apart) best = spare, apart = other;
    }
    chosen.push_back(best);
  }
  return chosen;
}

Theme next_theme(Theme theme) {
  return theme == Theme::dark ? Theme::light : theme == Theme::light ? Theme::contrast : Theme::dark;
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
    t.selection = to_colour("#2F6FB0");
    t.warning = to_colour("#F2C464");
    t.shadow = with_alpha(to_colour("#000000"), 0.45f);
    t.scrim = with_alpha(to_colour("#060910"), 0.62f);
    t.quieter = to_colour("#5FA8F0");
    t.busier = to_colour("#F29A3F");
    t.strong = to_colour("#3ED6C5");
    t.moderate = to_colour("#8FB7FF");
    t.contested = to_colour("#F2C464");
    t.assumed = to_colour("#DDE1EA");
  } else if (theme == Theme::contrast) {
    t.text_ratio = 7;
    t.stage = to_colour("#000000");
    t.panel = to_colour("#000000");
    t.card = to_colour("#0C0C0C");
    t.card_hover = to_colour("#262626");
    t.card_selected = to_colour("#00332D");
    t.control = to_colour("#161616");
    t.control_hover = to_colour("#333333");
    t.control_active = to_colour("#474747");
    t.border = to_colour("#8C8C8C");
    t.border_strong = to_colour("#FFFFFF");
    t.outline = to_colour("#B8B8B8");
    t.text = to_colour("#FFFFFF");
    t.muted = to_colour("#F2F2F2");
    t.faint = to_colour("#DCDCDC");
    t.accent = to_colour("#2FD9C4");
    t.accent_hover = to_colour("#7FEFE0");
    t.on_accent = to_colour("#000000");
    t.accent_soft = to_colour("#00332D");
    t.second = to_colour("#D6C4FF");
    t.on_second = to_colour("#000000");
    t.second_soft = to_colour("#2A1F52");
    t.selection = to_colour("#00615A");
    t.warning = to_colour("#FFE066");
    t.shadow = with_alpha(to_colour("#000000"), 0.8f);
    t.scrim = with_alpha(to_colour("#000000"), 0.82f);
    t.quieter = to_colour("#7CC4FF");
    t.busier = to_colour("#FFB454");
    t.strong = to_colour("#2FD9C4");
    t.moderate = to_colour("#A9CBFF");
    t.contested = to_colour("#FFE066");
    t.assumed = to_colour("#F2F2F2");
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
    t.selection = to_colour("#4C93D2");
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
  const double text_contrast = t.text_ratio;
  const auto on_surfaces = [&](const char* what, Colour front, double wanted) {
    for (const Colour back : {t.stage, t.panel, t.card, t.card_hover, t.card_selected, t.control, t.control_hover})
      pairs.push_back({what, front, back, wanted});
  };
  on_surfaces("text", t.text, text_contrast);
  on_surfaces("muted", t.muted, text_contrast);
  for (const Colour back : {t.stage, t.panel, t.card, t.card_hover, t.card_selected})
    pairs.push_back({"faint", t.faint, back, text_contrast});
  for (const Colour back : {t.panel, t.card, t.card_selected, t.accent_soft}) {
    pairs.push_back({"accent as text", t.accent, back, text_contrast});
  }
  for (const Colour back : {t.panel, t.card, t.second_soft})
    pairs.push_back({"second as text", t.second, back, text_contrast});
  pairs.push_back({"text on accent", t.on_accent, t.accent, text_contrast});
  pairs.push_back({"text on accent, hovered", t.on_accent, t.accent_hover, text_contrast});
  pairs.push_back({"text on second", t.on_second, t.second, text_contrast});
  pairs.push_back({"text on soft accent", t.text, t.accent_soft, text_contrast});
  pairs.push_back({"text on soft second", t.text, t.second_soft, text_contrast});
  pairs.push_back({"chosen letters", t.text, t.selection, text_contrast});
  pairs.push_back({"chosen letters beside others", t.selection, t.control, kSelectionContrast});
  for (const Colour front : {t.strong, t.moderate, t.contested, t.assumed, t.warning})
    for (const Colour back : {t.panel, t.card}) pairs.push_back({"grade word", front, back, text_contrast});
  for (const Colour back : {t.panel, t.card, t.control}) {
    pairs.push_back({"bar, quieter", t.quieter, back, kControlContrast});
    pairs.push_back({"bar, busier", t.busier, back, kControlContrast});
    pairs.push_back({"edge with a meaning", t.border_strong, back, kControlContrast});
    pairs.push_back({"switch and slider", t.accent, back, kControlContrast});
    if (t.outline.a > 0) pairs.push_back({"edge of a control", t.outline, back, kControlContrast});
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
