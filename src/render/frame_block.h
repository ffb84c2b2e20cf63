// Per-frame data as the shaders see it (std140; shaders/frame.glsl). Private to render.
#pragma once

#include <cstddef>
#include <glm/mat4x4.hpp>
#include <glm/vec4.hpp>

namespace attune {

struct FrameBlock {
  glm::mat4 view;
  glm::mat4 projection;
  glm::vec4 camera_position;
  glm::vec4 viewport;
  glm::vec4 look;
  glm::vec4 background_top;
  glm::vec4 background_bottom;
  glm::vec4 glass_colour;
};
static_assert(offsetof(FrameBlock, projection) == 64);
static_assert(offsetof(FrameBlock, camera_position) == 128);
static_assert(offsetof(FrameBlock, viewport) == 144);
static_assert(offsetof(FrameBlock, look) == 160);
static_assert(offsetof(FrameBlock, glass_colour) == 208);
static_assert(sizeof(FrameBlock) == 224);

}  // namespace attune
