// The seam between whoever holds the flows and everyone who asks for sums of them.
#pragma once

#include "data/exact_sum.h"
#include "data/ids.h"
#include "data/layer_info.h"
#include "data/result.h"
#include "data/time_axis.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

namespace flowspace {

struct Pair {
    PlaceId origin = {};
    PlaceId destination = {};

    bool operator==(const Pair&) const = default;
};

/// What is open never changes; every call is thread-safe. Held in memory, sums never rescan rows: a window
/// costs what it has pairs, not what it has rows. Asked of an engine elsewhere, sums may fail or be given up;
/// a sum is whole or an Error, never a part.
class FlowSource {
public:
    virtual ~FlowSource() = default;

    virtual std::span<const LayerInfo> layers() const = 0;
    virtual const TimeAxis& time_axis() const = 0;
    /// Every directed pair that any row names, self-pairs too, by (origin, destination) ascending.
    virtual std::span<const Pair> pairs() const = 0;

    /// One sum per pair: value and number of rows of `layer` whose step lies in `window`. Zero rows is
    /// "unknown", not zero.
    /// Errors: what the engine said, or that `cancel` was asked for. A source in memory has none.
    Result<std::vector<ExactSum>> pair_sums(LayerId layer, Window window, std::stop_token cancel = {}) const {
        return sum_pairs(layer, window, std::move(cancel));
    }

    /// One sum per step of time_axis(), over the pairs whose `selected` is not 0 (one per pair).
    /// Errors: as pair_sums.
    Result<std::vector<ExactSum>> step_sums(LayerId layer, std::span<const std::uint8_t> selected,
                                            std::stop_token cancel = {}) const {
        return sum_steps(layer, selected, std::move(cancel));
    }

    virtual std::uint64_t row_count() const = 0;

    /// Whether an answer waits for another machine: then nothing that draws may ask for one itself.
    virtual bool is_remote() const { return false; }

private:
    virtual Result<std::vector<ExactSum>> sum_pairs(LayerId layer, Window window,
                                                    std::stop_token cancel) const = 0;
    virtual Result<std::vector<ExactSum>> sum_steps(LayerId layer, std::span<const std::uint8_t> selected,
                                                    std::stop_token cancel) const = 0;
};

}  // namespace flowspace
