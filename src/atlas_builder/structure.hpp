// What ends up as a node of the .glb: one structure in one hemisphere.
#pragma once

#include "surface.hpp"

#include <string>
#include <vector>

namespace atlas {

enum class Kind { volume, cortex, marker };
enum class Side { left, right, midline };

struct Structure {
    std::string name;   // "amygdala"
    Side side = Side::midline;
    Kind kind = Kind::volume;
    std::string region; // id in the model, "" if the model has no such region
    std::string lobe;
    std::string source; // atlas the shape comes from
    std::vector<int> labels;
    int lod = 0; // 0 full, 1 medium, 2 low
    Surface surface;
    double wanted_volume = 0.0; // mm3 that its surface is to enclose; volumes only
};

inline const char* letter(Side side) {
    return side == Side::left ? "L" : side == Side::right ? "R" : "M";
}

inline std::string node_name(const Structure& structure) {
    return structure.name + "." + letter(structure.side);
}

} // namespace atlas
