// Sums from tiles against a plain addition of their cells: every way they are put together, both speeds.
#include "data/source/layer_index.h"

#include "data/source/made_rows.h"
#include "data/source/memory_source.h"
#include "tests/data/random_flows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace flowspace {
namespace {

using testing::chance;
using testing::pick;
using testing::RawRow;

/// A table whose pairs are at home in tiles with all, some and few of their steps.
std::vector<RawRow> dense_rows(unsigned seed, int places, int days, int most_milli) {
    testing::Random random(seed);
    std::vector<RawRow> rows;
    for (int from = 0; from < places; ++from)
        for (int to = 0; to < places; ++to) {
            const int percent = (from * 7 + to * 3) % 5 == 0 ? 5 : (from + to) % 3 == 0 ? 100 : 80;
            for (int day = 0; day < days; ++day)
                for (int twice = chance(random, 30) ? 2 : 1; twice > 0; --twice)
                    if (chance(random, percent))
                        rows.push_back({0, from, to, 18'000 + day, pick(random, -1000, most_milli)});
        }
    return rows;
}

/// value x 1000 and rows of a step over some pairs.
struct Counted {
    std::int64_t milli = 0;
    std::uint64_t rows = 0;
};

using Selects = std::function<bool(std::size_t from, std::size_t to)>;

const std::vector<std::pair<const char*, Selects>> selections = {
    {"nothing", [](std::size_t, std::size_t) { return false; }},
    {"everything", [](std::size_t, std::size_t) { return true; }},
    {"all but self-flows", [](std::size_t from, std::size_t to) { return from != to; }},
    {"one pair", [](std::size_t from, std::size_t to) { return from == 2 && to == 5; }},
    {"one origin", [](std::size_t from, std::size_t) { return from == 4; }},
    {"one destination", [](std::size_t, std::size_t to) { return to == 4; }},
    {"one place", [](std::size_t from, std::size_t to) { return from == 3 || to == 3; }},
    {"two places",
     [](std::size_t from, std::size_t to) { return from == 3 || to == 3 || from == 5 || to == 5; }},
    {"all but one place", [](std::size_t from, std::size_t to) { return from != 3 && to != 3; }},
    {"a group inside", [](std::size_t from, std::size_t to) { return from % 4 == 0 && to % 4 == 0; }},
    {"a group and all it meets",
     [](std::size_t from, std::size_t to) { return from % 4 == 0 || to % 4 == 0; }},
    {"across groups", [](std::size_t from, std::size_t to) { return from % 3 != to % 3; }},
    {"exactly one end", [](std::size_t from, std::size_t to) { return (from % 2 == 0) != (to % 2 == 0); }},
    {"half", [](std::size_t from, std::size_t to) { return from % 2 == 0 || to % 2 == 0; }},
    {"no order at all",
     [](std::size_t from, std::size_t to) { return (from * 7919 + to * 104'729) % 7 < 3; }},
};

/// A random selection as filters make them: places chosen at either end, at one, at both, or any pairs.
Selects random_selection(testing::Random& random, int places) {
    std::vector<bool> chosen, other;
    const int percent = pick(random, 0, 100);
    for (int place = 0; place < places; ++place) {
        chosen.push_back(chance(random, percent));
        other.push_back(chance(random, 50));
    }
    const int kind = pick(random, 0, 6), salt = pick(random, 1, 1'000'000), wanted = pick(random, 0, 9);
    return [=](std::size_t from, std::size_t to) {
        switch (kind) {
            case 0:
                return from != to && (chosen[from] || chosen[to]);
            case 1:
                return chosen[from] && chosen[to];
            case 2:
                return chosen[from] != chosen[to];
            case 3:
                return static_cast<bool>(chosen[from]);
            case 4:
                return chosen[from] && other[to];
            case 5:  // between two sets, either way, without some pairs
                return ((chosen[from] && other[to]) || (chosen[to] && other[from])) && from * 31 % 7 != to;
            default:
                return (from * 7919 + to * 104'729 + static_cast<std::size_t>(salt)) % 10 <
                       static_cast<std::size_t>(wanted);
        }
    };
}

/// The steps of rows and of an index agree, whatever is selected.
void expect_selection(const std::vector<RawRow>& rows, const LayerIndex& index, const SortedFlows& flows,
                      const Selects& selects) {
    std::vector<Counted> counted(flows.axis.size());
    for (const RawRow& row : rows)
        if (selects(static_cast<std::size_t>(row.origin), static_cast<std::size_t>(row.destination))) {
            const auto step = std::ranges::lower_bound(flows.axis.starts, TimeMs{row.day * testing::day_ms});
            Counted& to = counted[static_cast<std::size_t>(step - flows.axis.starts.begin())];
            to.milli += row.milli;
            ++to.rows;
        }
    std::vector<std::uint8_t> selected;
    for (const Pair& pair : flows.pairs)
        selected.push_back(selects(flowspace::index(pair.origin), flowspace::index(pair.destination)) ? 1
                                                                                                      : 0);
    const auto sums = index.step_sums(selected);
    ASSERT_EQ(index.step_sums(selected, Speed::portable, 2), sums);
    for (std::size_t step = 0; step < sums.size(); ++step) {
        ASSERT_EQ(sums[step].rows, counted[step].rows) << step;
        ASSERT_EQ(value(sums[step]), static_cast<double>(counted[step].milli) / 1000) << step;
    }
}

void expect_steps(const std::vector<RawRow>& rows, const LayerIndex& index, const SortedFlows& flows) {
    std::vector<KnownSums> known;
    for (const auto& [name, selects] : selections) {
        std::vector<Counted> counted(flows.axis.size());
        for (const RawRow& row : rows)
            if (selects(static_cast<std::size_t>(row.origin), static_cast<std::size_t>(row.destination))) {
                const auto step =
                    std::ranges::lower_bound(flows.axis.starts, TimeMs{row.day * testing::day_ms});
                Counted& to = counted[static_cast<std::size_t>(step - flows.axis.starts.begin())];
                to.milli += row.milli;
                ++to.rows;
            }
        std::vector<std::uint8_t> selected;
        for (const Pair& pair : flows.pairs)
            selected.push_back(
                selects(flowspace::index(pair.origin), flowspace::index(pair.destination)) ? 1 : 0);
        for (const Speed speed : {Speed::portable, Speed::best}) {
            const auto sums = index.step_sums(selected, speed);
            // The same on from any selection before, by two threads.
            known.push_back({.selected = selected, .sums = sums});
            for (const KnownSums& near : known)
                ASSERT_EQ(index.step_sums(selected, speed, 2, &near), sums) << name;
            ASSERT_EQ(sums.size(), counted.size());
            for (std::size_t step = 0; step < sums.size(); ++step) {
                ASSERT_EQ(sums[step].rows, counted[step].rows) << name << " " << step;
                ASSERT_EQ(value(sums[step]), static_cast<double>(counted[step].milli) / 1000)
                    << name << " " << step;
            }
        }
    }
}

std::shared_ptr<const MemorySource> source_of(const std::vector<RawRow>& rows) {
    return MemorySource::from_rows(testing::table_of(rows, 1, true));
}

TEST(LayerIndex, StepSumsOfEverySelectionAreThoseOfTheRows) {
    const auto rows = dense_rows(1, 12, 130, 900'000);
    const auto source = source_of(rows);
    ASSERT_TRUE(source->sorted().tiles[0].entries.empty());
    for (const Extras extras : {Extras::where_it_pays, Extras::always}) {
        const LayerIndex index(source->sorted().tiles[0], source->pairs(), source->time_axis().size(),
                               extras);
        ASSERT_TRUE(index.keeps_places());
        ASSERT_EQ(index.keeps_two_ways(), extras == Extras::always);
        expect_steps(rows, index, source->sorted());
    }
}

TEST(LayerIndex, AlsoWhereSumsLeave32Bits) {
    const auto rows = dense_rows(2, 9, 70, 2'000'000'000);
    const auto source = source_of(rows);
    ASSERT_FALSE(source->sorted().tiles[0].scaled_64.empty());
    const LayerIndex index(source->sorted().tiles[0], source->pairs(), source->time_axis().size());
    expect_steps(rows, index, source->sorted());
}

TEST(LayerIndex, AlsoWherePairsAreListed) {
    testing::Random random(3);
    std::vector<RawRow> rows;
    for (int row = 0; row < 4000; ++row)
        rows.push_back({0, pick(random, 0, 39), pick(random, 0, 39), 18'000 + pick(random, 0, 300),
                        pick(random, 0, 5000)});
    const auto source = source_of(rows);
    ASSERT_FALSE(source->sorted().tiles[0].entries.empty());
    const LayerIndex index(source->sorted().tiles[0], source->pairs(), source->time_axis().size());
    EXPECT_LE(index.bytes(), 16 * index.cell_count() + 64 * source->time_axis().size());
    expect_steps(rows, index, source->sorted());
}

/// Pairs of every kind: with and without a way back, with gaps and without a row at all, negative ones, one
/// whose values and one whose rows are more than both directions together can hold.
std::vector<RawRow> two_way_rows(unsigned seed, int places, int days) {
    testing::Random random(seed);
    std::vector<RawRow> rows;
    for (int from = 0; from < places; ++from)
        for (int to = 0; to < places; ++to) {
            if ((from + 2 * to) % 11 == 0) continue;  // not published, the other way perhaps
            for (int day = 0; day < days; ++day) {
                if (day % 19 == 4 || !chance(random, 90)) continue;
                int milli = pick(random, -90'000, 2'000'000);
                if (from == 1 && to == 2) milli = 30'000'000;
                rows.push_back({0, from, to, 18'000 + day, milli});
                for (int more = from == 3 && to == 5 && day % 4 == 0 ? 300 : 0; more > 0; --more)
                    rows.push_back({0, from, to, 18'000 + day, pick(random, 0, 9)});
            }
        }
    return rows;
}

TEST(LayerIndex, BothDirectionsTogetherAreThoseOfTheRows) {
    for (const unsigned seed : {5U, 6U}) {
        const auto rows = two_way_rows(seed, 14, 75);
        const auto source = source_of(rows);
        const SortedFlows& flows = source->sorted();
        const LayerIndex index(flows.tiles[0], source->pairs(), flows.axis.size(), Extras::always);
        ASSERT_TRUE(index.keeps_two_ways());
        EXPECT_LE(index.bytes(), 16 * index.cell_count());
        expect_steps(rows, index, flows);
        testing::Random random(seed);
        for (int round = 0; round < 150; ++round)
            expect_selection(rows, index, flows, random_selection(random, 14));
    }
}

/// Only places with most cells have lines then, the others are counted pair by pair.
TEST(LayerIndex, BothDirectionsTogetherOfSomePairsAreRightToo) {
    auto rows = dense_rows(7, 16, 80, 900'000);
    std::erase_if(rows, [](const RawRow& row) { return row.origin > row.destination && row.day % 3 != 0; });
    const auto source = source_of(rows);
    const SortedFlows& flows = source->sorted();
    const LayerTiles& tiles = flows.tiles[0];
    std::vector<std::uint32_t> cells(tiles.pairs.size());
    for (std::size_t tile = 0; tile < tiles.tile_count(); ++tile)
        for (std::size_t entry = tiles.first_entry(tile); entry < tiles.tile_end[tile]; ++entry)
            cells[tiles.pair_of(tile, entry)] += cells_in(tiles.masks[entry]);
    const std::size_t all = TwoWayLines(tiles, source->pairs(), cells, std::size_t{1} << 30).bytes();
    const TwoWayLines half(tiles, source->pairs(), cells, all / 2),
        none(tiles, source->pairs(), cells, all / 5);
    EXPECT_TRUE(none.empty());
    ASSERT_FALSE(half.empty());
    EXPECT_LE(half.bytes(), all / 2);
    std::uint32_t least_kept = 0xFFFFFFFF, most_left_out = 0;
    for (std::size_t pair = 0; pair < cells.size(); ++pair) {
        const std::uint32_t back = half.back_of(pair);
        if (back == pair) continue;
        const std::uint32_t both = cells[pair] + (back == TwoWayLines::none ? 0 : cells[back]);
        if (half.line_of(pair) == TwoWayLines::none)
            most_left_out = std::max(most_left_out, both);
        else
            least_kept = std::min(least_kept, both);
    }
    EXPECT_GT(most_left_out, 0U);
    EXPECT_GE(least_kept, most_left_out);
    const LayerIndex index(tiles, source->pairs(), flows.axis.size(), Extras::always);
    EXPECT_LE(index.bytes(), 16 * index.cell_count());
    testing::Random random(8);
    for (int round = 0; round < 100; ++round)
        expect_selection(rows, index, flows, random_selection(random, 16));
}

/// Few rows an hour: sums per place are kept narrow, so that a place is not looked for in every tile.
TEST(LayerIndex, SumsPerPlaceAreKeptNarrowWhereOnlyThatFits) {
    for (const int most_milli : {9'000, 100'000'000}) {  // the larger fit a cell, but no narrow sum
        testing::Random random(9);
        std::vector<RawRow> rows;
        for (int row = 0; row < 60'000; ++row)
            rows.push_back({0, pick(random, 0, 23), pick(random, 0, 23), 18'000 + pick(random, 0, 799),
                            pick(random, 0, most_milli)});
        const auto source = source_of(rows);
        const SortedFlows& flows = source->sorted();
        const LayerIndex index(flows.tiles[0], source->pairs(), flows.axis.size(), Extras::always);
        ASSERT_FALSE(flows.tiles[0].scaled_32.empty());
        EXPECT_EQ(index.keeps_places(), most_milli == 9'000);
        EXPECT_LE(index.bytes(), 16 * index.cell_count());
        for (int round = 0; round < 30; ++round)
            expect_selection(rows, index, flows, random_selection(random, 24));
    }
}

TEST(PlaceLanes, KeepsWhatFitsAndRefusesWhatDoesNot) {
    TileLanes lanes;
    for (std::size_t lane = 0; lane < tile_steps; ++lane) {
        lanes.scaled[lane] = -1000 * static_cast<std::int64_t>(lane);
        lanes.rows[lane] = static_cast<std::uint32_t>(4000 * lane);
    }
    for (const auto width : {PlaceLanes::Width::narrow, PlaceLanes::Width::wide}) {
        PlaceLanes kept;
        kept.keep(3, width);
        EXPECT_EQ(kept.bytes(), 3 * PlaceLanes::bytes_each(width));
        ASSERT_TRUE(kept.put(1, lanes));
        TileLanes sum;
        kept.add_to(sum, 1, 3);
        kept.add_to(sum, 1, -1);
        kept.add_to(sum, 0, 1);
        for (std::size_t lane = 0; lane < tile_steps; ++lane) {
            EXPECT_EQ(sum.scaled[lane], 2 * lanes.scaled[lane]);
            EXPECT_EQ(sum.rows[lane], 2 * lanes.rows[lane]);
        }
        TileLanes large = lanes;
        large.scaled[15] = std::int64_t{-1} << 32;
        EXPECT_EQ(kept.put(2, large), width == PlaceLanes::Width::wide);
        large = lanes;
        large.rows[15] = 65'536;
        EXPECT_EQ(kept.put(2, large), width == PlaceLanes::Width::wide);
    }
}

TEST(LayerIndex, ThreadsChangeNoSum) {
    const MadeTable table{.rows = 1'000'000};
    FlowMerger merger(table.places, {.threads = 2});
    ASSERT_FALSE(merge_made_rows(table, merger));
    const auto flows = merger.finish(MadeRows(table).layers());
    ASSERT_TRUE(flows);
    const LayerIndex index(flows->tiles[0], flows->pairs, flows->axis.size());
    std::vector<std::uint8_t> selected;
    for (const Pair& pair : flows->pairs)
        selected.push_back((flowspace::index(pair.origin) * 7919 + flowspace::index(pair.destination)) % 7 <
                           3);
    const auto one = index.step_sums(selected);
    for (const unsigned threads : {2U, 5U}) EXPECT_EQ(index.step_sums(selected, Speed::best, threads), one);
}

TEST(LayerIndex, StepSumsOfLayersWithoutDecimalsAreRightToo) {
    auto rows = dense_rows(4, 8, 60, 900'000);
    FlowTable table = testing::table_of(rows, 1, true);
    table.value.back() += 1.0 / 3;  // the layer has no decimal scale then
    const double more = table.value.back() - static_cast<double>(rows.back().milli) / 1000;
    const auto source = MemorySource::from_rows(table);
    ASSERT_FALSE(source->sorted().tiles[0].high.empty());
    const std::vector<std::uint8_t> all(source->pairs().size(), 1);
    const auto by_step = *source->step_sums(LayerId{0}, all);
    const auto by_pair = *source->pair_sums(LayerId{0}, {});
    double steps = 0, pairs = 0, exact = more;
    for (const RawRow& row : rows) exact += static_cast<double>(row.milli) / 1000;
    for (const ExactSum& sum : by_step) steps += value(sum);
    for (const ExactSum& sum : by_pair) pairs += value(sum);
    EXPECT_NEAR(steps, exact, 1e-6);
    EXPECT_NEAR(pairs, exact, 1e-6);
}

/// Every window of a table with checkpoints, against differences of windows from the start.
TEST(LayerIndex, WindowsAddUp) {
    const MadeTable table{.rows = 200'000, .places = 15, .days = 200};
    FlowMerger merger(15);
    ASSERT_FALSE(merge_made_rows(table, merger));
    const auto flows = merger.finish(MadeRows(table).layers());
    ASSERT_TRUE(flows);
    for (std::size_t layer = 0; layer < flows->tiles.size(); ++layer) {
        const LayerIndex index(flows->tiles[layer], flows->pairs, flows->axis.size());
        std::vector<ExactSum> all = index.window_sums({0, flows->axis.size()});
        for (std::size_t cut = 0; cut <= flows->axis.size(); cut += 3) {
            const auto before = index.window_sums({0, cut}),
                       after = index.window_sums({cut, flows->axis.size()});
            for (std::size_t pair = 0; pair < all.size(); ++pair) {
                ASSERT_EQ(before[pair].scaled + after[pair].scaled, all[pair].scaled);
                ASSERT_EQ(before[pair].rows + after[pair].rows, all[pair].rows);
            }
        }
    }
}

TEST(LayerIndex, BytesPerCellStayWithinTheBound) {
    for (const std::uint64_t rows : {std::uint64_t{300'000}, std::uint64_t{1'500'000}})
        for (const std::uint32_t hours : {1U, 24U}) {
            const MadeTable table{.rows = rows, .days = hours == 1 ? 365U : 30U, .hours = hours};
            FlowMerger merger(table.places, {.threads = 2});
            ASSERT_FALSE(merge_made_rows(table, merger));
            EXPECT_LT(merger.bytes(), rows * 36);
            auto flows = merger.finish(MadeRows(table).layers());
            ASSERT_TRUE(flows);
            const auto source = MemorySource::from_sorted(std::move(*flows), {.threads = 2});
            EXPECT_EQ(source->row_count(), rows);
            EXPECT_LE(source->cell_bytes(), 16 * source->cell_count()) << rows << " " << hours;
            RecordProperty(std::to_string(rows) + (hours == 1 ? " rows by day" : " rows by hour"),
                           std::to_string(static_cast<double>(source->cell_bytes()) /
                                          static_cast<double>(source->cell_count())));
        }
}

}  // namespace
}  // namespace flowspace
