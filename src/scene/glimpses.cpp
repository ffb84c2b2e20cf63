#include "scene/glimpses.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <future>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <limits>
#include <map>
#include <string_view>

namespace attune {

namespace {
constexpr int kTurn = 45;                    // views in a full turn
constexpr float kStep = 6.2831853f / kTurn;  // radians between two of them
constexpr int kCells = 180;                  // across a coarse picture, and down
constexpr float kHalfHeight_mm = 113;        // of what it shows at the brain's middle: the brain with some margin
constexpr std::size_t kMostLooks = 40;
constexpr std::size_t kMostSpots = 150;
constexpr int kLasting = 2;      // steps to each side in which a spot should be in sight too
constexpr int kLook = 6;         // cells to each side of a spot that are looked at for what is in front of it
constexpr float kOwn_mm = 2.5f;  // the coarse mesh lies this far in front of the fine one at most
constexpr int kAround = 3;       // cells to each side of a spot
// In cells that a spot may lie nearer to the middle of what is in sight and still not be better than another:
constexpr float kEdgeCost = 16;    // with nothing of its structure around
constexpr float kHiddenCost = 60;  // hidden
}  // namespace

const float kGlimpseCost_mm = 2 * kHalfHeight_mm / kCells;

namespace {
// The coarsest mesh of every part that is drawn, of the folded cortex the middle one: enough to say what is in front of
// what.
std::vector<int> coarse_parts(const Scene& scene, const BrainModel& brain) {
  std::map<std::string_view, int> coarsest;
  for (std::size_t i = 0; i < brain.parts.size(); ++i) {
    const BrainPart& part = brain.parts[i];
    if (part.indices.empty() || (part.kind == PartKind::cortex && part.level > 1)) continue;
    const auto [at, added] = coarsest.emplace(part.name, static_cast<int>(i));
    if (!added && brain.parts[static_cast<std::size_t>(at->second)].level < part.level)
      at->second = static_cast<int>(i);
  }
  std::vector<int> found;
  for (const SurfaceItem& item : scene.surfaces) {
    const BrainPart& part = brain.parts[static_cast<std::size_t>(item.part)];
    const auto at = coarsest.find(part.name);
    const bool coarser = at != coarsest.end() && brain.parts[static_cast<std::size_t>(at->second)].level > part.level;
    found.push_back(coarser ? at->second : item.part);  // a model of one level may repeat a name
  }
  return found;
}

constexpr std::size_t cell_of(int x, int y) { return static_cast<std::size_t>(y * kCells + x); }

Camera coarse_camera(int azimuth, int elevation) {
  Camera camera = turned_to({azimuth, elevation}, home_camera());
  camera.field_of_view = 2 * std::atan(kHalfHeight_mm / camera.distance_mm);
  return camera;
}

// Column, row, and depth, which is < 0 behind the camera.
glm::vec3 project_point(const glm::vec3& position_mm, const glm::mat4& to_clip) {
  const glm::vec4 clip = to_clip * glm::vec4(position_mm, 1);
  const float half = clip.w > 1e-6f ? 0.5f / clip.w : 0;
  return {(clip.x * half + 0.5f) * kCells, (0.5f - clip.y * half) * kCells, clip.w};
}

// What is in front at every cell.
struct Layer {
  std::vector<float>& depths;
  std::vector<int>& items;  // -1 = none

  void clear() {
    depths.assign(std::size_t{kCells} * kCells, std::numeric_limits<float>::max());
    items.assign(depths.size(), -1);
  }
};

void rasterise(Layer layer, const BrainPart& part, const glm::mat4& to_clip, int item, bool glass) {
  std::vector<float>& depths = layer.depths;
  std::vector<int>& items = layer.items;
  std::vector<glm::vec3> points;
  // The first cell whose middle lies right of and below a point: a triangle whose points share its row or column has no
  // middle of a cell within, and most are as small as that.
  std::vector<glm::ivec2> firsts;
  points.reserve(part.positions_mm.size()), firsts.reserve(part.positions_mm.size());
  for (const glm::vec3& position : part.positions_mm) {
    points.push_back(project_point(position, to_clip));
    firsts.emplace_back(glm::clamp(glm::vec2(points.back()) + 0.5f, glm::vec2(0), glm::vec2(kCells)));
  }
  for (std::size_t i = 0; i + 2 < part.indices.size(); i += 3) {
    const std::uint32_t first = part.indices[i], second = part.indices[i + 1], third = part.indices[i + 2];
    const glm::ivec2 from = glm::min(glm::min(firsts[first], firsts[second]), firsts[third]);
    const glm::ivec2 to = glm::max(glm::max(firsts[first], firsts[second]), firsts[third]);
    if (from.x == to.x || from.y == to.y) continue;
    const glm::vec3 a = points[first], b = points[second], c = points[third];
    const float area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    if (std::abs(area) < 1e-6f || a.z <= 0 || b.z <= 0 || c.z <= 0) continue;
    if (glass && area > 0) continue;  // of glass only what faces the eye is drawn
    const float one = 1 / area, along_u = (b.y - c.y) * one, along_v = (c.y - a.y) * one, to_a = a.z - c.z,
                to_b = b.z - c.z;
    for (int y = from.y; y < to.y; ++y) {
      const glm::vec2 p(static_cast<float>(from.x) + 0.5f, static_cast<float>(y) + 0.5f);
      float u = ((b.x - p.x) * (c.y - p.y) - (b.y - p.y) * (c.x - p.x)) * one;
      float v = ((c.x - p.x) * (a.y - p.y) - (c.y - p.y) * (a.x - p.x)) * one;
      std::size_t cell = cell_of(from.x, y);
      for (int x = from.x; x < to.x; ++x, ++cell, u += along_u, v += along_v) {
        if (u < 0 || v < 0 || u + v > 1) continue;
        const float depth = u * to_a + v * to_b + c.z;
        if (depth >= depths[cell]) continue;
        depths[cell] = depth;
        items[cell] = item;
      }
    }
  }
}

void take_look(Look& look, const Scene& scene, const BrainModel& brain, const std::vector<int>& meshes) {
  const Camera camera = coarse_camera(look.azimuth, look.elevation);
  const glm::mat4 to_clip = projection_matrix(camera, 1) * view_matrix(camera);
  std::vector<float> faint_depth;
  std::vector<int> faint;
  Layer solid{look.solid_depth, look.solid}, glass{look.glass_depth, look.glass}, faint_glass{faint_depth, faint};
  for (Layer* layer : {&solid, &glass, &faint_glass}) layer->clear();
  for (std::size_t i = 0; i < scene.surfaces.size(); ++i) {
    const SurfaceItem& item = scene.surfaces[i];
    if (is_clear_glass(item)) continue;
    rasterise(!item.glass ? solid : is_covering_glass(item) ? glass : faint_glass,
              brain.parts[static_cast<std::size_t>(meshes[i])], to_clip, static_cast<int>(i), item.glass);
  }
  for (std::size_t cell = 0; cell < look.solid.size(); ++cell) {
    if (look.glass[cell] >= 0 && look.glass_depth[cell] < look.solid_depth[cell]) continue;
    look.glass[cell] = look.solid[cell] < 0 ? faint[cell] : -1;
    look.glass_depth[cell] = look.solid[cell] < 0 ? faint_depth[cell] : std::numeric_limits<float>::max();
  }
}

// Spots all over the surface of some meshes: one in every box of a grid as wide as needed. Returns the width, mm.
float scatter_spots(LookedAt& looked_at, const BrainModel& brain, const std::vector<int>& meshes) {
  std::vector<glm::vec3> places, normals;
  for (const int index : meshes) {
    const BrainPart& part = brain.parts[static_cast<std::size_t>(index)];
    for (std::size_t i = 0; i + 2 < part.indices.size(); i += 3) {
      const glm::vec3 a = part.positions_mm[part.indices[i]], b = part.positions_mm[part.indices[i + 1]],
                      c = part.positions_mm[part.indices[i + 2]];
      const glm::vec3 across = glm::cross(b - a, c - a);
      if (glm::dot(across, across) < 1e-12f) continue;
      looked_at.size += glm::length(across) / 8;
      // Large triangles get several.
      constexpr float kDense_mm = 2.5f;
      const float longest = std::max({glm::length(b - a), glm::length(c - b), glm::length(a - c)});
      const int n = std::clamp(static_cast<int>(std::ceil(longest / kDense_mm)), 1, 16);
      for (int u = 0; u < n; ++u)
        for (int v = 0; u + v < n; ++v) {
          const glm::vec2 share = (glm::vec2(u, v) + 1.0f / 3) / static_cast<float>(n);
          places.push_back(a + share.x * (b - a) + share.y * (c - a));
          normals.push_back(glm::normalize(across));
        }
    }
  }
  for (float apart_mm = 2.5f;; apart_mm *= 1.2f) {
    std::map<std::array<int, 3>, std::size_t> boxes;
    for (std::size_t i = 0; i < places.size(); ++i) {
      const glm::vec3 box = glm::floor(places[i] / apart_mm);
      const auto away = [&](std::size_t k) { return glm::length(places[k] / apart_mm - box - 0.5f); };
      const auto [at, added] =
          boxes.emplace(std::array{static_cast<int>(box.x), static_cast<int>(box.y), static_cast<int>(box.z)}, i);
      if (!added && away(i) < away(at->second)) at->second = i;
    }
    if (boxes.size() > kMostSpots) continue;
    for (const auto& entry : boxes) {
      looked_at.spots_mm.push_back(places[entry.second]);
      looked_at.normals.push_back(normals[entry.second]);
    }
    return apart_mm;
  }
}

LookedAt make_looked_at(const Scene& scene, const BrainModel& brain, const std::vector<int>& coarse,
                        const std::vector<int>& parts, bool of_glass) {
  LookedAt looked_at{parts, of_glass, {}, {}, {}, {}, 0};
  std::vector<int> meshes;
  for (std::size_t i = 0; i < scene.surfaces.size(); ++i) {
    const SurfaceItem& item = scene.surfaces[i];
    if (item.glass != of_glass || is_clear_glass(item) || std::find(parts.begin(), parts.end(), item.part) == parts.end())
      continue;
    looked_at.items.push_back(static_cast<int>(i));
    meshes.push_back(coarse[i]);
  }
  const float apart_mm = scatter_spots(looked_at, brain, meshes);
  // A bell around every spot, about as wide as they are apart.
  const std::size_t count = looked_at.spots_mm.size();
  looked_at.neighbours.resize(count);
  for (std::size_t a = 0; a < count; ++a)
    for (std::size_t b = 0; b < count; ++b) {
      const float away = glm::length(looked_at.spots_mm[a] - looked_at.spots_mm[b]) / (1.3f * apart_mm);
      if (away < 2.5f) looked_at.neighbours[a].emplace_back(static_cast<int>(b), std::exp(-0.5f * away * away));
    }
  return looked_at;
}

// How much of a spot's surroundings nothing is in front of, 0..1: several places around it count, as in soft shadows.
float soft_share(const Look& look, const glm::vec3& point, bool of_glass) {
  int seen = 0;
  for (int dy = -kLook; dy <= kLook; dy += 3)
    for (int dx = -kLook; dx <= kLook; dx += 3) {
      const int x = static_cast<int>(point.x) + dx, y = static_cast<int>(point.y) + dy;
      if (x < 0 || y < 0 || x >= kCells || y >= kCells) continue;
      const std::size_t cell = cell_of(x, y);
      if (of_glass && look.solid[cell] >= 0 && look.glass[cell] < 0) continue;
      seen += point.z < (of_glass ? look.glass_depth[cell] : look.solid_depth[cell]) + kOwn_mm;
    }
  return static_cast<float>(seen) / 25;
}

Glimpse take_glimpse(const Look& look, const LookedAt& looked_at, std::size_t surfaces) {
  Glimpse taken;
  taken.costs.assign(looked_at.spots_mm.size(), kHiddenCost);
  std::vector<char> is_one(surfaces, 0);
  for (const int item : looked_at.items) is_one[static_cast<std::size_t>(item)] = 1;
  const std::vector<int>& front = looked_at.of_glass ? look.glass : look.solid;
  const std::vector<float>& front_depth = looked_at.of_glass ? look.glass_depth : look.solid_depth;
  const auto is_theirs = [&](std::size_t cell) {
    return front[cell] >= 0 && is_one[static_cast<std::size_t>(front[cell])] != 0;
  };
  // How many cells above and left of a corner are theirs: of any box in four looks.
  constexpr int kCorners = kCells + 1;
  std::vector<int> theirs(std::size_t{kCorners} * kCorners, 0);
  const auto corner = [](int x, int y) { return static_cast<std::size_t>(y * kCorners + x); };
  glm::vec2 sum(0);
  for (int y = 0; y < kCells; ++y) {
    int of_row = 0;
    for (int x = 0; x < kCells; ++x) {
      if (is_theirs(cell_of(x, y))) {
        sum += glm::vec2(x, y) + 0.5f;
        ++of_row;
      }
      theirs[corner(x + 1, y + 1)] = theirs[corner(x + 1, y)] + of_row;
    }
  }
  const auto share_around = [&](int x, int y) {
    const int left = std::max(0, x - kAround), right = std::min(kCells, x + kAround + 1);
    const int top = std::max(0, y - kAround), low = std::min(kCells, y + kAround + 1);
    const int count =
        theirs[corner(right, low)] - theirs[corner(left, low)] - theirs[corner(right, top)] + theirs[corner(left, top)];
    return static_cast<float>(count) / static_cast<float>((2 * kAround + 1) * (2 * kAround + 1));
  };

  const Camera camera = coarse_camera(look.azimuth, look.elevation);
  const glm::mat4 to_clip = projection_matrix(camera, 1) * view_matrix(camera);
  const glm::vec3 eye = camera_position(camera);
  const int all = theirs.back();
  float facing = 0, in_sight = 0;
  for (std::size_t i = 0; i < taken.costs.size(); ++i) {
    const glm::vec3& spot = looked_at.spots_mm[i];
    if (glm::dot(looked_at.normals[i], eye - spot) <= 0) continue;
    const glm::vec3 point = project_point(spot, to_clip);
    if (point.z <= 0 || point.x < 0 || point.y < 0 || point.x >= kCells || point.y >= kCells) continue;
    ++facing;
    in_sight += soft_share(look, point, looked_at.of_glass);
    const int x = static_cast<int>(point.x), y = static_cast<int>(point.y);
    const std::size_t cell = cell_of(x, y);
    if (all == 0 || !is_theirs(cell) || point.z > front_depth[cell] + kOwn_mm) continue;
    taken.costs[i] = std::min(kHiddenCost, glm::length(glm::vec2(point) - sum / static_cast<float>(all)) +
                                               kEdgeCost * (1 - share_around(x, y)));
  }
  taken.area = static_cast<float>(all) * kGlimpseCost_mm * kGlimpseCost_mm;
  taken.share = facing > 0 ? in_sight / facing : 0;
  return taken;
}

Look& room_for_look(LookMemory& memory, int azimuth, int elevation) {
  if (memory.looks.size() >= kMostLooks)
    memory.looks.erase(std::min_element(memory.looks.begin(), memory.looks.end(),
                                        [](const Look& a, const Look& b) { return a.used < b.used; }));
  Look& look = memory.looks.emplace_back();
  look.azimuth = azimuth;
  look.elevation = elevation;
  look.used = memory.asked;
  return look;
}

// The look of these steps, taken now if it was not before.
Look& look_from(LookMemory& memory, const Scene& scene, const BrainModel& brain, int azimuth, int elevation) {
  for (Look& look : memory.looks)
    if (look.azimuth == azimuth && look.elevation == elevation) return look;
  Look& look = room_for_look(memory, azimuth, elevation);
  take_look(look, scene, brain, memory.meshes);
  return look;
}
}  // namespace

bool recall(LookMemory& memory, const Scene& scene, const BrainModel& brain) {
  std::vector<Shape> shapes;
  shapes.reserve(scene.surfaces.size());
  for (const SurfaceItem& item : scene.surfaces) {
    const BrainPart& part = brain.parts[static_cast<std::size_t>(item.part)];
    shapes.push_back({item.part, item.glass, is_clear_glass(item), is_covering_glass(item),
                      part.positions_mm.size(), part.min_mm, part.max_mm});
  }
  if (memory.shapes == shapes) return false;
  memory = {};
  memory.shapes = std::move(shapes);
  memory.meshes = coarse_parts(scene, brain);
  return true;
}

std::size_t look_at(LookMemory& memory, const Scene& scene, const BrainModel& brain, const std::vector<int>& parts,
                    bool of_glass) {
  for (std::size_t i = 0; i < memory.looked_at.size(); ++i)
    if (memory.looked_at[i].of_glass == of_glass && memory.looked_at[i].parts == parts) return i;
  memory.looked_at.push_back(make_looked_at(scene, brain, memory.meshes, parts, of_glass));
  return memory.looked_at.size() - 1;
}

std::array<Step, 9> steps_around(const Camera& camera) {
  const auto weights_of = [](float from_nearest) {  // -0.5..0.5
    return std::array{0.5f * (0.5f - from_nearest) * (0.5f - from_nearest), 0.75f - from_nearest * from_nearest,
                      0.5f * (0.5f + from_nearest) * (0.5f + from_nearest)};
  };
  const float across = camera.azimuth / kStep, up = camera.elevation / kStep;
  const int azimuth = static_cast<int>(std::lround(across)), elevation = static_cast<int>(std::lround(up));
  const std::array<float, 3> by_azimuth = weights_of(across - static_cast<float>(azimuth)),
                             by_elevation = weights_of(up - static_cast<float>(elevation));
  std::array<Step, 9> steps;
  for (int i = 0; i < 3; ++i)
    for (int k = 0; k < 3; ++k)
      steps[static_cast<std::size_t>(3 * i + k)] = {((azimuth + i - 1) % kTurn + kTurn) % kTurn, elevation + k - 1,
                                                    by_azimuth[static_cast<std::size_t>(i)] * by_elevation[static_cast<std::size_t>(k)]};
  return steps;
}

Camera turned_to(const Step& step, Camera camera) {
  camera.azimuth = static_cast<float>(step.azimuth) * kStep;
  camera.elevation = static_cast<float>(step.elevation) * kStep;
  return camera;
}

namespace {
const Glimpse& taken_from(LookMemory& memory, const Scene& scene, const BrainModel& brain, std::size_t looked_at, int azimuth,
                          int elevation) {
  Look& look = look_from(memory, scene, brain, azimuth, elevation);
  look.used = memory.asked;
  look.glimpses.resize(memory.looked_at.size());
  Glimpse& taken = look.glimpses[looked_at];
  if (taken.costs.empty()) taken = take_glimpse(look, memory.looked_at[looked_at], scene.surfaces.size());
  return taken;
}

void add(std::vector<float>& costs, float weight, const std::vector<float>& of_step) {
  for (std::size_t spot = 0; spot < costs.size(); ++spot) costs[spot] += weight * of_step[spot];
}
}  // namespace

void take_looks_around(LookMemory& memory, const Scene& scene, const BrainModel& brain) {
  ++memory.asked;
  const Step nearest = steps_around(scene.camera)[4];
  const auto is_around = [&](const Look& look) {
    const int across = std::abs(look.azimuth - nearest.azimuth);
    return std::min(across, kTurn - across) <= 1 + kLasting && std::abs(look.elevation - nearest.elevation) <= 1;
  };
  for (Look& look : memory.looks)
    if (is_around(look)) look.used = memory.asked;
  std::vector<std::pair<int, int>> missing;
  for (int across = -1 - kLasting; across <= 1 + kLasting; ++across)
    for (int up = -1; up <= 1; ++up) {
      const std::pair step((nearest.azimuth + across + kTurn) % kTurn, nearest.elevation + up);
      if (std::none_of(memory.looks.begin(), memory.looks.end(),
                       [&](const Look& look) { return look.azimuth == step.first && look.elevation == step.second; }))
        missing.push_back(step);
    }
  for (const auto& [azimuth, elevation] : missing) room_for_look(memory, azimuth, elevation);
  // They are the last ones now, and do not know of each other.
  Look* const first = memory.looks.data() + (memory.looks.size() - missing.size());
  const auto take_every_other = [&](std::size_t from) {
    for (std::size_t i = from; i < missing.size(); i += 2) take_look(first[i], scene, brain, memory.meshes);
  };
  if (missing.empty()) return;
  std::future<void> other = std::async(std::launch::async, take_every_other, 1);
  take_every_other(0);
  other.get();
}

Glimpse glimpse(LookMemory& memory, const Scene& scene, const BrainModel& brain, std::size_t looked_at) {
  ++memory.asked;
  Glimpse sum;
  sum.costs.assign(memory.looked_at[looked_at].spots_mm.size(), 0);
  for (const Step& step : steps_around(scene.camera)) {
    const Glimpse& taken = taken_from(memory, scene, brain, looked_at, step.azimuth, step.elevation);
    sum.share += step.weight * taken.share;
    sum.area += step.weight * taken.area;
    add(sum.costs, step.weight, taken.costs);
  }
  return sum;
}

LastingGlimpse lasting_glimpse(LookMemory& memory, const Scene& scene, const BrainModel& brain, std::size_t looked_at) {
  ++memory.asked;
  const Step nearest = steps_around(scene.camera)[4];
  LastingGlimpse lasting{taken_from(memory, scene, brain, looked_at, nearest.azimuth, nearest.elevation), {}, {}};
  lasting.costs.assign(lasting.now.costs.size(), 0);
  constexpr std::array<float, 2 * kLasting + 1> kWeights{1.0f / 9, 2.0f / 9, 3.0f / 9, 2.0f / 9, 1.0f / 9};
  for (int k = -kLasting; k <= kLasting; ++k) {
    const auto at = static_cast<std::size_t>(k + kLasting);
    const Glimpse& taken = taken_from(memory, scene, brain, looked_at, (nearest.azimuth + k + kTurn) % kTurn, nearest.elevation);
    add(lasting.costs, kWeights[at], taken.costs);
    lasting.in_sight[at] = {kWeights[at], taken.share, taken.area, *std::min_element(taken.costs.begin(), taken.costs.end())};
  }
  for (std::size_t spot = 0; spot < lasting.costs.size(); ++spot)
    if (lasting.now.costs[spot] >= kHiddenCost) lasting.costs[spot] = kHiddenCost;
  return lasting;
}

}  // namespace attune
