#include "make_gltf.h"

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>

namespace attune::test {

namespace {

constexpr std::uint64_t kTwo40 = 1ull << 40;

void set_u32(std::string& bytes, std::size_t at, std::uint32_t value) {
  bytes.replace(at, 4, std::string(reinterpret_cast<char*>(&value), 4));
}
std::uint32_t get_u32(const std::string& bytes, std::size_t at) {
  std::uint32_t value = 0;
  bytes.copy(reinterpret_cast<char*>(&value), 4, at);
  return value;
}

std::string positions(std::initializer_list<float> values) {
  std::string bytes = small_binary().substr(0, 8);
  for (const float value : values) append(bytes, value);
  return bytes;
}

std::string indices(std::uint16_t a, std::uint16_t b, std::uint16_t c) {
  std::string bytes;
  for (const std::uint16_t index : {a, b, c, std::uint16_t{0}}) append(bytes, index);
  return bytes + small_binary().substr(8);
}

// The small model with a sparse overlay on its positions: views 2 (index) and 3 (value).
Json sparse_model() {
  Json json = small_model();
  json["buffers"][0]["byteLength"] = 60;
  json["bufferViews"].push_back({{"buffer", 0}, {"byteOffset", 44}, {"byteLength", 2}});
  json["bufferViews"].push_back({{"buffer", 0}, {"byteOffset", 48}, {"byteLength", 12}});
  json["accessors"][1]["sparse"] = {
      {"count", 1}, {"indices", {{"bufferView", 2}, {"componentType", 5123}}}, {"values", {{"bufferView", 3}}}};
  return json;
}
std::string sparse_binary(std::uint16_t index) {
  std::string bytes = small_binary();
  append(bytes, index);
  append(bytes, std::uint16_t{0});
  for (const float value : {0.0f, 0.2f, 0.0f}) append(bytes, value);
  return bytes;
}

class Cases {
 public:
  std::vector<GltfCase> list;

  GltfCase& raw(const std::string& id, const std::string& mutation, Expect expect, std::vector<std::string> words,
                const std::string& bytes, const std::string& file = "model.gltf") {
    GltfCase& added = list.emplace_back();
    added.id = id;
    added.mutation = mutation;
    added.expect = expect;
    added.words = std::move(words);
    added.file = file;
    added.files = {{file, bytes}};
    return added;
  }
  GltfCase& change(const std::string& id, const std::string& mutation, Expect expect, std::vector<std::string> words,
                   const std::function<void(Json&)>& mutate, const std::string& binary = small_binary()) {
    Json json = small_model();
    json["buffers"][0]["uri"] = data_uri(binary);
    mutate(json);
    return raw(id, mutation, expect, std::move(words), json.dump(1));
  }
  GltfCase& uri(const std::string& id, const std::string& mutation, std::vector<std::string> words,
                const std::string& text) {
    return change(id, mutation, Expect::refuse, std::move(words),
                  [&](Json& json) { json["buffers"][0]["uri"] = text; });
  }
  GltfCase& glb(const std::string& id, const std::string& mutation, Expect expect, std::vector<std::string> words,
                const std::function<void(std::string&)>& mutate) {
    std::string bytes = as_glb(small_model(), small_binary());
    mutate(bytes);
    return raw(id, mutation, expect, std::move(words), bytes, "model.glb");
  }
};

void add_text_cases(Cases& cases) {
  const std::string good = as_gltf(small_model(), small_binary());
  cases.raw("B01", "empty file", Expect::refuse, {"empty (0 bytes)"}, "");
  cases.raw("B02", "a single {", Expect::refuse, {":1:2", "ends early", "key"}, "{");
  cases.raw("B03", "PNG renamed", Expect::refuse, {"PNG picture", "not a glTF model"},
            std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16));
  cases.raw("B04", "cut at 400 bytes", Expect::refuse, {"incomplete", ":"},
            Json(Json::parse(good)).dump(1).substr(0, 400));
  std::string wide = "\xFF\xFE";
  for (const char c : good) wide += std::string{c, '\0'};
  cases.raw("B05", "UTF-16", Expect::refuse, {"UTF-16", "UTF-8"}, wide);
  cases.raw("B06", "byte-order mark", Expect::warn, {"byte-order mark ignored"}, "\xEF\xBB\xBF" + good);
  std::string bad_name = small_model().dump(1);
  bad_name.replace(bad_name.find("\"triangle\"") + 1, 2, "\xC3\x28");
  cases.raw("B07", "invalid UTF-8 in a name", Expect::refuse, {"invalid UTF-8", ":"}, bad_name);
  std::string deep = good;
  deep.insert(deep.find('{') + 1, "\"extras\":" + std::string(200'000, '[') + std::string(200'000, ']') + ",");
  cases.raw("B08", "200,000 nested arrays", Expect::refuse, {"deeper than 64"}, deep);
  std::string twice = good;
  twice.insert(twice.find('{') + 1, "\"scene\":0,");
  cases.raw("B09", "scene twice", Expect::refuse, {"\"scene\"", "twice"}, twice);
  cases.raw("B10", "null", Expect::refuse, {"must be an object", "null"}, "null");
  cases.raw("B11", "array", Expect::refuse, {"must be an object"}, "[]");
}

void add_asset_cases(Cases& cases) {
  cases.change("B12", "no asset", Expect::refuse, {"asset.version missing", "not a glTF 2.0 file"},
               [](Json& j) { j.erase("asset"); });
  cases.change("B13", "version 1.0", Expect::refuse, {"/asset/version", "glTF 1.0 is not supported", "2.0"},
               [](Json& j) { j["asset"]["version"] = "1.0"; });
  cases.change("B14", "version is a number", Expect::refuse, {"asset.version must be text"},
               [](Json& j) { j["asset"]["version"] = 2.0; });
  cases.change("B15", "minVersion 3.0", Expect::refuse, {"glTF 3.0 reader"},
               [](Json& j) { j["asset"]["minVersion"] = "3.0"; });
  const auto requires_ = [](const char* name) {
    return [name](Json& j) { j["extensionsUsed"] = j["extensionsRequired"] = {name}; };
  };
  cases.change("B16", "unknown required extension", Expect::refuse,
               {"/extensionsRequired/0", "requires extension ACME_x", "not supported"}, requires_("ACME_x"));
  cases.change("B17", "Draco", Expect::refuse, {"Draco", "without compression"},
               requires_("KHR_draco_mesh_compression"));
  cases.change("B18", "meshopt", Expect::refuse, {"meshopt", "without compression"},
               requires_("EXT_meshopt_compression"));
  cases.change("B19", "KTX2", Expect::warn, {"textures skipped (KTX2)", "shape is loaded"},
               requires_("KHR_texture_basisu"));
  std::string quantized = small_binary().substr(0, 8);
  for (const std::uint16_t value : {0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0}) append(quantized, value);
  cases.change("B20", "quantization", Expect::load, {}, [&](Json& j) {
    j["extensionsUsed"] = j["extensionsRequired"] = {"KHR_mesh_quantization"};
    j["buffers"][0] = {{"byteLength", quantized.size()}, {"uri", data_uri(quantized)}};
    j["bufferViews"][1] = {{"buffer", 0}, {"byteOffset", 8}, {"byteLength", 24}, {"byteStride", 8}};
    j["accessors"][1]["componentType"] = 5123;
    j["accessors"][1]["max"] = {1, 1, 0};
    j["nodes"][0]["scale"] = {0.1, 0.1, 0.1};
  });
}

void add_glb_cases(Cases& cases) {
  cases.glb("B21", "magic wrong", Expect::refuse, {"not a GLB", "glTG"}, [](std::string& b) { b[3] = 'G'; });
  cases.glb("B22", "version 1", Expect::refuse, {"GLB version 1 is not supported"},
            [](std::string& b) { set_u32(b, 4, 1); });
  cases.glb("B23", "length 40", Expect::refuse, {"says 40 bytes", "JSON chunk needs more"},
            [](std::string& b) { set_u32(b, 8, 40); });
  cases.glb("B24", "length 0xFFFFFFFF", Expect::refuse, {"4,294,967,295 bytes", "file has", "incomplete download"},
            [](std::string& b) { set_u32(b, 8, 0xFFFFFFFF); });
  cases.glb("B25", "JSON chunk length 0xFFFFFFFF", Expect::refuse, {"JSON chunk runs past the end of the file"},
            [](std::string& b) { set_u32(b, 12, 0xFFFFFFFF); });
  cases.glb("B26", "JSON chunk length wraps", Expect::refuse, {"JSON chunk runs past the end of the file"},
            [](std::string& b) { set_u32(b, 12, 0xFFFFFFFF - 19); });
  cases.glb("B27", "12-byte header only", Expect::refuse, {"no JSON chunk"}, [](std::string& b) {
    b.resize(12);
    set_u32(b, 8, 12);
  });
  cases.glb("B28", "BIN cut by 20 bytes", Expect::refuse, {"20 bytes shorter than its header says"},
            [](std::string& b) { b.resize(b.size() - 20); });
  cases.glb("B29", "BIN chunk first", Expect::refuse, {"first GLB chunk must be JSON"}, [](std::string& b) {
    const std::size_t json = 8 + get_u32(b, 12);
    b = b.substr(0, 12) + b.substr(12 + json) + b.substr(12, json);
  });
  cases.glb("B30", "BIN chunk length 0xFFFFFFF0", Expect::refuse, {"BIN chunk runs past the end of the file"},
            [](std::string& b) { set_u32(b, 20 + get_u32(b, 12), 0xFFFFFFF0); });
  cases.change("B31", "no uri, no BIN", Expect::refuse, {"buffer 0 has no data"},
               [](Json& j) { j["buffers"][0].erase("uri"); });
  cases.glb("B32", "100 stray bytes", Expect::warn, {"100 bytes after the end"},
            [](std::string& b) { b += std::string(100, 'x'); });
  cases.glb("B33", "19 bytes", Expect::refuse, {"cut inside the first chunk header"},
            [](std::string& b) { b.resize(19); });
}

void add_uri_cases(Cases& cases) {
  const std::vector<std::string> outside = {"/buffers/0/uri", "buffer 0 points outside the model folder"};
  cases.uri("B34", "parent folders", outside, "../../../../../../etc/passwd");
  cases.uri("B35", "absolute path", outside, "/etc/passwd");
  cases.uri("B36", "file: scheme", {"only data: and files beside the model"}, "file:///etc/passwd");
  cases.uri("B37", "http: scheme", {"network addresses are never loaded"}, "http://127.0.0.1:9/a.bin");
  cases.uri("B38", "shell syntax", {"not found"}, "$(touch pwned)`touch pwned`;touch pwned");
  cases.uri("B39", "missing file", {"needs nope.bin", "not beside the model"}, "nope.bin");
  cases.uri("B40", "percent-encoded ..", outside, "%2e%2e/%2E%2E/etc/passwd");
  cases.uri("B41", "device file", {"not a regular file"}, "/dev/zero");
  cases.uri("B42", "folder", {"not a regular file"}, "textures").folders = {"textures"};
  cases.uri("B43", "NUL", {"illegal character"}, std::string("a\0.bin", 6));
  cases.uri("B44", "back-slashes", outside, "..\\..\\secret.bin");
  cases.uri("B45", "empty uri", {"empty uri"}, "");
  std::string bad = data_uri(small_binary());
  bad[bad.find(',') + 5] = '!';
  cases.uri("B46", "bad base64", {"invalid base64 at character 5"}, bad);
  cases.uri("B47", "text/html", {"text/html not allowed"}, "data:text/html;base64,AAAA");
  cases.uri("B48", "the model itself", {"bytes, 44 expected"}, "model.gltf");
  cases.uri("B49", "data too short", {"10 bytes, 44 declared"}, data_uri(std::string(10, 'a')));
}

void add_buffer_cases(Cases& cases) {
  const auto length = [&](const char* id, const char* mutation, const Json& value, std::vector<std::string> words) {
    cases.change(id, mutation, Expect::refuse, std::move(words),
                 [&](Json& j) { j["buffers"][0]["byteLength"] = value; });
  };
  length("B50", "byteLength 2^40", kTwo40, {"buffer 0 declares 1 TiB", "512 MiB"});
  length("B51", "byteLength -1", -1, {"buffers[0].byteLength must be a whole number >= 1"});
  length("B52", "byteLength 0", 0, {"buffers[0].byteLength must be a whole number >= 1"});
  length("B53", "byteLength text", "44", {"buffers[0].byteLength must be a whole number >= 1", "text"});
  const auto view = [&](const char* id, const char* mutation, const char* key, const Json& value,
                        std::vector<std::string> words) {
    cases.change(id, mutation, Expect::refuse, std::move(words), [&](Json& j) { j["bufferViews"][1][key] = value; });
  };
  view("B54", "view -> buffer 7", "buffer", 7, {"/bufferViews/1/buffer", "bufferViews[1].buffer = 7, only 1 buffer"});
  view("B55", "negative byteOffset", "byteOffset", -4, {"bufferViews[1].byteOffset", ">= 0"});
  view("B56", "past the end", "byteLength", 4000, {"bufferViews[1] needs bytes 8..4008, buffer has 44"});
  view("B57", "offset near 2^64", "byteOffset", UINT64_MAX - 7, {"bufferViews[1] needs bytes", "buffer has 44"});
  view("B58", "stride 3", "byteStride", 3, {"byteStride must be 4..252 and a multiple of 4"});
  view("B59", "stride 2^31", "byteStride", 1u << 31, {"byteStride must be 4..252 and a multiple of 4"});
  view("B60", "stride 4", "byteStride", 4, {"byteStride 4 is less than the 12-byte element"});
}

void add_accessor_cases(Cases& cases) {
  const auto accessor = [&](const char* id, const char* mutation, const char* key, const Json& value,
                            std::vector<std::string> words, Expect expect = Expect::refuse) {
    cases.change(id, mutation, expect, std::move(words), [&](Json& j) { j["accessors"][1][key] = value; });
  };
  accessor("B61", "-> view 99", "bufferView", 99, {"accessors[1].bufferView = 99, only 2"});
  accessor("B62", "count 2^40", "count", kTwo40, {"accessor 1 needs 12 TiB, its view has 36 bytes"});
  accessor("B63", "count x 12 wraps 32 bits", "count", 357913942, {"accessor 1 needs", "its view has 36 bytes"});
  accessor("B64", "count 0", "count", 0, {"accessors[1].count must be", ">= 1"});
  accessor("B65", "count -3", "count", -3, {"accessors[1].count must be", ">= 1"});
  accessor("B66", "count 2.5", "count", 2.5, {"accessors[1].count must be", "2.5"});
  accessor("B67", "byteOffset 2^64-1", "byteOffset", UINT64_MAX - 3, {"accessor 1 needs", "its view has 36 bytes"});
  accessor("B68", "misaligned", "byteOffset", 1, {"byteOffset 1 is not a multiple of 4"});
  accessor("B69", "componentType 1234", "componentType", 1234, {"unknown componentType 1234"});
  accessor("B70", "componentType 5130", "componentType", 5130, {"unknown componentType 5130"});
  accessor("B71", "VEC9", "type", "VEC9", {"unknown accessor type VEC9"});
  accessor("B72", "SCALAR", "type", "SCALAR", {"POSITION must be VEC3"});
  accessor("B73", "u16 without quantization", "componentType", 5123, {"POSITION must be float"});
  cases.change("B74", "float indices", Expect::refuse, {"indices must be u8/u16/u32"}, [](Json& j) {
    j["accessors"][0]["componentType"] = 5126;
    j["accessors"][0]["count"] = 1;
  });
  const auto primitive = [&](const char* id, const char* mutation, std::vector<std::string> words,
                             const std::function<void(Json&)>& mutate, Expect expect = Expect::refuse) {
    cases.change(id, mutation, expect, std::move(words), [&](Json& j) { mutate(j["meshes"][0]["primitives"][0]); });
  };
  primitive("B75", "indices -> 42", {"meshes[0].primitives[0].indices = 42, only 2 accessors"},
            [](Json& p) { p["indices"] = 42; });
  primitive("B76", "POSITION -> 42", {"POSITION = 42, only 2 accessors"},
            [](Json& p) { p["attributes"]["POSITION"] = 42; });
  primitive("B77", "POSITION -> -1", {"POSITION = -1, only 2 accessors"},
            [](Json& p) { p["attributes"]["POSITION"] = -1; });
  const auto binary = [&](const char* id, const char* mutation, Expect expect, std::vector<std::string> words,
                          const std::string& bytes) {
    cases.change(
        id, mutation, expect, std::move(words),
        [](Json& j) {
          j["accessors"][1].erase("min");
          j["accessors"][1].erase("max");
        },
        bytes);
  };
  binary("B78", "index 9999", Expect::refuse, {"index 9999 at position 2, mesh has 3 vertices"}, indices(0, 1, 9999));
  binary("B79", "index 65535", Expect::refuse, {"index 65535 at position 1, mesh has 3 vertices"},
         indices(0, 65535, 2));
  binary("B80", "degenerate triangle", Expect::refuse, {"1 of 1 triangles has no area", "nothing left to draw"},
         indices(0, 1, 1));
  binary("F48", "three times the same corner", Expect::refuse, {"1 of 1 triangles has no area", "nothing left to draw"},
         indices(0, 0, 0));
  const float nan = std::nanf(""), infinite = std::numeric_limits<float>::infinity();
  binary("B81", "NaN", Expect::refuse, {"accessor 1: 9 values are not numbers"},
         positions({nan, nan, nan, nan, nan, nan, nan, nan, nan}));
  binary("B82", "infinite", Expect::refuse, {"accessor 1: 2 values are infinite"},
         positions({0, 0, 0, infinite, 0, 0, 0, -infinite, 0}));
  binary("B83", "3e38", Expect::refuse, {"3e+38 units", "limit 1e6"}, positions({0, 0, 0, 3e38f, 0, 0, 0, 3e38f, 0}));
  binary("B84", "identical points", Expect::refuse, {"nothing to draw", "no size"},
         positions({1, 1, 1, 1, 1, 1, 1, 1, 1}));
  binary("B85", "no min and max", Expect::warn, {"bounds computed from the data"}, small_binary());
  accessor("B86", "lying min", "min", {-5, -5, -5}, {"declared bounds were wrong"}, Expect::warn);
  accessor("B87", "max has one entry", "max", {1}, {"declared bounds were wrong"}, Expect::warn);
  cases.change("B88", "2 indices", Expect::refuse, {"index count 2 is not a multiple of 3", "nothing left to draw"},
               [](Json& j) { j["accessors"][0]["count"] = 2; });
  cases.change("B89", "no bufferView", Expect::refuse, {"nothing to draw", "no size"}, [](Json& j) {
    j["accessors"][1].erase("bufferView");
    j["accessors"][1]["max"] = {0, 0, 0};
  });
  const auto sparse = [&](const char* id, const char* mutation, std::vector<std::string> words, std::uint16_t index,
                          const std::function<void(Json&)>& mutate) {
    Json json = sparse_model();
    mutate(json["accessors"][1]["sparse"]);
    cases.raw(id, mutation, Expect::refuse, std::move(words), as_gltf(json, sparse_binary(index)));
  };
  sparse("B90", "sparse.count 2^40", {"sparse.count", "exceeds accessor.count 3"}, 0,
         [](Json& s) { s["count"] = kTwo40; });
  sparse("B91", "sparse -> view 77", {"bufferView = 77, only 4"}, 0, [](Json& s) { s["indices"]["bufferView"] = 77; });
  sparse("B92", "sparse index 5000", {"sparse index out of range", "5,000"}, 5000, [](Json&) {});
  sparse("B93", "no sparse.values", {"sparse.values missing"}, 0, [](Json& s) { s.erase("values"); });
  primitive("B94", "POINTS", {"skipped (points)", "nothing left to draw"}, [](Json& p) { p["mode"] = 0; });
  primitive("B95", "LINES", {"skipped (lines)", "nothing left to draw"}, [](Json& p) { p["mode"] = 1; });
  primitive(
      "B96", "TRIANGLE_STRIP", {}, [](Json& p) { p["mode"] = 5; }, Expect::load);
  primitive(
      "B97", "TRIANGLE_FAN", {}, [](Json& p) { p["mode"] = 6; }, Expect::load);
  primitive("B98", "mode 9", {"unknown drawing mode 9"}, [](Json& p) { p["mode"] = 9; });
  primitive("B99", "no POSITION", {"no POSITION", "nothing left to draw"},
            [](Json& p) { p["attributes"] = Json::object(); });
}

void add_graph_cases(Cases& cases) {
  cases.change("F01", "node is its own child", Expect::refuse, {"loop"},
               [](Json& j) { j["nodes"][0]["children"] = {0}; });
  cases.change("F02", "loop of three", Expect::refuse, {"loop"}, [](Json& j) {
    j["nodes"] = {{{"mesh", 0}, {"children", {1}}}, {{"children", {2}}}, {{"children", {0}}}};
  });
  cases.change("F03", "two parents", Expect::refuse, {"nodes[2] has two parents (nodes 0 and 1)"}, [](Json& j) {
    j["nodes"] = {{{"children", {2}}}, {{"children", {2}}}, {{"mesh", 0}}};
    j["scenes"][0]["nodes"] = {0, 1};
  });
  cases.change("F04", "exponentially many paths", Expect::refuse, {"two parents"}, [](Json& j) {
    j["nodes"] = Json::array();
    for (int i = 0; i < 64; ++i) j["nodes"].push_back({{"mesh", 0}, {"children", {i + 1, i + 1}}});
    j["nodes"].push_back({{"mesh", 0}});
  });
  cases.change("F05", "100,000 levels", Expect::refuse, {"100,000 nodes", "65,536"}, [](Json& j) {
    j["nodes"] = Json::array();
    for (int i = 0; i + 1 < 100'000; ++i) j["nodes"].push_back({{"children", {i + 1}}});
    j["nodes"].push_back({{"mesh", 0}});
  });
  cases.change("F06", "300 levels", Expect::refuse, {"deeper than 256"}, [](Json& j) {
    j["nodes"] = Json::array();
    for (int i = 0; i < 300; ++i) j["nodes"].push_back({{"children", {i + 1}}});
    j["nodes"].push_back({{"mesh", 0}});
  });
  cases.change("F07", "child 99", Expect::refuse, {"/nodes/0/children/0", "nodes[0].children[0] = 99, only 1 node"},
               [](Json& j) { j["nodes"][0]["children"] = {99}; });
  cases.change("F08", "scene 5", Expect::refuse, {"scene = 5, only 1 scene"}, [](Json& j) { j["scene"] = 5; });
  cases.change("F09", "scene root 8", Expect::refuse, {"scenes[0].nodes[0] = 8, only 1 node"},
               [](Json& j) { j["scenes"][0]["nodes"] = {8}; });
  cases.change("F10", "no scene", Expect::warn, {"has no scene"}, [](Json& j) {
    j.erase("scene");
    j.erase("scenes");
  });
  cases.change("F11", "scene without nodes", Expect::refuse, {"nothing to draw"},
               [](Json& j) { j["scenes"][0].erase("nodes"); });
  cases.change("F12", "node -> mesh 3", Expect::refuse, {"nodes[0].mesh = 3, only 1 mesh"},
               [](Json& j) { j["nodes"][0]["mesh"] = 3; });
  cases.change("F13", "matrix of 15 numbers", Expect::refuse, {"nodes[0].matrix must be an array of 16 numbers"},
               [](Json& j) { j["nodes"][0]["matrix"] = std::vector<double>(15, 1.0); });
  cases.change("F14", "rotation of length 0", Expect::refuse, {"nodes[0].rotation"}, [](Json& j) {
    j["nodes"][0]["rotation"] = {0, 0, 0, 0};
  });
  cases.change("F15", "scale to nothing", Expect::refuse, {"nothing"}, [](Json& j) {
    j["nodes"][0]["scale"] = {0, 0, 0};
  });
  cases.change("F16", "scale 1e300 twice", Expect::refuse, {"infinitely far"}, [](Json& j) {
    j["nodes"] = {{{"scale", {1e300, 1e300, 1e300}}, {"children", {1}}},
                  {{"scale", {1e300, 1e300, 1e300}}, {"mesh", 0}}};
  });
  cases.change("F17", "root listed twice", Expect::warn, {"twice"}, [](Json& j) { j["scenes"][0]["nodes"] = {0, 0}; });
  cases.change("F18", "20,000 primitives", Expect::refuse, {"20,000 primitives", "16,384"}, [](Json& j) {
    j["meshes"][0]["primitives"] = std::vector<Json>(20'000, j["meshes"][0]["primitives"][0]);
  });
  cases.change("F19", "nodes is an object", Expect::refuse, {"nodes must be an array"},
               [](Json& j) { j["nodes"] = Json::object(); });
  cases.change("F20", "a mesh is a number", Expect::refuse, {"meshes[0] must be an object, found 7"},
               [](Json& j) { j["meshes"] = {7}; });
}

void add_name_cases(Cases& cases) {
  cases.change("F30", "control and bidi characters in a name", Expect::load, {},
               [](Json& j) { j["nodes"][0]["name"] = "a\n\x1B[31m\u202Eb%s%n"; });
  cases.change("F31", "name of 5 MB", Expect::load, {},
               [](Json& j) { j["nodes"][0]["name"] = std::string(5'000'000, 'n'); });
  cases.change("F32", "no names", Expect::load, {}, [](Json& j) {
    j["nodes"][0].erase("name");
    j["meshes"][0].erase("name");
  });
  cases.change("F33", "equal names", Expect::warn, {"used twice"}, [](Json& j) {
    j["nodes"].push_back(j["nodes"][0]);
    j["scenes"][0]["nodes"] = {0, 1};
  });
  cases.change("F34", "name is a number", Expect::load, {}, [](Json& j) { j["nodes"][0]["name"] = 5; });
  cases.change("F35", "extras of wrong types", Expect::load, {}, [](Json& j) {
    j["nodes"][0]["extras"] = {{"structure", 5}, {"hemisphere", nullptr}, {"kind", Json::array()}};
  });
  cases.change("F36", "unknown hemisphere", Expect::warn, {"L, R or M"}, [](Json& j) {
    j["nodes"][0]["extras"] = {{"hemisphere", "Q"}};
  });
}

void add_unused_cases(Cases& cases) {
  cases.change("F40", "gigapixel texture and broken picture", Expect::load, {}, [](Json& j) {
    j["images"] = {{{"uri", "data:image/png;base64,AAAA"}},
                   {{"uri", "../../x.png"}},
                   {{"bufferView", 9000}, {"mimeType", "image/png"}}};
    j["textures"] = {{{"source", 55}}};
    j["materials"] = {{{"pbrMetallicRoughness", {{"baseColorTexture", {{"index", -9}}}}}}};
    j["meshes"][0]["primitives"][0]["material"] = 77;
  });
  cases.change("F41", "broken animation, skin and camera", Expect::warn, {"ignored"}, [](Json& j) {
    j["animations"] = {{{"channels", {{{"sampler", 99}}}}, {"samplers", {{{"input", -1}, {"output", 1234}}}}}};
    j["skins"] = {{{"joints", {500}}, {"inverseBindMatrices", 66}}};
    j["cameras"] = {{{"type", 5}}};
    j["nodes"][0]["skin"] = 31;
    j["nodes"][0]["camera"] = 31;
  });
  cases.change("F42", "broken morph targets", Expect::load, {}, [](Json& j) {
    j["meshes"][0]["primitives"][0]["targets"] = {{{"POSITION", 400}}, 5};
    j["meshes"][0]["weights"] = "heavy";
  });
  cases.change(
      "F43", "unused accessor past its view", Expect::warn, {"accessor 2", "nothing that is drawn uses it"},
      [](Json& j) {
        j["accessors"].push_back({{"bufferView", 1}, {"componentType", 5126}, {"count", 4000}, {"type", "VEC3"}});
      });
  cases.change("F44", "unused buffer missing", Expect::load, {}, [](Json& j) {
    j["buffers"].push_back({{"byteLength", 5}, {"uri", "nope.bin"}});
  });
  cases.change("F45", "other attributes broken", Expect::load, {},
               [](Json& j) { j["meshes"][0]["primitives"][0]["attributes"]["TEXCOORD_0"] = 1000; });
  cases.change("F46", "broken normals", Expect::warn, {"normals are computed"},
               [](Json& j) { j["meshes"][0]["primitives"][0]["attributes"]["NORMAL"] = 1000; });
  cases.change("F47", "harmless required extension", Expect::load, {}, [](Json& j) {
    j["extensionsRequired"] = {"KHR_materials_unlit", "KHR_texture_transform"};
  });
}

void add_further_cases(Cases& cases) {
  cases.change("F50", "a million elements without data", Expect::refuse, {"100,000,000 elements", "no bufferView"},
               [](Json& j) {
                 j["accessors"][1].erase("bufferView");
                 j["accessors"][1]["count"] = 100'000'000;
               });
  cases.change("F51", "sizes beyond 2^64", Expect::refuse, {"accessor 1 needs"},
               [](Json& j) { j["accessors"][1]["count"] = 1e300; });
  cases.change("F52", "many copies of one mesh", Expect::warn, {"odd"}, [](Json& j) {
    j["nodes"] = Json::array();
    j["scenes"][0]["nodes"] = Json::array();
    for (int i = 0; i < 5000; ++i) {
      j["nodes"].push_back({{"mesh", 0}, {"name", "odd"}});
      j["scenes"][0]["nodes"].push_back(i);
    }
  });
  GltfCase& fifo = cases.uri("F53", "FIFO as buffer", {"not a regular file"}, "pipe.bin");
  fifo.fifos = {"pipe.bin"};
  GltfCase& link = cases.uri("F54", "link out of the folder", {"outside the model folder"}, "link.bin");
  link.links = {{"link.bin", "/etc/passwd"}};
  GltfCase& device = cases.uri("F55", "link to a device", {"not a regular file"}, "link.bin");
  device.links = {{"link.bin", "/dev/zero"}};
  GltfCase& beside = cases.change("F56", "file beside the model", Expect::load, {},
                                  [](Json& j) { j["buffers"][0]["uri"] = "a%20b.bin"; });
  beside.files.emplace_back("a b.bin", small_binary());
  GltfCase& linked = cases.change("F57", "link inside the folder", Expect::load, {},
                                  [](Json& j) { j["buffers"][0]["uri"] = "link.bin"; });
  linked.files.emplace_back("data.bin", small_binary());
  linked.links = {{"link.bin", "data.bin"}};
  GltfCase& longer = cases.change("F58", "file longer than declared", Expect::warn, {"54 bytes, 44 declared"},
                                  [](Json& j) { j["buffers"][0]["uri"] = "data.bin"; });
  longer.files.emplace_back("data.bin", small_binary() + std::string(10, 'x'));
  GltfCase& shorter = cases.uri("F59", "file shorter than declared", {"file has 30 bytes, 44 expected"}, "data.bin");
  shorter.files.emplace_back("data.bin", small_binary().substr(0, 30));
  cases.raw("F60", "JPEG", Expect::refuse, {"JPEG picture"}, "\xFF\xD8\xFF\xE0 and so on");
  cases.raw("F61", "ZIP", Expect::refuse, {"ZIP archive"}, "PK\x03\x04 and so on");
  cases.raw("F62", "OBJ", Expect::refuse, {"OBJ model"}, "v 1 2 3\nv 2 3 4\n");
  cases.raw("F63", "FBX", Expect::refuse, {"FBX model"}, "Kaydara FBX Binary  and so on");
  cases.raw("F64", "random bytes", Expect::refuse, {"not a glTF model"},
            std::string("\x01\x02\x00\xFE\xFF\x17 random", 13));
  cases.raw("F65", "white space", Expect::refuse, {"white space"}, " \n\t ");
  cases.raw("F66", "HTML error page", Expect::refuse, {"HTML page"}, "<!DOCTYPE html><html>404</html>", "model.glb");
  cases.raw("F67", "the JSON of a model named .glb", Expect::load, {}, as_gltf(small_model(), small_binary()),
            "model.glb");
  cases.raw("F68", "a GLB named .gltf", Expect::load, {}, as_glb(small_model(), small_binary()), "model.gltf");
  cases.glb("F69", "JSON chunk of NULs", Expect::refuse, {"model.glb"},
            [](std::string& b) { b.replace(20, get_u32(b, 12), std::string(get_u32(b, 12), '\0')); });
  cases.glb("F70", "empty JSON chunk", Expect::refuse, {"JSON chunk is empty"}, [](std::string& b) {
    b = b.substr(0, 12) + std::string("\0\0\0\0JSON", 8);
    set_u32(b, 8, 20);
  });
  cases.glb("F71", "BIN smaller than the buffer", Expect::refuse, {"BIN chunk has 40 bytes, 44 bytes declared"},
            [](std::string& b) {
              b.resize(b.size() - 4);
              set_u32(b, 8, static_cast<std::uint32_t>(b.size()));
              set_u32(b, 20 + get_u32(b, 12), 40);
            });
  cases.uri("F72", "data without base64", {"must be base64"}, "data:application/octet-stream,hello");
  cases.uri("F73", "data cut inside a group", {"invalid base64"}, "data:application/octet-stream;base64,AAAAA");
  cases.uri("F74", "Windows drive", {"outside the model folder"}, "C:\\secret.bin");
  cases.uri("F75", "control character", {"illegal character"}, "a%0Ab.bin");
  cases.change("F76", "extensionsRequired is text", Expect::refuse, {"extensionsRequired must be an array"},
               [](Json& j) { j["extensionsRequired"] = "KHR_x"; });
  cases.change("F77", "view without length", Expect::refuse, {"bufferViews[1].byteLength missing"},
               [](Json& j) { j["bufferViews"][1].erase("byteLength"); });
  cases.change("F78", "5 corners", Expect::warn, {"vertex count 5 is not a multiple of 3"}, [](Json& j) {
    std::string five = small_binary();
    for (int i = 0; i < 6; ++i) append(five, 0.05f);
    j["buffers"][0] = {{"byteLength", five.size()}, {"uri", data_uri(five)}};
    j["bufferViews"][1]["byteLength"] = 60;
    j["accessors"][1]["count"] = 5;
    j["accessors"][1]["max"] = {0.1, 0.1, 0.05};
    j["meshes"][0]["primitives"][0].erase("indices");
  });
  cases.raw("F80", "exponent of 19 digits (found by fuzzing)", Expect::refuse, {"number is too large", ":1:6"},
            "{\"a\":6e9223372036854775807}");
  cases.raw("F81", "negative exponent of 19 digits", Expect::refuse, {"asset.version missing"},
            "{\"a\":6e-9223372036854775807}");
  cases.change("F79", "model far from the origin", Expect::refuse, {"limit 1e6"}, [](Json& j) {
    j["nodes"][0]["translation"] = {1e9, 0, 0};
  });
}

}  // namespace

Json small_model() {
  return Json{
      {"asset", {{"version", "2.0"}}},
      {"scene", 0},
      {"scenes", {{{"nodes", {0}}}}},
      {"nodes", {{{"name", "triangle"}, {"mesh", 0}}}},
      {"meshes", {{{"name", "triangle"}, {"primitives", {{{"attributes", {{"POSITION", 1}}}, {"indices", 0}}}}}}},
      {"accessors",
       {{{"bufferView", 0}, {"componentType", 5123}, {"count", 3}, {"type", "SCALAR"}},
        {{"bufferView", 1},
         {"componentType", 5126},
         {"count", 3},
         {"type", "VEC3"},
         {"min", {0, 0, 0}},
         {"max", {0.1, 0.1, 0}}}}},
      {"bufferViews",
       {{{"buffer", 0}, {"byteOffset", 0}, {"byteLength", 6}}, {{"buffer", 0}, {"byteOffset", 8}, {"byteLength", 36}}}},
      {"buffers", {{{"byteLength", 44}}}},
  };
}

std::string small_binary() {
  std::string bytes;
  for (const std::uint16_t index : {0, 1, 2, 0}) append(bytes, index);
  for (const float value : {0.0f, 0.0f, 0.0f, 0.1f, 0.0f, 0.0f, 0.0f, 0.1f, 0.0f}) append(bytes, value);
  return bytes;
}

std::string base64(const std::string& bytes) {
  static constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k) text += i + k <= bytes.size() ? kLetters[group >> (18 - 6 * k) & 63] : '=';
  }
  return text;
}

std::string data_uri(const std::string& bytes) { return "data:application/octet-stream;base64," + base64(bytes); }

std::string as_gltf(Json json, const std::string& binary) {
  json["buffers"][0]["uri"] = data_uri(binary);
  return json.dump();
}

std::string as_glb(const Json& json, const std::string& binary) {
  std::string text = json.dump(), body = binary;
  text.append((4 - text.size() % 4) % 4, ' ');
  body.append((4 - body.size() % 4) % 4, '\0');
  std::string glb = "glTF";
  append(glb, std::uint32_t{2});
  append(glb, static_cast<std::uint32_t>(12 + 8 + text.size() + 8 + body.size()));
  append(glb, static_cast<std::uint32_t>(text.size()));
  glb += "JSON" + text;
  append(glb, static_cast<std::uint32_t>(body.size()));
  glb += std::string("BIN\0", 4) + body;
  return glb;
}

std::vector<GltfCase> make_gltf_cases() {
  Cases cases;
  add_text_cases(cases);
  add_asset_cases(cases);
  add_glb_cases(cases);
  add_uri_cases(cases);
  add_buffer_cases(cases);
  add_accessor_cases(cases);
  add_graph_cases(cases);
  add_name_cases(cases);
  add_unused_cases(cases);
  add_further_cases(cases);
  return std::move(cases.list);
}

}  // namespace attune::test
