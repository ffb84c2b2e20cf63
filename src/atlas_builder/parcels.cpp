#include "parcels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

namespace atlas {

namespace {

struct Parcel {
    const char* name;
    const char* region;
    const char* lobe;
    std::vector<int> left_labels; // AAL; the right label is the left one plus 1
};

std::vector<Parcel> cerebral_parcels() {
    return {
        {"dlpfc", "dlPFC", "frontal", {3, 7}},
        {"dmpfc", "mPFC", "frontal", {23}},
        {"vmpfc", "vmPFC", "frontal", {25, 27}},
        {"ofc", "", "frontal", {5, 9, 15}},
        {"vlpfc", "", "frontal", {11, 13}},
        {"frontal_other", "", "frontal", {1, 17, 19, 21, 69}},
        {"anterior_cingulate_cortex", "", "limbic", {31}},
        {"middle_posterior_cingulate", "", "limbic", {33, 35}},
        {"parahippocampal", "", "limbic", {39}},
        {"insula_cortex", "", "insula", {29}},
        {"parietal", "", "parietal", {57, 59, 61, 63, 65, 67}},
        {"temporal", "", "temporal", {55, 79, 81, 83, 85, 87, 89}},
        {"occipital", "", "occipital", {43, 45, 47, 49, 51, 53}},
        {"medial_wall", "", "subcortical", {}},
    };
}

using Neighbours = std::vector<std::vector<std::uint32_t>>;

Neighbours vertex_neighbours(const Surface& surface) {
    Neighbours neighbours(surface.positions.size());
    for (const auto& t : surface.triangles) {
        for (int corner = 0; corner < 3; ++corner) {
            neighbours[t[corner]].push_back(t[(corner + 1) % 3]);
            neighbours[t[corner]].push_back(t[(corner + 2) % 3]);
        }
    }
    for (auto& list : neighbours) {
        std::sort(list.begin(), list.end());
        list.erase(std::unique(list.begin(), list.end()), list.end());
    }
    return neighbours;
}

// The parcel of the nearest allowed AAL label, or `medial_wall` on the inner wall far from any of them.
struct ParcelMap {
    NearestLabels nearest; // parcel number plus 1
    int medial_wall = 0;
    double medial_wall_mm = 0.0;
};

ParcelMap make_parcel_map(const LabelVolume& aal, Side side, const std::vector<Parcel>& parcels, double medial_wall_mm) {
    std::array<std::uint8_t, 256> parcel_plus_one{};
    for (std::size_t p = 0; p < parcels.size(); ++p) {
        for (const int label : parcels[p].left_labels) {
            parcel_plus_one.at(static_cast<std::size_t>(label + (side == Side::right ? 1 : 0))) = static_cast<std::uint8_t>(p + 1);
        }
    }
    LabelVolume allowed = aal;
    for (std::uint8_t& label : allowed.values) {
        label = parcel_plus_one[label];
    }
    return {nearest_labels(allowed), static_cast<int>(parcels.size()) - 1, medial_wall_mm};
}

int parcel_at(const ParcelMap& map, const std::array<float, 3>& position) {
    const Point at{position[0], position[1], position[2]};
    const bool inner = std::abs(at[0]) < 16.0 && at[1] > -48.0 && at[1] < 36.0 && at[2] > -26.0 && at[2] < 36.0;
    return inner && sample_linear(map.nearest.distance, at) > map.medial_wall_mm ? map.medial_wall : label_at(map.nearest.labels, at) - 1;
}

// New vertices on the edges of a surface, at most one per edge.
struct EdgeVertices {
    Surface* surface;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> of_edge;
};

std::uint32_t vertex_on_edge(EdgeVertices& edges, std::uint32_t a, std::uint32_t b, float part_of_b) {
    const auto key = std::minmax(a, b);
    const auto [found, is_new] = edges.of_edge.try_emplace(key, static_cast<std::uint32_t>(edges.surface->positions.size()));
    if (is_new) {
        std::array<float, 3> position{};
        std::array<float, 3> normal{};
        float size = 0.0F;
        for (int axis = 0; axis < 3; ++axis) {
            position[axis] = (1.0F - part_of_b) * edges.surface->positions[a][axis] + part_of_b * edges.surface->positions[b][axis];
            normal[axis] = (1.0F - part_of_b) * edges.surface->normals[a][axis] + part_of_b * edges.surface->normals[b][axis];
            size += normal[axis] * normal[axis];
        }
        for (float& value : normal) {
            value = size > 0.0F ? value / std::sqrt(size) : value;
        }
        edges.surface->positions.push_back(position);
        edges.surface->normals.push_back(normal);
    }
    return found->second;
}

float edge_length(const Surface& surface, std::uint32_t a, std::uint32_t b) {
    return std::hypot(surface.positions[a][0] - surface.positions[b][0], surface.positions[a][1] - surface.positions[b][1],
                      surface.positions[a][2] - surface.positions[b][2]);
}

// Splits long edges whose ends lie in different parcels, so that the border between parcels can be followed closely on flat parts.
void refine_borders(Surface& surface, const ParcelMap& map, double longest_mm) {
    for (int round = 0; round < 4; ++round) {
        std::vector<int> parcel;
        for (const auto& position : surface.positions) {
            parcel.push_back(parcel_at(map, position));
        }
        EdgeVertices edges{&surface, {}};
        const std::vector<std::array<std::uint32_t, 3>> old = std::move(surface.triangles);
        surface.triangles.clear();
        for (const auto& t : old) {
            std::array<std::uint32_t, 3> middle{};
            std::array<bool, 3> split{};
            int splits = 0;
            for (int corner = 0; corner < 3; ++corner) { // the edge that starts at this corner
                const std::uint32_t a = t[corner];
                const std::uint32_t b = t[(corner + 1) % 3];
                split[corner] = parcel[a] != parcel[b] && edge_length(surface, a, b) > longest_mm;
                if (split[corner]) {
                    middle[corner] = vertex_on_edge(edges, a, b, 0.5F);
                    ++splits;
                }
            }
            if (splits == 0) {
                surface.triangles.push_back(t);
            } else if (splits == 3) {
                surface.triangles.push_back({t[0], middle[0], middle[2]});
                surface.triangles.push_back({t[1], middle[1], middle[0]});
                surface.triangles.push_back({t[2], middle[2], middle[1]});
                surface.triangles.push_back({middle[0], middle[1], middle[2]});
            } else {
                int first = 0; // turn the triangle so that its first edge is split and, of two split edges, they follow each other
                while (!split[first] || (splits == 2 && !split[(first + 1) % 3])) {
                    ++first;
                }
                const std::array<std::uint32_t, 3> c{t[first], t[(first + 1) % 3], t[(first + 2) % 3]};
                const std::uint32_t m = middle[first];
                if (splits == 1) {
                    surface.triangles.push_back({c[0], m, c[2]});
                    surface.triangles.push_back({m, c[1], c[2]});
                } else {
                    const std::uint32_t second = middle[(first + 1) % 3];
                    surface.triangles.push_back({m, c[1], second});
                    surface.triangles.push_back({c[0], m, second});
                    surface.triangles.push_back({c[0], second, c[2]});
                }
            }
        }
        if (edges.of_edge.empty()) {
            return;
        }
    }
}

// For every vertex how much of each parcel there is around it: the labels averaged over the neighbours a few times. Straightens borders and
// removes speckles.
struct Shares {
    std::size_t parcel_count = 0;
    std::vector<float> values;
};

Shares smoothed_shares(const std::vector<int>& parcel, const Neighbours& neighbours, int parcel_count, int rounds) {
    const auto width = static_cast<std::size_t>(parcel_count);
    Shares shares{width, std::vector<float>(parcel.size() * width, 0.0F)};
    for (std::size_t n = 0; n < parcel.size(); ++n) {
        shares.values[n * width + static_cast<std::size_t>(parcel[n])] = 1.0F;
    }
    std::vector<float> next(shares.values.size());
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t n = 0; n < parcel.size(); ++n) {
            for (std::size_t p = 0; p < width; ++p) {
                float sum = shares.values[n * width + p];
                for (const std::uint32_t other : neighbours[n]) {
                    sum += shares.values[other * width + p];
                }
                next[n * width + p] = sum / static_cast<float>(neighbours[n].size() + 1);
            }
        }
        shares.values.swap(next);
    }
    return shares;
}

std::vector<int> largest_shares(const Shares& shares) {
    std::vector<int> parcel(shares.values.size() / shares.parcel_count);
    for (std::size_t n = 0; n < parcel.size(); ++n) {
        const auto first = shares.values.begin() + static_cast<std::ptrdiff_t>(n * shares.parcel_count);
        parcel[n] = static_cast<int>(std::max_element(first, first + static_cast<std::ptrdiff_t>(shares.parcel_count)) - first);
    }
    return parcel;
}

// Small patches take the parcel that touches them most.
void remove_islands(std::vector<int>& parcel, const Surface& surface, const Neighbours& neighbours, double smallest_mm2) {
    std::vector<double> vertex_area(parcel.size(), 0.0);
    for (const auto& t : surface.triangles) {
        const Surface one{{surface.positions[t[0]], surface.positions[t[1]], surface.positions[t[2]]}, {}, {{0, 1, 2}}};
        const double third = area(one) / 3.0;
        for (const std::uint32_t corner : t) {
            vertex_area[corner] += third;
        }
    }
    for (int pass = 0; pass < 4; ++pass) {
        bool changed = false;
        std::vector<bool> seen(parcel.size(), false);
        for (std::size_t start = 0; start < parcel.size(); ++start) {
            if (seen[start]) {
                continue;
            }
            std::vector<std::uint32_t> patch{static_cast<std::uint32_t>(start)};
            seen[start] = true;
            double patch_area = 0.0;
            std::map<int, int> around;
            for (std::size_t at = 0; at < patch.size(); ++at) {
                patch_area += vertex_area[patch[at]];
                for (const std::uint32_t other : neighbours[patch[at]]) {
                    if (parcel[other] != parcel[start]) {
                        ++around[parcel[other]];
                    } else if (!seen[other]) {
                        seen[other] = true;
                        patch.push_back(other);
                    }
                }
            }
            if (patch_area < smallest_mm2 && !around.empty()) {
                const int winner = std::max_element(around.begin(), around.end(), [](const auto& a, const auto& b) {
                                       return a.second < b.second;
                                   })->first;
                for (const std::uint32_t vertex : patch) {
                    parcel[vertex] = winner;
                }
                changed = true;
            }
        }
        if (!changed) {
            return;
        }
    }
}

// Cuts the triangles that reach into two or three parcels along the line where the shares are equal. Returns the parcel of every triangle.
std::vector<int> cut_along_borders(Surface& surface, const std::vector<int>& parcel, const Shares& shares) {
    EdgeVertices edges{&surface, {}};
    const auto crossing = [&](std::uint32_t a, std::uint32_t b) {
        if (b < a) {
            std::swap(a, b); // the same place, whichever triangle asks
        }
        const auto lead = [&](std::uint32_t vertex) { // of a's parcel over b's
            const float* first = shares.values.data() + vertex * shares.parcel_count;
            return first[parcel[a]] - first[parcel[b]];
        };
        const float at_a = lead(a);
        const float at_b = lead(b);
        const float part = at_a > 0.0F && at_b < 0.0F ? at_a / (at_a - at_b) : 0.5F;
        return vertex_on_edge(edges, a, b, std::clamp(part, 0.1F, 0.9F));
    };
    const std::vector<std::array<std::uint32_t, 3>> old = std::move(surface.triangles);
    surface.triangles.clear();
    std::vector<int> of_triangle;
    const auto add = [&](std::uint32_t a, std::uint32_t b, std::uint32_t c, int owner) {
        surface.triangles.push_back({a, b, c});
        of_triangle.push_back(owner);
    };
    for (const auto& t : old) {
        const std::array<int, 3> owner{parcel[t[0]], parcel[t[1]], parcel[t[2]]};
        if (owner[0] == owner[1] && owner[1] == owner[2]) {
            add(t[0], t[1], t[2], owner[0]);
        } else if (owner[0] != owner[1] && owner[1] != owner[2] && owner[2] != owner[0]) {
            std::array<std::uint32_t, 3> m{crossing(t[0], t[1]), crossing(t[1], t[2]), crossing(t[2], t[0])};
            const auto centre = static_cast<std::uint32_t>(surface.positions.size());
            std::array<float, 3> position{};
            std::array<float, 3> normal{};
            for (int axis = 0; axis < 3; ++axis) {
                for (const std::uint32_t vertex : m) {
                    position[axis] += surface.positions[vertex][axis] / 3.0F;
                    normal[axis] += surface.normals[vertex][axis] / 3.0F;
                }
            }
            const float size = std::hypot(normal[0], normal[1], normal[2]);
            for (float& value : normal) {
                value = size > 0.0F ? value / size : value;
            }
            surface.positions.push_back(position);
            surface.normals.push_back(normal);
            for (int corner = 0; corner < 3; ++corner) {
                add(t[corner], m[corner], centre, owner[corner]);
                add(t[corner], centre, m[(corner + 2) % 3], owner[corner]);
            }
        } else {
            int lone = 0; // the corner whose parcel the other two do not share
            while (owner[lone] == owner[(lone + 1) % 3] || owner[lone] == owner[(lone + 2) % 3]) {
                ++lone;
            }
            const std::uint32_t a = t[lone];
            const std::uint32_t b = t[(lone + 1) % 3];
            const std::uint32_t c = t[(lone + 2) % 3];
            const std::uint32_t ab = crossing(a, b);
            const std::uint32_t ca = crossing(c, a);
            add(a, ab, ca, owner[lone]);
            add(ab, b, c, owner[(lone + 1) % 3]);
            add(ab, c, ca, owner[(lone + 1) % 3]);
        }
    }
    return of_triangle;
}

// The triangles of one parcel with their own copy of the vertices; normals come from the whole surface, so no seam shows.
Surface cut_parcel(const Surface& surface, const std::vector<int>& parcel_of_triangle, int wanted) {
    Surface result;
    std::vector<std::uint32_t> new_index(surface.positions.size(), UINT32_MAX);
    for (std::size_t n = 0; n < surface.triangles.size(); ++n) {
        const auto& t = surface.triangles[n];
        if (parcel_of_triangle[n] != wanted) {
            continue;
        }
        std::array<std::uint32_t, 3> copy{};
        for (int corner = 0; corner < 3; ++corner) {
            std::uint32_t& index = new_index[t[corner]];
            if (index == UINT32_MAX) {
                index = static_cast<std::uint32_t>(result.positions.size());
                result.positions.push_back(surface.positions[t[corner]]);
                result.normals.push_back(surface.normals[t[corner]]);
            }
            copy[corner] = index;
        }
        result.triangles.push_back(copy);
    }
    return result;
}

Structure parcel_structure(const Parcel& parcel, Side side, int lod, Surface surface) {
    Structure structure;
    structure.name = parcel.name;
    structure.side = side;
    structure.kind = Kind::cortex;
    structure.region = parcel.region;
    structure.lobe = parcel.lobe;
    structure.source = parcel.left_labels.empty() ? "Colin27" : "Colin27 surface, AAL labels";
    for (const int label : parcel.left_labels) {
        structure.labels.push_back(label + (side == Side::right ? 1 : 0));
    }
    structure.lod = lod;
    structure.surface = std::move(surface);
    return structure;
}

} // namespace

std::vector<Structure> split_into_parcels(const std::vector<CorticalSolid>& solids, const LabelVolume& aal, const ParcelRecipe& recipe) {
    const std::vector<Parcel> parcels = cerebral_parcels();
    const ParcelMap left_map = make_parcel_map(aal, Side::left, parcels, recipe.medial_wall_mm);
    const ParcelMap right_map = make_parcel_map(aal, Side::right, parcels, recipe.medial_wall_mm);
    std::vector<Structure> result;
    for (int lod = 0; lod < 3; ++lod) {
        for (const CorticalSolid& solid : solids) {
            const Surface& surface = solid.levels[static_cast<std::size_t>(lod)];
            if (solid.part == CorticalSolid::Part::brainstem) {
                result.push_back(parcel_structure({"brainstem_surface", "", "brainstem", {}}, Side::midline, lod, surface));
                continue;
            }
            if (solid.part == CorticalSolid::Part::cerebellum) {
                Structure structure = parcel_structure({"cerebellum", "", "cerebellum", {91, 93, 95, 97, 99, 101, 103, 105, 107}}, solid.side, lod, surface);
                for (int vermis = 109; vermis <= 116; ++vermis) {
                    structure.labels.push_back(vermis);
                }
                result.push_back(std::move(structure));
                continue;
            }
            const ParcelMap& map = solid.side == Side::left ? left_map : right_map;
            Surface cut = surface;
            refine_borders(cut, map, recipe.longest_border_edge_mm[static_cast<std::size_t>(lod)]);
            std::vector<int> parcel;
            for (const auto& position : cut.positions) {
                parcel.push_back(parcel_at(map, position));
            }
            const Neighbours neighbours = vertex_neighbours(cut);
            remove_islands(parcel, cut, neighbours, recipe.smallest_island_mm2);
            const int rounds = std::max(1, lod == 0 ? recipe.smoothing_rounds : recipe.smoothing_rounds / (2 * lod));
            const Shares shares = smoothed_shares(parcel, neighbours, static_cast<int>(parcels.size()), rounds);
            parcel = largest_shares(shares);
            remove_islands(parcel, cut, neighbours, recipe.smallest_island_mm2);
            const std::vector<int> of_triangle = cut_along_borders(cut, parcel, shares);
            for (std::size_t p = 0; p < parcels.size(); ++p) {
                Surface piece = cut_parcel(cut, of_triangle, static_cast<int>(p));
                if (!piece.triangles.empty()) {
                    result.push_back(parcel_structure(parcels[p], solid.side, lod, std::move(piece)));
                }
            }
        }
    }
    return result;
}

} // namespace atlas
