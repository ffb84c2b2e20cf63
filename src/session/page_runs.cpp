#include "session/page_runs.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/text.h"
#include "model/find.h"
#include "sim/years.h"

namespace attune {
namespace {

// A column of a trace as a trace of its own, smoothed and scaled as the curve asks.
Result<Trace> one_column(const Trace& trace, const PageCurve& curve) {
  const int column = find_column(trace, curve.column);
  if (column < 0)
    return Error{"this run has no column \"" + printable(curve.column) + "\"", "",
                 "choose one that `attune simulate` writes"};
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
    return Error{"nothing says how someone of the style \"" + style.id + "\" grew up", "assets/slow.json", "add it"};
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

Result<Trace> run_scenario(const Session& session, const Content& content, const std::string& scenario,
                           const std::string& arm, const Style& style) {
  const Result<AnyScenario> any = find_any_scenario(content, scenario);
  if (!any) return any.errors();
  if (const Scenario* moment = any->scenario) {
    for (const Arm& each : moment->arms)
      if (each.id == arm || arm.empty()) return simulate(session.program, style, *moment, each);
  } else if (const LifeScenario* years = any->years) {
    for (const LifeArm& each : years->arms)
      if (each.id == arm || arm.empty()) return simulate_years(session.program, content, *years, each, style);
  }
  return Error{"the scenario \"" + printable(scenario) + "\" has no version \"" + printable(arm) + "\"", "",
               "choose another"};
}

Result<PageCurveRun> run_curve(const Session& session, const Content& content, const PageCurve& curve) {
  const Style& style = *style_of(session, content, curve.style);
  const Result<Trace> trace =
      curve.weeks > 0 ? live(content, curve, style) : run_scenario(session, content, curve.scenario, curve.arm, style);
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
      return Error{"the slow model has no place on the axes", "assets/slow.json",
                   "add the read-outs anxiety and avoidance"};
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
    const Result<Trace> trace = run_scenario(session, content, block.scenario, arm, style);
    if (!trace) return trace.errors();
    for (const std::string& id : block.columns) {
      const int column = find_column(*trace, id);
      if (column < 0) return Error{"this run has no column \"" + printable(id) + "\"", "", "choose another"};
      row.before.push_back(value_at(*trace, column, block.before_s));
      row.after.push_back(value_at(*trace, column, block.after_s));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

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
