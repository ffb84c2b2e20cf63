#include "scene/flow_arrows.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <optional>
#include <utility>

namespace attune {

namespace {

constexpr float kLeastFlow = 0.06f;                    // below this a tube carries next to nothing
constexpr float kPlaces[] = {0.42f, 0.74f};            // shares of the tube's length

std::optional<glm::vec2> place_of(const glm::mat4& matrix, const Viewport& view, glm::vec3 mm) {
  const glm::vec4 clip = matrix * glm::vec4(mm, 1);
  return clip.w <= 1e-3f ? std::nullopt : std::optional(to_pixels(view, clip));
}

}  // namespace

void replace_pulses_by_arrows(Scene& scene, float unit) {
  const float aspect = static_cast<float>(std::max(1, scene.viewport.width)) / static_cast<float>(std::max(1, scene.viewport.height));
  const glm::mat4 matrix = projection_matrix(scene.camera, aspect) * view_matrix(scene.camera);
  for (TubeItem& tube : scene.tubes) {
    const float flow = std::exchange(tube.flow, 0.0f);
    if (flow < kLeastFlow || tube.point_count < 3) continue;
    for (const float place : kPlaces) {
      const int at = tube.first_point + std::clamp(static_cast<int>(place * static_cast<float>(tube.point_count)), 1, tube.point_count - 2);
      const auto before = place_of(matrix, scene.viewport, scene.tube_points[static_cast<std::size_t>(at - 1)]);
      const auto tip = place_of(matrix, scene.viewport, scene.tube_points[static_cast<std::size_t>(at + 1)]);
      if (!before || !tip) continue;
      const glm::vec2 way = *tip - *before;
      const float length = glm::length(way);
      if (length < 0.5f) continue;  // straight toward the eye
      const glm::vec2 along = way / length, across(-along.y, along.x);
      const float size = unit * (6 + 6 * flow), width = unit * (1.8f + 1.6f * flow);
      const glm::vec4 colour(tube.colour, std::clamp(tube.opacity * 1.6f, 0.35f, 1.0f));
      for (const float side : {-1.0f, 1.0f})
        scene.overlay.lines.push_back({*tip - along * size + across * (side * 0.62f * size), *tip, colour, width});
    }
  }
}

}  // namespace attune
