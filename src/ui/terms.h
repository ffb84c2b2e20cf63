// Technical terms in running text (assets/glossary_en.json): each marked once in a panel by a dotted line below it, and
// explained where it stands, under the pointer and with the keyboard's focus.
#pragma once

#include <string_view>
#include <vector>

#include "ui/term_memory.h"
#include "ui/widgets.h"

namespace attune {

// What the card of a term says: its name, what it means, and who says so.
std::string term_words(const UiContext& ui, const GlossaryTerm& term);

// The terms of a text that stands at a place in a width, but for those that the panel has marked already in this frame: areas
// that say what they mean. Returned is where their dots go. They come before what else can be pressed there.
struct MarkedTerm {
  glm::vec2 from{0};  // the lower left corner of its words on one line
  float width = 0;
};
std::vector<MarkedTerm> press_terms(const UiContext& ui, const UiFont& font, glm::vec2 at, std::string_view text, float width);
void draw_terms(const UiContext& ui, const std::vector<MarkedTerm>& terms);

// paragraph(), with its terms.
void told_paragraph(const UiContext& ui, const UiFont& font, Colour colour, std::string_view text);
// Small lines with a dot before each.
void dotted_lines(const UiContext& ui, const std::vector<std::string>& lines);

}  // namespace attune
