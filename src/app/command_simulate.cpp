#include <cstdio>

#include "app/commands.h"
#include "core/text.h"
#include "io/load_content.h"
#include "io/write_csv.h"
#include "model/find.h"

namespace attune {

ExitCode run_simulate(const CommonOptions& common, const SimulateOptions& options) {
  auto installation = open_installation(common.assets, false);
  if (!installation) return report(installation.errors());
  Content& content = installation->content;
  if (!options.circuit.empty()) {
    auto circuit = load_circuit(options.circuit, content.references);
    if (!circuit) return report(circuit.errors());
    content.circuit = std::move(*circuit);
  }
  // A run that leaves its range is written as far as it went.
  auto session = open_moment(content, options.moment, EarlyStop::keep);
  if (!session) return report(session.errors());
  const Trace& trace = *session->trace[0];
  if (const Status written = write_trace_csv(options.out, trace, options.sample_s); !written) return report(written.errors());
  if (!trace.left_range.empty())
    return report({Error{format("%s left its range at t = %s s; the table stops there", trace.left_range.c_str(),
                                to_text(trace.left_range_s).c_str()),
                         options.moment.scenario, "make the inputs, the start or the connections weaker", ExitCode::left_range}});
  std::printf("%s: %s, %s, %s: %s s in steps of %s s\n", options.out.c_str(), current_scenario(*session, content).id.c_str(),
              current_arm(*session, content).id.c_str(), current_style(*session, content, 0).id.c_str(),
              to_text(trace.duration_s()).c_str(), to_text(options.sample_s).c_str());
  return ExitCode::ok;
}

}  // namespace attune
