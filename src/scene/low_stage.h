// A stage that is low for its letters is furnished in rows above and below the brain. The brain keeps about half of the
// height; for what is left there is an order: the names, the caption (its last line elided), the legend, heart and breath,
// the letters of the directions. What finds no room is not drawn.
#pragma once

#include <glm/vec2.hpp>

#include "scene/stage_overlay.h"

namespace attune {

struct LowWants {                 // sizes in pixels, (0,0): nothing of the kind
  glm::vec2 view{0};              // of one view
  float unit = 1;
  std::size_t caption_lines = 0;  // of the longest caption there is
  std::size_t lines_beside_letters = 0;  // ... where it leaves the corner to the letters of the directions
  glm::vec2 legend_corner{0}, legend_row{0}, badge{0}, letters{0};
  float row_width = 0;            // what a row may take: of both views together
  float beside_title = 0;         // least room beside a name in any of the views
};

struct LowLayout {                // pixels; below 0: not drawn
  float margin = 0;
  CaptionLook caption;            // of 0 lines: none
  float top = 0, bottom = 0;      // what the rows above and below the brain take
  float legend_corner = -1, legend_row = -1;  // where it begins
  float badge = -1;
  bool badge_beside_title = false, letters = false;
};

// How a caption looks there; its lines are for arrange_low_stage() to say.
CaptionLook low_caption(glm::vec2 view, float unit);
LowLayout arrange_low_stage(const LowWants& wants);

}  // namespace attune
