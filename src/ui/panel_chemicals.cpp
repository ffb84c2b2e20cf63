// Levels relative to rest, and which carriers are drawn.
#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "model/find.h"
#include "scene/colour_map.h"
#include "session/extract_flow.h"
#include "ui/panels.h"
#include "ui/terms.h"

namespace attune {
namespace {

// As in the stage's key: a disc, on a light ground with a dark rim; a ring while it is not drawn.
void draw_swatch(ImDrawList& list, glm::vec2 at, float radius, Colour colour, bool shown, bool on_light, float scale) {
  const ImVec2 centre = to_im(at);
  const ImU32 fill = to_u32(colour);
  if (shown) list.AddCircleFilled(centre, radius, fill, 24);
  if (!shown) list.AddCircle(centre, radius, fill, 24, 1.5f * scale);
  if (shown && on_light) list.AddCircle(centre, radius - 0.6f * scale, to_u32(to_colour(swatch_rim(to_rgb(colour)))), 24, 1.2f * scale);
}

void chemical_row(UiContext& ui, const std::string& id, const std::string& name, const std::string& plain,
                  Colour colour, bool has_level) {
  const Session& s = ui.session;
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const bool hidden = !carrier_shown(s, id);
  const glm::vec2 origin = to_glm(ImGui::GetCursorScreenPos());
  const float width = ImGui::GetContentRegionAvail().x;
  const int sides = s.compare ? 2 : 1;
  const std::string column = "chem." + id;
  const bool plotted = std::find(s.plotted.begin(), s.plotted.end(), column) != s.plotted.end();
  const float why = has_level ? why_width(ui, column) : 0;
  // Only this flow, and its pace: one over the other where there is a level, so that the name has room.
  const bool solo = s.solo_carrier == id, slow = s.slowed_carriers.count(id) > 0;
  const float chip = kRowChip * m.scale, chips = has_level ? chip : 2 * chip;
  // Whole names: on two lines, or smaller where a word is too long.
  const float dot = 5 * m.scale, name_x = m.row + 2 * dot + 2 * m.gap_s;
  const float name_width = width - name_x - why - chips - (plotted ? m.gap_xl : m.gap_xs);
  const UiFont& font = widest_word(ui.fonts.body, name) <= name_width ? ui.fonts.body : ui.fonts.small;
  const float name_height = measure(font, name, name_width).y;
  const float levels = has_level ? static_cast<float>(sides) * (m.font_small + 2 * m.scale) : 0;
  const float height = std::max(name_height + levels + m.gap_s, has_level ? 2 * chip : m.row);
  ImGui::PushID(id.c_str());
  ImGui::SetCursorScreenPos({origin.x, origin.y + (height - m.row) / 2});
  eye_button(ui, !hidden, ui.tr(hidden ? "show_flow" : "hide_flow"), m.row, command::SetCarrierVisible{id, hidden},
             command::SoloCarrier{id});
  ImGui::SetCursorScreenPos({origin.x + m.row, origin.y});
  const float chip_x = origin.x + width - why - chips;
  const float chip_y = origin.y + (height - (has_level ? 2 * chip : chip)) / 2;
  ImGui::SetCursorScreenPos({chip_x, chip_y});
  solo_button(ui, solo, "solo_flow", "all_flow", name, chip, command::SoloCarrier{id});
  ImGui::SetCursorScreenPos(has_level ? ImVec2(chip_x, chip_y + chip) : ImVec2(chip_x + chip, chip_y));
  if (icon_button(ui, "slow", Icon::slow, slow ? ui.tr("usual_flow") : ui.tr("slow_flow"), slow, chip))
    ui.send(command::SetCarrierSlow{id, !slow});
  ImGui::SetCursorScreenPos({origin.x + m.row, origin.y});
  const Press press = press_area(ui, "row", {width - m.row - why - chips, height});
  name_control(ui, name);
  if (has_level) {
    ImGui::SetCursorScreenPos({origin.x + width - why, origin.y});
    why_button(ui, column, name, height);
  }
  ImGui::PopID();

  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (press.hovered) draw_box(list, press.min, press.max, t.card_hover, m.corner);
  float x = press.min.x + m.gap_s;
  const float name_y = press.centre().y - (name_height + levels) / 2;
  draw_swatch(list, {x + dot, name_y + m.font_body / 2}, dot, colour, !hidden, s.theme == Theme::light, m.scale);
  x += 2 * dot + m.gap_s;
  draw_text(list, font, {x, name_y}, hidden ? t.faint : t.text, name, name_width);
  if (has_level) {
    const float number_width = 48 * m.scale, thick = 6 * m.scale;
    for (int side = 0; side < sides; ++side) {
      const float top = name_y + name_height + static_cast<float>(side) * (m.font_small + 2 * m.scale);
      const float middle = top + m.font_small / 2;
      const double level = value_now(s, side, column);
      const std::string number = std::isfinite(level) ? to_text(level, level < 10 ? 2 : 1) + "x" : "-";
      draw_text(list, ui.fonts.small, {x, top}, t.muted, number);
      draw_share_bar(ui, list, {x + number_width, middle - thick / 2}, {press.max.x - m.gap_s, middle + thick / 2},
                     chemical_share(level));
    }
  }
  if (press.hovered) tooltip(ui, plain);
  if (press.pressed && has_level) ui.send(command::SetPlotted{column, !plotted});
  if (plotted && has_level)
    draw_icon(list, Icon::check, {press.max.x - m.gap_m, name_y + m.font_body / 2}, 14 * m.scale, t.accent);
  ImGui::SetCursorScreenPos({origin.x, origin.y + height});
  ImGui::Dummy({0, 0});
  space(2 * m.scale);
}

// The body or a feeling: its values now, plotted by its name.
void body_row(UiContext& ui, const std::string& column) {
  const Session& s = ui.session;
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const ColumnInfo info = describe_column(ui.content, column);
  const glm::vec2 origin = to_glm(ImGui::GetCursorScreenPos());
  const float width = ImGui::GetContentRegionAvail().x, why = why_width(ui, column), inner = width - why - 2 * m.gap_s;
  const bool plotted = std::find(s.plotted.begin(), s.plotted.end(), column) != s.plotted.end();
  std::string values = value_text(value_now(s, 0, column), info.unit);
  if (s.compare) values += " | " + value_text(value_now(s, 1, column), info.unit);
  const float name_height = measure(ui.fonts.body, info.name, inner - (plotted ? m.gap_xl : 0)).y;
  const float height = name_height + m.font_small + m.gap_s;
  ImGui::PushID(column.c_str());
  const Press press = press_area(ui, "row", {width - why, height});
  name_control(ui, info.name);
  ImGui::PopID();
  ImGui::SetCursorScreenPos({origin.x + width - why, origin.y});
  why_button(ui, column, info.name, height);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (press.hovered) draw_box(list, press.min, press.max, t.card_hover, m.corner);
  const glm::vec2 at = press.min + glm::vec2(m.gap_s, m.gap_xs);
  draw_text(list, ui.fonts.body, at, t.text, info.name, inner - (plotted ? m.gap_xl : 0));
  draw_text(list, ui.fonts.small, at + glm::vec2(0, name_height), t.muted, values);
  if (plotted) draw_icon(list, Icon::check, {press.max.x - m.gap_m, at.y + m.font_body / 2}, 14 * m.scale, t.accent);
  if (press.pressed) ui.send(command::SetPlotted{column, !plotted});
  ImGui::SetCursorScreenPos({origin.x, origin.y + height});
  ImGui::Dummy({0, 0});
  space(2 * m.scale);
}

// Every readout of the run that has this prefix.
void body_section(UiContext& ui, const char* title, std::string_view prefix) {
  const Trace* trace = ui.session.trace[0].get();
  if (trace == nullptr) return;
  bool headed = false;
  for (const std::string& column : trace->columns) {
    if (!column.starts_with(prefix)) continue;
    if (!headed) section_label(ui, ui.tr(title));
    headed = true;
    body_row(ui, column);
  }
  if (headed) space(ui.m.gap_m);
}

}  // namespace

void draw_chemicals(UiContext& ui) {
  told_paragraph(ui, ui.fonts.small, ui.tokens.muted, ui.tr("chemicals_hint"));
  space(ui.m.gap_s);
  section_label(ui, ui.tr("section_chemicals"));
  for (const Chemical& chemical : ui.content.circuit.chemicals)
    if (!chemical.hidden)
      chemical_row(ui, chemical.id, chemical.name, chemical.plain, to_colour(chemical.colour), true);
  space(ui.m.gap_m);
  body_section(ui, "menu_felt", "felt.");
  body_section(ui, "menu_body", "body.");
  section_label(ui, ui.tr("section_signals"));
  const std::vector<FlowingCarrier> flowing = flowing_carriers(ui.session, ui.content);
  for (const std::string& id : carriers(ui.content)) {
    if (find_chemical(ui.content, id) != nullptr) continue;
    const std::string key = "carrier_" + id, name = ui.tr(key.c_str());
    const FlowingCarrier* const pulses = item_of(flowing, id);  // in their colour, as on the stage
    const std::vector<FoundTerm>& terms = ui.terms.find(name, Level::plain);
    chemical_row(ui, id, name, terms.empty() ? "" : ui.content.glossary[terms.front().term].meaning,
                 pulses == nullptr ? ui.tokens.muted : to_colour(pulses->colour), false);
  }
}

}  // namespace attune
