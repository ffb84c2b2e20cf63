// The two inner loops of a machine that runs W runs at once: compute every value of a step, then move every state.
// Internal to sim. Compiled once for each vector length V (doubles handled by one instruction); every V gives the same
// bits, because each lane does the same operations in the same order.
//
// Functions here are templates over V and nothing else of the program is compiled with wider instructions, so that a
// processor without them never meets one.
#pragma once

#include <array>
#include <cstddef>

#include "sim/det_math.h"
#include "sim/program.h"

namespace attune {

// One number of each of W runs.
template <int W>
struct alignas(W >= 8 ? 64 : 8) Lanes {
  std::array<double, W> v{};
};

// What advancing needs besides the program: one entry per Program::updates.
template <int W>
struct Pace {
  double step_s = 1;
  const Lanes<W>* tau_s = nullptr;
  const Lanes<W>* decay = nullptr;  // exp(-step / tau)
  bool learn = false;               // otherwise states that learn stand still
};

template <int W>
struct LaneCode {
  int vector_length = 1;
  void (*run)(const Program&, const Code&, Lanes<W>* slots) = nullptr;
  void (*advance)(const Program&, const Pace<W>&, Lanes<W>* slots) = nullptr;
};

// Every vector length that this processor can run, shortest first. All give the same bits.
struct LaneCodes {
  std::array<LaneCode<8>, 3> codes;
  std::size_t count = 0;
  const LaneCode<8>& fastest() const { return codes[count - 1]; }
};
LaneCodes lane_codes();

namespace lanes {

template <int V>
inline det::Vector<V> load(const double* from) {
  det::Vector<V> value;
  __builtin_memcpy(&value, from, sizeof value);
  return value;
}
template <int V>
inline void store(double* to, det::Vector<V> value) {
  __builtin_memcpy(to, &value, sizeof value);
}

template <int W, int V, class F>
inline void each_1(const Instruction* in, const Instruction* last, Lanes<W>* slots, F f) {
  for (; in != last; ++in)
    for (int lane = 0; lane < W; lane += V)
      store<V>(slots[in->result].v.data() + lane, f(load<V>(slots[in->a].v.data() + lane)));
}
template <int W, int V, class F>
inline void each_2(const Instruction* in, const Instruction* last, Lanes<W>* slots, F f) {
  for (; in != last; ++in)
    for (int lane = 0; lane < W; lane += V)
      store<V>(slots[in->result].v.data() + lane,
               f(load<V>(slots[in->a].v.data() + lane), load<V>(slots[in->b].v.data() + lane)));
}

// A single run has no lanes to fill a vector with; side by side the compiler can still do several values at once.
inline void sigma_batch(const Instruction* in, const Instruction* last, Lanes<1>* slots) {
  constexpr std::ptrdiff_t block = 24;
  std::array<double, block> values;
  while (in != last) {
    const std::size_t count = static_cast<std::size_t>(last - in < block ? last - in : block);
    for (std::size_t i = 0; i < count; ++i) values[i] = slots[in[i].a].v[0];
    for (std::size_t i = 0; i < count; ++i) values[i] = det::sigma(values[i]);
    for (std::size_t i = 0; i < count; ++i) slots[in[i].result].v[0] = values[i];
    in += count;
  }
}

// Two running sums: the additions of one do not wait for those of the other.
template <int W, int V>
inline void dot_batch(const Program& program, const Instruction* in, const Instruction* last, Lanes<W>* slots) {
  using D = det::Vector<V>;
  constexpr int chunks = W / V;
  for (; in != last; ++in) {
    D even[chunks] = {}, odd[chunks] = {};
    const Term* term = program.terms.data() + in->a;
    const Term* const end = term + in->b;
    for (; end - term >= 2; term += 2) {
      const double *c0 = slots[term[0].coefficient].v.data(), *s0 = slots[term[0].source].v.data();
      const double *c1 = slots[term[1].coefficient].v.data(), *s1 = slots[term[1].source].v.data();
      for (int i = 0; i < chunks; ++i) {
        even[i] = even[i] + load<V>(c0 + i * V) * load<V>(s0 + i * V);
        odd[i] = odd[i] + load<V>(c1 + i * V) * load<V>(s1 + i * V);
      }
    }
    if (term != end)
      for (int i = 0; i < chunks; ++i)
        even[i] = even[i] +
                  load<V>(slots[term->coefficient].v.data() + i * V) * load<V>(slots[term->source].v.data() + i * V);
    for (int i = 0; i < chunks; ++i) store<V>(slots[in->result].v.data() + i * V, even[i] + odd[i]);
  }
}

template <int W, int V>
void run(const Program& program, const Code& code, Lanes<W>* slots) {
  using D = det::Vector<V>;
  const Instruction* const instructions = code.instructions.data();
  const Batch* const batches = code.batches.data();
  for (std::size_t i = 0, count = code.batches.size(); i < count; ++i) {
    const Instruction* const in = instructions + batches[i].first;
    const Instruction* const last = in + batches[i].count;
    const auto one = [&](auto f) { each_1<W, V>(in, last, slots, f); };
    const auto two = [&](auto f) { each_2<W, V>(in, last, slots, f); };
    switch (batches[i].op) {
      case Op::add:
        two([](D a, D b) { return a + b; });
        break;
      case Op::subtract:
        two([](D a, D b) { return a - b; });
        break;
      case Op::multiply:
        two([](D a, D b) { return a * b; });
        break;
      case Op::divide:
        two([](D a, D b) { return a / b; });
        break;
      case Op::power:
        two([](D a, D b) { return det::pow(a, b); });
        break;
      case Op::minimum:
        two([](D a, D b) { return det::min(a, b); });
        break;
      case Op::maximum:
        two([](D a, D b) { return det::max(a, b); });
        break;
      case Op::negate:
        one([](D a) { return -a; });
        break;
      case Op::absolute:
        one([](D a) { return det::abs(a); });
        break;
      case Op::exponential:
        one([](D a) { return det::exp(a); });
        break;
      case Op::logarithm:
        one([](D a) { return det::log(a); });
        break;
      case Op::logit:
        one([](D a) { return det::logit(a); });
        break;
      case Op::copy:
        one([](D a) { return a; });
        break;
      case Op::sigma:
        if constexpr (W == 1)
          sigma_batch(in, last, slots);
        else
          one([](D a) { return det::sigma(a); });
        break;
      case Op::dot:
        dot_batch<W, V>(program, in, last, slots);
        break;
      case Op::clip:
        for (const Instruction* k = in; k != last; ++k)
          for (int lane = 0; lane < W; lane += V)
            store<V>(slots[k->result].v.data() + lane,
                     det::clip(load<V>(slots[k->a].v.data() + lane), load<V>(slots[k->b].v.data() + lane),
                               load<V>(slots[k->c].v.data() + lane)));
        break;
    }
  }
}

template <int W, int V>
void advance(const Program& program, const Pace<W>& pace, Lanes<W>* slots) {
  using D = det::Vector<V>;
  const Update* const updates = program.updates.data();
  for (std::size_t i = 0, count = program.updates.size(); i < count; ++i) {
    const Update& update = updates[i];
    if (update.learns && !pace.learn) continue;
    double* const state = slots[update.state].v.data();
    const double* const target = slots[update.target].v.data();
    if (update.has_rate) {
      const double *rate = slots[update.rate].v.data(), *tau = pace.tau_s[i].v.data();
      for (int lane = 0; lane < W; lane += V) {
        const D decay = det::exp(-(pace.step_s * load<V>(rate + lane)) / load<V>(tau + lane));
        const D aim = load<V>(target + lane);
        store<V>(state + lane, aim + (load<V>(state + lane) - aim) * decay);
      }
    } else {
      const double* const decay = pace.decay[i].v.data();
      for (int lane = 0; lane < W; lane += V) {
        const D aim = load<V>(target + lane);
        store<V>(state + lane, aim + (load<V>(state + lane) - aim) * load<V>(decay + lane));
      }
    }
  }
}

template <int W, int V>
constexpr LaneCode<W> code() {
  return LaneCode<W>{V, &run<W, V>, &advance<W, V>};
}

}  // namespace lanes

}  // namespace attune
