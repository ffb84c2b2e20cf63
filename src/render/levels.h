// Levels of detail for large models, with meshoptimizer. No GL.
#pragma once

#include "model/brain.h"

namespace attune {

// Models with more triangles than a picture has use for: level 0 is thinned to about kFullTriangles, level 1 (what a
// window shows) to about kWindowTriangles, each part by the same share. Smaller models and models that bring their own
// levels stay as they are. Costs grow with the triangles; 5 million take a fraction of a second.
inline constexpr std::size_t kFullTriangles = 600'000, kWindowTriangles = 160'000;
void make_levels(BrainModel& model);

}  // namespace attune
