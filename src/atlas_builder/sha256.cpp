#include "sha256.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

namespace atlas {

namespace {

// The first 32 bits of the fractional part of a root of a prime; long double keeps enough digits for the 64 primes used.
std::uint32_t fraction_bits(long double root) {
    return static_cast<std::uint32_t>((root - std::floor(root)) * 4294967296.0L);
}

struct Constants {
    std::array<std::uint32_t, 8> start{};
    std::array<std::uint32_t, 64> round{};
};

Constants make_constants() {
    Constants constants;
    std::size_t count = 0;
    for (int candidate = 2; count < constants.round.size(); ++candidate) {
        bool prime = true;
        for (int divisor = 2; divisor * divisor <= candidate; ++divisor) {
            prime = prime && candidate % divisor != 0;
        }
        if (prime) {
            if (count < constants.start.size()) {
                constants.start[count] = fraction_bits(std::sqrt(static_cast<long double>(candidate)));
            }
            constants.round[count++] = fraction_bits(std::cbrt(static_cast<long double>(candidate)));
        }
    }
    return constants;
}

void add_block(std::array<std::uint32_t, 8>& state, const std::uint8_t* block, const std::array<std::uint32_t, 64>& round) {
    std::array<std::uint32_t, 64> w{};
    for (std::size_t t = 0; t < 16; ++t) {
        w[t] = std::uint32_t{block[4 * t]} << 24 | std::uint32_t{block[4 * t + 1]} << 16 | std::uint32_t{block[4 * t + 2]} << 8 | block[4 * t + 3];
    }
    for (std::size_t t = 16; t < 64; ++t) {
        const std::uint32_t s0 = std::rotr(w[t - 15], 7) ^ std::rotr(w[t - 15], 18) ^ w[t - 15] >> 3;
        const std::uint32_t s1 = std::rotr(w[t - 2], 17) ^ std::rotr(w[t - 2], 19) ^ w[t - 2] >> 10;
        w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
    auto [a, b, c, d, e, f, g, h] = state;
    for (std::size_t t = 0; t < 64; ++t) {
        const std::uint32_t t1 = h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) + ((e & f) ^ (~e & g)) + round[t] + w[t];
        const std::uint32_t t2 = (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
    }
    const std::array<std::uint32_t, 8> mixed{a, b, c, d, e, f, g, h};
    for (std::size_t n = 0; n < state.size(); ++n) {
        state[n] += mixed[n];
    }
}

} // namespace

std::string sha256_of_file(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        throw std::runtime_error("cannot read " + file.string());
    }
    std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    const std::uint64_t bits = bytes.size() * std::uint64_t{8};
    bytes.push_back(0x80);
    while (bytes.size() % 64 != 56) {
        bytes.push_back(0);
    }
    for (int shift = 56; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<std::uint8_t>(bits >> shift));
    }
    const Constants constants = make_constants();
    std::array<std::uint32_t, 8> state = constants.start;
    for (std::size_t at = 0; at < bytes.size(); at += 64) {
        add_block(state, bytes.data() + at, constants.round);
    }
    std::string text;
    for (const std::uint32_t word : state) {
        char part[9];
        std::snprintf(part, sizeof part, "%08x", word);
        text += part;
    }
    return text;
}

} // namespace atlas
