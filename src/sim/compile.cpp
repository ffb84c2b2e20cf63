// Circuit -> Program: names resolved, formulas parsed, equal pieces computed once, every piece put where it is computed
// as seldom as it can change (program.h).
#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "core/check.h"
#include "core/text.h"
#include "sim/det_math.h"
#include "sim/formula.h"
#include "sim/program.h"
#include "sim/simulate.h"

namespace attune {

namespace {

// How often a value can change.
// sample: only recorded, no state waits for it.
enum class Rate : std::uint8_t { constant, setup, input, step, sample };

using NodeId = int;

struct Node {
  enum class Kind { constant, leaf, operation } kind = Kind::constant;
  Op op = Op::add;
  NodeId a = -1, b = -1, c = -1;  // operands; for dot: first term, number of terms
  Rate level = Rate::constant;
  double value = 0;  // of a constant
  bool used = false;
  Slot slot = 0;
};

struct DriveTerm {
  NodeId coefficient = 0, source = 0;
};

enum class SymbolKind { constant, trait, input, region, chemical, state, derived, gate, readout };

struct Symbol {
  SymbolKind kind = SymbolKind::constant;
  NodeId node = -1;   // -1: declared, but not computed yet
  std::string where;  // JSON pointer of its definition
};

double apply(Op op, double a, double b, double c) {
  switch (op) {
    case Op::add:
      return a + b;
    case Op::subtract:
      return a - b;
    case Op::multiply:
      return a * b;
    case Op::divide:
      return a / b;
    case Op::negate:
      return -a;
    case Op::power:
      return det::pow(a, b);
    case Op::minimum:
      return det::min(a, b);
    case Op::maximum:
      return det::max(a, b);
    case Op::absolute:
      return det::abs(a);
    case Op::exponential:
      return det::exp(a);
    case Op::logarithm:
      return det::log(a);
    case Op::sigma:
      return det::sigma(a);
    case Op::logit:
      return det::logit(a);
    case Op::copy:
      return a;
    case Op::clip:
      return det::clip(a, b, c);
    case Op::dot:
      break;
  }
  ATTUNE_CHECK(false);
}

std::string pointer(const char* list, std::size_t index, const char* field = nullptr) {
  std::string where = "/" + std::string(list) + "/" + std::to_string(index);
  if (field) where += "/" + std::string(field);
  return where;
}

class Compiler {
 public:
  // With `for_ensemble` the numbers that vary from run to run become values of the setup instead of constants.
  Compiler(const Circuit& circuit, bool for_ensemble) : circuit_(circuit), for_ensemble_(for_ensemble) {}

  Result<ProgramPtr> compile() {
    check_numbers();
    list_varying();
    declare();
    compile_formulas(circuit_.derived, "derived");
    compile_formulas(circuit_.gates, "gates");
    compile_regions();
    compile_chemicals();
    compile_states();
    compile_formulas(circuit_.readouts, "readouts");
    if (!errors_.empty()) return std::move(errors_);
    collect_columns();
    if (!errors_.empty()) return std::move(errors_);
    return emit();
  }

 private:
  struct Column {
    std::string name;
    NodeId node = 0;
  };
  struct StateParts {
    std::string id, column;
    NodeId leaf = 0, target = 0, initial = 0, rate = -1;
    bool learns = false;
    double tau_s = 1;
    int parameter = -1;  // that tau_s is
  };

  void fail(std::string where, Sentence what, Sentence hint) {
    errors_.push_back(Error{std::move(what), std::move(where), std::move(hint), ExitCode::bad_input});
  }

  // ---- nodes ----

  NodeId constant(double value) {
    const auto key = std::bit_cast<std::uint64_t>(value);
    if (const auto found = constants_.find(key); found != constants_.end()) return found->second;
    Node node;
    node.value = value;
    nodes_.push_back(node);
    return constants_[key] = static_cast<NodeId>(nodes_.size()) - 1;
  }

  NodeId leaf(Rate level) {
    Node node;
    node.kind = Node::Kind::leaf;
    node.level = level;
    nodes_.push_back(node);
    return static_cast<NodeId>(nodes_.size()) - 1;
  }

  const Node& at(NodeId id) const { return nodes_[static_cast<std::size_t>(id)]; }
  bool is_constant(NodeId id) const { return at(id).kind == Node::Kind::constant; }

  NodeId operation(Op op, NodeId a, NodeId b = -1, NodeId c = -1) {
    if (is_constant(a) && (b < 0 || is_constant(b)) && (c < 0 || is_constant(c)))
      return constant(apply(op, at(a).value, b < 0 ? 0 : at(b).value, c < 0 ? 0 : at(c).value));
    if (op == Op::multiply && is_constant(a) && at(a).value == 1.0) return b;
    if (op == Op::multiply && is_constant(b) && at(b).value == 1.0) return a;
    const auto key = std::make_tuple(op, a, b, c);
    if (const auto found = operations_.find(key); found != operations_.end()) return found->second;
    Node node;
    node.kind = Node::Kind::operation;
    node.op = op;
    node.a = a, node.b = b, node.c = c;
    node.level = at(a).level;
    if (b >= 0) node.level = std::max(node.level, at(b).level);
    if (c >= 0) node.level = std::max(node.level, at(c).level);
    nodes_.push_back(node);
    return operations_[key] = static_cast<NodeId>(nodes_.size()) - 1;
  }

  NodeId dot(const std::vector<DriveTerm>& terms, Rate level) {
    Node node;
    node.kind = Node::Kind::operation;
    node.op = Op::dot;
    node.a = static_cast<NodeId>(terms_.size());
    node.b = static_cast<NodeId>(terms.size());
    node.level = level;
    terms_.insert(terms_.end(), terms.begin(), terms.end());
    nodes_.push_back(node);
    return static_cast<NodeId>(nodes_.size()) - 1;
  }

  // ---- numbers that vary ----

  void list_varying() {
    Result<std::vector<Parameter>> parameters = list_parameters(circuit_);
    if (!parameters) {
      errors_.insert(errors_.end(), parameters.errors().begin(), parameters.errors().end());
    } else if (for_ensemble_) {
      parameters_ = std::move(parameters).value();
      parameter_nodes_.assign(parameters_.size(), -1);
    }
  }

  int find_parameter(ParameterKind kind, std::size_t index) const {
    for (std::size_t i = 0; i < parameters_.size(); ++i)
      if (parameters_[i].kind == kind && parameters_[i].index == index) return static_cast<int>(i);
    return -1;
  }

  // A number of the circuit: a constant, or what this run has for it.
  NodeId number(ParameterKind kind, std::size_t index, double value) {
    const int found = find_parameter(kind, index);
    if (found < 0) return constant(value);
    NodeId& node = parameter_nodes_[static_cast<std::size_t>(found)];
    if (node < 0) node = leaf(Rate::setup);
    return node;
  }

  // ---- names ----

  void check_numbers() {
    const auto in = [](double value, double low, double high) { return value >= low && value <= high; };
    if (!in(circuit_.gain, 1e-6, 1e3)) fail("/gain", sentence("gain_out"), sentence("correct_it"));
    for (std::size_t i = 0; i < circuit_.regions.size(); ++i) {
      const Region& region = circuit_.regions[i];
      if (!(region.rest > 0 && region.rest < 1))
        fail(pointer("regions", i, "rest"), sentence("resting_out"), sentence("correct_it"));
      if (!in(region.tau_s, 1e-3, 1e9))
        fail(pointer("regions", i, "tau_s"), sentence("time_constant_out"), sentence("correct_it"));
    }
    for (std::size_t i = 0; i < circuit_.chemicals.size(); ++i)
      if (!in(circuit_.chemicals[i].half_life_s, 1e-3, 1e9))
        fail(pointer("chemicals", i, "half_life_s"), sentence("half_life_out"), sentence("correct_it"));
    for (std::size_t i = 0; i < circuit_.states.size(); ++i)
      if (!in(circuit_.states[i].tau_s, 1e-3, 1e9))
        fail(pointer("states", i, "tau_s"), sentence("time_constant_out"), sentence("correct_it"));
    for (std::size_t i = 0; i < circuit_.constants.size(); ++i)
      if (!std::isfinite(circuit_.constants[i].value))
        fail(pointer("constants", i, "value"), sentence("value_finite"), sentence("correct_it"));
  }

  void declare(const std::string& id, SymbolKind kind, NodeId node, std::string where) {
    if (id.empty()) return fail(std::move(where), sentence("id_empty"), sentence("give_name"));
    const bool starts_well = !(id[0] >= '0' && id[0] <= '9');
    const bool is_name =
        starts_well && std::all_of(id.begin(), id.end(), [](char c) {
          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        });
    if (!is_name)
      return fail(std::move(where), sentence("id_cannot_used_formulas", {{"id", printable(id)}}),
                  sentence("use_letters_digits_start"));
    const auto [found, is_new] = symbols_.try_emplace(id, Symbol{kind, node, where});
    if (!is_new)
      fail(std::move(where), sentence("id_defined_twice", {{"id", id}}),
           found->second.where.empty() ? sentence("built_name_choose_another")
                                       : sentence("first_defined_rename_one", {{"where", found->second.where}}));
  }

  void declare() {
    gain_ = number(ParameterKind::gain, 0, circuit_.gain);
    symbols_["K"] = Symbol{SymbolKind::constant, gain_, ""};
    maturity_ = leaf(Rate::setup);
    heart_rate_ = leaf(Rate::setup);
    symbols_["mat"] = Symbol{SymbolKind::trait, maturity_, ""};
    symbols_["HR0"] = Symbol{SymbolKind::trait, heart_rate_, ""};
    for (std::size_t i = 0; i < circuit_.regions.size(); ++i)
      declare(circuit_.regions[i].id, SymbolKind::region, leaf(Rate::step), pointer("regions", i, "id"));
    for (std::size_t i = 0; i < circuit_.chemicals.size(); ++i)
      declare(circuit_.chemicals[i].id, SymbolKind::chemical, leaf(Rate::step), pointer("chemicals", i, "id"));
    for (std::size_t i = 0; i < circuit_.states.size(); ++i)
      declare(circuit_.states[i].id, SymbolKind::state, leaf(Rate::step), pointer("states", i, "id"));
    for (std::size_t i = 0; i < circuit_.traits.size(); ++i) {
      trait_nodes_.push_back(leaf(Rate::setup));
      declare(circuit_.traits[i].id, SymbolKind::trait, trait_nodes_.back(), pointer("traits", i, "id"));
    }
    for (std::size_t i = 0; i < circuit_.inputs.size(); ++i) {
      input_nodes_.push_back(leaf(Rate::input));
      declare(circuit_.inputs[i].id, SymbolKind::input, input_nodes_.back(), pointer("inputs", i, "id"));
    }
    for (std::size_t i = 0; i < circuit_.constants.size(); ++i)
      declare(circuit_.constants[i].id, SymbolKind::constant,
              number(ParameterKind::constant, i, circuit_.constants[i].value), pointer("constants", i, "id"));
    for (std::size_t i = 0; i < circuit_.derived.size(); ++i)
      declare(circuit_.derived[i].id, SymbolKind::derived, -1, pointer("derived", i, "id"));
    for (std::size_t i = 0; i < circuit_.gates.size(); ++i)
      declare(circuit_.gates[i].id, SymbolKind::gate, -1, pointer("gates", i, "id"));
    for (std::size_t i = 0; i < circuit_.readouts.size(); ++i)
      declare(circuit_.readouts[i].id, SymbolKind::readout, -1, pointer("readouts", i, "id"));
    std::set<std::string> age_ids;
    for (std::size_t i = 0; i < circuit_.ages.size(); ++i)
      if (!age_ids.insert(circuit_.ages[i].id).second)
        fail(pointer("ages", i, "id"), sentence("age_defined_twice", {{"id", circuit_.ages[i].id}}),
             sentence("rename_one"));
  }

  template <class Accept>
  Sentence nearest(const std::string& word, Accept accept) const {
    std::vector<std::string> words;
    for (const auto& [id, symbol] : symbols_)
      if (accept(symbol)) words.push_back(id);
    std::sort(words.begin(), words.end());
    const std::string found = nearest_word(word, words);
    return near_or(found, "");
  }

  // ---- formulas ----

  std::optional<NodeId> compile_formula(const std::string& text, const std::string& where) {
    Result<FormulaTree> tree = parse_formula(text);
    if (!tree) {
      fail(where, tree.error().what, tree.error().hint);
      return std::nullopt;
    }
    const std::size_t errors_before = errors_.size();
    const NodeId node = build(*tree, tree->root, where);
    if (errors_.size() != errors_before) return std::nullopt;
    if (is_constant(node) && !std::isfinite(at(node).value)) {
      fail(where, sentence("formula_not_work_out"), sentence("look_division_zero_log"));
      return std::nullopt;
    }
    return node;
  }

  NodeId build(const FormulaTree& tree, int index, const std::string& where) {
    const FormulaNode& node = tree.nodes[static_cast<std::size_t>(index)];
    const auto child = [&](std::size_t i) { return build(tree, node.children[i], where); };
    using Kind = FormulaNode::Kind;
    switch (node.kind) {
      case Kind::number:
        return constant(node.number);
      case Kind::name:
        return look_up(node, where);
      case Kind::negate:
        return operation(Op::negate, child(0));
      case Kind::add:
        return operate(Op::add, tree, node, where);
      case Kind::subtract:
        return operate(Op::subtract, tree, node, where);
      case Kind::multiply:
        return operate(Op::multiply, tree, node, where);
      case Kind::divide:
        return operate(Op::divide, tree, node, where);
      case Kind::power: {
        const NodeId base = child(0), exponent = child(1);
        if (is_constant(exponent) && !is_constant(base)) {
          // Small whole powers are exact products.
          const double value = at(exponent).value;
          if (value == 1) return base;
          if (value == 2) return operation(Op::multiply, base, base);
          if (value == 3) return operation(Op::multiply, operation(Op::multiply, base, base), base);
        }
        return operation(Op::power, base, exponent);
      }
      case Kind::call:
        return call(tree, node, where);
    }
    ATTUNE_CHECK(false);
  }

  // Left before right: the order of the nodes, and with it of the instructions, is that of the text.
  NodeId operate(Op op, const FormulaTree& tree, const FormulaNode& node, const std::string& where) {
    const NodeId left = build(tree, node.children[0], where);
    const NodeId right = build(tree, node.children[1], where);
    return operation(op, left, right);
  }

  NodeId look_up(const FormulaNode& node, const std::string& where) {
    const auto found = symbols_.find(node.name);
    if (found == symbols_.end()) {
      Sentence hint = nearest(node.name, [](const Symbol&) { return true; });
      if (hint.empty()) hint = sentence("use_ids_regions_chemicals");
      fail(where, sentence("unknown_name", {{"name", name_in_formula(node)}}), std::move(hint));
      return constant(0);
    }
    if (found->second.node < 0) {
      const bool is_readout = found->second.kind == SymbolKind::readout;
      fail(where, sentence(is_readout ? "is_read_out" : "not_computed_yet", {{"name", name_in_formula(node)}}),
           is_readout ? sentence("read_outs_never_fed") : sentence("formula_use_only_quantities"));
      return constant(0);
    }
    return found->second.node;
  }

  NodeId call(const FormulaTree& tree, const FormulaNode& node, const std::string& where) {
    const std::size_t count = node.children.size();
    const auto wrong_count = [&](const Sentence& needed) {
      fail(where,
           sentence("call_needs", {{"name", call_in_formula(node)},
                                   {"needed", needed},
                                   {"count", std::to_string(count)}}),
           sentence("correct_it"));
      return constant(0);
    };
    if (node.name == "dev" || node.name == "rel") {
      const FormulaNode& argument = tree.nodes[static_cast<std::size_t>(node.children[0])];
      if (count != 1 || argument.kind != FormulaNode::Kind::name)
        return wrong_count(sentence("id_one_region_chemical"));
      return deviation(argument, node.name == "rel", where);
    }
    static constexpr std::pair<const char*, Op> one_argument[] = {{"abs", Op::absolute},
                                                                  {"exp", Op::exponential},
                                                                  {"log", Op::logarithm},
                                                                  {"sigma", Op::sigma},
                                                                  {"logit", Op::logit}};
    for (const auto& [name, op] : one_argument) {
      if (node.name != name) continue;
      if (count != 1) return wrong_count(sentence("one_value"));
      return operation(op, build(tree, node.children[0], where));
    }
    if (node.name == "min" || node.name == "max") {
      if (count < 2) return wrong_count(sentence("two_more_values"));
      NodeId result = build(tree, node.children[0], where);
      for (std::size_t i = 1; i < count; ++i)
        result =
            operation(node.name == "min" ? Op::minimum : Op::maximum, result, build(tree, node.children[i], where));
      return result;
    }
    if (node.name == "clip") {
      if (count != 3) return wrong_count(sentence("three_values_x_low"));
      const NodeId x = build(tree, node.children[0], where);
      const NodeId low = build(tree, node.children[1], where);
      const NodeId high = build(tree, node.children[2], where);
      return operation(Op::clip, x, low, high);
    }
    const std::string near =
        nearest_word(node.name, {"clip", "min", "max", "abs", "exp", "log", "sigma", "logit", "rel", "dev"});
    fail(where, sentence("unknown_function", {{"name", name_in_formula(node)}}),
         near_or(near, sentence("use_functions")));
    return constant(0);
  }

  NodeId deviation(const FormulaNode& argument, bool relative, const std::string& where) {
    const auto found = symbols_.find(argument.name);
    const auto has_rest = [](const Symbol& s) {
      return s.kind == SymbolKind::region || s.kind == SymbolKind::chemical;
    };
    if (found == symbols_.end() || !has_rest(found->second)) {
      Sentence hint = nearest(argument.name, has_rest);
      if (hint.empty()) hint = sentence("use_id_region_chemical");
      fail(where, sentence("not_region_chemical", {{"name", name_in_formula(argument)}}), std::move(hint));
      return constant(0);
    }
    double rest = 1;
    if (found->second.kind == SymbolKind::region)
      for (const Region& region : circuit_.regions)
        if (region.id == argument.name) rest = region.rest;
    const NodeId deviation = operation(Op::subtract, found->second.node, constant(rest));
    return relative && rest != 1 ? operation(Op::divide, deviation, constant(rest)) : deviation;
  }

  void compile_formulas(const std::vector<Formula>& formulas, const char* list) {
    for (std::size_t i = 0; i < formulas.size(); ++i) {
      const std::string& group = formulas[i].group;
      if (!group.empty() && group != "body" && group != "felt")
        fail(pointer(list, i, "group"), sentence("unknown_group", {{"group", printable(group)}}),
             sentence("use_body_felt_leave"));
      const auto node = compile_formula(formulas[i].formula, pointer(list, i, "formula"));
      // After an error the name counts as known, so that one mistake is reported once.
      const auto symbol = symbols_.find(formulas[i].id);
      if (symbol != symbols_.end() && symbol->second.node < 0) symbol->second.node = node.value_or(constant(0));
    }
  }

  // ---- states ----

  std::optional<NodeId> find_gate(const std::string& gate, const std::string& where) {
    if (gate == "1" || gate.empty()) return constant(1);
    const auto is_gate = [&](const Symbol& s) { return s.kind == SymbolKind::gate || s.kind == SymbolKind::trait; };
    const auto found = symbols_.find(gate);
    if (found != symbols_.end() && is_gate(found->second)) return found->second.node;
    Sentence hint = nearest(gate, is_gate);
    if (hint.empty()) hint = sentence("use_id_gate_trait");
    fail(where, sentence("unknown_gate", {{"gate", printable(gate)}}), std::move(hint));
    return std::nullopt;
  }

  std::optional<std::size_t> find_region(const std::string& id, const std::string& where) {
    for (std::size_t i = 0; i < circuit_.regions.size(); ++i)
      if (circuit_.regions[i].id == id) return i;
    Sentence hint = nearest(id, [](const Symbol& s) { return s.kind == SymbolKind::region; });
    if (hint.empty()) hint = sentence("attune_list_regions_shows");
    fail(where, sentence("unknown_region", {{"id", printable(id)}}), std::move(hint));
    return std::nullopt;
  }

  NodeId region_deviation(std::size_t index) {
    const Region& region = circuit_.regions[index];
    const auto found = symbols_.find(region.id);
    return operation(Op::subtract, found == symbols_.end() ? constant(0) : found->second.node, constant(region.rest));
  }

  void compile_regions() {
    std::vector<std::vector<DriveTerm>> terms(circuit_.regions.size());
    const auto add_term = [&](std::size_t region, NodeId coefficient, NodeId gate, NodeId source) {
      const NodeId scaled = operation(Op::multiply, gain_, coefficient);
      terms[region].push_back({operation(Op::multiply, scaled, gate), source});
    };
    std::set<std::string> connection_ids;
    for (std::size_t i = 0; i < circuit_.connections.size(); ++i) {
      const Connection& connection = circuit_.connections[i];
      if (!connection_ids.insert(connection.id).second)
        fail(pointer("connections", i, "id"), sentence("connection_defined_twice", {{"id", printable(connection.id)}}),
             sentence("remove_rename_one"));
      const auto from = find_region(connection.from, pointer("connections", i, "from"));
      const auto to = find_region(connection.to, pointer("connections", i, "to"));
      const auto gate = find_gate(connection.gate, pointer("connections", i, "gate"));
      if (!std::isfinite(connection.weight))
        fail(pointer("connections", i, "weight"), sentence("weight_finite"), sentence("correct_it"));
      if (from && to && *from == *to)
        fail(pointer("connections", i), sentence("region_to_itself", {{"region", connection.from}}),
             sentence("remove_it"));
      if (from && to && gate)
        add_term(*to, number(ParameterKind::connection, i, connection.weight), *gate, region_deviation(*from));
    }
    const auto add_drives = [&](const std::vector<Drive>& drives, ParameterKind kind, const char* list) {
      for (std::size_t i = 0; i < drives.size(); ++i) {
        const Drive& drive = drives[i];
        const auto to = find_region(drive.to, pointer(list, i, "to"));
        const auto gate = find_gate(drive.gate, pointer(list, i, "gate"));
        const auto source = find_source(drive.source, pointer(list, i, "source"));
        if (!std::isfinite(drive.coefficient))
          fail(pointer(list, i, "coefficient"), sentence("coefficient_finite"), sentence("correct_it"));
        if (to && gate && source) add_term(*to, number(kind, i, drive.coefficient), *gate, *source);
      }
    };
    add_drives(circuit_.chemical_drives, ParameterKind::chemical_drive, "chemical_drives");
    add_drives(circuit_.input_drives, ParameterKind::input_drive, "input_drives");
    if (!errors_.empty()) return;
    for (std::size_t i = 0; i < circuit_.regions.size(); ++i) {
      const Region& region = circuit_.regions[i];
      StateParts parts;
      parts.id = region.id;
      parts.column = "region." + region.id;
      parts.leaf = symbols_.at(region.id).node;
      // sigma(K I + logit(rest)): K is inside the coefficients, the logit is one more term of the sum.
      terms[i].push_back({operation(Op::logit, constant(region.rest)), constant(1)});
      parts.target = operation(Op::sigma, sum_terms(terms[i]));
      parts.initial = constant(region.rest);
      parts.tau_s = region.tau_s;
      parts.parameter = find_parameter(ParameterKind::region_tau, i);
      states_.push_back(std::move(parts));
    }
  }

  // What changes every step, plus what changes only with the inputs.
  NodeId sum_terms(const std::vector<DriveTerm>& terms) {
    std::vector<DriveTerm> fast, slow;
    for (const DriveTerm& term : terms)
      (std::max(at(term.coefficient).level, at(term.source).level) == Rate::step ? fast : slow).push_back(term);
    const NodeId slow_sum = dot(slow, Rate::input);
    return fast.empty() ? slow_sum : operation(Op::add, dot(fast, Rate::step), slow_sum);
  }

  // A chemical drives by its deviation from rest, everything else by its value.
  std::optional<NodeId> find_source(const std::string& id, const std::string& where) {
    const auto is_source = [](const Symbol& s) {
      return s.kind == SymbolKind::chemical || s.kind == SymbolKind::input || s.kind == SymbolKind::derived ||
             s.kind == SymbolKind::state;
    };
    const auto found = symbols_.find(id);
    if (found == symbols_.end() || !is_source(found->second)) {
      Sentence hint = nearest(id, is_source);
      if (hint.empty()) hint = sentence("use_id_chemical_input");
      fail(where, sentence("cannot_drive_region", {{"id", printable(id)}}), std::move(hint));
      return std::nullopt;
    }
    const NodeId node = found->second.node;
    return found->second.kind == SymbolKind::chemical ? operation(Op::subtract, node, constant(1)) : node;
  }

  // States move one after another, so a target that is itself a state must be read before any of them moves.
  NodeId as_of_now(NodeId node) { return at(node).kind == Node::Kind::leaf ? operation(Op::copy, node) : node; }

  void compile_chemicals() {
    for (std::size_t i = 0; i < circuit_.chemicals.size(); ++i) {
      const Chemical& chemical = circuit_.chemicals[i];
      const auto target = compile_formula(chemical.target, pointer("chemicals", i, "target"));
      if (!target || !symbols_.contains(chemical.id)) continue;
      StateParts parts;
      parts.id = chemical.id;
      parts.column = "chem." + chemical.id;
      parts.leaf = symbols_.at(chemical.id).node;
      parts.target = as_of_now(*target);
      parts.initial = constant(1);
      parts.tau_s = tau_of_half_life(chemical.half_life_s);
      parts.parameter = find_parameter(ParameterKind::half_life, i);
      states_.push_back(std::move(parts));
    }
  }

  void compile_states() {
    for (std::size_t i = 0; i < circuit_.states.size(); ++i) {
      const State& state = circuit_.states[i];
      if (state.group != "body" && state.group != "felt")
        fail(pointer("states", i, "group"), sentence("unknown_group", {{"group", printable(state.group)}}),
             sentence("use_body_felt"));
      const auto target = compile_formula(state.target, pointer("states", i, "target"));
      const auto initial = compile_formula(state.initial, pointer("states", i, "initial"));
      const auto rate = compile_formula(state.rate, pointer("states", i, "rate"));
      if (initial && at(*initial).level > Rate::setup)
        fail(pointer("states", i, "initial"), sentence("starting_value_depend_traits"),
             sentence("leave_out_inputs_regions"));
      if (!target || !initial || !rate || !symbols_.contains(state.id)) continue;
      StateParts parts;
      parts.id = state.id;
      parts.column = state.group + "." + state.id;
      parts.leaf = symbols_.at(state.id).node;
      parts.target = as_of_now(*target);
      parts.initial = *initial;
      if (!is_constant(*rate) || at(*rate).value != 1.0) parts.rate = as_of_now(*rate);
      parts.learns = state.learns;
      parts.tau_s = state.tau_s;
      parts.parameter = find_parameter(ParameterKind::state_tau, i);
      states_.push_back(std::move(parts));
    }
  }

  // ---- what is recorded, and the program ----

  void collect_columns() {
    const auto add = [&](const std::string& prefix, const std::string& id) {
      columns_.push_back({prefix + "." + id, symbols_.at(id).node});
    };
    for (const Region& region : circuit_.regions) add("region", region.id);
    for (const Chemical& chemical : circuit_.chemicals) add("chem", chemical.id);
    for (const char* group : {"body", "felt"}) {
      for (const Formula& formula : circuit_.derived)
        if (formula.group == group) add(group, formula.id);
      for (const State& state : circuit_.states)
        if (state.group == group) add(group, state.id);
      for (const auto* formulas : {&circuit_.gates, &circuit_.readouts})
        for (const Formula& formula : *formulas)
          if (formula.group == group) add(group, formula.id);
    }
    for (const Trait& trait : circuit_.traits) add("trait", trait.id);
    for (const Input& input : circuit_.inputs) add("input", input.id);
    columns_.push_back({"derived.mat", maturity_});
    columns_.push_back({"derived.HR0", heart_rate_});
    for (const auto* formulas : {&circuit_.derived, &circuit_.gates, &circuit_.readouts})
      for (const Formula& formula : *formulas)
        if (formula.group.empty()) add("derived", formula.id);
    if (columns_.size() > 4096)
      fail("", sentence("circuit_recorded_quantities", {{"count", std::to_string(columns_.size())}}),
           sentence("limit_4096_columns"));
  }

  void mark(NodeId id) {
    std::vector<NodeId> open{id};
    while (!open.empty()) {
      Node& node = nodes_[static_cast<std::size_t>(open.back())];
      open.pop_back();
      if (node.used) continue;
      node.used = true;
      if (node.kind != Node::Kind::operation) continue;
      for_operands(node, [&](NodeId operand) { open.push_back(operand); });
    }
  }

  Slot slot_of(NodeId id) const { return at(id).slot; }

  template <class Visit>
  void for_operands(const Node& node, Visit visit) const {
    if (node.op == Op::dot) {
      for (NodeId i = node.a; i < node.a + node.b; ++i) {
        visit(terms_[static_cast<std::size_t>(i)].coefficient);
        visit(terms_[static_cast<std::size_t>(i)].source);
      }
      return;
    }
    for (const NodeId operand : {node.a, node.b, node.c})
      if (operand >= 0) visit(operand);
  }

  // Instructions in batches of one op. The height of a node is the longest chain of nodes of its own level that waits
  // for it; nodes of one height cannot use each other, and every operand stands higher.
  void emit_code(Program& program) {
    std::vector<int> height(nodes_.size());
    for (std::size_t i = nodes_.size(); i-- > 0;) {
      const Node& node = nodes_[i];
      if (!node.used || node.kind != Node::Kind::operation) continue;
      for_operands(node, [&](NodeId operand) {
        if (at(operand).level != node.level) return;
        int& above = height[static_cast<std::size_t>(operand)];
        above = std::max(above, height[i] + 1);
      });
    }
    for (const Rate level : {Rate::setup, Rate::input, Rate::step, Rate::sample}) {
      std::vector<std::size_t> order;
      for (std::size_t i = 0; i < nodes_.size(); ++i)
        if (nodes_[i].used && nodes_[i].kind == Node::Kind::operation && nodes_[i].level == level) order.push_back(i);
      std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::make_pair(-height[a], nodes_[a].op) < std::make_pair(-height[b], nodes_[b].op);
      });
      Code& code = level == Rate::sample  ? program.on_sample
                   : level == Rate::step  ? program.on_step
                   : level == Rate::input ? program.on_input
                                           : program.setup;
      int batch_height = -1;
      for (const std::size_t i : order) {
        const Node& node = nodes_[i];
        if (code.batches.empty() || code.batches.back().op != node.op || batch_height != height[i])
          code.batches.push_back({node.op, static_cast<std::uint32_t>(code.instructions.size()), 0});
        batch_height = height[i];
        ++code.batches.back().count;
        code.instructions.push_back(to_instruction(node));
      }
    }
  }

  Instruction to_instruction(const Node& node) const {
    Instruction instruction;
    instruction.op = node.op;
    instruction.result = node.slot;
    if (node.op == Op::dot) {
      instruction.a = static_cast<Slot>(node.a);
      instruction.b = static_cast<Slot>(node.b);
      return instruction;
    }
    instruction.a = slot_of(node.a);
    if (node.b >= 0) instruction.b = slot_of(node.b);
    if (node.c >= 0) instruction.c = slot_of(node.c);
    return instruction;
  }

  ProgramPtr emit() {
    auto program = std::make_shared<Program>();
    const auto give_slot = [&](NodeId id) {
      Node& node = nodes_[static_cast<std::size_t>(id)];
      node.slot = static_cast<Slot>(program->slots.size());
      program->slots.push_back(node.kind == Node::Kind::constant ? node.value : 0.0);
    };
    for (const StateParts& state : states_) {
      for (const NodeId id : {state.leaf, state.target, state.initial, state.rate})
        if (id >= 0) mark(id);
    }
    const std::vector<Node> moving = nodes_;  // marked: what the states need
    for (const Column& column : columns_) mark(column.node);
    if (for_ensemble_)
      for (std::size_t i = 0; i < nodes_.size(); ++i)
        if (nodes_[i].used && !moving[i].used && nodes_[i].level == Rate::step &&
            nodes_[i].kind == Node::Kind::operation)
          nodes_[i].level = Rate::sample;
    for (const NodeId id : trait_nodes_) mark(id);
    for (const NodeId id : input_nodes_) mark(id);
    mark(maturity_);
    mark(heart_rate_);
    for (const NodeId id : parameter_nodes_)
      if (id >= 0) mark(id);

    // The states first and side by side: the range check runs over slots 0 .. updates - 1.
    std::vector<bool> placed(nodes_.size());
    for (const StateParts& state : states_) {
      give_slot(state.leaf);
      placed[static_cast<std::size_t>(state.leaf)] = true;
    }
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      if (nodes_[i].used && !placed[i]) give_slot(static_cast<NodeId>(i));

    for (const DriveTerm& term : terms_)
      program->terms.push_back(at(term.coefficient).used ? Term{slot_of(term.coefficient), slot_of(term.source)}
                                                         : Term{});
    emit_code(*program);
    program->parameters = parameters_;
    program->places.resize(parameters_.size());
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
      const NodeId id = parameter_nodes_[i];
      if (id < 0) continue;  // a time constant: below
      program->places[i] = {false, slot_of(id)};
      program->slots[slot_of(id)] = parameters_[i].value;
    }
    for (const StateParts& state : states_) {
      if (state.parameter >= 0)
        program->places[static_cast<std::size_t>(state.parameter)] = {
            true, static_cast<std::uint32_t>(program->updates.size())};
      Update update;
      update.id = state.id;
      update.column = state.column;
      update.state = slot_of(state.leaf);
      update.target = slot_of(state.target);
      update.initial = slot_of(state.initial);
      update.has_rate = state.rate >= 0;
      if (update.has_rate) update.rate = slot_of(state.rate);
      update.learns = state.learns;
      update.tau_s = state.tau_s;
      program->updates.push_back(std::move(update));
    }
    for (const Column& column : columns_) program->columns.emplace_back(column.name, slot_of(column.node));
    for (const NodeId id : trait_nodes_) program->trait_slots.push_back(slot_of(id));
    for (const NodeId id : input_nodes_) program->input_slots.push_back(slot_of(id));
    program->maturity = slot_of(maturity_);
    program->heart_rate = slot_of(heart_rate_);
    program->traits = circuit_.traits;
    program->inputs = circuit_.inputs;
    program->ages = circuit_.ages;
    return program;
  }

  const Circuit& circuit_;
  bool for_ensemble_ = false;
  std::vector<Parameter> parameters_;
  std::vector<NodeId> parameter_nodes_;  // -1: a time constant, or not used
  std::vector<Error> errors_;
  std::vector<Node> nodes_;
  std::vector<DriveTerm> terms_;
  std::map<std::uint64_t, NodeId> constants_;
  std::map<std::tuple<Op, NodeId, NodeId, NodeId>, NodeId> operations_;
  std::unordered_map<std::string, Symbol> symbols_;
  std::vector<NodeId> trait_nodes_, input_nodes_;
  std::vector<StateParts> states_;
  std::vector<Column> columns_;
  NodeId gain_ = 0, maturity_ = 0, heart_rate_ = 0;
};

}  // namespace

Result<ProgramPtr> compile_circuit(const Circuit& circuit) { return Compiler(circuit, false).compile(); }

Result<ProgramPtr> compile_ensemble(const Circuit& circuit) { return Compiler(circuit, true).compile(); }

}  // namespace attune
