// exp, log, pow, sigma and logit from + - * / and moves of bits alone, so that every compiler and every C library
// gives the same bits (with -ffp-contract=off and round-to-nearest). Nothing here branches on data, so loops over
// lanes can become vector code; the functions also take several doubles at once (Vector<N>), with the same bits in
// each.
//
// Methods, after J.-M. Muller, "Elementary Functions" (3rd ed., 2016):
//   exp: x = k ln2 + r with |r| <= ln2/2 (Cody-Waite, ln2 in two parts), Taylor polynomial of degree 13 (remainder
//        below 5e-18), result scaled by 2^k in two steps. Error below 1 ulp.
//   log: x = 2^k m with m near 1, log m = 2 artanh(s), s = (m-1)/(m+1), odd series in s to s^21 (remainder below 2e-18
//        relative), carried as a sum of two doubles. Error below 1 ulp.
//   pow: exp(y log x) with the two-double logarithm. Error below 1.2 ulp.
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <limits>

namespace attune::det {

// N doubles side by side: + - * / < and so on work on all of them at once (a GCC and Clang extension).
template <int N>
struct VectorOf {
  typedef double type __attribute__((vector_size(sizeof(double) * N)));
};
template <>
struct VectorOf<1> {
  using type = double;
};
template <int N>
using Vector = typename VectorOf<N>::type;

namespace detail {

template <class D>
constexpr int size_of = sizeof(D) / sizeof(double);

// As many whole numbers of 64 bits as D has doubles.
template <int N>
struct BitsOf {
  typedef std::uint64_t type __attribute__((vector_size(sizeof(std::uint64_t) * N)));
};
template <>
struct BitsOf<1> {
  using type = std::uint64_t;
};
template <class D>
using Bits = typename BitsOf<size_of<D>>::type;

template <class D>
concept Several = (size_of<D> > 1);

// The same value everywhere.
template <class D>
constexpr D all(double value) {
  if constexpr (size_of<D> == 1)
    return value;
  else
    return D{} + value;
}
template <class D>
constexpr Bits<D> all_bits(std::uint64_t value) {
  if constexpr (size_of<D> == 1)
    return value;
  else
    return Bits<D>{} + value;
}

inline constexpr double round_magic = 0x1.8p52;           // adding it rounds to a whole number kept in the low bits
inline constexpr double ln2_high = 0x1.62e42fefa0000p-1;  // 17 trailing zero bits: k * ln2_high is exact
inline constexpr double ln2_low = 0x1.cf79abc9e3b3ap-40;
inline constexpr double inverse_ln2 = 0x1.71547652b82fep+0;

// 2^k for a whole k in -1022..1023 given as a double.
template <class D>
constexpr D two_to(D k) {
  const Bits<D> bits = std::bit_cast<Bits<D>>(k + round_magic) - std::bit_cast<std::uint64_t>(round_magic);
  return std::bit_cast<D>((bits + std::uint64_t{1023}) << 52);
}

// exp(x + low) for |low| much smaller than 1.
template <class D>
constexpr D exp_sum(D x, D low) {
  // beyond: exactly 0 or infinity; NaN stays
  const D not_below = x < -746.0 ? all<D>(-746.0) : x;
  const D clamped = x > 710.0 ? all<D>(710.0) : not_below;
  const D k = (clamped * inverse_ln2 + round_magic) - round_magic;
  const D r = ((clamped - k * ln2_high) - k * ln2_low) + low;
  const D r2 = r * r, r4 = r2 * r2, r8 = r4 * r4;
  // sum of r^n / n! for n = 2..13, by Estrin's scheme
  const D c01 = 1.0 / 2 + r * (1.0 / 6);
  const D c23 = 1.0 / 24 + r * (1.0 / 120);
  const D c45 = 1.0 / 720 + r * (1.0 / 5040);
  const D c67 = 1.0 / 40320 + r * (1.0 / 362880);
  const D c89 = 1.0 / 3628800 + r * (1.0 / 39916800);
  const D cab = 1.0 / 479001600 + r * (1.0 / 6227020800);
  const D tail = ((c01 + r2 * c23) + r4 * (c45 + r2 * c67)) + r8 * (c89 + r2 * cab);
  const D y = 1.0 + (r + r2 * tail);
  const D half_k = (0.5 * k + round_magic) - round_magic;
  return (y * two_to<D>(half_k)) * two_to<D>(k - half_k);
}

template <class D>
struct TwoSum {
  D high, low;
};

// a + b exactly (Knuth).
template <class D>
constexpr TwoSum<D> add_exactly(D a, D b) {
  const D sum = a + b;
  const D b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

// a * b exactly (Dekker), for magnitudes below 1e290.
template <class D>
constexpr TwoSum<D> multiply_exactly(D a, D b) {
  constexpr double splitter = 134217729.0;  // 2^27 + 1
  const D a_scaled = a * splitter, b_scaled = b * splitter;
  const D a_high = a_scaled - (a_scaled - a), b_high = b_scaled - (b_scaled - b);
  const D a_low = a - a_high, b_low = b - b_high;
  const D product = a * b;
  return {product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

// log of a positive finite x, as high + low.
template <class D>
constexpr TwoSum<D> log_sum(D x) {
  constexpr std::uint64_t sqrt_half_bits = 0x3FE6A09E667F3BCDULL;
  const auto tiny = x < 0x1p-1022;
  const D ordinary = tiny ? x * 0x1p54 : x;
  const Bits<D> bits = std::bit_cast<Bits<D>>(ordinary);
  const Bits<D> above = bits - sqrt_half_bits;
  const D m = std::bit_cast<D>(bits - (above & std::uint64_t{0xFFF0000000000000}));  // in [sqrt(1/2), sqrt(2))
  // The signed upper twelve bits of `above` as a double: 2048 more, put below the mantissa of round_magic's kin 2^52.
  const Bits<D> exponent = (above ^ std::uint64_t{0x8000000000000000}) >> 52;
  const D biased = std::bit_cast<D>(exponent | std::bit_cast<std::uint64_t>(0x1p52));
  const D scale = tiny ? all<D>(54.0) : all<D>(0.0);
  const D k = (biased - (0x1p52 + 2048.0)) - scale;
  const D f = m - 1.0;  // exact
  const TwoSum<D> d = add_exactly<D>(m, all<D>(1.0));
  const D s = f / d.high;
  const TwoSum<D> p = multiply_exactly<D>(s, d.high);
  const D s_low = (((f - p.high) - p.low) - s * d.low) / d.high;
  const D s2 = s * s;
  const D series =
      2.0 / 3 +
      s2 *
          (2.0 / 5 +
           s2 * (2.0 / 7 +
                 s2 * (2.0 / 9 + s2 * (2.0 / 11 +
                                       s2 * (2.0 / 13 +
                                             s2 * (2.0 / 15 + s2 * (2.0 / 17 + s2 * (2.0 / 19 + s2 * (2.0 / 21)))))))));
  const TwoSum<D> head = add_exactly<D>(k * ln2_high, 2.0 * s);
  const D low = head.low + (k * ln2_low + (2.0 * s_low + s * s2 * series));
  const D high = head.high + low;
  return {high, low - (high - head.high)};
}

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

template <class D>
constexpr D log_of(D x) {
  const auto positive = x > 0.0;
  const D usable = positive ? x : all<D>(1.0);
  const D finite = x < infinity ? usable : all<D>(1.0);
  const TwoSum<D> sum = log_sum<D>(finite);
  const D at_zero = x == 0.0 ? all<D>(-infinity) : all<D>(no_number);
  const D below_infinity = positive ? sum.high + sum.low : at_zero;
  return x == infinity ? all<D>(infinity) : below_infinity;
}

template <class D>
constexpr D pow_of(D x, D y) {
  const auto ordinary = (x > 0.0) & (x < infinity) & (y > -1e280) & (y < 1e280);
  const D base = ordinary ? x : all<D>(1.0);
  const D exponent = ordinary ? y : all<D>(1.0);
  const TwoSum<D> log_x = log_sum<D>(base);
  const TwoSum<D> p = multiply_exactly<D>(log_x.high, exponent);
  const D power = exp_sum<D>(p.high, p.low + log_x.low * exponent);
  const D at_zero = ((x == 0.0) & (y > 0.0)) ? all<D>(0.0) : all<D>(no_number);
  return ordinary ? power : at_zero;
}

}  // namespace detail

constexpr double exp(double x) { return detail::exp_sum<double>(x, 0.0); }

// log(0) = -infinity; NaN below 0.
constexpr double log(double x) { return detail::log_of<double>(x); }

// For x > 0, and x = 0 with y > 0. NaN for x < 0 and for anything that is not finite.
constexpr double pow(double x, double y) { return detail::pow_of<double>(x, y); }

constexpr double sigma(double z) { return 1.0 / (1.0 + exp(-z)); }
constexpr double logit(double p) { return log(p / (1.0 - p)); }

// NaN comes through, whichever argument it is.
constexpr double min(double a, double b) { return b < a || b != b ? b : a; }
constexpr double max(double a, double b) { return b > a || b != b ? b : a; }
constexpr double clip(double x, double low, double high) { return x < low ? low : x > high ? high : x; }
constexpr double abs(double x) { return x < 0 ? -x : x; }

// The same for several doubles at once.
template <detail::Several D>
constexpr D exp(D x) {
  return detail::exp_sum<D>(x, D{});
}
template <detail::Several D>
constexpr D log(D x) {
  return detail::log_of<D>(x);
}
template <detail::Several D>
constexpr D pow(D x, D y) {
  return detail::pow_of<D>(x, y);
}
template <detail::Several D>
constexpr D sigma(D z) {
  return 1.0 / (1.0 + exp(-z));
}
template <detail::Several D>
constexpr D logit(D p) {
  return log(p / (1.0 - p));
}
template <detail::Several D>
constexpr D min(D a, D b) {
  return ((b < a) | (b != b)) ? b : a;
}
template <detail::Several D>
constexpr D max(D a, D b) {
  return ((b > a) | (b != b)) ? b : a;
}
template <detail::Several D>
constexpr D clip(D x, D low, D high) {
  const D not_above = x > high ? high : x;
  return x < low ? low : not_above;
}
template <detail::Several D>
constexpr D abs(D x) {
  return x < 0.0 ? -x : x;
}

}  // namespace attune::det
