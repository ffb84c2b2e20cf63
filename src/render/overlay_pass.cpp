#include "render/overlay_pass.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <vector>

namespace attune {

namespace {
struct PlateVertex {
  glm::vec2 position, local;
  glm::vec4 shape, colour, extra;
};

void add_box(std::vector<PlateVertex>& out, glm::vec2 centre, glm::vec2 along, glm::vec2 across, glm::vec2 half, float corner,
             glm::vec4 left, glm::vec4 right, float border) {
  const glm::vec4 shape(0, half.x, half.y, std::min(corner, std::min(half.x, half.y)));
  const glm::vec4 extra(border > 0 ? border : 1e6f, 0, 0, 0);  // no border: filled to the middle
  const glm::vec2 grown = half + 1.0f;  // a pixel of margin for the soft edge
  const auto vertex = [&](float x, float y) {
    return PlateVertex{centre + along * (x * grown.x) + across * (y * grown.y), {x * grown.x, y * grown.y}, shape,
                  x < 0 ? left : right, extra};
  };
  const PlateVertex a = vertex(-1, -1), b = vertex(1, -1), c = vertex(1, 1), d = vertex(-1, 1);
  out.insert(out.end(), {a, b, c, a, c, d});
}

void add_text(std::vector<PlateVertex>& out, const FontAtlas& font, const OverlayText& text) {
  glm::vec2 pen = text.baseline;
  char32_t previous = 0;
  // Distance 1/255 of the atlas is spread/128 texels; scaled to drawn pixels.
  const float sharpness = font.spread_px * (255.0f / 128.0f) * text.size / font.base_px;
  for (const char32_t code : decode_utf8(text.text)) {
    const Glyph* glyph = glyph_or_replacement(font, code);
    if (!glyph) continue;
    pen.x += kern_em(font, previous, code) * text.size;
    previous = code;
    if (glyph->width > 0) {
      const glm::vec2 low = pen + glm::vec2(glyph->offset_x, glyph->offset_y) * text.size;
      const glm::vec2 high = low + glm::vec2(glyph->width, glyph->height) * text.size;
      const glm::vec4 shape(0, 0, 0, sharpness);
      const PlateVertex a{{low.x, low.y}, {glyph->u0, glyph->v0}, shape, text.colour, text.halo};
      const PlateVertex b{{high.x, low.y}, {glyph->u1, glyph->v0}, shape, text.colour, text.halo};
      const PlateVertex c{{high.x, high.y}, {glyph->u1, glyph->v1}, shape, text.colour, text.halo};
      const PlateVertex d{{low.x, high.y}, {glyph->u0, glyph->v1}, shape, text.colour, text.halo};
      out.insert(out.end(), {a, b, c, a, c, d});
    }
    pen.x += glyph->advance * text.size;
  }
}
bool stands_on_plate(const Overlay& overlay, const OverlayText& text) {
  return std::any_of(overlay.quads.begin(), overlay.quads.end(), [&](const OverlayQuad& quad) {
    const glm::vec2 at = text.baseline + glm::vec2(1, -1);
    return quad.border <= 0 && quad.colour.a > 0.5f && at.x >= quad.min.x && at.y >= quad.min.y && at.x <= quad.max.x && at.y <= quad.max.y;
  });
}
}  // namespace

OverlayFont make_overlay_font(const FontAtlas& atlas) {
  OverlayFont font;
  font.texture = gl::make_texture();
  glBindTexture(GL_TEXTURE_2D, font.texture.get());
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, atlas.width, atlas.height, 0, GL_RED, GL_UNSIGNED_BYTE, atlas.distance.data());
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  font.atlas = atlas;
  font.atlas.distance.clear();
  return font;
}

void make_overlay_geometry(OverlayPass& pass) {
  pass.vertex_array = gl::make_vertex_array();
  pass.vertices = gl::make_buffer();
  glBindVertexArray(pass.vertex_array.get());
  glBindBuffer(GL_ARRAY_BUFFER, pass.vertices.get());
  const auto attribute = [](GLuint index, GLint size, std::size_t offset) {
    glEnableVertexAttribArray(index);
    glVertexAttribPointer(index, size, GL_FLOAT, GL_FALSE, sizeof(PlateVertex), reinterpret_cast<const void*>(offset));
  };
  attribute(0, 2, offsetof(PlateVertex, position));
  attribute(1, 2, offsetof(PlateVertex, local));
  attribute(2, 4, offsetof(PlateVertex, shape));
  attribute(3, 4, offsetof(PlateVertex, colour));
  attribute(4, 4, offsetof(PlateVertex, extra));
  glBindVertexArray(0);
}

void draw_overlay(const OverlayPass& pass, const Overlay& overlay, const Seam& seam) {
  std::vector<PlateVertex> flat, regular, bold;
  const bool has_seam = seam.colour.a > 0;
  const auto add_line = [&](const OverlayLine& line, float width, glm::vec4 colour) {
    const glm::vec2 delta = line.to - line.from;
    const float length = glm::length(delta);
    if (length < 1e-3f) return;
    const glm::vec2 along = delta / length;
    add_box(flat, (line.from + line.to) * 0.5f, along, {-along.y, along.x}, {(length + width - line.width) / 2, width / 2}, width / 2,
            colour, colour, 0);
  };
  const auto add_lines = [&](const std::vector<OverlayLine>& lines) {
    // First every seam, so that none of them cuts a line.
    for (const OverlayLine& line : lines)
      if (has_seam) add_line(line, line.width + 2 * seam.width, seam.colour);
    for (const OverlayLine& line : lines) add_line(line, line.width, has_seam ? glm::vec4(glm::vec3(line.colour), 1) : line.colour);
  };
  add_lines(overlay.lines);
  for (const OverlayQuad& quad : overlay.quads) {
    const glm::vec2 centre = (quad.min + quad.max) * 0.5f, half = (quad.max - quad.min) * 0.5f;
    if (has_seam && quad.border > 0)
      add_box(flat, centre, {1, 0}, {0, 1}, half + seam.width, quad.corner + seam.width, seam.colour, seam.colour, quad.border + 2 * seam.width);
    add_box(flat, centre, {1, 0}, {0, 1}, half, quad.corner, quad.colour, quad.colour_right, quad.border);
  }
  add_lines(overlay.curves);
  for (const OverlayText& text : overlay.texts) {
    if (!has_seam || stands_on_plate(overlay, text)) continue;
    const FontAtlas& font = text.bold ? pass.bold.atlas : pass.regular.atlas;
    const glm::vec2 low = text.baseline + glm::vec2(-0.22f, -0.86f) * text.size;
    const glm::vec2 high = text.baseline + glm::vec2(text_width_em(font, text.text) + 0.22f, 0.28f) * text.size;
    add_box(flat, (low + high) * 0.5f, {1, 0}, {0, 1}, (high - low) * 0.5f, 0.3f * text.size, seam.colour, seam.colour, 0);
  }
  for (const OverlayText& text : overlay.texts)
    text.bold ? add_text(bold, pass.bold.atlas, text) : add_text(regular, pass.regular.atlas, text);

  glBindVertexArray(pass.vertex_array.get());
  glBindBuffer(GL_ARRAY_BUFFER, pass.vertices.get());
  glActiveTexture(GL_TEXTURE0);
  glEnable(GL_BLEND);
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  const auto flush = [](const std::vector<PlateVertex>& vertices, const gl::Shader& shader, const OverlayFont* font) {
    if (vertices.empty()) return;
    glUseProgram(shader.program.get());
    if (font) {
      glUniform1i(shader.at("font"), 0);
      glBindTexture(GL_TEXTURE_2D, font->texture.get());
    }
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(vertices.size() * sizeof(PlateVertex)), vertices.data(), GL_STREAM_DRAW);
    glDrawArrays(GL_TRIANGLES, 0, static_cast<GLsizei>(vertices.size()));
  };
  flush(flat, pass.plate, nullptr);
  flush(regular, pass.text, &pass.regular);
  flush(bold, pass.text, &pass.bold);
  glDisable(GL_BLEND);
  glBindVertexArray(0);
}

}  // namespace attune
