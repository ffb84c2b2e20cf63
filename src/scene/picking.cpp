#include "scene/picking.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace attune {

namespace {
// Closer than `nearest` along the ray.
bool hits_box(const Ray& ray, glm::vec3 low, glm::vec3 high, float nearest = std::numeric_limits<float>::max()) {
  float enter = 0, leave = nearest;
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

// Distance along the ray or infinity (Moeller and Trumbore 1997); `facing`: only what turns its front to the eye.
float hit_triangle(const Ray& ray, glm::vec3 a, glm::vec3 b, glm::vec3 c, bool facing) {
  constexpr float none = std::numeric_limits<float>::max();
  const glm::vec3 ab = b - a, ac = c - a;
  const glm::vec3 p = glm::cross(ray.direction, ac);
  const float determinant = glm::dot(ab, p);
  if (std::abs(determinant) < 1e-9f || (facing && determinant < 0)) return none;
  const glm::vec3 s = ray.origin_mm - a;
  const float u = glm::dot(s, p) / determinant;
  if (u < 0 || u > 1) return none;
  const glm::vec3 q = glm::cross(s, ab);
  const float v = glm::dot(ray.direction, q) / determinant;
  if (v < 0 || u + v > 1) return none;
  const float distance = glm::dot(ac, q) / determinant;
  return distance > 0 ? distance : none;
}

std::optional<Ray> ray_at(const Scene& scene, glm::vec2 pixel) {
  const Viewport& view = scene.viewport;
  if (view.width <= 0 || view.height <= 0) return std::nullopt;
  const glm::vec2 local = (pixel - glm::vec2(view.x, view.y)) / glm::vec2(view.width, view.height);
  if (local.x < 0 || local.y < 0 || local.x > 1 || local.y > 1) return std::nullopt;
  const float aspect = static_cast<float>(view.width) / static_cast<float>(view.height);
  return ray_through(scene.camera, {local.x * 2 - 1, 1 - local.y * 2}, aspect);
}

// The nearest hit that is closer than `nearest`, else that. What the ray goes through is asked in the plane across it, which
// every vertex is brought to once; the distance only of what is hit.
float hit_part(const Ray& ray, const BrainPart& part, bool facing, float nearest) {
  if (!hits_box(ray, part.min_mm, part.max_mm, nearest)) return nearest;
  const glm::vec3 along = ray.direction;
  const glm::vec3 x = glm::normalize(glm::cross(along, std::abs(along.z) < 0.9f ? glm::vec3(0, 0, 1) : glm::vec3(1, 0, 0)));
  const glm::vec3 y = glm::cross(along, x);
  std::vector<glm::vec2> beside(part.positions_mm.size());
  for (std::size_t i = 0; i < beside.size(); ++i) {
    const glm::vec3 from_eye = part.positions_mm[i] - ray.origin_mm;
    beside[i] = {glm::dot(from_eye, x), glm::dot(from_eye, y)};
  }
  for (std::size_t i = 0; i + 2 < part.indices.size(); i += 3) {
    const std::uint32_t a = part.indices[i], b = part.indices[i + 1], c = part.indices[i + 2];
    const glm::vec2 p = beside[a], q = beside[b], r = beside[c];
    const float pq = p.x * q.y - p.y * q.x, qr = q.x * r.y - q.y * r.x, rp = r.x * p.y - r.y * p.x;
    const bool any_left = pq > 0 || qr > 0 || rp > 0, any_right = pq < 0 || qr < 0 || rp < 0;
    if (any_left && any_right) continue;
    nearest = std::min(nearest, hit_triangle(ray, part.positions_mm[a], part.positions_mm[b], part.positions_mm[c], facing));
  }
  return nearest;
}
}  // namespace

Seen seen_at(const Scene& scene, const BrainModel& brain, glm::vec2 pixel) {
  Seen seen;
  const std::optional<Ray> ray = ray_at(scene, pixel);
  if (!ray) return seen;
  float nearest_solid = std::numeric_limits<float>::max(), nearest_glass = nearest_solid;
  for (const SurfaceItem& item : scene.surfaces) {
    if (is_clear_glass(item)) continue;
    float& nearest = item.glass ? nearest_glass : nearest_solid;
    const float distance = hit_part(*ray, brain.parts[static_cast<std::size_t>(item.part)], item.glass, nearest);
    if (distance >= nearest) continue;
    nearest = distance;
    (item.glass ? seen.glass : seen.solid) = item.part;
  }
  if (nearest_solid <= nearest_glass) seen.glass = -1;
  return seen;
}

bool is_seen_at(const Scene& scene, const BrainModel& brain, glm::vec2 pixel, const std::vector<int>& parts, bool glass) {
  const std::optional<Ray> ray = ray_at(scene, pixel);
  if (!ray) return false;
  constexpr float none = std::numeric_limits<float>::max();
  const auto is_one = [&](const SurfaceItem& item) {
    return item.glass == glass && std::find(parts.begin(), parts.end(), item.part) != parts.end();
  };
  float nearest = none;
  for (const SurfaceItem& item : scene.surfaces)
    if (is_one(item) && !is_clear_glass(item))
      nearest = hit_part(*ray, brain.parts[static_cast<std::size_t>(item.part)], item.glass, nearest);
  if (nearest == none) return false;
  for (const SurfaceItem& item : scene.surfaces) {
    if (is_one(item) || is_clear_glass(item) || (item.glass && !glass)) continue;  // solids are seen through glass
    if (hit_part(*ray, brain.parts[static_cast<std::size_t>(item.part)], item.glass, nearest) < nearest) return false;
  }
  return true;
}

int pick_part(const Scene& scene, const BrainModel& brain, glm::vec2 pixel) {
  const Seen seen = seen_at(scene, brain, pixel);
  return seen.solid >= 0 ? seen.solid : seen.glass;
}

const OverlayTarget* target_at(const Scene& scene, glm::vec2 pixel) {
  const Viewport& view = scene.viewport;
  const glm::vec2 at = pixel - glm::vec2(view.x, view.y);
  if (at.x < 0 || at.y < 0 || at.x >= static_cast<float>(view.width) || at.y >= static_cast<float>(view.height)) return nullptr;
  for (const OverlayTarget& target : scene.overlay.targets)
    if (at.x >= target.min.x && at.y >= target.min.y && at.x < target.max.x && at.y < target.max.y) return &target;
  return nullptr;
}

std::string structure_at(const Scene& scene, const BrainModel& brain, glm::vec2 pixel) {
  if (const OverlayTarget* target = target_at(scene, pixel); target != nullptr && !target->structure.empty()) return target->structure;
  const int part = pick_part(scene, brain, pixel);
  return part < 0 ? "" : brain.parts[static_cast<std::size_t>(part)].structure;
}

}  // namespace attune
