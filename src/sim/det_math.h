// exp, log, pow, sigma and logit from + - * / and moves of bits alone, so that every compiler and every C library
// gives the same bits (with -ffp-contract=off and round-to-nearest). Nothing here branches on data, so loops over
// lanes can become vector code.
//
// Methods, after J.-M. Muller, "Elementary Functions" (3rd ed., 2016):
//   exp: x = k ln2 + r with |r| <= ln2/2 (Cody-Waite, ln2 in two parts), Taylor polynomial of degree 13 (remainder
//        below 5e-18), result scaled by 2^k in two steps. Error below 1 ulp.
//   log: x = 2^k m with m near 1, log m = 2 artanh(s), s = (m-1)/(m+1), odd series in s to s^21 (remainder below 2e-18
//        relative), carried as a sum of two doubles. Error below 1 ulp.
//   pow: exp(y log x) with the two-double logarithm. Error below 1.2 ulp.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

namespace attune::det {

namespace detail {

inline constexpr double round_magic = 0x1.8p52;           // adding it rounds to a whole number kept in the low bits
inline constexpr double ln2_high = 0x1.62e42fefa0000p-1;  // 17 trailing zero bits: k * ln2_high is exact
inline constexpr double ln2_low = 0x1.cf79abc9e3b3ap-40;
inline constexpr double inverse_ln2 = 0x1.71547652b82fep+0;

// 2^k for a whole k in -1022..1023 given as a double.
constexpr double two_to(double k) {
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(k + round_magic) - std::bit_cast<std::uint64_t>(round_magic);
  return std::bit_cast<double>((bits + 1023) << 52);
}

// exp(x + low) for |low| much smaller than 1.
constexpr double exp_sum(double x, double low) {
  const double clamped = x < -746.0 ? -746.0 : x > 710.0 ? 710.0 : x;  // beyond: exactly 0 or infinity; NaN stays
  const double k = (clamped * inverse_ln2 + round_magic) - round_magic;
  const double r = ((clamped - k * ln2_high) - k * ln2_low) + low;
  const double r2 = r * r, r4 = r2 * r2, r8 = r4 * r4;
  // sum of r^n / n! for n = 2..13, by Estrin's scheme
  const double c01 = 1.0 / 2 + r * (1.0 / 6);
  const double c23 = 1.0 / 24 + r * (1.0 / 120);
  const double c45 = 1.0 / 720 + r * (1.0 / 5040);
  const double c67 = 1.0 / 40320 + r * (1.0 / 362880);
  const double c89 = 1.0 / 3628800 + r * (1.0 / 39916800);
  const double cab = 1.0 / 479001600 + r * (1.0 / 6227020800);
  const double tail = ((c01 + r2 * c23) + r4 * (c45 + r2 * c67)) + r8 * (c89 + r2 * cab);
  const double y = 1.0 + (r + r2 * tail);
  const double half_k = (0.5 * k + round_magic) - round_magic;
  return (y * two_to(half_k)) * two_to(k - half_k);
}

struct TwoSum {
  double high, low;
};

// a + b exactly (Knuth).
constexpr TwoSum add_exactly(double a, double b) {
  const double sum = a + b;
  const double b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

// a * b exactly (Dekker), for magnitudes below 1e290.
constexpr TwoSum multiply_exactly(double a, double b) {
  constexpr double splitter = 134217729.0;  // 2^27 + 1
  const double a_scaled = a * splitter, b_scaled = b * splitter;
  const double a_high = a_scaled - (a_scaled - a), b_high = b_scaled - (b_scaled - b);
  const double a_low = a - a_high, b_low = b - b_high;
  const double product = a * b;
  return {product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

// log of a positive finite x, as high + low.
constexpr TwoSum log_sum(double x) {
  constexpr std::uint64_t sqrt_half_bits = 0x3FE6A09E667F3BCDULL;
  const bool tiny = x < 0x1p-1022;
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(tiny ? x * 0x1p54 : x);
  const std::uint64_t above = bits - sqrt_half_bits;
  const double m = std::bit_cast<double>(bits - (above & 0xFFF0000000000000ULL));  // in [sqrt(1/2), sqrt(2))
  const double k =
      static_cast<double>(static_cast<std::int32_t>(static_cast<std::int64_t>(above) >> 52)) - (tiny ? 54.0 : 0.0);
  const double f = m - 1.0;  // exact
  const TwoSum d = add_exactly(m, 1.0);
  const double s = f / d.high;
  const TwoSum p = multiply_exactly(s, d.high);
  const double s_low = (((f - p.high) - p.low) - s * d.low) / d.high;
  const double s2 = s * s;
  const double series =
      2.0 / 3 +
      s2 *
          (2.0 / 5 +
           s2 * (2.0 / 7 +
                 s2 * (2.0 / 9 + s2 * (2.0 / 11 +
                                       s2 * (2.0 / 13 +
                                             s2 * (2.0 / 15 + s2 * (2.0 / 17 + s2 * (2.0 / 19 + s2 * (2.0 / 21)))))))));
  const TwoSum head = add_exactly(k * ln2_high, 2.0 * s);
  const double low = head.low + (k * ln2_low + (2.0 * s_low + s * s2 * series));
  const double high = head.high + low;
  return {high, low - (high - head.high)};
}

}  // namespace detail

constexpr double exp(double x) { return detail::exp_sum(x, 0.0); }

// log(0) = -infinity; NaN below 0.
constexpr double log(double x) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const bool ordinary = x > 0 && x < infinity;
  const detail::TwoSum sum = detail::log_sum(ordinary ? x : 1.0);
  if (ordinary) return sum.high + sum.low;
  return x == infinity ? infinity : x == 0 ? -infinity : std::numeric_limits<double>::quiet_NaN();
}

// For x > 0, and x = 0 with y > 0. NaN for x < 0 and for anything that is not finite.
constexpr double pow(double x, double y) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const bool ordinary = x > 0 && x < infinity && y > -1e280 && y < 1e280;
  const detail::TwoSum log_x = detail::log_sum(ordinary ? x : 1.0);
  const detail::TwoSum p = detail::multiply_exactly(log_x.high, ordinary ? y : 1.0);
  const double power = detail::exp_sum(p.high, p.low + log_x.low * y);
  if (ordinary) return power;
  return x == 0 && y > 0 ? 0.0 : std::numeric_limits<double>::quiet_NaN();
}

constexpr double sigma(double z) { return 1.0 / (1.0 + exp(-z)); }
constexpr double logit(double p) { return log(p / (1.0 - p)); }

// NaN comes through, whichever argument it is.
constexpr double min(double a, double b) { return b < a || b != b ? b : a; }
constexpr double max(double a, double b) { return b > a || b != b ? b : a; }
constexpr double clip(double x, double low, double high) { return x < low ? low : x > high ? high : x; }
constexpr double abs(double x) { return x < 0 ? -x : x; }

}  // namespace attune::det
