#include "session/pace.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string>

#include "scene/colour_map.h"
#include "session/scrub_pace.h"
#include "session/session.h"

namespace attune {
namespace {

constexpr double kNoLimit = std::numeric_limits<double>::infinity();
constexpr double kFlashOfLight = 0.1, kFlashOfColour = 0.5;
constexpr std::size_t kMostTurns = 6;  // three flashes: three times up and down
constexpr std::size_t kMostWords = 3;
constexpr int kRounds = 4;  // of a repeated part: as many as three flashes in rounds with one of them each, and one more
constexpr double kFineStep = 0.1;  // of a share: between two samples light may rise and fall
constexpr double kUnseen = 0.1;    // a share that moves less than this changes light by less than a tenth

// The shortest time in which so many things and one more happened.
class Crowding {
 public:
  explicit Crowding(std::size_t most) : most_(most) {}
  void add(double t_s) {
    times_.push_back(t_s);
    if (times_.size() > most_) shortest_s_ = std::min(shortest_s_, t_s - times_[times_.size() - 1 - most_]);
  }
  double shortest_s() const { return shortest_s_; }

 private:
  std::size_t most_;
  std::vector<double> times_;
  double shortest_s_ = kNoLimit;
};

// Changes of a value by `least` or more, each the other way than the one before.
class Turns {
 public:
  explicit Turns(double least) : least_(least) {}
  void add(double t_s, double value) {
    low_ = std::min(low_, value);
    high_ = std::max(high_, value);
    const bool up = way_ <= 0 && value - low_ >= least_, down = way_ >= 0 && high_ - value >= least_;
    if (!up && !down) return;
    way_ = up ? 1 : -1;
    low_ = high_ = value;
    crowding_.add(t_s);
  }
  double shortest_s() const { return crowding_.shortest_s(); }

 private:
  double least_, low_ = kNoLimit, high_ = -kNoLimit;
  int way_ = 0;
  Crowding crowding_{kMostTurns};
};

// Light of a structure by its share of change.
class LightTable {
 public:
  template <class Look>
  explicit LightTable(Look look) {
    for (std::size_t i = 0; i < lights_.size(); ++i)
      lights_[i] = static_cast<double>(drawn_light(look(static_cast<float>(i) / kHalf - 1)));
  }
  double at(double share) const {
    const double place = (share + 1) * static_cast<double>(kHalf);
    const auto low = std::min(static_cast<std::size_t>(place), lights_.size() - 2);
    return lights_[low] + (place - static_cast<double>(low)) * (lights_[low + 1] - lights_[low]);
  }

 private:
  static constexpr float kHalf = 200;
  std::array<double, 401> lights_{};
};

struct LightTables {
  LightTable dark{[](float share) { return activity_look(share, kDarkestShade); }};
  LightTable light{[](float share) { return activity_look(share, kLightestShade); }};
  LightTable difference{[](float share) { return difference_look(share); }};
};
const LightTables& light_tables() {
  static const LightTables once;
  return once;
}

struct ShareAt {
  double t_s = 0, share = 0;
};

// A region's share of change (activity_share) at a time. Nothing where the trace has none.
class ShareOf {
 public:
  ShareOf(const Trace& trace, const std::string& region)
      : trace_(trace), column_(find_column(trace, "region." + region)), usual_(find_column(trace, "usual." + region)),
        start_(column_ < 0 ? 0 : value_at(trace, column_, 0)) {}
  bool is_there() const { return column_ >= 0; }
  double activity(double t_s) const { return value_at(trace_, column_, t_s); }
  double operator()(double t_s) const {
    return (activity(t_s) - (usual_ < 0 ? start_ : value_at(trace_, usual_, t_s))) / kFullActivityChange;
  }

 private:
  const Trace& trace_;
  int column_, usual_;
  double start_;
};

// In each sample between two times, and at both.
std::vector<ShareAt> shares_of(const Trace& trace, const std::string& region, double from_s, double to_s) {
  std::vector<ShareAt> shares;
  const ShareOf share_of(trace, region);
  if (!share_of.is_there()) return shares;
  const auto add = [&](double t_s) {
    const double share = share_of(t_s);
    if (std::isfinite(share)) shares.push_back({t_s, std::clamp(share, -1.0, 1.0)});
  };
  add(from_s);
  for (double row = std::floor(from_s / trace.sample_s) + 1; row * trace.sample_s < to_s; ++row) add(row * trace.sample_s);
  add(to_s);
  return shares;
}

// The shortest time in which shares played so many times over flash more than they may.
double shortest_of(const std::vector<ShareAt>& shares, const std::vector<const LightTable*>& tables, int rounds) {
  if (shares.empty()) return kNoLimit;
  const auto [least, most] = std::minmax_element(shares.begin(), shares.end(),
                                                 [](const ShareAt& a, const ShareAt& b) { return a.share < b.share; });
  if (most->share - least->share < kUnseen) return kNoLimit;
  std::vector<Turns> lights(tables.size(), Turns(kFlashOfLight));
  Turns colours(kFlashOfColour);
  const double length_s = shares.back().t_s - shares.front().t_s;
  for (int round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < shares.size(); ++i) {
      const ShareAt& to = shares[i];
      const ShareAt& from = i == 0 ? to : shares[i - 1];
      const int steps = 1 + static_cast<int>(std::abs(to.share - from.share) / kFineStep);
      for (int step = 1; step <= steps; ++step) {
        const double part = static_cast<double>(step) / steps, share = from.share + part * (to.share - from.share);
        const double t_s = round * length_s + from.t_s + part * (to.t_s - from.t_s);
        for (std::size_t table = 0; table < tables.size(); ++table) lights[table].add(t_s, tables[table]->at(share));
        colours.add(t_s, share);
      }
    }
  double shortest_s = colours.shortest_s();
  for (const Turns& light : lights) shortest_s = std::min(shortest_s, light.shortest_s());
  return shortest_s;
}

double shortest_of_words(const ArmText& arm, double from_s, double to_s, int rounds) {
  std::vector<double> changes;
  for (const Caption& caption : arm.captions)
    for (const double t_s : {caption.begin_s, caption.end_s})
      if (t_s > from_s && t_s < to_s) changes.push_back(t_s);
  std::sort(changes.begin(), changes.end());
  changes.erase(std::unique(changes.begin(), changes.end()), changes.end());
  Crowding crowding(kMostWords);
  for (int round = 0; round < rounds; ++round) {
    for (const double t_s : changes) crowding.add(round * (to_s - from_s) + t_s);
    if (!changes.empty() && round + 1 < rounds) crowding.add((round + 1) * (to_s - from_s) + from_s);  // back to the first words
  }
  return crowding.shortest_s();
}

// Simulated seconds per second at which that part of what is shown does not flash.
double flash_free(const Session& session, const Content& content, double from_s, double to_s, int rounds) {
  const LightTables& tables = light_tables();
  double shortest_s = shortest_of_words(current_arm(session, content), from_s, to_s, rounds);
  for (const Region& region : content.circuit.regions) {
    std::array<std::vector<ShareAt>, 2> sides;
    for (std::size_t side = 0; side < 2; ++side) {
      const Trace* trace = session.trace[side].get();
      if (trace == nullptr || trace->rows() == 0) continue;
      sides[side] = shares_of(*trace, region.id, from_s, to_s);
      shortest_s = std::min(shortest_s, shortest_of(sides[side], {&tables.dark, &tables.light}, rounds));
    }
    if (!session.difference || sides[0].empty() || sides[1].empty()) continue;
    std::vector<ShareAt> apart;
    const Trace &a = *session.trace[0], &b = *session.trace[1];
    const int column_a = find_column(a, "region." + region.id), column_b = find_column(b, "region." + region.id);
    for (const ShareAt& at : sides[0])
      apart.push_back({at.t_s, std::clamp((value_at(a, column_a, at.t_s) - value_at(b, column_b, at.t_s)) / kFullActivityChange, -1.0, 1.0)});
    shortest_s = std::min(shortest_s, shortest_of(apart, {&tables.difference}, rounds));
  }
  return shortest_s * (1 - 1e-6);
}

const void* story_of(const Session& session, const Content& content) { return &current_story(session, content).text(); }

bool same_run(const Pace& pace, const Session& session, const Content& content) {
  return pace.trace == session.trace && pace.story == story_of(session, content) && pace.arm == session.arm &&
         pace.difference == session.difference;
}

// The offered speed that is not above `limit`; slower than all of them where the limit is.
double not_above(double speed, double limit) {
  if (speed <= limit) return speed;
  double best = limit;
  for (const double step : kSpeedSteps)
    if (step <= limit) best = step;
  return best;
}

struct Bounds {
  double slowest, fastest;
};
Bounds bounds_of(const Session& session, const Content& content) {
  constexpr double kDay_s = 86400;
  switch (current_kind(session, content)) {
    case ScenarioKind::days: return {60, kDay_s};
    case ScenarioKind::years: return {kDay_s / 2, kSpeedSteps.back()};
    default: return {kMinSpeed, 60};
  }
}

}  // namespace

void keep_pace(Session& session, const Content& content) {
  const Pace* kept = session.pace.get();
  const bool run = kept != nullptr && same_run(*kept, session, content);
  if (run && kept->loop_from_s == session.loop_from_s && kept->loop_to_s == session.loop_to_s) return;
  auto pace = std::make_shared<Pace>();
  pace->trace = session.trace;
  pace->story = story_of(session, content);
  pace->arm = session.arm;
  pace->difference = session.difference;
  pace->loop_from_s = session.loop_from_s;
  pace->loop_to_s = session.loop_to_s;
  pace->run = run ? kept->run : flash_free(session, content, 0, duration_s(session, content), 1);
  if (has_loop(session))
    pace->loop = std::min((session.loop_to_s - session.loop_from_s) / kLeastRound_s,
                          flash_free(session, content, session.loop_from_s, session.loop_to_s, kRounds));
  session.pace = std::move(pace);
}

double fastest_speed(const Session& session, const Content& content) {
  return std::min(duration_s(session, content) / kLeastRun_s, session.pace == nullptr ? kNoLimit : session.pace->run);
}

double played_speed(const Session& session, const Content& content) {
  if (session.playhead.of_film) return session.playhead.speed;
  const bool repeats = has_loop(session) && !is_on(session.prediction) && session.playhead.t_s <= session.loop_to_s;
  const double limit = repeats && session.pace != nullptr ? session.pace->loop : kNoLimit;
  return not_above(session.playhead.speed, std::min(limit, fastest_speed(session, content)));
}

std::vector<double> offered_speeds(const Session& session, const Content& content) {
  const double end_s = duration_s(session, content), limit = fastest_speed(session, content);
  const Bounds bounds = bounds_of(session, content);
  const double fastest = std::min(std::max(bounds.fastest, default_speed(end_s)), limit);
  std::vector<double> offered;
  for (const double step : kSpeedSteps)
    if (step >= std::min(bounds.slowest, default_speed(end_s)) && step <= fastest) offered.push_back(step);
  if (offered.empty()) offered.push_back(not_above(default_speed(end_s), limit));
  return offered;
}

double next_speed(const Session& session, const Content& content, double speed, int direction) {
  const std::vector<double> offered = offered_speeds(session, content);
  if (direction > 0) {
    for (const double step : offered)
      if (step > speed * 1.0001) return step;
  } else if (direction < 0) {
    for (auto step = offered.rbegin(); step != offered.rend(); ++step)
      if (*step < speed * 0.9999) return *step;
  }
  return speed;
}

double least_step_wait_s(const Session& session, const Content& content, double step_s) {
  const double plays = session.playhead.playing ? played_speed(session, content) : 0;
  return std::abs(step_s) / std::max(fastest_speed(session, content) - plays, 1e-9);
}

namespace {

// A light or a colour of a structure, and how much of it counts.
struct Shine {
  double value = 0, least = kFlashOfLight;
};

std::vector<Shine> shines_at(const Session& session, const Content& content, double t_s) {
  const LightTables& tables = light_tables();
  std::vector<Shine> shines;
  const auto add = [&](double share, std::initializer_list<const LightTable*> lights) {
    share = std::isfinite(share) ? std::clamp(share, -1.0, 1.0) : 0;
    for (const LightTable* light : lights) shines.push_back({light->at(share), kFlashOfLight});
    shines.push_back({share, kFlashOfColour});
  };
  for (const Region& region : content.circuit.regions) {
    std::array<double, 2> active{};
    for (std::size_t side = 0; side < 2; ++side) {
      const Trace* trace = session.trace[side].get();
      if (trace == nullptr) continue;
      const ShareOf share_of(*trace, region.id);
      if (!share_of.is_there()) continue;
      add(share_of(t_s), {&tables.dark, &tables.light});
      active[side] = share_of.activity(t_s);
    }
    if (session.difference) add((active[0] - active[1]) / kFullActivityChange, {&tables.difference});
  }
  return shines;
}

}  // namespace

bool ScrubPace::turns_with(const Watched& watched, double value, double least) {
  return (watched.way <= 0 && value - watched.low >= least) || (watched.way >= 0 && watched.high - value >= least);
}

void ScrubPace::show(Watched& watched, double value, double least, double wall_s) {
  if (!turns_with(watched, value, least)) {
    watched.low = std::min(watched.low, value);
    watched.high = std::max(watched.high, value);
    return;
  }
  watched.way = value - watched.low >= least && watched.way <= 0 ? 1 : -1;
  watched.low = watched.high = value;
  watched.turned_s[watched.turns++ % kTurns] = wall_s;
}

bool ScrubPace::allow(const Session& session, const Content& content, double t_s, double wall_s) {
  const std::vector<Shine> now = shines_at(session, content, session.playhead.t_s), next = shines_at(session, content, t_s);
  if (trace_ != session.trace || difference_ != session.difference || watched_.size() != now.size()) {
    trace_ = session.trace;
    difference_ = session.difference;
    watched_.assign(now.size(), {});
  }
  for (std::size_t i = 0; i < now.size(); ++i) show(watched_[i], now[i].value, now[i].least, wall_s);
  for (std::size_t i = 0; i < next.size(); ++i) {
    const Watched& watched = watched_[i];
    const bool is_full = watched.turns >= kTurns && wall_s - watched.turned_s[watched.turns % kTurns] < 1;
    if (is_full && turns_with(watched, next[i].value, next[i].least)) return false;
  }
  for (std::size_t i = 0; i < next.size(); ++i) show(watched_[i], next[i].value, next[i].least, wall_s);
  return true;
}

}  // namespace attune
