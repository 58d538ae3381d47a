#include "data/analysis/aggregation.h"

#include "data/pair_selection.h"

#include <algorithm>
#include <map>

namespace flowspace {
namespace {

using GroupRow = std::uint32_t;
constexpr GroupRow outside = UINT32_MAX;  // after every group

/// The groups of each place; {outside} where it has none.
std::vector<std::vector<GroupRow>> rows_of_places(const Atlas& atlas, Grouping grouping) {
    std::vector<std::vector<GroupRow>> rows;
    for (const std::vector<GroupId>& groups : groups_of_places(atlas, grouping.kind, grouping.rows)) {
        std::vector<GroupRow>& made = rows.emplace_back();
        for (const GroupId group : groups) made.push_back(static_cast<GroupRow>(group));
        if (made.empty()) made.push_back(outside);
    }
    return rows;
}

std::optional<GroupId> group_of(GroupRow row) {
    if (row == outside) return std::nullopt;
    return GroupId{row};
}

bool holds(const std::vector<GroupId>& groups, GroupId group) {
    return std::ranges::count(groups, group) > 0;
}

std::optional<double> ratio(double part, double whole) {
    if (whole == 0) return std::nullopt;
    return part / whole;
}

}  // namespace

std::vector<GroupFlow> aggregate(const Atlas& atlas, const PairSums& flows, Grouping grouping) {
    const std::vector<std::vector<GroupRow>> groups = rows_of_places(atlas, grouping);
    std::map<std::pair<GroupRow, GroupRow>, ExactSum> sums;
    for (std::size_t pair = 0; pair < flows.pairs.size(); ++pair) {
        if (!flows.counted[pair]) continue;
        for (const GroupRow origin : groups[index(flows.pairs[pair].origin)])
            for (const GroupRow destination : groups[index(flows.pairs[pair].destination)]) {
                ExactSum& sum = sums[{origin, destination}];
                sum = add(sum, flows.sums[pair]);
            }
    }
    std::vector<GroupFlow> made;
    for (const auto& [ends, sum] : sums) made.push_back({group_of(ends.first), group_of(ends.second), sum});
    return made;
}

bool groups_overlap(const Atlas& atlas, Grouping grouping) {
    return std::ranges::any_of(groups_of_places(atlas, grouping.kind, grouping.rows),
                               [](const std::vector<GroupId>& groups) { return groups.size() > 1; });
}

std::vector<GroupTotals> group_totals(const Atlas& atlas, const PairSums& flows, Grouping grouping) {
    const std::vector<std::vector<GroupId>> groups = groups_of_places(atlas, grouping.kind, grouping.rows);
    std::vector<GroupTotals> by_row(atlas.groups.size());
    const auto count_in = [](ExactSum& total, const ExactSum& sum) { total = add(total, sum); };
    for (std::size_t pair = 0; pair < flows.pairs.size(); ++pair) {
        if (!flows.counted[pair]) continue;
        const Pair ends = flows.pairs[pair];
        const auto &from = groups[index(ends.origin)], &to = groups[index(ends.destination)];
        for (const GroupId group : from) {
            GroupTotals& totals = by_row[index(group)];
            if (ends.origin == ends.destination)
                count_in(totals.self, flows.sums[pair]);
            else
                count_in(holds(to, group) ? totals.internal : totals.out, flows.sums[pair]);
        }
        for (const GroupId group : to)
            if (!holds(from, group)) count_in(by_row[index(group)].in, flows.sums[pair]);
    }
    std::vector<GroupTotals> made;
    for (GroupRow row = 0; row < by_row.size(); ++row) {
        if (atlas.groups[row].kind != grouping.kind) continue;
        made.push_back(by_row[row]);
        made.back().group = GroupId{row};
    }
    return made;
}

GroupMeasures measure(const GroupTotals& totals) {
    const double i = value(totals.internal), x = value(totals.out), y = value(totals.in);
    return {.turnover = i + x + y,
            .throughput = 2 * i + x + y,
            .net = y - x,
            .internal_share = ratio(i, i + x + y),
            .containment_origin = ratio(i, i + x),
            .containment_destination = ratio(i, i + y),
            .net_effectiveness = ratio(y - x, y + x),
            .ei_index = ratio(x + y - 2 * i, x + y + 2 * i)};
}

}  // namespace flowspace
