// A glTF 2.0 file (.glb or .gltf) -> BrainModel in MNI millimetres.
//
// glTF: metres, +Y up, +Z forward, +X the patient's left. MNI: millimetres, +x right, +y anterior, +z superior.
//     mni_mm = 1000 * (-x, z, y)        a rotation, determinant +1: left stays left, winding stays.
// This is the only place where the two meet.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "model/brain.h"

namespace attune {

struct LoadedBrain {
  BrainModel model;
  std::vector<std::string> warnings;  // sentences with file and place; the model was loaded all the same
};

// Node extras {structure, hemisphere "L"|"R"|"M", kind "cortex"|"volume"|"marker", region, source, lobe} fill the
// parts; without them structure is the node's name. Files written by attune's atlas_builder carry one level of detail
// per scene (scene 0 full, 1 medium, 2 low); of other files the default scene is level 0. A model larger than 10
// "metres" is taken as millimetres. Errors (bad_input, or out_of_memory): every problem that was found, the most basic
// first, each with where = file + JSON pointer or line:column. Nothing half-loaded is ever returned.
// bytes_hash: gets a fingerprint of the file.
Result<LoadedBrain> load_brain(const std::filesystem::path& path, std::string* bytes_hash = nullptr);

// load_brain on bytes that were read already. Other files named by the model must lie in `folder`; with an empty
// folder none is opened. `name` stands in the errors.
Result<LoadedBrain> load_brain_bytes(std::string_view bytes, const std::string& name,
                                     const std::filesystem::path& folder);

// For `attune check`: the warnings of a file that loads, or every problem of one that does not.
Result<std::vector<std::string>> check_gltf(const std::filesystem::path& path);

}  // namespace attune
