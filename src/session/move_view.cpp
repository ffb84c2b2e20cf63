#include "session/move_view.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <limits>

#include "core/text.h"
#include "scene/label_sides.h"
#include "session/say.h"
#include "session/session.h"

namespace attune {
namespace {
constexpr double kViewPause_s = 0.5;  // movements of the camera closer than this in wall time are one
}

bool is_standard_view(const Camera& camera) {
  constexpr float kAngle = 1e-3f, kLength_mm = 0.05f;  // less than anyone sees
  return std::any_of(view_presets().begin(), view_presets().end(), [&](const ViewPreset& preset) {
    const Camera known = camera_for_view(preset);
    const glm::vec3 apart = glm::abs(known.target_mm - camera.target_mm);
    return std::abs(std::remainder(known.azimuth - camera.azimuth, 6.28318531f)) < kAngle &&
           std::abs(known.elevation - camera.elevation) < kAngle && std::abs(std::remainder(camera.roll, 6.28318531f)) < kAngle && std::abs(known.distance_mm - camera.distance_mm) < kLength_mm &&
           std::max({apart.x, apart.y, apart.z}) < kLength_mm;
  });
}

void keep_view_before(Session& session) {
  if (session.view_still_s >= kViewPause_s)
    session.view_before = KeptView{"", session.camera, session.hidden_hemisphere, session.hidden_lobes};
  session.view_still_s = 0;
}

void start_camera_move(Session& session, const Camera& to) {
  if (session.reduced_motion) {
    session.camera = to;
    session.camera_move = {};
    return;
  }
  const double length_s = session.camera_move.length_s;
  session.camera_move = {true, session.camera, to, 0, length_s};
}

void set_camera(Session& session, const Camera& camera) {
  session.camera_move.active = false;
  session.camera = camera;
}

void move_camera(Session& session, const Camera& to) {
  keep_view_before(session);
  set_camera(session, to);
}

Camera framing(const Session& session, const Content& content, const std::string& structure) {
  glm::vec3 low(std::numeric_limits<float>::max()), high(std::numeric_limits<float>::lowest());
  const auto is_seen = [&](const BrainPart& part) {
    return part.structure == structure && !part.positions_mm.empty() && half_shown(session, part.hemisphere);
  };
  // Of two halves the one nearer to the viewer, which is also the one that has the name.
  const Hemisphere near = near_half(session.camera);
  const bool has_near = std::any_of(content.brain.parts.begin(), content.brain.parts.end(), [&](const BrainPart& part) {
    return is_seen(part) && part.hemisphere == near;
  });
  for (const BrainPart& part : content.brain.parts) {
    if (!is_seen(part) || (has_near && part.hemisphere != near)) continue;
    low = glm::min(low, part.min_mm);
    high = glm::max(high, part.max_mm);
  }
  Camera camera = session.camera;
  if (low.x > high.x) return camera;
  const float radius_mm = 0.5f * std::sqrt(glm::dot(high - low, high - low));
  camera.target_mm = 0.5f * (low + high);
  // Twice the sphere that just fits: the surroundings are what tells people where they are.
  camera.distance_mm =
      std::clamp(2.0f * radius_mm / std::sin(0.5f * camera.field_of_view), 120.0f, home_camera().distance_mm);
  return camera;
}

void keep_view(Session& session, const Content& content, const std::string& name) {
  if (session.kept_views.size() >= kMostKeptViews) {
    say(session, content, "views_full", {{"number", std::to_string(kMostKeptViews)}});
    return;
  }
  KeptView view;
  view.name = name.empty() ? name_for_view(session, content) : printable(name, kLongestViewName);
  view.camera = session.camera_move.active ? session.camera_move.to : session.camera;
  view.hidden_hemisphere = session.hidden_hemisphere;
  view.hidden_lobes = session.hidden_lobes;
  session.kept_views.push_back(std::move(view));
  say(session, content, "kept_view", {{"name", session.kept_views.back().name}});
}

void show_kept_view(Session& session, const Content& content, int index) {
  if (session.kept_views.empty()) {
    say(session, content, "no_kept_view");
    return;
  }
  const auto at = static_cast<std::size_t>(std::max(0, index)) % session.kept_views.size();
  const KeptView view = session.kept_views[at];
  keep_view_before(session);
  session.hidden_hemisphere = view.hidden_hemisphere;
  session.hidden_lobes = view.hidden_lobes;
  session.kept_view_shown = static_cast<int>(at);
  start_camera_move(session, view.camera);
}

void go_back_to_view(Session& session, const Content& content) {
  if (!session.view_before) {
    say(session, content, "no_earlier_view");
    return;
  }
  const KeptView before = *session.view_before;
  session.view_before = KeptView{"", session.camera, session.hidden_hemisphere, session.hidden_lobes};
  session.view_still_s = 0;
  session.hidden_hemisphere = before.hidden_hemisphere;
  session.hidden_lobes = before.hidden_lobes;
  start_camera_move(session, before.camera);
}

void go_to_view(Session& session, const Content& content, const std::string& view, bool at_once) {
  const ViewPreset* preset = find_view(view);
  if (preset == nullptr) {
    std::vector<std::string> ids{"home"};
    for (const ViewPreset& known : view_presets()) ids.emplace_back(known.id);
    say_unknown(session, content, "no_view", view, ids);
    return;
  }
  if (!at_once) keep_view_before(session);
  session.hidden_hemisphere = preset->hide_hemisphere;
  if (at_once)
    set_camera(session, camera_for_view(*preset));
  else
    start_camera_move(session, camera_for_view(*preset));
}

}  // namespace attune
