// Picture colours to light and back (gamma 2), with a soft shoulder so that highlights roll off instead of clipping.
vec3 to_linear(vec3 c) { return c * c; }
vec3 to_display(vec3 c) {
  c = max(c, vec3(0.0));
  return sqrt(c * (1.0 + 0.11 * c) / (1.0 + 0.38 * c));
}

// The gradient behind everything, with a gentle vignette.
vec3 backdrop_at(vec2 at) {
  vec2 p = at - vec2(0.5, 0.52);
  float vignette = 1.0 - 0.55 * dot(p, p) * (1.0 - look.y * 0.75);
  return mix(background_bottom.rgb, background_top.rgb, at.y) * vignette;
}

// Half a step of noise (interleaved gradient noise, Jimenez 2014) hides bands in dark gradients. By the pixel of the view,
// not of the window: an exported stage has the pixels that the window showed.
float dither(vec2 at) {
  vec2 pixel = floor(at * viewport.xy) + 0.5;
  return (fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715)))) - 0.5) / 255.0;
}
