// Letters from a picture of distances to their outlines, with a halo that keeps them readable on anything.
uniform sampler2D font;        // signed distance, 0.5 on the outline
in vec2 at;
flat in vec4 form;
in vec4 ink;
flat in vec4 second;
layout(location = 0) out vec4 colour_out;

void main() {
  float distance_px = (texture(font, at).r - 0.50196) * form.w;
  float cover = ink.a * clamp(distance_px + 0.5, 0.0, 1.0);
  float halo = clamp(distance_px + 2.5, 0.0, 1.0) * second.a;
  float alpha = cover + halo * (1.0 - cover) * ink.a;
  colour_out = vec4(mix(second.rgb, ink.rgb, cover / max(alpha, 1e-4)), alpha);
}
