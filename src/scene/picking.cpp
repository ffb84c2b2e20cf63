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
  struct Nearest {
    float distance = std::numeric_limits<float>::max();
    int part = -1;
  } solid, covering, faint;
  for (const SurfaceItem& item : scene.surfaces) {
    if (is_clear_glass(item)) continue;
    Nearest& nearest = !item.glass ? solid : is_covering_glass(item) ? covering : faint;
    const float distance = hit_part(*ray, brain.parts[static_cast<std::size_t>(item.part)], item.glass, nearest.distance);
    if (distance < nearest.distance) nearest = {distance, item.part};
  }
  seen.solid = solid.part;
  for (const Nearest& glass : {covering, faint})
    if (seen.glass < 0 && glass.distance < solid.distance) seen.glass = glass.part;
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
  bool covers = false;  // of glass
  for (const SurfaceItem& item : scene.surfaces) {
    if (!is_one(item) || is_clear_glass(item)) continue;
    const float hit = hit_part(*ray, brain.parts[static_cast<std::size_t>(item.part)], item.glass, nearest);
    if (hit < nearest) nearest = hit, covers = is_covering_glass(item);
  }
  if (nearest == none) return false;
  for (const SurfaceItem& item : scene.surfaces) {
    if (is_one(item) || is_clear_glass(item) || (item.glass && !glass)) continue;  // solids are seen through glass,
    if (covers && item.glass && !is_covering_glass(item)) continue;                 // strong glass through faint
    const bool faint_before_it = glass && !covers && (!item.glass || is_covering_glass(item));
    const float before = faint_before_it ? none : nearest;
    if (hit_part(*ray, brain.parts[static_cast<std::size_t>(item.part)], item.glass, before) < before) return false;
  }
  return true;
}

namespace {
// Which item is in front at the points of a square grid around a pixel of the target.
struct Patch {
  glm::vec2 middle{0};  // of the view
  float apart = 1;
  int reach = 0, across = 1;
  std::vector<float> depth;
  std::vector<int> item;  // of Scene::surfaces, -1 = none
  std::vector<bool> covered;  // whether a solid or strong glass lies there, in front or behind

  glm::vec2 at(int x, int y) const { return middle + apart * glm::vec2(x - reach, y - reach); }
  std::size_t cell(int x, int y) const { return static_cast<std::size_t>(y * across + x); }
};

// Faint glass is not drawn over or before anything else.
void draw_on(Patch& patch, const Viewport& view, const BrainPart& part, const glm::mat4& to_clip, int item, bool facing,
             bool faint) {
  const glm::vec2 low = patch.at(0, 0), high = patch.at(patch.across - 1, patch.across - 1);
  std::vector<glm::vec3> points(part.positions_mm.size());  // z: depth, < 0 behind the camera
  bool before = true;
  glm::vec2 from(std::numeric_limits<float>::max()), to(-from);
  const auto project = [&](const glm::vec3& mm) {
    const glm::vec4 clip = to_clip * glm::vec4(mm, 1);
    return clip.w > 0 ? glm::vec3(to_pixels(view, clip), 1 + clip.z / clip.w) : glm::vec3(0, 0, -1);
  };
  for (int corner = 0; corner < 8; ++corner) {
    const glm::vec3 p = project({corner & 1 ? part.max_mm.x : part.min_mm.x, corner & 2 ? part.max_mm.y : part.min_mm.y,
                                 corner & 4 ? part.max_mm.z : part.min_mm.z});
    before = before && p.z >= 0;
    from = glm::min(from, glm::vec2(p)), to = glm::max(to, glm::vec2(p));
  }
  if (before && (to.x < low.x || to.y < low.y || from.x > high.x || from.y > high.y)) return;
  std::transform(part.positions_mm.begin(), part.positions_mm.end(), points.begin(), project);
  for (std::size_t i = 0; i + 2 < part.indices.size(); i += 3) {
    const glm::vec3 &a = points[part.indices[i]], &b = points[part.indices[i + 1]], &c = points[part.indices[i + 2]];
    const glm::vec2 least(std::min({a.x, b.x, c.x}), std::min({a.y, b.y, c.y})),
        most(std::max({a.x, b.x, c.x}), std::max({a.y, b.y, c.y}));
    if (most.x < low.x || most.y < low.y || least.x > high.x || least.y > high.y || a.z < 0 || b.z < 0 || c.z < 0) continue;
    const float area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    if (area == 0 || (facing && area > 0)) continue;  // y goes down
    const auto first = [&](float x, float start) { return std::max(0, static_cast<int>(std::ceil((x - start) / patch.apart))); };
    const auto last = [&](float x, float start) {
      return std::min(patch.across - 1, static_cast<int>(std::floor((x - start) / patch.apart)));
    };
    for (int y = first(least.y, low.y); y <= last(most.y, low.y); ++y)
      for (int x = first(least.x, low.x); x <= last(most.x, low.x); ++x) {
        const glm::vec2 p = patch.at(x, y);
        const float u = ((b.x - p.x) * (c.y - p.y) - (b.y - p.y) * (c.x - p.x)) / area,
                    v = ((c.x - p.x) * (a.y - p.y) - (c.y - p.y) * (a.x - p.x)) / area, w = 1 - u - v;
        const float depth = u * a.z + v * b.z + w * c.z;
        float& nearest = patch.depth[patch.cell(x, y)];
        if (u < 0 || v < 0 || w < 0 || depth >= nearest || (faint && patch.covered[patch.cell(x, y)])) continue;
        nearest = depth;
        patch.item[patch.cell(x, y)] = item;
        if (!faint) patch.covered[patch.cell(x, y)] = true;
      }
  }
}
}  // namespace

std::optional<glm::vec2> nearest_seen(const Scene& scene, const BrainModel& brain, glm::vec2 pixel,
                                      const std::vector<int>& parts, bool glass, float apart, int reach) {
  if (is_seen_at(scene, brain, pixel, parts, glass)) return pixel;
  const Viewport& view = scene.viewport;
  const glm::vec2 origin(view.x, view.y);
  Patch patch{pixel - origin, apart, reach, 2 * reach + 1, {}, {}, {}};
  patch.depth.assign(static_cast<std::size_t>(patch.across * patch.across), std::numeric_limits<float>::max());
  patch.item.assign(patch.depth.size(), -1);
  patch.covered.assign(patch.depth.size(), false);
  const glm::mat4 to_clip =
      projection_matrix(scene.camera, static_cast<float>(view.width) / static_cast<float>(std::max(1, view.height))) *
      view_matrix(scene.camera);
  for (const bool faint : {false, true})
    for (std::size_t i = 0; i < scene.surfaces.size(); ++i) {
      const SurfaceItem& item = scene.surfaces[i];
      if (is_clear_glass(item) || (item.glass && !is_covering_glass(item)) != faint || (item.glass && !glass)) continue;
      draw_on(patch, view, brain.parts[static_cast<std::size_t>(item.part)], to_clip, static_cast<int>(i), item.glass, faint);
    }
  const auto shows = [&](int x, int y) {
    if (x < 0 || y < 0 || x >= patch.across || y >= patch.across) return false;
    const int front = patch.item[patch.cell(x, y)];
    if (front < 0) return false;
    const SurfaceItem& item = scene.surfaces[static_cast<std::size_t>(front)];
    return item.glass == glass && std::find(parts.begin(), parts.end(), item.part) != parts.end();
  };
  const auto is_at_edge = [&](int x, int y) {
    return !shows(x - 1, y) || !shows(x + 1, y) || !shows(x, y - 1) || !shows(x, y + 1);
  };
  constexpr float kEdge = 6;
  std::vector<std::pair<float, glm::vec2>> found;
  for (int y = 0; y < patch.across; ++y)
    for (int x = 0; x < patch.across; ++x)
      if (shows(x, y))
        found.emplace_back(std::hypot(static_cast<float>(x - reach), static_cast<float>(y - reach)) + (is_at_edge(x, y) ? kEdge : 0.0f),
                           origin + patch.at(x, y));
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  // Where three surfaces meet, rounding may say otherwise than the ray.
  constexpr std::size_t kTries = 4;
  for (std::size_t i = 0; i < std::min(found.size(), kTries); ++i)
    if (is_seen_at(scene, brain, found[i].second, parts, glass)) return found[i].second;
  return std::nullopt;
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
