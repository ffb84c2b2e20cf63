#include "glb.hpp"

#include <tiny_gltf.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

namespace atlas {

namespace {

// KHR_mesh_quantization: positions are normalised 16-bit integers of this many metres, normals normalised 8-bit integers.
constexpr double position_range = 0.125; // every node is scaled by it; the brain fits into +-0.125 m; one step is 4 micrometres

using Vec3 = std::array<double, 3>;

Vec3 turned(const std::array<float, 3>& mni) {
    Vec3 result{};
    for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 3; ++column) {
            result[row] += mni_to_gltf[row][column] * static_cast<double>(mni[column]);
        }
    }
    return result;
}

int determinant() {
    const auto& m = mni_to_gltf;
    return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
           m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

struct Buffers {
    std::vector<unsigned char> positions; // 8 bytes per vertex: three shorts and two bytes of padding
    std::vector<unsigned char> normals;   // 4 bytes per vertex: three bytes and one of padding
    std::vector<unsigned char> indices;
};

enum View { positions_view = 0, normals_view, indices_view };

template <typename Number> void append(std::vector<unsigned char>& bytes, Number value) {
    unsigned char raw[sizeof(Number)];
    std::memcpy(raw, &value, sizeof(Number));
    bytes.insert(bytes.end(), raw, raw + sizeof(Number));
}

void pad_to_four(std::vector<unsigned char>& bytes) {
    while (bytes.size() % 4 != 0) {
        bytes.push_back(0);
    }
}

int add_accessor(tinygltf::Model& model, View view, std::size_t offset, int component, int type, std::size_t count, bool normalized) {
    tinygltf::Accessor accessor;
    accessor.bufferView = view;
    accessor.byteOffset = offset;
    accessor.componentType = component;
    accessor.type = type;
    accessor.count = count;
    accessor.normalized = normalized;
    model.accessors.push_back(accessor);
    return static_cast<int>(model.accessors.size()) - 1;
}

int add_positions(tinygltf::Model& model, Buffers& buffers, const Surface& surface) {
    const std::size_t offset = buffers.positions.size();
    std::array<int, 3> low{32767, 32767, 32767};
    std::array<int, 3> high{-32767, -32767, -32767};
    for (const auto& position : surface.positions) {
        const Vec3 metres = turned(position);
        for (int axis = 0; axis < 3; ++axis) {
            const long value = std::lround(metres[axis] * metres_per_mm / position_range * 32767.0);
            if (value < -32767 || value > 32767) {
                throw std::runtime_error("a vertex lies outside the range of the file");
            }
            append(buffers.positions, static_cast<std::int16_t>(value));
            low[axis] = std::min(low[axis], static_cast<int>(value));
            high[axis] = std::max(high[axis], static_cast<int>(value));
        }
        append(buffers.positions, std::int16_t{0});
    }
    const int accessor =
        add_accessor(model, positions_view, offset, TINYGLTF_COMPONENT_TYPE_SHORT, TINYGLTF_TYPE_VEC3, surface.positions.size(), true);
    model.accessors.back().minValues.assign(low.begin(), low.end());
    model.accessors.back().maxValues.assign(high.begin(), high.end());
    return accessor;
}

int add_normals(tinygltf::Model& model, Buffers& buffers, const Surface& surface) {
    const std::size_t offset = buffers.normals.size();
    for (const auto& normal : surface.normals) {
        const Vec3 direction = turned(normal);
        for (const double value : direction) {
            append(buffers.normals, static_cast<std::int8_t>(std::clamp(std::lround(value * 127.0), -127L, 127L)));
        }
        append(buffers.normals, std::int8_t{0});
    }
    return add_accessor(model, normals_view, offset, TINYGLTF_COMPONENT_TYPE_BYTE, TINYGLTF_TYPE_VEC3, surface.normals.size(), true);
}

int add_indices(tinygltf::Model& model, Buffers& buffers, const Surface& surface) {
    const std::size_t offset = buffers.indices.size();
    const bool small = surface.positions.size() <= 65535;
    for (const auto& triangle : surface.triangles) {
        for (const std::uint32_t corner : triangle) {
            if (small) {
                append(buffers.indices, static_cast<std::uint16_t>(corner));
            } else {
                append(buffers.indices, corner);
            }
        }
    }
    pad_to_four(buffers.indices);
    return add_accessor(model, indices_view, offset, small ? TINYGLTF_COMPONENT_TYPE_UNSIGNED_SHORT : TINYGLTF_COMPONENT_TYPE_UNSIGNED_INT,
                        TINYGLTF_TYPE_SCALAR, 3 * surface.triangles.size(), false);
}

void add_view(tinygltf::Model& model, const std::vector<unsigned char>& bytes, int stride, int target) {
    tinygltf::BufferView view;
    view.buffer = 0;
    view.byteOffset = model.buffers[0].data.size();
    view.byteLength = bytes.size();
    view.byteStride = static_cast<std::size_t>(stride);
    view.target = target;
    model.bufferViews.push_back(view);
    model.buffers[0].data.insert(model.buffers[0].data.end(), bytes.begin(), bytes.end());
}

tinygltf::Value text_value(const std::string& text) {
    return tinygltf::Value(text);
}

double rounded(double value) {
    return std::round(value * 10.0) / 10.0;
}

const char* kind_name(Kind kind) {
    return kind == Kind::volume ? "volume" : kind == Kind::cortex ? "cortex" : "marker";
}

tinygltf::Value extras_of(const Structure& structure) {
    tinygltf::Value::Object extras;
    extras["structure"] = text_value(structure.name);
    extras["hemisphere"] = text_value(letter(structure.side));
    extras["kind"] = text_value(kind_name(structure.kind));
    extras["region"] = text_value(structure.region);
    extras["source"] = text_value(structure.source);
    extras["lobe"] = text_value(structure.lobe);
    extras["lod"] = tinygltf::Value(structure.lod);
    tinygltf::Value::Array labels;
    for (const int label : structure.labels) {
        labels.emplace_back(label);
    }
    if (!labels.empty()) { // tinygltf writes an empty array as null
        extras["labels"] = tinygltf::Value(labels);
    }
    tinygltf::Value::Array centre;
    for (const double value : centroid(structure.surface)) {
        centre.emplace_back(rounded(value));
    }
    extras["centroid_mni_mm"] = tinygltf::Value(centre);
    if (structure.kind == Kind::volume) {
        extras["volume_mm3"] = tinygltf::Value(rounded(enclosed_volume(structure.surface)));
    }
    if (structure.kind == Kind::marker) {
        extras["note"] = text_value("position marker, not a segmented shape");
    }
    return tinygltf::Value(extras);
}

// Plain colours for viewers that know nothing of the extras: the glass is translucent, the structures inside are opaque.
struct Colour {
    double red, green, blue, alpha;
};

Colour colour_of(const Structure& structure) {
    if (structure.kind == Kind::cortex) {
        return {0.62, 0.70, 0.82, 0.14};
    }
    static const std::map<std::string, Colour> colours{
        {"amygdala", {0.90, 0.16, 0.12, 1}},          {"hippocampus", {0.10, 0.72, 0.36, 1}},
        {"caudate", {0.16, 0.45, 0.88, 1}},           {"putamen", {0.20, 0.52, 0.92, 1}},
        {"nucleus_accumbens", {0.10, 0.72, 0.82, 1}}, {"acc_dorsal", {0.96, 0.76, 0.10, 1}},
        {"acc_rostral", {0.95, 0.70, 0.14, 1}},       {"acc_subgenual", {0.90, 0.58, 0.12, 1}},
        {"acc_subcallosal", {0.92, 0.64, 0.14, 1}},   {"posterior_cingulate", {0.86, 0.66, 0.30, 1}},
        {"insula", {0.30, 0.66, 0.52, 1}},            {"thalamus", {0.55, 0.48, 0.78, 1}},
        {"globus_pallidus", {0.36, 0.62, 0.80, 1}},   {"hypothalamus", {0.86, 0.44, 0.66, 1}},
    };
    const auto found = colours.find(structure.name);
    if (found != colours.end()) {
        return found->second;
    }
    return structure.kind == Kind::marker ? Colour{0.98, 0.86, 0.66, 1} : Colour{0.70, 0.68, 0.72, 1};
}

int add_material(tinygltf::Model& model, const std::string& name, const Colour& colour) {
    tinygltf::Material material;
    material.name = name;
    material.pbrMetallicRoughness.baseColorFactor = {colour.red, colour.green, colour.blue, colour.alpha};
    material.pbrMetallicRoughness.metallicFactor = 0.0;
    material.pbrMetallicRoughness.roughnessFactor = 0.45;
    if (colour.alpha < 1.0) {
        material.alphaMode = "BLEND";
        material.doubleSided = true;
    }
    model.materials.push_back(material);
    return static_cast<int>(model.materials.size()) - 1;
}

bool in_scene(const Structure& structure, int scene) {
    switch (structure.kind) {
    case Kind::cortex: return structure.lod == scene;
    case Kind::volume: return structure.lod == (scene == 2 ? 2 : 0);
    case Kind::marker: return true;
    }
    return false;
}

tinygltf::Value asset_extras() {
    tinygltf::Value::Object extras;
    extras["coordinates"] = text_value("MNI space (mm; x right, y anterior, z superior) to glTF (m; +X patient left, +Y up, +Z forward): "
                                       "gltf = (-x, z, y) / 1000. A rotation with determinant +1: left stays left.");
    tinygltf::Value::Array matrix;
    for (const auto& row : mni_to_gltf) {
        for (const int value : row) {
            matrix.emplace_back(value * metres_per_mm);
        }
    }
    extras["mni_mm_to_gltf_m_row_major_3x3"] = tinygltf::Value(matrix);
    extras["node_scale"] = text_value("positions are normalised 16-bit integers (KHR_mesh_quantization); apply the node's scale to get metres");
    return tinygltf::Value(extras);
}

} // namespace

void write_glb(const std::vector<Structure>& structures, const GlbText& text, const std::filesystem::path& file) {
    if (determinant() != 1) {
        throw std::logic_error("the coordinate conversion mirrors the brain");
    }
    tinygltf::Model model;
    model.asset.version = "2.0";
    model.asset.copyright = text.copyright;
    model.asset.generator = text.generator;
    model.asset.extras = asset_extras();
    model.extensionsUsed = {"KHR_mesh_quantization"};
    model.extensionsRequired = {"KHR_mesh_quantization"};
    model.buffers.resize(1);
    for (const char* name : {"full", "medium", "low"}) {
        tinygltf::Scene scene;
        scene.name = name;
        model.scenes.push_back(scene);
    }
    model.defaultScene = 0;

    Buffers buffers;
    std::map<std::string, int> materials;
    for (const Structure& structure : structures) {
        const std::string material_name = structure.kind == Kind::cortex ? "glass" : structure.name;
        auto material = materials.find(material_name);
        if (material == materials.end()) {
            material = materials.emplace(material_name, add_material(model, material_name, colour_of(structure))).first;
        }
        tinygltf::Primitive primitive;
        primitive.mode = TINYGLTF_MODE_TRIANGLES;
        primitive.material = material->second;
        primitive.attributes["POSITION"] = add_positions(model, buffers, structure.surface);
        primitive.attributes["NORMAL"] = add_normals(model, buffers, structure.surface);
        primitive.indices = add_indices(model, buffers, structure.surface);
        static constexpr const char* level_names[] = {"full", "medium", "low"};
        tinygltf::Mesh mesh;
        mesh.name = node_name(structure) + "." + level_names[structure.lod];
        mesh.primitives.push_back(primitive);
        model.meshes.push_back(mesh);

        tinygltf::Node node;
        node.name = node_name(structure);
        node.mesh = static_cast<int>(model.meshes.size()) - 1;
        node.scale = {position_range, position_range, position_range};
        node.extras = extras_of(structure);
        model.nodes.push_back(node);
        for (int scene = 0; scene < 3; ++scene) {
            if (in_scene(structure, scene)) {
                model.scenes[static_cast<std::size_t>(scene)].nodes.push_back(static_cast<int>(model.nodes.size()) - 1);
            }
        }
    }
    add_view(model, buffers.positions, 8, TINYGLTF_TARGET_ARRAY_BUFFER);
    add_view(model, buffers.normals, 4, TINYGLTF_TARGET_ARRAY_BUFFER);
    add_view(model, buffers.indices, 0, TINYGLTF_TARGET_ELEMENT_ARRAY_BUFFER);

    std::ostringstream bytes;
    tinygltf::TinyGLTF writer;
    if (!writer.WriteGltfSceneToStream(&model, bytes, false, true)) {
        throw std::runtime_error("tinygltf could not write the model");
    }
    if (file.has_parent_path()) {
        std::filesystem::create_directories(file.parent_path());
    }
    std::filesystem::path unfinished = file;
    unfinished += ".part";
    {
        std::ofstream stream(unfinished, std::ios::binary);
        const std::string& content = bytes.str();
        stream.write(content.data(), static_cast<std::streamsize>(content.size()));
        if (!stream.flush()) {
            throw std::runtime_error("cannot write " + unfinished.string());
        }
    }
    std::filesystem::rename(unfinished, file);
}

} // namespace atlas
