// Circuit + style + scenario arm -> trace. Pure: no files, no clock, no graphics, no randomness.
//
// Method (model.md 4.0): every state obeys dy/dt = (T - y)/tau and is advanced by exponential Euler with a fixed
// step, y <- T + (y - T) exp(-dt rate/tau); all targets are computed from the state at time t before any state
// moves. Doubles, no contraction, own exp(): the same bits from every compiler.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/result.h"
#include "model/circuit.h"
#include "model/scenario.h"
#include "sim/trace.h"

namespace attune {

// A circuit made ready to run. Cheap to copy (shared, immutable).
struct Program;
using ProgramPtr = std::shared_ptr<const Program>;

// All problems: unknown ids (with the nearest valid one), formulas that do not parse, loops in derived quantities.
// `where` of an error is a JSON pointer such as /gates/3/formula.
Result<ProgramPtr> compile_circuit(const Circuit& circuit);

// The same for run_ensemble() and direction_agreement() (ensemble.h): the numbers that are only approximately known can
// be different in every run. A plain run of it gives the bits of a plain run of compile_circuit()'s program.
Result<ProgramPtr> compile_ensemble(const Circuit& circuit);

struct RunSettings {
  std::string age;                                     // AgePreset id; "" = the scenario's
  std::vector<std::pair<std::string, double>> traits;  // replaces the style's values, for what-if
  // 0 = the scenario's (every step when it has none); otherwise the step is shortened, if need be, to divide it.
  double sample_s = 0;
  double settle_s = 10800, settle_step_s = 4;  // model.md: 3 h at rest, learning off
};

// A run of a day or more moves the bond at the end of every day (daily.h); all other traits stay.
//
// Errors: a segment names an unknown input, step or duration out of range, a style without the age's trait table.
// A run that leaves its range (not finite, or beyond +-1000) is a value: Trace::left_range, with everything before it;
// a circuit that does so while still settling is an error with ExitCode::left_range, so a trace has a row at least.
Result<Trace> simulate(const ProgramPtr& program, const Style& style, const Scenario& scenario, const Arm& arm,
                       const RunSettings& settings = {});

}  // namespace attune
