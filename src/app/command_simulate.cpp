#include <cstdio>
#include <filesystem>

#include "app/commands.h"
#include "core/text.h"
#include "io/load_content.h"
#include "io/write_csv.h"
#include "model/find.h"
#include "sim/pair.h"
#include "sim/years.h"

namespace attune {

namespace {

struct Finished {
  Trace trace;
  TraceOrigin origin;
  Sentence note;  // what the person should know, "" = nothing
};

Result<Finished> run_years(const Content& content, const LifeScenario& scenario, const MomentOptions& moment) {
  const auto style = find_style(content, moment.style);
  if (!style) return style.errors();
  const auto arm = choose_arm(scenario.arms, moment.arm, scenario.id);
  if (!arm) return arm.errors();
  const auto program = compile_circuit(content.circuit);
  if (!program) return program.errors();
  Result<Trace> trace = simulate_years(*program, content, scenario, **arm, **style);
  if (!trace) return trace.errors();
  Finished finished{std::move(*trace), {scenario.id, name_of(ScenarioKind::years), (*arm)->id, (*style)->id}, ""};
  if (scenario.start == LifeStart::birth) finished.note = sentence("starts_birth_style_changes");
  if (scenario.start == LifeStart::families) finished.note = sentence("style_parents");
  return finished;
}

Result<Finished> run_pair(const Content& content, const PairScenario& scenario, const MomentOptions& moment) {
  const auto style_a = find_style(content, scenario.style_a), style_b = find_style(content, moment.style);
  if (!style_a) return style_a.errors();
  if (!style_b) return style_b.errors();
  const auto arm = choose_arm(scenario.arms, moment.arm, scenario.id);
  if (!arm) return arm.errors();
  const auto circuit = pair_circuit(content.circuit);
  if (!circuit) return circuit.errors();
  const auto program = compile_circuit(*circuit);
  if (!program) return program.errors();
  const Result<PairTrace> trace = simulate_pair(*program, content.pair, scenario, **arm, **style_a, **style_b);
  if (!trace) return trace.errors();
  return Finished{join_pair(*trace),
                  {scenario.id, name_of(ScenarioKind::two_people), (*arm)->id, (*style_b)->id},
                  sentence("style_person_b", {{"style_a", scenario.style_a}})};
}

Result<Finished> run_moment(Content& content, const MomentOptions& moment) {
  // A run that leaves its range is written as far as it went.
  auto session = open_moment(content, moment, EarlyStop::keep);
  if (!session) return session.errors();
  const AnyScenario story = current_story(*session, content);
  return Finished{*session->trace[0],
                  {story.text().id, name_of(story.kind), current_arm(*session, content).id,
                   current_style(*session, content, 0).id},
                  ""};
}

}  // namespace

ExitCode run_simulate(const CommonOptions& common, const SimulateOptions& options) {
  const std::string ending = std::filesystem::path(options.out).extension().string();
  if (ending == ".json" && std::filesystem::path(options.out).lexically_normal() ==
                               std::filesystem::path(options.moment.scenario).lexically_normal())
    return report(
        {Error{sentence("table_would_replace_scenario"), options.out, sentence("choose_other_name"), ExitCode::usage}});
  auto installation = open_installation(common, false);
  if (!installation) return report(installation.errors());
  Content& content = installation->content;
  if (const Status taken = use_circuit(content, options.circuit); !taken) return report(taken.errors());
  // A word that names nothing, or a file, is left to the moments, which say so.
  const auto any = find_any_scenario(content, options.moment.scenario);
  const Result<Finished> finished = any && any->years  ? run_years(content, *any->years, options.moment)
                                    : any && any->pair ? run_pair(content, *any->pair, options.moment)
                                                       : run_moment(content, options.moment);
  if (!finished) return report(finished.errors());
  const Trace& trace = finished->trace;
  const TraceOrigin& origin = finished->origin;
  const bool is_short = origin.kind == name_of(ScenarioKind::moment) || origin.kind == name_of(ScenarioKind::two_people);
  const double sample_s = options.sample_s > 0 ? options.sample_s : is_short ? 1 : trace.sample_s;
  const Status written = ending == ".json" ? write_trace_json(options.out, trace, origin, sample_s)
                                           : write_trace_csv(options.out, trace, sample_s);
  if (!written) return report(written.errors());
  if (!trace.left_range.empty())
    return report(
        {Error{sentence("left_range_table", {{"column", trace.left_range}, {"seconds", to_text(trace.left_range_s)}}),
               options.moment.scenario, sentence("make_inputs_start_connections"), ExitCode::left_range}});
  const Sentence written_line = sentence("table_written", {{"file", options.out},
                                                           {"scenario", origin.scenario},
                                                           {"arm", origin.arm},
                                                           {"style", origin.style},
                                                           {"length", to_text(trace.duration_s(), 0)},
                                                           {"step", to_text(sample_s)}});
  print(finished->note.empty() ? written_line
                               : sentence("with_reason", {{"what", written_line}, {"reason", finished->note}}));
  return ExitCode::ok;
}

}  // namespace attune
