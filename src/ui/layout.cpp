#include "ui/layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace attune {
namespace {

// Roomy units.
constexpr float kWide = 1140, kMedium = 700, kSpacious = 1400;
constexpr float kRoomForBoth = 1180;  // below: both side panels are as narrow as they may be
constexpr float kLowWindow = 420, kLowBar = 640;  // below: low bars; below: a low bar at the top alone
constexpr float kSplitColumn = 900;  // a left column at least this high holds two panels
// The change dial stands in a column of its own beside the stage, over the curves where both can be read, so that the two
// brains keep their height. Widths: the least, the usual share of the window, the most, the least of two brains beside it.
constexpr float kDialColumn = 336, kDialShare = 0.3f, kDialColumnWide = 460, kDialPair = 300;
constexpr float kDialUpright = 1.1f;     // width by height of a window; in a higher one it stands below the brains
constexpr float kDialHigh = 226;         // its height with all of its rows,
constexpr float kDialLow = 92;           // and without: company, ruler, a button for the rows
constexpr float kDialRoom = 1760;        // in a narrower window side panels give way to it until one is asked for again
constexpr float kDialCurves = 0.42f;     // usual share of the column that the curves below it have
// Below the brains: its height and share of the middle. Clock and menu give way where these shares of the window's height
// are not left to the brains.
constexpr float kChange = 236, kChangeHigh = 320, kChangeShare = 0.42f, kBrainsClock = 0.4f, kBrainsBar = 0.45f;
// A story's timeline: usual and greatest height; the least, with its buttons, its ruler and two lanes (it scrolls). The
// stage keeps its share of the window's height before the timeline takes its usual one, and goes where too little is left.
constexpr float kEditor = 264, kEditorHigh = 360, kEditorLow = 190, kStageShare = 0.36f, kLeastPreview = 72;
// Whatever is open, the stage keeps this share of the window's height wherever the least of the rest leaves it: a timeline's
// buttons, ruler and lane; a legend with a low plot (all of them scroll or shrink). The clock at the foot gives way before that, and for a curve that is drawn by hand, whose first line can play.
constexpr float kLeastShare = 0.26f, kEditorLeast = 108, kSketchPlots = 176;
constexpr float kFrontPlots = 148;  // a legend over a plot of five lines; where too little is left beside it the stage goes
constexpr float kEditorBars = 600;   // a window lower than this has low bars while the timeline is open,
constexpr float kEditorClock = 480;  // lower than this none at the foot
constexpr float kEditorWide = 1560;  // in a window narrower than this it takes the place of the left panel too
constexpr float kLeastPlotsBeside = 300, kLeastPair = 520;  // widths of curves beside the stage, and of two brains
constexpr float kRhythms = 138;      // height of two people's breath and heart
constexpr float kLowPlots = 144;     // usual height of curves in a low window
// Their usual share of the middle in windows of up to 720 lines, whose stage needs its height for names, and in those of 1080
// and more, where the last row reads them too.
constexpr float kPlotsShare = 0.335f, kPlotsShareHigh = 0.345f, kPlotsHigh = 440, kUsualHeight = 720, kRoomyHeight = 860;
constexpr float kPlotsColumn = 360;  // a middle at least this high has room for stage and plots
constexpr int kMostSlide = 14;       // gaps that a tooltip moves to keep off names
constexpr float kPlotsColumnOfTwo = 450;  // of two people, whose brains stand beside each other over their rhythms

// Widths of the panels beside the stage, roomy units; 0: not shown. What a person has chosen, as far as it leaves `column` to
// what stands between them.
struct Sides {
  float left = 0, right = 0;
};
Sides side_widths(const PanelSizes& chosen, bool left, bool right, float window, float gap, float column) {
  const auto wanted = [](float size, float usual) { return size > 0 ? std::max(size, kLeastSide) : usual; };
  const bool tight = left && right && window < kRoomForBoth;
  Sides sides{wanted(chosen.left, window >= kSpacious ? 336.0f : tight ? kLeastSide : 308.0f),
              wanted(chosen.right, window >= kSpacious ? 360.0f : tight ? kLeastSide : 308.0f)};
  const float gaps = 2 * gap + (left ? gap : 0) + (right ? gap : 0);
  const float room = std::max(kLeastSide, window - gaps - column);  // for both together
  if (left && right) {
    // Both give way by the same share, but for what they need.
    if (const float sum = sides.left + sides.right; sum > room) {
      sides.left = std::clamp(sides.left * room / sum, kLeastSide, std::max(kLeastSide, room - kLeastSide));
      sides.right = std::max(kLeastSide, room - sides.left);
    }
    return sides;
  }
  return {left ? std::min(sides.left, room) : 0, right ? std::min(sides.right, room) : 0};
}

// Between the side panels: what stands in the column with the stage.
float column_width(const Sides& sides, float window, float gap) {
  return window - 2 * gap - (sides.left > 0 ? sides.left + gap : 0) - (sides.right > 0 ? sides.right + gap : 0);
}

// Of the dial's column, beside what is left of the window for it and the stage; 0: there is no room for it. All roomy.
float dial_column(float window, float high, float free_width, float free_height, float gap) {
  if (window < kDialUpright * high || free_height < kDialHigh || free_width < kDialColumn + gap + kDialPair) return 0;
  return std::min(std::clamp(kDialShare * window, kDialColumn, kDialColumnWide), free_width - gap - kDialPair);
}

// Dial over curves. What has no room there is left out: the rows of the dial, or the curves, as was asked for last.
void share_column(UiLayout& layout, const Rect& column, const Session& session, float scale, float gap) {
  const float free = column.size().y / scale, space = gap / scale;
  layout.change = column;
  if (!session.show_plots) return;
  const bool front = session.front_panel == Panel::plots;
  const float least = is_sketching(session) ? kSketchPlots : kFrontPlots;
  const float dial = free - space - least >= kDialHigh ? kDialHigh : kDialLow;
  if (dial == kDialLow && !front) return;
  const float most = free - space - dial;
  if (most < least) {  // what was asked for
    layout.change = {};
    layout.plots = column;
    return;
  }
  const float usual = dial == kDialLow ? most : std::clamp(kDialCurves * free, least, most);
  const float plots = session.panel_sizes.plots > 0 && dial == kDialHigh ? std::clamp(session.panel_sizes.plots, least, most) : usual;
  const float edge = column.max.y - std::round(plots * scale);
  layout.change.max.y = edge - gap;
  layout.plots = {{column.min.x, edge}, column.max};
  layout.can_size_plots = dial == kDialHigh;
}

}  // namespace

Rect place_tooltip(glm::vec2 size, const Rect& item, const Rect& panel, glm::vec2 window, glm::vec2 pointer,
                   float gap, std::span<const Rect> names) {
  const glm::vec2 highest = glm::max(glm::vec2(gap), window - size - glm::vec2(gap));
  const auto inside_x = [&](float x) { return std::clamp(x, gap, highest.x); };
  const auto inside_y = [&](float y) { return std::clamp(y, gap, highest.y); };
  const glm::vec2 middle = (item.min + item.max) * 0.5f, of_panel = (panel.min + panel.max) * 0.5f;
  // A long item is explained where it is pointed at.
  const float x = inside_x((item.size().x > size.x ? pointer.x : middle.x) - size.x / 2);
  const float y = inside_y((item.size().y > 3 * size.y ? pointer.y : middle.y) - size.y / 2);
  const bool is_bar = panel.size().x > 2 * panel.size().y, low = of_panel.y > window.y / 2,
             right = of_panel.x > window.x / 2;
  const glm::vec2 above{x, panel.min.y - gap - size.y}, below{x, panel.max.y + gap};
  const glm::vec2 before{panel.min.x - gap - size.x, y}, after{panel.max.x + gap, y};
  std::vector<glm::vec2> wanted;
  if (is_bar) {
    wanted = {low ? above : below, low ? below : above};
  } else {
    wanted = {right ? before : after, right ? after : before};
  }
  wanted.push_back({x, item.max.y + gap});
  wanted.push_back({x, item.min.y - gap - size.y});
  wanted.push_back({item.max.x + gap, y});
  wanted.push_back({item.min.x - gap - size.x, y});
  // What fills the window leaves only the pointer free.
  wanted.push_back({inside_x(pointer.x - size.x / 2), pointer.y + 3 * gap});
  wanted.push_back({inside_x(pointer.x - size.x / 2), pointer.y - gap - size.y});
  const auto is_fit = [&](glm::vec2 from) {
    const bool inside =
        from.x >= gap - 0.5f && from.y >= gap - 0.5f && from.x <= highest.x + 0.5f && from.y <= highest.y + 0.5f;
    return inside && !Rect{from, from + size}.contains(pointer);
  };
  if (!names.empty()) {
    const auto is_free = [&](glm::vec2 from) {
      const Rect place{from, from + size};
      return is_fit(from) && !place.meets(item) && !place.meets_any(names);
    };
    // Each of the places, and as little as need be along the item or the panel's edge from it.
    for (int slide = 0; slide <= kMostSlide; ++slide)
      for (const glm::vec2 at : wanted)
        for (const float way : {1.0f, -1.0f}) {
          const bool upright = at.x >= item.max.x || at.x + size.x <= item.min.x;
          const float by = way * static_cast<float>(slide) * gap;
          const glm::vec2 from = upright ? glm::vec2(at.x, inside_y(at.y + by)) : glm::vec2(inside_x(at.x + by), at.y);
          if (is_free(from)) return {from, from + size};
        }
  }
  for (const glm::vec2 at : wanted)
    if (is_fit(at)) return {at, at + size};
  const glm::vec2 at{highest.x, pointer.y > window.y / 2 ? gap : highest.y};
  return {at, at + size};
}

std::vector<bool> balance_columns(std::span<const float> heights) {
  constexpr std::size_t kMost = 16;  // more than this are not tried in every way
  const std::size_t count = std::min(heights.size(), kMost);
  const float all = std::accumulate(heights.begin(), heights.end(), 0.0f);
  unsigned best = ~0u;
  float least = std::numeric_limits<float>::infinity();
  for (unsigned chosen = 1; chosen < 1u << count; chosen += 2) {
    float left = 0;
    for (std::size_t i = 0; i < count; ++i)
      if ((chosen >> i & 1u) != 0) left += heights[i];
    const float highest = std::max(left, all - left);
    if (highest >= least - 0.5f) continue;
    least = highest;
    best = chosen;
  }
  std::vector<bool> is_left(heights.size());
  for (std::size_t i = 0; i < count; ++i) is_left[i] = (best >> i & 1u) != 0;
  return is_left;
}

UiLayout layout_ui(glm::vec2 size_px, const Metrics& metrics, const Session& session) {
  UiLayout layout;
  const float scale = metrics.scale, gap = metrics.gap_s;
  const float roomy_width = size_px.x / scale, roomy_height = size_px.y / scale;
  layout.room = roomy_width >= kWide ? Room::wide : roomy_width >= kMedium ? Room::medium : Room::narrow;
  layout.compact = layout.room == Room::narrow || roomy_height < (session.show_editor ? kEditorBars : kLowWindow);
  if (!session.show_interface) {
    layout.stage = {{0, 0}, size_px};
    return layout;
  }

  const float bar = std::round((layout.compact || roomy_height < kLowBar ? 52.0f : 60.0f) * scale);
  const float transport = std::round((layout.compact ? 64.0f : 112.0f) * scale);
  layout.top_bar = {{0, 0}, {size_px.x, std::min(bar, size_px.y)}};
  layout.transport = {{gap, std::max(bar, size_px.y - transport - gap)}, {size_px.x - gap, size_px.y - gap}};
  const float for_least = kLeastShare * roomy_height + gap / scale;  // roomy: the stage's share, and the gap below it
  const bool front_plots = session.front_panel == Panel::plots && session.show_plots && !session.show_editor;
  Rect middle{{gap, bar}, {size_px.x - gap, layout.transport.min.y - gap}};
  middle.max.y = std::max(middle.max.y, middle.min.y);

  bool left = session.show_left, right = session.show_right;
  if (layout.room == Room::wide && session.show_editor && session.front_panel != Panel::left && roomy_width < kEditorWide)
    left = false;
  if (layout.room == Room::medium) {
    const bool prefers_right =
        right && (session.front_panel == Panel::right || (session.show_editor && session.front_panel == Panel::none));
    left = left && !prefers_right;
    right = right && (prefers_right || !left);
  } else if (layout.room == Room::narrow) {
    left = session.front_panel == Panel::left;
    right = session.front_panel == Panel::right;
  }
  const bool dial = session.change.on && !session.show_editor;
  if (dial && roomy_width < kDialRoom) {  // given back when it closes
    left = left && session.front_panel == Panel::left;
    right = right && session.front_panel == Panel::right;
  }

  if (layout.room == Room::narrow && (left || right)) {
    if (roomy_height < kLowWindow) {  // reading needs the height more than the clock does
      layout.transport = {};
      middle.max.y = size_px.y - gap;
    }
    (left ? layout.left : layout.right) = middle;
    layout.stage = {middle.min, middle.min};
  } else {
    const float space = gap / scale;
    const Sides beside_dial = side_widths(session.panel_sizes, left, right, roomy_width, space, kDialColumn + space + kDialPair);
    const float column = dial ? dial_column(roomy_width, roomy_height, column_width(beside_dial, roomy_width, space), middle.size().y / scale, space) : 0;
    const bool dial_below = dial && column == 0;
    const float below_bars = (middle.max.y - middle.min.y) / scale - for_least;
    const bool squeezed = (front_plots && below_bars < (is_sketching(session) ? kSketchPlots : kFrontPlots)) ||
                          (dial_below && middle.size().y / scale - kDialLow - space < kBrainsClock * roomy_height);
    if ((session.show_editor && roomy_height < kEditorClock) || (!session.show_editor && squeezed)) {  // they tell the time too
      layout.transport = {};
      middle.max.y = size_px.y - gap;
    }
    // Very large letters: a dial and two brains are all that can be seen at once. Its cross brings the rest back.
    if (dial_below && !front_plots && layout.room == Room::narrow && layout.transport.is_empty() && middle.size().y / scale - kDialLow - space < kBrainsBar * roomy_height) {
      layout.top_bar = {};
      middle.min.y = 0;
    }
    const Sides sides = side_widths(session.panel_sizes, left, right, roomy_width, gap / scale, column > 0 ? kDialColumn + space + kDialPair : kLeastStage);
    const float left_width = std::round(sides.left * scale), right_width = std::round(sides.right * scale);
    layout.can_size_left = left;
    layout.can_size_right = right;
    layout.stage = middle;
    if (left) {
      layout.left = {middle.min, {middle.min.x + left_width, middle.max.y}};
      layout.stage.min.x = layout.left.max.x + gap;
    }
    if (right) {
      layout.right = {{middle.max.x - right_width, middle.min.y}, middle.max};
      layout.stage.max.x = layout.right.min.x - gap;
    }
    if (!left) layout.stage.min.x = 0;
    if (!right) layout.stage.max.x = size_px.x;

    if (session.show_editor) {
      const float free = middle.size().y / scale, low_edge = middle.max.y;
      const float for_stage = gap / scale + kStageShare * roomy_height;
      float height = std::max(std::min(std::clamp(free * 0.4f, kEditor, kEditorHigh), free - for_stage), kEditorLow);
      if (free - height < for_least) height = std::max(free - for_least, kEditorLeast);
      if (free - height - gap / scale < std::min(kLeastPreview, kLeastShare * roomy_height) - 0.5f) height = free;
      const float top = std::max(middle.min.y, low_edge - std::round(height * scale));
      middle.max.y = std::max(middle.min.y, top - gap);
      layout.editor = {{std::max(layout.stage.min.x, gap), top}, {std::min(layout.stage.max.x, size_px.x - gap), low_edge}};
      layout.stage.max.y = middle.max.y;
    } else if (column > 0) {
      const float edge = std::min(layout.stage.max.x, size_px.x - gap);
      const float from = edge - std::round(column * scale);
      share_column(layout, {{from, middle.min.y}, {edge, middle.max.y}}, session, scale, gap);
      layout.stage.max.x = from - gap;
    } else if (dial) {
      const float low_edge = middle.max.y;
      const float free = middle.size().y / scale;
      const float usual = session.show_plots ? kChange : std::clamp(free * kChangeShare, kChange, kChangeHigh);
      const float change = free - usual - space >= kBrainsBar * roomy_height ? usual : kDialLow;
      // Where curves do not fit beside it, what was asked for last is shown.
      if (!front_plots || free - change - space >= kPlotsColumn) {
        const float change_height = std::min(std::round(change * scale), middle.size().y);
        middle.max.y = std::max(middle.min.y, low_edge - change_height - gap);
        layout.change = {{std::max(layout.stage.min.x, gap), low_edge - change_height},
                         {std::min(layout.stage.max.x, size_px.x - gap), low_edge}};
        layout.stage.max.y = middle.max.y;
      }
    }
    if (session.link != nullptr && !layout.compact) {
      const float low_edge = middle.max.y, rhythms_height = std::min(std::round(kRhythms * scale), middle.size().y);
      middle.max.y = std::max(middle.min.y, low_edge - rhythms_height - gap);
      layout.rhythms = {{std::max(layout.stage.min.x, gap), low_edge - rhythms_height},
                        {std::min(layout.stage.max.x, size_px.x - gap), low_edge}};
      layout.stage.max.y = middle.max.y;
    }
    const float height = middle.size().y / scale;
    const float least_height = session.show_editor          ? kStageShare * roomy_height + gap / scale + kLowPlots
                               : layout.rhythms.is_empty() ? kPlotsColumn
                                                           : kPlotsColumnOfTwo;
    const float of_middle = (std::min(layout.stage.max.x, size_px.x - gap) - std::max(layout.stage.min.x, gap)) / scale;
    const float least_stage = view_count(session) == 2 ? kLeastPair : kLeastStage;
    const bool to_place = session.show_plots && column == 0;  // the curves
    if (to_place && session.show_editor && height < least_height && height >= kLeastPlots &&
        of_middle >= least_stage + gap / scale + kLeastPlotsBeside) {
      // What is lived follows while something is dragged: stage and curves beside each other show both.
      const float stage_width = std::round(std::max(least_stage, 0.54f * of_middle) * scale);
      const float edge = std::max(layout.stage.min.x, gap) + stage_width;
      layout.plots = {{edge + gap, middle.min.y}, {std::min(layout.stage.max.x, size_px.x - gap), middle.max.y}};
      layout.stage.max.x = edge;
    } else if (to_place && height >= least_height) {
      // Drawing a curve by hand takes height.
      const bool predicts = is_on(session.prediction);
      const float high = std::clamp((roomy_height - kUsualHeight) / (kRoomyHeight - kUsualHeight), 0.0f, 1.0f);
      const float share = predicts ? 0.5f : kPlotsShare + high * (kPlotsShareHigh - kPlotsShare);
      const float usual = std::clamp(height * share, kLowPlots, predicts ? 480.0f : kPlotsHigh);
      const float least_stage_height = session.show_editor ? std::max(kLeastStageHeight, kStageShare * roomy_height) : kLeastStageHeight;
      const float most = std::max(kLeastPlots, height - least_stage_height - gap / scale);
      const float plots = session.panel_sizes.plots > 0 && !predicts ? std::clamp(session.panel_sizes.plots, kLeastPlots, most) : usual;
      const float plots_height = std::round(plots * scale);
      layout.can_size_plots = true;
      layout.plots = {{std::max(layout.stage.min.x, gap), middle.max.y - plots_height},
                      {std::min(layout.stage.max.x, size_px.x - gap), middle.max.y}};
    } else if (to_place && front_plots) {
      const float plots = std::max(height - for_least, kFrontPlots);
      const bool alone = height - plots - gap / scale < std::min(kLeastPreview, kLeastShare * roomy_height - 4);
      const float top = alone ? middle.min.y : middle.max.y - std::round(plots * scale);
      layout.plots = {{std::max(layout.stage.min.x, gap), std::max(middle.min.y, top)},
                      {std::min(layout.stage.max.x, size_px.x - gap), middle.max.y}};
      if (alone) layout.stage = {middle.min, middle.min};
    }
    if (column == 0 && !layout.plots.is_empty() && layout.plots.min.x < layout.stage.max.x)
      layout.stage.max.y = std::max(layout.stage.min.y, layout.plots.min.y - gap);
  }

  if (layout.left.size().y / scale >= kSplitColumn) {
    layout.left_split = true;
    const float edge = std::round(layout.left.min.y + layout.left.size().y * 0.56f);
    layout.left_upper = {layout.left.min, {layout.left.max.x, edge - gap / 2}};
    layout.left_lower = {{layout.left.min.x, edge + gap / 2}, layout.left.max};
  }
  return layout;
}

Rect message_on_stage(const UiLayout& layout, const Metrics& metrics, glm::vec2 size) {
  const Rect& stage = layout.stage;
  const glm::vec2 room = stage.size() - glm::vec2(2 * metrics.gap_s);
  if (size.x > room.x || room.y - size.y < kLeastPreview * metrics.scale) return {};
  const float left = std::round((stage.min.x + stage.max.x - size.x) / 2), foot = stage.max.y - metrics.gap_s;
  return {{left, foot - size.y}, {left + size.x, foot}};
}

bool is_message_on_stage(const UiLayout& layout) {
  return layout.message.min.y < layout.stage.max.y && layout.message.max.y > layout.stage.min.y;
}

Rect above_message(const UiLayout& layout, const Metrics& metrics, glm::vec2 size) {
  UiLayout rest = layout;
  if (is_message_on_stage(layout)) rest.stage.max.y = layout.message.min.y;
  return message_on_stage(rest, metrics, size);
}

float stage_foot(const UiLayout& layout) {
  const float message = is_message_on_stage(layout) ? layout.stage.max.y - layout.message.min.y : 0;
  return layout.film.is_empty() ? message : std::max(message, layout.stage.max.y - layout.film.min.y);
}

float stage_lift(const UiLayout& layout) { return layout.message_between ? 0 : stage_foot(layout); }

namespace {
bool in_dial_column(const Rect& rect, const UiLayout& layout) {
  return !rect.is_empty() && !layout.stage.is_empty() && rect.min.x >= layout.stage.max.x && rect.min.y < layout.stage.max.y;
}
}  // namespace

void take_message(UiLayout& layout, glm::vec2 size_px, const Metrics& metrics, float height) {
  const float gap = metrics.gap_s, top = layout.top_bar.max.y;
  float foot = layout.transport.is_empty() ? size_px.y - gap : layout.transport.min.y - gap;
  if (foot - top < height) {
    layout.transport = {};
    foot = size_px.y - gap;
  }
  layout.message = {{gap, std::max(top, foot - height)}, {size_px.x - gap, foot}};
  const float edge = std::max(top, layout.message.min.y - gap);
  const auto end_above = [&](Rect& rect) {
    rect.max.y = std::min(rect.max.y, edge);
    rect.min.y = std::min(rect.min.y, rect.max.y);
  };
  for (Rect* column : {&layout.left, &layout.right, &layout.left_upper, &layout.left_lower}) end_above(*column);
  if (in_dial_column(layout.change.is_empty() ? layout.plots : layout.change, layout)) {
    Rect& plots = layout.plots;
    const float up = std::max(0.0f, plots.max.y - edge);
    const float spare = std::clamp(plots.size().y - kLeastPlots * metrics.scale, 0.0f, up);
    plots.min.y -= up - spare;
    plots.max.y -= up;
    if (!plots.is_empty()) layout.change.max.y -= up - spare;
    for (Rect* rect : {&layout.change, &plots, &layout.stage}) end_above(*rect);
  }
  // In the middle what stands at the foot moves up.
  float lowest = 0;
  for (const Rect* rect : {&layout.stage, &layout.plots, &layout.rhythms, &layout.change, &layout.editor})
    if (!rect->is_empty()) lowest = std::max(lowest, rect->max.y);
  float up = std::max(0.0f, lowest - edge);
  const bool plots_below = !layout.plots.is_empty() && !layout.stage.is_empty() && layout.plots.min.y >= layout.stage.max.y;
  const float spare = plots_below ? std::clamp(layout.plots.size().y - kLeastPlots * metrics.scale, 0.0f, up) : 0;
  const float of_stage = std::min(up - spare, layout.stage.size().y);
  up = spare + of_stage;
  for (Rect* rect : {&layout.rhythms, &layout.change, &layout.editor}) {
    if (rect->is_empty()) continue;
    rect->min.y -= up;
    rect->max.y -= up;
  }
  layout.plots.max.y = std::max(layout.plots.min.y, layout.plots.max.y - up);
  if (plots_below) layout.plots.min.y -= of_stage;
  layout.stage.max.y -= of_stage;
  for (Rect* rect : {&layout.stage, &layout.plots, &layout.rhythms, &layout.change, &layout.editor}) end_above(*rect);
  // Less than this of a stage is nothing but the halves of what is written on it.
  if (of_stage > 0 && layout.stage.size().y < kLeastPreview * metrics.scale) layout.stage.max.y = layout.stage.min.y;
}

}  // namespace attune
