#include "io/load_validation.h"

#include <algorithm>
#include <new>

#include "core/text.h"
#include "io/json_read.h"
#include "io/parse_content.h"

namespace attune {

namespace {

// A protocol is a scenario file without its version, with a few keys of its own; "like" takes a shipped scenario.
ValidationProtocol read_protocol(const Json& json, const std::string& pointer, JsonProblems& problems,
                                 const KnownWords& known, const Content& content) {
  ValidationProtocol protocol;
  if (!json.is_object()) {
    problems.fail(pointer, sentence("protocol_object"), sentence("correct_it"));
    return protocol;
  }
  Json own = Json::object(), rest = Json::object();
  for (const auto& [key, value] : json.items()) {
    const bool is_own = key == "sample_s" || key == "settle_s" || key == "targets" || key == "random_start" ||
                        key == "random_inputs_every_s" || key == "seed" || key == "like";
    (is_own ? own : rest)[key] = value;
  }
  JsonObject item(own, pointer, problems);
  protocol.sample_s = item.number_or("sample_s", 0, 86400, 0);
  protocol.settle_s = item.number_or("settle_s", -1, 1e7, -1);
  protocol.random_inputs_every_s = item.number_or("random_inputs_every_s", 0, 1e6, 0);
  protocol.seed = static_cast<std::uint64_t>(item.number_or("seed", 0, 1e9, 0));
  JsonObject start = item.object("random_start", false);
  if (own.contains("random_start")) {
    protocol.random_start = true;
    protocol.random_low = start.number("low", 0, 1);
    protocol.random_high = start.number("high", 0, 1);
    start.finish();
  }
  JsonObject targets = item.object("targets", false);
  for (const auto& [id, formula] : targets.entries()) {
    check_word(problems, targets.at(id), id, sentence("kind_chemical_or_state"), known.states);
    if (formula->is_string())
      protocol.targets.emplace_back(id, formula->get<std::string>());
    else
      problems.fail(targets.at(id), sentence("formula_expected", {{"found", describe(*formula)}}),
                    sentence("write_as_text"));
  }
  const std::string like = item.text_or("like", "");
  item.finish();
  if (!like.empty()) {
    const auto found = std::find_if(content.scenarios.begin(), content.scenarios.end(),
                                    [&](const Scenario& scenario) { return scenario.id == like; });
    if (found == content.scenarios.end())
      problems.fail(pointer + "/like", sentence("unknown_scenario", {{"id", printable(like)}}),
                    sentence("name_shipped_scenario"));
    else
      protocol.scenario = *found;
    JsonObject changes(rest, pointer, problems);
    protocol.scenario.id = changes.text("id");
    protocol.scenario.title = changes.text("title");
    protocol.scenario.story = changes.text("story");
    protocol.scenario.step_s = changes.number_or("step_s", 0.01, 60, protocol.scenario.step_s);
    changes.finish();
    return protocol;
  }
  rest["schema_version"] = 1;
  JsonProblems inner(problems.file());
  protocol.scenario = parse_scenario(rest, inner, known);
  for (Error& error : inner.errors) {
    error.where = sentence("in_protocol", {{"place", error.where}, {"pointer", pointer}}).english;
    problems.errors.push_back(std::move(error));
  }
  return protocol;
}

Life read_life(JsonObject& item, const KnownWords& known) {
  Life life;
  life.id = item.text("id");
  life.title = item.text("title");
  JsonObject start = item.object("start", false);
  for (const auto& [id, value] : start.entries()) {
    check_word(start.problems(), start.at(id), id, sentence("kind_trait"), known.traits);
    life.start.emplace_back(id, start.to_number(*value, start.at(id), 0, 1));
  }
  life.phases = read_life_phases(item);
  item.finish();
  return life;
}

std::optional<double> read_bound(JsonObject& item, const char* key) {
  if (!item.find(key)) return std::nullopt;
  return item.number(key, -1e9, 1e9);
}

ValidationTarget read_target(JsonObject& item, const KnownWords& known) {
  ValidationTarget target;
  target.id = item.text("id");
  target.measure = item.text("measure");
  target.expected = item.text("expected");
  target.strength = item.text("strength");
  check_word(item.problems(), item.at("strength"), target.strength, sentence("kind_strength"),
             {"solid", "single", "mixed", "statement", "numerics"});
  target.note = item.text_or("note", "");
  target.evidence = read_evidence(item, known);
  const auto read_styles = [&](JsonObject& part) {
    std::vector<std::string> words = part.words("styles");
    for (const std::string& word : words)
      check_word(part.problems(), part.at("styles"), word, sentence("kind_style"), known.styles);
    return words;
  };
  for (JsonObject& part : item.objects("measures")) {
    ValidationMeasure measure;
    measure.id = part.text("id");
    measure.text = part.text("text");
    measure.unit = part.text_or("unit", "");
    measure.scenario = part.text_or("scenario", "");
    measure.arm = part.text_or("arm", "");
    measure.pair = part.text_or("pair", "");
    measure.life = part.text_or("life", "");
    measure.families = part.text_or("families", "");
    measure.against = part.text_or("against", "");
    measure.styles = read_styles(part);
    measure.formula = part.text("formula");
    measure.decimals = part.find("decimals") ? static_cast<int>(part.whole("decimals", 0, 9)) : 2;
    part.finish();
    target.measures.push_back(std::move(measure));
  }
  for (JsonObject& part : item.objects("checks")) {
    ValidationCheck check;
    check.text = part.text("text");
    check.value = part.text("value");
    check.styles = read_styles(part);
    check.at_least = read_bound(part, "at_least");
    check.at_most = read_bound(part, "at_most");
    check.above = read_bound(part, "above");
    check.below = read_bound(part, "below");
    if (!check.at_least && !check.at_most && !check.above && !check.below)
      part.problems().fail(part.pointer(), sentence("check_no_bound"), sentence("give_least_most_above"));
    part.finish();
    target.checks.push_back(std::move(check));
  }
  if (target.checks.empty()) item.problems().fail(item.at("checks"), sentence("target_no_check"), sentence("add_one"));
  item.finish();
  return target;
}

}  // namespace

Result<ValidationPlan> load_validation(const std::filesystem::path& path, const Content& content) {
  try {
    const Result<Json> json = read_json(path);
    if (!json) return json.errors();
    JsonProblems problems(printable(path.string(), 300));
    const KnownWords known = words_of(content);

    ValidationPlan plan;
    JsonObject top(*json, "", problems);
    check_schema_version(top);
    if (const Json* protocols = top.find("protocols"); protocols && protocols->is_array())
      for (std::size_t i = 0; i < protocols->size(); ++i)
        plan.protocols.push_back(
            read_protocol((*protocols)[i], "/protocols/" + std::to_string(i), problems, known, content));
    else if (protocols)
      problems.fail("/protocols", sentence("need_list", {{"found", describe(*protocols)}}), sentence("put_in_list"));
    for (JsonObject& item : top.objects("lives", false)) plan.lives.push_back(read_life(item, known));
    for (JsonObject& item : top.objects("families", false)) {
      plan.families.push_back(read_families(item, known));
      item.finish();
    }
    for (JsonObject& item : top.objects("targets")) plan.targets.push_back(read_target(item, known));
    top.finish();
    if (!problems.errors.empty()) return std::move(problems.errors);
    return plan;
  } catch (const std::bad_alloc&) {
    return Error{sentence("no_memory_file"), printable(path.string(), 300), sentence("close_others"),
                 ExitCode::out_of_memory};
  }
}

}  // namespace attune
