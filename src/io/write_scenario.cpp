#include "io/write_scenario.h"

#include <new>

#include "io/parse_content.h"

namespace attune {

namespace {

void put_text(Json& to, const char* key, const std::string& text) {
  if (!text.empty()) to[key] = text;
}

void put_deeper(Json& to, const Deeper& deeper) {
  put_text(to, "student", deeper.student);
  put_text(to, "expert", deeper.expert);
}

Json to_json(const Segment& segment) {
  Json item{{"begin_s", segment.begin_s}, {"end_s", segment.end_s}};
  if (segment.repeat_every_s > 0) {
    item["repeat_every_s"] = segment.repeat_every_s;
    item["repeat_until_s"] = segment.repeat_until_s;
  }
  Json& inputs = item["inputs"] = Json::object();
  for (const InputValue& value : segment.inputs) {
    if (value.caregiver.empty()) {
      inputs[value.input] = value.value;
    } else {
      inputs[value.input] = {{"caregiver", value.caregiver}, {"times", value.value}};
    }
  }
  return item;
}

Json to_json(const Caption& caption) {
  Json item{{"begin_s", caption.begin_s}, {"end_s", caption.end_s}, {"event", caption.event}, {"text", caption.text}};
  put_deeper(item, caption.deeper);
  return item;
}

Json to_json(const Arm& arm) {
  Json item{{"id", arm.id}, {"title", arm.title}};
  for (const auto& [id, value] : arm.traits) item["traits"][id] = value;
  item["segments"] = Json::array();
  for (const Segment& segment : arm.segments) item["segments"].push_back(to_json(segment));
  for (const Caption& caption : arm.captions) item["captions"].push_back(to_json(caption));
  return item;
}

Json to_json(const Scenario& scenario) {
  Json top{{"schema_version", 1}, {"id", scenario.id}};
  put_text(top, "number", scenario.number);
  top["title"] = scenario.title;
  put_text(top, "theme", scenario.theme);
  put_text(top, "opens", scenario.opens);
  top["story"] = scenario.story;
  put_text(top, "card", scenario.card);
  put_text(top, "teach", scenario.teach);
  put_text(top, "caveat", scenario.caveat);
  put_text(top, "change", scenario.change);
  for (const bool expert : {false, true}) {
    const auto at = [&](const Deeper& deeper) { return expert ? deeper.expert : deeper.student; };
    Json level = Json::object();
    put_text(level, "story", at(scenario.deeper_story));
    put_text(level, "teach", at(scenario.deeper_teach));
    put_text(level, "change", at(scenario.deeper_change));
    if (!level.empty()) top[expert ? "expert" : "student"] = std::move(level);
  }
  if (!scenario.leaves_out.empty()) top["leaves_out"] = scenario.leaves_out;
  top["age"] = scenario.age;
  top["duration_s"] = scenario.duration_s;
  top["reference_s"] = scenario.reference_s;
  top["step_s"] = scenario.step_s;
  if (scenario.sample_s > 0) top["sample_s"] = scenario.sample_s;
  for (const auto& [id, value] : scenario.start) top["start"][id] = value;
  if (!scenario.evidence.empty()) top["evidence"] = scenario.evidence;
  top["arms"] = Json::array();
  for (const Arm& arm : scenario.arms) top["arms"].push_back(to_json(arm));
  return top;
}

}  // namespace

std::string scenario_to_json(const Scenario& scenario) {
  return to_json(scenario).dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

ScenarioProblems check_scenario(const Scenario& scenario, const Content& content) {
  JsonProblems problems("");
  parse_scenario(to_json(scenario), problems, words_of(content));
  ScenarioProblems found{std::move(problems.errors), std::move(problems.warnings)};
  for (std::vector<Error>* list : {&found.errors, &found.warnings})
    for (Error& error : *list)
      if (error.where.starts_with(":")) error.where.erase(0, 1);  // there is no file yet
  return found;
}

}  // namespace attune
