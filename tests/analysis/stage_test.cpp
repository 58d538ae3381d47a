// Composites and classes against the reference, and at their edges.
#include "data/analysis/stage.h"

#include "tests/analysis/demo_tables.h"

#include <gtest/gtest.h>

#include <cmath>

namespace flowspace {
namespace {

using reference::close;
using reference::number;

struct Groups {
    IndicatorTable table;
    std::vector<std::uint32_t> tier;

    Groups() {
        std::vector<std::string> names;
        for (const auto& row : reference::table("11_stage/input_direction.csv")) {
            names.push_back(row.at("indicator"));
            table.sign.push_back(static_cast<int>(number(row, "sign")));
        }
        table.indicators = names.size();
        for (const auto& row : reference::table("11_stage/input_indicators.csv")) {
            ++table.groups;
            tier.push_back(static_cast<std::uint32_t>(number(row, "official_tier")) - 1);
            for (const std::string& name : names) table.values.push_back(number(row, name));
        }
    }
};

TEST(Stage, WeightsAreTheReferences) {
    const Groups groups;
    const EntropyWeights found = entropy_weights(scaled(groups.table));
    const auto rows = reference::table("11_stage/expected_weights.csv");
    for (std::size_t at = 0; at < rows.size(); ++at) {
        EXPECT_TRUE(close(found.entropy[at], number(rows[at], "entropy"), 1e-9));
        EXPECT_TRUE(close(found.weight[at], number(rows[at], "weight"), 1e-9));
    }
}

TEST(Stage, ClassesAreTheReferences) {
    const Groups groups;
    const IndicatorTable table = scaled(groups.table);
    const std::vector<double> equal(table.indicators, 1.0 / static_cast<double>(table.indicators));
    for (const auto& row : reference::table("11_stage/expected_summary.csv")) {
        const std::string& name = row.at("composite");
        SCOPED_TRACE(name);
        const auto values = composite(
            table, name.starts_with("entropy") ? entropy_weights(table).weight : equal,
            name.find("geometric") == std::string::npos ? Composite::arithmetic : Composite::geometric);
        const auto classes = fisher_jenks(values, 3);
        ASSERT_TRUE(classes);
        EXPECT_TRUE(close(classes->starts[1], number(row, "class2_starts_at"), 1e-9)) << classes->starts[1];
        EXPECT_TRUE(close(classes->starts[2], number(row, "class3_starts_at"), 1e-9)) << classes->starts[2];
        EXPECT_TRUE(close(classes->goodness, number(row, "goodness_of_variance_fit"), 1e-9));
        const auto agree = kappa(classes->label, groups.tier, 3);
        EXPECT_TRUE(close(agree->quadratic, number(row, "kappa_quadratic"), 1e-9));
        EXPECT_TRUE(close(agree->plain, number(row, "kappa_plain"), 1e-9));
        EXPECT_EQ(static_cast<double>(agree->equal), number(row, "equal_labels"));
        const std::vector<double> tier(groups.tier.begin(), groups.tier.end());
        EXPECT_TRUE(close(*spearman(values, tier), number(row, "spearman"), 1e-9)) << *spearman(values, tier);
    }
}

TEST(Stage, AMissingIndicatorIsLeftOut) {
    IndicatorTable table{
        .groups = 3, .indicators = 2, .values = {0, 5, 1, std::nan(""), 2, 7}, .sign = {1, -1}};
    const IndicatorTable made = scaled(table);
    EXPECT_EQ(made(0, 1), 1);
    EXPECT_EQ(made(2, 1), 0);
    const auto values = composite(made, std::vector<double>{0.25, 0.75}, Composite::arithmetic);
    EXPECT_EQ(values[1], 0.5);
    EXPECT_EQ(values[0], 0.75);
    table.values = {4, 5, 4, 6, std::nan(""), std::nan("")};
    EXPECT_EQ(scaled(table)(0, 0), 0.5);  // all alike
    EXPECT_TRUE(std::isnan(composite(scaled(table), std::vector<double>{0.5, 0.5}, Composite::geometric)[2]));
}

TEST(Stage, ClassesByHand) {
    const auto found = fisher_jenks(std::vector<double>{1, 10, 2, 11, 20, std::nan("")}, 3);
    EXPECT_EQ(found->label, (std::vector<std::uint32_t>{0, 1, 0, 1, 2, no_class}));
    EXPECT_EQ(found->starts, (std::vector<double>{1, 10, 20}));
    EXPECT_FALSE(fisher_jenks(std::vector<double>{3, 3, 4}, 3));
    EXPECT_EQ(fisher_jenks(std::vector<double>{3, 3, 3, 4, 9}, 3)->label,
              (std::vector<std::uint32_t>{0, 0, 0, 1, 2}));
    EXPECT_EQ(fisher_jenks(std::vector<double>{5, 5}, 1)->goodness, 1);
    const std::vector<std::uint32_t> same = {1, 1};
    EXPECT_FALSE(kappa(same, same, 3));
    EXPECT_FALSE(spearman(std::vector<double>{1, 1}, std::vector<double>{1, 2}));
}

}  // namespace
}  // namespace flowspace
