// The way of the line from each name to its structure.
#pragma once

#include <vector>

#include "model/brain.h"
#include "model/font.h"
#include "scene/label_ends.h"
#include "scene/plates.h"
#include "scene/scene.h"

namespace attune {

// One for each name that has room; `ends` for the same requests and style.most. No two plates overlap, no two leaders
// cross or go through a plate.
std::vector<Leader> place_leaders(const Scene& scene, const BrainModel& brain, const FontAtlas& font,
                                  const std::vector<LabelRequest>& requests, const LabelStyle& style,
                                  const std::vector<LabelEnds>& ends);

}  // namespace attune
