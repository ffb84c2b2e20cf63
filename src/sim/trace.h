// A finished run: every recorded variable at every sample, as one flat array. Playing, scrubbing, plotting and
// exporting are reads of it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

struct Trace {
  double sample_s = 1;               // time between rows; row i is the state AT i * sample_s (before that step)
  std::vector<std::string> columns;  // "region.AMY", "chem.CORT", "body.HR", "felt.D", "trait.trust", "input.pain"
  std::vector<double> values;        // row-major, rows() x columns.size()
  // Set when the run stopped early because a variable left its range (everything before it is kept).
  std::string left_range;  // column id, "" when all is well
  double left_range_s = 0;

  std::size_t rows() const { return columns.empty() ? 0 : values.size() / columns.size(); }
  double duration_s() const { return rows() < 2 ? 0 : static_cast<double>(rows() - 1) * sample_s; }
};

// Index of a column ("region.AMY") or -1.
int find_column(const Trace& trace, std::string_view column);

// Index of the column of a circuit id ("AMY", "sens", "sup", "mat": regions, chemicals, states, traits, inputs, derived
// quantities, gates and read-outs share one set of names) or -1.
int find_quantity(const Trace& trace, std::string_view id);

// Value of a column at time t, linear between samples, clamped to the run. column must be valid.
double value_at(const Trace& trace, int column, double t_s);

}  // namespace attune
