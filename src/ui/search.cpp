#include "ui/search.h"

#include <algorithm>
#include <optional>

#include "ui/keys.h"

namespace attune {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return lower(c); });
  return out;
}

std::vector<std::string> words_of(std::string_view query) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : query) {
    if (c != ' ') {
      word += lower(c);
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

}  // namespace

std::vector<Finding> find_anything(const Session& session, const Content& content, const UiText& ui_words,
                                   std::string_view query, std::size_t most) {
  const std::vector<std::string> words = words_of(query);
  struct Ranked {
    int rank = 0;
    Finding finding;
  };
  std::vector<Ranked> found;
  const auto add = [&](Finding finding, const std::string& text) {
    if (const auto place = rank(lower(finding.title), lower(text), words))
      found.push_back({*place, std::move(finding)});
  };
  for (std::size_t i = 0; i < story_count(content); ++i) {
    const AnyScenario story = story_at(content, i);
    const ScenarioText& scenario = story.text();
    if (story.arm_count() == 0) continue;
    add({FindingKind::moment, scenario.title, scenario.story, {command::SelectScenario{static_cast<int>(i)}}},
        scenario.story + " " + scenario.theme + " " + scenario.number + " " + scenario.id);
  }
  if (!words.empty()) {
    for (const Structure& structure : content.structures) {
      std::vector<Command> commands{command::Select{structure.id}};
      if (session.hidden.count(structure.id) > 0)
        commands.insert(commands.begin(), command::SetStructureVisible{structure.id, true});
      add({FindingKind::structure, structure.name, structure.plain, std::move(commands)},
          structure.label + " " + structure.plain + " " + structure.group + " " + structure.region);
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
    for (const KeyBinding& binding : key_bindings()) {
      if (!binding.in_help || binding.make == nullptr || std::string_view(binding.text) == "key_search") continue;
      const auto text = ui_words.find(binding.text);
      const std::optional<Command> command = binding.make(session, content, binding.number);
      if (text == ui_words.end() || !command) continue;
      add({FindingKind::action, text->second, binding.shown, {*command}}, "");
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

}  // namespace attune
