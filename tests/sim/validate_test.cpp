// attune validate: every target holds with the shipped model, and a broken model is noticed.
#include "sim/validate.h"

#include <algorithm>

#include "io/load_pair.h"
#include "io/load_slow.h"
#include "io/load_validation.h"
#include "shipped.h"

using namespace attune;
using namespace attune::testing;

namespace {

ValidationPlan load_plan(const Shipped& shipped) {
  Result<ValidationPlan> plan = load_validation(ATTUNE_ASSETS "/validation.json", shipped.content);
  if (!plan)
    for (const Error& error : plan.errors()) MESSAGE(to_sentence(error));
  REQUIRE(plan.has_value());
  return *plan;
}

SlowProgramPtr slow_program(const Content& content) {
  const Result<SlowModel> model = load_slow(ATTUNE_ASSETS "/slow.json", content);
  REQUIRE(model.has_value());
  return *compile_slow(*model);
}

std::vector<ValidationRow> run(const Content& content, const ValidationPlan& plan) {
  const Result<ProgramPtr> program = compile_circuit(content.circuit);
  REQUIRE(program.has_value());
  const Result<PairModel> pair = load_pair(ATTUNE_ASSETS "/pair.json", content);
  REQUIRE(pair.has_value());
  const Result<std::vector<ValidationRow>> rows =
      validate({*program, &content.circuit, &content.styles, &content.scenarios, &*pair, slow_program(content)}, plan);
  if (!rows) MESSAGE(to_sentence(rows.error()));
  REQUIRE(rows.has_value());
  return *rows;
}

const ValidationRow& find_row(const std::vector<ValidationRow>& rows, const std::string& id) {
  for (const ValidationRow& row : rows)
    if (row.id == id) return row;
  FAIL("no row ", id);
  return rows.front();
}

double measured(const ValidationRow& row, const std::string& id, const std::string& style) {
  for (const ValidationCase& part : row.cases)
    for (const ValidationValue& found : part.values)
      if (part.id == id && found.style == style) return found.value;
  FAIL("no value ", id, " ", style);
  return 0;
}

ValidationPlan only(const ValidationPlan& plan, const std::vector<std::string>& ids) {
  ValidationPlan result = plan;
  std::erase_if(result.targets, [&](const ValidationTarget& target) {
    return std::find(ids.begin(), ids.end(), target.id) == ids.end();
  });
  REQUIRE(result.targets.size() == ids.size());
  return result;
}

}  // namespace

TEST_CASE("every literature target holds") {
  const Shipped shipped = load_shipped();
  const std::vector<ValidationRow> rows = run(shipped.content, load_plan(shipped));
  for (const ValidationRow& row : rows) {
    CHECK_MESSAGE(row.passed, row.id << ": " << row.measure);
    CHECK(row.problem == "");
    CHECK_FALSE(row.outcomes.empty());
    CHECK((!row.sources.empty() || row.strength == "numerics"));
    for (const ValidationCase& part : row.cases)
      for (const ValidationValue& found : part.values)
        CHECK_MESSAGE(std::isfinite(found.value), row.id << " " << part.id);
  }
}

TEST_CASE("the values are those of the prototype") {
  const Shipped shipped = load_shipped();
  const std::vector<ValidationRow> rows = run(shipped.content, load_plan(shipped));
  std::ifstream file(ATTUNE_TEST_DATA "/sim/prototype_targets.txt");
  REQUIRE(file.good());
  int compared = 0;
  for (const std::string& line : read_lines(ATTUNE_TEST_DATA "/sim/prototype_targets.txt")) {
    const std::vector<std::string> words = split(line);  // row measure tolerance then style value pairs
    REQUIRE(words.size() >= 5);
    const ValidationRow& row = find_row(rows, words[0]);
    for (std::size_t i = 3; i + 1 < words.size(); i += 2) {
      const double found = measured(row, words[1], words[i] == "-" ? "" : words[i]);
      CHECK_MESSAGE(std::fabs(found - std::stod(words[i + 1])) <= std::stod(words[2]) + 1e-9,
                    words[0] << " " << words[1] << " " << words[i] << ": " << found << ", prototype " << words[i + 1]);
      ++compared;
    }
  }
  CHECK(compared > 100);
}

TEST_CASE("a broken model is noticed") {
  const Shipped shipped = load_shipped();
  const ValidationPlan plan = load_plan(shipped);

  SUBCASE("comfort no longer reaches the brain") {
    Content content = shipped.content;
    for (Drive& drive : content.circuit.input_drives)
      if (drive.source == "safe" || drive.source == "touch" || drive.source == "attune") drive.coefficient = 0;
    const auto rows = run(content, only(plan, {"V11", "V27"}));
    for (const ValidationRow& row : rows) CHECK_FALSE_MESSAGE(row.passed, row.id);
  }
  SUBCASE("vmPFC no longer quiets the amygdala") {
    Content content = shipped.content;
    for (Connection& connection : content.circuit.connections)
      if (connection.id == "vmPFC>AMY") connection.weight = 0;
    const auto before = run(shipped.content, only(plan, {"V18"})), after = run(content, only(plan, {"V18"}));
    CHECK(measured(after[0], "amygdala", "secure") != doctest::Approx(measured(before[0], "amygdala", "secure")));
  }
  SUBCASE("secure and anxious trade places") {
    Content content = shipped.content;
    for (Style& style : content.styles)
      style.traits = shipped.style(style.id == "secure"    ? "anxious"
                                   : style.id == "anxious" ? "secure"
                                                           : style.id)
                         .traits;
    const auto rows = run(content, only(plan, {"V06", "V08", "V16", "V24"}));
    for (const ValidationRow& row : rows) CHECK_FALSE_MESSAGE(row.passed, row.id);
  }
  SUBCASE("cortisol is cleared too fast") {
    Content content = shipped.content;
    for (Chemical& chemical : content.circuit.chemicals)
      if (chemical.id == "CORT") chemical.half_life_s = 600;
    const auto rows = run(content, only(plan, {"V09"}));
    CHECK_FALSE(rows[0].passed);
    CHECK(measured(rows[0], "half", "secure") == doctest::Approx(10).epsilon(0.01));
  }
  SUBCASE("a circuit that blows up is a row that is not met") {
    Content content = shipped.content;
    for (Chemical& chemical : content.circuit.chemicals)
      if (chemical.id == "OTp") chemical.target = "OTp*(1 + 2*touch) + 9000*touch";
    const auto rows = run(content, only(plan, {"V13"}));
    CHECK_FALSE(rows[0].passed);
    CHECK(rows[0].problem.find("left its range") != std::string::npos);
  }
}

TEST_CASE("a broken slow model is noticed") {
  const Shipped shipped = load_shipped();
  const ValidationPlan plan = only(load_plan(shipped), {"V40", "V41", "V42"});
  const Result<SlowModel> loaded = load_slow(ATTUNE_ASSETS "/slow.json", shipped.content);
  REQUIRE(loaded.has_value());
  const auto row = [&](const char* constant, double changed, const char* id) {
    SlowModel model = *loaded;
    for (NamedConstant& each : model.constants)
      if (each.id == constant) each.value = changed;
    const Result<std::vector<ValidationRow>> rows =
        validate({shipped.program, &shipped.content.circuit, &shipped.content.styles, &shipped.content.scenarios,
                  nullptr, *compile_slow(model)},
                 plan);
    REQUIRE(rows.has_value());
    return find_row(*rows, id);
  };
  CHECK_FALSE(row("rho", 1, "V40").passed);  // nobody leaves the first template
  CHECK_FALSE(row("rho", 1, "V41").passed);
  CHECK_FALSE(row("label_security", 0.75, "V42").passed);
  CHECK(row("label_security", 0.57, "V42").passed);
}

TEST_CASE("a target that cannot be worked out says why") {
  const Shipped shipped = load_shipped();
  const ValidationPlan plan = only(load_plan(shipped), {"V01"});
  const auto problem = [&](const auto& change) {
    ValidationPlan changed = plan;
    change(changed.targets[0]);
    const auto rows = validate({shipped.program, &shipped.content.circuit, &shipped.content.styles,
                                &shipped.content.scenarios, nullptr, nullptr},
                               changed);
    REQUIRE_FALSE(rows.has_value());
    return to_sentence(rows.error());
  };
  const auto contains = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
  CHECK(contains(problem([](auto& t) { t.measures[0].formula = "at(CORTT, 0)"; }), "CORTT"));
  CHECK(contains(problem([](auto& t) { t.measures[0].formula = "largst(CORT, 0, 1, 1)"; }), "largest"));
  CHECK(contains(problem([](auto& t) { t.measures[0].scenario = "judged_tlk"; }), "judged_talk"));
  CHECK(contains(problem([](auto& t) { t.measures[0].arm = "alon"; }), "alone"));
  CHECK(contains(problem([](auto& t) { t.checks[0].value = "peek"; }), "peak"));
  CHECK(contains(problem([](auto& t) { t.checks[0].value = "peak("; }), "V01"));
}
