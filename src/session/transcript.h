// A whole scenario as text: what happens, what it does in one history, and why. The text twin of the picture, and the
// same sentences as the "why?" panel. Pure; the same input gives the same text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "model/content.h"
#include "model/levels.h"
#include "model/ui_text.h"
#include "sim/explain.h"
#include "sim/trace.h"

namespace attune {

// At student level regions have their anatomical names; at expert level values, effects and citation keys follow.
// "plain", "student", "expert" ("client" counts as plain).
Result<Level> parse_level(std::string_view word);

// One sentence for an explanation, at most three clauses (expert: five). words: assets/why_<language>.json.
std::string why_sentence(const Why& why, const Content& content, const UiText& words, Level level);

// One term of an explanation as a clause: "less calming from the ventromedial prefrontal cortex".
std::string why_clause(const WhyTerm& term, const Content& content, const UiText& words, Level level);

struct TranscriptEvent {
  double begin_s = 0, end_s = 0;
  std::string event, text;             // the caption
  std::vector<std::string> sentences;  // what it does in this history, and why
};

struct Transcript {
  std::string title, disclaimer, style, style_plain, story, teach, change, caveat;
  std::string style_change;  // what can shift the pattern itself
  std::vector<std::string> leaves_out, sources;
  std::vector<TranscriptEvent> events;
};

Transcript make_transcript(const Content& content, const Scenario& scenario, const Arm& arm, const Style& style,
                           const Trace& trace, const UiText& words, Level level);

std::string transcript_to_text(const Transcript& transcript, const UiText& words);
// A complete page: headings, no scripts, no outside links but DOIs, readable by a screen reader.
std::string transcript_to_html(const Transcript& transcript, const UiText& words);

}  // namespace attune
