// All meshes of a brain in one vertex and one index buffer. Private to render.
#pragma once

#include <vector>

#include "model/brain.h"
#include "render/gl_objects.h"

namespace attune {

struct MeshRange {
  std::size_t first_index = 0;  // into the index buffer
  GLsizei index_count = 0;
  glm::vec3 low_mm{0}, high_mm{0};
};

struct MeshStore {
  gl::VertexArray vertex_array;
  gl::Buffer vertices, indices;
  std::vector<MeshRange> ranges;  // one per BrainPart
};

MeshStore make_mesh_store(const BrainModel& brain);

// How deep each vertex lies in a groove: mean over its neighbours of the sine of the angle by which they stand above
// the tangent plane, smoothed once; -1 (ridge) .. 1 (groove). A cheap stand-in for ambient occlusion.
std::vector<float> find_cavity(const BrainPart& part);

}  // namespace attune
