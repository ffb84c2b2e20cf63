// What the figures of a page draw: runs of the model, made once when the page is opened.
#pragma once

#include <atomic>
#include <glm/vec2.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "model/content.h"
#include "session/session.h"
#include "sim/trace.h"

namespace attune {

// One column over time. sample_s 604800 and above: weeks.
struct PageCurveRun {
  std::string style;  // of the run, an id
  Trace trace;        // one column, named as PageCurve::column, smoothed and scaled; NaN before the first whole mean
};

// A pattern on the map, and where it goes: 0 = none .. 1 on both axes (x anxiety, y avoidance).
struct PagePoint {
  std::string style;
  glm::vec2 at{0};
  std::vector<glm::vec2> path;  // week by week, empty = it stays
};

// One row of a before-and-after figure.
struct PageRowRun {
  std::string label;  // of the version that ran
  std::string style;
  std::vector<double> before, after;  // one per PageBlock::columns
};

struct PageFigure {
  std::vector<PageCurveRun> curves;  // one per PageBlock::curves
  std::vector<PagePoint> points;     // one per style of the content
  std::vector<PageRowRun> rows;      // one per PageBlock::runs
};

struct PageRuns {
  std::vector<PageFigure> figures;  // one per block; empty where a block draws none
};

// The 5-95 % bands of the curves of a page, over the numbers that are only assumed (sim/ensemble.h). They take a hundred
// runs for every curve, so the host works them out beside the window, as with story_bands.h: next_page_bands() says what
// is wanted, count_page_bands() answers, command::SetPageBands takes the answer.
struct PageBandsQuestion {
  std::shared_ptr<const PageRuns> runs;  // what is drawn now
  const Page* page = nullptr;
  Style style;  // of side A, for curves that name none
  std::uint32_t count = 100;
};
struct PageBands {
  std::shared_ptr<const PageRuns> of;
  std::vector<std::vector<EnsembleBands>> figures;  // one per block, one per curve; no rows where a curve is given
  Sentence problem;                                 // a sentence; "" when all went well
};
// Nothing while bands are not shown, no page is open, or it has them already.
std::optional<PageBandsQuestion> next_page_bands(const Session& session, const Content& content);
// Stops early when `stop` becomes true; the answer is of no use then. What a story gives ("input.") has no band.
PageBands count_page_bands(const PageBandsQuestion& question, const Content& content, int threads = 1,
                           const std::atomic<bool>* stop = nullptr);

// Runs everything the page draws. Side A's pattern stands in where a figure names none; a `current` row of a
// before-and-after figure is the version on the stage while its scenario plays. Errors: as simulate() and
// simulate_years(); `where` names page and block.
Result<std::shared_ptr<const PageRuns>> run_page(const Session& session, const Content& content, const Page& page);

}  // namespace attune
