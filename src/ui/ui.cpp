#include "ui/ui.h"

#include <algorithm>
#include <array>

#include "core/check.h"
#include "scene/backdrop.h"
#include "session/looks.h"
#include "ui/panels.h"
#include "ui/term_memory.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

// What is left of ImGui's own look: scroll bars and pop-ups.
void apply_style(const Tokens& t, const Metrics& m) {
  ImGuiStyle& style = ImGui::GetStyle();
  style.WindowPadding = {m.gap_l, m.gap_l};
  style.WindowBorderSize = 0;
  style.WindowRounding = m.corner_panel;
  style.WindowMinSize = {1, 1};
  style.ChildBorderSize = 0;
  style.PopupBorderSize = m.line;
  style.PopupRounding = m.corner_panel;
  style.FrameBorderSize = 0;
  style.FramePadding = {0, 0};
  style.ItemSpacing = {0, 0};
  style.ItemInnerSpacing = {0, 0};
  style.CellPadding = {m.gap_m, 0};
  style.TouchExtraPadding = {0, 0};
  style.IndentSpacing = m.gap_l;
  style.ScrollbarSize = 10 * m.scale;
  style.ScrollbarRounding = 5 * m.scale;
  style.GrabMinSize = 32 * m.scale;
  style.DisplaySafeAreaPadding = {m.gap_s, m.gap_s};
  for (int i = 0; i < ImGuiCol_COUNT; ++i) style.Colors[i] = to_vec4(with_alpha(t.panel, 0));
  style.Colors[ImGuiCol_Text] = to_vec4(t.text);
  style.Colors[ImGuiCol_PopupBg] = to_vec4(t.panel);
  style.Colors[ImGuiCol_Border] = to_vec4(t.border_strong);
  style.Colors[ImGuiCol_ScrollbarGrab] = to_vec4(t.outline.a > 0 ? t.outline : t.control_active);
  style.Colors[ImGuiCol_ScrollbarGrabHovered] = to_vec4(t.border_strong);
  style.Colors[ImGuiCol_ScrollbarGrabActive] = to_vec4(t.border_strong);
  style.Colors[ImGuiCol_NavWindowingHighlight] = to_vec4(t.accent);
  style.Colors[ImGuiCol_TextSelectedBg] = to_vec4(t.selection);
}

constexpr std::array<const char*, 20> kFocusOrder{"question", "help",      "ground",     "tour",  "search",     "pages",  "welcome",
                                                  "top_bar",   "left",       "left_lower", "edge_left", "right", "edge_right",
                                                  "plots",     "edge_plots", "editor", "change", "transport", "view", "message"};

// The picture melts into the window's background outside its edges: what lies within is what is saved of it.
void soften_stage(const UiContext& ui) {
  const Rect& stage = ui.layout.stage;
  const glm::vec2 window = ui.frame.size_px;
  if (stage.is_empty()) return;
  ImDrawList& list = *ImGui::GetBackgroundDrawList();
  const float fade = ui.m.gap_m;
  const Background background = background_of(ui.session.theme);
  const int views = view_count(ui.session);
  // share: along the whole stage from its upper left corner.
  const auto edge_colour = [&](glm::vec2 share) {
    const float across = share.x * static_cast<float>(views), view = std::min(std::floor(across), static_cast<float>(views - 1));
    return to_colour(backdrop_at(background, {across - view, 1 - share.y}));
  };
  constexpr int kPieces = 24;
  const auto melt = [&](glm::vec2 from, glm::vec2 to, glm::vec2 outward) {
    const auto at = [&](int i) { return glm::mix(from, to, static_cast<float>(i) / kPieces); };
    for (int i = 0; i < kPieces; ++i) {
      const glm::vec2 a = stage.min + at(i) * stage.size(), b = stage.min + at(i + 1) * stage.size(), end = b + outward * fade;
      const Colour inner_a = edge_colour(at(i)), inner_b = edge_colour(at(i + 1));
      const ImU32 near_a = to_u32(inner_a), near_b = to_u32(inner_b), far_a = to_u32(with_alpha(inner_a, 0)), far_b = to_u32(with_alpha(inner_b, 0));
      const glm::vec2 low = glm::min(a, end), high = glm::max(a, end);
      if (outward.x < 0) list.AddRectFilledMultiColor(to_im(low), to_im(high), far_a, near_a, near_b, far_b);
      if (outward.x > 0) list.AddRectFilledMultiColor(to_im(low), to_im(high), near_a, far_a, far_b, near_b);
      if (outward.y < 0) list.AddRectFilledMultiColor(to_im(low), to_im(high), far_a, far_b, near_b, near_a);
      if (outward.y > 0) list.AddRectFilledMultiColor(to_im(low), to_im(high), near_a, near_b, far_b, far_a);
    }
  };
  if (stage.min.x > 0) melt({0, 0}, {0, 1}, {-1, 0});
  if (stage.max.x < window.x) melt({1, 0}, {1, 1}, {1, 0});
  if (stage.min.y > 0) melt({0, 0}, {1, 0}, {0, -1});
  if (stage.max.y < window.y) melt({0, 1}, {1, 1}, {0, 1});
}

// What a name on the stage stands for, when the pointer is on it.
void draw_name_tip(const UiContext& ui, bool stage_is_free) {
  const Structure* const structure = find_structure(ui.content, ui.frame.pointed_name);
  const ImGuiIO& io = ImGui::GetIO();
  if (structure == nullptr || !stage_is_free || io.WantCaptureMouse || io.MouseDown[0] || io.MouseDown[1] || io.MouseDown[2]) return;
  tooltip_beside(ui, ui.frame.pointed_place, ui.frame.pointed_place,
                 full_name(*structure) + "\n" + describe(*structure, ui.content.circuit, ui.session.level));
}

bool is_shown(const ImGuiWindow* window) { return window != nullptr && window->WasActive; }

// Only during a frame: ImGui forgets a request for a first item made between two.
void move_keyboard_focus(int direction) {
  if (ImGuiWindow* const menu = compat::menu_window(); is_shown(menu) && !has_keyboard_focus()) {
    ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    compat::focus_window(menu);
    return;
  }
  std::array<ImGuiWindow*, kFocusOrder.size()> shown{};
  int count = 0, current = -1;
  ImGuiWindow* const focused = ImGui::GetCurrentContext()->NavWindow;
  for (const char* name : kFocusOrder) {
    ImGuiWindow* window = ImGui::FindWindowByName(name);
    if (!is_shown(window)) continue;
    if (has_keyboard_focus() && focused != nullptr && compat::panel_of(focused) == window) current = count;
    shown[static_cast<std::size_t>(count++)] = window;
    // Nothing else can be reached behind these.
    if (count == 1 && (window == ImGui::FindWindowByName("question") || window == ImGui::FindWindowByName("help") || window == ImGui::FindWindowByName("ground") ||
                       window == ImGui::FindWindowByName("pages") || window == ImGui::FindWindowByName("tour")))
      break;
  }
  if (count == 0) return;
  // Without a place yet the first step forward is to the first panel, the first step back to the last.
  const int from = current >= 0 ? current : direction > 0 ? -1 : 0;
  const int next = ((from + direction) % count + count) % count;
  ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  compat::focus_window(shown[static_cast<std::size_t>(next)]);
}

}  // namespace

// The timeline of a story has them as bars.
bool captions_on_stage(const UiContext& ui) {
  const Session& s = ui.session;
  return !s.show_welcome && (!s.show_interface || (ui.layout.compact && ui.layout.editor.is_empty()));
}

float interface_scale(glm::vec2 size_px, float display_scale, const Session& session) {
  return automatic_scale(size_px.x, size_px.y, display_scale) * session.ui_scale;
}

namespace {
bool shows_panels(const Session& session) { return !session.blank && !session.grounded && !session.show_welcome; }
}  // namespace

UiLayout shown_layout(glm::vec2 size_px, const Session& session) {
  if (!shows_panels(session)) return {};
  return layout_ui(size_px, make_metrics(interface_scale(size_px, 1, session)), session);
}

UiResult draw_ui(const Session& session, const Content& content, const UiFrame& frame) {
  ATTUNE_CHECK(frame.fonts != nullptr && frame.text != nullptr && frame.scale > 0);
  UiResult result;
  const Metrics metrics = make_metrics(frame.scale);
  TermMemory terms_once;
  UiContext ui{session,
               content,
               frame,
               *frame.fonts,
               make_tokens(session.theme),
               metrics,
               layout_ui(frame.size_px, metrics, session),
               result.commands,
               frame.terms != nullptr ? *frame.terms : terms_once,
               "",
               false};
  const bool touring = session.tour_step >= 0 && !session.show_welcome;
  ui.pictures_wanted = &result.pictures_wanted;
  if (frame.note_controls || touring) ui.controls = &result.controls;
  apply_style(ui.tokens, metrics);
  ui.terms.know(content.glossary);
  if (frame.focus_step != 0) move_keyboard_focus(frame.focus_step);
  if (frame.press_focused) compat::press_focused();
  compat::push_font(ui.fonts.body.font, ui.fonts.body.size);
  if (shows_panels(session)) {
    place_message(ui);
    place_export(ui);
  }
  if (session.blank) {
    ui.layout = {};
    draw_blank(ui);
  } else if (session.grounded) {
    ui.layout = {};
    ui.layout.stage = {{0, 0}, frame.size_px};
    draw_ground(ui);
  } else if (session.show_welcome) {
    ui.layout = {};
    draw_welcome(ui);  // places the stage itself
    place_message(ui);
  } else if (session.show_interface) {
    if (!ui.layout.top_bar.is_empty()) draw_top_bar(ui);
    if (!ui.layout.left.is_empty()) draw_left(ui);
    if (!ui.layout.right.is_empty()) {
      if (session.show_mapping) {
        draw_mapping(ui);
      } else if (session.show_bench) {
        draw_bench(ui);
      } else {
        draw_details(ui);
      }
    }
    if (!ui.layout.plots.is_empty()) draw_plots(ui);
    if (!ui.layout.editor.is_empty()) draw_editor(ui);
    if (!ui.layout.change.is_empty()) draw_change(ui);
    if (!ui.layout.rhythms.is_empty()) draw_rhythms(ui);
    if (!ui.layout.transport.is_empty()) draw_transport(ui);
    draw_edges(ui);
    if (!session.show_pages && !session.show_help) result.stage_raised = draw_view_button(ui);
  }
  const bool covered = session.blank || session.grounded;
  if (!covered) {
    soften_stage(ui);
    draw_message(ui);
    draw_export(ui);
    if (session.show_pages) draw_pages(ui);
    if (touring) draw_tour(ui);
    if (session.show_help) draw_help(ui);
    if (session.show_search) draw_search(ui);
  }
  if (session.question != Question::none) draw_question(ui);
  ImGui::PopFont();

  // Rows name the structure under the pointer; leaving them takes the name away. Over the stage the stage decides.
  if (!ui.hovered_structure.empty()) {
    if (ui.hovered_structure != session.hovered) result.commands.push_back(command::Hover{ui.hovered_structure});
  } else if (ui.pointer_over_ui && !session.hovered.empty()) {
    result.commands.push_back(command::Hover{""});
  }
  const bool lets_go = ImGui::IsMouseReleased(0) || ImGui::IsMouseReleased(1) || ImGui::IsMouseReleased(2);
  if (lets_go && session.history.is_dragged) result.commands.push_back(command::LetGo{});
  if (ui.why_held_s != session.why_held_s) result.commands.push_back(command::HoldWhy{ui.why_held_s});
  if (ui.why_in_view != session.why_in_view) result.commands.push_back(command::NoticeWhy{ui.why_in_view});
  result.stage = ui.layout.stage;
  result.plots = ui.layout.plots;
  result.stage_takes_input =
      !session.show_welcome && !session.show_help && !session.show_search && !session.show_pages && !touring && !covered &&
      session.question == Question::none;
  result.stage_opens = session.show_welcome && !session.show_help && !session.show_search && !session.show_pages && !covered &&
                       session.question == Question::none;
  result.stage_captions = captions_on_stage(ui);
  result.stage_foot = stage_foot(ui.layout);
  result.stage_foot_between = ui.layout.message_between;
  result.stage_clock = !session.show_interface || ui.layout.transport.is_empty();
  draw_name_tip(ui, result.stage_takes_input || result.stage_opens);
  return result;
}

void leave_keyboard_focus() {
  ImGui::GetIO().ConfigFlags &= ~ImGuiConfigFlags_NavEnableKeyboard;
  ImGui::FocusWindow(nullptr);
}

bool keyboard_moves_items() {
  const ImGuiWindow* focused = ImGui::GetCurrentContext()->NavWindow;
  return has_keyboard_focus() && focused != nullptr && focused->RootWindow == ImGui::FindWindowByName("editor");
}

bool keyboard_takes_shift() { return keyboard_moves_items() || (has_keyboard_focus() && compat::is_on_slider()); }

bool has_keyboard_focus() { return (ImGui::GetIO().ConfigFlags & ImGuiConfigFlags_NavEnableKeyboard) != 0; }

}  // namespace attune
