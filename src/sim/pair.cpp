#include "sim/pair.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "core/check.h"
#include "core/text.h"
#include "sim/det_math.h"
#include "sim/machine.h"
#include "sim/pair_rhythms.h"
#include "sim/run_plan.h"

namespace attune {

namespace {

struct Slots {
  Slot prox, touch, attune, pain, reward, breath, vext, sext, pull_v, pull_s, D, shown, S, V, V0, HR, security;
};

class Agent {
 public:
  Agent(const Program& program, const Slots& slots) : slots_(slots), machine_(program) {}

  Status begin(const Program& program, const Style& style, const AgePreset& age) {
    const auto table = style.traits.find(age.style_set);
    if (table == style.traits.end())
      return Error{sentence("style_no_table", {{"style", style.id}, {"table", age.style_set}}), "", sentence("add_it")};
    for (std::size_t i = 0; i < program.traits.size(); ++i)
      for (const auto& [id, value] : table->second)
        if (id == program.traits[i].id) machine_.set(program.trait_slots[i], 0, value);
    machine_.set(program.maturity, 0, age.maturity);
    machine_.set(program.heart_rate, 0, age.heart_rate);
    machine_.begin();
    for (std::size_t i = 0; i < program.inputs.size(); ++i)
      machine_.set(program.input_slots[i], 0, program.inputs[i].initial);
    machine_.apply_inputs();
    const RunSettings settings;
    machine_.set_step(settings.settle_step_s);
    for (double t_s = 0; t_s < settings.settle_s; t_s += settings.settle_step_s) {
      machine_.evaluate();
      machine_.advance(false);
    }
    machine_.evaluate();
    return Done{};
  }

  double get(Slot Slots::*slot) const { return machine_.get(slots_.*slot, 0); }
  void set(Slot Slots::*slot, double value) { machine_.set(slots_.*slot, 0, value); }
  Machine<1>& machine() { return machine_; }

 private:
  const Slots& slots_;
  Machine<1> machine_;
};

std::optional<Slots> find_slots(const Program& program) {
  Slots slots{};
  const auto input = [&](const char* id, Slot& slot) {
    for (std::size_t i = 0; i < program.inputs.size(); ++i)
      if (program.inputs[i].id == id) return slot = program.input_slots[i], true;
    return false;
  };
  const auto column = [&](const char* id, Slot& slot) {
    for (const auto& [name, place] : program.columns)
      if (name.substr(name.find('.') + 1) == id) return slot = place, true;
    return false;
  };
  const bool found = input("prox", slots.prox) && input("touch", slots.touch) && input("attune", slots.attune) &&
                     input("pain", slots.pain) && input("reward", slots.reward) && input("breath", slots.breath) &&
                     input("other_vagal", slots.vext) && input("other_arousal", slots.sext) && column("D", slots.D) &&
                     column("shown", slots.shown) && column("S", slots.S) && column("V", slots.V) &&
                     column("V0", slots.V0) && column("HR", slots.HR) && column("security", slots.security);
  if (!found) return std::nullopt;
  return slots;
}

}  // namespace

Result<Circuit> pair_circuit(const Circuit& circuit) {
  Circuit pair = circuit;
  pair.inputs.push_back({"other_vagal", sentence("other_calm").english, sentence("other_calm_pulls").english, 0, true});
  pair.inputs.push_back(
      {"other_arousal", sentence("other_arousal").english, sentence("other_arousal_pulls").english, 0, true});
  pair.input_drives.push_back({"other_vagal", "VAGN", 1, "1"});
  const bool has_vagal = std::any_of(pair.regions.begin(), pair.regions.end(), [](auto& r) { return r.id == "VAGN"; });
  bool has_arousal = false;
  for (State& state : pair.states) {
    if (state.id != "S") continue;
    // The target is sigma(K drive + logit(S0)); the other's arousal is one more piece of the drive.
    state.target = "sigma(logit(" + state.target + ") + K*other_arousal)";
    has_arousal = true;
  }
  if (!has_vagal || !has_arousal) return Error{sentence("two_people_need_region"), "circuit", sentence("add_them")};
  return pair;
}

namespace {

// Both people settled at rest, and what the story asks of them.
struct Meeting {
  const Program& program;
  const PairModel& model;
  const PairScenario& scenario;
  const PairArm& arm;
  Slots slots;
  int ratio = 1;  // steps in a sample
};

Error no_pair_circuit(const std::string& where) {
  return Error{sentence("circuit_not_one_two"), where, sentence("compile_pair_circuit")};
}

Result<Meeting> meet(const Program& program, const PairModel& model, const PairScenario& scenario, const PairArm& arm,
                     double sample_s) {
  const std::string where = "pair " + scenario.id;
  const std::optional<Slots> slots = find_slots(program);
  if (!slots) return no_pair_circuit(where);
  const double step_s = scenario.step_s;
  const double ratio = sample_s / step_s;
  if (!(step_s >= 0.01 && step_s <= 10) || !(scenario.duration_s >= 1 && scenario.duration_s <= 86400) ||
      !(ratio >= 1) || ratio != static_cast<double>(static_cast<int>(ratio)) || scenario.breath_steps < 1 ||
      scenario.breath_steps > 1000)
    return Error{sentence("pair_timing_out"), where, sentence("correct_scenario")};
  return Meeting{program, model, scenario, arm, *slots, static_cast<int>(ratio)};
}

Status settle(const Meeting& meeting, const Style& style_a, const Style& style_b, Agent& a, Agent& b) {
  const auto find_age = [&](const std::string& id) -> const AgePreset* {
    for (const AgePreset& age : meeting.program.ages)
      if (age.id == id) return &age;
    return nullptr;
  };
  const AgePreset* const ages[] = {find_age(meeting.scenario.age_a), find_age(meeting.scenario.age_b)};
  for (const AgePreset* age : ages)
    if (!age) return Error{sentence("unknown_age"), "pair " + meeting.scenario.id, sentence("use_age_circuit")};
  if (const Status status = a.begin(meeting.program, style_a, *ages[0]); !status) return status.errors();
  return b.begin(meeting.program, style_b, *ages[1]);
}

// What is between two people at one time, in the order of link_columns.
using LinkValues = std::array<double, 14>;
constexpr std::array<const char*, 14> link_columns{"R",        "coupling", "seen",    "touch",   "attune_a",
                                                   "attune_b", "breath_a", "breath_b", "swing_a", "swing_b",
                                                   "HR_a",     "HR_b",     "phase_a", "phase_b"};

// Lives the story, from the settled start. see(step, link) looks at every sample; false ends it.
template <class See>
void live(const Meeting& meeting, Agent& a, Agent& b, const See& see) {
  const PairConstants& k = meeting.model.constants;
  const PairModel& model = meeting.model;
  const PairScenario& scenario = meeting.scenario;
  const PairArm& arm = meeting.arm;
  const double step_s = scenario.step_s;
  const double sensitivity = b.get(&Slots::security);

  double seen = 0, re = 0, im = 0;
  double phi_a = k.breath_phase_a, phi_b = k.breath_phase_b, psi_a = k.wave_phase_a, psi_b = k.wave_phase_b;
  a.set(&Slots::breath, arm.breath_a);
  b.set(&Slots::breath, arm.breath_b);
  for (Agent* person : {&a, &b}) person->machine().set_step(step_s);
  const double breath_step_s = step_s / scenario.breath_steps;
  const double remember = 1 - det::exp(-breath_step_s / k.synchrony_s), notice = 1 - det::exp(-step_s / k.notice_s);
  const auto steps = static_cast<int>(scenario.duration_s / step_s + 1e-9);
  for (int step = 0;; ++step) {
    const double t_s = step * step_s;
    // Both were evaluated with the inputs of the step before; distress, arousal and vagal tone follow from the state.
    const double s_a = a.get(&Slots::S), s_b = b.get(&Slots::S), v_a = a.get(&Slots::V), v_b = b.get(&Slots::V);
    const double calm_a = det::clip(1 - k.calm_slope * a.get(&Slots::D), 0, 1);
    const double calm_b = det::clip(1 - k.calm_slope * b.get(&Slots::D), 0, 1);
    seen += (a.get(&Slots::shown) - seen) * notice;
    const double attune_a = sensitivity * calm_b * arm.engage, attune_b = k.attune_back * calm_a * arm.engage;
    const double touch = det::clip(arm.touch + k.touch_answer * sensitivity * seen * arm.engage * arm.prox, 0, 1);
    const double coupling =
        arm.prox *
        det::clip(k.couple_attune * det::min(attune_a, attune_b) / k.couple_full + k.couple_touch * touch, 0, 1);

    double rate_a = 0, rate_b = 0;
    const double old_phi_a = phi_a, old_phi_b = phi_b, old_psi_a = psi_a, old_psi_b = psi_b;
    for (int i = 0; i < scenario.breath_steps; ++i) {
      const double at_s = t_s + i * breath_step_s;
      const double j_a = wobble_hz(model, 0, at_s), j_b = wobble_hz(model, 1, at_s);
      rate_a = own_pace_hz(k, natural_pace_hz(k, scenario.infant, 0), arm.breath_a, s_a, j_a);
      rate_b = own_pace_hz(k, natural_pace_hz(k, scenario.infant, 1), arm.breath_b, s_b, j_b);
      const double apart = phase_apart(scenario.infant, phi_a, phi_b);
      const double pull = coupling * sine(apart), wave = coupling * sine(psi_b - psi_a);
      phi_a += breath_step_s * (2 * kPi * rate_a + pull_strength(k, scenario.infant, 0) * pull);
      phi_b += breath_step_s * (2 * kPi * rate_b - pull_strength(k, scenario.infant, 1) * pull);
      psi_a += breath_step_s * (2 * kPi * (k.wave_a_hz + k.wave_wobble * j_a) + k.wave_pull * wave);
      psi_b += breath_step_s * (2 * kPi * (k.wave_b_hz + k.wave_wobble * j_b) - k.wave_pull * wave);
      const double now = phase_apart(scenario.infant, phi_a, phi_b);
      re += (cosine(now) - re) * remember;
      im += (sine(now) - im) * remember;
    }
    const double synchrony = std::sqrt(re * re + im * im);
    const double d_v = (v_b - b.get(&Slots::V0)) - (v_a - a.get(&Slots::V0));
    a.set(&Slots::vext, k.vagal_a * coupling * synchrony * d_v);
    b.set(&Slots::vext, -k.vagal_b * coupling * synchrony * d_v);
    a.set(&Slots::sext, k.arousal_a * coupling * (s_b - s_a));
    b.set(&Slots::sext, k.arousal_b * coupling * (s_a - s_b));
    for (Agent* person : {&a, &b}) {
      person->set(&Slots::prox, arm.prox);
      person->set(&Slots::touch, touch);
    }
    a.set(&Slots::attune, attune_a);
    b.set(&Slots::attune, attune_b);
    b.set(&Slots::pain, k.contagion * seen * arm.prox);
    b.set(&Slots::reward, k.calm_reward * arm.engage * calm_a);
    for (Agent* person : {&a, &b}) {
      person->machine().apply_inputs();
      person->machine().evaluate();
    }
    if (step % meeting.ratio == 0) {
      const double swing_a = breath_swing(k, v_a, rate_a, scenario.infant), swing_b = breath_swing(k, v_b, rate_b, false);
      if (!see(step, LinkValues{synchrony, coupling, seen, touch, attune_a, attune_b, cosine(old_phi_a),
                                cosine(old_phi_b), swing_a, swing_b,
                                a.get(&Slots::HR) + swing_a * cosine(old_phi_a) + k.swing_wave * cosine(old_psi_a),
                                b.get(&Slots::HR) + swing_b * cosine(old_phi_b) + k.swing_wave * cosine(old_psi_b),
                                old_phi_a, old_phi_b}))
        return;
    }
    if (step == steps) return;
    for (Agent* person : {&a, &b}) {
      person->machine().advance(true);
      person->machine().evaluate();
    }
  }
}

}  // namespace

Result<PairTrace> simulate_pair(const ProgramPtr& program_ptr, const PairModel& model, const PairScenario& scenario,
                                const PairArm& arm, const Style& style_a, const Style& style_b, double sample_s) {
  ATTUNE_CHECK(program_ptr != nullptr);
  const Program& program = *program_ptr;
  if (sample_s == 0) sample_s = scenario.step_s;
  const Result<Meeting> meeting = meet(program, model, scenario, arm, sample_s);
  if (!meeting) return meeting.errors();
  Agent a(program, meeting->slots), b(program, meeting->slots);
  if (const Status status = settle(*meeting, style_a, style_b, a, b); !status) return status.errors();

  PairTrace trace;
  for (Trace* person : {&trace.a, &trace.b}) {
    person->sample_s = sample_s;
    for (const auto& column : program.columns) person->columns.push_back(column.first);
  }
  trace.link.sample_s = sample_s;
  for (const char* id : link_columns) trace.link.columns.push_back("pair." + std::string(id));
  std::optional<Error> left;
  live(*meeting, a, b, [&](int step, const LinkValues& link) {
    for (const auto& [person, rows] : {std::pair{&a, &trace.a}, std::pair{&b, &trace.b}})
      for (const auto& column : program.columns) {
        const double value = person->machine().get(column.second, 0);
        if (!in_range(value)) {
          left =
              Error{sentence("left_range_at", {{"column", column.first}, {"seconds", to_text(step * scenario.step_s)}}),
                    "pair " + scenario.id, sentence("lower_or_correct"), ExitCode::left_range};
          return false;
        }
        rows->values.push_back(value);
      }
    trace.link.values.insert(trace.link.values.end(), link.begin(), link.end());
    return true;
  });
  if (left) return *left;
  return trace;
}

Result<std::vector<double>> connection_effects(const ProgramPtr& program_ptr, const Circuit& circuit,
                                               const PairModel& model, const PairScenario& scenario, const PairArm& arm,
                                               const Style& style_a, const Style& style_b, int person,
                                               const std::vector<std::string>& connections,
                                               const std::atomic<bool>* stop) {
  ATTUNE_CHECK(program_ptr != nullptr && (person == 0 || person == 1));
  const Program& program = *program_ptr;
  const std::string where = "pair " + scenario.id;
  struct Cut {
    Slot weight = 0, target = 0;
    double with = 0;
  };
  std::vector<Cut> cuts;
  for (const std::string& id : connections) {
    Cut cut;
    bool found = false;
    for (std::size_t i = 0; i < program.parameters.size(); ++i) {
      const Parameter& parameter = program.parameters[i];
      if (parameter.kind != ParameterKind::connection || circuit.connections.at(parameter.index).id != id) continue;
      cut.weight = program.places[i].place;
      for (const Update& update : program.updates)
        if (update.id == circuit.connections[parameter.index].to) cut.target = update.state, found = true;
    }
    if (!found)
      return Error{sentence("no_connection", {{"id", printable(id)}}), where, sentence("correct_it"), ExitCode::usage};
    cuts.push_back(cut);
  }
  const Result<Meeting> meeting = meet(program, model, scenario, arm, scenario.step_s);
  if (!meeting) return meeting.errors();
  Agent settled_a(program, meeting->slots), settled_b(program, meeting->slots);
  if (const Status status = settle(*meeting, style_a, style_b, settled_a, settled_b); !status) return status.errors();
  bool fine = true;
  int steps = 0;
  // Lives the story once; without a cut it sums every target, else that of the cut.
  const auto play = [&](const Cut* cut, const auto& add) {
    Agent a = settled_a, b = settled_b;
    Machine<1>& one = (person == 0 ? a : b).machine();
    if (cut != nullptr) {
      one.set(cut->weight, 0, 0);
      one.prepare();
      one.apply_inputs();
      one.evaluate();
    }
    steps = 0;
    live(*meeting, a, b, [&](int, const LinkValues&) {
      ++steps;
      add(one);
      for (const Update& update : program.updates)
        for (Agent* each : {&a, &b}) {
          const double value = each->machine().get(update.state, 0);
          fine = fine && in_range(value);
        }
      return fine && (stop == nullptr || !*stop);
    });
  };
  play(nullptr, [&](const Machine<1>& one) {
    for (Cut& cut : cuts) cut.with += one.get(cut.target, 0);
  });
  std::vector<double> effects;
  for (const Cut& cut : cuts) {
    double without = 0;
    play(&cut, [&](const Machine<1>& one) { without += one.get(cut.target, 0); });
    if (stop != nullptr && *stop) return Error{"stopped", "", "", ExitCode::interrupted};
    if (!fine) return Error{sentence("variable_left_range"), where, sentence("lower_or_correct"), ExitCode::left_range};
    effects.push_back((cut.with - without) / steps);
  }
  return effects;
}

Why explain_coupling(const PairModel& model, const PairArm& arm, const Trace& link, double t_s) {
  const PairConstants& k = model.constants;
  const auto at = [&](const char* column) {
    const int place = find_column(link, column);
    return place < 0 ? 0.0 : value_at(link, place, t_s);
  };
  const double met = std::min(at("pair.attune_a"), at("pair.attune_b")), touch = at("pair.touch");
  const auto coupling = [&](double with_met, double with_touch) {
    return arm.prox * std::clamp(k.couple_attune * with_met / k.couple_full + k.couple_touch * with_touch, 0.0, 1.0);
  };
  Why why{"pair.coupling", 0, t_s, 0, coupling(met, touch), {}};
  // Each against its absence, alone: together they may be more than is needed.
  why.terms.push_back({"pair.attune", "", coupling(met, 0), 0, met, true, false, {}});
  why.terms.push_back({"pair.touch", "", coupling(0, touch), 0, touch, true, false, {}});
  rank_terms(why);
  return why;
}

Trace join_pair(const PairTrace& pair) {
  Trace joined;
  joined.sample_s = pair.link.sample_s;
  const std::array<std::pair<const Trace*, const char*>, 3> parts{{{&pair.link, ""}, {&pair.a, "_a"}, {&pair.b, "_b"}}};
  // The phases stand last in the link; they say nothing that the breath does not.
  const auto shown = [&](const Trace& trace) { return trace.columns.size() - (&trace == &pair.link ? 2 : 0); };
  for (const auto& [part, suffix] : parts)
    for (std::size_t i = 0; i < shown(*part); ++i) joined.columns.push_back(part->columns[i] + suffix);
  for (std::size_t row = 0; row < pair.link.rows(); ++row)
    for (const auto& part : parts) {
      const Trace& trace = *part.first;
      const auto first = trace.values.begin() + static_cast<std::ptrdiff_t>(row * trace.columns.size());
      joined.values.insert(joined.values.end(), first, first + static_cast<std::ptrdiff_t>(shown(trace)));
    }
  return joined;
}

}  // namespace attune
