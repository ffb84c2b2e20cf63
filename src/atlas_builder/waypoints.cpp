#include "waypoints.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace atlas {

namespace {

bool leaves_brain(const std::string& region) { // pituitary, adrenal cortex, heart
    return region == "PIT" || region == "ADR" || region == "HRT";
}

} // namespace

std::vector<Route> routes_from_model(const std::filesystem::path& json_file) {
    std::ifstream stream(json_file);
    if (!stream) {
        throw std::runtime_error("cannot read " + json_file.string());
    }
    const nlohmann::json model = nlohmann::json::parse(stream);
    std::vector<Route> routes;
    for (const char* list : {"connections", "drawn_links"}) {
        for (const auto& link : model.at(list)) {
            const auto from = link.at("from").get<std::string>();
            const auto to = link.at("to").get<std::string>();
            if (leaves_brain(from) || leaves_brain(to)) {
                continue;
            }
            Route route{from + " -> " + to, {}, true};
            for (const auto& point : link.at("waypoints_mm")) {
                route.points.push_back(point.get<Point>());
            }
            routes.push_back(std::move(route));
        }
    }
    return routes;
}

RouteReport check_routes(const std::vector<Route>& routes, const MaskVolume& brain, double tolerance_mm) {
    const ScalarVolume distance = distance_to_mask(brain);
    RouteReport report;
    for (const Route& route : routes) {
        for (const Point& point : route.points) {
            for (const double side : {1.0, -1.0}) {
                if (side < 0.0 && !route.mirrored) {
                    continue;
                }
                const Point at{side * point[0], point[1], point[2]};
                const double outside_mm = sample_linear(distance, at);
                ++report.points;
                report.furthest_mm = std::max(report.furthest_mm, outside_mm);
                if (outside_mm > tolerance_mm) {
                    char line[200];
                    std::snprintf(line, sizeof line, "%s: (%.1f, %.1f, %.1f) is %.1f mm outside", route.name.c_str(), at[0], at[1], at[2], outside_mm);
                    report.outside.emplace_back(line);
                }
            }
        }
    }
    return report;
}

} // namespace atlas
