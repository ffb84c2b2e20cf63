#include "scene/steady_ends.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

#include "scene/picking.h"

namespace attune {

namespace {
constexpr std::size_t kMostSettled = 8;  // what is named on either side and between, for two brains that differ
constexpr std::size_t kMostAnswers = 256;
constexpr int kReach = 40;        // places to each side at which a visible one is looked for

LeaderQuestion question_of(const Scene& scene, const FontAtlas& font, const std::vector<LabelRequest>& requests,
                           const LabelStyle& style, const Camera& rest) {
  LeaderQuestion question{scene.viewport.width, scene.viewport.height, style.most, style.size_px, style.top, style.bottom,
                          style.keep_out, rest.target_mm, rest.distance_mm, rest.field_of_view, {}, {}};
  for (const LabelRequest& request : requests)
    question.names.push_back({request.parts, text_width_em(font, request.text + request.detail)});
  question.order = most_important(requests, style.most);
  return question;
}

// What was settled for a question before; none of it where something else is drawn.
NameMemory::Settled& settled_for(NameMemory& memory, LeaderQuestion question) {
  auto at = std::find_if(memory.settled.begin(), memory.settled.end(),
                         [&](const NameMemory::Settled& settled) { return settled.question == question; });
  if (at == memory.settled.end()) {
    if (memory.settled.size() >= kMostSettled)
      memory.settled.erase(std::min_element(memory.settled.begin(), memory.settled.end(),
                                            [](const auto& a, const auto& b) { return a.used < b.used; }));
    memory.settled.push_back({std::move(question), {}, 0});
    at = std::prev(memory.settled.end());
  }
  at->used = ++memory.asked;
  return *at;
}

LeaderAnswer settle_step(const Step& step, const Scene& scene, const BrainModel& brain, const FontAtlas& font,
                         const std::vector<LabelRequest>& requests, const LabelStyle& style, const Camera& rest,
                         LookMemory& looks) {
  Scene turned;
  turned.viewport = scene.viewport;
  turned.camera = turned_to(step, rest);
  turned.surfaces = scene.surfaces;
  const std::vector<LabelEnds> ends = find_rough_ends(turned, brain, requests, style.most, looks);
  LeaderAnswer answer{step.azimuth, step.elevation, {}, {}};
  answer.ends.resize(requests.size());
  for (const LabelEnds& of : ends) answer.presence.push_back(of.presence);
  for (const Leader& leader : place_leaders(turned, brain, font, requests, style, ends)) {
    const float across = leader.end.x - leader.elbow.x;
    answer.ends[leader.request] = {
        ends[leader.request].points_mm[leader.place],
        {std::abs(across) > 1 ? std::clamp((leader.bend.x - leader.elbow.x) / across, 0.0f, 1.0f) : 0.0f,
         (leader.bend.y - leader.elbow.y) / leader.size.y},
        ends[leader.request].of_glass};
  }
  return answer;
}
}  // namespace

std::vector<LabelEnds> steady_ends(const Scene& scene, const BrainModel& brain, const FontAtlas& font,
                                   const std::vector<LabelRequest>& requests, const LabelStyle& style, const Camera& rest,
                                   NameMemory& memory) {
  if (recall(memory.looks, scene, brain)) memory.settled.clear();
  take_looks_around(memory.looks, scene, brain);
  std::vector<LabelEnds> ends = find_ends(scene, brain, requests, style.most, memory.looks);
  NameMemory::Settled& settled = settled_for(memory, question_of(scene, font, requests, style, rest));
  if (settled.answers.size() > kMostAnswers) settled.answers.clear();
  struct Weighed {
    float weight;
    LeaderAnswer::End end;
  };
  std::vector<std::vector<Weighed>> around(requests.size());
  std::vector<float> presences(requests.size(), 0.0f);
  for (const Step& step : steps_around(scene.camera)) {
    auto answer = std::find_if(settled.answers.begin(), settled.answers.end(), [&](const LeaderAnswer& known) {
      return known.azimuth == step.azimuth && known.elevation == step.elevation;
    });
    if (answer == settled.answers.end()) {
      settled.answers.push_back(settle_step(step, scene, brain, font, requests, style, rest, memory.looks));
      answer = std::prev(settled.answers.end());
    }
    for (std::size_t i = 0; i < requests.size(); ++i) {
      presences[i] += step.weight * answer->presence[i];
      if (answer->ends[i]) around[i].push_back({step.weight, *answer->ends[i]});
    }
  }

  const Viewport& view = scene.viewport;
  const glm::vec2 origin(view.x, view.y);
  const glm::mat4 to_clip =
      projection_matrix(scene.camera, static_cast<float>(view.width) / static_cast<float>(std::max(1, view.height))) *
      view_matrix(scene.camera);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    LabelEnds& of = ends[i];
    float weight = 0, glass = 0;
    glm::vec3 end_mm(0);
    Bend bend;
    for (const Weighed& one : around[i]) {
      weight += one.weight;
      end_mm += one.weight * one.end.at_mm;
      bend.share += one.weight * one.end.bend.share;
      bend.height += one.weight * one.end.bend.height;
      glass += one.end.of_glass ? one.weight : 0;
    }
    of.presence = presences[i];
    if (of.presence < kShownPresence) {
      of.places.clear(), of.costs.clear(), of.points_mm.clear();
      continue;
    }
    if (weight <= 0) continue;
    end_mm /= weight;
    if (of.places.empty()) of.of_glass = glass > weight / 2;
    const glm::vec4 clip = to_clip * glm::vec4(end_mm, 1);
    if (clip.w <= 0) continue;
    const glm::vec2 at = to_pixels(view, clip);
    const std::optional<glm::vec2> seen =
        nearest_seen(scene, brain, origin + at, requests[i].parts, of.of_glass, std::max(1.0f, style.size_px / 17), kReach);
    if (!seen && !of.places.empty()) continue;
    of.hidden = !seen;  // for a few degrees something is before all of it
    const glm::vec2 place = seen ? *seen - origin : at;
    for (std::size_t k = 0; k < of.places.size(); ++k) of.costs[k] += glm::length(of.places[k] - place);
    of.places.insert(of.places.begin(), place);
    of.costs.insert(of.costs.begin(), 0.0f);
    of.points_mm.insert(of.points_mm.begin(), end_mm);
    of.bend = Bend{bend.share / weight, bend.height / weight};
  }
  return ends;
}

}  // namespace attune
