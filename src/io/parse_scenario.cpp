#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

#include "core/text.h"
#include "io/parse_content.h"

namespace attune {

namespace {

constexpr double longest_s = 1e7, day_s = 86400, week_s = 7 * day_s;
constexpr long long most_days = 115;  // in longest_s
constexpr std::size_t longest_caption = 200, longest_word = 40;

// "id": 0.8 or {"caregiver": "touch", "times": 0.55}
InputValue read_input(const std::string& id, const Json& json, const std::string& where, JsonObject& owner,
                      const KnownWords& known) {
  InputValue value;
  value.input = id;
  check_word(owner.problems(), where, id, sentence("kind_input"), known.inputs);
  if (!json.is_object()) {
    value.value = owner.to_number(json, where, 0, 1);
    return value;
  }
  JsonObject share(json, where, owner.problems());
  value.caregiver = share.text("caregiver");
  check_word(owner.problems(), share.at("caregiver"), value.caregiver, sentence("kind_input"), known.inputs);
  value.value = share.number_or("times", 0, 1, 1);
  share.finish();
  return value;
}

// "08:30" in seconds.
std::optional<double> parse_clock(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon < 1 || colon > 2 || text.size() != colon + 3) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (i != colon && (text[i] < '0' || text[i] > '9')) return std::nullopt;
  const double hours = *parse_number(text.substr(0, colon)), minutes = *parse_number(text.substr(colon + 1));
  if (minutes > 59 || 60 * hours + minutes > 24 * 60) return std::nullopt;
  return 3600 * hours + 60 * minutes;
}

// "day 3", "day 3 19:30" or "week 12" in seconds; the first day is day 0.
std::optional<double> parse_moment(std::string_view text) {
  const bool is_day = text.starts_with("day "), is_week = text.starts_with("week ");
  if (!is_day && !is_week) return std::nullopt;
  text.remove_prefix(is_day ? 4 : 5);
  const std::size_t space = text.find(' ');
  const std::string_view count = text.substr(0, space);
  if (count.empty() || count.size() > 5 || count.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  double moment_s = *parse_number(count) * (is_day ? day_s : week_s);
  if (space == std::string_view::npos) return moment_s;
  const std::optional<double> clock_s = is_day ? parse_clock(text.substr(space + 1)) : std::nullopt;
  if (!clock_s) return std::nullopt;
  return moment_s += *clock_s;
}

double read_clock(JsonObject& item, const char* key) {
  const std::string text = item.text(key);
  if (const std::optional<double> clock_s = parse_clock(text)) return *clock_s;
  if (!text.empty())
    item.problems().fail(item.at(key), sentence("no_time_of_day", {{"text", printable(text, 40)}}),
                         sentence("write_time_of_day"));
  return 0;
}

double read_moment(JsonObject& item, const char* key) {
  const std::string text = item.text(key);
  if (const std::optional<double> moment_s = parse_moment(text)) return *moment_s;
  if (!text.empty())
    item.problems().fail(item.at(key), sentence("no_moment", {{"text", printable(text, 40)}}),
                         sentence("write_moment"));
  return 0;
}

struct Span {
  double begin_s = 0, end_s = 0;
};

// "from" and "to" as moments, or "begin_s" and "end_s".
Span read_span(JsonObject& item, double duration_s, bool is_caption) {
  Span span;
  const bool in_words = item.find("from") || item.find("to");
  const char* const begin = in_words ? "from" : "begin_s";
  const char* const end = in_words ? "to" : "end_s";
  const std::size_t errors_before = item.problems().errors.size();
  span.begin_s = in_words ? read_moment(item, begin) : item.number(begin, 0, longest_s);
  span.end_s = in_words ? read_moment(item, end) : item.number(end, 0, longest_s);
  if (item.problems().errors.size() != errors_before) return {0, longest_s};
  if (span.end_s <= span.begin_s)
    item.problems().fail(item.at(end), is_caption ? sentence("caption_ends_first") : sentence("segment_ends_first"),
                         sentence("make_later", {{"later", end}, {"earlier", begin}}));
  if (span.begin_s >= duration_s)
    item.problems().warn(item.at(begin),
                         is_caption ? sentence("caption_never") : sentence("segment_never"),
                         sentence("move_or_longer"));
  return span;
}

std::vector<long long> read_days(JsonObject& item, const char* key, long long day_count) {
  std::vector<long long> days;
  const Json* value = item.find(key);
  if (!value) return days;
  if (!value->is_array() || value->empty()) {
    item.problems().fail(item.at(key), sentence("need_days", {{"found", describe(*value)}}),
                         sentence("write_days"));
    return days;
  }
  for (std::size_t i = 0; i < value->size(); ++i) {
    const Json& day = (*value)[i];
    const std::string where = item.at(key) + "/" + std::to_string(i);
    if (!day.is_number_integer() || day.get<long long>() < 0 || day.get<long long>() >= day_count)
      item.problems().fail(where,
                           sentence("need_day", {{"last", std::to_string(day_count - 1)}, {"found", describe(day)}}),
                           sentence("first_day_is_0"));
    else if (std::find(days.begin(), days.end(), day.get<long long>()) != days.end())
      item.problems().fail(where, sentence("day_twice", {{"day", std::to_string(day.get<long long>())}}), sentence("remove_one"));
    else
      days.push_back(day.get<long long>());
  }
  return days;
}

// What happens at the same time of day on many days: on all of them, every so many, on those listed or on all others.
std::vector<Segment> read_daily(JsonObject& item, double duration_s) {
  std::vector<Segment> segments;
  const std::size_t errors_before = item.problems().errors.size();
  const double from_s = read_clock(item, "daily_from"), to_s = read_clock(item, "daily_to");
  const auto day_count = static_cast<long long>(duration_s / day_s + 1 - 1e-9);
  const bool lists = item.find("days"), leaves_out = item.find("except_days"), skips = item.find("every_days");
  std::vector<long long> days = read_days(item, "days", day_count);
  const std::vector<long long> except = read_days(item, "except_days", day_count);
  const long long every = skips ? item.whole("every_days", 1, most_days) : 1;
  const long long first = item.find("first_day") ? item.whole("first_day", 0, most_days) : 0;
  if (lists + leaves_out + skips > 1)
    item.problems().fail(item.pointer(), sentence("days_two_ways"),
                         sentence("keep_one_days"));
  if (item.find("first_day") && !skips)
    item.problems().fail(item.at("first_day"), sentence("first_day_alone"), sentence("add_every_days"));
  if (item.problems().errors.size() == errors_before && to_s <= from_s)
    item.problems().fail(
        item.at("daily_to"), sentence("segment_ends_first"),
        sentence("later_daily_to"));
  if (item.problems().errors.size() != errors_before) return segments;
  if (first >= day_count)
    item.problems().warn(item.at("first_day"), sentence("segment_never"),
                         sentence("choose_earlier_day"));
  const auto add = [&](long long day, long long repeat_days) {
    Segment segment;
    segment.begin_s = static_cast<double>(day) * day_s + from_s;
    segment.end_s = static_cast<double>(day) * day_s + to_s;
    if (repeat_days > 0) {
      segment.repeat_every_s = static_cast<double>(repeat_days) * day_s;
      segment.repeat_until_s = std::max(duration_s, segment.end_s);
    }
    segments.push_back(segment);
  };
  if (leaves_out)
    for (long long day = 0; day < day_count; ++day)
      if (std::find(except.begin(), except.end(), day) == except.end()) days.push_back(day);
  if (lists || leaves_out)
    for (const long long day : days) add(day, 0);
  else
    add(first, every);
  return segments;
}

Segment read_once(JsonObject& item, double duration_s) {
  Segment segment;
  const Span span = read_span(item, duration_s, false);
  segment.begin_s = span.begin_s, segment.end_s = span.end_s;
  segment.repeat_every_s = item.number_or("repeat_every_s", 0, longest_s, 0);
  segment.repeat_until_s = item.number_or("repeat_until_s", 0, longest_s, segment.repeat_every_s > 0 ? duration_s : 0);
  if (segment.repeat_every_s > 0 && segment.repeat_every_s < segment.end_s - segment.begin_s)
    item.problems().fail(item.at("repeat_every_s"), sentence("repeats_too_fast"),
                         sentence("repeat_at_least", {{"seconds", to_text(segment.end_s - segment.begin_s)}}));
  if (segment.repeat_every_s > 0 && segment.repeat_until_s <= segment.begin_s)
    item.problems().fail(item.at("repeat_until_s"), sentence("repeat_stops"),
                         sentence("repeat_until"));
  return segment;
}

void check_caption(JsonObject& item, const char* key, const std::string& text) {
  if (text.size() > longest_caption)
    item.problems().warn(item.at(key),
                         sentence("caption_long", {{"count", std::to_string(text.size())}}),
                         sentence("keep_below", {{"limit", std::to_string(longest_caption)}}));
  std::size_t word = 0;
  for (const char c : text) {
    word = c == ' ' ? 0 : word + 1;
    if (word == longest_word + 1)
      item.problems().warn(item.at(key), sentence("word_long", {{"limit", std::to_string(longest_word)}}),
                           sentence("will_be_broken"));
  }
}

// One object of the file; several segments when it names days.
std::vector<Segment> read_segments(JsonObject& item, double duration_s, const KnownWords& known) {
  std::vector<Segment> segments;
  if (item.find("daily_from") || item.find("daily_to"))
    segments = read_daily(item, duration_s);
  else
    segments.push_back(read_once(item, duration_s));
  JsonObject inputs = item.object("inputs");
  std::vector<InputValue> values;
  for (const auto& [id, json] : inputs.entries()) values.push_back(read_input(id, *json, inputs.at(id), inputs, known));
  for (Segment& segment : segments) segment.inputs = values;
  item.finish();
  return segments;
}

}  // namespace

Caption read_caption(JsonObject& item, double duration_s) {
  Caption caption;
  const Span span = read_span(item, duration_s, true);
  caption.begin_s = span.begin_s, caption.end_s = span.end_s;
  caption.event = item.text("event");
  caption.text = item.text("text");
  caption.deeper = read_deeper(item);
  check_caption(item, "text", caption.text);
  check_caption(item, "student", caption.deeper.student);
  check_caption(item, "expert", caption.deeper.expert);
  item.finish();
  return caption;
}

std::vector<Caption> read_captions(JsonObject& item, double duration_s) {
  std::vector<Caption> captions;
  for (JsonObject& caption : item.objects("captions", false)) captions.push_back(read_caption(caption, duration_s));
  const auto earlier = [](const Caption& a, const Caption& b) { return a.begin_s < b.begin_s; };
  if (!std::is_sorted(captions.begin(), captions.end(), earlier)) {
    item.problems().warn(item.at("captions"), sentence("captions_order"), sentence("were_sorted"));
    std::stable_sort(captions.begin(), captions.end(), earlier);
  }
  for (std::size_t i = 1; i < captions.size(); ++i)
    if (captions[i].begin_s < captions[i - 1].end_s)
      item.problems().warn(item.at("captions"), sentence("captions_overlap", {{"seconds", to_text(captions[i].begin_s)}}),
                           sentence("later_is_shown"));
  return captions;
}

void read_arm_name(JsonObject& item, std::string& id, std::string& title) {
  id = item.text("id");
  title = item.text("title");
  if (!id.empty() && to_slug(id).empty())
    item.problems().fail(item.at("id"), sentence("id_needs_letter"), sentence("rename_it"));
}

namespace {

Arm read_arm(JsonObject& item, double duration_s, const KnownWords& known) {
  Arm arm;
  read_arm_name(item, arm.id, arm.title);
  JsonObject traits = item.object("traits", false);
  for (const auto& [id, value] : traits.entries()) {
    check_word(item.problems(), traits.at(id), id, sentence("kind_trait"), known.traits);
    arm.traits.emplace_back(id, traits.to_number(*value, traits.at(id), 0, 1));
  }
  for (JsonObject& item_segment : item.objects("segments"))
    for (Segment& segment : read_segments(item_segment, duration_s, known)) arm.segments.push_back(std::move(segment));
  arm.captions = read_captions(item, duration_s);
  item.finish();
  return arm;
}

}  // namespace

void check_arm_ids(JsonObject& scenario, const std::vector<std::string>& ids, const std::string& opens) {
  std::set<std::string> slugs;
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (!slugs.insert(to_slug(ids[i])).second)
      scenario.problems().fail(scenario.at("arms") + "/" + std::to_string(i) + "/id",
                               sentence("arm_twice", {{"arm", printable(ids[i], 60)}}), sentence("rename_one"));
  check_word(scenario.problems(), scenario.at("opens"), opens, sentence("kind_arm"), ids);
  if (ids.empty() && scenario.problems().errors.empty())
    scenario.problems().fail(scenario.at("arms"), sentence("no_arm"), sentence("add_one"));
}

void read_scenario_text(JsonObject& item, ScenarioText& text, const KnownWords& known) {
  text.id = item.text("id");
  if (!text.id.empty() && text.id != to_slug(text.id))
    item.problems().fail(item.at("id"),
                         sentence("id_letters", {{"id", printable(text.id, 60)}}),
                         sentence("write_word", {{"word", to_slug(text.id)}}));
  text.number = item.text_or("number", "");
  text.title = item.text("title");
  text.story = item.text("story");
  text.card = item.filled_text_or("card", "");
  text.teach = item.text_or("teach", "");
  text.caveat = item.text_or("caveat", "");
  text.change = item.text_or("change", "");
  // {"story": "...", "teach": "...", "change": "..."}; what is missing is said in the simpler words.
  for (const char* level : {"student", "expert"}) {
    JsonObject deeper = item.object(level, false);
    const auto read = [&](const char* key, Deeper& to) {
      (level[0] == 's' ? to.student : to.expert) = deeper.filled_text_or(key, "");
    };
    read("story", text.deeper_story);
    read("teach", text.deeper_teach);
    read("change", text.deeper_change);
    deeper.finish();
  }
  text.leaves_out = item.words("leaves_out");
  text.theme = item.text_or("theme", "");
  text.opens = item.text_or("opens", "");
  text.evidence = read_evidence(item, known);
}

Scenario parse_scenario(const Json& json, JsonProblems& problems, const KnownWords& known) {
  Scenario scenario;
  JsonObject top(json, "", problems);
  check_schema_version(top);
  read_scenario_text(top, scenario, known);
  scenario.age = top.text("age");
  check_word(problems, "/age", scenario.age, sentence("kind_age"), known.ages);
  const std::size_t errors_before = problems.errors.size();
  scenario.duration_s = top.number("duration_s", 1, longest_s);
  // After a wrong duration nothing is compared with it: one mistake is reported once.
  if (problems.errors.size() != errors_before) scenario.duration_s = longest_s;
  scenario.reference_s = top.number_or("reference_s", 0, longest_s, 0);
  if (scenario.reference_s > scenario.duration_s)
    problems.fail("/reference_s", sentence("reference_after_end"), sentence("at_most_duration"));
  scenario.step_s = top.number_or("step_s", 0.01, 60, 1);
  scenario.sample_s = top.number_or("sample_s", 0, std::min(86400.0, scenario.duration_s), 0);
  JsonObject start = top.object("start", false);
  for (const auto& [id, value] : start.entries()) {
    check_word(problems, start.at(id), id, sentence("kind_state"), known.states);
    scenario.start.emplace_back(id, start.to_number(*value, start.at(id), 0, 100));
  }
  for (JsonObject& item : top.objects("arms")) scenario.arms.push_back(read_arm(item, scenario.duration_s, known));
  std::vector<std::string> ids;
  for (const Arm& arm : scenario.arms) ids.push_back(arm.id);
  check_arm_ids(top, ids, scenario.opens);
  top.finish();
  return scenario;
}

}  // namespace attune
