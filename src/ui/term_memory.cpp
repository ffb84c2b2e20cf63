#include "ui/term_memory.h"

#include <algorithm>

#include "ui/words.h"

namespace attune {
namespace {

constexpr std::size_t kMostTexts = 4000;  // kept at a time: some change as a story plays

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

std::size_t find_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end]))) return at;
  }
  return std::string_view::npos;
}

}  // namespace

std::vector<FoundTerm> find_terms(const std::vector<GlossaryTerm>& glossary, std::string_view text, Level level) {
  const std::string low = lower_case(text);
  std::vector<FoundTerm> found;
  for (std::size_t i = 0; i < glossary.size(); ++i) {
    if (level > glossary[i].until) continue;
    FoundTerm first{i, std::string::npos, 0};
    for (const std::string& word : glossary[i].words)
      if (const std::size_t at = find_word(low, lower_case(word));
          at != std::string::npos && (at < first.begin || (at == first.begin && at + word.size() > first.end)))
        first = {i, at, at + word.size()};
    if (first.begin != std::string::npos) found.push_back(first);
  }
  std::sort(found.begin(), found.end(), [](const FoundTerm& a, const FoundTerm& b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
  std::size_t end = 0;
  std::erase_if(found, [&](const FoundTerm& each) {
    if (each.begin < end) return true;
    end = each.end;
    return false;
  });
  return found;
}

void TermMemory::know(const std::vector<GlossaryTerm>& glossary) {
  if (glossary_ == glossary) return;
  glossary_ = glossary;
  for (auto& texts : found_) texts.clear();
}

const std::vector<FoundTerm>& TermMemory::find(std::string_view text, Level level) {
  auto& texts = found_.at(static_cast<std::size_t>(level));
  if (const auto there = texts.find(text); there != texts.end()) return there->second;
  if (texts.size() >= kMostTexts) texts.clear();
  return texts.emplace(std::string(text), find_terms(glossary_, text, level)).first->second;
}

}  // namespace attune
