// Text without locales: everything here prints and parses with '.' whatever LC_ALL says.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attune {

// printf into a string. Never pass text from a file as the format.
std::string format(const char* pattern, ...) __attribute__((format(printf, 1, 2)));

// Shortest decimal text that reads back to exactly the same double.
std::string to_text(double value);
// Fixed number of decimals.
std::string to_text(double value, int decimals);

// Whole text as a number; nothing when there is anything else in it.
std::optional<double> parse_number(std::string_view text);

// How many letters must be added, taken away or exchanged (case-insensitive ASCII). Takes a.size() * b.size() steps.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The candidate with the smallest edit distance (case-insensitive ASCII), or "" when none is near
// (distance > 2 + a third of the word's length).
std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates);

// Lower case ASCII letters and digits; every run of anything else becomes one '_'. "friend + spray" -> "friend_spray".
std::string to_slug(std::string_view text);

// Replaces every {name} by its value.
std::string fill(std::string text, std::initializer_list<std::pair<std::string_view, std::string>> values);

std::string clock_text(double seconds);  // "5:30", "1:02:05"; whole seconds, rounded down
// The words of long clocks. `day` counts from 1, weeks and years say how much has passed.
struct ClockWords {
  std::string day = "day {n}, {time}", week = "1 week", weeks = "{n} weeks", year = "1 year", years = "{n} years";
};
inline constexpr double kWeek_s = 604800, kClockYear_s = 52 * kWeek_s;
inline constexpr double kYearsFrom_s = 26 * kWeek_s;  // runs at least this long are told in weeks and years
// A time of a run of that length: clock_text; for runs of days the day and the time of day; for runs of years
// "3 years, 5 weeks" (a year has 52 weeks, as in the slow model).
std::string moment_text(double seconds, double run_s, const ClockWords& words);

// How long, from weeks to years: "now", "3 weeks", "8 months", "1 year", "2 years, 6 months". To the week below a month,
// from there on to the month.
struct SpanWords {
  std::string now = "now", week = "1 week", weeks = "{n} weeks", month = "1 month", months = "{n} months", year = "1 year",
              years = "{n} years";
};
std::string span_text(double weeks, const SpanWords& words);

inline bool holds(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// "a, b and c"
std::string join_words(const std::vector<std::string>& words);

bool is_valid_utf8(std::string_view text);

// Code points of valid UTF-8; U+FFFD for each bad byte.
std::vector<char32_t> decode_utf8(std::string_view text);

// Control and bidirectional characters become visible escapes; at most `limit` bytes, cut at a character.
std::string printable(std::string_view text, std::size_t limit = 120);

}  // namespace attune
