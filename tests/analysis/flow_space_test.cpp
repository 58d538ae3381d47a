#include "data/analysis/flow_space.h"

#include "data/analysis/analysis.h"
#include "data/analysis/compass.h"
#include "data/analysis/od_matrix.h"
#include "tests/analysis/demo15.h"

#include <gtest/gtest.h>

#include <cmath>

namespace flowspace {
namespace {

AnalysisResult flow_space_of_demo15() {
    const Dataset dataset = demo15_dataset();
    AnalysisInput input{.dataset = dataset};
    input.periods = *periods_of(dataset.flows->time_axis(), {}, Grain::year);
    CostTable cost{.unit = "minutes", .path = "demo15_time.csv"};
    for (const ReferenceRow& row : read_reference("data/demo15_time.csv"))
        cost.entries.push_back({*find_place(*dataset.atlas, row.at("origin")),
                                *find_place(*dataset.atlas, row.at("destination")), number(row, "minutes")});
    std::ranges::sort(cost.entries, {}, [](const CostTable::Entry& entry) {
        return std::pair{entry.origin, entry.destination};
    });
    input.cost = std::move(cost);
    const Result<AnalysisResult> result = run_analysis(*find_analysis("flowspace"), input);
    EXPECT_TRUE(result);
    return *result;
}

const AnalysisRow* find_row(const AnalysisResult& result, const std::string& layer, const std::string& period,
                            const std::string& scope, const std::string& item, const std::string& measure) {
    for (const AnalysisRow& row : result.rows)
        if (row.layer == layer && row.period == period && row.scope == scope && row.item == item &&
            row.measure == measure)
            return &row;
    return nullptr;
}

TEST(FlowSpace, EqualsTheReferenceSummary) {
    const AnalysisResult result = flow_space_of_demo15();
    const std::map<std::string, std::string> measures = {{"flow_weighted_mean_minutes", "mean_cost"},
                                                         {"share_over_180_min", "share_beyond"},
                                                         {"spearman_flow_vs_minutes", "spearman_flow_cost"},
                                                         {"pearson_log1p_layers", "layer_correlation"},
                                                         {"jaccard_of_links", "layer_jaccard"}};
    for (const ReferenceRow& row : read_reference("17_flow_space/expected_summary.csv")) {
        const std::string& quantity = row.at("quantity");
        std::string scope = "all", measure = quantity, layer = row.at("layer"), item;
        if (quantity.starts_with("direction_entropy_")) {
            scope = quantity.substr(18);
            measure = "direction_entropy";
        }
        if (measures.contains(quantity)) measure = measures.at(quantity);
        if (layer == "people+goods") {
            item = layer;
            layer = "people";
        }
        const AnalysisRow* found = find_row(result, layer, row.at("period"), scope, item, measure);
        ASSERT_TRUE(found) << quantity;
        expect_reference(found->value, row.at("value"), closed_formula, quantity);
    }
}

TEST(FlowSpace, FallsApartAsTheReferenceDoes) {
    const Dataset dataset = demo15_dataset();
    const auto matrix_of = [&](const std::string& year) {
        Filter filter{.window = year_window(year)};
        return *od_matrix(dataset, filter, LayerId{0}, places_asked(dataset, filter));
    };
    for (const ReferenceRow& row : read_reference("17_flow_space/expected_percolation.csv")) {
        const OdMatrix matrix = matrix_of(row.at("period"));
        std::vector<std::uint8_t> known(matrix.flow.size(), 1);
        for (std::size_t at = 0; at < matrix.size(); ++at) known[matrix.at(at, at)] = 0;
        const Percolation made = percolate({matrix.flow, known, matrix.size()}, number(row, "threshold"));
        EXPECT_EQ(made.links, number(row, "links"));
        EXPECT_EQ(made.components, number(row, "components"));
        EXPECT_EQ(made.largest, number(row, "largest"));
        EXPECT_EQ(made.second, number(row, "second"));
    }
    const AnalysisResult result = flow_space_of_demo15();
    for (const ReferenceRow& row : read_reference("17_flow_space/expected_percolation_threshold.csv"))
        EXPECT_EQ(*find_row(result, "people", row.at("period"), "all", "", "percolation_threshold")->value,
                  number(row, "largest_threshold_with_one_component"));
    EXPECT_EQ(*find_row(result, "people", "2018", "all", "20000", "components")->value, 11);
}

/// The tree cut at a threshold leaves what all the links that reach it leave.
TEST(FlowSpace, TheSpanningTreeFallsApartAsAllLinksDo) {
    const AnalysisResult result = flow_space_of_demo15();
    for (const std::string period : {"2018", "2024"}) {
        std::vector<double> weights;
        for (const AnalysisRow& row : result.rows)
            if (row.layer == "people" && row.period == period && row.measure == "spanning_link")
                weights.push_back(*row.value);
        EXPECT_EQ(weights.size(), 14U) << "one less than places";
        for (const AnalysisRow& row : result.rows) {
            if (row.layer != "people" || row.period != period || row.measure != "components") continue;
            const double threshold = std::stod(row.item);
            const auto kept =
                std::ranges::count_if(weights, [&](double weight) { return weight >= threshold; });
            EXPECT_EQ(*row.value, static_cast<double>(15 - kept)) << period << " " << row.item;
        }
    }
}

TEST(EffectiveDistance, PrefersTheWayThatMostTake) {
    // 0 sends 9 to 1 and 1 to 2; 1 sends all to 2: by 1 is nearer than directly.
    const std::vector<double> flow = {0, 9, 1, 0, 0, 5, 0, 0, 0};
    const std::vector<std::uint8_t> known = {0, 1, 1, 1, 0, 1, 1, 1, 0};
    const std::vector<double> distance = effective_distances({flow, known, 3});
    EXPECT_NEAR(distance[1], 1 - std::log(0.9), 1e-15);
    EXPECT_NEAR(distance[2], (1 - std::log(0.9)) + 1, 1e-15);  // 2.105; directly 1 - ln 0.1 = 3.303
    EXPECT_TRUE(std::isinf(distance[3]));
    EXPECT_EQ(distance[0], 0);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_TRUE(effective_distances({flow, known, 3}, stop.get_token()).empty());
}

TEST(ScaleToPlane, GivesBackPlaneDistances) {
    const std::vector<PlanePoint> given = {{0, 0}, {4, 0}, {4, 3}, {-2, 1}, {9, 9}};
    std::vector<double> distance(25);
    for (std::size_t a = 0; a < 5; ++a)
        for (std::size_t b = 0; b < 5; ++b)
            distance[a * 5 + b] = std::hypot(given[a].x - given[b].x, given[a].y - given[b].y);
    const std::vector<std::uint32_t> chosen = {0, 1, 2, 3};
    const std::vector<PlanePoint> made = scale_to_plane(distance, 5, chosen);
    for (std::size_t a = 0; a < 4; ++a)
        for (std::size_t b = 0; b < 4; ++b)
            EXPECT_NEAR(std::hypot(made[a].x - made[b].x, made[a].y - made[b].y), distance[a * 5 + b], 1e-9);
    EXPECT_EQ(scale_to_plane(distance, 5, std::vector<std::uint32_t>{2}).size(), 1U);
}

TEST(FlowSpace, OfNothingIsNotDefined) {
    const std::vector<double> flow(9, 0);
    const std::vector<std::uint8_t> known = {0, 1, 1, 1, 0, 1, 1, 1, 0};
    const FlowMatrix nothing{flow, known, 3};
    EXPECT_FALSE(weighted_reciprocity(nothing));
    EXPECT_FALSE(direction_entropy(nothing)[0]);
    EXPECT_FALSE(percolation_threshold(spanning_links(nothing), nothing.n));
    EXPECT_EQ(percolate(nothing, 0).components, 3U);
    EXPECT_FALSE(correlation(std::vector<double>{1, 1}, std::vector<double>{1, 2}));
}

TEST(Compass, BearingsOfTheSphere) {
    EXPECT_NEAR(*bearing_deg({116, 40}, {116, 41}), 0, 1e-9);
    EXPECT_NEAR(*bearing_deg({116, 40}, {116, 39}), 180, 1e-9);
    EXPECT_NEAR(*bearing_deg({0, 0}, {10, 0}), 90, 1e-9);
    EXPECT_NEAR(*bearing_deg({179, 0}, {-179, 0}), 90, 1e-9) << "over the date line";
    // By hand: a quarter of the equator away and 45 degrees up, tan b = sin 90 cos 45 / sin 45 = 1.
    EXPECT_NEAR(*bearing_deg({0, 0}, {90, 45}), 45, 1e-9);
    EXPECT_NEAR(*bearing_deg({0, 0}, {-90, 45}), 315, 1e-9);
    EXPECT_FALSE(bearing_deg({116, 40}, {116, 40}));
    EXPECT_EQ(compass_sectors[compass_sector(0)], "north");
    EXPECT_EQ(compass_sectors[compass_sector(22.4)], "north");
    EXPECT_EQ(compass_sectors[compass_sector(22.5)], "northeast");
    EXPECT_EQ(compass_sectors[compass_sector(337.5)], "north");
    EXPECT_EQ(compass_sectors[compass_sector(337.4)], "northwest");
}

TEST(Compass, FlowsFallIntoTheSectorsAsSeenFromEachPlace) {
    // 0 in the middle, 1 north and 2 east of it, 3 where 0 is; what 2 sends to 0 is not known.
    const std::vector<LonLat> where = {{100, 30}, {100, 31}, {101, 30}, {100, 30}};
    const std::vector<double> flow = {0, 6, 4, 9, 2, 0, 0, 0, 50, 0, 0, 0, 9, 0, 0, 0};
    std::vector<std::uint8_t> known(16, 1);
    for (const std::size_t cell : {0U, 5U, 10U, 15U, 8U}) known[cell] = 0;
    const std::vector<SectorFlows> made = flows_by_sector({flow, known, 4}, where);
    EXPECT_EQ(made[0].out[0], 6);
    EXPECT_EQ(made[0].out[2], 4);
    EXPECT_FALSE(made[0].out[4]) << "nobody lies south";
    EXPECT_EQ(made[0].in[0], 2);
    EXPECT_FALSE(made[0].in[2]) << "unknown is not zero";
    EXPECT_EQ(made[1].out[4], 2) << "and nothing to the place at the same spot";
    EXPECT_EQ(made[2].in[6], 4);
    // Of 0: with 1 min(6, 2), with 3 min(9, 9): 2 (2 + 9) of 8 + 18. The pair with 2 is not known both ways.
    EXPECT_NEAR(*place_reciprocity({flow, known, 4})[0], 22.0 / 26, 1e-15);
    EXPECT_EQ(place_reciprocity({flow, known, 4})[2], std::nullopt)
        << "nothing flows that is known both ways";
}

TEST(FlowSpace, SectorsOfAPlaceAddUpToWhatLeavesIt) {
    const Dataset dataset = demo15_dataset();
    AnalysisInput input{.dataset = dataset};
    input.periods = {{"2024", year_window("2024")}};
    const auto sectors_in = [&] {
        const auto result = run_analysis(*find_analysis("flowspace"), input);
        EXPECT_TRUE(result);
        double sum = 0;
        for (const AnalysisRow& row : result->rows)
            if (row.layer == "people" && row.scope == "a1" && row.measure == "sector_out") sum += *row.value;
        return sum;
    };
    EXPECT_EQ(sectors_in(), 0) << "only where they are asked for";
    input.settings["show"] = "sectors";
    double out = 0;
    for (const ReferenceRow& row : read_reference("data/demo15_flows.csv"))
        if (row.at("layer") == "people" && row.at("period") == "2024" && row.at("origin") == "a1" &&
            row.at("destination") != "a1")
            out += number(row, "flow");
    EXPECT_NEAR(sectors_in(), out, 1e-9 * out);
}

TEST(AverageRanks, ShareTies) {
    EXPECT_EQ(average_ranks(std::vector<double>{5, 1, 5, 0}), (std::vector<double>{3.5, 2, 3.5, 1}));
}

}  // namespace
}  // namespace flowspace
