#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "core/file.h"
#include "core/text.h"
#include "io/load_validation.h"
#include "sim/validate.h"

namespace attune {

namespace {
using Json = nlohmann::ordered_json;

void print_row(const ValidationRow& row) {
  std::printf("%s  %s\n", row.id.c_str(), row.measure.c_str());
  for (const ValidationCase& part : row.cases) {
    std::string line;
    for (const ValidationValue& value : part.values) {
      line += line.empty() ? "" : "  ";
      if (!value.style.empty()) line += value.style + " ";
      line += to_text(value.value, part.decimals);
    }
    std::printf("     %s: %s%s\n", part.text.c_str(), line.c_str(), part.unit.empty() ? "" : (" " + part.unit).c_str());
  }
  std::printf("     expected: %s\n", row.expected.c_str());
  for (const ValidationOutcome& outcome : row.outcomes)
    if (!outcome.passed)
      std::printf("     %s\n", sentence("not_met_outcome",
                                        {{"what", outcome.text + (outcome.style.empty() ? "" : ", " + outcome.style)},
                                         {"value", to_text(outcome.value, 4)},
                                         {"bounds", outcome.bounds}})
                                   .english.c_str());
  if (!row.problem.empty()) std::printf("     %s\n", sentence("not_met", {{"what", row.problem}}).english.c_str());
  if (!row.note.empty()) std::printf("     note: %s\n", row.note.c_str());
  std::printf("     %s   evidence: %s%s%s\n\n", row.passed ? "ok" : "NOT MET", row.strength.c_str(),
              row.sources.empty() ? "" : "; ", join_words(row.sources).c_str());
}

Json to_json(const ValidationRow& row) {
  Json cases = Json::array(), checks = Json::array();
  for (const ValidationCase& part : row.cases) {
    Json values = Json::array();
    for (const ValidationValue& value : part.values) {
      Json entry = Json::object();
      if (!value.style.empty()) entry["style"] = value.style;
      entry["value"] = value.value;
      values.push_back(std::move(entry));
    }
    cases.push_back({{"id", part.id}, {"text", part.text}, {"unit", part.unit}, {"values", std::move(values)}});
  }
  for (const ValidationOutcome& outcome : row.outcomes) {
    Json entry{{"text", outcome.text}};
    if (!outcome.style.empty()) entry["style"] = outcome.style;
    entry["value"] = outcome.value, entry["bounds"] = outcome.bounds, entry["passed"] = outcome.passed;
    checks.push_back(std::move(entry));
  }
  Json json{{"id", row.id},
            {"measure", row.measure},
            {"values", std::move(cases)},
            {"expected", row.expected},
            {"checks", std::move(checks)},
            {"passed", row.passed},
            {"strength", row.strength},
            {"sources", row.sources}};
  if (!row.note.empty()) json["note"] = row.note;
  if (!row.problem.empty()) json["problem"] = row.problem;
  return json;
}
}  // namespace

ExitCode run_validate(const CommonOptions& common, const ValidateOptions& options) {
  const auto installation = open_installation(common, false);
  if (!installation) return report(installation.errors());
  const Content& content = installation->content;
  const auto plan = load_validation(installation->assets / "validation.json", content);
  if (!plan) return report(plan.errors());
  const auto program = compile_circuit(content.circuit);
  if (!program) return report(program.errors());
  const auto slow = compile_slow(content.slow);
  if (!slow) return report(slow.errors());
  const auto rows =
      validate({*program, &content.circuit, &content.styles, &content.scenarios, &content.pair, *slow}, *plan);
  if (!rows) return report(rows.errors());

  std::size_t met = 0;
  Json list = Json::array();
  for (const ValidationRow& row : *rows) {
    print_row(row);
    list.push_back(to_json(row));
    met += row.passed;
  }
  const bool all = met == rows->size();
  print(sentence("targets_hold", {{"met", std::to_string(met)}, {"all", std::to_string(rows->size())}}));
  print(sentence("what_validation_proves"));
  if (!options.json.empty()) {
    const Json json{{"schema_version", 1}, {"all_hold", all}, {"targets", std::move(list)}};
    if (const Status written = write_file(options.json, json.dump(1) + "\n"); !written) return report(written.errors());
  }
  return all ? ExitCode::ok : ExitCode::check_failed;
}

}  // namespace attune
