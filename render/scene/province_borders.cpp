#include "render/scene/province_borders.h"

#include "data/pair_selection.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace flowspace {

namespace {

using Segment = std::tuple<double, double, double, double>;

Segment segment_of(LonLat a, LonLat b) {
    const std::pair from{a.lon_deg, a.lat_deg}, to{b.lon_deg, b.lat_deg};
    const auto& [first, second] = std::minmax(from, to);
    return {first.first, first.second, second.first, second.second};
}

struct SegmentHash {
    std::size_t operator()(const Segment& segment) const {
        std::uint64_t mixed = 0;
        for (const double part :
             {std::get<0>(segment), std::get<1>(segment), std::get<2>(segment), std::get<3>(segment)})
            mixed = (mixed ^ std::bit_cast<std::uint64_t>(part)) * 0x9E3779B97F4A7C15u + (mixed >> 29);
        return static_cast<std::size_t>(mixed);
    }
};

struct Owners {
    std::optional<GroupId> first = {}, second = {};

    void add(GroupId province) {
        if (!first || *first == province)
            first = province;
        else
            second = province;
    }
    ProvincePair pair() const {
        if (!second) return std::nullopt;
        return std::pair{std::min(*first, *second), std::max(*first, *second)};
    }
};

using OwnersOf = std::unordered_map<Segment, Owners, SegmentHash>;

/// Of the segments of province lines only.
OwnersOf owners_of(const Atlas& atlas, const BaseMap& base) {
    OwnersOf owners;
    for (const Line& line : base.province_lines)
        for (std::size_t at = 1; at < line.size(); ++at)
            owners.try_emplace(segment_of(line[at - 1], line[at]));
    const auto provinces = groups_of_places(atlas, GroupKind::province, MembershipRows::listed);
    std::unordered_map<std::string_view, GroupId> province_of;
    for (std::size_t row = 0; row < atlas.places.size(); ++row)
        if (!provinces[row].empty()) province_of.emplace(atlas.places[row].id, provinces[row].front());
    for (const Region& region : base.prefectures) {
        const auto province = province_of.find(region.id);
        if (province == province_of.end()) continue;
        for (const std::vector<LonLat>& ring : region.shape.rings)
            for (std::size_t at = 0; at < ring.size(); ++at)
                if (const auto found = owners.find(segment_of(ring[at], ring[(at + 1) % ring.size()]));
                    found != owners.end())
                    found->second.add(province->second);
    }
    return owners;
}

}  // namespace

std::map<ProvincePair, std::vector<Line>> province_borders(const Atlas& atlas, const BaseMap& base) {
    const OwnersOf owners = owners_of(atlas, base);
    std::map<ProvincePair, std::vector<Line>> borders;
    for (const Line& line : base.province_lines) {
        std::optional<ProvincePair> before;
        for (std::size_t at = 1; at < line.size(); ++at) {
            const ProvincePair here = owners.at(segment_of(line[at - 1], line[at])).pair();
            std::vector<Line>& of = borders[here];
            if (!before || *before != here) of.push_back({line[at - 1]});
            of.back().push_back(line[at]);
            before = here;
        }
    }
    return borders;
}

}  // namespace flowspace
