// All meshes of a brain in one vertex and one index buffer. Private to render.
#pragma once

#include <vector>

#include "model/brain.h"
#include "render/gl_objects.h"

namespace attune {

struct MeshRange {
  std::size_t first_index = 0;  // into the index buffer
  GLsizei index_count = 0;
  // Fewer triangles where that does not show, for frames that are replaced at once; the same as above where it would or
  // is not wanted.
  std::size_t first_coarse_index = 0;
  GLsizei coarse_index_count = 0;
  glm::vec3 low_mm{0}, high_mm{0};
  bool closed = false;  // encloses a volume: the half that looks away from the eye is hidden by the other
};

// As it goes to the driver.
struct MeshVertex {
  glm::vec3 position;             // mm
  signed char normal_cavity[4];   // -127..127: normal, find_cavity()
};
static_assert(sizeof(MeshVertex) == 16);

// What a MeshStore is made of, before there is a driver.
struct MeshDraft {
  std::vector<MeshVertex> vertices;
  std::vector<std::uint32_t> indices;
  std::vector<MeshRange> ranges;
};

struct MeshStore {
  gl::VertexArray vertex_array;
  gl::Buffer vertices, indices;
  std::vector<MeshRange> ranges;  // one per BrainPart
};

// Which meshes: with_coarse also makes the coarse triangles (about 50 ms; for software rendering). only_level >= 0: the
// parts of other levels of detail get empty ranges.
MeshDraft draft_meshes(const BrainModel& brain, bool with_coarse, int only_level = -1);
MeshStore make_mesh_store(MeshDraft draft);

// How deep each vertex lies in a groove: mean over its neighbours of the sine of the angle by which they stand above
// the tangent plane, smoothed once; -1 (ridge) .. 1 (groove). A cheap stand-in for ambient occlusion.
std::vector<float> find_cavity(const BrainPart& part);

// Whether the triangles enclose a volume and face outward, so that the half that looks away can never be seen.
bool is_closed(const BrainPart& part);

}  // namespace attune
