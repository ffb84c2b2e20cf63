#include "scene/labels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <limits>
#include <map>
#include <numeric>
#include <string_view>

namespace attune {

namespace {
constexpr int kColumns = 320;       // of the coarse picture
constexpr int kFewestCells = 2;     // less of a structure is not worth pointing at
constexpr float kFewestShare = 0.12f;  // nor is so small a share of what faces the eye of it

glm::vec2 to_pixel(const Viewport& view, glm::vec4 clip) {
  return {(clip.x / clip.w * 0.5f + 0.5f) * static_cast<float>(view.width),
          (0.5f - clip.y / clip.w * 0.5f) * static_cast<float>(view.height)};
}

// The coarsest mesh of every part that is drawn, of the folded cortex the middle one: enough to say what is in front of
// what.
std::vector<int> coarse_parts(const Scene& scene, const BrainModel& brain) {
  std::map<std::string_view, int> coarsest;
  for (std::size_t i = 0; i < brain.parts.size(); ++i) {
    const BrainPart& part = brain.parts[i];
    if (part.indices.empty() || (part.kind == PartKind::cortex && part.level > 1)) continue;
    const auto [at, added] = coarsest.emplace(part.name, static_cast<int>(i));
    if (!added && brain.parts[static_cast<std::size_t>(at->second)].level < part.level) at->second = static_cast<int>(i);
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
  int columns = kColumns, rows = 180;
  std::vector<float> solid_depth, glass_depth;
  std::vector<int> solid, glass;  // index into Scene::surfaces, -1 = none; glass only where no solid is in front
  std::vector<std::vector<glm::ivec2>> cells;  // of every surface item
};

void rasterise(CoarsePicture& picture, const BrainPart& part, int item, bool glass, const glm::mat4& to_clip) {
  std::vector<glm::vec3> points;  // cells and depth; depth < 0: behind the camera
  points.reserve(part.positions_mm.size());
  for (const glm::vec3& position : part.positions_mm) {
    const glm::vec4 clip = to_clip * glm::vec4(position, 1);
    points.emplace_back((clip.x / clip.w * 0.5f + 0.5f) * static_cast<float>(picture.columns),
                        (0.5f - clip.y / clip.w * 0.5f) * static_cast<float>(picture.rows), clip.w);
  }
  std::vector<float>& depths = glass ? picture.glass_depth : picture.solid_depth;
  std::vector<int>& items = glass ? picture.glass : picture.solid;
  for (std::size_t i = 0; i + 2 < part.indices.size(); i += 3) {
    const glm::vec3 a = points[part.indices[i]], b = points[part.indices[i + 1]], c = points[part.indices[i + 2]];
    if (a.z <= 0 || b.z <= 0 || c.z <= 0) continue;
    const float area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    if (std::abs(area) < 1e-6f || (glass && area > 0)) continue;  // of glass only what faces the eye is drawn
    const int left = std::max(0, static_cast<int>(std::ceil(std::min({a.x, b.x, c.x}) - 0.5f)));
    const int right = std::min(picture.columns - 1, static_cast<int>(std::floor(std::max({a.x, b.x, c.x}) - 0.5f)));
    const int top = std::max(0, static_cast<int>(std::ceil(std::min({a.y, b.y, c.y}) - 0.5f)));
    const int bottom = std::min(picture.rows - 1, static_cast<int>(std::floor(std::max({a.y, b.y, c.y}) - 0.5f)));
    for (int y = top; y <= bottom; ++y)
      for (int x = left; x <= right; ++x) {
        const glm::vec2 p(static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f);
        const float u = ((b.x - p.x) * (c.y - p.y) - (b.y - p.y) * (c.x - p.x)) / area;
        const float v = ((c.x - p.x) * (a.y - p.y) - (c.y - p.y) * (a.x - p.x)) / area;
        if (u < 0 || v < 0 || u + v > 1) continue;
        const float depth = u * a.z + v * b.z + (1 - u - v) * c.z;
        const auto cell = static_cast<std::size_t>(y * picture.columns + x);
        if (depth >= depths[cell]) continue;
        depths[cell] = depth;
        items[cell] = item;
      }
  }
}

CoarsePicture take_coarse_picture(const Scene& scene, const BrainModel& brain, const glm::mat4& to_clip) {
  CoarsePicture picture;
  picture.rows = std::max(1, kColumns * scene.viewport.height / std::max(1, scene.viewport.width));
  const auto cells = static_cast<std::size_t>(picture.columns * picture.rows);
  picture.solid_depth.assign(cells, std::numeric_limits<float>::max());
  picture.glass_depth = picture.solid_depth;
  picture.solid.assign(cells, -1);
  picture.glass = picture.solid;
  const std::vector<int> coarse = coarse_parts(scene, brain);
  for (std::size_t i = 0; i < scene.surfaces.size(); ++i) {
    const SurfaceItem& item = scene.surfaces[i];
    if (item.glass && item.fill <= 0) continue;  // clear
    rasterise(picture, brain.parts[static_cast<std::size_t>(coarse[i])], static_cast<int>(i), item.glass, to_clip);
  }
  picture.cells.resize(scene.surfaces.size());
  for (int y = 0; y < picture.rows; ++y)
    for (int x = 0; x < picture.columns; ++x) {
      const auto cell = static_cast<std::size_t>(y * picture.columns + x);
      if (picture.glass_depth[cell] >= picture.solid_depth[cell]) picture.glass[cell] = -1;
      for (const int item : {picture.solid[cell], picture.glass[cell]})
        if (item >= 0) picture.cells[static_cast<std::size_t>(item)].emplace_back(x, y);
    }
  return picture;
}

// The middle of what is visible where that is visible itself, else the visible place nearest to it; a place with the same
// structure all round it before one at an edge.
glm::vec2 anchor_in(const CoarsePicture& picture, const std::vector<int>& items, bool of_glass) {
  const std::vector<int>& seen = of_glass ? picture.glass : picture.solid;
  const auto inside = [&](int x, int y) {
    for (int dy = -1; dy <= 1; ++dy)
      for (int dx = -1; dx <= 1; ++dx) {
        const int i = x + dx, j = y + dy;
        if (i < 0 || j < 0 || i >= picture.columns || j >= picture.rows ||
            std::find(items.begin(), items.end(), seen[static_cast<std::size_t>(j * picture.columns + i)]) == items.end())
          return false;
      }
    return true;
  };
  std::vector<glm::ivec2> cells;
  glm::vec2 sum(0);
  for (const int item : items)
    for (const glm::ivec2 cell : picture.cells[static_cast<std::size_t>(item)]) {
      cells.push_back(cell);
      sum += glm::vec2(cell) + 0.5f;
    }
  if (cells.size() < kFewestCells) return glm::vec2(-1);
  const glm::vec2 mean = sum / static_cast<float>(cells.size());
  if (inside(static_cast<int>(mean.x), static_cast<int>(mean.y))) return mean;
  const auto nearest = [&](bool whole) {
    glm::vec2 best(-1);
    float least = std::numeric_limits<float>::max();
    for (const glm::ivec2 cell : cells) {
      const glm::vec2 middle = glm::vec2(cell) + 0.5f, away = middle - mean;
      if (glm::dot(away, away) >= least || (whole && !inside(cell.x, cell.y))) continue;
      least = glm::dot(away, away);
      best = middle;
    }
    return best;
  };
  const glm::vec2 best = nearest(true);
  return best.x >= 0 ? best : nearest(false);
}

// How much of what faces the eye of these items is in sight, 0..1, by their vertices and a soft look at what is in front
// of each (several places around it count, as in soft shadows): a share that changes slowly while the brain turns, so that
// a name at the limit does not come and go.
float share_in_sight(const CoarsePicture& picture, const Scene& scene, const BrainModel& brain, const std::vector<int>& items,
                     const glm::mat4& to_clip) {
  constexpr float kOwn_mm = 2.5f;      // the coarse mesh lies this far in front of the fine one at most
  constexpr std::size_t kEnough = 300;  // vertices of a part
  const glm::vec3 eye = camera_position(scene.camera);
  int facing = 0, seen = 0;
  for (const int index : items) {
    const SurfaceItem& item = scene.surfaces[static_cast<std::size_t>(index)];
    const BrainPart& part = brain.parts[static_cast<std::size_t>(item.part)];
    const std::size_t stride = std::max<std::size_t>(1, part.positions_mm.size() / kEnough);
    for (std::size_t v = 0; v < part.positions_mm.size(); v += stride) {
      if (glm::dot(part.normals[v], eye - part.positions_mm[v]) <= 0) continue;
      ++facing;
      const glm::vec4 clip = to_clip * glm::vec4(part.positions_mm[v], 1);
      if (clip.w <= 0) continue;
      const int x = static_cast<int>((clip.x / clip.w * 0.5f + 0.5f) * static_cast<float>(picture.columns));
      const int y = static_cast<int>((0.5f - clip.y / clip.w * 0.5f) * static_cast<float>(picture.rows));
      for (int dy = -2; dy <= 2; ++dy)
        for (int dx = -2; dx <= 2; ++dx) {
          const int i = x + 3 * dx, j = y + 3 * dy;
          if (i < 0 || j < 0 || i >= picture.columns || j >= picture.rows) continue;
          const auto cell = static_cast<std::size_t>(j * picture.columns + i);
          const float in_front = item.glass ? std::min(picture.solid_depth[cell], picture.glass_depth[cell]) : picture.solid_depth[cell];
          seen += clip.w < in_front + kOwn_mm;
        }
    }
  }
  return facing > 0 ? static_cast<float>(seen) / (25 * static_cast<float>(facing)) : 0;
}

// The fixed point of the brain that a name belongs to: the middle of its parts, weighted by their size.
glm::vec3 middle_of(const BrainModel& brain, const std::vector<int>& parts) {
  glm::vec3 sum(0);
  float weight = 0;
  for (const int index : parts) {
    const BrainPart& part = brain.parts[static_cast<std::size_t>(index)];
    const glm::vec3 extent = part.max_mm - part.min_mm;
    const float size = extent.x * extent.y + extent.y * extent.z + extent.z * extent.x + 1e-3f;
    sum += part.centroid_mm * size;
    weight += size;
  }
  return weight > 0 ? sum / weight : glm::vec3(0);
}

// Heights at least `step` apart, in the order given, within low..high, as near as possible to the wanted ones in the sum
// of squares: isotonic regression by pooling adjacent violators (Barlow and others 1972), then clamping.
std::vector<float> spread(const std::vector<float>& wanted, float step, float low, float high) {
  struct Block {
    float sum;
    int count;
  };
  std::vector<Block> blocks;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    blocks.push_back({wanted[i] - step * static_cast<float>(i), 1});
    while (blocks.size() > 1) {
      const Block last = blocks.back(), before = blocks[blocks.size() - 2];
      if (before.sum / static_cast<float>(before.count) <= last.sum / static_cast<float>(last.count)) break;
      blocks.pop_back();
      blocks.back() = {before.sum + last.sum, before.count + last.count};
    }
  }
  std::vector<float> heights;
  const float room = high - step * static_cast<float>(wanted.empty() ? 0 : wanted.size() - 1);
  for (const Block& block : blocks)
    for (int i = 0; i < block.count; ++i)
      heights.push_back(std::max(low, std::min(block.sum / static_cast<float>(block.count), room)) +
                        step * static_cast<float>(heights.size()));
  return heights;
}
}  // namespace

std::vector<glm::vec2> find_anchors(const Scene& scene, const BrainModel& brain, const std::vector<LabelRequest>& requests) {
  const Viewport& view = scene.viewport;
  const float aspect = static_cast<float>(view.width) / static_cast<float>(std::max(1, view.height));
  const glm::mat4 to_clip = projection_matrix(scene.camera, aspect) * view_matrix(scene.camera);
  const CoarsePicture picture = take_coarse_picture(scene, brain, to_clip);
  const glm::vec2 cell_size(static_cast<float>(view.width) / static_cast<float>(picture.columns),
                            static_cast<float>(view.height) / static_cast<float>(picture.rows));
  std::vector<glm::vec2> anchors;
  for (const LabelRequest& request : requests) {
    glm::vec2 anchor(-1);
    for (const bool of_glass : {false, true}) {
      std::vector<int> items;
      for (std::size_t i = 0; i < scene.surfaces.size(); ++i)
        if (scene.surfaces[i].glass == of_glass &&
            std::find(request.parts.begin(), request.parts.end(), scene.surfaces[i].part) != request.parts.end())
          items.push_back(static_cast<int>(i));
      if (!items.empty() && share_in_sight(picture, scene, brain, items, to_clip) >= kFewestShare)
        anchor = anchor_in(picture, items, of_glass);
      if (anchor.x >= 0) break;
    }
    anchors.push_back(anchor.x < 0 ? glm::vec2(-1) : anchor * cell_size);
  }
  return anchors;
}

void layout_labels(Scene& scene, const BrainModel& brain, const FontAtlas& font, const std::vector<LabelRequest>& requests,
                   const LabelStyle& style) {
  struct Placed {
    std::size_t request;
    glm::vec2 anchor, home, size;  // home: where its fixed point lies on screen
    float from_middle, order;
  };
  const std::vector<glm::vec2> anchors = find_anchors(scene, brain, requests);
  const Viewport& view = scene.viewport;
  const float width = static_cast<float>(view.width), height = static_cast<float>(view.height);
  const glm::mat4 to_clip = projection_matrix(scene.camera, width / std::max(1.0f, height)) * view_matrix(scene.camera);

  // The most important ones, whether they are seen or not: when one goes out of sight no other one comes and goes for it.
  std::vector<std::size_t> shown(requests.size());
  std::iota(shown.begin(), shown.end(), std::size_t{0});
  std::stable_sort(shown.begin(), shown.end(),
                   [&](std::size_t a, std::size_t b) { return requests[a].priority > requests[b].priority; });
  if (shown.size() > static_cast<std::size_t>(style.most)) shown.resize(static_cast<std::size_t>(style.most));
  std::erase_if(shown, [&](std::size_t i) { return anchors[i].x < 0; });

  // The brain's outline on screen, roughly: names stand left and right of it.
  float outline_left = width, outline_right = 0;
  for (const SurfaceItem& item : scene.surfaces) {
    const BrainPart& part = brain.parts[static_cast<std::size_t>(item.part)];
    for (int corner = 0; corner < 8; ++corner) {
      const glm::vec3 point(corner & 1 ? part.max_mm.x : part.min_mm.x, corner & 2 ? part.max_mm.y : part.min_mm.y,
                            corner & 4 ? part.max_mm.z : part.min_mm.z);
      const glm::vec4 clip = to_clip * glm::vec4(point, 1);
      if (clip.w <= 0) continue;
      const float x = to_pixel(view, clip).x;
      outline_left = std::min(outline_left, x);
      outline_right = std::max(outline_right, x);
    }
  }

  // A name stands on the side of the middle of all named structures on which its own lies: a fixed direction in the
  // brain, whose sign on screen changes twice in a full turn and not more.
  std::vector<glm::vec3> middles;
  glm::vec3 balance(0);
  for (const LabelRequest& request : requests) {
    middles.push_back(middle_of(brain, request.parts));
    balance += middles.back() / static_cast<float>(requests.size());
  }
  const glm::mat4 view_of = view_matrix(scene.camera);
  // Seen from the side names are ordered by the height of their structures in the brain, which turning cannot change; from
  // above or below by the place on screen.
  constexpr float kFromTheSide = 0.75f;
  const bool by_height = std::abs(scene.camera.elevation) < kFromTheSide;
  const float balance_x = (view_of * glm::vec4(balance, 1)).x;

  const float pad = style.size_px * 0.5f, gap = style.size_px * 0.45f;
  const float plate_height = style.size_px * 1.65f, step = plate_height + gap;
  // Each side's free heights: between the margins, and above or below what has to stay free there.
  std::array<float, 2> low{}, high{};
  for (std::size_t side = 0; side < 2; ++side) {
    low[side] = style.top + plate_height / 2;
    high[side] = height - style.bottom - plate_height / 2;
    for (const KeepOut& box : style.keep_out) {
      const glm::vec2 centre = (box.min + box.max) * 0.5f;
      if ((centre.x > width / 2) != (side == 1)) continue;
      if (centre.y < height / 2) {
        low[side] = std::max(low[side], box.max.y + gap + plate_height / 2);
      } else {
        high[side] = std::min(high[side], box.min.y - gap - plate_height / 2);
      }
    }
  }
  std::array<std::vector<Placed>, 2> sides;
  for (const std::size_t i : shown) {
    const LabelRequest& request = requests[i];
    float text_width = text_width_em(font, request.text) * style.size_px;
    if (!request.detail.empty()) text_width += text_width_em(font, "  " + request.detail) * style.size_px * 0.82f;
    const float from_middle = (view_of * glm::vec4(middles[i], 1)).x - balance_x;
    const glm::vec4 clip = to_clip * glm::vec4(middles[i], 1);
    const glm::vec2 home = clip.w > 0 ? to_pixel(view, clip) : anchors[i];
    sides[from_middle > 0 ? 1 : 0].push_back({i, anchors[i], home, {text_width + 2 * pad, plate_height}, from_middle,
                                              by_height ? -middles[i].z : home.y});
  }
  // Where a side is too low for all, those nearest to the middle change over; what has no room at all goes, the least
  // important first (they come in order of importance).
  const auto room_of = [&](std::size_t side) {
    return high[side] < low[side] ? std::size_t{0} : static_cast<std::size_t>((high[side] - low[side]) / step) + 1;
  };
  for (std::size_t side = 0; side < 2; ++side)
    while (sides[side].size() > room_of(side) && sides[1 - side].size() < room_of(1 - side)) {
      const auto nearest = std::min_element(sides[side].begin(), sides[side].end(), [](const Placed& a, const Placed& b) {
        return std::abs(a.from_middle) < std::abs(b.from_middle);
      });
      sides[1 - side].push_back(*nearest);
      sides[side].erase(nearest);
    }
  for (std::size_t side = 0; side < 2; ++side)
    if (sides[side].size() > room_of(side)) sides[side].resize(room_of(side), sides[side].front());

  for (std::size_t side = 0; side < 2; ++side) {
    auto& labels = sides[side];
    std::stable_sort(labels.begin(), labels.end(), [](const Placed& a, const Placed& b) { return a.order < b.order; });
    // A little away from each other, for lines that fan out.
    const float middle = height * 0.47f;
    std::vector<float> wanted;
    for (const Placed& label : labels) wanted.push_back(middle + (label.home.y - middle) * 1.35f);
    const std::vector<float> heights = spread(wanted, step, low[side], high[side]);

    for (std::size_t i = 0; i < labels.size(); ++i) {
      const Placed& label = labels[i];
      const LabelRequest& request = requests[label.request];
      const float margin = style.size_px * 0.8f;
      float x = side == 0 ? std::min(outline_left - margin * 1.5f, label.anchor.x - margin * 3) - label.size.x
                          : std::max(outline_right + margin * 1.5f, label.anchor.x + margin * 3);
      x = std::clamp(x, margin, std::max(margin, width - label.size.x - margin));
      const glm::vec2 low_corner(std::round(x), std::round(heights[i] - plate_height / 2));
      const glm::vec2 high_corner = low_corner + label.size;
      const glm::vec2 start(side == 0 ? high_corner.x : low_corner.x, (low_corner.y + high_corner.y) / 2);
      const glm::vec2 elbow(start.x + (side == 0 ? 1 : -1) * style.size_px * 0.7f, start.y);
      const float line = std::max(1.0f, style.size_px * 0.085f);
      scene.overlay.lines.push_back({start, elbow, style.line, line});
      scene.overlay.lines.push_back({elbow, label.anchor, style.line, line});
      const float dot = style.size_px * 0.24f;
      glm::vec4 ring = style.plate;
      ring.a = 0.9f;
      scene.overlay.quads.push_back({label.anchor - dot * 1.45f, label.anchor + dot * 1.45f, ring, dot * 1.45f, ring, 0});
      scene.overlay.quads.push_back({label.anchor - dot, label.anchor + dot, request.dot_colour, dot, request.dot_colour, 0});
      scene.overlay.quads.push_back({low_corner, high_corner, style.plate, plate_height * 0.32f, style.plate, 0});
      const float stripe = style.size_px * 0.16f;
      const float stripe_x = side == 0 ? high_corner.x - stripe * 0.5f : low_corner.x - stripe * 0.5f;
      scene.overlay.quads.push_back({{stripe_x, low_corner.y + plate_height * 0.22f},
                                     {stripe_x + stripe, high_corner.y - plate_height * 0.22f},
                                     request.dot_colour, stripe * 0.5f, request.dot_colour, 0});
      const float baseline = low_corner.y + plate_height * 0.5f + style.size_px * 0.33f;
      scene.overlay.texts.push_back({{low_corner.x + pad, baseline}, request.text, style.text, style.size_px, false, glm::vec4(0)});
      if (!request.detail.empty())
        scene.overlay.texts.push_back({{low_corner.x + pad + text_width_em(font, request.text) * style.size_px +
                                            text_width_em(font, "  ") * style.size_px * 0.82f,
                                        baseline},
                                       request.detail, style.detail, style.size_px * 0.82f, false, glm::vec4(0)});
    }
  }
}

}  // namespace attune
