// Where the terms of the glossary (assets/glossary_en.json) stand in a text, and a memory of what was looked for. Pure.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/content.h"
#include "session/session.h"

namespace attune {

struct FoundTerm {
  std::size_t term = 0;            // of the glossary
  std::size_t begin = 0, end = 0;  // bytes of the text
};

// The first place of every term that this level of words marks, from left to right; whole words, none in another.
std::vector<FoundTerm> find_terms(const std::vector<GlossaryTerm>& glossary, std::string_view text, Level level);

// The same, looked for once: kept by text until the glossary is another one. Kept from frame to frame it saves time; what is
// found does not depend on it.
class TermMemory {
 public:
  // Before anything is looked for in a frame.
  void know(const std::vector<GlossaryTerm>& glossary);
  const std::vector<FoundTerm>& find(std::string_view text, Level level);

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::vector<GlossaryTerm> glossary_;
  std::array<std::unordered_map<std::string, std::vector<FoundTerm>, TextHash, std::equal_to<>>, 3> found_;  // by level
};

}  // namespace attune
