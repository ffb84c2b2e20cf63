#include "render/busy_box.h"

#include <algorithm>
#include <glm/common.hpp>
#include <glm/vec2.hpp>

namespace attune {

namespace {
constexpr int kBand = 32;  // pixels high
constexpr float kCloudBeyond_mm = 18;  // how far puffs go (flow_pass.cpp)

struct Span {
  int low = 0, high = 0;
};
}  // namespace

std::vector<PixelBox> find_busy_bands(const Scene& scene, const std::vector<MeshRange>& ranges, const glm::mat4& to_clip,
                                      int margin, bool only_light) {
  const int width = scene.viewport.width, height = scene.viewport.height;
  const glm::vec2 size(static_cast<float>(width), static_cast<float>(height));
  std::vector<Span> rows(static_cast<std::size_t>((height + kBand - 1) / kBand), Span{width, 0});
  bool everywhere = false;
  glm::vec2 low(0), high(0);  // of one thing
  const auto begin = [&] { low = glm::vec2(1e9f), high = glm::vec2(-1e9f); };
  const auto add = [&](glm::vec3 point) {
    const glm::vec4 clip = to_clip * glm::vec4(point, 1);
    everywhere = everywhere || clip.w <= 1;  // beside or behind the eye: no bound
    const glm::vec2 pixel = glm::clamp(glm::vec2(clip) / clip.w * 0.5f + 0.5f, -4.0f, 4.0f) * size;
    low = glm::min(low, pixel);
    high = glm::max(high, pixel);
  };
  const auto end = [&] {
    const int left = static_cast<int>(low.x) - margin, right = static_cast<int>(high.x) + margin + 1;
    const int bottom = static_cast<int>(low.y) - margin, top = static_cast<int>(high.y) + margin + 1;
    if (right <= 0 || left >= width || top <= 0 || bottom >= height) return;
    const int last = std::min(static_cast<int>(rows.size()) - 1, top / kBand);
    for (int row = std::max(0, bottom) / kBand; row <= last; ++row) {
      Span& span = rows[static_cast<std::size_t>(row)];
      span = {std::min(span.low, std::max(left, 0)), std::max(span.high, std::min(right, width))};
    }
  };
  for (const SurfaceItem& item : scene.surfaces) {
    if (only_light && (item.glass || item.glow <= 0)) continue;
    const MeshRange& range = ranges[static_cast<std::size_t>(item.part)];
    begin();
    for (int corner = 0; corner < 8; ++corner)
      add({corner & 1 ? range.high_mm.x : range.low_mm.x, corner & 2 ? range.high_mm.y : range.low_mm.y,
           corner & 4 ? range.high_mm.z : range.low_mm.z});
    end();
  }
  for (const TubeItem& tube : scene.tubes)
    for (int i = 0; i + 1 < tube.point_count; ++i) {
      begin();
      add(scene.tube_points[static_cast<std::size_t>(tube.first_point + i)]);
      add(scene.tube_points[static_cast<std::size_t>(tube.first_point + i + 1)]);
      end();
    }
  for (const CloudItem& cloud : scene.clouds) {
    if (only_light) break;
    begin();
    for (int corner = 0; corner < 8; ++corner)
      add(cloud.centre_mm + (cloud.reach_mm + kCloudBeyond_mm) *
                                glm::vec3(corner & 1 ? 1 : -1, corner & 2 ? 1 : -1, corner & 4 ? 1 : -1));
    end();
  }
  if (everywhere) return {{0, 0, width, height}};
  std::vector<PixelBox> bands;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (rows[row].high <= rows[row].low) continue;
    const int x = rows[row].low / 4 * 4, y = static_cast<int>(row) * kBand;
    const PixelBox band{x, y, std::min((rows[row].high + 3) / 4 * 4, width) - x, std::min(kBand, height - y)};
    if (!bands.empty() && bands.back().x == band.x && bands.back().width == band.width && bands.back().y + bands.back().height == y)
      bands.back().height += band.height;
    else
      bands.push_back(band);
  }
  return bands;
}

PixelBox box_around(const std::vector<PixelBox>& bands, const Viewport& view) {
  int left = view.width, right = 0, bottom = view.height, top = 0;
  for (const PixelBox& band : bands) {
    left = std::min(left, band.x);
    right = std::max(right, band.x + band.width);
    bottom = std::min(bottom, band.y);
    top = std::max(top, band.y + band.height);
  }
  if (bands.empty()) return {};
  return {left, bottom, right - left, top - bottom};
}

}  // namespace attune
