#include "sim/simulate.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "core/text.h"
#include "sim/daily.h"
#include "sim/machine.h"
#include "sim/run_plan.h"

namespace attune {

namespace {

const Update* find_out_of_range(const Program& program, const Machine<1>& machine) {
  bool fine = true;
  for (const Update& update : program.updates) fine &= in_range(machine.get(update.state, 0));
  if (fine) return nullptr;
  for (const Update& update : program.updates)
    if (!in_range(machine.get(update.state, 0))) return &update;
  return nullptr;
}

Status settle(const Program& program, Machine<1>& machine, const RunPlan& plan) {
  for (std::uint64_t i = 0; i < plan.settle_steps; ++i) {
    machine.evaluate();
    machine.advance(false);
    if (const Update* update = find_out_of_range(program, machine))
      return Error{sentence("left_settling", {{"column", update->column}, {"seconds", to_text(static_cast<double>(i + 1) * plan.settle_step_s)}}),
                   "circuit", sentence("lower_or_correct"), ExitCode::left_range};
  }
  return Done{};
}

}  // namespace

Result<Trace> simulate(const ProgramPtr& program_ptr, const Style& style, const Scenario& scenario, const Arm& arm,
                       const RunSettings& settings) {
  ATTUNE_CHECK(program_ptr != nullptr);
  const Program& program = *program_ptr;
  Result<RunPlan> plan = plan_run(program, style, scenario, arm, settings, program.columns.size());
  if (!plan) return plan.errors();

  Machine<1> machine(program);
  begin_run(machine, program, *plan);
  if (const Status status = settle(program, machine, *plan); !status) return status.errors();
  begin_scenario(machine, *plan);

  Trace trace;
  trace.sample_s = plan->sample_s;
  for (const auto& column : program.columns) trace.columns.push_back(column.first);
  const std::size_t width = trace.columns.size();
  trace.values.reserve(plan->rows * width);
  std::vector<double> row(width);

  const std::uint64_t steps = plan->steps();
  std::uint64_t until_sample = 0;
  DailyBond<1> bond(program);
  const bool has_days = bond.changes() && scenario.duration_s >= seconds_per_day;
  double day_ends_s = seconds_per_day;
  for (std::uint64_t i = 0;; ++i) {
    const double t_s = static_cast<double>(i) * plan->step_s;
    const bool is_midnight = has_days && plan->input_time_s(i) >= day_ends_s;
    if (is_midnight) {
      bond.end_day(machine);
      day_ends_s += seconds_per_day;
    }
    if (plan->inputs.move_to(plan->input_time_s(i)) || is_midnight) set_inputs(machine, program, plan->inputs);
    machine.evaluate();
    if (has_days) bond.add(machine, plan->step_s);
    if (until_sample == 0) {
      until_sample = plan->steps_per_sample;
      bool fine = true;
      for (std::size_t k = 0; k < width; ++k) {
        row[k] = machine.get(program.columns[k].second, 0);
        fine &= in_range(row[k]);
      }
      if (!fine) {
        const auto first = std::find_if_not(row.begin(), row.end(), in_range);
        const std::string& column = trace.columns[static_cast<std::size_t>(first - row.begin())];
        if (i == 0)
          return Error{sentence("out_at_start", {{"column", column}}), "circuit", sentence("lower_or_correct"),
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
      trace.left_range_s = t_s + plan->step_s;
      return trace;
    }
  }
}

}  // namespace attune
