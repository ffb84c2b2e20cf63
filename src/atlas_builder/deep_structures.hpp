// Closed surfaces of the deep structures, from JHU-MNI labels.
#pragma once

#include "structure.hpp"

#include <array>
#include <vector>

namespace atlas {

struct DeepRecipe {
    int upsampling = 2;           // the label grid is split this many times before blurring, for a smoother surface
    double blur_mm = 0.8;
    Smoothing smoothing{40, 0.02}; // on half-size voxels this is about 25 iterations at 0.05 on the label grid
    double speck_share = 0.03;    // pieces of a label smaller than this share of it are stray voxels
    std::size_t triangles_low = 500;
    double above_cortex_mm = 0.8;        // a gyrus that a label names lies this much over the cortical surface
    Smoothing gyrus_smoothing{20, 0.06}; // of it
    std::size_t gyrus_triangles_low = 800;
    double gyrus_reach_mm = 2.0;         // of its label over fluid and over the midline, where this hemisphere bulges further
};

// Lod 0 of every structure, then lod 2 of every structure. `cerebrum`: left and right hemisphere. The labels are of another
// brain, so a gyrus that borders on the midline is what of its label lies within the hemisphere that is drawn around it.
std::vector<Structure> build_deep_structures(const LabelVolume& jhu, const std::array<MaskVolume, 2>& cerebrum, const DeepRecipe& recipe);

} // namespace atlas
