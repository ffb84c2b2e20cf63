// What flows: tubes along tracts, pulses in them, and soft clouds. Stateless particles (shaders/pulse.vert.glsl): where one
// is follows from the scene alone. Private to render.
#pragma once

#include <glm/vec4.hpp>
#include <vector>

#include "render/gl_objects.h"
#include "scene/scene.h"

namespace attune {

struct TubeRange {  // of the point texture
  int first = 0, count = 0;
  float length_mm = 0;
};

struct FlowPass {
  gl::Shader tube, pulse;
  gl::VertexArray empty_array, ribbon_array;
  gl::Buffer ribbon_corners;
  gl::Texture points;  // xyz mm, w arc length from the start of the tube
  std::vector<glm::vec4> upload;
  std::vector<TubeRange> ranges;  // of Scene::tubes
};

void make_flow_geometry(FlowPass& pass);

// Over the solids, hidden by them, blended with premultiplied alpha. unit: display scale. Expects the frame block bound
// and the solids' target; leaves blending on and writing of depth off.
void draw_flow(FlowPass& pass, const Scene& scene, float unit);

}  // namespace attune
