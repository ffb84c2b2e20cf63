// The parts of the brain by group, with their activity against rest.
#include <algorithm>

#include "ui/panels.h"
#include "ui/terms.h"

namespace attune {
namespace {

void structure_row(UiContext& ui, const Structure& structure) {
  const Session& s = ui.session;
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const bool hidden = !structure_shown(s, structure.id), selected = s.selected == structure.id;
  const glm::vec2 origin = to_glm(ImGui::GetCursorScreenPos());
  const float width = ImGui::GetContentRegionAvail().x;
  const std::string column = "region." + structure.region;
  const float why = structure.region.empty() ? 0 : why_width(ui, column), chip = kRowChip * m.scale;
  const Region* const region = structure.region.empty() ? nullptr : find_region(ui.content, structure.region);
  const int sides = region == nullptr ? 0 : s.compare ? 2 : 1;
  // Names stay whole: two smaller lines where one is too short, more where that is not enough. Below them how active it is.
  const float dot = 5 * m.scale, name_x = m.row + 2 * dot + 2 * m.gap_s;
  const float name_width = width - name_x - why - chip - m.gap_s;
  const bool one_line = measure(ui.fonts.bold, structure.name).x <= name_width;
  const UiFont& font = one_line ? (selected ? ui.fonts.bold : ui.fonts.body) : selected ? ui.fonts.small_bold : ui.fonts.small;
  const float name_height = measure(font, structure.name, name_width).y;
  const float thick = 6 * m.scale, bars = static_cast<float>(sides) * (thick + m.gap_xs);
  const float inner = name_height + bars, height = std::max(m.row, inner + m.gap_s);
  ImGui::PushID(structure.id.c_str());
  ImGui::SetCursorScreenPos({origin.x, origin.y + (height - m.row) / 2});
  eye_button(ui, !hidden, ui.tr(hidden ? "show" : "hide"), m.row, command::SetStructureVisible{structure.id, hidden},
             command::SoloStructure{structure.id});
  ImGui::SetCursorScreenPos({origin.x + width - why - chip, origin.y + (height - chip) / 2});
  solo_button(ui, s.solo_structure == structure.id, "solo_structure", "all_structures", structure.name, chip,
              command::SoloStructure{structure.id});
  ImGui::SetCursorScreenPos({origin.x + m.row, origin.y});
  const Press press = press_area(ui, "row", {width - m.row - why - chip, height});
  name_control(ui, structure.name);
  if (why > 0) {
    ImGui::SetCursorScreenPos({origin.x + width - why, origin.y});
    why_button(ui, column, structure.name, height);
  }
  ImGui::PopID();
  ImGui::SetCursorScreenPos({origin.x, origin.y + height});
  ImGui::Dummy({0, 0});

  ImDrawList& list = *ImGui::GetWindowDrawList();
  const bool lit = s.hovered == structure.id;
  if (selected || press.hovered || lit)
    draw_box(list, press.min, press.max, selected ? t.card_selected : t.card_hover, m.corner);
  if (selected) draw_frame(list, press.min, press.max, t.accent, m.corner, 1.5f * m.scale);
  float x = press.min.x + m.gap_s, y = press.centre().y - inner / 2;
  const glm::vec2 centre(x + dot, y + std::min(name_height, font.size) / 2);
  const Colour identity = readable_on(to_colour(structure.colour), t.panel, 3);
  if (hidden) {
    list.AddCircle(to_im(centre), dot, to_u32(identity), 24, 1.5f * m.scale);
  } else {
    list.AddCircleFilled(to_im(centre), dot, to_u32(identity), 24);
  }
  x += 2 * dot + m.gap_s;
  draw_text(list, font, {x, y}, hidden ? t.faint : t.text, structure.name, name_width);
  y += name_height;
  for (int side = 0; side < sides; ++side) {
    const float top = y + m.gap_xs + static_cast<float>(side) * (thick + m.gap_xs);
    draw_share_bar(ui, list, {x, top}, {x + std::min(name_width, 120 * m.scale), top + thick}, activity_share(s, side, structure.region));
  }
  if (press.hovered) {
    ui.hovered_structure = structure.id;
    const std::string plain = region == nullptr || region->plain.empty() ? "" : region->plain + "\n";  // as the reasons call it
    tooltip(ui, plain + describe(structure, ui.content.circuit, ui.session.level));
  }
  if (press.pressed && ImGui::GetIO().KeyCtrl && !selected) {  // as on the stage
    ui.send(command::AlsoSelect{structure.id});
  } else if (press.pressed) {
    ui.send(command::Select{selected ? "" : structure.id});
  }
}

// The head of a group: its eye hides or shows all of it, its name folds it. Returns whether it is open; which ones are
// folded is kept by ImGui for as long as the panel is.
bool group_head(UiContext& ui, const std::string& group) {
  const Session& s = ui.session;
  const Metrics& m = ui.m;
  bool any = false;
  for (const Structure& structure : ui.content.structures)
    any = any || (structure.group == group && structure_shown(s, structure.id));
  ImGui::PushID(group.c_str());
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  const ImGuiID folded = ImGui::GetID("folded");
  const glm::vec2 origin = to_glm(ImGui::GetCursorScreenPos());
  const float width = ImGui::GetContentRegionAvail().x;
  if (icon_button(ui, "group_eye", any ? Icon::eye : Icon::eye_off, fill(ui.tr(any ? "hide_group" : "show_group"), {{"group", group}}), false, m.row))
    ui.send(command::SetGroupVisible{group, !any});
  ImGui::SetCursorScreenPos({origin.x + m.row, origin.y});
  const Press press = press_area(ui, "group", {width - m.row, m.row});
  name_control(ui, group);
  if (press.pressed) storage.SetBool(folded, !storage.GetBool(folded, false));
  const bool open = !storage.GetBool(folded, false);
  ImGui::PopID();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (press.hovered) draw_box(list, press.min, press.max, ui.tokens.card_hover, m.corner);
  const float icon = 16 * m.scale;
  const float room = press.max.x - press.min.x - icon - 3 * m.gap_s;  // a long name takes two lines
  draw_text(list, ui.fonts.small_bold, {press.min.x + m.gap_s, press.centre().y - measure(ui.fonts.small_bold, group, room).y / 2},
            ui.tokens.muted, group, room);
  draw_icon(list, open ? Icon::chevron_up : Icon::chevron_down, {press.max.x - m.gap_s - icon / 2, press.centre().y}, icon, ui.tokens.muted);
  if (press.hovered) tooltip(ui, ui.tr(open ? "fold_group" : "unfold_group"));
  return open;
}

// What the bars mean, above them.
void bar_legend(const UiContext& ui) {
  const std::string words = ui.session.compare ? ui.tr("bars_compare") : ui.tr("bars_one");
  told_paragraph(ui, ui.fonts.small, ui.tokens.muted, words);
  space(ui.m.gap_s);
}

// Halves and lobes to switch off, as chips: a click hides, the next one shows again.
void cut_away(UiContext& ui) {
  const Session& s = ui.session;
  section_label(ui, ui.tr("section_cut_away"));
  const int half = s.hidden_hemisphere;
  if (const int pressed = segmented(ui, "halves", {ui.tr("half_both"), ui.tr("half_left"), ui.tr("half_right")},
                                    half == 1 ? 1 : half == 0 ? 2 : 0);
      pressed >= 0)
    ui.send(command::HideHemisphere{pressed == 0 ? -1 : pressed == 1 ? 1 : 0});
  space(ui.m.gap_xs);
  for (const std::string& lobe : lobes(ui.content)) {
    const bool hidden = s.hidden_lobes.count(lobe) > 0;
    const std::string key = "lobe_" + lobe;
    if (switch_row(ui, key.c_str(), ui.tr(key.c_str()), !hidden)) ui.send(command::SetLobeVisible{lobe, hidden});
  }
  space(ui.m.gap_m);
}

}  // namespace

void draw_structures(UiContext& ui) {
  bar_legend(ui);
  std::vector<std::string> groups;
  for (const Structure& structure : ui.content.structures)
    if (std::find(groups.begin(), groups.end(), structure.group) == groups.end()) groups.push_back(structure.group);
  for (const std::string& group : groups) {
    if (!group.empty() && !group_head(ui, group)) continue;
    for (const Structure& structure : ui.content.structures)
      if (structure.group == group) structure_row(ui, structure);
    space(ui.m.gap_m);
  }
  cut_away(ui);
}

}  // namespace attune
