#include "scene/plates.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>

#include "scene/label_sides.h"

namespace attune {

namespace {
constexpr float kMiddle = 0.47f;   // of the view's height: from there names stand a little away from each other,
constexpr float kFan = 1.35f;      // for lines that fan out
constexpr float kSlack = 3;        // heights of a letter that names may come nearer to the brain beside what has to stay free
constexpr float kNearChange = 0.34f;  // sine of how far from where a name changes sides its room is kept there too
constexpr float kFromTheSide = 0.75f;  // elevation: names are ordered by height in the brain, which turning cannot change;
                                       // from above or below by the place on screen

// A name in a column, or the room for one that comes soon or has just left.
struct Slot {
  Leader leader;
  float share = 1;       // of its height; 1 = shown
  bool shown = true;
  float from_change = 0; // sides_of()
  float order = 0, wanted = 0;  // height
};
using Column = std::vector<Slot>;

// Heights of middles in the order given, none over another, so that full ones lie within low..high, as near as possible to the
// wanted ones in the sum of squares weighted by share: isotonic regression by pooling adjacent violators (Barlow and others
// 1972), then clamping.
std::vector<float> spread(const Column& column, float step, float low, float high) {
  struct Block {
    float sum, weight;
    int count;
    float mean() const { return sum / weight; }
  };
  std::vector<Block> blocks;
  std::vector<float> offsets;
  float taken = 0;
  for (const Slot& slot : column) {
    offsets.push_back(taken + 0.5f * slot.share * step);
    taken += slot.share * step;
    const float weight = std::max(1e-3f, slot.share);
    blocks.push_back({weight * (slot.wanted - offsets.back()), weight, 1});
    while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() > blocks.back().mean()) {
      const Block last = blocks.back();
      blocks.pop_back();
      blocks.back() = {blocks.back().sum + last.sum, blocks.back().weight + last.weight, blocks.back().count + last.count};
    }
  }
  std::vector<float> heights;
  const float first = low - step / 2, last = high + step / 2 - taken;
  for (const Block& block : blocks)
    for (int i = 0; i < block.count; ++i)
      heights.push_back(std::max(first, std::min(block.mean(), last)) + offsets[heights.size()]);
  return heights;
}

// What the brain covers from left to right, roughly, as of ellipsoids: pixels of the view. And how far it reaches from the
// axis that it is turned about.
struct Outline {
  float left = 0, right = 0;
  float around_mm = 0;
};
Outline outline_of(const Scene& scene, const BrainModel& brain, const glm::mat4& to_clip) {
  constexpr int kWays = 16;
  std::array<glm::vec2, kWays> ways;
  for (int k = 0; k < kWays; ++k) {
    const float angle = 6.2831853f * static_cast<float>(k) / kWays;
    ways[static_cast<std::size_t>(k)] = {std::cos(angle), std::sin(angle)};
  }
  const glm::vec3 right = right_of(scene.camera);
  Outline outline{static_cast<float>(scene.viewport.width), 0, 0};
  for (const SurfaceItem& item : scene.surfaces) {
    const BrainPart& part = brain.parts[static_cast<std::size_t>(item.part)];
    const glm::vec3 middle = (part.min_mm + part.max_mm) / 2.0f, half = (part.max_mm - part.min_mm) / 2.0f;
    for (const float sign : {-1.0f, 1.0f}) {
      const glm::vec4 clip = to_clip * glm::vec4(middle + sign * glm::length(right * half) * right, 1);
      if (clip.w <= 0) continue;
      const float x = to_pixels(scene.viewport, clip).x;
      outline.left = std::min(outline.left, x);
      outline.right = std::max(outline.right, x);
    }
    for (const glm::vec2 way : ways)
      outline.around_mm = std::max(outline.around_mm, glm::dot(glm::vec2(middle - scene.camera.target_mm), way) +
                                                          glm::length(way * glm::vec2(half)));
  }
  return outline;
}

// A column's free heights for the middles of plates, and what lies farther out than any name reaches.
struct Room {
  float low = 0, high = 0;
  std::vector<KeepOut> beyond;

  std::size_t plates(float step) const { return high < low ? 0 : static_cast<std::size_t>((high - low) / step) + 1; }
};
Room room_of(std::size_t side, const LabelStyle& style, float width, float height, float plate_height, float gap, float reach) {
  Room room{style.top + plate_height / 2, height - style.bottom - plate_height / 2, {}};
  for (const KeepOut& box : style.keep_out) {
    const glm::vec2 centre = (box.min + box.max) * 0.5f;
    if ((centre.x > width / 2) != (side == 1)) continue;
    if ((side == 1 ? box.min.x - width / 2 : width / 2 - box.max.x) > reach - kSlack * style.size_px) {
      room.beyond.push_back(box);
    } else if (centre.y < height / 2) {
      room.low = std::max(room.low, box.max.y + gap + plate_height / 2);
    } else {
      room.high = std::min(room.high, box.min.y - gap - plate_height / 2);
    }
  }
  return room;
}

// So that all that is shown has its room.
void shrink_kept_room(Column& column, float step, const Room& room) {
  float kept = 0, shown = 0;
  for (const Slot& slot : column) (slot.shown ? shown : kept) += slot.share;
  const float share = kept > 0 ? glm::clamp(((room.high - room.low) / step + 1 - shown) / kept, 0.0f, 1.0f) : 1;
  for (Slot& slot : column)
    if (!slot.shown) slot.share *= share;
}
}  // namespace

std::vector<Leader> place_plates(const Scene& scene, const BrainModel& brain, const FontAtlas& font,
                                 const std::vector<LabelRequest>& requests, const LabelStyle& style,
                                 const std::vector<LabelEnds>& ends, float shift) {
  const Viewport& view = scene.viewport;
  const auto width = static_cast<float>(view.width), height = static_cast<float>(view.height);
  const glm::mat4 to_clip = projection_matrix(scene.camera, width / std::max(1.0f, height)) * view_matrix(scene.camera);
  const Outline outline = outline_of(scene, brain, to_clip);
  const float pad = style.size_px * 0.5f, gap = style.size_px * 0.45f, margin = style.size_px * 0.8f;
  const float plate_height = style.size_px * 1.65f, step = plate_height + gap;
  const auto width_of = [&](const LabelRequest& request) {
    float text_width = text_width_em(font, request.text) * style.size_px;
    if (!request.detail.empty()) text_width += text_width_em(font, "  " + request.detail) * style.size_px * 0.82f;
    return text_width + 2 * pad;
  };

  const std::vector<std::size_t> named = most_important(requests, style.most);
  // How far from the middle names reach at most, however the brain is turned.
  float reach = 0;
  for (const std::size_t i : named) reach = std::max(reach, width_of(requests[i]));
  const float to_rim = scene.camera.distance_mm * scene.camera.distance_mm - outline.around_mm * outline.around_mm;
  reach += 1.5f * margin +
           outline.around_mm * height / (2 * std::tan(scene.camera.field_of_view / 2) * std::sqrt(std::max(1.0f, to_rim)));
  const std::array<Room, 2> rooms{room_of(0, style, width, height, plate_height, gap, reach),
                                  room_of(1, style, width, height, plate_height, gap, reach)};

  const bool by_height = std::abs(scene.camera.elevation) < kFromTheSide && std::abs(scene.camera.roll) < kFromTheSide;
  const std::vector<float> names_sides = sides_of(brain, requests, style.most, scene.camera);
  std::array<Column, 2> columns;
  for (const std::size_t i : named) {
    const Middle middle = middle_of(brain, requests[i]);
    const glm::vec4 clip = to_clip * glm::vec4(middle.at_mm, 1);
    const glm::vec2 home = clip.w > 0 ? to_pixels(view, clip) : glm::vec2(width, height) / 2.0f;
    Slot slot;
    slot.order = by_height ? -middle.at_mm.z : home.y;
    slot.wanted = kMiddle * height + (home.y - kMiddle * height) * kFan + (requests[i].priority >= kChosenPriority ? shift * step : 0);
    slot.from_change = names_sides[i];
    slot.leader.request = i;
    slot.leader.structure = middle.size;
    slot.leader.size = {width_of(requests[i]), plate_height};
    slot.shown = !ends[i].places.empty();
    slot.share = slot.shown ? 1 : glm::smoothstep(0.0f, kShownPresence, ends[i].presence);
    columns[slot.from_change > 0 ? 1 : 0].push_back(slot);
  }
  // Where a column is too low for all, those nearest to the middle change over; what has no room at all goes, the least
  // important first (they come in order of importance).
  const auto shown_in = [&](std::size_t side) {
    return static_cast<std::size_t>(std::count_if(columns[side].begin(), columns[side].end(), [](const Slot& slot) { return slot.shown; }));
  };
  for (std::size_t side = 0; side < 2; ++side)
    while (shown_in(side) > rooms[side].plates(step) && shown_in(1 - side) < rooms[1 - side].plates(step)) {
      const auto away = [](const Slot& slot) { return slot.shown ? std::abs(slot.from_change) : 2.0f; };
      const auto nearest = std::min_element(columns[side].begin(), columns[side].end(),
                                            [&](const Slot& a, const Slot& b) { return away(a) < away(b); });
      columns[1 - side].push_back(*nearest);
      columns[side].erase(nearest);
    }
  for (std::size_t side = 0; side < 2; ++side)
    while (shown_in(side) > rooms[side].plates(step))
      columns[side].erase(std::find_if(columns[side].rbegin(), columns[side].rend(), [](const Slot& slot) { return slot.shown; }).base() - 1);
  // Room on the other side too for what is about to change sides or has just changed them.
  for (std::size_t side = 0; side < 2; ++side)
    for (const Slot& slot : Column(columns[side])) {
      if (!slot.shown || (slot.from_change > 0 ? 1u : 0u) != side) continue;
      Slot kept = slot;
      kept.shown = false;
      kept.share = 1 - glm::smoothstep(0.0f, kNearChange, std::abs(slot.from_change));
      if (kept.share > 0) columns[1 - side].push_back(kept);
    }

  std::vector<Leader> leaders;
  for (std::size_t side = 0; side < 2; ++side) {
    const Room& room = rooms[side];
    Column& column = columns[side];
    shrink_kept_room(column, step, room);
    std::stable_sort(column.begin(), column.end(), [](const Slot& a, const Slot& b) { return a.order < b.order; });
    const std::vector<float> heights = spread(column, step, room.low, room.high);
    const std::size_t first = leaders.size();
    float inner = side == 0 ? 0 : width;  // the edge toward the brain of the plate that reaches farthest
    for (std::size_t i = 0; i < column.size(); ++i) {
      if (!column[i].shown) continue;
      Leader leader = column[i].leader;
      float x = side == 0 ? outline.left - margin * 1.5f - leader.size.x : outline.right + margin * 1.5f;
      for (const KeepOut& box : room.beyond)
        x = side == 0 ? std::max(x, box.max.x + gap) : std::min(x, box.min.x - gap - leader.size.x);
      leader.side = side;
      leader.low = {std::round(std::clamp(x, margin, std::max(margin, width - leader.size.x - margin))),
                    std::round(heights[i] - plate_height / 2)};
      leader.start = leader.low + glm::vec2(side == 0 ? leader.size.x : 0, plate_height / 2);
      inner = side == 0 ? std::max(inner, leader.start.x) : std::min(inner, leader.start.x);
      leaders.push_back(leader);
    }
    for (std::size_t i = first; i < leaders.size(); ++i)
      leaders[i].elbow = {inner + (side == 0 ? 0.7f : -0.7f) * style.size_px, leaders[i].start.y};
  }
  return leaders;
}

}  // namespace attune
