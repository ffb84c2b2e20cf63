// Which part of a structure can be pointed at: where a leader from its name may end.
#pragma once

#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <glm/vec4.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/brain.h"
#include "scene/glimpses.h"
#include "scene/scene.h"

namespace attune {

inline constexpr float kShownPresence = 0.5f;  // LabelEnds::presence from which on a name is shown
inline constexpr int kChosenPriority = 100000;  // of what is selected or pointed at: its name goes for no other

struct LabelRequest {
  std::string text, detail;  // "Amygdala", "left"
  std::vector<int> parts;    // any of these parts may carry the leader's end
  int priority = 0;          // larger = kept when there is no room
  glm::vec4 dot_colour{1};
  std::string structure = {};  // id of what is named: its plate and its dot can be pressed; "" = they cannot
  std::vector<int> other_half = {};  // parts of the same structure that the name does not mean: no leader ends there
};

// Where a leader bends.
struct Bend {
  float share = 0;   // of the way across from its elbow to its end
  float height = 0;  // below its plate, in heights of the plate
};

// Places of one of a request's parts, in pixels of the view, the best first: near the middle of what is visible and not
// at its edge. They move smoothly with the camera. The first one is sure (is_seen_at() in picking.h), the others may be
// hidden at their pixel. Empty: too little of the structure is in sight to point at.
struct LabelEnds {
  std::vector<glm::vec2> places;
  std::vector<float> costs;  // of every place: how many pixels nearer to the middle it may lie and still not be better
  std::vector<glm::vec3> points_mm;  // of every place: on the structure or near its surface
  float presence = 0;                // of its name, 0..1, from views around
  std::optional<Bend> bend;          // of a leader to the first place: taken where it is free
  bool hidden = false;       // the only place lies behind something else: for the few degrees between views that show it,
                             // or of what was chosen
  bool rough = false;        // from find_rough_ends(): not even the first place is sure
  bool of_glass = false;     // parcels of the glass cortex, seen where no solid and no other filled parcel is in front
};

// The `most` requests of the highest priority, the most important first; of equal ones the earlier. Whether they are in
// sight does not count: when one goes out of sight no other one comes and goes for it.
std::vector<std::size_t> most_important(const std::vector<LabelRequest>& requests, int most);

// After recall() in glimpses.h: one for each request, empty for those that are not among the `most` most important. Whatever the memory holds, the
// answer is the same.
std::vector<LabelEnds> find_ends(const Scene& scene, const BrainModel& brain, const std::vector<LabelRequest>& requests,
                                 int most, LookMemory& memory);

// The same from the nearest step alone (steps_around() in glimpses.h) and no pixel of the real picture: several times
// quicker, for what is worked out of several views.
std::vector<LabelEnds> find_rough_ends(const Scene& scene, const BrainModel& brain, const std::vector<LabelRequest>& requests,
                                       int most, LookMemory& memory);

// One hidden place: that of a point, empty where the view does not reach it.
LabelEnds hidden_end(const Scene& scene, const glm::vec3& point_mm);

// Whether find_ends() finds the same in both for the same requests: same camera, size and shapes. Colours may differ.
bool same_ends(const Scene& one, const Scene& other);

}  // namespace attune
