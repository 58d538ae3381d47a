#include "data/source/memory_source.h"

#include "tests/data/random_flows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <thread>

namespace flowspace {
namespace {

using testing::chance;
using testing::day_ms;
using testing::pick;
using testing::RawRow;

/// Many rows on few pairs over many days with gaps: enough cells for several checkpoints.
std::vector<RawRow> dense_rows(unsigned seed, int days) {
    testing::Random random(seed);
    std::vector<RawRow> rows;
    for (int day = 0; day < days; ++day) {
        if (day % 17 == 5) continue;  // a gap
        for (int pair = 0; pair < 20; ++pair)
            for (int twice = 0; twice < pick(random, 0, 2); ++twice)
                rows.push_back(
                    {pick(random, 0, 1), pair / 5, pair % 5, 18'000 + day, pick(random, -2000, 900'000)});
    }
    std::ranges::shuffle(rows, random);
    return rows;
}

Window days(int from, int to) { return {TimeMs{(18'000 + from) * day_ms}, TimeMs{(18'000 + to) * day_ms}}; }

struct Counted {
    std::int64_t milli = 0;
    std::uint64_t rows = 0;
};

Counted count_rows(const std::vector<RawRow>& rows, int layer, Pair pair, Window window) {
    Counted counted;
    for (const RawRow& row : rows) {
        const TimeMs time{row.day * day_ms};
        if (row.layer != layer || PlaceId(row.origin) != pair.origin ||
            PlaceId(row.destination) != pair.destination || time < window.from || time >= window.to)
            continue;
        counted.milli += row.milli;
        ++counted.rows;
    }
    return counted;
}

void expect_all_windows(const std::vector<RawRow>& rows, const FlowSource& source, unsigned seed) {
    testing::Random random(seed);
    for (int round = 0; round < 60; ++round) {
        const int from = pick(random, -5, 130), layer = pick(random, 0, 1);
        const Window window = round == 0 ? Window{} : days(from, from + pick(random, 0, 140));
        const auto sums = *source.pair_sums(LayerId(layer), window);
        ASSERT_EQ(sums.size(), source.pairs().size());
        for (std::size_t pair = 0; pair < sums.size(); ++pair) {
            const Counted counted = count_rows(rows, layer, source.pairs()[pair], window);
            ASSERT_EQ(value(sums[pair]), static_cast<double>(counted.milli) / 1000);
            ASSERT_EQ(sums[pair].rows, counted.rows);
        }
    }
}

TEST(MemorySource, EveryWindowEqualsACountOverTheRows) {
    for (unsigned seed = 1; seed <= 5; ++seed) {
        const auto rows = dense_rows(seed, 120);
        const auto source = MemorySource::from_rows(testing::table_of(rows, 2, true));
        EXPECT_EQ(source->row_count(), rows.size());
        EXPECT_TRUE(std::ranges::is_sorted(source->pairs(), {}, [](Pair pair) {
            return std::pair{pair.origin, pair.destination};
        }));
        expect_all_windows(rows, *source, seed);
    }
}

TEST(MemorySource, EveryStepSumEqualsACountOverTheRows) {
    const auto rows = dense_rows(3, 80);
    const auto source = MemorySource::from_rows(testing::table_of(rows, 2, true));
    testing::Random random(9);
    for (int round = 0; round < 20; ++round) {
        std::vector<std::uint8_t> selected;
        for (std::size_t pair = 0; pair < source->pairs().size(); ++pair)
            selected.push_back(round == 0 || chance(random, 50) ? 1 : 0);
        const auto sums = *source->step_sums(LayerId{1}, selected);
        ASSERT_EQ(sums.size(), source->time_axis().size());
        for (std::size_t step = 0; step < sums.size(); ++step) {
            const TimeMs start = source->time_axis().starts[step];
            Counted all;
            for (std::size_t pair = 0; pair < selected.size(); ++pair) {
                if (!selected[pair]) continue;
                const Counted one =
                    count_rows(rows, 1, source->pairs()[pair], {start, step_end(Grain::day, start)});
                all.milli += one.milli;
                all.rows += one.rows;
            }
            ASSERT_EQ(value(sums[step]), static_cast<double>(all.milli) / 1000);
            ASSERT_EQ(sums[step].rows, all.rows);
        }
    }
}

TEST(MemorySource, ListsOnlyStepsWithRowsSoThatAGapIsAGap) {
    const auto source = MemorySource::from_rows(testing::table_of(dense_rows(1, 30), 2, true));
    const TimeAxis& axis = source->time_axis();
    std::size_t gaps = 0;
    for (std::size_t step = 0; step + 1 < axis.size(); ++step)
        if (step_end(axis.grain, axis.starts[step]) < axis.starts[step + 1]) ++gaps;
    EXPECT_EQ(gaps, 2U);  // days 5 and 22
}

TEST(MemorySource, NoRowsIsNotASumOfZero) {
    const std::vector<RawRow> rows = {{0, 0, 1, 18'000, 0}, {0, 1, 0, 18'001, 500}, {0, 1, 0, 18'001, -500}};
    const auto source = MemorySource::from_rows(testing::table_of(rows, 2, true));
    const auto sums = *source->pair_sums(LayerId{0}, days(0, 1));
    EXPECT_EQ(sums[0].rows, 1U);
    EXPECT_EQ(value(sums[0]), 0.0);
    EXPECT_EQ(sums[1].rows, 0U);
    EXPECT_EQ((*source->pair_sums(LayerId{0}, Window{}))[1].rows, 2U);
    EXPECT_EQ((*source->pair_sums(LayerId{1}, Window{}))[0].rows, 0U);
}

TEST(MemorySource, AnEmptyTableAnswersToo) {
    const auto source = MemorySource::from_rows(testing::table_of({}, 1, true));
    EXPECT_TRUE((*source->pair_sums(LayerId{0}, Window{})).empty());
    EXPECT_TRUE((*source->step_sums(LayerId{0}, {})).empty());
    EXPECT_EQ(source->row_count(), 0U);
}

/// Values that are no short decimals: kept in double-double.
FlowTable uneven_table(unsigned seed, std::vector<double>& values) {
    auto rows = dense_rows(seed, 100);
    FlowTable table = testing::table_of(rows, 2, true);
    testing::Random random(seed + 50);
    for (double& number : table.value)
        number = std::ldexp(static_cast<double>(random()) / 3.0, pick(random, -20, 20));
    values = table.value;
    return table;
}

TEST(MemorySource, DoubleDoubleIsRightToTheLastDigitOfADouble) {
    std::vector<double> values;
    const FlowTable table = uneven_table(2, values);
    const auto source = MemorySource::from_rows(table);
    for (const Window window : {Window{}, days(40, 60), days(3, 97), days(90, 100)}) {
        const auto sums = *source->pair_sums(LayerId{0}, window);
        for (std::size_t pair = 0; pair < sums.size(); ++pair) {
            __float128 exact = 0;
            for (std::size_t row = 0; row < values.size(); ++row)
                if (table.layer[row] == LayerId{0} && table.origin[row] == source->pairs()[pair].origin &&
                    table.destination[row] == source->pairs()[pair].destination &&
                    table.time[row] >= window.from && table.time[row] < window.to)
                    exact += static_cast<__float128>(values[row]);
            EXPECT_NEAR(value(sums[pair]), static_cast<double>(exact), static_cast<double>(exact) * 1e-15);
            EXPECT_LT(sums[pair].digits, 0);
        }
    }
}

TEST(MemorySource, WhereTheFixedPointWouldOverflowItIsNotUsed) {
    std::vector<RawRow> rows(40, RawRow{0, 0, 1, 18'000, 0});
    FlowTable table = testing::table_of(rows, 1, true);
    for (double& number : table.value) number = 9e15;
    table.value[0] = 0.001;  // three digits: 40 x 9e18 units leave 64 bits
    const auto sums = *MemorySource::from_rows(table)->pair_sums(LayerId{0}, Window{});
    EXPECT_LT(sums[0].digits, 0);
    EXPECT_EQ(value(sums[0]), 39 * 9e15 + 0.001);
}

TEST(MemorySource, ThreadsChangeNothing) {
    std::vector<double> values;
    const auto one = MemorySource::from_rows(uneven_table(4, values), {.threads = 1});
    const auto four = MemorySource::from_rows(uneven_table(4, values), {.threads = 4});
    EXPECT_EQ(one->cell_count(), four->cell_count());
    for (const Window window : {Window{}, days(10, 70), days(55, 56)})
        for (const LayerId layer : {LayerId{0}, LayerId{1}})
            EXPECT_EQ((*one->pair_sums(layer, window)), (*four->pair_sums(layer, window)));
}

TEST(MemorySource, AnswersManyThreadsAtOnce) {
    const auto rows = dense_rows(6, 60);
    const auto source = MemorySource::from_rows(testing::table_of(rows, 2, true), {.threads = 2});
    const auto expected = *source->pair_sums(LayerId{0}, days(7, 44));
    std::vector<std::jthread> askers;
    std::vector<int> agree(4, 0);
    for (std::size_t asker = 0; asker < agree.size(); ++asker)
        askers.emplace_back([&, asker] {
            for (int round = 0; round < 50; ++round)
                agree[asker] += (*source->pair_sums(LayerId{0}, days(7, 44))) == expected ? 1 : 0;
        });
    askers.clear();
    EXPECT_EQ(agree, std::vector<int>(4, 50));
}

TEST(MemorySource, TheOrderOfRowsChangesNothingInFixedPoint) {
    auto rows = dense_rows(8, 90);
    const auto shuffled = MemorySource::from_rows(testing::table_of(rows, 2, true));
    std::ranges::sort(rows, {}, [](const RawRow& row) { return std::tuple{row.layer, row.day, row.origin}; });
    const auto sorted = MemorySource::from_rows(testing::table_of(rows, 2, true));
    for (const Window window : {Window{}, days(10, 70), days(1, 2)})
        EXPECT_EQ((*shuffled->pair_sums(LayerId{1}, window)), (*sorted->pair_sums(LayerId{1}, window)));
}

TEST(MemorySource, ACellTakesAtMostSixteenBytesWithItsCheckpoints) {
    std::vector<RawRow> rows;
    for (int day = 0; day < 400; ++day)
        for (int pair = 0; pair < 400; ++pair)
            rows.push_back({0, pair / 20, pair % 20, 18'000 + day, day * 7 + pair});
    const auto source = MemorySource::from_rows(testing::table_of(rows, 1, true));
    EXPECT_EQ(source->cell_count(), rows.size());
    EXPECT_LE(source->cell_bytes(), 16 * source->cell_count());
    EXPECT_GT(source->cell_bytes(), 5 * source->cell_count());  // cells are 4: the rest is beside them
}

}  // namespace
}  // namespace flowspace
