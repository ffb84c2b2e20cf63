// What a page to read IS: plain words with their sources, a few small figures, and ways from the words to the stage.
// All of it is data (assets/pages/*.json); nothing here computes.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/levels.h"

namespace attune {

// One piece of text. Whoever says something about people, bodies or the model names the claims it rests on.
struct PageText {
  std::string plain;
  Deeper deeper{};
  std::vector<std::string> claims;  // Claim ids
};

// Dots out of a hundred.
struct PageShare {
  std::string name;
  double percent = 0;
  std::string style;  // whose colour it has, "" = grey
};

// One line of a figure: a column of a run, or an input of it.
struct PageCurve {
  std::string label;
  std::string scenario, arm, style;  // of moments, days or years; arm "" = the first, style "" = side A's
  std::string column;                // "region.AMY", "slow.security", or "input.attune": what the scenario gives
  double mean_s = 0;                 // 0 = as it is; else the mean of the time before
  double scale = 1;                  // multiplies the values
  std::string unit;                  // in words, "" = a share or the column's own
  // A life instead of a scenario, where `weeks` is above 0: the style's own past, then so long in this care
  // environment ("" = as before) with these signals replaced.
  double weeks = 0;
  std::string environment;
  std::vector<std::pair<std::string, double>> signals;
};

// How a pattern moves on the map of anxiety and avoidance: so many weeks in this care environment.
struct PagePath {
  std::string style, environment;
  double weeks = 0;
};

// One row of a before-and-after figure. `current`: the version and the pattern on the stage, while that scenario plays.
struct PageRun {
  std::string label, arm;
  bool current = false;
};

// Where a button leads: to a story, to structures lit together, or to another page.
struct PageLink {
  std::string label;
  std::string scenario, arm, style, compare;  // a story of any kind; style "" = side A's, compare "" = one side
  std::vector<std::string> select;            // structure ids
  std::string page;
};

enum class PageBlockKind : std::uint8_t {
  heading,
  paragraph,
  list,
  note,    // says nothing that needs a source: about the page, what to do in an emergency
  shares,  // a crowd of a hundred dots
  plane,   // anxiety across, avoidance up; every pattern a point
  curves,
  before_after,  // columns at two times of a scenario
  buttons
};

struct PageBlock {
  PageBlockKind kind = PageBlockKind::paragraph;
  std::vector<PageText> texts;  // a list has many, everything else one (of a figure: its caption); buttons none
  std::vector<PageShare> shares;
  std::vector<PagePath> paths;
  std::vector<PageCurve> curves;
  std::vector<PageRun> runs;         // before_after
  std::vector<std::string> columns;  // before_after
  std::string scenario;              // before_after
  double before_s = 0, after_s = 0;
  std::vector<PageLink> buttons;
};

struct Page {
  std::string id, group, title;
  int order = 0;  // within everything; pages of a group stand together
  std::vector<PageBlock> blocks;
};

// The groups, in the order they are shown. Their names are words of the interface: "pages_growing_up", ...
inline constexpr const char* kPageGroups[] = {"growing_up", "getting_help", "good_to_know"};

constexpr const char* name_of(PageBlockKind kind) {
  constexpr const char* names[] = {"heading", "paragraph", "list",         "note",   "shares",
                                   "plane",   "curves",    "before_after", "buttons"};
  return names[static_cast<std::size_t>(kind)];
}

// Every claim a page rests on, each once, in the order of the words.
inline std::vector<std::string> claims_of(const Page& page) {
  std::vector<std::string> claims;
  for (const PageBlock& block : page.blocks)
    for (const PageText& text : block.texts)
      for (const std::string& claim : text.claims) {
        bool known = false;
        for (const std::string& other : claims) known |= other == claim;
        if (!known) claims.push_back(claim);
      }
  return claims;
}

}  // namespace attune
