#include "data/analysis/cost.h"

#include "tests/analysis/demo15.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

PlainTable table_of(std::vector<std::string> columns, std::vector<std::string> cells) {
    PlainTable table{.path = "cost.csv", .columns = std::move(columns), .cells = std::move(cells)};
    for (std::size_t row = 0; row < table.cells.size() / table.columns.size(); ++row)
        table.rows.push_back(row + 2);
    return table;
}

TEST(CostTable, IsDirectedAndKnowsUnreachableFromUnlisted) {
    const Dataset dataset = demo15_dataset();
    const PlainTable table = table_of({"origin", "destination", "minutes"},
                                      {"a1", "a2", "22", "a2", "a1", "25.5", "a1", "b1", "unreachable"});
    const Result<CostTable> cost = read_cost_table(table, *dataset.atlas);
    ASSERT_TRUE(cost) << cost.error().message;
    EXPECT_EQ(cost->unit, "minutes");
    const std::vector<PlaceId> places = {*find_place(*dataset.atlas, "a1"), *find_place(*dataset.atlas, "a2"),
                                         *find_place(*dataset.atlas, "b1")};
    const CostMatrix matrix = cost_matrix(*dataset.atlas, places, *cost);
    EXPECT_EQ(matrix.cost[1], 22);
    EXPECT_EQ(matrix.cost[3], 25.5);
    EXPECT_EQ(matrix.cost[2], unreachable_cost);
    EXPECT_TRUE(std::isnan(matrix.cost[6]));
    EXPECT_EQ(matrix.unknown, 3U);
    EXPECT_EQ(matrix.unreachable, 1U);
    EXPECT_FALSE(matrix.geodesic);
}

TEST(CostTable, RefusesAndListsWhatIsNoCost) {
    const Dataset dataset = demo15_dataset();
    const PlainTable table = table_of({"origin", "destination", "km"},
                                      {"a1", "a2", "22", "a1", "a2", "23", "a1", "zz", "4",  "a3", "a1",
                                       "-4", "a3", "a2", "0",  "a3", "a4", "x",  "a5", "a5", "0"});
    const Result<CostTable> cost = read_cost_table(table, *dataset.atlas);
    ASSERT_TRUE(cost);
    EXPECT_EQ(cost->entries.size(), 1U);
    EXPECT_EQ(cost->refused,
              5U);  // twice, unknown place, below zero, zero, no number; a5 to itself is passed over
    ASSERT_EQ(cost->problems.size(), 5U);
    EXPECT_EQ(cost->problems[0].row, 3U);
    EXPECT_EQ(cost->problems[0].code, "duplicate-row");
    EXPECT_EQ(cost->problems[1].code, "unknown-place");
    EXPECT_EQ(cost->problems[2].column, "km");
}

TEST(CostTable, NeedsItsColumns) {
    const Dataset dataset = demo15_dataset();
    EXPECT_FALSE(read_cost_table(table_of({"origin", "to", "price"}, {"a1", "a2", "1"}), *dataset.atlas));
    EXPECT_FALSE(
        read_cost_table(table_of({"origin", "to", "km", "minutes"}, {"a1", "a2", "1", "1"}), *dataset.atlas));
    EXPECT_FALSE(read_cost_table(table_of({"origin", "to", "km"}, {}), *dataset.atlas));
}

TEST(CostMatrix, WithoutATableIsGeodesicKilometres) {
    const Dataset dataset = demo15_dataset();
    const std::vector<PlaceId> places = {*find_place(*dataset.atlas, "a1"),
                                         *find_place(*dataset.atlas, "b1")};
    const CostMatrix matrix = cost_matrix(*dataset.atlas, places, std::nullopt);
    EXPECT_TRUE(matrix.geodesic);
    EXPECT_EQ(matrix.unit, "km");
    EXPECT_EQ(matrix.cost[0], 0);
    EXPECT_NEAR(matrix.cost[1], 449, 5);  // 4.2 degrees east and 1.8 north at 30 N
    EXPECT_EQ(matrix.cost[1], matrix.cost[2]);
}

}  // namespace
}  // namespace flowspace
