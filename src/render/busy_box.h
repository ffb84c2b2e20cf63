// The part of a view that anything but the backdrop can touch. Private to render.
#pragma once

#include <glm/mat4x4.hpp>
#include <vector>

#include "render/mesh_store.h"
#include "scene/scene.h"

namespace attune {

// Pixels of the view (origin bottom left) that anything but the backdrop can touch. Work outside is skipped.
struct PixelBox {
  int x = 0, y = 0, width = 0, height = 0;
};

// margin: pixels around it that the halo reaches. Whole quarter-size texels.
PixelBox find_busy_box(const Scene& scene, const std::vector<MeshRange>& ranges, const glm::mat4& to_clip, int margin);

}  // namespace attune
