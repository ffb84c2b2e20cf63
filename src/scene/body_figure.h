// A small figure beside the brain: chest, heart, the state of the body in three shapes, and the blood lane from the
// pituitary down to the adrenal glands and back. Drawn with overlay shapes, so it is sharp at every scale.
#pragma once

#include <array>
#include <glm/vec2.hpp>
#include <glm/vec4.hpp>
#include <string>
#include <vector>

#include "scene/scene.h"

namespace attune {

struct OverlayStyle;  // scene/stage_overlay.h

struct LanePulse {
  float place = 0;     // 0 where it is released .. 1 where it arrives
  float strength = 0;  // 0..1: size
};

struct BodyFigure {
  float beat = 0;   // 0 filled .. 1 squeezed
  float chest = 0;  // -1 out .. 1 in
  std::array<float, 3> states{0, 0, 1};    // activation (triangle), engagement (rings), rest (crescent): shares, sum 1
  std::array<std::string, 3> state_names;  // the largest is written out
  std::string heart, breath;               // "78 a minute"
  std::string down_name, back_name;        // "ACTH", "cortisol"
  std::vector<LanePulse> down, back;       // squares down on the left, discs back on the right
  glm::vec4 down_colour{1}, back_colour{1};
  float down_level = 0, back_level = 0;    // 0..1, by which the lane itself glows
  std::string why, asks;                   // "why?", and the trace column that pressing the card asks about; "" = neither
  glm::vec4 why_colour{1};
  bool still = false;                      // arrowheads instead of travelling pulses
};

enum class BodyLayout {
  none,        // no room
  badge,       // one line: heart, breath, state
  long_badge,  // ... and the blood lane
  compact,     // the figure with the same as a badge beside it
  wide,        // the figure with its words beside it
  tall         // ... below it
};

// Whether it shows the blood lane from the pituitary on.
inline bool has_blood_lane(BodyLayout layout) { return layout != BodyLayout::none && layout != BodyLayout::badge; }

// Plain rectangle in pixels of the view.
struct OverlayBox {
  glm::vec2 min{0}, max{0};
};

// Size of the card in units of the style.
glm::vec2 body_card_size(BodyLayout layout);
// The same, as wide as the words of a badge ask, whatever it says at the moment.
glm::vec2 body_card_size(BodyLayout layout, const OverlayStyle& style, const BodyFigure& figure);

// Draws the card with its top left corner at `low` and returns where it lies.
OverlayBox draw_body_card(Scene& scene, const OverlayStyle& style, const BodyFigure& figure, BodyLayout layout, glm::vec2 low);

// The figure alone, without plate or words, `height` pixels high; its width is kBodyFigureAspect of that.
inline constexpr float kBodyFigureAspect = 116.0f / 124.0f;
void draw_body_figure(Scene& scene, const OverlayStyle& style, const BodyFigure& figure, glm::vec2 low, float height);

}  // namespace attune
