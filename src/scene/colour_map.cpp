#include "scene/colour_map.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>

namespace attune {

glm::vec3 parse_colour(std::string_view hex) {
  glm::vec3 colour(0.5f);
  if (hex.size() != 7 || hex[0] != '#') return colour;
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 0;
  };
  for (int i = 0; i < 3; ++i) {
    const auto at = static_cast<std::size_t>(1 + 2 * i);
    colour[i] = static_cast<float>(digit(hex[at]) * 16 + digit(hex[at + 1])) / 255.0f;
  }
  return colour;
}

glm::vec3 activity_colour(float s) {
  const glm::vec3 quiet(0.14f, 0.36f, 0.86f), half_quiet(0.42f, 0.56f, 0.82f), usual(0.70f, 0.68f, 0.66f),
      half_active(0.95f, 0.68f, 0.34f), active(1.0f, 0.47f, 0.05f);
  s = std::clamp(s, -1.0f, 1.0f);
  if (s < -0.5f) return glm::mix(half_quiet, quiet, (-s - 0.5f) * 2);
  if (s < 0) return glm::mix(usual, half_quiet, -s * 2);
  if (s < 0.5f) return glm::mix(usual, half_active, s * 2);
  return glm::mix(half_active, active, (s - 0.5f) * 2);
}

glm::vec3 difference_colour(float s) {
  const glm::vec3 more_b(0.55f, 0.22f, 0.85f), half_b(0.66f, 0.52f, 0.86f), same(0.70f, 0.68f, 0.66f),
      half_a(0.52f, 0.85f, 0.52f), more_a(0.22f, 0.92f, 0.36f);
  s = std::clamp(s, -1.0f, 1.0f);
  if (s < -0.5f) return glm::mix(half_b, more_b, (-s - 0.5f) * 2);
  if (s < 0) return glm::mix(same, half_b, -s * 2);
  if (s < 0.5f) return glm::mix(same, half_a, s * 2);
  return glm::mix(half_a, more_a, (s - 0.5f) * 2);
}

ChangeLook activity_look(float s, float shade) {
  const float amount = std::abs(s);
  return {activity_colour(s) * glm::mix(shade, 1.0f, std::min(1.0f, amount * 2)), s > 0 ? std::min(1.0f, s * 1.15f) : 0};
}

ChangeLook difference_look(float s) { return {difference_colour(s), 0.55f * std::abs(s)}; }

float drawn_light(const ChangeLook& look) {
  const auto linear = [](float c) { return c <= 0.04045f ? c / 12.92f : std::pow((c + 0.055f) / 1.055f, 2.4f); };
  const glm::vec3 base(linear(look.colour.r), linear(look.colour.g), linear(look.colour.b));
  constexpr float kEmitted = 0.25f + 0.45f / 2;
  return glm::dot(base, glm::vec3(0.2126f, 0.7152f, 0.0722f)) * (1 + kEmitted * look.glow);
}

}  // namespace attune
