#include "session/shown_regions.h"

#include <algorithm>
#include <map>

namespace attune {

ShownRegions shown_regions(const BrainModel& model, const std::vector<Structure>& structures,
                           const std::function<bool(const BrainPart&)>& cut_away) {
  ShownRegions shown;
  std::map<std::string, const Structure*> by_id;
  for (const Structure& structure : structures) by_id.emplace(structure.id, &structure);
  if (model.parts.empty())
    for (const Structure& structure : structures)
      for (std::set<std::string>& regions : shown.of_half) regions.insert(structure.region);
  for (std::size_t half = 0; half < 2; ++half) {
    std::set<std::string> held;  // structures
    const Hemisphere other = half == 0 ? Hemisphere::right : Hemisphere::left;
    for (const BrainPart& part : model.parts) {
      if (part.level != 0 || part.indices.empty() || part.hemisphere == other || (cut_away && cut_away(part))) continue;
      const auto found = by_id.find(part.structure);
      if (found != by_id.end()) held.insert(part.structure);
      const std::string& region = found != by_id.end() ? found->second->region : part.region;
      if (!region.empty()) shown.of_half[half].insert(region);
    }
    for (const Structure& structure : structures)
      if (std::any_of(structure.within.begin(), structure.within.end(), [&](const std::string& id) { return held.count(id) > 0; }))
        shown.of_half[half].insert(structure.region);
  }
  return shown;
}

}  // namespace attune
