// What the source articles say, item by item, and what shows it.
#pragma once

#include <string>
#include <vector>

namespace attune {

struct SourceArticle {
  std::string id, title;
};

struct Requirement {
  std::string id, article, text;
  std::vector<std::string> shown_by;  // "kind:id": "region:AMY", "scenario:soothe", "ui:section_change", ...
  std::string open;                   // what is still missing; "" = shown in full
};

struct RequirementList {
  std::vector<SourceArticle> articles;
  std::vector<Requirement> requirements;
  int open_at_most = 0;  // how many rows may still be open; it may only go down
};

}  // namespace attune
