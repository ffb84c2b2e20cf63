// One question over everything, before something that changes or takes away much at once. Esc, and the last answer, leave all as it is.
#include <algorithm>

#include "ui/panels.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

struct Answer {
  const char* id;
  std::string words;
  std::vector<Command> commands;
};

struct Asked {
  std::string title, words;
  std::vector<Answer> answers;  // the first is the safe way where there is one to do more than stay
};

Asked about_leaving(const UiContext& ui) {
  const Session& s = ui.session;
  const auto unsaved = unsaved_stories(s);
  Asked asked;
  if (!unsaved.empty())
    asked.words = unsaved.size() == 1 ? fill(ui.tr("question_leave_one"), {{"title", unsaved.front()->scenario.title}})
                                      : fill(ui.tr("question_leave_more"), {{"n", std::to_string(unsaved.size())}});
  if (!unsaved.empty() && unsaved.front() == s.own_story) {
    asked.answers.push_back({"answer_save", ui.tr("editor_save"), {command::StartExport{Export::story}}});
  } else if (!unsaved.empty()) {
    const auto at = std::find(s.kept_stories.begin(), s.kept_stories.end(), unsaved.front());
    asked.answers.push_back({"answer_show", ui.tr("question_show"),
                             {command::Ask{Question::none}, command::ShowOwnStory{static_cast<int>(at - s.kept_stories.begin())},
                              command::SetEditor{true}}});
  }
  asked.answers.push_back({"answer_leave", ui.tr("question_leave_yes"), {command::Leave{}}});
  return asked;
}

Asked what_is_asked(const UiContext& ui) {
  const Session& s = ui.session;
  Asked asked;
  if (s.question == Question::forget_settings) {
    asked.words = ui.tr("question_settings");
    asked.answers = {{"answer_forget", ui.tr("forget_settings"),
                      {command::UseSettings{Settings{}}, command::Tell{ui.tr("forgot_settings")}, command::Ask{Question::none}}}};
  } else if (s.question == Question::reset) {
    asked.words = ui.tr("question_reset");
    asked.answers = {{"answer_reset", ui.tr("reset_all"), {command::ResetAll{}, command::Tell{ui.tr("reset_done")}, command::Ask{Question::none}}}};
  } else if (s.question == Question::forget_view) {
    const auto index = static_cast<std::size_t>(std::max(0, s.question_about));
    asked.words = fill(ui.tr("question_view"), {{"name", index < s.kept_views.size() ? s.kept_views[index].name : ""}});
    asked.answers = {{"answer_forget", ui.tr("forget_view"), {command::ForgetKeptView{s.question_about}, command::Ask{Question::none}}}};
  } else {
    asked = about_leaving(ui);
  }
  asked.title = question_title(s, *ui.frame.text);
  asked.answers.push_back({"answer_stay", ui.tr(s.question == Question::leave ? "question_stay" : "question_keep"), {command::Ask{Question::none}}});
  return asked;
}

}  // namespace

void draw_question(UiContext& ui) {
  const Metrics& m = ui.m;
  const glm::vec2 window = ui.frame.size_px;
  const Asked asked = what_is_asked(ui);
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(to_im(window));
  ImGui::Begin("question", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBackground);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_box(list, {0, 0}, window, ui.tokens.scrim, 0);
  const float width = std::min(520 * m.scale, window.x - 2 * m.gap_l), room = window.y - 2 * m.gap_s;
  const auto height_with = [&](float pad) {
    return 2 * pad + measure(ui.fonts.heading, asked.title, width - 2 * pad).y + m.gap_m + measure(ui.fonts.body, asked.words, width - 2 * pad).y +
           m.gap_l + static_cast<float>(asked.answers.size()) * (m.control + m.gap_s);
  };
  const float pad = height_with(m.gap_xl) <= room ? m.gap_xl : m.gap_m;
  const glm::vec2 size(width, std::min(height_with(pad), room));
  const Rect card{(window - size) * 0.5f, (window + size) * 0.5f};
  draw_panel(ui, list, card);
  ImGui::SetCursorScreenPos(to_im(card.min + glm::vec2(pad)));
  compat::begin_scroll_child("answers", to_im(size - glm::vec2(2 * pad)));
  paragraph(ui, ui.fonts.heading, ui.tokens.text, asked.title);
  space(m.gap_m);
  paragraph(ui, ui.fonts.body, ui.tokens.text, asked.words);
  space(m.gap_l);
  for (const Answer& answer : asked.answers) {
    const bool first = &answer == &asked.answers.front() && asked.answers.size() > 2;
    if (button(ui, answer.id, answer.words, first ? ButtonLook::primary : ButtonLook::filled, ImGui::GetContentRegionAvail().x))
      for (const Command& command : answer.commands) ui.send(command);
    space(m.gap_s);
  }
  end_scroll(ui);
  ui.pointer_over_ui = true;
  ImGui::End();
}

}  // namespace attune
