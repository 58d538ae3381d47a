// exp, log and random numbers from + - * / alone: the same bits on every processor, whatever its mathematics
// library does.
#pragma once

#include <cstdint>
#include <string_view>

namespace flowspace::bake {

/// e^x to about 1e-14. Pre: |x| < 700.
double steady_exp(double x);

/// The natural logarithm to about 1e-14. Pre: x > 0, finite.
double steady_log(double x);

/// A number drawn by name: the same names give the same number. Source: SplitMix64 (Steele, Lea, Flood 2014).
std::uint64_t draw(std::uint64_t seed, std::string_view name, std::uint64_t number);

/// Close to normal, mean 0, deviation 1, within 3.5: the sum of four parts of a draw.
double bell(std::uint64_t drawn);

}  // namespace flowspace::bake
