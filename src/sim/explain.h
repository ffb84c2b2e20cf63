// "Why?": the terms of a variable's own equation, ranked by how much each moved it between two moments of a trace.
//
// Regions: the drive is a sum, so each term's share is exact: weight * gate * source at the second moment minus the
// same at the first. Everything else (chemicals, body, felt): each argument of the target's formula is put back to its
// earlier value alone, and the difference of the target is that argument's share (one at a time; shares of a product
// need not add up). Pure reads of circuit and trace.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "model/circuit.h"
#include "sim/trace.h"

namespace attune {

struct WhyTerm {
  std::string source;      // id of a region, chemical, input, state or derived quantity
  std::string connection;  // Connection::id for region -> region, else ""
  double effect = 0;       // > 0 raised the variable, < 0 lowered it; drive units (regions) or the variable's own
  double source_before = 0, source_after = 0;
  bool of_formula = false;    // an argument of the variable's own formula, not a drive
  bool gate_changed = false;  // the path's own strength changed more than what went through it
  std::vector<std::string> evidence;
  std::string topic = {};     // of the claim it stands on (model/claim.h), "" where source and variable say it
};

struct Why {
  std::string variable;
  double before_s = 0, after_s = 0;
  double before = 0, after = 0;
  std::vector<WhyTerm> terms;  // largest effect first; effects below a thousandth of the largest are left out
};

// Whether explain() can say anything about this id (without its column prefix): inputs, traits and constants are given.
bool has_equation(const Circuit& circuit, std::string_view id);

// The bond of a run of days, which moves from day to day; in a moment it stands still, and was learned before it.
inline constexpr std::string_view kBondColumn = "trait.bond";
bool has_daily_bond(const Circuit& circuit, const Trace& trace);

// Sorts the terms of an answer and leaves out the smallest.
void rank_terms(Why& why);

// variable: the id of a region, chemical, state, derived quantity or read-out, with or without its column prefix; or
// kBondColumn of a run of days, whose terms are what grew and what faded it over the days in between.
// before_s below 0: before the story, settled and with every input at rest; what begins at 0 is a reason then.
// Errors (usage): no such variable (with the nearest), or one with no equation (inputs, traits).
Result<Why> explain(const Circuit& circuit, const Trace& trace, std::string_view variable, double before_s,
                    double after_s);

// The same for the value that a state starts a run with, for runs that it starts with other traits: what learns only
// while days pass stands there still. Errors: as explain(); a variable that is no state.
Result<Why> explain_start(const Circuit& circuit, const Trace& trace, std::string_view variable, double before_s,
                          double after_s);

}  // namespace attune
