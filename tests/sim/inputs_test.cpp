#include "shipped.h"
#include "sim/scenario_inputs.h"

using namespace attune;

namespace {

std::vector<Input> three_inputs() {
  Input pain, pred, touch;
  pain.id = "pain";
  pred.id = "pred", pred.initial = 0.5, pred.last_wins = true;
  touch.id = "touch";
  return {pain, pred, touch};
}

Segment segment(double begin_s, double end_s, std::vector<InputValue> inputs) {
  Segment result;
  result.begin_s = begin_s, result.end_s = end_s, result.inputs = std::move(inputs);
  return result;
}

std::vector<double> at(ScenarioInputs& inputs, double t_s) {
  inputs.move_to(t_s);
  return inputs.values();
}

}  // namespace

TEST_CASE("segments hold for begin <= t < end") {
  Arm arm;
  arm.segments = {segment(10, 20, {{"pain", 0.8, ""}})};
  ScenarioInputs inputs = *ScenarioInputs::make(three_inputs(), Style{}, arm);
  CHECK(at(inputs, 9.999)[0] == 0);
  CHECK(at(inputs, 10)[0] == 0.8);
  CHECK(at(inputs, 19.999)[0] == 0.8);
  CHECK(at(inputs, 20)[0] == 0);
  CHECK(at(inputs, 12)[0] == 0.8);  // back again
  CHECK(at(inputs, 0)[0] == 0);
}

TEST_CASE("where segments overlap the larger value wins, for last_wins the last") {
  Arm arm;
  arm.segments = {segment(0, 10, {{"pain", 0.8, ""}, {"pred", 0.9, ""}}),
                  segment(5, 15, {{"pain", 0.3, ""}, {"pred", 0.1, ""}})};
  ScenarioInputs inputs = *ScenarioInputs::make(three_inputs(), Style{}, arm);
  CHECK(at(inputs, 0) == std::vector<double>{0.8, 0.9, 0});
  CHECK(at(inputs, 5) == std::vector<double>{0.8, 0.1, 0});
  CHECK(at(inputs, 10) == std::vector<double>{0.3, 0.1, 0});
  CHECK(at(inputs, 15) == std::vector<double>{0, 0.5, 0});
}

TEST_CASE("a last_wins input may be lowered below its initial value") {
  Arm arm;
  arm.segments = {segment(0, 10, {{"pred", 0.0, ""}})};
  ScenarioInputs inputs = *ScenarioInputs::make(three_inputs(), Style{}, arm);
  CHECK(at(inputs, 0)[1] == 0.0);
  CHECK(at(inputs, 10)[1] == 0.5);
}

TEST_CASE("segments repeat until repeat_until") {
  Arm arm;
  Segment on = segment(2, 8, {{"touch", 0.4, ""}});
  on.repeat_every_s = 20, on.repeat_until_s = 45;
  arm.segments = {on};
  ScenarioInputs inputs = *ScenarioInputs::make(three_inputs(), Style{}, arm);
  std::string pattern;
  for (int t = 0; t < 64; ++t) pattern += at(inputs, t)[2] > 0 ? '#' : '.';
  CHECK(pattern == "..######..............######..............###...................");
  // The same when jumped to.
  for (const int t : {43, 23, 2, 50, 27, 28}) {
    ScenarioInputs fresh = *ScenarioInputs::make(three_inputs(), Style{}, arm);
    CHECK(at(fresh, t)[2] == (pattern[static_cast<std::size_t>(t)] == '#' ? 0.4 : 0.0));
  }
}

TEST_CASE("caregiver shares take the style's caregiver, 0 where there is none") {
  Style style;
  style.caregiver = {{"touch", 0.5}};
  Arm arm;
  arm.segments = {segment(0, 10, {{"touch", 0.8, "touch"}, {"pain", 1.0, "pain"}})};
  ScenarioInputs inputs = *ScenarioInputs::make(three_inputs(), style, arm);
  CHECK(at(inputs, 0) == std::vector<double>{0, 0.5, 0.4});
}

TEST_CASE("bad segments are refused with place and nearest word") {
  Arm arm;
  arm.id = "test";
  arm.segments = {segment(0, 10, {{"pian", 0.8, ""}}), segment(10, 10, {}), segment(0, 5, {{"pain", 1.5, ""}})};
  const auto inputs = ScenarioInputs::make(three_inputs(), Style{}, arm);
  REQUIRE_FALSE(inputs);
  REQUIRE(inputs.errors().size() == 3);
  CHECK(to_sentence(inputs.errors()[0]) == "arm \"test\", segment 1: unknown input \"pian\"; did you mean \"pain\"?");
  CHECK(inputs.errors()[1].where == "arm \"test\", segment 2");
  CHECK(inputs.errors()[2].what.english == "pain must be between 0 and 1, found 1.5");
}
