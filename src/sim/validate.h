// Computes the literature targets of model.md 7.2 from runs made here. Nothing is looked up: every value comes from the
// circuit, the styles and the scenarios given; what is expected comes from the plan.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "model/validation.h"
#include "sim/pair.h"
#include "sim/simulate.h"
#include "sim/slow.h"

namespace attune {

struct ValidationValue {
  std::string style;  // "" where the measure has a single value
  double value = 0;
};

struct ValidationCase {
  std::string id, text, unit;
  int decimals = 2;
  std::vector<ValidationValue> values;
};

struct ValidationOutcome {
  std::string text, style;
  double value = 0;
  std::string bounds;  // "21 to 40", "above 0"
  bool passed = false;
};

struct ValidationRow {
  std::string id, measure, expected, strength, note;
  std::vector<std::string> sources;
  std::vector<ValidationCase> cases;
  std::vector<ValidationOutcome> outcomes;
  std::string problem;  // a run left its range; the row counts as not met
  bool passed = false;
};

struct ValidationModel {
  ProgramPtr program;
  const Circuit* circuit = nullptr;
  const std::vector<Style>* styles = nullptr;
  const std::vector<Scenario>* scenarios = nullptr;
  const PairModel* pair = nullptr;  // needed when the plan has pairs
  SlowProgramPtr slow;              // needed when the plan has lives or families
};

// One row per target, in order. Errors: a target that names an unknown scenario, arm, style, quantity or function;
// `where` is the id of the target.
Result<std::vector<ValidationRow>> validate(const ValidationModel& model, const ValidationPlan& plan);

}  // namespace attune
