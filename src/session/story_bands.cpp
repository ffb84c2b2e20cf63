#include "session/story_bands.h"

#include <algorithm>
#include <cmath>

#include "session/session.h"
#include "sim/story_ensemble.h"

namespace attune {

namespace {

constexpr double kSamples = 300;      // more could not be told apart on screen
constexpr double kDaySamples = 4000;  // days have short peaks, and can be looked at closely

bool has_column(const EnsembleBands* bands, const std::string& column) {
  return bands != nullptr && std::find(bands->columns.begin(), bands->columns.end(), column) != bands->columns.end();
}

// Whole steps, about kSamples of them.
double sample_of(double duration_s, double step_s, double most = kSamples) {
  return step_s * std::max(1.0, std::ceil(duration_s / most / step_s));
}

// A moment or days. Some runs at a time, so that it can be stopped between them; what each run is depends on its number
// alone.
Result<EnsembleBands> moment_bands(const ProgramPtr& program, const BandsQuestion& question, int side,
                                 EnsembleRequest request, const std::atomic<bool>* stop) {
  constexpr std::uint32_t kAtOnce = 10;
  const Scenario& scenario = *question.story.scenario;
  const Arm& arm = scenario.arms[static_cast<std::size_t>(question.arm[static_cast<std::size_t>(side)])];
  request.settings.sample_s = sample_of(scenario.duration_s, std::max(scenario.step_s, scenario.sample_s),
                                        scenario.duration_s > kDaysFrom_s ? kDaySamples : kSamples);
  EnsembleValues all;
  for (request.first_run = 0; request.first_run < request.runs; request.first_run += kAtOnce) {
    if (stop != nullptr && *stop) return Error{"stopped", "", "", ExitCode::interrupted};
    request.run_count = std::min(kAtOnce, request.runs - request.first_run);
    std::size_t column = 0;  // columns arrive in order, in blocks
    const Status status = run_ensemble_blocks(
        program, question.style[static_cast<std::size_t>(side)], scenario, arm, request,
        [&](const EnsembleValues& part) {
          if (all.values.empty()) {
            all.sample_s = part.sample_s, all.rows = part.rows, all.runs = request.runs;
            all.columns = request.columns;
            all.values.resize(all.columns.size() * all.rows * all.runs);
          }
          for (std::size_t i = 0; i < part.columns.size(); ++i, ++column)
            for (std::size_t row = 0; row < part.rows; ++row)
              for (std::size_t run = 0; run < part.runs; ++run)
                all.values[(column * all.rows + row) * all.runs + request.first_run + run] = part.at(i, row, run);
          return Status(Done{});
        });
    if (!status) return status.errors();
  }
  EnsembleBands bands;
  bands.sample_s = all.sample_s, bands.rows = all.rows, bands.runs = request.runs, bands.seed = request.seed;
  append_bands(bands, all, request.threads);
  return bands;
}

// Whole stories, one by one; gives up between them.
Result<EnsembleBands> story_bands(Result<StoryEnsemble> story, const EnsembleRequest& request,
                                  const std::atomic<bool>* stop) {
  if (!story) return story.errors();
  if (stop != nullptr)
    story->run = [run = story->run, stop](std::uint64_t index) -> Result<Trace> {
      if (*stop) return Error{"stopped", "", "", ExitCode::interrupted};
      return run(index);
    };
  return run_story_ensemble(*story, request);
}

Result<EnsembleBands> years_bands(const BandsQuestion& question, const Content& content, int side,
                                  const EnsembleRequest& request, const std::atomic<bool>* stop) {
  LifeScenario scenario = *question.story.years;
  const auto wants = [&](std::initializer_list<std::string_view> groups) {
    return std::any_of(request.columns.begin(), request.columns.end(), [&](const std::string& column) {
      return std::any_of(groups.begin(), groups.end(),
                         [&](std::string_view group) { return column.starts_with(group); });
    });
  };
  // What no curve shows need not be lived.
  if (!wants({"episode."})) scenario.episode_scenario.clear();
  const bool with_brain = wants({"region.", "chem.", "body.", "felt."});
  const LifeArm& arm = scenario.arms[static_cast<std::size_t>(question.arm[static_cast<std::size_t>(side)])];
  return story_bands(
      years_ensemble(content, scenario, arm, question.style[static_cast<std::size_t>(side)], request.seed, with_brain),
      request, stop);
}

// Both people at once: the columns of A, then those of B.
StoryBands two_bands(const BandsQuestion& question, const Content& content, EnsembleRequest request,
                     const std::atomic<bool>* stop) {
  const PairScenario& scenario = *question.story.pair;
  request.columns.clear();
  std::vector<std::pair<int, std::string>> wanted;  // side, its name there
  for (const std::string& column : question.columns) {
    if (column == kSynchronyColumn) {
      request.columns.push_back(column);
      wanted.emplace_back(0, column);
      continue;
    }
    for (int side = 0; side < 2; ++side) {
      request.columns.push_back(column + (side == 0 ? "_a" : "_b"));
      wanted.emplace_back(side, column);
    }
  }
  const auto both = story_bands(
      pair_ensemble(content, scenario, scenario.arms[static_cast<std::size_t>(question.arm[0])], question.style[0],
                    question.style[1], request.seed, sample_of(scenario.duration_s, scenario.step_s)),
      request, stop);
  StoryBands answer;
  if (!both) {
    answer.problem = as_sentence(both.error());
    return answer;
  }
  for (int side = 0; side < 2; ++side) {
    EnsembleBands bands = *both;
    bands.columns.clear();
    bands.bands.clear();
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (wanted[i].first != side) continue;
      bands.columns.push_back(wanted[i].second);
      const auto first = both->bands.begin() + static_cast<std::ptrdiff_t>(i * both->rows);
      bands.bands.insert(bands.bands.end(), first, first + static_cast<std::ptrdiff_t>(both->rows));
    }
    answer.bands[static_cast<std::size_t>(side)] = std::make_shared<const EnsembleBands>(std::move(bands));
  }
  return answer;
}

}  // namespace

std::optional<BandsQuestion> next_bands(const Session& session, const Content& content) {
  if (!session.show_bands || !session.show_interface || !session.show_plots || session.show_welcome ||
      session.show_pages || session.grounded || session.blank || !session.trace[0])
    return std::nullopt;
  const AnyScenario story = current_story(session, content);
  BandsQuestion question;
  question.sides = session.compare ? 2 : 1;
  std::vector<std::string> shown = session.plotted;
  if (story.pair != nullptr) shown.emplace_back(kSynchronyColumn);
  for (const std::string& column : shown) {
    const bool of_both = column == kSynchronyColumn;
    if (!of_both && find_column(*session.trace[0], column) < 0) continue;
    if (has_column(session.bands[0].get(), column) &&
        (of_both || question.sides == 1 || has_column(session.bands[1].get(), column)))
      continue;
    question.columns.push_back(column);
  }
  if (question.columns.empty()) return std::nullopt;
  question.traces = session.traces_made;
  question.story = story;
  question.own_story = session.own_story;
  for (int side = 0; side < question.sides; ++side) {
    question.arm[static_cast<std::size_t>(side)] = arm_of(session, side);
    question.style[static_cast<std::size_t>(side)] = current_style(session, content, side);
  }
  return question;
}

StoryBands count_bands(const BandsQuestion& question, const Content& content, int threads,
                       const std::atomic<bool>* stop) {
  EnsembleRequest request;  // the same seed always: the same session shows the same bands
  request.runs = question.runs;
  request.threads = threads;
  request.columns = question.columns;
  if (question.story.pair != nullptr) return two_bands(question, content, request, stop);
  StoryBands answer;
  ProgramPtr program;
  if (question.story.scenario != nullptr) {
    const Result<ProgramPtr> compiled = compile_ensemble(content.circuit);
    if (!compiled) {
      answer.problem = as_sentence(compiled.error());
      return answer;
    }
    program = *compiled;
  }
  for (int side = 0; side < question.sides; ++side) {
    Result<EnsembleBands> bands = question.story.years != nullptr ? years_bands(question, content, side, request, stop)
                                                                  : moment_bands(program, question, side, request, stop);
    if (!bands) {
      answer.problem = as_sentence(bands.error());
      return answer;
    }
    answer.bands[static_cast<std::size_t>(side)] = std::make_shared<const EnsembleBands>(std::move(*bands));
  }
  return answer;
}

std::shared_ptr<const EnsembleBands> join_bands(const std::shared_ptr<const EnsembleBands>& known,
                                                const std::shared_ptr<const EnsembleBands>& more) {
  if (known == nullptr || more == nullptr) return known == nullptr ? more : known;
  if (known->rows != more->rows || known->sample_s != more->sample_s) return more;
  EnsembleBands joined = *known;
  for (std::size_t i = 0; i < more->columns.size(); ++i) {
    if (has_column(known.get(), more->columns[i])) continue;
    joined.columns.push_back(more->columns[i]);
    const auto first = more->bands.begin() + static_cast<std::ptrdiff_t>(i * more->rows);
    joined.bands.insert(joined.bands.end(), first, first + static_cast<std::ptrdiff_t>(more->rows));
  }
  return std::make_shared<const EnsembleBands>(std::move(joined));
}

}  // namespace attune
