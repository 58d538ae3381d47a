// Flows of one layer and window as a square matrix that knows of every pair whether it is observed, zero or
// not published.
#pragma once

#include "data/dataset.h"
#include "data/filter.h"
#include "data/result.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace flowspace {

/// observed: rows say so, which may be 0. zero: no row lists it, and the source or the filter says that means
/// zero. unpublished: no row lists it, or a part of its sum is not published; unknown, never zero. left_out:
/// the filter does not ask for it (the diagonal, unless self-flows are kept).
enum class CellStatus : std::uint8_t { observed, zero, unpublished, left_out };

constexpr bool is_known(CellStatus status) {
    return status == CellStatus::observed || status == CellStatus::zero;
}

/// n x n, row-major: from row to column. Places by PlaceId ascending.
struct OdMatrix {
    std::vector<PlaceId> places = {};
    std::vector<double> flow = {};  // 0 where the status is not observed
    std::vector<CellStatus> status = {};

    std::size_t size() const { return places.size(); }
    std::size_t at(std::size_t row, std::size_t column) const { return row * places.size() + column; }
};

/// Pairs of different places by status.
struct CellCounts {
    std::uint64_t observed = 0;
    std::uint64_t zero = 0;
    std::uint64_t unpublished = 0;
    std::uint64_t left_out = 0;
};
CellCounts count_cells(const OdMatrix& matrix);

/// The places with a row of any layer, that the filter lets be an end of a pair, ascending.
std::vector<PlaceId> places_asked(const Dataset& dataset, const Filter& filter);

/// The sums of `filter.window`. Pairs that min or max leave out are left_out. Errors: those of the source.
Result<OdMatrix> od_matrix(const Dataset& dataset, const Filter& filter, LayerId layer,
                           std::span<const PlaceId> places, const std::stop_token& stop = {});

}  // namespace flowspace
