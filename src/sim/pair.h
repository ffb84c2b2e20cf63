// Two people, each with the whole circuit, acting on each other every step (model.md 4.7, appendix E11).
//
// Method: as simulate.h, for both at once; the link is computed from both states at time t, then both move. Breathing
// and the slow wave of the heart are two coupled phase oscillators with a few sub-steps in each step.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "model/pair.h"
#include "model/scenario.h"
#include "sim/explain.h"
#include "sim/simulate.h"

namespace attune {

struct PairTrace {
  Trace a, b;  // columns as in simulate.h
  // "pair.R" synchrony 0-1, "pair.coupling", "pair.seen", "pair.touch", "pair.attune_a", "pair.attune_b" (how well each
  // is met), "pair.breath_a", "pair.breath_b" (-1..1), "pair.swing_a", "pair.swing_b" (beats/min, respiratory part of
  // the heart rate), "pair.HR_a", "pair.HR_b" (heart rate with its rhythms), "pair.phase_a", "pair.phase_b" (of the
  // breath, rad since the start; for "why?", join_pair() leaves them out)
  Trace link;
};

// The circuit with the two places where the other person acts: on the vagal nuclei and on arousal.
// Errors: a circuit without VAGN or S.
Result<Circuit> pair_circuit(const Circuit& circuit);

// `program` is a compiled pair_circuit. sample_s must be a multiple of the scenario's step; 0 = every step.
// Errors: unknown age, a style without the table of that age, a duration or step out of range. A run that leaves its
// range is an error with ExitCode::left_range.
Result<PairTrace> simulate_pair(const ProgramPtr& program, const PairModel& model, const PairScenario& scenario,
                                const PairArm& arm, const Style& style_a, const Style& style_b, double sample_s = 0);

// What connections do to their targets in one of the two people, 0 or 1: the mean activity of the target with the
// connection minus the same without it (weight 0 in this person from t = 0 on), in the order asked for. Both start from
// the same settled rest. `program`: of compile_ensemble(circuit), a pair_circuit. Errors: as simulate_pair; an unknown
// connection; interrupted, soon after `stop` becomes true.
Result<std::vector<double>> connection_effects(const ProgramPtr& program, const Circuit& circuit,
                                               const PairModel& model, const PairScenario& scenario, const PairArm& arm,
                                               const Style& style_a, const Style& style_b, int person,
                                               const std::vector<std::string>& connections,
                                               const std::atomic<bool>* stop = nullptr);

// What brings two people into step ("pair.coupling", which their rhythms follow) at a time, against nothing between
// them: its terms are "pair.attune" (how well the less well met of the two is met) and "pair.touch"; none where they
// are apart.
Why explain_coupling(const PairModel& model, const PairArm& arm, const Trace& link, double t_s);

// Both people and what is between them in one trace: the columns of the link, then those of A with "_a" behind them
// ("region.AMY_a"), then those of B with "_b".
Trace join_pair(const PairTrace& pair);

}  // namespace attune
