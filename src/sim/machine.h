// Runs a Program for W runs at once, one per lane. Internal to sim. W = 1 is a plain interpreter; with W = 8 each
// instruction handles several lanes at once (lane_code.h), with the same bits per lane.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/det_math.h"
#include "sim/lane_code.h"
#include "sim/program.h"

namespace attune {

template <int W>
class Machine {
 public:
  explicit Machine(const Program& program, const LaneCode<W>& code = lanes::code < W, W == 1 ? 1 : 2 > ())
      : program_(&program), code_(code), slots_(program.slots.size()) {
    for (std::size_t i = 0; i < slots_.size(); ++i) slots_[i].v.fill(program.slots[i]);
    tau_s_.resize(program.updates.size());
    decay_.resize(program.updates.size());
    for (std::size_t i = 0; i < tau_s_.size(); ++i) tau_s_[i].v.fill(program.updates[i].tau_s);
  }

  double get(Slot slot, int lane) const { return slots_[slot].v[static_cast<std::size_t>(lane)]; }
  void set(Slot slot, int lane, double value) { slots_[slot].v[static_cast<std::size_t>(lane)] = value; }
  const Lanes<W>& get(Slot slot) const { return slots_[slot]; }

  // A time constant of one run. Takes effect with the next set_step().
  void set_tau(std::size_t update, int lane, double tau_s) { tau_s_[update].v[static_cast<std::size_t>(lane)] = tau_s; }

  // After traits, maturity, heart rate or constants changed: everything that stays for the run.
  void prepare() { code_.run(*program_, program_->setup, slots_.data()); }

  // prepare(), and every state at its starting value.
  void begin() {
    prepare();
    for (const Update& update : program_->updates) slots_[update.state] = slots_[update.initial];
  }

  // After any input was set.
  void apply_inputs() { code_.run(*program_, program_->on_input, slots_.data()); }

  // Everything that follows from the state at time t: derived quantities, gates, targets, read-outs.
  void evaluate() {
    evaluate_targets();
    evaluate_recorded();
  }

  // The two halves of evaluate(), for ensembles: what the states need to move, and what is only recorded.
  void evaluate_targets() { code_.run(*program_, program_->on_step, slots_.data()); }
  void evaluate_recorded() { code_.run(*program_, program_->on_sample, slots_.data()); }

  void set_step(double step_s) {
    step_s_ = step_s;
    for (std::size_t i = 0; i < decay_.size(); ++i)
      for (std::size_t lane = 0; lane < W; ++lane) decay_[i].v[lane] = det::exp(-step_s / tau_s_[i].v[lane]);
  }

  // Moves every state at once toward the targets that evaluate() left. States that learn stand still without `learn`.
  void advance(bool learn) {
    code_.advance(*program_, Pace<W>{step_s_, tau_s_.data(), decay_.data(), learn}, slots_.data());
  }

 private:
  const Program* program_;
  LaneCode<W> code_;
  std::vector<Lanes<W>> slots_, tau_s_, decay_;
  double step_s_ = 1;
};

}  // namespace attune
