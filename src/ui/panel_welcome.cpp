// The first minute: one sentence, six moments as story cards, and a way straight in. The brain turns beside it.
#include <algorithm>

#include "ui/panels.h"

namespace attune {
namespace {

constexpr std::size_t kMostCards = 6;
constexpr int kStoryLines = 4, kFewStoryLines = 2;

// The first moment of every theme, then the next ones, in the content's order.
std::vector<std::size_t> first_choices(const Content& content) {
  std::vector<std::size_t> chosen;
  std::vector<std::string> themes;
  for (std::size_t i = 0; i < content.scenarios.size() && chosen.size() < kMostCards; ++i) {
    const std::string& theme = content.scenarios[i].theme;
    if (std::find(themes.begin(), themes.end(), theme) != themes.end()) continue;
    themes.push_back(theme);
    chosen.push_back(i);
  }
  for (std::size_t i = 0; i < content.scenarios.size() && chosen.size() < kMostCards; ++i)
    if (std::find(chosen.begin(), chosen.end(), i) == chosen.end()) chosen.push_back(i);
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

bool story_card(const UiContext& ui, const Scenario& scenario, glm::vec2 size, int lines) {
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const Press press = press_area(ui, ("story_" + scenario.id).c_str(), size);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_control(ui, list, press.min, press.max, press.hovered ? t.card_hover : t.card, m.corner_panel);
  draw_frame(list, press.min, press.max, press.hovered ? t.accent : t.border, m.corner_panel,
             press.hovered ? 2 * m.scale : m.line);
  const float inner = size.x - 2 * m.gap_l;
  const float theme = scenario.theme.empty() ? 0 : ui.fonts.small_bold.size;
  glm::vec2 at = press.min + glm::vec2(m.gap_l, m.gap_m);
  draw_text(list, ui.fonts.small_bold, at, t.accent, elide(ui.fonts.small_bold, scenario.theme, inner));
  at.y += theme;
  draw_text(list, ui.fonts.bold, at, t.text, scenario.title, inner);
  at.y += measure(ui.fonts.bold, scenario.title, inner).y + 2 * m.scale;
  draw_text(list, ui.fonts.small, at, t.muted, clamp_lines(ui.fonts.small, scenario.story, inner, lines), inner);
  return press.pressed;
}

float story_height(const UiContext& ui, const Scenario& scenario, float width, int lines) {
  const float inner = width - 2 * ui.m.gap_l;
  return 2 * ui.m.gap_m + (scenario.theme.empty() ? 0 : ui.fonts.small_bold.size) +
         measure(ui.fonts.bold, scenario.title, inner).y + 2 * ui.m.scale +
         measure(ui.fonts.small, clamp_lines(ui.fonts.small, scenario.story, inner, lines), inner).y;
}

}  // namespace

void draw_welcome(UiContext& ui) {
  const Metrics& m = ui.m;
  const Tokens& t = ui.tokens;
  const glm::vec2 window = ui.frame.size_px;
  const bool beside = window.x >= 960 * m.scale;  // room for words and brain beside each other
  const float page_width = beside ? std::min(std::round(window.x * 0.56f), 860 * m.scale) : window.x;
  ui.layout.stage = beside ? Rect{{page_width, 0}, window} : Rect{{0, 0}, {0, 0}};

  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({page_width, window.y});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin("welcome", nullptr,
               ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoCollapse |
                   ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                   ImGuiWindowFlags_NoBringToFrontOnFocus);
  ImGui::PopStyleVar();
  ui.pointer_over_ui = true;

  const float margin = std::max(m.gap_l, std::min(56 * m.scale, page_width * 0.06f));
  const float width = page_width - 2 * margin;
  const std::vector<std::size_t> chosen = first_choices(ui.content);
  const std::size_t per_row = width >= 440 * m.scale ? 2 : 1;
  const float gap = m.gap_m;
  const float card_width = (width - gap * static_cast<float>(per_row - 1)) / static_cast<float>(per_row);
  const std::size_t rows = (chosen.size() + per_row - 1) / per_row;

  const std::string sentence = ui.tr("welcome_sentence"), model = ui.tr("teaching_model");
  const float sentence_height = measure(ui.fonts.title, sentence, width).y;
  const float model_height = measure(ui.fonts.small, model, width).y;
  const float mark = 40 * m.scale;
  // As many lines of each story as let the page fit without scrolling.
  float card_height = 0, page = 0;
  int lines = kStoryLines;
  for (; lines >= kFewStoryLines; --lines) {
    card_height = 0;
    for (const std::size_t index : chosen)
      card_height = std::max(card_height, story_height(ui, ui.content.scenarios[index], card_width, lines));
    page = mark + m.gap_l + sentence_height + m.gap_l + static_cast<float>(rows) * (card_height + gap) + m.gap_s +
           m.control + m.gap_m + model_height;
    if (page <= window.y - 2 * m.gap_l) break;
  }
  lines = std::max(lines, kFewStoryLines);
  float y = std::max(m.gap_l, (window.y - page) / 2) - ImGui::GetScrollY();

  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_mark(list, {margin + mark / 2, y + mark / 2}, mark, t);
  draw_text(list, ui.fonts.heading, {margin + mark + m.gap_s, y + (mark - ui.fonts.heading.size) / 2}, t.text,
            "Attune");
  y += mark + m.gap_l;
  draw_text(list, ui.fonts.title, {margin, y}, t.text, sentence, width);
  y += sentence_height + m.gap_l;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const float x = margin + static_cast<float>(i % per_row) * (card_width + gap);
    ImGui::SetCursorScreenPos({x, y + static_cast<float>(i / per_row) * (card_height + gap)});
    if (!story_card(ui, ui.content.scenarios[chosen[i]], {card_width, card_height}, lines)) continue;
    ui.send(command::SelectScenario{static_cast<int>(chosen[i])});
    if (!ui.session.compare) ui.send(command::SetCompare{true});
  }
  y += static_cast<float>(rows) * (card_height + gap) + m.gap_s;
  const std::string explore = ui.tr("welcome_explore");
  ImGui::SetCursorScreenPos({margin, y});
  if (button(ui, "explore", explore, ButtonLook::primary, measure(ui.fonts.bold, explore).x + 4 * m.gap_l))
    ui.send(command::CloseWelcome{});
  y += m.control + m.gap_m;
  draw_text(list, ui.fonts.small, {margin, y}, t.muted, model, width);
  ImGui::SetCursorScreenPos({margin, y});
  ImGui::Dummy({1, model_height + m.gap_l});
  ImGui::End();
}

}  // namespace attune
