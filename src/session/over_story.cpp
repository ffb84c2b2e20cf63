#include "session/over_story.h"

#include "session/session.h"

namespace attune {
namespace {

bool stays_over(const OverStory* kept, const Session& session, const std::string& column) {
  return kept != nullptr && kept->column == column && kept->trace == session.trace && kept->before == session.before &&
         kept->own_story == session.own_story && kept->by_years == session.change.on;
}

}  // namespace

std::shared_ptr<const OverStory> over_story(const Session& session, const Content& content, const std::string& column) {
  if (stays_over(session.over_story.get(), session, column)) return session.over_story;
  auto found = std::make_shared<OverStory>();
  found->column = column;
  found->trace = session.trace;
  found->before = session.before;
  found->own_story = session.own_story;
  found->by_years = session.change.on;
  const double worth = worth_saying(content, column);
  for (int side = 0; side < (session.compare ? 2 : 1); ++side) {
    const auto at = static_cast<std::size_t>(side);
    found->most[at] = most_changed(session, content, side, column, worth);
    found->change[at] = change_seen(session, side, column, worth);
  }
  return found;
}

void keep_over_story(Session& session, const Content& content) {
  const std::string column = shown_column(session, content);
  if (column.empty()) {
    session.over_story.reset();
  } else if (!stays_over(session.over_story.get(), session, column)) {
    session.over_story = over_story(session, content, column);
  }
}

}  // namespace attune
