// For reduced motion: arrows along the paths say which way it flows, in the place of particles that travel.
#pragma once

#include "scene/scene.h"

namespace attune {

// Two arrowheads on every tube that carries something, larger and brighter the more it carries, and no pulses any more
// (TubeItem::flow is 0 afterwards). Clouds stay: they say where, and do not travel. unit: pixels per design pixel.
void replace_pulses_by_arrows(Scene& scene, float unit);

}  // namespace attune
