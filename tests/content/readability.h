// How hard a text is to read: the Flesch-Kincaid grade, 0.39 words/sentences + 11.8 syllables/words - 15.59 (Kincaid,
// Fishburne, Rogers and Chissom 1975), with syllables counted by rules. English only.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

struct Readability {
  int sentences = 0, words = 0, longest_sentence = 0;  // longest_sentence in words
  double grade = 0;                                    // 0 when there is no word
};

// At least 1 for anything with a letter in it; 0 otherwise. Case does not matter.
int count_syllables(std::string_view word);

// Letters with ' and digits with . and , between them; a hyphen parts two words.
std::vector<std::string> words_in(std::string_view text);

// Parted where . ! ? (and a closing quote or bracket) stand before a space or the end. What holds no word is none.
std::vector<std::string> sentences_in(std::string_view text);

// Known words (lower case) and numbers count as one syllable.
Readability read(std::string_view text, const std::set<std::string>& known_words);

}  // namespace attune
