#include "scene/labels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace attune {

namespace {
constexpr int grid_columns = 160;

struct VisibilityGrid {
  int columns = grid_columns, rows = 90;
  std::vector<float> depth;
  std::vector<int> part;
};

// A coarse depth picture made of the vertices of the solid parts: enough to say which structure is in front.
VisibilityGrid rasterise(const Scene& scene, const BrainModel& brain, const glm::mat4& to_clip) {
  VisibilityGrid grid;
  grid.rows = std::max(1, grid_columns * scene.viewport.height / std::max(1, scene.viewport.width));
  grid.depth.assign(static_cast<std::size_t>(grid.columns * grid.rows), std::numeric_limits<float>::max());
  grid.part.assign(grid.depth.size(), -1);
  for (const SurfaceItem& item : scene.surfaces) {
    if (item.glass) continue;
    for (const glm::vec3& position : brain.parts[static_cast<std::size_t>(item.part)].positions_mm) {
      const glm::vec4 clip = to_clip * glm::vec4(position, 1);
      if (clip.w <= 0) continue;
      const int x = static_cast<int>((clip.x / clip.w * 0.5f + 0.5f) * static_cast<float>(grid.columns));
      const int y = static_cast<int>((0.5f - clip.y / clip.w * 0.5f) * static_cast<float>(grid.rows));
      if (x < 0 || y < 0 || x >= grid.columns || y >= grid.rows) continue;
      const auto cell = static_cast<std::size_t>(y * grid.columns + x);
      if (clip.w < grid.depth[cell]) {
        grid.depth[cell] = clip.w;
        grid.part[cell] = item.part;
      }
    }
  }
  return grid;
}

glm::vec2 to_pixel(const Viewport& view, glm::vec4 clip) {
  return {(clip.x / clip.w * 0.5f + 0.5f) * static_cast<float>(view.width),
          (0.5f - clip.y / clip.w * 0.5f) * static_cast<float>(view.height)};
}
}  // namespace

std::vector<glm::vec2> find_anchors(const Scene& scene, const BrainModel& brain, const std::vector<LabelRequest>& requests) {
  const Viewport& view = scene.viewport;
  const float aspect = static_cast<float>(view.width) / static_cast<float>(std::max(1, view.height));
  const glm::mat4 to_clip = projection_matrix(scene.camera, aspect) * view_matrix(scene.camera);
  const VisibilityGrid grid = rasterise(scene, brain, to_clip);
  const glm::vec2 cell_size(static_cast<float>(view.width) / static_cast<float>(grid.columns),
                            static_cast<float>(view.height) / static_cast<float>(grid.rows));

  std::vector<glm::vec2> anchors;
  for (const LabelRequest& request : requests) {
    // Mean of the cells where it is in front, then the cell of its own nearest to that mean.
    std::vector<glm::vec2> cells;
    for (int y = 0; y < grid.rows; ++y)
      for (int x = 0; x < grid.columns; ++x) {
        const int part = grid.part[static_cast<std::size_t>(y * grid.columns + x)];
        if (part >= 0 && std::find(request.parts.begin(), request.parts.end(), part) != request.parts.end())
          cells.push_back((glm::vec2(x, y) + 0.5f) * cell_size);
      }
    glm::vec2 anchor(-1);
    if (!cells.empty()) {
      const glm::vec2 mean = std::accumulate(cells.begin(), cells.end(), glm::vec2(0)) / static_cast<float>(cells.size());
      anchor = *std::min_element(cells.begin(), cells.end(), [&](glm::vec2 a, glm::vec2 b) {
        return glm::dot(a - mean, a - mean) < glm::dot(b - mean, b - mean);
      });
    } else {
      // Glass parcels: the surface point that faces the camera best.
      const glm::vec3 eye = camera_position(scene.camera);
      float best = 0.15f;
      for (const SurfaceItem& item : scene.surfaces) {
        if (!item.glass || std::find(request.parts.begin(), request.parts.end(), item.part) == request.parts.end()) continue;
        const BrainPart& part = brain.parts[static_cast<std::size_t>(item.part)];
        const glm::vec3 outward = glm::normalize(part.centroid_mm - scene.camera.target_mm);
        const float facing = glm::dot(outward, glm::normalize(eye - part.centroid_mm)) + 0.35f;
        if (facing <= best) continue;
        const std::size_t stride = std::max<std::size_t>(1, part.positions_mm.size() / 400);
        float nearest = std::numeric_limits<float>::max();
        glm::vec3 found = part.centroid_mm;
        for (std::size_t i = 0; i < part.positions_mm.size(); i += stride) {
          const glm::vec3 to_eye = glm::normalize(eye - part.positions_mm[i]);
          if (glm::dot(part.normals[i], to_eye) < 0.35f) continue;
          const glm::vec3 away = part.positions_mm[i] - part.centroid_mm;
          if (glm::dot(away, away) < nearest) nearest = glm::dot(away, away), found = part.positions_mm[i];
        }
        if (nearest == std::numeric_limits<float>::max()) continue;
        const glm::vec4 clip = to_clip * glm::vec4(found, 1);
        if (clip.w <= 0) continue;
        best = facing;
        anchor = to_pixel(view, clip);
      }
    }
    if (anchor.x < 0 || anchor.y < 0 || anchor.x > static_cast<float>(view.width) || anchor.y > static_cast<float>(view.height))
      anchor = glm::vec2(-1);
    anchors.push_back(anchor);
  }
  return anchors;
}

void layout_labels(Scene& scene, const BrainModel& brain, const FontAtlas& font, const std::vector<LabelRequest>& requests,
                   const LabelStyle& style) {
  struct Placed {
    std::size_t request;
    glm::vec2 anchor, size;
    float y;  // centre
  };
  const std::vector<glm::vec2> anchors = find_anchors(scene, brain, requests);
  const Viewport& view = scene.viewport;
  const float width = static_cast<float>(view.width), height = static_cast<float>(view.height);
  const float aspect = width / std::max(1.0f, height);

  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < requests.size(); ++i)
    if (anchors[i].x >= 0) shown.push_back(i);
  std::stable_sort(shown.begin(), shown.end(),
                   [&](std::size_t a, std::size_t b) { return requests[a].priority > requests[b].priority; });
  if (shown.size() > static_cast<std::size_t>(style.most)) shown.resize(static_cast<std::size_t>(style.most));

  // The brain's outline on screen, roughly: names stand left and right of it.
  const glm::mat4 to_clip = projection_matrix(scene.camera, aspect) * view_matrix(scene.camera);
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
  const float centre = std::clamp((outline_left + outline_right) / 2, width * 0.2f, width * 0.8f);

  const float pad = style.size_px * 0.5f, gap = style.size_px * 0.45f;
  const float plate_height = style.size_px * 1.65f;
  std::array<std::vector<Placed>, 2> sides;
  std::stable_sort(shown.begin(), shown.end(), [&](std::size_t a, std::size_t b) { return anchors[a].x < anchors[b].x; });
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const LabelRequest& request = requests[shown[i]];
    float text_width = text_width_em(font, request.text) * style.size_px;
    if (!request.detail.empty()) text_width += text_width_em(font, "  " + request.detail) * style.size_px * 0.82f;
    // Left half of the sorted anchors goes left, the rest right; a lone label goes to its own side.
    const bool right = shown.size() < 3 ? anchors[shown[i]].x > centre : i >= (shown.size() + 1) / 2;
    sides[right ? 1 : 0].push_back({shown[i], anchors[shown[i]], {text_width + 2 * pad, plate_height}, anchors[shown[i]].y});
  }

  for (int side = 0; side < 2; ++side) {
    auto& labels = sides[static_cast<std::size_t>(side)];
    std::stable_sort(labels.begin(), labels.end(), [](const Placed& a, const Placed& b) { return a.anchor.y < b.anchor.y; });
    const float low = style.top + plate_height / 2, high = height - style.bottom - plate_height / 2;
    const float step = plate_height + gap;
    // Spread away from the middle a little, then push apart downwards and back up.
    for (Placed& label : labels) label.y = std::clamp(height / 2 + (label.y - height / 2) * 1.35f, low, high);
    for (std::size_t i = 1; i < labels.size(); ++i) labels[i].y = std::max(labels[i].y, labels[i - 1].y + step);
    float limit = high;
    for (std::size_t i = labels.size(); i-- > 0; limit = labels[i].y - step) labels[i].y = std::min(labels[i].y, limit);

    for (const Placed& label : labels) {
      const LabelRequest& request = requests[label.request];
      const float margin = style.size_px * 0.8f;
      float x = side == 0 ? std::min(outline_left - margin * 1.5f, label.anchor.x - margin * 3) - label.size.x
                          : std::max(outline_right + margin * 1.5f, label.anchor.x + margin * 3);
      x = std::clamp(x, margin, std::max(margin, width - label.size.x - margin));
      glm::vec2 low_corner(std::round(x), std::round(label.y - plate_height / 2));
      const bool over_keep_out = low_corner.x < style.keep_out_max.x && low_corner.x + label.size.x > style.keep_out_min.x &&
                                 low_corner.y < style.keep_out_max.y && low_corner.y + plate_height > style.keep_out_min.y;
      if (over_keep_out) continue;
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
