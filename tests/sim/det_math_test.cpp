#include "sim/det_math.h"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "core/hash.h"

using namespace attune;

namespace {

// Distance in units of the last place of the exact value (long double serves as exact).
double ulps(double found, long double exact) {
  const double near = static_cast<double>(exact);
  const double unit = std::fabs(std::nextafter(near, std::numeric_limits<double>::infinity()) - near);
  return static_cast<double>(std::fabs(static_cast<long double>(found) - exact) / static_cast<long double>(unit));
}

double uniform(int i, int stream, double low, double high) {
  const auto seed = static_cast<std::uint64_t>(i) * 16 + static_cast<std::uint64_t>(stream);
  return low + (high - low) * to_unit(mix_bits(seed));
}

}  // namespace

TEST_CASE("exp, log and pow are within 2 ulp of the exact values") {
  double worst_exp = 0, worst_log = 0, worst_pow = 0;
  for (int i = 0; i < 200000; ++i) {
    const double x = uniform(i, 0, -700, 700);
    worst_exp = std::max(worst_exp, ulps(det::exp(x), std::exp(static_cast<long double>(x))));
    const double y = std::exp(uniform(i, 1, -690, 690));
    worst_log = std::max(worst_log, ulps(det::log(y), std::log(static_cast<long double>(y))));
    const double z = uniform(i, 2, 0.999, 1.001);
    worst_log = std::max(worst_log, ulps(det::log(z), std::log(static_cast<long double>(z))));
    const double base = uniform(i, 3, 0.01, 20), power = uniform(i, 4, -8, 8);
    worst_pow = std::max(worst_pow, ulps(det::pow(base, power),
                                         std::pow(static_cast<long double>(base), static_cast<long double>(power))));
  }
  INFO("worst: exp ", worst_exp, ", log ", worst_log, ", pow ", worst_pow);
  CHECK(worst_exp < 2);
  CHECK(worst_log < 2);
  CHECK(worst_pow < 2);
}

TEST_CASE("exp, log and pow at the edges") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  CHECK(det::exp(0) == 1);
  CHECK(det::exp(-infinity) == 0);
  CHECK(det::exp(infinity) == infinity);
  CHECK(det::exp(710) == infinity);
  CHECK(det::exp(-746) == 0);
  CHECK(det::exp(-745) == std::numeric_limits<double>::denorm_min());
  CHECK(std::isnan(det::exp(std::nan(""))));
  CHECK(det::log(1) == 0);
  CHECK(det::log(0) == -infinity);
  CHECK(det::log(infinity) == infinity);
  CHECK(std::isnan(det::log(-1)));
  CHECK(std::isnan(det::log(std::nan(""))));
  CHECK(det::log(std::numeric_limits<double>::denorm_min()) == doctest::Approx(-744.4400719213812));
  CHECK(det::pow(0, 2.4) == 0);
  CHECK(det::pow(7, 0) == 1);
  CHECK(std::isnan(det::pow(-1, 2.4)));
  CHECK(std::isnan(det::pow(std::nan(""), 2.4)));
  CHECK(det::sigma(0) == 0.5);
  CHECK(det::sigma(-1000) == 0);
  CHECK(det::sigma(1000) == 1);
  CHECK(det::sigma(det::logit(0.35)) == doctest::Approx(0.35).epsilon(1e-15));
}

TEST_CASE("minimum, maximum and clip let NaN through") {
  const double nan = std::nan("");
  CHECK(std::isnan(det::min(nan, 1)));
  CHECK(std::isnan(det::min(1, nan)));
  CHECK(std::isnan(det::max(nan, 1)));
  CHECK(std::isnan(det::max(1, nan)));
  CHECK(std::isnan(det::clip(nan, 0, 1)));
  CHECK(det::min(1, 2) == 1);
  CHECK(det::max(1, 2) == 2);
  CHECK(det::clip(3, 0, 1) == 1);
  CHECK(det::clip(-3, 0, 1) == 0);
  CHECK(det::abs(-3) == 3);
}

TEST_CASE("two at once have the bits of one") {
  using Two = det::Vector<2>;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::vector<double> values{0.0,    -0.0,     1.0,    -1.0,     710.0,     -746.0,       -745.0, 1e300,
                             -1e300, 4.9e-324, 1e-310, infinity, -infinity, std::nan(""), 0.35,   2.4};
  for (int i = 0; i < 3000; ++i) values.push_back(uniform(i, 5, -30, 30));
  for (int i = 0; i < 3000; ++i) values.push_back(std::exp(uniform(i, 6, -700, 700)));
  std::size_t different = 0;
  const auto compare = [&](Two found, double first, double second) {
    for (int lane = 0; lane < 2; ++lane) {
      const double exact = lane == 0 ? first : second;
      const bool both_nan = std::isnan(exact) && std::isnan(found[lane]);  // NaN may carry any sign
      different += !both_nan && std::bit_cast<std::uint64_t>(found[lane]) != std::bit_cast<std::uint64_t>(exact);
    }
  };
  for (std::size_t i = 0; i + 1 < values.size(); ++i) {
    const double a = values[i], b = values[i + 1], c = values[(i * 7) % values.size()];
    const Two x{a, b}, y{b, c}, z{c, a};
    compare(det::exp(x), det::exp(a), det::exp(b));
    compare(det::log(x), det::log(a), det::log(b));
    compare(det::pow(x, y), det::pow(a, b), det::pow(b, c));
    compare(det::sigma(x), det::sigma(a), det::sigma(b));
    compare(det::logit(x), det::logit(a), det::logit(b));
    compare(det::min(x, y), det::min(a, b), det::min(b, c));
    compare(det::max(x, y), det::max(a, b), det::max(b, c));
    compare(det::clip(x, y, z), det::clip(a, b, c), det::clip(b, c, a));
    compare(det::abs(x), det::abs(a), det::abs(b));
  }
  CHECK(different == 0);
}
