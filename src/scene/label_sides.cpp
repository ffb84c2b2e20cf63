#include "scene/label_sides.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>

namespace attune {

namespace {
constexpr float kFirstChange = 0.57f, kNextChange = 0.03f;  // tangents of how far from the front or the back the first name
                                                            // changes sides, and how much later each one below it
constexpr float kNearHalfOnly = 0.44f;    // sine of how far from there the near half is what one looks at: sooner than that
constexpr float kAcrossTheScreen = 0.5f;  // of 1: so much do left and right lie beside each other there at least
}  // namespace

Middle middle_of(const BrainModel& brain, const LabelRequest& request) {
  glm::vec3 sum(0);
  float weight = 0;
  for (const std::vector<int>* half : {&request.parts, &request.other_half})
    for (const int index : *half) {
      const BrainPart& part = brain.parts[static_cast<std::size_t>(index)];
      const glm::vec3 extent = part.max_mm - part.min_mm;
      const float size = extent.x * extent.y + extent.y * extent.z + extent.z * extent.x + 1e-3f;
      sum += part.centroid_mm * size;
      weight += size;
    }
  return {weight > 0 ? sum / weight : glm::vec3(0), weight};
}

std::vector<float> sides_of(const BrainModel& brain, const std::vector<LabelRequest>& requests, int most, const Camera& camera) {
  std::vector<std::size_t> by_height = most_important(requests, most);
  std::vector<glm::vec3> middles(requests.size());
  glm::vec3 balance(0);
  for (const std::size_t i : by_height) {
    middles[i] = middle_of(brain, requests[i]).at_mm;
    balance += middles[i] / static_cast<float>(by_height.size());
  }
  std::stable_sort(by_height.begin(), by_height.end(), [&](std::size_t a, std::size_t b) { return middles[a].z > middles[b].z; });
  const glm::vec3 right = right_of(camera);
  std::vector<float> sides(requests.size(), 0.0f);
  for (std::size_t rank = 0; rank < by_height.size(); ++rank) {
    const std::size_t i = by_height[rank];
    glm::vec3 from_middle = middles[i] - balance;
    if (!requests[i].other_half.empty())
      from_middle.x = (kFirstChange + kNextChange * static_cast<float>(rank)) * std::abs(from_middle.y) * (rank % 2 == 0 ? 1.0f : -1.0f);
    sides[i] = glm::dot(glm::vec2(right), glm::vec2(from_middle)) / std::max(1e-3f, glm::length(glm::vec2(from_middle)));
  }
  return sides;
}

Hemisphere near_half(const Camera& camera) {
  return camera_position(camera).x > 0 ? Hemisphere::right : Hemisphere::left;
}

Hemisphere half_to_name(const Camera& camera, float side) {
  const float to_eye = glm::normalize(camera_position(camera) - camera.target_mm).x;
  const float across = right_of(camera).x;
  if (std::abs(to_eye) >= kNearHalfOnly || std::abs(across) < kAcrossTheScreen) return near_half(camera);
  return (side > 0) == (across > 0) ? Hemisphere::right : Hemisphere::left;
}

}  // namespace attune
