// Weeks and years: traits that follow the care a person lives in (model.md 4.8, E5).
//
// Method: one step a week, exponential Euler, y += (1 - exp(-a)) (aim - y); all targets from the state at the start of
// the week, then the traits, then the early template toward the new trait. No randomness.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "model/slow.h"
#include "sim/trace.h"

namespace attune {

// A slow model made ready to run. Cheap to copy (shared, immutable).
struct SlowProgram;
using SlowProgramPtr = std::shared_ptr<const SlowProgram>;


// Errors: unknown names, formulas that do not parse, a trait without a newborn value; `where` is a JSON pointer.
Result<SlowProgramPtr> compile_slow(const SlowModel& model);

// A life as a trace: row i is the state after i weeks (and the unseen ones before), sample_s one week. Columns
// "trait.trust", "template.trust", "signal.m" (of the week that begins there), "slow.age_years" and every derived
// quantity and read-out, and "label.secure", ... which is 1 for the pattern at hand and 0 for the others. Errors:
// unknown environment or trait, shares that do not add up to 1, more than 10,000 weeks.
Result<Trace> simulate_life(const SlowProgramPtr& program, const Life& life);

// One row per family (sample_s 1): "family.parent_secure", "family.child_secure", ... 1 or 0, "family.security" of the
// child.
Result<Trace> simulate_families(const SlowProgramPtr& program, const FamilyStudy& study);

// The mean child of the families of a study whose parents all have this style, week by week; columns as simulate_life.
// Errors: as simulate_families; a style that the study does not list.
Result<Trace> simulate_children(const SlowProgramPtr& program, const FamilyStudy& study, const std::string& style);

}  // namespace attune
