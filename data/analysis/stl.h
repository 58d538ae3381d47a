// A series as season + trend + remainder, by local regression.
#pragma once

#include "data/result.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace flowspace {

/// Windows are odd numbers of points; a jump says at every how many points a fit is made, straight lines
/// between.
struct StlOptions {
    std::size_t period = 7;  // points in a season, >= 2
    std::size_t season_window = 7;
    std::size_t season_degree = 0;  // 0 or 1
    std::size_t trend_window = 0;   // 0: the least odd number >= 1.5 period / (1 - 1.5 / season_window)
    std::size_t low_window = 0;     // 0: the least odd number >= period
    std::size_t season_jump = 0;    // 0: a tenth of the window, rounded up; the same below
    std::size_t trend_jump = 0;
    std::size_t low_jump = 0;
    std::size_t inner = 2;
    std::size_t outer = 0;  // robust loops; 5 with inner 1 is robust and can be repeated elsewhere
};

/// As by StlOptions, but every season alike: the mean of each of its points.
enum class Season : std::uint8_t { changing, periodic };

struct Stl {
    std::vector<double> season = {};
    std::vector<double> trend = {};
    std::vector<double> remainder = {};
    std::vector<double> weight = {};  // robustness, 0 to 1
};

/// The series at even steps. An Error: fewer than 2 periods, a value that is not there (NaN: fill it
/// knowingly or cut the series), or stopped. Of a periodic season only period, trend_window, low_window and
/// loops are used. Source: Cleveland, Cleveland, McRae and Terpenning (1990), J. Official Statistics 6:3; as
/// its Fortran.
Result<Stl> stl(std::span<const double> series, StlOptions options, Season season, std::stop_token stop = {});

/// 1 - var(remainder) / var(part + remainder), not below 0; 0 where nothing varies. Source: Hyndman and
/// Athanasopoulos.
double strength_of(std::span<const double> part, std::span<const double> remainder);

}  // namespace flowspace
