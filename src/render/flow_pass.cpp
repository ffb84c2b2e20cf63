#include "render/flow_pass.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <glm/common.hpp>
#include <glm/geometric.hpp>

namespace attune {

namespace {
constexpr float kTooFaint = 0.15f;   // of a tube as quiet as this nothing would be left behind a solid
constexpr float kHiddenShare = 0.30f, kAskedShare = 0.6f;  // behind solids; tube.vert.glsl has the same for lines
constexpr float kPulse_mm = 7;       // TubeItem::phase counts pulses this far apart
constexpr float kTurn = 6.2831853f;
constexpr int kMany = 20000;         // particles: more than this are drawn as sparingly as can be
constexpr float kTooWeak = 0.08f;    // of many particles those between dashes and dots are not seen

Colour16 to_colour16(glm::vec3 colour, float opacity) {
  const auto part = [](float v) { return static_cast<std::uint16_t>(std::lround(std::clamp(v, 0.0f, 1.0f) * 65535.0f)); };
  return {part(colour.r), part(colour.g), part(colour.b), part(opacity)};
}

float fraction(float v) { return v - std::floor(v); }

float random_of(float a, float b) {
  glm::vec3 p(fraction(a * 0.1031f), fraction(b * 0.1030f), fraction((a + b) * 0.0973f));
  p += glm::dot(p, glm::vec3(p.y, p.z, p.x) + 33.33f);
  return fraction((p.x + p.y) * p.z);
}

// Points of a tube with the way to each of them.
struct TubePath {
  const glm::vec3* points = nullptr;
  std::size_t count = 0;
  std::vector<float> arc_mm;
  float length_mm = 0;
};

void measure(TubePath& path, const Scene& scene, const TubeItem& tube) {
  path.points = scene.tube_points.data() + tube.first_point;
  path.count = static_cast<std::size_t>(std::max(tube.point_count, 0));
  path.length_mm = 0;
  path.arc_mm.clear();
  for (std::size_t i = 0; i < path.count; ++i) {
    if (i > 0) path.length_mm += glm::length(path.points[i] - path.points[i - 1]);
    path.arc_mm.push_back(path.length_mm);
  }
}

void add_ribbon(FlowGeometry& flow, const TubePath& path, const TubeItem& tube, float unit) {
  const Colour16 colour = to_colour16(tube.colour, tube.opacity);
  const glm::vec2 kind(static_cast<float>(tube.grade), tube.selected);
  const auto first = static_cast<std::uint32_t>(flow.tubes.size());
  for (std::size_t i = 0; i < path.count; ++i) {
    const glm::vec3 along = path.points[std::min(i + 1, path.count - 1)] - path.points[i > 0 ? i - 1 : 0];
    for (const float side : {-1.0f, 1.0f})
      flow.tubes.push_back({path.points[i], along, {side, path.arc_mm[i], tube.radius_mm, 0.7f * unit}, colour, kind});
  }
  for (std::uint32_t i = 0; i + 1 < path.count; ++i) {
    const std::uint32_t at = first + 2 * i;
    flow.tube_indices.insert(flow.tube_indices.end(), {at, at + 1, at + 2, at + 2, at + 1, at + 3});
  }
}

// How much of a tube is drawn at a place along it, 0..1: dashes and dots as in shaders/tube.frag.glsl.
float ink_at(LineGrade grade, float mm) {
  if (grade == LineGrade::solid) return 1;
  const bool dotted = grade == LineGrade::dotted;
  const float off = std::abs(fraction(mm / (dotted ? 4.5f : 8.0f)) - 0.5f);
  return dotted ? glm::smoothstep(0.26f, 0.18f, off) : glm::smoothstep(0.36f, 0.30f, off);
}

// Where a tube's particles stand beside its middle follows from their indices alone; kept, as it is most of the work.
const std::vector<glm::vec3>& scatter_of(FlowGeometry& flow, std::size_t tube, int count) {
  if (flow.scatter.size() <= tube) flow.scatter.resize(tube + 1);
  std::vector<glm::vec3>& scatter = flow.scatter[tube];
  const auto seed = static_cast<float>(tube);
  for (auto i = static_cast<int>(scatter.size()); i < count; ++i) {
    const auto id = static_cast<float>(i);
    const float angle = kTurn * random_of(id, seed);
    scatter.emplace_back(std::cos(angle), std::sin(angle), std::sqrt(random_of(seed, id + 3)));
  }
  return scatter;
}

// Particles stand in a row along the tube, scattered over its width. Their places grow along it, but for the one step
// from its end back to its start: so the segment of each follows from that of the one before.
void add_pulses(FlowGeometry& flow, const TubePath& path, const TubeItem& tube, std::size_t which, int count, float per_mm, float unit, float least) {
  const float fineness = std::clamp(0.75f / per_mm, 0.35f, 1.0f);
  const float spacing_mm = path.length_mm / static_cast<float>(count);
  const float phase = std::fmod(tube.phase * kPulse_mm / spacing_mm, static_cast<float>(count));
  const glm::vec3 extent(1.15f * fineness, 1.6f * unit * fineness, kAskedShare * tube.selected);
  const Colour16 colour = to_colour16(tube.colour, 0);
  const std::vector<glm::vec3>& scatter = scatter_of(flow, which, count);
  std::size_t segment = 0, known = path.count;  // known: the segment that u and v belong to
  glm::vec3 u(0), v(0);
  for (int i = 0; i < count; ++i) {
    const auto id = static_cast<float>(i);
    const float share = fraction((id + phase) / static_cast<float>(count)), mm = share * path.length_mm;
    if (mm < path.arc_mm[segment]) segment = 0;
    while (segment + 2 < path.count && path.arc_mm[segment + 1] <= mm) ++segment;
    const glm::vec3 a = path.points[segment], b = path.points[segment + 1];
    if (segment != known) {
      const glm::vec3 axis = glm::normalize(b - a + 1e-5f);
      u = glm::normalize(glm::cross(axis, std::abs(axis.z) < 0.9f ? glm::vec3(0, 0, 1) : glm::vec3(1, 0, 0)));
      v = glm::cross(axis, u);
      known = segment;
    }
    // They shine within dashes and dots: so a path's line says how sure it is while something runs along it too.
    const float strength = glm::smoothstep(0.0f, 0.06f, share) * glm::smoothstep(0.0f, 0.06f, 1 - share) *
                           glm::mix(0.06f, 1.0f, ink_at(tube.grade, mm));
    if (strength < least) continue;
    const float from_mm = path.arc_mm[segment], to_mm = path.arc_mm[segment + 1];
    const glm::vec3 centre = glm::mix(a, b, std::clamp((mm - from_mm) / std::max(to_mm - from_mm, 1e-4f), 0.0f, 1.0f));
    const glm::vec3 beside = scatter[static_cast<std::size_t>(i)];
    const float away_mm = tube.radius_mm * 0.9f * beside.z;
    ParticleVertex particle{centre + (u * beside.x + v * beside.y) * away_mm, extent, colour};
    particle.colour[3] = static_cast<std::uint16_t>(std::lround(0.95f * strength * 65535.0f));
    flow.particles.push_back(particle);
  }
}

// Puffs that leave a structure's surface, grow, and fade. In front of it they are fainter: its colour is what the legend
// explains.
void add_cloud(FlowGeometry& flow, const CloudItem& cloud, glm::vec3 eye_mm) {
  constexpr int kPuffs = 14;
  constexpr float kFar_mm = 5, kSmall_mm = 4.5f, kLarge_mm = 7.5f, kDepth = 0.95f;
  const auto seed = static_cast<float>(cloud.seed % 1000u);
  const glm::vec3 to_eye = glm::normalize(eye_mm - cloud.centre_mm);
  const float thin = 1 - cloud.density, strength = 1 - thin * thin * thin;
  const float size = std::clamp((cloud.reach_mm.x + cloud.reach_mm.y + cloud.reach_mm.z) / 30, 1.0f, 1.6f);
  for (int i = 0; i < kPuffs; ++i) {
    const auto id = static_cast<float>(i);
    const float life = fraction(random_of(id, seed + 13) + cloud.phase);
    const float z = 2 * (id + 0.5f) / kPuffs - 1, flat = std::sqrt(1 - z * z);
    const float angle = 2.399963f * id + seed + 0.4f * life;  // evenly over all directions
    const glm::vec3 direction(flat * std::cos(angle), flat * std::sin(angle), z);
    const glm::vec3 centre = cloud.centre_mm + direction * (cloud.reach_mm + kFar_mm * life);
    const float before = glm::smoothstep(0.1f, 0.9f, glm::dot(direction, to_eye));
    const float depth = kDepth * strength * std::sin(kTurn / 2 * life) * (1 - 0.75f * before);
    const Colour16 colour = to_colour16(cloud.colour, depth);
    const float radius_mm = size * glm::mix(kSmall_mm, kLarge_mm, life);
    const auto first = static_cast<std::uint32_t>(flow.puffs.size());
    for (const glm::vec2 corner : {glm::vec2(-1, -1), glm::vec2(1, -1), glm::vec2(-1, 1), glm::vec2(1, 1)})
      flow.puffs.push_back({centre, glm::vec3(corner, radius_mm), colour});
    flow.puff_indices.insert(flow.puff_indices.end(), {first, first + 1, first + 2, first + 2, first + 1, first + 3});
  }
}

// Uploads to a buffer that is bound to `target`.
template <class T>
void upload(GLenum target, const std::vector<T>& data) {
  glBufferData(target, static_cast<GLsizeiptr>(data.size() * sizeof(T)), data.data(), GL_STREAM_DRAW);
}

void attribute(GLuint index, GLint size, GLenum type, std::size_t stride, std::size_t offset) {
  glEnableVertexAttribArray(index);
  glVertexAttribPointer(index, size, type, type == GL_UNSIGNED_SHORT ? GL_TRUE : GL_FALSE, static_cast<GLsizei>(stride),
                        reinterpret_cast<const void*>(offset));
}
}  // namespace

void make_flow(FlowGeometry& flow, const Scene& scene, float unit) {
  flow.tubes.clear();
  flow.tube_indices.clear();
  flow.particles.clear();
  flow.puffs.clear();
  flow.puff_indices.clear();
  TubePath path;
  // Shares of the budget by length and density, so that the same scene always gets the same particles.
  float wanted = 0;
  for (const TubeItem& tube : scene.tubes) {
    measure(path, scene, tube);
    wanted += path.length_mm * tube.flow;
  }
  const float per_mm =
      wanted > 0 ? std::min(scene.particle_budget > 10000 ? 1e9f : 0.75f, static_cast<float>(scene.particle_budget) / wanted) : 0;
  for (const bool faint : {true, false}) {
    flow.first_hidden_index = flow.tube_indices.size();
    flow.first_hidden_particle = flow.particles.size();
    for (std::size_t i = 0; i < scene.tubes.size(); ++i) {
      const TubeItem& tube = scene.tubes[i];
      if ((tube.opacity < kTooFaint) != faint || tube.point_count < 2) continue;
      measure(path, scene, tube);
      if (tube.opacity > 0) add_ribbon(flow, path, tube, unit);
      const int count = static_cast<int>(path.length_mm * tube.flow * per_mm);
      if (count > 0) add_pulses(flow, path, tube, i, count, per_mm, unit, scene.particle_budget > kMany ? kTooWeak : 0);
    }
  }
  if (scene.particle_budget > 0)
    for (const CloudItem& cloud : scene.clouds) add_cloud(flow, cloud, camera_position(scene.camera));
}

void make_flow_arrays(FlowPass& pass) {
  const auto begin = [](auto& array, auto& vertices, auto* indices) {
    array = gl::make_vertex_array();
    vertices = gl::make_buffer();
    glBindVertexArray(array.get());
    glBindBuffer(GL_ARRAY_BUFFER, vertices.get());
    if (indices == nullptr) return;
    *indices = gl::make_buffer();
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices->get());
  };
  begin(pass.tube_array, pass.tube_vertices, &pass.tube_indices);
  attribute(0, 3, GL_FLOAT, sizeof(TubeVertex), offsetof(TubeVertex, position));
  attribute(1, 3, GL_FLOAT, sizeof(TubeVertex), offsetof(TubeVertex, along));
  attribute(2, 4, GL_FLOAT, sizeof(TubeVertex), offsetof(TubeVertex, place));
  attribute(3, 4, GL_UNSIGNED_SHORT, sizeof(TubeVertex), offsetof(TubeVertex, colour));
  attribute(4, 2, GL_FLOAT, sizeof(TubeVertex), offsetof(TubeVertex, kind));
  begin(pass.particle_array, pass.particles, static_cast<gl::Buffer*>(nullptr));
  attribute(0, 3, GL_FLOAT, sizeof(ParticleVertex), offsetof(ParticleVertex, position));
  attribute(1, 3, GL_FLOAT, sizeof(ParticleVertex), offsetof(ParticleVertex, extent));
  attribute(2, 4, GL_UNSIGNED_SHORT, sizeof(ParticleVertex), offsetof(ParticleVertex, colour));
  begin(pass.cloud_array, pass.puffs, &pass.puff_indices);
  attribute(0, 3, GL_FLOAT, sizeof(PuffVertex), offsetof(PuffVertex, centre));
  attribute(1, 3, GL_FLOAT, sizeof(PuffVertex), offsetof(PuffVertex, corner));
  attribute(2, 4, GL_UNSIGNED_SHORT, sizeof(PuffVertex), offsetof(PuffVertex, colour));
  glBindVertexArray(0);
}

void draw_flow(FlowPass& pass, const Scene& scene, float unit) {
  FlowGeometry& flow = pass.flow;
  make_flow(flow, scene, unit);
  glBindVertexArray(pass.tube_array.get());
  glBindBuffer(GL_ARRAY_BUFFER, pass.tube_vertices.get());
  upload(GL_ARRAY_BUFFER, flow.tubes);
  upload(GL_ELEMENT_ARRAY_BUFFER, flow.tube_indices);
  glBindBuffer(GL_ARRAY_BUFFER, pass.particles.get());
  // New storage for every frame would cost more than the particles.
  if (const std::size_t bytes = flow.particles.size() * sizeof(ParticleVertex); bytes > pass.particle_room) {
    pass.particle_room = bytes + bytes / 4;
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(pass.particle_room), nullptr, GL_STREAM_DRAW);
  }
  glBufferSubData(GL_ARRAY_BUFFER, 0, static_cast<GLsizeiptr>(flow.particles.size() * sizeof(ParticleVertex)), flow.particles.data());
  glDepthMask(GL_FALSE);
  glEnable(GL_BLEND);
  glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  // Twice: faintly where a solid hides them (a tract has to be followed through the brain), then plainly.
  for (const bool hidden : {true, false}) {
    glDepthFunc(hidden ? GL_GREATER : GL_LEQUAL);
    if (hidden && scene.glass >= kSolidGlass) continue;  // a solid brain hides them
    const float share = hidden ? kHiddenShare : 1.0f;
    const std::size_t index = hidden ? flow.first_hidden_index : 0;
    if (index < flow.tube_indices.size()) {
      glUseProgram(pass.tube.program.get());
      glUniform1f(pass.tube.at("share"), share);
      glBindVertexArray(pass.tube_array.get());
      glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(flow.tube_indices.size() - index), GL_UNSIGNED_INT,
                     reinterpret_cast<const void*>(index * sizeof(std::uint32_t)));
    }
    std::size_t particle = hidden ? flow.first_hidden_particle : 0;
    // With many particles none: the tubes themselves still show through.
    if (hidden && scene.particle_budget > kMany) particle = flow.particles.size();
    if (particle < flow.particles.size()) {
      glUseProgram(pass.pulse.program.get());
      glUniform1f(pass.pulse.at("share"), share);
      glBindVertexArray(pass.particle_array.get());
      glDrawArrays(GL_POINTS, static_cast<GLint>(particle), static_cast<GLsizei>(flow.particles.size() - particle));
    }
  }
  glDepthFunc(GL_LEQUAL);
}

void draw_clouds(const FlowPass& pass) {
  if (pass.flow.puff_indices.empty()) return;
  glUseProgram(pass.cloud.program.get());
  glBindVertexArray(pass.cloud_array.get());
  glBindBuffer(GL_ARRAY_BUFFER, pass.puffs.get());
  upload(GL_ARRAY_BUFFER, pass.flow.puffs);
  upload(GL_ELEMENT_ARRAY_BUFFER, pass.flow.puff_indices);
  glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(pass.flow.puff_indices.size()), GL_UNSIGNED_INT, nullptr);
}

}  // namespace attune
