#include "session/before.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "session/edit_story.h"
#include "session/run_sides.h"
#include "session/session.h"

namespace attune {
namespace {

bool any_change(const Session& session) {
  return is_changed(session, Bench::side_a) || is_changed(session, Bench::side_b) || is_changed(session, Bench::story);
}

// What is shown, without the changes.
Before shown_now(const Session& session) {
  Before now;
  now.scenario = session.scenario;
  now.arm = session.arm;
  now.other_arm = session.other_arm;
  now.style = session.style;
  now.compare = session.compare;
  now.changes = session.change.on;
  if (session.change.on) {
    now.environment = session.change.environment;
    now.weeks = session.change.weeks;
  }
  if (session.own_story != nullptr && session.own_story->own) now.origin = session.own_story->origin;
  return now;
}

bool same_shown(const Before& a, const Before& b) {
  const auto all = [](const Before& x) {
    return std::tie(x.scenario, x.arm, x.other_arm, x.style, x.compare, x.changes, x.environment, x.weeks, x.origin);
  };
  return all(a) == all(b);
}

// An input is taken away or reversed when less than this share of what it added is left.
constexpr double kLeast = 0.2;

// Whether what an event did most it does no more.
bool is_reversed(const Circuit& circuit, const Segment& was, const Segment& now) {
  double most = 0, left = 0;
  for (const InputValue& value : was.inputs)
    for (const Input& input : circuit.inputs) {
      if (input.id != value.input || std::abs(value.value - input.initial) <= std::abs(most)) continue;
      most = value.value - input.initial;
      left = 0;
      for (const InputValue& after : now.inputs)
        if (after.input == value.input) left = after.value - input.initial;
    }
  return most != 0 && left / most < kLeast;
}

}  // namespace

void keep_before(Session& session, const Content& content, const Session& earlier) {
  if (!any_change(session)) {
    session.before.reset();
    return;
  }
  Before next = shown_now(session);
  if (session.before != nullptr && same_shown(*session.before, next)) return;
  if (!any_change(earlier) && same_shown(shown_now(earlier), next)) {
    next.trace = earlier.trace;
  } else {
    Session plain = session;
    plain.history = {};
    plain.traits = {};
    plain.own_style = {};
    if (plain.own_story != nullptr) plain.own_story = unchanged(*plain.own_story);
    Status status = follow_change_dial(plain, content);
    if (status) status = simulate_sides(plain, content);
    if (!status) {  // it ran when it was chosen; without it there is only no line to compare with
      session.before.reset();
      return;
    }
    next.trace = plain.trace;
  }
  session.before = std::make_shared<const Before>(std::move(next));
}

const Trace* trace_before(const Session& session, int side) {
  if (session.before == nullptr || (side == 1 && !session.compare) || !same_shown(*session.before, shown_now(session)))
    return nullptr;
  // With the change dial side B comes out of side A; of two people each answers the other.
  const bool together = session.change.on || session.link != nullptr;
  const bool changed = is_changed(session, Bench::story) || is_changed(session, side == 0 ? Bench::side_a : Bench::side_b) ||
                       (together && any_change(session));
  return changed ? session.before->trace[static_cast<std::size_t>(side)].get() : nullptr;
}

std::optional<ChangeSeen> change_seen(const Session& session, int side, const std::string& column, double worth) {
  ChangeSeen seen;
  seen.by_years = session.change.on && side == 1;
  const Trace* const now = session.trace[static_cast<std::size_t>(side)].get();
  const Trace* const before = seen.by_years ? session.trace[0].get() : trace_before(session, side);
  const int column_now = now == nullptr ? -1 : find_column(*now, column);
  const int column_before = before == nullptr ? -1 : find_column(*before, column);
  if (column_now < 0 || column_before < 0) return std::nullopt;
  const double end_s = std::min(now->duration_s(), before->duration_s());
  double most_more = 0, most_less = 0, more_s = 0, less_s = 0;
  for (std::size_t row = 0; row < now->rows(); ++row) {
    const double t_s = static_cast<double>(row) * now->sample_s;
    if (t_s > end_s) break;
    const double more = value_at(*now, column_now, t_s) - value_at(*before, column_before, t_s);
    if (more > most_more) most_more = more, more_s = t_s;
    if (-more > most_less) most_less = -more, less_s = t_s;
  }
  constexpr double kNearly = 0.5;  // of the biggest difference
  const double most = std::max(most_more, most_less), other = std::min(most_more, most_less);
  seen.any = most >= worth;
  seen.more = most_more >= most_less;
  seen.both_ways = other >= worth && other >= kNearly * most;
  seen.most_s = seen.more ? more_s : less_s;
  return seen;
}

CaptionFit caption_fit(const OwnStory& story, const Circuit& circuit, int arm, const Caption& caption) {
  const auto version = static_cast<std::size_t>(arm);
  if (arm < 0 || version >= story.origin->arms.size() || version >= story.scenario.arms.size() || version >= story.came_from.size())
    return CaptionFit::fits;
  const Arm& was = story.origin->arms[version];
  const Arm& now = story.scenario.arms[version];
  const std::vector<int>& came_from = story.came_from[version];
  const auto written = std::find_if(was.captions.begin(), was.captions.end(), [&](const Caption& each) {
    return each.event == caption.event && each.text == caption.text;
  });
  if (written == was.captions.end()) return CaptionFit::fits;

  double changed_from_s = story.scenario.duration_s + 1;
  for (std::size_t i = 0; i < now.segments.size() && i < came_from.size(); ++i) {
    const Segment* before = came_from[i] < 0 ? nullptr : &was.segments[static_cast<std::size_t>(came_from[i])];
    if (before != nullptr && *before == now.segments[i]) continue;
    changed_from_s = std::min(changed_from_s, now.segments[i].begin_s);
    if (before != nullptr) changed_from_s = std::min(changed_from_s, before->begin_s);
  }
  // The event that the caption tells of: the one that had begun last when the caption came.
  int event = -1;
  for (int i = 0; i < static_cast<int>(was.segments.size()); ++i) {
    const Segment& segment = was.segments[static_cast<std::size_t>(i)];
    if (std::find(came_from.begin(), came_from.end(), i) == came_from.end())
      changed_from_s = std::min(changed_from_s, segment.begin_s);
    const bool throughout = segment.begin_s <= 0 && segment.end_s >= story.origin->duration_s;
    if (throughout || segment.begin_s > written->begin_s || segment.end_s <= written->begin_s) continue;
    if (event < 0 || segment.begin_s >= was.segments[static_cast<std::size_t>(event)].begin_s) event = i;
  }
  if (event >= 0) {
    const auto at = std::find(came_from.begin(), came_from.end(), event);
    if (at == came_from.end()) return CaptionFit::gone;
    if (is_reversed(circuit, was.segments[static_cast<std::size_t>(event)],
                    now.segments[static_cast<std::size_t>(at - came_from.begin())]))
      return CaptionFit::gone;
  }
  return changed_from_s < caption.end_s ? CaptionFit::of_old_story : CaptionFit::fits;
}

}  // namespace attune
