// Bands of the plotted curves: a hundred runs take longer than a frame, and while something is dragged every frame has a
// run of its own.
//
// As with the counts of agreement.h the host asks next_bands() what is wanted, calls count_bands() on a thread of its
// own and hands the answer to command::SetStoryBands. The answer depends on nothing but the question.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/content.h"
#include "model/find.h"
#include "model/own_story.h"
#include "sim/ensemble.h"

namespace attune {

struct Session;

inline constexpr std::uint32_t kBandRuns = 100;
inline constexpr const char* kSynchronyColumn = "pair.R";  // of two people: among the bands of side A

struct BandsQuestion {
  int traces = 0;  // Session::traces_made when it was asked
  AnyScenario story;
  std::shared_ptr<const OwnStory> own_story;  // keeps the story while it is counted for; null: one that ships
  int sides = 1;
  std::array<int, 2> arm{};
  std::array<Style, 2> style;
  std::vector<std::string> columns;  // of Session::trace
  std::uint32_t runs = kBandRuns;
};

struct StoryBands {
  std::array<std::shared_ptr<const EnsembleBands>, 2> bands;
  Sentence problem;  // a sentence; "" when all went well
};

// The curves that are plotted and have no bands yet. Nothing while bands or curves are not shown.
std::optional<BandsQuestion> next_bands(const Session& session, const Content& content);

// Stops early when `stop` becomes true; the answer is of no use then.
StoryBands count_bands(const BandsQuestion& question, const Content& content, int threads = 1,
                       const std::atomic<bool>* stop = nullptr);

// The bands of `more` beside those of `known` (of the same traces).
std::shared_ptr<const EnsembleBands> join_bands(const std::shared_ptr<const EnsembleBands>& known,
                                                const std::shared_ptr<const EnsembleBands>& more);

}  // namespace attune
