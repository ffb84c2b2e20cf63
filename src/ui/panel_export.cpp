// A film being written: how far it is, and a way to stop it.
#include "core/text.h"
#include "ui/panels.h"

namespace attune {

namespace {
std::string film_words(const UiContext& ui) {
  const std::string share_text = format("%.0f", ui.session.export_share * 100);
  const double left_s = ui.session.export_left_s;
  return left_s > 0 ? fill(ui.tr("film_progress_left"), {{"share", share_text}, {"time", clock_text(left_s + 0.5)}})
                    : fill(ui.tr("film_progress"), {{"share", share_text}});
}

float stop_width_of(const UiContext& ui) { return measure(ui.fonts.bold, ui.tr("film_stop")).x + 2 * ui.m.gap_l; }

glm::vec2 film_size(const UiContext& ui) {
  return {measure(ui.fonts.body, film_words(ui)).x + stop_width_of(ui) + 3 * ui.m.gap_l, ui.m.control + 2 * ui.m.gap_s};
}
}  // namespace

void place_export(UiContext& ui) {
  if (ui.session.wanted == Export::film) ui.layout.film = above_message(ui.layout, ui.m, film_size(ui));
}

void draw_export(UiContext& ui) {
  if (ui.session.wanted != Export::film) return;
  const Metrics& m = ui.m;
  const Rect stage = ui.layout.stage.is_empty() ? Rect{{0, 0}, ui.frame.size_px} : ui.layout.stage;
  const std::string words = film_words(ui), stop = ui.tr("film_stop");
  const float stop_width = stop_width_of(ui);
  const glm::vec2 size = film_size(ui);
  // Where it would leave too little of the stage, it lies at its top.
  const glm::vec2 at = ui.layout.film.is_empty() ? glm::vec2((stage.min.x + stage.max.x - size.x) / 2, stage.min.y + m.gap_l) : ui.layout.film.min;
  ImGui::SetNextWindowPos(to_im(at));
  ImGui::SetNextWindowSize(to_im(size));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin("export", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoFocusOnAppearing);
  ImGui::PopStyleVar();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_control(ui, list, at, at + size, ui.tokens.card, m.corner_panel);
  const float bar = 4 * m.scale, share = static_cast<float>(ui.session.export_share);
  draw_box(list, {at.x, at.y + size.y - bar}, {at.x + size.x * share, at.y + size.y}, ui.tokens.accent, bar / 2);
  draw_text(list, ui.fonts.body, {at.x + m.gap_l, at.y + (size.y - ui.fonts.body.size) / 2}, ui.tokens.text, words);
  ImGui::SetCursorScreenPos({at.x + size.x - stop_width - m.gap_l, at.y + m.gap_s});
  if (button(ui, "film_stop", stop, ButtonLook::filled, stop_width)) ui.send(command::CancelExport{});
  if (Rect{at, at + size}.contains(to_glm(ImGui::GetIO().MousePos))) ui.pointer_over_ui = true;
  ImGui::End();
}

}  // namespace attune
