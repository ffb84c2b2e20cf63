#include "sim/parameters.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/check.h"
#include "core/hash.h"
#include "core/text.h"

namespace attune {

namespace {

constexpr double shortest_tau = 1e-3;  // s, or weeks

// "assumed", alone or with the papers that only say in which direction: "assumed, youngwang2004".
bool is_assumed(const std::string& source) { return source.find("assumed") != std::string::npos; }

class ParameterList {
 public:
  // prefix: of every id. constants: those that may be held or tied.
  ParameterList(const Uncertainty& from, std::string prefix, std::vector<std::string> groups, ParameterKind constant,
                const std::vector<NamedConstant>& constants)
      : from_(from), prefix_(std::move(prefix)), groups_(std::move(groups)), constant_(constant) {
    read_spreads();
    for (const Uncertainty::Held& held : from_.held) held_.insert(held.id);
    for (const NamedConstant& constant_known : constants) constants_.push_back(constant_known.id);
  }

  void add(ParameterKind kind, const char* group, std::size_t index, const std::string& id, double value,
           bool assumed) {
    ids_[group].push_back(id);
    Parameter parameter{kind, index, prefix_ + group + "/" + id, value, value, value, "", -1, 0};
    bool varies = false;
    if (const auto spread = spreads_.find(group); spread != spreads_.end() && assumed) {
      const double reach = spread->second->share * (value < 0 ? -value : value);
      parameter.low = value - reach;
      parameter.high = value + reach;
      parameter.source = spread->second->source;
      varies = true;
    }
    for (std::size_t i = 0; i < from_.ranges.size(); ++i) {
      const Uncertainty::Range& range = from_.ranges[i];
      if (range.group != group || range.id != id) continue;
      if (!(range.low <= value && value <= range.high))
        fail("ranges", i, "low",
             sentence("range_leaves_out_value",
                      {{"low", to_text(range.low)}, {"high", to_text(range.high)}, {"value", to_text(value)}}),
             sentence("widen_it"));
      parameter.low = range.low;
      parameter.high = range.high;
      parameter.source = range.source;
      varies = true;
      const bool is_time = kind == ParameterKind::region_tau || kind == ParameterKind::half_life ||
                           kind == ParameterKind::state_tau || kind == ParameterKind::slow_tau;
      if (is_time && !(range.low >= shortest_tau))
        fail("ranges", i, "low",
             sentence("shortest_time", {{"unit", sentence(kind == ParameterKind::slow_tau ? "unit_weeks" : "unit_s")}}),
             sentence("correct_it"));
    }
    if (kind == constant_ && held_.contains(id)) varies = false;
    // A connection is kept even when it stands still: direction_agreement() switches it off.
    if (varies || kind == ParameterKind::connection) parameters_.push_back(std::move(parameter));
  }

  void add_drives(ParameterKind kind, const char* group, const std::vector<Drive>& drives) {
    std::map<std::string, int> seen;
    for (std::size_t i = 0; i < drives.size(); ++i) {
      std::string id = drives[i].source + ">" + drives[i].to;
      if (const int count = ++seen[id]; count > 1) id += "#" + std::to_string(count);
      add(kind, group, i, id, drives[i].coefficient, true);
    }
  }

  Result<std::vector<Parameter>> finish() {
    check_words();
    tie();
    if (!errors_.empty()) return std::move(errors_);
    return std::move(parameters_);
  }

 private:
  void fail(const char* list, std::size_t index, const char* field, Sentence what, Sentence hint) {
    errors_.push_back(Error{std::move(what),
                            "/uncertainty/" + std::string(list) + "/" + std::to_string(index) + "/" + field,
                            std::move(hint), ExitCode::bad_input});
  }

  void read_spreads() {
    for (std::size_t i = 0; i < from_.spreads.size(); ++i) {
      const Uncertainty::Spread& spread = from_.spreads[i];
      if (!spreads_.try_emplace(spread.group, &spread).second)
        fail("spreads", i, "group", sentence("group_named_twice", {{"group", printable(spread.group)}}),
             sentence("keep_one"));
      if (!(spread.share >= 0 && spread.share <= 0.9))
        fail("spreads", i, "share", sentence("share_out"), sentence("correct_it"));
    }
  }

  void check_id(const char* list, std::size_t index, const char* field, const std::string& id, const Sentence& kind,
                const std::vector<std::string>& ids) {
    if (std::find(ids.begin(), ids.end(), id) != ids.end()) return;
    const std::string near = nearest_word(id, ids);
    fail(list, index, field, sentence("unknown_word", {{"kind", kind}, {"word", printable(id)}}),
         near_or(near, sentence("use_id_list")));
  }

  void check_words() {
    for (std::size_t i = 0; i < from_.spreads.size(); ++i)
      check_id("spreads", i, "group", from_.spreads[i].group, sentence("kind_group"), groups_);
    std::set<std::string> seen;
    for (std::size_t i = 0; i < from_.ranges.size(); ++i) {
      const Uncertainty::Range& range = from_.ranges[i];
      check_id("ranges", i, "group", range.group, sentence("kind_group"), groups_);
      if (const auto ids = ids_.find(range.group); ids != ids_.end())
        check_id("ranges", i, "id", range.id, sentence("member_of", {{"group", range.group}}), ids->second);
      if (!seen.insert(range.group + "/" + range.id).second)
        fail("ranges", i, "id", sentence("range_given_twice", {{"id", printable(range.id)}}), sentence("keep_one"));
    }
    for (std::size_t i = 0; i < from_.held.size(); ++i)
      check_id("held", i, "id", from_.held[i].id, sentence("kind_constant"), constants_);
  }

  void tie() {
    const auto find = [&](const std::string& id) {
      const auto found = std::find_if(parameters_.begin(), parameters_.end(), [&](const Parameter& parameter) {
        return parameter.kind == constant_ && constants_[parameter.index] == id;
      });
      return found == parameters_.end() ? -1 : static_cast<int>(found - parameters_.begin());
    };
    for (std::size_t i = 0; i < from_.tied.size(); ++i) {
      const Uncertainty::Tied& tied = from_.tied[i];
      check_id("tied", i, "id", tied.id, sentence("kind_constant"), constants_);
      check_id("tied", i, "to", tied.to, sentence("kind_constant"), constants_);
      if (held_.contains(tied.id))
        fail("tied", i, "id", sentence("both_held_tied", {{"id", tied.id}}), sentence("remove_one_of_them"));
      if (tied.id == tied.to)
        fail("tied", i, "to", sentence("tied_itself", {{"id", tied.id}}), sentence("name_another_constant"));
      const int follower = find(tied.id), leader = find(tied.to);
      if (follower < 0 || leader < 0 || follower == leader) continue;  // what does not vary needs no follower
      Parameter& parameter = parameters_[static_cast<std::size_t>(follower)];
      const Parameter& to = parameters_[static_cast<std::size_t>(leader)];
      if (parameter.tied_to >= 0 || to.tied_to >= 0)
        fail("tied", i, "id", sentence("constant_follow_only_one"), sentence("remove_this_one"));
      const double one = parameter.value + tied.factor * (to.low - to.value);
      const double other = parameter.value + tied.factor * (to.high - to.value);
      parameter.low = std::min(one, other);
      parameter.high = std::max(one, other);
      parameter.tied_to = leader;
      parameter.factor = tied.factor;
    }
  }

  const Uncertainty& from_;
  std::string prefix_;
  std::vector<std::string> groups_;
  ParameterKind constant_;
  std::vector<Error> errors_;
  std::vector<Parameter> parameters_;
  std::map<std::string, const Uncertainty::Spread*> spreads_;
  std::map<std::string, std::vector<std::string>> ids_;  // by group
  std::vector<std::string> constants_;  // ids, in order
  std::set<std::string> held_;
};

}  // namespace

Result<std::vector<Parameter>> list_parameters(const Circuit& circuit) {
  ParameterList list(circuit.uncertainty, "", {std::begin(uncertain_groups), std::end(uncertain_groups)},
                     ParameterKind::constant, circuit.constants);
  list.add(ParameterKind::gain, "gain", 0, "K", circuit.gain, true);
  for (std::size_t i = 0; i < circuit.connections.size(); ++i)
    list.add(ParameterKind::connection, "connections", i, circuit.connections[i].id, circuit.connections[i].weight, true);
  list.add_drives(ParameterKind::chemical_drive, "chemical_drives", circuit.chemical_drives);
  list.add_drives(ParameterKind::input_drive, "input_drives", circuit.input_drives);
  for (std::size_t i = 0; i < circuit.constants.size(); ++i) {
    const NamedConstant& constant = circuit.constants[i];
    list.add(ParameterKind::constant, "constants", i, constant.id, constant.value, is_assumed(constant.source));
  }
  for (std::size_t i = 0; i < circuit.regions.size(); ++i)
    list.add(ParameterKind::region_tau, "region_taus", i, circuit.regions[i].id, circuit.regions[i].tau_s, true);
  for (std::size_t i = 0; i < circuit.chemicals.size(); ++i) {
    const Chemical& chemical = circuit.chemicals[i];
    list.add(ParameterKind::half_life, "half_lives", i, chemical.id, chemical.half_life_s, is_assumed(chemical.source));
  }
  for (std::size_t i = 0; i < circuit.states.size(); ++i)
    list.add(ParameterKind::state_tau, "state_taus", i, circuit.states[i].id, circuit.states[i].tau_s, true);
  return list.finish();
}

Result<std::vector<Parameter>> list_parameters(const SlowModel& model) {
  ParameterList list(model.uncertainty, "slow/", {std::begin(slow_uncertain_groups), std::end(slow_uncertain_groups)},
                     ParameterKind::slow_constant, model.constants);
  for (std::size_t i = 0; i < model.constants.size(); ++i) {
    const NamedConstant& constant = model.constants[i];
    list.add(ParameterKind::slow_constant, "constants", i, constant.id, constant.value, is_assumed(constant.source));
  }
  for (std::size_t i = 0; i < model.traits.size(); ++i) {
    const SlowTrait& trait = model.traits[i];
    list.add(ParameterKind::slow_tau, "taus", i, trait.id, trait.tau_weeks, is_assumed(trait.source));
  }
  return list.finish();
}

Result<std::vector<Parameter>> list_parameters(const PairModel& model) {
  ParameterList list(model.uncertainty, "pair/", {std::begin(pair_uncertain_groups), std::end(pair_uncertain_groups)},
                     ParameterKind::pair_constant, model.listed);
  for (std::size_t i = 0; i < model.listed.size(); ++i) {
    const NamedConstant& constant = model.listed[i];
    list.add(ParameterKind::pair_constant, "constants", i, constant.id, constant.value, is_assumed(constant.source));
  }
  return list.finish();
}

void set_parameters(Circuit& circuit, const std::vector<Parameter>& parameters, const std::vector<double>& values) {
  ATTUNE_CHECK(parameters.size() == values.size());
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const std::size_t index = parameters[i].index;
    switch (parameters[i].kind) {
      case ParameterKind::gain: circuit.gain = values[i]; break;
      case ParameterKind::connection: circuit.connections[index].weight = values[i]; break;
      case ParameterKind::chemical_drive: circuit.chemical_drives[index].coefficient = values[i]; break;
      case ParameterKind::input_drive: circuit.input_drives[index].coefficient = values[i]; break;
      case ParameterKind::constant: circuit.constants[index].value = values[i]; break;
      case ParameterKind::region_tau: circuit.regions[index].tau_s = values[i]; break;
      case ParameterKind::half_life: circuit.chemicals[index].half_life_s = values[i]; break;
      case ParameterKind::state_tau: circuit.states[index].tau_s = values[i]; break;
      default: ATTUNE_CHECK(false);
    }
  }
}

void set_parameters(SlowModel& model, const std::vector<Parameter>& parameters, const std::vector<double>& values) {
  ATTUNE_CHECK(parameters.size() == values.size());
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const std::size_t index = parameters[i].index;
    if (parameters[i].kind == ParameterKind::slow_tau)
      model.traits[index].tau_weeks = values[i];
    else
      model.constants[index].value = values[i];
  }
}

void set_parameters(PairModel& model, const std::vector<Parameter>& parameters, const std::vector<double>& values) {
  ATTUNE_CHECK(parameters.size() == values.size());
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    NamedConstant& constant = model.listed[parameters[i].index];
    constant.value = values[i];
    for (const PairConstantField& field : pair_constant_fields)
      if (constant.id == field.id) model.constants.*field.member = values[i];
  }
}

double draw(const Parameter& parameter, std::uint64_t seed, std::uint64_t run) {
  const std::uint64_t bits = mix_bits(mix_bits(mix_bits(seed) ^ hash_bytes(parameter.id)) ^ run);
  const double place = 2 * to_unit(bits) - 1;  // -1 .. 1
  const double reach = place < 0 ? parameter.value - parameter.low : parameter.high - parameter.value;
  return parameter.value + place * reach;
}

std::vector<double> draw_all(const std::vector<Parameter>& parameters, std::uint64_t seed, std::uint64_t run) {
  std::vector<double> values(parameters.size());
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (parameters[i].tied_to < 0) values[i] = draw(parameters[i], seed, run);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Parameter& parameter = parameters[i];
    if (parameter.tied_to < 0) continue;
    const auto to = static_cast<std::size_t>(parameter.tied_to);
    values[i] = parameter.value + parameter.factor * (values[to] - parameters[to].value);
  }
  return values;
}

}  // namespace attune
