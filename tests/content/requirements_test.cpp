// Every item of the source articles has something that shows it, or says what is missing.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "core/text.h"
#include "io/load_content.h"
#include "io/load_pair.h"
#include "io/load_requirements.h"
#include "io/load_slow.h"
#include "io/load_ui_text.h"
#include "io/load_validation.h"

using namespace attune;

namespace {

template <class T>
T checked(Result<T> result) {
  if (!result)
    for (const Error& error : result.errors()) MESSAGE(to_sentence(error));
  REQUIRE(result.has_value());
  return std::move(result).value();
}

// "kind:id" of everything that can show a requirement.
std::set<std::string> known_ids(const Content& content) {
  std::set<std::string> ids;
  const auto add = [&](const std::string& kind, const auto& list) {
    for (const auto& item : list) ids.insert(kind + ":" + item.id);
  };
  const Circuit& circuit = content.circuit;
  add("region", circuit.regions), add("gauge", circuit.gauges), add("chemical", circuit.chemicals);
  add("connection", circuit.connections), add("link", circuit.drawn_links), add("state", circuit.states);
  add("derived", circuit.derived), add("gate", circuit.gates), add("readout", circuit.readouts);
  add("input", circuit.inputs), add("trait", circuit.traits), add("constant", circuit.constants),
      add("age", circuit.ages);
  add("structure", content.structures), add("style", content.styles), add("reference", content.references);
  for (const Scenario& scenario : content.scenarios) {
    ids.insert("scenario:" + scenario.id);
    for (const Arm& arm : scenario.arms) ids.insert("scenario:" + scenario.id + "/" + to_slug(arm.id));
  }
  add("page", content.pages);
  add("pair", checked(load_pair(ATTUNE_ASSETS "/pair.json", content)).scenarios);
  const SlowModel slow = checked(load_slow(ATTUNE_ASSETS "/slow.json", content));
  add("signal", slow.signals), add("environment", slow.environments), add("years", slow.scenarios);
  const ValidationPlan plan = checked(load_validation(ATTUNE_ASSETS "/validation.json", content));
  add("validation", plan.targets), add("life", plan.lives), add("families", plan.families);
  for (const auto& [key, text] : checked(load_ui_text(ATTUNE_ASSETS "/ui_en.json"))) ids.insert("ui:" + key);
  return ids;
}

}  // namespace

TEST_CASE("every requirement is shown by something that exists, or says what is missing") {
  const Content content = checked(load_content(ATTUNE_ASSETS));
  const std::set<std::string> known = known_ids(content);
  const RequirementList list = checked(load_requirements(ATTUNE_ASSETS "/requirements.json"));
  CHECK(list.requirements.size() == 228);
  CHECK(list.articles.size() == 5);
  std::map<std::string, int> open;
  int open_rows = 0, ids = 0;
  std::set<std::string> scenario_numbers;
  for (const Scenario& scenario : content.scenarios) scenario_numbers.insert(scenario.number);
  for (const Requirement& row : list.requirements) {
    INFO(row.id << ": " << row.text);
    CHECK_FALSE(row.shown_by.empty());
    std::set<std::string> seen;
    for (const std::string& id : row.shown_by) {
      const std::string near = nearest_word(id, {known.begin(), known.end()});
      CHECK_MESSAGE(known.contains(id), id << " does not exist; nearest: " << near);
      CHECK_MESSAGE(seen.insert(id).second, id << " is given twice");
      ++ids;
    }
    // References are what is known, not what is seen: alone they show nothing.
    const bool only_references = std::all_of(row.shown_by.begin(), row.shown_by.end(),
                                             [](const std::string& id) { return id.rfind("reference:", 0) == 0; });
    if (only_references) CHECK_MESSAGE(!row.open.empty(), "only references show this row");
    if (row.open.empty()) continue;
    ++open_rows;
    ++open[row.open];
    for (const std::string& number : scenario_numbers)
      if (!number.empty() && row.open.rfind(number + " ", 0) == 0)
        MESSAGE(row.id << " waits for " << number << ", which is there now: name it in shown_by and close the row");
  }
  CHECK(ids > 600);
  MESSAGE(open_rows << " of " << list.requirements.size() << " requirements are open:");
  for (const auto& [missing, rows] : open) MESSAGE(rows << " x " << missing);
  CHECK(open_rows <= list.open_at_most);
}
