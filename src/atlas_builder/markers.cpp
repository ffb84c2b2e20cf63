#include "markers.hpp"

#include <cmath>
#include <numbers>

namespace atlas {

namespace {

struct Entry {
    const char* name;
    const char* region;
    const char* lobe;
    Point centre; // right side, MNI mm, section 1 of the model
    Point radii;  // mm
    bool midline;
};

constexpr Entry entries[] = {
    {"vta", "VTA", "brainstem", {4, -16, -13}, {2.5, 3.0, 2.0}, false},
    {"dorsal_raphe", "DRN", "brainstem", {0, -28, -11}, {2.0, 2.0, 4.0}, true},
    {"locus_coeruleus", "LC", "brainstem", {5, -37, -26}, {2.0, 2.0, 4.0}, false},
    {"pag", "PAG", "brainstem", {3, -30, -10}, {2.0, 2.5, 4.0}, false},
    {"pvn", "PVN", "subcortical", {3, -3, -8}, {2.0, 2.0, 2.5}, false},
    {"otn", "OTN", "subcortical", {4, 0, -11}, {2.0, 2.0, 2.0}, false},
    {"vagal_nuclei", "VAGN", "brainstem", {4, -43, -54}, {2.0, 2.0, 4.0}, false},
    {"pituitary", "PIT", "subcortical", {0, 3, -32}, {4.0, 3.5, 3.0}, true},
};

constexpr int slices = 16; // round the vertical axis
constexpr int stacks = 9;  // from pole to pole

Surface ellipsoid(const Point& centre, const Point& radii) {
    Surface surface;
    const auto add = [&](double x, double y, double z) { // a point of the unit sphere
        surface.positions.push_back({static_cast<float>(centre[0] + radii[0] * x), static_cast<float>(centre[1] + radii[1] * y),
                                     static_cast<float>(centre[2] + radii[2] * z)});
        const Point n{x / radii[0], y / radii[1], z / radii[2]};
        const double size = std::sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
        surface.normals.push_back({static_cast<float>(n[0] / size), static_cast<float>(n[1] / size), static_cast<float>(n[2] / size)});
    };
    add(0, 0, -1);
    for (int stack = 1; stack < stacks; ++stack) {
        const double polar = std::numbers::pi * stack / stacks;
        for (int slice = 0; slice < slices; ++slice) {
            const double turn = 2.0 * std::numbers::pi * slice / slices;
            add(std::sin(polar) * std::cos(turn), std::sin(polar) * std::sin(turn), -std::cos(polar));
        }
    }
    add(0, 0, 1);
    const auto ring = [](int stack, int slice) { return static_cast<std::uint32_t>(1 + (stack - 1) * slices + slice % slices); };
    const auto last = static_cast<std::uint32_t>(surface.positions.size() - 1);
    for (int slice = 0; slice < slices; ++slice) {
        surface.triangles.push_back({0, ring(1, slice + 1), ring(1, slice)});
        for (int stack = 1; stack + 1 < stacks; ++stack) {
            surface.triangles.push_back({ring(stack, slice), ring(stack, slice + 1), ring(stack + 1, slice + 1)});
            surface.triangles.push_back({ring(stack, slice), ring(stack + 1, slice + 1), ring(stack + 1, slice)});
        }
        surface.triangles.push_back({ring(stacks - 1, slice), ring(stacks - 1, slice + 1), last});
    }
    return surface;
}

} // namespace

std::vector<Structure> build_markers() {
    std::vector<Structure> markers;
    for (const Entry& entry : entries) {
        for (const Side side : {Side::left, Side::right}) {
            if (entry.midline && side == Side::right) {
                continue;
            }
            Structure structure;
            structure.name = entry.name;
            structure.side = entry.midline ? Side::midline : side;
            structure.kind = Kind::marker;
            structure.region = entry.region;
            structure.lobe = entry.lobe;
            structure.source = "published MNI centre";
            Point centre = entry.centre;
            if (structure.side == Side::left) {
                centre[0] = -centre[0];
            }
            structure.surface = ellipsoid(centre, entry.radii);
            markers.push_back(std::move(structure));
        }
    }
    return markers;
}

} // namespace atlas
