// Where the numbers of an answer on the map are from: named in the line of sources, whatever they are made
// of.
#include "render/scene/build_draw_list.h"
#include "render/scene/furniture_words.h"
#include "tests/render/overlay_ground.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

/// Two layers with a source each, all of it shown.
struct Sourced : Ground {
    ShownFlows shown;

    Sourced() {
        class Named : public RingSource {
        public:
            Named() {
                for (const LayerInfo& layer : RingSource::layers())
                    layers_.push_back(layer), layers_.back().source_en = "counts of " + layer.key;
            }
            std::span<const LayerInfo> layers() const override { return layers_; }

        private:
            std::vector<LayerInfo> layers_;
        };
        data.flows = std::make_shared<Named>();
        shown.coverage = {{.layer = LayerId{0}}, {.layer = LayerId{1}}};
    }
    DrawList list_of(const MapOverlay& overlay) const {
        Style style;
        style.language = Language::en;
        return build_draw_list(
            {.dataset = data, .filter = {}, .style = style, .sums = {}, .shown = shown, .overlay = &overlay});
    }
};

TEST(OverlaySources, AnAnswerOfTablesNamesThemAndNoFlows) {
    Sourced ground;
    ground.add("north", {}, "gini", 0.3, {}, "");
    ground.add("north", {}, "growth_contribution", 0.3, {}, "");
    ground.result.sources = {{{"GDP：甲表", "GDP: table A"}, {}},
                             {{"人口：乙表", "population: table B"}, {"gini"}}};
    const MapOverlay made = ground.overlay_of("equity", "gini");
    EXPECT_EQ(made.sources, (std::vector<std::string>{"GDP: table A", "population: table B"}));
    const DrawList list = ground.list_of(made);
    EXPECT_EQ(list.furniture.source, "Sources: GDP: table A; population: table B");
    EXPECT_EQ(list.furniture.subtitle, "") << "no window of flows";
    EXPECT_NE(all_words(made.legend).find("2020"), std::string::npos) << "the year that it is of";
    EXPECT_EQ(ground.overlay_of("equity", "growth_contribution").sources,
              std::vector<std::string>{"GDP: table A"})
        << "no people in it";
}

TEST(OverlaySources, AnAnswerOfFlowsAndPeopleNamesBothAndNoOtherLayer) {
    Sourced ground;
    ground.add("north", {}, "net_rate", 3);
    ground.result.sources = {{{"人口：乙表", "population: table B"}, {"net_rate"}}};
    EXPECT_EQ(ground.list_of(ground.overlay_of("aggregation", "net_rate")).furniture.source,
              "Sources: population: table B; counts of people (observed)");
    ground.add("north", {}, "internal_share", 0.3);
    MapOverlay made = ground.overlay_of("aggregation", "internal_share");
    EXPECT_EQ(ground.list_of(made).furniture.source, "Sources: counts of people (observed)");
    made.hides_flows = false;  // the flows of the map lie beneath
    EXPECT_EQ(ground.list_of(made).furniture.source,
              "Sources: counts of people (observed); counts of goods (modelled)");
}

}  // namespace
}  // namespace flowspace
