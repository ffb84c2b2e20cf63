// Names beside structures: where each one goes, and the line between.
//
// Stateless and steady while the camera turns: side and height of a name follow from fixed points of the brain (which
// move smoothly on screen), not from what happens to be visible; heights are the closest free ones to where each name
// wants to be (least squares), so a small turn moves every name by little. A name changes its side at most twice in a
// full turn. Lines would then cross: they keep clear of each other by where they bend and where on the structure they end.
#pragma once

#include <vector>

#include "model/brain.h"
#include "model/font.h"
#include "scene/leaders.h"
#include "scene/scene.h"

namespace attune {

// Adds plates, leader lines, dots and texts to scene.overlay, and a target for each plate, then for each dot; `ends` from steady_ends() or find_ends() for the same requests and style.most.
// No two plates overlap, no two leaders cross or go through a plate, and each ends on a pixel that
// shows its structure, or on a hollow dot where that lies behind something (LabelEnds::hidden).
void layout_labels(Scene& scene, const BrainModel& brain, const FontAtlas& font, const std::vector<LabelRequest>& requests,
                   const LabelStyle& style, const std::vector<LabelEnds>& ends);

}  // namespace attune
