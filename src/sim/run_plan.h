// What simulate() and run_ensemble() need to know before the first step. Internal to sim.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/result.h"
#include "sim/machine.h"
#include "sim/program.h"
#include "sim/scenario_inputs.h"
#include "sim/simulate.h"

namespace attune {

inline constexpr double largest_value = 1e3;  // anything beyond has left its range
inline bool in_range(double value) { return value >= -largest_value && value <= largest_value; }

struct RunPlan {
  std::vector<double> traits;  // in circuit order
  double maturity = 1, heart_rate = 70;
  ScenarioInputs inputs;
  double duration_s = 0, step_s = 1, sample_s = 1;
  std::uint64_t steps_per_sample = 1, rows = 1;
  std::vector<std::pair<Slot, double>> start;  // states set after settling
  double settle_step_s = 4;
  std::uint64_t settle_steps = 0;

  std::uint64_t steps() const { return (rows - 1) * steps_per_sample; }
  // Time of step i for the inputs. The hair's breadth keeps a boundary that is a multiple of the step on its own step.
  double input_time_s(std::uint64_t i) const { return static_cast<double>(i) * step_s + 1e-9 * step_s; }
};

// Errors: those of simulate(). `columns` is how many numbers a row will have; 1 GiB of them is the limit.
Result<RunPlan> plan_run(const Program& program, const Style& style, const Scenario& scenario, const Arm& arm,
                         const RunSettings& settings, std::size_t columns);

// The person at the start of settling, in every lane; parameters of the lanes must be set before.
template <int W>
void begin_run(Machine<W>& machine, const Program& program, const RunPlan& plan) {
  for (int lane = 0; lane < W; ++lane) {
    for (std::size_t i = 0; i < plan.traits.size(); ++i) machine.set(program.trait_slots[i], lane, plan.traits[i]);
    machine.set(program.maturity, lane, plan.maturity);
    machine.set(program.heart_rate, lane, plan.heart_rate);
    for (std::size_t i = 0; i < program.inputs.size(); ++i)
      machine.set(program.input_slots[i], lane, program.inputs[i].initial);
  }
  machine.begin();
  machine.apply_inputs();
  machine.set_step(plan.settle_step_s);
}

// Settling is over: states that the scenario sets, and its own step.
template <int W>
void begin_scenario(Machine<W>& machine, const RunPlan& plan) {
  for (const auto& [slot, value] : plan.start)
    for (int lane = 0; lane < W; ++lane) machine.set(slot, lane, value);
  machine.set_step(plan.step_s);
}

// After inputs.move_to() said that something changed.
template <int W>
void set_inputs(Machine<W>& machine, const Program& program, const ScenarioInputs& inputs) {
  for (std::size_t i = 0; i < program.input_slots.size(); ++i)
    for (int lane = 0; lane < W; ++lane) machine.set(program.input_slots[i], lane, inputs.values()[i]);
  machine.apply_inputs();
}

}  // namespace attune
