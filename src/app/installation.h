// Where the shipped data is, and reading all of it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/options.h"
#include "core/result.h"
#include "io/languages.h"
#include "model/content.h"
#include "model/font.h"
#include "model/own_brain.h"
#include "model/ui_text.h"

namespace attune {

// --assets, else $ATTUNE_ASSETS, else <program>/../share/attune, else the source tree the program was built from.
// Error (installation_incomplete): names every place that was looked in.
Result<std::filesystem::path> find_assets(const std::string& given);

struct Installation {
  std::filesystem::path assets;
  Content content;         // with the brain
  UiText words;            // of the interface
  UiText why;              // of explanations (why_en.json)
  std::string language = "en";
  std::vector<Language> languages;  // to choose from, English first
  std::shared_ptr<const OwnBrain> own;  // the brain in the content is the user's own; null = the shipped one
};

// with_brain false: for commands that draw nothing. Errors carry installation_incomplete, or are those of a language
// that was asked for.
Result<Installation> open_installation(const CommonOptions& common, bool with_brain);
// The same with the brain that was asked for. Errors: also those of open_own_brain (app/own_model.h). Warnings and
// findings about a model of the user's own go to standard error, a sentence each.
Result<Installation> open_installation(const CommonOptions& common, const BrainOptions& brain);

// The sentences about problems in a language (core/sentence.h), for what goes wrong before there is a window. English where
// the language has none, or cannot be read.
UiText words_of_problems(const CommonOptions& common, const std::string& language);

// Brings the words of another language, in the interface and in the content; what is not translated is in English. The
// brain stays, and so does the scenario of the user's own (Session::own_scenario). Nothing changes on errors: those of load_language and load_content.
Status use_language(Installation& installation, const std::string& language, int own_scenario = -1);

struct StageFonts {
  FontAtlas regular, bold;
};
Result<StageFonts> load_stage_fonts(const std::filesystem::path& assets);

// The word for a key, or the key in brackets.
std::string word(const UiText& words, const std::string& key);

}  // namespace attune
