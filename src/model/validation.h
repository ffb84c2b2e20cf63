// What `attune validate` computes and what the literature says about it. All of it is data (assets/validation.json).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/scenario.h"
#include "model/slow.h"

namespace attune {

// A run that is not a shipped scenario. Titles and stories of its Scenario say what is done.
struct ValidationProtocol {
  Scenario scenario;
  double sample_s = 0;   // as RunSettings::sample_s
  double settle_s = -1;  // -1: as RunSettings
  // Chemical or state -> formula that replaces its target, as when secretion is switched off.
  std::vector<std::pair<std::string, std::string>> targets;
  // Every input takes a new random value every so many seconds; 0 = off.
  double random_inputs_every_s = 0;
  // Regions, S and V start anywhere in low..high, chemicals in twice that.
  bool random_start = false;
  double random_low = 0, random_high = 1;
  std::uint64_t seed = 0;
};

// One number per style, or a single one when the formula names the styles it uses.
//
// With a scenario the formula reads the run of that arm: at(ID, t), mean(ID, from, until, every) over from <= t <
// until, largest and smallest(ID, from, to, every), time_of_largest(ID, from, to, every), first_below(ID, level, from,
// every) (the end of the run when it never is), lowest(GROUP) and highest(GROUP) over all samples of "region", "chem",
// ..., spread_of_means(ID, from, to, every), the standard deviation of the means of windows of that length,
// daily_mean(ID, first, last, hour, hour) over these hours of the days first <= day < last, largest_difference(from,
// to, every) of all regions, chemicals, S and V from the run `against`. With a life or a study of families it reads
// that run; weeks(n), days(n) and hours(n) are times, first_at_least(ID, level, from, every) is as first_below, and
// correlation_over(A, B) is over all rows. With a pair it reads that run of two people: R, coupling, ... of sim/pair.h,
// and every id of the circuit with _a or _b behind it; best_correlation(A, B, from, to, smooth_s, lag_s) is the largest
// correlation of the two, each averaged over smooth_s, with B up to lag_s later or earlier, and best_lag with the same
// values is where it lies (positive: B later). Every formula may use + - * / ^, min, max, abs, earlier measures - peak
// for the style at hand, peak(secure) for one - and correlation(A, B) of two measures over the styles.
struct ValidationMeasure {
  std::string id, text, unit;
  std::string scenario, arm;        // "" = computed from earlier measures alone
  std::string pair;                 // a scenario of assets/pair.json with `arm`; the styles are those of B
  std::string life, families;       // ids of ValidationPlan::lives or ::families: a single value, without a style
  std::string against;              // protocol or scenario to compare with, same arm; "" = none
  std::vector<std::string> styles;  // empty: all when there is a scenario, otherwise one number without a style
  std::string formula;
  int decimals = 2;
};

// A condition that must hold. Bounds are the only numbers of a target that are expected rather than computed.
struct ValidationCheck {
  std::string text;                 // "highest in the anxious style"
  std::string value;                // formula over measures
  std::vector<std::string> styles;  // holds for each of these; empty: once
  std::optional<double> at_least, at_most, above, below;
};

struct ValidationTarget {
  std::string id;        // "V01"
  std::string measure;   // what is measured, in words
  std::string expected;  // in words
  std::string strength;  // solid, single, mixed, statement, numerics
  std::string note;
  std::vector<std::string> evidence;
  std::vector<ValidationMeasure> measures;
  std::vector<ValidationCheck> checks;
};

struct ValidationPlan {
  std::vector<ValidationProtocol> protocols;
  std::vector<Life> lives;
  std::vector<FamilyStudy> families;
  std::vector<ValidationTarget> targets;
};

}  // namespace attune
