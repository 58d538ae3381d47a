// How the modelled flows rise and fall from month to month.
#pragma once

#include "data/time_axis.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace flowspace::bake {

enum class ModelLayer : std::uint8_t { people, goods, capital, technology, information };
inline constexpr std::size_t model_layer_count = 5;

/// The months of 2019 to 2023.
TimeAxis model_months();

/// How much of the days before and after the Spring Festival lies in a month: of the 15 before, and of the 25
/// from the day on. The festival moves through January and February, and these shares with it.
struct FestivalShare {
    double before = 0;  // 0 to 1
    double after = 0;
};
FestivalShare festival_share(TimeMs month);

/// One factor per month of model_months(), about 1 on average in 2019: season, trend, Spring Festival, and
/// the dip of 2020 to 2022.
std::vector<double> national_factors(ModelLayer layer);

/// The factor of a flow between two places (codes) in a month (a step of model_months()) beside the national
/// one: Hubei in early 2020 and Shanghai in spring 2022.
struct Ends {
    std::string_view origin = {};
    std::string_view destination = {};
};
double local_factor(ModelLayer layer, const Ends& ends, std::size_t month);

}  // namespace flowspace::bake
