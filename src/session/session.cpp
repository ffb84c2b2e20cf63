#include "session/session.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.h"
#include "core/text.h"

namespace attune {
namespace {

constexpr double kMaxFrame_s = 0.25;
constexpr float kWelcomeTurn_rad_s = 0.06f;
constexpr double kTimeTolerance_s = 1e-6;

// A person pressing "previous" just after an event means the one before it.
constexpr double kPreviousGrace_s = 1.0;  // of wall time

bool is_index(int index, std::size_t count) { return index >= 0 && static_cast<std::size_t>(index) < count; }
bool is_finite(glm::vec2 v) { return std::isfinite(v.x) && std::isfinite(v.y); }

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

Result<std::shared_ptr<const Trace>> run(const Session& session, const Content& content, int side) {
  const Scenario& scenario = content.scenarios[static_cast<std::size_t>(session.scenario)];
  const Style& style = content.styles[static_cast<std::size_t>(session.style[static_cast<std::size_t>(side)])];
  const Arm& arm = scenario.arms[static_cast<std::size_t>(session.arm)];
  Result<Trace> trace = simulate(session.program, style, scenario, arm);
  if (!trace) return trace.errors();
  return std::shared_ptr<const Trace>(std::make_shared<Trace>(std::move(*trace)));
}

// Fills the traces for the session's scenario, arm and styles. Side B only while comparing.
Status simulate_sides(Session& session, const Content& content) {
  for (int side = 0; side < 2; ++side) {
    std::shared_ptr<const Trace>& trace = session.trace[static_cast<std::size_t>(side)];
    trace.reset();
    if (side == 1 && !session.compare) continue;
    Result<std::shared_ptr<const Trace>> result = run(session, content, side);
    if (!result) return result.errors();
    trace = std::move(*result);
  }
  return Done{};
}

// A change that needs new traces: tried on a copy, so that a failure leaves everything as it was.
template <class Change>
void change_and_simulate(Session& session, const Content& content, Change change) {
  Session changed = session;
  change(changed);
  if (const Status status = simulate_sides(changed, content); !status) {
    say(session, to_sentence(status.error()));
    return;
  }
  changed.playhead.t_s = std::clamp(changed.playhead.t_s, 0.0, duration_s(changed, content));
  for (const std::shared_ptr<const Trace>& trace : changed.trace) {
    if (!trace || trace->left_range.empty()) continue;
    say(changed, format("%s left its range after %s s, so this run stops there.", trace->left_range.c_str(),
                        to_text(trace->left_range_s, 0).c_str()));
    break;
  }
  session = std::move(changed);
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

void select_scenario(Session& session, const Content& content, int scenario) {
  if (!is_index(scenario, content.scenarios.size()) ||
      content.scenarios[static_cast<std::size_t>(scenario)].arms.empty()) {
    say(session, format("There is no scenario number %d.", scenario + 1));
    return;
  }
  const bool was_welcome = session.show_welcome;
  change_and_simulate(session, content, [&](Session& changed) {
    changed.scenario = scenario;
    changed.arm = 0;
    changed.playhead = {0, false, default_speed(content.scenarios[static_cast<std::size_t>(scenario)])};
    changed.show_welcome = false;
    changed.show_library = false;
  });
  if (was_welcome && !session.show_welcome) start_camera_move(session, home_camera());
}

void set_playing(Session& session, const Content& content, bool on) {
  if (on && session.playhead.t_s >= duration_s(session, content) - kTimeTolerance_s) session.playhead.t_s = 0;
  session.playhead.playing = on;
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
    return;
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

void go_to_view(Session& session, const std::string& view) {
  if (view == "home") {
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
  start_camera_move(session, home_camera());  // it turned while the welcome stood
}

void step_back(Session& session) {
  if (session.show_help) {
    session.show_help = false;
  } else if (session.show_welcome) {
    close_welcome(session);
  } else if (!session.message.empty()) {
    session.message.clear();
  } else if (!session.show_interface) {
    session.show_interface = true;
  } else if (session.show_library) {
    session.show_library = false;
  } else if (!session.selected.empty()) {
    session.selected.clear();
    if (session.front_panel == Panel::right) session.front_panel = Panel::none;
  } else if (session.fullscreen) {
    session.fullscreen = false;
  }
}

// One overload per command: std::visit finds a missing one at compile time.
struct Executor {
  Session& session;
  const Content& content;

  void operator()(const command::SelectScenario& c) const { select_scenario(session, content, c.scenario); }
  void operator()(const command::SelectArm& c) const {
    if (!is_index(c.arm, current_scenario(session, content).arms.size())) {
      say(session, format("This scenario has no version number %d.", c.arm + 1));
      return;
    }
    change_and_simulate(session, content, [&](Session& changed) { changed.arm = c.arm; });
  }
  void operator()(const command::SetStyle& c) const {
    if ((c.side != 0 && c.side != 1) || !is_index(c.style, content.styles.size())) {
      say(session, format("There is no attachment pattern number %d.", c.style + 1));
      return;
    }
    change_and_simulate(session, content,
                        [&](Session& changed) { changed.style[static_cast<std::size_t>(c.side)] = c.style; });
  }
  void operator()(const command::SetCompare& c) const {
    change_and_simulate(session, content, [&](Session& changed) { changed.compare = c.on; });
  }
  void operator()(const command::SwapSides&) const {
    change_and_simulate(session, content, [](Session& changed) { std::swap(changed.style[0], changed.style[1]); });
  }
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
    if (is_finite(c.movement)) set_camera(session, orbit(session.camera, c.movement));
  }
  void operator()(const command::PanCamera& c) const {
    if (is_finite(c.movement)) set_camera(session, pan(session.camera, c.movement));
  }
  void operator()(const command::ZoomCamera& c) const {
    if (std::isfinite(c.steps) && is_finite(c.pointer_ndc) && std::isfinite(c.aspect) && c.aspect > 0)
      set_camera(session, zoom(session.camera, c.steps, c.pointer_ndc, c.aspect));
  }
  void operator()(const command::GoToView& c) const { go_to_view(session, c.view); }
  void operator()(const command::FrameStructure& c) const {
    if (is_structure(session, content, c.structure)) start_camera_move(session, framing(session, content, c.structure));
  }
  void operator()(const command::Select& c) const {
    if (!c.structure.empty() && !is_structure(session, content, c.structure)) return;
    session.selected = c.structure;
    // Where only one side panel fits, the details come forward with a selection and step back without one.
    if (!c.structure.empty() && session.show_right) session.front_panel = Panel::right;
    if (c.structure.empty() && session.front_panel == Panel::right) session.front_panel = Panel::none;
  }
  void operator()(const command::Hover& c) const {
    if (c.structure.empty() || is_structure(session, content, c.structure)) session.hovered = c.structure;
  }
  void operator()(const command::SetStructureVisible& c) const {
    if (!is_structure(session, content, c.structure)) return;
    if (c.visible) {
      session.hidden.erase(c.structure);
    } else {
      session.hidden.insert(c.structure);
    }
  }
  void operator()(const command::SetGlass& c) const {
    if (std::isfinite(c.glass)) session.glass = std::clamp(c.glass, 0.0f, 1.0f);
  }
  void operator()(const command::SetColourMode& c) const { session.colour_mode = c.mode; }
  void operator()(const command::SetLabels& c) const { session.show_labels = c.on; }
  void operator()(const command::SetFlow& c) const { session.show_flow = c.on; }
  void operator()(const command::SetLegend& c) const { session.show_legend = c.on; }
  void operator()(const command::SetCarrierVisible& c) const {
    const std::vector<std::string> known = carriers(content);
    if (std::find(known.begin(), known.end(), c.carrier) == known.end()) {
      say(session,
          format("There is no carrier \"%s\".", printable(c.carrier).c_str()) + did_you_mean(c.carrier, known));
    } else if (c.visible) {
      session.hidden_carriers.erase(c.carrier);
    } else {
      session.hidden_carriers.insert(c.carrier);
    }
  }
  void operator()(const command::SetPlotted& c) const { set_plotted(session, c.column, c.on); }
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
  void operator()(const command::SetLeftTab& c) const { session.left_tab = c.tab; }
  void operator()(const command::SetLibrary& c) const {
    session.show_library = c.on;
    if (c.on) session.left_tab = LeftTab::moment;
  }
  void operator()(const command::CloseWelcome&) const { close_welcome(session); }
  void operator()(const command::StepBack&) const { step_back(session); }
  void operator()(const command::DismissMessage&) const { session.message.clear(); }
};

int style_index(const Content& content, const char* id, int otherwise) {
  for (std::size_t i = 0; i < content.styles.size(); ++i)
    if (content.styles[i].id == id) return static_cast<int>(i);
  return std::min(otherwise, static_cast<int>(content.styles.size()) - 1);
}

template <class Item>
const Item* find_by_id(const std::vector<Item>& items, const std::string& id) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
  return found == items.end() ? nullptr : &*found;
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
  session.style = {style_index(content, "secure", 0), style_index(content, "anxious", 1)};
  session.playhead.speed = default_speed(content.scenarios.front());
  if (const Status status = simulate_sides(session, content); !status) return status.errors();
  // Deep structures that the stories do not need would hide the ones that they do; the tree switches them on.
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
  const Trace& trace = *session.trace[0];
  std::erase_if(session.plotted, [&](const std::string& column) { return find_column(trace, column) < 0; });
  return session;
}

void execute(Session& session, const Content& content, const Command& command) {
  std::visit(Executor{session, content}, command);
}

void advance(Session& session, const Content& content, double dt_s) {
  const double dt = std::isfinite(dt_s) ? std::clamp(dt_s, 0.0, kMaxFrame_s) : 0.0;
  if (session.playhead.playing) {
    const double end_s = duration_s(session, content);
    session.playhead.t_s += dt * session.playhead.speed;
    if (session.playhead.t_s >= end_s) {
      session.playhead.t_s = end_s;
      session.playhead.playing = false;
    }
  }
  if (session.camera_move.active) {
    CameraMove& move = session.camera_move;
    move.elapsed_s += dt;
    if (move.elapsed_s >= move.length_s) {
      session.camera = move.to;
      move.active = false;
    } else {
      session.camera = blend(move.from, move.to, static_cast<float>(move.elapsed_s / move.length_s));
    }
  } else if (session.show_welcome && !session.reduced_motion) {
    session.camera.azimuth += kWelcomeTurn_rad_s * static_cast<float>(dt);
  }
  if (!session.message.empty()) {
    session.message_age_s += dt;
    if (session.message_age_s >= kMessageLife_s) session.message.clear();
  }
}

const Scenario& current_scenario(const Session& session, const Content& content) {
  ATTUNE_CHECK(is_index(session.scenario, content.scenarios.size()));
  return content.scenarios[static_cast<std::size_t>(session.scenario)];
}

const Arm& current_arm(const Session& session, const Content& content) {
  const Scenario& scenario = current_scenario(session, content);
  ATTUNE_CHECK(is_index(session.arm, scenario.arms.size()));
  return scenario.arms[static_cast<std::size_t>(session.arm)];
}

const Style& current_style(const Session& session, const Content& content, int side) {
  ATTUNE_CHECK(side == 0 || side == 1);
  const int style = session.style[static_cast<std::size_t>(side)];
  ATTUNE_CHECK(is_index(style, content.styles.size()));
  return content.styles[static_cast<std::size_t>(style)];
}

double duration_s(const Session& session, const Content& content) {
  return current_scenario(session, content).duration_s;
}

const Caption* caption_at(const Arm& arm, double t_s) {
  const Caption* found = nullptr;
  for (const Caption& caption : arm.captions)
    if (caption.begin_s <= t_s && t_s < caption.end_s && (found == nullptr || caption.begin_s >= found->begin_s))
      found = &caption;
  return found;
}

double default_speed(const Scenario& scenario) {
  constexpr double kWatch_s = 90;
  const double wanted = std::max(scenario.duration_s, 1.0) / kWatch_s;
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

double activity_share(const Session& session, int side, const std::string& region) {
  const double now = value_now(session, side, "region." + region);
  if (std::isnan(now)) return now;
  const Trace& trace = *session.trace[static_cast<std::size_t>(side)];
  const double start = value_at(trace, find_column(trace, "region." + region), 0);
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
