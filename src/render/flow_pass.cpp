#include "render/flow_pass.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

#include "core/check.h"

namespace attune {

namespace {
constexpr int point_columns = 1024;  // width of the point texture; the shaders use the same
constexpr int most_point_rows = 64;
constexpr float kTooFaint = 0.15f;  // of a tube as quiet as this nothing would be left behind a solid

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
}  // namespace

void make_flow_geometry(FlowPass& pass) {
  pass.empty_array = gl::make_vertex_array();
  pass.ribbon_array = make_corners(pass.ribbon_corners, {0, -1, 0, 1, 1, -1, 1, 1});
  pass.points = gl::make_texture();
  glBindTexture(GL_TEXTURE_2D, pass.points.get());
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA32F, point_columns, most_point_rows, 0, GL_RGBA, GL_FLOAT, nullptr);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
}

void draw_flow(FlowPass& pass, const Scene& scene, float unit) {
  pass.ranges.clear();
  pass.upload.clear();
  for (const TubeItem& tube : scene.tubes) {
    TubeRange range{static_cast<int>(pass.upload.size()), tube.point_count, 0};
    for (int i = 0; i < tube.point_count; ++i) {
      const glm::vec3 point = scene.tube_points[static_cast<std::size_t>(tube.first_point + i)];
      if (i > 0) range.length_mm += glm::length(point - glm::vec3(pass.upload.back()));
      pass.upload.emplace_back(point, range.length_mm);
    }
    pass.ranges.push_back(range);
  }
  const std::size_t room = static_cast<std::size_t>(point_columns) * most_point_rows;
  ATTUNE_CHECK(pass.upload.size() <= room);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, pass.points.get());
  if (!pass.upload.empty()) {
    const auto rows = static_cast<GLsizei>((pass.upload.size() + point_columns - 1) / point_columns);
    pass.upload.resize(static_cast<std::size_t>(rows) * point_columns);
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, point_columns, rows, GL_RGBA, GL_FLOAT, pass.upload.data());
  }
  glDepthMask(GL_FALSE);
  glEnable(GL_BLEND);
  glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  // Twice: faintly where a solid hides them (a tract has to be followed through the brain), then plainly.
  for (const bool hidden : {true, false}) {
    glDepthFunc(hidden ? GL_GREATER : GL_LEQUAL);
    const float share = hidden ? 0.30f : 1.0f;
    {
      const gl::Shader& shader = pass.tube;
      glUseProgram(shader.program.get());
      glUniform1i(shader.at("points"), 0);
      glBindVertexArray(pass.ribbon_array.get());
      for (std::size_t i = 0; i < scene.tubes.size(); ++i) {
        const TubeItem& tube = scene.tubes[i];
        if (tube.point_count < 2 || tube.opacity <= 0 || (hidden && tube.opacity < kTooFaint)) continue;
        glUniform2i(shader.at("tube_range"), pass.ranges[i].first, tube.point_count);
        gl::set(shader.at("tube_shape"), {tube.radius_mm, 0.7f * unit, 0, 0});
        gl::set(shader.at("tube_colour"), glm::vec4(tube.colour, tube.opacity * share));
        gl::set(shader.at("tube_style"), {static_cast<float>(tube.grade), tube.selected, 0, 0});
        glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, tube.point_count - 1);
      }
    }
    {
      const gl::Shader& shader = pass.pulse;
      glUseProgram(shader.program.get());
      glUniform1i(shader.at("points"), 0);
      glBindVertexArray(pass.empty_array.get());
      // Shares of the budget by length and density, so that the same scene always gets the same particles.
      float wanted = 0;
      for (std::size_t i = 0; i < scene.tubes.size(); ++i) wanted += pass.ranges[i].length_mm * scene.tubes[i].flow;
      for (const CloudItem& cloud : scene.clouds) wanted += 60 * cloud.density;
      const float per_mm = wanted > 0 ? std::min(scene.particle_budget > 10000 ? 1e9f : 0.75f,
                                                 static_cast<float>(scene.particle_budget) / wanted)
                                      : 0;
      for (std::size_t i = 0; i < scene.tubes.size(); ++i) {
        const TubeItem& tube = scene.tubes[i];
        const auto count = static_cast<GLsizei>(pass.ranges[i].length_mm * tube.flow * per_mm);
        if (hidden && scene.particle_budget > 20000) continue;  // the tubes themselves still show through
        if (count < 1 || tube.point_count < 2 || (hidden && tube.opacity < kTooFaint)) continue;
        glUniform2i(shader.at("tube_range"), pass.ranges[i].first, tube.point_count);
        const float fineness = std::clamp(0.75f / per_mm, 0.35f, 1.0f);
        gl::set(shader.at("tube_shape"), {pass.ranges[i].length_mm, 1.15f * fineness, tube.radius_mm * 0.9f, static_cast<float>(count)});
        // phase counts pulses of 7 mm; the shader wants particle spacings
        const float spacing_mm = pass.ranges[i].length_mm / static_cast<float>(count);
        const float phase = std::fmod(tube.phase * 7.0f / spacing_mm, static_cast<float>(count));
        gl::set(shader.at("pulse"), {phase, 1, 1.6f * unit * fineness, static_cast<float>(i)});
        gl::set(shader.at("tube_colour"), glm::vec4(tube.colour, 0.95f * share));
        glDrawArrays(GL_POINTS, 0, count);
      }
      for (const CloudItem& cloud : scene.clouds) {
        const auto count = static_cast<GLsizei>(60 * cloud.density * std::max(per_mm, 1.0f));
        if (count < 1) continue;
        glUniform2i(shader.at("tube_range"), 0, 0);
        gl::set(shader.at("tube_shape"), {cloud.radius_mm * 0.16f, cloud.radius_mm * 0.16f, 0, 0});
        gl::set(shader.at("cloud"), glm::vec4(cloud.centre_mm, cloud.radius_mm));
        gl::set(shader.at("pulse"), {cloud.phase, 1, unit, static_cast<float>(cloud.seed % 1000u)});
        gl::set(shader.at("tube_colour"), glm::vec4(cloud.colour, 0.16f * share));
        glDrawArrays(GL_POINTS, 0, count);
      }
    }
  }
  glDepthFunc(GL_LEQUAL);
}

}  // namespace attune
