// Everything that ships as data, read once at start and never changed.
#pragma once

#include <string>
#include <vector>

#include "model/brain.h"
#include "model/circuit.h"
#include "model/claim.h"
#include "model/glossary.h"
#include "model/page.h"
#include "model/pair.h"
#include "model/scenario.h"
#include "model/slow.h"
#include "model/ui_text.h"

namespace attune {

// One entry of the bibliography.
struct Reference {
  std::string id, authors, title, venue, doi, claim, strength;  // strength: strong moderate contested assumed
  std::string note;      // where a detail is unsure, "" otherwise
  std::string read;      // what of it was read to check its claim, and where; "" where nobody noted it
  int year = 0;
  bool abstract_checked = false;  // false: what is said of it is quoted from memory
};

// How a structure of the brain model is presented.
struct Structure {
  std::string id;        // BrainPart::structure
  std::string name;      // "Amygdala"
  std::string label;     // short, for the 3D label
  std::string plain;     // one plain sentence
  Deeper deeper{};       // says what `plain` says; "" where the region it shows says it (describe)
  std::string region;    // circuit region whose activity it shows, or ""
  std::string group;     // tree heading: "Alarm", "Prefrontal cortex", ...
  std::string colour;    // "#RRGGBB", identity colour
  std::vector<std::string> within{};  // structures that a small nucleus lies in: a model that has one of them shows its place
  bool featured = false; // lit and labelled from the first picture
  bool introduced = false;  // named first where no story is chosen yet
};

// What a structure is, at a level: its own words, else those of the region it shows.
inline const std::string& describe(const Structure& structure, const Circuit& circuit, Level level) {
  if (level != Level::plain && structure.deeper.student.empty() && structure.deeper.expert.empty())
    for (const Region& region : circuit.regions)
      if (region.id == structure.region) return at_level(structure.plain, region.deeper, level);
  return at_level(structure.plain, structure.deeper, level);
}

struct Content {
  Circuit circuit;
  std::vector<Style> styles;
  std::string changed_name;         // what a pattern or a story is called once a person has changed it: "{name}, changed"
  std::vector<Scenario> scenarios;  // moments and days
  PairModel pair;                   // two people, with their scenarios
  SlowModel slow;                   // weeks and years, with their scenarios
  std::vector<Reference> references;
  std::vector<Structure> structures;
  std::vector<Page> pages;  // to read, by group and order
  std::vector<GlossaryTerm> glossary;
  ClaimBook claim_book;  // what supports all of this; look things up with model/find_claims.h
  UiText messages;  // what the session tells the person: key -> sentence; may hold {places}
  UiText errors;    // what is said of problems (core/sentence.h): key -> sentence; may hold {places}
  BrainModel brain;
};

}  // namespace attune
