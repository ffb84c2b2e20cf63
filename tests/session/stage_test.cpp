// The stage as it is drawn: names that stay while the brain turns, the body beside it, stripes, cutting away.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <map>
#include <optional>
#include <set>

#include "io/load_font.h"
#include "model/find_claims.h"
#include "scene/colour_map.h"
#include "scene/labels.h"
#include "scene/picking.h"
#include "scene/stage_overlay.h"
#include "session/body_now.h"
#include "session/direction.h"
#include "session/extract_flow.h"
#include "session/extract_scene.h"
#include "session/pace.h"
#include "shipped_desk.h"

using namespace attune;

namespace {
struct Stage : ShippedDesk {
  FontAtlas regular, bold;
  StageSettings settings;
  NameMemory names;

  Stage() {
    settings.names = &names;
    content.brain = shipped_brain();
    auto made = make_session(content);  // what is hidden at first depends on the brain
    REQUIRE(made.has_value());
    session = std::move(*made);
    static const auto shipped_font = [](const std::string& file) {
      auto loaded = load_font(ATTUNE_ASSETS "/fonts/AtkinsonHyperlegible-" + file + ".ttf");
      REQUIRE(loaded.has_value());
      return std::move(*loaded);
    };
    static const FontAtlas shipped_regular = shipped_font("Regular"), shipped_bold = shipped_font("Bold");
    regular = shipped_regular, bold = shipped_bold;
    settings.font = &regular;
    settings.bold_font = &bold;
    settings.words.quieter = "quieter than usual", settings.words.usual = "usual", settings.words.more_active = "more active than usual";
    settings.words.rate = "{n} a minute";
    settings.words.states = {"activated", "engaged", "at rest"};
    settings.words.acth = "ACTH", settings.words.cortisol = "cortisol";
    settings.words.striped = "Striped: moves here, but studies do not say which way.";
  }
  void note() {
    settings.words.model_note = "A model, not a scan.", settings.words.pulse_note = "Pulses show where and when.";
    settings.words.by_structure = "Colours tell structures apart.";
    settings.words.higher_in = "more active in {name}", settings.words.same = "the same", settings.words.compared_with = "{a} compared with {b}";
  }
  void play(const std::string& scenario, const std::string& style, double t_s) {
    for (std::size_t i = 0; i < story_count(content); ++i)
      if (story_at(content, i).text().id == scenario) run(command::SelectScenario{static_cast<int>(i)});
    run(command::SetStyle{0, this->style(style)});
    run(command::Seek{t_s});
  }
  std::vector<Scene> draw() const { return extract_scenes(session, content, settings); }
};

// Everything that is written in a scene, one after the other.
std::string all_words(const Scene& scene) {
  std::string all;
  for (const OverlayText& text : scene.overlay.texts) all += text.text + " ";
  return all;
}

bool says(const Scene& scene, const char* words) { return all_words(scene).find(words) != std::string::npos; }

struct Moment {  // no bindings: clang 14 cannot capture them
  const char *scenario, *style;
  double t_s;
};

struct Name {
  std::string text;
  glm::vec2 at{0}, low{0}, high{0};  // of its text, of its plate
  std::vector<glm::vec2> leader;     // from the plate to its end
  bool hidden = false;               // it ends on a hollow dot
};

// The names of a scene: what labels.cpp adds last, a chain of lines for each.
std::vector<Name> names_of(const Stage& stage, const Scene& scene) {
  std::vector<Name> names;
  for (const OverlayText& text : scene.overlay.texts)
    for (const Structure& structure : stage.content.structures)
      if (text.text == (structure.label.empty() ? structure.name : structure.label) && !text.bold) {
        names.push_back({text.text, text.baseline, {}, {}, {}});
        break;
      }
  auto line = scene.overlay.lines.rbegin();
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    REQUIRE(line != scene.overlay.lines.rend());
    name->leader = {line->to};
    for (bool joined = true; joined && line != scene.overlay.lines.rend(); ++line) {
      joined = line->to == name->leader.front();
      if (!joined) break;
      name->leader.insert(name->leader.begin(), line->from);
    }
    for (const OverlayQuad& quad : scene.overlay.quads) {
      if (quad.min.x < name->at.x && quad.max.x > name->at.x && quad.min.y < name->at.y - 1 && quad.max.y > name->at.y)
        name->low = quad.min, name->high = quad.max;
      if (quad.border > 0 && glm::length((quad.min + quad.max) / 2.0f - name->leader.back()) < 0.1f) name->hidden = true;
    }
    CHECK(name->leader.size() >= 3);
  }
  return names;
}

bool cross(glm::vec2 a, glm::vec2 b, glm::vec2 c, glm::vec2 d) {
  const auto turn = [](glm::vec2 p, glm::vec2 q, glm::vec2 r) { return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x); };
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

bool leaders_cross(const Name& one, const Name& other) {
  for (std::size_t i = 0; i + 1 < one.leader.size(); ++i)
    for (std::size_t j = 0; j + 1 < other.leader.size(); ++j)
      if (cross(one.leader[i], one.leader[i + 1], other.leader[j], other.leader[j + 1])) return true;
  return false;
}

bool goes_through(const Name& one, const Name& plate_of) {
  const glm::vec2 low = plate_of.low, high = plate_of.high;
  for (std::size_t i = 0; i + 1 < one.leader.size(); ++i) {
    const glm::vec2 from = one.leader[i], to = one.leader[i + 1];
    if (to.x > low.x && to.x < high.x && to.y > low.y && to.y < high.y) return true;
    if (cross(from, to, low, high) || cross(from, to, {low.x, high.y}, {high.x, low.y})) return true;
  }
  return false;
}

std::string structure_of(const Stage& stage, const std::string& label) {
  for (const Structure& structure : stage.content.structures)
    if (structure.featured && (structure.label.empty() ? structure.name : structure.label) == label) return structure.id;
  return "";
}

constexpr float kDot = 4;  // pixels, of its radius

float distance_to(glm::vec2 point, const Name& name) {
  float nearest = std::numeric_limits<float>::max();
  for (std::size_t i = 0; i + 1 < name.leader.size(); ++i) {
    const glm::vec2 from = name.leader[i], along = name.leader[i + 1] - from;
    const float t = std::clamp(glm::dot(point - from, along) / std::max(1e-6f, glm::dot(along, along)), 0.0f, 1.0f);
    nearest = std::min(nearest, glm::length(point - from - t * along));
  }
  return nearest;
}

// No leader crosses another or goes through another's plate. Returns how many go through another's dot, as where of two that
// lie behind one another only slivers are in sight.
int check_apart(const std::vector<Name>& names) {
  int through_dots = 0;
  for (std::size_t i = 0; i < names.size(); ++i)
    for (std::size_t j = i + 1; j < names.size(); ++j) {
      INFO(names[i].text << " and " << names[j].text);
      CHECK_FALSE(leaders_cross(names[i], names[j]));
      CHECK_FALSE(goes_through(names[i], names[j]));
      CHECK_FALSE(goes_through(names[j], names[i]));
      through_dots += (distance_to(names[i].leader.back(), names[j]) < kDot) + (distance_to(names[j].leader.back(), names[i]) < kDot);
    }
  return through_dots;
}

// The pixel at each leader's end shows the structure: of the solids the nearest one, of filled glass what is before them,
// and through faint glass no solid that would look like what is named. A hollow dot says that it lies behind something.
void check_ends(const Stage& stage, const Scene& scene, const std::vector<Name>& names) {
  for (const Name& name : names) {
    const std::string wanted = structure_of(stage, name.text);
    const auto is_wanted = [&](int part) { return part >= 0 && stage.content.brain.parts[static_cast<std::size_t>(part)].structure == wanted; };
    const Seen seen = seen_at(scene, stage.content.brain, name.leader.back() + glm::vec2(scene.viewport.x, scene.viewport.y));
    if (name.hidden) continue;
    INFO(name.text << " ends at " << name.leader.back().x << "," << name.leader.back().y);
    CHECK((is_wanted(seen.solid) || is_wanted(seen.glass)));
    if (is_wanted(seen.solid) || seen.solid < 0) continue;
    const auto item = std::find_if(scene.surfaces.begin(), scene.surfaces.end(),
                                   [&](const SurfaceItem& one) { return one.glass && one.part == seen.glass; });
    REQUIRE(item != scene.surfaces.end());
    CHECK(is_covering_glass(*item));
  }
}
}  // namespace

TEST_CASE("names stay where they are while the brain turns once") {
  Stage stage;
  for (const Moment& moment : {Moment{"rejection", "anxious", 240}, Moment{"soothe", "disorganized", 60},
                               Moment{"tsst", "secure", 600}, Moment{"ssp", "earned", 1200}}) {
    stage.play(moment.scenario, moment.style, moment.t_s);
    INFO(moment.scenario);
    for (const float elevation : {0.2f, -0.5f}) {
      struct Track {
        std::vector<glm::vec2> at;  // by step; x < 0 where the name is not there
        std::vector<glm::vec2> ends;
      };
      std::map<std::string, Track> tracks;
      constexpr int kSteps = 360;
      std::size_t shown = 0, all_jumps = 0;
      int through_dots = 0, hidden = 0, all_flashes = 0;
      for (int step = 0; step < kSteps; ++step) {
        stage.session.camera = home_camera();
        stage.session.camera.elevation = elevation;
        stage.session.camera.azimuth = static_cast<float>(step) * 6.2831853f / kSteps;
        const std::vector<Scene> scenes = stage.draw();
        const std::vector<Name> names = names_of(stage, scenes[0]);
        CHECK(names.size() <= 7);
        shown += names.size();
        for (const Name& name : names) {
          Track& track = tracks[name.text];
          track.at.resize(kSteps, glm::vec2(-1));
          track.at[static_cast<std::size_t>(step)] = name.at;
          track.ends.resize(kSteps);
          track.ends[static_cast<std::size_t>(step)] = name.leader.back();
          hidden += name.hidden;
        }
        INFO("at degree " << step << ", elevation " << elevation);
        through_dots += check_apart(names);
        if (step % 3 == 0) check_ends(stage, scenes[0], names);
      }
      CHECK(shown > 5u * kSteps);

      for (const auto& entry : tracks) {
        const std::string& text = entry.first;  // no bindings: clang 14 cannot capture them
        const auto& track = entry.second;
        constexpr float kJump = 20;  // pixels in one degree
        std::vector<int> jumps;
        int comings = 0, flashes = 0, back = 0;
        int last_change = -kSteps;  // when it came or went last
        std::vector<int> hops;  // of its leader's end, to another visible place of the structure
        float path = 0;
        for (int step = 1; step < kSteps; ++step) {
          const glm::vec2 before = track.at[static_cast<std::size_t>(step - 1)], here = track.at[static_cast<std::size_t>(step)];
          if ((before.x < 0) != (here.x < 0)) {
            ++comings;
            flashes += step - last_change <= 6;
            last_change = step;
          }
          if (before.x < 0 || here.x < 0) continue;
          if (glm::length(track.ends[static_cast<std::size_t>(step)] - track.ends[static_cast<std::size_t>(step - 1)]) > kJump)
            hops.push_back(step);
          if (glm::length(here - before) > kJump) {
            jumps.push_back(step);
          } else {
            path += glm::length(here - before);
          }
        }
        for (std::size_t i = 0; i + 1 < hops.size(); ++i) {
          const glm::vec2 from = track.ends[static_cast<std::size_t>(hops[i] - 1)];
          const float way = glm::length(track.ends[static_cast<std::size_t>(hops[i])] - from);
          back += hops[i + 1] - hops[i] <= 8 &&
                  glm::length(track.ends[static_cast<std::size_t>(hops[i + 1])] - from) < 0.5f * way;
        }
        INFO(text << " at elevation " << elevation << ": jumps " << jumps.size() << ", comings " << comings << ", path " << path << ", its leader's end hops " << hops.size() << ", back and forth " << back);
        CHECK(jumps.size() <= 3);  // changing sides
        all_jumps += jumps.size();
        CHECK(comings <= 6);
        all_flashes += flashes;
        CHECK(hops.size() <= 13);
        CHECK(back <= 1);
        CHECK(path < 4 * kSteps);  // pixels a degree, on average
        int returns = 0;  // to where it was a few degrees before
        for (std::size_t i = 0; i + 1 < jumps.size(); ++i)
          if (jumps[i + 1] - jumps[i] <= 8) {
            const glm::vec2 from = track.at[static_cast<std::size_t>(jumps[i] - 1)], to = track.at[static_cast<std::size_t>(jumps[i + 1])];
            returns += glm::length(from - to) <= kJump;
          }
        CHECK(returns <= 1);
      }
      CAPTURE(elevation);
      CHECK(all_jumps <= 14);  // two of each name are changes of sides
      CHECK(all_flashes <= 1);
      CHECK(hidden <= 12);
      CHECK(through_dots <= 3);
    }
  }
}

TEST_CASE("what was chosen has its name though something hides it") {
  Stage stage;
  stage.play("rejection", "anxious", 240);
  const auto name_of = [&](const std::string& text) -> std::optional<Name> {
    for (const Name& name : names_of(stage, stage.draw()[0]))
      if (name.text == text) return name;
    return std::nullopt;
  };
  for (const float glass : {0.3f, 1.0f})
    for (const char* id : {"hypothalamus", "pvn", "hippocampus", "amygdala"}) {
      stage.run(command::SetGlass{glass});
      const Structure* structure = find_structure(stage.content, id);
      REQUIRE(structure != nullptr);
      const std::string label = structure->label.empty() ? structure->name : structure->label;
      stage.run(command::Select{id});
      CAPTURE(label);
      CAPTURE(glass);
      const std::optional<Name> name = name_of(label);
      REQUIRE(name.has_value());
      CHECK((glass < 1 || name->hidden));
      stage.run(command::Select{""});
      CHECK((glass < 1 || !name_of(label).has_value()));
    }
}

TEST_CASE("lines to structures go no long way round; from the front names point to the half on their own side") {
  Stage stage;
  int shown = 0, across = 0;
  for (const Moment& moment : {Moment{"soothe", "disorganized", 120}, Moment{"rejection", "anxious", 240}, Moment{"tsst", "anxious", 3500},
                               Moment{"ssp", "earned", 1200}})
    for (const ViewPreset& view : view_presets()) {
      stage.play(moment.scenario, moment.style, moment.t_s);
      stage.session.camera = camera_for_view(view);
      stage.session.hidden_hemisphere = view.hide_hemisphere;
      const Scene scene = stage.draw()[0];
      const bool both_in_sight = std::set<std::string>{"front", "back", "top", "bottom"}.count(view.id) > 0;
      for (const Name& name : names_of(stage, scene)) {
        INFO(moment.scenario << " " << view.id << " " << name.text);
        ++shown;
        float way = 0;
        for (std::size_t i = 0; i + 1 < name.leader.size(); ++i) way += glm::length(name.leader[i + 1] - name.leader[i]);
        CHECK(way < 41 + 1.15f * glm::length(name.leader.back() - name.leader.front()));
        across += both_in_sight && (name.at.x < 640) != (name.leader.back().x < 640 + (name.at.x < 640 ? 15 : -15));
      }
    }
  CHECK(shown > 180);
  CHECK(across <= 2);  // where the half on its own side is out of sight

  stage.play("rejection", "anxious", 240);
  stage.session.camera = camera_for_view(*find_view("front"));
  CHECK(says(stage.draw()[0], "Insula"));  // through the faint cortex before it
}

TEST_CASE("beside the first page the five that the program is about are named") {
  Stage stage;
  REQUIRE(stage.session.show_welcome);
  std::set<std::string> named;
  for (const Scene& scene : stage.draw())
    for (const Name& name : names_of(stage, scene)) named.insert(name.text);
  for (const char* name : {"Amygdala", "vmPFC", "Hippocampus", "dACC", "Caudate"}) CHECK_MESSAGE(named.count(name) == 1, name);
}

TEST_CASE("two brains of which one covers what the other shows keep a memory each") {
  Stage stage;
  stage.play("rejection", "secure", 240);
  stage.run(command::SetStyle{1, 1});
  stage.run(command::SetCompare{true});
  const auto are_alike = [&] { return same_ends(stage.draw()[0], stage.draw()[1]); };
  for (double t = 160; t < 400 && are_alike(); t += 10) stage.run(command::Seek{t});
  REQUIRE_FALSE(are_alike());
  REQUIRE(stage.names.beside != nullptr);
  CHECK(stage.names.looks.shapes != stage.names.beside->looks.shapes);
  CHECK(stage.names.beside->looks.looks.size() > 0);
}

TEST_CASE("in every size and view leaders end on their structure and keep apart") {
  Stage stage;
  struct View {
    const char* scenario;
    int width, height;
    bool compare;
    int hidden_hemisphere;
    float pixel_scale, elevation;
  };
  int shown = 0, through_dots = 0;
  for (const View& view : {View{"rejection", 640, 360, false, -1, 1, -0.5f}, View{"tsst", 1024, 600, false, -1, 1, 0.6f},
                           View{"rejection", 1280, 720, false, 0, 1, 0}, View{"ssp", 1280, 720, false, 1, 1, 0.9f},
                           View{"rejection", 1280, 720, true, -1, 1, 0.9f}, View{"rejection", 640, 360, true, -1, 1, 0.2f},
                           View{"tsst", 1280, 720, true, 0, 1, -0.9f}, View{"rejection", 1280, 720, false, -1, 2, 1.3f},
                           View{"tsst", 1920, 1080, false, -1, 1, -0.5f}}) {
    stage.play(view.scenario, "anxious", 240);
    stage.run(command::SetCompare{view.compare});
    stage.session.hidden_hemisphere = view.hidden_hemisphere;
    stage.settings.width = view.width, stage.settings.height = view.height;
    stage.settings.pixel_scale = view.pixel_scale;
    for (int degree = 0; degree < 360; degree += 7) {
      stage.session.camera = home_camera();
      stage.session.camera.elevation = view.elevation;
      stage.session.camera.azimuth = static_cast<float>(degree) * 6.2831853f / 360;
      const std::vector<Scene> scenes = stage.draw();
      for (std::size_t side = 0; side < scenes.size(); ++side) {
        INFO(view.scenario << " " << view.width << "x" << view.height << ", half hidden " << view.hidden_hemisphere << ", elevation "
                           << view.elevation << ", degree " << degree << ", side " << side);
        const std::vector<Name> names = names_of(stage, scenes[side]);
        shown += static_cast<int>(names.size());
        through_dots += check_apart(names);
        if (degree % 2 == 0) check_ends(stage, scenes[side], names);
      }
      // Two that stand alike point at the same places, but for what is written over one of them.
      if (scenes.size() == 2) CHECK(same_ends(scenes[0], scenes[1]));
    }
  }
  CHECK(shown > 1500);
  CHECK(through_dots < shown / 100);
}

TEST_CASE("the body is a function of the moment: its heart beats at the model's rate, breath with it") {
  Stage stage;
  stage.play("tsst", "anxious", 3500);
  const auto judged = body_now(stage.session, stage.content, 0);
  REQUIRE(judged.has_value());
  CHECK(judged->beats == doctest::Approx(value_now(stage.session, 0, "body.HR")));
  CHECK(judged->state == 0);  // activated
  stage.run(command::Seek{600});
  const auto resting = body_now(stage.session, stage.content, 0);
  CHECK(resting->beats < judged->beats);
  CHECK(resting->breaths < judged->breaths);
  CHECK(resting->breaths == doctest::Approx(16).epsilon(0.15));
  CHECK(judged->acth[2].strength > 1.5f * resting->acth[2].strength);
  CHECK(resting->states[0] + resting->states[1] + resting->states[2] == doctest::Approx(1));

  // Beats seen in ten seconds of watching, at any speed of the story: the model's rate.
  for (const double speed : {1.0, 60.0, 300.0}) {
    stage.run(command::SetSpeed{speed, true});  // a film's may be faster than what is played
    int beats = 0;
    float before = 0;
    double rate = 0;
    constexpr int kFrames = 600;
    for (int frame = 0; frame < kFrames; ++frame) {
      stage.session.playhead.t_s = 200 + speed * frame / 60;
      const auto body = body_now(stage.session, stage.content, 0);
      beats += before <= 0 && body->beat > 0;
      before = body->beat;
      rate += body->beats / kFrames;
    }
    INFO("at " << speed << " times");
    CHECK(std::abs(beats - rate / 6) <= 1.5);
  }
  // The same moment, the same body; backwards too.
  stage.run(command::Seek{3500});
  const auto again = body_now(stage.session, stage.content, 0);
  stage.run(command::Seek{100});
  stage.run(command::Seek{3500});
  CHECK(body_now(stage.session, stage.content, 0)->chest == again->chest);

  stage.run(command::SetReducedMotion{true});
  const auto still = body_now(stage.session, stage.content, 0);
  CHECK(still->still);
  CHECK(still->acth.empty());
  CHECK(still->beat == 0);
  CHECK(still->chest == 0);
  CHECK(still->beats == again->beats);
}

TEST_CASE("cortisol comes back later than ACTH goes out") {
  Stage stage;
  stage.play("tsst", "anxious", 0);
  double acth_peak_s = 0, cortisol_peak_s = 0, acth = 0, cortisol = 0;
  for (double t_s = 0; t_s <= duration_s(stage.session, stage.content); t_s += 30) {
    stage.session.playhead.t_s = t_s;
    const auto body = body_now(stage.session, stage.content, 0);
    if (body->acth_level > acth) acth = body->acth_level, acth_peak_s = t_s;
    if (body->cortisol_level > cortisol) cortisol = body->cortisol_level, cortisol_peak_s = t_s;
    for (const auto* lane : {&body->acth, &body->cortisol})
      for (std::size_t i = 0; i < lane->size(); ++i) {
        CHECK((*lane)[i].place >= 0);
        CHECK((*lane)[i].place <= 1);
        if (i > 0) CHECK((*lane)[i].place > (*lane)[i - 1].place);
      }
  }
  CHECK(cortisol_peak_s > acth_peak_s + 300);
}

TEST_CASE("two bodies fall into step") {
  Stage stage;
  stage.play("synchrony", "secure", 0);
  const auto apart_at = [&](int arm) {
    stage.run(command::SelectArm{arm});
    double apart = 0;
    constexpr int kLooks = 400;
    for (int i = 0; i < kLooks; ++i) {
      stage.run(command::Seek{1800 + 0.25 * i});
      const auto a = body_now(stage.session, stage.content, 0), b = body_now(stage.session, stage.content, 1);
      REQUIRE(a.has_value());
      REQUIRE(b.has_value());
      // An infant takes two breaths to one of the parent's: in step its chest is where twice the parent's phase is.
      apart += std::abs(a->chest - (2 * b->chest * b->chest - 1)) / kLooks;
    }
    return apart;
  };
  const double alone = apart_at(0), skin_to_skin = apart_at(2);
  INFO("alone " << alone << ", skin to skin " << skin_to_skin);
  CHECK(skin_to_skin < 0.5 * alone);
}

TEST_CASE("of two halves the nearer is brought close") {
  Stage stage;
  stage.run(command::SetReducedMotion{true});
  for (const char* structure : {"amygdala", "putamen"})
    for (const bool left : {true, false}) {
      stage.run(command::GoToView{left ? "left" : "right"});
      stage.run(command::FrameStructure{structure});
      INFO(structure << ", from the left: " << left);
      const Camera& camera = stage.session.camera;
      CHECK((left ? -camera.target_mm.x : camera.target_mm.x) > 15);
      CHECK(camera.distance_mm < 0.6f * home_camera().distance_mm);
    }
}

TEST_CASE("release that has no tract is a cloud around its target") {
  Stage stage;
  stage.play("intimacy", "secure", 1500);
  for (const char* carrier : {"OPI", "OTc"}) {
    stage.run(command::SoloCarrier{carrier});
    const Scene scene = stage.draw()[0];
    CHECK(scene.clouds.size() >= 8);
    double most = 0;
    for (const CloudItem& cloud : scene.clouds) {
      most = std::max(most, static_cast<double>(cloud.density));
      CHECK(std::min({cloud.reach_mm.x, cloud.reach_mm.y, cloud.reach_mm.z}) > 1);
    }
    INFO(carrier << " " << most);
    CHECK(most > 0.25);
    stage.run(command::SoloCarrier{carrier});
  }
}

TEST_CASE("where soft clouds are drawn the legend says what they mean, all through the story") {
  Stage stage;
  stage.settings.words.cloud = "soft cloud";
  stage.play("intimacy", "secure", 0);
  for (const glm::ivec2 size : {glm::ivec2(1280, 720), {640, 346}, {1160, 640}}) {
    stage.settings.width = size.x, stage.settings.height = size.y;
    stage.settings.captions = size.x == 1280;
    CAPTURE(size.x);
    int cloudy = 0;
    for (int i = 0; i <= 6; ++i) {
      stage.run(command::Seek{duration_s(stage.session, stage.content) * i / 6});
      const Scene scene = stage.draw()[0];
      cloudy += !scene.clouds.empty();
      CHECK(says(scene, "soft cloud"));
    }
    CHECK(cloudy > 0);
  }
  stage.settings.width = 1280, stage.settings.height = 720, stage.settings.captions = true;
  stage.run(command::SetFlow{false});
  CHECK_FALSE(says(stage.draw()[0], "soft cloud"));
  stage.run(command::SetFlow{true});
  int without = 0;
  for (const char* story : {"rejection", "tsst", "soothe", "handhold"}) {
    stage.play(story, "anxious", 0);
    bool cloudy = false;
    for (int k = 0; k <= 8; ++k) {
      stage.run(command::Seek{duration_s(stage.session, stage.content) * k / 8});
      Scene scene;
      extract_flow(scene, stage.session, stage.content, 0);
      cloudy = cloudy || !scene.clouds.empty();
    }
    const bool known = diffuse_release(stage.session, stage.content).in_run;
    CHECK((known || !cloudy));
    without += !known;
  }
  CHECK(without > 0);
}

TEST_CASE("in every story that has a body it stands beside the brain and covers nothing that is written") {
  Stage stage;
  for (const glm::ivec2 size : {glm::ivec2(1024, 600), glm::ivec2(1280, 720), glm::ivec2(1920, 1080), glm::ivec2(3840, 2160), glm::ivec2(630, 350)})
    for (const bool compare : {false, true})
      for (const bool captions : {true, false}) {
        stage.play("rejection", "anxious", 240);
        stage.run(command::SetCompare{compare});
        stage.settings.width = size.x;
        stage.settings.height = size.y;
        stage.settings.captions = captions;
        for (const Scene& scene : stage.draw()) {
          const auto has = [&](const char* word) {
            return std::any_of(scene.overlay.texts.begin(), scene.overlay.texts.end(), [&](const OverlayText& t) { return t.text == word; });
          };
          INFO(size.x << "x" << size.y << ", two: " << compare << ", captions: " << captions);
          CHECK((has("activated") || has("at rest") || has("engaged")));
          // Plates: what has the colour of a plate and is no dot.
          std::vector<OverlayQuad> plates;
          for (const OverlayQuad& quad : scene.overlay.quads)
            if (quad.border == 0 && quad.colour.a > 0.8f && quad.colour.a < 0.87f && quad.max.y - quad.min.y > 14 && quad.max.x - quad.min.x > 24)
              plates.push_back(quad);
          CHECK(plates.size() >= 3);
          for (std::size_t i = 0; i < plates.size(); ++i)
            for (std::size_t j = i + 1; j < plates.size(); ++j) {
              const glm::vec2 low = glm::max(plates[i].min, plates[j].min), high = glm::min(plates[i].max, plates[j].max);
              INFO("plates at " << plates[i].min.x << "," << plates[i].min.y << " and " << plates[j].min.x << "," << plates[j].min.y);
              CHECK((high.x - low.x < 1.5f || high.y - low.y < 1.5f));
            }
        }
      }
  stage.run(command::SetBody{false});
  const std::vector<Scene> bare = stage.draw();
  CHECK(std::none_of(bare[0].overlay.texts.begin(), bare[0].overlay.texts.end(), [](const OverlayText& t) { return t.text == "activated"; }));
}

TEST_CASE("what a stage has no room for is told to those around it") {
  Stage stage;
  stage.play("rejection", "secure", 240);
  const auto left_out = [&](int width, int height, float scale) {
    stage.settings.width = width;
    stage.settings.height = height;
    stage.settings.pixel_scale = scale;
    const Overlay overlay = stage.draw().back().overlay;
    return std::pair(overlay.caption_left_out, overlay.legend_left_out);
  };
  for (const bool compare : {false, true}) {
    stage.run(command::SetCompare{compare});
    CHECK(left_out(1280, 720, 1) == std::pair(false, false));
    CHECK(left_out(1920, 1080, 1) == std::pair(false, false));
    CHECK(left_out(1024, 204, 3).first);  // of 1024x600 with letters three times as large
  }
  CHECK(left_out(1280, 390, 2.5f).second);  // of 1280x720, two brains
  stage.run(command::SetLegend{false});
  CHECK_FALSE(left_out(1280, 390, 2.5f).second);  // no one asks for it
}

TEST_CASE("the legend says what clear grey means where a part is not matched") {
  Stage stage;
  stage.note();
  stage.settings.words.unmatched = "Clear grey: not matched.";
  stage.play("rejection", "secure", 240);
  CHECK_FALSE(says(stage.draw().front(), "Clear grey"));
  auto own = std::make_shared<OwnBrain>();
  own->mapping.parts = {{"Lump", "amygdala", "", Hemisphere::left, PartKind::volume, Match::sure}, {"Cortex", "", "", Hemisphere::midline, PartKind::cortex, Match::sure}};
  stage.session.own = own;
  CHECK_FALSE(says(stage.draw().front(), "Clear grey"));
  auto other = std::make_shared<OwnBrain>(*own);
  other->mapping.parts[0].structure.clear();
  stage.session.own = other;
  for (const ColourMode mode : {ColourMode::activity, ColourMode::structure}) {
    stage.session.colour_mode = mode;
    CHECK(says(stage.draw().front(), "Clear grey: not matched."));
  }
}

TEST_CASE("stripes say that evidence gives no direction, and the legend says so") {
  Stage stage;
  // The amygdala's change rests on directed claims when someone judges; it is never striped there.
  stage.play("tsst", "anxious", 3500);
  CHECK(stage.session.undirected[0].count("AMY") == 0);
  // Dopamine's and oxytocin's effects carry no direction: some story has striped regions.
  std::set<std::string> striped;
  bool seen = false;
  for (std::size_t i = 0; i < story_count(stage.content); ++i) {
    stage.run(command::SelectScenario{static_cast<int>(i)});
    striped.insert(stage.session.undirected[0].begin(), stage.session.undirected[0].end());
    stage.run(command::Seek{duration_s(stage.session, stage.content) / 2});
    for (const Scene& scene : stage.draw()) {
      const bool hatched = std::any_of(scene.surfaces.begin(), scene.surfaces.end(), [](const SurfaceItem& item) { return item.hatched > 0.5f; });
      const bool said = std::any_of(scene.overlay.texts.begin(), scene.overlay.texts.end(),
                                    [](const OverlayText& text) { return text.text.starts_with("Striped"); });
      if (scene.viewport.x == 0 && stage.session.compare) continue;  // the legend stands in the last view
      CHECK((said || !hatched));
      // It is of the whole run.
      CHECK(said == !(stage.session.undirected[0].empty() && (!stage.session.compare || stage.session.undirected[1].empty())));
      seen = seen || hatched;
    }
  }
  CHECK(seen);
  CHECK(!striped.empty());
  CHECK(striped.size() < stage.content.circuit.regions.size());
  CHECK(has_direction(stage.content, "AMY", "AMY>PVN"));
  CHECK_FALSE(has_direction(stage.content, "dlPFC", "dlPFC>dACC"));  // assumed
}

TEST_CASE("nobody looks through a solid brain: what lies behind the folds closes their gaps") {
  Stage stage;
  stage.settings.names = nullptr;
  stage.run(command::SetLabels{false});
  stage.play("rejection", "anxious", 240);
  stage.run(command::SetGlass{1});
  const auto gaps = [&] {
    int open = 0;
    const Scene scene = stage.draw()[0];
    for (int y = 450; y <= 474; y += 2)  // in the Sylvian fissure, below the insula
      for (int x = 580; x <= 606; x += 2) open += seen_at(scene, stage.content.brain, glm::vec2(x, y)).solid < 0;
    return open;
  };
  CHECK(gaps() == 0);
  stage.run(command::SetLobeVisible{"temporal", false});  // cut away: what was hidden stays so
  const std::vector<Scene> cut = stage.draw();
  for (const SurfaceItem& item : cut[0].surfaces) CHECK(stage.content.brain.parts[static_cast<std::size_t>(item.part)].structure != "insula");
}

TEST_CASE("halves and lobes are cut away, views are kept") {
  Stage stage;
  const auto lobes_drawn = [&] {
    std::set<std::string> found;
    const std::vector<Scene> scenes = stage.draw();
    for (const SurfaceItem& item : scenes[0].surfaces) found.insert(stage.content.brain.parts[static_cast<std::size_t>(item.part)].lobe);
    return found;
  };
  CHECK(lobes_drawn().count("frontal") == 1);
  stage.run(command::SetLobeVisible{"frontal", false});
  CHECK(lobes_drawn().count("frontal") == 0);
  CHECK(lobes_drawn().count("temporal") == 1);
  stage.run(command::SetLobeVisible{"frontl", false});
  CHECK(stage.session.message.find("frontal") != std::string::npos);
  stage.run(command::Select{"vmpfc"});  // what is selected is always seen
  CHECK(lobes_drawn().count("frontal") == 1);
  stage.run(command::Select{""});

  stage.run(command::SetReducedMotion{true});
  stage.run(command::GoToView{"left"});
  stage.run(command::HideHemisphere{1});
  stage.run(command::KeepView{""});
  const Camera kept = stage.session.camera;
  stage.run(command::SetLobeVisible{"frontal", true});
  stage.run(command::GoToView{"top"});
  stage.run(command::KeepView{"From above"});
  REQUIRE(stage.session.kept_views.size() == 2);
  CHECK(stage.session.kept_views[1].name == "From above");
  stage.run(command::ShowKeptView{0});
  CHECK(stage.session.camera.azimuth == kept.azimuth);
  CHECK(stage.session.hidden_hemisphere == 1);
  CHECK(stage.session.hidden_lobes.count("frontal") == 1);
  stage.run(command::ShowKeptView{stage.session.kept_view_shown + 1});
  CHECK(stage.session.hidden_lobes.empty());
  stage.run(command::NameKeptView{0, "Mine"});
  CHECK(stage.session.kept_views[0].name == "Mine");
  for (int i = 0; i < 20; ++i) stage.run(command::KeepView{""});
  CHECK(stage.session.kept_views.size() == kMostKeptViews);
  stage.run(command::ForgetKeptView{0});
  CHECK(stage.session.kept_views.size() == kMostKeptViews - 1);
}

TEST_CASE("every projection of the circuit with a route has its tube, quiet where it carries nothing") {
  Stage stage;
  stage.play("rejection", "secure", 0);
  const auto is_region = [&](const std::string& id) {
    return std::any_of(stage.content.circuit.regions.begin(), stage.content.circuit.regions.end(), [&](const Region& r) { return r.id == id; });
  };
  const auto middle_of = [&](const std::string& id) {
    for (const Region& region : stage.content.circuit.regions)
      if (region.id == id) return region.mni_right_mm;
    return glm::vec3(0);
  };
  for (const double t_s : {0.0, 240.0}) {
    stage.run(command::Seek{t_s});
    const Scene scene = stage.draw()[0];
    const auto tubes_of = [&](const std::string& from, const std::string& to, LineGrade grade) {
      return std::count_if(scene.tubes.begin(), scene.tubes.end(), [&](const TubeItem& tube) {
        const auto right = [](glm::vec3 p) { return glm::vec3(std::abs(p.x), p.y, p.z); };
        const glm::vec3 first = right(scene.tube_points[static_cast<std::size_t>(tube.first_point)]);
        const glm::vec3 last = right(scene.tube_points[static_cast<std::size_t>(tube.first_point + tube.point_count - 1)]);
        return tube.grade == grade && tube.opacity > 0 && tube.flow > 0 && glm::length(first - right(middle_of(from))) < 0.01f &&
               glm::length(last - right(middle_of(to))) < 0.01f;
      });
    };
    int routes = 0;
    for (const Connection& connection : stage.content.circuit.connections) {
      if (!is_region(connection.from) || !is_region(connection.to)) continue;
      ++routes;
      const Grade grade = grade_of(stage.content, "connection:" + connection.id);
      INFO(connection.id << " at " << t_s);
      CHECK(tubes_of(connection.from, connection.to,
                     grade == Grade::strong ? LineGrade::solid : grade == Grade::moderate ? LineGrade::dashed : LineGrade::dotted) >= 2);
    }
    for (const DrawnLink& link : stage.content.circuit.drawn_links) {
      if (!is_region(link.from) || !is_region(link.to)) continue;
      ++routes;
      INFO(link.id);
      CHECK(tubes_of(link.from, link.to, LineGrade::solid) + tubes_of(link.from, link.to, LineGrade::dashed) +
                tubes_of(link.from, link.to, LineGrade::dotted) >= 2);
    }
    CHECK(routes > 40);
    CHECK(scene.tubes.size() == 2 * static_cast<std::size_t>(routes));
  }
  // What carries little is far quieter than what carries much.
  const Scene scene = stage.draw()[0];
  const auto [least, most] = std::minmax_element(scene.tubes.begin(), scene.tubes.end(),
                                                 [](const TubeItem& a, const TubeItem& b) { return a.opacity < b.opacity; });
  CHECK(least->opacity < 0.3f * most->opacity);
}

TEST_CASE("the orientation cross shows all six letters in every view") {
  Stage stage;
  stage.play("rejection", "secure", 240);
  for (const char* view : {"home", "left", "right", "front", "back", "top", "bottom", "three-quarter"}) {
    stage.run(command::GoToView{view});
    for (int frame = 0; frame < 40; ++frame) advance(stage.session, stage.content, 0.05);
    const Scene scene = stage.draw()[0];
    std::vector<OverlayText> letters;
    for (const OverlayText& text : scene.overlay.texts)
      if (text.bold && text.text.size() == 1 && std::string("LRAPSI").find(text.text) != std::string::npos && text.baseline.x < 110 &&
          text.baseline.y > 600)
        letters.push_back(text);
    INFO(view);
    CHECK(letters.size() == 6);
    for (std::size_t i = 0; i < letters.size(); ++i)
      for (std::size_t j = i + 1; j < letters.size(); ++j) CHECK(glm::length(letters[i].baseline - letters[j].baseline) > 9);
  }
}

TEST_CASE("the letters of the orientation cross never touch, in a full turn from below to above") {
  Stage stage;
  for (const glm::vec2 size : {glm::vec2(1280, 720), glm::vec2(632, 346), glm::vec2(3840, 2160)})
    for (int elevation = -85; elevation <= 85; elevation += 5)
      for (int azimuth = 0; azimuth < 360; azimuth += 3) {
        Scene scene;
        scene.viewport = {0, 0, static_cast<int>(size.x), static_cast<int>(size.y)};
        scene.camera.azimuth = static_cast<float>(azimuth) * 3.14159265f / 180;
        scene.camera.elevation = static_cast<float>(elevation) * 3.14159265f / 180;
        const OverlayStyle style = overlay_style(Background::dark, size.x, size.y, 1, stage.regular, stage.bold);
        draw_orientation(scene, style, "");
        std::set<std::string> said;
        std::vector<std::pair<glm::vec2, glm::vec2>> boxes;
        for (const OverlayText& text : scene.overlay.texts) {
          said.insert(text.text);
          boxes.push_back({text.baseline - glm::vec2(0, 0.68f * text.size),
                           text.baseline + glm::vec2(text_width_em(stage.bold, text.text) * text.size, 0)});
        }
        bool apart = true, inside = true;
        for (std::size_t i = 0; i < boxes.size(); ++i) {
          inside = inside && boxes[i].first.x > 0 && boxes[i].second.y < size.y;
          for (std::size_t j = i + 1; j < boxes.size(); ++j)
            apart = apart && (boxes[i].second.x <= boxes[j].first.x || boxes[j].second.x <= boxes[i].first.x ||
                              boxes[i].second.y <= boxes[j].first.y || boxes[j].second.y <= boxes[i].first.y);
        }
        CAPTURE(elevation);
        CAPTURE(azimuth);
        CAPTURE(size.x);
        CHECK(scene.overlay.texts.size() == 6);
        CHECK(said.size() == 6);
        // A press on the middle of a letter goes to the view from there.
        const std::map<std::string, std::string> views{{"L", "left"}, {"R", "right"}, {"A", "front"}, {"P", "back"}, {"S", "top"}, {"I", "bottom"}};
        bool pressed = true;
        for (std::size_t i = 0; i < boxes.size(); ++i) {
          const OverlayTarget* const target = target_at(scene, (boxes[i].first + boxes[i].second) * 0.5f);
          pressed = pressed && target != nullptr && target->view == views.at(scene.overlay.texts[i].text) && find_view(target->view) != nullptr;
        }
        CHECK(pressed);
        CHECK(apart);
        CHECK(inside);
      }
}

namespace {
struct Written {
  std::string text;
  glm::vec2 min{0}, max{0};  // pixels of the stage
};
float overlap(glm::vec2 a_min, glm::vec2 a_max, glm::vec2 b_min, glm::vec2 b_max) {
  const glm::vec2 shared = glm::min(a_max, b_max) - glm::max(a_min, b_min);
  return shared.x > 1.5f && shared.y > 1.5f ? shared.x * shared.y : 0;
}

// Every text once: what spans both views is in both scenes.
std::vector<Written> written_on(const Stage& stage, const std::vector<Scene>& scenes) {
  std::vector<Written> all;
  for (const Scene& scene : scenes)
    for (const OverlayText& text : scene.overlay.texts) {
      const FontAtlas& font = text.bold ? stage.bold : stage.regular;
      const glm::vec2 at = text.baseline + glm::vec2(scene.viewport.x, 0);
      const Written box{text.text, at - glm::vec2(0, 0.70f * text.size), at + glm::vec2(text_width_em(font, text.text) * text.size, 0.18f * text.size)};
      const bool twice = std::any_of(all.begin(), all.end(), [&](const Written& other) {
        return other.text == box.text && glm::distance(other.min, box.min) < 2;
      });
      if (!twice) all.push_back(box);
    }
  return all;
}

// The box around the brain as the camera sees it, pixels of the stage.
struct BrainBox {
  glm::vec2 low{1e9f}, high{-1e9f};
};
BrainBox brain_box(const Stage& stage, const Scene& scene) {
  const glm::mat4 to_clip = projection_matrix(scene.camera, static_cast<float>(scene.viewport.width) / static_cast<float>(scene.viewport.height)) *
                            view_matrix(scene.camera);
  BrainBox box;
  for (const SurfaceItem& item : scene.surfaces) {
    const BrainPart& part = stage.content.brain.parts[static_cast<std::size_t>(item.part)];
    for (std::size_t i = 0; i < part.indices.size(); i += 61) {
      const glm::vec3 p = part.positions_mm[part.indices[i]];
      const glm::vec2 at = to_pixels(scene.viewport, to_clip * glm::vec4(p, 1)) + glm::vec2(scene.viewport.x, 0);
      box.low = glm::min(box.low, at), box.high = glm::max(box.high, at);
    }
  }
  return box;
}
}  // namespace

TEST_CASE("at every size of text what is written on the stage lies over nothing, and the brain keeps its share") {
  Stage stage;
  stage.settings.words.pattern = "a learned pattern";
  stage.settings.words.why = "why?";
  constexpr float kBars = 52 + 64 + 3 * 8;  // of a low window, at scale 1
  int captions_shown = 0;
  for (const glm::vec3 size : {glm::vec3(1024, 600, 1), glm::vec3(1280, 720, 1), glm::vec3(1920, 1080, 1.25f), glm::vec3(3840, 2160, 2.25f)})
    for (const float scale : {1.0f, 1.5f, 2.0f, 2.5f, 3.0f})
      for (const bool two : {false, true})
        for (const bool window : {false, true}) {
          stage.play("rejection", "secure", 105);
          stage.run(command::SetCompare{two});
          const float pixels = scale * size.z;
          stage.settings.pixel_scale = pixels;
          stage.settings.width = static_cast<int>(size.x);
          stage.settings.height = static_cast<int>(size.y - (window ? kBars * pixels : 0));
          stage.settings.clock = !window;
          const glm::vec2 whole(stage.settings.width, stage.settings.height);
          const Caption* const caption = caption_now(stage.session, stage.content).caption;
          REQUIRE(caption != nullptr);
          INFO(size.x << "x" << size.y << " at " << scale << ", two: " << two << ", window: " << window);
          const std::vector<Scene> scenes = stage.draw();
          const std::vector<Written> texts = written_on(stage, scenes);
          for (std::size_t i = 0; i < texts.size(); ++i) {
            INFO(texts[i].text);
            CHECK(texts[i].min.x >= 0);
            CHECK(texts[i].min.y >= 0);
            CHECK(texts[i].max.x <= whole.x);
            CHECK(texts[i].max.y <= whole.y);
            for (std::size_t j = i + 1; j < texts.size(); ++j) {
              INFO(texts[j].text);
              CHECK(overlap(texts[i].min, texts[i].max, texts[j].min, texts[j].max) == 0);
            }
          }
          for (const Scene& scene : scenes) {
            const BrainBox box = brain_box(stage, scene);
            const glm::vec2 low = box.low, high = box.high;
            CHECK(high.y - low.y >= 0.35f * std::min(whole.y, static_cast<float>(scene.viewport.width)));
            for (const OverlayText& text : scene.overlay.texts) {
              if (text.text.size() < 4 || caption->text.rfind(text.text.substr(0, text.text.size() - 3), 0) != 0) continue;
              ++captions_shown;
              for (const OverlayQuad& plate : scene.overlay.quads) {
                if (text.baseline.x < plate.min.x || text.baseline.x > plate.max.x || text.baseline.y < plate.min.y || text.baseline.y > plate.max.y) continue;
                const glm::vec2 corner(scene.viewport.x, 0);
                CHECK(overlap(plate.min + corner, plate.max + corner, low, high) <= 0.08f * (high.x - low.x) * (high.y - low.y));
              }
            }
          }
        }
  CHECK(captions_shown > 60);  // it goes only where there is no room for one line
}

TEST_CASE("large letters on a small stage: nothing lies over two brains, in every height") {
  Stage stage;
  stage.note();
  stage.settings.words.pattern = "a learned pattern";
  stage.settings.words.why = "why?";
  stage.settings.captions = false;
  stage.play("rejection", "anxious", 240);
  stage.run(command::SetStyle{1, stage.style("secure")});
  stage.run(command::SetCompare{true});
  stage.run(command::SetLabels{false});
  for (const float scale : {1.25f, 1.5f, 2.0f})
    for (const int width : {640, 794, 1000})
      for (int height = 190; height <= 520; height += 30)
        for (const int foot : {0, 40}) {
          stage.settings.pixel_scale = scale;
          stage.settings.width = width, stage.settings.height = height, stage.settings.foot = foot;
          INFO(width << "x" << height << " at " << scale << ", foot " << foot);
          for (const Scene& scene : stage.draw()) {
            const BrainBox brain = brain_box(stage, scene);
            const glm::vec2 corner(scene.viewport.x, 0), size = brain.high - brain.low;
            float covered = 0;
            for (const OverlayQuad& quad : scene.overlay.quads)
              covered = std::max(covered, overlap(quad.min + corner, quad.max + corner, brain.low, brain.high));
            CHECK((foot > 0 || covered <= 0.03f * size.x * size.y));
            CHECK(size.y >= 0.25f * static_cast<float>(std::min(height, width / 2)));
          }
        }
}

TEST_CASE("a low stage says its directions too: four letters in the row of names, each the way to the view from there") {
  Stage stage;
  stage.settings.words.pattern = "a learned pattern";
  stage.play("rejection", "secure", 240);
  stage.run(command::SetCompare{true});
  stage.settings.width = 1024, stage.settings.height = 336, stage.settings.pixel_scale = 2;
  const std::array<std::pair<const char*, std::string>, 4> expected{{{"left", "APSI"}, {"right", "PASI"}, {"top", "LRAP"}, {"front", "RLSI"}}};
  for (const auto& each : expected) {
    const char* const name = each.first;
    const std::string letters = each.second;
    for (const ViewPreset& preset : view_presets())
      if (std::string(preset.id) == name) stage.session.camera = camera_for_view(preset);
    const std::vector<Scene> scenes = stage.draw();
    std::vector<OverlayText> found;
    for (const OverlayText& text : scenes[0].overlay.texts)
      if (text.text.size() == 1 && std::string("LRAPSI").find(text.text) != std::string::npos && text.bold && text.colour.a > 0.99f && text.baseline.x > 200) found.push_back(text);
    INFO(letters);
    REQUIRE(found.size() == 4);
    std::sort(found.begin(), found.end(), [](const OverlayText& a, const OverlayText& b) { return a.baseline.x < b.baseline.x; });
    CHECK(found[0].text == letters.substr(0, 1));
    CHECK(found[3].text == letters.substr(1, 1));
    const bool first_above = found[1].baseline.y < found[2].baseline.y;
    CHECK(found[first_above ? 1 : 2].text == letters.substr(2, 1));
    CHECK(found[first_above ? 2 : 1].text == letters.substr(3, 1));
    const auto views = std::count_if(scenes[0].overlay.targets.begin(), scenes[0].overlay.targets.end(), [](const auto& target) { return !target.view.empty(); });
    CHECK(views == 4);
  }
}

TEST_CASE("two brains in a strip of a stage stand alone with their letters") {
  Stage stage;
  stage.play("rejection", "secure", 240);
  stage.run(command::SetCompare{true});
  const auto said = [&](const std::string& words) {
    int count = 0;
    for (const Scene& scene : stage.draw())
      for (const OverlayText& text : scene.overlay.texts) count += text.text == words ? 1 : 0;
    return count;
  };
  CHECK(said("usual") == 1);
  CHECK(said("S") == 1);
  stage.settings.width = 632;
  stage.settings.height = 116;
  CHECK(said("usual") == 0);
  CHECK(said("S") == 1);  // of the letters in the row of names
  CHECK(said("A") == 2);
  CHECK(said("B") == 1);
}

TEST_CASE("while the dial changes side B the heads of both sides are told apart, however little room they have") {
  Stage stage;
  stage.play("rejection", "anxious", 240);
  stage.settings.words.pattern = "a learned pattern";
  stage.settings.words.changed_side = {"After {time}", "As now", {"now", "1 week", "{n} weeks", "1 month", "{n} months", "1 year", "{n} years"}};
  stage.settings.words.changed_detail = "{pattern}, one path: {company}";
  const auto said = [&](const Scene& scene, std::string_view words) {
    return std::any_of(scene.overlay.texts.begin(), scene.overlay.texts.end(), [&](const OverlayText& text) { return text.text == words; });
  };
  for (const std::pair<double, const char*>& after : {std::pair{0.0, "As now"}, {52.0, "After 1 year"}, {104.0, "After 2 years"}})
    for (const std::pair<glm::ivec2, float>& window : {std::pair{glm::ivec2(1920, 640), 1.25f}, {glm::ivec2(632, 300), 1.0f}, {glm::ivec2(1280, 180), 2.5f}, {glm::ivec2(1280, 210), 3.0f}}) {
      const double weeks = after.first;
      const char* name = after.second;
      const glm::ivec2 size = window.first;
      const float scale = window.second;
      stage.run(command::SetChange{true, stage.session.change.environment, weeks});
      stage.settings.width = size.x, stage.settings.height = size.y, stage.settings.pixel_scale = scale;
      const std::vector<Scene> scenes = stage.draw();
      REQUIRE(scenes.size() == 2);
      CAPTURE(name);
      CAPTURE(size.x);
      CAPTURE(scale);
      CHECK(said(scenes[0], "Anxious"));
      CHECK_FALSE(said(scenes[1], "Anxious"));
      CHECK(said(scenes[1], name));
    }
}

TEST_CASE("a film's steps, a picture's scale and a moment from a receipt are commands") {
  Stage stage;
  stage.play("rejection", "secure", 240);
  stage.run(command::GoToView{"left"});
  stage.run(command::FaceCamera{7});
  CHECK(stage.session.camera.azimuth == doctest::Approx(7 - 2 * 3.14159265));
  CHECK_FALSE(stage.session.camera_move.active);
  stage.run(command::FaceCamera{std::nanf("")});
  CHECK(stage.session.camera.azimuth == doctest::Approx(7 - 2 * 3.14159265));
  for (const int given : {0, 3, 9}) {
    stage.run(command::SetPictureScale{given});
    CHECK(stage.session.picture_scale == std::clamp(given, 1, 4));
  }
  Session other = stage.session;
  other.selected = "amygdala";
  stage.run(command::OpenMoment{std::make_shared<const Session>(other)});
  CHECK(stage.session.selected == "amygdala");
  stage.run(command::OpenMoment{nullptr});
  CHECK(stage.session.selected == "amygdala");
}

TEST_CASE("a name is pressed where it is drawn, and means its structure: one brain or two, any size of text") {
  Stage stage;
  stage.play("rejection", "secure", 240);
  stage.run(command::SetStyle{1, stage.style("anxious")});
  stage.settings.offset_x = 310, stage.settings.offset_y = 64;
  const std::size_t others = stage.draw()[0].overlay.targets.size();
  stage.run(command::SetLabels{false});
  CHECK(stage.draw()[0].overlay.targets.size() < others);  // the legend's and the heart's
  stage.run(command::SetLabels{true});
  for (const bool two : {false, true})
    for (const float scale : {1.0f, 2.0f, 3.0f})
      for (const char* view : {"home", "left", "top"}) {
        CAPTURE(two);
        CAPTURE(scale);
        CAPTURE(view);
        stage.run(command::SetCompare{two});
        stage.run(command::GoToView{view});
        for (int i = 0; i < 8; ++i) advance(stage.session, stage.content, 0.25);
        stage.settings.pixel_scale = scale;
        stage.settings.width = scale > 2 ? 1920 : 1280;
        const std::vector<Scene> scenes = stage.draw();
        REQUIRE(scenes.size() == (two ? 2u : 1u));
        for (const Scene& scene : scenes) {
          const glm::vec2 corner(scene.viewport.x, scene.viewport.y);
          const std::vector<Name> names = names_of(stage, scene);
          CHECK(!names.empty());
          for (const Name& name : names) {
            CAPTURE(name.text);
            const Structure* named = nullptr;
            for (const Structure& structure : stage.content.structures)
              if (name.text == (structure.label.empty() ? structure.name : structure.label)) named = &structure;
            REQUIRE(named != nullptr);
            // All over the plate, to its corners, and on the dot; not beside the plate.
            const glm::vec2 inset(1, 1);
            for (const glm::vec2 at : {name.low + inset, name.high - inset, (name.low + name.high) * 0.5f, name.leader.back()})
              CHECK(structure_at(scene, stage.content.brain, corner + at) == named->id);
            const OverlayTarget* beside = target_at(scene, corner + glm::vec2(name.low.x + 5, name.low.y - 2));
            CHECK((beside == nullptr || beside->structure != named->id));
          }
        }
        if (two) CHECK(target_at(scenes[0], glm::vec2(scenes[1].viewport.x + 5, 300)) == nullptr);
      }
}

TEST_CASE("what is written on a stage stands above what lies over its foot, and the brain does not move for it") {
  Stage stage;
  stage.play("rejection", "anxious", 240);
  for (const bool two : {false, true})
    for (const bool captions : {false, true})
      for (const glm::ivec2 size : {glm::ivec2(632, 346), {1280, 720}, {690, 262}}) {
        stage.run(command::SetCompare{two});
        stage.settings.captions = captions;
        stage.settings.width = size.x, stage.settings.height = size.y;
        stage.settings.foot = 0;
        const std::vector<Scene> plain = stage.draw();
        stage.settings.foot = 70;
        const std::vector<Scene> told = stage.draw();
        CAPTURE(two);
        CAPTURE(captions);
        CAPTURE(size.x);
        REQUIRE(told.size() == plain.size());
        for (std::size_t i = 0; i < told.size(); ++i) {
          CHECK(told[i].viewport.height == size.y);
          CHECK(told[i].camera.distance_mm == plain[i].camera.distance_mm);
          CHECK(told[i].camera.target_mm == plain[i].camera.target_mm);
          for (const OverlayText& text : told[i].overlay.texts) CHECK(text.baseline.y <= static_cast<float>(size.y - 70));
        }
      }
}

TEST_CASE("what lies between the letters and the legend moves neither of them") {
  Stage stage;
  stage.note();
  stage.settings.words.orientation = "L and R are the brain's own left and right.";
  stage.play("rejection", "anxious", 240);
  for (const bool two : {false, true})
    for (const bool captions : {false, true})
      for (const glm::ivec2 size : {glm::ivec2(640, 346), {800, 400}, {900, 460}, {1010, 543}, {1280, 720}, {1160, 660}, {1920, 1080}}) {
        stage.run(command::SetCompare{two});
        stage.settings.captions = captions;
        stage.settings.width = size.x, stage.settings.height = size.y;
        stage.settings.foot = 0, stage.settings.foot_between = false;
        const std::vector<Scene> plain = stage.draw();
        const glm::vec2 room = plain.front().overlay.foot_room;
        CAPTURE(two);
        CAPTURE(captions);
        CAPTURE(size.x);
        REQUIRE(room.y - room.x >= 190);
        stage.settings.foot = 70, stage.settings.foot_between = true;
        const std::vector<Scene> told = stage.draw();
        REQUIRE(told.size() == plain.size());
        CHECK(told.front().overlay.foot_room == room);
        for (std::size_t i = 0; i < told.size(); ++i) {
          CHECK(told[i].camera == plain[i].camera);
          const auto at = [&](const Scene& scene, const char* words) {
            for (const OverlayText& text : scene.overlay.texts)
              if (text.text == words) return text.baseline;
            return glm::vec2(-1);
          };
          for (const char* words : {"S", "L", "quieter than usual", "more active than usual"}) CHECK(at(told[i], words) == at(plain[i], words));
          for (const OverlayText& text : told[i].overlay.texts) {
            const float x = text.baseline.x + static_cast<float>(told[i].viewport.x), end = x + text_width_em(text.bold ? stage.bold : stage.regular, text.text) * text.size;
            CAPTURE(text.text);
            CHECK((text.baseline.y <= static_cast<float>(size.y - 70) || end <= room.x || x >= room.y));
          }
        }
      }
}

TEST_CASE("on a low stage what lies over the foot leaves rows as a stage has that ends above it") {
  Stage stage;
  stage.play("rejection", "anxious", 240);
  stage.run(command::SetLabels{false});
  stage.settings.width = 690;
  int fewer = 0;
  for (const bool two : {false, true})
    for (const int foot : {40, 70, 100}) {
      CAPTURE(two);
      CAPTURE(foot);
      stage.run(command::SetCompare{two});
      stage.settings.height = 262, stage.settings.foot = 0;
      const std::vector<Scene> plain = stage.draw();
      stage.settings.foot = foot;
      const std::vector<Scene> told = stage.draw();
      stage.settings.height = 262 - foot, stage.settings.foot = 0;
      const std::vector<Scene> ends_there = stage.draw();
      REQUIRE(told.size() == ends_there.size());
      for (std::size_t i = 0; i < told.size(); ++i) {
        const std::vector<OverlayText>&texts = told[i].overlay.texts, &wanted = ends_there[i].overlay.texts;
        fewer += texts.size() < plain[i].overlay.texts.size();
        REQUIRE(texts.size() == wanted.size());
        for (std::size_t k = 0; k < texts.size(); ++k) {
          CHECK(texts[k].text == wanted[k].text);
          CHECK(texts[k].baseline.x == doctest::Approx(wanted[k].baseline.x));
          CHECK(texts[k].baseline.y == doctest::Approx(wanted[k].baseline.y));
        }
      }
    }
  CHECK(fewer > 0);  // there is not room for everything any more
}

TEST_CASE("names keep off a button over the orientation letters, and stay where they are elsewhere") {
  Stage stage;
  stage.play("rejection", "anxious", 240);
  stage.run(command::SetCompare{true});
  stage.settings.width = 1280, stage.settings.height = 450, stage.settings.pixel_scale = 2;
  const std::vector<Scene> plain = stage.draw();
  stage.settings.raised = 260;
  const std::vector<Scene> raised = stage.draw();
  REQUIRE(plain[1].overlay.targets.size() == raised[1].overlay.targets.size());
  // Both brains point at the same places, which follow the names of the first.
  for (std::size_t i = 0; i < plain[1].overlay.targets.size(); ++i)
    CHECK(glm::length(raised[1].overlay.targets[i].min - plain[1].overlay.targets[i].min) < 2);
  for (const Name& name : names_of(stage, raised[0])) {
    CAPTURE(name.text);
    CHECK((name.low.x > 150 || name.high.y <= 450 - 260 + 1 || name.low.y >= 449));
  }
}

TEST_CASE("the orientation letters never stand on the title: in a low view they are left out") {
  Stage stage;
  stage.play("rejection", "secure", 240);
  stage.settings.captions = false;
  int shown = 0;
  for (int height = 100; height <= 420; height += 4) {
    stage.settings.width = 700, stage.settings.height = height;
    const Scene scene = stage.draw()[0];
    float title_end = 0;
    for (const OverlayText& text : scene.overlay.texts)
      if (text.text == "A" && text.bold && text.baseline.y < 60) title_end = scene.overlay.quads.front().max.y;
    REQUIRE(title_end > 0);
    CAPTURE(height);
    for (const OverlayText& text : scene.overlay.texts) {
      if (text.text != "S" || text.baseline.x > 110) continue;
      ++shown;
      CHECK(text.baseline.y - 0.7f * text.size > title_end);
    }
  }
  CHECK(shown > 40);
}

TEST_CASE("the line below a picture names the program and its version") {
  Stage stage;
  stage.settings.line = true;
  stage.settings.words.brand = "Attune 1.2.3 \u00B7 MIT licence";
  const auto says = [&](int width, const char* words) {
    stage.settings.width = width;
    const Scene line = stage.draw().back();
    return std::any_of(line.overlay.texts.begin(), line.overlay.texts.end(), [&](const OverlayText& text) { return text.text == words; });
  };
  CHECK(says(1280, "Attune 1.2.3 \u00B7 MIT licence"));
  CHECK(says(460, "Attune 1.2.3"));
}

TEST_CASE("the line below a saved picture says what it shows, and its file is called so") {
  Stage stage;
  stage.play("rejection", "anxious", 120);
  stage.run(command::SetStyle{1, stage.style("secure")});
  stage.run(command::SetCompare{true});
  const auto line = [&] { return picture_line(stage.session, stage.content, {}, {}); };
  const auto name = [&] { return picture_file_name(stage.session, stage.content, true); };
  const std::string title = current_scenario(stage.session, stage.content).title;
  CHECK(line().story.find(title) == 0);
  CHECK(line().rest == "A Anxious, B Secure \u00B7 at 2 min \u00B7 teaching model, not a scan, not a diagnosis");
  std::string slug = to_slug(title);
  std::replace(slug.begin(), slug.end(), '_', '-');
  CHECK(name() == "attune-" + slug + "-anxious-vs-secure-at-2-min");
  CHECK(picture_file_name(stage.session, stage.content, false) == "attune-" + slug + "-anxious-vs-secure");
  // What was changed says so: a pattern, what happens, a story of one's own.
  stage.run(command::SetTrait{0, "thr", 0.2});
  REQUIRE(is_changed(stage.session, Bench::side_a));
  CHECK(line().rest.find("changed") != std::string::npos);
  CHECK(name().find("anxious-changed-vs-secure") != std::string::npos);
  stage.run(command::ResetChanges{Bench::side_a, true});
  CHECK(line().rest.find("changed") == std::string::npos);
  const std::string input = current_story(stage.session, stage.content).scenario->arms[0].segments[0].inputs.front().input;
  stage.run(command::SetStrength{0, input, 0.11});
  REQUIRE(is_changed(stage.session, Bench::story));
  CHECK(line().story.find("changed") != std::string::npos);
  stage.run(command::MakeOwnStory{"My own: a letter", "A story."});
  CHECK(line().story.find("My own: a letter") == 0);
  CHECK(line().rest.find("a story of one's own") != std::string::npos);
  // A title without a letter that a file's name can have.
  stage.run(command::SetStoryTitle{"\u0413\u0440\u043E\u0437\u0430"});
  CHECK(name().find("attune--") == std::string::npos);
  // Every story has a name for its pictures, of lower-case letters, digits and dashes.
  std::set<std::string> names;
  for (std::size_t i = 0; i < story_count(stage.content); ++i) {
    stage.run(command::SelectScenario{static_cast<int>(i)});
    stage.run(command::Seek{duration_s(stage.session, stage.content)});
    CAPTURE(name());
    CHECK(name().find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos);
    CHECK(name().size() < 120);
    CHECK(names.insert(name()).second);
    CHECK(!line().story.empty());
    CHECK(line().rest.find("  ") == std::string::npos);
  }
  const LineWords words;
  CHECK(time_in_words(0, 600, words, {}) == "at the start");
  CHECK(time_in_words(40, 600, words, {}) == "at 40 s");
  CHECK(time_in_words(150.4, 600, words, {}) == "at 2 min 30 s");
  CHECK(time_in_words(3660, 7200, words, {}) == "at 1 h 1 min");
  CHECK(time_in_words(100000, 400000, words, {}) == "at day 2, 03:46");
  CHECK(time_in_words(2 * kClockYear_s, 5 * kClockYear_s, words, {}) == "at 2 years");
}

TEST_CASE("the line below a picture takes nothing of the stage and is never cut off") {
  Stage stage;
  stage.play("soothe", "disorganized", 345);
  stage.run(command::SetStyle{1, stage.style("secure")});
  for (const bool two : {false, true})
    for (const Background background : {Background::dark, Background::light, Background::transparent, Background::contrast})
      for (const float scale : {1.0f, 2.0f, 3.0f})
        for (const glm::ivec2 size : {glm::ivec2(400, 300), {640, 346}, {1280, 720}, {1024, 600}, {3840, 2160}}) {
          CAPTURE(size.x);
          CAPTURE(scale);
          stage.run(command::SetCompare{two});
          stage.settings.background = background;
          stage.settings.pixel_scale = scale;
          stage.settings.width = size.x, stage.settings.height = size.y;
          stage.settings.line = false;
          const std::vector<Scene> plain = stage.draw();
          stage.settings.line = true;
          stage.settings.height = height_with_line(stage.session, stage.content, stage.settings);
          const int line = stage.settings.height - size.y;
          CHECK(line_height(stage.session, stage.content, stage.settings) == line);
          const std::vector<Scene> with_line = stage.draw();
          REQUIRE(with_line.size() == plain.size() + 1);
          for (std::size_t i = 0; i < plain.size(); ++i) {  // the stage is the same, to the last word on it
            CHECK(with_line[i].viewport.height == plain[i].viewport.height);
            CHECK(with_line[i].camera.distance_mm == plain[i].camera.distance_mm);
            REQUIRE(with_line[i].overlay.texts.size() == plain[i].overlay.texts.size());
            for (std::size_t k = 0; k < plain[i].overlay.texts.size(); ++k)
              CHECK(with_line[i].overlay.texts[k].baseline == plain[i].overlay.texts[k].baseline);
          }
          const Scene& below = with_line.back();
          CHECK(below.viewport.y == size.y);
          CHECK(below.viewport.height == line);
          CHECK(below.surfaces.empty());
          std::string all;
          float text_right = 0, brand_left = 0;
          for (const OverlayText& text : below.overlay.texts) {
            const float right = text.baseline.x + text_width_em(text.bold ? stage.bold : stage.regular, text.text) * text.size;
            CHECK(text.baseline.x >= 0);
            CHECK(right <= static_cast<float>(size.x));
            CHECK(text.baseline.y - 0.8f * text.size >= 0);
            CHECK(text.baseline.y + 0.25f * text.size <= static_cast<float>(line));
            if (text.bold) {
              CHECK(text.text == "Attune");
              brand_left = text.baseline.x;
            } else {
              // The key of the carriers stands below the words.
              if (text.baseline.y < static_cast<float>(line_height(stage.settings)) - 5) text_right = std::max(text_right, right);
              all += text.text;
            }
          }
          CHECK(text_right < brand_left);
          if (static_cast<float>(size.x) / scale >= 600) CHECK(all.find("at 5 min 45 s") != std::string::npos);
        }
}

TEST_CASE("one structure can be shown alone, whatever its eye and its lobe say; names and what can be pressed follow") {
  Stage stage;
  stage.play("rejection", "anxious", 240);
  const auto shown = [&](const Scene& scene) {
    std::set<std::string> structures;
    for (const SurfaceItem& item : scene.surfaces) structures.insert(stage.content.brain.parts[static_cast<std::size_t>(item.part)].structure);
    return structures;
  };
  const Scene usual = stage.draw()[0];
  CHECK(shown(usual).size() > 10);
  stage.run(command::SetStructureVisible{"amygdala", false});
  stage.run(command::SetLobeVisible{"limbic", false});
  stage.run(command::SoloStructure{"amygdala"});
  const Scene solo = stage.draw()[0];
  CHECK(shown(solo) == std::set<std::string>{"amygdala"});
  CHECK(solo.overlay.texts.size() < usual.overlay.texts.size());
  stage.run(command::Select{"hippocampus"});  // the selection is always seen
  CHECK(shown(stage.draw()[0]) == std::set<std::string>{"amygdala", "hippocampus"});
  stage.run(command::Select{""});
  stage.run(command::SoloStructure{"amygdala"});
  CHECK(shown(stage.draw()[0]).count("amygdala") == 0);
  CHECK(shown(stage.draw()[0]).size() > 5);
}

TEST_CASE("one carrier can be followed alone, or slowly; the legend names them all") {
  Stage stage;
  stage.play("rejection", "anxious", 240);
  const auto flowing = [&] {
    int count = 0;
    for (const FlowingCarrier& carrier : flowing_carriers(stage.session, stage.content)) count += carrier.shown;
    return count;
  };
  const int all = flowing();
  CHECK(all > 4);
  const Scene usual = stage.draw()[0];
  CHECK(usual.overlay.targets.size() > 4);  // of those that have a name in this test
  stage.run(command::SoloCarrier{"DA"});
  CHECK(flowing() == 1);
  const Scene solo = stage.draw()[0];
  CHECK(solo.tubes.size() < usual.tubes.size());
  CHECK(solo.overlay.targets.size() == usual.overlay.targets.size());
  // What travels in the blood is listed while it is followed.
  stage.note();
  stage.run(command::SoloCarrier{"CORT"});
  CHECK(flowing() == 1);
  const Scene blood = stage.draw()[0];
  CHECK(blood.tubes.empty());
  CHECK(blood.overlay.targets.size() == usual.overlay.targets.size() + 1);
  CHECK_FALSE(says(blood, "Pulses"));
  stage.run(command::SoloCarrier{"CORT"});
  CHECK(flowing() == all);
  stage.run(command::SetCarrierVisible{"DA", false});
  CHECK(flowing() == all - 1);
  stage.run(command::SetCarrierVisible{"DA", true});
  stage.run(command::SetCarrierSlow{"DA", true});
  const Scene slow = stage.draw()[0];
  int slower = 0;
  REQUIRE(slow.tubes.size() == usual.tubes.size());
  for (std::size_t i = 0; i < slow.tubes.size(); ++i) slower += slow.tubes[i].phase < usual.tubes[i].phase;
  CHECK(slower > 0);
  CHECK(slower < static_cast<int>(slow.tubes.size()));
  stage.run(command::SoloCarrier{"nothing"});
  CHECK(!stage.session.message.empty());
}

TEST_CASE("what is cut away is the end of no path") {
  Stage stage;
  stage.settings.names = nullptr;
  stage.play("rejection", "anxious", 330);
  const auto reach_of = [&](bool left) {  // mm from the middle
    float reach = 0;
    const Scene scene = stage.draw()[0];
    for (const glm::vec3& point : scene.tube_points) reach = std::max(reach, left ? -point.x : point.x);
    return reach;
  };
  const auto paths = [&] { return stage.draw()[0].tubes.size(); };
  CHECK(reach_of(true) > 15);
  CHECK(reach_of(false) > 15);
  const std::size_t all = paths();
  stage.run(command::HideHemisphere{1});
  CHECK(reach_of(true) > 15);
  CHECK(reach_of(false) < 8);  // paths among the nuclei of the stem, which is no half
  const std::size_t half = paths();
  CHECK(half < all);
  stage.run(command::HideHemisphere{-1});
  CHECK(paths() == all);
  stage.run(command::SetLobeVisible{"frontal", false});
  CHECK(paths() < all);
  CHECK(paths() > 0);
}

TEST_CASE("a carrier that is shown alone is plain, however little of it flows") {
  Stage stage;
  stage.settings.names = nullptr;
  stage.play("intimacy", "secure", 1500);
  for (const std::string& carrier : carriers(stage.content)) {
    stage.run(command::SoloCarrier{carrier});
    const Scene scene = stage.draw()[0];
    CAPTURE(carrier);
    for (const TubeItem& tube : scene.tubes) {
      CHECK(tube.opacity >= 0.7f);
      CHECK(tube.flow >= 0.5f);
      CHECK(tube.radius_mm >= 1);
    }
    stage.run(command::SoloCarrier{carrier});
  }
}

TEST_CASE("however fast a story is played, pulses go as fast as the eye can follow") {
  Stage stage;
  stage.settings.names = nullptr;
  stage.run(command::SetLabels{false});
  stage.play("rejection", "anxious", 100);
  for (const double speed : offered_speeds(stage.session, stage.content)) {
    stage.run(command::SetSpeed{speed});
    REQUIRE(played_speed(stage.session, stage.content) == speed);
    stage.run(command::Seek{100});
    const float before = stage.draw()[0].tubes.front().phase;
    stage.run(command::Seek{100 + 0.1 * speed});  // a tenth of a second later
    const float moved = stage.draw()[0].tubes.front().phase - before;
    CAPTURE(speed);
    CHECK(moved > 0);
    CHECK(moved < 0.301f);  // pulse spacings
  }
}

TEST_CASE("what was looked at before does not change where names point") {
  Stage stage;
  stage.play("rejection", "anxious", 240);
  const auto turn_to = [&](float azimuth) {
    stage.session.camera = home_camera();
    stage.session.camera.azimuth = azimuth;
    stage.session.camera.elevation = 0.3f * azimuth - 0.6f;
  };
  for (const float azimuth : {0.0f, 0.1f, 0.4f, 0.9f, 2.2f, 3.9f, 0.4f}) {
    turn_to(azimuth);
    stage.session.hidden_hemisphere = azimuth > 2 ? 0 : -1;
    stage.settings.names = &stage.names;
    const std::vector<Name> with = names_of(stage, stage.draw()[0]);
    stage.settings.names = nullptr;
    const std::vector<Name> without = names_of(stage, stage.draw()[0]);
    REQUIRE(with.size() == without.size());
    for (std::size_t i = 0; i < with.size(); ++i) {
      CHECK(with[i].text == without[i].text);
      CHECK(with[i].leader == without[i].leader);
    }
  }
  CHECK(stage.names.looks.looks.size() <= 24);
}

TEST_CASE("every picture says what its colours are and that it is a model") {
  Stage stage;
  stage.note();
  stage.play("rejection", "anxious", 240);
  CHECK(says(stage.draw()[0], "A model, not a scan. Pulses show"));
  stage.session.show_flow = false;
  CHECK(says(stage.draw()[0], "A model, not a scan."));
  CHECK_FALSE(says(stage.draw()[0], "Pulses"));
  stage.session.show_flow = true;
  for (const glm::ivec2 size : {glm::ivec2(1280, 720), glm::ivec2(640, 346), glm::ivec2(1024, 600)}) {
    CAPTURE(size.x);
    stage.settings.width = size.x, stage.settings.height = size.y;
    stage.session.colour_mode = ColourMode::structure;
    CHECK(says(stage.draw()[0], "Colours tell structures apart."));
    if (size.x == 1280) {
      CHECK(says(stage.draw()[0], "Pulses show"));
      CHECK(stage.draw()[0].overlay.targets.size() > 4);  // the carriers
    }
    CHECK_FALSE(says(stage.draw()[0], "usual"));
    stage.session.colour_mode = ColourMode::activity;
  }
  stage.settings.width = 1280, stage.settings.height = 720;
  stage.run(command::SetStyle{1, stage.style("secure")});
  stage.run(command::SetCompare{true});
  stage.run(command::SetDifference{true});
  const Scene difference = stage.draw()[0];
  CHECK(says(difference, "A model, not a scan."));
  CHECK(says(difference, "more active in Anxious"));
  CHECK(says(difference, "more active in Secure"));
  CHECK(says(difference, "A Anxious compared with B Secure"));
  // Two that are called alike keep their letters.
  stage.run(command::SetStyle{1, stage.style("anxious")});
  CHECK(says(stage.draw()[0], "more active in B"));
  stage.run(command::SetDifference{false});
  stage.run(command::SetCompare{false});
  for (std::size_t i = 0; i < story_count(stage.content); ++i) {
    const LifeScenario* years = story_at(stage.content, i).years;
    if (years == nullptr) continue;
    stage.run(command::SelectScenario{static_cast<int>(i)});
    stage.run(command::Seek{duration_s(stage.session, stage.content) / 2});
    CHECK(says(stage.draw().back(), "A model, not a scan."));
  }
}

TEST_CASE("the pituitary has the colour of ACTH wherever a blood lane begins at one, and nowhere else") {
  Stage stage;
  stage.note();
  stage.play("rejection", "anxious", 240);
  const auto hue = [&] {
    float most = 0;
    for (const Scene& scene : stage.draw())
      for (const SurfaceItem& item : scene.surfaces)
        if (stage.content.brain.parts[static_cast<std::size_t>(item.part)].structure == "pituitary")
          most = std::max(most, glm::length(item.colour - glm::vec3(glm::dot(item.colour, glm::vec3(1.0f / 3)))));
    return most;
  };
  CHECK(says(stage.draw()[0], "ACTH"));
  CHECK(hue() > 0.2f);
  stage.run(command::SetBody{false});
  CHECK(hue() < 0.1f);
  stage.run(command::SetBody{true});
  stage.run(command::SetCompare{true});
  CHECK(hue() > 0.2f);
  stage.settings.width = 640, stage.settings.height = 346;
  CHECK_FALSE(says(stage.draw()[0], "ACTH"));  // a long badge, with its lane
  CHECK(hue() > 0.2f);
  stage.settings.width = 480;
  CHECK_FALSE(says(stage.draw()[0], "ACTH"));  // a badge
  CHECK(hue() < 0.1f);
  stage.settings.width = 1280, stage.settings.height = 720;
  stage.play("synchrony", "secure", 900);  // two bodies at the ends of their rhythms
  CHECK_FALSE(says(stage.draw()[0], "ACTH"));
  CHECK(hue() > 0.2f);
  stage.play("rejection", "anxious", 240);
  stage.run(command::SetCompare{true});
  stage.run(command::SetDifference{true});
  CHECK(hue() < 0.1f);
  stage.session.colour_mode = ColourMode::structure;
  stage.run(command::SetDifference{false});
  CHECK(hue() > 0.2f);
}

TEST_CASE("of two brains neither lies under the other's legend or a body, and each has its body and its blood lane") {
  Stage stage;
  stage.note();
  stage.settings.words.why = "why?";
  stage.play("rejection", "anxious", 240);
  stage.run(command::SetStyle{1, stage.style("secure")});
  stage.run(command::SetCompare{true});
  struct Wanted {
    int width, height;
    bool captions;
    float least_height;  // of the card
  };
  for (const Wanted& wanted : {Wanted{1280, 720, true, 120}, Wanted{1920, 1080, true, 180}, Wanted{1010, 573, false, 90}, Wanted{560, 350, false, 27}}) {
    stage.settings.width = wanted.width, stage.settings.height = wanted.height, stage.settings.captions = wanted.captions;
    stage.settings.pixel_scale = wanted.width == 1010 ? 1.25f : 1.0f;
    CAPTURE(wanted.width);
    std::vector<OverlayTarget> cards;
    const std::vector<Scene> scenes = stage.draw();
    REQUIRE(scenes.size() == 2);
    for (const Scene& scene : scenes) {
      const auto card = std::find_if(scene.overlay.targets.begin(), scene.overlay.targets.end(),
                                     [](const OverlayTarget& target) { return target.asks == "body.HR"; });
      REQUIRE(card != scene.overlay.targets.end());
      CHECK(card->max.y - card->min.y >= wanted.least_height);
      cards.push_back(*card);
      // The lanes end in it: squares and discs of what the blood carries.
      const glm::vec4 acth = glm::vec4(parse_colour(find_chemical(stage.content, "ACTH")->colour), 1);
      CHECK(std::any_of(scene.overlay.quads.begin(), scene.overlay.quads.end(), [&](const OverlayQuad& quad) {
        const glm::vec2 middle = (quad.min + quad.max) / 2.0f;
        return glm::length(glm::vec3(quad.colour) - glm::vec3(acth)) < 0.25f && middle.x > card->min.x && middle.x < card->max.x &&
               middle.y > card->min.y && middle.y < card->max.y;
      }));
    }
    CHECK(cards[0].max.y == doctest::Approx(cards[1].max.y));
    if (wanted.height < 400) continue;  // where a badge has the place, a row of its own
    const glm::mat4 to_clip = projection_matrix(scenes[0].camera, static_cast<float>(scenes[0].viewport.width) / static_cast<float>(wanted.height)) *
                              view_matrix(scenes[0].camera);
    const Viewport view{0, 0, scenes[0].viewport.width, wanted.height};
    int under = 0;
    for (const SurfaceItem& item : scenes[0].surfaces) {
      const std::vector<glm::vec3>& points = stage.content.brain.parts[static_cast<std::size_t>(item.part)].positions_mm;
      for (std::size_t i = 0; i < points.size(); i += 40) {
        const glm::vec2 at = to_pixels(view, to_clip * glm::vec4(points[i], 1));
        const auto covers = [&](const OverlayTarget& target) { return at.x > target.min.x && at.x < target.max.x && at.y > target.min.y && at.y < target.max.y; };
        for (std::size_t side = 0; side < 2; ++side) under += covers(cards[side]);
        for (const OverlayTarget& target : scenes[1].overlay.targets) under += !target.carrier.empty() && covers(target);
      }
    }
    CHECK(under == 0);
  }
}

TEST_CASE("one brain does not lie under its legend, and stays nearly as large") {
  Stage stage;
  stage.note();
  stage.settings.words.evidence = "evidence", stage.settings.words.grades = {"strong", "some", "unsure"};
  struct Wanted {
    int width, height;
    float scale;
    bool captions;
  };
  stage.run(command::SetReducedMotion{true});
  for (const char* view : {"home", "left", "right"})
    for (const Wanted& wanted : {Wanted{1010, 543, 1.25f, false}, {632, 346, 1, false}, {632, 480, 1, false}, {960, 480, 1, false}, {1280, 720, 1, true},
                                 {1280, 560, 1, false}, {1920, 1080, 1, true}, {1580, 720, 1.25f, false}}) {
      stage.play(wanted.captions ? "rejection" : "soothe", "anxious", 240);
      stage.run(command::GoToView{view});
      CAPTURE(view);
      stage.settings.width = wanted.width, stage.settings.height = wanted.height;
      stage.settings.pixel_scale = wanted.scale, stage.settings.captions = wanted.captions;
      CAPTURE(wanted.width);
      CAPTURE(wanted.height);
      const Scene scene = stage.draw()[0];
      glm::vec2 low(0), high(0);
      for (const OverlayText& text : scene.overlay.texts)
        if (text.text.starts_with("quieter"))
          for (const OverlayQuad& quad : scene.overlay.quads)
            if (quad.border == 0 && quad.max.x - quad.min.x > 100 && quad.max.y - quad.min.y > 20 && text.baseline.x > quad.min.x && text.baseline.x < quad.max.x && text.baseline.y > quad.min.y && text.baseline.y < quad.max.y)
              low = quad.min, high = quad.max;
      REQUIRE(high.x > 0);
      const glm::mat4 to_clip = projection_matrix(scene.camera, static_cast<float>(wanted.width) / static_cast<float>(wanted.height)) * view_matrix(scene.camera);
      int under = 0;
      for (const SurfaceItem& item : scene.surfaces) {
        const std::vector<glm::vec3>& points = stage.content.brain.parts[static_cast<std::size_t>(item.part)].positions_mm;
        for (std::size_t i = 0; i < points.size(); i += 20) {
          const glm::vec2 at = to_pixels(scene.viewport, to_clip * glm::vec4(points[i], 1));
          under += at.x > low.x && at.x < high.x && at.y > low.y && at.y < high.y;
        }
      }
      CHECK(under == 0);
      const BrainBox box = brain_box(stage, scene);
      CHECK(box.high.y - box.low.y > 0.6f * static_cast<float>(std::min(wanted.width, wanted.height)));
    }
}

TEST_CASE("what is selected has its name wherever it is in sight, whatever stands beside it") {
  Stage stage;
  stage.note();
  stage.settings.words.pattern = "a learned pattern";
  stage.settings.words.evidence = "evidence", stage.settings.words.grades = {"strong", "some", "unsure"};
  for (const char* story : {"rejection", "soothe"}) {
    stage.play(story, "secure", 240);
    stage.run(command::SetStyle{1, stage.style("anxious")});
    stage.run(command::SetCompare{true});
    for (const int height : {720, 1080})
      for (const char* id : {"vmpfc", "acc_dorsal", "acc_subgenual", "insula_cortex", "hippocampus"}) {
        stage.settings.width = height * 16 / 9, stage.settings.height = height;
        CAPTURE(std::string(story));
        CAPTURE(height);
        CAPTURE(std::string(id));
        stage.run(command::Select{id});
        for (const Scene& scene : stage.draw()) {
          CHECK(names_of(stage, scene).size() >= 3);
          CHECK(std::any_of(scene.overlay.targets.begin(), scene.overlay.targets.end(), [&](const OverlayTarget& target) { return target.structure == id; }));
        }
      }
  }
}

TEST_CASE("where two atlases overlap one of them shows the region: the solid that has a name, or else the parcel") {
  Stage stage;
  stage.play("rejection", "anxious", 300);
  const auto parcel = [&] {
    SurfaceItem found;
    for (const Scene& scene : stage.draw())
      for (const SurfaceItem& item : scene.surfaces)
        if (stage.content.brain.parts[static_cast<std::size_t>(item.part)].structure == "anterior_cingulate_cortex") found = item;
    return found;
  };
  CHECK(parcel().fill == 0);
  CHECK(parcel().behind_mm > 0);
  stage.run(command::SetStructureVisible{"acc_dorsal", false});
  CHECK(parcel().fill > 0.3f);
  CHECK(parcel().behind_mm == 0);
  stage.run(command::SetStructureVisible{"acc_dorsal", true});
  stage.run(command::Select{"anterior_cingulate_cortex"});
  CHECK(parcel().fill > 0.3f);
}

TEST_CASE("a difference explains stripes where some can be seen in its run, and they stand back while there are none") {
  Stage stage;
  stage.note();
  stage.settings.names = nullptr;
  stage.run(command::SetLabels{false});
  stage.run(command::SetFlow{false});
  int with = 0, without = 0, back = 0;
  for (const char* story : {"rejection", "soothe", "handhold", "tsst"})
    for (const char* other : {"secure", "avoidant", "earned"}) {
      stage.play(story, "anxious", 0);
      stage.run(command::SetStyle{1, stage.style(other)});
      stage.run(command::SetCompare{true});
      stage.run(command::SetDifference{true});
      bool said = false;
      float plainest = 0;
      for (int i = 0; i <= 160; ++i) {
        stage.session.playhead.t_s = duration_s(stage.session, stage.content) * i / 160;
        const Scene scene = stage.draw().back();
        float now = 0;
        for (const SurfaceItem& item : scene.surfaces) now = std::max(now, item.hatched);
        plainest = std::max(plainest, now);
        const Legend legend = legend_of(scene, stage.session, stage.content, stage.settings);
        if (i == 0) said = !legend.striped.empty();
        CHECK(said == !legend.striped.empty());
        CHECK((now == 0 || said));
        if (said) CHECK(legend.striped_now == (now > 0));
        back += said && !legend.striped_now;
      }
      CAPTURE(story);
      CAPTURE(other);
      CHECK(said == (plainest > 0.99f));
      ++(said ? with : without);
    }
  CHECK(with > 0);
  CHECK(without > 0);
  CHECK(back > 0);
}

TEST_CASE("a solid surface hides what flows, and the legend says so; what is asked for is seen through it") {
  Stage stage;
  stage.note();
  stage.settings.words.hidden_flow = "The solid surface hides what flows inside.";
  stage.play("rejection", "anxious", 240);
  const auto keyed = [&] {
    const Scene scene = stage.draw().back();
    return std::any_of(scene.overlay.targets.begin(), scene.overlay.targets.end(), [](const OverlayTarget& target) { return target.carrier == "DA"; });
  };
  CHECK(keyed());
  CHECK_FALSE(says(stage.draw().back(), "The solid surface"));
  stage.run(command::SetGlass{1});
  for (const int hemisphere : {-1, 1}) {  // also of a half that is cut away: no path lies before its wall
    stage.session.hidden_hemisphere = hemisphere;
    CHECK_FALSE(keyed());
    const Scene scene = stage.draw().back();
    CHECK(scene.tubes.empty());
    CHECK(scene.clouds.empty());
    CHECK(says(scene, "The solid surface"));
    CHECK_FALSE(says(scene, "Pulses show"));
  }
  stage.session.hidden_hemisphere = -1;
  stage.run(command::SetFlow{false});
  CHECK_FALSE(says(stage.draw().back(), "The solid surface"));
  stage.run(command::SetFlow{true});
  stage.run(command::SoloCarrier{"DA"});
  CHECK(keyed());
  CHECK_FALSE(stage.draw().back().tubes.empty());
  stage.run(command::SoloCarrier{""});
  stage.session.hidden_lobes = {"frontal", "parietal", "temporal"};
  CHECK_FALSE(stage.draw().back().tubes.empty());
}

TEST_CASE("while no difference can be seen the title says so, and keeps its place") {
  Stage stage;
  stage.note();
  stage.settings.words.difference_note = "one brain, coloured by A minus B", stage.settings.words.alike = "A and B look the same right now";
  stage.play("rejection", "secure", 0);
  stage.run(command::SetStyle{1, stage.style("secure")});
  stage.run(command::SetCompare{true});
  stage.run(command::SetDifference{true});
  CHECK(says(stage.draw().front(), "look the same"));
  CHECK_FALSE(says(stage.draw().front(), "A minus B"));
  stage.run(command::SetStyle{1, stage.style("anxious")});
  stage.run(command::Seek{200});
  CHECK_FALSE(says(stage.draw().front(), "look the same"));
  CHECK(says(stage.draw().front(), "A minus B"));
}

TEST_CASE("cortisol alone is a cloud where it acts, fuller as it rises") {
  Stage stage;
  stage.settings.words.cortisol_note = "Cortisol comes with the blood.";
  stage.play("tsst", "anxious", 0);
  CHECK_FALSE(says(stage.draw().front(), "Cortisol comes"));
  stage.run(command::SoloCarrier{"CORT"});
  const auto density = [&] {
    const Scene scene = stage.draw().front();
    CHECK(scene.tubes.empty());
    REQUIRE_FALSE(scene.clouds.empty());
    return scene.clouds.front().density;
  };
  const float before = density();
  CHECK(before > 0);
  CHECK(says(stage.draw().front(), "Cortisol comes"));
  stage.run(command::Seek{4500});
  CHECK(density() > 3 * before);
  // Near the amygdala and the hippocampus, on both sides.
  const std::vector<CloudItem> clouds = stage.draw().front().clouds;
  for (const glm::vec3& place : {glm::vec3(24, -4, -18), glm::vec3(-24, -4, -18), glm::vec3(28, -24, -13)})
    CHECK(std::any_of(clouds.begin(), clouds.end(), [&](const CloudItem& cloud) { return glm::length(cloud.centre_mm - place) < 8; }));
}

TEST_CASE("the word in the middle of a scale stands between the others, also beside a narrow one") {
  Stage stage;
  stage.note();
  stage.settings.captions = false;
  int seen = 0;
  for (const auto& [width, height] : {std::pair{632, 346}, {700, 480}, {900, 660}, {1280, 720}})
    for (const bool difference : {false, true}) {
      stage.settings.width = width, stage.settings.height = height;
      stage.play("rejection", "secure", 240);
      stage.run(command::SetStyle{1, stage.style("anxious")});
      stage.run(command::SetCompare{difference});
      stage.run(command::SetDifference{difference});
      const Scene scene = stage.draw().back();
      const std::string middle = difference ? "the same" : "usual", low = difference ? "more active" : "quieter";
      float at = -1, first = -1;
      for (const OverlayText& text : scene.overlay.texts) {
        if (text.text == middle) at = text.baseline.y;
        if (text.text.starts_with(low) && first < 0) first = text.baseline.y;
      }
      if (at < 0) continue;
      CAPTURE(stage.settings.width);
      CAPTURE(difference);
      CHECK(at == first);
      ++seen;
    }
  CHECK(seen > 5);
}

TEST_CASE("the kinds of line are explained on the stage of a small window, or the legend is left out in part") {
  Stage stage;
  stage.note();
  stage.settings.captions = false;
  stage.settings.pixel_scale = 1;
  stage.settings.words.evidence = "evidence", stage.settings.words.grades = {"strong", "some", "unsure"};
  stage.play("rejection", "anxious", 240);
  int said = 0;
  for (const auto& [width, height] : {std::pair{632, 346}, {700, 262}, {400, 300}, {1280, 720}, {900, 330}, {520, 420}}) {
    stage.settings.width = width, stage.settings.height = height;
    const Scene scene = stage.draw().back();
    CAPTURE(stage.settings.width);
    CHECK((says(scene, "unsure") || scene.overlay.key_left_out || scene.overlay.legend_left_out));
    said += says(scene, "unsure");
  }
  CHECK(said >= 1);
}

TEST_CASE("the legend explains the stripes of either side") {
  Stage stage;
  stage.settings.width = 1920, stage.settings.height = 1080;
  stage.play("handhold", "secure", 200);
  stage.run(command::SetStyle{1, stage.style("avoidant")});
  stage.run(command::SetCompare{true});
  const AnyScenario story = current_story(stage.session, stage.content);
  int seen = 0;
  for (std::size_t arm = 0; arm < story.arm_count(); ++arm)
    for (int swapped = 0; swapped < 2; ++swapped) {
      stage.run(command::SelectArm{static_cast<int>(arm)});
      stage.run(command::SwapSides{});
      const std::vector<Scene> scenes = stage.draw();
      const bool striped = std::any_of(scenes.begin(), scenes.end(), [](const Scene& scene) {
        return std::any_of(scene.surfaces.begin(), scene.surfaces.end(), [](const SurfaceItem& item) { return item.hatched > 0; });
      });
      CHECK((!striped || says(scenes.back(), "Striped")));
      seen += striped;
    }
  CHECK(seen > 0);
}

TEST_CASE("stripes of a weak change are as plain as those of a strong one") {
  Stage stage;
  stage.settings.names = nullptr;
  stage.run(command::SetLabels{false});
  int weak = 0, strong = 0;
  for (const bool difference : {true, false})
    for (const char* story : {"rejection", "soothe", "handhold", "intimacy"}) {
      stage.play(story, "anxious", 0);
      stage.run(command::SetStyle{1, stage.style("secure")});
      stage.run(command::SetCompare{true});
      stage.run(command::SetDifference{difference});
      for (int i = 1; i <= 12; ++i) {
        stage.run(command::Seek{duration_s(stage.session, stage.content) * i / 12});
        const std::vector<Scene> scenes = stage.draw();
        for (const SurfaceItem& item : scenes[0].surfaces) {
          const Structure* structure = find_structure(stage.content, stage.content.brain.parts[static_cast<std::size_t>(item.part)].structure);
          if (structure == nullptr || structure->region.empty() || item.behind_mm > 0) continue;
          if (stage.session.undirected[0].count(structure->region) + (difference ? stage.session.undirected[1].count(structure->region) : 0) == 0) continue;
          const double share = std::abs(difference ? difference_share(stage.session, structure->region) : activity_share(stage.session, 0, structure->region));
          if (share < 0.1) continue;
          CAPTURE(structure->id);
          CAPTURE(share);
          CHECK(item.hatched > 0.99f);
          ++(share < 0.2 ? weak : strong);
        }
      }
    }
  CHECK(weak > 20);
  CHECK(strong > 5);
}

TEST_CASE("nothing pops while a story plays: legend and body stay, stripes come with the change") {
  Stage stage;
  stage.note();
  stage.play("soothe", "anxious", 0);
  const auto places = [&] {
    std::vector<glm::vec2> found;
    for (const Scene& scene : stage.draw()) {
      for (const OverlayText& text : scene.overlay.texts)
        if (text.text == stage.settings.words.more_active || text.text.starts_with("A model") || text.text.starts_with("Striped"))
          found.push_back(text.baseline);
      found.emplace_back(says(scene, "cortisol") ? 1 : 0, says(scene, "a minute") ? 1 : 0);
    }
    return found;
  };
  for (const char* scenario : {"soothe", "rejection", "tsst"})
    for (const bool compare : {false, true})
      for (const glm::ivec2 size : {glm::ivec2(1280, 720), glm::ivec2(700, 430), glm::ivec2(640, 500)}) {
        CAPTURE(scenario);
        CAPTURE(size.x);
        stage.play(scenario, "anxious", 0);
        stage.run(command::SetCompare{compare});
        stage.settings.width = size.x, stage.settings.height = size.y;
        const std::vector<glm::vec2> first = places();
        for (int i = 1; i <= 8; ++i) {
          stage.run(command::Seek{duration_s(stage.session, stage.content) * i / 8});
          CHECK(places() == first);
        }
      }
  // Between two frames of a film stripes do not jump.
  stage.settings.width = 1280, stage.settings.height = 720;
  stage.play("soothe", "anxious", 121);
  stage.run(command::SetCompare{false});
  for (std::size_t i = 0; i < current_story(stage.session, stage.content).arm_count(); ++i)
    if (current_story(stage.session, stage.content).arm(i).id == "soothed") stage.run(command::SelectArm{static_cast<int>(i)});
  std::map<int, float> before;
  float highest = 0, step = 0;
  for (int frame = 0; frame <= 72; ++frame) {
    stage.run(command::Seek{121 + 29.0 * frame / 72});
    const std::vector<Scene> scenes = stage.draw();
    for (const SurfaceItem& item : scenes[0].surfaces) {
      if (frame > 0) step = std::max(step, std::abs(item.hatched - before[item.part]));
      before[item.part] = item.hatched;
      highest = std::max(highest, item.hatched);
    }
  }
  CHECK(highest > 0.4f);
  CHECK(step < 0.35f);
}

TEST_CASE("the line below a picture has the key of what flows where no legend has it") {
  Stage stage;
  stage.play("rejection", "anxious", 240);
  stage.settings.line = true;
  const auto line = [&](glm::ivec2 size) {
    stage.settings.width = size.x, stage.settings.height = size.y;
    stage.settings.height = height_with_line(stage.session, stage.content, stage.settings);
    const std::vector<Scene> scenes = stage.draw();
    CHECK(scenes.front().viewport.height == size.y);  // the stage keeps its height
    return scenes.back();
  };
  CHECK(says(line({1280, 720}), "not a scan, not a diagnosis"));
  CHECK_FALSE(says(line({1280, 720}), "Dopamine"));
  for (const glm::ivec2 size : {glm::ivec2(640, 346), {1280, 692}}) {
    stage.settings.pixel_scale = size.x == 640 ? 1 : 2;
    CAPTURE(size.x);
    CHECK(says(line(size), "Dopamine"));
    CHECK(says(line(size), "not a scan, not a diagnosis"));
    stage.run(command::SoloCarrier{"DA"});
    CHECK(says(line(size), "Dopamine"));
    CHECK_FALSE(says(line(size), "Serotonin"));
    stage.run(command::SoloCarrier{"DA"});
  }
  stage.settings.pixel_scale = 1;
  stage.run(command::SetLegend{false});
  CHECK(says(line({1280, 720}), "Dopamine"));
  stage.session.show_flow = false;
  CHECK_FALSE(says(line({1280, 720}), "Dopamine"));
}

TEST_CASE("a story opens in the version that its card speaks of") {
  Stage stage;
  CHECK(current_arm(stage.session, stage.content).id == "soothed");  // "A fright, and someone comes", behind the first page
  for (const auto& [story, arm] : {std::pair{"soothe", "soothed"}, {"breath", "slow breathing"}, {"rejection", "alone"}, {"synchrony", "skin-to-skin"}}) {
    stage.play(story, "secure", 0);
    CHECK(current_arm(stage.session, stage.content).id == arm);
  }
}

TEST_CASE("under curves a stage keeps a low key of its pulses, and says what of the colours it leaves out") {
  Stage stage;
  stage.play("soothe", "secure", 100);
  stage.run(command::SetCompare{true});
  stage.settings.captions = false;  // the transport bar has them
  const auto keys = [&](int width, int height) {
    stage.settings.width = width;
    stage.settings.height = height;
    std::set<std::string> carriers;
    for (const Scene& scene : stage.draw())
      for (const OverlayTarget& target : scene.overlay.targets)
        if (!target.carrier.empty()) carriers.insert(target.carrier);
    return carriers;
  };
  for (const auto& [width, height] : {std::pair{632, 350}, {700, 262}}) {  // of 1280x720 and 1024x600
    CHECK(keys(width, height).contains("DA"));
    CHECK_FALSE(stage.draw().back().overlay.key_left_out);
  }
  // By their whole names where those have room, else by brief ones.
  stage.settings.words.carriers = {{"CRH", "stress signal (CRH)"}, {"OTc", "oxytocin"}, {"OPI", "opioids"}, {"glu", "glutamate - excites"}, {"gaba", "GABA - calms"}, {"mix", "mixed paths"}};
  stage.settings.words.carriers_brief = {{"glu", "excites"}, {"gaba", "calms"}, {"mix", "mixed"}};
  int whole = 0, brief = 0;
  for (int width = 520; width <= 1000; width += 20) {
    const bool keyed = keys(width, 280).contains("DA");
    std::multiset<std::string> said;
    const std::vector<Scene> scenes = stage.draw();
    for (const OverlayText& text : scenes[0].overlay.texts) said.insert(text.text);
    CAPTURE(width);
    CHECK(keyed == (said.count("glutamate - excites") + said.count("excites") == 1));
    CHECK(said.count("GABA - calms") == said.count("glutamate - excites"));
    whole += said.count("glutamate - excites") > 0;
    brief += said.count("excites") > 0;
  }
  CHECK(whole > 5);
  CHECK(brief > 2);
  stage.run(command::SetColourMode{ColourMode::structure});
  const Scene last = stage.draw().back();
  CHECK(last.overlay.key_left_out);
  const Legend legend = legend_of(last, stage.session, stage.content, stage.settings);
  const auto named = [&](const char* name) {
    return std::any_of(legend.structures.begin(), legend.structures.end(), [&](const Legend::Carrier& each) { return each.name.find(name) != std::string::npos; });
  };
  CHECK((named("Amygdala") && named("dACC") && named("Hippocampus")));
  stage.run(command::SetLegend{false});
  CHECK_FALSE(stage.draw().back().overlay.key_left_out);
}

TEST_CASE("where a stage is too low to say what stripes mean, the legend is left out in part") {
  Stage stage;
  stage.run(command::SelectScenario{0});
  stage.run(command::SetFlow{false});  // no key of pulses that would be left out too
  for (std::size_t i = 0; i < story_count(stage.content) && stage.session.undirected[0].empty(); ++i)
    stage.run(command::SelectScenario{static_cast<int>(i)});
  REQUIRE_FALSE(stage.session.undirected[0].empty());
  stage.run(command::SetCompare{true});
  const auto says_stripes = [&] { return all_words(stage.draw().back()).find("Striped") != std::string::npos; };
  for (const bool captions : {true, false}) {  // without them it is furnished as a high one from a smaller height on
    stage.settings.captions = captions;
    int left_out = 0;
    for (const int height : {210, 235, 260, 320, 400, 700}) {
      stage.settings.width = 700;
      stage.settings.height = height;
      CAPTURE(captions);
      CAPTURE(height);
      const bool is_left_out = stage.draw().back().overlay.key_left_out || stage.draw().back().overlay.legend_left_out;
      CHECK(says_stripes() != is_left_out);
      left_out += is_left_out ? 1 : 0;
    }
    CHECK(left_out >= 2);
    CHECK(left_out < 6);
  }
}

TEST_CASE("the line below a picture has the caption that the stage has not") {
  Stage stage;
  stage.play("rejection", "anxious", 240);
  stage.settings.line = true;
  const std::string caption = caption_now(stage.session, stage.content).caption->text;
  const auto words = [&] { return all_words(stage.draw().back()); };
  const int low = line_height(stage.session, stage.content, stage.settings);
  CHECK(words().find(caption.substr(0, 20)) == std::string::npos);
  stage.settings.captions = false;
  CHECK(words().find(caption.substr(0, 20)) != std::string::npos);
  CHECK(line_height(stage.session, stage.content, stage.settings) > low);
}

TEST_CASE("what was measured in people alone is said on the stage and below a picture") {
  Stage stage;
  stage.settings.words.people_only = "Measured in people only";
  stage.play("rejection", "anxious", 240);
  const auto chips = [&] {
    int count = 0;
    for (const Scene& scene : stage.draw())
      for (const OverlayTarget& target : scene.overlay.targets) count += target.carrier == kPeopleOnlyChip ? 1 : 0;
    return count;
  };
  LineWords words;
  words.people = "people only";
  const auto line = [&] { return picture_line(stage.session, stage.content, words, {}).rest; };
  CHECK(chips() == 0);
  CHECK(line().find("people only") == std::string::npos);
  stage.run(command::SetPeopleOnly{true});
  for (const auto& [width, height] : {std::pair{1280, 720}, {632, 350}, {700, 180}}) {
    stage.settings.width = width;
    stage.settings.height = height;
    for (const bool compare : {false, true}) {
      stage.run(command::SetCompare{compare});
      CHECK(chips() == 1);
    }
  }
  CHECK(line().find("people only") != std::string::npos);
}
