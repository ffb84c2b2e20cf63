// Mapping files of models of the user's own, and the names that models use.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "model/content.h"
#include "model/own_brain.h"

namespace attune {

// assets/schema/mapping.schema.json. Whether its parts are those of a model is judged with the model
// (session/own_brain.h). Errors: every problem with file and JSON pointer; structures that do not exist with the
// nearest that does.
Result<Mapping> load_mapping(const std::filesystem::path& path, const std::vector<Structure>& structures);

// The same mapping gives the same bytes; parse of it gives the same mapping.
std::string mapping_to_json(const Mapping& mapping);

// assets/brain_names.json
Result<BrainNames> load_brain_names(const std::filesystem::path& path, const std::vector<Structure>& structures);

// Changes with the bytes: 16 hex digits. Reads eight at a time: models are large.
std::string fingerprint_of_bytes(std::string_view bytes);

}  // namespace attune
