// The look as numbers: colours, distances and sizes. Plain data, so that contrast is a unit test.
#pragma once

#include <array>
#include <cstdint>
#include <glm/vec3.hpp>
#include <string_view>
#include <vector>

#include "session/session.h"

namespace attune {

struct Colour {
  std::uint8_t r = 0, g = 0, b = 0, a = 255;
};
constexpr bool operator==(Colour x, Colour y) { return x.r == y.r && x.g == y.g && x.b == y.b && x.a == y.a; }

// "#RRGGBB"; mid grey when the text is not a colour.
Colour to_colour(std::string_view hex);
Colour to_colour(glm::vec3 rgb);  // sRGB 0-1
glm::vec3 to_rgb(Colour colour);
Colour with_alpha(Colour colour, float alpha);  // alpha 0-1
Colour blend_over(Colour top, Colour bottom);   // top with its alpha over an opaque bottom
Colour mix(Colour a, Colour b, float share);
// WCAG 2.1 contrast ratio, 1-21, of two opaque colours.
double contrast_ratio(Colour a, Colour b);
// The colour moved toward white or black just as far as the wanted contrast asks; identity colours keep their hue.
Colour readable_on(Colour colour, Colour background, double ratio);
// Whether eyes of every kind tell them apart (scene/colour_vision.h).
bool told_apart(Colour a, Colour b);
// Colours of curves in one plot, in the order asked for: each its own (readable at 3 : 1) unless it is too much like an
// earlier one, then the first of the Okabe-Ito colours that is not, else the one that differs most.
std::vector<Colour> curve_colours(const std::vector<Colour>& own, Colour background);

struct Tokens {
  Colour stage, panel, card, card_hover, card_selected, control, control_hover, control_active;
  Colour border, border_strong;                         // soft edges; edges that carry meaning
  Colour text, muted, faint;                            // all readable on panel and card
  Colour accent, accent_hover, on_accent, accent_soft;  // teal: the main action, side A
  Colour second, on_second, second_soft;                // violet: side B
  Colour selection;                             // behind chosen letters of a field
  Colour warning, shadow, scrim;
  Colour quieter, busier;                       // bars: less and more active than usual
  Colour strong, moderate, contested, assumed;  // evidence grades (always with their word)
  Colour outline{0, 0, 0, 0};   // edge of everything that can be pressed; clear where its fill is enough
  double text_ratio = 4.5;      // contrast that text has at least
};
Tokens make_tokens(Theme theme);
// Of chosen letters against the rest of their field: what the letters' own contrast on both leaves room for in every theme.
inline constexpr double kSelectionContrast = 2.4;
// The one that a key or button goes to: dark, light, high contrast, dark again.
Theme next_theme(Theme theme);

// Text and control colours with every background they stand on: the contrast tests walk this list.
struct ColourPair {
  const char* what;
  Colour front, back;
  double wanted;
};
std::vector<ColourPair> colour_pairs(const Tokens& tokens);

// Sizes of letters that a person is offered (Session::ui_scale).
inline constexpr std::array<float, 6> kUiScales{1, 1.25f, 1.5f, 2, 2.5f, 3};

// Sizes in pixels for a scale (display scale x UI scale). Distances lie on a grid of 4.
struct Metrics {
  float scale = 1;
  float gap_xs = 4, gap_s = 8, gap_m = 12, gap_l = 16, gap_xl = 24;
  float corner = 10, corner_panel = 14;
  float control = 44;                                                         // height of anything that is pressed
  float row = 44;                                                             // height of a list row
  float line = 1;                                                             // hairlines
  float font_small = 18, font_body = 20, font_heading = 24, font_title = 36;  // line heights; 1 em = 0.81 of them
};
Metrics make_metrics(float scale);

// Scale for a window before the person's own UI scale: the display's, and larger on large windows.
float automatic_scale(float width_px, float height_px, float display_scale);

}  // namespace attune
