#include "session/page_runs.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/text.h"
#include "model/find.h"
#include "sim/ensemble.h"
#include "sim/story_ensemble.h"
#include "sim/years.h"

namespace attune {
namespace {

// A column of a trace as a trace of its own, smoothed and scaled as the curve asks.
Result<Trace> one_column(const Trace& trace, const PageCurve& curve) {
  const int column = find_column(trace, curve.column);
  if (column < 0)
    return Error{sentence("run_no_column", {{"column", printable(curve.column)}}), "",
                 sentence("one_simulate_writes")};
  Trace result;
  result.sample_s = trace.sample_s;
  result.columns = {curve.column};
  const std::size_t rows = trace.rows(), width = trace.columns.size();
  const auto window = static_cast<std::size_t>(std::max(1.0, std::round(curve.mean_s / trace.sample_s)));
  const std::size_t stride = std::max<std::size_t>(1, window / 24);  // a mean moves too slowly for more samples to show
  result.sample_s *= static_cast<double>(stride);
  double sum = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const auto cell = [&](std::size_t i) { return trace.values[i * width + static_cast<std::size_t>(column)]; };
    sum += cell(row);
    if (row >= window) sum -= cell(row - window);
    if (row % stride != 0) continue;
    const bool is_full = row + 1 >= window;  // a mean over less would jump about
    result.values.push_back(is_full ? curve.scale * sum / static_cast<double>(window)
                                    : std::numeric_limits<double>::quiet_NaN());
  }
  return result;
}

const StyleHistory* history_of(const Content& content, const std::string& style) {
  for (const StyleHistory& history : content.slow.histories)
    if (history.style == style) return &history;
  return nullptr;
}

// The style's own past, then so many weeks in an environment, "" = as before, with some of its signals replaced.
Result<Trace> live(const Content& content, const PageCurve& curve, const Style& style) {
  const StyleHistory* history = history_of(content, style.id);
  if (history == nullptr || history->phases.empty() || history->phases.back().environments.empty())
    return Error{sentence("no_upbringing", {{"style", style.id}}), "assets/slow.json", sentence("add_it")};
  const std::string home = history->phases.back().environments.front().first;
  SlowModel model = content.slow;
  CareEnvironment lived;
  for (const CareEnvironment& environment : content.slow.environments)
    if (environment.id == (curve.environment.empty() ? home : curve.environment)) lived = environment;
  for (const auto& [id, value] : curve.signals)
    for (std::size_t i = 0; i < model.signals.size() && i < lived.signals.size(); ++i)
      if (model.signals[i].id == id) lived.signals[i] = value;
  lived.id = "this page";
  model.environments.push_back(lived);
  const Result<SlowProgramPtr> program = compile_slow(model);
  if (!program) return program.errors();
  Life life;
  life.id = curve.label;
  life.phases = history->phases;
  for (const LifePhase& phase : history->phases) life.unseen_weeks += phase.weeks;
  constexpr double kGrownUp_years = 30;  // as the story of therapy has it
  life.phases.push_back({{{lived.id, 1.0}}, curve.weeks, kGrownUp_years});
  return simulate_life(*program, life);
}

const Style* style_of(const Session& session, const Content& content, const std::string& id) {
  for (const Style& style : content.styles)
    if (style.id == id) return &style;
  return &current_style(session, content, 0);
}

Result<Trace> run_scenario(const ProgramPtr& program, const Content& content, const std::string& scenario,
                           const std::string& arm, const Style& style) {
  const Result<AnyScenario> any = find_any_scenario(content, scenario);
  if (!any) return any.errors();
  if (const Scenario* moment = any->scenario) {
    for (const Arm& each : moment->arms)
      if (each.id == arm || arm.empty()) return simulate(program, style, *moment, each);
  } else if (const LifeScenario* years = any->years) {
    for (const LifeArm& each : years->arms)
      if (each.id == arm || arm.empty()) return simulate_years(program, content, *years, each, style);
  }
  return Error{sentence("scenario_no_version", {{"scenario", printable(scenario)}, {"version", printable(arm)}}), "",
               sentence("choose_another")};
}

Result<Trace> run_whole(const ProgramPtr& program, const Content& content, const PageCurve& curve, const Style& style) {
  return curve.weeks > 0 ? live(content, curve, style)
                         : run_scenario(program, content, curve.scenario, curve.arm, style);
}

Result<PageCurveRun> run_curve(const Session& session, const Content& content, const PageCurve& curve) {
  const Style& style = *style_of(session, content, curve.style);
  const Result<Trace> trace = run_whole(session.program, content, curve, style);
  if (!trace) return trace.errors();
  Result<Trace> column = one_column(*trace, curve);
  if (!column) return column.errors();
  return PageCurveRun{style.id, std::move(*column)};
}

Result<std::vector<PagePoint>> place_styles(const Session& session, const Content& content, const PageBlock& block) {
  std::vector<PagePoint> points;
  if (session.slow == nullptr) return points;
  for (const Style& style : content.styles) {
    Life life;
    life.id = style.id;
    std::string environment = content.slow.environments.front().id;
    double weeks = 1;
    for (const PagePath& path : block.paths)
      if (path.style == style.id) environment = path.environment, weeks = path.weeks;
    const auto traits = style.traits.find("adult");
    if (traits == style.traits.end()) continue;
    for (const SlowTrait& trait : content.slow.traits)
      for (const auto& [id, value] : traits->second)
        if (id == trait.id) life.start.emplace_back(id, value);
    constexpr double kGrownUp_years = 30;
    life.phases.push_back({{{environment, 1.0}}, weeks, kGrownUp_years});
    const Result<Trace> years = simulate_life(session.slow, life);
    if (!years) return years.errors();
    const int x = find_column(*years, "slow.anxiety"), y = find_column(*years, "slow.avoidance");
    if (x < 0 || y < 0)
      return Error{sentence("no_axes"), "assets/slow.json",
                   sentence("add_axes")};
    PagePoint point;
    point.style = style.id;
    for (std::size_t row = 0; row < years->rows(); ++row) {
      const double t_s = static_cast<double>(row) * years->sample_s;
      const glm::vec2 at(static_cast<float>(value_at(*years, x, t_s)), static_cast<float>(value_at(*years, y, t_s)));
      if (row == 0) point.at = at;
      if (weeks > 1) point.path.push_back(at);
    }
    points.push_back(std::move(point));
  }
  return points;
}

Result<std::vector<PageRowRun>> run_rows(const Session& session, const Content& content, const PageBlock& block) {
  std::vector<PageRowRun> rows;
  const bool plays = current_scenario(session, content).id == block.scenario;
  const Style& style = current_style(session, content, 0);
  for (const PageRun& run : block.runs) {
    PageRowRun row{run.label, style.id, {}, {}};
    std::string arm = run.arm;
    if (run.current && plays) {
      arm = current_arm(session, content).id;
      row.label = current_arm(session, content).title;
    }
    const Result<Trace> trace = run_scenario(session.program, content, block.scenario, arm, style);
    if (!trace) return trace.errors();
    for (const std::string& id : block.columns) {
      const int column = find_column(*trace, id);
      if (column < 0) return Error{sentence("run_no_column", {{"column", printable(id)}}), "", sentence("choose_another")};
      row.before.push_back(value_at(*trace, column, block.before_s));
      row.after.push_back(value_at(*trace, column, block.after_s));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

// ---- bands ----

constexpr std::uint64_t kSeed = 1;  // always the same: the same page shows the same bands

bool is_given(const PageCurve& curve) { return curve.column.starts_with("input."); }
bool of_one_run(const PageCurve& a, const PageCurve& b) {
  return a.scenario == b.scenario && a.arm == b.arm && a.style == b.style && a.weeks == b.weeks &&
         a.environment == b.environment && a.signals == b.signals;
}

// The values of some curves of one run, collected run by run.
class CurveBands {
 public:
  CurveBands(std::vector<const PageCurve*> curves, std::uint32_t runs) : curves_(std::move(curves)), runs_(runs) {}

  Status add(const Trace& run, std::size_t index) {
    for (std::size_t i = 0; i < curves_.size(); ++i) {
      Result<Trace> column = one_column(run, *curves_[i]);
      if (!column) return column.errors();
      if (values_.size() <= i) {
        values_.emplace_back(column->rows() * runs_);
        samples_s_.push_back(column->sample_s);
      }
      if (column->rows() * runs_ != values_[i].size())
        return Error{sentence("a_run_ended"), curves_[i]->scenario, sentence("narrow_uncertainty"),
                     ExitCode::left_range};
      for (std::size_t row = 0; row < column->rows(); ++row) values_[i][row * runs_ + index] = column->values[row];
    }
    return Done{};
  }

  EnsembleBands bands_of_curve(std::size_t i) {
    EnsembleBands bands;
    bands.sample_s = samples_s_[i];
    bands.rows = values_[i].size() / runs_;
    bands.runs = runs_;
    bands.seed = kSeed;
    bands.columns = {curves_[i]->column};
    for (std::size_t row = 0; row < bands.rows; ++row) {
      double* const first = values_[i].data() + row * runs_;
      // Before the first whole mean there is nothing in any run.
      const bool is_there = std::all_of(first, first + runs_, [](double value) { return std::isfinite(value); });
      const double none = std::numeric_limits<double>::quiet_NaN();
      bands.bands.push_back(is_there ? band_of(first, runs_) : Band{none, none, none});
    }
    return bands;
  }

 private:
  std::vector<const PageCurve*> curves_;
  std::uint32_t runs_;
  std::vector<std::vector<double>> values_;  // of each curve, [row][run]
  std::vector<double> samples_s_;
};

// Moments and days, many runs side by side; some at a time, so that it can be stopped.
Status add_moments(const Content& content, const Scenario& scenario, const Arm& arm, const Style& style,
                   const std::vector<const PageCurve*>& curves, const PageBandsQuestion& question, int threads,
                   const std::atomic<bool>* stop, CurveBands& collected) {
  constexpr std::uint32_t kAtOnce = 20;
  constexpr double kSamples = 1200;  // a mean of a day is a mean of twenty-one of them in eight weeks
  const Result<ProgramPtr> program = compile_ensemble(content.circuit);
  if (!program) return program.errors();
  EnsembleRequest request;
  request.runs = question.count;
  request.seed = kSeed;
  request.threads = threads;
  const double step_s = std::max(scenario.step_s, scenario.sample_s);
  request.settings.sample_s = step_s * std::max(1.0, std::ceil(scenario.duration_s / kSamples / step_s));
  for (const PageCurve* curve : curves)
    if (std::find(request.columns.begin(), request.columns.end(), curve->column) == request.columns.end())
      request.columns.push_back(curve->column);
  for (; request.first_run < request.runs; request.first_run += kAtOnce) {
    if (stop != nullptr && *stop) return Error{"stopped", "", "", ExitCode::interrupted};
    request.run_count = std::min(kAtOnce, request.runs - request.first_run);
    std::vector<Trace> runs(request.run_count);
    const Status status = run_ensemble_blocks(*program, style, scenario, arm, request, [&](const EnsembleValues& part) {
      for (std::size_t run = 0; run < runs.size(); ++run) {
        runs[run].sample_s = part.sample_s;
        runs[run].columns = part.columns;
        for (std::size_t row = 0; row < part.rows; ++row)
          for (std::size_t column = 0; column < part.columns.size(); ++column)
            runs[run].values.push_back(part.at(column, row, run));
      }
      return part.columns.size() == request.columns.size()
                 ? Status(Done{})
                 : Status(Error{sentence("runs_memory"), "", sentence("close_others"), ExitCode::out_of_memory});
    });
    if (!status) return status.errors();
    for (std::size_t run = 0; run < runs.size(); ++run)
      if (const Status added = collected.add(runs[run], request.first_run + run); !added) return added.errors();
  }
  return Done{};
}

// Years and lives, one whole run after the other.
Status add_years(const Content& content, const Style& style, const std::vector<const PageCurve*>& curves,
                 const PageBandsQuestion& question, const std::atomic<bool>* stop, CurveBands& collected) {
  const PageCurve& curve = *curves.front();
  const Result<StoryEnsemble> story = ensemble_of(content, kSeed, [&](const Content& with) -> Result<Trace> {
    const Result<ProgramPtr> program = compile_circuit(with.circuit);
    if (!program) return program.errors();
    return run_whole(*program, with, curve, style);
  });
  if (!story) return story.errors();
  for (std::uint32_t run = 0; run < question.count; ++run) {
    if (stop != nullptr && *stop) return Error{"stopped", "", "", ExitCode::interrupted};
    const Result<Trace> trace = story->run(run);
    if (!trace) return trace.errors();
    if (const Status added = collected.add(*trace, run); !added) return added.errors();
  }
  return Done{};
}

Status add_runs(const Content& content, const std::vector<const PageCurve*>& curves, const PageBandsQuestion& question,
                int threads, const std::atomic<bool>* stop, CurveBands& collected) {
  const PageCurve& curve = *curves.front();
  const Style* style = &question.style;
  for (const Style& each : content.styles)
    if (each.id == curve.style) style = &each;
  if (curve.weeks <= 0) {
    const Result<AnyScenario> any = find_any_scenario(content, curve.scenario);
    if (!any) return any.errors();
    if (any->scenario != nullptr)
      for (const Arm& arm : any->scenario->arms)
        if (arm.id == curve.arm || curve.arm.empty())
          return add_moments(content, *any->scenario, arm, *style, curves, question, threads, stop, collected);
  }
  return add_years(content, *style, curves, question, stop, collected);
}

}  // namespace

std::optional<PageBandsQuestion> next_page_bands(const Session& session, const Content& content) {
  if (!session.show_bands || !session.show_pages || session.page_runs == nullptr) return std::nullopt;
  if (session.page_bands != nullptr && session.page_bands->of == session.page_runs) return std::nullopt;
  const Page* page = current_page(session, content);
  if (page == nullptr || std::none_of(page->blocks.begin(), page->blocks.end(),
                                      [](const PageBlock& block) { return !block.curves.empty(); }))
    return std::nullopt;
  return PageBandsQuestion{session.page_runs, page, current_style(session, content, 0)};
}

PageBands count_page_bands(const PageBandsQuestion& question, const Content& content, int threads,
                           const std::atomic<bool>* stop) {
  PageBands answer;
  answer.of = question.runs;
  for (const PageBlock& block : question.page->blocks) {
    std::vector<EnsembleBands> bands(block.curves.size());
    for (std::size_t i = 0; i < block.curves.size(); ++i) {
      std::vector<const PageCurve*> curves;
      std::vector<std::size_t> places;
      for (std::size_t k = 0; k < block.curves.size(); ++k) {
        if (is_given(block.curves[k]) || !of_one_run(block.curves[i], block.curves[k])) continue;
        curves.push_back(&block.curves[k]);
        places.push_back(k);
      }
      if (places.empty() || places.front() != i) continue;  // those of a run are worked out together
      CurveBands collected(curves, question.count);
      if (const Status added = add_runs(content, curves, question, threads, stop, collected); !added) {
        answer.problem = as_sentence(added.error());
        return answer;
      }
      for (std::size_t k = 0; k < places.size(); ++k) bands[places[k]] = collected.bands_of_curve(k);
    }
    answer.figures.push_back(std::move(bands));
  }
  return answer;
}

Result<std::shared_ptr<const PageRuns>> run_page(const Session& session, const Content& content, const Page& page) {
  auto runs = std::make_shared<PageRuns>();
  for (std::size_t i = 0; i < page.blocks.size(); ++i) {
    const PageBlock& block = page.blocks[i];
    PageFigure figure;
    const auto where = [&](std::vector<Error> errors) {
      for (Error& error : errors)
        error.where =
            "page " + page.id + ", block " + std::to_string(i + 1) + (error.where.empty() ? "" : ", ") + error.where;
      return errors;
    };
    for (const PageCurve& curve : block.curves) {
      Result<PageCurveRun> run = run_curve(session, content, curve);
      if (!run) return where(run.errors());
      figure.curves.push_back(std::move(*run));
    }
    if (block.kind == PageBlockKind::plane) {
      Result<std::vector<PagePoint>> points = place_styles(session, content, block);
      if (!points) return where(points.errors());
      figure.points = std::move(*points);
    }
    if (block.kind == PageBlockKind::before_after) {
      Result<std::vector<PageRowRun>> rows = run_rows(session, content, block);
      if (!rows) return where(rows.errors());
      figure.rows = std::move(*rows);
    }
    runs->figures.push_back(std::move(figure));
  }
  return std::shared_ptr<const PageRuns>(std::move(runs));
}

}  // namespace attune
