// What is unknown in a dataset: what an unlisted pair means, and the cells that its source does not publish.
#pragma once

#include "data/atlas.h"
#include "data/coverage.h"
#include "data/filter.h"
#include "data/source/flow_source.h"

#include <cstdint>
#include <vector>

namespace flowspace {

/// What the filter says of unlisted pairs; where it says nothing, what the source says. A source that
/// publishes only the largest pairs leaves the rest unknown.
Absent absent_of(const Filter& filter, const Completeness& completeness);

/// Whether the source publishes only the largest pairs: then nothing makes the rest zero.
bool lists_only_the_largest(const Completeness& completeness);

/// The unpublished cells of one layer that a filter asks for: pairs that pass it, steps in the window.
class UnpublishedCells {
public:
    struct Asked {
        LayerId layer = {};
        Window window = {};
    };
    UnpublishedCells(const Atlas& atlas, const Completeness& completeness, const Filter& filter,
                     const Asked& asked);

    std::uint64_t count() const { return cells_.size(); }
    bool holds(Pair pair) const;
    bool holds(TimeMs step) const;
    /// Whether a sum out of, into or within a place would be a part only.
    bool leaves(PlaceId place) const;
    bool enters(PlaceId place) const;

private:
    std::vector<UnpublishedCell> cells_;  // by origin, destination, time
};

}  // namespace flowspace
