// From pairs of places to pairs of groups: who sends how much to whom, and what stays inside.
#pragma once

#include "data/atlas.h"
#include "data/exact_sum.h"
#include "data/filter.h"
#include "data/source/flow_source.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// Which groups, of all that an atlas lists.
struct Grouping {
    GroupKind kind = GroupKind::agglomeration;
    MembershipRows rows = MembershipRows::listed;
};

/// Sums of one layer, as LayerSums has them. A pair with counted[pair] == 0 takes no part.
struct PairSums {
    std::span<const Pair> pairs;
    std::span<const ExactSum> sums;         // one per pair
    std::span<const std::uint8_t> counted;  // one per pair
};

struct GroupFlow {
    std::optional<GroupId> origin = {};  // nothing: the place is in no group of the kind
    std::optional<GroupId> destination = {};
    ExactSum sum = {};
};

/// One per (origin group, destination group) that a counted pair belongs to, by origin and destination
/// ascending, outside last. A pair counts in every one it belongs to, so over overlapping groups they sum to
/// more than the total. Pairs are taken as they are: leave self-pairs out before where they are not meant.
/// Source: analyses, A = M' F M (group x group).
std::vector<GroupFlow> aggregate(const Atlas& atlas, const PairSums& flows, Grouping grouping);

/// Whether a place is in two groups of the kind, so that sums over groups exceed the total.
bool groups_overlap(const Atlas& atlas, Grouping grouping);

struct GroupTotals {
    GroupId group = {};
    ExactSum internal = {};  // I: both ends inside, different places
    ExactSum out = {};       // X: only the origin inside
    ExactSum in = {};        // Y: only the destination inside
    ExactSum self = {};      // from a member to itself; in none of the others
};

/// One per group of the kind, ascending, also where nothing counts (then rows == 0: unknown, not zero).
std::vector<GroupTotals> group_totals(const Atlas& atlas, const PairSums& flows, Grouping grouping);

/// What the three totals say; nothing where a denominator is empty.
struct GroupMeasures {
    double turnover = 0;                            // I + X + Y: each flow once
    double throughput = 0;                          // 2 I + X + Y
    double net = 0;                                 // Y - X
    std::optional<double> internal_share = {};      // I / (I + X + Y)
    std::optional<double> containment_origin = {};  // I / (I + X); inter-city, since self-flows are left out
    std::optional<double> containment_destination = {};  // I / (I + Y)
    std::optional<double> net_effectiveness = {};        // (Y - X) / (Y + X). Source: Bell et al. (2002)
    std::optional<double> ei_index =
        {};  // ((X + Y) - 2 I) / ((X + Y) + 2 I). Source: Krackhardt and Stern (1988)
};

GroupMeasures measure(const GroupTotals& totals);

}  // namespace flowspace
