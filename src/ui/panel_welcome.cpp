// The first minute: one sentence, three ways to begin, six moments as story cards with a picture. The brain turns beside.
#include <algorithm>
#include <array>

#include "ui/panels.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

constexpr std::size_t kMostCards = 6;
constexpr float kLeastPicture = 40, kMostPicture = 132;  // height, roomy units
constexpr float kPictureShare = 0.32f;  // of a card's width: what its picture keeps of its height before words of the story go
constexpr float kMostStory = 6;         // lines of a whole story on a page that scrolls

// What a card tells: whole sentences or none.
enum class CardTells : std::uint8_t { story, card, nothing };

const std::string& told_on_card(const Scenario& scenario, CardTells told) {
  static const std::string none;
  return told == CardTells::nothing ? none : told == CardTells::story ? scenario.story : card_words(scenario);
}

struct Choice {
  const char* id;
  const char* title;
  const char* words;
  const char* hint;  // told afterwards, "" = nothing
  Icon icon;
  Way way;
};
constexpr std::array<Choice, 3> kChoices{{{"explore", "begin_explore", "begin_explore_words", "", Icon::brain, Way::explore},
                                          {"present", "begin_present", "begin_present_words", "begin_present_hint",
                                           Icon::full_screen, Way::present},
                                          {"session", "begin_session", "begin_session_words", "begin_session_hint", Icon::calm,
                                           Way::session}}};

void draw_card_box(const UiContext& ui, const Press& press) {
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_control(ui, list, press.min, press.max, press.hovered ? t.card_hover : t.card, m.corner_panel);
  draw_frame(list, press.min, press.max, press.hovered ? t.accent : t.border, m.corner_panel,
             press.hovered ? 2 * m.scale : m.line);
}

float choice_height(const UiContext& ui, float width) {
  float height = 0;
  for (const Choice& choice : kChoices)
    height = std::max(height, measure(ui.fonts.small, ui.tr(choice.words), width - 2 * ui.m.gap_m).y);
  return std::max(ui.m.control, 24 * ui.m.scale + ui.m.gap_xs + height + 2 * ui.m.gap_s);
}

// Large letters: the title alone, and what it means under the pointer and with the keyboard's focus. Its icon where that has room.
bool short_choice_card(const UiContext& ui, const Choice& choice, glm::vec2 size) {
  const Metrics& m = ui.m;
  const std::string title = ui.tr(choice.title), words = ui.tr(choice.words);
  const Press press = press_area(ui, choice.id, size);
  name_control(ui, title);
  draw_card_box(ui, press);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float icon = 24 * m.scale, with_icon = icon + m.gap_s, inner = size.x - 2 * m.gap_s;
  const bool has_icon = with_icon + measure(ui.fonts.bold, title).x <= inner;
  const std::string shown = elide(ui.fonts.bold, title, inner);
  const float width = measure(ui.fonts.bold, shown).x + (has_icon ? with_icon : 0), x = press.centre().x - width / 2;
  if (has_icon) draw_icon(list, choice.icon, {x + icon / 2, press.centre().y}, icon, ui.tokens.accent);
  draw_text(list, ui.fonts.bold, {x + (has_icon ? with_icon : 0), press.centre().y - ui.fonts.bold.size / 2}, ui.tokens.text, shown);
  explain(ui, press, {press.min, press.max}, words);
  return press.pressed;
}

bool choice_card(const UiContext& ui, const Choice& choice, glm::vec2 size) {
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const std::string title = ui.tr(choice.title);
  const Press press = press_area(ui, choice.id, size);
  name_control(ui, title);
  draw_card_box(ui, press);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float icon = 24 * m.scale, inner = size.x - 2 * m.gap_m;
  draw_icon(list, choice.icon, press.min + glm::vec2(m.gap_m + icon / 2, m.gap_s + icon / 2), icon, t.accent);
  draw_text(list, ui.fonts.bold, {press.min.x + m.gap_m + icon + m.gap_s, press.min.y + m.gap_s + (icon - ui.fonts.bold.size) / 2},
            t.text, elide(ui.fonts.bold, title, inner - icon - m.gap_s));
  draw_text(list, ui.fonts.small, {press.min.x + m.gap_m, press.min.y + m.gap_s + icon + m.gap_xs}, t.muted,
            ui.tr(choice.words), inner);
  return press.pressed;
}

float card_words_height(const UiContext& ui, const Scenario& scenario, float width, CardTells how) {
  const float inner = width - 2 * ui.m.gap_m;
  const std::string& told = told_on_card(scenario, how);
  return ui.m.gap_xs + (scenario.theme.empty() ? 0 : measure(ui.fonts.small_bold, scenario.theme, inner).y) +
         measure(ui.fonts.bold, scenario.title, inner).y + (told.empty() ? 0 : measure(ui.fonts.small, told, inner).y) + ui.m.gap_s;
}

bool story_card(const UiContext& ui, std::size_t story, glm::vec2 size, float picture_height, CardTells how) {
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const Scenario& scenario = ui.content.scenarios[story];
  const Press press = press_area(ui, ("story_" + scenario.id).c_str(), size);
  name_control(ui, scenario.title);
  draw_card_box(ui, press);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float edge = press.hovered ? 2 * m.scale : m.line;
  const glm::vec2 min = press.min + glm::vec2(edge), max(press.max.x - edge, press.min.y + picture_height);
  draw_story_picture(ui, list, story, min, max, m.corner_panel - edge, false);
  const float inner = size.x - 2 * m.gap_m;
  glm::vec2 at(press.min.x + m.gap_m, press.min.y + picture_height + m.gap_xs);
  if (!scenario.theme.empty()) {
    draw_text(list, ui.fonts.small_bold, at, t.accent, scenario.theme, inner);
    at.y += measure(ui.fonts.small_bold, scenario.theme, inner).y;
  }
  draw_text(list, ui.fonts.bold, at, t.text, scenario.title, inner);
  at.y += measure(ui.fonts.bold, scenario.title, inner).y;
  const std::string& told = told_on_card(scenario, how);
  draw_text(list, ui.fonts.small, at, t.muted, told, inner);
  // What has no room on it is said beside it: under the pointer, and with the keyboard's focus.
  if (told != scenario.story) explain(ui, press, {press.min, press.max}, scenario.story);
  return press.pressed;
}

}  // namespace

void draw_story_picture(const UiContext& ui, ImDrawList& list, std::size_t story, glm::vec2 min, glm::vec2 max, float corner,
                        bool round_below) {
  draw_box(list, min, max, ui.tokens.stage, corner);
  const auto picture = std::find_if(ui.frame.pictures.begin(), ui.frame.pictures.end(),
                                    [&](const StoryPicture& each) { return each.story == story; });
  if (picture == ui.frame.pictures.end()) {
    if (ui.pictures_wanted != nullptr && ImGui::IsRectVisible(to_im(min), to_im(max))) ui.pictures_wanted->push_back(story);
    return;
  }
  if (picture->texture == 0) return;
  // The whole width, and of the height what fits about the middle; or the other way about.
  const glm::vec2 room = max - min;
  const float share = std::min(1.0f, room.y / std::max(1.0f, room.x / picture->aspect));
  const float wide = std::min(1.0f, room.x / std::max(1.0f, room.y * picture->aspect));
  compat::add_image(list, picture->texture, min, max, {0.5f - wide / 2, 0.5f - share / 2}, {0.5f + wide / 2, 0.5f + share / 2},
                    corner, round_below ? ImDrawFlags_RoundCornersAll : ImDrawFlags_RoundCornersTop);
}

// The first moment of every theme, then the next ones, in the content's order.
std::vector<std::size_t> first_stories(const Content& content) {
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

void draw_welcome(UiContext& ui) {
  const Metrics& m = ui.m;
  const Tokens& t = ui.tokens;
  const glm::vec2 window = ui.frame.size_px;
  const bool beside = window.x >= 960 * m.scale;  // room for words and brain beside each other
  const float page_width = beside ? std::min(std::round(window.x * 0.58f), 980 * m.scale) : window.x;
  ui.layout.stage = beside ? Rect{{page_width, 0}, window} : Rect{{0, 0}, {0, 0}};

  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({page_width, window.y});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin("welcome", nullptr,
               ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoCollapse |
                   ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                   ImGuiWindowFlags_NoBringToFrontOnFocus);
  ImGui::PopStyleVar();
  if (Rect{{0, 0}, {page_width, window.y}}.contains(to_glm(ImGui::GetIO().MousePos))) ui.pointer_over_ui = true;

  const float margin = std::max(m.gap_l, std::min(56 * m.scale, page_width * 0.06f));
  const float width = page_width - 2 * margin, gap = m.gap_m;
  const std::vector<std::size_t> chosen = first_stories(ui.content);
  const auto columns = [&](float least) { return width >= 3 * least + 2 * gap ? 3u : width >= 2 * least + gap ? 2u : 1u; };
  const auto share_of = [&](std::size_t count) { return (width - gap * static_cast<float>(count - 1)) / static_cast<float>(count); };
  const auto rows_of = [](std::size_t items, std::size_t count) { return static_cast<float>((items + count - 1) / count); };
  const std::size_t per_row = columns(140 * m.scale);
  std::size_t choices_per_row = columns(150 * m.scale);
  const float card_width = share_of(per_row);
  float choice_width = share_of(choices_per_row), choice_rows = rows_of(kChoices.size(), choices_per_row);
  const float rows = rows_of(chosen.size(), per_row);

  const std::string sentence = ui.tr("welcome_sentence"), model = ui.tr("teaching_model"), tour = ui.tr("tour_offer");
  // Large letters in a small window: two lines of them, or smaller ones.
  const float mark = 40 * m.scale, model_height = measure(ui.fonts.small, model, width).y;
  const auto above_choices_in = [&](const UiFont& font) {
    return m.gap_l + std::max(mark, m.control) + gap + measure(font, sentence, width).y + m.gap_xs + model_height + gap;
  };
  const UiFont& title = measure(ui.fonts.title, sentence, width).y <= 2.5f * ui.fonts.title.size ? ui.fonts.title
                        : above_choices_in(ui.fonts.heading) + m.control <= window.y             ? ui.fonts.heading
                                                                                                 : ui.fonts.body;
  const float sentence_height = measure(title, sentence, width).y, above_choices = above_choices_in(title);
  float choice = choice_height(ui, choice_width);
  // All three are in view before anything scrolls.
  const bool brief = above_choices + choice_rows * (choice + gap) > window.y;
  if (brief) {
    choices_per_row = kChoices.size();
    choice_width = share_of(choices_per_row);
    choice_rows = 1;
    choice = std::clamp(window.y - above_choices, 0.8f * m.control, m.control);
  }
  // As much of every story as leaves the pictures their share of a page that fits without scrolling; pictures as high as that lets them.
  float words = 0, without = 0, room = 0;
  const auto plan = [&](CardTells how) {
    words = 0;
    for (const std::size_t story : chosen) words = std::max(words, card_words_height(ui, ui.content.scenarios[story], card_width, how));
    without = std::max(mark, m.control) + gap + sentence_height + m.gap_xs + model_height + gap + choice_rows * (choice + gap) + rows * (words + gap);
    room = (window.y - 2 * m.gap_l - without) / rows;
  };
  CardTells how = CardTells::story;
  for (const CardTells less : {CardTells::story, CardTells::card, CardTells::nothing})
    if (plan(how = less); room >= kPictureShare * card_width) break;
  if (room < kLeastPicture * m.scale) {  // it scrolls anyway
    const auto lines_of = [&](std::size_t story) {
      return measure(ui.fonts.small, ui.content.scenarios[story].story, card_width - 2 * m.gap_m).y / ui.fonts.small.size;
    };
    const bool is_short = std::all_of(chosen.begin(), chosen.end(), [&](std::size_t story) { return lines_of(story) < kMostStory + 0.5f; });
    plan(how = is_short ? CardTells::story : CardTells::card);
  }
  const float most = std::min(kMostPicture * m.scale * (window.y > 900 * m.scale ? 1.5f : 1), card_width * 0.62f);
  const float picture = std::round(std::clamp(room, std::min(kLeastPicture * m.scale, most), most));
  const float page = without + rows * picture;
  float y = std::max(m.gap_l, (window.y - page) / 2) - ImGui::GetScrollY();

  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float head = std::max(mark, m.control);
  draw_mark(list, {margin + mark / 2, y + head / 2}, mark, t);
  draw_text(list, ui.fonts.heading, {margin + mark + m.gap_s, y + (head - ui.fonts.heading.size) / 2}, t.text, "Attune");
  const float name_end = margin + mark + 2 * m.gap_s + measure(ui.fonts.heading, "Attune").x;
  const float tour_width = std::min(measure(ui.fonts.bold, tour).x + 2 * m.gap_l, margin + width - name_end);
  ImGui::SetCursorScreenPos({margin + width - tour_width, y + (head - m.control) / 2});
  if (button(ui, "start_tour", tour, ButtonLook::filled, tour_width)) ui.send(command::SetTour{0});
  y += head + gap;
  draw_text(list, title, {margin, y}, t.text, sentence, width);
  y += sentence_height + m.gap_xs;
  draw_text(list, ui.fonts.small, {margin, y}, t.muted, model, width);
  y += model_height + gap;
  for (std::size_t i = 0; i < kChoices.size(); ++i) {
    ImGui::SetCursorScreenPos({margin + static_cast<float>(i % choices_per_row) * (choice_width + gap),
                               y + static_cast<float>(i / choices_per_row) * (choice + gap)});
    if (!(brief ? short_choice_card : choice_card)(ui, kChoices[i], {choice_width, choice})) continue;
    ui.send(command::Begin{kChoices[i].way, kChoices[i].hint[0] == 0 ? "" : ui.tr(kChoices[i].hint)});
  }
  y += choice_rows * (choice + gap);
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    ImGui::SetCursorScreenPos({margin + static_cast<float>(i % per_row) * (card_width + gap),
                               y + static_cast<float>(i / per_row) * (picture + words + gap)});
    if (!story_card(ui, chosen[i], {card_width, picture + words}, picture, how)) continue;
    ui.send(command::SelectScenario{static_cast<int>(chosen[i])});
    if (!ui.session.compare) ui.send(command::SetCompare{true});
  }
  y += rows * (picture + words + gap);
  ImGui::SetCursorScreenPos({margin, y});
  ImGui::Dummy({1, m.gap_xs});
  ImGui::End();
}

}  // namespace attune
