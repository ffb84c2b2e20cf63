// Everything that ships as data except the brain mesh (load_brain.h).
#pragma once

#include <filesystem>
#include <vector>

#include "core/result.h"
#include "model/content.h"

namespace attune {

// Reads circuit.json, references.json, styles.json, structures.json, scenarios/*.json (ordered by their number, then
// id), pair.json, slow.json, messages_en.json, pages/*.json and claims/*.json, and checks them against each other: every id, every formula, every
// evidence key, everything a claim is about. Content::brain stays empty.
// Errors: all problems of all files, each with file and JSON pointer; a file that is not there is
// ExitCode::installation_incomplete. Warnings (a caption that never shows, ...) go to `warnings` when given.
Result<Content> load_content(const std::filesystem::path& assets_dir, std::vector<Error>* warnings = nullptr);

// A user's own scenario, checked against the content it will run with. Unknown keys are refused.
Result<Scenario> load_scenario(const std::filesystem::path& path, const Content& content,
                               std::vector<Error>* warnings = nullptr);

// A user's own circuit. Evidence keys are checked against `references` when there are any.
Result<Circuit> load_circuit(const std::filesystem::path& path, const std::vector<Reference>& references = {});

}  // namespace attune
