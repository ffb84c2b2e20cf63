#include "render/mesh_store.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <meshoptimizer.h>

#include "core/hash.h"

namespace attune {

std::vector<float> find_cavity(const BrainPart& part) {
  const std::size_t count = part.positions_mm.size();
  std::vector<float> sum(count, 0), weight(count, 0);
  const auto add = [&](std::uint32_t a, std::uint32_t b) {
    const glm::vec3 to = part.positions_mm[b] - part.positions_mm[a];
    const float length = glm::length(to);
    if (length < 1e-6f) return;
    sum[a] += glm::dot(part.normals[a], to) / length;
    weight[a] += 1;
  };
  for (std::size_t i = 0; i + 2 < part.indices.size(); i += 3) {
    const std::uint32_t a = part.indices[i], b = part.indices[i + 1], c = part.indices[i + 2];
    add(a, b), add(a, c), add(b, a), add(b, c), add(c, a), add(c, b);
  }
  for (std::size_t i = 0; i < count; ++i) sum[i] = weight[i] > 0 ? sum[i] / weight[i] : 0;
  // Two rounds of averaging over the triangles widen the grooves to what the eye reads as shade.
  for (int round = 0; round < 3; ++round) {
    std::vector<float> next(sum), share(count, 1);
    for (std::size_t i = 0; i + 2 < part.indices.size(); i += 3) {
      const std::uint32_t v[3] = {part.indices[i], part.indices[i + 1], part.indices[i + 2]};
      for (int k = 0; k < 3; ++k) {
        next[v[k]] += sum[v[(k + 1) % 3]] + sum[v[(k + 2) % 3]];
        share[v[k]] += 2;
      }
    }
    for (std::size_t i = 0; i < count; ++i) sum[i] = next[i] / share[i];
  }
  for (float& s : sum) s = std::clamp(s * 3.2f, -1.0f, 1.0f);
  return sum;
}

// Closed: every edge is walked once in each direction (a sum of hashes that cancel, so no table of edges is needed).
bool is_closed(const BrainPart& part) {
  std::uint64_t sum = 0;
  double volume = 0;
  for (std::size_t i = 0; i + 2 < part.indices.size(); i += 3) {
    for (int k = 0; k < 3; ++k) {
      const std::uint64_t a = part.indices[i + static_cast<std::size_t>(k)];
      const std::uint64_t b = part.indices[i + static_cast<std::size_t>((k + 1) % 3)];
      sum += mix_bits((a << 32) | b) - mix_bits((b << 32) | a);
    }
    const glm::dvec3 a = part.positions_mm[part.indices[i]], b = part.positions_mm[part.indices[i + 1]],
                     c = part.positions_mm[part.indices[i + 2]];
    volume += glm::dot(a, glm::cross(b, c));
  }
  return sum == 0 && volume > 0;
}

namespace {
// meshoptimizer before 0.18 has no options; then borders may move a little, which shows as a hair of a gap.
template <class Index>
std::vector<std::uint32_t> simplify(const BrainPart& part, std::size_t target, Index) {
  std::vector<std::uint32_t> fewer(part.indices.size());
  std::size_t count = 0;
  const auto* positions = &part.positions_mm[0].x;
  const Index* from = part.indices.data();
  Index* to = fewer.data();
  float error = 0;
  if constexpr (requires { meshopt_simplify(to, from, 1u, positions, 1u, 12u, target, 0.02f, 1u, &error); })
    count = meshopt_simplify(to, from, part.indices.size(), positions, part.positions_mm.size(), sizeof(glm::vec3), target, 0.02f,
                             1u /* lock borders */, &error);
  else
    count = meshopt_simplify(to, from, part.indices.size(), positions, part.positions_mm.size(), sizeof(glm::vec3), target, 0.02f);
  fewer.resize(count);
  return fewer;
}

signed char to_byte(float v) { return static_cast<signed char>(std::lround(std::clamp(v, -1.0f, 1.0f) * 127.0f)); }

// What frames that are replaced at once draw of the glass: all triangles of the shipped brain's middle level, as fewer
// would show as facets and change when the eye comes to rest; of larger models as many.
constexpr std::size_t kQuickGlassTriangles = 70'000;

// Of solids, whose shading hides it, every other one.
std::size_t quick_triangles(const BrainPart& part, std::size_t all_glass) {
  const std::size_t triangles = part.indices.size() / 3;
  if (part.kind != PartKind::cortex) return triangles / 2;
  return all_glass <= kQuickGlassTriangles ? triangles : triangles * kQuickGlassTriangles / all_glass;
}
}  // namespace

MeshDraft draft_meshes(const BrainModel& brain, bool with_coarse, int only_level) {
  std::size_t vertex_count = 0, index_count = 0;
  const auto wanted = [&](const BrainPart& part) { return only_level < 0 || part.level == only_level; };
  for (const BrainPart& part : brain.parts) {
    if (!wanted(part)) continue;
    vertex_count += part.positions_mm.size();
    index_count += part.indices.size();
  }
  MeshDraft draft;
  std::vector<MeshVertex>& vertices = draft.vertices;
  std::vector<std::uint32_t>& indices = draft.indices;
  vertices.reserve(vertex_count);
  indices.reserve(index_count);
  const int middle = brain.level_count > 1 ? 1 : 0;
  std::size_t all_glass = 0;
  for (const BrainPart& part : brain.parts)
    if (part.level == middle && part.kind == PartKind::cortex) all_glass += part.indices.size() / 3;
  for (const BrainPart& part : brain.parts) {
    if (!wanted(part)) {
      draft.ranges.push_back({indices.size(), 0, indices.size(), 0, part.min_mm, part.max_mm, false});
      continue;
    }
    const auto base = static_cast<std::uint32_t>(vertices.size());
    const std::vector<float> cavity = find_cavity(part);
    const auto count = static_cast<GLsizei>(part.indices.size());
    draft.ranges.push_back({indices.size(), count, indices.size(), count, part.min_mm, part.max_mm, is_closed(part)});
    for (std::size_t i = 0; i < part.positions_mm.size(); ++i) {
      const glm::vec3& n = part.normals[i];
      vertices.push_back({part.positions_mm[i], {to_byte(n.x), to_byte(n.y), to_byte(n.z), to_byte(cavity[i])}});
    }
    for (const std::uint32_t index : part.indices) indices.push_back(base + index);
    // Full and low levels are not drawn in a hurry, small meshes are not worth it.
    if (!with_coarse || part.level != middle || part.indices.size() < 900) continue;
    const std::size_t few = 3 * quick_triangles(part, all_glass);
    if (few >= part.indices.size()) continue;
    const std::vector<std::uint32_t> fewer = simplify(part, few, std::uint32_t());
    if (fewer.empty()) continue;
    draft.ranges.back().first_coarse_index = indices.size();
    draft.ranges.back().coarse_index_count = static_cast<GLsizei>(fewer.size());
    // Neighbours together: vertices are then shaded once, not once per triangle. Not worth the start-up time for the
    // triangles of still pictures.
    std::vector<std::uint32_t> ordered(fewer.size());
    meshopt_optimizeVertexCache(ordered.data(), fewer.data(), fewer.size(), part.positions_mm.size());
    for (const std::uint32_t index : ordered) indices.push_back(base + index);
  }
  return draft;
}

MeshStore make_mesh_store(MeshDraft draft) {
  MeshStore store;
  store.ranges = std::move(draft.ranges);
  store.vertex_array = gl::make_vertex_array();
  store.vertices = gl::make_buffer();
  store.indices = gl::make_buffer();
  glBindVertexArray(store.vertex_array.get());
  glBindBuffer(GL_ARRAY_BUFFER, store.vertices.get());
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(draft.vertices.size() * sizeof(MeshVertex)), draft.vertices.data(), GL_STATIC_DRAW);
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, store.indices.get());
  glBufferData(GL_ELEMENT_ARRAY_BUFFER, static_cast<GLsizeiptr>(draft.indices.size() * sizeof(std::uint32_t)), draft.indices.data(),
               GL_STATIC_DRAW);
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 3, GL_FLOAT, GL_FALSE, sizeof(MeshVertex), nullptr);
  glEnableVertexAttribArray(1);
  glVertexAttribPointer(1, 4, GL_BYTE, GL_TRUE, sizeof(MeshVertex), reinterpret_cast<const void*>(offsetof(MeshVertex, normal_cavity)));
  glBindVertexArray(0);
  return store;
}

}  // namespace attune
