#include "scene/leaders.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <limits>
#include <numeric>

#include "scene/picking.h"
#include "scene/plates.h"

namespace attune {

namespace {
struct Box {
  glm::vec2 low{0}, high{0};
};

float turn_of(glm::vec2 from, glm::vec2 to, glm::vec2 p) { return (to.x - from.x) * (p.y - from.y) - (to.y - from.y) * (p.x - from.x); }

bool lines_cross(glm::vec2 a, glm::vec2 b, glm::vec2 c, glm::vec2 d) {
  return (turn_of(a, b, c) > 0) != (turn_of(a, b, d) > 0) && (turn_of(c, d, a) > 0) != (turn_of(c, d, b) > 0);
}

float distance_to(glm::vec2 point, glm::vec2 from, glm::vec2 to) {
  const glm::vec2 along = to - from;
  const float t = glm::clamp(glm::dot(point - from, along) / std::max(glm::dot(along, along), 1e-6f), 0.0f, 1.0f);
  return glm::length(point - from - t * along);
}

using Line = std::array<glm::vec2, 4>;
Line line_of(const Leader& leader) { return {leader.start, leader.elbow, leader.bend, leader.end}; }

float distance_to(glm::vec2 point, const Line& line) {
  return std::min({distance_to(point, line[0], line[1]), distance_to(point, line[1], line[2]), distance_to(point, line[2], line[3])});
}

bool leaders_cross(const Line& a, const Line& b) {
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j)
      if (lines_cross(a[i], a[i + 1], b[j], b[j + 1])) return true;
  return false;
}

// How near one leader comes to the other's end or to where that leaves its name.
float distance_between(const Line& a, const Line& b) {
  return std::min({distance_to(a[3], b), distance_to(b[3], a), distance_to(a[1], b), distance_to(b[1], a)});
}

bool enters(glm::vec2 from, glm::vec2 to, const Box& box) {
  if (std::max(from.x, to.x) <= box.low.x || std::min(from.x, to.x) >= box.high.x || std::max(from.y, to.y) <= box.low.y ||
      std::min(from.y, to.y) >= box.high.y)
    return false;
  const auto within = [&](glm::vec2 p) { return p.x > box.low.x && p.y > box.low.y && p.x < box.high.x && p.y < box.high.y; };
  const glm::vec2 other(box.low.x, box.high.y), fourth(box.high.x, box.low.y);
  return within(from) || within(to) || lines_cross(from, to, box.low, box.high) || lines_cross(from, to, other, fourth);
}

constexpr float kBendCost = 0.12f;  // of a pixel more of level line, in pixels of its end's way
constexpr float kBackCost = 3;      // of a pixel that the end lies behind the elbow: the line would turn back below a name
constexpr float kCardCost = 3, kCrowdCost = 3, kSlantCost = 1;  // heights of a letter
constexpr float kSteepCost = 1.5f;  // of a pixel that the way to a bend goes farther up or down than across
constexpr float kClear = 0.3f, kClearInSteps = 0.45f;  // heights of a letter that a leader keeps from the dots of others
constexpr int kBends = 10;

// Ends every leader so that no two cross and none goes through a plate. Each one, those of the smallest structures first,
// takes its steady way where that is free, else a bend with which it can keep its end, else others bend for it. Where that
// fails, or where there is none, it takes of its places and bends what is nearest to a line from its plate to the middle of
// what is visible; as that is the least of a smooth measure under bounds that move smoothly, it moves by little when the
// camera does.
class Settling {
 public:
  Settling(std::vector<Leader>& leaders, const std::vector<LabelRequest>& requests, const std::vector<LabelEnds>& ends,
           const Scene& scene, const BrainModel& brain, const LabelStyle& style)
      : leaders_(leaders), requests_(requests), ends_(ends), scene_(scene), brain_(brain), style_(style) {
    for (const Leader& leader : leaders) {
      plates_.push_back({leader.low + 0.5f, leader.low + leader.size - 0.5f});
      const float beside = 0.6f * style.size_px;
      around_plates_.push_back({leader.low - beside, leader.low + leader.size + beside});
      looked_.emplace_back(ends_of(leader).places.size(), char{0});
      looked_.back().front() = 1;
    }
    for (const KeepOut& box : style.keep_out) cards_.push_back({box.min, box.max});
  }

  void settle_all() {
    std::vector<std::size_t> order(leaders_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return leaders_[a].structure < leaders_[b].structure; });
    // One for which the others left no way goes first. Should they never all find one, as with an end under a card, the
    // last of them is not shown.
    std::vector<std::size_t> left_out;
    for (std::size_t tries = 0; !order.empty();) {
      settled_.clear();
      std::size_t at = 0;
      while (at < order.size() && settle(order[at])) settled_.push_back(order[at++]);
      if (at == order.size()) {
        // Once more, now that all of them know of all others.
        for (const std::size_t i : order) settle(i);
        break;
      }
      const auto failed = order.begin() + static_cast<std::ptrdiff_t>(at);
      if (at > 0 && tries++ < order.size()) {
        std::rotate(order.begin(), failed, failed + 1);
      } else {
        left_out.push_back(*failed);
        order.erase(failed);
      }
    }
    std::sort(left_out.rbegin(), left_out.rend());
    for (const std::size_t i : left_out) leaders_.erase(leaders_.begin() + static_cast<std::ptrdiff_t>(i));
  }

 private:
  const LabelEnds& ends_of(const Leader& leader) const { return ends_[leader.request]; }

  bool is_seen(std::size_t i, std::size_t k) {
    const LabelEnds& ends = ends_of(leaders_[i]);
    if (ends.rough) return true;
    char& seen = looked_[i][k];
    if (seen == 0) {
      const glm::vec2 at = ends.places[k] + glm::vec2(scene_.viewport.x, scene_.viewport.y);
      seen = is_seen_at(scene_, brain_, at, requests_[leaders_[i].request].parts, ends.of_glass) ? 1 : 2;
    }
    return seen == 1;
  }
  // Below a card, or so near a name that it would seem to belong to that.
  bool is_covered(glm::vec2 place) const {
    const auto covers = [&](const Box& box) { return enters(place, place, box); };
    return std::any_of(cards_.begin(), cards_.end(), covers) || std::any_of(around_plates_.begin(), around_plates_.end(), covers);
  }
  static bool enters_any(const Line& line, const std::vector<Box>& boxes) {
    return std::any_of(boxes.begin(), boxes.end(), [&](const Box& box) {
      return enters(line[1], line[2], box) || enters(line[2], line[3], box);
    });
  }
  bool are_clear(const Line& line, const Line& other) const {
    return !leaders_cross(line, other) && distance_to(line[3], other) >= clear_ && distance_to(other[3], line) >= clear_;
  }
  // The settled ones that a leader's line crosses, or whose dot or line is too near.
  std::vector<std::size_t> in_the_way_of(std::size_t i) const {
    std::vector<std::size_t> others;
    const Line line = line_of(leaders_[i]);
    for (const std::size_t j : settled_)
      if (j != i && !are_clear(line, line_of(leaders_[j]))) others.push_back(j);
    return others;
  }
  bool is_free(std::size_t i) const {
    const Line line = line_of(leaders_[i]);
    return !enters_any(line, plates_) && std::all_of(settled_.begin(), settled_.end(), [&](std::size_t j) {
      return j == i || are_clear(line, line_of(leaders_[j]));
    });
  }
  // What it costs to pass under a card or near another leader's end: it grows slowly, so that lines do not jump for it.
  float crowd_cost(std::size_t i) const {
    const Line line = line_of(leaders_[i]);
    float cost = enters_any(line, cards_) ? kCardCost : 0;
    for (const std::size_t j : settled_)
      if (j != i) cost += kCrowdCost * std::max(0.0f, 1 - distance_between(line, line_of(leaders_[j])) / (0.55f * style_.size_px));
    return cost * style_.size_px;
  }
  static void bend_to(Leader& leader, const Bend& bend) {
    leader.bend = {glm::mix(leader.elbow.x, leader.end.x, bend.share), leader.elbow.y + bend.height * leader.size.y};
  }

  // The best free way to one of the places first..last; heights: of bends above or below the plate. Else as it was.
  bool search(std::size_t i, std::size_t first, std::size_t last, int heights) {
    Leader& leader = leaders_[i];
    const LabelEnds& ends = ends_of(leader);
    const Leader before = leader;
    Leader best = leader;
    float least = std::numeric_limits<float>::max();
    for (std::size_t k = first; k < std::min(last, ends.places.size()); ++k) {
      const float behind = leader.side == 0 ? leader.elbow.x - ends.places[k].x : ends.places[k].x - leader.elbow.x;
      const float away = ends.costs[k] - ends.costs.front() + kBackCost * std::max(0.0f, behind);
      if (away >= least || is_covered(ends.places[k])) continue;
      leader.end = ends.places[k];
      leader.place = k;
      for (int n = 0; n <= 2 * heights; ++n) {  // 0, -1, 1, -2, 2: what costs least first, as it spares the rest
        const int height = n % 2 == 0 ? n / 2 : -(n + 1) / 2;
        const float slant = away + (height != 0 ? kSlantCost * style_.size_px : 0);
        for (int b = 0; b <= kBends && slant < least; ++b) {
          bend_to(leader, {static_cast<float>(b) / kBends, static_cast<float>(height)});
          const glm::vec2 way = glm::abs(leader.bend - leader.elbow);
          float cost = slant + kBendCost * glm::length(way) + kSteepCost * std::max(0.0f, way.y - way.x);
          if (cost >= least) continue;
          if (!is_free(i)) continue;
          cost += crowd_cost(i);
          if (cost >= least || !is_seen(i, k)) continue;
          least = cost;
          best = leader;
        }
      }
    }
    const bool found = least < std::numeric_limits<float>::max();
    leader = found ? best : before;
    return found;
  }

  bool settle_steady(std::size_t i) {
    Leader& leader = leaders_[i];
    const LabelEnds& ends = ends_of(leader);
    if (!ends.bend || is_covered(ends.places.front())) return false;
    const Leader before = leader;
    leader.end = ends.places.front();
    leader.place = 0;
    bend_to(leader, *ends.bend);
    if (is_free(i) || search(i, 0, 1, kAllHeights)) return true;
    if (!enters_any(line_of(leader), plates_)) {
      const std::vector<std::size_t> in_the_way = in_the_way_of(i);
      const std::vector<Leader> others = leaders_;
      settled_.push_back(i);
      const bool free = std::all_of(in_the_way.begin(), in_the_way.end(), [&](std::size_t j) {
        return search(j, leaders_[j].place, leaders_[j].place + 1, kAllHeights);
      });
      settled_.pop_back();
      if (free) return true;
      leaders_ = others;
    }
    leader = before;
    return false;
  }

  // Clear of the others' dots if that is possible; first with few bends above or below the plate, then with all.
  bool settle(std::size_t i) {
    const float dot = (ends_of(leaders_[i]).rough ? kClearInSteps : kClear) * style_.size_px;
    for (const float clear : {dot, dot / 2, 0.0f}) {
      clear_ = clear;
      if (settle_steady(i) || search(i, 0, 1000, 2) || search(i, 0, 24, kAllHeights)) return true;
    }
    return false;
  }

  static constexpr int kAllHeights = 9;
  std::vector<Leader>& leaders_;
  const std::vector<LabelRequest>& requests_;
  const std::vector<LabelEnds>& ends_;
  const Scene& scene_;
  const BrainModel& brain_;
  const LabelStyle& style_;
  std::vector<Box> plates_, around_plates_, cards_;
  std::vector<std::vector<char>> looked_;  // by leader and place: 1 shows the structure, 2 does not
  std::vector<std::size_t> settled_;
  float clear_ = 0;  // pixels that a leader keeps from the others' ends
};
}  // namespace

std::vector<Leader> place_leaders(const Scene& scene, const BrainModel& brain, const FontAtlas& font,
                                  const std::vector<LabelRequest>& requests, const LabelStyle& style,
                                  const std::vector<LabelEnds>& ends) {
  const auto arrange = [&](float shift) { return place_plates(scene, brain, font, requests, style, ends, shift); };
  const auto settled = [&](std::vector<Leader> leaders) {
    Settling(leaders, requests, ends, scene, brain, style).settle_all();
    return leaders;
  };
  const std::vector<Leader> usual = arrange(0);
  const auto has_chosen = [&](const std::vector<Leader>& leaders) {
    return std::all_of(usual.begin(), usual.end(), [&](const Leader& wanted) {
      return requests[wanted.request].priority < kChosenPriority ||
             std::any_of(leaders.begin(), leaders.end(), [&](const Leader& shown) { return shown.request == wanted.request; });
    });
  };
  const std::vector<Leader> leaders = settled(usual);
  if (has_chosen(leaders)) return leaders;
  // What was chosen keeps its name: elsewhere, as where its plate would lie over it, or else others go for it, the least
  // important first.
  for (const float shift : {-3.0f, 3.0f, -6.0f, 6.0f})
    if (const std::vector<Leader> shifted = settled(arrange(shift)); has_chosen(shifted)) return shifted;
  std::vector<std::size_t> going = most_important(requests, style.most);
  std::erase_if(going, [&](std::size_t request) { return requests[request].priority >= kChosenPriority; });
  for (std::vector<Leader> fewer = usual; !going.empty(); going.pop_back()) {
    std::erase_if(fewer, [&](const Leader& leader) { return leader.request == going.back(); });
    if (const std::vector<Leader> left = settled(fewer); has_chosen(left)) return left;
  }
  return leaders;
}

}  // namespace attune
