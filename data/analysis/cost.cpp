#include "data/analysis/cost.h"

#include "data/geo/geodesic_distance.h"
#include "data/import/limits.h"
#include "data/import/number_text.h"
#include "data/import/place_join.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace flowspace {
namespace {

constexpr std::size_t listed_problems = 100;

struct CostColumns {
    std::size_t origin = 0, destination = 0, cost = 0;
};

/// What stands in a cost cell; 0: neither a positive number nor a word for no way.
double cost_in(std::string_view text) {
    if (text == "unreachable" || text == "inf" || text == "Inf") return unreachable_cost;
    const NumberText number = parse_number(text);
    return number.value && *number.value > 0 ? *number.value : 0;
}

Error missing(const PlainTable& table, std::string_view found, std::string_view expected) {
    return Error{format_problem({.file = table.path,
                                 .row = 1,
                                 .code = "no-usable-header",
                                 .found = std::string(found),
                                 .expected = std::string(expected)})};
}

/// Fills in the unit.
Result<CostColumns> find_columns(const PlainTable& table, std::string& unit) {
    const auto origin = table.column({"origin", "from"}), destination = table.column({"destination", "to"});
    const auto minutes = table.column({"minutes", "min", "time_min"}),
               km = table.column({"km", "distance_km"});
    if (!origin || !destination)
        return missing(table, fmt::format("{}", fmt::join(table.columns, ",")),
                       "columns origin, destination and minutes or km");
    if (minutes && km) return missing(table, "minutes and km", "one of them");
    if (!minutes && !km)
        return missing(table, fmt::format("{}", fmt::join(table.columns, ",")), "a column minutes or km");
    unit = minutes ? "minutes" : "km";
    return CostColumns{*origin, *destination, minutes ? *minutes : *km};
}

class CostReader {
public:
    CostReader(const PlainTable& table, const Atlas& atlas, CostColumns columns)
        : table_(table), index_(atlas), columns_(columns) {}

    CostTable read() {
        for (std::size_t row = 0; row < table_.size(); ++row) read_row(row);
        std::ranges::sort(made_.entries, {}, [](const CostTable::Entry& entry) {
            return std::pair{entry.origin, entry.destination};
        });
        made_.refused += table_.refused;
        made_.problems.insert(made_.problems.begin(), table_.problems.begin(), table_.problems.end());
        return std::move(made_);
    }

private:
    void read_row(std::size_t row) {
        const std::optional<PlaceId> origin = place(row, columns_.origin);
        const std::optional<PlaceId> destination = place(row, columns_.destination);
        if (!origin || !destination) return;
        const double cost = cost_in(table_.cell(row, columns_.cost));
        if (*origin == *destination) return;  // a city's own inside is never asked for
        if (cost == 0)
            refuse(row, columns_.cost, "bad-number", "a number above 0, or unreachable");
        else if (!seen_.insert({*origin, *destination}).second)
            refuse(row, columns_.destination, "duplicate-row", "each directed pair once");
        else
            made_.entries.push_back({*origin, *destination, cost});
    }

    std::optional<PlaceId> place(std::size_t row, std::size_t column) {
        const PlaceMatch match = index_.join(table_.cell(row, column), JoinBy::name);
        if (!match.place) refuse(row, column, match.code, index_.expected(match, table_.cell(row, column)));
        return match.place;
    }

    void refuse(std::size_t row, std::size_t column, std::string_view code, std::string_view expected) {
        ++made_.refused;
        if (made_.problems.size() < listed_problems)
            made_.problems.push_back(problem_at(table_, row, column, code, expected));
    }

    const PlainTable& table_;
    PlaceIndex index_;
    CostColumns columns_;
    std::set<std::pair<PlaceId, PlaceId>> seen_;
    CostTable made_;
};

void fill_geodesic(const Atlas& atlas, std::span<const PlaceId> places, const std::stop_token& stop,
                   CostMatrix& matrix) {
    const std::size_t n = places.size();
    for (std::size_t row = 0; row < n && !stop.stop_requested(); ++row)
        for (std::size_t column = row + 1; column < n; ++column) {
            const double km = distance_km(atlas.places[index(places[row])].location,
                                          atlas.places[index(places[column])].location);
            matrix.cost[row * n + column] = matrix.cost[column * n + row] = km;
        }
}

}  // namespace

Result<CostTable> read_cost_table(const PlainTable& table, const Atlas& atlas) {
    std::string unit;
    const Result<CostColumns> columns = find_columns(table, unit);
    if (!columns) return columns.error();
    CostTable made = CostReader(table, atlas, *columns).read();
    if (made.entries.empty()) {
        if (!made.problems.empty()) return Error{format_problem(made.problems.front())};
        return missing(table, "no rows", "a cost per pair of places");
    }
    made.unit = unit;
    made.path = table.path;
    return made;
}

CostMatrix cost_matrix(const Atlas& atlas, std::span<const PlaceId> places,
                       const std::optional<CostTable>& table, const std::stop_token& stop) {
    const std::size_t n = places.size();
    CostMatrix matrix{.cost = std::vector<double>(n * n, std::nan("")), .unit = "km", .geodesic = !table};
    for (std::size_t row = 0; row < n; ++row) matrix.cost[row * n + row] = 0;
    if (!table) {
        fill_geodesic(atlas, places, stop, matrix);
        return stop.stop_requested() ? CostMatrix{} : matrix;
    }
    matrix.unit = table->unit;
    const auto ends = [](const CostTable::Entry& entry) {
        return std::pair{entry.origin, entry.destination};
    };
    for (std::size_t row = 0; row < n; ++row)
        for (std::size_t column = 0; column < n; ++column) {
            if (row == column) continue;
            const std::pair wanted{places[row], places[column]};
            const auto at = std::ranges::lower_bound(table->entries, wanted, {}, ends);
            if (at == table->entries.end() || ends(*at) != wanted) {
                ++matrix.unknown;
                continue;
            }
            matrix.cost[row * n + column] = at->cost;
            if (std::isinf(at->cost)) ++matrix.unreachable;
        }
    return matrix;
}

}  // namespace flowspace
