// The matrix of origins and destinations: groups, or cities ordered by their groups (an OD map).
#pragma once

#include "data/dataset.h"
#include "data/output_table.h"
#include "data/pair_selection.h"
#include "viewer/views/view_settings.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace flowspace {

/// Most cities on the sides of the matrix: those with the largest turnover.
inline constexpr std::size_t most_matrix_cities = 90;

struct Matrix {
    LayerId layer = {};
    ViewLevel level = ViewLevel::agglomeration;
    /// Origins and destinations alike; of groups the last side may be empty: outside of all.
    struct Side {
        std::optional<PlaceId> place = {};
        std::optional<GroupId> group = {};  // of a city: its primary group of the ordering kind
    };
    std::vector<Side> sides = {};
    std::vector<std::optional<double>> cells = {};  // origin x sides + destination; nothing: unknown
    double smallest = 0;                            // of the positive cells; 0: none
    double largest = 0;
    std::size_t cities = 0;  // that the selection names
    double shown_value = 0;  // of the cells
    double layer_value = 0;  // of the selection; groups that overlap: less than shown

    const std::optional<double>& at(std::size_t origin, std::size_t destination) const {
        return cells[origin * sides.size() + destination];
    }
};

struct MatrixRequest {
    LayerId layer = {};
    ViewLevel level = ViewLevel::agglomeration;
    GroupKind order = GroupKind::agglomeration;  // of cities: the groups that they stand by

    bool operator==(const MatrixRequest&) const = default;
};

/// Groups as `flowspace sum --by KIND` answers; sides are groups in table order that have anything, then
/// outside. Cities stand by their primary group in table order, within it by turnover descending, then id.
Matrix make_matrix(const Dataset& data, const Filter& filter, std::span<const LayerSums> sums,
                   const MatrixRequest& request);

/// Known cells, largest first, then in the order of ids. Groups: the columns of `sum --by KIND`; cities:
/// those of `sum --by pair`.
OutputTable matrix_output(const Dataset& data, const Matrix& matrix);

}  // namespace flowspace
