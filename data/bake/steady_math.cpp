#include "data/bake/steady_math.h"

#include <cmath>

namespace flowspace::bake {
namespace {

constexpr double ln_2 = 0.693147180559945309417;

std::uint64_t mixed(std::uint64_t z) {
    z += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
}

}  // namespace

double steady_exp(double x) {
    const double whole = std::floor(x / ln_2 + 0.5);
    const double rest = x - whole * ln_2;  // within ln 2 / 2
    double sum = 1;
    for (int term = 14; term >= 1; --term) sum = 1 + sum * rest / term;
    return std::ldexp(sum, static_cast<int>(whole));
}

double steady_log(double x) {
    int exponent = 0;
    double mantissa = std::frexp(x, &exponent);  // [0.5, 1)
    if (mantissa < 0.70710678118654752) {
        mantissa *= 2;
        --exponent;
    }
    const double t = (mantissa - 1) / (mantissa + 1), squared = t * t;  // |t| < 0.172
    double sum = 0;
    for (int term = 19; term >= 1; term -= 2) sum = sum * squared + 1.0 / term;
    return 2 * t * sum + exponent * ln_2;
}

std::uint64_t draw(std::uint64_t seed, std::string_view name, std::uint64_t number) {
    std::uint64_t state = mixed(seed);
    for (const char c : name) state = mixed(state ^ static_cast<unsigned char>(c));
    return mixed(state ^ mixed(number));
}

double bell(std::uint64_t drawn) {
    std::int64_t sum = 0;
    for (int part = 0; part < 4; ++part) sum += static_cast<std::int64_t>(drawn >> (16 * part) & 0xFFFF);
    constexpr double middle = 2 * 65535.0,
                     deviation = 37837.2;  // of four uniform parts: 65536 * sqrt(4 / 12)
    return (static_cast<double>(sum) - middle) / deviation;
}

}  // namespace flowspace::bake
