// Curves of the chosen quantities: A solid, B dashed, events as lines, one cursor.
#include <algorithm>
#include <array>

#include "core/text.h"
#include "ui/panels.h"
#include "ui/plot_layout.h"

namespace attune {
namespace {

constexpr const char* kMenu = "curves";
constexpr float kSample = 26;  // length of a legend's line
// Okabe-Ito: for curves whose own colours are too much alike.
constexpr std::array<std::string_view, 6> kSpare{"#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#F0E442", "#D55E00"};

int difference(Colour a, Colour b) { return std::abs(a.r - b.r) + std::abs(a.g - b.g) + std::abs(a.b - b.b); }

struct Curve {
  std::string column;
  ColumnInfo info;
  Colour colour;
};

std::vector<Curve> chosen_curves(const UiContext& ui) {
  constexpr int kTooClose = 105;  // of 765, summed over red, green and blue
  std::vector<Curve> curves;
  for (const std::string& column : ui.session.plotted) {
    Curve curve{column, describe_column(ui.content, column), {}};
    for (const ShownTrait& known : short_names())
      if (column == known.column) curve.info.label = ui.tr(known.words);
    const bool early = curve.info.kind == ColumnKind::early;
    if (early)
      for (const ShownTrait& known : short_names())
        if (column.substr(column.find('.')) == std::string(known.column).substr(5)) curve.info.label = ui.tr(known.words);
    if (early || curve.info.kind == ColumnKind::peak)
      for (std::string* name : {&curve.info.name, &curve.info.label})
        *name = fill(ui.tr(early ? "curve_early" : "curve_peak"), {{"name", *name}});
    curve.colour = readable_on(curve.info.colour, ui.tokens.panel, 3);
    const auto is_taken = [&](Colour colour) {
      return std::any_of(curves.begin(), curves.end(),
                         [&](const Curve& other) { return difference(other.colour, colour) < kTooClose; });
    };
    for (std::size_t i = 0; i < kSpare.size() && is_taken(curve.colour); ++i)
      curve.colour = readable_on(to_colour(kSpare[i]), ui.tokens.panel, 3);
    curves.push_back(std::move(curve));
  }
  return curves;
}

// What was learned is told in words: it is no one's score.
std::string value_text(const UiContext& ui, double value, const ColumnInfo& info) {
  if (!std::isfinite(value)) return "-";
  if (info.kind == ColumnKind::learned || info.kind == ColumnKind::early) return ui.tr(amount_words(value));
  const std::string& unit = info.unit;
  if (unit.empty()) return format("%.2f", value);
  if (unit == "x") return format("%.2fx", value);
  return format("%.0f %s", value, unit.c_str());
}

struct Chip {
  std::string name, values;
  float width = 0;
};

Chip make_chip(const UiContext& ui, const Curve& curve, bool with_values) {
  const Session& s = ui.session;
  const Metrics& m = ui.m;
  Chip chip;
  chip.name = elide(ui.fonts.small_bold, curve.info.label, 170 * m.scale);
  chip.width = m.gap_s + kSample * m.scale + m.gap_s + measure(ui.fonts.small_bold, chip.name).x + m.gap_m;
  if (!with_values) return chip;
  chip.values = value_text(ui, value_now(s, 0, curve.column), curve.info);
  if (s.compare) chip.values += " | " + value_text(ui, value_now(s, 1, curve.column), curve.info);
  // Room for the widest value it may show, so that the legend stays still while it plays.
  const std::string widest = s.compare ? "0.00x | 0.00x" : "0.00x";
  const float values_width = std::max(measure(ui.fonts.small, chip.values).x, measure(ui.fonts.small, widest).x);
  chip.width += m.gap_s + values_width;
  return chip;
}

// Line sample, name and values; pressing it takes the curve away. Moves `at` on.
void legend_chip(UiContext& ui, const Curve& curve, const Chip& chip, glm::vec2& at, float left, float right,
                 float height) {
  const Session& s = ui.session;
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const float sample = kSample * m.scale, width = chip.width;
  if (at.x + width > right) at = {left, at.y + height};
  ImGui::SetCursorScreenPos(to_im(at));
  ImGui::PushID(curve.column.c_str());
  const Press press = press_area(ui, "legend", {std::min(width, right - left), height});
  ImGui::PopID();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (press.hovered) draw_box(list, press.min, press.max, t.control_hover, height / 2);
  const float y = press.centre().y, thick = 3 * m.scale;
  float x = press.min.x + m.gap_s;
  const float solid_y = s.compare ? y - 4 * m.scale : y;
  list.AddLine({x, solid_y}, {x + sample, solid_y}, to_u32(curve.colour), thick);
  if (s.compare)
    draw_dashed(list, {{x, y + 4 * m.scale}, {x + sample, y + 4 * m.scale}}, curve.colour, thick, 7 * m.scale,
                4 * m.scale);
  x += sample + m.gap_s;
  draw_text(list, ui.fonts.small_bold, {x, y - ui.fonts.small.size / 2}, t.text, chip.name);
  x += measure(ui.fonts.small_bold, chip.name).x + m.gap_s;
  draw_text(list, ui.fonts.small, {x, y - ui.fonts.small.size / 2}, t.muted, chip.values);
  if (press.hovered) tooltip(ui, curve.info.name + ". " + ui.tr("legend_tip"));
  if (press.pressed) ui.send(command::SetPlotted{curve.column, false});
  at.x += width + m.gap_xs;
}

void curve_menu(UiContext& ui) {
  if (!begin_popover(ui, kMenu, 340 * ui.m.scale)) return;
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
      ImGui::PushID(column.c_str());
      const Press press = press_area(ui, "row", {ImGui::GetContentRegionAvail().x, ui.m.row});
      ImGui::PopID();
      ImDrawList& list = *ImGui::GetWindowDrawList();
      if (press.hovered) draw_box(list, press.min, press.max, ui.tokens.control_hover, ui.m.corner);
      if (on)
        draw_icon(list, Icon::check, {press.min.x + ui.m.gap_l, press.centre().y}, 16 * ui.m.scale, ui.tokens.accent);
      const float x = press.min.x + 2 * ui.m.gap_l + ui.m.gap_xs;
      draw_text(list, on ? ui.fonts.bold : ui.fonts.body, {x, press.centre().y - ui.fonts.body.size / 2},
                ui.tokens.text,
                elide(ui.fonts.body, describe_column(ui.content, column).name, press.max.x - x - ui.m.gap_s));
      if (press.pressed) ui.send(command::SetPlotted{column, !on});
    }
    if (headed) space(ui.m.gap_m);
  }
  end_popover();
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
  for (const PlotTick& tick : plot.time_ticks) {
    const glm::vec2 size = measure(ui.fonts.small, tick.label);
    list.AddLine({tick.position, plot.plot.max.y}, {tick.position, plot.plot.max.y + 4 * m.scale},
                 to_u32(t.border_strong), m.line);
    draw_text(list, ui.fonts.small, {tick.position - size.x / 2, plot.plot.max.y + 5 * m.scale}, t.faint, tick.label);
  }
}

void draw_plot(UiContext& ui, const std::vector<Curve>& curves, const Rect& area) {
  const Session& s = ui.session;
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  PlotRequest request;
  request.area = area;
  request.end_s = duration_s(s, ui.content);
  request.clock = ui.axis_clock();
  request.line_height = ui.fonts.small.size;
  request.label_width = 40 * m.scale;
  request.least_tick_gap = 80 * m.scale;
  for (std::size_t i = 0; i < curves.size(); ++i)
    for (int side = s.compare ? 1 : 0; side >= 0; --side)  // A is drawn last, on top
      request.curves.push_back({s.trace[static_cast<std::size_t>(side)].get(), curves[i].column, curves[i].info.unit,
                                static_cast<int>(i), side == 1, s.bands[static_cast<std::size_t>(side)].get()});
  // The scrubber below names the events already: here only where there is height to spare.
  const bool names = area.size().y > 170 * m.scale;
  for (const Caption& caption : current_arm(s, ui.content).captions)
    request.events.push_back(
        {caption.begin_s, names ? caption.event : "", names ? measure(ui.fonts.small, caption.event).x : 0});
  const PlotLayout plot = layout_plot(request);

  ImGui::SetCursorScreenPos(to_im(area.min));
  const Press press = press_area(ui, "plot", area.size());
  const float pointer_x = ImGui::GetIO().MousePos.x;
  const double pointed_s = time_at(plot, pointer_x);
  if (press.held && ImGui::IsMouseDown(0) && std::abs(pointed_s - s.playhead.t_s) > 1e-9)
    ui.send(command::Seek{pointed_s});

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
  for (const PlotCurve& curve : plot.curves) {
    const ImU32 fill = to_u32(with_alpha(curves[static_cast<std::size_t>(curve.curve)].colour, curve.dashed ? 0.14f : 0.24f));
    for (std::size_t i = 1; i < curve.band_low.size(); ++i)
      list.AddQuadFilled(to_im(curve.band_low[i - 1]), to_im(curve.band_low[i]), to_im(curve.band_high[i]),
                         to_im(curve.band_high[i - 1]), fill);
  }
  list.Flags = flags;
  const float width = std::round(3 * m.scale);  // whole pixels draw fastest
  for (const PlotCurve& curve : plot.curves) {
    const Colour colour = curves[static_cast<std::size_t>(curve.curve)].colour;
    if (curve.dashed) {
      draw_dashed(list, curve.points, colour, width, 8 * m.scale, 5 * m.scale);
    } else {
      std::vector<ImVec2> points;
      points.reserve(curve.points.size());
      for (const glm::vec2 p : curve.points) points.push_back(to_im(p));
      list.AddPolyline(points.data(), static_cast<int>(points.size()), to_u32(colour), ImDrawFlags_None, width);
    }
  }
  list.PopClipRect();

  // Where each side is calm again: a flag at the foot of the plot.
  for (int side = 0; side < (s.compare ? 2 : 1); ++side) {
    const double calm_s = calm_again_s(s, ui.content, side);
    if (!std::isfinite(calm_s) || duration_s(s, ui.content) > kLongestBands_s) continue;
    const float at = x_at(plot, calm_s), foot = plot.plot.max.y, size = 18 * m.scale;
    for (float y = plot.plot.min.y; y < foot; y += 7 * m.scale)
      list.AddLine({at, y}, {at, std::min(foot, y + 3 * m.scale)}, to_u32(t.muted), 1.5f * m.scale);
    const glm::vec2 badge(at, foot - size * (0.6f + 1.1f * static_cast<float>(side)));
    draw_side_badge(ui, list, badge, side, size);
    const glm::vec2 mouse = to_glm(ImGui::GetIO().MousePos);
    if (press.hovered && std::abs(mouse.x - badge.x) < size && std::abs(mouse.y - badge.y) < size) {
      tooltip(ui, fill(ui.tr("calm_again"), {{"name", current_style(s, ui.content, side).name}}) + ", " +
                      moment_text(calm_s, request.end_s, ui.clock()));
      calm_named = true;
    }
  }
  const float x = x_at(plot, s.playhead.t_s);
  list.AddLine({x, plot.plot.min.y}, {x, plot.plot.max.y}, to_u32(t.text), 2 * m.scale);
  list.AddTriangleFilled({x - 6 * m.scale, plot.plot.min.y - 5 * m.scale},
                         {x + 6 * m.scale, plot.plot.min.y - 5 * m.scale}, {x, plot.plot.min.y + 4 * m.scale},
                         to_u32(t.text));
  for (const PlotCurve& curve : plot.curves) {
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
  if (press.hovered && !press.held && pointer_x >= plot.plot.min.x && pointer_x <= plot.plot.max.x) {
    list.AddLine({pointer_x, plot.plot.min.y}, {pointer_x, plot.plot.max.y}, to_u32(with_alpha(t.text, 0.35f)), m.line);
    if (!calm_named) tooltip(ui, moment_text(pointed_s, request.end_s, ui.clock()));
  }
}

}  // namespace

void draw_plots(UiContext& ui) {
  const Metrics& m = ui.m;
  const Rect& rect = ui.layout.plots;
  begin_panel(ui, "plots", rect);
  const std::vector<Curve> curves = chosen_curves(ui);
  const float pad = m.gap_s, height = 36 * m.scale, buttons = 3 * m.control;
  glm::vec2 at(rect.min.x + pad, rect.min.y + pad);
  const float right = rect.max.x - pad - buttons;
  // One line where it can be: without the values if that helps (the dots on the curves show them too).
  const auto total_width = [&](bool with_values) {
    float total = 0;
    for (const Curve& curve : curves) total += make_chip(ui, curve, with_values).width + m.gap_xs;
    return total;
  };
  const float room = right - at.x;
  const bool with_values = total_width(true) <= room || total_width(false) > room;
  for (const Curve& curve : curves)
    legend_chip(ui, curve, make_chip(ui, curve, with_values), at, rect.min.x + pad, right, height);

  ImGui::SetCursorScreenPos({rect.max.x - pad - buttons, rect.min.y + pad - 4 * m.scale});
  if (icon_button(ui, "bands", Icon::band, ui.tr("bands"), ui.session.show_bands))
    ui.send(command::SetBands{!ui.session.show_bands});
  ImGui::SetCursorScreenPos({rect.max.x - pad - 2 * m.control, rect.min.y + pad - 4 * m.scale});
  if (icon_button(ui, "add_curve", Icon::plus, ui.tr("add_curve"))) ImGui::OpenPopup(kMenu);
  curve_menu(ui);
  ImGui::SetCursorScreenPos({rect.max.x - pad - m.control, rect.min.y + pad - 4 * m.scale});
  if (icon_button(ui, "close_plots", Icon::chevron_down, ui.tr("close_plots")))
    ui.send(command::SetPanel{Panel::plots, false});

  const Rect area{{rect.min.x + m.gap_m, at.y + height + m.gap_xs}, {rect.max.x - m.gap_m, rect.max.y - m.gap_s}};
  if (curves.empty()) {
    const std::string words = ui.tr("no_curves");
    const glm::vec2 size = measure(ui.fonts.body, words, area.size().x);
    draw_text(*ImGui::GetWindowDrawList(), ui.fonts.body, (area.min + area.max - size) * 0.5f, ui.tokens.muted, words,
              area.size().x);
  } else if (area.size().y > 40 * m.scale && area.size().x > 80 * m.scale) {
    draw_plot(ui, curves, area);
  }
  end_panel();
}

}  // namespace attune
