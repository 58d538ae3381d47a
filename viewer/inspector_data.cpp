#include "viewer/inspector_data.h"

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

namespace flowspace {

namespace {

using Mask = std::vector<std::uint8_t>;

/// What a pair is to the target.
enum class Role : std::uint8_t { none, out, in, inside };

std::vector<std::uint8_t> members_of(const Dataset& data, const InspectorKey& key) {
    std::vector<std::uint8_t> member(data.atlas->places.size());
    if (key.target.place) member[index(*key.target.place)] = 1;
    if (key.target.group)
        for (const Membership& row : data.atlas->groups[index(*key.target.group)].members)
            if (key.rows == MembershipRows::listed || row.scope == MemberScope::whole)
                member[index(row.place)] = 1;
    return member;
}

std::vector<Role> roles_of_pairs(const Dataset& data, const InspectorKey& key) {
    const std::span<const Pair> pairs = data.flows->pairs();
    std::vector<Role> roles(pairs.size(), Role::none);
    if (key.target.flow) {
        const PairId there = key.target.flow->pair;
        roles[index(there)] = Role::out;
        if (const auto back = reverse_pair(*data.flows, there); back && *back != there)
            roles[index(*back)] = Role::in;
        return roles;
    }
    const std::vector<std::uint8_t> member = members_of(data, key);
    for (std::size_t row = 0; row < pairs.size(); ++row) {
        const bool from = member[index(pairs[row].origin)] != 0;
        const bool to = member[index(pairs[row].destination)] != 0;
        const bool to_itself = pairs[row].origin == pairs[row].destination;
        if (from && to)
            roles[row] = to_itself && key.target.group ? Role::none : Role::inside;
        else if (from)
            roles[row] = Role::out;
        else if (to)
            roles[row] = Role::in;
    }
    return roles;
}

Mask mask_of(const std::vector<Role>& roles, Role wanted) {
    Mask mask(roles.size());
    std::ranges::transform(roles, mask.begin(), [&](Role role) { return role == wanted ? 1 : 0; });
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
        if (roles[row] == Role::out) add_to(by_place[index(pairs[row].destination)].out, sums[row]);
        if (roles[row] == Role::in) add_to(by_place[index(pairs[row].origin)].in, sums[row]);
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
        if (roles[row] != Role::none && sums[row].rows > 0) rows.push_back({PairId{row}, 0, sums[row]});
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
        if (roles[row] == Role::none) continue;
        figures.row_count += sums[row].rows;
        add_to(roles[row] == Role::out  ? figures.out
               : roles[row] == Role::in ? figures.in
                                        : figures.inside,
               sums[row]);
    }
    for (const auto& [role, steps] :
         {std::pair(Role::out, &InspectorData::out_steps), std::pair(Role::in, &InspectorData::in_steps),
          std::pair(Role::inside, &InspectorData::inside_steps)}) {
        Result<std::vector<ExactSum>> by_step =
            data.flows->step_sums(key.layer, mask_of(roles, role), cancel);
        if (!by_step) return by_step.error();
        figures.*steps = std::move(*by_step);
    }
    if (!key.target.flow) figures.partners = partners_of(data, roles, sums);
    figures.behind = key.target.flow ? steps_behind(data, figures) : pairs_behind(roles, sums);
    return figures;
}

}  // namespace flowspace
