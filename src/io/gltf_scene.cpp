#include "io/gltf_scene.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/mat3x3.hpp>
#include <glm/matrix.hpp>
#include <map>
#include <set>

#include "core/text.h"

namespace attune::gltf {

namespace {

constexpr double kSmallestExtent = 1e-6, kLargestExtent = 1e6;
constexpr double kLargestMetres = 10;  // a wider model is in millimetres
constexpr std::size_t kMostLevels = 3;

// glTF -> MNI, a rotation: columns are the images of +x (patient's left), +y (up) and +z (forward).
const glm::dmat3 kGltfToMni(glm::dvec3(-1, 0, 0), glm::dvec3(0, 0, 1), glm::dvec3(0, 1, 0));

struct Box {
  glm::dvec3 low{HUGE_VAL}, high{-HUGE_VAL};
  bool is_empty() const { return low.x > high.x; }
  double widest() const { return is_empty() ? 0 : std::max({high.x - low.x, high.y - low.y, high.z - low.z}); }
};

void include(Box& box, const glm::dvec3& point) {
  box.low = glm::min(box.low, point);
  box.high = glm::max(box.high, point);
}

// A mesh at its place in a scene.
struct Placed {
  std::size_t node = 0;
  int level = 0;
  glm::dmat4 world{1.0};
};

// Three digits, in any range and locale: "3e+38".
std::string short_text(double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, 3);
  return std::string(buffer, end.ptr);
}

class Builder {
 public:
  Builder(const Document& document, const std::vector<Triangles>& meshes, Problems& problems,
          std::vector<Sentence>& skipped)
      : document_(document), meshes_(meshes), problems_(problems), skipped_(skipped) {}

  BrainModel run() {
    BrainModel model;
    model.copyright = document_.copyright;
    choose_scenes();
    std::uint64_t vertices = 0, triangles = 0;
    for (const Placed& placed : placed_) {
      const Triangles& mesh = mesh_of(placed);
      vertices += mesh.positions.size();
      triangles += mesh.indices.size() / 3;
    }
    if (vertices > kMostVertices || triangles > kMostTriangles) {
      refuse(problems_, "/nodes",
             sentence("copies_counted", {{"vertices", with_commas(vertices)}, {"triangles", with_commas(triangles)}, {"limit", with_commas(kMostVertices)}}),
             sentence("simplify"));
      return model;
    }
    if (!measure()) return model;
    for (const Placed& placed : placed_) add_part(placed, model);
    if (!problems_.errors.empty()) return model;
    if (model.parts.empty()) {
      refuse_empty();
      return model;
    }
    if (triangles_flat_ > 0)
      warn(problems_, "no-area", "", sentence("left_out", {{"what", flat_sentence(triangles_flat_, triangles_seen_)}}));
    int level_count = 0;
    for (const BrainPart& part : model.parts) level_count = std::max(level_count, part.level + 1);
    model.level_count = level_count;
    return model;
  }

 private:
  const Triangles& mesh_of(const Placed& placed) const { return meshes_[*document_.nodes[placed.node].mesh]; }

  void choose_scenes() {
    if (document_.from_atlas_builder) {
      const std::size_t levels = std::min(document_.scenes.size(), kMostLevels);
      for (std::size_t i = 0; i < levels; ++i) walk(document_.scenes[i], static_cast<int>(i));
    } else {
      if (document_.scenes.size() > 1)
        warn(problems_, "more-scenes", "/scenes",
             sentence("one_scene_shown", {{"count", counted(document_.scenes.size(), "scene", "scenes")}, {"number", std::to_string(document_.default_scene)}}));
      walk(document_.scenes[document_.default_scene], 0);
    }
  }

  // The tree was checked: one parent each, no loops, at most 256 deep. The visited set is a second lock.
  void walk(const Scene& scene, int level) {
    std::vector<bool> visited(document_.nodes.size(), false);
    std::vector<std::pair<std::size_t, glm::dmat4>> open;
    for (auto root = scene.roots.rbegin(); root != scene.roots.rend(); ++root)
      open.emplace_back(*root, glm::dmat4(1.0));
    while (!open.empty()) {
      const auto [index, parent] = open.back();
      open.pop_back();
      if (visited[index]) continue;
      visited[index] = true;
      const Node& node = document_.nodes[index];
      const glm::dmat4 world = parent * node.local;
      if (node.mesh && !meshes_[*node.mesh].indices.empty()) placed_.push_back({index, level, world});
      for (auto child = node.children.rbegin(); child != node.children.rend(); ++child)
        open.emplace_back(*child, world);
    }
  }

  // Size of the whole model in the file's units; decides metres or millimetres. False when refused.
  bool measure() {
    Box box;
    for (const Placed& placed : placed_)
      for (const glm::vec3& position : mesh_of(placed).positions) {
        const glm::dvec3 point(placed.world * glm::dvec4(position, 1.0));
        if (!std::isfinite(point.x) || !std::isfinite(point.y) || !std::isfinite(point.z)) {
          const std::string pointer = "/nodes/" + std::to_string(placed.node);
          refuse(problems_, pointer, sentence("infinitely_far", {{"place", to_dotted(pointer)}}),
                 sentence("export_again"));
          return false;
        }
        include(box, point);
      }
    if (placed_.empty()) {
      refuse_empty();
      return false;
    }
    const double extent = box.widest();
    const double farthest = std::max({std::abs(box.low.x), std::abs(box.low.y), std::abs(box.low.z),
                                      std::abs(box.high.x), std::abs(box.high.y), std::abs(box.high.z)});
    if (extent > kLargestExtent || farthest > 10 * kLargestExtent) {
      refuse(problems_, "",
             sentence("too_wide", {{"extent", short_text(extent)}, {"farthest", short_text(farthest)}}),
             sentence("in_metres"));
      return false;
    }
    if (extent < kSmallestExtent) {
      // Three corners in one place, of a shape that has more of them: the triangles are at fault, not the size.
      if (has_more_points()) {
        for (const Placed& placed : placed_) triangles_flat_ += mesh_of(placed).indices.size() / 3;
        triangles_seen_ = triangles_flat_;
        refuse_empty();
      } else {
        refuse(problems_, "", sentence("no_size"), sentence("export_again"));
      }
      return false;
    }
    if (extent > kLargestMetres) {
      to_mm_ = 1;
      warn(problems_, "millimetres", "",
           sentence("as_millimetres", {{"extent", to_text(extent, 0)}}));
    }
    const double mm = extent * to_mm_;
    if (mm < 50 || mm > 500)
      warn(problems_, "odd-size", "",
           sentence("odd_size", {{"mm", to_text(mm, mm < 10 ? 2 : 0)}}));
    return true;
  }

  // Whether a drawn shape has points that no triangle uses.
  bool has_more_points() const {
    for (const Placed& placed : placed_)
      for (const Primitive& primitive : document_.meshes[*document_.nodes[placed.node].mesh].primitives) {
        const Accessor& accessor = document_.accessors[primitive.position];
        if (mesh_of(placed).positions.size() < accessor.count) return true;
      }
    return false;
  }

  static Sentence flat_sentence(std::uint64_t flat, std::uint64_t all) {
    return sentence(flat == 1 ? "no_area_one" : "no_area", {{"count", with_commas(flat)}, {"all", with_commas(all)}});
  }

  void refuse_empty() {
    std::vector<Sentence> reasons;
    if (triangles_flat_ > 0) reasons.push_back(flat_sentence(triangles_flat_, triangles_seen_));
    for (const Warning& warning : problems_.warnings)
      if (warning.kind.starts_with("skipped") || warning.kind == "empty-mesh") reasons.push_back(warning.what);
    reasons.insert(reasons.end(), skipped_.begin(),
                   skipped_.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(skipped_.size(), 3)));
    refuse(problems_, "", reasons.empty() ? sentence("no_shapes") : sentence("nothing_left_because", {{"reason", one_after_other(reasons)}}),
           sentence("export_triangles"));
  }

  void add_part(const Placed& placed, BrainModel& model) {
    const Triangles& mesh = mesh_of(placed);
    BrainPart part;
    describe(placed, part);

    const glm::dmat3 turn = kGltfToMni * glm::dmat3(placed.world);
    const glm::dvec3 shift = kGltfToMni * glm::dvec3(placed.world[3]) * to_mm_;
    part.positions_mm.reserve(mesh.positions.size());
    for (const glm::vec3& position : mesh.positions)
      part.positions_mm.emplace_back(turn * glm::dvec3(position) * to_mm_ + shift);

    // A mirror turns every triangle inside out.
    const double determinant = glm::determinant(turn);
    const bool mirrored = determinant < 0;
    part.indices.reserve(mesh.indices.size());
    // Only where the file's own normals are missing or of no use.
    const bool wants_normals = std::any_of(mesh.normals.begin(), mesh.normals.end(), [](const glm::vec3& n) {
      const float square = glm::dot(n, n);
      return !(square > 0.0f) || !std::isfinite(square);
    }) || !std::isfinite(determinant) || determinant == 0;
    std::vector<glm::dvec3> computed(wants_normals ? mesh.positions.size() : 0, glm::dvec3(0));
    glm::dvec3 weighted(0);
    double area = 0;
    for (std::size_t i = 0; i + 2 < mesh.indices.size(); i += 3) {
      const std::uint32_t a = mesh.indices[i], b = mesh.indices[i + (mirrored ? 2 : 1)],
                          c = mesh.indices[i + (mirrored ? 1 : 2)];
      ++triangles_seen_;
      const glm::dvec3 pa(part.positions_mm[a]), pb(part.positions_mm[b]), pc(part.positions_mm[c]);
      const glm::dvec3 cross = glm::cross(pb - pa, pc - pa);
      const double twice_area = glm::length(cross);
      if (!(twice_area > 0)) {
        ++triangles_flat_;
        continue;
      }
      part.indices.insert(part.indices.end(), {a, b, c});
      if (wants_normals) {
        computed[a] += cross;
        computed[b] += cross;
        computed[c] += cross;
      }
      weighted += (pa + pb + pc) / 3.0 * twice_area;
      area += twice_area;
    }
    if (part.indices.empty()) return;
    part.centroid_mm = glm::vec3(weighted / area);

    const bool usable = std::isfinite(determinant) && determinant != 0;
    const glm::dmat3 normal_turn = usable ? glm::transpose(glm::inverse(turn)) : glm::dmat3(0.0);
    part.normals.reserve(mesh.normals.size());
    for (std::size_t i = 0; i < mesh.normals.size(); ++i) {
      glm::dvec3 normal = normal_turn * glm::dvec3(mesh.normals[i]);
      double length = glm::length(normal);
      // Where the file has no usable normal: the area-weighted mean of the triangles around.
      if (!(length > 0) || !std::isfinite(length)) {
        normal = wants_normals ? computed[i] : glm::dvec3(0);
        length = glm::length(normal);
      }
      part.normals.push_back(length > 0 && std::isfinite(length) ? glm::vec3(normal / length) : glm::vec3(0, 0, 1));
    }
    part.min_mm = part.max_mm = part.positions_mm[part.indices.front()];
    for (const std::uint32_t index : part.indices) {
      part.min_mm = glm::min(part.min_mm, part.positions_mm[index]);
      part.max_mm = glm::max(part.max_mm, part.positions_mm[index]);
    }
    model.parts.push_back(std::move(part));
  }

  void describe(const Placed& placed, BrainPart& part) {
    const Node& node = document_.nodes[placed.node];
    std::string name = !node.name.empty() ? node.name : document_.meshes[*node.mesh].name;
    if (name.empty()) name = "node " + std::to_string(placed.node);
    // Names must tell parts apart; the first keeps its own.
    std::string unique = name;
    for (int number = 2; !names_[placed.level].insert(unique).second; ++number) {
      // Thousands of equal names must not cost a search each.
      int& next = next_number_[{placed.level, name}];
      number = std::max(number, next);
      unique = name + " (" + std::to_string(number) + ")";
      next = number + 1;
    }
    if (unique != name)
      warn(problems_, "same-name", "/nodes/" + std::to_string(placed.node) + "/name",
           sentence("name_twice", {{"name", name}, {"other", unique}}));
    part.name = unique;
    part.level = placed.level;
    part.structure = node.structure.empty() ? unique : node.structure;
    part.region = node.region;
    part.source = node.source;
    part.lobe = node.lobe;
    const std::string extras = "/nodes/" + std::to_string(placed.node) + "/extras";
    if (node.hemisphere == "L" || node.hemisphere == "left") {
      part.hemisphere = Hemisphere::left;
    } else if (node.hemisphere == "R" || node.hemisphere == "right") {
      part.hemisphere = Hemisphere::right;
    } else if (!node.hemisphere.empty() && node.hemisphere != "M" && node.hemisphere != "midline") {
      warn(problems_, "hemisphere", extras + "/hemisphere",
           sentence("hemisphere_word", {{"found", node.hemisphere}}));
    }
    if (node.kind == "cortex") {
      part.kind = PartKind::cortex;
    } else if (node.kind == "volume") {
      part.kind = PartKind::volume;
    } else if (node.kind == "marker") {
      part.kind = PartKind::marker;
    } else if (!node.kind.empty()) {
      warn(problems_, "kind", extras + "/kind",
           sentence("kind_word", {{"found", node.kind}}));
    }
  }

  const Document& document_;
  const std::vector<Triangles>& meshes_;
  Problems& problems_;
  std::vector<Sentence>& skipped_;
  std::vector<Placed> placed_;
  std::map<int, std::set<std::string>> names_;
  std::map<std::pair<int, std::string>, int> next_number_;
  double to_mm_ = 1000;
  std::uint64_t triangles_seen_ = 0, triangles_flat_ = 0;
};

}  // namespace

BrainModel build_brain(const Document& document, const std::vector<Triangles>& meshes, Problems& problems,
                       std::vector<Sentence>& skipped) {
  return Builder(document, meshes, problems, skipped).run();
}

}  // namespace attune::gltf
