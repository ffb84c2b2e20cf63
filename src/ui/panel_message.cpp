// One sentence for the person, over the foot of the stage, or in a row of its own where the stage is too small.
#include <algorithm>
#include <cmath>

#include "ui/panels.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

constexpr float kWidestCard = 760, kNarrowestCard = 260, kNarrowestBetween = 220;  // pixels at scale 1
constexpr float kHighestBetween = 0.3f;                    // of the stage's height
constexpr double kGuard_s = 0.6;  // a click meant for a message that has just gone presses nothing

struct ShownMessage {
  const std::string& words;
  const UiFont& font;
  float wrap = 0, close = 0, height = 0;  // pixels
};

bool has_message(const UiContext& ui) { return !ui.session.message.empty() || !ui.frame.warning.empty(); }

// `width`: of the card. Small letters where large ones would take `most` of the height.
ShownMessage message_of(const UiContext& ui, float width, float most) {
  const Metrics& m = ui.m;
  const bool is_warning = ui.session.message.empty();
  const std::string& words = is_warning ? ui.frame.warning : ui.session.message;
  const float close = is_warning ? 0 : m.control;
  const float wrap = std::max(60 * m.scale, width - 2 * m.gap_l - close);
  const auto with = [&](const UiFont& font) {
    return ShownMessage{words, font, wrap, close, std::round(std::max(measure(font, words, wrap).y + 2 * m.gap_s, close + m.gap_xs))};
  };
  const ShownMessage usual = with(ui.fonts.body);
  return usual.height < most ? usual : with(ui.fonts.small);
}

ShownMessage on_stage(const UiContext& ui, float width) { return message_of(ui, width, 0.22f * ui.layout.stage.size().y); }
ShownMessage in_row(const UiContext& ui, float width) { return message_of(ui, width, 0.5f * ui.frame.size_px.y); }

ImGuiWindowFlags window_flags() {
  return ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
         ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoFocusOnAppearing;
}

void begin_message_window(const char* id, const Rect& place) {
  ImGui::SetNextWindowPos(to_im(place.min));
  ImGui::SetNextWindowSize(to_im(place.size()));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin(id, nullptr, window_flags());
  ImGui::PopStyleVar();
}

// Where one lay until a moment ago: nothing to see, but it takes the clicks.
void guard_place(UiContext& ui) {
  const ImGuiWindow* const last = ImGui::FindWindowByName("message");
  if (last == nullptr || ImGui::GetTime() - static_cast<double>(last->LastTimeActive) > kGuard_s) return;
  const glm::vec2 at = to_glm(last->Pos);
  const Rect place{at, at + to_glm(last->Size)};
  begin_message_window("message_gone", place);
  if (place.contains(to_glm(ImGui::GetIO().MousePos))) ui.pointer_over_ui = true;
  ImGui::End();
}

// At the foot between the letters of the directions and the legend, where it lifts neither of them; empty where that is
// too narrow for it or would make it too high.
Rect between_furniture(const UiContext& ui) {
  const Metrics& m = ui.m;
  const Rect& stage = ui.layout.stage;
  const float left = std::max({ui.frame.foot_room.x, stage.min.x + m.gap_s, view_button_end(ui) + m.gap_s});
  const float right = std::min(ui.frame.foot_room.y, stage.max.x - m.gap_s), width = std::min(right - left, kWidestCard * m.scale);
  if (ui.session.wanted == Export::film || width < kNarrowestBetween * m.scale) return {};
  const float height = on_stage(ui, width).height, foot = stage.max.y - m.gap_s;
  if (height > kHighestBetween * stage.size().y) return {};
  const float x = std::round((left + right - width) / 2);
  return {{x, foot - height}, {x + width, foot}};
}
}  // namespace

void place_message(UiContext& ui) {
  if (!has_message(ui)) return;
  const Metrics& m = ui.m;
  ui.layout.message = between_furniture(ui);
  ui.layout.message_between = !ui.layout.message.is_empty();
  if (ui.layout.message_between) return;
  const float width = std::min(ui.layout.stage.size().x - 2 * m.gap_s, kWidestCard * m.scale);
  if (width >= kNarrowestCard * m.scale)
    ui.layout.message = message_on_stage(ui.layout, m, {width, on_stage(ui, width).height});
  if (ui.layout.message.is_empty())
    take_message(ui.layout, ui.frame.size_px, m, in_row(ui, ui.frame.size_px.x - 2 * m.gap_s).height);
}

void draw_message(UiContext& ui) {
  if (!has_message(ui)) {
    guard_place(ui);
    return;
  }
  const Metrics& m = ui.m;
  const Rect& place = ui.layout.message;
  const glm::vec2 at = place.min, size = place.size();
  const ShownMessage shown = is_message_on_stage(ui.layout) ? on_stage(ui, size.x) : in_row(ui, size.x);
  begin_message_window("message", place);
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
  if (place.contains(to_glm(ImGui::GetIO().MousePos))) ui.pointer_over_ui = true;
  ImGui::End();
}

}  // namespace attune
