// What the linked views are asked to show: orders, levels, measures and scales. A value, undone and saved
// with the other settings.
#pragma once

#include <cstdint>

namespace flowspace {

/// What one row, cell or dot of a view stands for.
enum class ViewLevel : std::uint8_t { place, circle, agglomeration, province };

/// A figure of a place or group. turnover: out + in, inside counted once. population (2020) and gdp (2022,
/// else 2020) come with the places; of a group they are known only where every member's is.
enum class UnitMeasure : std::uint8_t { out, in, turnover, net, inside, population, gdp };

enum class PairColumn : std::uint8_t { rank, origin, destination, layer, value, share, rows };
enum class RankingColumn : std::uint8_t { name, out, in, net, inside };
enum class Order : std::uint8_t { ascending, descending };
enum class Ramp : std::uint8_t { logarithmic, linear };

/// Ties keep the order of `flowspace sum`.
template <class Column>
struct SortBy {
    Column column = {};
    Order order = Order::ascending;

    bool operator==(const SortBy&) const = default;
};

struct ViewSettings {
    SortBy<PairColumn> pairs = {PairColumn::rank, Order::ascending};
    SortBy<RankingColumn> ranking = {RankingColumn::out, Order::descending};
    ViewLevel level = ViewLevel::place;                 // of ranking, scatter and rank-size
    ViewLevel matrix_level = ViewLevel::agglomeration;  // of the matrix
    Ramp matrix_ramp = Ramp::logarithmic;
    UnitMeasure scatter_x = UnitMeasure::population;
    UnitMeasure scatter_y = UnitMeasure::turnover;
    Ramp scatter_ramp = Ramp::logarithmic;
    UnitMeasure size = UnitMeasure::turnover;  // that rank-size ranks

    bool operator==(const ViewSettings&) const = default;
};

}  // namespace flowspace
