// Which regions of the circuit a brain model shows, half by half. What a model of one's own lacks is the end of no path.
#pragma once

#include <array>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "model/content.h"

namespace attune {

struct ShownRegions {
  std::array<std::set<std::string>, 2> of_half;  // region ids; left, right
  bool has(const std::string& region, bool left) const { return of_half[left ? 0 : 1].count(region) > 0; }
  bool joins(const std::string& from, const std::string& to, bool left) const { return has(from, left) && has(to, left); }
  bool joins(const std::string& from, const std::string& to) const { return joins(from, to, true) || joins(from, to, false); }
};

// A region is shown by any part of one of its structures, and a small nucleus by what it lies in (Structure::within).
// Where no model is open at all, nothing is missing in it.
// cut_away: parts that do not count, as they are not in the picture.
ShownRegions shown_regions(const BrainModel& model, const std::vector<Structure>& structures,
                           const std::function<bool(const BrainPart&)>& cut_away = nullptr);

}  // namespace attune
