// Names beside structures: where each one goes, and the line between.
//
// Stateless and steady while the camera turns: side and height of a name follow from fixed points of the brain (which
// move smoothly on screen), not from what happens to be visible; heights are the closest free ones to where each name
// wants to be (least squares), so a small turn moves every name by little. A name changes its side at most twice in a
// full turn. Lines would then cross: they keep clear of each other by where they bend and where on the structure they end.
#pragma once

#include <glm/vec2.hpp>
#include <glm/vec4.hpp>
#include <vector>

#include "model/brain.h"
#include "model/font.h"
#include "scene/label_ends.h"
#include "scene/scene.h"

namespace attune {

struct KeepOut {
  glm::vec2 min{0}, max{0};        // pixels of the view
};

struct LabelStyle {
  float size_px = 17;
  int most = 7;
  glm::vec4 text{1}, detail{1}, plate{0}, line{1};
  std::vector<KeepOut> keep_out;   // legend, body: names stay above or below these on their side
  float top = 0, bottom = 0;       // margins of the view that stay free, pixels
};

// Adds plates, leader lines, dots and texts to scene.overlay, and a target for each plate, then for each dot; `ends` from find_ends() for the same requests and style.most.
// No two plates overlap, no two leaders cross or go through a plate, and each ends on a pixel that shows its structure.
void layout_labels(Scene& scene, const BrainModel& brain, const FontAtlas& font, const std::vector<LabelRequest>& requests,
                   const LabelStyle& style, const std::vector<LabelEnds>& ends);

}  // namespace attune
