#include "core/sentence.h"

#include "core/text.h"

namespace attune {

namespace {

// Replaces each {name} once: what is filled in may hold braces of its own.
template <class TextOf>
std::string filled(std::string_view pattern, const std::vector<std::pair<std::string, Sentence>>& values, TextOf text_of) {
  std::string text;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t end = pattern[at] == '{' ? pattern.find('}', at) : std::string_view::npos;
    const std::string_view name = end == std::string_view::npos ? "" : pattern.substr(at + 1, end - at - 1);
    const std::pair<std::string, Sentence>* found = nullptr;
    for (const auto& value : values)
      if (!name.empty() && value.first == name) found = &value;
    if (found == nullptr) {
      text += pattern[at++];
    } else {
      text += text_of(found->second);
      at = end + 1;
    }
  }
  return text;
}

}  // namespace

std::string_view pattern_of(std::string_view key) {
  for (const auto& [known, text] : error_sentences())
    if (known == key) return text;
  return "";
}

Sentence sentence(std::string_view key, std::vector<std::pair<std::string, Sentence>> values) {
  Sentence made;
  made.key = key;
  made.values = std::move(values);
  std::string pattern(pattern_of(key));
  if (pattern.empty()) pattern = "[" + made.key + "]";
  made.english = filled(pattern, made.values, [](const Sentence& value) -> const std::string& { return value.english; });
  return made;
}

Sentence listed(const std::vector<std::string>& words) {
  if (words.size() < 2) return words.empty() ? "" : words.front();
  std::string first;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) first += (i > 0 ? ", " : "") + words[i];
  return sentence("and", {{"first", first}, {"last", words.back()}});
}

Sentence one_after_other(const std::vector<Sentence>& sentences) {
  Sentence all;
  for (const Sentence& next : sentences) all = all.empty() ? next : sentence("then", {{"first", all}, {"next", next}});
  return all;
}

Sentence near_or(const std::string& near, Sentence otherwise) {
  return near.empty() ? otherwise : sentence("did_you_mean", {{"word", near}});
}

Sentence near_and(const std::string& near, Sentence all) {
  return near.empty() ? all : sentence("near_and", {{"near", near_or(near, "")}, {"all", all}});
}

std::string in_words(const Sentence& told, const std::map<std::string, std::string>& words) {
  const auto found = words.find(told.key);
  if (told.key.empty() || found == words.end()) return told.english;
  return filled(found->second, told.values, [&](const Sentence& value) { return in_words(value, words); });
}

}  // namespace attune
