#include "sim/trace.h"

#include <algorithm>

#include "core/check.h"

namespace attune {

int find_column(const Trace& trace, std::string_view column) {
  for (std::size_t i = 0; i < trace.columns.size(); ++i)
    if (trace.columns[i] == column) return static_cast<int>(i);
  return -1;
}

int find_quantity(const Trace& trace, std::string_view id) {
  for (std::size_t i = 0; i < trace.columns.size(); ++i) {
    const std::string_view column = trace.columns[i];
    if (const auto dot = column.find('.'); dot != std::string_view::npos && column.substr(dot + 1) == id)
      return static_cast<int>(i);
  }
  return -1;
}

double value_at(const Trace& trace, int column, double t_s) {
  const std::size_t rows = trace.rows(), width = trace.columns.size();
  ATTUNE_CHECK(column >= 0 && static_cast<std::size_t>(column) < width && rows > 0);
  const auto value = [&](std::size_t row) { return trace.values[row * width + static_cast<std::size_t>(column)]; };
  const double place = t_s / trace.sample_s;
  if (!(place > 0)) return value(0);
  if (place >= static_cast<double>(rows - 1)) return value(rows - 1);
  const auto row = static_cast<std::size_t>(place);
  const double share = place - static_cast<double>(row);
  return share == 0 ? value(row) : value(row) + share * (value(row + 1) - value(row));
}

}  // namespace attune
