#include "session/history.h"

#include <tuple>
#include <type_traits>
#include <utility>

namespace attune {

namespace {
// Everything that comes back, named once.
template <class S>
auto choices_of(S& s) {
  return std::tie(s.scenario, s.arm, s.other_arm, s.style, s.traits, s.own_story, s.kept_stories, s.compare, s.difference, s.change, s.hidden, s.solo_structure, s.hidden_hemisphere,
                  s.hidden_lobes, s.glass, s.colour_mode, s.show_labels, s.show_flow, s.show_legend, s.show_body,
                  s.hidden_carriers, s.slowed_carriers, s.solo_carrier, s.show_bands, s.plotted, s.hidden_curves, s.plot_from_s, s.plot_to_s, s.loop_from_s, s.loop_to_s,
                  s.prediction);
}
// What follows from the choices; it would be made again from them, but is still there.
template <class S>
auto results_of(S& s) {
  return std::tie(s.own_style, s.changed_style, s.life, s.life_bands, s.trace, s.before, s.peaks, s.link, s.elsewhere, s.undirected, s.agreement, s.bands);
}

bool is_dragged(const Command& command, const Session& before, const Session& after) {
  if (std::holds_alternative<command::SetChange>(command))
    return before.change.on == after.change.on && before.change.environment == after.change.environment;
  if (std::holds_alternative<command::SetTrait>(command) || std::holds_alternative<command::SetStrength>(command) ||
      std::holds_alternative<command::MoveItem>(command) || std::holds_alternative<command::SetCaption>(command) ||
      std::holds_alternative<command::SetStoryTitle>(command))
    return true;
  if (std::holds_alternative<command::Sketch>(command)) return before.prediction.drawn;
  return std::holds_alternative<command::SetGlass>(command) || std::holds_alternative<command::MoveSketch>(command) || std::holds_alternative<command::SetPlotRange>(command) ||
         std::holds_alternative<command::SetLoop>(command);
}

// Those that say themselves when a drag begins: the same slider dragged twice is two steps.
bool starts_anew(const Command& command) {
  return std::visit(
      []<class C>(const C& c) {
        if constexpr (requires { c.starts; }) return c.starts;
        return false;
      },
      command);
}

void bring_back(Session& session, const Session& earlier) {
  const bool other_story = session.scenario != earlier.scenario || session.arm != earlier.arm;
  const bool other_traces = session.trace != earlier.trace || session.life != earlier.life;
  choices_of(session) = choices_of(earlier);
  results_of(session) = results_of(earlier);
  if (other_traces) ++session.traces_made;
  session.item = earlier.item;  // its place can be another now
  if (session.trace[0]) session.playhead.t_s = std::min(session.playhead.t_s, session.trace[0]->duration_s());
  if (!other_story) return;
  session.playhead = earlier.playhead;
  session.playhead.playing = false;
  session.selected = earlier.selected;
  session.also_selected = earlier.also_selected;
  session.asked = earlier.asked;
}

void step(Session& session, std::vector<std::shared_ptr<const Session>> History::* from,
          std::vector<std::shared_ptr<const Session>> History::* to) {
  History history = std::exchange(session.history, {});
  if (!(history.*from).empty()) {
    (history.*to).push_back(snapshot(session));
    bring_back(session, *(history.*from).back());
    (history.*from).pop_back();
  }
  history.made_by = std::variant_npos;
  session.history = std::move(history);
}
}  // namespace

bool can_be_undone(const Command& command) {
  return std::visit(
      []<class C>(const C&) {
        using namespace command;
        return std::disjunction_v<std::is_same<C, SelectScenario>, std::is_same<C, SelectArm>, std::is_same<C, SetStyle>, std::is_same<C, SetCompare>,
                                  std::is_same<C, SwapSides>, std::is_same<C, SetDifference>, std::is_same<C, SetChange>,
                                  std::is_same<C, SetTrait>, std::is_same<C, SetStrength>, std::is_same<C, ResetChanges>,
                                  std::is_same<C, MakeOwnStory>, std::is_same<C, ShowOwnStory>, std::is_same<C, TakeStory>,
                                  std::is_same<C, MoveItem>, std::is_same<C, AddEvent>, std::is_same<C, AddCaption>,
                                  std::is_same<C, RemoveItem>, std::is_same<C, RemoveInput>, std::is_same<C, SetCaption>,
                                  std::is_same<C, SetStoryTitle>, std::is_same<C, SetStoryLength>,
                                  std::is_same<C, SetStructureVisible>, std::is_same<C, SetGroupVisible>, std::is_same<C, SoloStructure>, std::is_same<C, SetGlass>, std::is_same<C, SetColourMode>,
                                  std::is_same<C, SetLabels>, std::is_same<C, SetFlow>, std::is_same<C, SetLegend>,
                                  std::is_same<C, SetBody>, std::is_same<C, SetCarrierVisible>, std::is_same<C, SoloCarrier>,
                                  std::is_same<C, SetCarrierSlow>, std::is_same<C, HideHemisphere>, std::is_same<C, SetLobeVisible>,
                                  std::is_same<C, SetPlotted>, std::is_same<C, SetCurveVisible>, std::is_same<C, SetPlotRange>, std::is_same<C, SetLoop>, std::is_same<C, SetBands>,
                                  std::is_same<C, FollowLink>,
                                  std::is_same<C, StartPrediction>, std::is_same<C, Sketch>, std::is_same<C, MoveSketch>,
                                  std::is_same<C, EndPrediction>>;
      },
      command);
}

std::shared_ptr<const Session> snapshot(const Session& session) {
  auto copy = std::make_shared<Session>(session);
  copy->history = {};
  return copy;
}

void remember(Session& session, std::shared_ptr<const Session> before, const Command& command) {
  if (choices_of(session) == choices_of(*before)) return;
  History& history = session.history;
  const bool dragged = is_dragged(command, *before, session);
  const bool goes_on = dragged && !starts_anew(command) && history.made_by == command.index();
  history.future.clear();
  history.made_by = dragged ? command.index() : std::variant_npos;
  if (goes_on && !history.past.empty()) return;
  history.past.push_back(std::move(before));
  if (history.past.size() > kLongestHistory) history.past.erase(history.past.begin());
}

void undo(Session& session) { step(session, &History::past, &History::future); }
void redo(Session& session) { step(session, &History::future, &History::past); }
void forget_history(Session& session) { session.history = {}; }

}  // namespace attune
