// What one picture shows, as ids and numbers: enough to show it again. Written into every picture; no names of people
// or files, no time of day.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace attune {

inline constexpr int kReceiptVersion = 1;  // of the form below; a file with a higher number was made by a newer program

struct Receipt {
  std::string program;  // version of Attune that made the picture, "0.3.0"

  // ---- the run ----
  std::string scenario, arm, style;
  bool own_scenario = false;          // the scenario was the user's own, or changed: a file of it is needed to show it again
  bool compare = false;
  std::string compare_style, compare_arm;  // side B; "" = as side A
  std::vector<std::pair<std::string, double>> traits, compare_traits;  // of their patterns: those that were changed
  bool difference = false;
  std::string company;                // of the change dial, "" = it is off
  double change_weeks = 0;
  bool change_compared = false;       // two histories were compared before the dial came on
  bool change_swapped = false;        // and changed places for it
  double time_s = 0;
  std::string numbers;                // fingerprint of the computed traces: other numbers, other picture

  // ---- the brain model ----
  std::string model;                  // fingerprint of a model of the user's own with its mapping, "" = the shipped one

  // ---- the view (scene/camera.h) ----
  std::string view;                   // a preset's name where it is one, for people; the numbers count
  double target_x_mm = 0, target_y_mm = 0, target_z_mm = 0;
  double azimuth = 0, elevation = 0, roll = 0, distance_mm = 0, field_of_view = 0;
  int hidden_hemisphere = -1;

  // ---- what is shown ----
  double glass = 0.35;
  std::string colour = "activity";    // or "structure"
  std::string level = "plain";        // plain student expert
  bool labels = true, flow = true, legend = true, body = true, people_only = false, reduced_motion = false;
  std::vector<std::string> hidden_structures, hidden_lobes, hidden_carriers, slowed_carriers, also_selected;
  std::string solo_structure, solo_carrier, selected, pointed_at;
  double calm = 0;
  double speed = 0;                   // simulated seconds per second, of which pulses take their pace; 0 = the usual one

  // ---- the picture ----
  int width = 0, height = 0;          // pixels; 0 = not known
  double pixel_scale = 1;             // size of text and lines
  std::string background = "dark";    // dark light contrast transparent
  bool titles = true, captions = true;
  bool line = false;                  // its lowest part says what it shows (session/picture_line.h)

  // ---- the window around it, where it is part of the picture ----
  bool window = false;
  std::string theme = "dark";         // dark light contrast
  double ui_scale = 1;
  double left_width = 0, right_width = 0, plots_height = 0;  // of panels, 0 = the usual size
  bool interface = true, why_asked = false, help = false, left = true, right = true, plots = true, library = false, why = true,
       search = false, pages = false, bands = false, grounded = false, blank = false, mapping = false, bench = false, editor = false;
  int change_front = 0;  // the front panel from before the change dial came on
  int front_panel = 0, left_tab = 0, bench_face = 0;
  std::string asked, search_text, library_text, page;
  double breath_s = 0, plot_from_s = 0, plot_to_s = 0, loop_from_s = 0, loop_to_s = 0;
  std::vector<std::string> plotted, hidden_curves;

  // ---- what supports it ----
  std::vector<std::string> claims;    // ids of the claims about what is shown
  std::string credits;                // of the brain atlases
};

}  // namespace attune
