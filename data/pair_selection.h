// Which pairs a Filter asks for, and their sums: the one answer the window and the command line share.
#pragma once

#include "data/atlas.h"
#include "data/filter.h"
#include "data/result.h"
#include "data/source/flow_source.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace flowspace {

struct Dataset;

/// One per pair: 1 where the pair passes the parts of `filter` that speak of places and groups (and
/// self-flows).
std::vector<std::uint8_t> select_pairs(const Atlas& atlas, std::span<const Pair> pairs, const Filter& filter);

struct LayerSums {
    LayerId layer = {};
    std::vector<ExactSum> sums =
        {};  // one per pair; rows == 0 where the pair is not asked for or has no rows
    std::vector<std::uint8_t> counted =
        {};  // one per pair: 1 where it passed; with Absent::zero also where no row lists it
};

/// Sums per layer asked for and pair over the window, after every part of `filter`, min and max too. In the
/// order of layers(). Errors: those of the source.
Result<std::vector<LayerSums>> select_sums(const Atlas& atlas, const FlowSource& source, const Filter& filter,
                                           std::stop_token cancel = {});

/// The same of what is open: unlisted pairs mean what the filter or else the source says, and what the source
/// does not publish stays unknown where they are zero.
Result<std::vector<LayerSums>> select_sums(const Dataset& dataset, const Filter& filter,
                                           std::stop_token cancel = {});

/// The layers that `filter` asks for, ascending: all where it names none.
std::vector<LayerId> layers_asked(const FlowSource& source, const Filter& filter);

/// The groups of a kind that each place belongs to; one list per place, ascending.
std::vector<std::vector<GroupId>> groups_of_places(const Atlas& atlas, GroupKind kind, MembershipRows rows);

}  // namespace flowspace
