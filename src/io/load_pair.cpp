#include "io/load_pair.h"

#include <algorithm>
#include <new>
#include <set>

#include "core/text.h"
#include "io/json_read.h"
#include "io/parse_content.h"
#include "sim/parameters.h"

namespace attune {

namespace {

void read_constants(JsonObject& top, PairModel& model, const KnownWords& known) {
  std::vector<std::string> ids;
  for (const PairConstantField& field : pair_constant_fields) ids.emplace_back(field.id);
  std::set<std::string> seen;
  for (JsonObject& item : top.objects("constants")) {
    NamedConstant constant;
    constant.id = item.text("id");
    constant.value = item.number("value", 0, 1000);
    constant.unit = item.text("unit");
    constant.source = read_source(item, known);
    item.finish();
    check_word(item.problems(), item.at("id"), constant.id, sentence("kind_constant"), ids);
    if (!seen.insert(constant.id).second)
      item.problems().fail(item.at("id"), sentence("constant_defined_twice", {{"id", printable(constant.id)}}),
                           sentence("remove_one"));
    for (const PairConstantField& field : pair_constant_fields) {
      if (constant.id != field.id) continue;
      model.constants.*field.member = constant.value;
      const bool divides = field.member == &PairConstants::notice_s || field.member == &PairConstants::synchrony_s ||
                           field.member == &PairConstants::couple_full || field.member == &PairConstants::swing_vagal;
      if (divides && constant.value <= 0)
        item.problems().fail(item.at("value"), sentence("value_above_0"), sentence("correct_it"));
    }
    model.listed.push_back(std::move(constant));
  }
  for (const PairConstantField& field : pair_constant_fields)
    if (!seen.contains(field.id))
      top.problems().fail("/constants", sentence("constant_missing", {{"id", std::string(field.id)}}),
                          sentence("add_it"));
}

void read_curves(JsonObject& top, PairModel& model) {
  const std::vector<std::string> ids(std::begin(pair_curve_ids), std::end(pair_curve_ids));
  std::set<std::string> seen;
  for (JsonObject& item : top.objects("curves")) {
    PairCurve curve{item.text("id"),      item.text("name"), item.text_or("unit", ""),
                    item.text("meaning"), false,             item.text("equation")};
    curve.both = item.flag_or("both", false);
    item.finish();
    check_word(item.problems(), item.at("id"), curve.id, sentence("kind_curve"), ids);
    if (!seen.insert(curve.id).second)
      item.problems().fail(item.at("id"), sentence("curve_twice", {{"id", printable(curve.id)}}),
                           sentence("remove_one"));
    model.curves.push_back(std::move(curve));
  }
  for (const std::string& id : ids)
    if (!seen.contains(id)) top.problems().fail("/curves", sentence("curve_missing", {{"id", id}}), sentence("add_it"));
}

PairScenario read_pair_scenario(JsonObject& item, const KnownWords& known) {
  PairScenario scenario;
  read_scenario_text(item, scenario, known);
  scenario.age_a = item.text("age_a");
  scenario.age_b = item.text("age_b");
  check_word(item.problems(), item.at("age_a"), scenario.age_a, sentence("kind_age"), known.ages);
  check_word(item.problems(), item.at("age_b"), scenario.age_b, sentence("kind_age"), known.ages);
  scenario.name_a = item.text("name_a");
  scenario.name_b = item.text("name_b");
  scenario.infant = item.flag_or("infant", false);
  scenario.style_a = item.text("style_a");
  check_word(item.problems(), item.at("style_a"), scenario.style_a, sentence("kind_style"), known.styles);
  scenario.duration_s = item.number("duration_s", 1, 86400);
  scenario.step_s = item.number("step_s", 0.01, 10);
  scenario.breath_steps = static_cast<int>(item.whole("breath_steps", 1, 1000));
  for (JsonObject& part : item.objects("arms")) {
    PairArm arm;
    read_arm_name(part, arm.id, arm.title);
    arm.prox = part.number("prox", 0, 1);
    arm.touch = part.number("touch", 0, 1);
    arm.engage = part.number("engage", 0, 1);
    arm.breath_a = part.number_or("breath_a", 0, 1, 0);
    arm.breath_b = part.number_or("breath_b", 0, 1, 0);
    arm.captions = read_captions(part, scenario.duration_s);
    part.finish();
    scenario.arms.push_back(std::move(arm));
  }
  std::vector<std::string> ids;
  for (const PairArm& arm : scenario.arms) ids.push_back(arm.id);
  check_arm_ids(item, ids, scenario.opens);
  item.finish();
  return scenario;
}

}  // namespace

PairModel parse_pair(const Json& json, JsonProblems& problems, const KnownWords& known) {
  PairModel model;
  JsonObject top(json, "", problems);
  check_schema_version(top);
  read_constants(top, model, known);
  for (std::size_t who = 0; who < 2; ++who)
    for (JsonObject& item : top.objects(who == 0 ? "wobble_a" : "wobble_b")) {
      model.wobble[who].push_back(
          {item.number("amplitude_hz", 0, 1), item.number("period_s", 0.1, 1e6), item.number("phase_rad", -10, 10)});
      item.finish();
    }
  read_curves(top, model);
  model.uncertainty = read_uncertainty(top, pair_uncertain_groups, known);
  for (JsonObject& item : top.objects("scenarios")) model.scenarios.push_back(read_pair_scenario(item, known));
  top.finish();
  if (problems.errors.empty())
    if (const auto parameters = list_parameters(model); !parameters)
      for (const Error& error : parameters.errors()) problems.fail(error.where, error.what, error.hint);
  return model;
}

Result<PairModel> load_pair(const std::filesystem::path& path, const Content& content) {
  try {
    const Result<Json> json = read_json(path);
    if (!json) return json.errors();
    JsonProblems problems(printable(path.string(), 300));
    PairModel model = parse_pair(*json, problems, words_of(content));
    if (!problems.errors.empty()) return std::move(problems.errors);
    return model;
  } catch (const std::bad_alloc&) {
    return Error{sentence("no_memory_file"), printable(path.string(), 300), sentence("close_others"),
                 ExitCode::out_of_memory};
  }
}

}  // namespace attune
