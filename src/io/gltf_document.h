// The part of a glTF document that Attune draws, after validation: every index and range in here has been checked.
#pragma once

#include <array>
#include <cstdint>
#include <glm/mat4x4.hpp>
#include <optional>
#include <string>
#include <vector>

namespace attune::gltf {

enum class Component : int { i8 = 5120, u8 = 5121, i16 = 5122, u16 = 5123, u32 = 5125, f32 = 5126 };

constexpr std::uint64_t size_of(Component component) {
  switch (component) {
    case Component::i8:
    case Component::u8:
      return 1;
    case Component::i16:
    case Component::u16:
      return 2;
    case Component::u32:
    case Component::f32:
      break;
  }
  return 4;
}

struct Buffer {
  std::uint64_t byte_length = 0;
  const std::string* uri = nullptr;  // into the JSON; nullptr = the GLB's binary chunk
  bool needed = false;               // something that is drawn uses it
  bool valid = false;
};

struct BufferView {
  std::size_t buffer = 0;
  std::uint64_t offset = 0, length = 0;
  std::uint64_t stride = 0;  // 0 = tightly packed
  bool valid = false;
};

struct Sparse {
  std::uint64_t count = 0;
  std::size_t index_view = 0, value_view = 0;
  std::uint64_t index_offset = 0, value_offset = 0;
  Component index_component = Component::u32;
};

struct Accessor {
  std::optional<std::size_t> view;  // none = zeros
  std::uint64_t offset = 0, count = 0, stride = 0;
  Component component = Component::f32;
  int components = 1;  // 3 for VEC3
  bool is_vec3 = false, is_scalar = false, normalized = false;
  std::optional<Sparse> sparse;
  bool has_bounds = false, bounds_malformed = false;
  std::array<double, 3> min{}, max{};
  bool valid = false;
};

struct Primitive {
  std::size_t index = 0;     // in the file's mesh
  std::size_t position = 0;  // accessors
  std::optional<std::size_t> normal, indices;
  int mode = 4;  // 4 triangles, 5 strip, 6 fan
};

struct Mesh {
  std::string name;
  std::vector<Primitive> primitives;  // those that can be drawn
};

struct Node {
  std::string name;
  glm::dmat4 local{1.0};
  std::optional<std::size_t> mesh;
  std::vector<std::size_t> children;
  // extras
  std::string structure, hemisphere, kind, region, source, lobe;
};

struct Scene {
  std::vector<std::size_t> roots;
};

struct Document {
  std::string copyright;
  bool from_atlas_builder = false;  // scenes are levels of detail
  std::vector<Buffer> buffers;
  std::vector<BufferView> views;
  std::vector<Accessor> accessors;
  std::vector<Mesh> meshes;
  std::vector<Node> nodes;
  std::vector<Scene> scenes;  // at least one
  std::size_t default_scene = 0;
};

}  // namespace attune::gltf
