// The reasons in the details: why a variable moved, from the model's own terms, each leading to its source.
#pragma once

#include <string>

#include "ui/widgets.h"

namespace attune {

// "Why?" for a trace column ("region.AMY", "chem.CORT", "body.HR"), one part for each side. scroll: bring it into view.
void draw_reasons(UiContext& ui, const std::string& column, bool scroll);

// The person goes on from where a press has led: wheel, click, arrow keys.
bool reads_on();

// What a connection leads to, in the middle of a sentence: "the amygdala".
std::string target_in_sentence(const UiContext& ui, const Connection& connection);

// "On the whole this path makes the amygdala more active here: in 97 of 100 runs" for a connection; "" where nothing is
// known or it is still being counted.
std::string agreement_text(const UiContext& ui, const std::string& connection);
// What belongs under these counts: that they are being counted, or what was counted in a story of years. "" else.
std::string agreement_note(const UiContext& ui, const std::string& region);

// What is meant by runs: the first time that it is wanted in a frame.
void explain_runs(UiContext& ui);

// A small word in a frame, in its colour; returns its size.
glm::vec2 pill(const UiContext& ui, ImDrawList& list, glm::vec2 at, std::string_view word, Colour colour);
glm::vec2 pill_size(const UiContext& ui, std::string_view word);
// The same as something to press: it says what the grade means, and leads to the claim alone. alone: it is there
// already.
void grade_control(const UiContext& ui, glm::vec2 at, glm::vec2 size, const Claim& claim, const std::string& grade,
                   bool alone);
// Its two halves, where something else lies between: the area at the cursor, and its looks and what pressing it does.
Press press_grade(const UiContext& ui, glm::vec2 size, const std::string& grade);
void take_grade(const UiContext& ui, const Press& press, const Claim& claim, const std::string& grade, bool alone);
// A part as something to press, a dot and its short name: it leads to the part. part: nullptr = none, and nothing is done.
struct PartChip {
  const Structure* part = nullptr;
  std::string name;
  float width = 0;
};
PartChip part_chip(const UiContext& ui, const Structure* part, float most);  // most: width of the name
float part_line(const UiContext& ui);                                        // the least height of the line it stands on
// Its two halves, as of a grade; corner: the lower right of the part's place on a line of that height.
Press press_part(const UiContext& ui, const PartChip& chip, glm::vec2 corner, float line);
void take_part(UiContext& ui, const PartChip& chip, const Press& press);
// What a grade means, as a sentence.
std::string grade_meaning(const UiContext& ui, const std::string& strength);
std::string grade_word(const UiContext& ui, const std::string& strength);
Colour grade_colour(const Tokens& tokens, const std::string& strength);

}  // namespace attune
