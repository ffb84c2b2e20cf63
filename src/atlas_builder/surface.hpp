// Triangle surfaces in MNI millimetres, and the VTK filters that make, smooth and thin them.
#pragma once

#include "volume.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace atlas {

struct Surface {
    std::vector<std::array<float, 3>> positions; // MNI mm
    std::vector<std::array<float, 3>> normals;   // unit length, outward; empty until computed
    std::vector<std::array<std::uint32_t, 3>> triangles;
};

struct Smoothing {
    int iterations = 15;
    double pass_band = 0.1;
};

// Flying edges. Only the largest connected sheet is kept if `largest_only`: cavities inside a solid disappear.
Surface isosurface(const ScalarVolume& field, double level, bool largest_only);
Surface smoothed(const Surface& surface, const Smoothing& smoothing);
Surface decimated(const Surface& surface, std::size_t target_triangles);

// Area-weighted vertex normals. Triangles are turned first, if need be, so that the closed surface's volume is positive.
void compute_normals(Surface& surface);

double enclosed_volume(const Surface& surface); // mm3
Point centroid(const Surface& surface);         // mean of the triangle centres, weighted by area
double area(const Surface& surface);            // mm2

} // namespace atlas
