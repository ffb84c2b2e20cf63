// Writes the structures as a glTF 2.0 binary file.
#pragma once

#include "structure.hpp"

#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace atlas {

// MNI (right, anterior, superior) mm -> glTF (+X patient left, +Y up, +Z forward) metres. A rotation: the determinant is +1.
inline constexpr std::array<std::array<int, 3>, 3> mni_to_gltf{{{-1, 0, 0}, {0, 0, 1}, {0, 1, 0}}};
inline constexpr double metres_per_mm = 0.001;

struct GlbText {
    std::string copyright;
    std::string generator;
};

// Scene 0 "full", 1 "medium", 2 "low". Written to a temporary name first and then renamed.
void write_glb(const std::vector<Structure>& structures, const GlbText& text, const std::filesystem::path& file);

} // namespace atlas
