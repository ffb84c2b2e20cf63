#include "sim/explain_years.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "core/text.h"
#include "sim/det_math.h"
#include "sim/formula.h"

namespace attune {

namespace {

constexpr std::array<std::string_view, 5> kMomentGroups{"region", "chem", "body", "felt", "derived"};
constexpr std::array<std::string_view, 6> kSlowGroups{"trait", "template", "slow", "signal", "label", "episode"};
constexpr const char* kAge = "slow.age_years";

std::string_view group_of(std::string_view column) {
  const std::size_t dot = column.find('.');
  return dot == std::string_view::npos ? "" : column.substr(0, dot);
}
std::string_view id_of(std::string_view column) { return column.substr(column.find('.') + 1); }
template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& groups, std::string_view group) {
  return std::find(groups.begin(), groups.end(), group) != groups.end();
}

template <class Item>
const Item* find_item(const std::vector<Item>& items, std::string_view id) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
  return found == items.end() ? nullptr : &*found;
}

// The column of a name in the formulas of the slow model; "" for constants.
std::string column_of(const SlowModel& model, const std::string& name) {
  constexpr std::string_view kEarly = "_early";
  if (name == "age_years") return kAge;
  if (find_item(model.signals, name) != nullptr) return "signal." + name;
  if (find_item(model.traits, name) != nullptr) return "trait." + name;
  if (find_item(model.derived, name) != nullptr || find_item(model.readouts, name) != nullptr) return "slow." + name;
  if (name.ends_with(kEarly)) return "template." + name.substr(0, name.size() - kEarly.size());
  return "";
}

// A formula whose names are columns of the trace or constants; arguments can be given other values than the trace has.
class ColumnFormula {
 public:
  struct Argument {
    std::string column;
    int place = -1;  // in the trace
  };

  // The model was compiled before: what does not parse or is not there counts as 0.
  ColumnFormula(const SlowModel& model, const Trace& trace, const std::string& text) : trace_(&trace) {
    if (auto tree = parse_formula(text)) tree_ = std::move(*tree);
    if (tree_.nodes.empty()) tree_.nodes.emplace_back();
    for (const FormulaNode& node : tree_.nodes) {
      int argument = -1;
      double constant = 0;
      if (node.kind == FormulaNode::Kind::name) {
        const std::string column = column_of(model, node.name);
        const NamedConstant* given = find_item(model.constants, node.name);
        if (given != nullptr) constant = given->value;
        if (!column.empty()) argument = add(column);
      }
      arguments_of_.push_back(argument);
      constants_.push_back(constant);
    }
  }

  const std::vector<Argument>& arguments() const { return arguments_; }

  // `at`: one value per argument.
  double value(const std::vector<double>& at) const {
    return evaluate(tree_, [&](int node) {
      const int argument = arguments_of_[static_cast<std::size_t>(node)];
      return argument < 0 ? constants_[static_cast<std::size_t>(node)] : at[static_cast<std::size_t>(argument)];
    });
  }
  std::vector<double> arguments_at(double t_s) const {
    std::vector<double> values;
    for (const Argument& argument : arguments_)
      values.push_back(argument.place < 0 ? 0 : value_at(*trace_, argument.place, t_s));
    return values;
  }

 private:
  int add(const std::string& column) {
    for (std::size_t i = 0; i < arguments_.size(); ++i)
      if (arguments_[i].column == column) return static_cast<int>(i);
    arguments_.push_back({column, find_column(*trace_, column)});
    return static_cast<int>(arguments_.size()) - 1;
  }

  const Trace* trace_;
  FormulaTree tree_;
  std::vector<Argument> arguments_;
  std::vector<int> arguments_of_;  // per node
  std::vector<double> constants_;  // per node
};

const StyleHistory* history_of(const SlowModel& model, const YearsRun& run) {
  if (run.scenario->start != LifeStart::history) return nullptr;
  for (const StyleHistory& history : model.histories)
    if (history.style == run.style->id && !history.phases.empty()) return &history;
  return nullptr;
}

const CareEnvironment* find_environment(const SlowModel& model, const std::string& id) {
  return find_item(model.environments, id);
}

// The mixture of environments a person lives in: in the week that begins at t_s, before the story below 0.
std::vector<std::pair<std::string, double>> homes_at(const SlowModel& model, const YearsRun& run, double t_s) {
  const StyleHistory* history = history_of(model, run);
  if (t_s < 0)
    return history == nullptr ? std::vector<std::pair<std::string, double>>{} : history->phases.back().environments;
  const LifePhase* now = nullptr;
  double end_s = 0;
  for (const LifePhase& phase : run.arm->phases) {
    now = &phase;
    end_s += phase.weeks * seconds_per_week;
    if (t_s < end_s - seconds_per_week * 1e-6) break;
  }
  if (now == nullptr) return {};
  std::vector<std::pair<std::string, double>> homes;
  for (const auto& [id, share] : now->environments) {
    if (id != as_before) homes.emplace_back(id, share);
    if (id == as_before && history != nullptr)
      for (const auto& [home, home_share] : history->phases.back().environments)
        homes.emplace_back(home, share * home_share);
  }
  return homes;
}

// The signals before the story: of the last home of a history, 0 for a life that starts at birth.
std::vector<double> signals_before(const SlowModel& model, const YearsRun& run) {
  std::vector<double> signals(model.signals.size());
  for (const auto& [id, share] : homes_at(model, run, -1)) {
    const CareEnvironment* home = find_environment(model, id);
    if (home == nullptr || home->signals.size() != signals.size()) continue;
    for (std::size_t i = 0; i < signals.size(); ++i) signals[i] += share * home->signals[i];
  }
  return signals;
}

// A column before the story: signals as above, what follows from them by its formula, everything else as in row 0.
double before_story(const SlowModel& model, const YearsRun& run, const std::string& column, int depth = 0) {
  const std::string id(id_of(column));
  if (group_of(column) == "signal") {
    const std::vector<double> signals = signals_before(model, run);
    for (std::size_t i = 0; i < signals.size(); ++i)
      if (model.signals[i].id == id) return signals[i];
  }
  constexpr int kDeepest = 8;  // derived quantities may use earlier ones
  if (const Formula* derived = find_item(model.derived, id);
      group_of(column) == "slow" && derived != nullptr && depth < kDeepest) {
    const ColumnFormula equation(model, *run.trace, derived->formula);
    std::vector<double> values;
    for (const auto& argument : equation.arguments())
      values.push_back(before_story(model, run, argument.column, depth + 1));
    return equation.value(values);
  }
  const int place = find_column(*run.trace, column);
  return place < 0 ? 0 : value_at(*run.trace, place, 0);
}

double value_before(const SlowModel& model, const YearsRun& run, const std::string& column, double before_s) {
  if (before_s < 0) return before_story(model, run, column);
  const int place = find_column(*run.trace, column);
  return place < 0 ? 0 : value_at(*run.trace, place, before_s);
}

// Each argument put back alone.
void add_put_back(const ColumnFormula& equation, const std::vector<double>& before, const std::vector<double>& after,
                  const std::vector<std::string>& evidence, Why& why) {
  const double now = equation.value(after);
  for (std::size_t i = 0; i < before.size(); ++i) {
    std::vector<double> put_back = after;
    put_back[i] = before[i];
    why.terms.push_back({equation.arguments()[i].column, "", now - equation.value(put_back), before[i], after[i], true,
                         false, evidence});
  }
}

// What the arguments of a target are compared with where nothing came before: of the strongest as much as keeps the
// newborn value, of the others nothing.
std::vector<double> keeping(const ColumnFormula& target, double value) {
  std::vector<double> at(target.arguments().size());
  const double none = target.value(at);
  std::size_t strongest = 0;
  double largest = 0, signed_largest = 0;
  for (std::size_t i = 0; i < at.size(); ++i) {
    at[i] = 1;
    const double effect = target.value(at) - none;
    at[i] = 0;
    // One that leads away from the newborn value cannot keep it.
    if (effect * (value - none) < 0 || std::abs(effect) <= largest) continue;
    largest = std::abs(effect), signed_largest = effect, strongest = i;
  }
  if (largest > 0) at[strongest] = std::clamp((value - none) / signed_largest, 0.0, 1.0);
  return at;
}

void explain_trait(const SlowModel& model, const YearsRun& run, const SlowTrait& trait, double before_s, double after_s,
                   Why& why) {
  const Trace& trace = *run.trace;
  const ColumnFormula target(model, trace, trait.target), speed(model, trace, model.speed),
      share(model, trace, model.template_share);
  const std::string early_column = "template." + trait.id;
  const int early = trait.keeps_template ? find_column(trace, early_column) : -1;
  std::vector<double> reference;
  if (before_s < 0 && history_of(model, run) == nullptr) {
    reference = keeping(target, why.before);
  } else {
    for (const auto& argument : target.arguments())
      reference.push_back(value_before(model, run, argument.column, before_s));
  }
  const auto first = static_cast<std::size_t>(std::max(0.0, before_s) / trace.sample_s + 1e-9);
  const double end = std::min(after_s / trace.sample_s, static_cast<double>(trace.rows() - 1));
  const std::size_t arguments = reference.size();
  std::vector<double> effects(arguments);
  double pull = 0, onward = 0, left = 1;
  // From the last week to the first: what a week did fades in the weeks after it.
  for (std::size_t week = static_cast<std::size_t>(std::ceil(std::max(0.0, end) - 1e-9)); week-- > first;) {
    const double t_s = static_cast<double>(week) * trace.sample_s;
    const double rate = (trait.keeps_template ? speed.value(speed.arguments_at(t_s)) : 1.0) / trait.tau_weeks;
    const double lived = std::min(1.0, end - static_cast<double>(week));  // of this week
    const double step = lived * (1 - det::exp(-rate)), weight = step * left;
    left *= 1 - step;
    const double kept = early < 0 ? 0 : share.value(share.arguments_at(t_s));
    std::vector<double> at = target.arguments_at(t_s);
    const double aim = target.value(at);
    for (std::size_t i = 0; i < arguments; ++i) {
      const double now = std::exchange(at[i], reference[i]);
      effects[i] += weight * (1 - kept) * (aim - target.value(at));
      at[i] = now;
    }
    onward += weight * (1 - kept) * (target.value(reference) - why.before);
    if (early >= 0) pull += weight * kept * (value_at(trace, early, t_s) - why.before);
  }
  const std::vector<double> now = target.arguments_at(after_s);
  for (std::size_t i = 0; i < arguments; ++i)
    why.terms.push_back(
        {target.arguments()[i].column, "", effects[i], reference[i], now[i], true, false, trait.evidence});
  if (early >= 0)
    why.terms.push_back({early_column,
                         "",
                         pull,
                         value_at(trace, early, std::max(0.0, before_s)),
                         value_at(trace, early, after_s),
                         true,
                         false,
                         {}});
  why.terms.push_back({std::string(under_way), "", onward, 0, onward, true, false, {}});
}

// How clearly a pattern is the one at hand: its own formula, and that of none before it.
double margin(const std::vector<ColumnFormula>& labels, std::size_t label, const std::vector<std::vector<double>>& at) {
  double least = labels[label].value(at[label]);
  for (std::size_t i = 0; i < label; ++i) least = std::min(least, -labels[i].value(at[i]));
  return least;
}

void explain_label(const SlowModel& model, const YearsRun& run, std::size_t label, double before_s, double after_s,
                   Why& why) {
  std::vector<ColumnFormula> equations;
  std::vector<std::vector<double>> before, after;
  std::vector<std::string> columns;
  for (std::size_t i = 0; i <= label; ++i) {
    equations.emplace_back(model, *run.trace, model.labels[i].formula);
    before.push_back(equations.back().arguments_at(std::max(0.0, before_s)));
    after.push_back(equations.back().arguments_at(after_s));
    for (const auto& argument : equations.back().arguments())
      if (std::find(columns.begin(), columns.end(), argument.column) == columns.end())
        columns.push_back(argument.column);
  }
  const double now = margin(equations, label, after);
  for (const std::string& column : columns) {
    std::vector<std::vector<double>> put_back = after;
    WhyTerm term;
    term.source = column;
    term.of_formula = true;
    for (std::size_t i = 0; i <= label; ++i)
      for (std::size_t k = 0; k < put_back[i].size(); ++k)
        if (equations[i].arguments()[k].column == column) {
          term.source_before = before[i][k], term.source_after = after[i][k];
          put_back[i][k] = before[i][k];
        }
    term.effect = now - margin(equations, label, put_back);
    why.terms.push_back(std::move(term));
  }
}

void explain_signal(const SlowModel& model, const YearsRun& run, std::size_t signal, double before_s, double after_s,
                    Why& why) {
  if (run.scenario->start == LifeStart::families) {
    why.terms.push_back({"homes", "", why.after - why.before, 0, 0, true, false, {}});
    return;
  }
  const auto homes_before = homes_at(model, run, before_s), homes_now = homes_at(model, run, after_s);
  const auto part = [&](const std::vector<std::pair<std::string, double>>& homes, const std::string& id, double whole) {
    double sum = 0;
    for (const auto& [home, share] : homes) {
      const CareEnvironment* environment = find_environment(model, home);
      if (home != id || environment == nullptr) continue;
      // Lived days are measured when the years are simulated; they are the only home of their phase.
      sum += environment->signals.size() > signal ? share * environment->signals[signal] : share * whole;
    }
    return sum;
  };
  std::vector<std::string> seen;
  for (const auto* homes : {&homes_before, &homes_now})
    for (const auto& home : *homes) {
      const std::string& id = home.first;
      if (std::find(seen.begin(), seen.end(), id) != seen.end()) continue;
      seen.push_back(id);
      const double then = part(homes_before, id, why.before), now = part(homes_now, id, why.after);
      why.terms.push_back({"environment." + id, "", now - then, then, now, true, false, {}});
    }
}

}  // namespace

bool has_years_equation(const Content& content, std::string_view column) {
  if (column == kAge) return false;
  if (is_one_of(kSlowGroups, group_of(column))) return true;
  return is_one_of(kMomentGroups, group_of(column)) && has_equation(content.circuit, id_of(column));
}

Result<Why> explain_years(const Content& content, const YearsRun& run, std::string_view column, double before_s,
                          double after_s) {
  const SlowModel& model = content.slow;
  const Trace& trace = *run.trace;
  const std::string_view group = group_of(column);
  const std::string id(id_of(column));
  const int place = find_column(trace, column);
  if (place < 0 || !has_years_equation(content, column)) {
    const std::string near = nearest_word(column, trace.columns);
    return Error{sentence("no_equation_explain", {{"id", printable(column)}}), "",
                 near_or(near, sentence("choose_something_learned")), ExitCode::usage};
  }
  if (const State* state = find_item(content.circuit.states, id);
      state != nullptr && state->learns && is_one_of(kMomentGroups, group))
    return explain_start(content.circuit, trace, column, std::max(0.0, before_s), after_s);
  if (is_one_of(kMomentGroups, group)) return explain(content.circuit, trace, column, std::max(0.0, before_s), after_s);
  if (group == "episode" && run.peaks != nullptr) {
    const Trace& peak = id == "AMY" ? run.peaks->alarm : run.peaks->distress;
    return explain(content.circuit, peak, id, std::max(0.0, before_s), after_s);
  }
  Why why{std::string(column),
          before_s,
          after_s,
          value_before(model, run, std::string(column), before_s),
          value_at(trace, place, after_s),
          {}};
  if (group == "trait") {
    if (const SlowTrait* trait = find_item(model.traits, id)) explain_trait(model, run, *trait, before_s, after_s, why);
  } else if (group == "template") {
    const int trait = find_column(trace, "trait." + id);
    if (trait >= 0)
      why.terms.push_back({"trait." + id,
                           "",
                           why.after - why.before,
                           value_at(trace, trait, std::max(0.0, before_s)),
                           value_at(trace, trait, after_s),
                           true,
                           false,
                           {}});
  } else if (group == "slow") {
    const Formula* formula = find_item(model.derived, id);
    if (formula == nullptr) formula = find_item(model.readouts, id);
    if (formula != nullptr) {
      const ColumnFormula equation(model, trace, formula->formula);
      std::vector<double> before;
      for (const auto& argument : equation.arguments())
        before.push_back(value_before(model, run, argument.column, before_s));
      add_put_back(equation, before, equation.arguments_at(after_s), formula->evidence, why);
    }
  } else if (group == "label") {
    for (std::size_t i = 0; i < model.labels.size(); ++i)
      if (model.labels[i].style == id) explain_label(model, run, i, before_s, after_s, why);
  } else if (group == "signal") {
    for (std::size_t i = 0; i < model.signals.size(); ++i)
      if (model.signals[i].id == id) explain_signal(model, run, i, before_s, after_s, why);
  }
  rank_terms(why);
  return why;
}

}  // namespace attune
