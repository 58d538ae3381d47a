// Tables made by another program (tests/oracle/make_tables.py, in Python with decimal arithmetic), which
// knows every sum and every fault beforehand, against what the importer reads.
#include "tests/data/known_tables.h"

#include "data/import/load_tables.h"
#include "data/import/plan_guess.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace flowspace {
namespace {

using testing::KnownSum;
using testing::KnownTable;

std::shared_ptr<const Atlas> atlas_of(const testing::KnownTables& known) {
    auto atlas = std::make_shared<Atlas>();
    for (const auto& [id, name_zh, name_en] : known.places)
        atlas->places.push_back({.id = id, .name_zh = name_zh, .name_en = name_en});
    return atlas;
}

/// A fixed-point sum as a person writes it; empty for double-double.
std::string decimal_text(const ExactSum& sum) {
    if (sum.digits < 0) return {};
    std::string digits = fmt::format("{}", sum.scaled < 0 ? 0 - static_cast<std::uint64_t>(sum.scaled)
                                                          : static_cast<std::uint64_t>(sum.scaled));
    const auto after = static_cast<std::size_t>(sum.digits);
    if (digits.size() <= after) digits.insert(0, after + 1 - digits.size(), '0');
    if (after > 0) {
        digits.insert(digits.size() - after, ".");
        digits.erase(digits.find_last_not_of('0') + 1);
        if (digits.ends_with('.')) digits.pop_back();
    }
    return sum.scaled < 0 ? '-' + digits : digits;
}

struct Cell {
    std::string layer, origin, destination, time;
    ExactSum sum;
};

/// Every (layer, pair, step) that holds rows, by asking the source for one step at a time.
std::vector<Cell> cells_of(const Dataset& dataset) {
    const FlowSource& flows = *dataset.flows;
    const TimeAxis& axis = flows.time_axis();
    std::vector<Window> windows;
    if (axis.grain == Grain::none)
        windows.push_back({});
    else
        for (const TimeMs start : axis.starts) windows.push_back({start, step_end(axis.grain, start)});
    std::vector<Cell> cells;
    for (std::uint32_t layer = 0; layer < flows.layers().size(); ++layer)
        for (const Window& window : windows) {
            const auto sums = flows.pair_sums(LayerId{layer}, window);
            const std::string time = axis.grain == Grain::none ? "" : format_time(axis.grain, window.from);
            for (std::size_t pair = 0; pair < flows.pairs().size(); ++pair) {
                if ((*sums)[pair].rows == 0) continue;
                const auto& places = dataset.atlas->places;
                cells.push_back({flows.layers()[layer].key, places[index(flows.pairs()[pair].origin)].id,
                                 places[index(flows.pairs()[pair].destination)].id, time, (*sums)[pair]});
            }
        }
    std::ranges::sort(cells, {}, [](const Cell& cell) {
        return std::tie(cell.layer, cell.origin, cell.destination, cell.time);
    });
    return cells;
}

void expect_sum(const Cell& found, const KnownSum& known) {
    EXPECT_EQ(std::tie(found.layer, found.origin, found.destination, found.time),
              std::tie(known.layer, known.origin, known.destination, known.time));
    EXPECT_EQ(found.sum.rows, known.rows);
    if (found.sum.digits >= 0) {
        EXPECT_EQ(decimal_text(found.sum), known.value);
        return;
    }
    const double expected = std::strtod(known.value.c_str(), nullptr);
    EXPECT_LE(std::abs(value(found.sum) - expected), 1e-12 * std::abs(expected)) << known.value;
}

std::vector<std::string> short_forms(const std::vector<Problem>& problems) {
    std::vector<std::string> forms;
    for (const Problem& problem : problems)
        forms.push_back(fmt::format("{}:{}:{}", problem.row, problem.column, problem.code));
    return forms;
}

/// What the mapping says of how the file is written: a user who knows it says so before the file is looked
/// at.
InspectOptions written_as(const KnownTable& table) {
    TextDialect dialect;
    for (const std::string& text : table.mapping) {
        if (text.starts_with("@delimiter="))
            dialect.delimiter = text.substr(11) == "tab" ? "\t" : text.substr(11);
        if (text == "@encoding=gb18030") dialect.encoding = TextEncoding::gb18030;
        if (text == "@encoding=utf-16le") dialect.encoding = TextEncoding::utf_16_le;
        if (text == "@encoding=utf-16be") dialect.encoding = TextEncoding::utf_16_be;
    }
    return {.text = dialect, .sheet = {}};
}

class KnownTablesTest : public ::testing::Test {
protected:
    /// Opens a table as a user would who says how it is written, and compares all that is known of it.
    void check(const KnownTable& table, const std::shared_ptr<const Atlas>& atlas) {
        SCOPED_TRACE(table.name);
        const std::filesystem::path path = folder_ / table.file;
        std::ofstream(path, std::ios::binary) << table.bytes;
        std::vector<Inspection> files = {inspect_file(path.string(), {}, written_as(table))};
        PlanGuess guess = guess_plan(files, *atlas);
        const std::optional<Error> refused = apply_mapping(guess.plan, table.mapping);
        ASSERT_FALSE(refused) << refused->message;
        const Result<LoadedTables> loaded = check_tables(guess.plan, atlas, {}, {});
        ASSERT_TRUE(loaded) << loaded.error().message;
        const SourceReport& report = loaded->report.sources.at(0);
        EXPECT_EQ(short_forms(report.problems), table.problems);
        EXPECT_EQ(report.rows_in, table.rows_in);
        EXPECT_EQ(report.rows_kept, table.rows_kept);
        EXPECT_TRUE(adds_up(loaded->report));
        Dataset built_in;
        built_in.atlas = atlas;
        const std::vector<Cell> cells = cells_of(make_dataset(*loaded, guess.plan, built_in, 1));
        ASSERT_EQ(cells.size(), table.sums.size());
        for (std::size_t at = 0; at < cells.size(); ++at) expect_sum(cells[at], table.sums[at]);
    }

    void check_all(const std::string& arguments, std::size_t at_least) {
        const testing::KnownTables known = testing::make_known_tables(arguments);
        ASSERT_GE(known.tables.size(), at_least);
        const std::shared_ptr<const Atlas> atlas = atlas_of(known);
        for (const KnownTable& table : known.tables) {
            check(table, atlas);
            if (HasFatalFailure() || ++failures_shown_ > 20) return;
            if (!HasFailure()) failures_shown_ = 0;
        }
        RecordProperty("tables", static_cast<int>(known.tables.size()));
    }

    void SetUp() override { std::filesystem::create_directories(folder_); }
    void TearDown() override { std::filesystem::remove_all(folder_); }

private:
    const std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / fmt::format("flowspace-known-{}", ::getpid());
    int failures_shown_ = 0;
};

TEST_F(KnownTablesTest, EveryBadInputHasItsVerdict) { check_all("bad", 1000); }

/// FLOWSPACE_KNOWN_TABLES asks for more than the quick number: make test-long takes 20,000.
TEST_F(KnownTablesTest, EverySumOfRandomTablesIsExact) {
    const char* asked = std::getenv("FLOWSPACE_KNOWN_TABLES");
    const std::string count = asked ? asked : "1500";
    check_all("random " + count + " 2026", std::stoul(count));
}

}  // namespace
}  // namespace flowspace
