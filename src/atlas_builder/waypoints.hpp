// Checks that the routes drawn between regions stay inside the brain.
#pragma once

#include "volume.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace atlas {

struct Route {
    std::string name;
    std::vector<Point> points; // MNI mm
    bool mirrored = false;     // given for the right side; the left side is the mirror image
};

// The connections and flows of the model (appendix A, version 1.0) and the tract centre-lines found in the JHU labels.
std::vector<Route> built_in_routes();

// "connections" and "drawn_links" of assets/circuit.json, without those that leave the brain.
std::vector<Route> routes_from_model(const std::filesystem::path& json_file);

struct RouteReport {
    std::size_t points = 0;
    std::vector<std::string> outside; // one line per offending point
    double furthest_mm = 0.0;         // the largest distance of any point from the undilated mask
};
RouteReport check_routes(const std::vector<Route>& routes, const MaskVolume& brain, double tolerance_mm);

} // namespace atlas
