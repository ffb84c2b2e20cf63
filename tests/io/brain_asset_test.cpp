// The shipped brain: names, sides, sizes, orientation. What a viewer relies on.
#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <glm/geometric.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "io/load_brain.h"

using namespace attune;

namespace {

const std::filesystem::path kBrain = std::filesystem::path(ATTUNE_ASSETS) / "brain.glb";

// Divergence theorem: a sixth of the sum of the corner determinants. Positive when normals point outward.
double volume_mm3(const BrainPart& part) {
  double sum = 0;
  for (std::size_t i = 0; i + 2 < part.indices.size(); i += 3) {
    const glm::dvec3 a(part.positions_mm[part.indices[i]] - part.centroid_mm),
        b(part.positions_mm[part.indices[i + 1]] - part.centroid_mm),
        c(part.positions_mm[part.indices[i + 2]] - part.centroid_mm);
    sum += glm::dot(a, glm::cross(b, c));
  }
  return sum / 6;
}

const BrainPart* find_part(const BrainModel& model, const std::string& name, int level = 0) {
  for (const BrainPart& part : model.parts)
    if (part.name == name && part.level == level) return &part;
  return nullptr;
}

std::map<int, std::size_t> triangles_by_level(const BrainModel& model) {
  std::map<int, std::size_t> count;
  for (const BrainPart& part : model.parts) count[part.level] += part.indices.size() / 3;
  return count;
}

}  // namespace

TEST_CASE("the shipped brain loads without a warning, and how long it takes") {
  double best_ms = 1e9;
  for (int i = 0; i < 5; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const Result<LoadedBrain> brain = load_brain(kBrain);
    best_ms =
        std::min(best_ms, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    if (!brain) FAIL(to_sentence(brain.error()));
    for (const std::string& warning : brain->warnings) FAIL_CHECK(warning);
    CHECK(brain->model.level_count == 3);
    CHECK_FALSE(brain->model.copyright.empty());
  }
  std::printf("brain.glb: loaded in %.1f ms (best of 5)\n", best_ms);
  CHECK(std::filesystem::file_size(kBrain) <= 6'000'000);
}

TEST_CASE("left is left") {
  const Result<LoadedBrain> brain = load_brain(kBrain);
  REQUIRE(brain.has_value());
  const BrainPart* left = find_part(brain->model, "amygdala.L");
  const BrainPart* right = find_part(brain->model, "amygdala.R");
  REQUIRE(left != nullptr);
  REQUIRE(right != nullptr);
  CHECK(left->centroid_mm.x < -15);
  CHECK(right->centroid_mm.x > 15);
  // model.md: (+-24, -3, -18), JHU within 3 mm.
  CHECK(glm::length(left->centroid_mm - glm::vec3(-24, -3, -18)) < 5);
  CHECK(glm::length(right->centroid_mm - glm::vec3(24, -3, -18)) < 5);
  for (const BrainPart& part : brain->model.parts) {
    CAPTURE(part.name);
    if (part.hemisphere == Hemisphere::left) CHECK(part.centroid_mm.x < 0);
    if (part.hemisphere == Hemisphere::right) CHECK(part.centroid_mm.x > 0);
    if (part.name.ends_with(".L")) CHECK(part.hemisphere == Hemisphere::left);
    if (part.name.ends_with(".R")) CHECK(part.hemisphere == Hemisphere::right);
  }
  // The front is in front: cerebellum behind, below; dorsolateral prefrontal in front, above.
  const auto centre = [&](const std::string& structure) {
    glm::vec3 sum(0);
    int count = 0;
    for (const BrainPart& part : brain->model.parts)
      if (part.level == 0 && part.structure == structure) {
        sum += part.centroid_mm;
        ++count;
      }
    CHECK_MESSAGE(count > 0, structure);
    return sum / static_cast<float>(std::max(count, 1));
  };
  CHECK(centre("dlpfc").y > 20);
  CHECK(centre("dlpfc").z > 20);
  CHECK(centre("cerebellum").y < -40);
  CHECK(centre("cerebellum").z < -20);
}

TEST_CASE("closed volumes have sane sizes and outward normals") {
  const Result<LoadedBrain> brain = load_brain(kBrain);
  REQUIRE(brain.has_value());
  // mm3 per side, generous ranges around adult values and the atlas labels.
  const std::map<std::string, std::pair<double, double>> expected = {
      {"amygdala", {900, 3000}},     {"hippocampus", {2000, 6000}},   {"caudate", {2000, 6000}},
      {"putamen", {3000, 8000}},     {"thalamus", {4000, 13000}},     {"nucleus_accumbens", {300, 900}},
      {"hypothalamus", {300, 1200}}, {"globus_pallidus", {800, 3500}}};
  std::set<std::string> seen;
  for (const BrainPart& part : brain->model.parts) {
    if (part.kind == PartKind::cortex) continue;
    CAPTURE(part.name);
    CAPTURE(part.level);
    const double volume = volume_mm3(part);
    CHECK(volume > 0);
    std::size_t agree = 0;
    for (std::size_t i = 0; i + 2 < part.indices.size(); i += 3) {
      const std::uint32_t a = part.indices[i], b = part.indices[i + 1], c = part.indices[i + 2];
      const glm::vec3 face =
          glm::cross(part.positions_mm[b] - part.positions_mm[a], part.positions_mm[c] - part.positions_mm[a]);
      if (glm::dot(face, part.normals[a] + part.normals[b] + part.normals[c]) > 0) ++agree;
    }
    CHECK(static_cast<double>(agree) > 0.97 * static_cast<double>(part.indices.size() / 3));
    if (const auto range = expected.find(part.structure); range != expected.end() && part.level == 0) {
      CAPTURE(volume);
      CHECK(volume > range->second.first);
      CHECK(volume < range->second.second);
      seen.insert(part.structure);
    }
  }
  for (const auto& one : expected) CHECK_MESSAGE(seen.contains(one.first), one.first);
}

TEST_CASE("gyri on the midline have folds: their labels end in a flat face there") {
  const Result<LoadedBrain> brain = load_brain(kBrain);
  REQUIRE(brain.has_value());
  int gyri = 0;
  for (const BrainPart& part : brain->model.parts) {
    if (part.level != 0 || (!part.structure.starts_with("acc_") && part.structure != "posterior_cingulate")) continue;
    double flat = 0, all = 0;
    for (std::size_t i = 0; i + 2 < part.indices.size(); i += 3) {
      const glm::vec3 &a = part.positions_mm[part.indices[i]], &b = part.positions_mm[part.indices[i + 1]], &c = part.positions_mm[part.indices[i + 2]];
      const glm::vec3 face = glm::cross(b - a, c - a);
      const float area = glm::length(face);
      all += area;
      if (std::abs(face.x) > 0.98f * area && std::abs(a.x + b.x + c.x) < 3 * 1.5f) flat += area;
    }
    CAPTURE(part.name);
    CHECK(flat < 0.08 * all);
    ++gyri;
  }
  CHECK(gyri == 10);
}

TEST_CASE("the cortex looks outward and has the size of a head's inside") {
  const Result<LoadedBrain> brain = load_brain(kBrain);
  REQUIRE(brain.has_value());
  for (int level = 0; level < 3; ++level) {
    glm::vec3 low(1e9f), high(-1e9f);
    double outward = 0, all = 0;
    for (const BrainPart& part : brain->model.parts) {
      if (part.kind != PartKind::cortex || part.level != level) continue;
      low = glm::min(low, part.min_mm);
      high = glm::max(high, part.max_mm);
      for (std::size_t i = 0; i < part.positions_mm.size(); ++i) {
        const glm::vec3 from_middle = part.positions_mm[i] - glm::vec3(part.positions_mm[i].x > 0 ? 30 : -30, -20, 10);
        all += 1;
        outward += glm::dot(part.normals[i], from_middle) > 0 ? 1 : 0;
        REQUIRE(std::abs(glm::length(part.normals[i]) - 1) < 1e-3f);
      }
    }
    CAPTURE(level);
    REQUIRE(all > 0);
    CHECK(outward / all > 0.6);  // folds look every way, the brain as a whole looks outward
    CHECK(high.x - low.x > 120);
    CHECK(high.x - low.x < 160);
    CHECK(high.y - low.y > 150);
    CHECK(high.y - low.y < 200);
    CHECK(low.x < -60);
    CHECK(high.x > 60);
  }
}

TEST_CASE("three levels of detail, each lighter than the one before") {
  const Result<LoadedBrain> brain = load_brain(kBrain);
  REQUIRE(brain.has_value());
  auto count = triangles_by_level(brain->model);
  std::printf("brain.glb: %zu / %zu / %zu triangles, %zu parts\n", count[0], count[1], count[2],
              brain->model.parts.size());
  CHECK(count[0] > 150'000);
  CHECK(count[0] < 400'000);
  CHECK(count[1] < count[0]);
  CHECK(count[2] < count[1]);
  CHECK(count[2] > 10'000);
  CHECK(count[2] < 60'000);
  // The same structures on every level.
  std::map<int, std::set<std::string>> names;
  for (const BrainPart& part : brain->model.parts) names[part.level].insert(part.name);
  CHECK(names[0] == names[1]);
  CHECK(names[0] == names[2]);
}

TEST_CASE("every region of the circuit has a shape on both sides, near its published place") {
  std::ifstream file(std::filesystem::path(ATTUNE_ASSETS) / "circuit.json");
  REQUIRE(file.good());
  const nlohmann::json circuit = nlohmann::json::parse(file, nullptr, false);
  REQUIRE(circuit.contains("regions"));
  const Result<LoadedBrain> brain = load_brain(kBrain);
  REQUIRE(brain.has_value());
  for (const auto& region : circuit["regions"]) {
    const std::string id = region["id"];
    CAPTURE(id);
    int left = 0, right = 0, midline = 0;
    for (const BrainPart& part : brain->model.parts) {
      if (part.region != id || part.level != 0) continue;
      left += part.hemisphere == Hemisphere::left ? 1 : 0;
      right += part.hemisphere == Hemisphere::right ? 1 : 0;
      midline += part.hemisphere == Hemisphere::midline ? 1 : 0;
    }
    CHECK(left == right);
    CHECK(left + midline > 0);
  }
}
