#include "data/bake/relief.h"

#include "data/bake/netcdf_file.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace flowspace::bake {
namespace {

constexpr double west_deg = 72, east_deg = 137, south_deg = 15, north_deg = 55;
constexpr std::size_t per_degree = 12;
constexpr std::size_t margin = 2;  // cells the filter reaches
constexpr std::array<double, 5> binomial = {1. / 16, 4. / 16, 6. / 16, 4. / 16, 1. / 16};

struct Cells {
    std::size_t columns = 0, rows = 0;
    std::vector<double> values = {};
    double at(std::size_t row, std::size_t column) const { return values[row * columns + column]; }
};

Cells filtered_along_rows(const Cells& from) {
    Cells to = {from.columns - 2 * margin, from.rows, {}};
    for (std::size_t row = 0; row < to.rows; ++row)
        for (std::size_t column = 0; column < to.columns; ++column) {
            double sum = 0;
            for (std::size_t tap = 0; tap < binomial.size(); ++tap)
                sum += binomial[tap] * from.at(row, column + tap);
            to.values.push_back(sum);
        }
    return to;
}

Cells transposed(const Cells& from) {
    Cells to = {from.rows, from.columns, {}};
    for (std::size_t column = 0; column < from.columns; ++column)
        for (std::size_t row = 0; row < from.rows; ++row) to.values.push_back(from.at(row, column));
    return to;
}

/// North to south, with the margin.
Cells crop(const std::vector<double>& world, std::size_t columns, std::size_t first_column,
           std::size_t first_row) {
    Cells cells = {static_cast<std::size_t>(east_deg - west_deg) * per_degree + 1 + 2 * margin,
                   static_cast<std::size_t>(north_deg - south_deg) * per_degree + 1 + 2 * margin,
                   {}};
    for (std::size_t row = cells.rows; row-- > 0;)  // the file runs from south to north
        for (std::size_t column = 0; column < cells.columns; ++column)
            cells.values.push_back(
                world[(first_row - margin + row) * columns + first_column - margin + column]);
    return cells;
}

}  // namespace

Result<HeightGrid> read_relief_of_china(const std::filesystem::path& path) {
    const auto file = NetcdfFile::open(path);
    if (!file) return file.error();
    const auto lon = file->numbers("ETOPO05_X"), lat = file->numbers("ETOPO05_Y"),
               heights = file->numbers("ROSE");
    if (!lon) return lon.error();
    if (!lat) return lat.error();
    if (!heights) return heights.error();
    const std::size_t columns = lon->size();
    const auto first_column = static_cast<std::size_t>(std::lround((west_deg - lon->front()) * per_degree));
    const auto first_row = static_cast<std::size_t>(std::lround((south_deg - lat->front()) * per_degree));
    const bool as_expected =
        columns == 4320 && lat->size() == 2161 && heights->size() == columns * lat->size() &&
        std::abs((*lon)[first_column] - west_deg) < 0.01 && std::abs((*lat)[first_row] - south_deg) < 0.01;
    if (!as_expected)
        return Error{fmt::format("{}: expected the 5' grid of ETOPO5 from south to north", path.string())};

    const Cells rows = filtered_along_rows(crop(*heights, columns, first_column, first_row));
    const Cells smooth = transposed(filtered_along_rows(transposed(rows)));
    HeightGrid relief = {.north_west = {west_deg, north_deg},
                         .step_lon_deg = 1. / per_degree,
                         .step_lat_deg = 1. / per_degree,
                         .columns = smooth.columns,
                         .rows = smooth.rows};
    for (const double height : smooth.values) {
        if (!(std::abs(height) < 12'000))
            return Error{fmt::format("{}: found a height of {} m", path.string(), height)};
        relief.height_m.push_back(static_cast<std::int16_t>(std::lround(height)));
    }
    return relief;
}

}  // namespace flowspace::bake
