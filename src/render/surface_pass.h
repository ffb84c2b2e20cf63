// The brain's own surfaces: lit solids, and glass as sums of optical depth. Private to render.
#pragma once

#include <glm/vec3.hpp>
#include <vector>

#include "render/gl_objects.h"
#include "render/mesh_store.h"
#include "scene/scene.h"

namespace attune {

struct SurfacePass {
  // Stripes have programs of their own: most surfaces have none, and software rendering pays for every pixel.
  gl::Shader solid, solid_hatched, glass, glass_hatched;
  std::vector<std::size_t> order;  // of Scene::surfaces, the nearest first
};

// Once per scene, before drawing. The nearest solids are drawn first: what they hide is not lit.
void sort_surfaces(SurfacePass& pass, const MeshStore& meshes, const Scene& scene, glm::vec3 eye_mm);

// All expect the frame block bound and depth test, blending and target as the layer needs them; all leave face
// culling off. coarse: the coarse triangles.
void draw_solids(const SurfacePass& pass, const MeshStore& meshes, const Scene& scene, bool coarse);
void draw_clear_glass(const SurfacePass& pass, const MeshStore& meshes, const Scene& scene, bool coarse);
void draw_lit_glass(const SurfacePass& pass, const MeshStore& meshes, const Scene& scene, bool coarse);
// The nearest layer of all glass once more: as lit as solids for Scene::glass above kUsualGlass, as a drawing below
// kOutlineGlass (glass.vert.glsl), else nothing. Writes depth, so it comes last.
inline constexpr float kUsualGlass = 0.35f, kOutlineGlass = 0.2f;
void draw_nearest_glass(const SurfacePass& pass, const MeshStore& meshes, const Scene& scene, bool coarse);

}  // namespace attune
