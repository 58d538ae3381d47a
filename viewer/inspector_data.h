// The figures of one selected place, pair or group: totals, partners, course in time and the rows behind
// them.
#pragma once

#include "data/dataset.h"
#include "data/exact_sum.h"
#include "data/filter.h"
#include "render/scene/frame.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

namespace flowspace {

/// What the figures are asked of. Minimum volume and focus play no part: the totals are those of `flowspace
/// sum`.
struct InspectorKey {
    Target target = {};
    LayerId layer = {};
    Window window = {};
    MembershipRows rows = MembershipRows::listed;

    bool operator==(const InspectorKey&) const = default;
};

struct InspectorData {
    struct Partner {
        PlaceId place = {};
        ExactSum out = {};  // from the target to the partner
        ExactSum in = {};   // from the partner to the target
    };
    struct Behind {
        PairId pair = {};
        std::size_t step = 0;  // of the time axis; used for a pair, whose rows differ by step only
        ExactSum sum = {};
    };

    InspectorKey key = {};
    ExactSum out = {};     // of a pair: the direction selected
    ExactSum in = {};      // of a pair: the other direction
    ExactSum inside = {};  // of a place: to itself; of a group: between its members, self-flows left out
    ExactSum layer = {};   // the whole layer in the window, self-flows left out
    std::vector<Partner> partners = {};    // by out + in, descending; ties by place; those with rows only
    std::vector<ExactSum> out_steps = {};  // one per step of the axis, outside the window too
    std::vector<ExactSum> in_steps = {};
    std::vector<ExactSum> inside_steps = {};
    std::vector<Behind> behind =
        {};  // pairs by value, descending (a pair: steps in time order); at most `most_rows`
    std::uint64_t row_count = 0;  // rows behind out, in and inside
    static constexpr std::size_t most_rows = 400;
};

/// The pair the other way; nothing where no row names it.
std::optional<PairId> reverse_pair(const FlowSource& source, PairId pair);

/// Nothing selected gives empty figures. Errors: those of the source.
Result<InspectorData> inspect(const Dataset& data, const InspectorKey& key, std::stop_token cancel = {});

}  // namespace flowspace
