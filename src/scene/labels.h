// Names beside structures: which part of a structure is visible, where its name goes, and the line between.
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

struct LabelStyle {
  float size_px = 17;
  int most = 7;
  glm::vec4 text{1}, detail{1}, plate{0}, line{1};
  glm::vec2 keep_out_min{0}, keep_out_max{0};  // pixels: a rectangle that must stay free (legend); empty = none
  float top = 0, bottom = 0;       // margins of the view that stay free, pixels
};

// For each request the pixel (view coordinates) of a visible point of one of its parts; x < 0 when none is visible.
std::vector<glm::vec2> find_anchors(const Scene& scene, const BrainModel& brain, const std::vector<LabelRequest>& requests);

// Adds plates, leader lines, dots and texts to scene.overlay. No two plates overlap.
void layout_labels(Scene& scene, const BrainModel& brain, const FontAtlas& font, const std::vector<LabelRequest>& requests,
                   const LabelStyle& style);

}  // namespace attune
