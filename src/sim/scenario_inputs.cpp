#include "sim/scenario_inputs.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/text.h"

namespace attune {

namespace {

// Whole part of a number that is not negative and below 2^62.
double whole(double x) { return static_cast<double>(static_cast<std::int64_t>(x)); }

}  // namespace

Result<ScenarioInputs> ScenarioInputs::make(const std::vector<Input>& inputs, const Style& style, const Arm& arm) {
  ScenarioInputs result;
  std::vector<Error> errors;
  std::vector<std::string> ids;
  for (const Input& input : inputs) {
    ids.push_back(input.id);
    result.initial_.push_back(input.initial);
    result.last_wins_.push_back(input.last_wins);
  }
  for (std::size_t i = 0; i < arm.segments.size(); ++i) {
    const Segment& segment = arm.segments[i];
    const std::string where = "arm \"" + printable(arm.id) + "\", segment " + std::to_string(i + 1);
    const auto fail = [&](Sentence what, Sentence hint) {
      errors.push_back(Error{std::move(what), where, std::move(hint), ExitCode::bad_input});
    };
    const bool finite = std::isfinite(segment.begin_s) && std::isfinite(segment.end_s) &&
                        std::isfinite(segment.repeat_every_s) && std::isfinite(segment.repeat_until_s);
    if (!finite || segment.begin_s < 0 || segment.begin_s >= segment.end_s || segment.end_s > 1e9)
      fail(sentence("segment_begin_0_later"), sentence("correct_begin_s_end"));
    if (finite && segment.repeat_every_s != 0 &&
        (segment.repeat_every_s < segment.end_s - segment.begin_s || segment.repeat_until_s <= segment.begin_s ||
         segment.repeat_every_s < 1e-3))
      fail(sentence("segment_repeats_faster_lasts"), sentence("make_repeat_every_s"));
    Piece piece{segment.begin_s, segment.end_s, segment.repeat_every_s, segment.repeat_until_s, {}};
    for (const InputValue& given : segment.inputs) {
      const auto found = std::find(ids.begin(), ids.end(), given.input);
      if (found == ids.end()) {
        const std::string near = nearest_word(given.input, ids);
        fail(sentence("unknown_input", {{"input", printable(given.input)}}),
             near_or(near, sentence("inputs_are", {{"words", listed(ids)}})));
        continue;
      }
      if (!(given.value >= 0 && given.value <= 1)) {
        fail(sentence("input_out", {{"input", given.input}, {"found", to_text(given.value)}}), sentence("correct_it"));
        continue;
      }
      double value = given.value;
      if (!given.caregiver.empty()) {
        const auto share = style.caregiver.find(given.caregiver);
        value = share == style.caregiver.end() ? 0.0 : value * share->second;
      }
      piece.inputs.emplace_back(static_cast<std::size_t>(found - ids.begin()), value);
    }
    result.pieces_.push_back(std::move(piece));
  }
  if (!errors.empty()) return errors;
  result.values_ = result.initial_;
  return result;
}

bool ScenarioInputs::is_active(const Piece& piece, double t_s) const {
  if (t_s < piece.begin_s) return false;
  if (piece.repeat_every_s == 0) return t_s < piece.end_s;
  if (t_s >= piece.repeat_until_s) return false;
  const double since = t_s - piece.begin_s;
  return since - whole(since / piece.repeat_every_s) * piece.repeat_every_s < piece.end_s - piece.begin_s;
}

double ScenarioInputs::next_change_after(const Piece& piece, double t_s) const {
  constexpr double never = std::numeric_limits<double>::infinity();
  if (t_s < piece.begin_s) return piece.begin_s;
  if (piece.repeat_every_s == 0) return t_s < piece.end_s ? piece.end_s : never;
  if (t_s >= piece.repeat_until_s) return never;
  const double round_s = whole((t_s - piece.begin_s) / piece.repeat_every_s) * piece.repeat_every_s;
  const double end_s = piece.end_s + round_s;
  const double change_s = t_s < end_s ? end_s : piece.begin_s + round_s + piece.repeat_every_s;
  return std::min(change_s, piece.repeat_until_s);
}

bool ScenarioInputs::move_to(double t_s) {
  if (t_s >= valid_from_s_ && t_s < valid_until_s_) return false;
  const bool is_first = valid_until_s_ < valid_from_s_;
  std::vector<double> values = initial_;
  std::vector<bool> named(values.size());
  valid_from_s_ = t_s;
  valid_until_s_ = std::numeric_limits<double>::infinity();
  for (const Piece& piece : pieces_) {
    valid_until_s_ = std::min(valid_until_s_, next_change_after(piece, t_s));
    if (!is_active(piece, t_s)) continue;
    for (const auto& [input, value] : piece.inputs) {
      values[input] = named[input] && !last_wins_[input] ? std::max(values[input], value) : value;
      named[input] = true;
    }
  }
  const bool changed = is_first || values != values_;
  values_ = std::move(values);
  return changed;
}

}  // namespace attune
