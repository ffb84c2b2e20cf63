// The flat layer: plates, lines, dots and text. Private to render.
#pragma once

#include "model/font.h"
#include "render/gl_objects.h"
#include "scene/scene.h"

namespace attune {

struct OverlayFont {
  FontAtlas atlas;       // without the picture, which lives in the texture
  gl::Texture texture;
};

struct OverlayPass {
  gl::Shader plate, text;
  gl::VertexArray vertex_array;
  gl::Buffer vertices;
  OverlayFont regular, bold;
};

OverlayFont make_overlay_font(const FontAtlas& atlas);
void make_overlay_geometry(OverlayPass& pass);
// Expects the frame block bound and the viewport set; blends over what is there.
// What is drawn round lines and frames, and behind words that have no plate, so that they can be read on anything; alpha
// 0: nothing.
struct Seam {
  glm::vec4 colour{0};
  float width = 0;  // pixels
};
void draw_overlay(const OverlayPass& pass, const Overlay& overlay, const Seam& seam);

}  // namespace attune
