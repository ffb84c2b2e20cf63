#include "scene/camera.h"

#include <algorithm>
#include <cmath>
#include <glm/gtc/matrix_transform.hpp>
#include <glm/gtc/quaternion.hpp>
#include <glm/trigonometric.hpp>

namespace attune {

namespace {
constexpr float pi = 3.14159265358979f;
constexpr float steepest = 1.45f;          // radians: up to 83 degrees, so that "up" always has a meaning
constexpr float nearest_mm = 120, furthest_mm = 1200;
constexpr float target_range_mm = 120;     // the brain cannot be pushed out of sight

Camera limited(Camera camera) {
  camera.elevation = std::clamp(camera.elevation, -pi / 2, pi / 2);
  camera.roll = std::remainder(camera.roll, 2 * pi);
  camera.distance_mm = std::clamp(camera.distance_mm, nearest_mm, furthest_mm);
  camera.azimuth = std::remainder(camera.azimuth, 2 * pi);
  const glm::vec3 centre = Camera{}.target_mm;
  for (int axis = 0; axis < 3; ++axis)
    camera.target_mm[axis] =
        std::clamp(camera.target_mm[axis], centre[axis] - target_range_mm, centre[axis] + target_range_mm);
  return camera;
}

constexpr ViewPreset presets[] = {
    {"left", -pi / 2, 0, -1},
    {"right", pi / 2, 0, -1},
    {"front", 0, 0, -1},
    {"back", pi, 0, -1},
    {"top", pi, steepest, -1},  // anterior up, left on the left: as sections are shown from above
    {"bottom", 0, -steepest, -1},
    {"three-quarter", -1.12f, 0.20f, -1},
    {"medial-left", pi / 2, 0, 1},
    {"medial-right", -pi / 2, 0, 0},
};

struct Basis {
  glm::vec3 right, up, forward;
};
// Of a level camera; defined at the poles too.
Basis level_basis(float azimuth, float elevation) {
  const float sa = std::sin(azimuth), ca = std::cos(azimuth), se = std::sin(elevation), ce = std::cos(elevation);
  return {{-ca, sa, 0}, {-sa * se, -ca * se, ce}, {-sa * ce, -ca * ce, -se}};
}
Basis basis_of(const Camera& camera) {
  Basis basis = level_basis(camera.azimuth, camera.elevation);
  if (camera.roll == 0) return basis;
  const glm::vec3 right = basis.right, up = basis.up;
  basis.up = std::cos(camera.roll) * up + std::sin(camera.roll) * right;
  basis.right = std::cos(camera.roll) * right - std::sin(camera.roll) * up;
  return basis;
}
}  // namespace

std::span<const ViewPreset> view_presets() { return presets; }

const ViewPreset* find_view(std::string_view id) {
  if (id == "home") id = "three-quarter";
  for (const ViewPreset& view : view_presets())
    if (id == view.id) return &view;
  return nullptr;
}

Camera camera_for_view(const ViewPreset& view) {
  Camera camera;
  camera.azimuth = view.azimuth;
  camera.elevation = view.elevation;
  if (std::abs(view.elevation) > 1) camera.distance_mm *= 1.2f;  // the brain's length stands upright there
  return camera;
}

Camera home_camera() { return camera_for_view(*find_view("three-quarter")); }

glm::vec3 camera_position(const Camera& camera) {
  const glm::vec3 direction(std::sin(camera.azimuth) * std::cos(camera.elevation),
                            std::cos(camera.azimuth) * std::cos(camera.elevation), std::sin(camera.elevation));
  return camera.target_mm + camera.distance_mm * direction;
}

glm::mat4 view_matrix(const Camera& camera) {
  return glm::lookAt(camera_position(camera), camera.target_mm, basis_of(camera).up);
}

glm::vec3 right_of(const Camera& camera) { return basis_of(camera).right; }

glm::mat4 projection_matrix(const Camera& camera, float aspect) {
  // A narrow view (half of a compared pair) keeps the horizontal extent of a 1:1 picture instead.
  float field = camera.field_of_view;
  if (aspect < 1.0f) field = 2 * std::atan(std::tan(field / 2) / std::max(aspect, 0.2f));
  const float near_mm = std::max(5.0f, camera.distance_mm - 260);
  return glm::perspective(field, aspect, near_mm, camera.distance_mm + 320);
}

Camera orbit(Camera camera, glm::vec2 movement) {
  camera.azimuth -= movement.x * pi;
  camera.elevation = std::clamp(camera.elevation + movement.y * pi, -steepest, steepest);
  return limited(camera);
}

Camera roll_freely(Camera camera, glm::vec2 movement) {
  const Basis basis = basis_of(camera);
  const glm::quat turn = glm::angleAxis(movement.x * pi, basis.up) * glm::angleAxis(-movement.y * pi, basis.right);
  const glm::vec3 back = turn * -basis.forward, up = turn * basis.up;
  camera.elevation = std::asin(std::clamp(back.z, -1.0f, 1.0f));
  if (std::hypot(back.x, back.y) > 1e-5f) camera.azimuth = std::atan2(back.x, back.y);  // at a pole every azimuth will do
  const Basis level = level_basis(camera.azimuth, camera.elevation);
  camera.roll = std::atan2(glm::dot(up, level.right), glm::dot(up, level.up));
  return limited(camera);
}

Camera levelled(Camera camera) {
  camera.roll = 0;
  return orbit(camera, {0, 0});
}

Camera pan(Camera camera, glm::vec2 movement) {
  const Basis basis = basis_of(camera);
  const float height_mm = 2 * camera.distance_mm * std::tan(camera.field_of_view / 2);
  camera.target_mm += (-movement.x * basis.right + movement.y * basis.up) * height_mm;
  return limited(camera);
}

Camera zoom(Camera camera, float steps, glm::vec2 pointer_ndc, float aspect) {
  const float before = camera.distance_mm;
  const float after = std::clamp(before * std::pow(0.9f, steps), nearest_mm, furthest_mm);
  const Basis basis = basis_of(camera);
  const float half_height = std::tan(camera.field_of_view / 2);
  const glm::vec3 offset = basis.right * (pointer_ndc.x * aspect * half_height) + basis.up * (pointer_ndc.y * half_height);
  camera.target_mm += offset * (before - after);
  camera.distance_mm = after;
  return limited(camera);
}

namespace {
// From home the brain takes so much above and below the target, as shares of the smaller side of the view.
constexpr float kAbove = 0.40f, kBelow = 0.34f, kSmallest = 0.5f;
float share_in(float side, float room) { return room / ((kAbove + kBelow) * side); }
float fitting_share(float side, float room) { return std::clamp(share_in(side, room), kSmallest, 1.0f); }
}  // namespace

glm::vec2 home_size(glm::vec2 view, float top, float bottom) {
  constexpr float kAspect = 1.21f;
  const float side = std::min(view.x, view.y), height = (kAbove + kBelow) * side * fitting_share(side, view.y - top - bottom);
  return {kAspect * height, height};
}

bool has_room_between(glm::vec2 view, float top, float bottom) {
  return share_in(std::min(view.x, view.y), view.y - top - bottom) >= kSmallest;
}

Camera fit_between(Camera camera, float width, float height, float top, float bottom) {
  const float side = std::min(width, height), share = fitting_share(side, height - top - bottom);
  const float lowest = height - bottom - kBelow * side * share, highest = top + kAbove * side * share;
  const float middle = lowest < highest ? (lowest + highest) / 2 : std::clamp(height / 2, highest, lowest);
  camera.distance_mm /= share;
  // As in projection_matrix(): the smaller side of the view spans the field of view.
  const float mm_per_pixel = 2 * camera.distance_mm * std::tan(camera.field_of_view / 2) / side;
  camera.target_mm += basis_of(camera).up * ((middle - height / 2) * mm_per_pixel);
  return camera;
}

Camera blend(const Camera& from, const Camera& to, float share) {
  const float s = std::clamp(share, 0.0f, 1.0f);
  const float eased = s * s * (3 - 2 * s);
  Camera camera = to;
  camera.azimuth = from.azimuth + std::remainder(to.azimuth - from.azimuth, 2 * pi) * eased;
  camera.elevation = glm::mix(from.elevation, to.elevation, eased);
  camera.roll = from.roll + std::remainder(to.roll - from.roll, 2 * pi) * eased;
  camera.target_mm = glm::mix(from.target_mm, to.target_mm, eased);
  camera.distance_mm = glm::mix(from.distance_mm, to.distance_mm, eased);
  camera.field_of_view = glm::mix(from.field_of_view, to.field_of_view, eased);
  return limited(camera);
}

Ray ray_through(const Camera& camera, glm::vec2 ndc, float aspect) {
  const glm::mat4 to_world = glm::inverse(projection_matrix(camera, aspect) * view_matrix(camera));
  const glm::vec4 far_point = to_world * glm::vec4(ndc, 1, 1);
  const glm::vec3 origin = camera_position(camera);
  return {origin, glm::normalize(glm::vec3(far_point) / far_point.w - origin)};
}

}  // namespace attune
