// The empty part of a picture: a gradient with a gentle vignette.
#pragma once

#include <glm/vec2.hpp>
#include <glm/vec3.hpp>

#include "scene/scene.h"

namespace attune {

struct BackdropColours {
  glm::vec3 top{0}, bottom{0};  // sRGB
};
BackdropColours backdrop_colours(Background background);

// As backdrop_at() in shaders/tone.glsl, without its noise. at: 0..1 from the lower left corner of a view.
glm::vec3 backdrop_at(Background background, glm::vec2 at);

}  // namespace attune
