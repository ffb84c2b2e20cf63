#include "render/renderer.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/gtc/type_ptr.hpp>
#include <vector>

#include "core/file.h"
#include "core/text.h"
#include "render/buffers.h"
#include "render/busy_box.h"
#include "render/flow_pass.h"
#include "render/frame_block.h"
#include "render/halo_pass.h"
#include "render/mesh_store.h"
#include "render/outline_pass.h"
#include "render/overlay_pass.h"
#include "render/shader_sources.h"
#include "render/surface_pass.h"
#include "render/veil_cache.h"
#include "scene/backdrop.h"

namespace attune {

namespace {
struct Shaders {
  gl::Shader solid, solid_hatched, glass, glass_hatched, tube, pulse, cloud, blur, mask, outline, smooth, backdrop, plate, text;
  gl::Shader composite[3];  // by Background
};
}  // namespace

struct Renderer::State {
  RendererSettings settings;
  MeshStore meshes;
  FrameBuffers buffers;
  SurfacePass surfaces;
  FlowPass flow;
  HaloPass halo;
  OutlinePass outline;
  gl::Shader composite[3];  // by Background
  gl::Shader smooth, backdrop;
  OverlayPass overlay;
  gl::Buffer frame_block;
  std::vector<VeilCache> veils;  // one per view
  gl::VertexArray empty_array;
  bool software = false;
  int samples = 0;  // of the solid pass

  void take(Shaders shaders) {
    surfaces.solid = std::move(shaders.solid);
    surfaces.solid_hatched = std::move(shaders.solid_hatched);
    surfaces.glass = std::move(shaders.glass);
    surfaces.glass_hatched = std::move(shaders.glass_hatched);
    flow.tube = std::move(shaders.tube);
    flow.pulse = std::move(shaders.pulse);
    flow.cloud = std::move(shaders.cloud);
    halo.blur = std::move(shaders.blur);
    outline.mask = std::move(shaders.mask);
    outline.line = std::move(shaders.outline);
    for (int i = 0; i < 3; ++i) composite[i] = std::move(shaders.composite[i]);
    smooth = std::move(shaders.smooth);
    backdrop = std::move(shaders.backdrop);
    overlay.plate = std::move(shaders.plate);
    overlay.text = std::move(shaders.text);
  }
};

namespace {
Result<std::string> shader_text(const RendererSettings& settings, const std::string& name) {
  if (!settings.shader_dir.empty()) return read_file(settings.shader_dir / name, 1 << 20);
  const auto& sources = embedded_shaders();
  const auto found = sources.find(name);
  if (found == sources.end())
    return Error{sentence("shader_missing_program"), name, sentence("build_attune_again"),
                 ExitCode::installation_incomplete};
  return found->second;
}

Result<Shaders> link_all(const RendererSettings& settings) {
  std::vector<Error> errors;
  const auto text = [&](const std::string& name) {
    auto source = shader_text(settings, name);
    if (!source) errors.push_back(source.error());
    return source ? std::move(*source) : std::string();
  };
  const std::string frame = text("frame.glsl") + text("tone.glsl"), light = text("light.glsl");
  Shaders all;
  const auto link = [&](gl::Shader& shader, const char* vertex, const char* fragment,
                        std::initializer_list<const char*> attributes, const char* define = "") {
    const std::string v = frame + light + text(std::string(vertex) + ".vert.glsl");
    const std::string f = define + frame + light + text(std::string(fragment) + ".frag.glsl");
    if (!errors.empty()) return;
    auto linked = gl::link_shader(fragment, v, f, attributes);
    if (linked)
      shader = std::move(*linked);
    else
      errors.push_back(linked.error());
  };
  link(all.solid, "surface", "solid", {"position", "normal_cavity"});
  link(all.glass, "glass", "glass", {"position", "normal_cavity"});
  // Stripes are worth a program of their own: most surfaces have none, and software rendering pays for every pixel.
  link(all.solid_hatched, "surface", "solid", {"position", "normal_cavity"}, "#define HATCHED\n");
  link(all.glass_hatched, "glass", "glass", {"position", "normal_cavity"}, "#define HATCHED\n");
  link(all.tube, "tube", "tube", {"position", "along", "place", "colour", "kind"});
  link(all.pulse, "pulse", "pulse", {"position", "extent", "colour"});
  link(all.cloud, "cloud", "cloud", {"centre", "corner", "colour"});
  link(all.blur, "screen", "blur", {});
  link(all.mask, "surface", "mask", {"position", "normal_cavity"});
  link(all.outline, "screen", "outline", {});
  // So is each background: a branch inside the shader would cost every pixel both sides.
  link(all.composite[static_cast<int>(Background::dark)], "screen", "composite", {});
  link(all.composite[static_cast<int>(Background::light)], "screen", "composite", {}, "#define LIGHT\n");
  link(all.composite[static_cast<int>(Background::transparent)], "screen", "composite", {}, "#define TRANSPARENT\n");
  link(all.smooth, "screen", "smooth", {});
  link(all.backdrop, "screen", "backdrop", {});
  link(all.plate, "overlay", "plate", {"position", "local", "shape", "colour", "extra"});
  link(all.text, "overlay", "text", {"position", "local", "shape", "colour", "extra"});
  if (!errors.empty()) return errors;
  return all;
}

// Multisampled solids -> one sample per pixel: colour, emitted light, and depth where the glass has one sample too.
void resolve(const FrameBuffers& b, const PixelBox& box, bool depth) {
  const int right = box.x + box.width, top = box.y + box.height;
  glBindFramebuffer(GL_READ_FRAMEBUFFER, b.multisample_frame.get());
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, b.solid_frame.get());
  const GLenum none_second[] = {GL_COLOR_ATTACHMENT0, GL_NONE}, only_second[] = {GL_NONE, GL_COLOR_ATTACHMENT1};
  const GLenum both[] = {GL_COLOR_ATTACHMENT0, GL_COLOR_ATTACHMENT1};
  glReadBuffer(GL_COLOR_ATTACHMENT0);
  glDrawBuffers(2, none_second);
  glBlitFramebuffer(box.x, box.y, right, top, box.x, box.y, right, top,
                    depth ? GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT : GL_COLOR_BUFFER_BIT, GL_NEAREST);
  glReadBuffer(GL_COLOR_ATTACHMENT1);
  glDrawBuffers(2, only_second);
  glBlitFramebuffer(box.x, box.y, right, top, box.x, box.y, right, top, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  glReadBuffer(GL_COLOR_ATTACHMENT0);
  glDrawBuffers(2, both);
}

struct ClearGlass {
  glm::vec3 colour;
  float rim;
};
ClearGlass clear_glass_of(Background background) {
  if (background == Background::light) return {{0.30f, 0.36f, 0.46f}, 1.15f};
  if (background == Background::contrast) return {{0.72f, 0.80f, 0.90f}, 1.15f};
  // What will lie behind a transparent picture nobody knows: glass that is seen on white and on black.
  return {background == Background::transparent ? glm::vec3(0.46f, 0.54f, 0.65f) : glm::vec3(0.62f, 0.72f, 0.84f), 1.0f};
}

FrameBlock frame_block_of(const Scene& scene, float unit) {
  const BackdropColours backdrop = backdrop_colours(scene.background);
  const ClearGlass glass = clear_glass_of(scene.background);
  const auto width = static_cast<float>(scene.viewport.width), height = static_cast<float>(scene.viewport.height);
  FrameBlock block;
  block.view = view_matrix(scene.camera);
  block.projection = projection_matrix(scene.camera, width / height);
  block.camera_position = glm::vec4(camera_position(scene.camera), 1);
  block.viewport = {width, height, 1 / width, 1 / height};
  block.look = {scene.glass, scene.background == Background::light ? 1 : 0,
                scene.background == Background::transparent ? 1 : 0, unit};
  block.background_top = glm::vec4(backdrop.top, 1);
  block.background_bottom = glm::vec4(backdrop.bottom, 1);
  block.glass_colour = glm::vec4(glass.colour, glass.rim);
  return block;
}

// On a background that nobody knows everything written carries a dark seam.
Seam seam_of(Background background, float unit) {
  return background == Background::transparent ? Seam{{0.03f, 0.05f, 0.10f, 0.85f}, std::max(1.0f, 1.2f * unit)} : Seam{};
}

// Leaves the veil bound, with all clear glass in it. What was the same a frame ago is kept: the frames of a story that
// plays before a resting eye then cost little, and get the fine triangles.
void add_clear_glass(const SurfacePass& surfaces, const MeshStore& meshes, const Scene& scene, VeilKey key,
                     const FrameBuffers& b, const PixelBox& busy, VeilCache& cache) {
  const float nothing[4] = {0, 0, 0, 0};
  const bool rests = cache.key == key && ensure_veil_cache(cache, b);
  const bool coarse = key.coarse;
  if (!rests) {
    cache.filled = false;
    cache.key = std::move(key);
  }
  if (rests && !cache.filled) {
    glBindFramebuffer(GL_FRAMEBUFFER, cache.frame.get());
    glDisable(GL_SCISSOR_TEST);
    glClearBufferfv(GL_COLOR, 0, nothing);
    draw_clear_glass(surfaces, meshes, scene, coarse);
    cache.filled = true;
    glEnable(GL_SCISSOR_TEST);
  }
  if (rests) {
    glBindFramebuffer(GL_READ_FRAMEBUFFER, cache.frame.get());
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, b.veil_frame.get());
    const int right = busy.x + busy.width, top = busy.y + busy.height;
    glBlitFramebuffer(busy.x, busy.y, right, top, busy.x, busy.y, right, top, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_FRAMEBUFFER, b.veil_frame.get());
    return;
  }
  glBindFramebuffer(GL_FRAMEBUFFER, b.veil_frame.get());
  glDisable(GL_SCISSOR_TEST);
  glClearBufferfv(GL_COLOR, 0, nothing);
  glEnable(GL_SCISSOR_TEST);
  draw_clear_glass(surfaces, meshes, scene, coarse);
}

// All glass with as many samples a pixel as the solids have, against the depth of each of these.
void add_glass_smoothly(const SurfacePass& surfaces, const FlowPass& flow, const MeshStore& meshes, const Scene& scene,
                        const FrameBuffers& b, const PixelBox& busy) {
  const float nothing[4] = {0, 0, 0, 0};
  glBindFramebuffer(GL_FRAMEBUFFER, b.multisample_veil_frame.get());
  glDisable(GL_SCISSOR_TEST);
  glClearBufferfv(GL_COLOR, 0, nothing);
  glEnable(GL_SCISSOR_TEST);
  draw_clear_glass(surfaces, meshes, scene, false);
  draw_lit_glass(surfaces, meshes, scene, false);
  draw_clouds(flow);
  draw_nearest_glass(surfaces, meshes, scene, false);
  glBindFramebuffer(GL_READ_FRAMEBUFFER, b.multisample_veil_frame.get());
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, b.veil_frame.get());
  const int right = busy.x + busy.width, top = busy.y + busy.height;
  glBlitFramebuffer(busy.x, busy.y, right, top, busy.x, busy.y, right, top, GL_COLOR_BUFFER_BIT, GL_NEAREST);
}

// Where a view lies in a framebuffer: its lower left pixel.
struct Place {
  unsigned framebuffer = 0;
  int x = 0, y = 0;
};

void fill(const Place& place, const PixelBox& box) {
  if (box.width <= 0 || box.height <= 0) return;
  glScissor(place.x + box.x, place.y + box.y, box.width, box.height);
  glDrawArrays(GL_TRIANGLES, 0, 3);
}

void begin_fill(const Place& place, const Viewport& view, const gl::Shader& shader, const gl::VertexArray& empty_array) {
  glBindFramebuffer(GL_FRAMEBUFFER, place.framebuffer);
  glViewport(place.x, place.y, view.width, view.height);
  glBindVertexArray(empty_array.get());
  glUseProgram(shader.program.get());
  glEnable(GL_SCISSOR_TEST);
}

// Solids, veil and halo become the picture, in the bands.
void compose(const gl::Shader& composite, const gl::VertexArray& empty_array, const FrameBuffers& b, const Viewport& view,
             const Place& place, const std::vector<PixelBox>& bands) {
  begin_fill(place, view, composite, empty_array);
  glUniform1i(composite.at("solids"), 0);
  glUniform1i(composite.at("veil"), 1);
  glUniform1i(composite.at("halo"), 2);
  glUniform2f(composite.at("origin"), static_cast<float>(place.x), static_cast<float>(place.y));
  glActiveTexture(GL_TEXTURE2);
  glBindTexture(GL_TEXTURE_2D, b.halo[0].get());
  glActiveTexture(GL_TEXTURE1);
  glBindTexture(GL_TEXTURE_2D, b.veil.get());
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, b.solids.get());
  for (const PixelBox& band : bands) fill(place, band);
}

// FrameBuffers::picture -> the target, with softer steps: for pictures without samples.
void smooth(const gl::Shader& shader, const gl::VertexArray& empty_array, const FrameBuffers& b, const Viewport& view,
            const Place& place, const std::vector<PixelBox>& bands) {
  begin_fill(place, view, shader, empty_array);
  glUniform1i(shader.at("picture"), 0);
  gl::set(shader.at("place"), {static_cast<float>(view.width - 1), static_cast<float>(view.height - 1),
                               static_cast<float>(place.x), static_cast<float>(place.y)});
  glBindTexture(GL_TEXTURE_2D, b.picture.get());
  for (const PixelBox& band : bands) fill(place, band);
}

// What no band covers.
void draw_backdrop(const gl::Shader& backdrop, const gl::VertexArray& empty_array, const Viewport& view, const Place& place,
                   const std::vector<PixelBox>& bands) {
  begin_fill(place, view, backdrop, empty_array);
  int y = 0;  // below the next band, from the bottom up
  for (const PixelBox& band : bands) {
    fill(place, {0, y, view.width, band.y - y});
    fill(place, {0, band.y, band.x, band.height});
    fill(place, {band.x + band.width, band.y, view.width - band.x - band.width, band.height});
    y = band.y + band.height;
  }
  fill(place, {0, y, view.width, view.height - y});
}

// A finished picture of a view to its place.
void carry(unsigned picture, const Viewport& view, const Place& place) {
  glBindFramebuffer(GL_READ_FRAMEBUFFER, picture);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, place.framebuffer);
  glBlitFramebuffer(0, 0, view.width, view.height, place.x, place.y, place.x + view.width, place.y + view.height,
                    GL_COLOR_BUFFER_BIT, GL_NEAREST);
  glBindFramebuffer(GL_FRAMEBUFFER, place.framebuffer);
}

// By one pixel on all sides, within the view.
std::vector<PixelBox> grown(std::vector<PixelBox> bands, const Viewport& view) {
  for (PixelBox& band : bands) {
    const int right = std::min(view.width, band.x + band.width + 1), top = std::min(view.height, band.y + band.height + 1);
    band.x = std::max(0, band.x - 1);
    band.y = std::max(0, band.y - 1);
    band.width = right - band.x;
    band.height = top - band.y;
  }
  return bands;
}
}  // namespace

Renderer::Renderer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Renderer::Renderer(Renderer&&) noexcept = default;
Renderer& Renderer::operator=(Renderer&&) noexcept = default;
Renderer::~Renderer() = default;

Result<Renderer> Renderer::create(const RendererSettings& settings) {
  const bool desktop = epoxy_is_desktop_gl();
  const int version = epoxy_gl_version();
  if (version < (desktop ? 33 : 30))
    return Error{sentence("needs_gl_or_gles", {{"found", format("%s %d.%d", desktop ? "OpenGL" : "OpenGL ES", version / 10, version % 10)}}),
                 "", sentence("update_graphics_driver_set"), ExitCode::no_graphics};
  auto state = std::make_unique<State>();
  state->settings = settings;
  auto shaders = link_all(settings);
  if (!shaders) return shaders.errors();
  state->take(std::move(*shaders));
  const std::string renderer = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  state->software = renderer.find("llvmpipe") != std::string::npos || renderer.find("softpipe") != std::string::npos;

  GLint most_samples = 0;
  glGetIntegerv(GL_MAX_SAMPLES, &most_samples);
  state->samples = std::min(settings.samples, most_samples);
  state->frame_block = gl::make_buffer();
  glBindBuffer(GL_UNIFORM_BUFFER, state->frame_block.get());
  glBufferData(GL_UNIFORM_BUFFER, sizeof(FrameBlock), nullptr, GL_DYNAMIC_DRAW);
  make_flow_arrays(state->flow);
  state->empty_array = gl::make_vertex_array();
  state->halo.empty_array = gl::make_vertex_array();
  state->outline.empty_array = gl::make_vertex_array();
  make_overlay_geometry(state->overlay);
  return Renderer(std::move(state));
}

struct Renderer::Meshes {
  MeshDraft draft;
};

std::shared_ptr<Renderer::Meshes> Renderer::draft(const BrainModel& brain, const UploadChoice& choice) {
  return std::make_shared<Meshes>(Meshes{draft_meshes(brain, choice.hurried, choice.only_level)});
}

void Renderer::upload(std::shared_ptr<Meshes> meshes) {
  state_->meshes = make_mesh_store(std::move(meshes->draft));
  state_->veils.clear();
}

void Renderer::upload(const BrainModel& brain, const UploadChoice& choice) {
  upload(draft(brain, {choice.only_level, state_->software && choice.hurried}));
}

void Renderer::upload_fonts(const FontAtlas& regular, const FontAtlas& bold) {
  state_->overlay.regular = make_overlay_font(regular);
  state_->overlay.bold = make_overlay_font(bold);
}

void Renderer::rehearse(Background background) {
  BrainModel brain;
  BrainPart part;
  part.positions_mm = {{-30, -30, 0}, {30, -30, 0}, {0, 30, 20}};
  part.normals.assign(3, glm::vec3(0, 0, 1));
  part.indices = {0, 1, 2, 0, 2, 1};
  part.min_mm = {-30, -30, 0};
  part.max_mm = {30, 30, 20};
  brain.parts = {part};
  FontAtlas font;  // sides that are powers of two or not decide which code a driver makes: as those of real fonts
  font.width = 64;
  font.height = 48;
  font.distance.assign(64 * 48, 128);
  font.base_px = 40;
  font.spread_px = 6;
  font.glyphs = {{U'a', 0, 0, 1, 1, 0, -1, 1, 1, 1}};
  upload(brain, {-1, false});
  upload_fonts(font, font);

  Scene scene;
  scene.viewport = {0, 0, 52, 44};
  scene.camera = home_camera();
  scene.background = background;
  for (const float fill : {-1.0f, 0.0f, 0.5f}) {  // solid, clear glass, lit glass
    SurfaceItem item;
    item.glass = fill >= 0;
    item.fill = std::max(fill, 0.0f);
    item.glow = 0.5f;
    scene.surfaces.push_back(item);
  }
  scene.tube_points = {{-30, 0, 0}, {30, 0, 0}};
  scene.tubes.resize(1);
  scene.tubes[0].point_count = 2;
  scene.tubes[0].flow = 1;
  scene.overlay.quads.push_back({{0, 0}, {9, 9}});
  scene.overlay.texts.push_back({{9, 20}, "a"});
  scene.overlay.texts.push_back({{9, 40}, "a", glm::vec4(1), 16, true});
  if (auto canvas = Canvas::create(scene.viewport.width, scene.viewport.height)) {
    draw({&scene, 1}, canvas->target());
    canvas->read();
  }
  state_->veils.clear();
}

Status Renderer::reload_shaders() {
  auto shaders = link_all(state_->settings);
  if (!shaders) return shaders.errors();
  state_->take(std::move(*shaders));
  state_->veils.clear();
  return Done{};
}

std::string Renderer::description() const {
  return format("%s, OpenGL%s %d.%d", reinterpret_cast<const char*>(glGetString(GL_RENDERER)),
                epoxy_is_desktop_gl() ? "" : " ES", epoxy_gl_version() / 10, epoxy_gl_version() % 10);
}

bool Renderer::is_software() const { return state_->software; }

void Renderer::draw(std::span<const Scene> scenes, const Target& target, Quality quality) {
  State& s = *state_;
  const bool hurried = quality == Quality::fast && s.software;
  const int samples = hurried ? 0 : s.samples;
  if (epoxy_is_desktop_gl()) glEnable(GL_PROGRAM_POINT_SIZE);
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_CULL_FACE);
  glDisable(GL_STENCIL_TEST);
  glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  if (s.veils.size() < scenes.size()) s.veils.resize(scenes.size());
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    const Scene& scene = scenes[i];
    const Viewport& view = scene.viewport;
    if (view.width <= 0 || view.height <= 0) continue;
    if (!ensure_buffers(s.buffers, view.width, view.height, samples)) continue;
    FrameBuffers& b = s.buffers;

    const float unit = std::max(0.5f, static_cast<float>(view.height) / 720.0f);
    const FrameBlock block = frame_block_of(scene, unit);
    glBindBuffer(GL_UNIFORM_BUFFER, s.frame_block.get());
    glBufferSubData(GL_UNIFORM_BUFFER, 0, sizeof block, &block);
    glBindBufferBase(GL_UNIFORM_BUFFER, 0, s.frame_block.get());

    // Glass may be coarse where the next picture replaces it somewhere else; before a resting eye it would show. Of
    // solids the coarse triangles do not show.
    const Eye eye{block.view, block.projection, view.width, view.height};
    const bool coarse = hurried && !(s.veils[i].key.eye == eye);

    // -- solids
    const std::vector<PixelBox> bands =
        find_busy_bands(scene, s.meshes.ranges, block.projection * block.view, static_cast<int>(48 * unit));
    const std::vector<PixelBox> wider = grown(bands, view);  // what smoothing reads
    const PixelBox busy = box_around(wider, view);
    glViewport(0, 0, view.width, view.height);
    glBindFramebuffer(GL_FRAMEBUFFER, samples > 1 ? b.multisample_frame.get() : b.solid_frame.get());
    const float nothing[4] = {0, 0, 0, 0};
    const float furthest = 1;
    glDepthMask(GL_TRUE);
    glClearBufferfv(GL_COLOR, 0, nothing);
    glClearBufferfv(GL_COLOR, 1, nothing);
    glClearBufferfv(GL_DEPTH, 0, &furthest);
    // Clearing is cheapest without the scissor, drawing and resolving with it.
    glEnable(GL_SCISSOR_TEST);
    glScissor(busy.x, busy.y, busy.width, busy.height);
    glEnable(GL_DEPTH_TEST);
    glDepthFunc(GL_LEQUAL);
    glDisable(GL_BLEND);
    sort_surfaces(s.surfaces, s.meshes, scene, glm::vec3(block.camera_position));
    draw_solids(s.surfaces, s.meshes, scene, hurried);

    draw_flow(s.flow, scene, unit);
    const bool smooth_glass = samples > 1 && b.multisample_veil_frame;
    const Scene chosen = chosen_of(scene);
    if (samples > 1) resolve(b, busy, !smooth_glass || !chosen.surfaces.empty());

    // -- glass: sums of optical depth; addition needs no order
    glBlendFunc(GL_ONE, GL_ONE);
    if (smooth_glass) {
      add_glass_smoothly(s.surfaces, s.flow, s.meshes, scene, b, busy);
    } else {
      add_clear_glass(s.surfaces, s.meshes, scene, veil_key_of(scene, eye, block, b, samples, coarse), b, busy,
                      s.veils[i]);
      draw_lit_glass(s.surfaces, s.meshes, scene, coarse);
      draw_clouds(s.flow);
      draw_nearest_glass(s.surfaces, s.meshes, scene, coarse);
    }
    glDisable(GL_DEPTH_TEST);
    glDisable(GL_BLEND);

    const std::vector<PixelBox> chosen_bands =
        find_busy_bands(chosen, s.meshes.ranges, block.projection * block.view, static_cast<int>(5 * unit));
    if (!chosen.surfaces.empty()) draw_mask(s.outline, s.meshes, chosen, b, busy);

    const std::vector<PixelBox> shining =
        find_busy_bands(scene, s.meshes.ranges, block.projection * block.view, static_cast<int>(52 * unit), true);
    draw_halo(s.halo, b, view.width, view.height, box_around(shining, view), unit);

    // Black is a dark background too.
    const Background background = scene.background == Background::contrast ? Background::dark : scene.background;
    const gl::Shader& composite = s.composite[static_cast<int>(background)];
    const Place shown_at{target.framebuffer, view.x, target.height - view.y - view.height};
    // What is interpolated between the corners of a view is rounded otherwise elsewhere in a target, and in a window, whose
    // rows drivers turn over: a picture that is to have the same pixels wherever it lies is made at one place and carried.
    const bool carried = samples > 1 && (target.framebuffer == 0 || shown_at.x != 0 || shown_at.y != 0);
    const Place place = carried ? Place{b.picture_frame.get()} : shown_at;
    if (samples > 1) {
      compose(composite, s.empty_array, b, view, place, bands);
    } else {
      compose(composite, s.empty_array, b, view, {b.picture_frame.get()}, wider);
      smooth(s.smooth, s.empty_array, b, view, place, bands);
    }
    draw_backdrop(s.backdrop, s.empty_array, view, place, bands);
    glDisable(GL_SCISSOR_TEST);
    if (!chosen.surfaces.empty()) draw_outline(s.outline, b, view, place.x, place.y, chosen_bands);
    if (s.overlay.regular.texture) draw_overlay(s.overlay, scene.overlay, seam_of(scene.background, unit));
    if (carried) carry(b.picture_frame.get(), view, shown_at);
  }
  glViewport(0, 0, target.width, target.height);
  glDepthMask(GL_TRUE);
  glBindVertexArray(0);
  glUseProgram(0);
}

}  // namespace attune
