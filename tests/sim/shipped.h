// The shipped content, compiled, for tests of the simulation.
#pragma once

#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "io/load_content.h"
#include "model/find.h"
#include "sim/simulate.h"

namespace attune::testing {

struct Shipped {
  Content content;
  ProgramPtr program;

  const Style& style(const std::string& id) const { return **find_style(content, id); }
  const Scenario& scenario(const std::string& id) const { return **find_scenario(content, id); }

  Trace run(const std::string& scenario_id, const std::string& arm_id, const std::string& style_id,
            const RunSettings& settings = {}) const {
    const Scenario& found = scenario(scenario_id);
    Result<Trace> trace = simulate(program, style(style_id), found, **find_arm(found, arm_id), settings);
    REQUIRE_MESSAGE(trace.has_value(), to_sentence(trace.error()));
    REQUIRE(trace->left_range == "");
    return *trace;
  }
};

inline Shipped load_shipped() {
  Shipped shipped;
  Result<Content> content = load_content(ATTUNE_ASSETS);
  if (!content)
    for (const Error& error : content.errors()) MESSAGE(to_sentence(error));
  REQUIRE(content.has_value());
  shipped.content = std::move(content).value();
  Result<ProgramPtr> program = compile_circuit(shipped.content.circuit);
  REQUIRE(program.has_value());
  shipped.program = *program;
  return shipped;
}

inline double value(const Trace& trace, const std::string& id, double t_s) {
  const int column = find_quantity(trace, id);
  REQUIRE_MESSAGE(column >= 0, id);
  return value_at(trace, column, t_s);
}

// Largest value at 0, 5, 10, ... s.
inline double largest(const Trace& trace, const std::string& id) {
  const int column = find_quantity(trace, id);
  REQUIRE_MESSAGE(column >= 0, id);
  double best = value_at(trace, column, 0);
  for (double t = 0; t <= trace.duration_s(); t += 5) best = std::max(best, value_at(trace, column, t));
  return best;
}

// Half a unit in the last printed digit.
inline double print_tolerance(const std::string& printed) {
  const auto point = printed.find('.');
  const double digits = point == std::string::npos ? 0 : static_cast<double>(printed.size() - point - 1);
  return 0.5 * std::pow(10.0, -digits) + 1e-9;
}

inline std::vector<std::string> read_lines(const std::string& path) {
  std::ifstream file(path);
  REQUIRE_MESSAGE(file.good(), path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);)
    if (!line.empty() && line[0] != '#') lines.push_back(line);
  return lines;
}

inline std::vector<std::string> split(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

inline std::vector<std::string> five_styles() { return {"secure", "anxious", "avoidant", "disorganized", "earned"}; }

}  // namespace attune::testing
