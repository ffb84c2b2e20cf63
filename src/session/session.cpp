#include "session/session.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/check.h"
#include "core/text.h"
#include "model/find.h"
#include "session/edit_story.h"
#include "session/run_sides.h"
#include "session/say.h"
#include "sim/explain_years.h"

namespace attune {
namespace {

constexpr double kTimeTolerance_s = 1e-6;

int style_index(const Content& content, const char* id, int otherwise) {
  if (const int found = index_of(content.styles, id); found >= 0) return found;
  return std::min(otherwise, static_cast<int>(content.styles.size()) - 1);
}

}  // namespace

std::set<std::string> bystanders(const Content& content) {
  std::set<std::string> found;
  const auto has_volume = [&](const std::string& id) {
    return std::any_of(content.brain.parts.begin(), content.brain.parts.end(),
                       [&](const BrainPart& part) { return part.structure == id && part.kind == PartKind::volume; });
  };
  for (const Structure& structure : content.structures) {
    const auto same_region = [&](const Structure& other) {
      return other.featured && other.region == structure.region && has_volume(other.id);
    };
    if (has_volume(structure.id) && std::none_of(content.structures.begin(), content.structures.end(), same_region))
      found.insert(structure.id);
  }
  return found;
}

Result<Session> make_session(const Content& content) {
  if (content.styles.empty() || content.scenarios.empty() || content.scenarios.front().arms.empty())
    return Error{sentence("no_style_no_scenario"), "assets", sentence("reinstall_attune_point_assets"),
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
    if (const int good = index_of(content.slow.environments, "secure_relationship"); good >= 0) session.change.environment = good;
  }
  session.style = {style_index(content, "secure", 0), style_index(content, "anxious", 1)};
  session.arm = static_cast<int>(current_story(session, content).opening_arm());
  session.playhead.speed = default_speed(content.scenarios.front());
  if (const Status status = simulate_sides(session, content); !status) return status.errors();
  find_directions(session, content);
  tell_early_stop(session, content);
  session.hidden = bystanders(content);
  const Trace& trace = *session.trace[0];
  std::erase_if(session.plotted, [&](const std::string& column) { return find_column(trace, column) < 0; });
  keep_pace(session, content);
  return session;
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

SideName side_title(const Session& session, const Content& content, int side, const ChangedWords& words) {
  SideName title = side_name(session, content, side);
  if (side == 0 || !session.change.on) return title;
  const double weeks = session.change.weeks;
  title.detail = std::exchange(title.name, weeks < 0.5 ? words.none : fill(words.name, {{"time", span_text(weeks, words.span)}}));
  return title;
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
  const AgePreset* age = item_of(content.circuit.ages, id);
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

std::vector<std::shared_ptr<const OwnStory>> unsaved_stories(const Session& session) {
  std::vector<std::shared_ptr<const OwnStory>> unsaved;
  const auto look_at = [&](const std::shared_ptr<const OwnStory>& story) {
    if (story != nullptr && story->own && is_changed(*story)) unsaved.push_back(story);
  };
  look_at(session.own_story);
  for (const auto& story : session.kept_stories) look_at(story);
  return unsaved;
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
  const AgePreset* age = item_of(content.circuit.ages, current_moment_age(session, content));
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

bool has_loop(const Session& session) { return session.loop_to_s > session.loop_from_s; }

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
  CaptionNow now{caption_at(current_arm(session, content), session.playhead.t_s), 0, false};
  if (now.caption == nullptr && session.compare && session.other_arm >= 0)
    now = {caption_at(current_arm(session, content, 1), session.playhead.t_s), 1, false};
  if (now.caption != nullptr && is_changed(session, Bench::story)) {
    const CaptionFit fit = caption_fit(*session.own_story, content.circuit, session.arm, *now.caption);
    if (fit == CaptionFit::gone) return {};
    now.of_old_story = fit == CaptionFit::of_old_story;
  }
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
  return std::clamp((now - usual_activity(session, side, region)) / kFullActivityChange, -1.0, 1.0);
}

double usual_activity(const Session& session, int side, const std::string& region) {
  const double lived_usual = value_now(session, side, "usual." + region);
  if (!std::isnan(lived_usual) || std::isnan(value_now(session, side, "region." + region))) return lived_usual;
  const Trace& trace = *session.trace[static_cast<std::size_t>(side)];
  return value_at(trace, find_column(trace, "region." + region), 0);
}

const Connection* asked_connection(const Session& session, const Content& content) { return asked_connection(session.asked, content); }
const Connection* asked_connection(const std::string& asked, const Content& content) {
  if (!asked.starts_with(kOfConnection)) return nullptr;
  return item_of(content.circuit.connections, asked.substr(kOfConnection.size()));
}

int view_count(const Session& session) { return session.compare && !session.difference ? 2 : 1; }

const Structure* find_structure(const Content& content, const std::string& id) {
  return item_of(content.structures, id);
}
const Region* find_region(const Content& content, const std::string& id) {
  return item_of(content.circuit.regions, id);
}
const Chemical* find_chemical(const Content& content, const std::string& id) {
  return item_of(content.circuit.chemicals, id);
}
const Reference* find_reference(const Content& content, const std::string& id) {
  return item_of(content.references, id);
}
const Page* find_page(const Content& content, const std::string& id) { return item_of(content.pages, id); }

const Page* current_page(const Session& session, const Content& content) {
  if (const Page* page = find_page(content, session.page)) return page;
  return content.pages.empty() ? nullptr : &content.pages.front();
}

bool is_why_held(const Session& session) { return session.why_held_s >= 0 && session.why_held_s != session.playhead.t_s; }

Session at_held_time(const Session& session) {
  Session then = session;
  then.history = {};
  then.playhead.t_s = session.why_held_s;
  return then;
}

bool half_shown(const Session& session, Hemisphere hemisphere) {
  return !(session.hidden_hemisphere == 0 && hemisphere == Hemisphere::left) && !(session.hidden_hemisphere == 1 && hemisphere == Hemisphere::right);
}

bool is_solid_outside(const Session& session) {
  return session.glass >= kSolidGlass && session.own == nullptr && session.hidden_lobes.empty() && session.solo_structure.empty();
}

bool structure_shown(const Session& session, const std::string& structure) {
  return session.solo_structure.empty() ? session.hidden.count(structure) == 0 : session.solo_structure == structure;
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

std::string view_name(const Content& content, const ViewPreset& view) {
  std::string key = std::string("view_") + view.id;
  std::replace(key.begin(), key.end(), '-', '_');
  return message_text(content, key);
}

std::string name_for_view(const Session& session, const Content& content) {
  const Camera& camera = session.camera_move.active ? session.camera_move.to : session.camera;
  std::string name;
  for (const ViewPreset& view : view_presets()) {
    const float turned = std::abs(std::remainder(camera.azimuth - view.azimuth, 6.2831853f));
    const bool vertical = std::abs(view.elevation) > 1.2f && std::abs(camera.elevation - view.elevation) < 0.2f;
    const bool level = turned < 0.3f && std::abs(camera.elevation - view.elevation) < 0.3f;
    if ((vertical || level) && std::abs(camera.roll) < 0.3f && view.hide_hemisphere == session.hidden_hemisphere) {
      name = view_name(content, view);
      break;
    }
  }
  if (name.empty()) name = message_text(content, "view_turned");
  if (camera.distance_mm < 0.75f * Camera{}.distance_mm) name = message_text(content, "view_close", {{"view", name}});
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
