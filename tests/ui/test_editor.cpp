// The timeline of a story of the person's own, without a GPU: its layout, mouse and keys.
#include <doctest/doctest.h>

#include <set>

#include "core/text.h"
#include "desk.h"
#include "drawn.h"
#include "session/edit_story.h"
#include "ui/key_input.h"
#include "ui/layout.h"
#include "ui/theme.h"
#include "ui/timeline_layout.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

void open_own(TestDesk& desk) {
  desk.run(command::SelectScenario{story_index(desk, "rejection")});
  desk.run(command::SetEditor{true});
  desk.run(command::MakeOwnStory{"Mine", "A story."});
}

Rect editor_of(const TestDesk& desk) { return layout_ui(desk.size, make_metrics(desk.scale), desk.session).editor; }

// Everything the editor's window asks for when it is clicked all over.
std::set<std::string> click_over(TestDesk& desk, const Rect& rect, float step) {
  std::set<std::string> seen;
  for (float y = rect.min.y + 5; y < rect.max.y; y += step)
    for (float x = rect.min.x + 5; x < rect.max.x; x += step) {
      const std::vector<Command> commands = desk.click({x, y});
      CAPTURE(x);
      CAPTURE(y);
      if (commands.size() > 1) CAPTURE(describe(commands[1]));
      CHECK(commands.size() <= 1);
      for (const Command& command : commands) seen.insert(describe(command));
      desk.tidy();
    }
  return seen;
}

void press(TestDesk& desk, ImGuiKey named, bool shift = false) {
  ImGuiIO& io = ImGui::GetIO();
  compat::shift(io, shift);
  compat::key(io, named, true);
  const UiResult result = desk.frame({-10, -10});
  for (const Command& command : result.commands) desk.run(command);
  compat::key(io, named, false);
  compat::shift(io, false);
  for (const Command& command : desk.frame({-10, -10}).commands) desk.run(command);
}

// As the window hands it on: down and up between two frames, so that ImGui has not seen it.
void tap(TestDesk& desk, Key key) {
  const KeyPress press{key, 0, false};
  for (const Command& command : take_keys({&press, 1}, desk.session, desk.content).commands) desk.run(command);
  for (const Command& command : desk.frame({-10, -10}).commands) desk.run(command);
}

// Clicks over the timeline until an event has been chosen.
bool click_an_event(TestDesk& desk) {
  const Rect editor = editor_of(desk);
  for (float y = editor.min.y + 70; y < editor.max.y; y += 12)
    for (float x = editor.min.x + 20; x < editor.max.x; x += 18) {
      const std::vector<Command> commands = desk.click({x, y});
      const auto* chosen = first<command::ChooseItem>(commands);
      if (chosen == nullptr || chosen->item.kind != ItemKind::event) continue;
      desk.run(*chosen);
      desk.frame({x, y});
      return true;
    }
  return false;
}

}  // namespace

TEST_CASE("timeline: bars of a lane never overlap, all can be pressed, and times lie where they are drawn") {
  TestDesk desk;
  for (const Scenario& scenario : desk.content.scenarios)
    for (int arm = 0; arm < static_cast<int>(scenario.arms.size()); ++arm)
      for (const auto& each : std::vector<std::pair<float, float>>{{300, 1}, {900, 1}, {500, 3}, {3000, 2}}) {
        const float width = each.first;
        CAPTURE(scenario.id);
        CAPTURE(width);
        const Metrics m = make_metrics(each.second);
        const Timeline timeline = lay_out_timeline(scenario, arm, {10, 20}, width, m);
        const Arm& version = scenario.arms[static_cast<std::size_t>(arm)];
        REQUIRE(timeline.bars.size() == version.segments.size() + version.captions.size());
        for (std::size_t i = 0; i < timeline.bars.size(); ++i) {
          const TimelineBar& a = timeline.bars[i];
          REQUIRE(a.area.size().x >= m.control - 0.01f);
          REQUIRE(a.area.size().y >= m.control - 0.01f);
          REQUIRE(a.area.min.x >= 9.9f);
          REQUIRE(a.area.max.y <= 20 + timeline.height + 0.1f);
          for (std::size_t j = i + 1; j < timeline.bars.size(); ++j) {
            const Rect &p = a.area, &q = timeline.bars[j].area;
            const bool overlap = p.min.x + 0.5f < q.max.x && q.min.x + 0.5f < p.max.x && p.min.y < q.max.y && q.min.y < p.max.y;
            REQUIRE_FALSE(overlap);
          }
          const TimelineHit hit = hit_timeline(timeline, (a.area.min + a.area.max) * 0.5f, m);
          REQUIRE(hit.item == a.item);
          REQUIRE(hit.grip == Grip::move);
          REQUIRE(hit_timeline(timeline, {a.area.min.x + 2, a.area.min.y + 2}, m).grip == Grip::begin);
          REQUIRE(hit_timeline(timeline, {a.area.max.x - 2, a.area.min.y + 2}, m).grip == Grip::end);
        }
        for (const double t_s : {0.0, scenario.duration_s / 3, scenario.duration_s})
          CHECK(timeline.time_at(timeline.x_of(t_s)) == doctest::Approx(t_s).epsilon(0.01));
      }
}

TEST_CASE("timeline: every word is whole, and no words lie on others") {
  TestDesk desk;
  desk.run(command::SelectScenario{story_index(desk, "rejection")});
  for (const float width : {260.0f, 420.0f, 900.0f}) {
    const Metrics metrics = make_metrics(1);
    const Scenario& moment = *current_story(desk.session, desk.content).scenario;
    const auto width_of = [&](StoryItem item) { return item.kind == ItemKind::caption ? 96.0f : 150.0f; };
    const Timeline timeline = lay_out_timeline(moment, 0, {10, 10}, width, metrics, width_of);
    for (std::size_t i = 0; i < timeline.bars.size(); ++i) {
      const TimelineBar& bar = timeline.bars[i];
      CHECK(bar.words.size().x >= width_of(bar.item) - 1);
      CHECK(bar.words.min.x >= 10);
      CHECK(bar.words.max.x <= 10 + width);
      for (std::size_t j = 0; j < i; ++j) {
        const TimelineBar& other = timeline.bars[j];
        if (other.words.min.y != bar.words.min.y) continue;
        CHECK((bar.words.min.x >= other.words.max.x - 0.5f || bar.words.max.x <= other.words.min.x + 0.5f));
        CHECK((bar.words.min.x >= other.bar.max.x - 0.5f || bar.words.max.x <= other.bar.min.x + 0.5f));
        CHECK((bar.bar.min.x >= other.words.max.x - 0.5f || bar.bar.max.x <= other.words.min.x + 0.5f));
      }
    }
  }
}

TEST_CASE("timeline: what a drag makes of an item stays inside the story") {
  const auto is = [](DraggedSpan span, double begin_s, double end_s) { return span.begin_s == begin_s && span.end_s == end_s; };
  CHECK(is(dragged(Grip::move, 100, 200, 50, 900), 150, 250));
  CHECK(is(dragged(Grip::move, 100, 200, -500, 900), 0, 100));
  CHECK(is(dragged(Grip::move, 100, 200, 5000, 900), 800, 900));
  CHECK(is(dragged(Grip::begin, 100, 200, -30, 900), 70, 200));
  CHECK(is(dragged(Grip::begin, 100, 200, 500, 900), 200, 200));
  CHECK(is(dragged(Grip::end, 100, 200, 5000, 900), 100, 900));
  CHECK(is(dragged(Grip::none, 100, 200, 50, 900), 100, 200));
}

TEST_CASE("editor: a story that ships can be looked at and copied, not dragged") {
  TestDesk desk;
  desk.run(command::SelectScenario{story_index(desk, "rejection")});
  desk.run(command::SetEditor{true});
  const std::set<std::string> seen = click_over(desk, editor_of(desk), 21);
  CHECK(seen.count("MakeOwnStory") == 1);
  CHECK(seen.count("ShowStoryFiles 1") == 1);
  CHECK(seen.count("SetEditor 0") == 1);
  CHECK(seen.count("ChooseItem 1 1") == 1);
  for (const std::string& command : seen) CHECK_FALSE(command.starts_with("MoveItem"));
}

TEST_CASE("editor: one click, one thing; bars choose, the ruler seeks, buttons add, save and list") {
  TestDesk desk;
  open_own(desk);
  desk.run(command::SetLabels{false});
  desk.run(command::Undo{});  // something to undo, and something to do again
  const std::set<std::string> seen = click_over(desk, editor_of(desk), 21);
  for (const char* wanted : {"ChooseItem 1 0", "ChooseItem 1 1", "ChooseItem 2 0", "Seek", "AddCaption", "StartExport 7", "ShowStoryFiles 1", "SetEditor 0", "Undo", "Redo"}) {
    CAPTURE(wanted);
    CHECK(seen.count(wanted) == 1);
  }
}

TEST_CASE("editor: a bar is dragged by its middle and stretched by its ends, live, as one step") {
  TestDesk desk;
  open_own(desk);
  const auto drag = [&](float share, float by) {
    // The bar of the event as it lies now.
    const Rect editor = editor_of(desk);
    const Metrics m = make_metrics(desk.scale);
    glm::vec2 at(-1);
    const Scenario& now = *current_story(desk.session, desk.content).scenario;
    const Timeline timeline = lay_out_timeline(now, 0, {editor.min.x + m.gap_s, editor.min.y + m.gap_xs + m.control}, editor.size().x - 2 * m.gap_s, m);
    for (const TimelineBar& bar : timeline.bars)
      if (bar.item == StoryItem{ItemKind::event, 1}) at = {bar.area.min.x + share * bar.area.size().x, (bar.area.min.y + bar.area.max.y) / 2};
    REQUIRE(at.x > 0);
    // Words that need room put it into a lower lane.
    const auto is_there = [&] {
      const std::vector<Command> commands = desk.click(at);
      const auto* chosen = first<command::ChooseItem>(commands);
      return chosen != nullptr && chosen->item == StoryItem{ItemKind::event, 1};
    };
    for (int lane = 0; lane < 3 && !is_there(); ++lane) at.y += m.control + 2 * m.scale;
    desk.tidy();
    int moved = 0;
    const auto run = [&](const UiResult& result) {
      for (const Command& command : result.commands) {
        moved += std::holds_alternative<command::MoveItem>(command);
        desk.run(command);
      }
    };
    desk.frame(at);
    for (int i = 0; i <= 5; ++i) run(desk.frame(at + glm::vec2(by * static_cast<float>(i) / 5, 0), true));
    run(desk.frame(at + glm::vec2(by, 0), false));
    desk.run(command::ChooseItem{});
    return moved;
  };
  const auto event = [&] { return current_story(desk.session, desk.content).scenario->arms[0].segments[1]; };
  const Segment before = event();
  const auto trace = desk.session.trace[0];
  std::size_t steps = desk.session.history.past.size();
  CHECK(drag(0.5f, 60) > 1);
  CHECK(desk.session.history.past.size() == steps + 1);
  CHECK(event().begin_s > before.begin_s);
  CHECK(event().end_s - event().begin_s == doctest::Approx(before.end_s - before.begin_s));
  CHECK(desk.session.trace[0] != trace);
  const Segment moved = event();
  steps = desk.session.history.past.size();
  CHECK(drag(0.98f, 50) > 1);
  CHECK(event().begin_s == moved.begin_s);
  CHECK(event().end_s > moved.end_s);
  const Segment longer = event();
  CHECK(drag(0.02f, -40) > 1);
  CHECK(event().begin_s < longer.begin_s);
  CHECK(event().end_s == longer.end_s);
  CHECK(desk.session.history.past.size() == steps + 2);
}

TEST_CASE("editor: everything by keyboard: choose, move, stretch, add, take away") {
  TestDesk desk;
  open_own(desk);
  // Tab to the editor.
  for (int i = 0; i < 12 && !keyboard_moves_items(); ++i) {
    desk.frame({-10, -10}, false, 0, 1);
    desk.frame({-10, -10});
    desk.frame({-10, -10});
  }
  REQUIRE(keyboard_moves_items());
  // Down from the buttons to the timeline, then from item to item.
  for (int i = 0; i < 6 && desk.session.item.kind == ItemKind::none; ++i) press(desk, ImGuiKey_DownArrow);
  REQUIRE(desk.session.item.kind != ItemKind::none);
  std::set<std::string> walked;
  for (int i = 0; i < 30 && desk.session.item != StoryItem{ItemKind::event, 1}; ++i) {
    walked.insert(format("%d %d", static_cast<int>(desk.session.item.kind), desk.session.item.index));
    press(desk, ImGuiKey_DownArrow);
  }
  REQUIRE(desk.session.item == StoryItem{ItemKind::event, 1});
  CHECK(walked.size() > 2);
  const auto event = [&](std::size_t index) { return current_story(desk.session, desk.content).scenario->arms[0].segments[index]; };
  const Segment before = event(1);
  press(desk, ImGuiKey_RightArrow);
  CHECK(event(1).begin_s > before.begin_s);
  CHECK(event(1).end_s - event(1).begin_s == before.end_s - before.begin_s);
  const Segment moved = event(1);
  press(desk, ImGuiKey_RightArrow, true);
  CHECK(event(1).begin_s == moved.begin_s);
  CHECK(event(1).end_s > moved.end_s);
  press(desk, ImGuiKey_LeftArrow);
  CHECK(event(1).begin_s == before.begin_s);
  CHECK(keyboard_moves_items());
  const auto count = [&] { return current_story(desk.session, desk.content).scenario->arms[0].segments.size(); };
  tap(desk, key::kInsert);
  CHECK(count() == 3);
  CHECK(desk.session.item == StoryItem{ItemKind::event, 2});
  tap(desk, key::kDelete);
  CHECK(count() == 2);
}

TEST_CASE("editor: Delete and Insert after a click of the mouse, also for the only event, and however short the tap") {
  TestDesk desk;
  desk.run(command::SelectScenario{story_index(desk, "soothe")});
  desk.run(command::SelectArm{0});  // its one event is the fright
  desk.run(command::SetEditor{true});
  desk.run(command::MakeOwnStory{"Mine", "A story."});
  const auto count = [&] { return current_story(desk.session, desk.content).scenario->arms[0].segments.size(); };
  const std::size_t before = count();
  REQUIRE(click_an_event(desk));
  CHECK_FALSE(has_keyboard_focus());
  const std::size_t steps = desk.session.history.past.size();
  tap(desk, key::kDelete);
  CHECK(count() == before - 1);
  CHECK(desk.session.history.past.size() == steps + 1);
  CHECK(desk.session.item.kind == ItemKind::none);
  tap(desk, key::kDelete);  // nothing is chosen: nothing goes
  CHECK(count() == before - 1);
  desk.run(command::Undo{});
  CHECK(count() == before);
  CHECK(desk.session.item.kind == ItemKind::event);
  tap(desk, key::kInsert);
  CHECK(count() == before + 1);
  // Not while words are typed, nor behind a page or the help.
  desk.run(command::SetHelp{true});
  tap(desk, key::kDelete);
  desk.run(command::SetHelp{false});
  desk.run(command::SetPages{true, ""});
  tap(desk, key::kDelete);
  desk.run(command::SetPages{false, ""});
  CHECK(count() == before + 1);
  // A story that ships says why nothing goes.
  desk.run(command::SelectScenario{story_index(desk, "rejection")});
  REQUIRE(desk.session.show_editor);
  REQUIRE(click_an_event(desk));
  tap(desk, key::kDelete);
  CHECK_FALSE(desk.session.message.empty());
}

TEST_CASE("editor: it has its place in every window, and covers nothing") {
  for (const auto& window : std::vector<std::pair<glm::vec2, float>>{
           {{1024, 600}, 1}, {{1024, 600}, 2}, {{1024, 600}, 3}, {{1280, 720}, 1}, {{1280, 720}, 2.5f}, {{1920, 1080}, 1}, {{3840, 2160}, 1}, {{3840, 2160}, 3}}) {
    const auto size = window.first;  // clang 14 cannot capture a structured binding
    const float text = window.second;
    TestDesk desk(size, text);
    open_own(desk);
    desk.run(command::SetCompare{true});
    CAPTURE(size.x);
    CAPTURE(text);
    const UiLayout layout = layout_ui(size, make_metrics(desk.scale), desk.session);
    REQUIRE_FALSE(layout.editor.is_empty());
    for (const Rect& other : {layout.top_bar, layout.left, layout.right, layout.plots, layout.stage, layout.transport}) {
      if (other.is_empty()) continue;
      const Rect& e = layout.editor;
      CHECK((other.max.x <= e.min.x + 1 || e.max.x <= other.min.x + 1 || other.max.y <= e.min.y + 1 || e.max.y <= other.min.y + 1));
    }
    const float bars = make_metrics(desk.scale).control;
    CHECK(first<command::SetEditor>(desk.click({layout.editor.max.x - bars / 2, layout.editor.min.y + bars / 2})) != nullptr);
    desk.run(command::ChooseItem{{ItemKind::event, 1}});
    desk.frame({-10, -10});
    desk.run(command::ChooseItem{{ItemKind::caption, 2}});
    desk.frame({-10, -10});
    desk.run(command::SetPanel{Panel::right, true});  // where it is one or the other, the details of what is chosen
    CHECK_FALSE(layout_ui(size, make_metrics(desk.scale), desk.session).right.is_empty());
    desk.frame({-10, -10});
    desk.run(command::ShowStoryFiles{true});
    desk.run(command::SetStoryFiles{"/home/x", {{"/home/x/a.json", "a"}, {"/home/x/b.json", "b"}}});
    desk.frame({-10, -10});
  }
}

TEST_CASE("editor: a story's title, times, inputs and files can all be reached in the panel beside it") {
  TestDesk desk({1280, 900});
  open_own(desk);
  const Rect right = layout_ui(desk.size, make_metrics(desk.scale), desk.session).right;
  std::set<std::string> seen = click_over(desk, right, 23);
  for (const char* wanted : {"StartExport 7", "SetStoryLength", "SetStrength 0 reward"}) {
    CAPTURE(wanted);
    CHECK(seen.count(wanted) == 1);
  }
  desk.run(command::ChooseItem{{ItemKind::event, 1}});
  seen = click_over(desk, right, 23);
  for (const char* wanted : {"MoveItem 1 1", "SetStrength 1 pain", "RemoveItem 1 1", "ChooseItem 0 -1"}) {
    CAPTURE(wanted);
    CHECK(seen.count(wanted) == 1);
  }
  desk.run(command::ShowStoryFiles{true});
  desk.run(command::SetStoryFiles{"/home/x", {{"/home/x/a.json", "a"}, {"/home/x/b.json", "b"}}});
  seen = click_over(desk, right, 23);
  CHECK(seen.count("OpenStoryFile /home/x/a.json") == 1);
  CHECK(seen.count("ShowStoryFiles 0") == 1);
}

TEST_CASE("editor: when what a caption is about is taken away, no title takes its place as if it were an event") {
  TestDesk desk;
  open_own(desk);
  bool seen = false;
  for (int index = 0; index < 4; ++index) {
    const Scenario* moment = current_story(desk.session, desk.content).scenario;
    const int last = static_cast<int>(moment->arms[0].segments.size()) - 1;
    if (last < 0) break;
    desk.run(command::RemoveItem{{ItemKind::event, last}});
    for (const Caption& caption : moment->arms[0].captions) {
      desk.run(command::Seek{(caption.begin_s + caption.end_s) / 2});
      if (caption_now(desk.session, desk.content).caption != nullptr) continue;
      seen = true;
      desk.frame({-10, -10});
      desk.frame({-10, -10});
      for (const DrawnText& text : drawn_texts())
        if (text.window == "transport") CHECK(text.text.find("Mine") == std::string::npos);
    }
  }
  CHECK(seen);
}

}  // namespace attune
