// Curves of the chosen quantities: A solid, B dashed, events as lines, one cursor.
#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "core/text.h"
#include "ui/panels.h"
#include "ui/plot_layout.h"

namespace attune {
namespace {

constexpr const char *kMenu = "curves", *kSaveMenu = "save_curves_menu", *kAllCurves = "all_curves_menu";
constexpr float kSample = 26, kShortSample = 14;  // length of a legend's line
constexpr float kHead = 36;  // height of the legend's first line, pixels at scale 1
constexpr float kRoomForLine = 164;  // of the panel below its head: from here on the legend may take another line
constexpr float kThin = 1.25f;  // width of a line from before a change
struct Curve {
  std::string column;
  ColumnInfo info;
  Colour colour;
  bool hidden = false;  // named in the legend alone
};

std::vector<Curve> chosen_curves(const UiContext& ui) {
  std::vector<Curve> curves;
  for (const std::string& column : ui.session.plotted) {
    Curve curve{column, describe_column(ui.content, column), {}, ui.session.hidden_curves.count(column) > 0};
    for (const ShownTrait& known : short_names())
      if (column == known.column) curve.info.label = ui.tr(known.words);
    const bool early = curve.info.kind == ColumnKind::early;
    if (early)
      for (const ShownTrait& known : short_names())
        if (column.substr(column.find('.')) == std::string(known.column).substr(5)) curve.info.label = ui.tr(known.words);
    if (early || curve.info.kind == ColumnKind::peak)
      for (std::string* name : {&curve.info.name, &curve.info.label})
        *name = fill(ui.tr(early ? "curve_early" : "curve_peak"), {{"name", *name}});
    curves.push_back(std::move(curve));
  }
  std::vector<Colour> own;
  for (const Curve& curve : curves) own.push_back(curve.info.colour);
  const std::vector<Colour> colours = curve_colours(own, ui.tokens.panel);
  for (std::size_t i = 0; i < curves.size(); ++i) curves[i].colour = colours[i];
  return curves;
}

// A unit that does not already stand beside every number.
std::string unit_words(const ColumnInfo& info) { return info.unit == "x" ? "" : info.unit; }

struct Chip {
  std::string name, values;
  float sample = 0;                            // length of its line
  float width = 0, values_width = 0, why = 0;  // of line and name; of the values with their gap; of "why?"; 0 without them
};

// What every entry of the legend shows.
constexpr float kWidestName = 170, kNarrowestName = 64;
struct LegendLook {
  bool values = false, why = true;
  float sample = kSample, name_width = kWidestName;
};

// Of a unit that has no axis the legend says from where to where the curve goes: "62 to 95 beats/min". "" = it has an axis.
std::string own_range(const UiContext& ui, const std::vector<Curve>& curves, const Curve& curve) {
  std::vector<std::string> units;
  for (const Curve& other : curves) {
    if (std::find(units.begin(), units.end(), other.info.unit) == units.end()) units.push_back(other.info.unit);
    if (other.column == curve.column) break;
  }
  if (static_cast<int>(std::find(units.begin(), units.end(), curve.info.unit) - units.begin()) < kPlotAxes) return "";
  const PlotSpan span = plot_span(ui.session, ui.content);
  ValueRange range;
  for (int side = 0; side < (ui.session.compare ? 2 : 1); ++side)
    add_values(range, ui.session.trace[static_cast<std::size_t>(side)].get(), curve.column, span.from_s, span.to_s);
  if (range.low > range.high) return "";
  std::string low = value_words(ui, range.low, curve.info);
  const std::string high = value_words(ui, range.high, curve.info);
  if (low == high) return high;
  if (const std::string unit = " " + curve.info.unit; unit.size() > 1 && low.ends_with(unit)) low.resize(low.size() - unit.size());
  return fill(ui.tr("curve_range"), {{"low", low}, {"high", high}});
}

Chip make_chip(const UiContext& ui, const std::vector<Curve>& curves, const Curve& curve, const LegendLook& look) {
  const Session& s = ui.session;
  const Metrics& m = ui.m;
  Chip chip;
  chip.name = elide(ui.fonts.small_bold, curve.info.label, look.name_width * m.scale);
  chip.sample = look.sample * m.scale;
  chip.why = look.why ? why_width(ui, curve.column) : 0;
  chip.width = m.gap_s + chip.sample + m.gap_s + measure(ui.fonts.small_bold, chip.name).x + m.gap_xs;
  const std::string range = own_range(ui, curves, curve);
  if (!look.values || !range.empty()) {
    chip.values = range;
    chip.values_width = range.empty() ? 0 : m.gap_s + measure(ui.fonts.small, range).x;
    return chip;
  }
  chip.values = value_words(ui, value_now(s, 0, curve.column), curve.info);
  if (s.compare) chip.values += " | " + value_words(ui, value_now(s, 1, curve.column), curve.info);
  // Room for the widest value it may show, so that the legend stays still while it plays.
  const std::string widest = s.compare ? "0.00x | 0.00x" : "0.00x";
  chip.values_width =
      m.gap_s + std::max(measure(ui.fonts.small, chip.values).x, measure(ui.fonts.small, widest).x);
  return chip;
}

float legend_width(const UiContext& ui, const Chip& chip) { return chip.width + chip.why + chip.values_width + ui.m.gap_xs; }

// Line sample and name, pressing them hides the curve or brings it back, in its place; its "why?"; its values. Moves `at` on.
// Returns whether it was asked why.
bool legend_chip(UiContext& ui, const Curve& curve, const Chip& chip, glm::vec2& at, float right, float height) {
  const Session& s = ui.session;
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const float sample = chip.sample, why = chip.why;
  ImGui::SetCursorScreenPos(to_im(at));
  ImGui::PushID(curve.column.c_str());
  const Press press = press_area(ui, "legend", {std::min(chip.width, right - at.x - why), height});
  ImGui::PopID();
  ImGui::SetCursorScreenPos({press.max.x, at.y});
  const bool asked = why > 0 && why_button(ui, curve.column, curve.info.name, height);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (press.hovered) draw_box(list, press.min, press.max, t.control_hover, height / 2);
  const float y = press.centre().y, thick = 3 * m.scale;
  float x = press.min.x + m.gap_s;
  const float solid_y = s.compare ? y - 4 * m.scale : y;
  if (curve.hidden) {  // a place without its line
    draw_frame(list, {x, y - 2 * thick}, {x + sample, y + 2 * thick}, t.border_strong, m.corner / 2, m.line);
  } else {
    list.AddLine({x, solid_y}, {x + sample, solid_y}, to_u32(curve.colour), thick);
  }
  if (s.compare && !curve.hidden)
    draw_dashed(list, {{x, y + 4 * m.scale}, {x + sample, y + 4 * m.scale}}, curve.colour, thick, 7 * m.scale,
                4 * m.scale);
  x += sample + m.gap_s;
  draw_text(list, ui.fonts.small_bold, {x, y - ui.fonts.small.size / 2}, curve.hidden ? t.faint : t.text, chip.name);
  if (curve.hidden) list.AddLine({x, y}, {x + measure(ui.fonts.small_bold, chip.name).x, y}, to_u32(t.faint), m.line);
  if (!curve.hidden) draw_text(list, ui.fonts.small, {press.max.x + why + m.gap_xs, y - ui.fonts.small.size / 2}, t.muted, chip.values);
  if (press.hovered) tooltip(ui, curve.info.name + (unit_words(curve.info).empty() ? "" : " (" + unit_words(curve.info) + ")") + ". " + ui.tr(curve.hidden ? "legend_show_tip" : "legend_tip"));
  if (press.pressed) ui.send(command::SetCurveVisible{curve.column, curve.hidden});
  at.x += legend_width(ui, chip);
  return asked;
}

// The shown part of the run, half or twice as long about its middle, or all of it.
void zoom_row(UiContext& ui) {
  const PlotSpan span = plot_span(ui.session, ui.content);
  const int pressed =
      segmented(ui, "zoom", {ui.tr("plot_closer"), ui.tr("plot_wider"), ui.tr("plot_all")}, span.whole ? 2 : -1);
  if (pressed < 0) return;
  if (pressed == 2) {
    ui.send(command::SetPlotRange{0, 0});
    return;
  }
  const TimeSpan next = zoomed_about_now(ui.session, ui.content, pressed == 0 ? 1 : -1);
  ui.send(command::SetPlotRange{next.begin_s, next.end_s});
}

// Saving and copying what is chosen, in an open menu.
void ways_out(UiContext& ui) {
  struct Way {
    const char* id;
    std::array<const char*, 2> words;
    std::array<Export, 2> what;
  };
  constexpr std::array<Way, 2> ways{{{"as_table", {"curves_save", "curves_copy"}, {Export::curves, Export::copied_curves}},
                                     {"as_picture", {"curves_picture", "curves_copy_picture"}, {Export::curves_picture, Export::copied_curves_picture}}}};
  for (const Way& way : ways) {
    if (const int out = segmented(ui, way.id, {ui.tr(way.words[0]), ui.tr(way.words[1])}, -1); out >= 0) {
      ui.send(command::StartExport{way.what[static_cast<std::size_t>(out)]});
      ImGui::CloseCurrentPopup();
    }
    space(ui.m.gap_xs);
  }
}

void save_menu(UiContext& ui) {
  if (!begin_popover(ui, kSaveMenu, 300 * ui.m.scale)) return;
  section_label(ui, ui.tr("save_curves"));
  ways_out(ui);
  end_popover();
}

void curve_menu(UiContext& ui) {
  if (!begin_popover(ui, kMenu, 400 * ui.m.scale)) return;
  zoom_row(ui);
  space(ui.m.gap_s);
  if (!ui.session.plotted.empty()) {
    ways_out(ui);
    space(ui.m.gap_s);
  }
  if (!ui.session.plotted.empty() && !is_on(ui.session.prediction) &&
      button(ui, "predict_entry", ui.tr("key_predict"), ButtonLook::filled, ImGui::GetContentRegionAvail().x)) {
    ui.send(command::StartPrediction{""});
    ImGui::CloseCurrentPopup();
  }
  space(ui.m.gap_m);
  const Trace* trace = ui.session.trace[0].get();
  struct Section {
    std::string title;
    const char* prefix;
  };
  std::vector<Section> sections;
  if (current_kind(ui.session, ui.content) == ScenarioKind::years)
    sections = {{ui.tr("menu_learned"), "slow."},
                {"", "trait."},
                {ui.tr("menu_early"), "template."},
                {ui.tr("menu_peak"), "episode."},
                {ui.tr("menu_care"), "signal."},
                {ui.tr("menu_patterns"), "label."}};
  if (has_reasons(ui.session, ui.content, std::string(kBondColumn)) && sections.empty())
    sections = {{ui.tr("menu_learned"), kBondColumn.data()}};
  for (const auto& [title, prefix] : {std::pair{"menu_regions", "region."}, std::pair{"menu_chemicals", "chem."},
                                      std::pair{"menu_body", "body."}, std::pair{"menu_felt", "felt."}})
    sections.push_back({ui.tr(title), prefix});
  for (const Section& section : sections) {
    bool headed = false;
    for (const std::string& column : trace == nullptr ? std::vector<std::string>{} : trace->columns) {
      if (column.rfind(section.prefix, 0) != 0) continue;
      if (const Chemical* chemical = find_chemical(ui.content, column.substr(5));
          column.rfind("chem.", 0) == 0 && chemical != nullptr && chemical->hidden)
        continue;
      if (column == "slow.age_years") continue;
      if (!headed && !section.title.empty()) section_label(ui, section.title);
      headed = true;
      const bool on =
          std::find(ui.session.plotted.begin(), ui.session.plotted.end(), column) != ui.session.plotted.end();
      const glm::vec2 origin = to_glm(ImGui::GetCursorScreenPos());
      const float row_width = ImGui::GetContentRegionAvail().x - why_width(ui, column);
      ImGui::PushID(column.c_str());
      const Press press = press_area(ui, "row", {row_width, ui.m.row});
      ImGui::PopID();
      ImGui::SetCursorScreenPos({origin.x + row_width, origin.y});
      if (why_button(ui, column, describe_column(ui.content, column).name, ui.m.row)) ImGui::CloseCurrentPopup();
      ImDrawList& list = *ImGui::GetWindowDrawList();
      if (press.hovered) draw_box(list, press.min, press.max, ui.tokens.control_hover, ui.m.corner);
      if (on)
        draw_icon(list, Icon::check, {press.min.x + ui.m.gap_l, press.centre().y}, 16 * ui.m.scale, ui.tokens.accent);
      const float x = press.min.x + 2 * ui.m.gap_l + ui.m.gap_xs;
      const UiFont& font = on ? ui.fonts.bold : ui.fonts.body;
      draw_text(list, font, {x, press.centre().y - font.size / 2}, ui.tokens.text,
                elide(font, describe_column(ui.content, column).name, press.max.x - x - ui.m.gap_s));
      if (press.pressed) ui.send(command::SetPlotted{column, !on});
    }
    if (headed) space(ui.m.gap_m);
  }
  end_popover();
}

// What the axes measure: their unit, or in words what stands beside its numbers or has no unit. All of it where both have
// room in a line `width` wide.
std::vector<PlotUnitWords> axis_words(const UiContext& ui, const std::vector<Curve>& curves, float width) {
  std::vector<PlotUnitWords> units;
  for (const bool is_short : {false, true}) {
    units.clear();
    float all = 0;
    for (const Curve& curve : curves) {
      const std::string& unit = curve.info.unit;
      if (std::any_of(units.begin(), units.end(), [&](const PlotUnitWords& known) { return known.unit == unit; })) continue;
      const bool regions = std::all_of(curves.begin(), curves.end(), [](const Curve& other) {
        return !other.info.unit.empty() || other.info.kind == ColumnKind::region;
      });
      std::string words = unit == "x" ? ui.tr(is_short ? "axis_times_short" : "axis_times") : unit;
      if (unit.empty() && regions) words = ui.tr(is_short ? "axis_activity_short" : "axis_activity");
      if (unit.empty() && !regions) words = ui.tr(is_short ? "axis_share_short" : "axis_share");
      units.push_back({unit, words, measure(ui.fonts.small, words).x});
      if (units.size() <= kPlotAxes) all += units.back().width + ui.m.gap_m;
    }
    if (all <= width) break;
  }
  for (PlotUnitWords& unit : units) {
    unit.words = elide(ui.fonts.small, unit.words, width / 2 - ui.m.gap_xs);
    unit.width = measure(ui.fonts.small, unit.words).x;
  }
  return units;
}

// The way back to the whole run, in the plot's upper right corner.
Rect show_all_place(const UiContext& ui, const PlotLayout& plot) {
  const glm::vec2 size = measure(ui.fonts.small_bold, ui.tr("plot_show_all")) + glm::vec2(2 * ui.m.gap_m, ui.m.gap_s);
  const glm::vec2 corner(plot.plot.max.x - size.x - ui.m.gap_xs, plot.plot.min.y + ui.m.gap_xs);
  return {corner, corner + size};
}

void draw_axes(const UiContext& ui, ImDrawList& list, const PlotLayout& plot) {
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const float half = ui.fonts.small.size / 2;
  for (const PlotAxis& axis : plot.axes) {
    if (axis.side == AxisSide::none) continue;
    for (const PlotTick& tick : axis.ticks) {
      const std::string label = axis.unit == "x" ? tick.label + "x" : tick.label;
      if (axis.side == AxisSide::left) {
        list.AddLine({plot.plot.min.x, std::round(tick.position)}, {plot.plot.max.x, std::round(tick.position)},
                     to_u32(t.border), m.line);
        draw_text(list, ui.fonts.small,
                  {plot.plot.min.x - m.gap_s - measure(ui.fonts.small, label).x, tick.position - half}, t.faint, label);
      } else {
        list.AddLine({plot.plot.max.x, std::round(tick.position)},
                     {plot.plot.max.x + 4 * m.scale, std::round(tick.position)}, to_u32(t.border_strong), m.line);
        draw_text(list, ui.fonts.small, {plot.plot.max.x + m.gap_s, tick.position - half}, t.faint, label);
      }
    }
  }
  for (const PlotAxis& axis : plot.axes) draw_text(list, ui.fonts.small, axis.words_place.min, t.muted, axis.words);
  // Under its tick, but off the numbers beside the axes.
  const float edge = 2 * m.scale, from = plot.plot.min.x - (plot.axes.empty() ? m.gap_m : edge), to = plot.plot.max.x + (plot.axes.size() > 1 ? edge : m.gap_l);
  float free_from = from;
  for (const PlotTick& tick : plot.time_ticks) {
    const float width = measure(ui.fonts.small, tick.label).x;
    list.AddLine({tick.position, plot.plot.max.y}, {tick.position, plot.plot.max.y + 4 * m.scale},
                 to_u32(t.border_strong), m.line);
    const float x = std::clamp(tick.position - width / 2, from, std::max(from, to - width));
    if (x < free_from) continue;
    free_from = x + width + m.gap_xs;
    draw_text(list, ui.fonts.small, {x, plot.plot.max.y + 5 * m.scale}, t.faint, tick.label);
  }
}

// The mouse as a pencil: a stroke from where it was to where it is.
void sketch_mouse(const UiContext& ui, const PlotLayout& plot, const Press& press) {
  if (!press.held || !ImGui::IsMouseDown(0) || plot.sketch_axis < 0) return;
  const ImGuiIO& io = ImGui::GetIO();
  const glm::vec2 now = to_glm(io.MousePos);
  const glm::vec2 before = ImGui::IsMouseClicked(0) ? now : now - to_glm(io.MouseDelta);
  if (now == before && !ImGui::IsMouseClicked(0)) return;
  const auto height = [&](glm::vec2 p) { return value_at_y(plot, plot.sketch_axis, p.y); };
  ui.send(command::Sketch{time_at(plot, before.x), height(before), time_at(plot, now.x), height(now)});
}

// What a person expects: dots, which neither side's line has, over a veil where the real curves are still hidden.
void draw_sketch(const UiContext& ui, ImDrawList& list, const PlotLayout& plot, Colour colour) {
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const bool sketching = is_sketching(ui.session);
  const float hidden_from = std::max(plot.plot.min.x, x_at(plot, ui.session.prediction_seen_s));
  if (hidden_from < plot.plot.max.x)
    draw_box(list, {hidden_from, plot.plot.min.y}, plot.plot.max, with_alpha(t.accent_soft, 0.55f), 0);
  const float apart = 9 * m.scale, radius = 2.6f * m.scale;
  float due = 0;
  for (std::size_t i = 1; i < plot.sketch.size(); ++i) {
    const glm::vec2 from = plot.sketch[i - 1], step = plot.sketch[i] - from;
    const float length = std::hypot(step.x, step.y);
    for (; due <= length && length > 0; due += apart) {
      const ImVec2 at = to_im(from + step * (due / length));
      list.AddCircleFilled(at, radius + 1.5f * m.scale, to_u32(t.panel), 12);
      list.AddCircleFilled(at, radius, to_u32(colour), 12);
    }
    due -= length;
  }
  if (!sketching) return;
  for (std::size_t i = 0; i < plot.sketch_handles.size(); ++i) {
    const ImVec2 at = to_im(plot.sketch_handles[i]);
    if (at.x > plot.plot.max.x + 1) continue;
    const bool chosen = static_cast<int>(i) + 1 == ui.session.sketch_handle;
    list.AddCircleFilled(at, (chosen ? 8 : 5) * m.scale, to_u32(t.panel), 20);
    list.AddCircle(at, (chosen ? 8 : 5) * m.scale, to_u32(chosen ? t.text : colour), 20, 2 * m.scale);
  }
}

// The left button scrubs, the wheel looks closer about the pointer, the other buttons drag the curves, a double click
// shows the whole run.
void plot_mouse(UiContext& ui, const PlotLayout& plot, const Press& press, double pointed_s) {
  const Session& s = ui.session;
  const ImGuiIO& io = ImGui::GetIO();
  const double run_s = duration_s(s, ui.content);
  const auto show = [&](TimeSpan span) { ui.send(command::SetPlotRange{span.begin_s, span.end_s}); };
  const bool whole = plot_span(s, ui.content).whole;
  if (is_sketching(s)) {
    sketch_mouse(ui, plot, press);
    return;
  }
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  const ImGuiID dragging = ImGui::GetID("dragging"), resetting = ImGui::GetID("resetting");
  if (!ImGui::IsMouseDown(0)) storage.SetBool(resetting, false);
  if (press.hovered && ImGui::IsMouseDoubleClicked(0) && !whole) {
    storage.SetBool(resetting, true);  // the time under the pointer is another one now: no scrubbing until let go
    ui.send(command::SetPlotRange{0, 0});
  } else if (press.held && ImGui::IsMouseDown(0) && !storage.GetBool(resetting) &&
             std::abs(pointed_s - s.playhead.t_s) > 1e-9) {
    ui.send(command::Seek{pointed_s});
  }
  const bool pan_down = ImGui::IsMouseDown(1) || ImGui::IsMouseDown(2);
  if (press.hovered && (ImGui::IsMouseClicked(1) || ImGui::IsMouseClicked(2))) storage.SetBool(dragging, true);
  if (!pan_down) storage.SetBool(dragging, false);
  if (storage.GetBool(dragging) && io.MouseDelta.x != 0 && !whole) {
    show(dragged(plot, run_s, io.MouseDelta.x));
  } else if (press.hovered && io.MouseWheel != 0 && !(whole && io.MouseWheel < 0)) {
    show(zoomed(plot, run_s, shortest_plot_s(s, ui.content), pointed_s, static_cast<double>(io.MouseWheel)));
  }
}

// That bands are being worked out, or how wide ones are meant: in a corner, under the events' names.
void bands_note(const UiContext& ui, ImDrawList& list, const PlotLayout& plot) {
  const Session& s = ui.session;
  if (!s.show_bands) return;
  std::string words;
  if (next_bands(s, ui.content)) {
    words = ui.tr("bands_coming");
  } else if (current_kind(s, ui.content) == ScenarioKind::years) {
    words = ui.tr("bands_years");
  }
  if (words.empty()) return;
  const float pad = ui.m.gap_s, width = plot.plot.max.x - plot.plot.min.x - 2 * pad;
  const glm::vec2 size = measure(ui.fonts.small, words, width), at(plot.plot.min.x + pad, plot.plot.max.y - size.y - pad);
  draw_box(list, at - glm::vec2(ui.m.gap_xs, 0), at + size + glm::vec2(ui.m.gap_xs, 0), with_alpha(ui.tokens.panel, 0.8f), ui.m.corner);
  draw_text(list, ui.fonts.small, at, ui.tokens.muted, words, width);
}

// A line for each curve: its name and what it is at that time, A and B.
std::string values_at(const UiContext& ui, const std::vector<Curve>& curves, double t_s) {
  std::string lines;
  for (const Curve& curve : curves) {
    if (curve.hidden) continue;
    std::string values;
    for (std::size_t side = 0; side < (ui.session.compare ? 2u : 1u); ++side) {
      const Trace* trace = ui.session.trace[side].get();
      const int column = trace == nullptr ? -1 : find_column(*trace, curve.column);
      const double value = column < 0 ? std::numeric_limits<double>::quiet_NaN() : value_at(*trace, column, t_s);
      values += (side > 0 ? " | " : "") + value_words(ui, value, curve.info);
    }
    lines += "\n" + curve.info.label + "  " + values;
  }
  return lines;
}

bool shows_before(const Session& session) {
  return trace_before(session, 0) != nullptr || trace_before(session, 1) != nullptr;
}

// What the thin lines are called, with a line to show them.
glm::vec2 before_size(const UiContext& ui, const std::string& words) {
  return {3 * ui.m.gap_s + kSample * ui.m.scale + measure(ui.fonts.small_bold, words).x, ui.fonts.small.size + ui.m.gap_xs};
}

// What the thin lines are, after a change: in the legend, in the plot or in the legend's menu; never in a line of its own,
// which would take height from the curves. Moves `at` on.
void before_chip(UiContext& ui, glm::vec2& at, const std::string& words, float height, bool on_plot = false) {
  const Metrics& m = ui.m;
  const float sample = kSample * m.scale, width = before_size(ui, words).x;
  ImGui::SetCursorScreenPos(to_im(at));
  const Press press = press_area(ui, "before", {width, height});
  name_control(ui, words);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (on_plot) draw_box(list, press.min, press.max, with_alpha(ui.tokens.panel, 0.6f), m.corner / 2);
  const float x = press.min.x + m.gap_s, y = press.centre().y;
  list.AddLine({x, y}, {x + sample, y}, to_u32(ui.tokens.text), kThin * m.scale);
  draw_text(list, ui.fonts.small_bold, {x + sample + m.gap_s, y - ui.fonts.small.size / 2}, ui.tokens.text, words);
  if (press.hovered) tooltip(ui, ui.tr("curve_before_tip"));
  at.x += width;
}

PlotLayout make_plot(const UiContext& ui, const std::vector<Curve>& curves, const Rect& area) {
  const Session& s = ui.session;
  const Metrics& m = ui.m;
  PlotRequest request;
  request.area = area;
  const PlotSpan span = plot_span(s, ui.content);
  const double run_s = duration_s(s, ui.content);
  request.begin_s = span.from_s;
  request.end_s = span.to_s;
  request.run_s = run_s;
  // Ticks closer than a day need the time of day too.
  const bool hours = run_s < kYearsFrom_s && run_s > kDaysFrom_s && span.to_s - span.from_s < 3 * 86400.0;
  request.clock = hours ? ui.clock() : ui.axis_clock();
  request.line_height = ui.fonts.small.size;
  request.label_width = 40 * m.scale;
  request.digit_width = measure(ui.fonts.small, "0").x;
  request.units = axis_words(ui, curves, area.size().x);
  request.least_tick_gap = (hours ? 130 : 80) * m.scale;
  const std::array<const Trace*, 2> before{trace_before(s, 0), trace_before(s, 1)};
  for (std::size_t i = 0; i < curves.size(); ++i)
    for (int side = s.compare ? 1 : 0; side >= 0; --side) {  // A is drawn last, on top
      const auto at = static_cast<std::size_t>(side);
      const Curve& curve = curves[i];
      if (before[at] != nullptr)
        request.curves.push_back({before[at], curve.column, curve.info.unit, static_cast<int>(i), side == 1, nullptr, true});
      request.curves.push_back({s.trace[at].get(), curve.column, curve.info.unit, static_cast<int>(i), side == 1,
                                s.bands[at].get(), false, before[at] == nullptr});
    }
  // The scrubber below names the events already: here only where there is height to spare.
  const bool names = area.size().y > 170 * m.scale && area.size().x > 520 * m.scale;
  for (const Caption& caption : current_arm(s, ui.content).captions)
    request.events.push_back(
        {caption.begin_s, names ? caption.event : "", names ? measure(ui.fonts.small, caption.event).x : 0});
  request.curves_end_s = curves_end_s(s);
  request.prediction = &s.prediction;
  return layout_plot(request);
}

// Where a side is calm again: a flag, its meaning beside it. In a low plot there is no height to spare for words over a
// curve: its flag alone, and what it is told when pointed at, or when the plot has the keyboard.
struct CalmFlag {
  int side = 0;
  float x = 0, size = 0;
  PlotFlag place;
  std::string told;
};
std::vector<CalmFlag> calm_flags(const UiContext& ui, const PlotLayout& plot) {
  const Session& s = ui.session;
  const PlotSpan span = plot_span(s, ui.content);
  std::vector<Rect> taken;
  if (!span.whole) taken.push_back(show_all_place(ui, plot));
  for (const PlotAxis& axis : plot.axes)
    if (!axis.words.empty()) taken.push_back(axis.words_place);
  std::vector<CalmFlag> flags;
  for (int side = 0; side < (s.compare ? 2 : 1); ++side) {
    const std::string calm = calm_words(s, ui.content, *ui.frame.text, ui.clock(), side);
    const double calm_s = calm_again_s(s, ui.content, side);
    if (calm.empty() || calm_s < span.from_s || calm_s > span.to_s) continue;
    PlotFlagWants wants;
    wants.x = x_at(plot, calm_s);
    wants.size = 18 * ui.m.scale;
    wants.above_foot = wants.size * (0.6f + 1.1f * static_cast<float>(side));
    wants.words = measure(ui.fonts.small, ui.tr("calm_flag"));
    wants.words_over_curves = plot.plot.size().y >= 90 * ui.m.scale;
    flags.push_back({side, wants.x, wants.size, place_flag(plot, wants, taken), fill(ui.tr("calm_again"), {{"name", calm}})});
    taken.push_back(flags.back().place.badge);
    if (!flags.back().place.words.is_empty()) taken.push_back(flags.back().place.words);
  }
  return flags;
}

// Where the words for the thin lines lie over neither curve nor flag nor button. Nothing: nowhere in this plot.
std::optional<glm::vec2> place_for_before(const UiContext& ui, const PlotLayout& plot) {
  std::vector<Rect> taken;
  for (const CalmFlag& flag : calm_flags(ui, plot)) {
    taken.push_back(flag.place.badge);
    if (!flag.place.words.is_empty()) taken.push_back(flag.place.words);
  }
  if (!plot_span(ui.session, ui.content).whole) taken.push_back(show_all_place(ui, plot));
  for (const PlotAxis& axis : plot.axes)
    if (!axis.words.empty()) taken.push_back(axis.words_place);
  return free_place(plot, before_size(ui, ui.tr("curve_before")), 3 * ui.m.scale, taken);
}

// The time of the moment, if it is in view: an upright line, and a dot on every curve.
void draw_now(const UiContext& ui, ImDrawList& list, const PlotLayout& plot, const std::vector<Curve>& curves, float dot) {
  const Session& s = ui.session;
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  if (s.playhead.t_s < plot.begin_s || s.playhead.t_s > plot.end_s) return;
  const float x = x_at(plot, s.playhead.t_s);
  list.AddLine({x, plot.plot.min.y}, {x, plot.plot.max.y}, to_u32(t.text), 2 * m.scale);
  const float top = plot.plot.min.y - m.scale;  // under the words of the axes
  list.AddTriangleFilled({x - 6 * m.scale, top}, {x + 6 * m.scale, top}, {x, top + 9 * m.scale}, to_u32(t.text));
  for (const PlotCurve& curve : plot.curves) {
    if (curve.before || curves[static_cast<std::size_t>(curve.curve)].hidden) continue;
    const Curve& shown = curves[static_cast<std::size_t>(curve.curve)];
    const double value = value_now(s, curve.dashed ? 1 : 0, shown.column);
    if (!std::isfinite(value)) continue;
    const ImVec2 at{x, y_at(plot, curve.axis, value)};
    list.AddCircleFilled(at, dot + m.scale, to_u32(t.panel), 20);
    if (curve.dashed) {
      list.AddCircle(at, dot - 0.5f * m.scale, to_u32(shown.colour), 20, 2 * m.scale);
    } else {
      list.AddCircleFilled(at, dot, to_u32(shown.colour), 20);
    }
  }
}

void draw_plot(UiContext& ui, const std::vector<Curve>& curves, const PlotLayout& plot, const Rect& area, bool names_before) {
  const Session& s = ui.session;
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const PlotSpan span = plot_span(s, ui.content);
  const double run_s = duration_s(s, ui.content);
  // The way back to the whole run lies over the curves, so it is asked first.
  std::optional<Press> all;
  if (!span.whole) {
    const Rect place = show_all_place(ui, plot);
    ImGui::SetCursorScreenPos(to_im(place.min));
    all = press_area(ui, "show_all", place.size());
    if (all->pressed) ui.send(command::SetPlotRange{0, 0});
  }
  ImGui::SetCursorScreenPos(to_im(area.min));
  const Press press = press_area(ui, "plot", area.size());
  const float pointer_x = ImGui::GetIO().MousePos.x;
  const double pointed_s = time_at(plot, pointer_x);
  plot_mouse(ui, plot, press, pointed_s);

  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_axes(ui, list, plot);
  for (const PlotEventMark& mark : plot.events) {
    list.AddLine({std::round(mark.x), plot.plot.min.y}, {std::round(mark.x), plot.plot.max.y},
                 to_u32(with_alpha(t.border_strong, 0.55f)), m.line);
    if (!mark.label.empty())
      draw_text(list, ui.fonts.small, {mark.label_x, plot.plot.min.y - ui.fonts.small.size - 2 * m.scale}, t.faint,
                mark.label);
  }
  bool calm_named = false;  // a flag's own words are shown instead of the time
  list.PushClipRect({area.min.x, plot.plot.min.y - 3 * m.scale}, {area.max.x, plot.plot.max.y + 3 * m.scale}, true);
  // Bands under every curve. Without smooth edges: the pieces of a band would show their seams.
  const ImDrawListFlags flags = list.Flags;
  list.Flags &= ~ImDrawListFlags_AntiAliasedFill;
  const auto is_hidden = [&](const PlotCurve& curve) { return curves[static_cast<std::size_t>(curve.curve)].hidden; };
  for (const PlotCurve& curve : plot.curves) {
    if (is_hidden(curve)) continue;
    const ImU32 fill = to_u32(with_alpha(curves[static_cast<std::size_t>(curve.curve)].colour, curve.dashed ? 0.14f : 0.24f));
    for (std::size_t i = 1; i < curve.band_low.size(); ++i)
      list.AddQuadFilled(to_im(curve.band_low[i - 1]), to_im(curve.band_low[i]), to_im(curve.band_high[i]),
                         to_im(curve.band_high[i - 1]), fill);
  }
  list.Flags = flags;
  const float thick = curve_width(plot.plot.size().y, m.scale), dot = thick + 1.5f * m.scale;
  for (const PlotCurve& curve : plot.curves) {
    if (is_hidden(curve)) continue;
    // How it went before a change: as thin as a line can be that is still seen.
    const float width = curve.before ? kThin * m.scale : thick;
    Colour colour = curves[static_cast<std::size_t>(curve.curve)].colour;
    if (curve.before) colour = with_alpha(colour, 0.8f);
    if (curve.dashed) {
      draw_dashed(list, curve.points, colour, width, std::max(8 * m.scale, 2.2f * thick), std::max(5 * m.scale, 1.4f * thick));
    } else {
      std::vector<ImVec2> points;
      points.reserve(curve.points.size());
      for (const glm::vec2 p : curve.points) points.push_back(to_im(p));
      list.AddPolyline(points.data(), static_cast<int>(points.size()), to_u32(colour), ImDrawFlags_None, width);
    }
  }
  if (plot.sketch_axis >= 0) {
    const auto about = std::find_if(curves.begin(), curves.end(), [&](const Curve& c) { return c.column == s.prediction.column; });
    if (about != curves.end()) draw_sketch(ui, list, plot, about->colour);
  }
  list.PopClipRect();

  const std::vector<CalmFlag> calm = calm_flags(ui, plot);
  std::string calm_told;
  for (const CalmFlag& flag : calm) {
    for (float y = plot.plot.min.y; y < plot.plot.max.y; y += 7 * m.scale)
      list.AddLine({flag.x, y}, {flag.x, std::min(plot.plot.max.y, y + 3 * m.scale)}, to_u32(t.muted), 1.5f * m.scale);
    const Rect &badge = flag.place.badge, &words = flag.place.words;
    if (!words.is_empty()) {
      const glm::vec2 over(3 * m.scale, 0);
      draw_box(list, words.min - over, words.max + over, with_alpha(t.panel, 0.8f), 3 * m.scale);
      draw_text(list, ui.fonts.small, words.min, t.muted, ui.tr("calm_flag"));
    }
    draw_side_badge(ui, list, (badge.min + badge.max) * 0.5f, flag.side, flag.size);
    calm_told += (calm_told.empty() ? "" : "\n") + flag.told;
    const glm::vec2 reach(flag.size / 2);
    if (press.hovered && Rect{badge.min - reach, badge.max + reach}.contains(to_glm(ImGui::GetIO().MousePos))) {
      tooltip(ui, flag.told);
      calm_named = true;
    }
  }
  if (press.focused && !calm_told.empty()) tooltip_beside(ui, calm.back().place.badge, ui.layout.plots, calm_told);
  if (all) {
    draw_control(ui, list, all->min, all->max, all->hovered ? t.control_hover : t.control, (all->max.y - all->min.y) / 2);
    const std::string words = ui.tr("plot_show_all");
    draw_text(list, ui.fonts.small_bold, all->centre() - measure(ui.fonts.small_bold, words) * 0.5f, t.text, words);
  }
  if (press.hovered && !press.held && pointer_x >= plot.plot.min.x && pointer_x <= plot.plot.max.x) {
    list.AddLine({pointer_x, plot.plot.min.y}, {pointer_x, plot.plot.max.y}, to_u32(with_alpha(t.text, 0.35f)), m.line);
    if (!calm_named) tooltip(ui, moment_text(pointed_s, run_s, ui.clock()) + values_at(ui, curves, pointed_s));
  }
  bands_note(ui, list, plot);
  if (const std::optional<glm::vec2> place = names_before ? place_for_before(ui, plot) : std::nullopt) {
    glm::vec2 at = *place;
    const std::string words = ui.tr("curve_before");
    before_chip(ui, at, words, before_size(ui, words).y, true);
  }
  draw_now(ui, list, plot, curves, dot);
}

// "A Secure": whose curve is predicted.
std::string letter_and_name(const UiContext& ui, int side) {
  return (side == 0 ? "A " : "B ") + ui.side_title(side);
}

// Of two histories either can be predicted: whose sketch it is, and the way to the other's. From x on, to the right.
void sketch_sides(UiContext& ui, glm::vec2 at) {
  const Prediction& prediction = ui.session.prediction;
  for (int side = 0; side < 2; ++side) {
    ImGui::SetCursorScreenPos({at.x + static_cast<float>(side) * ui.m.control, at.y});
    ImGui::PushID(side);
    const Press press = press_area(ui, "predict_side", glm::vec2(ui.m.control));
    ImGui::PopID();
    const std::string words = fill(ui.tr("predict_side"), {{"side", letter_and_name(ui, side)}});
    name_control(ui, words);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const bool on = prediction.side == side;
    if (on || press.hovered) draw_box(list, press.min, press.max, on ? ui.tokens.accent_soft : ui.tokens.control_hover, ui.m.corner);
    draw_side_badge(ui, list, press.centre(), side, 22 * ui.m.scale);
    if (on) draw_frame(list, press.min, press.max, ui.tokens.accent, ui.m.corner, 2 * ui.m.scale);
    if (press.hovered) tooltip(ui, words);
    if (press.pressed && !on) ui.send(command::StartPrediction{prediction.column, side});
  }
}

// In the place of the legend while a person sketches: what to do, and the way on. Returns its height, `height` or what
// the words need.
float sketch_header(UiContext& ui, const Rect& rect, float height) {
  const Metrics& m = ui.m;
  const float pad = m.gap_s;
  const std::string see = ui.tr("predict_see");
  const float see_width = measure(ui.fonts.bold, see).x + 2 * m.gap_l;
  const float top = rect.min.y + pad - 4 * m.scale, see_x = rect.max.x - pad - m.control - m.gap_xs - see_width;
  const float buttons = see_x - (ui.session.compare ? 2 * m.control + m.gap_xs : 0);
  if (ui.session.compare) sketch_sides(ui, {buttons, top});
  ImGui::SetCursorScreenPos({see_x, top});
  if (button(ui, "predict_see", see, ButtonLook::primary, see_width)) ui.send(command::SetPlaying{true});
  ImGui::SetCursorScreenPos({rect.max.x - pad - m.control, top});
  if (icon_button(ui, "predict_stop", Icon::close, ui.tr("predict_stop"))) ui.send(command::EndPrediction{});
  const Prediction& prediction = ui.session.prediction;
  const std::string words = fill(ui.tr(ui.session.compare ? "predict_draw_of" : "predict_draw"),
                                 {{"name", describe_column(ui.content, prediction.column).name}, {"side", letter_and_name(ui, prediction.side)}});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float width = buttons - rect.min.x - 2 * m.gap_m, all = rect.size().x - 2 * m.gap_m;
  const auto leaves_plot = [&](float head) { return plot_area(rect, m, head).size().y >= kLeastPlotLines * ui.fonts.small.size; };
  const auto tell = [&](const UiFont& font, const std::string& shown, float low, float wide) {
    draw_text(list, font, {rect.min.x + m.gap_m, low}, ui.tokens.text, shown, wide);
  };
  // Beside the buttons, else below them; where neither leaves a plot to draw in, a few words that tell the rest.
  const UiFont& font = measure(ui.fonts.bold, words).x <= width ? ui.fonts.bold : ui.fonts.small;
  const glm::vec2 beside = measure(font, words, width), below = measure(ui.fonts.small, words, all);
  if (leaves_plot(std::max(height, beside.y)) && widest_word(font, words) <= width) {
    height = std::max(height, beside.y);
    tell(font, words, rect.min.y + pad + (height - beside.y) / 2, width);
  } else if (leaves_plot(height + m.gap_xs + below.y)) {
    tell(ui.fonts.small, words, rect.min.y + pad + height + m.gap_xs, all);
    height += m.gap_xs + below.y;
  } else {
    const std::string brief = ui.tr("predict_draw_short");
    const float lines = std::max(height, measure(ui.fonts.small, brief, width).y);
    ImGui::SetCursorScreenPos({rect.min.x + m.gap_m, rect.min.y + pad});
    const Press press = press_area(ui, "predict_words", {width, lines});
    name_control(ui, words);
    tell(ui.fonts.small, brief, press.centre().y - measure(ui.fonts.small, brief, width).y / 2, width);
    if (press.hovered || press.focused) tooltip_beside(ui, {press.min, press.max}, rect, words);
    height = lines;
  }
  return height;
}

// After the sketch: what the dots are.
std::string ghost_words(const UiContext& ui) {
  return ui.session.compare ? fill(ui.tr("predict_ghost_of"), {{"side", letter_and_name(ui, ui.session.prediction.side)}})
                            : ui.tr("predict_ghost");
}
float ghost_width(const UiContext& ui) {
  return 3 * ui.m.gap_s + kSample * ui.m.scale + measure(ui.fonts.small_bold, ghost_words(ui)).x;
}

// Pressing it takes them away. Moves `at` on.
void ghost_chip(UiContext& ui, const Curve& about, glm::vec2& at, float height) {
  const Metrics& m = ui.m;
  const std::string words = ghost_words(ui);
  const float sample = kSample * m.scale, width = ghost_width(ui);
  ImGui::SetCursorScreenPos(to_im(at));
  const Press press = press_area(ui, "ghost", {width, height});
  name_control(ui, words);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (press.hovered) draw_box(list, press.min, press.max, ui.tokens.control_hover, height / 2);
  for (int i = 0; i < 4; ++i)
    list.AddCircleFilled({press.min.x + m.gap_s + sample * (static_cast<float>(i) + 0.5f) / 4, press.centre().y}, 2.6f * m.scale,
                         to_u32(about.colour), 12);
  draw_text(list, ui.fonts.small_bold, {press.min.x + 2 * m.gap_s + sample, press.centre().y - ui.fonts.small.size / 2},
            ui.tokens.text, words);
  if (press.hovered) tooltip(ui, ui.tr("predict_ghost_tip"));
  if (press.pressed) ui.send(command::EndPrediction{});
  at.x += width;
}

// In the panel's upper right corner.
void plot_buttons(UiContext& ui, const Rect& rect, float width, float square, bool can_save, bool worded) {
  const Metrics& m = ui.m;
  float x = rect.max.x - m.gap_s - width;
  const auto place = [&](float wide = 0) {
    ImGui::SetCursorScreenPos({x, rect.min.y + m.gap_s - 4 * m.scale + (wide > 0 ? 0 : (m.control - square) / 2)});
    x += wide > 0 ? wide : square;
  };
  if (can_save) {
    place();
    if (icon_button(ui, "save_curves", Icon::disk, ui.tr("save_curves"), false, square)) ImGui::OpenPopup(kSaveMenu);
    save_menu(ui);
  }
  place();
  if (icon_button(ui, "bands", Icon::band, ui.tr("bands"), ui.session.show_bands, square))
    ui.send(command::SetBands{!ui.session.show_bands});
  const std::string word = ui.tr("add_curve_word"), tip = ui.tr("add_curve");
  place(worded ? word_button_width(ui, word) : 0);
  if (worded ? word_button(ui, "add_curve", Icon::plus, word, tip) : icon_button(ui, "add_curve", Icon::plus, tip, false, square)) ImGui::OpenPopup(kMenu);
  curve_menu(ui);
  place();
  if (icon_button(ui, "close_plots", Icon::chevron_down, ui.tr("close_plots"), false, square))
    ui.send(command::SetPanel{Panel::plots, false});
}

// How the legend's lines are shared out: its names, its values, the buttons at the end of the first.
struct LegendPlan {
  LegendLook look;
  float square = 0, buttons = 0;
  bool can_save = false, worded = false;
  int lines = 1;
  std::size_t shown = 0;  // curves with an entry; the others are in the legend's menu
};

// How many pieces have room in lines of that width, of which the first is shorter by `taken`. Where not all have, `rest` is
// kept free behind the last.
std::size_t count_in_lines(const std::vector<float>& pieces, float width, float taken, int lines, float rest) {
  for (const float kept : {0.0f, rest}) {
    std::size_t count = 0;
    float x = 0;
    for (int line = 1; count < pieces.size(); ++count) {
      const auto has_room = [&] { return x + pieces[count] <= width - (line == 1 ? taken : 0) - (line == lines ? kept : 0); };
      if (!has_room() && x > 0 && line < lines) ++line, x = 0;
      if (!has_room()) break;
      x += pieces[count];
    }
    if (count == pieces.size()) return count;
    if (kept > 0 || rest <= 0) return count;
  }
  return 0;
}

float rest_width(const UiContext& ui) { return measure(ui.fonts.bold, "+9").x + 2 * ui.m.gap_l; }

// `width`: of a line with its buttons. `beside`: what else stands behind the curves. The most that has room, in the order in
// which it gives way; nothing where not even names fit into so many lines and `must` does not hold.
std::optional<LegendPlan> plan_legend(const UiContext& ui, const std::vector<Curve>& curves, float width, float beside, int lines, bool must) {
  const Metrics& m = ui.m;
  const float plus = word_button_width(ui, ui.tr("add_curve_word")) - m.control, small = std::round(34 * m.scale);
  struct Trial {
    LegendLook look;
    bool saves = false, worded = false;
    float square = 0;
    int lines = 1;
  };
  const auto try_plan = [&](const Trial& trial, bool all) -> std::optional<LegendPlan> {
    LegendPlan plan{trial.look, trial.square, 0, trial.saves && !curves.empty(), trial.worded, trial.lines, 0};
    plan.buttons = (plan.can_save ? 4 : 3) * trial.square + (trial.worded ? plus : 0);
    std::vector<float> pieces;
    for (const Curve& curve : curves) pieces.push_back(legend_width(ui, make_chip(ui, curves, curve, trial.look)));
    if (beside > 0) pieces.push_back(beside);
    const std::size_t count = count_in_lines(pieces, width, plan.buttons, trial.lines, rest_width(ui));
    if (all && count < pieces.size()) return std::nullopt;
    plan.shown = std::min(count, curves.size());
    return plan;
  };
  const LegendLook values{true}, whole{}, short_line{false, true, kShortSample}, bare{false, false}, barest{false, false, kShortSample};
  std::vector<Trial> trials{{values, true, true, m.control},  {values, true, false, m.control}, {whole, true, false, m.control},
                            {short_line, true, false, m.control}, {whole, false, false, m.control}, {whole, false, false, small}};
  if (lines > 1) trials.push_back({whole, true, false, m.control, lines});  // rather than without "why?"
  trials.insert(trials.end(), {{bare, true, false, m.control}, {barest, true, false, m.control}, {barest, true, false, small}, {barest, false, false, small}});
  for (LegendLook narrow = barest; narrow.name_width >= kNarrowestName; narrow.name_width -= 6) trials.push_back({narrow, false, false, small});
  for (const Trial& trial : trials)
    if (auto plan = try_plan(trial, true)) return plan;
  return must ? try_plan({barest, false, false, small, lines}, false) : std::nullopt;
}

// Everything of the legend, for what has no room beside the buttons.
void legend_menu(UiContext& ui, const std::vector<Curve>& curves, const Curve* sketched) {
  if (!begin_popover(ui, kAllCurves, 360 * ui.m.scale)) return;
  section_label(ui, ui.tr("panel_plots"));
  const float width = ImGui::GetContentRegionAvail().x;
  const auto row = [&](auto&& draw) {
    const glm::vec2 from = to_glm(ImGui::GetCursorScreenPos());
    glm::vec2 at = from;
    draw(at);
    ImGui::SetCursorScreenPos({from.x, from.y + ui.m.row});
    ImGui::Dummy({0, 0});
  };
  for (const Curve& curve : curves)
    row([&](glm::vec2& at) {
      Chip chip = make_chip(ui, curves, curve, LegendLook{true});
      if (legend_width(ui, chip) > width) chip = make_chip(ui, curves, curve, LegendLook{});
      if (legend_chip(ui, curve, chip, at, at.x + width, ui.m.row)) ImGui::CloseCurrentPopup();
    });
  if (sketched != nullptr) row([&](glm::vec2& at) { ghost_chip(ui, *sketched, at, ui.m.row); });
  if (shows_before(ui.session)) row([&](glm::vec2& at) { before_chip(ui, at, ui.tr("curve_before"), ui.m.row); });
  end_popover();
}

// The legend and the buttons at its end, from `left` on. Returns how high it is, and whether what the thin lines are has
// still to be said in the plot.
struct LegendDrawn {
  float height = 0;
  bool before_on_plot = false;
};
LegendDrawn draw_legend(UiContext& ui, const Rect& rect, float left, const std::vector<Curve>& curves) {
  const Metrics& m = ui.m;
  const float line = kHead * m.scale, width = rect.max.x - m.gap_s - left;
  const int lines = 1 + std::max(0, static_cast<int>((rect.size().y / m.scale - kHead - kRoomForLine) / kHead));
  const auto about = std::find_if(curves.begin(), curves.end(), [&](const Curve& c) { return c.column == ui.session.prediction.column; });
  const Curve* const sketched = is_on(ui.session.prediction) && about != curves.end() ? &*about : nullptr;
  const bool has_before = shows_before(ui.session) && !curves.empty();
  const float ghost = sketched == nullptr ? 0 : ghost_width(ui);
  // What the thin lines are stands in the legend, in fewer words where that is needed; else in the plot where that is free.
  LegendDrawn drawn;
  std::optional<LegendPlan> plan;
  std::string before;
  bool with_ghost = sketched != nullptr;
  for (const char* words : {"curve_before", "curve_before_short"}) {
    if (!has_before || plan) continue;
    before = ui.tr(words);
    plan = plan_legend(ui, curves, width, ghost + before_size(ui, before).x, lines, false);
  }
  if (!plan) {
    before.clear();
    drawn.before_on_plot = has_before && place_for_before(ui, make_plot(ui, curves, plot_area(rect, m, line))).has_value();
    const float in_menu = has_before && !drawn.before_on_plot ? rest_width(ui) : 0;
    plan = plan_legend(ui, curves, width, ghost + in_menu, lines, false);
    with_ghost = with_ghost && plan;
    if (!plan) plan = plan_legend(ui, curves, width, sketched == nullptr ? in_menu : rest_width(ui), lines, true);
  }
  // The buttons stand beside the first line alone.
  glm::vec2 at(left, rect.min.y + m.gap_s);
  float right = rect.max.x - m.gap_s - plan->buttons;
  const auto make_room = [&](float piece) {
    if (plan->lines == 1 || at.x <= left || at.x + piece <= right) return;
    at = {left, at.y + line};
    right = rect.max.x - m.gap_s;
  };
  for (std::size_t i = 0; i < plan->shown; ++i) {
    const Chip chip = make_chip(ui, curves, curves[i], plan->look);
    make_room(legend_width(ui, chip));
    legend_chip(ui, curves[i], chip, at, right, line);
  }
  make_room((with_ghost ? ghost : 0) + (before.empty() ? 0 : before_size(ui, before).x));
  if (with_ghost) ghost_chip(ui, *sketched, at, line);
  if (!before.empty()) before_chip(ui, at, before, line);
  const int in_menu = static_cast<int>(curves.size() - plan->shown) + (sketched != nullptr && !with_ghost) + (has_before && before.empty() && !drawn.before_on_plot);
  if (in_menu > 0) {
    ImGui::SetCursorScreenPos({at.x, at.y + (line - m.control) / 2});
    if (button(ui, "legend_rest", "+" + std::to_string(in_menu), ButtonLook::quiet, rest_width(ui))) ImGui::OpenPopup(kAllCurves);
    legend_menu(ui, curves, sketched);
  }
  plot_buttons(ui, rect, plan->buttons, plan->square, plan->can_save, plan->worded);
  drawn.height = at.y + line - rect.min.y - m.gap_s;
  return drawn;
}

}  // namespace

void draw_plots(UiContext& ui) {
  const Metrics& m = ui.m;
  const Rect& rect = ui.layout.plots;
  begin_panel(ui, "plots", rect);
  const std::vector<Curve> curves = chosen_curves(ui);
  LegendDrawn head{kHead * m.scale};
  if (is_sketching(ui.session) && !curves.empty()) {
    head.height = sketch_header(ui, rect, head.height);
  } else {
    float left = rect.min.x + m.gap_s;
    if (ui.layout.transport.is_empty() && ui.layout.change.is_empty() && ui.layout.editor.is_empty()) {  // the clock gave its place
      const bool playing = ui.session.playhead.playing;
      ImGui::SetCursorScreenPos({left - m.gap_xs, rect.min.y + m.gap_xs});
      if (icon_button(ui, "play", playing ? Icon::pause : Icon::play, ui.tr(playing ? "pause" : "play"))) ui.send(command::SetPlaying{!playing});
      left += m.control - m.gap_xs;
    }
    head = draw_legend(ui, rect, left, curves);
  }
  const Rect area = plot_area(rect, m, head.height);
  if (curves.empty()) {
    const std::string words = ui.tr("no_curves");
    const glm::vec2 size = measure(ui.fonts.body, words, area.size().x);
    draw_text(*ImGui::GetWindowDrawList(), ui.fonts.body, (area.min + area.max - size) * 0.5f, ui.tokens.muted, words,
              area.size().x);
  } else if (area.size().y > 40 * m.scale && area.size().x > 80 * m.scale) {
    draw_plot(ui, curves, make_plot(ui, curves, area), area, head.before_on_plot);
  }
  end_panel();
}

}  // namespace attune
