// The languages that are there: English, and a folder of assets/languages for each other (model/content_words.h).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "model/ui_text.h"

namespace attune {

struct Language {
  std::string id;    // "en", or the folder's name
  std::string name;  // "English": the text "language_name" of its ui.json, else the id
};

// English first, then the folders that hold a ui.json, by id.
std::vector<Language> list_languages(const std::filesystem::path& assets);

// The words of the program in a language: of the interface, of explanations, and of the content by their English text
// (empty for English). What a language has not translated is there in English.
struct LanguageWords {
  UiText ui, why, content;
};
// Errors (bad_input): there is no such language (with the nearest), a file of it that cannot be read.
Result<LanguageWords> load_language(const std::filesystem::path& assets, const std::string& id);

}  // namespace attune
