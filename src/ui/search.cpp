#include "ui/search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "core/text.h"
#include "ui/keys.h"
#include "ui/theme.h"
#include "ui/words.h"

namespace attune {
namespace {

std::vector<std::string> words_of(std::string_view query) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : lower_case(query)) {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

bool begins_a_word(const std::string& text, const std::string& word) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
    if (at == 0 || text[at - 1] == ' ' || text[at - 1] == '(' || text[at - 1] == '-') return true;
  return false;
}

// 0 is best; nothing when a word is in neither title nor text.
std::optional<int> rank(const std::string& title, const std::string& text, const std::vector<std::string>& words) {
  int worst = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    int place = 4;
    if (title.rfind(words[i], 0) == 0) {
      place = i == 0 ? 0 : 1;
    } else if (begins_a_word(title, words[i])) {
      place = 1;
    } else if (title.find(words[i]) != std::string::npos) {
      place = 2;
    } else if (begins_a_word(text, words[i])) {
      place = 3;
    } else if (text.find(words[i]) == std::string::npos) {
      return std::nullopt;
    }
    worst = std::max(worst, place);
  }
  return worst;
}

// "colour color. grey gray.": what is asked for, in the first spelling of each pair or in the second.
std::vector<std::string> spelled(std::vector<std::string> words, const std::string& pairs, bool first) {
  const std::vector<std::string> spellings = words_of(pairs);
  for (std::size_t i = 0; i + 1 < spellings.size(); i += 2) {
    std::string one = spellings[i], other = spellings[i + 1];
    if (!other.empty() && other.back() == '.') other.pop_back();
    const std::string &from = first ? other : one, &to = first ? one : other;
    for (std::string& word : words)
      if (word.starts_with(from)) word.replace(0, from.size(), to);
  }
  return words;
}

// What was typed, ready to be compared.
class Query {
 public:
  Query(std::string_view typed, const UiText& ui_words) {
    const std::vector<std::string> words = words_of(typed);
    const auto pairs = ui_words.find("search_spellings");
    const std::string spellings = pairs == ui_words.end() ? "" : pairs->second;
    ways_ = {words, spelled(words, spellings, true), spelled(words, spellings, false)};
  }
  bool is_empty() const { return ways_[0].empty(); }
  // 0 is best; nothing where a word is in neither.
  std::optional<int> rank_of(const std::string& title, const std::string& text) const {
    const std::string low_title = lower_case(title), all = lower_case(text);
    std::optional<int> best;
    for (std::size_t i = 0; i < ways_.size(); ++i) {
      if (i > 0 && ways_[i] == ways_[0]) continue;
      if (const auto place = rank(low_title, all, ways_[i])) best = std::min(*place, best.value_or(*place));
    }
    return best;
  }

 private:
  std::array<std::vector<std::string>, 3> ways_;
};

// What a story is found by beside its title.
std::string text_of(const OwnStory& story, const UiText& words) {
  std::string missing;
  return story.scenario.story + " " + word(words, "editor_own", missing);
}
std::string text_of(const ScenarioText& scenario) {
  return scenario.story + " " + scenario.theme + " " + scenario.number + " " + scenario.id;
}

struct Setting {
  Finding finding;
  std::string also;  // other words for it
};
using Languages = std::span<const std::pair<std::string, std::string>>;

// What the settings hold and no key has: choosing one changes it at once.
std::vector<Setting> settings(const Session& session, const UiText& words, Languages languages) {
  std::string missing;
  const auto tr = [&](const char* key) { return word(words, key, missing); };
  std::vector<Setting> found;
  const auto add = [&](std::string title, std::string detail, const char* also, std::vector<Command> commands) {
    found.push_back({{FindingKind::setting, std::move(title), std::move(detail), std::move(commands)}, also == nullptr ? "" : tr(also)});
  };
  const auto toggle = [&](const char* key, const char* also, bool on, Command command) {
    add(tr(key), tr(on ? "setting_is_on" : "setting_is_off"), also, {std::move(command)});
  };
  const auto choice = [&](const char* key, const char* also, const std::string& value, bool chosen, Command command) {
    add(tr(key) + ": " + value, tr(chosen ? "setting_is_chosen" : "setting_choose"), also, {std::move(command)});
  };
  const auto percent = [](float share) { return format("%d%%", static_cast<int>(std::lround(share * 100))); };
  toggle("reduced_motion", "also_motion", session.reduced_motion, command::SetReducedMotion{!session.reduced_motion});
  toggle("people_only", "also_people", session.people_only, command::SetPeopleOnly{!session.people_only});
  toggle("legend", nullptr, session.show_legend, command::SetLegend{!session.show_legend});
  constexpr std::array<const char*, 3> levels{"level_plain", "level_student", "level_expert"};
  for (std::size_t i = 0; i < levels.size(); ++i)
    choice("level", "also_level", tr(levels[i]), session.level == static_cast<Level>(i), command::SetLevel{static_cast<Level>(i)});
  for (const float scale : kUiScales)
    choice("ui_scale", "also_ui_scale", percent(scale), std::abs(scale - session.ui_scale) < 0.01f, command::SetUiScale{scale});
  for (const float glass : {0.0f, 0.35f, 0.7f, 1.0f})
    choice("glass", "also_glass", percent(glass), std::abs(glass - session.glass) < 0.01f, command::SetGlass{glass});
  constexpr std::array<const char*, 3> themes{"theme_dark", "theme_light", "theme_contrast"};
  for (std::size_t i = 0; i < themes.size(); ++i)
    choice("settings_interface", "also_theme", tr(themes[i]), session.theme == static_cast<Theme>(i), command::SetTheme{static_cast<Theme>(i)});
  for (const auto& [id, name] : languages)
    choice("language", "also_language", name, id == session.language, command::SetLanguage{id});
  if (languages.empty())  // no other one is there
    choice("language", "also_language", tr("language_name"), true, command::SetLanguage{session.language});
  toggle("picture_line", "also_picture_line", session.picture_line, command::SetPictureLine{!session.picture_line});
  for (int scale = 1; scale <= 4; ++scale)
    choice("picture_scale", "also_picture_scale", std::to_string(scale) + "x", session.picture_scale == scale, command::SetPictureScale{scale});
  add(tr("usual_sizes"), tr("settings_panels"), "also_panels",
      {command::SetPanelSize{Panel::left, 0}, command::SetPanelSize{Panel::right, 0}, command::SetPanelSize{Panel::plots, 0}});
  add(tr("forget_settings"), tr("settings_note"), "also_forget", {command::Ask{Question::forget_settings}});
  add(tr("tour_offer"), tr("tour_offer_words"), nullptr, {command::SetTour{0}});
  return found;
}

}  // namespace

std::vector<Finding> find_anything(const Session& session, const Content& content, const UiText& ui_words,
                                   std::string_view query, std::size_t most, Languages languages) {
  const Query words(query, ui_words);
  struct Ranked {
    int rank = 0;
    Finding finding;
  };
  std::vector<Ranked> found;
  const auto add = [&](Finding finding, const std::string& text) {
    if (const auto best = words.rank_of(finding.title, text)) found.push_back({*best, std::move(finding)});
  };
  const auto add_own = [&](const OwnStory& story, std::vector<Command> commands) {
    add({FindingKind::moment, story.scenario.title, story.scenario.story, std::move(commands)}, text_of(story, ui_words));
  };
  if (session.own_story != nullptr && session.own_story->own) add_own(*session.own_story, {command::ShowOwnStory{}});
  for (std::size_t i = session.kept_stories.size(); i-- > 0;)
    add_own(*session.kept_stories[i], {command::ShowOwnStory{static_cast<int>(i)}});
  for (std::size_t i = 0; i < story_count(content); ++i) {
    const AnyScenario story = story_at(content, i);
    const ScenarioText& scenario = story.text();
    if (story.arm_count() == 0) continue;
    add({FindingKind::moment, scenario.title, scenario.story, {command::SelectScenario{static_cast<int>(i)}}},
        text_of(scenario));
  }
  if (!words.is_empty()) {
    for (const Structure& structure : content.structures) {
      std::vector<Command> commands{command::Select{structure.id}};
      if (!structure_shown(session, structure.id))
        commands.insert(commands.begin(), command::SetStructureVisible{structure.id, true});
      const Region* const region = find_region(content, structure.region);
      add({FindingKind::structure, structure.name, structure.plain, std::move(commands)},
          structure.label + " " + structure.plain + " " + structure.group + " " + structure.region + (region == nullptr ? "" : " " + region->plain));
    }
    for (const Chemical& chemical : content.circuit.chemicals) {
      if (chemical.hidden) continue;
      add({FindingKind::chemical, chemical.name, chemical.plain,
           {command::SetPlotted{"chem." + chemical.id, true}, command::SetPanel{Panel::plots, true}}},
          chemical.id + " " + chemical.plain);
    }
    for (std::size_t i = 0; i < content.styles.size(); ++i) {
      const Style& style = content.styles[i];
      add({FindingKind::pattern, style.name, style.plain, {command::SetStyle{0, static_cast<int>(i)}}},
          style.plain + " " + style.grew_out_of);
    }
    for (const Page& page : content.pages) {
      std::string text;
      for (const PageBlock& block : page.blocks)
        for (const PageText& words_of_block : block.texts) text += words_of_block.plain + " ";
      const std::size_t end = text.find(". ");
      const std::string detail = text.substr(0, end == std::string::npos ? text.size() : end + 1);
      add({FindingKind::page, page.title, detail, {command::SetPages{true, page.id}}}, text);
    }
    for (Setting& setting : settings(session, ui_words, languages)) {
      const std::string text = setting.finding.detail + " " + setting.also;
      add(std::move(setting.finding), text);
    }
    for (const KeyBinding& binding : key_bindings()) {
      if (!binding.first || binding.make == nullptr || std::string_view(binding.text) == "key_search") continue;
      const auto text = ui_words.find(binding.text);
      const std::optional<Command> command = binding.make(session, content, binding.number);
      if (text == ui_words.end() || !command) continue;
      add({FindingKind::action, text->second, binding.shown, {*command}}, "");
    }
    std::string missing;
    if (!session.plotted.empty()) {  // to copy them there are keys
      for (const auto& [words_key, what] : {std::pair{"curves_save", Export::curves}, std::pair{"curves_picture", Export::curves_picture}}) {
        const std::string& detail = word(ui_words, "save_curves", missing);
        add({FindingKind::action, word(ui_words, words_key, missing), detail, {command::SetPanel{Panel::plots, true}, command::StartExport{what}}}, detail);
      }
    }
    const auto offer = [&](const char* key, const std::string& name, const std::string& detail, Command command) {
      const std::string title = word(ui_words, key, missing);
      add({FindingKind::action, name.empty() ? title : title + ": " + name, detail, {std::move(command)}}, word(ui_words, "also_solo", missing));
    };
    if (!session.solo_structure.empty()) offer("all_structures", "", "", command::SoloStructure{""});
    if (!session.solo_carrier.empty()) offer("all_flow", "", "", command::SoloCarrier{""});
    for (const Structure& structure : content.structures)
      if (structure.id != session.solo_structure) offer("solo_structure", structure.name, structure.plain, command::SoloStructure{structure.id});
    for (const Chemical& chemical : content.circuit.chemicals)
      if (!chemical.hidden && chemical.id != session.solo_carrier)
        offer("solo_flow", chemical.name, chemical.plain, command::SoloCarrier{chemical.id});
    for (const Claim& claim : content.claim_book.claims) {
      std::string about = claim.expert + " " + claim.theme + " " + claim.id;
      for (const std::string& reference : claim.references) about += " " + reference;
      add({FindingKind::claim, claim.sentence, claim.theme, {command::ShowClaim{claim.id}}}, about);
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const Ranked& a, const Ranked& b) { return a.rank < b.rank; });
  std::vector<Finding> best;
  for (Ranked& one : found) {
    if (best.size() == most) break;
    best.push_back(std::move(one.finding));
  }
  return best;
}

FoundStories find_stories(const Session& session, const Content& content, const UiText& ui_words, std::string_view query) {
  const Query words(query, ui_words);
  FoundStories found;
  const auto is_found = [&](const std::string& title, const std::string& text) { return words.rank_of(title, text).has_value(); };
  const auto is_own_found = [&](const OwnStory& story) { return is_found(story.scenario.title, text_of(story, ui_words)); };
  found.own = session.own_story != nullptr && session.own_story->own && is_own_found(*session.own_story);
  for (std::size_t i = session.kept_stories.size(); i-- > 0;)
    if (is_own_found(*session.kept_stories[i])) found.kept.push_back(i);
  for (std::size_t i = 0; i < story_count(content); ++i)
    if (const ScenarioText& scenario = story_at(content, i).text(); is_found(scenario.title, text_of(scenario))) found.all.push_back(i);
  return found;
}

}  // namespace attune
