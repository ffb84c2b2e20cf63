// Stories of two people and of years in the session: chosen, played, wound back, left again; on the shipped data.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "io/load_ui_text.h"
#include "model/find_claims.h"
#include "session/extract_scene.h"
#include "session/reasons.h"
#include "session/rhythms.h"
#include "session/session.h"
#include "session/why_words.h"
#include "shipped_desk.h"
#include "sim/explain_years.h"
#include "sim/story_ensemble.h"
#include "sim/years.h"

namespace attune {
namespace {

struct StoryDesk : ShippedDesk {
  void choose(const std::string& id) {
    for (std::size_t i = 0; i < story_count(content); ++i)
      if (story_at(content, i).text().id == id) return run(command::SelectScenario{static_cast<int>(i)});
    FAIL("no story " << id);
  }
  int arm(const std::string& id) const {
    const AnyScenario story = current_story(session, content);
    for (std::size_t i = 0; i < story.arm_count(); ++i)
      if (story.arm(i).id == id) return static_cast<int>(i);
    return -1;
  }
  // What a moment of the story is made of, as numbers.
  std::vector<double> state() const {
    std::vector<double> values;
    for (int side = 0; side < 2; ++side)
      for (const Region& region : content.circuit.regions)
        if (const double share = activity_share(session, side, region.id); !std::isnan(share)) values.push_back(share);
    if (const auto rhythms = rhythms_now(session, content)) {
      for (const auto* curves : {&rhythms->breath, &rhythms->heart})
        for (const auto& curve : *curves) values.insert(values.end(), curve.begin(), curve.end());
      values.push_back(rhythms->synchrony);
    }
    return values;
  }
};

}  // namespace

TEST_CASE("stories have one number each: moments and days first, then years, then two people") {
  StoryDesk desk;
  const Content& content = desk.content;
  CHECK(story_count(content) == content.scenarios.size() + content.slow.scenarios.size() + content.pair.scenarios.size());
  CHECK(story_at(content, 0).scenario == content.scenarios.data());
  CHECK(story_at(content, content.scenarios.size()).years == content.slow.scenarios.data());
  CHECK(story_at(content, story_count(content) - 1).pair == &content.pair.scenarios.back());
  desk.run(command::SelectScenario{static_cast<int>(story_count(content))});
  CHECK(desk.session.scenario == 0);
  CHECK_FALSE(desk.session.message.empty());
}

TEST_CASE("two people: the sides are the two, and what needs one person says so") {
  StoryDesk desk;
  const std::vector<std::string> plotted = desk.session.plotted;
  desk.choose("couple");
  REQUIRE(desk.session.message.empty());
  CHECK(current_kind(desk.session, desk.content) == ScenarioKind::two_people);
  CHECK(desk.session.compare);
  REQUIRE(desk.session.trace[0]);
  REQUIRE(desk.session.trace[1]);
  REQUIRE(desk.session.link);
  CHECK(desk.session.trace[0]->rows() == 3601);
  CHECK(desk.session.link->rows() == 3601);
  CHECK(duration_s(desk.session, desk.content) == 900);
  CHECK(side_name(desk.session, desk.content, 0).name == "One partner");
  CHECK(side_name(desk.session, desk.content, 1).name == "The other");
  CHECK(side_name(desk.session, desk.content, 1).detail == "Anxious");
  CHECK(extract_scenes(desk.session, desk.content, {}).size() == 2);
  for (const std::string& column : desk.session.plotted) CHECK(find_column(*desk.session.trace[1], column) >= 0);

  const auto trace = desk.session.trace[0];
  for (const Command& refused : std::vector<Command>{command::SetCompare{false}, command::SetDifference{true},
                                                     command::SetChange{true, 0, 52},
                                                     command::SelectArm{1, 1}, command::SelectArm{99}}) {
    desk.session.message.clear();
    desk.run(refused);
    CHECK_FALSE(desk.session.message.empty());
    CHECK(desk.session.trace[0] == trace);
    CHECK(desk.session.compare);
    CHECK_FALSE(desk.session.change.on);
    CHECK_FALSE(desk.session.show_bands);
  }
  desk.session.message.clear();

  // Each has a pattern of their own.
  desk.run(command::Seek{600});
  const double before = value_now(desk.session, 1, "chem.OTp");
  desk.run(command::SetStyle{1, desk.style("secure")});
  CHECK(std::abs(value_now(desk.session, 1, "chem.OTp") - before) > 1e-6);
  CHECK(desk.session.playhead.t_s == 600);

  // Apart each keeps their own time, talking brings them into step (V29).
  const auto mean_synchrony = [&] {
    double sum = 0;
    for (int t_s = 120; t_s < 900; ++t_s) {
      desk.run(command::Seek{static_cast<double>(t_s)});
      sum += synchrony_now(desk.session);
    }
    return sum / 780;
  };
  desk.run(command::SelectArm{desk.arm("apart")});
  CHECK(mean_synchrony() < kOwnTime);
  desk.run(command::SelectArm{desk.arm("talking")});
  CHECK(mean_synchrony() > kInStep);

  // A page leads here without a word about sides.
  PageLink link;
  link.scenario = "couple";
  link.arm = "apart";
  desk.run(command::FollowLink{link});
  CHECK(desk.session.message.empty());
  CHECK(desk.session.compare);
  CHECK(desk.session.arm == desk.arm("apart"));

  // The next moment gets back what it had.
  desk.choose("rejection");
  CHECK_FALSE(desk.session.compare);
  CHECK(desk.session.link == nullptr);
  CHECK(desk.session.trace[1] == nullptr);
  CHECK(desk.session.plotted == plotted);
  CHECK(std::isnan(synchrony_now(desk.session)));
  CHECK_FALSE(rhythms_now(desk.session, desk.content).has_value());
}

TEST_CASE("two people: what is seen is a function of the time, forwards and backwards, and the same every time") {
  StoryDesk desk, again;
  for (StoryDesk* each : {&desk, &again}) {
    each->choose("couple");
    each->run(command::SelectArm{each->arm("holding hands")});
  }
  desk.run(command::Seek{500});
  const std::vector<double> at_500 = desk.state();
  desk.run(command::Seek{120});
  CHECK(desk.state() != at_500);
  desk.run(command::Seek{500});
  CHECK(desk.state() == at_500);
  again.run(command::Seek{500});
  CHECK(again.state() == at_500);

  desk.run(command::Seek{0});
  desk.run(command::SetPlaying{true});
  for (int frame = 0; frame < 2000 && desk.session.playhead.playing; ++frame) advance(desk.session, desk.content, 0.2);
  CHECK(desk.session.playhead.t_s == 900);
  CHECK_FALSE(desk.session.playhead.playing);
}

TEST_CASE("breath and heart of two people: around now while it stands, a look of some seconds while it plays") {
  StoryDesk desk;
  desk.choose("couple");
  desk.run(command::Seek{300});
  std::optional<Rhythms> look = rhythms_now(desk.session, desk.content);
  REQUIRE(look.has_value());
  CHECK(look->from_s <= 300);
  CHECK(look->from_s + look->length_s >= 300);
  CHECK(look->now_share == doctest::Approx(0.5f));
  for (const auto& curve : look->breath) {
    CHECK(*std::max_element(curve.begin(), curve.end()) > 0.9f);
    CHECK(*std::min_element(curve.begin(), curve.end()) < -0.9f);
    for (const float value : curve) CHECK(std::abs(value) <= 1);
  }
  CHECK(look->synchrony == synchrony_now(desk.session));
  CHECK(look->synchrony > 0);
  CHECK(look->synchrony < 1);
  CHECK(look->beats[0] > 40);
  CHECK(look->beats[0] < 140);
  for (const double end_s : {0.0, 900.0}) {
    desk.run(command::Seek{end_s});
    look = rhythms_now(desk.session, desk.content);
    CHECK(look->from_s >= 0);
    CHECK(look->from_s + look->length_s <= 900);
  }
  // While it plays fast the look stands still and the mark runs on.
  desk.run(command::Seek{0});
  desk.run(command::SetSpeed{30});
  desk.run(command::SetPlaying{true});
  advance(desk.session, desk.content, 0.1);
  const Rhythms first = *rhythms_now(desk.session, desk.content);
  advance(desk.session, desk.content, 0.1);
  const Rhythms second = *rhythms_now(desk.session, desk.content);
  CHECK(first.from_s == second.from_s);
  CHECK(first.breath == second.breath);
  CHECK(second.now_share > first.now_share);
  desk.run(command::SetReducedMotion{true});
  CHECK(rhythms_now(desk.session, desk.content)->now_share == -1);
}

TEST_CASE("a look at two people's breath is never old, and its words are of now") {
  StoryDesk desk;
  desk.choose("synchrony");
  desk.run(command::SelectArm{desk.arm("skin-to-skin")});
  for (const double t_s : {60.0, 648.0, 2510.0, 3000.0}) {
    CAPTURE(t_s);
    desk.session.playhead.playing = false;
    desk.run(command::Seek{t_s});
    const Rhythms still = *rhythms_now(desk.session, desk.content);
    CHECK(still.in_step == InStep::two_to_one);
    for (const double speed : {12.0, 60.0, 490.0}) {
      CAPTURE(speed);
      desk.session.playhead.speed = speed;
      desk.session.playhead.playing = true;
      const Rhythms look = *rhythms_now(desk.session, desk.content);
      CHECK(look.from_s <= t_s);
      CHECK(look.from_s > t_s - kLongestLook_s - 1e-6);
      CHECK(look.synchrony == still.synchrony);
      CHECK(look.in_step == still.in_step);
      CHECK(look.now_share >= 0);
      CHECK(look.now_share <= 1);
    }
  }
}

TEST_CASE("a child in step takes two breaths to one of the parent's, and every second one is tied to it") {
  StoryDesk desk;
  desk.choose("synchrony");
  desk.run(command::SelectArm{desk.arm("skin-to-skin")});
  desk.run(command::Seek{2510});
  const Rhythms look = *rhythms_now(desk.session, desk.content);
  const auto breaths = [](const std::vector<float>& curve) {
    int count = 0;
    for (std::size_t i = 1; i < curve.size(); ++i) count += curve[i - 1] < 0 && curve[i] >= 0;
    return count;
  };
  REQUIRE(look.in_step == InStep::two_to_one);
  CHECK(std::abs(breaths(look.breath[0]) - 2 * breaths(look.breath[1])) <= 2);
  CHECK(std::abs(static_cast<int>(look.ties.size()) - breaths(look.breath[1])) <= 1);
  for (const auto& [child, parent] : look.ties) {
    const auto at = [&](std::size_t side, float share) {
      return look.breath[side][static_cast<std::size_t>(std::lround(share * static_cast<float>(look.breath[side].size() - 1)))];
    };
    CHECK(at(0, child) > 0.5f);
    CHECK(at(1, parent) > 0.5f);
  }
  // Out of step nothing is tied; two adults breathe one to one.
  desk.run(command::SelectArm{desk.arm("non-synchronous")});
  CHECK(rhythms_now(desk.session, desk.content)->ties.empty());
  desk.choose("couple");
  desk.run(command::SelectArm{desk.arm("holding hands")});
  desk.run(command::Seek{500});
  const Rhythms adults = *rhythms_now(desk.session, desk.content);
  CHECK(adults.in_step != InStep::two_to_one);
  CHECK(adults.ties.empty());
}

TEST_CASE("breath and heart of two people show nothing of what a prediction is about") {
  StoryDesk desk;
  desk.choose("couple");
  for (const double at_s : {0.0, 1.0, 300.0}) {
    CAPTURE(at_s);
    desk.run(command::Seek{at_s});
    desk.run(command::StartPrediction{"region.AMY"});
    REQUIRE(is_sketching(desk.session));
    const double from_s = desk.session.prediction.from_s;
    desk.run(command::SetSpeed{12});
    for (const bool plays : {false, true}) {
      desk.session.playhead.playing = plays;
      const Rhythms before = *rhythms_now(desk.session, desk.content);
      CHECK(std::isfinite(before.now_share));
      CHECK(std::isfinite(before.synchrony));
      CHECK(before.from_s >= 0);
      // Another future, the same past: what is drawn is the same. The samples beside now are part of the smooth curve.
      const auto link = desk.session.link, body = desk.session.trace[0];
      Trace other = *link, level = *body;
      for (Trace* trace : {&other, &level})
        for (std::size_t row = 0; row < trace->rows(); ++row)
          if (static_cast<double>(row) * trace->sample_s > from_s + 2 * trace->sample_s + 1e-9)
            for (std::size_t i = 0; i < trace->columns.size(); ++i) trace->values[row * trace->columns.size() + i] *= 0.37;
      desk.session.link = std::make_shared<const Trace>(other);
      desk.session.trace[0] = std::make_shared<const Trace>(level);
      const Rhythms after = *rhythms_now(desk.session, desk.content);
      CHECK(before.breath == after.breath);
      CHECK(before.heart == after.heart);
      CHECK(before.beats == after.beats);
      CHECK(before.synchrony == after.synchrony);
      desk.session.link = link;
      desk.session.trace[0] = body;
    }
    desk.session.playhead.playing = false;
    // Once it has been played it is seen.
    desk.run(command::Seek{std::min(900.0, from_s + 100)});
    const Rhythms seen = *rhythms_now(desk.session, desk.content);
    CHECK(seen.from_s > from_s);
    desk.run(command::EndPrediction{});
    CHECK(rhythms_now(desk.session, desk.content)->from_s + rhythms_now(desk.session, desk.content)->length_s > desk.session.playhead.t_s);
  }
}

TEST_CASE("years: weeks on the clock, the brain of a moment lived with what was learned by then") {
  StoryDesk desk;
  desk.run(command::SetStyle{0, desk.style("anxious")});
  desk.choose("therapy");
  REQUIRE(desk.session.message.empty());
  CHECK(current_kind(desk.session, desk.content) == ScenarioKind::years);
  CHECK(duration_s(desk.session, desk.content) == 156 * seconds_per_week);
  const Trace& years = *desk.session.trace[0];
  for (const std::string& column : desk.session.plotted) CHECK(find_column(years, column) >= 0);
  for (const char* column : {"episode.AMY", "region.AMY", "usual.AMY", "chem.CORT", "felt.D", "signal.m", "label.secure"})
    CHECK(find_column(years, column) >= 0);
  CHECK(pattern_now(desk.session, desk.content, 0)->id == "anxious");
  const double first = activity_share(desk.session, 0, "AMY");
  desk.run(command::Seek{156 * seconds_per_week});
  CHECK(pattern_now(desk.session, desk.content, 0)->id == "secure");
  CHECK(value_now(desk.session, 0, "region.AMY") - value_now(desk.session, 0, "usual.AMY") > 0);
  CHECK(activity_share(desk.session, 0, "AMY") <= first);
  CHECK(value_now(desk.session, 0, "region.AMY") < value_at(years, find_column(years, "region.AMY"), 0) - 0.05);

  // What was learned first still pulls: trust ends above it and short of where it would go alone.
  CHECK(value_now(desk.session, 0, "template.trust") < value_now(desk.session, 0, "trait.trust") - 0.05);

  // The state on the stage is that of the moment, lived with these traits.
  const ShownMoment& shown = current_story(desk.session, desk.content).years->shown;
  const Scenario* moment = *find_scenario(desk.content, shown.scenario);
  RunSettings settings;
  settings.age = "adult";
  settings.traits = traits_at(years, 0);
  const Result<Trace> lived = simulate(desk.session.program, current_style(desk.session, desk.content, 0), *moment,
                                       **find_arm(*moment, shown.arm), settings);
  REQUIRE(lived.has_value());
  CHECK(value_at(years, find_column(years, "region.AMY"), 0) ==
        doctest::Approx(value_at(*lived, find_column(*lived, "region.AMY"), shown.at_s)).epsilon(1e-12));

  // Backwards and again.
  desk.run(command::Seek{60 * seconds_per_week});
  const std::vector<double> state = desk.state();
  desk.run(command::Seek{3 * seconds_per_week});
  CHECK(desk.state() != state);
  desk.run(command::Seek{60 * seconds_per_week});
  CHECK(desk.state() == state);
  desk.run(command::SetPlaying{true});
  for (int frame = 0; frame < 2000 && desk.session.playhead.playing; ++frame) advance(desk.session, desk.content, 0.2);
  CHECK(desk.session.playhead.t_s == 156 * seconds_per_week);

  // The other side: the same years without anything new.
  desk.run(command::SetStyle{1, desk.style("anxious")});
  desk.run(command::SelectArm{desk.arm("no change"), 1});
  CHECK(desk.session.compare);
  CHECK(pattern_now(desk.session, desk.content, 1)->id == "anxious");
  CHECK(side_name(desk.session, desk.content, 1).detail == "Nothing new");
  desk.run(command::SwapSides{});
  CHECK(pattern_now(desk.session, desk.content, 0)->id == "anxious");
  for (const Command& refused : std::vector<Command>{command::SetChange{true, 0, 52}}) {
    desk.session.message.clear();
    desk.run(refused);
    CHECK_FALSE(desk.session.message.empty());
  }
}

TEST_CASE("lives from birth: the pattern chosen changes nothing, the version lived does") {
  StoryDesk desk;
  desk.choose("sensitive");
  CHECK(starts_at_birth(desk.session, desk.content));
  const std::vector<double> values = desk.session.trace[0]->values;
  desk.run(command::SetStyle{0, desk.style("avoidant")});
  CHECK(desk.session.trace[0]->values == values);
  desk.run(command::SetCompare{true});
  CHECK(arm_of(desk.session, 1) == 1);
  CHECK(side_name(desk.session, desk.content, 1).name == "From one year");
  CHECK(duration_s(desk.session, desk.content) == 104 * seconds_per_week);
  const double speed = desk.session.playhead.speed;
  desk.run(command::SelectArm{desk.arm("from eight years"), 1});
  CHECK(duration_s(desk.session, desk.content) == 468 * seconds_per_week);
  CHECK(desk.session.playhead.speed > speed);
  // After good care from half a year on comfort lands more than after eight years of neglect.
  desk.run(command::Seek{78 * seconds_per_week});
  CHECK(activity_share(desk.session, 0, "AMY") < activity_share(desk.session, 1, "AMY"));
  CHECK(pattern_now(desk.session, desk.content, 0)->id == "secure");
  // The shorter life stands still at its end.
  const double end = value_now(desk.session, 0, "slow.security");
  desk.run(command::Seek{400 * seconds_per_week});
  CHECK(value_now(desk.session, 0, "slow.security") == end);
  // and what is said is what happens in the other.
  CHECK(caption_now(desk.session, desk.content).side == 1);
  desk.run(command::Seek{0});
  CHECK(caption_now(desk.session, desk.content).side == 0);
  desk.choose("rejection");
  CHECK(desk.session.other_arm == -1);
}

TEST_CASE("from parent to child: a share of many children, and support for the parents moves it") {
  StoryDesk desk;
  desk.choose("generations");
  desk.run(command::SetStyle{0, desk.style("disorganized")});
  desk.run(command::SetStyle{1, desk.style("disorganized")});
  desk.run(command::SelectArm{desk.arm("parents supported"), 1});
  desk.run(command::Seek{52 * seconds_per_week});
  double shares = 0;
  for (const Style& style : desk.content.styles)
    if (const double share = value_now(desk.session, 0, "label." + style.id); !std::isnan(share)) shares += share;
  CHECK(shares == doctest::Approx(1));
  CHECK(value_now(desk.session, 1, "label.secure") > value_now(desk.session, 0, "label.secure"));
  CHECK(value_now(desk.session, 1, "slow.security") > value_now(desk.session, 0, "slow.security"));
}


namespace {

// Every band once, and that the plain run lies in it most of the time.
void check_bands(const EnsembleBands& bands, const Trace& trace) {
  for (std::size_t i = 0; i < bands.columns.size(); ++i) {
    const int column = find_column(trace, bands.columns[i]);
    if (column < 0) continue;
    std::size_t inside = 0;
    for (std::size_t row = 0; row < bands.rows; ++row) {
      const Band& band = bands.at(i, row);
      const double value = value_at(trace, column, static_cast<double>(row) * bands.sample_s);
      REQUIRE(band.p05 <= band.p50);
      REQUIRE(band.p50 <= band.p95);
      inside += value >= band.p05 - 1e-9 && value <= band.p95 + 1e-9 ? 1 : 0;
    }
    INFO(bands.columns[i]);
    CHECK(inside > bands.rows * 8 / 10);
  }
}

double widest(const EnsembleBands& bands) {
  double most = 0;
  for (const Band& band : bands.bands) most = std::max(most, band.p95 - band.p05);
  return most;
}

}  // namespace

TEST_CASE("bands of days, years and two people: counted beside the window, for these curves of these runs") {
  StoryDesk desk;
  desk.run(command::CloseWelcome{});
  struct Chosen {
    std::string story;
    const char* column;  // one more curve
  };
  for (const Chosen& told : {Chosen{"sensitive", "region.AMY"}, Chosen{"isolation", "felt.lon"}, Chosen{"couple", "body.HR"}}) {
    INFO(told.story);
    desk.choose(told.story);
    desk.run(command::SetBands{true});
    REQUIRE(desk.session.message.empty());
    CHECK(desk.session.show_bands);
    CHECK(desk.session.bands[0] == nullptr);
    const bool two = current_kind(desk.session, desk.content) == ScenarioKind::two_people;
    auto question = next_bands(desk.session, desk.content);
    REQUIRE(question.has_value());
    CHECK(question->columns.size() == desk.session.plotted.size() + (two ? 1 : 0));
    CHECK(question->runs == 100);
    question->runs = 12;  // enough to see
    const StoryBands counted = count_bands(*question, desk.content, 2);
    REQUIRE_MESSAGE(counted.problem.empty(), counted.problem);
    desk.run(command::SetStoryBands{question->traces, counted});
    REQUIRE(desk.session.bands[0] != nullptr);
    CHECK((desk.session.bands[1] != nullptr) == desk.session.compare);
    CHECK_FALSE(next_bands(desk.session, desk.content).has_value());
    check_bands(*desk.session.bands[0], *desk.session.trace[0]);
    if (two) check_bands(*desk.session.bands[0], *desk.session.link);
    CHECK(widest(*desk.session.bands[0]) > 0.01);

    // Another curve: only that is asked for, and stands beside the others.
    desk.run(command::SetPlotted{told.column, true});
    question = next_bands(desk.session, desk.content);
    REQUIRE(question.has_value());
    CHECK(question->columns == std::vector<std::string>{told.column});
    question->runs = 12;
    desk.run(command::SetStoryBands{question->traces, count_bands(*question, desk.content, 1)});
    CHECK(desk.session.bands[0]->columns.size() == desk.session.plotted.size() + (two ? 1 : 0));
    CHECK_FALSE(next_bands(desk.session, desk.content).has_value());

    // Whatever changes the runs takes them away, and an answer that comes late is not taken.
    desk.run(command::SelectArm{1});
    CHECK(desk.session.bands[0] == nullptr);
    desk.run(command::SetStoryBands{question->traces, counted});
    CHECK(desk.session.bands[0] == nullptr);
    std::atomic<bool> stop{true};
    CHECK(count_bands(*next_bands(desk.session, desk.content), desk.content, 1, &stop).bands[0] == nullptr);
    StoryBands failed;
    failed.problem = "No.";
    desk.run(command::SetStoryBands{desk.session.traces_made, failed});
    CHECK_FALSE(desk.session.show_bands);
    CHECK(desk.session.message == "No.");
    desk.session.message.clear();
  }
}

TEST_CASE("directions are counted in years and between two people too") {
  StoryDesk desk;
  desk.run(command::CloseWelcome{});
  desk.choose("neglect");
  desk.run(command::Select{"amygdala"});
  auto question = next_agreement(desk.session, desk.content);
  REQUIRE(question.has_value());
  CHECK(question->scenario.id == "soothe");  // the moment that is shown
  CHECK(question->settings.age != "adult");
  CHECK_FALSE(question->settings.traits.empty());
  question->connections = {"vmPFC>AMY"};
  const AgreementBook years = count_agreement(*question, desk.content, 2);
  REQUIRE(years.size() == 1);
  CHECK(years.begin()->second.runs == 100);
  CHECK(years.begin()->second.direction != 0);
  CHECK(years.begin()->second.agree > 50);

  desk.choose("couple");
  desk.run(command::Select{"amygdala"});
  question = next_agreement(desk.session, desk.content);
  REQUIRE(question.has_value());
  REQUIRE(question->pair != nullptr);
  EnsembleRequest request;
  request.runs = 3;
  const auto count = [&](int person, int threads) {
    request.threads = threads;
    auto counted = pair_agreement(desk.content, *question->pair, question->pair->arms[1], question->style, question->other_style,
                                  person, request, {"vmPFC>AMY", "AMY>PVN"});
    REQUIRE(counted.has_value());
    return std::move(*counted);
  };
  const auto one = count(0, 1), again = count(0, 3), other = count(1, 2);
  REQUIRE(one.size() == 2);
  for (std::size_t i = 0; i < one.size(); ++i) {
    CHECK(one[i].effect == again[i].effect);
    CHECK(one[i].agree == again[i].agree);
    CHECK(one[i].runs == 3);
    CHECK(one[i].direction != 0);
    CHECK(one[i].from == (one[i].connection == "AMY>PVN" ? "AMY" : "vmPFC"));
    CHECK(one[i].effect != other[i].effect);
  }
}

TEST_CASE("why, between two people: every curve of the story has reasons, in words, each with a claim") {
  StoryDesk desk;
  desk.run(command::CloseWelcome{});
  const auto words = load_ui_text(ATTUNE_ASSETS "/why_en.json");
  REQUIRE(words.has_value());
  desk.run(command::AskAbout{"pair.breath"});
  CHECK(desk.session.message.find("no curve") != std::string::npos);  // not in this story
  desk.session.message.clear();
  std::size_t sentences = 0, reasons = 0;
  for (const std::string story : {"couple", "synchrony"}) {
    desk.choose(story);
    for (const PairCurve& curve : desk.content.pair.curves) {
      CHECK_FALSE(find_claims(desk.content, "equation:" + curve.equation).empty());
      const std::string column = "pair." + curve.id;
      desk.run(command::AskAbout{column + (curve.both ? "" : "_b")});
      CHECK(desk.session.message.empty());
      CHECK(desk.session.asked == column);
    }
    for (std::size_t arm = 0; arm < current_story(desk.session, desk.content).arm_count(); ++arm) {
      desk.run(command::SelectArm{static_cast<int>(arm)});
      CHECK(desk.session.asked == "pair." + desk.content.pair.curves.back().id);  // still there in another version
      for (const double share : {0.01, 0.2, 0.7, 1.0}) {
        desk.run(command::Seek{share * duration_s(desk.session, desk.content)});
        for (const PairCurve& curve : desk.content.pair.curves)
          for (const int side : {0, 1}) {
            const std::string column = "pair." + curve.id;
            INFO(story << " " << arm << " " << column << " " << side << " " << share);
            REQUIRE(has_reasons(desk.session, desk.content, column));
            CHECK(std::isfinite(value_of(desk.session, desk.content, side, column, desk.session.playhead.t_s)));
            const auto found = find_reasons(desk.session, desk.content, side, column, 0.01);
            if (!found) continue;
            std::vector<std::string> texts;
            for (const Level level : {Level::plain, Level::student, Level::expert})
              texts.push_back(why_sentence(found->why, desk.content, *words, level));
            for (const WhyTerm& term : found->why.terms) {
              texts.push_back(why_clause(term, desk.content, *words, Level::plain));
              CHECK_FALSE(find_claims(desk.content, term.topic).empty());
              const std::string next = pair_source_column(term.source);
              if (!next.empty()) CHECK(has_reasons(desk.session, desk.content, next));
              ++reasons;
            }
            for (const std::string& text : texts) {
              INFO(text);
              CHECK(text.find("[pair") == std::string::npos);
              CHECK(text.find('_') == std::string::npos);
              CHECK(text.find('{') == std::string::npos);
            }
            ++sentences;
          }
      }
    }
  }
  CHECK(sentences > 200);
  CHECK(reasons > 400);
  desk.choose("rejection");
  CHECK(desk.session.asked.empty());
}

TEST_CASE("the alarm of an episode, over years, says how many runs agree with its reasons") {
  StoryDesk desk;
  desk.run(command::CloseWelcome{});
  int counted = 0;
  for (std::size_t i = 0; i < desk.content.slow.scenarios.size(); ++i) {
    const LifeScenario& story = desk.content.slow.scenarios[i];
    if (story.episode_scenario.empty()) continue;
    desk.choose(story.id);
    desk.run(command::Seek{duration_s(desk.session, desk.content) / 2});
    desk.run(command::AskAbout{"episode.AMY"});
    REQUIRE(desk.session.message.empty());
    auto question = next_agreement(desk.session, desk.content);
    REQUIRE(question.has_value());
    CHECK(question->of == kOfEpisodes);
    CHECK(question->scenario.id == story.episode_scenario);
    CHECK_FALSE(question->settings.traits.empty());
    for (const std::string& id : question->connections) CHECK(id.ends_with(">AMY"));
    const auto found = find_reasons(desk.session, desk.content, 0, "episode.AMY", 0);
    REQUIRE(found.has_value());
    const AgreementBook book = count_agreement(*question, desk.content, 2);
    desk.run(command::SetAgreement{question->traces, question->side, std::make_shared<const AgreementBook>(book)});
    for (const WhyTerm& term : found->why.terms) {
      if (term.connection.empty()) continue;
      REQUIRE(book.contains(kOfEpisodes + term.connection));
      CHECK(book.at(kOfEpisodes + term.connection).runs == 100);
      ++counted;
    }
    // Those of the moment that stands for the story are another count.
    desk.run(command::AskAbout{""});
    desk.run(command::Select{"amygdala"});
    question = next_agreement(desk.session, desk.content);
    REQUIRE(question.has_value());
    CHECK(question->of.empty());
  }
  CHECK(counted > 3);
}

TEST_CASE("why, over years: every curve has reasons, in words, each with a claim's topic to stand on") {
  StoryDesk desk;
  const auto words = load_ui_text(ATTUNE_ASSETS "/why_en.json");
  REQUIRE(words.has_value());
  std::size_t sentences = 0;
  for (const std::string story : {"firstyear", "neglect", "therapy", "generations", "sensitive"}) {
    desk.choose(story);
    const Trace& trace = *desk.session.trace[0];
    for (const double share : {0.04, 0.5, 1.0}) {
      desk.run(command::Seek{share * duration_s(desk.session, desk.content)});
      for (const std::string& column : trace.columns) {
        const bool shown = !column.starts_with("usual.") && !column.starts_with("input.") && !column.starts_with("gate.") &&
                           column != "slow.age_years";
        INFO(story << " " << column << " " << share);
        const bool derived = column.starts_with("derived.");
        CHECK((has_reasons(desk.session, desk.content, column) == shown || derived));
        if (!has_reasons(desk.session, desk.content, column)) continue;
        const auto found = find_reasons(desk.session, desk.content, 0, column, 0.01);
        if (!found) continue;  // nothing moved since the last event
        const Why& why = found->why;
        CHECK_FALSE(why.terms.empty());
        for (std::size_t i = 1; i < why.terms.size(); ++i) CHECK(std::abs(why.terms[i - 1].effect) >= std::abs(why.terms[i].effect));
        for (const Level level : {Level::plain, Level::student, Level::expert}) {
          std::vector<std::string> texts{why_sentence(why, desk.content, *words, level)};
          for (const WhyTerm& term : why.terms) texts.push_back(why_clause(term, desk.content, *words, level));
          for (const std::string& text : texts) {
            INFO(text);
            if (level != Level::expert) CHECK(text.find('[') == std::string::npos);
            for (const char* slip : {"_", "{", "[name", "[learned", "signal.", "trait.", "slow."}) CHECK(text.find(slip) == std::string::npos);
            ++sentences;
          }
        }
      }
    }
  }
  CHECK(sentences > 5000);
}

TEST_CASE("why, over years: the care before the story counts, and the parts add up to what was learned") {
  StoryDesk desk;
  desk.choose("therapy");
  const auto explain_at = [&](const std::string& column, double before_week, double week) {
    const AnyScenario story = current_story(desk.session, desk.content);
    const YearsRun run{story.years, &story.years->arms[static_cast<std::size_t>(desk.session.arm)],
                       &current_style(desk.session, desk.content, 0), desk.session.trace[0].get(), desk.session.peaks[0].get()};
    auto why = explain_years(desk.content, run, column, before_week * seconds_per_week, week * seconds_per_week);
    REQUIRE(why.has_value());
    return std::move(*why);
  };
  desk.run(command::SetStyle{0, desk.style("avoidant")});
  // Dismissing care until now, therapy from the first shown week on: more good care is the first reason for trust.
  Why trust = explain_at("trait.trust", -1, 52);
  CHECK(trust.terms.front().source == "slow.good");
  CHECK(trust.terms.front().effect > 0);
  CHECK(trust.terms.front().source_before == doctest::Approx(0.6 * 0.15 + 0.4 * 0.2));  // "dismissing" in slow.json
  for (const char* trait : {"trust", "reg", "hyp", "sup", "otc", "mor", "vt"}) {
    const Why why = explain_at(std::string("trait.") + trait, -1, 100.5);
    double sum = 0;
    for (const WhyTerm& term : why.terms) sum += term.effect;
    INFO(trait);
    CHECK(sum == doctest::Approx(why.after - why.before).epsilon(0.05));
  }
  // The care itself: what is lived now, and what is over.
  const Why alone = explain_at("signal.n", -1, 10);
  CHECK(alone.before == doctest::Approx(0.85));
  CHECK(alone.after == doctest::Approx(0.2));
  REQUIRE(alone.terms.size() == 2);
  CHECK(alone.terms[0].source == "environment.dismissing");
  CHECK(alone.terms[0].effect == doctest::Approx(-0.85));
  CHECK(alone.terms[1].effect == doctest::Approx(0.2));
  // The peak of the talk: by the amygdala's own terms.
  const Why peak = explain_at("episode.AMY", 0, 150);
  CHECK(peak.variable == "AMY");
  CHECK(peak.after == doctest::Approx(value_at(*desk.session.trace[0], find_column(*desk.session.trace[0], "episode.AMY"), 150 * seconds_per_week)));
  CHECK(std::any_of(peak.terms.begin(), peak.terms.end(), [](const WhyTerm& term) { return !term.connection.empty(); }));
  // Nothing new: the old care goes on, so nothing pushes.
  desk.run(command::SelectArm{desk.arm("no change")});
  for (const WhyTerm& term : explain_at("trait.trust", -1, 100).terms) CHECK(std::abs(term.effect) < 0.02);
  // A child's life starts at birth: what was missing is a reason too.
  desk.choose("neglect");
  trust = explain_at("trait.trust", -1, 50);
  CHECK(trust.after < trust.before);
  CHECK(trust.terms.front().source == "slow.good");
  CHECK(trust.terms.front().effect < 0);
  CHECK(trust.terms.front().source_before > trust.terms.front().source_after);
  const Why avoidant = explain_at("label.avoidant", 0, 100);
  CHECK(avoidant.after == 1);
  desk.run(command::AskAbout{"trait.trust"});
  CHECK(desk.session.asked == "trait.trust");
  desk.choose("rejection");
  desk.session.message.clear();
  desk.run(command::AskAbout{"trait.trust"});  // given, in a moment
  CHECK_FALSE(desk.session.message.empty());
}

}  // namespace attune
