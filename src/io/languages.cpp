#include "io/languages.h"

#include <algorithm>

#include "core/text.h"
#include "io/load_ui_text.h"

namespace attune {

namespace fs = std::filesystem;

namespace {

constexpr const char* kEnglish = "en";

fs::path folder_of(const fs::path& assets, const std::string& id) { return assets / "languages" / id; }

// Only what English has too; the rest is English.
void put_over(UiText& english, const UiText& translated) {
  for (auto& [key, text] : english)
    if (const auto found = translated.find(key); found != translated.end()) text = found->second;
}

}  // namespace

std::vector<Language> list_languages(const fs::path& assets) {
  std::vector<Language> found;
  std::error_code ignored;
  for (fs::directory_iterator entry(assets / "languages", ignored), end; entry != end; entry.increment(ignored)) {
    if (!fs::is_regular_file(entry->path() / "ui.json", ignored)) continue;
    Language language{entry->path().filename().string(), ""};
    if (const auto words = load_ui_text(entry->path() / "ui.json"))
      if (const auto name = words->find("language_name"); name != words->end()) language.name = name->second;
    if (language.name.empty()) language.name = printable(language.id, 40);
    found.push_back(std::move(language));
  }
  std::sort(found.begin(), found.end(), [](const Language& a, const Language& b) { return a.id < b.id; });
  found.insert(found.begin(), Language{kEnglish, "English"});
  return found;
}

Result<LanguageWords> load_language(const fs::path& assets, const std::string& id) {
  LanguageWords words;
  auto ui = load_ui_text(assets / "ui_en.json");
  if (!ui) return ui.errors();
  auto why = load_ui_text(assets / "why_en.json");
  if (!why) return why.errors();
  words.ui = std::move(*ui);
  words.why = std::move(*why);
  if (id == kEnglish) return words;
  std::vector<std::string> known;
  for (const Language& language : list_languages(assets)) known.push_back(language.id);
  if (std::find(known.begin(), known.end(), id) == known.end()) {
    const std::string near = nearest_word(id, known);
    return Error{sentence("no_language", {{"language", printable(id, 40)}}), "--language",
                 near_and(near, sentence("there_are", {{"words", listed(known)}})), ExitCode::usage};
  }
  const fs::path folder = folder_of(assets, id);
  std::error_code ignored;
  for (const auto& [name, into] : {std::pair{"ui.json", &words.ui}, std::pair{"why.json", &words.why}}) {
    if (!fs::exists(folder / name, ignored)) continue;
    const auto translated = load_ui_text(folder / name);
    if (!translated) return translated.errors();
    put_over(*into, *translated);
  }
  if (!fs::exists(folder / "content.json", ignored)) return words;
  auto content = load_ui_text(folder / "content.json");
  if (!content) return content.errors();
  words.content = std::move(*content);
  return words;
}

}  // namespace attune
