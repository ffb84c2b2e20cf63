// Every broken model of the table is answered as specified, in a sentence that helps, quickly.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <chrono>
#include <set>

#include "core/text.h"
#include "io/load_brain.h"
#include "make_gltf.h"
#include "scratch.h"
#include "../told.h"

using namespace attune;
using namespace attune::test;

namespace {

std::filesystem::path put_on_disk(const GltfCase& one, const Scratch& scratch) {
  for (const auto& [name, bytes] : one.files) write_bytes(scratch / name, bytes);
  for (const auto& [name, target] : one.links) std::filesystem::create_symlink(target, scratch / name);
  for (const auto& name : one.fifos) REQUIRE(::mkfifo((scratch / name).c_str(), 0644) == 0);
  for (const auto& name : one.folders) std::filesystem::create_directory(scratch / name);
  return scratch / one.file;
}

void check_sentence(const GltfCase& one, const std::string& sentence) {
  CAPTURE(sentence);
  CHECK(sentence.find(one.file) != std::string::npos);
  for (const std::string& word : one.words) {
    CAPTURE(word);
    CHECK(sentence.find(word) != std::string::npos);
  }
  for (const char* word : {"std::", "exception", " 0x", "nlohmann", "tinygltf", "bad_alloc"}) {
    CAPTURE(word);
    CHECK(sentence.find(word) == std::string::npos);
  }
  CHECK(is_valid_utf8(sentence));
  for (const char c : sentence) CHECK(static_cast<unsigned char>(c) >= 0x20);
  CHECK(sentence.size() < 900);
}

void check_model(const BrainModel& model) {
  REQUIRE_FALSE(model.parts.empty());
  for (const BrainPart& part : model.parts) {
    CHECK_FALSE(part.name.empty());
    CHECK(part.name.size() <= 140);
    CHECK(part.positions_mm.size() == part.normals.size());
    CHECK(part.indices.size() % 3 == 0);
    for (const std::uint32_t index : part.indices) REQUIRE(index < part.positions_mm.size());
  }
}

void check_case(const GltfCase& one) {
  const std::string title = one.id + " " + one.mutation;
  CAPTURE(title);
  const Scratch scratch;
  const std::filesystem::path path = put_on_disk(one, scratch);
  const std::size_t entries = count_entries(scratch.path());
  const auto start = std::chrono::steady_clock::now();
  const Result<LoadedBrain> brain = load_brain(path);
  CHECK(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() < 2.0);
  CHECK(count_entries(scratch.path()) == entries);  // nothing was run or written (B38)
  CHECK_FALSE(std::filesystem::exists("pwned"));
  CHECK(brain.has_value() == (one.expect != Expect::refuse));
  if (one.expect == Expect::refuse && !brain) {
    for (const Error& error : brain.errors()) {
      CHECK(error.code == ExitCode::bad_input);
      CHECK(error.where.starts_with(path.string()));
      CHECK_FALSE(error.what.empty());
      CHECK_FALSE(error.hint.empty());
      CHECK(english_left(error) == "");
    }
    check_sentence(one, to_sentence(brain.error()));
  } else if (brain) {
    check_model(brain->model);
    std::string all;
    for (const std::string& warning : brain->warnings) all += warning + " ";
    CAPTURE(all);
    CHECK(brain->warnings.empty() == (one.expect == Expect::load));
    if (one.expect == Expect::warn) check_sentence(one, all);
  }
  // `attune check` agrees.
  CHECK(check_gltf(path).has_value() == (one.expect != Expect::refuse));
}

}  // namespace

TEST_CASE("the small model itself loads without a word, as text and as binary") {
  for (const bool binary : {false, true}) {
    const std::string bytes = binary ? as_glb(small_model(), small_binary()) : as_gltf(small_model(), small_binary());
    const Result<LoadedBrain> brain = load_brain_bytes(bytes, "model.glb", {});
    REQUIRE(brain.has_value());
    CHECK(brain->warnings.empty());
    REQUIRE(brain->model.parts.size() == 1);
    CHECK(brain->model.parts[0].indices.size() == 3);
  }
}

TEST_CASE("the table is complete") {
  std::set<std::string> ids;
  for (const GltfCase& one : make_gltf_cases()) CHECK_MESSAGE(ids.insert(one.id).second, one.id);
  for (int i = 1; i <= 99; ++i) CHECK_MESSAGE(ids.contains(format("B%02d", i)), i);
}

TEST_CASE("broken models are answered as specified") {
  for (const GltfCase& one : make_gltf_cases()) check_case(one);
}

TEST_CASE("what is not a file is refused") {
  const Scratch scratch;
  REQUIRE(::mkfifo((scratch / "pipe.glb").c_str(), 0644) == 0);
  std::filesystem::create_symlink("loop.glb", scratch / "loop.glb");
  for (const auto& path : {scratch.path(), scratch / "pipe.glb", scratch / "loop.glb", scratch / "nothing.glb",
                           std::filesystem::path("/dev/zero"), std::filesystem::path("")}) {
    CAPTURE(path.string());
    const Result<LoadedBrain> brain = load_brain(path);
    REQUIRE_FALSE(brain.has_value());
    CHECK(brain.error().code == ExitCode::bad_input);
  }
}

TEST_CASE("names with spaces, quotes, dollars and emoji work") {
  const Scratch scratch;
  for (const std::string name : {"a b'\"$(x) \xF0\x9F\xA7\xA0.glb", "-rf.glb", "100%25.glb"}) {
    CAPTURE(name);
    write_bytes(scratch / name, as_glb(small_model(), small_binary()));
    CHECK(load_brain(scratch / name).has_value());
  }
}

TEST_CASE("every problem is told, not only the first") {
  Json json = small_model();
  json["accessors"][0]["componentType"] = 1234;
  json["accessors"][1]["count"] = 0;
  json["bufferViews"][0]["byteStride"] = 3;
  json["nodes"][0]["mesh"] = 9;
  const Result<LoadedBrain> brain = load_brain_bytes(as_gltf(json, small_binary()), "m.gltf", {});
  REQUIRE_FALSE(brain.has_value());
  CHECK(brain.errors().size() == 4);
}

TEST_CASE("cut anywhere, a model is refused or loads, and never crashes") {
  for (const bool binary : {false, true}) {
    const std::string whole = binary ? as_glb(small_model(), small_binary()) : as_gltf(small_model(), small_binary());
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const Result<LoadedBrain> brain = load_brain_bytes(std::string_view(whole).substr(0, size), "m.glb", {});
      CAPTURE(size);
      CHECK_FALSE(brain.has_value());
    }
  }
}

TEST_CASE("any single changed byte is refused or loads") {
  const std::string whole = as_glb(small_model(), small_binary());
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (const unsigned char value : {0x00, 0x22, 0x2D, 0x39, 0x5B, 0x7D, 0x80, 0xFF}) {
      std::string changed = whole;
      changed[at] = static_cast<char>(value);
      const Result<LoadedBrain> brain = load_brain_bytes(changed, "m.glb", {});
      if (brain) check_model(brain->model);
    }
}
