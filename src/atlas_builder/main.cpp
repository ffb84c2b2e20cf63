// atlas_builder: makes assets/brain.glb from the atlas volumes of the Debian package mricron-data.
#include "cortex.hpp"
#include "deep_structures.hpp"
#include "glb.hpp"
#include "markers.hpp"
#include "parcels.hpp"
#include "provenance.hpp"
#include "waypoints.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>

namespace {

struct Options {
    std::filesystem::path atlas_dir = "/usr/share/mricron/templates";
    std::filesystem::path out;
    std::filesystem::path provenance;
    std::filesystem::path model; // optional: assets/circuit.json, whose routes are checked besides the built-in ones
};

bool read_options(int argc, char** argv, Options& options) {
    for (int n = 1; n + 1 < argc; n += 2) {
        const std::string name = argv[n];
        if (name == "--atlas-dir") {
            options.atlas_dir = argv[n + 1];
        } else if (name == "--out") {
            options.out = argv[n + 1];
        } else if (name == "--provenance") {
            options.provenance = argv[n + 1];
        } else if (name == "--model") {
            options.model = argv[n + 1];
        } else {
            return false;
        }
    }
    return argc % 2 == 1 && !options.out.empty() && !options.provenance.empty();
}

// Volumes within 15 % of what they are to enclose; left structures on the left. Returns the number of failures.
int check_structures(const std::vector<atlas::Structure>& structures) {
    int failures = 0;
    for (const atlas::Structure& structure : structures) {
        const std::string name = atlas::node_name(structure);
        const double x = atlas::centroid(structure.surface)[0];
        const bool wrong_side = (structure.side == atlas::Side::left && x >= 0.0) || (structure.side == atlas::Side::right && x <= 0.0) ||
                                (structure.side == atlas::Side::midline && std::abs(x) > 5.0);
        if (wrong_side) {
            std::printf("FAIL %s (lod %d): its centre is at x = %.1f mm\n", name.c_str(), structure.lod, x);
            ++failures;
        }
        std::printf("  %-30s lod %d %7zu triangles", name.c_str(), structure.lod, structure.surface.triangles.size());
        if (structure.kind == atlas::Kind::volume) {
            const double volume = atlas::enclosed_volume(structure.surface);
            const double difference = volume / structure.wanted_volume - 1.0;
            std::printf("  %8.0f mm3, wanted %8.0f mm3, %+5.1f %%", volume, structure.wanted_volume, 100.0 * difference);
            if (std::abs(difference) > 0.15) {
                std::printf("\nFAIL %s: volume", name.c_str());
                ++failures;
            }
        }
        std::printf("\n");
    }
    return failures;
}

int build(const Options& options) {
    const std::array<std::filesystem::path, 3> inputs{options.atlas_dir / "ch2better.nii.gz", options.atlas_dir / "aal.nii.gz",
                                                      options.atlas_dir / "jhu189.nii.gz"};
    const atlas::ScalarVolume colin = atlas::read_nifti(inputs[0]);
    const atlas::LabelVolume aal = atlas::to_labels(atlas::read_nifti(inputs[1]));
    const atlas::LabelVolume jhu = atlas::to_labels(atlas::read_nifti(inputs[2]));

    const atlas::Recipe recipe;
    std::printf("cortex, cerebellum, brainstem\n");
    const atlas::CortexResult cortex = atlas::build_cortical_solids(colin, aal, jhu, recipe.cortex);
    std::vector<atlas::Structure> structures = atlas::split_into_parcels(cortex.solids, aal, recipe.parcels);
    std::printf("deep structures and markers\n");
    for (auto& structure : atlas::build_deep_structures(jhu, cortex.cerebrum, recipe.deep)) {
        structures.push_back(std::move(structure));
    }
    for (auto& structure : atlas::build_markers()) {
        structures.push_back(std::move(structure));
    }

    int failures = check_structures(structures);
    std::vector<atlas::Route> routes = atlas::built_in_routes();
    if (!options.model.empty()) {
        for (auto& route : atlas::routes_from_model(options.model)) {
            routes.push_back(std::move(route));
        }
    }
    const atlas::RouteReport report = atlas::check_routes(routes, cortex.brain, 3.0);
    std::printf("way-points: %zu checked, %zu outside, furthest %.1f mm from the mask\n", report.points, report.outside.size(), report.furthest_mm);
    for (const std::string& line : report.outside) {
        std::printf("FAIL %s\n", line.c_str());
        ++failures;
    }

    atlas::write_glb(structures, {atlas::atlas_credits(), "attune atlas_builder"}, options.out);
    atlas::write_provenance(options.provenance, {inputs.begin(), inputs.end()}, recipe, structures, report);
    std::printf("%s: %.2f MB\n", options.out.c_str(), static_cast<double>(std::filesystem::file_size(options.out)) / 1e6);
    if (std::filesystem::file_size(options.out) > 6'000'000) {
        std::printf("FAIL the file is larger than 6 MB\n");
        ++failures;
    }
    return failures == 0 ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    Options options;
    if (!read_options(argc, argv, options)) {
        std::fprintf(stderr, "usage: atlas_builder [--atlas-dir DIR] --out brain.glb --provenance PROVENANCE.md [--model assets/circuit.json]\n");
        return 2;
    }
    try {
        return build(options);
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "atlas_builder: %s\n", problem.what());
        return 1;
    }
}
