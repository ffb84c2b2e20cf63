#include "scene/label_ends.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <numeric>
#include <optional>

#include "scene/picking.h"

namespace attune {

namespace {
constexpr float kFewestShare = 0.12f;  // a smaller share of what faces the eye of a structure is not worth pointing at,
constexpr float kLeastArea = 300;      // unless it is that large, square millimetres
constexpr float kSliver = 12;          // of less than that in sight, or of less than
constexpr float kSliverShare = 0.25f;  // of all of it, only a sliver is in sight, whatever the share around it
constexpr float kLeast = 0.4f;         // of these: so much has to be in sight wherever a line ends
constexpr float kWorst = 42;           // cost of the best spot of a structure of which only slivers are in sight
constexpr float kWorstSoft = 8;        // of cost: from that much better to that much worse it comes to be worth nothing
constexpr float kPull = 1;             // cost of a pixel away from the middle of what lasts in sight
constexpr float kAimSoft = 4;          // of cost: spots that are that much worse count by a third
constexpr float kSoft = 2.5f;          // of cost: how much better a spot has to be to draw its neighbours towards it

struct Place {
  glm::vec2 at;  // pixels of the view
  float cost;    // too
  glm::vec3 point_mm;
};

bool is_better(const Place& one, const Place& other) { return one.cost < other.cost; }

float pixels_of_cost(const Scene& scene) {
  return kGlimpseCost_mm * static_cast<float>(scene.viewport.height) /
         (2 * scene.camera.distance_mm * std::tan(scene.camera.field_of_view / 2));
}

// Those of some points that are in the view, the best first.
std::vector<Place> sorted_places(const std::vector<glm::vec3>& points_mm, const std::vector<float>& costs,
                                 const Scene& scene) {
  const auto width = static_cast<float>(scene.viewport.width), height = static_cast<float>(scene.viewport.height);
  const glm::mat4 to_clip = projection_matrix(scene.camera, width / std::max(1.0f, height)) * view_matrix(scene.camera);
  const float pixels = pixels_of_cost(scene);
  std::vector<Place> places;
  for (std::size_t i = 0; i < points_mm.size(); ++i) {
    const glm::vec4 clip = to_clip * glm::vec4(points_mm[i], 1);
    if (clip.w <= 0) continue;
    const glm::vec2 at = to_pixels(scene.viewport, clip);
    if (at.x >= 0 && at.y >= 0 && at.x < width && at.y < height) places.push_back({at, costs[i] * pixels, points_mm[i]});
  }
  std::stable_sort(places.begin(), places.end(), is_better);
  return places;
}

// The spots, drawn to the best among their neighbours: so the best place slides from one to the next. Without those of
// which `hidden`, by spot, is more than `most` (empty: with all).
std::vector<Place> find_places(const LookedAt& looked_at, std::vector<float> costs, std::vector<float> hidden, float most,
                               const Scene& scene) {
  const std::size_t count = looked_at.spots_mm.size();
  std::vector<float> pull(count), smooth_costs(count), smooth_hidden(hidden.size());
  for (std::size_t i = 0; i < count; ++i) pull[i] = std::exp(-costs[i] / kSoft);
  std::vector<glm::vec3> spots_mm = looked_at.spots_mm, smooth_mm(count);
  for (int round = 0; round < 2; ++round) {
    for (std::size_t i = 0; i < count; ++i) {
      glm::vec3 sum(0);
      float cost = 0, weight = 0, cost_hidden = 0;
      for (const auto& [k, near] : looked_at.neighbours[i]) {
        const auto other = static_cast<std::size_t>(k);
        const float share = near * pull[other];
        sum += share * spots_mm[other];
        cost += share * costs[other];
        if (!hidden.empty()) cost_hidden += share * hidden[other];
        weight += share;
      }
      smooth_mm[i] = sum / weight;
      smooth_costs[i] = cost / weight;
      if (!hidden.empty()) smooth_hidden[i] = cost_hidden / weight;
    }
    spots_mm.swap(smooth_mm);
    costs.swap(smooth_costs);
    hidden.swap(smooth_hidden);
  }
  if (!hidden.empty()) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i)
      if (hidden[i] <= most) spots_mm[kept] = spots_mm[i], costs[kept++] = costs[i];
    spots_mm.resize(kept), costs.resize(kept);
  }
  return sorted_places(spots_mm, costs, scene);
}

// The middle of what is in sight, which slides with what comes into sight.
glm::vec3 middle_in_sight(const LookedAt& looked_at, const std::vector<float>& costs) {
  glm::vec4 sum(0);
  for (std::size_t i = 0; i < costs.size(); ++i) sum += std::exp(-costs[i] / kAimSoft) * glm::vec4(looked_at.spots_mm[i], 1);
  return glm::vec3(sum) / sum.w;
}

// What lies nearer to a point that slides becomes better than what was a little better: the best place hops less.
void pull_towards(std::vector<Place>& places, const glm::vec3& point_mm, const Scene& scene) {
  const std::vector<Place> middle = sorted_places({point_mm}, {0.0f}, scene);
  if (middle.empty()) return;
  for (Place& place : places) place.cost += kPull * glm::length(place.at - middle.front().at);
}

// Now the best first and then what is near it: one that a fold hides for a moment gives way to one beside it.
void sort_around(std::vector<Place>& places, const Place best) {
  for (Place& place : places) place.cost = std::max(0.0f, place.cost - best.cost) + glm::length(place.at - best.at);
  std::stable_sort(places.begin(), places.end(), is_better);
}
}  // namespace

std::vector<std::size_t> most_important(const std::vector<LabelRequest>& requests, int most) {
  std::vector<std::size_t> chosen(requests.size());
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  std::stable_sort(chosen.begin(), chosen.end(),
                   [&](std::size_t a, std::size_t b) { return requests[a].priority > requests[b].priority; });
  chosen.resize(std::min(chosen.size(), static_cast<std::size_t>(std::max(0, most))));
  return chosen;
}

namespace {
LabelEnds ends_from(std::vector<Place>::const_iterator first, std::vector<Place>::const_iterator last, bool of_glass) {
  LabelEnds ends;
  ends.of_glass = of_glass;
  ends.presence = first == last ? 0.0f : 1.0f;
  for (; first != last; ++first) {
    ends.places.push_back(first->at);
    ends.costs.push_back(first->cost);
    ends.points_mm.push_back(first->point_mm);
  }
  return ends;
}

bool can_be_pointed_at(const Glimpse& seen) {
  const float least_cost = *std::min_element(seen.costs.begin(), seen.costs.end());
  return (seen.share >= kLeast * kFewestShare || seen.area >= kLeast * kLeastArea) && least_cost <= kWorst;
}

// 0..1, by half where it begins to be worth it: what is in sight for a few degrees alone is not.
float worth_pointing_at(const LastingGlimpse& seen, const LookedAt& looked_at) {
  const float sliver = std::min(kSliver, kSliverShare * looked_at.size);
  float worth = 0;
  for (const LastingGlimpse::InSight& one : seen.in_sight) {
    const float size = std::max(one.share / kFewestShare, one.area / kLeastArea);
    worth += one.weight * glm::smoothstep(kLeast, 2 - kLeast, size) * glm::smoothstep(kLeast, 2 - kLeast, one.area / sliver) *
             (1 - glm::smoothstep(kWorst - kWorstSoft, kWorst + kWorstSoft, one.least_cost));
  }
  return worth;
}

// What ends_of(request, looked at, its index) makes of every request's solids, or else of its glass.
template <class EndsOf>
std::vector<LabelEnds> find_each(const Scene& scene, const BrainModel& brain, const std::vector<LabelRequest>& requests,
                                 int most, LookMemory& memory, EndsOf ends_of) {
  std::vector<LabelEnds> found(requests.size());
  for (const std::size_t i : most_important(requests, most))
    for (const bool of_glass : {false, true}) {
      const std::size_t looked_at = look_at(memory, scene, brain, requests[i].parts, of_glass);
      if (memory.looked_at[looked_at].items.empty()) continue;
      found[i] = ends_of(requests[i], looked_at);
      if (!found[i].places.empty()) break;
    }
  return found;
}
}  // namespace

std::vector<LabelEnds> find_ends(const Scene& scene, const BrainModel& brain, const std::vector<LabelRequest>& requests,
                                 int most, LookMemory& memory) {
  const glm::vec2 origin(scene.viewport.x, scene.viewport.y);
  return find_each(scene, brain, requests, most, memory, [&](const LabelRequest& request, std::size_t index) -> LabelEnds {
    const Glimpse seen = glimpse(memory, scene, brain, index);
    if (!can_be_pointed_at(seen)) return {};
    const LookedAt& looked_at = memory.looked_at[index];
    std::vector<Place> places = find_places(looked_at, seen.costs, {}, 0, scene);
    const std::optional<Place> best = places.empty() ? std::nullopt : std::optional(places.front());
    if (best) sort_around(places, *best);
    // What seemed visible from the views around may be hidden.
    const auto is_seen = [&](const Place& place) {
      return is_seen_at(scene, brain, origin + place.at, request.parts, looked_at.of_glass);
    };
    auto first = std::find_if(places.begin(), places.end(), is_seen);
    if (first == places.end()) {  // then the spots as they are
      places = sorted_places(looked_at.spots_mm, seen.costs, scene);
      if (best) sort_around(places, *best);
      first = std::find_if(places.begin(), places.end(), is_seen);
    }
    return ends_from(first, places.end(), looked_at.of_glass);
  });
}

std::vector<LabelEnds> find_rough_ends(const Scene& scene, const BrainModel& brain, const std::vector<LabelRequest>& requests,
                                       int most, LookMemory& memory) {
  return find_each(scene, brain, requests, most, memory, [&](const LabelRequest&, std::size_t index) -> LabelEnds {
    const LastingGlimpse seen = lasting_glimpse(memory, scene, brain, index);
    const LookedAt& looked_at = memory.looked_at[index];
    std::vector<Place> places;
    if (can_be_pointed_at(seen.now)) {
      places = find_places(looked_at, seen.costs, seen.now.costs, kWorst, scene);
      pull_towards(places, middle_in_sight(looked_at, seen.costs), scene);
    }
    if (!places.empty()) sort_around(places, *std::min_element(places.begin(), places.end(), is_better));
    LabelEnds ends = ends_from(places.begin(), places.end(), looked_at.of_glass);
    ends.presence = worth_pointing_at(seen, looked_at);
    ends.rough = true;
    return ends;
  });
}

LabelEnds hidden_end(const Scene& scene, const glm::vec3& point_mm) {
  const std::vector<Place> places = sorted_places({point_mm}, {0.0f}, scene);
  LabelEnds ends = ends_from(places.begin(), places.end(), false);
  ends.hidden = !places.empty();
  return ends;
}

bool same_ends(const Scene& one, const Scene& other) {
  const Camera &a = one.camera, &b = other.camera;
  return one.viewport.width == other.viewport.width && one.viewport.height == other.viewport.height &&
         a.target_mm == b.target_mm && a.azimuth == b.azimuth && a.elevation == b.elevation && a.roll == b.roll &&
         a.distance_mm == b.distance_mm && a.field_of_view == b.field_of_view &&
         std::equal(one.surfaces.begin(), one.surfaces.end(), other.surfaces.begin(), other.surfaces.end(),
                    [&](const SurfaceItem& p, const SurfaceItem& q) {
                      return p.part == q.part && p.glass == q.glass && is_clear_glass(p) == is_clear_glass(q) &&
                             is_covering_glass(p) == is_covering_glass(q);
                    });
}

}  // namespace attune
