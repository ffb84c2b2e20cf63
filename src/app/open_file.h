// Files that are opened while the window is: dropped on it, or changed in the list of a model's parts.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/ui_host.h"

namespace attune {

// A sentence in the window.
void tell(Desk& desk, const std::string& sentence);
// The first problem, and how many more there are.
std::string sentence_of(const Desk& desk, const std::vector<Error>& errors);

// By its name: a picture or film that Attune may have saved.
bool is_picture(const std::string& path);

// Opens what was dropped: pictures with a receipt, brain models, then mappings of the open model. What is wrong with
// one of them is said in a sentence, and everything stays as it was.
void open_files(Desk& desk, Installation& installation, std::vector<std::string> paths);

// After tick(): the file that was chosen in the list of stories, or whose path was typed there.
void open_wanted(Desk& desk, Installation& installation);

// After tick(): the meshes follow what a person changed in the list of parts, or the way back to the shipped brain.
void follow_brain(Desk& desk, Installation& installation);

}  // namespace attune
