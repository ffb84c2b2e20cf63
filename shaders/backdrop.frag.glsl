// The empty part of the picture; premultiplied.
in vec2 uv;
layout(location = 0) out vec4 colour_out;

void main() { colour_out = vec4(backdrop_at(uv) + dither(uv), 1.0) * (1.0 - look.z); }
