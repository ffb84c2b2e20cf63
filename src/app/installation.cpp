#include "app/installation.h"

#include "app/own_model.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "core/text.h"
#include "io/load_brain.h"
#include "io/load_content.h"
#include "io/load_font.h"
#include "model/content_words.h"

namespace attune {

namespace fs = std::filesystem;

Result<fs::path> find_assets(const std::string& given) {
  std::vector<fs::path> places;
  if (!given.empty()) {
    places.emplace_back(given);
  } else if (const char* chosen = std::getenv("ATTUNE_ASSETS"); chosen && *chosen) {
    places.emplace_back(chosen);
  } else {
    std::error_code ignored;
    const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
    if (!program.empty()) places.push_back(program.parent_path().parent_path() / "share" / "attune");
    places.emplace_back(ATTUNE_SOURCE_ASSETS);
  }
  std::vector<std::string> names;
  for (const fs::path& place : places) {
    std::error_code ignored;
    if (fs::is_regular_file(place / "circuit.json", ignored)) return place;
    names.push_back(printable(place.string(), 300));
  }
  return Error{sentence("data_folder_missing", {{"places", listed(names)}}), "",
               sentence("give_assets_variable_attune"),
               ExitCode::installation_incomplete};
}

namespace {
std::vector<Error> as_installation(std::vector<Error> errors) {
  for (Error& error : errors) error.code = ExitCode::installation_incomplete;
  return errors;
}

void take_words(Installation& installation, LanguageWords words, const std::string& language) {
  installation.words = std::move(words.ui);
  installation.why = std::move(words.why);
  translate(installation.content, words.content);
  installation.language = language;
}
}  // namespace

Result<Installation> open_installation(const CommonOptions& common, bool with_brain) {
  auto assets = find_assets(common.assets);
  if (!assets) return assets.errors();
  Installation installation;
  installation.assets = *assets;
  auto content = load_content(*assets);
  if (!content) return as_installation(content.errors());
  installation.content = std::move(*content);
  installation.languages = list_languages(*assets);
  const std::string language = common.language.empty() ? installation.language : common.language;
  auto words = load_language(*assets, language);
  if (!words) return language == installation.language ? as_installation(words.errors()) : words.errors();
  take_words(installation, std::move(*words), language);
  if (with_brain) {
    auto brain = load_brain(*assets / "brain.glb");
    if (!brain) return as_installation(brain.errors());
    installation.content.brain = std::move(brain->model);
  }
  return installation;
}

Result<Installation> open_installation(const CommonOptions& common, const BrainOptions& brain) {
  if (brain.model.empty() && !brain.mapping.empty())
    return Error{sentence("mapping_model_own"), "--mapping", sentence("add_model"), ExitCode::usage};
  auto installation = open_installation(common, brain.model.empty());
  if (!installation || brain.model.empty()) return installation;
  auto opened = open_own_brain(installation->assets, installation->content, brain.model, brain.mapping);
  if (!opened) return opened.errors();
  for (const std::string& sentence : opened->warnings) std::fprintf(stderr, "attune: %s\n", sentence.c_str());
  for (const auto* sentences : {&opened->own->findings, &opened->own->problems})
    for (const std::string& sentence : *sentences)
      std::fprintf(stderr, "attune: %s: %s\n", printable(brain.model, 300).c_str(), sentence.c_str());
  installation->content.brain = std::move(opened->model);
  installation->own = std::move(opened->own);
  return installation;
}

UiText words_of_problems(const CommonOptions& common, const std::string& language) {
  UiText words;
  const auto assets = find_assets(common.assets);
  if (!assets) return words;
  const auto translated = load_language(*assets, language);
  if (!translated) return words;
  for (const auto& [key, english] : error_sentences()) {
    const auto found = translated->content.find(std::string(english));
    words.emplace(key, found == translated->content.end() ? english : found->second);
  }
  return words;
}

Status use_language(Installation& installation, const std::string& language, int own_scenario) {
  if (language == installation.language) return Done{};
  auto words = load_language(installation.assets, language);
  if (!words) return words.errors();
  auto fresh = load_content(installation.assets);  // in English again
  if (!fresh) return fresh.errors();
  Content& content = installation.content;
  // The session counts scenarios: those of the user's own stay in their places.
  for (std::size_t i = 0; i < content.scenarios.size(); ++i) {
    if (static_cast<int>(i) == own_scenario) continue;
    const auto shipped = std::find_if(fresh->scenarios.begin(), fresh->scenarios.end(),
                                      [&](const Scenario& scenario) { return scenario.id == content.scenarios[i].id; });
    if (shipped != fresh->scenarios.end()) content.scenarios[i] = std::move(*shipped);
  }
  fresh->scenarios = std::move(content.scenarios);
  fresh->brain = std::move(content.brain);
  content = std::move(*fresh);
  take_words(installation, std::move(*words), language);
  return Done{};
}

Result<StageFonts> load_stage_fonts(const fs::path& assets) {
  auto regular = load_font(assets / "fonts" / "AtkinsonHyperlegible-Regular.ttf");
  if (!regular) return as_installation(regular.errors());
  auto bold = load_font(assets / "fonts" / "AtkinsonHyperlegible-Bold.ttf");
  if (!bold) return as_installation(bold.errors());
  return StageFonts{std::move(*regular), std::move(*bold)};
}

std::string word(const UiText& words, const std::string& key) {
  const auto found = words.find(key);
  return found == words.end() ? "[" + key + "]" : found->second;
}

}  // namespace attune
