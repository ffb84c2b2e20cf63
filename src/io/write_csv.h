// A run as a table.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "sim/trace.h"

namespace attune {

// First column time_s, then the columns of the trace that begin with region., chem., body., felt., trait., pair., slow.,
// label., signal., template. and episode., in this order of groups and the trace's order inside each. One row every sample_s seconds from 0 to the end of the run
// (sample_s <= 0: every row of the trace), linear between the trace's rows. Numbers are the shortest text that reads
// back to the same double, with '.' whatever the locale; lines end in '\n'.
std::string trace_to_csv(const Trace& trace, double sample_s = 1);

// Errors: output_failed; usage when the table would have more than 100 million numbers.
Status write_trace_csv(const std::filesystem::path& path, const Trace& trace, double sample_s = 1);

// One curve of a table of chosen curves. A null trace, or one without the column, gives an empty column.
struct CsvCurve {
  std::string title;  // head of its column, with its unit
  const Trace* trace = nullptr;
  std::string column;  // of the trace
};

// First column time_s, then the curves in their order, one row per sample of the first trace there is; empty fields
// where a curve has ended. Titles with commas or quotes are quoted (RFC 4180); numbers and line ends as trace_to_csv.
std::string curves_to_csv(const std::vector<CsvCurve>& curves);
// Errors: as write_trace_csv.
Status write_curves_csv(const std::filesystem::path& path, const std::vector<CsvCurve>& curves);

// What was run, for the head of a JSON table.
struct TraceOrigin {
  std::string scenario, kind, arm, style;
};

// The same table as an object: schema_version, scenario, kind, arm, style, sample_s, columns (the first is time_s) and
// rows, a list of lists.
std::string trace_to_json(const Trace& trace, const TraceOrigin& origin, double sample_s = 0);

// Errors: as write_trace_csv.
Status write_trace_json(const std::filesystem::path& path, const Trace& trace, const TraceOrigin& origin,
                        double sample_s = 0);

}  // namespace attune
