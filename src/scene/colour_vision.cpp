#include "scene/colour_vision.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <glm/mat3x3.hpp>

namespace attune {

namespace {

glm::vec3 to_linear(glm::vec3 srgb) {
  for (int i = 0; i < 3; ++i)
    srgb[i] = srgb[i] <= 0.04045f ? srgb[i] / 12.92f : std::pow((srgb[i] + 0.055f) / 1.055f, 2.4f);
  return srgb;
}
glm::vec3 to_srgb(glm::vec3 linear) {
  for (int i = 0; i < 3; ++i)
    linear[i] = linear[i] <= 0.0031308f ? linear[i] * 12.92f : 1.055f * std::pow(linear[i], 1 / 2.4f) - 0.055f;
  return linear;
}

// Rows as printed; glm takes columns.
glm::mat3 rows(glm::vec3 a, glm::vec3 b, glm::vec3 c) { return glm::transpose(glm::mat3(a, b, c)); }

glm::mat3 matrix_of(ColourVision vision) {
  switch (vision) {
    case ColourVision::protan:
      return rows({0.152286f, 1.052583f, -0.204868f}, {0.114503f, 0.786281f, 0.099216f}, {-0.003882f, -0.048116f, 1.051998f});
    case ColourVision::deutan:
      return rows({0.367322f, 0.860646f, -0.227968f}, {0.280085f, 0.672501f, 0.047413f}, {-0.011820f, 0.042940f, 0.968881f});
    case ColourVision::tritan:
      return rows({1.255528f, -0.076749f, -0.178779f}, {-0.078411f, 0.930809f, 0.147602f}, {0.004733f, 0.691367f, 0.303900f});
    case ColourVision::usual:
      break;
  }
  return glm::mat3(1);
}

}  // namespace

glm::vec3 simulate_vision(glm::vec3 srgb, ColourVision vision) {
  if (vision == ColourVision::usual) return srgb;
  return to_srgb(glm::clamp(matrix_of(vision) * to_linear(srgb), 0.0f, 1.0f));
}

glm::vec3 to_lab(glm::vec3 srgb) {
  // sRGB to XYZ (IEC 61966-2-1) over the white D65.
  const glm::vec3 xyz = rows({0.4124564f, 0.3575761f, 0.1804375f}, {0.2126729f, 0.7151522f, 0.0721750f},
                             {0.0193339f, 0.1191920f, 0.9503041f}) *
                        to_linear(srgb) / glm::vec3(0.95047f, 1.0f, 1.08883f);
  const auto f = [](float t) {
    constexpr float kEdge = 216.0f / 24389, kSlope = 24389.0f / 27;
    return t > kEdge ? std::cbrt(t) : (kSlope * t + 16) / 116;
  };
  const float x = f(xyz.x), y = f(xyz.y), z = f(xyz.z);
  return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

float least_difference(glm::vec3 srgb_a, glm::vec3 srgb_b) {
  float least = 1e9f;
  for (const ColourVision vision : kColourVisions)
    least = std::min(least, glm::distance(to_lab(simulate_vision(srgb_a, vision)), to_lab(simulate_vision(srgb_b, vision))));
  return least;
}

}  // namespace attune
