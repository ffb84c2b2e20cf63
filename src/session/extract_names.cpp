#include "session/extract_names.h"

#include <algorithm>
#include <cmath>

#include "scene/label_sides.h"

namespace attune {

namespace {
// The largest change of a region in the whole run: which names matter in this scenario, whatever the moment.
double largest_change(const Trace& trace, const std::string& region) {
  const int column = find_column(trace, "region." + region);
  if (column < 0) return 0;
  double largest = 0;
  constexpr int samples = 160;
  const int usual = find_column(trace, "usual." + region);
  const double start = value_at(trace, column, 0);
  for (int i = 0; i <= samples; ++i) {
    const double t_s = trace.duration_s() * i / samples;
    const double before = usual < 0 ? start : value_at(trace, usual, t_s);
    largest = std::max(largest, std::abs(value_at(trace, column, t_s) - before));
  }
  return largest;
}

void say_half(LabelRequest& request, const Scene& scene, const BrainModel& brain, const NameSettings& settings) {
  const int named = request.parts.front();
  const Hemisphere half = brain.parts[static_cast<std::size_t>(named)].hemisphere;
  if (half != Hemisphere::midline) request.detail = half == Hemisphere::left ? settings.left : settings.right;
  for (const SurfaceItem& item : scene.surfaces)
    if (item.part == named) request.dot_colour = glm::vec4(item.colour, 1);
}

std::vector<LabelRequest> label_requests(const Scene& scene, const Session& session, const Content& content,
                                         const NameSettings& settings, int most) {
  std::vector<LabelRequest> requests;
  for (std::size_t order = 0; order < content.structures.size(); ++order) {
    const Structure& structure = content.structures[order];
    const bool chosen = structure.id == session.selected || structure.id == session.hovered ||
                        session.also_selected.count(structure.id) > 0;
    if (!structure.featured && !chosen) continue;
    LabelRequest request;
    request.structure = structure.id;
    request.text = structure.label.empty() ? structure.name : structure.label;
    request.priority = chosen ? kChosenPriority : -static_cast<int>(order);
    if (session.show_welcome && structure.introduced) request.priority = std::max(request.priority, 10000);
    for (const auto& trace : session.trace)
      if (trace && !structure.region.empty())
        request.priority = std::max(request.priority, static_cast<int>(1000 * largest_change(*trace, structure.region)));
    std::vector<int> &left = request.parts, &right = request.other_half, midline;
    for (const SurfaceItem& item : scene.surfaces) {
      const BrainPart& part = content.brain.parts[static_cast<std::size_t>(item.part)];
      if (part.structure != structure.id) continue;
      (part.hemisphere == Hemisphere::left ? left : part.hemisphere == Hemisphere::right ? right : midline).push_back(item.part);
    }
    if (left.empty()) left.swap(right);
    for (std::vector<int>* half : {&left, &right})
      if (half == &left || !half->empty()) half->insert(half->end(), midline.begin(), midline.end());
    if (!request.parts.empty()) requests.push_back(request);
  }
  const std::vector<float> sides = sides_of(content.brain, requests, most, scene.camera);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    LabelRequest& request = requests[i];
    if (!request.other_half.empty() && half_to_name(scene.camera, sides[i]) == Hemisphere::right) request.parts.swap(request.other_half);
    say_half(request, scene, content.brain, settings);
  }
  return requests;
}

std::vector<LabelRequest> with_other_halves(std::vector<LabelRequest> requests, const std::vector<std::size_t>& turned, const Scene& scene,
                                            const BrainModel& brain, const NameSettings& settings) {
  for (const std::size_t i : turned) {
    requests[i].parts.swap(requests[i].other_half);
    say_half(requests[i], scene, brain, settings);
  }
  return requests;
}

// What was chosen has its name wherever it lies: of something that all else hides the line round it alone is seen.
void point_at_hidden(std::vector<LabelEnds>& ends, const std::vector<LabelRequest>& requests, int most, const Scene& scene, const BrainModel& brain) {
  for (const std::size_t i : most_important(requests, most))
    if (requests[i].priority >= kChosenPriority && ends[i].places.empty())
      ends[i] = hidden_end(scene, brain.parts[static_cast<std::size_t>(requests[i].parts.front())].centroid_mm);
}
}  // namespace

void extract_names(std::vector<Scene>& scenes, const Camera& rest, const std::vector<LabelStyle>& styles, const Session& session,
                   const Content& content, const NameSettings& settings) {
  std::vector<LabelEnds> ends;
  std::vector<std::size_t> turned;  // requests that mean the other half
  NameMemory names;
  for (std::size_t i = 0; i < std::min(scenes.size(), styles.size()); ++i) {
    Scene& scene = scenes[i];
    std::vector<LabelRequest> requests = label_requests(scene, session, content, settings, styles[i].most);
    // Where a view lies in its target is not rounded into its names: they stand the same wherever it is.
    const Viewport there = scene.viewport;
    scene.viewport.x = scene.viewport.y = 0;
    // Two brains that stand alike show the same of every structure.
    if (i == 0 || styles[i].most != styles[0].most || !same_ends(scenes[0], scene)) {
      NameMemory* memory = settings.memory != nullptr ? settings.memory : &names;
      if (i > 0) {
        if (memory->beside == nullptr) memory->beside = std::make_shared<NameMemory>();
        memory = memory->beside.get();
      }
      const auto find = [&](const std::vector<LabelRequest>& of) {
        return steady_ends(scene, content.brain, settings.font, of, styles[i], rest, *memory);
      };
      ends = find(requests);
      // Where the far half on a name's own side is out of sight the near one is named.
      turned.clear();
      for (const std::size_t k : most_important(requests, styles[i].most))
        if (ends[k].places.empty() && !requests[k].other_half.empty() &&
            content.brain.parts[static_cast<std::size_t>(requests[k].parts.front())].hemisphere != near_half(scene.camera))
          turned.push_back(k);
      if (!turned.empty()) ends = find(with_other_halves(requests, turned, scene, content.brain, settings));
    }
    if (!turned.empty()) requests = with_other_halves(requests, turned, scene, content.brain, settings);
    point_at_hidden(ends, requests, styles[i].most, scene, content.brain);
    layout_labels(scene, content.brain, settings.font, requests, styles[i], ends);
    scene.viewport = there;
  }
}

}  // namespace attune
