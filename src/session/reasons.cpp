#include "session/reasons.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "session/session.h"
#include "sim/explain_pair.h"
#include "sim/explain_years.h"
#include "sim/pair.h"

namespace attune {

namespace {

// Over years everything goes on for a while: only a fresh push of some size counts.
bool has_push(const Why& why, bool years) {
  constexpr double kWorthCounting = 0.1;  // of the change
  const double change = why.after - why.before;
  return std::any_of(why.terms.begin(), why.terms.end(), [&](const WhyTerm& term) {
    return (term.effect > 0) == (change >= 0) && term.source != under_way &&
           (!years || std::abs(term.effect) >= kWorthCounting * std::abs(change));
  });
}

}  // namespace

const Caption* last_event(const std::vector<Caption>& captions, double t_s) {
  const Caption* last = nullptr;
  for (const Caption& caption : captions)
    if (caption.begin_s < t_s && (last == nullptr || caption.begin_s > last->begin_s)) last = &caption;
  return last;
}

std::optional<Reasons> latest_push(const std::vector<Caption>& captions, double t_s, double sample_s, bool years,
                                   double worth, const std::function<Result<Why>(double before_s)>& why_since) {
  const auto since = [&](const Caption* event) -> std::optional<Reasons> {
    const double before_s = (event == nullptr ? 0 : event->begin_s) - sample_s;
    auto why = why_since(before_s);
    if (!why || std::abs(why->after - why->before) < worth) return std::nullopt;
    const bool pushed = has_push(*why, years);
    return Reasons{std::move(*why), event, pushed};
  };
  const Caption* const last = last_event(captions, t_s);
  std::optional<Reasons> found = since(last);
  if (last == nullptr || (found && found->pushed)) return found;
  // Where little has moved since: whatever moved it last.
  const std::optional<bool> up = found ? std::optional(found->why.after >= found->why.before) : std::nullopt;
  std::vector<const Caption*> earlier{nullptr};
  for (const Caption& caption : captions)
    if (caption.begin_s < last->begin_s) earlier.push_back(&caption);
  std::stable_sort(earlier.begin() + 1, earlier.end(),
                   [](const Caption* a, const Caption* b) { return a->begin_s < b->begin_s; });
  for (auto event = earlier.rbegin(); event != earlier.rend(); ++event)
    if (std::optional<Reasons> older = since(*event);
        older && older->pushed && (!up || (older->why.after >= older->why.before) == *up))
      return older;
  return found;
}

std::optional<Reasons> find_pair_reasons(const Content& content, const PairRun& run, int person,
                                         const std::string& column, double t_s, double worth) {
  const auto why_since = [&](double before_s) { return explain_pair(content, run, person, column, before_s, t_s); };
  auto found = latest_push(run.arm->captions, t_s, run.link->sample_s, false, worth, why_since);
  if (found) return found;
  // Nothing in such a story happens but being together: what moved moved because of that.
  auto since_start = why_since(0);
  if (!since_start || std::abs(since_start->after - since_start->before) < worth) return std::nullopt;
  return Reasons{std::move(*since_start), nullptr, true};
}

std::optional<Reasons> find_reasons(const Session& session, const Content& content, int side, const std::string& column,
                                    double worth) {
  return find_reasons_at(session, content, side, column, session.playhead.t_s, worth);
}

std::optional<MostChanged> most_changed(const Session& session, const Content& content, int side,
                                        const std::string& column, double worth) {
  constexpr int kLooks = 40;  // between one event and the next
  constexpr std::size_t kMostTries = 16;
  const double end_s = duration_s(session, content);
  std::vector<double> marks{0, end_s};
  for (const Caption& caption : current_arm(session, content, side).captions)
    if (caption.begin_s > 0 && caption.begin_s < end_s) marks.push_back(caption.begin_s);
  std::sort(marks.begin(), marks.end());
  struct Moved {
    double far, t_s;
    std::size_t mark;  // since when
  };
  std::vector<Moved> found;
  for (std::size_t i = 0; i + 1 < marks.size(); ++i) {
    const double before = value_of(session, content, side, column, marks[i]);
    for (int look = 1; look <= kLooks; ++look) {
      const double t_s = marks[i] + (marks[i + 1] - marks[i]) * look / kLooks;
      const double moved = std::abs(value_of(session, content, side, column, t_s) - before);
      if (moved >= worth) found.push_back({moved, t_s, i});
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const Moved& a, const Moved& b) { return a.far > b.far; });
  std::optional<MostChanged> most;
  for (std::size_t i = 0; i < found.size() && i < kMostTries; ++i) {
    // Not where a long quiet end follows, but as soon as most of it has happened.
    constexpr double kMost = 0.9;
    double t_s = found[i].t_s;
    for (const Moved& earlier : found)
      if (earlier.mark == found[i].mark && earlier.far >= kMost * found[i].far) t_s = std::min(t_s, earlier.t_s);
    for (const double then_s : {t_s, found[i].t_s}) {
      auto reasons = find_reasons_at(session, content, side, column, then_s, worth);
      if (!reasons) continue;
      const bool says_why = !reasons->why.terms.empty();
      if (says_why || !most) most = MostChanged{then_s, std::move(reasons->why)};
      if (says_why) return most;
    }
  }
  return most;
}

std::string shown_column(const Session& session, const Content& content) {
  if (asked_connection(session, content) != nullptr) return "";
  if (!session.asked.empty()) return session.asked;
  const Structure* structure = find_structure(content, session.selected);
  return structure == nullptr || structure->region.empty() ? "" : "region." + structure->region;
}

std::string unit_of(const Content& content, const std::string& column) {
  const std::size_t dot = column.find('.');
  const std::string prefix = column.substr(0, dot == std::string::npos ? 0 : dot);
  const std::string id = dot == std::string::npos ? column : column.substr(dot + 1);
  if (prefix == "episode") return unit_of(content, (find_region(content, id) != nullptr ? "region." : "felt.") + id);
  std::string unit = prefix == "chem" ? "x" : "";
  const auto look_in = [&](const std::vector<Formula>& formulas) {
    for (const Formula& formula : formulas)
      if (formula.id == id && !formula.meaning.empty()) unit = formula.unit;
  };
  const Circuit& circuit = content.circuit;
  if (prefix == "body" || prefix == "felt") {
    for (const State& state : circuit.states)
      if (state.id == id) unit = state.unit;
    look_in(circuit.readouts);
    look_in(circuit.derived);
  } else if (prefix == "derived") {
    look_in(circuit.derived);
    look_in(circuit.gates);
    look_in(circuit.readouts);
    if (unit == "x rest") unit = "x";
    if (unit == "1" || unit == "-1-1") unit.clear();
  }
  if (const PairCurve* curve = find_pair_curve(content.pair, column)) unit = curve->unit;
  return unit.starts_with("0-1") ? "" : unit;  // shares stand on the axis of activity
}

double worth_saying(const Content& content, const std::string& column) {
  const std::string unit = unit_of(content, column);
  return unit.empty() ? 0.01 : unit == "x" ? 0.02 : 0.5;
}

std::optional<Reasons> find_reasons_at(const Session& session, const Content& content, int side,
                                       const std::string& column, double now_s, double worth) {
  if (const std::optional<PairRun> run = pair_run(session, content);
      run && find_pair_curve(content.pair, column) != nullptr)
    return find_pair_reasons(content, *run, side, column, now_s, worth);
  const std::shared_ptr<const Trace>& trace = session.trace[static_cast<std::size_t>(side)];
  if (!trace || find_column(*trace, column) < 0) return std::nullopt;
  const AnyScenario story = current_story(session, content);
  const auto arm = static_cast<std::size_t>(arm_of(session, side));
  if (story.years != nullptr) {
    const YearsRun run{story.years, &story.years->arms[arm], &current_style(session, content, side), trace.get(),
                       session.peaks[static_cast<std::size_t>(side)].get()};
    return latest_push(run.arm->captions, now_s, trace->sample_s, true, worth,
                       [&](double before_s) { return explain_years(content, run, column, before_s, now_s); });
  }
  // Two people: the other's calm and arousal are terms too.
  const Result<Circuit> both = story.pair != nullptr ? pair_circuit(content.circuit) : Result<Circuit>(Error{});
  const Circuit& circuit = both ? *both : content.circuit;
  return latest_push(story.arm(arm).captions, now_s, trace->sample_s, false, worth,
                     [&](double before_s) { return explain(circuit, *trace, column, before_s, now_s); });
}

}  // namespace attune
