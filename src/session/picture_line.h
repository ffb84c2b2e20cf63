// What a picture shows, in a few words: for the line below a saved picture and for its file's name.
#pragma once

#include <string>

#include "core/text.h"
#include "session/session.h"

namespace attune {

struct LineWords {  // from assets/ui_<language>.json
  std::string two = "A {a}, B {b}", version = "{story}: {version}", own = "a story of one's own";
  std::string start = "at the start", at = "at {time}";
  std::string note = "teaching model, not a scan, not a diagnosis";
  std::string seconds = "{s} s", minutes = "{m} min", minutes_seconds = "{m} min {s} s", hours = "{h} h {m} min";
  std::string people;  // said while only what was measured in people is shown
};

// "at 2 min 30 s", "at the start"; in runs of days and years as moment_text() has it.
std::string time_in_words(double t_s, double run_s, const LineWords& words, const ClockWords& clock);

struct PictureLine {
  std::string story;  // "Left out: Alone"
  std::string rest;   // "A Secure, B Anxious (changed) \u00B7 at 4 min": who, when, whether the story is a person's
                     // own, and what the picture is. What was changed says so in its name (Content::changed_name).
};
// changed: how long side B has changed, in whose company, while the change dial is on.
PictureLine picture_line(const Session& session, const Content& content, const LineWords& words,
                         const ClockWords& clock, const std::string& changed = "");

// "attune-left-out-secure-vs-anxious", lower-case ASCII; with the time "...-at-4-min".
std::string picture_file_name(const Session& session, const Content& content, bool with_time);

}  // namespace attune
