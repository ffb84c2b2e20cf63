#include "ui/replay_script.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

#include "core/text.h"
#include "ui/words.h"

namespace attune {
namespace {

struct NamedKey {
  const char* name;
  Key key;
};
constexpr std::array<NamedKey, 22> kNames{{{"space", key::kSpace},     {"left", key::kLeft},
                                           {"right", key::kRight},     {"up", key::kUp},
                                           {"down", key::kDown},       {"home", key::kHome},
                                           {"end", key::kEnd},         {"pageup", key::kPageUp},
                                           {"pagedown", key::kPageDown}, {"enter", key::kEnter},
                                           {"esc", key::kEscape},      {"escape", key::kEscape},
                                           {"tab", key::kTab},         {"backspace", key::kBackspace},
                                           {"insert", key::kInsert},   {"delete", key::kDelete},
                                           {"f1", key::kF1},           {"f11", key::kF11},
                                           {"plus", '+'},              {"minus", '-'},
                                           {"dot", '.'},               {"slash", '/'}}};

constexpr std::array<const char*, 8> kVerbs{"key", "type", "click", "drag", "wheel", "wait", "drop", "expect"};

std::string trimmed(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return std::string(text);
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::optional<float> number(const std::string& word) {
  const auto value = parse_number(word);
  if (!value || !std::isfinite(*value)) return std::nullopt;
  return static_cast<float>(*value);
}

// The last `count` words as numbers, taken off the text; nothing when they are not numbers.
std::vector<float> take_numbers(std::string& text, std::size_t count) {
  const std::vector<std::string> words = words_of(text);
  std::vector<float> numbers;
  if (words.size() < count) return {};
  for (std::size_t i = words.size() - count; i < words.size(); ++i) {
    const std::optional<float> value = number(words[i]);
    if (!value) return {};
    numbers.push_back(*value);
  }
  std::string rest;
  for (std::size_t i = 0; i + count < words.size(); ++i) rest += (i > 0 ? " " : "") + words[i];
  text = rest;
  return numbers;
}

// A sentence about what is wrong with the arguments, "" for nothing.
Sentence read_arguments(ReplayStep& step, const std::string& verb, std::string rest) {
  if (verb == "key") {
    step.kind = ReplayKind::key;
    for (const std::string& name : words_of(rest)) {
      const std::optional<KeyPress> press = parse_key(name);
      if (!press) return sentence("no_such_key", {{"name", printable(name)}});
      step.keys.push_back(*press);
    }
    return step.keys.empty() ? sentence("which_key") : "";
  }
  if (verb == "type" || verb == "drop") {
    step.kind = verb == "type" ? ReplayKind::type : ReplayKind::drop;
    step.text = rest;
    return rest.empty() ? (verb == "type" ? sentence("what_is_typed") : sentence("which_file")) : "";
  }
  if (verb == "expect") {
    const bool negated = rest.starts_with("not ");
    step.kind = negated ? ReplayKind::expect_not : ReplayKind::expect;
    step.text = trimmed(negated ? rest.substr(4) : rest);
    return step.text.empty() ? sentence("what_is_expected") : "";
  }
  if (verb == "wait") {
    const std::vector<float> seconds = take_numbers(rest, 1);
    if (seconds.empty() || !rest.empty() || seconds[0] < 0 || seconds[0] > kLongestWait_s)
      return sentence("how_long", {{"limit", to_text(kLongestWait_s)}});
    step.kind = ReplayKind::wait;
    step.amount = static_cast<double>(seconds[0]);
    return "";
  }
  if (verb == "wheel") {
    const std::vector<float> steps = take_numbers(rest, 1);
    step.kind = ReplayKind::wheel;
    step.text = rest;
    if (steps.empty() || rest.empty() || std::abs(steps[0]) > 100) return sentence("write_control_number_steps");
    step.amount = static_cast<double>(steps[0]);
    return "";
  }
  if (verb == "drag") {
    const std::vector<float> shares = take_numbers(rest, 4);
    const bool inside = std::all_of(shares.begin(), shares.end(), [](float share) { return share >= 0 && share <= 1; });
    if (shares.empty() || rest.empty() || !inside) return sentence("write_control_four_shares");
    step.kind = ReplayKind::drag;
    step.text = rest;
    step.from = {shares[0], shares[1]};
    step.to = {shares[2], shares[3]};
    return "";
  }
  // click
  step.kind = ReplayKind::click;
  if (rest.empty()) return sentence("what_is_clicked");
  if (rest.starts_with("brain ")) {
    step.kind = ReplayKind::click_brain;
    step.text = trimmed(rest.substr(6));
    return "";
  }
  const bool is_name = rest.starts_with("name ");
  if (is_name) rest = trimmed(rest.substr(5));
  if (std::string place = rest; !is_name && words_of(rest).size() == 2)
    if (const std::vector<float> at = take_numbers(place, 2); !at.empty()) {
      step.kind = ReplayKind::click_at;
      step.from = {at[0], at[1]};
      return "";
    }
  if (std::string name = rest; words_of(rest).size() > 1)
    if (const std::vector<float> nth = take_numbers(name, 1); !nth.empty() && nth[0] >= 1 && nth[0] <= 1000) {
      step.nth = static_cast<int>(nth[0]);
      rest = name;
    }
  step.text = rest;
  if (is_name) step.kind = ReplayKind::click_name;
  return "";
}

}  // namespace

std::optional<KeyPress> parse_key(std::string_view name) {
  std::string rest = lower_case(name);
  std::erase(rest, ' ');
  KeyPress press;
  for (bool found = true; found;) {
    found = false;
    for (const auto& [prefix, modifier] : {std::pair{std::string_view("shift+"), kShift}, std::pair{std::string_view("ctrl+"), kCtrl},
                                           std::pair{std::string_view("alt+"), kAlt}})
      if (rest.starts_with(prefix) && rest.size() > prefix.size()) {
        rest.erase(0, prefix.size());
        press.modifiers = static_cast<std::uint8_t>(press.modifiers | modifier);
        found = true;
      }
  }
  if (rest.size() == 1 && rest[0] > ' ' && rest[0] < 127) {
    press.key = static_cast<unsigned char>(rest[0]);
    return press;
  }
  for (const NamedKey& named : kNames)
    if (rest == named.name) {
      press.key = named.key;
      return press;
    }
  return std::nullopt;
}

Result<std::vector<ReplayStep>> parse_replay(std::string_view text, const std::string& name) {
  const std::vector<std::string> verbs(kVerbs.begin(), kVerbs.end());
  std::vector<ReplayStep> steps;
  std::vector<Error> errors;
  std::istringstream in{std::string(text)};
  int number_of_line = 0;
  for (std::string line; std::getline(in, line);) {
    ++number_of_line;
    if (const std::size_t comment = line.find(" #"); comment != std::string::npos) line.resize(comment);
    line = trimmed(line);
    if (line.empty() || line[0] == '#') continue;
    const std::size_t space = line.find(' ');
    const std::string verb = lower_case(line.substr(0, space));
    const std::string where = name + ":" + std::to_string(number_of_line);
    if (std::find(verbs.begin(), verbs.end(), verb) == verbs.end()) {
      const std::string near = nearest_word(verb, verbs);
      errors.push_back({sentence("not_step_replay", {{"verb", printable(verb)}}), where,
                        near_and(near, sentence("steps_are", {{"words", listed(verbs)}})),
                        ExitCode::bad_input});
      continue;
    }
    ReplayStep step;
    step.line = number_of_line;
    const Sentence wrong = read_arguments(step, verb, space == std::string::npos ? "" : trimmed(line.substr(space)));
    if (wrong.empty()) {
      steps.push_back(std::move(step));
    } else {
      errors.push_back({sentence("verb_wrong", {{"verb", verb}, {"what", wrong}}), where, sentence("see_attune_render_help"), ExitCode::bad_input});
    }
  }
  if (!errors.empty()) return errors;
  if (steps.empty()) return Error{sentence("no_step_there"), name, sentence("write_one_line_such"), ExitCode::bad_input};
  return steps;
}

}  // namespace attune
