#include "data/bake/lakes.h"

#include "data/bake/border_lines.h"
#include "data/bake/netcdf_file.h"
#include "data/bake/simplify.h"
#include "data/geo/outline.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace flowspace::bake {
namespace {

constexpr double tolerance_deg = 0.004;
constexpr double least_area_km2 = 25;
constexpr int lake_level = 2, island_in_lake_level = 3;

/// A stretch of an outline inside one bin.
struct Segment {
    int outline = 0;  // of the whole outline, through all bins
    int level = 0;
    Arc line = {};
};

struct Columns {
    std::vector<double> first_segment, segments_in_bin, packed, first_point, outline, lon, lat;
};

Result<Columns> read_columns(const NetcdfFile& file) {
    Columns columns;
    const std::pair<std::vector<double>*, const char*> wanted[] = {
        {&columns.first_segment, "Id_of_first_segment_in_a_bin"},
        {&columns.segments_in_bin, "N_segments_in_a_bin"},
        {&columns.packed, "Embedded_npts_levels_exit_entry_for_a_segment"},
        {&columns.first_point, "Id_of_first_point_in_a_segment"},
        {&columns.outline, "Id_of_GSHHS_ID"},
        {&columns.lon, "Relative_longitude_from_SW_corner_of_bin"},
        {&columns.lat, "Relative_latitude_from_SW_corner_of_bin"}};
    for (const auto& [column, name] : wanted) {
        auto values = file.numbers(name);
        if (!values) return values.error();
        *column = std::move(*values);
    }
    return columns;
}

/// Relative positions are stored as 16 bits without a sign in a type that has one.
double unsigned_16(double stored) { return stored < 0 ? stored + 65536 : stored; }

struct Bin {
    double column = 0, row = 0;  // from 0 E and 90 S
    double size_deg = 0;
};

/// Exact in whole parts of a bin, so that a point on the edge of two bins is the same point in both.
double degrees(double bin, double part, double size_deg) {
    return (bin * 65535 + unsigned_16(part)) * size_deg / 65535;
}

Segment segment_of(const Columns& columns, std::size_t row, const Bin& bin) {
    const auto packed = static_cast<std::uint32_t>(static_cast<std::int64_t>(columns.packed[row]));
    Segment segment = {.outline = static_cast<int>(columns.outline[row]),
                       .level = static_cast<int>(packed >> 6 & 7)};
    const std::size_t first = static_cast<std::size_t>(columns.first_point[row]), size = packed >> 9;
    for (std::size_t point = first; point < std::min(first + size, columns.lon.size()); ++point)
        segment.line.push_back({degrees(bin.column, columns.lon[point], bin.size_deg),
                                degrees(bin.row, columns.lat[point], bin.size_deg) - 90});
    return segment;
}

bool in_frame(const Bin& bin) {
    const double west_deg = bin.column * bin.size_deg, south_deg = bin.row * bin.size_deg - 90;
    return west_deg >= 60 && west_deg < 150 && south_deg >= 5 && south_deg < 60;
}

/// The rings of one outline from its segments.
Polygon put_together(const std::vector<Segment>& segments) {
    std::vector<const Arc*> arcs;
    for (const Segment& segment : segments) arcs.push_back(&segment.line);
    Polygon polygon = rings_of(arcs);
    for (auto& ring : polygon.rings) {
        ring.push_back(ring.front());
        ring = simplify(ring, tolerance_deg);
        ring.pop_back();
    }
    return polygon;
}

}  // namespace

Result<std::vector<Polygon>> read_lakes(const std::filesystem::path& path) {
    const auto file = NetcdfFile::open(path);
    if (!file) return file.error();
    const auto columns = read_columns(*file);
    if (!columns) return columns.error();
    const auto bin_minutes = file->numbers("Bin_size_in_minutes");
    const auto bins_around = file->numbers("N_bins_in_360_longitude_range");
    if (!bin_minutes || !bins_around)
        return Error{fmt::format("{}: expected the size of bins", path.string())};

    std::map<int, std::vector<Segment>> lakes, islands;
    const auto around = static_cast<std::size_t>(bins_around->front());
    for (std::size_t row = 0; row < columns->first_segment.size(); ++row) {
        const double size_deg = bin_minutes->front() / 60;
        const Bin bin = {static_cast<double>(row % around),
                         180 / size_deg - static_cast<double>(row / around + 1), size_deg};
        if (!in_frame(bin)) continue;
        const auto first = static_cast<std::size_t>(columns->first_segment[row]);
        const auto size = static_cast<std::size_t>(columns->segments_in_bin[row]);
        for (std::size_t segment_row = first; segment_row < first + size; ++segment_row) {
            Segment segment = segment_of(*columns, segment_row, bin);
            if (segment.line.size() < 2) continue;
            if (segment.level == lake_level)
                lakes[segment.outline].push_back(std::move(segment));
            else if (segment.level == island_in_lake_level)
                islands[segment.outline].push_back(std::move(segment));
        }
    }

    std::vector<std::pair<double, Polygon>> kept;
    for (auto& [outline, segments] : lakes) {
        Polygon lake = put_together(segments);
        const double area = area_km2(lake);
        if (area >= least_area_km2) kept.emplace_back(area, std::move(lake));
    }
    std::ranges::stable_sort(kept, std::ranges::greater(), [](const auto& lake) { return lake.first; });
    std::vector<Polygon> polygons;
    for (auto& [area, lake] : kept) polygons.push_back(std::move(lake));
    for (auto& [outline, segments] : islands) {
        const Polygon island = put_together(segments);
        if (island.rings.empty() || area_km2(island) < least_area_km2) continue;
        const auto around_it = std::ranges::find_if(
            polygons, [&](const Polygon& lake) { return contains(lake, island.rings[0][0]); });
        if (around_it != polygons.end())
            around_it->rings.insert(around_it->rings.end(), island.rings.begin(), island.rings.end());
    }
    return polygons;
}

}  // namespace flowspace::bake
