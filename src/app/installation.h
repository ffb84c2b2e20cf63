// Where the shipped data is, and reading all of it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "app/options.h"
#include "core/result.h"
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
  std::shared_ptr<const OwnBrain> own;  // the brain in the content is the user's own; null = the shipped one
};

// with_brain false: for commands that draw nothing. Errors carry installation_incomplete.
Result<Installation> open_installation(const std::string& given_assets, bool with_brain);
// The same with the brain that was asked for. Errors: also those of open_own_brain (app/own_model.h). Warnings and
// findings about a model of the user's own go to standard error, a sentence each.
Result<Installation> open_installation(const std::string& given_assets, const BrainOptions& brain);

struct StageFonts {
  FontAtlas regular, bold;
};
Result<StageFonts> load_stage_fonts(const std::filesystem::path& assets);

// The word for a key, or the key in brackets.
std::string word(const UiText& words, const std::string& key);

}  // namespace attune
