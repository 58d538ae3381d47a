// Files asked through the worker process, shut in, give what they give in this process.
#include "data/import/query_worker.h"

#include "data/formats/parquet_query.h"
#include "data/source/queried_bytes.h"
#include "tests/formats/scratch.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <stop_token>
#include <thread>

namespace flowspace {
namespace {

class QueryWorkerTest : public testing::Test {
protected:
    void SetUp() override {
        for (int at = 0; at < 40; ++at)
            atlas_->places.push_back({.id = fmt::format("{}", 110000 + 100 * at),
                                      .name_zh = fmt::format("T{}", at),
                                      .name_en = fmt::format("T{}", at),
                                      .location = {100.0 + at, 30}});
        for (const int part : {0, 1}) {
            TablePlan table{.path = scratch_.path(fmt::format("it's part {}.parquet", part)),
                            .format = FileFormat::parquet};
            const std::string plain = scratch_.path("plain.parquet");
            write_parquet(
                plain, fmt::format("SELECT (110000 + 100 * (range * 31 % 41))::VARCHAR AS origin, (110000 + "
                                   "100 * (range * 17 % 23)) AS destination, "
                                   "(['people', 'goods', '人流'])[1 + range % 3] AS layer, DATE '2020-01-01' "
                                   "+ (range * 13 % 100)::INTEGER AS time, range / 4 AS value "
                                   "FROM range({}, {})",
                                   part * 5000, part * 5000 + 5000));
            std::filesystem::rename(plain, table.path);
            table.columns = {{.name = "origin", .field = Field::origin},
                             {.name = "destination", .field = Field::destination},
                             {.name = "layer", .field = Field::layer},
                             {.name = "time", .field = Field::time},
                             {.name = "value", .field = Field::value}};
            plan_.tables.push_back(table);
        }
    }

    Scratch scratch_;
    std::shared_ptr<Atlas> atlas_ = std::make_shared<Atlas>();
    ImportPlan plan_;
};

TEST_F(QueryWorkerTest, TheWorkerAnswersAsThisProcessDoes) {
    const auto asked = open_queried_tables(plan_, *atlas_);
    ASSERT_TRUE(asked) << asked.error().message;
    const auto own = ParquetQuery::open(plan_, atlas_);
    ASSERT_TRUE(own) << own.error().message;
    const ParquetSource expected((*own)->flows(), *own);
    EXPECT_EQ(asked->reports, (*own)->reports());
    EXPECT_TRUE(std::ranges::equal(asked->flows->pairs(), expected.pairs()));
    const Window window{expected.time_axis().starts[10], expected.time_axis().starts[40]};
    std::vector<std::uint8_t> selected(expected.pairs().size());
    for (std::size_t at = 0; at < selected.size(); at += 3) selected[at] = 1;
    for (std::uint32_t layer = 0; layer < expected.layers().size(); ++layer) {
        const auto all = asked->flows->pair_sums(LayerId{layer}, {});
        ASSERT_TRUE(all) << all.error().message;
        EXPECT_EQ(*all, *expected.pair_sums(LayerId{layer}, {}));
        EXPECT_EQ(*asked->flows->pair_sums(LayerId{layer}, window),
                  *expected.pair_sums(LayerId{layer}, window));
        EXPECT_EQ(*asked->flows->step_sums(LayerId{layer}, selected),
                  *expected.step_sums(LayerId{layer}, selected));
    }
}

TEST_F(QueryWorkerTest, AWorkerThatWasEndedByAStopComesBackAndKnowsWhatWasFound) {
    const auto asked = open_queried_tables(plan_, *atlas_);
    ASSERT_TRUE(asked) << asked.error().message;
    const auto before = asked->flows->pair_sums(LayerId{0}, {});
    std::stop_source stop;
    std::jthread stopper([&] { stop.request_stop(); });
    const auto during = asked->flows->pair_sums(LayerId{0}, {}, stop.get_token());
    EXPECT_TRUE(during || during.error().message == "stopped");
    const Window window{asked->flows->time_axis().starts[3], asked->flows->time_axis().starts[5]};
    ASSERT_TRUE(asked->flows->pair_sums(LayerId{1}, window));
    const auto after = asked->flows->pair_sums(LayerId{0}, {});
    ASSERT_TRUE(before && after) << after.error().message;
    EXPECT_EQ(*before, *after);
}

TEST_F(QueryWorkerTest, GoingOnFromWhatWasFoundIsTheSame) {
    const auto first = ParquetQuery::open(plan_, atlas_);
    ASSERT_TRUE(first);
    const QueriedFlows known = (*first)->flows();
    const auto again = ParquetQuery::open(plan_, atlas_, {}, {}, &known);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ((*again)->flows(), known);
    for (std::size_t from = 0; from < 90; from += 10)
        for (std::uint32_t layer = 0; layer < known.layers.size(); ++layer) {
            const Window window{known.axis.starts[from], known.axis.starts[from + 5]};
            EXPECT_EQ(*(*again)->pair_sums(LayerId{layer}, window, {}),
                      *(*first)->pair_sums(LayerId{layer}, window, {}));
        }
}

TEST_F(QueryWorkerTest, WhatCannotBeAskedIsAMessage) {
    plan_.rules.duplicates = DuplicateRule::refuse;
    const auto asked = open_queried_tables(plan_, *atlas_);
    ASSERT_FALSE(asked);
    EXPECT_NE(asked.error().message.find("load them instead"), std::string::npos) << asked.error().message;
}

TEST_F(QueryWorkerTest, ForgedFindingsAreRefused) {
    QueriedFlows good;
    good.layers = {make_layer_info("people"), make_layer_info("mail")};
    good.digits = {2, -1};
    good.axis.grain = Grain::day;
    good.axis.starts = {TimeMs{0}, TimeMs{86'400'000}};
    good.pairs = {{PlaceId{0}, PlaceId{1}}, {PlaceId{1}, PlaceId{0}}};
    good.rows = 9;
    const auto read = [&](const QueriedFlows& flows) {
        pack::ByteWriter bytes;
        write_queried(flows, bytes);
        pack::ByteReader reader(bytes.bytes());
        return read_queried(reader, 2);
    };
    EXPECT_EQ(read(good), good);
    const auto refused = [&](auto change) {
        QueriedFlows forged = good;
        change(forged);
        return !read(forged);
    };
    EXPECT_TRUE(refused([](QueriedFlows& f) { std::swap(f.layers[0], f.layers[1]); }));
    EXPECT_TRUE(refused([](QueriedFlows& f) { f.layers[1].key = std::string(1, static_cast<char>(0xff)); }));
    EXPECT_TRUE(refused([](QueriedFlows& f) { f.digits[0] = 19; }));
    EXPECT_TRUE(refused([](QueriedFlows& f) { f.axis.grain = Grain{99}; }));
    EXPECT_TRUE(refused([](QueriedFlows& f) { f.axis.starts[1] = TimeMs{0}; }));
    EXPECT_TRUE(refused([](QueriedFlows& f) { f.pairs[1].origin = PlaceId{2}; }));
    EXPECT_TRUE(refused([](QueriedFlows& f) { f.pairs[1] = f.pairs[0]; }));
    EXPECT_TRUE(refused([](QueriedFlows& f) { f.layers.clear(), f.digits.clear(); }));
}

}  // namespace
}  // namespace flowspace
