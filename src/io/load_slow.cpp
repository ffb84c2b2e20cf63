#include "io/load_slow.h"

#include <algorithm>
#include <new>

#include "core/text.h"
#include "io/json_read.h"
#include "io/parse_content.h"
#include "model/find.h"
#include "sim/parameters.h"
#include "sim/slow.h"

namespace attune {

namespace {

std::vector<Formula> read_formulas(JsonObject& top, const char* list, const KnownWords& known) {
  std::vector<Formula> result;
  for (JsonObject& item : top.objects(list)) {
    Formula formula;
    formula.id = item.text("id");
    formula.formula = item.text("formula");
    formula.unit = item.text("unit");
    formula.meaning = item.text("meaning");
    formula.evidence = read_evidence(item, known);
    item.finish();
    result.push_back(std::move(formula));
  }
  return result;
}

LifeScenario read_life_scenario(JsonObject& item, const SlowModel& model, const KnownWords& known) {
  LifeScenario scenario;
  read_scenario_text(item, scenario, known);
  const std::string start = item.text("start");
  const std::vector<std::string> starts{"birth", "history", "families"};
  check_word(item.problems(), item.at("start"), start, sentence("kind_start"), starts);
  scenario.start = start == "history"    ? LifeStart::history
                   : start == "families" ? LifeStart::families
                                         : LifeStart::birth;
  double weeks = 0;
  if (scenario.start == LifeStart::families) {
    JsonObject study = item.object("study");
    scenario.study = read_families(study, known);
    study.finish();
    weeks = scenario.study.weeks;
  }
  if (item.find("episode")) {
    JsonObject episode = item.object("episode");
    scenario.episode_scenario = episode.text("scenario");
    scenario.episode_arm = episode.text("arm");
    scenario.episode_weeks = static_cast<double>(episode.whole("every_weeks", 1, 520));
    episode.finish();
  }
  if (item.find("shown")) {
    JsonObject shown = item.object("shown");
    scenario.shown = {shown.text("scenario"), shown.text("arm"), shown.text("text"), shown.number("at_s", 0, 86400)};
    shown.finish();
  }
  for (JsonObject& part : item.objects("arms")) {
    LifeArm arm;
    read_arm_name(part, arm.id, arm.title);
    if (scenario.start == LifeStart::families) {
      arm.support_share = part.number_or("support_share", 0, 1, 0);
    } else {
      arm.phases = read_life_phases(part);
      if (arm.phases.empty()) part.problems().fail(part.at("phases"), sentence("arm_no_phase"), sentence("add_one"));
      weeks = 0;
      for (const LifePhase& phase : arm.phases) weeks += phase.weeks;
      std::vector<std::string> environments = ids_of(model.environments);
      if (start != "birth") environments.emplace_back(as_before);
      for (std::size_t i = 0; i < arm.phases.size(); ++i)
        for (const auto& [id, share] : arm.phases[i].environments)
          check_word(part.problems(), part.at("phases") + "/" + std::to_string(i) + "/environments/" + id, id,
                     sentence("kind_environment"), environments);
    }
    arm.captions = read_captions(part, weeks * seconds_per_week);
    part.finish();
    scenario.arms.push_back(std::move(arm));
  }
  check_arm_ids(item, ids_of(scenario.arms), scenario.opens);
  item.finish();
  return scenario;
}

SlowModel read_slow(JsonObject& top, const KnownWords& known) {
  SlowModel model;
  check_schema_version(top);
  model.weeks_per_year = top.number("weeks_per_year", 50, 54);
  for (JsonObject& item : top.objects("signals")) {
    LearningSignal signal{item.text("id"), item.text("name"), item.text("meaning"), "", "1", false};
    signal.value = item.text_or("value", "");
    signal.weight = item.text_or("weight", "1");
    signal.per_day = item.flag_or("per_day", false);
    item.finish();
    model.signals.push_back(std::move(signal));
  }
  model.constants = read_constants(top, known);
  model.derived = read_formulas(top, "derived", known);
  model.speed = top.text("speed");
  model.template_share = top.text("template_share");
  model.template_rate = top.text("template_rate");
  for (JsonObject& item : top.objects("traits")) {
    SlowTrait trait;
    trait.id = item.text("id");
    check_word(item.problems(), item.at("id"), trait.id, sentence("kind_trait"), known.traits);
    trait.target = item.text("target");
    trait.tau_weeks = item.number("tau_weeks", 0.1, 1e5);
    trait.keeps_template = item.flag_or("keeps_template", true);
    trait.source = read_source(item, known);
    trait.evidence = read_evidence(item, known);
    item.finish();
    model.traits.push_back(std::move(trait));
  }
  JsonObject newborn = top.object("newborn");
  for (const auto& [id, value] : newborn.entries()) {
    check_word(newborn.problems(), newborn.at(id), id, sentence("kind_trait"), known.traits);
    model.newborn.emplace_back(id, newborn.to_number(*value, newborn.at(id), 0, 1));
  }
  model.readouts = read_formulas(top, "readouts", known);
  for (JsonObject& item : top.objects("labels")) {
    model.labels.push_back({item.text("style"), item.text("formula"), item.flag_or("or_equal", false)});
    item.finish();
  }
  for (JsonObject& item : top.objects("environments")) {
    CareEnvironment environment;
    environment.id = item.text("id");
    environment.name = item.text("name");
    environment.meaning = item.text("meaning");
    environment.source = read_source(item, known);
    if (item.find("days")) {
      JsonObject days = item.object("days");
      environment.days = {days.text("scenario"), days.text("arm"), days.text("age")};
      check_word(days.problems(), days.at("age"), environment.days.age, sentence("kind_age"), known.ages);
      days.finish();
    } else {
      JsonObject signals = item.object("signals");
      for (const LearningSignal& signal : model.signals)
        environment.signals.push_back(signals.number(signal.id.c_str(), 0, 1));
      signals.finish();
    }
    item.finish();
    model.environments.push_back(std::move(environment));
  }
  for (JsonObject& item : top.objects("histories", false)) {
    StyleHistory history;
    history.style = item.text("style");
    check_word(item.problems(), item.at("style"), history.style, sentence("kind_style"), known.styles);
    history.source = read_source(item, known);
    history.phases = read_life_phases(item);
    if (history.phases.empty())
      item.problems().fail(item.at("phases"), sentence("history_no_phase"), sentence("add_one"));
    for (std::size_t i = 0; i < history.phases.size(); ++i)
      for (const auto& [id, share] : history.phases[i].environments)
        check_word(item.problems(), item.at("phases") + "/" + std::to_string(i) + "/environments/" + id, id,
                   sentence("kind_environment"), ids_of(model.environments));
    item.finish();
    model.histories.push_back(std::move(history));
  }
  for (JsonObject& item : top.objects("scenarios", false))
    model.scenarios.push_back(read_life_scenario(item, model, known));
  model.uncertainty = read_uncertainty(top, slow_uncertain_groups, known);
  top.finish();
  return model;
}

}  // namespace

std::vector<LifePhase> read_life_phases(JsonObject& item) {
  std::vector<LifePhase> phases;
  for (JsonObject& part : item.objects("phases")) {
    LifePhase phase;
    phase.weeks = static_cast<double>(part.whole("weeks", 1, 10000));
    phase.age_years = part.number_or("age_years", -1, 120, -1);
    JsonObject environments = part.object("environments");
    for (const auto& [id, share] : environments.entries())
      phase.environments.emplace_back(id, environments.to_number(*share, environments.at(id), 0, 1));
    part.finish();
    phases.push_back(std::move(phase));
  }
  return phases;
}

FamilyStudy read_families(JsonObject& item, const KnownWords& known) {
  FamilyStudy study;
  study.id = item.text_or("id", "families");
  study.title = item.text_or("title", "");
  study.families = static_cast<int>(item.whole("families", 1, 100000));
  study.weeks = static_cast<int>(item.whole("weeks", 1, 1000));
  study.parent_base = static_cast<int>(item.whole("parent_base", 2, 97));
  study.other_base = static_cast<int>(item.whole("other_base", 2, 97));
  study.weight_base = static_cast<int>(item.whole("weight_base", 2, 97));
  study.weight_low = item.number("weight_low", 0, 1);
  study.weight_high = item.number("weight_high", 0, 1);
  study.support_share = item.number_or("support_share", 0, 1, 0);
  study.support_environment = item.text_or("support_environment", "");
  study.except = item.text_or("except", "");
  for (JsonObject& part : item.objects("shares")) {
    FamilyShare share;
    share.style = part.text("style");
    check_word(part.problems(), part.at("style"), share.style, sentence("kind_style"), known.styles);
    share.environment = part.text("environment");
    share.parent = part.number("parent", 0, 1);
    share.other = part.number("other", 0, 1);
    part.finish();
    study.shares.push_back(std::move(share));
  }
  return study;
}

SlowModel parse_slow(const Json& json, JsonProblems& problems, const KnownWords& known) {
  JsonObject top(json, "", problems);
  SlowModel model = read_slow(top, known);
  const auto pass_on = [&](const std::vector<Error>& errors) {
    for (const Error& error : errors) problems.fail(error.where, error.what, error.hint);
  };
  if (problems.errors.empty())
    if (const auto program = compile_slow(model); !program) pass_on(program.errors());
  if (problems.errors.empty())
    if (const auto parameters = list_parameters(model); !parameters) pass_on(parameters.errors());
  return model;
}

void check_slow_links(const SlowModel& model, const Content& content, JsonProblems& problems) {
  const auto check = [&](const std::string& scenario_id, const std::string& arm_id, const std::string& where) {
    const Result<const Scenario*> scenario = find_scenario(content, scenario_id);
    if (!scenario) return problems.fail(where + "/scenario", scenario.error().what, scenario.error().hint);
    const Result<const Arm*> arm = find_arm(**scenario, arm_id);
    if (!arm) problems.fail(where + "/arm", arm.error().what, arm.error().hint);
  };
  for (std::size_t i = 0; i < model.environments.size(); ++i)
    if (const LivedDays& days = model.environments[i].days; !days.scenario.empty())
      check(days.scenario, days.arm, "/environments/" + std::to_string(i) + "/days");
  for (std::size_t i = 0; i < model.scenarios.size(); ++i) {
    const LifeScenario& scenario = model.scenarios[i];
    const std::string where = "/scenarios/" + std::to_string(i);
    if (!scenario.episode_scenario.empty())
      check(scenario.episode_scenario, scenario.episode_arm, where + "/episode");
    const ShownMoment& shown = scenario.shown;
    if (shown.scenario.empty()) continue;
    check(shown.scenario, shown.arm, where + "/shown");
    if (const auto moment = find_scenario(content, shown.scenario); moment && shown.at_s > (*moment)->duration_s)
      problems.fail(where + "/shown/at_s",
                    sentence("moment_lasts_only", {{"duration_s", to_text((*moment)->duration_s)}}),
                    sentence("choose_time_inside"));
  }
}

Result<SlowModel> load_slow(const std::filesystem::path& path, const Content& content) {
  try {
    const Result<Json> json = read_json(path);
    if (!json) return json.errors();
    JsonProblems problems(printable(path.string(), 300));
    SlowModel model = parse_slow(*json, problems, words_of(content));
    check_slow_links(model, content, problems);
    if (!problems.errors.empty()) return std::move(problems.errors);
    return model;
  } catch (const std::bad_alloc&) {
    return Error{sentence("no_memory_file"), printable(path.string(), 300), sentence("close_others"),
                 ExitCode::out_of_memory};
  }
}

}  // namespace attune
