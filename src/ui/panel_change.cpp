// The second clock: weeks to years. A dial that looks like a calendar, not like a scrubber, with the traits that move
// along it. Side B of the moment follows at once.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "session/run_sides.h"
#include "ui/panels.h"
#include "ui/plot_layout.h"
#include "ui/terms.h"
#include "ui/timeline_layout.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

constexpr const char *kCompany = "companies", *kRowsMenu = "rows";
// Heights, pixels at scale 1: of a row that can be read, of the highest, of one in a menu; a panel lower than kNoRows has none
// of them; from kStacked on its name has a line of its own.
constexpr float kLeastStrip = 26, kMostStrip = 64, kMenuStrip = 34, kNoRows = 150, kStacked = 320;

std::string span_at(const UiContext& ui, double weeks) { return span_text(weeks, span_words(*ui.frame.text)); }

void company_menu(UiContext& ui, float width) {
  if (!begin_popover(ui, kCompany, width)) return;
  const auto& environments = ui.content.slow.environments;
  for (const int company : change_companies(ui.content)) {
    const auto i = static_cast<std::size_t>(company);
    const bool on = company == ui.session.change.environment;
    const float inner = ImGui::GetContentRegionAvail().x;
    const float height = ui.fonts.bold.size + measure(ui.fonts.small, environments[i].meaning, inner - 2 * ui.m.gap_m).y + 2 * ui.m.gap_xs;
    ImGui::PushID(static_cast<int>(i));
    const Press press = press_area(ui, "row", {inner, height});
    ImGui::PopID();
    if (on && ImGui::IsWindowAppearing()) ImGui::SetScrollHereY(0.5f);  // whole, where the menu is longer than the window
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (on || press.hovered) draw_box(list, press.min, press.max, on ? ui.tokens.second_soft : ui.tokens.control_hover, ui.m.corner);
    draw_text(list, ui.fonts.bold, {press.min.x + ui.m.gap_m, press.min.y + ui.m.gap_xs}, ui.tokens.text, environments[i].name);
    draw_text(list, ui.fonts.small, {press.min.x + ui.m.gap_m, press.min.y + ui.m.gap_xs + ui.fonts.bold.size}, ui.tokens.muted,
              environments[i].meaning, inner - 2 * ui.m.gap_m);
    if (press.pressed) {
      ui.send(command::SetChange{true, static_cast<int>(i), ui.session.change.weeks});
      ImGui::CloseCurrentPopup();
    }
  }
  end_popover();
}

int band_of_trait(const UiContext& ui, const char* trait) {
  const EnsembleBands* bands = ui.session.life_bands.get();
  if (bands == nullptr || bands->rows == 0) return -1;
  const auto found = std::find(bands->columns.begin(), bands->columns.end(), trait);
  return found == bands->columns.end() ? -1 : static_cast<int>(found - bands->columns.begin());
}

// Between which values a trait may go along the dial; a band never narrows, so it is widest at its end.
ValueRange range_of(const UiContext& ui, const char* trait) {
  ValueRange range;
  add_values(range, ui.session.life.get(), trait, 0, std::numeric_limits<double>::infinity());
  if (const int column = band_of_trait(ui, trait); column >= 0) {
    const EnsembleBands& bands = *ui.session.life_bands;
    const Band& last = bands.at(static_cast<std::size_t>(column), bands.rows - 1);
    range.low = std::min(range.low, last.p05);
    range.high = std::max(range.high, last.p95);
  }
  return range;
}

// What the height of every strip stands for: the same for all, so that the trait that changes more rises more. As little as
// what changes most, else neither line nor band could be told from a level one.
double strip_span(const UiContext& ui) {
  constexpr double kLeast = 0.1;
  double span = kLeast;
  for (const ShownTrait& trait : shown_traits()) {
    const ValueRange range = range_of(ui, trait.column);
    span = std::max(span, range.high - range.low);
  }
  return std::min(1.0, span * 1.08);
}

// One trait along the years: the model's line and its band, upwards is more; a thin line for as it is now.
void trait_strip(const UiContext& ui, ImDrawList& list, const char* trait, glm::vec2 min, glm::vec2 max, double longest, double span) {
  const Tokens& t = ui.tokens;
  draw_box(list, min, max, t.card, 4 * ui.m.scale);
  const Trace* life = ui.session.life.get();
  const int column = life == nullptr ? -1 : find_column(*life, trait);
  if (column < 0) return;
  const ValueRange range = range_of(ui, trait);
  const double low = std::clamp((range.low + range.high - span) / 2, 0.0, 1 - span);
  const auto y_of = [&](double value) {
    return max.y - 2 * ui.m.scale - static_cast<float>(std::clamp((value - low) / span, 0.0, 1.0)) * (max.y - min.y - 4 * ui.m.scale);
  };
  const int band_column = band_of_trait(ui, trait);
  const auto band_at = [&](double weeks, double Band::* edge, double otherwise) {
    if (band_column < 0) return otherwise;
    const EnsembleBands& bands = *ui.session.life_bands;
    const auto row = std::min(static_cast<std::size_t>(std::lround(weeks * seconds_per_week / bands.sample_s)), bands.rows - 1);
    return bands.at(static_cast<std::size_t>(band_column), row).*edge;
  };
  const float now_y = std::round(y_of(value_at(*life, column, 0)));
  list.AddLine({min.x, now_y}, {max.x, now_y}, to_u32(t.border_strong), ui.m.line);
  const ImDrawListFlags flags = list.Flags;
  list.Flags &= ~ImDrawListFlags_AntiAliasedFill;  // else the pieces of the band show their seams
  constexpr int kSteps = 48;
  std::array<ImVec2, kSteps + 1> line{}, low_edge{}, high_edge{};
  for (int i = 0; i <= kSteps; ++i) {
    const double weeks = longest * i / kSteps;
    const float x = min.x + (max.x - min.x) * static_cast<float>(i) / kSteps;
    const auto k = static_cast<std::size_t>(i);
    const double value = value_at(*life, column, weeks * seconds_per_week);
    line[k] = {x, y_of(value)};
    low_edge[k] = {x, y_of(band_at(weeks, &Band::p05, value))};
    high_edge[k] = {x, y_of(band_at(weeks, &Band::p95, value))};
    if (i > 0) list.AddQuadFilled(low_edge[k - 1], low_edge[k], high_edge[k], high_edge[k - 1], to_u32(with_alpha(t.second, 0.38f)));
  }
  list.Flags = flags;
  for (const auto* edge : {&low_edge, &high_edge})
    list.AddPolyline(edge->data(), kSteps + 1, to_u32(with_alpha(t.second, 0.75f)), ImDrawFlags_None, ui.m.line);
  list.AddPolyline(line.data(), kSteps + 1, to_u32(t.second), ImDrawFlags_None, curve_width(max.y - min.y, ui.m.scale) * 0.8f);
}

// Names of the traits before their rows: in full, in two lines where that leaves the dial more room; short ones where those
// have no room either.
struct RowNames {
  float width = 0;
  bool brief = false;
  int lines = 1;
};

std::string trait_words(const UiContext& ui, const ShownTrait& trait, bool brief) {
  for (const ShownTrait& name : short_names())
    if (brief && std::string_view(name.column) == trait.column) return ui.tr(name.words);
  return ui.tr(trait.words);
}

RowNames row_names(const UiContext& ui, float width, float row) {
  const float spare = 0.2f * ui.fonts.small.size;  // above the letters of a first line and below those of the last
  const int lines = std::max(1, static_cast<int>((row + spare) / ui.fonts.small.size));
  for (const bool brief : {false, true})
    for (const float wrap : {0.3f, 0.46f}) {
      float widest = 0, highest = 0;
      for (const ShownTrait& trait : shown_traits()) {
        const glm::vec2 size = measure(ui.fonts.small, trait_words(ui, trait, brief), width * wrap);
        widest = std::max(widest, size.x);
        highest = std::max(highest, size.y);
      }
      // Close lines only where that saves the whole names.
      if (highest <= row + (wrap > 0.4f ? spare : 0) && widest <= width * wrap) return {widest, brief, lines};
    }
  return {width * 0.46f, true, lines};
}

// A short name is told in full when it is pointed at.
void row_name(const UiContext& ui, const ShownTrait& trait, const RowNames& names, glm::vec2 at, float height) {
  const UiFont& font = ui.fonts.small;
  const std::string whole = ui.tr(trait.words);
  const std::string words = clamp_lines(font, trait_words(ui, trait, names.brief), names.width + 1, names.lines);
  const glm::vec2 size = measure(font, words, names.width + 1), from{at.x, at.y + (height - size.y) / 2};
  draw_text(*ImGui::GetWindowDrawList(), font, from, ui.tokens.muted, words, names.width + 1);
  if (words == whole) return;
  ImGui::SetCursorScreenPos(to_im(from));
  const Press told = press_area(ui, trait.words, size);
  name_control(ui, whole);
  if (told.hovered || told.focused) tooltip_beside(ui, {told.min, told.max}, ui.layout.change, whole);
}

// Where the rows and their ruler lie.
struct Rows {
  float left = 0, right = 0;  // of what is written
  float from = 0, to = 0;     // of the ruler
  float strip = 0, gap = 0;   // heights
  RowNames names;
  double longest = 1;
  float x_of(double weeks) const { return from + static_cast<float>(weeks / longest) * (to - from); }
  float height() const {
    const auto count = static_cast<float>(shown_traits().size());
    return count * strip + (count - 1) * gap;
  }
};

// bar: kept free at the right for a scroll bar. What up and down mean stands behind the rows.
Rows place_rows(const UiContext& ui, float left, float right, float strip, float bar) {
  const UiFont& font = ui.fonts.small;
  Rows rows{left, right, 0, 0, strip, 3 * ui.m.scale, row_names(ui, right - left, strip + 3 * ui.m.scale), std::max(1.0, longest_change_weeks(ui.session, ui.content))};
  const float scale = std::max(measure(font, ui.tr("change_more")).x, measure(font, ui.tr("change_less")).x) + ui.m.gap_xs + bar;
  rows.from = left + rows.names.width + ui.m.gap_m;
  rows.to = right - std::max(scale, ui.m.gap_s);
  return rows;
}

void draw_rows(const UiContext& ui, const Rows& rows, float first) {
  const Tokens& t = ui.tokens;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const double span = strip_span(ui);
  const std::string more = ui.tr("change_more"), less = ui.tr("change_less");
  const float line = ui.fonts.small.size, over = 0.14f * line, x = rows.x_of(ui.session.change.weeks);
  for (std::size_t i = 0; i < shown_traits().size(); ++i) {
    const float top = first + static_cast<float>(i) * (rows.strip + rows.gap);
    row_name(ui, shown_traits()[i], rows.names, {rows.left, top}, rows.strip);
    trait_strip(ui, list, shown_traits()[i].column, {rows.from, top}, {rows.to, top + rows.strip}, rows.longest, span);
    draw_text(list, ui.fonts.small, {rows.to + ui.m.gap_xs, top - over}, t.faint, more);
    draw_text(list, ui.fonts.small, {rows.to + ui.m.gap_xs, top + rows.strip - line + over}, t.faint, less);
  }
  list.AddLine({x, first}, {x, first + rows.height()}, to_u32(t.text), 2 * ui.m.scale);
}

// Of the least dial: all of its rows, and what they do not promise, over everything.
void rows_menu(UiContext& ui) {
  if (!begin_popover(ui, kRowsMenu, 460 * ui.m.scale)) return;
  section_label(ui, ui.tr("change_title"));
  const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
  const float width = ImGui::GetContentRegionAvail().x;
  const Rows rows = place_rows(ui, at.x, at.x + width, kMenuStrip * ui.m.scale, 0);
  // A place for the keyboard in each row: what has no room is scrolled to.
  for (std::size_t i = 0; i < shown_traits().size(); ++i) {
    ImGui::SetCursorScreenPos({at.x, at.y + static_cast<float>(i) * (rows.strip + rows.gap)});
    press_area(ui, shown_traits()[i].column, {width, rows.strip});
    name_control(ui, ui.tr(shown_traits()[i].words));
  }
  draw_rows(ui, rows, at.y);
  ImGui::SetCursorScreenPos({at.x, at.y + rows.height() + ui.m.gap_s});
  ImGui::Dummy({0, 0});
  told_paragraph(ui, ui.fonts.small, ui.tokens.muted, ui.tr("change_note"));
  end_popover();
}

// In whose company. Moves nothing.
void company_button(UiContext& ui, glm::vec2 at, float most, float height) {
  const Session& s = ui.session;
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const auto& companies = ui.content.slow.environments;
  if (companies.empty()) return;
  const CareEnvironment& company = companies[static_cast<std::size_t>(std::clamp(s.change.environment, 0, static_cast<int>(companies.size()) - 1))];
  const float edges = 20 * m.scale + 3 * m.gap_m;
  const UiFont& font = measure(ui.fonts.bold, company.name).x + edges <= most ? ui.fonts.bold : ui.fonts.small_bold;
  const float width = std::min(measure(font, company.name).x + edges, most);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ImGui::SetCursorScreenPos(to_im(at));
  const Press press = press_area(ui, "company", {width, height});
  name_control(ui, company.name);
  draw_box(list, press.min, press.max, press.hovered ? t.control_hover : t.second_soft, height / 2);
  draw_text(list, font, {press.min.x + m.gap_m, press.centre().y - font.size / 2}, t.text, elide(font, company.name, width - edges + 1));
  draw_icon(list, Icon::chevron_down, {press.max.x - m.gap_m - 8 * m.scale, press.centre().y}, 16 * m.scale, t.muted);
  if (press.pressed) ImGui::OpenPopup(kCompany);
  company_menu(ui, 460 * m.scale);
}

// A ruler of months and years with a flag; what is left of it says where the flag stands. Moves the session along.
struct Ruler {
  float top = 0, height = 0, left = 0, right = 0;  // right: of the last words
  bool hot = false;
  float line(const UiContext& ui) const { return top + height - 4 * ui.m.scale; }
};
Ruler draw_ruler(UiContext& ui, const Rows& rows, float top, float height, float right) {
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const Session& s = ui.session;
  const double longest = rows.longest;
  const float ruler_left = rows.from, from = rows.from, to = rows.to;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_text(list, ui.fonts.bold, {rows.left, top + (height - ui.fonts.bold.size) / 2}, t.text, span_at(ui, s.change.weeks));
  ImGui::SetCursorScreenPos({ruler_left - m.gap_s, top});
  const Press dial = press_area(ui, "dial", {right - ruler_left + m.gap_s, height});
  Ruler ruler{top, height, ruler_left, right, dial.hovered || dial.held};
  const double pointed = std::clamp((static_cast<double>(ImGui::GetIO().MousePos.x) - from) / std::max(1.0f, to - from), 0.0, 1.0) * longest;
  if (dial.held && ImGui::IsMouseDown(0) && std::abs(std::round(pointed) - s.change.weeks) >= 1)
    ui.send(command::SetChange{true, s.change.environment, pointed});
  if (dial.hovered && !dial.held) tooltip(ui, span_at(ui, std::round(pointed)));
  if (const double steps = static_cast<double>(slider_steps(dial)); steps != 0)
    ui.send(command::SetChange{true, s.change.environment, s.change.weeks + steps * longest / 20});
  const float line = ruler.line(ui);
  list.AddLine({from, line}, {to, line}, to_u32(t.border_strong), 2 * m.scale);
  const bool grown_up = longest > 60;
  const double step = grown_up ? 52.0 : 52.0 / 12, small = grown_up ? 13.0 : 52.0 / 48;
  for (double weeks = 0; weeks <= longest + 0.01; weeks += small)
    list.AddLine({rows.x_of(weeks), line - 6 * m.scale}, {rows.x_of(weeks), line}, to_u32(t.border_strong), m.line);
  float free_from = ruler_left - m.gap_s;
  const float last_width = measure(ui.fonts.small, span_at(ui, longest)).x;
  const float last_from = std::min(to - last_width / 2, right - last_width) - m.gap_s;  // the end is always named
  const int steps = static_cast<int>(std::lround(longest / step));
  std::vector<float> widths;
  for (int i = 0; i <= steps; ++i) widths.push_back(measure(ui.fonts.small, span_at(ui, i * step)).x + m.gap_s);
  const int named = named_step(widths, static_cast<float>(step / longest) * (to - from));
  for (int i = 0; i <= steps; ++i) {
    const double weeks = std::min(longest, i * step);
    list.AddLine({rows.x_of(weeks), line - 12 * m.scale}, {rows.x_of(weeks), line}, to_u32(t.muted), 2 * m.scale);
    if (i % named != 0 && i != steps) continue;
    const std::string words = span_at(ui, weeks);
    const float width = measure(ui.fonts.small, words).x;
    const float label_x = std::clamp(rows.x_of(weeks) - width / 2, ruler_left - m.gap_s, right - width);
    const bool is_last = i == steps;
    if (label_x < free_from || (!is_last && label_x + width > last_from)) continue;
    draw_text(list, ui.fonts.small, {label_x, top}, t.muted, words);
    free_from = label_x + width + m.gap_s;
  }
  return ruler;
}

// On top of everything it passes.
void draw_flag(const UiContext& ui, ImDrawList& list, const Rows& rows, const Ruler& ruler) {
  const float flag = rows.x_of(ui.session.change.weeks), half = 8 * ui.m.scale, line = ruler.line(ui);
  const ImVec2 diamond[4] = {{flag, line - 2.2f * half}, {flag + half, line - 0.9f * half}, {flag, line + 0.4f * half}, {flag - half, line - 0.9f * half}};
  list.AddConvexPolyFilled(diamond, 4, to_u32(ruler.hot ? ui.tokens.text : ui.tokens.second));
  list.AddPolyline(diamond, 4, to_u32(ui.tokens.panel), ImDrawFlags_Closed, 1.5f * ui.m.scale);
}

}  // namespace

void draw_change(UiContext& ui) {
  const Metrics& m = ui.m;
  const Tokens& t = ui.tokens;
  const Rect& rect = ui.layout.change;
  const Session& s = ui.session;
  begin_panel(ui, "change", rect);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.PushClipRectFullScreen();
  draw_frame(list, rect.min, rect.max, t.second, m.corner_panel, 1.5f * m.scale);
  list.PopClipRect();
  const float pad = m.gap_m, left = rect.min.x + pad, right = rect.max.x - pad;
  const bool least = rect.size().y < kNoRows * m.scale;

  // What, in whose company. In a high column the name has a line of its own.
  float y = rect.min.y + m.gap_xs, x = left;
  const float row = m.control - m.gap_xs, close_x = right - m.control + m.gap_s;
  if (ui.layout.transport.is_empty()) {  // a low window: the clock gave its place
    ImGui::SetCursorScreenPos({x - m.gap_s, y - m.gap_xs / 2});
    if (icon_button(ui, "play", s.playhead.playing ? Icon::pause : Icon::play, ui.tr(s.playhead.playing ? "pause" : "play")))
      ui.send(command::SetPlaying{!s.playhead.playing});
    x += m.control - m.gap_xs;
  }
  const bool wide = right - left > 620 * m.scale, stacked = !wide && rect.size().y >= kStacked * m.scale;
  if (wide || stacked) {
    const std::string title = elide(ui.fonts.bold, ui.tr("change_title"), close_x - x - m.gap_xs);
    draw_text(list, ui.fonts.bold, {x, y + (row - ui.fonts.bold.size) / 2}, t.second, title);
    x += measure(ui.fonts.bold, title).x + m.gap_m;
  }
  const float close_y = y - m.gap_xs / 2;
  if (stacked) y += row + m.gap_xs / 2;
  company_button(ui, {stacked ? left : x, y}, stacked ? right - left : close_x - x - m.gap_xs, row);
  ImGui::SetCursorScreenPos({close_x, close_y});
  if (icon_button(ui, "close_change", Icon::close, ui.tr("close"))) ui.send(command::SetChange{false, s.change.environment, s.change.weeks});
  y += row + (least ? 0 : m.gap_xs);

  const float dial_height = std::min(38 * m.scale, rect.max.y - m.gap_xs - y);
  if (least) {
    Rows rows = place_rows(ui, left, right, kLeastStrip * m.scale, 0);
    const std::string longest_words = span_at(ui, 51 + 52 * 4);
    rows.from = left + std::max(measure(ui.fonts.bold, longest_words).x, measure(ui.fonts.bold, span_at(ui, s.change.weeks)).x) + m.gap_m + m.gap_s;
    const float end = right - m.control;
    rows.to = end - measure(ui.fonts.small, span_at(ui, rows.longest)).x / 2;
    const Ruler ruler = draw_ruler(ui, rows, y, dial_height, end);
    draw_flag(ui, list, rows, ruler);
    ImGui::SetCursorScreenPos({close_x, y + (dial_height - m.control) / 2});
    if (icon_button(ui, "change_rows", Icon::band, ui.tr("change_rows"))) ImGui::OpenPopup(kRowsMenu);
    rows_menu(ui);
    return end_panel();
  }

  // Below the dial the traits along it, over what the years do not promise: in few words where all of them take the rows'
  // room, and then told in full when pointed at. What has no room at all is scrolled to.
  const bool little = years_change_little(s, ui.content);
  const int other = little ? less_secure_style(s, ui.content) : -1;
  const float for_other = other >= 0 ? m.control + m.gap_xs : 0;
  const auto with_little = [&](const std::string& words) { return little ? ui.tr("change_little") + " " + words : words; };
  const std::string whole_note = with_little(ui.tr("change_note")), short_note = little ? ui.tr("change_little") : ui.tr("change_note_short");
  const float strips_top = y + dial_height + m.gap_xs, gap = 3 * m.scale, count = static_cast<float>(shown_traits().size());
  const float room = rect.max.y - m.gap_s - strips_top - for_other, least_rows = kLeastStrip * m.scale * count + gap * (count - 1);
  const auto rows_over = [&](const std::string& note) { return room - measure(ui.fonts.small, note, right - left).y - m.gap_xs; };
  const bool is_short = rows_over(whole_note) < least_rows && rows_over(short_note) >= least_rows;
  const std::string& note = is_short ? short_note : whole_note;
  const float for_rows = rows_over(note);
  const bool scrolls = for_rows < least_rows;
  const float bar = scrolls ? ImGui::GetStyle().ScrollbarSize + m.gap_xs : 0, note_height = measure(ui.fonts.small, note, right - left - bar).y;
  const float strip_height = scrolls ? kLeastStrip * m.scale : std::min((for_rows - gap * (count - 1)) / count, kMostStrip * m.scale);
  const Rows rows = place_rows(ui, left, right, strip_height, bar);
  const Ruler ruler = draw_ruler(ui, rows, y, dial_height, right);

  float first = strips_top;
  if (scrolls) {
    ImGui::SetCursorScreenPos({left, strips_top});
    compat::begin_scroll_child("change_rows", {right - left, std::max(1.0f, rect.max.y - m.gap_xs - strips_top)});
    first = ImGui::GetCursorScreenPos().y;
  }
  draw_rows(ui, rows, first);
  float low = first + rows.height() + m.gap_xs;
  if (other >= 0) {
    ImGui::SetCursorScreenPos({left, low});
    const std::string words = fill(ui.tr("change_other"), {{"name", ui.content.styles[static_cast<std::size_t>(other)].name}});
    if (button(ui, "change_other", elide(ui.fonts.bold, words, right - left - bar - 2 * m.gap_l), ButtonLook::filled)) ui.send(command::SetStyle{0, other});
    low += for_other;
  }
  draw_text(*ImGui::GetWindowDrawList(), ui.fonts.small, {left, low}, little ? t.text : t.muted, note, right - left - bar);
  if (scrolls) {
    ImGui::SetCursorScreenPos({left, first});
    ImGui::Dummy({right - left, low - first + note_height});
    end_scroll(ui);
  } else if (is_short) {
    ImGui::SetCursorScreenPos({left, low});
    const Press told = press_area(ui, "change_note", {std::min(measure(ui.fonts.small, note).x, right - left), note_height});
    name_control(ui, whole_note);
    if (told.hovered || told.focused) tooltip_beside(ui, {told.min, told.max}, rect, whole_note);
  }
  draw_flag(ui, list, rows, ruler);
  end_panel();
}

}  // namespace attune
