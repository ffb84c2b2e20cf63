#include "session/run_sides.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/text.h"
#include "model/find.h"
#include "session/before.h"
#include "session/direction.h"
#include "session/say.h"
#include "session/session.h"
#include "sim/explain_years.h"
#include "sim/life_bands.h"
#include "sim/pair.h"
#include "sim/years.h"

namespace attune {
namespace {

Result<std::shared_ptr<const Trace>> run(const Session& session, const Content& content, int side,
                                         std::shared_ptr<const EpisodePeaks>& peaks) {
  const AnyScenario story = current_story(session, content);
  const Style& style = current_style(session, content, side);
  const auto arm = static_cast<std::size_t>(arm_of(session, side));
  EpisodePeaks lived;
  Result<Trace> trace =
      story.years != nullptr
          ? simulate_years(session.program, content, *story.years, story.years->arms[arm], style, &lived)
          : simulate(session.program, style, *story.scenario, story.scenario->arms[arm]);
  if (trace && story.years != nullptr)
    trace = with_shown_moment(session.program, content, *story.years, style, std::move(*trace));
  if (!trace) return trace.errors();
  peaks = lived.alarm.rows() > 0 ? std::make_shared<const EpisodePeaks>(std::move(lived)) : nullptr;
  return std::shared_ptr<const Trace>(std::make_shared<Trace>(std::move(*trace)));
}

// Both people at once.
Status simulate_two(Session& session, const Content& content, const PairScenario& scenario) {
  if (session.pair == nullptr) {
    const Result<Circuit> circuit = pair_circuit(content.circuit);
    if (!circuit) return circuit.errors();
    Result<ProgramPtr> program = compile_circuit(*circuit);
    if (!program) return program.errors();
    session.pair = *program;
  }
  Result<PairTrace> both =
      simulate_pair(session.pair, content.pair, scenario, scenario.arms[static_cast<std::size_t>(session.arm)],
                    current_style(session, content, 0), current_style(session, content, 1));
  if (!both) return both.errors();
  session.trace = {std::make_shared<Trace>(std::move(both->a)), std::make_shared<Trace>(std::move(both->b))};
  session.link = std::make_shared<Trace>(std::move(both->link));
  return Done{};
}

}  // namespace

bool can_be_asked(const Session& session, const Content& content, const std::string& column) {
  if (column.empty()) return true;
  if (column.starts_with(kOfConnection)) return index_of(content.circuit.connections, column.substr(kOfConnection.size())) >= 0;
  return find_column(*session.trace[0], column) >= 0 ||
         (session.link != nullptr && find_pair_curve(content.pair, column) != nullptr);
}

namespace {
const AgePreset* age_of_moment(const Session& session, const Content& content) {
  const int found = index_of(content.circuit.ages, current_moment_age(session, content));
  return found < 0 ? nullptr : &content.circuit.ages[static_cast<std::size_t>(found)];
}

// Some weeks of a pattern in some company, from the age of the moment's person on. Errors: no traits for the age.
Result<Life> life_of(const Session& session, const Content& content, const Style& style, const CareEnvironment& company, double weeks) {
  const AgePreset* age = age_of_moment(session, content);
  const auto traits = age == nullptr ? style.traits.end() : style.traits.find(age->style_set);
  if (traits == style.traits.end())
    return Error{sentence("no_traits", {{"pattern", style.id}}), "assets/styles.json", sentence("add_them"), ExitCode::bad_input};
  Life life;
  life.id = style.id;
  for (const SlowTrait& trait : content.slow.traits)
    for (const auto& [id, value] : traits->second)
      if (id == trait.id) life.start.emplace_back(id, value);
  life.phases.push_back({{{company.id, 1.0}}, weeks, age->years});
  return life;
}
}  // namespace

Status follow_change_dial(Session& session, const Content& content) {
  session.life.reset();
  if (!session.change.on) return Done{};
  const SlowModel& slow = content.slow;
  const std::vector<int> companies = change_companies(content);
  if (session.slow == nullptr || companies.empty())
    return Error{sentence("no_slow_model"), "assets/slow.json",
                 sentence("reinstall"), ExitCode::installation_incomplete};
  if (std::find(companies.begin(), companies.end(), session.change.environment) == companies.end())
    session.change.environment = companies.back();
  const double longest = longest_change_weeks(session, content);
  session.change.weeks = std::clamp(std::round(session.change.weeks), 0.0, longest);
  const Style& before = current_style(session, content, 0);
  const Result<Life> life = life_of(session, content, before,
                                    slow.environments[static_cast<std::size_t>(session.change.environment)], longest);
  if (!life) return life.errors();
  Result<Trace> years = simulate_life(session.slow, *life);
  if (!years) return years.errors();
  session.changed_style = before;
  for (auto& [id, value] : session.changed_style.traits[age_of_moment(session, content)->style_set])
    if (const int column = find_column(*years, "trait." + id); column >= 0)
      value = value_at(*years, column, session.change.weeks * seconds_per_week);
  session.life = std::make_shared<Trace>(std::move(*years));
  return Done{};
}

namespace {
// Kept while the years stay the same: turning the dial along them changes nothing.
Status keep_life_bands(Session& session, const Content& content, const Session& earlier) {
  constexpr std::uint32_t kRuns = 60;
  session.life_bands.reset();
  if (session.life == nullptr) return Done{};
  if (earlier.life != nullptr && earlier.life_bands != nullptr && earlier.life->values == session.life->values) {
    session.life_bands = earlier.life_bands;
    return Done{};
  }
  const auto company = static_cast<std::size_t>(session.change.environment);
  const Result<Life> life = life_of(session, content, current_style(session, content, 0), content.slow.environments[company],
                                    longest_change_weeks(session, content));
  if (!life) return life.errors();
  std::vector<std::string> columns;
  for (const SlowTrait& trait : content.slow.traits) columns.push_back("trait." + trait.id);
  Result<EnsembleBands> bands = life_bands(content.slow, *life, columns, kRuns);
  if (!bands) return bands.errors();
  session.life_bands = std::make_shared<const EnsembleBands>(std::move(*bands));
  return Done{};
}
}  // namespace

namespace {
double security_of(const Session& session, const Content& content, const Style& style) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  const std::vector<int> companies = change_companies(content);
  if (session.slow == nullptr || companies.empty()) return kNone;
  const Result<Life> life = life_of(session, content, style, content.slow.environments[static_cast<std::size_t>(companies.front())], 1);
  if (!life) return kNone;
  const Result<Trace> week = simulate_life(session.slow, *life);
  const int column = week ? find_column(*week, "slow.security") : -1;
  return column < 0 ? kNone : value_at(*week, column, 0);
}
}  // namespace

double security_of(const Session& session, const Content& content, int side) {
  return security_of(session, content, current_style(session, content, side));
}

bool years_change_little(const Session& session, const Content& content) {
  constexpr double kSeen = 0.05;  // of a trait, 0-1
  if (!session.change.on || session.life == nullptr) return false;
  const Trace& years = *session.life;
  const auto stays = [&](const SlowTrait& trait) {
    const int column = find_column(years, "trait." + trait.id);
    return column < 0 || std::abs(value_at(years, column, years.duration_s()) - value_at(years, column, 0)) < kSeen;
  };
  return std::all_of(content.slow.traits.begin(), content.slow.traits.end(), stays);
}

int less_secure_style(const Session& session, const Content& content) {
  const double secure = security_of(session, content, 0);
  const auto is_less = [&](int style) { return security_of(session, content, content.styles[static_cast<std::size_t>(style)]) < secure - 0.01; };
  if (is_less(session.style[1])) return session.style[1];
  for (int style = 0; style < static_cast<int>(content.styles.size()); ++style)
    if (is_less(style)) return style;
  return -1;
}

void swap_histories(Session& session) {
  std::swap(session.style[0], session.style[1]);
  std::swap(session.traits[0], session.traits[1]);
  std::swap(session.own_style[0], session.own_style[1]);
}

std::string current_moment_age(const Session& session, const Content& content) {
  const Scenario* moment = current_story(session, content).scenario;
  return moment == nullptr ? "" : moment->age;
}

Status simulate_sides(Session& session, const Content& content) {
  session.link.reset();
  session.peaks = {};
  if (const PairScenario* pair = current_story(session, content).pair) return simulate_two(session, content, *pair);
  for (int side = 0; side < 2; ++side) {
    std::shared_ptr<const Trace>& trace = session.trace[static_cast<std::size_t>(side)];
    trace.reset();
    if (side == 1 && !session.compare) continue;
    Result<std::shared_ptr<const Trace>> result =
        run(session, content, side, session.peaks[static_cast<std::size_t>(side)]);
    if (!result) return result.errors();
    trace = std::move(*result);
  }
  return Done{};
}

void find_directions(Session& session, const Content& content) {
  for (std::size_t side = 0; side < 2; ++side)
    session.undirected[side] =
        session.trace[side] ? regions_without_direction(content, *session.trace[side]) : std::set<std::string>{};
}

void tell_early_stop(Session& session, const Content& content) {
  for (const std::shared_ptr<const Trace>& trace : session.trace) {
    if (!trace || trace->left_range.empty()) continue;
    say(session, content, "left_range", {{"word", trace->left_range}, {"seconds", to_text(trace->left_range_s, 0)}});
    break;
  }
}

void change_and_simulate(Session& session, const Content& content, const std::function<void(Session&)>& change) {
  Session changed = session;
  change(changed);
  const AnyScenario story = current_story(changed, content);
  if (story.scenario == nullptr && changed.change.on) {
    if (changed.change.swapped) swap_histories(changed);
    changed.change.on = changed.change.swapped = false;
  }
  if (changed.change.on || story.pair != nullptr) changed.compare = true;
  if (story.pair != nullptr) changed.difference = false;
  // Two lives from birth differ by what happens, so side B lives another version.
  if (story.years == nullptr) changed.other_arm = -1;
  if (story.years != nullptr && story.years->start == LifeStart::birth && changed.compare && changed.other_arm < 0)
    changed.other_arm = (changed.arm + 1) % static_cast<int>(story.arm_count());
  if (!changed.compare) changed.difference = false;
  ++changed.traces_made;
  changed.agreement = {};
  changed.bands = {};
  Status status = follow_change_dial(changed, content);
  if (status) status = keep_life_bands(changed, content, session);
  if (status) status = simulate_sides(changed, content);
  if (status) find_directions(changed, content);
  if (!status) {
    tell(session, problem_text(content, status.error()));
    return;
  }
  changed.playhead.t_s = std::clamp(changed.playhead.t_s, 0.0, duration_s(changed, content));
  if (changed.plot_to_s > duration_s(changed, content)) changed.plot_from_s = changed.plot_to_s = 0;
  if (changed.loop_to_s > duration_s(changed, content)) changed.loop_from_s = changed.loop_to_s = 0;
  if (!can_be_asked(changed, content, changed.asked)) changed.asked.clear();
  tell_early_stop(changed, content);
  keep_before(changed, content, session);
  session = std::move(changed);
}

}  // namespace attune
