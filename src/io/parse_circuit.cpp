#include <set>

#include "core/text.h"
#include "io/parse_content.h"

namespace attune {

std::vector<NamedConstant> read_constants(JsonObject& top, const KnownWords& known) {
  std::vector<NamedConstant> constants;
  for (JsonObject& item : top.objects("constants")) {
    NamedConstant constant;
    constant.id = item.text("id");
    constant.value = item.number("value", -1e6, 1e6);
    constant.unit = item.text("unit");
    constant.source = read_source(item, known);
    item.finish();
    constants.push_back(std::move(constant));
  }
  return constants;
}

namespace {

std::vector<Formula> formulas(JsonObject& top, const char* list, const KnownWords& known) {
  std::vector<Formula> result;
  for (JsonObject& item : top.objects(list)) {
    Formula formula;
    formula.id = item.text("id");
    formula.formula = item.text("formula");
    formula.unit = item.text_or("unit", "1");
    formula.meaning = item.text_or("meaning", "");
    formula.group = item.text_or("group", "");
    formula.evidence = read_evidence(item, known);
    item.finish();
    result.push_back(std::move(formula));
  }
  return result;
}

std::vector<Drive> drives(JsonObject& top, const char* list) {
  std::vector<Drive> result;
  for (JsonObject& item : top.objects(list)) {
    Drive drive;
    drive.source = item.text("source");
    drive.to = item.text("to");
    drive.coefficient = item.number("coefficient", -1, 1);
    drive.gate = item.text_or("gate", "1");
    item.finish();
    result.push_back(std::move(drive));
  }
  return result;
}

void read_places(JsonObject& top, Circuit& circuit, const KnownWords& known) {
  for (JsonObject& item : top.objects("regions")) {
    Region region;
    region.id = item.text("id");
    region.name = item.text("name");
    region.plain = item.text("plain");
    region.role = item.text("role");
    region.deeper = read_deeper(item);
    region.mni_right_mm = item.point_mm("mni_right_mm");
    region.midline = item.flag_or("midline", false);
    region.rest = item.number("rest", 0.001, 0.999);
    region.tau_s = item.number("tau_s", 0.001, 1e6);
    region.evidence = read_evidence(item, known);
    item.finish();
    circuit.regions.push_back(std::move(region));
  }
  for (JsonObject& item : top.objects("gauges")) {
    Gauge gauge;
    gauge.id = item.text("id");
    gauge.name = item.text("name");
    gauge.plain = item.text("plain");
    gauge.shows = item.text("shows");
    gauge.deeper = read_deeper(item);
    gauge.mni_mm = item.point_mm("mni_mm");
    item.finish();
    circuit.gauges.push_back(std::move(gauge));
  }
}

void read_names(JsonObject& top, Circuit& circuit, const KnownWords& known) {
  for (JsonObject& item : top.objects("inputs")) {
    Input input;
    input.id = item.text("id");
    input.name = item.text("name");
    input.meaning = item.text("meaning");
    input.initial = item.number("initial", 0, 1);
    input.last_wins = item.flag_or("last_wins", false);
    item.finish();
    circuit.inputs.push_back(std::move(input));
  }
  for (JsonObject& item : top.objects("traits")) {
    Trait trait;
    trait.id = item.text("id");
    trait.plain = item.text("plain");
    trait.used_for = item.text("used_for");
    item.finish();
    circuit.traits.push_back(std::move(trait));
  }
  circuit.constants = read_constants(top, known);
  for (JsonObject& item : top.objects("ages")) {
    AgePreset age;
    age.id = item.text("id");
    age.name = item.text("name");
    age.maturity = item.number("maturity", 0, 1);
    age.heart_rate = item.number("heart_rate", 20, 220);
    age.years = item.number("years", 0, 120);
    age.style_set = item.text("style_set");
    age.source = read_source(item, known);
    item.finish();
    circuit.ages.push_back(std::move(age));
  }
}

void read_chemistry(JsonObject& top, Circuit& circuit, const KnownWords& known) {
  for (JsonObject& item : top.objects("chemicals")) {
    Chemical chemical;
    chemical.id = item.text("id");
    chemical.name = item.text("name");
    chemical.plain = item.text("plain");
    chemical.deeper = read_deeper(item);
    chemical.made_in = item.text("made_in");
    chemical.acts_on = item.text("acts_on");
    chemical.colour = item.colour("colour");
    chemical.half_life_s = item.number("half_life_s", 0.001, 1e6);
    chemical.target = item.text("target");
    chemical.hidden = item.flag_or("hidden", false);
    chemical.source = read_source(item, known);
    chemical.evidence = read_evidence(item, known);
    item.finish();
    circuit.chemicals.push_back(std::move(chemical));
  }
  for (JsonObject& item : top.objects("states")) {
    State state;
    state.id = item.text("id");
    state.name = item.text("name");
    state.unit = item.text("unit");
    state.meaning = item.text("meaning");
    state.group = item.text("group");
    state.target = item.text("target");
    state.tau_s = item.number("tau_s", 0.001, 1e8);
    state.initial = item.text_or("initial", "0");
    state.rate = item.text_or("rate", "1");
    state.learns = item.flag_or("learns", false);
    state.evidence = read_evidence(item, known);
    item.finish();
    circuit.states.push_back(std::move(state));
  }
}

void read_links(JsonObject& top, Circuit& circuit, const KnownWords& known) {
  const std::vector<std::string> transmitters = {"glu", "gaba", "mix", "crh", "da", "ot", "na", "ser", "opi"};
  for (JsonObject& item : top.objects("connections")) {
    Connection connection;
    connection.from = item.text("from");
    connection.to = item.text("to");
    connection.id = item.text_or("id", connection.from + ">" + connection.to);
    connection.weight = item.number("weight", -1, 1);
    connection.gate = item.text_or("gate", "1");
    connection.transmitter = item.text("transmitter");
    check_word(item.problems(), item.at("transmitter"), connection.transmitter, sentence("kind_transmitter"),
               transmitters);
    connection.tract = item.text("tract");
    connection.waypoints_mm = item.points_mm("waypoints_mm");
    connection.security = item.text_or("security", "");
    connection.plain = item.filled_text_or("plain", "");
    connection.deeper = read_deeper(item);
    connection.evidence = read_evidence(item, known);
    item.finish();
    circuit.connections.push_back(std::move(connection));
  }
  std::vector<std::string> ends;
  for (const Region& region : circuit.regions) ends.push_back(region.id);
  for (const Gauge& gauge : circuit.gauges) ends.push_back(gauge.id);
  std::set<std::string> seen;
  for (JsonObject& item : top.objects("drawn_links", false)) {
    DrawnLink link;
    link.from = item.text("from");
    link.to = item.text("to");
    check_word(item.problems(), item.at("from"), link.from, sentence("kind_region_or_gauge"), ends);
    check_word(item.problems(), item.at("to"), link.to, sentence("kind_region_or_gauge"), ends);
    link.id = item.text_or("id", link.from + ">" + link.to);
    if (!seen.insert(link.id).second)
      item.problems().fail(item.at("id"), sentence("link_defined_twice", {{"id", printable(link.id)}}),
                           sentence("rename_just_one"));
    link.route = item.text("route");
    link.carrier = item.text("carrier");
    link.meaning = item.text("meaning");
    link.waypoints_mm = item.points_mm("waypoints_mm");
    link.evidence = read_evidence(item, known);
    item.finish();
    circuit.drawn_links.push_back(std::move(link));
  }
}

}  // namespace

Uncertainty read_uncertainty(JsonObject& top, std::span<const char* const> known_groups, const KnownWords& known) {
  const std::vector<std::string> groups(known_groups.begin(), known_groups.end());
  Uncertainty uncertainty;
  JsonObject block = top.object("uncertainty", false);
  for (JsonObject& item : block.objects("spreads", false)) {
    Uncertainty::Spread spread;
    spread.group = item.text("group");
    check_word(item.problems(), item.at("group"), spread.group, sentence("kind_group"), groups);
    spread.share = item.number("share", 0, 0.9);
    spread.source = read_source(item, known);
    item.finish();
    uncertainty.spreads.push_back(std::move(spread));
  }
  for (JsonObject& item : block.objects("ranges", false)) {
    Uncertainty::Range range;
    range.group = item.text("group");
    check_word(item.problems(), item.at("group"), range.group, sentence("kind_group"), groups);
    range.id = item.text("id");
    range.low = item.number("low", -1e8, 1e8);
    range.high = item.number("high", -1e8, 1e8);
    range.source = read_source(item, known);
    item.finish();
    uncertainty.ranges.push_back(std::move(range));
  }
  for (JsonObject& item : block.objects("held", false)) {
    uncertainty.held.push_back({item.text("id"), item.text("why")});
    item.finish();
  }
  for (JsonObject& item : block.objects("tied", false)) {
    Uncertainty::Tied tied;
    tied.id = item.text("id");
    tied.to = item.text("to");
    tied.factor = item.number("factor", -1e6, 1e6);
    tied.why = item.text("why");
    item.finish();
    uncertainty.tied.push_back(std::move(tied));
  }
  block.finish();
  return uncertainty;
}

Circuit parse_circuit(const Json& json, JsonProblems& problems, const KnownWords& known) {
  Circuit circuit;
  JsonObject top(json, "", problems);
  check_schema_version(top);
  circuit.gain = top.number("gain", 0.01, 100);
  read_places(top, circuit, known);
  read_names(top, circuit, known);
  circuit.derived = formulas(top, "derived", known);
  circuit.gates = formulas(top, "gates", known);
  read_chemistry(top, circuit, known);
  circuit.readouts = formulas(top, "readouts", known);
  read_links(top, circuit, known);
  circuit.chemical_drives = drives(top, "chemical_drives");
  circuit.input_drives = drives(top, "input_drives");
  circuit.uncertainty = read_uncertainty(top, uncertain_groups, known);
  top.finish();
  return circuit;
}

}  // namespace attune
