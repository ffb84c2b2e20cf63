// The bytes behind a document's buffers: from the GLB itself, from data: addresses, or from files beside the model.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "io/gltf_container.h"
#include "io/gltf_document.h"
#include "io/gltf_problems.h"

namespace attune::gltf {

using Buffers = std::vector<std::vector<unsigned char>>;  // by buffer index; empty where not needed

// Only regular files inside `folder` are opened, never another scheme than data:, at most 512 MiB each and 1 GiB
// together. With an empty `folder` no file is opened at all.
Buffers load_buffers(const Document& document, const Container& container, const std::filesystem::path& folder,
                     const std::filesystem::path& model, Problems& problems);

}  // namespace attune::gltf
