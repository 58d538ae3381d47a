// The seam between whoever holds the flows and everyone who asks for sums of them.
#pragma once

#include "data/exact_sum.h"
#include "data/ids.h"
#include "data/layer_info.h"
#include "data/time_axis.h"

#include <cstdint>
#include <span>
#include <vector>

namespace flowspace {

struct Pair {
    PlaceId origin = {};
    PlaceId destination = {};

    bool operator==(const Pair&) const = default;
};

/// Sums never rescan rows: a window costs what it has pairs, not what it has rows. Immutable; every call is
/// thread-safe.
class FlowSource {
public:
    virtual ~FlowSource() = default;

    virtual std::span<const LayerInfo> layers() const = 0;
    virtual const TimeAxis& time_axis() const = 0;
    /// Every directed pair that any row names, self-pairs too, by (origin, destination) ascending.
    virtual std::span<const Pair> pairs() const = 0;

    /// One sum per pair: value and number of rows of `layer` whose step lies in `window`. Zero rows is
    /// "unknown", not zero.
    virtual std::vector<ExactSum> pair_sums(LayerId layer, Window window) const = 0;

    /// One sum per step of time_axis(), over the pairs whose `selected` is not 0 (one per pair).
    virtual std::vector<ExactSum> step_sums(LayerId layer, std::span<const std::uint8_t> selected) const = 0;

    virtual std::uint64_t row_count() const = 0;
};

}  // namespace flowspace
