// Dragging along the run without flashes: see session/pace.h for what a flash is.
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <memory>
#include <vector>

#include "model/content.h"
#include "sim/trace.h"

namespace attune {

struct Session;

// A mouse that is dragged along the run, back and forth as fast as it likes: which of the moments that it asks for may be
// shown by now, so that no structure flashes more than three times in a second of wall time.
class ScrubPace {
 public:
  // Whether the run may go to that time; if so, it is taken as shown. wall_s never falls.
  bool allow(const Session& session, const Content& content, double t_s, double wall_s);

 private:
  static constexpr std::size_t kTurns = 6;  // three flashes: three times up and down
  // A light or a colour, and when it last went the other way by so much that it counts.
  struct Watched {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    int way = 0;
    std::array<double, kTurns> turned_s{};
    std::size_t turns = 0;
  };
  static bool turns_with(const Watched& watched, double value, double least);
  static void show(Watched& watched, double value, double least, double wall_s);

  std::array<std::shared_ptr<const Trace>, 2> trace_;
  bool difference_ = false;
  std::vector<Watched> watched_;
};

}  // namespace attune
