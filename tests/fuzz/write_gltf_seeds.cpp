// Writes the starting inputs of fuzz_gltf: every case of the broken-file table (small ones), and the same JSON with its
// binary chunk in the form that the target wraps itself.
#include <cstdio>
#include <fstream>

#include "../io/make_gltf.h"

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: write_gltf_seeds FOLDER\n");
    return 2;
  }
  const std::string folder = arguments[1];
  const auto write = [&](const std::string& name, const std::string& bytes) {
    std::ofstream(folder + "/" + name, std::ios::binary) << bytes;
  };
  for (const attune::test::GltfCase& one : attune::test::make_gltf_cases()) {
    const std::string& bytes = one.files.front().second;
    if (bytes.size() > 8192) continue;
    write(one.id, bytes);
    attune::test::Json json = attune::test::Json::parse(bytes, nullptr, false);
    if (!json.is_object() || !json.contains("buffers") || !json["buffers"].is_array() || json["buffers"].empty())
      continue;
    if (json["buffers"][0].is_object()) json["buffers"][0].erase("uri");
    write(one.id + "-wrapped", " " + json.dump(-1, ' ', false, attune::test::Json::error_handler_t::replace) + "\x01" +
                                   attune::test::small_binary());
  }
  return 0;
}
