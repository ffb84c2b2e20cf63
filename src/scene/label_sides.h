// On which side of the brain a name stands, and which half of the brain it names.
//
// Both are functions of the direction that the camera looks in. In a full turn a name changes sides twice and halves twice.
#pragma once

#include <vector>

#include "model/brain.h"
#include "scene/camera.h"
#include "scene/label_ends.h"

namespace attune {

// The fixed point of the brain that a name belongs to: the middle of its parts in both halves, weighted by their size.
struct Middle {
  glm::vec3 at_mm{0};
  float size = 0;
};
Middle middle_of(const BrainModel& brain, const LabelRequest& request);

// By request on which side of the brain its name belongs: < 0 left, else right; the sine of how far the brain is turned from
// where the name changes sides; 0 for those that are not among the `most` most important. From the side it is left or right as
// its structure lies, in front of or behind the middle of all that are named; from the front, where both halves of a structure
// are in sight, every other name, by height, stands left.
std::vector<float> sides_of(const BrainModel& brain, const std::vector<LabelRequest>& requests, int most, const Camera& camera);

// The half that the eye is beside.
Hemisphere near_half(const Camera& camera);

// The half that a name on this side (sides_of()) means: from the side the near one, from the front, the back and above the one
// that lies on its own side of the screen.
Hemisphere half_to_name(const Camera& camera, float side);

}  // namespace attune
