#include "sim/life_bands.h"

#include <algorithm>

#include "core/text.h"
#include "sim/parameters.h"
#include "sim/slow.h"

namespace attune {

Result<EnsembleBands> life_bands(const SlowModel& model, const Life& life, const std::vector<std::string>& columns,
                                 std::uint32_t runs, std::uint64_t seed) {
  const auto parameters = list_parameters(model);
  if (!parameters) return parameters.errors();
  EnsembleBands bands;
  bands.runs = runs;
  bands.seed = seed;
  bands.columns = columns;
  std::vector<double> values;  // [column][row][run]
  for (std::uint32_t run = 0; run < runs; ++run) {
    SlowModel drawn = model;
    set_parameters(drawn, *parameters, draw_all(*parameters, seed, run));
    const Result<SlowProgramPtr> program = compile_slow(drawn);
    if (!program) return program.errors();
    const Result<Trace> lived = simulate_life(*program, life);
    if (!lived) return lived.errors();
    if (run == 0) {
      bands.sample_s = lived->sample_s;
      bands.rows = lived->rows();
      values.resize(columns.size() * bands.rows * runs);
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const int column = find_column(*lived, columns[i]);
      if (column < 0) return Error{sentence("run_no_column", {{"column", printable(columns[i])}}), "", sentence("choose_another")};
      for (std::size_t row = 0; row < bands.rows; ++row)
        values[(i * bands.rows + row) * runs + run] = lived->values[row * lived->columns.size() + static_cast<std::size_t>(column)];
    }
  }
  for (std::size_t i = 0; i < columns.size(); ++i)
    for (std::size_t row = 0; row < bands.rows; ++row) {
      Band band = band_of(&values[(i * bands.rows + row) * runs], runs);
      if (row > 0) {
        const Band& before = bands.bands.back();
        band.p05 = std::min(band.p05, before.p05);
        band.p95 = std::max(band.p95, before.p95);
      }
      bands.bands.push_back(band);
    }
  return bands;
}

}  // namespace attune
