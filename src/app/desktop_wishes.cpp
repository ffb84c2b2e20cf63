#include "app/desktop_wishes.h"

#include <array>
#include <cstdio>
#include <string>

namespace attune {

Settings desktop_looks() {
  constexpr const char* kAsk =
      "echo animations=$(timeout 1 gsettings get org.gnome.desktop.interface enable-animations 2>/dev/null); "
      "echo contrast=$(timeout 1 gsettings get org.gnome.desktop.a11y.interface high-contrast 2>/dev/null)";
  std::FILE* const pipe = popen(kAsk, "r");
  if (pipe == nullptr) return {};
  std::string answers;
  std::array<char, 256> part;
  while (std::fgets(part.data(), static_cast<int>(part.size()), pipe) != nullptr && answers.size() < 1024)
    answers += part.data();
  pclose(pipe);
  return looks_wished(answers);
}

Settings looks_wished(std::string_view answers) {
  Settings looks;
  while (!answers.empty()) {
    const std::size_t end = answers.find('\n');
    const std::string_view line = answers.substr(0, end);
    if (line == "animations=false") looks.reduced_motion = true;
    if (line == "contrast=true") looks.theme = "contrast";
    answers.remove_prefix(end == std::string_view::npos ? answers.size() : end + 1);
  }
  return looks;
}

}  // namespace attune
