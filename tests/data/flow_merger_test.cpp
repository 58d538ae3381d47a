// The merger against a count in a map: every layout of cells, chunk, order and number of threads.
#include "data/source/flow_merger.h"

#include "data/source/made_rows.h"
#include "data/source/memory_source.h"
#include "tests/data/random_flows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>

namespace flowspace {
namespace {

using testing::chance;
using testing::pick;
using testing::RawRow;

struct Counted {
    std::int64_t milli = 0;
    std::uint64_t rows = 0;
};
using Cells = std::map<std::tuple<int, int, int, int>, Counted>;  // layer, day, origin, destination

Cells count_cells(const std::vector<RawRow>& rows) {
    Cells cells;
    for (const RawRow& row : rows) {
        Counted& cell = cells[{row.layer, row.day, row.origin, row.destination}];
        cell.milli += row.milli;
        ++cell.rows;
    }
    return cells;
}

/// `places` places, some of them far up, so that keys need all their bits.
struct Shape {
    int layers = 2, places = 6, days = 50, rows = 4000, most_milli = 900'000, busy_percent = 50;
    std::size_t place_count = 6;
};

std::vector<RawRow> rows_of(const Shape& shape, unsigned seed) {
    testing::Random random(seed);
    std::vector<RawRow> rows;
    const int spread = static_cast<int>(shape.place_count) / shape.places;
    for (int row = 0; row < shape.rows; ++row) {
        const bool busy = chance(random, shape.busy_percent);  // many rows of few pairs and days
        rows.push_back({pick(random, 0, shape.layers - 1),
                        (busy ? pick(random, 0, 1) : pick(random, 0, shape.places - 1)) * spread,
                        (busy ? pick(random, 0, 1) : pick(random, 0, shape.places - 1)) * spread,
                        18'000 + pick(random, 0, shape.days - 1) * (busy ? 1 : 3),
                        pick(random, -1000, shape.most_milli)});
    }
    return rows;
}

std::shared_ptr<const MemorySource> merge(const FlowTable& table, std::size_t place_count, std::size_t chunk,
                                          unsigned threads) {
    FlowMerger merger(place_count, {.threads = threads});
    for (std::size_t first = 0; first < table.size(); first += chunk) {
        const std::size_t size = std::min(chunk, table.size() - first);
        const auto error = merger.add(
            {std::span(table.layer).subspan(first, size), std::span(table.origin).subspan(first, size),
             std::span(table.destination).subspan(first, size), std::span(table.time).subspan(first, size),
             std::span(table.value).subspan(first, size)});
        EXPECT_FALSE(error) << error->message;
    }
    EXPECT_EQ(merger.row_count(), table.size());
    auto flows = merger.finish({.layers = table.layers, .grain = table.grain});
    EXPECT_TRUE(flows);
    return MemorySource::from_sorted(std::move(*flows), {.threads = threads});
}

/// Each step alone and each run of steps from the first on, against the count.
void expect_counted(const Cells& cells, const MemorySource& source) {
    EXPECT_EQ(source.cell_count(), cells.size());
    const TimeAxis& axis = source.time_axis();
    for (std::size_t layer = 0; layer < source.layers().size(); ++layer)
        for (std::size_t step = 0; step < axis.size(); ++step) {
            const TimeMs start = axis.starts[step];
            const auto sums = *source.pair_sums(LayerId(layer), {start, step_end(axis.grain, start)});
            for (std::size_t pair = 0; pair < sums.size(); ++pair) {
                const Pair ends = source.pairs()[pair];
                const auto at =
                    cells.find({static_cast<int>(layer), static_cast<int>(count(start) / testing::day_ms),
                                static_cast<int>(ends.origin), static_cast<int>(ends.destination)});
                const Counted expected = at == cells.end() ? Counted{} : at->second;
                ASSERT_EQ(sums[pair].rows, expected.rows);
                ASSERT_EQ(value(sums[pair]), static_cast<double>(expected.milli) / 1000);
            }
        }
}

TEST(FlowMerger, EveryCellOfEveryShapeIsAsCounted) {
    const std::vector<Shape> shapes = {
        {},
        {.layers = 1, .places = 2, .days = 3, .rows = 20'000},                      // hundreds of rows a cell
        {.layers = 3, .places = 9, .days = 20, .rows = 90, .place_count = 60'000},  // keys of 32 bits
        {.layers = 2, .places = 9, .days = 70, .rows = 900, .place_count = 3'000'000},  // and of 64
        {.layers = 1, .places = 40, .days = 200, .rows = 700, .busy_percent = 0},       // pairs are listed
        {.layers = 2,
         .places = 4,
         .days = 33,
         .rows = 3000,
         .most_milli = 2'000'000'000},  // running past 2^31
        {.layers = 1, .places = 3, .days = 1, .rows = 9000, .busy_percent = 100},
    };
    for (const Shape& shape : shapes)
        for (unsigned seed = 1; seed <= 3; ++seed) {
            const auto rows = rows_of(shape, seed);
            const FlowTable table = testing::table_of(rows, shape.layers, true);
            const auto source = merge(table, shape.place_count, 333, 2);
            EXPECT_EQ(source->row_count(), rows.size());
            expect_counted(count_cells(rows), *source);
        }
}

void expect_same(const MemorySource& a, const MemorySource& b) {
    ASSERT_EQ(a.pairs().size(), b.pairs().size());
    EXPECT_TRUE(std::ranges::equal(a.pairs(), b.pairs()));
    EXPECT_EQ(a.time_axis().starts, b.time_axis().starts);
    EXPECT_EQ(a.cell_bytes(), b.cell_bytes());
    const auto& starts = a.time_axis().starts;
    for (std::uint32_t layer = 0; layer < a.layers().size(); ++layer)
        for (std::size_t step = 0; step < starts.size(); step += 7) {
            const Window window{starts[step / 2], starts[step]};
            EXPECT_EQ(*a.pair_sums(LayerId{layer}, window), *b.pair_sums(LayerId{layer}, window));
        }
}

TEST(FlowMerger, ChunksAndThreadsChangeNothing) {
    const auto rows = rows_of({.rows = 30'000}, 4);
    FlowTable table = testing::table_of(rows, 2, true);
    for (std::size_t row = 17; row < table.size(); row += 1000) table.value[row] /= 3;  // no short decimals
    table.layer[17] = LayerId{1};
    for (std::size_t row = 17; row < table.size(); row += 1000) table.layer[row] = LayerId{1};
    const auto whole = merge(table, 6, table.size(), 1);
    for (const std::size_t chunk : {std::size_t{1}, std::size_t{2048}, std::size_t{7777}})
        for (const unsigned threads : {1U, 3U}) expect_same(*whole, *merge(table, 6, chunk, threads));
}

TEST(FlowMerger, TheOrderOfRowsChangesNothingInFixedPoint) {
    auto rows = rows_of({.rows = 20'000}, 5);
    const auto sorted = merge(testing::table_of(rows, 2, true), 6, 500, 1);
    testing::Random random(1);
    std::ranges::shuffle(rows, random);
    expect_same(*sorted, *merge(testing::table_of(rows, 2, true), 6, 500, 1));
}

TEST(FlowMerger, ALayerFindsItsDecimalsLate) {
    FlowTable table = testing::table_of(std::vector<RawRow>(6000, RawRow{0, 0, 1, 18'000, 1000}), 1, true);
    table.value[5999] = 0.125;  // after thousands were merged as whole numbers
    const auto late = merge(table, 2, 100, 1);
    EXPECT_EQ((*late->pair_sums(LayerId{0}, {}))[0],
              (ExactSum{.scaled = 5'999'125, .rows = 6000, .digits = 3}));
    table.value[5999] = 1.0 / 3;  // no decimal at all
    const ExactSum wide = (*merge(table, 2, 100, 1)->pair_sums(LayerId{0}, {}))[0];
    EXPECT_LT(wide.digits, 0);
    EXPECT_EQ(wide.rows, 6000U);
    EXPECT_DOUBLE_EQ(value(wide), 5999 + 1.0 / 3);
}

TEST(FlowMerger, LayersAreGivenTheirPlaceAtTheEnd) {
    const FlowTable table = testing::table_of({{0, 0, 1, 18'000, 1000}, {1, 0, 1, 18'000, 2000}}, 2, true);
    FlowMerger merger(2);
    ASSERT_FALSE(merger.add({table.layer, table.origin, table.destination, table.time, table.value}));
    const auto flows = merger.finish({.layers = {make_layer_info("a"), make_layer_info("b")},
                                      .read_as = {LayerId{1}, LayerId{0}},
                                      .grain = Grain::day});
    ASSERT_TRUE(flows);
    const auto source = MemorySource::from_sorted(*flows);
    EXPECT_EQ(value((*source->pair_sums(LayerId{0}, {}))[0]), 2);
    EXPECT_EQ(value((*source->pair_sums(LayerId{1}, {}))[0]), 1);
}

TEST(FlowMerger, RefusesWhatCannotBe) {
    const FlowTable good = testing::table_of({{0, 0, 1, 18'000, 1000}, {0, 1, 0, 18'000, 2000}}, 1, true);
    const auto refused = [](const FlowTable& table) {
        FlowMerger merger(2);
        return merger.add({table.layer, table.origin, table.destination, table.time, table.value})
            .has_value();
    };
    EXPECT_FALSE(refused(good));
    FlowTable bad = good;
    bad.destination[1] = PlaceId{2};
    EXPECT_TRUE(refused(bad));
    bad = good;
    bad.layer[0] = LayerId{1'000'000};
    EXPECT_TRUE(refused(bad));
    for (const double value :
         {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
        bad = good;
        bad.value[1] = value;
        EXPECT_TRUE(refused(bad));
    }
    bad = good;
    bad.time.pop_back();
    EXPECT_TRUE(refused(bad));
}

TEST(FlowMerger, StopsWhenAsked) {
    std::stop_source stop;
    FlowMerger merger(337, {.stop = stop.get_token()});
    ASSERT_FALSE(merge_made_rows({.rows = 10'000}, merger));
    stop.request_stop();
    EXPECT_TRUE(merge_made_rows({.rows = 10'000}, merger));
    EXPECT_FALSE(merger.finish(MadeRows({}).layers()));
}

TEST(FlowMerger, TellsItsProgress) {
    FlowMerger merger(337);
    ASSERT_FALSE(merge_made_rows({.rows = 10'000}, merger));
    double last = 0;
    const auto flows = merger.finish(MadeRows({}).layers(), [&](double part) {
        EXPECT_GT(part, last);
        last = part;
    });
    EXPECT_TRUE(flows);
    EXPECT_DOUBLE_EQ(last, 1);
}

}  // namespace
}  // namespace flowspace
