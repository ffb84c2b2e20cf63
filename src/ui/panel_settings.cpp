// Everything about how it looks and moves, in one popover.
#include <algorithm>
#include <array>
#include <cmath>

#include "session/history.h"
#include "ui/panels.h"
#include "ui/terms.h"

namespace attune {
namespace {

void language_choice(UiContext& ui) {
  space(ui.m.gap_s);
  paragraph(ui, ui.fonts.small, ui.tokens.muted, ui.tr("language"));
  std::vector<std::string> names;
  int current = -1;
  for (const auto& [id, name] : ui.frame.languages) {
    if (id == ui.session.language) current = static_cast<int>(names.size());
    names.push_back(name);
  }
  if (names.size() > 3) {  // too many for one line
    for (std::size_t i = 0; i < names.size(); ++i)
      if (switch_row(ui, ("language_" + ui.frame.languages[i].first).c_str(), names[i], static_cast<int>(i) == current))
        ui.send(command::SetLanguage{ui.frame.languages[i].first});
  } else if (const int pressed = segmented(ui, "language", names, current); pressed >= 0) {
    ui.send(command::SetLanguage{ui.frame.languages[static_cast<std::size_t>(pressed)].first});
  }
}

// The same as the edges between the panels: nothing can only be dragged.
void panel_sizes(UiContext& ui) {
  const UiLayout& layout = ui.layout;
  if (!layout.can_size_left && !layout.can_size_right && !layout.can_size_plots) return;
  section_label(ui, ui.tr("settings_panels"));
  const auto row = [&](bool shown, const char* id, const std::string& name, Panel panel, float now, float least, float most) {
    if (!shown) return;
    paragraph(ui, ui.fonts.small, ui.tokens.muted, name);
    float size = std::clamp(now / ui.m.scale, least, most);
    if (slider(ui, id, size, least, most)) ui.send(command::SetPanelSize{panel, size});
  };
  const float widest = std::max(kLeastSide + 1, (ui.frame.size_px.x / ui.m.scale - kLeastStage) / 2);
  const float highest = std::max(kLeastPlots + 1, ui.frame.size_px.y / ui.m.scale - 2 * kLeastStageHeight);
  row(layout.can_size_left, "size_left", ui.tr("panel_left"), Panel::left, layout.left.size().x, kLeastSide, widest);
  row(layout.can_size_right, "size_right", ui.tr("panel_right"), Panel::right, layout.right.size().x, kLeastSide, widest);
  row(layout.can_size_plots, "size_plots", ui.tr("panel_plots"), Panel::plots, layout.plots.size().y, kLeastPlots, highest);
  if (ui.session.panel_sizes == PanelSizes{}) return;
  if (button(ui, "usual_sizes", ui.tr("usual_sizes"), ButtonLook::filled, ImGui::GetContentRegionAvail().x))
    for (const Panel panel : {Panel::left, Panel::right, Panel::plots}) ui.send(command::SetPanelSize{panel, 0});
}

}  // namespace

void draw_settings_popover(UiContext& ui) {
  const Session& s = ui.session;
  section_label(ui, ui.tr("settings_interface"));
  paragraph(ui, ui.fonts.small, ui.tokens.muted, ui.tr("ui_scale"));
  std::vector<std::string> labels;
  int current = -1;
  for (std::size_t i = 0; i < kUiScales.size(); ++i) {
    labels.push_back(std::to_string(std::lround(kUiScales[i] * 100)) + "%");
    if (std::abs(kUiScales[i] - s.ui_scale) < 0.01f) current = static_cast<int>(i);
  }
  if (const int pressed = segmented(ui, "ui_scale", labels, current); pressed >= 0)
    ui.send(command::SetUiScale{kUiScales[static_cast<std::size_t>(pressed)]});
  space(ui.m.gap_s);
  if (const int pressed = segmented(ui, "theme_choice", {ui.tr("theme_dark"), ui.tr("theme_light"), ui.tr("theme_contrast")},
                                    static_cast<int>(s.theme));
      pressed >= 0)
    ui.send(command::SetTheme{static_cast<Theme>(pressed)});
  if (ui.frame.languages.size() > 1) language_choice(ui);
  space(ui.m.gap_s);
  paragraph(ui, ui.fonts.small, ui.tokens.muted, ui.tr("level"));
  if (const int pressed = segmented(ui, "level", {ui.tr("level_plain"), ui.tr("level_student"), ui.tr("level_expert")},
                                    static_cast<int>(s.level));
      pressed >= 0)
    ui.send(command::SetLevel{static_cast<Level>(pressed)});
  if (switch_row(ui, "people_only", ui.tr("people_only"), s.people_only)) ui.send(command::SetPeopleOnly{!s.people_only});
  if (switch_row(ui, "reduced_motion", ui.tr("reduced_motion"), s.reduced_motion))
    ui.send(command::SetReducedMotion{!s.reduced_motion});
  if (switch_row(ui, "full_screen_switch", ui.tr("full_screen"), s.fullscreen))
    ui.send(command::SetFullscreen{!s.fullscreen});
  space(ui.m.gap_m);

  section_label(ui, ui.tr("settings_brain"));
  paragraph(ui, ui.fonts.small, ui.tokens.muted, ui.tr("glass"));
  float glass = s.glass;
  if (slider(ui, "glass", glass, 0, 1)) ui.send(command::SetGlass{glass});
  if (const int pressed = segmented(ui, "colour_mode", {ui.tr("colour_activity"), ui.tr("colour_structure")},
                                    s.colour_mode == ColourMode::activity ? 0 : 1);
      pressed >= 0)
    ui.send(command::SetColourMode{pressed == 0 ? ColourMode::activity : ColourMode::structure});
  if (switch_row(ui, "labels", ui.tr("labels"), s.show_labels)) ui.send(command::SetLabels{!s.show_labels});
  if (switch_row(ui, "flow", ui.tr("flow"), s.show_flow)) ui.send(command::SetFlow{!s.show_flow});
  if (switch_row(ui, "body", ui.tr("key_body"), s.show_body)) ui.send(command::SetBody{!s.show_body});
  if (switch_row(ui, "legend", ui.tr("legend"), s.show_legend)) ui.send(command::SetLegend{!s.show_legend});
  if (switch_row(ui, "trackball", ui.tr("trackball"), s.trackball)) ui.send(command::SetTrackball{!s.trackball});
  space(ui.m.gap_m);
  panel_sizes(ui);
  space(ui.m.gap_s);
  if (button(ui, "help_from_settings", ui.tr("help"), ButtonLook::filled, ImGui::GetContentRegionAvail().x)) {
    ui.send(command::SetHelp{true});
    ImGui::CloseCurrentPopup();
  }
  space(ui.m.gap_s);
  if (button(ui, "forget_settings", ui.tr("forget_settings"), ButtonLook::filled, ImGui::GetContentRegionAvail().x)) {
    ui.send(command::Ask{Question::forget_settings});
    ImGui::CloseCurrentPopup();
  }
  space(ui.m.gap_s);
  if (button(ui, "reset_all", ui.tr("reset_all"), ButtonLook::filled, ImGui::GetContentRegionAvail().x)) {
    ui.send(command::Ask{Question::reset});
    ImGui::CloseCurrentPopup();
  }
  space(ui.m.gap_s);
  told_paragraph(ui, ui.fonts.small, ui.tokens.muted, ui.tr("settings_note"));
}

namespace {
// Buttons two to a line; words that are too long for half of it have one of their own.
class Entries {
 public:
  explicit Entries(UiContext& ui) : ui_(ui), width_(ImGui::GetContentRegionAvail().x), half_((width_ - ui.m.gap_s) / 2) {}
  void add(const char* id, const std::string& label, Command command, bool can_press = true) {
    const bool whole = measure(ui_.fonts.bold, label).x > half_ - 2 * ui_.m.gap_m;
    if (whole) end();
    if (placed_ == 0) line_ = to_glm(ImGui::GetCursorScreenPos());
    ImGui::SetCursorScreenPos({line_.x + (placed_ == 0 ? 0 : half_ + ui_.m.gap_s), line_.y});
    placed_ += whole ? 2 : 1;
    if (button(ui_, id, label, can_press ? ButtonLook::filled : ButtonLook::idle, whole ? width_ : half_)) {
      ui_.send(std::move(command));
      ImGui::CloseCurrentPopup();
    }
    if (placed_ == 2) end();
  }
  void end() {
    if (placed_ != 0) space(ui_.m.gap_xs);
    placed_ = 0;
  }

 private:
  UiContext& ui_;
  float width_, half_;
  int placed_ = 0;  // in this line
  glm::vec2 line_{0};
};
}  // namespace

void draw_save_popover(UiContext& ui) {
  const Session& s = ui.session;
  section_label(ui, ui.tr("save_and_share"));
  Entries entries(ui);
  entries.add("save_picture", ui.tr("key_picture"), command::StartExport{Export::picture});
  entries.add("save_film", ui.tr("key_film"), command::StartExport{Export::film});
  entries.add("save_story_file", ui.tr("save_story_file"), command::StartExport{Export::story});
  entries.add("open_story_file", ui.tr("open_story_file"), command::ShowStoryFiles{true});
  if (s.own != nullptr) entries.add("mapping_entry", ui.tr("mapping_title"), command::SetMapping{!s.show_mapping});
  entries.end();
  space(ui.m.gap_xs);
  told_paragraph(ui, ui.fonts.small, ui.tokens.muted, ui.tr("share_note"));
  space(ui.m.gap_xs);
  if (switch_row(ui, "picture_line", ui.tr("picture_line"), s.picture_line)) ui.send(command::SetPictureLine{!s.picture_line});
  paragraph(ui, ui.fonts.small, ui.tokens.muted, ui.tr("picture_scale"));
  if (const int pressed = segmented(ui, "picture_scale", {"1x", "2x", "3x", "4x"}, s.picture_scale - 1); pressed >= 0)
    ui.send(command::SetPictureScale{pressed + 1});
}

void draw_more_popover(UiContext& ui) {
  const Session& s = ui.session;
  section_label(ui, ui.tr("more"));
  Entries entries(ui);
  entries.add("undo_entry", undo_words(ui), command::Undo{}, undone_next(s) != nullptr);
  entries.add("redo_entry", redo_words(ui), command::Redo{}, redone_next(s) != nullptr);
  entries.add("bench_entry", ui.tr("bench_title"), command::SetBench{!s.show_bench, s.bench});
  entries.add("editor_entry", ui.tr("editor_entry"), command::SetEditor{!s.show_editor});
  if (ui.layout.compact) {
    entries.add("pages_entry", ui.tr("pages_title"), command::SetPages{true, s.page});
    entries.add("search_entry", ui.tr("key_search"), command::SetSearch{true, ""});
    if (current_story(s, ui.content).scenario != nullptr)
      entries.add("change_entry", ui.tr("change_title"), command::SetChange{!s.change.on, s.change.environment, s.change.weeks});
    entries.add("calm_entry", ui.tr("calm_page"), command::SetGrounded{true});
  }
  entries.add("difference_entry", ui.tr("difference"), command::SetDifference{!s.difference});
  entries.end();
}

}  // namespace attune
