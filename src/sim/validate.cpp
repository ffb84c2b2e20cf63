#include "sim/validate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <tuple>

#include "core/hash.h"
#include "core/text.h"
#include "model/find.h"
#include "sim/formula.h"

namespace attune {

namespace {

using Kind = FormulaNode::Kind;

bool is_state_column(const std::string& column) {
  return column.starts_with("region.") || column.starts_with("chem.") || column == "body.S" || column == "body.V";
}

double random_between(std::uint64_t seed, std::uint64_t i, double low, double high) {
  return low + (high - low) * to_unit(mix_bits(seed * 1000003ULL + i));
}

// Makes and keeps the runs.
class Runs {
 public:
  Runs(const ValidationModel& model, const ValidationPlan& plan) : model_(model), plan_(plan) {}

  Result<const Trace*> find(const std::string& scenario_id, const std::string& arm_id, const std::string& style_id) {
    const auto key = std::make_tuple(scenario_id, to_slug(arm_id), style_id);
    if (const auto found = traces_.find(key); found != traces_.end()) return &found->second;
    Result<Trace> trace = run(scenario_id, arm_id, style_id);
    if (!trace) return trace.errors();
    return &traces_.emplace(key, std::move(*trace)).first->second;
  }

  Result<const Trace*> find_slow(const ValidationMeasure& measure) {
    const bool is_life = !measure.life.empty();
    const std::string& id = is_life ? measure.life : measure.families;
    const auto key = std::make_tuple(std::string(is_life ? "life" : "families"), id, std::string());
    if (const auto found = traces_.find(key); found != traces_.end()) return &found->second;
    if (!model_.slow)
      return Error{sentence("no_slow_model_for", {{"id", printable(id)}}), "", sentence("give_assets_slow_json")};
    std::vector<std::string> ids;
    std::optional<Result<Trace>> trace;
    const auto look = [&](const auto& list, auto simulate_one) {
      for (const auto& item : list) {
        ids.push_back(item.id);
        if (item.id == id) trace = simulate_one(model_.slow, item);
      }
    };
    if (is_life)
      look(plan_.lives, simulate_life);
    else
      look(plan_.families, simulate_families);
    if (!trace) return unknown(sentence(is_life ? "kind_life" : "study_of_families"), id, ids);
    if (!*trace) return trace->errors();
    return &traces_.emplace(key, std::move(**trace)).first->second;
  }

  // Both people and what is between them, in one trace.
  Result<const Trace*> find_pair(const std::string& scenario_id, const std::string& arm_id,
                                 const std::string& style_b) {
    const auto key = std::make_tuple("pair " + scenario_id, to_slug(arm_id), style_b);
    if (const auto found = traces_.find(key); found != traces_.end()) return &found->second;
    if (!model_.pair) return Error{sentence("no_model_two_people"), "", sentence("give_assets_pair_json")};
    const Result<const PairScenario*> scenario =
        find_by_id(model_.pair->scenarios, scenario_id, sentence("kind_scenario"), sentence("kinds_scenarios"));
    if (!scenario) return scenario.errors();
    const Result<const PairArm*> arm =
        find_by_id((*scenario)->arms, arm_id, sentence("kind_arm"), sentence("kinds_arms"));
    const Result<const Style*> a =
        find_by_id(*model_.styles, (*scenario)->style_a, sentence("kind_style"), sentence("kinds_styles"));
    const Result<const Style*> b =
        find_by_id(*model_.styles, style_b, sentence("kind_style"), sentence("kinds_styles"));
    if (!arm) return arm.errors();
    if (!a) return a.errors();
    if (!b) return b.errors();
    if (!pair_program_) {
      const Result<Circuit> circuit = pair_circuit(*model_.circuit);
      if (!circuit) return circuit.errors();
      const Result<ProgramPtr> program = compile_circuit(*circuit);
      if (!program) return program.errors();
      pair_program_ = *program;
    }
    Result<PairTrace> run = simulate_pair(pair_program_, *model_.pair, **scenario, **arm, **a, **b);
    if (!run) return run.errors();
    return &traces_.emplace(key, join_pair(*run)).first->second;
  }

 private:
  static Error unknown(const Sentence& kind, const std::string& word, const std::vector<std::string>& words) {
    const std::string near = nearest_word(word, words);
    return Error{sentence("unknown_word", {{"kind", kind}, {"word", printable(word)}}), "",
                 near_or(near, sentence("one_of", {{"words", listed(words)}}))};
  }

  Result<Trace> run(const std::string& scenario_id, const std::string& arm_id, const std::string& style_id) {
    std::vector<std::string> ids;
    const ValidationProtocol* protocol = nullptr;
    const Scenario* scenario = nullptr;
    for (const ValidationProtocol& candidate : plan_.protocols) {
      ids.push_back(candidate.scenario.id);
      if (candidate.scenario.id == scenario_id) protocol = &candidate, scenario = &candidate.scenario;
    }
    for (const Scenario& candidate : *model_.scenarios) {
      ids.push_back(candidate.id);
      if (!scenario && candidate.id == scenario_id) scenario = &candidate;
    }
    if (!scenario) return unknown("scenario", scenario_id, ids);
    std::vector<std::string> arm_ids, style_ids;
    const Arm* arm = nullptr;
    for (const Arm& candidate : scenario->arms) {
      arm_ids.push_back(candidate.id);
      if (to_slug(candidate.id) == to_slug(arm_id)) arm = &candidate;
    }
    if (!arm) return unknown("arm", arm_id, arm_ids);
    const Style* style = nullptr;
    for (const Style& candidate : *model_.styles) {
      style_ids.push_back(candidate.id);
      if (candidate.id == style_id) style = &candidate;
    }
    if (!style) return unknown("style", style_id, style_ids);
    RunSettings settings;
    if (!protocol) return simulate(model_.program, *style, *scenario, *arm, settings);

    settings.sample_s = protocol->sample_s;
    if (protocol->settle_s >= 0) settings.settle_s = protocol->settle_s;
    Scenario changed = *scenario;
    Arm changed_arm = *arm;
    if (protocol->random_start) set_random_start(*protocol, changed);
    if (protocol->random_inputs_every_s > 0) set_random_inputs(*protocol, changed_arm);
    if (protocol->targets.empty()) return simulate(model_.program, *style, changed, changed_arm, settings);
    const Result<ProgramPtr> program = with_targets(*protocol);
    if (!program) return program.errors();
    return simulate(*program, *style, changed, changed_arm, settings);
  }

  void set_random_start(const ValidationProtocol& protocol, Scenario& scenario) const {
    std::uint64_t i = 0;
    const auto set = [&](const std::string& id, double scale) {
      const double value = random_between(protocol.seed, ++i, protocol.random_low, protocol.random_high);
      scenario.start.emplace_back(id, scale * value);
    };
    for (const Region& region : model_.circuit->regions) set(region.id, 1);
    for (const Chemical& chemical : model_.circuit->chemicals) set(chemical.id, 2);
    for (const State& state : model_.circuit->states)
      if (state.group == "body") set(state.id, 1);
  }

  void set_random_inputs(const ValidationProtocol& protocol, Arm& arm) const {
    std::uint64_t i = 0;
    const double every_s = protocol.random_inputs_every_s;
    for (double begin_s = 0; begin_s < protocol.scenario.duration_s; begin_s += every_s) {
      Segment segment;
      segment.begin_s = begin_s, segment.end_s = begin_s + every_s;
      for (const Input& input : model_.circuit->inputs)
        segment.inputs.push_back({input.id, random_between(protocol.seed, ++i, 0, 1), ""});
      arm.segments.push_back(std::move(segment));
    }
  }

  Result<ProgramPtr> with_targets(const ValidationProtocol& protocol) {
    const auto known = programs_.find(protocol.scenario.id);
    if (known != programs_.end()) return known->second;
    Circuit circuit = *model_.circuit;
    for (const auto& [id, formula] : protocol.targets) {
      std::vector<std::string> ids;
      bool found = false;
      for (Chemical& chemical : circuit.chemicals) {
        ids.push_back(chemical.id);
        if (chemical.id == id) chemical.target = formula, found = true;
      }
      for (State& state : circuit.states) {
        ids.push_back(state.id);
        if (state.id == id) state.target = formula, found = true;
      }
      if (!found) return unknown(sentence("kind_chemical_or_state"), id, ids);
    }
    Result<ProgramPtr> program = compile_circuit(circuit);
    if (program) programs_[protocol.scenario.id] = *program;
    return program;
  }

  const ValidationModel& model_;
  const ValidationPlan& plan_;
  std::map<std::tuple<std::string, std::string, std::string>, Trace> traces_;
  std::map<std::string, ProgramPtr> programs_;
  ProgramPtr pair_program_;
};

struct MeasuredValues {
  std::vector<ValidationValue> values;
  const double* find(const std::string& style) const {
    for (const ValidationValue& value : values)
      if (value.style == style || value.style.empty()) return &value.value;
    return nullptr;
  }
};

// Where a formula is worked out: for which style, over which runs.
struct Place {
  std::string style;
  const Trace* trace = nullptr;
  const Trace* against = nullptr;
};

class Evaluator {
 public:
  Evaluator(const FormulaTree& tree, const std::map<std::string, MeasuredValues>& measures, const Place& place)
      : tree_(tree), measures_(measures), place_(place) {}

  Result<double> run() {
    const double value = work_out(tree_.root);
    if (error_) return *error_;
    return value;
  }

 private:
  const FormulaNode& node(int index) const { return tree_.nodes[static_cast<std::size_t>(index)]; }

  double fail(const FormulaNode& at, Sentence what, Sentence hint = sentence("correct_it")) {
    if (!error_) error_ = Error{at_character(std::move(what), at.position), "", std::move(hint)};
    return 0;
  }

  double work_out(int index) {
    return evaluate(tree_, index, [&](int own) {
      const FormulaNode& at = node(own);
      return at.kind == Kind::name ? measured(at, at.name, place_.style) : call(at);
    });
  }

  double measured(const FormulaNode& at, const std::string& id, const std::string& style) {
    const auto found = measures_.find(id);
    if (found == measures_.end()) {
      std::vector<std::string> ids;
      for (const auto& [known, values] : measures_) ids.push_back(known);
      const std::string near = nearest_word(id, ids);
      return fail(at, sentence("unknown_measure", {{"id", printable(id)}}),
                  near_or(near, sentence("measures_use_only_those")));
    }
    if (const double* value = found->second.find(style)) return *value;
    return fail(at, sentence("measure_no_value_style", {{"id", id}, {"style", printable(style)}}),
                sentence("name_style_secure", {{"id", id}}));
  }

  double call(const FormulaNode& at) {
    if (measures_.contains(at.name)) {
      const FormulaNode& style = node(at.children[0]);
      if (at.children.size() != 1 || style.kind != Kind::name)
        return fail(at, sentence("needs_id_style", {{"name", at.name}}));
      return measured(at, at.name, style.name);
    }
    if (at.name == "correlation") return correlation(at);
    static constexpr std::array<std::pair<const char*, double>, 3> units{
        {{"weeks", seconds_per_week}, {"days", seconds_per_week / 7}, {"hours", 3600}}};
    for (const auto& [unit, seconds] : units)
      if (at.name == unit && at.children.size() == 1) return seconds * work_out(at.children[0]);
    if (place_.trace) return read_trace(at);
    return fail(at, sentence("unknown_measure_function", {{"name", printable(at.name)}}),
                sentence("functions_run_need_scenario"));
  }

  double correlation(const FormulaNode& at) {
    if (at.children.size() != 2) return fail(at, sentence("correlation_needs_two_measures"));
    std::array<const MeasuredValues*, 2> sides{};
    for (std::size_t i = 0; i < 2; ++i) {
      const FormulaNode& name = node(at.children[i]);
      const auto found = measures_.find(name.name);
      if (name.kind != Kind::name || found == measures_.end())
        return fail(name, sentence("correlation_needs_two_measures"));
      sides[i] = &found->second;
    }
    std::vector<std::pair<double, double>> points;
    for (const ValidationValue& value : sides[0]->values)
      if (const double* other = sides[1]->find(value.style)) points.emplace_back(value.value, *other);
    if (points.size() < 3) return fail(at, sentence("correlation_needs_measures_three"));
    return pearson(points);
  }

  double correlation_over(const FormulaNode& at) {
    const Trace& trace = *place_.trace;
    std::array<int, 2> columns{};
    for (std::size_t i = 0; i < 2; ++i) {
      const FormulaNode& name = node(at.children[i]);
      columns[i] = name.kind == Kind::name ? find_quantity(trace, name.name) : -1;
      if (columns[i] < 0) return fail(name, sentence("run_no_quantity", {{"name", printable(name.name)}}));
    }
    std::vector<std::pair<double, double>> points;
    for (std::size_t row = 0; row < trace.rows(); ++row) {
      const double t_s = static_cast<double>(row) * trace.sample_s;
      points.emplace_back(value_at(trace, columns[0], t_s), value_at(trace, columns[1], t_s));
    }
    return pearson(points);
  }

  double best_match(const FormulaNode& at, bool wants_lag) {
    const Trace& trace = *place_.trace;
    std::array<int, 2> columns{};
    for (std::size_t i = 0; i < 2; ++i) {
      const FormulaNode& name = node(at.children[i]);
      columns[i] = name.kind == Kind::name ? find_quantity(trace, name.name) : -1;
      if (columns[i] < 0) return fail(name, sentence("run_no_quantity", {{"name", printable(name.name)}}));
    }
    const double from_s = work_out(at.children[2]), to_s = work_out(at.children[3]);
    const auto in_samples = [&](std::size_t child) {
      return static_cast<int>(work_out(at.children[child]) / trace.sample_s + 0.5);
    };
    const int smooth = in_samples(4), most = in_samples(5);
    const int count = static_cast<int>((to_s - from_s) / trace.sample_s);
    if (smooth < 1 || most < 0 || most > 10000 || count < 10 + 2 * most || count > 1000000)
      return fail(at, sentence("needs_time_span_much", {{"name", at.name}}));
    std::array<std::vector<double>, 2> curves;
    for (std::size_t i = 0; i < 2; ++i)
      for (int sample = 0; sample < count; ++sample) {
        double sum = 0;
        for (int k = 0; k < smooth; ++k)
          sum += value_at(trace, columns[i], from_s + (sample + k - 0.5 * (smooth - 1)) * trace.sample_s);
        curves[i].push_back(sum / smooth);
      }
    double best = -2, best_lag = 0;
    for (int lag = -most; lag <= most; ++lag) {
      std::vector<std::pair<double, double>> points;
      for (int sample = std::max(0, -lag); sample < std::min(count, count - lag); ++sample)
        points.emplace_back(curves[0][static_cast<std::size_t>(sample)],
                            curves[1][static_cast<std::size_t>(sample + lag)]);
      const double found = pearson(points);
      if (found > best) best = found, best_lag = lag * trace.sample_s;
    }
    return wants_lag ? best_lag : best;
  }

  static double pearson(const std::vector<std::pair<double, double>>& points) {
    const double count = static_cast<double>(points.size());
    double mean_a = 0, mean_b = 0, ab = 0, aa = 0, bb = 0;
    for (const auto& [a, b] : points) mean_a += a / count, mean_b += b / count;
    for (const auto& [a, b] : points)
      ab += (a - mean_a) * (b - mean_b), aa += (a - mean_a) * (a - mean_a), bb += (b - mean_b) * (b - mean_b);
    return ab / std::sqrt(aa * bb);
  }

  // first, first + every, ... up to `last`, or up to just before it.
  static std::vector<double> times(double first, double last, double every, bool with_last) {
    std::vector<double> result;
    const double hair = 1e-9 * every;
    for (int i = 0;; ++i) {
      const double t = first + i * every;
      if (with_last ? t > last + hair : t > last - hair) return result;
      result.push_back(t);
    }
  }

  double read_trace(const FormulaNode& at) {
    struct Signature {
      const char* name;
      std::size_t arguments;
      bool names_first;  // the first argument is an id, not a value
    };
    static constexpr std::array<Signature, 15> signatures{{{"at", 2, true},
                                                           {"mean", 4, true},
                                                           {"spread_of_means", 4, true},
                                                           {"daily_mean", 5, true},
                                                           {"largest", 4, true},
                                                           {"smallest", 4, true},
                                                           {"time_of_largest", 4, true},
                                                           {"first_below", 4, true},
                                                           {"first_at_least", 4, true},
                                                           {"correlation_over", 2, true},
                                                           {"best_correlation", 6, true},
                                                           {"best_lag", 6, true},
                                                           {"lowest", 1, true},
                                                           {"highest", 1, true},
                                                           {"largest_difference", 3, false}}};
    const auto signature = std::find_if(signatures.begin(), signatures.end(),
                                        [&](const Signature& candidate) { return at.name == candidate.name; });
    if (signature == signatures.end()) {
      std::vector<std::string> names{"min", "max", "abs", "correlation"};
      for (const Signature& known : signatures) names.emplace_back(known.name);
      const std::string near = nearest_word(at.name, names);
      return fail(at, sentence("unknown_measure_function", {{"name", printable(at.name)}}),
                  near_or(near, sentence("use_words", {{"words", listed(names)}})));
    }
    if (at.children.size() != signature->arguments)
      return fail(
          at, sentence("function_needs_values", {{"name", at.name}, {"count", std::to_string(signature->arguments)}}));
    const Trace& trace = *place_.trace;
    const std::size_t first = signature->names_first ? 1 : 0;
    if (at.name == "correlation_over") return correlation_over(at);
    if (at.name == "best_correlation" || at.name == "best_lag") return best_match(at, at.name == "best_lag");
    std::vector<double> numbers;
    for (std::size_t i = first; i < at.children.size(); ++i) numbers.push_back(work_out(at.children[i]));
    if (error_) return 0;
    if (at.name == "largest_difference") return largest_difference(at, numbers);

    const FormulaNode& name = node(at.children[0]);
    if (name.kind != Kind::name) return fail(name, sentence("needs_id_first", {{"name", at.name}}));
    if (at.name == "lowest" || at.name == "highest") return extreme(name, at.name == "highest");
    const int column = find_quantity(trace, name.name);
    if (column < 0) return fail(name, sentence("run_no_quantity", {{"name", printable(name.name)}}));
    const auto value = [&](double t_s) { return value_at(trace, column, t_s); };
    if (at.name == "at") return value(numbers[0]);
    if (at.name == "spread_of_means") return spread_of_means(at, column, numbers);
    if (at.name == "daily_mean") return daily_mean(at, column, numbers);
    const bool is_search = at.name == "first_below" || at.name == "first_at_least";
    const double every = is_search ? numbers[2] : numbers.back();
    const double begin = is_search ? numbers[1] : numbers[0], end = is_search ? trace.duration_s() : numbers[1];
    if (!(every > 0) || !(end >= begin) || (end - begin) / every > 1e7)
      return fail(at, sentence("needs_time_span_positive", {{"name", at.name}}));
    const std::vector<double> samples = times(begin, end, every, at.name != "mean");
    if (samples.empty()) return fail(at, sentence("covers_no_sample", {{"name", at.name}}));
    if (is_search) {
      for (const double t_s : samples)
        if (at.name == "first_below" ? value(t_s) < numbers[0] : value(t_s) >= numbers[0]) return t_s;
      return end;
    }
    double best = value(samples[0]), best_s = samples[0], sum = 0;
    for (const double t_s : samples) {
      const double found = value(t_s);
      sum += found;
      if (at.name == "smallest" ? found < best : found > best) best = found, best_s = t_s;
    }
    if (at.name == "mean") return sum / static_cast<double>(samples.size());
    return at.name == "time_of_largest" ? best_s : best;
  }

  // Over first <= t < last, at every sample of the run.
  double mean_between(int column, double first_s, double last_s) const {
    double sum = 0;
    const std::vector<double> samples = times(first_s, last_s, place_.trace->sample_s, false);
    for (const double t_s : samples) sum += value_at(*place_.trace, column, t_s);
    return sum / static_cast<double>(samples.size());
  }

  double spread_of_means(const FormulaNode& at, int column, const std::vector<double>& numbers) {
    const double from_s = numbers[0], to_s = numbers[1], every_s = numbers[2];
    if (!(every_s >= place_.trace->sample_s) || !(to_s >= from_s + 2 * every_s) || (to_s - from_s) / every_s > 1e5)
      return fail(at, sentence("needs_time_span_least", {{"name", at.name}}));
    std::vector<double> means;
    for (const double begin_s : times(from_s, to_s, every_s, false))
      means.push_back(mean_between(column, begin_s, begin_s + every_s));
    double mean = 0, square = 0;
    for (const double each : means) mean += each / static_cast<double>(means.size());
    for (const double each : means) square += (each - mean) * (each - mean) / static_cast<double>(means.size());
    return std::sqrt(square);
  }

  double daily_mean(const FormulaNode& at, int column, const std::vector<double>& numbers) {
    const double day_s = seconds_per_week / 7;
    const double first = numbers[0], last = numbers[1], from_s = numbers[2] * 3600, to_s = numbers[3] * 3600;
    if (!(first >= 0 && last > first && last <= 1e5) || !(from_s >= 0 && to_s > from_s && to_s <= day_s))
      return fail(at, sentence("needs_days_first_last", {{"name", at.name}}));
    double sum = 0;
    int count = 0;
    for (double day = first; day + 0.5 < last; ++day, ++count)
      sum += mean_between(column, day * day_s + from_s, day * day_s + to_s);
    return sum / count;
  }

  double extreme(const FormulaNode& group, bool is_highest) {
    const Trace& trace = *place_.trace;
    double best = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t column = 0; column < trace.columns.size(); ++column) {
      if (!trace.columns[column].starts_with(group.name + ".")) continue;
      for (std::size_t row = 0; row < trace.rows(); ++row) {
        const double value = trace.values[row * trace.columns.size() + column];
        if (!(is_highest ? best >= value : best <= value)) best = value;
      }
    }
    return std::isnan(best) ? fail(group, sentence("run_no_group", {{"name", printable(group.name)}})) : best;
  }

  double largest_difference(const FormulaNode& at, const std::vector<double>& numbers) {
    if (!place_.against) return fail(at, sentence("largest_difference_needs_run"), sentence("give_against"));
    if (!(numbers[2] > 0) || !(numbers[1] >= numbers[0])) return fail(at, sentence("time_span_empty"));
    double worst = 0;
    for (std::size_t column = 0; column < place_.trace->columns.size(); ++column) {
      if (!is_state_column(place_.trace->columns[column])) continue;
      const int other = find_column(*place_.against, place_.trace->columns[column]);
      if (other < 0) return fail(at, sentence("other_run_no_column", {{"column", place_.trace->columns[column]}}));
      for (const double t_s : times(numbers[0], numbers[1], numbers[2], true))
        worst = std::max(worst, std::fabs(value_at(*place_.trace, static_cast<int>(column), t_s) -
                                          value_at(*place_.against, other, t_s)));
    }
    return worst;
  }

  const FormulaTree& tree_;
  const std::map<std::string, MeasuredValues>& measures_;
  const Place& place_;
  std::optional<Error> error_;
};

std::string describe_bounds(const ValidationCheck& check) {
  if (check.at_least && check.at_most)
    return sentence("bound_between", {{"low", to_text(*check.at_least)}, {"high", to_text(*check.at_most)}}).english;
  std::vector<std::string> parts;
  if (check.above) parts.push_back(sentence("bound_above", {{"value", to_text(*check.above)}}).english);
  if (check.at_least) parts.push_back(sentence("bound_at_least", {{"value", to_text(*check.at_least)}}).english);
  if (check.below) parts.push_back(sentence("bound_below", {{"value", to_text(*check.below)}}).english);
  if (check.at_most) parts.push_back(sentence("bound_at_most", {{"value", to_text(*check.at_most)}}).english);
  return join_words(parts);
}

bool holds(const ValidationCheck& check, double value) {
  return std::isfinite(value) && (!check.at_least || value >= *check.at_least) &&
         (!check.at_most || value <= *check.at_most) && (!check.above || value > *check.above) &&
         (!check.below || value < *check.below);
}

Result<ValidationRow> make_row(const ValidationModel& model, const ValidationTarget& target, Runs& runs) {
  ValidationRow row;
  row.id = target.id, row.measure = target.measure, row.expected = target.expected;
  row.strength = target.strength, row.note = target.note, row.sources = target.evidence;
  std::map<std::string, MeasuredValues> measures;
  const auto fail = [&](Error error, const std::string& part) {
    error.where = target.id + ", " + part;
    return error;
  };
  for (const ValidationMeasure& measure : target.measures) {
    const Result<FormulaTree> tree = parse_formula(measure.formula);
    if (!tree) return fail(tree.error(), "measure " + measure.id);
    std::vector<std::string> styles = measure.styles;
    if (styles.empty() && (!measure.scenario.empty() || !measure.pair.empty()))
      for (const Style& style : *model.styles) styles.push_back(style.id);
    if (styles.empty()) styles.push_back("");
    const bool is_slow = !measure.life.empty() || !measure.families.empty();
    MeasuredValues& measured = measures[measure.id];
    for (const std::string& style : styles) {
      Place place;
      place.style = style;
      if (!measure.pair.empty()) {
        const Result<const Trace*> found = runs.find_pair(measure.pair, measure.arm, style);
        if (!found && found.error().code != ExitCode::left_range) return fail(found.error(), "measure " + measure.id);
        if (!found) {
          row.problem = found.error().what.english;
          return row;
        }
        place.trace = *found;
      } else if (is_slow) {
        const Result<const Trace*> found = runs.find_slow(measure);
        if (!found) return fail(found.error(), "measure " + measure.id);
        place.trace = *found;
      } else if (!measure.scenario.empty()) {
        for (const auto& [id, trace] :
             {std::pair{&measure.scenario, &place.trace}, std::pair{&measure.against, &place.against}}) {
          if (id->empty()) continue;
          const Result<const Trace*> found = runs.find(*id, measure.arm, style);
          if (!found && found.error().code != ExitCode::left_range) return fail(found.error(), "measure " + measure.id);
          if (!found || !(*found)->left_range.empty()) {
            row.problem = (found ? sentence("left_range_in",
                                            {{"column", (*found)->left_range}, {"scenario", *id}, {"style", style}})
                                 : found.error().what)
                              .english;
            return row;
          }
          *trace = *found;
        }
      }
      const Result<double> value = Evaluator(*tree, measures, place).run();
      if (!value) return fail(value.error(), "measure " + measure.id);
      measured.values.push_back({style, *value});
    }
    row.cases.push_back({measure.id, measure.text, measure.unit, measure.decimals, measured.values});
  }
  row.passed = !target.checks.empty();
  for (const ValidationCheck& check : target.checks) {
    const Result<FormulaTree> tree = parse_formula(check.value);
    if (!tree) return fail(tree.error(), "check " + check.value);
    for (const std::string& style : check.styles.empty() ? std::vector<std::string>{""} : check.styles) {
      const Result<double> value = Evaluator(*tree, measures, Place{style, nullptr, nullptr}).run();
      if (!value) return fail(value.error(), "check " + check.value);
      const bool passed = holds(check, *value);
      row.outcomes.push_back({check.text, style, *value, describe_bounds(check), passed});
      row.passed = row.passed && passed;
    }
  }
  return row;
}

}  // namespace

Result<std::vector<ValidationRow>> validate(const ValidationModel& model, const ValidationPlan& plan) {
  ATTUNE_CHECK(model.program && model.circuit && model.styles && model.scenarios);
  Runs runs(model, plan);
  std::vector<ValidationRow> rows;
  for (const ValidationTarget& target : plan.targets) {
    Result<ValidationRow> row = make_row(model, target, runs);
    if (!row) return row.errors();
    rows.push_back(std::move(*row));
  }
  return rows;
}

}  // namespace attune
