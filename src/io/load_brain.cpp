#include "io/load_brain.h"

#include <exception>
#include <new>
#include <nlohmann/json.hpp>

#include "core/file.h"
#include "core/text.h"
#include "io/gltf_buffers.h"
#include "io/gltf_container.h"
#include "io/gltf_decode.h"
#include "io/gltf_scene.h"
#include "io/gltf_validate.h"
#include "io/json_scan.h"
#include "io/load_mapping.h"

namespace attune {

namespace {

constexpr std::uint64_t kLargestModel = 512ull << 20;

bool is_named_glb(std::string_view name) {
  if (name.size() < 4) return false;
  std::string end(name.substr(name.size() - 4));
  for (char& c : end)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return end == ".glb";
}

// The order matters: each step may rely on what the steps before it have refused.
Result<LoadedBrain> load(std::string_view bytes, const std::string& name, const std::filesystem::path& folder,
                         const std::filesystem::path& path) {
  gltf::Problems problems{name, {}, {}};
  gltf::Container container;
  if (!gltf::open_container(bytes, is_named_glb(name), container, problems)) return problems.errors;

  JsonLimits limits;
  limits.max_bytes = kLargestModel;
  limits.max_string_bytes = 64ull << 20;  // data: addresses
  Result<JsonFacts> facts = scan_json(container.json, name, limits);
  if (!facts) return facts.errors();
  if (facts->had_byte_order_mark)
    gltf::warn(problems, "byte-order-mark", "", sentence("byte_order_mark"));
  const nlohmann::json root = nlohmann::json::parse(without_byte_order_mark(container.json), nullptr, false);
  if (!root.is_object())  // the scan has refused everything a parser could stumble on
    return Error{sentence("not_valid_json"), name, sentence("export_again"), ExitCode::bad_input};

  gltf::Document document = gltf::validate(root, problems);
  gltf::Buffers buffers;
  if (!document.scenes.empty()) buffers = gltf::load_buffers(document, container, folder, path, problems);
  if (!problems.errors.empty()) return problems.errors;

  std::vector<Sentence> skipped;
  const std::vector<gltf::Triangles> meshes = gltf::decode_meshes(document, buffers, bytes.size(), problems, skipped);
  if (!problems.errors.empty()) return problems.errors;
  BrainModel model = gltf::build_brain(document, meshes, problems, skipped);
  if (!problems.errors.empty()) return problems.errors;
  return LoadedBrain{std::move(model), gltf::warning_sentences(problems)};
}

Result<LoadedBrain> load_without_exceptions(std::string_view bytes, const std::string& name,
                                            const std::filesystem::path& folder, const std::filesystem::path& path) {
  try {
    return load(bytes, name, folder, path);
  } catch (const std::bad_alloc&) {
    return Error{sentence("no_memory_model"), name, sentence("close_or_smaller"),
                 ExitCode::out_of_memory};
  } catch (const std::exception&) {
    return Error{sentence("model_unreadable"), name, sentence("export_as_glb"), ExitCode::bad_input};
  }
}

}  // namespace

Result<LoadedBrain> load_brain(const std::filesystem::path& path, std::string* bytes_hash) {
  Result<std::string> bytes = [&]() -> Result<std::string> {
    try {
      return read_file(path, kLargestModel);
    } catch (const std::bad_alloc&) {
      return Error{sentence("no_memory_for_file"), printable(path.string(), 300), sentence("smaller_model"),
                   ExitCode::out_of_memory};
    }
  }();
  if (!bytes) return bytes.errors();
  if (bytes_hash != nullptr) *bytes_hash = fingerprint_of_bytes(*bytes);
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  return load_without_exceptions(*bytes, printable(path.string(), 300), folder, path);
}

Result<LoadedBrain> load_brain_bytes(std::string_view bytes, const std::string& name,
                                     const std::filesystem::path& folder) {
  return load_without_exceptions(bytes, name, folder, {});
}

Result<std::vector<std::string>> check_gltf(const std::filesystem::path& path) {
  Result<LoadedBrain> brain = load_brain(path);
  if (!brain) return brain.errors();
  return std::move(brain->warnings);
}

}  // namespace attune
