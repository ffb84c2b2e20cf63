// What a change is seen against: how the story that is shown goes without it, and which of its captions still hold.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "model/content.h"
#include "model/own_story.h"
#include "sim/trace.h"

namespace attune {

struct Session;

// The run of what is shown without anything that a person changed in it. Made once, when the first change is made, and
// kept for as long as changes are made to the same thing.
struct Before {
  int scenario = 0, arm = 0, other_arm = -1;
  std::array<int, 2> style{0, 1};
  bool compare = false, changes = false;
  int environment = 0;
  double weeks = 0;
  std::shared_ptr<const Scenario> origin;  // of a story of the person's own; null: a shipped one
  std::array<std::shared_ptr<const Trace>, 2> trace;
};

// Called by execute() when the traces of `session` are new; `earlier` is the session before that. Reuses its traces where
// nothing had been changed in it yet.
void keep_before(Session& session, const Content& content, const Session& earlier);

// A side's run before the change; nullptr: nothing is changed that it lives through.
const Trace* trace_before(const Session& session, int side);

// How a column of a side's run differs from the run before the change. With the change dial side B is seen against side
// A, which it comes out of.
struct ChangeSeen {
  bool by_years = false;                 // of the change dial
  bool any = false;                      // by `worth` or more; the rest says nothing where it is not
  bool more = false, both_ways = false;  // at most_s; both: elsewhere nearly as much the other way
  double most_s = 0;                     // where they differ most
};
// Nothing: there is no run to compare with, or the column is of none.
std::optional<ChangeSeen> change_seen(const Session& session, int side, const std::string& column, double worth);

// Whether a shipped caption still fits a changed story. Its words were written for the story as it was from the first
// change on; they are gone where the event that it tells of was taken away or turned into its contrary. What a person
// wrote always fits.
enum class CaptionFit : std::uint8_t { fits, of_old_story, gone };
CaptionFit caption_fit(const OwnStory& story, const Circuit& circuit, int arm, const Caption& caption);

}  // namespace attune
