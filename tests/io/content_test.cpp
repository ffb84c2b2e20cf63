// Loading of the shipped content and of users' scenarios: what is there, and what bad input gets.
#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "core/text.h"
#include "io/json_scan.h"
#include "io/load_content.h"
#include "io/load_slow.h"
#include "model/find.h"
#include "shipped.h"

using namespace attune;
using attune::test::shipped;

namespace {

// A folder of its own that goes away again.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("attune_content_test_" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

const char* const good_scenario = R"({
  "schema_version": 1,
  "id": "my_moment", "title": "My moment", "story": "Something happens.", "age": "adult",
  "duration_s": 100, "reference_s": 50, "step_s": 1, "note": "notes are fine anywhere",
  "start": {"lon": 0.2},
  "evidence": ["coan2006"],
  "arms": [{
    "id": "alone", "title": "Alone",
    "segments": [{"begin_s": 10, "end_s": 20, "inputs": {"pain": 0.5, "touch": {"caregiver": "touch", "times": 0.5}}},
                 {"begin_s": 10, "end_s": 12, "repeat_every_s": 5, "inputs": {"threat": 1}}],
    "captions": [{"begin_s": 0, "end_s": 10, "event": "Begin", "text": "It begins."}]
  }]
})";

std::string with(const std::string& from, const std::string& to) {
  std::string text = good_scenario;
  const auto at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  return text.replace(at, from.size(), to);
}

struct Verdict {
  bool loaded = false;
  std::string all;       // every problem, one per line
  std::string warnings;  // every warning, one per line
};

Verdict judge(const Content& content, const std::string& text) {
  const Folder folder;
  const auto path = folder.write("mine.json", text);
  std::vector<Error> warnings;
  const Result<Scenario> scenario = load_scenario(path, content, &warnings);
  Verdict verdict;
  verdict.loaded = scenario.has_value();
  const std::string prefix = folder.path().string() + "/";
  const auto line_of = [&](const Error& error) {
    std::string line = to_sentence(error);
    CHECK_MESSAGE(line.find(prefix) == 0, line);  // every message says which file
    CHECK_MESSAGE(!error.hint.empty(), line);     // and what to do
    return line.substr(std::min(prefix.size(), line.size())) + "\n";
  };
  if (!scenario)
    for (const Error& error : scenario.errors()) {
      CHECK(error.code == ExitCode::bad_input);
      verdict.all += line_of(error);
    }
  for (const Error& warning : warnings) verdict.warnings += line_of(warning);
  return verdict;
}

int count_syllables(const std::string& word) {
  int count = 0;
  bool in_vowels = false;
  for (const char c : word) {
    const bool vowel = std::string("aeiouyAEIOUY").find(c) != std::string::npos;
    if (vowel && !in_vowels) ++count;
    in_vowels = vowel;
  }
  const bool silent_e = word.size() > 2 && word.back() == 'e' && word[word.size() - 2] != 'l';
  return std::max(1, count - (silent_e && count > 1 ? 1 : 0));
}

struct Readability {
  int words = 0, sentences = 0, syllables = 0, longest_sentence = 0;
  double grade() const {  // Flesch-Kincaid
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59;
  }
};

Readability read(const std::string& text) {
  Readability result;
  int in_sentence = 0;
  std::string word;
  const auto end_word = [&] {
    if (word.empty()) return;
    ++result.words, ++in_sentence;
    result.syllables += count_syllables(word);
    word.clear();
  };
  const auto end_sentence = [&] {
    end_word();
    if (in_sentence == 0) return;
    ++result.sentences;
    result.longest_sentence = std::max(result.longest_sentence, in_sentence);
    in_sentence = 0;
  };
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) || c == '\'' || c == '-') {
      word += c;
    } else if (c == '.' || c == '!' || c == '?') {
      end_sentence();
    } else {
      end_word();
    }
  }
  end_sentence();
  return result;
}

bool has_forbidden_word(const std::string& text) {
  std::string lower;
  for (const char c : text) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const char* word : {"damaged", "broken", "toxic", "hijack", "love hormone", "you are ", "diagnos", "patient",
                           "deficien", "abnormal", "fault", "dysfunction"})
    if (lower.find(word) != std::string::npos) return true;
  return false;
}

}  // namespace

TEST_CASE("shipped content loads, complete and without a warning") {
  const Content content = shipped();
  CHECK(content.circuit.regions.size() == 19);
  CHECK(content.circuit.connections.size() == 60);
  CHECK(content.circuit.chemicals.size() == 11);
  CHECK(content.circuit.inputs.size() == 18);
  CHECK(content.circuit.traits.size() == 12);
  CHECK(content.styles.size() == 5);
  CHECK(content.references.size() >= 150);
  CHECK(content.structures.size() == 41);
  CHECK(content.brain.parts.empty());
  std::string order;
  for (const Scenario& scenario : content.scenarios) order += scenario.id + " ";
  CHECK(order ==
        "soothe ssp inconsistent isolation frightening rejection tsst handhold intimacy bonding breakup rupture breath "
        "panic connection village ownbaby securebase prime ");
  const Reference& first = content.references[0];
  CHECK(first.id == "feldman2017");
  CHECK(first.year == 2017);
  CHECK(first.doi == "10.1016/j.tics.2016.11.007");
  for (const Region& region : content.circuit.regions) CHECK_FALSE(region.evidence.empty());
  for (const Connection& connection : content.circuit.connections) CHECK_FALSE(connection.evidence.empty());
  for (const Scenario& scenario : content.scenarios) {
    CHECK_FALSE(scenario.evidence.empty());
    for (const std::string* text : {&scenario.teach, &scenario.caveat, &scenario.change, &scenario.theme})
      CHECK_FALSE(text->empty());
    CHECK_FALSE(scenario.leaves_out.empty());
  }
  int featured = 0;
  for (const Structure& structure : content.structures) featured += structure.featured;
  CHECK(featured == 11);
}

TEST_CASE("shipped words: short, plain, kind, and never a gap between captions") {
  const Content content = shipped();
  for (const Scenario& scenario : content.scenarios) {
    for (const std::string& text : {scenario.title, scenario.story, scenario.teach, scenario.caveat, scenario.change})
      CHECK_MESSAGE(!has_forbidden_word(text), text);
    CHECK_MESSAGE(read(scenario.story).grade() <= 8, scenario.story);
    for (const Arm& arm : scenario.arms) {
      double end_s = 0;
      std::string all;
      for (const Caption& caption : arm.captions) {
        CHECK_MESSAGE(caption.begin_s == end_s, scenario.id << ", " << arm.id << ", " << caption.text);
        end_s = caption.end_s;
        CHECK_MESSAGE(read(caption.text).longest_sentence <= 15, caption.text);
        CHECK_MESSAGE(caption.text.size() <= 80, caption.text);  // two lines of 40
        CHECK_MESSAGE(caption.event.size() <= 20, caption.event);
        CHECK_MESSAGE(!has_forbidden_word(caption.text), caption.text);
        all += caption.text + " ";
      }
      CHECK_MESSAGE(end_s == scenario.duration_s, scenario.id << ", " << arm.id);
      CHECK_MESSAGE(read(all).grade() <= 8, scenario.id << ", " << arm.id << ": grade " << read(all).grade());
    }
  }
  for (const Style& style : content.styles) CHECK(style.plain.find("pattern") != std::string::npos);
}

TEST_CASE("things are found by slug; unknown words get the nearest and the list") {
  const Content content = shipped();
  const Scenario& tsst = **find_scenario(content, "TSST");
  CHECK(tsst.number == "S07");
  CHECK((*find_arm(tsst, "friend_in_preparation"))->id == "friend in preparation");
  CHECK((*find_arm(tsst, "friend + spray"))->title == "Friend and spray (one study)");
  CHECK((*find_style(content, "Secure"))->id == "secure");
  const auto unknown = find_style(content, "anxius");
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().code == ExitCode::usage);
  CHECK(
      to_sentence(unknown.error()) ==
      "unknown style \"anxius\"; did you mean \"anxious\"? The styles are secure, anxious, avoidant, disorganized and "
      "earned");
  const auto arm = find_arm(tsst, "zzzzzzzz");
  REQUIRE_FALSE(arm);
  CHECK(arm.error().hint.english == "The arms of tsst are alone, friend in preparation, oxytocin spray and friend + spray");
}

TEST_CASE("a user's scenario loads with everything in it") {
  const Content content = shipped();
  const Folder folder;
  const auto scenario = load_scenario(folder.write("mine.json", good_scenario), content);
  REQUIRE_MESSAGE(scenario.has_value(), to_sentence(scenario.error()));
  CHECK(scenario->id == "my_moment");
  CHECK(scenario->duration_s == 100);
  REQUIRE(scenario->start.size() == 1);
  CHECK(scenario->start[0].first == "lon");
  REQUIRE(scenario->arms.size() == 1);
  const Segment& segment = scenario->arms[0].segments[0];
  REQUIRE(segment.inputs.size() == 2);
  CHECK(segment.inputs[0].input == "pain");
  CHECK(segment.inputs[0].value == 0.5);
  CHECK(segment.inputs[1].caregiver == "touch");
  CHECK(segment.inputs[1].value == 0.5);
  CHECK(scenario->arms[0].segments[1].repeat_until_s == 100);
  CHECK(scenario->arms[0].captions[0].event == "Begin");
  const Verdict bom = judge(content, std::string("\xEF\xBB\xBF") + good_scenario);
  CHECK(bom.loaded);
}

namespace {

const char* const good_days = R"({
  "schema_version": 1,
  "id": "my_days", "title": "My days", "story": "The same every day.", "age": "adult",
  "duration_s": 604800, "step_s": 30, "sample_s": 60,
  "arms": [{
    "id": "week", "title": "A week", "traits": {"bond": 0.6},
    "segments": [{"daily_from": "08:00", "daily_to": "08:30", "inputs": {"prox": 0.5}},
                 {"daily_from": "10:00", "daily_to": "24:00", "every_days": 2, "first_day": 1, "inputs": {"lone": 0.3}},
                 {"daily_from": "9:15", "daily_to": "9:45", "days": [0, 6], "inputs": {"touch": 0.5}},
                 {"daily_from": "19:00", "daily_to": "20:00", "except_days": [1, 2, 3, 4], "inputs": {"sep": 0.4}},
                 {"from": "day 2 12:00", "to": "day 3", "inputs": {"threat": 0.1}}],
    "captions": [{"from": "day 0", "to": "day 1 06:30", "event": "Begin", "text": "It begins."},
                 {"from": "day 1 06:30", "to": "week 1", "event": "On", "text": "It goes on."}]
  }]
})";

std::string days_with(const std::string& from, const std::string& to) {
  std::string text = good_days;
  const auto at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("what repeats day by day becomes segments") {
  const Content content = shipped();
  const Folder folder;
  const auto scenario = load_scenario(folder.write("mine.json", good_days), content);
  REQUIRE_MESSAGE(scenario.has_value(), to_sentence(scenario.error()));
  CHECK(kind_of(*scenario) == ScenarioKind::days);
  CHECK(scenario->sample_s == 60);
  const Arm& arm = scenario->arms[0];
  REQUIRE(arm.traits.size() == 1);
  CHECK(arm.traits[0].second == 0.6);
  constexpr double day_s = 86400;
  const std::vector<Segment>& segments = arm.segments;
  REQUIRE(segments.size() == 1 + 1 + 2 + 3 + 1);
  CHECK(segments[0].begin_s == 8 * 3600);
  CHECK(segments[0].end_s == 8.5 * 3600);
  CHECK(segments[0].repeat_every_s == day_s);
  CHECK(segments[0].repeat_until_s == 7 * day_s);
  CHECK(segments[1].begin_s == day_s + 10 * 3600);
  CHECK(segments[1].end_s == 2 * day_s);
  CHECK(segments[1].repeat_every_s == 2 * day_s);
  CHECK(segments[2].begin_s == 9.25 * 3600);
  CHECK(segments[3].begin_s == 6 * day_s + 9.25 * 3600);
  CHECK(segments[3].repeat_every_s == 0);
  CHECK(segments[4].begin_s == 19 * 3600);
  CHECK(segments[5].begin_s == 5 * day_s + 19 * 3600);
  CHECK(segments[6].begin_s == 6 * day_s + 19 * 3600);
  CHECK(segments[7].begin_s == 2.5 * day_s);
  CHECK(segments[7].end_s == 3 * day_s);
  CHECK(arm.captions[0].end_s == day_s + 6.5 * 3600);
  CHECK(arm.captions[1].end_s == 7 * day_s);
}

TEST_CASE("days that are wrong get one sentence") {
  const Content content = shipped();
  struct Case {
    std::string from, to, expected;
  };
  const std::vector<Case> cases = {
      {"\"08:00\"", "\"8 o'clock\"", "/segments/0/daily_from: \"8 o'clock\" is not a time of day; write it like 08:30"},
      {"\"08:30\"", "\"24:01\"", "/segments/0/daily_to: \"24:01\" is not a time of day"},
      {"\"08:30\"", "\"08:60\"", "is not a time of day"},
      {"\"08:30\"", "\"07:30\"", "/segments/0/daily_to: the segment ends before it begins; make daily_to later"},
      {"\"08:30\"", "8", "/segments/0/daily_to: text in double quotes is needed, found 8"},
      {"\"daily_to\": \"08:30\", ", "", "/segments/0: \"daily_to\" is missing"},
      {"\"every_days\": 2", "\"every_days\": 0", "/segments/1/every_days"},
      {"\"every_days\": 2, ", "", "/segments/1/first_day: first_day goes with every_days"},
      {"[0, 6]", "[0, 7]", "/segments/2/days/1: a day from 0 to 6 is needed, found 7"},
      {"[0, 6]", "[0, 0]", "/segments/2/days/1: the day 0 is named twice"},
      {"[0, 6]", "[0.5]", "/segments/2/days/0: a day from 0 to 6 is needed, found 0.5"},
      {"[0, 6]", "\"all\"", "/segments/2/days: a list of days is needed, found \"all\""},
      {"\"days\": [0, 6]", "\"days\": [0, 6], \"every_days\": 2", "/segments/2: the days are given in two ways"},
      {"\"days\": [0, 6]", "\"dys\": [0, 6]", "unknown key \"dys\"; did you mean \"days\"?"},
      {"\"day 2 12:00\"", "\"tuesday\"", "/segments/4/from: \"tuesday\" is not a moment; write it like \"day 3\""},
      {"\"day 3\"", "\"day 2\"", "/segments/4/to: the segment ends before it begins"},
      {"\"to\": \"day 3\"", "\"end_s\": 100", "/segments/4"},
      {"\"week 1\"", "\"week one\"", "/captions/1/to: \"week one\" is not a moment"},
      {"{\"bond\": 0.6}", "{\"bnod\": 0.6}", "unknown trait \"bnod\"; did you mean \"bond\"?"},
      {"{\"bond\": 0.6}", "{\"bond\": 6}", "/arms/0/traits/bond"},
      {"\"sample_s\": 60", "\"sample_s\": 1e9", "/sample_s"},
      {"\"sample_s\": 60", "\"sample_s\": \"often\"", "/sample_s"},
  };
  for (const Case& each : cases) {
    const Verdict verdict = judge(content, days_with(each.from, each.to));
    CHECK_FALSE_MESSAGE(verdict.loaded, each.to);
    CHECK_MESSAGE(verdict.all.find(each.expected) != std::string::npos, each.to << " gave: " << verdict.all);
    CHECK_MESSAGE(std::count(verdict.all.begin(), verdict.all.end(), '\n') <= 2, verdict.all);
  }
  const Verdict late = judge(content, days_with("\"first_day\": 1", "\"first_day\": 9"));
  CHECK(late.loaded);
  CHECK(late.warnings.find("never happens") != std::string::npos);
}

TEST_CASE("years and two people: words, captions without a gap, and links that lead somewhere") {
  const Content content = shipped();
  CHECK(content.slow.scenarios.size() == 5);
  CHECK(content.pair.scenarios.size() == 2);
  const auto check_text = [](const ScenarioText& text) {
    INFO(text.id);
    for (const std::string* words : {&text.number, &text.title, &text.story, &text.teach, &text.caveat, &text.change,
                                     &text.theme})
      CHECK_FALSE(words->empty());
    CHECK_FALSE(text.leaves_out.empty());
    CHECK_FALSE(text.evidence.empty());
  };
  const auto check_captions = [](const std::vector<Caption>& captions, double duration_s, const std::string& where) {
    INFO(where);
    double end_s = 0;
    for (const Caption& caption : captions) {
      CHECK(caption.begin_s == end_s);
      end_s = caption.end_s;
      CHECK_MESSAGE(caption.text.size() <= 80, caption.text);
      CHECK_MESSAGE(caption.event.size() <= 20, caption.event);
    }
    CHECK(end_s == duration_s);
  };
  for (const LifeScenario& scenario : content.slow.scenarios) {
    check_text(scenario);
    for (const LifeArm& arm : scenario.arms) {
      double weeks = scenario.start == LifeStart::families ? scenario.study.weeks : 0;
      for (const LifePhase& phase : arm.phases) weeks += phase.weeks;
      check_captions(arm.captions, weeks * 604800, scenario.id + ", " + arm.id);
    }
  }
  for (const PairScenario& scenario : content.pair.scenarios) {
    check_text(scenario);
    for (const PairArm& arm : scenario.arms) check_captions(arm.captions, scenario.duration_s, scenario.id + ", " + arm.id);
  }
}

TEST_CASE("a slow model whose scenarios are wrong says where") {
  const Content content = shipped();
  std::ifstream file(ATTUNE_ASSETS "/slow.json");
  const std::string good((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const auto problem = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const auto at = text.find(from);
    REQUIRE_MESSAGE(at != std::string::npos, from);
    text.replace(at, from.size(), to);
    const Folder folder;
    const auto model = load_slow(folder.write("slow.json", text), content);
    REQUIRE_FALSE_MESSAGE(model.has_value(), to);
    std::string all;
    for (const Error& error : model.errors()) all += to_sentence(error) + "\n";
    CHECK_MESSAGE(std::count(all.begin(), all.end(), '\n') == 1, all);
    return all;
  };
  const auto says = [](const std::string& text, const char* part) {
    CHECK_MESSAGE(text.find(part) != std::string::npos, text);
  };
  says(problem("\"arm\": \"alternating\"", "\"arm\": \"alternatin\""), "did you mean \"alternating\"");
  says(problem("\"scenario\": \"tsst\"", "\"scenario\": \"tst\""), "/shown/scenario");
  says(problem("\"at_s\": 3300", "\"at_s\": 8300"), "the moment lasts only 7800 s");
  says(problem("\"episode\": {\"scenario\": \"tsst\"", "\"episode\": {\"scenario\": \"tst\""), "/episode/scenario");
  says(problem("\"age\": \"one_year\"", "\"age\": \"one_yaer\""), "did you mean \"one_year\"");
  says(problem("\"start\": \"history\"", "\"start\": \"histroy\""), "did you mean \"history\"");
  says(problem("{\"days_moderate\": 1}", "{\"days_modrate\": 1}"), "did you mean \"days_moderate\"");
  says(problem("{\"style\": \"anxious\", \"source\"", "{\"style\": \"anxius\", \"source\""), "did you mean \"anxious\"");
  says(problem("\"every_weeks\": 8", "\"every_weeks\": 0"), "every_weeks");
  says(problem("\"support_share\": 0.4", "\"support_share\": 4"), "support_share");
  says(problem("\"id\": \"both\"", "\"id\": \"therapy\""), "defined twice");
}

TEST_CASE("text that is not JSON is refused with line and column (S01-S18)") {
  const Content content = shipped();
  using namespace std::string_literals;
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "mine.json: the file is empty (0 bytes); choose another file\n"},
      {"{\"a\":1,}", "mine.json:1:8: there is a comma before }; remove the comma\n"},
      {"{\"a\":[1,\n 2,]}", "mine.json:2:4: there is a comma before ]; remove the comma\n"},
      {"{/* comment */}",
       "mine.json:1:2: comments are not allowed in JSON; remove it, or keep the words in a \"note\" field\n"},
      {"{} more", "mine.json:1:4: extra text after the end of the JSON; remove it\n"},
      {"{'a': 1}", "mine.json:1:2: single quotes are not allowed in JSON; use double quotes\n"},
      {"{\"a\": \"b",
       "mine.json:1:7: the text that starts here is never closed: the JSON ends early; add the missing double quote; "
       "if the "
       "file is incomplete, copy it again\n"},
      {"{\"a\": NaN}", "mine.json:1:7: NaN is not a JSON number; write a finite number\n"},
      {"{\"a\": -Infinity}", "mine.json:1:7: -Infinity is not a JSON number; write a finite number\n"},
      {"{\"a\": 1e999}", "mine.json:1:7: the number is too large; use a number below 1e308\n"},
      {"{\"a\": 123456789012345678901234567890}", "mine.json:1:7: whole number out of range; use a smaller number\n"},
      {"{\"weight\": 1, \"weight\": 2}",
       "mine.json:1:15: the key \"weight\" appears twice in one object; keep one of them\n"},
      {"{\"weight\": 1, \"weig\\u0068t\": 2}",
       "mine.json:1:15: the key \"weight\" appears twice in one object; keep one of them\n"},
      {"\xFF\xFE{\0}\0"s, "mine.json: the text is UTF-16; JSON must be UTF-8; save it again as UTF-8\n"},
      {"{\"a\": \"\xC3\x28\"}", "mine.json:1:8: invalid UTF-8; save the file again as UTF-8\n"},
      {"{\"a\": \"\\ud800\"}", "mine.json:1:8: half of a surrogate pair alone; write both halves\n"},
      {"{\"a\": \"one\ntwo\"}", "mine.json:1:11: a line break inside quotes; close the quotes, or write \\n\n"},
      {"{\"a\\u0000\": 1}", "mine.json:1:2: control character in a name; remove it\n"},
      {"{\"a\": "s + std::string(100000, '[') + std::string(100000, ']') + "}",
       "mine.json:1:70: the JSON is nested deeper than 64 levels; use a flatter file\n"},
      {"[1]", "mine.json:1:1: the top level must be an object { }, found a list; put everything inside { }\n"},
      {"null", "mine.json:1:1: the top level must be an object { }, found null; put everything inside { }\n"},
      {"{",
       "mine.json:1:2: the JSON ends early, where a key or } was expected; the file is probably incomplete; copy or "
       "save it again\n"},
      {"{\"\xC3\xA4\": 01}", "mine.json:1:7: this is not a JSON number; remove the leading zeros\n"},
  };
  for (const auto& [text, expected] : cases) {
    const Verdict verdict = judge(content, text);
    CHECK_FALSE(verdict.loaded);
    CHECK(verdict.all == expected);
  }
  const Folder folder;
  std::filesystem::resize_file(folder.write("big.json", "{"), 17u << 20);
  const auto big = load_scenario(folder.path() / "big.json", content);
  REQUIRE_FALSE(big);
  CHECK(big.error().what.english == "the file has 17825792 bytes; the limit is 16777216");
}

TEST_CASE("scan_json keeps to the limits it is given") {
  JsonLimits limits;
  limits.top_level_object = false;
  CHECK(scan_json("[1, 2.5e-3, true, null, \"\\u00e4\"]", "x", limits).has_value());
  limits.max_tokens = 4;
  CHECK_FALSE(scan_json("[1, 2, 3, 4, 5]", "x", limits).has_value());
  limits.max_tokens = 100;
  limits.max_string_bytes = 10;
  CHECK_FALSE(scan_json("[\"0123456789abc\"]", "x", limits).has_value());
  limits.max_depth = 2;
  CHECK(scan_json("[[1]]", "x", limits).has_value());
  CHECK_FALSE(scan_json("[[[1]]]", "x", limits).has_value());
  const auto facts = scan_json("\xEF\xBB\xBF{}", "x");
  REQUIRE(facts.has_value());
  CHECK(facts->had_byte_order_mark);
  CHECK(without_byte_order_mark("\xEF\xBB\xBF{}") == "{}");
}

TEST_CASE("scan_json refuses every shortened version of a valid file") {
  const std::string text = good_scenario;
  REQUIRE(scan_json(text, "x").has_value());
  for (std::size_t length = 0; length < text.size(); ++length)
    CHECK_FALSE(scan_json(std::string_view(text).substr(0, length), "x").has_value());
}

TEST_CASE("fields that are wrong are refused with their JSON pointer (S19-S43)") {
  const Content content = shipped();
  struct Case {
    std::string from, to, expected;
  };
  const std::vector<Case> cases = {
      {"\"schema_version\": 1,", "", "mine.json: \"schema_version\" is missing; add \"schema_version\": 1\n"},
      {"\"schema_version\": 1", "\"schema_version\": 99",
       "mine.json:/schema_version: the file has version 99 and was made for a newer program; this program reads "
       "version 1 "
       "to 1\n"},
      {"\"schema_version\": 1", "\"schema_version\": true",
       "mine.json:/schema_version: a whole number is needed, found true; write \"schema_version\": 1\n"},
      {"\"schema_version\": 1", "\"schema_version\": 1.5",
       "mine.json:/schema_version: a whole number is needed, found 1.5; write \"schema_version\": 1\n"},
      {"\"story\": ", "\"sotry\": ",
       "mine.json: \"story\" is missing; add it\nmine.json: unknown key \"sotry\"; did you mean \"story\"?\n"},
      {"\"duration_s\": 100", "\"duration_s\": \"long\"",
       "mine.json:/duration_s: a number is needed, found \"long\"; correct it\n"},
      {"\"duration_s\": 100", "\"duration_s\": true", "a number is needed, found true"},
      {"\"duration_s\": 100", "\"duration_s\": -5", "/duration_s: must be between 1 and 10000000, found -5"},
      {"\"duration_s\": 100", "\"duration_s\": 1e9", "/duration_s: must be between"},
      {"\"step_s\": 1", "\"step_s\": 0", "/step_s: must be between 0.01 and 60, found 0"},
      {"\"step_s\": 1", "\"step_s\": 1e-12", "/step_s: must be between"},
      {"\"reference_s\": 50", "\"reference_s\": 500", "/reference_s: the reference moment is after the end"},
      {"\"pain\": 0.5", "\"pian\": 0.5",
       "mine.json:/arms/0/segments/0/inputs/pian: unknown input \"pian\"; did you mean \"pain\"?\n"},
      {"\"pain\": 0.5", "\"pain\": 1.5",
       "mine.json:/arms/0/segments/0/inputs/pain: must be between 0 and 1, found 1.5; correct it\n"},
      {"\"pain\": 0.5", "\"pain\": \"0.5\"", "/inputs/pain: a number is needed, found \"0.5\""},
      {"\"caregiver\": \"touch\"", "\"caregiver\": \"tuoch\"", "did you mean \"touch\"?"},
      {"\"times\": 0.5", "\"tmes\": 0.5", "unknown key \"tmes\"; did you mean \"times\"?"},
      {"\"begin_s\": 10, \"end_s\": 20", "\"begin_s\": -1, \"end_s\": 20", "/segments/0/begin_s: must be between 0"},
      {"\"begin_s\": 10, \"end_s\": 20", "\"begin_s\": 20, \"end_s\": 20", "the segment ends before it begins"},
      {"\"repeat_every_s\": 5", "\"repeat_every_s\": 1", "the segment repeats faster than it lasts"},
      {"\"age\": \"adult\"", "\"age\": \"adlut\"", "mine.json:/age: unknown age \"adlut\"; did you mean \"adult\"?\n"},
      {"{\"lon\": 0.2}", "{\"lonn\": 0.2}", "/start/lonn: unknown state \"lonn\"; did you mean \"lon\"?"},
      {"coan2006", "coan2066", "/evidence/0: unknown reference \"coan2066\"; did you mean \"coan2006\"?"},
      {"\"id\": \"my_moment\"", "\"id\": \"My moment!\"", "write \"my_moment\""},
      {"\"title\": \"Alone\"", "\"title\": 7", "/arms/0/title: text in double quotes is needed, found 7"},
      {"\"text\": \"It begins.\"", "\"text\": \"\"", "/captions/0/text: the text is empty"},
      {"\"begin_s\": 0, \"end_s\": 10", "\"begin_s\": 10, \"end_s\": 10", "the caption ends before it begins"},
      {"\"arms\": [{", "\"arms\": [7, {", "/arms/0: an object { } is needed, found 7"},
      {"\"start\": {\"lon\": 0.2}", "\"start\": [1]", "/start: an object { } is needed, found a list"},
      {"\"captions\": [", "\"captions\": 3, \"rest\": [", "/captions: a list [ ] is needed, found 3"},
  };
  for (const Case& wrong : cases) {
    const Verdict verdict = judge(content, with(wrong.from, wrong.to));
    CHECK_MESSAGE(!verdict.loaded, wrong.to);
    if (wrong.expected.back() == '\n') {
      CHECK(verdict.all == wrong.expected);
    } else {
      CHECK_MESSAGE(verdict.all.find(wrong.expected) != std::string::npos,
                    verdict.all << " does not hold " << wrong.expected);
    }
  }
}

TEST_CASE("every problem of a file is reported in one go") {
  const Content content = shipped();
  std::string text = with("\"pain\": 0.5", "\"pian\": 0.5");
  text.replace(text.find("\"adult\""), 7, "\"old\"");
  text.replace(text.find("\"It begins.\""), 12, "9");
  const Verdict verdict = judge(content, text);
  CHECK(std::count(verdict.all.begin(), verdict.all.end(), '\n') == 3);
}

TEST_CASE("harmless oddities load with a warning (S35-S40)") {
  const Content content = shipped();
  Verdict verdict = judge(content, with("\"begin_s\": 10, \"end_s\": 20", "\"begin_s\": 200, \"end_s\": 220"));
  CHECK(verdict.loaded);
  CHECK(verdict.warnings.find("/arms/0/segments/0/begin_s: the segment begins after the end") != std::string::npos);
  verdict = judge(content, with("\"captions\": [{\"begin_s\": 0",
                                "\"captions\": [{\"begin_s\": 30, \"end_s\": 40, \"event\": \"b\", \"text\": \"b\"}, "
                                "{\"begin_s\": 0"));
  CHECK(verdict.loaded);
  CHECK(verdict.warnings.find("the captions are not in order of time; they were sorted") != std::string::npos);
  verdict = judge(content, with("\"It begins.\"", "\"" + std::string(10000, 'x') + "\""));
  CHECK(verdict.loaded);
  CHECK(verdict.warnings.find("the caption has 10000 characters") != std::string::npos);
  CHECK(verdict.warnings.find("a word of more than 40 letters") != std::string::npos);
  verdict = judge(content, with("\"captions\": [{\"begin_s\": 0",
                                "\"captions\": [{\"begin_s\": 0, \"end_s\": 5, \"event\": \"b\", \"text\": \"b\"}, "
                                "{\"begin_s\": 3"));
  CHECK(verdict.loaded);
  CHECK(verdict.warnings.find("two captions overlap at 3 s") != std::string::npos);
}

TEST_CASE("a circuit that is wrong is refused with its JSON pointer (S30-S33)") {
  const Folder folder;
  std::ifstream file(ATTUNE_ASSETS "/circuit.json", std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  REQUIRE(load_circuit(folder.write("circuit.json", text)).has_value());
  const auto error_with = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    const auto at = changed.find(from);
    REQUIRE_MESSAGE(at != std::string::npos, from);
    changed.replace(at, from.size(), to);
    const auto circuit = load_circuit(folder.write("circuit.json", changed));
    REQUIRE_FALSE(circuit);
    return to_sentence(circuit.error()).substr(folder.path().string().size() + 1);
  };
  CHECK(error_with("\"to\": \"AMY\"", "\"to\": \"AMX\"") ==
        "circuit.json:/connections/0/to: unknown region \"AMX\"; did you mean \"AMY\"?");
  CHECK(error_with("\"weight\": -0.6", "\"weight\": -1.6") ==
        "circuit.json:/connections/0/weight: must be between -1 and 1, found -1.6; correct it");
  CHECK(error_with("\"rest\": 0.35", "\"rest\": 1").find("circuit.json:/regions/0/rest: must be between") == 0);
  CHECK(error_with("care_prox*prox", "care_porx*prox") ==
        "circuit.json:/derived/0/formula: unknown name \"care_porx\" (character 1); did you mean \"care_prox\"?");
  CHECK(error_with("\"share\": 0.2", "\"share\": 2").find("circuit.json:/uncertainty/spreads/0/share: must be between") ==
        0);
  CHECK(error_with("{\"group\": \"gain\"", "{\"group\": \"gian\"").find("did you mean \"gain\"?") != std::string::npos);
  CHECK(error_with("\"low\": 1140", "\"low\": 1340").find("/uncertainty/ranges/0/low: the range 1340 to 1680 leaves out") !=
        std::string::npos);
  CHECK(error_with("\"tied\": [\n   {\"id\": \"otbase_floor\"", "\"tied\": [\n   {\"id\": \"otbase_flor\"")
            .find("did you mean \"otbase_floor\"?") != std::string::npos);
  CHECK(error_with("\"colour\": \"#E44DB6\"", "\"colour\": \"#12G\"").find("a colour like \"#E5342B\" is needed") !=
        std::string::npos);
  CHECK(error_with("\"transmitter\": \"gaba\"", "\"transmitter\": \"gabba\"").find("did you mean \"gaba\"?") !=
        std::string::npos);
}

TEST_CASE("an incomplete installation is told apart from a bad file") {
  const auto missing = load_content("/nowhere/at/all");
  REQUIRE_FALSE(missing);
  CHECK(missing.errors().size() == 9);  // eight files and the folder of scenarios
  for (const Error& error : missing.errors()) CHECK(error.code == ExitCode::installation_incomplete);

  const Folder folder;
  for (const char* name : {"scenarios", "claims", "pages"})
    std::filesystem::copy(std::string(ATTUNE_ASSETS "/") + name, folder.path() / name);
  for (const char* name :
       {"circuit.json", "references.json", "styles.json", "structures.json", "slow.json", "pair.json",
        "messages_en.json", "glossary_en.json"})
    std::filesystem::copy(std::string(ATTUNE_ASSETS "/") + name, folder.path());
  CHECK(load_content(folder.path()).has_value());
  folder.write("styles.json", "{\"schema_version\": 1, \"changed_name\": \"{name}, changed\", \"styles\": [{\"id\": 3}]}");
  const auto bad = load_content(folder.path());
  REQUIRE_FALSE(bad);
  CHECK(bad.error().code == ExitCode::bad_input);
  CHECK(bad.error().where.find("styles.json:/styles/0/id") != std::string::npos);
  std::filesystem::copy(ATTUNE_ASSETS "/scenarios/prime.json", folder.path() / "scenarios" / "prime2.json");
  const auto doubled = load_content(folder.path());
  REQUIRE_FALSE(doubled);
  bool found = false;
  for (const Error& error : doubled.errors()) found |= error.what.english == "the scenario \"prime\" is defined twice";
  CHECK(found);
}
