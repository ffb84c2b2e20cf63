// Data flows one way: nothing includes a module of a higher rank, and no two modules include each other.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

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
