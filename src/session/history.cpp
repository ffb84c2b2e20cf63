#include "session/history.h"

#include <algorithm>
#include <array>
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
                  s.prediction, s.level, s.people_only, s.theme, s.ui_scale, s.reduced_motion, s.trackball, s.language, s.panel_sizes, s.show_left, s.show_right,
                  s.show_plots, s.kept_views, s.picture_line, s.picture_scale, s.own);
}
// What follows from the choices; it would be made again from them, but is still there.
template <class S>
auto results_of(S& s) {
  return std::tie(s.own_style, s.changed_style, s.life, s.life_bands, s.trace, s.before, s.peaks, s.link, s.elsewhere, s.undirected, s.agreement, s.bands);
}

// Those that make a choice, each with the key of its name in assets/ui_en.json.
using ChoiceNames = std::array<const char*, std::variant_size_v<Command>>;

template <class C, std::size_t I = 0>
constexpr std::size_t place_of() {
  if constexpr (std::is_same_v<std::variant_alternative_t<I, Command>, C>) {
    return I;
  } else {
    return place_of<C, I + 1>();
  }
}

template <class... C>
constexpr void name_all(ChoiceNames& names, const char* key) {
  ((names[place_of<C>()] = key), ...);
}

constexpr ChoiceNames name_choices() {
  using namespace command;
  ChoiceNames names{};
  name_all<SelectScenario, ShowOwnStory, TakeStory>(names, "choice_story");
  name_all<OpenMoment>(names, "choice_opened");
  name_all<SelectArm>(names, "choice_version");
  name_all<SetStyle>(names, "choice_pattern");
  name_all<SetCompare, SwapSides, SetDifference>(names, "choice_compare");
  name_all<SetChange>(names, "choice_change");
  name_all<SetTrait>(names, "choice_trait");
  name_all<SetStrength>(names, "choice_strength");
  name_all<ResetChanges, UseSettings, ResetAll>(names, "choice_reset");
  name_all<MakeOwnStory>(names, "choice_own_story");
  name_all<MoveItem, AddEvent, AddCaption, RemoveItem, RemoveInput, SetStoryLength>(names, "choice_timeline");
  name_all<SetCaption, SetStoryTitle>(names, "choice_story_words");
  name_all<SetStructureVisible, SetGroupVisible, SoloStructure, HideHemisphere, SetLobeVisible>(names, "choice_parts");
  name_all<SetGlass>(names, "choice_glass");
  name_all<SetColourMode>(names, "choice_colours");
  name_all<SetLabels>(names, "choice_labels");
  name_all<SetFlow>(names, "choice_flow");
  name_all<SetLegend>(names, "choice_legend");
  name_all<SetBody>(names, "choice_body");
  name_all<SetCarrierVisible, SoloCarrier, SetCarrierSlow>(names, "choice_chemicals");
  name_all<SetPlotted, SetCurveVisible>(names, "choice_curves");
  name_all<SetPlotRange>(names, "choice_plot_range");
  name_all<SetLoop>(names, "choice_loop");
  name_all<SetBands>(names, "choice_bands");
  name_all<FollowLink>(names, "choice_link");
  name_all<StartPrediction, Sketch, MoveSketch, EndPrediction, StepBack>(names, "choice_prediction");  // Esc ends a sketch
  name_all<Begin>(names, "choice_way");
  name_all<SetLevel>(names, "choice_level");
  name_all<SetPeopleOnly>(names, "choice_people_only");
  name_all<SetTheme>(names, "choice_theme");
  name_all<SetUiScale>(names, "choice_ui_scale");
  name_all<SetReducedMotion>(names, "choice_motion");
  name_all<SetTrackball>(names, "choice_trackball");
  name_all<SetLanguage>(names, "choice_language");
  name_all<SetPanelSize>(names, "choice_panel_size");
  name_all<KeepView, NameKeptView, ForgetKeptView>(names, "choice_kept_views");
  name_all<SetPictureLine, SetPictureScale>(names, "choice_picture");
  name_all<MapPart, AcceptGuesses, MirrorBrain, TakeMapping>(names, "choice_mapping");
  return names;
}
constexpr ChoiceNames kChoiceNames = name_choices();

bool is_dragged(const Command& command, const Session& before, const Session& after) {
  if (std::holds_alternative<command::SetChange>(command))
    return before.change.on == after.change.on && before.change.environment == after.change.environment;
  if (std::holds_alternative<command::SetTrait>(command) || std::holds_alternative<command::SetStrength>(command) ||
      std::holds_alternative<command::MoveItem>(command) || std::holds_alternative<command::SetCaption>(command) ||
      std::holds_alternative<command::SetStoryTitle>(command))
    return true;
  if (std::holds_alternative<command::Sketch>(command)) return before.prediction.drawn;
  return std::holds_alternative<command::SetGlass>(command) || std::holds_alternative<command::MoveSketch>(command) || std::holds_alternative<command::SetPlotRange>(command) ||
         std::holds_alternative<command::SetLoop>(command) || std::holds_alternative<command::SetPanelSize>(command);
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

// What differs between `from` and `to` becomes what it is in `to`; all else stays.
template <class Now, class Seen, std::size_t... I>
void take_differences(Now now, const Seen& from, const Seen& to, std::index_sequence<I...>) {
  const auto take = [&](auto& here, const auto& was, const auto& is) {
    if (!(was == is)) here = is;
  };
  (take(std::get<I>(now), std::get<I>(from), std::get<I>(to)), ...);
}

// With a run that was lived, its results come back: they are those of `to`, whatever was counted meanwhile.
bool have_other_results(const Session& from, const Session& to) {
  return from.trace != to.trace || from.life != to.life || from.link != to.link || from.before != to.before || from.show_bands != to.show_bands;
}

void bring_back(Session& session, const Session& from, const Session& to) {
  const bool other_story = from.scenario != to.scenario || from.arm != to.arm;
  const bool other_traces = from.trace != to.trace || from.life != to.life;
  const bool other_item = other_story || from.own_story != to.own_story;
  const auto choices = choices_of(from);
  take_differences(choices_of(session), choices, choices_of(to), std::make_index_sequence<std::tuple_size_v<decltype(choices)>>{});
  if (have_other_results(from, to)) results_of(session) = results_of(to);
  if (other_traces) ++session.traces_made;
  if (other_item) session.item = to.item;  // its place can be another now
  if (session.trace[0]) session.playhead.t_s = std::min(session.playhead.t_s, session.trace[0]->duration_s());
  if (!other_story) return;
  session.playhead = to.playhead;
  session.playhead.playing = false;
  session.selected = to.selected;
  session.also_selected = to.also_selected;
  session.asked = to.asked;
}

// The end of a step as it is left now: the way back there leads to what has been reached and counted since.
std::shared_ptr<const Session> as_left(const Session& end, const Session& now) {
  auto left = std::make_shared<Session>(end);
  if (end.trace == now.trace && end.life == now.life) results_of(*left) = results_of(now);
  left->playhead = now.playhead;
  left->selected = now.selected;
  left->also_selected = now.also_selected;
  left->asked = now.asked;
  return left;
}

// The newest step of one list is gone through, from the end where the session stands to the other, and joins the other list.
using StepEnd = std::shared_ptr<const Session> HistoryStep::*;
using StepList = std::vector<HistoryStep> History::*;
void walk(Session& session, StepList from, StepList to, StepEnd here, StepEnd there) {
  History history = std::exchange(session.history, {});
  if (!(history.*from).empty()) {
    HistoryStep step = std::move((history.*from).back());
    (history.*from).pop_back();
    step.*here = as_left(*(step.*here), session);
    bring_back(session, *(step.*here), *(step.*there));
    (history.*to).push_back(std::move(step));
  }
  history.is_dragged = false;
  session.history = std::move(history);
}

const char* name_of_newest(const std::vector<HistoryStep>& steps) {
  return steps.empty() ? nullptr : choice_name(steps.back().made_by);
}
}  // namespace

const char* choice_name(std::size_t command) { return kChoiceNames.at(command); }

bool can_be_undone(const Command& command) {
  if (const auto* language = std::get_if<command::SetLanguage>(&command)) return !language->of_host;
  return choice_name(command.index()) != nullptr;
}

std::shared_ptr<const Session> snapshot(const Session& session) {
  auto copy = std::make_shared<Session>(session);
  copy->history = {};
  return copy;
}

void remember(Session& session, std::shared_ptr<const Session> before, const Command& command) {
  History& history = session.history;
  const bool dragged = is_dragged(command, *before, session), anew = starts_anew(command);
  if (choices_of(std::as_const(session)) == choices_of(*before)) {
    if (dragged && anew) let_go(session);  // taken hold of where it stands
    return;
  }
  const bool goes_on = dragged && !anew && history.is_dragged && !history.past.empty() && history.past.back().made_by == command.index();
  history.future.clear();
  history.is_dragged = dragged;
  if (goes_on) {
    history.past.back().after = snapshot(session);
    return;
  }
  history.past.push_back({std::move(before), snapshot(session), command.index()});
  if (history.past.size() > kLongestHistory) history.past.erase(history.past.begin());
}

PressBegin begin_press(const Session& session) { return session.history.past.empty() ? nullptr : session.history.past.back().before; }

void end_press(Session& session, const PressBegin& begin) {
  std::vector<HistoryStep>& past = session.history.past;
  auto first = past.begin();
  if (begin != nullptr) {
    first = std::find_if(past.begin(), past.end(), [&](const HistoryStep& step) { return step.before == begin; });
    if (first == past.end()) return;  // it was taken back
    ++first;
  }
  if (past.end() - first < 2) return;
  first->after = past.back().after;
  past.erase(first + 1, past.end());
}

const char* undone_next(const Session& session) { return name_of_newest(session.history.past); }
const char* redone_next(const Session& session) { return name_of_newest(session.history.future); }

void undo(Session& session) { walk(session, &History::past, &History::future, &HistoryStep::after, &HistoryStep::before); }
void redo(Session& session) { walk(session, &History::future, &History::past, &HistoryStep::before, &HistoryStep::after); }

void let_go(Session& session) { session.history.is_dragged = false; }

void drop_idle_steps(Session& session) {
  const auto choices = choices_of(std::as_const(session));
  std::vector<HistoryStep>&past = session.history.past, &future = session.history.future;
  while (!past.empty() && choices_of(*past.back().before) == choices) past.pop_back();
  while (!future.empty() && choices_of(*future.back().after) == choices) future.pop_back();
  let_go(session);
}

void forget_history(Session& session) { session.history = {}; }

void take_choices(Session& session, const Session& usual) {
  choices_of(session) = choices_of(usual);
  results_of(session) = results_of(usual);
  ++session.traces_made;
}

}  // namespace attune
