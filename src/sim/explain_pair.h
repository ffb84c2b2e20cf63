// "Why?" for what two people share: breath, heart and what brings them into step. The answers are those of explain.h.
//
// Curves (PairModel::curves), each of one person unless it says both:
//   pair.breath    pace of the breath, breaths/min, mean over the last synchrony_s: own_pace_hz() and the pull of the
//                  other; its terms add up
//   pair.HR        heart rate with its rhythms now, against its mean over synchrony_s before: the slow level, the swing
//                  with the breath and the slow wave; its terms add up
//   pair.swing     how far the heart swings with the breath: breath_swing(), each argument put back alone
//   pair.R         both: synchrony; the last minutes of the two breaths are lived again with each of what moves them put
//                  back alone (that no breath is quite even: to evenness)
//   pair.coupling  both: what brings them into step; pair.touch (both), pair.seen (both: A's distress as B notices it),
//                  pair.attune: their formulas, each argument put back alone
// Nothing in such a story happens but being together, so at its start everything is compared with the two before they
// met: rested, breathing as they do, nothing between them.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "model/content.h"
#include "sim/explain.h"
#include "sim/trace.h"

namespace attune {

// The run that is asked about: traces as simulate_pair() makes them.
struct PairRun {
  const PairScenario* scenario = nullptr;
  const PairArm* arm = nullptr;
  const Trace *a = nullptr, *b = nullptr, *link = nullptr;
};

// The curve of a column, "pair.breath", or of the column of one person, "pair.breath_a"; nullptr where there is none.
const PairCurve* find_pair_curve(const PairModel& model, std::string_view column);

// Value of a curve at a time; person 0 or 1, no matter where both share it. NaN for a curve that is not there.
double pair_value(const Content& content, const PairRun& run, int person, std::string_view column, double t_s);

// before_s 0 or below: before they met. Sources are columns of curves ("pair.coupling"), states ("S", "V", "shown") or
// words for a part of an equation ("pair.pull"). Errors (usage): no such curve.
Result<Why> explain_pair(const Content& content, const PairRun& run, int person, std::string_view column,
                         double before_s, double after_s);

// The column that goes on from a source of these terms: "pair.level" is "body.HR"; "" where nothing does.
std::string pair_source_column(std::string_view source);

}  // namespace attune
