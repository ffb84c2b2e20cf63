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
#include "model/find.h"
#include "sim/pair.h"
#include "sim/simulate.h"
#include "sim/years.h"

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

// A line for one run.
inline std::string hash_line(const std::string& scenario, const std::string& arm, const std::string& style,
                             const Result<Trace>& trace) {
  return scenario + " " + to_slug(arm) + " " + style + " " +
         (trace ? format("%zu %016llx", trace->rows(), static_cast<unsigned long long>(hash_trace(*trace)))
                : to_sentence(trace.error()));
}

// Every scenario of every kind. To keep this a matter of seconds at -O0 too, runs of days stop after four days, two
// people after five minutes; episodes are lived at the beginning and the end only; studies have 30 families; and where
// the style changes nothing there is one line.
// every: only the first of so many, and so on (slow programs).
inline std::vector<std::string> list_trace_hashes(const Content& content, const ProgramPtr& program, int every = 1) {
  std::vector<std::string> lines;
  int index = 0;
  const auto is_due = [&] { return index++ % every == 0; };
  for (Scenario scenario : content.scenarios) {
    if (kind_of(scenario) == ScenarioKind::days) scenario.duration_s = 4 * 86400;
    for (const Arm& arm : scenario.arms)
      for (const Style& style : content.styles)
        if (is_due()) lines.push_back(hash_line(scenario.id, arm.id, style.id, simulate(program, style, scenario, arm)));
  }
  for (LifeScenario scenario : content.slow.scenarios) {
    scenario.episode_weeks *= 19;
    scenario.study.families = 30;
    for (const LifeArm& arm : scenario.arms)
      for (const Style& style : content.styles)
        if ((scenario.start != LifeStart::birth || &style == content.styles.data()) && is_due())
          lines.push_back(
              hash_line(scenario.id, arm.id, style.id, simulate_years(program, content, scenario, arm, style)));
  }
  const Result<Circuit> circuit = pair_circuit(content.circuit);
  const Result<ProgramPtr> pair = circuit ? compile_circuit(*circuit) : Result<ProgramPtr>(circuit.errors());
  for (PairScenario scenario : content.pair.scenarios) {
    scenario.duration_s = 300;
    const Result<const Style*> a = find_style(content, scenario.style_a);
    for (const PairArm& arm : scenario.arms)
      for (const Style& style : content.styles) {
        if (!pair || !a) return lines;
        if (!is_due()) continue;
        const Result<PairTrace> run = simulate_pair(*pair, content.pair, scenario, arm, **a, style);
        lines.push_back(hash_line(scenario.id, arm.id, style.id,
                                  run ? Result<Trace>(join_pair(*run)) : Result<Trace>(run.errors())));
      }
  }
  return lines;
}

}  // namespace attune::testing
