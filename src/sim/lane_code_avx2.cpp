// Compiled for avx2 where the compiler knows it (src/CMakeLists.txt). Keep it to templates: lane_code.h says why.
#include "sim/lane_code.h"

namespace attune {

LaneCode<8> lane_code_avx2() { return lanes::code<8, 4>(); }

}  // namespace attune
