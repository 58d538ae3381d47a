// Which changes are told from chance: as the exact test says pair by pair, of counts only.
#include "data/analysis/change_test.h"

#include "data/analysis/count_test.h"

#include <gtest/gtest.h>

#include <cmath>

namespace flowspace {
namespace {

ExactSum whole(std::int64_t number) { return {.scaled = number, .rows = 1, .digits = 0}; }

struct Case {
    std::vector<LayerSums> before, after;
    std::vector<LayerInfo> layers = {{.key = "people", .unit = "persons", .status = Status::observed}};
    ChangeTestRequest request() const { return {.before = before, .after = after, .layers = layers}; }
    void add(std::int64_t was, std::int64_t is) {
        if (before.empty()) {
            before.push_back(LayerSums{.layer = LayerId{0}});
            after = before;
        }
        before[0].sums.push_back(whole(was));
        after[0].sums.push_back(whole(is));
    }
};

TEST(ChangeTest, FadesWhatTheExactTestDoesNotTellFromChance) {
    Case one;
    std::vector<double> p;
    for (std::int64_t row = 0; row < 200; ++row) {
        const std::int64_t was = 3 + row * row % 97, is = was + (row % 9 - 4) * (row % 11);
        one.add(was, std::max<std::int64_t>(0, is));
        p.push_back(*compare_counts({static_cast<std::uint64_t>(was),
                                     static_cast<std::uint64_t>(std::max<std::int64_t>(0, is)), 1, 1})
                         .p);
    }
    one.add(1'000'000, 900'000);  // beyond any doubt
    p.push_back(0);
    one.add(0, 0);  // rows that say zero twice
    p.push_back(1);
    const std::vector<double> adjusted = benjamini_hochberg(p);
    const auto tests = test_changes(one.request());
    ASSERT_EQ(tests.size(), 1u);
    EXPECT_EQ(tests[0].tested, 202u);
    std::uint64_t like = 0;
    for (std::size_t row = 0; row < adjusted.size(); ++row) {
        EXPECT_EQ(tests[0].like_chance[row] != 0, adjusted[row] >= 0.05) << row;
        like += tests[0].like_chance[row];
    }
    EXPECT_EQ(tests[0].like, like);
    EXPECT_GT(like, 10u);
    EXPECT_LT(like, 195u);
}

TEST(ChangeTest, NeverOfWhatIsNoCount) {
    Case one;
    one.add(10, 12);
    for (const char* unit : {"index", "t", "yuan", "Baidu migration index", "指数"}) {
        one.layers[0].unit = unit;
        EXPECT_EQ(test_changes(one.request())[0].tested, 0u) << unit;
    }
    one.layers[0] = {.key = "people", .unit = "persons", .status = Status::modelled};
    EXPECT_EQ(test_changes(one.request())[0].tested, 0u);
    one.layers[0].status = Status::undeclared;
    EXPECT_EQ(test_changes(one.request())[0].tested, 1u);
    EXPECT_EQ(test_changes(one.request())[0].like, 1u);
    one.after[0].sums[0] = {.scaled = 125, .rows = 1, .digits = 1};  // 12.5
    EXPECT_EQ(test_changes(one.request())[0].tested, 0u) << "a fraction is no count";
    one.after[0].sums[0] = whole(-3);
    EXPECT_EQ(test_changes(one.request())[0].tested, 0u);
    one.after[0].sums[0] = {};
    EXPECT_EQ(test_changes(one.request())[0].tested, 0u) << "unknown is not zero";
    EXPECT_EQ(test_changes(one.request())[0].like_chance[0], 0u);
}

TEST(ChangeTest, WithoutCountsNothingNeedsToBeLookedAt) {
    Case one;
    one.add(10, 12);
    one.add(7, 0);
    one.layers[0].unit = "yuan";
    const auto changes = changes_between(one.before, one.after, ChangeMeasure::absolute, false);
    const auto tests = test_changes(one.request()), untested = untested_changes(changes);
    ASSERT_EQ(untested.size(), tests.size());
    EXPECT_EQ(untested[0].layer, tests[0].layer);
    EXPECT_EQ(untested[0].like_chance, tests[0].like_chance);
    EXPECT_EQ(untested[0].tested, tests[0].tested);
    EXPECT_EQ(untested[0].like, tests[0].like);
}

TEST(ChangeTest, RatesAreOverTheLengthOfEachWindowAndSharesOverTheVolume) {
    Case one;
    one.add(100, 1000);
    ChangeTestRequest request = one.request();
    EXPECT_EQ(test_changes(request)[0].like, 0u);
    request.after_exposure = 10;  // ten times as long
    EXPECT_EQ(test_changes(request)[0].like, 1u);
    one.add(900, 9000);  // every pair grew alike
    request = one.request();
    EXPECT_EQ(test_changes(request)[0].like, 0u);
    request.of_shares = true;
    EXPECT_EQ(test_changes(request)[0].like, 2u);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_TRUE(test_changes(request, stop.get_token()).empty());
}

}  // namespace
}  // namespace flowspace
