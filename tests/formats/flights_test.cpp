// Three million real flights in Parquet with a table of airports, opened as anybody would: nothing is told
// but the files.
#include "data/formats/parquet_query.h"
#include "data/formats/parquet_reader.h"
#include "data/import/load_tables.h"
#include "data/import/plan_guess.h"
#include "data/source/memory_source.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace flowspace {
namespace {

std::string packaged(const std::string& name) {
    return std::string(FLOWSPACE_SOURCE_DIR) + "/build/packages/vega-datasets-3.2.1/data/" + name;
}

TEST(Flights, ThreeMillionRowsWithoutAWord) {
    TableOpeners openers;
    add_parquet_openers(openers, {.threads = 2});
    const std::vector<Inspection> files = {inspect_file(packaged("flights-3m.parquet"), openers),
                                           inspect_file(packaged("airports.csv"), openers)};
    EXPECT_FALSE(files[0].broken || files[1].broken);
    EXPECT_EQ(files[0].format, FileFormat::parquet);
    EXPECT_EQ(files[0].columns,
              (std::vector<std::string>{"date", "delay", "distance", "origin", "destination"}));
    EXPECT_EQ(files[0].row_estimate, 3'000'000U);
    EXPECT_TRUE(files[0].row_count_exact);
    ASSERT_EQ(files[0].rows.size(), inspected_rows);
    EXPECT_EQ(files[0].rows[0], (std::vector<std::string>{"2001-01-01T00:01", "33", "2176", "LAS", "PHL"}));

    const auto none = std::make_shared<Atlas>();
    const PlanGuess guess = guess_plan(files, *none);
    for (const Problem& problem : unanswered(guess, {})) ADD_FAILURE() << format_problem(problem);
    for (const ColumnPlan& column : guess.plan.tables.at(0).columns)
        EXPECT_NE(column.field, Field::value) << column.name << ": a delay or a distance is no volume";

    Result<LoadedTables> loaded = load_tables(guess.plan, none, openers, {.threads = 2});
    ASSERT_TRUE(loaded) << loaded.error().message;
    const SourceReport& flights = loaded->report.sources.at(0);
    EXPECT_EQ(flights.rows_in, 3'000'000U);
    EXPECT_EQ(flights.rows_kept, 3'000'000U);
    EXPECT_TRUE(flights.counts_rows);
    EXPECT_TRUE(flights.problems.empty());
    const std::shared_ptr<const Atlas> atlas = loaded->atlas;
    const auto held = MemorySource::from_sorted(std::move(loaded->flows));
    EXPECT_EQ(held->row_count(), 3'000'000U);
    EXPECT_EQ(held->time_axis().grain, Grain::minute);

    const auto query = ParquetQuery::open(guess.plan, atlas, {.threads = 2});
    ASSERT_TRUE(query) << query.error().message;
    const ParquetSource asked((*query)->flows(), *query);
    EXPECT_EQ(asked.time_axis().starts, held->time_axis().starts);
    for (const FlowSource* source :
         {static_cast<const FlowSource*>(held.get()), static_cast<const FlowSource*>(&asked)}) {
        const auto sums = source->pair_sums(LayerId{0}, {});
        ASSERT_TRUE(sums) << sums.error().message;
        const auto top = std::ranges::max_element(*sums, {}, [](const ExactSum& sum) { return value(sum); });
        const Pair pair = source->pairs()[static_cast<std::size_t>(top - sums->begin())];
        EXPECT_EQ(atlas->places[index(pair.origin)].id, "LAX");
        EXPECT_EQ(atlas->places[index(pair.destination)].id, "LAS");
        EXPECT_EQ(value(*top), 8323);
        EXPECT_EQ(top->rows, 8323U);
    }
}

}  // namespace
}  // namespace flowspace
