#include "sim/simulate.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "core/text.h"
#include "sim/daily.h"
#include "sim/machine.h"
#include "sim/scenario_inputs.h"

namespace attune {

namespace {

constexpr double largest_value = 1e3;  // anything beyond has left its range
constexpr double most_steps = 10e6;
constexpr double most_values = 128.0 * 1024 * 1024;  // 1 GiB of trace

bool in_range(double value) { return value >= -largest_value && value <= largest_value; }

Error bad(std::string what, std::string where, std::string hint) {
  return Error{std::move(what), std::move(where), std::move(hint), ExitCode::bad_input};
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& words) {
  const std::string near = nearest_word(word, words);
  return near.empty() ? "use one of " + join_words(words) : "did you mean \"" + near + "\"?";
}

// The trait values of a run, in circuit order.
Result<std::vector<double>> collect_traits(const Program& program, const Style& style, const AgePreset& age,
                                           const Arm& arm, const RunSettings& settings) {
  const auto table = style.traits.find(age.style_set);
  if (table == style.traits.end())
    return bad("the style \"" + style.id + "\" has no trait table \"" + age.style_set + "\", which the age \"" +
                   age.id + "\" needs",
               "style " + style.id, "add the table or choose another age");
  std::vector<std::string> ids;
  for (const Trait& trait : program.traits) ids.push_back(trait.id);
  std::vector<double> values(ids.size());
  std::vector<bool> given(ids.size());
  std::vector<Error> errors;
  const auto set = [&](const TraitValues& traits, const std::string& where) {
    for (const auto& [id, value] : traits) {
      const auto found = std::find(ids.begin(), ids.end(), id);
      if (found == ids.end()) {
        errors.push_back(bad("unknown trait \"" + printable(id) + "\"", where, did_you_mean(id, ids)));
      } else if (!(value >= 0 && value <= 1)) {
        errors.push_back(
            bad("the trait " + id + " must be between 0 and 1, found " + to_text(value), where, "correct it"));
      } else {
        values[static_cast<std::size_t>(found - ids.begin())] = value;
        given[static_cast<std::size_t>(found - ids.begin())] = true;
      }
    }
  };
  set(table->second, "style " + style.id);
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (!given[i])
      errors.push_back(
          bad("the trait " + ids[i] + " is missing", "style " + style.id + ", table " + age.style_set, "add it"));
  set(arm.traits, "arm \"" + printable(arm.id) + "\"");
  set(settings.traits, "trait settings");
  if (!errors.empty()) return errors;
  return values;
}

struct Grid {
  double step_s = 1, sample_s = 1;
  std::uint64_t steps_per_sample = 1, rows = 1;
};

Result<Grid> make_grid(const Scenario& scenario, const RunSettings& settings, std::size_t columns) {
  const std::string where = "scenario " + scenario.id;
  if (!(scenario.step_s >= 0.01 && scenario.step_s <= 60))
    return bad("the step must be between 0.01 and 60 s, found " + to_text(scenario.step_s), where, "correct step_s");
  if (!(scenario.duration_s >= 1 && scenario.duration_s <= 1e7))
    return bad("the duration must be between 1 and 10000000 s, found " + to_text(scenario.duration_s), where,
               "correct duration_s");
  for (const double sample_s : {settings.sample_s, scenario.sample_s})
    if (sample_s != 0 && !(sample_s >= 0.01 && sample_s <= scenario.duration_s))
      return bad("the time between samples must be between 0.01 s and the duration, found " + to_text(sample_s), where,
                 "correct it");
  if (!(settings.settle_s >= 0 && settings.settle_s <= 1e7) ||
      !(settings.settle_step_s >= 0.01 && settings.settle_step_s <= 60))
    return bad("settling must last 0 to 10000000 s in steps of 0.01 to 60 s", where, "correct the run settings");
  Grid grid;
  grid.sample_s = settings.sample_s != 0   ? settings.sample_s
                  : scenario.sample_s != 0 ? scenario.sample_s
                                           : scenario.step_s;
  // Rounded up, but for a hair's breadth.
  const double steps_per_sample = grid.sample_s / scenario.step_s - 1e-9;
  grid.steps_per_sample = steps_per_sample <= 0 ? 1 : static_cast<std::uint64_t>(steps_per_sample) + 1;
  grid.step_s = grid.sample_s / static_cast<double>(grid.steps_per_sample);
  grid.rows = static_cast<std::uint64_t>(scenario.duration_s / grid.sample_s + 1e-9) + 1;
  const double steps = static_cast<double>(grid.rows - 1) * static_cast<double>(grid.steps_per_sample);
  if (steps > most_steps)
    return bad(format("%.0f steps; the limit is %.0f", steps, most_steps), where, "use a longer step or a shorter run");
  if (static_cast<double>(grid.rows) * static_cast<double>(columns) > most_values)
    return bad(format("%.0f samples of %zu quantities do not fit into 1 GiB", static_cast<double>(grid.rows), columns),
               where, "take samples less often");
  return grid;
}

const Update* find_out_of_range(const Program& program, const Machine<1>& machine) {
  bool fine = true;
  for (const Update& update : program.updates) fine &= in_range(machine.get(update.state, 0));
  if (fine) return nullptr;
  for (const Update& update : program.updates)
    if (!in_range(machine.get(update.state, 0))) return &update;
  return nullptr;
}

Status settle(const Program& program, Machine<1>& machine, const RunSettings& settings) {
  for (std::size_t i = 0; i < program.inputs.size(); ++i)
    machine.set(program.input_slots[i], 0, program.inputs[i].initial);
  machine.apply_inputs();
  machine.set_step(settings.settle_step_s);
  const auto steps = static_cast<std::uint64_t>(settings.settle_s / settings.settle_step_s + 1e-9);
  for (std::uint64_t i = 0; i < steps; ++i) {
    machine.evaluate();
    machine.advance(false);
    if (const Update* update = find_out_of_range(program, machine))
      return Error{update->column + " left its range while settling to rest, " +
                       to_text(static_cast<double>(i + 1) * settings.settle_step_s) + " s after the start",
                   "circuit", "lower the weights or correct the formula", ExitCode::left_range};
  }
  return Done{};
}

Status set_start(const Program& program, Machine<1>& machine, const Scenario& scenario) {
  std::vector<std::string> ids;
  for (const Update& update : program.updates) ids.push_back(update.id);
  for (const auto& [id, value] : scenario.start) {
    const auto found = std::find(ids.begin(), ids.end(), id);
    if (found == ids.end())
      return bad("the start names an unknown state \"" + printable(id) + "\"", "scenario " + scenario.id,
                 did_you_mean(id, ids));
    if (!in_range(value))
      return bad("the start of " + id + " must be between -1000 and 1000", "scenario " + scenario.id, "correct it");
    machine.set(program.updates[static_cast<std::size_t>(found - ids.begin())].state, 0, value);
  }
  return Done{};
}

}  // namespace

Result<Trace> simulate(const ProgramPtr& program_ptr, const Style& style, const Scenario& scenario, const Arm& arm,
                       const RunSettings& settings) {
  ATTUNE_CHECK(program_ptr != nullptr);
  const Program& program = *program_ptr;

  const std::string& age_id = settings.age.empty() ? scenario.age : settings.age;
  const auto age = std::find_if(program.ages.begin(), program.ages.end(),
                                [&](const AgePreset& preset) { return preset.id == age_id; });
  if (age == program.ages.end()) {
    std::vector<std::string> ids;
    for (const AgePreset& preset : program.ages) ids.push_back(preset.id);
    return bad("unknown age \"" + printable(age_id) + "\"", "scenario " + scenario.id, did_you_mean(age_id, ids));
  }
  Result<std::vector<double>> traits = collect_traits(program, style, *age, arm, settings);
  if (!traits) return traits.errors();
  Result<ScenarioInputs> inputs = ScenarioInputs::make(program.inputs, style, arm);
  if (!inputs) {
    std::vector<Error> errors = inputs.errors();
    for (Error& error : errors) error.where = "scenario " + scenario.id + ", " + error.where;
    return errors;
  }
  const Result<Grid> grid = make_grid(scenario, settings, program.columns.size());
  if (!grid) return grid.errors();

  Machine<1> machine(program);
  for (std::size_t i = 0; i < traits->size(); ++i) machine.set(program.trait_slots[i], 0, (*traits)[i]);
  machine.set(program.maturity, 0, age->maturity);
  machine.set(program.heart_rate, 0, age->heart_rate);
  machine.begin();
  if (const Status status = settle(program, machine, settings); !status) return status.errors();
  if (const Status status = set_start(program, machine, scenario); !status) return status.errors();

  Trace trace;
  trace.sample_s = grid->sample_s;
  for (const auto& column : program.columns) trace.columns.push_back(column.first);
  const std::size_t width = trace.columns.size();
  trace.values.reserve(grid->rows * width);
  std::vector<double> row(width);

  machine.set_step(grid->step_s);
  const std::uint64_t steps = (grid->rows - 1) * grid->steps_per_sample;
  std::uint64_t until_sample = 0;
  DailyBond<1> bond(program);
  const bool has_days = bond.changes() && scenario.duration_s >= seconds_per_day;
  double day_ends_s = seconds_per_day;
  for (std::uint64_t i = 0;; ++i) {
    const double t_s = static_cast<double>(i) * grid->step_s;
    // The hair's breadth keeps a boundary that is a multiple of the step on its own step.
    const bool is_midnight = has_days && t_s + 1e-9 * grid->step_s >= day_ends_s;
    if (is_midnight) {
      bond.end_day(machine);
      day_ends_s += seconds_per_day;
    }
    if (inputs->move_to(t_s + 1e-9 * grid->step_s) || is_midnight) {
      for (std::size_t k = 0; k < program.input_slots.size(); ++k)
        machine.set(program.input_slots[k], 0, inputs->values()[k]);
      machine.apply_inputs();
    }
    machine.evaluate();
    if (has_days) bond.add(machine, grid->step_s);
    if (until_sample == 0) {
      until_sample = grid->steps_per_sample;
      bool fine = true;
      for (std::size_t k = 0; k < width; ++k) {
        row[k] = machine.get(program.columns[k].second, 0);
        fine &= in_range(row[k]);
      }
      if (!fine) {
        const auto first = std::find_if_not(row.begin(), row.end(), in_range);
        const std::string& column = trace.columns[static_cast<std::size_t>(first - row.begin())];
        if (i == 0)
          return Error{column + " is out of range at the start", "circuit", "lower the weights or correct the formula",
                       ExitCode::left_range};
        trace.left_range = column;
        trace.left_range_s = t_s;
        return trace;
      }
      trace.values.insert(trace.values.end(), row.begin(), row.end());
    }
    if (i == steps) return trace;
    --until_sample;
    machine.advance(true);
    if (const Update* update = find_out_of_range(program, machine)) {
      trace.left_range = update->column;
      trace.left_range_s = t_s + grid->step_s;
      return trace;
    }
  }
}

}  // namespace attune
