// The tour: five steps, each with one part of the window lit and a calm card beside it.
#include <algorithm>
#include <array>

#include "core/text.h"
#include "ui/panels.h"
#include "ui/tour.h"

namespace attune {
namespace {

constexpr std::array<const char*, kTourSteps> kTitles{"tour_stage", "tour_story", "tour_clock", "tour_compare", "tour_why"};
constexpr std::array<const char*, kTourSteps> kWords{"tour_stage_words", "tour_story_words", "tour_clock_words",
                                                     "tour_compare_words", "tour_why_words"};

Rect grown(Rect rect, float by) { return {rect.min - glm::vec2(by), rect.max + glm::vec2(by)}; }

// The panel of a step; where the window has no room for it, the button that opens it.
Rect target_of(const UiContext& ui, int step) {
  const auto or_button = [&](const Rect& panel, const char* id) {
    if (!panel.is_empty()) return panel;
    const Control* button = find_control(ui, id);
    return button != nullptr ? grown(button->place, 4 * ui.m.scale) : ui.layout.top_bar;
  };
  const bool narrow = ui.layout.room == Room::narrow;  // an open panel takes all the room there: its button, then
  switch (step) {
    case 0: return or_button(ui.layout.stage, "views_button");
    case 1: return or_button(narrow ? Rect{} : ui.layout.left_split ? ui.layout.left_upper : ui.layout.left, "panel_left");
    case 2: return or_button(ui.layout.transport, "panel_left");
    case 3: return or_button({}, "compare");
    default: return or_button(narrow ? Rect{} : ui.layout.right, "panel_right");
  }
}

}  // namespace

void draw_tour(UiContext& ui) {
  const Metrics& m = ui.m;
  const Tokens& t = ui.tokens;
  const int step = ui.session.tour_step;
  const auto index = static_cast<std::size_t>(step);
  const glm::vec2 window = ui.frame.size_px;
  const std::string title = ui.tr(kTitles[index]), words = ui.tr(kWords[index]);
  const std::string count = fill(ui.tr("tour_count"), {{"n", std::to_string(step + 1)}, {"all", std::to_string(kTourSteps)}});

  const float width = std::min(380 * m.scale, window.x - 2 * m.gap_s), pad = m.gap_l, inner = width - 2 * pad;
  const float title_height = measure(ui.fonts.heading, title, inner).y, words_height = measure(ui.fonts.body, words, inner).y;
  const float height = m.control + title_height + m.gap_xs + words_height + m.gap_m + m.control + pad;
  const TourPlace place = place_tour(target_of(ui, step), {width, height}, window, m.gap_s);

  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(to_im(window));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin("tour", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBackground);
  ImGui::PopStyleVar();
  ui.pointer_over_ui = true;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  // Everything but the target steps back a little.
  const Colour veil = with_alpha(t.scrim, 0.5f);
  const Rect lit = place.target;
  draw_box(list, {0, 0}, {window.x, lit.min.y}, veil, 0);
  draw_box(list, {0, lit.max.y}, window, veil, 0);
  draw_box(list, {0, lit.min.y}, {lit.min.x, lit.max.y}, veil, 0);
  draw_box(list, {lit.max.x, lit.min.y}, {window.x, lit.max.y}, veil, 0);
  draw_frame(list, lit.min + glm::vec2(m.scale), lit.max - glm::vec2(m.scale), t.accent, m.corner_panel, 3 * m.scale);

  const Rect& card = place.card;
  draw_panel(ui, list, card);
  draw_frame(list, card.min, card.max, t.accent, m.corner_panel, 1.5f * m.scale);
  draw_text(list, ui.fonts.small, {card.min.x + pad, card.min.y + (m.control - ui.fonts.small.size) / 2}, t.muted, count);
  glm::vec2 at(card.min.x + pad, card.min.y + m.control);
  draw_text(list, ui.fonts.heading, at, t.text, title, inner);
  at.y += title_height + m.gap_xs;
  draw_text(list, ui.fonts.body, at, t.text, words, inner);
  // Words first: a low window may cut the card, the buttons never.
  at.y = std::min(at.y + words_height + m.gap_m, card.max.y - m.control - pad / 2);
  const float half = (inner - m.gap_s) / 2;
  // The way on comes first, so that the keyboard finds it there and not the way out.
  ImGui::SetCursorScreenPos({at.x + half + m.gap_s, at.y});
  const bool last = step + 1 == kTourSteps;
  if (button(ui, "tour_next", ui.tr(last ? "tour_done" : "tour_next"), ButtonLook::primary, half))
    ui.send(command::SetTour{last ? -1 : step + 1});
  if (step > 0) {
    ImGui::SetCursorScreenPos(to_im(at));
    if (button(ui, "tour_back", ui.tr("tour_back"), ButtonLook::filled, half)) ui.send(command::SetTour{step - 1});
  }
  ImGui::SetCursorScreenPos({card.max.x - m.control - m.gap_xs, card.min.y + m.gap_xs / 2});
  if (icon_button(ui, "tour_skip", Icon::close, ui.tr("tour_skip"))) ui.send(command::SetTour{-1});
  ImGui::End();
}

}  // namespace attune
