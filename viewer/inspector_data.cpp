#include "viewer/inspector_data.h"

#include "data/nodes.h"

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

namespace flowspace {

namespace {

using Mask = std::vector<std::uint8_t>;

/// What a pair is to the target; between groups that share places it may be out and in at once.
struct Role {
    bool out = false, in = false, inside = false;

    bool any() const { return out || in || inside; }
};
using Part = bool Role::*;

std::vector<std::uint8_t> members_of(const Dataset& data, const InspectorKey& key, NodeId node) {
    std::vector<std::uint8_t> member(data.atlas->places.size());
    if (const auto place = place_of(*data.atlas, node)) member[index(*place)] = 1;
    if (const auto group = group_of(*data.atlas, node))
        for (const Membership& row : data.atlas->groups[index(*group)].members)
            if (key.rows == MembershipRows::listed || row.scope == MemberScope::whole)
                member[index(row.place)] = 1;
    return member;
}

std::vector<Role> roles_between(const Dataset& data, const InspectorKey& key, const TieRef& tie) {
    const std::vector<std::uint8_t> one = members_of(data, key, tie.origin);
    const std::vector<std::uint8_t> other = members_of(data, key, tie.destination);
    std::vector<Role> roles;
    for (const Pair& pair : data.flows->pairs()) {
        const std::size_t from = index(pair.origin), to = index(pair.destination);
        roles.push_back({.out = one[from] && other[to], .in = other[from] && one[to]});
    }
    return roles;
}

std::vector<Role> roles_of_pairs(const Dataset& data, const InspectorKey& key) {
    const std::span<const Pair> pairs = data.flows->pairs();
    if (key.target.tie) return roles_between(data, key, *key.target.tie);
    std::vector<Role> roles(pairs.size());
    if (key.target.flow) {
        const PairId there = key.target.flow->pair;
        roles[index(there)].out = true;
        if (const auto back = reverse_pair(*data.flows, there); back && *back != there)
            roles[index(*back)].in = true;
        return roles;
    }
    const std::vector<std::uint8_t> member = members_of(
        data, key, key.target.place ? node_of(*key.target.place) : node_of(*data.atlas, *key.target.group));
    for (std::size_t row = 0; row < pairs.size(); ++row) {
        const bool from = member[index(pairs[row].origin)] != 0;
        const bool to = member[index(pairs[row].destination)] != 0;
        const bool to_itself = pairs[row].origin == pairs[row].destination;
        if (from && to)
            roles[row].inside = !(to_itself && key.target.group);
        else if (from)
            roles[row].out = true;
        else if (to)
            roles[row].in = true;
    }
    return roles;
}

Mask mask_of(const std::vector<Role>& roles, Part part) {
    Mask mask(roles.size());
    std::ranges::transform(roles, mask.begin(), [&](Role role) { return role.*part ? 1 : 0; });
    return mask;
}

void add_to(ExactSum& total, const ExactSum& part) { total = total.rows == 0 ? part : add(total, part); }

std::vector<InspectorData::Partner> partners_of(const Dataset& data, const std::vector<Role>& roles,
                                                const std::vector<ExactSum>& sums) {
    const std::span<const Pair> pairs = data.flows->pairs();
    std::vector<InspectorData::Partner> by_place(data.atlas->places.size());
    for (std::uint32_t row = 0; row < by_place.size(); ++row) by_place[row].place = PlaceId{row};
    for (std::size_t row = 0; row < pairs.size(); ++row) {
        if (sums[row].rows == 0) continue;
        if (roles[row].out) add_to(by_place[index(pairs[row].destination)].out, sums[row]);
        if (roles[row].in) add_to(by_place[index(pairs[row].origin)].in, sums[row]);
    }
    std::erase_if(by_place, [](const auto& partner) { return partner.out.rows + partner.in.rows == 0; });
    std::ranges::stable_sort(by_place, std::ranges::greater{},
                             [](const auto& partner) { return value(partner.out) + value(partner.in); });
    return by_place;
}

std::vector<InspectorData::Behind> pairs_behind(const std::vector<Role>& roles,
                                                const std::vector<ExactSum>& sums) {
    std::vector<InspectorData::Behind> rows;
    for (std::uint32_t row = 0; row < roles.size(); ++row)
        if (roles[row].any() && sums[row].rows > 0) rows.push_back({PairId{row}, 0, sums[row]});
    std::ranges::stable_sort(rows, std::ranges::greater{}, [](const auto& row) { return value(row.sum); });
    if (rows.size() > InspectorData::most_rows) rows.resize(InspectorData::most_rows);
    return rows;
}

std::vector<InspectorData::Behind> steps_behind(const Dataset& data, const InspectorData& figures) {
    const StepRange range = steps_in(data.flows->time_axis(), figures.key.window);
    std::vector<InspectorData::Behind> rows;
    for (std::size_t step = range.first; step < range.last && rows.size() < InspectorData::most_rows; ++step)
        if (figures.out_steps[step].rows > 0)
            rows.push_back({figures.key.target.flow->pair, step, figures.out_steps[step]});
    return rows;
}

}  // namespace

std::optional<PairId> reverse_pair(const FlowSource& source, PairId pair) {
    const std::span<const Pair> pairs = source.pairs();
    const Pair wanted{pairs[index(pair)].destination, pairs[index(pair)].origin};
    const auto order = [](const Pair& p) { return std::tuple(p.origin, p.destination); };
    const auto at = std::ranges::lower_bound(pairs, order(wanted), {}, order);
    if (at == pairs.end() || *at != wanted) return std::nullopt;
    return PairId{static_cast<std::uint32_t>(at - pairs.begin())};
}

Result<InspectorData> inspect(const Dataset& data, const InspectorKey& key, std::stop_token cancel) {
    InspectorData figures;
    figures.key = key;
    if (key.target.empty() || data.flows->layers().empty()) return figures;
    const std::vector<Role> roles = roles_of_pairs(data, key);
    const Result<std::vector<ExactSum>> asked = data.flows->pair_sums(key.layer, key.window, cancel);
    if (!asked) return asked.error();
    const std::vector<ExactSum>& sums = *asked;
    const std::span<const Pair> pairs = data.flows->pairs();
    for (std::size_t row = 0; row < roles.size(); ++row) {
        if (sums[row].rows == 0) continue;
        if (pairs[row].origin != pairs[row].destination) add_to(figures.layer, sums[row]);
        if (!roles[row].any()) continue;
        figures.row_count += sums[row].rows;
        if (roles[row].out) add_to(figures.out, sums[row]);
        if (roles[row].in) add_to(figures.in, sums[row]);
        if (roles[row].inside) add_to(figures.inside, sums[row]);
    }
    for (const auto& [role, steps] :
         {std::pair(&Role::out, &InspectorData::out_steps), std::pair(&Role::in, &InspectorData::in_steps),
          std::pair(&Role::inside, &InspectorData::inside_steps)}) {
        Result<std::vector<ExactSum>> by_step =
            data.flows->step_sums(key.layer, mask_of(roles, role), cancel);
        if (!by_step) return by_step.error();
        figures.*steps = std::move(*by_step);
    }
    if (key.target.place || key.target.group) figures.partners = partners_of(data, roles, sums);
    figures.behind = key.target.flow ? steps_behind(data, figures) : pairs_behind(roles, sums);
    return figures;
}

}  // namespace flowspace
