// Pages to read: opening them runs what their figures draw, and their buttons lead to the stage.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <string>

#include "core/text.h"
#include "session/page_runs.h"
#include "session/session.h"
#include "shipped_desk.h"

using namespace attune;

namespace {

struct PageDesk : ShippedDesk {
  const PageFigure& figure(const std::string& page, PageBlockKind kind) {
    run(command::SetPages{true, page});
    REQUIRE(session.page_runs != nullptr);
    const Page& open = *find_page(content, page);
    for (std::size_t i = 0; i < open.blocks.size(); ++i)
      if (open.blocks[i].kind == kind) return session.page_runs->figures[i];
    FAIL("no such figure");
    return session.page_runs->figures[0];
  }
};

double last(const PageCurveRun& run) { return run.trace.values.back(); }

}  // namespace

TEST_CASE("every figure of every shipped page runs") {
  PageDesk desk;
  int curves = 0;
  for (const Page& page : desk.content.pages) {
    CAPTURE(page.id);
    desk.run(command::SetPages{true, page.id});
    CHECK(desk.session.message.empty());
    REQUIRE(desk.session.page_runs != nullptr);
    REQUIRE(desk.session.page_runs->figures.size() == page.blocks.size());
    for (std::size_t i = 0; i < page.blocks.size(); ++i) {
      const PageFigure& figure = desk.session.page_runs->figures[i];
      CHECK(figure.curves.size() == page.blocks[i].curves.size());
      CHECK(figure.rows.size() == page.blocks[i].runs.size());
      for (const PageCurveRun& run : figure.curves) {
        ++curves;
        REQUIRE(run.trace.columns.size() == 1);
        CHECK(run.trace.rows() > 10);
        const auto& values = run.trace.values;
        const auto first =
            std::find_if(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
        CHECK(first - values.begin() < static_cast<std::ptrdiff_t>(values.size() / 4));
        CHECK(std::all_of(first, values.end(), [](double value) { return std::isfinite(value); }));
      }
    }
  }
  CHECK(curves > 25);
}

TEST_CASE("pages open, turn and close; a page that is not there is said, with the nearest") {
  PageDesk desk;
  CHECK_FALSE(desk.session.show_pages);
  desk.run(command::SetPlaying{true});
  desk.run(command::SetPages{true, ""});
  CHECK(desk.session.show_pages);
  CHECK_FALSE(desk.session.playhead.playing);  // nothing moves behind the words
  CHECK(current_page(desk.session, desk.content) == &desk.content.pages.front());
  desk.run(command::SetPages{true, "how_comon"});
  CHECK(desk.session.message.find("\"how_common\"") != std::string::npos);
  CHECK(desk.session.page.empty());
  desk.run(command::DismissMessage{});
  desk.run(command::SetPages{true, "how_common"});
  CHECK(current_page(desk.session, desk.content)->id == "how_common");
  desk.run(command::StepBack{});
  CHECK_FALSE(desk.session.show_pages);
  CHECK(desk.session.page_runs == nullptr);
  CHECK(desk.session.page == "how_common");  // it opens there again
}

TEST_CASE("a button of a page does what a person could do step by step") {
  PageDesk desk;
  PageLink link;
  link.scenario = "rejection";
  link.arm = "friend afterwards";
  link.style = "avoidant";
  link.compare = "anxious";
  desk.run(command::SetPages{true, "map"});
  desk.run(command::FollowLink{link});
  CHECK_FALSE(desk.session.show_pages);
  CHECK(current_scenario(desk.session, desk.content).id == "rejection");
  CHECK(current_arm(desk.session, desk.content).id == "friend afterwards");
  CHECK(current_style(desk.session, desk.content, 0).id == "avoidant");
  CHECK(current_style(desk.session, desk.content, 1).id == "anxious");
  CHECK(desk.session.compare);
  CHECK(desk.session.message.empty());
  link.compare.clear();
  desk.run(command::FollowLink{link});
  CHECK_FALSE(desk.session.compare);
  PageLink lit;
  lit.select = {"amygdala", "vmpfc"};
  desk.session.hidden.insert("vmpfc");
  desk.run(command::FollowLink{lit});
  desk.run(command::FollowLink{lit});  // twice is the same as once
  CHECK(desk.session.selected == "amygdala");
  CHECK(desk.session.also_selected == std::set<std::string>{"vmpfc"});
  CHECK(desk.session.hidden.count("vmpfc") == 0);
  PageLink page;
  page.page = "insight";
  desk.run(command::SetPages{true, "map"});
  desk.run(command::FollowLink{page});
  CHECK(desk.session.show_pages);
  CHECK(desk.session.page == "insight");
}

TEST_CASE("what the pages say of the model is so") {
  PageDesk desk;
  // The same warm hours teach more when they come steadily.
  const auto& hours = desk.figure("good_time", PageBlockKind::curves).curves;
  REQUIRE(hours.size() == 3);
  CHECK(last(hours[0]) > last(hours[1]) + 0.1);
  CHECK(last(hours[1]) == doctest::Approx(0.68).epsilon(0.02));
  CHECK(last(hours[2]) == doctest::Approx(0.48).epsilon(0.02));
  // Insight alone moves little, a reliable person much.
  const auto& insight = desk.figure("insight", PageBlockKind::curves).curves;
  REQUIRE(insight.size() == 3);
  CHECK(insight[0].trace.values.front() == doctest::Approx(0.41).epsilon(0.02));
  CHECK(last(insight[0]) == doctest::Approx(0.46).epsilon(0.02));
  CHECK(last(insight[1]) == doctest::Approx(0.70).epsilon(0.02));
  CHECK(last(insight[2]) == doctest::Approx(0.65).epsilon(0.02));
  // With a partner who comes and goes the bond climbs above the care one can count on.
  const auto& bond = desk.figure("bond_and_care", PageBlockKind::curves).curves;
  CHECK(bond[0].trace.values.front() == doctest::Approx(0));
  CHECK(last(bond[0]) > 0.4);
  CHECK(last(bond[1]) < last(bond[0]));
  CHECK(last(bond[2]) < 1);
  // The early template stays where it was while trust rises.
  const auto& first = desk.figure("early_template", PageBlockKind::curves).curves;
  CHECK(last(first[0]) > first[0].trace.values.front() + 0.2);
  CHECK(last(first[1]) == doctest::Approx(first[1].trace.values.front()).epsilon(0.02));
  // On the map anxious lies to the right and avoidant high up, and both move toward secure.
  const auto& points = desk.figure("map", PageBlockKind::plane).points;
  REQUIRE(points.size() == desk.content.styles.size());
  const auto at = [&](const char* style) {
    for (const PagePoint& point : points)
      if (point.style == style) return point;
    return PagePoint{};
  };
  CHECK(at("anxious").at.x > at("secure").at.x + 0.3f);
  CHECK(at("avoidant").at.y > at("secure").at.y + 0.3f);
  REQUIRE(at("anxious").path.size() > 200);
  CHECK(at("anxious").path.back().x < at("anxious").at.x - 0.2f);
  CHECK(at("secure").path.empty());
}

TEST_CASE("before and after: the version on the stage stands in while it plays") {
  PageDesk desk;
  const PageFigure before = desk.figure("before_after", PageBlockKind::before_after);
  REQUIRE(before.rows.size() == 2);
  // A hug more than nothing: the heart is slower and there is more oxytocin afterwards.
  CHECK(before.rows[1].after[0] < before.rows[0].after[0]);
  CHECK(before.rows[1].after[3] > before.rows[0].after[3]);
  desk.run(command::SetPages{false, ""});
  PageLink deep;
  deep.scenario = "connection";
  deep.arm = "deep conversation";
  deep.style = "avoidant";
  desk.run(command::FollowLink{deep});
  const PageFigure now = desk.figure("before_after", PageBlockKind::before_after);
  CHECK(now.rows[1].label == current_arm(desk.session, desk.content).title);
  CHECK(now.rows[1].style == "avoidant");
  CHECK(now.rows[1].after != before.rows[1].after);
}

TEST_CASE("the curves of a page have bands, counted beside the window, when bands are shown") {
  PageDesk desk;
  desk.run(command::CloseWelcome{});
  int with_bands = 0, given = 0;
  for (const char* id : {"network", "insight", "early_template", "roles", "bond_and_care"}) {
    CAPTURE(id);
    desk.run(command::SetPages{true, id});
    desk.run(command::SetBands{false});
    CHECK_FALSE(next_page_bands(desk.session, desk.content).has_value());
    desk.run(command::SetBands{true});
    auto question = next_page_bands(desk.session, desk.content);
    REQUIRE(question.has_value());
    CHECK(question->count == 100);
    question->count = std::string(id) == "bond_and_care" ? 2 : 8;  // enough to see
    const PageBands counted = count_page_bands(*question, desk.content, 2);
    REQUIRE_MESSAGE(counted.problem.empty(), counted.problem);
    desk.run(command::SetPageBands{std::make_shared<const PageBands>(counted)});
    REQUIRE(desk.session.page_bands != nullptr);
    CHECK_FALSE(next_page_bands(desk.session, desk.content).has_value());
    const Page& page = *current_page(desk.session, desk.content);
    REQUIRE(counted.figures.size() == page.blocks.size());
    for (std::size_t i = 0; i < page.blocks.size(); ++i) {
      const PageFigure& figure = desk.session.page_runs->figures[i];
      REQUIRE(counted.figures[i].size() == figure.curves.size());
      for (std::size_t k = 0; k < figure.curves.size(); ++k) {
        const EnsembleBands& bands = counted.figures[i][k];
        const std::string& column = page.blocks[i].curves[k].column;
        INFO(column);
        if (column.starts_with("input.")) {  // the story gives it
          CHECK(bands.rows == 0);
          ++given;
          continue;
        }
        REQUIRE(bands.rows > 10);
        CHECK(bands.columns == std::vector<std::string>{column});
        CHECK(static_cast<double>(bands.rows - 1) * bands.sample_s ==
              doctest::Approx(figure.curves[k].trace.duration_s()).epsilon(0.05));
        double widest = 0;
        for (const Band& band : bands.bands) {
          if (!std::isfinite(band.p05)) continue;
          REQUIRE(band.p05 <= band.p95);
          widest = std::max(widest, band.p95 - band.p05);
        }
        CHECK(widest > 0.001);
        ++with_bands;
      }
    }
  }
  CHECK(with_bands > 12);
  CHECK(given == 2);
  // The same again; an answer for another page, a stopped one and a failure leave everything as it was.
  desk.run(command::SetPages{true, "network"});
  auto question = next_page_bands(desk.session, desk.content);
  REQUIRE(question.has_value());
  question->count = 5;
  const PageBands one = count_page_bands(*question, desk.content, 1), again = count_page_bands(*question, desk.content, 2);
  CHECK(one.figures[2][0].bands[50].p95 == again.figures[2][0].bands[50].p95);
  std::atomic<bool> stop{true};
  CHECK_FALSE(count_page_bands(*question, desk.content, 1, &stop).problem.empty());
  const auto before = desk.session.page_bands;
  desk.run(command::SetPages{true, "insight"});
  desk.run(command::SetPageBands{std::make_shared<const PageBands>(one)});
  CHECK(desk.session.page_bands == before);
  PageBands failed;
  failed.of = desk.session.page_runs;
  failed.problem = "No.";
  desk.run(command::SetPageBands{std::make_shared<const PageBands>(failed)});
  CHECK_FALSE(desk.session.show_bands);
  CHECK(desk.session.message == "No.");
}
