#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <regex>
#include <set>
#include <sstream>

#include "io/load_ui_text.h"
#include "io/receipt_file.h"
#include "session/looks.h"
#include "session/move_view.h"
#include "session/receipt.h"
#include "session/say.h"
#include "session/session.h"
#include "shipped_desk.h"

namespace attune {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Scenario make_scenario(const std::string& id, double duration_s, std::vector<Arm> arms) {
  Scenario scenario;
  scenario.id = id;
  scenario.title = id;
  scenario.age = "adult";
  scenario.duration_s = duration_s;
  scenario.reference_s = duration_s / 2;
  scenario.step_s = 1;
  scenario.arms = std::move(arms);
  return scenario;
}

Arm make_arm(const std::string& id, double threat) {
  Arm arm;
  arm.id = id;
  arm.title = id;
  arm.segments.push_back({10, 40, {{"threat", threat, ""}}, 0, 0});
  arm.captions = {
      {0, 10, "Start", "Nothing happens."}, {10, 40, "Threat", "A noise."}, {30, 60, "Help", "Someone comes."}};
  return arm;
}

// Two regions, one chemical, one input: enough to see every command work on real traces.
Content make_content() {
  Content content;
  content.messages = load_ui_text(ATTUNE_ASSETS "/messages_en.json").value();
  Circuit& circuit = content.circuit;
  Region amygdala;
  amygdala.id = "AMY";
  amygdala.name = "Amygdala";
  amygdala.rest = 0.2;
  amygdala.tau_s = 5;
  Region prefrontal = amygdala;
  prefrontal.id = "vmPFC";
  prefrontal.name = "Ventromedial prefrontal cortex";
  prefrontal.rest = 0.35;
  circuit.regions = {amygdala, prefrontal};
  circuit.inputs = {{"threat", "Threat", "Something frightens", 0, false}};
  circuit.traits = {{"trust", "Trust", "how much help counts"}};
  circuit.ages = {{"adult", "Adult", 1, 70, 30, "adult", "assumed"}};
  Chemical cortisol;
  cortisol.id = "CORT";
  cortisol.name = "Cortisol";
  cortisol.colour = "#C8862B";
  cortisol.half_life_s = 60;
  cortisol.target = "1 + max(0, dev(AMY))";
  Chemical hidden = cortisol;
  hidden.id = "G";
  hidden.hidden = true;
  circuit.chemicals = {cortisol, hidden};
  Connection brake;
  brake.id = "vmPFC>AMY";
  brake.from = "vmPFC";
  brake.to = "AMY";
  brake.weight = -0.5;
  brake.gate = "1";
  brake.transmitter = "gaba";
  circuit.connections = {brake};
  circuit.input_drives = {{"threat", "AMY", 1.0, "1"}};

  for (const char* id : {"avoidant", "secure", "anxious"}) {
    Style style;
    style.id = id;
    style.name = id;
    style.traits["adult"] = {{"trust", id == std::string("secure") ? 0.9 : 0.2}};
    content.styles.push_back(style);
  }
  content.scenarios = {make_scenario("first", 60, {make_arm("alone", 0.7), make_arm("together", 0.2)}),
                       make_scenario("second", 900, {make_arm("only", 0.5)})};

  for (const char* id : {"amygdala", "vmpfc"}) {
    Structure structure;
    structure.id = id;
    structure.name = id;
    content.structures.push_back(structure);
  }
  BrainPart part;
  part.name = "amygdala.R";
  part.structure = "amygdala";
  part.hemisphere = Hemisphere::right;
  part.positions_mm = {{20, -6, -22}, {28, 0, -14}};
  part.min_mm = part.positions_mm[0];
  part.max_mm = part.positions_mm[1];
  content.brain.parts.push_back(part);
  BrainPart nameless = part;
  nameless.structure = "users_own";
  content.brain.parts.push_back(nameless);
  return content;
}

struct Fixture {
  Content content = make_content();
  Session session = start(content);

  static Session start(const Content& content) {
    Result<Session> made = make_session(content);
    if (!made) FAIL(to_sentence(made.error()));
    return *made;
  }
  void run(const Command& command) { execute(session, content, command); }
};

// Everything a rejected command must leave alone.
bool same_state(const Session& a, const Session& b) {
  return a.scenario == b.scenario && a.arm == b.arm && a.style == b.style && a.compare == b.compare &&
         a.trace == b.trace && a.playhead.t_s == b.playhead.t_s && a.playhead.playing == b.playhead.playing &&
         a.playhead.speed == b.playhead.speed && a.camera.azimuth == b.camera.azimuth &&
         a.camera.elevation == b.camera.elevation && a.camera.distance_mm == b.camera.distance_mm &&
         a.camera.target_mm == b.camera.target_mm && a.camera_move.active == b.camera_move.active &&
         a.selected == b.selected && a.hovered == b.hovered && a.hidden == b.hidden && a.solo_structure == b.solo_structure &&
         a.hidden_hemisphere == b.hidden_hemisphere && a.glass == b.glass && a.plotted == b.plotted &&
         a.hidden_carriers == b.hidden_carriers && a.ui_scale == b.ui_scale && a.show_welcome == b.show_welcome;
}

double column_sum(const Trace& trace, const char* column) {
  const int index = find_column(trace, column);
  REQUIRE(index >= 0);
  double sum = 0;
  for (std::size_t row = 0; row < trace.rows(); ++row)
    sum += trace.values[row * trace.columns.size() + static_cast<std::size_t>(index)];
  return sum;
}

}  // namespace

TEST_CASE("a new session: first scenario, secure against anxious, paused at the start") {
  Fixture f;
  CHECK(f.session.scenario == 0);
  CHECK(f.session.arm == 0);
  CHECK(current_style(f.session, f.content, 0).id == "secure");
  CHECK(current_style(f.session, f.content, 1).id == "anxious");
  CHECK(f.session.playhead.t_s == 0);
  CHECK_FALSE(f.session.playhead.playing);
  REQUIRE(f.session.trace[0]);
  CHECK(f.session.trace[0]->rows() == 61);
  CHECK_FALSE(f.session.trace[1]);
  CHECK(f.session.show_welcome);
  CHECK(f.session.plotted == std::vector<std::string>{"region.AMY", "region.vmPFC", "chem.CORT"});
}

TEST_CASE("content that cannot be played is an error, not a crash") {
  Content content = make_content();
  content.styles.clear();
  CHECK_FALSE(make_session(content).has_value());
  content = make_content();
  content.scenarios.clear();
  CHECK_FALSE(make_session(content).has_value());
  content = make_content();
  content.scenarios[0].arms.clear();
  CHECK_FALSE(make_session(content).has_value());
  content = make_content();
  content.circuit.chemicals[0].target = "nonsense(";
  CHECK_FALSE(make_session(content).has_value());
}

TEST_CASE("curves that the circuit does not have are not plotted") {
  Content content = make_content();
  content.circuit.chemicals[0].id = "OTHER";
  const Result<Session> session = make_session(content);
  REQUIRE(session.has_value());
  CHECK(session->plotted == std::vector<std::string>{"region.AMY", "region.vmPFC"});
}

TEST_CASE("SelectScenario starts it from the beginning, paused, at its own speed") {
  Fixture f;
  f.run(command::Seek{20});
  f.run(command::SelectArm{1});
  f.run(command::SetPlaying{true});
  f.run(command::SelectScenario{1});
  CHECK(f.session.scenario == 1);
  CHECK(f.session.arm == 0);
  CHECK(f.session.playhead.t_s == 0);
  CHECK_FALSE(f.session.playhead.playing);
  CHECK(f.session.playhead.speed == default_speed(f.content.scenarios[1]));
  CHECK(f.session.trace[0]->rows() == 901);
  CHECK_FALSE(f.session.show_welcome);
  CHECK(f.session.camera_move.active);  // home: it turned while the welcome stood

  const Session before = f.session;
  for (const int unknown : {-1, 2, 1000}) {
    f.session.message.clear();
    f.run(command::SelectScenario{unknown});
    CHECK(same_state(before, f.session));
    CHECK_FALSE(f.session.message.empty());
  }
}

TEST_CASE("SelectArm simulates the other version and keeps the moment") {
  Fixture f;
  const double loud = column_sum(*f.session.trace[0], "region.AMY");
  f.run(command::Seek{20});
  f.run(command::SelectArm{1});
  CHECK(f.session.arm == 1);
  CHECK(f.session.playhead.t_s == 20);
  CHECK(column_sum(*f.session.trace[0], "region.AMY") < loud);
  const Session before = f.session;
  f.run(command::SelectArm{2});
  CHECK(same_state(before, f.session));
  CHECK_FALSE(f.session.message.empty());
}

TEST_CASE("SetCompare simulates both sides, SetStyle its side, SwapSides exchanges them") {
  Fixture f;
  f.run(command::SetCompare{true});
  REQUIRE(f.session.trace[1]);
  CHECK(f.session.compare);
  const std::vector<double> a = f.session.trace[0]->values, b = f.session.trace[1]->values;
  CHECK(a != b);  // trait.trust differs
  f.run(command::SwapSides{});
  CHECK(f.session.style == std::array<int, 2>{2, 1});
  CHECK(f.session.trace[0]->values == b);
  CHECK(f.session.trace[1]->values == a);
  f.run(command::SetStyle{1, 0});
  CHECK(f.session.style == std::array<int, 2>{2, 0});
  CHECK(f.session.trace[0]->values == b);
  const Session before = f.session;
  for (const command::SetStyle unknown : {command::SetStyle{0, 3}, {0, -1}, {2, 0}, {-1, 0}}) {
    f.session.message.clear();
    f.run(unknown);
    CHECK(same_state(before, f.session));
    CHECK_FALSE(f.session.message.empty());
  }
  f.run(command::SetCompare{false});
  CHECK_FALSE(f.session.trace[1]);
}

TEST_CASE("a run that fails leaves everything as it was") {
  Fixture f;
  f.content.styles[0].traits.clear();  // no table for this age
  const Session before = f.session;
  f.run(command::SetStyle{0, 0});
  CHECK(same_state(before, f.session));
  CHECK_FALSE(f.session.message.empty());
}

TEST_CASE("playing moves the playhead, stops at the end on the last state and starts again from there") {
  Fixture f;
  f.run(command::TogglePlaying{});
  CHECK(f.session.playhead.playing);
  f.run(command::SetSpeed{5});
  advance(f.session, f.content, 0.2);
  CHECK(f.session.playhead.t_s == doctest::Approx(1.0));
  f.run(command::SetPlaying{false});
  advance(f.session, f.content, 0.1);
  CHECK(f.session.playhead.t_s == doctest::Approx(1.0));
  f.run(command::Seek{59.8});
  f.run(command::SetPlaying{true});
  advance(f.session, f.content, 0.1);
  CHECK(f.session.playhead.t_s == 60);
  CHECK_FALSE(f.session.playhead.playing);
  f.run(command::TogglePlaying{});
  CHECK(f.session.playhead.t_s == 0);
  CHECK(f.session.playhead.playing);
}

TEST_CASE("advance clamps what the clock says") {
  Fixture f;
  f.run(command::SetPlaying{true});
  f.run(command::SetSpeed{1});
  for (const double silly : {-5.0, kNaN, -std::numeric_limits<double>::infinity()})
    advance(f.session, f.content, silly);
  CHECK(f.session.playhead.t_s == 0);
  advance(f.session, f.content, 100);
  CHECK(f.session.playhead.t_s == doctest::Approx(0.25));
}

TEST_CASE("the same steps give the same time, bit for bit") {
  Fixture f, g;
  for (Fixture* fixture : {&f, &g}) {
    fixture->run(command::SetSpeed{3});
    fixture->run(command::SetPlaying{true});
    for (int i = 0; i < 333; ++i) advance(fixture->session, fixture->content, 1.0 / 60);
  }
  CHECK(f.session.playhead.t_s == g.session.playhead.t_s);
  CHECK(f.session.playhead.t_s == doctest::Approx(333 * 3 / 60.0));
}

TEST_CASE("Seek and StepTime stay inside the run") {
  Fixture f;
  f.run(command::Seek{1e9});
  CHECK(f.session.playhead.t_s == 60);
  f.run(command::StepTime{-15});
  CHECK(f.session.playhead.t_s == 45);
  f.run(command::Seek{-3});
  CHECK(f.session.playhead.t_s == 0);
  f.run(command::Seek{12});
  f.run(command::Seek{kNaN});
  CHECK(f.session.playhead.t_s == 12);
  CHECK_FALSE(f.session.message.empty());
}

TEST_CASE("StepEvent goes from caption start to caption start") {
  Fixture f;
  std::vector<double> stops;
  for (int i = 0; i < 4; ++i) {
    f.run(command::StepEvent{1});
    stops.push_back(f.session.playhead.t_s);
  }
  CHECK(stops == std::vector<double>{10, 30, 60, 60});
  stops.clear();
  for (int i = 0; i < 4; ++i) {
    f.run(command::StepEvent{-1});
    stops.push_back(f.session.playhead.t_s);
  }
  CHECK(stops == std::vector<double>{30, 10, 0, 0});
  f.run(command::Seek{30.5});
  f.run(command::StepEvent{-1});
  CHECK(f.session.playhead.t_s == 30);
  // While it plays, "previous" just after an event means the one before.
  f.run(command::Seek{30.5});
  f.run(command::SetSpeed{1});
  f.run(command::SetPlaying{true});
  f.run(command::StepEvent{-1});
  CHECK(f.session.playhead.t_s == 10);
  f.run(command::StepEvent{0});
  CHECK(f.session.playhead.t_s == 10);
}

TEST_CASE("SetSpeed clamps, and refuses what is not a speed") {
  Fixture f;
  f.run(command::SetSpeed{0.001});
  const std::vector<double> offered = offered_speeds(f.session, f.content);
  CHECK(f.session.playhead.speed == offered.front());
  f.run(command::SetSpeed{1e12});
  CHECK(f.session.playhead.speed == offered.back());
  for (const double silly : {0.0, -1.0, kNaN}) {
    f.session.message.clear();
    f.run(command::SetSpeed{silly});
    CHECK(f.session.playhead.speed == offered.back());
    CHECK_FALSE(f.session.message.empty());
  }
}

TEST_CASE("speeds: about a minute and a half, and steps up and down") {
  Scenario scenario;
  scenario.duration_s = 900;
  CHECK(default_speed(scenario) == 10);
  scenario.duration_s = 7800;
  CHECK(default_speed(scenario) == 90);
  scenario.duration_s = 0;
  CHECK(default_speed(scenario) == kMinSpeed);
  ShippedDesk desk;
  desk.run(command::SelectScenario{index_of(desk.content.scenarios, "soothe")});
  const auto next = [&](double speed, int direction) { return next_speed(desk.session, desk.content, speed, direction); };
  CHECK(next(10, 1) == 15);
  CHECK(next(10, -1) == 5);
  CHECK(next(12, 1) == 15);
  CHECK(next(12, -1) == 10);
  CHECK(next(60, 1) == 60);
  CHECK(next(0.25, -1) == 0.25);
  CHECK(next(7, 0) == 7);
  // Thirty times faster: still a speed at which a moment can be watched.
  for (int i = 0; i < 30; ++i) desk.run(command::SetSpeed{next(desk.session.playhead.speed, 1)});
  CHECK(desk.session.playhead.speed == 60);
}

TEST_CASE("camera commands move the camera and end a flight") {
  Fixture f;
  const Camera home = f.session.camera;
  f.run(command::OrbitCamera{{0.1f, 0}});
  CHECK(f.session.camera.azimuth != home.azimuth);
  f.run(command::PanCamera{{0.1f, 0}});
  CHECK(f.session.camera.target_mm != home.target_mm);
  f.run(command::ZoomCamera{1, {0, 0}, 1.5f});
  CHECK(f.session.camera.distance_mm < home.distance_mm);
  f.run(command::GoToView{"left"});
  CHECK(f.session.camera_move.active);
  f.run(command::OrbitCamera{{0.1f, 0}});
  CHECK_FALSE(f.session.camera_move.active);
  const Session before = f.session;
  const float nan = std::numeric_limits<float>::quiet_NaN();
  f.run(command::OrbitCamera{{nan, 0}});
  f.run(command::PanCamera{{0, nan}});
  f.run(command::ZoomCamera{nan, {0, 0}, 1});
  f.run(command::ZoomCamera{1, {0, 0}, 0});
  CHECK(same_state(before, f.session));
}

TEST_CASE("GoToView flies in 0.4 s, cuts when motion is reduced, and knows its names") {
  Fixture f;
  f.run(command::CloseWelcome{});
  advance(f.session, f.content, 0.25);
  advance(f.session, f.content, 0.25);
  const Camera left = camera_for_view(*find_view("left"));
  f.run(command::GoToView{"left"});
  advance(f.session, f.content, 0.1);
  CHECK(f.session.camera.azimuth != left.azimuth);
  for (int i = 0; i < 4; ++i) advance(f.session, f.content, 0.1);
  CHECK_FALSE(f.session.camera_move.active);
  CHECK(f.session.camera.azimuth == left.azimuth);
  CHECK(f.session.camera.target_mm == left.target_mm);

  f.run(command::SetReducedMotion{true});
  f.run(command::GoToView{"medial-left"});
  CHECK_FALSE(f.session.camera_move.active);
  CHECK(f.session.hidden_hemisphere == 1);
  f.run(command::GoToView{"home"});
  CHECK(f.session.hidden_hemisphere == -1);
  CHECK(f.session.camera.azimuth == home_camera().azimuth);

  const Session before = f.session;
  f.run(command::GoToView{"lefft"});
  CHECK(same_state(before, f.session));
  CHECK(f.session.message.find("\"left\"") != std::string::npos);
}

TEST_CASE("the brain tilts only where that was chosen; off again it stands upright, and a picture of a tilted one opens as it was") {
  Fixture f;
  f.run(command::OrbitCamera{{0, 0.3f}});
  f.run(command::OrbitCamera{{0.2f, 0}});
  CHECK(f.session.camera.roll == 0);
  f.run(command::SetTrackball{true});
  f.run(command::OrbitCamera{{0.2f, 0}});
  const Camera tilted = f.session.camera;
  CHECK(std::abs(tilted.roll) > 0.1f);
  const Receipt receipt = make_receipt(f.session, f.content, "1");
  CHECK(receipt.view.empty());
  const auto parsed = parse_receipt(receipt_to_json(receipt), "x.png");
  REQUIRE(parsed.has_value());
  const auto again = show_receipt(f.session, f.content, parsed->receipt, "1");
  REQUIRE(again.has_value());
  CHECK(again->session.camera.roll == doctest::Approx(tilted.roll));
  // What leans is none of the views that have a name.
  Session leaning = f.session;
  leaning.camera = camera_for_view(*find_view("left"));
  CHECK(is_standard_view(leaning.camera));
  const std::string upright = name_for_view(leaning, f.content);
  leaning.camera.roll = 0.5f;
  CHECK_FALSE(is_standard_view(leaning.camera));
  CHECK(name_for_view(leaning, f.content) != upright);
  f.run(command::SetReducedMotion{true});
  f.run(command::SetTrackball{false});
  CHECK(f.session.camera.roll == 0);
  CHECK(glm::length(camera_position(f.session.camera) - camera_position(tilted)) < 10);
  CHECK(settings_of(f.session).trackball == false);
}

TEST_CASE("reduced motion ends a flight at its goal") {
  Fixture f;
  f.run(command::GoToView{"top"});
  f.run(command::SetReducedMotion{true});
  CHECK_FALSE(f.session.camera_move.active);
  CHECK(f.session.camera.elevation == camera_for_view(*find_view("top")).elevation);
}

TEST_CASE("FrameStructure brings a structure close, and refuses what is not there") {
  Fixture f;
  f.run(command::SetReducedMotion{true});
  f.run(command::FrameStructure{"amygdala"});
  CHECK(f.session.camera.target_mm.x == doctest::Approx(24));
  CHECK(f.session.camera.target_mm.y == doctest::Approx(-3));
  CHECK(f.session.camera.distance_mm < home_camera().distance_mm);
  CHECK(f.session.camera.distance_mm >= 120);
  const Session before = f.session;
  f.run(command::FrameStructure{"amigdala"});
  CHECK(same_state(before, f.session));
  CHECK(f.session.message.find("\"amygdala\"") != std::string::npos);
}

TEST_CASE("Select and Hover take structures of the content and of the user's model") {
  Fixture f;
  f.run(command::Select{"amygdala"});
  f.run(command::Hover{"users_own"});
  CHECK(f.session.selected == "amygdala");
  CHECK(f.session.hovered == "users_own");
  const Session before = f.session;
  f.run(command::Select{"heart"});
  f.run(command::Hover{"heart"});
  CHECK(same_state(before, f.session));
  CHECK_FALSE(f.session.message.empty());
  CHECK(f.session.front_panel == Panel::right);
  f.run(command::Select{""});
  f.run(command::Hover{""});
  CHECK(f.session.front_panel == Panel::none);
  CHECK(f.session.selected.empty());
  CHECK(f.session.hovered.empty());
}

TEST_CASE("structures and carriers can be hidden and shown again") {
  Fixture f;
  f.run(command::SetStructureVisible{"amygdala", false});
  CHECK(f.session.hidden == std::set<std::string>{"amygdala"});
  f.run(command::SetStructureVisible{"amygdala", true});
  CHECK(f.session.hidden.empty());
  CHECK(carriers(f.content) == std::vector<std::string>{"CORT", "gaba"});
  f.run(command::SetCarrierVisible{"gaba", false});
  CHECK(f.session.hidden_carriers == std::set<std::string>{"gaba"});
  f.run(command::SetCarrierVisible{"gaba", true});
  CHECK(f.session.hidden_carriers.empty());
  const Session before = f.session;
  f.run(command::SetStructureVisible{"nope", false});
  f.run(command::SetCarrierVisible{"nope", false});
  CHECK(same_state(before, f.session));
  CHECK_FALSE(f.session.message.empty());
}

TEST_CASE("a structure is shown alone like a carrier: again ends it, an eye ends it, the others keep theirs") {
  Fixture f;
  REQUIRE(f.content.structures.size() > 1);
  const std::string one = f.content.structures[0].id, other = f.content.structures[1].id;
  f.run(command::SetStructureVisible{one, false});
  f.run(command::SoloStructure{one});
  CHECK(f.session.solo_structure == one);
  CHECK(structure_shown(f.session, one));
  CHECK_FALSE(structure_shown(f.session, other));
  f.run(command::SoloStructure{other});
  CHECK(f.session.solo_structure == other);
  f.run(command::SoloStructure{other});
  CHECK(f.session.solo_structure.empty());
  CHECK_FALSE(structure_shown(f.session, one));  // as its eye was
  CHECK(structure_shown(f.session, other));
  f.run(command::SoloStructure{one});
  f.run(command::SetStructureVisible{other, true});
  CHECK(f.session.solo_structure.empty());
  f.run(command::SoloStructure{other});
  f.run(command::SetStructureVisible{other, false});
  CHECK(f.session.solo_structure.empty());
  CHECK_FALSE(structure_shown(f.session, other));
  f.run(command::SetStructureVisible{other, true});
  f.run(command::SoloStructure{other});
  f.run(command::SoloStructure{""});
  CHECK(f.session.solo_structure.empty());
  f.run(command::Undo{});
  CHECK(f.session.solo_structure == other);
  f.run(command::Undo{});
  CHECK(f.session.solo_structure.empty());
  const Session before = f.session;
  f.run(command::SoloStructure{"nope"});
  CHECK(same_state(before, f.session));
  CHECK_FALSE(f.session.message.empty());
}

TEST_CASE("reasons that are held stay while it plays, and are let go by going to another time or asking for others") {
  Fixture f;
  f.content.structures[0].region = "AMY";
  f.run(command::SetPlaying{true});
  const auto hold = [&] { f.run(command::HoldWhy{f.session.playhead.t_s}); };
  hold();
  const double held_s = f.session.why_held_s;
  CHECK_FALSE(is_why_held(f.session));  // it is now still
  advance(f.session, f.content, 0.1);
  CHECK(f.session.why_held_s == held_s);
  REQUIRE(is_why_held(f.session));
  CHECK(at_held_time(f.session).playhead.t_s == held_s);
  f.run(command::SetPlotted{"region.AMY", false});
  CHECK(is_why_held(f.session));
  f.run(command::Seek{held_s});
  CHECK(f.session.why_held_s < 0);
  hold();
  f.run(command::Select{f.content.structures[0].id});
  CHECK(f.session.why_held_s < 0);
  hold();
  f.run(command::HoldWhy{-1});
  CHECK(f.session.why_held_s < 0);
  f.run(command::HoldWhy{std::nan("")});
  CHECK(f.session.why_held_s < 0);
}

TEST_CASE("a transmitter is switched off with its chemical where it has one") {
  Fixture f;
  CHECK(carrier_of(f.content, "cort") == "CORT");
  CHECK(carrier_of(f.content, "CORT") == "CORT");
  CHECK(carrier_of(f.content, "cor") == "CORT");
  CHECK(carrier_of(f.content, "glu") == "glu");
  CHECK(carrier_of(f.content, "g") == "g");  // not the hidden chemical "G"
  f.content.circuit.connections[0].transmitter = "cort";
  CHECK(carriers(f.content) == std::vector<std::string>{"CORT"});
}

TEST_CASE("SetPlotted adds and removes curves, six at most") {
  Fixture f;
  f.run(command::SetPlotted{"region.AMY", false});
  CHECK(f.session.plotted == std::vector<std::string>{"region.vmPFC", "chem.CORT"});
  f.run(command::SetPlotted{"region.AMY", true});
  f.run(command::SetPlotted{"region.AMY", true});
  CHECK(f.session.plotted == std::vector<std::string>{"region.vmPFC", "chem.CORT", "region.AMY"});
  const Session before = f.session;
  f.run(command::SetPlotted{"region.AMX", true});
  CHECK(same_state(before, f.session));
  CHECK(f.session.message.find("region.AMY") != std::string::npos);
  f.session.plotted = {"a", "b", "c", "d", "e", "f"};
  f.session.message.clear();
  f.run(command::SetPlotted{"region.AMY", true});
  CHECK(f.session.plotted.size() == kMaxPlotted);
  CHECK_FALSE(f.session.message.empty());
}

TEST_CASE("plain settings") {
  Fixture f;
  f.run(command::SetGlass{2});
  CHECK(f.session.glass == 1);
  f.run(command::SetGlass{-1});
  CHECK(f.session.glass == 0);
  f.run(command::SetGlass{std::numeric_limits<float>::quiet_NaN()});
  CHECK(f.session.glass == 0);
  f.run(command::SetUiScale{9});
  CHECK(f.session.ui_scale == 3);
  f.run(command::SetUiScale{0});
  CHECK(f.session.ui_scale == 1);
  f.run(command::SetColourMode{ColourMode::structure});
  CHECK(f.session.colour_mode == ColourMode::structure);
  f.run(command::SetTheme{Theme::light});
  CHECK(f.session.theme == Theme::light);
  f.run(command::SetLabels{false});
  CHECK_FALSE(f.session.show_labels);
  f.run(command::SetFlow{false});
  CHECK_FALSE(f.session.show_flow);
  f.run(command::SetLegend{false});
  CHECK_FALSE(f.session.show_legend);
  f.run(command::SetHelp{true});
  CHECK(f.session.show_help);
  f.run(command::SetInterface{false});
  CHECK_FALSE(f.session.show_interface);
  f.run(command::SetFullscreen{true});
  CHECK(f.session.fullscreen);
  f.run(command::SetLeftTab{LeftTab::chemicals});
  CHECK(f.session.left_tab == LeftTab::chemicals);
  f.run(command::SetLibrary{true});
  CHECK(f.session.show_library);
  CHECK(f.session.left_tab == LeftTab::moment);
  f.run(command::SelectScenario{0});
  CHECK_FALSE(f.session.show_library);
}

TEST_CASE("panels open and close; the last one opened is the front one") {
  Fixture f;
  f.run(command::SetPanel{Panel::left, false});
  CHECK_FALSE(f.session.show_left);
  f.run(command::SetPanel{Panel::left, true});
  CHECK(f.session.show_left);
  CHECK(f.session.front_panel == Panel::left);
  f.run(command::SetPanel{Panel::right, true});
  CHECK(f.session.front_panel == Panel::right);
  f.run(command::SetPanel{Panel::left, false});
  CHECK(f.session.front_panel == Panel::right);
  f.run(command::SetPanel{Panel::right, false});
  CHECK(f.session.front_panel == Panel::none);
  f.run(command::SetPanel{Panel::plots, false});
  CHECK_FALSE(f.session.show_plots);
}

TEST_CASE("StepBack undoes one thing at a time and never more") {
  Fixture f;
  f.session.show_help = true;
  f.session.message = "Something.";
  f.session.show_interface = false;
  f.session.selected = "amygdala";
  f.session.fullscreen = true;
  f.session.show_library = true;
  f.run(command::StepBack{});
  CHECK_FALSE(f.session.show_help);
  CHECK(f.session.show_welcome);
  f.run(command::StepBack{});
  CHECK_FALSE(f.session.show_welcome);
  CHECK_FALSE(f.session.message.empty());
  f.run(command::StepBack{});
  CHECK(f.session.message.empty());
  CHECK_FALSE(f.session.show_interface);
  f.run(command::StepBack{});
  CHECK(f.session.show_interface);
  CHECK(f.session.show_library);
  f.run(command::StepBack{});
  CHECK_FALSE(f.session.show_library);
  CHECK(f.session.selected == "amygdala");
  f.run(command::StepBack{});
  CHECK(f.session.selected.empty());
  CHECK(f.session.fullscreen);
  f.run(command::StepBack{});
  CHECK_FALSE(f.session.fullscreen);
  const Session before = f.session;
  f.run(command::StepBack{});
  CHECK(same_state(before, f.session));
}

TEST_CASE("the brain turns slowly behind the welcome, and flies home when it closes") {
  Fixture f;
  const float start = f.session.camera.azimuth;
  advance(f.session, f.content, 0.2);
  CHECK(f.session.camera.azimuth > start);
  f.run(command::SetReducedMotion{true});
  const float turned = f.session.camera.azimuth;
  advance(f.session, f.content, 0.2);
  CHECK(f.session.camera.azimuth == turned);
  f.run(command::CloseWelcome{});
  CHECK_FALSE(f.session.show_welcome);
  CHECK(f.session.camera.azimuth == home_camera().azimuth);
  advance(f.session, f.content, 0.2);
  CHECK(f.session.camera.azimuth == home_camera().azimuth);
}

TEST_CASE("a picture looks from its view at once, and a scenario of the user's own is known as that") {
  Fixture f;
  f.run(command::GoToView{"left", true});
  CHECK_FALSE(f.session.camera_move.active);
  CHECK(f.session.camera.azimuth == camera_for_view(*find_view("left")).azimuth);
  CHECK_FALSE(f.session.view_before.has_value());
  f.run(command::GoToView{"home"});
  CHECK(f.session.camera_move.active);
  CHECK(f.session.view_before.has_value());
  CHECK(f.session.own_scenario == -1);
  f.run(command::SelectScenario{0});
  CHECK(f.session.own_scenario == -1);
  f.run(command::SelectScenario{0, true});
  CHECK(f.session.own_scenario == 0);
}

TEST_CASE("messages go by themselves or when dismissed") {
  Fixture f;
  f.run(command::Select{"nothing_such"});
  REQUIRE_FALSE(f.session.message.empty());
  for (int i = 0; i < 40; ++i) advance(f.session, f.content, 0.25);
  CHECK_FALSE(f.session.message.empty());
  for (int i = 0; i < 10; ++i) advance(f.session, f.content, 0.25);
  CHECK(f.session.message.empty());
  f.run(command::Select{"nothing_such"});
  f.run(command::DismissMessage{});
  CHECK(f.session.message.empty());
}

TEST_CASE("captions: half-open spans, the later one wins") {
  const Arm arm = make_arm("a", 0.5);
  CHECK(caption_at(arm, 0)->event == "Start");
  CHECK(caption_at(arm, 10)->event == "Threat");
  CHECK(caption_at(arm, 35)->event == "Help");
  CHECK(caption_at(arm, 60) == nullptr);
  CHECK(caption_at(arm, -1) == nullptr);
}

TEST_CASE("values now and how far they are from the start") {
  Fixture f;
  f.run(command::Seek{25});
  CHECK(value_now(f.session, 0, "region.AMY") > 0.25);
  CHECK(std::isnan(value_now(f.session, 0, "region.nope")));
  CHECK(std::isnan(value_now(f.session, 1, "region.AMY")));
  CHECK(std::isnan(value_now(f.session, 7, "region.AMY")));
  f.run(command::SetCompare{true});
  CHECK(value_now(f.session, 1, "region.AMY") > 0.25);
  CHECK(activity_share(f.session, 0, "AMY") > 0.1);
  CHECK(activity_share(f.session, 0, "AMY") <= 1);
  CHECK(std::isnan(activity_share(f.session, 0, "nope")));
  f.run(command::Seek{0});
  CHECK(activity_share(f.session, 0, "AMY") == 0);
}

TEST_CASE("a run that leaves its range: the last good frame stays, and a message says what and when") {
  Content content = make_content();
  content.circuit.chemicals[0].target = "1 + 400*threat*CORT";  // its own gain, far above 1 while there is threat
  Session session = Fixture::start(content);
  const Trace& trace = *session.trace[0];
  CHECK(trace.left_range == "chem.CORT");
  CHECK(trace.left_range_s > 10);
  CHECK(trace.left_range_s < 40);
  CHECK(session.message.find("chem.CORT left its range after ") == 0);
  execute(session, content, command::Seek{60});
  CHECK(session.playhead.t_s == 60);
  const double last = trace.values[(trace.rows() - 1) * trace.columns.size() +
                                   static_cast<std::size_t>(find_column(trace, "chem.CORT"))];
  CHECK(value_now(session, 0, "chem.CORT") == last);
  CHECK(std::isfinite(last));
  CHECK(last <= 1000);
  // A scenario without the loop's input runs to its end again.
  content.scenarios[0].arms[1].segments.clear();
  execute(session, content, command::SelectArm{1});
  CHECK(session.trace[0]->left_range.empty());
}

// Words are data: what the session says comes from assets/messages_en.json, every sentence of it, with its places filled.
TEST_CASE("every sentence that the session says is in the language file, and every one there is said") {
  const UiText messages = load_ui_text(ATTUNE_ASSETS "/messages_en.json").value();
  const std::regex key("\"([a-z_]+)\""), spoken("\\b(say|say_unknown|message_text|refused)\\([^;\"]*\"([a-z_]+)\""),
      english("\\b(say|tell)\\([^;]*\"[A-Z][a-z]+ ");
  std::set<std::string> literals;
  int calls = 0;
  for (const auto& entry : std::filesystem::directory_iterator(ATTUNE_SOURCE "/src/session")) {
    if (entry.path().extension() != ".cpp") continue;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    const std::string source = text.str();
    const std::string file = entry.path().filename().string();
    INFO(file);
    for (std::sregex_iterator found(source.begin(), source.end(), key), end; found != end; ++found) literals.insert((*found)[1]);
    CHECK_FALSE(std::regex_search(source, english));
    if (source.find("session/say.h") == std::string::npos && file != "edit_story.cpp") continue;
    for (std::sregex_iterator found(source.begin(), source.end(), spoken), end; found != end; ++found) {
      const std::string said = (*found)[2];
      CAPTURE(said);
      if (said != "view_" && said != "word" && said != "names") CHECK(messages.contains(said));
      ++calls;
    }
  }
  CHECK(calls > 60);
  for (const ViewPreset& view : view_presets()) {
    Content content;
    content.messages = messages;
    CHECK(view_name(content, view).front() != '[');
  }
  std::ostringstream opened;
  opened << std::ifstream(ATTUNE_SOURCE "/src/app/open_file.cpp").rdbuf();
  const std::string opener = opened.str();
  for (std::sregex_iterator found(opener.begin(), opener.end(), key), end; found != end; ++found) literals.insert((*found)[1]);
  for (const auto& entry : messages) {
    const std::string said = entry.first;
    CAPTURE(said);
    CHECK((literals.contains(said) || said.starts_with("view_")));
  }
}

// So is what goes wrong: every sentence that a source asks for is in assets/errors_en.json, every one there is asked for, and
// the window tells it in its own language, never as to_sentence() has it.
TEST_CASE("every problem is said with a sentence of the file, and every sentence there is said") {
  const UiText sentences = load_ui_text(ATTUNE_ASSETS "/errors_en.json").value();
  CHECK(sentences.size() > 150);
  CHECK(error_sentences().size() == sentences.size());
  for (const auto& [key, text] : error_sentences()) CHECK(sentences.at(std::string(key)) == text);
  const std::regex literal("\"([a-z0-9_]+)\""), asked("\\bsentence\\(\"([^\"]*)\"");
  const std::set<std::string> prints{"command_check.cpp", "core.cpp", "result.h"};  // to a terminal; what it is
  std::set<std::string> literals;
  int calls = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(ATTUNE_SOURCE "/src")) {
    if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    const std::string source = text.str();
    INFO(entry.path().string());
    CHECK((prints.contains(entry.path().filename().string()) || source.find("to_sentence(") == std::string::npos));
    if (source.find("sentence(") == std::string::npos && source.find("pattern_of(") == std::string::npos && source.find("stop_with(") == std::string::npos) continue;
    for (std::sregex_iterator found(source.begin(), source.end(), literal), end; found != end; ++found) literals.insert((*found)[1]);
    for (std::sregex_iterator found(source.begin(), source.end(), asked), end; found != end; ++found, ++calls)
      CHECK_MESSAGE(sentences.contains((*found)[1]), (*found)[1].str());
  }
  CHECK(calls > 200);
  for (const auto& sentence : sentences)  // clang 14
    if (!sentence.first.starts_with("help_")) CHECK_MESSAGE(literals.contains(sentence.first), sentence.first);
}

TEST_CASE("a part is played over and over until that is ended") {
  ShippedDesk desk;
  Session& s = desk.session;
  const double end_s = duration_s(s, desk.content);
  desk.run(command::SetLoop{0.5 * end_s, 0.2 * end_s});
  CHECK_FALSE(has_loop(s));
  desk.run(command::SetLoop{std::nan(""), 10});
  CHECK_FALSE(has_loop(s));
  desk.run(command::SetLoop{0.2 * end_s, 9 * end_s});
  CHECK(s.loop_to_s == end_s);
  desk.run(command::SetLoop{0.2 * end_s, 0.3 * end_s});
  CHECK(s.playhead.t_s == doctest::Approx(0.2 * end_s));
  desk.run(command::SetSpeed{0.01 * end_s});
  desk.run(command::SetPlaying{true});
  double latest_s = 0;
  int rounds = 0;
  for (int i = 0; i < 600; ++i) {
    const double before_s = s.playhead.t_s;
    advance(s, desk.content, 0.1);
    CHECK(s.playhead.t_s >= 0.2 * end_s);
    latest_s = std::max(latest_s, s.playhead.t_s);
    rounds += s.playhead.t_s < before_s;
  }
  CHECK(latest_s < 0.3 * end_s);
  CHECK(latest_s > 0.29 * end_s);
  CHECK(rounds > 2);
  CHECK(s.playhead.playing);
  // From before it time runs into it, from behind it on to the end.
  desk.run(command::Seek{0.1 * end_s});
  for (int i = 0; i < 300; ++i) advance(s, desk.content, 0.1);
  CHECK(s.playhead.t_s < 0.3 * end_s);
  desk.run(command::Seek{0.5 * end_s});
  for (int i = 0; i < 600; ++i) advance(s, desk.content, 0.1);
  CHECK(s.playhead.t_s == end_s);
  CHECK_FALSE(s.playhead.playing);
  // Another story has none; undo brings it back with the story.
  desk.run(command::SelectScenario{s.scenario == 0 ? 1 : 0});
  CHECK_FALSE(has_loop(s));
  desk.run(command::Undo{});
  CHECK(has_loop(s));
  desk.run(command::SetLoop{0, 0});
  CHECK_FALSE(has_loop(s));
}

// What a person reads is data, wherever it is put together: no source holds two English words in a row.
TEST_CASE("no source holds a sentence in English") {
  const std::regex literal(R"re("((?:[^"\\]|\\.)*)")re"), english("[A-Za-z]{2,} ([a-z(]|--|\\\\\")"), comment("//[^\n]*");
  // Words that are no words to a person, or not ours to translate.
  const std::map<std::string, std::set<std::string>> allowed{
      {"core.cpp", {"attune: internal error: %s does not hold (%s:%d). Please report this.\\n"}},  // a fault of the program's own
      {"receipt_file.cpp", {"A teaching model, not a diagnosis or treatment."}},                   // in the file of a picture
      {"write_film.cpp", {"No space left on device", "Disk quota exceeded", "Error writing"}},      // what ffmpeg says
      {"gltf_validate.cpp", {"attune atlas_builder"}},                                              // what brain.glb says of itself
      {"ensemble_files.cpp", {"part files are little-endian; swap bytes here", "attune ensemble part 1\\n"}},
      {"gltf_container.cpp", {"glTF is little-endian; decoding copies bytes as they are"}},
      {"claim.h", {"no direction"}},  // names of the data's own
      {"scenario.h", {"two people"}},
      {"page_runs.cpp", {"this page"}},
      {"run_plan.cpp", {"arm \\\""}},  // places in a file
      {"scenario_inputs.cpp", {"arm \\\""}},
      {"panel_pages.cpp", {"an ordinary line of words to be read"}},  // measured, never drawn
      {"picture_line.h", {"a story of one's own", "at the start", "teaching model, not a scan, not a diagnosis"}},   // until the language's words are there
  };
  // Tables of figures for those who work on the program, the names of the theme's pairs in a test, shell and shader code,
  // the frame of an HTML page.
  const std::set<std::string> no_words{"command_bench.cpp", "theme.cpp", "desktop_wishes.cpp", "shader.cpp"};
  const std::string page_frame = "<";
  int files = 0;
  std::map<std::string, std::set<std::string>> seen;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(ATTUNE_SOURCE "/src")) {
    const std::string file = entry.path().filename().string(), ending = entry.path().extension().string();
    // atlas_builder is another program, for those who make the brain anew.
    if ((ending != ".cpp" && ending != ".h") || entry.path().parent_path().filename() == "atlas_builder" || no_words.contains(file)) continue;
    ++files;
    std::ifstream in(entry.path());
    REQUIRE(in.good());
    int number = 0;
    for (std::string line; std::getline(in, line);) {
      ++number;
      line = std::regex_replace(line, comment, "");
      for (std::sregex_iterator found(line.begin(), line.end(), literal), end; found != end; ++found) {
        const std::string words = (*found)[1];
        if (!std::regex_search(words, english) || words.starts_with(page_frame)) continue;
        const auto known = allowed.find(file);
        if (known != allowed.end() && known->second.contains(words)) {
          seen[file].insert(words);
          continue;
        }
        FAIL_CHECK(file << ":" << number << ": " << words);
      }
    }
  }
  CHECK(files > 250);
  CHECK((seen == allowed));  // nothing is excepted that is not there
}

// The words of --help are data too: help_<option>, or help_<command>_<option> where commands differ.
TEST_CASE("every command and option has its words of help, and every such word has one") {
  std::ostringstream text;
  text << std::ifstream(ATTUNE_SOURCE "/src/app/main.cpp").rdbuf();
  const std::string source = text.str();
  const std::regex option("add_(?:option|flag)\\(\"!?(?:--)?([a-z-]+)"), command("add_subcommand\\(\"([a-z]+)\"");
  std::set<std::string> options, commands{"attune"}, keys;
  for (std::sregex_iterator found(source.begin(), source.end(), option), end; found != end; ++found) {
    std::string name = (*found)[1];
    std::replace(name.begin(), name.end(), '-', '_');
    options.insert(name);
  }
  for (std::sregex_iterator found(source.begin(), source.end(), command), end; found != end; ++found) commands.insert((*found)[1]);
  CHECK(options.size() > 60);
  CHECK(commands.size() == 11);
  for (const auto& entry : error_sentences())
    if (entry.first.starts_with("help_")) keys.insert(std::string(entry.first.substr(5)));
  std::set<std::string> described;
  for (const std::string& key : keys) {
    std::string name = commands.contains(key) || options.contains(key) ? key : "";
    for (const std::string& word : commands)
      if (key.starts_with(word + "_") && options.contains(key.substr(word.size() + 1))) name = key.substr(word.size() + 1);
    CHECK_MESSAGE(!name.empty(), key);
    described.insert(name);
  }
  for (const auto* names : {&options, &commands})
    for (const std::string& name : *names) CHECK_MESSAGE(described.contains(name), name);
}

}  // namespace attune
