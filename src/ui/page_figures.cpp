#include "ui/page_figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>

#include "core/text.h"
#include "ui/plot_layout.h"

namespace attune {
namespace {

// Okabe-Ito: lines that have no colour of their own.
constexpr std::array<std::string_view, 5> kLineColours{"#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#D55E00"};
// Drawn and left out, in roomy pixels: no line is told by its colour alone. 0 = drawn through.
constexpr std::array<glm::vec2, 5> kDashes{glm::vec2(0, 0), {10, 5}, {4, 4}, {16, 4}, {2, 5}};

const Style* style_with(const UiContext& ui, const std::string& id) {
  for (const Style& style : ui.content.styles)
    if (style.id == id) return &style;
  return nullptr;
}

Colour style_colour(const UiContext& ui, const std::string& id, Colour otherwise) {
  const Style* const style = style_with(ui, id);
  return style == nullptr ? otherwise : readable_on(to_colour(style->colour), ui.tokens.card, 3);
}

// The card a figure stands on, `height` pixels high; returns its inside and moves the cursor below it.
Rect begin_card(const UiContext& ui, float height) {
  const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
  const float width = ImGui::GetContentRegionAvail().x, pad = ui.m.gap_l;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_control(ui, list, at, at + glm::vec2(width, height), ui.tokens.card, ui.m.corner);
  ImGui::Dummy({width, height});
  return {at + glm::vec2(pad), at + glm::vec2(width, height) - glm::vec2(pad)};
}

float inner_width(const UiContext& ui) { return ImGui::GetContentRegionAvail().x - 2 * ui.m.gap_l; }

// ---- shares --------------------------------------------------------------------------------------

// Parts of no pattern: the first stands out.
Colour part_colour(const UiContext& ui, const PageBlock& block, std::size_t part) {
  return style_colour(ui, block.shares[part].style, part == 0 ? ui.tokens.accent : ui.tokens.faint);
}

// Circle, square, triangle, diamond, ring: told apart without colour.
void draw_mark_of(ImDrawList& list, glm::vec2 at, float r, std::size_t shape, Colour colour) {
  const ImU32 c = to_u32(colour);
  switch (shape % 5) {
    case 0:
      list.AddCircleFilled(to_im(at), r, c, 20);
      break;
    case 1:
      list.AddRectFilled(to_im(at - glm::vec2(0.86f * r)), to_im(at + glm::vec2(0.86f * r)), c);
      break;
    case 2:
      list.AddTriangleFilled({at.x, at.y - r}, {at.x + r, at.y + 0.8f * r}, {at.x - r, at.y + 0.8f * r}, c);
      break;
    case 3:
      list.AddQuadFilled({at.x, at.y - 1.15f * r}, {at.x + 1.15f * r, at.y}, {at.x, at.y + 1.15f * r},
                         {at.x - 1.15f * r, at.y}, c);
      break;
    default:
      list.AddCircle(to_im(at), 0.8f * r, c, 20, 0.4f * r);
  }
}

// ---- curves --------------------------------------------------------------------------------------

struct Line {
  Colour colour;
  glm::vec2 dash{0};
};

Line line_of(const UiContext& ui, std::size_t i) {
  return {readable_on(to_colour(kLineColours[i % kLineColours.size()]), ui.tokens.card, 3),
          kDashes[i % kDashes.size()]};
}

void draw_line(ImDrawList& list, const std::vector<glm::vec2>& points, const Line& line, float scale) {
  const float width = std::round(3 * scale);
  if (line.dash.x > 0) return draw_dashed(list, points, line.colour, width, line.dash.x * scale, line.dash.y * scale);
  std::vector<ImVec2> out;
  out.reserve(points.size());
  for (const glm::vec2 p : points) out.push_back(to_im(p));
  list.AddPolyline(out.data(), static_cast<int>(out.size()), to_u32(line.colour), ImDrawFlags_None, width);
}

std::string curve_name(const UiContext& ui, const PageCurve& curve, const std::string& unit) {
  return unit.empty() ? curve.label : fill(ui.tr("curve_with_unit"), {{"name", curve.label}, {"unit", unit}});
}

// Shows the bands, or hides them; leaves the cursor where it was.
void bands_button(const UiContext& ui, glm::vec2 at) {
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos(to_im(at));
  if (icon_button(ui, "page_bands", Icon::band, ui.tr("bands"), ui.session.show_bands))
    ui.send(command::SetBands{!ui.session.show_bands});
  ImGui::SetCursorScreenPos(cursor);
}

// ---- before and after ----------------------------------------------------------------------------

// The least that a track spans: small differences must look small. Heart beats, levels relative to rest, shares.
double least_span(const std::string& unit) { return unit.empty() ? 0.4 : unit == "x" ? 0.5 : 20; }

std::string amount(double value, const std::string& unit) {
  if (unit.empty()) return to_text(value, 2);
  return unit == "x" ? to_text(value, 2) + "x" : to_text(value, 0) + " " + unit;
}

// Plain: only the direction, for a number of the model would look like one of the reader's.
std::string change_words(const UiContext& ui, double before, double after, const std::string& unit) {
  constexpr double kSame = 0.03;  // of the least span
  if (ui.session.level != Level::plain)
    return fill(ui.tr("from_to"), {{"a", amount(before, unit)}, {"b", amount(after, unit)}});
  if (std::abs(after - before) < kSame * least_span(unit)) return ui.tr("change_same");
  return after < before ? ui.tr("change_down") : ui.tr("change_up");
}

}  // namespace

std::vector<int> share_dots(const std::vector<PageShare>& shares) {
  std::vector<int> dots;
  std::vector<std::size_t> order(shares.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  int sum = 0;
  for (const PageShare& share : shares) dots.push_back(static_cast<int>(share.percent)), sum += dots.back();
  const auto rest = [&](std::size_t i) { return shares[i].percent - std::floor(shares[i].percent); };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rest(a) > rest(b); });
  for (std::size_t i = 0; i < order.size() && sum < 100; ++i, ++sum) ++dots[order[i]];
  return dots;
}

void draw_shares(const UiContext& ui, const PageBlock& block) {
  const Metrics& m = ui.m;
  const std::vector<int> dots = share_dots(block.shares);
  const float inner = inner_width(ui);
  const int columns = inner >= 340 * m.scale ? 20 : 10;
  const float cell = std::min(inner / static_cast<float>(columns), 26 * m.scale), row = ui.fonts.body.size + m.gap_xs;
  const float crowd = cell * static_cast<float>(100 / columns);
  const float height = 2 * m.gap_l + crowd + m.gap_m + row * static_cast<float>(block.shares.size());
  const Rect area = begin_card(ui, height);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  int dot = 0;
  for (std::size_t part = 0; part < dots.size(); ++part)
    for (int i = 0; i < dots[part] && dot < 100; ++i, ++dot) {
      const glm::vec2 place(static_cast<float>(dot % columns) + 0.5f, static_cast<float>(dot / columns) + 0.5f);
      draw_mark_of(list, area.min + place * cell, 0.32f * cell, part, part_colour(ui, block, part));
    }
  float y = area.min.y + crowd + m.gap_m;
  for (std::size_t part = 0; part < dots.size(); ++part) {
    draw_mark_of(list, {area.min.x + 8 * m.scale, y + ui.fonts.body.size / 2}, 7 * m.scale, part,
                 part_colour(ui, block, part));
    const std::string words =
        fill(ui.tr("share_words"), {{"name", block.shares[part].name}, {"n", std::to_string(dots[part])}});
    draw_text(list, ui.fonts.body, {area.min.x + 24 * m.scale, y}, ui.tokens.text,
              elide(ui.fonts.body, words, area.max.x - area.min.x - 24 * m.scale));
    y += row;
  }
}

void draw_plane(const UiContext& ui, const PageFigure& figure) {
  const Metrics& m = ui.m;
  const Tokens& t = ui.tokens;
  const float inner = inner_width(ui);
  const float label = ui.fonts.small.size + m.gap_xs;
  const float side = std::min(inner, 440 * m.scale), plane_height = std::round(0.8f * side);
  const Rect area = begin_card(ui, 2 * m.gap_l + 2 * label + plane_height);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float left = std::round(area.min.x + (inner - side) / 2);
  const Rect plane{{left, area.min.y + label}, {left + side, area.min.y + label + plane_height}};
  draw_box(list, plane.min, plane.max, t.panel, m.corner);
  draw_frame(list, plane.min, plane.max, t.border_strong, m.corner, m.line);
  const auto wide = [&](const std::string& words) { return elide(ui.fonts.small, words, inner); };
  draw_text(list, ui.fonts.small, {area.min.x + (inner - side) / 2, area.min.y}, t.muted, wide(ui.tr("plane_up")));
  const std::string across = wide(ui.tr("plane_across"));
  draw_text(list, ui.fonts.small,
            {std::max(area.min.x, plane.max.x - measure(ui.fonts.small, across).x), plane.max.y + m.gap_xs}, t.muted,
            across);
  const auto place = [&](glm::vec2 at) {
    return glm::vec2(plane.min.x + std::clamp(at.x, 0.0f, 1.0f) * side,
                     plane.max.y - std::clamp(at.y, 0.0f, 1.0f) * plane_height);
  };
  const float spot = 0.085f * side;
  for (const PagePoint& point : figure.points) {
    const Colour colour = style_colour(ui, point.style, ui.tokens.faint);
    list.AddCircleFilled(to_im(place(point.at)), spot, to_u32(with_alpha(colour, 0.20f)), 48);
    list.AddCircleFilled(to_im(place(point.at)), 0.55f * spot, to_u32(with_alpha(colour, 0.28f)), 40);
  }
  for (const PagePoint& point : figure.points) {
    if (point.path.size() < 2) continue;
    std::vector<glm::vec2> way;
    for (const glm::vec2 at : point.path) way.push_back(place(at));
    const Colour colour = style_colour(ui, point.style, ui.tokens.faint);
    draw_dashed(list, way, colour, 2.5f * m.scale, 5 * m.scale, 4 * m.scale);
    // The head of the arrow looks along the last part of the way.
    const glm::vec2 end = way.back();
    std::size_t from = way.size() - 1;
    while (from > 0 && glm::dot(end - way[from], end - way[from]) < 64 * m.scale * m.scale) --from;
    const glm::vec2 run = end - way[from];
    const float length = std::sqrt(glm::dot(run, run));
    if (length < 1) continue;
    const glm::vec2 ahead = run * (9 * m.scale / length), beside(-0.6f * ahead.y, 0.6f * ahead.x);
    list.AddTriangleFilled(to_im(end + ahead), to_im(end + beside), to_im(end - beside), to_u32(colour));
  }
  // Names beside their spots, where no other name or spot is.
  std::vector<Rect> taken;
  for (const PagePoint& point : figure.points) {
    const glm::vec2 at = place(point.at);
    taken.push_back({at - glm::vec2(0.55f * spot), at + glm::vec2(0.55f * spot)});
    const glm::vec2 near(5 * m.scale);
    for (std::size_t i = 0; i < point.path.size(); i += 6)
      taken.push_back({place(point.path[i]) - near, place(point.path[i]) + near});
  }
  for (const PagePoint& point : figure.points) {
    const Style* const style = style_with(ui, point.style);
    if (style == nullptr) continue;
    const glm::vec2 at = place(point.at), size = measure(ui.fonts.small_bold, style->name);
    const float gap = 0.6f * spot + m.gap_xs;
    const std::array<glm::vec2, 4> places{glm::vec2(at.x + gap, at.y - size.y / 2),
                                          {at.x - gap - size.x, at.y - size.y / 2},
                                          {at.x - size.x / 2, at.y + gap},
                                          {at.x - size.x / 2, at.y - gap - size.y}};
    const auto overlap = [&](glm::vec2 min) {
      const Rect rect{min, min + size};
      float sum = 0;
      const glm::vec2 edge(m.gap_s), outside = glm::max(plane.min + edge - rect.min, glm::vec2(0)) +
                                               glm::max(rect.max - plane.max + edge, glm::vec2(0));
      sum += (outside.x + outside.y) * size.y;
      for (const Rect& other : taken) {
        const glm::vec2 common = glm::min(rect.max, other.max) - glm::max(rect.min, other.min);
        if (common.x > 0 && common.y > 0) sum += common.x * common.y;
      }
      return sum;
    };
    const glm::vec2 best = *std::min_element(places.begin(), places.end(),
                                             [&](glm::vec2 a, glm::vec2 b) { return overlap(a) < overlap(b); });
    taken.push_back({best, best + size});
    draw_text(list, ui.fonts.small_bold, best, t.text, style->name);
  }
}

void draw_curves(const UiContext& ui, const PageBlock& block, const PageFigure& figure,
                 const std::vector<EnsembleBands>* bands) {
  const Metrics& m = ui.m;
  const Tokens& t = ui.tokens;
  const float inner = inner_width(ui), sample = 30 * m.scale;
  if (figure.curves.size() != block.curves.size()) return;
  PlotRequest request;
  double end_s = 1;
  std::vector<std::string> names;
  std::set<std::string> units;
  for (std::size_t i = 0; i < block.curves.size(); ++i) {
    const PageCurve& curve = block.curves[i];
    const Trace& trace = figure.curves[i].trace;
    const ColumnInfo info = describe_column(ui.content, curve.column);
    std::string unit = curve.unit.empty() ? info.unit : curve.unit;
    if (unit.rfind("0-", 0) == 0) unit.clear();  // a range is no unit
    units.insert(unit);
    names.push_back(curve_name(ui, curve, unit == "x" ? ui.tr("unit_rest") : unit));
    request.curves.push_back({&trace, curve.column, unit, static_cast<int>(i), false,
                              bands == nullptr || i >= bands->size() ? nullptr : &(*bands)[i]});
    end_s = std::max(end_s, trace.duration_s());
  }
  // A unit that all share is said once, above.
  const bool one_unit = units.size() == 1 && !units.begin()->empty();
  const std::string shared = !one_unit ? "" : *units.begin() == "x" ? ui.tr("unit_rest") : *units.begin();
  if (one_unit)
    for (std::size_t i = 0; i < names.size(); ++i) names[i] = block.curves[i].label;
  // Above the curves: the unit that all share, and whether the bands are shown.
  const float head = std::max(ui.fonts.small.size, ui.m.control - ui.m.gap_l);
  float names_height = 0;
  for (const std::string& name : names)
    names_height += measure(ui.fonts.small, name, inner - sample - m.gap_s).y + m.gap_xs;
  const float plot_height = std::round(170 * m.scale);
  Rect area = begin_card(ui, 2 * m.gap_l + head + plot_height + m.gap_s + names_height);
  draw_text(*ImGui::GetWindowDrawList(), ui.fonts.small, area.min, t.muted, shared);
  bands_button(ui, {area.max.x - ui.m.control, area.min.y - m.gap_s});
  area.min.y += head;
  request.area = {area.min, {area.max.x, area.min.y + plot_height}};
  request.end_s = end_s;
  request.clock = ui.axis_clock();
  request.line_height = ui.fonts.small.size;
  request.label_width = 36 * m.scale;
  request.least_tick_gap = 80 * m.scale;
  const PlotLayout plot = layout_plot(request);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (const PlotAxis& axis : plot.axes)
    for (const PlotTick& tick : axis.ticks) {
      if (axis.side == AxisSide::none) continue;
      const bool on_left = axis.side == AxisSide::left;
      const std::string words = axis.unit == "x" ? tick.label + "x" : tick.label;
      if (on_left)
        list.AddLine({plot.plot.min.x, std::round(tick.position)}, {plot.plot.max.x, std::round(tick.position)},
                     to_u32(t.border), m.line);
      const float x =
          on_left ? plot.plot.min.x - m.gap_s - measure(ui.fonts.small, words).x : plot.plot.max.x + m.gap_s;
      draw_text(list, ui.fonts.small, {x, tick.position - ui.fonts.small.size / 2}, t.muted, words);
    }
  float free_from = area.min.x;
  for (const PlotTick& tick : plot.time_ticks) {
    const glm::vec2 size = measure(ui.fonts.small, tick.label);
    const float x = std::clamp(tick.position - size.x / 2, area.min.x, std::max(area.min.x, area.max.x - size.x));
    list.AddLine({tick.position, plot.plot.max.y}, {tick.position, plot.plot.max.y + 4 * m.scale},
                 to_u32(t.border_strong), m.line);
    if (x < free_from) continue;
    draw_text(list, ui.fonts.small, {x, plot.plot.max.y + 5 * m.scale}, t.muted, tick.label);
    free_from = x + size.x + m.gap_s;
  }
  list.PushClipRect({plot.plot.min.x, plot.plot.min.y - 3 * m.scale}, {plot.plot.max.x, plot.plot.max.y + 3 * m.scale},
                    true);
  const ImDrawListFlags flags = list.Flags;  // smooth edges would show the seams
  list.Flags &= ~ImDrawListFlags_AntiAliasedFill;
  for (const PlotCurve& curve : plot.curves) {
    const ImU32 fill = to_u32(with_alpha(line_of(ui, static_cast<std::size_t>(curve.curve)).colour, 0.2f));
    for (std::size_t i = 1; i < curve.band_low.size(); ++i)
      list.AddQuadFilled(to_im(curve.band_low[i - 1]), to_im(curve.band_low[i]), to_im(curve.band_high[i]),
                         to_im(curve.band_high[i - 1]), fill);
  }
  list.Flags = flags;
  for (const PlotCurve& curve : plot.curves)
    draw_line(list, curve.points, line_of(ui, static_cast<std::size_t>(curve.curve)), m.scale);
  list.PopClipRect();
  float y = area.min.y + plot_height + m.gap_s;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const float middle = y + ui.fonts.small.size / 2;
    draw_line(list, {{area.min.x, middle}, {area.min.x + sample, middle}}, line_of(ui, i), m.scale);
    draw_text(list, ui.fonts.small, {area.min.x + sample + m.gap_s, y}, t.text, names[i], inner - sample - m.gap_s);
    y += measure(ui.fonts.small, names[i], inner - sample - m.gap_s).y + m.gap_xs;
  }
}

void draw_before_after(const UiContext& ui, const PageBlock& block, const PageFigure& figure) {
  const Metrics& m = ui.m;
  const Tokens& t = ui.tokens;
  const float inner = inner_width(ui), line = ui.fonts.small.size, track = 16 * m.scale;
  const float row = line + track + m.gap_s, head = ui.fonts.small_bold.size + m.gap_xs;
  const auto rows = static_cast<float>(figure.rows.size()), columns = static_cast<float>(block.columns.size());
  const float key = line + m.gap_m;
  const Rect area = begin_card(ui, 2 * m.gap_l + key + columns * (head + rows * row + m.gap_s));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float dot = 6 * m.scale;
  const auto open = [&](glm::vec2 at, Colour colour) {
    list.AddCircle(to_im(at), dot - m.scale, to_u32(colour), 20, 2 * m.scale);
  };
  const auto full = [&](glm::vec2 at, Colour colour) { list.AddCircleFilled(to_im(at), dot, to_u32(colour), 20); };
  // What the two dots mean.
  float x = area.min.x + dot;
  const float key_y = area.min.y + line / 2;
  open({x, key_y}, t.text);
  draw_text(list, ui.fonts.small, {x + 2 * dot, area.min.y}, t.muted, ui.tr("before"));
  x += 2 * dot + measure(ui.fonts.small, ui.tr("before")).x + m.gap_l + dot;
  full({x, key_y}, t.text);
  draw_text(list, ui.fonts.small, {x + 2 * dot, area.min.y}, t.muted, ui.tr("after"));
  float y = area.min.y + key;
  for (std::size_t c = 0; c < block.columns.size(); ++c) {
    const ColumnInfo info = describe_column(ui.content, block.columns[c]);
    draw_text(list, ui.fonts.small_bold, {area.min.x, y}, t.text, elide(ui.fonts.small_bold, info.name, inner));
    y += head;
    double low = figure.rows.front().before[c], high = low;
    for (const PageRowRun& run : figure.rows)
      for (const double value : {run.before[c], run.after[c]}) low = std::min(low, value), high = std::max(high, value);
    const double span = std::max(high - low, least_span(info.unit));
    low -= (span - (high - low)) / 2;
    for (const PageRowRun& run : figure.rows) {
      const std::string values = change_words(ui, run.before[c], run.after[c], info.unit);
      const float values_width = measure(ui.fonts.small, values).x;
      draw_text(list, ui.fonts.small, {area.min.x, y}, t.muted,
                elide(ui.fonts.small, run.label, inner - values_width - m.gap_m));
      draw_text(list, ui.fonts.small, {area.max.x - values_width, y}, t.muted, values);
      const float middle = y + line + track / 2;
      const float left = area.min.x + dot, width = inner - 2 * dot;
      draw_box(list, {area.min.x, middle - 2 * m.scale}, {area.max.x, middle + 2 * m.scale}, t.control, 2 * m.scale);
      const auto place = [&](double value) { return left + static_cast<float>((value - low) / span) * width; };
      const float from = place(run.before[c]), to = place(run.after[c]);
      const Colour colour = to < from ? t.quieter : t.busier;
      list.AddLine({from, middle}, {to, middle}, to_u32(colour), 3 * m.scale);
      open({from, middle}, t.text);
      full({to, middle}, colour);
      y += row;
    }
    y += m.gap_s;
  }
}

}  // namespace attune
