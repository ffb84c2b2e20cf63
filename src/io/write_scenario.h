// A scenario of the person's own as a file, and what `attune check` says of it before it is one.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "model/content.h"

namespace attune {

// What load_scenario() reads back to the same scenario, bit for bit (assets/schema/scenario.schema.json).
std::string scenario_to_json(const Scenario& scenario);

// Everything that load_scenario() would refuse or warn about, were it written: `where` is a JSON pointer such as
// /arms/0/captions/2/text.
struct ScenarioProblems {
  std::vector<Error> errors, warnings;
};
ScenarioProblems check_scenario(const Scenario& scenario, const Content& content);

}  // namespace attune
