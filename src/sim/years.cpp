#include "sim/years.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/text.h"
#include "model/find.h"
#include "sim/daily.h"
#include "sim/formula.h"

namespace attune {

namespace {

Error at_signal(std::size_t index, const char* field, Sentence what, Sentence hint) {
  return Error{std::move(what), "/signals/" + std::to_string(index) + "/" + field, std::move(hint)};
}

// A formula over the constants of the slow model and the columns of one run of days.
class DayFormula {
 public:
  static Result<DayFormula> make(const SlowModel& model, const Trace& days, const std::string& text, std::size_t signal,
                                 const char* field) {
    Result<FormulaTree> tree = parse_formula(text);
    if (!tree) return at_signal(signal, field, tree.error().what, tree.error().hint);
    DayFormula result(days, std::move(*tree));
    for (const FormulaNode& node : result.tree_.nodes) {
      int column = -1;
      double constant = 0;
      if (node.kind == FormulaNode::Kind::name) {
        const auto found = std::find_if(model.constants.begin(), model.constants.end(),
                                        [&](const NamedConstant& each) { return each.id == node.name; });
        if (found != model.constants.end())
          constant = found->value;
        else if (column = find_quantity(days, node.name); column < 0)
          return at_signal(signal, field, sentence("run_days_no_quantity", {{"name", printable(node.name)}}),
                           sentence("use_constant_quantity_circuit"));
      } else if (node.kind == FormulaNode::Kind::call && !is_plain_function(node) &&
                 !(node.name == "below" && node.children.size() == 2)) {
        return at_signal(
            signal, field,
            sentence("call_with", {{"name", printable(node.name)}, {"count", std::to_string(node.children.size())}}),
            sentence("use_signal_functions"));
      }
      result.columns_.push_back(column);
      result.constants_.push_back(constant);
    }
    return result;
  }

  double at(std::size_t row) const {
    return evaluate(tree_, [&](int index) { return look_up(index, row); });
  }

 private:
  DayFormula(const Trace& days, FormulaTree tree) : days_(&days), tree_(std::move(tree)) {}

  double look_up(int index, std::size_t row) const {
    const auto i = static_cast<std::size_t>(index);
    const FormulaNode& node = tree_.nodes[i];
    if (node.kind == FormulaNode::Kind::call) {
      const auto side = [&](std::size_t k) {
        return evaluate(tree_, node.children[k], [&](int other) { return look_up(other, row); });
      };
      return side(0) < side(1) ? 1 : 0;
    }
    const int column = columns_[i];
    return column < 0 ? constants_[i] : days_->values[row * days_->columns.size() + static_cast<std::size_t>(column)];
  }

  const Trace* days_;
  FormulaTree tree_;
  std::vector<int> columns_;  // per node, -1 = a constant
  std::vector<double> constants_;
};

// The weighted mean of rows first .. last - 1; nothing where no row has weight.
std::optional<double> weighted_mean(const DayFormula& value, const DayFormula& weight, std::size_t first,
                                    std::size_t last) {
  double sum = 0, weights = 0;
  for (std::size_t row = first; row < last; ++row) {
    const double w = weight.at(row);
    if (w == 0) continue;
    sum += w * value.at(row);
    weights += w;
  }
  if (weights == 0) return std::nullopt;
  return sum / weights;
}

Result<CareEnvironment> measure(const ProgramPtr& program, const Content& content, CareEnvironment environment) {
  const Result<const Scenario*> scenario = find_scenario(content, environment.days.scenario);
  if (!scenario) return scenario.errors();
  const Result<const Arm*> arm = find_arm(**scenario, environment.days.arm);
  if (!arm) return arm.errors();
  if (content.styles.empty()) return Error{sentence("no_style"), "", sentence("add_one")};
  RunSettings settings;
  settings.age = environment.days.age;
  settings.traits = content.slow.newborn;
  settings.traits.emplace_back("bond", 0);
  const Result<Trace> days = simulate(program, content.styles.front(), **scenario, **arm, settings);
  if (!days) return days.errors();
  Result<std::vector<double>> signals = measure_signals(content.slow, *days);
  if (!signals) return signals.errors();
  environment.signals = std::move(*signals);
  return environment;
}

// The slow model with every lived environment of these phases measured.
Result<SlowModel> with_lived_days(const ProgramPtr& program, const Content& content,
                                  const std::vector<LifePhase>& phases) {
  std::set<std::string> used;
  for (const LifePhase& phase : phases)
    for (const auto& environment : phase.environments) used.insert(environment.first);
  SlowModel model = content.slow;
  for (CareEnvironment& environment : model.environments) {
    if (environment.days.scenario.empty() || !used.contains(environment.id)) continue;
    Result<CareEnvironment> measured = measure(program, content, environment);
    if (!measured) {
      std::vector<Error> errors = measured.errors();
      for (Error& error : errors)
        error.where = sentence("lived_environment", {{"id", environment.id}}).english +
                      (error.where.empty() ? "" : ", ") + error.where;
      return errors;
    }
    environment = std::move(*measured);
  }
  return model;
}

// Replaces "as_before" by what the person lived in until now.
void put_back_home(LifePhase& phase, const StyleHistory& history) {
  std::vector<std::pair<std::string, double>> environments;
  for (const auto& [id, share] : phase.environments) {
    if (id != as_before) {
      environments.emplace_back(id, share);
      continue;
    }
    for (const auto& [home, home_share] : history.phases.back().environments)
      environments.emplace_back(home, share * home_share);
  }
  phase.environments = std::move(environments);
}

// The row where a column is largest, 0 where there is none.
std::size_t row_of_largest(const Trace& trace, const char* id) {
  const int column = find_quantity(trace, id);
  std::size_t best = 0;
  const auto at = [&](std::size_t row) {
    return trace.values[row * trace.columns.size() + static_cast<std::size_t>(column)];
  };
  for (std::size_t row = 1; column >= 0 && row < trace.rows(); ++row)
    if (at(row) > at(best)) best = row;
  return best;
}

void append_row(Trace& to, const Trace& from, std::size_t row) {
  const auto first = from.values.begin() + static_cast<std::ptrdiff_t>(row * from.columns.size());
  to.values.insert(to.values.end(), first, first + static_cast<std::ptrdiff_t>(from.columns.size()));
}

// Adds the columns of the episodes.
Status live_episodes(const ProgramPtr& program, const Content& content, const LifeScenario& scenario,
                     const Style& style, Trace& years, EpisodePeaks* peaks) {
  const Result<const Scenario*> moment = find_scenario(content, scenario.episode_scenario);
  if (!moment) return moment.errors();
  const Result<const Arm*> arm = find_arm(**moment, scenario.episode_arm);
  if (!arm) return arm.errors();
  const auto every = static_cast<std::size_t>(std::max(1.0, scenario.episode_weeks));
  const std::size_t width = years.columns.size();
  std::vector<double> values;
  double alarm = 0, distress = 0;
  Trace lived;
  std::size_t alarm_row = 0, distress_row = 0;
  for (std::size_t row = 0; row < years.rows(); ++row) {
    if (row % every == 0) {
      RunSettings settings;
      settings.traits = traits_at(years, static_cast<double>(row) * years.sample_s);
      Result<Trace> run = simulate(program, style, **moment, **arm, settings);
      if (!run) return run.errors();
      lived = std::move(*run);
      alarm_row = row_of_largest(lived, "AMY"), distress_row = row_of_largest(lived, "D");
      const auto largest = [&](const char* id, std::size_t at) {
        const int column = find_quantity(lived, id);
        return column < 0 ? 0
                          : std::max(0.0, lived.values[at * lived.columns.size() + static_cast<std::size_t>(column)]);
      };
      alarm = largest("AMY", alarm_row), distress = largest("D", distress_row);
    }
    const auto first = years.values.begin() + static_cast<std::ptrdiff_t>(row * width);
    values.insert(values.end(), first, first + static_cast<std::ptrdiff_t>(width));
    values.push_back(alarm);
    values.push_back(distress);
    if (peaks == nullptr) continue;
    for (Trace* peak : {&peaks->alarm, &peaks->distress}) {
      peak->sample_s = years.sample_s;
      peak->columns = lived.columns;
    }
    append_row(peaks->alarm, lived, alarm_row);
    append_row(peaks->distress, lived, distress_row);
  }
  years.columns.emplace_back("episode.AMY");
  years.columns.emplace_back("episode.D");
  years.values = std::move(values);
  return Done{};
}

}  // namespace

Result<std::vector<double>> measure_signals(const SlowModel& model, const Trace& days) {
  std::vector<double> signals;
  // The last row is the end of the last day.
  const std::size_t rows = days.rows() > 1 ? days.rows() - 1 : days.rows();
  const auto rows_a_day = static_cast<std::size_t>(std::max(1.0, std::round(seconds_per_day / days.sample_s)));
  for (std::size_t i = 0; i < model.signals.size(); ++i) {
    const LearningSignal& signal = model.signals[i];
    if (signal.value.empty()) {
      signals.push_back(0);
      continue;
    }
    const Result<DayFormula> value = DayFormula::make(model, days, signal.value, i, "value");
    if (!value) return value.errors();
    const Result<DayFormula> weight = DayFormula::make(model, days, signal.weight, i, "weight");
    if (!weight) return weight.errors();
    const std::size_t length = signal.per_day ? rows_a_day : rows;
    double sum = 0;
    int count = 0;
    for (std::size_t first = 0; first < rows; first += length)
      if (const auto mean = weighted_mean(*value, *weight, first, std::min(rows, first + length)))
        sum += *mean, ++count;
    signals.push_back(count == 0 ? 0 : std::clamp(sum / count, 0.0, 1.0));
  }
  return signals;
}

Result<Trace> simulate_years(const ProgramPtr& program, const Content& content, const LifeScenario& scenario,
                             const LifeArm& arm, const Style& style, EpisodePeaks* peaks) {
  if (peaks != nullptr) *peaks = {};
  const std::string where = "scenario " + scenario.id;
  Life life;
  life.id = scenario.id + ", " + arm.id;
  life.title = arm.title;
  std::vector<LifePhase> lived = arm.phases;
  if (scenario.start == LifeStart::history) {
    const auto& histories = content.slow.histories;
    const auto history = std::find_if(histories.begin(), histories.end(),
                                      [&](const StyleHistory& each) { return each.style == style.id; });
    if (history == histories.end())
      return Error{sentence("no_upbringing", {{"style", printable(style.id)}}), where,
                   sentence("add_style_histories_slow")};
    life.phases = history->phases;
    for (const LifePhase& phase : history->phases) life.unseen_weeks += phase.weeks;
    for (LifePhase& phase : lived) put_back_home(phase, *history);
  }
  life.phases.insert(life.phases.end(), lived.begin(), lived.end());
  const Result<SlowModel> model = with_lived_days(program, content, life.phases);
  if (!model) return model.errors();
  const Result<SlowProgramPtr> slow = compile_slow(*model);
  if (!slow) return slow.errors();
  if (scenario.start == LifeStart::families) {
    FamilyStudy study = scenario.study;
    study.id = scenario.id;
    study.support_share = arm.support_share;
    return simulate_children(*slow, study, style.id);
  }
  Result<Trace> years = simulate_life(*slow, life);
  if (!years || scenario.episode_scenario.empty()) return years;
  if (const Status status = live_episodes(program, content, scenario, style, *years, peaks); !status) {
    std::vector<Error> errors = status.errors();
    for (Error& error : errors)
      if (error.where.empty()) error.where = where + ", episode";
    return errors;
  }
  return years;
}

Result<LivedMoment> lived_moment(const Content& content, const LifeScenario& scenario, const Trace& years, double t_s) {
  const ShownMoment& shown = scenario.shown;
  const Result<const Scenario*> moment = find_scenario(content, shown.scenario);
  if (!moment) return moment.errors();
  const Result<const Arm*> arm = find_arm(**moment, shown.arm);
  if (!arm) return arm.errors();
  LivedMoment lived{**moment, **arm, {}};
  lived.scenario.duration_s = std::max(shown.at_s, lived.scenario.step_s);  // nothing after at_s is looked at
  lived.settings.traits = traits_at(years, t_s);
  const int age_column = find_column(years, "slow.age_years");
  const AgePreset* age = nullptr;
  const double now_years = age_column < 0 ? 0 : value_at(years, age_column, t_s);
  for (const AgePreset& preset : content.circuit.ages) {
    const bool fits = preset.years <= now_years + 1e-9;
    const bool closer = age == nullptr ||
                        (age->years > now_years + 1e-9 ? preset.years < age->years : fits && preset.years > age->years);
    if (closer) age = &preset;
  }
  if (age != nullptr) lived.settings.age = age->id;
  return lived;
}

Result<LivedMoment> lived_episode(const Content& content, const LifeScenario& scenario, const Trace& years,
                                  double t_s) {
  const Result<const Scenario*> moment = find_scenario(content, scenario.episode_scenario);
  if (!moment) return moment.errors();
  const Result<const Arm*> arm = find_arm(**moment, scenario.episode_arm);
  if (!arm) return arm.errors();
  LivedMoment lived{**moment, **arm, {}};
  lived.settings.traits = traits_at(years, t_s);
  return lived;
}

Result<Trace> with_shown_moment(const ProgramPtr& program, const Content& content, const LifeScenario& scenario,
                                const Style& style, Trace years) {
  const ShownMoment& shown = scenario.shown;
  if (shown.scenario.empty() || years.rows() == 0) return years;
  const std::size_t rows = years.rows(), width = years.columns.size();
  const std::size_t every = std::max<std::size_t>(1, (rows - 1 + kLivedMoments - 1) / kLivedMoments);
  std::vector<std::size_t> lived_rows;
  std::vector<std::vector<double>> lived;
  std::vector<std::string> added;
  for (std::size_t row = 0;; row = std::min(row + every, rows - 1)) {
    const double t_s = static_cast<double>(row) * years.sample_s;
    const Result<LivedMoment> moment = lived_moment(content, scenario, years, t_s);
    if (!moment) return moment.errors();
    const Result<Trace> run = simulate(program, style, moment->scenario, moment->arm, moment->settings);
    if (!run) return run.errors();
    std::vector<double> values;
    added.clear();
    for (std::size_t i = 0; i < run->columns.size(); ++i) {
      if (run->columns[i].starts_with("trait.")) continue;
      added.push_back(run->columns[i]);
      values.push_back(value_at(*run, static_cast<int>(i), shown.at_s));
    }
    for (const Region& region : content.circuit.regions) {
      const int column = find_column(*run, "region." + region.id);
      if (column < 0) continue;
      added.push_back("usual." + region.id);
      values.push_back(value_at(*run, column, 0));
    }
    lived_rows.push_back(row);
    lived.push_back(std::move(values));
    if (row == rows - 1) break;
  }

  std::vector<double> joined;
  joined.reserve(rows * (width + added.size()));
  for (std::size_t row = 0, next = 0; row < rows; ++row) {
    while (lived_rows[next] < row) ++next;
    const auto first = years.values.begin() + static_cast<std::ptrdiff_t>(row * width);
    joined.insert(joined.end(), first, first + static_cast<std::ptrdiff_t>(width));
    const std::size_t before = lived_rows[next] == row ? next : next - 1;
    const double span = static_cast<double>(lived_rows[next] - lived_rows[before]);
    const double share = span > 0 ? static_cast<double>(row - lived_rows[before]) / span : 0;
    for (std::size_t i = 0; i < added.size(); ++i)
      joined.push_back(lived[before][i] + share * (lived[next][i] - lived[before][i]));
  }
  years.columns.insert(years.columns.end(), added.begin(), added.end());
  years.values = std::move(joined);
  return years;
}

const Style* pattern_at(const Content& content, const Trace& years, double t_s) {
  const Style* most = nullptr;
  double largest = 0;
  for (const Style& style : content.styles)
    if (const int column = find_column(years, "label." + style.id);
        column >= 0 && value_at(years, column, t_s) > largest) {
      largest = value_at(years, column, t_s);
      most = &style;
    }
  return most;
}

TraitValues traits_at(const Trace& years, double t_s) {
  TraitValues traits;
  constexpr std::string_view group = "trait.";
  for (std::size_t i = 0; i < years.columns.size(); ++i)
    if (years.columns[i].starts_with(group))
      traits.emplace_back(years.columns[i].substr(group.size()), value_at(years, static_cast<int>(i), t_s));
  return traits;
}

}  // namespace attune
