// Changing a pattern and what happens: what is lived follows at once, is named honestly, and can be taken back.
#include "session/edit_story.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <chrono>
#include <cmath>
#include <filesystem>

#include "core/file.h"
#include "io/receipt_file.h"
#include "io/write_scenario.h"
#include "session/history.h"
#include "session/receipt.h"
#include "shipped_desk.h"

using namespace attune;

namespace {

int place_of(const Content& content, const std::string& id) {
  for (std::size_t i = 0; i < story_count(content); ++i)
    if (story_at(content, i).text().id == id) return static_cast<int>(i);
  return -1;
}

std::string numbers(const Session& session) { return fingerprint_of_numbers(session); }

struct EditDesk : ShippedDesk {
  explicit EditDesk(const std::string& id = "rejection") { run(command::SelectScenario{place_of(content, id)}); }
};

}  // namespace

TEST_CASE("a changed trait is lived at once, named, marked by its former value, and undone in one step") {
  EditDesk desk;
  Session& s = desk.session;
  desk.run(command::Seek{200});
  const std::string before = numbers(s);
  const double shipped = trait_value(s, desk.content, 0, "reg");
  CHECK(shipped == shipped_trait(s, desk.content, 0, "reg"));
  const std::size_t steps = s.history.past.size();
  bool starts = true;
  for (const double value : {0.7, 0.5, 0.3, 0.2}) {
    desk.run(command::SetTrait{0, "reg", value, starts});
    starts = false;
    CHECK(trait_value(s, desk.content, 0, "reg") == value);
  }
  CHECK(s.history.past.size() == steps + 1);
  CHECK(numbers(s) != before);
  CHECK(s.playhead.t_s == 200);
  CHECK(shipped_trait(s, desk.content, 0, "reg") == shipped);
  CHECK(is_changed(s, Bench::side_a));
  CHECK_FALSE(is_changed(s, Bench::side_b));
  CHECK(current_style(s, desk.content, 0).name == "Secure, changed");
  CHECK(side_name(s, desk.content, 0).name == "Secure, changed");
  CHECK(receipt_title(s, desk.content).find("Secure, changed") != std::string::npos);
  const std::string changed = numbers(s);
  desk.run(command::SetTrait{0, "reg", 0.6});  // the same slider again: a step of its own
  CHECK(s.history.past.size() == steps + 2);
  desk.run(command::Undo{});
  CHECK(numbers(s) == changed);
  desk.run(command::Undo{});
  CHECK(numbers(s) == before);
  CHECK(current_style(s, desk.content, 0).name == "Secure");
  CHECK(s.playhead.t_s == 200);
  desk.run(command::Redo{});
  CHECK(numbers(s) == changed);
  CHECK(current_style(s, desk.content, 0).name == "Secure, changed");
  desk.run(command::SetTrait{0, "reg", shipped});  // by hand back to where it was
  CHECK_FALSE(is_changed(s, Bench::side_a));
  CHECK(numbers(s) == before);
  CHECK(s.own_style[0] == nullptr);
}

TEST_CASE("each side has its own changes; they go along when the sides are swapped, and go with another pattern") {
  EditDesk desk;
  Session& s = desk.session;
  desk.run(command::SetCompare{true});
  desk.run(command::SetTrait{1, "thr", 0.9});
  desk.run(command::SetTrait{1, "hyp", 0.1});
  CHECK(current_style(s, desk.content, 1).name == "Anxious, changed");
  CHECK(current_style(s, desk.content, 0).name == "Secure");
  const std::string changed = numbers(s);
  desk.run(command::SwapSides{});
  CHECK(current_style(s, desk.content, 0).name == "Anxious, changed");
  CHECK(trait_value(s, desk.content, 0, "thr") == 0.9);
  desk.run(command::SwapSides{});
  CHECK(numbers(s) == changed);
  // In the other order the same.
  EditDesk other;
  other.run(command::SetCompare{true});
  other.run(command::SetTrait{1, "hyp", 0.1});
  other.run(command::SetTrait{1, "thr", 0.9});
  CHECK(numbers(other.session) == changed);
  CHECK(other.session.traits == s.traits);
  desk.run(command::SetStyle{1, desk.style("avoidant")});
  CHECK_FALSE(is_changed(s, Bench::side_b));
  CHECK(current_style(s, desk.content, 1).name == "Avoidant");
  desk.run(command::Undo{});
  CHECK(numbers(s) == changed);
  desk.run(command::ResetChanges{Bench::side_a});  // nothing of it is changed: no step
  const std::size_t steps = s.history.past.size();
  desk.run(command::ResetChanges{Bench::side_b});
  CHECK(s.history.past.size() == steps + 1);
  CHECK_FALSE(is_changed(s, Bench::side_b));
  desk.run(command::Undo{});
  CHECK(numbers(s) == changed);
}

TEST_CASE("bad changes are refused with a sentence and change nothing") {
  EditDesk desk;
  Session& s = desk.session;
  const std::string before = numbers(s);
  const std::size_t steps = s.history.past.size();
  const auto refused = [&](const Command& command, const char* said) {
    s.message.clear();
    desk.run(command);
    CHECK_MESSAGE(s.message.find(said) != std::string::npos, s.message);
    CHECK(numbers(s) == before);
    CHECK(s.history.past.size() == steps);
  };
  refused(command::SetTrait{0, "regg", 0.5}, "\"reg\"");
  refused(command::SetTrait{2, "reg", 0.5}, "two sides");
  refused(command::SetTrait{0, "reg", 1.5}, "between 0 and 1");
  refused(command::SetTrait{0, "reg", std::nan("")}, "between 0 and 1");
  refused(command::SetStrength{0, "pian", 0.5}, "\"pain\"");
  refused(command::SetStrength{99, "pain", 0.5}, "no event number 100");
  refused(command::SetStrength{-7, "pain", 0.5}, "no event");
  refused(command::SetStrength{1, "pain", -0.1}, "between 0 and 1");
  refused(command::SetStrength{1, "pain", std::nan("")}, "between 0 and 1");
  desk.run(command::SelectScenario{place_of(desk.content, "sensitive")});
  const std::string years = numbers(s);
  desk.run(command::SetTrait{0, "reg", 0.5});
  CHECK(s.message.find("choose a moment") != std::string::npos);
  desk.run(command::SetStrength{0, "pain", 0.5});
  CHECK(s.message.find("choose one first") != std::string::npos);
  CHECK(numbers(s) == years);
}

TEST_CASE("a stronger event is lived at once; put back, the story is as it ships") {
  EditDesk desk;
  Session& s = desk.session;
  const int scenario = s.scenario;
  desk.run(command::Seek{240});
  const std::string before = numbers(s);
  desk.run(command::SetStrength{1, "pain", 0.4});
  REQUIRE(s.own_story != nullptr);
  CHECK(is_changed(s, Bench::story));
  CHECK(numbers(s) != before);
  CHECK(s.playhead.t_s == 240);
  const Scenario& shown = *current_story(s, desk.content).scenario;
  CHECK(shown.title == "Left out, changed");
  CHECK(shown.id == "rejection_changed");
  CHECK(strength(shown, desk.content.circuit, s.arm, 1, "pain") == 0.4);
  CHECK(former_strength(*s.own_story, desk.content.circuit, s.arm, 1, "pain") == 0.8);
  desk.run(command::SetStrength{1, "touch", 0.5});  // one that it did not have
  CHECK(std::isnan(former_strength(*s.own_story, desk.content.circuit, s.arm, 1, "touch")));
  const std::string changed = numbers(s);
  // The same by the simulator alone.
  Scenario by_hand = *story_at(desk.content, static_cast<std::size_t>(scenario)).scenario;
  by_hand.arms[0].segments[1].inputs[0].value = 0.4;
  by_hand.arms[0].segments[1].inputs.push_back({"touch", 0.5, ""});
  const auto trace = simulate(s.program, desk.content.styles[static_cast<std::size_t>(s.style[0])], by_hand, by_hand.arms[0]);
  REQUIRE(trace.has_value());
  CHECK(trace->values == s.trace[0]->values);
  desk.run(command::ResetChanges{Bench::story});
  CHECK(numbers(s) == before);
  CHECK(s.own_story == nullptr);
  desk.run(command::Undo{});
  CHECK(numbers(s) == changed);
  desk.run(command::SelectScenario{scenario});  // chosen anew: as it ships
  CHECK(s.own_story == nullptr);
  desk.run(command::Undo{});
  CHECK(numbers(s) == changed);
}

TEST_CASE("what holds all through: where no event asks for more, and leaves no trace when put back") {
  EditDesk desk;
  Session& s = desk.session;
  const std::string before = numbers(s);
  const Circuit& circuit = desk.content.circuit;
  const auto now = [&](const char* input) { return strength(*current_story(s, desk.content).scenario, circuit, s.arm, kThroughout, input); };
  CHECK(now("prox") == 0);
  CHECK(now("pred") == 0.5);
  desk.run(command::SetStrength{kThroughout, "prox", 0.6});
  CHECK(now("prox") == 0.6);
  CHECK(numbers(s) != before);
  desk.run(command::SetStrength{kThroughout, "pred", 0.9});
  CHECK(now("pred") == 0.9);
  desk.run(command::SetStrength{1, "pain", 0.8});  // the second of its events now, and its value as it was
  desk.run(command::SetStrength{kThroughout, "pred", 0.5});
  desk.run(command::SetStrength{kThroughout, "prox", 0});
  CHECK(s.own_story != nullptr);  // the first event has a new input
  desk.run(command::ResetChanges{Bench::story});
  desk.run(command::SetStrength{kThroughout, "prox", 0.6});
  desk.run(command::SetStrength{kThroughout, "prox", 0});
  CHECK(s.own_story == nullptr);
  CHECK(numbers(s) == before);
}

TEST_CASE("the head of a table's column names pattern, change, story and ending") {
  EditDesk desk("soothe");
  Session& s = desk.session;
  const auto head = [&](int side) { return curve_head(s, desk.content, side); };
  desk.run(command::SelectArm{0});
  const std::string first = head(0);
  CHECK(first == "A " + style_slug(s, desk.content, 0) + " soothe/" + current_arm(s, desk.content).id);
  desk.run(command::SelectArm{1});
  CHECK(head(0) != first);  // two endings of one story
  desk.run(command::SetTrait{0, "reg", 0.2});
  CHECK(head(0).find("_changed soothe/") != std::string::npos);
  desk.run(command::SetChange{true, s.change.environment, 52});
  const std::string company = desk.content.slow.environments[static_cast<std::size_t>(s.change.environment)].id;
  CHECK(head(1).find(" +52w " + company + " soothe/") != std::string::npos);
  CHECK(head(0).find("+52w") == std::string::npos);
  EditDesk own;
  own.run(command::SetStrength{1, "pain", 0.4});
  CHECK(head(0).find(',') == std::string::npos);
  CHECK(curve_head(own.session, own.content, 0).find("rejection_changed/") != std::string::npos);
}

TEST_CASE("receipts: changed traits come back; a changed story is said to need its file") {
  EditDesk desk;
  Session& s = desk.session;
  desk.run(command::SetCompare{true});
  desk.run(command::SetTrait{0, "reg", 0.2});
  desk.run(command::SetTrait{1, "thr", 0.9});
  desk.run(command::SetBench{true, Bench::side_a});
  Receipt made = make_receipt(s, desk.content, "1");
  add_window(made, s);
  const auto parsed = parse_receipt(receipt_to_json(made), "x.png");
  REQUIRE(parsed.has_value());
  ShippedDesk other;
  other.run(command::SetTrait{0, "sup", 0.9});
  const auto again = show_receipt(other.session, other.content, parsed->receipt, "1");
  REQUIRE(again.has_value());
  CHECK(again->notes.empty());
  CHECK(numbers(again->session) == numbers(s));
  CHECK(again->session.traits == s.traits);
  CHECK(again->session.show_bench);
  for (const double t_s : {-1.0, 1e9}) {
    Receipt late = made;
    late.time_s = t_s;
    const auto outside = show_receipt(other.session, other.content, late, "1");
    REQUIRE(outside.has_value());
    REQUIRE(outside->notes.size() == 1);
    CHECK(outside->notes[0].english.find("lies outside the scenario") != std::string::npos);
    CHECK(outside->session.playhead.t_s == (t_s < 0 ? 0 : duration_s(s, desk.content)));
  }
  Receipt bad = made;
  bad.traits = {{"regg", 0.5}};
  const auto refused = show_receipt(other.session, other.content, bad, "1");
  REQUIRE_FALSE(refused.has_value());
  CHECK(to_sentence(refused.error()).find("\"reg\"") != std::string::npos);
  desk.run(command::SetStrength{1, "pain", 0.4});
  const auto own = show_receipt(other.session, other.content, make_receipt(s, desk.content, "1"), "1");
  REQUIRE_FALSE(own.has_value());
  CHECK(to_sentence(own.error()).find("--scenario FILE.json") != std::string::npos);
}

TEST_CASE("the change dial goes on from the changed pattern, and its own side stays with it") {
  EditDesk desk;
  Session& s = desk.session;
  desk.run(command::SetChange{true, s.change.environment, 52});
  const double after = trait_value(s, desk.content, 1, "trust");
  desk.run(command::SetTrait{0, "trust", 0.1});
  CHECK(trait_value(s, desk.content, 1, "trust") < after);
  const std::string before = numbers(s);
  desk.run(command::SetTrait{1, "trust", 0.1});
  CHECK(s.message.find("side A") != std::string::npos);
  CHECK(numbers(s) == before);
}

TEST_CASE("a change is lived in milliseconds") {
  EditDesk desk;
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 10; ++i) desk.run(command::SetTrait{0, "reg", 0.1 + 0.05 * i, i == 0});
  const double each_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() / 10;
  CHECK(each_s < 0.25);  // generous: a build without optimisation, a machine that is busy
}

// ---- a story of the person's own -------------------------------------------------------------------
namespace {

struct OwnDesk : EditDesk {
  explicit OwnDesk(const std::string& id = "rejection") : EditDesk(id) {
    run(command::SetEditor{true});
    run(command::MakeOwnStory{"Mine", "A story made from another."});
    REQUIRE(session.own_story != nullptr);
  }
  const Scenario& shown() const { return *current_story(session, content).scenario; }
  const Arm& arm() const { return shown().arms[static_cast<std::size_t>(session.arm)]; }
};

bool is_sound(const Scenario& scenario) {
  for (const Arm& arm : scenario.arms) {
    for (const Segment& segment : arm.segments)
      if (!(segment.begin_s >= 0 && segment.begin_s < segment.end_s && segment.end_s <= scenario.duration_s) || segment.inputs.empty() ||
          (segment.repeat_every_s > 0 && (segment.repeat_every_s < segment.end_s - segment.begin_s || segment.repeat_until_s <= segment.begin_s)))
        return false;
    for (std::size_t i = 0; i < arm.captions.size(); ++i)
      if (!(arm.captions[i].begin_s >= 0 && arm.captions[i].begin_s < arm.captions[i].end_s && arm.captions[i].end_s <= scenario.duration_s) ||
          (i > 0 && arm.captions[i].begin_s < arm.captions[i - 1].begin_s))
        return false;
  }
  return true;
}

}  // namespace

TEST_CASE("a copy of one's own is lived as the story was; the one that ships stays as it is") {
  EditDesk desk;
  Session& s = desk.session;
  const Scenario before = *current_story(s, desk.content).scenario;
  const std::string lived = numbers(s);
  desk.run(command::SetEditor{true});
  CHECK(s.show_editor);
  desk.run(command::MoveItem{{ItemKind::event, 1}, 100, 200});
  CHECK(s.message.find("make your own") != std::string::npos);
  desk.run(command::AddEvent{10, "touch"});
  desk.run(command::RemoveItem{{ItemKind::event, 0}});
  desk.run(command::SetStoryTitle{"x"});
  CHECK(s.own_story == nullptr);
  CHECK(numbers(s) == lived);
  desk.run(command::Seek{200});
  desk.run(command::MakeOwnStory{"Mine", "A story."});
  REQUIRE(s.own_story != nullptr);
  CHECK(s.own_story->own);
  CHECK_FALSE(is_changed(s, Bench::story));
  CHECK(numbers(s) == lived);
  CHECK(s.playhead.t_s == 200);
  const Scenario& own = *current_story(s, desk.content).scenario;
  CHECK(own.title == "Mine");
  CHECK(own.id == "own_mine");
  CHECK(own.story == "A story.");
  CHECK(own.teach.empty());
  CHECK(own.evidence.empty());
  CHECK(own.number.empty());
  CHECK(own.change == before.change);  // every story can end in change
  desk.run(command::RemoveItem{{ItemKind::event, 1}});
  CHECK(numbers(s) != lived);
  CHECK(before.arms[0].segments == story_at(desk.content, static_cast<std::size_t>(s.scenario)).scenario->arms[0].segments);
}

TEST_CASE("events are moved, stretched, added and taken away; each is a step back, and the playhead stays") {
  OwnDesk desk;
  Session& s = desk.session;
  desk.run(command::Seek{240});
  const std::string lived = numbers(s);
  const std::size_t steps = s.history.past.size();
  bool starts = true;
  for (const double by : {10.0, 30.0, 60.0}) {
    desk.run(command::MoveItem{{ItemKind::event, 1}, 150 + by, 330 + by, starts});
    starts = false;
  }
  CHECK(s.history.past.size() == steps + 1);
  CHECK(desk.arm().segments[1].begin_s == 210);
  CHECK(desk.arm().segments[1].end_s == 390);
  CHECK(s.playhead.t_s == 240);
  CHECK(s.item == StoryItem{ItemKind::event, 1});
  CHECK(numbers(s) != lived);
  desk.run(command::AddEvent{500, "touch"});
  REQUIRE(desk.arm().segments.size() == 3);
  CHECK(s.item == StoryItem{ItemKind::event, 2});
  CHECK(desk.arm().segments[2].begin_s == 500);
  CHECK(desk.arm().segments[2].inputs[0].input == "touch");
  desk.run(command::SetStrength{2, "attune", 0.7});
  desk.run(command::RemoveInput{2, "touch"});
  CHECK(desk.arm().segments[2].inputs.size() == 1);
  desk.run(command::RemoveInput{2, "attune"});
  CHECK(s.message.find("at least one") != std::string::npos);
  const std::string made = numbers(s);
  desk.run(command::RemoveItem{{ItemKind::event, 2}});
  CHECK(s.item == StoryItem{});
  CHECK(desk.arm().segments.size() == 2);
  desk.run(command::Undo{});
  CHECK(numbers(s) == made);
  for (int i = 0; i < 4; ++i) desk.run(command::Undo{});
  CHECK(numbers(s) == lived);
  for (int i = 0; i < 4; ++i) desk.run(command::Redo{});
  CHECK(numbers(s) == made);
  desk.run(command::ResetChanges{Bench::story});
  CHECK(numbers(s) == lived);
  CHECK(s.own_story->own);
}

TEST_CASE("whatever is asked for, the story stays sound") {
  OwnDesk desk;
  Session& s = desk.session;
  const double nan = std::nan(""), far = 1e300;
  for (const StoryItem item : {StoryItem{ItemKind::event, 0}, StoryItem{ItemKind::event, 1}, StoryItem{ItemKind::caption, 0},
                               StoryItem{ItemKind::caption, 3}, StoryItem{ItemKind::caption, 99}, StoryItem{ItemKind::event, -1}, StoryItem{}})
    for (const auto& [begin_s, end_s] : std::vector<std::pair<double, double>>{
             {-500, -100}, {800, 5000}, {300, 300}, {400, 100}, {nan, 10}, {10, nan}, {far, far}, {-far, far}, {0.2, 0.3}, {899.9, 900}}) {
      desk.run(command::MoveItem{item, begin_s, end_s});
      REQUIRE(is_sound(desk.shown()));
    }
  for (const double length_s : {0.0, 61.3, 1e9, nan, -5.0, 200.0}) {
    desk.run(command::SetStoryLength{length_s});
    REQUIRE(is_sound(desk.shown()));
    CHECK(s.playhead.t_s <= duration_s(s, desk.content));
    CHECK(s.trace[0]->duration_s() == desk.shown().duration_s);
  }
  for (int i = 0; i < 200; ++i) desk.run(command::AddCaption{static_cast<double>(i), "Event", "Something."});
  CHECK(desk.arm().captions.size() == kMostItems);
  CHECK(s.message.find("take one away") != std::string::npos);
  desk.run(command::AddEvent{nan, "touch"});
  desk.run(command::AddEvent{0, "tuch"});
  desk.run(command::SetCaption{0, std::string(3000, 'a'), std::string("line\nbreak\x01") + std::string(3000, 'b')});
  CHECK(desk.arm().captions[0].event.size() <= kLongestEvent);
  CHECK(desk.arm().captions[0].text.size() <= kLongestCaption);
  CHECK(desk.arm().captions[0].text.find('\n') == std::string::npos);
  desk.run(command::SetStoryTitle{"\xff\xfe"});
  CHECK(desk.shown().title == "Mine");
  const ScenarioProblems problems = check_scenario(desk.shown(), desk.content);
  CHECK_MESSAGE(problems.errors.empty(), (problems.errors.empty() ? "" : to_sentence(problems.errors.front())));
}

TEST_CASE("captions: their words, their order, and words of other levels that say something else go") {
  OwnDesk desk;
  Session& s = desk.session;
  const Caption second = desk.arm().captions[1];
  CHECK_FALSE(second.deeper.student.empty());
  desk.run(command::SetCaption{1, "Kept", second.text});
  CHECK(desk.arm().captions[1].deeper == second.deeper);
  desk.run(command::SetCaption{1, "Kept", "Said otherwise."});
  CHECK(desk.arm().captions[1].deeper == Deeper{});
  desk.run(command::MoveItem{{ItemKind::caption, 1}, 700, 760});
  CHECK(is_sound(desk.shown()));
  REQUIRE(s.item.kind == ItemKind::caption);
  CHECK(desk.arm().captions[static_cast<std::size_t>(s.item.index)].event == "Kept");
  const std::size_t steps = s.history.past.size();
  desk.run(command::SetStoryTitle{"A", true});
  desk.run(command::SetStoryTitle{"Ab", false});
  desk.run(command::SetStoryTitle{"Ab c", false});
  CHECK(s.history.past.size() == steps + 1);
  CHECK(desk.shown().id == "own_ab_c");
  desk.run(command::SetStoryTitle{"", true});
  const ScenarioProblems problems = check_scenario(desk.shown(), desk.content);
  REQUIRE_FALSE(problems.errors.empty());
  CHECK(problems.errors.front().where == "/title");
  desk.run(command::Undo{});
  CHECK(desk.shown().title == "Ab c");
}

TEST_CASE("what is saved is read back to the same trace, for every moment that ships") {
  ShippedDesk desk;
  Session& s = desk.session;
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / format("attune_edit_%d", static_cast<int>(::getpid()));
  std::filesystem::create_directories(folder);
  for (std::size_t i = 0; i < desk.content.scenarios.size(); ++i) {
    INFO(desk.content.scenarios[i].id);
    desk.run(command::SelectScenario{static_cast<int>(i)});
    desk.run(command::MakeOwnStory{"Mine", "A story."});
    desk.run(command::AddEvent{30, "touch"});
    desk.run(command::MoveItem{{ItemKind::event, 0}, desk.content.scenarios[i].duration_s / 7, desk.content.scenarios[i].duration_s / 3});
    desk.run(command::SetStrength{kThroughout, "prox", 0.35});
    REQUIRE(s.own_story != nullptr);
    const std::filesystem::path file = folder / "story.json";
    REQUIRE(write_file(file, scenario_to_json(s.own_story->scenario)).has_value());
    const auto loaded = load_scenario(file, desk.content);
    REQUIRE_MESSAGE(loaded.has_value(), (loaded ? "" : to_sentence(loaded.error())));
    CHECK(scenario_to_json(*loaded) == scenario_to_json(s.own_story->scenario));
    const std::string lived = numbers(s);
    if (kind_of(*loaded) == ScenarioKind::days && i % 2 == 1) continue;  // days take a while
    desk.run(command::TakeStory{std::make_shared<const OwnStory>(as_own(*loaded, file.string()))});
    CHECK(numbers(s) == lived);
    CHECK_FALSE(is_changed(s, Bench::story));
  }
  std::filesystem::remove_all(folder);
}

TEST_CASE("one's own story is put aside while another is shown, and comes back") {
  OwnDesk desk;
  Session& s = desk.session;
  desk.run(command::RemoveItem{{ItemKind::event, 1}});
  const std::string lived = numbers(s);
  desk.run(command::SelectScenario{3});
  CHECK(s.own_story == nullptr);
  REQUIRE(s.kept_stories.size() == 1);
  desk.run(command::ShowOwnStory{});
  CHECK(numbers(s) == lived);
  CHECK(s.playhead.t_s == 0);
  desk.run(command::SelectScenario{place_of(desk.content, "sensitive")});  // years have no timeline
  CHECK_FALSE(s.show_editor);
  desk.run(command::SetEditor{true});
  CHECK_FALSE(s.show_editor);
  CHECK(s.message.find("moments") != std::string::npos);
  desk.run(command::ShowOwnStory{});
  CHECK(numbers(s) == lived);
  // Saved: that is what changes are measured by from now on.
  CHECK(is_changed(s, Bench::story));
  desk.run(command::KeepStory{"/tmp/mine.json", "Saved."});
  CHECK_FALSE(is_changed(s, Bench::story));
  CHECK(s.own_story->file == "/tmp/mine.json");
  CHECK(numbers(s) == lived);
  // What the check says of another story is dropped.
  StoryChecks checks;
  checks.errors.push_back({"x", "/title", ""});
  desk.run(command::NoticeStory{nullptr, checks});
  CHECK(s.story_checks.errors.empty());
  desk.run(command::NoticeStory{s.own_story, checks});
  CHECK(s.story_checks.errors.size() == 1);
}

TEST_CASE("every story of one's own stays at hand, and leaving asks about those that no file has") {
  OwnDesk desk;
  Session& s = desk.session;
  CHECK(unsaved_stories(s).empty());  // a copy as it was made: nothing to lose
  desk.run(command::RemoveItem{{ItemKind::event, 1}});
  const std::string first = numbers(s);
  desk.run(command::SelectScenario{3});
  desk.run(command::MakeOwnStory{"Second", "A story."});
  desk.run(command::SetStoryTitle{"The second one"});
  desk.run(command::SelectScenario{2});
  REQUIRE(s.kept_stories.size() == 2);
  CHECK(unsaved_stories(s).size() == 2);
  desk.run(command::ShowOwnStory{0});
  CHECK(numbers(s) == first);
  REQUIRE(s.kept_stories.size() == 1);
  CHECK(s.kept_stories[0]->scenario.title == "The second one");
  desk.run(command::Undo{});
  CHECK(s.kept_stories.size() == 2);
  desk.run(command::Redo{});
  desk.run(command::ShowOwnStory{7});
  CHECK_FALSE(s.message.empty());
  // Leaving: asked, taken back with Esc, asked again; saving both is an answer.
  desk.run(command::Ask{Question::leave});
  CHECK(s.question == Question::leave);
  CHECK_FALSE(s.leaving);
  desk.run(command::StepBack{});
  CHECK(s.question == Question::none);
  desk.run(command::Ask{Question::leave});
  desk.run(command::KeepStory{"/tmp/first.json", "Saved."});
  CHECK_FALSE(s.leaving);
  desk.run(command::ShowOwnStory{0});
  desk.run(command::KeepStory{"/tmp/second.json", "Saved."});
  CHECK(s.leaving);
  CHECK(unsaved_stories(s).empty());
  // The file that is open once more is the same story, not another.
  const std::size_t kept = s.kept_stories.size();
  desk.run(command::TakeStory{std::make_shared<const OwnStory>(*s.own_story)});
  CHECK(s.kept_stories.size() == kept);
  OwnDesk nothing;
  nothing.run(command::Ask{Question::leave});
  CHECK(nothing.session.leaving);
}

TEST_CASE("bands asked for a story of one's own outlive it") {
  OwnDesk desk("isolation");
  desk.run(command::SetBands{true});
  const auto wanted = next_bands(desk.session, desk.content);
  REQUIRE(wanted.has_value());
  const Scenario* counted_for = wanted->story.scenario;
  desk.run(command::SelectScenario{0});
  desk.session.kept_stories.clear();
  forget_history(desk.session);
  CHECK(wanted->own_story != nullptr);
  CHECK(&wanted->own_story->scenario == counted_for);
}

TEST_CASE("what is asked for while the sliders are open takes their place, and is not hidden under them") {
  for (const bool timeline : {false, true}) {
    EditDesk desk;
    Session& s = desk.session;
    desk.run(command::Seek{240});
    const auto open = [&] {
      if (timeline) desk.run(command::SetEditor{true});
      if (!timeline) desk.run(command::SetBench{true, Bench::side_a});
      CHECK(s.show_bench);
    };
    open();
    desk.run(command::Select{"amygdala"});
    CHECK_FALSE(s.show_bench);
    open();
    desk.run(command::AskWhy{});
    CHECK_FALSE(s.show_bench);
    open();
    desk.run(command::AskAbout{"chem.CORT"});
    CHECK_FALSE(s.show_bench);
    open();
    desk.run(command::ShowClaim{desk.content.claim_book.claims.front().id});
    CHECK_FALSE(s.show_bench);
    CHECK(s.show_editor == timeline);
    CHECK(s.front_panel == Panel::right);
    if (!timeline) continue;
    desk.run(command::ChooseItem{{ItemKind::event, 0}});  // the timeline brings its sliders back
    CHECK(s.show_bench);
  }
}
