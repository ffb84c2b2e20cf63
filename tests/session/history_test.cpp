// Undo and redo, on the shipped content.
#include <doctest/doctest.h>

#include "session/history.h"
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
  desk.run(command::SetTheme{Theme::light});
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
  CHECK(s.theme == Theme::light);
  CHECK(s.selected == "amygdala");
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
