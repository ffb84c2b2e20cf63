// The looks that a person has chosen, as they are kept from one start to the next. Only looks: never which moment was
// watched, which patterns were chosen, or anything about a person.
#pragma once

#include <string>
#include <vector>

namespace attune {

inline constexpr int kSettingsVersion = 1;

// A view that was kept: where the camera stood and what was cut away (scene/camera.h for the units).
struct SettingsView {
  std::string name;
  double target_x_mm = 0, target_y_mm = 0, target_z_mm = 0;
  double azimuth = 0, elevation = 0, roll = 0, distance_mm = 392, field_of_view = 0.52;
  int hidden_hemisphere = -1;
  std::vector<std::string> hidden_lobes;
  bool operator==(const SettingsView&) const = default;
};

struct Settings {
  std::string theme = "dark";   // dark light contrast
  double ui_scale = 1;          // 1..3
  bool reduced_motion = false;
  bool trackball = false;       // the brain turns about any axis; else superior stays up
  std::string level = "plain";  // plain student expert
  std::string language = "en";  // a folder of assets/languages, or en
  // Sizes of panels in pixels at scale 1; 0 = the usual size for the window.
  double left_width = 0, right_width = 0, plots_height = 0;
  bool left = true, right = true, plots = true;  // open
  double glass = 0.35;
  bool labels = true, legend = true, body = true, flow = true;
  bool people_only = false, bands = false;
  std::string colours = "activity";  // activity structure
  bool picture_line = true;  // below saved pictures: what they show
  std::vector<SettingsView> views;
  bool operator==(const Settings&) const = default;
};

}  // namespace attune
