// Parsed JSON -> checked Document. Everything that the geometry needs is checked to the last index; broken parts that
// nothing drawn refers to (animations, skins, cameras, pictures, unused accessors) are ignored or told as warnings.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "io/gltf_document.h"
#include "io/gltf_problems.h"

namespace attune::gltf {

// `root` must be an object and outlive the document (buffer addresses point into it). The document may be used only
// when no errors were added.
Document validate(const nlohmann::json& root, Problems& problems);

}  // namespace attune::gltf
