// A brain model of the person's own: which of its parts is what. The list of its parts, and for one part the choice.
#include <algorithm>

#include "session/own_brain.h"
#include "ui/panels.h"
#include "ui/terms.h"

namespace attune {
namespace {

const char* side_words(Hemisphere side) {
  return side == Hemisphere::left ? "side_left" : side == Hemisphere::right ? "side_right" : "side_middle";
}

std::string structure_name(const UiContext& ui, const std::string& id) {
  const Structure* structure = find_structure(ui.content, id);
  return structure == nullptr ? id : structure->name;
}

// What a part is, in words and a mark.
struct Standing {
  std::string words;
  Icon icon;
  Colour colour;
};
Standing standing_of(const UiContext& ui, const PartMatch& part) {
  const Tokens& t = ui.tokens;
  const std::string side = part.side == Hemisphere::midline ? "" : ", " + ui.tr(side_words(part.side));
  if (!part.structure.empty()) return {structure_name(ui, part.structure) + side, Icon::check, t.accent};
  if (part.match == Match::unsure) return {fill(ui.tr("mapping_maybe"), {{"structure", structure_name(ui, part.maybe)}}), Icon::help, t.warning};
  if (part.match == Match::sure) return {ui.tr("mapping_shell"), Icon::brain, t.muted};
  return {ui.tr("mapping_grey"), Icon::minus, t.faint};
}

void part_row(UiContext& ui, int index, const PartMatch& part) {
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const Standing standing = standing_of(ui, part);
  const glm::vec2 origin = to_glm(ImGui::GetCursorScreenPos());
  const float width = ImGui::GetContentRegionAvail().x;
  const bool asks = part.match == Match::unsure;
  const std::string yes = ui.tr("mapping_yes");
  const float yes_width = asks ? measure(ui.fonts.bold, yes).x + 2 * m.gap_l : 0;
  const float height = std::max(m.control, ui.fonts.body.size + ui.fonts.small.size + m.gap_s);
  ImGui::PushID(index);
  const Press press = press_area(ui, "row", {width - yes_width, height});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (press.hovered) draw_box(list, press.min, press.max, t.card_hover, m.corner);
  const float icon = 16 * m.scale;
  draw_icon(list, standing.icon, {press.min.x + m.gap_s + icon / 2, press.centre().y}, icon, standing.colour);
  const float x = press.min.x + 2 * m.gap_s + icon, room = press.max.x - m.gap_s - x;
  const float top = press.centre().y - (ui.fonts.body.size + ui.fonts.small.size) / 2;
  draw_text(list, ui.fonts.body, {x, top}, t.text, elide(ui.fonts.body, part.name, room));
  draw_text(list, ui.fonts.small, {x, top + ui.fonts.body.size}, t.muted, elide(ui.fonts.small, standing.words, room));
  if (press.hovered) {
    ui.hovered_structure = part_id(part, ui.content);
    tooltip(ui, part.name);
  }
  if (press.pressed) ui.send(command::SetMapping{true, index});
  if (asks) {
    ImGui::SetCursorScreenPos({origin.x + width - yes_width, origin.y + (height - m.control) / 2});
    if (button(ui, "yes", yes, ButtonLook::filled, yes_width)) ui.send(command::MapPart{index, part.maybe, part.side});
  }
  ImGui::PopID();
  ImGui::SetCursorScreenPos({origin.x, origin.y + height});
  ImGui::Dummy({0, 2 * m.scale});
}

void title_line(UiContext& ui, const std::string& title, int back_to) {
  const Metrics& m = ui.m;
  const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
  const float width = ImGui::GetContentRegionAvail().x;
  float x = at.x;
  if (back_to >= 0) {
    if (icon_button(ui, "mapping_back", Icon::chevron_left, ui.tr("mapping_back"))) ui.send(command::SetMapping{true});
    x += m.control;
  }
  draw_text(*ImGui::GetWindowDrawList(), ui.fonts.heading, {x, at.y + (m.control - ui.fonts.heading.size) / 2}, ui.tokens.text,
            elide(ui.fonts.heading, title, width - m.control - (x - at.x)));
  ImGui::SetCursorScreenPos({at.x + width - m.control, at.y});
  if (icon_button(ui, "mapping_close", Icon::close, ui.tr("mapping_close"))) ui.send(command::SetMapping{false});
  ImGui::SetCursorScreenPos({at.x, at.y + m.control});
  ImGui::Dummy({width, m.gap_xs});
}

// "the model is ..." -> "The model is ..."
std::string as_sentence(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text + ".";
}

void draw_list(UiContext& ui, const OwnBrain& own) {
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  title_line(ui, ui.tr("mapping_title"), -1);
  begin_scroll("mapping_list");
  const std::vector<PartMatch>& parts = own.mapping.parts;
  paragraph(ui, ui.fonts.small, t.muted, own.file);
  if (!own.problems.empty()) paragraph(ui, ui.fonts.body, t.text, as_sentence(own.problems.front()));
  space(m.gap_s);
  const float width = ImGui::GetContentRegionAvail().x;
  if (button(ui, "mapping_save", ui.tr("mapping_save"), ButtonLook::primary, width)) ui.send(command::StartExport{Export::mapping});
  space(m.gap_m);
  const auto rows = [&](bool asking) {
    for (std::size_t i = 0; i < parts.size(); ++i)
      if ((parts[i].match == Match::unsure) == asking) part_row(ui, static_cast<int>(i), parts[i]);
  };
  if (std::any_of(parts.begin(), parts.end(), [](const PartMatch& part) { return part.match == Match::unsure; })) {
    section_label(ui, ui.tr("mapping_guesses"));
    rows(true);
    space(m.gap_s);
    if (button(ui, "mapping_accept", ui.tr("mapping_accept"), ButtonLook::filled, width)) ui.send(command::AcceptGuesses{});
    space(m.gap_m);
  }
  section_label(ui, ui.tr("mapping_noticed"));
  for (const std::string& sentence : own.findings) {
    paragraph(ui, ui.fonts.small, t.text, as_sentence(sentence));
    space(m.gap_xs);
  }
  for (std::size_t i = 1; i < own.problems.size(); ++i) {
    paragraph(ui, ui.fonts.small, t.text, as_sentence(own.problems[i]));
    space(m.gap_xs);
  }
  space(m.gap_s);
  if (button(ui, "mapping_mirror", ui.tr("mapping_mirror"), ButtonLook::filled, width)) ui.send(command::MirrorBrain{});
  space(m.gap_s);
  if (button(ui, "mapping_leave", ui.tr("mapping_leave"), ButtonLook::filled, width)) ui.send(command::LeaveOwnBrain{});
  space(m.gap_m);
  section_label(ui, ui.tr("mapping_parts"));
  rows(false);
  end_scroll(ui);
}

void draw_choice(UiContext& ui, int index, const PartMatch& part) {
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  title_line(ui, part.name, 0);
  told_paragraph(ui, ui.fonts.small, t.muted, ui.tr("mapping_what"));
  space(m.gap_s);
  const std::vector<Hemisphere> sides{Hemisphere::left, Hemisphere::midline, Hemisphere::right};
  std::vector<std::string> names;
  int current = 0;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    names.push_back(ui.tr(side_words(sides[i])));
    if (sides[i] == part.side) current = static_cast<int>(i);
  }
  if (const int pressed = segmented(ui, "mapping_side", names, current); pressed >= 0)
    ui.send(command::MapPart{index, part.structure, sides[static_cast<std::size_t>(pressed)]});
  space(m.gap_m);
  begin_scroll(("mapping_choice_" + std::to_string(index)).c_str());
  const auto choice = [&](const char* id, const std::string& name, const std::string& structure, Colour identity) {
    const bool on = part.structure == structure;
    const Press press = press_area(ui, id, {ImGui::GetContentRegionAvail().x, m.control});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (on || press.hovered) draw_box(list, press.min, press.max, on ? t.card_selected : t.card_hover, m.corner);
    const float dot = 5 * m.scale;
    list.AddCircleFilled({press.min.x + m.gap_s + dot, press.centre().y}, dot, to_u32(readable_on(identity, t.panel, 3)), 24);
    const float x = press.min.x + 2 * m.gap_s + 2 * dot;
    const UiFont& font = on ? ui.fonts.bold : ui.fonts.body;
    draw_text(list, font, {x, press.centre().y - font.size / 2}, t.text, elide(font, name, press.max.x - m.gap_s - x));
    if (press.pressed) ui.send(command::MapPart{index, structure, part.side});
  };
  choice("none", ui.tr("mapping_grey"), "", t.faint);
  space(m.gap_s);
  if (!part.maybe.empty()) {
    section_label(ui, ui.tr("mapping_guess"));
    if (const Structure* maybe = find_structure(ui.content, part.maybe)) choice("maybe", maybe->name, maybe->id, to_colour(maybe->colour));
    space(m.gap_s);
  }
  std::string group;
  for (const Structure& structure : ui.content.structures) {
    if (structure.group != group) {
      group = structure.group;
      space(m.gap_s);
      section_label(ui, group);
    }
    choice(structure.id.c_str(), structure.name, structure.id, to_colour(structure.colour));
  }
  end_scroll(ui);
}

}  // namespace

void draw_mapping(UiContext& ui) {
  const OwnBrain* own = ui.session.own.get();
  if (own == nullptr) return;
  begin_panel(ui, "right", ui.layout.right);
  const int index = ui.session.mapping_part;
  if (index >= 0 && static_cast<std::size_t>(index) < own->mapping.parts.size()) {
    draw_choice(ui, index, own->mapping.parts[static_cast<std::size_t>(index)]);
  } else {
    draw_list(ui, *own);
  }
  end_panel();
}

}  // namespace attune
