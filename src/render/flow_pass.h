// What flows: tubes along tracts, pulses in them, and soft clouds. Stateless particles: where one is follows from its
// tube, the flow's phase and a hash of its index, so time can run backwards. All tubes are one draw call and all particles
// another: software rendering pays more for a call than for a tube. Private to render.
#pragma once

#include <array>
#include <cstdint>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <glm/vec4.hpp>
#include <vector>

#include "render/gl_objects.h"
#include "scene/scene.h"

namespace attune {

using Colour16 = std::array<std::uint16_t, 4>;  // 0..65535 is 0..1

struct TubeVertex {  // as shaders/tube.vert.glsl takes it
  glm::vec3 position, along;
  glm::vec4 place;
  Colour16 colour;
  glm::vec2 kind;
};

struct ParticleVertex {  // as shaders/pulse.vert.glsl takes it
  glm::vec3 position;
  glm::vec3 extent;
  Colour16 colour;
};

// What flows in a scene, ready to upload. Quiet tubes come first: behind a solid nothing of them would be left, so the
// faint pass starts after them.
struct PuffVertex {  // as shaders/cloud.vert.glsl takes it
  glm::vec3 centre;  // mm
  glm::vec3 corner;  // xy -1 +1, z radius mm
  Colour16 colour;
};

struct FlowGeometry {
  std::vector<TubeVertex> tubes;
  std::vector<std::uint32_t> tube_indices;  // triangles
  std::size_t first_hidden_index = 0;
  std::vector<ParticleVertex> particles;
  std::size_t first_hidden_particle = 0;
  std::vector<std::vector<glm::vec3>> scatter;  // of each tube's particles, by their index: cosine and sine of a direction, share of the width
  std::vector<PuffVertex> puffs;
  std::vector<std::uint32_t> puff_indices;  // triangles
};

// unit: display scale.
void make_flow(FlowGeometry& flow, const Scene& scene, float unit);

struct FlowPass {
  gl::Shader tube, pulse, cloud;
  gl::VertexArray tube_array, particle_array, cloud_array;
  gl::Buffer tube_vertices, tube_indices, particles, puffs, puff_indices;
  std::size_t particle_room = 0;  // bytes of `particles`
  FlowGeometry flow;  // of the last scene; kept for its memory
};

void make_flow_arrays(FlowPass& pass);

// Over the solids, hidden by them, blended with premultiplied alpha. unit: display scale. Expects the frame block bound
// and the solids' target; leaves blending on and writing of depth off.
void draw_flow(FlowPass& pass, const Scene& scene, float unit);

// The clouds of what draw_flow() drew last, into the veil: sums, as of glass.
void draw_clouds(const FlowPass& pass);

}  // namespace attune
