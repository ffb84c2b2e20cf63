// Change over weeks and years (model.md 4.8, appendix E5): how traits follow the care a person lives in. All numbers
// and formulas are data (assets/slow.json), in the formula language of model/circuit.h without dev and rel.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/circuit.h"
#include "model/scenario.h"

namespace attune {

inline constexpr double seconds_per_week = 604800;

// What a week of living is, 0-1: distress that met care, distress left alone, ... Measured in a run of days as the mean
// of `value` weighted by `weight`, over the run or first over each day, then held to 0..1. The formulas may use the
// constants, every quantity of the run, and below(a, b), which is 1 when a < b and 0 otherwise.
struct LearningSignal {
  std::string id, name, meaning;
  std::string value;  // "" = nothing in a run of days shows it: 0
  std::string weight = "1";
  bool per_day = false;
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

// Days that stand for a way of living: an arm of a scenario of days, lived by someone of that age with the traits
// everyone is born with.
struct LivedDays {
  std::string scenario, arm, age;
};

struct CareEnvironment {
  std::string id, name, meaning, source;
  std::vector<double> signals;  // one per LearningSignal, in order; empty until measured where `days` is given
  LivedDays days;               // scenario "" = the signals are given
};

// The first label whose formula is above 0 (or 0, with or_equal) names the pattern.
struct SlowLabel {
  std::string style, formula;
  bool or_equal = false;
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
  double unseen_weeks = 0;  // before the first row of the trace
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

// How someone of a style grew up, before the first week that is shown.
struct StyleHistory {
  std::string style, source;
  std::vector<LifePhase> phases;
};

// In the phases of an arm: what the person lived in until then (the last environment of the history).
inline constexpr const char* as_before = "as_before";

struct LifeArm : ArmText {  // captions: begin_s from the first week that is shown
  std::vector<LifePhase> phases;
  double support_share = 0;       // of families, see FamilyStudy
};

enum class LifeStart : std::uint8_t {
  birth,     // from newborn traits; the style does not matter
  history,   // grown up as StyleHistory says
  families,  // the children of many parents of the style: the mean child of the study
};

// The moment whose brain stands for a life on the stage: the state at at_s of that arm, lived by someone of the age and
// with the traits of the week. `text` says so in plain words.
struct ShownMoment {
  std::string scenario, arm, text;  // scenario "" = none
  double at_s = 0;
};

// Weeks and years.
struct LifeScenario : ScenarioText {
  LifeStart start = LifeStart::birth;
  std::vector<LifeArm> arms;
  FamilyStudy study;  // where the start is families
  // A moment lived again every so many weeks with the traits of that week; "" = none.
  std::string episode_scenario, episode_arm;
  double episode_weeks = 0;
  ShownMoment shown;
};

// Weeks from the first one that is shown to the end.
inline double shown_weeks(const LifeScenario& scenario, const LifeArm& arm) {
  if (scenario.start == LifeStart::families) return scenario.study.weeks;
  double weeks = 0;
  for (const LifePhase& phase : arm.phases) weeks += phase.weeks;
  return weeks;
}

// What Uncertainty::Spread::group may say here: constants, and the time constants of the traits.
inline constexpr const char* slow_uncertain_groups[] = {"constants", "taus"};

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
  std::vector<StyleHistory> histories;
  std::vector<LifeScenario> scenarios;
  Uncertainty uncertainty;
};

}  // namespace attune
