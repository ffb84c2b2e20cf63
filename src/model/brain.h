// What a brain model IS: named triangle meshes in MNI millimetres (right-handed, +x patient's right, +y anterior,
// +z superior). Loading is in io/load_brain.h.
#pragma once

#include <cstdint>
#include <glm/vec3.hpp>
#include <string>
#include <vector>

namespace attune {

enum class Hemisphere : std::uint8_t { left, right, midline };
enum class PartKind : std::uint8_t {
  cortex,   // a parcel of the outer surface, drawn as glass
  volume,   // a segmented deep structure
  marker,   // a position marker, not a segmented shape
  unknown,  // a user's mesh that no mapping names
};

struct BrainPart {
  std::string name;        // node name in the file, "amygdala.L"
  std::string structure;   // "amygdala"
  std::string region;      // circuit region id ("AMY") or ""
  std::string lobe;        // frontal parietal temporal occipital limbic insula cerebellum brainstem subcortical
  std::string source;      // atlas
  Hemisphere hemisphere = Hemisphere::midline;
  PartKind kind = PartKind::unknown;
  int level = 0;           // level of detail: 0 full, 1 medium, 2 low
  std::vector<glm::vec3> positions_mm;
  std::vector<glm::vec3> normals;       // unit, same count as positions
  std::vector<std::uint32_t> indices;   // triangles, counter-clockwise seen from outside
  glm::vec3 min_mm{0}, max_mm{0};       // bounds of positions_mm
  glm::vec3 centroid_mm{0};             // area-weighted centre of the surface
};

struct BrainModel {
  std::vector<BrainPart> parts;
  std::string copyright;   // credits from the file
  int level_count = 1;
};

}  // namespace attune
