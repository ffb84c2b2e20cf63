// What a scenario and a style ARE.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "model/levels.h"

namespace attune {

// One input during a segment: a number, or a share of how this style's caregiver behaves.
struct InputValue {
  std::string input;            // id of a circuit input
  double value = 0;
  std::string caregiver;        // "" or an input id: value * style.caregiver[caregiver]
  bool operator==(const InputValue&) const = default;
};

// Inputs that hold for begin_s <= t < end_s. Where segments overlap the larger value wins (inputs marked
// last_wins: the last segment in file order).
struct Segment {
  double begin_s = 0, end_s = 0;
  std::vector<InputValue> inputs;
  double repeat_every_s = 0;    // 0 = once; otherwise starts again every so many seconds while t < repeat_until_s
  double repeat_until_s = 0;
  bool operator==(const Segment&) const = default;
};

// A sentence on screen while begin_s <= t < end_s, and a tick on the timeline at begin_s.
struct Caption {
  double begin_s = 0, end_s = 0;
  std::string event;            // short name for the timeline ("Left out")
  std::string text;             // plain language
  Deeper deeper{};              // says what `text` says; "" where a scene needs no other words
  bool operator==(const Caption&) const = default;
};

// What every version of a scenario says about itself.
struct ArmText {
  std::string id, title;        // ids as in model.md: "alone", "friend afterwards"
  std::vector<Caption> captions;
};

struct Arm : ArmText {
  std::vector<std::pair<std::string, double>> traits;  // replaces the style's values: a bond of 0.6
  std::vector<Segment> segments;
};

enum class ScenarioKind : std::uint8_t { moment, days, years, two_people };

// What every scenario says about itself, whatever runs underneath.
struct ScenarioText {
  std::string id, number;       // "rejection", "S06"
  std::string title, story, teach, caveat, change;  // change: what can shift this
  std::string card;             // the story in one short sentence; "" = none
  Deeper deeper_story, deeper_teach, deeper_change;
  std::vector<std::string> leaves_out;
  std::string theme;            // groups the cards
  std::string opens;            // id of the arm that its card speaks of and opens; "" = the first
  std::vector<std::string> evidence;
};

// What its card says of it.
inline const std::string& card_words(const ScenarioText& text) { return text.card.empty() ? text.story : text.card; }

// A moment of minutes or hours, or days on end (years and two people: slow.h and pair.h).
struct Scenario : ScenarioText {
  std::string age;              // AgePreset id
  double duration_s = 0, reference_s = 0, step_s = 1;
  double sample_s = 0;          // time between the samples kept, a run of days keeps fewer; 0 = every step
  std::vector<std::pair<std::string, double>> start;  // states set after settling, e.g. lon 0.8
  std::vector<Arm> arms;        // the first is the default
};

inline ScenarioKind kind_of(const Scenario& scenario) {
  return scenario.duration_s >= 86400 ? ScenarioKind::days : ScenarioKind::moment;
}

// "moment", "days", "years" or "two people".
inline const char* name_of(ScenarioKind kind) {
  constexpr const char* names[] = {"moment", "days", "years", "two people"};
  return names[static_cast<std::size_t>(kind)];
}

using TraitValues = std::vector<std::pair<std::string, double>>;  // trait id, 0-1, in file order

struct Style {
  std::string id, name, plain, grew_out_of, why, colour;
  std::string change;           // what can shift this pattern, in plain words
  Deeper deeper{};              // says what `plain` and `why` say
  Deeper deeper_change{};
  std::map<std::string, TraitValues> traits;    // by AgePreset::style_set
  std::map<std::string, double> caregiver;      // how the caregiver of such a pair behaves (input id -> 0-1)
  std::vector<std::string> evidence;
};

}  // namespace attune
