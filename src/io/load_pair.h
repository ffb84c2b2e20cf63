// assets/pair.json: two people beside each other.
#pragma once

#include <filesystem>

#include "core/result.h"
#include "model/content.h"
#include "model/pair.h"

namespace attune {

// Checked against the content: ages, styles, evidence keys; every constant must be there once. Errors: all problems,
// each with file and JSON pointer.
Result<PairModel> load_pair(const std::filesystem::path& path, const Content& content);

}  // namespace attune
