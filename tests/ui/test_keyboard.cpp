// The keyboard: every command of the program and how it is reached without a mouse; search; replays; what is shown as text.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "core/text.h"
#include "desk.h"
#include "ui/describe.h"
#include "ui/draw.h"
#include "ui/key_queue.h"
#include "ui/replay_script.h"
#include "ui/search.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

template <class C>
std::size_t index_of() {
  return Command(C{}).index();
}

// How a person gets there by keyboard: a key of the table; a panel that Tab goes to; the search (/); a list of the model's
// parts (Tab, tested in "the list of a model's parts"). host: not a person's command. pointer: says where the mouse is.
enum class Reach { key, panel, search, mapping, host, pointer };

std::map<std::size_t, Reach> reached() {
  using namespace command;
  std::map<std::size_t, Reach> map;
  const auto add = [&](Reach reach, std::initializer_list<std::size_t> indices) {
    for (const std::size_t index : indices) {
      CHECK(map.count(index) == 0);
      map[index] = reach;
    }
  };
  add(Reach::key,
      {index_of<SetCompare>(),   index_of<SwapSides>(),    index_of<SetDifference>(), index_of<SetChange>(),
       index_of<SetPlaying>(),   index_of<TogglePlaying>(), index_of<Seek>(),          index_of<StepTime>(),
       index_of<StepEvent>(),    index_of<SetSpeed>(),      index_of<OrbitCamera>(),   index_of<PanCamera>(),
       index_of<ZoomCamera>(),   index_of<GoToView>(),      index_of<GoBackToView>(),  index_of<FrameStructure>(),
       index_of<AskWhy>(),       index_of<SetLabels>(),     index_of<SetFlow>(),       index_of<SetColourMode>(),
       index_of<SetBody>(),      index_of<SetCarrierVisible>(), index_of<KeepView>(),  index_of<ShowKeptView>(),
       index_of<SetPanel>(),     index_of<SetPlotRange>(),  index_of<SetBands>(),      index_of<SetInterface>(),
       index_of<SetTheme>(),     index_of<SetSearch>(),     index_of<SetPages>(),      index_of<SetGrounded>(),
       index_of<SetBlank>(),     index_of<SetFrozen>(),     index_of<StartExport>(),   index_of<SetFullscreen>(),
       index_of<SetHelp>(),      index_of<StepBack>(),      index_of<Undo>(),          index_of<Redo>(),
       index_of<SetTour>(),      index_of<StartPrediction>(), index_of<MoveSketch>(),  index_of<EndPrediction>(),
       index_of<SetBench>(),     index_of<SetEditor>(),     index_of<SetLoop>(), index_of<StepDetails>()});
  add(Reach::panel,
      {index_of<SelectArm>(), index_of<SetStyle>(), index_of<SetStructureVisible>(), index_of<SoloStructure>(), index_of<SoloCarrier>(),
       index_of<SetCarrierSlow>(), index_of<HideHemisphere>(), index_of<SetLobeVisible>(), index_of<SetPlotted>(),
       index_of<SetCurveVisible>(), index_of<SetGroupVisible>(),
       index_of<AskAbout>(), index_of<SetLeftTab>(), index_of<SetLibrary>(), index_of<Begin>(), index_of<AlsoSelect>(),
       index_of<DismissMessage>()});
  // The sliders and the timeline of a story of one's own (tests/ui/test_bench.cpp, test_editor.cpp): Tab, arrows, Space.
  add(Reach::panel,
      {index_of<SetTrait>(), index_of<SetStrength>(), index_of<ResetChanges>(), index_of<MakeOwnStory>(),
       index_of<ShowOwnStory>(), index_of<ChooseItem>(), index_of<MoveItem>(), index_of<AddEvent>(), index_of<AddCaption>(),
       index_of<RemoveItem>(), index_of<RemoveInput>(), index_of<SetCaption>(), index_of<SetStoryTitle>(),
       index_of<SetStoryLength>(), index_of<ShowStoryFiles>(), index_of<TypeStoryPath>(), index_of<OpenStoryFile>()});
  add(Reach::search, {index_of<SelectScenario>(), index_of<Select>(), index_of<ShowClaim>(), index_of<SetReducedMotion>(), index_of<SetTrackball>(),
                      index_of<SetPeopleOnly>(), index_of<SetLegend>(), index_of<SetLevel>(), index_of<SetUiScale>(),
                      index_of<SetGlass>(), index_of<CloseWelcome>(), index_of<SetLanguage>(), index_of<SetPanelSize>(),
                      index_of<SetPictureScale>(), index_of<SetPictureLine>(), index_of<Ask>(), index_of<ExplainTerm>()});
  add(Reach::mapping, {index_of<SetMapping>(), index_of<MapPart>(), index_of<AcceptGuesses>(), index_of<MirrorBrain>(),
                       index_of<LeaveOwnBrain>()});
  // FollowLink: Enter on a page's button (tested there); kept views are named and forgotten in the pop-up of views; a film is stopped with Esc (StepBack).
  add(Reach::panel, {index_of<FollowLink>(), index_of<ForgetKeptView>(), index_of<NameKeptView>()});
  add(Reach::panel, {index_of<Leave>(), index_of<UseSettings>(), index_of<ResetAll>()});  // answers to a question (tests/ui/test_panels.cpp)
  add(Reach::panel, {index_of<OpenSource>()});  // tests/ui/test_panels.cpp, "the papers behind a structure"
  add(Reach::host, {index_of<SetAgreement>(), index_of<SetStoryBands>(), index_of<ReportExport>(), index_of<FinishExport>(),
                    index_of<TakeBrain>(), index_of<Tell>(), index_of<TakeStory>(), index_of<NoticeStory>(), index_of<SetStoryFiles>(), index_of<KeepStory>(), index_of<CancelExport>(), index_of<SetPageBands>(),
                    index_of<FaceCamera>(), index_of<TakeMapping>(), index_of<OpenMoment>(), index_of<ForgetChoices>()});
  add(Reach::pointer, {index_of<LetGo>(), index_of<Hover>(), index_of<NoticeWhy>(), index_of<HoldWhy>(), index_of<Sketch>()});
  return map;
}

std::vector<Command> tap(TestDesk& desk, ImGuiKey named, bool ctrl = false) {
  std::vector<Command> commands;
  for (const bool down : {true, false, false}) {
    compat::modifiers(ImGui::GetIO(), ctrl && down, false, false);
    compat::key(ImGui::GetIO(), named, down);
    for (const Command& command : desk.frame({-10, -10}).commands) commands.push_back(command);
  }
  return commands;
}

// Walks through a panel with Tab, arrows ("U", "D", "L", "R") and Space; every command that was asked for. Nothing is
// executed.
std::set<std::size_t> walk(TestDesk& desk, const std::string& panel, const std::string& path, bool ctrl = false) {
  std::set<std::size_t> asked;
  for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
  for (int i = 0; i < 14; ++i) {
    desk.frame({-10, -10}, false, 0, 1);
    desk.frame({-10, -10});
    const ImGuiWindow* window = ImGui::GetCurrentContext()->NavWindow;
    if (window != nullptr && window->RootWindow->Name == panel) break;
  }
  for (int k = 0; k < 3; ++k) desk.frame({-10, -10});
  const ImGuiWindow* window = ImGui::GetCurrentContext()->NavWindow;
  REQUIRE(window != nullptr);
  CHECK(std::string(window->RootWindow->Name) == panel);
  const auto press = [&] {
    for (const Command& command : tap(desk, ImGuiKey_Space, ctrl)) asked.insert(command.index());
    if (ImGui::GetCurrentContext()->OpenPopupStack.Size > 0) ImGui::ClosePopupToLevel(0, true);
  };
  press();
  for (const char arrow : path) {
    tap(desk, arrow == 'D'   ? ImGuiKey_DownArrow
              : arrow == 'U' ? ImGuiKey_UpArrow
              : arrow == 'L' ? ImGuiKey_LeftArrow
                             : ImGuiKey_RightArrow);
    press();
  }
  leave_keyboard_focus();
  return asked;
}

}  // namespace

TEST_CASE("every command has a way in by keyboard") {
  const std::map<std::size_t, Reach> table = reached();
  CHECK(table.size() == std::variant_size_v<Command>);
  std::set<std::size_t> by_key;
  {
    TestDesk desk;
    const auto press_all = [&] {
      for (const KeyBinding& binding : key_bindings())
        if (const auto command = command_for_key(desk.session, desk.content, binding.key, binding.modifiers, false))
          by_key.insert(command->index());
    };
    press_all();
    desk.run(command::Select{"amygdala"});
    press_all();
    desk.run(command::StartPrediction{""});
    press_all();
    for (const Key k : {key::kUp, key::kEnter})
      by_key.insert(command_for_key(desk.session, desk.content, k, 0, false)->index());
    desk.run(command::EndPrediction{});
    desk.run(command::SetTour{0});
    press_all();
  }
  for (const auto& entry : table) {
    const std::size_t index = entry.first;
    const Reach reach = entry.second;
    CAPTURE(index);
    if (reach == Reach::key) CHECK(by_key.count(index) == 1);
    if (reach == Reach::host || reach == Reach::pointer) CHECK(by_key.count(index) == 0);
  }
  std::set<std::size_t> by_search;
  {
    TestDesk desk;
    desk.session.show_welcome = true;  // choosing closes it
    by_search.insert(index_of<command::CloseWelcome>());
    for (const char* query : {"left", "amygdala", "cortisol", "reduced", "people", "legend", "words", "size", "glass", "anxious", "language",
                              "saved pictures", "forget", "trackball"})
      for (const Finding& finding : find_anything(desk.session, desk.content, desk.text, query, 400))
        for (const Command& command : finding.commands) by_search.insert(command.index());
  }
  for (const auto& entry : table) {
    const std::size_t index = entry.first;
    const Reach reach = entry.second;
    CAPTURE(index);
    if (reach == Reach::search) CHECK(by_search.count(index) == 1);
  }
}

TEST_CASE("what only panels have is reached with Tab, arrows and Space") {
  using namespace command;
  std::set<std::size_t> asked;
  const auto merge = [&](const std::set<std::size_t>& more) { asked.insert(more.begin(), more.end()); };
  {
    TestDesk desk;
    merge(walk(desk, "left", "RRRDL" + std::string(16, 'D')));  // the two buttons under the tabs stand beside each other
    desk.run(SetLeftTab{LeftTab::structures});
    desk.content.brain.parts.emplace_back().lobe = "frontal";  // the test's content has no brain
    std::string back_up;  // from the lobes to the halves above them
    for (int i = 0; i < 12; ++i) back_up += "URR";
    merge(walk(desk, "left", "DDLLDR"));  // beside its group's head, which would fold it
    desk.tidy();
    merge(walk(desk, "left", "DDLL" + std::string(120, 'D') + back_up));
    desk.tidy();
    for (const char* path : {"DDLLDR", "DDLLD", "DDLLDD", "DDLLDDR"}) {
      merge(walk(desk, "left", path, true));
      desk.tidy();
    }
    desk.session.left_tab = LeftTab::chemicals;
    desk.tidy();
    merge(walk(desk, "left", "DDLLLLRRRR"));
    merge(walk(desk, "plots", std::string(8, 'R')));
    merge(walk(desk, "transport", std::string(5, 'R')));
    desk.session.message = "A sentence.";
    merge(walk(desk, "message", ""));
  }
  {
    TestDesk desk;
    desk.session.show_welcome = true;
    merge(walk(desk, "welcome", "DDRR"));
  }
  for (const auto& wanted :
       {std::pair<const char*, std::size_t>{"SelectArm", index_of<SelectArm>()}, {"SetStyle", index_of<SetStyle>()},
        {"SetStructureVisible", index_of<SetStructureVisible>()}, {"Select", index_of<Select>()},
        {"HideHemisphere", index_of<HideHemisphere>()}, {"SetLobeVisible", index_of<SetLobeVisible>()},
        {"SoloStructure", index_of<SoloStructure>()}, {"SoloCarrier", index_of<SoloCarrier>()}, {"SetCarrierSlow", index_of<SetCarrierSlow>()},
        {"SetPlotted", index_of<SetPlotted>()}, {"SetCurveVisible", index_of<SetCurveVisible>()}, {"SetGroupVisible", index_of<SetGroupVisible>()}, {"AskAbout", index_of<AskAbout>()}, {"SetLeftTab", index_of<SetLeftTab>()},
        {"SetLibrary", index_of<SetLibrary>()}, {"Begin", index_of<Begin>()}, {"AlsoSelect", index_of<AlsoSelect>()},
        {"DismissMessage", index_of<DismissMessage>()}, {"StartPrediction", index_of<StartPrediction>()}}) {
    const std::string name = wanted.first;
    CAPTURE(name);
    CHECK(asked.count(wanted.second) == 1);
  }
}

namespace {

// A key as the window hands it on: first to take_keys(), then to ImGui. Everything that was asked for is done.
std::vector<Command> press_key(TestDesk& desk, Key key, std::uint8_t modifiers = 0) {
  const std::array<std::pair<Key, ImGuiKey>, 8> kNamed{{{key::kTab, ImGuiKey_Tab}, {key::kLeft, ImGuiKey_LeftArrow},
      {key::kRight, ImGuiKey_RightArrow}, {key::kUp, ImGuiKey_UpArrow}, {key::kDown, ImGuiKey_DownArrow},
      {key::kSpace, ImGuiKey_Space}, {key::kEnter, ImGuiKey_Enter}, {key::kEscape, ImGuiKey_Escape}}};
  const auto tell = [&](bool down) {
    for (const auto& named : kNamed)
      if (named.first == key) compat::key(ImGui::GetIO(), named.second, down);
    compat::modifiers(ImGui::GetIO(), false, down && (modifiers & kShift) != 0, false);
  };
  std::vector<Command> all;
  const auto keep = [&](const std::vector<Command>& commands) {
    for (const Command& command : commands)
      if (!std::holds_alternative<command::NoticeWhy>(command) && !std::holds_alternative<command::HoldWhy>(command)) all.push_back(command);
  };
  tell(true);
  const KeyPress press{key, modifiers, false};
  const KeyInput input = take_keys({&press, 1}, desk.session, desk.content);
  keep(input.commands);
  desk.press_focused = input.press_focused;
  keep(desk.frame({-10, -10}, false, 0, input.focus_step).commands);
  tell(false);
  for (int i = 0; i < 3; ++i) keep(desk.frame({-10, -10}).commands);
  for (const Command& command : all) desk.run(command);
  return all;
}

const char* focused_panel() {
  ImGuiWindow* const window = ImGui::GetCurrentContext()->NavWindow;
  return window == nullptr || !has_keyboard_focus() ? "" : compat::panel_of(window)->Name;
}

// The id of the control that has keyboard focus.
std::string focused_control(TestDesk& desk) {
  desk.note_controls = true;
  const UiResult result = desk.frame({-10, -10});
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  if (g.NavWindow == nullptr || g.NavId == 0) return "";
  const ImRect at = ImGui::WindowRectRelToAbs(g.NavWindow, g.NavWindow->NavRectRel[0]);
  const Control* nearest = nullptr;  // panels lie behind menus
  float least = 8;
  for (const Control& control : result.controls) {
    const float apart = std::abs(control.place.min.x - at.Min.x) + std::abs(control.place.max.x - at.Max.x) + std::abs(control.place.min.y - at.Min.y) +
                        std::abs(control.place.max.y - at.Max.y);
    if (apart < least) least = apart, nearest = &control;
  }
  return nearest == nullptr ? "" : nearest->id;
}

// With the keyboard to a control of a panel, by Tab and arrows alone.
bool go_to(TestDesk& desk, const std::string& panel, const std::string& control) {
  for (int i = 0; i < 14 && focused_panel() != panel; ++i) press_key(desk, key::kTab);
  if (focused_panel() != panel) return false;
  for (const Key direction : {key::kRight, key::kDown, key::kLeft, key::kUp, key::kRight})
    for (int i = 0; i < 40; ++i) {
      if (focused_control(desk) == control) return true;
      const ImGuiID before = ImGui::GetCurrentContext()->NavId;
      press_key(desk, direction);
      if (ImGui::GetCurrentContext()->NavId == before) break;
    }
  return focused_control(desk) == control;
}

}  // namespace

TEST_CASE("two quick Tabs go two panels on, to its first control, and ImGui takes them no further") {
  const auto walk = [](const auto& step) {
    TestDesk desk;
    for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
    std::vector<std::pair<std::string, ImGuiID>> stops;
    for (int i = 0; i < 4; ++i) {  // half of the eight panels and edges, then the same again
      desk.frame({-10, -10}, false, 0, step(desk));
      for (int k = 0; k < 6; ++k) desk.frame({-10, -10});
      stops.emplace_back(focused_panel(), ImGui::GetCurrentContext()->NavId);
    }
    return stops;
  };
  const auto by_key = walk([](TestDesk& desk) {
    for (const bool down : {true, false, true, false}) compat::key(ImGui::GetIO(), ImGuiKey_Tab, down);
    const std::array<KeyPress, 2> taps{{{key::kTab, 0, false}, {key::kTab, 0, false}}};
    return take_keys(taps, desk.session, desk.content).focus_step;
  });
  const auto by_step = walk([](TestDesk&) { return 2; });
  CHECK(by_key == by_step);
  CHECK(std::set(by_key.begin(), by_key.end()).size() == 4);
}

TEST_CASE("U40: every menu opens, is walked through and closes by keyboard alone, and gives the keyboard back") {
  struct Menu {
    const char* panel;
    const char* control;
    std::size_t least;  // controls in it
    bool editor = false, change = false;
  };
  for (const Menu& menu : {Menu{"top_bar", "save_button", 9}, {"top_bar", "views_button", 10}, {"top_bar", "settings_button", 20},
                           {"transport", "speed", 4}, {"plots", "add_curve", 20}, {"editor", "add_event_button", 8, true},
                           {"right", "more_inputs_button", 5, true}, {"change", "company", 3, false, true}}) {
    for (const Key opens : {key::kEnter, key::kSpace}) {
      TestDesk desk;
      if (menu.editor) {
        desk.run(command::SetEditor{true});
        desk.run(command::MakeOwnStory{"Mine", "A story."});
        desk.run(command::ChooseItem{{ItemKind::event, 0}});
      }
      if (menu.change) desk.run(command::SetChange{true, desk.session.change.environment, 52});
      CAPTURE(menu.control);
      CAPTURE(opens);
      for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
      REQUIRE(go_to(desk, menu.panel, menu.control));
      CHECK(press_key(desk, opens).empty());
      REQUIRE(compat::is_menu_open());
      if (opens == key::kEnter) {
        // Down to its end, and to both sides: every control of it has had the keyboard.
        std::set<ImGuiID> seen;
        const auto note = [&] { return seen.insert(ImGui::GetCurrentContext()->NavId).second; };
        note();
        for (int i = 0; i < 90; ++i) {
          CHECK(press_key(desk, key::kDown).empty());
          if (!note()) break;
          for (const Key side : {key::kRight, key::kLeft})
            for (int k = 0; k < 5 && !compat::is_on_slider(); ++k) {
              CHECK(press_key(desk, side).empty());
              if (!note()) break;
            }
        }
        CHECK(seen.size() >= menu.least);
        REQUIRE(compat::is_menu_open());
        CHECK(std::string(focused_panel()) == menu.panel);
      }
      // Esc closes the menu and nothing else: what was chosen stays chosen.
      const bool shown = desk.session.show_interface;
      CHECK(press_key(desk, key::kEscape).empty());
      CHECK_FALSE(compat::is_menu_open());
      CHECK(has_keyboard_focus());
      CHECK(std::string(focused_panel()) == menu.panel);
      CHECK(focused_control(desk) == menu.control);
      CHECK(desk.session.show_interface == shown);
      press_key(desk, key::kEscape);
      CHECK_FALSE(has_keyboard_focus());
    }
  }
}

TEST_CASE("a menu opened with the mouse: Tab or an arrow goes into it, Esc closes it before anything else") {
  TestDesk desk;
  desk.note_controls = true;
  desk.run(command::Select{"amygdala"});
  for (const Key enters : {key::kTab, key::kDown}) {
    const UiResult result = desk.frame({-10, -10});
    glm::vec2 at(0);
    for (const Control& control : result.controls)
      if (control.id == "save_button") at = (control.place.min + control.place.max) * 0.5f;
    desk.click(at);
    REQUIRE(compat::is_menu_open());
    CHECK(press_key(desk, key::kEscape).empty());
    CHECK_FALSE(compat::is_menu_open());
    CHECK(desk.session.selected == "amygdala");
    desk.click(at);
    REQUIRE(compat::is_menu_open());
    CHECK(press_key(desk, enters).empty());
    CHECK(has_keyboard_focus());
    press_key(desk, key::kDown);
    const std::vector<Command> asked = press_key(desk, key::kEnter);  // one key press, one command
    CHECK(asked.size() == 1);
    leave_keyboard_focus();
    desk.session.wanted = Export::none;
    desk.tidy();
  }
}

TEST_CASE("Enter presses what has the keyboard, once, and nothing where it has another meaning") {
  TestDesk desk;
  for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
  REQUIRE(go_to(desk, "top_bar", "compare"));
  std::vector<Command> asked = press_key(desk, key::kEnter);
  CHECK(asked.size() == 1);
  CHECK(desk.session.compare);
  asked = press_key(desk, key::kEnter);
  CHECK(asked.size() == 1);
  CHECK_FALSE(desk.session.compare);
  KeyPress held{key::kEnter, 0, true};  // held down it does not press again and again
  CHECK_FALSE(take_keys({&held, 1}, desk.session, desk.content).press_focused);
  // While a curve is sketched it plays; on the tour it goes on; on the calm page it leaves.
  desk.run(command::StartPrediction{""});
  asked = press_key(desk, key::kEnter);
  CHECK(asked.size() == 1);
  CHECK(desk.session.playhead.playing);
  desk.run(command::EndPrediction{});
  desk.run(command::SetPlaying{false});
  REQUIRE(go_to(desk, "top_bar", "compare"));
  desk.run(command::SetTour{0});
  asked = press_key(desk, key::kEnter);
  CHECK(asked.size() == 1);
  CHECK(desk.session.tour_step == 1);
  CHECK_FALSE(desk.session.compare);
}

TEST_CASE("the tour opened by keyboard: Tab finds its way on, Enter takes it, one Esc leaves") {
  for (const bool of_help : {false, true}) {
    CAPTURE(of_help);
    TestDesk desk;
    desk.session.show_welcome = !of_help;
    if (of_help) desk.run(command::SetHelp{true});
    for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
    REQUIRE(go_to(desk, of_help ? "help" : "welcome", of_help ? "help_tour" : "start_tour"));
    press_key(desk, key::kEnter);
    REQUIRE(desk.session.tour_step == 0);
    for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
    press_key(desk, key::kTab);
    CHECK(focused_panel() == std::string("tour"));
    CHECK(focused_control(desk) == "tour_next");
    press_key(desk, key::kEnter);
    CHECK(desk.session.tour_step == 1);
    CHECK(focused_control(desk) == "tour_next");
    press_key(desk, key::kTab);
    CHECK(focused_control(desk) == "tour_next");
    press_key(desk, key::kLeft);  // the way back beside it
    CHECK(desk.session.tour_step == 1);
    CHECK(focused_control(desk) == "tour_back");
    press_key(desk, key::kEscape);
    CHECK(desk.session.tour_step == -1);
    CHECK_FALSE(desk.session.show_welcome);
  }
}

TEST_CASE("what the keyboard has come to stands whole, clear of the edges that fade") {
  for (const auto& window : {std::pair<glm::vec2, float>{{1024, 600}, 1}, {{1280, 720}, 2}, {{1280, 720}, 1}}) {
    CAPTURE(window.first.x);
    CAPTURE(window.second);
    TestDesk desk(window.first, window.second);
    desk.run(command::Select{"amygdala"});
    desk.run(command::SetPanel{Panel::right, true});
    for (int i = 0; i < 4; ++i) desk.frame({-10, -10});
    for (int i = 0; i < 14 && focused_panel() != std::string("right"); ++i) press_key(desk, key::kTab);
    REQUIRE(focused_panel() == std::string("right"));
    const float fade = make_metrics(desk.scale).gap_xl;
    int seen = 0;
    for (const Key direction : {key::kDown, key::kUp})
      for (int step = 0; step < 24; ++step) {
        press_key(desk, direction);
        ImGuiWindow* const window_of = ImGui::GetCurrentContext()->NavWindow;
        REQUIRE(window_of != nullptr);
        if (window_of->ParentWindow == nullptr || window_of->ScrollMax.y < 1) continue;
        const ImRect item = ImGui::WindowRectRelToAbs(window_of, window_of->NavRectRel[0]);
        const float top = window_of->Pos.y + (window_of->Scroll.y > 1 ? fade : 0);
        const float foot = window_of->Pos.y + window_of->Size.y - (window_of->Scroll.y < window_of->ScrollMax.y - 1 ? fade : 0);
        CAPTURE(step);
        if (item.GetHeight() > foot - top) continue;
        ++seen;
        CHECK(item.Min.y >= top - 1.5f);
        CHECK(item.Max.y <= foot + 1.5f);
      }
    CHECK(seen > 10);
  }
}

TEST_CASE("sliders by keyboard: an arrow is a sensible step, with Shift a fine one, and time stands still") {
  TestDesk desk;
  desk.run(command::SetBench{true, Bench::side_a});
  for (int i = 0; i < 3; ++i) desk.frame({-10, -10});
  REQUIRE(go_to(desk, "right", "slider"));
  const std::string trait = [&] {
    const std::vector<Command> asked = press_key(desk, key::kLeft);
    REQUIRE(asked.size() == 1);
    return std::get<command::SetTrait>(asked.front()).trait;
  }();
  const double shipped = shipped_trait(desk.session, desk.content, 0, trait);
  const auto now = [&] { return trait_value(desk.session, desk.content, 0, trait); };
  CHECK(now() == doctest::Approx(shipped - 0.05));
  press_key(desk, key::kLeft, kShift);
  CHECK(now() == doctest::Approx(shipped - 0.06));
  press_key(desk, key::kRight, kShift);
  press_key(desk, key::kRight);
  CHECK(now() == doctest::Approx(shipped));
  CHECK(desk.session.playhead.t_s == 0);  // Shift and an arrow is no event here
  leave_keyboard_focus();
  CHECK(press_key(desk, key::kRight, kShift).size() == 1);
  CHECK(desk.session.playhead.t_s > 0);
  // The glass slider of the settings.
  REQUIRE(go_to(desk, "top_bar", "settings_button"));
  press_key(desk, key::kEnter);
  for (int i = 0; i < 40 && focused_control(desk) != "glass"; ++i) press_key(desk, key::kDown);
  REQUIRE(focused_control(desk) == "glass");
  const float glass = desk.session.glass;
  press_key(desk, key::kRight);
  CHECK(desk.session.glass == doctest::Approx(glass + 0.05f));
  press_key(desk, key::kLeft, kShift);
  CHECK(desk.session.glass == doctest::Approx(glass + 0.04f));
}

TEST_CASE("no tap of a field's keys is lost, however fast they come, and letters keep their place among them") {
  TestDesk desk;
  desk.run(command::SetSearch{true, ""});
  const auto frame = [&] {
    for (const Command& command : desk.frame({-10, -10}).commands)
      if (std::holds_alternative<command::SetSearch>(command)) desk.run(command);
  };
  for (int i = 0; i < 3; ++i) frame();
  REQUIRE(ImGui::GetIO().WantTextInput);
  KeyQueue queue;
  const auto tap = [&](ImGuiKey named, bool edits = true) {
    KeyEvent event;
    event.key = named;
    event.down = true;
    event.edits = edits;
    queue.add(event);
    event.down = false;
    queue.add(event);
  };
  const auto type = [&](const char* letters) {
    for (const char* c = letters; *c != 0; ++c) {
      KeyEvent event;
      event.character = static_cast<unsigned char>(*c);
      queue.add(event);
    }
  };
  // As the window does it; returns how many frames it took.
  const auto settle = [&] {
    int frames = 0;
    while (!queue.is_empty() && frames < 100) {
      for (const KeyEvent& event : queue.take(!compat::kQueuesKeys && ImGui::GetIO().WantTextInput)) {
        if (event.character != 0) {
          ImGui::GetIO().AddInputCharacter(event.character);
          continue;
        }
        compat::key(ImGui::GetIO(), static_cast<ImGuiKey>(event.key), event.down);
        if (!event.down) compat::forget_key(ImGui::GetIO(), event.key);
      }
      frame();
      ++frames;
    }
    for (int i = 0; i < 30; ++i) frame();
    return frames;
  };
  type("amygdala and the rest");
  CHECK(settle() == 1);
  CHECK(desk.session.search == "amygdala and the rest");
  for (int i = 0; i < 13; ++i) tap(ImGuiKey_Backspace);
  CHECK(settle() <= 15);
  CHECK(desk.session.search == "amygdala");
  for (int i = 0; i < 4; ++i) tap(ImGuiKey_LeftArrow);
  type("X");
  settle();
  CHECK(desk.session.search == "amygXdala");
  tap(ImGuiKey_Backspace);
  type("Y");
  tap(ImGuiKey_Backspace);
  type("Z");
  settle();
  CHECK(desk.session.search == "amygZdala");
  // Ctrl + A in a millisecond, then a letter: all of it is replaced.
  compat::modifiers(ImGui::GetIO(), true, false, false);
  tap(ImGuiKey_A);
  for (const KeyEvent& event : queue.take(true))
    if (event.down) compat::key(ImGui::GetIO(), ImGuiKey_A, true);
  frame();
  compat::modifiers(ImGui::GetIO(), false, false, false);
  settle();
  const ImGuiInputTextState& state = ImGui::GetCurrentContext()->InputTextState;
  CHECK(state.HasSelection());
  // What is chosen is seen: its colour is behind it.
  const ImU32 behind = to_u32(make_tokens(desk.session.theme).selection);
  bool seen = false;
  for (int i = 0; i < ImGui::GetDrawData()->CmdListsCount; ++i)
    for (const ImDrawVert& vertex : ImGui::GetDrawData()->CmdLists[i]->VtxBuffer) seen = seen || vertex.col == behind;
  CHECK(seen);
  type("c");
  settle();
  CHECK(desk.session.search == "c");
}

TEST_CASE("search finds evidence, settings and pages, and every hit leads where it says") {
  TestDesk desk;
  const auto best = [&](const char* query, FindingKind kind) {
    const std::vector<Finding> found = find_anything(desk.session, desk.content, desk.text, query, 400);
    const auto at = std::find_if(found.begin(), found.end(), [&](const Finding& f) { return f.kind == kind; });
    REQUIRE(at != found.end());
    return *at;
  };
  const auto choose = [&](const Finding& finding) {
    for (const Command& command : finding.commands) desk.run(command);
  };
  const Claim& claim = desk.content.claim_book.claims.front();
  const Finding evidence = best(claim.id.c_str(), FindingKind::claim);
  CHECK(evidence.title == claim.sentence);
  choose(evidence);
  CHECK(desk.session.claim == claim.id);
  choose(best("reduced motion", FindingKind::setting));
  CHECK(desk.session.reduced_motion);
  choose(best("expert", FindingKind::setting));
  CHECK(desk.session.level == Level::expert);
  choose(best("250%", FindingKind::setting));
  CHECK(desk.session.ui_scale == doctest::Approx(2.5f));
  const std::string page = desk.content.pages.front().title;
  choose(best(page.c_str(), FindingKind::page));
  CHECK(desk.session.show_pages);
  CHECK(desk.session.page == desk.content.pages.front().id);
}

TEST_CASE("every claim can be shown alone in the details, with places to go to that exist") {
  TestDesk desk;
  desk.note_controls = true;
  std::size_t led = 0;
  for (std::size_t i = 0; i < desk.content.claim_book.claims.size(); i += 7) {
    desk.run(command::ShowClaim{desk.content.claim_book.claims[i].id});
    UiResult result;
    for (int k = 0; k < 2; ++k) result = desk.frame({-10, -10});
    for (const Control& control : result.controls)
      if (control.id.rfind("go_", 0) == 0) {
        ++led;
        CHECK(find_structure(desk.content, control.id.substr(3)) != nullptr);
      }
  }
  CHECK(led > 3);
}

TEST_CASE("keys by name") {
  const auto same = [](const char* name, Key k, std::uint8_t modifiers) {
    const std::optional<KeyPress> press = parse_key(name);
    CAPTURE(name);
    REQUIRE(press.has_value());
    CHECK(press->key == k);
    CHECK(press->modifiers == modifiers);
  };
  same("C", 'c', 0);
  same("/", '/', 0);
  same("Shift + Right", key::kRight, kShift);
  same("ctrl+shift+S", 's', kCtrl | kShift);
  same("Ctrl + plus", '+', kCtrl);
  same("Page Down", key::kPageDown, 0);
  same("+", '+', 0);
  same("Alt+Left", key::kLeft, kAlt);
  for (const char* wrong : {"", "Shift+", "Hyper+A", "F99", "ctrl", "\xc3\xa4"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_key(wrong).has_value());
  }
  // Every key that the help shows can be written in a replay; families by their members.
  for (const KeyBinding& binding : key_bindings()) {
    const std::string shown = binding.shown;
    if (!binding.first || shown.find("arrows") != std::string::npos || shown.find("1-") != std::string::npos) continue;
    CAPTURE(shown);
    const std::optional<KeyPress> press = parse_key(shown);
    REQUIRE(press.has_value());
    CHECK((press->key == binding.key && press->modifiers == binding.modifiers));
  }
}

TEST_CASE("replays: good lines are steps, every bad line is one clear sentence") {
  const auto steps = parse_replay("# a comment\n\nkey C PageDown  # two\ntype amygdala here\nclick play\nclick why 2\nclick 10 20\n"
                                  "click brain amygdala\ndrag plot 0.5 0.8 0.9 0.2\nwheel plot -2\nwait 1.5\ndrop saved\n"
                                  "expect Selected: Amygdala\nexpect not Open\r\n",
                                  "t.txt");
  REQUIRE(steps.has_value());
  REQUIRE(steps->size() == 12);
  CHECK((*steps)[0].keys.size() == 2);
  CHECK((*steps)[0].line == 3);
  CHECK((*steps)[1].text == "amygdala here");
  CHECK((*steps)[3].nth == 2);
  CHECK((*steps)[3].text == "why");
  CHECK((*steps)[4].kind == ReplayKind::click_at);
  CHECK((*steps)[4].from == glm::vec2(10, 20));
  CHECK((*steps)[5].text == "amygdala");
  CHECK((*steps)[6].to == glm::vec2(0.9f, 0.2f));
  CHECK((*steps)[7].amount == -2);
  CHECK((*steps)[11].kind == ReplayKind::expect_not);
  CHECK((*steps)[11].text == "Open");
  const auto bad = parse_replay("klick play\nkey Hyper+A\nkey\nwait long\nwait -1\nwait 1e9\nwait nan\ndrag plot 0.5\ndrag plot 0 0 2 2\n"
                                "wheel 3\nexpect\ntype\nclick\ndrop\n",
                                "t.txt");
  REQUIRE_FALSE(bad.has_value());
  CHECK(bad.errors().size() == 14);
  CHECK(to_sentence(bad.errors()[0]).find("t.txt:1") != std::string::npos);
  CHECK(to_sentence(bad.errors()[0]).find("did you mean \"click\"") != std::string::npos);
  CHECK(to_sentence(bad.errors()[1]).find("Hyper+A") != std::string::npos);
  CHECK_FALSE(parse_replay("", "empty.txt").has_value());
  CHECK_FALSE(parse_replay(std::string("\0\xff\xfe garbage", 11), "bytes.txt").has_value());
}

TEST_CASE("what is shown as text follows what is shown") {
  TestDesk desk;
  Session& s = desk.session;
  const auto shows = [&](const std::string& part) {
    for (const std::string& line : describe_session(s, desk.content, desk.text, desk.why))
      if (line.find(part) != std::string::npos) return true;
    return false;
  };
  s.show_welcome = true;
  CHECK(shows("A teaching model, not a diagnosis or treatment."));
  s.show_welcome = false;
  CHECK_FALSE(shows("teaching model"));
  CHECK(shows("Story: " + current_scenario(s, desk.content).title));
  CHECK(shows("paused"));
  desk.run(command::Select{"amygdala"});
  desk.run(command::Seek{240});
  CHECK(shows("Selected: Amygdala"));
  CHECK(shows("Why, A: "));
  CHECK_FALSE(shows("Side B"));
  desk.run(command::SetCompare{true});
  CHECK(shows("Side B: Anxious"));
  desk.run(command::StartPrediction{""});
  CHECK(shows("to be drawn from"));
  desk.run(command::SetSearch{true, "zzzz"});
  CHECK(shows(desk.text.at("search_nothing")));
  // No word is missing from the language file, whatever is open.
  desk.run(command::SetChange{true, s.change.environment, 52});
  desk.run(command::SetGrounded{true});
  desk.run(command::SetPages{true, ""});
  desk.run(command::SetFrozen{true});
  desk.run(command::SoloCarrier{"CORT"});
  s.hidden_carriers = {"DA", "glu"};
  s.tour_step = 2;
  s.blank = s.show_help = s.difference = s.people_only = s.reduced_motion = s.fullscreen = true;
  s.message = "A sentence.";
  for (const std::string& line : describe_session(s, desk.content, desk.text, desk.why)) {
    CAPTURE(line);
    CHECK(line.find('[') == std::string::npos);
    CHECK(line.find('\n') == std::string::npos);
  }
}

TEST_CASE("a held key goes through a story no faster than it may be played") {
  TestDesk desk;
  desk.session.show_welcome = false;
  for (const char* story : {"soothe", "tsst", "isolation", "rejection"}) {
    CAPTURE(story);
    desk.run(command::SelectScenario{story_index(desk, story)});
    const double end_s = duration_s(desk.session, desk.content), fastest = fastest_speed(desk.session, desk.content);
    CHECK(fastest <= end_s / 10);
    double wall_s = 0;
    for (bool repeats = false; wall_s < 3; wall_s += 1.0 / 30, repeats = true) {
      if (const auto command = command_for_key(desk.session, desk.content, key::kRight, 0, repeats)) desk.run(*command);
      advance(desk.session, desk.content, 1.0 / 30);
    }
    CHECK(desk.session.playhead.t_s > 0.02 * end_s);  // it moves
    CHECK(desk.session.playhead.t_s <= fastest * wall_s + 0.01 * end_s + 1);
  }
}

}  // namespace attune
