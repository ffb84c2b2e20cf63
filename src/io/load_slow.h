// assets/slow.json: change over weeks and years.
#pragma once

#include <filesystem>
#include <vector>

#include "core/result.h"
#include "model/content.h"
#include "model/slow.h"

namespace attune {

// Reads and compiles once, so that every formula is checked. Evidence keys and sources are checked against the
// references, traits against the circuit. Errors: all problems, each with file and JSON pointer.
Result<SlowModel> load_slow(const std::filesystem::path& path, const Content& content);

}  // namespace attune
