// One sentence for the person, over the lower edge of the stage.
#include <algorithm>

#include "ui/panels.h"

namespace attune {

void draw_message(UiContext& ui) {
  const bool is_warning = ui.session.message.empty();
  const std::string& sentence = is_warning ? ui.frame.warning : ui.session.message;
  if (sentence.empty()) return;
  const Metrics& m = ui.m;
  const Rect stage = ui.layout.stage.is_empty() ? Rect{{0, 0}, ui.frame.size_px} : ui.layout.stage;
  const float close = is_warning ? 0 : m.control;
  const float most = std::min(620 * m.scale, std::max(160 * m.scale, stage.size().x - 2 * m.gap_l));
  const float wrap = most - 2 * m.gap_l - close;
  const glm::vec2 words = measure(ui.fonts.body, sentence, wrap);
  const glm::vec2 size(words.x + 2 * m.gap_l + close, std::max(words.y + 2 * m.gap_m, close + m.gap_xs));
  const glm::vec2 at((stage.min.x + stage.max.x - size.x) / 2, stage.max.y - size.y - m.gap_l);
  ImGui::SetNextWindowPos(to_im(at));
  ImGui::SetNextWindowSize(to_im(size));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin("message", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoFocusOnAppearing);
  ImGui::PopStyleVar();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_control(ui, list, at, at + size, ui.tokens.card, m.corner_panel);
  draw_frame(list, at, at + size, ui.tokens.warning, m.corner_panel, 1.5f * m.scale);
  draw_text(list, ui.fonts.body, {at.x + m.gap_l, at.y + (size.y - words.y) / 2}, ui.tokens.text, sentence, wrap);
  if (!is_warning) {
    ImGui::SetCursorScreenPos({at.x + size.x - close - m.gap_xs / 2, at.y + (size.y - close) / 2});
    if (icon_button(ui, "dismiss", Icon::close, ui.tr("dismiss"))) ui.send(command::DismissMessage{});
  }
  if (Rect{at, at + size}.contains(to_glm(ImGui::GetIO().MousePos))) ui.pointer_over_ui = true;
  ImGui::End();
}

}  // namespace attune
