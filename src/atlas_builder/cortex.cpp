#include "cortex.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace atlas {

namespace {

// Classes of the partition, also the order of the solids.
enum Class : std::uint8_t { none = 0, cerebrum_left, cerebrum_right, cerebellum_left, cerebellum_right, brainstem, class_count };

ScalarVolume padded(const ScalarVolume& volume, int margin) {
    Grid grid = volume.grid;
    for (int axis = 0; axis < 3; ++axis) {
        grid.size[axis] += 2 * margin;
        grid.origin[axis] -= margin * grid.spacing;
    }
    ScalarVolume result{grid, std::vector<float>(voxel_count(grid), 0.0F)};
    for (int k = 0; k < volume.grid.size[2]; ++k) {
        for (int j = 0; j < volume.grid.size[1]; ++j) {
            const auto row = volume.values.begin() + static_cast<std::ptrdiff_t>(voxel_index(volume.grid, 0, j, k));
            std::copy(row, row + volume.grid.size[0],
                      result.values.begin() + static_cast<std::ptrdiff_t>(voxel_index(grid, margin, j + margin, k + margin)));
        }
    }
    return result;
}

std::vector<int> range(int first, int last) {
    std::vector<int> labels(static_cast<std::size_t>(last - first + 1));
    std::iota(labels.begin(), labels.end(), first);
    return labels;
}

// What must be solid though the T1 image is dark there or the closed mask lets the outside in: the ventricles of the JHU atlas (171-175 left,
// 176-180 right, 181 third and fourth), widened; and its white matter, callosum, fornix and deep grey with the gaps between them and the
// ventricles closed, drawn back so as to stay inside Colin27.
MaskVolume inner_mask(const LabelVolume& jhu, const CortexRecipe& recipe) {
    std::vector<int> labels = range(77, 94);
    for (const auto& [first, last] : {std::pair{97, 108}, {117, 181}}) {
        const std::vector<int> more = range(first, last);
        labels.insert(labels.end(), more.begin(), more.end());
    }
    MaskVolume mask = eroded(closed(mask_of_labels(jhu, labels), recipe.core_closing_mm), recipe.core_inset_mm);
    const MaskVolume ventricles = dilated(mask_of_labels(jhu, range(171, 181)), recipe.ventricle_margin_mm);
    for (std::size_t n = 0; n < mask.values.size(); ++n) {
        mask.values[n] |= ventricles.values[n];
    }
    return mask;
}

// Which solid each voxel of the AAL grid belongs to: AAL labels first, then JHU labels, then the nearest of either.
LabelVolume partition(const LabelVolume& aal, const LabelVolume& jhu) {
    std::array<Class, 256> of_jhu{};
    std::array<double, 256> x_sum{};
    {
        std::size_t n = 0;
        for (int k = 0; k < jhu.grid.size[2]; ++k) {
            for (int j = 0; j < jhu.grid.size[1]; ++j) {
                for (int i = 0; i < jhu.grid.size[0]; ++i) {
                    x_sum[jhu.values[n++]] += voxel_centre(jhu.grid, i, j, k)[0];
                }
            }
        }
    }
    for (int label = 1; label <= 189; ++label) {
        const bool left = x_sum[label] < 0.0;
        const bool stem = (label >= 91 && label <= 94) || (label >= 97 && label <= 104) || (label >= 107 && label <= 116);
        const bool middle = label == 181;
        const bool cerebellar = label == 95 || label == 96;
        if (stem) {
            of_jhu[label] = brainstem;
        } else if (cerebellar) {
            of_jhu[label] = left ? cerebellum_left : cerebellum_right;
        } else if (!middle && label != 105 && label != 106) {
            of_jhu[label] = left ? cerebrum_left : cerebrum_right;
        }
    }

    LabelVolume seeds{aal.grid, std::vector<std::uint8_t>(aal.values.size(), 0)};
    std::size_t n = 0;
    for (int k = 0; k < aal.grid.size[2]; ++k) {
        for (int j = 0; j < aal.grid.size[1]; ++j) {
            for (int i = 0; i < aal.grid.size[0]; ++i, ++n) {
                const Point at = voxel_centre(aal.grid, i, j, k);
                const int label = aal.values[n];
                if (label >= 1 && label <= 90) {
                    seeds.values[n] = label % 2 == 1 ? cerebrum_left : cerebrum_right;
                } else if (label >= 91 && label <= 108) {
                    seeds.values[n] = label % 2 == 1 ? cerebellum_left : cerebellum_right;
                } else if (label >= 109) {
                    seeds.values[n] = at[0] < 1.0 ? cerebellum_left : cerebellum_right;
                } else {
                    const int other = label_at(jhu, at);
                    seeds.values[n] = of_jhu[other];
                    if (other == 105 || other == 106) { // middle peduncle: its front is pons, the rest white matter of the cerebellum
                        seeds.values[n] = at[1] > -38.0 && std::abs(at[0]) < 20.0 ? brainstem : at[0] < 1.0 ? cerebellum_left : cerebellum_right;
                    }
                    // The JHU grid ends at z = -50; the medulla goes on down and a little backwards.
                    const double axis_y = -34.5 + (at[2] + 47.0) * 0.32;
                    const double radius = at[2] < -61.0 ? 14.0 : at[2] < -57.0 ? 8.0 : 7.0;
                    if (at[2] < -47.0 && std::hypot(at[0], at[1] - axis_y) < radius) {
                        seeds.values[n] = brainstem;
                    }
                }
            }
        }
    }
    return nearest_labels(seeds).labels;
}

// Moves the borders of the partition into the dark gaps of the T1 image. Within `band_mm` of a border the classes grow in again from both sides,
// quickly through tissue and slowly through fluid (Dijkstra with whole-number costs); elsewhere they stay.
LabelVolume fitted_to_image(const LabelVolume& coarse, const ScalarVolume& image, double band_mm) {
    const Grid& grid = image.grid;
    LabelVolume classes = nearest_labels(resample_labels(coarse, grid)).labels;
    const std::array<std::size_t, 3> step{1, static_cast<std::size_t>(grid.size[0]),
                                          static_cast<std::size_t>(grid.size[0]) * static_cast<std::size_t>(grid.size[1])};
    const auto place = [&](std::size_t n) {
        return std::array<int, 3>{static_cast<int>(n % step[1]), static_cast<int>(n % step[2] / step[1]), static_cast<int>(n / step[2])};
    };

    MaskVolume border{grid, std::vector<std::uint8_t>(classes.values.size(), 0)};
    for (std::size_t n = 0; n < classes.values.size(); ++n) {
        const std::array<int, 3> at = place(n);
        for (int axis = 0; axis < 3; ++axis) {
            if (at[axis] + 1 < grid.size[axis] && classes.values[n] != classes.values[n + step[axis]]) {
                border.values[n] = 1;
                border.values[n + step[axis]] = 1;
            }
        }
    }
    const ScalarVolume distance = distance_to_mask(border);

    constexpr std::uint32_t tissue_cost = 10;
    constexpr std::uint32_t fluid_cost = 200;
    constexpr std::size_t queue_count = 256; // more than the dearest step
    std::vector<std::uint32_t> cost(classes.values.size(), UINT32_MAX);
    std::array<std::vector<std::size_t>, queue_count> queues;
    std::size_t waiting = 0;
    for (std::size_t n = 0; n < classes.values.size(); ++n) {
        if (distance.values[n] > band_mm) {
            cost[n] = 0;
            if (distance.values[n] <= band_mm + 2.0 * grid.spacing) {
                queues[0].push_back(n);
                ++waiting;
            }
        }
    }
    for (std::uint32_t now = 0; waiting > 0; ++now) {
        std::vector<std::size_t>& queue = queues[now % queue_count];
        for (std::size_t next_up = 0; next_up < queue.size(); ++next_up) {
            const std::size_t n = queue[next_up];
            if (cost[n] != now) {
                continue;
            }
            const std::array<int, 3> at = place(n);
            for (int axis = 0; axis < 3; ++axis) {
                for (const bool forward : {false, true}) {
                    if (forward ? at[axis] + 1 >= grid.size[axis] : at[axis] == 0) {
                        continue;
                    }
                    const std::size_t other = forward ? n + step[axis] : n - step[axis];
                    const float dark = std::clamp((92.0F - image.values[other]) / 50.0F, 0.0F, 1.0F);
                    const std::uint32_t arrival = now + tissue_cost + static_cast<std::uint32_t>(dark * static_cast<float>(fluid_cost - tissue_cost));
                    if (arrival < cost[other]) {
                        cost[other] = arrival;
                        classes.values[other] = classes.values[n];
                        queues[arrival % queue_count].push_back(other);
                        ++waiting;
                    }
                }
            }
        }
        waiting -= queue.size();
        queue.clear();
    }
    return classes;
}

// Sheets and threads (remains of dura and vessels) are pushed below the grey level. The folia of the cerebellum are thin, so less is taken there.
void remove_thin_parts(ScalarVolume& field, const LabelVolume& classes, const CortexRecipe& recipe) {
    const MaskVolume tissue = mask_above(field, recipe.grey_level);
    const auto opened = [&](double thickness_mm) {
        return dilated(eroded(tissue, thickness_mm / 2.0), thickness_mm / 2.0 + field.grid.spacing);
    };
    const MaskVolume kept = opened(recipe.thinnest_sheet_mm);
    const MaskVolume kept_in_cerebrum = opened(recipe.thinnest_gyrus_mm);
    for (std::size_t n = 0; n < field.values.size(); ++n) {
        const bool cerebrum = classes.values[n] == cerebrum_left || classes.values[n] == cerebrum_right;
        if ((cerebrum ? kept_in_cerebrum : kept).values[n] == 0) {
            field.values[n] = std::min(field.values[n], 0.6F * recipe.grey_level);
        }
    }
}

// min(T1 field, partition field): crosses the grey level on the T1 surface inside the solid, and on the border of the partition elsewhere.
ScalarVolume field_of_solid(const ScalarVolume& field, const LabelVolume& classes, Class wanted, const CortexRecipe& recipe) {
    const int label = wanted;
    ScalarVolume result = to_scalars(mask_of_labels(classes, std::span(&label, 1)));
    blur_gaussian(result, recipe.parting_blur_mm / result.grid.spacing);
    for (std::size_t n = 0; n < result.values.size(); ++n) {
        const auto border = static_cast<float>(recipe.grey_level * (1.0 + 2.0 * (result.values[n] - recipe.parting_share)));
        result.values[n] = std::min(field.values[n], border);
    }
    return result;
}

} // namespace

CortexResult build_cortical_solids(const ScalarVolume& colin, const LabelVolume& aal, const LabelVolume& jhu, const CortexRecipe& recipe) {
    ScalarVolume field = padded(colin, 4);
    blur_gaussian(field, recipe.blur_voxels);

    CortexResult result;
    result.brain = closed(largest_component(mask_above(field, recipe.grey_level)), recipe.closing_mm);
    fill_holes(result.brain);
    MaskVolume solid = eroded(result.brain, recipe.solid_depth_mm);
    {
        // Padded, because sampling beyond the edge of a grid repeats its last voxels.
        const ScalarVolume inner = padded(to_scalars(inner_mask(jhu, recipe)), 2);
        std::size_t n = 0;
        for (int k = 0; k < field.grid.size[2]; ++k) {
            for (int j = 0; j < field.grid.size[1]; ++j) {
                for (int i = 0; i < field.grid.size[0]; ++i, ++n) {
                    const Point at = voxel_centre(field.grid, i, j, k);
                    if (solid.values[n] == 0 && sample_linear(inner, at) >= 0.5F) {
                        solid.values[n] = 1;
                    }
                }
            }
        }
    }
    const LabelVolume classes = fitted_to_image(partition(aal, jhu), field, recipe.parting_band_mm);
    ScalarVolume filling = to_scalars(solid);
    blur_gaussian(filling, 1.0);
    for (std::size_t n = 0; n < field.values.size(); ++n) {
        field.values[n] = std::max(field.values[n], 2.0F * recipe.grey_level * filling.values[n]);
        result.brain.values[n] |= solid.values[n];
    }
    fill_holes(result.brain);

    remove_thin_parts(field, classes, recipe);

    std::vector<Surface> fine;
    double total_area = 0.0;
    for (int solid_class = cerebrum_left; solid_class < class_count; ++solid_class) {
        const ScalarVolume own = field_of_solid(field, classes, static_cast<Class>(solid_class), recipe);
        if (solid_class <= cerebrum_right) {
            result.cerebrum[static_cast<std::size_t>(solid_class - cerebrum_left)] = mask_above(own, recipe.grey_level);
        }
        fine.push_back(smoothed(isosurface(own, recipe.grey_level, true), recipe.smoothing));
        total_area += area(fine.back());
        std::printf("  solid %d: %zu triangles before thinning\n", solid_class, fine.back().triangles.size());
    }
    for (std::size_t n = 0; n < fine.size(); ++n) {
        CorticalSolid part;
        const int solid_class = static_cast<int>(n) + cerebrum_left;
        part.part = solid_class <= cerebrum_right    ? CorticalSolid::Part::cerebrum
                    : solid_class <= cerebellum_right ? CorticalSolid::Part::cerebellum
                                                      : CorticalSolid::Part::brainstem;
        part.side = solid_class == brainstem ? Side::midline : solid_class % 2 == 1 ? Side::left : Side::right;
        const double part_of_area = area(fine[n]) / total_area;
        for (std::size_t level = 0; level < part.levels.size(); ++level) {
            part.levels[level] = decimated(fine[n], static_cast<std::size_t>(part_of_area * static_cast<double>(recipe.triangles[level])));
            compute_normals(part.levels[level]);
        }
        result.solids.push_back(std::move(part));
    }
    return result;
}

} // namespace atlas
