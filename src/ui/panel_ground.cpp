// The calm page (G): a dimmed stage, one slow breath to follow, nothing else, and a large way back. And the black screen.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "ui/panels.h"

namespace attune {
namespace {

// Six breaths a minute, a little longer out than in [lehrer2014].
constexpr double kBreath_s = 10, kIn_s = 4.5;

// 0 empty .. 1 full.
double breath_at(double t_s) {
  const double t = std::fmod(t_s, kBreath_s);
  return t < kIn_s ? 0.5 - 0.5 * std::cos(std::numbers::pi * t / kIn_s)
                   : 0.5 + 0.5 * std::cos(std::numbers::pi * (t - kIn_s) / (kBreath_s - kIn_s));
}

}  // namespace

void draw_ground(UiContext& ui) {
  const Metrics& m = ui.m;
  const Tokens& t = ui.tokens;
  const glm::vec2 size = ui.frame.size_px;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(to_im(size));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin("ground", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBackground);
  ImGui::PopStyleVar();
  ui.pointer_over_ui = true;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const auto calm = static_cast<float>(ui.session.calm);
  draw_box(list, {0, 0}, size, with_alpha(t.stage, 0.86f * calm), 0);

  const glm::vec2 centre(size.x / 2, size.y * 0.40f);
  const float full = std::min(size.x, size.y) * 0.20f;
  const double in = ui.session.reduced_motion ? 1.0 : breath_at(ui.session.breath_s);
  const float radius = full * (0.62f + 0.38f * static_cast<float>(in));
  list.AddCircleFilled(to_im(centre), radius, to_u32(with_alpha(t.accent, 0.22f * calm)), 96);
  list.AddCircle(to_im(centre), radius, to_u32(with_alpha(t.accent, 0.9f * calm)), 96, 3 * m.scale);
  list.AddCircle(to_im(centre), full, to_u32(with_alpha(t.muted, 0.35f * calm)), 96, m.line);

  const auto line = [&](const UiFont& font, Colour colour, const std::string& words, float y) {
    const float wrap = std::min(size.x - 2 * m.gap_xl, 760 * m.scale);
    const glm::vec2 extent = measure(font, words, wrap);
    draw_text(list, font, {(size.x - extent.x) / 2, y}, with_alpha(colour, calm), words, wrap);
    return y + extent.y;
  };
  float y = centre.y + full + m.gap_xl;
  y = line(ui.fonts.title, t.text, ui.tr("ground_title"), y) + m.gap_s;
  line(ui.fonts.heading, t.muted, ui.tr("ground_words"), y);

  const std::string back = ui.tr("ground_back");
  const float width = std::max(measure(ui.fonts.bold, back).x + 6 * m.gap_l, 260 * m.scale);
  ImGui::SetCursorScreenPos({std::round((size.x - width) / 2), size.y - m.control - m.gap_xl});
  if (button(ui, "ground_back", back, ButtonLook::primary, width)) ui.send(command::SetGrounded{false});
  ImGui::End();
}

void draw_blank(UiContext& ui) {
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(to_im(ui.frame.size_px));
  ImGui::Begin("blank", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBackground);
  draw_box(*ImGui::GetWindowDrawList(), {0, 0}, ui.frame.size_px, {0, 0, 0, 255}, 0);
  ui.pointer_over_ui = true;
  if (ImGui::IsMouseClicked(0)) ui.send(command::SetBlank{false});
  ImGui::End();
}

}  // namespace attune
