// Small ellipsoids for nuclei that no atlas label exists for, at the centres the model gives them.
#pragma once

#include "structure.hpp"

#include <vector>

namespace atlas {

std::vector<Structure> build_markers();

} // namespace atlas
