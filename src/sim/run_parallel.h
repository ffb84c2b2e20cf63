// What every kind of ensemble does the same way. Private to sim.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <new>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "sim/ensemble.h"

namespace attune {

inline constexpr std::uint32_t most_runs = 1000000;
inline constexpr int most_threads = 256;
inline constexpr double most_bands = 64.0 * 1024 * 1024;  // 1.5 GiB of quantiles

// Calls work(i) for every i below count, each once, on several threads. False when memory ran out.
template <class Work>
bool run_parallel(int threads, std::size_t count, const Work& work) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> has_memory{true};
  const auto take_turns = [&] {
    try {
      for (std::size_t i = next++; i < count && has_memory; i = next++) work(i);
    } catch (const std::bad_alloc&) {
      has_memory = false;
    }
  };
  std::vector<std::thread> others;
  try {
    const std::size_t wanted = std::min(static_cast<std::size_t>(threads), count);
    for (std::size_t i = 1; i < wanted; ++i) others.emplace_back(take_turns);
  } catch (const std::system_error&) {
    // Fewer threads than asked for: slower, the same result.
  }
  take_turns();
  for (std::thread& thread : others) thread.join();
  return has_memory;
}

inline Error out_of_memory() {
  return Error{sentence("no_memory_ensemble"), "", sentence("fewer_at_once"),
               ExitCode::out_of_memory};
}

inline Status check_request(const EnsembleRequest& request) {
  const auto wrong = [](Sentence what, Sentence hint) {
    return Error{std::move(what), "ensemble", std::move(hint), ExitCode::usage};
  };
  if (request.runs < 1 || request.runs > most_runs)
    return wrong(sentence("run_count_out", {{"found", std::to_string(request.runs)}}), sentence("correct_it"));
  if (request.first_run >= request.runs || request.run_count > request.runs - request.first_run)
    return wrong(sentence("runs_asked_not_part"), sentence("ask_fewer"));
  if (request.threads < 1 || request.threads > most_threads)
    return wrong(sentence("thread_count_out", {{"found", std::to_string(request.threads)}}), sentence("correct_it"));
  return Done{};
}

// The bands of a whole ensemble. run_blocks(take) hands over its values, some columns at a time.
template <class RunBlocks>
Result<EnsembleBands> collect_bands(const EnsembleRequest& request, const RunBlocks& run_blocks) {
  EnsembleBands bands;
  bands.runs = request.runs;
  bands.seed = request.seed;
  const Status status = run_blocks([&](const EnsembleValues& block) {
    bands.sample_s = block.sample_s;
    bands.rows = block.rows;
    append_bands(bands, block, request.threads);
    return Status(Done{});
  });
  if (!status) return status.errors();
  return bands;
}

}  // namespace attune
