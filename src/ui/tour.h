// Where a step of the tour points, and where its card lies. Pure.
#pragma once

#include "ui/layout.h"

namespace attune {

struct TourPlace {
  Rect target;  // what is lit
  Rect card;
};

// The card beside what it points at, inside the window and never over it: right of it, else left, below, above. Where
// no side has room, the card takes what it needs from one side of the target, which is lit without that part.
TourPlace place_tour(Rect target, glm::vec2 card, glm::vec2 window, float gap);

}  // namespace attune
