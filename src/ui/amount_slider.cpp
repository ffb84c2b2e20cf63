#include "ui/amount_slider.h"

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "ui/ui_compat.h"

namespace attune {

namespace {

constexpr double kArrowStep = 0.05;  // of an arrow key; with Shift a fifth of it
constexpr double kClickIn = 0.016;   // of the former value: there it clicks into place

double rounded(double value, double former) {
  value = std::round(std::clamp(value, 0.0, 1.0) * 100) / 100;
  return std::isfinite(former) && std::abs(value - former) < kClickIn ? former : value;
}

}  // namespace

AmountMove amount_slider(const UiContext& ui, const char* id, double value, double former, Colour colour) {
  const Tokens& t = ui.tokens;
  const float width = ImGui::GetContentRegionAvail().x, knob = 10 * ui.m.scale, thickness = 6 * ui.m.scale;
  const Press press = press_area(ui, id, {width, ui.m.control});
  const float from = press.min.x + knob, to = std::max(from + 1, press.max.x - knob), y = press.centre().y;
  const auto x_of = [&](double share) { return from + static_cast<float>(std::clamp(share, 0.0, 1.0)) * (to - from); };
  AmountMove move{false, true, value, false};
  if (press.held && ImGui::IsMouseDown(0)) {
    const double share = static_cast<double>((ImGui::GetIO().MousePos.x - from) / (to - from));
    move.starts = ImGui::IsItemActivated();
    move.value = rounded(share, former);
    move.moved = move.starts || move.value != value;
  } else if (const double steps = static_cast<double>(slider_steps(press)); steps != 0) {
    move.value = rounded(value + steps * kArrowStep, former);
    if (move.value == value) move.value = rounded(value + 2 * steps * kArrowStep, former);  // out of the notch
    move.moved = move.value != value;
  }
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float x = x_of(value);
  draw_box(list, {press.min.x, y - thickness / 2}, {press.max.x, y + thickness / 2}, t.control_active, thickness / 2);
  draw_box(list, {press.min.x, y - thickness / 2}, {x, y + thickness / 2}, colour, thickness / 2);
  if (std::isfinite(former) && former != value) {
    const float was = x_of(former), reach = 9 * ui.m.scale;
    list.AddLine({was, y - reach}, {was, y + reach}, to_u32(t.text), 2 * ui.m.scale);
    // From where it was to where it is.
    list.AddLine({was, y}, {x, y}, to_u32(t.text), 2 * ui.m.scale);
  }
  list.AddCircleFilled({x, y}, knob + 2 * ui.m.scale, to_u32(t.panel), 32);
  list.AddCircleFilled({x, y}, knob, to_u32(colour), 32);
  if (press.hovered || press.held) list.AddCircle({x, y}, knob, to_u32(t.text), 32, 2 * ui.m.scale);
  return move;
}

std::string amount_text(const UiContext& ui, double value) {
  if (!std::isfinite(value)) return "";
  return ui.session.level == Level::plain ? ui.tr(amount_words(value)) : to_text(value, 2);
}

std::string former_text(const UiContext& ui, double value, double former) {
  if (value == former || (!std::isfinite(value) && !std::isfinite(former))) return "";
  if (!std::isfinite(former)) return ui.tr("bench_new");
  const std::string was = amount_text(ui, former);
  if (was == amount_text(ui, value)) return ui.tr(value > former ? "bench_stronger" : "bench_weaker");
  return fill(ui.tr("bench_was"), {{"amount", was}});
}

AmountMove amount_row(const UiContext& ui, const char* id, const std::string& name, const std::string& tip, double value,
                      double former, Colour colour) {
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
  const float width = ImGui::GetContentRegionAvail().x;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const std::string amount = amount_text(ui, value), was = former_text(ui, value, former);
  const bool changed = !was.empty();
  const float amount_width = measure(ui.fonts.small_bold, amount).x, mark = changed ? 14 * m.scale : 0;
  const UiFont& font = changed ? ui.fonts.bold : ui.fonts.body;
  const float room = std::max(1.0f, width - mark - amount_width - m.gap_m);
  const glm::vec2 words = measure(font, name, room);
  if (changed) list.AddCircleFilled({at.x + 4 * m.scale, at.y + font.size / 2}, 4 * m.scale, to_u32(t.accent), 16);
  draw_text(list, font, {at.x + mark, at.y}, t.text, name, room);
  draw_text(list, ui.fonts.small_bold, {at.x + width - amount_width, at.y + (font.size - ui.fonts.small_bold.size) / 2}, t.muted, amount);
  ImGui::Dummy({width, words.y});
  if (ImGui::IsItemHovered()) tooltip(ui, tip);
  ImGui::PushID(id);
  AmountMove move = amount_slider(ui, "slider", value, former, colour);
  if (changed) {
    const glm::vec2 line = to_glm(ImGui::GetCursorScreenPos());
    const std::string back = ui.tr(std::isfinite(former) ? "bench_back" : "bench_remove");
    const float back_width = measure(ui.fonts.small_bold, back).x + 2 * m.gap_s;
    draw_text(list, ui.fonts.small, {line.x + mark, line.y + (m.control - ui.fonts.small.size) / 2}, t.muted,
              elide(ui.fonts.small, was, width - mark - back_width - m.gap_s));
    ImGui::SetCursorScreenPos({line.x + width - back_width, line.y});
    const Press press = press_area(ui, "back", {back_width, m.control});
    if (press.hovered) draw_box(list, press.min, press.max, t.control_hover, m.corner);
    draw_text(list, ui.fonts.small_bold, press.centre() - measure(ui.fonts.small_bold, back) * 0.5f, t.accent, back);
    if (press.pressed) move = {true, true, std::isfinite(former) ? former : 0, !std::isfinite(former)};
    ImGui::SetCursorScreenPos({line.x, line.y + m.control});
    ImGui::Dummy({width, 0});
  }
  ImGui::PopID();
  space(m.gap_xs);
  return move;
}

}  // namespace attune
