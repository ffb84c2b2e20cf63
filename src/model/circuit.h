// What a circuit IS: regions, chemicals, connections, and the named formulas that tie them together.
//
// Nothing here computes. Every number comes from assets/circuit.json, with its unit and the citation key of its
// source (or "assumed"). Formulas are text: + - * / ^, parentheses, numbers, clip(x,lo,hi), min, max, abs, exp,
// sigma (logistic), logit, rel(ID) = (x_ID - rest_ID)/rest_ID, dev(ID) = x_ID - rest_ID, and the ids of
// regions, chemicals, inputs, traits, states, constants and earlier derived quantities; K, mat and HR0 are built in.
// All these ids share one set of names. x^2 and x^3 are products. dev and rel of a chemical: rest is 1.
//
// Coordinates, here and everywhere outside io: MNI millimetres, right-handed, +x patient's right, +y anterior,
// +z superior.
#pragma once

#include <glm/vec3.hpp>
#include <string>
#include <vector>

#include "model/levels.h"

namespace attune {

struct Region {
  std::string id;          // "AMY"
  std::string name;        // anatomical name
  std::string plain;       // plain name: "Alarm and importance detector"
  std::string role;        // one or two plain sentences
  Deeper deeper{};         // says what `role` says
  glm::vec3 mni_right_mm{0};  // centre in the right hemisphere; mirror x for the left
  bool midline = false;
  double rest = 0;         // x0, activity 0-1 [assumed display convention]
  double tau_s = 1;        // display-scale time constant [assumed]
  std::vector<std::string> evidence;
};

// Structures that are drawn but have no activity equation of their own (pituitary, adrenal, heart).
struct Gauge {
  std::string id, name, plain, shows;
  Deeper deeper{};         // says what `plain` says
  glm::vec3 mni_mm{0};
};

struct Input {
  std::string id, name, meaning;
  double initial = 0;
  bool last_wins = false;  // overlapping segments: the last one wins instead of the largest value
};

struct Trait {
  std::string id, plain, used_for;
};

struct NamedConstant {
  std::string id;
  double value = 0;
  std::string unit, source;  // citation keys, "assumed" or "textbook"
};

// A named formula. Evaluated in file order, before the states move, from the state at time t.
struct Formula {
  std::string id, formula, unit, meaning;
  std::string group;           // "body" or "felt": recorded under that prefix; "" = under "derived"
  std::vector<std::string> evidence;
};

struct Chemical {
  std::string id, name, plain, made_in, acts_on, colour;  // colour "#RRGGBB"
  Deeper deeper{};             // says what `plain` says
  double half_life_s = 1;      // tau = half-life / ln 2
  std::string target;          // formula
  bool hidden = false;         // an intermediate step that is not shown
  std::string source;          // citation keys of the half-life or "assumed"
  std::vector<std::string> evidence;
};

// Anything else that relaxes toward a target: body, expectation, rumination, loneliness.
struct State {
  std::string id, name, unit, meaning;
  std::string group;           // "body" or "felt"
  std::string target;          // formula
  double tau_s = 1;
  std::string initial = "0";   // formula over traits and constants
  std::string rate = "1";      // formula; dt is multiplied by it (attachment-system engagement for E and UP)
  bool learns = false;         // held still while learning is off (settling)
  std::vector<std::string> evidence;
};

struct Connection {
  std::string id;              // "vmPFC>AMY"
  std::string from, to;        // region ids (for drawn-only links also gauges)
  double weight = 0;           // multiplies the source's deviation from rest [assumed]
  std::string gate;            // id of a gate or a trait, "mat", or "1" for none
  std::string transmitter;     // glu gaba mix crh da ot na ser opi
  std::string tract;           // anatomical route
  std::vector<glm::vec3> waypoints_mm;  // right hemisphere, between the two centres
  std::string security;        // what security does to it, in a few plain words; may be ""
  std::string plain;           // what the path does and what security changes, in plain words; may be ""
  Deeper deeper{};             // says what `plain` says
  std::vector<std::string> evidence;
};

// Links that are drawn and carry a chemical's effect, but have no weight of their own (flows and blood/nerve links).
struct DrawnLink {
  std::string id, from, to, route, meaning;  // from and to: a region or a gauge
  std::string carrier;         // a chemical id, or a word where the model has none (acetylcholine, body)
  std::vector<glm::vec3> waypoints_mm;
  std::vector<std::string> evidence;
};

// coefficient * gate * source, added to the drive of region `to`.
struct Drive {
  std::string source;          // chemical (deviation from 1), "o", "stress", an input, a derived quantity or a state
  std::string to;              // region id
  double coefficient = 0;      // [assumed]
  std::string gate = "1";
};

struct AgePreset {
  std::string id, name;        // "adult", "one_year"
  double maturity = 1;         // mat
  double heart_rate = 70;      // HR0, beats per minute
  double years = 30;           // for change over years; assumed middle of the range the preset stands for
  std::string style_set;       // which trait table a style uses: "adult" or "child"
  std::string source;
};

// How far a number that is only approximately known may lie from the value used. Seeded ensembles draw from this
// (sim/parameters.h says how); a plain run does not look at it.
struct Uncertainty {
  struct Spread {               // every number of the group whose source says "assumed": value +- share * |value|
    std::string group;          // one of uncertain_groups
    double share = 0;
    std::string source;
  };
  struct Range {                // a stated range of one number; wins over its group's spread
    std::string group, id;
    double low = 0, high = 0;   // in the number's own unit
    std::string source;
  };
  struct Held {                 // a constant that never varies
    std::string id, why;
  };
  struct Tied {                 // id = its value + factor * (what `to` varies by)
    std::string id, to;
    double factor = 0;
    std::string why;
  };
  std::vector<Spread> spreads;
  std::vector<Range> ranges;
  std::vector<Held> held;
  std::vector<Tied> tied;
};

// What Spread::group and Range::group may say, and whose ids Range::id then means: gain has only "K", connections and
// drives are written "vmPFC>AMY", the last three stand for the time constants of regions, chemicals and states.
inline constexpr const char* uncertain_groups[] = {"gain",      "connections", "chemical_drives", "input_drives",
                                                   "constants", "region_taus", "half_lives",      "state_taus"};

struct Circuit {
  double gain = 3.5;                       // K
  std::vector<Region> regions;
  std::vector<Gauge> gauges;
  std::vector<Input> inputs;
  std::vector<Trait> traits;
  std::vector<NamedConstant> constants;
  std::vector<AgePreset> ages;
  std::vector<Formula> derived;            // care, te, recv, safe, ..., D
  std::vector<Formula> gates;              // brake, turn_up, sens, ...
  std::vector<Chemical> chemicals;
  std::vector<State> states;               // S, V, E, U, UP, rum, lon
  std::vector<Formula> readouts;           // HR, shown, engage, ...: recorded, never fed back
  std::vector<Connection> connections;
  std::vector<DrawnLink> drawn_links;
  std::vector<Drive> chemical_drives, input_drives;
  Uncertainty uncertainty;
};

}  // namespace attune
