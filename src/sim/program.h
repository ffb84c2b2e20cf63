// A circuit made ready to run: flat lists of instructions over numbered slots, each slot holding one number per lane.
// Internal to sim (simulate.h is the way in); made by compile_circuit, run by machine.h.
//
// Every value is computed as seldom as it can change: constants when compiling, `setup` once per run (traits and age),
// `on_input` when the inputs change, `on_step` every step.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/circuit.h"
#include "sim/parameters.h"

namespace attune {

using Slot = std::uint32_t;

enum class Op : std::uint8_t {
  add,
  subtract,
  multiply,
  divide,
  negate,
  power,
  minimum,
  maximum,
  absolute,
  exponential,
  logarithm,
  sigma,
  logit,
  copy,
  clip,  // a between b and c
  dot,   // sum over terms[a], a + 1, ... b terms
};

struct Instruction {
  Op op = Op::add;
  Slot result = 0;
  Slot a = 0, b = 0, c = 0;
};

// Instructions first .. first + count - 1 all have the same op and do not use each other's results.
struct Batch {
  Op op = Op::add;
  std::uint32_t first = 0, count = 0;
};

struct Code {
  std::vector<Instruction> instructions;
  std::vector<Batch> batches;
};

// coefficient * source, one piece of a region's drive.
struct Term {
  Slot coefficient = 0, source = 0;
};

// How a state moves: y <- T + (y - T) exp(-dt rate / tau).
struct Update {
  std::string id;      // circuit id
  std::string column;  // where it is recorded, "region.AMY"
  Slot state = 0, target = 0, initial = 0;
  Slot rate = 0;
  bool has_rate = false;  // otherwise the rate is 1
  bool learns = false;
  double tau_s = 1;
};

// Where a run's own value of a parameter goes.
struct ParameterPlace {
  bool is_tau = false;  // the time constant of update `place`, otherwise slot `place`
  std::uint32_t place = 0;
};

struct Program {
  std::vector<double> slots;  // starting image: constants in place, everything else 0
  Code setup, on_input, on_step;
  Code on_sample;  // programs for ensembles: what is only recorded; otherwise part of on_step
  std::vector<Term> terms;
  std::vector<Update> updates;
  std::vector<std::pair<std::string, Slot>> columns;  // recorded, in order
  std::vector<Slot> trait_slots, input_slots;         // same order as the lists below
  Slot maturity = 0, heart_rate = 0;
  std::vector<Trait> traits;
  std::vector<Input> inputs;
  std::vector<AgePreset> ages;
  std::vector<Parameter> parameters;   // empty but in programs for ensembles
  std::vector<ParameterPlace> places;  // one per parameter
};

// A chemical's tau from its half-life.
inline double tau_of_half_life(double half_life_s) {
  constexpr double ln_2 = 0.6931471805599453;
  return half_life_s / ln_2;
}

}  // namespace attune
