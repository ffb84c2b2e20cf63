#include "io/gltf_decode.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <map>
#include <optional>

#include "core/text.h"

namespace attune::gltf {

namespace {

double read_component(const unsigned char* at, Component component) {
  const auto load = [&]<class T>(T value) {
    std::memcpy(&value, at, sizeof value);
    return static_cast<double>(value);
  };
  switch (component) {
    case Component::i8:
      return load(std::int8_t{});
    case Component::u8:
      return load(std::uint8_t{});
    case Component::i16:
      return load(std::int16_t{});
    case Component::u16:
      return load(std::uint16_t{});
    case Component::u32:
      return load(std::uint32_t{});
    case Component::f32:
      break;
  }
  return load(float{});
}

// Integers that stand for -1..1 or 0..1.
double normalized(double value, Component component) {
  switch (component) {
    case Component::i8:
      return std::max(value / 127.0, -1.0);
    case Component::u8:
      return value / 255.0;
    case Component::i16:
      return std::max(value / 32767.0, -1.0);
    case Component::u16:
      return value / 65535.0;
    default:
      return value;
  }
}

struct Vectors {
  std::vector<glm::vec3> values;
  std::array<double, 3> raw_min{}, raw_max{};  // before normalisation, as min/max of the file
  std::uint64_t not_numbers = 0, infinite = 0;
};

class Decoder {
 public:
  Decoder(const Document& document, const Buffers& buffers, std::uint64_t file_bytes, Problems& problems,
          std::vector<Sentence>& skipped)
      : document_(document), buffers_(buffers), data_bytes_(file_bytes), problems_(problems), skipped_(skipped) {
    for (const auto& buffer : buffers) data_bytes_ += buffer.size();
  }

  std::vector<Triangles> run() {
    std::vector<Triangles> meshes(document_.meshes.size());
    for (std::size_t i = 0; i < meshes.size(); ++i)
      for (const Primitive& primitive : document_.meshes[i].primitives) {
        add_primitive(primitive, "/meshes/" + std::to_string(i) + "/primitives/" + std::to_string(primitive.index),
                      meshes[i]);
        if (too_large_) return meshes;
      }
    return meshes;
  }

 private:
  const unsigned char* data(const BufferView& view, std::uint64_t offset) const {
    return buffers_[view.buffer].data() + view.offset + offset;
  }

  // Accessors without data declare a count that costs the file nothing; it must not cost us memory either.
  bool is_affordable(std::size_t index) {
    const Accessor& accessor = document_.accessors[index];
    if (accessor.view || accessor.count <= data_bytes_) return true;
    refuse(problems_, "/accessors/" + std::to_string(index),
           sentence("no_buffer_view", {{"accessor", sentence("accessor_number", {{"number", std::to_string(index)}})}, {"count", with_commas(accessor.count)}}),
           sentence("export_again"));
    return false;
  }

  Vectors decode_vectors(std::size_t index) const {
    const Accessor& accessor = document_.accessors[index];
    Vectors out;
    out.values.resize(accessor.count, glm::vec3(0));
    out.raw_min.fill(HUGE_VAL);
    out.raw_max.fill(-HUGE_VAL);
    const auto store = [&](std::uint64_t element, const unsigned char* at) {
      for (int axis = 0; axis < 3; ++axis) {
        const double raw =
            read_component(at + static_cast<std::uint64_t>(axis) * size_of(accessor.component), accessor.component);
        out.values[element][axis] = static_cast<float>(accessor.normalized ? normalized(raw, accessor.component) : raw);
      }
    };
    if (accessor.view) {
      const unsigned char* first = data(document_.views[*accessor.view], accessor.offset);
      if (accessor.component == Component::f32 && accessor.stride == sizeof(glm::vec3)) {
        std::memcpy(out.values.data(), first, accessor.count * sizeof(glm::vec3));  // most models, and all large ones
      } else {
        for (std::uint64_t i = 0; i < accessor.count; ++i) store(i, first + i * accessor.stride);
      }
    }
    if (accessor.sparse) {
      const Sparse& sparse = *accessor.sparse;
      const unsigned char* values = data(document_.views[sparse.value_view], sparse.value_offset);
      const std::uint64_t size = size_of(accessor.component) * static_cast<std::uint64_t>(accessor.components);
      for_each_sparse(index, [&](std::uint64_t i, std::uint64_t element) { store(element, values + i * size); });
    }
    for (const glm::vec3& value : out.values)
      for (int axis = 0; axis < 3; ++axis) {
        const auto slot = static_cast<std::size_t>(axis);
        if (std::isnan(value[axis])) {
          ++out.not_numbers;
        } else if (std::isinf(value[axis])) {
          ++out.infinite;
        } else {
          out.raw_min[slot] = std::min(out.raw_min[slot], static_cast<double>(value[axis]));
          out.raw_max[slot] = std::max(out.raw_max[slot], static_cast<double>(value[axis]));
        }
      }
    return out;
  }

  template <class Visit>
  void for_each_sparse(std::size_t index, const Visit& visit) const {
    const Accessor& accessor = document_.accessors[index];
    const Sparse& sparse = *accessor.sparse;
    const unsigned char* at = data(document_.views[sparse.index_view], sparse.index_offset);
    for (std::uint64_t i = 0; i < sparse.count; ++i) {
      const auto element =
          static_cast<std::uint64_t>(read_component(at + i * size_of(sparse.index_component), sparse.index_component));
      if (element < accessor.count) visit(i, element);
    }
  }

  // False when refused. Sparse overlays must stay inside the accessor.
  bool check_sparse(std::size_t index) {
    const Accessor& accessor = document_.accessors[index];
    if (!accessor.sparse) return true;
    const Sparse& sparse = *accessor.sparse;
    const unsigned char* at = data(document_.views[sparse.index_view], sparse.index_offset);
    for (std::uint64_t i = 0; i < sparse.count; ++i) {
      const double element = read_component(at + i * size_of(sparse.index_component), sparse.index_component);
      if (element < static_cast<double>(accessor.count)) continue;
      refuse(problems_, "/accessors/" + std::to_string(index) + "/sparse/indices",
             sentence("sparse_out", {{"element", with_commas(static_cast<std::uint64_t>(element))},
                                     {"position", with_commas(i)},
                                     {"accessor", sentence("accessor_number", {{"number", std::to_string(index)}})},
                                     {"count", counted(accessor.count, "element", "elements")}}),
             sentence("export_again"));
      return false;
    }
    return true;
  }

  // Positions of an accessor, decoded and checked once however many primitives share it. nullptr when refused.
  const Vectors* positions(std::size_t index) {
    if (const auto found = positions_.find(index); found != positions_.end())
      return found->second ? &*found->second : nullptr;
    std::optional<Vectors>& slot = positions_[index];
    if (!is_affordable(index) || !check_sparse(index)) return nullptr;
    Vectors vectors = decode_vectors(index);
    const std::string pointer = "/accessors/" + std::to_string(index);
    if (vectors.not_numbers > 0 || vectors.infinite > 0) {
      const auto amount = [](std::uint64_t count, const char* one, const char* many) {
        return sentence(count == 1 ? one : many, {{"count", with_commas(count)}});
      };
      const Sentence no_numbers = amount(vectors.not_numbers, "value_no_number", "values_no_numbers"),
                     infinite = amount(vectors.infinite, "value_infinite", "values_infinite");
      const Sentence problem = vectors.infinite == 0      ? no_numbers
                               : vectors.not_numbers == 0 ? infinite
                                                          : sentence("both", {{"first", no_numbers}, {"next", infinite}});
      refuse(problems_, pointer, sentence("what_is_wrong", {{"what", sentence("accessor_number", {{"number", std::to_string(index)}})}, {"problem", problem}}), sentence("export_again"));
      return nullptr;
    }
    check_bounds(index, vectors);
    slot = std::move(vectors);
    return &*slot;
  }

  // min and max of the file are never trusted; a wrong one is worth a word because other programs rely on them.
  void check_bounds(std::size_t index, const Vectors& vectors) {
    const Accessor& accessor = document_.accessors[index];
    const std::string pointer = "/accessors/" + std::to_string(index), name = to_dotted(pointer);
    if (!accessor.has_bounds) {
      warn(problems_, "no-bounds", pointer, sentence("no_bounds", {{"place", name}}));
      return;
    }
    bool right = !accessor.bounds_malformed;
    for (std::size_t axis = 0; right && axis < 3; ++axis) {
      const auto near = [&](double declared, double actual) {
        const double tolerance = 1e-4 * (vectors.raw_max[axis] - vectors.raw_min[axis]) + 1e-5 * std::abs(actual);
        return std::abs(declared - actual) <= tolerance ||
               // Whole numbers as stored, before normalisation.
               (accessor.normalized && std::abs(normalized(declared, accessor.component) - actual) <= tolerance);
      };
      right = near(accessor.min[axis], vectors.raw_min[axis]) && near(accessor.max[axis], vectors.raw_max[axis]);
    }
    if (!right)
      warn(problems_, "wrong-bounds", pointer, sentence("wrong_bounds", {{"place", name}}));
  }

  const Vectors* normals(std::size_t index) {
    if (const auto found = normals_.find(index); found != normals_.end())
      return found->second ? &*found->second : nullptr;
    std::optional<Vectors>& slot = normals_[index];
    if (!is_affordable(index) || !check_sparse(index)) return nullptr;
    slot = decode_vectors(index);
    return &*slot;
  }

  // The corners in file order. False when refused.
  bool read_corners(const Primitive& primitive, const std::string& pointer, std::uint64_t vertex_count,
                    std::vector<std::uint32_t>& corners) {
    if (!primitive.indices) {
      corners.resize(vertex_count);
      for (std::uint64_t i = 0; i < vertex_count; ++i) corners[i] = static_cast<std::uint32_t>(i);
      return true;
    }
    const std::size_t index = *primitive.indices;
    const Accessor& accessor = document_.accessors[index];
    if (!is_affordable(index) || !check_sparse(index)) return false;
    corners.assign(accessor.count, 0);
    if (accessor.view) {
      const unsigned char* first = data(document_.views[*accessor.view], accessor.offset);
      if (accessor.component == Component::u32 && accessor.stride == sizeof(std::uint32_t))
        std::memcpy(corners.data(), first, accessor.count * sizeof(std::uint32_t));
      else
        for (std::uint64_t i = 0; i < accessor.count; ++i)
          corners[i] = static_cast<std::uint32_t>(read_component(first + i * accessor.stride, accessor.component));
    }
    if (accessor.sparse) {
      const Sparse& sparse = *accessor.sparse;
      const unsigned char* values = data(document_.views[sparse.value_view], sparse.value_offset);
      for_each_sparse(index, [&](std::uint64_t i, std::uint64_t element) {
        corners[element] =
            static_cast<std::uint32_t>(read_component(values + i * size_of(accessor.component), accessor.component));
      });
    }
    for (std::size_t i = 0; i < corners.size(); ++i)
      if (corners[i] >= vertex_count) {
        refuse(problems_, pointer + "/indices",
               sentence("index_out", {{"place", to_dotted(pointer)},
                                      {"index", std::to_string(corners[i])},
                                      {"position", std::to_string(i)},
                                      {"count", counted(vertex_count, "vertex", "vertices")}}),
               sentence("export_again"));
        return false;
      }
    return true;
  }

  void skip(const std::string& kind, const std::string& pointer, const Sentence& what) {
    warn(problems_, kind, pointer, sentence("what_is_wrong", {{"what", to_dotted(pointer)}, {"problem", what}}));
    skipped_.push_back(what);
  }

  // Every mode as a list of triangles with the winding of the mode's definition.
  std::vector<std::uint32_t> to_triangles(const Primitive& primitive, const std::string& pointer,
                                          std::vector<std::uint32_t> corners) {
    std::vector<std::uint32_t> list;
    if (primitive.mode == 4) {
      if (corners.size() % 3 == 0) return corners;
      const std::size_t whole = corners.size() / 3 * 3;
      if (whole != corners.size())
        skip("odd-count", pointer,
             sentence(primitive.indices ? "index_count_odd" : "vertex_count_odd", {{"count", std::to_string(corners.size())}}));
      list.assign(corners.begin(), corners.begin() + static_cast<std::ptrdiff_t>(whole));
      return list;
    }
    if (corners.size() < 3) {
      skip("odd-count", pointer, sentence(primitive.indices ? "index_count_few" : "vertex_count_few", {{"count", std::to_string(corners.size())}}));
      return list;
    }
    list.reserve((corners.size() - 2) * 3);
    for (std::size_t i = 2; i < corners.size(); ++i) {
      const bool odd = i % 2 != 0;
      if (primitive.mode == 5) {
        list.insert(list.end(), {corners[odd ? i - 1 : i - 2], corners[odd ? i - 2 : i - 1], corners[i]});
      } else {
        list.insert(list.end(), {corners[0], corners[i - 1], corners[i]});
      }
    }
    return list;
  }

  void add_primitive(const Primitive& primitive, const std::string& pointer, Triangles& out) {
    const std::uint64_t corner_count = primitive.indices ? document_.accessors[*primitive.indices].count
                                                         : document_.accessors[primitive.position].count;
    triangle_total_ += corner_count / (primitive.mode == 4 ? 3 : 1);
    if (triangle_total_ > kMostTriangles) return refuse_size(pointer, "triangles", kMostTriangles);
    const Vectors* positions_here = positions(primitive.position);
    if (positions_here == nullptr) return;
    std::vector<std::uint32_t> corners;
    if (!read_corners(primitive, pointer, positions_here->values.size(), corners)) return;
    const std::vector<std::uint32_t> triangles = to_triangles(primitive, pointer, std::move(corners));
    const Vectors* normals_here = primitive.normal ? normals(*primitive.normal) : nullptr;

    // Only vertices that a triangle uses; `stamp_` tells which entries of `renamed_` belong to this primitive.
    ++stamp_now_;
    if (stamp_.size() < positions_here->values.size()) {
      stamp_.resize(positions_here->values.size(), 0);
      renamed_.resize(positions_here->values.size(), 0);
    }
    out.indices.reserve(out.indices.size() + triangles.size());
    const std::size_t most = out.positions.size() + std::min<std::size_t>(positions_here->values.size(), triangles.size());
    out.positions.reserve(most);
    out.normals.reserve(most);
    for (const std::uint32_t corner : triangles) {
      if (stamp_[corner] != stamp_now_) {
        if (++vertex_total_ > kMostVertices) return refuse_size(pointer, "vertices", kMostVertices);
        stamp_[corner] = stamp_now_;
        renamed_[corner] = static_cast<std::uint32_t>(out.positions.size());
        out.positions.push_back(positions_here->values[corner]);
        out.normals.push_back(normals_here == nullptr ? glm::vec3(0) : normals_here->values[corner]);
      }
      out.indices.push_back(renamed_[corner]);
    }
  }

  void refuse_size(const std::string& pointer, const char* what, std::uint64_t limit) {
    too_large_ = true;
    refuse(problems_, pointer, sentence("more_than", {{"limit", with_commas(limit)}, {"noun", sentence(what)}}),
           sentence("simplify"));
  }

  const Document& document_;
  const Buffers& buffers_;
  std::uint64_t data_bytes_;
  Problems& problems_;
  std::vector<Sentence>& skipped_;
  std::map<std::size_t, std::optional<Vectors>> positions_, normals_;
  std::vector<std::uint32_t> stamp_, renamed_;
  std::uint32_t stamp_now_ = 0;
  std::uint64_t vertex_total_ = 0, triangle_total_ = 0;
  bool too_large_ = false;
};

}  // namespace

std::vector<Triangles> decode_meshes(const Document& document, const Buffers& buffers, std::uint64_t file_bytes,
                                     Problems& problems, std::vector<Sentence>& skipped) {
  return Decoder(document, buffers, file_bytes, problems, skipped).run();
}

}  // namespace attune::gltf
