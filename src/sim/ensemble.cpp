#include "sim/ensemble.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <limits>
#include <new>
#include <optional>

#include "core/hash.h"
#include "core/text.h"
#include "sim/daily.h"
#include "sim/machine.h"
#include "sim/run_parallel.h"
#include "sim/run_plan.h"

namespace attune {

namespace {

// Where and when a run left its range.
struct Escape {
  std::uint64_t run = 0;
  std::size_t column = 0;  // of the program
  double t_s = 0;
  bool settling = false;
};

// The first of all runs by number: which of them was simulated first does not matter.
Error to_error(const Program& program, const std::vector<std::optional<Escape>>& escapes) {
  const Escape* first = nullptr;
  for (const std::optional<Escape>& escape : escapes)
    if (escape && (!first || escape->run < first->run)) first = &*escape;
  ATTUNE_CHECK(first != nullptr);
  const std::string column = program.columns[first->column].first, run = std::to_string(first->run + 1);
  return Error{first->settling ? sentence("run_left_settling", {{"column", column}, {"run", run}})
                               : sentence("run_left", {{"column", column}, {"seconds", to_text(first->t_s)}, {"run", run}}),
               "circuit", sentence("narrow_or_lower"), ExitCode::left_range};
}

// W runs side by side from one that settles to one that ends. `first` is the number of the first; lanes beyond `count`
// repeat the last run.
template <int W>
class Batch {
 public:
  // `watched`: columns of the program that must stay in their range.
  Batch(const Program& program, const LaneCode<W>& code, const RunPlan& plan, const std::vector<std::size_t>& watched)
      : program_(program), plan_(plan), watched_(watched), machine_(program, code) {}

  // Sets up and settles.
  void settle(std::uint64_t seed, std::uint64_t first, std::uint32_t count) {
    first_ = first;
    count_ = count;
    for (int lane = 0; lane < W; ++lane) {
      const std::uint64_t run = first + std::min(static_cast<std::uint32_t>(lane), count - 1);
      set_parameters(lane, draw_all(program_.parameters, seed, run));
    }
    settle_now();
  }

  // One run with the values used.
  void settle_plain() {
    first_ = 0;
    count_ = 1;
    std::vector<double> values;
    for (const Parameter& parameter : program_.parameters) values.push_back(parameter.value);
    for (int lane = 0; lane < W; ++lane) set_parameters(lane, values);
    settle_now();
  }

  // Runs the scenario from the settled state; each_step(i) sees the states at that time, each_sample(row)
  // everything.
  template <class EachStep, class EachSample>
  void play(const EachStep& each_step, const EachSample& each_sample) {
    ScenarioInputs inputs = plan_.inputs;
    begin_scenario(machine_, plan_);
    const std::uint64_t steps = plan_.steps();
    std::uint64_t until_sample = 0, row = 0;
    DailyBond<W> bond(program_);
    const bool has_days = bond.changes() && plan_.duration_s >= seconds_per_day;
    double day_ends_s = seconds_per_day;
    for (std::uint64_t i = 0;; ++i) {
      const bool is_midnight = has_days && plan_.input_time_s(i) >= day_ends_s;
      if (is_midnight) {
        bond.end_day(machine_);
        day_ends_s += seconds_per_day;
      }
      if (inputs.move_to(plan_.input_time_s(i)) || is_midnight) set_inputs(machine_, program_, inputs);
      machine_.evaluate_targets();
      if (has_days) {
        machine_.evaluate_recorded();  // growth and fading of the bond are read-outs
        bond.add(machine_, plan_.step_s);
      }
      each_step(i);
      if (until_sample == 0) {
        until_sample = plan_.steps_per_sample;
        machine_.evaluate_recorded();
        note_escapes(static_cast<double>(i) * plan_.step_s, false);
        each_sample(row++);
      }
      if (i == steps) return;
      --until_sample;
      machine_.advance(true);
    }
  }

  Machine<W>& machine() { return machine_; }

  // Of the first run by number that left its range, the first time it did. The others go on: whether a run is the first
  // must not depend on its neighbours.
  std::optional<Escape> first_escape() const {
    for (const std::optional<Escape>& escape : escapes_)
      if (escape) return escape;
    return std::nullopt;
  }

 private:
  void set_parameters(int lane, const std::vector<double>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const ParameterPlace& place = program_.places[i];
      if (!place.is_tau)
        machine_.set(place.place, lane, values[i]);
      else
        machine_.set_tau(
            place.place, lane,
            program_.parameters[i].kind == ParameterKind::half_life ? tau_of_half_life(values[i]) : values[i]);
    }
  }

  void settle_now() {
    begin_run(machine_, program_, plan_);
    for (std::uint64_t i = 0; i < plan_.settle_steps; ++i) {
      machine_.evaluate_targets();
      machine_.advance(false);
    }
    machine_.evaluate_recorded();
    note_escapes(0, true);
  }

  void note_escapes(double t_s, bool settling) {
    bool fine = true;
    for (const std::size_t column : watched_)
      for (const double value : machine_.get(program_.columns[column].second).v) fine &= in_range(value);
    if (fine) return;
    for (std::uint32_t lane = 0; lane < count_; ++lane)
      for (const std::size_t column : watched_)
        if (!escapes_[lane] && !in_range(machine_.get(program_.columns[column].second, static_cast<int>(lane))))
          escapes_[lane] = Escape{first_ + lane, column, t_s, settling};
  }

  const Program& program_;
  const RunPlan& plan_;
  const std::vector<std::size_t>& watched_;
  Machine<W> machine_;
  std::uint64_t first_ = 0;
  std::uint32_t count_ = W;
  std::array<std::optional<Escape>, W> escapes_;
};

// Calls f with a lane code of the vector length asked for; 1 = one run at a time.
template <class F>
auto with_lanes(int vector_length, const F& f) {
  if (vector_length == 1) return f(lanes::code<1, 1>());
  const LaneCodes codes = lane_codes();
  for (std::size_t i = 0; i < codes.count; ++i)
    if (codes.codes[i].vector_length == vector_length) return f(codes.codes[i]);
  return f(codes.fastest());
}

// One block of columns of all runs.
template <int W>
Status simulate_block(const Program& program, const RunPlan& plan, const EnsembleRequest& request,
                      const LaneCode<W>& code, const std::vector<std::size_t>& watched, const std::vector<Slot>& slots,
                      EnsembleValues& block) {
  const std::size_t runs = block.runs, batches = (runs + W - 1) / W;
  std::vector<std::optional<Escape>> escapes(batches);
  std::atomic<bool> all_fine{true};
  double* const values = block.values.data();
  const bool has_memory = run_parallel(request.threads, batches, [&](std::size_t index) {
    const std::size_t first = index * W;
    const auto count = static_cast<std::uint32_t>(std::min<std::size_t>(W, runs - first));
    Batch<W> batch(program, code, plan, watched);
    batch.settle(request.seed, request.first_run + first, count);
    batch.play([](std::uint64_t) {},
               [&](std::uint64_t row) {
                 for (std::size_t column = 0; column < slots.size(); ++column) {
                   const double* const from = batch.machine().get(slots[column]).v.data();
                   double* const to = values + (column * block.rows + row) * runs + first;
                   if (count == W)
                     std::copy_n(from, W, to);  // nearly always, and without a loop
                   else
                     std::copy_n(from, count, to);
                 }
               });
    escapes[index] = batch.first_escape();
    if (escapes[index]) all_fine = false;
  });
  if (!has_memory) return out_of_memory();
  if (!all_fine) return to_error(program, escapes);
  return Done{};
}

// The states, which tell whether a run is still sound, and the columns that are asked for.
std::vector<std::size_t> find_watched(const Program& program, const std::vector<Slot>& slots) {
  std::vector<std::size_t> watched;
  for (std::size_t i = 0; i < program.columns.size(); ++i) {
    const Slot slot = program.columns[i].second;
    const bool is_state = std::any_of(program.updates.begin(), program.updates.end(),
                                      [&](const Update& update) { return update.state == slot; });
    if (is_state || std::find(slots.begin(), slots.end(), slot) != slots.end()) watched.push_back(i);
  }
  return watched;
}

// Slots of the columns asked for.
Result<std::vector<Slot>> find_columns(const Program& program, std::vector<std::string>& columns) {
  if (columns.empty())
    for (const auto& [name, slot] : program.columns)
      for (const char* group : {"region.", "chem.", "body.", "felt."})
        if (name.starts_with(group)) columns.push_back(name);
  std::vector<Slot> slots;
  std::vector<Error> errors;
  for (const std::string& column : columns) {
    const auto found = std::find_if(program.columns.begin(), program.columns.end(),
                                    [&](const auto& known) { return known.first == column; });
    if (found != program.columns.end()) {
      slots.push_back(found->second);
      continue;
    }
    std::vector<std::string> names;
    for (const auto& known : program.columns) names.push_back(known.first);
    const std::string near = nearest_word(column, names);
    errors.push_back(Error{sentence("unknown_column", {{"column", printable(column)}}), "ensemble",
                           near_or(near, sentence("columns_of_run")), ExitCode::usage});
  }
  if (!errors.empty()) return errors;
  return slots;
}

}  // namespace

Band band_of(double* values, std::size_t count) {
  ATTUNE_CHECK(count > 0);
  for (std::size_t i = 0; i < count; ++i) values[i] += 0.0;  // -0 becomes 0: equal numbers have equal bits
  struct Place {
    std::size_t k;  // whole part of h
    double share;   // the rest
  };
  const auto place = [&](double p) {
    const double h = static_cast<double>(count - 1) * p;
    const auto k = static_cast<std::size_t>(h);
    return Place{k, h - static_cast<double>(k)};
  };
  const auto between = [](double at, double next, double share) { return at + share * (next - at); };
  const Place low = place(0.05), middle = place(0.50), high = place(0.95);
  double* const end = values + count;
  double* const centre = values + middle.k;
  // The middle first: the other two then have half as much to look through.
  std::nth_element(values, centre, end);
  const double after_centre = centre + 1 == end ? *centre : *std::min_element(centre + 1, end);
  Band band;
  band.p50 = between(*centre, after_centre, middle.share);
  band.p05 = between(*centre, after_centre, low.share);
  if (low.k < middle.k) {
    double* const at = values + low.k;
    std::nth_element(values, at, centre);
    band.p05 = between(*at, *std::min_element(at + 1, centre + 1), low.share);
  }
  band.p95 = between(*centre, after_centre, high.share);
  if (high.k > middle.k) {
    double* const at = values + high.k;
    std::nth_element(centre + 1, at, end);
    band.p95 = between(*at, at + 1 == end ? *at : *std::min_element(at + 1, end), high.share);
  }
  return band;
}

void append_bands(EnsembleBands& bands, const EnsembleValues& block, int threads) {
  const std::size_t first = bands.bands.size(), rows = block.rows;
  bands.columns.insert(bands.columns.end(), block.columns.begin(), block.columns.end());
  bands.bands.resize(first + block.columns.size() * rows);
  constexpr std::size_t chunk = 16;  // rows at a time
  const std::size_t total = block.columns.size() * rows;
  run_parallel(threads, (total + chunk - 1) / chunk, [&](std::size_t index) {
    std::vector<double> values(block.runs);
    for (std::size_t i = index * chunk; i < std::min(total, (index + 1) * chunk); ++i) {
      std::copy_n(block.values.data() + i * block.runs, block.runs, values.data());
      bands.bands[first + i] = band_of(values.data(), values.size());
    }
  });
}

Status run_ensemble_blocks(const ProgramPtr& program_ptr, const Style& style, const Scenario& scenario, const Arm& arm,
                           const EnsembleRequest& request, const std::function<Status(const EnsembleValues&)>& take) {
  ATTUNE_CHECK(program_ptr != nullptr);
  const Program& program = *program_ptr;
  if (const Status status = check_request(request); !status) return status.errors();
  const Result<RunPlan> plan = plan_run(program, style, scenario, arm, request.settings, 0);
  if (!plan) return plan.errors();
  std::vector<std::string> columns = request.columns;
  const Result<std::vector<Slot>> slots = find_columns(program, columns);
  if (!slots) return slots.errors();

  EnsembleValues block;
  block.sample_s = plan->sample_s;
  block.rows = plan->rows;
  block.runs = request.run_count == 0 ? request.runs - request.first_run : request.run_count;
  const double column_bytes = static_cast<double>(block.rows) * static_cast<double>(block.runs) * sizeof(double);
  if (column_bytes > static_cast<double>(request.memory) ||
      static_cast<double>(block.rows) * static_cast<double>(columns.size()) > most_bands)
    return Error{sentence("bands_memory", {{"samples", std::to_string(block.rows)}, {"runs", std::to_string(block.runs)}}),
                 "scenario " + scenario.id, sentence("less_often"), ExitCode::usage};
  const auto block_columns = static_cast<std::size_t>(
      std::min(static_cast<double>(columns.size()), static_cast<double>(request.memory) / column_bytes));
  try {
    const std::vector<std::size_t> watched = find_watched(program, *slots);
    for (std::size_t first = 0; first < columns.size(); first += block_columns) {
      const std::size_t last = std::min(columns.size(), first + block_columns);
      const auto at = [&](const auto& list, std::size_t i) { return list.begin() + static_cast<std::ptrdiff_t>(i); };
      block.columns.assign(at(columns, first), at(columns, last));
      const std::vector<Slot> block_slots(at(*slots, first), at(*slots, last));
      block.values.resize(block.columns.size() * block.rows * block.runs);
      const Status status = with_lanes(request.vector_length, [&](const auto& code) {
        return simulate_block(program, *plan, request, code, watched, block_slots, block);
      });
      if (!status) return status.errors();
      if (const Status taken = take(block); !taken) return taken.errors();
    }
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  }
  return Done{};
}

Result<std::vector<std::string>> list_ensemble_columns(const ProgramPtr& program, const EnsembleRequest& request) {
  ATTUNE_CHECK(program != nullptr);
  std::vector<std::string> columns = request.columns;
  if (const auto slots = find_columns(*program, columns); !slots) return slots.errors();
  return columns;
}

Result<EnsembleBands> run_ensemble(const ProgramPtr& program, const Style& style, const Scenario& scenario,
                                   const Arm& arm, const EnsembleRequest& request) {
  return collect_bands(request, [&](const auto& take) { return run_ensemble_blocks(program, style, scenario, arm, request, take); });
}

ShardRuns runs_of_shard(std::uint32_t runs, std::uint32_t shard, std::uint32_t shards) {
  ATTUNE_CHECK(shards > 0 && shard >= 1 && shard <= shards);
  const auto before = [&](std::uint64_t s) { return static_cast<std::uint32_t>(std::uint64_t{runs} * s / shards); };
  return {before(shard - 1), before(shard) - before(shard - 1)};
}

std::uint32_t count_lower_peaks(const EnsembleValues& a, const EnsembleValues& b, std::size_t column) {
  ATTUNE_CHECK(a.runs == b.runs && a.columns == b.columns && column < a.columns.size());
  const auto peak = [&](const EnsembleValues& values, std::size_t run) {
    double largest = values.at(column, 0, run);
    for (std::size_t row = 1; row < values.rows; ++row) largest = std::max(largest, values.at(column, row, run));
    return largest;
  };
  std::uint32_t count = 0;
  for (std::size_t run = 0; run < a.runs; ++run) count += peak(a, run) < peak(b, run);
  return count;
}

namespace {

struct Knockout {
  Slot weight = 0, target = 0;
};

// effects[connection * (count + 1) + run], count runs from first_run on; the last "run" is the one with the values used.
template <int W>
Status find_effects(const Program& program, const RunPlan& plan, const EnsembleRequest& request,
                    const LaneCode<W>& code, const std::vector<Knockout>& knockouts, const std::atomic<bool>* stop,
                    std::vector<double>& effects) {
  const std::vector<std::size_t> watched = find_watched(program, {});
  const std::size_t runs = request.run_count, batches = (runs + W - 1) / W;
  std::vector<std::optional<Escape>> escapes(batches + 1);
  std::atomic<bool> all_fine{true};
  const bool has_memory = run_parallel(request.threads, batches + 1, [&](std::size_t index) {
    const bool is_plain = index == batches;
    if (stop != nullptr && *stop) return;
    const std::size_t first = is_plain ? runs : index * W;  // within the runs asked for
    const std::size_t count = is_plain ? 1 : std::min<std::size_t>(W, runs - first);
    Batch<W> batch(program, code, plan, watched);
    if (is_plain)
      batch.settle_plain();
    else
      batch.settle(request.seed, request.first_run + first, static_cast<std::uint32_t>(count));
    const Machine<W> settled = batch.machine();
    std::vector<Lanes<W>> with(knockouts.size());
    const auto add = [&](Lanes<W>& sum, Slot slot) {
      const Lanes<W>& value = batch.machine().get(slot);
      for (std::size_t lane = 0; lane < W; ++lane) sum.v[lane] += value.v[lane];
    };
    batch.play(
        [&](std::uint64_t) {
          for (std::size_t k = 0; k < knockouts.size(); ++k) add(with[k], knockouts[k].target);
        },
        [](std::uint64_t) {});
    for (std::size_t k = 0; k < knockouts.size(); ++k) {
      if (stop != nullptr && *stop) return;
      batch.machine() = settled;
      for (int lane = 0; lane < W; ++lane) batch.machine().set(knockouts[k].weight, lane, 0);
      batch.machine().prepare();
      batch.machine().apply_inputs();
      Lanes<W> without;
      batch.play([&](std::uint64_t) { add(without, knockouts[k].target); }, [](std::uint64_t) {});
      for (std::size_t lane = 0; lane < count; ++lane)
        effects[k * (runs + 1) + first + lane] =
            (with[k].v[lane] - without.v[lane]) / static_cast<double>(plan.steps() + 1);
    }
    escapes[index] = batch.first_escape();
    if (escapes[index]) all_fine = false;
  });
  if (stop != nullptr && *stop) return Error{"stopped", "", "", ExitCode::interrupted};
  if (!has_memory) return out_of_memory();
  if (!all_fine) return to_error(program, escapes);
  return Done{};
}

}  // namespace

std::string direction_column(const std::string& connection, const std::string& from, const std::string& to) {
  return kDirectionColumn + connection + " " + from + " " + to;
}

std::vector<DirectionAgreement> count_directions(const EnsembleValues& effects) {
  ATTUNE_CHECK(effects.rows == 2);
  std::vector<DirectionAgreement> result;
  for (std::size_t k = 0; k < effects.columns.size(); ++k) {
    const std::string& column = effects.columns[k];
    const std::size_t to = column.rfind(' '), from = to == std::string::npos || to == 0 ? 0 : column.rfind(' ', to - 1);
    const std::size_t prefix = std::string_view(kDirectionColumn).size();
    DirectionAgreement entry;
    if (from != std::string::npos && from > prefix) {
      entry.connection = column.substr(prefix, from - prefix);
      entry.from = column.substr(from + 1, to - from - 1);
      entry.to = column.substr(to + 1);
    }
    entry.runs = static_cast<std::uint32_t>(effects.runs);
    entry.effect = effects.at(k, 1, 0);
    entry.direction = direction_of(entry.effect);
    for (std::size_t run = 0; run < effects.runs; ++run)
      entry.agree += direction_of(effects.at(k, 0, run)) == entry.direction;
    result.push_back(std::move(entry));
  }
  return result;
}

Result<EnsembleValues> direction_effects(const ProgramPtr& program_ptr, const Circuit& circuit, const Style& style,
                                         const Scenario& scenario, const Arm& arm, const EnsembleRequest& request,
                                         const std::vector<std::string>& only, const std::atomic<bool>* stop) {
  ATTUNE_CHECK(program_ptr != nullptr);
  const Program& program = *program_ptr;
  if (const Status status = check_request(request); !status) return status.errors();
  EnsembleRequest part = request;
  if (part.run_count == 0) part.run_count = part.runs - part.first_run;
  RunSettings settings = request.settings;
  settings.sample_s = 0;
  Result<RunPlan> plan = plan_run(program, style, scenario, arm, settings, 0);
  if (!plan) return plan.errors();
  EnsembleValues result;
  result.rows = 2;
  result.runs = part.run_count;
  std::vector<Knockout> knockouts;
  for (std::size_t i = 0; i < program.parameters.size(); ++i) {
    const Parameter& parameter = program.parameters[i];
    if (parameter.kind != ParameterKind::connection) continue;
    ATTUNE_CHECK(parameter.index < circuit.connections.size());
    const Connection& connection = circuit.connections[parameter.index];
    if (!only.empty() && std::find(only.begin(), only.end(), connection.id) == only.end()) continue;
    const auto target = std::find_if(program.updates.begin(), program.updates.end(),
                                     [&](const Update& update) { return update.id == connection.to; });
    ATTUNE_CHECK(target != program.updates.end());
    knockouts.push_back({program.places[i].place, target->state});
    result.columns.push_back(direction_column(connection.id, connection.from, connection.to));
  }
  try {
    const std::size_t stride = result.runs + 1;
    std::vector<double> effects(knockouts.size() * stride);
    const Status status = with_lanes(request.vector_length, [&](const auto& code) {
      return find_effects(program, *plan, part, code, knockouts, stop, effects);
    });
    if (!status) return status.errors();
    result.values.reserve(knockouts.size() * 2 * result.runs);
    for (std::size_t k = 0; k < knockouts.size(); ++k) {
      const auto of = effects.begin() + static_cast<std::ptrdiff_t>(k * stride);
      result.values.insert(result.values.end(), of, of + static_cast<std::ptrdiff_t>(result.runs));
      result.values.insert(result.values.end(), result.runs, of[static_cast<std::ptrdiff_t>(result.runs)]);
    }
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  }
  return result;
}

Result<std::vector<DirectionAgreement>> direction_agreement(const ProgramPtr& program, const Circuit& circuit,
                                                            const Style& style, const Scenario& scenario,
                                                            const Arm& arm, const EnsembleRequest& request,
                                                            const std::vector<std::string>& only,
                                                            const std::atomic<bool>* stop) {
  EnsembleRequest whole = request;
  whole.first_run = whole.run_count = 0;
  const Result<EnsembleValues> effects = direction_effects(program, circuit, style, scenario, arm, whole, only, stop);
  if (!effects) return effects.errors();
  return count_directions(*effects);
}

namespace {

class ContentHash {
 public:
  void add(std::uint64_t word) { hash_ = mix_bits(hash_ ^ word); }
  void add(double value) { add(std::bit_cast<std::uint64_t>(value)); }
  void add(const std::string& text) {
    add(static_cast<std::uint64_t>(text.size()));
    add(hash_bytes(text));
  }
  void add(const Code& code) {
    add(static_cast<std::uint64_t>(code.instructions.size()));
    for (const Instruction& in : code.instructions)
      for (const std::uint32_t part : {static_cast<std::uint32_t>(in.op), in.result, in.a, in.b, in.c})
        add(std::uint64_t{part});
  }
  std::uint64_t value() const { return hash_; }

 private:
  std::uint64_t hash_ = 1;
};

}  // namespace

std::uint64_t hash_content(const ProgramPtr& program_ptr, const Style& style, const Scenario& scenario, const Arm& arm,
                           const RunSettings& settings) {
  ATTUNE_CHECK(program_ptr != nullptr);
  const Program& program = *program_ptr;
  ContentHash hash;
  for (const double value : program.slots) hash.add(value);
  for (const Code* code : {&program.setup, &program.on_input, &program.on_step, &program.on_sample}) hash.add(*code);
  for (const Term& term : program.terms) {
    hash.add(std::uint64_t{term.coefficient});
    hash.add(std::uint64_t{term.source});
  }
  for (const Update& update : program.updates) {
    hash.add(update.column);
    hash.add(update.tau_s);
    for (const std::uint32_t part : {update.state, update.target, update.initial, update.rate,
                                     std::uint32_t{update.has_rate}, std::uint32_t{update.learns}})
      hash.add(std::uint64_t{part});
  }
  for (const auto& [name, slot] : program.columns) {
    hash.add(name);
    hash.add(std::uint64_t{slot});
  }
  for (const Parameter& parameter : program.parameters) {
    hash.add(parameter.id);
    for (const double value : {parameter.value, parameter.low, parameter.high, parameter.factor}) hash.add(value);
    hash.add(static_cast<std::uint64_t>(parameter.tied_to + 1));
  }
  for (const Input& input : program.inputs) {
    hash.add(input.id);
    hash.add(input.initial);
    hash.add(std::uint64_t{input.last_wins});
  }
  for (const AgePreset& age : program.ages) {
    hash.add(age.id + "/" + age.style_set);
    hash.add(age.maturity);
    hash.add(age.heart_rate);
  }
  for (const auto& [set, traits] : style.traits) {
    hash.add(set);
    for (const auto& [id, value] : traits) {
      hash.add(id);
      hash.add(value);
    }
  }
  for (const auto& [id, value] : style.caregiver) {
    hash.add(id);
    hash.add(value);
  }
  hash.add(settings.age.empty() ? scenario.age : settings.age);
  for (const double value :
       {scenario.duration_s, scenario.step_s, scenario.sample_s, settings.settle_s, settings.settle_step_s})
    hash.add(value);
  for (const auto* pairs : {&scenario.start, &arm.traits, &settings.traits})
    for (const auto& [id, value] : *pairs) {
      hash.add(id);
      hash.add(value);
    }
  for (const Segment& segment : arm.segments) {
    for (const double value : {segment.begin_s, segment.end_s, segment.repeat_every_s, segment.repeat_until_s})
      hash.add(value);
    for (const InputValue& input : segment.inputs) {
      hash.add(input.input + "/" + input.caregiver);
      hash.add(input.value);
    }
  }
  return hash.value();
}

}  // namespace attune
