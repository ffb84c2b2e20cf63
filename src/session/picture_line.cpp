#include "session/picture_line.h"

#include <algorithm>
#include <cmath>

#include "session/receipt.h"

namespace attune {

namespace {

constexpr std::size_t kLongestTitleInName = 48;  // in a file's name

std::string with_dashes(std::string_view text) {
  std::string slug = to_slug(text);
  std::replace(slug.begin(), slug.end(), '_', '-');
  return slug;
}

// The side of a run as a file's name has it: its pattern; of lives that start at birth what happens in them.
std::string side_slug(const Session& session, const Content& content, int side) {
  if (starts_at_birth(session, content)) return with_dashes(current_arm(session, content, side).id);
  return with_dashes(style_slug(session, content, side));
}

std::string words_of_side(const Session& session, const Content& content, int side, const std::string& changed = "") {
  const SideName name = side_name(session, content, side);
  const std::string& detail = changed.empty() ? name.detail : changed;
  return detail.empty() ? name.name : name.name + " (" + detail + ")";
}

}  // namespace

std::string time_in_words(double t_s, double run_s, const LineWords& words, const ClockWords& clock) {
  if (!(t_s >= 0.5)) return words.start;
  if (run_s >= 2 * kDaysFrom_s) return fill(words.at, {{"time", moment_text(t_s, run_s, clock)}});
  const auto whole = static_cast<long long>(std::floor(t_s + 0.5));
  const long long h = whole / 3600, m = whole / 60 % 60, s = whole % 60;
  const std::string& form = h > 0    ? words.hours
                            : m == 0 ? words.seconds
                            : s == 0 ? words.minutes
                                     : words.minutes_seconds;
  return fill(words.at,
              {{"time", fill(form, {{"h", std::to_string(h)}, {"m", std::to_string(m)}, {"s", std::to_string(s)}})}});
}

PictureLine picture_line(const Session& session, const Content& content, const LineWords& words,
                         const ClockWords& clock, const std::string& changed) {
  PictureLine line;
  const ScenarioText& story = current_scenario(session, content);
  const ArmText& arm = current_arm(session, content);
  const AnyScenario any = current_story(session, content);
  line.story = story.title;
  // The sides of a story of years are its versions.
  if (any.years == nullptr && any.arm_count() > 1 && !arm.title.empty())
    line.story = fill(words.version, {{"story", story.title}, {"version", arm.title}});
  line.rest = session.compare ? fill(words.two, {{"a", words_of_side(session, content, 0)},
                                                 {"b", words_of_side(session, content, 1, changed)}})
                              : words_of_side(session, content, 0);
  const std::string dot = " \u00B7 ";
  line.rest += dot + time_in_words(session.playhead.t_s, duration_s(session, content), words, clock);
  const bool own = (session.own_story != nullptr && session.own_story->own) || session.own_scenario == session.scenario;
  if (own) line.rest += dot + words.own;
  if (session.people_only && !words.people.empty()) line.rest += dot + words.people;
  line.rest += dot + words.note;
  return line;
}

std::string picture_file_name(const Session& session, const Content& content, bool with_time) {
  const ScenarioText& story = current_scenario(session, content);
  std::string title = with_dashes(story.title);
  if (title.size() > kLongestTitleInName)
    title.resize(std::min(title.rfind('-', kLongestTitleInName), kLongestTitleInName));
  if (title.empty()) title = with_dashes(story.id);
  std::string name = "attune-" + title + "-" + side_slug(session, content, 0);
  const char* const between = current_story(session, content).pair != nullptr ? "-and-" : "-vs-";
  if (session.compare) name += between + side_slug(session, content, 1);
  if (with_time) name += "-" + with_dashes(time_in_words(session.playhead.t_s, duration_s(session, content), {}, {}));
  return name;
}

}  // namespace attune
