#include "session/session.h"

#include <algorithm>
#include <utility>
#include <cmath>
#include <limits>

#include "core/check.h"
#include "core/text.h"
#include "session/direction.h"
#include "session/edit_story.h"
#include "session/history.h"
#include "session/looks.h"
#include "session/own_brain.h"
#include "session/page_runs.h"
#include "sim/explain_years.h"
#include "sim/pair.h"
#include "sim/years.h"

namespace attune {
namespace {

constexpr double kMaxFrame_s = 0.25;
constexpr float kWelcomeTurn_rad_s = 0.06f;
constexpr double kTimeTolerance_s = 1e-6;
constexpr double kViewPause_s = 0.5;  // movements of the camera closer than this in wall time are one

// A person pressing "previous" just after an event means the one before it.
constexpr double kPreviousGrace_s = 1.0;  // of wall time

bool is_index(int index, std::size_t count) { return index >= 0 && static_cast<std::size_t>(index) < count; }
bool is_finite(glm::vec2 v) { return std::isfinite(v.x) && std::isfinite(v.y); }

template <class Item>
const Item* find_by_id(const std::vector<Item>& items, const std::string& id) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
  return found == items.end() ? nullptr : &*found;
}

void say(Session& session, std::string sentence) {
  session.message = std::move(sentence);
  session.message_age_s = 0;
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& candidates) {
  const std::string near = nearest_word(word, candidates);
  return near.empty() ? "" : format(" Did you mean \"%s\"?", near.c_str());
}

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
  say(session, format("There is no structure \"%s\".", printable(id).c_str()) + did_you_mean(id, ids));
  return false;
}

Result<std::shared_ptr<const Trace>> run(const Session& session, const Content& content, int side,
                                         std::shared_ptr<const EpisodePeaks>& peaks) {
  const AnyScenario story = current_story(session, content);
  const Style& style = current_style(session, content, side);
  const auto arm = static_cast<std::size_t>(arm_of(session, side));
  EpisodePeaks lived;
  Result<Trace> trace = story.years != nullptr
                            ? simulate_years(session.program, content, *story.years, story.years->arms[arm], style, &lived)
                            : simulate(session.program, style, *story.scenario, story.scenario->arms[arm]);
  if (trace && story.years != nullptr)
    trace = with_shown_moment(session.program, content, *story.years, style, std::move(*trace));
  if (!trace) return trace.errors();
  peaks = lived.alarm.rows() > 0 ? std::make_shared<const EpisodePeaks>(std::move(lived)) : nullptr;
  return std::shared_ptr<const Trace>(std::make_shared<Trace>(std::move(*trace)));
}

// Both people at once.
Status simulate_two(Session& session, const Content& content, const PairScenario& scenario) {
  if (session.pair == nullptr) {
    const Result<Circuit> circuit = pair_circuit(content.circuit);
    if (!circuit) return circuit.errors();
    Result<ProgramPtr> program = compile_circuit(*circuit);
    if (!program) return program.errors();
    session.pair = *program;
  }
  Result<PairTrace> both =
      simulate_pair(session.pair, content.pair, scenario, scenario.arms[static_cast<std::size_t>(session.arm)],
                    current_style(session, content, 0), current_style(session, content, 1));
  if (!both) return both.errors();
  session.trace = {std::make_shared<Trace>(std::move(both->a)), std::make_shared<Trace>(std::move(both->b))};
  session.link = std::make_shared<Trace>(std::move(both->link));
  return Done{};
}

// Fills the traces for the session's scenario, arm and styles. Side B only while comparing.
Status simulate_sides(Session& session, const Content& content) {
  session.link.reset();
  session.peaks = {};
  if (const PairScenario* pair = current_story(session, content).pair) return simulate_two(session, content, *pair);
  for (int side = 0; side < 2; ++side) {
    std::shared_ptr<const Trace>& trace = session.trace[static_cast<std::size_t>(side)];
    trace.reset();
    if (side == 1 && !session.compare) continue;
    Result<std::shared_ptr<const Trace>> result = run(session, content, side, session.peaks[static_cast<std::size_t>(side)]);
    if (!result) return result.errors();
    trace = std::move(*result);
  }
  return Done{};
}

// The age of the person in a moment, "" in other stories.
std::string current_moment_age(const Session& session, const Content& content) {
  const Scenario* moment = current_story(session, content).scenario;
  return moment == nullptr ? "" : moment->age;
}

// The years the change dial runs through, and side B's pattern at its week.
Status follow_change_dial(Session& session, const Content& content) {
  session.life.reset();
  if (!session.change.on) return Done{};
  const SlowModel& slow = content.slow;
  const std::vector<int> companies = change_companies(content);
  if (session.slow == nullptr || companies.empty())
    return Error{"there is no slow model to change with", "assets/slow.json", "reinstall Attune or point it at its assets",
                 ExitCode::installation_incomplete};
  if (std::find(companies.begin(), companies.end(), session.change.environment) == companies.end())
    session.change.environment = companies.back();
  const double longest = longest_change_weeks(session, content);
  session.change.weeks = std::clamp(std::round(session.change.weeks), 0.0, longest);
  const CareEnvironment& company = slow.environments[static_cast<std::size_t>(session.change.environment)];
  const Style& before = current_style(session, content, 0);
  const AgePreset* age = find_by_id(content.circuit.ages, current_moment_age(session, content));
  const auto traits = age == nullptr ? before.traits.end() : before.traits.find(age->style_set);
  if (traits == before.traits.end())
    return Error{format("the pattern \"%s\" has no traits for this story", before.id.c_str()), "assets/styles.json",
                 "add them", ExitCode::bad_input};
  Life life;
  life.id = before.id;
  for (const SlowTrait& trait : slow.traits)
    for (const auto& [id, value] : traits->second)
      if (id == trait.id) life.start.emplace_back(id, value);
  // Twice as long as the dial reaches: the band of what may be looks ahead.
  life.phases.push_back({{{company.id, 1.0}}, 2 * longest, age->years});
  Result<Trace> years = simulate_life(session.slow, life);
  if (!years) return years.errors();
  session.changed_style = before;
  for (auto& [id, value] : session.changed_style.traits[age->style_set])
    if (const int column = find_column(*years, "trait." + id); column >= 0)
      value = value_at(*years, column, session.change.weeks * seconds_per_week);
  session.life = std::make_shared<Trace>(std::move(*years));
  return Done{};
}

// Says which run stopped early, when, and because of what.
void tell_early_stop(Session& session) {
  for (const std::shared_ptr<const Trace>& trace : session.trace) {
    if (!trace || trace->left_range.empty()) continue;
    say(session, format("%s left its range after %s s, so this run stops there.", trace->left_range.c_str(),
                        to_text(trace->left_range_s, 0).c_str()));
    break;
  }
}

void find_directions(Session& session, const Content& content) {
  for (std::size_t side = 0; side < 2; ++side)
    session.undirected[side] =
        session.trace[side] ? regions_without_direction(content, *session.trace[side]) : std::set<std::string>{};
}

bool can_be_asked(const Session& session, const Content& content, const std::string& column) {
  return find_column(*session.trace[0], column) >= 0 ||
         (session.link != nullptr && find_pair_curve(content.pair, column) != nullptr);
}

// A change that needs new traces: tried on a copy, so that a failure leaves everything as it was.
template <class Change>
void change_and_simulate(Session& session, const Content& content, Change change) {
  Session changed = session;
  change(changed);
  const AnyScenario story = current_story(changed, content);
  if (story.scenario == nullptr) changed.change.on = false;
  if (changed.change.on || story.pair != nullptr) changed.compare = true;
  if (story.pair != nullptr) changed.difference = false;
  // Two lives from birth differ by what happens, so side B lives another version.
  if (story.years == nullptr) changed.other_arm = -1;
  if (story.years != nullptr && story.years->start == LifeStart::birth && changed.compare && changed.other_arm < 0)
    changed.other_arm = (changed.arm + 1) % static_cast<int>(story.arm_count());
  if (!changed.compare) changed.difference = false;
  ++changed.traces_made;
  changed.agreement = {};
  changed.bands = {};
  Status status = follow_change_dial(changed, content);
  if (status) status = simulate_sides(changed, content);
  if (status) find_directions(changed, content);
  if (!status) {
    say(session, to_sentence(status.error()));
    return;
  }
  changed.playhead.t_s = std::clamp(changed.playhead.t_s, 0.0, duration_s(changed, content));
  if (changed.plot_to_s > duration_s(changed, content)) changed.plot_from_s = changed.plot_to_s = 0;
  if (!changed.asked.empty() && !can_be_asked(changed, content, changed.asked)) changed.asked.clear();
  tell_early_stop(changed);
  session = std::move(changed);
}

// Once for all that one drag does.
void keep_view_before(Session& session) {
  if (session.view_still_s >= kViewPause_s)
    session.view_before = KeptView{"", session.camera, session.hidden_hemisphere, session.hidden_lobes};
  session.view_still_s = 0;
}

void start_camera_move(Session& session, const Camera& to) {
  if (session.reduced_motion) {
    session.camera = to;
    session.camera_move = {};
    return;
  }
  const double length_s = session.camera_move.length_s;
  session.camera_move = {true, session.camera, to, 0, length_s};
}

void set_camera(Session& session, const Camera& camera) {
  session.camera_move.active = false;
  session.camera = camera;
}

void move_camera(Session& session, const Camera& to) {
  keep_view_before(session);
  set_camera(session, to);
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

// The details come forward on the reasons they show.
void open_why(Session& session, bool by_key) {
  session.claim.clear();
  session.show_why = true;
  ++session.why_asked;
  session.why_by_key = by_key;
  session.show_interface = true;
  session.show_right = true;
  session.front_panel = Panel::right;
}

const Structure* structure_of_region(const Content& content, const std::string& region) {
  for (const Structure& structure : content.structures)
    if (structure.region == region) return &structure;
  return nullptr;
}

void ask_why(Session& session, const Content& content) {
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
      say(session, "Nothing has moved yet: play on, or choose a structure first.");
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
  const Trace* trace = session.trace[0].get();
  const PairCurve* shared = session.link == nullptr ? nullptr : find_pair_curve(content.pair, column);
  if (shared == nullptr && (trace == nullptr || find_column(*trace, column) < 0)) {
    say(session, format("There is no curve \"%s\".", printable(column).c_str()) +
                     (trace == nullptr ? "" : did_you_mean(column, trace->columns)));
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
    say(session, format("\"%s\" is given by the story, or was learned before it: there are no reasons for it here.",
                        printable(column).c_str()));
    return;
  }
  session.asked = shared != nullptr ? "pair." + shared->id : column;
  open_why(session, false);
}

void show_claim(Session& session, const Content& content, const std::string& id) {
  const auto& claims = content.claim_book.claims;
  if (!id.empty() && std::none_of(claims.begin(), claims.end(), [&](const Claim& claim) { return claim.id == id; })) {
    say(session, format("There is no claim \"%s\".", printable(id).c_str()));
    return;
  }
  session.claim = id;
  if (id.empty()) return;
  session.show_interface = session.show_right = true;
  session.front_panel = Panel::right;
}

void set_plot_range(Session& session, const Content& content, double from_s, double to_s) {
  if (!std::isfinite(from_s) || !std::isfinite(to_s)) {
    say(session, "That is not a time.");
    return;
  }
  const double end_s = duration_s(session, content);
  const double length_s =
      std::max(std::min(to_s, end_s) - std::max(from_s, 0.0), shortest_plot_s(session, content));
  const bool whole = to_s <= from_s || length_s >= end_s * (1 - 1e-9);
  session.plot_from_s = whole ? 0 : std::clamp(from_s, 0.0, end_s - length_s);
  session.plot_to_s = whole ? 0 : session.plot_from_s + length_s;
}

// The camera that fills most of the view with a structure, from where it looks now.
Camera framing(const Session& session, const Content& content, const std::string& structure) {
  glm::vec3 low(std::numeric_limits<float>::max()), high(std::numeric_limits<float>::lowest());
  for (const BrainPart& part : content.brain.parts) {
    const bool is_hidden = (session.hidden_hemisphere == 0 && part.hemisphere == Hemisphere::left) ||
                           (session.hidden_hemisphere == 1 && part.hemisphere == Hemisphere::right);
    if (part.structure != structure || part.positions_mm.empty() || is_hidden) continue;
    low = glm::min(low, part.min_mm);
    high = glm::max(high, part.max_mm);
  }
  Camera camera = session.camera;
  if (low.x > high.x) return camera;
  const float radius_mm = 0.5f * std::sqrt(glm::dot(high - low, high - low));
  camera.target_mm = 0.5f * (low + high);
  // Three times the sphere that just fits: the surroundings are what tells people where they are.
  camera.distance_mm =
      std::clamp(3.0f * radius_mm / std::sin(0.5f * camera.field_of_view), 120.0f, home_camera().distance_mm);
  return camera;
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
  if (c.side != 0 && c.side != 1) return say(session, "There are two sides, A and B.");
  if (!can_change_traits(session, content, c.side)) {
    return say(session, session.change.on && c.side == 1
                            ? "Side B is what becomes of side A: change side A, or close the change dial first."
                            : "In this story everything is learned as it goes: choose a moment to change a pattern.");
  }
  const double shipped = shipped_trait(session, content, c.side, c.trait);
  if (std::isnan(shipped)) {
    std::vector<std::string> ids;
    for (const Trait& trait : content.circuit.traits) ids.push_back(trait.id);
    return say(session, format("There is no trait \"%s\".", printable(c.trait).c_str()) + did_you_mean(c.trait, ids));
  }
  if (!(c.value >= 0 && c.value <= 1)) return say(session, "A trait lies between 0 and 1.");
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
  if (moment == nullptr) return say(session, "Only what happens in a moment can be changed: choose one first.");
  auto story = std::make_shared<OwnStory>(session.own_story ? *session.own_story
                                                            : begin_changes(*moment, content.changed_name));
  if (const Status status = edit(*story); !status) return say(session, to_sentence(status.error()));
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
    return say(session, "A story that ships stays as it is: make your own from it first.");
  auto story = std::make_shared<OwnStory>(*session.own_story);
  StoryItem item = session.item;
  if constexpr (std::is_same_v<decltype(edit(*story)), Result<StoryItem>>) {
    const Result<StoryItem> edited = edit(*story);
    if (!edited) return say(session, to_sentence(edited.error()));
    item = *edited;
  } else if (const Status status = edit(*story); !status) {
    return say(session, to_sentence(status.error()));
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

// Another story of the person's own comes on stage, from its beginning.
void show_own(Session& session, const Content& content, const std::shared_ptr<const OwnStory>& story) {
  const bool was_welcome = session.show_welcome;
  change_and_simulate(session, content, [&](Session& changed) {
    const ScenarioKind before = current_kind(changed, content);
    if (changed.own_story != nullptr && changed.own_story->own) changed.kept_story = changed.own_story;
    changed.own_story = story;
    changed.story_checks = {};
    changed.item = {};
    changed.arm = 0;
    changed.other_arm = -1;
    follow_kind(changed, content, before);
    changed.playhead = {0, false, default_speed(story->scenario)};
    changed.plot_from_s = changed.plot_to_s = 0;
    changed.show_welcome = changed.show_library = false;
  });
  if (was_welcome && !session.show_welcome) start_camera_move(session, home_camera());
}

void make_own_story(Session& session, const Content& content, const command::MakeOwnStory& c) {
  const Scenario* moment = current_story(session, content).scenario;
  if (moment == nullptr) return say(session, "Your own story is made from a moment: choose one first.");
  if (session.own_story != nullptr && session.own_story->own) return;  // it is one
  auto own = std::make_shared<const OwnStory>(make_own(*moment, {c.title, c.story}));
  session.own_story = std::move(own);  // lived as before: the same numbers
  session.story_checks = {};
  session.item = {};
}

void set_editor(Session& session, const Content& content, bool open) {
  if (open && current_story(session, content).scenario == nullptr)
    return say(session, "The timeline is for moments: choose one first.");
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

void select_scenario(Session& session, const Content& content, int scenario) {
  if (!is_index(scenario, story_count(content)) ||
      story_at(content, static_cast<std::size_t>(scenario)).arm_count() == 0) {
    say(session, format("There is no scenario number %d.", scenario + 1));
    return;
  }
  const bool was_welcome = session.show_welcome;
  change_and_simulate(session, content, [&](Session& changed) {
    const ScenarioKind before = current_kind(changed, content);
    if (changed.own_story != nullptr && changed.own_story->own) changed.kept_story = changed.own_story;
    changed.scenario = scenario;
    changed.own_story.reset();
    changed.item = {};
    if (current_story(changed, content).scenario == nullptr) changed.show_editor = false;
    changed.arm = 0;
    changed.other_arm = -1;
    follow_kind(changed, content, before);
    changed.playhead = {0, false, default_speed(current_story(changed, content).duration_s(0))};
    changed.plot_from_s = changed.plot_to_s = 0;
    changed.show_welcome = false;
    changed.show_library = false;
    changed.claim.clear();
  });
  if (!was_welcome || session.show_welcome) return;
  session.frozen = session.plays_after = false;
  start_camera_move(session, home_camera());
}

void set_playing(Session& session, const Content& content, bool on) {
  if (on && session.playhead.t_s >= duration_s(session, content) - kTimeTolerance_s) session.playhead.t_s = 0;
  session.playhead.playing = on;
  if (on) session.frozen = session.plays_after = false;
}

void seek(Session& session, const Content& content, double t_s) {
  if (!std::isfinite(t_s)) {
    say(session, "That is not a time.");
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
    const double grace_s = session.playhead.playing ? kPreviousGrace_s * session.playhead.speed : kTimeTolerance_s;
    double previous_s = 0;
    for (const Caption& caption : captions)
      if (caption.begin_s < now_s - grace_s) previous_s = std::max(previous_s, caption.begin_s);
    session.playhead.t_s = std::min(previous_s, end_s);
  }
}

void set_plotted(Session& session, const std::string& column, bool on) {
  const auto found = std::find(session.plotted.begin(), session.plotted.end(), column);
  if (!on) {
    if (found != session.plotted.end()) session.plotted.erase(found);
    return;  // its band goes unseen
  }
  if (found != session.plotted.end()) return;
  const Trace* trace = session.trace[0].get();
  if (trace == nullptr || find_column(*trace, column) < 0) {
    say(session, format("There is no curve \"%s\".", printable(column).c_str()) +
                     (trace == nullptr ? "" : did_you_mean(column, trace->columns)));
  } else if (session.plotted.size() >= kMaxPlotted) {
    say(session,
        format("%d curves are the most that stay readable: switch one off first.", static_cast<int>(kMaxPlotted)));
  } else {
    session.plotted.push_back(column);
  }
}

bool is_carrier(Session& session, const Content& content, const std::string& id) {
  const std::vector<std::string> known = carriers(content);
  if (std::find(known.begin(), known.end(), id) != known.end()) return true;
  say(session, format("There is no carrier \"%s\".", printable(id).c_str()) + did_you_mean(id, known));
  return false;
}

constexpr std::size_t kLongestViewName = 40;

void keep_view(Session& session, const std::string& name) {
  if (session.kept_views.size() >= kMostKeptViews) {
    say(session, format("%d views are kept already: forget one first.", static_cast<int>(kMostKeptViews)));
    return;
  }
  KeptView view;
  view.name = name.empty() ? name_for_view(session) : printable(name, kLongestViewName);
  view.camera = session.camera_move.active ? session.camera_move.to : session.camera;
  view.hidden_hemisphere = session.hidden_hemisphere;
  view.hidden_lobes = session.hidden_lobes;
  session.kept_views.push_back(std::move(view));
  say(session, format("Kept this view as \"%s\".", session.kept_views.back().name.c_str()));
}

void show_kept_view(Session& session, int index) {
  if (session.kept_views.empty()) {
    say(session, "No view is kept yet: K keeps the one you see.");
    return;
  }
  const auto at = static_cast<std::size_t>(std::max(0, index)) % session.kept_views.size();
  const KeptView view = session.kept_views[at];
  keep_view_before(session);
  session.hidden_hemisphere = view.hidden_hemisphere;
  session.hidden_lobes = view.hidden_lobes;
  session.kept_view_shown = static_cast<int>(at);
  start_camera_move(session, view.camera);
}

void go_back_to_view(Session& session) {
  if (!session.view_before) {
    say(session, "The brain has not been turned yet: there is no earlier view.");
    return;
  }
  const KeptView before = *session.view_before;
  session.view_before = KeptView{"", session.camera, session.hidden_hemisphere, session.hidden_lobes};
  session.view_still_s = 0;
  session.hidden_hemisphere = before.hidden_hemisphere;
  session.hidden_lobes = before.hidden_lobes;
  start_camera_move(session, before.camera);
}

void go_to_view(Session& session, const std::string& view) {
  if (view == "home") {
    keep_view_before(session);
    session.hidden_hemisphere = -1;
    start_camera_move(session, home_camera());
    return;
  }
  const ViewPreset* preset = find_view(view);
  if (preset == nullptr) {
    std::vector<std::string> ids{"home"};
    for (const ViewPreset& known : view_presets()) ids.emplace_back(known.id);
    say(session, format("There is no view \"%s\".", printable(view).c_str()) + did_you_mean(view, ids));
    return;
  }
  keep_view_before(session);
  session.hidden_hemisphere = preset->hide_hemisphere;
  start_camera_move(session, camera_for_view(*preset));
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
  if (!c.hint.empty()) say(session, c.hint);
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

void start_prediction(Session& session, const Content& content, std::string column) {
  const Trace* trace = session.trace[0].get();
  if (trace == nullptr) return;
  if (column.empty() && !session.plotted.empty()) column = session.plotted.front();
  if (column.empty()) column = "region." + most_moved_region(session, content);
  if (find_column(*trace, column) < 0) {
    say(session, "There is no curve to predict yet: choose one below the brain first.");
    return;
  }
  const double end_s = duration_s(session, content);
  const double from_s = prediction_start(current_arm(session, content).captions, session.playhead.t_s);
  if (end_s - from_s < shortest_plot_s(session, content)) {
    say(session, "Nothing comes after this that could be predicted: go back to an earlier event first.");
    return;
  }
  const double to_s = session.plot_to_s > from_s + shortest_plot_s(session, content) ? session.plot_to_s : end_s;
  set_plotted(session, column, true);
  if (std::find(session.plotted.begin(), session.plotted.end(), column) == session.plotted.end()) return;  // too many
  session.prediction = make_prediction(*trace, column, from_s, to_s);
  if (!is_on(session.prediction)) return;
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

void close_pages(Session& session) {
  session.show_pages = false;
  session.page_runs.reset();
}

void open_page(Session& session, const Content& content, const std::string& id) {
  if (!id.empty() && find_page(content, id) == nullptr) {
    std::vector<std::string> ids;
    for (const Page& page : content.pages) ids.push_back(page.id);
    say(session, format("There is no page \"%s\".", printable(id).c_str()) + did_you_mean(id, ids));
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
    if (!runs) say(session, to_sentence(runs.error()));
  }
}

// Deep structures that the stories do not need would hide the ones that they do; the tree switches them on.
void hide_bystanders(Session& session, const Content& content) {
  const auto has_volume = [&](const std::string& id) {
    return std::any_of(content.brain.parts.begin(), content.brain.parts.end(),
                       [&](const BrainPart& part) { return part.structure == id && part.kind == PartKind::volume; });
  };
  for (const Structure& structure : content.structures) {
    const auto same_region = [&](const Structure& other) {
      return other.featured && other.region == structure.region && has_volume(other.id);
    };
    if (has_volume(structure.id) && std::none_of(content.structures.begin(), content.structures.end(), same_region))
      session.hidden.insert(structure.id);
  }
}

void take_brain(Session& session, const Content& content, const std::shared_ptr<const OwnBrain>& own) {
  const bool is_other = own == nullptr || session.own == nullptr || own->bytes_hash != session.own->bytes_hash;
  session.own = own;
  session.show_mapping = session.show_mapping && own != nullptr;
  if (is_other) session.mapping_part = -1;
  const std::vector<std::string> known = structure_ids(content);
  const auto is_known = [&](const std::string& id) { return std::find(known.begin(), known.end(), id) != known.end(); };
  if (!is_known(session.selected)) session.selected.clear();
  if (!is_known(session.hovered)) session.hovered.clear();
  std::erase_if(session.also_selected, [&](const std::string& id) { return !is_known(id); });
  if (!is_other) return;
  session.hidden.clear();
  if (own == nullptr) hide_bystanders(session, content);
}

// The host follows with the meshes.
template <class Change>
void change_mapping(Session& session, Change change) {
  if (session.own == nullptr) {
    say(session, "The shipped brain needs no mapping: open a model of your own first.");
    return;
  }
  auto changed = std::make_shared<OwnBrain>(*session.own);
  change(changed->mapping);
  session.own = std::move(changed);
}

void map_part(Session& session, const Content& content, const command::MapPart& c) {
  if (session.own != nullptr && !is_index(c.part, session.own->mapping.parts.size())) {
    say(session, format("The model has no part number %d.", c.part + 1));
    return;
  }
  if (!c.structure.empty() && find_structure(content, c.structure) == nullptr) {
    is_structure(session, content, c.structure);  // says so
    return;
  }
  change_mapping(session, [&](Mapping& mapping) {
    PartMatch& part = mapping.parts[static_cast<std::size_t>(c.part)];
    part.structure = c.structure;
    part.side = c.side;
    if (session.mapping_part == c.part) session.selected = c.structure.empty() ? part.name : c.structure;
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

  void operator()(const command::SelectScenario& c) const { select_scenario(session, content, c.scenario); }
  void operator()(const command::SelectArm& c) const {
    const AnyScenario story = current_story(session, content);
    if (!is_index(c.arm, story.arm_count())) {
      say(session, format("This scenario has no version number %d.", c.arm + 1));
      return;
    }
    if (c.side != 0 && (c.side != 1 || story.years == nullptr)) {
      say(session, "Both sides of this story live through the same version.");
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
      say(session, format("There is no attachment pattern number %d.", c.style + 1));
      return;
    }
    change_and_simulate(session, content, [&](Session& changed) {
      changed.style[static_cast<std::size_t>(c.side)] = c.style;
      changed.traits[static_cast<std::size_t>(c.side)].clear();
      changed.own_style[static_cast<std::size_t>(c.side)].reset();
      if (c.side == 1) changed.change.on = false;  // B is a history of its own again
    });
  }
  void operator()(const command::SetCompare& c) const {
    if (!c.on && current_kind(session, content) == ScenarioKind::two_people) {
      say(session, "This story has two people, so both stay in view.");
      return;
    }
    change_and_simulate(session, content, [&](Session& changed) { changed.compare = c.on; });
  }
  void operator()(const command::SwapSides&) const {
    if (session.change.on) {
      say(session, "Side B is what becomes of side A: there is nothing to swap while the change dial is on.");
      return;
    }
    change_and_simulate(session, content, [](Session& changed) {
      std::swap(changed.style[0], changed.style[1]);
      std::swap(changed.traits[0], changed.traits[1]);
      std::swap(changed.own_style[0], changed.own_style[1]);
      if (changed.other_arm >= 0) std::swap(changed.arm, changed.other_arm);
    });
  }
  void operator()(const command::SetDifference& c) const {
    if (c.on && current_kind(session, content) == ScenarioKind::two_people) {
      say(session, "The sides are two people here: there is no difference to draw.");
      return;
    }
    change_and_simulate(session, content, [&](Session& changed) {
      changed.difference = c.on;
      if (c.on) changed.compare = true;
    });
  }
  void operator()(const command::SetChange& c) const {
    if (!std::isfinite(c.weeks)) {
      say(session, "That is not a time.");
      return;
    }
    if (c.on && current_story(session, content).scenario == nullptr) {
      say(session, "The change dial needs a moment: choose one first.");
      return;
    }
    const bool starts = c.on && !session.change.on, ends = !c.on && session.change.on;
    change_and_simulate(session, content, [&](Session& changed) {
      changed.change = {c.on, c.environment, c.weeks};
      if (ends) changed.compare = false;
    });
    if (starts && session.change.on) session.show_welcome = false;
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
  void operator()(const command::ShowOwnStory&) const {
    session.show_library = false;
    if (session.own_story != nullptr && session.own_story->own) return;
    if (session.kept_story == nullptr) return say(session, "There is no story of your own yet.");
    show_own(session, content, std::shared_ptr<const OwnStory>(session.kept_story));
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
    if (session.item.kind != ItemKind::none) session.bench = Bench::story;
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
    say(session, c.sentence);
  }
  void operator()(const command::Undo&) const { undo(session); }
  void operator()(const command::Redo&) const { redo(session); }
  void operator()(const command::SetPlaying& c) const { set_playing(session, content, c.on); }
  void operator()(const command::TogglePlaying&) const { set_playing(session, content, !session.playhead.playing); }
  void operator()(const command::Seek& c) const { seek(session, content, c.t_s); }
  void operator()(const command::StepTime& c) const { seek(session, content, session.playhead.t_s + c.seconds); }
  void operator()(const command::StepEvent& c) const { step_event(session, content, c.direction); }
  void operator()(const command::SetSpeed& c) const {
    if (!std::isfinite(c.speed) || c.speed <= 0) {
      say(session, "The speed must be above zero.");
      return;
    }
    session.playhead.speed = std::clamp(c.speed, kMinSpeed, kMaxSpeed);
  }
  void operator()(const command::OrbitCamera& c) const {
    if (is_finite(c.movement)) move_camera(session, orbit(session.camera, c.movement));
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
  void operator()(const command::GoToView& c) const { go_to_view(session, c.view); }
  void operator()(const command::GoBackToView&) const { go_back_to_view(session); }
  void operator()(const command::FrameStructure& c) const {
    if (!is_structure(session, content, c.structure)) return;
    keep_view_before(session);
    start_camera_move(session, framing(session, content, c.structure));
  }
  void operator()(const command::Select& c) const {
    if (!c.structure.empty() && !is_structure(session, content, c.structure)) return;
    session.selected = c.structure;
    session.also_selected.clear();
    session.asked.clear();
    session.claim.clear();
    session.why_by_key = false;
    // Where only one side panel fits, the details come forward with a selection and step back without one.
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
  void operator()(const command::NoticeWhy& c) const { session.why_in_view = c.in_view; }
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
      say(session, c.counted->problem);
      return;
    }
    session.page_bands = c.counted;
  }
  void operator()(const command::SetStoryBands& c) const {
    if (c.traces != session.traces_made || !session.show_bands) return;
    if (!c.counted.problem.empty()) {
      session.show_bands = false;
      session.bands = {};
      say(session, c.counted.problem);
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
      say(session, format("There is no lobe \"%s\".", printable(c.lobe).c_str()) + did_you_mean(c.lobe, known));
    } else {
      put(session.hidden_lobes, c.lobe, !c.visible);
    }
  }
  void operator()(const command::KeepView& c) const { keep_view(session, c.name); }
  void operator()(const command::ShowKeptView& c) const { show_kept_view(session, c.index); }
  void operator()(const command::NameKeptView& c) const {
    if (is_index(c.index, session.kept_views.size()) && !c.name.empty())
      session.kept_views[static_cast<std::size_t>(c.index)].name = printable(c.name, kLongestViewName);
  }
  void operator()(const command::ForgetKeptView& c) const {
    if (is_index(c.index, session.kept_views.size())) session.kept_views.erase(session.kept_views.begin() + c.index);
  }
  void operator()(const command::SetPlotted& c) const { set_plotted(session, c.column, c.on); }
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
  void operator()(const command::SetLanguage& c) const { session.language = c.language; }
  void operator()(const command::UseSettings& c) const {
    use_settings(session, c.settings);
    if (session.reduced_motion && session.camera_move.active) set_camera(session, session.camera_move.to);
  }
  void operator()(const command::SetLeftTab& c) const { session.left_tab = c.tab; }
  void operator()(const command::SetLibrary& c) const {
    session.show_library = c.on;
    if (c.on) session.left_tab = LeftTab::moment;
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
  void operator()(const command::StartExport& c) const {
    if (session.wanted == Export::film && c.what != Export::none) {
      say(session, "A film is being written: wait for it, or stop it with Esc.");
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
    say(session, c.sentence);
  }
  void operator()(const command::CancelExport&) const { session.wanted = Export::none; }
  void operator()(const command::TakeBrain& c) const {
    forget_history(session);
    take_brain(session, content, c.own);
  }
  void operator()(const command::SetMapping& c) const {
    session.show_mapping = c.open && session.own != nullptr;
    session.mapping_part = session.show_mapping && is_index(c.part, session.own->mapping.parts.size()) ? c.part : -1;
    if (session.mapping_part >= 0) {
      const PartMatch& part = session.own->mapping.parts[static_cast<std::size_t>(c.part)];
      session.selected = part.structure.empty() ? part.name : part.structure;
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
      say(session, "The shipped brain needs no mapping: open a model of your own first.");
      return;
    }
    session.own = c.own;
    (*this)(command::SetMapping{true});
  }
  void operator()(const command::MapPart& c) const { map_part(session, content, c); }
  void operator()(const command::AcceptGuesses&) const {
    change_mapping(session, [](Mapping& mapping) {
      for (PartMatch& part : mapping.parts)
        if (part.match == Match::unsure) part.structure = part.maybe, part.match = Match::chosen;
    });
  }
  void operator()(const command::MirrorBrain&) const {
    change_mapping(session, [](Mapping& mapping) { mirror(mapping); });
  }
  void operator()(const command::LeaveOwnBrain&) const {
    forget_history(session);
    session.own.reset();
    session.show_mapping = false;
    session.mapping_part = -1;
  }
  void operator()(const command::OpenMoment& c) const {
    if (c.moment != nullptr) session = *c.moment;
  }
  void operator()(const command::Tell& c) const { say(session, c.sentence); }
  void operator()(const command::CloseWelcome&) const { close_welcome(session); }
  void operator()(const command::Begin& c) const { begin(session, content, c); }
  void operator()(const command::SetTour& c) const { set_tour(session, c.step); }
  void operator()(const command::StartPrediction& c) const { start_prediction(session, content, c.column); }
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

int style_index(const Content& content, const char* id, int otherwise) {
  for (std::size_t i = 0; i < content.styles.size(); ++i)
    if (content.styles[i].id == id) return static_cast<int>(i);
  return std::min(otherwise, static_cast<int>(content.styles.size()) - 1);
}

}  // namespace

Result<Session> make_session(const Content& content) {
  if (content.styles.empty() || content.scenarios.empty() || content.scenarios.front().arms.empty())
    return Error{"there is no style or no scenario to play", "assets", "Reinstall Attune or point it at its assets.",
                 ExitCode::installation_incomplete};
  Session session;
  Result<ProgramPtr> program = compile_circuit(content.circuit);
  if (!program) return program.errors();
  session.program = *program;
  if (!content.slow.environments.empty()) {
    Result<SlowProgramPtr> slow = compile_slow(content.slow);
    if (!slow) return slow.errors();
    session.slow = *slow;
    // The dial starts where it is most often wanted: a good relationship, where the data has one.
    for (std::size_t i = 0; i < content.slow.environments.size(); ++i)
      if (content.slow.environments[i].id == "secure_relationship") session.change.environment = static_cast<int>(i);
  }
  session.style = {style_index(content, "secure", 0), style_index(content, "anxious", 1)};
  session.playhead.speed = default_speed(content.scenarios.front());
  if (const Status status = simulate_sides(session, content); !status) return status.errors();
  find_directions(session, content);
  tell_early_stop(session);
  hide_bystanders(session, content);
  const Trace& trace = *session.trace[0];
  std::erase_if(session.plotted, [&](const std::string& column) { return find_column(trace, column) < 0; });
  return session;
}

void execute(Session& session, const Content& content, const Command& command) {
  if (!can_be_undone(command)) {
    std::visit(Executor{session, content}, command);
    notice_seen(session);
    return;
  }
  auto before = snapshot(session);
  std::visit(Executor{session, content}, command);
  // A sketch is about one curve of one run.
  const bool other_run = session.scenario != before->scenario || session.arm != before->arm ||
                         session.style[0] != before->style[0];
  const auto& plotted = session.plotted;
  if (is_on(session.prediction) &&
      (other_run || std::find(plotted.begin(), plotted.end(), session.prediction.column) == plotted.end()))
    end_prediction(session);
  notice_seen(session);
  remember(session, std::move(before), command);
}

void advance(Session& session, const Content& content, double dt_s) {
  const double dt = std::isfinite(dt_s) ? std::clamp(dt_s, 0.0, kMaxFrame_s) : 0.0;
  // The calm page comes and goes slowly; motion that is not asked for stands still meanwhile.
  const double calm_step = session.reduced_motion ? 1.0 : dt / kCalmIn_s;
  session.calm = std::clamp(session.calm + (session.grounded ? calm_step : -calm_step), 0.0, 1.0);
  if (session.grounded && !session.frozen) session.breath_s += dt;
  if (session.playhead.playing) {
    const double end_s = duration_s(session, content), before_s = session.playhead.t_s;
    session.playhead.t_s += dt * session.playhead.speed;
    if (session.playhead.t_s >= end_s) {
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
  if (session.camera_move.active) {
    CameraMove& move = session.camera_move;
    move.elapsed_s += dt;
    if (move.elapsed_s >= move.length_s) {
      session.camera = move.to;
      move.active = false;
    } else {
      session.camera = blend(move.from, move.to, static_cast<float>(move.elapsed_s / move.length_s));
    }
  } else if (session.show_welcome && !session.reduced_motion && !session.grounded && !session.blank && !session.frozen) {
    session.camera.azimuth += kWelcomeTurn_rad_s * static_cast<float>(dt);
  }
  if (!session.message.empty()) {
    session.message_age_s += dt;
    if (session.message_age_s >= kMessageLife_s) session.message.clear();
  }
}

bool is_sketching(const Session& session) {
  return is_on(session.prediction) && session.prediction_seen_s <= session.prediction.from_s + kTimeTolerance_s;
}

double curves_end_s(const Session& session) {
  return is_on(session.prediction) ? session.prediction_seen_s : std::numeric_limits<double>::infinity();
}

AnyScenario current_story(const Session& session, const Content& content) {
  if (session.own_story != nullptr)
    return {kind_of(session.own_story->scenario), &session.own_story->scenario, nullptr, nullptr};
  ATTUNE_CHECK(is_index(session.scenario, story_count(content)));
  return story_at(content, static_cast<std::size_t>(session.scenario));
}

const ScenarioText& current_scenario(const Session& session, const Content& content) {
  const AnyScenario story = current_story(session, content);
  return story.text();
}

const ArmText& current_arm(const Session& session, const Content& content, int side) {
  const AnyScenario story = current_story(session, content);
  const int arm = arm_of(session, side);
  ATTUNE_CHECK(is_index(arm, story.arm_count()));
  return story.arm(static_cast<std::size_t>(arm));
}

int arm_of(const Session& session, int side) {
  return side == 1 && session.other_arm >= 0 ? session.other_arm : session.arm;
}

bool starts_at_birth(const Session& session, const Content& content) {
  const LifeScenario* years = current_story(session, content).years;
  return years != nullptr && years->start == LifeStart::birth;
}

const Style* pattern_now(const Session& session, const Content& content, int side) {
  const Trace* trace = side == 0 || side == 1 ? session.trace[static_cast<std::size_t>(side)].get() : nullptr;
  return trace == nullptr || current_kind(session, content) != ScenarioKind::years
             ? nullptr
             : pattern_at(content, *trace, session.playhead.t_s);
}

SideName side_name(const Session& session, const Content& content, int side) {
  const Style& style = current_style(session, content, side);
  SideName name{style.name, "", style.colour};
  const AnyScenario story = current_story(session, content);
  if (story.pair != nullptr) {
    name.detail = style.name;
    name.name = side == 0 ? story.pair->name_a : story.pair->name_b;
  } else if (story.years != nullptr) {
    const std::string arm = current_arm(session, content, side).title;
    if (story.years->start == LifeStart::birth) {
      name.name = arm;
      if (const Style* now = pattern_now(session, content, side)) name.detail = now->name, name.colour = now->colour;
    } else {
      name.detail = arm;
    }
  }
  return name;
}

double synchrony_now(const Session& session) {
  const int column = session.link == nullptr ? -1 : find_column(*session.link, "pair.R");
  return column < 0 ? std::numeric_limits<double>::quiet_NaN() : value_at(*session.link, column, session.playhead.t_s);
}

const Style& current_style(const Session& session, const Content& content, int side) {
  ATTUNE_CHECK(side == 0 || side == 1);
  if (side == 1 && session.change.on) return session.changed_style;
  if (const Style* own = session.own_style[static_cast<std::size_t>(side)].get()) return *own;
  const int style = session.style[static_cast<std::size_t>(side)];
  ATTUNE_CHECK(is_index(style, content.styles.size()));
  return content.styles[static_cast<std::size_t>(style)];
}

namespace {
double trait_in(const Style& style, const std::string& set, const std::string& trait) {
  if (const auto table = style.traits.find(set); table != style.traits.end())
    for (const auto& [id, value] : table->second)
      if (id == trait) return value;
  return std::numeric_limits<double>::quiet_NaN();
}

// The trait table of the story's person; two people have an age each.
std::string trait_set(const Session& session, const Content& content, int side) {
  const AnyScenario story = current_story(session, content);
  const std::string id = story.scenario != nullptr ? story.scenario->age
                         : story.pair != nullptr   ? (side == 0 ? story.pair->age_a : story.pair->age_b)
                                                   : "";
  const AgePreset* age = find_by_id(content.circuit.ages, id);
  return age == nullptr ? "adult" : age->style_set;
}
}  // namespace

double trait_value(const Session& session, const Content& content, int side, const std::string& trait) {
  return trait_in(current_style(session, content, side), trait_set(session, content, side), trait);
}

double shipped_trait(const Session& session, const Content& content, int side, const std::string& trait) {
  const int style = session.style[static_cast<std::size_t>(side)];
  return trait_in(content.styles[static_cast<std::size_t>(style)], trait_set(session, content, side), trait);
}

bool can_change_traits(const Session& session, const Content& content, int side) {
  return current_kind(session, content) != ScenarioKind::years && !(side == 1 && session.change.on);
}

bool is_changed(const Session& session, Bench what) {
  if (what == Bench::story) return session.own_story != nullptr && is_changed(*session.own_story);
  return !session.traits[what == Bench::side_a ? 0 : 1].empty();
}

double duration_s(const Session& session, const Content& content) {
  const AnyScenario story = current_story(session, content);
  double longest_s = 0;
  for (int side = 0; side < (session.compare ? 2 : 1); ++side)
    longest_s = std::max(longest_s, story.duration_s(static_cast<std::size_t>(arm_of(session, side))));
  return longest_s;
}

std::vector<int> change_companies(const Content& content) {
  std::vector<int> offered;
  for (std::size_t i = 0; i < content.slow.environments.size(); ++i)
    if (content.slow.environments[i].days.scenario.empty()) offered.push_back(static_cast<int>(i));
  return offered;
}

double longest_change_weeks(const Session& session, const Content& content) {
  constexpr double kGrownUp_years = 5, kChild_years = 1;
  const AgePreset* age = find_by_id(content.circuit.ages, current_moment_age(session, content));
  const bool grown_up = age == nullptr || age->style_set == "adult";
  return content.slow.weeks_per_year * (grown_up ? kGrownUp_years : kChild_years);
}

double difference_share(const Session& session, const std::string& region) {
  const double a = value_now(session, 0, "region." + region), b = value_now(session, 1, "region." + region);
  return std::isnan(a) || std::isnan(b) ? std::numeric_limits<double>::quiet_NaN()
                                        : std::clamp((a - b) / kFullActivityChange, -1.0, 1.0);
}

double calm_again_s(const Session& session, const Content& content, int side) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  if (side != 0 && side != 1) return none;
  const Trace* trace = session.trace[static_cast<std::size_t>(side)].get();
  const int column = trace == nullptr ? -1 : find_column(*trace, "felt.D");
  const Scenario* moment = current_story(session, content).scenario;
  if (column < 0 || moment == nullptr) return none;
  constexpr double kStays_s = 60;
  const std::size_t width = trace->columns.size(), rows = trace->rows();
  const auto distress = [&](std::size_t row) { return trace->values[row * width + static_cast<std::size_t>(column)]; };
  bool was_distressed = false;
  std::size_t calm_from = rows;
  for (std::size_t row = 0; row < rows; ++row) {
    const double t_s = static_cast<double>(row) * trace->sample_s;
    if (distress(row) >= kCalmDistress) {
      was_distressed = true;
      calm_from = rows;
    } else if (was_distressed && calm_from == rows && t_s >= moment->reference_s) {
      calm_from = row;
    }
    if (calm_from < rows && t_s - static_cast<double>(calm_from) * trace->sample_s >= kStays_s)
      return static_cast<double>(calm_from) * trace->sample_s;
  }
  return none;
}

PlotSpan plot_span(const Session& session, const Content& content) {
  const double end_s = duration_s(session, content);
  if (session.plot_to_s <= session.plot_from_s) return {0, end_s, true};
  return {session.plot_from_s, session.plot_to_s, false};
}

double shortest_plot_s(const Session& session, const Content& content) {
  const Trace* trace = session.trace[0].get();
  return std::min(duration_s(session, content), trace == nullptr ? 1.0 : kFewestPlotSamples * trace->sample_s);
}

bool has_reasons(const Session& session, const Content& content, const std::string& column) {
  if (current_kind(session, content) == ScenarioKind::years) return has_years_equation(content, column);
  if (session.link != nullptr && find_pair_curve(content.pair, column) != nullptr) return true;
  if (column == kBondColumn) return session.trace[0] && has_daily_bond(content.circuit, *session.trace[0]);
  const std::size_t dot = column.find('.');
  for (const char* prefix : {"region.", "chem.", "body.", "felt.", "derived."})
    if (column.starts_with(prefix)) return has_equation(content.circuit, std::string_view(column).substr(dot + 1));
  return false;
}

double liveliest_s(const Session& session, const Content& content) {
  constexpr int kTimes = 100;
  Session at = session;
  at.history = {};
  double best_s = 0, most = -1;
  for (int i = 0; i <= kTimes; ++i) {
    at.playhead.t_s = duration_s(session, content) * i / kTimes;
    double moved = 0;
    for (const Region& region : content.circuit.regions) {
      const double share = activity_share(at, 0, region.id);
      if (std::isfinite(share)) moved += std::abs(share);
    }
    if (moved <= most) continue;
    most = moved;
    best_s = at.playhead.t_s;
  }
  return best_s;
}

std::string most_moved_region(const Session& session, const Content& content) {
  constexpr double kWorthNaming = 0.01;
  std::string most;
  double largest = kWorthNaming;
  for (const Region& region : content.circuit.regions) {
    const double share = std::abs(activity_share(session, 0, region.id));
    if (share <= largest) continue;
    largest = share;
    most = region.id;
  }
  return most;
}

const Caption* caption_at(const ArmText& arm, double t_s) {
  const Caption* found = nullptr;
  for (const Caption& caption : arm.captions)
    if (caption.begin_s <= t_s && t_s < caption.end_s && (found == nullptr || caption.begin_s >= found->begin_s))
      found = &caption;
  return found;
}

CaptionNow caption_now(const Session& session, const Content& content) {
  CaptionNow now{caption_at(current_arm(session, content), session.playhead.t_s), 0};
  if (now.caption == nullptr && session.compare && session.other_arm >= 0)
    now = {caption_at(current_arm(session, content, 1), session.playhead.t_s), 1};
  return now;
}

double default_speed(double duration_s) {
  constexpr double kWatch_s = 90;
  const double wanted = std::max(duration_s, 1.0) / kWatch_s;
  double best = kSpeedSteps.front();
  for (const double step : kSpeedSteps)
    if (std::abs(std::log(step / wanted)) < std::abs(std::log(best / wanted))) best = step;
  return best;
}

double next_speed(double speed, int direction) {
  if (direction > 0) {
    for (const double step : kSpeedSteps)
      if (step > speed * 1.0001) return step;
  } else if (direction < 0) {
    for (auto step = kSpeedSteps.rbegin(); step != kSpeedSteps.rend(); ++step)
      if (*step < speed * 0.9999) return *step;
  }
  return speed;
}

double value_now(const Session& session, int side, const std::string& column) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  if (side != 0 && side != 1) return none;
  const Trace* trace = session.trace[static_cast<std::size_t>(side)].get();
  const int index = trace == nullptr ? -1 : find_column(*trace, column);
  return index < 0 ? none : value_at(*trace, index, session.playhead.t_s);
}

std::optional<PairRun> pair_run(const Session& session, const Content& content) {
  const PairScenario* pair = current_story(session, content).pair;
  if (pair == nullptr || session.link == nullptr || !session.trace[0] || !session.trace[1]) return std::nullopt;
  return PairRun{pair, &pair->arms[static_cast<std::size_t>(session.arm)], session.trace[0].get(), session.trace[1].get(),
                 session.link.get()};
}

double value_of(const Session& session, const Content& content, int side, const std::string& column, double t_s) {
  if (find_pair_curve(content.pair, column) != nullptr)
    if (const std::optional<PairRun> run = pair_run(session, content)) return pair_value(content, *run, side, column, t_s);
  const Trace* trace = session.trace[static_cast<std::size_t>(side)].get();
  const int index = trace == nullptr ? -1 : find_column(*trace, column);
  return index < 0 ? std::numeric_limits<double>::quiet_NaN() : value_at(*trace, index, t_s);
}

double activity_share(const Session& session, int side, const std::string& region) {
  const double now = value_now(session, side, "region." + region);
  if (std::isnan(now)) return now;
  const double lived_usual = value_now(session, side, "usual." + region);
  const Trace& trace = *session.trace[static_cast<std::size_t>(side)];
  const double start =
      std::isnan(lived_usual) ? value_at(trace, find_column(trace, "region." + region), 0) : lived_usual;
  return std::clamp((now - start) / kFullActivityChange, -1.0, 1.0);
}

const Structure* find_structure(const Content& content, const std::string& id) {
  return find_by_id(content.structures, id);
}
const Region* find_region(const Content& content, const std::string& id) {
  return find_by_id(content.circuit.regions, id);
}
const Chemical* find_chemical(const Content& content, const std::string& id) {
  return find_by_id(content.circuit.chemicals, id);
}
const Reference* find_reference(const Content& content, const std::string& id) {
  return find_by_id(content.references, id);
}
const Page* find_page(const Content& content, const std::string& id) { return find_by_id(content.pages, id); }

const Page* current_page(const Session& session, const Content& content) {
  if (const Page* page = find_page(content, session.page)) return page;
  return content.pages.empty() ? nullptr : &content.pages.front();
}

bool carrier_shown(const Session& session, const std::string& carrier) {
  return session.solo_carrier.empty() ? session.hidden_carriers.count(carrier) == 0 : session.solo_carrier == carrier;
}

std::vector<std::string> lobes(const Content& content) {
  std::vector<std::string> found;
  for (const BrainPart& part : content.brain.parts)
    if (!part.lobe.empty() && std::find(found.begin(), found.end(), part.lobe) == found.end()) found.push_back(part.lobe);
  return found;
}

std::string name_for_view(const Session& session) {
  const Camera& camera = session.camera_move.active ? session.camera_move.to : session.camera;
  std::string name;
  for (const ViewPreset& view : view_presets()) {
    const float turned = std::abs(std::remainder(camera.azimuth - view.azimuth, 6.2831853f));
    const bool vertical = std::abs(view.elevation) > 1.2f && std::abs(camera.elevation - view.elevation) < 0.2f;
    const bool level = turned < 0.3f && std::abs(camera.elevation - view.elevation) < 0.3f;
    if ((vertical || level) && view.hide_hemisphere == session.hidden_hemisphere) {
      name = view.name;
      break;
    }
  }
  if (name.empty()) name = "Turned";
  if (camera.distance_mm < 0.75f * Camera{}.distance_mm) name += ", close";
  const auto taken = [&](const std::string& wanted) {
    return std::any_of(session.kept_views.begin(), session.kept_views.end(),
                       [&](const KeptView& view) { return view.name == wanted; });
  };
  std::string free = name;
  for (int number = 2; taken(free); ++number) free = name + " " + std::to_string(number);
  return free;
}

std::string carrier_of(const Content& content, const std::string& transmitter) {
  const auto lower = [](std::string text) {
    for (char& c : text)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
  };
  if (find_chemical(content, transmitter) != nullptr) return transmitter;
  const std::string wanted = lower(transmitter);
  if (wanted.size() < 2) return transmitter;
  for (const Chemical& chemical : content.circuit.chemicals)
    if (!chemical.hidden && lower(chemical.id).rfind(wanted, 0) == 0) return chemical.id;
  return transmitter;
}

std::vector<std::string> carriers(const Content& content) {
  std::vector<std::string> ids;
  const auto add = [&](const std::string& id) {
    if (!id.empty() && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  };
  for (const Chemical& chemical : content.circuit.chemicals)
    if (!chemical.hidden) add(chemical.id);
  for (const Connection& connection : content.circuit.connections) add(carrier_of(content, connection.transmitter));
  for (const DrawnLink& link : content.circuit.drawn_links) add(carrier_of(content, link.carrier));
  return ids;
}

}  // namespace attune
