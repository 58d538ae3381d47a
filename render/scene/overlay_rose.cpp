// Where the flows of each place go to and come from by the compass: a rose on every place.
#include "data/analysis/compass.h"
#include "render/scene/overlay_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace flowspace {

namespace {

using Flows = std::array<float, compass_sectors.size()>;

struct PlaceFlows {
    PlaceId place = {};
    Flows out = {}, in = {};  // a sector that no row speaks of takes no part

    static float sum(const Flows& flows) { return std::accumulate(flows.begin(), flows.end(), 0.0f); }
    float all() const { return sum(out) + sum(in); }
    static std::vector<float> shares(const Flows& flows) {
        const float whole = sum(flows);
        if (!(whole > 0)) return {};
        std::vector<float> shares(flows.begin(), flows.end());
        for (float& share : shares) share /= whole;
        return shares;
    }
};

std::vector<PlaceFlows> flows_of(std::span<const AnalysisRow* const> rows, const RowNames& names) {
    std::map<PlaceId, PlaceFlows> found;
    for (const AnalysisRow* row : rows) {
        const bool out = row->measure == "sector_out";
        if ((!out && row->measure != "sector_in") || !row->value || !(*row->value > 0)) continue;
        const auto place = names.place(row->scope);
        const auto sector = std::ranges::find(compass_sectors, row->item);
        if (!place || sector == compass_sectors.end()) continue;
        PlaceFlows& flows = found[*place];
        flows.place = *place;
        (out ? flows.out : flows.in)[static_cast<std::size_t>(sector - compass_sectors.begin())] =
            static_cast<float>(*row->value);
    }
    std::vector<PlaceFlows> places;
    for (const auto& [place, flows] : found) places.push_back(flows);
    return places;
}

}  // namespace

/// The selected place first, then by flow: where roses would cover each other the later ones are left out.
void OverlayBuilder::add_roses() {
    constexpr float whole_px = 40;
    constexpr OverlayInk out_ink = {Kind::category, 0, 0}, in_ink = {Kind::category, 0, 1};
    std::vector<PlaceFlows> places = flows_of(rows_, names_);
    std::ranges::stable_sort(places, [&](const PlaceFlows& a, const PlaceFlows& b) {
        const bool a_chosen = a.place == in_.place, b_chosen = b.place == in_.place;
        return a_chosen != b_chosen ? a_chosen : a.all() > b.all();
    });
    for (const PlaceFlows& flows : places) {
        made_.donuts.push_back({.node = node_of(flows.place),
                                .radius_px = whole_px,
                                .rose = DonutItem::Rose{PlaceFlows::shares(flows.out),
                                                        PlaceFlows::shares(flows.in), out_ink, in_ink}});
        MapOverlay::Disc& one = disc(flows.place);
        one.fill = {Kind::quiet};
        one.share = 0;  // the smallest
        const std::string& id = in_.data.atlas->places[index(flows.place)].id;
        for (const auto& [measure, name] :
             {std::pair{"direction_entropy", words("流向熵", "direction entropy")},
              {"reciprocity", words("互惠度", "reciprocity")}})
            if (const AnalysisRow* row = find(measure, id); row && row->value)
                one.said += (one.said.empty() ? "" : words("，", ", ")) + name + " " + number(*row->value);
    }
    if (places.empty()) return;
    add_swatch(Shape::tint, out_ink,
               words("流出：花瓣面积为该方位所占比重", "out: a petal's area is that direction's share"));
    add_swatch(Shape::line, in_ink, words("流入：轮廓所围面积，算法同上", "in: the same, as an outline"), 2);
    made_.legend.notes.push_back(words(
        "每市一朵，八方位各 45°，自该市看去、落在地面上；各市合计均为 1，大小不表示流量",
        "One rose a place, eight directions of 45° as seen from it, lying on the ground; each adds up to "
        "1: its size says nothing of volume"));
    made_.legend.notes.push_back(words("相距过近时只画流量较大者，为城市名留出位置；放大可见其余",
                                       "Where roses with their names would cover each other the one with "
                                       "more flow is drawn; zoom in for the others"));
}

}  // namespace flowspace
