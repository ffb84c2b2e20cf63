// Brand, compare, views, panels, theme, settings, help.
#include <algorithm>
#include <array>
#include <cstring>
#include <map>

#include "ui/panels.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

constexpr const char* kSettings = "settings";
constexpr const char* kViews = "views";
constexpr const char* kSave = "save";
constexpr const char* kMore = "more";

// A button of the bar and its word.
struct BarWord {
  const char* id = "";
  std::string word;
};

constexpr int kNaming = 1, kBeginNaming = 4;  // ImGui takes a frame or two to give a field the keyboard

// In the place of a kept view's name; Enter or a click elsewhere takes what was typed.
void name_field(UiContext& ui, glm::vec2 origin, float width, const std::string& name, int index, ImGuiStorage& storage, ImGuiID naming) {
  std::array<char, 160> text{};
  std::strncpy(text.data(), name.c_str(), text.size() - 1);
  ImGui::SetCursorScreenPos(to_im(origin));
  const std::string called = ui.tr("rename_view");
  const TextField field{"name", called, "", false, storage.GetInt(naming) == kBeginNaming,
                        ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll};
  const Typed typed = text_field(ui, field, text, {width, ui.m.row});
  if ((typed.answered || typed.left) && text[0] != 0 && name != text.data())
    ui.send(command::NameKeptView{index, text.data()});
  const int before = storage.GetInt(naming);
  storage.SetInt(naming, typed.answered || typed.left ? 0 : typed.is_active ? kNaming : before - 1);
}

void views_popover(UiContext& ui) {
  if (!begin_popover(ui, kViews, 270 * ui.m.scale)) return;
  section_label(ui, ui.tr("views"));
  const auto row = [&](const char* id, const std::string& name) {
    const Press press = press_area(ui, id, {ImGui::GetContentRegionAvail().x, ui.m.row});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (press.hovered) draw_box(list, press.min, press.max, ui.tokens.control_hover, ui.m.corner);
    draw_text(list, ui.fonts.body, {press.min.x + ui.m.gap_m, press.centre().y - ui.fonts.body.size / 2},
              ui.tokens.text, name);
    if (!press.pressed) return;
    ui.send(command::GoToView{id});
    ImGui::CloseCurrentPopup();
  };
  row("home", ui.tr("home_view"));
  for (const ViewPreset& view : view_presets()) row(view.id, view_name(ui.content, view));
  space(ui.m.gap_s);
  section_label(ui, ui.tr("kept_views"));
  for (std::size_t i = 0; i < ui.session.kept_views.size(); ++i) {
    ImGui::PushID(static_cast<int>(i));
    const glm::vec2 origin = to_glm(ImGui::GetCursorScreenPos());
    const float width = ImGui::GetContentRegionAvail().x;
    const std::string& name = ui.session.kept_views[i].name;
    const float name_width = width - 2 * ui.m.row;
    // Which one is being renamed is ImGui's to keep, like what is typed: it goes with the menu.
    ImGuiStorage& storage = *ImGui::GetStateStorage();
    const ImGuiID naming = ImGui::GetID("naming");
    Press press;
    if (storage.GetInt(naming) != 0) {
      name_field(ui, origin, name_width, name, static_cast<int>(i), storage, naming);
    } else {
      press = press_area(ui, "kept", {name_width, ui.m.row});
      ImDrawList& list = *ImGui::GetWindowDrawList();
      if (press.hovered) draw_box(list, press.min, press.max, ui.tokens.control_hover, ui.m.corner);
      draw_text(list, ui.fonts.body, {press.min.x + ui.m.gap_m, press.centre().y - ui.fonts.body.size / 2}, ui.tokens.text,
                elide(ui.fonts.body, name, name_width - 2 * ui.m.gap_m));
    }
    ImGui::SetCursorScreenPos({origin.x + name_width, origin.y});
    if (icon_button(ui, "rename", Icon::pencil, ui.tr("rename_view"), storage.GetInt(naming) != 0, ui.m.row))
      storage.SetInt(naming, storage.GetInt(naming) == 0 ? kBeginNaming : 0);
    ImGui::SetCursorScreenPos({origin.x + width - ui.m.row, origin.y});
    if (icon_button(ui, "forget", Icon::close, ui.tr("forget_view"), false, ui.m.row)) {
      ui.send(command::Ask{Question::forget_view, static_cast<int>(i)});
      storage.SetInt(naming, 0);  // the next view may move up to this line
      ImGui::CloseCurrentPopup();
    }
    ImGui::PopID();
    ImGui::SetCursorScreenPos({origin.x, origin.y + ui.m.row});
    ImGui::Dummy({0, 0});
    if (!press.pressed) continue;
    ui.send(command::ShowKeptView{static_cast<int>(i)});
    ImGui::CloseCurrentPopup();
  }
  if (ui.session.kept_views.empty()) paragraph(ui, ui.fonts.small, ui.tokens.muted, ui.tr("no_kept_views"));
  if (button(ui, "keep_view", ui.tr("key_keep_view"), ButtonLook::filled, ImGui::GetContentRegionAvail().x))
    ui.send(command::KeepView{""});
  end_popover();
}

}  // namespace

void draw_top_bar(UiContext& ui) {
  const Session& s = ui.session;
  const Metrics& m = ui.m;
  const Rect& bar = ui.layout.top_bar;
  const bool compact = ui.layout.compact;
  ImGui::SetNextWindowPos(to_im(bar.min));
  ImGui::SetNextWindowSize(to_im(bar.size()));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin("top_bar", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoBringToFrontOnFocus);
  ImGui::PopStyleVar();
  if (bar.contains(to_glm(ImGui::GetIO().MousePos))) ui.pointer_over_ui = true;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float middle = (bar.min.y + bar.max.y) / 2, top = std::round(middle - m.control / 2);

  // Brand
  float x = bar.min.x + m.gap_l;
  const float mark = 36 * m.scale;
  const float mark_x = x + mark / 2;
  x += mark + m.gap_s;
  // Buttons come from the right, each in a place that no other one's state moves. Where the bar is short, what the settings
  // hold too goes first, then what keys and menus do, then the words.
  const std::string compare = ui.tr("compare");
  const float compare_width =
      compact ? m.control : word_button_width(ui, compare);
  const auto buttons_from = [&](int squares) {
    return bar.max.x - m.gap_s - compare_width - static_cast<float>(squares) * m.control - (compact ? 0 : 5 * m.gap_m);
  };
  const int most = compact ? 7 : 17;
  const bool tight = !compact && buttons_from(most) < x;  // without theme and full screen
  const bool tighter = tight && buttons_from(most - 2) < x;  // without swap and difference
  const bool tightest = tighter && buttons_from(most - 4) < x;  // undo, redo and help in a menu
  const bool one_menu = compact && buttons_from(most) < bar.min.x;  // for saving and for all else
  const float least_x = buttons_from(most - (tight ? 2 : 0) - (tighter ? 2 : 0) - (tightest ? 2 : 0) - (one_menu ? 1 : 0));
  // Words beside the icons that say least, as many as leave the name its place. Of two brains' own the place is kept.
  const std::array<BarWord, 4> kinds{{{"difference", ui.tr("difference_word")}, {"change_button", ui.tr("change_word")},
                                      {"pages_button", ui.tr("pages_word")}, {"calm_button", ui.tr("calm_word")}}};
  float buttons_x = least_x;
  std::map<std::string, BarWord> worded;
  const float name_end = x + measure(ui.fonts.heading, "Attune").x + m.gap_l;
  for (const BarWord& kind : kinds) {
    const float more = word_button_width(ui, kind.word) - m.control;
    if (compact || (tighter && std::string_view(kind.id) == "difference") || buttons_x - more < name_end) continue;
    buttons_x -= more;
    worded[kind.id] = kind;
  }
  const Legend* const legend = ui.layout.transport.is_empty() ? ui.frame.legend_left_out : nullptr;
  const float legend_size = std::min(m.control, buttons_x - bar.min.x);
  const bool has_legend = legend != nullptr && legend_size >= m.control / 2;
  const float brand_end = buttons_x - (has_legend ? legend_size + m.gap_s : 0);
  if (x <= brand_end) draw_mark(list, {mark_x, middle}, mark, ui.tokens);
  const glm::vec2 name = measure(ui.fonts.heading, "Attune");
  const bool named = !compact && x + name.x + m.gap_s <= brand_end;
  if (named) {
    draw_text(list, ui.fonts.heading, {x, middle - name.y / 2}, ui.tokens.text, "Attune");
    x += name.x + m.gap_l;
  }
  const std::string hint = ui.tr("mode_explore");
  const glm::vec2 words = measure(ui.fonts.small_bold, hint);
  if (named && x + words.x + 2 * m.gap_m + m.gap_s <= brand_end) {
    const float height = 28 * m.scale;
    draw_box(list, {x, middle - height / 2}, {x + words.x + 2 * m.gap_m, middle + height / 2}, ui.tokens.accent_soft,
             height / 2);
    draw_text(list, ui.fonts.small_bold, {x + m.gap_m, middle - words.y / 2}, ui.tokens.accent, hint);
  }

  if (has_legend) {
    ImGui::SetCursorScreenPos({buttons_x - legend_size, std::round(middle - legend_size / 2)});
    legend_button(ui, *legend, legend_size);
  }
  x = buttons_x;  // keyboard order runs from left to right
  const auto place = [&](float width) {
    ImGui::SetCursorScreenPos({x, top});
    x += width;
  };
  const auto width_of = [&](const char* id) {
    const auto found = worded.find(id);
    return found == worded.end() ? m.control : word_button_width(ui, found->second.word);
  };
  const auto bar_button = [&](const char* id, Icon icon, const std::string& tip, bool on) {
    place(width_of(id));
    const auto found = worded.find(id);
    return found == worded.end() ? icon_button(ui, id, icon, tip, on) : word_button(ui, id, icon, found->second.word, tip, on, true);
  };
  if (compact) {
    place(compare_width);
    if (icon_button(ui, "compare", Icon::compare, compare, s.compare)) ui.send(command::SetCompare{!s.compare});
  } else {
    // What only two brains have comes before, where there is nothing else: what was pressed stays under the mouse.
    if (!tighter) {
      if (s.compare) {
        place(m.control);
        if (icon_button(ui, "swap", Icon::swap, ui.tr("swap"))) ui.send(command::SwapSides{});
        if (bar_button("difference", Icon::difference, ui.tr("key_difference"), s.difference))
          ui.send(command::SetDifference{!s.difference});
      } else {
        x += m.control + width_of("difference");
      }
    }
    place(compare_width);
    if (word_button(ui, "compare", Icon::compare, compare, "", s.compare)) ui.send(command::SetCompare{!s.compare});
    if (!tightest) {
      x += m.gap_m;
      place(m.control);
      undo_button(ui, "undo");
      place(m.control);
      redo_button(ui, "redo");
    }
    x += m.gap_m;
    if (current_story(s, ui.content).scenario == nullptr) {
      const auto found = worded.find("change_button");
      place(width_of("change_button"));
      idle_button(ui, "change_button", Icon::calendar, found == worded.end() ? "" : found->second.word, ui.tr("change_for_moments"));
    } else if (bar_button("change_button", Icon::calendar, ui.tr("key_change"), s.change.on))
      ui.send(command::SetChange{!s.change.on, s.change.environment, s.change.weeks});
    if (bar_button("calm_button", Icon::calm, ui.tr("key_ground"), false)) ui.send(command::SetGrounded{true});
    place(m.control);
    if (icon_button(ui, "search_button", Icon::search, ui.tr("key_search"))) ui.send(command::SetSearch{true, ""});
    if (bar_button("pages_button", Icon::book, ui.tr("key_pages"), s.show_pages))
      ui.send(command::SetPages{true, s.page});
    x += m.gap_m;
  }
  const bool narrow = ui.layout.room == Room::narrow;
  const auto panel_button = [&](const char* id, Panel panel, Icon icon, const std::string& tip, bool shown) {
    place(m.control);
    // Where only one side panel fits, the button that takes the other one's place says so.
    const bool instead = panel != Panel::plots && !shown && ui.layout.room == Room::medium && !(ui.layout.left.is_empty() && ui.layout.right.is_empty());
    if (icon_button(ui, id, icon, instead ? tip + ". " + ui.tr("panel_instead") : tip, shown)) ui.send(command::SetPanel{panel, !shown});
  };
  panel_button("panel_left", Panel::left, Icon::panel_left, ui.tr("panel_left"),
               narrow ? s.front_panel == Panel::left : !ui.layout.left.is_empty());
  panel_button("panel_plots", Panel::plots, Icon::panel_bottom, ui.tr("panel_plots"), !ui.layout.plots.is_empty());
  panel_button("panel_right", Panel::right, Icon::panel_right, ui.tr("panel_right"),
               narrow ? s.front_panel == Panel::right : !ui.layout.right.is_empty());
  if (!compact) x += m.gap_m;
  place(m.control);
  if (icon_button(ui, "views_button", Icon::views, ui.tr("views"))) ImGui::OpenPopup(kViews);
  views_popover(ui);
  if (!compact && !tight) {
    place(m.control);
    const Theme next = next_theme(s.theme);
    const Icon icon = next == Theme::light ? Icon::sun : next == Theme::contrast ? Icon::contrast : Icon::moon;
    const std::string tip = next == Theme::light ? ui.tr("to_light") : next == Theme::contrast ? ui.tr("to_contrast") : ui.tr("to_dark");
    if (icon_button(ui, "theme", icon, tip)) ui.send(command::SetTheme{next});
    place(m.control);
    if (icon_button(ui, "full_screen", Icon::full_screen, ui.tr("full_screen"), s.fullscreen))
      ui.send(command::SetFullscreen{!s.fullscreen});
  }
  if ((compact && !one_menu) || tightest) {
    place(m.control);
    if (icon_button(ui, "more_button", Icon::more, ui.tr("more"))) ImGui::OpenPopup(kMore);
    if (begin_popover(ui, kMore, 400 * m.scale)) {
      draw_more_popover(ui);
      end_popover();
    }
  }
  place(m.control);
  if (icon_button(ui, "save_button", one_menu ? Icon::more : Icon::share, ui.tr("save_and_share"))) ImGui::OpenPopup(kSave);
  if (begin_popover(ui, kSave, 400 * m.scale)) {
    draw_save_popover(ui);
    if (one_menu) draw_more_popover(ui);
    end_popover();
  }
  place(m.control);
  if (icon_button(ui, "settings_button", Icon::sliders, ui.tr("settings"))) ImGui::OpenPopup(kSettings);
  if (begin_popover(ui, kSettings, 380 * m.scale)) {
    draw_settings_popover(ui);
    end_popover();
  }
  if (!compact && !tightest) {
    place(m.control);
    if (icon_button(ui, "help", Icon::help, ui.tr("help"), s.show_help)) ui.send(command::SetHelp{!s.show_help});
  }
  ImGui::End();
}

}  // namespace attune
