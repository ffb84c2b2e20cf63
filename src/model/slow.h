// Change over weeks and years (model.md 4.8, appendix E5): how traits follow the care a person lives in. All numbers
// and formulas are data (assets/slow.json), in the formula language of model/circuit.h without dev and rel.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/circuit.h"
#include "model/scenario.h"

namespace attune {

// What a week of living is, 0-1: distress that met care, distress left alone, ...
struct LearningSignal {
  std::string id, name, meaning;
};

// dy/dt = speed * (aim - y)/tau_weeks, where for traits that keep an early template the speed is SlowModel::speed and
// the aim is (1 - template_share) * target + template_share * template; the others go straight to their target.
struct SlowTrait {
  std::string id;
  std::string target;  // formula over signals, constants, derived
  double tau_weeks = 1;
  bool keeps_template = true;
  std::string source;
  std::vector<std::string> evidence;
};

struct CareEnvironment {
  std::string id, name, meaning, source;
  std::vector<double> signals;  // one per LearningSignal, in order
};

// The first label whose formula is above 0 (or 0, with or_equal) names the pattern.
struct SlowLabel {
  std::string style, formula;
  bool or_equal = false;
};

struct SlowModel {
  std::vector<LearningSignal> signals;
  std::vector<NamedConstant> constants;
  std::vector<Formula> derived;      // from signals, traits and age_years, before a step
  std::vector<SlowTrait> traits;     // in the order of the file
  std::string speed = "1";           // formula, multiplies the rate of traits that keep a template
  std::string template_share = "0";  // formula
  std::string template_rate = "0";   // formula, per week: how fast the early template still follows its trait
  double weeks_per_year = 52;
  TraitValues newborn;            // every slow trait
  std::vector<Formula> readouts;  // from traits: security, anxiety, avoidance
  std::vector<SlowLabel> labels;
  std::vector<CareEnvironment> environments;
};

// One stretch of a life: a mixture of environments for so many weeks.
struct LifePhase {
  std::vector<std::pair<std::string, double>> environments;  // id, share; shares add up to 1
  double weeks = 52;
  double age_years = -1;  // age at the start; -1: goes on from the phase before
};

struct Life {
  std::string id, title;
  TraitValues start;  // replaces newborn values
  std::vector<LifePhase> phases;
};

// Made-up families (model.md S16): a parent's pattern, everything else, and how much everything else weighs, each drawn
// evenly by a van der Corput sequence in its own base.
struct FamilyShare {
  std::string style, environment;
  double parent = 0, other = 0;  // share of the population
};
struct FamilyStudy {
  std::string id, title;
  int families = 300, weeks = 52;
  std::vector<FamilyShare> shares;
  int parent_base = 2, other_base = 3, weight_base = 5;
  double weight_low = 0, weight_high = 1;  // of everything else
  // Reflective work: this share of `support_environment` in the home of every parent whose style is not `except`.
  double support_share = 0;
  std::string support_environment, except;
};

}  // namespace attune
