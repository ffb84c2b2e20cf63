// Text without locales: everything here prints and parses with '.' whatever LC_ALL says.
#pragma once

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

// The candidate with the smallest edit distance (case-insensitive ASCII), or "" when none is near
// (distance > 2 + a third of the word's length).
std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates);

// Lower case ASCII letters and digits; every run of anything else becomes one '_'. "friend + spray" -> "friend_spray".
std::string to_slug(std::string_view text);

// Replaces every {name} by its value.
std::string fill(std::string text, std::initializer_list<std::pair<std::string_view, std::string>> values);

std::string clock_text(double seconds);  // "5:30", "1:02:05"; whole seconds, rounded down
// A time of a run of that length: clock_text, or for runs of days the day and the time of day in the pattern's words
// ("day {n}, {time}"; the first day is 1).
std::string moment_text(double seconds, double run_s, const std::string& day_pattern);

// "a, b and c"
std::string join_words(const std::vector<std::string>& words);

bool is_valid_utf8(std::string_view text);

// Code points of valid UTF-8; U+FFFD for each bad byte.
std::vector<char32_t> decode_utf8(std::string_view text);

// Control and bidirectional characters become visible escapes; at most `limit` bytes, cut at a character.
std::string printable(std::string_view text, std::size_t limit = 120);

}  // namespace attune
