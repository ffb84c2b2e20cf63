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

// Where a word is, the best place first.
enum Place { kBeginsTitle, kBeginsWordOfTitle, kInTitle, kBeginsWordOfText, kInText };

// A Place; 0 is best; nothing when a word is in neither title nor text.
std::optional<int> rank(const std::string& title, const std::string& text, const std::vector<std::string>& words) {
  int worst = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    int place = kInText;
    if (title.rfind(words[i], 0) == 0) {
      place = i == 0 ? kBeginsTitle : kBeginsWordOfTitle;
    } else if (begins_a_word(title, words[i])) {
      place = kBeginsWordOfTitle;
    } else if (title.find(words[i]) != std::string::npos) {
      place = kInTitle;
    } else if (begins_a_word(text, words[i])) {
      place = kBeginsWordOfText;
    } else if (text.find(words[i]) == std::string::npos) {
      return std::nullopt;
    }
    worst = std::max(worst, place);
  }
  return worst;
}

using Words = std::vector<std::string>;

// The sentences of a text of pairs: "colour color. grey gray." has two.
std::vector<std::string> sentences_of(const UiText& ui_words, const char* key) {
  const auto text = ui_words.find(key);
  std::vector<std::string> sentences;
  for (std::string rest = text == ui_words.end() ? "" : text->second; !rest.empty();) {
    const std::size_t end = std::min(rest.find('.'), rest.size());
    sentences.push_back(rest.substr(0, end));
    rest.erase(0, end + 1);
  }
  return sentences;
}

// "colour color. grey gray.": what is asked for, in the first spelling of each pair or in the second.
Words spelled(Words words, const UiText& ui_words, bool first) {
  for (const std::string& pair : sentences_of(ui_words, "search_spellings")) {
    const Words both = words_of(pair);
    if (both.size() != 2) continue;
    const std::string &from = both[first ? 1 : 0], &to = both[first ? 0 : 1];
    for (std::string& word : words)
      if (word.starts_with(from)) word.replace(0, from.size(), to);
  }
  return words;
}

// "stress hormone = cortisol.": what people call a thing, and its name here.
struct Synonym {
  Words said, named;
};
std::vector<Synonym> synonyms(const UiText& ui_words) {
  std::vector<Synonym> all;
  for (const std::string& pair : sentences_of(ui_words, "search_synonyms"))
    if (const std::size_t equal = pair.find('='); equal != std::string::npos)
      all.push_back({words_of(pair.substr(0, equal)), words_of(pair.substr(equal + 1))});
  return all;
}

// The query with the name in the place of what it is called. The last word may still be on its way: "stress horm".
std::optional<Words> renamed(const Words& words, const Synonym& synonym) {
  constexpr std::size_t kEnough = 3, kEnding = 3;  // letters of a word that is not all there; after one ("exporting")
  const std::size_t count = synonym.said.size();
  for (std::size_t at = 0; at + count <= words.size(); ++at) {
    bool fits = count > 0;
    for (std::size_t i = 0; fits && i < count; ++i) {
      const std::string &typed = words[at + i], &said = synonym.said[i];
      const bool last = at + i + 1 == words.size();
      fits = typed == said || (typed.starts_with(said) && typed.size() <= said.size() + kEnding) || (last && typed.size() >= kEnough && said.starts_with(typed));
    }
    if (!fits) continue;
    Words other(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(at));
    other.insert(other.end(), synonym.named.begin(), synonym.named.end());
    other.insert(other.end(), words.begin() + static_cast<std::ptrdiff_t>(at + count), words.end());
    return other;
  }
  return std::nullopt;
}

// A way to read what was typed; what is found by a worse one comes later.
struct Reading {
  Words words;
  int worse = 0;
};
std::vector<Reading> ways_to_read(const Words& words, const UiText& ui_words) {
  std::vector<Reading> ways;
  const auto add = [&](const Words& way, int worse) {
    if (std::none_of(ways.begin(), ways.end(), [&](const Reading& other) { return other.words == way; })) ways.push_back({way, worse});
  };
  add(words, 0);
  for (const Synonym& synonym : synonyms(ui_words))
    if (const auto other = renamed(words, synonym)) add(*other, 0);
  for (const bool first : {true, false})
    for (std::size_t i = 0, count = ways.size(); i < count; ++i) add(spelled(ways[i].words, ui_words, first), 0);
  // Both halves of the brain have the same structures.
  const auto sides_text = ui_words.find("search_sides");
  const Words sides = words_of(sides_text == ui_words.end() ? "" : sides_text->second);
  constexpr int kWithoutSide = 1;
  for (std::size_t i = 0, count = ways.size(); i < count; ++i) {
    Words without;
    for (const std::string& word : ways[i].words)
      if (!holds(sides, word)) without.push_back(word);
    if (!without.empty()) add(without, kWithoutSide);
  }
  return ways;
}

// What was typed, ready to be compared.
class Query {
 public:
  Query(Words typed, const UiText& ui_words) : words_(std::move(typed)), ways_(ways_to_read(words_, ui_words)) {}
  Query(std::string_view typed, const UiText& ui_words) : Query(words_of(typed), ui_words) {}
  const Words& words() const { return words_; }
  bool is_empty() const { return words_.empty(); }
  // 0 is best; nothing where a word is in neither. `text` in small letters.
  std::optional<int> rank_of(const std::string& title, const std::string& text) const {
    const std::string low_title = lower_case(title);
    std::optional<int> best;
    for (const Reading& way : ways_)
      if (const auto place = rank(low_title, text, way.words)) best = std::min(*place + way.worse, best.value_or(*place + way.worse));
    return best;
  }

 private:
  Words words_;
  std::vector<Reading> ways_;
};

// What a story is found by beside its title.
std::string text_of(const OwnStory& story, const UiText& words) {
  std::string missing;
  return story.scenario.story + " " + word(words, "editor_own", missing);
}
std::string text_of(const ScenarioText& scenario) {
  return scenario.story + " " + scenario.deeper_story.student + " " + scenario.deeper_story.expert + " " + scenario.theme + " " + scenario.number + " " + scenario.id;
}

struct Setting {
  Finding finding;
  std::string also;  // other words for it
};

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
  toggle("trackball", "also_trackball", session.trackball, command::SetTrackball{!session.trackball});
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
  add(tr("reset_all"), tr("question_reset"), "also_reset", {command::Ask{Question::reset}});
  add(tr("tour_offer"), tr("tour_offer_words"), nullptr, {command::SetTour{0}});
  return found;
}

// Something to be found, and the words beside its title that find it.
struct Entry {
  Finding finding;
  std::string text;
};

std::vector<Entry> moments(const Session& session, const Content& content, const UiText& ui_words) {
  std::vector<Entry> all;
  const auto add_own = [&](const OwnStory& story, std::vector<Command> commands) {
    all.push_back({{FindingKind::moment, story.scenario.title, story.scenario.story, std::move(commands)}, text_of(story, ui_words)});
  };
  if (session.own_story != nullptr && session.own_story->own) add_own(*session.own_story, {command::ShowOwnStory{}});
  for (std::size_t i = session.kept_stories.size(); i-- > 0;)
    add_own(*session.kept_stories[i], {command::ShowOwnStory{static_cast<int>(i)}});
  for (std::size_t i = 0; i < story_count(content); ++i) {
    const AnyScenario story = story_at(content, i);
    const ScenarioText& scenario = story.text();
    if (story.arm_count() == 0) continue;
    all.push_back({{FindingKind::moment, scenario.title, scenario.story, {command::SelectScenario{static_cast<int>(i)}}},
                   text_of(scenario)});
  }
  return all;
}

// What is saved from a menu and has no key.
std::vector<Entry> savings(const Session& session, const UiText& ui_words) {
  std::string missing;
  std::vector<Entry> all;
  all.push_back({{FindingKind::action, word(ui_words, "save_story_file", missing), word(ui_words, "save_and_share", missing),
                  {command::StartExport{Export::story}}}, ""});
  if (session.plotted.empty()) return all;
  const std::string curves = word(ui_words, "save_curves", missing);  // to copy them there are keys
  for (const auto& [key, what] : {std::pair{"curves_save", Export::curves}, std::pair{"curves_picture", Export::curves_picture}})
    all.push_back({{FindingKind::action, word(ui_words, key, missing), curves,
                    {command::SetPanel{Panel::plots, true}, command::StartExport{what}}}, curves});
  return all;
}

// One part of the brain or one flow alone, and the way back.
std::vector<Entry> solos(const Session& session, const Content& content, const UiText& ui_words) {
  std::string missing;
  std::vector<Entry> all;
  const auto offer = [&](const char* key, const std::string& name, const std::string& detail, Command command) {
    const std::string title = word(ui_words, key, missing);
    all.push_back({{FindingKind::action, name.empty() ? title : title + ": " + name, detail, {std::move(command)}}, word(ui_words, "also_solo", missing)});
  };
  if (!session.solo_structure.empty()) offer("all_structures", "", "", command::SoloStructure{""});
  if (!session.solo_carrier.empty()) offer("all_flow", "", "", command::SoloCarrier{""});
  for (const Structure& structure : content.structures)
    if (structure.id != session.solo_structure) offer("solo_structure", structure.name, structure.plain, command::SoloStructure{structure.id});
  for (const Chemical& chemical : content.circuit.chemicals)
    if (!chemical.hidden && chemical.id != session.solo_carrier)
      offer("solo_flow", chemical.name, chemical.plain, command::SoloCarrier{chemical.id});
  return all;
}

std::vector<Entry> everything_else(const Session& session, const Content& content, const UiText& ui_words, Languages languages) {
  std::vector<Entry> all;
  for (const Structure& structure : content.structures) {
    std::vector<Command> commands{command::Select{structure.id}};
    if (!structure_shown(session, structure.id))
      commands.insert(commands.begin(), command::SetStructureVisible{structure.id, true});
    const Region* const region = find_region(content, structure.region);
    all.push_back({{FindingKind::structure, structure.name, structure.plain, std::move(commands)},
                   structure.label + " " + structure.plain + " " + structure.group + " " + structure.region + (region == nullptr ? "" : " " + region->plain)});
  }
  for (const Chemical& chemical : content.circuit.chemicals) {
    if (chemical.hidden) continue;
    all.push_back({{FindingKind::chemical, chemical.name, chemical.plain,
                    {command::SetPlotted{"chem." + chemical.id, true}, command::SetPanel{Panel::plots, true}}},
                   chemical.id + " " + chemical.plain});
  }
  for (std::size_t i = 0; i < content.styles.size(); ++i) {
    const Style& style = content.styles[i];
    all.push_back({{FindingKind::pattern, style.name, style.plain, {command::SetStyle{0, static_cast<int>(i)}}},
                   style.plain + " " + style.grew_out_of});
  }
  for (const GlossaryTerm& term : content.glossary) {
    // What the search finds as itself already says more.
    if (std::any_of(all.begin(), all.end(), [&](const Entry& entry) { return entry.finding.title == term.name; })) continue;
    std::string text = term.meaning;
    for (const std::string& each : term.words) text += " " + each;
    all.push_back({{FindingKind::term, term.name, term.meaning, {command::ExplainTerm{term.id}}}, text});
  }
  for (const Page& page : content.pages) {
    std::string text;
    for (const PageBlock& block : page.blocks)
      for (const PageText& words_of_block : block.texts) text += words_of_block.plain + " ";
    const std::size_t end = text.find(". ");
    const std::string detail = text.substr(0, end == std::string::npos ? text.size() : end + 1);
    all.push_back({{FindingKind::page, page.title, detail, {command::SetPages{true, page.id}}}, text});
  }
  for (Setting& setting : settings(session, ui_words, languages)) {
    const std::string text = setting.finding.detail + " " + setting.also;
    all.push_back({std::move(setting.finding), text});
  }
  for (const KeyBinding& binding : key_bindings()) {
    if (!binding.first || binding.make == nullptr || std::string_view(binding.text) == "key_search") continue;
    const auto text = ui_words.find(binding.text);
    const std::optional<Command> command = binding.make(session, content, binding.number);
    if (text == ui_words.end() || !command) continue;
    all.push_back({{FindingKind::action, text->second, binding.shown, {*command}}, ""});
  }
  for (Entry& saving : savings(session, ui_words)) all.push_back(std::move(saving));
  for (Entry& solo : solos(session, content, ui_words)) all.push_back(std::move(solo));
  for (const Claim& claim : content.claim_book.claims) {
    std::string about = claim.expert + " " + claim.theme + " " + claim.id;
    for (const std::string& reference : claim.references) about += " " + reference;
    all.push_back({{FindingKind::claim, claim.sentence, claim.theme, {command::ShowClaim{claim.id}}}, about});
  }
  return all;
}

std::vector<Entry> entries_for(const Session& session, const Content& content, const UiText& ui_words, bool all, Languages languages) {
  std::vector<Entry> entries = moments(session, content, ui_words);
  if (all)
    for (Entry& entry : everything_else(session, content, ui_words, languages)) entries.push_back(std::move(entry));
  for (Entry& entry : entries) entry.text = lower_case(entry.text);
  return entries;
}

std::vector<Finding> best_of(const std::vector<Entry>& entries, const Query& query, std::size_t most) {
  struct Ranked {
    int rank = 0;
    const Finding* finding = nullptr;
  };
  std::vector<Ranked> found, evidence;
  for (const Entry& entry : entries)
    if (const auto best = query.rank_of(entry.finding.title, entry.text))
      (entry.finding.kind == FindingKind::claim ? evidence : found).push_back({*best, &entry.finding});
  // Where something is called so, letters in the middle of a word of another's text are no answer.
  if (std::any_of(found.begin(), found.end(), [](const Ranked& one) { return one.rank <= kBeginsWordOfTitle; }))
    for (std::vector<Ranked>* list : {&found, &evidence})
      std::erase_if(*list, [](const Ranked& one) { return one.rank >= kInText; });
  for (std::vector<Ranked>* list : {&found, &evidence})
    std::stable_sort(list->begin(), list->end(), [](const Ranked& a, const Ranked& b) { return a.rank < b.rank; });
  const std::size_t kept = std::min(evidence.size(), most / 4);
  found.resize(std::min(found.size(), most - kept));
  evidence.resize(std::min(evidence.size(), most - found.size()));
  found.insert(found.end(), evidence.begin(), evidence.end());
  std::vector<Finding> best;
  for (const Ranked& one : found) best.push_back(*one.finding);
  return best;
}

// The query with the nearest word of a name in the place of each word that finds nothing. "": nothing is near.
std::string nearest_query(const std::vector<Entry>& entries, Words words, const UiText& ui_words) {
  constexpr std::size_t kLeast = 4, kLettersPerSlip = 3;
  Words names;
  const auto add_names = [&](const std::string& title) {
    std::string letters;
    for (const char c : lower_case(title)) letters += static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') ? c : ' ';
    for (std::string& name : words_of(letters))
      if (name.size() >= kLeast && !holds(names, name)) names.push_back(std::move(name));
  };
  for (const Entry& entry : entries)
    if (entry.finding.kind != FindingKind::claim) add_names(entry.finding.title);
  for (const Synonym& synonym : synonyms(ui_words))
    for (const std::string& said : synonym.said) add_names(said);
  std::string meant;
  bool changed = false;
  for (std::string& word : words) {
    const bool known = std::any_of(entries.begin(), entries.end(), [&](const Entry& entry) {
      return entry.text.find(word) != std::string::npos || lower_case(entry.finding.title).find(word) != std::string::npos;
    });
    if (!known) {
      // A word on its way is near the beginning of one.
      Words beginnings;
      for (const std::string& name : names) beginnings.push_back(name.substr(0, word.size()));
      const std::string whole = nearest_word(word, names), begun = nearest_word(word, beginnings);
      const auto is_near = [&](const std::string& name) { return !name.empty() && edit_distance(word, name) * kLettersPerSlip <= word.size(); };
      if (word.size() < kLeast) return "";
      if (is_near(whole)) {
        word = whole;
      } else if (is_near(begun)) {
        word = names[static_cast<std::size_t>(std::find(beginnings.begin(), beginnings.end(), begun) - beginnings.begin())];
      } else {
        return "";
      }
      changed = true;
    }
    meant += (meant.empty() ? "" : " ") + word;
  }
  return changed ? meant : "";
}

FoundStories stories_of(const Session& session, const Content& content, const UiText& ui_words, const Query& query) {
  FoundStories found;
  const auto is_found = [&](const std::string& title, const std::string& text) { return query.rank_of(title, lower_case(text)).has_value(); };
  const auto is_own_found = [&](const OwnStory& story) { return is_found(story.scenario.title, text_of(story, ui_words)); };
  found.own = session.own_story != nullptr && session.own_story->own && is_own_found(*session.own_story);
  for (std::size_t i = session.kept_stories.size(); i-- > 0;)
    if (is_own_found(*session.kept_stories[i])) found.kept.push_back(i);
  for (std::size_t i = 0; i < story_count(content); ++i)
    if (const ScenarioText& scenario = story_at(content, i).text(); is_found(scenario.title, text_of(scenario))) found.all.push_back(i);
  return found;
}

}  // namespace

std::vector<Finding> find_anything(const Session& session, const Content& content, const UiText& ui_words,
                                   std::string_view query, std::size_t most, Languages languages) {
  const Query typed(query, ui_words);
  return best_of(entries_for(session, content, ui_words, !typed.is_empty(), languages), typed, most);
}

Search search_for(const Session& session, const Content& content, const UiText& ui_words, std::string_view query, Languages languages) {
  const Query typed(query, ui_words);
  const std::vector<Entry> entries = entries_for(session, content, ui_words, !typed.is_empty(), languages);
  Search search{"", best_of(entries, typed, kSearchRows)};
  if (!search.found.empty()) return search;
  search.meant = nearest_query(entries, typed.words(), ui_words);
  if (!search.meant.empty()) search.found = best_of(entries, Query(search.meant, ui_words), kSearchRows);
  if (search.found.empty()) search.meant.clear();
  return search;
}

FoundStories find_stories(const Session& session, const Content& content, const UiText& ui_words, std::string_view query) {
  const Query typed(query, ui_words);
  FoundStories found = stories_of(session, content, ui_words, typed);
  if (!found.is_empty()) return found;
  const std::string meant = nearest_query(entries_for(session, content, ui_words, false, {}), typed.words(), ui_words);
  if (meant.empty()) return found;
  found = stories_of(session, content, ui_words, Query(meant, ui_words));
  if (!found.is_empty()) found.meant = meant;
  return found;
}

}  // namespace attune
