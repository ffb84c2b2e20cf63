// Cuts the cortical solids into parcels by AAL label, without seams.
#pragma once

#include "cortex.hpp"
#include "structure.hpp"

#include <array>
#include <vector>

namespace atlas {

struct ParcelRecipe {
    int smoothing_rounds = 6;          // averaging of the label shares over the surface graph
    double smallest_island_mm2 = 80.0; // smaller patches of a parcel take the label around them
    std::array<double, 3> longest_border_edge_mm{2.5, 5.0, 9.0}; // edges across a border are split below this, per level of detail
    double medial_wall_mm = 2.5;       // further than this from any cortex label the inner wall is callosum and diencephalon
};

// One structure per parcel, hemisphere and level of detail.
std::vector<Structure> split_into_parcels(const std::vector<CorticalSolid>& solids, const LabelVolume& aal, const ParcelRecipe& recipe);

} // namespace atlas
