// The numbers of the model that are only approximately known, the range of each, and what each is in run i of a seeded
// ensemble. Ranges are data (assets/circuit.json, slow.json and pair.json, "uncertainty"); nothing here knows a value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.h"
#include "model/circuit.h"
#include "model/pair.h"
#include "model/slow.h"

namespace attune {

enum class ParameterKind : std::uint8_t {
  gain,
  connection,      // weight
  chemical_drive,  // coefficient
  input_drive,     // coefficient
  constant,
  region_tau,  // s
  half_life,   // of a chemical, s
  state_tau,   // s
  slow_constant,
  slow_tau,  // of a trait, weeks
  pair_constant,
};

struct Parameter {
  ParameterKind kind = ParameterKind::gain;
  std::size_t index = 0;                // into the list of that kind
  std::string id;                       // "connections/vmPFC>AMY"
  double value = 0, low = 0, high = 0;  // low <= value <= high
  std::string source;                   // of the range
  int tied_to = -1;  // another parameter that this one follows: value + factor * (its drawn value - its value)
  double factor = 0;
};

// Every number that varies, and every connection whether it varies or not. Errors (`where` is a JSON pointer into
// circuit.json): a group that is named twice, an id that is not there, a range that leaves out the value used, a time
// constant that could reach 0, a constant that is both held and tied.
Result<std::vector<Parameter>> list_parameters(const Circuit& circuit);

// The same for change over years and for two people: `where` is a pointer into slow.json or pair.json, ids begin with
// "slow/" and "pair/".
Result<std::vector<Parameter>> list_parameters(const SlowModel& model);
Result<std::vector<Parameter>> list_parameters(const PairModel& model);

// What the parameter is in one run: half of all runs between low and value, half between value and high, even on each
// side [assumed]; so `value` is the median. Depends on nothing but these four, whatever else runs, where and when.
// Numbers come from SplitMix64's finaliser (Steele et al. 2014) over seed, parameter id and run. Not for tied ones.
double draw(const Parameter& parameter, std::uint64_t seed, std::uint64_t run);

// All parameters of one run, in order, tied ones included.
std::vector<double> draw_all(const std::vector<Parameter>& parameters, std::uint64_t seed, std::uint64_t run);

// Puts one value per parameter into what list_parameters() was given.
void set_parameters(Circuit& circuit, const std::vector<Parameter>& parameters, const std::vector<double>& values);
void set_parameters(SlowModel& model, const std::vector<Parameter>& parameters, const std::vector<double>& values);
void set_parameters(PairModel& model, const std::vector<Parameter>& parameters, const std::vector<double>& values);

}  // namespace attune
