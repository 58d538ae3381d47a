#include "viewer/alluvial.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace flowspace {

namespace {

constexpr double gap = 0.012;

Alluvial::Column column_of(const PeriodGroups& period) {
    Alluvial::Column column{.period = period.period};
    std::map<std::uint32_t, std::vector<PlaceId>> members;
    for (const auto& [place, group] : period.group) members[group].push_back(place);
    for (auto& [group, places] : members)
        column.blocks.push_back({.group = group,
                                 .colour = static_cast<std::uint32_t>(column.blocks.size()),
                                 .places = std::move(places)});
    return column;
}

std::vector<PlaceId> in_both(const std::vector<PlaceId>& a, const std::vector<PlaceId>& b) {
    std::vector<PlaceId> both;
    std::ranges::set_intersection(a, b, std::back_inserter(both));
    return both;
}

/// The colours of `next` for what is mostly the same places; new ones for the others.
void take_colours(Alluvial::Column& column, const Alluvial::Column& next, std::uint32_t& fresh) {
    std::vector<std::tuple<std::size_t, std::size_t, std::size_t>>
        shared;  // places in common, block, next block
    for (std::size_t from = 0; from < column.blocks.size(); ++from)
        for (std::size_t to = 0; to < next.blocks.size(); ++to)
            if (const std::size_t both = in_both(column.blocks[from].places, next.blocks[to].places).size();
                both > 0)
                shared.emplace_back(both, from, to);
    std::ranges::stable_sort(shared, std::ranges::greater{},
                             [](const auto& one) { return std::get<0>(one); });
    std::set<std::size_t> coloured, taken;
    for (const auto& [both, from, to] : shared) {
        if (coloured.contains(from) || taken.contains(to)) continue;
        coloured.insert(from);
        taken.insert(to);
        column.blocks[from].colour = next.blocks[to].colour;
    }
    for (std::size_t at = 0; at < column.blocks.size(); ++at)
        if (!coloured.contains(at)) column.blocks[at].colour = fresh++;
}

/// Blocks from above, each as high as its share of the places of the fullest column.
void lay_out(std::vector<Alluvial::Column>& columns, double per_place) {
    for (Alluvial::Column& column : columns) {
        std::ranges::stable_sort(column.blocks, {}, &Alluvial::Block::colour);
        double top = 0;
        for (Alluvial::Block& block : column.blocks) {
            block.top = top;
            block.bottom = top + per_place * static_cast<double>(block.places.size());
            top = block.bottom + gap;
        }
    }
}

double height_per_place(const std::vector<Alluvial::Column>& columns) {
    double least = 1;
    for (const Alluvial::Column& column : columns) {
        std::size_t places = 0;
        for (const Alluvial::Block& block : column.blocks) places += block.places.size();
        const double gaps = gap * static_cast<double>(std::max<std::size_t>(1, column.blocks.size()) - 1);
        if (places > 0) least = std::min(least, std::max(0.1, 1 - gaps) / static_cast<double>(places));
    }
    return least;
}

void add_streams(Alluvial& made, std::size_t column, double per_place) {
    const auto &from = made.columns[column].blocks, &to = made.columns[column + 1].blocks;
    std::vector<double> used_to(to.size(), 0);
    for (std::size_t a = 0; a < from.size(); ++a) {
        double used = 0;
        for (std::size_t b = 0; b < to.size(); ++b) {
            std::vector<PlaceId> places = in_both(from[a].places, to[b].places);
            if (places.empty()) continue;
            const double height = per_place * static_cast<double>(places.size());
            made.streams.push_back({.column = column,
                                    .from = a,
                                    .to = b,
                                    .places = std::move(places),
                                    .from_top = from[a].top + used,
                                    .to_top = to[b].top + used_to[b],
                                    .height = height});
            used += height;
            used_to[b] += height;
        }
    }
}

}  // namespace

Alluvial make_alluvial(std::span<const PeriodGroups> periods) {
    Alluvial made;
    for (const PeriodGroups& period : periods) made.columns.push_back(column_of(period));
    if (made.columns.empty()) return made;
    auto fresh = static_cast<std::uint32_t>(made.columns.back().blocks.size());
    for (std::size_t at = made.columns.size() - 1; at > 0; --at)
        take_colours(made.columns[at - 1], made.columns[at], fresh);
    const double per_place = height_per_place(made.columns);
    lay_out(made.columns, per_place);
    for (std::size_t at = 0; at + 1 < made.columns.size(); ++at) add_streams(made, at, per_place);
    return made;
}

}  // namespace flowspace
