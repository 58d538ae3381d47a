// Four places, two groups and rows by hand: what tests of the map overlay are made of.
#pragma once

#include "render/scene/map_overlay.h"

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

using Kind = OverlayInk::Kind;

/// Two layers, four places in a row of pairs, no times.
class RingSource : public FlowSource {
public:
    std::span<const LayerInfo> layers() const override { return layers_; }
    const TimeAxis& time_axis() const override { return axis_; }
    std::span<const Pair> pairs() const override { return pairs_; }
    std::uint64_t row_count() const override { return 4; }

private:
    Result<std::vector<ExactSum>> sum_pairs(LayerId, Window, std::stop_token) const override {
        return std::vector<ExactSum>{};
    }
    Result<std::vector<ExactSum>> sum_steps(LayerId, std::span<const std::uint8_t>,
                                            std::stop_token) const override {
        return std::vector<ExactSum>{};
    }

    std::vector<LayerInfo> layers_ = {
        {.key = "people", .name_zh = "人流", .name_en = "People", .status = Status::observed},
        {.key = "goods", .name_zh = "物流", .name_en = "Goods", .status = Status::modelled}};
    TimeAxis axis_ = {Grain::none, {TimeMs{0}}};
    std::vector<Pair> pairs_ = {{PlaceId{0}, PlaceId{1}},
                                {PlaceId{1}, PlaceId{2}},
                                {PlaceId{2}, PlaceId{0}},
                                {PlaceId{3}, PlaceId{0}}};
};

struct Ground {
    Dataset data;
    AnalysisResult result;

    Ground() {
        auto atlas = std::make_shared<Atlas>();
        for (const char* id : {"a", "b", "c", "d"})
            atlas->places.push_back({.id = id, .name_zh = id, .name_en = id});
        atlas->groups = {
            {.id = "north", .kind = GroupKind::agglomeration, .name_zh = "北群", .name_en = "North"},
            {.id = "south", .kind = GroupKind::agglomeration, .name_zh = "南群", .name_en = "South"}};
        data.atlas = atlas;
        data.flows = std::make_shared<RingSource>();
    }
    AnalysisRow& add(std::string scope, std::string item, std::string measure, std::optional<double> value,
                     std::string label = {}, std::string layer = "people") {
        return result.rows.emplace_back(AnalysisRow{.layer = std::move(layer),
                                                    .period = "2020",
                                                    .scope = std::move(scope),
                                                    .item = std::move(item),
                                                    .measure = std::move(measure),
                                                    .value = value,
                                                    .label = std::move(label)});
    }
    MapOverlay overlay_of(std::string_view analysis, std::string_view measure,
                          std::string_view item = {}) const {
        return build_map_overlay({.data = data,
                                  .analysis = *find_analysis(analysis),
                                  .result = result,
                                  .layer = "people",
                                  .measure = measure,
                                  .item = item,
                                  .language = Language::en});
    }
    MapOverlay overlay(std::string_view analysis, std::string_view layer = "people",
                       std::optional<PlaceId> place = {}) const {
        return build_map_overlay({.data = data,
                                  .analysis = *find_analysis(analysis),
                                  .result = result,
                                  .layer = layer,
                                  .place = place,
                                  .asked = "2020",
                                  .language = Language::en});
    }
};

inline std::string all_words(const OverlayLegend& legend) {
    std::string all = legend.title + "\n";
    for (const OverlaySwatch& swatch : legend.swatches) all += swatch.text + "\n";
    for (const std::string& note : legend.notes) all += note + "\n";
    return all;
}

}  // namespace flowspace
