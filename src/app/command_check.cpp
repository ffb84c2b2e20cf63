#include <cstdio>
#include <filesystem>
#include <optional>

#include "app/commands.h"
#include "core/text.h"
#include "io/check_json.h"
#include "io/load_brain.h"

namespace attune {

ExitCode run_check(const CommonOptions& common, const std::vector<std::string>& files) {
  ExitCode code = ExitCode::ok;
  std::optional<Result<Installation>> installation;  // only needed, and only read, for JSON
  for (const std::string& file : files) {
    const std::string ending = std::filesystem::path(file).extension().string();
    std::vector<Error> problems;
    std::vector<std::string> warnings;
    std::string kind;
    if (ending == ".json") {
      if (!installation) installation.emplace(open_installation(common.assets, false));
      if (!*installation) return report(installation->errors());
      const auto checked = check_json(file, (*installation)->content, {(*installation)->words, (*installation)->why});
      if (!checked) problems = checked.errors();
      if (checked) {
        kind = checked->kind;
        for (const Error& note : checked->warnings) warnings.push_back(to_sentence(note));
      }
    } else {
      const auto checked = check_gltf(file);
      if (checked)
        warnings = *checked;
      else
        problems = checked.errors();
    }
    for (const std::string& warning : warnings) std::printf("warning: %s\n", warning.c_str());
    if (problems.empty()) {
      std::printf("%s: fine%s\n", printable(file, 300).c_str(), kind.empty() ? "" : (" (" + kind + ")").c_str());
    } else if (code = report(problems); code == ExitCode::ok) {
      code = ExitCode::bad_input;
    }
  }
  return code;
}

}  // namespace attune
