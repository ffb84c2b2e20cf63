// The record of where the brain comes from: inputs, recipe, coordinates, structures, licences.
#pragma once

#include "cortex.hpp"
#include "deep_structures.hpp"
#include "parcels.hpp"
#include "structure.hpp"
#include "waypoints.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace atlas {

struct Recipe {
    CortexRecipe cortex;
    ParcelRecipe parcels;
    DeepRecipe deep;
};

std::string atlas_credits(); // one paragraph, also used as the copyright of the .glb

void write_provenance(const std::filesystem::path& file, const std::vector<std::filesystem::path>& inputs, const Recipe& recipe,
                      const std::vector<Structure>& structures, const RouteReport& routes);

} // namespace atlas
