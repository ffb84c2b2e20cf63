// What is to be drawn in one view, as flat arrays. A Scene is a value: the same Scene gives the same picture.
// Coordinates MNI millimetres; overlay coordinates in pixels of the view, origin top left.
#pragma once

#include <cstdint>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <glm/vec4.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "scene/camera.h"

namespace attune {

enum class Background : std::uint8_t { dark, light, transparent, contrast };  // contrast: plain black
// "dark", "light", "transparent", "contrast"; what is none of these is dark.
const char* background_name(Background background);
Background background_named(std::string_view name);

// One mesh of the brain model with its look.
struct SurfaceItem {
  int part = 0;                    // index into BrainModel::parts
  bool glass = false;              // drawn by the order-independent pass
  glm::vec3 colour{0.7f};          // display colour (sRGB), already mixed for activity
  float glow = 0;                  // 0..1, emitted light and halo
  float fill = 0;                  // glass only: 0 clear .. 1 nearly solid
  float selected = 0;              // 1 = outlined
  float hatched = 0;               // no evidence for the direction of its change: diagonal stripes, 1 = plain
  float behind_mm = 0;             // drawn so much farther from the eye: it lies about where another one is
  bool operator==(const SurfaceItem&) const = default;
};

// Glass that shows nothing but itself: nothing is picked on it and no name points at it.
inline bool is_clear_glass(const SurfaceItem& item) { return item.glass && item.fill <= 0; }
// So nearly solid that it is what one sees there, and not a solid behind it.
inline bool is_covering_glass(const SurfaceItem& item) { return item.glass && item.fill >= 0.6f; }

enum class LineGrade : std::uint8_t { solid, dashed, dotted };  // strong, moderate, contested or assumed

// A thin tube with pulses. Points are consecutive in Scene::tube_points.
struct TubeItem {
  int first_point = 0, point_count = 0;
  glm::vec3 colour{1};
  float radius_mm = 0.4f;
  float opacity = 0.25f;
  float flow = 0;                  // 0..1: density and brightness of pulses
  float phase = 0;                 // how far pulses have travelled, in pulse spacings
  LineGrade grade = LineGrade::solid;
  float selected = 0;
};

// A diffuse cloud: soft puffs around a structure.
struct CloudItem {
  glm::vec3 centre_mm{0};
  glm::vec3 colour{1};
  glm::vec3 reach_mm{6};           // half axes of the structure
  float density = 0;               // 0..1
  float phase = 0;
  std::uint32_t seed = 0;
};

// Overlay: drawn over the picture in this order, already laid out.
struct OverlayQuad {
  glm::vec2 min{0}, max{0};        // pixels
  glm::vec4 colour{1};             // sRGB, straight alpha
  float corner = 0;                // corner radius, pixels
  glm::vec4 colour_right{1};       // horizontal gradient end (equal to colour: flat)
  float border = 0;                // > 0: only a frame of this width
};
struct OverlayLine {
  glm::vec2 from{0}, to{0};
  glm::vec4 colour{1};
  float width = 1.5f;
};
struct OverlayText {
  glm::vec2 baseline{0};           // pixels, left end of the baseline
  std::string text;
  glm::vec4 colour{1};
  float size = 16;                 // em in pixels
  bool bold = false;
  glm::vec4 halo{0};               // outline colour, alpha 0 = none
};
// A part of the overlay that can be pressed; pixels of the view.
struct OverlayTarget {
  glm::vec2 min{0}, max{0};
  std::string carrier;             // a line of the legend; "" = none
  std::string asks;                // the trace column whose reasons it asks for; "" = none
  std::string structure;           // what a name, or the dot at the end of its line, stands for; "" = none
  std::string view = {};           // a letter of the directions: the view from there; "" = none
};

struct Overlay {
  std::vector<OverlayLine> lines;
  std::vector<OverlayQuad> quads;
  std::vector<OverlayLine> curves;  // over the quads
  std::vector<OverlayText> texts;
  std::vector<OverlayTarget> targets;
  glm::vec2 foot_room{0};  // from where to where a sentence may lie at the foot: pixels of the stage; no room where x >= y
  bool caption_left_out = false, legend_left_out = false;  // wanted, but there was no room
  bool key_left_out = false;  // ... of the legend what the colours of pulses or of structures, kinds of line, or stripes stand for
};

struct Viewport {
  int x = 0, y = 0, width = 1280, height = 720;  // pixels of the target, origin top left
};

// Where a place in clip coordinates lies, in pixels of the view. clip.w > 0: in front of the camera.
inline glm::vec2 to_pixels(const Viewport& view, const glm::vec4& clip) {
  return {(clip.x / clip.w * 0.5f + 0.5f) * static_cast<float>(view.width),
          (0.5f - clip.y / clip.w * 0.5f) * static_cast<float>(view.height)};
}

constexpr float kSolidGlass = 0.995f;  // Scene::glass from which the cortex is drawn solid

struct Scene {
  Viewport viewport;
  Camera camera;
  Background background = Background::dark;
  float glass = 0.35f;             // glass slider: 0 outline only .. 1 solid
  int level_of_detail = 0;
  std::vector<SurfaceItem> surfaces;
  std::vector<glm::vec3> tube_points;
  std::vector<TubeItem> tubes;
  std::vector<CloudItem> clouds;
  int particle_budget = 10000;     // upper bound on pulses; 0: no clouds either
  Overlay overlay;
};

}  // namespace attune
