// Undo and redo, on the shipped content.
#include <doctest/doctest.h>

#include "session/history.h"
#include "session/looks.h"
#include "shipped_desk.h"

using namespace attune;

TEST_CASE("a choice is taken back and done again, with its traces") {
  ShippedDesk desk;
  Session& s = desk.session;
  const auto traces = s.trace;
  const int made = s.traces_made;
  desk.run(command::Undo{});  // nothing to take back yet
  CHECK(s.trace == traces);
  desk.run(command::SetStyle{0, desk.style("avoidant")});
  desk.run(command::SetCompare{true});
  desk.run(command::Seek{90});
  const auto later = s.trace;
  CHECK(later != traces);
  const int made_later = s.traces_made;
  desk.run(command::Undo{});
  CHECK_FALSE(s.compare);
  CHECK(s.style[0] == desk.style("avoidant"));
  desk.run(command::Undo{});
  CHECK(s.style[0] == desk.style("secure"));
  CHECK(s.trace == traces);
  CHECK(s.traces_made > made);
  CHECK(s.traces_made > made_later);  // what is counted over the traces has to follow
  CHECK(s.playhead.t_s == 90);       // the clock is not a choice
  desk.run(command::Redo{});
  desk.run(command::Redo{});
  CHECK(s.compare);
  CHECK(s.trace == later);
  desk.run(command::Redo{});  // nothing more
  CHECK(s.trace == later);
  desk.run(command::Undo{});
  desk.run(command::SetLabels{false});  // another way from here: what was taken back is gone
  CHECK(s.history.future.empty());
}

TEST_CASE("what one press asks for is one step, called by its first choice") {
  ShippedDesk desk;
  Session& s = desk.session;
  const int scenario = s.scenario;
  const std::vector<Command> press{command::SelectScenario{scenario + 1}, command::SetCompare{true}, command::Select{"amygdala"}};
  execute_press(s, desk.content, press);
  CHECK(s.compare);
  REQUIRE(s.history.past.size() == 1);
  CHECK(std::string(undone_next(s)) == "choice_story");
  execute_press(s, desk.content, std::vector<Command>{command::Undo{}});
  CHECK(s.scenario == scenario);
  CHECK_FALSE(s.compare);
  execute_press(s, desk.content, std::vector<Command>{command::Redo{}});
  CHECK(s.scenario == scenario + 1);
  CHECK(s.compare);
  // What came before stays a step of its own, and a drag stays one step over several presses of the mouse's frames.
  for (const float glass : {0.4f, 0.5f, 0.6f}) execute_press(s, desk.content, std::vector<Command>{command::SetGlass{glass}});
  CHECK(s.history.past.size() == 2);
  execute_press(s, desk.content, std::vector<Command>{command::SetLabels{!s.show_labels}, command::SetFlow{!s.show_flow}});
  CHECK(s.history.past.size() == 3);
  desk.run(command::Undo{});
  CHECK(s.glass == doctest::Approx(0.6f));
}

TEST_CASE("a drag is one step, and what is only looked at is none") {
  ShippedDesk desk;
  Session& s = desk.session;
  for (const float glass : {0.4f, 0.5f, 0.6f}) desk.run(command::SetGlass{glass});
  CHECK(s.history.past.size() == 1);
  desk.run(command::SetChange{true, s.change.environment, 10});
  for (const double weeks : {20.0, 30.0}) desk.run(command::SetChange{true, s.change.environment, weeks});
  CHECK(s.history.past.size() == 3);  // turned on; dragged
  const std::size_t before = s.history.past.size();
  desk.run(command::Select{"amygdala"});
  desk.run(command::OrbitCamera{{0.1f, 0}});
  desk.run(command::SetPanel{Panel::left, false});
  desk.run(command::Seek{10});
  desk.run(command::SetLabels{true});      // as it was: no step
  desk.run(command::SetStyle{0, 999});     // refused: no step
  CHECK(s.history.past.size() == before);
  desk.run(command::Undo{});
  CHECK(s.change.weeks == 10);
  desk.run(command::Undo{});
  CHECK_FALSE(s.change.on);
  desk.run(command::Undo{});
  CHECK(s.glass == doctest::Approx(0.35));
  CHECK_FALSE(s.show_left);
  CHECK(s.selected == "amygdala");
}

TEST_CASE("the same slider dragged twice is two steps: letting go ends a drag") {
  ShippedDesk desk;
  Session& s = desk.session;
  for (const float glass : {0.4f, 0.5f}) desk.run(command::SetGlass{glass});
  CHECK(s.history.is_dragged);
  desk.run(command::LetGo{});
  for (const float glass : {0.6f, 0.7f}) desk.run(command::SetGlass{glass});
  for (const float size : {300.0f, 320.0f}) desk.run(command::SetPanelSize{Panel::left, size});
  CHECK(s.history.past.size() == 3);
  desk.run(command::Undo{});
  CHECK(s.panel_sizes == PanelSizes{});
  desk.run(command::Undo{});
  CHECK(s.glass == 0.5f);
  desk.run(command::Redo{});
  CHECK(s.glass == 0.7f);
  // Taken hold of where it stands, it begins anew too.
  desk.run(command::SetTrait{0, "trust", 0.5});
  const std::size_t steps = s.history.past.size();
  desk.run(command::SetTrait{0, "trust", 0.5, true});
  desk.run(command::SetTrait{0, "trust", 0.4, false});
  CHECK(s.history.past.size() == steps + 1);
}

TEST_CASE("every change of content or look is one step with a name; it comes back and is done again") {
  const Settings looks = [] {
    Settings settings;
    settings.theme = "light", settings.ui_scale = 1.5, settings.left = false;
    return settings;
  }();
  ShippedDesk desk;
  const Session shipped = desk.session;
  for (const Command& command : std::initializer_list<Command>{
           command::SelectScenario{2}, command::SelectArm{0}, command::SetStyle{0, 2}, command::SetCompare{true}, command::SetDifference{true},
           command::SetChange{true, 0, 52}, command::SetTrait{0, "trust", 0.2}, command::SetStructureVisible{"amygdala", false},
           command::SetGroupVisible{"Alarm", false}, command::HideHemisphere{0}, command::SetGlass{0.8f},
           command::SetColourMode{ColourMode::structure}, command::SetLabels{false}, command::SetFlow{false}, command::SetLegend{false},
           command::SetBody{false}, command::SetCarrierVisible{"CORT", false}, command::SetCarrierSlow{"CORT", true},
           command::SetPlotted{"body.HR", true}, command::SetCurveVisible{"region.AMY", false}, command::SetPlotRange{20, 90},
           command::SetLoop{20, 90}, command::SetBands{true}, command::SetLevel{Level::expert}, command::SetPeopleOnly{true},
           command::SetTheme{Theme::light}, command::SetUiScale{2}, command::SetReducedMotion{true}, command::SetTrackball{true}, command::SetLanguage{"de"},
           command::SetPanelSize{Panel::right, 400}, command::SetPictureLine{false}, command::SetPictureScale{4}, command::UseSettings{looks},
           command::Begin{Way::session, ""}}) {
    desk.session = shipped;
    Session& s = desk.session;
    CAPTURE(command.index());
    CHECK(undone_next(s) == nullptr);
    const Settings before = settings_of(s);
    desk.run(command);
    REQUIRE(s.history.past.size() == 1);
    REQUIRE(undone_next(s) != nullptr);
    const std::string name = undone_next(s);
    CHECK(redone_next(s) == nullptr);
    const Settings after = settings_of(s);
    desk.run(command::Undo{});
    CHECK(undone_next(s) == nullptr);
    REQUIRE(redone_next(s) != nullptr);
    CHECK(redone_next(s) == name);
    CHECK(settings_of(s) == before);  // what is stored follows
    desk.run(command::Redo{});
    CHECK(settings_of(s) == after);
    desk.run(command);  // there again: nothing more
    CHECK(s.history.past.size() == 1);
    desk.run(command::Undo{});
    desk.run(command);  // it had gone
    CHECK(s.history.past.size() == 1);
  }
}

TEST_CASE("undo takes back what its step changed, and nothing that was done since by other ways") {
  ShippedDesk desk;
  Session& s = desk.session;
  desk.run(command::SetTheme{Theme::contrast});
  desk.run(command::GoToView{"medial-left"});  // hides a half, as a view does
  desk.run(command::SetPanel{Panel::left, false});
  const int hidden = s.hidden_hemisphere;
  CHECK(hidden >= 0);
  desk.run(command::Undo{});
  CHECK(s.theme == Theme::dark);
  CHECK(s.hidden_hemisphere == hidden);
  CHECK_FALSE(s.show_left);
  // Forgetting the looks opens what was closed; that belongs to its step.
  desk.run(command::KeepView{"Mine"});
  desk.run(command::UseSettings{Settings{}});
  CHECK(s.show_left);
  CHECK(s.kept_views.empty());
  desk.run(command::Undo{});
  CHECK_FALSE(s.show_left);
  REQUIRE(s.kept_views.size() == 1);
  CHECK(s.kept_views[0].name == "Mine");
  // A sketch that Esc ended comes back.
  desk.run(command::CloseWelcome{});
  desk.run(command::StartPrediction{""});
  desk.run(command::Sketch{0, 0.5, 400, 0.6});
  desk.run(command::DismissMessage{});
  desk.run(command::StepBack{});
  CHECK(s.prediction.column.empty());
  desk.run(command::Undo{});
  CHECK_FALSE(s.prediction.column.empty());
}

TEST_CASE("a language that cannot be had leaves nothing to take back, and what the host opens with is no choice") {
  ShippedDesk desk;
  Session& s = desk.session;
  desk.run(command::SetLabels{false});
  desk.run(command::SetLanguage{"xx"});
  desk.run(command::SetLanguage{"en", true});
  CHECK(std::string(undone_next(s)) == "choice_labels");
  desk.run(command::Select{"amygdala"});
  desk.run(command::ForgetChoices{});
  CHECK(undone_next(s) == nullptr);
  CHECK(s.details_past.empty());
}

TEST_CASE("everything is reset to how it was shipped, in one step that can be taken back") {
  ShippedDesk desk;
  Session& s = desk.session;
  const Session shipped = s;
  for (const Command& command : std::initializer_list<Command>{
           command::SelectScenario{2}, command::SetStyle{0, 3}, command::SetCompare{true}, command::SetTrait{1, "trust", 0.1}, command::SetTheme{Theme::light},
           command::SetStructureVisible{"amygdala", false}, command::SetCarrierVisible{"CORT", false}, command::SetPlotted{"body.HR", true},
           command::MakeOwnStory{"Mine", "As I tell it."}, command::SetUiScale{2}, command::Seek{60}})
    desk.run(command);
  const auto story = s.own_story;
  const auto trace = s.trace;
  const Settings looks = settings_of(s);
  desk.run(command::ResetAll{});
  CHECK(s.scenario == shipped.scenario);
  CHECK(s.style == shipped.style);
  CHECK_FALSE(s.compare);
  CHECK(s.traits == shipped.traits);
  CHECK(s.hidden == shipped.hidden);
  CHECK(s.hidden_carriers.empty());
  CHECK(s.plotted == shipped.plotted);
  CHECK(settings_of(s) == Settings{});
  CHECK(s.own_story == nullptr);
  REQUIRE(s.kept_stories.size() == 1);  // it stays at hand
  CHECK(s.kept_stories[0] == story);
  CHECK(s.playhead.t_s == 0);
  CHECK(std::string(undone_next(s)) == "choice_reset");
  desk.run(command::Undo{});
  CHECK(s.own_story == story);
  CHECK(s.trace == trace);
  CHECK(s.playhead.t_s == 60);
  CHECK(settings_of(s) == looks);
  CHECK(s.hidden.count("amygdala") == 1);
}

TEST_CASE("the details go back and forward through what they showed") {
  ShippedDesk desk;
  Session& s = desk.session;
  desk.run(command::StepDetails{-1});  // nothing yet
  CHECK(s.selected.empty());
  desk.run(command::Select{"amygdala"});
  desk.run(command::AskAbout{"connection:vmPFC>AMY"});
  const std::string claim = desk.content.claim_book.claims.front().id;
  desk.run(command::ShowClaim{claim});
  desk.run(command::Select{"vmpfc"});
  desk.run(command::AskAbout{"chem.CORT"});
  desk.run(command::Hover{"insula"});
  CHECK(s.details_past.size() == 5);
  desk.run(command::SetBench{true});
  desk.run(command::StepDetails{-1});
  CHECK_FALSE(s.show_bench);
  CHECK(s.selected == "vmpfc");
  CHECK(s.asked.empty());
  desk.run(command::StepDetails{-1});
  CHECK(s.claim == claim);
  desk.run(command::StepDetails{-1});
  CHECK(s.claim.empty());
  REQUIRE(asked_connection(s, desk.content) != nullptr);
  CHECK(asked_connection(s, desk.content)->id == "vmPFC>AMY");
  desk.run(command::StepDetails{-1});
  CHECK(s.selected == "amygdala");
  CHECK(s.asked.empty());
  desk.run(command::StepDetails{-1});
  CHECK(s.selected.empty());  // the story
  CHECK(s.details_past.empty());
  for (int i = 0; i < 5; ++i) desk.run(command::StepDetails{1});
  CHECK(s.asked == "chem.CORT");
  CHECK(s.details_future.empty());
  // Another way from here; a curve that another story does not have is passed over.
  desk.run(command::StepDetails{-1});
  desk.run(command::Select{"insula"});
  CHECK(s.details_future.empty());
  int two = 0;
  while (story_at(desk.content, static_cast<std::size_t>(two)).pair == nullptr) ++two;
  desk.run(command::SelectScenario{two});
  desk.run(command::AskAbout{"pair.breath"});
  desk.run(command::SelectScenario{0});
  CHECK(s.asked.empty());
  desk.run(command::StepDetails{-1});
  CHECK(s.asked.empty());
  CHECK(s.selected != "");
  // W goes on from a connection to the reasons of what it leads to.
  desk.run(command::Select{""});
  desk.run(command::AskAbout{"connection:vmPFC>AMY"});
  desk.run(command::AskWhy{});
  CHECK(s.asked.empty());
  CHECK(s.selected == "amygdala");
  desk.run(command::AskAbout{"connection:nowhere"});
  CHECK(s.message.find("nowhere") != std::string::npos);
  for (std::size_t i = 0; i < 3 * kMostDetailsViews; ++i) desk.run(command::Select{i % 2 == 0 ? "insula" : "vmpfc"});
  CHECK(s.details_past.size() == kMostDetailsViews);
}

TEST_CASE("undo goes back to the story before, where it stood") {
  ShippedDesk desk;
  Session& s = desk.session;
  desk.run(command::Seek{120});
  desk.run(command::TogglePlaying{});
  const double speed = s.playhead.speed;
  desk.run(command::SelectScenario{3});
  CHECK(s.playhead.t_s == 0);
  desk.run(command::Undo{});
  CHECK(s.scenario == 0);
  CHECK(s.playhead.t_s == 120);
  CHECK(s.playhead.speed == speed);
  CHECK_FALSE(s.playhead.playing);
  for (std::size_t i = 0; i < 2 * kLongestHistory; ++i) desk.run(command::SetLabels{i % 2 == 1});
  CHECK(s.history.past.size() == kLongestHistory);
}
