#include "session/looks.h"

#include <algorithm>
#include <array>

namespace attune {

namespace {
constexpr std::array<const char*, 3> kThemes{"dark", "light", "contrast"};
constexpr std::array<const char*, 3> kLevels{"plain", "student", "expert"};
constexpr std::array<const char*, 2> kColours{"activity", "structure"};

double as_double(float value) { return static_cast<double>(value); }
float as_float(double value) { return static_cast<float>(value); }
}  // namespace

const char* theme_name(Theme theme) { return kThemes[static_cast<std::size_t>(theme)]; }

Theme theme_named(std::string_view name) {
  for (std::size_t i = 0; i < kThemes.size(); ++i)
    if (name == kThemes[i]) return static_cast<Theme>(i);
  return Theme::dark;
}

Background background_of(Theme theme) { return background_named(theme_name(theme)); }

Settings settings_of(const Session& session) {
  Settings s;
  s.theme = theme_name(session.theme);
  s.ui_scale = as_double(session.ui_scale);
  s.reduced_motion = session.reduced_motion;
  s.trackball = session.trackball;
  s.level = kLevels[static_cast<std::size_t>(session.level)];
  s.language = session.language;
  s.left_width = as_double(session.panel_sizes.left);
  s.right_width = as_double(session.panel_sizes.right);
  s.plots_height = as_double(session.panel_sizes.plots);
  s.left = session.show_left;
  s.right = session.show_right;
  s.plots = session.show_plots;
  s.glass = session.glass == Session{}.glass ? Settings{}.glass : as_double(session.glass);
  s.labels = session.show_labels;
  s.legend = session.show_legend;
  s.body = session.show_body;
  s.flow = session.show_flow;
  s.people_only = session.people_only;
  s.bands = session.show_bands;
  s.colours = kColours[static_cast<std::size_t>(session.colour_mode)];
  s.picture_line = session.picture_line;
  for (const KeptView& kept : session.kept_views) {
    SettingsView view;
    view.name = kept.name;
    view.target_x_mm = as_double(kept.camera.target_mm.x);
    view.target_y_mm = as_double(kept.camera.target_mm.y);
    view.target_z_mm = as_double(kept.camera.target_mm.z);
    view.azimuth = as_double(kept.camera.azimuth);
    view.elevation = as_double(kept.camera.elevation);
    view.roll = as_double(kept.camera.roll);
    view.distance_mm = as_double(kept.camera.distance_mm);
    view.field_of_view = as_double(kept.camera.field_of_view);
    view.hidden_hemisphere = kept.hidden_hemisphere;
    view.hidden_lobes = {kept.hidden_lobes.begin(), kept.hidden_lobes.end()};
    s.views.push_back(std::move(view));
  }
  return s;
}

void use_settings(Session& session, const Settings& settings) {
  session.theme = theme_named(settings.theme);
  session.ui_scale = std::clamp(as_float(settings.ui_scale), 1.0f, 3.0f);
  session.reduced_motion = settings.reduced_motion;
  session.trackball = settings.trackball;
  session.level = Level::plain;
  for (std::size_t i = 0; i < kLevels.size(); ++i)
    if (settings.level == kLevels[i]) session.level = static_cast<Level>(i);
  session.language = settings.language;
  const auto size = [](double wanted) { return wanted <= 0 ? 0 : std::clamp(as_float(wanted), kLeastPanel, kMostPanel); };
  session.panel_sizes = {size(settings.left_width), size(settings.right_width), size(settings.plots_height)};
  session.show_left = settings.left;
  session.show_right = settings.right;
  session.show_plots = settings.plots;
  session.glass = std::clamp(as_float(settings.glass), 0.0f, 1.0f);
  session.show_labels = settings.labels;
  session.show_legend = settings.legend;
  session.show_body = settings.body;
  session.show_flow = settings.flow;
  session.people_only = settings.people_only;
  session.show_bands = settings.bands;
  if (!session.show_bands) session.bands = {};
  session.colour_mode = settings.colours == kColours[1] ? ColourMode::structure : ColourMode::activity;
  session.picture_line = settings.picture_line;
  session.kept_views.clear();
  session.kept_view_shown = -1;
  for (const SettingsView& view : settings.views) {
    if (session.kept_views.size() >= kMostKeptViews) break;
    KeptView kept;
    kept.name = view.name;
    kept.camera.target_mm = {as_float(view.target_x_mm), as_float(view.target_y_mm), as_float(view.target_z_mm)};
    kept.camera.azimuth = as_float(view.azimuth);
    kept.camera.elevation = as_float(view.elevation);
    kept.camera.roll = as_float(view.roll);
    kept.camera.distance_mm = as_float(view.distance_mm);
    kept.camera.field_of_view = as_float(view.field_of_view);
    kept.hidden_hemisphere = view.hidden_hemisphere;
    kept.hidden_lobes = {view.hidden_lobes.begin(), view.hidden_lobes.end()};
    session.kept_views.push_back(std::move(kept));
  }
}

}  // namespace attune
