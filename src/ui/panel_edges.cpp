// The inner edges of the panels beside and under the stage: dragged, moved with the arrow keys, set back by a double
// click or Enter.
#include <algorithm>

#include "ui/panels.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

constexpr float kKeyStep = 16;  // pixels at scale 1

struct Edge {
  const char* id;
  Panel panel;
  Rect handle;       // where it can be held
  bool upright;      // moves sideways
  float size;        // of the panel now, pixels
  float direction;   // of the pointer's movement that makes the panel larger
};

void draw_edge(UiContext& ui, const Edge& edge) {
  const Metrics& m = ui.m;
  ImGui::SetNextWindowPos(to_im(edge.handle.min));
  ImGui::SetNextWindowSize(to_im(edge.handle.size()));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin(edge.id, nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar();
  ImGui::SetCursorScreenPos(to_im(edge.handle.min));
  const glm::vec2 size = edge.handle.size();
  const ImGuiID id = ImGui::GetID("edge");
  const bool pressed = compat::press_area("edge", to_im(size));
  const bool hovered = ImGui::IsItemHovered(), held = ImGui::IsItemActive(), focused = compat::is_focus_visible(id);
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  const ImGuiID grip = ImGui::GetID("grip"), resetting = ImGui::GetID("resetting");
  const float mouse = edge.upright ? ImGui::GetIO().MousePos.x : ImGui::GetIO().MousePos.y;
  const auto send = [&](float pixels) { ui.send(command::SetPanelSize{edge.panel, pixels / m.scale}); };
  if (hovered || held) {
    ui.pointer_over_ui = true;
    ImGui::SetMouseCursor(edge.upright ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
  }
  if (!ImGui::IsMouseDown(0)) storage.SetBool(resetting, false);
  if (hovered && ImGui::IsMouseDoubleClicked(0)) {
    storage.SetBool(resetting, true);
    ui.send(command::SetPanelSize{edge.panel, 0});
  } else if (held && ImGui::IsMouseDown(0)) {
    if (ImGui::IsItemActivated()) storage.SetFloat(grip, edge.size - edge.direction * mouse);
    const float wanted = std::max(m.scale, storage.GetFloat(grip) + edge.direction * mouse);
    if (!storage.GetBool(resetting) && ImGui::IsMouseDragging(0, 2) && std::abs(wanted - edge.size) >= 1) send(wanted);
  }
  if (focused) {
    const auto step = [&](ImGuiKey key, float sign) {
      if (compat::key_pressed(key)) send(edge.size + sign * edge.direction * kKeyStep * m.scale);
    };
    step(edge.upright ? ImGuiKey_LeftArrow : ImGuiKey_UpArrow, -1);
    step(edge.upright ? ImGuiKey_RightArrow : ImGuiKey_DownArrow, 1);
    if (pressed && !ImGui::IsMouseReleased(0)) ui.send(command::SetPanelSize{edge.panel, 0});
  }
  // A short grip in the middle of the gap; a line while it is of interest.
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Tokens& t = ui.tokens;
  const bool busy = hovered || held || focused;
  const Colour colour = held || focused ? t.accent : hovered ? t.border_strong : t.outline.a > 0 ? t.outline : t.control_active;
  const float thick = (busy ? 4 : 3) * m.scale, length = (busy ? 64 : 36) * m.scale;
  const glm::vec2 centre = (edge.handle.min + edge.handle.max) * 0.5f;
  const glm::vec2 half = edge.upright ? glm::vec2(thick, length) * 0.5f : glm::vec2(length, thick) * 0.5f;
  draw_box(list, centre - half, centre + half, colour, thick / 2);
  if (hovered && !held) tooltip(ui, ui.tr("edge_tip"));
  ImGui::End();
}

}  // namespace

void draw_edges(UiContext& ui) {
  const UiLayout& layout = ui.layout;
  const float gap = ui.m.gap_s, reach = 3 * ui.m.scale;  // beyond the gap, on both sides
  // Clear of the upper and lower ends: corners belong to the panels.
  const float end = ui.m.corner_panel;
  if (layout.can_size_left && !layout.left.is_empty())
    draw_edge(ui, {"edge_left", Panel::left,
                   {{layout.left.max.x - reach, layout.left.min.y + end}, {layout.left.max.x + gap + reach, layout.left.max.y - end}},
                   true, layout.left.size().x, 1});
  if (layout.can_size_right && !layout.right.is_empty())
    draw_edge(ui, {"edge_right", Panel::right,
                   {{layout.right.min.x - gap - reach, layout.right.min.y + end}, {layout.right.min.x + reach, layout.right.max.y - end}},
                   true, layout.right.size().x, -1});
  if (layout.can_size_plots && !layout.plots.is_empty())
    draw_edge(ui, {"edge_plots", Panel::plots,
                   {{layout.plots.min.x + end, layout.plots.min.y - gap - reach}, {layout.plots.max.x - end, layout.plots.min.y + reach}},
                   false, layout.plots.size().y, -1});
}

}  // namespace attune
