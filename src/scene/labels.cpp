#include "scene/labels.h"

#include <algorithm>

#include "scene/leaders.h"

namespace attune {

void layout_labels(Scene& scene, const BrainModel& brain, const FontAtlas& font, const std::vector<LabelRequest>& requests,
                   const LabelStyle& style, const std::vector<LabelEnds>& ends) {
  const std::vector<Leader> leaders = place_leaders(scene, brain, font, requests, style, ends);
  std::vector<OverlayTarget> dots;  // after all plates, which lie over them
  for (const Leader& leader : leaders) {
    const LabelRequest& request = requests[leader.request];
    const glm::vec2 plate_low = leader.low, plate_high = leader.low + leader.size;
    const float pad = style.size_px * 0.5f, plate_height = leader.size.y;
    const float line = std::max(1.0f, style.size_px * 0.085f);
    const bool level = leader.bend.y == leader.elbow.y;
    scene.overlay.lines.push_back({leader.start, level ? leader.bend : leader.elbow, style.line, line});
    if (!level) scene.overlay.lines.push_back({leader.elbow, leader.bend, style.line, line});
    scene.overlay.lines.push_back({leader.bend, leader.end, style.line, line});
    const float dot = style.size_px * 0.24f;
    glm::vec4 ring = style.plate;
    ring.a = 0.9f;
    scene.overlay.quads.push_back({leader.end - dot * 1.45f, leader.end + dot * 1.45f, ring, dot * 1.45f, ring, 0});
    const bool hidden = ends[leader.request].hidden;  // a hollow dot
    scene.overlay.quads.push_back({leader.end - dot, leader.end + dot, request.dot_colour, dot, request.dot_colour, hidden ? 1.5f * line : 0});
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
