// Where a chosen structure is, whatever stands before it (outline.frag.glsl).
uniform float chosen;          // 1 selected, less pointed at

layout(location = 0) out vec4 mask_out;

void main() { mask_out = vec4(chosen); }
