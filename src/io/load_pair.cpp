#include "io/load_pair.h"

#include <algorithm>
#include <new>
#include <set>

#include "core/text.h"
#include "io/json_read.h"
#include "io/parse_content.h"

namespace attune {

namespace {

struct Field {
  const char* id;
  double PairConstants::*member;
};
constexpr Field fields[] = {{"notice_s", &PairConstants::notice_s},
                            {"calm_slope", &PairConstants::calm_slope},
                            {"attune_back", &PairConstants::attune_back},
                            {"touch_answer", &PairConstants::touch_answer},
                            {"contagion", &PairConstants::contagion},
                            {"calm_reward", &PairConstants::calm_reward},
                            {"couple_attune", &PairConstants::couple_attune},
                            {"couple_full", &PairConstants::couple_full},
                            {"couple_touch", &PairConstants::couple_touch},
                            {"breath_arousal", &PairConstants::breath_arousal},
                            {"breath_adult_a_hz", &PairConstants::breath_adult_a_hz},
                            {"breath_adult_b_hz", &PairConstants::breath_adult_b_hz},
                            {"breath_infant_hz", &PairConstants::breath_infant_hz},
                            {"breath_parent_hz", &PairConstants::breath_parent_hz},
                            {"breath_paced_hz", &PairConstants::breath_paced_hz},
                            {"pull_adult", &PairConstants::pull_adult},
                            {"pull_infant", &PairConstants::pull_infant},
                            {"pull_parent", &PairConstants::pull_parent},
                            {"wave_a_hz", &PairConstants::wave_a_hz},
                            {"wave_b_hz", &PairConstants::wave_b_hz},
                            {"wave_wobble", &PairConstants::wave_wobble},
                            {"wave_pull", &PairConstants::wave_pull},
                            {"synchrony_s", &PairConstants::synchrony_s},
                            {"vagal_a", &PairConstants::vagal_a},
                            {"vagal_b", &PairConstants::vagal_b},
                            {"arousal_a", &PairConstants::arousal_a},
                            {"arousal_b", &PairConstants::arousal_b},
                            {"swing_adult", &PairConstants::swing_adult},
                            {"swing_infant", &PairConstants::swing_infant},
                            {"swing_wave", &PairConstants::swing_wave},
                            {"swing_vagal", &PairConstants::swing_vagal},
                            {"swing_max", &PairConstants::swing_max},
                            {"swing_hz", &PairConstants::swing_hz},
                            {"swing_infant_ratio", &PairConstants::swing_infant_ratio},
                            {"breath_phase_a", &PairConstants::breath_phase_a},
                            {"breath_phase_b", &PairConstants::breath_phase_b},
                            {"wave_phase_a", &PairConstants::wave_phase_a},
                            {"wave_phase_b", &PairConstants::wave_phase_b}};

void read_constants(JsonObject& top, PairModel& model, const KnownWords& known) {
  std::vector<std::string> ids;
  for (const Field& field : fields) ids.emplace_back(field.id);
  std::set<std::string> seen;
  for (JsonObject& item : top.objects("constants")) {
    NamedConstant constant;
    constant.id = item.text("id");
    constant.value = item.number("value", 0, 1000);
    constant.unit = item.text("unit");
    constant.source = read_source(item, known);
    item.finish();
    check_word(item.problems(), item.at("id"), constant.id, "constant", ids);
    if (!seen.insert(constant.id).second)
      item.problems().fail(item.at("id"), "the constant \"" + printable(constant.id) + "\" is defined twice",
                           "remove one");
    for (const Field& field : fields) {
      if (constant.id != field.id) continue;
      model.constants.*field.member = constant.value;
      const bool divides = field.member == &PairConstants::notice_s || field.member == &PairConstants::synchrony_s ||
                           field.member == &PairConstants::couple_full || field.member == &PairConstants::swing_vagal;
      if (divides && constant.value <= 0)
        item.problems().fail(item.at("value"), "the value must be above 0", "correct it");
    }
    model.listed.push_back(std::move(constant));
  }
  for (const Field& field : fields)
    if (!seen.contains(field.id))
      top.problems().fail("/constants", "the constant " + std::string(field.id) + " is missing", "add it");
}

PairScenario read_pair_scenario(JsonObject& item, const KnownWords& known) {
  PairScenario scenario;
  read_scenario_text(item, scenario, known);
  scenario.age_a = item.text("age_a");
  scenario.age_b = item.text("age_b");
  check_word(item.problems(), item.at("age_a"), scenario.age_a, "age", known.ages);
  check_word(item.problems(), item.at("age_b"), scenario.age_b, "age", known.ages);
  scenario.name_a = item.text("name_a");
  scenario.name_b = item.text("name_b");
  scenario.infant = item.flag_or("infant", false);
  scenario.style_a = item.text("style_a");
  check_word(item.problems(), item.at("style_a"), scenario.style_a, "style", known.styles);
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
  check_arm_ids(item, ids);
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
  for (JsonObject& item : top.objects("scenarios")) model.scenarios.push_back(read_pair_scenario(item, known));
  top.finish();
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
    return Error{"not enough memory to read this file", printable(path.string(), 300), "close other programs",
                 ExitCode::out_of_memory};
  }
}

}  // namespace attune
