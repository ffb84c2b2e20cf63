// Names beside structures: which part of a structure is visible, where its name goes, and the line between.
//
// Stateless and steady while the camera turns: side and height of a name follow from fixed points of the brain (which
// move smoothly on screen), not from what happens to be visible; heights are the closest free ones to where each name
// wants to be (least squares), so a small turn moves every name by little. A name changes its side at most twice in a
// full turn.
#pragma once

#include <glm/vec2.hpp>
#include <glm/vec4.hpp>
#include <string>
#include <vector>

#include "model/brain.h"
#include "model/font.h"
#include "scene/scene.h"

namespace attune {

struct LabelRequest {
  std::string text, detail;        // "Amygdala", "left"
  std::vector<int> parts;          // any of these parts may carry the leader's end
  int priority = 0;                // larger = kept when there is no room
  glm::vec4 dot_colour{1};
};

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

// For each request the pixel (view coordinates) of a visible point of one of its parts, well inside what is visible where
// it can be; x < 0 when none is visible. Glass parcels count where no solid and no other filled parcel is in front.
std::vector<glm::vec2> find_anchors(const Scene& scene, const BrainModel& brain, const std::vector<LabelRequest>& requests);

// Adds plates, leader lines, dots and texts to scene.overlay. No two plates overlap.
void layout_labels(Scene& scene, const BrainModel& brain, const FontAtlas& font, const std::vector<LabelRequest>& requests,
                   const LabelStyle& style);

}  // namespace attune
