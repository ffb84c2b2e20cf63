// The cards of all stories: what is looked for, their pictures, every window.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "desk.h"
#include "drawn.h"
#include "session/edit_story.h"
#include "ui/describe.h"
#include "ui/key_input.h"
#include "ui/search.h"
#include "ui/ui_compat.h"
#include "ui/widgets.h"

namespace attune {
namespace {

const Control* control_of(const std::vector<Control>& controls, const std::string& id) {
  const auto found = std::find_if(controls.begin(), controls.end(), [&](const Control& each) { return each.id == id && !each.place.is_empty(); });
  return found == controls.end() ? nullptr : &*found;
}

glm::vec2 centre_of(const Control& control) { return (control.place.min + control.place.max) * 0.5f; }

// Some frames; what they ask for is done. The controls of the last.
std::vector<Control> go_on(TestDesk& desk, int frames = 3) {
  desk.note_controls = true;
  std::vector<Control> controls;
  for (int i = 0; i < frames; ++i) {
    UiResult result = desk.frame({-10, -10});
    for (const Command& command : result.commands) desk.run(command);
    controls = std::move(result.controls);
  }
  return controls;
}

void press_escape(TestDesk& desk) {
  const KeyPress press{key::kEscape, 0, false};
  compat::key(ImGui::GetIO(), ImGuiKey_Escape, true);
  for (const Command& command : take_keys({&press, 1}, desk.session, desk.content).commands) desk.run(command);
  for (const Command& command : desk.frame({-10, -10}).commands) desk.run(command);
  compat::key(ImGui::GetIO(), ImGuiKey_Escape, false);
  go_on(desk);
}

std::set<std::string> cards(const std::vector<Control>& controls) {
  std::set<std::string> ids;
  for (const Control& control : controls)
    if (control.id.starts_with("scenario_") || control.id.starts_with("kept_story") || control.id == "own_story") ids.insert(control.id);
  return ids;
}

bool says(const std::string& words) {
  std::string all;
  for (const DrawnText& text : drawn_texts()) all += text.text + " ";
  return all.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("the stories: what is typed leaves the cards that it finds, by the rules of the search; x and Esc bring all back") {
  TestDesk desk;
  desk.run(command::SetLibrary{true});
  std::vector<Control> controls = go_on(desk);
  const std::set<std::string> all = cards(controls);
  REQUIRE(control_of(controls, "library_search") != nullptr);
  CHECK(control_of(controls, "library_search")->words == desk.text.at("library_search"));
  CHECK(control_of(controls, "clear_library_search") == nullptr);
  desk.click(centre_of(*control_of(controls, "library_search")));
  REQUIRE(ImGui::GetIO().WantTextInput);
  for (const char c : std::string("left")) ImGui::GetIO().AddInputCharacter(static_cast<unsigned>(c));
  controls = go_on(desk, 5);
  CHECK(desk.session.library_search == "left");
  const std::set<std::string> found = cards(controls);
  CHECK(found.count("scenario_rejection") == 1);
  CHECK(found.size() < all.size());
  // Esc leaves the field and takes the words away; the next one closes the list.
  press_escape(desk);
  CHECK_FALSE(ImGui::GetIO().WantTextInput);
  CHECK(desk.session.library_search.empty());
  CHECK(desk.session.show_library);
  CHECK(cards(go_on(desk)) == all);
  desk.run(command::SetLibrary{true, "left"});
  desk.run(command::StepBack{});
  CHECK(desk.session.library_search.empty());
  CHECK(desk.session.show_library);
  desk.run(command::StepBack{});
  CHECK_FALSE(desk.session.show_library);

  desk.run(command::SetLibrary{true, "zzz"});
  controls = go_on(desk);
  CHECK(cards(controls).empty());
  CHECK(says(desk.text.at("search_nothing")));
  REQUIRE(control_of(controls, "clear_library_search") != nullptr);
  const std::vector<Command> cleared = desk.click(centre_of(*control_of(controls, "clear_library_search")));
  REQUIRE(cleared.size() == 1);
  desk.run(cleared[0]);
  CHECK(cards(go_on(desk)) == all);
  // Another time it begins with all of them.
  desk.run(command::SetLibrary{true, "left"});
  desk.run(command::SetLibrary{false});
  desk.run(command::SetLibrary{true});
  CHECK(desk.session.library_search.empty());
}

TEST_CASE("the stories are found as the search finds them, those of the person's own too, and told as text") {
  TestDesk desk;
  desk.run(command::SelectScenario{story_index(desk, "rejection")});
  desk.run(command::SetEditor{true});
  desk.run(command::MakeOwnStory{"The bus that left", "A story about a bus."});
  for (const std::string query : {"", "left", "bus", "parent", "talk judges", "colour", "color", "years", "zzz", "  "}) {
    CAPTURE(query);
    std::multiset<std::string> titles, searched;
    const FoundStories found = find_stories(desk.session, desk.content, desk.text, query);
    if (found.own) titles.insert(desk.session.own_story->scenario.title);
    for (const std::size_t i : found.kept) titles.insert(desk.session.kept_stories[i]->scenario.title);
    for (const std::size_t i : found.all) titles.insert(story_at(desk.content, i).text().title);
    for (const Finding& finding : find_anything(desk.session, desk.content, desk.text, query, 1000))
      if (finding.kind == FindingKind::moment) searched.insert(finding.title);
    CHECK(titles == searched);
    CHECK(std::is_sorted(found.all.begin(), found.all.end()));
  }
  desk.run(command::SetEditor{false});
  desk.run(command::SetLibrary{true, "bus"});
  CHECK(cards(go_on(desk)) == std::set<std::string>{"own_story"});
  bool told = false;
  for (const std::string& line : describe_session(desk.session, desk.content, desk.text, desk.why))
    told = told || line.find("The bus that left") != std::string::npos;
  CHECK(told);
}

TEST_CASE("the stories by keyboard: into the field, typing, Esc, on to the cards") {
  TestDesk desk;
  desk.run(command::SetLibrary{true});
  go_on(desk);
  for (int i = 0; i < 12; ++i) {
    desk.frame({-10, -10}, false, 0, 1);
    go_on(desk);
    const ImGuiWindow* window = ImGui::GetCurrentContext()->NavWindow;
    if (window != nullptr && std::string(window->RootWindow->Name) == "left") break;
  }
  const auto tap = [&](ImGuiKey named) {
    compat::key(ImGui::GetIO(), named, true);
    desk.frame({-10, -10});
    compat::key(ImGui::GetIO(), named, false);
    desk.frame({-10, -10});
    desk.frame({-10, -10});
  };
  // From the tabs down and to the right; Enter gives the field the keyboard.
  bool typing = false;
  for (const ImGuiKey step : {ImGuiKey_DownArrow, ImGuiKey_RightArrow, ImGuiKey_RightArrow}) {
    tap(step);
    desk.press_focused = true;
    tap(ImGuiKey_Enter);
    typing = ImGui::GetIO().WantTextInput;
    if (typing) break;
    desk.run(command::SetLibrary{true});
  }
  REQUIRE(typing);
  for (const char c : std::string("judges")) ImGui::GetIO().AddInputCharacter(static_cast<unsigned>(c));
  CHECK(cards(go_on(desk, 5)) == std::set<std::string>{"scenario_tsst"});
  press_escape(desk);
  CHECK(desk.session.show_library);
  CHECK(desk.session.library_search.empty());
  CHECK(has_keyboard_focus());  // where it was: the cards are an arrow away
}

TEST_CASE("the cards of the stories have pictures and are as low as before, in every window and at every size of text") {
  for (const glm::vec2 size : {glm::vec2(1024, 600), {1280, 720}, {1920, 1080}, {3840, 2160}})
    for (const float ui_scale : {1.0f, 1.5f, 2.0f, 3.0f}) {
      CAPTURE(size.x);
      CAPTURE(ui_scale);
      TestDesk desk(size, ui_scale);
      desk.run(command::SetPanel{Panel::left, true});
      desk.run(command::SetLibrary{true});
      std::vector<Control> controls = go_on(desk);
      const Control* field = control_of(controls, "library_search");
      REQUIRE(field != nullptr);
      CHECK(field->place.size().x >= 80 * desk.scale);
      const std::vector<std::size_t> wanted = desk.frame({-10, -10}).pictures_wanted;
      const std::set<std::string> shown = cards(controls);
      const float room = layout_ui(size, make_metrics(desk.scale), desk.session).left.size().y / desk.scale;
      if (room > 240) {
        CHECK(!wanted.empty());
        CHECK(wanted.size() <= shown.size());
        CHECK(wanted.size() < story_count(desk.content));  // only those in view
      }
      // The first card begins no lower than it did below a button of its own line.
      const Control* first_card = nullptr;
      for (const Control& control : controls)
        if (control.id.starts_with("scenario_") && first_card == nullptr) first_card = &control;
      REQUIRE(first_card != nullptr);
      const Metrics m = make_metrics(desk.scale);
      const UiFont& small = desk.fonts.small;
      if (room > 240) {
        CHECK(first_card->place.min.y <= field->place.max.y + m.gap_l + small.size + m.gap_s + 2);
        const ScenarioText& scenario = desk.content.scenarios.front();
        if (first_card->id == "scenario_" + scenario.id && first_card->place.max.y < desk.size.y - 100) {
          const float inner = first_card->place.size().x - 2 * m.gap_m;
          const float usual = measure(desk.fonts.bold, scenario.title, inner).y +
                              measure(small, clamp_lines(small, scenario.story, inner, 4), inner).y + 2 * m.gap_m + m.gap_xs;
          CHECK(first_card->place.size().y <= usual + 4 * desk.scale);
        }
      }
      for (const DrawnText& text : drawn_texts()) {
        if (text.window.find("left") == std::string::npos) continue;
        CAPTURE(text.text);
        CHECK_FALSE(text.is_cut);
      }
      const auto texts = drawn_texts();
      for (const auto& pair : overlapping(texts)) {
        CAPTURE(texts[pair.first].text);
        CAPTURE(texts[pair.second].text);
        CHECK(texts[pair.first].window.find("left") == std::string::npos);
      }
    }
}

TEST_CASE("a story's card on the first page is taken back by one undo, as every press is") {
  TestDesk desk;
  desk.session.show_welcome = true;
  const int scenario = desk.session.scenario;
  const std::vector<Control> controls = go_on(desk);
  const Control* const card = control_of(controls, "story_tsst");
  REQUIRE(card != nullptr);
  execute_press(desk.session, desk.content, desk.click(centre_of(*card)));
  CHECK(desk.session.scenario == story_index(desk, "tsst"));
  CHECK(desk.session.compare);
  desk.run(command::Undo{});
  CHECK(desk.session.scenario == scenario);
  CHECK_FALSE(desk.session.compare);
  CHECK(desk.session.history.past.empty());
}

TEST_CASE("cards tell whole sentences, on the first page and among all stories, in every window and at every size of text") {
  const std::string dots = "\u2026";
  for (const glm::vec2 size : {glm::vec2(1024, 600), {1152, 648}, {1280, 720}, {1920, 1080}})
    for (const float ui_scale : {1.0f, 1.5f, 2.0f, 3.0f}) {
      CAPTURE(size.x);
      CAPTURE(ui_scale);
      TestDesk desk(size, ui_scale);
      for (const bool welcome : {true, false}) {
        desk.session.show_welcome = welcome;
        desk.run(command::SetPanel{Panel::left, true});
        desk.run(command::SetLibrary{!welcome});
        desk.session.show_welcome = welcome;
        go_on(desk);
        for (const DrawnText& text : drawn_texts()) {
          const bool is_card = text.window == "welcome" || text.window.find("left/scroll") != std::string::npos;
          CAPTURE(text.text);
          if (is_card) CHECK(text.text.find(dots) == std::string::npos);
        }
      }
    }
  const TestDesk desk;
  for (std::size_t i = 0; i < story_count(desk.content); ++i) {
    const ScenarioText& text = story_at(desk.content, i).text();
    CAPTURE(text.id);
    CHECK_FALSE(text.card.empty());
    CHECK(text.card.size() <= 60);
    CHECK(text.card.ends_with('.') + text.card.ends_with('?') == 1);
  }
}

TEST_CASE("every field to type in can be pressed by its name") {
  TestDesk desk;
  const auto is_named = [&](const char* id, const char* words) {
    const std::vector<Control> controls = go_on(desk);
    const Control* control = control_of(controls, id);
    return control != nullptr && control->words == desk.text.at(words);
  };
  desk.run(command::ShowStoryFiles{true});
  CHECK(is_named("path", "editor_path"));
  desk.run(command::ShowStoryFiles{false});
  desk.run(command::SetSearch{true, ""});
  CHECK(is_named("query", "key_search"));
  desk.run(command::SetSearch{false, ""});
  desk.run(command::SelectScenario{story_index(desk, "rejection")});
  desk.run(command::SetEditor{true});
  desk.run(command::MakeOwnStory{"Mine", "A story."});
  CHECK(is_named("title", "editor_title"));
  desk.run(command::ChooseItem{{ItemKind::caption, 0}});
  CHECK(is_named("event", "editor_caption_event"));
  CHECK(is_named("text", "editor_caption_text"));
}

}  // namespace attune
