// Every key, straight from the table that handles them, and the mouse.
#include <algorithm>
#include <array>

#include "ui/keys.h"
#include "ui/panels.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

struct Row {
  std::string cap, words;
};

void rows(const UiContext& ui, const std::string& title, const std::vector<Row>& list_of_rows, float cap_width) {
  section_label(ui, title);
  for (const Row& row : list_of_rows) {
    const float width = ImGui::GetContentRegionAvail().x, pad = ui.m.gap_s;
    const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
    const glm::vec2 cap = measure(ui.fonts.small_bold, row.cap);
    const float text_x = cap_width + ui.m.gap_m;
    const glm::vec2 words = measure(ui.fonts.body, row.words, width - text_x);
    const float height = std::max(words.y, cap.y + 2 * ui.m.gap_xs) + ui.m.gap_s;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float y = at.y + height / 2;
    const glm::vec2 min(at.x, y - cap.y / 2 - ui.m.gap_xs), max(at.x + cap.x + 2 * pad, y + cap.y / 2 + ui.m.gap_xs);
    draw_control(ui, list, min, max, ui.tokens.control, 6 * ui.m.scale);
    draw_frame(list, min, max, ui.tokens.border_strong, 6 * ui.m.scale, ui.m.line);
    draw_text(list, ui.fonts.small_bold, {min.x + pad, y - cap.y / 2}, ui.tokens.text, row.cap);
    draw_text(list, ui.fonts.body, {at.x + text_x, y - words.y / 2}, ui.tokens.muted, row.words, width - text_x);
    ImGui::Dummy({width, height});
  }
  space(ui.m.gap_l);
}

// "Shift + Left" in the words of the language: "cap_shift" + "cap_left". Letters and signs stay.
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

}  // namespace

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
  const float tour_width = measure(ui.fonts.bold, tour).x + 2 * m.gap_l;
  const float title_end = card.min.x + pad + measure(ui.fonts.heading, ui.tr("help_title")).x + m.gap_m;
  const float tour_x = std::max(title_end, card.max.x - 2 * m.gap_m - m.control - tour_width);
  ImGui::SetCursorScreenPos({tour_x, card.min.y + m.gap_m});
  if (button(ui, "help_tour", tour, ButtonLook::filled, card.max.x - 2 * m.gap_m - m.control - tour_x))
    ui.send(command::SetTour{0});
  ImGui::SetCursorScreenPos({card.max.x - m.gap_m - m.control, card.min.y + m.gap_m});
  if (icon_button(ui, "close_help", Icon::close, ui.tr("close"))) ui.send(command::SetHelp{false});

  const float top = card.min.y + pad + ui.fonts.heading.size + m.gap_m;
  ImGui::SetCursorScreenPos({card.min.x + pad, top});
  compat::begin_scroll_child("keys", {size.x - 2 * pad + m.gap_m, card.max.y - pad / 2 - top});

  std::array<std::vector<Row>, 5> groups;
  float cap_width = 0;
  for (const KeyBinding& binding : key_bindings()) {
    if (!binding.in_help) continue;
    const std::string cap = key_cap(ui, binding.shown);
    groups[static_cast<std::size_t>(binding.group)].push_back({cap, ui.tr(binding.text)});
    cap_width = std::max(cap_width, measure(ui.fonts.small_bold, cap).x + 2 * m.gap_s);
  }
  groups[static_cast<std::size_t>(KeyGroup::program)].push_back({ui.tr("cap_tab"), ui.tr("key_focus")});
  std::vector<Row> mouse{{ui.tr("mouse_drag"), ui.tr("mouse_turn")},
                         {ui.tr("mouse_right_drag"), ui.tr("mouse_move")},
                         {ui.tr("mouse_wheel"), ui.tr("mouse_zoom")},
                         {ui.tr("mouse_click"), ui.tr("mouse_pick")},
                         {ui.tr("mouse_ctrl_click"), ui.tr("mouse_add")},
                         {ui.tr("mouse_double"), ui.tr("mouse_frame")},
                         {ui.tr("mouse_on_curves"), ui.tr("mouse_curves")},
                         {ui.tr("mouse_shift_drag"), ui.tr("mouse_loop")}};
  for (const Row& row : mouse) cap_width = std::max(cap_width, measure(ui.fonts.small_bold, row.cap).x + 2 * m.gap_s);

  const float avail = ImGui::GetContentRegionAvail().x;
  const bool two = avail >= 640 * m.scale;
  if (ImGui::BeginTable("columns", two ? 2 : 1)) {
    ImGui::TableNextColumn();
    rows(ui, ui.tr("help_time"), groups[static_cast<std::size_t>(KeyGroup::time)], cap_width);
    rows(ui, ui.tr("help_compare"), groups[static_cast<std::size_t>(KeyGroup::compare)], cap_width);
    rows(ui, ui.tr("help_program"), groups[static_cast<std::size_t>(KeyGroup::program)], cap_width);
    if (two) ImGui::TableNextColumn();
    rows(ui, ui.tr("help_view"), groups[static_cast<std::size_t>(KeyGroup::view)], cap_width);
    rows(ui, ui.tr("help_show"), groups[static_cast<std::size_t>(KeyGroup::show)], cap_width);
    rows(ui, ui.tr("help_mouse"), mouse, cap_width);
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
