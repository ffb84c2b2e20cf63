#include <cstdio>
#include <filesystem>
#include <optional>

#include "app/commands.h"
#include "core/text.h"
#include "io/load_brain.h"
#include "io/load_content.h"

namespace attune {

ExitCode run_check(const CommonOptions& common, const std::vector<std::string>& files) {
  ExitCode code = ExitCode::ok;
  std::optional<Result<Installation>> installation;  // only needed, and only read, for scenarios
  for (const std::string& file : files) {
    const std::string ending = std::filesystem::path(file).extension().string();
    std::vector<Error> problems;
    std::vector<std::string> warnings;
    if (ending == ".json") {
      if (!installation) installation.emplace(open_installation(common.assets, false));
      if (!*installation) return report(installation->errors());
      std::vector<Error> notes;
      const auto scenario = load_scenario(file, (*installation)->content, &notes);
      if (!scenario) problems = scenario.errors();
      for (const Error& note : notes) warnings.push_back(to_sentence(note));
    } else {
      const auto checked = check_gltf(file);
      if (checked)
        warnings = *checked;
      else
        problems = checked.errors();
    }
    for (const std::string& warning : warnings) std::printf("warning: %s\n", warning.c_str());
    if (problems.empty()) {
      std::printf("%s: fine\n", printable(file, 300).c_str());
    } else if (code = report(problems); code == ExitCode::ok) {
      code = ExitCode::bad_input;
    }
  }
  return code;
}

}  // namespace attune
