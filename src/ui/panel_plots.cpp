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

constexpr const char *kMenu = "curves", *kSaveMenu = "save_curves_menu";
constexpr float kSample = 26, kShortSample = 14;  // length of a legend's line
constexpr float kLeastSketch = 48;  // height of a plot that is drawn in, pixels at scale 1
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
  float sample = 0;                   // length of its line
  float width = 0, values_width = 0;  // of line and name; of the values with their gap, 0 without them
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

constexpr float kWidestName = 170, kNarrowestName = 64;

Chip make_chip(const UiContext& ui, const std::vector<Curve>& curves, const Curve& curve, bool with_values, float name_width = kWidestName,
               float sample = kSample) {
  const Session& s = ui.session;
  const Metrics& m = ui.m;
  Chip chip;
  chip.name = elide(ui.fonts.small_bold, curve.info.label, name_width * m.scale);
  chip.sample = sample * m.scale;
  chip.width = m.gap_s + chip.sample + m.gap_s + measure(ui.fonts.small_bold, chip.name).x + m.gap_xs;
  const std::string range = own_range(ui, curves, curve);
  if (!with_values || !range.empty()) {
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

float legend_width(const UiContext& ui, const Curve& curve, const Chip& chip) {
  return chip.width + why_width(ui, curve.column) + chip.values_width + ui.m.gap_xs;
}

// Line sample and name, pressing them hides the curve or brings it back, in its place; its "why?"; its values. Moves `at` on.
void legend_chip(UiContext& ui, const Curve& curve, const Chip& chip, glm::vec2& at, float left, float right,
                 float height) {
  const Session& s = ui.session;
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const float sample = chip.sample, why = why_width(ui, curve.column);
  if (at.x + legend_width(ui, curve, chip) - m.gap_xs > right && at.x > left) at = {left, at.y + height};
  ImGui::SetCursorScreenPos(to_im(at));
  ImGui::PushID(curve.column.c_str());
  const Press press = press_area(ui, "legend", {std::min(chip.width, right - left - why), height});
  ImGui::PopID();
  ImGui::SetCursorScreenPos({press.max.x, at.y});
  why_button(ui, curve.column, curve.info.name, height);
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
  at.x += legend_width(ui, curve, chip);
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

// What an axis measures: its unit, or in words what stands beside its numbers or has no unit.
std::string axis_words(const UiContext& ui, const PlotLayout& plot, const std::vector<Curve>& curves, std::size_t axis) {
  const std::string& unit = plot.axes[axis].unit;
  if (unit == "x") return ui.tr("axis_times");
  if (!unit.empty()) return unit;
  const bool regions = std::all_of(plot.curves.begin(), plot.curves.end(), [&](const PlotCurve& curve) {
    return curve.axis != static_cast<int>(axis) || curves[static_cast<std::size_t>(curve.curve)].info.kind == ColumnKind::region;
  });
  return ui.tr(regions ? "axis_activity" : "axis_share");
}

// The way back to the whole run, in the plot's upper right corner.
Rect show_all_place(const UiContext& ui, const PlotLayout& plot) {
  const glm::vec2 size = measure(ui.fonts.small_bold, ui.tr("plot_show_all")) + glm::vec2(2 * ui.m.gap_m, ui.m.gap_s);
  const glm::vec2 corner(plot.plot.max.x - size.x - ui.m.gap_xs, plot.plot.min.y + ui.m.gap_xs);
  return {corner, corner + size};
}

// What the axes measure, in the upper corners of the plot, on the right below the way back to the whole run; in the lower
// ones where curves run through those. In a low plot only where the upper ones are free.
struct AxisWords {
  std::string words;
  Rect place;
};
std::vector<AxisWords> axes_words(const UiContext& ui, const PlotLayout& plot, const std::vector<Curve>& curves) {
  const float gap = ui.m.gap_xs;
  const float below = plot_span(ui.session, ui.content).whole ? 0 : show_all_place(ui, plot).max.y - plot.plot.min.y;
  std::vector<AxisWords> all;
  for (std::size_t i = 0; i < plot.axes.size(); ++i) {
    const AxisSide side = plot.axes[i].side;
    if (side == AxisSide::none) continue;
    const std::string words = elide(ui.fonts.small, axis_words(ui, plot, curves, i), plot.plot.size().x / 2 - 2 * gap);
    const glm::vec2 size(measure(ui.fonts.small, words).x, ui.fonts.small.size);
    const glm::vec2 high(side == AxisSide::left ? plot.plot.min.x + gap : plot.plot.max.x - gap - size.x,
                         plot.plot.min.y + (side == AxisSide::left ? 0 : below));
    const glm::vec2 low(high.x, plot.plot.max.y - size.y - gap);
    const auto is_free = [&](glm::vec2 at) { return at.y >= plot.plot.min.y && !meets_curve(plot, {at, at + size}); };
    const bool is_high = plot.plot.size().y >= 110 * ui.m.scale;
    if (!is_free(high) && !is_high) continue;
    const glm::vec2 at = is_free(high) || !is_free(low) ? high : low;
    all.push_back({words, {at, at + size}});
  }
  return all;
}

void draw_axes(const UiContext& ui, ImDrawList& list, const PlotLayout& plot, const std::vector<Curve>& curves, const Rect& area) {
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
  for (const AxisWords& axis : axes_words(ui, plot, curves)) draw_text(list, ui.fonts.small, axis.place.min, t.faint, axis.words);
  float free_from = area.min.x;
  for (const PlotTick& tick : plot.time_ticks) {
    const float width = measure(ui.fonts.small, tick.label).x;
    list.AddLine({tick.position, plot.plot.max.y}, {tick.position, plot.plot.max.y + 4 * m.scale},
                 to_u32(t.border_strong), m.line);
    // Under its tick, but inside the panel.
    const float x = std::clamp(tick.position - width / 2, area.min.x, std::max(area.min.x, area.max.x - width));
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
  const std::string line = elide(ui.fonts.small, words, width);
  const glm::vec2 size = measure(ui.fonts.small, line), at(plot.plot.min.x + pad, plot.plot.max.y - size.y - pad);
  draw_box(list, at - glm::vec2(ui.m.gap_xs, 0), at + size + glm::vec2(ui.m.gap_xs, 0), with_alpha(ui.tokens.panel, 0.8f), ui.m.corner);
  draw_text(list, ui.fonts.small, at, ui.tokens.muted, line);
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

// What the thin lines are called, with a line to show them.
glm::vec2 before_size(const UiContext& ui) {
  return {3 * ui.m.gap_s + kSample * ui.m.scale + measure(ui.fonts.small_bold, ui.tr("curve_before")).x, ui.fonts.small.size + ui.m.gap_xs};
}

bool shows_before(const Session& session) {
  return trace_before(session, 0) != nullptr || trace_before(session, 1) != nullptr;
}

// What the thin lines are, after a change: in the legend's line where there is room left in it, else in the plot, so that
// no second line takes height from the curves. Returns whether it had room.
bool before_chip(UiContext& ui, glm::vec2& at, float right, float height, bool on_plot = false) {
  if (!shows_before(ui.session)) return true;
  const Metrics& m = ui.m;
  const std::string words = ui.tr("curve_before");
  const float sample = kSample * m.scale;
  const float width = before_size(ui).x;
  if (at.x + width > right) return false;
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
  return true;
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
  const bool names = area.size().y > 170 * m.scale;
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
std::vector<CalmFlag> calm_flags(const UiContext& ui, const PlotLayout& plot, const std::vector<Curve>& curves) {
  const Session& s = ui.session;
  const PlotSpan span = plot_span(s, ui.content);
  std::vector<Rect> taken;
  if (!span.whole) taken.push_back(show_all_place(ui, plot));
  for (const AxisWords& axis : axes_words(ui, plot, curves)) taken.push_back(axis.place);
  std::vector<CalmFlag> flags;
  for (int side = 0; side < (s.compare ? 2 : 1); ++side) {
    const std::string calm = calm_words(s, ui.content, ui.clock(), side);
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
std::optional<glm::vec2> place_for_before(const UiContext& ui, const PlotLayout& plot, const std::vector<Curve>& curves) {
  std::vector<Rect> taken;
  for (const CalmFlag& flag : calm_flags(ui, plot, curves)) {
    taken.push_back(flag.place.badge);
    if (!flag.place.words.is_empty()) taken.push_back(flag.place.words);
  }
  if (!plot_span(ui.session, ui.content).whole) taken.push_back(show_all_place(ui, plot));
  for (const AxisWords& axis : axes_words(ui, plot, curves)) taken.push_back(axis.place);
  return free_place(plot, before_size(ui), 3 * ui.m.scale, taken);
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
  draw_axes(ui, list, plot, curves, area);
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
  for (const PlotCurve& curve : plot.curves) {
    if (is_hidden(curve)) continue;
    // How it went before a change: as thin as a line can be that is still seen.
    const float width = curve.before ? kThin * m.scale : std::round(3 * m.scale);  // whole pixels draw fastest
    Colour colour = curves[static_cast<std::size_t>(curve.curve)].colour;
    if (curve.before) colour = with_alpha(colour, 0.8f);
    if (curve.dashed) {
      draw_dashed(list, curve.points, colour, width, 8 * m.scale, 5 * m.scale);
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

  const std::vector<CalmFlag> calm = calm_flags(ui, plot, curves);
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
  if (const std::optional<glm::vec2> place = names_before ? place_for_before(ui, plot, curves) : std::nullopt) {
    glm::vec2 at = *place;
    before_chip(ui, at, plot.plot.max.x, before_size(ui).y, true);
  }
  if (s.playhead.t_s < span.from_s || s.playhead.t_s > span.to_s) return;  // now is not in view
  const float x = x_at(plot, s.playhead.t_s);
  list.AddLine({x, plot.plot.min.y}, {x, plot.plot.max.y}, to_u32(t.text), 2 * m.scale);
  list.AddTriangleFilled({x - 6 * m.scale, plot.plot.min.y - 5 * m.scale},
                         {x + 6 * m.scale, plot.plot.min.y - 5 * m.scale}, {x, plot.plot.min.y + 4 * m.scale},
                         to_u32(t.text));
  for (const PlotCurve& curve : plot.curves) {
    if (curve.before || is_hidden(curve)) continue;
    const Curve& shown = curves[static_cast<std::size_t>(curve.curve)];
    const double value = value_now(s, curve.dashed ? 1 : 0, shown.column);
    if (!std::isfinite(value)) continue;
    const ImVec2 at{x, y_at(plot, curve.axis, value)};
    list.AddCircleFilled(at, 5.5f * m.scale, to_u32(t.panel), 20);
    if (curve.dashed) {
      list.AddCircle(at, 4 * m.scale, to_u32(shown.colour), 20, 2 * m.scale);
    } else {
      list.AddCircleFilled(at, 4.5f * m.scale, to_u32(shown.colour), 20);
    }
  }
}

// "A Secure": whose curve is predicted.
std::string letter_and_name(const UiContext& ui, int side) {
  return (side == 0 ? "A " : "B ") + side_name(ui.session, ui.content, side).name;
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
  const float width = buttons - rect.min.x - 2 * m.gap_m;
  const bool one = measure(ui.fonts.bold, words).x <= width;
  const UiFont& font = one ? ui.fonts.bold : ui.fonts.small;
  // Never cut where that leaves a plot to draw in.
  const float most = rect.size().y - 2 * pad - kLeastSketch * m.scale - 2 * ui.fonts.small.size;
  const std::string shown = clamp_lines(font, words, width, std::max(2, static_cast<int>(most / font.size)));
  const glm::vec2 size = measure(font, shown, width);
  height = std::max(height, size.y);
  draw_text(*ImGui::GetWindowDrawList(), font, {rect.min.x + m.gap_m, rect.min.y + pad + (height - size.y) / 2}, ui.tokens.text,
            shown, width);
  return height;
}

// After the sketch: what the dots are; pressing it takes them away.
void ghost_chip(UiContext& ui, const std::vector<Curve>& curves, glm::vec2& at, float left, float right, float height) {
  const Metrics& m = ui.m;
  const auto about =
      std::find_if(curves.begin(), curves.end(), [&](const Curve& c) { return c.column == ui.session.prediction.column; });
  if (about == curves.end()) return;
  const std::string words = ui.session.compare
                                ? fill(ui.tr("predict_ghost_of"), {{"side", letter_and_name(ui, ui.session.prediction.side)}})
                                : ui.tr("predict_ghost");
  const float sample = kSample * m.scale;
  const float width = m.gap_s + sample + m.gap_s + measure(ui.fonts.small_bold, words).x + m.gap_s;
  if (at.x + width > right && at.x > left) at = {left, at.y + height};
  ImGui::SetCursorScreenPos(to_im(at));
  const Press press = press_area(ui, "ghost", {std::min(width, right - left), height});
  name_control(ui, words);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (press.hovered) draw_box(list, press.min, press.max, ui.tokens.control_hover, height / 2);
  for (int i = 0; i < 4; ++i)
    list.AddCircleFilled({press.min.x + m.gap_s + sample * (static_cast<float>(i) + 0.5f) / 4, press.centre().y}, 2.6f * m.scale,
                         to_u32(about->colour), 12);
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

// How the legend's one line is shared out: its names, its values, the buttons at its end.
struct LegendPlan {
  float sample = kSample, name_width = kWidestName, square = 0, buttons = 0;
  bool can_save = false, worded = false, with_values = false;
  bool fits = false;  // in one line
};

// `width`: of line and buttons. `beside`: what else stands in the line.
LegendPlan plan_legend(const UiContext& ui, const std::vector<Curve>& curves, float width, float beside) {
  const Metrics& m = ui.m;
  LegendPlan plan;
  // One line where it can be: without the values if that helps (the dots on the curves show them too).
  const auto total_width = [&](bool with_values, float name_width = kWidestName) {
    float total = beside;
    for (const Curve& curve : curves) total += legend_width(ui, curve, make_chip(ui, curves, curve, with_values, name_width, plan.sample));
    return total;
  };
  // A button to save the curves where the legend leaves room for it; else it is among the curves to choose.
  if (total_width(false) > width - 4 * m.control) plan.sample = kShortSample;
  plan.can_save = !curves.empty() && total_width(false) <= width - 4 * m.control;
  if (!plan.can_save) plan.sample = kSample;
  // The plus has its word where the legend leaves room for that too.
  const float plus = word_button_width(ui, ui.tr("add_curve_word"));
  plan.worded = total_width(true) <= width - 3 * m.control - plus;
  // Smaller buttons before a second line takes height from the curves.
  const float small = std::round(34 * m.scale), needed = total_width(false);
  plan.square = needed > width - 3 * m.control && needed <= width - 3 * small ? small : m.control;
  plan.buttons = (plan.can_save ? 4 : 3) * plan.square + (plan.worded ? plus - m.control : 0);
  const float room = width - plan.buttons;
  plan.with_values = total_width(true) <= room;
  // Long names give way before a second line takes height from the curves.
  if (!plan.with_values)
    while (plan.name_width > kNarrowestName && total_width(false, plan.name_width) > room) plan.name_width -= 6;
  plan.fits = total_width(plan.with_values, plan.name_width) <= room;
  if (!plan.fits) plan.name_width = kWidestName;
  return plan;
}

}  // namespace

void draw_plots(UiContext& ui) {
  const Metrics& m = ui.m;
  const Rect& rect = ui.layout.plots;
  begin_panel(ui, "plots", rect);
  const std::vector<Curve> curves = chosen_curves(ui);
  const float pad = m.gap_s, left = rect.min.x + pad;
  float height = 36 * m.scale;
  glm::vec2 at(left, rect.min.y + pad);
  const auto area = [&] { return Rect{{rect.min.x + m.gap_m, at.y + height + m.gap_xs}, {rect.max.x - m.gap_m, rect.max.y - m.gap_s}}; };
  bool before_named = true;  // what the thin lines are, in the legend
  if (is_sketching(ui.session) && !curves.empty()) {
    height = sketch_header(ui, rect, height);
  } else {
    const float width = rect.max.x - pad - left;
    LegendPlan plan = plan_legend(ui, curves, width, shows_before(ui.session) ? before_size(ui).x : 0);
    if (!plan.fits) plan = plan_legend(ui, curves, width, 0);
    const float right = rect.max.x - pad - plan.buttons;
    for (const Curve& curve : curves)
      legend_chip(ui, curve, make_chip(ui, curves, curve, plan.with_values, plan.name_width, plan.sample), at, left, right, height);
    // The buttons stand beside the first line alone.
    const bool below_buttons = at.y >= rect.min.y + m.gap_s + m.control;
    before_named = before_chip(ui, at, below_buttons ? rect.max.x - pad : right, height);
    if (!before_named && !curves.empty() && !place_for_before(ui, make_plot(ui, curves, area()), curves)) {
      at = {left, at.y + height};  // nowhere in the plot: a line of its own
      before_named = before_chip(ui, at, rect.max.x - pad, height);
    }
    if (is_on(ui.session.prediction)) ghost_chip(ui, curves, at, left, right, height);
    plot_buttons(ui, rect, plan.buttons, plan.square, plan.can_save, plan.worded);
  }

  const Rect plot_area = area();
  if (curves.empty()) {
    const std::string words = ui.tr("no_curves");
    const glm::vec2 size = measure(ui.fonts.body, words, plot_area.size().x);
    draw_text(*ImGui::GetWindowDrawList(), ui.fonts.body, (plot_area.min + plot_area.max - size) * 0.5f, ui.tokens.muted, words,
              plot_area.size().x);
  } else if (plot_area.size().y > 40 * m.scale && plot_area.size().x > 80 * m.scale) {
    draw_plot(ui, curves, make_plot(ui, curves, plot_area), plot_area, !before_named);
  }
  end_panel();
}

}  // namespace attune
