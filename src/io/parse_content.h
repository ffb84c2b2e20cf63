// JSON -> model, one function per kind of file; internal to io. Everything that can be judged from the file alone is
// judged here; what needs other files (evidence keys, inputs, ages) is checked against the Known words given.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "io/json_read.h"
#include "model/content.h"

namespace attune {

// Words that other files define. An empty list is not checked against.
struct KnownWords {
  std::vector<std::string> references, styles, inputs, ages, style_sets, traits, regions;
  std::vector<std::string> states;  // what a scenario may set at its start: regions, chemicals, states
};

// The words that the content, as far as it has been read, defines.
KnownWords words_of(const Content& content);

Circuit parse_circuit(const Json& json, JsonProblems& problems, const KnownWords& known);
// changed_name: Content::changed_name.
std::vector<Style> parse_styles(const Json& json, JsonProblems& problems, const KnownWords& known,
                                std::string* changed_name = nullptr);
std::vector<Reference> parse_references(const Json& json, JsonProblems& problems);
std::vector<GlossaryTerm> parse_glossary(const Json& json, JsonProblems& problems, const KnownWords& known);
std::vector<Structure> parse_structures(const Json& json, JsonProblems& problems, const KnownWords& known);
Scenario parse_scenario(const Json& json, JsonProblems& problems, const KnownWords& known);

PairModel parse_pair(const Json& json, JsonProblems& problems, const KnownWords& known);
// Its formulas are compiled once, so that each is checked.
SlowModel parse_slow(const Json& json, JsonProblems& problems, const KnownWords& known);

// What a slow model names in the scenarios of days and moments must be there.
void check_slow_links(const SlowModel& model, const Content& content, JsonProblems& problems);

template <class T>
std::vector<std::string> ids_of(const std::vector<T>& items) {
  std::vector<std::string> ids;
  for (const T& item : items) ids.push_back(item.id);
  return ids;
}

// Parts that several kinds of file share.
std::vector<NamedConstant> read_constants(JsonObject& top, const KnownWords& known);
void read_scenario_text(JsonObject& item, ScenarioText& text, const KnownWords& known);
void read_arm_name(JsonObject& item, std::string& id, std::string& title);
void check_arm_ids(JsonObject& scenario, const std::vector<std::string>& ids, const std::string& opens);
std::vector<Caption> read_captions(JsonObject& item, double duration_s);
std::vector<LifePhase> read_life_phases(JsonObject& item);
// The optional "uncertainty". Its ids are checked by list_parameters() (sim/parameters.h), which knows what varies.
Uncertainty read_uncertainty(JsonObject& top, std::span<const char* const> known_groups, const KnownWords& known);
FamilyStudy read_families(JsonObject& item, const KnownWords& known);

// The optional list "evidence" of an object; every key must be a known reference.
std::vector<std::string> read_evidence(JsonObject& object, const KnownWords& known);

// "student" and "expert" beside a plain text. Either may be missing; neither may be empty.
Deeper read_deeper(JsonObject& object);

// The required "source" of a number: "assumed", "textbook" or citation keys, separated by ", ".
std::string read_source(JsonObject& object, const KnownWords& known);

// Reports a word that is not in the list, with the nearest one that is.
void check_word(JsonProblems& problems, const std::string& pointer, const std::string& word, const Sentence& kind,
                const std::vector<std::string>& words);

}  // namespace attune
