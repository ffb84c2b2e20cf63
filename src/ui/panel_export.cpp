// A film being written: how far it is, and a way to stop it.
#include "core/text.h"
#include "ui/panels.h"

namespace attune {

void draw_export(UiContext& ui) {
  if (ui.session.wanted != Export::film) return;
  const Metrics& m = ui.m;
  const Rect stage = ui.layout.stage.is_empty() ? Rect{{0, 0}, ui.frame.size_px} : ui.layout.stage;
  const std::string share_text = format("%.0f", ui.session.export_share * 100);
  const double left_s = ui.session.export_left_s;
  const std::string words = left_s > 0 ? fill(ui.tr("film_progress_left"), {{"share", share_text}, {"time", clock_text(left_s + 0.5)}})
                                       : fill(ui.tr("film_progress"), {{"share", share_text}});
  const std::string stop = ui.tr("film_stop");
  const float stop_width = measure(ui.fonts.bold, stop).x + 2 * m.gap_l;
  const glm::vec2 size(measure(ui.fonts.body, words).x + stop_width + 3 * m.gap_l, m.control + 2 * m.gap_s);
  const glm::vec2 at((stage.min.x + stage.max.x - size.x) / 2, stage.min.y + m.gap_l);
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
