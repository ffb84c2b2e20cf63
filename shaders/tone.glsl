// Picture colours to light and back (gamma 2), with a soft shoulder so that highlights roll off instead of clipping. The
// shoulder bends all three channels alike: however bright, a colour keeps the hue that the legend gives it.
vec3 to_linear(vec3 c) { return c * c; }
float brightest(vec3 c) { return max(c.r, max(c.g, c.b)); }
vec3 to_display(vec3 c) {
  c = max(c, vec3(0.0));
  float level = max(brightest(c), 1e-4);
  float low = min(level, 0.8), over = (level - low) * 2.1;
  float shown = low * (1.0 + 0.11 * low) / (1.0 + 0.38 * low) + 0.333 * over / (1.0 + over);
  return sqrt(c * (shown / level));
}

// The gradient behind everything, with a gentle vignette.
vec3 backdrop_at(vec2 at) {
  vec2 p = at - vec2(0.5, 0.52);
  float vignette = 1.0 - 0.55 * dot(p, p) * (1.0 - look.y * 0.75);
  return mix(background_bottom.rgb, background_top.rgb, at.y) * vignette;
}

// Stripes say that there is no evidence for a direction: 1 in the dark ones, 0 between, with an edge of a pixel. Fixed to
// the picture, so those of glass and of what it covers are one pattern.
float dark_stripe(vec2 pixel) {
  float width = 10.0 * look.w;
  float off = abs(fract((pixel.x + pixel.y) / width) - 0.5) * width;  // pixels, along a row, from the middle of a dark one
  return clamp((0.25 * width - off) * 0.5 + 0.5, 0.0, 1.0);
}

// Half a step of noise (interleaved gradient noise, Jimenez 2014) hides bands in dark gradients. By the pixel of the view,
// not of the window: an exported stage has the pixels that the window showed.
float dither(vec2 at) {
  vec2 pixel = floor(at * viewport.xy) + 0.5;
  return (fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715)))) - 0.5) / 255.0;
}
