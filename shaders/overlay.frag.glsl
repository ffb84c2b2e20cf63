uniform sampler2D font;        // signed distance, 0.5 on the outline
in vec2 at;
in vec4 form;
in vec4 ink;
in vec4 second;
layout(location = 0) out vec4 colour_out;

void main() {
  if (form.x > 0.5) {
    float distance_px = (texture(font, at).r - 0.50196) * form.w;
    float cover = clamp(distance_px + 0.5, 0.0, 1.0);
    float halo = clamp(distance_px + 2.5, 0.0, 1.0) * second.a;
    vec4 text = vec4(ink.rgb, ink.a * cover);
    float alpha = text.a + halo * (1.0 - text.a) * ink.a;
    colour_out = vec4(mix(second.rgb, text.rgb, text.a / max(alpha, 1e-4)), alpha);
  } else {
    vec2 q = abs(at) - form.yz + form.w;
    float d = length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - form.w;
    float cover = clamp(0.5 - d, 0.0, 1.0);
    if (second.x > 0.0) cover *= clamp(0.5 + d + second.x, 0.0, 1.0);
    colour_out = vec4(ink.rgb, ink.a * cover);
  }
}
