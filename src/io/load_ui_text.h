// Interface words from JSON: one flat object of key -> text.
#pragma once

#include <filesystem>

#include "core/result.h"
#include "model/ui_text.h"

namespace attune {

// Errors (bad_input): a missing or broken file, values that are not text, empty texts. All problems are reported.
Result<UiText> load_ui_text(const std::filesystem::path& path);

}  // namespace attune
