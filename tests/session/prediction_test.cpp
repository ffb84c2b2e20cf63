// Predict, then see: the sketch itself, and what the session hides, keeps and lets go.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "session/prediction.h"
#include "shipped_desk.h"

namespace attune {
namespace {

Trace line_trace() {
  Trace trace;
  trace.columns = {"region.X", "chem.Y", "body.Z"};
  trace.sample_s = 1;
  for (int i = 0; i <= 100; ++i) {
    trace.values.push_back(0.3 + 0.004 * i);   // 0.3 .. 0.7
    trace.values.push_back(1 + 0.01 * i);      // 1 .. 2
    trace.values.push_back(70);                // level
  }
  return trace;
}

}  // namespace

TEST_CASE("a prediction begins at the next event, or at one that begins now") {
  std::vector<Caption> captions(3);
  captions[0].begin_s = 60;
  captions[1].begin_s = 10;
  captions[2].begin_s = 200;
  CHECK(prediction_start(captions, 0) == 10);
  CHECK(prediction_start(captions, 10) == 10);
  CHECK(prediction_start(captions, 11) == 60);
  CHECK(prediction_start(captions, 200.5) == 200.5);  // none is left: from here
  CHECK(prediction_start({}, 5) == 5);
}

TEST_CASE("a prediction starts level, with room on both sides that does not give the curve away") {
  const Trace trace = line_trace();
  const Prediction p = make_prediction(trace, "region.X", 20, 100);
  REQUIRE(is_on(p));
  CHECK_FALSE(p.drawn);
  REQUIRE(p.heights.size() == kSketchSamples);
  for (const double height : p.heights) CHECK(height == doctest::Approx(0.38));
  CHECK(p.low < 0.3);
  CHECK(p.high > 0.7);
  CHECK(p.low >= 0);
  CHECK(p.high <= 1);  // a share
  const Prediction level = make_prediction(trace, "chem.Y", 0, 100);
  CHECK(level.high > 2);
  CHECK(level.low >= 0);
  const Prediction still = make_prediction(trace, "body.Z", 0, 100);
  CHECK(still.low < 65);
  CHECK(still.high > 75);
  CHECK_FALSE(is_on(make_prediction(trace, "region.none", 0, 100)));
  CHECK_FALSE(is_on(make_prediction(trace, "region.X", 50, 50)));
}

TEST_CASE("a stroke replaces what lies between its ends, whichever way it is drawn") {
  Prediction p = make_prediction(line_trace(), "region.X", 0, 96);  // a sample a second
  const double start = p.heights[0];
  sketch(p, 40, 0.5, 20, 0.7);  // backwards
  CHECK(p.drawn);
  CHECK(height_at(p, 20) == doctest::Approx(0.7));
  CHECK(height_at(p, 30) == doctest::Approx(0.6));
  CHECK(height_at(p, 40) == doctest::Approx(0.5));
  CHECK(height_at(p, 10) == doctest::Approx(start));
  CHECK(height_at(p, 60) == doctest::Approx(start));
  sketch(p, -50, 5, 200, 5);  // far outside: kept within the drawable heights, the known start stays
  CHECK(p.heights.front() == start);
  CHECK(height_at(p, 50) == p.high);
  const Prediction before = p;
  sketch(p, std::nan(""), 0.5, 10, 0.5);
  sketch(p, 0, std::numeric_limits<double>::infinity(), 10, 0.5);
  CHECK(p == before);
  Prediction tap = make_prediction(line_trace(), "region.X", 0, 96);
  sketch(tap, 30.2, 0.6, 30.2, 0.6);
  CHECK(height_at(tap, 30) == doctest::Approx(0.6));
  CHECK(height_at(tap, 32) == doctest::Approx(start));
  Prediction off;
  sketch(off, 0, 1, 2, 3);
  CHECK(off == Prediction{});
}

TEST_CASE("the keyboard moves points, straight lines join them, and no point leaves the range") {
  Prediction p = make_prediction(line_trace(), "region.X", 0, 96);
  const double start = p.heights[0], step = (p.high - p.low) / kSketchSteps;
  move_handle(p, 2, 3);
  CHECK(height_at(p, handle_time(p, 2)) == doctest::Approx(start + 3 * step));
  CHECK(height_at(p, handle_time(p, 1)) == doctest::Approx(start));
  CHECK(height_at(p, (handle_time(p, 1) + handle_time(p, 2)) / 2) == doctest::Approx(start + 1.5 * step));
  move_handle(p, kSketchHandles, -1000);
  CHECK(p.heights.back() == p.low);
  move_handle(p, 99, 1);  // the last
  CHECK(p.heights.back() == doctest::Approx(p.low + step));
  CHECK(p.heights.front() == start);
}

TEST_CASE("predicting hides what comes, playing shows it, and the sketch goes with the moment") {
  ShippedDesk desk;
  Session& s = desk.session;
  const Content& content = desk.content;
  s.show_welcome = s.show_plots = false;
  CHECK(std::isinf(curves_end_s(s)));
  execute(s, content, command::StartPrediction{""});
  REQUIRE(is_sketching(s));
  CHECK(s.prediction.column == s.plotted.front());
  CHECK(s.show_plots);
  CHECK(s.playhead.t_s == s.prediction.from_s);
  CHECK(curves_end_s(s) == s.prediction.from_s);
  execute(s, content, command::MoveSketch{1, 0});
  CHECK(s.sketch_handle == 2);
  execute(s, content, command::MoveSketch{0, 4});
  CHECK(s.prediction.drawn);
  const Prediction drawn = s.prediction;
  // Taken back in one step, and again.
  execute(s, content, command::Undo{});
  CHECK(is_on(s.prediction));
  CHECK_FALSE(s.prediction.drawn);
  execute(s, content, command::Redo{});
  CHECK(s.prediction == drawn);

  execute(s, content, command::TogglePlaying{});
  for (int i = 0; i < 10; ++i) advance(s, content, 0.1);
  CHECK_FALSE(is_sketching(s));
  CHECK(curves_end_s(s) == s.playhead.t_s);
  CHECK(s.prediction == drawn);  // the ghost stays
  const double seen_s = s.playhead.t_s;
  execute(s, content, command::Seek{0});
  CHECK(curves_end_s(s) == seen_s);  // what was seen stays seen
  // Undo of something else does not hide it again.
  execute(s, content, command::SetLabels{false});
  execute(s, content, command::Undo{});
  CHECK(curves_end_s(s) == seen_s);

  SUBCASE("another history has another curve") { execute(s, content, command::SetStyle{0, 2}); }
  SUBCASE("another story") { execute(s, content, command::SelectScenario{1}); }
  SUBCASE("its curve is taken away") { execute(s, content, command::SetPlotted{drawn.column, false}); }
  SUBCASE("asked for") { execute(s, content, command::EndPrediction{}); }
  CHECK_FALSE(is_on(s.prediction));
  CHECK(std::isinf(curves_end_s(s)));
}

TEST_CASE("of two histories either can be predicted, from where its own curve stands") {
  ShippedDesk desk;
  Session& s = desk.session;
  const Content& content = desk.content;
  s.show_welcome = false;
  execute(s, content, command::StartPrediction{"region.AMY", 1});  // there is no side B: of A
  REQUIRE(is_sketching(s));
  CHECK(s.prediction.side == 0);
  execute(s, content, command::SetCompare{true});
  execute(s, content, command::StartPrediction{"region.AMY", 0});
  const double from_a = s.prediction.heights.front(), at_s = s.prediction.from_s;
  execute(s, content, command::StartPrediction{"region.AMY", 1});
  REQUIRE(is_sketching(s));
  CHECK(s.prediction.side == 1);
  CHECK(s.prediction.from_s == at_s);
  CHECK(s.prediction.heights.front() == doctest::Approx(value_of(s, content, 1, "region.AMY", at_s)));
  CHECK(s.prediction.heights.front() != from_a);
  CHECK(curves_end_s(s) == at_s);
  SUBCASE("another history for B has another curve") { execute(s, content, command::SetStyle{1, 2}); }
  SUBCASE("no side B any more") { execute(s, content, command::SetCompare{false}); }
  CHECK_FALSE(is_on(s.prediction));
}

TEST_CASE("a prediction needs a curve and time to come") {
  ShippedDesk desk;
  Session& s = desk.session;
  s.show_welcome = false;
  execute(s, desk.content, command::Seek{duration_s(s, desk.content)});
  execute(s, desk.content, command::StartPrediction{""});
  CHECK_FALSE(is_on(s.prediction));
  CHECK(s.message.find("earlier event") != std::string::npos);
  execute(s, desk.content, command::Seek{0});
  execute(s, desk.content, command::StartPrediction{"region.nothing"});
  CHECK_FALSE(is_on(s.prediction));
  execute(s, desk.content, command::Sketch{0, 1, 2, 3});  // nothing to draw on
  execute(s, desk.content, command::MoveSketch{1, 1});
  CHECK_FALSE(is_on(s.prediction));
  // Esc leaves a sketch, and only then what else is open.
  execute(s, desk.content, command::StartPrediction{""});
  s.message.clear();
  execute(s, desk.content, command::Select{"amygdala"});
  execute(s, desk.content, command::StepBack{});
  CHECK_FALSE(is_on(s.prediction));
  CHECK(s.selected == "amygdala");
}

TEST_CASE("three ways to begin") {
  ShippedDesk desk;
  Session& s = desk.session;
  s.show_welcome = true;
  s.playhead.t_s = 30;
  SUBCASE("explore") {
    execute(s, desk.content, command::Begin{Way::explore, ""});
    CHECK(s.show_interface);
    CHECK(s.message.empty());
  }
  SUBCASE("present: the stage alone, full screen, from the start; Esc brings the panels back") {
    execute(s, desk.content, command::Begin{Way::present, "told"});
    CHECK_FALSE(s.show_interface);
    CHECK(s.fullscreen);
    CHECK(s.playhead.t_s == 0);
    CHECK(s.message == "told");
    execute(s, desk.content, command::StepBack{});
    execute(s, desk.content, command::StepBack{});
    CHECK(s.show_interface);
  }
  SUBCASE("session: plain, still, closed panels") {
    s.level = Level::expert;
    execute(s, desk.content, command::Begin{Way::session, ""});
    CHECK(s.level == Level::plain);
    CHECK(s.reduced_motion);
    CHECK(s.show_interface);
    CHECK_FALSE((s.show_left || s.show_right || s.show_plots));
  }
  CHECK_FALSE(s.show_welcome);
}

TEST_CASE("the tour goes through its steps and opens what it points at") {
  ShippedDesk desk;
  Session& s = desk.session;
  s.show_welcome = true;
  s.show_left = s.show_right = s.show_interface = false;
  execute(s, desk.content, command::SetTour{0});
  CHECK_FALSE(s.show_welcome);
  CHECK(s.show_interface);
  execute(s, desk.content, command::SetTour{1});
  CHECK(s.show_left);
  execute(s, desk.content, command::SetTour{kTourSteps - 1});
  CHECK(s.show_right);
  CHECK(s.tour_step == kTourSteps - 1);
  execute(s, desk.content, command::StepBack{});
  CHECK(s.tour_step == -1);
  execute(s, desk.content, command::SetTour{kTourSteps});
  CHECK(s.tour_step == -1);
}

TEST_CASE("one step back for the view, and forth again; one drag is one step") {
  ShippedDesk desk;
  Session& s = desk.session;
  s.show_welcome = false;
  s.reduced_motion = true;  // no flights
  execute(s, desk.content, command::GoBackToView{});
  CHECK(s.message.find("no earlier view") != std::string::npos);
  const Camera home = s.camera;
  for (int i = 0; i < 5; ++i) {
    execute(s, desk.content, command::OrbitCamera{{0.02f, 0}});
    advance(s, desk.content, 0.05);
  }
  const Camera turned = s.camera;
  CHECK(turned.azimuth != home.azimuth);
  execute(s, desk.content, command::GoBackToView{});
  CHECK(s.camera.azimuth == home.azimuth);
  execute(s, desk.content, command::GoBackToView{});
  CHECK(s.camera.azimuth == turned.azimuth);
  advance(s, desk.content, 0.25);
  advance(s, desk.content, 0.25);
  advance(s, desk.content, 0.25);
  execute(s, desk.content, command::GoToView{"medial-left"});
  CHECK(s.hidden_hemisphere != -1);
  execute(s, desk.content, command::GoBackToView{});
  CHECK(s.hidden_hemisphere == -1);
  CHECK(s.camera.azimuth == turned.azimuth);
}

TEST_CASE("a claim is shown alone until something else is asked for") {
  ShippedDesk desk;
  Session& s = desk.session;
  s.show_welcome = false;
  REQUIRE(!desk.content.claim_book.claims.empty());
  const std::string id = desk.content.claim_book.claims.front().id;
  execute(s, desk.content, command::ShowClaim{id});
  CHECK(s.claim == id);
  CHECK(s.front_panel == Panel::right);
  execute(s, desk.content, command::Select{"amygdala"});
  CHECK(s.claim.empty());
  execute(s, desk.content, command::ShowClaim{id});
  execute(s, desk.content, command::StepBack{});
  CHECK(s.claim.empty());
  CHECK(s.selected == "amygdala");
  execute(s, desk.content, command::ShowClaim{"no_such_claim"});
  CHECK(s.claim.empty());
  CHECK(!s.message.empty());
}

}  // namespace attune
