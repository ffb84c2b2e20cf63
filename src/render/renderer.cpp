#include "render/renderer.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/gtc/type_ptr.hpp>
#include <numeric>
#include <vector>

#include "core/file.h"
#include "core/text.h"
#include "render/buffers.h"
#include "render/frame_block.h"
#include "render/mesh_store.h"
#include "render/overlay_pass.h"
#include "render/shader_sources.h"

namespace attune {

namespace {
constexpr int point_columns = 1024;  // width of the point texture; the shaders use the same
constexpr int most_point_rows = 64;

struct Shaders {
  gl::Shader solid, solid_hatched, glass, glass_hatched, tube, pulse, blur, composite, backdrop, overlay;
};

struct Range {
  int first = 0, count = 0;
  float length_mm = 0;
};
}  // namespace

struct Renderer::State {
  RendererSettings settings;
  Shaders shaders;
  MeshStore meshes;
  FrameBuffers buffers;
  OverlayPass overlay;
  gl::Buffer frame_block;
  gl::VertexArray empty_array, ribbon_array;
  gl::Buffer ribbon_corners;
  gl::Texture points;
  std::vector<glm::vec4> point_upload;
  std::vector<Range> tube_ranges;
  std::vector<std::size_t> drawing_order;  // of Scene::surfaces
  bool software = false;
  int samples = 0;                   // of the solid pass
};

namespace {
Result<std::string> shader_text(const RendererSettings& settings, const std::string& name) {
  if (!settings.shader_dir.empty()) return read_file(settings.shader_dir / name, 1 << 20);
  const auto& sources = embedded_shaders();
  const auto found = sources.find(name);
  if (found == sources.end())
    return Error{"the shader is missing from the program", name, "build Attune again", ExitCode::installation_incomplete};
  return found->second;
}

Result<Shaders> link_all(const RendererSettings& settings) {
  std::vector<Error> errors;
  const auto text = [&](const std::string& name) {
    auto source = shader_text(settings, name);
    if (!source) errors.push_back(source.error());
    return source ? std::move(*source) : std::string();
  };
  const std::string frame = text("frame.glsl"), tone = text("tone.glsl");
  Shaders all;
  const auto link = [&](gl::Shader& shader, const char* vertex, const char* fragment,
                        std::initializer_list<const char*> attributes, const char* define = "") {
    const std::string v = frame + text(std::string(vertex) + ".vert.glsl");
    const std::string f = define + frame + tone + text(std::string(fragment) + ".frag.glsl");
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
  link(all.tube, "tube", "tube", {"corner"});
  link(all.pulse, "pulse", "pulse", {});
  link(all.blur, "screen", "blur", {});
  link(all.composite, "screen", "composite", {});
  link(all.backdrop, "screen", "backdrop", {});
  link(all.overlay, "overlay", "overlay", {"position", "local", "shape", "colour", "extra"});
  if (!errors.empty()) return errors;
  return all;
}

gl::VertexArray make_corners(gl::Buffer& buffer, std::initializer_list<float> corners) {
  gl::VertexArray array = gl::make_vertex_array();
  buffer = gl::make_buffer();
  glBindVertexArray(array.get());
  glBindBuffer(GL_ARRAY_BUFFER, buffer.get());
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(corners.size() * sizeof(float)), corners.begin(), GL_STATIC_DRAW);
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
  glBindVertexArray(0);
  return array;
}

void set(GLint where, glm::vec4 v) { glUniform4f(where, v.x, v.y, v.z, v.w); }

// Pixels of the view (origin bottom left) that anything but the backdrop can touch. Work outside is skipped.
struct PixelBox {
  int x = 0, y = 0, width = 0, height = 0;
};

PixelBox find_busy_box(const Scene& scene, const std::vector<MeshRange>& ranges, const glm::mat4& to_clip, int margin) {
  const auto width = static_cast<float>(scene.viewport.width), height = static_cast<float>(scene.viewport.height);
  glm::vec2 low(width, height), high(0);
  const auto add = [&](glm::vec3 point) {
    const glm::vec4 clip = to_clip * glm::vec4(point, 1);
    if (clip.w <= 1) {  // beside or behind the eye: no bound
      low = glm::vec2(0);
      high = glm::vec2(width, height);
      return;
    }
    const glm::vec2 pixel = (glm::vec2(clip) / clip.w * 0.5f + 0.5f) * glm::vec2(width, height);
    low = glm::min(low, pixel);
    high = glm::max(high, pixel);
  };
  for (const SurfaceItem& item : scene.surfaces) {
    const MeshRange& range = ranges[static_cast<std::size_t>(item.part)];
    for (int corner = 0; corner < 8; ++corner)
      add({corner & 1 ? range.high_mm.x : range.low_mm.x, corner & 2 ? range.high_mm.y : range.low_mm.y,
           corner & 4 ? range.high_mm.z : range.low_mm.z});
  }
  for (const glm::vec3& point : scene.tube_points) add(point);
  for (const CloudItem& cloud : scene.clouds) {
    add(cloud.centre_mm - cloud.radius_mm * 1.5f);
    add(cloud.centre_mm + cloud.radius_mm * 1.5f);
  }
  // Whole quarter-size texels, so that the halo has no seam.
  const auto down = [&](float v, int most) { return std::clamp(static_cast<int>(v) - margin, 0, most) / 4 * 4; };
  const auto up = [&](float v, int most) { return std::clamp((static_cast<int>(v) + margin + 4) / 4 * 4, 0, most); };
  PixelBox box{down(low.x, scene.viewport.width), down(low.y, scene.viewport.height), 0, 0};
  box.width = std::max(0, up(high.x, scene.viewport.width) - box.x);
  box.height = std::max(0, up(high.y, scene.viewport.height) - box.y);
  return box;
}

// Multisampled solids -> one sample per pixel: colour, emitted light, depth.
void resolve(const FrameBuffers& b, const PixelBox& box) {
  const int right = box.x + box.width, top = box.y + box.height;
  glBindFramebuffer(GL_READ_FRAMEBUFFER, b.multisample_frame.get());
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, b.solid_frame.get());
  const GLenum none_second[] = {GL_COLOR_ATTACHMENT0, GL_NONE}, only_second[] = {GL_NONE, GL_COLOR_ATTACHMENT1};
  const GLenum both[] = {GL_COLOR_ATTACHMENT0, GL_COLOR_ATTACHMENT1};
  glReadBuffer(GL_COLOR_ATTACHMENT0);
  glDrawBuffers(2, none_second);
  glBlitFramebuffer(box.x, box.y, right, top, box.x, box.y, right, top, GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT, GL_NEAREST);
  glReadBuffer(GL_COLOR_ATTACHMENT1);
  glDrawBuffers(2, only_second);
  glBlitFramebuffer(box.x, box.y, right, top, box.x, box.y, right, top, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  glReadBuffer(GL_COLOR_ATTACHMENT0);
  glDrawBuffers(2, both);
}

struct Backdrop {
  glm::vec3 top, bottom, glass;
  float rim;
};
Backdrop backdrop_of(Background background) {
  if (background == Background::light) return {{0.965f, 0.972f, 0.985f}, {0.87f, 0.89f, 0.925f}, {0.30f, 0.36f, 0.46f}, 1.15f};
  return {{0.066f, 0.080f, 0.120f}, {0.016f, 0.019f, 0.034f}, {0.62f, 0.72f, 0.84f}, 1.0f};
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
    return Error{format("needs OpenGL 3.3 or OpenGL ES 3.0, found %s %d.%d", desktop ? "OpenGL" : "OpenGL ES", version / 10,
                        version % 10),
                 "", "update the graphics driver, or set LIBGL_ALWAYS_SOFTWARE=1", ExitCode::no_graphics};
  auto state = std::make_unique<State>();
  state->settings = settings;
  auto shaders = link_all(settings);
  if (!shaders) return shaders.errors();
  state->shaders = std::move(*shaders);
  const std::string renderer = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  state->software = renderer.find("llvmpipe") != std::string::npos || renderer.find("softpipe") != std::string::npos;

  GLint most_samples = 0;
  glGetIntegerv(GL_MAX_SAMPLES, &most_samples);
  state->samples = std::min(settings.samples, most_samples);
  state->frame_block = gl::make_buffer();
  glBindBuffer(GL_UNIFORM_BUFFER, state->frame_block.get());
  glBufferData(GL_UNIFORM_BUFFER, sizeof(FrameBlock), nullptr, GL_DYNAMIC_DRAW);
  state->empty_array = gl::make_vertex_array();
  state->ribbon_array = make_corners(state->ribbon_corners, {0, -1, 0, 1, 1, -1, 1, 1});
  state->points = gl::make_texture();
  glBindTexture(GL_TEXTURE_2D, state->points.get());
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA32F, point_columns, most_point_rows, 0, GL_RGBA, GL_FLOAT, nullptr);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  state->overlay.shader = std::move(state->shaders.overlay);
  make_overlay_geometry(state->overlay);
  return Renderer(std::move(state));
}

void Renderer::upload(const BrainModel& brain) { state_->meshes = make_mesh_store(brain, state_->software); }

void Renderer::upload_fonts(const FontAtlas& regular, const FontAtlas& bold) {
  state_->overlay.regular = make_overlay_font(regular);
  state_->overlay.bold = make_overlay_font(bold);
}

Status Renderer::reload_shaders() {
  auto shaders = link_all(state_->settings);
  if (!shaders) return shaders.errors();
  state_->shaders = std::move(*shaders);
  state_->overlay.shader = std::move(state_->shaders.overlay);
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
  for (const Scene& scene : scenes) {
    const Viewport& view = scene.viewport;
    if (view.width <= 0 || view.height <= 0) continue;
    if (!ensure_buffers(s.buffers, view.width, view.height, samples)) continue;
    FrameBuffers& b = s.buffers;

    // -- frame data
    const Backdrop backdrop = backdrop_of(scene.background);
    const auto width = static_cast<float>(view.width), height = static_cast<float>(view.height);
    const float unit = std::max(0.5f, height / 720.0f);
    FrameBlock block;
    block.view = view_matrix(scene.camera);
    block.projection = projection_matrix(scene.camera, width / height);
    block.camera_position = glm::vec4(camera_position(scene.camera), 1);
    block.viewport = {width, height, 1 / width, 1 / height};
    block.look = {scene.glass, scene.background == Background::light ? 1 : 0,
                  scene.background == Background::transparent ? 1 : 0, unit};
    block.background_top = glm::vec4(backdrop.top, 1);
    block.background_bottom = glm::vec4(backdrop.bottom, 1);
    block.glass_colour = glm::vec4(backdrop.glass, backdrop.rim * (0.85f - 0.25f * scene.glass));
    glBindBuffer(GL_UNIFORM_BUFFER, s.frame_block.get());
    glBufferSubData(GL_UNIFORM_BUFFER, 0, sizeof block, &block);
    glBindBufferBase(GL_UNIFORM_BUFFER, 0, s.frame_block.get());

    // -- solids
    const PixelBox busy = find_busy_box(scene, s.meshes.ranges, block.projection * block.view, static_cast<int>(48 * unit));
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
    // Solids from the nearest to the furthest: what they hide is not lit. Glass in any order.
    s.drawing_order.resize(scene.surfaces.size());
    std::iota(s.drawing_order.begin(), s.drawing_order.end(), 0u);
    const auto distance_mm = [&](std::size_t item) {
      const MeshRange& range = s.meshes.ranges[static_cast<std::size_t>(scene.surfaces[item].part)];
      return glm::distance(glm::vec3(block.camera_position), (range.low_mm + range.high_mm) * 0.5f);
    };
    std::stable_sort(s.drawing_order.begin(), s.drawing_order.end(),
                     [&](std::size_t a, std::size_t b2) { return distance_mm(a) < distance_mm(b2); });
    const auto draw_surfaces = [&](const gl::Shader& shader, bool glass, bool hatched) {
      glUseProgram(shader.program.get());
      glBindVertexArray(s.meshes.vertex_array.get());
      const GLint colour = shader.at("item_colour"), flags = shader.at("item_flags");
      for (const std::size_t i : s.drawing_order) {
        const SurfaceItem& item = scene.surfaces[i];
        if (item.glass != glass || (item.hatched > 0.5f) != hatched) continue;
        const MeshRange& range = s.meshes.ranges[static_cast<std::size_t>(item.part)];
        if (glass || range.closed) glEnable(GL_CULL_FACE); else glDisable(GL_CULL_FACE);
        set(colour, glm::vec4(item.colour, item.glow));
        set(flags, {item.selected, 0, item.fill, 0});
        const std::size_t first = hurried ? range.first_coarse_index : range.first_index;
        glDrawElements(GL_TRIANGLES, hurried ? range.coarse_index_count : range.index_count, GL_UNSIGNED_INT,
                       reinterpret_cast<const void*>(first * sizeof(std::uint32_t)));
      }
      glDisable(GL_CULL_FACE);
    };
    draw_surfaces(s.shaders.solid, false, false);
    draw_surfaces(s.shaders.solid_hatched, false, true);

    // -- tubes and pulses: over the solids, hidden by them, blended with premultiplied alpha
    s.tube_ranges.clear();
    s.point_upload.clear();
    for (const TubeItem& tube : scene.tubes) {
      Range range{static_cast<int>(s.point_upload.size()), tube.point_count, 0};
      for (int i = 0; i < tube.point_count; ++i) {
        const glm::vec3 point = scene.tube_points[static_cast<std::size_t>(tube.first_point + i)];
        if (i > 0) range.length_mm += glm::length(point - glm::vec3(s.point_upload.back()));
        s.point_upload.emplace_back(point, range.length_mm);
      }
      s.tube_ranges.push_back(range);
    }
    const std::size_t room = static_cast<std::size_t>(point_columns) * most_point_rows;
    ATTUNE_CHECK(s.point_upload.size() <= room);
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, s.points.get());
    if (!s.point_upload.empty()) {
      const auto rows = static_cast<GLsizei>((s.point_upload.size() + point_columns - 1) / point_columns);
      s.point_upload.resize(static_cast<std::size_t>(rows) * point_columns);
      glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, point_columns, rows, GL_RGBA, GL_FLOAT, s.point_upload.data());
    }
    glDepthMask(GL_FALSE);
    glEnable(GL_BLEND);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    // Twice: faintly where a solid hides them (a tract has to be followed through the brain), then plainly.
    for (const bool hidden : {true, false}) {
      glDepthFunc(hidden ? GL_GREATER : GL_LEQUAL);
      const float share = hidden ? 0.30f : 1.0f;
      {
        const gl::Shader& shader = s.shaders.tube;
        glUseProgram(shader.program.get());
        glUniform1i(shader.at("points"), 0);
        glBindVertexArray(s.ribbon_array.get());
        for (std::size_t i = 0; i < scene.tubes.size(); ++i) {
          const TubeItem& tube = scene.tubes[i];
          if (tube.point_count < 2 || tube.opacity <= 0) continue;
          glUniform2i(shader.at("tube_range"), s.tube_ranges[i].first, tube.point_count);
          set(shader.at("tube_shape"), {tube.radius_mm, 0.7f * unit, 0, 0});
          set(shader.at("tube_colour"), glm::vec4(tube.colour, tube.opacity * share));
          set(shader.at("tube_style"), {static_cast<float>(tube.grade), tube.selected, 0, 0});
          glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, tube.point_count - 1);
        }
      }
      {
        const gl::Shader& shader = s.shaders.pulse;
        glUseProgram(shader.program.get());
        glUniform1i(shader.at("points"), 0);
        glBindVertexArray(s.empty_array.get());
        // Shares of the budget by length and density, so that the same scene always gets the same particles.
        float wanted = 0;
        for (std::size_t i = 0; i < scene.tubes.size(); ++i) wanted += s.tube_ranges[i].length_mm * scene.tubes[i].flow;
        for (const CloudItem& cloud : scene.clouds) wanted += 60 * cloud.density;
        const float per_mm = wanted > 0 ? std::min(scene.particle_budget > 10000 ? 1e9f : 0.75f,
                                                   static_cast<float>(scene.particle_budget) / wanted)
                                        : 0;
        for (std::size_t i = 0; i < scene.tubes.size(); ++i) {
          const TubeItem& tube = scene.tubes[i];
          const auto count = static_cast<GLsizei>(s.tube_ranges[i].length_mm * tube.flow * per_mm);
        if (hidden && scene.particle_budget > 20000) continue;  // the tubes themselves still show through
          if (count < 1 || tube.point_count < 2) continue;
          glUniform2i(shader.at("tube_range"), s.tube_ranges[i].first, tube.point_count);
          const float fineness = std::clamp(0.75f / per_mm, 0.35f, 1.0f);
          set(shader.at("tube_shape"), {s.tube_ranges[i].length_mm, 1.15f * fineness, tube.radius_mm * 0.9f, static_cast<float>(count)});
          // phase counts pulses of 7 mm; the shader wants particle spacings
          const float spacing_mm = s.tube_ranges[i].length_mm / static_cast<float>(count);
          const float phase = std::fmod(tube.phase * 7.0f / spacing_mm, static_cast<float>(count));
          set(shader.at("pulse"), {phase, 1, 1.6f * unit * fineness, static_cast<float>(i)});
          set(shader.at("tube_colour"), glm::vec4(tube.colour, 0.95f * share));
          glDrawArrays(GL_POINTS, 0, count);
        }
        for (const CloudItem& cloud : scene.clouds) {
          const auto count = static_cast<GLsizei>(60 * cloud.density * std::max(per_mm, 1.0f));
          if (count < 1) continue;
          glUniform2i(shader.at("tube_range"), 0, 0);
          set(shader.at("tube_shape"), {cloud.radius_mm * 0.16f, cloud.radius_mm * 0.16f, 0, 0});
          set(shader.at("cloud"), glm::vec4(cloud.centre_mm, cloud.radius_mm));
          set(shader.at("pulse"), {cloud.phase, 1, unit, static_cast<float>(cloud.seed % 1000u)});
          set(shader.at("tube_colour"), glm::vec4(cloud.colour, 0.16f * share));
          glDrawArrays(GL_POINTS, 0, count);
        }
      }
    }
    glDepthFunc(GL_LEQUAL);

    if (samples > 1) resolve(b, busy);

    // -- glass: sums of optical depth; addition needs no order
    glBindFramebuffer(GL_FRAMEBUFFER, b.veil_frame.get());
    glDisable(GL_SCISSOR_TEST);
    glClearBufferfv(GL_COLOR, 0, nothing);
    glEnable(GL_SCISSOR_TEST);
    glBlendFunc(GL_ONE, GL_ONE);
    draw_surfaces(s.shaders.glass_hatched, true, true);
    draw_surfaces(s.shaders.glass, true, false);  // only the half that faces the eye: cleaner, and half the work
    glDisable(GL_DEPTH_TEST);
    glDisable(GL_BLEND);

    // -- halo: emitted light at a quarter of the size, blurred twice
    const int quarter_width = (view.width + 3) / 4, quarter_height = (view.height + 3) / 4;
    glBindFramebuffer(GL_READ_FRAMEBUFFER, b.glow_frame.get());
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, b.halo_frame[0].get());
    glScissor(busy.x / 4, busy.y / 4, (busy.width + 3) / 4, (busy.height + 3) / 4);
    glBlitFramebuffer(0, 0, quarter_width * 4, quarter_height * 4, 0, 0, quarter_width, quarter_height, GL_COLOR_BUFFER_BIT,
                      GL_LINEAR);
    glViewport(0, 0, quarter_width, quarter_height);
    glUseProgram(s.shaders.blur.program.get());
    glUniform1i(s.shaders.blur.at("source"), 0);
    glBindVertexArray(s.empty_array.get());
    const float halo_width = static_cast<float>((b.width + 3) / 4), halo_height = static_cast<float>((b.height + 3) / 4);
    // The buffers may be larger than the view: uv runs over the view, the texture over the buffer.
    const glm::vec2 share(static_cast<float>(quarter_width) / halo_width, static_cast<float>(quarter_height) / halo_height);
    for (int round = 0; round < 4; ++round) {
      const int from = round % 2;
      const float spread = (round < 2 ? 1.0f : 2.2f) * unit;
      glBindFramebuffer(GL_FRAMEBUFFER, b.halo_frame[1 - from].get());
      glBindTexture(GL_TEXTURE_2D, b.halo[from].get());
      set(s.shaders.blur.at("direction"),
          {round % 2 == 0 ? spread / halo_width : 0, round % 2 == 0 ? 0 : spread / halo_height, share.x, share.y});
      glDrawArrays(GL_TRIANGLES, 0, 3);
    }

    // -- the picture
    glBindFramebuffer(GL_FRAMEBUFFER, target.framebuffer);
    const int bottom = target.height - view.y - view.height;
    glViewport(view.x, bottom, view.width, view.height);
    const gl::Shader& shader = s.shaders.composite;
    glUseProgram(shader.program.get());
    glUniform1i(shader.at("solids"), 0);
    glUniform1i(shader.at("veil"), 1);
    glUniform1i(shader.at("halo"), 2);
    set(shader.at("extent"), {width / static_cast<float>(b.width), height / static_cast<float>(b.height), static_cast<float>(view.x), static_cast<float>(bottom)});
    glActiveTexture(GL_TEXTURE2);
    glBindTexture(GL_TEXTURE_2D, b.halo[0].get());
    glActiveTexture(GL_TEXTURE1);
    glBindTexture(GL_TEXTURE_2D, b.veil.get());
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, b.solids.get());
    glEnable(GL_SCISSOR_TEST);
    const auto fill = [&](int x, int y, int w, int h) {
      if (w <= 0 || h <= 0) return;
      glScissor(view.x + x, bottom + y, w, h);
      glDrawArrays(GL_TRIANGLES, 0, 3);
    };
    fill(busy.x, busy.y, busy.width, busy.height);
    glUseProgram(s.shaders.backdrop.program.get());
    const int right_edge = busy.x + busy.width, top_edge = busy.y + busy.height;
    fill(0, 0, view.width, busy.y);
    fill(0, top_edge, view.width, view.height - top_edge);
    fill(0, busy.y, busy.x, busy.height);
    fill(right_edge, busy.y, view.width - right_edge, busy.height);
    glDisable(GL_SCISSOR_TEST);

    if (s.overlay.regular.texture) draw_overlay(s.overlay, scene.overlay);
  }
  glViewport(0, 0, target.width, target.height);
  glDepthMask(GL_TRUE);
  glBindVertexArray(0);
  glUseProgram(0);
}

}  // namespace attune
