// Numbers and ids as words. Pure text; the words themselves come from assets/ui_en.json and the content.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/text.h"
#include "model/content.h"
#include "model/ui_text.h"
#include "session/why_words.h"
#include "ui/theme.h"

namespace attune {

struct Session;
struct ChangedWords;
struct SideName;

// A region or a gauge as people know it: by the structure that shows it where one does.
std::string place_name(const Content& content, const std::string& id);
// From which part to which: "Hypothalamus to amygdala".
std::string connection_title(const UiText& text, const Content& content, const Connection& connection);

// What the question that lies over everything is called.
std::string question_title(const Session& session, const UiText& words);

// The text of a key; "[key]" when the language file lacks it.
const std::string& word(const UiText& text, const std::string& key, std::string& missing);

// How long, and what side B is called while the change dial is on (session.h, side_title).
SpanWords span_words(const UiText& text);
ChangedWords changed_words(const UiText& text);
SideName side_title(const Session& session, const Content& content, const UiText& text, int side);

std::string speed_text(double speed);    // "0.25", "10"
std::string lower_case(std::string_view text);  // Latin letters only

// What a trace column shows, for legends and menus.
enum class ColumnKind : std::uint8_t { region, chemical, body, felt, learned, early, care, pattern, peak, other };
struct ColumnInfo {
  ColumnKind kind = ColumnKind::other;
  std::string name;   // "Ventromedial prefrontal cortex", "Cortisol", "Heart rate"
  std::string label;  // short: "vmPFC"
  std::string unit;   // "" = activity or share 0-1; "x rest"; "beats/min"
  Colour colour;      // identity colour, not yet adapted to a background
};
ColumnInfo describe_column(const Content& content, const std::string& column);

// "Dorsal anterior cingulate (dACC)": with what the stage calls it, where that is another word.
std::string full_name(const Structure& structure);

// "0.42", "1.30x", "84 beats/min"; "-" when there is none.
std::string value_text(double value, const std::string& unit);
// A chemical's level on a doubling scale: 0 at rest, +-1 at eight times or an eighth of it.
double chemical_share(double level);
// Traits that are shown along years, and the keys of their words.
struct ShownTrait {
  const char* column;
  const char* words;
};
const std::array<ShownTrait, 5>& shown_traits();
// Columns with a short name of their own in the legend of curves.
const std::array<ShownTrait, 7>& short_names();
// The key of the words for a region's share (session.h, activity_share): "much_quieter", "quieter", "usual", "busier",
// "much_busier".
const char* share_words(double share);
// The key of the words for an activity beside the other side's, the difference 0-1; "" where nobody sees one.
const char* beside_words(double difference);
// How active a region is on a side now: "more active than usual, more than A".
std::string activity_words(const Session& session, const UiText& text, int side, const std::string& region);
// "After your change: less active here than before. The biggest difference is at 0:42." "": nothing is changed that the
// side lives through, or a prediction still hides the curves.
std::string change_words(const Session& session, const Content& content, const UiText& text, const ClockWords& clock,
                         int side, const std::string& column);

// "Secure, 2:58": when a side is calm again, in a run that has such a moment among its curves; else "".
std::string calm_words(const Session& session, const Content& content, const UiText& text, const ClockWords& clock, int side);

}  // namespace attune
