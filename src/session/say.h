// What the session tells the person, from the sentences of the content (assets/messages_en.json).
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace attune {

struct Session;
struct Content;

using Values = std::initializer_list<std::pair<std::string_view, std::string>>;

// The sentence of a key with its {places} filled; "[key]" where the file has none.
std::string message_text(const Content& content, const std::string& key, Values values = {});

// A problem, or what is said of one, in the language of the content.
std::string problem_text(const Content& content, const Sentence& problem);
std::string problem_text(const Content& content, const Error& problem);

// Sets Session::message: the sentence of a key, or one that is a sentence already (an error, a report of the host).
void say(Session& session, const Content& content, const std::string& key, Values values = {});
void tell(Session& session, std::string sentence);

// What refused a change of a story (session/edit_story.h), in words.
void say_refused(Session& session, const Content& content, const Error& refusal);

// Says that nothing is called `word`, and which of the candidates may have been meant. The sentence has a {word}.
void say_unknown(Session& session, const Content& content, const std::string& key, const std::string& word,
                 const std::vector<std::string>& candidates);

}  // namespace attune
