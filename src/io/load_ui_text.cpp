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
  if (!root.is_object()) return Error{sentence("not_json_object"), name, sentence("expected_words")};
  UiText text;
  std::vector<Error> problems;
  for (const auto& [key, value] : root.items()) {
    if (key == "$schema") continue;
    const std::string where = format("%s: /%s", name.c_str(), printable(key).c_str());
    if (!value.is_string()) {
      problems.push_back({sentence("value_no_text"), where, sentence("put_in_quotes")});
    } else if (value.get_ref<const std::string&>().empty()) {
      problems.push_back({sentence("text_empty"), where, sentence("write_the_words")});
    } else {
      text[key] = value.get_ref<const std::string&>();
    }
  }
  if (!problems.empty()) return problems;
  return text;
}

}  // namespace attune
