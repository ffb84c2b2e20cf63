// Which structure lies under a pixel, on the CPU.
#pragma once

#include <glm/vec2.hpp>

#include "model/brain.h"
#include "scene/scene.h"

namespace attune {

// Part index of the nearest solid surface under the pixel (origin top left of the target, as Viewport); glass is
// transparent, but where no solid is hit the nearest glass parcel that shows activity (fill > 0) counts. -1 = none.
int pick_part(const Scene& scene, const BrainModel& brain, glm::vec2 pixel);

}  // namespace attune
