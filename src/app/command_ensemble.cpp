#include <algorithm>
#include <cstdio>
#include <optional>
#include <thread>

#include "app/commands.h"
#include "core/text.h"
#include "io/ensemble_files.h"
#include "io/load_content.h"
#include "model/find.h"
#include "sim/story_ensemble.h"
#include "sim/years.h"

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
        return Error{sentence("more_shards_runs", {{"shards", to_text(*shards)}, {"runs", std::to_string(runs)}}),
                     "--shard", sentence("use_fewer_shards"), ExitCode::usage};
      return Shard{static_cast<std::uint32_t>(*shard), static_cast<std::uint32_t>(*shards)};
    }
  }
  return Error{sentence("not_a_shard", {{"text", printable(text)}}), "--shard", sentence("write_shard"),
               ExitCode::usage};
}

void print_agreement(const std::vector<DirectionAgreement>& agreement) {
  std::size_t all = 0, most = 0;
  for (const DirectionAgreement& entry : agreement) {
    all += entry.agree == entry.runs;
    most += entry.agree * 10 >= entry.runs * 9;
  }
  print(sentence(
      "agreement_counted",
      {{"count", std::to_string(agreement.size())}, {"all", std::to_string(all)}, {"most", std::to_string(most)}}));
}

// How an ensemble ends: its bands, or the part file of one shard.
struct EnsembleJob {
  EnsembleTitle title;
  EnsembleRequest request;
  std::optional<Shard> shard;
  std::string out;
};

void say(const EnsembleJob& job, const Sentence& what) {
  print(sentence("ensemble_written", {{"file", job.out},
                                      {"scenario", job.title.scenario},
                                      {"arm", job.title.arm},
                                      {"style", job.title.style},
                                      {"what", what}}));
}

Sentence in_words(const EnsembleJob& job, const ShardRuns& range) {
  return sentence("runs_of_shard", {{"first", std::to_string(range.first + 1)},
                                    {"last", std::to_string(range.first + range.count)},
                                    {"all", std::to_string(job.request.runs)},
                                    {"seed", std::to_string(job.request.seed)},
                                    {"shard", std::to_string(job.shard->shard)},
                                    {"shards", std::to_string(job.shard->shards)}});
}

// columns: all of them, in order. bands(request) and blocks(request, take) run the ensemble.
template <class Bands, class Blocks>
ExitCode finish_ensemble(EnsembleJob job, const std::vector<std::string>& columns, const Bands& run_bands, const Blocks& run_blocks) {
  if (!job.shard) {
    const Result<EnsembleBands> bands = run_bands(job.request);
    if (!bands) return report(bands.errors());
    if (const Status written = write_bands(job.out, job.title, *bands); !written) return report(written.errors());
    say(job, sentence("bands_of", {{"runs", std::to_string(job.request.runs)},
                                   {"seed", std::to_string(job.request.seed)},
                                   {"step", to_text(bands->sample_s)}}));
    return ExitCode::ok;
  }
  const ShardRuns range = runs_of_shard(job.request.runs, job.shard->shard, job.shard->shards);
  job.request.first_run = range.first;
  job.request.run_count = range.count;
  EnsemblePartWriter part(job.out, job.title, job.shard->shard, job.shard->shards);
  bool has_begun = false;
  const Status status = run_blocks(job.request, [&](const EnsembleValues& block) {
    if (!has_begun)
      if (const Status begun = part.begin(columns, block.sample_s, block.rows); !begun) return begun;
    has_begun = true;
    return part.add(block);
  });
  if (!status) return report(status.errors());
  if (const Status finished = part.finish(); !finished) return report(finished.errors());
  say(job, in_words(job, range));
  return ExitCode::ok;
}

// The same for counted directions. effects(request): those of the runs asked for, as direction_effects().
template <class Effects>
ExitCode finish_agreement(EnsembleJob job, const Effects& find_effects) {
  const ShardRuns range =
      job.shard ? runs_of_shard(job.request.runs, job.shard->shard, job.shard->shards) : ShardRuns{0, job.request.runs};
  job.request.first_run = range.first;
  job.request.run_count = range.count;
  const Result<EnsembleValues> effects = find_effects(job.request);
  if (!effects) return report(effects.errors());
  if (!job.shard) {
    const std::vector<DirectionAgreement> agreement = count_directions(*effects);
    if (const Status written = write_agreement(job.out, job.title, agreement); !written) return report(written.errors());
    say(job, sentence("directions_in",
                      {{"runs", std::to_string(job.request.runs)}, {"seed", std::to_string(job.request.seed)}}));
    print_agreement(agreement);
    return ExitCode::ok;
  }
  EnsemblePartWriter part(job.out, job.title, job.shard->shard, job.shard->shards);
  if (const Status begun = part.begin(effects->columns, effects->sample_s, effects->rows); !begun) return report(begun.errors());
  if (const Status added = part.add(*effects); !added) return report(added.errors());
  if (const Status finished = part.finish(); !finished) return report(finished.errors());
  say(job, sentence("directions_of_shard", {{"runs", in_words(job, range)}}));
  return ExitCode::ok;
}

// Directions in a story of years: in the moment that stands for it, as it is lived with what was learned by its end; or
// in the brains of both people of a pair.
ExitCode count_in_story(const Content& content, const AnyScenario& any, const MomentOptions& moment, EnsembleJob job) {
  const auto style = find_style(content, moment.style);
  if (!style) return report(style.errors());
  job.title.scenario = any.text().id;
  job.title.style = (*style)->id;
  if (any.pair != nullptr) {
    const auto style_a = find_style(content, any.pair->style_a);
    if (!style_a) return report(style_a.errors());
    const auto arm = choose_arm(any.pair->arms, moment.arm, any.pair->id);
    if (!arm) return report(arm.errors());
    const auto story = pair_ensemble(content, *any.pair, **arm, **style_a, **style, job.request.seed, default_sample_s);
    if (!story) return report(story.errors());
    job.title.arm = (*arm)->id;
    job.title.content = story->content;
    return finish_agreement(std::move(job), [&](const EnsembleRequest& of) {
      return pair_effects(content, *any.pair, **arm, **style_a, **style, {0, 1}, of, {});
    });
  }
  const auto arm = choose_arm(any.years->arms, moment.arm, any.years->id);
  if (!arm) return report(arm.errors());
  if (any.years->shown.scenario.empty())
    return report({Error{sentence("no_moment_stands", {{"id", any.years->id}}), "--agreement",
                         sentence("give_shown_choose_another"), ExitCode::usage}});
  const auto plain = compile_circuit(content.circuit), program = compile_ensemble(content.circuit);
  if (!plain) return report(plain.errors());
  if (!program) return report(program.errors());
  const auto years = simulate_years(*plain, content, *any.years, **arm, **style);
  if (!years) return report(years.errors());
  const auto lived = lived_moment(content, *any.years, *years, years->duration_s());
  if (!lived) return report(lived.errors());
  job.request.settings = lived->settings;
  job.title.arm = (*arm)->id;
  job.title.content = hash_content(*program, **style, lived->scenario, lived->arm, job.request.settings);
  return finish_agreement(std::move(job), [&](const EnsembleRequest& of) {
    return direction_effects(*program, content.circuit, **style, lived->scenario, lived->arm, of);
  });
}

// Years and two people: whole stories, one by one.
ExitCode run_stories(const Content& content, const AnyScenario& any, const MomentOptions& moment, EnsembleJob job,
                     double sample_s) {
  const auto style = find_style(content, moment.style);
  if (!style) return report(style.errors());
  job.title.scenario = any.text().id;
  job.title.style = (*style)->id;
  const auto open = [&]() -> Result<StoryEnsemble> {
    if (any.years) {
      const auto arm = choose_arm(any.years->arms, moment.arm, any.years->id);
      if (!arm) return arm.errors();
      job.title.arm = (*arm)->id;
      return years_ensemble(content, *any.years, **arm, **style, job.request.seed);
    }
    const auto style_a = find_style(content, any.pair->style_a);
    if (!style_a) return style_a.errors();
    const auto arm = choose_arm(any.pair->arms, moment.arm, any.pair->id);
    if (!arm) return arm.errors();
    job.title.arm = (*arm)->id;
    return pair_ensemble(content, *any.pair, **arm, **style_a, **style, job.request.seed,
                         sample_s > 0 ? sample_s : default_sample_s);
  };
  const auto story = open();
  if (!story) return report(story.errors());
  job.title.content = story->content;
  return finish_ensemble(
      job, story_columns(*story, job.request),
      [&](const EnsembleRequest& request) { return run_story_ensemble(*story, request); },
      [&](const EnsembleRequest& request, const auto& take) { return run_story_blocks(*story, request, take); });
}
}  // namespace

ExitCode run_simulate_ensemble(const CommonOptions& common, const SimulateOptions& options) {
  std::optional<Shard> shard;
  if (!options.shard.empty()) {
    const auto parsed = parse_shard(options.shard, options.ensemble);
    if (!parsed) return report(parsed.errors());
    shard = *parsed;
  }
  auto installation = open_installation(common, false);
  if (!installation) return report(installation.errors());
  Content& content = installation->content;
  if (const Status taken = use_circuit(content, options.circuit); !taken) return report(taken.errors());
  EnsembleJob job;
  job.title.version = ATTUNE_VERSION;
  job.title.seed = job.request.seed = options.seed;
  job.title.runs = job.request.runs = options.ensemble;
  job.request.threads = thread_count(options.threads);
  job.shard = shard;
  job.out = options.out;
  // A word that names nothing, or a file, is left to open_moment, which says so.
  if (const auto any = find_any_scenario(content, options.moment.scenario); any && (any->years || any->pair)) {
    if (options.agreement) return count_in_story(content, *any, options.moment, std::move(job));
    return run_stories(content, *any, options.moment, std::move(job), options.sample_s);
  }
  auto session = open_moment(content, options.moment);
  if (!session) return report(session.errors());
  const auto program = compile_ensemble(content.circuit);
  if (!program) return report(program.errors());
  const Scenario& scenario = *current_story(*session, content).scenario;
  const Arm& arm = scenario.arms[static_cast<std::size_t>(session->arm)];
  const Style& style = current_style(*session, content, 0);

  EnsembleRequest& request = job.request;
  request.settings.sample_s = options.sample_s > 0 ? options.sample_s : std::max(default_sample_s, scenario.sample_s);
  job.title.content = hash_content(*program, style, scenario, arm, request.settings);
  job.title.scenario = scenario.id;
  job.title.arm = arm.id;
  job.title.style = style.id;

  if (options.agreement)
    return finish_agreement(std::move(job), [&](const EnsembleRequest& of) {
      return direction_effects(*program, content.circuit, style, scenario, arm, of);
    });
  const auto columns = list_ensemble_columns(*program, request);
  if (!columns) return report(columns.errors());
  return finish_ensemble(
      std::move(job), *columns,
      [&](const EnsembleRequest& of) { return run_ensemble(*program, style, scenario, arm, of); },
      [&](const EnsembleRequest& of, const auto& take) { return run_ensemble_blocks(*program, style, scenario, arm, of, take); });
}

ExitCode run_merge(const MergeOptions& options) {
  const std::vector<std::filesystem::path> parts(options.parts.begin(), options.parts.end());
  const auto merged = merge_parts(parts, thread_count(0));
  if (!merged) return report(merged.errors());
  const bool counts = !merged->agreement.empty();
  const Status written = counts ? write_agreement(options.out, merged->title, merged->agreement)
                                : write_bands(options.out, merged->title, merged->bands);
  if (!written) return report(written.errors());
  print(sentence("merged", {{"file", options.out},
                            {"scenario", printable(merged->title.scenario)},
                            {"arm", printable(merged->title.arm)},
                            {"style", printable(merged->title.style)},
                            {"what", sentence(counts ? "merged_directions" : "merged_bands")},
                            {"runs", std::to_string(merged->title.runs)},
                            {"parts", std::to_string(parts.size())}}));
  if (counts) print_agreement(merged->agreement);
  return ExitCode::ok;
}

}  // namespace attune
