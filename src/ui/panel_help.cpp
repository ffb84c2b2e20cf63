// Every key, straight from the table that handles them, and the mouse.
#include <algorithm>
#include <array>

#include "ui/keys.h"
#include "ui/panels.h"
#include "ui/terms.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

struct Row {
  std::vector<std::string> caps;  // any of them
  std::string words;
};

struct Cap {
  std::string text;
  glm::vec2 at{0}, size{0};  // from the row's corner
};

// The caps of a row side by side in their column, on as many lines as they need.
std::vector<Cap> place_caps(const UiContext& ui, const Row& row, float column, float& height) {
  std::vector<Cap> caps;
  const float gap = ui.m.gap_xs;
  glm::vec2 at(0);
  height = 0;
  for (const std::string& text : row.caps) {
    const glm::vec2 size = measure(ui.fonts.small_bold, text) + glm::vec2(2 * ui.m.gap_s, 2 * ui.m.gap_xs);
    if (at.x > 0 && at.x + size.x > column) at = {0, height + gap};
    caps.push_back({text, at, size});
    height = at.y + size.y;
    at.x += size.x + gap;
  }
  return caps;
}

// A row laid out in a column of that width.
struct PlacedRow {
  std::vector<Cap> caps;
  float caps_height = 0, words_height = 0, height = 0;
};
PlacedRow place_row(const UiContext& ui, const Row& row, float cap_width, float width) {
  PlacedRow placed;
  placed.caps = place_caps(ui, row, cap_width, placed.caps_height);
  placed.words_height = measure(ui.fonts.body, row.words, width - cap_width - ui.m.gap_m).y;
  placed.height = std::max(placed.words_height, placed.caps_height) + ui.m.gap_s;
  return placed;
}

struct Section {
  std::string title;
  std::vector<Row> rows;
};

float section_height(const UiContext& ui, const Section& section, float cap_width, float width) {
  float height = measure(ui.fonts.small_bold, section.title, width).y + ui.m.gap_s + ui.m.gap_l;
  for (const Row& row : section.rows) height += place_row(ui, row, cap_width, width).height;
  return height;
}

void draw_section(const UiContext& ui, const Section& section, float cap_width) {
  section_label(ui, section.title);
  for (const Row& row : section.rows) {
    const float width = ImGui::GetContentRegionAvail().x;
    const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
    const auto [caps, caps_height, words_height, height] = place_row(ui, row, cap_width, width);
    const float text_x = cap_width + ui.m.gap_m;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float middle = at.y + height / 2;
    for (const Cap& cap : caps) {
      const glm::vec2 min = glm::vec2(at.x, middle - caps_height / 2) + cap.at, max = min + cap.size;
      draw_control(ui, list, min, max, ui.tokens.control, 6 * ui.m.scale);
      draw_frame(list, min, max, ui.tokens.border_strong, 6 * ui.m.scale, ui.m.line);
      draw_text(list, ui.fonts.small_bold, min + glm::vec2(ui.m.gap_s, ui.m.gap_xs), ui.tokens.text, cap.text);
    }
    draw_text(list, ui.fonts.body, {at.x + text_x, middle - words_height / 2}, ui.tokens.muted, row.words, width - text_x);
    ImGui::Dummy({width, height});
  }
  space(ui.m.gap_l);
}

}  // namespace

std::string key_cap(const UiContext& ui, std::string_view shown) {
  std::string cap;
  while (!shown.empty()) {
    const std::size_t end = std::min(shown.find(" + "), shown.size());
    std::string key = "cap_";
    for (const char c : shown.substr(0, end)) key += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == ' ' ? '_' : c;
    const auto found = ui.frame.text->find(key);
    cap += found != ui.frame.text->end() ? found->second : std::string(shown.substr(0, end));
    if (end < shown.size()) cap += " + ";
    shown.remove_prefix(std::min(shown.size(), end + 3));
  }
  return cap;
}

namespace {
using Groups = std::array<std::vector<Row>, kKeyGroups>;

// Everything that the tables of keys know, keys that do the same in one row.
Groups all_rows(const UiContext& ui) {
  Groups groups;
  const auto add = [&](KeyGroup group, const char* text, std::string_view shown) {
    if (shown.empty()) return;
    std::vector<Row>& list = groups[static_cast<std::size_t>(group)];
    const std::string words = ui.tr(text), cap = key_cap(ui, shown);
    const auto row = std::find_if(list.begin(), list.end(), [&](const Row& each) { return each.words == words; });
    if (row == list.end()) {
      list.push_back({{cap}, words});
    } else if (std::find(row->caps.begin(), row->caps.end(), cap) == row->caps.end()) {
      row->caps.push_back(cap);
    }
  };
  for (const KeyBinding& binding : key_bindings()) add(binding.group, binding.text, binding.shown);
  for (const PlaceKey& place : place_keys())
    for (const char* shown : place.shown)
      if (shown != nullptr) add(place.group, place.text, shown);
  return groups;
}

// What the model leaves out of the story that is shown.
void limits(const UiContext& ui) {
  const ScenarioText& story = current_scenario(ui.session, ui.content);
  section_label(ui, ui.tr("section_leaves_out"));
  paragraph(ui, ui.fonts.bold, ui.tokens.text, story.title);
  space(ui.m.gap_xs);
  dotted_lines(ui, story.leaves_out);
  told_paragraph(ui, ui.fonts.small, ui.tokens.muted, story.caveat);
  space(ui.m.gap_s);
  paragraph(ui, ui.fonts.small, ui.tokens.muted, ui.tr("teaching_model"));
}

}  // namespace

std::string key_of(const UiContext& ui, std::string_view text) {
  for (const KeyBinding& binding : key_bindings())
    if (text == binding.text) return key_cap(ui, binding.shown);
  return "";
}

void draw_help(UiContext& ui) {
  const Metrics& m = ui.m;
  const Rect window{{0, 0}, ui.frame.size_px};
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(to_im(ui.frame.size_px));
  ImGui::Begin("help", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBackground);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_box(list, window.min, window.max, ui.tokens.scrim, 0);
  const glm::vec2 size = glm::min(glm::vec2(980, 800) * m.scale, ui.frame.size_px - glm::vec2(2 * m.gap_l));
  const Rect card{(ui.frame.size_px - size) * 0.5f, (ui.frame.size_px + size) * 0.5f};
  draw_panel(ui, list, card);
  const float pad = m.gap_xl;

  draw_text(list, ui.fonts.heading, card.min + glm::vec2(pad, pad), ui.tokens.text, ui.tr("help_title"));
  const std::string tour = ui.tr("tour_offer");
  const auto width_of = [&](const std::string& words) { return measure(ui.fonts.bold, words).x + 2 * m.gap_l; };
  const float title_end = card.min.x + pad + measure(ui.fonts.heading, ui.tr("help_title")).x + m.gap_m;
  const float close_x = card.max.x - m.gap_m - m.control, tour_end = close_x - m.gap_m;
  const float tour_x = std::max(title_end, tour_end - width_of(tour));
  ImGui::SetCursorScreenPos({tour_x, card.min.y + m.gap_m});
  if (button(ui, "help_tour", tour, ButtonLook::filled, tour_end - tour_x)) ui.send(command::SetTour{0});
  ImGui::SetCursorScreenPos({close_x, card.min.y + m.gap_m});
  if (icon_button(ui, "close_help", Icon::close, ui.tr("close"))) ui.send(command::SetHelp{false});

  const float top = card.min.y + pad + ui.fonts.heading.size + m.gap_m;
  ImGui::SetCursorScreenPos({card.min.x + pad, top});
  compat::begin_scroll_child("keys", {size.x - 2 * pad + m.gap_m, card.max.y - pad / 2 - top});
  if (ImGui::IsWindowAppearing()) ImGui::SetScrollY(0);
  scroll_by_steps(ui);
  limits(ui);
  space(m.gap_l);

  Groups groups = all_rows(ui);
  std::vector<Section> sections;
  const auto add_group = [&](const char* title, KeyGroup group) {
    sections.push_back({ui.tr(title), std::move(groups[static_cast<std::size_t>(group)])});
  };
  add_group("help_time", KeyGroup::time);
  add_group("help_compare", KeyGroup::compare);
  add_group("help_view", KeyGroup::view);
  add_group("help_show", KeyGroup::show);
  add_group("help_program", KeyGroup::program);
  sections.push_back({ui.tr("help_mouse"),
                              {{{ui.tr("mouse_drag")}, ui.tr("mouse_turn")},
                               {{ui.tr("mouse_right_drag")}, ui.tr("mouse_move")},
                               {{ui.tr("mouse_wheel")}, ui.tr("mouse_zoom")},
                               {{ui.tr("mouse_click")}, ui.tr("mouse_pick")},
                               {{ui.tr("mouse_ctrl_click")}, ui.tr("mouse_add")},
                               {{ui.tr("mouse_ctrl_click")}, ui.tr("mouse_solo")},
                               {{ui.tr("mouse_double")}, ui.tr("mouse_frame")},
                               {{ui.tr("mouse_on_curves")}, ui.tr("mouse_curves")},
                               {{ui.tr("mouse_shift_drag")}, ui.tr("mouse_loop")}}});
  add_group("help_edit", KeyGroup::edit);
  add_group("help_predict", KeyGroup::predict);
  add_group("help_read", KeyGroup::read);
  add_group("help_focus", KeyGroup::focus);
  float cap_width = 0;
  for (const Section& section : sections)
    for (const Row& row : section.rows)
      for (const std::string& cap : row.caps) cap_width = std::max(cap_width, measure(ui.fonts.small_bold, cap).x + 2 * m.gap_s);

  const float avail = ImGui::GetContentRegionAvail().x;
  const bool two = avail >= 640 * m.scale;
  std::vector<float> heights;
  for (const Section& section : sections) heights.push_back(section_height(ui, section, cap_width, avail / 2 - m.gap_m));
  const std::vector<bool> is_left = two ? balance_columns(heights) : std::vector<bool>(sections.size(), true);
  if (ImGui::BeginTable("columns", two ? 2 : 1)) {
    for (const bool left : {true, false}) {
      if (!left && !two) break;
      ImGui::TableNextColumn();
      for (std::size_t i = 0; i < sections.size(); ++i)
        if (is_left[i] == left) draw_section(ui, sections[i], cap_width);
    }
    ImGui::EndTable();
  }
  end_scroll(ui);
  if (ImGui::IsMouseClicked(0) && !card.contains(to_glm(ImGui::GetIO().MousePos)) &&
      ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows))
    ui.send(command::SetHelp{false});
  ui.pointer_over_ui = true;
  ImGui::End();
}

}  // namespace attune
