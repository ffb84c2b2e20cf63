// Change something: the sliders of patterns and of what happens, without a GPU.
#include <doctest/doctest.h>

#include <map>
#include <set>

#include "desk.h"
#include "session/edit_story.h"
#include "ui/layout.h"
#include "ui/theme.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

Rect right_of(const TestDesk& desk) { return layout_ui(desk.size, make_metrics(desk.scale), desk.session).right; }

float scrolled() {
  float sum = 0;
  for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) sum += window->Scroll.y;
  return sum;
}

// Clicks all over the panel, as far down as it scrolls: command text -> where, at the top of the list.
std::map<std::string, glm::vec2> click_through(TestDesk& desk, const Rect& rect, int pages) {
  std::map<std::string, glm::vec2> found;
  for (int page = 0; page < pages; ++page) {
    for (float y = rect.min.y + 8; y < rect.max.y; y += 15)
      for (const float share : {0.12f, 0.5f, 0.86f}) {  // left of the bar that scrolls
        const glm::vec2 at(rect.min.x + share * rect.size().x, y);
        const std::vector<Command> commands = desk.click(at);
        CAPTURE(at.x);
        CAPTURE(at.y);
        if (!commands.empty()) CAPTURE(describe(commands[0]));
        CHECK(commands.size() <= 1);
        for (const Command& command : commands) found.try_emplace(describe(command), at);
      }
    const float before = scrolled();
    for (int i = 0; i < 3; ++i) desk.frame((rect.min + rect.max) * 0.5f, false, i < 2 ? -1.0f : 0.0f);
    if (scrolled() == before) break;  // its end has been seen
  }
  return found;
}

}  // namespace

TEST_CASE("change something: one click, one thing; every trait and every event has its slider") {
  TestDesk desk;
  desk.run(command::SelectScenario{story_index(desk, "rejection")});
  desk.run(command::SetBench{true, Bench::side_a});
  const auto pattern = click_through(desk, right_of(desk), 14);
  for (const Trait& trait : desk.content.circuit.traits) {
    CAPTURE(trait.id);
    CHECK(pattern.count("SetTrait 0 " + trait.id) == 1);
  }
  CHECK(pattern.count("SetBench 0 0") == 1);
  CHECK(pattern.count("SetBench 1 2") == 1);
  CHECK(pattern.count("ResetChanges 0") == 0);  // nothing to put back
  desk.tidy();
  desk.run(command::SetBench{true, Bench::story});
  const auto story = click_through(desk, right_of(desk), 20);
  for (const char* wanted : {"SetStrength 0 reward", "SetStrength 0 attune", "SetStrength 1 pain", "SetStrength -1 touch", "SetStrength -1 templ"}) {
    CAPTURE(wanted);
    CHECK(story.count(wanted) == 1);
  }
  // Both sides while comparing; with the change dial on, B follows A and has no sliders.
  desk.tidy();
  desk.run(command::SetCompare{true});
  desk.run(command::SetBench{true, Bench::side_b});
  CHECK(click_through(desk, right_of(desk), 1).count("SetTrait 1 trust") == 1);
  desk.run(command::SetChange{true, desk.session.change.environment, 52});
  CHECK(click_through(desk, right_of(desk), 1).count("SetTrait 1 trust") == 0);
}

TEST_CASE("change something: what was changed has a way back, and all of it at once") {
  TestDesk desk;
  desk.run(command::SelectScenario{story_index(desk, "rejection")});
  desk.run(command::SetBench{true, Bench::side_a});
  desk.run(command::SetTrait{0, "trust", 0.2});
  const auto found = click_through(desk, right_of(desk), 1);
  REQUIRE(found.count("ResetChanges 0") == 1);
  REQUIRE(found.count("SetTrait 0 trust") == 1);
  // "Put back" asks for the value it had.
  const Rect right = right_of(desk);
  bool put_back = false;
  desk.tidy();
  for (float y = right.min.y; y < right.max.y && !put_back; y += 11)
    for (const Command& command : desk.click({right.max.x - 44, y}))
      if (const auto* set = std::get_if<command::SetTrait>(&command))
        put_back = put_back || set->value == shipped_trait(desk.session, desk.content, 0, "trust");
  CHECK(put_back);
}

TEST_CASE("change something: a drag is one step of undo, by mouse and by arrow keys") {
  TestDesk desk;
  desk.run(command::SelectScenario{story_index(desk, "rejection")});
  desk.run(command::SetBench{true, Bench::side_a});
  const auto found = click_through(desk, right_of(desk), 1);
  REQUIRE(found.count("SetTrait 0 trust") == 1);
  const glm::vec2 at = found.at("SetTrait 0 trust");
  desk.tidy();
  const std::size_t steps = desk.session.history.past.size();
  const auto run = [&](const UiResult& result) {
    for (const Command& command : result.commands)
      if (std::holds_alternative<command::SetTrait>(command)) desk.run(command);
  };
  desk.frame(at);
  for (int i = 0; i < 6; ++i) run(desk.frame(at + glm::vec2(20.0f * static_cast<float>(i), 0), true));
  run(desk.frame(at, false));
  CHECK(desk.session.history.past.size() == steps + 1);
  desk.frame(at);
  for (int i = 0; i < 3; ++i) run(desk.frame(at + glm::vec2(15.0f * static_cast<float>(i), 0), true));
  run(desk.frame(at, false));
  CHECK(desk.session.history.past.size() == steps + 2);
  // The whole height of a target answers.
  float high = 0;
  for (float y = -44; y <= 44; y += 2)
    if (first<command::SetTrait>(desk.click(at + glm::vec2(0, y))) != nullptr) high += 2;
  CHECK(high >= 42);
}

TEST_CASE("change something holds in every window and at every size of text") {
  for (const auto& window : std::vector<std::pair<glm::vec2, float>>{{{1024, 600}, 1}, {{1024, 600}, 3}, {{1280, 720}, 2}, {{3840, 2160}, 1}}) {
    const auto size = window.first;  // clang 14 cannot capture a structured binding
    const float text = window.second;
    TestDesk desk(size, text);
    desk.run(command::SelectScenario{story_index(desk, "rejection")});
    desk.run(command::SetBench{true, Bench::story});
    const Rect right = right_of(desk);
    CAPTURE(size.x);
    CAPTURE(text);
    CHECK_FALSE(right.is_empty());
    bool closes = false;
    for (float y = right.min.y; y < right.min.y + 130 * desk.scale && !closes; y += 15)
      closes = first<command::SetBench>(desk.click({right.max.x - 38 * desk.scale, y})) != nullptr;
    CHECK(closes);
    desk.tidy();
    CHECK(click_through(desk, right, text > 1 ? 16 : 2).count("SetStrength 0 reward") == 1);
  }
}

}  // namespace attune
