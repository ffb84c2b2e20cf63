// Technical terms that people meet, and what they mean.
#pragma once

#include <string>
#include <vector>

#include "model/levels.h"

namespace attune {

struct GlossaryTerm {
  std::string id, name;               // "cortisol", "Cortisol"
  std::vector<std::string> words;     // as it stands in running text, in small letters
  std::string meaning;                // one or two plain sentences
  Level until = Level::expert;        // marked in running text up to this level of words
  std::vector<std::string> evidence;  // Reference ids, where it says something about bodies or people
  bool operator==(const GlossaryTerm&) const = default;
};

}  // namespace attune
