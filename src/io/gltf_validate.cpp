#include "io/gltf_validate.h"

#include <cmath>
#include <glm/gtc/matrix_transform.hpp>
#include <glm/gtc/quaternion.hpp>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/text.h"

namespace attune::gltf {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kLargestBuffer = 512ull << 20;
constexpr std::uint64_t kMostNodes = 65'536, kMostPrimitives = 16'384;
constexpr int kDeepestNode = 256;

Sentence describe(const Json& value) {
  switch (value.type()) {
    case Json::value_t::null:
      return "null";
    case Json::value_t::boolean:
      return value.get<bool>() ? "true" : "false";
    case Json::value_t::string:
      return sentence("quoted_text", {{"text", printable(value.get_ref<const std::string&>(), 40)}});
    case Json::value_t::array:
      return sentence("an_array");
    case Json::value_t::object:
      return sentence("an_object");
    case Json::value_t::number_integer:
      return std::to_string(value.get<std::int64_t>());
    case Json::value_t::number_unsigned:
      return std::to_string(value.get<std::uint64_t>());
    case Json::value_t::number_float:
      return to_text(value.get<double>());
    default:
      return sentence("something_else");
  }
}

const Json* find(const Json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

// A whole number >= 0 (2.0 counts); numbers beyond 64 bits become the largest one.
std::optional<std::uint64_t> as_whole(const Json& value) {
  if (value.is_number_unsigned()) return value.get<std::uint64_t>();
  if (value.is_number_integer()) {
    const auto number = value.get<std::int64_t>();
    if (number < 0) return std::nullopt;
    return static_cast<std::uint64_t>(number);
  }
  if (value.is_number_float()) {
    const double number = value.get<double>();
    if (!(number >= 0) || number != std::floor(number)) return std::nullopt;
    return number >= 0x1p64 ? UINT64_MAX : static_cast<std::uint64_t>(number);
  }
  return std::nullopt;
}

// An index without complaints, to find out what is needed before it is checked.
std::optional<std::size_t> peek_index(const Json& object, const char* key, std::size_t size) {
  const Json* value = find(object, key);
  const auto index = value == nullptr ? std::nullopt : as_whole(*value);
  return index && *index < size ? index : std::nullopt;
}

// One validated object of the document: the JSON, its pointer, and where complaints go.
struct Item {
  const Json& json;
  std::string pointer;
  Problems& problems;

  std::string at(const char* key) const { return pointer + "/" + key; }
  std::string name(const char* key) const { return to_dotted(at(key)); }
  void refuse_at(const char* key, Sentence what, Sentence hint = sentence("reexport")) const {
    refuse(problems, key[0] == '\0' ? pointer : at(key), std::move(what), std::move(hint));
  }
};

std::optional<std::uint64_t> read_whole(const Item& item, const char* key, std::uint64_t least,
                                        std::optional<std::uint64_t> fallback) {
  const Json* value = find(item.json, key);
  if (value == nullptr) {
    if (!fallback) item.refuse_at("", sentence("is_missing", {{"name", item.name(key)}}));
    return fallback;
  }
  const auto number = as_whole(*value);
  if (!number || *number < least) {
    item.refuse_at(
        key, sentence("must_be_whole", {{"name", item.name(key)}, {"least", std::to_string(least)}, {"found", describe(*value)}}));
    return std::nullopt;
  }
  return number;
}

struct Noun {
  const char *one, *more;  // keys of its words
};
constexpr Noun kBuffer{"buffer", "buffers"}, kBufferView{"buffer_view", "buffer_views"}, kAccessor{"accessor", "accessors"}, kMesh{"mesh", "meshes"},
    kNode{"node", "nodes"}, kScene{"scene", "scenes"};

// An index into a list of `size` elements. `present` tells a missing key (fine) from a bad one.
std::optional<std::size_t> read_index(const Item& item, const char* key, std::size_t size, const Noun& noun,
                                      bool& good) {
  const Json* value = find(item.json, key);
  good = true;
  if (value == nullptr) return std::nullopt;
  const auto number = as_whole(*value);
  if (number && *number < size) return static_cast<std::size_t>(*number);
  good = false;
  if (value->is_number()) {
    item.refuse_at(key, sentence("index_only", {{"name", item.name(key)}, {"found", describe(*value)}, {"count", counted(size, noun.one, noun.more)}}));
  } else {
    item.refuse_at(key, sentence("must_be_whole", {{"name", item.name(key)}, {"least", "0"}, {"found", describe(*value)}}));
  }
  return std::nullopt;
}

// The elements of an optional list of objects; elements that are not objects are refused.
std::vector<const Json*> read_list(const Item& item, const char* key) {
  std::vector<const Json*> list;
  const Json* value = find(item.json, key);
  if (value == nullptr) return list;
  if (!value->is_array()) {
    item.refuse_at(key, sentence("must_be_array", {{"name", item.name(key)}, {"found", describe(*value)}}));
    return list;
  }
  list.reserve(value->size());
  for (const Json& element : *value) {
    if (!element.is_object())
      refuse(item.problems, item.at(key) + "/" + std::to_string(list.size()),
             sentence("must_be_object", {{"name", item.name(key) + "[" + std::to_string(list.size()) + "]"}, {"found", describe(element)}}),
             sentence("reexport"));
    list.push_back(&element);
  }
  return list;
}

std::string read_name(const Json& object, const char* key = "name") {
  const Json* value = find(object, key);
  return value != nullptr && value->is_string() ? printable(value->get_ref<const std::string&>(), 120) : "";
}

std::optional<Component> to_component(std::uint64_t code) {
  switch (code) {
    case 5120:
    case 5121:
    case 5122:
    case 5123:
    case 5125:
    case 5126:
      return static_cast<Component>(code);
    default:
      return std::nullopt;
  }
}

class Validator {
 public:
  Validator(const Json& root, Problems& problems) : root_(root), problems_(problems) {}

  Document run() {
    check_asset();
    check_extensions();
    if (!problems_.errors.empty()) return document_;
    const Item top{root_, "", problems_};
    buffers_ = read_list(top, "buffers");
    views_ = read_list(top, "bufferViews");
    accessors_ = read_list(top, "accessors");
    meshes_ = read_list(top, "meshes");
    nodes_ = read_list(top, "nodes");
    scenes_ = read_list(top, "scenes");
    if (!problems_.errors.empty()) return document_;
    if (nodes_.size() > kMostNodes)
      refuse(problems_, "/nodes",
             sentence("too_many_nodes", {{"count", with_commas(nodes_.size())}, {"limit", with_commas(kMostNodes)}}),
             sentence("join_pieces"));
    std::size_t primitives = 0;
    for (const Json* mesh : meshes_)
      if (const Json* list = find(*mesh, "primitives"); list != nullptr && list->is_array()) primitives += list->size();
    if (primitives > kMostPrimitives)
      refuse(problems_, "/meshes",
             sentence("too_many_primitives", {{"count", with_commas(primitives)}, {"limit", with_commas(kMostPrimitives)}}),
             sentence("join_pieces"));
    if (!problems_.errors.empty()) return document_;

    mark_needed();
    Problems unused{problems_.file, {}, {}};
    for (std::size_t i = 0; i < buffers_.size(); ++i) check_buffer(i, buffer_needed_[i] ? problems_ : unused);
    for (std::size_t i = 0; i < views_.size(); ++i) check_view(i, view_needed_[i] ? problems_ : unused);
    for (std::size_t i = 0; i < accessors_.size(); ++i) check_accessor(i, accessor_needed_[i] ? problems_ : unused);
    for (std::size_t i = 0; i < meshes_.size(); ++i) check_mesh(i);
    for (std::size_t i = 0; i < nodes_.size(); ++i) check_node(i);
    check_tree();
    check_scenes();
    for (const Error& error : unused.errors)
      warn(problems_, "unused", "",
           sentence("unused_ignored", {{"place", error.where.substr(std::min(error.where.size(), problems_.file.size() + 1))}, {"what", error.what}}));
    for (const char* key : {"animations", "skins", "cameras"})
      if (const Json* list = find(root_, key); list != nullptr && list->is_array() && !list->empty())
        warn(problems_, "extra-content", std::string("/") + key,
             sentence("extra_content", {{"name", key}}));
    return std::move(document_);
  }

 private:
  void check_asset() {
    const Json* asset = find(root_, "asset");
    const Json* version = asset == nullptr ? nullptr : find(*asset, "version");
    if (version == nullptr) {
      refuse(problems_, asset == nullptr ? "" : "/asset", sentence("no_asset_version"),
             sentence("choose_or_export"));
      return;
    }
    if (!version->is_string()) {
      refuse(problems_, "/asset/version", sentence("asset_text", {{"found", describe(*version)}}),
             sentence("reexport"));
      return;
    }
    const std::string& text = version->get_ref<const std::string&>();
    if (!is_version(text)) {
      refuse(problems_, "/asset/version", sentence("version_like", {{"name", "asset.version"}, {"found", describe(*version)}}),
             sentence("reexport"));
      return;
    }
    if (!text.starts_with("2.")) {
      refuse(problems_, "/asset/version", sentence("gltf_version", {{"version", printable(text, 20)}}),
             sentence("convert_to_2"));
      return;
    }
    if (const Json* least = find(*asset, "minVersion")) {
      if (!least->is_string() || !is_version(least->get_ref<const std::string&>())) {
        refuse(problems_, "/asset/minVersion", sentence("version_like", {{"name", "asset.minVersion"}, {"found", describe(*least)}}),
               sentence("reexport"));
      } else if (*least != "2.0") {
        refuse(problems_, "/asset/minVersion",
               sentence("needs_reader", {{"version", printable(least->get_ref<const std::string&>(), 20)}}),
               sentence("export_as_2"));
      }
    }
    document_.copyright = [&] {
      const Json* value = find(*asset, "copyright");
      return value != nullptr && value->is_string() ? printable(value->get_ref<const std::string&>(), 4000)
                                                    : std::string();
    }();
    for (const Json* place : {asset, find(*asset, "extras")})
      if (place != nullptr)
        if (const Json* generator = find(*place, "generator"); generator != nullptr && generator->is_string())
          if (generator->get_ref<const std::string&>().find("attune atlas_builder") != std::string::npos)
            document_.from_atlas_builder = true;
  }

  static bool is_version(const std::string& text) {
    const std::size_t dot = text.find('.');
    const auto digits = [](std::string_view part) {
      return !part.empty() && part.size() < 9 && part.find_first_not_of("0123456789") == std::string_view::npos;
    };
    return dot != std::string::npos && digits(std::string_view(text).substr(0, dot)) &&
           digits(std::string_view(text).substr(dot + 1));
  }

  void check_extensions() {
    if (const Json* used = find(root_, "extensionsUsed"); used != nullptr && used->is_array())
      for (const Json& one : *used) quantized_ = quantized_ || one == "KHR_mesh_quantization";
    const Json* required = find(root_, "extensionsRequired");
    if (required == nullptr) return;
    if (!required->is_array()) {
      refuse(problems_, "/extensionsRequired", sentence("must_be_array", {{"name", "extensionsRequired"}, {"found", describe(*required)}}),
             sentence("reexport"));
      return;
    }
    for (std::size_t i = 0; i < required->size(); ++i) {
      const Json& one = (*required)[i];
      const std::string pointer = "/extensionsRequired/" + std::to_string(i);
      if (!one.is_string()) {
        refuse(problems_, pointer, sentence("extension_name", {{"found", describe(one)}}), sentence("reexport"));
        continue;
      }
      const std::string& name = one.get_ref<const std::string&>();
      if (name == "KHR_mesh_quantization") {
        quantized_ = true;
      } else if (name == "KHR_draco_mesh_compression") {
        refuse(problems_, pointer, sentence("draco"),
               sentence("without_compression"));
      } else if (name == "EXT_meshopt_compression" || name == "KHR_meshopt_compression") {
        refuse(problems_, pointer, sentence("meshopt"),
               sentence("without_compression"));
      } else if (name == "KHR_texture_basisu") {
        warn(problems_, "textures", pointer, sentence("textures_skipped", {{"name", "KTX2"}}));
      } else if (name == "EXT_texture_webp" || name == "EXT_texture_avif" || name == "MSFT_texture_dds") {
        warn(problems_, "textures", pointer, sentence("textures_skipped", {{"name", name}}));
      } else if (!is_harmless(name)) {
        refuse(problems_, pointer, sentence("needs_extension", {{"name", printable(name, 80)}}),
               sentence("without_extension"));
      }
    }
  }

  // Extensions that change how a surface looks or carry notes, never where it is.
  static bool is_harmless(std::string_view name) {
    if (name.starts_with("KHR_materials_")) return true;
    for (const std::string_view known :
         {"KHR_texture_transform", "KHR_lights_punctual", "KHR_xmp", "KHR_xmp_json_ld", "EXT_lights_image_based",
          "EXT_lights_ies", "MSFT_packing_normalRoughnessMetallic", "MSFT_packing_occlusionRoughnessMetallic",
          "KHR_animation_pointer"})
      if (name == known) return true;
    return false;
  }

  void mark_needed() {
    accessor_needed_.assign(accessors_.size(), false);
    view_needed_.assign(views_.size(), false);
    buffer_needed_.assign(buffers_.size(), false);
    const auto mark = [](std::vector<bool>& flags, const Json* object, const char* key) {
      if (object == nullptr) return;
      if (const auto index = peek_index(*object, key, flags.size())) flags[*index] = true;
    };
    for (const Json* mesh : meshes_) {
      const Json* primitives = find(*mesh, "primitives");
      if (primitives == nullptr || !primitives->is_array()) continue;
      for (const Json& primitive : *primitives) {
        mark(accessor_needed_, &primitive, "indices");
        mark(accessor_needed_, find(primitive, "attributes"), "POSITION");
        mark(accessor_needed_, find(primitive, "attributes"), "NORMAL");
      }
    }
    for (std::size_t i = 0; i < accessors_.size(); ++i) {
      if (!accessor_needed_[i]) continue;
      mark(view_needed_, accessors_[i], "bufferView");
      if (const Json* sparse = find(*accessors_[i], "sparse")) {
        mark(view_needed_, find(*sparse, "indices"), "bufferView");
        mark(view_needed_, find(*sparse, "values"), "bufferView");
      }
    }
    for (std::size_t i = 0; i < views_.size(); ++i)
      if (view_needed_[i]) mark(buffer_needed_, views_[i], "buffer");
  }

  void check_buffer(std::size_t index, Problems& problems) {
    const Item item{*buffers_[index], "/buffers/" + std::to_string(index), problems};
    Buffer& buffer = document_.buffers.emplace_back();
    buffer.needed = buffer_needed_[index];
    const Json* uri = find(item.json, "uri");
    bool good = true;
    if (uri != nullptr && !uri->is_string()) {
      item.refuse_at("uri", sentence("must_be_text", {{"name", item.name("uri")}, {"found", describe(*uri)}}));
      good = false;
    } else if (uri != nullptr) {
      buffer.uri = &uri->get_ref<const std::string&>();
    }
    const auto length = read_whole(item, "byteLength", 1, std::nullopt);
    if (!length) return;
    buffer.byte_length = *length;
    if (*length > kLargestBuffer) {
      item.refuse_at("byteLength",
                     sentence("buffer_too_large", {{"buffer", sentence("buffer_number", {{"number", std::to_string(index)}})}, {"bytes", bytes_text(*length)}}),
                     sentence("smaller_model"));
      return;
    }
    buffer.valid = good;
  }

  void check_view(std::size_t index, Problems& problems) {
    const Item item{*views_[index], "/bufferViews/" + std::to_string(index), problems};
    BufferView& view = document_.views.emplace_back();
    if (find(item.json, "buffer") == nullptr) {
      item.refuse_at("", sentence("is_missing", {{"name", item.name("buffer")}}));
      return;
    }
    bool good = true;
    const auto buffer = read_index(item, "buffer", buffers_.size(), kBuffer, good);
    const auto offset = read_whole(item, "byteOffset", 0, 0);
    const auto length = read_whole(item, "byteLength", 1, std::nullopt);
    const Json* stride = find(item.json, "byteStride");
    if (stride != nullptr) {
      const auto number = as_whole(*stride);
      if (!number || *number < 4 || *number > 252 || *number % 4 != 0) {
        item.refuse_at("byteStride",
                       sentence("must_be_stride", {{"name", item.name("byteStride")}, {"found", describe(*stride)}}));
        good = false;
      } else {
        view.stride = *number;
      }
    }
    if (!good || !buffer || !offset || !length) return;
    view.buffer = *buffer;
    view.offset = *offset;
    view.length = *length;
    const Buffer& target = document_.buffers[*buffer];
    if (!target.valid) return;
    const std::uint64_t end = add_saturating(*offset, *length);
    if (end > target.byte_length) {
      item.refuse_at("", sentence("needs_bytes", {{"name", to_dotted(item.pointer)}, {"from", std::to_string(*offset)}, {"to", std::to_string(end)}, {"size", std::to_string(target.byte_length)}}));
      return;
    }
    view.valid = true;
  }

  // Whether `count` elements fit the view; complaints carry the accessor's place.
  bool fits(const Item& item, const Sentence& what, std::size_t view_index, std::uint64_t offset,
            std::uint64_t count, std::uint64_t element, std::uint64_t component, std::uint64_t stride) {
    const BufferView& view = document_.views[view_index];
    if (!view.valid) return false;  // told already
    if (offset % component != 0) {
      item.refuse_at("byteOffset", sentence("offset_multiple", {{"name", to_dotted(item.pointer)}, {"offset", std::to_string(offset)}, {"size", std::to_string(component)}}));
      return false;
    }
    if ((offset + view.offset) % component != 0) {
      item.refuse_at("", sentence("start_multiple", {{"name", to_dotted(item.pointer)}, {"offset", std::to_string(offset + view.offset)}, {"size", std::to_string(component)}}));
      return false;
    }
    if (stride < element) {
      item.refuse_at("bufferView", sentence("stride_small", {{"view", "bufferViews[" + std::to_string(view_index) + "]"},
                                                           {"stride", std::to_string(stride)},
                                                           {"size", std::to_string(element)},
                                                           {"name", to_dotted(item.pointer)}}));
      return false;
    }
    const std::uint64_t span = add_saturating(multiply_saturating(stride, count - 1), element);
    const std::uint64_t end = add_saturating(offset, span);
    if (end > view.length) {
      item.refuse_at("", sentence("view_too_small", {{"what", what}, {"needed", bytes_text(end)}, {"has", bytes_text(view.length)}}));
      return false;
    }
    return true;
  }

  void check_accessor(std::size_t index, Problems& problems) {
    const Item item{*accessors_[index], "/accessors/" + std::to_string(index), problems};
    Accessor& accessor = document_.accessors.emplace_back();
    const Sentence what = sentence("accessor_number", {{"number", std::to_string(index)}});
    bool good = true;
    const auto view = read_index(item, "bufferView", views_.size(), kBufferView, good);
    const auto offset = read_whole(item, "byteOffset", 0, 0);
    const auto count = read_whole(item, "count", 1, std::nullopt);
    const auto code = read_whole(item, "componentType", 0, std::nullopt);
    const auto component = code ? to_component(*code) : std::nullopt;
    if (code && !component)
      item.refuse_at("componentType", sentence("unknown_component", {{"name", item.name("componentType")}, {"code", std::to_string(*code)}}));
    const int components = read_type(item, accessor);
    if (const Json* normalized = find(item.json, "normalized")) {
      if (normalized->is_boolean()) {
        accessor.normalized = normalized->get<bool>();
      } else {
        item.refuse_at("normalized",
                       sentence("must_be_flag", {{"name", item.name("normalized")}, {"found", describe(*normalized)}}));
        good = false;
      }
    }
    if (!good || !offset || !count || !component || components == 0) return;
    accessor.view = view;
    accessor.offset = *offset;
    accessor.count = *count;
    accessor.component = *component;
    accessor.components = components;
    // Matrices of small numbers have padded columns; nothing that is drawn uses matrices.
    const std::uint64_t element = size_of(*component) * static_cast<std::uint64_t>(components);
    accessor.stride = element;
    if (view) {
      if (document_.views[*view].stride != 0) accessor.stride = document_.views[*view].stride;
      good = fits(item, what, *view, *offset, *count, element, size_of(*component), accessor.stride);
    }
    if (const Json* sparse = find(item.json, "sparse")) good = check_sparse(item, *sparse, accessor, element) && good;
    read_bounds(item.json, accessor);
    accessor.valid = good;
  }

  static int read_type(const Item& item, Accessor& accessor) {
    static constexpr std::pair<const char*, int> kTypes[] = {{"SCALAR", 1}, {"VEC2", 2}, {"VEC3", 3}, {"VEC4", 4},
                                                             {"MAT2", 4},   {"MAT3", 9}, {"MAT4", 16}};
    const Json* type = find(item.json, "type");
    if (type == nullptr) {
      item.refuse_at("", sentence("is_missing", {{"name", item.name("type")}}));
      return 0;
    }
    if (type->is_string())
      for (const auto& [name, components] : kTypes)
        if (*type == name) {
          accessor.is_vec3 = *type == "VEC3";
          accessor.is_scalar = *type == "SCALAR";
          return components;
        }
    item.refuse_at("type", type->is_string() ? sentence("unknown_type", {{"name", item.name("type")}, {"type", printable(type->get_ref<const std::string&>(), 40)}})
                                             : sentence("must_be_text", {{"name", item.name("type")}, {"found", describe(*type)}}));
    return 0;
  }

  bool check_sparse(const Item& parent, const Json& json, Accessor& accessor, std::uint64_t element) {
    const Item item{json, parent.pointer + "/sparse", parent.problems};
    if (!json.is_object()) {
      parent.refuse_at("sparse", sentence("must_be_object", {{"name", parent.name("sparse")}, {"found", describe(json)}}));
      return false;
    }
    const auto count = read_whole(item, "count", 1, std::nullopt);
    if (!count) return false;
    if (*count > accessor.count) {
      item.refuse_at("count",
                     sentence("sparse_count", {{"count", with_commas(*count)}, {"all", with_commas(accessor.count)}}));
      return false;
    }
    Sparse sparse;
    sparse.count = *count;
    bool all_good = true;
    for (const bool indices : {true, false}) {
      const char* key = indices ? "indices" : "values";
      const Json* part = find(json, key);
      if (part == nullptr || !part->is_object()) {
        item.refuse_at("", part == nullptr ? sentence("is_missing", {{"name", "sparse." + std::string(key)}})
                                           : sentence("must_be_object", {{"name", "sparse." + std::string(key)}, {"found", describe(*part)}}));
        all_good = false;
        continue;
      }
      const Item inner{*part, item.at(key), item.problems};
      bool good = true;
      const auto view = read_index(inner, "bufferView", views_.size(), kBufferView, good);
      if (good && !view) inner.refuse_at("", sentence("is_missing", {{"name", inner.name("bufferView")}}));
      const auto offset = read_whole(inner, "byteOffset", 0, 0);
      std::uint64_t size = element, component = size_of(accessor.component);
      if (indices) {
        const auto code = read_whole(inner, "componentType", 0, std::nullopt);
        const auto type = code ? to_component(*code) : std::nullopt;
        if (!type || (*type != Component::u8 && *type != Component::u16 && *type != Component::u32)) {
          if (code)
            inner.refuse_at("componentType", sentence("sparse_indices", {{"name", inner.name("componentType")}, {"code", std::to_string(*code)}}));
          all_good = false;
          continue;
        }
        sparse.index_component = *type;
        size = component = size_of(*type);
      }
      if (!good || !view || !offset) {
        all_good = false;
        continue;
      }
      (indices ? sparse.index_view : sparse.value_view) = *view;
      (indices ? sparse.index_offset : sparse.value_offset) = *offset;
      all_good = fits(inner, "sparse." + std::string(key), *view, *offset, *count, size, component, size) && all_good;
    }
    if (all_good) accessor.sparse = sparse;
    return all_good;
  }

  static void read_bounds(const Json& json, Accessor& accessor) {
    const Json *low = find(json, "min"), *high = find(json, "max");
    if (low == nullptr && high == nullptr) return;
    accessor.has_bounds = true;
    const auto numbers = [&](const Json* list) {
      if (list == nullptr || !list->is_array() || list->size() != static_cast<std::size_t>(accessor.components))
        return false;
      for (const Json& number : *list)
        if (!number.is_number()) return false;
      return true;
    };
    accessor.bounds_malformed = !numbers(low) || !numbers(high);
    if (accessor.bounds_malformed || !accessor.is_vec3) return;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      accessor.min[axis] = (*low)[axis].get<double>();
      accessor.max[axis] = (*high)[axis].get<double>();
    }
  }

  void check_mesh(std::size_t index) {
    const std::string pointer = "/meshes/" + std::to_string(index);
    const Item item{*meshes_[index], pointer, problems_};
    Mesh& mesh = document_.meshes.emplace_back();
    mesh.name = read_name(item.json);
    const std::vector<const Json*> primitives = read_list(item, "primitives");
    if (primitives.empty()) warn(problems_, "empty-mesh", pointer, sentence("no_primitives", {{"name", to_dotted(pointer)}}));
    for (std::size_t i = 0; i < primitives.size(); ++i)
      if (primitives[i]->is_object())
        check_primitive({*primitives[i], pointer + "/primitives/" + std::to_string(i), problems_}, i, mesh);
  }

  void check_primitive(const Item& item, std::size_t index, Mesh& mesh) {
    Primitive primitive;
    primitive.index = index;
    const std::string name = to_dotted(item.pointer);
    const auto mode = read_whole(item, "mode", 0, 4);
    if (!mode) return;
    if (*mode > 6) {
      item.refuse_at("mode", sentence("unknown_mode", {{"name", name}, {"mode", std::to_string(*mode)}}));
      return;
    }
    primitive.mode = static_cast<int>(*mode);
    const Json* attributes = find(item.json, "attributes");
    if (attributes != nullptr && !attributes->is_object()) {
      item.refuse_at("attributes", sentence("must_be_object", {{"name", item.name("attributes")}, {"found", describe(*attributes)}}));
      return;
    }
    bool good = true, indices_good = true;
    const Json empty = Json::object();
    const Item inside{attributes == nullptr ? empty : *attributes, item.at("attributes"), item.problems};
    const auto position = read_index(inside, "POSITION", accessors_.size(), kAccessor, good);
    primitive.indices = read_index(item, "indices", accessors_.size(), kAccessor, indices_good);
    if (!good || !indices_good) return;
    if (!position) {
      warn(problems_, "skipped-no-position", item.pointer, sentence("no_position", {{"name", name}}));
      return;
    }
    if (primitive.mode < 4) {
      const std::string kind = primitive.mode == 0 ? "points" : "lines";
      warn(problems_, "skipped-" + kind, item.pointer, sentence(primitive.mode == 0 ? "points_skipped" : "lines_skipped", {{"name", name}}));
      return;
    }
    primitive.position = *position;
    bool normal_good = true;
    Problems ignored{problems_.file, {}, {}};
    primitive.normal =
        read_index({inside.json, inside.pointer, ignored}, "NORMAL", accessors_.size(), kAccessor, normal_good);
    const bool position_good = check_position(inside, *position);
    if (!check_indices(item, primitive.indices) || !position_good) return;
    if (primitive.normal && !is_usable_normal(*primitive.normal, *position)) {
      primitive.normal.reset();
      normal_good = false;
    }
    if (!normal_good)
      warn(problems_, "normals", inside.at("NORMAL"),
           sentence("normal_unusable", {{"name", inside.name("NORMAL")}}));
    mesh.primitives.push_back(primitive);
  }

  bool check_position(const Item& inside, std::size_t index) {
    const Accessor& accessor = document_.accessors[index];
    if (!accessor.valid) return false;  // told already
    if (!accessor.is_vec3) {
      inside.refuse_at("POSITION", sentence("position_vec3", {{"name", inside.name("POSITION")}, {"accessor", "accessors[" + std::to_string(index) + "]"}}));
      return false;
    }
    if (accessor.component == Component::f32) return true;
    if (accessor.component == Component::u32 || !quantized_) {
      inside.refuse_at("POSITION", sentence("position_float", {{"name", inside.name("POSITION")},
                                                           {"accessor", "accessors[" + std::to_string(index) + "]"},
                                                           {"code", std::to_string(static_cast<int>(accessor.component))}}));
      return false;
    }
    return true;
  }

  bool check_indices(const Item& item, std::optional<std::size_t> index) {
    if (!index) return true;
    const Accessor& accessor = document_.accessors[*index];
    if (!accessor.valid) return false;
    if (!accessor.is_scalar) {
      item.refuse_at("indices", sentence("indices_scalar", {{"name", item.name("indices")}, {"accessor", "accessors[" + std::to_string(*index) + "]"}}));
      return false;
    }
    if (accessor.component != Component::u8 && accessor.component != Component::u16 &&
        accessor.component != Component::u32) {
      item.refuse_at("indices", sentence("indices_whole", {{"name", item.name("indices")},
                                                        {"accessor", "accessors[" + std::to_string(*index) + "]"},
                                                        {"code", std::to_string(static_cast<int>(accessor.component))}}));
      return false;
    }
    return true;
  }

  bool is_usable_normal(std::size_t index, std::size_t position) const {
    const Accessor& normal = document_.accessors[index];
    return normal.valid && normal.is_vec3 && normal.count == document_.accessors[position].count &&
           (normal.component == Component::f32 ||
            (quantized_ && normal.normalized &&
             (normal.component == Component::i8 || normal.component == Component::i16)));
  }

  // Numbers of an optional fixed-size list into `out`; false when the list is there but wrong.
  template <std::size_t N>
  bool read_numbers(const Item& item, const char* key, std::array<double, N>& out, bool& present) {
    const Json* list = find(item.json, key);
    present = list != nullptr;
    if (!present) return true;
    bool good = list->is_array() && list->size() == N;
    for (std::size_t i = 0; good && i < N; ++i) {
      good = (*list)[i].is_number();
      if (good) out[i] = (*list)[i].template get<double>();
      good = good && std::isfinite(out[i]);
    }
    if (!good) item.refuse_at(key, sentence("must_be_numbers", {{"name", item.name(key)}, {"count", std::to_string(N)}}));
    return good;
  }

  void check_node(std::size_t index) {
    const Item item{*nodes_[index], "/nodes/" + std::to_string(index), problems_};
    Node& node = document_.nodes.emplace_back();
    node.name = read_name(item.json);
    bool good = true;
    node.mesh = read_index(item, "mesh", meshes_.size(), kMesh, good);
    if (const Json* skin = find(item.json, "skin"); skin != nullptr && node.mesh)
      warn(problems_, "skin", item.at("skin"), sentence("skins_ignored"));

    std::array<double, 16> matrix{};
    std::array<double, 4> rotation{0, 0, 0, 1};
    std::array<double, 3> translation{}, scale{1, 1, 1};
    bool has_matrix = false, has_t = false, has_r = false, has_s = false;
    bool numbers_good = read_numbers(item, "matrix", matrix, has_matrix);
    numbers_good = read_numbers(item, "translation", translation, has_t) && numbers_good;
    numbers_good = read_numbers(item, "rotation", rotation, has_r) && numbers_good;
    numbers_good = read_numbers(item, "scale", scale, has_s) && numbers_good;
    if (!numbers_good) return;
    if (has_matrix) {
      for (std::size_t i = 0; i < 16; ++i) node.local[static_cast<int>(i / 4)][static_cast<int>(i % 4)] = matrix[i];
      if (matrix[3] != 0 || matrix[7] != 0 || matrix[11] != 0 || matrix[15] != 1) {
        item.refuse_at("matrix", sentence("matrix_row", {{"name", item.name("matrix")}}));
        return;
      }
      if (has_t || has_r || has_s)
        warn(problems_, "matrix-and-trs", item.pointer,
             sentence("matrix_and_others", {{"name", to_dotted(item.pointer)}}));
    } else {
      const double length = std::sqrt(rotation[0] * rotation[0] + rotation[1] * rotation[1] +
                                      rotation[2] * rotation[2] + rotation[3] * rotation[3]);
      if (!(length > 1e-9) || !std::isfinite(length)) {
        item.refuse_at("rotation", sentence("no_rotation", {{"name", item.name("rotation")}, {"length", to_text(length, 3)}}));
        return;
      }
      if (std::abs(length - 1) > 1e-2)
        warn(problems_, "rotation", item.at("rotation"),
             sentence("rotation_scaled", {{"name", item.name("rotation")}, {"length", to_text(length, 3)}}));
      const glm::dquat turn(rotation[3] / length, rotation[0] / length, rotation[1] / length, rotation[2] / length);
      node.local = glm::translate(glm::dmat4(1.0), glm::dvec3(translation[0], translation[1], translation[2])) *
                   glm::mat4_cast(turn) * glm::scale(glm::dmat4(1.0), glm::dvec3(scale[0], scale[1], scale[2]));
    }
    if (const Json* children = find(item.json, "children")) read_node_list(item, "children", *children, node.children);
    if (const Json* extras = find(item.json, "extras"); extras != nullptr && extras->is_object()) {
      node.structure = read_name(*extras, "structure");
      node.hemisphere = read_name(*extras, "hemisphere");
      node.kind = read_name(*extras, "kind");
      node.region = read_name(*extras, "region");
      node.source = read_name(*extras, "source");
      node.lobe = read_name(*extras, "lobe");
    }
  }

  void read_node_list(const Item& item, const char* key, const Json& list, std::vector<std::size_t>& out) {
    if (!list.is_array()) {
      item.refuse_at(key, sentence("must_be_array", {{"name", item.name(key)}, {"found", describe(list)}}));
      return;
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
      const auto index = as_whole(list[i]);
      if (!index || *index >= nodes_.size()) {
        refuse(problems_, item.at(key) + "/" + std::to_string(i),
               sentence("index_only", {{"name", item.name(key) + "[" + std::to_string(i) + "]"},
                                        {"found", describe(list[i])},
                                        {"count", counted(nodes_.size(), kNode.one, kNode.more)}}),
               sentence("reexport"));
        continue;
      }
      out.push_back(static_cast<std::size_t>(*index));
    }
  }

  // Every node has at most one parent, no node is its own ancestor, and the tree is not absurdly deep.
  void check_tree() {
    constexpr std::size_t kNone = SIZE_MAX;
    const std::vector<Node>& nodes = document_.nodes;
    parent_.assign(nodes.size(), kNone);
    for (std::size_t i = 0; i < nodes.size(); ++i)
      for (const std::size_t child : nodes[i].children) {
        if (parent_[child] != kNone) {
          refuse(problems_, "/nodes/" + std::to_string(child),
                 sentence("two_parents", {{"node", "nodes[" + std::to_string(child) + "]"}, {"first", std::to_string(parent_[child])}, {"second", std::to_string(i)}}),
                 sentence("reexport"));
          return;
        }
        parent_[child] = i;
      }
    std::vector<int> depth(nodes.size(), 0);
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < nodes.size(); ++i)
      if (parent_[i] == kNone) {
        depth[i] = 1;
        open.push_back(i);
      }
    while (!open.empty()) {
      const std::size_t node = open.back();
      open.pop_back();
      if (depth[node] > kDeepestNode) {
        refuse(problems_, "/nodes/" + std::to_string(node),
               sentence("tree_deep", {{"limit", std::to_string(kDeepestNode)}}),
               sentence("flatten"));
        return;
      }
      for (const std::size_t child : nodes[node].children) {
        depth[child] = depth[node] + 1;
        open.push_back(child);
      }
    }
    for (std::size_t i = 0; i < nodes.size(); ++i)
      if (depth[i] == 0) {
        refuse(problems_, "/nodes/" + std::to_string(i),
               sentence("own_ancestor", {{"node", "nodes[" + std::to_string(i) + "]"}}), sentence("reexport"));
        return;
      }
  }

  void check_scenes() {
    constexpr std::size_t kNone = SIZE_MAX;
    for (std::size_t i = 0; i < scenes_.size(); ++i) {
      const Item item{*scenes_[i], "/scenes/" + std::to_string(i), problems_};
      std::vector<std::size_t> listed;
      if (const Json* nodes = find(item.json, "nodes")) read_node_list(item, "nodes", *nodes, listed);
      Scene& scene = document_.scenes.emplace_back();
      std::vector<bool> seen(document_.nodes.size(), false);
      for (const std::size_t node : listed) {
        if (parent_.size() == document_.nodes.size() && parent_[node] != kNone) {
          item.refuse_at("nodes", sentence("lists_child", {{"name", item.name("nodes")}, {"node", std::to_string(node)}, {"parent", std::to_string(parent_[node])}}));
          return;
        }
        if (seen[node]) {
          warn(problems_, "node-twice", item.at("nodes"),
               sentence("lists_twice", {{"name", item.name("nodes")}, {"node", std::to_string(node)}}));
          continue;
        }
        seen[node] = true;
        scene.roots.push_back(node);
      }
    }
    const Item top{root_, "", problems_};
    bool good = true;
    const auto index = read_index(top, "scene", scenes_.size(), kScene, good);
    if (index) document_.default_scene = *index;
    if (!document_.scenes.empty()) return;
    // Without scenes everything is shown.
    Scene& all = document_.scenes.emplace_back();
    for (std::size_t i = 0; i < parent_.size(); ++i)
      if (parent_[i] == kNone) all.roots.push_back(i);
    warn(problems_, "no-scene", "", sentence("no_scene"));
  }

  const Json& root_;
  Problems& problems_;
  Document document_;
  std::vector<const Json*> buffers_, views_, accessors_, meshes_, nodes_, scenes_;
  std::vector<bool> buffer_needed_, view_needed_, accessor_needed_;
  std::vector<std::size_t> parent_;
  bool quantized_ = false;
};

}  // namespace

Document validate(const Json& root, Problems& problems) { return Validator(root, problems).run(); }

}  // namespace attune::gltf
