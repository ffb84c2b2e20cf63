#include "render/levels.h"

#include <meshoptimizer.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace attune {

namespace {

// meshoptimizer before 0.16 has no error arguments.
template <class Index>
std::size_t simplify_sloppy(Index* to, const Index* from, std::size_t count, const BrainPart& part, std::size_t target) {
  const float* positions = &part.positions_mm[0].x;
  const std::size_t vertices = part.positions_mm.size();
  float* error = nullptr;
  if constexpr (requires { meshopt_simplifySloppy(to, from, count, positions, vertices, 12u, target, 1.0f, error); })
    return meshopt_simplifySloppy(to, from, count, positions, vertices, sizeof(glm::vec3), target, 1.0f, error);
  else
    return meshopt_simplifySloppy(to, from, count, positions, vertices, sizeof(glm::vec3), target);
}

// The part with fewer triangles, and only the vertices that these use.
BrainPart thinned(const BrainPart& part, std::size_t target_indices, int level) {
  BrainPart fewer;
  fewer.name = part.name;
  fewer.structure = part.structure;
  fewer.region = part.region;
  fewer.lobe = part.lobe;
  fewer.source = part.source;
  fewer.hemisphere = part.hemisphere;
  fewer.kind = part.kind;
  fewer.level = level;
  fewer.min_mm = part.min_mm;
  fewer.max_mm = part.max_mm;
  fewer.centroid_mm = part.centroid_mm;
  std::vector<std::uint32_t> indices(part.indices.size());
  // A part that is small already stays as it is: meshoptimizer would stop the program.
  if (target_indices < part.indices.size())
    indices.resize(simplify_sloppy(indices.data(), part.indices.data(), part.indices.size(), part, target_indices));
  else
    indices.clear();
  if (indices.empty()) indices = part.indices;  // nothing would be left of it
  std::vector<std::uint32_t> remap(part.positions_mm.size());
  const std::size_t used = meshopt_optimizeVertexFetchRemap(remap.data(), indices.data(), indices.size(), remap.size());
  fewer.positions_mm.resize(used);
  fewer.normals.resize(used);
  for (std::size_t i = 0; i < remap.size(); ++i)
    if (remap[i] != ~0u) {
      fewer.positions_mm[remap[i]] = part.positions_mm[i];
      fewer.normals[remap[i]] = part.normals[i];
    }
  for (std::uint32_t& index : indices) index = remap[index];
  fewer.indices = std::move(indices);
  return fewer;
}

}  // namespace

void make_levels(BrainModel& model) {
  std::size_t triangles = 0;
  for (const BrainPart& part : model.parts) triangles += part.indices.size() / 3;
  if (model.level_count > 1 || triangles <= kWindowTriangles * 3 / 2) return;
  const auto share_of = [&](std::size_t wanted) { return std::min(1.0, static_cast<double>(wanted) / static_cast<double>(triangles)); };
  const double full = share_of(kFullTriangles), window = share_of(kWindowTriangles);
  const std::size_t count = model.parts.size();
  model.parts.resize(2 * count);
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      BrainPart& part = model.parts[i];
      const auto target = [&](double share) { return std::max<std::size_t>(300, static_cast<std::size_t>(share * static_cast<double>(part.indices.size() / 3)) * 3); };
      const std::size_t few = target(window);
      if (full < 1) part = thinned(part, target(full), 0);
      model.parts[count + i] = thinned(part, few, 1);  // from what is left: a fraction of the work
    }
  };
  std::thread helper(work);
  work();
  helper.join();
  model.level_count = 2;
}

}  // namespace attune
