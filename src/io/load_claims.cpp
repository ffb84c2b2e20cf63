#include "io/load_claims.h"

#include <algorithm>
#include <map>
#include <new>
#include <set>
#include <system_error>
#include <tuple>

#include "core/text.h"
#include "io/json_read.h"
#include "io/parse_content.h"
#include "model/find.h"

namespace attune {

namespace {

// read_json, with what to say when a file of the installation is not there.
Result<Json> read_installed(const std::filesystem::path& path) {
  Result<Json> json = read_json(path);
  std::error_code ignored;
  if (json || std::filesystem::exists(path, ignored)) return json;
  std::vector<Error> errors = json.errors();
  for (Error& error : errors) {
    error.code = ExitCode::installation_incomplete;
    error.hint = sentence("install_attune_again");
  }
  return errors;
}

template <class T>
void add_ids(std::vector<std::string>& topics, const char* kind, const std::vector<T>& items) {
  for (const T& item : items) topics.push_back(std::string(kind) + ":" + item.id);
}

void add_sources(std::vector<std::string>& topics, const char* kind, const std::vector<Drive>& drives) {
  std::set<std::string> seen;
  for (const Drive& drive : drives)
    if (seen.insert(drive.source).second) topics.push_back(std::string(kind) + ":" + drive.source);
}

void add_circuit(std::vector<std::string>& topics, const Circuit& circuit) {
  add_ids(topics, "region", circuit.regions);
  add_ids(topics, "position", circuit.regions);
  add_ids(topics, "gauge", circuit.gauges);
  for (const Gauge& gauge : circuit.gauges) topics.push_back("position:" + gauge.id);
  add_ids(topics, "input", circuit.inputs);
  add_ids(topics, "trait", circuit.traits);
  add_ids(topics, "constant", circuit.constants);
  add_ids(topics, "age", circuit.ages);
  add_ids(topics, "derived", circuit.derived);
  add_ids(topics, "gate", circuit.gates);
  add_ids(topics, "chemical", circuit.chemicals);
  add_ids(topics, "half_life", circuit.chemicals);
  add_ids(topics, "state", circuit.states);
  add_ids(topics, "readout", circuit.readouts);
  add_ids(topics, "connection", circuit.connections);
  add_ids(topics, "route", circuit.connections);
  add_ids(topics, "link", circuit.drawn_links);
  add_ids(topics, "route", circuit.drawn_links);
  add_sources(topics, "drive", circuit.input_drives);
  add_sources(topics, "effect", circuit.chemical_drives);
}

struct Words {
  std::vector<std::string> populations, methods, references, topics;
  std::set<std::string> checked;  // the references whose abstract was read
};

std::set<std::string> checked_references(const Content& content) {
  std::set<std::string> ids;
  for (const Reference& reference : content.references)
    if (reference.abstract_checked) ids.insert(reference.id);
  return ids;
}

bool is_known(const Words& words, const std::string& reference) {
  return std::find(words.references.begin(), words.references.end(), reference) != words.references.end();
}

std::vector<ClaimWord> read_words(JsonObject& top, const char* list, const char* flag) {
  std::vector<ClaimWord> words;
  std::set<std::string> seen;
  for (JsonObject& item : top.objects(list)) {
    ClaimWord word;
    word.id = item.text("id");
    word.name = item.text("name");
    word.counts = item.flag_or(flag, false);
    item.finish();
    if (!seen.insert(word.id).second)
      item.problems().fail(item.at("id"), sentence("word_defined_twice", {{"id", printable(word.id, 60)}}),
                           sentence("remove_one"));
    words.push_back(std::move(word));
  }
  return words;
}

void parse_words(const Json& json, JsonProblems& problems, ClaimBook& book) {
  JsonObject top(json, "", problems);
  check_schema_version(top);
  book.populations = read_words(top, "populations", "people");
  book.methods = read_words(top, "methods", "measured");
  std::set<std::string> seen;
  for (JsonObject& item : top.objects("equations")) {
    Equation equation{item.text("id"), item.text("name"), item.text("formula"), item.text("meaning")};
    item.finish();
    if (!seen.insert(equation.id).second)
      problems.fail(item.at("id"), sentence("equation_defined_twice", {{"id", printable(equation.id, 60)}}),
                    sentence("remove_one"));
    book.equations.push_back(std::move(equation));
  }
  top.finish();
}

// The value of `key`, one of the names of `values`. The first of them when it is none.
template <class T>
T read_choice(JsonObject& item, const char* key, const Sentence& kind, const std::vector<T>& values) {
  const std::string word = item.text(key);
  std::vector<std::string> names;
  for (const T value : values) {
    names.emplace_back(name_of(value));
    if (word == names.back()) return value;
  }
  check_word(item.problems(), item.at(key), word, kind, names);
  return values.front();
}

// A list of known words without repetition.
std::vector<std::string> read_known(JsonObject& item, const char* key, const Sentence& kind,
                                    const std::vector<std::string>& known) {
  std::vector<std::string> words = item.words(key);
  std::set<std::string> seen;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string where = item.at(key) + "/" + std::to_string(i);
    if (words[i].empty()) item.problems().fail(where, sentence("text_empty"), sentence("fill_it_in"));
    check_word(item.problems(), where, words[i], kind, known);
    if (!seen.insert(words[i]).second)
      item.problems().fail(where, sentence("named_twice", {{"word", printable(words[i], 60)}}), sentence("remove_one"));
  }
  return words;
}

void need(JsonObject& item, const char* key, bool is_there, Sentence what, Sentence hint) {
  if (!is_there) item.problems().fail(item.at(key), std::move(what), std::move(hint));
}

Claim read_claim(JsonObject& item, const Words& words) {
  Claim claim;
  claim.id = item.text("id");
  if (!claim.id.empty() && claim.id != to_slug(claim.id))
    item.problems().fail(item.at("id"), sentence("id_letters", {{"id", printable(claim.id, 60)}}),
                         sentence("write_word", {{"word", to_slug(claim.id)}}));
  claim.sentence = item.text("sentence");
  claim.expert = item.text_or("expert", "");
  claim.direction = read_choice(
      item, "direction", sentence("kind_direction"),
      std::vector<Direction>{Direction::none, Direction::links, Direction::increases, Direction::decreases});
  const std::size_t errors_before = item.problems().errors.size();
  claim.grade = read_choice(item, "grade", sentence("kind_grade"),
                            std::vector<Grade>{Grade::assumed, Grade::contested, Grade::moderate, Grade::strong});
  const bool grade_is_known = item.problems().errors.size() == errors_before;
  claim.populations = read_known(item, "populations", sentence("kind_population"), words.populations);
  claim.methods = read_known(item, "methods", sentence("kind_method"), words.methods);
  claim.assumed = item.text_or("assumed", "");
  claim.about = read_known(item, "about", sentence("kind_topic"), words.topics);
  claim.references = read_known(item, "references", sentence("kind_reference"), words.references);
  for (JsonObject& part : item.objects("counter", false)) {
    CounterEvidence counter;
    counter.text = part.text("text");
    counter.references = read_known(part, "references", sentence("kind_reference"), words.references);
    need(part, "references", !counter.references.empty(), sentence("speaks_against_claim_needs"),
         sentence("name_least_one_say"));
    part.finish();
    claim.counter.push_back(std::move(counter));
  }
  item.finish();
  need(item, "about", !claim.about.empty(), sentence("claim_about_nothing"), sentence("name_supports_kind_id"));
  need(item, "methods", !claim.methods.empty(), sentence("claim_not_say_how"), sentence("name_least_one_method"));
  if (!grade_is_known) return claim;  // one mistake is reported once
  if (claim.grade == Grade::assumed) {
    need(item, "assumed", !claim.assumed.empty(), sentence("assumed_claim_say_why"), sentence("add_reason"));
  } else {
    need(item, "references", !claim.references.empty(), sentence("claim_no_reference"),
         sentence("name_least_one_make"));
    need(item, "populations", !claim.populations.empty(), sentence("claim_not_say_who"),
         sentence("name_least_one_population"));
    const auto may_be_read = [&](const std::string& id) { return words.checked.contains(id) || !is_known(words, id); };
    if (claim.grade == Grade::strong && !claim.references.empty() &&
        std::none_of(claim.references.begin(), claim.references.end(), may_be_read))
      item.problems().fail(item.at("grade"), sentence("strong_claim_rests_sources"),
                           sentence("name_one_whose_abstract"));
  }
  return claim;
}

void parse_claims(const Json& json, JsonProblems& problems, const Words& words, std::map<std::string, std::string>& ids,
                  std::vector<Claim>& claims) {
  JsonObject top(json, "", problems);
  check_schema_version(top);
  const std::string theme = top.text("theme");
  for (JsonObject& item : top.objects("claims")) {
    Claim claim = read_claim(item, words);
    claim.theme = theme;
    const auto [first, is_new] = ids.try_emplace(claim.id, problems.file() + ":" + item.pointer());
    if (!is_new && !claim.id.empty())
      problems.fail(item.at("id"), sentence("claim_defined_twice", {{"id", printable(claim.id, 60)}}),
                    sentence("rename_one_other", {{"other", first->second}}));
    claims.push_back(std::move(claim));
  }
  top.finish();
}

}  // namespace

std::vector<std::string> known_topics(const Content& content, const std::vector<Equation>& equations) {
  std::vector<std::string> topics;
  add_circuit(topics, content.circuit);
  add_ids(topics, "structure", content.structures);
  add_ids(topics, "equation", equations);
  for (const Style& style : content.styles) {
    topics.push_back("style:" + style.id);
    for (const Trait& trait : content.circuit.traits) topics.push_back("style_trait:" + style.id + "/" + trait.id);
  }
  for (const AnyScenario& scenario : all_scenarios(content)) {
    const std::string& id = scenario.text().id;
    topics.push_back("scenario:" + id);
    topics.push_back("change:" + id);
    for (std::size_t i = 0; i < scenario.arm_count(); ++i) topics.push_back("arm:" + id + "/" + scenario.arm(i).id);
  }
  add_ids(topics, "slow_signal", content.slow.signals);
  add_ids(topics, "slow_constant", content.slow.constants);
  add_ids(topics, "slow_derived", content.slow.derived);
  add_ids(topics, "slow_trait", content.slow.traits);
  add_ids(topics, "slow_readout", content.slow.readouts);
  add_ids(topics, "environment", content.slow.environments);
  for (const StyleHistory& history : content.slow.histories) topics.push_back("history:" + history.style);
  add_ids(topics, "pair_constant", content.pair.listed);
  add_ids(topics, "page", content.pages);
  return topics;
}

Result<std::size_t> check_claims(const std::filesystem::path& path, const Content& content,
                                 std::vector<Error>& warnings) {
  const Result<Json> json = read_json(path);
  if (!json) return json.errors();
  const ClaimBook& book = content.claim_book;
  const Words words{ids_of(book.populations), ids_of(book.methods), ids_of(content.references),
                    known_topics(content, book.equations), checked_references(content)};
  JsonProblems problems(name_of(path));
  std::map<std::string, std::string> ids;
  std::vector<Claim> claims;
  parse_claims(*json, problems, words, ids, claims);
  // The file itself may be installed, under the same theme; all other themes are read beside it.
  std::vector<std::string> elsewhere;
  for (const Claim& other : book.claims)
    if (ids.contains(other.id) && other.theme != claims.front().theme) elsewhere.push_back(other.id);
  if (!elsewhere.empty()) {
    const std::string count = std::to_string(elsewhere.size());
    if (elsewhere.size() > 5) elsewhere.resize(5);
    problems.warn("/claims", sentence("claims_other_files_same", {{"count", count}, {"elsewhere", listed(elsewhere)}}),
                  sentence("rename_before_files_stand"));
  }
  warnings.insert(warnings.end(), problems.warnings.begin(), problems.warnings.end());
  if (!problems.errors.empty()) return std::move(problems.errors);
  return claims.size();
}

Result<std::size_t> check_claim_words(const std::filesystem::path& path) {
  const Result<Json> json = read_json(path);
  if (!json) return json.errors();
  JsonProblems problems(name_of(path));
  ClaimBook book;
  parse_words(*json, problems, book);
  if (!problems.errors.empty()) return std::move(problems.errors);
  return book.populations.size() + book.methods.size() + book.equations.size();
}

Result<ClaimBook> load_claims(const std::filesystem::path& assets_dir, const Content& content) {
  try {
    const std::filesystem::path folder = assets_dir / "claims";
    ClaimBook book;
    std::vector<Error> errors;
    const Result<Json> vocabulary = read_installed(folder / "words.json");
    if (!vocabulary) return vocabulary.errors();
    JsonProblems word_problems(name_of(folder / "words.json"));
    parse_words(*vocabulary, word_problems, book);
    append(errors, word_problems.errors);
    const Words words{ids_of(book.populations), ids_of(book.methods), ids_of(content.references),
                      known_topics(content, book.equations), checked_references(content)};

    std::vector<std::filesystem::path> paths;
    std::error_code ignored;
    for (std::filesystem::directory_iterator entry(folder, ignored), end; !ignored && entry != end;
         entry.increment(ignored))
      if (entry->path().extension() == ".json" && entry->path().filename() != "words.json")
        paths.push_back(entry->path());
    std::sort(paths.begin(), paths.end());
    if (paths.empty())
      errors.push_back(Error{sentence("no_claims_folder"), name_of(folder), sentence("install_attune_again"),
                             ExitCode::installation_incomplete});
    std::map<std::string, std::string> ids;
    for (const std::filesystem::path& path : paths) {
      const Result<Json> json = read_json(path);
      if (!json) {
        append(errors, json.errors());
        continue;
      }
      JsonProblems problems(name_of(path));
      parse_claims(*json, problems, words, ids, book.claims);
      append(errors, problems.errors);
    }
    if (!errors.empty()) return errors;
    for (std::size_t i = 0; i < book.claims.size(); ++i)
      for (const std::string& topic : book.claims[i].about) book.topics.push_back({topic, i});
    std::sort(book.topics.begin(), book.topics.end(), [](const ClaimTopic& a, const ClaimTopic& b) {
      return std::tie(a.topic, a.claim) < std::tie(b.topic, b.claim);
    });
    return book;
  } catch (const std::bad_alloc&) {
    return Error{sentence("not_enough_memory_read"), name_of(assets_dir), sentence("close_others"),
                 ExitCode::out_of_memory};
  }
}

}  // namespace attune
