#include "deep_structures.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace atlas {

namespace {

struct Entry {
    const char* name;
    const char* region;
    const char* lobe;
    std::vector<int> left; // all labels of a midline structure
    std::vector<int> right;
    std::size_t triangles;
    bool is_medial_gyrus = false;
};

std::vector<int> label_range(int first, int last) {
    std::vector<int> labels(static_cast<std::size_t>(last - first + 1));
    std::iota(labels.begin(), labels.end(), first);
    return labels;
}

std::vector<Entry> entries() {
    return {
        {"amygdala", "AMY", "limbic", {73}, {74}, 2200},
        {"hippocampus", "HIP", "limbic", {75}, {76}, 3000},
        {"caudate", "CAU", "subcortical", {77}, {78}, 3000},
        {"putamen", "PUT", "subcortical", {79}, {80}, 3000},
        {"nucleus_accumbens", "NAC", "subcortical", {89}, {90}, 1400},
        {"acc_dorsal", "dACC", "limbic", {67}, {68}, 5500, true},
        {"acc_rostral", "", "limbic", {61}, {62}, 3000, true},
        {"acc_subgenual", "sgACC", "limbic", {65}, {66}, 2000, true},
        {"acc_subcallosal", "", "limbic", {63}, {64}, 1400, true},
        {"insula", "INS", "insula", {71}, {72}, 3500},
        {"thalamus", "THA", "subcortical", {83}, {84}, 3000},
        {"globus_pallidus", "", "subcortical", {81}, {82}, 2000},
        {"hypothalamus", "", "subcortical", {85}, {86}, 1400},
        {"posterior_cingulate", "", "limbic", {69}, {70}, 4000, true},
        {"substantia_nigra", "", "brainstem", {93}, {94}, 1000},
        {"midbrain", "", "brainstem", {99, 100}, {}, 3000},
        {"pons", "", "brainstem", label_range(101, 114), {}, 4000},
        {"medulla", "", "brainstem", {115, 116}, {}, 2000},
    };
}

// Pieces with fewer voxels than `share` of the mask are removed.
MaskVolume without_specks(const MaskVolume& mask, double share) {
    const double total = volume_mm3(mask);
    MaskVolume rest = mask;
    MaskVolume result{mask.grid, std::vector<std::uint8_t>(mask.values.size(), 0)};
    while (true) {
        const MaskVolume piece = largest_component(rest);
        if (volume_mm3(piece) < share * total || volume_mm3(piece) == 0.0) {
            return result;
        }
        for (std::size_t n = 0; n < rest.values.size(); ++n) {
            if (piece.values[n] != 0) {
                result.values[n] = 1;
                rest.values[n] = 0;
            }
        }
    }
}

// The mask cut out with a margin and split into smaller voxels.
ScalarVolume cut_out(const MaskVolume& mask, int upsampling, int margin_voxels) {
    const Grid& grid = mask.grid;
    std::array<int, 3> low = grid.size;
    std::array<int, 3> high{-1, -1, -1};
    for (int k = 0; k < grid.size[2]; ++k) {
        for (int j = 0; j < grid.size[1]; ++j) {
            for (int i = 0; i < grid.size[0]; ++i) {
                if (mask.values[voxel_index(grid, i, j, k)] != 0) {
                    const std::array<int, 3> at{i, j, k};
                    for (int axis = 0; axis < 3; ++axis) {
                        low[axis] = std::min(low[axis], at[axis]);
                        high[axis] = std::max(high[axis], at[axis]);
                    }
                }
            }
        }
    }
    Grid fine;
    fine.spacing = grid.spacing / upsampling;
    for (int axis = 0; axis < 3; ++axis) {
        fine.size[axis] = (high[axis] - low[axis] + 1 + 2 * margin_voxels) * upsampling;
        fine.origin[axis] = grid.origin[axis] + (low[axis] - margin_voxels - 0.5) * grid.spacing + 0.5 * fine.spacing;
    }
    return to_scalars(resample_labels(mask, fine));
}

Surface smooth_surface(const ScalarVolume& field, double level, const Smoothing& smoothing) {
    Surface surface = smoothed(isosurface(field, level, false), smoothing);
    compute_normals(surface);
    return surface;
}

// The label and what lies beside it that no label names, or its like on the other side alone.
MaskVolume reaching_over(const LabelVolume& jhu, const std::vector<int>& own, const std::vector<int>& other, double reach_mm) {
    MaskVolume reached = dilated(mask_of_labels(jhu, own), reach_mm);
    const MaskVolume open = mask_of_labels(jhu, std::vector<int>{0, own.front(), other.front()});
    for (std::size_t n = 0; n < reached.values.size(); ++n) {
        reached.values[n] &= open.values[n];
    }
    return reached;
}

// Cut down to the tissue and a little around it, without what then hangs on nothing.
void cut_to_tissue(ScalarVolume& field, const ScalarVolume& tissue, double speck_share) {
    std::size_t n = 0;
    for (int k = 0; k < field.grid.size[2]; ++k) {
        for (int j = 0; j < field.grid.size[1]; ++j) {
            for (int i = 0; i < field.grid.size[0]; ++i, ++n) {
                field.values[n] = std::min(field.values[n], sample_linear(tissue, voxel_centre(field.grid, i, j, k)));
            }
        }
    }
    const MaskVolume kept = dilated(without_specks(mask_above(field, 0.5F), speck_share), 2.0 * field.grid.spacing);
    for (n = 0; n < field.values.size(); ++n) {
        field.values[n] = kept.values[n] != 0 ? field.values[n] : 0.0F;
    }
}

// Blurring shrinks small convex shapes; the level that gives the label's own volume back is found by halving.
Surface surface_with_volume(const ScalarVolume& field, double wanted_mm3, const Smoothing& smoothing) {
    double low = 0.15;
    double high = 0.85;
    Surface surface;
    for (int step = 0; step < 7; ++step) {
        const double level = step == 0 ? 0.5 : 0.5 * (low + high);
        surface = smooth_surface(field, level, smoothing);
        const double volume = enclosed_volume(surface);
        if (std::abs(volume / wanted_mm3 - 1.0) < 0.01) {
            break;
        }
        (volume < wanted_mm3 ? high : low) = level;
    }
    return surface;
}

} // namespace

std::vector<Structure> build_deep_structures(const LabelVolume& jhu, const std::array<MaskVolume, 2>& cerebrum, const DeepRecipe& recipe) {
    std::array<ScalarVolume, 2> tissue;
    for (std::size_t side = 0; side < 2; ++side) {
        tissue[side] = to_scalars(dilated(cerebrum[side], recipe.above_cortex_mm));
        blur_gaussian(tissue[side], 1.0);
    }
    std::vector<Structure> full;
    std::vector<Structure> low;
    for (const Entry& entry : entries()) {
        for (const Side side : {Side::left, Side::right}) {
            const bool midline = entry.right.empty();
            if (midline && side == Side::right) {
                continue;
            }
            Structure structure;
            structure.name = entry.name;
            structure.side = midline ? Side::midline : side;
            structure.kind = Kind::volume;
            structure.region = entry.region;
            structure.lobe = entry.lobe;
            structure.source = "JHU-MNI";
            structure.labels = side == Side::left ? entry.left : entry.right;

            const MaskVolume labelled = mask_of_labels(jhu, structure.labels);
            structure.wanted_volume = volume_mm3(labelled);
            const MaskVolume shape = entry.is_medial_gyrus
                                         ? reaching_over(jhu, structure.labels, side == Side::left ? entry.right : entry.left, recipe.gyrus_reach_mm)
                                         : labelled;
            ScalarVolume field = cut_out(without_specks(shape, recipe.speck_share), recipe.upsampling, 4);
            blur_gaussian(field, recipe.blur_mm / field.grid.spacing);
            if (entry.is_medial_gyrus) {
                cut_to_tissue(field, tissue[side == Side::left ? 0 : 1], recipe.speck_share);
                const double within = volume_mm3(mask_above(field, 0.5F));
                std::printf("  %s: %.0f mm3 within the hemisphere, its label has %.0f\n", node_name(structure).c_str(), within, structure.wanted_volume);
                structure.wanted_volume = within;
            }
            const Surface fine = surface_with_volume(field, structure.wanted_volume, entry.is_medial_gyrus ? recipe.gyrus_smoothing : recipe.smoothing);

            structure.surface = decimated(fine, entry.triangles);
            compute_normals(structure.surface);
            full.push_back(structure);
            structure.lod = 2;
            const std::size_t triangles_low = entry.is_medial_gyrus ? recipe.gyrus_triangles_low : recipe.triangles_low;
            structure.surface = decimated(fine, std::min(triangles_low, entry.triangles / 2));
            compute_normals(structure.surface);
            low.push_back(std::move(structure));
        }
    }
    full.insert(full.end(), low.begin(), low.end());
    return full;
}

} // namespace atlas
