// Outlines and terrain as bytes between the worker and the program, checked on the way in.
#include "data/import/limits.h"
#include "data/import/own_ground.h"
#include "data/import/utf8.h"

#include <algorithm>
#include <cmath>

namespace flowspace {
namespace {

bool on_earth(LonLat where) {
    return std::abs(where.lon_deg) <= 180 && std::abs(where.lat_deg) <= 90;  // false for NaN
}

/// Text that is no UTF-8 fails the reader.
std::string checked_text(pack::ByteReader& from) {
    std::string text = from.text();
    if (find_bad_utf8(text)) from.fail();
    return text;
}

void write_problem(const Problem& problem, BulkWriter& to) {
    to.number(problem.row);
    for (const std::string* text :
         {&problem.file, &problem.column, &problem.code, &problem.found, &problem.expected})
        to.text(*text);
}

Problem read_problem(pack::ByteReader& from) {
    Problem problem{.row = from.number<std::uint64_t>()};
    for (std::string* text :
         {&problem.file, &problem.column, &problem.code, &problem.found, &problem.expected})
        *text = checked_text(from);
    return problem;
}

std::vector<LonLat> read_ring(pack::ByteReader& from) {
    auto ring = from.array<LonLat>(from.count(sizeof(LonLat)));
    if (ring.size() < 3 || !std::ranges::all_of(ring, on_earth)) from.fail();
    return ring;
}

bool sound(const HeightGrid& grid) {
    return std::isfinite(grid.north_west.lon_deg) && std::isfinite(grid.north_west.lat_deg) &&
           std::abs(grid.north_west.lon_deg) <= 360 && std::abs(grid.north_west.lat_deg) <= 90 &&
           grid.step_lon_deg > 0 && grid.step_lat_deg > 0 && grid.step_lon_deg <= 360 &&
           grid.step_lat_deg <= 180 && grid.columns > 0 && grid.rows > 0 &&
           grid.columns <= max_terrain_side && grid.rows <= max_terrain_side;
}

}  // namespace

void write_outlines(const OutlineTable& table, BulkWriter& to) {
    to.text(table.coordinates);
    to.count(table.columns.size());
    for (const std::string& column : table.columns) to.text(column);
    to.count(table.rows.size());
    for (const OutlineTable::Row& row : table.rows) {
        to.number(row.row);
        for (const std::string& field : row.fields) to.text(field);
        to.count(row.shape.rings.size());
        for (const std::vector<LonLat>& ring : row.shape.rings) {
            to.count(ring.size());
            to.array(std::span(ring));
        }
    }
    to.count(table.problems.size());
    for (const Problem& problem : table.problems) write_problem(problem, to);
}

std::optional<OutlineTable> read_outlines(pack::ByteReader& from) {
    OutlineTable table{.coordinates = checked_text(from)};
    for (std::size_t left = from.count(4); left > 0 && !from.failed(); --left)
        table.columns.push_back(checked_text(from));
    for (std::size_t left = from.count(16); left > 0 && !from.failed(); --left) {
        OutlineTable::Row row{.row = from.number<std::uint64_t>()};
        for (std::size_t column = 0; column < table.columns.size(); ++column)
            row.fields.push_back(checked_text(from));
        for (std::size_t rings = from.count(8); rings > 0 && !from.failed(); --rings)
            row.shape.rings.push_back(read_ring(from));
        table.rows.push_back(std::move(row));
    }
    for (std::size_t left = from.count(28); left > 0 && !from.failed(); --left)
        table.problems.push_back(read_problem(from));
    if (!from.complete() || table.columns.size() > max_columns) return std::nullopt;
    return table;
}

void write_terrain(const Terrain& terrain, BulkWriter& to) {
    const HeightGrid& grid = terrain.grid;
    to.text(terrain.coordinates);
    for (const double value :
         {grid.north_west.lon_deg, grid.north_west.lat_deg, grid.step_lon_deg, grid.step_lat_deg})
        to.number(value);
    to.count(grid.columns);
    to.count(grid.rows);
    to.array(std::span(grid.height_m));
    to.array(std::span(terrain.known));
}

std::optional<Terrain> read_terrain_bytes(pack::ByteReader& from) {
    Terrain terrain;
    terrain.coordinates = checked_text(from);
    HeightGrid& grid = terrain.grid;
    for (double* value :
         {&grid.north_west.lon_deg, &grid.north_west.lat_deg, &grid.step_lon_deg, &grid.step_lat_deg})
        *value = from.number<double>();
    grid.columns = static_cast<std::size_t>(from.number<std::uint64_t>());
    grid.rows = static_cast<std::size_t>(from.number<std::uint64_t>());
    if (from.failed() || !sound(grid)) return std::nullopt;
    grid.height_m = from.array<std::int16_t>(grid.columns * grid.rows);
    terrain.known = from.array<std::uint8_t>(grid.columns * grid.rows);
    if (!from.complete()) return std::nullopt;
    return terrain;
}

}  // namespace flowspace
