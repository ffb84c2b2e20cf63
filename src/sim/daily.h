// What changes from one day to the next inside a run that lasts for days: the bond (model.md 4.8). Internal to sim.
//
// Per day: bond += (1 - bond) growth - bond fade, where growth and fade are the day's means of the circuit's read-outs
// "bond_growth" and "bond_fade" (both 1/day). In between the bond is constant, as every trait is. A circuit without
// these read-outs or without the trait "bond" keeps its bond.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/det_math.h"
#include "sim/machine.h"

namespace attune {

inline constexpr double seconds_per_day = 86400;

template <int W>
class DailyBond {
 public:
  explicit DailyBond(const Program& program) : program_(program) {
    for (std::size_t i = 0; i < program.traits.size(); ++i)
      if (program.traits[i].id == "bond") bond_ = program.trait_slots[i];
    growth_ = find(".bond_growth");
    fade_ = find(".bond_fade");
  }

  bool changes() const { return bond_ && growth_ && fade_; }

  // After evaluate(), for the step that begins there.
  void add(const Machine<W>& machine, double step_s) {
    for (int lane = 0; lane < W; ++lane) {
      Sums& sums = sums_[static_cast<std::size_t>(lane)];
      sums.growth += machine.get(*growth_, lane) * step_s / seconds_per_day;
      sums.fade += machine.get(*fade_, lane) * step_s / seconds_per_day;
    }
  }

  // At midnight. Inputs must be set (apply_inputs()) and evaluate() called again afterwards.
  void end_day(Machine<W>& machine) {
    std::vector<double> states;
    for (const Update& update : program_.updates)
      for (int lane = 0; lane < W; ++lane) states.push_back(machine.get(update.state, lane));
    for (int lane = 0; lane < W; ++lane) {
      const Sums& sums = sums_[static_cast<std::size_t>(lane)];
      const double bond = machine.get(*bond_, lane);
      machine.set(*bond_, lane, det::clip(bond + (1 - bond) * sums.growth - bond * sums.fade, 0, 1));
    }
    sums_ = {};
    machine.begin();  // works out what follows from the traits; also puts the states back to their start
    std::size_t i = 0;
    for (const Update& update : program_.updates)
      for (int lane = 0; lane < W; ++lane) machine.set(update.state, lane, states[i++]);
  }

 private:
  struct Sums {
    double growth = 0, fade = 0;
  };
  std::optional<Slot> find(std::string_view ending) const {
    for (const auto& [column, slot] : program_.columns)
      if (std::string_view(column).ends_with(ending)) return slot;
    return std::nullopt;
  }

  const Program& program_;
  std::optional<Slot> bond_, growth_, fade_;
  std::array<Sums, W> sums_{};
};

}  // namespace attune
