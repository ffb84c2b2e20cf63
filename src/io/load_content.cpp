#include "io/load_content.h"

#include <algorithm>
#include <map>
#include <new>
#include <system_error>

#include "core/text.h"
#include "io/json_read.h"
#include "io/load_claims.h"
#include "io/load_pages.h"
#include "io/load_ui_text.h"
#include "io/parse_content.h"
#include "sim/simulate.h"

namespace attune {

KnownWords words_of(const Content& content) {
  const Circuit& circuit = content.circuit;
  KnownWords known;
  known.references = ids_of(content.references);
  known.styles = ids_of(content.styles);
  known.inputs = ids_of(circuit.inputs);
  known.ages = ids_of(circuit.ages);
  known.traits = ids_of(circuit.traits);
  known.regions = ids_of(circuit.regions);
  for (const AgePreset& age : circuit.ages)
    if (std::find(known.style_sets.begin(), known.style_sets.end(), age.style_set) == known.style_sets.end())
      known.style_sets.push_back(age.style_set);
  known.states = ids_of(circuit.regions);
  for (const Chemical& chemical : circuit.chemicals) known.states.push_back(chemical.id);
  for (const State& state : circuit.states) known.states.push_back(state.id);
  return known;
}

namespace {

// Formulas, gates and ids. An entry that could not be read is not judged again, and without its ids nothing is: what
// names it would be blamed for it.
void check_circuit(const Circuit& circuit, JsonProblems& problems) {
  std::vector<std::string> bad;  // pointers of entries with a problem
  for (const Error& error : problems.errors) {
    const std::string pointer = error.where.substr(std::min(problems.file().size() + 1, error.where.size()));
    const std::size_t list = pointer.find('/', 1);
    bad.push_back(list == std::string::npos ? pointer : pointer.substr(0, pointer.find('/', list + 1)));
    const bool id = pointer.size() > 3 && pointer.compare(pointer.size() - 3, 3, "/id") == 0;
    if (id || list == std::string::npos || (error.what.key == "missing_key" && error.what.english.starts_with("\"id\""))) return;
  }
  const auto program = compile_circuit(circuit);
  if (program) return;
  for (const Error& error : program.errors()) {
    const bool judged = std::any_of(bad.begin(), bad.end(), [&](const std::string& entry) {
      return error.where == entry || error.where.rfind(entry + "/", 0) == 0;
    });
    if (!judged) problems.fail(error.where, error.what, error.hint);
  }
}

// Why a file of the installation could not be read.
void append_unread(std::vector<Error>& errors, const std::filesystem::path& path, std::vector<Error> found) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored))
    for (Error& error : found) {
      error.code = ExitCode::installation_incomplete;
      error.hint = sentence("install_attune_again");
    }
  append(errors, found);
}

// Reads one file of the installation and hands it to `parse`. False when it could not be read at all.
template <class Parse>
bool read_asset(const std::filesystem::path& path, std::vector<Error>& errors, std::vector<Error>* warnings,
                Parse parse) {
  Result<Json> json = read_json(path);
  if (!json) {
    append_unread(errors, path, json.errors());
    return false;
  }
  JsonProblems problems(name_of(path));
  parse(*json, problems);
  append(errors, problems.errors);
  if (warnings) append(*warnings, problems.warnings);
  return problems.errors.empty();
}

std::vector<std::filesystem::path> list_scenarios(const std::filesystem::path& folder, std::vector<Error>& errors) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
    if (entry->path().extension() == ".json") paths.push_back(entry->path());
  std::sort(paths.begin(), paths.end());
  if (paths.empty())
    errors.push_back(Error{error ? sentence("folder_not_read") : sentence("no_scenarios_folder"), name_of(folder),
                           sentence("install_attune_again"), ExitCode::installation_incomplete});
  return paths;
}

}  // namespace

Result<Content> load_content(const std::filesystem::path& assets_dir, std::vector<Error>* warnings) {
  try {
    Content content;
    std::vector<Error> errors;
    // A file with mistakes defines nothing: what names its words is then not checked against it.
    if (!read_asset(assets_dir / "references.json", errors, warnings, [&](const Json& json, JsonProblems& problems) {
          content.references = parse_references(json, problems);
        }))
      content.references.clear();
    KnownWords known = words_of(content);
    if (!read_asset(assets_dir / "circuit.json", errors, warnings, [&](const Json& json, JsonProblems& problems) {
          content.circuit = parse_circuit(json, problems, known);
          check_circuit(content.circuit, problems);
        }))
      content.circuit = {};
    known = words_of(content);
    read_asset(assets_dir / "styles.json", errors, warnings,
               [&](const Json& json, JsonProblems& problems) { content.styles = parse_styles(json, problems, known, &content.changed_name); });
    read_asset(assets_dir / "structures.json", errors, warnings, [&](const Json& json, JsonProblems& problems) {
      content.structures = parse_structures(json, problems, known);
    });
    read_asset(assets_dir / "glossary_en.json", errors, warnings, [&](const Json& json, JsonProblems& problems) {
      content.glossary = parse_glossary(json, problems, known);
    });
    std::map<std::string, std::string> first_file;
    for (const std::filesystem::path& path : list_scenarios(assets_dir / "scenarios", errors)) {
      read_asset(path, errors, warnings, [&](const Json& json, JsonProblems& problems) {
        Scenario scenario = parse_scenario(json, problems, known);
        const auto [found, is_new] = first_file.try_emplace(scenario.id, name_of(path));
        if (!is_new)
          problems.fail("/id", sentence("scenario_defined_twice", {{"id", scenario.id}}),
                        sentence("also_in", {{"other", found->second}}));
        content.scenarios.push_back(std::move(scenario));
      });
    }
    known = words_of(content);
    const auto take_ids = [&](const auto& scenarios, const std::filesystem::path& path, JsonProblems& problems) {
      for (std::size_t i = 0; i < scenarios.size(); ++i)
        if (const auto [found, is_new] = first_file.try_emplace(scenarios[i].id, name_of(path)); !is_new)
          problems.fail("/scenarios/" + std::to_string(i) + "/id",
                        sentence("scenario_defined_twice", {{"id", scenarios[i].id}}),
                        sentence("also_in", {{"other", found->second}}));
    };
    const std::filesystem::path pair_path = assets_dir / "pair.json", slow_path = assets_dir / "slow.json";
    read_asset(pair_path, errors, warnings, [&](const Json& json, JsonProblems& problems) {
      content.pair = parse_pair(json, problems, known);
      take_ids(content.pair.scenarios, pair_path, problems);
    });
    const bool has_scenarios = errors.empty();
    read_asset(slow_path, errors, warnings, [&](const Json& json, JsonProblems& problems) {
      content.slow = parse_slow(json, problems, known);
      take_ids(content.slow.scenarios, slow_path, problems);
      if (has_scenarios) check_slow_links(content.slow, content, problems);
    });
    const std::filesystem::path messages_path = assets_dir / "messages_en.json";
    if (Result<UiText> messages = load_ui_text(messages_path)) {
      content.messages = std::move(*messages);
    } else {
      append_unread(errors, messages_path, messages.errors());
    }
    for (const auto& [key, text] : error_sentences()) content.errors.emplace(key, text);
    if (!errors.empty()) return errors;
    std::sort(content.scenarios.begin(), content.scenarios.end(),
              [](const Scenario& a, const Scenario& b) { return std::tie(a.number, a.id) < std::tie(b.number, b.id); });
    Result<std::vector<Page>> pages = load_pages(assets_dir);
    if (!pages) return pages.errors();
    content.pages = std::move(pages).value();
    // After the rest: with a broken circuit every claim about it would be a problem of its own.
    Result<ClaimBook> claims = load_claims(assets_dir, content);
    if (!claims) return claims.errors();
    content.claim_book = std::move(claims).value();
    if (const Status linked = link_pages(content, assets_dir); !linked) return linked.errors();
    return content;
  } catch (const std::bad_alloc&) {
    return Error{sentence("not_enough_memory_read_content"), name_of(assets_dir), sentence("close_others"),
                 ExitCode::out_of_memory};
  }
}

Result<Scenario> load_scenario(const std::filesystem::path& path, const Content& content,
                               std::vector<Error>* warnings) {
  try {
    const Result<Json> json = read_json(path);
    if (!json) return json.errors();
    JsonProblems problems(name_of(path));
    Scenario scenario = parse_scenario(*json, problems, words_of(content));
    if (warnings) append(*warnings, problems.warnings);
    if (!problems.errors.empty()) return std::move(problems.errors);
    return scenario;
  } catch (const std::bad_alloc&) {
    return Error{sentence("no_memory_file"), name_of(path), sentence("close_others"), ExitCode::out_of_memory};
  }
}

Result<Circuit> load_circuit(const std::filesystem::path& path, const std::vector<Reference>& references) {
  try {
    const Result<Json> json = read_json(path);
    if (!json) return json.errors();
    JsonProblems problems(name_of(path));
    KnownWords known;
    known.references = ids_of(references);
    Circuit circuit = parse_circuit(*json, problems, known);
    check_circuit(circuit, problems);
    if (!problems.errors.empty()) return std::move(problems.errors);
    return circuit;
  } catch (const std::bad_alloc&) {
    return Error{sentence("no_memory_file"), name_of(path), sentence("close_others"), ExitCode::out_of_memory};
  }
}

}  // namespace attune
