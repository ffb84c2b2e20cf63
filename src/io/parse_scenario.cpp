#include <algorithm>
#include <set>

#include "core/text.h"
#include "io/parse_content.h"

namespace attune {

namespace {

constexpr double longest_s = 1e7;
constexpr std::size_t longest_caption = 200, longest_word = 40;

// "id": 0.8 or {"caregiver": "touch", "times": 0.55}
InputValue read_input(const std::string& id, const Json& json, const std::string& where, JsonObject& owner,
                      const KnownWords& known) {
  InputValue value;
  value.input = id;
  check_word(owner.problems(), where, id, "input", known.inputs);
  if (!json.is_object()) {
    value.value = owner.to_number(json, where, 0, 1);
    return value;
  }
  JsonObject share(json, where, owner.problems());
  value.caregiver = share.text("caregiver");
  check_word(owner.problems(), share.at("caregiver"), value.caregiver, "input", known.inputs);
  value.value = share.number_or("times", 0, 1, 1);
  share.finish();
  return value;
}

Segment read_segment(JsonObject& item, double duration_s, const KnownWords& known) {
  Segment segment;
  segment.begin_s = item.number("begin_s", 0, longest_s);
  segment.end_s = item.number("end_s", 0, longest_s);
  if (segment.end_s <= segment.begin_s)
    item.problems().fail(item.at("end_s"), "the segment ends before it begins", "make end_s larger than begin_s");
  if (segment.begin_s >= duration_s)
    item.problems().warn(item.at("begin_s"), "the segment begins after the end of the scenario and never happens",
                         "move it, or make duration_s longer");
  segment.repeat_every_s = item.number_or("repeat_every_s", 0, longest_s, 0);
  segment.repeat_until_s = item.number_or("repeat_until_s", 0, longest_s, segment.repeat_every_s > 0 ? duration_s : 0);
  if (segment.repeat_every_s > 0 && segment.repeat_every_s < segment.end_s - segment.begin_s)
    item.problems().fail(item.at("repeat_every_s"), "the segment repeats faster than it lasts",
                         "make repeat_every_s at least " + to_text(segment.end_s - segment.begin_s));
  if (segment.repeat_every_s > 0 && segment.repeat_until_s <= segment.begin_s)
    item.problems().fail(item.at("repeat_until_s"), "the segment stops repeating before it begins",
                         "make repeat_until_s larger than begin_s");
  JsonObject inputs = item.object("inputs");
  for (const auto& [id, json] : inputs.entries())
    segment.inputs.push_back(read_input(id, *json, inputs.at(id), inputs, known));
  item.finish();
  return segment;
}

void check_caption(JsonObject& item, const char* key, const std::string& text) {
  if (text.size() > longest_caption)
    item.problems().warn(item.at(key),
                         "the caption has " + std::to_string(text.size()) + " characters and will be wrapped",
                         "keep it below " + std::to_string(longest_caption));
  std::size_t word = 0;
  for (const char c : text) {
    word = c == ' ' ? 0 : word + 1;
    if (word == longest_word + 1)
      item.problems().warn(item.at(key), "a word of more than " + std::to_string(longest_word) + " letters",
                           "it will be broken");
  }
}

Caption read_caption(JsonObject& item, double duration_s) {
  Caption caption;
  caption.begin_s = item.number("begin_s", 0, longest_s);
  caption.end_s = item.number("end_s", 0, longest_s);
  if (caption.end_s <= caption.begin_s)
    item.problems().fail(item.at("end_s"), "the caption ends before it begins", "make end_s larger than begin_s");
  if (caption.begin_s >= duration_s)
    item.problems().warn(item.at("begin_s"), "the caption begins after the end of the scenario and never shows",
                         "move it, or make duration_s longer");
  caption.event = item.text("event");
  caption.text = item.text("text");
  caption.deeper = read_deeper(item);
  check_caption(item, "text", caption.text);
  check_caption(item, "student", caption.deeper.student);
  check_caption(item, "expert", caption.deeper.expert);
  item.finish();
  return caption;
}

Arm read_arm(JsonObject& item, double duration_s, const KnownWords& known) {
  Arm arm;
  arm.id = item.text("id");
  arm.title = item.text("title");
  if (!arm.id.empty() && to_slug(arm.id).empty())
    item.problems().fail(item.at("id"), "the id needs at least one letter or digit", "rename it");
  for (JsonObject& segment : item.objects("segments")) arm.segments.push_back(read_segment(segment, duration_s, known));
  for (JsonObject& caption : item.objects("captions", false)) arm.captions.push_back(read_caption(caption, duration_s));
  const auto earlier = [](const Caption& a, const Caption& b) { return a.begin_s < b.begin_s; };
  if (!std::is_sorted(arm.captions.begin(), arm.captions.end(), earlier)) {
    item.problems().warn(item.at("captions"), "the captions are not in order of time", "they were sorted");
    std::stable_sort(arm.captions.begin(), arm.captions.end(), earlier);
  }
  for (std::size_t i = 1; i < arm.captions.size(); ++i)
    if (arm.captions[i].begin_s < arm.captions[i - 1].end_s)
      item.problems().warn(item.at("captions"), "two captions overlap at " + to_text(arm.captions[i].begin_s) + " s",
                           "the one that begins later is shown");
  item.finish();
  return arm;
}

}  // namespace

Scenario parse_scenario(const Json& json, JsonProblems& problems, const KnownWords& known) {
  Scenario scenario;
  JsonObject top(json, "", problems);
  check_schema_version(top);
  scenario.id = top.text("id");
  if (!scenario.id.empty() && scenario.id != to_slug(scenario.id))
    problems.fail("/id", "the id \"" + printable(scenario.id, 60) + "\" may hold only small letters, digits and _",
                  "write \"" + to_slug(scenario.id) + "\"");
  scenario.number = top.text_or("number", "");
  scenario.title = top.text("title");
  scenario.story = top.text("story");
  scenario.teach = top.text_or("teach", "");
  scenario.caveat = top.text_or("caveat", "");
  scenario.change = top.text_or("change", "");
  // {"story": "...", "teach": "...", "change": "..."}; what is missing is said in the simpler words.
  for (const char* level : {"student", "expert"}) {
    JsonObject deeper = top.object(level, false);
    const auto read = [&](const char* key, Deeper& to) {
      (level[0] == 's' ? to.student : to.expert) = deeper.filled_text_or(key, "");
    };
    read("story", scenario.deeper_story);
    read("teach", scenario.deeper_teach);
    read("change", scenario.deeper_change);
    deeper.finish();
  }
  scenario.leaves_out = top.words("leaves_out");
  scenario.theme = top.text_or("theme", "");
  scenario.age = top.text("age");
  check_word(problems, "/age", scenario.age, "age", known.ages);
  const std::size_t errors_before = problems.errors.size();
  scenario.duration_s = top.number("duration_s", 1, longest_s);
  // After a wrong duration nothing is compared with it: one mistake is reported once.
  if (problems.errors.size() != errors_before) scenario.duration_s = longest_s;
  scenario.reference_s = top.number_or("reference_s", 0, longest_s, 0);
  if (scenario.reference_s > scenario.duration_s)
    problems.fail("/reference_s", "the reference moment is after the end", "make it at most duration_s");
  scenario.step_s = top.number_or("step_s", 0.01, 60, 1);
  JsonObject start = top.object("start", false);
  for (const auto& [id, value] : start.entries()) {
    check_word(problems, start.at(id), id, "state", known.states);
    scenario.start.emplace_back(id, start.to_number(*value, start.at(id), 0, 100));
  }
  std::set<std::string> slugs;
  for (JsonObject& item : top.objects("arms")) {
    scenario.arms.push_back(read_arm(item, scenario.duration_s, known));
    if (!slugs.insert(to_slug(scenario.arms.back().id)).second)
      problems.fail(item.at("id"), "the arm \"" + printable(scenario.arms.back().id, 60) + "\" is defined twice",
                    "rename one of them");
  }
  if (scenario.arms.empty() && problems.errors.empty()) problems.fail("/arms", "there is no arm", "add one");
  scenario.evidence = read_evidence(top, known);
  top.finish();
  return scenario;
}

}  // namespace attune
