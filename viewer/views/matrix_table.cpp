// How the matrix is counted and ordered.
#include "data/analysis/aggregation.h"
#include "data/completeness.h"
#include "viewer/views/matrix_view.h"
#include "viewer/views/unit_figures.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace flowspace {

namespace {

/// Counted as `sum` counts: pairs with unpublished cells are unknown where unlisted ones are zero.
std::vector<std::uint8_t> counted_pairs(const Dataset& data, const Filter& filter, const LayerSums& sums) {
    std::vector<std::uint8_t> counted = sums.counted;
    Filter settled = filter;
    settled.absent = absent_of(filter, data.completeness);
    if (settled.absent != Absent::zero || data.completeness.unpublished.empty()) return counted;
    const UnpublishedCells cells(*data.atlas, data.completeness, settled, {sums.layer, settled.window});
    for (std::size_t pair = 0; pair < counted.size(); ++pair)
        if (sums.sums[pair].rows == 0 && cells.holds(data.flows->pairs()[pair])) counted[pair] = 0;
    return counted;
}

void fill_groups(const Dataset& data, const Filter& filter, const PairSums& flows, GroupKind kind,
                 Matrix& matrix) {
    const std::vector<GroupFlow> found = aggregate(*data.atlas, flows, {kind, filter.membership_rows});
    std::map<std::optional<GroupId>, std::size_t> rows;  // outside sorts first
    for (const GroupFlow& flow : found) rows[flow.origin] = rows[flow.destination] = 0;
    const bool outside = rows.erase(std::nullopt) > 0;
    for (auto& [group, row] : rows) {
        row = matrix.sides.size();
        matrix.sides.push_back({.group = group});
    }
    if (outside) {
        rows[std::nullopt] = matrix.sides.size();
        matrix.sides.emplace_back();
    }
    matrix.cells.resize(matrix.sides.size() * matrix.sides.size());
    for (const GroupFlow& flow : found)
        matrix.cells[rows[flow.origin] * matrix.sides.size() + rows[flow.destination]] = value(flow.sum);
}

/// The primary group of the kind of each place.
std::vector<std::optional<GroupId>> primary_groups(const Atlas& atlas, GroupKind kind) {
    std::vector<std::optional<GroupId>> primary(atlas.places.size());
    for (std::uint32_t group = 0; group < atlas.groups.size(); ++group)
        if (atlas.groups[group].kind == kind)
            for (const Membership& member : atlas.groups[group].members)
                if (member.primary && !primary[index(member.place)])
                    primary[index(member.place)] = GroupId{group};
    return primary;
}

void fill_cities(const Dataset& data, const PairSums& flows, GroupKind order, Matrix& matrix) {
    const std::size_t count = data.atlas->places.size();
    std::vector<double> turnover(count);
    std::vector<std::uint8_t> named(count);
    for (std::size_t pair = 0; pair < flows.pairs.size(); ++pair) {
        if (!flows.counted[pair]) continue;
        const auto [from, to] = flows.pairs[pair];
        const double sum = std::max(0.0, value(flows.sums[pair]));
        turnover[index(from)] += sum;
        turnover[index(to)] += sum;
        named[index(from)] = named[index(to)] = 1;
    }
    std::vector<PlaceId> cities;
    for (std::uint32_t place = 0; place < count; ++place)
        if (named[place]) cities.push_back(PlaceId{place});
    matrix.cities = cities.size();
    std::ranges::stable_sort(cities, std::ranges::greater{},
                             [&](PlaceId place) { return turnover[index(place)]; });
    cities.resize(std::min(cities.size(), most_matrix_cities));
    const std::vector<std::optional<GroupId>> primary = primary_groups(*data.atlas, order);
    std::ranges::stable_sort(cities, {}, [&](PlaceId place) {
        const std::optional<GroupId>& group = primary[index(place)];
        return group ? index(*group) : SIZE_MAX;
    });
    std::vector<std::size_t> row_of(count, SIZE_MAX);
    for (const PlaceId city : cities) {
        row_of[index(city)] = matrix.sides.size();
        matrix.sides.push_back({city, primary[index(city)]});
    }
    matrix.cells.resize(cities.size() * cities.size());
    for (std::size_t pair = 0; pair < flows.pairs.size(); ++pair) {
        const std::size_t from = row_of[index(flows.pairs[pair].origin)];
        const std::size_t to = row_of[index(flows.pairs[pair].destination)];
        if (flows.counted[pair] && from != SIZE_MAX && to != SIZE_MAX)
            matrix.cells[from * cities.size() + to] = value(flows.sums[pair]);
    }
}

std::string side_id(const Dataset& data, const Matrix::Side& side) {
    if (side.place) return data.atlas->places[index(*side.place)].id;
    return side.group ? data.atlas->groups[index(*side.group)].id : "outside";
}

}  // namespace

Matrix make_matrix(const Dataset& data, const Filter& filter, std::span<const LayerSums> sums,
                   const MatrixRequest& request) {
    Matrix matrix{.layer = request.layer, .level = request.level};
    const auto layer = std::ranges::find(sums, request.layer, &LayerSums::layer);
    if (layer == sums.end()) return matrix;
    const std::vector<std::uint8_t> counted = counted_pairs(data, filter, *layer);
    const PairSums flows{data.flows->pairs(), layer->sums, counted};
    if (const auto kind = kind_of(request.level))
        fill_groups(data, filter, flows, *kind, matrix);
    else
        fill_cities(data, flows, request.order, matrix);
    for (const std::optional<double>& cell : matrix.cells) {
        matrix.shown_value += cell.value_or(0);
        if (!cell || *cell <= 0) continue;
        matrix.smallest = matrix.smallest > 0 ? std::min(matrix.smallest, *cell) : *cell;
        matrix.largest = std::max(matrix.largest, *cell);
    }
    ExactSum total;
    for (std::size_t pair = 0; pair < counted.size(); ++pair)
        if (counted[pair]) total = total.rows == 0 ? layer->sums[pair] : add(total, layer->sums[pair]);
    matrix.layer_value = value(total);
    return matrix;
}

OutputTable matrix_output(const Dataset& data, const Matrix& matrix) {
    OutputTable output;
    const bool cities = matrix.level == ViewLevel::place;
    output.columns = {"layer",
                      cities ? "origin" : "origin_group",
                      cities ? "destination" : "destination_group",
                      "value",
                      "unit",
                      "status"};
    if (index(matrix.layer) >= data.flows->layers().size()) return output;
    const LayerInfo& layer = data.flows->layers()[index(matrix.layer)];
    struct Cell {
        double value = 0;
        std::string origin = {}, destination = {};  // ids
    };
    std::vector<Cell> cells;
    for (std::size_t from = 0; from < matrix.sides.size(); ++from)
        for (std::size_t to = 0; to < matrix.sides.size(); ++to)
            if (const auto& cell = matrix.at(from, to))
                cells.push_back({*cell, side_id(data, matrix.sides[from]), side_id(data, matrix.sides[to])});
    std::ranges::sort(cells, [](const Cell& a, const Cell& b) {
        return std::tuple(-a.value, a.origin, a.destination) < std::tuple(-b.value, b.origin, b.destination);
    });
    for (const Cell& cell : cells)
        output.rows.push_back({layer.key, cell.origin, cell.destination, cell.value, layer.unit,
                               std::string(key(layer.status))});
    return output;
}

}  // namespace flowspace
