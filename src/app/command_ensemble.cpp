#include <algorithm>
#include <cstdio>
#include <optional>
#include <thread>

#include "app/commands.h"
#include "core/text.h"
#include "io/ensemble_files.h"
#include "io/load_content.h"
#include "model/find.h"

namespace attune {

namespace {
constexpr double default_sample_s = 10;

int thread_count(int asked) {
  return asked > 0 ? asked : static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 64u));
}

struct Shard {
  std::uint32_t shard = 1, shards = 1;
};

// "3/4"
Result<Shard> parse_shard(const std::string& text, std::uint32_t runs) {
  const std::size_t slash = text.find('/');
  if (slash != std::string::npos) {
    const auto shard = parse_number(text.substr(0, slash)), shards = parse_number(text.substr(slash + 1));
    const auto whole = [](double x) { return x >= 1 && x <= 1e6 && x == static_cast<double>(static_cast<std::uint32_t>(x)); };
    if (shard && shards && whole(*shard) && whole(*shards) && *shard <= *shards) {
      if (*shards > runs)
        return Error{"there are more shards (" + to_text(*shards) + ") than runs (" + std::to_string(runs) + ")", "--shard",
                     "use fewer shards", ExitCode::usage};
      return Shard{static_cast<std::uint32_t>(*shard), static_cast<std::uint32_t>(*shards)};
    }
  }
  return Error{"\"" + printable(text) + "\" is not a shard", "--shard", "write I/N with I from 1 to N, such as 3/8", ExitCode::usage};
}

void print_agreement(const std::vector<DirectionAgreement>& agreement) {
  std::size_t all = 0, most = 0;
  for (const DirectionAgreement& entry : agreement) {
    all += entry.agree == entry.runs;
    most += entry.agree * 10 >= entry.runs * 9;
  }
  std::printf("%zu connections: the direction is the same in all runs for %zu, in nine of ten or more for %zu\n",
              agreement.size(), all, most);
}
}  // namespace

ExitCode run_simulate_ensemble(const CommonOptions& common, const SimulateOptions& options) {
  const auto usage = [](const char* what, const char* where, const char* hint) {
    return report({Error{what, where, hint, ExitCode::usage}});
  };
  if (options.agreement && !options.shard.empty())
    return usage("directions cannot be counted in shards", "--agreement", "leave out --shard");
  std::optional<Shard> shard;
  if (!options.shard.empty()) {
    const auto parsed = parse_shard(options.shard, options.ensemble);
    if (!parsed) return report(parsed.errors());
    shard = *parsed;
  }
  auto installation = open_installation(common.assets, false);
  if (!installation) return report(installation.errors());
  Content& content = installation->content;
  if (const Status taken = use_circuit(content, options.circuit); !taken) return report(taken.errors());
  // A word that names nothing, or a file, is left to open_moment, which says so.
  if (const auto any = find_any_scenario(content, options.moment.scenario); any && (any->years || any->pair))
    return usage("ensembles run scenarios of moments and of days, not of years or of two people", "--ensemble",
                 "choose another scenario: attune list scenarios --json shows the kind of each");
  auto session = open_moment(content, options.moment);
  if (!session) return report(session.errors());
  const auto program = compile_ensemble(content.circuit);
  if (!program) return report(program.errors());
  const Scenario& scenario = *current_story(*session, content).scenario;
  const Arm& arm = scenario.arms[static_cast<std::size_t>(session->arm)];
  const Style& style = current_style(*session, content, 0);

  EnsembleRequest request;
  request.runs = options.ensemble;
  request.seed = options.seed;
  request.threads = thread_count(options.threads);
  request.settings.sample_s = options.sample_s > 0 ? options.sample_s : std::max(default_sample_s, scenario.sample_s);
  EnsembleTitle title{ATTUNE_VERSION, hash_content(*program, style, scenario, arm, request.settings), scenario.id, arm.id,
                      style.id, request.seed, request.runs};
  const auto say = [&](const std::string& what) {
    std::printf("%s: %s, %s, %s: %s\n", options.out.c_str(), scenario.id.c_str(), arm.id.c_str(), style.id.c_str(), what.c_str());
  };

  if (options.agreement) {
    const auto agreement = direction_agreement(*program, content.circuit, style, scenario, arm, request);
    if (!agreement) return report(agreement.errors());
    if (const Status written = write_agreement(options.out, title, *agreement); !written) return report(written.errors());
    say(format("directions in %u runs, seed %llu", request.runs, static_cast<unsigned long long>(request.seed)));
    print_agreement(*agreement);
    return ExitCode::ok;
  }
  if (!shard) {
    const auto bands = run_ensemble(*program, style, scenario, arm, request);
    if (!bands) return report(bands.errors());
    if (const Status written = write_bands(options.out, title, *bands); !written) return report(written.errors());
    say(format("bands of %u runs, seed %llu, every %s s", request.runs, static_cast<unsigned long long>(request.seed),
               to_text(bands->sample_s).c_str()));
    return ExitCode::ok;
  }
  const ShardRuns range = runs_of_shard(request.runs, shard->shard, shard->shards);
  request.first_run = range.first;
  request.run_count = range.count;
  EnsemblePartWriter part(options.out, title, shard->shard, shard->shards);
  const auto columns = list_ensemble_columns(*program, request);
  if (!columns) return report(columns.errors());
  bool has_begun = false;
  const Status status = run_ensemble_blocks(*program, style, scenario, arm, request, [&](const EnsembleValues& block) {
    if (!has_begun)
      if (const Status begun = part.begin(*columns, block.sample_s, block.rows); !begun) return begun;
    has_begun = true;
    return part.add(block);
  });
  if (!status) return report(status.errors());
  if (const Status finished = part.finish(); !finished) return report(finished.errors());
  say(format("runs %u to %u of %u, seed %llu, shard %u of %u", range.first + 1, range.first + range.count, request.runs,
             static_cast<unsigned long long>(request.seed), shard->shard, shard->shards));
  return ExitCode::ok;
}

ExitCode run_merge(const MergeOptions& options) {
  const std::vector<std::filesystem::path> parts(options.parts.begin(), options.parts.end());
  const auto merged = merge_parts(parts, thread_count(0));
  if (!merged) return report(merged.errors());
  if (const Status written = write_bands(options.out, merged->title, merged->bands); !written) return report(written.errors());
  std::printf("%s: %s, %s, %s: bands of %u runs from %zu parts\n", options.out.c_str(), printable(merged->title.scenario).c_str(),
              printable(merged->title.arm).c_str(), printable(merged->title.style).c_str(), merged->title.runs, parts.size());
  return ExitCode::ok;
}

}  // namespace attune
