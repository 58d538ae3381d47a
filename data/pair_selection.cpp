#include "data/pair_selection.h"

#include "data/completeness.h"
#include "data/dataset.h"
#include "data/source/parallel.h"

#include <algorithm>
#include <optional>

namespace flowspace {
namespace {

bool counts(const Membership& member, MembershipRows rows) {
    return rows == MembershipRows::listed || member.scope == MemberScope::whole;
}

/// One per place: 1 where it is a member of the group.
std::vector<std::uint8_t> members_of(const Atlas& atlas, GroupId group, MembershipRows rows) {
    std::vector<std::uint8_t> is_member(atlas.places.size(), 0);
    for (const Membership& member : atlas.groups[index(group)].members)
        if (counts(member, rows)) is_member[index(member.place)] = 1;
    return is_member;
}

/// One per place: 1 where `wanted` names it; every place where it names none.
std::vector<std::uint8_t> named(const Atlas& atlas, std::span<const PlaceId> wanted) {
    std::vector<std::uint8_t> is_named(atlas.places.size(), wanted.empty() ? 1 : 0);
    for (const PlaceId place : wanted) is_named[index(place)] = 1;
    return is_named;
}

/// Both lists ascending.
bool share_one(std::span<const GroupId> a, std::span<const GroupId> b) {
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        if (a[i] == b[j]) return true;
        a[i] < b[j] ? ++i : ++j;
    }
    return false;
}

using Members = std::vector<std::uint8_t>;

/// The tests of a Filter on the two ends of a pair, with every name looked up once.
class PairTest {
public:
    PairTest(const Atlas& atlas, const Filter& filter)
        : filter_(filter),
          origins_(named(atlas, filter.origins)),
          destinations_(named(atlas, filter.destinations)),
          places_(named(atlas, filter.places)),
          crossed_(filter.crossing.empty() ? Members() : named(atlas, filter.crossing)) {
        for (const GroupId group : filter.inside)
            inside_.push_back(members_of(atlas, group, filter.membership_rows));
        for (const auto& [one, other] : filter.between)
            between_.emplace_back(members_of(atlas, one, filter.membership_rows),
                                  members_of(atlas, other, filter.membership_rows));
        if (filter.scope != Scope::all)
            groups_ = groups_of_places(atlas, filter.kind, filter.membership_rows);
    }

    bool passes(Pair pair) const {
        const std::size_t from = index(pair.origin), to = index(pair.destination);
        if (from == to && filter_.self_flows == SelfFlows::leave_out) return false;
        return origins_[from] && destinations_[to] && (places_[from] || places_[to]) &&
               passes_crossing(from, to) && passes_inside(from, to) && passes_between(from, to) &&
               passes_scope(from, to);
    }

private:
    bool passes_crossing(std::size_t from, std::size_t to) const {
        return crossed_.empty() || crossed_[from] != crossed_[to];
    }
    bool passes_inside(std::size_t from, std::size_t to) const {
        return inside_.empty() ||
               std::ranges::any_of(inside_, [&](const Members& group) { return group[from] && group[to]; });
    }
    bool passes_between(std::size_t from, std::size_t to) const {
        return between_.empty() ||
               std::ranges::any_of(between_, [&](const std::pair<Members, Members>& groups) {
                   return (groups.first[from] && groups.second[to]) ||
                          (groups.second[from] && groups.first[to]);
               });
    }
    bool passes_scope(std::size_t from, std::size_t to) const {
        return filter_.scope == Scope::all ||
               share_one(groups_[from], groups_[to]) == (filter_.scope == Scope::internal);
    }

    const Filter& filter_;
    Members origins_, destinations_, places_, crossed_;
    std::vector<Members> inside_;
    std::vector<std::pair<Members, Members>> between_;
    std::vector<std::vector<GroupId>> groups_;
};

/// Leaves out what min and max do not want. A pair that no row lists is nothing, or zero if the filter says
/// so.
bool in_range(const ExactSum& sum, const Filter& filter) {
    if (sum.rows == 0 && filter.absent != Absent::zero) return false;
    if (!filter.min_value && !filter.max_value) return true;
    const double number = value(sum);
    return (!filter.min_value || number >= *filter.min_value) &&
           (!filter.max_value || number <= *filter.max_value);
}

/// Leaves out of a layer what was not selected or is out of range.
void keep_asked(LayerSums& layer, std::span<const std::uint8_t> selected, const Filter& filter) {
    for (std::size_t pair = 0; pair < selected.size(); ++pair) {
        ExactSum& sum = layer.sums[pair];
        if (selected[pair] && in_range(sum, filter)) continue;
        sum = {.digits = sum.digits};
        layer.counted[pair] = 0;
    }
}

/// Threads that pay: few sums are made before a second thread has begun.
unsigned threads_for(std::size_t sums) {
    constexpr std::size_t worth_a_thread = 50'000;
    return static_cast<unsigned>(std::min<std::size_t>(all_threads(), 1 + sums / worth_a_thread));
}

}  // namespace

std::vector<std::uint8_t> select_pairs(const Atlas& atlas, std::span<const Pair> pairs,
                                       const Filter& filter) {
    const PairTest test(atlas, filter);
    std::vector<std::uint8_t> selected;
    selected.reserve(pairs.size());
    for (const Pair pair : pairs) selected.push_back(test.passes(pair) ? 1 : 0);
    return selected;
}

Result<std::vector<LayerSums>> select_sums(const Atlas& atlas, const FlowSource& source, const Filter& filter,
                                           std::stop_token cancel) {
    const std::vector<std::uint8_t> selected = select_pairs(atlas, source.pairs(), filter);
    const std::vector<LayerId> layers = layers_asked(source, filter);
    std::vector<LayerSums> all(layers.size());
    std::vector<std::optional<Error>> errors(layers.size());
    const auto sum_layer = [&](std::size_t row) {
        Result<std::vector<ExactSum>> sums = source.pair_sums(layers[row], filter.window, cancel);
        if (!sums) {
            errors[row] = sums.error();
            return;
        }
        all[row] = {layers[row], std::move(*sums), selected};
        keep_asked(all[row], selected, filter);
    };
    // Questions to an engine elsewhere wait for each other, and none is asked after one that failed.
    const unsigned threads = source.is_remote() ? 1 : threads_for(layers.size() * selected.size());
    if (threads > 1) {
        run_parallel(layers.size(), threads, sum_layer);
    } else {
        for (std::size_t row = 0; row < layers.size(); ++row) {
            sum_layer(row);
            if (errors[row]) break;
        }
    }
    for (const std::optional<Error>& error : errors)
        if (error) return *error;
    return all;
}

Result<std::vector<LayerSums>> select_sums(const Dataset& dataset, const Filter& filter,
                                           std::stop_token cancel) {
    Filter asked = filter;
    asked.absent = absent_of(filter, dataset.completeness);
    Result<std::vector<LayerSums>> all =
        select_sums(*dataset.atlas, *dataset.flows, asked, std::move(cancel));
    if (!all || asked.absent != Absent::zero || dataset.completeness.unpublished.empty()) return all;
    for (LayerSums& layer : *all) {
        const UnpublishedCells cells(*dataset.atlas, dataset.completeness, asked,
                                     {layer.layer, asked.window});
        for (std::size_t pair = 0; pair < layer.sums.size(); ++pair)
            if (layer.sums[pair].rows == 0 && cells.holds(dataset.flows->pairs()[pair]))
                layer.counted[pair] = 0;
    }
    return all;
}

std::vector<LayerId> layers_asked(const FlowSource& source, const Filter& filter) {
    std::vector<LayerId> layers;
    for (std::uint32_t layer = 0; layer < source.layers().size(); ++layer)
        if (filter.layers.empty() || std::ranges::count(filter.layers, LayerId{layer}) > 0)
            layers.push_back(LayerId{layer});
    return layers;
}

std::vector<std::vector<GroupId>> groups_of_places(const Atlas& atlas, GroupKind kind, MembershipRows rows) {
    std::vector<std::vector<GroupId>> groups(atlas.places.size());
    for (std::uint32_t row = 0; row < atlas.groups.size(); ++row) {
        if (atlas.groups[row].kind != kind) continue;
        for (const Membership& member : atlas.groups[row].members) {
            std::vector<GroupId>& of_place = groups[index(member.place)];
            if (!counts(member, rows) || (!of_place.empty() && of_place.back() == GroupId{row})) continue;
            of_place.push_back(GroupId{row});
        }
    }
    return groups;
}

}  // namespace flowspace
