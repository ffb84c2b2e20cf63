#include "ui/widgets.h"

#include <algorithm>
#include <cstring>

#include "session/history.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

const char* end_of(std::string_view text) { return text.data() + text.size(); }

// The start of the next UTF-8 character after `at`.
std::size_t next_character(std::string_view text, std::size_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  return at;
}

constexpr std::string_view kEllipsis = "\u2026";

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// What closes a word or a sentence, at the start of a text: in bytes, 0 for anything else.
std::size_t closing_mark(std::string_view text) {
  for (const std::string_view mark : {".", ",", ";", ":", "!", "?", ")", "]", "}", "%", "\"", "'", "\u2019", "\u201d", "\u00bb", "\u2026"})
    if (text.starts_with(mark)) return mark.size();
  return 0;
}

// Marks that stand alone behind a blank, as some languages have it ("quoi ?").
bool is_lone_mark(std::string_view text) {
  const std::size_t mark = closing_mark(text);
  const bool opens = text.starts_with("\"") || text.starts_with("'");
  return mark > 0 && !opens && (mark == text.size() || is_blank(text[mark]) || text[mark] == '\n');
}

// Where the first line of a text ends, in bytes: at a blank or a new line; in the middle of a word only where it is alone on
// the line, and never before what closes it. ImGui's own flow breaks behind every full stop and quotation mark.
std::size_t line_end(const UiFont& font, std::string_view text, float width) {
  const char* const fit = compat::wrap_position(font.font, font.size, text.data(), end_of(text), width);
  std::size_t end = static_cast<std::size_t>(fit - text.data());
  if (const std::size_t feed = text.substr(0, end).find('\n'); feed != std::string_view::npos) return feed;
  if (end == 0 && !text.empty() && text[0] != '\n') end = next_character(text, 0);
  const auto word_start = [&](std::size_t at) {
    while (at > 0 && !is_blank(text[at - 1])) --at;
    return at;
  };
  if (end < text.size() && !is_blank(text[end]) && text[end] != '\n') {
    if (const std::size_t start = word_start(end); start > 0) return start;
    std::size_t keep = end;
    while (keep > 1 && closing_mark(text.substr(keep)) > 0) {
      --keep;
      while (keep > 0 && (static_cast<unsigned char>(text[keep]) & 0xC0) == 0x80) --keep;
    }
    if (keep > 0 && closing_mark(text.substr(keep)) == 0) end = keep;
    return end;
  }
  std::size_t next = end;
  while (next < text.size() && is_blank(text[next])) ++next;
  if (next == text.size() || !is_lone_mark(text.substr(next))) return end;
  std::size_t start = end;
  do {  // the word before, with all marks behind it
    std::size_t last = start;
    while (last > 0 && is_blank(text[last - 1])) --last;
    start = word_start(last);
  } while (start > 0 && is_lone_mark(text.substr(start)));
  return start > 0 ? start : end;
}

}  // namespace

std::vector<std::string_view> wrapped_lines(const UiFont& font, std::string_view text, float width) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = width > 0 ? line_end(font, text, width) : std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
    lines.push_back(line);
    std::size_t next = end;
    while (next < text.size() && is_blank(text[next])) ++next;
    if (next < text.size() && text[next] == '\n') ++next;
    text.remove_prefix(next);
  }
  return lines;
}

std::string UiContext::tr(const char* key) const {
  std::string missing;
  return word(*frame.text, key, missing);
}

ClockWords UiContext::clock() const {
  return {tr("clock_day"), tr("span_week"), tr("span_weeks"), tr("span_year"), tr("span_years")};
}

std::string UiContext::side_title(int side) const { return attune::side_title(session, content, *frame.text, side).name; }

ClockWords UiContext::axis_clock() const {
  return {tr("axis_day"), tr("axis_week"), tr("axis_weeks"), tr("axis_year"), tr("axis_years")};
}

glm::vec2 measure(const UiFont& font, std::string_view text, float wrap_width) {
  if (text.empty()) return {0, font.size};
  const auto size_of = [&](std::string_view line) {
    return to_glm(compat::text_size(font.font, font.size, 0, line.data(), end_of(line)));
  };
  const glm::vec2 whole = size_of(text);
  if (wrap_width <= 0 || whole.x <= wrap_width) return whole;
  glm::vec2 size(0);
  for (const std::string_view line : wrapped_lines(font, text, wrap_width))
    size = {std::max(size.x, line.empty() ? 0 : size_of(line).x), size.y + font.size};
  return size;
}

void draw_text(ImDrawList& list, const UiFont& font, glm::vec2 at, Colour colour, std::string_view text,
               float wrap_width) {
  if (text.empty()) return;
  // Whole pixels: half pixels blur every letter.
  const ImVec2 position{std::round(at.x), std::round(at.y)};
  const auto draw = [&](std::string_view line, float y) {
    list.AddText(font.font, font.size, {position.x, y}, to_u32(colour), line.data(), end_of(line));
  };
  if (wrap_width <= 0) return draw(text, position.y);
  float y = position.y;
  for (const std::string_view line : wrapped_lines(font, text, wrap_width)) {
    if (!line.empty()) draw(line, y);
    y += font.size;
  }
}

std::string elide(const UiFont& font, std::string_view text, float width) {
  if (measure(font, text).x <= width) return std::string(text);
  const float room = width - measure(font, kEllipsis).x;
  std::size_t keep = 0;
  for (std::size_t at = 0; at < text.size();) {
    at = next_character(text, at);
    if (measure(font, text.substr(0, at)).x > room) break;
    keep = at;
  }
  std::string cut(text.substr(0, keep));
  while (!cut.empty() && cut.back() == ' ') cut.pop_back();
  return cut + std::string(kEllipsis);
}

std::string clamp_lines(const UiFont& font, std::string_view text, float width, int lines) {
  const std::vector<std::string_view> all = wrapped_lines(font, text, width);
  if (static_cast<int>(all.size()) <= lines) return std::string(text);
  const auto kept = static_cast<std::size_t>(all[static_cast<std::size_t>(lines - 1)].data() - text.data());
  return std::string(text.substr(0, kept)) + elide(font, text.substr(kept), width);
}

float widest_word(const UiFont& font, std::string_view text) {
  float widest = 0;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n", from), text.size());
    widest = std::max(widest, measure(font, text.substr(from, end - from)).x);
    from = end + 1;
  }
  return widest;
}

void text_line(const UiContext&, const UiFont& font, Colour colour, std::string_view text) {
  const glm::vec2 size = measure(font, text);
  draw_text(*ImGui::GetWindowDrawList(), font, to_glm(ImGui::GetCursorScreenPos()), colour, text);
  ImGui::Dummy(to_im(size));
}

void paragraph(const UiContext&, const UiFont& font, Colour colour, std::string_view text) {
  if (text.empty()) return;
  const float width = std::max(1.0f, ImGui::GetContentRegionAvail().x);
  const glm::vec2 size = measure(font, text, width);
  draw_text(*ImGui::GetWindowDrawList(), font, to_glm(ImGui::GetCursorScreenPos()), colour, text, width);
  ImGui::Dummy({width, size.y});
}

void section_label(const UiContext& ui, std::string_view text) {
  paragraph(ui, ui.fonts.small_bold, ui.tokens.faint, text);
  space(ui.m.gap_s);
}

void section_label_of_time(UiContext& ui, std::string_view text) {
  const UiFont& font = ui.fonts.small_bold;
  const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos()), size = measure(font, ui.held_words);
  const float x = at.x + measure(font, text).x + ui.m.gap_m;
  const bool fits = x + size.x <= at.x + ImGui::GetContentRegionAvail().x;  // on this line: nothing moves when it comes
  section_label(ui, text);
  if (ui.held_words.empty() || !fits) return;
  draw_text(*ImGui::GetWindowDrawList(), font, {x, at.y}, ui.tokens.accent, ui.held_words);
  const Rect seen{to_glm(ImGui::GetCurrentWindow()->ClipRect.Min), to_glm(ImGui::GetCurrentWindow()->ClipRect.Max)};
  ui.held_said = ui.held_said || (at.y >= seen.min.y + ui.m.gap_s && at.y + size.y <= seen.max.y - ui.m.gap_s);
}

void space(float height) { ImGui::Dummy({1, height}); }

namespace {
// Something of the current window, for those who ask where things are: the part in view.
void note_control(const UiContext& ui, std::string_view id, std::string_view words, glm::vec2 min, glm::vec2 max) {
  if (ui.controls == nullptr) return;
  const ImRect clip = ImGui::GetCurrentWindow()->ClipRect;
  ui.controls->push_back({std::string(id), std::string(words), {glm::max(min, to_glm(clip.Min)), glm::min(max, to_glm(clip.Max))}});
}
}  // namespace

Press press_area(const UiContext& ui, const char* id, glm::vec2 size) {
  Press press;
  press.min = to_glm(ImGui::GetCursorScreenPos());
  size = glm::vec2(std::max(1.0f, size.x), std::max(1.0f, size.y));
  press.max = press.min + size;
  press.pressed = compat::press_area(id, to_im(size));
  press.hovered = ImGui::IsItemHovered();
  press.held = ImGui::IsItemActive();
  press.focused = compat::is_focus_visible(ImGui::GetItemID());
  if (press.focused) draw_focus_ring(ui, press, ui.m.corner);
  note_control(ui, id, "", press.min, press.max);
  return press;
}

Typed text_field(const UiContext& ui, const TextField& field, std::span<char> text, glm::vec2 size) {
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos()), end = at + size;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_control(ui, list, at, end, t.control, m.corner);
  const float height = (size.y - ui.fonts.body.size) / 2;
  ImGui::SetCursorScreenPos({at.x + m.gap_m, at.y});
  ImGui::PushItemWidth(std::max(1.0f, size.x - 2 * m.gap_m));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, height));
  ImGui::PushID(field.id);
  if (field.takes_keyboard) ImGui::SetKeyboardFocusHere();
  Typed typed;
  typed.answered = ImGui::InputText("##field", text.data(), text.size(), field.flags);
  typed.began = ImGui::IsItemActivated();
  typed.left = ImGui::IsItemDeactivated();
  typed.is_active = ImGui::IsItemActive();
  const bool lit = typed.is_active || compat::is_focus_visible(ImGui::GetItemID());
  ImGui::PopID();
  ImGui::PopStyleVar();
  ImGui::PopItemWidth();
  if (text[0] == 0 && !field.hint.empty())
    draw_text(list, ui.fonts.body, {at.x + m.gap_m, at.y + height}, t.faint, elide(ui.fonts.body, field.hint, size.x - 2 * m.gap_m));
  draw_frame(list, at, end, lit ? t.accent : field.wrong ? t.warning : t.border_strong, m.corner, (lit || field.wrong ? 2.5f : 1.5f) * m.scale);
  note_control(ui, field.id, field.name, at, end);
  return typed;
}

void name_control(const UiContext& ui, std::string_view words) {
  if (ui.controls != nullptr && !ui.controls->empty()) ui.controls->back().words = words;
}

const Control* find_control(const UiContext& ui, std::string_view id) {
  if (ui.controls == nullptr) return nullptr;
  for (auto at = ui.controls->rbegin(); at != ui.controls->rend(); ++at)
    if (at->id == id && !at->place.is_empty()) return &*at;
  return nullptr;
}

void draw_focus_ring(const UiContext& ui, const Press& press, float corner) {
  const float width = 2.5f * ui.m.scale, over = width / 2 + 2;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  // Rows reach to the edges of what scrolls: the ring stands over them. What has scrolled away stays cut.
  ImRect clip = ImGui::GetCurrentWindow()->ClipRect;
  const bool whole = press.min.y >= clip.Min.y - 0.5f && press.max.y <= clip.Max.y + 0.5f;
  clip.Expand(ImVec2(over, whole ? over : 0));
  list.PushClipRect(clip.Min, clip.Max);
  list.AddRect(to_im(press.min - glm::vec2(1)), to_im(press.max + glm::vec2(1)), to_u32(ui.tokens.accent), corner,
               ImDrawFlags_None, width);
  list.PopClipRect();
}

void tooltip(const UiContext& ui, std::string_view text) {
  if (text.empty() || ImGui::GetCurrentContext()->HoveredIdTimer < 0.35f) return;
  const glm::vec2 mouse = to_glm(ImGui::GetIO().MousePos);
  // What it explains: the last item, if the pointer is on it.
  Rect item{to_glm(ImGui::GetItemRectMin()), to_glm(ImGui::GetItemRectMax())};
  if (!item.contains(mouse))
    item = {mouse - glm::vec2(12 * ui.m.scale), mouse + glm::vec2(12 * ui.m.scale, 22 * ui.m.scale)};
  const ImGuiWindow& window = *ImGui::GetCurrentWindow()->RootWindow;
  tooltip_beside(ui, item, {to_glm(window.Pos), to_glm(window.Pos) + to_glm(window.Size)}, text);
}

void tooltip_beside(const UiContext& ui, const Rect& item, const Rect& panel, std::string_view text) {
  const float pad = ui.m.gap_m;
  // As wide as its longest word: addresses stay in one piece.
  const float wrap = std::min(std::max(300 * ui.m.scale, widest_word(ui.fonts.small, text) + 2), ui.frame.size_px.x - 2 * (pad + ui.m.gap_s));
  const glm::vec2 size = measure(ui.fonts.small, text, wrap) + glm::vec2(2 * pad, 2 * ui.m.gap_s);
  const glm::vec2 mouse = to_glm(ImGui::GetIO().MousePos);
  const glm::vec2 at = place_tooltip(size, item, panel, ui.frame.size_px, mouse, ui.m.gap_s, ui.frame.names).min;
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  draw_box(list, at + glm::vec2(0, 3 * ui.m.scale), at + size + glm::vec2(0, 3 * ui.m.scale), ui.tokens.shadow,
           ui.m.corner);
  draw_control(ui, list, at, at + size, ui.tokens.control_active, ui.m.corner);
  draw_text(list, ui.fonts.small, at + glm::vec2(pad, ui.m.gap_s), ui.tokens.text, text, wrap);
}

void explain(const UiContext& ui, const Press& press, const Rect& panel, std::string_view text) {
  if (press.focused) {
    tooltip_beside(ui, {press.min, press.max}, panel, text);
  } else if (press.hovered) {
    tooltip(ui, text);
  }
}

bool button(const UiContext& ui, const char* id, std::string_view label, ButtonLook look, float width) {
  const glm::vec2 words = measure(ui.fonts.bold, label);
  const glm::vec2 size(width > 0 ? width : words.x + 2 * ui.m.gap_l + ui.m.gap_s, ui.m.control);
  const Press press = press_area(ui, id, size);
  name_control(ui, label);
  const Tokens& t = ui.tokens;
  Colour back = press.held ? t.control_active : press.hovered ? t.control_hover : t.control;
  Colour front = t.text;
  if (look == ButtonLook::primary) {
    back = press.hovered ? t.accent_hover : t.accent;
    front = t.on_accent;
  }
  const bool idle = look == ButtonLook::idle;
  if (idle) front = with_alpha(t.faint, 0.5f);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (look == ButtonLook::filled || look == ButtonLook::primary || (!idle && (press.hovered || press.held)))
    draw_control(ui, list, press.min, press.max, back, size.y / 2);
  const std::string shown = elide(ui.fonts.bold, label, size.x - 2 * ui.m.gap_m);
  const glm::vec2 shown_size = measure(ui.fonts.bold, shown);
  draw_text(list, ui.fonts.bold, press.centre() - shown_size * 0.5f, front, shown);
  return press.pressed && !idle;
}

bool icon_button(const UiContext& ui, const char* id, Icon icon, std::string_view tip, bool on, float size) {
  if (size <= 0) size = ui.m.control;
  const Press press = press_area(ui, id, {size, size});
  name_control(ui, tip);
  const Tokens& t = ui.tokens;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (press.held || press.hovered || on) {
    const Colour back = press.held ? t.control_active : press.hovered ? t.control_hover : t.accent_soft;
    draw_control(ui, list, press.min + glm::vec2(2), press.max - glm::vec2(2), back, ui.m.corner);
  }
  draw_icon(list, icon, press.centre(), std::round(size * 0.5f), on ? t.accent : press.hovered ? t.text : t.muted);
  if (press.hovered) tooltip(ui, tip);
  return press.pressed;
}

namespace {
float word_icon_size(const UiContext& ui) { return 20 * ui.m.scale; }
}  // namespace

float word_button_width(const UiContext& ui, std::string_view word) {
  return word_icon_size(ui) + measure(ui.fonts.bold, word).x + 2 * ui.m.gap_m + ui.m.gap_s;
}

bool word_button(const UiContext& ui, const char* id, Icon icon, std::string_view word, std::string_view tip, bool on,
                 bool quiet) {
  const Tokens& t = ui.tokens;
  const float icon_size = word_icon_size(ui);
  const Press press = press_area(ui, id, {word_button_width(ui, word), ui.m.control});
  name_control(ui, tip.empty() ? word : tip);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Colour back = press.held ? t.control_active : on ? t.accent_soft : press.hovered ? t.control_hover : t.control;
  if (!quiet || on || press.hovered || press.held) draw_control(ui, list, press.min, press.max, back, ui.m.control / 2);
  if (on) draw_frame(list, press.min, press.max, t.accent, ui.m.control / 2, 1.5f * ui.m.scale);
  const Colour front = on ? t.accent : t.text;
  draw_icon(list, icon, {press.min.x + ui.m.gap_m + icon_size / 2, press.centre().y}, icon_size, front);
  draw_text(list, ui.fonts.bold, {press.min.x + ui.m.gap_m + icon_size + ui.m.gap_s, press.centre().y - ui.fonts.bold.size / 2},
            front, word);
  if (press.hovered && !tip.empty()) tooltip(ui, tip);
  return press.pressed;
}

void idle_button(const UiContext& ui, const char* id, Icon icon, std::string_view word, std::string_view tip) {
  const float icon_size = word.empty() ? std::round(ui.m.control * 0.5f) : word_icon_size(ui);
  const Press press = press_area(ui, id, {word.empty() ? ui.m.control : word_button_width(ui, word), ui.m.control});
  name_control(ui, tip);
  const Colour front = with_alpha(ui.tokens.faint, 0.5f);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float x = word.empty() ? press.centre().x : press.min.x + ui.m.gap_m + icon_size / 2;
  draw_icon(list, icon, {x, press.centre().y}, icon_size, front);
  draw_text(list, ui.fonts.bold, {x + icon_size / 2 + ui.m.gap_s, press.centre().y - ui.fonts.bold.size / 2}, front, word);
  if (press.hovered) tooltip(ui, tip);
}

namespace {
std::string step_words(const UiContext& ui, const char* choice, const char* key, const char* none) {
  return choice == nullptr ? ui.tr(none) : fill(ui.tr(key), {{"what", ui.tr(choice)}});
}
}  // namespace

std::string undo_words(const UiContext& ui) { return step_words(ui, undone_next(ui.session), "undo_what", "undo_none"); }
std::string redo_words(const UiContext& ui) { return step_words(ui, redone_next(ui.session), "redo_what", "redo_none"); }

void undo_button(const UiContext& ui, const char* id) {
  if (undone_next(ui.session) == nullptr) return idle_button(ui, id, Icon::undo, "", undo_words(ui));
  if (icon_button(ui, id, Icon::undo, undo_words(ui))) ui.send(command::Undo{});
}

void redo_button(const UiContext& ui, const char* id) {
  if (redone_next(ui.session) == nullptr) return idle_button(ui, id, Icon::redo, "", redo_words(ui));
  if (icon_button(ui, id, Icon::redo, redo_words(ui))) ui.send(command::Redo{});
}

std::string value_words(const UiContext& ui, double value, const ColumnInfo& info) {
  const bool learned = info.kind == ColumnKind::learned || info.kind == ColumnKind::early;
  return learned && std::isfinite(value) ? ui.tr(amount_words(value)) : value_text(value, info.unit);
}

float why_width(const UiContext& ui, const std::string& column) {
  if (!has_reasons(ui.session, ui.content, column)) return 0;
  return std::round(measure(ui.fonts.small_bold, ui.tr("why_button")).x + 2 * ui.m.gap_xs);
}

bool why_button(const UiContext& ui, const std::string& column, const std::string& name, float height) {
  const float width = why_width(ui, column);
  if (width <= 0) return false;
  const std::string words = ui.tr("why_button");
  ImGui::PushID(column.c_str());
  const Press press = press_area(ui, "why", {width, height});
  name_control(ui, name);
  ImGui::PopID();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const glm::vec2 size = measure(ui.fonts.small_bold, words);
  const glm::vec2 at = press.centre() - size * 0.5f;
  if (press.hovered || press.held) draw_box(list, press.min, press.max, ui.tokens.control_hover, ui.m.corner);
  draw_text(list, ui.fonts.small_bold, at, press.hovered ? ui.tokens.accent_hover : ui.tokens.accent, words);
  if (press.hovered) tooltip(ui, fill(ui.tr("why_tip"), {{"name", name}}));
  if (press.pressed) ui.send(command::AskAbout{column});
  return press.pressed;
}

void eye_button(const UiContext& ui, bool shown, std::string_view tip, float size, Command turns, Command solo) {
  if (!icon_button(ui, "eye", shown ? Icon::eye : Icon::eye_off, tip, false, size)) return;
  ui.send(ImGui::GetIO().KeyCtrl ? std::move(solo) : std::move(turns));
}

void solo_button(const UiContext& ui, bool solo, const char* only, const char* all, const std::string& name, float size,
                 Command asks) {
  if (icon_button(ui, "solo", Icon::solo, ui.tr(solo ? all : only), solo, size)) ui.send(std::move(asks));
  if (ui.controls != nullptr) name_control(ui, ui.tr(only) + ": " + name);
}

bool switch_row(const UiContext& ui, const char* id, std::string_view label, bool on) {
  const Tokens& t = ui.tokens;
  const float width = ImGui::GetContentRegionAvail().x;
  const glm::vec2 track(40 * ui.m.scale, 24 * ui.m.scale);
  const float text_width = width - track.x - ui.m.gap_m;
  const float height = std::max(ui.m.row, measure(ui.fonts.body, label, text_width).y + ui.m.gap_s);
  const Press press = press_area(ui, id, {width, height});
  name_control(ui, label);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float text_height = measure(ui.fonts.body, label, text_width).y;
  draw_text(list, ui.fonts.body, {press.min.x, press.centre().y - text_height / 2}, t.text, label, text_width);
  const glm::vec2 min(press.max.x - track.x, press.centre().y - track.y / 2), max = min + track;
  draw_box(list, min, max, on ? t.accent : press.hovered ? t.control_hover : t.control, track.y / 2);
  if (!on) draw_frame(list, min, max, t.border_strong, track.y / 2, 1.5f * ui.m.scale);
  const float knob = track.y / 2 - 4 * ui.m.scale;
  const float x = on ? max.x - track.y / 2 : min.x + track.y / 2;
  list.AddCircleFilled({x, press.centre().y}, knob, to_u32(on ? t.on_accent : t.border_strong), 24);
  return press.pressed;
}

int segmented(const UiContext& ui, const char* id, const std::vector<std::string>& labels, int current) {
  if (labels.empty()) return -1;
  const Tokens& t = ui.tokens;
  const glm::vec2 origin = to_glm(ImGui::GetCursorScreenPos());
  const float width = ImGui::GetContentRegionAvail().x, pad = 3 * ui.m.scale;
  const glm::vec2 size(width, ui.m.control);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_control(ui, list, origin, origin + size, t.control, ui.m.corner);
  // Equal shares; where a label needs more than its own, each what it needs and an equal part of what is left.
  const float each = width / static_cast<float>(labels.size()), edges = 2 * ui.m.gap_xs + 2 * pad;
  std::vector<float> widths;
  float sum = 0;
  bool is_tight = false;
  for (const std::string& label : labels) {
    widths.push_back(measure(ui.fonts.small_bold, label).x + edges);
    sum += widths.back();
    is_tight = is_tight || widths.back() > each;
  }
  for (float& share : widths)
    share = is_tight && sum <= width ? share + (width - sum) / static_cast<float>(labels.size()) : each;
  float x = origin.x;
  int pressed = -1;
  ImGui::PushID(id);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const int index = static_cast<int>(i);
    ImGui::SetCursorScreenPos({x, origin.y});
    ImGui::PushID(index);
    const Press press = press_area(ui, "segment", {widths[i], size.y});
    x += widths[i];
    name_control(ui, labels[i]);
    ImGui::PopID();
    if (press.pressed && index != current) pressed = index;
    const glm::vec2 min = press.min + glm::vec2(pad), max = press.max - glm::vec2(pad);
    const bool on = index == current;
    if (on || press.hovered) draw_box(list, min, max, on ? t.accent : t.control_hover, ui.m.corner - pad);
    const UiFont& font = on ? ui.fonts.small_bold : ui.fonts.small;
    const std::string shown = elide(font, labels[i], widths[i] - edges + 1);
    draw_text(list, font, press.centre() - measure(font, shown) * 0.5f, on ? t.on_accent : t.text, shown);
    if (press.hovered && shown != labels[i]) tooltip(ui, labels[i]);
  }
  ImGui::PopID();
  ImGui::SetCursorScreenPos({origin.x, origin.y + size.y + ImGui::GetStyle().ItemSpacing.y});
  ImGui::Dummy({0, 0});
  return pressed;
}

float slider_steps(const Press& press) {
  if (!press.focused) return 0;
  compat::note_slider(ImGui::GetItemID());
  const bool right = compat::key_pressed(ImGuiKey_RightArrow), left = compat::key_pressed(ImGuiKey_LeftArrow);
  if (right == left) return 0;
  compat::keep_focus();
  return (right ? 1.0f : -1.0f) * (ImGui::GetIO().KeyShift ? 0.2f : 1.0f);
}

bool slider(const UiContext& ui, const char* id, float& value, float low, float high) {
  const Tokens& t = ui.tokens;
  const float width = ImGui::GetContentRegionAvail().x, knob = 10 * ui.m.scale, thickness = 6 * ui.m.scale;
  const Press press = press_area(ui, id, {width, ui.m.row});
  const float from = press.min.x + knob, to = press.max.x - knob;
  bool changed = false;
  if (press.held && ImGui::IsMouseDown(0) && to > from) {
    const float share = std::clamp((ImGui::GetIO().MousePos.x - from) / (to - from), 0.0f, 1.0f);
    const float next = low + share * (high - low);
    changed = next != value;
    value = next;
  } else if (press.focused && ImGui::IsItemActivated()) {
    // Space or Enter goes up a tenth and starts again from below.
    value = value >= high - 1e-4f ? low : std::min(high, value + (high - low) / 10);
    changed = true;
  } else if (const float steps = slider_steps(press); steps != 0) {
    const float next = std::clamp(value + steps * (high - low) / 20, low, high);
    changed = next != value;
    value = next;
  }
  const float share = high > low ? std::clamp((value - low) / (high - low), 0.0f, 1.0f) : 0;
  const float x = from + share * (to - from), y = press.centre().y;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_control(ui, list, {press.min.x, y - thickness / 2}, {press.max.x, y + thickness / 2}, t.control, thickness / 2);
  draw_box(list, {press.min.x, y - thickness / 2}, {x, y + thickness / 2}, t.accent, thickness / 2);
  list.AddCircleFilled({x, y}, knob, to_u32(press.hovered || press.held ? t.accent_hover : t.accent), 32);
  list.AddCircleFilled({x, y}, knob * 0.42f, to_u32(t.on_accent), 24);
  return changed;
}

void draw_box(ImDrawList& list, glm::vec2 min, glm::vec2 max, Colour fill, float corner) {
  list.AddRectFilled(to_im(min), to_im(max), to_u32(fill), corner);
}

void draw_control(const UiContext& ui, ImDrawList& list, glm::vec2 min, glm::vec2 max, Colour fill, float corner) {
  draw_box(list, min, max, fill, corner);
  if (ui.tokens.outline.a > 0) draw_frame(list, min, max, ui.tokens.outline, corner, std::max(1.0f, 1.5f * ui.m.scale));
}

void draw_frame(ImDrawList& list, glm::vec2 min, glm::vec2 max, Colour colour, float corner, float width) {
  const float half = width / 2;
  list.AddRect({min.x + half, min.y + half}, {max.x - half, max.y - half}, to_u32(colour), corner, ImDrawFlags_None,
               width);
}

void draw_panel(const UiContext& ui, ImDrawList& list, const Rect& rect) {
  draw_box(list, rect.min, rect.max, ui.tokens.panel, ui.m.corner_panel);
  draw_frame(list, rect.min, rect.max, ui.tokens.border, ui.m.corner_panel, ui.m.line);
}

void draw_share_bar(const UiContext& ui, ImDrawList& list, glm::vec2 min, glm::vec2 max, double share) {
  const float corner = (max.y - min.y) / 2, middle = std::round((min.x + max.x) / 2);
  draw_control(ui, list, min, max, ui.tokens.control, corner);
  const float length = static_cast<float>(std::clamp(share, -1.0, 1.0)) * (max.x - min.x) / 2;
  if (std::abs(length) >= 1) {
    const Colour colour = length < 0 ? ui.tokens.quieter : ui.tokens.busier;
    const float left = std::min(middle, middle + length), right = std::max(middle, middle + length);
    // Square at the middle, round at the moving end.
    list.AddRectFilled({left, min.y}, {right, max.y}, to_u32(colour), std::min(corner, std::abs(length)),
                       length < 0 ? ImDrawFlags_RoundCornersLeft : ImDrawFlags_RoundCornersRight);
  }
  const float tick = 2 * ui.m.scale;
  list.AddRectFilled({middle - tick / 2, min.y - tick}, {middle + tick / 2, max.y + tick},
                     to_u32(ui.tokens.border_strong));
}

Colour text_on(Colour background) {
  const Colour dark{12, 16, 24, 255}, light{255, 255, 255, 255};
  return contrast_ratio(dark, background) >= contrast_ratio(light, background) ? dark : light;
}

void draw_side_badge(const UiContext& ui, ImDrawList& list, glm::vec2 centre, int side, float size) {
  const Colour colour = to_colour(side_name(ui.session, ui.content, side).colour);
  const glm::vec2 half(size / 2);
  draw_box(list, centre - half, centre + half, colour, size * 0.26f);
  const char* letter = side == 0 ? "A" : "B";
  draw_text(list, ui.fonts.small_bold, centre - measure(ui.fonts.small_bold, letter) * 0.5f, text_on(colour), letter);
}

void draw_dashed(ImDrawList& list, const std::vector<glm::vec2>& points, Colour colour, float width, float dash,
                 float gap) {
  std::vector<ImVec2> piece;
  const auto flush = [&] {
    if (piece.size() > 1)
      list.AddPolyline(piece.data(), static_cast<int>(piece.size()), to_u32(colour), ImDrawFlags_None, width);
    piece.clear();
  };
  float walked = 0;  // within the current dash or gap
  bool drawing = true;
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const glm::vec2 from = points[i], step = points[i + 1] - from;
    const float length = std::sqrt(step.x * step.x + step.y * step.y);
    float at = 0;
    while (length - at > 1e-4f) {
      const float left = (drawing ? dash : gap) - walked;
      const float go = std::min(left, length - at);
      if (drawing) {
        if (piece.empty()) piece.push_back(to_im(from + step * (at / length)));
        piece.push_back(to_im(from + step * ((at + go) / length)));
      }
      at += go;
      walked += go;
      if (walked >= (drawing ? dash : gap) - 1e-4f) {
        flush();
        drawing = !drawing;
        walked = 0;
      }
    }
  }
  flush();
}

void begin_panel(UiContext& ui, const char* id, const Rect& rect) {
  ImGui::SetNextWindowPos(to_im(rect.min));
  ImGui::SetNextWindowSize(to_im(rect.size()));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.m.gap_l, ui.m.gap_l));
  ImGui::Begin(id, nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoBringToFrontOnFocus |
                   ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar();
  // The window's own clipping would cut the panel's edge.
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.PushClipRectFullScreen();
  draw_panel(ui, list, rect);
  list.PopClipRect();
  if (rect.contains(to_glm(ImGui::GetIO().MousePos))) ui.pointer_over_ui = true;
}

void end_panel() { ImGui::End(); }

void begin_scroll(const char* id, float foot) { compat::begin_scroll_child(id, {0, -foot}); }

namespace {
// What the keyboard has just come to stands clear of the edges that fade.
void keep_focus_clear(float fade) {
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  const ImGuiID known = ImGui::GetID("focus"), focus = compat::focus_here();
  const bool is_new = storage.GetInt(known) != static_cast<int>(focus);
  storage.SetInt(known, static_cast<int>(focus));
  if (focus == 0 || !is_new) return;
  const ImRect item = compat::focus_rect();
  const float top = ImGui::GetWindowPos().y, height = ImGui::GetWindowHeight();
  const float clear = std::min(fade, std::max(0.0f, (height - item.GetHeight()) / 2));
  float by = std::max(0.0f, item.Max.y - (top + height - clear));
  by = std::min(by, item.Min.y - (top + clear));
  if (std::abs(by) > 0.5f) ImGui::SetScrollY(std::clamp(ImGui::GetScrollY() + by, 0.0f, ImGui::GetScrollMaxY()));
}
}  // namespace

void end_scroll(const UiContext& ui) {
  // What goes on beyond an edge fades out there.
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const glm::vec2 min = to_glm(ImGui::GetWindowPos()), max = min + to_glm(ImGui::GetWindowSize());
  const float right = max.x - ImGui::GetStyle().ScrollbarSize, fade = ui.m.gap_xl;
  const ImU32 solid = to_u32(ui.tokens.panel), clear = to_u32(with_alpha(ui.tokens.panel, 0));
  keep_focus_clear(fade);
  if (ImGui::GetScrollY() > 1)
    list.AddRectFilledMultiColor(to_im(min), {right, min.y + fade}, solid, solid, clear, clear);
  if (ImGui::GetScrollY() < ImGui::GetScrollMaxY() - 1)
    list.AddRectFilledMultiColor({min.x, max.y - fade}, {right, max.y}, clear, clear, solid, solid);
  ImGui::EndChild();
}

void scroll_by_steps(const UiContext& ui) {
  if (ui.frame.list_step == 0) return;
  // No line is passed over, however low the area.
  const float most = std::max(1.0f, ImGui::GetWindowHeight() - 3 * ui.fonts.body.size);
  const float wanted = static_cast<float>(ui.frame.list_step) * 3 * ui.fonts.body.size;
  ImGui::SetScrollY(std::clamp(ImGui::GetScrollY() + std::clamp(wanted, -most, most), 0.0f, ImGui::GetScrollMaxY()));
}

bool begin_popover(const UiContext& ui, const char* id, float width) {
  if (!ImGui::IsPopupOpen(id)) return false;
  const glm::vec2 window = ui.frame.size_px;
  const float edge = ui.m.gap_s;
  const glm::vec2 low = to_glm(ImGui::GetItemRectMin()), high = to_glm(ImGui::GetItemRectMax());
  const float room_below = window.y - high.y - 2 * edge, room_above = low.y - 2 * edge;
  const bool below = room_below >= room_above;
  const bool from_right = (low.x + high.x) / 2 > window.x / 2;
  width = std::min(width, window.x - 2 * edge);
  const float x =
      from_right ? std::clamp(high.x, width + edge, window.x - edge) : std::clamp(low.x, edge, window.x - edge - width);
  ImGui::SetNextWindowPos({x, below ? high.y + edge : low.y - edge}, ImGuiCond_Always,
                          {from_right ? 1.0f : 0.0f, below ? 0.0f : 1.0f});
  ImGui::SetNextWindowSizeConstraints({width, 0}, {width, std::max(80.0f, below ? room_below : room_above)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.m.gap_l, ui.m.gap_l));
  const bool open = ImGui::BeginPopup(id, ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoMove);
  ImGui::PopStyleVar();
  return open;
}

void end_popover() { ImGui::EndPopup(); }

}  // namespace attune
