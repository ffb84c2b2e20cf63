// Scene graph + meshes -> brain parts in MNI millimetres.
#pragma once

#include <vector>

#include "io/gltf_decode.h"
#include "io/gltf_document.h"
#include "io/gltf_problems.h"
#include "model/brain.h"

namespace attune::gltf {

// `skipped` tells why shapes were left out so far; it becomes part of the sentence when nothing can be drawn.
BrainModel build_brain(const Document& document, const std::vector<Triangles>& meshes, Problems& problems,
                       std::vector<Sentence>& skipped);

}  // namespace attune::gltf
