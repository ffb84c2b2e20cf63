#include "scene/labels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <limits>
#include <numeric>

#include "scene/picking.h"

namespace attune {

namespace {
// The fixed point of the brain that a name belongs to: the middle of its parts, weighted by their size.
struct Middle {
  glm::vec3 at_mm{0};
  float size = 0;
};
Middle middle_of(const BrainModel& brain, const std::vector<int>& parts) {
  glm::vec3 sum(0);
  float weight = 0;
  for (const int index : parts) {
    const BrainPart& part = brain.parts[static_cast<std::size_t>(index)];
    const glm::vec3 extent = part.max_mm - part.min_mm;
    const float size = extent.x * extent.y + extent.y * extent.z + extent.z * extent.x + 1e-3f;
    sum += part.centroid_mm * size;
    weight += size;
  }
  return {weight > 0 ? sum / weight : glm::vec3(0), weight};
}

// Heights at least `step` apart, in the order given, within low..high, as near as possible to the wanted ones in the sum
// of squares: isotonic regression by pooling adjacent violators (Barlow and others 1972), then clamping.
std::vector<float> spread(const std::vector<float>& wanted, float step, float low, float high) {
  struct Block {
    float sum;
    int count;
  };
  std::vector<Block> blocks;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    blocks.push_back({wanted[i] - step * static_cast<float>(i), 1});
    while (blocks.size() > 1) {
      const Block last = blocks.back(), before = blocks[blocks.size() - 2];
      if (before.sum / static_cast<float>(before.count) <= last.sum / static_cast<float>(last.count)) break;
      blocks.pop_back();
      blocks.back() = {before.sum + last.sum, before.count + last.count};
    }
  }
  std::vector<float> heights;
  const float room = high - step * static_cast<float>(wanted.empty() ? 0 : wanted.size() - 1);
  for (const Block& block : blocks)
    for (int i = 0; i < block.count; ++i)
      heights.push_back(std::max(low, std::min(block.sum / static_cast<float>(block.count), room)) +
                        step * static_cast<float>(heights.size()));
  return heights;
}
// A name with its plate and its leader: level from the plate to a bend, then straight to its end.
struct Leader {
  std::size_t request = 0, side = 0;  // side 0 left of the brain, 1 right
  float structure = 0;                // size of what it names
  float from_middle = 0, order = 0;
  glm::vec2 home{0};                  // where its fixed point lies on screen
  glm::vec2 size{0}, low{0};          // of the plate
  glm::vec2 start{0}, elbow{0}, bend{0}, end{0};  // elbow: the nearest bend, clear of all plates of its side
};

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

// How near one leader comes to the other's end.
float distance_between(const Line& a, const Line& b) { return std::min(distance_to(a[3], b), distance_to(b[3], a)); }

bool enters(glm::vec2 from, glm::vec2 to, const Box& box) {
  if (std::max(from.x, to.x) <= box.low.x || std::min(from.x, to.x) >= box.high.x || std::max(from.y, to.y) <= box.low.y ||
      std::min(from.y, to.y) >= box.high.y)
    return false;
  const auto within = [&](glm::vec2 p) { return p.x > box.low.x && p.y > box.low.y && p.x < box.high.x && p.y < box.high.y; };
  const glm::vec2 other(box.low.x, box.high.y), fourth(box.high.x, box.low.y);
  return within(from) || within(to) || lines_cross(from, to, box.low, box.high) || lines_cross(from, to, other, fourth);
}

// Ends every leader so that no two cross and none goes through a plate. Each one, those of the smallest structures first,
// takes of its places and bends what is nearest to a line from its plate to the middle of what is visible; as that is the
// least of a smooth measure under bounds that move smoothly, it moves by little when the camera does.
void settle_leaders(std::vector<Leader>& leaders, const std::vector<LabelRequest>& requests, const std::vector<LabelEnds>& ends,
                    const Scene& scene, const BrainModel& brain, const LabelStyle& style) {
  constexpr int kBends = 10;
  constexpr float kBendCost = 0.12f;  // of a pixel more of level line, in pixels of its end's way
  constexpr float kCardCost = 3, kCrowdCost = 3, kSlantCost = 1;  // heights of a letter
  const float clear = 0.55f * style.size_px;
  const glm::vec2 origin(scene.viewport.x, scene.viewport.y);
  std::vector<Box> plates, cards;
  for (const Leader& leader : leaders) plates.push_back({leader.low + 0.5f, leader.low + leader.size - 0.5f});
  for (const KeepOut& box : style.keep_out) cards.push_back({box.min, box.max});
  std::vector<std::size_t> order(leaders.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return leaders[a].structure < leaders[b].structure; });

  // Pixels that were looked at, by leader and place: 1 shows the structure, 2 does not.
  std::vector<std::vector<char>> looked;
  for (const Leader& leader : leaders) {
    looked.emplace_back(ends[leader.request].places.size(), char{0});
    looked.back().front() = 1;
  }
  std::vector<std::size_t> settled;
  const auto settle = [&](std::size_t i) {
    Leader& leader = leaders[i];
    const std::vector<glm::vec2>& places = ends[leader.request].places;
    const auto is_seen = [&](std::size_t k) {
      char& seen = looked[i][k];
      if (seen == 0)
        seen = is_seen_at(scene, brain, origin + places[k], requests[leader.request].parts, ends[leader.request].of_glass) ? 1 : 2;
      return seen == 1;
    };
    const auto is_covered = [&](glm::vec2 place) {
      return std::any_of(cards.begin(), cards.end(), [&](const Box& box) { return enters(place, place, box); });
    };
    const auto enters_any = [&](const Line& line, const std::vector<Box>& boxes) {
      return std::any_of(boxes.begin(), boxes.end(), [&](const Box& box) {
        return enters(line[1], line[2], box) || enters(line[2], line[3], box);
      });
    };
    const auto is_free = [&](const Line& line) {
      return !enters_any(line, plates) && std::none_of(settled.begin(), settled.end(), [&](std::size_t j) {
        return j != i && leaders_cross(line, line_of(leaders[j]));
      });
    };
    // What it costs to pass under a card or near another leader's end: it grows slowly, so that lines do not jump for it.
    const auto crowd_cost = [&](const Line& line) {
      float cost = enters_any(line, cards) ? kCardCost : 0;
      for (const std::size_t j : settled)
        if (j != i) cost += kCrowdCost * std::max(0.0f, 1 - distance_between(line, line_of(leaders[j])) / clear);
      return cost * style.size_px;
    };
    const Leader before = leader;
    Leader best = leader;
    bool found = false;
    // First with few bends above or below the plate, then with all.
    struct Pass {
      int heights;
      std::size_t places;
    };
    for (const Pass pass : {Pass{2, places.size()}, Pass{9, 24}}) {
      float least = std::numeric_limits<float>::max();
      for (std::size_t k = 0; k < std::min(pass.places, places.size()); ++k) {
        const float away = ends[leader.request].costs[k] - ends[leader.request].costs.front();
        if (away >= least || is_covered(places[k])) continue;
        leader.end = places[k];
        for (int n = 0; n <= 2 * pass.heights; ++n) {  // 0, -1, 1, -2, 2: what costs least first, as it spares the rest
          const int height = n % 2 == 0 ? n / 2 : -(n + 1) / 2;
          const float slant = away + (height != 0 ? kSlantCost * style.size_px : 0);
          for (int b = 0; b <= kBends && slant < least; ++b) {
            leader.bend = {glm::mix(leader.elbow.x, leader.end.x, static_cast<float>(b) / kBends),
                           leader.elbow.y + static_cast<float>(height) * leader.size.y};
            float cost = slant + kBendCost * glm::length(leader.bend - leader.elbow);
            if (cost >= least) break;
            const Line line = line_of(leader);
            if (!is_free(line)) continue;
            cost += crowd_cost(line);
            if (cost >= least || !is_seen(k)) continue;
            least = cost;
            best = leader;
          }
        }
      }
      found = least < std::numeric_limits<float>::max();
      if (found) break;
    }
    if (!found) best = before;
    leader = best;
    return found;
  };
  // One for which the others left no way goes first. Should they never all find one, as with an end under a card, the last
  // of them is not shown.
  std::vector<std::size_t> left_out;
  for (std::size_t tries = 0; !order.empty();) {
    settled.clear();
    std::size_t at = 0;
    while (at < order.size() && settle(order[at])) settled.push_back(order[at++]);
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
  for (const std::size_t i : left_out) leaders.erase(leaders.begin() + static_cast<std::ptrdiff_t>(i));
}
}  // namespace

void layout_labels(Scene& scene, const BrainModel& brain, const FontAtlas& font, const std::vector<LabelRequest>& requests,
                   const LabelStyle& style, const std::vector<LabelEnds>& ends) {
  const Viewport& view = scene.viewport;
  const float width = static_cast<float>(view.width), height = static_cast<float>(view.height);
  const glm::mat4 to_clip = projection_matrix(scene.camera, width / std::max(1.0f, height)) * view_matrix(scene.camera);

  // The brain's outline on screen, roughly: names stand left and right of it.
  float outline_left = width, outline_right = 0;
  for (const SurfaceItem& item : scene.surfaces) {
    const BrainPart& part = brain.parts[static_cast<std::size_t>(item.part)];
    for (int corner = 0; corner < 8; ++corner) {
      const glm::vec3 point(corner & 1 ? part.max_mm.x : part.min_mm.x, corner & 2 ? part.max_mm.y : part.min_mm.y,
                            corner & 4 ? part.max_mm.z : part.min_mm.z);
      const glm::vec4 clip = to_clip * glm::vec4(point, 1);
      if (clip.w <= 0) continue;
      const float x = to_pixels(view, clip).x;
      outline_left = std::min(outline_left, x);
      outline_right = std::max(outline_right, x);
    }
  }

  // A name stands on the side of the middle of all named structures on which its own lies: a fixed direction in the
  // brain, whose sign on screen changes twice in a full turn and not more.
  std::vector<Middle> middles;
  glm::vec3 balance(0);
  for (const LabelRequest& request : requests) {
    middles.push_back(middle_of(brain, request.parts));
    balance += middles.back().at_mm / static_cast<float>(requests.size());
  }
  const glm::mat4 view_of = view_matrix(scene.camera);
  // Seen from the side names are ordered by the height of their structures in the brain, which turning cannot change; from
  // above or below by the place on screen.
  constexpr float kFromTheSide = 0.75f;
  const bool by_height = std::abs(scene.camera.elevation) < kFromTheSide;
  const float balance_x = (view_of * glm::vec4(balance, 1)).x;

  const float pad = style.size_px * 0.5f, gap = style.size_px * 0.45f;
  const float plate_height = style.size_px * 1.65f, step = plate_height + gap;
  // Each side's free heights: between the margins, and above or below what has to stay free there.
  std::array<float, 2> low{}, high{};
  for (std::size_t side = 0; side < 2; ++side) {
    low[side] = style.top + plate_height / 2;
    high[side] = height - style.bottom - plate_height / 2;
    for (const KeepOut& box : style.keep_out) {
      const glm::vec2 centre = (box.min + box.max) * 0.5f;
      if ((centre.x > width / 2) != (side == 1)) continue;
      if (centre.y < height / 2) {
        low[side] = std::max(low[side], box.max.y + gap + plate_height / 2);
      } else {
        high[side] = std::min(high[side], box.min.y - gap - plate_height / 2);
      }
    }
  }
  std::array<std::vector<Leader>, 2> sides;
  for (const std::size_t i : most_important(requests, style.most)) {
    if (ends[i].places.empty()) continue;
    const LabelRequest& request = requests[i];
    float text_width = text_width_em(font, request.text) * style.size_px;
    if (!request.detail.empty()) text_width += text_width_em(font, "  " + request.detail) * style.size_px * 0.82f;
    const glm::vec4 clip = to_clip * glm::vec4(middles[i].at_mm, 1);
    Leader leader;
    leader.request = i;
    leader.structure = middles[i].size;
    leader.from_middle = (view_of * glm::vec4(middles[i].at_mm, 1)).x - balance_x;
    leader.side = leader.from_middle > 0 ? 1 : 0;
    leader.home = clip.w > 0 ? to_pixels(view, clip) : ends[i].places.front();
    leader.order = by_height ? -middles[i].at_mm.z : leader.home.y;
    leader.size = {text_width + 2 * pad, plate_height};
    sides[leader.side].push_back(leader);
  }
  // Where a side is too low for all, those nearest to the middle change over; what has no room at all goes, the least
  // important first (they come in order of importance).
  const auto room_of = [&](std::size_t side) {
    return high[side] < low[side] ? std::size_t{0} : static_cast<std::size_t>((high[side] - low[side]) / step) + 1;
  };
  for (std::size_t side = 0; side < 2; ++side)
    while (sides[side].size() > room_of(side) && sides[1 - side].size() < room_of(1 - side)) {
      const auto nearest = std::min_element(sides[side].begin(), sides[side].end(), [](const Leader& a, const Leader& b) {
        return std::abs(a.from_middle) < std::abs(b.from_middle);
      });
      sides[1 - side].push_back(*nearest);
      sides[side].erase(nearest);
    }
  for (std::size_t side = 0; side < 2; ++side)
    if (sides[side].size() > room_of(side)) sides[side].resize(room_of(side));

  std::vector<Leader> leaders;
  for (std::size_t side = 0; side < 2; ++side) {
    auto& labels = sides[side];
    std::stable_sort(labels.begin(), labels.end(), [](const Leader& a, const Leader& b) { return a.order < b.order; });
    // A little away from each other, for lines that fan out.
    const float middle = height * 0.47f, margin = style.size_px * 0.8f;
    std::vector<float> wanted;
    for (const Leader& label : labels) wanted.push_back(middle + (label.home.y - middle) * 1.35f);
    const std::vector<float> heights = spread(wanted, step, low[side], high[side]);
    float column = side == 0 ? 0 : width;  // the edge toward the brain of the plate that reaches farthest
    for (std::size_t i = 0; i < labels.size(); ++i) {
      Leader& leader = labels[i];
      const float x = side == 0 ? outline_left - margin * 1.5f - leader.size.x : outline_right + margin * 1.5f;
      leader.side = side;
      leader.low = {std::round(std::clamp(x, margin, std::max(margin, width - leader.size.x - margin))),
                    std::round(heights[i] - plate_height / 2)};
      leader.start = leader.low + glm::vec2(side == 0 ? leader.size.x : 0, plate_height / 2);
      column = side == 0 ? std::max(column, leader.start.x) : std::min(column, leader.start.x);
    }
    for (Leader& leader : labels) {
      leader.elbow = {column + (side == 0 ? 0.7f : -0.7f) * style.size_px, leader.start.y};
      leaders.push_back(leader);
    }
  }
  settle_leaders(leaders, requests, ends, scene, brain, style);

  std::vector<OverlayTarget> dots;  // after all plates, which lie over them
  for (const Leader& leader : leaders) {
    const LabelRequest& request = requests[leader.request];
    const glm::vec2 plate_low = leader.low, plate_high = leader.low + leader.size;
    const float line = std::max(1.0f, style.size_px * 0.085f);
    const bool level = leader.bend.y == leader.elbow.y;
    scene.overlay.lines.push_back({leader.start, level ? leader.bend : leader.elbow, style.line, line});
    if (!level) scene.overlay.lines.push_back({leader.elbow, leader.bend, style.line, line});
    scene.overlay.lines.push_back({leader.bend, leader.end, style.line, line});
    const float dot = style.size_px * 0.24f;
    glm::vec4 ring = style.plate;
    ring.a = 0.9f;
    scene.overlay.quads.push_back({leader.end - dot * 1.45f, leader.end + dot * 1.45f, ring, dot * 1.45f, ring, 0});
    scene.overlay.quads.push_back({leader.end - dot, leader.end + dot, request.dot_colour, dot, request.dot_colour, 0});
    scene.overlay.quads.push_back({plate_low, plate_high, style.plate, plate_height * 0.32f, style.plate, 0});
    const float stripe = style.size_px * 0.16f;
    const float stripe_x = (leader.side == 0 ? plate_high.x : plate_low.x) - stripe * 0.5f;
    scene.overlay.quads.push_back({{stripe_x, plate_low.y + plate_height * 0.22f},
                                   {stripe_x + stripe, plate_high.y - plate_height * 0.22f},
                                   request.dot_colour, stripe * 0.5f, request.dot_colour, 0});
    const float baseline = plate_low.y + plate_height * 0.5f + style.size_px * 0.33f;
    scene.overlay.texts.push_back({{plate_low.x + pad, baseline}, request.text, style.text, style.size_px, false, glm::vec4(0)});
    if (!request.detail.empty())
      scene.overlay.texts.push_back({{plate_low.x + pad + text_width_em(font, request.text) * style.size_px +
                                          text_width_em(font, "  ") * style.size_px * 0.82f,
                                      baseline},
                                     request.detail, style.detail, style.size_px * 0.82f, false, glm::vec4(0)});
    if (request.structure.empty()) continue;
    scene.overlay.targets.push_back({plate_low, plate_high, "", "", request.structure});
    dots.push_back({leader.end - dot * 1.45f, leader.end + dot * 1.45f, "", "", request.structure});
  }
  scene.overlay.targets.insert(scene.overlay.targets.end(), dots.begin(), dots.end());
}

}  // namespace attune
