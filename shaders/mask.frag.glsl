// Where a chosen structure is (outline.frag.glsl).
uniform float chosen;          // 1 selected, less pointed at, and less behind solids

layout(location = 0) out vec4 mask_out;

void main() { mask_out = vec4(chosen); }
