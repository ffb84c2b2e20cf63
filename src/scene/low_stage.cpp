#include "scene/low_stage.h"

#include <algorithm>

#include "scene/camera.h"

namespace attune {
namespace {
constexpr float kWithCaption = 0.45f, kWithAll = 0.5f;  // of the height: what the brain keeps beside the caption, beside the rest
float low_margin(glm::vec2 view, float unit) { return view.y < 150 * unit ? 3 : 6; }
}  // namespace

CaptionLook low_caption(glm::vec2 view, float unit) {
  CaptionLook look;
  look.size = 17;
  look.line = 1.25f;
  look.pad = 4;
  look.side = 12;
  look.margin = low_margin(view, unit);
  look.longest = 1e6f;
  return look;
}

LowLayout arrange_low_stage(const LowWants& wants) {
  LowLayout low;
  const float u = wants.unit, gap = 3 * u, width = wants.view.x, height = wants.view.y;
  low.margin = low_margin(wants.view, u) * u;
  low.caption = low_caption(wants.view, u);
  low.top = low.margin + kLowRow * u + gap;
  low.bottom = low.margin;

  const CaptionLook& look = low.caption;
  const auto foot_of = [&](std::size_t lines) {
    return (static_cast<float>(lines) * look.size * look.line + 2 * look.pad + look.margin) * u + gap;
  };
  std::size_t lines = std::min(wants.caption_lines, look.lines);
  while (lines > 0 && height - low.top - foot_of(lines) < kWithCaption * height) --lines;
  low.caption.lines = lines;
  if (lines > 0) low.bottom = foot_of(lines);

  const auto has_row = [&](float more) { return height - low.top - low.bottom - more >= kWithAll * height; };
  const auto is_beside_brain = [&](glm::vec2 size) {
    const glm::vec2 brain = home_size(wants.view, low.top, low.bottom);
    return size.x > 0 && (width - brain.x) / 2 >= size.x + low.margin && height - low.top - low.bottom >= size.y;
  };
  const glm::vec2 row = wants.legend_row;
  if (is_beside_brain(wants.legend_corner)) {
    low.legend_corner = low.top;
  } else if (row.x > 0 && row.x + 2 * low.margin <= wants.row_width && has_row(row.y + gap)) {
    low.legend_row = low.top;
    low.top += row.y + gap;
  }
  const glm::vec2 badge = wants.badge;
  const float higher = badge.y - kLowRow * u;  // than a name
  if (badge.x > 0 && badge.x + gap + low.margin <= wants.beside_title && has_row(higher)) {
    low.badge_beside_title = true;
    low.badge = low.margin;
  } else if (badge.x > 0 && badge.x + 2 * low.margin <= width && has_row(badge.y + gap)) {
    low.badge = low.margin + kLowRow * u + gap;
  }
  if (low.badge >= 0) {
    const float more = low.badge_beside_title ? higher : badge.y + gap;
    low.top += more;
    if (low.legend_row >= 0) low.legend_row += more;
    if (low.legend_corner >= 0 && low.badge_beside_title) low.legend_corner += more;
  }
  low.letters = wants.lines_beside_letters <= lines && is_beside_brain(wants.letters);
  return low;
}

}  // namespace attune
