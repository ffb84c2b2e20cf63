// SHA-256 (FIPS 180-4), for the checksums of the input files in the provenance record.
#pragma once

#include <filesystem>
#include <string>

namespace atlas {

std::string sha256_of_file(const std::filesystem::path& file); // 64 hexadecimal digits

} // namespace atlas
