// The bytes behind a document's buffers: from the GLB itself, from data: addresses, or from files beside the model.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "io/gltf_container.h"
#include "io/gltf_document.h"
#include "io/gltf_problems.h"

namespace attune::gltf {

// The bytes of one buffer: its own, or those of the GLB, which must stay alive.
struct BufferBytes {
  std::vector<unsigned char> own;
  std::string_view in_file;
  const unsigned char* data() const {
    return own.empty() ? reinterpret_cast<const unsigned char*>(in_file.data()) : own.data();
  }
  std::size_t size() const { return own.empty() ? in_file.size() : own.size(); }
};
using Buffers = std::vector<BufferBytes>;  // by buffer index; empty where not needed

// Only regular files inside `folder` are opened, never another scheme than data:, at most 512 MiB each and 1 GiB
// together. With an empty `folder` no file is opened at all.
// A large model's own bytes are not copied: `container` must outlive the buffers.
Buffers load_buffers(const Document& document, const Container& container, const std::filesystem::path& folder,
                     const std::filesystem::path& model, Problems& problems);

}  // namespace attune::gltf
