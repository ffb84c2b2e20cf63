// Ends of leaders that slide while the brain turns: a function of the view alone that has no corners.
//
// Leaders that have to keep apart push each other's ends away, and a little turn may settle that differently. So it is
// settled in views a few degrees apart, and between them an end lies between where it lies in those.
#pragma once

#include <cstdint>
#include <glm/vec3.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "model/brain.h"
#include "model/font.h"
#include "scene/leaders.h"

namespace attune {

// All that the leaders of a view follow from but how it is turned.
struct LeaderQuestion {
  struct Name {
    std::vector<int> parts;
    float width_em = 0;  // of its words
    bool operator==(const Name&) const = default;
  };
  int width = 0, height = 0, most = 0;
  float size_px = 0, top = 0, bottom = 0;
  std::vector<KeepOut> keep_out;
  glm::vec3 target_mm{0};
  float distance_mm = 0, field_of_view = 0;
  std::vector<Name> names;
  std::vector<std::size_t> order;  // of importance
  bool operator==(const LeaderQuestion&) const = default;
};

struct LeaderAnswer {
  struct End {
    glm::vec3 at_mm{0};
    Bend bend;
    bool of_glass = false;
  };
  int azimuth = 0, elevation = 0;        // in steps
  std::vector<std::optional<End>> ends;  // by request; none: its name is not shown
  std::vector<float> presence;           // by request: LabelEnds::presence
};

// What was looked at and settled before: it saves time and changes nothing. Empty to begin with.
struct NameMemory {
  LookMemory looks;
  struct Settled {
    LeaderQuestion question;
    std::vector<LeaderAnswer> answers;
    std::uint64_t used = 0;
  };
  std::vector<Settled> settled;  // at most 8
  std::uint64_t asked = 0;
  std::shared_ptr<NameMemory> beside;  // of a second brain that shows something else; made when there is one
};

// find_ends() with a steady end before the others where one is near something visible. Nothing of what is hardly in sight
// from the views around, and one hidden place of what only this view hides, so that names do not come and go. `rest`: a
// camera with the distance and the target that the views between are looked at with, so that zooming does not ask for new ones.
std::vector<LabelEnds> steady_ends(const Scene& scene, const BrainModel& brain, const FontAtlas& font,
                                   const std::vector<LabelRequest>& requests, const LabelStyle& style, const Camera& rest,
                                   NameMemory& memory);

}  // namespace attune
