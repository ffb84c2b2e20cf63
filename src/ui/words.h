// Numbers and ids as words. Pure text; the words themselves come from assets/ui_en.json and the content.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "model/content.h"
#include "model/ui_text.h"
#include "ui/theme.h"

namespace attune {

// The text of a key; "[key]" when the language file lacks it.
const std::string& word(const UiText& text, const std::string& key, std::string& missing);
// Replaces {name} by its value.
std::string fill(std::string text, std::initializer_list<std::pair<std::string_view, std::string>> values);

std::string clock_text(double seconds);  // "5:30", "1:02:05"; whole seconds, rounded down
// A time of a run of that length: clock_text, or for runs of days the day and the time of day in the pattern's words
// ("day {n}, {time}"; the first day is 1).
std::string moment_text(double seconds, double run_s, const std::string& day_pattern);
std::string speed_text(double speed);    // "0.25", "10"

// What a trace column shows, for legends and menus.
enum class ColumnKind : std::uint8_t { region, chemical, body, felt, other };
struct ColumnInfo {
  ColumnKind kind = ColumnKind::other;
  std::string name;   // "Ventromedial prefrontal cortex", "Cortisol", "Heart rate"
  std::string label;  // short: "vmPFC"
  std::string unit;   // "" = activity or share 0-1; "x rest"; "beats/min"
  Colour colour;      // identity colour, not yet adapted to a background
};
ColumnInfo describe_column(const Content& content, const std::string& column);

// A chemical's level on a doubling scale: 0 at rest, +-1 at eight times or an eighth of it.
double chemical_share(double level);
// The key of the words for a region's share (session.h, activity_share): "much_quieter", "quieter", "usual", "busier",
// "much_busier".
const char* share_words(double share);

}  // namespace attune
