#include "sim/det_math.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

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
