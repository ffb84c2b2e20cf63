// Every word that ships: no banned wording, plain where plain is promised, three levels, and something that can change.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "core/text.h"
#include "io/load_content.h"
#include "json_file.h"
#include "model/content_words.h"
#include "readability.h"

using namespace attune;
using Json = nlohmann::json;

namespace {

// All JSON files of the assets but the schemas.
std::vector<std::filesystem::path> text_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(ATTUNE_ASSETS))
    if (entry.path().extension() == ".json" && entry.path().parent_path().filename() != "schema")
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

struct Text {
  std::string where, key, words;  // key: the nearest key above, also for the items of a list
};

void collect(const Json& value, const std::string& where, const std::string& key, std::vector<Text>& texts) {
  if (value.is_string()) texts.push_back({where, key, value.get<std::string>()});
  if (value.is_array())
    for (std::size_t i = 0; i < value.size(); ++i) collect(value[i], where + "/" + std::to_string(i), key, texts);
  if (value.is_object())
    for (const auto& [name, item] : value.items()) collect(item, where + "/" + name, name, texts);
}

std::vector<Text> shipped_texts() {
  std::vector<Text> texts;
  for (const auto& file : text_files())
    collect(load_json(file), std::filesystem::relative(file, ATTUNE_ASSETS).generic_string() + ":", "", texts);
  return texts;
}

struct Banned {
  std::string words, instead;
  std::regex pattern;
  std::vector<std::regex> unless;
};

std::regex to_pattern(const std::string& words) {
  std::string pattern = "(^|[^A-Za-z])";
  for (const char c : words) pattern += c == '*' ? std::string("[A-Za-z]*") : std::string(1, c);
  return std::regex(pattern + "($|[^A-Za-z])", std::regex::icase);
}

std::vector<Banned> banned_words() {
  std::vector<Banned> banned;
  const Json list = load_json(ATTUNE_TEST_DATA "/content/banned_words.json");
  for (const Json& item : list.at("banned")) {
    Banned entry{item.at("words"), item.at("instead"), to_pattern(item.at("words")), {}};
    for (const Json& unless : item.value("unless", Json::array())) entry.unless.push_back(to_pattern(unless));
    banned.push_back(std::move(entry));
  }
  return banned;
}

// The first banned wording in a text, or nullptr.
const Banned* find_banned(const std::string& text, const std::vector<Banned>& banned) {
  for (const Banned& entry : banned) {
    std::string rest = text;
    for (const std::regex& unless : entry.unless) rest = std::regex_replace(rest, unless, " ");
    if (std::regex_search(rest, entry.pattern)) return &entry;
  }
  return nullptr;
}

std::set<std::string> known_words() {
  std::set<std::string> words;
  std::ifstream file(ATTUNE_TEST_DATA "/content/known_words.txt");
  for (std::string line; std::getline(file, line);)
    if (!line.empty() && line[0] != '#') words.insert(line);
  REQUIRE(words.size() > 5);
  return words;
}

// Keys whose texts are promised to be plain, unless something above them is for students or experts.
bool is_plain(const Text& text) {
  static constexpr const char* keys[] = {"plain",      "role",  "story",       "card",       "teach",    "change",
                                         "caveat",     "text",  "title",       "meaning",  "why",
                                         "leaves_out", "shows", "grew_out_of", "security", "event",  "label"};
  if (text.where.find("/student") != std::string::npos || text.where.find("/expert") != std::string::npos) return false;
  const std::string file = text.where.substr(0, text.where.find(':'));
  // Claims have a test of their own, references quote, validation speaks to experts, requirements are a list for the
  // makers.
  if (file.rfind("claims/", 0) == 0 || file == "references.json" || file == "validation.json" ||
      file == "requirements.json")
    return false;
  if (file.rfind("ui_", 0) == 0 || file.rfind("why_", 0) == 0) return true;
  return std::find_if(std::begin(keys), std::end(keys), [&](const char* key) { return text.key == key; }) !=
         std::end(keys);
}

Content shipped() {
  Result<Content> content = load_content(ATTUNE_ASSETS);
  if (!content)
    for (const Error& error : content.errors()) MESSAGE(to_sentence(error));
  REQUIRE(content.has_value());
  return std::move(content).value();
}

struct Levels {
  std::string what, plain, student, expert;
};

// Everything that is shown with words of its own, but captions (some scenes need no other words).
std::vector<Levels> all_levels(const Content& content) {
  std::vector<Levels> all;
  const auto add = [&](const std::string& what, const std::string& plain, const Deeper& deeper) {
    all.push_back({what, plain, deeper.student, deeper.expert});
  };
  const Circuit& circuit = content.circuit;
  for (const Region& region : circuit.regions) add("region " + region.id, region.role, region.deeper);
  for (const Gauge& gauge : circuit.gauges) add("gauge " + gauge.id, gauge.plain, gauge.deeper);
  for (const Chemical& chemical : circuit.chemicals) add("chemical " + chemical.id, chemical.plain, chemical.deeper);
  for (const Connection& connection : circuit.connections)
    add("connection " + connection.id, connection.plain, connection.deeper);
  for (const Structure& structure : content.structures)
    all.push_back({"structure " + structure.id, describe(structure, circuit, Level::plain),
                   describe(structure, circuit, Level::student), describe(structure, circuit, Level::expert)});
  for (const Style& style : content.styles) {
    add("style " + style.id, style.plain, style.deeper);
    add("what can change, style " + style.id, style.change, style.deeper_change);
  }
  const auto add_story = [&](const ScenarioText& told) {
    add("story of " + told.id, told.story, told.deeper_story);
    add("teach of " + told.id, told.teach, told.deeper_teach);
    add("what can change, " + told.id, told.change, told.deeper_change);
  };
  for (const Scenario& scenario : content.scenarios) add_story(scenario);
  for (const auto& scenario : content.pair.scenarios) add_story(scenario);
  for (const auto& scenario : content.slow.scenarios) add_story(scenario);
  for (const Page& page : content.pages)
    for (const PageBlock& block : page.blocks)
      if (block.kind == PageBlockKind::paragraph)
        add("page " + page.id + ": " + block.texts[0].plain, block.texts[0].plain, block.texts[0].deeper);
  return all;
}

}  // namespace

TEST_CASE("syllables, counted by hand") {
  const std::pair<const char*, int> counted[] = {
      {"a", 1},        {"the", 1},      {"alarm", 2},    {"brain", 1},        {"feeling", 2},   {"closeness", 2},
      {"little", 2},   {"table", 2},    {"makes", 1},    {"voices", 2},       {"raised", 1},    {"wanted", 2},
      {"people", 2},   {"usual", 3},    {"period", 3},   {"video", 3},        {"social", 2},    {"region", 2},
      {"quality", 3},  {"quiet", 2},    {"friend", 1},   {"client", 2},       {"patient", 2},   {"experience", 4},
      {"being", 2},    {"saying", 2},   {"serious", 3},  {"conscious", 2},    {"behaviour", 3}, {"situation", 4},
      {"amygdala", 4}, {"oxytocin", 4}, {"security", 4}, {"relationship", 4}, {"protest", 2},   {"stranger", 2},
      {"touches", 2},  {"hormones", 2}, {"emotion", 3},  {"cortisol", 3},     {"Breathe", 1},   {"person's", 2},
      {"rhythm", 1},   {"uncles", 2},   {"edges", 2},    {"played", 1},       {"needed", 2},    {"someone", 2}};
  for (const auto& [word, syllables] : counted) {
    const std::string counting = word;  // clang 14 cannot capture a structured binding
    INFO(counting);
    CHECK(count_syllables(word) == syllables);
  }
  CHECK(count_syllables("") == 0);
  CHECK(count_syllables("42") == 0);
}

TEST_CASE("sentences and words") {
  CHECK(sentences_in("One. Two! Three? \"Four.\" Five").size() == 5);
  CHECK(sentences_in("About 0.5 of it, at 10.30 a day.").size() == 1);
  CHECK(sentences_in(" ... ").empty());
  CHECK(words_in("A mother's body-feeling, 1,000 times.") ==
        std::vector<std::string>{"A", "mother's", "body", "feeling", "1,000", "times"});
}

TEST_CASE("the grade of texts with a known answer") {
  // 6 words, 1 sentence, 6 syllables: 0.39*6 + 11.8 - 15.59
  CHECK(read("The cat sat on the mat.", {}).grade == doctest::Approx(-1.45));
  // 8 words in 2 sentences, 14 syllables.
  const Readability text = read("The amygdala answers fast. Oxytocin makes it quieter.", {});
  CHECK(text.sentences == 2);
  CHECK(text.words == 8);
  CHECK(text.longest_sentence == 4);
  CHECK(text.grade == doctest::Approx(0.39 * 4 + 11.8 * 17 / 8 - 15.59));
  CHECK(read("The amygdala answers fast. Oxytocin makes it quieter.", {"amygdala", "oxytocin"}).grade ==
        doctest::Approx(0.39 * 4 + 11.8 * 11 / 8 - 15.59));
  CHECK(read("", {}).grade == 0);
}

TEST_CASE("the net for banned wording catches what it should and nothing else") {
  const std::vector<Banned> banned = banned_words();
  for (const char* text :
       {"A broken bond", "Toxic!", "You are anxious.", "an amygdala hijack", "the love hormone oxytocin",
        "This diagnoses the child.", "a diagnosis", "Damaged by care", "so needy", "anxious people cling"}) {
    INFO(text);
    CHECK(find_banned(text, banned) != nullptr);
  }
  for (const char* text : {"How are you?", "A teaching model, not a diagnosis or treatment.", "unbroken", "detoxicate",
                           "A pattern that turns the signal up.", "If you are"}) {
    INFO(text);
    CHECK((find_banned(text, banned) == nullptr) == (std::string(text) != "If you are"));
  }
}

TEST_CASE("no shipped text says what no text may say") {
  const std::vector<Banned> banned = banned_words();
  int checked = 0;
  for (const Text& text : shipped_texts()) {
    // Titles, journals and names of the literature, and what the source articles say, are quoted as they are.
    const bool reference = text.where.rfind("references.json:", 0) == 0,
               article = text.where.rfind("requirements.json:", 0) == 0;
    if (reference && (text.key == "title" || text.key == "venue" || text.key == "authors")) continue;
    if (article && text.key == "text") continue;
    // A file may be damaged and a line broken; nobody is.
    static const std::set<std::string> of_files{"incomplete_or_damaged", "png_damaged", "receipt_damaged", "will_be_broken", "glyph_not_drawn", "glyph_too_large",
                                                "glyph_unreadable", "glyph_width", "header_damaged", "numbers_damaged"};
    if (text.where.rfind("errors_en.json:", 0) == 0 && of_files.count(text.key) > 0) continue;
    ++checked;
    if (const Banned* found = find_banned(text.words, banned)) {
      INFO(text.where << " says \"" << found->words << "\": " << found->instead << "\n  " << text.words);
      CHECK(false);
    }
  }
  CHECK(checked > 3000);
}

TEST_CASE("plain words are plain: grade 8 or less, 15 words a sentence or less") {
  const std::set<std::string> known = known_words();
  int checked = 0;
  std::vector<std::pair<double, std::string>> hardest;
  for (const Text& text : shipped_texts()) {
    if (!is_plain(text) || text.key == "search_spellings" || text.key == "search_synonyms") continue;  // pairs of words
    ++checked;
    const Readability measured = read(text.words, known);
    INFO(text.where << ": " << text.words);
    CHECK_MESSAGE(measured.longest_sentence <= 15, "a sentence of " << measured.longest_sentence << " words");
    // The grade of a label of a few words says nothing.
    if (measured.words < 8) continue;
    CHECK_MESSAGE(measured.grade <= 8, "grade " << to_text(measured.grade, 1));
    hardest.emplace_back(measured.grade, text.where);
    CHECK(text.words.find_first_of("[`") == std::string::npos);
  }
  CHECK(checked > 800);
  double sum = 0;
  for (const auto& [grade, where] : hardest) sum += grade;
  MESSAGE(checked << " plain texts, mean grade " << to_text(sum / static_cast<double>(hardest.size()), 1)
                  << ", hardest " << to_text(std::max_element(hardest.begin(), hardest.end())->first, 1));
}

TEST_CASE("the sentences of claims are plain too: grade 8 or less, 15 words or less") {
  const std::set<std::string> known = known_words();
  int claims = 0, hard = 0;
  for (const Text& text : shipped_texts()) {
    if (text.where.rfind("claims/", 0) != 0 || (text.key != "sentence" && text.key != "text")) continue;
    const Readability measured = read(text.words, known);
    ++claims;
    if ((measured.words >= 8 && measured.grade > 8) || measured.longest_sentence > 15) ++hard;
  }
  MESSAGE(hard << " of " << claims << " sentences of claims are above grade 8 or 15 words");
  CHECK(claims > 300);
  CHECK(hard == 0);
}

TEST_CASE("everything has words for a client, a student and an expert") {
  const Content content = shipped();
  const std::vector<Levels> all = all_levels(content);
  CHECK(all.size() > 180);
  for (const Levels& words : all) {
    INFO(words.what);
    CHECK_FALSE(words.plain.empty());
    CHECK_FALSE(words.student.empty());
    CHECK_FALSE(words.expert.empty());
    CHECK(words.plain != words.student);
    CHECK(words.student != words.expert);
    CHECK(words.plain != words.expert);
  }
  // A student's words are harder than plain ones, and still readable: short of grade 12 on average, no sentence
  // over 30.
  const std::set<std::string> known = known_words();
  double plain = 0, student = 0;
  for (const Levels& words : all) {
    plain += read(words.plain, known).grade / static_cast<double>(all.size());
    const Readability measured = read(words.student, known);
    student += measured.grade / static_cast<double>(all.size());
    INFO(words.what);
    CHECK(measured.longest_sentence <= 30);
  }
  CHECK(plain + 2 < student);
  CHECK(student < 12);
  for (const Scenario& scenario : content.scenarios)
    for (const Arm& arm : scenario.arms) {
      int deeper = 0;
      for (const Caption& caption : arm.captions) {
        INFO(scenario.id << " / " << arm.id << " / " << caption.event);
        CHECK(caption.deeper.student.empty() == caption.deeper.expert.empty());
        if (!caption.deeper.student.empty()) CHECK(caption.deeper.student != caption.text);
        deeper += caption.deeper.student.empty() ? 0 : 1;
      }
      INFO(scenario.id << " / " << arm.id);
      // The first picture and the last line may be the same for everyone; what happens in between may not.
      CHECK(deeper >= 1);
      CHECK(deeper * 3 >= static_cast<int>(arm.captions.size()));
    }
}

TEST_CASE("every story and every pattern says what can change") {
  const Content content = shipped();
  for (const Scenario& scenario : content.scenarios) {
    INFO(scenario.id);
    CHECK_FALSE(scenario.change.empty());
    CHECK_FALSE(scenario.caveat.empty());
    CHECK_FALSE(scenario.leaves_out.empty());
  }
  for (const Style& style : content.styles) {
    INFO(style.id);
    CHECK_FALSE(style.change.empty());
  }
}

TEST_CASE("every page to read ends in what can change, and help is never far") {
  const Content content = shipped();
  CHECK(content.pages.size() >= 15);
  std::set<std::string> groups;
  for (const Page& page : content.pages) {
    INFO(page.id);
    groups.insert(page.group);
    int changes = 0, notes_for_danger = 0;
    for (const PageBlock& block : page.blocks)
      for (const PageText& text : block.texts) {
        changes += text.plain.rfind("What can change: ", 0) == 0 ? 1 : 0;
        notes_for_danger += text.plain.find("emergency number where you live") != std::string::npos ? 1 : 0;
        // Nothing alarming: no shouting, no orders in capitals.
        CHECK(text.plain.find('!') == std::string::npos);
        for (const std::string& word : words_in(text.plain))
          CHECK((word.size() < 3 || word == "ABC" || std::any_of(word.begin(), word.end(), [](char c) { return c < 'A' || c > 'Z'; })));
      }
    CHECK(changes == 1);
    CHECK(notes_for_danger == (page.group == "getting_help" ? 1 : 0));
  }
  CHECK(groups.size() == std::size(kPageGroups));
  // Kinds of help, by name, in one place.
  std::string help;
  for (const Page& page : content.pages)
    if (page.id == "who_can_help")
      for (const PageBlock& block : page.blocks)
        for (const PageText& text : block.texts) help += text.plain + " ";
  for (const char* kind : {"health visitor", "family doctor", "Parent-infant psychotherapy", "Circle of Security", "Video feedback"})
    CHECK_MESSAGE(help.find(kind) != std::string::npos, kind);
}

TEST_CASE("what expert words cite is there") {
  const Content content = shipped();
  std::set<std::string> references, targets, terms;
  for (const Reference& reference : content.references) references.insert(reference.id);
  const Json validation = load_json(ATTUNE_ASSETS "/validation.json");
  for (const Json& target : validation.at("targets")) targets.insert(target.at("id").get<std::string>());
  const Circuit& circuit = content.circuit;
  const auto add = [&](const auto& list) {
    for (const auto& item : list) terms.insert(item.id);
  };
  add(circuit.regions), add(circuit.inputs), add(circuit.traits), add(circuit.constants), add(circuit.derived);
  add(circuit.gates), add(circuit.chemicals), add(circuit.states), add(circuit.readouts);
  terms.insert("mat");
  int citations = 0;
  const auto check = [&](const std::string& text) {
    static const std::regex bracket("\\[([^\\]]*)\\]"), key("[A-Za-z0-9]+"), target("\\bV[0-9][0-9]\\b"),
        tick("`([^`]*)`");
    for (auto i = std::sregex_iterator(text.begin(), text.end(), bracket); i != std::sregex_iterator(); ++i) {
      const std::string inside = (*i)[1];
      for (auto k = std::sregex_iterator(inside.begin(), inside.end(), key); k != std::sregex_iterator(); ++k) {
        if (k->str() == "contested" || k->str() == "assumed") continue;
        CHECK_MESSAGE(references.contains(k->str()), "no reference " << k->str());
        ++citations;
      }
    }
    for (auto i = std::sregex_iterator(text.begin(), text.end(), target); i != std::sregex_iterator(); ++i)
      CHECK_MESSAGE(targets.contains(i->str()), "no target " << i->str());
    for (auto i = std::sregex_iterator(text.begin(), text.end(), tick); i != std::sregex_iterator(); ++i)
      CHECK_MESSAGE(terms.contains((*i)[1].str()), "no quantity " << (*i)[1].str());
  };
  for (const Levels& words : all_levels(content)) {
    INFO(words.what);
    check(words.expert);
    CHECK(words.student.find('[') == std::string::npos);
  }
  for (const Scenario& scenario : content.scenarios)
    for (const Arm& arm : scenario.arms)
      for (const Caption& caption : arm.captions) {
        INFO(scenario.id << " / " << arm.id << " / " << caption.event);
        check(caption.deeper.expert);
        CHECK(caption.deeper.student.find('[') == std::string::npos);
      }
  CHECK(citations > 250);
}

namespace {
std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c); });
  return text;
}
bool says(const std::string& text, const std::string& word) {
  const auto is_letter = [&](std::size_t at) { return at < text.size() && std::isalpha(static_cast<unsigned char>(text[at])) != 0; };
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
    if (!is_letter(at - 1) && !is_letter(at + word.size())) return true;
  return false;
}
}  // namespace

TEST_CASE("the glossary explains what is said, shortly") {
  const Content content = shipped();
  Content rest = content;  // what the glossary says itself does not count
  rest.glossary.clear();
  std::string all;
  for (const auto& entry : texts_of(rest)) all += lower_case(entry.first) + "\n";
  CHECK(content.glossary.size() > 30);
  for (const GlossaryTerm& term : content.glossary) {
    INFO(term.id);
    CHECK_FALSE(term.words.empty());
    CHECK(read(term.meaning, known_words()).longest_sentence <= 15);
    CHECK(std::count(term.meaning.begin(), term.meaning.end(), '.') <= 2);
    for (const std::string& word : term.words) {
      INFO(word);
      CHECK(word == lower_case(word));
      CHECK(says(all, word));
    }
  }
}

TEST_CASE("one structure has one name") {
  const Content content = shipped();
  for (const Region& region : content.circuit.regions) {
    INFO(region.name);
    CHECK(std::any_of(content.structures.begin(), content.structures.end(), [&](const Structure& s) { return s.region == region.id && s.name == region.name; }));
  }
  // Other names for the same, in what everyone reads.
  const std::regex aliases("insular cortex|insular lobe|reward cent(re|er)|pleasure cent(re|er)|fear cent(re|er)|social pain area|"
                           "sensor for body|body sensor|memory centre|amygdaloid|hippocampal formation|dopamine centre",
                           std::regex::icase);
  for (const auto& entry : texts_of(content)) {
    const std::string& text = entry.first;
    INFO(text);
    if (text == "Insular cortex (surface)") continue;  // the outer surface, a structure of its own
    CHECK_FALSE(std::regex_search(text, aliases));
  }
  // What a structure does stands in a caption with its name.
  const std::vector<std::pair<std::string, std::string>> functions{{"social alarm", "dACC"}, {"body sense", "insula"}, {"reward area", "accumbens"}};
  for (const Scenario& scenario : content.scenarios)
    for (const Arm& arm : scenario.arms)
      for (const Caption& caption : arm.captions)
        for (const auto& [what, name] : functions) {
          INFO(caption.text);
          CHECK((lower_case(caption.text).find(what) == std::string::npos || caption.text.find(name) != std::string::npos));
        }
}
