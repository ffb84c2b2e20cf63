// What comes out of a model that loads: coordinates, windings, encodings, names, levels.
#include "io/load_brain.h"

#include <doctest/doctest.h>

#include <glm/geometric.hpp>

#include "make_gltf.h"

using namespace attune;
using namespace attune::test;

namespace {

BrainModel load_json(const Json& json, const std::string& binary = small_binary()) {
  Result<LoadedBrain> brain = load_brain_bytes(as_gltf(json, binary), "model.gltf", {});
  if (!brain) FAIL(to_sentence(brain.error()));
  return std::move(brain->model);
}

std::vector<std::string> warnings_of(const Json& json, const std::string& binary = small_binary()) {
  Result<LoadedBrain> brain = load_brain_bytes(as_gltf(json, binary), "model.gltf", {});
  if (!brain) FAIL(to_sentence(brain.error()));
  return std::move(brain->warnings);
}

void check_near(const glm::vec3& actual, const glm::vec3& expected, float tolerance = 1e-3f) {
  CAPTURE(actual.x);
  CAPTURE(actual.y);
  CAPTURE(actual.z);
  CHECK(glm::length(actual - expected) < tolerance);
}

// Corner k of triangle t.
glm::vec3 corner(const BrainPart& part, std::size_t t, std::size_t k) {
  return part.positions_mm[part.indices[3 * t + k]];
}

glm::vec3 face_normal(const BrainPart& part, std::size_t t) {
  return glm::normalize(glm::cross(corner(part, t, 1) - corner(part, t, 0), corner(part, t, 2) - corner(part, t, 0)));
}

}  // namespace

TEST_CASE("glTF metres become MNI millimetres: x to the left, y up, z forward") {
  Json json = small_model();
  json["nodes"][0]["translation"] = {0.01, 0.02, 0.03};
  const BrainModel model = load_json(json);
  const BrainPart& part = model.parts.at(0);
  check_near(corner(part, 0, 0), {-10, 30, 20});
  check_near(corner(part, 0, 1), {-110, 30, 20});
  check_near(corner(part, 0, 2), {-10, 30, 120});
  // The triangle faces +z in glTF (towards the viewer of its front): MNI +y, anterior. Winding is kept.
  check_near(face_normal(part, 0), {0, 1, 0});
  check_near(part.normals[0], {0, 1, 0});
  check_near(part.min_mm, {-110, 30, 20});
  check_near(part.max_mm, {-10, 30, 120});
  check_near(part.centroid_mm, {-10 - 100 / 3.0f, 30, 20 + 100 / 3.0f});
}

TEST_CASE("transforms of parents are composed; matrix and TRS agree") {
  Json trs = small_model();
  trs["nodes"] = {
      {{"translation", {0, 0.1, 0}}, {"children", {1}}},
      {{"rotation", {0, 0, 0.7071067811865476, 0.7071067811865476}}, {"scale", {0.5, 0.5, 0.5}}, {"mesh", 0}}};
  Json matrix = trs;
  matrix["nodes"][1] = {{"matrix", {0, 0.5, 0, 0, -0.5, 0, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 1}}, {"mesh", 0}};
  for (const Json& json : {trs, matrix}) {
    const BrainModel model = load_json(json);
    const BrainPart& part = model.parts.at(0);
    check_near(corner(part, 0, 0), {0, 0, 100});
    check_near(corner(part, 0, 1), {0, 0, 150});  // +x turned to +y, halved
    check_near(corner(part, 0, 2), {50, 0, 100});
  }
}

TEST_CASE("a mirrored node keeps its outside outside") {
  Json json = small_model();
  json["nodes"][0]["scale"] = {-1, 1, 1};
  const BrainModel model = load_json(json);
  check_near(face_normal(model.parts.at(0), 0), {0, 1, 0});
  check_near(model.parts.at(0).normals[0], {0, 1, 0});
  CHECK(model.parts.at(0).max_mm.x == doctest::Approx(100));
}

TEST_CASE("a model in millimetres is recognised") {
  Json json = small_model();
  json["nodes"][0]["scale"] = {1000, 1000, 1000};
  const std::vector<std::string> warnings = warnings_of(json);
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].find("millimetres") != std::string::npos);
  const BrainModel model = load_json(json);
  check_near(corner(model.parts.at(0), 0, 1), {-100, 0, 0});
}

TEST_CASE("a model of another size is loaded and told") {
  Json json = small_model();
  json["nodes"][0]["scale"] = {0.01, 0.01, 0.01};
  const std::vector<std::string> warnings = warnings_of(json);
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].find("mm wide") != std::string::npos);
}

TEST_CASE("interleaved positions and normals") {
  std::string binary = small_binary().substr(0, 8);
  const float position[3][3] = {{0, 0, 0}, {0.1f, 0, 0}, {0, 0.1f, 0}};
  for (const auto& p : position) {
    for (const float value : p) append(binary, value);
    for (const float value : {0.0f, 0.0f, 2.0f}) append(binary, value);  // not unit: normalised on loading
  }
  Json json = small_model();
  json["buffers"][0]["byteLength"] = binary.size();
  json["bufferViews"][1] = {{"buffer", 0}, {"byteOffset", 8}, {"byteLength", 72}, {"byteStride", 24}};
  json["accessors"].push_back(
      {{"bufferView", 1}, {"byteOffset", 12}, {"componentType", 5126}, {"count", 3}, {"type", "VEC3"}});
  json["meshes"][0]["primitives"][0]["attributes"]["NORMAL"] = 2;
  CHECK(warnings_of(json, binary).empty());
  const BrainModel model = load_json(json, binary);
  check_near(corner(model.parts.at(0), 0, 2), {0, 0, 100});
  check_near(model.parts.at(0).normals[1], {0, 1, 0});
}

TEST_CASE("normalised 16-bit positions and 8-bit normals (KHR_mesh_quantization)") {
  std::string binary = small_binary().substr(0, 8);
  for (const std::int16_t value : {0, 0, 0, 0, 32767, 0, 0, 0, 0, -32768, 0, 0}) append(binary, value);
  for (int i = 0; i < 3; ++i)
    for (const std::int8_t value : {0, 0, -127, 0}) append(binary, value);
  Json json = small_model();
  json["extensionsUsed"] = json["extensionsRequired"] = {"KHR_mesh_quantization"};
  json["buffers"][0]["byteLength"] = binary.size();
  json["bufferViews"][1] = {{"buffer", 0}, {"byteOffset", 8}, {"byteLength", 24}, {"byteStride", 8}};
  json["bufferViews"].push_back({{"buffer", 0}, {"byteOffset", 32}, {"byteLength", 12}, {"byteStride", 4}});
  json["accessors"][1] = {{"bufferView", 1}, {"componentType", 5122}, {"normalized", true},  {"count", 3},
                          {"type", "VEC3"},  {"min", {0, -32768, 0}}, {"max", {32767, 0, 0}}};
  json["accessors"].push_back(
      {{"bufferView", 2}, {"componentType", 5120}, {"normalized", true}, {"count", 3}, {"type", "VEC3"}});
  json["meshes"][0]["primitives"][0]["attributes"]["NORMAL"] = 2;
  json["nodes"][0]["scale"] = {0.125, 0.125, 0.125};
  CHECK(warnings_of(json, binary).empty());
  const BrainModel model = load_json(json, binary);
  check_near(corner(model.parts.at(0), 0, 1), {-125, 0, 0});
  check_near(corner(model.parts.at(0), 0, 2), {0, 0, -125});  // -32768 is -1, not less
  check_near(model.parts.at(0).normals[0], {0, -1, 0});
}

TEST_CASE("sparse values replace what lies below, with and without a bufferView") {
  for (const bool with_view : {true, false}) {
    std::string binary = small_binary();
    for (const std::uint16_t index : {1, 2}) append(binary, index);
    for (const float value : {0.2f, 0.0f, 0.0f, 0.0f, 0.2f, 0.0f}) append(binary, value);
    Json json = small_model();
    json["buffers"][0]["byteLength"] = binary.size();
    json["bufferViews"].push_back({{"buffer", 0}, {"byteOffset", 44}, {"byteLength", 4}});
    json["bufferViews"].push_back({{"buffer", 0}, {"byteOffset", 48}, {"byteLength", 24}});
    json["accessors"][1]["sparse"] = {
        {"count", 2}, {"indices", {{"bufferView", 2}, {"componentType", 5123}}}, {"values", {{"bufferView", 3}}}};
    json["accessors"][1]["max"] = {0.2, 0.2, 0};
    if (!with_view) json["accessors"][1].erase("bufferView");
    CHECK(warnings_of(json, binary).empty());
    const BrainModel model = load_json(json, binary);
    check_near(corner(model.parts.at(0), 0, 1), {-200, 0, 0});
    check_near(corner(model.parts.at(0), 0, 2), {0, 0, 200});
  }
}

TEST_CASE("strips and fans have the winding of a list; every index size works") {
  // A square of two triangles that face +z: 0 1 2 3 = (0,0) (1,0) (0,1) (1,1) as a strip; 0 1 3 2 as a fan.
  for (const int mode : {5, 6})
    for (const int component : {5121, 5123, 5125}) {
      std::string binary;
      const std::vector<int> order = mode == 5 ? std::vector<int>{0, 1, 2, 3} : std::vector<int>{0, 1, 3, 2};
      for (const int index : order) {
        if (component == 5121) append(binary, static_cast<std::uint8_t>(index));
        if (component == 5123) append(binary, static_cast<std::uint16_t>(index));
        if (component == 5125) append(binary, static_cast<std::uint32_t>(index));
      }
      const std::size_t index_bytes = binary.size();
      binary.resize(16, '\0');
      for (const float value : {0.0f, 0.0f, 0.0f, 0.1f, 0.0f, 0.0f, 0.0f, 0.1f, 0.0f, 0.1f, 0.1f, 0.0f})
        append(binary, value);
      Json json = small_model();
      json["buffers"][0]["byteLength"] = binary.size();
      json["bufferViews"] = {{{"buffer", 0}, {"byteLength", index_bytes}},
                             {{"buffer", 0}, {"byteOffset", 16}, {"byteLength", 48}}};
      json["accessors"][0]["componentType"] = component;
      json["accessors"][0]["count"] = json["accessors"][1]["count"] = 4;
      json["meshes"][0]["primitives"][0]["mode"] = mode;
      CHECK(warnings_of(json, binary).empty());
      const BrainModel model = load_json(json, binary);
      REQUIRE(model.parts.at(0).indices.size() == 6);
      for (const std::size_t t : {0u, 1u}) check_near(face_normal(model.parts[0], t), {0, 1, 0});
    }
}

TEST_CASE("primitives of one mesh are joined, unused vertices are left out, missing normals are computed") {
  Json json = small_model();
  json["meshes"][0]["primitives"].push_back(json["meshes"][0]["primitives"][0]);
  json["meshes"][0]["primitives"][1].erase("indices");
  const BrainModel model = load_json(json);
  CHECK(model.parts.at(0).positions_mm.size() == 6);
  CHECK(model.parts.at(0).indices.size() == 6);
  for (const glm::vec3& normal : model.parts[0].normals) check_near(normal, {0, 1, 0});
}

TEST_CASE("some flat triangles are left out and told") {
  std::string binary;
  for (const std::uint16_t index : {0, 1, 2, 0, 0, 1}) append(binary, index);
  binary += small_binary().substr(8);
  Json json = small_model();
  json["buffers"][0]["byteLength"] = binary.size();
  json["bufferViews"][0]["byteLength"] = 12;
  json["bufferViews"][1]["byteOffset"] = 12;
  json["accessors"][0]["count"] = 6;
  const std::vector<std::string> warnings = warnings_of(json, binary);
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].find("1 of 2 triangles has no area") != std::string::npos);
  CHECK(load_json(json, binary).parts.at(0).indices.size() == 3);
}

TEST_CASE("extras describe the parts; without them the name is the structure") {
  Json json = small_model();
  json["asset"]["copyright"] = "Somebody 2024";
  json["nodes"][0]["name"] = "amygdala.L";
  json["nodes"][0]["extras"] = {{"structure", "amygdala"}, {"hemisphere", "L"}, {"kind", "volume"},
                                {"region", "AMY"},         {"source", "JHU"},   {"lobe", "limbic"}};
  json["nodes"].push_back({{"mesh", 0}, {"translation", {0.05, 0, 0}}});
  json["scenes"][0]["nodes"] = {0, 1};
  const BrainModel model = load_json(json);
  CHECK(model.copyright == "Somebody 2024");
  REQUIRE(model.parts.size() == 2);
  const BrainPart& first = model.parts[0];
  CHECK(first.name == "amygdala.L");
  CHECK(first.structure == "amygdala");
  CHECK(first.hemisphere == Hemisphere::left);
  CHECK(first.kind == PartKind::volume);
  CHECK(first.region == "AMY");
  CHECK(first.source == "JHU");
  CHECK(first.lobe == "limbic");
  const BrainPart& second = model.parts[1];
  CHECK(second.name == "triangle");  // its mesh's
  CHECK(second.structure == "triangle");
  CHECK(second.kind == PartKind::unknown);
  CHECK(second.hemisphere == Hemisphere::midline);
}

TEST_CASE("scenes are levels of detail only in files of the atlas builder") {
  Json json = small_model();
  json["scenes"].push_back({{"nodes", {0}}});
  const BrainModel other = load_json(json);
  CHECK(other.level_count == 1);
  CHECK(other.parts.size() == 1);
  CHECK(warnings_of(json).size() == 1);
  json["asset"]["generator"] = "attune atlas_builder 1";
  const BrainModel ours = load_json(json);
  CHECK(ours.level_count == 2);
  REQUIRE(ours.parts.size() == 2);
  CHECK(ours.parts[0].level == 0);
  CHECK(ours.parts[1].level == 1);
  CHECK(ours.parts[1].name == "triangle");
  CHECK(warnings_of(json).empty());
}

TEST_CASE("names cannot harm: control characters, length, duplicates") {
  Json json = small_model();
  json["nodes"] = Json::array();
  for (const std::string& name :
       {std::string("a\x1B[2Jb\xE2\x80\xAE"
                    "c\n"),
        std::string(5'000, 'x'), std::string("same"), std::string("same"), std::string("same")})
    json["nodes"].push_back({{"name", name}, {"mesh", 0}});
  json["scenes"][0]["nodes"] = {0, 1, 2, 3, 4};
  const BrainModel model = load_json(json);
  CHECK(model.parts[0].name == "a\\u001B[2Jb\\u202Ec\\u000A");
  CHECK(model.parts[1].name.size() <= 123);
  CHECK(model.parts[2].name == "same");
  CHECK(model.parts[3].name == "same (2)");
  CHECK(model.parts[4].name == "same (3)");
}
