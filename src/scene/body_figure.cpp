#include "scene/body_figure.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>

#include "scene/stage_overlay.h"

namespace attune {
namespace {

// Okabe-Ito colours: apart for every kind of colour vision, and each has a shape of its own.
struct Inks {
  glm::vec4 heart, air, body, activation, engagement, rest;
};
Inks inks_of(const OverlayStyle& style) {
  const bool on_light = is_on_light(style);
  Inks inks;
  inks.heart = on_light ? glm::vec4(0.76f, 0.28f, 0.05f, 1) : glm::vec4(0.95f, 0.47f, 0.28f, 1);
  inks.air = on_light ? glm::vec4(0.25f, 0.56f, 0.80f, 1) : glm::vec4(0.45f, 0.74f, 0.94f, 1);
  inks.body = style.line;
  inks.body.a = 1;
  inks.activation = on_light ? glm::vec4(0.72f, 0.48f, 0, 1) : glm::vec4(0.93f, 0.66f, 0.16f, 1);
  inks.engagement = on_light ? glm::vec4(0, 0.50f, 0.37f, 1) : glm::vec4(0.24f, 0.75f, 0.58f, 1);
  inks.rest = on_light ? glm::vec4(0.46f, 0.43f, 0.66f, 1) : glm::vec4(0.68f, 0.66f, 0.88f, 1);
  return inks;
}

// Shapes in figure coordinates: `at` is the figure's corner, `s` pixels per unit.
struct Pen {
  Overlay& out;
  glm::vec2 at{0};
  float s = 1;

  glm::vec2 place(glm::vec2 p) const { return at + p * s; }
  void line(glm::vec2 from, glm::vec2 to, glm::vec4 colour, float width) const {
    out.curves.push_back({place(from), place(to), colour, width * s});
  }
  void path(std::initializer_list<glm::vec2> points, glm::vec4 colour, float width) const {
    for (auto p = points.begin(); p + 1 < points.end(); ++p) line(*p, *(p + 1), colour, width);
  }
  // A plate, a disc, a bar: beneath every line.
  void box(glm::vec2 middle, glm::vec2 half, glm::vec4 colour, float corner, float border = 0) const {
    out.quads.push_back({place(middle - half), place(middle + half), colour, corner * s, colour, border * s});
  }
};

// Two fat strokes that meet below: round lobes above, a tip beneath. reach: half the height.
void draw_heart(const Pen& pen, glm::vec2 middle, float reach, glm::vec4 colour) {
  const float width = reach * 1.16f;
  for (const float side : {-1.0f, 1.0f}) {
    // A stroke ends round, within its length: from beyond the tip on the other side up into the lobe.
    const glm::vec2 low = middle + glm::vec2(-side * 0.16f, 1.0f) * reach, high = middle + glm::vec2(side * 0.80f, -0.80f) * reach;
    pen.line(low, high, colour, width);
  }
}

// Half the height of a heart of that size as it beats.
float beating(float reach, const BodyFigure& figure) { return reach * (1 - 0.17f * figure.beat); }

// "78" of "78 a minute".
std::string number_of(const std::string& rate) { return rate.substr(0, rate.find(' ')); }

// A chest of two lungs: the outline is the deepest breath, what fills it the breath now.
void draw_lungs(const Pen& pen, glm::vec2 middle, glm::vec2 half, float apart, float chest, glm::vec4 colour) {
  const float full = 0.5f + 0.5f * chest;
  const glm::vec2 now = half * glm::mix(glm::vec2(0.60f, 0.66f), glm::vec2(1), full);
  glm::vec4 air = colour;
  air.a = 0.55f + 0.3f * full;
  for (const float side : {-1.0f, 1.0f}) {
    const glm::vec2 centre = middle + glm::vec2(side * apart, 0);
    // They hang from above and widen downwards: two boxes, a narrow one on a wide one.
    pen.box(centre + glm::vec2(0, half.y - now.y), now, air, now.x * 0.9f);
    pen.box(centre, half, colour, half.x * 0.9f, 1.1f);
  }
}

// A kidney, and on it an adrenal gland like a cap. scale: of its size in the figure.
void draw_kidney(const Pen& pen, glm::vec2 middle, float scale, glm::vec4 body, glm::vec4 gland) {
  pen.box(middle, glm::vec2(4.6f, 7.5f) * scale, body, 4.6f * scale, 1.4f * scale);
  const auto cap = [&](float x, float y) { return middle + glm::vec2(x, y) * scale; };
  pen.path({cap(-5.6f, -7), cap(0, -12), cap(5.6f, -7)}, gland, 4.2f * scale);
}

void draw_state_shape(const Pen& pen, int state, glm::vec2 middle, float reach, glm::vec4 colour, float width) {
  if (state == 0) {  // activation: a triangle that points up
    const glm::vec2 top = middle + glm::vec2(0, -reach * 0.85f), left = middle + glm::vec2(-reach * 0.9f, reach * 0.7f);
    const glm::vec2 right = middle + glm::vec2(reach * 0.9f, reach * 0.7f);
    pen.path({left, top, right, left}, colour, width);
  } else if (state == 1) {  // engagement: two rings that overlap
    for (const float side : {-1.0f, 1.0f}) {
      const glm::vec2 centre = middle + glm::vec2(side * reach * 0.42f, 0);
      constexpr int steps = 16;
      for (int i = 0; i < steps; ++i) {
        const auto on_ring = [&](int k) {
          const float angle = 6.2831853f * static_cast<float>(k) / steps;
          return centre + reach * 0.66f * glm::vec2(std::cos(angle), std::sin(angle));
        };
        pen.line(on_ring(i), on_ring(i + 1), colour, width);
      }
    }
  } else {  // rest: a bowl that lies still
    constexpr int steps = 12;
    const auto on_bowl = [&](int k) {
      const float angle = 3.14159265f * static_cast<float>(k) / steps;
      return middle + reach * glm::vec2(std::cos(angle), std::sin(angle) * 0.95f - 0.45f);
    };
    for (int i = 0; i < steps; ++i) pen.line(on_bowl(i), on_bowl(i + 1), colour, width);
    pen.line(on_bowl(0), on_bowl(steps), colour, width);
  }
}

glm::vec4 state_ink(const Inks& inks, int state) {
  return state == 0 ? inks.activation : state == 1 ? inks.engagement : inks.rest;
}

int largest_state(const BodyFigure& figure) {
  return static_cast<int>(std::max_element(figure.states.begin(), figure.states.end()) - figure.states.begin());
}

// Shares of the three states as one bar, each with its shape above where there is room for it.
void draw_state_bar(const Pen& pen, const Inks& inks, const BodyFigure& figure, glm::vec2 low, float width) {
  constexpr float height = 7, gap = 1.5f;
  float x = low.x;
  for (int state = 0; state < 3; ++state) {
    const float share = figure.states[static_cast<std::size_t>(state)] * (width - 2 * gap);
    if (share > 0.8f) {
      pen.box({x + share / 2, low.y + 14 + height / 2}, {share / 2, height / 2}, state_ink(inks, state), 2);
      if (share > 12) draw_state_shape(pen, state, {x + share / 2, low.y + 5}, 5, state_ink(inks, state), 1.6f);
    }
    x += share + gap;
  }
}

void write(Scene& scene, glm::vec2 baseline, const std::string& words, glm::vec4 colour, float size, bool bold = false) {
  scene.overlay.texts.push_back({{std::round(baseline.x), std::round(baseline.y)}, words, colour, size, bold, glm::vec4(0)});
}

// One lane: its line, an arrowhead, and what travels on it. points: straight pieces, level or upright.
void draw_lane(const Pen& pen, std::initializer_list<glm::vec2> points, const std::vector<LanePulse>& pulses, glm::vec4 colour,
               float level, bool square, bool still, float pulse_size = 1) {
  glm::vec4 line = colour;
  line.a = 0.30f + 0.45f * std::clamp(level, 0.0f, 1.0f);
  constexpr float half = 1.1f;
  float length = 0;
  for (auto p = points.begin(); p + 1 < points.end(); ++p) {
    const glm::vec2 low = glm::min(*p, *(p + 1)), high = glm::max(*p, *(p + 1));
    // Laid end to end without overlapping: translucent corners would show.
    const bool level_piece = high.x - low.x > high.y - low.y;
    const glm::vec2 grow = level_piece ? glm::vec2(-half, half) : glm::vec2(half, half);
    pen.box((low + high) * 0.5f, (high - low) * 0.5f + grow, line, 0);
    length += glm::length(*(p + 1) - *p);
  }
  const auto along = [&](float share) {
    float left = share * length;
    for (auto p = points.begin(); p + 1 < points.end(); ++p) {
      const float piece = glm::length(*(p + 1) - *p);
      if (left <= piece) return glm::mix(*p, *(p + 1), piece > 0 ? left / piece : 0.0f);
      left -= piece;
    }
    return *(points.end() - 1);
  };
  if (still) {
    for (const float share : {0.35f, 0.62f}) {
      const glm::vec2 tip = along(share), back = along(share - 0.03f), way = tip - back;
      const glm::vec2 forward = way / std::max(glm::length(way), 1e-3f), side(-forward.y, forward.x);
      pen.line(tip - forward * 5.0f + side * 4.0f, tip, colour, 1.8f);
      pen.line(tip - forward * 5.0f - side * 4.0f, tip, colour, 1.8f);
    }
  }
  for (const LanePulse& pulse : pulses) {
    const float size = pulse_size * (1.6f + 3.4f * std::clamp(pulse.strength, 0.0f, 1.0f));
    glm::vec4 ink = colour;
    // They come and go smoothly at the ends.
    ink.a = std::clamp(std::min(pulse.place, 1 - pulse.place) * 14, 0.0f, 1.0f);
    pen.box(along(std::clamp(pulse.place, 0.0f, 1.0f)), glm::vec2(size), ink, square ? 0.6f : size);
  }
}

}  // namespace

void draw_body_figure(Scene& scene, const OverlayStyle& style, const BodyFigure& figure, glm::vec2 low, float height) {
  const Inks inks = inks_of(style);
  const Pen pen{scene.overlay, low, height / 124};
  const float breath = figure.chest;

  // Blood: from the pituitary down on the left, from the adrenal glands back up on the right.
  draw_lane(pen, {{54, 25}, {8, 25}, {8, 108}, {36, 108}}, figure.down, figure.down_colour, figure.down_level, true, figure.still);
  draw_lane(pen, {{80, 108}, {108, 108}, {108, 17}, {76, 17}}, figure.back, figure.back_colour, figure.back_level, false, figure.still);

  // Head with the pituitary at the base of its brain.
  pen.box({58, 17}, {16, 16}, inks.body, 16, 1.7f);
  pen.box({58, 25}, {3.6f, 3.6f}, figure.down_colour, 3.6f);

  // Shoulders and chest, a little wider with each breath.
  const float wide = 1.6f * breath;
  for (const float side : {-1.0f, 1.0f}) {
    const auto x = [&](float away) { return 58 + side * away; };
    pen.path({{x(6), 33}, {x(6), 39}, {x(10), 42.5f}, {x(22), 45.5f}, {x(29), 50}, {x(32 + wide), 58}, {x(32.5f + wide), 76},
              {x(30.5f + wide), 92}, {x(30), 122}},
             inks.body, 1.7f);
  }
  draw_lungs(pen, {58, 69}, {10.5f, 19}, 15.5f, breath, inks.air);
  // The heart lies a little to the patient's left: on the viewer's right.
  glm::vec4 ring = style.plate;
  ring.a = 1;
  const float reach = beating(9.6f, figure);
  draw_heart(pen, {61, 76}, reach + 2.0f, ring);
  draw_heart(pen, {61, 76}, reach, inks.heart);

  for (const float side : {-1.0f, 1.0f}) draw_kidney(pen, {58 + side * 15, 113.5f}, 1, inks.body, figure.back_colour);
}

namespace {
constexpr float kLaneOfBadge = 96, kLyingPulse = 0.78f;  // units; of their size in the figure
constexpr float kCompactFigure = 84, kCompactNumbers = 48, kCompactState = 26;

// The blood lane lying down: from the pituitary above to the glands on the right, and below it back.
void draw_lying_lane(const Pen& pen, const BodyFigure& figure, const Inks& inks) {
  draw_lane(pen, {{18, 7}, {64, 7}}, figure.down, figure.down_colour, figure.down_level, true, figure.still, kLyingPulse);
  draw_lane(pen, {{64, 29}, {18, 29}}, figure.back, figure.back_colour, figure.back_level, false, figure.still, kLyingPulse);
  pen.box({9, 18}, {9.5f, 9.5f}, inks.body, 9.5f, 1.7f);
  pen.box({9, 23}, {3.6f, 3.6f}, figure.down_colour, 3.6f);
  for (const float x : {71.0f, 85.0f}) draw_kidney(pen, {x, 20}, 1, inks.body, figure.back_colour);
}
}  // namespace

glm::vec2 body_card_size(BodyLayout layout) {
  switch (layout) {
    case BodyLayout::tall:
      return {146, 254};
    case BodyLayout::wide:
      return {252, 124};
    case BodyLayout::compact:
      return {6 + kCompactFigure * kBodyFigureAspect + 6 + kCompactNumbers + 4, 9 + kCompactFigure + kCompactState};
    case BodyLayout::badge:
      return {206, 36};
    case BodyLayout::long_badge:
      return {206 + kLaneOfBadge + 8, 36};
    case BodyLayout::none:
      break;
  }
  return {0, 0};
}

glm::vec2 body_card_size(BodyLayout layout, const OverlayStyle& style, const BodyFigure& figure) {
  glm::vec2 size = body_card_size(layout);
  if (layout == BodyLayout::compact) {
    for (const std::string& name : figure.state_names) size.x = std::max(size.x, 32 + text_width_em(*style.bold, name) * 14.5f + 8);
    return size;
  }
  if (layout != BodyLayout::badge && layout != BodyLayout::long_badge) return size;
  const float lane = size.x - body_card_size(BodyLayout::badge).x;
  const auto number = [&](const std::string& words, const char* usual) {
    return std::max(text_width_em(*style.bold, number_of(words)), text_width_em(*style.bold, usual)) * 15;
  };
  float state = 0;
  for (const std::string& name : figure.state_names) state = std::max(state, text_width_em(*style.regular, name) * 15);
  // The places of draw_body_card, one after the other.
  size.x = std::max(size.x, lane + 17 + 14 + number(figure.heart, "000") + 22 + 16 + number(figure.breath, "00") + 20 + 14 + state + 12);
  return size;
}

OverlayBox draw_body_card(Scene& scene, const OverlayStyle& style, const BodyFigure& figure, BodyLayout layout, glm::vec2 low) {
  const float u = style.unit;
  const OverlayBox box{low, low + body_card_size(layout, style, figure) * u};
  if (layout == BodyLayout::none) return box;
  scene.overlay.quads.push_back({box.min, box.max, style.plate, 12 * u, style.plate, 0});
  const Inks inks = inks_of(style);
  const Pen pen{scene.overlay, low, u};
  const int state = largest_state(figure);
  if (!figure.asks.empty()) scene.overlay.targets.push_back({box.min, box.max, "", figure.asks, ""});
  const std::string& state_name = figure.state_names[static_cast<std::size_t>(state)];

  if (layout == BodyLayout::badge || layout == BodyLayout::long_badge) {
    const float middle = 18, size = 15 * u;
    float x = 17;
    draw_heart(pen, {x, middle}, beating(9.0f, figure), inks.heart);
    x += 14;
    write(scene, pen.place({x, middle}) + glm::vec2(0, size * 0.34f), number_of(figure.heart), style.text, size, true);
    x += text_width_em(*style.bold, number_of(figure.heart)) * 15 + 22;
    draw_lungs(pen, {x, middle}, {4.6f, 9.5f}, 5.6f, figure.chest, inks.air);
    x += 16;
    write(scene, pen.place({x, middle}) + glm::vec2(0, size * 0.34f), number_of(figure.breath), style.text, size, true);
    x += text_width_em(*style.bold, number_of(figure.breath)) * 15 + 20;
    draw_state_shape(pen, state, {x, middle}, 7.5f, state_ink(inks, state), 2.2f);
    write(scene, pen.place({x + 14, middle}) + glm::vec2(0, size * 0.34f), state_name, style.text, size);
    if (layout == BodyLayout::long_badge) draw_lying_lane({scene.overlay, pen.place({(box.max.x - box.min.x) / u - kLaneOfBadge, 0}), u}, figure, inks);
    return box;
  }
  if (layout == BodyLayout::compact) {
    draw_body_figure(scene, style, figure, pen.place({6, 9}), kCompactFigure * u);
    const float x = 12 + kCompactFigure * kBodyFigureAspect, size = 15, foot = 9 + kCompactFigure + kCompactState / 2;
    const auto beside = [&](float y, const std::string& words) { write(scene, pen.place({x + 22, y + size * 0.34f}), words, style.text, size * u, true); };
    draw_heart(pen, {x + 8, 34}, beating(8.4f, figure), inks.heart);
    beside(34, number_of(figure.heart));
    draw_lungs(pen, {x + 8, 66}, {4.2f, 9}, 5.2f, figure.chest, inks.air);
    beside(66, number_of(figure.breath));
    draw_state_shape(pen, state, {18, foot}, 7.5f, state_ink(inks, state), 2.2f);
    write(scene, pen.place({32, foot + 5}), state_name, style.text, 14.5f * u, true);
    return box;
  }

  const bool tall = layout == BodyLayout::tall;
  if (!figure.why.empty()) {
    // Beside the words for the state: the rates above them may be as long as the card.
    const float words = 14, end = tall ? 134.0f : 240.0f;
    write(scene, pen.place({end - text_width_em(*style.bold, figure.why) * words, tall ? 22.0f : 96.0f}), figure.why, figure.why_colour, words * u, true);
  }
  const float figure_height = tall ? 126.0f : 104.0f, figure_width = figure_height * kBodyFigureAspect;
  draw_body_figure(scene, style, figure, pen.place(tall ? glm::vec2((146 - figure_width) / 2, 10) : glm::vec2(10, 10)), figure_height * u);
  const float size = 14.5f, line = 20;
  const float left = tall ? 14 : 22 + figure_width, width = (tall ? 146 : 252) - left - 12;
  float y = tall ? 10 + figure_height + 17 : 24;
  const auto rate = [&](const std::string& words, glm::vec4 colour, bool is_heart) {
    if (is_heart) {
      draw_heart(pen, {left + 6, y - 5}, 6.6f, colour);
    } else {
      draw_lungs(pen, {left + 6, y - 5}, {3, 6.6f}, 3.7f, 0.2f, colour);
    }
    write(scene, pen.place({left + 19, y}), words, style.text, size * u);
    y += line;
  };
  rate(figure.heart, inks.heart, true);
  rate(figure.breath, inks.air, false);
  draw_state_bar(pen, inks, figure, {left, y - 9}, width);
  y += 12 + line;
  write(scene, pen.place({left, y}), state_name, style.text, size * u, true);
  y += tall ? line + 2 : line - 1;
  // What travels in the blood, with its shape.
  const float small = 13;
  float x = left;
  pen.box({x + 4, y - 4.5f}, {3.6f, 3.6f}, figure.down_colour, 0.6f);
  write(scene, pen.place({x + 12, y}), figure.down_name, style.soft_text, small * u);
  x += 12 + text_width_em(*style.regular, figure.down_name) * small + 9;
  pen.box({x + 4, y - 4.5f}, {4, 4}, figure.back_colour, 4);
  write(scene, pen.place({x + 12, y}), figure.back_name, style.soft_text, small * u);
  return box;
}

}  // namespace attune
