// assets/requirements.json
#pragma once

#include <filesystem>

#include "core/result.h"
#include "model/requirement.h"

namespace attune {

// Errors: every problem, with file and JSON pointer; among them an id that appears twice, an unknown article and a row
// that neither anything shows nor says what is missing. Whether the ids exist is judged by whoever has the content.
Result<RequirementList> load_requirements(const std::filesystem::path& path);

}  // namespace attune
