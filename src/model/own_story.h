// A moment as a person changed it, or one of their own.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "model/scenario.h"

namespace attune {

struct OwnStory {
  Scenario scenario;                        // what is played
  std::shared_ptr<const Scenario> origin;   // what it was made from: as it ships, or as its file has it
  std::vector<std::vector<int>> came_from;  // by arm and event (Arm::segments): its place in the origin's arm, -1 = added
  std::string file;                         // where it was last read from or written to, "" = nowhere yet
  bool own = false;                         // a copy of the person's own, with a title of its own: it can be saved
};

// What lies on the timeline of a version: an event is a Segment, a caption a Caption, by their place in the Arm.
enum class ItemKind : std::uint8_t { none, event, caption };
struct StoryItem {
  ItemKind kind = ItemKind::none;
  int index = -1;
  bool operator==(const StoryItem&) const = default;
};

// The item's place in a scenario file, as `attune check` names it: "/arms/0/captions/2".
inline std::string item_pointer(int arm, StoryItem item) {
  return "/arms/" + std::to_string(arm) + (item.kind == ItemKind::caption ? "/captions/" : "/segments/") + std::to_string(item.index);
}

// What `attune check` says about a story as it is now; `where` is a pointer such as /arms/0/captions/2/text.
struct StoryChecks {
  std::vector<Error> errors, warnings;
};

struct StoryFile {
  std::string path, name;  // name: without folder
};

}  // namespace attune
