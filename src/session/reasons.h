// What moved a variable, and since when: the answer to "why?" now, for every kind of story.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/scenario.h"
#include "sim/explain.h"
#include "sim/explain_pair.h"

namespace attune {

struct Session;
struct Content;

struct Reasons {
  Why why;
  const Caption* since = nullptr;  // an event of the story; nullptr: since its start
  bool pushed = true;              // something pushed it the way it went
};

// The event that holds at t_s, for "since"; nullptr before the first.
const Caption* last_event(const std::vector<Caption>& captions, double t_s);

// Since the last event, or, where less than `worth` has moved since then, since the latest one that pushed it; nothing
// where none did. What follows slowly, such as cortisol or trust, may owe its way to an earlier event: then the reasons go
// back to the latest one that pushed it this way.
// why_since(before_s) explains now against then: the sample before an event, below 0 before the story.
std::optional<Reasons> latest_push(const std::vector<Caption>& captions, double t_s, double sample_s, bool years,
                                   double worth, const std::function<Result<Why>(double before_s)>& why_since);

// Of a curve of two people (sim/explain_pair.h) at a time: since the last event or, where little has moved since then,
// since before they met.
std::optional<Reasons> find_pair_reasons(const Content& content, const PairRun& run, int person,
                                         const std::string& column, double t_s, double worth);

// Of a trace column, or a curve of two people, on a side now. Nothing where the column has no reasons, or little has moved.
std::optional<Reasons> find_reasons(const Session& session, const Content& content, int side, const std::string& column,
                                    double worth);
std::optional<Reasons> find_reasons_at(const Session& session, const Content& content, int side,
                                       const std::string& column, double at_s, double worth);

// When a column, or a curve of two people, has moved furthest in this story since what happened last before, and what it
// did then: where find_reasons_at() has most to say. Nothing: it never moves by `worth`. Takes longer than a frame has:
// session/over_story.h keeps it.
struct MostChanged {
  double t_s = 0;
  Why why;  // before and after say whether it rose or fell
};
std::optional<MostChanged> most_changed(const Session& session, const Content& content, int side,
                                        const std::string& column, double worth);

// The trace column that the details are about: the one asked about, or that of the selected region. "": none.
std::string shown_column(const Session& session, const Content& content);

// "" = activity or share 0-1; "x" = times rest; "beats/min".
std::string unit_of(const Content& content, const std::string& column);
// How much of a change of a column is worth a sentence, in its unit.
double worth_saying(const Content& content, const std::string& column);

}  // namespace attune
