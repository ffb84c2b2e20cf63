// A whole scenario as text: what happens, what it does in one history, and why. The text twin of the picture, and the
// same sentences as the "why?" panel. Pure; the same input gives the same text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/text.h"
#include "model/content.h"
#include "model/find.h"
#include "model/levels.h"
#include "model/ui_text.h"
#include "session/why_words.h"
#include "sim/explain.h"
#include "sim/trace.h"

namespace attune {

// At student level regions have their anatomical names; at expert level values, effects and citation keys follow.
// "plain", "student", "expert" ("client" counts as plain).
Result<Level> parse_level(std::string_view word);

struct TranscriptEvent {
  double begin_s = 0, end_s = 0;
  std::string event, text;             // the caption
  std::vector<std::string> sentences;  // what it does in this history, and why
};

// Whose history it is: one, or that of both people.
struct TranscriptHistory {
  std::string who;  // "The child"; "" where there is one person only
  std::string style, plain, change;  // change: what can shift the pattern itself
};

struct Transcript {
  std::string title, disclaimer, story, teach, change, caveat;
  std::vector<TranscriptHistory> histories;
  ClockWords clock;
  double run_s = 0;  // how long the story is
  std::vector<std::string> leaves_out, sources;
  std::vector<TranscriptEvent> events;
};

// One person who lives the story, and the run.
struct TranscriptPerson {
  const Style* style;
  const Trace* trace;  // columns as simulate(); in years as simulate_years()
};

// `arm`: index into the story's arms. people: two in a story of two people, one in any other; link: what
// is between the two (sim/pair.h). In years, where no event
// pushes anything within minutes, the sentences say what was learned.
Transcript make_transcript(const Content& content, const AnyScenario& story, std::size_t arm,
                           const std::vector<TranscriptPerson>& people, const UiText& words, Level level,
                           const Trace* link = nullptr);

std::string transcript_to_text(const Transcript& transcript, const UiText& words);
// A complete page: headings, no scripts, no outside links but DOIs, readable by a screen reader.
std::string transcript_to_html(const Transcript& transcript, const UiText& words);

}  // namespace attune
