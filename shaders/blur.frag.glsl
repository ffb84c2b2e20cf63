// One direction of a separable blur (9 taps as 5 bilinear reads). The last round gives the halo its ceiling.
uniform sampler2D source;
uniform vec2 direction;        // texels between two reads
uniform float last;            // 1 in the last round
layout(location = 0) out vec4 colour_out;
void main() {
  vec2 whole = vec2(textureSize(source, 0)), d = direction / whole;
  vec2 at = (gl_FragCoord.xy + off_middle) / whole;
  vec3 sum = texture(source, at).rgb * 0.2270270270;
  sum += (texture(source, at + d * 1.3846153846).rgb + texture(source, at - d * 1.3846153846).rgb) * 0.3162162162;
  sum += (texture(source, at + d * 3.2307692308).rgb + texture(source, at - d * 3.2307692308).rgb) * 0.0702702703;
  colour_out = vec4(sum * mix(1.0, 1.5 / (1.0 + 1.5 * brightest(sum)), last), 1.0);
}
