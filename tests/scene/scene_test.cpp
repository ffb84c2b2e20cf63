#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

#include "scene/camera.h"
#include "scene/colour_map.h"
#include "scene/labels.h"
#include "scene/picking.h"
#include "scene/stage_overlay.h"

using namespace attune;

namespace {
// A cube of half size `half` around a centre: triangles face outwards.
BrainPart make_cube(const std::string& structure, glm::vec3 centre, float half, Hemisphere hemisphere = Hemisphere::left) {
  BrainPart part;
  part.name = part.structure = structure;
  part.hemisphere = hemisphere;
  part.kind = PartKind::volume;
  const auto face = [&](glm::vec3 n, glm::vec3 u) {
    const glm::vec3 v = glm::cross(n, u);
    const auto base = static_cast<std::uint32_t>(part.positions_mm.size());
    for (int i = 0; i <= 8; ++i)
      for (int j = 0; j <= 8; ++j) {
        part.positions_mm.push_back(centre + half * (n + u * (i / 4.0f - 1) + v * (j / 4.0f - 1)));
        part.normals.push_back(n);
      }
    for (std::uint32_t i = 0; i < 8; ++i)
      for (std::uint32_t j = 0; j < 8; ++j) {
        const std::uint32_t a = base + i * 9 + j, b = a + 9;
        part.indices.insert(part.indices.end(), {a, b, b + 1, a, b + 1, a + 1});
      }
  };
  face({1, 0, 0}, {0, 1, 0}), face({-1, 0, 0}, {0, 0, 1}), face({0, 1, 0}, {0, 0, 1});
  face({0, -1, 0}, {1, 0, 0}), face({0, 0, 1}, {1, 0, 0}), face({0, 0, -1}, {0, 1, 0});
  part.min_mm = centre - half;
  part.max_mm = centre + half;
  part.centroid_mm = centre;
  return part;
}

glm::vec2 project(const Scene& scene, glm::vec3 point) {
  const float aspect = static_cast<float>(scene.viewport.width) / static_cast<float>(scene.viewport.height);
  const glm::vec4 clip = projection_matrix(scene.camera, aspect) * view_matrix(scene.camera) * glm::vec4(point, 1);
  return {(clip.x / clip.w * 0.5f + 0.5f) * static_cast<float>(scene.viewport.width),
          (0.5f - clip.y / clip.w * 0.5f) * static_cast<float>(scene.viewport.height)};
}

FontAtlas square_font() {
  FontAtlas font;
  for (char32_t c = 32; c < 127; ++c) font.glyphs.push_back({c, 0, 0, 0, 0, 0, 0, 0, 0, 0.55f});
  return font;
}
}  // namespace

TEST_CASE("left is left: from the front the patient's left is on the viewer's right") {
  Scene scene;
  scene.camera = camera_for_view(*find_view("front"));
  CHECK(project(scene, {-40, -18, 2}).x > project(scene, {40, -18, 2}).x);
  scene.camera = camera_for_view(*find_view("back"));
  CHECK(project(scene, {-40, -18, 2}).x < project(scene, {40, -18, 2}).x);
  scene.camera = camera_for_view(*find_view("left"));  // the face looks to the viewer's left
  CHECK(project(scene, {0, 60, 2}).x < project(scene, {0, -100, 2}).x);
  CHECK(camera_position(scene.camera).x < 0);
  // As sections are shown: the front above; from above left is left, from below it is right.
  for (const char* view : {"top", "bottom"}) {
    scene.camera = camera_for_view(*find_view(view));
    CHECK(project(scene, {0, 60, 2}).y < project(scene, {0, -100, 2}).y);
  }
  CHECK(project(scene, {-40, -18, 2}).x > project(scene, {40, -18, 2}).x);
  scene.camera = camera_for_view(*find_view("top"));
  CHECK(project(scene, {-40, -18, 2}).x < project(scene, {40, -18, 2}).x);
  for (const ViewPreset& view : view_presets()) {
    scene.camera = camera_for_view(view);
    CHECK(project(scene, {0, -18, 2} ).y == doctest::Approx(360).epsilon(0.01));
    if (std::abs(view.elevation) < 1) CHECK(project(scene, {0, -18, 60}).y < 360);  // superior is up
  }
}

TEST_CASE("the camera stays within its limits and the brain in sight") {
  Camera camera = home_camera();
  for (int i = 0; i < 400; ++i) {
    camera = orbit(camera, {0.3f, 0.7f});
    camera = pan(camera, {0.5f, -0.4f});
    camera = zoom(camera, i % 2 ? 7.0f : -9.0f, {0.8f, -0.8f}, 1.6f);
    CHECK(std::isfinite(camera_position(camera).x));
    CHECK(std::abs(camera.elevation) < 1.5f);
    CHECK(camera.distance_mm >= 100);
    CHECK(camera.distance_mm <= 1300);
    CHECK(glm::length(camera.target_mm - Camera{}.target_mm) < 220);
  }
}

TEST_CASE("a trackball turns about the picture's own axes, over the poles and back, without a jump") {
  const Camera home = home_camera();
  const auto apart = [](const Camera& a, const Camera& b) {
    const glm::mat4 first = view_matrix(a), second = view_matrix(b);
    float most = 0;
    for (int i = 0; i < 3; ++i) most = std::max(most, glm::length(glm::vec3(first[i]) - glm::vec3(second[i])));
    return most;
  };
  // A level camera moves as on a turntable at first; up and down are always the same.
  CHECK(apart(roll_freely(home, {0, 0.1f}), orbit(home, {0, 0.1f})) < 1e-4f);
  Camera front = camera_for_view(*find_view("front"));
  CHECK(apart(roll_freely(front, {0.2f, 0}), orbit(front, {0.2f, 0})) < 1e-4f);
  // Once over both poles in small steps: never a jump, and home again.
  Camera camera = home;
  float highest = 0;
  for (int i = 0; i < 200; ++i) {
    const Camera next = roll_freely(camera, {0, 0.01f});
    CHECK(apart(camera, next) < 0.05f);
    camera = next;
    highest = std::max(highest, std::abs(camera.elevation));
  }
  CHECK(highest > 1.5f);
  CHECK(apart(camera, home) < 1e-3f);
  CHECK(std::abs(camera.roll) < 1e-3f);
  // Sideways over a tilted brain tilts it; levelled() sets it upright, in the same direction.
  camera = roll_freely(roll_freely(home, {0, 0.3f}), {0.25f, 0});
  CHECK(std::abs(camera.roll) > 0.2f);
  const Camera upright = levelled(camera);
  CHECK(upright.roll == 0);
  CHECK(glm::length(camera_position(upright) - camera_position(camera)) < 1e-3f);
  CHECK(view_matrix(upright)[2].y > 0);  // superior is up in the picture
  // What moves with the picture: right of a tilted camera, and the pan along it.
  const glm::vec3 along = pan(camera, {0.05f, 0}).target_mm - camera.target_mm;
  CHECK(glm::length(glm::normalize(along) + right_of(camera)) < 1e-4f);
  CHECK(glm::length(glm::vec3(view_matrix(camera) * glm::vec4(right_of(camera), 0)) - glm::vec3(1, 0, 0)) < 1e-4f);
  // Between two cameras it takes the short way.
  Camera left = home, right = home;
  left.roll = 3.0f, right.roll = -3.0f;
  CHECK(std::abs(std::abs(blend(left, right, 0.5f).roll) - 3.14159265f) < 1e-3f);
}

TEST_CASE("zooming keeps what is under the pointer") {
  Scene scene;
  scene.camera = home_camera();
  const glm::vec2 ndc(0.3f, -0.2f);
  const float aspect = 1280.0f / 720;
  const Ray ray = ray_through(scene.camera, ndc, aspect);
  const glm::vec3 forward = glm::normalize(scene.camera.target_mm - ray.origin_mm);
  const glm::vec3 point = ray.origin_mm + ray.direction * (scene.camera.distance_mm / glm::dot(ray.direction, forward));
  const glm::vec2 before = project(scene, point);
  scene.camera = zoom(scene.camera, 3, ndc, aspect);
  CHECK(glm::length(project(scene, point) - before) < 1.5f);
}

TEST_CASE("a blend starts and ends where it should and takes the short way") {
  Camera from = home_camera(), to = home_camera();
  from.azimuth = 3.0f;
  to.azimuth = -3.0f;
  CHECK(std::remainder(blend(from, to, 0).azimuth - from.azimuth, 6.2831853f) == doctest::Approx(0).epsilon(1e-3));
  CHECK(std::remainder(blend(from, to, 1).azimuth - to.azimuth, 6.2831853f) == doctest::Approx(0).epsilon(1e-3));
  CHECK(std::abs(blend(from, to, 0.5f).azimuth) > 3.0f);
}

TEST_CASE("picking hits the nearest solid, sees through clear glass, and knows the half") {
  BrainModel brain;
  brain.parts = {make_cube("near", {-30, -18, 2}, 10), make_cube("far", {30, -18, 2}, 10, Hemisphere::right),
                 make_cube("shell", {-60, -18, 2}, 15)};
  Scene scene;
  scene.camera = camera_for_view(*find_view("left"));
  scene.surfaces = {{0}, {1}, {2, true}};
  CHECK(pick_part(scene, brain, {640, 360}) == 0);
  scene.surfaces[0].part = 1;  // only the far cube and the glass
  CHECK(pick_part(scene, brain, {640, 360}) == 1);
  CHECK(pick_part(scene, brain, {5, 5}) == -1);
  scene.surfaces = {{2, true}};
  CHECK(pick_part(scene, brain, {640, 360}) == -1);
  scene.surfaces[0].fill = 0.5f;
  CHECK(pick_part(scene, brain, {640, 360}) == 2);
  scene.viewport = {640, 0, 640, 720};  // the right half of a compared pair
  CHECK(pick_part(scene, brain, {960, 360}) == 2);
  CHECK(pick_part(scene, brain, {320, 360}) == -1);
}

TEST_CASE("the nearest pixel at which something half hidden is seen lies at the rim of what hides it") {
  BrainModel brain;
  brain.parts = {make_cube("near", {-30, -18, 2}, 8), make_cube("far", {20, -14, 5}, 20), make_cube("shell", {-60, -18, 2}, 4)};
  Scene scene;
  scene.camera = camera_for_view(*find_view("left"));
  scene.surfaces = {{0}, {1}, {2, true}};
  scene.surfaces[2].fill = 0.5f;
  constexpr int kReach = 40;
  for (const float apart : {1.0f, 2.0f})
    for (const glm::vec2 pixel : {glm::vec2(640, 360), glm::vec2(628.25f, 371.75f), glm::vec2(655, 340)}) {
      INFO(pixel.x << "," << pixel.y << " in steps of " << apart);
      REQUIRE(!is_seen_at(scene, brain, pixel, {1}, false));
      const auto found = nearest_seen(scene, brain, pixel, {1}, false, apart, kReach);
      REQUIRE(found.has_value());
      CHECK(is_seen_at(scene, brain, *found, {1}, false));
      CHECK(nearest_seen(scene, brain, *found, {1}, false, apart, kReach) == found);
      float nearest = 1e9f;
      for (int y = -kReach; y <= kReach; ++y)
        for (int x = -kReach; x <= kReach; ++x)
          if (is_seen_at(scene, brain, pixel + apart * glm::vec2(x, y), {1}, false))
            nearest = std::min(nearest, apart * std::hypot(static_cast<float>(x), static_cast<float>(y)));
      CHECK(glm::length(*found - pixel) >= nearest - 0.01f);
      CHECK(glm::length(*found - pixel) <= nearest + 2 * apart);
      // Of the glass before both, where it is asked for: faint glass would seem to be what lies behind it.
      scene.surfaces[2].fill = 0.5f;
      CHECK_FALSE(is_seen_at(scene, brain, pixel, {2}, true));
      CHECK_FALSE(nearest_seen(scene, brain, pixel, {2}, true, apart, 10).has_value());
      scene.surfaces[2].fill = 0.7f;
      CHECK(is_seen_at(scene, brain, {640, 360}, {2}, true));
      CHECK(nearest_seen(scene, brain, pixel, {2}, true, apart, kReach).has_value());
      CHECK_FALSE(nearest_seen(scene, brain, pixel, {2}, false, apart, kReach).has_value());
    }
  CHECK_FALSE(nearest_seen(scene, brain, {1200, 100}, {1}, false, 1, kReach).has_value());
}

TEST_CASE("labels never overlap, end on their structure and stay inside, all the way round") {
  BrainModel brain;
  for (int i = 0; i < 9; ++i)
    brain.parts.push_back(make_cube("s" + std::to_string(i), {-20.0f + 9 * static_cast<float>(i % 3), -50.0f + 22 * static_cast<float>(i / 3), 3.0f * static_cast<float>(i)}, 5));
  const FontAtlas font = square_font();
  for (int turn = 0; turn < 48; ++turn) {
    Scene scene;
    scene.camera = home_camera();
    scene.camera.azimuth = static_cast<float>(turn) * 0.1309f;
    std::vector<LabelRequest> requests;
    for (int i = 0; i < 9; ++i) {
      scene.surfaces.push_back({i});
      requests.push_back({"Structure " + std::to_string(i), "left", {i}, 9 - i, {}});
    }
    const LabelStyle style;
    LookMemory looks;
    recall(looks, scene, brain);
    const std::vector<LabelEnds> ends = find_ends(scene, brain, requests, style.most, looks);
    for (std::size_t i = 0; i < ends.size(); ++i) {
      if (ends[i].places.empty()) continue;
      CHECK(pick_part(scene, brain, ends[i].places.front()) == static_cast<int>(i));
      CHECK(is_seen_at(scene, brain, ends[i].places.front(), {static_cast<int>(i)}, false));
    }
    layout_labels(scene, brain, font, requests, style, ends);
    std::vector<OverlayQuad> plates;
    for (const OverlayQuad& quad : scene.overlay.quads)
      if (quad.max.y - quad.min.y > 20) plates.push_back(quad);
    CHECK(plates.size() <= 7);
    CHECK(plates.size() >= 3);  // of the seven most important those that are in sight
    for (std::size_t i = 0; i < plates.size(); ++i) {
      CHECK(plates[i].min.x >= 0);
      CHECK(plates[i].max.x <= 1280);
      CHECK(plates[i].min.y >= 0);
      CHECK(plates[i].max.y <= 720);
      for (std::size_t j = i + 1; j < plates.size(); ++j) {
        const bool apart = plates[i].max.x <= plates[j].min.x || plates[j].max.x <= plates[i].min.x ||
                           plates[i].max.y <= plates[j].min.y || plates[j].max.y <= plates[i].min.y;
        CHECK(apart);
      }
    }
  }
}

// ---- colour vision ------------------------------------------------------------------------------

namespace {
glm::vec3 linear(glm::vec3 c) {
  const auto f = [](float v) { return v <= 0.04045f ? v / 12.92f : std::pow((v + 0.055f) / 1.055f, 2.4f); };
  return {f(c.r), f(c.g), f(c.b)};
}
glm::vec3 lab(glm::vec3 rgb) {  // CIE 1976 from linear sRGB, D65
  const float x = (0.4124f * rgb.r + 0.3576f * rgb.g + 0.1805f * rgb.b) / 0.95047f;
  const float y = 0.2126f * rgb.r + 0.7152f * rgb.g + 0.0722f * rgb.b;
  const float z = (0.0193f * rgb.r + 0.1192f * rgb.g + 0.9505f * rgb.b) / 1.08883f;
  const auto f = [](float t) { return t > 0.008856f ? std::cbrt(t) : 7.787f * t + 16.0f / 116; };
  return {116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))};
}
// Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
glm::vec3 simulate_deficiency(glm::vec3 c, int kind) {
  static constexpr float m[3][9] = {
      {0.152286f, 1.052583f, -0.204868f, 0.114503f, 0.786281f, 0.099216f, -0.003882f, -0.048116f, 1.051998f},
      {0.367322f, 0.860646f, -0.227968f, 0.280085f, 0.672501f, 0.047413f, -0.011820f, 0.042940f, 0.968881f},
      {1.255528f, -0.076749f, -0.178779f, -0.078411f, 0.930809f, 0.147602f, 0.004733f, 0.691367f, 0.303900f}};
  const float* k = m[kind];
  return glm::clamp(glm::vec3(k[0] * c.r + k[1] * c.g + k[2] * c.b, k[3] * c.r + k[4] * c.g + k[5] * c.b,
                              k[6] * c.r + k[7] * c.g + k[8] * c.b), glm::vec3(0), glm::vec3(1));
}
}  // namespace

TEST_CASE("quieter, usual and more active stay apart for every kind of colour vision") {
  const float steps[] = {-1, -0.5f, 0, 0.5f, 1};
  for (int kind = -1; kind < 3; ++kind)
    for (int i = 0; i < 5; ++i)
      for (int j = i + 1; j < 5; ++j) {
        glm::vec3 a = linear(activity_colour(steps[i])), b = linear(activity_colour(steps[j]));
        if (kind >= 0) a = simulate_deficiency(a, kind), b = simulate_deficiency(b, kind);
        INFO("kind " << kind << ", " << steps[i] << " against " << steps[j]);
        CHECK(glm::length(lab(a) - lab(b)) >= 10);
      }
}

TEST_CASE("colours are parsed, nonsense is grey") {
  CHECK(parse_colour("#FF8000").r == doctest::Approx(1));
  CHECK(parse_colour("#ff8000").g == doctest::Approx(0.502).epsilon(0.01));
  CHECK(parse_colour("#12G").r == doctest::Approx(0.5));
}

TEST_CASE("captions wrap between words and never lose one") {
  const FontAtlas font = square_font();
  const auto lines = wrap_text(font, "one two three four five six seven", 10, 60);
  CHECK(lines.size() > 2);
  std::string joined;
  for (const auto& line : lines) {
    CHECK(text_width_em(font, line) * 10 <= 60);
    joined += line + " ";
  }
  CHECK(joined == "one two three four five six seven ");
  CHECK(wrap_text(font, std::string(200, 'x'), 10, 60).size() == 1);
}
