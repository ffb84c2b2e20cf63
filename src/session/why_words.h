// Reasons as sentences. The words are data: assets/why_<language>.json, where a key with "_plain" behind it is what the
// plain level says instead.
#pragma once

#include <map>
#include <set>
#include <string>

#include "model/content.h"
#include "model/levels.h"
#include "model/ui_text.h"
#include "sim/explain.h"

namespace attune {

// What a text has said about one person already, so that it introduces nothing twice and repeats no reasons.
struct Told {
  std::set<std::string> named;
  std::map<std::string, std::string> reasons;  // by variable: direction and reasons of the last sentence about it
};

// One sentence for an explanation, at most two reasons (student: three, expert: five).
std::string why_sentence(const Why& why, const Content& content, const UiText& words, Level level,
                         Told* told = nullptr);

// How far two people were in step on the whole (mean synchrony, 0-1), and what brings them there: explain_coupling().
std::string synchrony_sentence(double synchrony, const Why& coupling, const Content& content, const UiText& words,
                               Level level);

// One term of an explanation as a clause: "less calming from the ventromedial prefrontal cortex". A plain name has the one of
// the list of structures behind it: "more drive from the relay (thalamus)".
std::string why_clause(const WhyTerm& term, const Content& content, const UiText& words, Level level);

// What a clause of two negatives ("less calming from the prefrontal cortex") means, in words: "It calms the amygdala,
// but now less than before: that makes the amygdala more active." "" for clauses that need none.
std::string why_in_full(const WhyTerm& term, const std::string& variable, const Content& content, const UiText& words,
                        Level level);

// What a region, chemical or state is called in the middle of a sentence: "the amygdala".
std::string name_in_sentence(const std::string& id, const Content& content, const UiText& words, Level level);

// The text of a key, "[key]" when the language file lacks it.
std::string phrase(const UiText& words, const std::string& key);
std::string phrase(const UiText& words, const std::string& key, Level level);  // "key_plain" at the plain level

// The key of the words for a share 0-1 of something learned: "amount_little", "amount_some", "amount_much". What was
// learned is told in words: it is no one's score.
const char* amount_words(double share);

// "Amygdala" -> "amygdala", but "PVN cells" stays; and the other way round.
std::string lower_first(std::string text);
std::string upper_first(std::string text);

}  // namespace attune
