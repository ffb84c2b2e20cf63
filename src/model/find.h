// Finding things by the words people type. Ids are compared as slugs: "friend_in_preparation" finds
// "friend in preparation".
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "core/result.h"
#include "core/text.h"
#include "model/content.h"

namespace attune {

// The index of the item with exactly this id, or -1.
template <class Item>
int index_of(const std::vector<Item>& items, const std::string& id) {
  for (std::size_t i = 0; i < items.size(); ++i)
    if (items[i].id == id) return static_cast<int>(i);
  return -1;
}

inline bool is_index(int index, std::size_t count) { return index >= 0 && static_cast<std::size_t>(index) < count; }

// The item with exactly this id, or nullptr.
template <class Item>
const Item* item_of(const std::vector<Item>& items, const std::string& id) {
  const int index = index_of(items, id);
  return index < 0 ? nullptr : &items[static_cast<std::size_t>(index)];
}

// The first structure that shows a region has the name people know it by. nullptr: none does.
inline const Structure* structure_of_region(const Content& content, const std::string& region) {
  for (const Structure& structure : content.structures)
    if (structure.region == region) return &structure;
  return nullptr;
}

// The item whose id is `word`. Error (wrong usage): names the nearest id and lists them all. `kind` and `kinds` are
// what to call one and many (sentence("kind_style"), sentence("kinds_styles")).
template <class T>
Result<const T*> find_by_id(const std::vector<T>& items, std::string_view word, const Sentence& kind,
                            const Sentence& kinds) {
  const std::string slug = to_slug(word);
  std::vector<std::string> ids;
  for (const T& item : items) {
    if (to_slug(item.id) == slug) return &item;
    ids.push_back(item.id);
  }
  const std::string near = nearest_word(word, ids);
  const Sentence all =
      ids.empty() ? sentence("there_are_none") : sentence("the_kinds_are", {{"kinds", kinds}, {"words", listed(ids)}});
  return Error{sentence("unknown_word", {{"kind", kind}, {"word", printable(word)}}), "", near_and(near, all),
               ExitCode::usage};
}

inline Result<const Scenario*> find_scenario(const Content& content, std::string_view word) {
  return find_by_id(content.scenarios, word, sentence("kind_scenario"), sentence("kinds_scenarios"));
}

// A scenario of any kind; exactly one of the three pointers is set.
struct AnyScenario {
  ScenarioKind kind = ScenarioKind::moment;
  const Scenario* scenario = nullptr;  // moment and days
  const LifeScenario* years = nullptr;
  const PairScenario* pair = nullptr;

  const ScenarioText& text() const {
    return scenario ? static_cast<const ScenarioText&>(*scenario)
           : years  ? static_cast<const ScenarioText&>(*years)
                    : *pair;
  }
  // Every arm, the first is the default.
  std::size_t arm_count() const {
    return scenario ? scenario->arms.size() : years ? years->arms.size() : pair->arms.size();
  }
  const ArmText& arm(std::size_t index) const {
    return scenario ? static_cast<const ArmText&>(scenario->arms[index])
           : years  ? static_cast<const ArmText&>(years->arms[index])
                    : pair->arms[index];
  }
  // The arm that it opens with.
  std::size_t opening_arm() const {
    for (std::size_t i = 0; i < arm_count(); ++i)
      if (arm(i).id == text().opens) return i;
    return 0;
  }
  double duration_s(std::size_t index) const {
    return scenario ? scenario->duration_s
           : years  ? shown_weeks(*years, years->arms[index]) * seconds_per_week
                    : pair->duration_s;
  }
};

// Every scenario by one number: moments and days in the content's order, then years, then two people.
inline std::size_t story_count(const Content& content) {
  return content.scenarios.size() + content.slow.scenarios.size() + content.pair.scenarios.size();
}
inline AnyScenario story_at(const Content& content, std::size_t index) {
  if (index < content.scenarios.size())
    return {kind_of(content.scenarios[index]), &content.scenarios[index], nullptr, nullptr};
  index -= content.scenarios.size();
  if (index < content.slow.scenarios.size())
    return {ScenarioKind::years, nullptr, &content.slow.scenarios[index], nullptr};
  index -= content.slow.scenarios.size();
  return {ScenarioKind::two_people, nullptr, nullptr, &content.pair.scenarios[index]};
}

// Every scenario, ordered by number, then kind, then id.
inline std::vector<AnyScenario> all_scenarios(const Content& content) {
  std::vector<AnyScenario> all;
  for (std::size_t i = 0; i < story_count(content); ++i) all.push_back(story_at(content, i));
  std::sort(all.begin(), all.end(), [](const AnyScenario& a, const AnyScenario& b) {
    return std::tie(a.text().number, a.kind, a.text().id) < std::tie(b.text().number, b.kind, b.text().id);
  });
  return all;
}

// Errors: as find_by_id, over all kinds.
inline Result<AnyScenario> find_any_scenario(const Content& content, std::string_view word) {
  struct Named {
    std::string id;
    const AnyScenario* scenario;
  };
  const std::vector<AnyScenario> all = all_scenarios(content);
  std::vector<Named> named;
  for (const AnyScenario& scenario : all) named.push_back({scenario.text().id, &scenario});
  const Result<const Named*> found = find_by_id(named, word, sentence("kind_scenario"), sentence("kinds_scenarios"));
  if (!found) return found.errors();
  return *(*found)->scenario;
}

inline Result<const Style*> find_style(const Content& content, std::string_view word) {
  return find_by_id(content.styles, word, sentence("kind_style"), sentence("kinds_styles"));
}

inline Result<const Arm*> find_arm(const Scenario& scenario, std::string_view word) {
  return find_by_id(scenario.arms, word, sentence("kind_arm"), sentence("kinds_arms_of", {{"scenario", scenario.id}}));
}

}  // namespace attune
