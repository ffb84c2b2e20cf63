// Closed surfaces of the deep structures, from JHU-MNI labels.
#pragma once

#include "structure.hpp"

#include <vector>

namespace atlas {

struct DeepRecipe {
    int upsampling = 2;           // the label grid is split this many times before blurring, for a smoother surface
    double blur_mm = 0.8;
    Smoothing smoothing{40, 0.02}; // on half-size voxels this is about 25 iterations at 0.05 on the label grid
    double speck_share = 0.03;    // pieces of a label smaller than this share of it are stray voxels
    std::size_t triangles_low = 500;
};

// Lod 0 of every structure, then lod 2 of every structure.
std::vector<Structure> build_deep_structures(const LabelVolume& jhu, const DeepRecipe& recipe);

} // namespace atlas
