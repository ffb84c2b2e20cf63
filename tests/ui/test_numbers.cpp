// What the panels are built from: colours, layout, plots, words, keys, the mouse on the stage.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <fstream>
#include <limits>
#include <regex>
#include <set>
#include <sstream>

#include "desk.h"
#include "session/history.h"
#include "ui/keys.h"
#include "ui/layout.h"
#include "ui/plot_layout.h"
#include "ui/search.h"
#include "ui/stage_input.h"
#include "ui/theme.h"
#include "ui/timeline_layout.h"
#include "ui/ui_compat.h"
#include "ui/words.h"

namespace attune {
namespace {

constexpr std::array<Theme, 3> kThemes{Theme::dark, Theme::light, Theme::contrast};

bool overlap(const Rect& a, const Rect& b) {
  return !a.is_empty() && !b.is_empty() && a.min.x < b.max.x - 0.5f && b.min.x < a.max.x - 0.5f &&
         a.min.y < b.max.y - 0.5f && b.min.y < a.max.y - 0.5f;
}

// The rectangles of a layout lie in the window, and none on another.
void check_inside_and_apart(const std::vector<Rect>& rects, glm::vec2 size) {
  for (std::size_t i = 0; i < rects.size(); ++i) {
    CHECK(rects[i].min.x >= 0);
    CHECK(rects[i].min.y >= 0);
    CHECK(rects[i].max.x <= size.x);
    CHECK(rects[i].max.y <= size.y);
    for (std::size_t j = 0; j < i; ++j) CHECK_FALSE(overlap(rects[i], rects[j]));
  }
}

Trace make_trace(const std::vector<std::string>& columns, std::size_t rows, double sample_s,
                 double (*value)(std::size_t row, std::size_t column)) {
  Trace trace;
  trace.sample_s = sample_s;
  trace.columns = columns;
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t column = 0; column < columns.size(); ++column) trace.values.push_back(value(row, column));
  return trace;
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

// Everything in the code that could be a key.
std::set<std::string> literals_in_code() {
  std::set<std::string> literals;
  const std::regex literal("\"([a-z0-9_]+)\"");
  for (const char* folder : {"/src/ui", "/src/app"})
    for (const auto& entry : std::filesystem::directory_iterator(std::string(ATTUNE_SOURCE) + folder)) {
      if (entry.path().extension() != ".cpp") continue;
      const std::string text = read(entry.path());
      for (std::sregex_iterator found(text.begin(), text.end(), literal), end; found != end; ++found)
        literals.insert((*found)[1]);
    }
  return literals;
}

std::set<std::string> keys_in_code() {
  std::set<std::string> keys;
  const std::regex call("tr\\(\"([a-z0-9_]+)\"\\)"), stage("word\\(words, \"([a-z0-9_]+)\"\\)");
  for (const char* folder : {"/src/ui", "/src/app"})
    for (const auto& entry : std::filesystem::directory_iterator(std::string(ATTUNE_SOURCE) + folder)) {
      if (entry.path().extension() != ".cpp") continue;
      const std::string text = read(entry.path());
      for (const std::regex& pattern : {call, stage})
        for (std::sregex_iterator found(text.begin(), text.end(), pattern), end; found != end; ++found)
          keys.insert((*found)[1]);
    }
  for (const KeyBinding& binding : key_bindings()) keys.insert(binding.text);
  for (const PlaceKey& place : place_keys()) keys.insert(place.text);
  for (const char* group : {"predict", "edit", "focus", "read", "time", "compare", "program", "view", "show"})
    keys.insert("help_" + std::string(group));
  for (const char* cap : {"space", "left", "right", "up", "down", "home", "end", "page_up", "page_down", "shift", "ctrl", "alt", "esc",
                          "arrows", "plus", "minus", "tab", "enter", "backspace", "insert", "delete"})
    keys.insert("cap_" + std::string(cap));
  keys.insert("language_name");
  for (const std::string& key : literals_in_code())  // words chosen by a table
    for (const char* table : {"trait_", "found_", "tour_", "begin_", "say_", "setting_", "also_", "question_"})
      if (key.rfind(table, 0) == 0) keys.insert(key);
  for (const double share : {-1.0, -0.2, 0.0, 0.2, 1.0}) keys.insert(share_words(share));
  for (const char* group : kPageGroups) keys.insert(std::string("pages_") + group);
  return keys;
}

}  // namespace

// ---- colours -------------------------------------------------------------------------------------
TEST_CASE("contrast ratio: the published corner values") {
  CHECK(contrast_ratio({0, 0, 0, 255}, {255, 255, 255, 255}) == doctest::Approx(21));
  CHECK(contrast_ratio({9, 9, 9, 255}, {9, 9, 9, 255}) == doctest::Approx(1));
  CHECK(contrast_ratio(to_colour("#777777"), to_colour("#FFFFFF")) == doctest::Approx(4.48).epsilon(0.002));
}

TEST_CASE("every theme: text 4.5 : 1 (7 : 1 in high contrast), controls 3 : 1") {
  CHECK(make_tokens(Theme::contrast).text_ratio == 7);
  for (const Theme theme : kThemes) {
    const std::vector<ColourPair> pairs = colour_pairs(make_tokens(theme));
    CHECK(pairs.size() > 30);
    for (const ColourPair& pair : pairs) {
      CAPTURE(static_cast<int>(theme));
      CAPTURE(pair.what);
      CAPTURE(static_cast<int>(pair.back.r));
      CHECK(contrast_ratio(pair.front, pair.back) >= pair.wanted);
    }
  }
}

TEST_CASE("identity colours become readable without changing more than they must") {
  TestDesk desk;
  for (const Theme theme : kThemes) {
    const Colour panel = make_tokens(theme).panel;
    for (const Structure& structure : desk.content.structures)
      CHECK(contrast_ratio(readable_on(to_colour(structure.colour), panel, 3), panel) >= 3);
    for (const Chemical& chemical : desk.content.circuit.chemicals)
      CHECK(contrast_ratio(readable_on(to_colour(chemical.colour), panel, 4.5), panel) >= 4.5);
  }
  const Colour yellow = to_colour("#F0E442");
  CHECK(readable_on(yellow, to_colour("#121826"), 3) == yellow);
  CHECK_FALSE(readable_on(yellow, to_colour("#FFFFFF"), 3) == yellow);
}

TEST_CASE("the scale follows window and display, in steps") {
  CHECK(automatic_scale(1024, 600, 1) == 1);
  CHECK(automatic_scale(1440, 810, 1) == 1);
  CHECK(automatic_scale(1920, 1080, 1) == 1.25f);
  CHECK(automatic_scale(3840, 2160, 1) > 2);
  CHECK(automatic_scale(1280, 720, 2) == 2);
  CHECK(automatic_scale(99999, 99999, 9) == 4);
}

// ---- layout --------------------------------------------------------------------------------------
TEST_CASE("from 1024x600 to 4K and at every UI scale: nothing overlaps, nothing leaves the window") {
  Session session;
  session.show_welcome = false;
  for (const glm::vec2 size : {glm::vec2{1024, 600},
                               {1280, 720},
                               {1366, 768},
                               {1920, 1080},
                               {2560, 1440},
                               {3840, 2160},
                               {800, 1200},
                               {3440, 1440},
                               {640, 400}})
    for (const float ui_scale : {1.0f, 1.25f, 1.5f, 2.0f, 2.5f, 3.0f})
      for (const Panel front : {Panel::none, Panel::left, Panel::right, Panel::plots})
        for (const int what : {0, 1, 2, 3}) {
          const bool open = what % 2 == 1;
          session.change.on = what >= 2;
          session.front_panel = front;
          session.show_left = session.show_right = session.show_plots = open;
          const Metrics metrics = make_metrics(automatic_scale(size.x, size.y, 1) * ui_scale);
          const UiLayout layout = layout_ui(size, metrics, session);
          CAPTURE(size.x);
          CAPTURE(size.y);
          CAPTURE(ui_scale);
          CAPTURE(static_cast<int>(front));
          check_inside_and_apart({layout.top_bar, layout.left, layout.right, layout.plots, layout.transport, layout.stage, layout.change}, size);
          // The smallest rooms belong to the dial and the brains.
          if (layout.top_bar.is_empty()) {
            CHECK((session.change.on && layout.room == Room::narrow && size.y < 320 * metrics.scale && !layout.change.is_empty()));
            if (size.x >= 1024) CHECK(layout.stage.size().y >= 0.4f * size.y);
          }
          if (layout.left_split) {
            CHECK_FALSE(overlap(layout.left_upper, layout.left_lower));
            CHECK(layout.left_upper.max.y <= layout.left.max.y);
            CHECK(layout.left_lower.max.y <= layout.left.max.y + 0.5f);
          }
          if (layout.room != Room::narrow) CHECK(layout.stage.size().x >= 300 * metrics.scale);
        }
}

TEST_CASE("dial, curves, timeline and prediction leave the stage a quarter of the window, in every size and with letters up to 250 %") {
  for (const glm::vec2 size : {glm::vec2{1024, 600}, {1280, 720}, {1366, 768}, {1920, 1080}})
    for (const float ui_scale : {1.0f, 1.25f, 1.5f, 2.0f, 2.5f})
      for (const std::string what : {"dial", "curves", "timeline", "prediction", "dial, then curves"}) {
        Session session;
        session.show_welcome = false;
        session.change.on = what.starts_with("dial");
        session.show_editor = session.show_bench = what == "timeline";
        if (what == "prediction") session.prediction.column = "region.AMY";
        if (what == "curves" || what == "prediction" || what == "dial, then curves") session.front_panel = Panel::plots;
        const Metrics metrics = make_metrics(automatic_scale(size.x, size.y, 1) * ui_scale);
        const UiLayout layout = layout_ui(size, metrics, session);
        CAPTURE(size.x);
        CAPTURE(ui_scale);
        CAPTURE(what);
        const Rect& shown = what == "timeline" ? layout.editor : what == "dial" ? layout.change : layout.plots;
        CHECK(shown.size().y >= (what == "dial" ? 90 : 100) * metrics.scale);
        if (what == "dial") CHECK(layout.stage.size().y >= 0.4f * size.y);
        CHECK(shown.size().x >= 300 * metrics.scale);
        // Where letters leave no room for a plot that can be read and a stage, curves that were asked for have all of it.
        const bool no_room = !layout.plots.is_empty() && size.y / metrics.scale < 280;
        CHECK((layout.stage.is_empty() == (no_room && &shown == &layout.plots)));
        if (layout.stage.is_empty()) continue;
        CHECK(layout.stage.size().y >= 0.25f * size.y - 0.5f);
        CHECK(layout.stage.size().x >= 0.25f * size.x);
        check_inside_and_apart({layout.top_bar, layout.left, layout.right, layout.plots, layout.transport, layout.stage, layout.change, layout.editor}, size);
      }
}

TEST_CASE("every plot can be read, from 1024x600 to 4K and at every UI scale: high enough, no number over another, units off the curves") {
  const Trace trace = make_trace({"region.AMY", "chem.CORT"}, 400, 1, [](std::size_t row, std::size_t c) {
    const double x = static_cast<double>(row);
    return c == 0 ? 0.2 + (row > 20 && row < 60 ? 0.55 : 0.1 * std::sin(x / 9)) : 0.93 + 0.0005 * x;
  });
  int seen = 0, beside = 0;
  for (const glm::vec2 size : {glm::vec2{1024, 600}, {1280, 720}, {1366, 768}, {1920, 1080}, {2560, 1440}, {3840, 2160}, {800, 1200}})
    for (const float ui_scale : kUiScales)
      for (const std::string what : {"", "front", "dial", "dial, then curves", "prediction"}) {
        Session session;
        session.show_welcome = false;
        session.change.on = what.starts_with("dial");
        if (what == "prediction") session.prediction.column = "region.AMY";
        if (!what.empty() && what != "dial") session.front_panel = Panel::plots;
        const Metrics metrics = make_metrics(automatic_scale(size.x, size.y, 1) * ui_scale);
        const UiLayout layout = layout_ui(size, metrics, session);
        CAPTURE(size.x);
        CAPTURE(ui_scale);
        CAPTURE(what);
        if (what == "front") CHECK_FALSE(layout.plots.is_empty());
        // Both clocks at once, or the one that was asked for last.
        if (session.change.on && size.x >= 1024 && ui_scale == 1) CHECK((!layout.change.is_empty() && !layout.plots.is_empty()));
        if (session.change.on && !layout.change.is_empty() && !layout.plots.is_empty()) {
          ++beside;
          CHECK(layout.change.size().y >= 90 * metrics.scale);  // with large letters, and for curves asked for later, it gives up its rows
        }
        if (layout.plots.is_empty()) continue;
        ++seen;
        PlotRequest request;
        request.area = plot_area(layout.plots, metrics, 36 * metrics.scale);
        request.end_s = request.run_s = 399;
        request.curves = {{&trace, "region.AMY", "", 0}, {&trace, "chem.CORT", "x", 1}};
        request.line_height = metrics.font_small;
        request.label_width = 40 * metrics.scale;
        request.digit_width = 8 * metrics.scale;
        request.units = {{"", "activity", 60 * metrics.scale}, {"x", "usual = 1x", 80 * metrics.scale}};
        const float line = request.line_height;
        CHECK(request.area.size().y >= kLeastPlotLines * line);
        const PlotLayout plot = layout_plot(request);
        CHECK(plot.plot.size().y >= 2.4f * line);
        if (size.x >= 340 * metrics.scale) CHECK(plot.plot.size().x >= 190 * metrics.scale);
        REQUIRE(plot.axes.size() == 2);
        for (const PlotAxis& axis : plot.axes) {
          CHECK(axis.ticks.size() >= 2);  // one number is no scale
          for (std::size_t i = 1; i < axis.ticks.size(); ++i) CHECK(std::abs(axis.ticks[i].position - axis.ticks[i - 1].position) >= line);
          CHECK(axis.words_place.min.x >= request.area.min.x);
          CHECK(axis.words_place.max.x <= request.area.max.x);
          CHECK(axis.words_place.min.y >= request.area.min.y - 5 * metrics.scale);  // close under the legend where a plot is low
          CHECK(axis.words_place.max.y <= plot.plot.min.y);
          CHECK_FALSE(meets_curve(plot, axis.words_place));
        }
        CHECK_FALSE(overlap(plot.axes[0].words_place, plot.axes[1].words_place));
      }
  CHECK(seen > 80);
  CHECK(beside > 20);
}

TEST_CASE("curves are drawn thicker in a high plot, which is read from afar") {
  CHECK(curve_width(60, 1) == 3);
  CHECK(curve_width(225, 1.25f) > 4);  // 1080 lines
  CHECK(curve_width(2000, 1) <= 5);
}

TEST_CASE("a message lies over the foot of the stage, and moves no panel, wherever the stage is large enough") {
  int over = 0;
  for (const glm::vec2 size : {glm::vec2{1024, 600}, {1280, 720}, {1366, 768}, {1920, 1080}, {2560, 1440}, {3840, 2160}, {800, 1200}})
    for (const float ui_scale : {1.0f, 1.25f, 1.5f, 2.0f, 3.0f})
      for (const Panel front : {Panel::none, Panel::left, Panel::right, Panel::plots})
        for (const float lines : {1.0f, 3.0f}) {
          Session session;
          session.show_welcome = false;
          session.front_panel = front;
          const Metrics metrics = make_metrics(automatic_scale(size.x, size.y, 1) * ui_scale);
          UiLayout layout = layout_ui(size, metrics, session);
          const glm::vec2 card(std::min(layout.stage.size().x - 2 * metrics.gap_s, 760 * metrics.scale), (24 + 20 * lines) * metrics.scale);
          CHECK(stage_foot(layout) == 0);
          layout.message = message_on_stage(layout, metrics, card);
          CAPTURE(size.x);
          CAPTURE(ui_scale);
          CAPTURE(static_cast<int>(front));
          if (layout.message.is_empty()) {
            CHECK(layout.stage.size().y < card.y + 100 * metrics.scale);
            continue;
          }
          ++over;
          check_inside_and_apart({layout.message, layout.top_bar, layout.left, layout.right, layout.plots, layout.transport}, size);
          CHECK(layout.message.min.x >= layout.stage.min.x);
          CHECK(layout.message.max.x <= layout.stage.max.x);
          CHECK(layout.message.max.y <= layout.stage.max.y);
          CHECK(stage_foot(layout) < layout.stage.size().y - 60 * metrics.scale);
          CHECK(stage_foot(layout) >= card.y);
        }
  CHECK(over > 60);
}

TEST_CASE("both side panels stand from 1140 pixels on and leave the stage a third of the width") {
  Session session;
  session.show_welcome = false;
  for (const glm::vec2 size : {glm::vec2{1140, 640}, {1152, 648}, {1179, 700}, {1180, 700}, {1280, 720}}) {
    CAPTURE(size.x);
    const UiLayout layout = layout_ui(size, make_metrics(automatic_scale(size.x, size.y, 1)), session);
    CHECK_FALSE(layout.left.is_empty());
    CHECK_FALSE(layout.right.is_empty());
    CHECK(layout.stage.size().x >= size.x / 3);
  }
}

TEST_CASE("where a message leaves no room over the stage it has a row of its own and covers nothing, from 1024x600 to 4K and at every UI scale") {
  for (const glm::vec2 size : {glm::vec2{1024, 600}, {1280, 720}, {1366, 768}, {1920, 1080}, {2560, 1440}, {3840, 2160}, {800, 1200}, {640, 400}})
    for (const float ui_scale : {1.0f, 1.25f, 1.5f, 2.0f, 2.5f, 3.0f})
      for (const Panel front : {Panel::none, Panel::left, Panel::right, Panel::plots})
        for (const int what : {0, 1, 2, 3, 4})
          for (const float height : {44.0f, 64.0f, 130.0f}) {  // one line, three, and six
            Session session;
            session.show_welcome = false;
            session.change.on = what == 1;
            session.show_editor = what == 2;
            session.show_interface = what != 3;
            session.show_plots = what != 4;
            session.front_panel = front;
            const Metrics metrics = make_metrics(automatic_scale(size.x, size.y, 1) * ui_scale);
            const UiLayout before = layout_ui(size, metrics, session);
            UiLayout layout = before;
            const float wanted = std::round(height * metrics.scale);
            take_message(layout, size, metrics, wanted);
            CAPTURE(size.x);
            CAPTURE(size.y);
            CAPTURE(ui_scale);
            CAPTURE(static_cast<int>(front));
            CAPTURE(what);
            CAPTURE(height);
            check_inside_and_apart({layout.top_bar, layout.left, layout.right, layout.plots, layout.transport, layout.stage, layout.change,
                                    layout.editor, layout.message},
                                   size);
            if (wanted + metrics.gap_s <= size.y - layout.top_bar.max.y) CHECK(layout.message.size().y == doctest::Approx(wanted));
            CHECK(layout.message.size().x > 0.9f * size.x);
            CHECK(layout.top_bar.max == before.top_bar.max);
            CHECK(layout.stage.min == before.stage.min);  // what is above it stays where it is
            CHECK(layout.left.min == before.left.min);
            CHECK(layout.right.min == before.right.min);
            // One line leaves the stage nearly as it is, and the transport bar where it is.
            if (height < 50 && ui_scale <= 2 && size.x >= 1024) {
              const float left = before.stage.size().y - (wanted + 2 * metrics.gap_s) - 0.5f;
              if (left > 80 * metrics.scale) CHECK(layout.stage.size().y >= left);
              CHECK(layout.transport.min == before.transport.min);
            }
          }
}

TEST_CASE("a story's timeline leaves the stage its share of the window, from 1024x600 to 4K and at every UI scale") {
  Session session;
  session.show_welcome = false;
  session.show_editor = session.show_bench = true;
  for (const glm::vec2 size : {glm::vec2{1024, 600}, {1280, 720}, {1366, 768}, {1600, 900}, {1920, 1080}, {2560, 1440}, {3840, 2160}, {3440, 1440}, {800, 1200}})
    for (const float ui_scale : {1.0f, 1.25f, 1.5f, 2.0f, 2.5f, 3.0f})
      for (const bool compare : {false, true})
        for (const Panel front : {Panel::none, Panel::left, Panel::right, Panel::plots}) {
          session.compare = compare;
          session.front_panel = front;
          const Metrics metrics = make_metrics(automatic_scale(size.x, size.y, 1) * ui_scale);
          const UiLayout layout = layout_ui(size, metrics, session);
          CAPTURE(size.x);
          CAPTURE(size.y);
          CAPTURE(ui_scale);
          CAPTURE(compare);
          CAPTURE(static_cast<int>(front));
          check_inside_and_apart({layout.top_bar, layout.left, layout.right, layout.plots, layout.transport, layout.stage, layout.editor}, size);
          if (layout.editor.is_empty()) {
            CHECK(layout.room == Room::narrow);  // a panel that was asked for has the middle
            continue;
          }
          // Its buttons, its ruler and a lane are there; with letters up to 200 % two lanes wherever anything else is.
          CHECK(layout.editor.size().y >= 105 * metrics.scale);
          if (!layout.stage.is_empty() && ui_scale <= 2) CHECK(layout.editor.size().y >= 150 * metrics.scale);
          if (size.x < 400 * metrics.scale) continue;
          CHECK(layout.editor.size().x >= 320 * metrics.scale);
          if (front == Panel::plots) continue;  // curves that were asked for may take the stage's place
          if (size.x >= 1024 && size.y >= 600 && ui_scale == 1) CHECK(layout.stage.size().y >= 0.35f * size.y);
          if (size.x >= 1280 && size.y >= 720 && ui_scale <= 1.5f) CHECK(layout.stage.size().y >= 0.30f * size.y);
          if (size.x >= 1280 && size.y >= 720 && ui_scale <= 2) CHECK(layout.stage.size().y >= 0.26f * size.y);
          if (layout.stage.size().y > 1) {
            CHECK(layout.stage.size().x >= 330 * metrics.scale);
            if (compare && !layout.plots.is_empty() && layout.plots.min.x > layout.stage.max.x) CHECK(layout.stage.size().x >= 500 * metrics.scale);
          }
        }
  // At the size most people have: stage and curves beside each other over the timeline, what is chosen on the right.
  session.compare = false;
  session.front_panel = Panel::none;
  const UiLayout layout = layout_ui({1280, 720}, make_metrics(1), session);
  CHECK(layout.left.is_empty());
  CHECK_FALSE(layout.right.is_empty());
  CHECK(layout.plots.min.x >= layout.stage.max.x);
  CHECK(layout.plots.size().x >= 300);
  session.front_panel = Panel::left;  // the left panel comes back when it is asked for
  CHECK_FALSE(layout_ui({1280, 720}, make_metrics(1), session).left.is_empty());
}

TEST_CASE("which panels stand beside the stage") {
  Session session;
  const Metrics metrics = make_metrics(1);
  UiLayout layout = layout_ui({1280, 720}, metrics, session);
  CHECK_FALSE(layout.left.is_empty());
  CHECK_FALSE(layout.right.is_empty());
  CHECK_FALSE(layout.plots.is_empty());
  layout = layout_ui({1024, 600}, metrics, session);
  CHECK_FALSE(layout.left.is_empty());
  CHECK(layout.right.is_empty());
  session.front_panel = Panel::right;
  layout = layout_ui({1024, 600}, metrics, session);
  CHECK(layout.left.is_empty());
  CHECK_FALSE(layout.right.is_empty());
  // The change dial takes the place of the side panels, until one is asked for again.
  session.front_panel = Panel::none;
  session.change.on = true;
  for (const glm::vec2 size : {glm::vec2(1280, 720), glm::vec2(1366, 768), glm::vec2(1920, 1080)}) {
    CAPTURE(size.x);
    for (const PanelSizes& chosen : {PanelSizes{}, PanelSizes{400, 0, 0}, PanelSizes{400, 400, 0}}) {
      session.panel_sizes = chosen;
      layout = layout_ui(size, metrics, session);
      if (size.x < 1760) CHECK((layout.left.is_empty() && layout.right.is_empty()));
      CHECK(layout.change.size().x >= 330);
      CHECK(layout.plots.size().x >= 310);
      if (size.x < 1760) CHECK(layout.stage.size().x >= 0.6f * size.x);
      CHECK(layout.stage.size().y >= 0.6f * size.y);
      session.front_panel = Panel::right;
      layout = layout_ui(size, metrics, session);
      CHECK(layout.right.size().x >= kLeastSide - 1);
      CHECK_FALSE(layout.change.is_empty());
      session.front_panel = Panel::none;
    }
  }
  session.panel_sizes = {};
  layout = layout_ui({1024, 600}, metrics, session);
  CHECK(layout.left.is_empty());
  CHECK_FALSE(layout.change.is_empty());
  CHECK_FALSE(layout.plots.is_empty());
  session.change.on = false;
  session.show_interface = false;
  layout = layout_ui({1024, 600}, metrics, session);
  CHECK(layout.top_bar.is_empty());
  CHECK(layout.stage.size() == glm::vec2(1024, 600));
}

// ---- plots ---------------------------------------------------------------------------------------
TEST_CASE("round ticks") {
  CHECK(round_ticks(0, 1, 5) == std::vector<double>{0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0});
  CHECK(round_ticks(60, 122, 4) == std::vector<double>{60, 80, 100, 120});
  CHECK(round_ticks(-0.3, 0.3, 3) == std::vector<double>{-0.2, 0, 0.2});
  CHECK(round_ticks(1, 1, 5).empty());
  CHECK(round_ticks(2, 1, 5).empty());
  CHECK(round_ticks(0, std::numeric_limits<double>::quiet_NaN(), 5).empty());
  for (double high = 1e-6; high < 1e9; high *= 3.7) {
    const std::vector<double> ticks = round_ticks(0, high, 5);
    CAPTURE(high);
    CHECK(ticks.size() >= 3);
    CHECK(ticks.size() <= 7);
    CHECK(ticks.back() <= high * 1.000001);
  }
}

TEST_CASE("time ticks are times people use") {
  CHECK(time_ticks(0, 900, 6) == std::vector<double>{0, 300, 600, 900});
  CHECK(time_ticks(0, 300, 6) == std::vector<double>{0, 60, 120, 180, 240, 300});
  CHECK(time_ticks(0, 7800, 5) == std::vector<double>{0, 1800, 3600, 5400, 7200});
  CHECK(time_ticks(100, 100, 5).empty());
  CHECK(time_ticks(0, 86400.0 * 3650, 8).size() <= 9);
  CHECK(time_ticks(0, 156 * kWeek_s, 7) ==
        std::vector<double>{0, 26 * kWeek_s, 52 * kWeek_s, 78 * kWeek_s, 104 * kWeek_s, 130 * kWeek_s, 156 * kWeek_s});
}

TEST_CASE("a plot: axes by unit, points inside, peaks kept, events placed") {
  const Trace trace = make_trace({"region.AMY", "chem.CORT", "body.HR"}, 5001, 1, [](std::size_t row, std::size_t c) {
    if (c == 0) return row == 2500 ? 0.9 : 0.2;  // one sample high: narrower than a pixel
    if (c == 1) return 1.0 + 0.0001 * static_cast<double>(row);
    return 70.0;
  });
  PlotRequest request;
  request.area = {{10, 20}, {410, 220}};
  request.end_s = 5000;
  request.curves = {{&trace, "region.AMY", "", 0, false}, {&trace, "region.AMY", "", 0, true},
                    {&trace, "chem.CORT", "x", 1, false}, {&trace, "body.HR", "beats/min", 2, false},
                    {&trace, "nothing", "", 3, false},    {nullptr, "region.AMY", "", 4, false}};
  request.events = {
      {0, "Start", 30}, {20, "Too close", 60}, {2500, "Middle", 40}, {4990, "No room", 60}, {9000, "Late", 9}};
  const PlotLayout plot = layout_plot(request);
  REQUIRE(plot.axes.size() == 3);
  CHECK(plot.axes[0].side == AxisSide::left);
  CHECK(plot.axes[1].side == AxisSide::right);
  CHECK(plot.axes[2].side == AxisSide::none);
  CHECK(plot.axes[0].low == 0);
  CHECK(plot.axes[0].high > 0.9);
  REQUIRE(plot.curves.size() == 4);
  CHECK(plot.curves[1].dashed);
  CHECK(plot.curves[3].axis == 2);
  for (const PlotCurve& curve : plot.curves) {
    REQUIRE(curve.points.size() >= 2);
    CHECK(curve.points.size() < 1000);
    for (std::size_t i = 0; i < curve.points.size(); ++i) {
      CHECK(curve.points[i].x >= plot.plot.min.x);
      CHECK(curve.points[i].x <= plot.plot.max.x);
      CHECK(curve.points[i].y >= plot.plot.min.y);
      CHECK(curve.points[i].y <= plot.plot.max.y);
      if (i > 0) CHECK(curve.points[i].x >= curve.points[i - 1].x);
    }
  }
  float highest = plot.plot.max.y;
  for (const glm::vec2 p : plot.curves[0].points) highest = std::min(highest, p.y);
  CHECK(highest == doctest::Approx(y_at(plot, 0, 0.9)));
  REQUIRE(plot.events.size() == 4);
  CHECK(plot.events[0].label == "Start");
  CHECK(plot.events[1].label.empty());
  CHECK(plot.events[2].label == "Middle");
  CHECK(plot.events[3].label.empty());
  CHECK(plot.plot.min.x >= request.area.min.x);
  CHECK(plot.plot.max.y < request.area.max.y);
}

TEST_CASE("a plot after a change: the axis of before stays while what is new fits in, and grows in few steps") {
  const auto level = [](double height) {
    Trace trace = make_trace({"region.AMY"}, 101, 1, [](std::size_t, std::size_t) { return 0.1; });
    trace.values[50] = height;
    return trace;
  };
  const Trace was = level(0.4);
  const auto axis_with = [&](double height) {
    const Trace now = level(height);
    PlotRequest request;
    request.area = {{0, 0}, {400, 200}};
    request.end_s = 100;
    request.curves = {{&was, "region.AMY", "", 0, false, nullptr, true}, {&now, "region.AMY", "", 0, false}};
    const PlotLayout plot = layout_plot(request);
    REQUIRE(plot.curves.size() == 2);
    CHECK(plot.curves[0].before);
    CHECK_FALSE(plot.curves[1].before);
    for (const PlotCurve& curve : plot.curves)
      for (const glm::vec2 p : curve.points) CHECK(p.y > plot.plot.min.y);  // nothing is cut off at the top
    return plot.axes[0].high;
  };
  PlotRequest alone;
  alone.area = {{0, 0}, {400, 200}};
  alone.end_s = 100;
  alone.curves = {{&was, "region.AMY", "", 0, false}};
  const double high = layout_plot(alone).axes[0].high;
  for (const double height : {0.05, 0.2, 0.39, 0.4}) CHECK(axis_with(height) == high);
  CHECK(axis_with(0.41) > high);
  for (const double height : {0.45, 0.5, 0.59}) CHECK(axis_with(height) == axis_with(0.41));
  CHECK(axis_with(0.9) > axis_with(0.59));
}

TEST_CASE("a bent curve keeps its shape to a fraction of a pixel") {
  const Trace trace = make_trace({"region.AMY"}, 901, 1, [](std::size_t row, std::size_t) {
    return 0.5 + 0.4 * std::sin(static_cast<double>(row) / 60);
  });
  PlotRequest request;
  request.area = {{0, 0}, {800, 300}};
  request.end_s = 900;
  request.curves = {{&trace, "region.AMY", "", 0, false}};
  const PlotLayout plot = layout_plot(request);
  REQUIRE(plot.curves.size() == 1);
  const std::vector<glm::vec2>& points = plot.curves[0].points;
  CHECK(points.size() < 200);
  float worst = 0;
  for (std::size_t i = 0; i + 1 < points.size(); ++i)
    for (const float share : {0.25f, 0.5f, 0.75f}) {
      const glm::vec2 p = points[i] + (points[i + 1] - points[i]) * share;
      const double exact = value_at(trace, 0, time_at(plot, p.x));
      worst = std::max(worst, std::abs(p.y - y_at(plot, 0, exact)));
    }
  CHECK(worst < 1.0f);
}

TEST_CASE("a plot's time axis reads both ways") {
  PlotRequest request;
  request.area = {{0, 0}, {500, 100}};
  request.end_s = 900;
  const PlotLayout plot = layout_plot(request);
  for (const double t : {0.0, 123.0, 900.0}) CHECK(time_at(plot, x_at(plot, t)) == doctest::Approx(t).epsilon(1e-4));
  CHECK(time_at(plot, -1e6f) == 0);
  CHECK(time_at(plot, 1e6f) == 900);
}

TEST_CASE("a plot from near: zoomed about a time, dragged, cut at its edges, never beyond the run") {
  const Trace trace = make_trace({"region.AMY"}, 901, 1, [](std::size_t row, std::size_t) {
    return 0.0005 * static_cast<double>(row);
  });
  PlotRequest request;
  request.area = {{0, 0}, {800, 300}};
  request.end_s = 900;
  PlotLayout plot = layout_plot(request);
  TimeSpan span = zoomed(plot, 900, 20, 300, 1);
  CHECK(span.end_s - span.begin_s == doctest::Approx(450));
  CHECK((300 - span.begin_s) / 450 == doctest::Approx(300.0 / 900));  // its place stays
  CHECK(zoomed(plot, 900, 20, 300, -3).begin_s == 0);
  CHECK(zoomed(plot, 900, 20, 300, -3).end_s == 900);
  span = zoomed(plot, 900, 20, 897, 30);
  CHECK(span.end_s - span.begin_s == doctest::Approx(20));
  CHECK(span.end_s <= 900);
  CHECK(span.begin_s <= 897);
  // Twice the same at the shortest: nothing drifts.
  request.begin_s = span.begin_s;
  request.end_s = span.end_s;
  plot = layout_plot(request);
  const TimeSpan same = zoomed(plot, 900, 20, 885, 2);
  CHECK(same.begin_s == doctest::Approx(span.begin_s));
  CHECK(same.end_s == doctest::Approx(span.end_s));
  const float width = plot.plot.size().x;
  CHECK(dragged(plot, 900, width / 2).begin_s == doctest::Approx(span.begin_s - 10));
  CHECK(dragged(plot, 900, -width * 100).end_s == 900);
  CHECK(dragged(plot, 900, width * 100).begin_s == 0);
  // Half way between two samples at either edge: the line goes on to the edge at its own height.
  request.begin_s = 100.5;
  request.end_s = 109.5;
  request.curves = {{&trace, "region.AMY", "", 0, false}};
  plot = layout_plot(request);
  REQUIRE(plot.curves.size() == 1);
  const std::vector<glm::vec2>& points = plot.curves[0].points;
  REQUIRE(points.size() >= 2);
  CHECK(points.front().x == doctest::Approx(plot.plot.min.x));
  CHECK(points.back().x == doctest::Approx(plot.plot.max.x));
  CHECK(points.front().y == doctest::Approx(y_at(plot, 0, 100.5 * 0.0005)).epsilon(0.001));
  CHECK(points.back().y == doctest::Approx(y_at(plot, 0, 109.5 * 0.0005)).epsilon(0.001));
}

TEST_CASE("a plot of nothing, of one row and of missing values") {
  PlotRequest request;
  request.area = {{0, 0}, {3, 3}};
  CHECK(layout_plot(request).curves.empty());
  const Trace one = make_trace({"region.AMY"}, 1, 1, [](std::size_t, std::size_t) { return 0.5; });
  const Trace holes = make_trace({"region.AMY"}, 50, 1, [](std::size_t row, std::size_t) {
    return row % 7 == 0 ? std::numeric_limits<double>::quiet_NaN() : 0.5;
  });
  request.area = {{0, 0}, {300, 100}};
  request.end_s = 49;
  request.curves = {{&one, "region.AMY", "", 0, false}, {&holes, "region.AMY", "", 1, false}};
  const PlotLayout plot = layout_plot(request);
  REQUIRE(plot.curves.size() == 2);
  CHECK(plot.curves[0].points.size() == 1);
  for (const glm::vec2 p : plot.curves[1].points) CHECK(std::isfinite(p.y));
}

TEST_CASE("predicting: curves end where they have been played, the sketch has its own line, the axis room for both") {
  Trace trace;
  trace.columns = {"region.X", "region.Y"};
  trace.sample_s = 1;
  for (int i = 0; i <= 100; ++i) {
    trace.values.push_back(0.3 + 0.002 * i);
    trace.values.push_back(0.4);
  }
  Prediction prediction = make_prediction(trace, "region.X", 40, 100);
  sketch(prediction, 60, 0.65, 100, 0.2);
  PlotRequest request;
  request.area = {{0, 0}, {800, 200}};
  request.end_s = request.run_s = 100;
  request.curves = {{&trace, "region.X", "", 0, false, nullptr}, {&trace, "region.Y", "", 1, false, nullptr}};
  const PlotLayout without = layout_plot(request);
  CHECK(without.sketch_axis == -1);
  CHECK(without.sketch.empty());
  request.prediction = &prediction;
  request.curves_end_s = 40;
  const PlotLayout layout = layout_plot(request);
  REQUIRE(layout.sketch_axis == 0);
  for (const PlotCurve& curve : layout.curves) {
    REQUIRE_FALSE(curve.points.empty());
    CHECK(curve.points.back().x == doctest::Approx(x_at(layout, 40)));  // every curve: the others would tell
  }
  CHECK(layout.axes[0].high >= prediction.high);
  CHECK(layout.axes[0].high > without.axes[0].high);
  REQUIRE(layout.sketch.size() == kSketchSamples);
  CHECK(layout.sketch.front().x == doctest::Approx(x_at(layout, 40)));
  CHECK(layout.sketch.back().x == doctest::Approx(layout.plot.max.x));
  CHECK(layout.sketch.back().y == doctest::Approx(y_at(layout, 0, 0.2)));
  CHECK(layout.sketch_handles.size() == static_cast<std::size_t>(kSketchHandles));
  // Where the pointer is, and back.
  for (const double value : {0.25, 0.5}) CHECK(value_at_y(layout, 0, y_at(layout, 0, value)) == doctest::Approx(value));
  CHECK(value_at_y(layout, 0, -1000) == layout.axes[0].high);
  // A part of the run: the sketch is cut with it.
  request.begin_s = 50;
  request.end_s = 70;
  const PlotLayout part = layout_plot(request);
  CHECK(part.curves[0].points.empty());
  for (const glm::vec2 p : part.sketch) CHECK((p.x >= part.plot.min.x && p.x <= part.plot.max.x));
}

TEST_CASE("words find a place in a plot beside curves and flags, or none") {
  Trace trace;
  trace.columns = {"region.X", "region.Y"};
  trace.sample_s = 1;
  for (int i = 0; i <= 100; ++i) {
    trace.values.push_back(i < 40 ? 0.9 : 0.1);        // high, then low: the upper right is free
    trace.values.push_back(i % 2 == 0 ? 0.02 : 0.98);  // everywhere
  }
  PlotRequest request;
  request.area = {{0, 0}, {600, 120}};
  request.end_s = request.run_s = 100;
  request.curves = {{&trace, "region.X", "", 0, false, nullptr}};
  const PlotLayout layout = layout_plot(request);
  const glm::vec2 size(120, 18);
  const auto place = free_place(layout, size, 3, {});
  REQUIRE(place);
  CHECK_FALSE(meets_curve(layout, {*place - 3.0f, *place + size + 3.0f}));
  CHECK(place->x + size.x <= layout.plot.max.x);
  // A flag there: somewhere else, not over it.
  const Rect flag{*place, *place + size};
  const auto other = free_place(layout, size, 3, {flag});
  REQUIRE(other);
  CHECK((other->x >= flag.max.x || other->x + size.x <= flag.min.x || other->y >= flag.max.y || other->y + size.y <= flag.min.y));
  CHECK_FALSE(meets_curve(layout, {*other, *other + size}));
  request.curves.push_back({&trace, "region.Y", "", 1, false, nullptr});
  CHECK_FALSE(free_place(layout_plot(request), size, 3, {}));  // no corner of the foot either
  CHECK_FALSE(free_place(layout, {700, 18}, 3, {}));
}

// ---- words ---------------------------------------------------------------------------------------
TEST_CASE("every key in the code has its words, and every word is used") {
  TestDesk desk;
  const std::set<std::string> used = keys_in_code(), literals = literals_in_code();
  CHECK(used.size() > 80);
  for (const std::string& key : used) {
    CAPTURE(key);
    CHECK(desk.text.count(key) == 1);
  }
  for (const std::string& id : carriers(desk.content)) {
    if (find_chemical(desk.content, id) != nullptr) continue;
    CAPTURE(id);
    CHECK(desk.text.count("carrier_" + id) == 1);
  }
  for (const char* lobe : {"frontal", "parietal", "temporal", "occipital", "limbic", "insula", "subcortical", "cerebellum", "brainstem"})
    CHECK(desk.text.count(std::string("lobe_") + lobe) == 1);
  std::set<std::string> amounts;  // chosen by session/why_words.h
  for (const double share : {0.1, 0.5, 0.9}) amounts.insert(amount_words(share));
  for (std::size_t command = 0; command < std::variant_size_v<Command>; ++command)  // and by session/history.h
    if (const char* name = choice_name(command)) amounts.insert(name);
  for (const std::string& key : amounts) CHECK(desk.text.count(key) == 1);
  for (const auto& entry : desk.text) {
    const std::string &key = entry.first, &words = entry.second;
    CAPTURE(key);
    CHECK((used.count(key) == 1 || literals.count(key) == 1 || amounts.count(key) == 1 || key.rfind("carrier_", 0) == 0 ||
           key.rfind("lobe_", 0) == 0));
    CHECK_FALSE(words.empty());
  }
  std::string missing;
  CHECK(word(desk.text, "no_such_key", missing) == "[no_such_key]");
}

TEST_CASE("the fonts have every character of the words and the content") {
  TestDesk desk;
  std::vector<std::string> texts;
  for (const auto& [key, words] : desk.text) texts.push_back(words);
  for (std::size_t story = 0; story < story_count(desk.content); ++story) {
    const AnyScenario any = story_at(desk.content, story);
    const ScenarioText& s = any.text();
    for (const std::string* t : {&s.title, &s.story, &s.teach, &s.caveat, &s.change, &s.theme}) texts.push_back(*t);
    for (const std::string& line : s.leaves_out) texts.push_back(line);
    for (std::size_t i = 0; i < any.arm_count(); ++i) {
      const ArmText& arm = any.arm(i);
      texts.push_back(arm.title);
      for (const Caption& caption : arm.captions) texts.push_back(caption.event + caption.text);
    }
  }
  for (const Structure& s : desk.content.structures) texts.push_back(s.name + s.plain + s.group);
  for (const Chemical& c : desk.content.circuit.chemicals) texts.push_back(c.name + c.plain);
  for (const Connection& c : desk.content.circuit.connections) texts.push_back(c.tract + c.security);
  for (const Style& s : desk.content.styles) texts.push_back(s.name + s.plain);
  std::set<unsigned> missing;
  for (const std::string& text : texts)
    for (const char* at = text.c_str(); *at != 0;) {
      unsigned character = 0;
      at += ImTextCharFromUtf8(&character, at, nullptr);
      if (character >= ' ' && !compat::has_glyph(desk.fonts.body.font, character)) missing.insert(character);
    }
  for (const unsigned character : missing) {
    CAPTURE(character);
    CHECK(false);
  }
}

namespace {
// Widths from `narrowest` on, at places of a bar 720 wide; the same for the same seed.
std::vector<EventWord> some_words(unsigned seed, int count, float narrowest) {
  std::vector<EventWord> words;
  unsigned state = seed;
  const auto next = [&](float most) {
    state = state * 1664525u + 1013904223u;
    return static_cast<float>(state >> 8) / 16777216.0f * most;
  };
  for (int i = 0; i < count; ++i) words.push_back({10 + next(700), narrowest + next(110)});
  return words;
}
}  // namespace

TEST_CASE("words of events: none over another, none in the way of another, two rows name what one cannot") {
  std::array<int, 2> all{};
  for (int seed = 1; seed < 200; ++seed) {
    const std::vector<EventWord> words = some_words(static_cast<unsigned>(seed) * 2654435761u, 3 + seed % 9, 20);
    std::array<int, 2> named{};
    for (const int rows : {1, 2}) {
      const std::vector<Rect> places = place_event_words(words, 0, 720, 12, 100, 19, rows);
      REQUIRE(places.size() == words.size());
      for (std::size_t i = 0; i < words.size(); ++i) {
        if (places[i].is_empty()) continue;
        ++named[static_cast<std::size_t>(rows - 1)];
        CHECK(places[i].min.x >= 0);
        CHECK(places[i].max.x <= 720.1f);
        CHECK(places[i].max.y <= 100.1f);
        CHECK(places[i].min.y >= 100 - 19.0f * static_cast<float>(rows) - 0.1f);
        CHECK(event_at(words, places, (places[i].min + places[i].max) * 0.5f, 7) == static_cast<int>(i));
        for (std::size_t j = 0; j < words.size(); ++j) {
          if (j == i || places[j].is_empty()) continue;
          CHECK_FALSE(overlap(places[i], places[j]));
          const bool crossed = places[j].max.y < places[i].min.y + 1 && words[j].tick_x > places[i].min.x &&
                               words[j].tick_x < places[i].max.x;
          CHECK_FALSE(crossed);  // the way from a tick up to its word
        }
      }
    }
    CHECK(named[0] >= 1);
    all[0] += named[0];
    all[1] += named[1];
  }
  CHECK(all[1] > all[0] * 5 / 4);
}

TEST_CASE("words of events are shortened before they are left out, and still none lies over another") {
  int whole = 0, with_short = 0;
  for (int seed = 1; seed < 200; ++seed) {
    const std::vector<EventWord> words = some_words(static_cast<unsigned>(seed) * 2246822519u, 4 + seed % 9, 30);
    const std::vector<Rect> before = place_event_words(words, 0, 720, 12, 100, 17, 2);
    const std::vector<Rect> places = place_event_words(words, 0, 720, 12, 100, 17, 2, 36);
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (!before[i].is_empty()) {
        ++whole;
        CHECK(places[i].min == before[i].min);
        CHECK(places[i].max == before[i].max);
      }
      if (places[i].is_empty()) continue;
      ++with_short;
      CHECK(places[i].size().x <= words[i].width + 0.1f);
      CHECK(places[i].size().x >= std::min(36.0f, words[i].width) - 0.1f);
      CHECK(places[i].min.x >= 0);
      CHECK(places[i].max.x <= 720.1f);
      for (std::size_t j = 0; j < words.size(); ++j) {
        if (j == i || places[j].is_empty()) continue;
        CHECK_FALSE(overlap(places[i], places[j]));
        CHECK_FALSE((places[j].max.y < places[i].min.y + 1 && words[j].tick_x > places[i].min.x && words[j].tick_x < places[i].max.x));
      }
    }
  }
  CAPTURE(whole);
  CHECK(whole > 1350);  // of 1589; 1119 where each could only stand behind its tick
  CHECK(with_short > whole);
  // A fright, a loud bang and what follows, close together: the first would be left out.
  const std::vector<EventWord> close{{60, 80}, {110, 90}, {150, 90}, {190, 60}};
  CHECK(place_event_words(close, 0, 400, 12, 100, 17, 1)[0].is_empty());
  CHECK_FALSE(place_event_words(close, 0, 400, 12, 100, 17, 1, 36)[0].is_empty());
}

TEST_CASE("words of events: one moves out of the way, or before its tick, so that all are whole") {
  // A fright begins soon after the calm, and much follows at once, as in a window of 1280 pixels.
  const auto all_whole = [](const std::vector<EventWord>& words, int rows) {
    const std::vector<Rect> places = place_event_words(words, 0, 695, 12, 100, 17, rows, 36);
    for (std::size_t i = 0; i < words.size(); ++i)
      if (places[i].size().x < words[i].width - 0.1f) return false;
    return true;
  };
  CHECK(all_whole({{9, 36}, {43, 57}, {68, 83}, {94, 107}, {178, 51}, {348, 34}}, 3));
  CHECK(all_whole({{9, 36}, {43, 57}, {77, 75}, {94, 56}, {144, 58}, {280, 31}, {415, 80}, {517, 90}}, 3));
  CHECK(all_whole({{200, 54}, {230, 90}}, 1));
}

TEST_CASE("whether a curve runs through words in a plot") {
  PlotLayout layout;
  layout.curves.emplace_back();
  layout.curves[0].points = {{0, 50}, {100, 50}, {200, 10}};
  CHECK(meets_curve(layout, {{20, 40}, {60, 60}}));
  CHECK_FALSE(meets_curve(layout, {{20, 60}, {60, 80}}));
  CHECK_FALSE(meets_curve(layout, {{210, 0}, {260, 80}}));
}

TEST_CASE("a flag in a plot stands off the curves where there is a place, its words too, and off other flags") {
  PlotLayout layout;
  layout.plot = {{0, 0}, {400, 60}};
  PlotFlagWants wants;
  wants.x = 100;
  wants.size = 18;
  wants.above_foot = 0.6f * wants.size;
  wants.words = {80, 18};
  const PlotFlag alone = place_flag(layout, wants, {});
  CHECK((alone.badge.min.y + alone.badge.max.y) / 2 == doctest::Approx(60 - wants.above_foot));
  CHECK_FALSE(alone.words.is_empty());
  layout.curves.emplace_back();  // along the foot: there is room above it
  layout.curves[0].points = {{0, 50}, {400, 50}};
  const PlotFlag higher = place_flag(layout, wants, {});
  CHECK_FALSE(meets_curve(layout, higher.badge));
  CHECK_FALSE(higher.words.is_empty());
  CHECK_FALSE(meets_curve(layout, higher.words));
  CHECK(higher.badge.min.y >= layout.plot.min.y);
  const std::vector<Rect> taken{higher.badge, higher.words};
  wants.x = 110;
  const PlotFlag other = place_flag(layout, wants, taken);
  for (const Rect& place : taken) {
    CHECK_FALSE(other.badge.meets(place));
    CHECK_FALSE(other.words.meets(place));
  }
  // A second curve leaves room for the badge alone, then for nothing.
  layout.curves[0].points = {{0, 50}, {85, 50}, {90, 25}, {125, 25}, {130, 50}, {400, 50}};
  layout.curves.emplace_back();
  layout.curves[1].points = {{0, 20}, {85, 20}, {90, 5}, {125, 5}, {130, 20}, {400, 20}};
  layout.curves.emplace_back();
  layout.curves[2].points = {{0, 35}, {85, 35}, {86, 24}, {126, 24}, {127, 35}, {400, 35}};
  wants.x = 108;
  const PlotFlag badge_only = place_flag(layout, wants, {});
  CHECK_FALSE(meets_curve(layout, badge_only.badge));
  CHECK(badge_only.words.is_empty());
  wants.words_over_curves = true;
  CHECK_FALSE(place_flag(layout, wants, {}).words.is_empty());
  layout.curves[0].points = {{0, 0}, {108, 60}, {109, 0}, {400, 60}};
  CHECK((place_flag(layout, wants, {}).badge.max.y) == doctest::Approx(60 - wants.above_foot + 9));
}

TEST_CASE("blocks in two columns: about as high, the first on the left, each of them once") {
  for (const std::vector<float>& heights : {std::vector<float>{13, 8, 10, 11, 15, 8, 6, 3, 4, 5}, {1, 1}, {5}, {100, 1, 1, 1}, {3, 3, 3, 3, 3, 3}}) {
    const std::vector<bool> left = balance_columns(heights);
    REQUIRE(left.size() == heights.size());
    CHECK(left[0]);
    float sums[2] = {0, 0}, highest = 0;
    for (std::size_t i = 0; i < heights.size(); ++i) sums[left[i] ? 0 : 1] += heights[i], highest = std::max(highest, heights[i]);
    CHECK(std::abs(sums[0] - sums[1]) <= highest);
  }
  const std::vector<bool> even = balance_columns(std::vector<float>{13, 8, 10, 11, 15, 8, 6, 3, 4, 5});
  float difference = 0;
  const std::vector<float> heights{13, 8, 10, 11, 15, 8, 6, 3, 4, 5};
  for (std::size_t i = 0; i < heights.size(); ++i) difference += even[i] ? heights[i] : -heights[i];
  CHECK(std::abs(difference) <= 1);
  CHECK(balance_columns({}).empty());
}

TEST_CASE("beside the welcome a press on a structure goes in to it, and nothing else leaves") {
  using namespace command;
  const std::vector<Command> in = welcome_input({Hover{"amygdala"}, Select{"amygdala"}});
  REQUIRE(in.size() == 3);
  CHECK(std::get<Hover>(in[0]).structure == "amygdala");
  CHECK(std::get<Begin>(in[1]).way == Way::explore);
  CHECK(std::get<Select>(in[2]).structure == "amygdala");
  CHECK(welcome_input({Select{""}, ZoomCamera{1, {0, 0}, 1}, FrameStructure{"amygdala"}, SetCarrierVisible{"DA", false}}).empty());
  CHECK(welcome_input({OrbitCamera{{0.1f, 0}}}).size() == 1);
}

TEST_CASE("a tooltip lies in the window, beside what it explains and never under the pointer") {
  for (const glm::vec2 window : {glm::vec2(1024, 600), glm::vec2(1280, 720), glm::vec2(3840, 2160)})
    for (const float scale : {1.0f, 2.5f}) {
      const glm::vec2 half = window * 0.5f, size = glm::min(glm::vec2(300, 80) * scale, window * 0.8f);
      const std::vector<Rect> panels{{{0, 0}, {window.x, 60 * scale}},               // a bar above
                                     {{0, window.y - 120 * scale}, window},          // below
                                     {{0, 60}, {window.x * 0.25f, window.y - 120}},  // a column
                                     {{window.x * 0.75f, 60}, {window.x, window.y - 120}},
                                     {half - glm::vec2(150), half + glm::vec2(150)},
                                     {{0, 0}, window}};  // a menu; all
      for (const Rect& panel : panels)
        for (float u = 0.02f; u < 1; u += 0.12f)
          for (float v = 0.02f; v < 1; v += 0.12f) {
            const glm::vec2 pointer = panel.min + panel.size() * glm::vec2(u, v);
            const glm::vec2 reach = glm::min(glm::vec2(40), panel.size() * 0.1f);
            const Rect item{glm::max(pointer - reach, panel.min), glm::min(pointer + reach, panel.max)};
            const Rect place = place_tooltip(size, item, panel, window, pointer, 8);
            CAPTURE(window.x);
            CAPTURE(scale);
            CAPTURE(pointer.x);
            CAPTURE(pointer.y);
            check_inside_and_apart({place}, window);
            CHECK_FALSE(place.contains(pointer));
            CHECK_FALSE(overlap(place, item));
          }
    }
}

TEST_CASE("a tooltip keeps off the names on the stage where a place near what it explains is free") {
  const glm::vec2 window(1280, 720), size(260, 60);
  const Rect panel{{8, 60}, {316, 592}};
  for (float y = 100; y < 560; y += 40) {
    const Rect item{{220, y - 22}, {264, y + 22}};
    // A name where the tooltip would lie.
    const Rect usual = place_tooltip(size, item, panel, window, {240, y}, 8);
    const std::vector<Rect> names{{{usual.min.x + 40, y - 10}, {usual.min.x + 120, y + 12}}};
    REQUIRE(usual.meets(names[0]));
    const Rect place = place_tooltip(size, item, panel, window, {240, y}, 8, names);
    CAPTURE(y);
    CHECK_FALSE(place.meets(names[0]));
    CHECK_FALSE(place.meets(item));
    CHECK(std::abs((place.min.y + place.max.y) / 2 - y) < 130);  // still near it
    check_inside_and_apart({place}, window);
    // Names all over leave it where it was.
    const std::vector<Rect> everywhere{{{0, 0}, window}};
    const Rect same = place_tooltip(size, item, panel, window, {240, y}, 8, everywhere);
    CHECK(same.min == usual.min);
  }
  // A name on the stage with others above and below it.
  const Rect name{{600, 300}, {700, 324}};
  const std::vector<Rect> others{name, {{560, 330}, {660, 354}}, {{600, 262}, {700, 290}}};
  const Rect place = place_tooltip(size, name, name, window, {650, 312}, 8, others);
  for (const Rect& other : others) CHECK_FALSE(place.meets(other));
}

TEST_CASE("numbers as words") {
  CHECK(clock_text(0) == "0:00");
  CHECK(clock_text(59.9999999) == "1:00");
  CHECK(clock_text(330) == "5:30");
  CHECK(clock_text(3725) == "1:02:05");
  CHECK(moment_text(330, 900, {}) == "5:30");
  CHECK(moment_text(0, 1209600, {}) == "day 1, 00:00");
  CHECK(moment_text(2 * 86400 + 19.5 * 3600, 1209600, {}) == "day 3, 19:30");
  const double run_s = 156 * kWeek_s;
  CHECK(moment_text(0, run_s, {}) == "0 weeks");
  CHECK(moment_text(1.5 * kWeek_s, run_s, {}) == "1 week");
  CHECK(moment_text(52 * kWeek_s, run_s, {}) == "1 year");
  CHECK(moment_text(53 * kWeek_s, run_s, {}) == "1 year, 1 week");
  CHECK(moment_text(161 * kWeek_s, 1612 * kWeek_s, {}) == "3 years, 5 weeks");
  CHECK(clock_text(-4) == "0:00");
  CHECK(clock_text(std::numeric_limits<double>::quiet_NaN()) == "-");
  CHECK(speed_text(0.25) == "0.25");
  CHECK(speed_text(0.5) == "0.5");
  CHECK(speed_text(1) == "1");
  CHECK(speed_text(90) == "90");
  CHECK(fill("{a} and {b}, {a}", {{"a", "x"}, {"b", "{a}"}}) == "x and {a}, x");
  CHECK(chemical_share(1) == 0);
  CHECK(chemical_share(8) == doctest::Approx(1));
  CHECK(chemical_share(0) == -1);
  CHECK(std::string(share_words(0.01)) == "usual");
  CHECK(std::string(share_words(-0.2)) == "quieter");
  CHECK(std::string(beside_words(0.004)).empty());
  CHECK(std::string(beside_words(0.05)) == "beside_little_more");
  CHECK(std::string(beside_words(-0.05)) == "beside_little_less");
  CHECK(std::string(beside_words(-0.3)) == "beside_less");
  CHECK(std::string(share_words(0.7)) == "much_busier");
}

TEST_CASE("columns have names, units and colours") {
  TestDesk desk;
  CHECK(describe_column(desk.content, "region.AMY").name == "Amygdala");
  CHECK(describe_column(desk.content, "chem.CORT").unit == "x");
  CHECK(describe_column(desk.content, "body.HR").name == "Heart rate");
  CHECK(describe_column(desk.content, "body.HR").unit == "beats/min");
  CHECK(describe_column(desk.content, "felt.D").unit.empty());
  CHECK(describe_column(desk.content, "nonsense").name == "Nonsense");
  CHECK(describe_column(desk.content, "label.anxious").name == "Anxious");
  CHECK(describe_column(desk.content, "signal.m").name == "Met distress");
  CHECK(describe_column(desk.content, "slow.security").name == "Security index");
  CHECK(describe_column(desk.content, "trait.sup").label == "Deactivation");
  CHECK(describe_column(desk.content, "template.sup").kind == ColumnKind::early);
  CHECK(describe_column(desk.content, "episode.AMY").kind == ColumnKind::peak);
  CHECK(describe_column(desk.content, "episode.AMY").name == "Amygdala");
  CHECK(std::string(amount_words(0.2)) == "amount_little");
  CHECK(std::string(amount_words(0.5)) == "amount_some");
  CHECK(std::string(amount_words(0.9)) == "amount_much");
  for (const std::string& column : desk.session.trace[0]->columns)
    CHECK_FALSE(describe_column(desk.content, column).name.empty());
}

// ---- keys ----------------------------------------------------------------------------------------
TEST_CASE("every key in the table does something, once") {
  TestDesk desk;
  desk.run(command::Select{"amygdala"});
  desk.run(command::KeepView{"Mine"});
  desk.run(command::GoToView{"left"});
  desk.run(command::DismissMessage{});
  desk.run(command::SetLoop{100, 300});
  desk.run(command::Seek{200});
  std::set<std::pair<Key, int>> seen;
  const Session watching = desk.session;
  desk.run(command::SetEditor{true});
  desk.run(command::MakeOwnStory{"Mine", "A story."});
  desk.run(command::ChooseItem{{ItemKind::event, 0}});
  const Session editing = desk.session;
  for (const KeyBinding& binding : key_bindings()) {
    CAPTURE(binding.shown);
    CAPTURE(binding.text);
    desk.session = binding.group == KeyGroup::edit ? editing : watching;
    CHECK(seen.insert({binding.key, binding.modifiers}).second);
    CHECK(desk.text.count(binding.text) == 1);
    const std::optional<Command> command =
        command_for_key(desk.session, desk.content, binding.key, binding.modifiers, false);
    REQUIRE(command.has_value());
    CHECK(command_for_key(desk.session, desk.content, binding.key, binding.modifiers, true).has_value() ==
          binding.repeats);
    Session before = desk.session;
    execute(desk.session, desk.content, *command);
    CHECK((desk.session.message.empty() || desk.session.kept_views.size() > before.kept_views.size()));  // that is said
    desk.session = before;
    if (binding.first) CHECK(std::string(binding.shown) != "");
  }
}

TEST_CASE("keys of the table do what experience.md promises") {
  TestDesk desk;
  const auto text = [&](Key key, int modifiers = 0) {
    const auto command = command_for_key(desk.session, desk.content, key, static_cast<std::uint8_t>(modifiers), false);
    return command ? describe(*command) : std::string("nothing");
  };
  CHECK(std::holds_alternative<command::TogglePlaying>(
      *command_for_key(desk.session, desk.content, key::kSpace, 0, false)));
  CHECK(text('j') == "SetLoop");
  CHECK(text('j', kShift) == "nothing");  // it would end where it begins
  CHECK(text('j', kCtrl) == "nothing");   // there is none
  CHECK(text('[') == "StepEvent -1");
  CHECK(text(']') == "StepEvent 1");
  CHECK(text(key::kRight, kShift) == "StepEvent 1");
  CHECK(text(key::kPageDown) == "StepEvent 1");
  CHECK(text(key::kHome) == "GoToView home");
  CHECK(text('0') == "GoToView home");
  CHECK(text('1', kCtrl) == "GoToView left");
  CHECK(text('6', kCtrl) == "GoToView bottom");
  CHECK(text('1') == "SetCarrierVisible OTc");
  CHECK(text('x') == "SwapSides");
  CHECK(text('?') == "SetHelp 1");
  CHECK(text('?', kShift) == "SetHelp 1");
  CHECK(text('h') == "SetHelp 1");
  CHECK(text('f') == "SetFullscreen 1");
  CHECK(text('d') == "SetDifference 1");
  CHECK(text('c') == "SetChange 1");
  CHECK(text('w') == "AskWhy");
  CHECK(text('g') == "SetGrounded 1");
  CHECK(text('b') == "SetBlank 1");
  CHECK(text('.') == "SetFrozen 1");
  CHECK(text('/') == "SetSearch 1");
  CHECK(text('/', kShift) == "SetSearch 1");  // where the layout needs Shift for it
  CHECK(text('s', kShift) == "StartExport 1");
  CHECK(text('s', kShift | kCtrl) == "StartExport 2");
  CHECK(text('i') == "SetInterface 0");
  CHECK(text('l') == "SetLabels");
  CHECK(text(key::kF11) == "SetFullscreen 1");
  CHECK(text(key::kEscape) == "StepBack");
  CHECK(text('s') == "nothing");
  CHECK(text('q') == "nothing");
  CHECK(text('x', kCtrl) == "nothing");
  desk.session.blank = true;  // a presenter's black screen: any key brings the picture back
  CHECK(text(key::kPageDown) == "SetBlank 0");
  CHECK(text('x') == "SetBlank 0");
  desk.session.blank = false;
  desk.session.grounded = true;
  CHECK(text('g') == "SetGrounded 0");
  CHECK(text(key::kEscape) == "SetGrounded 0");
  CHECK(text(key::kPageDown) == "nothing");
  CHECK(text(key::kSpace) == "SetFrozen 1");  // the breath stands still
  CHECK_FALSE(space_pauses(desk.session));
  desk.session.grounded = false;
  // Pause anywhere: what plays, and the slow turn behind the welcome.
  CHECK_FALSE(space_pauses(desk.session));
  desk.session.playhead.playing = true;
  CHECK(space_pauses(desk.session));
  desk.session.playhead.playing = false;
  desk.session.show_welcome = true;
  CHECK(space_pauses(desk.session));
  CHECK(text(key::kSpace) == "SetFrozen 1");
  const Camera turning = desk.session.camera;
  desk.run(command::SetFrozen{true});
  advance(desk.session, desk.content, 0.1);
  CHECK(desk.session.camera.azimuth == turning.azimuth);
  desk.run(command::CloseWelcome{});
  CHECK_FALSE(desk.session.frozen);
  desk.run(command::SetGrounded{true});
  desk.run(command::SetFrozen{true});
  advance(desk.session, desk.content, 0.1);
  CHECK(desk.session.breath_s == 0);
  desk.run(command::SetGrounded{false});
  CHECK_FALSE(desk.session.frozen);
  CHECK(text('n') == "SetPages 1 ");
  desk.run(command::SetPages{true, "map"});  // while reading: arrows turn the pages, time stands still
  CHECK(text('n') == "SetPages 0 map");
  CHECK(text(key::kRight) == "SetPages 1 network");
  CHECK(text(key::kLeft) == "SetPages 1 how_common");
  CHECK(text(key::kPageDown) == "nothing");
  CHECK(text(key::kSpace) == "nothing");
  CHECK(text('t') == "SetTheme 1");
  desk.run(command::SetPages{true, desk.content.pages.back().id});
  CHECK(text(key::kRight) == "nothing");
  desk.run(command::SetPages{false, ""});
  desk.session.show_welcome = true;
  CHECK(text(key::kRight, kShift) == "nothing");
  CHECK(text('h') == "SetHelp 1");
}

// ---- the mouse on the stage ----------------------------------------------------------------------
struct Hand {
  StageGrip grip;
  StageMouse mouse;
  Session session;
  std::vector<Viewport> views{{100, 50, 400, 200}};
  std::string under;
  int picks = 0;

  std::vector<Command> to(float x, float y) {
    mouse.position_px = {x, y};
    return go();
  }
  std::vector<Command> go() {
    mouse.time_s += 0.02;
    return stage_input(grip, mouse, views, session, [this](glm::vec2) { return ++picks, under; });
  }
};

TEST_CASE("a click on a letter of the directions goes to the view from there, a drag from it turns") {
  Hand hand;
  const auto turns = [](glm::vec2 px) { return std::string(px.x < 150 ? "top" : ""); };
  const auto go = [&](float x, bool left) {
    hand.mouse.position_px = {x, 100};
    hand.mouse.left = left;
    hand.mouse.time_s += 0.02;
    return stage_input(hand.grip, hand.mouse, hand.views, hand.session, [](glm::vec2) { return std::string("amygdala"); }, 1, {}, {}, turns);
  };
  go(120, false);
  go(120, true);
  const std::vector<Command> commands = go(120, false);
  REQUIRE(commands.size() == 1);
  REQUIRE(std::holds_alternative<command::GoToView>(commands[0]));
  CHECK(std::get<command::GoToView>(commands[0]).view == "top");
  go(120, true);
  for (const Command& command : go(180, true)) CHECK(std::holds_alternative<command::OrbitCamera>(command));
  for (const Command& command : go(180, false)) CHECK_FALSE(std::holds_alternative<command::GoToView>(command));
}

TEST_CASE("left drag turns, in shares of the view's height") {
  Hand hand;
  hand.to(200, 100);
  hand.mouse.left = true;
  CHECK(hand.go().empty());
  CHECK(hand.to(202, 101).empty());  // still a click
  const std::vector<Command> commands = hand.to(220, 100);
  REQUIRE(commands.size() == 1);
  const auto* orbit = std::get_if<command::OrbitCamera>(&commands[0]);
  REQUIRE(orbit != nullptr);
  CHECK(orbit->movement.x == doctest::Approx(0.1));
  CHECK(hand.go().empty());                                                   // no movement, no command
  CHECK(std::holds_alternative<command::OrbitCamera>(hand.to(900, 100)[0]));  // held outside the view
  hand.mouse.left = false;
  CHECK(first<command::Select>(hand.go()) == nullptr);
}

TEST_CASE("shift, middle and right drag move") {
  for (int way = 0; way < 3; ++way) {
    Hand hand;
    hand.to(200, 100);
    hand.mouse.shift = way == 0;
    (way == 0 ? hand.mouse.left : way == 1 ? hand.mouse.middle : hand.mouse.right) = true;
    hand.go();
    const std::vector<Command> commands = hand.to(200, 140);
    REQUIRE(commands.size() == 1);
    const auto* pan = std::get_if<command::PanCamera>(&commands[0]);
    REQUIRE(pan != nullptr);
    CHECK(pan->movement.y == doctest::Approx(0.2));
    hand.mouse.left = hand.mouse.middle = hand.mouse.right = false;
    CHECK(hand.go().empty());
  }
}

TEST_CASE("a click picks, a click on nothing deselects, a double click frames") {
  Hand hand;
  hand.under = "amygdala";
  hand.session.hovered = "amygdala";
  const auto click = [&] {
    hand.mouse.left = true;
    std::vector<Command> commands = hand.go();
    hand.mouse.left = false;
    for (const Command& command : hand.go()) commands.push_back(command);
    return commands;
  };
  hand.to(200, 100);
  std::vector<Command> commands = click();
  REQUIRE(commands.size() == 1);
  CHECK(std::get<command::Select>(commands[0]).structure == "amygdala");
  hand.session.selected = "amygdala";
  commands = click();
  REQUIRE(commands.size() == 1);
  CHECK(std::get<command::FrameStructure>(commands[0]).structure == "amygdala");
  hand.mouse.time_s += 2;
  CHECK(click().empty());  // selected already
  for (std::string* const in_front : {&hand.session.claim, &hand.session.asked}) {  // comes back in front of it
    *in_front = "amygdala_fast";
    hand.mouse.time_s += 2;
    commands = click();
    REQUIRE(commands.size() == 1);
    CHECK(std::holds_alternative<command::Select>(commands[0]));
    in_front->clear();
  }
  hand.mouse.time_s += 2;
  hand.under = "";
  commands = click();
  REQUIRE(commands.size() == 1);
  CHECK(std::get<command::Select>(commands[0]).structure.empty());
  // Two slow clicks are no double click.
  hand.session.selected = "";
  hand.under = "amygdala";
  click();
  hand.mouse.time_s += 1;
  CHECK(first<command::FrameStructure>(click()) == nullptr);
}

TEST_CASE("ctrl + click adds what it hits") {
  Hand hand;
  hand.under = "amygdala";
  hand.mouse.ctrl = true;
  hand.to(200, 100);
  hand.mouse.left = true;
  hand.go();
  hand.mouse.left = false;
  const auto commands = hand.go();
  REQUIRE(commands.size() == 1);
  REQUIRE(std::holds_alternative<command::AlsoSelect>(commands[0]));
  CHECK(std::get<command::AlsoSelect>(commands[0]).structure == "amygdala");
  hand.under.clear();
  hand.mouse.left = true;
  hand.go();
  hand.mouse.left = false;
  CHECK(hand.go().empty());  // nothing there: nothing is lost
}

TEST_CASE("search finds by name first, then by what is said about it") {
  TestDesk desk;
  const auto best = [&](const char* query) {
    const auto found = find_anything(desk.session, desk.content, desk.text, query);
    return found.empty() ? std::string() : found.front().title;
  };
  CHECK(best("amy") == "Amygdala");
  CHECK(best("AMYG") == "Amygdala");
  CHECK(best("cortis") == "Cortisol");
  CHECK(best("left out") == "Left out");
  CHECK(best("Strange situation") == "The parent leaves and comes back");
  // "ear" begins a name ("Earned"): a structure with no word that begins so is no answer, though its text may have "learns".
  bool is_called_so = false;
  for (const Finding& finding : find_anything(desk.session, desk.content, desk.text, "ear", 400)) {
    const std::string title = lower_case(finding.title), detail = " " + lower_case(finding.detail);
    is_called_so = is_called_so || title.starts_with("ear");
    if (finding.kind == FindingKind::structure && title.find("ear") == std::string::npos)
      CHECK_MESSAGE((detail.find(" ear") != std::string::npos || detail.find("-ear") != std::string::npos), finding.title);
  }
  CHECK(is_called_so);
  CHECK(best("full scr") == desk.text["key_full_screen"]);
  CHECK(best("zzzz").empty());
  CHECK(find_anything(desk.session, desk.content, desk.text, "", 5).size() == 5);
  // Settings by the words people use for them, in either spelling; stories of one's own.
  const auto finds = [&](const char* query, const std::string& title) {
    const std::vector<std::pair<std::string, std::string>> languages{{"en", "English"}, {"qps", "Pseudo"}};
    const auto all = find_anything(desk.session, desk.content, desk.text, query, 8, languages);
    return std::any_of(all.begin(), all.end(), [&](const Finding& finding) { return finding.title.rfind(title, 0) == 0; });
  };
  CHECK(finds("language", "Language: Pseudo"));
  CHECK(finds("picture line", desk.text.at("picture_line")));
  CHECK(finds("panel sizes", desk.text.at("usual_sizes")));
  CHECK(finds("forget settings", desk.text.at("forget_settings")));
  CHECK(finds("size of letters", desk.text.at("ui_scale")));
  for (const char* query : {"color", "colour", "colors by"}) {
    CAPTURE(query);
    CHECK(finds(query, desk.text.at("key_colours")));
  }
  CHECK(find_anything(desk.session, desk.content, desk.text, "periaqueductal gray").size() >= 1);
  desk.run(command::SelectScenario{0});
  desk.run(command::SetEditor{true});
  desk.run(command::MakeOwnStory{"Under the apple tree", "A story."});
  CHECK(finds("apple", "Under the apple tree"));
  desk.run(command::SelectScenario{1});
  CHECK(finds("apple tree", "Under the apple tree"));
  for (const Finding& finding : find_anything(desk.session, desk.content, desk.text, "apple"))
    for (const Command& command : finding.commands) desk.run(command);
  CHECK(current_scenario(desk.session, desk.content).title == "Under the apple tree");
  for (const Finding& finding : find_anything(desk.session, desk.content, desk.text, "a", 500)) {
    CAPTURE(finding.title);
    REQUIRE_FALSE(finding.commands.empty());
    if (finding.kind == FindingKind::action || finding.kind == FindingKind::term) continue;  // a term is explained in a message
    Session session = desk.session;
    for (const Command& command : finding.commands) execute(session, desk.content, command);
    CHECK(session.message.empty());
  }
}

TEST_CASE("search: slips of the pen, sides, other words for a thing; evidence last") {
  TestDesk desk;
  const auto search = [&](const char* query) { return search_for(desk.session, desk.content, desk.text, query); };
  const auto first = [&](const char* query) {
    const Search result = search(query);
    return result.found.empty() ? std::string() : result.found.front().title;
  };
  using Slip = std::array<const char*, 3>;  // typed, meant, found
  for (const Slip& slip : {Slip{"amigdala", "amygdala", "Amygdala"}, {"hipocampus", "hippocampus", "Hippocampus"},
                                            {"cortizol", "cortisol", "Cortisol"}, {"amigd", "amygdala", "Amygdala"},
                                            {"Left amigdala", "left amygdala", "Amygdala"}, {"oxytosin", "oxytocin", "Oxytocin cells"}}) {
    const std::string typed = slip[0];
    CAPTURE(typed);
    CHECK(search(slip[0]).meant == slip[1]);
    CHECK(first(slip[0]) == slip[2]);
    CHECK(find_anything(desk.session, desk.content, desk.text, typed).empty());  // it says what it shows instead
  }
  for (const char* query : {"amygdala right", "right amygdala", "Left Amygdala", "amygdala left"}) {
    CAPTURE(query);
    CHECK(first(query) == "Amygdala");
    CHECK(search(query).meant.empty());
  }
  CHECK(first("anterior dorsal cingulate") == "Dorsal anterior cingulate");
  CHECK(first("stress hormone") == "Cortisol");
  CHECK(first("stress hormones") == "Cortisol");
  const auto among_three = [&](const char* query, const std::string& title) {
    const std::vector<Finding> found = search(query).found;
    return std::any_of(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(3, found.size())),
                       [&](const Finding& finding) { return finding.title == title; });
  };
  CHECK(among_three("alarm", "Amygdala"));
  CHECK(among_three("fear", "Amygdala"));
  for (const char* query : {"export", "share", "csv", "exporting"}) {
    CAPTURE(query);
    const std::vector<Finding> found = search(query).found;
    REQUIRE_FALSE(found.empty());
    const auto* save = std::get_if<command::StartExport>(&found.front().commands.back());  // the curves are shown first
    CHECK_FALSE(save == nullptr);
    if (save != nullptr && std::string(query) == "csv") CHECK(save->what == Export::curves);
  }
  for (const char* query : {"zzzz", "qqqqqqqq", "a", "", "xy"}) {
    CAPTURE(query);
    CHECK(search(query).meant.empty());
  }
  // Structures and chemicals come before evidence, which keeps a place.
  for (const char* query : {"amygdala", "oxytocin", "cortisol"}) {
    CAPTURE(query);
    const std::vector<Finding> found = search(query).found;
    bool evidence = false;
    for (const Finding& finding : found) {
      if (evidence) CHECK(finding.kind == FindingKind::claim);
      evidence = evidence || finding.kind == FindingKind::claim;
    }
    CHECK(evidence);
    CHECK(found.size() == kSearchRows);
  }
}

TEST_CASE("resting on a structure names it; panels keep the mouse") {
  Hand hand;
  hand.under = "amygdala";
  std::vector<Command> commands = hand.to(200, 100);
  REQUIRE(commands.size() == 1);
  CHECK(std::get<command::Hover>(commands[0]).structure == "amygdala");
  hand.session.hovered = "amygdala";
  const int picks = hand.picks;
  CHECK(hand.go().empty());
  CHECK(hand.picks == picks);  // a still mouse costs nothing
  CHECK(hand.to(201, 100).empty());
  commands = hand.to(5, 5);
  REQUIRE(commands.size() == 1);
  CHECK(std::get<command::Hover>(commands[0]).structure.empty());

  hand.mouse.over_interface = true;
  hand.to(200, 100);
  hand.mouse.left = true;
  hand.mouse.wheel = 1;
  CHECK(hand.go().empty());
  CHECK(hand.to(300, 100).empty());  // began on a panel
}

TEST_CASE("the wheel zooms toward the pointer in the view it is over") {
  Hand hand;
  hand.views = {{100, 50, 200, 200}, {300, 50, 200, 200}};
  hand.mouse.wheel = 2;
  const std::vector<Command> commands = hand.to(350, 100);
  const auto* zoom = first<command::ZoomCamera>(commands);
  REQUIRE(zoom != nullptr);
  CHECK(zoom->steps == 2);
  CHECK(zoom->pointer_ndc.x == doctest::Approx(-0.5));
  CHECK(zoom->pointer_ndc.y == doctest::Approx(0.5));
  CHECK(zoom->aspect == doctest::Approx(1));
}

TEST_CASE("no views, no commands") {
  Hand hand;
  hand.views.clear();
  hand.mouse.left = true;
  hand.mouse.wheel = 1;
  CHECK(hand.to(200, 100).empty());
  hand.mouse.left = false;
  CHECK(hand.go().empty());
}

TEST_CASE("a ruler names steps that are the same number apart, to its end where that is possible") {
  const auto alike = [](std::size_t steps, float width) { return std::vector<float>(steps + 1, width); };
  CHECK(named_step(alike(24, 8), 10) == 1);
  CHECK(named_step(alike(24, 35), 10) == 4);
  CHECK(named_step(alike(10, 25), 10) == 5);   // 3 and 4 do not lead to the end
  CHECK(named_step(alike(7, 25), 10) == 3);    // nothing does
  CHECK(named_step(alike(4, 500), 10) == 4);   // the end alone
  std::vector<float> widths = alike(12, 80);
  widths[6] = 60;  // only what is named needs the room
  CHECK(named_step(widths, 11) == 6);
}

}  // namespace attune
