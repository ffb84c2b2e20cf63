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

enum class FindingKind : std::uint8_t { moment, structure, chemical, pattern, action, page, claim, setting };

struct Finding {
  FindingKind kind = FindingKind::moment;
  std::string title, detail;      // detail: one line of why it was found, or what it does
  std::vector<Command> commands;  // what choosing it does
};

// Best first: the title begins with the words, a word of the title does, the title has them, the text has them. Case is
// ignored, and so is which side of the Atlantic it is spelled on ("search_spellings"); every word must be found. An empty
// query lists the moments. languages: id and name of those to choose from. At most `most`.
std::vector<Finding> find_anything(const Session& session, const Content& content, const UiText& words,
                                   std::string_view query, std::size_t most = 12,
                                   std::span<const std::pair<std::string, std::string>> languages = {});

// The stories that the same words find, in the order they are kept in; all of them for no words.
struct FoundStories {
  bool own = false;               // the one of the person's own that is open
  std::vector<std::size_t> kept;  // indices into Session::kept_stories, the newest first
  std::vector<std::size_t> all;   // of story_at()
  bool is_empty() const { return !own && kept.empty() && all.empty(); }
};
FoundStories find_stories(const Session& session, const Content& content, const UiText& words, std::string_view query);

}  // namespace attune
