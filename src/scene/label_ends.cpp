#include "scene/label_ends.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <limits>
#include <map>
#include <numeric>
#include <string_view>

#include "scene/picking.h"

namespace attune {

namespace {
constexpr float kCells = 288 * 162;      // of the coarse picture
constexpr std::size_t kFewestCells = 2;  // less of a structure is not worth pointing at
constexpr float kFewestShare = 0.12f;    // nor is so small a share of what faces the eye of it
constexpr int kLook = 6;                 // cells to each side of a point that are looked at for what is in front of it
constexpr float kFarPlaces = 200;  // of a large structure not every cell far from its middle is a place of its own
constexpr float kNear = 8;         // cells
constexpr int kAround = 3;         // cells to each side of a place
constexpr float kBehindCost = 10;  // cells that a place of glass with a solid behind it may lie nearer to the middle
constexpr float kEdgeCost = 16;    // cells that a place with nothing round it may lie nearer to the middle

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

// A coarse picture: which surface item is in front in every cell, of the solids and of what is filled of the glass.
struct CoarsePicture {
  int columns = 1, rows = 1;
  std::vector<float> solid_depth, glass_depth;
  std::vector<int> solid, glass;  // index into Scene::surfaces, -1 = none; glass only where no solid is in front
  std::vector<int> parts;         // the mesh taken for every surface item
  std::vector<std::vector<glm::vec3>> points;  // its vertices, of every surface item that is drawn: column, row, depth
};

bool is_clear(const SurfaceItem& item) { return item.glass && item.fill <= 0; }

bool is_one_of(const LabelRequest& request, const SurfaceItem& item) {
  return !is_clear(item) && std::find(request.parts.begin(), request.parts.end(), item.part) != request.parts.end();
}

// Column, row, and depth, which is < 0 behind the camera.
std::vector<glm::vec3> project_points(const std::vector<glm::vec3>& positions_mm, const glm::mat4& to_clip,
                                      float columns, float rows) {
  std::vector<glm::vec3> points;
  points.reserve(positions_mm.size());
  for (const glm::vec3& position : positions_mm) {
    const glm::vec4 clip = to_clip * glm::vec4(position, 1);
    const float half = clip.w > 1e-6f ? 0.5f / clip.w : 0;
    points.emplace_back((clip.x * half + 0.5f) * columns, (0.5f - clip.y * half) * rows, clip.w);
  }
  return points;
}

void rasterise(CoarsePicture& picture, const BrainPart& part, const std::vector<glm::vec3>& points, int item,
               bool glass) {
  std::vector<float>& depths = glass ? picture.glass_depth : picture.solid_depth;
  std::vector<int>& items = glass ? picture.glass : picture.solid;
  // The first cell whose middle lies right of and below a point: a triangle whose points share its row or column has no
  // middle of a cell within, and most are as small as that.
  std::vector<glm::ivec2> firsts;
  firsts.reserve(points.size());
  const glm::vec2 size(static_cast<float>(picture.columns), static_cast<float>(picture.rows));
  for (const glm::vec3& point : points) firsts.emplace_back(glm::clamp(glm::vec2(point) + 0.5f, glm::vec2(0), size));
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
      auto cell = static_cast<std::size_t>(y * picture.columns + from.x);
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

// The part of the picture that some points take, and how far away they are.
struct Extent {
  glm::vec3 low{std::numeric_limits<float>::max()}, high{std::numeric_limits<float>::lowest()};
};

void add(Extent& extent, const std::vector<glm::vec3>& points) {
  for (const glm::vec3& point : points) {
    extent.low = glm::min(extent.low, point);
    extent.high = glm::max(extent.high, point);
  }
}

// `wanted`: the items that are asked for. What cannot be in front of one of them is left out.
CoarsePicture take_coarse_picture(const Scene& scene, const BrainModel& brain, const glm::mat4& to_clip,
                                  const std::vector<char>& wanted) {
  CoarsePicture picture;
  const auto width = static_cast<float>(std::max(1, scene.viewport.width)),
             height = static_cast<float>(std::max(1, scene.viewport.height));
  picture.columns = std::max(1, static_cast<int>(std::lround(std::sqrt(kCells * width / height))));
  picture.rows = std::max(1, static_cast<int>(std::lround(std::sqrt(kCells * height / width))));
  const auto cells = static_cast<std::size_t>(picture.columns) * static_cast<std::size_t>(picture.rows);
  picture.solid_depth.assign(cells, std::numeric_limits<float>::max());
  picture.glass_depth = picture.solid_depth;
  picture.solid.assign(cells, -1);
  picture.glass = picture.solid;
  picture.parts = coarse_parts(scene, brain);
  picture.points.resize(scene.surfaces.size());
  const auto project = [&](const std::vector<glm::vec3>& positions_mm) {
    return project_points(positions_mm, to_clip, static_cast<float>(picture.columns), static_cast<float>(picture.rows));
  };
  const auto part_of = [&](std::size_t i) -> const BrainPart& {
    return brain.parts[static_cast<std::size_t>(picture.parts[i])];
  };
  Extent asked;
  for (std::size_t i = 0; i < scene.surfaces.size(); ++i)
    if (wanted[i]) {
      picture.points[i] = project(part_of(i).positions_mm);
      add(asked, picture.points[i]);
    }
  for (std::size_t i = 0; i < scene.surfaces.size(); ++i) {
    if (is_clear(scene.surfaces[i])) continue;
    const BrainPart& part = part_of(i);
    if (!wanted[i]) {
      const glm::vec3 low = part.min_mm, high = part.max_mm;
      Extent box;
      add(box, project({low,
                        {high.x, low.y, low.z},
                        {low.x, high.y, low.z},
                        {low.x, low.y, high.z},
                        high,
                        {low.x, high.y, high.z},
                        {high.x, low.y, high.z},
                        {high.x, high.y, low.z}}));
      const bool beside = box.low.x > asked.high.x + kLook || box.high.x < asked.low.x - kLook ||
                          box.low.y > asked.high.y + kLook || box.high.y < asked.low.y - kLook ||
                          box.low.z > asked.high.z;
      if (beside && box.low.z > 0) continue;
      picture.points[i] = project(part.positions_mm);
    }
    rasterise(picture, part, picture.points[i], static_cast<int>(i), scene.surfaces[i].glass);
  }
  for (std::size_t cell = 0; cell < cells; ++cell)
    if (picture.glass_depth[cell] >= picture.solid_depth[cell]) picture.glass[cell] = -1;
  return picture;
}

// How much of what faces the eye of these items is in sight, 0..1, by their vertices and a soft look at what is in
// front of each (several places around it count, as in soft shadows): a share that changes slowly while the brain
// turns, so that a name at the limit does not come and go.
float share_in_sight(const CoarsePicture& picture, const Scene& scene, const BrainModel& brain,
                     const std::vector<int>& items, const glm::mat4& to_clip, std::size_t vertices) {
  constexpr float kOwn_mm = 2.5f;  // the coarse mesh lies this far in front of the fine one at most
  const glm::vec3 eye = camera_position(scene.camera);
  int facing = 0, seen = 0;
  for (const int index : items) {
    const SurfaceItem& item = scene.surfaces[static_cast<std::size_t>(index)];
    const BrainPart& part = brain.parts[static_cast<std::size_t>(item.part)];
    const std::size_t stride = std::max<std::size_t>(1, part.positions_mm.size() / vertices);
    for (std::size_t v = 0; v < part.positions_mm.size(); v += stride) {
      if (glm::dot(part.normals[v], eye - part.positions_mm[v]) <= 0) continue;
      ++facing;
      const glm::vec4 clip = to_clip * glm::vec4(part.positions_mm[v], 1);
      if (clip.w <= 0) continue;
      const int x = static_cast<int>((clip.x / clip.w * 0.5f + 0.5f) * static_cast<float>(picture.columns));
      const int y = static_cast<int>((0.5f - clip.y / clip.w * 0.5f) * static_cast<float>(picture.rows));
      for (int dy = -kLook; dy <= kLook; dy += 3)
        for (int dx = -kLook; dx <= kLook; dx += 3) {
          const int i = x + dx, j = y + dy;
          if (i < 0 || j < 0 || i >= picture.columns || j >= picture.rows) continue;
          const auto cell = static_cast<std::size_t>(j * picture.columns + i);
          const float in_front =
              item.glass ? std::min(picture.solid_depth[cell], picture.glass_depth[cell]) : picture.solid_depth[cell];
          seen += clip.w < in_front + kOwn_mm;
        }
    }
  }
  return facing > 0 ? static_cast<float>(seen) / (25.0f * static_cast<float>(facing)) : 0;
}

// Enough of these items to point at; a few vertices (of every part) tell it of most.
bool is_in_sight(const CoarsePicture& picture, const Scene& scene, const BrainModel& brain,
                 const std::vector<int>& items, const glm::mat4& to_clip) {
  constexpr std::size_t kFew = 30, kMany = 300;
  return share_in_sight(picture, scene, brain, items, to_clip, kFew) > 3 * kFewestShare ||
         share_in_sight(picture, scene, brain, items, to_clip, kMany) >= kFewestShare;
}

// Places where these items are in front, in pixels of the view: the best first.
std::vector<glm::vec2> places_in(const CoarsePicture& picture, const std::vector<int>& items, bool of_glass,
                                 glm::vec2 cell_size) {
  glm::vec2 low(static_cast<float>(picture.columns), static_cast<float>(picture.rows)), high(0);
  for (const int item : items)
    for (const glm::vec3& point : picture.points[static_cast<std::size_t>(item)]) {
      low = glm::min(low, glm::vec2(point));
      high = glm::max(high, glm::vec2(point));
    }
  const glm::ivec2 from = glm::max(glm::ivec2(low) - 1, glm::ivec2(0)),
                   to = glm::min(glm::ivec2(high) + 2, glm::ivec2(picture.columns, picture.rows));
  if (from.x >= to.x || from.y >= to.y) return {};

  std::vector<char> is_one(picture.parts.size(), 0);
  for (const int item : items) is_one[static_cast<std::size_t>(item)] = 1;
  const std::vector<int>& front = of_glass ? picture.glass : picture.solid;
  // How many cells above and left of a corner are theirs: of any box in four looks.
  const int across = to.x - from.x + 1;
  std::vector<int> counts(static_cast<std::size_t>(across) * static_cast<std::size_t>(to.y - from.y + 1), 0);
  const auto count_to = [&](int x, int y) -> int& {
    return counts[static_cast<std::size_t>((y - from.y) * across + x - from.x)];
  };
  std::vector<glm::ivec2> cells;
  glm::vec2 sum(0);
  for (int y = from.y; y < to.y; ++y) {
    int of_row = 0;
    for (int x = from.x; x < to.x; ++x) {
      const int item = front[static_cast<std::size_t>(y * picture.columns + x)];
      if (item >= 0 && is_one[static_cast<std::size_t>(item)]) {
        cells.emplace_back(x, y);
        sum += glm::vec2(x, y) + 0.5f;
        ++of_row;
      }
      count_to(x + 1, y + 1) = count_to(x + 1, y) + of_row;
    }
  }
  if (cells.size() < kFewestCells) return {};
  // How much of what is round a cell is theirs too, 0..1.
  const auto share_around = [&](glm::ivec2 cell) {
    const glm::ivec2 a = glm::max(cell - kAround, from), b = glm::min(cell + kAround + 1, to);
    const int count = count_to(b.x, b.y) - count_to(a.x, b.y) - count_to(b.x, a.y) + count_to(a.x, a.y);
    return static_cast<float>(count) / static_cast<float>((2 * kAround + 1) * (2 * kAround + 1));
  };

  const glm::vec2 mean = sum / static_cast<float>(cells.size());
  struct Place {
    float
        cost;  // cells from the middle, and more the less there is round it: soft, so that the best one moves by little
    glm::vec2 at;
    bool operator<(const Place& other) const { return cost < other.cost; }
  };
  std::vector<Place> sorted;
  const int every = std::max(1, static_cast<int>(std::ceil(std::sqrt(static_cast<float>(cells.size()) / kFarPlaces))));
  for (const glm::ivec2 cell : cells) {
    // As near to the middle as the cell goes: it moves with it, not from cell to cell.
    const glm::vec2 centre = glm::vec2(cell) + 0.5f, at = glm::clamp(mean, centre - 0.4f, centre + 0.4f);
    const float away = glm::length(at - mean);
    if (away > kNear && (cell.x % every != 0 || cell.y % every != 0)) continue;
    // Through glass a solid behind it would look like what is named.
    const bool clear = !of_glass || picture.solid[static_cast<std::size_t>(cell.y * picture.columns + cell.x)] < 0;
    sorted.push_back({away + kEdgeCost * (1 - share_around(cell)) + (clear ? 0 : kBehindCost), at});
  }
  std::sort(sorted.begin(), sorted.end());
  std::vector<glm::vec2> places;
  for (const Place& place : sorted) places.push_back(place.at * cell_size);
  return places;
}
}  // namespace

std::vector<std::size_t> most_important(const std::vector<LabelRequest>& requests, int most) {
  std::vector<std::size_t> chosen(requests.size());
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  std::stable_sort(chosen.begin(), chosen.end(),
                   [&](std::size_t a, std::size_t b) { return requests[a].priority > requests[b].priority; });
  chosen.resize(std::min(chosen.size(), static_cast<std::size_t>(std::max(0, most))));
  return chosen;
}

std::vector<LabelEnds> find_ends(const Scene& scene, const BrainModel& brain, const std::vector<LabelRequest>& requests,
                                 int most) {
  const std::vector<std::size_t> chosen = most_important(requests, most);
  std::vector<char> wanted(scene.surfaces.size(), 0);
  for (const std::size_t i : chosen)
    for (std::size_t k = 0; k < scene.surfaces.size(); ++k) wanted[k] |= is_one_of(requests[i], scene.surfaces[k]);
  const float aspect =
      static_cast<float>(scene.viewport.width) / static_cast<float>(std::max(1, scene.viewport.height));
  const glm::mat4 to_clip = projection_matrix(scene.camera, aspect) * view_matrix(scene.camera);
  const CoarsePicture picture = take_coarse_picture(scene, brain, to_clip, wanted);
  const glm::vec2 cell_size(static_cast<float>(scene.viewport.width) / static_cast<float>(picture.columns),
                            static_cast<float>(scene.viewport.height) / static_cast<float>(picture.rows));
  const glm::vec2 origin(scene.viewport.x, scene.viewport.y);
  std::vector<LabelEnds> found(requests.size());
  for (const std::size_t i : chosen) {
    const LabelRequest& request = requests[i];
    for (const bool of_glass : {false, true}) {
      std::vector<int> items;
      for (std::size_t k = 0; k < scene.surfaces.size(); ++k)
        if (scene.surfaces[k].glass == of_glass && is_one_of(request, scene.surfaces[k]))
          items.push_back(static_cast<int>(k));
      if (items.empty() || !is_in_sight(picture, scene, brain, items, to_clip)) continue;
      found[i] = {places_in(picture, items, of_glass, cell_size), of_glass};
      // What the coarse picture took for visible and is not.
      std::vector<glm::vec2>& places = found[i].places;
      const auto first = std::find_if(places.begin(), places.end(), [&](glm::vec2 place) {
        return is_seen_at(scene, brain, origin + place, request.parts, of_glass);
      });
      places.erase(places.begin(), first);
      if (!places.empty()) break;
    }
  }
  return found;
}

bool same_ends(const Scene& one, const Scene& other) {
  const Camera &a = one.camera, &b = other.camera;
  return one.viewport.width == other.viewport.width && one.viewport.height == other.viewport.height &&
         a.target_mm == b.target_mm && a.azimuth == b.azimuth && a.elevation == b.elevation &&
         a.distance_mm == b.distance_mm && a.field_of_view == b.field_of_view &&
         std::equal(one.surfaces.begin(), one.surfaces.end(), other.surfaces.begin(), other.surfaces.end(),
                    [](const SurfaceItem& p, const SurfaceItem& q) {
                      return p.part == q.part && p.glass == q.glass && is_clear(p) == is_clear(q);
                    });
}

}  // namespace attune
