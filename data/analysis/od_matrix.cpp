#include "data/analysis/od_matrix.h"

#include "data/completeness.h"
#include "data/pair_selection.h"

#include <algorithm>

namespace flowspace {
namespace {

constexpr std::uint32_t not_there = UINT32_MAX;

/// The row of each place of the atlas; not_there where `places` does not list it.
std::vector<std::uint32_t> rows_of(const Dataset& dataset, std::span<const PlaceId> places) {
    std::vector<std::uint32_t> rows(dataset.atlas->places.size(), not_there);
    for (std::size_t row = 0; row < places.size(); ++row)
        rows[index(places[row])] = static_cast<std::uint32_t>(row);
    return rows;
}

/// Every pair of `places` as the filter sees it before any sum is known.
void lay_out(const Dataset& dataset, const Filter& filter, CellStatus unlisted, OdMatrix& matrix) {
    std::vector<Pair> pairs;
    pairs.reserve(matrix.flow.size());
    for (const PlaceId origin : matrix.places)
        for (const PlaceId destination : matrix.places) pairs.push_back({origin, destination});
    const std::vector<std::uint8_t> asked = select_pairs(*dataset.atlas, pairs, filter);
    for (std::size_t cell = 0; cell < asked.size(); ++cell)
        matrix.status[cell] = asked[cell] ? unlisted : CellStatus::left_out;
}

bool out_of_range(double flow, const Filter& filter) {
    return (filter.min_value && flow < *filter.min_value) || (filter.max_value && flow > *filter.max_value);
}

}  // namespace

CellCounts count_cells(const OdMatrix& matrix) {
    CellCounts counts;
    for (std::size_t row = 0; row < matrix.size(); ++row)
        for (std::size_t column = 0; column < matrix.size(); ++column) {
            if (row == column) continue;
            switch (matrix.status[matrix.at(row, column)]) {
                case CellStatus::observed:
                    ++counts.observed;
                    break;
                case CellStatus::zero:
                    ++counts.zero;
                    break;
                case CellStatus::unpublished:
                    ++counts.unpublished;
                    break;
                case CellStatus::left_out:
                    ++counts.left_out;
                    break;
            }
        }
    return counts;
}

std::vector<PlaceId> places_asked(const Dataset& dataset, const Filter& filter) {
    const std::span<const Pair> pairs = dataset.flows->pairs();
    const std::vector<std::uint8_t> asked = select_pairs(*dataset.atlas, pairs, filter);
    std::vector<std::uint8_t> named(dataset.atlas->places.size(), 0);
    for (std::size_t pair = 0; pair < pairs.size(); ++pair)
        if (asked[pair]) named[index(pairs[pair].origin)] = named[index(pairs[pair].destination)] = 1;
    std::vector<PlaceId> places;
    for (std::uint32_t place = 0; place < named.size(); ++place)
        if (named[place]) places.push_back(PlaceId{place});
    return places;
}

Result<OdMatrix> od_matrix(const Dataset& dataset, const Filter& filter, LayerId layer,
                           std::span<const PlaceId> places, const std::stop_token& stop) {
    const bool zeros = absent_of(filter, dataset.completeness) == Absent::zero;
    const std::size_t cells = places.size() * places.size();
    OdMatrix matrix{.places = {places.begin(), places.end()},
                    .flow = std::vector<double>(cells, 0),
                    .status = std::vector<CellStatus>(cells)};
    lay_out(dataset, filter, zeros ? CellStatus::zero : CellStatus::unpublished, matrix);
    const Result<std::vector<ExactSum>> sums = dataset.flows->pair_sums(layer, filter.window, stop);
    if (!sums) return sums.error();
    const std::vector<std::uint32_t> rows = rows_of(dataset, places);
    const UnpublishedCells hidden(*dataset.atlas, dataset.completeness, filter, {layer, filter.window});
    const std::span<const Pair> pairs = dataset.flows->pairs();
    for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
        const std::uint32_t row = rows[index(pairs[pair].origin)],
                            column = rows[index(pairs[pair].destination)];
        if ((*sums)[pair].rows == 0 || row == not_there || column == not_there) continue;
        const std::size_t cell = matrix.at(row, column);
        if (matrix.status[cell] == CellStatus::left_out) continue;
        matrix.flow[cell] = value((*sums)[pair]);
        matrix.status[cell] = CellStatus::observed;
    }
    for (const UnpublishedCell& cell : dataset.completeness.unpublished) {
        const std::uint32_t row = rows[index(cell.origin)], column = rows[index(cell.destination)];
        if (cell.layer != layer || row == not_there || column == not_there) continue;
        if (!hidden.holds(Pair{cell.origin, cell.destination})) continue;
        matrix.flow[matrix.at(row, column)] = 0;
        matrix.status[matrix.at(row, column)] = CellStatus::unpublished;
    }
    if (filter.min_value || filter.max_value)
        for (std::size_t cell = 0; cell < cells; ++cell)
            if (is_known(matrix.status[cell]) && out_of_range(matrix.flow[cell], filter)) {
                matrix.flow[cell] = 0;
                matrix.status[cell] = CellStatus::left_out;
            }
    return matrix;
}

}  // namespace flowspace
