// What a person is told of a problem: a sentence of assets/errors_en.json with its {places} filled. It is English until
// the window tells it in another language (in_words); command lines and tests read the English.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attune {

struct Sentence {
  // Without a key: a name, a number or a path, which are the same in every language.
  Sentence() = default;
  Sentence(std::string text) : english(std::move(text)) {}
  Sentence(const char* text) : english(text) {}
  bool empty() const { return english.empty(); }

  std::string english;
  std::string key;
  std::vector<std::pair<std::string, Sentence>> values;  // what fills its {places}
};

// The sentence of a key; "[key]" where the file has none.
Sentence sentence(std::string_view key, std::vector<std::pair<std::string, Sentence>> values = {});
// The words of a key with their {places}, "" where the file has none.
std::string_view pattern_of(std::string_view key);
// "a, b and c"
Sentence listed(const std::vector<std::string>& words);
// "a; b"
Sentence one_after_other(const std::vector<Sentence>& sentences);

// "did you mean "word"?" where a near word was found, else what else to do.
Sentence near_or(const std::string& near, Sentence otherwise);
// The same with what there is after it: "did you mean "word"? The arms are a and b".
Sentence near_and(const std::string& near, Sentence all);

// The sentence with the words of a language (key -> text), English where it has none for a key.
std::string in_words(const Sentence& sentence, const std::map<std::string, std::string>& words);

// assets/errors_en.json as it was when the program was built (embed_errors.cmake): what goes wrong before the assets are
// found has its words too.
std::span<const std::pair<std::string_view, std::string_view>> error_sentences();

}  // namespace attune
