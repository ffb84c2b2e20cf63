// Where names stand: in a column on each side of the brain, none over another.
//
// While the brain turns they slide. A name that is about to come to a column finds its room free, and where one has left
// the others close up slowly.
#pragma once

#include <vector>

#include "model/brain.h"
#include "model/font.h"
#include "scene/leaders.h"

namespace attune {

// The plates of all names that have room, each with its leader's start and elbow; the rest of the leader is for
// place_leaders(). shift: of what was chosen (kChosenPriority), in plates downwards.
std::vector<Leader> place_plates(const Scene& scene, const BrainModel& brain, const FontAtlas& font,
                                 const std::vector<LabelRequest>& requests, const LabelStyle& style,
                                 const std::vector<LabelEnds>& ends, float shift);

}  // namespace attune
