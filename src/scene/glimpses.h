// What can be seen of structures from views a few degrees apart. Between two views everything is interpolated, so that
// what follows from it changes smoothly while the brain turns and does not flicker with single pixels.
//
// Says nothing of pan and zoom: the whole brain is looked at, from home's distance. What is seen at a pixel of a real
// view says picking.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <glm/vec3.hpp>
#include <utility>
#include <vector>

#include "model/brain.h"
#include "scene/camera.h"
#include "scene/scene.h"

namespace attune {

// Millimetres at the brain's middle that one unit of Glimpses::costs stands for.
extern const float kGlimpseCost_mm;

// What is looked at: the solids or the filled glass among some parts, at spots all over their surface.
struct LookedAt {
  std::vector<int> parts;  // of BrainModel
  bool of_glass = false;
  std::vector<int> items;  // indices into Scene::surfaces; empty: nothing of this kind is drawn
  std::vector<glm::vec3> spots_mm, normals;
  std::vector<std::vector<std::pair<int, float>>> neighbours;  // of every spot those near it, itself too: index, weight
  float size = 0;  // square millimetres that all of it would cover on average: a quarter of its surface (Cauchy 1841)
};

struct Glimpse {
  float share = 0;           // 0..1: how much of what faces the eye is in sight
  float area = 0;            // of what is in sight, square millimetres at the brain's middle
  std::vector<float> costs;  // by spot: 0 = in the middle of what is in sight and all of it around; hidden ones: most
};

// One view that was taken.
struct Look {
  int azimuth = 0, elevation = 0;  // in steps
  std::uint64_t used = 0;          // when it was asked last
  std::vector<float> solid_depth, glass_depth;
  std::vector<int> solid, glass;  // by cell: the item in front, -1 = none; strong glass where no solid is before it,
                                  // faint glass where nothing else is
  std::vector<Glimpse> glimpses;  // by LookedAt; costs empty = not looked yet
};

// A surface that is drawn; two meshes that agree in all this are taken for the same.
struct Shape {
  int part = 0;
  bool glass = false, clear = false, covering = false;
  std::size_t vertices = 0;
  glm::vec3 min_mm{0}, max_mm{0};
  bool operator==(const Shape&) const = default;
};

// Looks that were taken before: asking them again saves time and changes nothing. Empty to begin with.
struct LookMemory {
  std::vector<Shape> shapes;  // what was drawn
  std::vector<int> meshes;    // for every surface item the part whose mesh is looked at, a coarse one
  std::vector<LookedAt> looked_at;
  std::vector<Look> looks;  // at most 40
  std::uint64_t asked = 0;
};

// Empties the memory where something else is drawn than before, and says so. To be called before the others for every
// scene whose surfaces may be others.
bool recall(LookMemory& memory, const Scene& scene, const BrainModel& brain);

// Which of memory.looked_at these parts are, as solids or as glass.
std::size_t look_at(LookMemory& memory, const Scene& scene, const BrainModel& brain, const std::vector<int>& parts,
                    bool of_glass);

// One of the views around a camera, and its share in what is seen between them.
struct Step {
  int azimuth = 0, elevation = 0;  // in steps
  float weight = 0;
};
// Quadratic B-splines: what only one view shows does not decide there alone, and nothing has a corner. The nearest one
// comes fifth.
std::array<Step, 9> steps_around(const Camera& camera);
// The camera turned to a step.
Camera turned_to(const Step& step, Camera camera);

// Takes what glimpse() and lasting_glimpse() will ask for around a camera, on two threads: it saves time and changes nothing.
void take_looks_around(LookMemory& memory, const Scene& scene, const BrainModel& brain);

// From the scene's camera, between the nine views around it.
Glimpse glimpse(LookMemory& memory, const Scene& scene, const BrainModel& brain, std::size_t looked_at);

// From the nearest of these views, and what of it lasts: what stays in sight while the brain turns on costs less.
struct LastingGlimpse {
  struct InSight {
    float weight = 0;
    float share = 0, area = 0, least_cost = 0;  // of a Glimpse
  };
  Glimpse now;
  std::vector<float> costs;         // by spot: of two steps to each side too
  std::array<InSight, 5> in_sight;  // from those steps
};
LastingGlimpse lasting_glimpse(LookMemory& memory, const Scene& scene, const BrainModel& brain, std::size_t looked_at);

}  // namespace attune
