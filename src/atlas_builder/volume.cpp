#include "volume.hpp"

#include <vtkImageData.h>
#include <vtkMatrix4x4.h>
#include <vtkNIFTIImageReader.h>
#include <vtkSmartPointer.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace atlas {

namespace {

bool inside(const Grid& grid, int i, int j, int k) {
    return i >= 0 && j >= 0 && k >= 0 && i < grid.size[0] && j < grid.size[1] && k < grid.size[2];
}

std::array<std::size_t, 3> strides(const Grid& grid) {
    const auto row = static_cast<std::size_t>(grid.size[0]);
    return {1, row, row * static_cast<std::size_t>(grid.size[1])};
}

// Calls visit(first_index, stride, length) for every line of voxels along one axis.
template <typename Visit> void for_each_line(const Grid& grid, int axis, Visit visit) {
    const auto step = strides(grid);
    const int u = (axis + 1) % 3;
    const int v = (axis + 2) % 3;
    for (int b = 0; b < grid.size[v]; ++b) {
        for (int a = 0; a < grid.size[u]; ++a) {
            visit(static_cast<std::size_t>(a) * step[u] + static_cast<std::size_t>(b) * step[v], step[axis], grid.size[axis]);
        }
    }
}

constexpr float far_away = 1e12F;

// One pass of the exact squared distance transform of Felzenszwalb and Huttenlocher along one line. `source` says for each place which
// input place gave its value, so that features (labels) can follow the distances.
struct DistanceLine {
    std::vector<float> value;
    std::vector<int> hull;
    std::vector<float> bound;
    std::vector<float> result;
    std::vector<int> source;
};

void transform_line(DistanceLine& line, int length) {
    const auto n = static_cast<std::size_t>(length);
    line.hull.resize(n);
    line.bound.resize(n + 1);
    line.result.resize(n);
    line.source.resize(n);
    int top = -1;
    for (int q = 0; q < length; ++q) {
        if (line.value[q] >= far_away) {
            continue;
        }
        double crossing = -std::numeric_limits<double>::infinity();
        while (top >= 0) {
            const int p = line.hull[top];
            crossing = ((line.value[q] + double(q) * q) - (line.value[p] + double(p) * p)) / (2.0 * (q - p));
            if (crossing > line.bound[top]) {
                break;
            }
            --top;
        }
        ++top;
        line.hull[top] = q;
        line.bound[top] = top == 0 ? -std::numeric_limits<float>::infinity() : static_cast<float>(crossing);
    }
    if (top < 0) {
        std::fill(line.result.begin(), line.result.end(), far_away);
        std::fill(line.source.begin(), line.source.end(), 0);
        return;
    }
    line.bound[top + 1] = std::numeric_limits<float>::infinity();
    int at = 0;
    for (int q = 0; q < length; ++q) {
        while (line.bound[at + 1] < static_cast<float>(q)) {
            ++at;
        }
        const int p = line.hull[at];
        line.result[q] = static_cast<float>(q - p) * static_cast<float>(q - p) + line.value[p];
        line.source[q] = p;
    }
}

// Squared distances in voxels; `labels`, if given, is spread along with them.
void transform_distances(ScalarVolume& squared, LabelVolume* labels) {
    DistanceLine line;
    std::vector<std::uint8_t> label_line;
    for (int axis = 0; axis < 3; ++axis) {
        for_each_line(squared.grid, axis, [&](std::size_t first, std::size_t stride, int length) {
            line.value.resize(static_cast<std::size_t>(length));
            for (int q = 0; q < length; ++q) {
                line.value[q] = squared.values[first + stride * q];
            }
            transform_line(line, length);
            for (int q = 0; q < length; ++q) {
                squared.values[first + stride * q] = line.result[q];
            }
            if (labels != nullptr) {
                label_line.resize(static_cast<std::size_t>(length));
                for (int q = 0; q < length; ++q) {
                    label_line[q] = labels->values[first + stride * q];
                }
                for (int q = 0; q < length; ++q) {
                    labels->values[first + stride * q] = line.result[q] >= far_away ? std::uint8_t{0} : label_line[line.source[q]];
                }
            }
        });
    }
}

void to_millimetres(ScalarVolume& squared) {
    for (float& value : squared.values) {
        value = static_cast<float>(std::sqrt(value) * squared.grid.spacing);
    }
}

constexpr std::array<std::array<int, 3>, 6> face_neighbours{{{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}, {0, 0, 1}, {0, 0, -1}}};

// Voxels reachable from `seed` through voxels for which `open` is true; they get `mark` in `state`.
template <typename Open>
std::size_t flood(const Grid& grid, std::size_t seed, std::vector<std::uint32_t>& state, std::uint32_t mark, Open open) {
    const auto step = strides(grid);
    std::vector<std::size_t> stack{seed};
    state[seed] = mark;
    std::size_t count = 0;
    while (!stack.empty()) {
        const std::size_t index = stack.back();
        stack.pop_back();
        ++count;
        const int k = static_cast<int>(index / step[2]);
        const int j = static_cast<int>(index % step[2] / step[1]);
        const int i = static_cast<int>(index % step[1]);
        for (const auto& d : face_neighbours) {
            if (!inside(grid, i + d[0], j + d[1], k + d[2])) {
                continue;
            }
            const std::size_t next = voxel_index(grid, i + d[0], j + d[1], k + d[2]);
            if (state[next] == 0 && open(next)) {
                state[next] = mark;
                stack.push_back(next);
            }
        }
    }
    return count;
}

} // namespace

std::size_t voxel_count(const Grid& grid) {
    return static_cast<std::size_t>(grid.size[0]) * static_cast<std::size_t>(grid.size[1]) * static_cast<std::size_t>(grid.size[2]);
}

std::size_t voxel_index(const Grid& grid, int i, int j, int k) {
    const auto step = strides(grid);
    return static_cast<std::size_t>(i) + static_cast<std::size_t>(j) * step[1] + static_cast<std::size_t>(k) * step[2];
}

Point voxel_centre(const Grid& grid, int i, int j, int k) {
    return {grid.origin[0] + grid.spacing * i, grid.origin[1] + grid.spacing * j, grid.origin[2] + grid.spacing * k};
}

Point to_voxel(const Grid& grid, const Point& mni) {
    return {(mni[0] - grid.origin[0]) / grid.spacing, (mni[1] - grid.origin[1]) / grid.spacing, (mni[2] - grid.origin[2]) / grid.spacing};
}

ScalarVolume read_nifti(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) {
        throw std::runtime_error("missing atlas volume: " + file.string() + " (Debian package mricron-data)");
    }
    auto reader = vtkSmartPointer<vtkNIFTIImageReader>::New();
    reader->SetFileName(file.c_str());
    reader->Update();
    vtkImageData* image = reader->GetOutput();
    vtkMatrix4x4* affine = reader->GetSFormMatrix() != nullptr ? reader->GetSFormMatrix() : reader->GetQFormMatrix();
    if (image == nullptr || image->GetNumberOfPoints() == 0 || affine == nullptr) {
        throw std::runtime_error("not a NIfTI volume with an affine: " + file.string());
    }

    int size[3];
    double spacing[3];
    double image_origin[3];
    image->GetDimensions(size);
    image->GetSpacing(spacing);
    image->GetOrigin(image_origin);

    ScalarVolume volume;
    std::array<bool, 3> backwards{};
    for (int axis = 0; axis < 3; ++axis) {
        for (int other = 0; other < 3; ++other) {
            if (other != axis && std::abs(affine->GetElement(axis, other)) > 1e-6) {
                throw std::runtime_error("the affine turns or shears the volume, which is not supported: " + file.string());
            }
        }
        const double scale = affine->GetElement(axis, axis) * spacing[axis];
        const double first = affine->GetElement(axis, 3) + affine->GetElement(axis, axis) * image_origin[axis];
        if (axis == 0) {
            volume.grid.spacing = std::abs(scale);
        } else if (std::abs(std::abs(scale) - volume.grid.spacing) > 1e-6) {
            throw std::runtime_error("voxels are not cubes: " + file.string());
        }
        backwards[axis] = scale < 0.0;
        volume.grid.size[axis] = size[axis];
        volume.grid.origin[axis] = backwards[axis] ? first + scale * (size[axis] - 1) : first;
    }

    const double slope = reader->GetRescaleSlope() == 0.0 ? 1.0 : reader->GetRescaleSlope();
    const double intercept = reader->GetRescaleIntercept();
    volume.values.resize(voxel_count(volume.grid));
    for (int k = 0; k < size[2]; ++k) {
        for (int j = 0; j < size[1]; ++j) {
            for (int i = 0; i < size[0]; ++i) {
                const int u = backwards[0] ? size[0] - 1 - i : i;
                const int v = backwards[1] ? size[1] - 1 - j : j;
                const int w = backwards[2] ? size[2] - 1 - k : k;
                volume.values[voxel_index(volume.grid, i, j, k)] =
                    static_cast<float>(slope * image->GetScalarComponentAsDouble(u, v, w, 0) + intercept);
            }
        }
    }
    return volume;
}

LabelVolume to_labels(const ScalarVolume& volume) {
    LabelVolume labels{volume.grid, std::vector<std::uint8_t>(volume.values.size())};
    for (std::size_t n = 0; n < volume.values.size(); ++n) {
        const float value = std::round(volume.values[n]);
        if (value < 0.0F || value > 255.0F || std::abs(value - volume.values[n]) > 1e-3F) {
            throw std::runtime_error("a label volume holds values that are not labels");
        }
        labels.values[n] = static_cast<std::uint8_t>(value);
    }
    return labels;
}

LabelVolume resample_labels(const LabelVolume& source, const Grid& grid) {
    LabelVolume result{grid, std::vector<std::uint8_t>(voxel_count(grid))};
    std::size_t n = 0;
    for (int k = 0; k < grid.size[2]; ++k) {
        for (int j = 0; j < grid.size[1]; ++j) {
            for (int i = 0; i < grid.size[0]; ++i) {
                result.values[n++] = label_at(source, voxel_centre(grid, i, j, k));
            }
        }
    }
    return result;
}

MaskVolume mask_of_labels(const LabelVolume& labels, std::span<const int> wanted) {
    std::array<std::uint8_t, 256> keep{};
    for (const int label : wanted) {
        keep.at(static_cast<std::size_t>(label)) = 1;
    }
    MaskVolume mask{labels.grid, std::vector<std::uint8_t>(labels.values.size())};
    std::transform(labels.values.begin(), labels.values.end(), mask.values.begin(), [&](std::uint8_t label) { return keep[label]; });
    return mask;
}

MaskVolume mask_above(const ScalarVolume& volume, float threshold) {
    MaskVolume mask{volume.grid, std::vector<std::uint8_t>(volume.values.size())};
    std::transform(volume.values.begin(), volume.values.end(), mask.values.begin(),
                   [&](float value) { return static_cast<std::uint8_t>(value >= threshold ? 1 : 0); });
    return mask;
}

ScalarVolume to_scalars(const MaskVolume& mask) {
    return {mask.grid, std::vector<float>(mask.values.begin(), mask.values.end())};
}

std::uint8_t label_at(const LabelVolume& labels, const Point& mni) {
    const Point at = to_voxel(labels.grid, mni);
    const int i = static_cast<int>(std::lround(at[0]));
    const int j = static_cast<int>(std::lround(at[1]));
    const int k = static_cast<int>(std::lround(at[2]));
    return inside(labels.grid, i, j, k) ? labels.values[voxel_index(labels.grid, i, j, k)] : std::uint8_t{0};
}

float sample_linear(const ScalarVolume& volume, const Point& mni) {
    const Point at = to_voxel(volume.grid, mni);
    std::array<int, 3> low{};
    std::array<double, 3> part{};
    for (int axis = 0; axis < 3; ++axis) {
        const double clamped = std::clamp(at[axis], 0.0, static_cast<double>(volume.grid.size[axis] - 1));
        low[axis] = std::min(static_cast<int>(clamped), std::max(0, volume.grid.size[axis] - 2));
        part[axis] = clamped - low[axis];
    }
    double sum = 0.0;
    for (int corner = 0; corner < 8; ++corner) {
        const int di = corner & 1;
        const int dj = corner >> 1 & 1;
        const int dk = corner >> 2 & 1;
        const double weight = (di ? part[0] : 1.0 - part[0]) * (dj ? part[1] : 1.0 - part[1]) * (dk ? part[2] : 1.0 - part[2]);
        if (weight > 0.0) {
            sum += weight * volume.values[voxel_index(volume.grid, low[0] + di, low[1] + dj, low[2] + dk)];
        }
    }
    return static_cast<float>(sum);
}

void blur_gaussian(ScalarVolume& volume, double sigma_voxels) {
    if (sigma_voxels <= 0.0) {
        return;
    }
    const int radius = std::max(1, static_cast<int>(std::ceil(3.0 * sigma_voxels)));
    std::vector<float> kernel;
    float total = 0.0F;
    for (int d = -radius; d <= radius; ++d) {
        kernel.push_back(static_cast<float>(std::exp(-0.5 * d * d / (sigma_voxels * sigma_voxels))));
        total += kernel.back();
    }
    for (float& weight : kernel) {
        weight /= total;
    }
    std::vector<float> padded;
    for (int axis = 0; axis < 3; ++axis) {
        for_each_line(volume.grid, axis, [&](std::size_t first, std::size_t stride, int length) {
            padded.resize(static_cast<std::size_t>(length + 2 * radius));
            for (int q = -radius; q < length + radius; ++q) {
                padded[q + radius] = volume.values[first + stride * static_cast<std::size_t>(std::clamp(q, 0, length - 1))];
            }
            for (int q = 0; q < length; ++q) {
                float sum = 0.0F;
                for (int d = 0; d <= 2 * radius; ++d) {
                    sum += kernel[d] * padded[q + d];
                }
                volume.values[first + stride * q] = sum;
            }
        });
    }
}

MaskVolume largest_component(const MaskVolume& mask) {
    std::vector<std::uint32_t> state(mask.values.size(), 0);
    std::uint32_t mark = 0;
    std::uint32_t best = 0;
    std::size_t best_count = 0;
    for (std::size_t n = 0; n < mask.values.size(); ++n) {
        if (mask.values[n] == 0 || state[n] != 0) {
            continue;
        }
        const std::size_t count = flood(mask.grid, n, state, ++mark, [&](std::size_t next) { return mask.values[next] != 0; });
        if (count > best_count) {
            best_count = count;
            best = mark;
        }
    }
    MaskVolume result{mask.grid, std::vector<std::uint8_t>(mask.values.size())};
    for (std::size_t n = 0; n < mask.values.size(); ++n) {
        result.values[n] = best != 0 && state[n] == best ? 1 : 0;
    }
    return result;
}

void fill_holes(MaskVolume& mask) {
    std::vector<std::uint32_t> state(mask.values.size(), 0);
    const auto open = [&](std::size_t next) { return mask.values[next] == 0; };
    const Grid& grid = mask.grid;
    for (int k = 0; k < grid.size[2]; ++k) {
        for (int j = 0; j < grid.size[1]; ++j) {
            for (int i = 0; i < grid.size[0]; ++i) {
                const bool border = i == 0 || j == 0 || k == 0 || i == grid.size[0] - 1 || j == grid.size[1] - 1 || k == grid.size[2] - 1;
                const std::size_t n = voxel_index(grid, i, j, k);
                if (border && state[n] == 0 && open(n)) {
                    flood(grid, n, state, 1, open);
                }
            }
        }
    }
    for (std::size_t n = 0; n < mask.values.size(); ++n) {
        mask.values[n] = state[n] == 0 ? 1 : 0;
    }
}

ScalarVolume distance_to_mask(const MaskVolume& mask) {
    ScalarVolume squared{mask.grid, std::vector<float>(mask.values.size())};
    std::transform(mask.values.begin(), mask.values.end(), squared.values.begin(),
                   [](std::uint8_t value) { return value != 0 ? 0.0F : far_away; });
    transform_distances(squared, nullptr);
    to_millimetres(squared);
    return squared;
}

MaskVolume dilated(const MaskVolume& mask, double radius_mm) {
    const ScalarVolume distance = distance_to_mask(mask);
    MaskVolume result{mask.grid, std::vector<std::uint8_t>(mask.values.size())};
    for (std::size_t n = 0; n < result.values.size(); ++n) {
        result.values[n] = distance.values[n] <= radius_mm ? 1 : 0;
    }
    return result;
}

MaskVolume eroded(const MaskVolume& mask, double radius_mm) {
    MaskVolume outside = mask;
    for (std::uint8_t& value : outside.values) {
        value = value != 0 ? 0 : 1;
    }
    const ScalarVolume distance = distance_to_mask(outside);
    MaskVolume result{mask.grid, std::vector<std::uint8_t>(mask.values.size())};
    for (std::size_t n = 0; n < result.values.size(); ++n) {
        result.values[n] = distance.values[n] > radius_mm ? 1 : 0;
    }
    return result;
}

MaskVolume closed(const MaskVolume& mask, double radius_mm) {
    return eroded(dilated(mask, radius_mm), radius_mm);
}

NearestLabels nearest_labels(const LabelVolume& labels) {
    NearestLabels nearest{labels, {labels.grid, std::vector<float>(labels.values.size())}};
    std::transform(labels.values.begin(), labels.values.end(), nearest.distance.values.begin(),
                   [](std::uint8_t label) { return label != 0 ? 0.0F : far_away; });
    transform_distances(nearest.distance, &nearest.labels);
    to_millimetres(nearest.distance);
    return nearest;
}

double volume_mm3(const MaskVolume& mask) {
    const auto count = std::count_if(mask.values.begin(), mask.values.end(), [](std::uint8_t value) { return value != 0; });
    return static_cast<double>(count) * mask.grid.spacing * mask.grid.spacing * mask.grid.spacing;
}

} // namespace atlas
