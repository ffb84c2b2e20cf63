// The carriers of a session at its playhead: pulses in tubes along tracts, clouds of diffuse release.
#pragma once

#include <glm/vec3.hpp>
#include <string>
#include <vector>

#include "model/content.h"
#include "scene/scene.h"
#include "session/session.h"

namespace attune {

// What can flow in this content: its id (session.h, carriers()), the colour it is drawn in, and whether it is drawn now.
struct FlowingCarrier {
  std::string id;
  glm::vec3 colour{1};
  bool shown = true;
};
std::vector<FlowingCarrier> flowing_carriers(const Session& session, const Content& content);

// Release that has no tract, and cortisol where it is followed alone: whether this run has any that can be seen, at any
// moment, and whether any of it is drawn.
struct DiffuseRelease {
  bool in_run = false, shown = false;
};
DiffuseRelease diffuse_release(const Session& session, const Content& content);

// Whether a solid surface hides all that flows: nothing of it but a half is cut away, and nothing is asked for, which is seen
// through solids.
bool hides_flow(const Session& session, const Content& content);

// Adds tubes, tube points and clouds of one side to the scene. Positions of particles follow from the playhead alone.
void extract_flow(Scene& scene, const Session& session, const Content& content, int side);

// Centripetal Catmull-Rom curve (Barry and Goldman 1988; alpha 0.5) through all points, about step_mm apart.
std::vector<glm::vec3> smooth_path(const std::vector<glm::vec3>& points, float step_mm);

}  // namespace attune
