// assets/validation.json: what `attune validate` computes and expects.
#pragma once

#include <filesystem>

#include "core/result.h"
#include "model/content.h"
#include "model/validation.h"

namespace attune {

// Checked against the content: ages, inputs, states and evidence keys. Formulas are checked when they are worked out
// (sim/validate.h). Errors: all problems, each with file and JSON pointer.
Result<ValidationPlan> load_validation(const std::filesystem::path& path, const Content& content);

}  // namespace attune
