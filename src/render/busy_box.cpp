#include "render/busy_box.h"

#include <algorithm>

namespace attune {

PixelBox find_busy_box(const Scene& scene, const std::vector<MeshRange>& ranges, const glm::mat4& to_clip, int margin) {
  const auto width = static_cast<float>(scene.viewport.width), height = static_cast<float>(scene.viewport.height);
  glm::vec2 low(width, height), high(0);
  const auto add = [&](glm::vec3 point) {
    const glm::vec4 clip = to_clip * glm::vec4(point, 1);
    if (clip.w <= 1) {  // beside or behind the eye: no bound
      low = glm::vec2(0);
      high = glm::vec2(width, height);
      return;
    }
    const glm::vec2 pixel = (glm::vec2(clip) / clip.w * 0.5f + 0.5f) * glm::vec2(width, height);
    low = glm::min(low, pixel);
    high = glm::max(high, pixel);
  };
  for (const SurfaceItem& item : scene.surfaces) {
    const MeshRange& range = ranges[static_cast<std::size_t>(item.part)];
    for (int corner = 0; corner < 8; ++corner)
      add({corner & 1 ? range.high_mm.x : range.low_mm.x, corner & 2 ? range.high_mm.y : range.low_mm.y,
           corner & 4 ? range.high_mm.z : range.low_mm.z});
  }
  for (const glm::vec3& point : scene.tube_points) add(point);
  for (const CloudItem& cloud : scene.clouds) {
    add(cloud.centre_mm - cloud.radius_mm * 1.5f);
    add(cloud.centre_mm + cloud.radius_mm * 1.5f);
  }
  // Whole quarter-size texels, so that the halo has no seam.
  const auto down = [&](float v, int most) { return std::clamp(static_cast<int>(v) - margin, 0, most) / 4 * 4; };
  const auto up = [&](float v, int most) { return std::clamp((static_cast<int>(v) + margin + 4) / 4 * 4, 0, most); };
  PixelBox box{down(low.x, scene.viewport.width), down(low.y, scene.viewport.height), 0, 0};
  box.width = std::max(0, up(high.x, scene.viewport.width) - box.x);
  box.height = std::max(0, up(high.y, scene.viewport.height) - box.y);
  return box;
}

}  // namespace attune
