// What lies under a pixel: a structure, its name, a part of the overlay; on the CPU.
#pragma once

#include <glm/vec2.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/brain.h"
#include "scene/scene.h"

namespace attune {

// What is seen under a pixel (origin top left of the target, as Viewport): the part of the nearest solid surface, and of the
// nearest glass in front of it that faces the eye and is filled (fill > 0), strong glass through faint; -1 = none. Of glass
// only that is drawn.
struct Seen {
  int solid = -1, glass = -1;
};
Seen seen_at(const Scene& scene, const BrainModel& brain, glm::vec2 pixel);

// Whether seen_at() would find one of these parts, as a solid, or as glass: as faint glass only where neither a solid nor
// strong glass lies behind it, which would look like what is pointed at.
bool is_seen_at(const Scene& scene, const BrainModel& brain, glm::vec2 pixel, const std::vector<int>& parts, bool glass);

// The pixel itself if is_seen_at() holds there, else the nearest one at which it does, of those `apart` pixels from each
// other and at most `reach` of them to each side; one at the very edge of what is seen counts as six farther away.
std::optional<glm::vec2> nearest_seen(const Scene& scene, const BrainModel& brain, glm::vec2 pixel,
                                      const std::vector<int>& parts, bool glass, float apart, int reach);

// Part index of the nearest solid surface under the pixel (origin top left of the target, as Viewport); glass is
// transparent, but where no solid is hit the nearest glass parcel that shows activity (fill > 0) counts. -1 = none.
int pick_part(const Scene& scene, const BrainModel& brain, glm::vec2 pixel);

// What of the overlay can be pressed under the pixel (of the target); nullptr = nothing, or outside the view.
const OverlayTarget* target_at(const Scene& scene, glm::vec2 pixel);

// The structure that a press on the pixel means: what is named there by a plate or the dot of its line, else
// BrainPart::structure of pick_part(); "" = none.
std::string structure_at(const Scene& scene, const BrainModel& brain, glm::vec2 pixel);

}  // namespace attune
