// The published schemas: every shipped file follows its own, and schema and loader refuse the same broken files.
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#include <vector>

#include "core/text.h"
#include "io/check_json.h"
#include "io/load_content.h"
#include "io/load_ui_text.h"
#include "io/receipt_file.h"
#include "io/settings_file.h"
#include "json_file.h"
#include "io/write_scenario.h"

using namespace attune;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

class Schema {
 public:
  explicit Schema(const std::string& name)
      : text_(load_json(fs::path(ATTUNE_ASSETS) / "schema" / (name + ".schema.json"))) {
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    const valijson::adapters::NlohmannJsonAdapter adapter(text_);
    parser.populateSchema(adapter, schema_);
  }
  // Every problem, one a line; "" when the file follows the schema.
  std::string problems(const Json& json) const {
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    valijson::ValidationResults results;
    const valijson::adapters::NlohmannJsonAdapter adapter(json);
    std::string all;
    if (validator.validate(schema_, adapter, &results)) return all;
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
      for (const std::string& part : error.context) all += part;
      all += ": " + error.description + "\n";
    }
    return all.empty() ? "refused\n" : all;
  }

 private:
  Json text_;
  valijson::Schema schema_;
};

// Schema -> the files that follow it.
std::map<std::string, std::vector<fs::path>> shipped_files() {
  const fs::path assets = ATTUNE_ASSETS;
  std::map<std::string, std::vector<fs::path>> files;
  for (const char* name :
       {"circuit", "styles", "structures", "references", "requirements", "slow", "pair", "validation"})
    files[name].push_back(assets / (std::string(name) + ".json"));
  files["glossary"].push_back(assets / "glossary_en.json");
  files["brain_names"].push_back(assets / "brain_names.json");
  files["mapping"].push_back(fs::path(ATTUNE_TEST_DATA) / "content" / "example_mapping.json");
  files["ui_text"] = {assets / "ui_en.json", assets / "why_en.json", assets / "messages_en.json", assets / "errors_en.json"};
  for (const auto& entry : fs::directory_iterator(assets / "scenarios"))
    if (entry.path().extension() == ".json") files["scenario"].push_back(entry.path());
  for (const auto& entry : fs::directory_iterator(assets / "claims"))
    if (entry.path().extension() == ".json")
      files[entry.path().filename() == "words.json" ? "claim_words" : "claims"].push_back(entry.path());
  for (const auto& entry : fs::directory_iterator(assets / "pages"))
    if (entry.path().extension() == ".json") files["page"].push_back(entry.path());
  for (auto& [name, paths] : files) std::sort(paths.begin(), paths.end());
  return files;
}

// Where the values of a file are, one place for each form of pointer (/arms/*/id only once).
void places(const Json& json, const std::string& pointer, const std::string& form,
            std::map<std::string, std::string>& found) {
  if (!form.empty()) found.try_emplace(form, pointer);
  if (json.is_object())
    for (const auto& [key, value] : json.items())
      if (key != "note") places(value, pointer + "/" + key, form + "/" + key, found);
  if (json.is_array())
    for (std::size_t i = 0; i < json.size(); ++i) {
      // Blocks of a page have a form for each kind.
      const bool has_kind = json[i].is_object() && json[i].contains("kind") && json[i]["kind"].is_string();
      const std::string kind = has_kind ? json[i]["kind"].get<std::string>() : "*";
      places(json[i], pointer + "/" + std::to_string(i), form + "/" + kind, found);
    }
}

// A translation has no fixed keys of its own: it has another test.
bool is_checked_alone(const std::string& name) { return name != "ui_text"; }

// The file of a kind that is broken in every place. For pages, one that holds every kind of block.
Json good_file(const std::string& name, const std::vector<fs::path>& paths) {
  Json good = load_json(paths.front());
  if (name != "page") return good;
  std::set<std::string> kinds;
  for (const Json& block : good["blocks"]) kinds.insert(block["kind"]);
  for (const fs::path& path : paths) {
    const Json page = load_json(path);
    for (const Json& block : page["blocks"])
      if (kinds.insert(block["kind"]).second || block.dump().find("\"life\"") != std::string::npos ||
          block.dump().find("\"page\"") != std::string::npos || block.dump().find("\"compare\"") != std::string::npos ||
          block.dump().find("\"select\"") != std::string::npos || block.dump().find("\"mean_s\"") != std::string::npos)
        good["blocks"].push_back(block);
  }
  CHECK(kinds.size() == 9);
  return good;
}

struct Loaders {
  Content content;
  std::vector<UiText> ui;
  fs::path file;

  Loaders() : file(fs::temp_directory_path() / ("attune_schema_test_" + std::to_string(::getpid()) + ".json")) {
    auto loaded = load_content(ATTUNE_ASSETS);
    REQUIRE(loaded.has_value());
    content = std::move(*loaded);
    for (const char* name : {"ui_en.json", "why_en.json", "messages_en.json", "errors_en.json"}) {
      auto words = load_ui_text(fs::path(ATTUNE_ASSETS) / name);
      REQUIRE(words.has_value());
      ui.push_back(std::move(*words));
    }
  }
  ~Loaders() { fs::remove(file); }
  Loaders(const Loaders&) = delete;
  Loaders& operator=(const Loaders&) = delete;

  Result<CheckedJson> check(const std::string& text) const {
    std::ofstream(file, std::ios::binary) << text;
    return check_json(file, content, ui);
  }
};

std::string all_of(const Result<CheckedJson>& checked) {
  std::string all;
  if (checked) {
    for (const Error& warning : checked->warnings) all += to_sentence(warning) + "\n";
  } else {
    for (const Error& error : checked.errors()) all += to_sentence(error) + "\n";
  }
  return all;
}

}  // namespace

TEST_CASE("every shipped file follows its schema") {
  int files = 0;
  std::set<std::string> schemas;
  for (const auto& [name, paths] : shipped_files()) {
    const Schema schema(name);
    schemas.insert(name + ".schema.json");
    for (const fs::path& path : paths) {
      INFO(path.string());
      CHECK(schema.problems(load_json(path)) == "");
      ++files;
    }
  }
  CHECK(files >= 25);
  schemas.insert("receipt.schema.json");  // a test of its own: pictures carry it
  schemas.insert("settings.schema.json");  // likewise: the window writes them
  for (const auto& entry : fs::directory_iterator(fs::path(ATTUNE_ASSETS) / "schema"))
    CHECK_MESSAGE(schemas.contains(entry.path().filename().string()), entry.path().string() << " is used by no test");
}

TEST_CASE("schema and loader refuse the same broken files") {
  const Loaders loaders;
  int broken = 0;
  for (const auto& [name, paths] : shipped_files()) {
    if (!is_checked_alone(name)) continue;
    const std::string kind = name;  // clang 14 cannot capture a structured binding
    const Schema schema(name);
    const Json good = good_file(name, paths);
    const auto refused = [&](const Json& json, const std::string& what) {
      INFO(kind << ": " << what);
      CHECK(schema.problems(json) != "");
      const auto checked = loaders.check(json.dump());
      CHECK_FALSE(checked.has_value());
      if (!checked) CHECK(all_of(checked).find(loaders.file.string() + ":") != std::string::npos);
      ++broken;
    };
    REQUIRE_MESSAGE(loaders.check(good.dump()).has_value(), kind << all_of(loaders.check(good.dump())));
    CHECK(loaders.check(good.dump())->kind == name);
    std::map<std::string, std::string> found;
    places(good, "", "", found);
    for (const auto& [form, pointer] : found) {
      const Json::json_pointer place(pointer);
      Json json = good;
      const Json& value = good[place];
      json[place] = value.is_string() ? Json(7) : Json("seven");
      refused(json, pointer + " has another type");
      if (!value.is_number()) continue;
      json[place] = 1e12;
      refused(json, pointer + " is out of range");
    }
    Json json = good;
    json["unknwon"] = 1;
    refused(json, "a key nobody knows");
    json = good;
    json.erase("schema_version");
    refused(json, "no version");
    json["schema_version"] = 2;
    refused(json, "a newer version");
    json = good;
    json["$schema"] = "../schema/" + name + ".schema.json";
    CHECK(schema.problems(json) == "");
    CHECK(loaders.check(json.dump()).has_value());
  }
  MESSAGE(broken << " broken files");
  CHECK(broken > 300);
}

TEST_CASE("receipts follow their schema, field by field") {
  Receipt receipt;
  receipt.window = true;
  receipt.claims = {"one"};
  receipt.traits = receipt.compare_traits = {{"trust", 0.5}};
  const Json json = Json::parse(receipt_to_json(receipt));
  const Schema schema("receipt");
  CHECK(schema.problems(json) == "");
  const Json text = load_json(fs::path(ATTUNE_ASSETS) / "schema" / "receipt.schema.json");
  for (const auto& [group, fields] : json.items()) {
    if (!fields.is_object()) continue;
    const std::string name = group;  // clang 14 cannot capture a structured binding
    for (const auto& [field, value] : fields.items()) {
      const std::string key = field;
      INFO(name << "/" << key);
      CHECK(text["properties"][name]["properties"].contains(key));
      Json broken = json;
      broken[name][key] = value.is_object() ? Json(true) : Json::object();
      CHECK(schema.problems(broken) != "");
      CHECK_FALSE(parse_receipt(broken.dump(), "x.png").has_value());
    }
    CHECK(text["properties"][name]["properties"].size() == fields.size());
  }
}

TEST_CASE("settings follow their schema, and both refuse the same") {
  Settings settings;
  settings.views.resize(1);
  settings.views[0].name = "Mine";
  settings.views[0].hidden_lobes = {"frontal"};
  const Json good = Json::parse(settings_to_json(settings));
  const Schema schema("settings");
  CHECK(schema.problems(good) == "");
  const fs::path file = fs::temp_directory_path() / "attune_settings_schema.json";
  const auto load = [&](const Json& json) {
    std::ofstream(file) << json.dump();
    return load_settings(file);
  };
  REQUIRE(load(good).has_value());
  CHECK(*load(good) == settings);
  std::map<std::string, std::string> found;
  places(good, "", "", found);
  CHECK(found.size() > 20);
  for (const auto& entry : found) {
    const std::string pointer = entry.second;
    const Json::json_pointer place(pointer);
    INFO(pointer);
    Json json = good;
    json[place] = good[place].is_string() ? Json(7) : Json("seven");
    CHECK(schema.problems(json) != "");
    CHECK_FALSE(load(json).has_value());
    if (!good[place].is_number()) continue;
    json[place] = 1e12;
    CHECK(schema.problems(json) != "");
    CHECK_FALSE(load(json).has_value());
  }
  for (const char* key : {"unknwon", "scenario"}) {
    Json json = good;
    json[key] = 1;
    CHECK(schema.problems(json) != "");
    CHECK_FALSE(load(json).has_value());
  }
  Json json = good;
  json["theme"] = "grey";
  CHECK(schema.problems(json) != "");
  CHECK_FALSE(load(json).has_value());
  fs::remove(file);
}

TEST_CASE("a claim without a grade, and one that speaks for nothing, break their schema") {
  const Schema schema("claims");
  const Json good = load_json(fs::path(ATTUNE_ASSETS) / "claims" / "connections.json");
  Json json = good;
  json["claims"][0].erase("grade");
  CHECK(schema.problems(json) != "");
  json = good;
  json["claims"][0]["direction"] = "upward";
  CHECK(schema.problems(json) != "");
  json = good;
  json["claims"][0]["about"] = Json::array();
  CHECK(schema.problems(json) != "");
  json = good;
  json["claims"][0]["counter"][0].erase("references");
  CHECK(schema.problems(json) != "");
}

TEST_CASE("a required key that is missing is refused by both") {
  const Loaders loaders;
  int broken = 0;
  for (const auto& [name, paths] : shipped_files()) {
    if (!is_checked_alone(name)) continue;
    const Schema schema(name);
    const Json good = good_file(name, paths);
    std::map<std::string, std::string> found;
    places(good, "", "", found);
    for (const auto& [form, pointer] : found) {
      const std::size_t slash = pointer.rfind('/');
      if (pointer.find_last_not_of("0123456789") == slash) continue;  // an item of a list
      Json json = good;
      json[Json::json_pointer(pointer.substr(0, slash))].erase(pointer.substr(slash + 1));
      const std::string what = name + ": without " + pointer;  // clang 14 cannot capture a structured binding
      INFO(what);
      // What one of them needs, the other needs; ids that others refer to, and entries of tables, are the loader's
      // alone.
      if (schema.problems(json).empty()) continue;
      CHECK_FALSE(loaders.check(json.dump()).has_value());
      ++broken;
    }
  }
  CHECK(broken > 120);
}

TEST_CASE("check names every problem of a file, each with its place and the nearest word") {
  const Loaders loaders;
  std::ifstream file(fs::path(ATTUNE_ASSETS) / "scenarios" / "rejection.json");
  Json scenario = Json::parse(file);
  scenario["arms"][0]["segments"][1]["inputs"] = {{"pian", 0.8}, {"threat", 7}};
  scenario["arms"][0]["captions"][0]["txt"] = "x";
  scenario["age"] = "adlt";
  scenario["durations_s"] = 5;
  scenario["evidence"][0] = "eisenberger03";
  const auto checked = loaders.check(scenario.dump());
  REQUIRE_FALSE(checked.has_value());
  CHECK(checked.errors().size() == 6);
  const std::string all = all_of(checked);
  for (const char* part :
       {"/arms/0/segments/1/inputs/pian", "\"pain\"", "/arms/0/segments/1/inputs/threat", "between 0 and 1, found 7",
        "/arms/0/captions/0", "\"text\"", "/age", "\"adult\"", "\"duration_s\"", "/evidence/0", "eisenberger2003"}) {
    INFO(part << " in\n" << all);
    CHECK(all.find(part) != std::string::npos);
  }
}

TEST_CASE("check asks a scenario for what can change") {
  const Loaders loaders;
  Json scenario = load_json(fs::path(ATTUNE_ASSETS) / "scenarios" / "rejection.json");
  CHECK(all_of(loaders.check(scenario.dump())) == "");
  scenario.erase("change");
  const auto checked = loaders.check(scenario.dump());
  REQUIRE(checked.has_value());
  CHECK(all_of(checked).find("does not say what can change") != std::string::npos);
}

TEST_CASE("a circuit with several mistakes tells them all") {
  const Loaders loaders;
  Json circuit = load_json(fs::path(ATTUNE_ASSETS) / "circuit.json");
  circuit["regions"][0]["rest"] = 4;
  circuit["gates"][0]["formula"] = "regg*mat";
  circuit["connections"][2]["gate"] = "braek";
  circuit["chemicals"][3]["hiden"] = true;
  const std::string all = all_of(loaders.check(circuit.dump()));
  for (const char* part : {"/regions/0/rest", "/gates/0/formula", "\"reg\"", "/connections/2", "\"brake\"",
                           "/chemicals/3", "\"hidden\""}) {
    INFO(part << " in\n" << all);
    CHECK(all.find(part) != std::string::npos);
  }
}

TEST_CASE("every file of claims is checked by its path, and tells all its mistakes") {
  const Loaders loaders;
  const auto files = shipped_files();
  for (const char* name : {"claims", "claim_words"})
    for (const fs::path& path : files.at(name)) {
      const auto checked = check_json(path, loaders.content, loaders.ui);
      INFO(path.string() << "\n" << all_of(checked));
      REQUIRE(checked.has_value());
      CHECK(checked->kind == name);
      CHECK(checked->warnings.empty());
    }
  const Json good = load_json(fs::path(ATTUNE_ASSETS) / "claims" / "connections.json");
  Json json = good;
  json["claims"][0]["grade"] = "stong";
  json["claims"][0]["about"][0] = "connection:vmPFC>AMI";
  json["claims"][1]["populations"] = {"rat"};
  json["claims"][2]["references"] = {"lemche2005"};
  json["claims"][3]["sentense"] = "x";
  json["claims"][4]["id"] = json["claims"][5]["id"];
  const auto checked = loaders.check(json.dump());
  REQUIRE_FALSE(checked.has_value());
  const std::string all = all_of(checked);
  CHECK(checked.errors().size() == 6);
  for (const char* part : {"/claims/0/grade", "\"strong\"", "/claims/0/about/0", "\"connection:vmPFC>AMY\"",
                           "/claims/1/populations/0", "\"rats\"", "/claims/2/references/0", "/claims/3", "\"sentence\"",
                           "/claims/5/id", "defined twice"}) {
    INFO(part << " in\n" << all);
    CHECK(all.find(part) != std::string::npos);
  }
  json = good;
  json["theme"] = "Links of my own";
  CHECK(all_of(loaders.check(json.dump())).find("have the same ids") != std::string::npos);
}

TEST_CASE("a translation keeps the keys and the places of the English words") {
  const Loaders loaders;
  Json words = load_json(fs::path(ATTUNE_ASSETS) / "ui_en.json");
  words["$schema"] = "schema/ui_text.schema.json";
  const auto good = loaders.check(words.dump());
  REQUIRE(good.has_value());
  CHECK(good->kind == "ui_text");
  CHECK(good->warnings.empty());
  words["style_to_a"] = "Seite A: {styl}";
  words["plai"] = "Abspielen";
  words.erase("play");
  const std::string all = all_of(loaders.check(words.dump()));
  for (const char* part : {"has no {style}", "nothing fills {styl}", "/plai", "\"play\""}) {
    INFO(part << " in\n" << all);
    CHECK(all.find(part) != std::string::npos);
  }
  words.erase("plai"), words["style_to_a"] = "Seite A: {style}";
  CHECK(all_of(loaders.check(words.dump())).find("1 texts are missing, among them play") != std::string::npos);
}

TEST_CASE("a file that tells nothing of what it is") {
  const Loaders loaders;
  CHECK(all_of(loaders.check("{\"schema_version\": 1, \"wheel\": {}}")).find("\"arms\" (scenario)") !=
        std::string::npos);
  CHECK(all_of(loaders.check("[1, 2]")).find("a list") != std::string::npos);
  CHECK(all_of(loaders.check("{\"arms\": [],}")).find("comma") != std::string::npos);
}

TEST_CASE("a story that is saved follows the schema and is read back as it was") {
  const auto content = load_content(ATTUNE_ASSETS);
  REQUIRE(content.has_value());
  const Schema schema("scenario");
  const fs::path file = fs::temp_directory_path() / ("attune_saved_" + std::to_string(::getpid()) + ".json");
  for (const Scenario& scenario : content->scenarios) {
    CAPTURE(scenario.id);
    const std::string saved = scenario_to_json(scenario);
    CHECK(schema.problems(Json::parse(saved)) == "");
    const ScenarioProblems problems = check_scenario(scenario, *content);
    CHECK(problems.errors.empty());
    std::ofstream(file) << saved;
    const auto again = load_scenario(file, *content);
    REQUIRE_MESSAGE(again.has_value(), (again ? "" : to_sentence(again.error())));
    CHECK(scenario_to_json(*again) == saved);
    CHECK(again->arms.size() == scenario.arms.size());
    for (std::size_t i = 0; i < scenario.arms.size(); ++i) {
      CHECK(again->arms[i].segments == scenario.arms[i].segments);
      CHECK(again->arms[i].captions == scenario.arms[i].captions);
      CHECK(again->arms[i].traits == scenario.arms[i].traits);
    }
    CHECK(again->start == scenario.start);
    CHECK(again->duration_s == scenario.duration_s);
    CHECK(again->step_s == scenario.step_s);
    CHECK(again->sample_s == scenario.sample_s);
    CHECK(kind_of_json(file).value() == "scenario");
  }
  fs::remove(file);
  // The file that the command line is tested with is one that the window writes.
  const fs::path kept = fs::path(ATTUNE_TEST_DATA) / "content" / "own_story.json";
  const auto own = load_scenario(kept, *content);
  REQUIRE(own.has_value());
  std::ifstream stream(kept);
  CHECK(scenario_to_json(*own) == std::string(std::istreambuf_iterator<char>(stream), {}));
  // What is wrong is said with its place, before there is a file.
  Scenario wrong = content->scenarios.front();
  wrong.arms[0].captions[1].text.clear();
  wrong.arms[0].segments[0].inputs[0].value = 3;
  const ScenarioProblems problems = check_scenario(wrong, *content);
  std::set<std::string> places;
  for (const Error& error : problems.errors) places.insert(error.where);
  CHECK(places.count("/arms/0/captions/1/text") == 1);
  CHECK(places.count("/arms/0/segments/0/inputs/" + wrong.arms[0].segments[0].inputs[0].input) == 1);
}
