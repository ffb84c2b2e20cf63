// Data flows one way: nothing includes a module of a higher rank, and no two modules include each other.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace fs = std::filesystem;

TEST_CASE("modules include only what lies below them") {
  const std::map<std::string, std::set<std::string>> allowed{
      {"core", {"core"}},
      {"model", {"model", "core"}},
      {"sim", {"sim", "model", "core"}},
      {"io", {"io", "model", "core", "sim"}},  // sim: the trace for tables, and compiling a circuit to check its formulas
      {"scene", {"scene", "model", "core"}},
      {"session", {"session", "scene", "sim", "model", "core"}},
      {"render", {"render", "scene", "model", "core"}},
      {"ui", {"ui", "session", "scene", "sim", "model", "core"}},
      {"app", {"app", "ui", "render", "session", "scene", "io", "sim", "model", "core"}},
  };
  int includes = 0;
  for (const auto& [module, below] : allowed) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(ATTUNE_SOURCE) / "src" / module)) {
      if (entry.path().extension() != ".h" && entry.path().extension() != ".cpp") continue;
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line);) {
        if (line.rfind("#include \"", 0) != 0) continue;
        const std::string target = line.substr(10, line.find('/') - 10);
        INFO(entry.path().string() << ": " << line);
        CHECK(below.count(target) == 1);
        if (module == "io" && target == "sim")
          CHECK((line.find("sim/trace.h") != std::string::npos || line.find("sim/ensemble.h") != std::string::npos || line.find("sim/simulate.h") != std::string::npos ||
                 line.find("sim/slow.h") != std::string::npos || line.find("sim/parameters.h") != std::string::npos));
        ++includes;
      }
      // GL calls stay in render; the interface's own backend and the window live in app.
      std::ifstream again(entry.path());
      for (std::string line; std::getline(again, line);) {
        INFO(entry.path().string() << ": " << line);
        if (module != "render" && module != "app") CHECK(line.find("epoxy/gl.h") == std::string::npos);
        if (module != "ui" && module != "app") CHECK(line.find("#include <imgui") == std::string::npos);
      }
    }
  }
  CHECK(includes > 100);
}

// Two sources that include each other cannot be read one at a time. These can be told apart by a forward declaration.
TEST_CASE("no two sources include each other") {
  const std::set<std::pair<std::string, std::string>> known{
      {"app/ensemble_jobs", "app/ui_host"},       {"render/outline_pass", "render/renderer"}, {"scene/body_figure", "scene/stage_overlay"},
      {"session/agreement", "session/session"},   {"session/before", "session/run_sides"},    {"session/before", "session/session"},
      {"session/pace", "session/session"},        {"session/run_sides", "session/session"},   {"session/say", "session/session"},         {"session/session", "session/story_bands"},
      {"sim/ensemble", "sim/run_parallel"},       {"sim/run_plan", "sim/simulate"},
  };
  const fs::path source = fs::path(ATTUNE_SOURCE) / "src";
  std::map<std::string, std::set<std::string>> includes;
  for (const auto& entry : fs::recursive_directory_iterator(source)) {
    if (entry.path().extension() != ".h" && entry.path().extension() != ".cpp") continue;
    const std::string name = fs::relative(entry.path(), source).replace_extension().generic_string();
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);)
      if (line.rfind("#include \"", 0) == 0) includes[name].insert(line.substr(10, line.rfind(".h\"") - 10));
  }
  std::set<std::pair<std::string, std::string>> circles;
  for (const auto& [name, others] : std::map(includes))
    for (const std::string& other : others)
      if (name < other && includes.count(other) > 0 && includes[other].count(name) > 0) circles.insert({name, other});
  for (const auto& circle : circles) CHECK_MESSAGE(known.count(circle) == 1, (circle.first + " and " + circle.second));
  CHECK(circles.size() == known.size());
}
