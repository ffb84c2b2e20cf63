// What every command does. No other file changes a session, but for what this one calls.
#include "session/session.h"

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "model/find.h"
#include "session/edit_story.h"
#include "session/history.h"
#include "session/looks.h"
#include "session/move_view.h"
#include "session/over_story.h"
#include "session/own_brain.h"
#include "session/page_runs.h"
#include "session/reasons.h"
#include "session/run_sides.h"
#include "session/say.h"
#include "sim/explain_years.h"
#include "sim/pair.h"

namespace attune {
namespace {

constexpr double kMaxFrame_s = 0.25;
constexpr float kWelcomeTurn_rad_s = 0.06f;
constexpr double kTimeTolerance_s = 1e-6;

// A person pressing "previous" just after an event means the one before it.
constexpr double kPreviousGrace_s = 1.0;  // of wall time

bool is_finite(glm::vec2 v) { return std::isfinite(v.x) && std::isfinite(v.y); }

std::vector<std::string> structure_ids(const Content& content) {
  std::vector<std::string> ids;
  for (const Structure& structure : content.structures) ids.push_back(structure.id);
  for (const BrainPart& part : content.brain.parts)
    if (!part.structure.empty() && std::find(ids.begin(), ids.end(), part.structure) == ids.end())
      ids.push_back(part.structure);
  return ids;
}

// Sets the message and returns false for an id that neither the content nor the brain model has.
bool is_structure(Session& session, const Content& content, const std::string& id) {
  const std::vector<std::string> ids = structure_ids(content);
  if (std::find(ids.begin(), ids.end(), id) != ids.end()) return true;
  say_unknown(session, content, "no_structure", id, ids);
  return false;
}

// The simulation stands still; what was playing goes on when it is let go.
void hold(Session& session, bool on) {
  if (on) {
    session.plays_after = session.plays_after || session.playhead.playing;
    session.playhead.playing = false;
    return;
  }
  session.playhead.playing = session.plays_after && !session.show_welcome;
  session.plays_after = false;
}

// The details come forward: the sliders step aside, also those beside a story's timeline.
void show_details(Session& session) {
  session.show_bench = false;
  session.show_interface = session.show_right = true;
  session.front_panel = Panel::right;
}

// The details come forward on the reasons they show.
void open_why(Session& session, bool by_key) {
  session.claim.clear();
  session.show_why = true;
  ++session.why_asked;
  session.why_by_key = by_key;
  show_details(session);
}

void ask_why(Session& session, const Content& content) {
  if (const Connection* connection = asked_connection(session, content)) {  // back to the reasons, of its target if of none
    const Structure* target = structure_of_region(content, connection->to);
    if (session.selected.empty() && target != nullptr) session.selected = target->id;
    session.asked.clear();
  }
  const bool shown = session.show_right && session.show_interface && (session.show_why || !session.asked.empty());
  if (shown && session.why_by_key && session.why_in_view) {
    session.why_by_key = false;
    if (session.asked.empty()) session.show_why = false;
    session.asked.clear();
    return;
  }
  if (session.selected.empty() && session.asked.empty()) {
    const std::string region = most_moved_region(session, content);
    const Structure* structure = region.empty() ? nullptr : structure_of_region(content, region);
    if (structure == nullptr) {
      say(session, content, "nothing_moved");
      return;
    }
    session.selected = structure->id;
  }
  open_why(session, true);
}

void ask_about(Session& session, const Content& content, const std::string& column) {
  if (column.empty()) {
    session.asked.clear();
    return;
  }
  if (column.starts_with(kOfConnection)) {
    if (asked_connection(column, content) == nullptr) {
      std::vector<std::string> ids;
      for (const Connection& connection : content.circuit.connections) ids.push_back(connection.id);
      return say_unknown(session, content, "no_connection", column.substr(kOfConnection.size()), ids);
    }
    session.asked = column;
    session.claim.clear();
    return show_details(session);
  }
  const Trace* trace = session.trace[0].get();
  const PairCurve* shared = session.link == nullptr ? nullptr : find_pair_curve(content.pair, column);
  if (shared == nullptr && (trace == nullptr || find_column(*trace, column) < 0)) {
    say_unknown(session, content, "no_curve", column, trace == nullptr ? std::vector<std::string>{} : trace->columns);
    return;
  }
  constexpr std::string_view kRegion = "region.";
  if (column.starts_with(kRegion))
    if (const Structure* structure = structure_of_region(content, column.substr(kRegion.size()))) {
      session.selected = structure->id;
      session.also_selected.clear();
      session.asked.clear();
      open_why(session, false);
      return;
    }
  if (!has_reasons(session, content, column)) {
    say(session, content, "no_reasons", {{"word", printable(column)}});
    return;
  }
  session.asked = shared != nullptr ? "pair." + shared->id : column;
  open_why(session, false);
}

void close_pages(Session& session) {
  session.show_pages = false;
  session.page_runs.reset();
}

void show_claim(Session& session, const Content& content, const std::string& id) {
  const auto& claims = content.claim_book.claims;
  if (!id.empty() && std::none_of(claims.begin(), claims.end(), [&](const Claim& claim) { return claim.id == id; })) {
    say_unknown(session, content, "no_claim", id, {});
    return;
  }
  session.claim = id;
  if (id.empty()) return;
  close_pages(session);
  show_details(session);
}

DetailsView details_view(const Session& session) {
  return {session.selected, session.asked, session.claim, session.also_selected};
}
bool is_same_page(const DetailsView& a, const DetailsView& b) {
  return a.selected == b.selected && a.asked == b.asked && a.claim == b.claim;
}

void remember_details(Session& session, DetailsView before) {
  if (is_same_page(before, details_view(session))) return;
  session.details_future.clear();
  session.details_past.push_back(std::move(before));
  if (session.details_past.size() > kMostDetailsViews) session.details_past.erase(session.details_past.begin());
}

void forget_details(Session& session) {
  session.details_past.clear();
  session.details_future.clear();
}

// What this story does not have, or what is there already, is passed over.
void step_details(Session& session, const Content& content, int direction) {
  std::vector<DetailsView>& from = direction < 0 ? session.details_past : session.details_future;
  std::vector<DetailsView>& to = direction < 0 ? session.details_future : session.details_past;
  const DetailsView now = details_view(session);
  while (!from.empty()) {
    const DetailsView next = std::move(from.back());
    from.pop_back();
    if (is_same_page(next, now) || !can_be_asked(session, content, next.asked)) continue;
    to.push_back(now);
    session.selected = next.selected;
    session.also_selected = next.also_selected;
    session.asked = next.asked;
    session.claim = next.claim;
    session.why_by_key = false;
    ++session.walked;
    close_pages(session);
    return show_details(session);
  }
}

void open_source(Session& session, const Content& content, const command::OpenSource& c) {
  if (!c.reference.empty() && find_reference(content, c.reference) == nullptr) {
    std::vector<std::string> ids;
    for (const Reference& reference : content.references) ids.push_back(reference.id);
    say_unknown(session, content, "no_source", c.reference, ids);
    return;
  }
  session.source_wanted = c.reference;
  session.source_copied = c.copied;
}

void set_plot_range(Session& session, const Content& content, double from_s, double to_s) {
  if (!std::isfinite(from_s) || !std::isfinite(to_s)) {
    say(session, content, "no_time");
    return;
  }
  const double end_s = duration_s(session, content);
  const double length_s =
      std::max(std::min(to_s, end_s) - std::max(from_s, 0.0), shortest_plot_s(session, content));
  const bool whole = to_s <= from_s || length_s >= end_s * (1 - 1e-9);
  session.plot_from_s = whole ? 0 : std::clamp(from_s, 0.0, end_s - length_s);
  session.plot_to_s = whole ? 0 : session.plot_from_s + length_s;
}

// So short a part plays more slowly than was wished for.
void say_slowed(Session& session, const Content& content) {
  if (played_speed(session, content) < std::min(session.playhead.speed, fastest_speed(session, content)))
    say(session, content, "part_slowed");
}

void set_loop(Session& session, const Content& content, double from_s, double to_s) {
  if (!std::isfinite(from_s) || !std::isfinite(to_s)) {
    say(session, content, "no_time");
    return;
  }
  const double end_s = duration_s(session, content);
  from_s = std::clamp(from_s, 0.0, end_s);
  to_s = std::clamp(to_s, 0.0, end_s);
  const bool none = to_s - from_s < end_s * kShortestLoop_share;
  session.loop_from_s = none ? 0 : from_s;
  session.loop_to_s = none ? 0 : to_s;
  if (!none && (session.playhead.t_s < from_s || session.playhead.t_s > to_s)) session.playhead.t_s = from_s;
  if (none) return;
  keep_pace(session, content);
  say_slowed(session, content);
}

// Curves and sides as the new kind of story wants them; those of moments come back with the next moment.
void follow_kind(Session& session, const Content& content, ScenarioKind before) {
  const AnyScenario story = current_story(session, content);
  const ScenarioKind now = story.kind;
  const auto is_moment = [](ScenarioKind kind) { return kind == ScenarioKind::moment || kind == ScenarioKind::days; };
  if (is_moment(before)) {
    if (!is_moment(now)) session.elsewhere = {session.compare, session.plotted};
  } else if (before != now) {
    session.compare = session.elsewhere.compare;
    if (is_moment(now)) session.plotted = session.elsewhere.plotted;
  }
  // A life that goes on from a history shows what was learned first beside what is learned now.
  if (now == ScenarioKind::years)
    session.plotted = {"slow.security", "trait.trust",
                       story.years->start == LifeStart::history ? "template.trust" : "trait.reg"};
  if (before == now) return;
  if (now == ScenarioKind::two_people) session.plotted = {"chem.OTp", "chem.CORT", "region.AMY"};
}

std::shared_ptr<const Style> style_with(const Content& content, int style, const TraitValues& traits) {
  if (traits.empty()) return nullptr;
  return std::make_shared<const Style>(
      with_traits(content.styles[static_cast<std::size_t>(style)], traits, content.changed_name));
}

void set_trait(Session& session, const Content& content, const command::SetTrait& c) {
  if (c.side != 0 && c.side != 1) return say(session, content, "two_sides");
  if (!can_change_traits(session, content, c.side)) {
    return say(session, content, session.change.on && c.side == 1 ? "b_follows_a" : "learned_as_it_goes");
  }
  const double shipped = shipped_trait(session, content, c.side, c.trait);
  if (std::isnan(shipped)) {
    std::vector<std::string> ids;
    for (const Trait& trait : content.circuit.traits) ids.push_back(trait.id);
    return say_unknown(session, content, "no_trait", c.trait, ids);
  }
  if (!(c.value >= 0 && c.value <= 1)) return say(session, content, "trait_range");
  if (trait_value(session, content, c.side, c.trait) == c.value) return;
  change_and_simulate(session, content, [&](Session& changed) {
    const auto side = static_cast<std::size_t>(c.side);
    TraitValues& traits = changed.traits[side];
    std::erase_if(traits, [&](const auto& entry) { return entry.first == c.trait; });
    if (c.value != shipped) traits.emplace_back(c.trait, c.value);
    std::sort(traits.begin(), traits.end());  // the same changes, whatever the order they were made in
    changed.own_style[side] = style_with(content, changed.style[side], traits);
  });
}

// Changes what happens in the moment that is shown. `edit` gives a Status; a story that is as it ships again is let go.
template <class Edit>
void change_story(Session& session, const Content& content, Edit edit) {
  const Scenario* moment = current_story(session, content).scenario;
  if (moment == nullptr) return say(session, content, "change_needs_moment");
  auto story = std::make_shared<OwnStory>(session.own_story ? *session.own_story
                                                            : begin_changes(*moment, content.changed_name));
  if (const Status status = edit(*story); !status) return say_refused(session, content, status.error());
  std::shared_ptr<const OwnStory> next = std::move(story);
  if (!next->own && !is_changed(*next)) next = nullptr;
  if (next == nullptr && session.own_story == nullptr) return;
  const auto arm = static_cast<std::size_t>(session.arm);
  const bool same_places = next != nullptr && next->scenario.arms[arm].segments.size() == moment->arms[arm].segments.size();
  change_and_simulate(session, content, [&](Session& changed) {
    changed.own_story = std::move(next);
    if (!same_places) changed.item = {};
  });
}

// Changes a story of the person's own; `edit` gives a Status, or the item that is chosen then. lived: the run changes.
template <class Edit>
void edit_own(Session& session, const Content& content, bool lived, Edit edit) {
  if (session.own_story == nullptr || !session.own_story->own)
    return say(session, content, "shipped_stays");
  auto story = std::make_shared<OwnStory>(*session.own_story);
  StoryItem item = session.item;
  if constexpr (std::is_same_v<decltype(edit(*story)), Result<StoryItem>>) {
    const Result<StoryItem> edited = edit(*story);
    if (!edited) return say_refused(session, content, edited.error());
    item = *edited;
  } else if (const Status status = edit(*story); !status) {
    return say_refused(session, content, status.error());
  }
  ItemSpan span;
  if (!find_span(story->scenario, session.arm, item, span)) item = {};
  const std::shared_ptr<const OwnStory> next = std::move(story);
  const auto take = [&](Session& changed) {
    changed.own_story = next;
    changed.item = item;
  };
  if (!lived) return take(session);
  change_and_simulate(session, content, take);
}

// A story of the person's own stays at hand while another comes on stage.
void put_aside(Session& session) {
  if (session.own_story != nullptr && session.own_story->own) session.kept_stories.push_back(session.own_story);
}

// Another story of the person's own comes on stage, from its beginning.
void show_own(Session& session, const Content& content, const std::shared_ptr<const OwnStory>& story) {
  const bool was_welcome = session.show_welcome;
  change_and_simulate(session, content, [&](Session& changed) {
    const ScenarioKind before = current_kind(changed, content);
    put_aside(changed);
    std::erase_if(changed.kept_stories, [&](const auto& kept) {  // itself, or the same file once more
      return kept == story || (!kept->file.empty() && kept->file == story->file && !is_changed(*kept));
    });
    changed.own_story = story;
    changed.story_checks = {};
    changed.item = {};
    changed.arm = static_cast<int>(current_story(changed, content).opening_arm());
    changed.other_arm = -1;
    follow_kind(changed, content, before);
    changed.playhead = {0, false, default_speed(story->scenario)};
    changed.plot_from_s = changed.plot_to_s = changed.loop_from_s = changed.loop_to_s = 0;
    changed.show_welcome = changed.show_library = false;
  });
  if (was_welcome && !session.show_welcome) start_camera_move(session, home_camera());
}

void make_own_story(Session& session, const Content& content, const command::MakeOwnStory& c) {
  const Scenario* moment = current_story(session, content).scenario;
  if (moment == nullptr) return say(session, content, "own_needs_moment");
  if (session.own_story != nullptr && session.own_story->own) return;  // it is one
  auto own = std::make_shared<const OwnStory>(make_own(*moment, {c.title, c.story}));
  session.own_story = std::move(own);  // lived as before: the same numbers
  keep_before(session, content, session);  // from now on its own changes are seen against it
  session.story_checks = {};
  session.item = {};
}

void set_editor(Session& session, const Content& content, bool open) {
  if (open && current_story(session, content).scenario == nullptr)
    return say(session, content, "timeline_needs_moment");
  session.show_editor = open;
  session.item = {};
  session.show_story_files = false;
  if (!open) return;
  session.show_bench = true;
  session.bench = Bench::story;
  session.show_mapping = session.show_library = false;
  session.show_right = session.show_interface = true;
  session.front_panel = Panel::none;  // where only one fits beside it: what is chosen (ui/layout.h)
}

void reset_changes(Session& session, const Content& content, const command::ResetChanges& c) {
  const auto wanted = [&](Bench what) { return (c.all || c.what == what) && is_changed(session, what); };
  const bool a = wanted(Bench::side_a), b = wanted(Bench::side_b), story = wanted(Bench::story);
  if (!a && !b && !story) return;
  change_and_simulate(session, content, [&](Session& changed) {
    if (a) changed.traits[0].clear(), changed.own_style[0].reset();
    if (b) changed.traits[1].clear(), changed.own_style[1].reset();
    if (story) changed.own_story = unchanged(*changed.own_story);
  });
}

void select_scenario(Session& session, const Content& content, int scenario, bool own) {
  if (!is_index(scenario, story_count(content)) ||
      story_at(content, static_cast<std::size_t>(scenario)).arm_count() == 0) {
    say(session, content, "no_scenario", {{"number", std::to_string(scenario + 1)}});
    return;
  }
  const bool was_welcome = session.show_welcome;
  change_and_simulate(session, content, [&](Session& changed) {
    const ScenarioKind before = current_kind(changed, content);
    put_aside(changed);
    changed.scenario = scenario;
    if (own) changed.own_scenario = scenario;
    changed.own_story.reset();
    changed.item = {};
    if (current_story(changed, content).scenario == nullptr) changed.show_editor = false;
    changed.arm = static_cast<int>(current_story(changed, content).opening_arm());
    changed.other_arm = -1;
    follow_kind(changed, content, before);
    changed.playhead = {0, false, default_speed(current_story(changed, content).duration_s(0))};
    changed.plot_from_s = changed.plot_to_s = changed.loop_from_s = changed.loop_to_s = 0;
    changed.show_welcome = false;
    changed.show_library = false;
    changed.claim.clear();
  });
  if (!was_welcome || session.show_welcome) return;
  session.frozen = session.plays_after = false;
  start_camera_move(session, home_camera());
}

// Only stories of the person's own and a brain model of theirs stay at hand.
void reset_all(Session& session, const Content& content) {
  Result<Session> usual = make_session(content);
  if (!usual) return tell(session, problem_text(content, usual.error()));
  use_settings(*usual, Settings{});
  usual->kept_stories = session.kept_stories;
  if (session.own_story != nullptr && session.own_story->own) usual->kept_stories.push_back(session.own_story);
  usual->own = session.own;
  if (session.own != nullptr) usual->hidden.clear();
  take_choices(session, *usual);
  session.playhead = {0, false, usual->playhead.speed};
  session.item = {};
  session.show_editor = session.show_bench = false;
  if (!can_be_asked(session, content, session.asked)) session.asked.clear();
  set_camera(session, home_camera());
}

void set_playing(Session& session, const Content& content, bool on) {
  if (on && session.playhead.t_s >= duration_s(session, content) - kTimeTolerance_s) session.playhead.t_s = 0;
  session.playhead.playing = on;
  if (on) session.frozen = session.plays_after = false;
}

void seek(Session& session, const Content& content, double t_s) {
  if (!std::isfinite(t_s)) {
    say(session, content, "no_time");
    return;
  }
  session.playhead.t_s = std::clamp(t_s, 0.0, duration_s(session, content));
}

void step_event(Session& session, const Content& content, int direction) {
  const std::vector<Caption>& captions = current_arm(session, content).captions;
  const double now_s = session.playhead.t_s;
  const double end_s = duration_s(session, content);
  if (direction > 0) {
    double next_s = end_s;
    for (const Caption& caption : captions)
      if (caption.begin_s > now_s + kTimeTolerance_s) next_s = std::min(next_s, caption.begin_s);
    session.playhead.t_s = next_s;
  } else if (direction < 0) {
    const double grace_s = session.playhead.playing ? kPreviousGrace_s * played_speed(session, content) : kTimeTolerance_s;
    double previous_s = 0;
    for (const Caption& caption : captions)
      if (caption.begin_s < now_s - grace_s) previous_s = std::max(previous_s, caption.begin_s);
    session.playhead.t_s = std::min(previous_s, end_s);
  }
}

void set_plotted(Session& session, const Content& content, const std::string& column, bool on) {
  const auto found = std::find(session.plotted.begin(), session.plotted.end(), column);
  session.hidden_curves.erase(column);
  if (!on) {
    if (found != session.plotted.end()) session.plotted.erase(found);
    return;  // its band goes unseen
  }
  if (found != session.plotted.end()) return;
  const Trace* trace = session.trace[0].get();
  if (trace == nullptr || find_column(*trace, column) < 0) {
    say_unknown(session, content, "no_curve", column, trace == nullptr ? std::vector<std::string>{} : trace->columns);
  } else if (session.plotted.size() >= kMaxPlotted) {
    say(session, content, "curves_full", {{"number", std::to_string(kMaxPlotted)}});
  } else {
    session.plotted.push_back(column);
  }
}

bool is_carrier(Session& session, const Content& content, const std::string& id) {
  const std::vector<std::string> known = carriers(content);
  if (std::find(known.begin(), known.end(), id) != known.end()) return true;
  say_unknown(session, content, "no_carrier", id, known);
  return false;
}

void set_panel(Session& session, Panel panel, bool open) {
  if (panel == Panel::left) session.show_left = open;
  if (panel == Panel::right) session.show_right = open;
  if (panel == Panel::plots) session.show_plots = open;
  if (open) {
    session.front_panel = panel;
  } else if (session.front_panel == panel) {
    session.front_panel = Panel::none;
  }
}

void close_welcome(Session& session) {
  if (!session.show_welcome) return;
  session.show_welcome = false;
  session.frozen = session.plays_after = false;
  start_camera_move(session, home_camera());  // it turned while the welcome stood
}

void begin(Session& session, const Content& content, const command::Begin& c) {
  close_welcome(session);
  session.playhead.playing = false;
  session.show_interface = c.way != Way::present;
  if (c.way == Way::present) {
    session.fullscreen = true;
    seek(session, content, 0);
  } else if (c.way == Way::session) {
    session.level = Level::plain;
    session.reduced_motion = true;
    session.show_left = session.show_right = session.show_plots = false;
    session.front_panel = Panel::none;
  }
  if (!c.hint.empty()) tell(session, c.hint);
}

// What a step of the tour points at comes forward.
void set_tour(Session& session, int step) {
  session.tour_step = step >= 0 && step < kTourSteps ? step : -1;
  if (session.tour_step < 0) return;
  close_welcome(session);
  session.show_help = session.show_search = session.show_library = false;
  session.show_interface = true;
  session.playhead.playing = false;
  if (session.tour_step == 1) {
    set_panel(session, Panel::left, true);
    session.left_tab = LeftTab::moment;
  } else if (session.tour_step == kTourSteps - 1) {
    set_panel(session, Panel::right, true);
  } else {
    session.front_panel = Panel::none;
  }
}

void end_prediction(Session& session) {
  session.prediction = {};
  session.prediction_seen_s = 0;
  session.sketch_handle = 1;
}

void start_prediction(Session& session, const Content& content, std::string column, int side) {
  side = side == 1 && session.compare ? 1 : 0;
  const Trace* trace = session.trace[static_cast<std::size_t>(side)].get();
  if (trace == nullptr) return;
  if (column.empty() && !session.plotted.empty()) column = session.plotted.front();
  if (column.empty()) column = "region." + most_moved_region(session, content);
  if (find_column(*trace, column) < 0) {
    say(session, content, "nothing_to_predict");
    return;
  }
  const double end_s = duration_s(session, content);
  const double from_s = prediction_start(current_arm(session, content).captions, session.playhead.t_s);
  if (end_s - from_s < shortest_plot_s(session, content)) {
    say(session, content, "predict_earlier");
    return;
  }
  const double to_s = session.plot_to_s > from_s + shortest_plot_s(session, content) ? session.plot_to_s : end_s;
  set_plotted(session, content, column, true);
  if (std::find(session.plotted.begin(), session.plotted.end(), column) == session.plotted.end()) return;  // too many
  session.prediction = make_prediction(*trace, column, from_s, to_s);
  if (!is_on(session.prediction)) return;
  session.prediction.side = side;
  session.playhead.playing = false;
  session.playhead.t_s = session.prediction_seen_s = from_s;
  session.sketch_handle = 1;
  session.show_interface = true;
  set_panel(session, Panel::plots, true);
}

// What has been played has been seen.
void notice_seen(Session& session) {
  if (is_on(session.prediction)) session.prediction_seen_s = std::max(session.prediction_seen_s, session.playhead.t_s);
}

void open_page(Session& session, const Content& content, const std::string& id) {
  if (!id.empty() && find_page(content, id) == nullptr) {
    std::vector<std::string> ids;
    for (const Page& page : content.pages) ids.push_back(page.id);
    say_unknown(session, content, "no_page", id, ids);
    return;
  }
  const bool runs_stand = session.show_pages && session.page == id;
  session.show_pages = true;
  session.page = id;
  session.playhead.playing = false;  // nothing moves behind the words; going on is the person's choice
  if (runs_stand && session.page_runs) return;
  session.page_runs.reset();
  if (const Page* page = current_page(session, content)) {
    Result<std::shared_ptr<const PageRuns>> runs = run_page(session, content, *page);
    if (runs) session.page_runs = std::move(*runs);
    if (!runs) tell(session, problem_text(content, runs.error()));
  }
}

// Not the same one with other parts.
bool is_other_brain(const Session& session, const std::shared_ptr<const OwnBrain>& own) {
  return own == nullptr || session.own == nullptr || own->bytes_hash != session.own->bytes_hash;
}

void take_brain(Session& session, const Content& content, const std::shared_ptr<const OwnBrain>& own) {
  const bool is_other = is_other_brain(session, own);
  session.own = own;
  session.show_mapping = session.show_mapping && own != nullptr;
  if (is_other) session.mapping_part = -1;
  const std::vector<std::string> known = structure_ids(content);
  const auto is_known = [&](const std::string& id) { return std::find(known.begin(), known.end(), id) != known.end(); };
  if (!is_known(session.selected)) session.selected.clear();
  if (!is_known(session.hovered)) session.hovered.clear();
  if (!is_known(session.solo_structure)) session.solo_structure.clear();
  std::erase_if(session.also_selected, [&](const std::string& id) { return !is_known(id); });
  if (!is_other) return;
  session.hidden.clear();
  session.solo_structure.clear();
  if (own == nullptr) session.hidden = bystanders(content);
}

// The host follows with the meshes.
template <class Change>
void change_mapping(Session& session, const Content& content, Change change) {
  if (session.own == nullptr) {
    say(session, content, "no_own_model");
    return;
  }
  auto changed = std::make_shared<OwnBrain>(*session.own);
  change(changed->mapping);
  session.own = std::move(changed);
}

void map_part(Session& session, const Content& content, const command::MapPart& c) {
  if (session.own != nullptr && !is_index(c.part, session.own->mapping.parts.size())) {
    say(session, content, "no_part", {{"number", std::to_string(c.part + 1)}});
    return;
  }
  if (!c.structure.empty() && find_structure(content, c.structure) == nullptr) {
    is_structure(session, content, c.structure);  // says so
    return;
  }
  change_mapping(session, content, [&](Mapping& mapping) {
    PartMatch& part = mapping.parts[static_cast<std::size_t>(c.part)];
    part.structure = c.structure;
    part.side = c.side;
    if (session.mapping_part == c.part) session.selected = part_id(part, content);
    if (!c.structure.empty()) part.maybe.clear();
    part.match = Match::chosen;
  });
}

void step_back(Session& session) {
  if (session.blank) {
    session.blank = false;
    hold(session, false);
  } else if (session.grounded) {
    session.grounded = false;
  } else if (session.question != Question::none) {
    session.question = Question::none;
  } else if (session.wanted != Export::none) {
    session.wanted = Export::none;
  } else if (session.show_search) {
    session.show_search = false;
  } else if (session.show_help) {
    session.show_help = false;
  } else if (session.show_pages) {
    close_pages(session);
  } else if (session.show_welcome) {
    close_welcome(session);
  } else if (session.tour_step >= 0) {
    session.tour_step = -1;
  } else if (!session.message.empty()) {
    session.message.clear();
  } else if (is_sketching(session)) {
    end_prediction(session);
  } else if (!session.show_interface) {
    session.show_interface = true;
  } else if (session.show_library && !session.library_search.empty()) {
    session.library_search.clear();
  } else if (session.show_library) {
    session.show_library = false;
  } else if (session.show_story_files) {
    session.show_story_files = false;
  } else if (session.show_editor && session.item.kind != ItemKind::none) {
    session.item = {};
  } else if (session.show_editor) {
    session.show_editor = false;
  } else if (session.show_bench) {
    session.show_bench = false;
  } else if (session.show_mapping) {
    if (session.mapping_part < 0) session.show_mapping = false;
    session.mapping_part = -1;
  } else if (!session.claim.empty()) {
    session.claim.clear();
  } else if (!session.asked.empty()) {
    session.asked.clear();
  } else if (!session.selected.empty() || !session.also_selected.empty()) {
    session.selected.clear();
    session.also_selected.clear();
    if (session.front_panel == Panel::right) session.front_panel = Panel::none;
  } else if (session.fullscreen) {
    session.fullscreen = false;
  }
}

void put(std::set<std::string>& words, const std::string& word, bool in) {
  if (in) {
    words.insert(word);
  } else {
    words.erase(word);
  }
}

// One overload per command: std::visit finds a missing one at compile time.
struct Executor {
  Session& session;
  const Content& content;

  void operator()(const command::SelectScenario& c) const { select_scenario(session, content, c.scenario, c.own); }
  void operator()(const command::SelectArm& c) const {
    const AnyScenario story = current_story(session, content);
    if (!is_index(c.arm, story.arm_count())) {
      say(session, content, "no_version", {{"number", std::to_string(c.arm + 1)}});
      return;
    }
    if (c.side != 0 && (c.side != 1 || story.years == nullptr)) {
      say(session, content, "one_version");
      return;
    }
    change_and_simulate(session, content, [&](Session& changed) {
      const double before_s = duration_s(changed, content);
      (c.side == 0 ? changed.arm : changed.other_arm) = c.arm;
      if (c.side == 1) changed.compare = true;
      if (duration_s(changed, content) != before_s) changed.playhead.speed = default_speed(duration_s(changed, content));
    });
  }
  void operator()(const command::SetStyle& c) const {
    if ((c.side != 0 && c.side != 1) || !is_index(c.style, content.styles.size())) {
      say(session, content, "no_pattern", {{"number", std::to_string(c.style + 1)}});
      return;
    }
    change_and_simulate(session, content, [&](Session& changed) {
      changed.style[static_cast<std::size_t>(c.side)] = c.style;
      changed.traits[static_cast<std::size_t>(c.side)].clear();
      changed.own_style[static_cast<std::size_t>(c.side)].reset();
      if (c.side == 1) changed.change.on = changed.change.swapped = false;  // B is a history of its own again
    });
  }
  void operator()(const command::SetCompare& c) const {
    if (!c.on && current_kind(session, content) == ScenarioKind::two_people) {
      say(session, content, "two_people_stay");
      return;
    }
    if (!c.on && session.change.on) return say(session, content, "dial_keeps_both");
    change_and_simulate(session, content, [&](Session& changed) { changed.compare = c.on; });
  }
  void operator()(const command::SwapSides&) const {
    if (session.change.on) {
      say(session, content, "nothing_to_swap");
      return;
    }
    change_and_simulate(session, content, [](Session& changed) {
      swap_histories(changed);
      if (changed.other_arm >= 0) std::swap(changed.arm, changed.other_arm);
    });
  }
  void operator()(const command::SetDifference& c) const {
    if (c.on && current_kind(session, content) == ScenarioKind::two_people) {
      say(session, content, "no_difference");
      return;
    }
    change_and_simulate(session, content, [&](Session& changed) {
      changed.difference = c.on;
      if (c.on) changed.compare = true;
    });
  }
  void operator()(const command::SetChange& c) const {
    if (!std::isfinite(c.weeks)) {
      say(session, content, "no_time");
      return;
    }
    if (c.on && current_story(session, content).scenario == nullptr) {
      say(session, content, "dial_needs_moment");
      return;
    }
    const bool starts = c.on && !session.change.on, ends = !c.on && session.change.on;
    const bool could_swap = starts && !c.keeps_sides && security_of(session, content, 0) > security_of(session, content, 1);
    const bool swaps = could_swap && (session.compare || shows_little(c));
    change_and_simulate(session, content, [&](Session& changed) {
      if (swaps || (ends && session.change.swapped)) swap_histories(changed);
      changed.change = {c.on, c.environment, c.weeks, starts ? session.compare : session.change.compared,
                        swaps || (!starts && !ends && session.change.swapped), session.change.front};
      if (ends) changed.compare = session.change.compared;
    });
    if (ends && !session.change.on && session.front_panel == Panel::none) session.front_panel = session.change.front;
    if (!starts || !session.change.on) return;
    session.show_welcome = false;
    session.change.front = session.front_panel;
    session.front_panel = Panel::none;  // only one of them may fit
  }
  // Whether years in that company would show nothing of side A's history.
  bool shows_little(const command::SetChange& c) const {
    Session tried = session;
    tried.change = {true, c.environment, c.weeks};
    return follow_change_dial(tried, content) && years_change_little(tried, content);
  }
  void operator()(const command::SetTrait& c) const { set_trait(session, content, c); }
  void operator()(const command::SetStrength& c) const {
    change_story(session, content, [&](OwnStory& story) -> Status {
      return set_strength(story, content.circuit, session.arm, c.event, c.input, c.value);
    });
  }
  void operator()(const command::ResetChanges& c) const { reset_changes(session, content, c); }
  void operator()(const command::SetBench& c) const {
    session.show_bench = c.open;
    session.bench = c.what;
    session.show_story_files = false;
    if (!c.open) session.show_editor = false;
    if (!c.open) return;
    close_welcome(session);
    session.show_mapping = false;
    session.show_right = session.show_interface = true;
    session.front_panel = Panel::right;
  }
  void operator()(const command::MakeOwnStory& c) const { make_own_story(session, content, c); }
  void operator()(const command::ShowOwnStory& c) const {
    session.show_library = false;
    if (c.index < 0 && session.own_story != nullptr && session.own_story->own) return;
    const auto& kept = session.kept_stories;
    if (kept.empty() || (c.index >= 0 && !is_index(c.index, kept.size()))) return say(session, content, "no_own_story");
    show_own(session, content, std::shared_ptr<const OwnStory>(c.index < 0 ? kept.back() : kept[static_cast<std::size_t>(c.index)]));
  }
  void operator()(const command::Ask& c) const {
    if (c.what == Question::forget_view && !is_index(c.about, session.kept_views.size())) return;
    session.question = c.what;
    session.question_about = c.what == Question::forget_view ? c.about : -1;
    if (c.what != Question::leave) return;
    session.playhead.playing = false;
    leave_if_saved();
  }
  void operator()(const command::Leave&) const { session.leaving = true; }
  void leave_if_saved() const {
    if (session.question == Question::leave && unsaved_stories(session).empty()) session.leaving = true;
  }
  void operator()(const command::TakeStory& c) const {
    if (c.story == nullptr || c.story->scenario.arms.empty()) return;
    show_own(session, content, c.story);
    session.show_story_files = false;
  }
  void operator()(const command::SetEditor& c) const {
    set_editor(session, content, c.open);
    if (session.show_editor) close_welcome(session);
  }
  void operator()(const command::ChooseItem& c) const {
    ItemSpan span;
    const Scenario* moment = current_story(session, content).scenario;
    session.item = moment != nullptr && find_span(*moment, session.arm, c.item, span) ? c.item : StoryItem{};
    if (session.item.kind != ItemKind::none) session.bench = Bench::story, session.show_bench = true;
    session.show_story_files = false;
  }
  void operator()(const command::MoveItem& c) const {
    edit_own(session, content, c.item.kind == ItemKind::event, [&](OwnStory& story) { return move_item(story, session.arm, c.item, c.begin_s, c.end_s); });
  }
  void operator()(const command::AddEvent& c) const {
    edit_own(session, content, true, [&](OwnStory& story) { return add_event(story, content.circuit, session.arm, c.at_s, c.input); });
  }
  void operator()(const command::AddCaption& c) const {
    edit_own(session, content, false, [&](OwnStory& story) { return add_caption(story, session.arm, c.at_s, c.event, c.text); });
  }
  void operator()(const command::RemoveItem& c) const {
    edit_own(session, content, c.item.kind == ItemKind::event, [&](OwnStory& story) -> Result<StoryItem> {
      if (const Status removed = remove_item(story, session.arm, c.item); !removed) return removed.errors();
      return StoryItem{};
    });
  }
  void operator()(const command::RemoveInput& c) const {
    edit_own(session, content, true, [&](OwnStory& story) { return remove_input(story, session.arm, c.event, c.input); });
  }
  void operator()(const command::SetCaption& c) const {
    edit_own(session, content, false, [&](OwnStory& story) { return set_caption(story, session.arm, c.caption, c.event, c.text); });
  }
  void operator()(const command::SetStoryTitle& c) const {
    edit_own(session, content, false, [&](OwnStory& story) { return set_title(story, c.title); });
  }
  void operator()(const command::SetStoryLength& c) const {
    edit_own(session, content, true, [&](OwnStory& story) { return set_length(story, c.duration_s); });
  }
  void operator()(const command::NoticeStory& c) const {
    if (c.story == session.own_story) session.story_checks = c.checks;
  }
  void operator()(const command::ShowStoryFiles& c) const {
    session.show_story_files = c.open;
    session.story_files.clear();
    if (!c.open) {
      if (session.show_editor) session.front_panel = Panel::none;
      return;
    }
    session.story_folder.clear();  // the host looks again
    session.show_bench = session.show_right = session.show_interface = true;
    session.bench = Bench::story;
    session.front_panel = Panel::right;
  }
  void operator()(const command::SetStoryFiles& c) const {
    session.story_folder = c.folder;
    session.story_files = c.files;
  }
  void operator()(const command::TypeStoryPath& c) const { session.story_path = c.path; }
  void operator()(const command::OpenStoryFile& c) const { session.story_wanted = c.path; }
  void operator()(const command::KeepStory& c) const {
    session.wanted = Export::none;
    if (session.own_story != nullptr) session.own_story = std::make_shared<const OwnStory>(as_saved(*session.own_story, c.file));
    tell(session, c.sentence);
    leave_if_saved();
  }
  void operator()(const command::Undo&) const {
    session.message.clear();  // it was about what is taken back
    undo(session);
  }
  void operator()(const command::Redo&) const {
    session.message.clear();
    redo(session);
  }
  void operator()(const command::LetGo&) const { let_go(session); }
  void operator()(const command::ForgetChoices&) const {
    forget_history(session);
    forget_details(session);
  }
  void operator()(const command::StepDetails& c) const { step_details(session, content, c.direction < 0 ? -1 : 1); }
  void operator()(const command::ResetAll&) const { reset_all(session, content); }
  void operator()(const command::SetPlaying& c) const { set_playing(session, content, c.on); }
  void operator()(const command::TogglePlaying&) const { set_playing(session, content, !session.playhead.playing); }
  void operator()(const command::Seek& c) const { seek(session, content, c.t_s); }
  void operator()(const command::StepTime& c) const {
    seek(session, content, session.playhead.t_s + c.seconds);
    session.step_still_s = 0;
  }
  void operator()(const command::StepEvent& c) const {
    step_event(session, content, c.direction);
    session.step_still_s = 0;
  }
  void operator()(const command::SetSpeed& c) const {
    if (!std::isfinite(c.speed) || c.speed <= 0) {
      say(session, content, "speed_above_zero");
      return;
    }
    const std::vector<double> offered = offered_speeds(session, content);
    session.playhead.speed = c.of_film ? c.speed : std::clamp(c.speed, offered.front(), offered.back());
    session.playhead.of_film = c.of_film;
    say_slowed(session, content);
  }
  void operator()(const command::OrbitCamera& c) const {
    if (is_finite(c.movement)) move_camera(session, (session.trackball ? roll_freely : orbit)(session.camera, c.movement));
  }
  void operator()(const command::PanCamera& c) const {
    if (is_finite(c.movement)) move_camera(session, pan(session.camera, c.movement));
  }
  void operator()(const command::ZoomCamera& c) const {
    if (std::isfinite(c.steps) && is_finite(c.pointer_ndc) && std::isfinite(c.aspect) && c.aspect > 0)
      move_camera(session, zoom(session.camera, c.steps, c.pointer_ndc, c.aspect));
  }
  void operator()(const command::FaceCamera& c) const {
    if (!std::isfinite(c.azimuth)) return;
    Camera turned = session.camera;
    turned.azimuth = std::remainder(c.azimuth, 6.2831853f);
    set_camera(session, turned);
  }
  void operator()(const command::GoToView& c) const { go_to_view(session, content, c.view, c.at_once); }
  void operator()(const command::GoBackToView&) const { go_back_to_view(session, content); }
  void operator()(const command::FrameStructure& c) const {
    if (!is_structure(session, content, c.structure)) return;
    keep_view_before(session);
    start_camera_move(session, framing(session, content, c.structure));
  }
  void operator()(const command::Select& c) const {
    if (!c.structure.empty() && !is_structure(session, content, c.structure)) return;
    if (!c.structure.empty()) ++session.chosen;
    session.selected = c.structure;
    session.also_selected.clear();
    session.asked.clear();
    session.claim.clear();
    session.why_by_key = false;
    // Where only one side panel fits, the details come forward with a selection and step back without one.
    if (!c.structure.empty()) session.show_bench = false;
    if (!c.structure.empty() && session.show_right) session.front_panel = Panel::right;
    if (c.structure.empty() && session.front_panel == Panel::right) session.front_panel = Panel::none;
  }
  void operator()(const command::AlsoSelect& c) const {
    if (!is_structure(session, content, c.structure)) return;
    if (session.selected.empty()) {
      (*this)(command::Select{c.structure});
    } else if (session.selected == c.structure) {
      session.selected.clear();
      if (!session.also_selected.empty()) {
        session.selected = *session.also_selected.begin();
        session.also_selected.erase(session.also_selected.begin());
      }
    } else if (session.also_selected.erase(c.structure) == 0) {
      session.also_selected.insert(c.structure);
    }
  }
  void operator()(const command::AskWhy&) const { ask_why(session, content); }
  void operator()(const command::AskAbout& c) const { ask_about(session, content, c.column); }
  void operator()(const command::ShowClaim& c) const { show_claim(session, content, c.claim); }
  void operator()(const command::OpenSource& c) const { open_source(session, content, c); }
  void operator()(const command::NoticeWhy& c) const { session.why_in_view = c.in_view; }
  void operator()(const command::HoldWhy& c) const { session.why_held_s = c.at_s >= 0 ? c.at_s : -1; }
  void operator()(const command::SetLoop& c) const { set_loop(session, content, c.from_s, c.to_s); }
  void operator()(const command::SetPlotRange& c) const { set_plot_range(session, content, c.from_s, c.to_s); }
  void operator()(const command::SetAgreement& c) const {
    if (c.traces != session.traces_made || (c.side != 0 && c.side != 1) || c.counted == nullptr) return;
    std::shared_ptr<const AgreementBook>& known = session.agreement[static_cast<std::size_t>(c.side)];
    AgreementBook joined = known == nullptr ? AgreementBook{} : *known;
    for (const auto& [id, entry] : *c.counted) joined.insert_or_assign(id, entry);
    known = std::make_shared<const AgreementBook>(std::move(joined));
  }
  void operator()(const command::SetPageBands& c) const {
    if (c.counted == nullptr || !session.show_bands || c.counted->of != session.page_runs) return;
    if (!c.counted->problem.empty()) {
      session.show_bands = false;
      tell(session, problem_text(content, c.counted->problem));
      return;
    }
    session.page_bands = c.counted;
  }
  void operator()(const command::SetStoryBands& c) const {
    if (c.traces != session.traces_made || !session.show_bands) return;
    if (!c.counted.problem.empty()) {
      session.show_bands = false;
      session.bands = {};
      tell(session, problem_text(content, c.counted.problem));
      return;
    }
    for (std::size_t side = 0; side < session.bands.size(); ++side)
      session.bands[side] = join_bands(session.bands[side], c.counted.bands[side]);
  }
  void operator()(const command::Hover& c) const {
    if (c.structure.empty() || is_structure(session, content, c.structure)) session.hovered = c.structure;
  }
  void operator()(const command::SetStructureVisible& c) const {
    if (!is_structure(session, content, c.structure)) return;
    put(session.hidden, c.structure, !c.visible);
    if (c.visible != (session.solo_structure == c.structure)) session.solo_structure.clear();
  }
  void operator()(const command::SoloStructure& c) const {
    if (!c.structure.empty() && !is_structure(session, content, c.structure)) return;
    session.solo_structure = session.solo_structure == c.structure ? "" : c.structure;
  }
  void operator()(const command::SetGroupVisible& c) const {
    for (const Structure& structure : content.structures)
      if (structure.group == c.group) (*this)(command::SetStructureVisible{structure.id, c.visible});
  }
  void operator()(const command::SetGlass& c) const {
    if (std::isfinite(c.glass)) session.glass = std::clamp(c.glass, 0.0f, 1.0f);
  }
  void operator()(const command::SetColourMode& c) const { session.colour_mode = c.mode; }
  void operator()(const command::SetLabels& c) const { session.show_labels = c.on; }
  void operator()(const command::SetFlow& c) const { session.show_flow = c.on; }
  void operator()(const command::SetLegend& c) const { session.show_legend = c.on; }
  void operator()(const command::SetBody& c) const { session.show_body = c.on; }
  void operator()(const command::SetCarrierVisible& c) const {
    if (!is_carrier(session, content, c.carrier)) return;
    put(session.hidden_carriers, c.carrier, !c.visible);
    if (c.visible != (session.solo_carrier == c.carrier)) session.solo_carrier.clear();
  }
  void operator()(const command::SoloCarrier& c) const {
    if (!c.carrier.empty() && !is_carrier(session, content, c.carrier)) return;
    session.solo_carrier = session.solo_carrier == c.carrier ? "" : c.carrier;
  }
  void operator()(const command::SetCarrierSlow& c) const {
    if (!is_carrier(session, content, c.carrier)) return;
    put(session.slowed_carriers, c.carrier, c.slow);
  }
  void operator()(const command::HideHemisphere& c) const {
    session.hidden_hemisphere = c.hemisphere == 0 || c.hemisphere == 1 ? c.hemisphere : -1;
  }
  void operator()(const command::SetLobeVisible& c) const {
    const std::vector<std::string> known = lobes(content);
    if (std::find(known.begin(), known.end(), c.lobe) == known.end()) {
      say_unknown(session, content, "no_lobe", c.lobe, known);
    } else {
      put(session.hidden_lobes, c.lobe, !c.visible);
    }
  }
  void operator()(const command::KeepView& c) const { keep_view(session, content, c.name); }
  void operator()(const command::ShowKeptView& c) const { show_kept_view(session, content, c.index); }
  void operator()(const command::NameKeptView& c) const {
    if (is_index(c.index, session.kept_views.size()) && !c.name.empty())
      session.kept_views[static_cast<std::size_t>(c.index)].name = printable(c.name, kLongestViewName);
  }
  void operator()(const command::ForgetKeptView& c) const {
    if (is_index(c.index, session.kept_views.size())) session.kept_views.erase(session.kept_views.begin() + c.index);
  }
  void operator()(const command::SetPlotted& c) const { set_plotted(session, content, c.column, c.on); }
  void operator()(const command::SetCurveVisible& c) const {
    if (holds(session.plotted, c.column)) put(session.hidden_curves, c.column, !c.visible);
  }
  void operator()(const command::SetLevel& c) const { session.level = c.level; }
  void operator()(const command::SetPeopleOnly& c) const { session.people_only = c.on; }
  void operator()(const command::SetBands& c) const {  // counted by the host (story_bands.h)
    session.show_bands = c.on;
    if (!c.on) session.bands = {};
  }
  void operator()(const command::SetTheme& c) const { session.theme = c.theme; }
  void operator()(const command::SetUiScale& c) const {
    if (std::isfinite(c.scale)) session.ui_scale = std::clamp(c.scale, 1.0f, 3.0f);
  }
  void operator()(const command::SetReducedMotion& c) const {
    session.reduced_motion = c.on;
    if (c.on && session.camera_move.active) set_camera(session, session.camera_move.to);
  }
  void operator()(const command::SetTrackball& c) const {
    session.trackball = c.on;
    const Camera& camera = session.camera_move.active ? session.camera_move.to : session.camera;
    if (!c.on && !(levelled(camera) == camera)) start_camera_move(session, levelled(camera));
  }
  void operator()(const command::SetInterface& c) const { session.show_interface = c.on; }
  void operator()(const command::SetHelp& c) const { session.show_help = c.on; }
  void operator()(const command::SetFullscreen& c) const { session.fullscreen = c.on; }
  void operator()(const command::SetPanel& c) const { set_panel(session, c.panel, c.open); }
  void operator()(const command::SetPanelSize& c) const {
    PanelSizes& sizes = session.panel_sizes;
    float* const size = c.panel == Panel::left    ? &sizes.left
                        : c.panel == Panel::right ? &sizes.right
                        : c.panel == Panel::plots ? &sizes.plots
                                                  : nullptr;
    if (size != nullptr && std::isfinite(c.size)) *size = c.size <= 0 ? 0 : std::clamp(c.size, kLeastPanel, kMostPanel);
  }
  void operator()(const command::SetLanguage& c) const {
    session.language = c.language;
    if (c.of_host) drop_idle_steps(session);
  }
  void operator()(const command::UseSettings& c) const {
    use_settings(session, c.settings);
    if (session.reduced_motion && session.camera_move.active) set_camera(session, session.camera_move.to);
  }
  void operator()(const command::SetLeftTab& c) const { session.left_tab = c.tab; }
  void operator()(const command::SetLibrary& c) const {
    session.show_library = c.on;
    session.library_search = c.on ? c.search : "";
    if (c.on) session.left_tab = LeftTab::moment;
  }
  void operator()(const command::ExplainTerm& c) const {
    if (const GlossaryTerm* term = item_of(content.glossary, c.id)) say(session, content, "term_means", {{"name", term->name}, {"meaning", term->meaning}});
  }
  void operator()(const command::SetSearch& c) const {
    session.show_search = c.open;
    session.search = c.open ? c.text : "";
  }
  void operator()(const command::SetPages& c) const {
    if (c.open) {
      open_page(session, content, c.page);
    } else {
      close_pages(session);
    }
  }
  // Made of the commands a person could have given one after the other.
  void operator()(const command::FollowLink& c) const {
    const PageLink link = c.link;  // it may belong to what changes here
    const auto also = [&](const Command& command) { std::visit(*this, command); };
    if (!link.page.empty()) return open_page(session, content, link.page);
    close_pages(session);
    session.show_search = session.show_help = false;
    close_welcome(session);
    if (!link.scenario.empty()) {
      std::size_t index = 0;  // loading the pages has checked that it is there
      while (index + 1 < story_count(content) && story_at(content, index).text().id != link.scenario) ++index;
      also(command::SelectScenario{static_cast<int>(index)});
      const AnyScenario story = story_at(content, index);
      for (std::size_t arm = 0; arm < story.arm_count(); ++arm)
        if (story.arm(arm).id == link.arm) also(command::SelectArm{static_cast<int>(arm)});
      if (!link.style.empty()) also(command::SetStyle{0, index_of(content.styles, link.style)});
      if (!link.compare.empty()) also(command::SetStyle{1, index_of(content.styles, link.compare)});
      const bool compare = !link.compare.empty() || story.pair != nullptr;  // two people are always both there
      if (session.compare != compare) also(command::SetCompare{compare});
    }
    for (std::size_t i = 0; i < link.select.size(); ++i) {
      also(command::SetStructureVisible{link.select[i], true});
      if (i == 0) {
        also(command::Select{link.select[i]});
      } else {
        also(command::AlsoSelect{link.select[i]});
      }
    }
    session.show_interface = true;
  }
  void operator()(const command::SetGrounded& c) const {
    if (c.on == session.grounded) return;
    session.grounded = c.on;
    session.breath_s = 0;
    session.frozen = session.plays_after = false;
    if (c.on) session.playhead.playing = false;  // going on is the person's choice, not a timer's
    session.camera_move.active = false;
  }
  void operator()(const command::SetBlank& c) const {
    if (c.on == session.blank) return;
    session.blank = c.on;
    hold(session, c.on);
  }
  void operator()(const command::SetFrozen& c) const {
    if (c.on == session.frozen) return;
    session.frozen = c.on;
    hold(session, c.on);
    if (c.on) session.camera_move.active = false;
  }
  void operator()(const command::SetPictureScale& c) const { session.picture_scale = std::clamp(c.scale, 1, 4); }
  void operator()(const command::SetPictureLine& c) const { session.picture_line = c.on; }
  void operator()(const command::StartExport& c) const {
    if (session.wanted == Export::film && c.what != Export::none) {
      say(session, content, "film_runs");
      return;
    }
    session.wanted = c.what;
    session.export_share = session.export_left_s = 0;
  }
  void operator()(const command::ReportExport& c) const {
    session.export_share = std::clamp(c.share, 0.0, 1.0);
    session.export_left_s = std::isfinite(c.left_s) ? std::max(0.0, c.left_s) : 0;
  }
  void operator()(const command::FinishExport& c) const {
    session.wanted = Export::none;
    tell(session, c.sentence);
  }
  void operator()(const command::CancelExport&) const { session.wanted = Export::none; }
  void operator()(const command::TakeBrain& c) const {
    if (is_other_brain(session, c.own)) {
      forget_history(session);
      forget_details(session);
    }
    take_brain(session, content, c.own);
  }
  void operator()(const command::SetMapping& c) const {
    session.show_mapping = c.open && session.own != nullptr;
    session.mapping_part = session.show_mapping && is_index(c.part, session.own->mapping.parts.size()) ? c.part : -1;
    if (session.mapping_part >= 0) {
      const PartMatch& part = session.own->mapping.parts[static_cast<std::size_t>(c.part)];
      session.selected = part_id(part, content);
      session.also_selected.clear();
    }
    if (session.show_mapping) {
      session.show_bench = false;
      session.show_welcome = false;
      session.show_right = session.show_interface = true;
      session.front_panel = Panel::right;
    }
  }
  void operator()(const command::TakeMapping& c) const {
    if (session.own == nullptr || c.own == nullptr) {
      say(session, content, "no_own_model");
      return;
    }
    session.own = c.own;
    (*this)(command::SetMapping{true});
  }
  void operator()(const command::MapPart& c) const { map_part(session, content, c); }
  void operator()(const command::AcceptGuesses&) const {
    change_mapping(session, content, [](Mapping& mapping) {
      for (PartMatch& part : mapping.parts)
        if (part.match == Match::unsure) part.structure = part.maybe, part.match = Match::chosen;
    });
  }
  void operator()(const command::MirrorBrain&) const {
    change_mapping(session, content, [](Mapping& mapping) { mirror(mapping); });
  }
  void operator()(const command::LeaveOwnBrain&) const {
    forget_history(session);
    forget_details(session);
    session.own.reset();
    session.show_mapping = false;
    session.mapping_part = -1;
  }
  void operator()(const command::OpenMoment& c) const {
    if (c.moment == nullptr) return;
    History history = std::move(session.history);
    session = *c.moment;
    session.history = std::move(history);
    forget_details(session);
  }
  void operator()(const command::Tell& c) const { tell(session, c.sentence); }
  void operator()(const command::CloseWelcome&) const { close_welcome(session); }
  void operator()(const command::Begin& c) const { begin(session, content, c); }
  void operator()(const command::SetTour& c) const { set_tour(session, c.step); }
  void operator()(const command::StartPrediction& c) const { start_prediction(session, content, c.column, c.side); }
  void operator()(const command::Sketch& c) const { sketch(session.prediction, c.from_s, c.from_height, c.to_s, c.to_height); }
  void operator()(const command::MoveSketch& c) const {
    if (!is_on(session.prediction)) return;
    session.sketch_handle = std::clamp(session.sketch_handle + c.along, 1, kSketchHandles);
    if (c.up != 0) move_handle(session.prediction, session.sketch_handle, c.up);
  }
  void operator()(const command::EndPrediction&) const { end_prediction(session); }
  void operator()(const command::StepBack&) const { step_back(session); }
  void operator()(const command::DismissMessage&) const { session.message.clear(); }
};

void change(Session& session, const Content& content, const Command& command) {
  if (!can_be_undone(command)) {
    std::visit(Executor{session, content}, command);
    notice_seen(session);
    keep_over_story(session, content);
    keep_pace(session, content);
    return;
  }
  auto before = snapshot(session);
  std::visit(Executor{session, content}, command);
  // A sketch is about one curve of one run.
  const bool other_run = session.scenario != before->scenario || session.arm != before->arm ||
                         session.style[0] != before->style[0] ||
                         (session.prediction.side == 1 && (!session.compare || session.style[1] != before->style[1] || session.change != before->change));
  const auto& plotted = session.plotted;
  if (is_on(session.prediction) &&
      (other_run || std::find(plotted.begin(), plotted.end(), session.prediction.column) == plotted.end()))
    end_prediction(session);
  notice_seen(session);
  keep_over_story(session, content);
  keep_pace(session, content);
  remember(session, std::move(before), command);
}

// What the details showed before is kept for the way back; walking there, and what belongs to another brain or another
// picture, is none.
void carry_out(Session& session, const Content& content, const Command& command) {
  if (std::holds_alternative<command::StepDetails>(command) || std::holds_alternative<command::ForgetChoices>(command) ||
      std::holds_alternative<command::TakeBrain>(command) || std::holds_alternative<command::LeaveOwnBrain>(command) ||
      std::holds_alternative<command::OpenMoment>(command))
    return change(session, content, command);
  DetailsView before = details_view(session);
  change(session, content, command);
  remember_details(session, std::move(before));
}

}  // namespace

void execute(Session& session, const Content& content, const Command& command) {
  if (session.why_held_s < 0) return carry_out(session, content, command);
  // Reasons that are held are let go when a person goes to another time, or asks for others.
  const double t_s = session.playhead.t_s;
  const int traces = session.traces_made;
  const std::string column = shown_column(session, content);
  carry_out(session, content, command);
  if (session.playhead.t_s != t_s || session.traces_made != traces || shown_column(session, content) != column) session.why_held_s = -1;
}

void execute_press(Session& session, const Content& content, std::span<const Command> commands) {
  const PressBegin begin = begin_press(session);
  for (const Command& command : commands) execute(session, content, command);
  end_press(session, begin);
}

void advance(Session& session, const Content& content, double dt_s) {
  const double dt = std::isfinite(dt_s) ? std::clamp(dt_s, 0.0, kMaxFrame_s) : 0.0;
  // The calm page comes and goes slowly; motion that is not asked for stands still meanwhile.
  const double calm_step = session.reduced_motion ? 1.0 : dt / kCalmIn_s;
  session.calm = std::clamp(session.calm + (session.grounded ? calm_step : -calm_step), 0.0, 1.0);
  if (session.grounded && !session.frozen) session.breath_s += dt;
  if (session.playhead.playing) {
    const double end_s = duration_s(session, content), before_s = session.playhead.t_s;
    session.playhead.t_s += dt * played_speed(session, content);
    // A prediction is seen to its end first.
    const bool repeats = has_loop(session) && !is_on(session.prediction) && before_s <= session.loop_to_s && session.playhead.t_s >= session.loop_to_s;
    if (repeats) {
      const double part_s = session.loop_to_s - session.loop_from_s;
      session.playhead.t_s = session.loop_from_s + std::fmod(session.playhead.t_s - session.loop_from_s, part_s);
      if (session.plot_to_s > 0 && session.playhead.t_s < session.plot_from_s) {
        session.plot_to_s -= session.plot_from_s - session.playhead.t_s;
        session.plot_from_s = session.playhead.t_s;
      }
    } else if (session.playhead.t_s >= end_s) {
      session.playhead.t_s = end_s;
      session.playhead.playing = false;
    }
    // Curves seen from near turn the page with what plays.
    const double length_s = session.plot_to_s - session.plot_from_s;
    if (length_s > 0 && before_s <= session.plot_to_s && session.playhead.t_s > session.plot_to_s) {
      session.plot_to_s = std::min(end_s, std::max(session.playhead.t_s, session.plot_to_s) + length_s * 0.9);
      session.plot_from_s = session.plot_to_s - length_s;
    }
  }
  notice_seen(session);
  session.view_still_s += dt;
  session.step_still_s += dt;
  if (session.camera_move.active) {
    CameraMove& move = session.camera_move;
    move.elapsed_s += dt;
    if (move.elapsed_s >= move.length_s) {
      session.camera = move.to;
      move.active = false;
    } else {
      session.camera = blend(move.from, move.to, static_cast<float>(move.elapsed_s / move.length_s));
    }
  } else if (session.show_welcome && session.hovered.empty() && !session.reduced_motion && !session.grounded && !session.blank && !session.frozen) {
    session.camera.azimuth += kWelcomeTurn_rad_s * static_cast<float>(dt);
  }
  if (!session.message.empty()) {
    session.message_age_s += dt;
    if (session.message_age_s >= kMessageLife_s) session.message.clear();
  }
}

}  // namespace attune
