// What is wrong with a glTF file, collected while it is read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace attune::gltf {

struct Warning {
  std::string kind;  // warnings of one kind are told once, with a count
  std::string where;
  Sentence what;
  std::size_t count = 1;
};

struct Problems {
  std::string file;
  std::vector<Error> errors;
  std::vector<Warning> warnings;
};

// `pointer` is a JSON pointer ("/accessors/1/count") or "" for the whole file.
void refuse(Problems& problems, std::string_view pointer, Sentence what, Sentence hint);
void warn(Problems& problems, std::string_view kind, std::string_view pointer, Sentence what);
std::vector<std::string> warning_sentences(const Problems& problems);

// "/accessors/1/count" -> "accessors[1].count"
std::string to_dotted(std::string_view pointer);
// 4294967295 -> "4,294,967,295"
std::string with_commas(std::uint64_t number);
// "36 bytes", "12 TiB"
Sentence bytes_text(std::uint64_t bytes);
// "1 accessor", "2 accessors": keys of the words for one and for more.
Sentence counted(std::uint64_t count, const char* one, const char* more);

// Sums and products that stop at 2^64-1 instead of wrapping.
std::uint64_t add_saturating(std::uint64_t a, std::uint64_t b);
std::uint64_t multiply_saturating(std::uint64_t a, std::uint64_t b);

}  // namespace attune::gltf
