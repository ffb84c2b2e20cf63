#include "render/surface_pass.h"

#include <algorithm>
#include <glm/geometric.hpp>
#include <numeric>

#include "render/veil_cache.h"

namespace attune {

namespace {

enum class Layer { solid, clear_glass, lit_glass, shell, drawing };

// item_flags.w of glass.vert.glsl.
float kind_of(Layer layer) { return layer == Layer::shell ? 1.0f : layer == Layer::drawing ? 2.0f : 0.0f; }

Layer layer_of(const SurfaceItem& item) {
  if (!item.glass) return Layer::solid;
  return is_clear_glass(item) ? Layer::clear_glass : Layer::lit_glass;
}

void draw_layer(const SurfacePass& pass, const MeshStore& meshes, const Scene& scene, bool coarse, Layer layer,
                bool hatched) {
  const bool glass = layer != Layer::solid;
  const gl::Shader& shader =
      glass ? (hatched ? pass.glass_hatched : pass.glass) : (hatched ? pass.solid_hatched : pass.solid);
  glUseProgram(shader.program.get());
  glBindVertexArray(meshes.vertex_array.get());
  const GLint colour = shader.at("item_colour"), flags = shader.at("item_flags"), behind = shader.at("behind_mm");
  for (const std::size_t i : pass.order) {
    const SurfaceItem& item = scene.surfaces[i];
    const bool belongs = kind_of(layer) > 0 ? item.glass : layer_of(item) == layer;
    if (!belongs || (item.hatched > 0) != hatched) continue;
    const MeshRange& range = meshes.ranges[static_cast<std::size_t>(item.part)];
    // Of glass only the half that faces the eye: cleaner, and half the work. Of closed solids the rest cannot be seen.
    if (glass || range.closed) {
      glEnable(GL_CULL_FACE);
    } else {
      glDisable(GL_CULL_FACE);
    }
    gl::set(colour, glm::vec4(item.colour, item.glow));
    gl::set(flags, {item.selected, item.hatched, item.fill, kind_of(layer)});
    glUniform1f(behind, item.behind_mm);
    const std::size_t first = coarse ? range.first_coarse_index : range.first_index;
    glDrawElements(GL_TRIANGLES, coarse ? range.coarse_index_count : range.index_count, GL_UNSIGNED_INT,
                   reinterpret_cast<const void*>(first * sizeof(std::uint32_t)));
  }
  glDisable(GL_CULL_FACE);
}

}  // namespace

void sort_surfaces(SurfacePass& pass, const MeshStore& meshes, const Scene& scene, glm::vec3 eye_mm) {
  std::vector<float> distance_mm;
  for (const SurfaceItem& item : scene.surfaces) {
    const MeshRange& range = meshes.ranges[static_cast<std::size_t>(item.part)];
    distance_mm.push_back(glm::distance(eye_mm, (range.low_mm + range.high_mm) * 0.5f));
  }
  pass.order.resize(scene.surfaces.size());
  std::iota(pass.order.begin(), pass.order.end(), std::size_t{0});
  std::stable_sort(pass.order.begin(), pass.order.end(),
                   [&](std::size_t a, std::size_t b) { return distance_mm[a] < distance_mm[b]; });
}

void draw_solids(const SurfacePass& pass, const MeshStore& meshes, const Scene& scene, bool coarse) {
  for (const bool hatched : {false, true}) draw_layer(pass, meshes, scene, coarse, Layer::solid, hatched);
}

void draw_clear_glass(const SurfacePass& pass, const MeshStore& meshes, const Scene& scene, bool coarse) {
  for (const bool hatched : {true, false}) draw_layer(pass, meshes, scene, coarse, Layer::clear_glass, hatched);
}

void draw_lit_glass(const SurfacePass& pass, const MeshStore& meshes, const Scene& scene, bool coarse) {
  for (const bool hatched : {true, false}) draw_layer(pass, meshes, scene, coarse, Layer::lit_glass, hatched);
}

void draw_nearest_glass(const SurfacePass& pass, const MeshStore& meshes, const Scene& scene, bool coarse) {
  if (scene.glass > kOutlineGlass && scene.glass <= kUsualGlass) return;
  const Layer layer = scene.glass > kUsualGlass ? Layer::shell : Layer::drawing;
  glDepthMask(GL_TRUE);
  glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_FALSE);
  for (const bool hatched : {true, false}) draw_layer(pass, meshes, scene, coarse, layer, hatched);
  glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  glDepthMask(GL_FALSE);
  for (const bool hatched : {true, false}) draw_layer(pass, meshes, scene, coarse, layer, hatched);
}

}  // namespace attune
