// The way back to the usual view, on the stage.
#include <algorithm>
#include <cmath>

#include "scene/stage_overlay.h"
#include "session/move_view.h"
#include "ui/panels.h"

namespace attune {
namespace {

constexpr float kLegend = 340, kTitle = 66, kBadge = 108;  // units of the stage: what the furniture takes at most
constexpr float kLettersMiddle = 57, kNote = 124;          // of the letters above the foot; the words beside them

// The place of a button that wide beside the letters, else over them; empty where there is none. `raised`: how far it then
// reaches above what lies at the foot.
Rect place_beside_letters(const UiContext& ui, glm::vec2 size, float& raised) {
  const Rect& stage = ui.layout.stage;
  const Session& s = ui.session;
  const float gap = ui.m.gap_s, u = stage_unit(stage.size().x, stage.size().y, ui.m.scale);
  const bool two = view_count(s) == 2;
  const float width = stage.size().x / (two ? 2 : 1), height = stage.size().y - stage_lift(ui.layout);
  const glm::vec2 letters = orientation_size(u, height, true);
  const float foot = stage.min.y + height;
  const auto at = [&](float x, float bottom) {
    const glm::vec2 corner(std::round(stage.min.x + x), std::round(foot - bottom - size.y));
    return Rect{corner, corner + size};
  };
  // Beside the letters may stand what the colours of pulses mean, where the legend has no room to say it.
  const bool key_beside = s.show_legend && s.show_flow && !legend_names_carriers(u, {width, height}, !two && !captions_on_stage(ui));
  if (!captions_on_stage(ui) && !key_beside) {
    const float x = letters.x > 0 ? letters.x + gap + (orientation_note_shown(u, height) ? kNote * u : 0) : 18 * u;
    const float bottom = letters.x > 0 ? kLettersMiddle * u - size.y / 2 : 14 * u;
    const float right = width - (two || !s.show_legend ? 0 : kLegend * u) - gap;
    if (x + size.x <= right && height - bottom - size.y > kTitle * u) return at(x, bottom);
  }
  if (letters.y <= 0 || size.x > letters.x || height - letters.y - size.y < kBadge * u) return {};
  raised = letters.y + size.y + gap;
  return at(14 * u, letters.y);
}

bool offers_view_button(const UiContext& ui) {
  return !ui.layout.stage.is_empty() && !ui.session.camera_move.active && !is_standard_view(ui.session.camera);
}

}  // namespace

float view_button_end(const UiContext& ui) {
  if (!ui.session.show_interface || ui.session.show_welcome || !offers_view_button(ui)) return 0;
  float raised = 0;
  const Rect place = place_beside_letters(ui, {word_button_width(ui, ui.tr("view_reset")), ui.m.control}, raised);
  return place.is_empty() || raised > 0 ? 0 : place.max.x;
}

float draw_view_button(UiContext& ui) {
  if (!offers_view_button(ui)) return 0;
  const std::string words = ui.tr("view_reset"), tip = fill(ui.tr("view_reset_tip"), {{"key", key_of(ui, "key_home_view")}});
  float raised = 0;
  glm::vec2 size(word_button_width(ui, words), ui.m.control);
  Rect place = place_beside_letters(ui, size, raised);
  const bool worded = !place.is_empty();
  if (!worded) place = place_beside_letters(ui, size = glm::vec2(ui.m.control), raised);
  if (place.is_empty()) return 0;
  ImGui::SetNextWindowPos(to_im(place.min));
  ImGui::SetNextWindowSize(to_im(place.size()));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin("view", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoBringToFrontOnFocus);
  ImGui::PopStyleVar();
  const bool pressed = worded ? word_button(ui, "view_reset", Icon::home, words, tip) : icon_button(ui, "view_reset", Icon::home, tip);
  if (pressed) ui.send(command::GoToView{"home"});
  if (place.contains(to_glm(ImGui::GetIO().MousePos))) ui.pointer_over_ui = true;
  ImGui::End();
  return raised;
}

}  // namespace attune
