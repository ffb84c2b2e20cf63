#include "ui/icons.h"

#include <initializer_list>

#include "ui/draw.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

// A pen on a 24 x 24 grid with its origin in the middle.
struct Pen {
  ImDrawList& list;
  glm::vec2 centre;
  float unit, width;
  ImU32 colour;

  ImVec2 at(float x, float y) const { return {centre.x + x * unit, centre.y + y * unit}; }
  void line(std::initializer_list<glm::vec2> points, bool closed = false) const {
    ImVec2 out[24];
    int count = 0;
    for (const glm::vec2 p : points)
      if (count < 24) out[count++] = at(p.x, p.y);
    list.AddPolyline(out, count, colour, closed ? ImDrawFlags_Closed : ImDrawFlags_None, width);
    if (closed) return;
    for (const int end : {0, count - 1}) list.AddCircleFilled(out[end], width * 0.5f, colour, 8);  // round ends
  }
  void circle(float x, float y, float radius) const { list.AddCircle(at(x, y), radius * unit, colour, 0, width); }
  void dot(float x, float y, float radius) const { list.AddCircleFilled(at(x, y), radius * unit, colour); }
  void box(float x0, float y0, float x1, float y1, float corner) const {
    list.AddRect(at(x0, y0), at(x1, y1), colour, corner * unit, ImDrawFlags_None, width);
  }
  void fill(float x0, float y0, float x1, float y1, float corner = 0) const {
    list.AddRectFilled(at(x0, y0), at(x1, y1), colour, corner * unit);
  }
  void triangle(glm::vec2 a, glm::vec2 b, glm::vec2 c) const {
    list.AddTriangleFilled(at(a.x, a.y), at(b.x, b.y), at(c.x, c.y), colour);
  }
  void arc(float x, float y, float radius, float from, float to) const {
    list.PathArcTo(at(x, y), radius * unit, from, to, 24);
    list.PathStroke(colour, ImDrawFlags_None, width);
  }
};

constexpr float kPi = 3.14159265f;

void draw_eye(const Pen& pen) {
  ImDrawList& list = pen.list;
  list.PathLineTo(pen.at(-10, 0));
  list.PathBezierQuadraticCurveTo(pen.at(0, -13), pen.at(10, 0), 16);
  list.PathBezierQuadraticCurveTo(pen.at(0, 13), pen.at(-10, 0), 16);
  list.PathStroke(pen.colour, ImDrawFlags_None, pen.width);
  pen.circle(0, 0, 3);
}

}  // namespace

void draw_icon(ImDrawList& list, Icon icon, glm::vec2 centre, float size, Colour colour) {
  const float unit = size / 24;
  const Pen pen{list, centre, unit, std::max(1.4f, 1.9f * unit), to_u32(colour)};
  switch (icon) {
    case Icon::play:
      // Rounded corners: the triangle and its outline. Moved right so that its weight is in the middle.
      pen.triangle({-5, -8}, {9, 0}, {-5, 8});
      pen.line({{-5, -8}, {9, 0}, {-5, 8}}, true);
      break;
    case Icon::pause:
      pen.fill(-7, -9, -2, 9, 1.5f);
      pen.fill(2, -9, 7, 9, 1.5f);
      break;
    case Icon::previous:
      pen.fill(-8, -7, -5.5f, 7, 1);
      pen.triangle({7, -7}, {-4, 0}, {7, 7});
      break;
    case Icon::next:
      pen.fill(5.5f, -7, 8, 7, 1);
      pen.triangle({-7, -7}, {4, 0}, {-7, 7});
      break;
    case Icon::eye:
      draw_eye(pen);
      break;
    case Icon::eye_off:
      draw_eye(pen);
      pen.line({{-8, 8}, {8, -8}});
      break;
    case Icon::close:
      pen.line({{-6, -6}, {6, 6}});
      pen.line({{-6, 6}, {6, -6}});
      break;
    case Icon::chevron_left:
      pen.line({{3, -6}, {-3, 0}, {3, 6}});
      break;
    case Icon::chevron_right:
      pen.line({{-3, -6}, {3, 0}, {-3, 6}});
      break;
    case Icon::chevron_down:
      pen.line({{-6, -3}, {0, 3}, {6, -3}});
      break;
    case Icon::chevron_up:
      pen.line({{-6, 3}, {0, -3}, {6, 3}});
      break;
    case Icon::plus:
      pen.line({{-7, 0}, {7, 0}});
      pen.line({{0, -7}, {0, 7}});
      break;
    case Icon::minus:
      pen.line({{-7, 0}, {7, 0}});
      break;
    case Icon::sliders:
      for (const glm::vec2 knob : {glm::vec2{-3, -6}, {4, 0}, {-1, 6}}) {
        pen.line({{-9, knob.y}, {knob.x - 2.6f, knob.y}});
        pen.line({{knob.x + 2.6f, knob.y}, {9, knob.y}});
        pen.circle(knob.x, knob.y, 2.4f);
      }
      break;
    case Icon::help:
      pen.arc(0, -4, 4, -kPi, 0.45f * kPi);
      pen.line({{0.6f, -0.1f}, {0, 3}});
      pen.dot(0, 7.5f, 1.4f);
      break;
    case Icon::sun:
      pen.circle(0, 0, 4);
      for (int i = 0; i < 8; ++i) {
        const float angle = static_cast<float>(i) * kPi / 4;
        pen.line({{std::cos(angle) * 7, std::sin(angle) * 7}, {std::cos(angle) * 9.5f, std::sin(angle) * 9.5f}});
      }
      break;
    case Icon::moon:
      list.PathArcTo(pen.at(0, 0), 8.5f * unit, 0.04f * kPi, 1.46f * kPi, 36);
      list.PathBezierQuadraticCurveTo(pen.at(-1.5f, 1.5f), pen.at(8.4f, 1.1f), 20);
      list.PathStroke(pen.colour, ImDrawFlags_None, pen.width);
      break;
    case Icon::contrast:
      pen.circle(0, 0, 8.5f);
      list.PathArcTo(pen.at(0, 0), 8.5f * unit, -0.5f * kPi, 0.5f * kPi, 24);
      list.PathFillConvex(pen.colour);
      break;
    case Icon::copy:
      pen.box(-8.5f, -3.5f, 3.5f, 8.5f, 2);
      pen.line({{-3.5f, -8}, {8, -8}, {8, 3.5f}});
      break;
    case Icon::picture:
      pen.box(-9, -7, 9, 7, 2.5f);
      pen.line({{-6, 3.5f}, {-2, -1}, {1, 2}, {4, -2}, {6.5f, 3.5f}});
      break;
    case Icon::compare:
      pen.circle(-4, 0, 6.5f);
      pen.circle(4, 0, 6.5f);
      break;
    case Icon::swap:
      pen.line({{-8, -4}, {8, -4}});
      pen.line({{4, -8}, {8, -4}, {4, 0}});
      pen.line({{8, 5}, {-8, 5}});
      pen.line({{-4, 1}, {-8, 5}, {-4, 9}});
      break;
    case Icon::home:
      pen.line({{-9, 0}, {0, -8.5f}, {9, 0}});
      pen.line({{-6.5f, -1}, {-6.5f, 8}, {6.5f, 8}, {6.5f, -1}});
      break;
    case Icon::panel_left:
      pen.box(-9, -8, 9, 8, 2.5f);
      pen.line({{-3, -8}, {-3, 8}});
      break;
    case Icon::panel_right:
      pen.box(-9, -8, 9, 8, 2.5f);
      pen.line({{3, -8}, {3, 8}});
      break;
    case Icon::panel_bottom:
      pen.box(-9, -8, 9, 8, 2.5f);
      pen.line({{-9, 3}, {9, 3}});
      break;
    case Icon::full_screen:
      for (const glm::vec2 s : {glm::vec2{-1, -1}, {1, -1}, {1, 1}, {-1, 1}})
        pen.line({{s.x * 3, s.y * 8}, {s.x * 8, s.y * 8}, {s.x * 8, s.y * 3}});
      break;
    case Icon::check:
      pen.line({{-7, 0}, {-2, 5}, {7, -5}});
      break;
    case Icon::views:
      pen.line({{0, -9}, {8, -4.5f}, {8, 4.5f}, {0, 9}, {-8, 4.5f}, {-8, -4.5f}}, true);
      pen.line({{-8, -4.5f}, {0, 0}, {8, -4.5f}});
      pen.line({{0, 0}, {0, 9}});
      break;
    case Icon::arrow_in:
      pen.line({{-8, 0}, {7, 0}});
      pen.line({{2, -5}, {7, 0}, {2, 5}});
      break;
    case Icon::arrow_out:
      pen.line({{8, 0}, {-7, 0}});
      pen.line({{-2, -5}, {-7, 0}, {-2, 5}});
      break;
    case Icon::restart:
      pen.arc(0, 0, 7.5f, -0.35f * kPi, 1.35f * kPi);
      pen.line({{4.6f, -10}, {3.6f, -6.6f}, {7.6f, -5.4f}});
      break;
    case Icon::brain:
      pen.arc(-3.6f, 0, 7, 0.5f * kPi, 1.5f * kPi);
      pen.arc(3.6f, 0, 7, -0.5f * kPi, 0.5f * kPi);
      pen.line({{-3.6f, -7}, {-1, -6}, {-1, 6}, {-3.6f, 7}});
      pen.line({{3.6f, -7}, {1, -6}, {1, 6}, {3.6f, 7}});
      pen.arc(-5, 0, 2.6f, -0.5f * kPi, 0.5f * kPi);
      pen.arc(5, 0, 2.6f, 0.5f * kPi, 1.5f * kPi);
      break;
    case Icon::drop:
      list.PathLineTo(pen.at(0, -9));
      list.PathBezierCubicCurveTo(pen.at(4, -4), pen.at(6.5f, -1), pen.at(6.5f, 2.5f), 12);
      list.PathArcTo(pen.at(0, 2.5f), 6.5f * unit, 0, kPi, 20);
      list.PathBezierCubicCurveTo(pen.at(-6.5f, -1), pen.at(-4, -4), pen.at(0, -9), 12);
      list.PathStroke(pen.colour, ImDrawFlags_Closed, pen.width);
      break;
    case Icon::clock:
      pen.circle(0, 0, 8.5f);
      pen.line({{0, -5}, {0, 0}, {4, 2}});
      break;
    case Icon::search:
      pen.circle(-2, -2, 6.5f);
      pen.line({{3, 3}, {8.5f, 8.5f}});
      break;
    case Icon::calendar:
      pen.box(-8.5f, -7, 8.5f, 8.5f, 2);
      pen.line({{-8.5f, -2}, {8.5f, -2}});
      pen.line({{-4, -9.5f}, {-4, -5.5f}});
      pen.line({{4, -9.5f}, {4, -5.5f}});
      pen.line({{-3.5f, 3}, {3, 3}});
      pen.line({{0.5f, 0.5f}, {3.2f, 3}, {0.5f, 5.5f}});
      break;
    case Icon::calm:  // a breath: one slow wave over another
      pen.arc(-4, 0, 4, kPi, 2 * kPi);
      pen.arc(4, 0, 4, 0, kPi);
      pen.line({{-9, 7.5f}, {9, 7.5f}});
      break;
    case Icon::difference:
      pen.circle(-4, 0, 6.5f);
      pen.line({{6, 0}, {10.5f, 0}});
      pen.line({{-7, 0}, {-1, 0}});
      pen.line({{-4, -3}, {-4, 3}});
      break;
    case Icon::band:  // a curve between two others
      pen.line({{-9, -1}, {-3, -7}, {3, -5}, {9, -8}});
      pen.line({{-9, 4}, {-3, -1}, {3, 1}, {9, -2}});
      pen.line({{-9, 9}, {-3, 5}, {3, 7}, {9, 4}});
      break;
    case Icon::book:  // two open pages
      pen.line({{0, -6}, {-3.5f, -8}, {-9.5f, -8}, {-9.5f, 6.5f}, {-3.5f, 6.5f}, {0, 8.5f}});
      pen.line({{0, -6}, {3.5f, -8}, {9.5f, -8}, {9.5f, 6.5f}, {3.5f, 6.5f}, {0, 8.5f}});
      pen.line({{0, -6}, {0, 8.5f}});
      break;
    case Icon::share:  // up and out of a tray
      pen.line({{-5, -1.5f}, {-8.5f, -1.5f}, {-8.5f, 8.5f}, {8.5f, 8.5f}, {8.5f, -1.5f}, {5, -1.5f}});
      pen.line({{0, 4}, {0, -9}});
      pen.line({{-4, -5.2f}, {0, -9.2f}, {4, -5.2f}});
      break;
    case Icon::more:
      for (const float x : {-7.0f, 0.0f, 7.0f}) pen.dot(x, 0, 1.9f);
      break;
    case Icon::pencil:  // to write a name
      pen.line({{-8, 8}, {-6.6f, 2.6f}, {4, -8}, {8, -4}, {-2.6f, 6.6f}, {-8, 8}});
      pen.line({{1.4f, -5.4f}, {5.4f, -1.4f}});
      break;
    case Icon::caption:  // something said
      pen.line({{-9, -7}, {9, -7}, {9, 4}, {-1, 4}, {-5, 8.5f}, {-5, 4}, {-9, 4}}, true);
      break;
    case Icon::undo:
      pen.line({{-3, -9}, {-8, -4}, {-3, 1}});
      pen.line({{-8, -4}, {3, -4}});
      pen.arc(3, 1, 5, -0.5f * kPi, 0.5f * kPi);
      pen.line({{3, 6}, {-3, 6}});
      break;
    case Icon::redo:
      pen.line({{3, -9}, {8, -4}, {3, 1}});
      pen.line({{8, -4}, {-3, -4}});
      pen.arc(-3, 1, 5, 0.5f * kPi, 1.5f * kPi);
      pen.line({{-3, 6}, {3, 6}});
      break;
    case Icon::disk:
      pen.box(-8.5f, -8.5f, 8.5f, 8.5f, 2);
      pen.line({{-4, -8.5f}, {-4, -3}, {4, -3}, {4, -8.5f}});
      pen.box(-5, 2, 5, 8.5f, 0.5f);
      break;
    case Icon::folder:
      pen.line({{-9, 7}, {-9, -7}, {-3, -7}, {-1, -4}, {9, -4}, {9, 7}}, true);
      break;
    case Icon::solo:  // one of several
      pen.dot(-7, 0, 3.4f);
      pen.circle(1.6f, 0, 1.5f);
      pen.circle(8, 0, 1.5f);
      break;
    case Icon::slow:  // a half turn of the hand
      pen.arc(0, 3, 9, kPi, 2 * kPi);
      pen.line({{0, 3}, {-5.5f, -0.5f}});
      pen.dot(0, 3, 1.6f);
      break;
  }
}

void draw_mark(ImDrawList& list, glm::vec2 centre, float size, const Tokens& tokens) {
  const float radius = size * 0.30f, apart = size * 0.17f, width = size * 0.10f;
  list.AddCircleFilled({centre.x - apart, centre.y}, radius, to_u32(with_alpha(tokens.accent, 0.22f)), 40);
  list.AddCircleFilled({centre.x + apart, centre.y}, radius, to_u32(with_alpha(tokens.second, 0.22f)), 40);
  list.AddCircle({centre.x - apart, centre.y}, radius, to_u32(tokens.accent), 40, width);
  list.AddCircle({centre.x + apart, centre.y}, radius, to_u32(tokens.second), 40, width);
}

}  // namespace attune
