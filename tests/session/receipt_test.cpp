// Receipts: what is shown becomes ids and numbers, and these the same again.
#include "session/receipt.h"

#include <doctest/doctest.h>

#include "io/receipt_file.h"
#include "session/body_now.h"
#include "shipped_desk.h"

using namespace attune;

namespace {

std::string all_of(const std::vector<Error>& errors) {
  std::string all;
  for (const Error& error : errors) all += to_sentence(error) + "\n";
  return all;
}

int story(const Content& content, const std::string& id) {
  for (std::size_t i = 0; i < story_count(content); ++i)
    if (story_at(content, i).text().id == id) return static_cast<int>(i);
  return -1;
}

}  // namespace

TEST_CASE("a session shown from its own receipt gives the same receipt, for every kind of story") {
  ShippedDesk desk;
  struct Shown {
    const char* what;
    std::vector<Command> commands;
  };
  const std::vector<Shown> all{
      {"a moment", {command::Seek{240.5}}},
      {"two histories and a difference",
       {command::SelectScenario{story(desk.content, "tsst")}, command::SelectArm{1}, command::SetStyle{0, 2}, command::SetStyle{1, 3}, command::SetCompare{true},
        command::Seek{3333}, command::SetDifference{true}}},
      {"the change dial", {command::SetChange{true, 0, 104}, command::Seek{100}}},
      {"the change dial after a comparison", {command::SetCompare{true}, command::SetChange{true, 0, 104}, command::Seek{100}}},
      {"two people", {command::SelectScenario{story(desk.content, "couple")}, command::SelectArm{1}, command::SetStyle{1, 2}, command::Seek{400}}},
      {"years", {command::SelectScenario{story(desk.content, "sensitive")}, command::SetCompare{true}, command::SelectArm{1, 1}, command::Seek{4e7}}},
      {"pulses of a quick run", {command::SelectScenario{story(desk.content, "rejection")}, command::SetSpeed{60}, command::Seek{120}}},
      {"a slow film", {command::SelectScenario{story(desk.content, "rejection")}, command::SetSpeed{1.0 / 6, true}, command::Seek{200.5}}},
      {"days", {command::SelectScenario{story(desk.content, "isolation")}, command::Seek{500000}}},
      {"a view of one's own",
       {command::GoToView{"medial-left"}, command::OrbitCamera{{0.21f, 0.05f}}, command::ZoomCamera{2, {0.3f, 0.1f}, 1.7f}, command::Select{"amygdala"},
        command::AlsoSelect{"thalamus"}, command::Hover{"vmpfc"}, command::SetGlass{0.71f}, command::SetColourMode{ColourMode::structure},
        command::SetLabels{false}, command::SetFlow{false}, command::SetLegend{false}, command::SetCarrierVisible{"DA", false}, command::SetCarrierSlow{"OTc", true}, command::SoloCarrier{"OTc"},
        command::SetBody{false}, command::SetCurveVisible{"chem.CORT", false},
        command::SetStructureVisible{"insula", false}, command::SetStructureVisible{"thalamus", true}, command::SoloStructure{"thalamus"}, command::SetLevel{Level::expert},
        command::SetPeopleOnly{true}, command::SetReducedMotion{true}, command::SetTheme{Theme::light}}},
  };
  for (const Shown& shown : all) {
    INFO(std::string(shown.what));
    Session session = desk.session;
    session.reduced_motion = true;  // views at once
    for (const Command& command : shown.commands) execute(session, desk.content, command);
    REQUIRE_MESSAGE(session.message == "", session.message);
    Receipt made = make_receipt(session, desk.content, "1.2.3");
    made.background = session.theme == Theme::light ? "light" : "dark";
    CHECK_FALSE(made.claims.empty());
    const std::string json = receipt_to_json(made);
    const auto parsed = parse_receipt(json, "x.png");
    REQUIRE_MESSAGE(parsed.has_value(), (parsed ? "" : all_of(parsed.errors())));
    // From a session that shows something else entirely.
    Session other = desk.session;
    execute(other, desk.content, command::SelectScenario{story(desk.content, "ssp")});
    execute(other, desk.content, command::SetChange{true, 0, 30});
    execute(other, desk.content, command::SetDifference{true});
    execute(other, desk.content, command::GoToView{"top"});
    const auto again = show_receipt(other, desk.content, parsed->receipt, "1.2.3");
    REQUIRE_MESSAGE(again.has_value(), (again ? "" : all_of(again.errors())));
    CHECK_MESSAGE(again->notes.empty(), (again->notes.empty() ? "" : again->notes.front().english));
    Receipt second = make_receipt(again->session, desk.content, "1.2.3");
    second.background = made.background;
    CHECK(receipt_to_json(second) == json);
    CHECK_FALSE(again->session.show_welcome);
    CHECK(again->session.camera.azimuth == session.camera.azimuth);
    if (std::string(shown.what) == "a slow film") {
      Session here = session, there = again->session, usual = session;
      here.reduced_motion = there.reduced_motion = usual.reduced_motion = false;
      usual.playhead.of_film = false;
      usual.playhead.speed = default_speed(duration_s(session, desk.content));
      const auto body = body_now(here, desk.content, 0), body_again = body_now(there, desk.content, 0);
      REQUIRE((body && body_again));
      CHECK(body_again->chest == body->chest);
      CHECK(body_again->acth[1].place == body->acth[1].place);
      CHECK(body_now(usual, desk.content, 0)->chest != doctest::Approx(body->chest));
    }
    if (made.speed > 0) CHECK(again->session.playhead.speed == session.playhead.speed);
    CHECK(again->session.camera.distance_mm == session.camera.distance_mm);
  }
}

TEST_CASE("a receipt for what does not exist is refused, an id a sentence; the session stays") {
  ShippedDesk desk;
  Receipt r = make_receipt(desk.session, desk.content, "1");
  r.scenario = "rejektion";
  r.style = "secur";
  r.compare_style = "anxios";
  r.company = "therapy_weekli";
  const auto refused = show_receipt(desk.session, desk.content, r, "1");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.errors().size() == 4);
  const std::string all = all_of(refused.errors());
  for (const char* near : {"\"rejection\"", "\"secure\"", "\"anxious\"", "\"therapy_weekly\""}) CHECK_MESSAGE(all.find(near) != std::string::npos, all);
  r = make_receipt(desk.session, desk.content, "1");
  r.arm = "nowhere";
  CHECK_FALSE(show_receipt(desk.session, desk.content, r, "1").has_value());
  r = make_receipt(desk.session, desk.content, "1");
  r.model = "abc";
  const auto model = show_receipt(desk.session, desk.content, r, "1");
  REQUIRE_FALSE(model.has_value());
  CHECK(to_sentence(model.error()).find("--model") != std::string::npos);
  r = make_receipt(desk.session, desk.content, "1");
  r.scenario = "my_own", r.own_scenario = true;
  CHECK(to_sentence(show_receipt(desk.session, desk.content, r, "1").error()).find("--scenario FILE.json") != std::string::npos);
}

TEST_CASE("other versions, other numbers and lost structures are said, and it opens all the same") {
  ShippedDesk desk;
  Receipt r = make_receipt(desk.session, desk.content, "0.0.1");
  r.numbers = "0000000000000000";
  r.hidden_structures.push_back("pineal");
  r.hidden_carriers.push_back("XY");
  r.selected = "pineal";
  r.time_s = 1e11;  // beyond the end: the end
  const auto shown = show_receipt(desk.session, desk.content, r, "1.2.3");
  REQUIRE(shown.has_value());
  std::string notes;
  for (const Sentence& note : shown->notes) notes += note.english + "\n";
  CHECK_MESSAGE(notes.find("no pineal, pineal and XY") != std::string::npos, notes);
  CHECK_MESSAGE(notes.find("made by Attune 0.0.1, this is 1.2.3") != std::string::npos, notes);
  CHECK_MESSAGE(notes.find("other numbers") != std::string::npos, notes);
  CHECK_MESSAGE(notes.find("lies outside the scenario") != std::string::npos, notes);
  CHECK(shown->session.playhead.t_s == duration_s(shown->session, desk.content));
  CHECK(shown->session.selected == "");
}

TEST_CASE("a picture of the window brings the window back") {
  ShippedDesk desk;
  for (const Command& command : std::initializer_list<Command>{command::CloseWelcome{}, command::SetUiScale{1.5f}, command::SetPanel{Panel::left, false},
                                                               command::SetPlotted{"body.HR", true}, command::SetPlotRange{20, 90}, command::SetSearch{true, "fear"},
                                                               command::AskAbout{"chem.CORT"}, command::SetBands{true}, command::SetLeftTab{LeftTab::chemicals}})
    desk.run(command);
  Receipt made = make_receipt(desk.session, desk.content, "1");
  add_window(made, desk.session);
  ShippedDesk other;
  const auto again = show_receipt(other.session, other.content, made, "1");
  REQUIRE(again.has_value());
  Receipt second = make_receipt(again->session, other.content, "1");
  add_window(second, again->session);
  CHECK(receipt_to_json(second) == receipt_to_json(made));
  CHECK(again->session.show_bands);
  // The card of a connection too; one that this circuit does not have is passed over.
  desk.run(command::AskAbout{"connection:vmPFC>AMY"});
  made = make_receipt(desk.session, desk.content, "1");
  add_window(made, desk.session);
  const auto card = show_receipt(other.session, other.content, made, "1");
  REQUIRE(card.has_value());
  CHECK(asked_connection(card->session, other.content) != nullptr);
  made.asked = "connection:gone";
  const auto gone = show_receipt(other.session, other.content, made, "1");
  REQUIRE(gone.has_value());
  CHECK(gone->session.asked.empty());
  // Opening it is a step: what was there before comes back.
  const int story = desk.session.scenario;
  desk.run(command::SelectScenario{3});
  const auto trace = desk.session.trace[0];
  desk.run(command::OpenMoment{std::make_shared<const Session>(card->session)});
  CHECK(desk.session.scenario == story);
  desk.run(command::Undo{});
  CHECK(desk.session.scenario == 3);
  CHECK(desk.session.trace[0] == trace);
}
