#include "sim/lane_code.h"

namespace attune {

// lane_code_avx2.cpp and lane_code_avx512.cpp, which are compiled for those instructions.
LaneCode<8> lane_code_avx2();
LaneCode<8> lane_code_avx512();

LaneCodes lane_codes() {
  LaneCodes found;
  found.codes[found.count++] = lanes::code<8, 2>();
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) found.codes[found.count++] = lane_code_avx2();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    found.codes[found.count++] = lane_code_avx512();
#endif
  return found;
}

}  // namespace attune
