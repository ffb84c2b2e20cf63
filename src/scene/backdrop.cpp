#include "scene/backdrop.h"

#include <glm/common.hpp>
#include <glm/geometric.hpp>

namespace attune {

BackdropColours backdrop_colours(Background background) {
  if (background == Background::light) return {{0.965f, 0.972f, 0.985f}, {0.87f, 0.89f, 0.925f}};
  if (background == Background::contrast) return {};
  return {{0.066f, 0.080f, 0.120f}, {0.016f, 0.019f, 0.034f}};
}

glm::vec3 backdrop_at(Background background, glm::vec2 at) {
  const BackdropColours colours = backdrop_colours(background);
  const glm::vec2 p = at - glm::vec2(0.5f, 0.52f);
  const float vignette = 1 - 0.55f * glm::dot(p, p) * (background == Background::light ? 0.25f : 1.0f);
  return glm::mix(colours.bottom, colours.top, at.y) * vignette;
}

}  // namespace attune
