// The panels without a GPU: what a click asks for, wherever it falls.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <thread>

#include "app/browser.h"
#include "app/picture_clipboard.h"
#include "core/text.h"
#include "desk.h"
#include "drawn.h"
#include "scene/stage_overlay.h"
#include "model/find_claims.h"
#include "session/over_story.h"
#include "session/why_words.h"
#include "ui/plot_layout.h"
#include "sim/explain.h"
#include "ui/describe.h"
#include "ui/key_input.h"
#include "ui/keys.h"
#include "ui/page_figures.h"
#include "ui/search.h"
#include "ui/terms.h"
#include "ui/tour.h"
#include "ui/ui_compat.h"
#include "ui/widgets.h"

namespace attune {
namespace {

// Command text -> the points that ask for it.
std::map<std::string, std::vector<glm::vec2>> by_command(const std::vector<Found>& found) {
  std::map<std::string, std::vector<glm::vec2>> map;
  for (const Found& point : found)
    for (const Command& command : point.commands) map[describe(command)].push_back(point.at);
  return map;
}

// One click, one command. The few that mean two are named by the caller.
void check_single(const std::vector<Found>& found, const std::set<std::string>& may_be_second = {}) {
  for (const Found& point : found) {
    if (point.commands.size() == 1) continue;
    CAPTURE(point.at.x);
    CAPTURE(point.at.y);
    CAPTURE(describe(point.commands[0]));
    REQUIRE(point.commands.size() == 2);
    CHECK(may_be_second.count(describe(point.commands[1])) == 1);
  }
}

glm::vec2 middle_of(const std::vector<glm::vec2>& points) {
  glm::vec2 sum(0);
  for (const glm::vec2 p : points) sum += p;
  return sum / static_cast<float>(points.size());
}

}  // namespace

TEST_CASE("every click on the moment view asks for one thing, and everything can be asked for") {
  TestDesk desk;
  desk.run(command::Seek{100});
  const std::vector<Found> found = click_everywhere(desk, 19);
  check_single(found, {"SetCompare 1"});  // choosing a style for B also starts comparing
  auto map = by_command(found);
  for (const std::string wanted :
       {"SetPlaying 1", "StepEvent -1", "StepEvent 1", "Seek", "SetSpeed", "SelectArm 0", "SetStyle 0 1",
        "SetCompare 1", "SetLeftTab 1", "SetLeftTab 2", "SetCurveVisible 0 region.AMY", "SetPanel 1 0", "SetPanel 2 0",
        "SetPanel 3 0", "SetTheme 1", "SetHelp 1", "SetFullscreen 1", "SetLibrary 1", "SetChange 1", "SetGrounded 1", "SetBands 1",
        "SetSearch 1", "SetPages 1 ", "StartPrediction"}) {
    CAPTURE(wanted);
    CHECK(map.count(wanted) == 1);
  }
  // The play button: at least 44 pixels across.
  const std::vector<glm::vec2>& play = map["SetPlaying 1"];
  REQUIRE(!play.empty());
  float across = 0;
  for (float x = -40; x <= 40; x += 2)
    if (first<command::SetPlaying>(desk.click(middle_of(play) + glm::vec2(x, 0))) != nullptr) across += 2;
  CHECK(across >= 44);
  const std::vector<Command> commands = desk.click(middle_of(play));
  REQUIRE(commands.size() == 1);
  CHECK(describe(commands[0]) == "SetPlaying 1");
  // Nothing on the stage belongs to the panels.
  const Rect stage = desk.frame({640, 200}).stage;
  CHECK(stage.size().x > 500);
  CHECK(stage.size().y > 300);
  for (const Found& point : found) CHECK_FALSE(stage.contains(point.at));
}

TEST_CASE("pause is where play was") {
  TestDesk desk;
  desk.run(command::SetPlaying{true});
  auto map = by_command(click_everywhere(desk, 19));
  CHECK(map.count("SetPlaying 0") == 1);
  CHECK(map.count("SetPlaying 1") == 0);
}

TEST_CASE("a scenario card selects its scenario, once") {
  TestDesk desk;
  desk.run(command::SetLibrary{true});
  const std::vector<Found> found = click_everywhere(desk, 19);
  check_single(found);
  auto map = by_command(found);
  CHECK(map.count("SelectScenario 0") == 1);
  CHECK(map.count("SelectScenario 1") == 1);
  CHECK(map.count("SetLibrary 0") == 1);
  const std::vector<Command> commands = desk.click(middle_of(map["SelectScenario 1"]));
  REQUIRE(commands.size() == 1);
  CHECK(describe(commands[0]) == "SelectScenario 1");
  // Every scenario can be reached by scrolling.
  std::set<std::string> seen;
  const glm::vec2 over(150, 400);
  for (int step = 0; step < 52; ++step) {
    for (float y = 130; y < 580; y += 24)
      for (const Command& command : desk.click({over.x, y})) seen.insert(describe(command));
    for (int i = 0; i < 3; ++i) desk.frame(over, false, -1);
  }
  for (std::size_t i = 0; i < story_count(desk.content); ++i)
    CHECK(seen.count("SelectScenario " + std::to_string(i)) == 1);
}

TEST_CASE("structures: rows select and name, eyes hide") {
  TestDesk desk;
  desk.run(command::SetLeftTab{LeftTab::structures});
  const std::vector<Found> found = click_everywhere(desk, 19);
  check_single(found);
  auto map = by_command(found);
  REQUIRE(map.count("Select amygdala") == 1);
  CHECK(map.count("SetStructureVisible amygdala") == 1);
  CHECK(map.count("SoloStructure amygdala") == 1);
  const UiResult hovering = desk.frame(middle_of(map["Select amygdala"]));
  const command::Hover* hover = first<command::Hover>(hovering.commands);
  REQUIRE(hover != nullptr);
  CHECK(hover->structure == "amygdala");
  desk.run(*hover);
  CHECK(first<command::Hover>(desk.frame(middle_of(map["Select amygdala"])).commands) == nullptr);  // once is enough
  const UiResult away = desk.frame({20, 60});
  hover = first<command::Hover>(away.commands);
  REQUIRE(hover != nullptr);
  CHECK(hover->structure.empty());
}

TEST_CASE("structures and chemicals are shown alone in the same two ways: the control in the row, or Ctrl and the eye") {
  TestDesk desk;
  desk.note_controls = true;
  const auto& chemicals = desk.content.circuit.chemicals;
  const auto seen = std::find_if(chemicals.begin(), chemicals.end(), [](const Chemical& each) { return !each.hidden; });
  const auto place_of = [&](const std::string& id, const std::string& words) {
    desk.frame({-10, -10});
    for (const Control& control : desk.frame({-10, -10}).controls)
      if (control.id == id && control.words == words) return control.place;
    return Rect{};
  };
  const auto is_asked = [](const std::vector<Command>& commands, const std::string& wanted) {
    return commands.size() == 1 && describe(commands[0]) == wanted;
  };
  for (const bool chemical : {false, true}) {
    desk.run(command::SetLeftTab{chemical ? LeftTab::chemicals : LeftTab::structures});
    const std::string only = desk.text.at(chemical ? "solo_flow" : "solo_structure"), name = chemical ? seen->name : "Amygdala";
    const std::string wanted = chemical ? "SoloCarrier " + seen->id : "SoloStructure amygdala";
    const Rect solo = place_of("solo", only + ": " + name);
    REQUIRE_FALSE(solo.is_empty());
    const glm::vec2 centre = (solo.min + solo.max) * 0.5f;
    CHECK(solo.size().x == doctest::Approx(kRowChip * desk.scale).epsilon(0.05));
    CHECK(is_asked(desk.click(centre), wanted));
    Rect eye{};  // of the same row
    for (const Control& control : desk.frame({-10, -10}).controls)
      if (control.id == "eye" && control.place.min.y < centre.y && control.place.max.y > centre.y) eye = control.place;
    REQUIRE_FALSE(eye.is_empty());
    compat::modifiers(ImGui::GetIO(), true, false, false);
    CHECK(is_asked(desk.click((eye.min + eye.max) * 0.5f), wanted));
    compat::modifiers(ImGui::GetIO(), false, false, false);
    CHECK_FALSE(is_asked(desk.click((eye.min + eye.max) * 0.5f), wanted));
  }
  // Search finds both, and help lists the way.
  for (const char* query : {"only amygdala", "alone cortisol", "solo thalamus"}) {
    const std::vector<Finding> found = find_anything(desk.session, desk.content, desk.text, query, 8);
    CAPTURE(query);
    CHECK(std::any_of(found.begin(), found.end(), [](const Finding& one) {
      return one.commands.size() == 1 && (std::holds_alternative<command::SoloStructure>(one.commands[0]) || std::holds_alternative<command::SoloCarrier>(one.commands[0]));
    }));
  }
  desk.run(command::SoloStructure{"amygdala"});
  const std::vector<Finding> back = find_anything(desk.session, desk.content, desk.text, desk.text.at("all_structures"), 8);
  REQUIRE_FALSE(back.empty());
  CHECK(describe(back[0].commands[0]) == "SoloStructure ");
  const std::vector<Finding> other = find_anything(desk.session, desk.content, desk.text, "Thalamus", 8);
  REQUIRE_FALSE(other.empty());
  CHECK(describe(other[0].commands[0]) == "SetStructureVisible thalamus");  // what is found is seen
  const std::vector<std::string> told = describe_session(desk.session, desk.content, desk.text, desk.why);
  CHECK(std::count(told.begin(), told.end(), desk.text.at("say_solo_structure") + ": Amygdala") == 1);
}

TEST_CASE("a region is called the same in the reasons, the list of structures, its details and the search") {
  TestDesk desk({1280, 4000});
  int renamed = 0;
  for (const Region& region : desk.content.circuit.regions) {
    const auto plain = desk.why.find("plain_" + region.id);
    if (plain == desk.why.end()) continue;
    const auto structure = std::find_if(desk.content.structures.begin(), desk.content.structures.end(),
                                        [&](const Structure& each) { return each.region == region.id; });
    REQUIRE(structure != desk.content.structures.end());
    CAPTURE(region.id);
    const bool by_name = plain->second == "the " + lower_first(structure->name);
    if (!by_name) CHECK(upper_first(plain->second) == region.plain);
    WhyTerm term;
    term.source = region.id;
    term.source_after = term.effect = 1;
    const std::string clause = why_clause(term, desk.content, desk.why, Level::plain);
    CHECK(clause.find(plain->second) != std::string::npos);
    CHECK(clause.find(lower_first(structure->name)) != std::string::npos);  // as the list has it
    if (by_name) continue;
    ++renamed;
    CHECK(clause.find(plain->second + " (" + lower_first(structure->name) + ")") != std::string::npos);
    CHECK(why_clause(term, desk.content, desk.why, Level::student).find(plain->second) == std::string::npos);
    const std::vector<Finding> found = find_anything(desk.session, desk.content, desk.text, plain->second.substr(4), 40);
    CHECK(std::any_of(found.begin(), found.end(), [&](const Finding& one) { return one.title == structure->name; }));
  }
  CHECK(renamed > 10);
  desk.run(command::Select{"thalamus"});
  desk.frame({-10, -10});
  desk.frame({-10, -10});
  bool head = false;
  for (const DrawnText& text : drawn_texts()) head = head || (text.window.find("right/") == 0 && text.text == "The relay");
  CHECK(head);
}

TEST_CASE("chemicals: names plot, eyes hide the flow") {
  TestDesk desk;
  desk.run(command::SetLeftTab{LeftTab::chemicals});
  const std::vector<Found> found = click_everywhere(desk, 19);
  check_single(found);
  auto map = by_command(found);
  CHECK(map.count("SetPlotted chem.OTc") == 1);
  CHECK(map.count("SetCarrierVisible OTc") == 1);
  CHECK(map.count("AskAbout chem.OTc") == 1);
  // Everything has its "why?", further down the body and the feelings too.
  std::set<std::string> seen;
  for (int step = 0; step < 25; ++step) {
    for (float y = 140; y < 580; y += 30)
      for (const Command& command : desk.click({264, y})) seen.insert(describe(command));
    for (int i = 0; i < 4; ++i) desk.frame({150, 400}, false, -1);
  }
  for (const char* wanted : {"AskAbout chem.CORT", "AskAbout felt.D", "AskAbout body.HR", "AskAbout body.V"}) {
    CAPTURE(wanted);
    CHECK(seen.count(wanted) == 1);
  }
}

TEST_CASE("comparing: swap, details of a selection") {
  TestDesk desk;
  desk.run(command::SetCompare{true});
  desk.run(command::Select{"amygdala"});
  const std::vector<Found> found = click_everywhere(desk, 19);
  check_single(found);
  auto map = by_command(found);
  for (const std::string wanted : {"SwapSides", "SetCompare 0", "SetStyle 1 2", "FrameStructure amygdala", "Select "}) {
    CAPTURE(wanted);
    CHECK(map.count(wanted) == 1);
  }
}

TEST_CASE("every structure's details can be drawn, at rest and in motion") {
  TestDesk desk;
  desk.run(command::SetCompare{true});
  desk.run(command::Seek{120});
  for (const Structure& structure : desk.content.structures) {
    CAPTURE(structure.id);
    desk.session.selected = structure.id;
    const UiResult result = desk.frame({-10, -10});
    CHECK_FALSE(result.stage.is_empty());
  }
  desk.session.selected = "a mesh of the user's own";
  CHECK_FALSE(desk.frame({-10, -10}).stage.is_empty());
}

TEST_CASE("the welcome: three ways to begin, the tour, six story cards that play two histories, nothing else") {
  TestDesk desk;
  desk.session.show_welcome = true;
  const std::vector<Found> found = click_everywhere(desk, 19);
  check_single(found, {"SetCompare 1"});
  auto map = by_command(found);
  int stories = 0;
  for (const auto& entry : map) {
    const std::string& text = entry.first;
    CAPTURE(text);
    const bool is_story = text.rfind("SelectScenario ", 0) == 0;
    stories += is_story ? 1 : 0;
    CHECK((is_story || text.rfind("Begin ", 0) == 0 || text == "SetTour 0" || text == "SetCompare 1"));
  }
  CHECK(stories == 6);
  for (const char* wanted : {"Begin 0", "Begin 1", "Begin 2", "SetTour 0"}) {
    CAPTURE(wanted);
    CHECK(map.count(wanted) == 1);
  }
  CHECK_FALSE(desk.frame({-10, -10}).stage_takes_input);
}

TEST_CASE("the welcome fits, or scrolls, from a small window to a large one and at every text size") {
  struct Size {
    glm::vec2 window;
    float ui_scale;
  };
  for (const Size size : {Size{{1024, 600}, 1}, {{1280, 720}, 2.5f}, {{1024, 600}, 3}, {{1920, 1080}, 1}, {{3840, 2160}, 1}}) {
    TestDesk desk(size.window, size.ui_scale);
    desk.session.show_welcome = true;
    desk.note_controls = true;
    UiResult result;
    for (int i = 0; i < 3; ++i) result = desk.frame({-10, -10});
    CAPTURE(size.window.x);
    CAPTURE(size.ui_scale);
    int choices = 0;
    for (const Control& control : result.controls) {
      if (control.id == "explore" || control.id == "present" || control.id == "session") ++choices;
      CHECK(control.place.min.x >= -0.5f);
      CHECK(control.place.max.x <= size.window.x + 0.5f);
    }
    CHECK(choices == 3);
    CHECK(result.controls.size() == 10);  // three, the tour, six stories
  }
}

TEST_CASE("the welcome: all three ways to begin are wholly in view, however large the letters; what is short is told") {
  for (const glm::vec2 window : {glm::vec2(1024, 600), {1280, 720}, {1920, 1080}})
    for (const float scale : {1.0f, 1.5f, 2.0f, 2.5f, 3.0f}) {
      TestDesk desk(window, scale);
      desk.session.show_welcome = true;
      desk.note_controls = true;
      UiResult result;
      for (int i = 0; i < 3; ++i) result = desk.frame({-10, -10});
      CAPTURE(window.x);
      CAPTURE(scale);
      float low = 0, high = 1e9f;  // their heights
      for (const Control& control : result.controls) {
        if (control.id != "explore" && control.id != "present" && control.id != "session") continue;
        low = std::max(low, control.place.size().y);
        high = std::min(high, control.place.size().y);
        CHECK(control.place.max.y <= window.y);
      }
      CHECK(high >= 0.8f * make_metrics(desk.scale).control);
      CHECK(low == doctest::Approx(high));
      for (const DrawnText& text : drawn_texts()) CHECK_FALSE(text.is_cut);
    }
  TestDesk desk({1280, 720}, 3);
  desk.session.show_welcome = true;
  desk.note_controls = true;
  desk.frame({-10, -10});
  for (const Control& control : desk.frame({-10, -10}).controls) {
    if (control.id != "session") continue;
    for (int i = 0; i < 40; ++i) desk.frame((control.place.min + control.place.max) * 0.5f);  // longer than a tooltip waits
  }
  std::string all;
  for (const DrawnText& text : drawn_texts()) all += text.text + " ";
  CHECK(all.find("few panels") != std::string::npos);
}

TEST_CASE("as text, only the panels are named that the window has room for") {
  const auto panels = [](const TestDesk& desk) {
    const UiLayout layout = shown_layout(desk.size, desk.session);
    for (const std::string& line : describe_session(desk.session, desk.content, desk.text, desk.why, &layout))
      if (line.starts_with("Panels: ")) return line;
    return std::string();
  };
  {
    TestDesk small({1280, 720}, 1.5f);
    CHECK(panels(small) == "Panels: Story and structures");
    for (const std::string& line : describe_session(small.session, small.content, small.text, small.why))
      CHECK_FALSE(line.starts_with("Panels: "));  // a picture of the stage has none
  }
  TestDesk wide({1920, 1080});
  CHECK(panels(wide) == "Panels: Story and structures, Curves and Details");
  wide.size = {1280, 720};
  wide.run(command::SetChange{true, 0, 52});
  CHECK(panels(wide) == "Panels: " + wide.text.at("change_title") + " and Curves");
  wide.run(command::SetBlank{true});
  CHECK(panels(wide) == "Panels: " + wide.text.at("say_none"));
}

// Frames in which the session hears what the interface notices, until nothing moves any more.
void settle(TestDesk& desk) {
  for (int i = 0; i < 4; ++i)
    for (const Command& command : desk.frame({-10, -10}).commands) desk.run(command);
}

TEST_CASE("the way to the sliders has whole words at the foot of the details, also beside Back and Forward") {
  for (const float scale : {1.0f, 1.25f, 1.5f, 2.0f, 2.5f})
    for (const glm::vec2 window : {glm::vec2(1024, 600), {1280, 720}}) {
      TestDesk desk(window, scale);
      CAPTURE(scale);
      CAPTURE(window.x);
      desk.run(command::Select{"amygdala"});
      desk.run(command::Select{"thalamus"});
      desk.run(command::SetPanel{Panel::right, true});
      settle(desk);
      for (const DrawnText& text : drawn_texts()) CHECK(text.text.find("Change some\u2026") == std::string::npos);
      for (const DrawnText& text : drawn_texts()) CHECK_FALSE((text.text.starts_with("Chan") && text.text.ends_with("\u2026")));
    }
}

TEST_CASE("beside the change dial the curves keep their reasons and their way out where their panel has the height") {
  for (const glm::vec2 window : {glm::vec2(1600, 900), {1920, 1080}}) {
    TestDesk desk(window);
    desk.note_controls = true;
    desk.run(command::SelectScenario{story_index(desk, "soothe")});
    desk.run(command::SetChange{true, 0, 52});
    settle(desk);
    const UiLayout layout = layout_ui(desk.size, make_metrics(desk.scale), desk.session);
    REQUIRE_FALSE(layout.change.is_empty());
    REQUIRE_FALSE(layout.plots.is_empty());
    CAPTURE(window.x);
    std::size_t reasons = 0, ways = 0;
    for (const Control& control : desk.frame({-10, -10}).controls) {
      const glm::vec2 at = (control.place.min + control.place.max) * 0.5f;
      if (!layout.plots.contains(at)) continue;
      reasons += control.id == "why" ? 1 : 0;
      ways += control.id == "save_curves" ? 1 : 0;
    }
    CHECK(reasons == desk.session.plotted.size());
    CHECK(ways == 1);
  }
}

TEST_CASE("the company that is chosen is wholly in view in its menu, however low the window") {
  TestDesk desk({1024, 600}, 1.5f);
  desk.note_controls = true;
  for (const int company : change_companies(desk.content)) {
    desk.run(command::SetChange{true, company, 52});
    desk.tidy();
    settle(desk);
    glm::vec2 button{0};
    for (const Control& control : desk.frame({-10, -10}).controls)
      if (control.id == "company") button = (control.place.min + control.place.max) * 0.5f;
    desk.click(button);
    for (int i = 0; i < 4; ++i) desk.frame({-10, -10});
    const CareEnvironment& chosen = desk.content.slow.environments[static_cast<std::size_t>(company)];
    CAPTURE(chosen.name);
    bool named = false, told = false;
    for (const DrawnText& text : drawn_texts()) {
      if (text.window.find("##Popup") == std::string::npos) continue;
      const ImGuiWindow* const menu = ImGui::FindWindowByName(text.window.c_str());
      REQUIRE(menu != nullptr);
      const bool whole = text.box.min.y >= menu->InnerClipRect.Min.y - 0.5f && text.box.max.y <= menu->InnerClipRect.Max.y + 0.5f;
      named = named || (whole && text.text == chosen.name);
      told = told || (whole && chosen.meaning.find(text.text) == 0);
    }
    CHECK(named);
    CHECK(told);
    desk.click(button);
  }
}

TEST_CASE("the tour's card lies beside what it points at, inside every window") {
  for (const glm::vec2 window : {glm::vec2(640, 400), {1024, 600}, {1280, 720}, {1920, 1080}, {3840, 2160}})
    for (const glm::vec2 share : {glm::vec2(0.2f, 0.3f), {0.4f, 0.4f}, {0.9f, 0.5f}})
      for (const glm::vec4 part : {glm::vec4(0, 0, 1, 1), {0.3f, 0.1f, 0.7f, 0.6f}, {0, 0.1f, 0.25f, 0.9f}, {0, 0.85f, 1, 1},
                                   {0.75f, 0.1f, 1, 0.9f}, {0.6f, 0, 0.66f, 0.08f}}) {
        const Rect target{window * glm::vec2(part.x, part.y), window * glm::vec2(part.z, part.w)};
        const TourPlace place = place_tour(target, window * share, window, 8);
        CAPTURE(window.x);
        CAPTURE(part.x);
        CAPTURE(share.x);
        CHECK(place.card.min.x >= 0);
        CHECK(place.card.min.y >= 0);
        CHECK(place.card.max.x <= window.x);
        CHECK(place.card.max.y <= window.y);
        const bool apart = place.card.min.x >= place.target.max.x || place.card.max.x <= place.target.min.x ||
                           place.card.min.y >= place.target.max.y || place.card.max.y <= place.target.min.y;
        CHECK(apart);
        CHECK_FALSE(place.card.is_empty());
      }
}

TEST_CASE("the tour: every step has one way on, one back, one out, by mouse and by keyboard, at any size") {
  struct Size {
    glm::vec2 window;
    float ui_scale;
  };
  for (const Size size : {Size{{1280, 720}, 1}, {{1024, 600}, 1}, {{1280, 720}, 2.5f}, {{1024, 600}, 3}, {{3840, 2160}, 1}}) {
    TestDesk desk(size.window, size.ui_scale);
    for (int step = 0; step < kTourSteps; ++step) {
      desk.run(command::SetTour{step});
      UiResult result;
      for (int i = 0; i < 3; ++i) result = desk.frame({-10, -10});
      CAPTURE(size.window.x);
      CAPTURE(size.ui_scale);
      CAPTURE(step);
      CHECK_FALSE(result.stage_takes_input);
      std::map<std::string, Rect> buttons;
      for (const Control& control : result.controls)
        if (control.id.rfind("tour_", 0) == 0) buttons[control.id] = control.place;
      CHECK(buttons.size() == (step == 0 ? 2u : 3u));
      // The keyboard finds the way on first.
      const auto first_of = std::find_if(result.controls.begin(), result.controls.end(), [](const Control& each) { return each.id.rfind("tour_", 0) == 0; });
      REQUIRE(first_of != result.controls.end());
      CHECK(first_of->id == "tour_next");
      for (const auto& [id, place] : buttons) {
        CHECK(place.min.x >= 0);
        CHECK(place.max.y <= size.window.y);
        CHECK(place.size().y >= 32);
        const std::vector<Command> commands = desk.click((place.min + place.max) * 0.5f);
        REQUIRE(commands.size() == 1);
        const int wanted = id == "tour_skip"                 ? -1
                           : id == "tour_back"               ? step - 1
                           : step + 1 == kTourSteps          ? -1
                                                             : step + 1;
        CHECK(describe(commands[0]) == format("SetTour %d", wanted));
      }
    }
  }
  TestDesk desk;
  desk.run(command::SetTour{0});
  for (int step = 1; step < kTourSteps; ++step) {
    const auto command = command_for_key(desk.session, desk.content, key::kPageDown, 0, false);
    REQUIRE(command.has_value());
    desk.run(*command);
    CHECK(desk.session.tour_step == step);
  }
  desk.run(*command_for_key(desk.session, desk.content, key::kLeft, 0, false));
  CHECK(desk.session.tour_step == kTourSteps - 2);
  desk.run(*command_for_key(desk.session, desk.content, key::kEscape, 0, false));
  CHECK(desk.session.tour_step == -1);
}

TEST_CASE("predict, then see: the mouse draws, Enter plays, the curves stay hidden until then") {
  TestDesk desk;
  desk.note_controls = true;
  UiResult result;
  const auto settle = [&] {
    for (int i = 0; i < 3; ++i) result = desk.frame({-10, -10});
  };
  const auto place = [&](const std::string& id) {
    for (const Control& control : result.controls)
      if (control.id == id) return control.place;
    FAIL("no control ", id);
    return Rect{};
  };
  settle();
  const Rect button = place("predict");
  const std::vector<Command> start = desk.click((button.min + button.max) * 0.5f);
  REQUIRE(start.size() == 1);
  desk.run(start[0]);
  REQUIRE(is_sketching(desk.session));
  settle();
  const Rect plot = place("plot");
  const double at_s = desk.session.playhead.t_s;
  // A stroke: commands follow the pointer; nothing seeks.
  const auto execute_all = [&](const UiResult& drawn) {
    for (const Command& command : drawn.commands) {
      CHECK(std::holds_alternative<command::Seek>(command) == false);
      desk.run(command);
    }
  };
  const glm::vec2 from = plot.min + plot.size() * glm::vec2(0.6f, 0.5f), to = plot.min + plot.size() * glm::vec2(0.8f, 0.2f);
  desk.frame(from);
  for (int i = 0; i <= 8; ++i) execute_all(desk.frame(from + (to - from) * (static_cast<float>(i) / 8), true));
  execute_all(desk.frame(to, false));
  CHECK(desk.session.prediction.drawn);
  CHECK(desk.session.playhead.t_s == at_s);
  const Prediction& p = desk.session.prediction;
  const auto highest = std::max_element(p.heights.begin(), p.heights.end()) - p.heights.begin();
  const double highest_s = p.from_s + (p.to_s - p.from_s) * static_cast<double>(highest) / (kSketchSamples - 1);
  CHECK(highest_s > at_s + 0.5 * (p.to_s - at_s));
  // By keyboard.
  const auto key_does = [&](Key k) { return command_for_key(desk.session, desk.content, k, 0, false); };
  CHECK(std::holds_alternative<command::MoveSketch>(*key_does(key::kUp)));
  CHECK(std::holds_alternative<command::MoveSketch>(*key_does(key::kRight)));
  CHECK(std::holds_alternative<command::SetPlaying>(*key_does(key::kEnter)));
  // The way on and the way out are in the place of the legend.
  settle();
  for (const auto& [id, wanted] : {std::pair<std::string, std::string>{"predict_see", "SetPlaying 1"}, {"predict_stop", "EndPrediction"}}) {
    const Rect at = place(id);
    const std::vector<Command> commands = desk.click((at.min + at.max) * 0.5f);
    REQUIRE(commands.size() == 1);
    CHECK(describe(commands[0]) == wanted);
  }
  desk.run(*key_does(key::kEnter));
  advance(desk.session, desk.content, 0.25);
  settle();
  CHECK_FALSE(is_sketching(desk.session));
  const Rect ghost = place("ghost");
  const std::vector<Command> end = desk.click((ghost.min + ghost.max) * 0.5f);
  REQUIRE(end.size() == 1);
  CHECK(describe(end[0]) == "EndPrediction");
}

TEST_CASE("of two histories a prediction says whose it is, and offers the other's") {
  TestDesk desk;
  desk.note_controls = true;
  desk.run(command::SetStyle{1, 1});
  desk.run(command::SetCompare{true});
  desk.run(command::StartPrediction{"region.AMY"});
  REQUIRE(is_sketching(desk.session));
  UiResult result;
  const auto says = [&](const std::string& words) {
    for (int i = 0; i < 3; ++i) result = desk.frame({-10, -10});
    for (const DrawnText& text : drawn_texts())
      if (text.window == "plots" && text.text.find(words) != std::string::npos) return true;
    return false;
  };
  CHECK(says("A " + side_name(desk.session, desk.content, 0).name));
  std::vector<Rect> sides;
  for (const Control& control : result.controls)
    if (control.id == "predict_side") sides.push_back(control.place);
  REQUIRE(sides.size() == 2);
  CHECK(desk.click((sides[0].min + sides[0].max) * 0.5f).empty());  // it is A's already
  const std::vector<Command> other = desk.click((sides[1].min + sides[1].max) * 0.5f);
  REQUIRE(other.size() == 1);
  desk.run(other[0]);
  CHECK(is_sketching(desk.session));
  CHECK(desk.session.prediction.side == 1);
  CHECK(desk.session.prediction.column == "region.AMY");
  CHECK(says("B " + side_name(desk.session, desk.content, 1).name));
  desk.run(command::SetCompare{false});
  desk.run(command::StartPrediction{"region.AMY"});
  CHECK_FALSE(says("A Secure"));
}

TEST_CASE("'Before the change' stands over no flag's words and no button, however much is changed") {
  for (const glm::vec2 size : {glm::vec2(1280, 720), glm::vec2(1024, 600), glm::vec2(1920, 1080)})
    for (const bool editing : {false, true}) {
      TestDesk desk(size);
      desk.note_controls = true;
      desk.run(command::SelectScenario{story_index(desk, "soothe")});
      desk.run(command::SetStyle{1, 1});
      desk.run(command::SetCompare{true});
      desk.run(command::SetPanel{Panel::plots, true});
      if (editing) desk.run(command::MakeOwnStory{"Mine", "Mine"});
      if (editing) desk.run(command::SetEditor{true});
      int seen = 0;
      for (const double value : {0.05, 0.2, 0.35, 0.65, 0.8, 0.95}) {
        desk.run(command::SetTrait{0, "reg", value});
        desk.run(command::SetTrait{1, "thr", value});
        UiResult result;
        for (int i = 0; i < 3; ++i) result = desk.frame({-10, -10});
        CAPTURE(size.x);
        CAPTURE(editing);
        CAPTURE(value);
        const std::string words = desk.text.at("curve_before");
        for (const Control& control : result.controls) {
          if (control.id != "before") continue;
          ++seen;
          for (const DrawnText& text : drawn_texts()) {
            if (text.window != "plots" || words.find(text.text) != std::string::npos) continue;
            CAPTURE(text.text);
            const Rect& at = control.place;
            INFO("text at " << text.box.min.x << "," << text.box.min.y << " to " << text.box.max.x << "," << text.box.max.y << ", chip at " << at.min.x << "," << at.min.y << " to " << at.max.x << "," << at.max.y);
            CHECK((text.box.min.x >= at.max.x || text.box.max.x <= at.min.x || text.box.min.y >= at.max.y || text.box.max.y <= at.min.y));
          }
        }
      }
      if (size.x >= 1280 && !editing) CHECK(seen == 6);
    }
}

TEST_CASE("the legend takes no height from a plot that has none to spare, and what has no room in it is in its menu") {
  for (const glm::vec3 window : {glm::vec3(1024, 600, 1), glm::vec3(1280, 720, 1), glm::vec3(1280, 720, 2), glm::vec3(1280, 720, 3)}) {
    TestDesk desk(glm::vec2(window), window.z);
    desk.note_controls = true;
    const float line = make_metrics(desk.scale).font_small;
    desk.run(command::SetCompare{true});
    desk.run(command::SetPanel{Panel::plots, true});
    for (const std::string what : {"", "changed", "dial", "six curves"}) {
      if (what == "changed") desk.run(command::SetTrait{0, "reg", 0.2});
      if (what == "dial") desk.run(command::SetChange{true, desk.session.change.environment, 52});
      if (what == "dial") desk.run(command::SetPanel{Panel::plots, true});
      if (what == "six curves")
        for (const char* column : {"region.PVN", "region.HIP", "region.INS"}) desk.run(command::SetPlotted{column, true});
      for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
      UiResult result = desk.frame({-10, -10});
      const auto count = [&](std::string_view id) {
        return std::count_if(result.controls.begin(), result.controls.end(), [&](const Control& each) { return each.id == id; });
      };
      CAPTURE(window.x);
      CAPTURE(window.z);
      CAPTURE(what);
      REQUIRE(count("plot") == 1);
      const auto plot = std::find_if(result.controls.begin(), result.controls.end(), [](const Control& each) { return each.id == "plot"; });
      CHECK(plot->place.size().y >= kLeastPlotLines * line);
      const bool changed = trace_before(desk.session, 0) != nullptr || trace_before(desk.session, 1) != nullptr;
      const auto all = static_cast<std::ptrdiff_t>(desk.session.plotted.size());
      const auto rest = std::find_if(result.controls.begin(), result.controls.end(), [](const Control& each) { return each.id == "legend_rest"; });
      if (rest == result.controls.end()) {
        CHECK(count("legend") == all);
        CHECK(count("before") == (changed ? 1 : 0));
        continue;
      }
      desk.click((rest->place.min + rest->place.max) * 0.5f);
      int entries = 0, befores = 0;
      for (int i = 0; i < 3; ++i) result = desk.frame({-10, -10});
      REQUIRE(ImGui::GetCurrentContext()->OpenPopupStack.Size == 1);
      const glm::vec2 menu = to_glm(ImGui::GetCurrentContext()->OpenPopupStack.back().Window->Rect().GetCenter());
      for (const std::string& column : desk.session.plotted)
        for (const DrawnText& text : drawn_texts()) entries += text.text.starts_with(describe_column(desk.content, column).label.substr(0, 4));
      for (int i = 0; i < 12; ++i) {
        for (const DrawnText& text : drawn_texts()) befores += text.text == desk.text.at("curve_before");
        desk.frame(menu, false, -1);
      }
      CHECK(count("legend") >= std::min<std::ptrdiff_t>(all, 3));
      CHECK(entries >= static_cast<int>(all) - 3);
      if (changed) CHECK(befores >= 1);
      desk.tidy();
    }
  }
}

TEST_CASE("many taps within one frame all count, in order") {
  TestDesk desk;
  desk.frame({-10, -10});
  const auto taps = [&](std::vector<KeyPress> presses) { return take_keys(presses, desk.session, desk.content); };
  // A clicker's hasty thumb: three events on, one back.
  KeyInput input = taps({{key::kPageDown}, {key::kPageDown}, {key::kPageDown}, {key::kPageUp}});
  REQUIRE(input.commands.size() == 4);
  CHECK(describe(input.commands[3]) == "StepEvent -1");
  input = taps({{'m'}, {'m'}});  // on and off again
  REQUIRE(input.commands.size() == 2);
  CHECK(describe(input.commands[0]) == "SetCompare 1");
  CHECK(describe(input.commands[1]) == "SetCompare 0");
  CHECK(taps({{key::kTab}, {key::kTab}}).focus_step == 2);
  CHECK(taps({{key::kTab, kShift}}).focus_step == -1);
  CHECK(taps({{'q', kCtrl}}).quit);
  // Blank: any key ends it, and the next one acts.
  input = taps({{'b'}, {key::kPageDown}, {key::kPageDown}});
  REQUIRE(input.commands.size() == 3);
  CHECK(describe(input.commands[1]) == "SetBlank 0");
  CHECK(describe(input.commands[2]) == "StepEvent 1");
  // What is typed into a search is no command; its list keys count.
  input = taps({{'/'}, {'m'}, {key::kDown}, {key::kDown}, {key::kEnter}});
  REQUIRE(input.commands.size() == 1);
  CHECK(input.list_step == 2);
  CHECK(input.list_enter);
}

// Every page at every scroll position: what is drawn stays inside the column, whatever the size of window and letters.
TEST_CASE("pages to read: nothing runs out of its column, at any size") {
  struct Size {
    glm::vec2 window;
    float ui_scale;
  };
  std::map<std::string, std::shared_ptr<const PageRuns>> runs;  // of every page, run once
  for (const Size& size : {Size{{1024, 600}, 1}, Size{{1280, 720}, 3}, Size{{3840, 2160}, 1}}) {
    TestDesk desk(size.window, size.ui_scale);
    CAPTURE(size.window.x);
    for (const Level level : {Level::plain, Level::expert})
      for (const Page& page : desk.content.pages) {
        CAPTURE(page.id);
        desk.session.level = level;
        if (runs.count(page.id) == 0) {
          desk.run(command::SetPages{true, page.id});
          CHECK(desk.session.message.empty());
          runs[page.id] = desk.session.page_runs;
        }
        desk.session.show_pages = true;
        desk.session.page = page.id;
        desk.session.page_runs = runs[page.id];
        for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
        float end = 0;
        int words = 0;
        for (float at = 0; at <= end; at += 0.9f * size.window.y) {
          bool found = false;
          for (ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
            if (!window->WasActive || std::string(window->Name).find("/page_") == std::string::npos) continue;
            if (std::string(window->Name).find("/page_list") != std::string::npos) continue;
            found = true;
            window->Scroll.y = at;
            end = window->ScrollMax.y;
          }
          REQUIRE(found);
          desk.frame({-10, -10});
          for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
            if (!window->WasActive || std::string(window->Name).find("/page_") == std::string::npos) continue;
            CHECK(window->ContentSize.x <= window->WorkRect.GetWidth() + 1.5f);
            // Letters and lines; what is plainly filled (scroll bar, fades) has the texture's white corner.
            const ImVec2 white = ImGui::GetIO().Fonts->TexUvWhitePixel;
            for (const ImDrawVert& vertex : window->DrawList->VtxBuffer) {
              if (vertex.uv.x == white.x && vertex.uv.y == white.y) continue;
              words += 1;
              // Letters that lie wholly outside are left out by ImGui; the one on the edge tells.
              if (vertex.pos.x >= window->InnerRect.Min.x - 2 && vertex.pos.x <= window->InnerRect.Max.x + 1) continue;
              FAIL_CHECK("drawn at " << vertex.pos.x << ", the column is " << window->InnerRect.Min.x << " .. "
                                     << window->InnerRect.Max.x);
              break;
            }
          }
        }
        CHECK(words > 400);
      }
  }
}

TEST_CASE("pages to read: one click, one thing; the list opens pages, a button leads to the stage") {
  TestDesk desk;
  desk.run(command::SetPages{true, "network"});
  CHECK_FALSE(desk.frame({-10, -10}).stage_takes_input);
  const std::vector<Found> found = click_everywhere(desk, 31);
  check_single(found);
  auto map = by_command(found);
  CHECK(map.count("SetPages 0 ") == 1);
  CHECK(map.count("SetPages 1 ask_for_a_child") == 1);
  CHECK(map.count("SetLevel 1") == 1);
  REQUIRE(map.count("FollowLink Light up all four") == 1);
  for (const auto& entry : map) {
    const std::string& text = entry.first;
    CAPTURE(text);
    CHECK((text.rfind("SetPages ", 0) == 0 || text.rfind("SetLevel ", 0) == 0 || text.rfind("FollowLink ", 0) == 0 ||
           text == "SetBands 1"));
  }
  // The four light up together, and the stage is free again.
  const std::vector<Command> commands = desk.click(middle_of(map["FollowLink Light up all four"]));
  REQUIRE(commands.size() == 1);
  desk.run(commands[0]);
  CHECK_FALSE(desk.session.show_pages);
  CHECK(desk.session.selected == "amygdala");
  CHECK(desk.session.also_selected == std::set<std::string>{"vmpfc", "hippocampus", "acc_dorsal"});
  CHECK(desk.frame({-10, -10}).stage_takes_input);
}

TEST_CASE("pages to read: a small window shows the list or the page; both lead to each other") {
  TestDesk desk({1280, 720}, 3);
  desk.run(command::SetPages{true, ""});
  auto map = by_command(click_everywhere(desk, 47));
  CHECK(map.count("SetPages 1 age_newborn") == 1);
  CHECK(map.count("SetPages 0 ") == 1);
  desk.run(command::SetPages{true, "age_newborn"});
  map = by_command(click_everywhere(desk, 47));
  CHECK(map.count("SetPages 1 ") == 1);
  CHECK(map.count("SetPages 0 ") == 1);
}

TEST_CASE("pages to read: wheel and arrow keys scroll, Tab walks through them and nothing behind") {
  TestDesk desk;
  desk.run(command::SetPages{true, "age_newborn"});
  for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
  const auto scrolled = [] {
    float y = -1;
    for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows)
      if (window->WasActive && std::string(window->Name).find("/page_age_newborn") != std::string::npos) y = window->Scroll.y;
    return y;
  };
  CHECK(scrolled() == 0);
  desk.list_step = 2;
  desk.frame({-10, -10});
  desk.list_step = 0;
  for (int i = 0; i < 2; ++i) desk.frame({-10, -10});
  const float by_key = scrolled();
  CHECK(by_key > 60);
  for (int i = 0; i < 4; ++i) desk.frame({700, 400}, false, -1);
  CHECK(scrolled() > by_key + 60);
  for (int i = 0; i < 3; ++i) {
    desk.frame({-10, -10}, false, 0, 1);
    for (int k = 0; k < 3; ++k) desk.frame({-10, -10});
    const ImGuiWindow* window = ImGui::GetCurrentContext()->NavWindow;
    REQUIRE(window != nullptr);
    CHECK(std::string(window->RootWindow->Name) == "pages");
  }
  leave_keyboard_focus();
}

TEST_CASE("pages to read: a hundred dots are a hundred") {
  CHECK(share_dots({{"a", 51.6, ""}, {"b", 14.7, ""}, {"c", 10.2, ""}, {"d", 23.5, ""}}) == std::vector<int>{52, 15, 10, 23});
  CHECK(share_dots({{"a", 33.4, ""}, {"b", 33.3, ""}, {"c", 33.3, ""}}) == std::vector<int>{34, 33, 33});
  CHECK(share_dots({{"a", 100, ""}}) == std::vector<int>{100});
  CHECK(share_dots({}).empty());
}

TEST_CASE("the help lies over everything and closes by its button or beside it") {
  TestDesk desk;
  desk.run(command::SetHelp{true});
  const std::vector<Found> found = click_everywhere(desk, 23);
  check_single(found);
  auto map = by_command(found);
  REQUIRE(map.size() == 2);
  CHECK(map.count("SetHelp 0") == 1);
  CHECK(map.count("SetTour 0") == 1);
  CHECK_FALSE(desk.frame({-10, -10}).stage_takes_input);
}

TEST_CASE("settings: every switch in the pop-up asks for its command") {
  const auto asked_for = [](float height) {
    TestDesk desk({1280, height});
    const glm::vec2 button(1280 - 8 - 44 * 1.5f, 30);
    desk.click(button);
    REQUIRE(ImGui::GetCurrentContext()->OpenPopupStack.Size == 1);
    std::set<std::string> seen;
    for (float y = 66; y < height - 20; y += 9)
      for (const float x : {960.0f, 1010.0f, 1060.0f, 1130.0f, 1200.0f, 1240.0f}) {
        if (ImGui::GetCurrentContext()->OpenPopupStack.Size == 0) desk.click(button);
        for (const Command& command : desk.click({x, y})) seen.insert(describe(command));
      }
    return seen;
  };
  const std::set<std::string> seen = asked_for(720);
  for (const std::string wanted : {"SetUiScale", "SetTheme 1", "SetTheme 2", "SetReducedMotion", "SetFullscreen 1", "SetGlass",
                                   "SetColourMode", "SetLabels", "SetFlow", "SetLegend", "SetLevel 1",
                                   "SetLevel 2", "SetPeopleOnly"}) {
    CAPTURE(wanted);
    CHECK(seen.count(wanted) == 1);
  }
  CHECK(asked_for(900).count("SetTrackball") == 1);  // further down
}

TEST_CASE("saving and sharing are in one pop-up, what a small window has no room for in another") {
  for (const float ui_scale : {1.0f, 2.0f}) {
    CAPTURE(ui_scale);
    TestDesk desk({1280, 720}, ui_scale);
    desk.run(command::SetLabels{false});
    desk.run(command::SetFlow{false});
    desk.run(command::Undo{});  // something to undo, and something to do again
    const bool compact = ui_scale > 1;
    const float control = 44 * desk.scale;
    const auto all_of = [&](float squares) {  // from the right
      const glm::vec2 button(1280 - 8 * desk.scale - control * squares, (compact ? 26 : 30) * desk.scale);
      std::set<std::string> seen;
      for (float y = 66 * desk.scale; y < 700; y += 13)
        for (const float x : {500.0f, 800.0f, 900.0f, 1000.0f, 1100.0f, 1136.0f}) {
          if (ImGui::GetCurrentContext()->OpenPopupStack.Size == 0) desk.click(button);
          for (const Command& command : desk.click({x, y})) seen.insert(describe(command));
        }
      desk.tidy();
      return seen;
    };
    // Help (not when compact), settings, saving.
    const std::set<std::string> saving = all_of(compact ? 1.5f : 2.5f);
    for (const char* wanted : {"StartExport 1", "StartExport 2", "StartExport 7", "ShowStoryFiles 1"}) {
      CAPTURE(wanted);
      CHECK(saving.count(wanted) == 1);
    }
    if (!compact) {
      CHECK(saving.count("SetPictureLine 0") == 1);
      CHECK(saving.count("SetPictureScale 1") + saving.count("SetPictureScale 2") + saving.count("SetPictureScale 3") +
              saving.count("SetPictureScale 4") >= 3);
    }
    for (const char* other : {"Undo", "Redo", "SetBench 1 2", "SetEditor 1", "SetSearch 1"}) CHECK(saving.count(other) == 0);
    if (!compact) continue;
    const std::set<std::string> more = all_of(2.5f);
    for (const char* small : {"Undo", "Redo", "SetEditor 1", "SetSearch 1", "SetPages 1 ", "SetChange 1", "SetGrounded 1", "SetDifference 1"}) {
      CAPTURE(small);
      CHECK(more.count(small) == 1);
    }
  }
}

TEST_CASE("no button of the bar at the top moves when one is pressed, at any width and size of text") {
  for (const glm::vec2 size : {glm::vec2(700, 600), {760, 700}, {860, 700}, {1024, 600}, {1180, 700}, {1280, 720}, {1920, 1080}, {3840, 2160}})
    for (const float ui_scale : {1.0f, 1.5f, 2.0f, 3.0f}) {
      TestDesk desk(size, ui_scale);
      if (size.x < 320 * desk.scale) continue;
      desk.note_controls = true;
      CAPTURE(size.x);
      CAPTURE(ui_scale);
      const auto places = [&] {
        desk.frame({-10, -10});
        std::map<std::string, Rect> found;
        const Rect bar = layout_ui(desk.size, make_metrics(desk.scale), desk.session).top_bar;
        for (const Control& control : desk.frame({-10, -10}).controls)
          if (bar.contains((control.place.min + control.place.max) * 0.5f)) found[control.id] = control.place;
        return found;
      };
      const std::map<std::string, Rect> before = places();
      CHECK(before.count("compare") == 1);
      CHECK(before.count("save_button") == 1);
      CHECK(before.count("undo") + before.count("more_button") + (size.x < 360 * desk.scale ? 1 : 0) >= 1);
      for (const auto& named : before) {
        const Rect& place = named.second;
        CAPTURE(named.first);
        CHECK(place.min.x >= 0);
        CHECK(place.max.x <= size.x);
      }
      const auto same = [&](const char* what) {
        CAPTURE(what);
        const std::map<std::string, Rect> after = places();
        for (const auto& named : before) {
          CAPTURE(named.first);
          REQUIRE(after.count(named.first) == 1);
          CHECK(after.at(named.first).min == named.second.min);
          CHECK(after.at(named.first).max == named.second.max);
        }
      };
      for (const bool on : {true, false}) {
        desk.run(command::SetCompare{on});
        same("compare");
        if (on) desk.run(command::SetDifference{true});
        same("difference");
      }
      desk.run(command::SetChange{true, desk.session.change.environment, 52});
      if (!layout_ui(desk.size, make_metrics(desk.scale), desk.session).top_bar.is_empty()) same("change");
      desk.run(command::SetChange{false, desk.session.change.environment, 52});
      desk.run(command::SetPanel{Panel::plots, false});
      same("plots");
      desk.run(command::SetTheme{Theme::light});
      same("theme");
      desk.run(command::Tell{"A sentence."});
      same("message");
    }
}

TEST_CASE("no word of the menu that saves is cut, at any size of text") {
  for (const float ui_scale : {1.0f, 1.5f, 2.0f, 3.0f})
    for (const float longer : {1.0f, 1.4f}) {  // other languages take more room
      TestDesk desk({1280, 720}, ui_scale);
      if (longer > 1) desk.text.at("key_picture") += " und mehr";
      CAPTURE(ui_scale);
      desk.note_controls = true;
      const auto place_of = [&](const char* id) {
        glm::vec2 at(-10);
        for (const Control& control : desk.frame({-10, -10}).controls)
          if (control.id == id) at = (control.place.min + control.place.max) * 0.5f;
        return at;
      };
      desk.frame({-10, -10});
      desk.click(place_of("save_button"));
      int entries = 0;
      const float pad = 2 * make_metrics(desk.scale).gap_m;
      for (const Control& control : desk.frame({-10, -10}).controls) {
        if (control.id.find("save_") == std::string::npos && control.id.find("_story_file") == std::string::npos) continue;
        if (control.id == "save_button" || control.id == "save_curves") continue;
        CAPTURE(control.words);
        ++entries;
        if (ui_scale < 3 || longer == 1) CHECK(measure(desk.fonts.bold, control.words).x <= control.place.size().x - pad + 0.5f);
      }
      CHECK(entries >= 4);
    }
}

TEST_CASE("the help lists every key that the tables know, in every window, and leads to what is left out") {
  for (const auto& window : std::vector<std::pair<glm::vec2, float>>{{{1280, 720}, 1}, {{1920, 1080}, 1}, {{1024, 600}, 2}}) {
    TestDesk desk(window.first, window.second);
    desk.note_controls = true;
    desk.run(command::Select{"amygdala"});
    desk.run(command::SetHelp{true});
    std::set<std::string> seen;
    const auto look_around = [&] {
      for (const DrawnText& text : drawn_texts()) seen.insert(text.text);
    };
    desk.frame({-10, -10});
    desk.frame({-10, -10});
    look_around();
    const std::string left_out = current_scenario(desk.session, desk.content).leaves_out.front();
    const auto is_in_view = [&] {
      for (const DrawnText& text : drawn_texts())
        if (text.box.min.y > 0 && text.box.max.y < desk.size.y - 20 && text.window.find("help") != std::string::npos && left_out.rfind(text.text, 0) == 0 && text.text.size() > 8) return true;
      return false;
    };
    // By keyboard to its end.
    for (int i = 0; i < 80; ++i) {
      const KeyPress press{key::kPageDown, 0, false};
      const KeyInput input = take_keys({&press, 1}, desk.session, desk.content);
      CHECK(input.commands.empty());
      desk.list_step = input.list_step;
      desk.frame({-10, -10});
      look_around();
    }
    desk.list_step = 0;
    for (const std::string cap : {"Page Up", "Page Down", "Shift + Left", "Shift + Right", "Home", "Ctrl + Y", "Ctrl + F", "F1", "F11", "H",
                            "Insert", "Delete", "Ctrl + Q", "Enter", "Backspace", "Tab", "Shift + Tab", "="}) {
      CAPTURE(cap);
      CHECK(seen.count(cap) == 1);
    }
    // What the story leaves out is there at once when the help opens.
    desk.run(command::SetHelp{false});
    for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
    desk.run(command::SetHelp{true});
    desk.tidy();
    for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
    std::string in_help;
    for (const DrawnText& text : drawn_texts())
      if (text.window.find("help") != std::string::npos) in_help += text.text + "|";
    CAPTURE(in_help.substr(0, 600));
    CHECK(is_in_view());
  }
}

namespace {
// The middle of a control in view, by its id and, where that is not enough, what it is called.
glm::vec2 place_of(TestDesk& desk, const std::string& id, const std::string& words = "") {
  desk.note_controls = true;
  desk.frame({-10, -10});
  for (const Control& control : desk.frame({-10, -10}).controls)
    if (control.id == id && (words.empty() || control.words == words) && !control.place.is_empty()) return (control.place.min + control.place.max) * 0.5f;
  FAIL_CHECK("not in view: " << id << " " << words);
  return {-10, -10};
}
void press(TestDesk& desk, glm::vec2 at) {
  for (const Command& command : desk.click(at)) desk.run(command);
}
}  // namespace

TEST_CASE("a curve's name hides the curve in its place and brings it back; nothing slides under the pointer") {
  TestDesk desk;
  const std::vector<std::string> plotted = desk.session.plotted;
  REQUIRE(plotted.size() == 3);
  const glm::vec2 at = place_of(desk, "legend");
  const auto curves_drawn = [&] {
    desk.frame({-10, -10});
    return ImGui::GetDrawData()->TotalVtxCount;
  };
  const int all = curves_drawn();
  press(desk, at);
  CHECK(desk.session.plotted == plotted);
  CHECK(desk.session.hidden_curves == std::set<std::string>{plotted.front()});
  CHECK(place_of(desk, "legend") == at);
  CHECK(curves_drawn() < all - 50);  // a line of many points less
  press(desk, at);
  CHECK(desk.session.plotted == plotted);
  CHECK(desk.session.hidden_curves.empty());
  CHECK(curves_drawn() == all);
  // Taken away and chosen again it is drawn; undo brings a hidden one back.
  desk.run(command::SetCurveVisible{plotted.front(), false});
  desk.run(command::Undo{});
  CHECK(desk.session.hidden_curves.empty());
  desk.run(command::SetCurveVisible{plotted.front(), false});
  desk.run(command::SetPlotted{plotted.front(), false});
  desk.run(command::SetPlotted{plotted.front(), true});
  CHECK(desk.session.hidden_curves.empty());
  desk.run(command::SetCurveVisible{"body.HR", false});  // not among them
  CHECK(desk.session.hidden_curves.empty());
}

TEST_CASE("the axes of the curves say what they measure") {
  TestDesk desk({1920, 1080});
  const auto shows = [&](const char* key) {
    for (int i = 0; i < 2; ++i) desk.frame({-10, -10});
    for (const DrawnText& text : drawn_texts())
      if (text.text == desk.text.at(key)) return true;
    return false;
  };
  CHECK(shows("axis_activity"));
  CHECK(shows("axis_times"));
  desk.run(command::SetPlotted{"felt.D", true});
  CHECK(shows("axis_share"));
}

TEST_CASE("a group of structures is folded by its head and switched off by its eye, in one step of undo") {
  TestDesk desk;
  desk.run(command::SetLeftTab{LeftTab::structures});
  const std::string group = "Prefrontal cortex";
  const auto rows = [&] {
    desk.note_controls = true;
    desk.frame({-10, -10});
    int count = 0;
    for (const Control& control : desk.frame({-10, -10}).controls) count += control.id == "row" && control.words == "Dorsolateral prefrontal cortex";
    return count;
  };
  CHECK(rows() == 1);
  const std::set<std::string> before = desk.session.hidden;
  press(desk, place_of(desk, "group", group));
  CHECK(rows() == 0);
  CHECK(desk.session.hidden == before);  // folded, not hidden
  press(desk, place_of(desk, "group", group));
  CHECK(rows() == 1);
  press(desk, place_of(desk, "group_eye", fill(desk.text.at("hide_group"), {{"group", group}})));
  for (const Structure& structure : desk.content.structures)
    if (structure.group == group) CHECK(desk.session.hidden.count(structure.id) == 1);
  press(desk, place_of(desk, "group_eye", fill(desk.text.at("show_group"), {{"group", group}})));
  for (const Structure& structure : desk.content.structures)
    if (structure.group == group) CHECK(desk.session.hidden.count(structure.id) == 0);
  desk.run(command::Undo{});
  desk.run(command::Undo{});
  CHECK(desk.session.hidden == before);
}

namespace {
// Where the dial has no rows: its button for them.
bool open_rows(TestDesk& desk) {
  desk.note_controls = true;
  for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
  for (const Control& control : desk.frame({-10, -10}).controls)
    if (control.id == "change_rows") {
      desk.click((control.place.min + control.place.max) * 0.5f);
      desk.frame({-10, -10});
      return true;
    }
  return false;
}
bool is_of_rows(std::string_view window) { return window.find("change_rows") != std::string_view::npos || window.starts_with("##Popup"); }
std::string brief_name(const TestDesk& desk, const ShownTrait& trait) {
  for (const ShownTrait& name : short_names())
    if (std::string_view(name.column) == trait.column) return desk.text.at(name.words);
  return "none";
}
}  // namespace

TEST_CASE("years: greyed with a reason where the story is no moment, and with large letters every trait can be scrolled to") {
  {
  TestDesk desk;
  desk.run(command::SelectScenario{story_index(desk, "couple")});
  desk.note_controls = true;
  desk.frame({-10, -10});
  const glm::vec2 years = place_of(desk, "change_button", desk.text.at("change_for_moments"));
  press(desk, years);
  CHECK_FALSE(desk.session.change.on);
  CHECK(desk.session.message.empty());
  desk.run(command::SelectScenario{story_index(desk, "rejection")});
  press(desk, place_of(desk, "change_button"));
  CHECK(desk.session.change.on);
  }
  for (const float ui_scale : {1.0f, 1.5f, 2.0f, 2.5f}) {
    TestDesk large({1280, 720}, ui_scale);
    large.run(command::SetChange{true, large.session.change.environment, 52});
    CAPTURE(ui_scale);
    std::set<std::string> seen;
    open_rows(large);
    for (int i = 0; i < 60; ++i) {
      large.frame({-10, -10});
      glm::vec2 rows(640, 700);
      for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows)
        if (is_of_rows(window->Name) && window->Active) rows = to_glm(window->Rect().GetCenter());
      large.frame(rows, false, i < 5 ? 0 : -1);
      for (const DrawnText& text : drawn_texts())
        if (text.window.starts_with("change") || is_of_rows(text.window)) seen.insert(text.text);
    }
    int traits = 0;
    for (const ShownTrait& trait : shown_traits())
      traits += std::any_of(seen.begin(), seen.end(), [&](const std::string& text) {
        return (large.text.at(trait.words).starts_with(text.substr(0, 6)) && text.size() > 5) || text == brief_name(large, trait);
      });
    CHECK(traits == static_cast<int>(shown_traits().size()));
  }
}

TEST_CASE("what is drawn is asked for in full, with the largest letters too") {
  for (const auto& shown : {std::pair{glm::vec2(1920, 1080), 2.0f}, {glm::vec2(1280, 720), 2.0f}, {glm::vec2(1920, 1080), 1.0f}}) {
    TestDesk desk(shown.first, shown.second);
    desk.run(command::StartPrediction{"region.AMY"});
    for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
    std::string words;
    for (const DrawnText& text : drawn_texts())
      if (text.window == "plots") words += text.text + " ";
    CAPTURE(shown.first.x);
    CAPTURE(shown.second);
    CHECK(words.find("arrow keys") != std::string::npos);
  }
}

TEST_CASE("what is pressed is at least 44 pixels high: rows of the lists and grades of the reasons") {
  TestDesk desk({1280, 1500});
  desk.run(command::Select{"amygdala"});
  desk.run(command::Seek{240});
  desk.run(command::SetLeftTab{LeftTab::structures});
  desk.note_controls = true;
  for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
  int rows = 0, grades = 0;
  const UiResult result = desk.frame({-10, -10});
  for (const Control& control : result.controls) {
    if (control.id != "row" && control.id != "grade" && control.id != "group" && control.id != "eye") continue;
    if (control.place.is_empty() || control.place.size().y < 20) continue;  // at the edge of what scrolls
    (control.id == "grade" ? grades : rows) += control.place.size().y >= 43.5f;
    if (control.place.max.y < 500) CHECK(control.place.size().y >= 43.5f);
  }
  CHECK(rows > 8);
  CHECK(grades > 0);
}

TEST_CASE("kept views are shown, renamed and forgotten in their menu") {
  TestDesk desk;
  desk.run(command::KeepView{"First"});
  desk.run(command::KeepView{"Second"});
  desk.run(command::DismissMessage{});
  // From the right: help, settings, saving, full screen, theme, views.
  const glm::vec2 button(1280 - 8 - 44 * 5.5f, 30);
  const auto open = [&] {
    if (ImGui::GetCurrentContext()->OpenPopupStack.Size == 0) desk.click(button);
    REQUIRE(ImGui::GetCurrentContext()->OpenPopupStack.Size == 1);
  };
  open();
  const ImGuiWindow* menu = ImGui::GetCurrentContext()->OpenPopupStack[0].Window;
  REQUIRE(menu != nullptr);
  const ImVec2 low = menu->Pos, extent = menu->Size;
  std::map<std::string, glm::vec2> places;
  glm::vec2 pencil(-1);
  for (float y = low.y + 8; y < low.y + extent.y; y += 12)
    for (float x = low.x + 30; x < low.x + extent.x; x += 16) {
      desk.tidy();
      desk.frame({-10, -10});
      open();
      for (const Command& command : desk.click({x, y})) places.emplace(describe(command), glm::vec2(x, y));
      for (int frame = 0; frame < 2; ++frame) desk.frame({x, y});
      if (ImGui::GetIO().WantTextInput && pencil.x < 0) pencil = {x, y};
    }
  for (const char* wanted : {"ShowKeptView 0", "ShowKeptView 1", "Ask 2 0", "Ask 2 1"}) {
    CAPTURE(wanted);
    CHECK(places.count(wanted) == 1);
  }
  REQUIRE(pencil.x > 0);  // beside the first one
  desk.tidy();
  desk.frame({-10, -10});
  open();
  desk.click(pencil);
  for (int frame = 0; frame < 3; ++frame) desk.frame(pencil);
  REQUIRE(ImGui::GetIO().WantTextInput);
  for (const char c : std::string("From the street")) ImGui::GetIO().AddInputCharacter(static_cast<unsigned>(c));
  std::vector<Command> asked;
  const auto collect = [&](const UiResult& result) { asked.insert(asked.end(), result.commands.begin(), result.commands.end()); };
  collect(desk.frame(pencil));
  for (const bool down : {true, false}) {
    compat::key(ImGui::GetIO(), ImGuiKey_Enter, down);
    collect(desk.frame(pencil));
  }
  const auto* named = first<command::NameKeptView>(asked);
  REQUIRE(named != nullptr);
  CHECK(named->index == 0);
  CHECK(named->name == "From the street");
  desk.run(*named);
  CHECK(desk.session.kept_views[0].name == "From the street");
  for (int frame = 0; frame < 3; ++frame) desk.frame({-10, -10});
  CHECK_FALSE(ImGui::GetIO().WantTextInput);
}

TEST_CASE("what cannot be taken back is asked first, by mouse and by keyboard, in every window") {
  for (const auto& window : std::vector<std::pair<glm::vec2, float>>{{{1280, 720}, 1}, {{1024, 600}, 2}}) {
    TestDesk desk(window.first, window.second);
    desk.note_controls = true;
    Session& s = desk.session;
    desk.run(command::KeepView{"First"});
    desk.run(command::KeepView{"Second"});
    desk.run(command::SetTheme{Theme::light});
    desk.run(command::SetEditor{true});
    desk.run(command::MakeOwnStory{"Mine", "A story."});
    desk.run(command::SetStoryTitle{"All mine"});
    const auto press = [&](const char* id) {
      desk.tidy();
      std::vector<Control> controls = desk.frame({-10, -10}).controls;
      controls = desk.frame({-10, -10}).controls;
      const auto found = std::find_if(controls.begin(), controls.end(), [&](const Control& each) { return each.id == id; });
      CAPTURE(id);
      REQUIRE(found != controls.end());
      return desk.click((found->place.min + found->place.max) * 0.5f);
    };
    const auto answer = [&](const char* id) {
      for (const Command& command : press(id)) desk.run(command);
    };
    desk.run(command::Ask{Question::forget_view, 0});
    // Nothing behind it can be pressed, and no key does anything but Esc.
    CHECK(desk.click({30, 30}).empty());
    CHECK(desk.click(desk.size - glm::vec2(30)).empty());
    for (const KeyBinding& binding : key_bindings())
      if (binding.key != key::kEscape) CHECK_FALSE(command_for_key(s, desk.content, binding.key, binding.modifiers, false).has_value());
    answer("answer_stay");
    CHECK(s.question == Question::none);
    CHECK(s.kept_views.size() == 2);
    desk.run(command::Ask{Question::forget_view, 0});
    answer("answer_forget");
    REQUIRE(s.kept_views.size() == 1);
    CHECK(s.kept_views[0].name == "Second");
    CHECK(s.question == Question::none);
    desk.run(command::Ask{Question::forget_view, 5});
    CHECK(s.question == Question::none);
    desk.run(command::Ask{Question::leave});
    CHECK(press("answer_leave").size() == 1);
    const std::vector<Command> saving = press("answer_save");
    CHECK(first<command::StartExport>(saving) != nullptr);
    answer("answer_stay");
    // Put aside: leaving offers to show it.
    desk.run(command::SelectScenario{1});
    desk.run(command::Ask{Question::leave});
    answer("answer_show");
    CHECK(s.question == Question::none);
    CHECK(current_scenario(s, desk.content).title == "All mine");
    // Forgetting all, by keyboard: Tab and Enter take the first answer.
    desk.run(command::Ask{Question::forget_settings});
    CHECK(s.theme == Theme::light);
    answer("answer_forget");
    CHECK(s.theme == Theme::dark);
    CHECK(s.kept_views.empty());
  }
}

namespace {
// Pixels by which lines and boxes of a colour reach over the left or right edge of what is shown of them.
float cut_off(ImU32 colour) {
  float most = 0;
  const ImDrawData* data = ImGui::GetDrawData();
  for (int n = 0; n < data->CmdListsCount; ++n) {
    const ImDrawList& list = *data->CmdLists[n];
    for (const ImDrawCmd& command : list.CmdBuffer)
      for (unsigned i = 0; i < command.ElemCount; ++i) {
        const ImDrawVert& vertex = list.VtxBuffer[static_cast<int>(command.VtxOffset + list.IdxBuffer[static_cast<int>(command.IdxOffset + i)])];
        if (vertex.col == colour) most = std::max({most, command.ClipRect.x - vertex.pos.x, vertex.pos.x - command.ClipRect.z});
      }
  }
  return most;
}
}  // namespace

TEST_CASE("rings of the keyboard and the dial's frame are whole on both sides") {
  TestDesk desk;
  const auto key_down = [&](ImGuiKey named) {
    for (const bool down : {true, false}) {
      compat::key(ImGui::GetIO(), named, down);
      desk.frame({-10, -10});
    }
  };
  for (int i = 0; i < 2; ++i) {
    desk.frame({-10, -10}, false, 0, 1);
    desk.frame({-10, -10});
  }
  for (int i = 0; i < 6; ++i) {
    key_down(ImGuiKey_DownArrow);
    desk.frame({-10, -10});
    CHECK(cut_off(to_u32(make_tokens(desk.session.theme).accent)) <= 1);
  }
  leave_keyboard_focus();
  desk.run(command::SetChange{true, 0, 52});
  desk.frame({-10, -10});
  desk.frame({-10, -10});
  CHECK(cut_off(to_u32(make_tokens(desk.session.theme).second)) <= 1);
}

TEST_CASE("names in the left panel are whole at the usual size, comparing too") {
  for (const bool compare : {false, true})
    for (const LeftTab tab : {LeftTab::structures, LeftTab::chemicals}) {
      TestDesk desk;
      desk.session.left_tab = tab;
      desk.run(command::SetCompare{compare});
      for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
      const Rect left = layout_ui(desk.size, make_metrics(desk.scale), desk.session).left;
      std::set<std::string> seen;
      for (int scrolled = 0; scrolled < 40; ++scrolled) {
        for (const DrawnText& text : drawn_texts())
          if (left.contains(text.box.min)) seen.insert(text.text);
        desk.frame((left.min + left.max) * 0.5f, false, -1);
      }
      for (const std::string& text : seen) {
        CAPTURE(text);
        CHECK(text.find("\u2026") == std::string::npos);
      }
      const char* wanted = tab == LeftTab::chemicals ? "Noradrenaline" : "prefrontal cortex";
      CHECK(std::any_of(seen.begin(), seen.end(), [&](const std::string& text) { return text.find(wanted) != std::string::npos; }));
    }
}

TEST_CASE("the button that saves the curves is there at 1280 x 720 with all panels, and every size of letters is offered") {
  TestDesk desk;
  desk.note_controls = true;
  const auto controls_of = [&] {
    desk.frame({-10, -10});
    return desk.frame({-10, -10}).controls;
  };
  const auto find = [](const std::vector<Control>& controls, const std::string& id, const std::string& words = "") {
    return std::find_if(controls.begin(), controls.end(), [&](const Control& each) { return each.id == id && (words.empty() || each.words == words); });
  };
  for (const bool compare : {false, true}) {
    desk.run(command::SetCompare{compare});
    const std::vector<Control> controls = controls_of();
    CHECK(find(controls, "save_curves") != controls.end());
  }
  std::vector<Control> controls = controls_of();
  const auto settings = find(controls, "settings_button");
  REQUIRE(settings != controls.end());
  desk.click((settings->place.min + settings->place.max) * 0.5f);
  controls = controls_of();
  for (const char* size : {"100%", "125%", "150%", "200%", "250%", "300%"}) {
    CAPTURE(size);
    CHECK(find(controls, "segment", size) != controls.end());
  }
  for (const DrawnText& text : drawn_texts()) CHECK(text.text.find("%\u2026") == std::string::npos);
}

TEST_CASE("the change dial: turning it, choosing company, closing it") {
  TestDesk desk;
  desk.run(command::SetStyle{0, 1});
  desk.run(command::SetChange{true, 0, 52});
  REQUIRE(desk.session.change.on);
  desk.frame({-10, -10});
  const Rect panel = layout_ui(desk.size, make_metrics(desk.scale), desk.session).change;
  REQUIRE_FALSE(panel.is_empty());
  std::set<std::string> seen;
  std::set<double> weeks;
  for (float y = panel.min.y + 6; y < panel.max.y; y += 11)
    for (float x = panel.min.x + 8; x < panel.max.x; x += 13) {
      for (const Command& command : desk.click({x, y})) {
        seen.insert(describe(command));
        if (const auto* set = std::get_if<command::SetChange>(&command)) weeks.insert(set->weeks);
      }
      desk.tidy();
    }
  CHECK(seen == std::set<std::string>{"SetChange 0", "SetChange 1"});
  CHECK(weeks.size() > 8);  // the dial goes where it is pressed
  // The company menu lists every environment.
  const auto menu = [&] { desk.click({panel.min.x + 40, panel.min.y + 20}); };
  std::set<int> companies;
  for (float y = 66; y < 700; y += 13) {
    if (ImGui::GetCurrentContext()->OpenPopupStack.Size == 0) menu();
    for (const Command& command : desk.click({panel.min.x + 60, y}))
      if (const auto* set = std::get_if<command::SetChange>(&command); set != nullptr && set->on) companies.insert(set->environment);
  }
  CHECK(companies.size() == change_companies(desk.content).size());
}

TEST_CASE("the change dial: at every size of text each of its rows can be read, at the latest after scrolling, and what scrolls has a bar") {
  for (const auto& window : {std::pair<glm::vec2, float>{{1280, 720}, 1.0f}, {{1024, 600}, 1.0f}, {{1280, 720}, 1.5f}, {{1280, 720}, 2.0f}, {{1280, 720}, 2.5f}, {{1280, 720}, 3.0f}}) {
    TestDesk desk(window.first, window.second);
    CAPTURE(window.first.x);
    CAPTURE(window.second);
    desk.run(command::SetChange{true, 0, 52});
    for (int i = 0; i < 4; ++i) desk.frame({-10, -10});
    const Rect panel = layout_ui(desk.size, make_metrics(desk.scale), desk.session).change;
    REQUIRE_FALSE(panel.is_empty());
    const auto brief_of = [&](const ShownTrait& trait) { return brief_name(desk, trait); };
    std::set<std::string> read;
    if (open_rows(desk)) {  // all of them stand in its menu
      glm::vec2 menu(640, 200);
      for (const ImGuiWindow* each : ImGui::GetCurrentContext()->Windows)
        if (is_of_rows(each->Name) && each->Active) menu = to_glm(each->Rect().GetCenter());
      for (int i = 0; i < 60; ++i) {
        desk.frame(menu, false, i < 3 ? 0.0f : -0.5f);
        for (const DrawnText& text : drawn_texts())
          for (const ShownTrait& trait : shown_traits())
            if (is_of_rows(text.window) && text.text.size() > 4 && (desk.text.at(trait.words).starts_with(text.text) || text.text == brief_of(trait))) read.insert(trait.words);
      }
      CHECK(read.size() == shown_traits().size());
      continue;
    }
    std::size_t most = 0;
    for (int i = 0; i < 60; ++i) {
      desk.frame({panel.min.x + 40, panel.max.y - 20}, false, i == 0 ? 0.0f : -0.5f);
      desk.frame({panel.min.x + 40, panel.max.y - 20});
      std::string shown;
      std::vector<DrawnText> in_sight;
      for (const DrawnText& text : drawn_texts())
        if (text.window.starts_with("change") && text.box.min.y >= panel.min.y && text.box.max.y <= panel.max.y - 8 * desk.scale) in_sight.push_back(text);
      for (const DrawnText& text : in_sight) shown += text.text + " ";
      for (const auto& pair : overlapping(in_sight)) FAIL_CHECK(in_sight[pair.first].text << " lies over " << in_sight[pair.second].text);
      std::size_t rows = 0;
      for (const ShownTrait& trait : shown_traits())
        if (shown.find(desk.text.at(trait.words)) != std::string::npos || shown.find(brief_of(trait)) != std::string::npos) {
          read.insert(trait.words);
          ++rows;
        }
      most = std::max(most, rows);
    }
    CHECK(read.size() == shown_traits().size());
    CHECK(most >= 2);
    if (most == shown_traits().size()) continue;
    bool has_bar = false;
    for (const ImGuiWindow* each : ImGui::GetCurrentContext()->Windows) has_bar = has_bar || (std::string_view(each->Name).starts_with("change/") && each->ScrollbarY);
    CHECK(has_bar);
  }
}

TEST_CASE("the change dial: the bands can be seen beside their line") {
  for (const glm::vec2 size : {glm::vec2(1280, 720), glm::vec2(1920, 1080), glm::vec2(3840, 2160)}) {
    TestDesk desk(size);
    desk.run(command::SetStyle{0, 1});
    desk.run(command::SetChange{true, 0, 52});
    for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
    const ImU32 band = to_u32(with_alpha(make_tokens(desk.session.theme).second, 0.38f));
    float widest = 0;
    for (int i = 0; i < ImGui::GetDrawData()->CmdListsCount; ++i) {
      const ImDrawList* list = ImGui::GetDrawData()->CmdLists[i];
      std::vector<ImVec2> corners;
      for (const ImDrawVert& vertex : list->VtxBuffer)
        if (vertex.col == band) corners.push_back(vertex.pos);
      for (std::size_t k = 0; k + 3 < corners.size(); k += 4) widest = std::max(widest, std::abs(corners[k + 1].y - corners[k + 2].y));
    }
    CAPTURE(size.x);
    CHECK(widest > 5 * desk.scale);
    // Rows have a scale, and the ruler above them names more than its ends.
    std::multiset<std::string> said;
    for (const DrawnText& text : drawn_texts())
      if (text.window == "change") said.insert(text.text);
    CHECK(said.count(desk.text.at("change_more")) == shown_traits().size());
    CHECK(said.count(desk.text.at("change_less")) == shown_traits().size());
    CHECK(said.count(desk.text.at("span_now")) == 1);
    const auto named = std::count_if(said.begin(), said.end(), [](const std::string& text) { return text[0] >= '1' && text[0] <= '9' && text.size() <= 12; });
    CHECK(named >= 3);  // one of them is where the dial stands
  }
}

TEST_CASE("curves of a third unit say their own range with its unit") {
  TestDesk desk({1600, 900});
  desk.run(command::SelectScenario{story_index(desk, "soothe")});
  desk.run(command::SetPlotted{"body.HR", true});
  desk.run(command::SetPanel{Panel::plots, true});
  const auto legend = [&](const std::string& words) {
    for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
    for (const DrawnText& text : drawn_texts())
      if (text.window == "plots" && text.text.find(words) != std::string::npos) return true;
    return false;
  };
  std::set<std::string> units;
  for (const std::string& column : desk.session.plotted) units.insert(describe_column(desk.content, column).unit);
  REQUIRE(units.size() == 3);
  REQUIRE(desk.session.plotted.back() == "body.HR");
  CHECK(legend("beats/min"));
  CHECK(legend(" to 1"));  // an event is "Back to play"
  const std::vector<std::string> before = desk.session.plotted;
  for (const std::string& column : before)
    if (column != "body.HR") desk.run(command::SetPlotted{column, false});
  CHECK_FALSE(legend(" to 1"));  // now it has an axis
}

TEST_CASE("the calm page has one way out, and nothing else can be pressed") {
  TestDesk desk;
  desk.run(command::SetGrounded{true});
  for (int i = 0; i < 200; ++i) advance(desk.session, desk.content, 0.05);
  auto map = by_command(click_everywhere(desk, 31));
  REQUIRE(map.size() == 1);
  REQUIRE(map.count("SetGrounded 0") == 1);
  CHECK_FALSE(desk.frame({10, 10}).stage_takes_input);
  CHECK(map["SetGrounded 0"].size() > 5);  // a large one
}

TEST_CASE("a black screen goes with any click") {
  TestDesk desk;
  desk.run(command::SetBlank{true});
  const UiResult result = desk.frame({600, 300});
  CHECK(result.stage.is_empty());
  const std::vector<Command> commands = desk.click({600, 300});
  REQUIRE(commands.size() == 1);
  CHECK(describe(commands[0]) == "SetBlank 0");
}

TEST_CASE("search: rows choose, beside it closes") {
  TestDesk desk;
  desk.run(command::SetSearch{true, "amygdala"});
  for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
  auto map = by_command(click_everywhere(desk, 37));
  CHECK(map.count("Select amygdala") == 1);
  CHECK(map.count("SetSearch 0") == 1);
  CHECK_FALSE(desk.frame({10, 10}).stage_takes_input);
}

TEST_CASE("search: what is typed is looked for") {
  TestDesk typing;
  typing.run(command::SetSearch{true, ""});
  for (int i = 0; i < 3; ++i) typing.frame({-10, -10});
  for (const char c : {'c', 'o', 'r'}) ImGui::GetIO().AddInputCharacter(static_cast<unsigned>(c));
  std::string typed;
  for (int i = 0; i < 4; ++i)
    for (const Command& command : typing.frame({-10, -10}).commands)
      if (const auto* set = std::get_if<command::SetSearch>(&command)) typed = set->text;
  CHECK(typed == "cor");
}

TEST_CASE("a film under way can be stopped") {
  TestDesk desk;
  desk.run(command::StartExport{Export::film});
  auto map = by_command(click_everywhere(desk, 27));
  CHECK(map.count("CancelExport") == 1);
}

TEST_CASE("how far a film is stands at the foot of the stage, under what is written there") {
  for (const glm::vec2 size : {glm::vec2(1280, 720), glm::vec2(1920, 1080), glm::vec2(1024, 600)})
    for (const bool message : {false, true}) {
      CAPTURE(size.x);
      TestDesk desk(size);
      desk.run(command::StartExport{Export::film});
      desk.session.message = message ? "A sentence for the user." : "";
      desk.frame({-10, -10});
      const UiResult result = desk.frame({-10, -10});
      ImGuiWindow* film = ImGui::FindWindowByName("export");
      REQUIRE(film != nullptr);
      CHECK(film->Pos.y > (result.stage.min.y + result.stage.max.y) / 2);  // names and bodies are at the top
      CHECK(film->Pos.y + film->Size.y <= result.stage.max.y);
      CHECK(result.stage_foot >= result.stage.max.y - film->Pos.y - 1);
      if (!message) continue;
      const ImGuiWindow* told = ImGui::FindWindowByName("message");
      REQUIRE(told != nullptr);
      CHECK(film->Pos.y + film->Size.y <= told->Pos.y + 1);
    }
}

// click_everywhere, in a part of the window.
std::vector<Found> click_inside(TestDesk& desk, const Rect& rect, float step) {
  std::vector<Found> found;
  for (float y = rect.min.y + step / 2; y < rect.max.y; y += step)
    for (float x = rect.min.x + step / 2; x < rect.max.x; x += step) {
      Found point{{x, y}, desk.click({x, y})};
      desk.tidy();
      if (!point.commands.empty()) found.push_back(std::move(point));
    }
  return found;
}

int scenario_of(const TestDesk& desk, const std::string& id) {
  for (std::size_t i = 0; i < story_count(desk.content); ++i)
    if (story_at(desk.content, i).text().id == id) return static_cast<int>(i);
  return -1;
}

TEST_CASE("reasons: W shows and scrolls to them, and closes them only where it opened them") {
  TestDesk desk({1280, 570});
  desk.run(command::SetCompare{true});
  desk.run(command::SelectScenario{scenario_of(desk, "rejection")});
  desk.run(command::Seek{300});
  desk.run(command::Select{"amygdala"});
  settle(desk);
  REQUIRE(desk.session.show_why);
  CHECK_FALSE(desk.session.why_in_view);  // they lie below what is in view
  desk.run(command::AskWhy{});
  settle(desk);
  CHECK(desk.session.show_why);
  CHECK(desk.session.why_in_view);  // scrolled to
  // Each leads to its source.
  std::set<std::string> sources;
  const Rect right = layout_ui(desk.size, make_metrics(desk.scale), desk.session).right;
  for (int page = 0; page < 3; ++page) {
    for (float y = right.min.y + 10; y < right.max.y; y += 17)
      for (const Command& command : desk.click({(right.min.x + right.max.x) / 2, y}))
        if (std::holds_alternative<command::Select>(command) || std::holds_alternative<command::AskAbout>(command))
          sources.insert(describe(command));
    desk.frame({(right.min.x + right.max.x) / 2, 300}, false, -2);
  }
  CHECK(sources.size() > 1);
  // Scrolled away, W brings them back; in view, it closes them; then it opens them again.
  for (int i = 0; i < 40; ++i)
    for (const Command& command : desk.frame({(right.min.x + right.max.x) / 2, 300}, false, -1).commands) desk.run(command);
  CHECK_FALSE(desk.session.why_in_view);
  desk.run(command::AskWhy{});
  settle(desk);
  CHECK(desk.session.show_why);
  CHECK(desk.session.why_in_view);
  desk.run(command::AskWhy{});
  CHECK_FALSE(desk.session.show_why);
  settle(desk);
  CHECK_FALSE(desk.session.why_in_view);
  desk.run(command::AskWhy{});
  settle(desk);
  CHECK(desk.session.why_in_view);
}

namespace {

// Everything drawn in the details, from the top down.
std::vector<DrawnText> details_texts(TestDesk& desk) {
  for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
  std::vector<DrawnText> texts;
  for (DrawnText& text : drawn_texts())
    if (text.window.find("right/") != std::string::npos) texts.push_back(std::move(text));
  return texts;
}
const DrawnText* find_text(const std::vector<DrawnText>& texts, const std::string& part) {
  for (const DrawnText& text : texts)
    if (text.text.find(part) != std::string::npos) return &text;
  return nullptr;
}
std::vector<Control> controls_named(TestDesk& desk, const std::string& id) {
  desk.note_controls = true;
  std::vector<Control> found;
  for (Control& control : desk.frame({-10, -10}).controls)
    if (control.id == id && !control.place.is_empty()) found.push_back(std::move(control));
  return found;
}
glm::vec2 middle(const Rect& rect) { return (rect.min + rect.max) * 0.5f; }

}  // namespace

TEST_CASE("while the change dial is on side B is called by its time wherever it is named") {
  TestDesk desk({1920, 1080});
  desk.run(command::SelectScenario{story_index(desk, "rejection")});
  desk.run(command::SetStyle{0, 1});
  desk.run(command::SetChange{true, 0, 52});
  desk.run(command::SetPanel{Panel::right, true});
  desk.run(command::Select{"amygdala"});
  desk.run(command::Seek{200});
  const auto count = [&](const std::string& wanted) {
    const std::vector<DrawnText> texts = details_texts(desk);
    return std::count_if(texts.begin(), texts.end(), [&](const DrawnText& text) { return text.text == wanted; });
  };
  const std::string pattern = side_name(desk.session, desk.content, 0).name;
  CHECK(count(pattern) >= 1);
  CHECK(count("After 1 year") >= count(pattern) - 1);  // further down B comes behind A
  desk.run(command::AskAbout{"body.HR"});
  CHECK(count(pattern) >= 1);
  CHECK(count("After 1 year") >= 1);
  const auto described = [&](const std::string& words) {
    const std::vector<std::string> lines = describe_session(desk.session, desk.content, desk.text, desk.why);
    return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) { return line.find(words) != std::string::npos; });
  };
  CHECK(described("Side B: After 1 year, " + pattern));
  CHECK_FALSE(described("B " + pattern));
  desk.run(command::SetChange{true, 0, 0});
  CHECK(described("Side B: As now, " + pattern));
  desk.run(command::SetChange{true, 0, 104});
  // What is drawn of B is B's, after two years.
  desk.run(command::StartPrediction{"region.AMY", 1});
  CHECK(described("B After 2 years, to be drawn from"));
  desk.note_controls = true;
  settle(desk);
  const std::vector<Control> controls = desk.frame({-10, -10}).controls;
  CHECK(std::any_of(controls.begin(), controls.end(), [](const Control& each) {
    return each.id == "predict_side" && each.words.find("B After 2 years") != std::string::npos;
  }));
}

TEST_CASE("the papers behind a structure: one press from the top, found without a network, opened or copied") {
  for (const auto& window :
       {std::pair<glm::vec2, float>{{1280, 720}, 1.0f}, {{1024, 600}, 1.0f}, {{1280, 720}, 2.0f}}) {
    const glm::vec2 size = window.first;
    const float scale = window.second;
    TestDesk desk(size, scale);
    desk.run(command::SetPanel{Panel::right, true});
    desk.run(command::Select{"amygdala"});
    CAPTURE(size.x);
    CAPTURE(scale);
    REQUIRE(find_text(details_texts(desk), "Sources (") != nullptr);
    CHECK(find_text(details_texts(desk), "doi.org/") == nullptr);
    const std::vector<Control> jump = controls_named(desk, "sources");
    REQUIRE(jump.size() == 1);
    CHECK(desk.click(middle(jump[0].place)).empty());  // it only scrolls
    std::vector<Control> open = controls_named(desk, "open_source");
    const auto is_whole = [&] { return !open.empty() && open[0].place.size().y >= make_metrics(desk.scale).row - 1; };
    for (int i = 0; i < 60 && (!is_whole() || find_text(details_texts(desk), "doi.org/") == nullptr); ++i) {  // the first claim is longer than what is in view
      desk.frame(middle(jump[0].place), false, -0.5f);
      open = controls_named(desk, "open_source");
    }
    REQUIRE_FALSE(open.empty());
    const std::vector<Command> opened = desk.click(middle(open[0].place));
    REQUIRE(opened.size() == 1);
    const auto* asked = first<command::OpenSource>(opened);
    REQUIRE(asked != nullptr);
    CHECK_FALSE(asked->copied);
    const Reference* reference = find_reference(desk.content, asked->reference);
    REQUIRE(reference != nullptr);
    // The address stands there to its last letter, on as many lines as it needs, and is what the control says.
    const std::vector<DrawnText> texts = details_texts(desk);
    std::string address;
    for (const DrawnText& text : texts)
      if (text.box.meets(open[0].place) && text.box.max.x <= open[0].place.max.x + 1) {
        CHECK_FALSE(text.is_cut);
        address += text.text;
      }
    CHECK(address == "doi.org/" + reference->doi);
    CHECK(open[0].words.find(reference->doi) != std::string::npos);
    for (int i = 0; i < 30; ++i) desk.frame(middle(open[0].place));  // nor does it break in its tooltip
    const std::vector<DrawnText> hovered = drawn_texts();
    CHECK(std::any_of(hovered.begin(), hovered.end(), [&](const DrawnText& text) {
      return text.window == "##Foreground" && text.text == "doi.org/" + reference->doi;
    }));
    // Copy is beside it.
    const std::vector<Control> copy = controls_named(desk, "copy_source");
    REQUIRE_FALSE(copy.empty());
    const std::vector<Command> copied = desk.click(middle(copy[0].place));
    REQUIRE(copied.size() == 1);
    REQUIRE(first<command::OpenSource>(copied) != nullptr);
    CHECK(first<command::OpenSource>(copied)->copied);
    // Who, when, what and where, in full.
    desk.run(command::Select{""});
    desk.run(command::ShowClaim{[&] {
      for (const Claim& claim : desk.content.claim_book.claims)
        if (claim.references.size() == 1 && claim.references[0] == reference->id) return claim.id;
      return std::string();
    }()});
    if (!desk.session.claim.empty() && scale < 1.5f) {
      std::string all;
      for (const DrawnText& text : details_texts(desk)) all += text.text + " ";
      for (const std::string& part : {reference->authors, reference->title, reference->venue}) {
        std::istringstream in(part);
        for (std::string word; in >> word;) {
          CAPTURE(word);
          CHECK(all.find(word) != std::string::npos);
        }
      }
      CHECK(all.find(std::to_string(reference->year)) != std::string::npos);
    }
  }
}

TEST_CASE("a grade leads to its evidence alone, and there to what grades mean") {
  TestDesk desk({1280, 2000});
  desk.run(command::Seek{300});
  desk.run(command::Select{"amygdala"});
  desk.run(command::AskWhy{});
  settle(desk);
  const std::vector<Control> grades = controls_named(desk, "grade");
  REQUIRE(grades.size() >= 2);
  const std::vector<Command> commands = desk.click(middle(grades[0].place));
  REQUIRE(commands.size() == 1);
  REQUIRE(first<command::ShowClaim>(commands) != nullptr);
  desk.run(commands[0]);
  CHECK_FALSE(desk.session.claim.empty());
  std::string all;
  for (const DrawnText& text : details_texts(desk)) all += text.text + " ";
  CHECK(all.find(desk.text.at("section_grades")) != std::string::npos);
  // There it is no way anywhere.
  const std::vector<Control> alone = controls_named(desk, "grade");
  REQUIRE(alone.size() == 1);
  CHECK(desk.click(middle(alone[0].place)).empty());
}

namespace {
// A program of the shell; where it is.
std::string make_program(const std::filesystem::path& path, const std::string& lines) {
  std::ofstream(path) << "#!/bin/sh\n" << lines;
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path.string();
}
}  // namespace

TEST_CASE("a source opens in the browser there is, without waiting for it; where there is none that is known") {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / "attune_browser_test";
  fs::remove_all(folder);
  fs::create_directories(folder);
  const auto program = [&](const char* name, const std::string& lines) { return make_program(folder / name, lines); };
  const auto answer = [](Browser& browser) {
    Browser::Answer seen = browser.look();
    for (int i = 0; i < 300 && seen == Browser::Answer::waiting; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      seen = browser.look();
    }
    return seen;
  };
  const Reference reference{"x", "A B, C D", "Title", "Journal 1:2", "10.1002/(SICI)1<3::A>2.0 \"$(id)", "", "", "", "", 1999, false};
  const std::string address = source_address(reference);
  CHECK(address == "https://doi.org/10.1002/(SICI)1%3C3::A%3E2.0%20%22%24(id)");
  CHECK(citation(reference) == "A B, C D (1999). Title. Journal 1:2. " + address);
  CHECK(source_address(Reference{}).empty());
  Browser good(program("good", "printf '%s' \"$1\" > '" + (folder / "asked").string() + "'\n"));
  REQUIRE(good.open(address));
  CHECK(answer(good) == Browser::Answer::opened);
  std::ifstream file(folder / "asked");
  std::stringstream asked;
  asked << file.rdbuf();
  CHECK(asked.str() == address);
  Browser none(program("none", "exit 3\n"));
  REQUIRE(none.open(address));
  CHECK(answer(none) == Browser::Answer::none);
  // One that goes on is a browser.
  const auto start = std::chrono::steady_clock::now();
  Browser long_one(program("long", "sleep 4\n"));
  REQUIRE(long_one.open(address));
  CHECK(long_one.look() == Browser::Answer::waiting);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(1));
  CHECK(answer(long_one) == Browser::Answer::opened);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(4));
  CHECK_FALSE(Browser((folder / "missing").string()).open(address));
  CHECK_FALSE(Browser("").open(address));
  // Of the session: only sources there are.
  TestDesk desk;
  desk.run(command::OpenSource{"feldman2071", false});
  CHECK(desk.session.source_wanted.empty());
  CHECK(desk.session.message.find("feldman2071") != std::string::npos);
  desk.run(command::OpenSource{"feldman2017", true});
  CHECK(desk.session.source_wanted == "feldman2017");
  CHECK(desk.session.source_copied);
}

TEST_CASE("asking about a curve: its reasons for both sides, sources to press, one way back") {
  TestDesk desk;
  desk.run(command::SelectScenario{scenario_of(desk, "rejection")});
  desk.run(command::SetCompare{true});
  desk.run(command::Seek{300});
  Rect legend = layout_ui(desk.size, make_metrics(desk.scale), desk.session).plots;
  legend.max.y = legend.min.y + 60;
  auto map = by_command(click_inside(desk, legend, 13));
  for (const char* wanted : {"AskAbout region.AMY", "AskAbout region.vmPFC", "AskAbout chem.CORT"}) {
    CAPTURE(wanted);
    REQUIRE(map.count(wanted) == 1);
    const std::vector<Command> commands = desk.click(middle_of(map[wanted]));
    REQUIRE(commands.size() == 1);
    CHECK(describe(commands[0]) == wanted);
  }
  for (const std::string& column : desk.session.trace[0]->columns) {
    if (!has_equation(desk.content.circuit, column.substr(column.find('.') + 1))) continue;
    CAPTURE(column);
    desk.run(command::AskAbout{column});
    CHECK(desk.session.message.empty());
    CHECK_FALSE(desk.frame({-10, -10}).stage.is_empty());
  }
  desk.run(command::AskAbout{"body.HR"});
  settle(desk);
  CHECK(desk.session.why_in_view);
  const Rect right = layout_ui(desk.size, make_metrics(desk.scale), desk.session).right;
  std::set<std::string> seen;
  for (float y = right.min.y + 10; y < right.max.y; y += 17)
    for (const float x : {(right.min.x + right.max.x) / 2, right.max.x - 36})
      for (const Command& command : desk.click({x, y})) seen.insert(describe(command));
  CHECK(seen.count("AskAbout body.S") == 1);  // the accelerator moved it
  CHECK(seen.count("AskAbout ") == 1);
}

namespace {
// How far what the details show is scrolled.
float scrolled(TestDesk& desk) {
  desk.frame({-10, -10});
  for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows)
    if (window->Active && std::string_view(window->Name).find("right/scroll_") != std::string_view::npos) return window->Scroll.y;
  return -1;
}
}  // namespace

TEST_CASE("a reason that names a connection opens its card, and the part's name in it the part; both by keyboard") {
  for (const auto& window : {std::pair<glm::vec2, float>{{1280, 720}, 1.0f}, {{1024, 600}, 2.0f}}) {
    TestDesk desk(window.first, window.second);
    CAPTURE(window.second);
    desk.run(command::SelectScenario{scenario_of(desk, "rejection")});
    desk.run(command::Seek{300});
    desk.run(command::Select{"amygdala"});
    desk.run(command::AskWhy{});
    settle(desk);
    // The first reason that names one, brought into view.
    std::vector<Control> parts = controls_named(desk, "part");
    const Rect right = layout_ui(desk.size, make_metrics(desk.scale), desk.session).right;
    for (int i = 0; i < 60 && parts.empty(); ++i) {
      desk.frame(middle(right), false, -0.5f);
      parts = controls_named(desk, "part");
    }
    REQUIRE_FALSE(parts.empty());
    const std::vector<Command> to_part = desk.click(middle(parts[0].place));
    REQUIRE(to_part.size() == 1);
    REQUIRE(first<command::Select>(to_part) != nullptr);
    CHECK(parts[0].place.size().x > 0);
    const std::vector<Control> reasons = controls_named(desk, "reason");
    const Control* reason = nullptr;  // the words above the part's name
    for (const Control& control : reasons)
      if (control.place.min.y < parts[0].place.max.y) reason = &control;
    REQUIRE(reason != nullptr);
    // Beside the part's name, where the bar is, too.
    const std::vector<Command> by_bar = desk.click({reason->place.min.x + 30, parts[0].place.max.y - 4});
    REQUIRE(by_bar.size() == 1);
    CHECK(first<command::AskAbout>(by_bar) != nullptr);
    const std::vector<Command> asked = desk.click({reason->place.min.x + 30, reason->place.min.y + 4});
    REQUIRE(asked.size() == 1);
    REQUIRE(first<command::AskAbout>(asked) != nullptr);
    desk.run(asked[0]);
    const Connection* connection = asked_connection(desk.session, desk.content);
    REQUIRE(connection != nullptr);
    const Structure* from = find_structure(desk.content, first<command::Select>(to_part)->structure);
    REQUIRE(from != nullptr);
    CHECK(from->region == connection->from);
    settle(desk);
    // Its card: what it does, how sure, and where it comes from.
    std::string all;
    for (int page = 0; page < 40; ++page) {
      for (const DrawnText& text : details_texts(desk)) all += text.text + " ";
      desk.frame(middle(right), false, -1);
    }
    CHECK(all.find("How do we know?") != std::string::npos);
    CHECK(all.find("doi.org/") != std::string::npos);
    CHECK(all.find(connection->weight < 0 ? "This path calms" : "This path excites") != std::string::npos);
    CHECK(all.find("Go to:") != std::string::npos);
    const std::vector<std::string> lines = describe_session(desk.session, desk.content, desk.text, desk.why);
    CHECK(std::any_of(lines.begin(), lines.end(), [](const std::string& line) { return line.starts_with("Asked about: ") && line.find(" to ") != std::string::npos; }));
    // Back by the button leads to the reasons again.
    for (int i = 0; i < 40; ++i) desk.frame(middle(right), false, 2);
    const std::vector<Control> back = controls_named(desk, "details_back");
    REQUIRE(back.size() == 1);
    CHECK(back[0].words.find("Amygdala") != std::string::npos);
    const std::vector<Command> went = desk.click(middle(back[0].place));
    REQUIRE(went.size() == 1);
    desk.run(went[0]);
    CHECK(desk.session.asked.empty());
    CHECK(desk.session.selected == "amygdala");
    const auto forward = command_for_key(desk.session, desk.content, key::kRight, kAlt, false);
    REQUIRE(forward.has_value());
    desk.run(*forward);
    CHECK(asked_connection(desk.session, desk.content) == connection);
    const auto key_back = command_for_key(desk.session, desk.content, key::kLeft, kAlt, false);
    REQUIRE(key_back.has_value());
    CHECK(std::get<command::StepDetails>(*key_back).direction == -1);
    // What is read again stands where it was left; what is opened anew begins at its top.
    settle(desk);
    for (int i = 0; i < 3; ++i) desk.frame(middle(right), false, -2);
    settle(desk);
    const float left_at = scrolled(desk);
    CHECK(left_at > 0);
    desk.run(*key_back);
    settle(desk);
    desk.run(*forward);
    settle(desk);
    CHECK(scrolled(desk) == left_at);
    desk.run(*key_back);
    settle(desk);
    desk.run(asked[0]);
    settle(desk);
    CHECK(scrolled(desk) == 0);
  }
}

TEST_CASE("every reason has a way in, in every kind of story") {
  for (const std::string story : {"rejection", "therapy", "synchrony", "inconsistent"}) {
    TestDesk desk;
    desk.run(command::SelectScenario{scenario_of(desk, story)});
    CAPTURE(story);
    const double end_s = duration_s(desk.session, desk.content);
    for (const char* column : {"region.AMY", "chem.CORT", "body.HR", "trait.trust", "pair.HR"}) {
      if (!has_reasons(desk.session, desk.content, column)) continue;
      desk.run(command::Seek{end_s * 0.4});
      desk.run(command::AskAbout{column});
      settle(desk);
      CAPTURE(column);
      const Rect right = layout_ui(desk.size, make_metrics(desk.scale), desk.session).right;
      std::size_t pressed = 0;
      for (const Control& control : controls_named(desk, "reason")) {
        const glm::vec2 at{control.place.min.x + 30, control.place.min.y + 4};
        if (!right.contains(at) || control.place.size().y < 20) continue;
        CAPTURE(control.words);
        CHECK(desk.click(at).size() == 1);
        ++pressed;
      }
      CAPTURE(pressed);
    }
  }
}

TEST_CASE("undo and redo say what they do, are greyed where there is nothing, and a click is one step") {
  TestDesk desk({1920, 1080});
  const auto words_of = [&](const char* id) {
    const std::vector<Control> found = controls_named(desk, id);
    return found.empty() ? std::string("none") : found[0].words;
  };
  const auto press = [&](const char* id) {
    const std::vector<Control> found = controls_named(desk, id);
    REQUIRE_FALSE(found.empty());
    const std::vector<Command> commands = desk.click(middle(found[0].place));
    for (const Command& command : commands) desk.run(command);
    return commands.size();
  };
  desk.frame({-10, -10});
  CHECK(words_of("undo") == "Nothing to undo");
  CHECK(words_of("redo") == "Nothing to redo");
  CHECK(press("undo") == 0);
  CHECK(press("theme") == 1);
  CHECK(words_of("undo") == "Undo: theme");
  CHECK(press("undo") == 1);
  CHECK(desk.session.theme == Theme::dark);
  CHECK(words_of("undo") == "Nothing to undo");
  CHECK(words_of("redo") == "Redo: theme");
  CHECK(press("redo") == 1);
  CHECK(desk.session.theme == Theme::light);
  // The letting go of a drag is told, once it was one.
  desk.run(command::SetGlass{0.8f});
  desk.frame({-10, -10}, true);
  bool told = false;
  for (const Command& command : desk.frame({-10, -10}, false).commands) told = told || std::holds_alternative<command::LetGo>(command);
  CHECK(told);
}

TEST_CASE("what is learned over years has reasons in the details, and they lead on to the care that taught it") {
  TestDesk desk;
  desk.run(command::SelectScenario{scenario_of(desk, "therapy")});
  desk.run(command::Seek{52 * seconds_per_week});
  const auto pressed = [&](const char* column) {
    desk.run(command::AskAbout{column});
    for (int i = 0; i < 4; ++i) desk.frame({-10, -10});
    const Rect right = layout_ui(desk.size, make_metrics(desk.scale), desk.session).right;
    std::set<std::string> seen;
    for (float y = right.min.y + 10; y < right.max.y; y += 15)
      for (const Command& command : desk.click({(right.min.x + right.max.x) / 2, y})) seen.insert(describe(command));
    return seen;
  };
  desk.run(command::SetStyle{0, 2});
  CHECK(pressed("trait.trust").count("AskAbout slow.good") == 1);
  desk.run(command::Seek{3 * seconds_per_week});
  CHECK(pressed("slow.good").count("AskAbout signal.m") == 1);
  desk.run(command::Seek{30 * seconds_per_week});
  CHECK(pressed("slow.security").count("AskAbout trait.trust") == 1);
}

TEST_CASE("where little has moved lately, a button goes to when it changed most, in every kind of story") {
  std::set<ScenarioKind> kinds;  // in which the button was pressed
  for (const std::string story : {"rejection", "inconsistent", "sensitive", "couple", "therapy", "synchrony"}) {
    TestDesk desk;
    desk.run(command::SelectScenario{scenario_of(desk, story)});
    CAPTURE(story);
    const Session& s = desk.session;
    std::vector<std::string> columns = s.trace[0]->columns;
    if (pair_run(s, desk.content)) columns.insert(columns.end(), {"pair.breath", "pair.HR", "pair.R", "pair.coupling"});
    const double end_s = duration_s(s, desk.content);
    int asked = 0, found = 0;
    std::string quiet;  // has a time to go to, and nothing to say now
    double quiet_s = 0;
    for (const std::string& column : columns) {
      if (!has_reasons(s, desk.content, column)) continue;
      if (++asked % 4 != 1 && !column.starts_with("region.AMY") && !column.starts_with("pair.")) continue;
      CAPTURE(column);
      const double worth = 0.02;
      const std::optional<MostChanged> most = most_changed(s, desk.content, 0, column, worth);
      if (!most) continue;
      const double most_s = most->t_s;
      ++found;
      CHECK(most_s > 0);
      CHECK(most_s <= end_s);
      const auto reasons = find_reasons_at(s, desk.content, 0, column, most_s, worth);
      REQUIRE(reasons.has_value());
      CHECK(std::abs(reasons->why.after - reasons->why.before) >= worth);
      CHECK(most->why.after - most->why.before == reasons->why.after - reasons->why.before);  // a rise, or a fall
      for (const double share : {0.0, 0.3, 0.7, 1.0})
        if (quiet.empty() && column.starts_with("region.") &&
            !find_reasons_at(s, desk.content, 0, column, share * end_s, 0.01))
          quiet = column, quiet_s = share * end_s;
    }
    CHECK(found >= 3);
    if (quiet.empty()) continue;
    desk.run(command::SetCompare{false});
    desk.run(command::Seek{quiet_s});
    desk.run(command::AskAbout{quiet});
    CAPTURE(quiet);
    settle(desk);
    const std::vector<Control> button = controls_named(desk, "most_changed");
    REQUIRE_FALSE(button.empty());
    // It says whether that is a rise or a fall, and what it did then.
    const std::optional<MostChanged> most = most_changed(s, desk.content, 0, quiet, worth_saying(desk.content, quiet));
    REQUIRE(most.has_value());
    const bool rose = most->why.after > most->why.before;
    CHECK(button[0].words.find(rose ? "biggest rise" : "biggest fall") != std::string::npos);
    std::string all;
    for (const DrawnText& text : details_texts(desk)) all += text.text + " ";
    CAPTURE(all);
    CHECK(all.find(why_sentence(most->why, desk.content, desk.why, s.level)) != std::string::npos);
    const std::vector<Command> commands = desk.click(middle(button[0].place));
    REQUIRE(commands.size() == 1);
    REQUIRE(first<command::Seek>(commands) != nullptr);
    desk.run(commands[0]);
    CHECK(value_of(s, desk.content, 0, quiet, s.playhead.t_s) == doctest::Approx(most->why.after));
    settle(desk);
    CHECK(controls_named(desk, "most_changed").size() < button.size());  // there is something to say now
    kinds.insert(current_kind(s, desk.content));
  }
  CHECK(kinds.size() >= 3);
}

TEST_CASE("lines break at blanks: none begins with what closes a word or a sentence") {
  TestDesk desk;
  desk.frame({-10, -10});  // builds the letters
  const UiFont& font = desk.fonts.body;
  const auto begins_badly = [](std::string_view line) {
    for (const char* mark : {".", ",", ";", ":", "!", "?", ")", "]", "\u2019", "\u201d", "\u00bb"})
      if (line.starts_with(mark) && !(line.size() > 1 && line[0] == '.' && std::isdigit(line[1]) != 0)) return true;  // .14
    return line == "\"" || line.starts_with("\".") || line.starts_with("\",");
  };
  std::vector<std::string> texts{"It matters to say \"do that again\".", "It says (as they put it, \"again?\"), no more.",
                                 "Il dit : \u00ab encore \u00bb ! Et quoi ? Rien.", "One line.\nAnd another of them, which is longer.\n\nEnd"};
  for (const Structure& structure : desk.content.structures)
    for (const Level level : {Level::plain, Level::student, Level::expert})
      texts.push_back(describe(structure, desk.content.circuit, level));
  for (const Region& region : desk.content.circuit.regions) texts.push_back(at_level(region.role, region.deeper, Level::expert));
  for (const Claim& claim : desk.content.claim_book.claims) texts.push_back(claim.expert.empty() ? claim.sentence : claim.expert);
  for (const std::string& text : texts)
    for (float width = 90; width < 420; width += 23) {
      std::string joined;
      for (const std::string_view line : wrapped_lines(font, text, width)) {
        CHECK_MESSAGE(!begins_badly(line), std::string(line), " | ", text);
        if (line.find(' ') != std::string_view::npos) CHECK(measure(font, line).x <= width + 0.5f);
        joined += line;
      }
      std::string plain;  // nothing is lost
      for (const char c : text)
        if (c != ' ' && c != '\n') plain += c;
      std::erase(joined, ' ');
      CHECK(joined == plain);
      const std::size_t lines = wrapped_lines(font, text, width).size();
      CHECK(measure(font, text, width).y == doctest::Approx(font.size * static_cast<float>(std::max<std::size_t>(lines, 1))));
    }
  // One word wider than the line is cut; its full stop keeps company.
  for (const std::string_view line : wrapped_lines(font, "Ventromedialprefrontalorbitofrontal.", measure(font, "Ventromedialprefrontalorbitofrontal").x + 1))
    CHECK(line.size() > 1);
}

TEST_CASE("a structure that is chosen begins at its top, wherever it was left and whatever was read before") {
  TestDesk desk({1280, 620});
  desk.run(command::Seek{240});
  const Rect right = layout_ui(desk.size, make_metrics(desk.scale), desk.session).right;
  const glm::vec2 middle = (right.min + right.max) * 0.5f;
  const auto settled = [&] {
    for (int i = 0; i < 3; ++i)
      for (const Command& command : desk.frame({-10, -10}).commands) desk.run(command);
    float scroll = -1;
    for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows)
      if (window->Active && std::string(window->Name).find("right/scroll") == 0) scroll = window->Scroll.y;
    return scroll;
  };
  const auto down = [&] {
    for (int i = 0; i < 6; ++i) desk.frame(middle, false, -2);
    return settled();
  };
  desk.run(command::Select{"amygdala"});
  CHECK(settled() == 0);
  CHECK(down() > 50);
  desk.run(command::Select{"hippocampus"});
  CHECK(settled() == 0);
  CHECK(down() > 50);
  desk.run(command::Select{"amygdala"});  // where it had been left
  CHECK(settled() == 0);
  const float left_at = down();
  CHECK(left_at > 50);
  // A claim read meanwhile, and back: on from there. A press on the part or its name: its description.
  const Claim& claim = desk.content.claim_book.claims[find_claims(desk.content, "region:AMY").front()];
  desk.run(command::ShowClaim{claim.id});
  settled();
  desk.run(command::ShowClaim{""});
  CHECK(settled() == left_at);
  desk.run(command::ShowClaim{claim.id});
  settled();
  desk.run(command::Select{"amygdala"});
  CHECK(desk.session.claim.empty());
  CHECK(settled() == 0);
  desk.run(command::AskWhy{});
  CHECK(settled() > 50);  // its reasons were asked for
}

TEST_CASE("while a person points at the reasons they stand still, say of which moment they are, and run on afterwards") {
  for (const bool by_keyboard : {false, true}) {
    TestDesk desk({1280, 1500});
    desk.run(command::SelectScenario{scenario_of(desk, "rejection")});
    desk.run(command::SetCompare{false});
    desk.run(command::Seek{160});
    desk.run(command::Select{"amygdala"});
    desk.run(command::SetPlaying{true});
    desk.note_controls = true;
    glm::vec2 mouse(-10, -10);
    const auto frame = [&] {
      const UiResult result = desk.frame(mouse);
      for (const Command& command : result.commands) desk.run(command);
      advance(desk.session, desk.content, 0.1);
      return result;
    };
    const auto reasons = [&] {
      std::string all;
      for (const DrawnText& text : drawn_texts())
        if (text.window.find("right/") != std::string::npos) all += text.text + "|";
      return all;
    };
    frame();
    const UiResult before = frame();
    const std::string running = reasons();
    for (int i = 0; i < 40; ++i) frame();
    CHECK(reasons() != running);
    const auto reason = std::find_if(before.controls.begin(), before.controls.end(), [](const Control& each) { return each.id == "reason"; });
    REQUIRE(reason != before.controls.end());
    if (by_keyboard) {
      for (int i = 0; i < 40 && desk.session.why_held_s < 0; ++i) {
        desk.frame(mouse, false, 0, i == 0 ? 1 : 0);
        if (ImGuiWindow* const right = ImGui::FindWindowByName("right"); i == 0 && right != nullptr) compat::focus_window(right);
        compat::key(ImGui::GetIO(), ImGuiKey_DownArrow, i % 2 == 0);
        frame();
      }
      compat::key(ImGui::GetIO(), ImGuiKey_DownArrow, false);
    } else {
      mouse = (reason->place.min + reason->place.max) * 0.5f;
      frame();
    }
    CAPTURE(by_keyboard);
    REQUIRE(desk.session.why_held_s >= 0);
    const double held_s = desk.session.why_held_s;
    frame();
    frame();
    const std::string held = reasons();
    const std::string as_at = fill(desk.text.at("held_at"), {{"time", moment_text(held_s, duration_s(desk.session, desk.content), {})}});
    CHECK(held.find(as_at) != std::string::npos);
    for (int i = 0; i < 60; ++i) frame();
    CHECK(desk.session.playhead.t_s > held_s + 40);
    CHECK(desk.session.why_held_s == held_s);
    CHECK(reasons() == held);
    const std::vector<std::string> told = describe_session(desk.session, desk.content, desk.text, desk.why);
    CHECK(std::count(told.begin(), told.end(), desk.text.at("say_held") + ": " + as_at) == 1);
    mouse = {-10, -10};
    leave_keyboard_focus();
    frame();
    frame();
    CHECK(desk.session.why_held_s < 0);
    CHECK(reasons() != held);
    CHECK(reasons().find(as_at) == std::string::npos);
  }
}

TEST_CASE("reasons stand under what they do: first those that explain the way it went, then those against it") {
  TestDesk desk({1280, 2600});
  desk.run(command::SelectScenario{scenario_of(desk, "rejection")});
  desk.run(command::SetCompare{false});
  int up = 0, down = 0, largest_against = 0;
  for (const char* const style : {"secure", "anxious", "avoidant"})
    for (const Structure& structure : desk.content.structures) {
      if (structure.region.empty() || find_region(desk.content, structure.region) == nullptr) continue;
      for (std::size_t i = 0; i < desk.content.styles.size(); ++i)
        if (desk.content.styles[i].id == style) desk.run(command::SetStyle{0, static_cast<int>(i)});
      desk.run(command::Select{structure.id});
      for (const double t_s : {100.0, 240.0, 400.0}) {
        desk.run(command::Seek{t_s});
        const std::string column = "region." + structure.region;
        const auto reasons =
            find_reasons(desk.session, desk.content, 0, column, worth_saying(desk.content, column));
        if (!reasons || reasons->why.terms.empty()) continue;
        const Why& why = reasons->why;
        const bool rose = why.after >= why.before;
        const auto helps = [&](const WhyTerm& term) { return (term.effect > 0) == rose; };
        if (!std::any_of(why.terms.begin(), why.terms.end(), helps) ||
            std::all_of(why.terms.begin(), why.terms.end(), helps))
          continue;
        (rose ? up : down) += 1;
        if (!helps(why.terms.front())) ++largest_against;
        const std::vector<DrawnText> texts = details_texts(desk);
        const DrawnText* with = find_text(texts, rose ? "What raises it" : "What lowers it");
        const DrawnText* against = find_text(texts, rose ? "What holds it back" : "What keeps it up");
        CAPTURE(structure.id);
        CAPTURE(t_s);
        REQUIRE(with != nullptr);
        REQUIRE(against != nullptr);
        CHECK(with->box.min.y < against->box.min.y);
        for (const WhyTerm& term : why.terms) {  // the first of each stands below its own heading
          const std::string clause = upper_first(why_clause(term, desk.content, desk.why, desk.session.level));
          const DrawnText* const card = find_text(texts, clause.substr(0, 12));
          if (card == nullptr) continue;
          if (&term == &*std::find_if(why.terms.begin(), why.terms.end(), helps))
            CHECK((card->box.min.y > with->box.min.y && card->box.min.y < against->box.min.y));
        }
      }
    }
  CHECK(up > 3);
  CHECK(down > 3);
  CHECK(largest_against > 0);  // which used to stand first
}

TEST_CASE("in how many runs is said once for paths that do the same, and on the card of one that does not") {
  TestDesk desk({1280, 2600});
  desk.run(command::SelectScenario{scenario_of(desk, "rejection")});
  desk.run(command::SetCompare{false});
  desk.run(command::Seek{160});
  desk.run(command::Select{"amygdala"});
  const auto reasons = find_reasons(desk.session, desk.content, 0, "region.AMY", 0.01);
  REQUIRE(reasons.has_value());
  const auto shown = [&](const std::string& other_way) {
    auto book = std::make_shared<AgreementBook>();
    std::uint32_t agree = 90;
    for (const WhyTerm& term : reasons->why.terms) {
      if (term.connection.empty()) continue;
      DirectionAgreement entry;
      entry.connection = term.connection;
      for (const Connection& connection : desk.content.circuit.connections)
        if (connection.id == term.connection) entry.direction = connection.weight > 0 ? 1 : -1;
      if (term.connection == other_way) entry.direction = -entry.direction;
      entry.effect = 0.05 * entry.direction;
      entry.agree = agree++;
      entry.runs = 100;
      book->emplace(term.connection, entry);
    }
    desk.run(command::SetAgreement{desk.session.traces_made, 0, book});
    std::string all;
    for (const DrawnText& text : details_texts(desk)) all += text.text + " ";
    return all.substr(0, all.find("Listens to"));  // the paths below have a line each
  };
  const auto count = [](const std::string& all, const std::string& words) {
    int n = 0;
    for (std::size_t at = all.find(words); at != std::string::npos; at = all.find(words, at + 1)) ++n;
    return n;
  };
  const std::string all = shown("");
  CAPTURE(all);
  CHECK(count(all, "Each does so in at least 90 of 100 runs.") == 1);
  CHECK(count(all, "Over the whole story it makes") == 0);
  CHECK(count(all, "of 100 runs") == 1);
  CHECK(count(all, "Where a path differs") == 0);
  // One of them does the opposite by way of other parts: its card says so.
  const bool rose = reasons->why.after >= reasons->why.before;
  std::string odd;
  for (const WhyTerm& term : reasons->why.terms)
    if (!term.connection.empty() && (term.effect > 0) == rose && odd.empty()) odd = term.connection;
  REQUIRE_FALSE(odd.empty());
  const std::string one = shown(odd);
  CAPTURE(one);
  CHECK(count(one, "Through other parts") == 1);
}

TEST_CASE("something can be changed from the reasons without scrolling, in every window") {
  struct Window {
    glm::vec2 size;
    float ui_scale;
  };
  for (const Window& window : {Window{{1280, 720}, 1}, Window{{1024, 600}, 1}, Window{{1280, 720}, 2}, Window{{1024, 600}, 2}})
    for (const bool compare : {false, true}) {
      TestDesk desk(window.size, window.ui_scale);
      desk.run(command::SelectScenario{scenario_of(desk, "rejection")});
      desk.run(command::SetCompare{compare});
      desk.run(command::Seek{240});
      CAPTURE(window.size.x);
      CAPTURE(window.ui_scale);
      for (const bool asked : {false, true}) {
        desk.run(asked ? Command(command::AskAbout{"chem.CORT"}) : Command(command::Select{"amygdala"}));
        desk.run(command::SetPanel{Panel::right, true});
        settle(desk);
        const std::vector<Control> button = controls_named(desk, "about_bench");
        REQUIRE(button.size() == 1);
        CHECK(button[0].place.size().y >= make_metrics(desk.scale).control - 1);  // all of it
        const std::vector<Command> commands = desk.click(middle(button[0].place));
        REQUIRE(commands.size() == 1);
        REQUIRE(first<command::SetBench>(commands) != nullptr);
        const glm::vec2 inside = middle(layout_ui(desk.size, make_metrics(desk.scale), desk.session).right);
        for (int i = 0; i < 8; ++i) desk.frame(inside, false, -1);
        const std::vector<Control> scrolled = controls_named(desk, "about_bench");
        REQUIRE(scrolled.size() == 1);
        CHECK(scrolled[0].place.min.y == button[0].place.min.y);
      }
    }
}

TEST_CASE("after a change the details say how what they show differs from before") {
  TestDesk desk({1280, 1600});
  desk.run(command::SelectScenario{scenario_of(desk, "rejection")});
  desk.run(command::SetCompare{false});
  desk.run(command::Select{"amygdala"});
  const auto shown = [&] {
    std::string all;
    for (const DrawnText& text : details_texts(desk)) all += text.text + " ";
    return all;
  };
  CHECK(shown().find("your change") == std::string::npos);
  desk.run(command::SetStrength{1, "pain", 0.0});
  const std::string less = shown();
  CAPTURE(less);
  CHECK(less.find("After your change: less active here than before. The biggest difference is at ") != std::string::npos);
  desk.run(command::SetStrength{1, "pain", 1.0});
  CHECK(shown().find("After your change: more active here than before.") != std::string::npos);
  desk.run(command::AskAbout{"felt.D"});
  CHECK(shown().find("After your change: higher than before.") != std::string::npos);
  const std::string described = [&] {
    std::string all;
    for (const std::string& line : describe_session(desk.session, desk.content, desk.text, desk.why)) all += line + "\n";
    return all;
  }();
  CHECK(described.find("Changed, A: After your change: higher than before.") != std::string::npos);
  // A change that comes to nothing says so.
  desk.run(command::ResetChanges{Bench::story, true});
  desk.run(command::AskAbout{""});
  std::string idle;
  for (const Trait& trait : desk.content.circuit.traits) {
    if (!idle.empty()) break;
    const double value = trait_value(desk.session, desk.content, 0, trait.id);
    if (std::isnan(value)) continue;
    desk.run(command::SetTrait{0, trait.id, value < 0.5 ? value + 0.2 : value - 0.2});
    const std::optional<ChangeSeen> seen = change_seen(desk.session, 0, "region.AMY", 0.01);
    if (seen && !seen->any) idle = trait.id;
    if (idle.empty()) desk.run(command::ResetChanges{Bench::side_a, true});
  }
  REQUIRE_FALSE(idle.empty());
  CHECK(shown().find("Your change makes no difference to this structure.") != std::string::npos);
  desk.run(command::ResetChanges{Bench::side_a, true});
  // The change dial: side B beside side A.
  const auto place = [](const auto& items, const std::string& id) {
    return static_cast<int>(std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.id == id; }) - items.begin());
  };
  desk.run(command::SetStyle{0, place(desk.content.styles, "anxious")});
  const int company = place(desk.content.slow.environments, "secure_relationship");
  desk.run(command::SetChange{true, company, 0});
  desk.run(command::SetPanel{Panel::right, true});  // beside the dial
  CHECK(shown().find("This time makes no difference to this structure.") != std::string::npos);
  desk.run(command::SetChange{true, company, 156});
  CHECK(shown().find("After this time: ") != std::string::npos);
  CHECK(shown().find("After your change") == std::string::npos);
}

TEST_CASE("how active a region is: one scale for both sides, and words for which is more") {
  TestDesk desk({1280, 1600});
  desk.run(command::SelectScenario{scenario_of(desk, "rejection")});
  desk.run(command::SetCompare{true});
  const ImU32 busier = to_u32(make_tokens(desk.session.theme).busier);
  int seen = 0;
  for (const Structure& structure : desk.content.structures) {
    if (structure.region.empty() || find_region(desk.content, structure.region) == nullptr) continue;
    for (const double t_s : {170.0, 240.0, 320.0}) {
      desk.run(command::Seek{t_s});
      desk.run(command::Select{structure.id});
      const std::string column = "region." + structure.region;
      const double a = value_now(desk.session, 0, column), b = value_now(desk.session, 1, column);
      const double share_a = activity_share(desk.session, 0, structure.region),
                   share_b = activity_share(desk.session, 1, structure.region);
      if (share_a < 0.1 || share_b < 0.1 || std::abs(a - b) < 0.1) continue;
      CAPTURE(structure.id);
      CAPTURE(t_s);
      settle(desk);
      // The ends of the two coloured bars: the first shapes of that colour in the details.
      std::vector<float> ends;
      for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
        if (!window->WasActive || std::string(window->Name).find("right/") == std::string::npos) continue;
        float row = -1;
        for (const ImDrawVert& vertex : window->DrawList->VtxBuffer) {
          if (vertex.col != busier) continue;
          if (row < 0 || std::abs(vertex.pos.y - row) > 20) {
            if (ends.size() == 2) break;
            ends.push_back(vertex.pos.x);
            row = vertex.pos.y;
          }
          ends.back() = std::max(ends.back(), vertex.pos.x);
        }
      }
      REQUIRE(ends.size() == 2);
      const Rect panel = layout_ui(desk.size, make_metrics(desk.scale), desk.session).right;
      CHECK((ends[1] - ends[0]) / panel.size().x == doctest::Approx(b - a).epsilon(0.3));
      if (std::string(share_words(share_a)) == share_words(share_b)) {
        const std::string described = [&] {
          std::string all;
          for (const std::string& line : describe_session(desk.session, desk.content, desk.text, desk.why)) all += line + "\n";
          return all;
        }();
        CHECK(described.find(a > b ? "more than B" : "less than B") != std::string::npos);
        CHECK(described.find(a > b ? "less than A" : "more than A") != std::string::npos);
        ++seen;
      }
    }
  }
  CHECK(seen > 0);
}

TEST_CASE("counted directions stand beside the arrows") {
  TestDesk desk;
  desk.run(command::SelectScenario{story_index(desk, "soothe")});
  desk.run(command::Select{"amygdala"});
  const auto question = next_agreement(desk.session, desk.content);
  REQUIRE(question.has_value());
  const auto heights = [&] {
    desk.frame({-10, -10});
    desk.frame({-10, -10});
    float most = 0;
    for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows)
      if (std::string(window->Name).find("scroll_amygdala") != std::string::npos) most = std::max(most, window->ScrollMax.y);
    return most;
  };
  const float before = heights();
  auto book = std::make_shared<AgreementBook>();
  for (const std::string& id : question->connections) {
    DirectionAgreement entry;
    entry.connection = id;
    entry.effect = 0.05;
    entry.direction = 1;
    entry.agree = 97;
    entry.runs = 100;
    book->emplace(id, entry);
  }
  desk.run(command::SetAgreement{question->traces, 0, book});
  CHECK_FALSE(next_agreement(desk.session, desk.content).has_value());
  CHECK(heights() > before + 60);  // a line for every arrow
}

TEST_CASE("counted directions name what they move, and never seem to say the opposite of what a path is called") {
  TestDesk desk({1280, 5000});
  desk.run(command::SelectScenario{scenario_of(desk, "rejection")});
  desk.run(command::SetCompare{true});
  desk.run(command::Seek{240});
  desk.run(command::Select{"amygdala"});
  const auto shown = [&](int direction, double size = 0.05) {
    for (int side = 0; side < 2; ++side) {
      auto book = std::make_shared<AgreementBook>();
      for (const Connection& connection : desk.content.circuit.connections) {
        DirectionAgreement entry;
        entry.connection = connection.id;
        entry.effect = direction * size;
        entry.direction = direction;
        entry.agree = 97;
        entry.runs = 100;
        book->emplace(connection.id, entry);
      }
      desk.run(command::SetAgreement{desk.session.traces_made, side, book});
    }
    std::string all;
    for (const DrawnText& text : details_texts(desk)) all += text.text + " ";
    return all;
  };
  const std::string raised = shown(1), lowered = shown(-1);
  for (const std::string& all : {raised, lowered}) {
    CAPTURE(all);
    CHECK(all.find("Raises it") == std::string::npos);
    CHECK(all.find("97 (A) and 97 (B) of 100 runs") != std::string::npos);
    const std::size_t said = all.find("Runs: the model lived this 100 times");
    CHECK(said != std::string::npos);
    CHECK(all.find("Runs: the model", said + 1) == std::string::npos);  // once
    // Two negatives are said in words.
    CHECK(all.find("It calms the amygdala, but now less than before: that makes the amygdala more active.") !=
          std::string::npos);
  }
  CHECK(raised.find("Over the whole story it makes the amygdala more active") != std::string::npos);
  CHECK(raised.find("It calms the amygdala itself. Through other parts it makes the amygdala more active") !=
        std::string::npos);
  CHECK(lowered.find("Over the whole story it makes the amygdala less active") != std::string::npos);
  CHECK(lowered.find("It excites the amygdala itself. Through other parts it makes the amygdala less active") !=
        std::string::npos);
  // A sign alone, of next to nothing, says nothing.
  const std::string hardly = shown(1, 0.0001);
  CAPTURE(hardly);
  CHECK(hardly.find("Over the whole story it hardly changes the amygdala.") != std::string::npos);
  CHECK(hardly.find("more active: in") == std::string::npos);
  CHECK(hardly.find("of 100 runs") == std::string::npos);
  // The names of tracts are for experts.
  const auto& paths = desk.content.circuit.connections;
  const auto plain_path = std::find_if(paths.begin(), paths.end(), [](const Connection& path) {
    return (path.from == "AMY" || path.to == "AMY") && path.security.empty() && !path.tract.empty();
  });
  REQUIRE(plain_path != paths.end());
  const std::string tract_begins = plain_path->tract.substr(0, plain_path->tract.find(' '));
  CAPTURE(tract_begins);
  CHECK(raised.find(tract_begins) == std::string::npos);
  desk.run(command::SetLevel{Level::expert});
  CHECK(shown(1).find(tract_begins) != std::string::npos);
  desk.run(command::SetLevel{Level::plain});
  // Both about as usual, and not the same.
  int told = 0;
  for (const Structure& structure : desk.content.structures) {
    if (structure.region.empty() || find_region(desk.content, structure.region) == nullptr) continue;
    desk.run(command::Seek{1});
    desk.run(command::Select{structure.id});
    const double a = value_now(desk.session, 0, "region." + structure.region),
                 b = value_now(desk.session, 1, "region." + structure.region);
    if (std::abs(a - b) < 0.02 || std::abs(activity_share(desk.session, 0, structure.region)) > 0.07 ||
        std::abs(activity_share(desk.session, 1, structure.region)) > 0.07)
      continue;
    std::string all;
    for (const DrawnText& text : details_texts(desk)) all += text.text + " ";
    CAPTURE(structure.id);
    CAPTURE(all);
    CHECK(all.find(a > b ? "more than B" : "less than B") != std::string::npos);
    CHECK(all.find(a > b ? "less than A" : "more than A") != std::string::npos);
    ++told;
  }
  CHECK(told > 0);
}

TEST_CASE("the wheel looks closer at the curves about the pointer, other buttons drag them, a double click goes back") {
  TestDesk desk;
  desk.run(command::SelectScenario{scenario_of(desk, "rejection")});
  const double end_s = duration_s(desk.session, desk.content);
  const Rect plots = layout_ui(desk.size, make_metrics(desk.scale), desk.session).plots;
  const glm::vec2 middle((plots.min.x + plots.max.x) / 2, plots.max.y - 60);
  const auto take = [&](const UiResult& result) {
    std::optional<command::SetPlotRange> range;
    for (const Command& command : result.commands) {
      if (const auto* found = std::get_if<command::SetPlotRange>(&command)) {
        CHECK_FALSE(range.has_value());  // exactly one
        range = *found;
      }
      desk.run(command);
    }
    return range;
  };
  desk.frame(middle);
  desk.frame(middle);
  CHECK_FALSE(take(desk.frame(middle, false, -1)).has_value());  // nothing wider than the run
  const auto near = take(desk.frame(middle, false, 1));
  REQUIRE(near.has_value());
  CHECK(near->to_s - near->from_s == doctest::Approx(end_s / 2));
  CHECK(near->from_s > end_s * 0.15);
  CHECK(near->to_s < end_s * 0.85);
  // Scrubbing goes by what is shown.
  desk.frame(middle);
  const UiResult scrubbed = desk.frame(middle, true);
  const auto* seek = first<command::Seek>(scrubbed.commands);
  REQUIRE(seek != nullptr);
  CHECK(seek->t_s == doctest::Approx((near->from_s + near->to_s) / 2).epsilon(0.15));
  for (const Command& command : scrubbed.commands) desk.run(command);
  for (int i = 0; i < 40; ++i) desk.frame(middle, false);
  // Dragging with the middle button moves the span by what the pointer moves.
  compat::mouse_button(ImGui::GetIO(), 2, true);
  take(desk.frame(middle));
  const auto panned = take(desk.frame(middle + glm::vec2(40, 0)));
  REQUIRE(panned.has_value());
  CHECK(panned->from_s < near->from_s);
  CHECK(panned->to_s - panned->from_s == doctest::Approx(end_s / 2));
  compat::mouse_button(ImGui::GetIO(), 2, false);
  desk.frame(middle);
  CHECK_FALSE(take(desk.frame(middle + glm::vec2(20, 0))).has_value());  // let go
  // The button over the curves and a double click show the whole run, and the double click does not seek there.
  auto map = by_command(click_inside(desk, {{plots.max.x - 200, plots.min.y}, plots.max}, 11));
  REQUIRE(map.count("SetPlotRange all") == 1);
  for (int i = 0; i < 40; ++i) desk.frame(middle);
  std::vector<Command> commands;
  for (const bool down : {true, false, true, true, false})
    for (const Command& command : desk.frame(middle, down).commands) {
      commands.push_back(command);
      desk.run(command);
    }
  CHECK(desk.session.plot_to_s == 0);
  std::size_t seeks = 0;
  for (const Command& command : commands) seeks += std::holds_alternative<command::Seek>(command);
  CHECK(seeks <= 1);
}

TEST_CASE("curves: save as a table beside the legend, in a small window among the curves to choose") {
  {
    // Nothing is saved before it is said what: the button opens a menu with words.
    TestDesk wide({1920, 1080});
    wide.note_controls = true;
    const Rect plots = layout_ui(wide.size, make_metrics(wide.scale), wide.session).plots;
    CHECK(by_command(click_inside(wide, plots, 31)).count("StartExport 3") == 0);
    settle(wide);
    const auto control = [&](const std::string& id, const std::string& words) {
      const std::vector<Control> controls = wide.frame({-10, -10}).controls;
      const auto found = std::find_if(controls.begin(), controls.end(), [&](const Control& each) {
        return each.id == id && each.words == wide.text.at(words);
      });
      REQUIRE(found != controls.end());
      return (found->place.min + found->place.max) * 0.5f;
    };
    for (const auto& way : {std::pair{"curves_save", "StartExport 3"}, std::pair{"curves_copy", "StartExport 5"},
                            std::pair{"curves_picture", "StartExport 6"}, std::pair{"curves_copy_picture", "StartExport 8"}}) {
      CAPTURE(way.first);
      CHECK(wide.click(control("save_curves", "save_curves")).empty());
      const std::vector<Command> asked = wide.click(control("segment", way.first));
      REQUIRE(asked.size() == 1);
      CHECK(describe(asked[0]) == way.second);
      CHECK(ImGui::GetCurrentContext()->OpenPopupStack.Size == 0);
    }
  }
  TestDesk desk;
  for (const char* column : {"region.PVN", "region.HIP", "region.INS"}) desk.run(command::SetPlotted{column, true});
  const Rect plots = layout_ui(desk.size, make_metrics(desk.scale), desk.session).plots;
  const glm::vec2 plus(plots.max.x - 8 - 44 * 1.5f, plots.min.y + 26);
  std::set<std::string> seen;
  for (float y = 20; y < plots.min.y; y += 13)
    for (const float x : {plots.max.x - 120, plots.max.x - 200, plots.max.x - 290, plots.max.x - 350}) {
      if (ImGui::GetCurrentContext()->OpenPopupStack.Size == 0) desk.click(plus);
      for (const Command& command : desk.click({x, y})) seen.insert(describe(command));
    }
  CHECK(seen.count("StartExport 3") == 1);
  CHECK(seen.count("StartExport 8") == 1);
  CHECK(seen.count("SetPlotRange") == 1);
  // The search knows the ways out too.
  for (const auto& way : {std::pair{"save csv", Export::curves}, std::pair{"save picture", Export::curves_picture},
                          std::pair{"copy picture", Export::copied_curves_picture}, std::pair{"copy table", Export::copied_curves}}) {
    CAPTURE(way.first);
    bool found = false;
    for (const Finding& finding : find_anything(desk.session, desk.content, desk.text, way.first, 30))
      for (const Command& command : finding.commands)
        if (const auto* start = std::get_if<command::StartExport>(&command)) found = found || start->what == way.second;
    CHECK(found);
  }
}

TEST_CASE("in a low plot what 'calm again' flags mean is told by keyboard and as text") {
  TestDesk desk({1024, 600});
  desk.run(command::SelectScenario{story_index(desk, "soothe")});
  settle(desk);
  REQUIRE(std::isfinite(calm_again_s(desk.session, desk.content, 0)));
  bool told = false;
  for (const std::string& line : describe_session(desk.session, desk.content, desk.text, desk.why))
    told = told || line.starts_with(desk.text.at("say_calm") + ": " + current_style(desk.session, desk.content, 0).name);
  CHECK(told);
  // The keyboard comes to the plot: the flag's words stand beside it.
  bool shown = false;
  for (int i = 0; i < 12; ++i) {
    desk.frame({-10, -10}, false, 0, 1);
    settle(desk);
    const ImGuiWindow* window = ImGui::GetCurrentContext()->NavWindow;
    if (window != nullptr && std::string(window->RootWindow->Name) == "plots") break;
  }
  for (int i = 0; i < 12 && !shown; ++i) {
    for (const bool down : {true, false}) {
      compat::key(ImGui::GetIO(), ImGuiKey_DownArrow, down);
      desk.frame({-10, -10});
    }
    settle(desk);
    for (const DrawnText& text : drawn_texts()) shown = shown || (text.window == "##Foreground" && text.text.starts_with("Calm again: "));
  }
  CHECK(shown);
}

TEST_CASE("the columns of the key list are about as high as each other") {
  for (const auto& window : {std::pair<glm::vec2, float>{{1280, 720}, 1.0f}, {{1920, 1080}, 1.0f}, {{1920, 1080}, 1.25f}}) {
    TestDesk desk(window.first, window.second);
    desk.run(command::SetHelp{true});
    settle(desk);
    float ends[2] = {0, 0}, below = 1e9f;
    const float middle = desk.size.x / 2;
    for (int i = 0; i < 120; ++i) {
      desk.list_step = i == 0 ? 0 : 1;
      desk.frame({-10, -10});
      float scrolled = 0;
      for (const ImGuiWindow* each : ImGui::GetCurrentContext()->Windows)
        if (std::string(each->Name).find("help/keys") != std::string::npos) scrolled = each->Scroll.y;
      for (const DrawnText& text : drawn_texts()) {
        if (text.window.find("help/keys") == std::string::npos) continue;
        const float end = text.box.max.y + scrolled;
        if (text.text == desk.text.at("section_leaves_out")) below = std::min(below, text.box.min.y + scrolled);
        if (end <= below) ends[text.box.min.x < middle ? 0 : 1] = std::max(ends[text.box.min.x < middle ? 0 : 1], end);
      }
    }
    CAPTURE(desk.size.x);
    REQUIRE(below < 1e8f);
    for (float& end : ends) end = std::min(end, below);
    CHECK(std::abs(ends[0] - ends[1]) < 60 * desk.scale);
  }
}

TEST_CASE("where the stage has no room for it, what happens stands in the bar with the clock, and the legend behind a button") {
  Legend legend;
  legend.colour = [](float share) { return glm::vec3(0.5f + share / 2); };
  legend.low = "quieter than usual", legend.middle = "usual", legend.high = "more active than usual";
  legend.note = "A note about the colours.";
  legend.carriers = {{"cortisol", {1, 0.5f, 0}, "CORT", true}, {"excites", {1, 0.9f, 0.6f}, "glu", true}};
  legend.evidence = "evidence", legend.grades = {"strong", "some", "contested"};
  for (const glm::vec2 size : {glm::vec2(1024, 600), {1280, 720}, {1920, 1080}, {3840, 2160}})
    for (const float ui_scale : {1.0f, 1.5f, 2.0f, 2.5f, 3.0f}) {
      CAPTURE(size.x);
      CAPTURE(ui_scale);
      TestDesk desk(size, ui_scale);
      desk.note_controls = true;
      desk.run(command::SelectScenario{story_index(desk, "rejection")});
      desk.run(command::SetCompare{true});
      desk.run(command::Seek{240});
      desk.run(command::DismissMessage{});
      settle(desk);
      const Caption* caption = caption_now(desk.session, desk.content).caption;
      REQUIRE(caption != nullptr);
      const auto is_told = [&] {
        for (const DrawnText& text : drawn_texts())
          if (text.window == "transport" && text.text.find(caption->text.substr(0, 5)) != std::string::npos) return true;
        return false;
      };
      const bool compact = layout_ui(size, make_metrics(desk.scale), desk.session).compact;
      CHECK(is_told() == !compact);
      desk.caption_left_out = true;
      desk.legend_left_out = &legend;
      settle(desk);
      CHECK(is_told());
      const std::vector<DrawnText> texts = drawn_texts();
      for (const auto& pair : overlapping(texts)) {
        CAPTURE(texts[pair.first].text);
        CAPTURE(texts[pair.second].text);
        CHECK(texts[pair.first].window != "transport");
      }
      const std::vector<Control> controls = desk.frame({-10, -10}).controls;
      const auto place_of = [&](const std::string& id) {
        for (const Control& control : controls)
          if (control.id == id) return control.place;
        return Rect{};
      };
      const Rect button = place_of("legend_button");
      CHECK(button.size().x >= 36 * desk.scale);
      for (const char* other : {"play", "scrubber", "slower", "faster"}) {
        const Rect place = place_of(other);
        const bool apart = place.is_empty() || place.max.x <= button.min.x + 1 || place.min.x >= button.max.x - 1;
        CAPTURE(other);
        CHECK(apart);
      }
      CHECK(place_of("scrubber").size().x > 40 * desk.scale);
      CHECK(desk.click((button.min + button.max) * 0.5f).empty());
      settle(desk);
      std::string all;
      for (const DrawnText& text : drawn_texts()) {
        all += text.text + " ";
        CHECK_FALSE((text.is_cut && text.text == legend.high));
      }
      if (ui_scale < 2) CHECK(all.find("contested") != std::string::npos);
      for (const std::string& words : {legend.low, legend.middle, legend.high, std::string("cortisol"), ui_scale < 3 ? desk.text.at("carrier_glu") : legend.low}) {  // at most the first of a list that scrolls
        CAPTURE(words);
        CHECK(all.find(words) != std::string::npos);
      }
    }
}

TEST_CASE("where no transport is left, what colours mean is a button in the top bar") {
  Legend legend;
  legend.colour = [](float share) { return glm::vec3(0.5f + share / 2); };
  legend.low = "less", legend.middle = "usual", legend.high = "more";
  for (const auto& [size, ui_scale] : {std::pair{glm::vec2(1024, 600), 2.0f}, {glm::vec2(1280, 720), 3.0f}}) {
    TestDesk desk(size, ui_scale);
    desk.note_controls = true;
    desk.run(command::SelectScenario{story_index(desk, "rejection")});
    desk.run(command::StartPrediction{"region.AMY"});
    desk.run(command::DismissMessage{});
    desk.legend_left_out = &legend;
    settle(desk);
    const UiLayout layout = layout_ui(size, make_metrics(desk.scale), desk.session);
    CAPTURE(desk.size.x);
    REQUIRE(layout.transport.is_empty());
    Rect button;
    for (const Control& control : desk.frame({-10, -10}).controls)
      if (control.id == "legend_button") button = control.place;
    REQUIRE_FALSE(button.is_empty());
    CHECK(layout.top_bar.contains(button.min));
    CHECK(layout.top_bar.contains(button.max));
    CHECK(button.size().x >= 30 * desk.scale);
    CHECK(desk.click((button.min + button.max) * 0.5f).empty());
    settle(desk);
    std::string all;
    for (const DrawnText& text : drawn_texts()) all += text.text + " ";
    CHECK(all.find("more") != std::string::npos);
  }
}

TEST_CASE("a picture goes to the clipboard through the desktop's program, without waiting; where there is none that is known") {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / "attune_clipboard_test";
  fs::remove_all(folder);
  fs::create_directories(folder);
  const auto program = [&](const char* name, const std::string& lines) {
    return std::vector<std::string>{make_program(folder / name, lines), "--type", "image/png"};
  };
  using Answer = PictureClipboard::Answer;
  const auto answer = [](PictureClipboard& clipboard, int tries = 300) {
    Answer seen = clipboard.look();
    for (int i = 0; i < tries && seen == Answer::waiting; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      seen = clipboard.look();
    }
    return seen;
  };
  const auto read = [](const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
  };
  std::string png = "\x89PNG";  // larger than any pipe holds
  for (int i = 0; i < 400000; ++i) png += static_cast<char>(i * 7919);
  const std::vector<std::string> good = program("good", "printf '%s ' \"$@\" > '" + (folder / "asked").string() + "'\ncat > '" + (folder / "got").string() + "'\n");
  const std::vector<std::string> bad = program("bad", "head -c 9 > /dev/null\nexit 1\n");
  const std::vector<std::string> slow = program("slow", "echo $$ > '" + (folder / "pid").string() + "'\ncat > /dev/null\nexec sleep 60\n");
  const std::vector<std::string> missing{(folder / "missing").string()};
  PictureClipboard clipboard(ClipboardPrograms{missing, bad, good});
  REQUIRE(clipboard.copy(png));
  CHECK(answer(clipboard) == Answer::copied);
  CHECK(read(folder / "asked") == "--type image/png ");
  CHECK((read(folder / "got") == png));
  CHECK(clipboard.look() == Answer::none);  // told once
  PictureClipboard none(ClipboardPrograms{missing});
  CHECK_FALSE(none.copy(png));
  CHECK_FALSE(PictureClipboard(ClipboardPrograms{}).copy(png));
  PictureClipboard refuses(ClipboardPrograms{bad});
  REQUIRE(refuses.copy(png));
  CHECK(answer(refuses) == Answer::none);
  // One that hangs holds nothing up, and is ended.
  PictureClipboard hangs(ClipboardPrograms{slow});
  const auto start = std::chrono::steady_clock::now();
  REQUIRE(hangs.copy(png));
  CHECK(hangs.look() == Answer::waiting);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(1));
  CHECK(answer(hangs, 400) == Answer::none);
  for (int i = 0; i < 100; ++i) {  // its end is taken note of
    hangs.look();
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  const int started = std::atoi(read(folder / "pid").c_str());
  REQUIRE(started > 1);
  CHECK(kill(started, 0) != 0);  // a child that no one has waited for would still be there
  fs::remove_all(folder);
}

TEST_CASE("views: every preset is in the pop-up") {
  TestDesk desk;
  const glm::vec2 button(1280 - 8 - 44 * 5.5f, 30);
  std::set<std::string> seen;
  for (float y = 66; y < 700; y += 14) {
    if (ImGui::GetCurrentContext()->OpenPopupStack.Size == 0) desk.click(button);
    for (const Command& command : desk.click({button.x - 20, y})) seen.insert(describe(command));
  }
  CHECK(seen.count("GoToView home") == 1);
  for (const ViewPreset& view : view_presets()) CHECK(seen.count(std::string("GoToView ") + view.id) == 1);
}

namespace {

int story(const Content& content, const std::string& id) {
  for (std::size_t i = 0; i < story_count(content); ++i)
    if (story_at(content, i).text().id == id) return static_cast<int>(i);
  return -1;
}

}  // namespace

TEST_CASE("two people: every click asks for one thing, and both have patterns of their own") {
  TestDesk desk({1280, 900});
  desk.run(command::SelectScenario{story(desk.content, "couple")});
  desk.run(command::Seek{400});
  const std::vector<Found> found = click_everywhere(desk, 29);
  check_single(found);
  auto map = by_command(found);
  for (const std::string wanted : {"SetPlaying 1", "Seek", "SelectArm 1", "SelectArm 2", "SetStyle 0 1", "SetStyle 1 0",
                                   "SetCurveVisible 0 chem.OTp", "SetLibrary 1"}) {
    CAPTURE(wanted);
    CHECK(map.count(wanted) == 1);
  }
  // The two rhythms lie between the stage and the transport and take no clicks from either.
  const UiResult result = desk.frame({640, 300});
  CHECK(result.stage.size().y > 150);
  ImGuiWindow* rhythms = ImGui::FindWindowByName("rhythms");
  REQUIRE(rhythms != nullptr);
  CHECK(rhythms->WasActive);
  CHECK(rhythms->Pos.y >= result.stage.max.y);
  const std::vector<Command> asked = desk.click({rhythms->Pos.x + rhythms->Size.x / 2, rhythms->Pos.y + rhythms->Size.y / 2});
  REQUIRE(asked.size() == 1);
  CHECK(std::get<command::AskAbout>(asked[0]).column.starts_with("pair."));
  // They go with the story.
  desk.run(command::SelectScenario{0});
  desk.frame({640, 300});
  desk.frame({640, 300});
  CHECK_FALSE(ImGui::FindWindowByName("rhythms")->WasActive);
}

TEST_CASE("years: every click asks for one thing, and each side can live a version of its own") {
  TestDesk desk({1280, 1000});
  desk.run(command::SelectScenario{story(desk.content, "generations")});
  desk.run(command::SetCompare{true});
  const std::vector<Found> found = click_everywhere(desk, 31);
  check_single(found);
  auto map = by_command(found);
  for (const std::string wanted :
       {"SetPlaying 1", "Seek", "SelectArm 1", "SelectArm 1 B", "SetStyle 0 1", "SetSpeed", "SetCurveVisible 0 trait.trust"}) {
    CAPTURE(wanted);
    CHECK(map.count(wanted) == 1);
  }
  // Where everyone starts at birth there is no pattern to choose.
  desk.run(command::SelectScenario{story(desk.content, "firstyear")});
  std::set<std::string> seen;
  for (float y = 150; y < 560; y += 14)
    for (const float x : {100.0f, 222.0f, 266.0f})
      for (const Command& command : desk.click({x, y})) seen.insert(describe(command));
  CHECK(seen.count("SelectArm 2") == 1);
  CHECK(seen.count("SelectArm 2 B") == 1);
  for (const std::string& asked : seen) CHECK(asked.rfind("SetStyle", 0) != 0);
}

TEST_CASE("a part is repeated: Shift and a drag on the time bar, Shift and a press ends it") {
  TestDesk desk;
  const double end_s = duration_s(desk.session, desk.content);
  desk.note_controls = true;
  for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
  const std::vector<Control> scrubber = controls_named(desk, "scrubber");
  REQUIRE(scrubber.size() == 1);
  const Rect bar = scrubber[0].place;
  const auto at = [&](float share) { return glm::vec2(bar.min.x + share * bar.size().x, bar.max.y - 16 * desk.scale); };
  const auto go = [&](glm::vec2 mouse, bool down) {
    for (const Command& command : desk.frame(mouse, down).commands) {
      CHECK_FALSE(std::holds_alternative<command::Seek>(command));
      desk.run(command);
    }
  };
  compat::modifiers(ImGui::GetIO(), false, true, false);
  go(at(0.6f), false);
  go(at(0.6f), false);
  go(at(0.6f), true);
  CHECK_FALSE(has_loop(desk.session));
  for (const float share : {0.55f, 0.4f, 0.3f}) go(at(share), true);
  go(at(0.3f), false);
  CHECK(desk.session.loop_from_s == doctest::Approx(0.3 * end_s).epsilon(0.05));
  CHECK(desk.session.loop_to_s == doctest::Approx(0.6 * end_s).epsilon(0.05));
  CHECK(desk.session.playhead.t_s >= desk.session.loop_from_s);
  CHECK(desk.session.playhead.t_s <= desk.session.loop_to_s);
  // The whole drag is one step.
  desk.run(command::Undo{});
  CHECK_FALSE(has_loop(desk.session));
  desk.run(command::Redo{});
  CHECK(has_loop(desk.session));
  for (const bool down : {false, true, false, false}) go(at(0.8f), down);
  CHECK_FALSE(has_loop(desk.session));
  compat::modifiers(ImGui::GetIO(), false, false, false);
}

TEST_CASE("dragging the scrubber seeks, and the plot shares its cursor") {
  TestDesk desk;
  const double end_s = duration_s(desk.session, desk.content);
  auto map = by_command(click_everywhere(desk, 15));
  REQUIRE(map.count("Seek") == 1);
  const std::vector<glm::vec2>& points = map["Seek"];
  const float lowest = std::max_element(points.begin(), points.end(), [](auto a, auto b) { return a.y < b.y; })->y;
  std::vector<glm::vec2> bar;
  for (const glm::vec2 p : points)
    if (p.y > lowest - 20) bar.push_back(p);
  const auto [low, high] = std::minmax_element(bar.begin(), bar.end(), [](auto a, auto b) { return a.x < b.x; });
  desk.frame(*low);
  desk.frame(*low);
  desk.frame(*low, true);
  const UiResult dragged = desk.frame(*high, true);
  const command::Seek* seek = first<command::Seek>(dragged.commands);
  REQUIRE(seek != nullptr);
  CHECK(seek->t_s > 0.9 * end_s);
  CHECK(seek->t_s <= end_s);
  // The mouse leaves the bar but still holds it.
  const UiResult outside = desk.frame({-500, 300}, true);
  seek = first<command::Seek>(outside.commands);
  CHECK((seek == nullptr || seek->t_s == 0));
  desk.frame({-500, 300}, false);
}

TEST_CASE("the timeline: a press on an event's word goes to where it begins; every tick has a name") {
  for (const glm::vec2 size : {glm::vec2(1280, 720), glm::vec2(1920, 1080)})
    for (const std::string story : {"rejection", "inconsistent", "sensitive", "couple", "therapy"}) {
      TestDesk desk(size);
      desk.run(command::SelectScenario{scenario_of(desk, story)});
      CAPTURE(story);
      const std::vector<Caption> captions = current_arm(desk.session, desk.content).captions;
      const double end_s = duration_s(desk.session, desk.content);
      desk.run(command::Seek{end_s * 0.987});
      const Rect bar = layout_ui(desk.size, make_metrics(desk.scale), desk.session).transport;
      std::vector<DrawnText> words;
      for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
      for (const DrawnText& text : drawn_texts())
        if (text.window == "transport") words.push_back(text);
      int pressed = 0;
      for (const Caption& caption : captions) {
        CAPTURE(caption.event);
        const DrawnText* word = nullptr;
        for (const DrawnText& text : words)
          if (text.text == caption.event && text.box.min.y > bar.min.y + 30 * desk.scale) word = &text;
        if (word == nullptr) continue;
        for (const float share : {0.04f, 0.5f, 0.96f}) {
          const glm::vec2 at = word->box.min + (word->box.max - word->box.min) * glm::vec2(share, 0.5f);
          const auto commands = desk.click(at);
          REQUIRE(!commands.empty());
          for (const Command& command : commands) {
            REQUIRE(std::holds_alternative<command::Seek>(command));
            CHECK(std::get<command::Seek>(command).t_s == caption.begin_s);
          }
        }
        ++pressed;
      }
      CHECK(pressed >= 2);
      // Resting on a tick names it.
      std::vector<Control> scrubber = controls_named(desk, "scrubber");
      REQUIRE(scrubber.size() == 1);
      const float knob = 9 * desk.scale, from = scrubber[0].place.min.x + knob, to = scrubber[0].place.max.x - knob;
      for (const Caption& caption : captions) {
        const glm::vec2 at(from + static_cast<float>(caption.begin_s / end_s) * (to - from),
                           scrubber[0].place.max.y - 16 * desk.scale);
        desk.frame({-10, -10});
        for (int i = 0; i < 40; ++i) desk.frame(at);
        std::string told;
        for (const DrawnText& text : drawn_texts())
          if (text.window == "##Foreground") told += text.text + " ";
        CAPTURE(caption.event);
        std::istringstream in(caption.event);
        for (std::string word; in >> word;) {
          CAPTURE(told);
          CHECK(told.find(word) != std::string::npos);
        }
      }
    }
}

TEST_CASE("no tooltip covers what it explains") {
  for (const auto& [size, scale] :
       {std::pair<glm::vec2, float>{{1280, 720}, 1.0f}, {{1024, 600}, 1.0f}, {{1280, 720}, 2.0f}})
    for (const LeftTab tab : {LeftTab::moment, LeftTab::structures, LeftTab::chemicals}) {
      TestDesk desk(size, scale);
      desk.run(command::Seek{300});
      desk.run(command::SetLeftTab{tab});
      if (tab != LeftTab::chemicals) desk.run(command::AskWhy{});
      if (tab == LeftTab::chemicals) desk.run(command::SetPanel{Panel::left, true});
      settle(desk);
      desk.note_controls = true;
      std::vector<Control> controls = desk.frame({-10, -10}).controls;
      std::size_t told = 0;
      for (std::size_t i = 0; i < controls.size(); i += 2) {
        const Control& control = controls[i];
        if (control.place.is_empty()) continue;
        const glm::vec2 at = middle(control.place);
        desk.frame({-10, -10});
        for (int k = 0; k < 27; ++k) desk.frame(at);
        for (const DrawnText& text : drawn_texts()) {
          if (text.window != "##Foreground") continue;
          ++told;
          CAPTURE(desk.size.x);
          CAPTURE(desk.scale);
          CAPTURE(control.id);
          CAPTURE(control.words);
          CAPTURE(text.text);
          CHECK_FALSE(text.box.contains(at));
          const bool apart = text.box.max.x <= control.place.min.x + 1 || text.box.min.x >= control.place.max.x - 1 ||
                             text.box.max.y <= control.place.min.y + 1 || text.box.min.y >= control.place.max.y - 1;
          CHECK(apart);
          CHECK(text.box.min.x >= 0);
          CHECK(text.box.max.x <= size.x);
          CHECK(text.box.max.y <= size.y);
        }
      }
      CHECK(told > 6);
    }
}

TEST_CASE("a message can be dismissed") {
  TestDesk desk;
  desk.session.message = "There is no structure \"amigdala\". Did you mean \"amygdala\"?";
  auto map = by_command(click_everywhere(desk, 19));
  CHECK(map.count("DismissMessage") == 1);
}

TEST_CASE("a message comes and goes without moving anything, and covers no control") {
  for (const glm::vec2 size : {glm::vec2(1024, 600), {1280, 720}, {1920, 1080}})
    for (const float ui_scale : {1.0f, 2.0f})
      for (const bool welcome : {false, true}) {
        TestDesk desk(size, ui_scale);
        desk.session.show_welcome = welcome;
        desk.note_controls = true;
        const auto places = [&] {
          desk.frame({-10, -10});
          std::vector<std::pair<std::string, Rect>> found;
          for (const Control& control : desk.frame({-10, -10}).controls)
            if (control.id != "dismiss") found.emplace_back(control.id, control.place);
          return found;
        };
        const auto before = places();
        const Rect stage = desk.frame({-10, -10}).stage;
        if (stage.is_empty()) continue;
        desk.run(command::Tell{"A sentence that says what has just happened, and what can be done now."});
        const auto after = places();
        const UiResult told = desk.frame({-10, -10});
        CAPTURE(size.x);
        CAPTURE(ui_scale);
        CAPTURE(welcome);
        if (ui_scale == 1) REQUIRE(told.stage_foot > 40);
        if (told.stage_foot == 0) continue;  // too small a stage: a row of its own
        CHECK(told.stage.min == stage.min);
        CHECK(told.stage.max == stage.max);
        const Rect foot{{stage.min.x, stage.max.y - told.stage_foot}, stage.max};
        REQUIRE(after.size() == before.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
          CAPTURE(before[i].first);
          CHECK(after[i].second.min == before[i].second.min);
          CHECK(after[i].second.max == before[i].second.max);
          const bool edge = before[i].first.find("edge") != std::string::npos;  // of a panel, beside it
          const Rect& place = after[i].second;
          if (!edge && !place.is_empty())
            CHECK((place.max.x <= foot.min.x || place.min.x >= foot.max.x || place.max.y <= foot.min.y || place.min.y >= foot.max.y));
        }
      }
}

TEST_CASE("a message stands between the letters and the legend where it can, and moves neither") {
  const std::string brief = "Saved the picture as left_out.png.", longer = "There is no structure \"amigdala\". Did you mean \"amygdala\"? Press / to search for it.";
  for (const glm::vec2 size : {glm::vec2(1280, 720), {1920, 1080}})
    for (const std::string& words : {brief, longer}) {
      TestDesk desk(size);
      desk.note_controls = true;
      const Rect stage = desk.frame({-10, -10}).stage;
      desk.foot_room = {stage.min.x + 0.135f * stage.size().x, stage.max.x - (size.x > 1300 ? 0.27f : 0.425f) * stage.size().x};
      desk.session.camera.azimuth += 0.2f;  // the way back to the usual view stands there too
      const auto button = [&] {
        desk.frame({-10, -10});
        for (const Control& control : desk.frame({-10, -10}).controls)
          if (control.id == "view_reset") return control.place;
        return Rect{};
      };
      const Rect before = button();
      desk.run(command::Tell{words});
      const Rect after = button();
      CHECK(after.min == before.min);
      CHECK(after.max == before.max);
      const UiResult told = desk.frame({-10, -10});
      CAPTURE(size.x);
      CAPTURE(words);
      CHECK(told.stage_foot_between);
      CHECK(told.stage_foot > 30);
      const ImGuiWindow* const message = ImGui::FindWindowByName("message");
      REQUIRE(message != nullptr);
      CHECK(message->Pos.x >= desk.foot_room.x - 1);
      CHECK(message->Pos.x + message->Size.x <= desk.foot_room.y + 1);
      CHECK(message->Pos.y >= told.stage.max.y - told.stage_foot - 1);
      if (!after.is_empty()) CHECK((after.max.x <= message->Pos.x || after.max.y <= message->Pos.y));
      desk.foot_room.y = desk.foot_room.x + 100;  // too narrow: over the whole foot
      CHECK_FALSE(desk.frame({-10, -10}).stage_foot_between);
      CHECK(desk.frame({-10, -10}).stage_foot > 40);
    }
}

TEST_CASE("a click meant for a message that has just gone presses nothing") {
  TestDesk desk;
  desk.note_controls = true;
  desk.run(command::Tell{"A sentence."});
  glm::vec2 at(-10);
  desk.frame({-10, -10});
  for (const Control& control : desk.frame({-10, -10}).controls)
    if (control.id == "dismiss") at = (control.place.min + control.place.max) * 0.5f;
  REQUIRE(at.x > 0);
  desk.frame(at);
  desk.session.message.clear();  // by itself
  desk.frame(at);
  desk.frame(at);
  CHECK(ImGui::GetIO().WantCaptureMouse);
  CHECK(desk.click(at).empty());
  for (int frame = 0; frame < 60; ++frame) desk.frame(at);
  CHECK_FALSE(ImGui::GetIO().WantCaptureMouse);  // the stage is free again
}

TEST_CASE("a turned brain offers the way back to the usual view, by a button that covers nothing") {
  for (const glm::vec2 size : {glm::vec2(1024, 600), {1280, 720}, {1920, 1080}})
    for (const float ui_scale : {1.0f, 1.5f, 2.0f})
      for (const bool told : {false, true}) {
        TestDesk desk(size, ui_scale);
        desk.note_controls = true;
        if (told) desk.run(command::Tell{"A sentence."});
        const auto find = [&] {
          std::optional<Control> found;
          desk.frame({-10, -10});
          for (const Control& control : desk.frame({-10, -10}).controls)
            if (control.id == "view_reset") found = control;
          return found;
        };
        CAPTURE(size.x);
        CAPTURE(ui_scale);
        CAPTURE(told);
        CHECK_FALSE(find());
        for (const char* view : {"left", "top", "medial-left"}) {
          desk.session.camera = camera_for_view(*find_view(view));
          CHECK_FALSE(find());
        }
        desk.run(command::ZoomCamera{1, {0.1f, 0.1f}, 1});
        const auto button = find();
        if (ui_scale == 1) REQUIRE(button);
        if (!button) continue;
        const UiResult result = desk.frame({-10, -10});
        CHECK(button->place.min.x >= result.stage.min.x);
        CHECK(button->place.max.y <= result.stage.max.y - result.stage_foot);
        CHECK(button->words.find("key 0") != std::string::npos);
        const auto commands = desk.click((button->place.min + button->place.max) * 0.5f);
        REQUIRE(first<command::GoToView>(commands) != nullptr);
        for (const Command& command : commands) desk.run(command);
        for (int i = 0; i < 40; ++i) advance(desk.session, desk.content, 0.05);
        CHECK_FALSE(find());
      }
}

TEST_CASE("a name on the stage is explained where it stands, and so is the head of its details") {
  TestDesk desk;
  desk.pointed_name = "acc_dorsal";
  desk.pointed_place = {{500, 200}, {560, 222}};
  const auto said = [&](const std::string& words) {
    const std::vector<DrawnText> texts = drawn_texts();
    return std::any_of(texts.begin(), texts.end(), [&](const DrawnText& text) { return text.text.find(words) != std::string::npos; });
  };
  desk.frame({530, 210});
  desk.frame({530, 210});
  CHECK(said("Dorsal anterior cingulate (dACC)"));
  CHECK(said("something is wrong"));
  for (const DrawnText& text : drawn_texts())
    if (text.text.find("(dACC)") != std::string::npos) CHECK((text.box.max.y < 200 || text.box.min.y >= 222));
  desk.pointed_name.clear();
  desk.frame({530, 210});
  CHECK_FALSE(said("(dACC)"));
  desk.run(command::Select{"acc_subgenual"});
  desk.frame({-10, -10});
  desk.frame({-10, -10});
  CHECK(said("(sgACC)"));
}

TEST_CASE("icons that say little have a word where there is room") {
  TestDesk desk;
  desk.run(command::SetCompare{true});
  desk.frame({-10, -10});
  desk.frame({-10, -10});
  const std::vector<DrawnText> texts = drawn_texts();
  for (const char* word : {"Change", "Predict", "Speed", "A minus B"}) {
    CAPTURE(word);
    const bool found = std::any_of(texts.begin(), texts.end(), [&](const DrawnText& text) { return text.text == word && text.window != "right"; });
    CHECK(found);
  }
}

TEST_CASE("the brain beside the welcome stands still while a structure is pointed at") {
  TestDesk desk;
  desk.session.show_welcome = true;
  CHECK(desk.frame({1200, 300}).stage_opens);
  CHECK_FALSE(ImGui::GetIO().WantCaptureMouse);
  const float before = desk.session.camera.azimuth;
  desk.run(command::Hover{"amygdala"});
  for (const Command& command : desk.frame({1200, 300}).commands) desk.run(command);
  advance(desk.session, desk.content, 0.1);
  CHECK(desk.session.camera.azimuth == before);
  desk.run(command::Hover{""});
  advance(desk.session, desk.content, 0.1);
  CHECK(desk.session.camera.azimuth != before);
}

TEST_CASE("without the interface the stage is the window") {
  TestDesk desk;
  desk.run(command::SetInterface{false});
  const UiResult result = desk.frame({100, 100});
  CHECK(result.stage.size() == desk.size);
  CHECK(click_everywhere(desk, 40).empty());
}

TEST_CASE("large text at 1280x720 and 1024x600: everything can still be reached") {
  for (const float ui_scale : {2.5f, 3.0f}) {
    CAPTURE(ui_scale);
    TestDesk desk({1280, 720}, ui_scale);
    auto map = by_command(click_everywhere(desk, 23));
    for (const std::string wanted : {"SetPlaying 1", "Seek", "SetCompare 1", "SetPanel 1 1", "SetPanel 2 1"}) {
      CAPTURE(wanted);
      CHECK(map.count(wanted) == 1);
    }
    desk.run(command::SetPanel{Panel::left, true});
    map = by_command(click_everywhere(desk, 23));
    CHECK(map.count("SetLeftTab 1") == 1);
    CHECK(map.count("SetPanel 1 0") == 1);
  }
  TestDesk small({1024, 600});
  auto map = by_command(click_everywhere(small, 19));
  for (const std::string wanted : {"SetPlaying 1", "Seek", "SetCompare 1", "SetLeftTab 1", "SetPanel 2 1"}) {
    CAPTURE(wanted);
    CHECK(map.count(wanted) == 1);
  }
}

TEST_CASE("the keyboard walks through panels and presses buttons") {
  TestDesk desk;
  for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
  CHECK_FALSE(has_keyboard_focus());
  const auto tap = [&](ImGuiKey named) {
    std::vector<Command> commands;
    for (const bool down : {true, false, false}) {
      compat::key(ImGui::GetIO(), named, down);
      for (const Command& command : desk.frame({-10, -10}).commands) commands.push_back(command);
    }
    return commands;
  };
  std::set<std::string> panels, seen;
  for (int i = 0; i < 8; ++i) {
    desk.frame({-10, -10}, false, 0, 1);
    for (int k = 0; k < 3; ++k) desk.frame({-10, -10});
    CHECK(has_keyboard_focus());
    const ImGuiWindow* window = ImGui::GetCurrentContext()->NavWindow;
    REQUIRE(window != nullptr);
    panels.insert(window->RootWindow->Name);
    for (const Command& command : tap(ImGuiKey_Space)) seen.insert(describe(command));
    desk.tidy();
  }
  CHECK(panels == std::set<std::string>{"edge_left", "edge_plots", "edge_right", "left", "plots", "right", "top_bar", "transport"});
  CHECK(seen.count("SetCompare 1") == 1);  // the first button of the top bar
  CHECK(seen.count("StepEvent -1") == 1);  // the first of the transport
  // Arrows go on from there.
  desk.frame({-10, -10}, false, 0, -1);
  desk.frame({-10, -10}, false, 0, 1);
  for (int k = 0; k < 3; ++k) desk.frame({-10, -10});
  tap(ImGuiKey_RightArrow);
  std::vector<Command> commands = tap(ImGuiKey_Space);
  REQUIRE(commands.size() == 1);
  CHECK(describe(commands[0]) == "SetPlaying 1");
  leave_keyboard_focus();
  CHECK_FALSE(has_keyboard_focus());
  CHECK(tap(ImGuiKey_Space).empty());
}

TEST_CASE("fonts that are not there leave the built-in one, and a drawn interface") {
  TestDesk desk;
  ImGuiIO& io = ImGui::GetIO();
  desk.fonts = build_fonts(*io.Fonts, {}, make_metrics(1));
  CHECK(desk.fonts.built_in);
  CHECK(desk.fonts.body.size > 0);
  CHECK_FALSE(desk.frame({10, 10}).stage.is_empty());
}

TEST_CASE("the list of a model's parts: every guess can be confirmed, changed, saved and left") {
  TestDesk desk({1280, 1100});  // high enough that nothing has to be scrolled to
  auto own = std::make_shared<OwnBrain>();
  own->file = "my_brain.glb";
  own->bytes_hash = "1";
  own->findings = {"the model is 172 mm long and lies where the shipped brain lies; left is left"};
  own->problems = {"1 of 4 parts are known"};
  own->mapping.parts = {{"Left-Amygdala", "amygdala", "", Hemisphere::left, PartKind::volume, Match::sure},
                        {"hipocampus", "", "hippocampus", Hemisphere::right, PartKind::volume, Match::unsure},
                        {"skull", "", "", Hemisphere::midline, PartKind::cortex, Match::none},
                        {"pial", "", "", Hemisphere::midline, PartKind::cortex, Match::sure}};
  desk.run(command::CloseWelcome{});
  desk.run(command::TakeBrain{own});
  desk.run(command::SetMapping{true});
  const Rect panel{{820, 0}, {1280, 1100}};  // with some of the stage
  const std::vector<Found> list = click_inside(desk, panel, 19);
  check_single(list, {"SetCompare 1"});
  auto map = by_command(list);
  for (const std::string wanted : {"StartExport 4", "AcceptGuesses", "MirrorBrain", "LeaveOwnBrain", "SetMapping 0 -1",
                                   "SetMapping 1 0", "SetMapping 1 1", "MapPart 1 hippocampus 1"}) {
    CAPTURE(wanted);
    CHECK(map.count(wanted) == 1);
  }
  desk.tidy();
  desk.run(command::SetMapping{true, 2});
  auto choice = by_command(click_inside(desk, panel, 19));
  for (const std::string wanted : {"SetMapping 1 -1", "SetMapping 0 -1", "MapPart 2  2", "MapPart 2 amygdala 2", "MapPart 2 dlpfc 2", "MapPart 2  0", "MapPart 2  1"}) {
    CAPTURE(wanted);
    CHECK(choice.count(wanted) == 1);
  }
  // Nothing waits: no button to accept it.
  desk.run(command::AcceptGuesses{});
  CHECK(desk.session.own->mapping.parts[1].structure == "hippocampus");
  desk.run(command::SetMapping{true});
  CHECK(by_command(click_inside(desk, panel, 19)).count("AcceptGuesses") == 0);
}

TEST_CASE("the rows of what a part listens and talks to open the card of the connection; the name of the other part leads there") {
  TestDesk desk({1280, 1600});
  desk.run(command::Select{"amygdala"});
  settle(desk);
  const Rect right = layout_ui(desk.size, make_metrics(desk.scale), desk.session).right;
  std::vector<Control> rows = controls_named(desk, "connection");
  for (int i = 0; i < 60 && rows.empty(); ++i) {
    desk.frame(middle(right), false, -1);
    rows = controls_named(desk, "connection");
  }
  REQUIRE_FALSE(rows.empty());
  const Control row = rows.front();
  const std::vector<Command> asked = desk.click(row.place.min + glm::vec2(40, 12));
  REQUIRE(asked.size() == 1);
  REQUIRE(first<command::AskAbout>(asked) != nullptr);
  Session there = desk.session;
  execute(there, desk.content, asked[0]);
  const Connection* const connection = asked_connection(there, desk.content);
  REQUIRE(connection != nullptr);
  CHECK(row.words == connection_title(desk.text, desk.content, *connection));
  bool led = false;
  for (const Control& part : controls_named(desk, "part"))
    if (part.place.min.y > row.place.min.y && part.place.max.y < row.place.max.y) {
      const std::vector<Command> goes = desk.click(middle(part.place));
      REQUIRE(goes.size() == 1);
      REQUIRE(first<command::Select>(goes) != nullptr);
      const Structure* structure = find_structure(desk.content, first<command::Select>(goes)->structure);
      CHECK((structure->region == connection->from || structure->region == connection->to));
      CHECK(structure->id != "amygdala");
      led = true;
    }
  CHECK(led);
}

TEST_CASE("what leads to the biggest change under B shows the reasons of B then") {
  TestDesk desk({1280, 720});
  desk.run(command::SelectScenario{scenario_of(desk, "rejection")});
  desk.run(command::SetCompare{true});
  desk.run(command::SetPanel{Panel::right, true});
  desk.run(command::Select{"amygdala"});
  settle(desk);
  const Rect right = layout_ui(desk.size, make_metrics(desk.scale), desk.session).right;
  std::vector<Control> ways;
  for (int i = 0; i < 60 && ways.size() < 2; ++i) {
    desk.frame(middle(right), false, -1);
    ways = controls_named(desk, "most_changed");
  }
  REQUIRE(ways.size() == 2);
  const std::vector<Command> pressed = desk.click(middle(ways[1].place));
  REQUIRE(first<command::Seek>(pressed) != nullptr);
  for (const Command& command : pressed) desk.run(command);
  settle(desk);
  const std::string name = side_name(desk.session, desk.content, 1).name;
  bool seen = false;
  for (const DrawnText& text : details_texts(desk))
    seen = seen || (text.text == name && text.box.min.y >= right.min.y && text.box.max.y <= right.min.y + 0.5f * right.size().y);
  CHECK(seen);
  // What it is now, over the question why, has a side's name too: that is above what is seen.
  for (const DrawnText& text : details_texts(desk)) CHECK(text.text != desk.text.at("section_why"));
}

TEST_CASE("terms are marked in claims, captions and stories, once in a panel, and looked for once in a text") {
  TestDesk desk({1280, 1600});
  desk.run(command::SelectScenario{scenario_of(desk, "rejection")});
  desk.run(command::SetPanel{Panel::right, true});
  desk.note_controls = true;
  settle(desk);
  const auto terms = [&] {
    std::multiset<std::string> left, right;
    const UiLayout layout = layout_ui(desk.size, make_metrics(desk.scale), desk.session);
    for (const Control& control : desk.frame({-10, -10}).controls)
      if (control.id.starts_with("term_")) (control.place.min.x < layout.stage.min.x ? left : right).insert(control.id);
    return std::pair{left, right};
  };
  const auto [left, right] = terms();
  CHECK(left.count("term_opioids") == 1);  // of what happens
  CHECK(right.size() >= 3);
  for (const std::string& id : right) CHECK(right.count(id) == 1);
  const std::string text = "Cortisol and oxytocin.";
  const auto* const known = &desk.terms.find(text, Level::plain);
  CHECK(known->size() == 2);
  desk.frame({-10, -10});
  CHECK(known == &desk.terms.find(text, Level::plain));
  CHECK(desk.terms.find(text, Level::expert).empty());
  desk.content.glossary.pop_back();  // another language
  desk.content.glossary.erase(desk.content.glossary.begin());
  desk.frame({-10, -10});
  CHECK(desk.terms.find(text, Level::plain).size() == 1);
  TermMemory other;  // knows nothing of what this one was told
  CHECK(other.find(text, Level::plain).empty());
  other.know({{"gate", "Gate", {"oxytocin"}, "Opens a path.", Level::plain, {}}});
  CHECK(other.find(text, Level::plain).size() == 1);
  CHECK(other.find(text, Level::plain)[0].begin == text.find("oxytocin"));
}

TEST_CASE("terms are found once in a text, as whole words, as far as the level of words marks them") {
  TestDesk desk;
  desk.content.glossary = {{"cortisol", "Cortisol", {"cortisol"}, "A stress hormone.", Level::student, {}},
                           {"gate", "Gate", {"gate", "gates"}, "Opens a path.", Level::expert, {}}};
  const std::string text = "Gates let cortisol in; cortisol investigates no gate.";
  const auto found = [&](Level level) { return find_terms(desk.content.glossary, text, level); };
  REQUIRE(found(Level::plain).size() == 2);
  CHECK(text.substr(found(Level::plain)[0].begin, 5) == "Gates");
  CHECK(found(Level::plain)[1].begin == text.find("cortisol"));
  REQUIRE(found(Level::expert).size() == 1);
  CHECK(found(Level::expert)[0].term == 1);
  // The search finds what no one else explains, and says what it means.
  const std::vector<Finding> findings = find_anything(desk.session, desk.content, desk.text, "gate");
  const auto term = std::find_if(findings.begin(), findings.end(), [](const Finding& finding) { return finding.kind == FindingKind::term; });
  REQUIRE(term != findings.end());
  for (const Command& command : term->commands) desk.run(command);
  CHECK(desk.session.message.find("Opens a path.") != std::string::npos);
}

TEST_CASE("a term in a story's words is there to press, and its card stands beside it") {
  TestDesk desk;
  desk.content.glossary = {{"story", "Term of the story", {}, "Explained here.", Level::plain, {}}};
  const std::string words = at_level(current_scenario(desk.session, desk.content).story, {}, Level::plain);
  desk.content.glossary[0].words = {lower_case(words.substr(0, words.find(' ')))};
  desk.session.show_right = true;
  desk.note_controls = true;
  desk.frame({-10, -10});
  const std::vector<Control> controls = desk.frame({-10, -10}).controls;
  CHECK(std::any_of(controls.begin(), controls.end(), [](const Control& control) { return control.id == "term_story"; }));
}

}  // namespace attune
