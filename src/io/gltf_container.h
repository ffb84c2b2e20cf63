// The outermost layer of a glTF file: what kind of file is this, and where are its JSON and its binary chunk.
#pragma once

#include <string_view>

#include "io/gltf_problems.h"

namespace attune::gltf {

struct Container {
  std::string_view json;    // into the bytes given
  std::string_view binary;  // BIN chunk, or empty
  bool is_binary = false;   // a GLB
  bool has_binary = false;
};

// All arithmetic in 64 bits; nothing is read that lies outside `bytes`. False when refused.
bool open_container(std::string_view bytes, bool named_glb, Container& container, Problems& problems);

}  // namespace attune::gltf
