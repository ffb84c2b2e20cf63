// How far two colours lie apart for eyes of every kind.
#pragma once

#include <array>
#include <cstdint>
#include <glm/vec3.hpp>

namespace attune {

enum class ColourVision : std::uint8_t { usual, protan, deutan, tritan };
inline constexpr std::array<ColourVision, 4> kColourVisions{ColourVision::usual, ColourVision::protan, ColourVision::deutan,
                                                            ColourVision::tritan};

// What an sRGB colour (0-1) looks like to eyes that lack one kind of cone: Machado, Oliveira and Fernandes 2009, "A
// Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE Trans. Vis. Comput. Graph. 15(6),
// 1291-1298, doi:10.1109/TVCG.2009.113, severity 1.0, applied to linear light; what leaves 0..1 is clamped.
glm::vec3 simulate_vision(glm::vec3 srgb, ColourVision vision);

// CIELAB (CIE 15, D65, 2 degrees) of an sRGB colour: L* 0-100, a*, b*.
glm::vec3 to_lab(glm::vec3 srgb);

// The Euclidean distance in CIELAB (Delta E*ab 1976), the smallest over all kinds of eyes.
float least_difference(glm::vec3 srgb_a, glm::vec3 srgb_b);

// From here on two colours count as told apart.
inline constexpr float kToldApart = 10;

}  // namespace attune
