// The analyses of networks, plans and markets as they are asked for: rows, tables they need, and what they
// refuse.
#include "data/analysis/analysis.h"
#include "data/geo/projection.h"
#include "tests/analysis/asked_demo.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace flowspace {
namespace {

TEST(NetworkRows, LoadsOverTheGivenLinksAreTheReferences) {
    const AnalysisResult result = Asked().run("centrality");
    for (const ReferenceRow& row : read_reference("06_centrality/expected_network_centrality.csv")) {
        EXPECT_EQ(find_row(result, row.at("city"), "", "betweenness")->value,
                  number(row, "betweenness_unnormalised_undirected"));
        EXPECT_NEAR(*find_row(result, row.at("city"), "", "load", "people")->value,
                    number(row, "demand_weighted_betweenness"), 1e-6);
        EXPECT_NEAR(*find_row(result, row.at("city"), "", "population_within")->value,
                    number(row, "population_within_60_min") * 1e4, 1e-6);
    }
}

TEST(NetworkRows, PeopleWithinReachAreUnknownWhereThePlacesOwnAre) {
    Asked asked;
    Atlas atlas = *asked.dataset.atlas;
    atlas.places[0].population_2020.reset();
    asked.dataset.atlas = std::make_shared<const Atlas>(atlas);
    const AnalysisResult result = asked.run("centrality");
    const AnalysisRow* own = find_row(result, atlas.places[0].id, "", "population_within");
    ASSERT_NE(own, nullptr);
    EXPECT_FALSE(own->value);
    EXPECT_EQ(own->note, "population-unknown");
    EXPECT_TRUE(find_row(result, atlas.places[1].id, "", "population_within")->value);
    EXPECT_EQ(std::ranges::count(result.notes, "population-unknown", &OutputNote::code), 1);
    EXPECT_EQ(std::ranges::count(Asked().run("centrality").notes, "population-unknown", &OutputNote::code),
              0);
}

TEST(NetworkRows, CascadesRoundByRoundAreTheReferences) {
    const AnalysisResult result = Asked().run("resilience");
    for (const ReferenceRow& row : read_reference("09_resilience/expected_motter_lai.csv")) {
        if (row.at("alpha") != "0.25" || row.at("load").starts_with("betweenness")) continue;
        const AnalysisRow* served = find_row(result, row.at("first_failed"), "", "cascade_served", "people");
        EXPECT_NEAR(*served->value, number(row, "flow_still_served_share"), 1e-9) << row.at("first_failed");
        EXPECT_EQ(find_row(result, row.at("first_failed"), "", "cascade_failed", "people")->value,
                  number(row, "failed_nodes"));
    }
    // "The largest city is not the most critical one": a4 fails and 39 % is served.
    EXPECT_NEAR(*find_row(result, "a4", "", "criticality", "people")->value, 0.61, 0.005);
    EXPECT_EQ(find_row(result, "a4", "0", "cascade_round", "people")->label, "a4");
}

TEST(NetworkRows, OnlyPlacesWhoseCascadeWasFollowedAreRanked) {
    Asked asked;
    const auto ranked = [](const AnalysisResult& result) {
        std::map<std::string, double> found;
        for (const AnalysisRow& row : result.rows)
            if (row.measure == "criticality" && row.layer == "people") found[row.scope] = *row.value;
        return found;
    };
    const std::size_t places = asked.dataset.atlas->places.size();
    asked.input.settings["starts"] = "3";
    const AnalysisResult some = asked.run("resilience");
    EXPECT_EQ(std::ranges::count(some.notes, "cascades-of-some", &OutputNote::code), 1);
    asked.input.settings["starts"] = "1000";
    const AnalysisResult every = asked.run("resilience");
    EXPECT_EQ(std::ranges::count(every.notes, "cascades-of-some", &OutputNote::code), 0);
    EXPECT_EQ(ranked(some).size(), 3U);
    EXPECT_EQ(ranked(every).size(), places);
    for (const auto& [id, lost] : ranked(some)) {
        EXPECT_EQ(lost, ranked(every).at(id)) << id;
        EXPECT_EQ(lost, 1 - *find_row(some, id, "", "cascade_served", "people")->value) << id;
    }
    asked.input.settings["starts"] = "0";
    const AnalysisResult none = asked.run("resilience");
    EXPECT_EQ(ranked(none).size(), places) << "all alike, without cascades";
}

TEST(NetworkRows, WithoutLinksAStandInIsUsedAndSaid) {
    Asked asked;
    asked.input.cost.reset();
    const AnalysisResult result = asked.run("resilience");
    EXPECT_EQ(std::ranges::count(result.notes, "made-network", &OutputNote::code), 1);
    EXPECT_EQ(find_row(result, "all", "", "largest_component_share", "people")->value, 1);
    asked.input.cost = CostTable{.unit = "km", .path = "none.csv"};
    EXPECT_NE(asked.refusal("centrality").find("none.csv: found no link"), std::string::npos);
}

TEST(NetworkRows, HierarchyOfTheGroupsIsTheReferences) {
    const AnalysisResult result = Asked().run("hierarchy");
    for (const ReferenceRow& row :
         read_reference("05_hierarchy_polycentricity/expected_polycentricity_demo15.csv")) {
        if (row.at("period") != "2024") continue;
        EXPECT_NEAR(*find_row(result, row.at("group"), "", "polycentricity_green_internal", "people")->value,
                    number(row, "green_pf_internal_share"), 1e-9);
        EXPECT_NEAR(*find_row(result, row.at("group"), "", "slope_functional", "people")->value,
                    number(row, "burger_meijers_functional_slope"), 1e-9);
    }
    EXPECT_EQ(find_row(result, "c1", "", "dominated_by", "people")->label, "a5");
    EXPECT_EQ(find_row(result, "a1", "", "dominated_by", "people")->label, "none");
}

TEST(NetworkRows, CommunitiesKeepToTheFilter) {
    Asked asked;
    for (const char* id : {"a1", "a2", "b1", "b2", "c1"}) {
        asked.input.filter.origins.push_back(*find_place(*asked.dataset.atlas, id));
        asked.input.filter.destinations.push_back(*find_place(*asked.dataset.atlas, id));
    }
    const AnalysisResult result = asked.run("communities");
    EXPECT_EQ(find_row(result, "a1", "", "community", "people")->value,
              find_row(result, "a2", "", "community", "people")->value);
    EXPECT_NE(find_row(result, "a1", "", "community", "people")->value,
              find_row(result, "b1", "", "community", "people")->value);
    EXPECT_EQ(find_row(result, "c1", "", "official_group", "people")->label, "alone:c1");
}

/// Counted in the reference's table by hand: goods of 2018 between provinces.
TEST(NetworkRows, EachBorderTellsHowManyPairsThatCrossItHaveNoFlow) {
    Asked asked;
    asked.input.cost.reset();
    asked.input.periods = {{"2018", year_window("2018")}};
    const AnalysisResult result = asked.run("border");
    for (const auto& [between, zeros] : {std::pair{"P1-P2", 1}, {"P1-P3", 9}, {"P2-P3", 2}}) {
        const AnalysisRow* row = find_row(result, "each period", between, "crossing_zeros", "goods");
        EXPECT_EQ(row->value, zeros) << between;
        EXPECT_EQ(row->n, find_row(result, "each period", between, "one_border_multiplier", "goods")->n);
    }
}

/// How often the flows keep a place with the core of its group: over the runs, and over the periods.
TEST(NetworkRows, CommunitiesTellWhoIsWithTheCoreOfItsGroup) {
    Asked asked;
    asked.input.settings["seeds"] = "4";
    asked.input.periods = {{"2018", year_window("2018")}, {"2024", year_window("2024")}};
    const AnalysisResult result = asked.run("communities");
    const auto community = [&](const char* id, const char* period) {
        return *find_row(result, id, "", "community", "people", period)->value;
    };
    const auto of = [](const AnalysisRow& row) { return row.measure == "with_core_periods"; };
    ASSERT_GT(std::ranges::count_if(result.rows, of), 0);
    for (const AnalysisRow& row : result.rows) {
        if (row.measure == "with_core") {
            EXPECT_EQ(row.n, 4);
        }
        if (!of(row) || row.layer != "people") continue;
        EXPECT_NE(row.scope, row.label) << "a core is not asked about itself";
        EXPECT_EQ(row.period, "");
        EXPECT_EQ(row.n, 2);
        double together = 0;
        for (const char* period : {"2018", "2024"})
            together += community(row.scope.c_str(), period) == community(row.label.c_str(), period) ? 1 : 0;
        EXPECT_DOUBLE_EQ(*row.value, together / 2) << row.scope;
    }
}

TEST(NetworkRows, TheBackboneSaysWhatItShows) {
    Asked asked;
    asked.input.settings["curve"] = "20";
    const AnalysisResult result = asked.run("backbone");
    EXPECT_EQ(find_row(result, "kept", "", "kept", "people")->value, 25);
    EXPECT_EQ(find_row(result, "kept", "", "of", "people")->value, 192);
    EXPECT_EQ(find_row(result, "kept", "", "places_shown", "people")->value, 14);
    EXPECT_EQ(find_row(result, "top", "20", "places_shown", "people")->value, 11);
    const auto number = [&](const char* measure) {
        return std::to_string(
            static_cast<std::size_t>(*find_row(result, "kept", {}, measure, "people")->value));
    };
    EXPECT_TRUE(find_row(result, "top", "50", "volume_share", "people")) << "wider steps";
    EXPECT_TRUE(std::ranges::none_of(result.rows, [](const AnalysisRow& row) { return row.item == "21"; }));
    EXPECT_EQ(find_row(result, "top", number("of"), "volume_share", "people")->value, 1.0) << "all of it";
    EXPECT_GE(find_row(result, "top", number("kept"), "volume_share", "people")->value,
              find_row(result, "kept", {}, "volume_share", "people")->value)
        << "no as many flows carry more than the largest";
}

TEST(NetworkRows, TemporalComparesTwoPeriods) {
    Asked asked;
    asked.input.periods = {{"2018", year_window("2018")}, {"2024", year_window("2024")}};
    const AnalysisResult result = asked.run("temporal");
    const AnalysisRow* ratio = find_row(result, "pair", "a1>a2", "ratio", "people");
    EXPECT_GT(*ratio->value, 3);
    EXPECT_TRUE(ratio->lower && ratio->upper && *ratio->lower < *ratio->value &&
                *ratio->value < *ratio->upper);
    EXPECT_LT(*find_row(result, "pair", "a1>a2", "p_adjusted", "people")->value, 1e-6);
    EXPECT_EQ(std::ranges::count(result.notes, "no-season", &OutputNote::code), 1);
}

TEST(NetworkRows, MonitoringFollowsThePlan) {
    Asked asked;
    EXPECT_NE(asked.refusal("monitoring").find("expected --targets FILE"), std::string::npos);
    asked.input.tables.emplace("targets", plain("12_plan_monitoring/input_targets.csv"));
    asked.input.tables.emplace("actuals", plain("12_plan_monitoring/input_actuals.csv"));
    asked.input.tables.emplace("parts", plain("12_plan_monitoring/input_vertical.csv"));
    const AnalysisResult result = asked.run("monitoring");
    EXPECT_EQ(find_row(result, "built_land_km2", "", "status", "", "2025")->label, "off-track");
    EXPECT_EQ(find_row(result, "built_land_km2", "", "alarm", "", "2022")->value, 1);
    EXPECT_NEAR(*find_row(result, "pm25_ug_m3", "", "probability")->value, 0.9940021065436143, 1e-9);
    EXPECT_NEAR(*find_row(result, "population_10k", "", "closure_relative")->value, 0.097, 1e-9);
    for (const ReferenceRow& plan : read_reference("12_plan_monitoring/input_targets.csv"))
        EXPECT_EQ(find_row(result, plan.at("indicator"), "", "target", "", plan.at("target_year"))->value,
                  std::stod(plan.at("target")));
}

TEST(NetworkRows, PlansOfPlacesAreOfTheirPlace) {
    Asked asked;
    const auto table = [](std::vector<std::string> columns, std::vector<std::string> cells) {
        PlainTable made{.path = "plans.csv", .columns = std::move(columns), .cells = std::move(cells)};
        for (std::uint64_t row = 0; row < made.cells.size() / made.columns.size(); ++row)
            made.rows.push_back(row + 2);
        return made;
    };
    asked.input.tables.emplace(
        "targets", table({"unit", "indicator", "baseline", "baseline_year", "target", "target_year"},
                         {"A1", "gdp", "100", "2020", "200", "2030",  //
                          "B1", "gdp", "50", "2020", "50", "2030",    //
                          "", "gdp", "0", "2020", "10", "2030"}));
    asked.input.tables.emplace("actuals",
                               table({"unit", "indicator", "year", "value"}, {"A1", "gdp", "2025", "130",  //
                                                                              "A1", "gdp", "2032", "190",  //
                                                                              "B1", "gdp", "2025", "60",   //
                                                                              "", "gdp", "2025", "5"}));
    const AnalysisResult result = asked.run("monitoring");
    EXPECT_DOUBLE_EQ(*find_row(result, "A1", "gdp", "achieved", "", "2025")->value, 0.3);
    EXPECT_DOUBLE_EQ(*find_row(result, "A1", "gdp", "elapsed", "", "2025")->value, 0.5);
    EXPECT_DOUBLE_EQ(*find_row(result, "A1", "gdp", "progress_ratio", "", "2025")->value, 0.6);
    EXPECT_EQ(find_row(result, "A1", "gdp", "elapsed", "", "2032")->value, 1) << "no more than all of it";
    EXPECT_FALSE(find_row(result, "B1", "gdp", "achieved", "", "2025")->value) << "nothing was planned";
    EXPECT_DOUBLE_EQ(*find_row(result, "gdp", "", "achieved", "", "2025")->value, 0.5)
        << "without a unit the row is of the indicator, as before";
}

TEST(NetworkRows, CirclesOfCounties) {
    Asked asked;
    asked.input.tables.emplace("units", plain("08_commuting_circle/input_units.csv"));
    EXPECT_NE(asked.refusal("circles").find("expected --commuting FILE"), std::string::npos);
    asked.input.tables.emplace("commuting", plain("08_commuting_circle/input_commuting.csv"));
    asked.input.tables.emplace("neighbours", plain("08_commuting_circle/input_adjacency.csv"));
    asked.input.settings["most-minutes"] = "60";
    EXPECT_NE(asked.refusal("circles").find("--most-minutes"), std::string::npos);
    asked.input.settings.clear();
    asked.input.tables.emplace("minutes", plain("08_commuting_circle/input_minutes.csv"));
    const AnalysisResult result = asked.run("circles");
    EXPECT_EQ(find_row(result, "K1", "", "units")->value, 10);
    EXPECT_EQ(find_row(result, "K2", "", "merged_into")->label, "K1");
    EXPECT_EQ(find_row(result, "u63", "", "status")->label, "dropped");
    EXPECT_EQ(find_row(result, "u11", "", "isochrone")->label, "K2");
    const auto is_plan = [](const AnalysisRow& row) { return row.measure == "official_circle"; };
    EXPECT_TRUE(std::ranges::none_of(result.rows, is_plan)) << "the table tells of no plan";
    asked.input.tables["units"] =
        plain("08_commuting_circle/input_units.csv", {{"row", "official"}});  // any word will do
    const AnalysisResult planned = asked.run("circles");
    EXPECT_EQ(std::ranges::count_if(planned.rows, is_plan),
              static_cast<std::ptrdiff_t>(asked.input.tables.at("units").size()));
}

TEST(NetworkRows, StagesAgainstTiers) {
    Asked asked;
    asked.input.tables.emplace("indicators", plain("11_stage/input_indicators.csv"));
    asked.input.tables.emplace("directions", plain("11_stage/input_direction.csv"));
    const AnalysisResult result = asked.run("stage");
    EXPECT_NEAR(*find_row(result, "all", "geometric", "kappa_quadratic")->value, 0.9611451942740287, 1e-9);
    EXPECT_EQ(find_row(result, "G01", "", "stage")->label, "mature");
    asked.input.tables.at("directions").cells[0] = "nothing";
    EXPECT_NE(asked.refusal("stage").find("found indicator 'nothing'"), std::string::npos);
}

TEST(NetworkRows, DependenceSpreadsFailures) {
    Asked asked;
    PlainTable table{.path = "dependence.csv", .columns = {"item", "on", "share"}};
    const auto add = [&](const std::string& item, const std::string& on, const std::string& share) {
        table.cells.insert(table.cells.end(), {item, on, share});
        table.rows.push_back(table.rows.size() + 2);
    };
    for (const ReferenceRow& row : read_reference("09_resilience/input_inoperability_A.csv"))
        add("s" + row.at("i"), "s" + row.at("j"), row.at("a_star"));
    const std::map<std::string, double> blow = {{"s1", 0.1}, {"s2", 0.2}, {"s4", 0.05}};
    for (const auto& [item, share] : blow) add(item, "", std::to_string(share));
    asked.input.tables.emplace("dependence", table);
    const AnalysisResult result = asked.run("resilience");
    for (const ReferenceRow& row : read_reference("09_resilience/input_inoperability_A.csv")) {
        const std::string item = "s" + row.at("i");
        double q = blow.contains(item) ? blow.at(item) : 0;  // q = A q + c
        for (const ReferenceRow& other : read_reference("09_resilience/input_inoperability_A.csv"))
            if (other.at("i") == row.at("i"))
                q += number(other, "a_star") *
                     *find_row(result, "s" + other.at("j"), "", "inoperability")->value;
        EXPECT_NEAR(*find_row(result, item, "", "inoperability")->value, q, 1e-9) << item;
    }
    EXPECT_EQ(find_row(result, "s3", "", "direct_blow")->value, 0);
    asked.input.tables.at("dependence").cells[2] = "-1";
    EXPECT_NE(asked.refusal("resilience").find("dependence.csv:2:share: bad-number: found '-1'"),
              std::string::npos)
        << asked.refusal("resilience");
}

TEST(NetworkRows, ServicesWithinReachInTwoSteps) {
    Asked asked;
    CostTable cost{.unit = "minutes", .path = "time.csv"};
    std::map<std::pair<std::string, std::string>, double> minutes;
    for (const ReferenceRow& row : read_reference("data/demo15_time.csv")) {
        minutes[{row.at("origin"), row.at("destination")}] = number(row, "minutes");
        cost.entries.push_back({*find_place(*asked.dataset.atlas, row.at("origin")),
                                *find_place(*asked.dataset.atlas, row.at("destination")),
                                number(row, "minutes")});
    }
    std::ranges::sort(cost.entries, {}, [](const CostTable::Entry& one) {
        return std::pair{one.origin, one.destination};
    });
    asked.input.cost = cost;
    asked.input.tables.emplace("services", plain("16_unified_market_land_governance/input_beds.csv",
                                                 {{"city", "place"}, {"beds", "supply"}}));
    const AnalysisResult result = asked.run("market");
    const auto within = [&](const std::string& from, const std::string& to) {
        return from == to || (minutes.contains({from, to}) && minutes.at({from, to}) <= 60);
    };
    std::size_t reached = 0;
    for (const Place& place : asked.dataset.atlas->places) {
        double access = 0;
        for (const ReferenceRow& beds : read_reference("16_unified_market_land_governance/input_beds.csv")) {
            if (!within(place.id, beds.at("city"))) continue;
            double people = 0;
            for (const Place& other : asked.dataset.atlas->places)
                if (within(other.id, beds.at("city"))) people += *other.population_2020;
            access += number(beds, "beds") / people * 1000;
        }
        const AnalysisRow* row = find_row(result, place.id, "", "service_access");
        ASSERT_NE(row, nullptr);
        EXPECT_NEAR(*row->value, access, 1e-9 * (1 + access)) << place.id;
        reached += access > 0;
    }
    EXPECT_GT(reached, 3U);
    EXPECT_LT(reached, asked.dataset.atlas->places.size());
}

TEST(NetworkRows, ControlLinesOnTheEllipsoidAreTheReferences) {
    const std::string folder = "16_unified_market_land_governance/";
    const auto projection = Projection::create(albers_china);
    ASSERT_TRUE(projection);
    Asked asked;
    OutlineTable lines{.columns = {"name"}}, areas{.columns = {"name"}};
    std::map<std::string, Polygon> shapes;
    for (const ReferenceRow& row : read_reference(folder + "input_polygons.csv")) {
        if (row.at("kind") != "polygon") continue;
        auto& rings = shapes[row.at("name")].rings;
        if (rings.empty()) rings.emplace_back();
        rings[0].push_back(
            *projection->inverse({400000 + 1000 * number(row, "x_km"),  // in an equal-area plane
                                  3800000 + 1000 * number(row, "y_km")}));
    }
    for (const auto& [name, shape] : shapes)
        (name.starts_with("new_built") ? areas : lines)
            .rows.push_back({.row = 1, .fields = {name}, .shape = shape});
    asked.input.outlines.emplace("lines", lines);
    asked.input.outlines.emplace("areas", areas);
    PlainTable corridors{.path = "c.csv", .columns = {"from", "to"}, .cells = {"a1", "b1"}, .rows = {2}};
    asked.input.tables.emplace("corridors", corridors);
    const AnalysisResult result = asked.run("market");
    std::size_t seen = 0;
    for (const ReferenceRow& row : read_reference(folder + "expected_control_lines.csv")) {
        const std::string &object = row.at("object"), &quantity = row.at("quantity");
        if (!object.starts_with("new_built")) continue;
        const bool outside = quantity == "share_outside_growth_boundary";
        if (quantity == "area_km2") {
            EXPECT_NEAR(*find_row(result, object, "", "area")->value, number(row, "value"), 1e-6);
        } else if (quantity.starts_with("share_")) {
            const std::string line = outside ? "growth_boundary" : quantity.substr(9);
            const double share = *find_row(result, object, line, "share_in_line")->value;
            EXPECT_NEAR(outside ? 1 - share : share, number(row, "value"), 1e-9) << object << quantity;
        }
        ++seen;
    }
    EXPECT_GT(seen, 3U);
    EXPECT_GT(*find_row(result, "a1-b1", "", "corridor_km")->value, 0);

    // A line with a hole: what lies in the hole is not in the line.
    Polygon with_hole = shapes.at("new_built_1");
    with_hole.rings.push_back(with_hole.rings[0]);
    LonLat middle = {0, 0};
    for (const LonLat& at : with_hole.rings[0]) {
        middle.lon_deg += at.lon_deg / static_cast<double>(with_hole.rings[0].size());
        middle.lat_deg += at.lat_deg / static_cast<double>(with_hole.rings[0].size());
    }
    for (LonLat& at : with_hole.rings[1])
        at = {(at.lon_deg + middle.lon_deg) / 2, (at.lat_deg + middle.lat_deg) / 2};
    asked.input.outlines.at("lines").rows = {{.row = 1, .fields = {"holed"}, .shape = with_hole}};
    const AnalysisResult holed = asked.run("market");
    EXPECT_NEAR(*find_row(holed, "new_built_1", "holed", "share_in_line")->value, 0.75, 1e-4);
}

TEST(NetworkRows, MarketsNeedSomeTable) {
    Asked asked;
    EXPECT_NE(asked.refusal("market").find("market: found no table, expected --prices FILE"),
              std::string::npos);
    asked.input.tables.emplace("prices", plain("16_unified_market_land_governance/input_price_index.csv"));
    asked.input.tables.emplace("employment", plain("16_unified_market_land_governance/input_employment.csv"));
    const AnalysisResult result = asked.run("market");
    EXPECT_NEAR(*find_row(result, "pair", "A-B", "price_integration", "", "2020")->value, 169.76978681191684,
                1e-6);
    EXPECT_NEAR(*find_row(result, "pair", "A-B", "krugman")->value, 0.656040656040656, 1e-9);
    EXPECT_NEAR(*find_row(result, "A", "", "functional_specialisation")->value, 0.8593272171253821, 1e-9);
}

}  // namespace
}  // namespace flowspace
