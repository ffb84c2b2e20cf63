// Opening a brain model of the user's own: the file, its mapping or a first guess, and its levels of detail.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "model/content.h"
#include "model/own_brain.h"

namespace attune {

struct OpenedBrain {
  BrainModel model;                     // named and in its place, with levels of detail
  std::shared_ptr<const OwnBrain> own;  // its findings say what was guessed
  std::vector<std::string> warnings;    // of the file
};

// mapping "": a first guess. Errors: those of load_brain, load_mapping, complete_mapping.
Result<OpenedBrain> open_own_brain(const std::filesystem::path& assets, const Content& content,
                                   const std::filesystem::path& model, const std::filesystem::path& mapping);

// The same without levels of detail, for `attune check` and `attune map`.
Result<OpenedBrain> read_own_brain(const std::filesystem::path& assets, const Content& content,
                                   const std::filesystem::path& model, const std::filesystem::path& mapping);

// Follows what a person changed in the mapping: parts get their names and the model its place. True when the meshes
// have moved and must be uploaded again.
bool follow_mapping(BrainModel& model, const Mapping& before, const Mapping& now, const Content& content);

}  // namespace attune
