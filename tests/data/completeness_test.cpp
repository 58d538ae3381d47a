// What is not listed and what is not published, all the way into the sums.
#include "tests/data/import_fixture.h"

#include <algorithm>

namespace flowspace {
namespace {

using testing::ImportTest;

struct CompletenessTest : ImportTest {
    static bool noted(const Dataset& dataset, const SumRequest& request, const char* code) {
        const auto table = sum_table(dataset, request);
        EXPECT_TRUE(table);
        return table && std::ranges::count(table->notes, code, &OutputNote::code) == 1;
    }
    static std::string rows(const Dataset& dataset, const SumRequest& request) {
        const auto table = sum_table(dataset, request);
        if (!table) return table.error().message;
        const std::string csv = to_csv(*table);
        return csv.substr(csv.find('\n') + 1);
    }
    static Window month(const char* from, const char* to) {
        return {parse_time(from)->start, parse_time(to)->start};
    }
};

const char* const table =
    "origin,destination,time,value,status\n"
    "110000,310000,2020-01,5,\n110000,310000,2020-02,,unpublished\n110000,310000,2020-03,7,\n"
    "310000,110000,2020-01,,zero\n310000,110000,2020-03,1,\n";

TEST_F(CompletenessTest, TheProjectSaysWhatAnUnlistedPairMeans) {
    const Dataset unknown = open(plan(table)), zero = open(plan(table, {"@coverage=zero"}));
    const SumRequest february{.filter = {.window = month("2020-02", "2020-03")}, .key = SumKey::pair};
    EXPECT_EQ(rows(unknown, february), "");
    EXPECT_TRUE(noted(unknown, february, "absent-unknown"));
    // 310000 to 110000 is zero in February; 110000 to 310000 is unpublished and stays unknown.
    EXPECT_EQ(rows(zero, february), "flows,310000,110000,0,,undeclared\n");
    EXPECT_TRUE(noted(zero, february, "absent-zero"));
    EXPECT_TRUE(noted(zero, february, "unpublished"));
    SumRequest asked = february;
    asked.filter.absent = Absent::unknown;
    EXPECT_EQ(rows(zero, asked), "");
    asked.filter.absent = Absent::zero;
    EXPECT_EQ(rows(unknown, asked), "flows,310000,110000,0,,undeclared\n");
}

TEST_F(CompletenessTest, ASumOverUnpublishedCellsIsALowerBoundAndSaysSo) {
    const Dataset dataset = open(plan(table));
    EXPECT_EQ(rows(dataset, {.key = SumKey::total}), "flows,13,,undeclared\n");
    EXPECT_TRUE(noted(dataset, {.key = SumKey::total}, "unpublished"));
    EXPECT_FALSE(noted(dataset, {.filter = {.window = month("2020-03", "2020-04")}}, "unpublished"));
    EXPECT_FALSE(noted(dataset, {.filter = {.origins = {*find_place(*atlas, "310000")}}}, "unpublished"));
    const Dataset zero = open(plan(table, {"@coverage=zero"}));
    const SumRequest february{.filter = {.window = month("2020-02", "2020-03")}};
    SumRequest by_place = february;
    by_place.key = SumKey::place;
    EXPECT_EQ(rows(zero, by_place),
              "flows,310000,上海市,Shanghai,0,,0,,undeclared\n"
              "flows,110000,北京市,Beijing,,0,0,,undeclared\n");
    EXPECT_EQ(rows(zero, february), "flows,0,,undeclared\n");
}

TEST_F(CompletenessTest, WhatIsBelowTheTopIsNeverZero) {
    const Dataset dataset = open(plan(table, {"@coverage=top_per_origin:100"}));
    EXPECT_EQ(dataset.completeness.top_n, 100U);
    EXPECT_TRUE(noted(dataset, {}, "largest-only"));
    EXPECT_TRUE(noted(dataset, {}, "absent-unknown"));
    EXPECT_NE(rows(dataset, {.filter = {.absent = Absent::zero}}).find("--absent zero"), std::string::npos);
}

}  // namespace
}  // namespace flowspace
