// The looks that are kept from one start to the next, as a file (assets/schema/settings.schema.json).
#pragma once

#include <filesystem>
#include <string>

#include "core/result.h"
#include "model/settings.h"

namespace attune {

// JSON, a line for each entry. The same settings give the same bytes.
std::string settings_to_json(const Settings& settings);

// Settings{} when there is no such file. Errors (bad_input): anything that does not follow the schema, each with its
// place; entries that are missing have their usual values.
Result<Settings> load_settings(const std::filesystem::path& path);

// Whole or not at all; makes the folder. Errors: output_failed.
Status save_settings(const std::filesystem::path& path, const Settings& settings);

}  // namespace attune
