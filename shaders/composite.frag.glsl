// Background, solids, glass veil and halo become the picture. Drawn only where there is something; backdrop.frag.glsl
// does the rest. LIGHT and TRANSPARENT: the background's variants.
uniform sampler2D solids;      // premultiplied
uniform sampler2D veil;        // rgb sum of colour * depth, a sum of depth
uniform sampler2D halo;
uniform vec4 extent;           // xy used share of the buffers, zw origin of the view in pixels of the target

in vec2 uv;
layout(location = 0) out vec4 colour_out;

void main() {
  ivec2 pixel = ivec2(gl_FragCoord.xy - extent.zw);
  vec4 solid = texelFetch(solids, pixel, 0);
  vec4 layer = texelFetch(veil, pixel, 0);
  vec3 glow = texture(halo, uv * extent.xy).rgb;
  float clear = exp(-layer.a);
  vec3 tint = layer.rgb * (1.0 / max(layer.a, 1e-4));
  // Halo: adds light in the dark, tints on white.
#ifdef TRANSPARENT
  float level = max(glow.r, max(glow.g, glow.b));
  float alpha = max(1.0 - (1.0 - solid.a) * clear, level * 0.8);
  vec3 colour = (solid.rgb * clear + tint * (1.0 - clear) + glow * 0.9) / max(alpha, 1e-3);
#else
  float alpha = 1.0;
  vec3 colour = mix(tint, solid.rgb + backdrop_at(uv) * (1.0 - solid.a), clear);
#ifdef LIGHT
  float level = max(glow.r, max(glow.g, glow.b));
  colour = mix(colour, glow / max(level, 1e-3), level * 0.35);
#else
  colour += glow * (1.0 - colour) * 0.9;
#endif
#endif
  colour_out = vec4(clamp(colour + dither(uv), 0.0, 1.0), alpha);
}
