// styles.json, references.json, structures.json and glossary_en.json
#include <set>

#include "core/text.h"
#include "io/parse_content.h"

namespace attune {

namespace {

class UniqueIds {
 public:
  void check(JsonObject& item, const std::string& id) {
    if (!id.empty() && !seen_.insert(id).second)
      item.problems().fail(item.at("id"), sentence("id_defined_twice", {{"id", printable(id, 60)}}),
                           sentence("rename_one"));
  }

 private:
  std::set<std::string> seen_;
};

TraitValues read_traits(JsonObject& table, const KnownWords& known) {
  TraitValues traits;
  for (const auto& [id, value] : table.entries()) {
    check_word(table.problems(), table.at(id), id, sentence("kind_trait"), known.traits);
    traits.emplace_back(id, table.to_number(*value, table.at(id), 0, 1));
  }
  for (const std::string& trait : known.traits) {
    bool found = false;
    for (const auto& entry : traits) found |= entry.first == trait;
    if (!found)
      table.problems().fail(table.pointer(), sentence("trait_not_given", {{"trait", trait}}), sentence("add_it"));
  }
  return traits;
}

// "change": {"plain": "...", "student": "...", "expert": "..."}
void read_change(JsonObject& item, Style& style) {
  JsonObject change = item.object("change");
  style.change = change.text("plain");
  style.deeper_change = read_deeper(change);
  change.finish();
}

}  // namespace

std::vector<Style> parse_styles(const Json& json, JsonProblems& problems, const KnownWords& known,
                                std::string* changed_name) {
  std::vector<Style> styles;
  JsonObject top(json, "", problems);
  check_schema_version(top);
  const std::string called = top.text("changed_name");
  if (!called.empty() && called.find("{name}") == std::string::npos)
    problems.fail("/changed_name", sentence("text_lacks_place", {{"place", "{name}"}}),
                  sentence("put_where_name", {{"place", "{name}"}}));
  if (changed_name != nullptr) *changed_name = called;
  UniqueIds ids;
  for (JsonObject& item : top.objects("styles")) {
    Style style;
    style.id = item.text("id");
    ids.check(item, style.id);
    style.name = item.text("name");
    style.plain = item.text("plain");
    style.grew_out_of = item.text("grew_out_of");
    style.why = item.text("why");
    style.deeper = read_deeper(item);
    read_change(item, style);
    style.colour = item.colour("colour");
    style.evidence = read_evidence(item, known);
    JsonObject caregiver = item.object("caregiver", false);
    for (const auto& [id, value] : caregiver.entries()) {
      check_word(problems, caregiver.at(id), id, sentence("kind_input"), known.inputs);
      style.caregiver[id] = caregiver.to_number(*value, caregiver.at(id), 0, 1);
    }
    JsonObject tables = item.object("traits");
    for (const auto& [set, value] : tables.entries()) {
      check_word(problems, tables.at(set), set, sentence("kind_trait_table"), known.style_sets);
      JsonObject table(*value, tables.at(set), problems);
      style.traits[set] = read_traits(table, known);
    }
    for (const std::string& set : known.style_sets)
      if (!style.traits.contains(set))
        problems.fail(tables.pointer(), sentence("trait_table_missing", {{"set", set}}), sentence("add_it"));
    item.finish();
    styles.push_back(std::move(style));
  }
  top.finish();
  return styles;
}

std::vector<Reference> parse_references(const Json& json, JsonProblems& problems) {
  std::vector<Reference> references;
  JsonObject top(json, "", problems);
  check_schema_version(top);
  UniqueIds ids;
  for (JsonObject& item : top.objects("references")) {
    Reference reference;
    reference.id = item.text("id");
    ids.check(item, reference.id);
    reference.authors = item.text("authors");
    reference.year = static_cast<int>(item.whole("year", 1800, 2100));
    reference.title = item.text("title");
    reference.venue = item.text("venue");
    reference.doi = item.text_or("doi", "");
    reference.claim = item.text("claim");
    reference.strength = item.text("strength");
    check_word(problems, item.at("strength"), reference.strength, sentence("kind_strength"),
               {"strong", "moderate", "contested", "assumed"});
    reference.abstract_checked = item.flag_or("abstract_checked", false);
    reference.note = item.text_or("note", "");
    reference.read = item.text_or("read", "");
    if (!reference.read.empty() && !reference.abstract_checked)
      problems.fail(item.at("read"), sentence("something_read_counts_quoted"), sentence("set_abstract_checked_true"));
    item.finish();
    references.push_back(std::move(reference));
  }
  top.finish();
  return references;
}

std::vector<Structure> parse_structures(const Json& json, JsonProblems& problems, const KnownWords& known) {
  std::vector<Structure> structures;
  std::vector<std::pair<std::size_t, std::string>> nuclei;  // that lie within others, and where that is said
  JsonObject top(json, "", problems);
  check_schema_version(top);
  UniqueIds ids;
  for (JsonObject& item : top.objects("structures")) {
    Structure structure;
    structure.id = item.text("id");
    ids.check(item, structure.id);
    structure.name = item.text("name");
    structure.label = item.text("label");
    structure.plain = item.text("plain");
    structure.deeper = read_deeper(item);
    structure.region = item.text_or("region", "");
    check_word(problems, item.at("region"), structure.region, sentence("kind_region"), known.regions);
    structure.group = item.text("group");
    structure.colour = item.colour("colour");
    structure.featured = item.flag_or("featured", false);
    structure.introduced = item.flag_or("introduced", false);
    structure.within = item.words("within");
    if (!structure.within.empty()) nuclei.emplace_back(structures.size(), item.at("within"));
    item.finish();
    structures.push_back(std::move(structure));
  }
  for (const auto& nucleus : nuclei)
    for (const std::string& id : structures[nucleus.first].within)
      check_word(problems, nucleus.second, id, sentence("kind_structure"), ids_of(structures));
  top.finish();
  return structures;
}

std::vector<GlossaryTerm> parse_glossary(const Json& json, JsonProblems& problems, const KnownWords& known) {
  std::vector<GlossaryTerm> terms;
  JsonObject top(json, "", problems);
  check_schema_version(top);
  UniqueIds ids;
  const std::vector<std::string> levels{"plain", "student", "expert"};
  for (JsonObject& item : top.objects("terms")) {
    GlossaryTerm term;
    term.id = item.text("id");
    ids.check(item, term.id);
    term.name = item.text("name");
    term.words = item.words("words");
    term.meaning = item.text("meaning");
    const std::string until = item.text("until");
    check_word(problems, item.at("until"), until, sentence("kind_level"), levels);
    term.until = level_named(until);
    term.evidence = read_evidence(item, known);
    item.finish();
    terms.push_back(std::move(term));
  }
  top.finish();
  return terms;
}

}  // namespace attune
