// One line per scenario, arm and style: "tsst alone secure 7801 0123456789abcdef". The hash covers the bits of every
// recorded value and the names of the columns.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "core/hash.h"
#include "core/text.h"
#include "model/content.h"
#include "sim/simulate.h"

namespace attune::testing {

inline std::uint64_t hash_trace(const Trace& trace) {
  std::uint64_t hash = hash_bytes("");
  for (const std::string& column : trace.columns) hash = hash_bytes(column, hash);
  for (const double value : trace.values) {
    auto bits = std::bit_cast<std::uint64_t>(value);
    for (int i = 0; i < 8; ++i, bits >>= 8) hash = (hash ^ (bits & 0xFF)) * 0x100000001b3ULL;
  }
  return hash;
}

inline std::vector<std::string> list_trace_hashes(const Content& content, const ProgramPtr& program) {
  std::vector<std::string> lines;
  for (const Scenario& scenario : content.scenarios)
    for (const Arm& arm : scenario.arms)
      for (const Style& style : content.styles) {
        const std::string run = scenario.id + " " + to_slug(arm.id) + " " + style.id + " ";
        const Result<Trace> trace = simulate(program, style, scenario, arm);
        lines.push_back(
            run + (trace ? format("%zu %016llx", trace->rows(), static_cast<unsigned long long>(hash_trace(*trace)))
                         : to_sentence(trace.error())));
      }
  return lines;
}

}  // namespace attune::testing
