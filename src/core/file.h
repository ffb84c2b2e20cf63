// Whole files in, whole files out.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/result.h"

namespace attune {

// Why the system refused (errno), in words; the system's own where none are known for it.
Sentence reason_of(int error_number);

// The whole of a regular file. Refuses directories, FIFOs, devices and anything above max_bytes.
Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t max_bytes);

// ".png" of "A.PNG".
std::string ending_of(const std::filesystem::path& path);

// Writes a temporary file beside `path` and renames it: the file is there whole or not at all, and what
// stood there before stays when anything fails (ExitCode::output_failed).
Status write_file(const std::filesystem::path& path, std::string_view bytes);

// The pieces of write_file for writers that stream or start another program: a fresh name beside `path`
// (same extension), then commit (fsync + rename) or discard.
std::filesystem::path temporary_beside(const std::filesystem::path& path);
Status commit_file(const std::filesystem::path& temporary, const std::filesystem::path& path);
void discard_file(const std::filesystem::path& temporary);

}  // namespace attune
