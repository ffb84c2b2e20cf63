// libFuzzer target for the glTF loader. Not part of the normal build:
//   cd tests/fuzz && mkdir -p /tmp/fuzz_gltf/seeds
//   clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined -I../../src
//     -DGLM_ENABLE_EXPERIMENTAL fuzz_gltf.cpp ../../src/io/{gltf_*,load_brain,json_scan}.cpp ../../src/core/*.cpp
//     -ltinygltf -o /tmp/fuzz_gltf/fuzz
//   g++ -std=c++20 -I../../src write_gltf_seeds.cpp ../io/make_gltf.cpp -o /tmp/fuzz_gltf/write_seeds
//   /tmp/fuzz_gltf/write_seeds /tmp/fuzz_gltf/seeds
//   /tmp/fuzz_gltf/fuzz -dict=gltf.dict -max_len=8192 -timeout=5 -rss_limit_mb=1024 -max_total_time=60
//   /tmp/fuzz_gltf/seeds
//
// Input: a file as it is (starts with '{' or "glTF"), or else JSON, a byte 01 and a binary chunk, which are wrapped as
// a GLB with correct lengths so that mutations reach beyond the container.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "io/load_brain.h"

namespace {

void append_u32(std::string& bytes, std::size_t value) {
  const auto number = static_cast<std::uint32_t>(value);
  bytes.append(reinterpret_cast<const char*>(&number), 4);
}

std::string wrapped(std::string_view input) {
  const std::size_t split = input.find('\x01');
  std::string json(input.substr(0, split));
  std::string binary(split == std::string_view::npos ? std::string_view() : input.substr(split + 1));
  json.append((4 - json.size() % 4) % 4, ' ');
  binary.append((4 - binary.size() % 4) % 4, '\0');
  std::string glb = "glTF";
  append_u32(glb, 2);
  append_u32(glb, 28 + json.size() + binary.size());
  append_u32(glb, json.size());
  glb += "JSON" + json;
  append_u32(glb, binary.size());
  glb += std::string("BIN\0", 4) + binary;
  return glb;
}

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const bool as_it_is = input.starts_with('{') || input.starts_with("glTF");
  const attune::Result<attune::LoadedBrain> brain = attune::load_brain_bytes(
      as_it_is ? std::string(input) : wrapped(input.substr(size == 0 ? 0 : 1)), "fuzz.glb", {});
  if (!brain) {
    for (const attune::Error& error : brain.errors())
      require(!error.what.empty() && error.where.starts_with("fuzz.glb"));
    return 0;
  }
  require(!brain->model.parts.empty());
  for (const attune::BrainPart& part : brain->model.parts) {
    require(part.positions_mm.size() == part.normals.size() && part.indices.size() % 3 == 0 && !part.indices.empty());
    for (const std::uint32_t index : part.indices) require(index < part.positions_mm.size());
    for (const glm::vec3& position : part.positions_mm)
      require(std::isfinite(position.x) && std::isfinite(position.y) && std::isfinite(position.z));
    for (const glm::vec3& normal : part.normals)
      require(std::abs(normal.x * normal.x + normal.y * normal.y + normal.z * normal.z - 1) < 1e-3f);
  }
  return 0;
}
