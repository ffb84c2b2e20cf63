// Glass, order-independent: every layer adds its optical depth and its colour times that depth; the composite pass
// turns the sums into one veil. Addition commutes, so turning the brain cannot make anything pop. Worked out per
// vertex: the triangles are a few pixels wide, and the interpolation anti-aliases the rims.
// The glass slider (look.x): from faint rims to the usual look at 0.35, from there to solid. On that second way the
// nearest layer is added once more as a shell, which ends as opaque and as lit as a solid is. Towards the other end that
// layer is added as a drawing: lines where it turns away from the eye, as plain as ink; what lies behind has none.
uniform vec4 item_colour;  // rgb sRGB, a glow
uniform vec4 item_flags;   // x selected, z fill 0..1, w 1 = the shell, 2 = the drawing

uniform float behind_mm;       // farther from the eye, at the same place of the picture

in vec3 position;
in vec4 normal_cavity;

centroid out vec4 veil;             // rgb colour * depth, a depth
centroid out float inside;          // for stripes: 0 at the rims, 1 where the surface faces the eye

void main() {
  vec4 p = view * vec4(position, 1.0);
  p.xyz *= 1.0 + behind_mm / length(p.xyz);
  gl_Position = projection * p;
  vec3 n = normalize(mat3(view) * normal_cavity.xyz);
  vec3 v = normalize(-p.xyz);
  float cavity = normal_cavity.w;
  float facing = abs(dot(n, v));

  // Bright rims, clear inside. The rim fades in its last pixel, which anti-aliases the silhouette.
  float edge = 1.0 - facing;
  float edge3 = edge * edge * edge;
  float fade = smoothstep(0.0, 0.14, facing);
  float usual = min(look.x / 0.35, 1.0), shell = max(look.x - 0.35, 0.0) / 0.65;
  float drawn = max(1.0 - look.x / 0.2, 0.0);
  float rim = edge3 * (0.55 + 0.75 * edge3) * fade * glass_colour.w * mix(0.22, 0.76, usual) * (1.0 - drawn);
  float body = mix(0.003, 0.066, usual);
  inside = smoothstep(0.10, 0.45, facing);
  float groove = clamp(cavity, 0.0, 1.0);

  if (item_flags.w > 1.5) {
    float line = smoothstep(0.40, 0.10, facing) * mix(0.6, 1.0, fade);
    float depth = drawn * (2.6 * line + 0.30 * smoothstep(0.25, 0.75, groove));
    vec3 ink = look.y > 0.5 ? glass_colour.rgb * 0.35 : mix(glass_colour.rgb, vec3(1.0), 0.6 * (1.0 - look.z));
    veil = vec4(ink * depth, depth);
    return;
  }
  if (item_flags.w > 0.5) {
    vec3 half_way = normalize(v + key_light_from);
    vec3 lit = lit_solid(to_linear(item_colour.rgb), n, facing, cavity, item_colour.a, max(dot(n, half_way), 0.0));
    float opaque = -1.35 * log(max(1.0 - shell, 1e-3));  // covers 1 - (1 - shell)^1.35
    veil = vec4(to_display(lit) * opaque, opaque);
    return;
  }

  float fill = item_flags.z;
  float lit = 0.45 + 0.55 * max(dot(n, key_light_from), 0.0);
  float depth = (rim + body * (0.7 + 0.6 * groove));
  vec3 colour = glass_colour.rgb * mix(1.0, lit, look.x);
  if (fill > 0.0) {
    float filled = fill * (0.10 + 0.80 * fill * fill + 0.28 * edge * edge + 0.12 * groove) + rim * fill * 0.5;
    vec3 tint = item_colour.rgb * (0.62 + 0.5 * lit) * (1.0 - 0.35 * groove) + item_colour.rgb * item_colour.a * 0.35;
    colour = (colour * depth * (1.0 - 0.75 * fill) + tint * (filled + depth * 0.75 * fill)) / max(depth + filled, 1e-4);
    depth += filled;
  }
  if (item_flags.x > 0.5) {
    colour = mix(colour, vec3(1.0), 0.35 * edge);
    depth += 0.25 * edge3;
  }
  depth *= 1.0 - shell * shell;
  veil = vec4(colour / max(brightest(colour), 1.0) * depth, depth);
}
