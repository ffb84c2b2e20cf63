// One sentence for the person, in a place of its own above the transport bar.
#include <algorithm>
#include <cmath>

#include "ui/panels.h"

namespace attune {
namespace {

struct ShownMessage {
  const std::string& words;
  const UiFont& font;
  float wrap = 0, close = 0, height = 0;  // pixels
};

// Small letters where large ones would leave nothing else in the window.
ShownMessage shown_message(const UiContext& ui) {
  const Metrics& m = ui.m;
  const bool is_warning = ui.session.message.empty();
  const std::string& words = is_warning ? ui.frame.warning : ui.session.message;
  const float close = is_warning ? 0 : m.control;
  const float wrap = std::max(60 * m.scale, ui.frame.size_px.x - 2 * m.gap_s - 2 * m.gap_l - close);
  const auto with = [&](const UiFont& font) {
    return ShownMessage{words, font, wrap, close, std::max(measure(font, words, wrap).y + 2 * m.gap_s, close + m.gap_xs)};
  };
  const ShownMessage usual = with(ui.fonts.body);
  return usual.height < 0.5f * ui.frame.size_px.y ? usual : with(ui.fonts.small);
}

}  // namespace

void place_message(UiContext& ui) {
  if (ui.session.message.empty() && ui.frame.warning.empty()) return;
  take_message(ui.layout, ui.frame.size_px, ui.m, std::round(shown_message(ui).height));
}

void draw_message(UiContext& ui) {
  if (ui.session.message.empty() && ui.frame.warning.empty()) return;
  const Metrics& m = ui.m;
  const ShownMessage shown = shown_message(ui);
  // The welcome has no panels: over its foot.
  const Rect window{{m.gap_s, ui.frame.size_px.y - m.gap_s - std::round(shown.height)},
                    ui.frame.size_px - glm::vec2(m.gap_s)};
  const Rect& place = ui.layout.message.is_empty() ? window : ui.layout.message;
  const glm::vec2 at = place.min, size = place.size();
  ImGui::SetNextWindowPos(to_im(at));
  ImGui::SetNextWindowSize(to_im(size));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin("message", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoFocusOnAppearing);
  ImGui::PopStyleVar();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float words = measure(shown.font, shown.words, shown.wrap).y;
  draw_control(ui, list, at, at + size, ui.tokens.card, m.corner_panel);
  draw_frame(list, at, at + size, ui.tokens.warning, m.corner_panel, 1.5f * m.scale);
  draw_text(list, shown.font, {at.x + m.gap_l, at.y + std::max(0.0f, (size.y - words) / 2)}, ui.tokens.text,
            shown.words, shown.wrap);
  if (shown.close > 0) {
    ImGui::SetCursorScreenPos({at.x + size.x - shown.close - m.gap_xs / 2, at.y + (size.y - shown.close) / 2});
    if (icon_button(ui, "dismiss", Icon::close, ui.tr("dismiss"))) ui.send(command::DismissMessage{});
  }
  if (Rect{at, at + size}.contains(to_glm(ImGui::GetIO().MousePos))) ui.pointer_over_ui = true;
  ImGui::End();
}

}  // namespace attune
