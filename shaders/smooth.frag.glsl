// Softer steps for pictures with one sample a pixel: each pixel is averaged with its neighbours along the edge through it,
// so that steps become ramps and edges stay as sharp as they are across.
uniform sampler2D picture;
uniform vec4 place;            // xy last pixel of the view, zw its origin in pixels of the target

layout(location = 0) out vec4 colour_out;

void main() {
  ivec2 at = ivec2(gl_FragCoord.xy - place.zw), low = max(at - 1, ivec2(0)), high = min(at + 1, ivec2(place.xy));
  vec4 right = texelFetch(picture, ivec2(high.x, at.y), 0), left = texelFetch(picture, ivec2(low.x, at.y), 0);
  vec4 above = texelFetch(picture, ivec2(at.x, high.y), 0), below = texelFetch(picture, ivec2(at.x, low.y), 0);
  float across = right.g - left.g + right.r - left.r, up = above.g - below.g + above.r - below.r;
  across *= across;
  up *= up;
  float level = (up + 1e-6) / (across + up + 2e-6);  // 1: the edge runs from left to right
  colour_out = 0.5 * texelFetch(picture, at, 0) + 0.25 * mix(above + below, right + left, level);
}
