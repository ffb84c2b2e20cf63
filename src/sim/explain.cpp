#include "sim/explain.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <optional>

#include "core/text.h"
#include "sim/formula.h"

namespace attune {

namespace {
// The column of a circuit id. A trace of years has more groups, with names of their own ("slow.security" beside
// "derived.security", "episode.AMY" beside "region.AMY"): those belong to no moment.
int find_in_moment(const Trace& trace, std::string_view id) {
  for (std::size_t i = 0; i < trace.columns.size(); ++i) {
    const std::string_view column = trace.columns[i];
    const std::size_t dot = column.find('.');
    if (dot == std::string_view::npos || column.substr(dot + 1) != id) continue;
    const std::string_view group = column.substr(0, dot);
    if (group != "slow" && group != "signal" && group != "template" && group != "label" && group != "episode" &&
        group != "usual")
      return static_cast<int>(i);
  }
  return -1;
}

using Lookup = std::function<double(const std::string&)>;

// The formula was checked when the circuit was compiled; an unknown name counts as 0.
double work_out(const FormulaTree& tree, const Circuit& circuit, const Lookup& value) {
  return evaluate(tree, [&](int index) {
    const FormulaNode& node = tree.nodes[static_cast<std::size_t>(index)];
    if (node.kind == FormulaNode::Kind::name) return value(node.name);
    const std::string& id = tree.nodes[static_cast<std::size_t>(node.children[0])].name;  // of dev() or rel()
    for (const Region& region : circuit.regions)
      if (region.id == id) return (value(id) - region.rest) / (node.name == "dev" ? 1 : region.rest);
    return 0.0;
  });
}

class Reader {
 public:
  Reader(const Circuit& circuit, const Trace& trace) : circuit_(circuit), trace_(trace) {
    for (const NamedConstant& constant : circuit.constants) constants_[constant.id] = constant.value;
    constants_["K"] = circuit.gain;
  }
  // t_s below 0: before the story.
  double at(const std::string& id, double t_s) const { return t_s < 0 ? before_story(id, 0) : in_run(id, t_s); }
  // What a drive multiplies: chemicals and regions by their deviation from rest, everything else as it is.
  double deviation(const std::string& id, double t_s) const {
    for (const Region& region : circuit_.regions)
      if (region.id == id) return at(id, t_s) - region.rest;
    for (const Chemical& chemical : circuit_.chemicals)
      if (chemical.id == id) return at(id, t_s) - 1;
    return at(id, t_s);
  }
  bool recorded(const std::string& id) const { return find_in_moment(trace_, id) >= 0; }

 private:
  double in_run(const std::string& id, double t_s) const {
    if (const int column = find_in_moment(trace_, id); column >= 0) return value_at(trace_, column, t_s);
    const auto constant = constants_.find(id);
    return constant == constants_.end() ? (id == "1" ? 1.0 : 0.0) : constant->second;
  }
  // As the run settled: whatever moves as in row 0, inputs at their resting values, and what follows from both at once
  // by its formula.
  double before_story(const std::string& id, int depth) const {
    constexpr int kDeepest = 32;  // derived quantities use earlier ones only
    for (const Input& input : circuit_.inputs)
      if (input.id == id) return input.initial;
    for (const auto* formulas : {&circuit_.derived, &circuit_.gates, &circuit_.readouts})
      for (const Formula& formula : *formulas) {
        if (formula.id != id || depth > kDeepest) continue;
        if (const auto known = before_.find(id); known != before_.end()) return known->second;
        const auto tree = parse_formula(formula.formula);
        const double value =
            tree ? work_out(*tree, circuit_, [&](const std::string& name) { return before_story(name, depth + 1); }) : 0;
        return before_[id] = value;
      }
    return in_run(id, 0);
  }

  const Circuit& circuit_;
  const Trace& trace_;
  std::map<std::string, double> constants_;
  mutable std::map<std::string, double> before_;  // the story, as far as it was worked out
};

std::optional<std::pair<std::string, std::vector<std::string>>> formula_of(const Circuit& circuit,
                                                                           const std::string& id) {
  for (const Chemical& chemical : circuit.chemicals)
    if (chemical.id == id) return {{chemical.target, chemical.evidence}};
  for (const State& state : circuit.states)
    if (state.id == id) return {{state.target, state.evidence}};
  for (const auto* formulas : {&circuit.derived, &circuit.gates, &circuit.readouts})
    for (const Formula& formula : *formulas)
      if (formula.id == id) return {{formula.formula, formula.evidence}};
  return std::nullopt;
}

std::vector<std::string> evidence_of(const Circuit& circuit, const std::string& id) {
  for (const Chemical& chemical : circuit.chemicals)
    if (chemical.id == id) return chemical.evidence;
  for (const State& state : circuit.states)
    if (state.id == id) return state.evidence;
  for (const Formula& formula : circuit.derived)
    if (formula.id == id) return formula.evidence;
  return {};
}
// Each argument of a formula put back alone.
Status add_formula_terms(const Circuit& circuit, const Reader& read,
                         const std::pair<std::string, std::vector<std::string>>& formula, double before_s,
                         double after_s, Why& why) {
  const auto tree = parse_formula(formula.first);
  if (!tree) return tree.errors();
  const auto value_after = [&](const std::string& name) { return read.at(name, after_s); };
  const double now = work_out(*tree, circuit, value_after);
  std::vector<std::string> names;
  for (const FormulaNode& node : tree->nodes)
    if (node.kind == FormulaNode::Kind::name && read.recorded(node.name) &&
        std::find(names.begin(), names.end(), node.name) == names.end())
      names.push_back(node.name);
  for (const std::string& name : names) {
    const auto put_back = [&](const std::string& other) { return read.at(other, other == name ? before_s : after_s); };
    WhyTerm term;
    term.source = name;
    term.source_before = read.at(name, before_s);
    term.source_after = read.at(name, after_s);
    term.of_formula = true;
    term.effect = now - work_out(*tree, circuit, put_back);
    term.evidence = formula.second;
    why.terms.push_back(std::move(term));
  }
  return Done{};
}
}  // namespace

bool has_equation(const Circuit& circuit, std::string_view id) {
  return std::any_of(circuit.regions.begin(), circuit.regions.end(), [&](const Region& r) { return r.id == id; }) ||
         formula_of(circuit, std::string(id)).has_value();
}

void rank_terms(Why& why) {
  std::stable_sort(why.terms.begin(), why.terms.end(),
                   [](const WhyTerm& a, const WhyTerm& b) { return std::abs(a.effect) > std::abs(b.effect); });
  const double largest = why.terms.empty() ? 0 : std::abs(why.terms.front().effect);
  std::erase_if(why.terms, [&](const WhyTerm& term) {
    return std::abs(term.effect) <= largest * 1e-3 || std::abs(term.effect) < 1e-9;
  });
}

bool has_daily_bond(const Circuit& circuit, const Trace& trace) {
  constexpr double kDay_s = 86400;
  return trace.duration_s() >= kDay_s && find_column(trace, kBondColumn) >= 0 &&
         formula_of(circuit, "bond_growth").has_value() && formula_of(circuit, "bond_fade").has_value() &&
         find_in_moment(trace, "bond_growth") >= 0 && find_in_moment(trace, "bond_fade") >= 0;
}

namespace {
// The bond is a sum over the days (sim/daily.h): what grew it and what faded it, each summed.
Why explain_bond(const Circuit& circuit, const Trace& trace, double before_s, double after_s) {
  constexpr double kDay_s = 86400;
  const Reader read(circuit, trace);
  const double from_s = std::max(0.0, before_s);
  const int bond = find_column(trace, kBondColumn);
  Why why{std::string(kBondColumn), before_s, after_s, value_at(trace, bond, from_s), value_at(trace, bond, after_s), {}};
  double grown = 0, faded = 0;
  for (double t_s = from_s; t_s < after_s; t_s += trace.sample_s) {
    const double now = value_at(trace, bond, t_s), days = std::min(trace.sample_s, after_s - t_s) / kDay_s;
    grown += (1 - now) * read.at("bond_growth", t_s) * days;
    faded -= now * read.at("bond_fade", t_s) * days;
  }
  why.terms.push_back({"bond_growth", "", grown, read.at("bond_growth", from_s), read.at("bond_growth", after_s), true,
                       false, formula_of(circuit, "bond_growth")->second, "readout:bond_growth"});
  why.terms.push_back({"bond_fade", "", faded, read.at("bond_fade", from_s), read.at("bond_fade", after_s), true, false,
                       formula_of(circuit, "bond_fade")->second, "readout:bond_fade"});
  rank_terms(why);
  return why;
}
}  // namespace

Result<Why> explain(const Circuit& circuit, const Trace& trace, std::string_view variable, double before_s,
                    double after_s) {
  if (variable == kBondColumn && has_daily_bond(circuit, trace)) return explain_bond(circuit, trace, before_s, after_s);
  const std::size_t dot = variable.find('.');
  const std::string id(dot == std::string_view::npos ? variable : variable.substr(dot + 1));
  const Reader read(circuit, trace);
  Why why{id, before_s, after_s, read.at(id, before_s), read.at(id, after_s), {}};

  const bool is_region =
      std::any_of(circuit.regions.begin(), circuit.regions.end(), [&](const Region& r) { return r.id == id; });
  if (is_region) {
    const auto add = [&](const std::string& source, const std::string& connection, double coefficient,
                         const std::string& gate, const std::vector<std::string>& evidence) {
      WhyTerm term;
      term.source = source;
      term.connection = connection;
      term.source_before = read.at(source, before_s);
      term.source_after = read.at(source, after_s);
      const double x0 = read.deviation(source, before_s), x1 = read.deviation(source, after_s);
      const double g0 = read.at(gate, before_s), g1 = read.at(gate, after_s);
      term.effect = coefficient * (g1 * x1 - g0 * x0);
      term.gate_changed = std::abs((g1 - g0) * (x0 + x1)) > std::abs((x1 - x0) * (g0 + g1));
      term.evidence = evidence;
      why.terms.push_back(std::move(term));
    };
    for (const Connection& connection : circuit.connections)
      if (connection.to == id)
        add(connection.from, connection.id, connection.weight, connection.gate, connection.evidence);
    for (const auto* drives : {&circuit.chemical_drives, &circuit.input_drives})
      for (const Drive& drive : *drives)
        if (drive.to == id) add(drive.source, "", drive.coefficient, drive.gate, evidence_of(circuit, drive.source));
  } else if (const auto formula = formula_of(circuit, id)) {
    if (const Status status = add_formula_terms(circuit, read, *formula, before_s, after_s, why); !status)
      return status.errors();
  } else {
    std::vector<std::string> known;
    for (const Region& region : circuit.regions) known.push_back(region.id);
    for (const Chemical& chemical : circuit.chemicals) known.push_back(chemical.id);
    for (const State& state : circuit.states) known.push_back(state.id);
    for (const auto* formulas : {&circuit.derived, &circuit.readouts})
      for (const Formula& item : *formulas) known.push_back(item.id);
    const std::string near = nearest_word(id, known);
    return Error{sentence("no_equation_explain", {{"id", printable(id)}}), "",
                 near_or(near, sentence("choose_region_chemical_state")), ExitCode::usage};
  }
  rank_terms(why);
  return why;
}

Result<Why> explain_start(const Circuit& circuit, const Trace& trace, std::string_view variable, double before_s,
                          double after_s) {
  const std::string id(variable.substr(variable.find('.') + 1));
  const Reader read(circuit, trace);
  for (const State& state : circuit.states) {
    if (state.id != id) continue;
    Why why{id, before_s, after_s, read.at(id, before_s), read.at(id, after_s), {}};
    if (const Status status = add_formula_terms(circuit, read, {state.initial, state.evidence}, before_s, after_s, why);
        !status)
      return status.errors();
    rank_terms(why);
    return why;
  }
  return Error{sentence("no_such_state", {{"id", printable(id)}}), "", sentence("choose_any"), ExitCode::usage};
}

}  // namespace attune
