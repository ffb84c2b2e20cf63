// What a claim IS: one sentence about the brain or about the model, how sure it is, who was studied and how, and what
// speaks against it. All of it is data (assets/claims/*.json); nothing here computes.
//
// A claim says what it supports by topics, "kind:id". The kinds, and what the id names:
//   region, gauge, input, trait, constant, age, derived, gate, chemical, state, readout, connection, link (a drawn
//   link), style, scenario, structure: the thing of that id
//   position:R       the coordinate of a region or gauge      route:C      the drawn course of a connection or link
//   half_life:C      the half-life of a chemical              drive:I      everything an input or state drives
//   effect:C         everything a chemical drives             style_trait:STYLE/TRAIT
//   change:S         what can change a scenario               arm:S/ARM    one arm of a scenario and its captions
//   (scenarios of all kinds: moments, days, years, two people)
//   equation:E       one of ClaimBook::equations
//   slow_signal, slow_constant, slow_derived, slow_trait, slow_readout, environment,
//   history:STYLE    change over years
//   pair_constant    a number of two people
//   page             a page to read; every claim it names is about it without saying so
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace attune {

// From the least to the best supported.
//   assumed    a modelling choice; no study measured it
//   contested  published, and disputed or not repeated
//   moderate   one or a few studies, small groups, animals only, or inferred indirectly
//   strong     repeated, meta-analysed, or settled anatomy and physiology
enum class Grade { assumed, contested, moderate, strong };

// What the first thing in the sentence does to the second.
enum class Direction { none, links, increases, decreases };

struct CounterEvidence {
  std::string text;                     // one or two sentences
  std::vector<std::string> references;  // at least one
};

struct Claim {
  std::string id;
  std::string theme;     // heading of its file: "Connections"
  std::string sentence;  // plain language
  std::string expert;    // the same in the words of the field; "" = the plain sentence serves
  Direction direction = Direction::none;
  Grade grade = Grade::assumed;
  std::vector<std::string> populations;  // ClaimWord ids; empty only when nobody was studied
  std::vector<std::string> methods;      // ClaimWord ids, at least one
  std::string assumed;                   // what the model adds that nobody measured; always there when grade is assumed
  std::vector<CounterEvidence> counter;
  std::vector<std::string> about;       // topics, at least one
  std::vector<std::string> references;  // Reference ids, at least one unless grade is assumed
};

// One of the words a claim may use for who was studied or how.
struct ClaimWord {
  std::string id, name;  // "rats", "rats"; "fmri", "brain scans of activity (fMRI)"
  bool counts = false;   // populations: people. Methods: something was measured (not a review, theory or choice)
};

// An equation of the model that has no id of its own in the circuit.
struct Equation {
  std::string id, name, formula, meaning;
};

struct ClaimTopic {
  std::string topic;      // "connection:vmPFC>AMY"
  std::size_t claim = 0;  // index into ClaimBook::claims
};

struct ClaimBook {
  std::vector<ClaimWord> populations, methods;
  std::vector<Equation> equations;
  std::vector<Claim> claims;       // in order of the file names, then as in the file
  std::vector<ClaimTopic> topics;  // every `about` of every claim, sorted by topic, then by claim
};

// The words of the files.
constexpr const char* name_of(Grade grade) {
  switch (grade) {
    case Grade::assumed:
      return "assumed";
    case Grade::contested:
      return "contested";
    case Grade::moderate:
      return "moderate";
    case Grade::strong:
      return "strong";
  }
  return "";
}
constexpr const char* name_of(Direction direction) {
  switch (direction) {
    case Direction::none:
      return "no direction";
    case Direction::links:
      return "links";
    case Direction::increases:
      return "increases";
    case Direction::decreases:
      return "decreases";
  }
  return "";
}

}  // namespace attune
