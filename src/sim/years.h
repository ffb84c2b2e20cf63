// Scenarios of weeks and years as traces, and what links them to runs of days and moments (model.md 4.8, S03, S04, S13,
// S16, S20).
#pragma once

#include <vector>

#include "core/result.h"
#include "model/content.h"
#include "sim/simulate.h"
#include "sim/slow.h"

namespace attune {

// The learning signals of a run of days, in the order of the model: what a week of such days teaches. Errors: a formula
// that does not parse or names nothing the run has; `where` is a JSON pointer into slow.json.
Result<std::vector<double>> measure_signals(const SlowModel& model, const Trace& days);

// A scenario of weeks and years. One row a week, row 0 the first week that is shown, columns as simulate_life; with an
// episode also "episode.AMY" and "episode.D", the largest value of the moment lived with the traits of that week (held
// until the next one). Where the start is families every column is the mean over the children of the study, and a label
// the share of children with that pattern. Care environments that are lived days are simulated and measured first.
// `style`: how the person grew up (history) or the parents' pattern (families).
// Errors: as simulate, simulate_life and measure_signals; a style without a history.
// peaks, where it is asked for: the whole brain of the episodes, for "why?".
struct EpisodePeaks {
  Trace alarm, distress;  // rows as the years, columns as simulate.h: when "episode.AMY" and "episode.D" are largest
};
Result<Trace> simulate_years(const ProgramPtr& program, const Content& content, const LifeScenario& scenario,
                             const LifeArm& arm, const Style& style, EpisodePeaks* peaks = nullptr);

// The same with the brain of the moment that stands for this life (LifeScenario::shown): every column of simulate.h but
// the traits, at at_s of the moment lived with the traits of the week and at the age (the last AgePreset not above it,
// else the youngest); and "usual.AMY", each region just before the moment. Lived at most kLivedMoments + 1 times, evenly
// spread over the weeks; straight lines in between. Errors: those of simulate; unchanged without such a moment.
inline constexpr std::size_t kLivedMoments = 32;
Result<Trace> with_shown_moment(const ProgramPtr& program, const Content& content, const LifeScenario& scenario,
                                const Style& style, Trace years);

// How that moment is lived in a week: the traits and the age. The moment itself ends at at_s. Errors: an unknown moment.
struct LivedMoment {
  Scenario scenario;
  Arm arm;
  RunSettings settings;
};
Result<LivedMoment> lived_moment(const Content& content, const LifeScenario& scenario, const Trace& years, double t_s);

// How an episode (LifeScenario::episode_scenario) is lived in a week: the traits. Errors: an unknown moment.
Result<LivedMoment> lived_episode(const Content& content, const LifeScenario& scenario, const Trace& years, double t_s);

// The pattern that a life has come to in that week ("label.secure" is largest); nullptr in other traces.
const Style* pattern_at(const Content& content, const Trace& years, double t_s);

// The traits a person has in that week of a years trace, to live any moment with (RunSettings::traits).
TraitValues traits_at(const Trace& years, double t_s);

}  // namespace attune
