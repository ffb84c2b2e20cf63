#include "session/say.h"

#include "core/text.h"
#include "session/session.h"

namespace attune {

std::string message_text(const Content& content, const std::string& key, Values values) {
  const auto found = content.messages.find(key);
  return found == content.messages.end() ? "[" + key + "]" : fill(found->second, values);
}

std::string problem_text(const Content& content, const Sentence& problem) { return in_words(problem, content.errors); }
std::string problem_text(const Content& content, const Error& problem) { return problem_text(content, as_sentence(problem)); }

void say(Session& session, const Content& content, const std::string& key, Values values) {
  tell(session, message_text(content, key, values));
}

void tell(Session& session, std::string sentence) {
  session.message = std::move(sentence);
  session.message_age_s = 0;
}

void say_refused(Session& session, const Content& content, const Error& refusal) {
  std::string sentence = message_text(content, refusal.what.english, {{"word", refusal.where}, {"number", refusal.where}});
  if (!refusal.hint.empty()) sentence += " " + message_text(content, "did_you_mean", {{"word", refusal.hint.english}});
  tell(session, std::move(sentence));
}

void say_unknown(Session& session, const Content& content, const std::string& key, const std::string& word,
                 const std::vector<std::string>& candidates) {
  std::string sentence = message_text(content, key, {{"word", printable(word)}});
  if (const std::string near = nearest_word(word, candidates); !near.empty())
    sentence += " " + message_text(content, "did_you_mean", {{"word", near}});
  tell(session, std::move(sentence));
}

}  // namespace attune
