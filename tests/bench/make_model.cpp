// make_model BRAIN.glb OUT.glb [LEVEL [TRIANGLES]]: one level of detail of the shipped brain as a plain glTF file of
// floats that every viewer reads, each triangle split until there are at least so many. For the speed comparisons.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <glm/geometric.hpp>
#include <string>
#include <vector>

#include "core/file.h"
#include "core/hash.h"
#include "core/text.h"
#include "io/load_brain.h"

namespace {

using attune::BrainPart;

// Every triangle in n * n, with shared corners along inner edges; a roughness of some hundredths of a millimetre, the
// same on both sides of an edge, so that no simplification finds flat ground.
BrainPart split(const BrainPart& part, int n) {
  if (n <= 1) return part;
  BrainPart fine = part;
  fine.positions_mm.clear();
  fine.normals.clear();
  fine.indices.clear();
  for (std::size_t i = 0; i + 2 < part.indices.size(); i += 3) {
    const std::uint32_t* v = &part.indices[i];
    const auto base = static_cast<std::uint32_t>(fine.positions_mm.size());
    const auto at = [&](int row, int column) { return base + static_cast<std::uint32_t>(row * (row + 1) / 2 + column); };
    for (int row = 0; row <= n; ++row)
      for (int column = 0; column <= row; ++column) {
        const float a = 1 - static_cast<float>(row) / static_cast<float>(n),
                    c = static_cast<float>(column) / static_cast<float>(n), b = 1 - a - c;
        const glm::vec3 normal = glm::normalize(a * part.normals[v[0]] + b * part.normals[v[1]] +
                                                c * part.normals[v[2]] + glm::vec3(0, 0, 1e-6f));
        const glm::vec3 p = a * part.positions_mm[v[0]] + b * part.positions_mm[v[1]] + c * part.positions_mm[v[2]];
        const auto cell = [](float x) { return static_cast<std::uint64_t>(static_cast<std::int64_t>(std::lround(x * 64))); };
        const auto key = attune::mix_bits(cell(p.x) * 0x9e3779b1u ^ cell(p.y) * 0x85ebca77u ^ cell(p.z) * 0xc2b2ae3du);
        const float rough = 0.04f * (static_cast<float>(attune::to_unit(key)) - 0.5f);
        fine.positions_mm.push_back(p + rough * normal);
        fine.normals.push_back(normal);
      }
    for (int row = 0; row < n; ++row)
      for (int column = 0; column <= row; ++column) {
        fine.indices.insert(fine.indices.end(), {at(row, column), at(row + 1, column), at(row + 1, column + 1)});
        if (column < row)
          fine.indices.insert(fine.indices.end(), {at(row, column), at(row + 1, column + 1), at(row, column + 1)});
      }
  }
  return fine;
}

template <class T>
void append(std::string& bytes, const T* data, std::size_t count) {
  bytes.append(reinterpret_cast<const char*>(data), count * sizeof(T));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "make_model BRAIN.glb OUT.glb [LEVEL [TRIANGLES]]\n");
    return 2;
  }
  const int level = argc > 3 ? std::atoi(argv[3]) : 0;
  const double wanted = argc > 4 ? std::atof(argv[4]) : 0;
  const auto brain = attune::load_brain(argv[1]);
  if (!brain) {
    std::fprintf(stderr, "%s\n", attune::to_sentence(brain.error()).c_str());
    return 3;
  }
  double triangles = 0;
  for (const BrainPart& part : brain->model.parts)
    if (part.level == level) triangles += static_cast<double>(part.indices.size() / 3);
  const int n = wanted > triangles ? static_cast<int>(std::ceil(std::sqrt(wanted / triangles))) : 1;
  // The finer split only for as many parts as are needed: close to the wanted number.
  double left = wanted - triangles * (n - 1) * (n - 1);
  std::string binary, views, accessors, meshes, nodes, roots;
  std::size_t made = 0, count = 0;
  const auto comma = [](const std::string& list) { return list.empty() ? "" : ","; };
  for (const BrainPart& original : brain->model.parts) {
    if (original.level != level) continue;
    const double own = static_cast<double>(original.indices.size() / 3);
    const bool fine = n > 1 && left > 0;
    if (fine) left -= own * (n * n - (n - 1) * (n - 1));
    BrainPart part = split(original, fine ? n : n - 1);
    made += part.indices.size() / 3;
    glm::vec3 low(1e9f), high(-1e9f);
    for (glm::vec3& p : part.positions_mm) {
      p = glm::vec3(-p.x, p.z, p.y) * 0.001f;
      low = glm::min(low, p);
      high = glm::max(high, p);
    }
    for (glm::vec3& normal : part.normals) normal = glm::vec3(-normal.x, normal.z, normal.y);
    const auto view = [&](const auto& data, int target) {
      views += comma(views) + attune::format("{\"buffer\":0,\"byteOffset\":%zu,\"byteLength\":%zu,\"target\":%d}", binary.size(),
                                             data.size() * sizeof(data[0]), target);
      append(binary, data.data(), data.size());
    };
    view(part.positions_mm, 34962);
    view(part.normals, 34962);
    view(part.indices, 34963);
    accessors += comma(accessors) +
                 attune::format("{\"bufferView\":%zu,\"componentType\":5126,\"count\":%zu,\"type\":\"VEC3\",\"min\":[%.9g,%.9g,%.9g],"
                                "\"max\":[%.9g,%.9g,%.9g]},{\"bufferView\":%zu,\"componentType\":5126,\"count\":%zu,\"type\":\"VEC3\"},"
                                "{\"bufferView\":%zu,\"componentType\":5125,\"count\":%zu,\"type\":\"SCALAR\"}",
                                count * 3, part.positions_mm.size(), static_cast<double>(low.x), static_cast<double>(low.y),
                                static_cast<double>(low.z), static_cast<double>(high.x), static_cast<double>(high.y),
                                static_cast<double>(high.z), count * 3 + 1, part.normals.size(), count * 3 + 2, part.indices.size());
    meshes += comma(meshes) + attune::format("{\"primitives\":[{\"attributes\":{\"POSITION\":%zu,\"NORMAL\":%zu},\"indices\":%zu}]}",
                                             count * 3, count * 3 + 1, count * 3 + 2);
    nodes += comma(nodes) + attune::format("{\"name\":\"%s\",\"mesh\":%zu}", part.name.c_str(), count);
    roots += comma(roots) + std::to_string(count);
    ++count;
  }
  std::string json = "{\"asset\":{\"version\":\"2.0\",\"generator\":\"attune tests/bench/make_model\"},\"scene\":0,\"scenes\":[{\"nodes\":[" +
                     roots + "]}],\"nodes\":[" + nodes + "],\"meshes\":[" + meshes + "],\"accessors\":[" + accessors +
                     "],\"bufferViews\":[" + views + "],\"buffers\":[{\"byteLength\":" + std::to_string(binary.size()) + "}]}";
  json.resize((json.size() + 3) / 4 * 4, ' ');
  const auto word = [](std::size_t value) {
    const auto narrow = static_cast<std::uint32_t>(value);
    return std::string(reinterpret_cast<const char*>(&narrow), 4);
  };
  const std::string head = "glTF" + word(2) + word(12 + 8 + json.size() + 8 + binary.size()) + word(json.size()) + "JSON";
  const auto written = attune::write_file(argv[2], head + json + word(binary.size()) + std::string("BIN\0", 4) + binary);
  if (!written) {
    std::fprintf(stderr, "%s\n", attune::to_sentence(written.error()).c_str());
    return 6;
  }
  std::printf("%s: %zu triangles, %zu meshes\n", argv[2], made, count);
  return 0;
}
