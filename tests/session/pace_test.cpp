// No playing flashes: counted from what the structures' colours do, over every story, version, history, offered speed
// and the shortest repeated parts. The counter knows nothing of session/pace.cpp.
#include "session/pace.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

#include "scene/colour_map.h"
#include "session/extract_scene.h"
#include "session/scrub_pace.h"
#include "shipped_desk.h"

namespace attune {
namespace {

// WCAG 2.3.1: a flash is a pair of opposing changes of relative luminance of 10 % or more where the darker one is below
// 0.80, or a pair of which one leads to or from a saturated red. Times of any clock: what changes does not depend on how fast
// it is played.
class FlashCounter {
 public:
  void add(double t_s, double light, glm::vec3 colour) {
    low_ = std::min(low_, light);
    high_ = std::max(high_, light);
    const bool up = way_ <= 0 && light - low_ >= 0.1 && low_ < 0.8,
               down = way_ >= 0 && high_ - light >= 0.1 && light < 0.8;
    if (up || down) {
      way_ = up ? 1 : -1;
      low_ = high_ = light;
      light_.push_back(t_s);
    }
    if (colour.r < 0.9f && !seen_red_) {  // nothing that is drawn is a saturated red then
      away_ = true;
      return;
    }
    // Red: R/(R+G+B) >= 0.8 of linear light, against a colour 0.2 or more away in the CIE 1976 diagram.
    const auto linear = [](float c) { return std::pow((static_cast<double>(c) + 0.055) / 1.055, 2.4); };
    const double r = linear(colour.r), g = linear(colour.g), b = linear(colour.b);
    const double x = 0.4124 * r + 0.3576 * g + 0.1805 * b, y = 0.2126 * r + 0.7152 * g + 0.0722 * b,
                 z = 0.0193 * r + 0.1192 * g + 0.9505 * b;
    const double sum = x + 15 * y + 3 * z, u = 4 * x / sum, v = 9 * y / sum;
    const bool red = r / (r + g + b) >= 0.8;
    if (red && away_) red_.push_back(t_s);
    if (red) red_u_ = u, red_v_ = v, away_ = false, seen_red_ = true;
    if (!red && seen_red_ && !away_ && std::hypot(u - red_u_, v - red_v_) > 0.2) {
      away_ = true;
      red_.push_back(t_s);
    }
    if (!red && !seen_red_) away_ = true;
  }
  // Pairs within any second of which so much goes by on that clock.
  std::size_t most(double second = 1) const { return std::max(most_within(second, light_), most_within(second, red_)) / 2; }

 private:
  static std::size_t most_within(double second, const std::vector<double>& times) {
    std::size_t most = 0, first = 0;
    for (std::size_t i = 0; i < times.size(); ++i) {
      while (times[i] - times[first] > second) ++first;
      most = std::max(most, i - first + 1);
    }
    return most;
  }
  double low_ = 9, high_ = -9, red_u_ = 0, red_v_ = 0;
  int way_ = 0;
  bool away_ = false, seen_red_ = false;
  std::vector<double> light_, red_;
};

using Counters = std::vector<FlashCounter>;

// What the structures' colours follow, found once: as activity_share(), without looking for names again.
struct Colours {
  struct Follows {
    const Trace* trace;
    int column, lived_usual;
    double start;
  };
  std::vector<Follows> all;

  Colours(const Session& session, const Content& content) {
    for (std::size_t side = 0; side < (session.compare ? 2u : 1u); ++side)
      for (const Region& region : content.circuit.regions) {
        const Trace* trace = session.trace[side].get();
        const int column = find_column(*trace, "region." + region.id);
        if (column >= 0)
          all.push_back({trace, column, find_column(*trace, "usual." + region.id), value_at(*trace, column, 0)});
      }
  }
  // clock: the time that the counters note.
  void count(double t_s, double clock, Counters& counters) const {
    counters.resize(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Follows& one = all[i];
      const double usual = one.lived_usual < 0 ? one.start : value_at(*one.trace, one.lived_usual, t_s);
      const double share = std::clamp((value_at(*one.trace, one.column, t_s) - usual) / kFullActivityChange, -1.0, 1.0);
      if (std::isnan(share)) continue;
      const ChangeLook look = activity_look(static_cast<float>(share), kDarkestShade);
      counters[i].add(clock, static_cast<double>(drawn_light(look)), look.colour);
    }
  }
};

int story_named(const ShippedDesk& desk, const std::string& id) {
  for (std::size_t i = 0; i < story_count(desk.content); ++i)
    if (story_at(desk.content, i).text().id == id) return static_cast<int>(i);
  return -1;
}

std::size_t most_of(const Counters& counters, double second = 1) {
  std::size_t most = 0;
  for (const FlashCounter& counter : counters) most = std::max(most, counter.most(second));
  return most;
}

// Plays for so long, thirty pictures a second.
std::size_t flashes_while_playing(ShippedDesk& desk, double seconds) {
  constexpr double kFrame_s = 1.0 / 30;
  const Colours colours(desk.session, desk.content);
  Counters counters;
  for (double wall_s = 0; wall_s < seconds && desk.session.playhead.playing; wall_s += kFrame_s) {
    colours.count(desk.session.playhead.t_s, wall_s, counters);
    advance(desk.session, desk.content, kFrame_s);
  }
  return most_of(counters);
}

// Each with two histories side by side, which change from arm to arm: all of them with all arms take minutes.
template <class Visit>
void every_story(ShippedDesk& desk, std::size_t most_arms, Visit visit) {
  for (std::size_t story = 0; story < story_count(desk.content); ++story)
    for (std::size_t arm = 0; arm < std::min(most_arms, story_at(desk.content, story).arm_count()); ++arm) {
      const std::size_t style = (story + 2 * arm) % desk.content.styles.size(),
                        other = (style + 1) % desk.content.styles.size();
      desk.session.history = {};
      // All that does not take a run of its own first.
      desk.session.style = {static_cast<int>(style), static_cast<int>(other)};
      desk.session.compare = true;
      if (arm == 0) desk.run(command::SelectScenario{static_cast<int>(story)});
      if (desk.session.arm != static_cast<int>(arm)) desk.run(command::SelectArm{static_cast<int>(arm)});
      REQUIRE(desk.session.compare);
      REQUIRE(desk.session.arm == static_cast<int>(arm));
      REQUIRE(desk.session.trace[1] != nullptr);
      CAPTURE(current_scenario(desk.session, desk.content).id);
      CAPTURE(arm);
      CAPTURE(style);
      visit();
    }
}

}  // namespace

TEST_CASE("a mouse that goes back and forth along the run makes nothing flash, and one that is moved as people do waits for nothing") {
  ShippedDesk desk;
  desk.run(command::SelectScenario{story_named(desk, "panic")});
  desk.run(command::SetCompare{true});
  const double end_s = duration_s(desk.session, desk.content);
  const Colours colours(desk.session, desk.content);
  constexpr double kFrame_s = 1.0 / 60;
  // To and fro, every frame a place far from the one before; and what is seen without the limit.
  for (const bool limited : {false, true})
    for (const double far_s : {0.15 * end_s, 0.6 * end_s}) {
      ScrubPace pace;
      Counters counters;
      int moved = 0;
      desk.run(command::Seek{0});
      for (int frame = 0; frame < 240; ++frame) {
        const double wall_s = frame * kFrame_s, wanted_s = far_s * (0.5 + 0.5 * std::sin(frame * 0.9));
        if (!limited || pace.allow(desk.session, desk.content, wanted_s, wall_s)) {
          desk.run(command::Seek{wanted_s});
          ++moved;
        }
        colours.count(desk.session.playhead.t_s, wall_s, counters);
      }
      CAPTURE(far_s);
      CHECK((most_of(counters) <= 3) == limited);
      CHECK(moved > 40);  // it goes on all the time
    }
  ScrubPace pace;
  for (int frame = 0; frame < 120; ++frame) {  // from end to end in two seconds
    const double t_s = end_s * frame / 120;
    CHECK(pace.allow(desk.session, desk.content, t_s, frame * kFrame_s));
    desk.run(command::Seek{t_s});
  }
}

TEST_CASE("no story flashes at any speed that is offered, and its run lasts ten seconds") {
  ShippedDesk desk;
  every_story(desk, 2, [&] {
    const std::vector<double> offered = offered_speeds(desk.session, desk.content);
    const double end_s = duration_s(desk.session, desk.content);
    REQUIRE_FALSE(offered.empty());
    CHECK(std::is_sorted(offered.begin(), offered.end()));
    CHECK(end_s / offered.back() >= 10 - 1e-9);
    CHECK(end_s / offered.back() <= 400);  // and can be seen as a whole
    const ScenarioKind kind = current_kind(desk.session, desk.content);
    if (kind == ScenarioKind::moment || kind == ScenarioKind::two_people) {
      CHECK(offered.front() == 0.25);
      CHECK(offered.back() <= std::max(60.0, default_speed(end_s)));
    }
    // Between two samples a curve is straight; of days and years as finely as the fastest shows.
    const double fine_s = std::max(desk.session.trace[0]->sample_s / 2, offered.back() / 240);
    Counters counters;
    const Colours colours(desk.session, desk.content);
    for (double t_s = 0; t_s <= end_s; t_s += fine_s) colours.count(t_s, t_s, counters);
    for (const double speed : offered) {
      CAPTURE(speed);
      CHECK(most_of(counters, speed) <= 3);
    }
  });
}

TEST_CASE("the shortest part that is repeated flashes in no story, and a round lasts a second") {
  ShippedDesk desk;
  every_story(desk, 1, [&] {
    const double end_s = duration_s(desk.session, desk.content);
    desk.run(command::SetSpeed{1e12});
    std::vector<double> begins;
    for (const Caption& caption : current_arm(desk.session, desk.content).captions) begins.push_back(caption.begin_s);
    begins.push_back(0.5 * end_s);
    for (const double begin_s : begins)
      for (const double part : {kShortestLoop_share, 0.1}) {
        const double from_s = std::max(0.0, std::min(begin_s, end_s) - end_s * part * 0.4);
        desk.run(command::SetLoop{from_s, from_s + end_s * part * 1.001});
        if (!has_loop(desk.session)) continue;
        CHECK((desk.session.loop_to_s - desk.session.loop_from_s) / played_speed(desk.session, desk.content) >=
              1 - 1e-9);
        desk.run(command::SetPlaying{true});
        CHECK(flashes_while_playing(desk, 2) <= 3);
      }
  });
}

TEST_CASE("the surge of alarm played over and over, as fast as can be asked for") {
  ShippedDesk desk;
  desk.session.show_welcome = false;
  for (std::size_t i = 0; i < story_count(desk.content); ++i)
    if (story_at(desk.content, i).text().id == "panic") desk.run(command::SelectScenario{static_cast<int>(i)});
  REQUIRE(current_scenario(desk.session, desk.content).id == "panic");
  // From rest into the surge, in a round of half a minute of the story.
  double surge_s = 0;
  for (double t_s = 0, most = 0; t_s < duration_s(desk.session, desk.content); ++t_s) {
    const double share = value_of(desk.session, desk.content, 0, "region.AMY", t_s) -
                         value_of(desk.session, desk.content, 0, "region.AMY", 0);
    if (share > most * 1.01) most = share, surge_s = t_s;
  }
  REQUIRE(surge_s > 20);
  desk.run(command::SetLoop{surge_s - 20, surge_s + 10});
  desk.run(command::SetSpeed{1200});
  CHECK_FALSE(desk.session.message.empty());  // it says that it goes more slowly
  CHECK(played_speed(desk.session, desk.content) < desk.session.playhead.speed);
  desk.run(command::SetPlaying{true});
  // What is drawn: the amygdala's own colour, of the picture itself.
  FlashCounter drawn;
  StageSettings stage;
  int rounds = 0;
  double before_s = 0;
  for (int frame = 0; frame < 180; ++frame) {
    const std::vector<Scene> scenes = extract_scenes(desk.session, desk.content, stage);
    for (const SurfaceItem& item : scenes.front().surfaces)
      if (desk.content.brain.parts[static_cast<std::size_t>(item.part)].structure == "amygdala")
        drawn.add(frame / 60.0, static_cast<double>(drawn_light({item.colour, item.glow})), item.colour);
    advance(desk.session, desk.content, 1.0 / 60);
    rounds += desk.session.playhead.t_s < before_s;
    before_s = desk.session.playhead.t_s;
  }
  CHECK(drawn.most() <= 3);
  CHECK(rounds >= 1);
  CHECK(rounds <= 3);
  // Without the part it goes as fast as was wished for.
  desk.session.message.clear();
  desk.run(command::SetLoop{0, 0});
  CHECK(played_speed(desk.session, desk.content) == desk.session.playhead.speed);
}

TEST_CASE("a difference does not flash either") {
  ShippedDesk desk;
  desk.run(command::SetCompare{true});
  desk.run(command::SetDifference{true});
  REQUIRE(desk.session.pace != nullptr);
  CHECK(desk.session.pace->difference);
  Trace flicker = *desk.session.trace[0];
  const int column = find_column(flicker, "region.AMY");
  REQUIRE(column >= 0);
  const std::size_t width = flicker.columns.size();
  for (std::size_t row = 0; row < flicker.rows(); ++row)
    flicker.values[row * width + static_cast<std::size_t>(column)] = row / 4 % 2 == 0 ? 0.1 : 0.9;
  desk.session.trace[0] = std::make_shared<const Trace>(flicker);
  keep_pace(desk.session, desk.content);
  // Eight samples for a flash: no more than three of them a second.
  CHECK(desk.session.pace->run <= 3 * 8 * flicker.sample_s);
  CHECK(desk.session.pace->run >= 8 * flicker.sample_s);
  CHECK(played_speed(desk.session, desk.content) <= desk.session.pace->run);
}

TEST_CASE("a film keeps its own pace") {
  ShippedDesk desk;
  desk.run(command::SetSpeed{12345, true});
  CHECK(desk.session.playhead.speed == 12345);
  CHECK(played_speed(desk.session, desk.content) == 12345);
  desk.run(command::SetSpeed{12345});
  CHECK(desk.session.playhead.speed == offered_speeds(desk.session, desk.content).back());
}

}  // namespace attune
