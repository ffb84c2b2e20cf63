#include "core/text.h"
#include "io/parse_content.h"

namespace attune {

void check_word(JsonProblems& problems, const std::string& pointer, const std::string& word, const Sentence& kind,
                const std::vector<std::string>& words) {
  if (words.empty() || word.empty()) return;
  for (const std::string& candidate : words)
    if (candidate == word) return;
  const std::string near = nearest_word(word, words);
  problems.fail(pointer, sentence("unknown_word", {{"kind", kind}, {"word", printable(word, 60)}}),
                !near.empty()         ? sentence("did_you_mean", {{"word", near}})
                : words.size() <= 25  ? sentence("one_of", {{"words", listed(words)}})
                                      : sentence("correct_it"));
}

std::vector<std::string> read_evidence(JsonObject& object, const KnownWords& known) {
  std::vector<std::string> keys = object.words("evidence");
  for (std::size_t i = 0; i < keys.size(); ++i)
    check_word(object.problems(), object.at("evidence") + "/" + std::to_string(i), keys[i], sentence("kind_reference"),
               known.references);
  return keys;
}

Deeper read_deeper(JsonObject& object) {
  Deeper deeper;
  deeper.student = object.filled_text_or("student", "");
  deeper.expert = object.filled_text_or("expert", "");
  return deeper;
}

std::string read_source(JsonObject& object, const KnownWords& known) {
  const std::string value = object.text("source");
  for (std::size_t begin = 0; begin < value.size();) {
    const std::size_t end = std::min(value.find(", ", begin), value.size());
    const std::string key = value.substr(begin, end - begin);
    if (key != "assumed" && key != "textbook")
      check_word(object.problems(), object.at("source"), key, sentence("kind_source"), known.references);
    begin = end + 2;
  }
  return value;
}

}  // namespace attune
