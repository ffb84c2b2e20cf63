// Search: type, choose with the arrows, Enter.
#include <algorithm>
#include <array>
#include <cstring>

#include "ui/panels.h"
#include "ui/search.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

const char* kind_word(FindingKind kind) {
  switch (kind) {
    case FindingKind::moment: return "found_moment";
    case FindingKind::structure: return "found_structure";
    case FindingKind::chemical: return "found_chemical";
    case FindingKind::pattern: return "found_pattern";
    case FindingKind::action: return "found_action";
    case FindingKind::page: return "found_page";
    case FindingKind::term: return "found_term";
    case FindingKind::claim: return "found_claim";
    case FindingKind::setting: return "found_setting";
  }
  return "";
}

void choose(const UiContext& ui, const Finding& finding) {
  if (ui.session.show_welcome && finding.kind != FindingKind::action && finding.kind != FindingKind::page &&
      finding.kind != FindingKind::setting) ui.send(command::CloseWelcome{});
  for (const Command& command : finding.commands) ui.send(command);
  ui.send(command::SetSearch{false, ""});
}

}  // namespace

void draw_search(UiContext& ui) {
  const Metrics& m = ui.m;
  const Tokens& t = ui.tokens;
  const Search search = search_for(ui.session, ui.content, *ui.frame.text, ui.session.search, ui.frame.languages);
  const std::vector<Finding>& found = search.found;
  const std::string meant = search.meant.empty() ? "" : fill(ui.tr("search_meant"), {{"words", search.meant}});
  const float width = std::min(640 * m.scale, ui.frame.size_px.x - 2 * m.gap_l), pad = m.gap_m;
  const float field = m.control + 2 * m.gap_xs, row = m.control + m.gap_s;
  const float meant_height = meant.empty() ? 0 : measure(ui.fonts.body, meant, width - 2 * pad - 2 * m.gap_m).y + m.gap_s;
  const float rows_height = meant_height + (found.empty() ? row : static_cast<float>(found.size()) * row);
  const float height = std::min(field + rows_height + 3 * pad, ui.frame.size_px.y - 2 * m.gap_l);
  const glm::vec2 min(std::round((ui.frame.size_px.x - width) / 2), std::min(84 * m.scale, ui.frame.size_px.y * 0.12f));
  const Rect card{min, min + glm::vec2(width, height)};

  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(to_im(ui.frame.size_px));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin("search", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBackground);
  ImGui::PopStyleVar();
  ui.pointer_over_ui = true;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_box(list, {0, 0}, ui.frame.size_px, with_alpha(t.scrim, 0.6f), 0);
  draw_panel(ui, list, card);

  const glm::vec2 at = card.min + glm::vec2(pad);
  std::array<char, 96> text{};
  std::strncpy(text.data(), ui.session.search.c_str(), text.size() - 1);
  ImGui::SetCursorScreenPos(to_im(at));
  const std::string name = ui.tr("key_search"), hint = ui.tr("search_hint");
  const Typed typed = text_field(ui, {"query", name, hint, false, ImGui::IsWindowAppearing()}, text, {width - 2 * pad, field});
  // Esc puts back the empty text, as search closes.
  if (ui.session.search != text.data() && !typed.left) ui.send(command::SetSearch{true, text.data()});

  // The row that Enter takes; kept by ImGui for as long as the window is open.
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  const ImGuiID chosen_id = ImGui::GetID("chosen");
  int chosen = ImGui::IsWindowAppearing() || ui.session.search != text.data() ? 0 : storage.GetInt(chosen_id);
  chosen += ui.frame.list_step;
  chosen = std::clamp(chosen, 0, std::max(0, static_cast<int>(found.size()) - 1));
  storage.SetInt(chosen_id, chosen);

  float y = at.y + field + pad;
  if (found.empty())
    draw_text(list, ui.fonts.body, {at.x + m.gap_m, y + (row - ui.fonts.body.size) / 2}, t.muted, ui.tr("search_nothing"));
  if (!meant.empty()) draw_text(list, ui.fonts.body, {at.x + m.gap_m, y}, t.muted, meant, width - 2 * pad - 2 * m.gap_m);
  y += meant_height;
  for (std::size_t i = 0; i < found.size() && y + row <= card.max.y; ++i) {
    ImGui::SetCursorScreenPos({at.x, y});
    ImGui::PushID(static_cast<int>(i));
    const Press press = press_area(ui, "found", {width - 2 * pad, row - m.gap_xs / 2});
    ImGui::PopID();
    const bool on = static_cast<int>(i) == chosen;
    if (on || press.hovered) draw_box(list, press.min, press.max, on ? t.accent_soft : t.control_hover, m.corner);
    const std::string kind = ui.tr(kind_word(found[i].kind));
    const float kind_width = measure(ui.fonts.small, kind).x, inner = press.max.x - press.min.x - 2 * m.gap_m;
    const float top = press.min.y + (press.max.y - press.min.y - ui.fonts.bold.size - ui.fonts.small.size) / 2;
    draw_text(list, ui.fonts.bold, {press.min.x + m.gap_m, top}, on ? t.accent : t.text,
              elide(ui.fonts.bold, found[i].title, inner - kind_width - m.gap_m));
    draw_text(list, ui.fonts.small, {press.max.x - m.gap_m - kind_width, top + 2 * m.scale}, t.muted, kind);
    draw_text(list, ui.fonts.small, {press.min.x + m.gap_m, top + ui.fonts.bold.size}, t.muted,
              elide(ui.fonts.small, found[i].detail, inner));
    if (press.pressed) choose(ui, found[i]);
    y += row;
  }
  if (ui.frame.list_enter && !found.empty()) choose(ui, found[static_cast<std::size_t>(chosen)]);
  if (ImGui::IsMouseClicked(0) && !card.contains(to_glm(ImGui::GetIO().MousePos)))
    ui.send(command::SetSearch{false, ""});
  ImGui::End();
}

}  // namespace attune
