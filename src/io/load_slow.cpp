#include "io/load_slow.h"

#include <algorithm>
#include <new>

#include "core/text.h"
#include "io/json_read.h"
#include "io/parse_content.h"
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

SlowModel parse_slow(JsonObject& top, const KnownWords& known) {
  SlowModel model;
  check_schema_version(top);
  model.weeks_per_year = top.number("weeks_per_year", 50, 54);
  for (JsonObject& item : top.objects("signals")) {
    model.signals.push_back({item.text("id"), item.text("name"), item.text("meaning")});
    item.finish();
  }
  for (JsonObject& item : top.objects("constants")) {
    NamedConstant constant;
    constant.id = item.text("id");
    constant.value = item.number("value", -1e6, 1e6);
    constant.unit = item.text("unit");
    constant.source = read_source(item, known);
    item.finish();
    model.constants.push_back(std::move(constant));
  }
  model.derived = read_formulas(top, "derived", known);
  model.speed = top.text("speed");
  model.template_share = top.text("template_share");
  model.template_rate = top.text("template_rate");
  for (JsonObject& item : top.objects("traits")) {
    SlowTrait trait;
    trait.id = item.text("id");
    check_word(item.problems(), item.at("id"), trait.id, "trait", known.traits);
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
    check_word(newborn.problems(), newborn.at(id), id, "trait", known.traits);
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
    JsonObject signals = item.object("signals");
    for (const LearningSignal& signal : model.signals)
      environment.signals.push_back(signals.number(signal.id.c_str(), 0, 1));
    signals.finish();
    item.finish();
    model.environments.push_back(std::move(environment));
  }
  top.finish();
  return model;
}

}  // namespace

Result<SlowModel> load_slow(const std::filesystem::path& path, const Content& content) {
  try {
    const Result<Json> json = read_json(path);
    if (!json) return json.errors();
    JsonProblems problems(printable(path.string(), 300));
    const KnownWords known = words_of(content);
    JsonObject top(*json, "", problems);
    SlowModel model = parse_slow(top, known);
    if (problems.errors.empty())
      if (const auto program = compile_slow(model); !program)
        for (const Error& error : program.errors()) problems.fail(error.where, error.what, error.hint);
    if (!problems.errors.empty()) return std::move(problems.errors);
    return model;
  } catch (const std::bad_alloc&) {
    return Error{"not enough memory to read this file", printable(path.string(), 300), "close other programs",
                 ExitCode::out_of_memory};
  }
}

}  // namespace attune
