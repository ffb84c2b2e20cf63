// The carriers of a session at its playhead: pulses in tubes along tracts, clouds of diffuse release.
#pragma once

#include "model/content.h"
#include "scene/scene.h"
#include "session/session.h"

namespace attune {

// Adds tubes, tube points and clouds of one side to the scene. Positions of particles follow from the playhead alone.
void extract_flow(Scene& scene, const Session& session, const Content& content, int side);

// Centripetal Catmull-Rom curve (Barry and Goldman 1988; alpha 0.5) through all points, about step_mm apart.
std::vector<glm::vec3> smooth_path(const std::vector<glm::vec3>& points, float step_mm);

}  // namespace attune
