// Many runs of one scenario, each with its own values of the numbers that are only approximately known: what stays the
// same in all of them is what the model says; what does not is what it only assumed.
//
// Run i depends on the seed and on i alone: not on how many runs there are, on threads, on how many run side by side,
// or on which process does it. Every run settles with its own numbers first. Ranges and draws: sim/parameters.h.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/result.h"
#include "sim/simulate.h"

namespace attune {

struct EnsembleRequest {
  std::uint32_t runs = 100;  // 1 .. 1,000,000
  std::uint64_t seed = 1;
  std::uint32_t first_run = 0;                  // a shard: only run_count runs from here
  std::uint32_t run_count = 0;                  // 0 = all from first_run on
  std::vector<std::string> columns;             // of a trace, "region.AMY"; empty = region., chem., body. and felt.
  RunSettings settings;                         // sample_s is the time between samples of the bands
  int threads = 1;                              // 1 .. 256
  std::size_t memory = std::size_t{512} << 20;  // bytes of samples held at once; more means several passes
  int vector_length = 0;                        // 0 = the longest of this processor; 1, 2, 4, 8 for tests. Same bits.
};

// What every run had at every sample, for some columns.
struct EnsembleValues {
  double sample_s = 1;
  std::size_t rows = 0, runs = 0;
  std::vector<std::string> columns;
  std::vector<double> values;  // [column][row][run]

  double at(std::size_t column, std::size_t row, std::size_t run) const {
    return values[(column * rows + row) * runs + run];
  }
};

// Quantiles over the runs: sorted values x_0 .. x_(n-1), h = (n - 1) p, x_floor(h) + (h - floor(h)) (x_(floor(h)+1) -
// x_floor(h)), the definition 7 of Hyndman & Fan (1996), as in R and NumPy. Reorders `values`.
struct Band {
  double p05 = 0, p50 = 0, p95 = 0;
};
Band band_of(double* values, std::size_t count);

struct EnsembleBands {
  double sample_s = 1;
  std::size_t rows = 0;
  std::uint32_t runs = 0;
  std::uint64_t seed = 0;
  std::vector<std::string> columns;
  std::vector<Band> bands;  // [column][row]

  const Band& at(std::size_t column, std::size_t row) const { return bands[column * rows + row]; }
};

// All of these need a program of compile_ensemble(). Errors: those of simulate(); a column that is not recorded; a run
// that leaves its range (the first by number), looked at when settled and at every sample; too many runs or samples.

// request.columns, or those that stand for an empty list.
Result<std::vector<std::string>> list_ensemble_columns(const ProgramPtr& program, const EnsembleRequest& request);

// The bands of a whole ensemble (run_count 0).
Result<EnsembleBands> run_ensemble(const ProgramPtr& program, const Style& style, const Scenario& scenario,
                                   const Arm& arm, const EnsembleRequest& request);

// The exact values, in blocks of whole columns that fit into request.memory, in the order of the columns. Stops at
// the first error that `take` returns.
Status run_ensemble_blocks(const ProgramPtr& program, const Style& style, const Scenario& scenario, const Arm& arm,
                           const EnsembleRequest& request, const std::function<Status(const EnsembleValues&)>& take);

// Adds the bands of one block of columns.
void append_bands(EnsembleBands& bands, const EnsembleValues& block, int threads);

// Runs of shard `shard` (from 1) of `shards`: first and count. Contiguous, every run in exactly one shard.
struct ShardRuns {
  std::uint32_t first = 0, count = 0;
};
ShardRuns runs_of_shard(std::uint32_t runs, std::uint32_t shard, std::uint32_t shards);

// What one connection does to its target in this scenario, and how many runs agree on the direction.
//
// effect = mean over the scenario of the target's activity with the connection minus the same without it. Both start
// from the same settled rest; "without" has weight 0 from t = 0 on, and whatever follows from that through all loops
// counts. direction is the sign of the effect with the values used; agree counts the runs whose effect has that sign.
// An effect within +-1e-9 has direction 0: the connection does nothing here, and agree counts such runs.
struct DirectionAgreement {
  std::string connection, from, to;  // ids
  double effect = 0;                 // change of activity, 0-1
  int direction = 0;                 // +1 raises, -1 lowers, 0 neither
  std::uint32_t agree = 0, runs = 0;
};

inline int direction_of(double effect) {
  constexpr double no_effect = 1e-9;
  return effect > no_effect ? 1 : effect < -no_effect ? -1 : 0;
}

// One entry per connection, in circuit order; of those in `only`, if it names any. Costs (connections + 1) runs of the
// scenario per run of the ensemble. columns, run_count, sample_s and memory of the request do not matter. Ends with an
// error (interrupted) soon after `stop` becomes true.
Result<std::vector<DirectionAgreement>> direction_agreement(const ProgramPtr& program, const Circuit& circuit,
                                                            const Style& style, const Scenario& scenario,
                                                            const Arm& arm, const EnsembleRequest& request,
                                                            const std::vector<std::string>& only = {},
                                                            const std::atomic<bool>* stop = nullptr);

// What is counted, of the runs asked for, so that parts of a large count can be joined: a column for each connection
// (direction_column), in row 0 the effect in each run, in row 1, the same for every run, that with the values used.
inline constexpr const char* kDirectionColumn = "direction.";
std::string direction_column(const std::string& connection, const std::string& from, const std::string& to);
Result<EnsembleValues> direction_effects(const ProgramPtr& program, const Circuit& circuit, const Style& style,
                                         const Scenario& scenario, const Arm& arm, const EnsembleRequest& request,
                                         const std::vector<std::string>& only = {},
                                         const std::atomic<bool>* stop = nullptr);
std::vector<DirectionAgreement> count_directions(const EnsembleValues& effects);  // has two rows

// In how many runs the largest value of a column is lower in `a` than in `b`: the same runs (same seed, same columns,
// same first_run) of two ensembles, such as two styles.
std::uint32_t count_lower_peaks(const EnsembleValues& a, const EnsembleValues& b, std::size_t column);

// Changes whenever anything changes that the numbers depend on: circuit, ranges, style, scenario, arm, settings.
std::uint64_t hash_content(const ProgramPtr& program, const Style& style, const Scenario& scenario, const Arm& arm,
                           const RunSettings& settings);

}  // namespace attune
