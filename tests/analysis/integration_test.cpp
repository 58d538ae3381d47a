#include "data/analysis/integration.h"

#include "data/analysis/analysis.h"
#include "tests/analysis/demo15.h"

#include <gtest/gtest.h>

#include <cmath>

namespace flowspace {
namespace {

/// The 14 cities of one layer and year; abroad is no part of the country.
struct Country {
    std::vector<std::string> ids;
    std::vector<double> flow, minutes;
    std::vector<std::uint8_t> known;
    MemberRows ag1, ag2;
    Neighbours neighbours;  // on the transport network

    SquareFlows flows() const { return {flow, known, ids.size()}; }
    std::uint32_t at(const std::string& id) const {
        return static_cast<std::uint32_t>(std::ranges::find(ids, id) - ids.begin());
    }
};

Country country(const std::string& layer, const std::string& year) {
    Country made;
    for (const ReferenceRow& node : read_reference("data/demo15_nodes.csv")) {
        if (node.at("kind") == "external") continue;
        if (node.at("agglomeration") == "AG1")
            made.ag1.push_back(static_cast<std::uint32_t>(made.ids.size()));
        if (node.at("agglomeration") == "AG2")
            made.ag2.push_back(static_cast<std::uint32_t>(made.ids.size()));
        made.ids.push_back(node.at("id"));
    }
    const std::size_t n = made.ids.size();
    made.flow.assign(n * n, 0);
    made.minutes.assign(n * n, 0);
    made.known.assign(n * n, 1);
    for (std::size_t row = 0; row < n; ++row) made.known[row * n + row] = 0;
    for (const ReferenceRow& row : read_reference("data/demo15_flows.csv"))
        if (row.at("layer") == layer && row.at("period") == year && made.at(row.at("origin")) < n &&
            made.at(row.at("destination")) < n)
            made.flow[made.at(row.at("origin")) * n + made.at(row.at("destination"))] = number(row, "flow");
    for (const ReferenceRow& row : read_reference("data/demo15_time.csv"))
        if (made.at(row.at("origin")) < n && made.at(row.at("destination")) < n)
            made.minutes[made.at(row.at("origin")) * n + made.at(row.at("destination"))] =
                number(row, "minutes");
    made.neighbours.resize(n);
    for (const ReferenceRow& link : read_reference("data/demo15_network.csv")) {
        const std::uint32_t one = made.at(link.at("u")), other = made.at(link.at("v"));
        if (one >= n || other >= n) continue;
        made.neighbours[one].push_back(other);
        made.neighbours[other].push_back(one);
    }
    for (auto& list : made.neighbours) std::ranges::sort(list);
    return made;
}

std::vector<double> expected_under(const Country& made, const std::string& null, double& beta) {
    if (null == "configuration_plain") return plain_configuration(made.flows());
    if (null == "configuration_zero_diagonal") return zero_diagonal_configuration(made.flows());
    const Result<GravityNull> found = gravity_configuration(made.flows(), made.minutes);
    EXPECT_TRUE(found);
    beta = found->beta;
    return found->expected;
}

TEST(Integration, EqualsTheReferenceUnderEachNull) {
    std::map<std::string, Country> countries;
    for (const ReferenceRow& row : read_reference("02_integration/expected_index.csv")) {
        const std::string what = row.at("layer") + row.at("period");
        if (!countries.contains(what)) countries.emplace(what, country(row.at("layer"), row.at("period")));
        const Country& made = countries.at(what);
        double beta = 0;
        const std::vector<double> expected = expected_under(made, row.at("null"), beta);
        const IntegrationIndex found = integration_index(
            made.flows(), expected, row.at("group") == "AG1" ? made.ag1 : made.ag2,
            row.at("null") == "configuration_plain" ? Diagonal::counted : Diagonal::left_out);
        const std::string all = what + row.at("null") + row.at("group");
        expect_reference(found.observed, row.at("observed_internal"), closed_formula, all);
        expect_reference(found.expected, row.at("expected_internal"), iterated_fit, all);
        expect_reference(found.ratio, row.at("ratio"), iterated_fit, all);
        expect_reference(found.log_ratio, row.at("log_ratio"), iterated_fit, all);
        expect_reference(found.contribution, row.at("modularity_contribution"), iterated_fit, all);
        if (beta > 0) expect_reference(beta, row.at("beta_ln_time"), iterated_fit, all);
    }
}

TEST(Integration, ContributionsOfAllGroupsAndLoneCitiesAreTheModularity) {
    for (const ReferenceRow& row : read_reference("02_integration/expected_modularity.csv")) {
        const Country made = country(row.at("layer"), row.at("period"));
        double unused = 0;
        const std::vector<double> expected = expected_under(made, row.at("null"), unused);
        const Diagonal diagonal =
            row.at("null") == "configuration_plain" ? Diagonal::counted : Diagonal::left_out;
        double sum = 0;
        for (const MemberRows& group : {made.ag1, made.ag2, MemberRows{11}, MemberRows{12}, MemberRows{13}})
            sum += integration_index(made.flows(), expected, group, diagonal).contribution;
        expect_reference(sum, row.at("Q_official_agglomerations"), iterated_fit, row.at("null"));
    }
}

TEST(Integration, LeavingOneOutEqualsTheReference) {
    for (const ReferenceRow& row : read_reference("02_integration/expected_jackknife.csv")) {
        const Country made = country(row.at("layer"), row.at("period"));
        const auto values = leave_one_out(made.flows(), row.at("group") == "AG1" ? made.ag1 : made.ag2);
        const std::string what = row.at("period") + row.at("group");
        double low = 1e9, high = -1e9;
        for (const auto& value : values) {
            low = std::min(low, *value);
            high = std::max(high, *value);
        }
        expect_reference(low, row.at("min_leave_one_out"), iterated_fit, what);
        expect_reference(high, row.at("max_leave_one_out"), iterated_fit, what);
        expect_reference(jackknife_spread(values), row.at("jackknife_se"), iterated_fit, what);
    }
}

TEST(Permutation, CountsEverySetOfTheSize) {
    const Country made = country("people", "2024");
    const std::vector<double> expected = zero_diagonal_configuration(made.flows());
    std::vector<std::uint32_t> pool(made.ids.size());
    for (std::uint32_t row = 0; row < pool.size(); ++row) pool[row] = row;
    const SquareFlows flows = made.flows();
    const auto of = [&](const MemberRows& members, SetsOf sets) {
        return permute({.flows = flows,
                        .expected = expected,
                        .members = members,
                        .pool = pool,
                        .neighbours = made.neighbours,
                        .sets = sets});
    };
    const Permutation ag2 = of(made.ag2, SetsOf::any), tied = of(made.ag2, SetsOf::connected),
                      ag1 = of(made.ag1, SetsOf::any);
    EXPECT_TRUE(ag2.exact);
    EXPECT_EQ(ag2.sets, 2002U);
    EXPECT_EQ(ag2.as_large, 10U);
    EXPECT_EQ(tied.sets, 137U);
    EXPECT_EQ(tied.as_large, 4U);
    EXPECT_EQ(ag1.sets, 3003U);
    EXPECT_NEAR(*ag1.p, 0.1535131535, 1e-9);
}

TEST(Permutation, DrawnSetsAgreeWithAllSetsAndRepeatThemselves) {
    const Country made = country("people", "2024");
    const std::vector<double> expected = zero_diagonal_configuration(made.flows());
    std::vector<std::uint32_t> pool(made.ids.size());
    for (std::uint32_t row = 0; row < pool.size(); ++row) pool[row] = row;
    const SquareFlows flows = made.flows();
    const auto drawn = [&](SetsOf sets, std::uint64_t seed) {
        return permute({.flows = flows,
                        .expected = expected,
                        .members = made.ag1,
                        .pool = pool,
                        .neighbours = made.neighbours,
                        .sets = sets,
                        .enumerate_up_to = 10,
                        .draws = 4000,
                        .seed = seed});
    };
    const Permutation any = drawn(SetsOf::any, 7);
    EXPECT_FALSE(any.exact);
    EXPECT_EQ(any.sets, 4000U);
    EXPECT_NEAR(*any.p, 0.1535, 0.025);  // four standard deviations
    EXPECT_EQ(drawn(SetsOf::any, 7).as_large, any.as_large);
    const Permutation connected = drawn(SetsOf::connected, 7);
    EXPECT_GT(connected.sets, 3000U);
    EXPECT_GT(*connected.p, 0.05);
    EXPECT_LT(*connected.p, 0.5);
}

TEST(Integration, OfOneCityOrNothingIsNotDefined) {
    const Country made = country("people", "2024");
    const std::vector<double> expected = zero_diagonal_configuration(made.flows());
    for (const MemberRows& members : {MemberRows{3}, MemberRows{}}) {
        const IntegrationIndex index = integration_index(made.flows(), expected, members, Diagonal::left_out);
        EXPECT_FALSE(index.ratio);
        EXPECT_FALSE(index.log_ratio);
        EXPECT_FALSE(permute({.flows = made.flows(),
                              .expected = expected,
                              .members = members,
                              .pool = made.ag1,
                              .neighbours = made.neighbours})
                         .p);
    }
}

TEST(Integration, OfTheWholeCountryHasShareAndRatioOne) {
    const Country made = country("people", "2024");
    MemberRows all;
    for (std::uint32_t row = 0; row < made.ids.size(); ++row) all.push_back(row);
    const IntegrationIndex index =
        integration_index(made.flows(), zero_diagonal_configuration(made.flows()), all, Diagonal::left_out);
    EXPECT_NEAR(*index.ratio, 1, 1e-12);
    EXPECT_NEAR(index.contribution, 0, 1e-12);
}

TEST(Integration, OfAFewPairsHardlyConnectedIsFoundToo) {
    // A chain of 60 places, each with pairs to the next two only: Furness alone would take thousands of
    // sweeps.
    constexpr std::size_t n = 60;
    std::vector<double> flow(n * n, 0);
    std::vector<std::uint8_t> known(n * n, 0);
    for (std::size_t row = 0; row < n; ++row)
        for (std::size_t column = row > 2 ? row - 2 : 0; column < std::min(n, row + 3); ++column) {
            if (row == column) continue;
            known[row * n + column] = 1;
            flow[row * n + column] = 1 + static_cast<double>((row * 31 + column * 17) % 23);
        }
    const std::vector<double> expected = zero_diagonal_configuration({flow, known, n});
    for (std::size_t row = 0; row < n; ++row) {
        double out = 0, in = 0;
        for (std::size_t column = 0; column < n; ++column) {
            out += flow[row * n + column] - expected[row * n + column];
            in += flow[column * n + row] - expected[column * n + row];
            if (!known[row * n + column]) {
                EXPECT_EQ(expected[row * n + column], 0);
            }
        }
        EXPECT_NEAR(out, 0, 1e-6);
        EXPECT_NEAR(in, 0, 1e-6);
    }
}

TEST(Integration, PairsThatAreNotKnownExpectNothing) {
    Country made = country("people", "2024");
    const std::size_t n = made.ids.size(), cell = 0 * n + 1;
    made.known[cell] = 0;
    made.flow[cell] = 0;
    EXPECT_EQ(zero_diagonal_configuration(made.flows())[cell], 0);
}

TEST(Gabriel, JoinsAroundButNotThrough) {
    // Three in a line, the middle one between the others; a fourth nobody reaches.
    constexpr double far = std::numeric_limits<double>::infinity();
    const std::vector<double> cost = {0, 1, 2, far, 1, 0, 1, far, 2, 1, 0, far, far, far, far, 0};
    const Neighbours made = gabriel_neighbours(cost, 4);
    EXPECT_EQ(made[0], (std::vector<std::uint32_t>{1}));
    EXPECT_EQ(made[1], (std::vector<std::uint32_t>{0, 2}));
    EXPECT_TRUE(made[3].empty());
}

// Through the frame ---------------------------------------------------------------------------------------

AnalysisInput domestic(const Dataset& dataset, const Grain every) {
    AnalysisInput input{.dataset = dataset};
    input.filter.layers = {LayerId{0}};
    input.periods = *periods_of(dataset.flows->time_axis(), {}, every);
    CostTable cost{.unit = "minutes", .path = "demo15_time.csv"};
    for (const ReferenceRow& row : read_reference("data/demo15_time.csv"))
        cost.entries.push_back({*find_place(*dataset.atlas, row.at("origin")),
                                *find_place(*dataset.atlas, row.at("destination")), number(row, "minutes")});
    std::ranges::sort(cost.entries, {}, [](const CostTable::Entry& entry) {
        return std::pair{entry.origin, entry.destination};
    });
    input.cost = std::move(cost);
    return input;
}

const AnalysisRow* find_row(const AnalysisResult& result, const std::string& period, const std::string& scope,
                            const std::string& measure, const std::string& item = {}) {
    for (const AnalysisRow& row : result.rows)
        if (row.period == period && row.scope == scope && row.measure == measure && row.item == item)
            return &row;
    return nullptr;
}

TEST(IntegrationAnalysis, PremiumOfAg1IsThatOfTheStudyOfTheReference) {
    const Dataset dataset = demo15_dataset();
    AnalysisInput input = domestic(dataset, Grain::year);
    input.settings["draws"] = "0";
    const Result<AnalysisResult> result = run_analysis(*find_analysis("integration"), input);
    ASSERT_TRUE(result) << result.error().message;
    const std::map<std::string, double> premiums = {{"2018", .30}, {"2019", .25}, {"2020", .13},
                                                    {"2021", .53}, {"2022", .22}, {"2023", .19},
                                                    {"2024", .51}};
    for (const auto& [year, expected] : premiums) {
        const AnalysisRow* row = find_row(*result, year, "AG1", "premium_log");
        ASSERT_TRUE(row) << year;
        EXPECT_NEAR(*row->value, expected, 0.006) << year;
        EXPECT_NEAR(*row->standard_error, 0.1, 0.05) << year;
    }
    EXPECT_NEAR(*find_row(*result, "2024", "AG1", "premium_log")->value, 0.50782780122625093, 1e-7);
    EXPECT_FALSE(find_row(*result, "2024", "AG1", "p_any", "configuration_zero_diagonal"));
}

TEST(IntegrationAnalysis, AskingForOneGroupChoosesRowsAndChangesNone) {
    const Dataset dataset = demo15_dataset();
    AnalysisInput input = domestic(dataset, Grain::year);
    input.settings["draws"] = "0";
    const Result<AnalysisResult> every = run_analysis(*find_analysis("integration"), input);
    const auto& groups = dataset.atlas->groups;
    const auto ag1 = std::ranges::find(groups, std::string("AG1"), &Group::id);
    input.groups = {GroupId{static_cast<std::uint32_t>(ag1 - groups.begin())}};
    const Result<AnalysisResult> one = run_analysis(*find_analysis("integration"), input);
    ASSERT_TRUE(every && one);
    std::size_t premiums = 0;
    for (const AnalysisRow& row : one->rows) {
        EXPECT_TRUE(row.scope == "AG1" || row.scope == "all") << row.scope;
        const AnalysisRow* same = find_row(*every, row.period, row.scope, row.measure, row.item);
        ASSERT_TRUE(same) << row.measure;
        EXPECT_EQ(row.value, same->value) << row.measure << row.period;
        EXPECT_EQ(row.standard_error, same->standard_error) << row.measure << row.period;
        premiums += row.measure == "premium";
    }
    EXPECT_EQ(premiums, 7u);
}

TEST(IntegrationAnalysis, OfOneMemberSaysWhyThereIsNoAnswer) {
    Dataset dataset = demo15_dataset();
    Atlas atlas = *dataset.atlas;
    atlas.groups.push_back({.id = "lone",
                            .kind = GroupKind::agglomeration,
                            .name_zh = "lone",
                            .members = {{.place = *find_place(atlas, "c1")}}});
    atlas.groups.push_back({.id = "empty", .kind = GroupKind::agglomeration, .name_zh = "empty"});
    dataset.atlas = std::make_shared<const Atlas>(atlas);
    const Result<AnalysisResult> result =
        run_analysis(*find_analysis("integration"), domestic(dataset, Grain::none));
    ASSERT_TRUE(result);
    for (const char* group : {"lone", "empty"}) {
        const AnalysisRow* row = find_row(*result, "", group, "internal_share");
        ASSERT_TRUE(row) << group;
        EXPECT_FALSE(row->value);
        EXPECT_EQ(row->note, "too-few-members");
        EXPECT_FALSE(find_row(*result, "", group, "premium"));
    }
    EXPECT_TRUE(find_row(*result, "", "AG1", "premium")->value);
}

TEST(IntegrationAnalysis, OfEverythingHasNoPremium) {
    Dataset dataset = demo15_dataset();
    Atlas atlas = *dataset.atlas;
    Group whole{.id = "whole", .kind = GroupKind::circle, .name_zh = "whole"};
    for (std::uint32_t place = 0; place < atlas.places.size(); ++place)
        whole.members.push_back({.place = PlaceId{place}});
    std::erase_if(atlas.groups, [](const Group& group) { return group.kind == GroupKind::circle; });
    atlas.groups.push_back(whole);
    dataset.atlas = std::make_shared<const Atlas>(atlas);
    AnalysisInput input = domestic(dataset, Grain::none);
    input.filter.kind = GroupKind::circle;
    const Result<AnalysisResult> result = run_analysis(*find_analysis("integration"), input);
    ASSERT_TRUE(result);
    EXPECT_EQ(*find_row(*result, "", "whole", "internal_share")->value, 1);
    EXPECT_NEAR(*find_row(*result, "", "whole", "ratio", "configuration_zero_diagonal")->value, 1, 1e-12);
    EXPECT_EQ(find_row(*result, "", "whole", "premium")->note, "not-identified");
}

TEST(BorderAnalysis, FindsTheBorderOfTheReference) {
    const Dataset dataset = demo15_dataset();
    AnalysisInput input = domestic(dataset, Grain::year);
    const Result<AnalysisResult> result = run_analysis(*find_analysis("border"), input);
    ASSERT_TRUE(result) << result.error().message;
    const AnalysisRow* border = find_row(*result, "2024", "each period", "coefficient", "other_province");
    const AnalysisRow* multiplier = find_row(*result, "2024", "each period", "border_multiplier");
    ASSERT_TRUE(border && multiplier);
    EXPECT_NEAR(*multiplier->value, std::exp(-*border->value), 1e-12);
    EXPECT_LT(*multiplier->lower, *multiplier->value);
    EXPECT_GT(*multiplier->upper, *multiplier->value);
    // Made with a border of -0.80 that shrinks to -0.50 over six years.
    const AnalysisRow* trend = find_row(*result, "", "pooled", "trend", "other_province");
    ASSERT_TRUE(trend);
    EXPECT_NEAR(*trend->value, 0.05, 3 * *trend->standard_error);
    EXPECT_GT(*trend->value, 0);
    EXPECT_TRUE(find_row(*result, "2018", "pooled", "border_multiplier")->value);
}

TEST(BorderAnalysis, OfIndexDataHasNoPoissonErrors) {
    Dataset dataset = demo15_dataset();
    FlowTable table;
    LayerInfo layer = make_layer_info("people");
    layer.unit = "index";
    table.layers = {layer};
    const auto places = dataset.atlas->places.size();
    for (std::uint32_t row = 0; row < places; ++row)
        for (std::uint32_t column = 0; column < places; ++column) {
            if (row == column) continue;
            table.layer.push_back(LayerId{0});
            table.origin.push_back(PlaceId{row});
            table.destination.push_back(PlaceId{column});
            table.time.push_back(TimeMs{0});
            table.value.push_back(1 + (row * 5 + column * 3) % 7);
        }
    dataset.flows = MemorySource::from_rows(std::move(table));
    AnalysisInput input{.dataset = dataset, .periods = {Period{}}};
    EXPECT_TRUE(run_analysis(*find_analysis("border"), input));
    input.settings["errors"] = "iid";
    EXPECT_FALSE(run_analysis(*find_analysis("border"), input));
}

}  // namespace
}  // namespace flowspace
