// What is said of one variable over the whole of its story: worked out when another variable is shown or the story is lived
// anew, and kept in the session, so that no frame does it again.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "model/content.h"
#include "session/before.h"
#include "session/reasons.h"

namespace attune {

struct Session;

struct OverStory {
  std::string column;  // what it is about, and what it was worked out of
  std::array<std::shared_ptr<const Trace>, 2> trace;
  std::shared_ptr<const Before> before;
  std::shared_ptr<const OwnStory> own_story;
  bool by_years = false;

  std::array<std::optional<MostChanged>, 2> most;   // by side
  std::array<std::optional<ChangeSeen>, 2> change;  // against the run before a person's change
};

// Called by execute() after every command; does nothing while Session::over_story still holds.
void keep_over_story(Session& session, const Content& content);

// The one that is kept; where it is about something else, worked out here.
std::shared_ptr<const OverStory> over_story(const Session& session, const Content& content, const std::string& column);

}  // namespace attune
