// Levels of detail for large models.
#include "render/levels.h"

#include <doctest/doctest.h>

#include <cmath>
#include <glm/geometric.hpp>

using namespace attune;

namespace {

// A wrinkled ball of rings * rings * 4 triangles.
BrainPart ball(const char* name, int rings, glm::vec3 centre, float radius) {
  BrainPart part;
  part.name = name;
  const int columns = 2 * rings;
  for (int row = 0; row <= rings; ++row)
    for (int column = 0; column < columns; ++column) {
      const float a = 3.14159265f * static_cast<float>(row) / static_cast<float>(rings),
                  b = 6.2831853f * static_cast<float>(column) / static_cast<float>(columns);
      const glm::vec3 normal(std::sin(a) * std::cos(b), std::sin(a) * std::sin(b), std::cos(a));
      part.positions_mm.push_back(centre + normal * radius * (1 + 0.02f * std::sin(20 * a) * std::cos(18 * b)));
      part.normals.push_back(normal);
    }
  const auto at = [&](int row, int column) { return static_cast<std::uint32_t>(row * columns + column % columns); };
  for (int row = 0; row < rings; ++row)
    for (int column = 0; column < columns; ++column)
      part.indices.insert(part.indices.end(), {at(row, column), at(row + 1, column), at(row + 1, column + 1), at(row, column), at(row + 1, column + 1), at(row, column + 1)});
  part.min_mm = centre - glm::vec3(radius * 1.02f);
  part.max_mm = centre + glm::vec3(radius * 1.02f);
  part.centroid_mm = centre;
  return part;
}

}  // namespace

TEST_CASE("a large model is thinned to what a picture can use, every part by its share, and keeps its shape") {
  BrainModel model;
  model.parts = {ball("large", 600, {0, 0, 0}, 80), ball("small", 100, {100, 0, 0}, 5), ball("tiny", 4, {0, 100, 0}, 2)};
  std::size_t before = 0;
  for (const BrainPart& part : model.parts) before += part.indices.size() / 3;
  REQUIRE(before > 2 * kFullTriangles);
  make_levels(model);
  CHECK(model.level_count == 2);
  REQUIRE(model.parts.size() == 6);
  std::size_t count[2] = {0, 0};
  for (std::size_t i = 0; i < model.parts.size(); ++i) {
    const BrainPart& part = model.parts[i];
    INFO(part.name << " " << part.level);
    CHECK(part.level == static_cast<int>(i / 3));
    CHECK(part.name == model.parts[i % 3].name);
    CHECK_FALSE(part.indices.empty());
    CHECK(part.positions_mm.size() == part.normals.size());
    count[part.level] += part.indices.size() / 3;
    glm::vec3 low(1e9f), high(-1e9f);
    for (const std::uint32_t index : part.indices) {
      REQUIRE(index < part.positions_mm.size());
      low = glm::min(low, part.positions_mm[index]);
      high = glm::max(high, part.positions_mm[index]);
    }
    CHECK(glm::length((high - low) - (part.max_mm - part.min_mm)) < 0.1f * glm::length(part.max_mm - part.min_mm));
  }
  CHECK(count[0] <= kFullTriangles * 11 / 10);
  CHECK(count[0] > kFullTriangles / 2);
  CHECK(count[1] <= kWindowTriangles * 11 / 10);
  CHECK(count[1] > kWindowTriangles / 2);
}

TEST_CASE("models of a usual size, and those that bring their own levels, stay as they are") {
  BrainModel model;
  model.parts = {ball("a", 100, {0, 0, 0}, 80)};
  make_levels(model);
  CHECK(model.level_count == 1);
  CHECK(model.parts.size() == 1);
  model.parts = {ball("a", 300, {0, 0, 0}, 80), ball("a", 30, {0, 0, 0}, 80)};
  model.parts[1].level = 1;
  model.level_count = 2;
  make_levels(model);
  CHECK(model.parts.size() == 2);
}
