// "Why?" for stories of weeks and years: for what is learned, for the care that teaches it, for the pattern it becomes,
// and for the brain of the moments that are lived with it. The answers are those of explain.h.
//
// A trait follows its aim week by week, so its change is a sum over weeks: with k = 1 - exp(-speed/tau) and F_w the
// share of week w that is left at the end, y(end) - y(start) = sum F_w (aim_w - y(start)). Each argument of the
// target's formula has the part of that sum which falls away when it is put back alone to what it was just before
// (shares of a product need not add up); the rest is the pull of the early template, and what was under way already:
// where the trait was going before. In stories of families all of it is worked out on the means.
#pragma once

#include <string_view>

#include "core/result.h"
#include "model/content.h"
#include "sim/explain.h"
#include "sim/trace.h"
#include "sim/years.h"

namespace attune {

// The source of a term that only goes on with what was going on before.
inline constexpr std::string_view under_way = "under_way";

// The run that is asked about. `trace`: of with_shown_moment() or simulate_years(). peaks may be null.
struct YearsRun {
  const LifeScenario* scenario = nullptr;
  const LifeArm* arm = nullptr;
  const Style* style = nullptr;
  const Trace* trace = nullptr;
  const EpisodePeaks* peaks = nullptr;
};

// Columns that explain_years() can say something about: every column of such a trace but the age and "usual.".
bool has_years_equation(const Content& content, std::string_view column);

// before_s below 0: before the story. A history goes on from the care it had until then; a life that starts at birth
// has had no care yet, and its traits are compared with as much of their strongest argument as would keep the newborn
// value. Variables and sources of what is learned keep their prefix ("trait.trust", "slow.good", "signal.n",
// "template.trust", "environment.neglect"); those of the lived moments are ids as in explain(). Errors (usage): a
// column that the trace does not have or that has no equation.
Result<Why> explain_years(const Content& content, const YearsRun& run, std::string_view column, double before_s,
                          double after_s);

}  // namespace attune
