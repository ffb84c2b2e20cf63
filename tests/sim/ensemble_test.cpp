// Ensembles: the same bytes whatever the machine does, ranges kept, rest kept, and what the shipped scenarios say.
#include "sim/ensemble.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <map>

#include "shipped.h"
#include "sim/machine.h"
#include "sim/run_plan.h"

using namespace attune;
using namespace attune::testing;

namespace {

struct Stage {
  Shipped shipped = load_shipped();
  ProgramPtr program = compile(shipped.content.circuit);

  static ProgramPtr compile(const Circuit& circuit) {
    Result<ProgramPtr> program = compile_ensemble(circuit);
    if (!program) FAIL(to_sentence(program.error()));
    return *program;
  }
  EnsembleValues values(const EnsembleRequest& request, const std::string& scenario_id = "handhold",
                        const std::string& style = "anxious") const {
    EnsembleValues all;
    const Scenario& scenario = shipped.scenario(scenario_id);
    const Status status = run_ensemble_blocks(
        program, shipped.style(style), scenario, scenario.arms.front(), request, [&](const EnsembleValues& block) {
          all.sample_s = block.sample_s;
          all.rows = block.rows;
          all.runs = block.runs;
          all.columns.insert(all.columns.end(), block.columns.begin(), block.columns.end());
          all.values.insert(all.values.end(), block.values.begin(), block.values.end());
          return Status(Done{});
        });
    if (!status) FAIL(to_sentence(status.error()));
    return all;
  }
};

// 21 runs: no multiple of 8. A short settle keeps these tests quick; the shipped 3 h are tested below.
EnsembleRequest small_request() {
  EnsembleRequest request;
  request.runs = 21;
  request.seed = 7;
  request.settings.sample_s = 30;
  request.settings.settle_s = 600;
  return request;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) {
    return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
  });
}

Circuit without_ranges(Circuit circuit) {
  circuit.uncertainty = Uncertainty{};
  return circuit;
}

}  // namespace

TEST_CASE("an ensemble has the same bits for every number of threads, lanes, passes and shards") {
  const Stage stage;
  EnsembleRequest request = small_request();
  request.vector_length = 1;
  const EnsembleValues one = stage.values(request);
  CHECK(one.runs == 21);
  CHECK(one.rows == 11);
  CHECK(one.columns.size() > 40);
  for (const int vector_length : {0, 2, 4, 8})
    for (const int threads : {1, 2, 3}) {
      CAPTURE(vector_length);
      CAPTURE(threads);
      request.vector_length = vector_length;
      request.threads = threads;
      CHECK(same_bits(stage.values(request).values, one.values));
    }
  request.memory = one.rows * one.runs * sizeof(double) * 7;  // seven columns at a time
  CHECK(same_bits(stage.values(request).values, one.values));

  // Four shards put side by side; and an ensemble of more runs begins with the same ones.
  for (const std::uint32_t runs : {21u, 40u}) {
    for (std::uint32_t shard = 1; shard <= 4; ++shard) {
      EnsembleRequest part = small_request();
      const ShardRuns range = runs_of_shard(21, shard, 4);
      part.runs = runs;
      part.first_run = range.first;
      part.run_count = range.count;
      const EnsembleValues values = stage.values(part);
      REQUIRE(values.runs == range.count);
      bool same = true;
      for (std::size_t column = 0; column < one.columns.size(); ++column)
        for (std::size_t row = 0; row < one.rows; ++row)
          for (std::size_t run = 0; run < range.count; ++run)
            same &= values.at(column, row, run) == one.at(column, row, range.first + run);
      CHECK(same);
    }
  }
  request = small_request();
  request.seed = 8;
  CHECK_FALSE(same_bits(stage.values(request).values, one.values));
}

TEST_CASE("shards hold every run exactly once") {
  for (const std::uint32_t runs : {1u, 7u, 100u, 1000u})
    for (const std::uint32_t shards : {1u, 2u, 3u, 7u}) {
      std::uint32_t next = 0;
      for (std::uint32_t shard = 1; shard <= shards; ++shard) {
        const ShardRuns range = runs_of_shard(runs, shard, shards);
        CHECK(range.first == next);
        next += range.count;
      }
      CHECK(next == runs);
    }
}

TEST_CASE("without ranges every run is the plain run, bit for bit") {
  const Stage stage;
  const Circuit fixed = without_ranges(stage.shipped.content.circuit);
  // Once with nothing that varies, once with everything varying by nothing.
  Circuit by_nothing = stage.shipped.content.circuit;
  for (Uncertainty::Spread& spread : by_nothing.uncertainty.spreads) spread.share = 0;
  by_nothing.uncertainty.ranges.clear();
  for (const Circuit& circuit : {fixed, by_nothing}) {
    Stage still = stage;
    still.program = Stage::compile(circuit);
    for (const char* scenario_id : {"handhold", "ssp", "panic"}) {
      const Scenario& scenario = stage.shipped.scenario(scenario_id);
      RunSettings settings;
      settings.sample_s = 10;
      const Trace plain = stage.shipped.run(scenario_id, scenario.arms.front().id, "disorganized", settings);
      EnsembleRequest request;
      request.runs = 3;
      request.settings.sample_s = 10;
      const EnsembleValues values = still.values(request, scenario_id, "disorganized");
      REQUIRE(values.rows == plain.rows());
      std::size_t different = 0;
      for (std::size_t column = 0; column < values.columns.size(); ++column) {
        const int found = find_column(plain, values.columns[column]);
        REQUIRE(found >= 0);
        for (std::size_t row = 0; row < values.rows; ++row)
          for (std::size_t run = 0; run < 3; ++run)
            different += std::bit_cast<std::uint64_t>(values.at(column, row, run)) !=
                         std::bit_cast<std::uint64_t>(
                             plain.values[row * plain.columns.size() + static_cast<std::size_t>(found)]);
      }
      CHECK(different == 0);
    }
  }
  // Days, with their midnights.
  Stage still = stage;
  still.program = Stage::compile(by_nothing);
  Scenario days = stage.shipped.scenario("bonding");
  days.duration_s = 2.5 * 86400;
  const auto plain_days = simulate(stage.shipped.program, stage.shipped.style("secure"), days, days.arms.front());
  REQUIRE(plain_days.has_value());
  EnsembleRequest request;
  request.runs = 1;
  request.columns = {"trait.bond", "chem.OTp"};
  const Status status = run_ensemble_blocks(
      still.program, stage.shipped.style("secure"), days, days.arms.front(), request,
      [&](const EnsembleValues& values) {
        REQUIRE(values.rows == plain_days->rows());
        for (std::size_t column = 0; column < 2; ++column)
          for (std::size_t row = 0; row < values.rows; ++row)
            if (values.at(column, row, 0) !=
                plain_days->values[row * plain_days->columns.size() +
                                   static_cast<std::size_t>(find_column(*plain_days, values.columns[column]))])
              return Status(Error{"differs at row " + std::to_string(row), "", ""});
        CHECK(values.at(0, values.rows - 1, 0) != values.at(0, 0, 0));  // the bond moved
        return Status(Done{});
      });
  if (!status) FAIL(to_sentence(status.error()));

  // The program for ensembles is also a program for plain runs.
  const Scenario& scenario = stage.shipped.scenario("rejection");
  const auto plain = simulate(stage.shipped.program, stage.shipped.style("anxious"), scenario, scenario.arms.front());
  const auto other = simulate(stage.program, stage.shipped.style("anxious"), scenario, scenario.arms.front());
  REQUIRE((plain.has_value() && other.has_value()));
  CHECK(same_bits(plain->values, other->values));
}

TEST_CASE("every number stays in its range, with the value used as the median") {
  const Stage stage;
  const auto parameters = list_parameters(stage.shipped.content.circuit);
  REQUIRE(parameters.has_value());
  CHECK(parameters->size() > 300);
  std::map<std::string, Parameter> by_id;
  for (const Parameter& parameter : *parameters) CHECK(by_id.try_emplace(parameter.id, parameter).second);
  CHECK(by_id.at("connections/vmPFC>AMY").low == doctest::Approx(-0.72));
  CHECK(by_id.at("connections/vmPFC>AMY").high == doctest::Approx(-0.48));
  CHECK(by_id.at("half_lives/ACTH").high == 1200);
  for (const char* id : {"half_lives/CORT", "half_lives/NA", "constants/S0", "constants/security_reg"})
    CHECK(by_id.count(id) == 0);

  constexpr std::uint64_t runs = 2000;
  std::vector<double> below(parameters->size());
  bool inside = true;
  double sum = 0, sum_next = 0;  // of two neighbours: they must not move together
  for (std::uint64_t run = 0; run < runs; ++run) {
    const std::vector<double> values = draw_all(*parameters, 3, run);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Parameter& parameter = (*parameters)[i];
      const double hair = 1e-12 * std::fabs(parameter.value);
      inside &= values[i] >= parameter.low - hair && values[i] <= parameter.high + hair;
      below[i] += values[i] < parameter.value;
    }
    const double a = values[1] / (*parameters)[1].value - 1, b = values[2] / (*parameters)[2].value - 1;
    sum += a * b;
    sum_next += a * a;
  }
  CHECK(inside);
  CHECK(std::fabs(sum / sum_next) < 0.08);
  CHECK(sum_next / runs == doctest::Approx(0.04 / 3).epsilon(0.1));  // even between -0.2 and +0.2
  for (std::size_t i = 0; i < below.size(); ++i)
    if ((*parameters)[i].low < (*parameters)[i].value) CHECK(std::fabs(below[i] / runs - 0.5) < 0.06);
  CHECK(draw((*parameters)[5], 1, 0) != draw((*parameters)[5], 2, 0));
}

TEST_CASE("the secure adult rests where it always rests, whatever the weights") {
  const Stage stage;
  Scenario quiet;
  quiet.id = "quiet";
  quiet.age = "adult";
  quiet.duration_s = 600;
  quiet.step_s = 2;
  EnsembleRequest request;
  request.runs = 40;
  request.settings.sample_s = 300;
  request.settings.settle_s = 3600;
  bool rests = true;
  const Status status = run_ensemble_blocks(stage.program, stage.shipped.style("secure"), quiet, Arm{}, request,
                                            [&](const EnsembleValues& values) {
                                              for (std::size_t column = 0; column < values.columns.size(); ++column) {
                                                const std::string& name = values.columns[column];
                                                double rest = -1;
                                                if (name.starts_with("chem.")) rest = 1;
                                                for (const Region& region : stage.shipped.content.circuit.regions)
                                                  if (name == "region." + region.id) rest = region.rest;
                                                if (rest < 0) continue;
                                                for (std::size_t row = 0; row < values.rows; ++row)
                                                  for (std::size_t run = 0; run < values.runs; ++run)
                                                    rests &= std::fabs(values.at(column, row, run) - rest) < 1e-6;
                                              }
                                              return Status(Done{});
                                            });
  REQUIRE(status.has_value());
  CHECK(rests);
}

TEST_CASE("quantiles are those of R's type 7") {
  std::vector<double> values{9, 1, 8, 2, 7, 3, 6, 4, 5, 10};
  const Band band = band_of(values.data(), values.size());
  CHECK(band.p05 == doctest::Approx(1.45));
  CHECK(band.p50 == doctest::Approx(5.5));
  CHECK(band.p95 == doctest::Approx(9.55));
  std::vector<double> one{3};
  const Band same = band_of(one.data(), 1);
  CHECK((same.p05 == 3 && same.p50 == 3 && same.p95 == 3));
  std::vector<double> two{4, 2};
  CHECK(band_of(two.data(), 2).p50 == 3);
  CHECK(band_of(two.data(), 2).p05 == doctest::Approx(2.1));
}

TEST_CASE("bands hold their median and most runs") {
  const Stage stage;
  EnsembleRequest request = small_request();
  request.runs = 64;
  request.threads = 2;
  const Scenario& scenario = stage.shipped.scenario("handhold");
  const auto bands =
      run_ensemble(stage.program, stage.shipped.style("anxious"), scenario, scenario.arms.front(), request);
  REQUIRE(bands.has_value());
  const EnsembleValues values = stage.values(request);
  REQUIRE(bands->columns == values.columns);
  std::size_t inside = 0, all = 0;
  for (std::size_t column = 0; column < values.columns.size(); ++column)
    for (std::size_t row = 0; row < values.rows; ++row) {
      const Band& band = bands->at(column, row);
      CHECK((band.p05 <= band.p50 && band.p50 <= band.p95));
      for (std::size_t run = 0; run < values.runs; ++run, ++all)
        inside += values.at(column, row, run) >= band.p05 && values.at(column, row, run) <= band.p95;
    }
  const double share = static_cast<double>(inside) / static_cast<double>(all);
  CHECK(share > 0.86);
  // Something really varies.
  const auto d = static_cast<std::size_t>(std::find(bands->columns.begin(), bands->columns.end(), "region.AMY") -
                                          bands->columns.begin());
  CHECK(bands->at(d, 5).p95 - bands->at(d, 5).p05 > 0.02);
}

TEST_CASE("what the requests and circuits of an ensemble get wrong is said") {
  const Stage stage;
  const Scenario& scenario = stage.shipped.scenario("handhold");
  const auto problem = [&](const EnsembleRequest& request) {
    const auto bands =
        run_ensemble(stage.program, stage.shipped.style("anxious"), scenario, scenario.arms.front(), request);
    REQUIRE_FALSE(bands.has_value());
    return to_sentence(bands.error());
  };
  EnsembleRequest request = small_request();
  request.columns = {"region.AMX"};
  CHECK(problem(request) == "ensemble: unknown column \"region.AMX\"; did you mean \"region.AMY\"?");
  request = small_request();
  request.runs = 0;
  CHECK(problem(request).find("between 1 and 1000000") != std::string::npos);
  request = small_request();
  request.threads = 0;
  CHECK(problem(request).find("threads") != std::string::npos);
  request = small_request();
  request.first_run = 20;
  request.run_count = 2;
  CHECK(problem(request).find("not a part") != std::string::npos);
  request = small_request();
  request.memory = 1000;
  CHECK(problem(request).find("take samples less often") != std::string::npos);

  const auto wrong = [&](const std::function<void(Uncertainty&)>& change) {
    Circuit circuit = stage.shipped.content.circuit;
    change(circuit.uncertainty);
    const auto program = compile_circuit(circuit);  // a plain program says it too, so a file is refused when read
    REQUIRE_FALSE(program.has_value());
    return to_sentence(program.error());
  };
  CHECK(wrong([](Uncertainty& u) { u.ranges[0].id = "OTx"; }) ==
        "/uncertainty/ranges/0/id: unknown member of half_lives \"OTx\"; did you mean \"OTc\"?");
  CHECK(wrong([](Uncertainty& u) { u.ranges[0].low = 1300; }).find("leaves out the value used, 1200") !=
        std::string::npos);
  CHECK(wrong([](Uncertainty& u) { u.spreads.push_back(u.spreads[0]); }).find("named twice") != std::string::npos);
  CHECK(wrong([](Uncertainty& u) { u.spreads[0].group = "gian"; }).find("did you mean \"gain\"") != std::string::npos);
  CHECK(wrong([](Uncertainty& u) { u.held[0].id = "S00"; }).find("did you mean \"S0\"") != std::string::npos);
  CHECK(wrong([](Uncertainty& u) { u.tied[0].to = u.tied[0].id; }).find("tied to itself") != std::string::npos);
  CHECK(wrong([](Uncertainty& u) {
          u.held.push_back({"otbase_floor", "-"});
        }).find("both held and tied") != std::string::npos);
  CHECK(wrong([](Uncertainty& u) {
          u.ranges.push_back({"region_taus", "AMY", 0, 20, "assumed"});
        }).find("0.001 s or above") != std::string::npos);
}

TEST_CASE("a run that leaves its range is named, the first one by number") {
  const Stage stage;
  Circuit circuit = stage.shipped.content.circuit;
  for (NamedConstant& constant : circuit.constants)
    if (constant.id == "hS") constant.value = 3300;  // the heart of some runs beats more than 1000 times a minute
  const ProgramPtr program = Stage::compile(circuit);
  const Scenario& scenario = stage.shipped.scenario("handhold");
  EnsembleRequest request = small_request();
  request.seed = 8;
  std::string first;
  for (const int vector_length : {0, 1})
    for (const int threads : {1, 3}) {
      request.vector_length = vector_length;
      request.threads = threads;
      const auto bands =
          run_ensemble(program, stage.shipped.style("anxious"), scenario, scenario.arms.front(), request);
      REQUIRE_FALSE(bands.has_value());
      CHECK(bands.error().code == ExitCode::left_range);
      if (first.empty()) first = bands.error().what.english;
      CHECK(bands.error().what.english == first);
    }
  CHECK(first.find("body.HR left its range at t = ") == 0);
  CHECK(first.find(" of the ensemble") != std::string::npos);
  CHECK(first.find("in run 1 of") == std::string::npos);  // so that the order of the runs matters
}

TEST_CASE("the direction of each connection") {
  const Stage stage;
  const Scenario& scenario = stage.shipped.scenario("handhold");
  EnsembleRequest request = small_request();
  request.runs = 12;
  const auto run = [&] {
    const auto result = direction_agreement(stage.program, stage.shipped.content.circuit,
                                            stage.shipped.style("anxious"), scenario, scenario.arms.front(), request);
    REQUIRE(result.has_value());
    return *result;
  };
  const std::vector<DirectionAgreement> all = run();
  REQUIRE(all.size() == stage.shipped.content.circuit.connections.size());
  request.threads = 2;
  request.vector_length = 1;
  const std::vector<DirectionAgreement> again = run();
  for (std::size_t i = 0; i < all.size(); ++i) {
    CHECK(all[i].effect == again[i].effect);
    CHECK(all[i].agree == again[i].agree);
    CHECK(all[i].agree <= all[i].runs);
  }
  // The definition, by hand: the plain model with the weight set to 0 once settled.
  const auto found = std::find_if(all.begin(), all.end(), [](const auto& x) { return x.connection == "AMY>dACC"; });
  REQUIRE(found != all.end());
  CHECK(found->direction == 1);
  CHECK(found->agree == 12);
  const Program& program = *stage.program;
  const auto weight = std::find_if(program.parameters.begin(), program.parameters.end(),
                                   [](const Parameter& p) { return p.id == "connections/AMY>dACC"; });
  const auto target = std::find_if(program.updates.begin(), program.updates.end(),
                                   [](const Update& update) { return update.id == "dACC"; });
  double mean[2] = {};
  for (const int knocked_out : {0, 1}) {
    RunSettings every_step = request.settings;
    every_step.sample_s = 0;
    auto plan = plan_run(program, stage.shipped.style("anxious"), scenario, scenario.arms.front(), every_step, 0);
    REQUIRE(plan.has_value());
    Machine<1> machine(program);
    begin_run(machine, program, *plan);
    for (std::uint64_t i = 0; i < plan->settle_steps; ++i) {
      machine.evaluate();
      machine.advance(false);
    }
    begin_scenario(machine, *plan);
    if (knocked_out) {
      machine.set(program.places[static_cast<std::size_t>(weight - program.parameters.begin())].place, 0, 0);
      machine.prepare();
    }
    for (std::uint64_t i = 0; i <= plan->steps(); ++i) {
      if (plan->inputs.move_to(plan->input_time_s(i))) set_inputs(machine, program, plan->inputs);
      machine.evaluate();
      mean[knocked_out] += machine.get(target->state, 0);
      machine.advance(true);
    }
    mean[knocked_out] /= static_cast<double>(plan->steps() + 1);
  }
  CHECK(found->effect == doctest::Approx(mean[0] - mean[1]).epsilon(1e-9));
  // A connection that nothing passes: at complete rest no direction is made up.
  Scenario quiet;
  quiet.id = "quiet";
  quiet.age = "adult";
  quiet.duration_s = 60;
  const auto rest = direction_agreement(stage.program, stage.shipped.content.circuit, stage.shipped.style("secure"),
                                        quiet, Arm{}, request);
  REQUIRE(rest.has_value());
  for (const DirectionAgreement& entry : *rest) {
    CHECK(entry.direction == 0);
    CHECK(entry.agree == entry.runs);
  }
}

TEST_CASE("the content hash sees what the numbers depend on") {
  const Stage stage;
  const Scenario& scenario = stage.shipped.scenario("rejection");
  const Style& style = stage.shipped.style("secure");
  const auto hash = [&](const Circuit& circuit, const Style& s, const Scenario& sc, const Arm& arm,
                        const RunSettings& settings = {}) {
    return hash_content(Stage::compile(circuit), s, sc, arm, settings);
  };
  const Circuit& circuit = stage.shipped.content.circuit;
  const std::uint64_t same = hash(circuit, style, scenario, scenario.arms[0]);
  CHECK(hash(circuit, style, scenario, scenario.arms[0]) == same);
  CHECK(hash(circuit, style, scenario, scenario.arms[1]) != same);
  CHECK(hash(circuit, stage.shipped.style("anxious"), scenario, scenario.arms[0]) != same);
  Circuit changed = circuit;
  changed.connections[3].weight *= 1.001;
  CHECK(hash(changed, style, scenario, scenario.arms[0]) != same);
  changed = circuit;
  changed.uncertainty.spreads[1].share = 0.21;
  CHECK(hash(changed, style, scenario, scenario.arms[0]) != same);
  Scenario longer = scenario;
  longer.duration_s += 1;
  CHECK(hash(circuit, style, longer, scenario.arms[0]) != same);
}

TEST_CASE("the order of the styles holds in nearly every run") {
  const Stage stage;
  EnsembleRequest request;
  request.runs = 100;
  request.columns = {"felt.D"};
  request.settings.sample_s = 5;
  request.threads = 2;
  for (const char* scenario_id : {"rejection", "tsst"}) {
    const std::uint32_t agree = count_lower_peaks(stage.values(request, scenario_id, "secure"),
                                                  stage.values(request, scenario_id, "anxious"), 0);
    MESSAGE(std::string(scenario_id) << ": the secure distress peak is below the anxious one in " << agree
                                     << " of 100 runs");
    CHECK(agree >= 95);
  }
}
