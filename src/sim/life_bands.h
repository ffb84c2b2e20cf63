// How differently a life may go: the slow model lived many times, its assumed numbers drawn anew each time
// (sim/parameters.h), how readily a person changes and how much of the early template stays among them.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "model/slow.h"
#include "sim/ensemble.h"

namespace attune {

// Between 5 and 95 % of the runs in every week, and wherever that was before: what may come is never known better later,
// so a band does not narrow. p50 is the median of the week. Columns as simulate_life(). The answer depends on nothing but
// the question. Errors: those of list_parameters(), compile_slow() and simulate_life(); a column that is not there.
Result<EnsembleBands> life_bands(const SlowModel& model, const Life& life, const std::vector<std::string>& columns,
                                 std::uint32_t runs, std::uint64_t seed = 1);

}  // namespace attune
