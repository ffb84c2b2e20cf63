// Colours as numbers, and the maps from activity to colour.
#pragma once

#include <glm/vec3.hpp>
#include <string_view>

namespace attune {

// "#RRGGBB" -> sRGB 0-1; mid grey when the text is not a colour.
glm::vec3 parse_colour(std::string_view hex);

// Diverging map for activity, s in -1 (quieter than usual) .. 0 (usual) .. 1 (more active): blue - warm grey - orange.
// Blue against orange stays apart for protan, deutan and tritan eyes. sRGB.
glm::vec3 activity_colour(float s);

// Diverging map for A minus B, s in -1 (higher in B) .. 0 (the same) .. 1 (higher in A): violet - warm grey - green.
// Other hues than activity_colour on purpose; apart for colour-blind eyes by lightness as well as hue. sRGB.
glm::vec3 difference_colour(float s);

}  // namespace attune
