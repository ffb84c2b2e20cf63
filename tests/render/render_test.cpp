// The renderer on Mesa's software driver: both dialects compile, frames are repeatable and order-independent.
#include <doctest/doctest.h>
#include <epoxy/gl.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>
#include <vector>

#include "app/offscreen.h"
#include "io/load_brain.h"
#include "io/load_font.h"
#include "render/mesh_store.h"
#include "render/renderer.h"

using namespace attune;

namespace {
Scene small_scene(const BrainModel& brain) {
  Scene scene;
  scene.viewport = {0, 0, 320, 180};
  scene.camera = home_camera();
  for (std::size_t i = 0; i < brain.parts.size(); ++i) {
    const BrainPart& part = brain.parts[i];
    if (part.level != brain.level_count - 1) continue;
    SurfaceItem item;
    item.part = static_cast<int>(i);
    item.glass = part.kind == PartKind::cortex;
    item.colour = item.glass ? glm::vec3(0.6f) : glm::vec3(0.9f, 0.3f, 0.2f);
    if (part.structure == "dlpfc") item.fill = 0.5f, item.colour = {0.5f, 0.3f, 0.9f};
    scene.surfaces.push_back(item);
  }
  scene.tube_points = {{-24, -3, -18}, {-30, 10, -10}, {-6, 44, -12}};
  scene.tubes = {{0, 3, {1, 0.8f, 0.4f}, 0.6f, 0.6f, 0.8f, 2.5f}};
  scene.clouds = {{{-10, 10, -9}, {1, 0.4f, 0.7f}, 8, 0.7f, 0.3f, 7}};
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
    CHECK(draw(false, {scene, scene, scene}, brain).rgba == reference.rgba);
    Scene lit = scene;  // the lit glass and the solids change: the kept glass stands
    item(lit, true, true).glow = 0.8f;
    item(lit, false, false).colour = {0.1f, 0.9f, 0.3f};
    CHECK(draw(false, {scene, scene, scene, lit}, brain).rgba == draw(false, lit, brain).rgba);
    // Whatever changes the glass itself, or hides it, makes it anew, at once and kept again.
    Scene turned = scene, hidden = scene, smaller = scene, solid = scene, selected = scene;
    turned.camera.azimuth += 0.3f;
    std::erase_if(hidden.surfaces, [](const SurfaceItem& one) { return !one.glass; });
    smaller.viewport = {0, 0, 200, 150};
    solid.glass = 0.7f;
    item(selected, true, false).selected = 1;
    for (const Scene& other : {turned, hidden, smaller, solid, selected}) {
      const Image expected = draw(false, {scene, other}, brain);
      CHECK(expected.rgba != reference.rgba);
      CHECK(draw(false, {scene, scene, scene, other}, brain).rgba == expected.rgba);
      CHECK(draw(false, {scene, scene, other, other, other}, brain).rgba == expected.rgba);
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
