#include "ui/tour.h"

#include <algorithm>

namespace attune {

TourPlace place_tour(Rect target, glm::vec2 card, glm::vec2 window, float gap) {
  target.min = glm::clamp(target.min, glm::vec2(0), window);
  target.max = glm::clamp(target.max, target.min, window);
  card = glm::min(card, window - glm::vec2(2 * gap));
  const auto inside = [&](glm::vec2 at) { return glm::clamp(at, glm::vec2(gap), glm::max(glm::vec2(gap), window - card - gap)); };
  const auto at = [&](glm::vec2 place) { return TourPlace{target, {place, place + card}}; };
  const glm::vec2 middle = (target.min + target.max - card) * 0.5f;
  const glm::vec2 after = window - target.max, before = target.min, needed = card + 2 * gap;
  if (after.x >= needed.x) return at({target.max.x + gap, inside(middle).y});
  if (before.x >= needed.x) return at({target.min.x - gap - card.x, inside(middle).y});
  if (after.y >= needed.y) return at({inside(middle).x, target.max.y + gap});
  if (before.y >= needed.y) return at({inside(middle).x, target.min.y - gap - card.y});
  // Beside or below: where more of the target stays lit.
  const bool beside = window.x - needed.x >= (window.y - needed.y) * 1.5f;
  if (beside) {
    const float left = window.x - gap - card.x;
    target.max.x = std::min(target.max.x, left - gap);
    target.min.x = std::min(target.min.x, target.max.x);
    return {target, {{left, inside(middle).y}, {left + card.x, inside(middle).y + card.y}}};
  }
  const float top = window.y - gap - card.y;
  target.max.y = std::min(target.max.y, top - gap);
  target.min.y = std::min(target.min.y, target.max.y);
  return {target, {{inside(middle).x, top}, {inside(middle).x + card.x, top + card.y}}};
}

}  // namespace attune
