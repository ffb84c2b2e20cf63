// Stories of the person's own as files: checked while they are changed, saved, listed, opened.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "app/ui_host.h"

namespace attune {

// Where they are saved: the documents folder, else the home folder, else here.
std::filesystem::path stories_folder();

// A scenario file as a story of the person's own; of one that ships a copy without a file. Errors: load_scenario.
Result<std::shared_ptr<const OwnStory>> read_story_file(const Installation& installation, const std::string& path);

// After tick(): does what the session asks for.
class StoryFiles {
 public:
  void step(Desk& desk, Installation& installation);

 private:
  std::shared_ptr<const OwnStory> checked_;  // the last one that was
};

}  // namespace attune
