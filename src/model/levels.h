// Three ways of saying the same thing: plain words (a client, a first-time reader), a student's (terms with their
// explanation) and an expert's (field terms, figures and citation keys where the sources give them).
#pragma once

#include <string>
#include <string_view>

namespace attune {

enum class Level { plain, student, expert };

constexpr const char* name_of(Level level) {
  return level == Level::expert ? "expert" : level == Level::student ? "student" : "plain";
}

// What name_of() calls so; plain where it calls none so.
inline Level level_named(std::string_view name) {
  for (const Level level : {Level::student, Level::expert})
    if (name == name_of(level)) return level;
  return Level::plain;
}

// What the two deeper levels say; the plain words stand beside it. "" = as the next simpler level.
struct Deeper {
  std::string student, expert;
  bool operator==(const Deeper&) const = default;
};

inline const std::string& at_level(const std::string& plain, const Deeper& deeper, Level level) {
  if (level == Level::expert && !deeper.expert.empty()) return deeper.expert;
  if (level != Level::plain && !deeper.student.empty()) return deeper.student;
  return plain;
}

}  // namespace attune
