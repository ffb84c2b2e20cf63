// Ensembles of years and of two people: the same numbers whatever the threads and shards, and ranges that matter.
#include <doctest/doctest.h>

#include <algorithm>

#include "io/load_content.h"
#include "model/find.h"
#include "sim/pair.h"
#include "sim/parameters.h"
#include "sim/story_ensemble.h"
#include "sim/years.h"

using namespace attune;

namespace {

const Content& content() {
  static const Content loaded = [] {
    auto read = load_content(ATTUNE_ASSETS);
    REQUIRE(read.has_value());
    return std::move(*read);
  }();
  return loaded;
}

const LifeScenario& years(const char* id) {
  const auto any = find_any_scenario(content(), id);
  REQUIRE(any.has_value());
  REQUIRE(any->years != nullptr);
  return *any->years;
}

const Style& style(const char* id) { return **find_style(content(), id); }

EnsembleValues values_of(const StoryEnsemble& story, const EnsembleRequest& request) {
  EnsembleValues all;
  const Status status = run_story_blocks(story, request, [&](const EnsembleValues& block) {
    all.columns.insert(all.columns.end(), block.columns.begin(), block.columns.end());
    all.values.insert(all.values.end(), block.values.begin(), block.values.end());
    all.rows = block.rows;
    all.runs = block.runs;
    return Status(Done{});
  });
  REQUIRE_MESSAGE(status, (status ? "" : to_sentence(status.error())));
  return all;
}

}  // namespace

TEST_CASE("an ensemble of years is the same for every number of threads, passes and shards") {
  const LifeScenario& scenario = years("neglect");
  const auto story = years_ensemble(content(), scenario, scenario.arms.front(), style("secure"), 7);
  REQUIRE(story.has_value());
  EnsembleRequest request;
  request.runs = 12;
  request.seed = 7;
  const EnsembleValues one = values_of(*story, request);
  CHECK(one.runs == 12);
  CHECK(one.columns == story->plain.columns);
  request.threads = 3;
  request.memory = one.rows * 12 * sizeof(double) * 4;  // four columns at a time
  CHECK(values_of(*story, request).values == one.values);
  const ShardRuns part = runs_of_shard(12, 2, 3);
  request.first_run = part.first;
  request.run_count = part.count;
  const EnsembleValues shard = values_of(*story, request);
  REQUIRE(shard.runs == 4);
  for (std::size_t column = 0; column < one.columns.size(); ++column)
    for (std::size_t run = 0; run < 4; ++run)
      REQUIRE(shard.at(column, one.rows - 1, run) == one.at(column, one.rows - 1, part.first + run));
}

TEST_CASE("bands of years hold the plain run, and widen with time") {
  const LifeScenario& scenario = years("sensitive");
  const auto story = years_ensemble(content(), scenario, scenario.arms.front(), style("secure"), 1);
  REQUIRE(story.has_value());
  EnsembleRequest request;
  request.runs = 60;
  request.threads = 2;
  request.columns = {"trait.trust"};
  const auto bands = run_story_ensemble(*story, request);
  REQUIRE(bands.has_value());
  const int column = find_column(story->plain, "trait.trust");
  int inside = 0;
  for (std::size_t row = 0; row < bands->rows; ++row) {
    const double plain = story->plain.values[row * story->plain.columns.size() + static_cast<std::size_t>(column)];
    const Band& band = bands->at(0, row);
    CHECK(band.p05 <= band.p50);
    CHECK(band.p50 <= band.p95);
    inside += band.p05 - 1e-12 <= plain && plain <= band.p95 + 1e-12;
  }
  CHECK(inside == static_cast<int>(bands->rows));
  CHECK(bands->at(0, 0).p95 - bands->at(0, 0).p05 < 1e-12);  // everyone is born with the same traits
  CHECK(bands->at(0, bands->rows - 1).p95 - bands->at(0, bands->rows - 1).p05 > 0.02);
}

TEST_CASE("without ranges every year is the plain year; ranges change the content hash") {
  Content still = content();
  still.circuit.uncertainty = still.slow.uncertainty = still.pair.uncertainty = Uncertainty{};
  const LifeScenario& scenario = years("neglect");
  const auto story = years_ensemble(still, scenario, scenario.arms.front(), style("secure"), 3);
  REQUIRE(story.has_value());
  const auto run = story->run(5);
  REQUIRE(run.has_value());
  CHECK(run->values == story->plain.values);
  const auto ranged = years_ensemble(content(), scenario, scenario.arms.front(), style("secure"), 3);
  REQUIRE(ranged.has_value());
  CHECK(ranged->plain.values == story->plain.values);
  CHECK(ranged->content != story->content);
  CHECK(ranged->run(5)->values != story->plain.values);
}

TEST_CASE("two people breathing together: still in step in nearly every run when they hold hands") {
  const auto any = find_any_scenario(content(), "couple");
  REQUIRE(any.has_value());
  REQUIRE(any->pair != nullptr);
  PairScenario scenario = *any->pair;
  scenario.duration_s = 240;
  const auto arm = std::find_if(scenario.arms.begin(), scenario.arms.end(), [](const PairArm& a) { return a.touch > 0; });
  const auto apart = std::find_if(scenario.arms.begin(), scenario.arms.end(), [](const PairArm& a) { return a.prox == 0; });
  REQUIRE(arm != scenario.arms.end());
  REQUIRE(apart != scenario.arms.end());
  EnsembleRequest request;
  request.runs = 12;
  request.threads = 2;
  request.columns = {"pair.R", "region.AMY_b"};
  const auto with = pair_ensemble(content(), scenario, *arm, style("secure"), style("secure"), 1, 10);
  const auto without = pair_ensemble(content(), scenario, *apart, style("secure"), style("secure"), 1, 10);
  REQUIRE(with.has_value());
  REQUIRE(without.has_value());
  const EnsembleValues close = values_of(*with, request), far = values_of(*without, request);
  int closer = 0;
  for (std::size_t run = 0; run < 12; ++run) closer += close.at(0, close.rows - 1, run) > far.at(0, far.rows - 1, run);
  CHECK(closer >= 11);
  double low = 1, high = 0;
  for (std::size_t run = 0; run < 12; ++run) {
    low = std::min(low, close.at(1, close.rows - 1, run));
    high = std::max(high, close.at(1, close.rows - 1, run));
  }
  CHECK(high > low);  // the circuit's numbers vary too
}

TEST_CASE("what an ensemble of stories gets wrong is said") {
  const LifeScenario& scenario = years("neglect");
  const auto story = years_ensemble(content(), scenario, scenario.arms.front(), style("secure"), 1);
  REQUIRE(story.has_value());
  EnsembleRequest request;
  request.columns = {"trait.trsut"};
  const auto bands = run_story_ensemble(*story, request);
  REQUIRE_FALSE(bands.has_value());
  CHECK(to_sentence(bands.error()).find("trait.trust") != std::string::npos);
  Content wrong = content();
  wrong.slow.uncertainty.held.push_back({"trust_bass", "a slip"});
  const auto slow = list_parameters(wrong.slow);
  REQUIRE_FALSE(slow.has_value());
  CHECK(to_sentence(slow.error()).find("did you mean \"trust_base\"?") != std::string::npos);
}

TEST_CASE("numbers that are held or known do not vary; set_parameters puts each where it was") {
  const auto slow = list_parameters(content().slow);
  REQUIRE(slow.has_value());
  CHECK(slow->size() > 60);
  for (const Parameter& parameter : *slow) {
    CHECK(parameter.id.rfind("slow/", 0) == 0);
    CHECK(parameter.id != "slow/constants/label_security");
    CHECK(parameter.id != "slow/constants/day_hours");
    CHECK(parameter.low <= parameter.value);
    CHECK(parameter.value <= parameter.high);
  }
  SlowModel model = content().slow;
  std::vector<double> values;
  for (const Parameter& parameter : *slow) values.push_back(parameter.value * 1.5);
  set_parameters(model, *slow, values);
  const auto again = list_parameters(model);
  REQUIRE(again.has_value());
  for (std::size_t i = 0; i < slow->size(); ++i) CHECK((*again)[i].value == values[i]);
  PairModel pair = content().pair;
  const auto of_pair = list_parameters(pair);
  REQUIRE(of_pair.has_value());
  values.clear();
  for (const Parameter& parameter : *of_pair) values.push_back(parameter.value * 0.5);
  set_parameters(pair, *of_pair, values);
  CHECK(pair.constants.notice_s == content().pair.constants.notice_s * 0.5);
  CHECK(pair.constants.synchrony_s == content().pair.constants.synchrony_s);
}
