// A first look at JSON text before any parser builds anything from it.
//
// Refuses, with a place and a sentence: an empty or over-long file, UTF-16/32, invalid UTF-8 and lone surrogates,
// nesting deeper than the limit, the same key twice in one object, comments, trailing commas, single quotes, raw
// control characters, NaN/Infinity, numbers that are too large, text after the end, an early end. A byte-order mark
// is allowed and reported. Text that passes is valid JSON by RFC 8259, so a parser given it cannot run out of stack
// and has nothing left to complain about.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/result.h"

namespace attune {

struct JsonLimits {
  std::uint64_t max_bytes = 16ull << 20;
  int max_depth = 64;                           // open objects and lists at once
  std::uint64_t max_tokens = 2'000'000;         // values, keys and brackets
  std::uint64_t max_string_bytes = 1ull << 20;  // one string, as written
  bool top_level_object = true;                 // otherwise any value may stand at the top
};

struct JsonFacts {
  bool had_byte_order_mark = false;
  std::uint64_t tokens = 0;
};

// `name` is what the user calls the text (a path); errors carry `where` = "name:line:column", both from 1, columns in
// characters. One problem is reported: JSON that is broken in one place cannot be read beyond it.
Result<JsonFacts> scan_json(std::string_view text, std::string_view name, const JsonLimits& limits = {});

// The text a parser should get.
std::string_view without_byte_order_mark(std::string_view text);

}  // namespace attune
