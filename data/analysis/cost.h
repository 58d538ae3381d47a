// What it costs to go from place to place: a table of minutes or kilometres, else the geodesic distance.
#pragma once

#include "data/atlas.h"
#include "data/import/plain_table.h"
#include "data/result.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace flowspace {

/// No way leads there; not the same as a pair that the table does not list.
inline constexpr double unreachable_cost = std::numeric_limits<double>::infinity();

/// Directed: the way back may cost something else, or not be listed.
struct CostTable {
    struct Entry {
        PlaceId origin = {};
        PlaceId destination = {};
        double cost = 0;  // > 0, or unreachable_cost
    };
    std::string unit = {};            // minutes, km
    std::string path = {};            // of the file, for the result
    std::vector<Entry> entries = {};  // by (origin, destination), each once
    std::vector<Problem> problems = {};
    std::uint64_t refused = 0;
};

/// Columns origin, destination and minutes or km (`minutes`, `min`, `time_min`, `km`, `distance_km`);
/// `unreachable` or `inf` means no way. Rows with an unknown place, a cost that is no positive number, or a
/// pair seen before are refused and listed. Errors: a column missing, two columns of costs, no row left.
Result<CostTable> read_cost_table(const PlainTable& table, const Atlas& atlas);

/// Row-major over `places`: cost from row to column; NaN where it is not known, unreachable_cost where there
/// is no way, 0 on the diagonal.
struct CostMatrix {
    std::vector<double> cost = {};
    std::string unit = {};      // minutes, km
    bool geodesic = false;      // no table was given: straight-line km on the ellipsoid
    std::uint64_t unknown = 0;  // pairs of different places that the table does not list
    std::uint64_t unreachable = 0;
};

/// From the table, or geodesic where there is none. A stop gives an empty matrix.
CostMatrix cost_matrix(const Atlas& atlas, std::span<const PlaceId> places,
                       const std::optional<CostTable>& table, const std::stop_token& stop = {});

}  // namespace flowspace
