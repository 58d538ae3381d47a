#include "data/sum_table.h"

#include "data/pair_selection.h"
#include "tests/data/sum_oracle.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace flowspace {
namespace {

using testing::chance;
using testing::day_ms;
using testing::pick;
using testing::Random;
using testing::World;

Window random_window(Random& random) {
    Window window;
    const int from = 18'270 + pick(random, -5, 80);
    if (chance(random, 70)) window.from = TimeMs{from * day_ms};
    if (chance(random, 70)) window.to = TimeMs{(from + pick(random, 1, 60)) * day_ms};
    return window;
}

Filter random_filter(Random& random, const World& world) {
    Filter filter;
    const Atlas& atlas = *world.dataset.atlas;
    const int places = static_cast<int>(atlas.places.size()), groups = static_cast<int>(atlas.groups.size());
    const auto some_places = [&](std::vector<PlaceId>& list) {
        if (chance(random, 25))
            for (int i = pick(random, 1, 3); i > 0; --i) list.push_back(PlaceId(pick(random, 0, places - 1)));
    };
    const auto group = [&] { return GroupId(pick(random, 0, groups - 1)); };
    if (chance(random, 30))
        filter.layers.push_back(
            LayerId(pick(random, 0, static_cast<int>(world.dataset.flows->layers().size()) - 1)));
    if (world.timed && chance(random, 60)) filter.window = random_window(random);
    some_places(filter.origins);
    some_places(filter.destinations);
    some_places(filter.places);
    if (groups > 0 && chance(random, 25)) filter.inside = {group(), group()};
    if (groups > 0 && chance(random, 25)) filter.between = {{group(), group()}};
    filter.kind = static_cast<GroupKind>(pick(random, 0, 2));
    filter.scope = chance(random, 40) ? static_cast<Scope>(pick(random, 1, 2)) : Scope::all;
    filter.membership_rows = chance(random, 30) ? MembershipRows::whole : MembershipRows::listed;
    filter.self_flows = chance(random, 40) ? SelfFlows::keep : SelfFlows::leave_out;
    filter.absent = chance(random, 30) ? Absent::zero : Absent::unknown;
    if (chance(random, 20)) filter.min_value = pick(random, -500, 9000) / 1000.0;
    if (chance(random, 20)) filter.max_value = pick(random, -500, 9000) / 1000.0;
    if (!world.rows.empty() && chance(random, 10))  // a bound that a sum of one row meets exactly
        filter.min_value = static_cast<double>(world.rows.front().milli) / 1000.0;
    return filter;
}

SumRequest random_request(Random& random, const World& world, SumKey key) {
    SumRequest request{.filter = random_filter(random, world), .key = key};
    if (world.timed && chance(random, 30)) request.versus = random_window(random);
    if (world.timed && key == SumKey::time && chance(random, 50))
        request.fold = static_cast<Fold>(pick(random, 2, 4));
    if (chance(random, 20)) request.top = static_cast<std::uint64_t>(pick(random, 1, 4));
    return request;
}

std::vector<std::vector<std::string>> as_text(const OutputTable& table) {
    struct Text {
        std::string operator()(std::monostate) const { return ""; }
        std::string operator()(const std::string& text) const { return text; }
        std::string operator()(std::int64_t whole) const { return std::to_string(whole); }
        std::string operator()(double number) const { return format_number(number); }
    };
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : table.rows) {
        rows.emplace_back();
        for (const OutputCell& cell : row) rows.back().push_back(std::visit(Text{}, cell));
    }
    return rows;
}

class SumByKey : public ::testing::TestWithParam<SumKey> {};

TEST_P(SumByKey, EqualsACountOverTheRows) {
    std::size_t compared = 0;
    for (unsigned seed = 1; seed <= 250; ++seed) {
        const World world = testing::random_world(seed);
        Random random(seed * 977);
        for (int round = 0; round < 8; ++round) {
            const SumRequest request = random_request(random, world, GetParam());
            const auto table = sum_table(world.dataset, request);
            ASSERT_TRUE(table) << table.error().message;
            const auto counted = testing::count_sum(world, request);
            ASSERT_EQ(as_text(*table), counted) << "seed " << seed << " round " << round;
            for (const auto& row : table->rows) ASSERT_EQ(row.size(), table->columns.size());
            compared += counted.size();
        }
    }
    EXPECT_GT(compared, 1000U);  // the comparison compared something
}

INSTANTIATE_TEST_SUITE_P(EveryKey, SumByKey,
                         ::testing::Values(SumKey::total, SumKey::time, SumKey::place, SumKey::pair,
                                           SumKey::circle, SumKey::agglomeration, SumKey::province),
                         [](const auto& one) { return std::string(key(one.param)); });

double column_sum(const OutputTable& table, std::string_view column, const std::string& layer) {
    const auto at = std::ranges::find(table.columns, column) - table.columns.begin();
    double sum = 0;
    for (const auto& row : table.rows)
        if (std::get<std::string>(row[0]) == layer)
            if (const double* number = std::get_if<double>(&row[static_cast<std::size_t>(at)]))
                sum += *number;
    return sum;
}

TEST(SumInvariants, WhatLeavesArrives) {
    for (unsigned seed = 1; seed <= 60; ++seed) {
        const World world = testing::random_world(seed);
        const auto places = sum_table(world.dataset, {.key = SumKey::place});
        const auto total = sum_table(world.dataset, {.key = SumKey::total});
        ASSERT_TRUE(places && total);
        for (const LayerInfo& layer : world.dataset.flows->layers()) {
            EXPECT_NEAR(column_sum(*places, "out", layer.key), column_sum(*places, "in", layer.key), 1e-9);
            EXPECT_NEAR(column_sum(*places, "out", layer.key), column_sum(*total, "value", layer.key), 1e-9);
        }
    }
}

TEST(SumInvariants, NeighbouringWindowsAddUp) {
    for (unsigned seed = 1; seed <= 60; ++seed) {
        const World world = testing::random_world(seed);
        if (!world.timed) continue;
        const TimeMs cut{(18'270 + static_cast<int>(seed)) * day_ms};
        SumRequest all{.key = SumKey::total}, before = all, after = all;
        before.filter.window.to = cut;
        after.filter.window.from = cut;
        for (const LayerInfo& layer : world.dataset.flows->layers())
            EXPECT_NEAR(column_sum(*sum_table(world.dataset, all), "value", layer.key),
                        column_sum(*sum_table(world.dataset, before), "value", layer.key) +
                            column_sum(*sum_table(world.dataset, after), "value", layer.key),
                        1e-9);
    }
}

bool has_note(const OutputTable& table, std::string_view code) {
    return std::ranges::count(table.notes, code, &OutputNote::code) > 0;
}

TEST(SumNotes, SayWhatTheNumbersLeaveOpen) {
    auto atlas = std::make_shared<Atlas>();
    atlas->places = {{.id = "a"}, {.id = "b"}};
    const std::vector<Membership> both = {{.place = PlaceId{0}}, {.place = PlaceId{1}}};
    atlas->groups = {{.id = "g", .kind = GroupKind::circle, .members = both},
                     {.id = "h", .kind = GroupKind::circle, .members = both},
                     {.id = "p", .kind = GroupKind::province, .members = both}};
    World world;
    world.dataset.atlas = atlas;
    world.dataset.flows = MemorySource::from_rows(testing::table_of(
        {{0, 0, 1, 18'000, 1000}, {0, 1, 0, 18'001, 2000}, {0, 1, 0, 18'005, 4000}}, 1, true));
    const auto circles = sum_table(world.dataset, {.key = SumKey::circle});
    EXPECT_TRUE(has_note(*circles, "groups-overlap"));
    EXPECT_EQ(circles->rows.size(), 4U);
    EXPECT_EQ(column_sum(*circles, "value", "layer0"), 28);  // four times the total: the note says so
    EXPECT_FALSE(has_note(*sum_table(world.dataset, {.key = SumKey::province}), "groups-overlap"));
    EXPECT_TRUE(has_note(*circles, "absent-unknown"));
    EXPECT_TRUE(has_note(*circles, "time-gap"));
    SumRequest zero{.key = SumKey::time};
    zero.filter.absent = Absent::zero;
    zero.filter.window.to = TimeMs{18'002 * day_ms};
    EXPECT_TRUE(has_note(*sum_table(world.dataset, zero), "absent-zero"));
    EXPECT_FALSE(has_note(*sum_table(world.dataset, zero), "time-gap"));
}

TEST(SumNotes, SayWhatIsOutsideTheTable) {
    auto atlas = std::make_shared<Atlas>();
    atlas->places = {{.id = "a"}, {.id = "b"}};
    World world;
    world.dataset.atlas = atlas;
    world.dataset.flows = MemorySource::from_rows(testing::table_of(
        {{0, 0, 1, 18'000, 1000}, {0, 1, 0, 18'001, 2000}, {0, 1, 0, 18'005, 4000}}, 1, true));
    EXPECT_TRUE(has_note(*sum_table(world.dataset, {.key = SumKey::province}), "no-groups"));
    EXPECT_FALSE(has_note(*sum_table(world.dataset, {.key = SumKey::pair}), "no-groups"));
    SumRequest late;
    late.filter.window = {TimeMs{18'010 * day_ms}, TimeMs{18'020 * day_ms}};
    const auto nothing = sum_table(world.dataset, late);
    ASSERT_TRUE(has_note(*nothing, "no-times"));
    EXPECT_NE(nothing->notes.back().en.find("its times go from 2019-04-14 to 2019-04-19"), std::string::npos)
        << nothing->notes.back().en;
    SumRequest compared;
    compared.filter.window = {TimeMs{18'000 * day_ms}, TimeMs{18'002 * day_ms}};
    compared.versus = Window{TimeMs{18'005 * day_ms}, TimeMs{18'006 * day_ms}};
    EXPECT_TRUE(has_note(*sum_table(world.dataset, compared), "unequal-windows"));
    compared.filter.window.to = TimeMs{18'001 * day_ms};
    EXPECT_FALSE(has_note(*sum_table(world.dataset, compared), "unequal-windows"));
}

TEST(SelectSums, AskWhatTheSourceSaysOfPairsItDoesNotList) {
    auto atlas = std::make_shared<Atlas>();
    atlas->places = {{.id = "a"}, {.id = "b"}};
    Dataset dataset;
    dataset.atlas = atlas;
    dataset.flows = MemorySource::from_rows(
        testing::table_of({{0, 0, 1, 18'000, 1000}, {0, 1, 0, 18'001, 2000}}, 1, true));
    Filter first_day;
    first_day.window.to = TimeMs{18'001 * day_ms};
    const auto counted = [&] { return select_sums(dataset, first_day)->front().counted; };
    EXPECT_EQ(counted(), (std::vector<std::uint8_t>{1, 0})) << "unlisted is unknown";
    dataset.completeness.coverage = Coverage::zero;
    EXPECT_EQ(counted(), (std::vector<std::uint8_t>{1, 1})) << "the source declares it zero";
    first_day.absent = Absent::unknown;
    EXPECT_EQ(counted(), (std::vector<std::uint8_t>{1, 0})) << "the filter goes first";
    first_day.absent = Absent::declared;
    dataset.completeness.unpublished = {{LayerId{0}, PlaceId{1}, PlaceId{0}, TimeMs{18'000 * day_ms}}};
    EXPECT_EQ(counted(), (std::vector<std::uint8_t>{1, 0})) << "unpublished stays unknown";
}

TEST(SumTable, RefusesWhatTheTimesCannotAnswer) {
    World days = testing::random_world(1), timeless;
    timeless.dataset = days.dataset;
    timeless.dataset.flows = MemorySource::from_rows(testing::table_of({{0, 0, 1, 0, 1000}}, 1, false));
    const auto refused = [](const World& world, const SumRequest& request) {
        const auto table = sum_table(world.dataset, request);
        return table ? std::string() : table.error().message;
    };
    EXPECT_NE(refused(days, {.key = SumKey::time, .fold = Fold::hour}).find("expected times of one hour"),
              std::string::npos);
    EXPECT_NE(refused(days, {.key = SumKey::pair, .fold = Fold::month}), "");
    EXPECT_NE(refused(timeless, {.key = SumKey::time, .fold = Fold::month}), "");
    EXPECT_NE(refused(timeless, {.key = SumKey::total, .versus = Window{}}), "");
    EXPECT_EQ(refused(timeless, {.key = SumKey::time}), "");
}

TEST(OutputTable, QuotesByTheRulesAndNeverHandsOverAFormula) {
    const OutputTable table{.columns = {"a", "b"},
                            .rows = {{std::string("x,\"y\""), 0.1 + 0.2},
                                     {std::string("=1+1"), std::monostate{}},
                                     {std::string("-12"), -12.0},
                                     {std::string("line\nend"), std::int64_t{-3}}},
                            .notes = {{"c", "e \"q\"", "中"}}};
    EXPECT_EQ(to_csv(table),
              "a,b\n\"x,\"\"y\"\"\",0.30000000000000004\n'=1+1,\n'-12,-12\n\"line\nend\",-3\n");
    EXPECT_EQ(to_json(table),
              "{\"rows\": [\n {\"a\": \"x,\\\"y\\\"\", \"b\": 0.30000000000000004},\n {\"a\": \"=1+1\", "
              "\"b\": null},\n"
              " {\"a\": \"-12\", \"b\": -12},\n {\"a\": \"line\\u000aend\", \"b\": -3}],\n"
              "\"notes\": [\n {\"code\": \"c\", \"en\": \"e \\\"q\\\"\", \"zh\": \"中\"}]}\n");
}

TEST(FormatNumber, IsTheShortestThatReadsBack) {
    for (const auto& [number, text] : {std::pair{0.0, "0"},
                                       {-0.0, "0"},
                                       {1e6, "1000000"},
                                       {236.0, "236"},
                                       {0.838756, "0.838756"},
                                       {1e16, "10000000000000000"},
                                       {1e22, "1e+22"},
                                       {1e-7, "1e-07"},
                                       {-2.5, "-2.5"}})
        EXPECT_EQ(format_number(number), text);
}

}  // namespace
}  // namespace flowspace
