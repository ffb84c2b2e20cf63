// Runs a Program for W runs at once, one per lane. Internal to sim. With W = 1 it is a plain interpreter; with W = 8
// each instruction is a short loop that the compiler turns into vector code, with the same bits per lane.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "core/check.h"
#include "sim/det_math.h"
#include "sim/program.h"

namespace attune {

template <int W>
struct alignas(W >= 4 ? 32 : 8) Lanes {
  std::array<double, W> v{};
};

template <int W>
class Machine {
 public:
  explicit Machine(const Program& program) : program_(&program), slots_(program.slots.size()) {
    for (std::size_t i = 0; i < slots_.size(); ++i) slots_[i].v.fill(program.slots[i]);
    decay_.resize(program.updates.size());
  }

  double get(Slot slot, int lane) const { return slots_[slot].v[static_cast<std::size_t>(lane)]; }
  void set(Slot slot, int lane, double value) { slots_[slot].v[static_cast<std::size_t>(lane)] = value; }

  // After traits, maturity and heart rate are set: everything that stays for the run, and the starting state.
  void begin() {
    run(program_->setup);
    for (const Update& update : program_->updates) slots_[update.state] = slots_[update.initial];
  }

  // After any input was set.
  void apply_inputs() { run(program_->on_input); }

  // Everything that follows from the state at time t: derived quantities, gates, targets, read-outs.
  void evaluate() { run(program_->on_step); }

  void set_step(double step_s) {
    step_s_ = step_s;
    for (std::size_t i = 0; i < decay_.size(); ++i) decay_[i] = det::exp(-step_s / program_->updates[i].tau_s);
  }

  // Moves every state at once toward the targets that evaluate() left. States that learn stand still without `learn`.
  void advance(bool learn) {
    for (std::size_t i = 0; i < decay_.size(); ++i) {
      const Update& update = program_->updates[i];
      if (update.learns && !learn) continue;
      Lanes<W>& state = slots_[update.state];
      const Lanes<W>& target = slots_[update.target];
      if (update.has_rate) {
        const Lanes<W>& rate = slots_[update.rate];
        for (std::size_t lane = 0; lane < W; ++lane) {
          const double decay = det::exp(-(step_s_ * rate.v[lane]) / update.tau_s);
          state.v[lane] = target.v[lane] + (state.v[lane] - target.v[lane]) * decay;
        }
      } else {
        const double decay = decay_[i];
        for (std::size_t lane = 0; lane < W; ++lane)
          state.v[lane] = target.v[lane] + (state.v[lane] - target.v[lane]) * decay;
      }
    }
  }

 private:
  template <class F>
  void each_1(const Instruction* in, const Instruction* last, F f) {
    Lanes<W>* const slots = slots_.data();
    for (; in != last; ++in)
      for (std::size_t lane = 0; lane < W; ++lane) slots[in->result].v[lane] = f(slots[in->a].v[lane]);
  }
  template <class F>
  void each_2(const Instruction* in, const Instruction* last, F f) {
    Lanes<W>* const slots = slots_.data();
    for (; in != last; ++in)
      for (std::size_t lane = 0; lane < W; ++lane)
        slots[in->result].v[lane] = f(slots[in->a].v[lane], slots[in->b].v[lane]);
  }

  // The costly ones side by side: the loop over `values` becomes vector code even for a single run.
  void sigma_batch(const Instruction* in, const Instruction* last) {
    constexpr std::size_t block = 24;
    std::array<double, block * W> values;
    Lanes<W>* const slots = slots_.data();
    while (in != last) {
      const std::size_t count = std::min(block, static_cast<std::size_t>(last - in));
      for (std::size_t i = 0; i < count; ++i)
        for (std::size_t lane = 0; lane < W; ++lane) values[i * W + lane] = slots[in[i].a].v[lane];
      for (std::size_t i = 0; i < count * W; ++i) values[i] = det::sigma(values[i]);
      for (std::size_t i = 0; i < count; ++i)
        for (std::size_t lane = 0; lane < W; ++lane) slots[in[i].result].v[lane] = values[i * W + lane];
      in += count;
    }
  }

  void dot_batch(const Instruction* in, const Instruction* last) {
    Lanes<W>* const slots = slots_.data();
    for (; in != last; ++in) {
      // Two running sums: the additions of one do not wait for those of the other.
      Lanes<W> even{}, odd{};
      const Term* term = program_->terms.data() + in->a;
      const Term* const end = term + in->b;
      for (; end - term >= 2; term += 2) {
        for (std::size_t lane = 0; lane < W; ++lane) {
          even.v[lane] += slots[term[0].coefficient].v[lane] * slots[term[0].source].v[lane];
          odd.v[lane] += slots[term[1].coefficient].v[lane] * slots[term[1].source].v[lane];
        }
      }
      if (term != end)
        for (std::size_t lane = 0; lane < W; ++lane)
          even.v[lane] += slots[term->coefficient].v[lane] * slots[term->source].v[lane];
      for (std::size_t lane = 0; lane < W; ++lane) slots[in->result].v[lane] = even.v[lane] + odd.v[lane];
    }
  }

  void run(const Code& code) {
    Lanes<W>* const slots = slots_.data();
    for (const Batch& batch : code.batches) {
      const Instruction* const in = code.instructions.data() + batch.first;
      const Instruction* const last = in + batch.count;
      switch (batch.op) {
        case Op::add:
          each_2(in, last, [](double a, double b) { return a + b; });
          break;
        case Op::subtract:
          each_2(in, last, [](double a, double b) { return a - b; });
          break;
        case Op::multiply:
          each_2(in, last, [](double a, double b) { return a * b; });
          break;
        case Op::divide:
          each_2(in, last, [](double a, double b) { return a / b; });
          break;
        case Op::power:
          each_2(in, last, [](double a, double b) { return det::pow(a, b); });
          break;
        case Op::minimum:
          each_2(in, last, [](double a, double b) { return det::min(a, b); });
          break;
        case Op::maximum:
          each_2(in, last, [](double a, double b) { return det::max(a, b); });
          break;
        case Op::negate:
          each_1(in, last, [](double a) { return -a; });
          break;
        case Op::absolute:
          each_1(in, last, [](double a) { return det::abs(a); });
          break;
        case Op::exponential:
          each_1(in, last, [](double a) { return det::exp(a); });
          break;
        case Op::logarithm:
          each_1(in, last, [](double a) { return det::log(a); });
          break;
        case Op::logit:
          each_1(in, last, [](double a) { return det::logit(a); });
          break;
        case Op::copy:
          each_1(in, last, [](double a) { return a; });
          break;
        case Op::sigma:
          sigma_batch(in, last);
          break;
        case Op::dot:
          dot_batch(in, last);
          break;
        case Op::clip:
          for (const Instruction* i = in; i != last; ++i)
            for (std::size_t lane = 0; lane < W; ++lane)
              slots[i->result].v[lane] = det::clip(slots[i->a].v[lane], slots[i->b].v[lane], slots[i->c].v[lane]);
          break;
      }
    }
  }

  const Program* program_;
  std::vector<Lanes<W>> slots_;
  std::vector<double> decay_;
  double step_s_ = 1;
};

}  // namespace attune
