// A small valid glTF model and one mutation of it per case of the robustness table (B01-B99 and further ones).
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace attune::test {

using Json = nlohmann::ordered_json;

enum class Expect { refuse, warn, load };

struct GltfCase {
  std::string id, mutation;
  Expect expect = Expect::refuse;
  std::vector<std::string> words;                          // all must stand in the sentence
  std::string file = "model.gltf";                         // the one to load
  std::vector<std::pair<std::string, std::string>> files;  // name and bytes, "model.gltf" among them
  std::vector<std::pair<std::string, std::string>> links;  // name and target
  std::vector<std::string> fifos, folders;
};

// One triangle, 0.1 m wide: bufferViews[0] = 3 u16 indices (bytes 0-5), bufferViews[1] = 3 float positions (8-43);
// accessors[0] = indices, accessors[1] = positions; one mesh, node and scene. buffers[0] has no uri yet.
Json small_model();
std::string small_binary();

std::string base64(const std::string& bytes);
std::string data_uri(const std::string& bytes);
std::string as_gltf(Json json, const std::string& binary);  // one file with a data: address
std::string as_glb(const Json& json, const std::string& binary);

template <class T>
void append(std::string& bytes, T value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

std::vector<GltfCase> make_gltf_cases();

}  // namespace attune::test
