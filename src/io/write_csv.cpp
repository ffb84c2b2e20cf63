#include "io/write_csv.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "core/file.h"
#include "core/text.h"

namespace attune {

namespace {

constexpr double kMostNumbers = 100e6;
constexpr auto replace_bad_utf8 = nlohmann::json::error_handler_t::replace;

std::vector<int> shown_columns(const Trace& trace) {
  std::vector<int> columns;
  for (const char* group : {"region.", "chem.", "body.", "felt.", "trait.", "pair.", "slow.", "label.", "signal.",
                            "template.", "episode."})
    for (std::size_t i = 0; i < trace.columns.size(); ++i)
      if (trace.columns[i].starts_with(group)) columns.push_back(static_cast<int>(i));
  return columns;
}

double row_step(const Trace& trace, double sample_s) { return sample_s > 0 ? sample_s : trace.sample_s; }

// The last row may miss the end by rounding only.
double row_count(const Trace& trace, double sample_s) {
  return trace.rows() == 0 ? 0 : std::floor(trace.duration_s() / row_step(trace, sample_s) + 1e-9) + 1;
}

}  // namespace

std::string trace_to_csv(const Trace& trace, double sample_s) {
  const std::vector<int> columns = shown_columns(trace);
  const double step_s = row_step(trace, sample_s);
  std::string text = "time_s";
  for (const int column : columns) text += "," + trace.columns[static_cast<std::size_t>(column)];
  text += '\n';
  const auto rows = static_cast<std::size_t>(row_count(trace, sample_s));
  for (std::size_t row = 0; row < rows; ++row) {
    const double t_s = static_cast<double>(row) * step_s;
    text += to_text(std::round(t_s * 1e9) / 1e9);  // 0.3, not 0.30000000000000004
    for (const int column : columns) {
      text += ',';
      text += to_text(value_at(trace, column, t_s));
    }
    text += '\n';
  }
  return text;
}

std::string curves_to_csv(const std::vector<CsvCurve>& curves) {
  std::string text = "time_s";
  const Trace* clock = nullptr;
  double end_s = 0;
  std::vector<int> columns;
  for (const CsvCurve& curve : curves) {
    std::string title = curve.title;
    if (title.find_first_of(",\"\n\r") != std::string::npos) {
      for (std::size_t at = 0; (at = title.find('"', at)) != std::string::npos; at += 2) title.insert(at, 1, '"');
      title = "\"" + title + "\"";
    }
    text += "," + title;
    columns.push_back(curve.trace == nullptr || curve.trace->rows() == 0 ? -1 : find_column(*curve.trace, curve.column));
    if (columns.back() < 0) continue;
    if (clock == nullptr) clock = curve.trace;
    end_s = std::max(end_s, curve.trace->duration_s());
  }
  text += '\n';
  if (clock == nullptr) return text;
  const auto rows = static_cast<std::size_t>(std::floor(end_s / clock->sample_s + 1e-9)) + 1;
  for (std::size_t row = 0; row < rows; ++row) {
    const double t_s = static_cast<double>(row) * clock->sample_s;
    text += to_text(std::round(t_s * 1e9) / 1e9);
    for (std::size_t i = 0; i < curves.size(); ++i) {
      text += ',';
      if (columns[i] >= 0 && t_s <= curves[i].trace->duration_s() + 1e-9)
        text += to_text(value_at(*curves[i].trace, columns[i], t_s));
    }
    text += '\n';
  }
  return text;
}

std::string trace_to_json(const Trace& trace, const TraceOrigin& origin, double sample_s) {
  const std::vector<int> columns = shown_columns(trace);
  const double step_s = row_step(trace, sample_s);
  std::string text = "{\n \"schema_version\": 1";
  const std::pair<const char*, const std::string*> words[] = {
      {"scenario", &origin.scenario}, {"kind", &origin.kind}, {"arm", &origin.arm}, {"style", &origin.style}};
  for (const auto& [key, value] : words)
    text += ",\n \"" + std::string(key) + "\": " + nlohmann::json(*value).dump(-1, ' ', false, replace_bad_utf8);
  text += ",\n \"sample_s\": " + to_text(step_s) + ",\n \"columns\": [\"time_s\"";
  for (const int column : columns)
    text += ", " + nlohmann::json(trace.columns[static_cast<std::size_t>(column)]).dump(-1, ' ', false, replace_bad_utf8);
  text += "],\n \"rows\": [";
  const auto rows = static_cast<std::size_t>(row_count(trace, sample_s));
  for (std::size_t row = 0; row < rows; ++row) {
    const double t_s = static_cast<double>(row) * step_s;
    text += row == 0 ? "\n  [" : ",\n  [";
    text += to_text(std::round(t_s * 1e9) / 1e9);
    for (const int column : columns) {
      text += ", ";
      text += to_text(value_at(trace, column, t_s));
    }
    text += "]";
  }
  return text += "\n ]\n}\n";
}

namespace {

template <class MakeText>
Status write_table(const std::filesystem::path& path, const Trace& trace, double sample_s, MakeText make_text) {
  const double numbers = row_count(trace, sample_s) * static_cast<double>(trace.columns.size() + 1);
  if (!(numbers <= kMostNumbers))
    return Error{sentence("table_too_large", {{"millions", to_text(numbers / 1e6, 0)}}),
                 printable(path.string(), 300), sentence("larger_sample"), ExitCode::usage};
  try {
    return write_file(path, make_text());
  } catch (const std::bad_alloc&) {
    return Error{sentence("no_memory_table"), printable(path.string(), 300),
                 sentence("larger_sample"), ExitCode::out_of_memory};
  }
}

}  // namespace

Status write_trace_csv(const std::filesystem::path& path, const Trace& trace, double sample_s) {
  return write_table(path, trace, sample_s, [&] { return trace_to_csv(trace, sample_s); });
}

Status write_curves_csv(const std::filesystem::path& path, const std::vector<CsvCurve>& curves) {
  double rows = 0;
  for (const CsvCurve& curve : curves)
    if (curve.trace != nullptr) rows = std::max(rows, static_cast<double>(curve.trace->rows()));
  if (!(rows * static_cast<double>(curves.size() + 1) <= kMostNumbers))
    return Error{sentence("curves_too_large"), printable(path.string(), 300),
                 sentence("fewer_curves"), ExitCode::usage};
  try {
    return write_file(path, curves_to_csv(curves));
  } catch (const std::bad_alloc&) {
    return Error{sentence("no_memory_table"), printable(path.string(), 300), sentence("close_others"),
                 ExitCode::out_of_memory};
  }
}

Status write_trace_json(const std::filesystem::path& path, const Trace& trace, const TraceOrigin& origin,
                        double sample_s) {
  return write_table(path, trace, sample_s, [&] { return trace_to_json(trace, origin, sample_s); });
}

}  // namespace attune
