// Where the shipped data is, and reading all of it.
#pragma once

#include <filesystem>
#include <string>

#include "core/result.h"
#include "model/content.h"
#include "model/font.h"
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
};

// with_brain false: for commands that draw nothing. Errors carry installation_incomplete.
Result<Installation> open_installation(const std::string& given_assets, bool with_brain);

struct StageFonts {
  FontAtlas regular, bold;
};
Result<StageFonts> load_stage_fonts(const std::filesystem::path& assets);

// The word for a key, or the key in brackets.
std::string word(const UiText& words, const std::string& key);

}  // namespace attune
