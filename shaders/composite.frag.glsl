// Background, solids, glass veil and halo become the picture. Drawn only where there is something; backdrop.frag.glsl
// does the rest. LIGHT and TRANSPARENT: the background's variants.
uniform sampler2D solids;      // premultiplied
uniform sampler2D veil;        // rgb sum of colour * depth, a sum of depth; / veil_range
uniform sampler2D halo;        // a quarter of the size
uniform vec2 origin;           // of the view, in pixels of the target

in vec2 uv;

#ifdef LIGHT
const float thinning = 0.65;
#else
const float thinning = 0.45;
#endif

layout(location = 0) out vec4 colour_out;

void main() {
  vec2 place = gl_FragCoord.xy - origin;
  ivec2 pixel = ivec2(place);
  vec4 solid = texelFetch(solids, pixel, 0);
  vec4 layer = texelFetch(veil, pixel, 0) * veil_range;
  vec3 glow = texture(halo, (place * 0.25 + off_middle) / vec2(textureSize(halo, 0))).rgb;
  vec3 tint = layer.rgb * (1.0 / max(layer.a, 1e-4));
  // Clear glass before a solid is thinner: its folds must not scribble over what the story is about. Lit glass, which
  // has a colour of its own, stays.
  float full = brightest(tint), grey = min(tint.r, min(tint.g, tint.b)) / max(full, 1e-3);
  float clear_glass = smoothstep(0.35, 0.6, grey) * (1.0 - look.x * look.x);
  layer.a *= 1.0 - thinning * clear_glass * solid.a;
  float clear = exp(-layer.a);
  // A shell hides the glow within.
  float x2 = look.x * look.x;
  glow *= 1.0 - x2 * x2 * (1.0 - clear);
  // Halo: adds light in the dark, tints on white.
#ifdef TRANSPARENT
  // A tint behind what is drawn; premultiplied, as nobody knows what will lie behind the picture.
  float covered = 1.0 - (1.0 - solid.a) * clear;
  float level = brightest(glow), shine = level * 0.6 * (1.0 - covered);
  float alpha = covered + shine;
  // Faint clear glass darkens, its rims lighten: one of the two is seen on any grey.
  tint *= mix(1.0, mix(0.4, 1.35, smoothstep(0.15, 0.55, 1.0 - clear)), clear_glass * (1.0 - solid.a));
  vec3 colour = solid.rgb * clear + tint * (1.0 - clear) + glow / max(level, 1e-3) * shine;
#else
  float alpha = 1.0;
  vec3 colour = mix(tint, solid.rgb + backdrop_at(uv) * (1.0 - solid.a), clear);
#ifdef LIGHT
  float level = brightest(glow);
  colour = mix(colour, glow / max(level, 1e-3), level * 0.35);
#else
  colour += glow * (max(1.0 - brightest(colour), 0.0) * 0.9);  // what is bright already keeps its hue
#endif
#endif
  colour_out = vec4(clamp(colour + dither(uv), 0.0, 1.0), alpha);
}
