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

// What is no structure in a model of one's own, drawn as glass: a cold grey, apart from the warm one of both maps.
inline constexpr glm::vec3 kUnmatchedColour{0.46f, 0.50f, 0.56f};

// Of the dot of a carrier in a key: its rim on a light ground, dark as that of pulses, sRGB.
inline glm::vec3 swatch_rim(glm::vec3 colour) { return colour * 0.42f; }

// How a structure is drawn whose activity, or whose difference, is s: its colour, sRGB, and how much it glows, 0-1.
// shade: how much lighter or darker than the map's grey it rests; what is active has the map's colour.
struct ChangeLook {
  glm::vec3 colour{0};
  float glow = 0;
};
inline constexpr float kDarkestShade = 0.78f, kLightestShade = 1.12f;
ChangeLook activity_look(float s, float shade);
ChangeLook difference_look(float s);
// Relative luminance of that as drawn (shaders/light.glsl, of a surface half turned to the eye), without light from outside.
float drawn_light(const ChangeLook& look);

}  // namespace attune
