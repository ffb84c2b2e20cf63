// Words in a GIF: its comment extension (GIF89a, section 24), at the end, where it changes nothing of the pictures.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/result.h"

namespace attune {

// Errors: output_failed (not writable, disk full, or no whole GIF).
Status append_gif_comment(const std::filesystem::path& path, std::string_view text);

// The comment that begins so, or "".
std::string find_gif_comment(std::string_view gif, std::string_view begin);

}  // namespace attune
