// A made Parquet table, loaded by the worker: every sum is what adding up the rows one by one gives. With
// FLOWSPACE_LARGE_ROWS as large as the disk allows.
#include "data/bench/made_parquet.h"
#include "data/bench/parquet_scan.h"
#include "data/import/table_worker.h"
#include "data/source/made_rows.h"
#include "data/source/memory_source.h"
#include "tests/formats/scratch.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

namespace flowspace {
namespace {

constexpr std::uint32_t place_count = 337;

std::uint64_t rows_to_make() {
    const char* const rows = std::getenv("FLOWSPACE_LARGE_ROWS");
    return rows == nullptr ? 200'000 : std::strtoull(rows, nullptr, 10);
}

/// Sums in hundredths and rows, added up without any of the code under test.
struct Counted {
    std::vector<std::int64_t> hundredths;
    std::vector<std::uint64_t> rows;
    explicit Counted(std::size_t size) : hundredths(size), rows(size) {}
    void add(std::size_t at, double value) {
        hundredths[at] += std::llround(value * 100);
        ++rows[at];
    }
};

struct Asked {
    Window window;
    Counted pairs{std::size_t{5} * place_count * place_count};
};

bool is_selected(std::size_t origin, std::size_t destination) {
    return origin % 7 == 1 || destination % 5 == 2;
}

std::int64_t hundredths_of(const ExactSum& sum) {
    EXPECT_TRUE(sum.digits >= 0 && sum.digits <= 2);
    std::int64_t value = sum.scaled;
    for (int digits = sum.digits; digits < 2; ++digits) value *= 10;
    return value;
}

class LargeTableTest : public testing::TestWithParam<std::uint32_t> {
protected:
    void SetUp() override {
        table_ = {.rows = rows_to_make(), .places = place_count, .hours = GetParam()};
        std::vector<std::string> ids;
        for (std::uint32_t place = 0; place < place_count; ++place) {
            ids.push_back(fmt::format("{}", 110000 + place));
            atlas_->places.push_back(
                {.id = ids.back(), .name_zh = ids.back(), .name_en = ids.back(), .location = {100, 30}});
        }
        path_ = scratch_.path("made.parquet");
        const auto failed = write_made_parquet(path_, table_, ids);
        ASSERT_FALSE(failed) << failed->message;
    }

    ImportPlan plan() const {
        TablePlan flows{.path = path_, .format = FileFormat::parquet, .role = TableRole::flows};
        flows.columns = {{.name = "origin", .field = Field::origin},
                         {.name = "destination", .field = Field::destination},
                         {.name = "layer", .field = Field::layer},
                         {.name = "time", .field = Field::time},
                         {.name = "value", .field = Field::value}};
        return {.tables = {flows}};
    }

    /// Adds up all rows, one after the other.
    void count_rows(std::vector<Asked>& asked, Counted& steps) const {
        MadeRows made(table_);
        constexpr std::uint64_t most = 1 << 16;
        const std::int64_t step_ms = GetParam() == 1 ? 86'400'000 : 3'600'000;
        for (std::uint64_t first = 0; first < table_.rows; first += most) {
            const FlowRows rows =
                made.chunk(first, static_cast<std::size_t>(std::min(most, table_.rows - first)));
            for (std::size_t row = 0; row < rows.size(); ++row) {
                const std::size_t origin = index(rows.origin[row]),
                                  destination = index(rows.destination[row]), layer = index(rows.layer[row]);
                for (Asked& one : asked)
                    if (rows.time[row] >= one.window.from && rows.time[row] < one.window.to)
                        one.pairs.add((layer * place_count + origin) * place_count + destination,
                                      rows.value[row]);
                if (is_selected(origin, destination))
                    steps.add(
                        layer * step_count() +
                            static_cast<std::size_t>((count(rows.time[row]) - 1'577'836'800'000) / step_ms),
                        rows.value[row]);
            }
        }
    }
    std::size_t step_count() const { return std::size_t{table_.days} * table_.hours; }

    static void expect_pairs(const FlowSource& flows, const Asked& one) {
        for (std::uint32_t layer = 0; layer < 5; ++layer) {
            const auto sums = flows.pair_sums(LayerId{layer}, one.window);
            ASSERT_TRUE(sums);
            std::uint64_t rows = 0;
            for (std::size_t pair = 0; pair < sums->size(); ++pair) {
                const std::size_t at =
                    (layer * place_count + index(flows.pairs()[pair].origin)) * place_count +
                    index(flows.pairs()[pair].destination);
                ASSERT_EQ((*sums)[pair].rows, one.pairs.rows[at]);
                ASSERT_EQ(hundredths_of((*sums)[pair]), one.pairs.hundredths[at]);
                rows += (*sums)[pair].rows;
            }
            std::uint64_t counted = 0;
            for (std::size_t at = 0; at < std::size_t{place_count} * place_count; ++at)
                counted += one.pairs.rows[layer * std::size_t{place_count} * place_count + at];
            ASSERT_EQ(rows, counted);
        }
    }

    void expect_steps(const FlowSource& flows, const Counted& steps) const {
        std::vector<std::uint8_t> selected;
        for (const Pair& pair : flows.pairs())
            selected.push_back(is_selected(index(pair.origin), index(pair.destination)) ? 1 : 0);
        ASSERT_EQ(flows.time_axis().size(), step_count());
        for (std::uint32_t layer = 0; layer < 5; ++layer) {
            const auto sums = flows.step_sums(LayerId{layer}, selected);
            ASSERT_TRUE(sums);
            for (std::size_t step = 0; step < sums->size(); ++step) {
                ASSERT_EQ((*sums)[step].rows, steps.rows[layer * step_count() + step]);
                ASSERT_EQ(hundredths_of((*sums)[step]), steps.hundredths[layer * step_count() + step]);
            }
        }
    }

    Scratch scratch_;
    std::string path_;
    MadeTable table_;
    std::shared_ptr<Atlas> atlas_ = std::make_shared<Atlas>();
};

TEST_P(LargeTableTest, EverySumIsThatOfTheRows) {
    auto loaded = load_in_worker(plan(), atlas_, ReadWhole::every_file, {.threads = 2});
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_EQ(loaded->report.sources.at(0).rows_kept, table_.rows);
    const auto flows = MemorySource::from_sorted(std::move(loaded->flows), {.threads = 2});
    const std::uint64_t cells = flows->cell_count();
    fmt::print("{} rows, {} non-empty (layer, pair, step), {:.2f} bytes each\n", table_.rows, cells,
               static_cast<double>(flows->cell_bytes()) / static_cast<double>(cells));
    EXPECT_LE(flows->cell_bytes(), 16 * cells + 8'000'000);
    ASSERT_EQ(flows->time_axis().size(), step_count());
    const std::vector<TimeMs>& starts = flows->time_axis().starts;
    std::vector<Asked> asked(3);
    asked[1].window = {starts[100], starts[130]};
    asked[2].window = {starts[37], starts[251]};
    Counted steps(5 * step_count());
    count_rows(asked, steps);
    for (const Asked& one : asked) expect_pairs(*flows, one);
    expect_steps(*flows, steps);
    const auto scan = scan_parquet(path_, 2, 1);
    ASSERT_TRUE(scan) << scan.error().message;
    EXPECT_EQ(scan->rows, table_.rows);
}

INSTANTIATE_TEST_SUITE_P(ByDayAndHour, LargeTableTest, testing::Values(1U, 24U));

}  // namespace
}  // namespace flowspace
