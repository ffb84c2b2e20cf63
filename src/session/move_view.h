// Where the stage is looked at from: movements of the camera, kept views. Called by execute() only.
#pragma once

#include <string>

#include "scene/camera.h"

namespace attune {

struct Session;
struct Content;

// Keeps the view as it is for "back to the view before": once for all that one drag does.
void keep_view_before(Session& session);
// At once, or over Session::camera_move's time (at once with reduced motion).
void set_camera(Session& session, const Camera& camera);
void move_camera(Session& session, const Camera& to);
void start_camera_move(Session& session, const Camera& to);
// The camera that fills most of the view with a structure (of two halves the nearer), from where it looks now.
Camera framing(const Session& session, const Content& content, const std::string& structure);

// Whether it looks from where one of view_presets() does, the home view among them.
bool is_standard_view(const Camera& camera);

inline constexpr std::size_t kLongestViewName = 40;  // bytes
// Each says so in Session::message where it cannot be done.
void keep_view(Session& session, const Content& content, const std::string& name);  // "": name_for_view()
void show_kept_view(Session& session, const Content& content, int index);           // counted round
void go_back_to_view(Session& session, const Content& content);
void go_to_view(Session& session, const Content& content, const std::string& view, bool at_once);  // an id of view_presets(), "home"

}  // namespace attune
