#include "data/completeness.h"

#include "data/pair_selection.h"

#include <algorithm>
#include <tuple>

namespace flowspace {

bool lists_only_the_largest(const Completeness& completeness) {
    return completeness.coverage == Coverage::top_per_origin ||
           completeness.coverage == Coverage::top_per_destination;
}

Absent absent_of(const Filter& filter, const Completeness& completeness) {
    if (lists_only_the_largest(completeness)) return Absent::unknown;
    if (filter.absent != Absent::declared) return filter.absent;
    return completeness.coverage == Coverage::zero ? Absent::zero : Absent::unknown;
}

UnpublishedCells::UnpublishedCells(const Atlas& atlas, const Completeness& completeness, const Filter& filter,
                                   const Asked& asked) {
    const auto of_layer =
        std::ranges::equal_range(completeness.unpublished, asked.layer, {}, &UnpublishedCell::layer);
    std::vector<Pair> pairs;
    for (const UnpublishedCell& cell : of_layer) {
        if (cell.time < asked.window.from || cell.time >= asked.window.to) continue;
        cells_.push_back(cell);
        pairs.push_back({cell.origin, cell.destination});
    }
    if (cells_.empty()) return;
    const std::vector<std::uint8_t> selected = select_pairs(atlas, pairs, filter);
    std::size_t kept = 0;
    for (std::size_t at = 0; at < cells_.size(); ++at)
        if (selected[at]) cells_[kept++] = cells_[at];
    cells_.resize(kept);
}

bool UnpublishedCells::holds(Pair pair) const {
    const auto key = [](const UnpublishedCell& cell) { return std::pair{cell.origin, cell.destination}; };
    return std::ranges::binary_search(cells_, std::pair{pair.origin, pair.destination}, {}, key);
}

bool UnpublishedCells::holds(TimeMs step) const {
    return std::ranges::find(cells_, step, &UnpublishedCell::time) != cells_.end();
}

bool UnpublishedCells::leaves(PlaceId place) const {
    return std::ranges::find(cells_, place, &UnpublishedCell::origin) != cells_.end();
}

bool UnpublishedCells::enters(PlaceId place) const {
    return std::ranges::find(cells_, place, &UnpublishedCell::destination) != cells_.end();
}

}  // namespace flowspace
