#include "io/check_json.h"

#include <algorithm>
#include <new>
#include <set>

#include "core/text.h"
#include "io/json_read.h"
#include "io/load_claims.h"
#include "io/load_content.h"
#include "io/load_mapping.h"
#include "io/load_pages.h"
#include "io/load_pair.h"
#include "io/load_requirements.h"
#include "io/load_slow.h"
#include "io/load_ui_text.h"
#include "io/load_validation.h"
#include "io/settings_file.h"
#include "io/parse_content.h"

namespace attune {

namespace {

struct Kind {
  const char* name;
  std::vector<std::string> keys;  // at the top of such a file; the first is what makes it one
};

std::vector<Kind> kinds() {
  return {{"scenario", {"arms", "story", "title", "age", "duration_s", "teach", "change", "caveat", "leaves_out"}},
          {"circuit", {"regions", "connections", "chemicals", "gain", "inputs", "states", "gates", "derived", "ages"}},
          {"styles", {"styles"}},
          {"structures", {"structures"}},
          {"glossary", {"terms"}},
          {"references", {"references"}},
          {"requirements", {"requirements", "articles", "open_at_most"}},
          {"slow", {"environments", "newborn", "signals", "weeks_per_year", "template_share"}},
          {"pair", {"wobble_a", "wobble_b", "scenarios"}},
          {"page", {"blocks", "group", "order"}},
          {"validation", {"targets", "protocols", "lives", "families"}},
          {"claims", {"claims", "theme"}},
          {"mapping", {"parts", "placement", "model"}},
          {"brain_names", {"brain_names", "left", "right", "midline", "ignored"}},
          {"settings", {"ui_scale", "reduced_motion", "left_width", "language", "views", "glass", "level"}},
          {"claim_words", {"populations", "methods", "equations"}}};
}

// The kind with the most of its keys in the file; "ui_text" for a flat list of texts; "" when nothing fits.
std::string kind_of(const Json& json) {
  const bool flat =
      !json.empty() && std::all_of(json.begin(), json.end(), [](const Json& value) { return value.is_string(); });
  if (flat) return "ui_text";  // no other kind is words alone
  std::string best;
  std::size_t most = 0;
  for (const Kind& kind : kinds()) {
    std::size_t found = 0;
    for (const std::string& key : kind.keys) found += json.contains(key) ? (key == kind.keys[0] ? 2 : 1) : 0;
    if (found > most) most = found, best = kind.name;
  }
  return best;
}

std::set<std::string> placeholders(const std::string& text) {
  std::set<std::string> found;
  for (std::size_t begin = 0; (begin = text.find('{', begin)) != std::string::npos; ++begin)
    if (const std::size_t end = text.find('}', begin); end != std::string::npos)
      found.insert(text.substr(begin, end - begin + 1));
  return found;
}

void check_ui_text(const UiText& given, const std::vector<UiText>& shipped, JsonProblems& problems) {
  const UiText* like = nullptr;
  std::size_t most = 0;
  for (const UiText& words : shipped) {
    std::size_t shared = 0;
    for (const auto& [key, text] : given) shared += words.count(key);
    if (!like || shared > most) like = &words, most = shared;
  }
  if (!like) return;
  std::vector<std::string> keys, missing;
  for (const auto& [key, text] : *like) {
    keys.push_back(key);
    if (!given.contains(key)) missing.push_back(key);
  }
  for (const auto& [key, text] : given) {
    const auto found = like->find(key);
    if (found == like->end()) {
      const std::string near = nearest_word(key, keys);
      problems.fail("/" + printable(key, 60), sentence("no_text_program_key"), near_or(near, sentence("remove_it")));
      continue;
    }
    for (const std::string& place : placeholders(found->second))
      if (!placeholders(text).contains(place))
        problems.fail("/" + key, sentence("text_lacks_place", {{"place", place}}),
                      sentence("put_where_value_belongs", {{"place", place}}));
    for (const std::string& place : placeholders(text))
      if (!placeholders(found->second).contains(place))
        problems.fail("/" + key, sentence("nothing_fills", {{"place", printable(place, 60)}}), sentence("remove_it"));
  }
  if (!missing.empty()) {
    const std::size_t count = missing.size();
    if (count > 5) missing.resize(5);
    problems.warn("", sentence("texts_missing_among", {{"count", std::to_string(count)}, {"missing", listed(missing)}}),
                  sentence("english_shown_their_place"));
  }
}

Error no_memory_for(const std::filesystem::path& path) {
  return {sentence("no_memory_file"), name_of(path), sentence("close_others"), ExitCode::out_of_memory};
}

template <class T>
void keep_errors(const Result<T>& result, JsonProblems& problems) {
  if (!result) problems.errors.insert(problems.errors.end(), result.errors().begin(), result.errors().end());
}

}  // namespace

Result<std::string> kind_of_json(const std::filesystem::path& path) {
  try {
    const Result<Json> json = read_json(path);
    if (!json) return json.errors();
    return json->is_object() ? kind_of(*json) : std::string();
  } catch (const std::bad_alloc&) {
    return no_memory_for(path);
  }
}

Result<CheckedJson> check_json(const std::filesystem::path& path, const Content& content,
                               const std::vector<UiText>& ui) {
  try {
    const Result<Json> json = read_json(path);
    if (!json) return json.errors();
    JsonProblems problems(printable(path.string(), 300));
    if (!json->is_object()) {
      JsonObject(*json, "", problems);  // says what was found instead
      return std::move(problems.errors);
    }
    CheckedJson checked;
    checked.kind = kind_of(*json);
    const KnownWords known = words_of(content);
    if (checked.kind == "scenario") {
      const Scenario scenario = parse_scenario(*json, problems, known);
      if (scenario.change.empty())
        problems.warn("", sentence("no_change_said"), sentence("add_change"));
    } else if (checked.kind == "circuit") {
      keep_errors(load_circuit(path, content.references), problems);
    } else if (checked.kind == "styles") {
      parse_styles(*json, problems, known);
    } else if (checked.kind == "structures") {
      parse_structures(*json, problems, known);
    } else if (checked.kind == "glossary") {
      parse_glossary(*json, problems, known);
    } else if (checked.kind == "references") {
      parse_references(*json, problems);
    } else if (checked.kind == "requirements") {
      keep_errors(load_requirements(path), problems);
    } else if (checked.kind == "slow") {
      keep_errors(load_slow(path, content), problems);
    } else if (checked.kind == "pair") {
      keep_errors(load_pair(path, content), problems);
    } else if (checked.kind == "page") {
      keep_errors(load_page(path, content), problems);
    } else if (checked.kind == "validation") {
      keep_errors(load_validation(path, content), problems);
    } else if (checked.kind == "claims") {
      keep_errors(check_claims(path, content, problems.warnings), problems);
    } else if (checked.kind == "mapping") {
      keep_errors(load_mapping(path, content.structures), problems);
    } else if (checked.kind == "brain_names") {
      keep_errors(load_brain_names(path, content.structures), problems);
    } else if (checked.kind == "settings") {
      keep_errors(load_settings(path), problems);
    } else if (checked.kind == "claim_words") {
      keep_errors(check_claim_words(path), problems);
    } else if (checked.kind == "ui_text") {
      const Result<UiText> text = load_ui_text(path);
      keep_errors(text, problems);
      std::vector<UiText> shipped = ui;
      shipped.push_back(content.messages);
      if (text) check_ui_text(*text, shipped, problems);
    } else {
      std::vector<std::string> names;
      for (const Kind& kind : kinds()) names.push_back("\"" + kind.keys[0] + "\" (" + kind.name + ")");
      problems.fail("", sentence("nothing_top_file_tells"), sentence("one_of_these_keys", {{"names", listed(names)}}));
    }
    checked.warnings = std::move(problems.warnings);
    if (!problems.errors.empty()) return std::move(problems.errors);
    return checked;
  } catch (const std::bad_alloc&) {
    return no_memory_for(path);
  }
}

}  // namespace attune
