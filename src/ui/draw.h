// Small conversions between our plain types and ImGui's.
#pragma once

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <glm/vec2.hpp>

#include "ui/theme.h"

namespace attune {

inline ImU32 to_u32(Colour c) { return IM_COL32(c.r, c.g, c.b, c.a); }
inline ImVec4 to_vec4(Colour c) {
  return {static_cast<float>(c.r) / 255, static_cast<float>(c.g) / 255, static_cast<float>(c.b) / 255,
          static_cast<float>(c.a) / 255};
}
inline ImVec2 to_im(glm::vec2 v) { return {v.x, v.y}; }
inline glm::vec2 to_glm(ImVec2 v) { return {v.x, v.y}; }

}  // namespace attune
