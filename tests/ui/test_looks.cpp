// How it looks and reads for everyone: colours for all kinds of eyes, sizes that a person chooses, what is kept of that,
// and other languages.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "app/desktop_wishes.h"
#include "app/settings_store.h"
#include "core/text.h"
#include "drawn.h"
#include "../told.h"
#include "io/check_json.h"
#include "io/languages.h"
#include "io/load_brain.h"
#include "io/load_content.h"
#include "io/load_font.h"
#include "io/load_mapping.h"
#include "io/receipt_file.h"
#include "io/settings_file.h"
#include "io/write_csv.h"
#include "io/write_film.h"
#include "io/write_scenario.h"
#include "model/content_words.h"
#include "scene/colour_map.h"
#include "scene/colour_vision.h"
#include "session/extract_flow.h"
#include "session/extract_scene.h"
#include "session/edit_story.h"
#include "session/looks.h"
#include "session/receipt.h"
#include "session/say.h"
#include "ui/layout.h"
#include "ui/theme.h"
#include "ui/ui_compat.h"
#include "ui/words.h"

namespace attune {
namespace {

namespace fs = std::filesystem;

constexpr std::array<Theme, 3> kAllThemes{Theme::dark, Theme::light, Theme::contrast};

Colour from_vec(glm::vec3 c) {
  const auto byte = [](float x) { return static_cast<std::uint8_t>(std::lround(x * 255)); };
  return {byte(c.x), byte(c.y), byte(c.z), 255};
}
glm::vec3 to_vec(Colour c) { return glm::vec3(c.r, c.g, c.b) / 255.0f; }

struct Named {
  std::string name;
  Colour colour;
};

// Every pair, as it is and as it is made readable on the panels of every theme.
void check_told_apart(const std::vector<Named>& colours) {
  for (std::size_t i = 0; i < colours.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      CAPTURE(colours[i].name);
      CAPTURE(colours[j].name);
      CHECK(least_difference(to_vec(colours[i].colour), to_vec(colours[j].colour)) >= kToldApart);
      for (const Theme theme : kAllThemes) {
        CAPTURE(theme_name(theme));
        const Colour panel = make_tokens(theme).panel;
        CHECK(told_apart(readable_on(colours[i].colour, panel, 3), readable_on(colours[j].colour, panel, 3)));
      }
    }
}

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

fs::path fresh_folder(const char* name) {
  const fs::path folder = fs::temp_directory_path() / (std::string("attune_looks_") + name);
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder;
}

std::string json_of(const UiText& words) {
  std::string json = "{";
  for (const auto& [key, text] : words) {
    const auto quoted = [](const std::string& raw) {
      std::string out = "\"";
      for (const char c : raw) {
        if (c == '"' || c == '\\') out += '\\';
        out += c == '\n' ? ' ' : c;
      }
      return out + "\"";
    };
    json += (json.size() > 1 ? ",\n" : "\n") + quoted(key) + ": " + quoted(text);
  }
  return json + "\n}\n";
}

// Assets with one more language, made of the English words.
fs::path assets_with_pseudo(const Content& english) {
  const fs::path folder = fresh_folder("languages");
  for (const auto& entry : fs::directory_iterator(ATTUNE_ASSETS))
    if (entry.path().filename() != "languages") fs::create_symlink(entry.path(), folder / entry.path().filename());
  const fs::path language = folder / "languages" / "qps";
  fs::create_directories(language);
  const auto words = load_language(ATTUNE_ASSETS, "en");
  REQUIRE(words.has_value());
  std::ofstream(language / "ui.json") << json_of(pseudo(words->ui));
  std::ofstream(language / "why.json") << json_of(pseudo(words->why));
  std::ofstream(language / "content.json") << json_of(pseudo(texts_of(english)));
  return folder;
}

// A way to look at the interface.
struct View {
  const char* name;
  std::function<void(TestDesk&)> set;
};

// Pop-ups of the top bar, counted from its right end (where help is, except in compact windows).
void press_from_right(TestDesk& desk, int place) {
  const bool compact = layout_ui(desk.size, make_metrics(desk.scale), desk.session).compact;
  const float control = 44 * desk.scale;
  desk.click({desk.size.x - 8 * desk.scale - control * (static_cast<float>(compact ? place - 1 : place) + 0.5f),
              (compact ? 26 : 30) * desk.scale});
}

// A story of the person's own, with what the check says of its mistakes below them.
void show_broken_story(TestDesk& desk) {
  desk.run(command::SelectScenario{0});
  desk.run(command::SetPanel{Panel::plots, false});
  desk.run(command::SetEditor{true});
  desk.run(command::MakeOwnStory{desk.text.at("editor_title"), desk.text.at("editor_title")});
  Scenario wrong = desk.session.own_story->scenario;
  wrong.title.clear();
  wrong.arms[0].captions[0].text.clear();
  wrong.arms[0].captions[0].end_s = -1;
  ScenarioProblems problems = check_scenario(wrong, desk.content);
  CHECK(problems.errors.size() > 2);
  desk.run(command::NoticeStory{desk.session.own_story, {std::move(problems.errors), std::move(problems.warnings)}});
}

std::vector<View> views() {
  return {
      {"moment", [](TestDesk&) {}},
      {"library", [](TestDesk& d) { d.run(command::SetLibrary{true}); }},
      {"structures", [](TestDesk& d) { d.run(command::SetLeftTab{LeftTab::structures}); }},
      {"chemicals", [](TestDesk& d) { d.run(command::SetLeftTab{LeftTab::chemicals}); }},
      {"details", [](TestDesk& d) { d.run(command::SetPanel{Panel::right, true}); d.run(command::Select{"amygdala"}); }},
      {"why", [](TestDesk& d) { d.run(command::AskWhy{}); }},
      {"compare", [](TestDesk& d) { d.run(command::SetCompare{true}); }},
      {"difference", [](TestDesk& d) { d.run(command::SetCompare{true}); d.run(command::SetDifference{true}); }},
      {"change", [](TestDesk& d) { d.run(command::SetChange{true, d.session.change.environment, 104}); }},
      {"curves", [](TestDesk& d) { d.run(command::SetCompare{true}); d.run(command::SetPanel{Panel::plots, true}); }},
      {"predict", [](TestDesk& d) { d.run(command::SetCompare{true}); d.run(command::StartPrediction{"region.AMY"}); }},
      {"help", [](TestDesk& d) { d.run(command::SetHelp{true}); }},
      {"search", [](TestDesk& d) { d.run(command::SetSearch{true, ""}); }},
      {"pages", [](TestDesk& d) { d.run(command::SetPages{true, ""}); }},
      {"page", [](TestDesk& d) { d.run(command::SetPages{true, "map"}); }},
      {"calm", [](TestDesk& d) { d.run(command::SetGrounded{true}); }},
      {"welcome", [](TestDesk& d) { d.session.show_welcome = true; }},
      {"own story", [](TestDesk& d) { show_broken_story(d); }},
      {"settings", [](TestDesk& d) { press_from_right(d, 1); }},
      {"save and more", [](TestDesk& d) { press_from_right(d, 2); }},
  };
}

// Shows a view until it has settled, and reads it.
void check_no_overlap(const std::vector<DrawnText>& texts) {
  for (const std::pair<std::size_t, std::size_t>& pair : overlapping(texts)) {
    CAPTURE(texts[pair.first].window);
    CAPTURE(texts[pair.first].text);
    CAPTURE(texts[pair.second].text);
    const bool texts_overlap = true;
    CHECK_FALSE(texts_overlap);
  }
}

std::vector<DrawnText> look(TestDesk& desk, const View& view) {
  const Session before = desk.session;
  view.set(desk);
  for (int i = 0; i < 4; ++i) desk.frame({-100, -100});
  std::vector<DrawnText> texts = drawn_texts();
  desk.tidy();
  desk.session = before;
  for (int i = 0; i < 2; ++i) desk.frame({-100, -100});
  return texts;
}

}  // namespace

// ---- colours for all kinds of eyes ---------------------------------------------------------------
TEST_CASE("colour vision: published values") {
  // CIE 15: white and black; sRGB red under D65.
  CHECK(to_lab({1, 1, 1}).x == doctest::Approx(100).epsilon(0.001));
  CHECK(to_lab({0, 0, 0}).x == doctest::Approx(0));
  CHECK(to_lab({1, 0, 0}).x == doctest::Approx(53.24).epsilon(0.001));
  CHECK(to_lab({1, 0, 0}).y == doctest::Approx(80.09).epsilon(0.002));
  CHECK(to_lab({1, 0, 0}).z == doctest::Approx(67.20).epsilon(0.002));
  // Greys stay grey for everyone: every row of the matrices adds up to 1.
  for (const ColourVision vision : kColourVisions)
    for (int i = 0; i < 3; ++i) CHECK(simulate_vision({0.5f, 0.5f, 0.5f}, vision)[i] == doctest::Approx(0.5).epsilon(0.001));
  // Red and green of one lightness: far apart for most eyes, not for deutan ones.
  const glm::vec3 red(0.80f, 0.33f, 0.25f), green(0.45f, 0.55f, 0.20f);
  CHECK(glm::distance(to_lab(red), to_lab(green)) > 50);
  CHECK(least_difference(red, green) < 20);
  CHECK(least_difference(red, red) == 0);
}

TEST_CASE("U31: colours that are seen together differ by 10 CIELAB units for all kinds of eyes, in every theme") {
  TestDesk desk;
  const Content& content = desk.content;
  SUBCASE("patterns") {
    std::vector<Named> colours;
    for (const Style& style : content.styles) colours.push_back({style.id, to_colour(style.colour)});
    check_told_apart(colours);
  }
  SUBCASE("carriers of the legend") {
    std::vector<Named> colours;
    for (const FlowingCarrier& carrier : flowing_carriers(desk.session, content))  // others have no name in the legend
      if (find_chemical(content, carrier.id) != nullptr || desk.text.count("carrier_short_" + carrier.id) > 0)
        colours.push_back({carrier.id, from_vec(carrier.colour)});
    for (const Chemical& chemical : content.circuit.chemicals)
      if (!chemical.hidden && std::none_of(colours.begin(), colours.end(), [&](const Named& n) { return n.name == chemical.id; }))
        colours.push_back({chemical.id, to_colour(chemical.colour)});
    CHECK(colours.size() == 12);  // with what excites, what calms and mixed paths
    check_told_apart(colours);
    // A pulse is not read as a structure that is more active.
    for (const FlowingCarrier& carrier : flowing_carriers(desk.session, content))
      for (const float active : {0.5f, 1.0f}) {
        CAPTURE(carrier.id);
        CHECK(glm::distance(to_lab(carrier.colour), to_lab(activity_colour(active))) > 25);
      }
  }
  SUBCASE("structures that are lit from the first picture") {
    std::vector<Named> colours;
    for (const Structure& structure : content.structures)
      if (structure.featured) colours.push_back({structure.id, to_colour(structure.colour)});
    CHECK(colours.size() >= 8);
    check_told_apart(colours);
  }
  SUBCASE("solid structures inside the glass, and what has a name beside it; markers among each other") {
    // A marker is a small ball in the colour of what it sends: its shape and place tell it from the structures. Parts of
    // the surface that are not named are told by their place.
    const auto brain = load_brain(ATTUNE_ASSETS "/brain.glb");
    REQUIRE(brain.has_value());
    std::map<std::string, PartKind> kinds;
    for (const BrainPart& part : brain->model.parts) kinds[part.structure] = part.kind;
    std::array<std::vector<Named>, 2> colours;
    for (const Structure& structure : content.structures) {
      const auto kind = kinds.find(structure.id);
      if (kind == kinds.end()) continue;
      if (kind->second == PartKind::volume || structure.featured) colours[0].push_back({structure.id, to_colour(structure.colour)});
      if (kind->second == PartKind::marker) colours[1].push_back({structure.id, to_colour(structure.colour)});
    }
    CHECK(colours[0].size() >= 20);
    CHECK(colours[1].size() >= 8);
    for (const std::vector<Named>& set : colours)
      for (std::size_t i = 0; i < set.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
          CAPTURE(set[i].name);
          CAPTURE(set[j].name);
          CHECK(least_difference(to_vec(set[i].colour), to_vec(set[j].colour)) >= kToldApart);
        }
  }
  SUBCASE("the others have their names and places too") {
    std::set<std::string> names;
    for (const Structure& structure : content.structures) {
      CAPTURE(structure.id);
      CHECK(names.insert(structure.name).second);
    }
  }
  SUBCASE("activity, difference") {
    for (const auto& map : {activity_colour, difference_colour})
      for (const float a : {-1.0f, -0.5f, 0.0f, 0.5f, 1.0f})
        for (const float b : {-1.0f, -0.5f, 0.0f, 0.5f, 1.0f})
          if (a < b) CHECK(least_difference(map(a), map(b)) >= kToldApart);
  }
  SUBCASE("what the themes say by colour") {
    for (const Theme theme : kAllThemes) {
      CAPTURE(theme_name(theme));
      const Tokens t = make_tokens(theme);
      const std::vector<Colour> grades{t.strong, t.moderate, t.contested, t.assumed};
      for (std::size_t i = 0; i < grades.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) CHECK(told_apart(grades[i], grades[j]));
      CHECK(told_apart(t.accent, t.second));
      CHECK(told_apart(t.quieter, t.busier));
      CHECK(told_apart(t.quieter, t.border_strong));
      CHECK(told_apart(t.busier, t.border_strong));
    }
  }
}

TEST_CASE("what the key of the pulses names is found under that name in the list of chemicals") {
  TestDesk desk;
  for (const FlowingCarrier& carrier : flowing_carriers(desk.session, desk.content)) {
    CAPTURE(carrier.id);
    REQUIRE(desk.text.count("carrier_short_" + carrier.id) == 1);
    const std::string key = lower_case(desk.text.at("carrier_short_" + carrier.id));
    const Chemical* const chemical = find_chemical(desk.content, carrier.id);
    if (chemical == nullptr) {
      CHECK(lower_case(desk.text.at("carrier_" + carrier.id)) == key);
    } else {
      const std::string listed = lower_case(chemical->name);
      CHECK((listed.find(key) != std::string::npos || key.find(listed) != std::string::npos));
    }
  }
}

TEST_CASE("U31: curves of one plot are told apart by all kinds of eyes, whichever are chosen") {
  TestDesk desk;
  std::vector<std::string> columns;
  for (const std::string& column : desk.session.trace[0]->columns)
    if (column.rfind("region.", 0) == 0 || column.rfind("chem.", 0) == 0 || column.rfind("body.", 0) == 0) columns.push_back(column);
  REQUIRE(columns.size() > 12);
  std::size_t plots = 0;
  for (std::size_t step = 1; step <= 7; ++step)
    for (std::size_t start = 0; start + 5 * step < columns.size(); ++start, ++plots)
      for (const Theme theme : kAllThemes) {
        std::vector<Colour> own;
        for (std::size_t k = 0; k < kMaxPlotted; ++k) own.push_back(describe_column(desk.content, columns[start + k * step]).colour);
        const Colour panel = make_tokens(theme).panel;
        const std::vector<Colour> chosen = curve_colours(own, panel);
        REQUIRE(chosen.size() == own.size());
        CAPTURE(theme_name(theme));
        CAPTURE(start);
        CAPTURE(step);
        for (std::size_t i = 0; i < chosen.size(); ++i) {
          CHECK(contrast_ratio(chosen[i], panel) >= 3);
          for (std::size_t j = 0; j < i; ++j) CHECK(told_apart(chosen[i], chosen[j]));
        }
      }
  CHECK(plots > 40);
}

// ---- sizes of panels -----------------------------------------------------------------------------
TEST_CASE("edges are dragged, moved by arrow keys, and go back by a double click; within limits") {
  TestDesk desk;
  const auto layout = [&] { return layout_ui(desk.size, make_metrics(desk.scale), desk.session); };
  const auto frame = [&](glm::vec2 at, bool down) {
    for (const Command& command : desk.frame(at, down).commands) desk.run(command);
  };
  const auto drag = [&](glm::vec2 from, glm::vec2 by) {
    for (int i = 0; i < 30; ++i) frame(from, false);  // no double click with the one before
    frame(from, true);
    for (int i = 1; i <= 5; ++i) frame(from + by * (static_cast<float>(i) / 5), true);
    frame(from + by, true);
    frame(from + by, false);
    frame(from + by, false);
  };
  const UiLayout usual = layout();
  const glm::vec2 left_edge(usual.left.max.x + 4, usual.left.min.y + 150);
  drag(left_edge, {60, 0});
  CHECK(layout().left.size().x == doctest::Approx(usual.left.size().x + 60).epsilon(0.01));
  CHECK(desk.session.panel_sizes.right == 0);
  drag({layout().right.min.x - 4, 300}, {-30, 0});
  CHECK(layout().right.size().x == doctest::Approx(usual.right.size().x + 30).epsilon(0.01));
  drag({640, layout().plots.min.y - 4}, {0, -40});
  CHECK(layout().plots.size().y == doctest::Approx(usual.plots.size().y + 40).epsilon(0.02));
  // Nothing is lost at either end.
  drag({layout().left.max.x + 4, 300}, {900, 0});
  CHECK(layout().stage.size().x >= kLeastStage - 1);
  drag({layout().left.max.x + 4, 300}, {-900, 0});
  CHECK(layout().left.size().x == doctest::Approx(kLeastSide));
  // A double click: the usual size.
  const glm::vec2 now(layout().left.max.x + 4, 300);
  for (int i = 0; i < 30; ++i) frame(now, false);
  for (const bool down : {true, false, true, true, false, false}) frame(now, down);
  CHECK(desk.session.panel_sizes.left == 0);
  // By keyboard: Tab to the edge, arrows move it, Enter sets it back.
  const auto tap = [&](ImGuiKey named) {
    for (const bool down : {true, false, false}) {
      compat::key(ImGui::GetIO(), named, down);
      frame({-10, -10}, false);
    }
  };
  bool found = false;
  for (int i = 0; i < 12 && !found; ++i) {
    for (const Command& command : desk.frame({-10, -10}, false, 0, 1).commands) desk.run(command);
    for (int k = 0; k < 3; ++k) frame({-10, -10}, false);
    const ImGuiWindow* window = ImGui::GetCurrentContext()->NavWindow;
    found = window != nullptr && std::string(window->Name) == "edge_left";
  }
  REQUIRE(found);
  const float before = layout().left.size().x;
  tap(ImGuiKey_RightArrow);
  CHECK(layout().left.size().x == doctest::Approx(before + 16));
  tap(ImGuiKey_LeftArrow);
  CHECK(layout().left.size().x == doctest::Approx(before));
  tap(ImGuiKey_RightArrow);
  tap(ImGuiKey_Space);
  CHECK(desk.session.panel_sizes.left == 0);
  leave_keyboard_focus();
}

TEST_CASE("a chosen size holds only where there is room, from 1024x600 to 4K and at every UI scale") {
  Session session;
  session.show_welcome = false;
  for (const glm::vec2 size : {glm::vec2(1024, 600), glm::vec2(1280, 720), glm::vec2(1920, 1080), glm::vec2(2560, 1440), glm::vec2(3840, 2160)})
    for (const float ui_scale : {1.0f, 1.25f, 1.5f, 2.0f, 2.5f, 3.0f})
      for (const float side : {0.0f, 120.0f, 420.0f, 4000.0f})
        for (const float plots : {0.0f, 120.0f, 4000.0f})
          for (const bool change : {false, true}) {
            session.panel_sizes = {side, side, plots};
            session.change.on = change;
            const Metrics metrics = make_metrics(automatic_scale(size.x, size.y, 1) * ui_scale);
            const UiLayout layout = layout_ui(size, metrics, session);
            CAPTURE(size.x);
            CAPTURE(ui_scale);
            CAPTURE(side);
            CAPTURE(plots);
            const std::array<Rect, 7> rects{layout.top_bar, layout.left, layout.right, layout.plots, layout.transport, layout.stage, layout.change};
            for (std::size_t i = 0; i < rects.size(); ++i) {
              CHECK(rects[i].min.x >= 0);
              CHECK(rects[i].min.y >= 0);
              CHECK(rects[i].max.x <= size.x);
              CHECK(rects[i].max.y <= size.y);
              for (std::size_t j = 0; j < i; ++j) {
                const glm::vec2 low = glm::max(rects[i].min, rects[j].min), high = glm::min(rects[i].max, rects[j].max);
                const bool overlap = !rects[i].is_empty() && !rects[j].is_empty() && high.x - low.x > 0.5f && high.y - low.y > 0.5f;
                CHECK_FALSE(overlap);
              }
            }
            if (layout.room == Room::narrow) continue;
            CHECK(layout.stage.size().x >= 300 * metrics.scale);
            for (const Rect& panel : {layout.left, layout.right})
              if (!panel.is_empty()) CHECK(panel.size().x >= (kLeastSide - 1) * metrics.scale);
            if (layout.can_size_plots) {
              CHECK(layout.plots.size().y >= (kLeastPlots - 1) * metrics.scale);
              CHECK(layout.stage.size().y >= std::min(120 * metrics.scale, 0.25f * size.y));
            }
          }
}

// ---- reduced motion ------------------------------------------------------------------------------
TEST_CASE("U35: with reduced motion nothing travels or flies; arrows and numbers say the same") {
  TestDesk desk;
  desk.run(command::SelectScenario{0});
  desk.run(command::Seek{120});
  StageSettings stage;
  const auto scene_at = [&](double t_s) {
    desk.run(command::Seek{t_s});
    return extract_scenes(desk.session, desk.content, stage).front();
  };
  const auto pulses = [](const Scene& scene) {
    return std::count_if(scene.tubes.begin(), scene.tubes.end(), [](const TubeItem& tube) { return tube.flow > 0; });
  };
  const Scene moving = scene_at(240);
  REQUIRE(pulses(moving) > 3);
  CHECK(moving.overlay.lines.empty());  // no fonts: nothing else draws lines
  desk.run(command::SetReducedMotion{true});
  const Scene still = scene_at(240), later = scene_at(240.5);
  CHECK(pulses(still) == 0);
  CHECK(still.overlay.lines.size() >= 8);
  CHECK(still.tubes.size() == moving.tubes.size());
  REQUIRE(later.clouds.size() == still.clouds.size());
  for (std::size_t i = 0; i < still.clouds.size(); ++i) CHECK(later.clouds[i].phase == still.clouds[i].phase);
  // An arrow points from where its tube comes to where it goes: both strokes end in its tip.
  CHECK(still.overlay.lines[0].to == still.overlay.lines[1].to);
  // No flights, no turning welcome, and the calm page is there at once.
  desk.run(command::GoToView{"left"});
  CHECK_FALSE(desk.session.camera_move.active);
  desk.run(command::FrameStructure{"amygdala"});
  CHECK_FALSE(desk.session.camera_move.active);
  desk.session.show_welcome = true;
  const float azimuth = desk.session.camera.azimuth;
  advance(desk.session, desk.content, 0.1);
  CHECK(desk.session.camera.azimuth == azimuth);
  desk.run(command::SetGrounded{true});
  advance(desk.session, desk.content, 0.01);
  CHECK(desk.session.calm == 1);
}

// ---- what is kept --------------------------------------------------------------------------------
TEST_CASE("settings: everything that is kept comes back, and nothing else is kept") {
  TestDesk desk;
  CHECK(settings_of(desk.session) == Settings{});
  const std::string untouched = settings_to_json(settings_of(desk.session));
  // What is watched leaves no trace.
  desk.run(command::SelectScenario{3});
  desk.run(command::SetStyle{0, 3});
  desk.run(command::SetCompare{true});
  desk.run(command::Seek{77});
  desk.run(command::Select{"amygdala"});
  desk.run(command::SetPages{true, "map"});
  desk.run(command::SetPages{false, ""});
  desk.run(command::SetSearch{true, "help"});
  CHECK(settings_to_json(settings_of(desk.session)) == untouched);

  desk.run(command::SetTheme{Theme::contrast});
  desk.run(command::SetUiScale{1.25f});
  desk.run(command::SetReducedMotion{true});
  desk.run(command::SetLevel{Level::expert});
  desk.run(command::SetPanelSize{Panel::left, 300});
  desk.run(command::SetPanelSize{Panel::plots, 1e9f});
  desk.run(command::SetPanel{Panel::right, false});
  desk.run(command::SetGlass{0.6f});
  desk.run(command::SetLabels{false});
  desk.run(command::SetLegend{false});
  desk.run(command::SetBody{false});
  desk.run(command::SetPeopleOnly{true});
  desk.run(command::SetBands{true});
  desk.run(command::SetColourMode{ColourMode::structure});
  desk.run(command::GoToView{"left"});
  desk.run(command::SetTrackball{true});
  desk.session.camera.roll = 0.5f;
  desk.run(command::KeepView{"My \"view\""});
  const fs::path file = fresh_folder("settings") / "attune" / "settings.json";
  REQUIRE(save_settings(file, settings_of(desk.session)).has_value());
  const auto loaded = load_settings(file);
  REQUIRE(loaded.has_value());
  CHECK(*loaded == settings_of(desk.session));
  Session other = desk.session;
  execute(other, desk.content, command::UseSettings{Settings{}});
  CHECK(settings_of(other) == Settings{});
  execute(other, desk.content, command::UseSettings{*loaded});
  CHECK(settings_of(other) == *loaded);
  CHECK(other.theme == Theme::contrast);
  CHECK(other.people_only);
  CHECK(other.show_bands);
  CHECK(other.colour_mode == ColourMode::structure);
  CHECK(other.panel_sizes.plots == kMostPanel);
  REQUIRE(other.kept_views.size() == 1);
  CHECK(other.trackball);
  CHECK(other.kept_views[0].camera.roll == desk.session.kept_views[0].camera.roll);
  CHECK(other.kept_views[0].camera.azimuth == desk.session.kept_views[0].camera.azimuth);
  CHECK(desk.session.scenario == other.scenario);
}

TEST_CASE("settings: a broken file gives one sentence, stays as it is, and the usual looks") {
  const fs::path file = fresh_folder("broken") / "settings.json";
  const auto problem_of = [&](const std::string& text) {
    std::ofstream(file) << text;
    const SettingsStore store(file);
    CHECK(store.settings() == Settings{});
    CHECK(read_text(file) == text);
    return store.problem().english;
  };
  CHECK(problem_of("{\"schema_version\": 1, \"theme\": \"contrast\"") .find("settings.json") != std::string::npos);
  CHECK(problem_of("{\"schema_version\": 1, \"theme\": \"drak\"}").find("did you mean \"dark\"") != std::string::npos);
  CHECK(problem_of("{\"schema_version\": 1, \"ui_scael\": 2}").find("did you mean \"ui_scale\"") != std::string::npos);
  CHECK(problem_of("{\"schema_version\": 1, \"ui_scale\": 40}").find("/ui_scale") != std::string::npos);
  CHECK(problem_of("{\"schema_version\": 1, \"colours\": \"structur\"}").find("did you mean \"structure\"") != std::string::npos);
  CHECK(problem_of("{\"schema_version\": 1, \"people_only\": 1}").find("/people_only") != std::string::npos);
  CHECK(problem_of("{\"schema_version\": 1, \"labels\": \"yes\"}").find("/labels") != std::string::npos);
  CHECK(problem_of("{\"schema_version\": 99}").find("newer") != std::string::npos);
  CHECK(problem_of("[]").find("settings.json") != std::string::npos);
  CHECK(problem_of("").find("empty") != std::string::npos);
  CHECK(problem_of("{\"schema_version\": 1}").empty());
  fs::remove(file);
  fs::create_directory(file);
  CHECK_FALSE(SettingsStore(file).problem().empty());
}

TEST_CASE("settings: written some seconds after a change and on leaving, and only then") {
  TestDesk desk;
  const fs::path file = fresh_folder("store") / "deep" / "settings.json";
  SettingsStore store(file);
  CHECK_FALSE(store.step(desk.session, 0).has_value());
  CHECK_FALSE(store.step(desk.session, 100).has_value());
  CHECK_FALSE(fs::exists(file));  // the looks of the first day need no file
  desk.run(command::SetTheme{Theme::light});
  store.step(desk.session, 101);
  store.step(desk.session, 103);
  CHECK_FALSE(fs::exists(file));
  desk.run(command::SetTheme{Theme::contrast});
  store.step(desk.session, 103.5);
  store.step(desk.session, 106);
  CHECK_FALSE(fs::exists(file));
  store.step(desk.session, 106.6);
  REQUIRE(fs::exists(file));
  CHECK(load_settings(file)->theme == "contrast");
  const auto written = fs::last_write_time(file);
  store.step(desk.session, 200);
  store.leave(desk.session);
  CHECK(fs::last_write_time(file) == written);
  desk.run(command::SetUiScale{2});
  store.leave(desk.session);
  CHECK(load_settings(file)->ui_scale == 2);
  // Forgotten: the file is gone.
  desk.run(command::UseSettings{Settings{}});
  store.leave(desk.session);
  CHECK_FALSE(fs::exists(file));
  // A broken file is put aside only when there is something to write.
  std::ofstream(file) << "{";
  SettingsStore again(file);
  again.leave(desk.session);
  CHECK(read_text(file) == "{");
  desk.run(command::SetTheme{Theme::light});
  again.leave(desk.session);
  CHECK(load_settings(file)->theme == "light");
  CHECK(read_text(file.parent_path() / "settings.unread.json") == "{");
  // What a saved picture shows is not a choice of the person.
  desk.run(command::UseSettings{Settings{}});
  SettingsStore given(file);
  desk.run(command::SetTheme{Theme::contrast});
  given.take_as_given(desk.session);
  given.leave(desk.session);
  CHECK(load_settings(file)->theme == "light");
  // Nowhere to write: a sentence, once; no path: nothing at all.
  std::ofstream(file.parent_path() / "plain_file") << "x";
  SettingsStore nowhere(file.parent_path() / "plain_file" / "attune" / "settings.json");
  desk.run(command::SetTheme{Theme::light});
  nowhere.step(desk.session, 0);
  CHECK(nowhere.step(desk.session, 10).has_value());
  CHECK_FALSE(nowhere.step(desk.session, 20).has_value());
  SettingsStore none{fs::path{}};
  CHECK_FALSE(none.step(desk.session, 0).has_value());
  CHECK_FALSE(none.leave(desk.session).has_value());
}

TEST_CASE("settings: what the desktop wishes holds until a person chooses") {
  CHECK(looks_wished("animations=true\ncontrast=false\n") == Settings{});
  CHECK(looks_wished("animations=\ncontrast=\n") == Settings{});  // no gsettings
  CHECK(looks_wished("") == Settings{});
  CHECK(looks_wished("animations=false\ncontrast=").reduced_motion);
  CHECK(looks_wished("contrast=true").theme == "contrast");
  const Settings wished = looks_wished("animations=false\ncontrast=true\n");
  CHECK((wished.reduced_motion && wished.theme == "contrast"));
  TestDesk desk;
  const fs::path file = fresh_folder("wishes") / "settings.json";
  SettingsStore first(file, wished);
  CHECK(first.settings() == wished);
  desk.run(command::UseSettings{first.settings()});
  CHECK(desk.session.reduced_motion);
  first.leave(desk.session);
  CHECK_FALSE(fs::exists(file));  // nothing was chosen: the desktop may change its mind
  desk.run(command::SetReducedMotion{false});
  desk.run(command::SetTheme{Theme::dark});
  first.leave(desk.session);
  REQUIRE(fs::exists(file));
  CHECK(SettingsStore(file, wished).settings() == Settings{});
  // A broken file is no choice.
  std::ofstream(file) << "{";
  CHECK(SettingsStore(file, wished).settings() == wished);
}

// ---- languages -----------------------------------------------------------------------------------
TEST_CASE("languages: a folder of files is one; what is missing is English; broken ones are refused with their place") {
  TestDesk desk;
  const fs::path assets = assets_with_pseudo(desk.content);
  const std::vector<Language> known = list_languages(assets);
  REQUIRE(known.size() == 2);
  CHECK(known[0].id == "en");
  CHECK(known[1].id == "qps");
  CHECK(known[1].name == pseudo("English"));
  const auto wrong = load_language(assets, "qpx");
  REQUIRE_FALSE(wrong.has_value());
  CHECK(to_sentence(wrong.error()).find("did you mean \"qps\"") != std::string::npos);
  CHECK_FALSE(load_language(assets, "../qps").has_value());
  auto words = load_language(assets, "qps");
  REQUIRE(words.has_value());
  CHECK(words->ui.at("compare") == pseudo("Compare"));
  // Placeholders stay, and every word has grown.
  CHECK(pseudo("{n} yes") == "{n} ÿéšš");
  // Missing words.
  std::ofstream(assets / "languages" / "qps" / "ui.json") << "{\"compare\": \"Vergleichen\"}";
  fs::remove(assets / "languages" / "qps" / "why.json");
  fs::remove(assets / "languages" / "qps" / "content.json");
  words = load_language(assets, "qps");
  REQUIRE(words.has_value());
  CHECK(words->ui.at("compare") == "Vergleichen");
  CHECK(words->ui.at("views") == "Views");
  CHECK(words->ui.size() == desk.text.size());
  CHECK(words->why == desk.why);
  Content content = desk.content;
  translate(content, words->content);
  CHECK(texts_of(content) == texts_of(desk.content));
  translate(content, {{"Amygdala", "Mandelkern"}});
  CHECK(find_structure(content, "amygdala")->name == "Mandelkern");
  std::ofstream(assets / "languages" / "qps" / "ui.json") << "{\"compare\": 3}";
  CHECK_FALSE(load_language(assets, "qps").has_value());
}

TEST_CASE("the pseudo-language: no English is left, nothing is cut off, nothing lies over anything else") {
  for (const glm::vec2 size : {glm::vec2(1280, 720), glm::vec2(1024, 600)}) {
    TestDesk desk(size);
    std::set<std::string> allowed{"Attune"};
    for (const Reference& reference : desk.content.references)  // the bibliography stays as it was published
      for (const std::string& text : {reference.authors, reference.title, reference.venue, reference.doi}) {
        std::istringstream in(text);
        for (std::string word; in >> word;) allowed.insert(word);
      }
    const auto words = load_language(assets_with_pseudo(desk.content), "qps");
    REQUIRE(words.has_value());
    // The eye of this test sees English where it is.
    const std::vector<DrawnText> in_english = look(desk, views().front());
    CHECK(std::any_of(in_english.begin(), in_english.end(), [](const DrawnText& text) { return text.text == "Compare"; }));
    translate(desk.content, words->content);
    desk.text = words->ui;
    desk.why = words->why;
    desk.languages = {{"en", "English"}, {"qps", pseudo("English")}};
    allowed.insert("English");
    desk.run(command::SelectScenario{0});
    desk.run(command::Seek{240});
    desk.run(command::DismissMessage{});
    for (const View& view : views()) {
      const std::vector<DrawnText> texts = look(desk, view);
      CAPTURE(size.x);
      CAPTURE(view.name);
      CHECK_FALSE(texts.empty());
      if (std::string_view(view.name) == "own story")
        CHECK(std::any_of(texts.begin(), texts.end(), [](const DrawnText& text) { return text.text.find(pseudo("fill")) != std::string::npos; }));
      const std::regex english("[A-Za-z]{2,}");
      for (const DrawnText& text : texts) {
        std::istringstream in(text.text);
        for (std::string word; in >> word;) {
          if (!std::regex_search(word, english) || allowed.count(word) > 0) continue;
          CAPTURE(text.window);
          CAPTURE(text.text);
          const bool english_word_left = true;
          CHECK_FALSE(english_word_left);
        }
        CAPTURE(text.window);
        CAPTURE(text.text);
        CHECK_FALSE(text.is_cut);
        CHECK(text.box.min.x >= -1);
        CHECK(text.box.max.x <= size.x + 1);
      }
      check_no_overlap(texts);
    }
  }
}

namespace {

// What fills the places of a sentence and is no sentence itself: names, numbers, paths.
void find_leaves(const Sentence& told, std::vector<std::string>& leaves) {
  if (told.key.empty() && !told.empty()) leaves.push_back(told.english);
  for (const auto& [place, value] : told.values) find_leaves(value, leaves);
}

// Only names of files, keys of JSON and the like are left of the English; a kind of thing or a reason is no name. `quoted`:
// a file whose words may be repeated.
void check_translated(const Content& pseudo_content, const Error& error, std::set<std::string>& keys, const std::string& quoted = {}) {
  static const std::regex two_words("[a-z]{2,} [a-z]{2,}"), word("[A-Za-z]{2,}");
  const Sentence told = as_sentence(error);
  CAPTURE(told.english);
  CHECK_FALSE(error.what.key.empty());
  CHECK((error.hint.empty() || !error.hint.key.empty()));
  CHECK(english_left(error) == "");
  const std::function<void(const Sentence&)> note = [&](const Sentence& part) {
    keys.insert(part.key);
    for (const auto& [place, value] : part.values) note(value);
  };
  note(told);
  std::string shown = problem_text(pseudo_content, told);
  std::vector<std::string> leaves;
  find_leaves(told, leaves);
  std::sort(leaves.begin(), leaves.end(), [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  for (const std::string& leaf : leaves) {
    std::string bare = leaf;  // the ids of versions hold spaces
    for (std::size_t i = 0; leaf != error.where && i < story_count(pseudo_content); ++i)
      for (std::size_t k = 0; k < story_at(pseudo_content, i).arm_count(); ++k) {
        const std::string& id = story_at(pseudo_content, i).arm(k).id;
        if (const std::size_t at = bare.find(id); at != std::string::npos) bare.erase(at, id.size());
      }
    // In part, or the name of a direction, which is the data's own.
    const std::size_t first = leaf.find_first_not_of("\""), last = leaf.find_last_not_of("\" .");
    const std::string whole = last == std::string::npos ? leaf : leaf.substr(first, last + 1 - first);
    const bool is_quoted = quoted.find(whole) != std::string::npos || leaf.starts_with("no direction");
    CAPTURE(leaf);
    CAPTURE(error.where);
    if (leaf != error.where && !is_quoted) CHECK_FALSE(std::regex_search(bare, two_words));
    for (std::size_t at = shown.find(leaf); at != std::string::npos; at = shown.find(leaf)) shown.erase(at, leaf.size());
  }
  CAPTURE(shown);
  CHECK_FALSE(std::regex_search(shown, word));
}

}  // namespace

TEST_CASE("the pseudo-language: what is wrong with a story, a mapping, a receipt, settings or an export is told in it") {
  TestDesk desk;
  const Content english = desk.content;
  const auto words = load_language(assets_with_pseudo(english), "qps");
  REQUIRE(words.has_value());
  translate(desk.content, words->content);
  CHECK(desk.content.errors.at("correct_it") == pseudo("correct it"));
  const fs::path folder = fresh_folder("problems");
  std::set<std::string> keys;
  std::size_t told = 0;
  const auto all = [&](const std::vector<Error>& errors) {
    for (const Error& error : errors) check_translated(desk.content, error, keys), ++told;
  };
  const auto with = [&](const char* name, const std::string& text) {
    std::ofstream(folder / name, std::ios::binary) << text;
    return folder / name;
  };
  // A story that is whole is broken everywhere: each of its values in turn, then each of its bytes' kind.
  const std::string good = scenario_to_json(english.scenarios.front());
  const auto story = [&](const std::string& text) {
    std::vector<Error> warnings;
    const auto loaded = load_scenario(with("story.json", text), desk.content, &warnings);
    if (!loaded) all(loaded.errors());
    all(warnings);
  };
  const std::regex value("(: )(\"[^\"]*\"|-?[0-9.]+)(,?\n)"), name("\"([a-z_]+)\": ");
  for (std::sregex_iterator found(good.begin(), good.end(), value), end; found != end; ++found)
    for (const char* other : {"null", "\"\"", "[]", "{}", "-7", "1e300", "\"a b\"", "true"})
      story(good.substr(0, static_cast<std::size_t>(found->position(2))) + other +
            good.substr(static_cast<std::size_t>(found->position(2) + found->length(2))));
  for (std::sregex_iterator found(good.begin(), good.end(), name), end; found != end; ++found) {
    std::string text = good;
    text.insert(static_cast<std::size_t>(found->position(1)), "z");
    story(text);
  }
  for (std::size_t at = 0; at < good.size(); at += 97)
    for (const char* other : {"", ",", "'", "#", "}", "]", ":", "\\", "\x01", "\xFF", "nan", "+", "00", "\"", "\n"})
      story(good.substr(0, at) + other + good.substr(at + 1));
  story("");
  story(" ");
  story("[1]");
  story("text");
  story("{\"a\": 1, \"a\": 2}");
  story("{\"a\": \"\\uD800\"}");
  story("{\"schema_version\": 9}");
  story(good.substr(0, good.size() / 2));
  story(std::string("\xFF\xFE{\0", 4));
  CHECK(keys.size() > 60);
  if (const auto none = load_scenario(folder / "none.json", desk.content); !none) all(none.errors());
  if (const auto none = load_scenario(folder, desk.content); !none) all(none.errors());

  for (const char* text : {"{", "{\"schema_version\": 1, \"parts\": [{\"name\": \"a\", \"structure\": \"amygdalla\", \"side\": \"up\", \"kind\": \"x\"}, {\"name\": \"a\"}]}",
                           "{\"schema_version\": 1, \"placement\": {\"axes\": [\"x\"], \"shift_mm\": 3, \"scale\": 0}, \"parts\": {}}"}) {
    const auto mapping = load_mapping(with("mapping.json", text), desk.content.structures);
    REQUIRE_FALSE(mapping.has_value());
    all(mapping.errors());
  }
  for (const char* text : {"{\"schema_version\": 1, \"theme\": \"drak\", \"level\": \"zzzzzzzz\", \"ui_scale\": 40, \"labels\": \"yes\", \"ui_scael\": 2}", "[]"}) {
    const auto settings = load_settings(with("settings.json", text));
    REQUIRE_FALSE(settings.has_value());
    all(settings.errors());
  }
  CHECK(in_words(SettingsStore(folder / "settings.json").problem(), desk.content.errors).find("Attune") == std::string::npos);
  if (const Status saved = save_settings(folder / "settings.json" / "b" / "c", {}); !saved) all(saved.errors());

  for (const char* text : {"{", "{}", "{\"schema_version\": 1, \"made_by\": {}, \"moment\": 3}", "{\"schema_version\": 77, \"made_by\": {}, \"moment\": {}}",
                           "{\"made_by\": {}, \"moment\": {}}"}) {
    const auto receipt = parse_receipt(text, "a.png");
    REQUIRE_FALSE(receipt.has_value());
    all(receipt.errors());
  }
  for (const char* text : {"", "no picture", "GIF89a", "0000ftypmp42", "\x89PNG\r\n\x1a\n0000"}) {
    const auto receipt = load_receipt(with("a.png", text));
    REQUIRE_FALSE(receipt.has_value());
    for (const Error& error : receipt.errors())
      if (error.what.key != "png_damaged") all({error});  // libpng's own words follow
  }
  Receipt receipt = make_receipt(desk.session, desk.content, "1");
  receipt.program = "";
  receipt.hidden_structures = {"pineal", "XY"};
  receipt.numbers = "0";
  const auto shown = show_receipt(desk.session, desk.content, receipt, "2");
  REQUIRE(shown.has_value());
  CHECK(shown->notes.size() == 3);
  for (const Sentence& note : shown->notes) all({Error{note, "a.png", ""}});
  receipt.scenario = "x", receipt.style = "y", receipt.company = "z", receipt.model = "w", receipt.traits = {{"v", 1}};
  if (const auto refused = show_receipt(desk.session, desk.content, receipt, "2"); !refused) all(refused.errors());

  CsvCurve curve;
  curve.trace = desk.session.trace[0].get();
  curve.column = desk.session.trace[0]->columns.front();
  if (const Status written = write_curves_csv(folder, {curve}); !written) all(written.errors());
  if (const Status written = write_curves_csv(folder / "none" / "a.csv", {curve}); !written) all(written.errors());
  FilmSettings film;
  film.width = film.height = 64;
  for (const char* path : {"", "a.doc", "none/a.mp4"}) {
    film.path = path[0] == 0 ? fs::path() : folder / path;
    const auto refused = FilmWriter::open(film);
    REQUIRE_FALSE(refused.has_value());
    all(refused.errors());
  }
  film.path = folder / "a.mp4";
  film.ffmpeg = "/bin/false";
  if (const auto refused = FilmWriter::open(film); !refused) all(refused.errors());
  CHECK(keys.size() > 120);
  CHECK(told > 1000);
}

TEST_CASE("the pseudo-language: what is wrong with the data that ships, and with a font, is told in it") {
  TestDesk desk;
  const Content english = desk.content;
  const auto words = load_language(assets_with_pseudo(english), "qps");
  REQUIRE(words.has_value());
  Content pseudo_content = english;
  translate(pseudo_content, words->content);
  const fs::path folder = fresh_folder("shipped_problems");
  std::set<std::string> keys;
  std::size_t told = 0;
  std::string quoted;
  const auto all = [&](const std::vector<Error>& errors) {
    for (const Error& error : errors) check_translated(pseudo_content, error, keys, quoted), ++told;
  };
  const std::regex value("(: )(\"[^\"]*\"|-?[0-9.]+)(,?[ }\n])"), name("\"([a-z_]+)\": ");
  const auto check = [&](const std::string& text) {
    std::ofstream(folder / "shipped.json", std::ios::binary) << text;
    const auto checked = check_json(folder / "shipped.json", english, {desk.text, desk.why});
    all(checked ? checked->warnings : checked.errors());
  };
  for (const char* file : {"circuit.json", "styles.json", "structures.json", "slow.json", "pair.json", "validation.json", "claims/words.json",
                           "claims/connections.json", "pages/age_newborn.json", "ui_en.json", "brain_names.json"}) {
    CAPTURE(file);
    std::ostringstream read;
    read << std::ifstream(fs::path(ATTUNE_ASSETS) / file).rdbuf();
    const std::string good = read.str();
    quoted = good;
    REQUIRE(good.size() > 100);
    const std::vector<std::smatch> values(std::sregex_iterator(good.begin(), good.end(), value), {});
    const std::vector<std::smatch> names(std::sregex_iterator(good.begin(), good.end(), name), {});
    const char* const others[] = {"null", "\"\"", "\"a b\"", "-7", "1e300", "\"AMY + (\"", "{}"};
    for (int i = 0; i < 30; ++i) {
      const std::smatch& found = values[values.size() * static_cast<std::size_t>(i) / 30];
      check(good.substr(0, static_cast<std::size_t>(found.position(2))) + others[i % 7] +
            good.substr(static_cast<std::size_t>(found.position(2) + found.length(2))));
    }
    for (int i = 0; i < 6; ++i) {
      std::string text = good;
      text.insert(static_cast<std::size_t>(names[names.size() * static_cast<std::size_t>(i) / 6].position(1)), "z");
      check(text);
    }
  }
  Circuit circuit = english.circuit;
  circuit.gain = 0;
  circuit.regions.front().tau_s = -1;
  circuit.regions[1].id = "a b";
  circuit.connections.front().to = "AMX";
  circuit.connections[1].gate = "nothing_like_it";
  const char* const formulas[] = {"1 +", "(1", "clip(1)", "foo(1)", "rel(3)", "unknown_name", "1 $ 2", "0 / 0", "dev(nothing)", "VIGOR"};
  for (std::size_t i = 0; i < std::size(formulas) && i < circuit.chemicals.size(); ++i) circuit.chemicals[i].target = formulas[i];
  if (const auto wrong = compile_circuit(circuit); !wrong) all(wrong.errors());
  for (const char* bytes : {"", "no font"}) {
    std::ofstream(folder / "font.ttf", std::ios::binary) << bytes;
    const auto font = load_font(folder / "font.ttf");
    REQUIRE_FALSE(font.has_value());
    all(font.errors());
  }
  Content empty;
  if (const auto none = make_session(empty); !none) all(none.errors());
  CHECK(keys.size() > 60);
  CHECK(told > 250);
}

TEST_CASE("U33: text of 250 % at 1280x720 is not cut off and lies over nothing") {
  TestDesk desk({1280, 720}, 2.5f);
  desk.run(command::Seek{240});
  for (const View& view : views()) {
    const std::vector<DrawnText> texts = look(desk, view);
    CAPTURE(view.name);
    for (const DrawnText& text : texts) {
      CAPTURE(text.window);
      CAPTURE(text.text);
      CHECK_FALSE(text.is_cut);
    }
    check_no_overlap(texts);
  }
}

TEST_CASE("stories of days and of years: no label of the curves is cut, and one week is a week") {
  std::vector<Session> long_stories;  // simulated once for all windows
  {
    TestDesk desk;
    for (std::size_t i = 0; i < story_count(desk.content); ++i) {
      if (story_at(desk.content, i).duration_s(0) <= kDaysFrom_s) continue;
      desk.run(command::SelectScenario{static_cast<int>(i)});
      desk.run(command::SetPanel{Panel::plots, true});
      long_stories.push_back(desk.session);
    }
  }
  CHECK(long_stories.size() >= 4);
  for (const glm::vec3 window : {glm::vec3(1280, 720, 1), glm::vec3(1280, 720, 2), glm::vec3(1600, 900, 1), glm::vec3(1920, 1080, 1)}) {
    const glm::vec2 size(window);
    const float ui_scale = window.z;
    TestDesk desk(size, ui_scale);
    for (const Session& story : long_stories) {
      desk.session = story;
      desk.session.ui_scale = ui_scale;
      const bool years = current_kind(desk.session, desk.content) == ScenarioKind::years;
      for (const double days : {1.0, 7.0, 14.0}) {
        if (years) desk.run(command::SetSpeed{days * 86400});
        for (int k = 0; k < 3; ++k) desk.frame({-100, -100});
        const std::vector<DrawnText> texts = drawn_texts();
        CAPTURE(size.x);
        CAPTURE(ui_scale);
        CAPTURE(current_story(desk.session, desk.content).text().id);
        for (const DrawnText& text : texts) {
          CAPTURE(text.window);
          CAPTURE(text.text);
          if (text.text[0] != 'j') CHECK_FALSE(text.is_cut);  // a j reaches to the left of its line
          CHECK(text.text.find("1 weeks") != 0);
          CHECK(text.text.find("1 days") != 0);
        }
        check_no_overlap(texts);
      }
    }
  }
}

TEST_CASE("U60: no words for people in the code of the interface") {
  // Ids, column names, formats and names of keys ("Shift + Left": keys of "cap_shift" ...) are no sentences. A sentence has
  // two words beside each other, or one with a capital that is not the program's name.
  const std::regex literal("\"((?:[^\"\\\\]|\\\\.)*)\""), comment("//[^\n]*"), include("#include[^\n]*");
  const std::regex words("[A-Za-z]{2,} +[A-Za-z]|[A-Z][a-z]{2,}");
  const std::set<std::string> names_for_tests{"theme.cpp", "keys.cpp", "replay_script.cpp"};  // of colour pairs; of keys; of a command line
  const std::set<std::string> allowed{"Attune", "an ordinary line of words to be read"};  // the name; a measure of width
  std::size_t looked_at = 0;
  for (const auto& entry : fs::directory_iterator(ATTUNE_SOURCE "/src/ui")) {
    if (entry.path().extension() != ".cpp" || names_for_tests.count(entry.path().filename().string()) > 0) continue;
    const std::string code = std::regex_replace(std::regex_replace(read_text(entry.path()), comment, ""), include, "");
    for (std::sregex_iterator found(code.begin(), code.end(), literal), end; found != end; ++found, ++looked_at) {
      const std::string text = (*found)[1];
      if (!std::regex_search(text, words) || allowed.count(text) > 0) continue;
      CAPTURE(entry.path().filename().string());
      CHECK(text == "no words in the code: put them into assets/ui_en.json");
    }
  }
  CHECK(looked_at > 500);
}

}  // namespace attune
