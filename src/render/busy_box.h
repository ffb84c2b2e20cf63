// The part of a view that anything but the backdrop can touch. Private to render.
#pragma once

#include <glm/mat4x4.hpp>
#include <vector>

#include "render/mesh_store.h"
#include "scene/scene.h"

namespace attune {

// Pixels of the view (origin bottom left).
struct PixelBox {
  int x = 0, y = 0, width = 0, height = 0;
  bool operator==(const PixelBox&) const = default;
};

// What anything but the backdrop can touch, as boxes one above the other from the bottom up, each as wide as it has to be
// there: a third less than one box around everything. margin: pixels around it that the halo reaches. Outside is backdrop.
// only_light: of nothing but what emits light.
std::vector<PixelBox> find_busy_bands(const Scene& scene, const std::vector<MeshRange>& ranges, const glm::mat4& to_clip,
                                      int margin, bool only_light = false);

// One box around all of them; whole quarter-size texels, so that the halo has no seam.
PixelBox box_around(const std::vector<PixelBox>& bands, const Viewport& view);

}  // namespace attune
