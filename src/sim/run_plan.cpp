#include "sim/run_plan.h"

#include <algorithm>
#include <string>

#include "core/text.h"

namespace attune {

namespace {

constexpr double most_steps = 10e6;
constexpr double most_values = 128.0 * 1024 * 1024;  // 1 GiB of trace

Error bad(Sentence what, std::string where, Sentence hint) {
  return Error{std::move(what), std::move(where), std::move(hint), ExitCode::bad_input};
}

Sentence did_you_mean(const std::string& word, const std::vector<std::string>& words) {
  const std::string near = nearest_word(word, words);
  return near_or(near, sentence("one_of", {{"words", listed(words)}}));
}

// The trait values of a run, in circuit order.
Result<std::vector<double>> collect_traits(const Program& program, const Style& style, const AgePreset& age,
                                           const Arm& arm, const RunSettings& settings) {
  const auto table = style.traits.find(age.style_set);
  if (table == style.traits.end())
    return bad(sentence("style_no_table_for_age", {{"style", style.id}, {"table", age.style_set}, {"age", age.id}}),
               "style " + style.id, sentence("add_table_choose_another"));
  std::vector<std::string> ids;
  for (const Trait& trait : program.traits) ids.push_back(trait.id);
  std::vector<double> values(ids.size());
  std::vector<bool> given(ids.size());
  std::vector<Error> errors;
  const auto set = [&](const TraitValues& traits, const std::string& where) {
    for (const auto& [id, value] : traits) {
      const auto found = std::find(ids.begin(), ids.end(), id);
      if (found == ids.end()) {
        errors.push_back(bad(sentence("unknown_trait", {{"id", printable(id)}}), where, did_you_mean(id, ids)));
      } else if (!(value >= 0 && value <= 1)) {
        errors.push_back(
            bad(sentence("trait_out", {{"id", id}, {"found", to_text(value)}}), where, sentence("correct_it")));
      } else {
        values[static_cast<std::size_t>(found - ids.begin())] = value;
        given[static_cast<std::size_t>(found - ids.begin())] = true;
      }
    }
  };
  set(table->second, "style " + style.id);
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (!given[i])
      errors.push_back(bad(sentence("trait_value_missing", {{"id", ids[i]}}),
                           "style " + style.id + ", table " + age.style_set, sentence("add_it")));
  set(arm.traits, "arm \"" + printable(arm.id) + "\"");
  set(settings.traits, sentence("trait_settings").english);
  if (!errors.empty()) return errors;
  return values;
}

Status set_grid(RunPlan& plan, const Scenario& scenario, const RunSettings& settings, std::size_t columns) {
  const std::string where = "scenario " + scenario.id;
  if (!(scenario.step_s >= 0.01 && scenario.step_s <= 60))
    return bad(sentence("step_out", {{"found", to_text(scenario.step_s)}}), where, sentence("correct_step_s"));
  if (!(scenario.duration_s >= 1 && scenario.duration_s <= 1e7))
    return bad(sentence("duration_out", {{"found", to_text(scenario.duration_s)}}), where,
               sentence("correct_duration_s"));
  for (const double sample_s : {settings.sample_s, scenario.sample_s})
    if (sample_s != 0 && !(sample_s >= 0.01 && sample_s <= scenario.duration_s))
      return bad(sentence("sample_time_out", {{"found", to_text(sample_s)}}), where, sentence("correct_it"));
  if (!(settings.settle_s >= 0 && settings.settle_s <= 1e7) ||
      !(settings.settle_step_s >= 0.01 && settings.settle_step_s <= 60))
    return bad(sentence("settling_out"), where, sentence("correct_run_settings"));
  plan.sample_s = settings.sample_s != 0   ? settings.sample_s
                  : scenario.sample_s != 0 ? scenario.sample_s
                                           : scenario.step_s;
  // Rounded up, but for a hair's breadth.
  const double steps_per_sample = plan.sample_s / scenario.step_s - 1e-9;
  plan.steps_per_sample = steps_per_sample <= 0 ? 1 : static_cast<std::uint64_t>(steps_per_sample) + 1;
  plan.step_s = plan.sample_s / static_cast<double>(plan.steps_per_sample);
  plan.rows = static_cast<std::uint64_t>(scenario.duration_s / plan.sample_s + 1e-9) + 1;
  const double steps = static_cast<double>(plan.rows - 1) * static_cast<double>(plan.steps_per_sample);
  if (steps > most_steps)
    return bad(sentence("too_many_steps", {{"count", to_text(steps, 0)}, {"limit", to_text(most_steps, 0)}}), where,
               sentence("use_longer_step_shorter"));
  if (static_cast<double>(plan.rows) * static_cast<double>(columns) > most_values)
    return bad(
        sentence("samples_too_large", {{"samples", std::to_string(plan.rows)}, {"columns", std::to_string(columns)}}),
        where, sentence("take_samples_less_often"));
  plan.duration_s = scenario.duration_s;
  plan.settle_step_s = settings.settle_step_s;
  plan.settle_steps = static_cast<std::uint64_t>(settings.settle_s / settings.settle_step_s + 1e-9);
  return Done{};
}

Result<std::vector<std::pair<Slot, double>>> find_start(const Program& program, const Scenario& scenario) {
  std::vector<std::string> ids;
  for (const Update& update : program.updates) ids.push_back(update.id);
  std::vector<std::pair<Slot, double>> start;
  for (const auto& [id, value] : scenario.start) {
    const auto found = std::find(ids.begin(), ids.end(), id);
    if (found == ids.end())
      return bad(sentence("start_names_unknown_state", {{"id", printable(id)}}), "scenario " + scenario.id,
                 did_you_mean(id, ids));
    if (!in_range(value))
      return bad(sentence("start_out", {{"id", id}}), "scenario " + scenario.id, sentence("correct_it"));
    start.emplace_back(program.updates[static_cast<std::size_t>(found - ids.begin())].state, value);
  }
  return start;
}

}  // namespace

Result<RunPlan> plan_run(const Program& program, const Style& style, const Scenario& scenario, const Arm& arm,
                         const RunSettings& settings, std::size_t columns) {
  const std::string& age_id = settings.age.empty() ? scenario.age : settings.age;
  const auto age = std::find_if(program.ages.begin(), program.ages.end(),
                                [&](const AgePreset& preset) { return preset.id == age_id; });
  if (age == program.ages.end()) {
    std::vector<std::string> ids;
    for (const AgePreset& preset : program.ages) ids.push_back(preset.id);
    return bad(sentence("unknown_age_id", {{"age_id", printable(age_id)}}), "scenario " + scenario.id,
               did_you_mean(age_id, ids));
  }
  RunPlan plan;
  Result<std::vector<double>> traits = collect_traits(program, style, *age, arm, settings);
  if (!traits) return traits.errors();
  plan.traits = std::move(traits).value();
  plan.maturity = age->maturity;
  plan.heart_rate = age->heart_rate;
  Result<ScenarioInputs> inputs = ScenarioInputs::make(program.inputs, style, arm);
  if (!inputs) {
    std::vector<Error> errors = inputs.errors();
    for (Error& error : errors) error.where = "scenario " + scenario.id + ", " + error.where;
    return errors;
  }
  plan.inputs = std::move(inputs).value();
  if (const Status status = set_grid(plan, scenario, settings, columns); !status) return status.errors();
  Result<std::vector<std::pair<Slot, double>>> start = find_start(program, scenario);
  if (!start) return start.errors();
  plan.start = std::move(start).value();
  return plan;
}

}  // namespace attune
