// Technical terms in running text (assets/glossary_en.json): each marked once in a text by a dotted line below it, and
// explained where it stands, under the pointer and with the keyboard's focus.
#pragma once

#include <string_view>
#include <vector>

#include "ui/widgets.h"

namespace attune {

struct FoundTerm {
  std::size_t term = 0;            // of the glossary
  std::size_t begin = 0, end = 0;  // bytes of the text
};

// The first place of every term that this level of words marks, from left to right; whole words, none in another.
std::vector<FoundTerm> find_terms(const std::vector<GlossaryTerm>& glossary, std::string_view text, Level level);

// What the card of a term says: its name, what it means, and who says so.
std::string term_words(const UiContext& ui, const GlossaryTerm& term);

// paragraph(), with its terms.
void told_paragraph(const UiContext& ui, const UiFont& font, Colour colour, std::string_view text);

}  // namespace attune
