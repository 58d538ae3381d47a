// Merges flow rows into cells per (layer, step, pair) as they come, in the memory of the cells, not of the
// rows.
#pragma once

#include "data/result.h"
#include "data/source/flow_tiles.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace flowspace {

/// Some rows of a table: columns of one length.
struct FlowRows {
    std::span<const LayerId> layer;  // numbered as the reader likes, from 0
    std::span<const PlaceId> origin;
    std::span<const PlaceId> destination;
    std::span<const TimeMs> time;  // starts of steps; TimeMs{0} where there are no times
    std::span<const double> value;

    std::size_t size() const { return value.size(); }
};

struct MergeOptions {
    unsigned threads = 1;  // changes the time taken, never a result
    std::stop_token stop = {};
};

/// What the rows were read as, known at the latest when all are in.
struct MergedLayers {
    std::vector<LayerInfo> layers = {};
    std::vector<LayerId> read_as = {};  // per layer the number its rows were added under; empty: in order
    Grain grain = Grain::none;
};

/// Rows in any order and in chunks of any size; the result depends neither on the chunks nor on threads. A
/// layer is kept in fixed point while each of its values is a decimal number of at most 18 digits after the
/// point and the sum of their magnitudes stays below 2^62 units, so that no sum of some of them can overflow:
/// then the order of the rows changes nothing either. Otherwise its cells are double-double sums in the order
/// of the rows.
class FlowMerger {
public:
    explicit FlowMerger(std::size_t place_count, MergeOptions options = {});
    ~FlowMerger();
    FlowMerger(FlowMerger&&) noexcept;
    FlowMerger& operator=(FlowMerger&&) noexcept;

    /// Errors: columns of different length, an id or a value that cannot be, too many rows, layers or steps,
    /// or "stopped". After one the merger is of no more use.
    std::optional<Error> add(const FlowRows& rows);

    std::uint64_t row_count() const;
    /// What rows and cells take now, about.
    std::uint64_t bytes() const;

    /// The flows, and the merger is spent. `progress` gets 0 to 1. Pre: a layer for each number added.
    Result<SortedFlows> finish(MergedLayers layers, const std::function<void(double)>& progress = {});

    /// What any kind of key does; the kinds are in flow_merger.cpp.
    class Buckets;

private:
    std::unique_ptr<Buckets> buckets_;
};

}  // namespace flowspace
