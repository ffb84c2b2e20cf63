#include "sim/slow.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>

#include "core/text.h"
#include "sim/det_math.h"
#include "sim/formula.h"

namespace attune {

// A formula whose names are places in one array of values.
struct SlowFormula {
  FormulaTree tree;
  std::vector<std::size_t> slots;  // per node, of names
  std::size_t result = 0;          // where the value goes, for named formulas
};

static double evaluate(const SlowFormula& formula, std::span<const double> values) {
  return evaluate(formula.tree, [&](int name) { return values[formula.slots[static_cast<std::size_t>(name)]]; });
}

struct SlowProgram {
  struct TraitStep {
    std::size_t trait = 0, early = 0;  // slots
    SlowFormula target;
    double tau_weeks = 1;
    bool keeps_template = true;
  };
  SlowModel model;
  std::vector<double> start;  // constants and newborn values in place
  std::vector<std::string> columns;
  std::vector<std::size_t> column_slots;
  std::size_t age = 0, first_signal = 0;
  std::map<std::string, std::size_t> trait_slots;
  std::vector<SlowFormula> derived, readouts, labels;
  std::vector<std::size_t> label_slots;
  std::vector<TraitStep> traits;
  SlowFormula speed, template_share, template_rate;
};

namespace {

using Kind = FormulaNode::Kind;

class SlowCompiler {
 public:
  explicit SlowCompiler(const SlowModel& model) : model_(model), program_(std::make_shared<SlowProgram>()) {}

  Result<SlowProgramPtr> compile() {
    SlowProgram& program = *program_;
    program.model = model_;
    program.age = declare("age_years", "slow.age_years", "");
    program.first_signal = program.start.size();
    for (std::size_t i = 0; i < model_.signals.size(); ++i)
      declare(model_.signals[i].id, "signal." + model_.signals[i].id, place("signals", i, "id"));
    for (std::size_t i = 0; i < model_.constants.size(); ++i)
      program.start[declare(model_.constants[i].id, "", place("constants", i, "id"))] = model_.constants[i].value;
    for (std::size_t i = 0; i < model_.traits.size(); ++i) {
      const SlowTrait& trait = model_.traits[i];
      SlowProgram::TraitStep step;
      step.trait = declare(trait.id, "trait." + trait.id, place("traits", i, "id"));
      step.early =
          declare(trait.id + "_early", trait.keeps_template ? "template." + trait.id : "", place("traits", i, "id"));
      step.tau_weeks = trait.tau_weeks;
      step.keeps_template = trait.keeps_template;
      if (!(trait.tau_weeks > 0))
        fail(place("traits", i, "tau_weeks"), sentence("time_constant_above_0"), sentence("correct_it"));
      const auto born = std::find_if(model_.newborn.begin(), model_.newborn.end(),
                                     [&](const auto& value) { return value.first == trait.id; });
      if (born == model_.newborn.end())
        fail("/newborn", sentence("trait_no_newborn_value", {{"id", trait.id}}), sentence("add_it"));
      else
        program.start[step.trait] = born->second;
      program.trait_slots[trait.id] = step.trait;
      program.traits.push_back(std::move(step));
    }
    program.derived = named(model_.derived, "derived", "slow.");
    for (std::size_t i = 0; i < model_.traits.size(); ++i)
      program.traits[i].target = formula(model_.traits[i].target, place("traits", i, "target"));
    program.speed = formula(model_.speed, "/speed");
    program.template_share = formula(model_.template_share, "/template_share");
    program.template_rate = formula(model_.template_rate, "/template_rate");
    program.readouts = named(model_.readouts, "readouts", "slow.");
    for (std::size_t i = 0; i < model_.labels.size(); ++i) {
      program.labels.push_back(formula(model_.labels[i].formula, place("labels", i, "formula")));
      program.label_slots.push_back(
          declare("label_" + model_.labels[i].style, "label." + model_.labels[i].style, place("labels", i, "style")));
    }
    for (std::size_t i = 0; i < model_.environments.size(); ++i)
      if (model_.environments[i].days.scenario.empty() &&
          model_.environments[i].signals.size() != model_.signals.size())
        fail(place("environments", i, "signals"), sentence("environment_not_give_every"), sentence("add_missing_ones"));
    if (!errors_.empty()) return std::move(errors_);
    return SlowProgramPtr(program_);
  }

 private:
  static std::string place(const char* list, std::size_t index, const char* field) {
    return "/" + std::string(list) + "/" + std::to_string(index) + "/" + field;
  }
  void fail(std::string where, Sentence what, Sentence hint) {
    errors_.push_back(Error{std::move(what), std::move(where), std::move(hint)});
  }

  std::size_t declare(const std::string& id, const std::string& column, const std::string& where) {
    const std::size_t slot = program_->start.size();
    program_->start.push_back(0);
    if (!slots_.try_emplace(id, slot).second)
      fail(where, sentence("id_defined_twice", {{"id", printable(id)}}), sentence("rename_just_one"));
    if (!column.empty()) {
      program_->columns.push_back(column);
      program_->column_slots.push_back(slot);
    }
    return slot;
  }

  std::vector<SlowFormula> named(const std::vector<Formula>& formulas, const char* list, const std::string& prefix) {
    std::vector<SlowFormula> result;
    for (std::size_t i = 0; i < formulas.size(); ++i) {
      result.push_back(formula(formulas[i].formula, place(list, i, "formula")));
      result.back().result = declare(formulas[i].id, prefix + formulas[i].id, place(list, i, "id"));
    }
    return result;
  }

  SlowFormula formula(const std::string& text, const std::string& where) {
    SlowFormula result;
    Result<FormulaTree> tree = parse_formula(text);
    if (!tree) {
      fail(where, tree.error().what, tree.error().hint);
      result.tree.nodes.emplace_back();
    } else {
      result.tree = std::move(*tree);
    }
    result.slots.resize(result.tree.nodes.size());
    for (std::size_t i = 0; i < result.tree.nodes.size(); ++i) {
      const FormulaNode& node = result.tree.nodes[i];
      if (node.kind == Kind::name) {
        const auto found = slots_.find(node.name);
        if (found != slots_.end()) {
          result.slots[i] = found->second;
          continue;
        }
        std::vector<std::string> words;
        for (const auto& [id, slot] : slots_) words.push_back(id);
        const std::string near = nearest_word(node.name, words);
        fail(where, sentence("unknown_name", {{"name", name_in_formula(node)}}),
             near_or(near, sentence("use_signals_traits_constants")));
      } else if (node.kind == Kind::call) {
        if (!is_plain_function(node))
          fail(where,
               sentence("call_with", {{"name", printable(node.name)}, {"count", std::to_string(node.children.size())}}),
               sentence("use_slow_functions"));
      }
    }
    return result;
  }

  const SlowModel& model_;
  std::shared_ptr<SlowProgram> program_;
  std::map<std::string, std::size_t> slots_;
  std::vector<Error> errors_;
};

// One person, week by week.
class SlowPerson {
 public:
  explicit SlowPerson(const SlowProgram& program) : program_(program), values_(program.start) {}

  Status set_traits(const TraitValues& traits) {
    for (const auto& [id, value] : traits) {
      const auto found = program_.trait_slots.find(id);
      if (found == program_.trait_slots.end())
        return Error{sentence("trait_not_change_over", {{"id", printable(id)}}), "", sentence("leave_it_out")};
      if (!(value >= 0 && value <= 1))
        return Error{sentence("trait_level_out", {{"id", id}}), "", sentence("correct_it")};
      values_[found->second] = value;
    }
    return Done{};
  }
  void begin() {
    for (const auto& step : program_.traits) values_[step.early] = values_[step.trait];
  }
  void set_age(double years) { values_[program_.age] = years; }
  double age_years() const { return values_[program_.age]; }
  void set_signals(const std::vector<double>& signals) {
    std::copy(signals.begin(), signals.end(), values_.begin() + static_cast<std::ptrdiff_t>(program_.first_signal));
  }

  // Everything that follows from traits, signals and age.
  void evaluate_all() {
    for (const SlowFormula& formula : program_.derived) values_[formula.result] = evaluate(formula, values_);
    for (const SlowFormula& formula : program_.readouts) values_[formula.result] = evaluate(formula, values_);
    bool found = false;
    for (std::size_t i = 0; i < program_.labels.size(); ++i) {
      const double score = evaluate(program_.labels[i], values_);
      const bool holds = !found && (program_.model.labels[i].or_equal ? score >= 0 : score > 0);
      values_[program_.label_slots[i]] = holds ? 1 : 0;
      found = found || holds;
    }
  }

  void advance_week() {
    evaluate_all();
    const double speed = evaluate(program_.speed, values_);
    const double share = evaluate(program_.template_share, values_);
    const double follow = 1 - det::exp(-evaluate(program_.template_rate, values_));
    aims_.clear();
    for (const auto& step : program_.traits) {
      const double target = evaluate(step.target, values_);
      aims_.push_back(step.keeps_template ? (1 - share) * target + share * values_[step.early] : target);
    }
    for (std::size_t i = 0; i < aims_.size(); ++i) {
      const auto& step = program_.traits[i];
      const double rate = (step.keeps_template ? speed : 1.0) / step.tau_weeks;
      values_[step.trait] += (1 - det::exp(-rate)) * (aims_[i] - values_[step.trait]);
      values_[step.early] += follow * (values_[step.trait] - values_[step.early]);
    }
    values_[program_.age] += 1 / program_.model.weeks_per_year;
  }

  double value(std::size_t slot) const { return values_[slot]; }

 private:
  const SlowProgram& program_;
  std::vector<double> values_, aims_;
};

Error unknown_environment(const SlowProgram& program, const std::string& id) {
  std::vector<std::string> ids;
  for (const CareEnvironment& environment : program.model.environments) ids.push_back(environment.id);
  const std::string near = nearest_word(id, ids);
  return Error{sentence("unknown_care_environment", {{"id", printable(id)}}), "",
               near_or(near, sentence("one_of", {{"words", listed(ids)}}))};
}

Result<std::vector<double>> mix(const SlowProgram& program,
                                const std::vector<std::pair<std::string, double>>& environments) {
  std::vector<double> signals(program.model.signals.size());
  double sum = 0;
  for (const auto& environment_share : environments) {
    const std::string& id = environment_share.first;
    const double share = environment_share.second;
    const auto found = std::find_if(program.model.environments.begin(), program.model.environments.end(),
                                    [&](const CareEnvironment& environment) { return environment.id == id; });
    if (found == program.model.environments.end()) return unknown_environment(program, id);
    if (found->signals.size() != signals.size())
      return Error{sentence("care_environment_made_lived", {{"id", printable(id)}}), "",
                   sentence("use_environment_signals")};
    for (std::size_t i = 0; i < signals.size(); ++i) signals[i] += share * found->signals[i];
    sum += share;
  }
  if (!(std::fabs(sum - 1) < 1e-9))
    return Error{sentence("shares_care_environments_add", {{"sum", to_text(sum)}}), "", sentence("make_add_up_1")};
  return signals;
}

// The i-th number of the van der Corput sequence: the digits of i mirrored at the point.
double van_der_corput(int i, int base) {
  double value = 0, place = 1;
  for (; i > 0; i /= base) {
    place /= base;
    value += place * (i % base);
  }
  return value;
}

}  // namespace

Result<SlowProgramPtr> compile_slow(const SlowModel& model) { return SlowCompiler(model).compile(); }

Result<Trace> simulate_life(const SlowProgramPtr& program_ptr, const Life& life) {
  ATTUNE_CHECK(program_ptr != nullptr);
  const SlowProgram& program = *program_ptr;
  const auto fail = [&](const std::vector<Error>& errors) {
    std::vector<Error> placed = errors;
    for (Error& error : placed) error.where = "life " + life.id;
    return placed;
  };
  SlowPerson person(program);
  if (const Status status = person.set_traits(life.start); !status) return fail(status.errors());
  person.begin();
  Trace trace;
  trace.sample_s = seconds_per_week;
  trace.columns = program.columns;
  const auto record = [&] {
    person.evaluate_all();
    for (const std::size_t slot : program.column_slots) trace.values.push_back(person.value(slot));
  };
  double weeks = 0;
  for (const LifePhase& phase : life.phases) weeks += phase.weeks;
  if (!(weeks >= 1 && weeks <= 10000)) return fail({Error{sentence("life_out"), "", sentence("correct_it")}});
  double shown_in_weeks = life.unseen_weeks;
  for (const LifePhase& phase : life.phases) {
    const Result<std::vector<double>> signals = mix(program, phase.environments);
    if (!signals) return fail(signals.errors());
    person.set_signals(*signals);
    if (phase.age_years >= 0) person.set_age(phase.age_years);
    for (int week = 0; week + 0.5 < phase.weeks; ++week) {
      if (shown_in_weeks < 0.5)
        record();
      else
        --shown_in_weeks;
      person.advance_week();
    }
  }
  record();
  return trace;
}

namespace {

// Draws the families of a study one by one.
class Families {
 public:
  Families(const SlowProgram& program, const FamilyStudy& study) : program_(program), study_(study) {}

  Status check() const {
    if (study_.families < 1 || study_.families > 100000 || study_.weeks < 1 || study_.weeks > 1000 ||
        study_.shares.empty() || study_.parent_base < 2 || study_.other_base < 2 || study_.weight_base < 2)
      return Error{sentence("study_out"), "study " + study_.id, sentence("correct_it")};
    return Done{};
  }
  const FamilyShare& parent(int i) const { return draw(van_der_corput(i, study_.parent_base), &FamilyShare::parent); }

  // The signals of the i-th child's home, with a parent of this share.
  Result<std::vector<double>> home(int i, const FamilyShare& parent) const {
    const FamilyShare& other = draw(van_der_corput(i, study_.other_base), &FamilyShare::other);
    const double weight =
        study_.weight_low + (study_.weight_high - study_.weight_low) * van_der_corput(i, study_.weight_base);
    std::vector<std::pair<std::string, double>> environments{{parent.environment, 1 - weight},
                                                             {other.environment, weight}};
    if (study_.support_share > 0 && parent.style != study_.except) {
      for (auto& environment : environments) environment.second *= 1 - study_.support_share;
      environments.emplace_back(study_.support_environment, study_.support_share);
    }
    Result<std::vector<double>> signals = mix(program_, environments);
    if (signals) return signals;
    std::vector<Error> errors = signals.errors();
    errors[0].where = "study " + study_.id;
    return errors;
  }

 private:
  const FamilyShare& draw(double u, double FamilyShare::*part) const {
    double sum = 0;
    for (const FamilyShare& share : study_.shares)
      if (sum += share.*part; u < sum) return share;
    // Shares that do not quite reach 1: the last one that is drawn at all.
    for (auto share = study_.shares.rbegin(); share != study_.shares.rend(); ++share)
      if ((*share).*part > 0) return *share;
    return study_.shares.back();
  }

  const SlowProgram& program_;
  const FamilyStudy& study_;
};

}  // namespace

Result<Trace> simulate_families(const SlowProgramPtr& program_ptr, const FamilyStudy& study) {
  ATTUNE_CHECK(program_ptr != nullptr);
  const SlowProgram& program = *program_ptr;
  const Families families(program, study);
  if (const Status status = families.check(); !status) return status.errors();
  Trace trace;
  trace.sample_s = 1;
  for (const FamilyShare& share : study.shares) trace.columns.push_back("family.parent_" + share.style);
  for (const SlowLabel& label : program.model.labels) trace.columns.push_back("family.child_" + label.style);
  trace.columns.push_back("family.security");
  const auto security = std::find(program.columns.begin(), program.columns.end(), "slow.security");
  if (security == program.columns.end())
    return Error{sentence("slow_model_no_read"), "study " + study.id, sentence("add_it")};
  const std::size_t security_slot = program.column_slots[static_cast<std::size_t>(security - program.columns.begin())];
  for (int i = 1; i <= study.families; ++i) {
    const FamilyShare& parent = families.parent(i);
    const Result<std::vector<double>> signals = families.home(i, parent);
    if (!signals) return signals.errors();
    SlowPerson child(program);
    child.begin();
    child.set_signals(*signals);
    for (int week = 0; week < study.weeks; ++week) child.advance_week();
    child.evaluate_all();
    for (const FamilyShare& share : study.shares) trace.values.push_back(&share == &parent ? 1 : 0);
    for (const std::size_t slot : program.label_slots) trace.values.push_back(child.value(slot));
    trace.values.push_back(child.value(security_slot));
  }
  return trace;
}

Result<Trace> simulate_children(const SlowProgramPtr& program_ptr, const FamilyStudy& study, const std::string& style) {
  ATTUNE_CHECK(program_ptr != nullptr);
  const SlowProgram& program = *program_ptr;
  const Families families(program, study);
  if (const Status status = families.check(); !status) return status.errors();
  std::vector<std::string> styles;
  const FamilyShare* parent = nullptr;
  for (const FamilyShare& share : study.shares) {
    styles.push_back(share.style);
    if (share.style == style) parent = &share;
  }
  if (!parent)
    return Error{sentence("study_no_parents_style", {{"style", printable(style)}}), "study " + study.id,
                 sentence("one_of", {{"words", listed(styles)}}), ExitCode::usage};
  Trace trace;
  trace.sample_s = seconds_per_week;
  trace.columns = program.columns;
  const std::size_t width = program.columns.size();
  trace.values.resize(width * (static_cast<std::size_t>(study.weeks) + 1));
  for (int i = 1; i <= study.families; ++i) {
    const Result<std::vector<double>> signals = families.home(i, *parent);
    if (!signals) return signals.errors();
    SlowPerson child(program);
    child.begin();
    child.set_signals(*signals);
    for (int week = 0; week <= study.weeks; ++week) {
      if (week > 0) child.advance_week();
      child.evaluate_all();
      for (std::size_t k = 0; k < width; ++k)
        trace.values[static_cast<std::size_t>(week) * width + k] += child.value(program.column_slots[k]);
    }
  }
  for (double& value : trace.values) value /= study.families;
  return trace;
}

}  // namespace attune
