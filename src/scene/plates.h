// Where names stand: in a column on each side of the brain, none over another.
//
// While the brain turns they slide. A name that is about to come to a column finds its room free, and where one has left
// the others close up slowly.
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
  bool operator==(const KeepOut&) const = default;
};

struct LabelStyle {
  float size_px = 17;
  int most = 7;
  glm::vec4 text{1}, detail{1}, plate{0}, line{1};
  std::vector<KeepOut> keep_out;   // legend, body: names stay above, below or nearer to the brain than these
  float top = 0, bottom = 0;       // margins of the view that stay free, pixels
};

// A name with its plate and its leader: level from the plate to a bend, then straight to its end. Pixels of the view.
struct Leader {
  std::size_t request = 0, side = 0;  // side 0 left of the brain, 1 right
  float structure = 0;                // size of what it names
  glm::vec2 size{0}, low{0};          // of the plate
  glm::vec2 start{0}, elbow{0}, bend{0}, end{0};  // elbow: the nearest bend, clear of all plates of its side
  std::size_t place = 0;              // of its request's LabelEnds: its end
};

// The plates of all names that have room, each with its leader's start and elbow; the rest of the leader is for
// place_leaders(). shift: of what was chosen (kChosenPriority), in plates downwards.
std::vector<Leader> place_plates(const Scene& scene, const BrainModel& brain, const FontAtlas& font,
                                 const std::vector<LabelRequest>& requests, const LabelStyle& style,
                                 const std::vector<LabelEnds>& ends, float shift);

}  // namespace attune
