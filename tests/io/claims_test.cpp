// The shipped claims: nothing shown or computed stands without one; and what a broken claim file gets.
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/text.h"
#include "io/load_claims.h"
#include "io/load_content.h"
#include "model/find.h"
#include "model/find_claims.h"
#include "scratch.h"
#include "shipped.h"

using namespace attune;
using attune::test::Scratch;
using attune::test::shipped;
using attune::test::write_bytes;

namespace {

bool has_claim(const Content& content, const std::string& topic) { return !find_claims(content, topic).empty(); }

// A number whose source is nothing but "assumed" is a plain modelling choice and needs no claim.
template <class T>
std::set<std::string> plain_choices(const char* kind, const std::vector<T>& items) {
  std::set<std::string> topics;
  for (const T& item : items)
    if (item.source == "assumed") topics.insert(std::string(kind) + ":" + item.id);
  return topics;
}

// Every part of the model that a claim can be about and none is.
std::vector<std::string> unsupported(const Content& content) {
  std::set<std::string> choices = plain_choices("constant", content.circuit.constants);
  choices.merge(plain_choices("slow_constant", content.slow.constants));
  choices.merge(plain_choices("pair_constant", content.pair.listed));
  std::vector<std::string> missing;
  for (const std::string& topic : known_topics(content, content.claim_book.equations))
    if (!choices.contains(topic) && !has_claim(content, topic)) missing.push_back(topic);
  return missing;
}

// A sentence that is on screen, and the topic whose claims support it: that of its owner. Captions are supported by the
// claim about their arm, the way out by the claim about change, everything else of a scenario by the claim about it.
struct Shown {
  std::string text, topic;
};

std::vector<Shown> shown_sentences(const Content& content) {
  std::vector<Shown> shown;
  for (const Region& r : content.circuit.regions)
    for (const std::string* text : {&r.plain, &r.role}) shown.push_back({*text, "region:" + r.id});
  for (const Gauge& g : content.circuit.gauges)
    for (const std::string* text : {&g.plain, &g.shows}) shown.push_back({*text, "gauge:" + g.id});
  for (const Chemical& c : content.circuit.chemicals) shown.push_back({c.plain, "chemical:" + c.id});
  for (const Connection& c : content.circuit.connections) shown.push_back({c.security, "connection:" + c.id});
  for (const DrawnLink& l : content.circuit.drawn_links) shown.push_back({l.meaning, "link:" + l.id});
  for (const Trait& t : content.circuit.traits) shown.push_back({t.plain, "trait:" + t.id});
  for (const Input& i : content.circuit.inputs) shown.push_back({i.meaning, "input:" + i.id});
  for (const State& s : content.circuit.states) shown.push_back({s.meaning, "state:" + s.id});
  for (const Structure& s : content.structures) shown.push_back({s.plain, "structure:" + s.id});
  for (const Style& s : content.styles)
    for (const std::string* text : {&s.plain, &s.grew_out_of, &s.why}) shown.push_back({*text, "style:" + s.id});
  const auto add_captions = [&](const std::string& id, const auto& arms) {
    for (const auto& arm : arms)
      for (const Caption& caption : arm.captions) shown.push_back({caption.text, "arm:" + id + "/" + arm.id});
  };
  for (const AnyScenario& any : all_scenarios(content)) {
    const ScenarioText& s = any.text();
    for (const std::string* text : {&s.story, &s.teach, &s.caveat}) shown.push_back({*text, "scenario:" + s.id});
    shown.push_back({s.change, "change:" + s.id});
    if (any.scenario) add_captions(s.id, any.scenario->arms);
    if (any.years) add_captions(s.id, any.years->arms);
    if (any.pair) add_captions(s.id, any.pair->arms);
  }
  for (const PairCurve& c : content.pair.curves) shown.push_back({c.meaning, "equation:" + c.equation});
  for (const Page& page : content.pages)
    for (const PageBlock& block : page.blocks)
      for (const PageText& text : block.texts)
        if (!text.claims.empty())
          for (const std::string* words : {&text.plain, &text.deeper.student}) shown.push_back({*words, "page:" + page.id});
  std::erase_if(shown, [](const Shown& sentence) { return sentence.text.empty(); });
  return shown;
}

// The numbers written in digits: "52 per cent" -> {"52"}.
std::set<std::string> digits(const std::string& text) {
  std::set<std::string> found;
  std::string number;
  for (const char c : text + " ") {
    if (std::isdigit(static_cast<unsigned char>(c))) {
      number += c;
    } else if (!number.empty()) {
      found.insert(number);
      number.clear();
    }
  }
  return found;
}

int count_words(const std::string& text) { return static_cast<int>(std::count(text.begin(), text.end(), ' ')) + 1; }

const Reference* find_reference(const Content& content, const std::string& id) {
  for (const Reference& reference : content.references)
    if (reference.id == id) return &reference;
  return nullptr;
}

Grade strength_of(const Reference& reference) {
  for (const Grade grade : {Grade::strong, Grade::moderate, Grade::contested})
    if (reference.strength == name_of(grade)) return grade;
  return Grade::assumed;
}

bool is_one_of(const std::string& word, const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

TEST_CASE("every part of the model has a claim") {
  const Content content = shipped();
  for (const std::string& topic : unsupported(content)) FAIL_CHECK("no claim is about " << topic);
}

TEST_CASE("what has no claim is found: a connection, link, chemical, style, scenario, arm or sourced number") {
  Content content = shipped();
  Circuit& circuit = content.circuit;
  const auto misses = [&](const std::string& topic) { return is_one_of(topic, unsupported(content)); };
  circuit.connections.push_back(circuit.connections[0]);
  circuit.connections.back().id = "PUT>PAG";
  CHECK(misses("connection:PUT>PAG"));
  circuit.drawn_links.push_back(circuit.drawn_links[0]);
  circuit.drawn_links.back().id = "PIT>HRT";
  CHECK(misses("link:PIT>HRT"));
  circuit.chemicals.push_back(circuit.chemicals[0]);
  circuit.chemicals.back().id = "AVP";
  CHECK(misses("chemical:AVP"));
  CHECK(misses("half_life:AVP"));
  circuit.constants.push_back({"made_up", 1, "1", "assumed"});
  CHECK_FALSE(misses("constant:made_up"));
  circuit.constants.push_back({"measured", 1, "1", "coan2006"});
  CHECK(misses("constant:measured"));
  content.styles.push_back(content.styles[0]);
  content.styles.back().id = "bold";
  CHECK(misses("style:bold"));
  CHECK(misses("style_trait:bold/trust"));
  content.scenarios[0].arms.push_back(content.scenarios[0].arms[0]);
  content.scenarios[0].arms.back().id = "with a clown";
  CHECK(misses("arm:soothe/with a clown"));
  content.scenarios.push_back(content.scenarios[0]);
  content.scenarios.back().id = "circus";
  CHECK(misses("scenario:circus"));
  CHECK(misses("change:circus"));
  content.slow.scenarios.push_back(content.slow.scenarios[0]);
  content.slow.scenarios.back().id = "decades";
  CHECK(misses("scenario:decades"));
  content.pair.scenarios[0].arms.push_back(content.pair.scenarios[0].arms[0]);
  content.pair.scenarios[0].arms.back().id = "dancing";
  CHECK(misses("arm:synchrony/dancing"));
  // And when a claim goes away, what it was about is missed.
  std::erase_if(content.claim_book.topics, [](const ClaimTopic& t) { return t.topic == "equation:slow_change"; });
  CHECK(misses("equation:slow_change"));
}

TEST_CASE("every sentence on screen has a claim about its owner, and its numbers stand in one") {
  const Content content = shipped();
  const std::vector<Shown> shown = shown_sentences(content);
  CHECK(shown.size() > 400);
  for (const Shown& sentence : shown) {
    const std::vector<std::size_t> found = find_claims(content, sentence.topic);
    CHECK_MESSAGE(!found.empty(), sentence.topic << ": " << sentence.text);
    std::string support;
    for (const std::size_t i : found) {
      const Claim& claim = content.claim_book.claims[i];
      support += claim.sentence + " " + claim.expert + " " + claim.assumed + " ";
      for (const CounterEvidence& against : claim.counter) support += against.text + " ";
    }
    const std::set<std::string> numbers = digits(support);
    for (const std::string& number : digits(sentence.text))
      CHECK_MESSAGE(numbers.contains(number), sentence.topic << " says " << number << " and no claim does");
  }
}

TEST_CASE("claims are short, one sentence each, and honest about what they rest on") {
  const Content content = shipped();
  const ClaimBook& book = content.claim_book;
  CHECK(book.claims.size() >= 300);
  std::set<std::string> sentences;
  for (const Claim& claim : book.claims) {
    CAPTURE(claim.id);
    CHECK(count_words(claim.sentence) <= 20);
    CHECK(claim.sentence.back() == '.');
    CHECK(claim.sentence.find(". ") == std::string::npos);
    CHECK_MESSAGE(sentences.insert(claim.sentence).second, "the sentence is there twice: " << claim.sentence);
    CHECK_FALSE(claim.theme.empty());
    // Nobody may look surer than the best of what is cited; textbook physiology is the exception.
    Grade best = Grade::assumed;
    for (const std::string& id : claim.references) {
      const Reference* const reference = find_reference(content, id);
      REQUIRE(reference != nullptr);
      best = std::max(best, strength_of(*reference));
    }
    if (!is_one_of("textbook", claim.methods)) CHECK(claim.grade <= best);
    if (claim.grade == Grade::contested) CHECK_MESSAGE(!claim.counter.empty(), "contested, and nothing against it");
    if (claim.grade == Grade::assumed) CHECK(is_one_of("modelling_choice", claim.methods));
    if (claim.grade == Grade::strong) CHECK_FALSE(claim.populations.empty());
    // The window says "Quoted from memory" under such a claim: it may not say "Strong" above it.
    if (claim.grade == Grade::strong) CHECK_FALSE(is_from_memory(content, claim));
  }
  // Every grade, direction and word is in use.
  std::set<Grade> grades;
  std::set<Direction> directions;
  std::set<std::string> words;
  for (const Claim& claim : book.claims) {
    grades.insert(claim.grade);
    directions.insert(claim.direction);
    words.insert(claim.populations.begin(), claim.populations.end());
    words.insert(claim.methods.begin(), claim.methods.end());
  }
  CHECK(grades.size() == 4);
  CHECK(directions.size() == 4);
  for (const std::vector<ClaimWord>* list : {&book.populations, &book.methods})
    for (const ClaimWord& word : *list) CHECK_MESSAGE(words.contains(word.id), word.id << " is used by no claim");
}

TEST_CASE("claims about connections agree with the circuit and say that the strength is assumed") {
  const Content content = shipped();
  std::map<Grade, int> drawn;
  for (std::size_t i = 0; i < content.circuit.connections.size(); ++i) {
    const Connection& connection = content.circuit.connections[i];
    CAPTURE(connection.id);
    const std::vector<std::size_t> found = find_claims(content, "connection:" + connection.id);
    REQUIRE_FALSE(found.empty());
    for (const std::size_t index : found) {
      const Claim& claim = content.claim_book.claims[index];
      CHECK(claim.direction == (connection.weight > 0 ? Direction::increases : Direction::decreases));
      CHECK(claim.assumed.find("assumed") != std::string::npos);
    }
    ++drawn[grade_of(content, static_cast<int>(i))];
  }
  CHECK(drawn.size() == 4);  // solid, dashed, dotted and assumed lines all occur
  for (std::size_t i = 0; i < content.circuit.drawn_links.size(); ++i)
    CHECK(grade_of_link(content, static_cast<int>(i)) ==
          grade_of(content, "link:" + content.circuit.drawn_links[i].id));
}

TEST_CASE("finding claims and judging them") {
  const Content content = shipped();
  CHECK(find_claims(content, "connection:vmPFC>AMX").empty());
  CHECK(grade_of(content, "connection:vmPFC>AMX") == Grade::assumed);
  CHECK(grade_of(content, "connection:vmPFC>AMY") == Grade::strong);
  CHECK(grade_of(content, "region:dACC") == Grade::contested);  // the weakest of a contested and a strong claim
  CHECK(find_claims(content, "region:dACC").size() == 2);

  const auto claim = [&](const char* id) -> const Claim& {
    for (const Claim& candidate : content.claim_book.claims)
      if (candidate.id == id) return candidate;
    FAIL("no claim " << id);
    return content.claim_book.claims[0];
  };
  CHECK(was_measured_in_people(content.claim_book, claim("trusted_hand_quiets_threat")));
  CHECK_FALSE(was_measured_in_people(content.claim_book, claim("oxytocin_quiets_amygdala")));  // rats
  CHECK_FALSE(was_measured_in_people(content.claim_book, claim("company_as_baseline")));       // a theory about people
  CHECK_FALSE(was_measured_in_people(content.claim_book, claim("dlpfc_quiets_dacc")));         // assumed
  CHECK(is_from_memory(content, claim("insula_drives_amygdala")));
  CHECK_FALSE(is_from_memory(content, claim("trusted_hand_quiets_threat")));
  CHECK_FALSE(is_from_memory(content, claim("circuit_numbers_assumed")));  // nothing is quoted
}

namespace {

const char* const good_words = R"({"schema_version": 1,
 "populations": [{"id": "adults", "name": "human adults", "people": true}, {"id": "rats", "name": "rats"}],
 "methods": [{"id": "fmri", "name": "scans", "measured": true}, {"id": "modelling_choice", "name": "choice"}],
 "equations": [{"id": "rate", "name": "Rate", "formula": "dx/dt = 0", "meaning": "nothing moves"}]})";

const char* const good_claims = R"({"schema_version": 1, "theme": "Paths", "claims": [
 {"id": "one", "sentence": "This calms that.", "expert": "Inhibition.", "direction": "decreases", "grade": "strong",
  "populations": ["adults"], "methods": ["fmri"], "assumed": "Its size.",
  "counter": [{"text": "Not always.", "references": ["coan2017"]}],
  "about": ["connection:vmPFC>AMY", "equation:rate"], "references": ["coan2006"]},
 {"id": "two", "sentence": "This is chosen.", "direction": "no direction", "grade": "assumed", "methods": ["modelling_choice"],
  "assumed": "Nobody measured it.", "about": ["arm:tsst/friend in preparation"]}]})";

// Loads the good files with one replacement in the claims, in the words, or none; every problem, one per line.
std::string problems_with(const Content& content, const std::string& from, const std::string& to) {
  const Scratch folder;
  std::filesystem::create_directory(folder / "claims");
  std::string words = good_words, claims = good_claims;
  std::string& text = claims.find(from) == std::string::npos ? words : claims;
  if (!from.empty()) {
    const auto at = text.find(from);
    REQUIRE_MESSAGE(at != std::string::npos, from);
    text.replace(at, from.size(), to);
  }
  write_bytes(folder / "claims/words.json", words);
  write_bytes(folder / "claims/paths.json", claims);
  const auto book = load_claims(folder.path(), content);
  std::string all;
  if (!book)
    for (const Error& error : book.errors()) {
      CHECK_FALSE(error.hint.empty());
      CHECK(error.code == ExitCode::bad_input);
      const std::string line = to_sentence(error), prefix = (folder / "claims").string() + "/";
      REQUIRE(line.find(prefix) == 0);
      all += line.substr(prefix.size()) + "\n";
    }
  return all;
}

}  // namespace

TEST_CASE("a claim that is wrong is refused in one sentence") {
  const Content content = shipped();
  const auto with = [&](const std::string& from, const std::string& to) { return problems_with(content, from, to); };
  CHECK(with("", "") == "");
  // what it is about
  CHECK(
      with("connection:vmPFC>AMY", "connection:vmPFC>AMX") ==
      "paths.json:/claims/0/about/0: unknown topic \"connection:vmPFC>AMX\"; did you mean \"connection:vmPFC>AMY\"?\n");
  CHECK(with("friend in preparation", "frend in preparation") ==
        "paths.json:/claims/1/about/0: unknown topic \"arm:tsst/frend in preparation\"; did you mean "
        "\"arm:tsst/friend in preparation\"?\n");
  CHECK(with("[\"arm:tsst/friend in preparation\"]", "[]") ==
        "paths.json:/claims/1/about: the claim is about nothing; name what it supports, as kind:id\n");
  CHECK(with("equation:rate", "connection:vmPFC>AMY") ==
        "paths.json:/claims/0/about/1: \"connection:vmPFC>AMY\" is named twice; remove one\n");
  // words
  CHECK(with("\"strong\"", "\"strang\"") ==
        "paths.json:/claims/0/grade: unknown grade \"strang\"; did you mean \"strong\"?\n");
  CHECK(with("\"decreases\"", "\"decreasing\"") ==
        "paths.json:/claims/0/direction: unknown direction \"decreasing\"; did you mean \"decreases\"?\n");
  CHECK(with("[\"adults\"]", "[\"adult\"]") ==
        "paths.json:/claims/0/populations/0: unknown population \"adult\"; did you mean \"adults\"?\n");
  CHECK(with("[\"fmri\"]", "[\"fmrj\"]") ==
        "paths.json:/claims/0/methods/0: unknown method \"fmrj\"; did you mean \"fmri\"?\n");
  CHECK(with("[\"coan2006\"]", "[\"coan2005\"]") ==
        "paths.json:/claims/0/references/0: unknown reference \"coan2005\"; did you mean \"coan2006\"?\n");
  CHECK(with("[\"coan2017\"]", "[\"coan201\"]").find("/claims/0/counter/0/references/0: unknown reference") !=
        std::string::npos);
  // what is missing
  CHECK(with("\"sentence\": \"This calms that.\", ", "") == "paths.json:/claims/0: \"sentence\" is missing; add it\n");
  CHECK(with("[\"coan2006\"]", "[]") ==
        "paths.json:/claims/0/references: the claim has no reference; name at least one, or make the grade "
        "\"assumed\" and say why\n");
  CHECK(with("[\"adults\"]", "[]") ==
        "paths.json:/claims/0/populations: the claim does not say who was studied; name at least one population\n");
  CHECK(with("[\"fmri\"]", "[]") ==
        "paths.json:/claims/0/methods: the claim does not say how it was found; name at least one method\n");
  CHECK(with("Nobody measured it.", "") ==
        "paths.json:/claims/1/assumed: an assumed claim must say why it is assumed; add the reason\n");
  CHECK(with("\"references\": [\"coan2017\"]", "\"references\": []") ==
        "paths.json:/claims/0/counter/0/references: what speaks against a claim needs a reference; name at least "
        "one, or say it under \"assumed\"\n");
  CHECK(with("\"theme\": \"Paths\", ", "") == "paths.json: \"theme\" is missing; add it\n");
  CHECK(with("[\"coan2006\"]", "[\"craig2009\"]") ==  // craig2009 was never read
        "paths.json:/claims/0/grade: a strong claim rests on sources that are all quoted from memory; name one whose "
        "abstract was read, or make the grade \"moderate\"\n");
  CHECK(with("[\"coan2006\"]", "[\"craig2009\", \"coan2006\"]") == "");
  // twice, misspelled, wrong type
  const std::string twice = with("\"id\": \"two\"", "\"id\": \"one\"");
  CHECK(twice.find("paths.json:/claims/1/id: the claim \"one\" is defined twice; rename one; the other is ") == 0);
  CHECK(twice.find("paths.json:/claims/0\n") != std::string::npos);
  CHECK(with("\"id\": \"two\"", "\"id\": \"Claim Two\"") ==
        "paths.json:/claims/1/id: the id \"Claim Two\" may hold only small letters, digits and _; write "
        "\"claim_two\"\n");
  CHECK(with("\"expert\"", "\"expart\"").find("did you mean \"expert\"?") != std::string::npos);
  CHECK(with("\"about\": [\"arm", "\"about\": [7, \"arm").find("/claims/1/about/0: text in double quotes is needed") !=
        std::string::npos);
  CHECK(with("{\"id\": \"rats\", \"name\": \"rats\"}", "{\"id\": \"adults\", \"name\": \"rats\"}") ==
        "words.json:/populations/1/id: the word \"adults\" is defined twice; remove one\n");
  CHECK(with("\"formula\": \"dx/dt = 0\", ", "").find("words.json:/equations/0: \"formula\" is missing") == 0);
  CHECK(with("\"schema_version\": 1, \"theme\"", "\"schema_version\": 9, \"theme\"").find("schema_version") !=
        std::string::npos);
}

TEST_CASE("claims that are not there are an incomplete installation") {
  const Content content = shipped();
  const auto code_in = [&](const Scratch& folder) {
    const auto book = load_claims(folder.path(), content);
    REQUIRE_FALSE(book);
    CHECK_FALSE(book.error().hint.empty());
    return book.error().code;
  };
  const Scratch folder;
  CHECK(code_in(folder) == ExitCode::installation_incomplete);  // no folder
  std::filesystem::create_directory(folder / "claims");
  write_bytes(folder / "claims/words.json", good_words);
  CHECK(code_in(folder) == ExitCode::installation_incomplete);  // no claims
  write_bytes(folder / "claims/paths.json", "{");
  CHECK(code_in(folder) == ExitCode::bad_input);
  write_bytes(folder / "claims/paths.json", good_claims);
  CHECK(load_claims(folder.path(), content).has_value());
}
