#include "io/load_ui_text.h"

#include <nlohmann/json.hpp>

#include "core/file.h"
#include "core/text.h"
#include "io/json_scan.h"

namespace attune {

Result<UiText> load_ui_text(const std::filesystem::path& path) {
  const std::string name = path.string();
  const JsonLimits limits;
  Result<std::string> bytes = read_file(path, limits.max_bytes);
  if (!bytes) return bytes.errors();
  if (const Result<JsonFacts> facts = scan_json(*bytes, name, limits); !facts) return facts.errors();
  const nlohmann::json root = nlohmann::json::parse(without_byte_order_mark(*bytes), nullptr, false);
  if (!root.is_object()) return Error{"this is not a JSON object", name, "Expected {\"key\": \"text\", ...}."};
  UiText text;
  std::vector<Error> problems;
  for (const auto& [key, value] : root.items()) {
    if (key == "$schema") continue;
    const std::string where = format("%s: /%s", name.c_str(), printable(key).c_str());
    if (!value.is_string()) {
      problems.push_back({"the value is not text", where, "Put it in double quotes."});
    } else if (value.get_ref<const std::string&>().empty()) {
      problems.push_back({"the text is empty", where, "Write the words to show."});
    } else {
      text[key] = value.get_ref<const std::string&>();
    }
  }
  if (!problems.empty()) return problems;
  return text;
}

}  // namespace attune
