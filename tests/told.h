// Whether a problem can be told in another language.
#pragma once

#include <set>
#include <string>

#include "core/result.h"

namespace attune {

// What a sentence says in English itself where only a sentence of assets/errors_en.json belongs: "" when nothing.
inline std::string english_left(const Sentence& told, const std::string& place = "what") {
  static const std::set<std::string> never_a_name{"what", "next", "kind", "reason", "problem", "expected", "chunk", "noun", "buffer"};
  if (told.key.empty() && !told.empty() && never_a_name.count(place) > 0 && told.english.find_first_of("/[.") == std::string::npos) return told.english;
  for (const auto& [name, value] : told.values)
    if (const std::string left = english_left(value, name); !left.empty()) return left;
  return "";
}

inline std::string english_left(const Error& error) {
  const std::string left = english_left(error.what);
  return left.empty() ? english_left(error.hint) : left;
}

}  // namespace attune
