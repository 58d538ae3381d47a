#include "data/import/own_ground.h"

#include "data/import/limits.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace flowspace {
namespace {

constexpr std::size_t most_cells_a_side = 4096;

/// Ids and names as they stand in the atlas; a name that two places share stands for none.
std::map<std::string, std::optional<PlaceId>, std::less<>> known_texts(const Atlas& atlas) {
    std::map<std::string, std::optional<PlaceId>, std::less<>> known;
    for (std::size_t row = 0; row < atlas.places.size(); ++row) {
        const Place& place = atlas.places[row];
        const PlaceId id{static_cast<std::uint32_t>(row)};
        for (const std::string* name : {&place.name_zh, &place.short_zh, &place.name_en}) {
            if (name->empty()) continue;
            const auto [at, first] = known.emplace(*name, id);
            if (!first && at->second != id) at->second.reset();
        }
    }
    for (std::size_t row = 0; row < atlas.places.size(); ++row)
        known[atlas.places[row].id] = PlaceId{static_cast<std::uint32_t>(row)};
    return known;
}

std::optional<std::size_t> telling_column(const OutlineTable& table, const auto& known) {
    std::optional<std::size_t> best;
    std::size_t most = 0;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const auto joined =
            static_cast<std::size_t>(std::ranges::count_if(table.rows, [&](const OutlineTable::Row& row) {
                const auto found = known.find(row.fields[column]);
                return found != known.end() && found->second;
            }));
        if (joined <= most) continue;
        most = joined;
        best = column;
    }
    return best;
}

struct Sampling {
    double value = 0;
    double weight = 0;
};

double step_of(const HeightGrid& grid) { return std::min(grid.step_lon_deg, grid.step_lat_deg); }

}  // namespace

OwnBoundaries join_outlines(const OutlineTable& table, const Atlas& atlas) {
    OwnBoundaries own{.refused = table.problems.size()};
    const auto known = known_texts(atlas);
    const std::optional<std::size_t> column = telling_column(table, known);
    if (!column) return own;
    own.column = table.columns[*column];
    std::map<std::string, Polygon> shapes;
    for (const OutlineTable::Row& row : table.rows) {
        const auto found = known.find(row.fields[*column]);
        if (found == known.end() || !found->second) {
            own.unknown.push_back(row.fields[*column]);
            continue;
        }
        auto& rings =
            shapes[atlas.places[index(*found->second)].id].rings;  // islands may be rows of their own
        rings.insert(rings.end(), row.shape.rings.begin(), row.shape.rings.end());
    }
    for (auto& [id, shape] : shapes) own.regions.push_back({id, std::move(shape)});
    return own;
}

BaseMap with_boundaries(const BaseMap& built_in, const OwnBoundaries& own, const std::string& source) {
    BaseMap map = built_in;
    map.prefectures = own.regions;
    map.provinces.clear();
    map.province_lines.clear();
    map.national_border.clear();
    map.prefecture_lines.clear();
    for (const Region& region : own.regions)
        for (Line ring : region.shape.rings) {
            ring.push_back(ring.front());
            map.prefecture_lines.push_back(std::move(ring));
        }
    map.boundary_source = {.zh = source, .en = source};
    return map;
}

std::optional<double> height_at(const Terrain& terrain, LonLat where) {
    const HeightGrid& grid = terrain.grid;
    const double y = (grid.north_west.lat_deg - where.lat_deg) / grid.step_lat_deg;
    for (const double turn : {0.0, 360.0, -360.0}) {
        const double x = (where.lon_deg + turn - grid.north_west.lon_deg) / grid.step_lon_deg;
        if (!(x > -1 && y > -1 && x < static_cast<double>(grid.columns) &&
              y < static_cast<double>(grid.rows)))
            continue;
        Sampling all;
        for (int corner = 0; corner < 4; ++corner) {
            const double column = std::floor(x) + (corner & 1), row = std::floor(y) + (corner >> 1);
            const double weight = (1 - std::abs(x - column)) * (1 - std::abs(y - row));
            if (column < 0 || row < 0 || column >= static_cast<double>(grid.columns) ||
                row >= static_cast<double>(grid.rows))
                continue;
            const std::size_t cell =
                static_cast<std::size_t>(row) * grid.columns + static_cast<std::size_t>(column);
            if (!terrain.known[cell]) continue;
            all.value += weight * grid.height_m[cell];
            all.weight += weight;
        }
        if (all.weight > 0) return all.value / all.weight;
    }
    return std::nullopt;
}

BaseMap with_terrain(const BaseMap& built_in, const Terrain& own, const std::string& source) {
    BaseMap map = built_in;
    const HeightGrid& old = built_in.relief;
    if (old.columns < 2 || old.rows < 2 || own.grid.columns == 0) return map;
    const double width_deg = static_cast<double>(old.columns - 1) * old.step_lon_deg;
    const double height_deg = static_cast<double>(old.rows - 1) * old.step_lat_deg;
    const double step_deg =
        std::max(std::min(step_of(old), step_of(own.grid)),
                 std::max(width_deg, height_deg) / static_cast<double>(most_cells_a_side - 1));
    HeightGrid grid{.north_west = old.north_west, .step_lon_deg = step_deg, .step_lat_deg = step_deg};
    grid.columns = static_cast<std::size_t>(std::lround(width_deg / step_deg)) + 1;
    grid.rows = static_cast<std::size_t>(std::lround(height_deg / step_deg)) + 1;
    grid.height_m.reserve(grid.columns * grid.rows);
    for (std::size_t row = 0; row < grid.rows; ++row)
        for (std::size_t column = 0; column < grid.columns; ++column) {
            const LonLat where{old.north_west.lon_deg + static_cast<double>(column) * step_deg,
                               old.north_west.lat_deg - static_cast<double>(row) * step_deg};
            const double height = height_at(own, where).value_or(old.at(where));
            grid.height_m.push_back(static_cast<std::int16_t>(std::lround(height)));
        }
    map.relief = std::move(grid);
    map.relief_source = {.zh = source, .en = source};
    return map;
}

}  // namespace flowspace
