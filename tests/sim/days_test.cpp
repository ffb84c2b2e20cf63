// Days and years: what changes from day to day, what days teach, and the scenarios of weeks and years.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "shipped.h"
#include "sim/pair.h"
#include "sim/years.h"

using namespace attune;
using namespace attune::testing;

namespace {

constexpr double hour_s = 3600, day_s = 24 * hour_s;

Scenario empty_days(double days) {
  Scenario scenario;
  scenario.id = "days", scenario.age = "adult", scenario.duration_s = days * day_s, scenario.step_s = 30;
  return scenario;
}

Trace run(const Shipped& shipped, const Scenario& scenario, const Arm& arm, const RunSettings& settings = {}) {
  Result<Trace> trace = simulate(shipped.program, shipped.style("secure"), scenario, arm, settings);
  REQUIRE_MESSAGE(trace.has_value(), to_sentence(trace.error()));
  return *trace;
}

const LifeScenario& years_of(const Shipped& shipped, const std::string& id) {
  return **find_by_id(shipped.content.slow.scenarios, id, "scenario", "scenarios");
}

Trace run_years(const Shipped& shipped, const std::string& id, const std::string& arm, const std::string& style) {
  const LifeScenario& scenario = years_of(shipped, id);
  Result<Trace> trace = simulate_years(shipped.program, shipped.content, scenario,
                                       **find_by_id(scenario.arms, arm, "arm", "arms"), shipped.style(style));
  REQUIRE_MESSAGE(trace.has_value(), to_sentence(trace.error()));
  return *trace;
}

}  // namespace

TEST_CASE("the bond moves at midnight, by the day's oxytocin times dopamine, and fades") {
  const Shipped shipped = load_shipped();
  Arm arm;
  arm.id = "contact";
  arm.traits = {{"bond", 0.3}};
  Segment evening;
  evening.begin_s = 19 * hour_s, evening.end_s = 21 * hour_s;
  evening.inputs = {{"prox", 1, ""}, {"touch", 0.6, ""}, {"attune", 0.7, ""}, {"reward", 0.5, ""}, {"partner", 1, ""}};
  arm.segments = {evening};
  const Trace trace = run(shipped, empty_days(3), arm);
  const auto bond = [&](double t_s) { return value(trace, "bond", t_s); };
  for (double t = 0; t < day_s; t += hour_s) CHECK(bond(t) == 0.3);

  // By hand, from the recorded chemistry: H of model.md 4.8 is a sum over the hours of contact.
  const Style& secure = shipped.style("secure");
  std::map<std::string, double> traits;
  for (const auto& [id, trait] : secure.traits.at("adult")) traits[id] = trait;
  const double resting = 0.64 + 0.5 * traits["otc"];
  double contact = 0;
  for (double t = evening.begin_s; t < evening.end_s - 1; t += 30)
    contact += 30 / hour_s * std::clamp(value(trace, "OTc", t) / resting - 1, 0.0, 2.0) *
               std::clamp(value(trace, "DA", t) - 1, 0.0, 3.0) * (1 + 0.6 * traits["hyp"]) * (1 - 0.5 * traits["sup"]);
  CHECK(contact > 0.1);
  CHECK(bond(day_s) == doctest::Approx(0.3 + 0.020 * (1 - 0.3) * contact - 0.3 / 182).epsilon(1e-9));
  // Two days without anyone: it fades by 1/182 a day.
  CHECK(bond(2 * day_s) == doctest::Approx(bond(day_s) * (1 - 1.0 / 182)).epsilon(1e-9));
  CHECK(bond(3 * day_s) == doctest::Approx(bond(2 * day_s) * (1 - 1.0 / 182)).epsilon(1e-9));
}

TEST_CASE("comfort from others lets a bond fade sooner; the partner's comfort does not") {
  const Shipped shipped = load_shipped();
  const auto after = [&](double partner) {
    Arm arm;
    arm.traits = {{"bond", 0.6}};
    Segment talk;
    talk.begin_s = 18 * hour_s, talk.end_s = 20 * hour_s;
    talk.inputs = {{"prox", 0.5, ""}, {"touch", 0.15, ""}, {"attune", 0.6, ""}, {"partner", partner, ""}};
    arm.segments = {talk};
    return value(run(shipped, empty_days(1), arm), "bond", day_s);
  };
  // Two hours of care 0.4575 count as new comfort: a little above the 0.9 hours that make the rate 1/63.
  CHECK(after(0) == doctest::Approx(0.6 * (1 - 1.0 / 63)).epsilon(0.0005));
  CHECK(after(1) > 0.6 * (1 - 1.0 / 182));
}

TEST_CASE("midnight changes nothing but the bond") {
  const Shipped shipped = load_shipped();
  Arm arm;
  Segment strain;
  strain.begin_s = 23.9 * hour_s, strain.end_s = 24.1 * hour_s;
  strain.inputs = {{"threat", 0.5, ""}};
  arm.segments = {strain};
  const Trace trace = run(shipped, empty_days(2), arm);  // bond 0 and no partner: it stays 0
  CHECK(value(trace, "bond", 2 * day_s) == 0);
  // The same strain an hour earlier, away from midnight, gives the same course.
  arm.segments[0].begin_s -= hour_s, arm.segments[0].end_s -= hour_s;
  const Trace earlier = run(shipped, empty_days(2), arm);
  for (const char* id : {"AMY", "CORT", "NA", "S", "D"})
    for (double t = 23 * hour_s; t < 26 * hour_s; t += 600)
      CHECK(value(trace, id, t + hour_s) == doctest::Approx(value(earlier, id, t)).epsilon(1e-3));
}

TEST_CASE("a scenario says how many samples a run of days keeps; settings win") {
  const Shipped shipped = load_shipped();
  Scenario scenario = empty_days(1);
  CHECK(run(shipped, scenario, Arm{}).rows() == 2881);
  scenario.sample_s = 120;
  const Trace coarse = run(shipped, scenario, Arm{});
  CHECK(coarse.rows() == 721);
  CHECK(coarse.sample_s == 120);
  RunSettings settings;
  settings.sample_s = 600;
  CHECK(run(shipped, scenario, Arm{}, settings).rows() == 145);
  scenario.sample_s = 1e9;
  CHECK_FALSE(simulate(shipped.program, shipped.style("secure"), scenario, Arm{}).has_value());
  Arm arm;
  arm.traits = {{"bnd", 0.5}};
  scenario.sample_s = 0;
  const auto typo = simulate(shipped.program, shipped.style("secure"), scenario, arm);
  REQUIRE_FALSE(typo.has_value());
  CHECK(to_sentence(typo.error()).find("\"bond\"") != std::string::npos);
}

TEST_CASE("every shipped run of days keeps enough samples, and not too many") {
  const Shipped shipped = load_shipped();
  int days = 0;
  for (const Scenario& scenario : shipped.content.scenarios) {
    if (kind_of(scenario) != ScenarioKind::days) continue;
    ++days;
    CHECK(scenario.sample_s <= 300);                                  // no strain of ten minutes is missed
    CHECK(scenario.duration_s / scenario.sample_s * 100 * 8 < 40e6);  // bytes, with about 100 columns
    CHECK((scenario.step_s >= 20 && scenario.step_s <= 30));
  }
  CHECK(days == 4);
}

TEST_CASE("learning signals are read off a run") {
  const Shipped shipped = load_shipped();
  Trace days;
  days.sample_s = 6 * hour_s;
  days.columns = {"felt.D",       "input.sep",  "input.threat", "derived.care", "felt.UP",
                  "input.fright", "input.prox", "chem.CORT",    "input.attune"};
  // Two days of four rows and the end. First day: one need is met, one is half met. Second day: all are left alone.
  const std::vector<std::vector<double>> rows = {{0, 0, 0.4, 0.9, 0.07, 0.0, 0.5, 1.2, 0.5},
                                                 {0, 0, 0.4, 0.3, 0.07, 0.8, 0.5, 1.2, 0.5},
                                                 {0.1, 0, 0, 0, 0.07, 0, 0, 1.2, 0},
                                                 {0, 0, 0, 0, 0.07, 0, 0, 1.2, 0},
                                                 {0.55, 0, 0, 0.1, 0.07, 0, 0, 1.2, 0},
                                                 {0, 0.2, 0, 0, 0.07, 0, 0, 1.2, 0},
                                                 {0, 0, 0, 0, 0.07, 0, 0, 1.2, 0},
                                                 {0, 0, 0, 0, 0.07, 0, 0, 1.2, 0},
                                                 {1, 1, 1, 1, 1, 1, 1, 9, 1}};  // the end, which belongs to no day
  for (const auto& row : rows) days.values.insert(days.values.end(), row.begin(), row.end());
  const auto signals = measure_signals(shipped.content.slow, days);
  REQUIRE_MESSAGE(signals.has_value(), to_sentence(signals.error()));
  const std::vector<double>& s = *signals;
  REQUIRE(s.size() == 7);
  CHECK(s[0] == doctest::Approx((0.75 + (0.4 * 0.1 / 0.6) / 0.6) / 2));  // m
  CHECK(s[1] == doctest::Approx((0 + 1) / 2.0));                         // n
  CHECK(s[2] == doctest::Approx(0.2));                                   // i
  CHECK(s[3] == doctest::Approx(0.8 * 0.5 / 2));                         // f: of the time together
  CHECK(s[4] == 1);                                                      // q, held to 1
  CHECK(s[5] == 0);                                                      // p
  CHECK(s[6] == doctest::Approx(0.25));                                  // s

  SlowModel broken = shipped.content.slow;
  broken.signals[0].weight = "max(DD, sep)";
  const auto problem = measure_signals(broken, days);
  REQUIRE_FALSE(problem.has_value());
  CHECK(to_sentence(problem.error()).find("/signals/0/weight") != std::string::npos);
  broken = shipped.content.slow;
  broken.signals[1].value = "below(care)";
  CHECK_FALSE(measure_signals(broken, days).has_value());
}

TEST_CASE("S03: a year of simulated days leads where the design says") {
  const Shipped shipped = load_shipped();
  struct Year {
    const char *arm, *label;
    double security;  // of the design, which measured its fortnight in a way it does not state
  };
  for (const Year& year : {Year{"warm every day", "secure", 0.88}, Year{"half as much", "secure", 0.67},
                           Year{"all or nothing", "anxious", 0.52}, Year{"hardly any contact", "avoidant", 0.44},
                           Year{"no one", "avoidant", 0.40}}) {
    const Trace trace = run_years(shipped, "firstyear", year.arm, "secure");
    const double end_s = trace.duration_s();
    CHECK(trace.rows() == 53);
    CHECK_MESSAGE(value(trace, year.label, end_s) == 1, year.arm);
    CHECK_MESSAGE(std::fabs(value(trace, "security", end_s) - year.security) < 0.05,
                  year.arm << ": " << value(trace, "security", end_s));
  }
}

TEST_CASE("S13: someone to rely on changes an adult over months; the same talk then raises less alarm") {
  const Shipped shipped = load_shipped();
  for (const std::string style : {"anxious", "avoidant", "disorganized"}) {
    const Trace trace = run_years(shipped, "therapy", "therapy", style);
    CHECK(trace.rows() == 157);
    CHECK(value(trace, "age_years", 0) == doctest::Approx(30));
    CHECK(value(trace, style, 0) == 1);  // the history leads to the pattern
    CHECK(value(trace, "security", 52 * seconds_per_week) > value(trace, "security", 0) + 0.12);
    const int column = find_column(trace, "episode.AMY");
    REQUIRE(column >= 0);
    const auto answer = [&](double week) { return value_at(trace, column, week * seconds_per_week); };
    CHECK(answer(0) == answer(7));
    CHECK(answer(156) < answer(0) - 0.1);
    const Trace stopped = run_years(shipped, "therapy", "therapy stops", style);
    CHECK(value(stopped, "security", 52 * seconds_per_week) == value(trace, "security", 52 * seconds_per_week));
    CHECK(value(stopped, "security", stopped.duration_s()) < value(trace, "security", trace.duration_s()) - 0.1);
    const Trace same = run_years(shipped, "therapy", "no change", style);
    CHECK(value(same, "security", same.duration_s()) == doctest::Approx(value(same, "security", 0)).epsilon(0.05));
  }
  const Trace earned = run_years(shipped, "therapy", "no change", "earned");
  CHECK(value(earned, "secure", 0) == 1);
  CHECK(value(earned, "secure", earned.duration_s()) == 1);
}

TEST_CASE("the traits of a year can live any moment") {
  const Shipped shipped = load_shipped();
  const Trace years = run_years(shipped, "therapy", "relationship", "anxious");
  RunSettings before, after;
  before.traits = traits_at(years, 0), after.traits = traits_at(years, years.duration_s());
  CHECK(before.traits.size() == 11);
  CHECK(largest(shipped.run("rejection", "alone", "anxious", after), "dACC") <
        largest(shipped.run("rejection", "alone", "anxious", before), "dACC"));
}

TEST_CASE("S16: the parents' pattern and support both show in the children") {
  const Shipped shipped = load_shipped();
  const auto share = [&](const std::string& arm, const std::string& style, const std::string& pattern) {
    const Trace trace = run_years(shipped, "generations", arm, style);
    const double found = value(trace, pattern, trace.duration_s());
    CHECK((found >= 0 && found <= 1));
    return found;
  };
  for (const std::string style : {"anxious", "avoidant", "disorganized"}) {
    CHECK(share("as things are", style, "secure") < share("as things are", "secure", "secure"));
    CHECK(share("as things are", style, style) > share("as things are", "secure", style));
    CHECK(share("parents supported", style, "secure") > share("as things are", style, "secure"));
  }
  CHECK(share("as things are", "secure", "secure") < 1);  // an association, not a destiny
  LifeScenario scenario = years_of(shipped, "generations");
  std::erase_if(scenario.study.shares, [](const FamilyShare& each) { return each.style == "earned"; });
  const auto missing =
      simulate_years(shipped.program, shipped.content, scenario, scenario.arms[0], shipped.style("earned"));
  REQUIRE_FALSE(missing.has_value());
  CHECK(to_sentence(missing.error()).find("earned") != std::string::npos);
}

TEST_CASE("years that cannot run say why") {
  Shipped shipped = load_shipped();
  const auto problem = [&](const LifeScenario& scenario, const std::string& style) {
    const auto trace =
        simulate_years(shipped.program, shipped.content, scenario, scenario.arms[0], shipped.style(style));
    REQUIRE_FALSE(trace.has_value());
    return to_sentence(trace.error());
  };
  LifeScenario scenario = years_of(shipped, "therapy");
  scenario.episode_arm = "alon";
  CHECK(problem(scenario, "anxious").find("\"alone\"") != std::string::npos);
  scenario = years_of(shipped, "firstyear");
  scenario.arms[0].phases[0].environments[0].first = "days_alternatin";
  CHECK(problem(scenario, "anxious").find("days_alternating") != std::string::npos);
  for (CareEnvironment& environment : shipped.content.slow.environments)
    if (environment.id == "days_alternating") environment.days.arm = "alternatin";
  CHECK(problem(years_of(shipped, "firstyear"), "anxious").find("care environment days_alternating") !=
        std::string::npos);
  shipped.content.slow.histories.clear();
  CHECK(problem(years_of(shipped, "therapy"), "anxious").find("grew up") != std::string::npos);
}

TEST_CASE("every scenario of the design is there, of every kind") {
  const Shipped shipped = load_shipped();
  std::set<std::string> numbers;
  std::array<int, 4> kinds{};
  for (const AnyScenario& any : all_scenarios(shipped.content)) {
    numbers.insert(any.text().number);
    ++kinds[static_cast<std::size_t>(any.kind)];
    CHECK(any.arm_count() > 0);
    const auto found = find_any_scenario(shipped.content, any.text().id);
    REQUIRE(found.has_value());
    CHECK(&found->text() == &any.text());
  }
  for (int i = 1; i <= 20; ++i) CHECK_MESSAGE(numbers.contains(format("S%02d", i)), i);
  CHECK(kinds == std::array<int, 4>{15, 4, 5, 2});
  const auto unknown = find_any_scenario(shipped.content, "isolaton");
  REQUIRE_FALSE(unknown.has_value());
  CHECK(to_sentence(unknown.error()).find("\"isolation\"") != std::string::npos);
}
