#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "io/load_ui_text.h"
#include "model/find.h"
#include "session/transcript.h"
#include "shipped_desk.h"
#include "sim/pair.h"
#include "sim/years.h"
#include "sim/simulate.h"

using namespace attune;

namespace {
struct Loaded {
  Content content;
  UiText words;
  ProgramPtr program;
};
Loaded load() {
  const Content& content = shipped_content();
  auto words = load_ui_text(ATTUNE_ASSETS "/why_en.json");
  REQUIRE(words.has_value());
  auto program = compile_circuit(content.circuit);
  REQUIRE(program.has_value());
  return {content, std::move(*words), *program};
}
Trace run(const Loaded& loaded, const char* scenario, const char* style) {
  const Scenario* s = *find_scenario(loaded.content, scenario);
  const Style* who = *find_style(loaded.content, style);
  auto trace = simulate(loaded.program, *who, *s, s->arms.front());
  REQUIRE(trace.has_value());
  return std::move(*trace);
}
double logit(double x) { return std::log(x / (1 - x)); }
}  // namespace

TEST_CASE("the terms of a region add up to the change of its drive") {
  const Loaded loaded = load();
  const Trace trace = run(loaded, "rejection", "secure");
  // Late in a segment a region stands at its target, so the drive can be read back from the activity.
  for (const char* id : {"AMY", "dACC", "INS"}) {
    const auto why = explain(loaded.content.circuit, trace, id, 149, 329);
    REQUIRE(why.has_value());
    double sum = 0;
    for (const WhyTerm& term : why->terms) sum += term.effect;
    const double drive = (logit(why->after) - logit(why->before)) / loaded.content.circuit.gain;
    INFO(id);
    CHECK(sum == doctest::Approx(drive).epsilon(0.04));
    for (std::size_t i = 1; i < why->terms.size(); ++i) CHECK(std::abs(why->terms[i - 1].effect) >= std::abs(why->terms[i].effect));
  }
}

TEST_CASE("every variable that has an equation can say why, in words and without ids") {
  const Loaded loaded = load();
  std::size_t sentences = 0;
  for (const auto& [scenario, style] : {std::pair{"rejection", "anxious"}, {"soothe", "secure"}, {"panic", "avoidant"}}) {
    const Trace trace = run(loaded, scenario, style);
    const std::string name = scenario;  // clang 14 cannot capture a structured binding
    for (const std::string& column : trace.columns) {
      const std::string id = column.substr(column.find('.') + 1);
      const auto why = explain(loaded.content.circuit, trace, column, 100, 300);
      INFO(name << " " << column);
      CHECK(why.has_value() == has_equation(loaded.content.circuit, id));
      if (!why) continue;
      CHECK_FALSE(has_equation(loaded.content.circuit, "nothing"));
      std::vector<std::string> texts{why_sentence(*why, loaded.content, loaded.words, Level::student)};
      for (const WhyTerm& term : why->terms) texts.push_back(why_clause(term, loaded.content, loaded.words, Level::student));
      for (const std::string& text : texts) {
        INFO(text);
        CHECK(text.find('[') == std::string::npos);
        CHECK(text.find('_') == std::string::npos);
        CHECK(text.find('{') == std::string::npos);
      }
      // The words for it are not its id; acronyms that people know are.
      if (loaded.words.count("name_" + id) == 0 && find_column(trace, "derived." + id) >= 0)
        FAIL_CHECK(id << " has no name in why_en.json");
      ++sentences;
    }
  }
  CHECK(sentences > 150);
}

TEST_CASE("a heart rate is explained by what pushes the heart") {
  const Loaded loaded = load();
  const Trace trace = run(loaded, "rejection", "anxious");
  const auto why = explain(loaded.content.circuit, trace, "body.HR", 149, 190);
  REQUIRE(why.has_value());
  REQUIRE(why->terms.size() == 2);
  double sum = 0;
  for (const WhyTerm& term : why->terms) {
    CHECK((term.source == "S" || term.source == "V"));
    sum += term.effect;
  }
  CHECK(sum == doctest::Approx(why->after - why->before));  // it is a sum
  const std::string text = why_sentence(*why, loaded.content, loaded.words, Level::student);
  CHECK(text.find("Heart rate rises, through ") == 0);
  CHECK(text.find("sympathetic activation") != std::string::npos);
}

TEST_CASE("being left out is the first reason for the social alarm") {
  const Loaded loaded = load();
  const Trace trace = run(loaded, "rejection", "anxious");
  const auto why = explain(loaded.content.circuit, trace, "region.dACC", 149, 190);
  REQUIRE(why.has_value());
  CHECK(why->terms.front().source == "pain");
  CHECK(why->terms.front().effect > 0);
  const std::string plain = why_sentence(*why, loaded.content, loaded.words, Level::plain);
  CHECK(plain.find("The social alarm gets more active, because of more social pain") == 0);
  const std::string student = why_sentence(*why, loaded.content, loaded.words, Level::student);
  CHECK(student.find("becomes more active, through more social pain") != std::string::npos);
  const std::string expert = why_sentence(*why, loaded.content, loaded.words, Level::expert);
  CHECK(expert.find("+0.3") != std::string::npos);
}

TEST_CASE("a formula is explained argument by argument") {
  const Loaded loaded = load();
  const Trace trace = run(loaded, "rejection", "secure");
  const auto dopamine = explain(loaded.content.circuit, trace, "DA", 1, 140);
  REQUIRE(dopamine.has_value());
  REQUIRE(dopamine->terms.size() == 1);
  CHECK(dopamine->terms[0].source == "VTA");
  CHECK(dopamine->terms[0].effect > 0.1);
  const auto distress = explain(loaded.content.circuit, trace, "D", 149, 300);
  REQUIRE(distress.has_value());
  CHECK(distress->terms.size() == 3);
}

namespace {
AnyScenario story_of(const Scenario& scenario) { return {kind_of(scenario), &scenario, nullptr, nullptr}; }
}  // namespace

TEST_CASE("two people and years are told too: both people by name, what was learned in words") {
  const Loaded loaded = load();
  const Style& secure = **find_style(loaded.content, "secure");
  const Style& anxious = **find_style(loaded.content, "anxious");
  const auto circuit = pair_circuit(loaded.content.circuit);
  REQUIRE(circuit.has_value());
  const auto together = compile_circuit(*circuit);
  REQUIRE(together.has_value());
  for (std::size_t index = loaded.content.scenarios.size(); index < story_count(loaded.content); ++index) {
    const AnyScenario story = story_at(loaded.content, index);
    const std::size_t arm = story.arm_count() - 1;
    for (const Level level : {Level::plain, Level::expert}) {
      std::string text;
      if (story.pair != nullptr) {
        const auto run = simulate_pair(*together, loaded.content.pair, *story.pair, story.pair->arms[arm], secure, anxious, 1);
        REQUIRE(run.has_value());
        text = transcript_to_text(make_transcript(loaded.content, story, arm, {{&secure, &run->a}, {&anxious, &run->b}}, loaded.words, level, &run->link), loaded.words);
        CHECK((text.find("their own time") != std::string::npos || text.find("in step") != std::string::npos));
        if (story.text().id == "synchrony") CHECK(text.find("touch") != std::string::npos);
        CHECK(text.find(": Breathing ") != std::string::npos);
        CHECK(text.find(story.text().id == "couple" ? "slow breathing on purpose" : "the other's ") != std::string::npos);
        CHECK(text.find("The heart swings more with the breath") != std::string::npos);
        CHECK(text.find("\n  " + story.pair->name_a + ": ") != std::string::npos);
        CHECK(text.find("\n  " + story.pair->name_b + ": ") != std::string::npos);
        CHECK(text.find(secure.name + ". ") != std::string::npos);
      } else {
        const auto run = simulate_years(loaded.program, loaded.content, *story.years, story.years->arms[arm], anxious);
        REQUIRE(run.has_value());
        text = transcript_to_text(make_transcript(loaded.content, story, arm, {{&anxious, &*run}}, loaded.words, level), loaded.words);
        CHECK(text.find("year") != std::string::npos);
        CHECK((text.find(" grows") != std::string::npos || text.find("hardly changes") != std::string::npos));
        CHECK((text.find("By now the pattern leans most toward this: ") != std::string::npos ||
               text.find("The most common pattern among them by now: ") != std::string::npos));
        CHECK((text.find(level == Level::plain ? ", because of " : ", through ") != std::string::npos ||
               text.find("hardly changes") != std::string::npos));
      }
      INFO(story.text().id << "\n" << text);
      for (const char* slip : {"cells becomes", "nuclei becomes", "opioids rises", "opioids falls", "more not ", "less not "}) CHECK(text.find(slip) == std::string::npos);
      CHECK(text.find('{') == std::string::npos);
      CHECK(text.find(at_level(story.text().change, story.text().deeper_change, level)) != std::string::npos);
      for (const char* word : {"damaged", "broken", "toxic", "hijack", "you are"}) CHECK(text.find(word) == std::string::npos);
    }
  }
}

TEST_CASE("days are told at their height, and with the bond that grows and fades over them") {
  const Loaded loaded = load();
  const Style& anxious = **find_style(loaded.content, "anxious");
  const auto tell = [&](const char* id, const char* arm_id, Trace& trace) {
    const Scenario& scenario = **find_scenario(loaded.content, id);
    const auto arm = std::find_if(scenario.arms.begin(), scenario.arms.end(), [&](const Arm& a) { return a.id == arm_id; });
    REQUIRE(arm != scenario.arms.end());
    trace = *simulate(loaded.program, anxious, scenario, *arm);
    return transcript_to_text(make_transcript(loaded.content, story_of(scenario), static_cast<std::size_t>(arm - scenario.arms.begin()),
                                              {{&anxious, &trace}}, loaded.words, Level::plain),
                              loaded.words);
  };
  Trace trace;
  const std::string bonding = tell("bonding", "consistent partner", trace);
  INFO(bonding);
  CHECK(bonding.find("At its height (Day 1, ") != std::string::npos);
  CHECK(bonding.find("The bond to the present figure grows from little to some, because of oxytocin and dopamine while") != std::string::npos);
  REQUIRE(has_daily_bond(loaded.content.circuit, trace));
  const double day_s = 86400;
  const auto bond = explain(loaded.content.circuit, trace, "trait.bond", 0, 40 * day_s);
  REQUIRE(bond.has_value());
  REQUIRE(bond->terms.size() == 2);
  CHECK(bond->terms[0].effect + bond->terms[1].effect == doctest::Approx(bond->after - bond->before).epsilon(0.1));
  CHECK(bond->terms[0].source == "bond_growth");
  const std::string alone = tell("breakup", "alone", trace);
  INFO(alone);
  CHECK(alone.find("because of time without this person") != std::string::npos);
  const Trace moment = run(loaded, "rejection", "secure");
  CHECK_FALSE(has_daily_bond(loaded.content.circuit, moment));
}

TEST_CASE("what begins with the story itself is a reason too") {
  const Loaded loaded = load();
  Scenario scenario = **find_scenario(loaded.content, "rejection");
  Arm arm = scenario.arms.front();
  arm.segments.clear();
  Segment from_start;
  from_start.begin_s = 0, from_start.end_s = scenario.duration_s;
  from_start.inputs.push_back({"pain", 0.8, ""});
  arm.segments.push_back(from_start);
  const auto trace = simulate(loaded.program, **find_style(loaded.content, "secure"), scenario, arm);
  REQUIRE(trace.has_value());
  const auto since_row_0 = explain(loaded.content.circuit, *trace, "region.dACC", 0, 60);
  const auto since_rest = explain(loaded.content.circuit, *trace, "region.dACC", -1, 60);
  REQUIRE(since_row_0.has_value());
  REQUIRE(since_rest.has_value());
  CHECK(since_rest->terms.front().source == "pain");
  CHECK(since_rest->before == since_row_0->before);
  CHECK(since_rest->terms.front().source_before == 0);
  for (const WhyTerm& term : since_row_0->terms) CHECK(term.source != "pain");
}

TEST_CASE("each level tells the same moment in its own words") {
  const Loaded loaded = load();
  const Scenario& scenario = **find_scenario(loaded.content, "prime");
  const Style& style = **find_style(loaded.content, "anxious");
  const Trace trace = run(loaded, "prime", "anxious");
  const auto told = [&](Level level) {
    return make_transcript(loaded.content, story_of(scenario), 0, {{&style, &trace}}, loaded.words, level);
  };
  const Transcript plain = told(Level::plain), student = told(Level::student), expert = told(Level::expert);
  CHECK(student.story.find("priming") != std::string::npos);
  CHECK(expert.teach.find("[norman2015]") != std::string::npos);
  CHECK(plain.story != student.story);
  CHECK(student.histories[0].change != expert.histories[0].change);
  // A scene that needs no other words keeps its plain ones.
  CHECK(plain.events[0].text == expert.events[0].text);
  CHECK(plain.events[1].text != student.events[1].text);
  // The threat that ends with its caption is the first reason within it.
  CHECK(expert.events[1].sentences.at(0).find("through more threat") != std::string::npos);
}

TEST_CASE("what has no equation says so") {
  const Loaded loaded = load();
  const Trace trace = run(loaded, "rejection", "secure");
  CHECK(explain(loaded.content.circuit, trace, "AMI", 0, 10).error().hint.english.find("AMY") != std::string::npos);
  CHECK_FALSE(explain(loaded.content.circuit, trace, "trait.trust", 0, 10).has_value());
}

TEST_CASE("every scenario reads in every history and level, twice the same, with no gap in the words") {
  const Loaded loaded = load();
  const bool sanitized = std::getenv("ATTUNE_SANITIZED") != nullptr;  // then one history a scenario: it is slow
  for (const Scenario& scenario : loaded.content.scenarios)
    for (const Style& style : loaded.content.styles) {
      if (sanitized && &style != &loaded.content.styles.back()) continue;
      const auto trace = simulate(loaded.program, style, scenario, scenario.arms.back());
      REQUIRE(trace.has_value());
      for (const Level level : {Level::plain, Level::student, Level::expert}) {
        const auto make = [&] {
          return make_transcript(loaded.content, story_of(scenario), scenario.arms.size() - 1, {{&style, &*trace}}, loaded.words, level);
        };
        const std::string text = transcript_to_text(make(), loaded.words);
        INFO(scenario.id << " " << style.id);
        CHECK(text == transcript_to_text(make(), loaded.words));
        CHECK(text.find('{') == std::string::npos);
        if (level != Level::expert) CHECK(text.find('[') == std::string::npos);
        CHECK(text.find(at_level(scenario.change, scenario.deeper_change, level)) != std::string::npos);
        CHECK(text.find(at_level(style.change, style.deeper_change, level)) != std::string::npos);
        CHECK(text.find(at_level(style.plain, style.deeper, level)) != std::string::npos);
        for (const char* word : {"damaged", "broken", "toxic", "hijack", "love hormone", "you are"}) CHECK(text.find(word) == std::string::npos);
        const std::string html = transcript_to_html(make(), loaded.words);
        CHECK(html.find("<script") == std::string::npos);
        CHECK(html.find("</html>") != std::string::npos);
      }
    }
}
