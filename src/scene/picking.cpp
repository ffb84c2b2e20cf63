#include "scene/picking.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace attune {

namespace {
bool hits_box(const Ray& ray, glm::vec3 low, glm::vec3 high) {
  float enter = 0, leave = std::numeric_limits<float>::max();
  for (int axis = 0; axis < 3; ++axis) {
    const float inverse = 1 / ray.direction[axis];
    float a = (low[axis] - ray.origin_mm[axis]) * inverse;
    float b = (high[axis] - ray.origin_mm[axis]) * inverse;
    if (a > b) std::swap(a, b);
    enter = std::max(enter, a);
    leave = std::min(leave, b);
  }
  return enter <= leave;
}

// Distance along the ray or infinity (Moeller and Trumbore 1997).
float hit_triangle(const Ray& ray, glm::vec3 a, glm::vec3 b, glm::vec3 c) {
  constexpr float none = std::numeric_limits<float>::max();
  const glm::vec3 ab = b - a, ac = c - a;
  const glm::vec3 p = glm::cross(ray.direction, ac);
  const float determinant = glm::dot(ab, p);
  if (std::abs(determinant) < 1e-9f) return none;
  const glm::vec3 s = ray.origin_mm - a;
  const float u = glm::dot(s, p) / determinant;
  if (u < 0 || u > 1) return none;
  const glm::vec3 q = glm::cross(s, ab);
  const float v = glm::dot(ray.direction, q) / determinant;
  if (v < 0 || u + v > 1) return none;
  const float distance = glm::dot(ac, q) / determinant;
  return distance > 0 ? distance : none;
}
}  // namespace

int pick_part(const Scene& scene, const BrainModel& brain, glm::vec2 pixel) {
  const Viewport& view = scene.viewport;
  if (view.width <= 0 || view.height <= 0) return -1;
  const glm::vec2 local = (pixel - glm::vec2(view.x, view.y)) / glm::vec2(view.width, view.height);
  if (local.x < 0 || local.y < 0 || local.x > 1 || local.y > 1) return -1;
  const float aspect = static_cast<float>(view.width) / static_cast<float>(view.height);
  const Ray ray = ray_through(scene.camera, {local.x * 2 - 1, 1 - local.y * 2}, aspect);

  float nearest_solid = std::numeric_limits<float>::max(), nearest_glass = nearest_solid;
  int solid = -1, glass = -1;
  for (const SurfaceItem& item : scene.surfaces) {
    if (item.glass && item.fill <= 0) continue;
    const BrainPart& part = brain.parts[static_cast<std::size_t>(item.part)];
    if (!hits_box(ray, part.min_mm, part.max_mm)) continue;
    float& nearest = item.glass ? nearest_glass : nearest_solid;
    for (std::size_t i = 0; i + 2 < part.indices.size(); i += 3) {
      const float distance = hit_triangle(ray, part.positions_mm[part.indices[i]],
                                          part.positions_mm[part.indices[i + 1]], part.positions_mm[part.indices[i + 2]]);
      if (distance < nearest) {
        nearest = distance;
        (item.glass ? glass : solid) = item.part;
      }
    }
  }
  return solid >= 0 ? solid : glass;
}

}  // namespace attune
