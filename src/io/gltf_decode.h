// Accessors -> triangles.
#pragma once

#include <cstdint>
#include <glm/vec3.hpp>
#include <string>
#include <vector>

#include "io/gltf_buffers.h"
#include "io/gltf_document.h"
#include "io/gltf_problems.h"

namespace attune::gltf {

// Of the whole model, copies of a mesh counted.
inline constexpr std::uint64_t kMostVertices = 20'000'000, kMostTriangles = 20'000'000;

struct Triangles {
  std::vector<glm::vec3> positions;    // in the file's own units, before node transforms
  std::vector<glm::vec3> normals;      // same count; (0,0,0) where the file has none that is usable
  std::vector<std::uint32_t> indices;  // three per triangle, in range
};

// One entry per mesh of the document, all its triangle primitives joined, unused vertices left out.
// `file_bytes` bounds what may be allocated for accessors that declare elements without data.
// `skipped` receives why shapes were left out (for the sentence when nothing remains).
std::vector<Triangles> decode_meshes(const Document& document, const Buffers& buffers, std::uint64_t file_bytes,
                                     Problems& problems, std::vector<Sentence>& skipped);

}  // namespace attune::gltf
