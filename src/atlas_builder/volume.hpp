// Voxel grids in MNI space (millimetres, RAS) and the few operations on them that the atlas builder needs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace atlas {

using Point = std::array<double, 3>;

// A regular grid whose axes point right, anterior and superior. `origin` is the MNI position of the centre of voxel (0, 0, 0).
struct Grid {
    std::array<int, 3> size{0, 0, 0};
    double spacing = 1.0; // mm, the same along the three axes
    Point origin{0.0, 0.0, 0.0};
};

template <typename Value> struct Volume {
    Grid grid;
    std::vector<Value> values;
};

using ScalarVolume = Volume<float>;
using LabelVolume = Volume<std::uint8_t>;
using MaskVolume = Volume<std::uint8_t>; // 0 outside, 1 inside

std::size_t voxel_count(const Grid& grid);
std::size_t voxel_index(const Grid& grid, int i, int j, int k);
Point voxel_centre(const Grid& grid, int i, int j, int k);
Point to_voxel(const Grid& grid, const Point& mni);

// Reads a NIfTI file through its affine. Axes that are stored backwards (x in jhu189) are turned round, so that the result is always RAS.
ScalarVolume read_nifti(const std::filesystem::path& file);
LabelVolume to_labels(const ScalarVolume& volume);

// Labels copied to another grid by nearest voxel; 0 outside the source.
LabelVolume resample_labels(const LabelVolume& source, const Grid& grid);

MaskVolume mask_of_labels(const LabelVolume& labels, std::span<const int> wanted);
MaskVolume mask_above(const ScalarVolume& volume, float threshold);
ScalarVolume to_scalars(const MaskVolume& mask);

std::uint8_t label_at(const LabelVolume& labels, const Point& mni);
// Between voxel centres linear; outside the grid the nearest edge voxel counts.
float sample_linear(const ScalarVolume& volume, const Point& mni);

void blur_gaussian(ScalarVolume& volume, double sigma_voxels);

// The part of the mask that hangs together (6-neighbours) and has the most voxels.
MaskVolume largest_component(const MaskVolume& mask);
// Background that cannot be reached from the border of the grid becomes foreground.
void fill_holes(MaskVolume& mask);

// Distance in mm from every voxel to the nearest voxel where the mask is 1 (0 inside the mask), Euclidean, exact.
ScalarVolume distance_to_mask(const MaskVolume& mask);
MaskVolume dilated(const MaskVolume& mask, double radius_mm);
MaskVolume eroded(const MaskVolume& mask, double radius_mm);
MaskVolume closed(const MaskVolume& mask, double radius_mm);

// For every voxel the label of the nearest voxel whose label is not 0, and how far that is.
struct NearestLabels {
    LabelVolume labels;
    ScalarVolume distance; // mm
};
NearestLabels nearest_labels(const LabelVolume& labels);

double volume_mm3(const MaskVolume& mask);

} // namespace atlas
