#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>

#include "app/commands.h"
#include "app/own_model.h"
#include "core/text.h"
#include "io/check_json.h"
#include "io/receipt_file.h"
#include "model/content_words.h"
#include "session/receipt.h"

namespace attune {

namespace {

struct Checked {
  std::vector<Error> problems;
  std::vector<std::string> warnings, notes;
  std::string kind;
  bool remarks = false;  // among the notes is what a person should look at
};

Checked check_one(const Installation& installation, const std::string& file, const std::string& ending, const std::string& model) {
  Checked checked;
  if (ending == ".json") {
    const auto json = check_json(file, installation.content, {installation.words, installation.why, texts_of(installation.content)});
    if (!json) {
      checked.problems = json.errors();
      return checked;
    }
    checked.kind = json->kind;
    for (const Error& note : json->warnings) checked.warnings.push_back(to_sentence(note));
    if (checked.kind != "mapping" || model.empty()) return checked;
    // A mapping beside its model: are its parts there?
    const auto read = read_own_brain(installation.assets, installation.content, model, file);
    if (!read) {
      checked.problems = read.errors();
      return checked;
    }
    checked.notes = read->own->problems;
    checked.remarks = read->own->problems.size() > 1;
    return checked;
  }
  if (ending == ".png") {
    const auto receipt = load_receipt(file);
    if (!receipt) checked.problems = receipt.errors();
    checked.kind = "receipt";
    return checked;
  }
  const auto read = read_own_brain(installation.assets, installation.content, file, "");
  if (!read) {
    checked.problems = read.errors();
    return checked;
  }
  checked.warnings = read->warnings;
  checked.notes = read->own->findings;
  checked.notes.insert(checked.notes.end(), read->own->problems.begin(), read->own->problems.end());
  checked.remarks = read->own->problems.size() > 1;  // the first counts the known parts
  return checked;
}

}  // namespace

ExitCode run_check(const CommonOptions& common, const std::vector<std::string>& files) {
  const auto installation = open_installation(common, false);
  if (!installation) return report(installation.errors());
  const auto ending_of = [](const std::string& file) { return std::filesystem::path(file).extension().string(); };
  const auto model = std::find_if(files.begin(), files.end(), [&](const std::string& file) { return ending_of(file) == ".glb" || ending_of(file) == ".gltf"; });
  ExitCode code = ExitCode::ok;
  for (const std::string& file : files) {
    const Checked checked = check_one(*installation, file, ending_of(file), model == files.end() ? "" : *model);
    for (const std::string& warning : checked.warnings) std::printf("warning: %s\n", warning.c_str());
    for (const std::string& note : checked.notes) std::printf("%s: %s\n", printable(file, 300).c_str(), note.c_str());
    if (checked.problems.empty()) {
      std::printf("%s: %s%s\n", printable(file, 300).c_str(), sentence(checked.remarks ? "usable_with_remarks" : "fine").english.c_str(),
                  checked.kind.empty() ? "" : (" (" + checked.kind + ")").c_str());
    } else if (code = report(checked.problems); code == ExitCode::ok) {
      code = ExitCode::bad_input;
    }
  }
  return code;
}

}  // namespace attune
