// Resamples a geographic height grid onto the map.
#include "render/scene/relief.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace flowspace {

namespace {

constexpr double finest_step_m = 5000;
constexpr double most_cells_a_side = 2048;
constexpr double edge_fade_deg = 3.5;
constexpr std::size_t lattice = 16;  // cells between exact inverse projections: bilinear between them

struct Extent {
    double west = std::numeric_limits<double>::max(), south = west;
    double east = std::numeric_limits<double>::lowest(), north = east;
};

/// Of the grid's outline on the map; the outline is walked, since a conic bends it.
Extent extent_on_map(const HeightGrid& grid, const Projection& projection) {
    Extent extent;
    const double width = grid.step_lon_deg * static_cast<double>(grid.columns - 1);
    const double height = grid.step_lat_deg * static_cast<double>(grid.rows - 1);
    constexpr int steps = 64;
    for (int row = 0; row <= steps; ++row)
        for (int column = 0; column <= steps; ++column) {
            const auto at = projection.forward({grid.north_west.lon_deg + width * column / steps,
                                                grid.north_west.lat_deg - height * row / steps});
            if (!at) continue;
            extent.west = std::min(extent.west, at->x_m);
            extent.east = std::max(extent.east, at->x_m);
            extent.south = std::min(extent.south, at->y_m);
            extent.north = std::max(extent.north, at->y_m);
        }
    return extent;
}

std::array<float, 4> spline_weights(float t) {
    const float s = 1 - t;
    return {s * s * s / 6, (3 * t * t * t - 6 * t * t + 4) / 6, (3 * s * s * s - 6 * s * s + 4) / 6,
            t * t * t / 6};
}

/// Cubic B-spline at a fractional cell.
float spline(const HeightGrid& grid, double column, double row) {
    const double c = std::clamp(column, 0.0, static_cast<double>(grid.columns - 1));
    const double r = std::clamp(row, 0.0, static_cast<double>(grid.rows - 1));
    const auto c0 = static_cast<std::ptrdiff_t>(c);
    const auto r0 = static_cast<std::ptrdiff_t>(r);
    const auto across = spline_weights(static_cast<float>(c - static_cast<double>(c0)));
    const auto down = spline_weights(static_cast<float>(r - static_cast<double>(r0)));
    const auto last_column = static_cast<std::ptrdiff_t>(grid.columns) - 1;
    const auto last_row = static_cast<std::ptrdiff_t>(grid.rows) - 1;
    float sum = 0;
    for (std::ptrdiff_t j = 0; j < 4; ++j) {
        const std::int16_t* line =
            grid.height_m.data() + std::clamp<std::ptrdiff_t>(r0 + j - 1, 0, last_row) * (last_column + 1);
        float of_row = 0;
        for (std::ptrdiff_t i = 0; i < 4; ++i)
            of_row += across[static_cast<std::size_t>(i)] *
                      static_cast<float>(line[std::clamp<std::ptrdiff_t>(c0 + i - 1, 0, last_column)]);
        sum += down[static_cast<std::size_t>(j)] * of_row;
    }
    return sum;
}

float presence(const HeightGrid& grid, double column, double row) {
    const double from_west = column * grid.step_lon_deg;
    const double from_east = (static_cast<double>(grid.columns - 1) - column) * grid.step_lon_deg;
    const double from_north = row * grid.step_lat_deg;
    const double from_south = (static_cast<double>(grid.rows - 1) - row) * grid.step_lat_deg;
    const auto ramp = [](double deg) {
        const double t = std::clamp(deg / edge_fade_deg, 0.0, 1.0);
        return t * t * (3 - 2 * t);
    };
    return static_cast<float>(ramp(from_west) * ramp(from_east) * ramp(from_north) * ramp(from_south));
}

/// Fractional grid cells (column, row) of the map grid's lattice points; nothing where the projection has
/// none.
struct Lattice {
    std::size_t columns = 0;
    std::vector<std::optional<std::pair<double, double>>> cells = {};
};

Lattice lattice_of(const Relief& relief, const HeightGrid& grid, const Projection& projection) {
    Lattice out;
    out.columns = relief.columns / lattice + 2;
    const std::size_t rows = relief.rows / lattice + 2;
    out.cells.reserve(out.columns * rows);
    for (std::size_t j = 0; j < rows; ++j)
        for (std::size_t i = 0; i < out.columns; ++i) {
            const auto at = projection.inverse(
                {relief.south_west.x_m + static_cast<double>(i * lattice) * relief.step_m,
                 relief.south_west.y_m + static_cast<double>(j * lattice) * relief.step_m});
            if (!at)
                out.cells.emplace_back();
            else
                out.cells.emplace_back(
                    std::pair{(at->lon_deg - grid.north_west.lon_deg) / grid.step_lon_deg,
                              (grid.north_west.lat_deg - at->lat_deg) / grid.step_lat_deg});
        }
    return out;
}

void fill_block(Relief& relief, const HeightGrid& grid, const Lattice& cells, std::size_t block_column,
                std::size_t block_row) {
    const auto& sw = cells.cells[block_row * cells.columns + block_column];
    const auto& se = cells.cells[block_row * cells.columns + block_column + 1];
    const auto& nw = cells.cells[(block_row + 1) * cells.columns + block_column];
    const auto& ne = cells.cells[(block_row + 1) * cells.columns + block_column + 1];
    if (!sw || !se || !nw || !ne) return;
    const std::size_t last_row = std::min((block_row + 1) * lattice, relief.rows);
    const std::size_t last_column = std::min((block_column + 1) * lattice, relief.columns);
    for (std::size_t row = block_row * lattice; row < last_row; ++row) {
        const double v = static_cast<double>(row - block_row * lattice) / lattice;
        for (std::size_t column = block_column * lattice; column < last_column; ++column) {
            const double u = static_cast<double>(column - block_column * lattice) / lattice;
            const double c =
                (1 - v) * ((1 - u) * sw->first + u * se->first) + v * ((1 - u) * nw->first + u * ne->first);
            const double r = (1 - v) * ((1 - u) * sw->second + u * se->second) +
                             v * ((1 - u) * nw->second + u * ne->second);
            relief.height_m[row * relief.columns + column] = spline(grid, c, r);
            relief.presence[row * relief.columns + column] = presence(grid, c, r);
        }
    }
}

Relief flat_relief() {
    constexpr double half_m = 1e7;
    return {.south_west = {-half_m, -half_m},
            .step_m = 2 * half_m,
            .columns = 2,
            .rows = 2,
            .height_m = std::vector<float>(4, 0),
            .presence = std::vector<float>(4, 1)};
}

}  // namespace

double Relief::ground_m(MapPoint where) const {
    if (columns < 2 || rows < 2) return 0;  // no relief: flat
    const double column = (where.x_m - south_west.x_m) / step_m;
    const double row = (where.y_m - south_west.y_m) / step_m;
    if (!(column >= 0) || !(row >= 0) || column > static_cast<double>(columns - 1) ||
        row > static_cast<double>(rows - 1))
        return 0;
    const auto c = std::min(static_cast<std::size_t>(column), columns - 2);
    const auto r = std::min(static_cast<std::size_t>(row), rows - 2);
    const double u = column - static_cast<double>(c);
    const double v = row - static_cast<double>(r);
    const float* south = height_m.data() + r * columns + c;
    const float* north = south + columns;
    const auto land = [](float height) { return std::max(0.0, static_cast<double>(height)); };
    return (1 - v) * ((1 - u) * land(south[0]) + u * land(south[1])) +
           v * ((1 - u) * land(north[0]) + u * land(north[1]));
}

double Relief::presence_at(MapPoint where) const {
    const double column = std::round((where.x_m - south_west.x_m) / step_m);
    const double row = std::round((where.y_m - south_west.y_m) / step_m);
    if (!(column >= 0) || !(row >= 0) || column > static_cast<double>(columns - 1) ||
        row > static_cast<double>(rows - 1))
        return 0;
    return static_cast<double>(
        presence[static_cast<std::size_t>(row) * columns + static_cast<std::size_t>(column)]);
}

Relief build_relief(const HeightGrid& grid, const Projection& projection) {
    if (grid.columns < 2 || grid.rows < 2) return flat_relief();
    const Extent extent = extent_on_map(grid, projection);
    const double width = extent.east - extent.west;
    const double height = extent.north - extent.south;
    if (!(width > 0) || !(height > 0)) return flat_relief();

    Relief relief;
    relief.step_m = std::max(finest_step_m, std::max(width, height) / most_cells_a_side);
    relief.south_west = {extent.west, extent.south};
    relief.columns = static_cast<std::size_t>(width / relief.step_m) + 2;
    relief.rows = static_cast<std::size_t>(height / relief.step_m) + 2;
    relief.height_m.assign(relief.columns * relief.rows, 0);
    relief.presence.assign(relief.columns * relief.rows, 0);
    const Lattice cells = lattice_of(relief, grid, projection);
    for (std::size_t row = 0; row * lattice < relief.rows; ++row)
        for (std::size_t column = 0; column * lattice < relief.columns; ++column)
            fill_block(relief, grid, cells, column, row);
    return relief;
}

}  // namespace flowspace
