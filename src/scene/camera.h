// A turntable camera: superior is always up, so the horizon stays level and left stays left; only roll_freely(), which
// people choose in the settings, tilts it.
//
// Angles in radians, lengths in MNI millimetres. azimuth 0 looks at the face from the front (camera on +y);
// it grows toward the patient's right (+x). elevation > 0 looks down from above. roll > 0 tilts the camera's up toward its
// right: the brain leans to the left; 0 is level.
#pragma once

#include <glm/mat4x4.hpp>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <span>
#include <string_view>

namespace attune {

struct Camera {
  glm::vec3 target_mm{0, -18, 2};
  float azimuth = 0;
  float elevation = 0;
  float roll = 0;
  float distance_mm = 392;
  float field_of_view = 0.52f;  // vertical
  bool operator==(const Camera&) const = default;
};

struct ViewPreset {
  const char* id;    // "left", "three-quarter", ...
  float azimuth, elevation;
  int hide_hemisphere;  // -1 none, 0 left, 1 right: medial views hide the near half
};

// left right front back top bottom three-quarter medial-left medial-right; the first seven in key order.
std::span<const ViewPreset> view_presets();
const ViewPreset* find_view(std::string_view id);
Camera home_camera();
Camera camera_for_view(const ViewPreset& view);

glm::vec3 camera_position(const Camera& camera);
glm::mat4 view_matrix(const Camera& camera);
glm::vec3 right_of(const Camera& camera);  // to the right on screen, of length 1
glm::mat4 projection_matrix(const Camera& camera, float aspect);

// Mouse movement as a share of the viewport's height. Elevation stops short of the poles.
Camera orbit(Camera camera, glm::vec2 movement);
// The same as a trackball: about the picture's own axes, over the poles too.
Camera roll_freely(Camera camera, glm::vec2 movement);
// As a turntable has it: of the same direction, superior up.
Camera levelled(Camera camera);
Camera pan(Camera camera, glm::vec2 movement);
// steps > 0 zooms in; pointer in normalised device coordinates stays over the same place; limits keep the brain.
Camera zoom(Camera camera, float steps, glm::vec2 pointer_ndc, float aspect);

// Backs away and shifts a view of width x height pixels until a brain seen from home lies between `top` and `bottom` pixels
// that have to stay free; as it is where there is room. At most to half its size.
Camera fit_between(Camera camera, float width, float height, float top, float bottom);
// Whether half its size is small enough for that.
bool has_room_between(glm::vec2 view, float top, float bottom);
// What the brain then takes from the side, pixels.
glm::vec2 home_size(glm::vec2 view, float top, float bottom);

// share 0..1, eased; azimuth takes the short way round.
Camera blend(const Camera& from, const Camera& to, float share);

struct Ray {
  glm::vec3 origin_mm, direction;  // direction has length 1
};
Ray ray_through(const Camera& camera, glm::vec2 ndc, float aspect);

}  // namespace attune
