// Everything that can be reached by typing its name: moments, patterns, structures, chemicals, claims, settings, pages,
// keys. Plain data, no ImGui.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/content.h"
#include "model/ui_text.h"
#include "session/session.h"

namespace attune {

enum class FindingKind : std::uint8_t { moment, structure, chemical, pattern, action, page, term, claim, setting };

struct Finding {
  FindingKind kind = FindingKind::moment;
  std::string title, detail;      // detail: one line of why it was found, or what it does
  std::vector<Command> commands;  // what choosing it does
};

using Languages = std::span<const std::pair<std::string, std::string>>;  // id and name of those to choose from

// Best first: the title begins with the words, a word of the title does, the title has them, the text has them; evidence
// after all else. Every word must be found, in any order. Ignored are case, which side of the Atlantic it is spelled on
// ("search_spellings") and, where it finds nothing, a side of the brain ("search_sides"); other words for a thing are
// those of "search_synonyms". An empty query lists the moments. At most `most`, the last places of a long list kept for evidence.
std::vector<Finding> find_anything(const Session& session, const Content& content, const UiText& words,
                                   std::string_view query, std::size_t most = 12, Languages languages = {});

// What the search shows: what is found; where that is nothing, what is found for the nearest words that find anything.
struct Search {
  std::string meant;  // those words, "" = what was typed
  std::vector<Finding> found;
};
inline constexpr std::size_t kSearchRows = 8;
Search search_for(const Session& session, const Content& content, const UiText& words, std::string_view query,
                  Languages languages = {});

// The stories that the same words find, or the nearest ones, in the order they are kept in; all of them for no words.
struct FoundStories {
  std::string meant;              // as in Search
  bool own = false;               // the one of the person's own that is open
  std::vector<std::size_t> kept;  // indices into Session::kept_stories, the newest first
  std::vector<std::size_t> all;   // of story_at()
  bool is_empty() const { return !own && kept.empty() && all.empty(); }
};
FoundStories find_stories(const Session& session, const Content& content, const UiText& words, std::string_view query);

}  // namespace attune
