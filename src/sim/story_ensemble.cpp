#include "sim/story_ensemble.h"

#include <algorithm>
#include <bit>
#include <memory>
#include <mutex>
#include <optional>

#include "core/hash.h"
#include "core/text.h"
#include "sim/pair.h"
#include "sim/parameters.h"
#include "sim/run_parallel.h"
#include "sim/years.h"

namespace attune {

namespace {

struct Varied {
  Content content;  // without what no run looks at
  std::vector<Parameter> circuit, slow, pair;
};

// The content with the numbers of one run.
Content draw_content(const Varied& varied, std::uint64_t seed, std::uint64_t run) {
  Content content = varied.content;
  set_parameters(content.circuit, varied.circuit, draw_all(varied.circuit, seed, run));
  set_parameters(content.slow, varied.slow, draw_all(varied.slow, seed, run));
  set_parameters(content.pair, varied.pair, draw_all(varied.pair, seed, run));
  return content;
}

Result<std::shared_ptr<const Varied>> make_varied(const Content& content) {
  auto varied = std::make_shared<Varied>();
  Content& copy = varied->content;
  copy.circuit = content.circuit;
  copy.styles = content.styles;
  copy.scenarios = content.scenarios;
  copy.slow = content.slow;
  copy.pair = content.pair;
  auto circuit = list_parameters(copy.circuit);
  if (!circuit) return circuit.errors();
  auto slow = list_parameters(copy.slow);
  if (!slow) return slow.errors();
  auto pair = list_parameters(copy.pair);
  if (!pair) return pair.errors();
  varied->circuit = std::move(*circuit);
  varied->slow = std::move(*slow);
  varied->pair = std::move(*pair);
  return std::shared_ptr<const Varied>(std::move(varied));
}

// What the numbers of a story depend on shows in its plain run and in the ranges.
std::uint64_t hash_story(const Varied& varied, const Trace& plain) {
  std::uint64_t hash = mix_bits(std::bit_cast<std::uint64_t>(plain.sample_s));
  for (const std::string& column : plain.columns) hash = mix_bits(hash ^ hash_bytes(column));
  for (const double value : plain.values) hash = mix_bits(hash ^ std::bit_cast<std::uint64_t>(value));
  for (const auto* parameters : {&varied.circuit, &varied.slow, &varied.pair})
    for (const Parameter& parameter : *parameters) {
      hash = mix_bits(hash ^ hash_bytes(parameter.id));
      for (const double value : {parameter.low, parameter.value, parameter.high, parameter.factor})
        hash = mix_bits(hash ^ std::bit_cast<std::uint64_t>(value));
    }
  return hash;
}

std::vector<Error> in_run(std::vector<Error> errors, std::uint64_t run) {
  for (Error& error : errors)
    error.where = "run " + std::to_string(run + 1) + (error.where.empty() ? "" : ", ") + error.where;
  return errors;
}

// live(content): the trace of the story with this content.
template <class Live>
Result<StoryEnsemble> make_ensemble(const Content& content, std::uint64_t seed, const Live& live) {
  const auto varied = make_varied(content);
  if (!varied) return varied.errors();
  Result<Trace> plain = live((*varied)->content);
  if (!plain) return plain.errors();
  StoryEnsemble story;
  story.content = hash_story(**varied, *plain);
  story.plain = std::move(*plain);
  story.run = [varied = *varied, seed, live](std::uint64_t run) { return live(draw_content(*varied, seed, run)); };
  return story;
}

}  // namespace

Result<StoryEnsemble> ensemble_of(const Content& content, std::uint64_t seed, const LiveStory& live) {
  return make_ensemble(content, seed, live);
}

Result<StoryEnsemble> years_ensemble(const Content& content, const LifeScenario& scenario, const LifeArm& arm,
                                     const Style& style, std::uint64_t seed, bool with_brain) {
  return make_ensemble(content, seed, [scenario, arm, style, with_brain](const Content& with) -> Result<Trace> {
    const auto program = compile_circuit(with.circuit);
    if (!program) return program.errors();
    Result<Trace> years = simulate_years(*program, with, scenario, arm, style);
    return years && with_brain ? with_shown_moment(*program, with, scenario, style, std::move(*years))
                               : std::move(years);
  });
}

Result<StoryEnsemble> pair_ensemble(const Content& content, const PairScenario& scenario, const PairArm& arm,
                                    const Style& style_a, const Style& style_b, std::uint64_t seed, double sample_s) {
  return make_ensemble(content, seed, [=](const Content& with) -> Result<Trace> {
    const auto circuit = pair_circuit(with.circuit);
    if (!circuit) return circuit.errors();
    const auto program = compile_circuit(*circuit);
    if (!program) return program.errors();
    const auto pair = simulate_pair(*program, with.pair, scenario, arm, style_a, style_b, sample_s);
    if (!pair) return pair.errors();
    return join_pair(*pair);
  });
}

Result<EnsembleValues> pair_effects(const Content& content, const PairScenario& scenario, const PairArm& arm,
                                    const Style& style_a, const Style& style_b, const std::vector<int>& people,
                                    const EnsembleRequest& request, const std::vector<std::string>& only,
                                    const std::atomic<bool>* stop) {
  if (const Status status = check_request(request); !status) return status.errors();
  const auto varied = make_varied(content);
  if (!varied) return varied.errors();
  PairScenario coarse = scenario;
  while (coarse.step_s * 2 <= 1) coarse.step_s *= 2, coarse.breath_steps *= 2;
  std::vector<std::string> connections;
  EnsembleValues result;
  result.rows = 2;
  result.runs = request.run_count == 0 ? request.runs - request.first_run : request.run_count;
  for (const int person : people)
    for (const Connection& connection : content.circuit.connections) {
      if (!only.empty() && std::find(only.begin(), only.end(), connection.id) == only.end()) continue;
      if (person == people.front()) connections.push_back(connection.id);
      const std::string who = people.size() < 2 ? "" : person == 0 ? "_a" : "_b";
      result.columns.push_back(direction_column(connection.id + who, connection.from + who, connection.to + who));
    }
  // For both people, one after the other.
  const auto effects_of = [&](const Content& with) -> Result<std::vector<double>> {
    const auto circuit = pair_circuit(with.circuit);
    if (!circuit) return circuit.errors();
    const auto program = compile_ensemble(*circuit);
    if (!program) return program.errors();
    std::vector<double> all;
    for (const int person : people) {
      const auto effects =
          connection_effects(*program, *circuit, with.pair, coarse, arm, style_a, style_b, person, connections, stop);
      if (!effects) return effects.errors();
      all.insert(all.end(), effects->begin(), effects->end());
    }
    return all;
  };
  try {
    // The last "run" is the one with the values used.
    std::vector<std::vector<double>> effects(result.runs + 1);
    std::mutex guard;
    std::optional<std::pair<std::uint64_t, std::vector<Error>>> failed;  // the first by number
    const bool has_memory = run_parallel(request.threads, effects.size(), [&](std::size_t index) {
      if (stop != nullptr && *stop) return;
      const std::uint64_t run = request.first_run + index;
      auto found =
          effects_of(index == result.runs ? (*varied)->content : draw_content(**varied, request.seed, run));
      if (found) {
        effects[index] = std::move(*found);
        return;
      }
      const std::lock_guard lock(guard);
      if (!failed || run < failed->first) failed = {run, in_run(found.errors(), run)};
    });
    if (stop != nullptr && *stop) return Error{"stopped", "", "", ExitCode::interrupted};
    if (!has_memory) return out_of_memory();
    if (failed) return failed->second;
    for (std::size_t k = 0; k < result.columns.size(); ++k) {
      for (std::size_t run = 0; run < result.runs; ++run) result.values.push_back(effects[run][k]);
      result.values.insert(result.values.end(), result.runs, effects.back()[k]);
    }
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  }
  return result;
}

Result<std::vector<DirectionAgreement>> pair_agreement(const Content& content, const PairScenario& scenario,
                                                       const PairArm& arm, const Style& style_a, const Style& style_b,
                                                       int person, const EnsembleRequest& request,
                                                       const std::vector<std::string>& only,
                                                       const std::atomic<bool>* stop) {
  EnsembleRequest whole = request;
  whole.first_run = whole.run_count = 0;
  const auto effects = pair_effects(content, scenario, arm, style_a, style_b, {person}, whole, only, stop);
  if (!effects) return effects.errors();
  return count_directions(*effects);
}

std::vector<std::string> story_columns(const StoryEnsemble& story, const EnsembleRequest& request) {
  return request.columns.empty() ? story.plain.columns : request.columns;
}

Status run_story_blocks(const StoryEnsemble& story, const EnsembleRequest& request,
                        const std::function<Status(const EnsembleValues&)>& take) {
  if (const Status status = check_request(request); !status) return status.errors();
  const Trace& plain = story.plain;
  EnsembleValues block;
  block.sample_s = plain.sample_s;
  block.rows = plain.rows();
  block.runs = request.run_count == 0 ? request.runs - request.first_run : request.run_count;
  const std::vector<std::string> columns = story_columns(story, request);
  std::vector<std::size_t> places;
  for (const std::string& column : columns) {
    const int place = find_column(plain, column);
    if (place < 0)
      return Error{sentence("story_no_column", {{"column", printable(column)}}), "ensemble",
                   sentence("nearest_is", {{"word", nearest_word(column, plain.columns)}}), ExitCode::usage};
    places.push_back(static_cast<std::size_t>(place));
  }
  const double column_bytes = static_cast<double>(block.rows) * static_cast<double>(block.runs) * sizeof(double);
  if (column_bytes > static_cast<double>(request.memory) ||
      static_cast<double>(block.rows) * static_cast<double>(columns.size()) > most_bands)
    return Error{sentence("bands_memory", {{"samples", std::to_string(block.rows)}, {"runs", std::to_string(block.runs)}}),
                 "ensemble", sentence("less_often"), ExitCode::usage};
  const auto block_columns = static_cast<std::size_t>(
      std::min(static_cast<double>(columns.size()), static_cast<double>(request.memory) / column_bytes));
  try {
    for (std::size_t first = 0; first < columns.size(); first += block_columns) {
      const std::size_t last = std::min(columns.size(), first + block_columns);
      block.columns.assign(columns.begin() + static_cast<std::ptrdiff_t>(first),
                           columns.begin() + static_cast<std::ptrdiff_t>(last));
      block.values.resize(block.columns.size() * block.rows * block.runs);
      std::mutex guard;
      std::optional<std::pair<std::uint64_t, std::vector<Error>>> failed;  // the first by number
      const bool has_memory = run_parallel(request.threads, block.runs, [&](std::size_t index) {
        const std::uint64_t run = request.first_run + index;
        const Result<Trace> trace = story.run(run);
        std::vector<Error> errors;
        if (!trace)
          errors = trace.errors();
        else if (trace->columns != plain.columns || trace->rows() != block.rows)
          errors = {Error{sentence("run_ended_early"), "", sentence("narrow_uncertainty"), ExitCode::left_range}};
        if (!errors.empty()) {
          const std::lock_guard lock(guard);
          if (!failed || run < failed->first) failed = {run, in_run(std::move(errors), run)};
          return;
        }
        for (std::size_t column = first; column < last; ++column)
          for (std::size_t row = 0; row < block.rows; ++row)
            block.values[((column - first) * block.rows + row) * block.runs + index] =
                trace->values[row * plain.columns.size() + places[column]];
      });
      if (!has_memory) return out_of_memory();
      if (failed) return failed->second;
      if (const Status taken = take(block); !taken) return taken.errors();
    }
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  }
  return Done{};
}

Result<EnsembleBands> run_story_ensemble(const StoryEnsemble& story, const EnsembleRequest& request) {
  return collect_bands(request, [&](const auto& take) { return run_story_blocks(story, request, take); });
}

}  // namespace attune
