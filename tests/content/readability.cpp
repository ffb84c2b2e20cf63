#include "readability.h"

#include <algorithm>

namespace attune {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_vowel(char c) { return std::string_view("aeiouy").find(c) != std::string_view::npos; }
bool ends_with(std::string_view word, std::string_view end) { return word.size() >= end.size() && word.ends_with(end); }

std::string to_lower(std::string_view word) {
  std::string result;
  for (const char c : word) result += lower(c);
  return result;
}

// Two vowels side by side that are spoken apart: period, video, usual, client; not in social, region, quality, friend.
int parted_vowels(std::string_view word) {
  int count = 0;
  for (std::size_t i = 1; i + 1 < word.size(); ++i) {
    const std::string_view rest = word.substr(i);
    const char before = word[i - 1];
    if (is_vowel(before)) continue;
    const bool soft = std::string_view("ctsgx").find(before) != std::string_view::npos;
    const bool i_first = rest.starts_with("ia") || (rest.starts_with("io") && !rest.starts_with("iour")) ||
                         rest.starts_with("iu") || rest.starts_with("ienc") || rest.starts_with("ient");
    if (i_first && !soft) ++count;
    if (rest.starts_with("eo") && before != 'p') ++count;
    if (rest.starts_with("ua") && before != 'q' && before != 'g') ++count;
  }
  // saying, being, seeing, doing
  if (ends_with(word, "ing") && word.size() > 3 && is_vowel(word[word.size() - 4])) ++count;
  return count;
}

// Words the rules get wrong.
struct Exception {
  std::string_view word;
  int syllables;
};
constexpr Exception exceptions[] = {
    {"area", 3},     {"areas", 3},      {"idea", 3},       {"ideal", 3},     {"create", 2},    {"react", 2},
    {"reaction", 3}, {"science", 2},    {"quiet", 2},      {"quieter", 3},   {"society", 4},   {"anxiety", 4},
    {"diet", 2},     {"fluid", 2},      {"something", 2},  {"someone", 2},   {"somewhere", 2}, {"sometimes", 2},
    {"somebody", 3}, {"caregiver", 3},  {"caregivers", 3}, {"every", 2},     {"everyone", 3},  {"everyday", 3},
    {"lonely", 2},   {"loneliness", 3}, {"safely", 2},     {"safety", 2},    {"business", 2},  {"closeness", 2},
    {"careful", 2},  {"hopeful", 2},    {"movement", 2},   {"therefore", 2}, {"homework", 2},  {"cruel", 2},
};

}  // namespace

int count_syllables(std::string_view text) {
  std::string word;
  for (const char c : text)
    if (is_letter(c)) word += lower(c);
  if (word.empty()) return 0;
  for (const Exception& exception : exceptions)
    if (exception.word == word) return exception.syllables;
  int count = 0;
  bool in_vowels = false;
  for (const char c : word) {
    if (is_vowel(c) && !in_vowels) ++count;
    in_vowels = is_vowel(c);
  }
  const std::size_t n = word.size();
  const auto at_end = [&](std::size_t back) { return n > back ? word[n - 1 - back] : ' '; };
  const bool consonant_le = n > 2 && word[n - 2] == 'l' && !is_vowel(word[n - 3]);
  if (at_end(0) == 'e' && !is_vowel(at_end(1)) && !consonant_le) --count;  // late, but little
  const bool hissing = std::string_view("sxzcg").find(at_end(2)) != std::string_view::npos || ends_with(word, "ches") ||
                       ends_with(word, "shes");
  const bool consonant_les = n > 3 && word[n - 3] == 'l' && !is_vowel(word[n - 4]);
  if (ends_with(word, "es") && !is_vowel(at_end(2)) && !hissing && !consonant_les) --count;  // makes, but voices
  if (ends_with(word, "ed") && !is_vowel(at_end(2)) && at_end(2) != 't' && at_end(2) != 'd') --count;  // calmed
  return std::max(count + parted_vowels(word), 1);
}

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : ' ';
    const char next = i + 1 < text.size() ? text[i + 1] : ' ';
    const bool inside = !word.empty() && ((c == '\'' && is_letter(next)) ||
                                          ((c == '.' || c == ',') && is_digit(word.back()) && is_digit(next)));
    if (is_letter(c) || is_digit(c) || inside) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(word);
      word.clear();
    }
  }
  return words;
}

std::vector<std::string> sentences_in(std::string_view text) {
  std::vector<std::string> sentences;
  std::string sentence;
  const auto finish = [&] {
    if (!words_in(sentence).empty()) sentences.push_back(sentence);
    sentence.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    sentence += text[i];
    if (text[i] != '.' && text[i] != '!' && text[i] != '?') continue;
    while (i + 1 < text.size() && std::string_view("\"')").find(text[i + 1]) != std::string_view::npos)
      sentence += text[++i];
    if (i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '\n') finish();
  }
  finish();
  return sentences;
}

Readability read(std::string_view text, const std::set<std::string>& known_words) {
  Readability result;
  int syllables = 0;
  for (const std::string& sentence : sentences_in(text)) {
    const std::vector<std::string> words = words_in(sentence);
    ++result.sentences;
    result.words += static_cast<int>(words.size());
    result.longest_sentence = std::max(result.longest_sentence, static_cast<int>(words.size()));
    for (const std::string& word : words) {
      const bool known = known_words.contains(to_lower(word)) || !std::any_of(word.begin(), word.end(), is_letter);
      syllables += known ? 1 : count_syllables(word);
    }
  }
  if (result.words > 0) result.grade = 0.39 * result.words / result.sentences + 11.8 * syllables / result.words - 15.59;
  return result;
}

}  // namespace attune
