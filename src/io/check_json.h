// `attune check`: what a JSON file is, and everything that is wrong with it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "model/content.h"
#include "model/ui_text.h"

namespace attune {

struct CheckedJson {
  std::string kind;  // "scenario", "circuit", "styles", "structures", "references", "requirements", "slow", "pair",
                     // "page", "validation", "claims", "claim_words", "mapping", "brain_names" or "ui_text"; named like the schemas in
                     // assets/schema
  std::vector<Error> warnings;
};

// What a JSON file is by the keys at its top, whatever else is wrong with it; "" when nothing tells. Error: it cannot be
// read as JSON, with the place where it goes wrong.
Result<std::string> kind_of_json(const std::filesystem::path& path);

// Told by the keys at the top of the file; checked against the content it would run with. ui: the shipped words of the
// interface and of explanations, which a translation must match key by key and {placeholder} by {placeholder}.
// Errors: all problems, each with file, JSON pointer and, for a word that is not known, the nearest one that is.
Result<CheckedJson> check_json(const std::filesystem::path& path, const Content& content,
                               const std::vector<UiText>& ui);

}  // namespace attune
