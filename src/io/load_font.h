// Font file (TrueType, OpenType) -> distance-field atlas (model/font.h).
#pragma once

#include <filesystem>

#include "core/result.h"
#include "model/font.h"

namespace attune {

// Latin-1, Latin Extended-A, Greek, punctuation, arrows and a few signs, as far as the font has them.
// Errors (bad_input): missing, empty, cut or random files; fonts without outlines or without Latin letters.
Result<FontAtlas> load_font(const std::filesystem::path& path);

}  // namespace attune
