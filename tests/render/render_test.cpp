// The renderer on Mesa's software driver: both dialects compile, frames are repeatable and order-independent.
#include <doctest/doctest.h>
#include <epoxy/gl.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <glm/geometric.hpp>
#include <utility>
#include <vector>

#include "app/offscreen.h"
#include "io/load_brain.h"
#include "io/load_font.h"
#include "render/mesh_store.h"
#include "render/renderer.h"
#include "scene/colour_map.h"
#include "scene/colour_vision.h"

using namespace attune;

namespace {
// level: of detail; -1 the coarsest.
Scene small_scene(const BrainModel& brain, int level = -1) {
  Scene scene;
  scene.viewport = {0, 0, 320, 180};
  scene.camera = home_camera();
  for (std::size_t i = 0; i < brain.parts.size(); ++i) {
    const BrainPart& part = brain.parts[i];
    if (part.level != (level < 0 ? brain.level_count - 1 : level)) continue;
    SurfaceItem item;
    item.part = static_cast<int>(i);
    item.glass = part.kind == PartKind::cortex;
    item.colour = item.glass ? glm::vec3(0.6f) : glm::vec3(0.9f, 0.3f, 0.2f);
    if (part.structure == "dlpfc") item.fill = 0.5f, item.colour = {0.5f, 0.3f, 0.9f};
    scene.surfaces.push_back(item);
  }
  scene.tube_points = {{-24, -3, -18}, {-30, 10, -10}, {-6, 44, -12}};
  scene.tubes = {{0, 3, {1, 0.8f, 0.4f}, 0.6f, 0.6f, 0.8f, 2.5f}};
  scene.clouds = {{{-10, 10, -9}, {1, 0.4f, 0.7f}, glm::vec3(8), 0.7f, 0.3f, 7}};
  scene.overlay.texts.push_back({{10, 20}, "Amygdala", {1, 1, 1, 1}, 14});
  return scene;
}

double mean_difference(const Image& a, const Image& b) {
  REQUIRE(a.rgba.size() == b.rgba.size());
  double sum = 0;
  for (std::size_t i = 0; i < a.rgba.size(); ++i) sum += std::abs(int(a.rgba[i]) - int(b.rgba[i]));
  return sum / static_cast<double>(a.rgba.size());
}

// The last of some frames drawn one after the other.
Image draw(bool gles, const std::vector<Scene>& frames, const BrainModel& brain, Quality quality = Quality::best,
           const Scene* before = nullptr) {
  const Scene& scene = frames.front();
  auto context = OffscreenContext::create(gles);
  REQUIRE(context.has_value());
  auto renderer = Renderer::create();
  if (!renderer) FAIL(to_sentence(renderer.error()));
  const auto font = load_font(ATTUNE_ASSETS "/fonts/AtkinsonHyperlegible-Regular.ttf");
  REQUIRE(font.has_value());
  renderer->upload(brain);
  renderer->upload_fonts(*font, *font);
  auto canvas = Canvas::create(scene.viewport.width, scene.viewport.height);
  REQUIRE(canvas.has_value());
  if (before != nullptr) {  // on a canvas of its own, as a saved picture is
    auto other = Canvas::create(before->viewport.width, before->viewport.height);
    REQUIRE(other.has_value());
    renderer->draw({before, 1}, other->target(), Quality::best);
  }
  for (const Scene& frame : frames) renderer->draw({&frame, 1}, canvas->target(), quality);
  CHECK(glGetError() == GL_NO_ERROR);
  return canvas->read();
}

Image draw(bool gles, const Scene& scene, const BrainModel& brain, Quality quality = Quality::best) {
  return draw(gles, std::vector<Scene>{scene}, brain, quality);
}
}  // namespace

TEST_CASE("the renderer") {
  const auto loaded = load_brain(ATTUNE_ASSETS "/brain.glb");
  REQUIRE(loaded.has_value());
  const BrainModel& brain = loaded->model;
  const Scene scene = small_scene(brain);
  const Image reference = draw(false, scene, brain);

  SUBCASE("shows something, and the same thing twice") {
    int bright = 0;
    for (std::size_t i = 0; i < reference.rgba.size(); i += 4) bright += reference.rgba[i] > 90;
    CHECK(bright > 1500);
    CHECK(draw(false, scene, brain).rgba == reference.rgba);
  }
  SUBCASE("OpenGL ES 3.0 shows the same picture") { CHECK(mean_difference(draw(true, scene, brain), reference) < 0.5); }
  SUBCASE("the order of the glass does not matter") {
    Scene shuffled = scene;
    std::reverse(shuffled.surfaces.begin(), shuffled.surfaces.end());
    CHECK(mean_difference(draw(false, shuffled, brain), reference) < 0.05);
  }
  SUBCASE("fast leaves out only anti-aliasing") {
    const double difference = mean_difference(draw(false, scene, brain, Quality::fast), reference);
    CHECK(difference < 2.0);
  }
  SUBCASE("glass kept from the frames before is the glass that drawing gives") {
    const auto item = [&](Scene& frame, bool glass, bool lit) -> SurfaceItem& {
      return *std::find_if(frame.surfaces.begin(), frame.surfaces.end(),
                           [&](const SurfaceItem& one) { return one.glass == glass && (one.fill > 0) == lit; });
    };
    const auto fast = [&](const std::vector<Scene>& frames) { return draw(false, frames, brain, Quality::fast).rgba; };
    const auto resting = fast({scene, scene});
    CHECK(fast({scene, scene, scene}) == resting);
    Scene lit = scene;  // the lit glass and the solids change: the kept glass stands
    item(lit, true, true).glow = 0.8f;
    item(lit, false, false).colour = {0.1f, 0.9f, 0.3f};
    CHECK(fast({scene, scene, scene, lit}) == fast({lit, lit}));
    // Whatever changes the glass itself, or hides it, makes it anew, at once and kept again.
    Scene turned = scene, hidden = scene, smaller = scene, solid = scene, selected = scene;
    turned.camera.azimuth += 0.3f;
    std::erase_if(hidden.surfaces, [](const SurfaceItem& one) { return !one.glass; });
    smaller.viewport = {0, 0, 200, 150};
    solid.glass = 0.7f;
    item(selected, true, false).selected = 1;
    for (const Scene& other : {turned, hidden, smaller, solid, selected}) {
      const auto expected = fast({scene, other, other});
      CHECK(expected != resting);
      CHECK(fast({scene, scene, scene, other, other}) == expected);
      CHECK(fast({scene, scene, other, other, other}) == expected);
    }
  }
  SUBCASE("transparent pictures are clear where there is nothing") {
    Scene clear = scene;
    clear.background = Background::transparent;
    const Image image = draw(false, clear, brain);
    CHECK(image.rgba[4 * (320 * 90 + 2) + 3] == 0);
    CHECK(*std::max_element(image.rgba.begin(), image.rgba.end()) > 200);
  }
  SUBCASE("nothing of a larger picture before shines into the next") {
    Scene close = scene, large = scene;
    close.camera.distance_mm = large.camera.distance_mm = 150;  // beyond the edges, where the halo's blur looks too
    for (SurfaceItem& item : large.surfaces) item.glow = 1;
    large.viewport = {0, 0, 2 * scene.viewport.width, 2 * scene.viewport.height};
    for (const Quality quality : {Quality::fast, Quality::best})
      CHECK(draw(false, {close}, brain, quality, &large).rgba == draw(false, {close}, brain, quality).rgba);
  }
  SUBCASE("an empty scene is a backdrop") {
    Scene empty;
    empty.viewport = scene.viewport;
    const Image image = draw(false, empty, brain);
    CHECK(image.rgba[3] == 255);
  }
}

namespace {
glm::vec3 colour_at(const Image& image, glm::ivec2 pixel) {
  const auto at = 4 * static_cast<std::size_t>(pixel.y * image.width + pixel.x);
  return glm::vec3(image.rgba[at], image.rgba[at + 1], image.rgba[at + 2]) / 255.0f;
}

// Mean distance in CIELAB, over the pixels where the two differ at all.
double seen_difference(const Image& a, const Image& b) {
  double sum = 0;
  for (int y = 0; y < a.height; ++y)
    for (int x = 0; x < a.width; ++x) sum += glm::length(to_lab(colour_at(a, {x, y})) - to_lab(colour_at(b, {x, y})));
  return sum / (a.width * a.height);
}

int changed_pixels(const Image& a, const Image& b, float least) {
  int changed = 0;
  for (int y = 0; y < a.height; ++y)
    for (int x = 0; x < a.width; ++x) changed += glm::length(to_lab(colour_at(a, {x, y})) - to_lab(colour_at(b, {x, y}))) > least;
  return changed;
}

float hue_of(glm::vec3 colour) { return std::atan2(to_lab(colour).z, to_lab(colour).y) * 57.29578f; }
constexpr Background kBackgrounds[] = {Background::dark, Background::light, Background::contrast, Background::transparent};
}  // namespace

TEST_CASE("what is most active has the hue of the legend's end, what rests has none, on every background") {
  const auto loaded = load_brain(ATTUNE_ASSETS "/brain.glb");
  REQUIRE(loaded.has_value());
  const BrainModel& brain = loaded->model;
  for (const Background background : kBackgrounds)
    for (const float activity : {1.0f, 0.6f, 0.0f, -1.0f}) {
      Scene scene = small_scene(brain);
      scene.viewport = {0, 0, 640, 360};
      scene.background = background;
      scene.tubes.clear();
      scene.clouds.clear();
      glm::ivec2 at(0);
      for (SurfaceItem& item : scene.surfaces) {
        if (item.glass) continue;
        item.colour = activity_colour(activity);
        item.glow = std::max(activity, 0.0f);
        const BrainPart& part = brain.parts[static_cast<std::size_t>(item.part)];
        if (part.structure == "amygdala" && part.hemisphere == Hemisphere::left)
          at = glm::ivec2(to_pixels(scene.viewport, projection_matrix(scene.camera, 640.0f / 360) * view_matrix(scene.camera) * glm::vec4(part.centroid_mm, 1)));
      }
      const Image image = draw(false, scene, brain);
      glm::vec3 mean(0);
      for (int y = -3; y <= 3; ++y)
        for (int x = -3; x <= 3; ++x) mean += colour_at(image, at + glm::ivec2(x, y)) / 49.0f;
      const glm::vec3 lab = to_lab(mean);
      INFO(background_name(background) << ", activity " << activity << ": " << mean.r << " " << mean.g << " " << mean.b);
      if (activity == 0) {
        CHECK(std::hypot(lab.y, lab.z) < 12);
      } else {
        CHECK(std::abs(std::remainder(hue_of(mean) - hue_of(activity_colour(activity)), 360.0f)) < 9);
        CHECK(std::hypot(lab.y, lab.z) > 30);
      }
    }
}

namespace {
// As two standards count lightness: relative luminance of sRGB (WCAG 2.2).
double luminance(glm::vec3 colour) {
  double sum = 0;
  const double weight[3] = {0.2126, 0.7152, 0.0722};
  for (int i = 0; i < 3; ++i)
    sum += weight[i] * (colour[i] <= 0.04045f ? colour[i] / 12.92 : std::pow((colour[i] + 0.055) / 1.055, 2.4));
  return sum;
}

double share_below(std::vector<double> values, double share) {
  REQUIRE(!values.empty());
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

// What a picture of four times the size has in the place of each pixel.
Image four_times_smaller(const Image& large) {
  Image small;
  small.width = large.width / 4;
  small.height = large.height / 4;
  for (int y = 0; y < small.height; ++y)
    for (int x = 0; x < small.width; ++x)
      for (int c = 0; c < 4; ++c) {
        int sum = 0;
        for (int i = 0; i < 16; ++i) sum += large.rgba[static_cast<std::size_t>(4 * ((4 * y + i / 4) * large.width + 4 * x + i % 4) + c)];
        small.rgba.push_back(static_cast<std::uint8_t>((sum + 8) / 16));
      }
  return small;
}

// Nothing but surfaces, as a window of 720 lines has them.
Scene surfaces_of(const BrainModel& brain, float share_of_size = 1) {
  Scene scene = small_scene(brain, 1);
  scene.viewport = {0, 0, static_cast<int>(1280 * share_of_size), static_cast<int>(720 * share_of_size)};
  scene.tubes.clear();
  scene.clouds.clear();
  scene.overlay = {};
  return scene;
}

glm::ivec2 place_of(const BrainModel& brain, const Scene& scene, const char* structure) {
  const float aspect = static_cast<float>(scene.viewport.width) / static_cast<float>(scene.viewport.height);
  for (const SurfaceItem& item : scene.surfaces) {
    const BrainPart& part = brain.parts[static_cast<std::size_t>(item.part)];
    if (part.structure == structure && part.hemisphere != Hemisphere::right)
      return glm::ivec2(to_pixels(scene.viewport, projection_matrix(scene.camera, aspect) * view_matrix(scene.camera) * glm::vec4(part.centroid_mm, 1)));
  }
  FAIL("no such structure");
  return {};
}

// Solids and the lit parcel as they look where they are active.
void light_up(Scene& scene, float activity) {
  for (SurfaceItem& item : scene.surfaces) {
    if (item.glass && item.fill <= 0) continue;
    item.colour = activity_colour(activity);
    item.glow = std::max(activity, 0.0f);
    if (item.glass) item.fill = 0.16f + 0.62f * std::min(1.0f, std::abs(activity) * 1.3f);
  }
}
}  // namespace

TEST_CASE("the edges of glass are smooth: a picture is close to one of four times the size") {
  const auto loaded = load_brain(ATTUNE_ASSETS "/brain.glb");
  REQUIRE(loaded.has_value());
  Scene scene = surfaces_of(loaded->model, 0.25f), large = surfaces_of(loaded->model);
  light_up(scene, 1);
  light_up(large, 1);
  const Image true_one = four_times_smaller(draw(false, large, loaded->model));
  const Image best = draw(false, scene, loaded->model), fast = draw(false, {scene, scene}, loaded->model, Quality::fast);
  INFO("best " << seen_difference(best, true_one) << ", fast " << seen_difference(fast, true_one));
  INFO("far off " << changed_pixels(best, true_one, 12) << ", " << changed_pixels(fast, true_one, 12));
  CHECK(seen_difference(best, true_one) < 1.3);
  CHECK(changed_pixels(best, true_one, 12) < 650);
  CHECK(seen_difference(fast, true_one) < 1.45);
  CHECK(changed_pixels(fast, true_one, 12) < 900);
}

TEST_CASE("a brain that turns looks as it does at rest") {
  const auto loaded = load_brain(ATTUNE_ASSETS "/brain.glb");
  REQUIRE(loaded.has_value());
  const Scene scene = surfaces_of(loaded->model);
  Scene before = scene;
  before.camera.azimuth += 0.02f;
  const Image turning = draw(false, {before, scene}, loaded->model, Quality::fast), resting = draw(false, scene, loaded->model);
  INFO("seen " << seen_difference(turning, resting) << ", far off " << changed_pixels(turning, resting, 12));
  CHECK(seen_difference(turning, resting) < 0.65);
  CHECK(changed_pixels(turning, resting, 12) < 3500);
}

TEST_CASE("stripes are seen however active a structure is, and leave the outline of glass whole") {
  const auto loaded = load_brain(ATTUNE_ASSETS "/brain.glb");
  REQUIRE(loaded.has_value());
  for (const Background background : kBackgrounds)
    for (const float activity : {1.0f, 0.5f, 0.15f, -1.0f}) {
      Scene plain = surfaces_of(loaded->model);
      plain.background = background;
      light_up(plain, activity);
      Scene striped = plain, empty = plain;
      for (SurfaceItem& item : striped.surfaces) item.hatched = !item.glass || item.fill > 0;
      empty.surfaces.clear();
      const Image with = draw(false, striped, loaded->model), without = draw(false, plain, loaded->model);
      for (const char* structure : {"amygdala", "dlpfc"}) {
        std::vector<double> contrast;
        const glm::ivec2 at = place_of(loaded->model, plain, structure);
        for (int y = -8; y <= 8; ++y)
          for (int x = -8; x <= 8; ++x)
            contrast.push_back((luminance(colour_at(without, at + glm::ivec2(x, y))) + 0.05) / (luminance(colour_at(with, at + glm::ivec2(x, y))) + 0.05));
        const double light = share_below(contrast, 0.1), dark = share_below(contrast, 0.9);
        INFO(std::string(background_name(background)) << ", activity " << activity << ", " << std::string(structure) << ": " << light << " to " << dark);
        CHECK(dark / light > 1.6);
      }
      if (background == Background::transparent) continue;
      // Where glass was, glass is.
      const Image nothing = draw(false, empty, loaded->model);
      int was = 0, is = 0;
      for (int y = 0; y < with.height; ++y)
        for (int x = 0; x < with.width; ++x) {
          if (glm::length(to_lab(colour_at(without, {x, y})) - to_lab(colour_at(nothing, {x, y}))) < 10) continue;
          ++was;
          is += glm::length(to_lab(colour_at(with, {x, y})) - to_lab(colour_at(nothing, {x, y}))) > 4;
        }
      INFO(std::string(background_name(background)) << ", activity " << activity << ": lost " << was - is << " of " << was);
      CHECK(was - is < was / 1000);
    }
}

TEST_CASE("what is most active keeps its relief") {
  const auto loaded = load_brain(ATTUNE_ASSETS "/brain.glb");
  REQUIRE(loaded.has_value());
  for (const Background background : {Background::dark, Background::light}) {
    double spread[2] = {0, 0};
    for (const float glow : {0.0f, 1.0f}) {
      Scene scene = surfaces_of(loaded->model);
      scene.background = background;
      std::erase_if(scene.surfaces, [](const SurfaceItem& item) { return item.glass; });
      light_up(scene, 1);
      for (SurfaceItem& item : scene.surfaces) item.glow = glow;
      const Image image = draw(false, scene, loaded->model);
      const glm::ivec2 at = place_of(loaded->model, scene, "acc_dorsal");
      double sum = 0, squares = 0;
      int count = 0;
      for (int y = -40; y <= 40; ++y)
        for (int x = -60; x <= 60; ++x) {
          const glm::vec3 lab = to_lab(colour_at(image, at + glm::ivec2(x, y)));
          if (lab.z < 30) continue;  // beside it
          sum += static_cast<double>(lab.x), squares += static_cast<double>(lab.x * lab.x), ++count;
        }
      REQUIRE(count > 1000);
      spread[glow > 0.5f ? 1 : 0] = std::sqrt(std::max(0.0, squares / count - sum / count * (sum / count)));
    }
    INFO(std::string(background_name(background)) << ": L* spreads by " << spread[0] << " at rest, " << spread[1] << " when active");
    CHECK(spread[1] > 0.6 * spread[0]);
  }
}

TEST_CASE("pulses keep the hue of their carrier over a lit structure, however many there are") {
  const auto loaded = load_brain(ATTUNE_ASSETS "/brain.glb");
  REQUIRE(loaded.has_value());
  for (const Background background : {Background::dark, Background::light})
    for (const glm::vec3 ink : {parse_colour("#20EFBF"), parse_colour("#8E6BD8"), parse_colour("#E44DB6")}) {
      Scene scene = surfaces_of(loaded->model, 0.5f);
      scene.background = background;
      scene.camera = camera_for_view(*find_view("left"));
      light_up(scene, 1);
      const Image before = draw(false, scene, loaded->model);
      scene.tube_points.clear();
      for (int i = 0; i <= 60; ++i) scene.tube_points.push_back({-38, -78 + 2 * i, 2});  // nearer than the deep structures
      for (int i = 0; i < 4; ++i) {
        TubeItem tube;
        tube.point_count = 61;
        tube.colour = ink;
        tube.opacity = 0.7f;
        tube.flow = 1;
        tube.phase = 0.1f + 0.23f * static_cast<float>(i);
        scene.tubes.push_back(tube);
      }
      const Image image = draw(false, scene, loaded->model);
      int right = 0, wrong = 0;
      for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x) {
          const glm::vec3 was = to_lab(colour_at(before, {x, y})), is = to_lab(colour_at(image, {x, y}));
          if (std::hypot(was.y, was.z) < 60 || glm::length(is - was) < 40) continue;  // pulses over what is lit
          const bool kept = std::hypot(is.y, is.z) > 15 && std::abs(std::remainder(hue_of(colour_at(image, {x, y})) - hue_of(ink), 360.0f)) < 40;
          (kept ? right : wrong) += 1;
        }
      INFO(std::string(background_name(background)) << " " << ink.r << " " << ink.g << " " << ink.b << ": right " << right << ", wrong " << wrong);
      CHECK(right > 40);
      CHECK(right > 3 * wrong);
    }
}

TEST_CASE("a line round what is selected is seen, on solids and on glass, on every background") {
  const auto loaded = load_brain(ATTUNE_ASSETS "/brain.glb");
  REQUIRE(loaded.has_value());
  for (const Background background : kBackgrounds)
    for (const char* structure : {"hippocampus", "dlpfc"}) {
      Scene scene = small_scene(loaded->model);
      scene.background = background;
      const Image before = draw(false, scene, loaded->model);
      for (SurfaceItem& item : scene.surfaces)
        if (loaded->model.parts[static_cast<std::size_t>(item.part)].structure == structure) item.selected = 1;
      INFO(background_name(background) << ", " << structure);
      CHECK(changed_pixels(before, draw(false, scene, loaded->model), 25) > 150);
    }
}

TEST_CASE("the line round what is selected is fainter where solids stand before it") {
  const auto loaded = load_brain(ATTUNE_ASSETS "/brain.glb");
  REQUIRE(loaded.has_value());
  const auto plain_pixels = [&](bool hidden) {
    Scene scene = small_scene(loaded->model);
    scene.viewport = {0, 0, 960, 540};
    scene.camera = camera_for_view(*find_view("left"));
    scene.tubes.clear();
    scene.clouds.clear();
    const auto structure_of = [&](const SurfaceItem& item) { return loaded->model.parts[static_cast<std::size_t>(item.part)].structure; };
    std::erase_if(scene.surfaces, [&](const SurfaceItem& item) { return item.glass || (!hidden && structure_of(item) != "caudate"); });
    const Image before = draw(false, scene, loaded->model);
    for (SurfaceItem& item : scene.surfaces) item.selected = structure_of(item) == "caudate" ? 1.0f : 0.0f;
    const Image after = draw(false, scene, loaded->model);
    CHECK(changed_pixels(before, after, 25) > 60);
    return changed_pixels(before, after, 75);  // what only the whole line reaches
  };
  const auto alone = plain_pixels(false), behind = plain_pixels(true);
  INFO("alone " << alone << ", behind others " << behind);
  CHECK(alone > 60);
  CHECK(behind < alone / 2);
}

TEST_CASE("what is selected is found in a solid brain too: its line is not grey on grey") {
  const auto loaded = load_brain(ATTUNE_ASSETS "/brain.glb");
  REQUIRE(loaded.has_value());
  for (const Background background : kBackgrounds) {
    Scene scene = small_scene(loaded->model);
    scene.viewport = {0, 0, 960, 540};
    scene.background = background;
    scene.camera = camera_for_view(*find_view("left"));
    scene.tubes.clear();
    scene.clouds.clear();
    for (SurfaceItem& item : scene.surfaces) item.glass = false;
    const Image before = draw(false, scene, loaded->model);
    for (SurfaceItem& item : scene.surfaces)
      if (loaded->model.parts[static_cast<std::size_t>(item.part)].structure == "hippocampus") item.selected = 1;
    const Image after = draw(false, scene, loaded->model);
    // The line and its seam go to opposite sides of what they lie on.
    int brighter = 0, darker = 0;
    for (int y = 0; y < after.height; ++y)
      for (int x = 0; x < after.width; ++x) {
        const float step = to_lab(colour_at(after, {x, y})).x - to_lab(colour_at(before, {x, y})).x;
        brighter += step > 8 ? 1 : 0;
        darker += step < -8 ? 1 : 0;
      }
    INFO(std::string(background_name(background)) << ": brighter " << brighter << ", darker " << darker);
    CHECK(brighter > 80);
    CHECK(darker > 80);
  }
}

TEST_CASE("a cloud is a soft patch of its chemical's colour that leaves the structure its own") {
  const auto loaded = load_brain(ATTUNE_ASSETS "/brain.glb");
  REQUIRE(loaded.has_value());
  for (const Background background : {Background::dark, Background::light}) {
    Scene scene = small_scene(loaded->model);
    scene.viewport = {0, 0, 640, 360};
    scene.background = background;
    scene.tubes.clear();
    scene.clouds.clear();
    const Image clear = draw(false, scene, loaded->model);
    scene.clouds = {{{-24, -3, -18}, {0.6f, 0.4f, 0.9f}, glm::vec3(9), 0.8f, 0.3f, 7}};
    const Image cloudy = draw(false, scene, loaded->model);
    INFO(background_name(background));
    CHECK(changed_pixels(clear, cloudy, 6) > 280);
    CHECK(changed_pixels(clear, cloudy, 60) == 0);
  }
}

TEST_CASE("pale pulses are seen on a light ground: a dark rim of three to one") {
  auto loaded = load_brain(ATTUNE_ASSETS "/brain.glb");
  REQUIRE(loaded.has_value());
  Scene scene;
  scene.viewport = {0, 0, 640, 360};
  scene.camera = camera_for_view(*find_view("left"));
  scene.background = Background::light;
  for (int i = 0; i <= 60; ++i) scene.tube_points.push_back({-10, -78 + 2 * i, 2});
  TubeItem tube;
  tube.point_count = 61;
  tube.colour = {1, 0.86f, 0.62f};
  tube.flow = 1;
  scene.tubes = {tube};
  const Image image = draw(false, {scene}, loaded->model);
  const auto luminance = [](glm::vec3 colour) {
    const auto linear = [](float c) { return c <= 0.04045f ? c / 12.92f : std::pow((c + 0.055f) / 1.055f, 2.4f); };
    return 0.2126f * linear(colour.r) + 0.7152f * linear(colour.g) + 0.0722f * linear(colour.b);
  };
  const float ground = luminance(colour_at(image, {20, 20}));
  int rims = 0;
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) rims += (ground + 0.05f) / (luminance(colour_at(image, {x, y})) + 0.05f) >= 3;
  INFO("rims " << rims);
  CHECK(rims > 40);
}

TEST_CASE("a path's line says how sure it is while pulses run along it") {
  auto loaded = load_brain(ATTUNE_ASSETS "/brain.glb");
  REQUIRE(loaded.has_value());
  const auto dark_share = [&](LineGrade grade) {
    Scene scene;
    scene.viewport = {0, 0, 640, 360};
    scene.camera = camera_for_view(*find_view("left"));
    const Image empty = draw(false, {scene}, loaded->model);
    for (int i = 0; i <= 60; ++i) scene.tube_points.push_back({-10, -78 + 2 * i, 2});
    TubeItem tube;
    tube.point_count = 61;
    tube.colour = {1, 0.8f, 0.4f};
    tube.opacity = 0.7f;
    tube.flow = 0.9f;
    tube.phase = 0.3f;
    tube.grade = grade;
    scene.tubes = {tube};
    const Image image = draw(false, {scene}, loaded->model);
    // How much brighter each column became at its brightest, over the middle of the line.
    std::vector<int> light;
    for (int x = 250; x < 390; ++x) {
      int most = 0;
      for (int y = 160; y < 200; ++y) {
        const auto at = static_cast<std::size_t>((y * image.width + x) * 4);
        most = std::max(most, int(image.rgba[at]) - int(empty.rgba[at]));
      }
      light.push_back(most);
    }
    const int brightest = *std::max_element(light.begin(), light.end());
    CHECK(brightest > 100);
    return static_cast<double>(std::count_if(light.begin(), light.end(), [&](int l) { return l < brightest / 2; })) /
           static_cast<double>(light.size());
  };
  const double solid = dark_share(LineGrade::solid), dashed = dark_share(LineGrade::dashed), dotted = dark_share(LineGrade::dotted);
  INFO("dark: solid " << solid << ", dashed " << dashed << ", dotted " << dotted);
  CHECK(solid < 0.05);
  CHECK(dashed > 0.15);
  CHECK(dotted > dashed + 0.1);
  CHECK(dotted < 0.85);
}

TEST_CASE("the glass slider goes from outline to solid in even steps and without a jump at its end") {
  const auto loaded = load_brain(ATTUNE_ASSETS "/brain.glb");
  REQUIRE(loaded.has_value());
  const auto at = [&](float glass) {
    Scene scene = small_scene(loaded->model);
    scene.glass = glass;
    for (SurfaceItem& item : scene.surfaces) {
      if (glass >= 0.995f) item.glass = false;
      if (item.fill <= 0 && loaded->model.parts[static_cast<std::size_t>(item.part)].kind == PartKind::cortex) item.colour = glm::vec3(0.7f);
    }
    return draw(false, scene, loaded->model);
  };
  double least = 1e9, most = 0;
  for (const float step : {0.0f, 0.2f, 0.4f, 0.6f, 0.8f}) {
    const double difference = seen_difference(at(step), at(step + 0.2f));
    INFO(step << " to " << step + 0.2f << ": " << difference);
    least = std::min(least, difference);
    most = std::max(most, difference);
  }
  CHECK(most < 2.5 * least);
  const double last = seen_difference(at(0.99f), at(1));
  INFO("at the end " << last << ", a fifth of the way " << least);
  CHECK(last < 0.6 * least);
}

TEST_CASE("the outline end of the glass slider is a drawing: plain lines, clear between them") {
  const auto loaded = load_brain(ATTUNE_ASSETS "/brain.glb");
  REQUIRE(loaded.has_value());
  for (const Background background : {Background::dark, Background::light}) {
    Scene scene = small_scene(loaded->model, 1);
    scene.viewport = {0, 0, 480, 270};
    scene.camera = camera_for_view(*find_view("left"));
    scene.background = background;
    scene.tubes.clear();
    scene.clouds.clear();
    std::erase_if(scene.surfaces, [](const SurfaceItem& item) { return !item.glass; });
    for (SurfaceItem& item : scene.surfaces) item.fill = 0;
    Scene solid = scene, nothing = scene;
    for (SurfaceItem& item : solid.surfaces) item.glass = false;
    nothing.surfaces.clear();
    scene.glass = 0;
    const Image image = draw(false, scene, loaded->model), ground = draw(false, nothing, loaded->model), shape = draw(false, solid, loaded->model);
    int inside = 0, ink = 0, clear = 0;
    for (int y = 0; y < image.height; ++y)
      for (int x = 0; x < image.width; ++x) {
        if (glm::length(to_lab(colour_at(shape, {x, y})) - to_lab(colour_at(ground, {x, y}))) < 10) continue;
        ++inside;
        const float away = std::abs(to_lab(colour_at(image, {x, y})).x - to_lab(colour_at(ground, {x, y})).x);
        ink += away > 35;
        clear += away < 8;
      }
    INFO(std::string(background_name(background)) << ": ink " << ink << ", clear " << clear << " of " << inside);
    CHECK(ink > inside / 12);
    CHECK(clear > inside / 3);
  }
}

TEST_CASE("glass of a transparent picture stands out on every grey") {
  const auto loaded = load_brain(ATTUNE_ASSETS "/brain.glb");
  REQUIRE(loaded.has_value());
  Scene scene = surfaces_of(loaded->model, 0.5f);
  std::erase_if(scene.surfaces, [](const SurfaceItem& item) { return !item.glass; });
  scene.background = Background::transparent;
  const Image picture = draw(false, scene, loaded->model);
  for (const int grey : {0, 64, 96, 128, 160, 255}) {
    double sum = 0, squares = 0, count = 0;
    for (std::size_t i = 0; i < picture.rgba.size(); i += 4) {
      const double alpha = picture.rgba[i + 3] / 255.0;
      if (alpha < 0.02) continue;
      const double there = picture.rgba[i + 1] - alpha * grey;  // premultiplied
      sum += std::abs(there), squares += there * there, ++count;
    }
    INFO("on " << grey << ": " << sum / count << ", root of squares " << std::sqrt(squares / count));
    CHECK(std::sqrt(squares / count) > 11);
  }
}

TEST_CASE("lines and letters of a transparent picture are read on white and on black") {
  const auto loaded = load_brain(ATTUNE_ASSETS "/brain.glb");
  REQUIRE(loaded.has_value());
  auto context = OffscreenContext::create();
  REQUIRE(context.has_value());
  auto renderer = Renderer::create();
  REQUIRE(renderer.has_value());
  renderer->upload(loaded->model);
  FontAtlas font;
  font.width = font.height = 4;
  font.distance.assign(16, 0);
  renderer->upload_fonts(font, font);
  Scene scene;
  scene.viewport = {0, 0, 64, 64};
  scene.background = Background::transparent;
  scene.overlay.lines.push_back({{8, 32}, {56, 32}, {0.78f, 0.84f, 0.92f, 0.62f}, 2});
  auto canvas = Canvas::create(64, 64);
  REQUIRE(canvas.has_value());
  renderer->draw({&scene, 1}, canvas->target());
  const Image image = canvas->read_straight();
  const auto light_over = [&](int y, float behind) {
    const float alpha = static_cast<float>(image.rgba[4 * static_cast<std::size_t>(y * 64 + 32) + 3]) / 255;
    return to_lab(colour_at(image, {32, y}) * alpha + behind * (1 - alpha)).x;
  };
  for (const float behind : {0.0f, 1.0f}) {
    float darkest = 100, lightest = 0;
    for (int y = 24; y < 40; ++y) darkest = std::min(darkest, light_over(y, behind)), lightest = std::max(lightest, light_over(y, behind));
    CHECK(lightest - darkest > 50);
  }
  CHECK(image.rgba[3] == 0);
}

TEST_CASE("a picture that is too large is refused with a sentence") {
  auto context = OffscreenContext::create();
  REQUIRE(context.has_value());
  CHECK(Canvas::create(1 << 20, 16).error().code == ExitCode::no_graphics);
}

TEST_CASE("only a surface that encloses a volume and faces outward counts as closed") {
  BrainPart box;  // a tetrahedron
  box.positions_mm = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  box.indices = {0, 2, 1, 0, 1, 3, 1, 2, 3, 2, 0, 3};
  CHECK(is_closed(box));
  BrainPart inward = box;
  for (std::size_t i = 0; i < inward.indices.size(); i += 3) std::swap(inward.indices[i], inward.indices[i + 1]);
  CHECK_FALSE(is_closed(inward));
  BrainPart open = box;
  open.indices.resize(9);
  CHECK_FALSE(is_closed(open));
  BrainPart turned = box;
  std::swap(turned.indices[0], turned.indices[1]);
  CHECK_FALSE(is_closed(turned));
  // The deep structures of the brain are closed: half of their triangles need no light.
  const auto brain = load_brain(std::filesystem::path(ATTUNE_ASSETS) / "brain.glb");
  REQUIRE(brain.has_value());
  int closed = 0;
  for (const BrainPart& part : brain->model.parts) closed += is_closed(part);
  CHECK(closed > 30);
}
