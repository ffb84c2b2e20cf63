// Numerical properties of the method: V45 and V47 of the model specification, bounds, samples, lanes.
#include <algorithm>

#include "core/hash.h"
#include "shipped.h"
#include "sim/machine.h"

using namespace attune;
using namespace attune::testing;

namespace {

bool is_state(const std::string& column) {
  return column.starts_with("region.") || column.starts_with("chem.") || column == "body.S" || column == "body.V";
}

double largest_difference(const Trace& a, const Trace& b) {
  double worst = 0;
  const double end_s = std::min(a.duration_s(), b.duration_s());
  const double every_s = std::max(a.sample_s, b.sample_s);
  for (std::size_t column = 0; column < a.columns.size(); ++column) {
    if (!is_state(a.columns[column])) continue;
    const int i = static_cast<int>(column);
    for (double t = 0; t <= end_s; t += every_s)
      worst = std::max(worst, std::fabs(value_at(a, i, t) - value_at(b, i, t)));
  }
  return worst;
}

template <int W>
void set_person(Machine<W>& machine, const Program& program, const Style& style, const AgePreset& age, int lane) {
  const TraitValues& traits = style.traits.at(age.style_set);
  for (std::size_t i = 0; i < program.traits.size(); ++i)
    for (const auto& [id, trait_value] : traits)
      if (id == program.traits[i].id) machine.set(program.trait_slots[i], lane, trait_value);
  machine.set(program.maturity, lane, age.maturity);
  machine.set(program.heart_rate, lane, age.heart_rate);
}

double random_unit(std::uint64_t i) { return to_unit(mix_bits(i)); }

}  // namespace

TEST_CASE("V45: a step of 1 s and of 5 s against 0.1 s") {
  const Shipped shipped = load_shipped();
  struct Limits {
    const char* style;
    double at_1_s, at_5_s;
  };
  for (const Limits& limits : {Limits{"secure", 0.006, 0.03}, Limits{"anxious", 0.02, 0.08}}) {
    Scenario scenario = shipped.scenario("tsst");
    RunSettings settings;
    settings.sample_s = 5;
    std::vector<Trace> traces;
    for (const double step_s : {0.1, 1.0, 5.0}) {
      scenario.step_s = step_s;
      traces.push_back(*simulate(shipped.program, shipped.style(limits.style), scenario, scenario.arms[0], settings));
    }
    INFO(limits.style, ": 1 s ", largest_difference(traces[0], traces[1]), ", 5 s ",
         largest_difference(traces[0], traces[2]));
    CHECK(largest_difference(traces[0], traces[1]) < limits.at_1_s);
    CHECK(largest_difference(traces[0], traces[1]) > 1e-4);  // really two different runs
    CHECK(largest_difference(traces[0], traces[2]) < limits.at_5_s);
  }
}

TEST_CASE("V45: any input, any step: activity stays in 0..1 and chemicals above 0") {
  const Shipped shipped = load_shipped();
  const Program& program = *shipped.program;
  std::uint64_t seed = 0;
  double lowest = 1, highest = 0, least_chemical = 1e9;
  for (const std::string& style : five_styles()) {
    for (const double step_s : {0.25, 1.0, 5.0, 30.0, 600.0}) {
      Machine<1> machine(program);
      set_person(machine, program, shipped.style(style), program.ages[0], 0);
      machine.begin();
      machine.set_step(step_s);
      for (int i = 0; i < 4000; ++i) {
        if (i % 7 == 0) {
          for (const Slot slot : program.input_slots) machine.set(slot, 0, random_unit(++seed));
          machine.apply_inputs();
        }
        machine.evaluate();
        machine.advance(true);
        for (const Update& update : program.updates) {
          const double now = machine.get(update.state, 0);
          if (update.column.starts_with("region.")) {
            lowest = std::min(lowest, now);
            highest = std::max(highest, now);
          } else if (update.column.starts_with("chem.")) {
            least_chemical = std::min(least_chemical, now);
          } else {
            CHECK(now >= 0);
            CHECK(now <= 1);
          }
        }
      }
    }
  }
  INFO("activity in ", lowest, "..", highest, ", chemicals above ", least_chemical);
  CHECK(lowest > 0);
  CHECK(highest < 1);
  CHECK(least_chemical > 0);
}

TEST_CASE("V47: one resting state, from anywhere") {
  const Shipped shipped = load_shipped();
  const Program& program = *shipped.program;
  for (const std::string& style : five_styles()) {
    std::vector<double> lowest(program.updates.size(), 1e9), highest(program.updates.size(), -1e9);
    for (std::uint64_t start = 0; start < 4; ++start) {
      Machine<1> machine(program);
      set_person(machine, program, shipped.style(style), program.ages[0], 0);
      machine.begin();
      for (std::size_t i = 0; i < program.inputs.size(); ++i)
        machine.set(program.input_slots[i], 0, program.inputs[i].initial);
      machine.apply_inputs();
      for (std::size_t i = 0; i < program.updates.size(); ++i) {
        const Update& update = program.updates[i];
        const double unit = random_unit(start * 1000 + i);
        if (update.column.starts_with("region.")) machine.set(update.state, 0, 0.02 + 0.96 * unit);
        if (update.column.starts_with("chem.")) machine.set(update.state, 0, 0.3 + 2.7 * unit);
      }
      machine.set_step(1);
      for (int i = 0; i < 12 * 3600; ++i) {
        machine.evaluate();
        machine.advance(false);
      }
      for (std::size_t i = 0; i < program.updates.size(); ++i) {
        lowest[i] = std::min(lowest[i], machine.get(program.updates[i].state, 0));
        highest[i] = std::max(highest[i], machine.get(program.updates[i].state, 0));
      }
    }
    for (std::size_t i = 0; i < program.updates.size(); ++i)
      CHECK_MESSAGE(highest[i] - lowest[i] < 1e-4, style << " " << program.updates[i].column);
  }
}

TEST_CASE("expectation stands still while settling and learns in the run") {
  const Shipped shipped = load_shipped();
  const Trace trace = shipped.run("soothe", "soothed", "avoidant");
  CHECK(value(trace, "E", 0) == 0.21);
  CHECK(value(trace, "UP", 0) == 0);
  CHECK(value(trace, "E", 720) > 0.215);
}

TEST_CASE("start values are set after settling") {
  const Shipped shipped = load_shipped();
  CHECK(value(shipped.run("panic", "alone", "secure"), "lon", 0) == 0.8);
  CHECK(value(shipped.run("rejection", "alone", "secure"), "lon", 0) == 0);
}

TEST_CASE("samples: fewer rows, the same numbers; any spacing") {
  const Shipped shipped = load_shipped();
  const Trace every_step = shipped.run("rejection", "alone", "anxious");
  CHECK(every_step.rows() == 901);
  CHECK(every_step.duration_s() == 900);
  RunSettings settings;
  settings.sample_s = 10;
  const Trace sparse = shipped.run("rejection", "alone", "anxious", settings);
  REQUIRE(sparse.rows() == 91);
  for (std::size_t row = 0; row < sparse.rows(); ++row)
    for (std::size_t column = 0; column < sparse.columns.size(); ++column)
      REQUIRE(sparse.values[row * sparse.columns.size() + column] ==
              every_step.values[row * 10 * sparse.columns.size() + column]);
  settings.sample_s = 2.5;  // three steps of 0.8333 s
  const Trace odd = shipped.run("rejection", "alone", "anxious", settings);
  CHECK(odd.rows() == 361);
  CHECK(std::fabs(value(odd, "D", 330) - value(every_step, "D", 330)) < 0.02);
}

TEST_CASE("the state at t = end of a segment does not know the segment any more") {
  const Shipped shipped = load_shipped();
  const Trace trace = shipped.run("rejection", "alone", "secure");
  CHECK(value(trace, "pain", 149) == 0);
  CHECK(value(trace, "pain", 150) == 0.8);
  CHECK(value(trace, "pain", 329) == 0.8);
  CHECK(value(trace, "pain", 330) == 0);
}

TEST_CASE("columns stand in the order of the contract") {
  const Shipped shipped = load_shipped();
  const Trace trace = shipped.run("rejection", "alone", "secure");
  const std::vector<std::string> groups = {"region.", "chem.", "body.", "felt.", "trait.", "input.", "derived."};
  std::size_t group = 0;
  for (const std::string& column : trace.columns) {
    while (group < groups.size() && !column.starts_with(groups[group])) ++group;
    REQUIRE_MESSAGE(group < groups.size(), column);
  }
  const auto index = [&](const char* column) { return find_column(trace, column); };
  CHECK(index("region.vmPFC") == 0);
  CHECK(index("body.V") == index("body.S") + 1);
  CHECK(index("body.HR") == index("body.S") + 2);
  int at = index("felt.D");
  REQUIRE(at >= 0);
  for (const char* id : {"felt.shown", "felt.E", "felt.U", "felt.UP", "felt.rum", "felt.lon"}) CHECK(index(id) == ++at);
  CHECK(find_column(trace, "region.XYZ") == -1);
  CHECK(find_quantity(trace, "sens") == index("derived.sens"));
}

TEST_CASE("value_at is linear between samples and clamped outside") {
  Trace trace;
  trace.sample_s = 2;
  trace.columns = {"a", "b"};
  trace.values = {0, 10, 1, 20, 4, 40};
  CHECK(value_at(trace, 0, -5) == 0);
  CHECK(value_at(trace, 0, 1) == 0.5);
  CHECK(value_at(trace, 1, 3) == 30);
  CHECK(value_at(trace, 0, 2) == 1);
  CHECK(value_at(trace, 0, 99) == 4);
}

TEST_CASE("eight lanes give the bits of one, with every vector length of this processor") {
  const Shipped shipped = load_shipped();
  const Program& program = *shipped.program;
  const LaneCodes codes = lane_codes();
  for (std::size_t code = 0; code < codes.count; ++code) {
    CAPTURE(codes.codes[code].vector_length);
    Machine<8> wide(program, codes.codes[code]);
    std::vector<Machine<1>> single(8, Machine<1>(program));
    const std::vector<std::string> styles = five_styles();
    for (int lane = 0; lane < 8; ++lane) {
      const Style& style = shipped.style(styles[static_cast<std::size_t>(lane) % 5]);
      const AgePreset& age = program.ages[lane < 5 ? 0 : 1];
      set_person(wide, program, style, age, lane);
      set_person(single[static_cast<std::size_t>(lane)], program, style, age, 0);
    }
    wide.begin();
    wide.set_step(1);
    for (Machine<1>& machine : single) {
      machine.begin();
      machine.set_step(1);
    }
    std::uint64_t seed = 99;
    for (int i = 0; i < 2000; ++i) {
      if (i % 100 == 0) {
        for (const Slot slot : program.input_slots) {
          const double input = random_unit(++seed);
          for (int lane = 0; lane < 8; ++lane) {
            wide.set(slot, lane, input);
            single[static_cast<std::size_t>(lane)].set(slot, 0, input);
          }
        }
        wide.apply_inputs();
        for (Machine<1>& machine : single) machine.apply_inputs();
      }
      wide.evaluate();
      wide.advance(true);
      for (Machine<1>& machine : single) {
        machine.evaluate();
        machine.advance(true);
      }
    }
    for (int lane = 0; lane < 8; ++lane)
      for (const auto& column : program.columns)
        CHECK_MESSAGE(std::bit_cast<std::uint64_t>(wide.get(column.second, lane)) ==
                          std::bit_cast<std::uint64_t>(single[static_cast<std::size_t>(lane)].get(column.second, 0)),
                      column.first);
  }
}
