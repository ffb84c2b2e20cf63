// Finding things by the words people type. Ids are compared as slugs: "friend_in_preparation" finds
// "friend in preparation".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/text.h"
#include "model/content.h"

namespace attune {

// The item whose id is `word`. Error (wrong usage): names the nearest id and lists them all. `kind` and `kinds` are
// what to call one and many ("style", "styles").
template <class T>
Result<const T*> find_by_id(const std::vector<T>& items, std::string_view word, std::string_view kind,
                            std::string_view kinds) {
  const std::string slug = to_slug(word);
  std::vector<std::string> ids;
  for (const T& item : items) {
    if (to_slug(item.id) == slug) return &item;
    ids.push_back(item.id);
  }
  const std::string near = nearest_word(word, ids);
  std::string hint = near.empty() ? "" : "did you mean \"" + near + "\"? ";
  hint += ids.empty() ? "There are none" : "The " + std::string(kinds) + " are " + join_words(ids);
  return Error{"unknown " + std::string(kind) + " \"" + printable(word) + "\"", "", hint, ExitCode::usage};
}

inline Result<const Scenario*> find_scenario(const Content& content, std::string_view word) {
  return find_by_id(content.scenarios, word, "scenario", "scenarios");
}

inline Result<const Style*> find_style(const Content& content, std::string_view word) {
  return find_by_id(content.styles, word, "style", "styles");
}

inline Result<const Arm*> find_arm(const Scenario& scenario, std::string_view word) {
  return find_by_id(scenario.arms, word, "arm", "arms of " + scenario.id);
}

}  // namespace attune
