// Ensembles of the scenarios that are not one circuit in one moment: years, and two people.
//
// Every run has its own numbers in the circuit, in slow.json and in pair.json, all drawn as sim/parameters.h says; it
// is compiled and simulated whole, by plain code. Run i depends on the seed and on i alone, as in sim/ensemble.h.
#pragma once

#include <functional>

#include "model/content.h"
#include "sim/ensemble.h"

namespace attune {

// One whole run. Called from several threads at once.
using StoryRun = std::function<Result<Trace>(std::uint64_t run)>;

struct StoryEnsemble {
  StoryRun run;
  Trace plain;                // with the values used: its columns and rows are those of every run
  std::uint64_t content = 0;  // changes whenever anything changes that the numbers depend on
};

// Any run: live(content) makes the trace of a content whose circuit, slow and pair have the numbers of one run; its
// styles and scenarios are those given, and nothing else is there. Errors: those of list_parameters() and of live.
using LiveStory = std::function<Result<Trace>(const Content&)>;
Result<StoryEnsemble> ensemble_of(const Content& content, std::uint64_t seed, const LiveStory& live);

// Years: rows of a week, columns as simulate_years(), with_brain: as with_shown_moment(). Errors: those of
// list_parameters() and of these two.
Result<StoryEnsemble> years_ensemble(const Content& content, const LifeScenario& scenario, const LifeArm& arm,
                                     const Style& style, std::uint64_t seed, bool with_brain = false);

// Two people: columns as join_pair(). sample_s: a multiple of the scenario's step. Errors: those of list_parameters(),
// pair_circuit() and simulate_pair().
Result<StoryEnsemble> pair_ensemble(const Content& content, const PairScenario& scenario, const PairArm& arm,
                                    const Style& style_a, const Style& style_b, std::uint64_t seed, double sample_s);

// As run_ensemble_blocks() and run_ensemble(); request.columns empty = all columns. settings, memory beyond one column,
// and vector_length do not matter. Errors: the first failing run by number; a column that is not there; too many runs
// or samples.
Status run_story_blocks(const StoryEnsemble& story, const EnsembleRequest& request,
                        const std::function<Status(const EnsembleValues&)>& take);
Result<EnsembleBands> run_story_ensemble(const StoryEnsemble& story, const EnsembleRequest& request);

// What is counted, for the runs asked for, as direction_effects() (sim/ensemble.h); of two people: their connections and
// regions have "_a" and "_b" behind them.
Result<EnsembleValues> pair_effects(const Content& content, const PairScenario& scenario, const PairArm& arm,
                                    const Style& style_a, const Style& style_b, const std::vector<int>& people,
                                    const EnsembleRequest& request, const std::vector<std::string>& only,
                                    const std::atomic<bool>* stop = nullptr);

// As direction_agreement() (sim/ensemble.h) for one of two people, 0 or 1: in this person's brain alone the connection
// has weight 0 from t = 0 on, and whatever follows from that, through the other person too, counts. The brains take
// steps of a second here; breath keeps its own.
Result<std::vector<DirectionAgreement>> pair_agreement(const Content& content, const PairScenario& scenario,
                                                       const PairArm& arm, const Style& style_a, const Style& style_b,
                                                       int person, const EnsembleRequest& request,
                                                       const std::vector<std::string>& only,
                                                       const std::atomic<bool>* stop = nullptr);

// request.columns, or those that stand for an empty list.
std::vector<std::string> story_columns(const StoryEnsemble& story, const EnsembleRequest& request);

}  // namespace attune
