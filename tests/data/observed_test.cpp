// The observed tables that are no part of the project: found in FLOWSPACE_OBSERVED or ../shared/observed,
// else skipped. What they must add up to was counted by another program, with decimal arithmetic.
#include "data/import/open_files.h"
#include "data/sum_table.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

fs::path observed() {
    const char* folder = std::getenv("FLOWSPACE_OBSERVED");
    return folder ? fs::path(folder) : fs::path(FLOWSPACE_SOURCE_DIR) / ".." / "shared" / "observed";
}

class Observed : public ::testing::Test {
protected:
    void SetUp() override {
        if (!fs::exists(observed() / "trains_hourly_2016-03-10.csv"))
            GTEST_SKIP() << "NOT CHECKED: no observed tables in " << observed() << "; set FLOWSPACE_OBSERVED";
    }

    /// With the places of the atlas's own table.
    static Dataset open(const char* name) {
        Dataset none;
        none.atlas = std::make_shared<Atlas>();
        const std::vector<fs::path> paths = {
            fs::path(FLOWSPACE_SOURCE_DIR) / "assets" / "atlas" / "cities.csv", observed() / name};
        auto opened = open_files(paths, {.status = Status::observed}, none);
        EXPECT_TRUE(opened) << opened.error().message;
        for (const SourceFile& file : opened->files)
            for (const Problem& problem : file.problems) ADD_FAILURE() << format_problem(problem);
        return *opened;
    }

    static PlaceId place(const Dataset& dataset, const char* id) { return *find_place(*dataset.atlas, id); }

    static Window window(const char* from, const char* to) {
        return {parse_time(from)->start, parse_time(to)->start};
    }

    /// The one value of a total.
    static double total(const Dataset& dataset, const Filter& filter) {
        const auto table = sum_table(dataset, {.filter = filter});
        return std::get<double>(table->rows[0][1]);
    }
};

TEST_F(Observed, TrainsOfADayByTheHour) {
    const Dataset trains = open("trains_hourly_2016-03-10.csv");
    EXPECT_EQ(trains.files[1].rows_in, 46'497U);
    EXPECT_EQ(trains.files[1].rows_kept, 46'497U);
    EXPECT_EQ(trains.flows->time_axis().grain, Grain::hour);
    EXPECT_EQ(trains.flows->time_axis().size(), 24U);
    EXPECT_EQ(total(trains, {}), 93'665);
    EXPECT_EQ(total(trains, {.window = window("2016-03-10T08:00", "2016-03-10T09:00")}), 7171);
    EXPECT_EQ(
        total(trains, {.origins = {place(trains, "320200")}, .destinations = {place(trains, "320100")}}),
        236);
}

TEST_F(Observed, EveryPairOfOneDay) {
    const Dataset people = open("people_2020-01-10_all_pairs.csv");
    EXPECT_EQ(people.files[1].rows_kept, 50'126U);
    EXPECT_EQ(total(people, {}), 427.395492);  // doubles added one by one end in ...491
    EXPECT_EQ(people.duplicate_rows, 0U);
}

TEST_F(Observed, PeopleByTheDayWithAGapOfFiveMonths) {
    const Dataset people = open("people_daily_2020_2021.csv.gz");
    EXPECT_EQ(people.files[1].rows_kept, 1'165'910U);
    EXPECT_EQ(people.flows->pairs().size(), 3000U);
    const TimeAxis& axis = people.flows->time_axis();
    ASSERT_EQ(axis.size(), 397U);
    std::vector<std::string> gaps;
    for (std::size_t step = 0; step + 1 < axis.size(); ++step)
        if (step_end(axis.grain, axis.starts[step]) < axis.starts[step + 1])
            gaps.push_back(format_time(axis.grain, axis.starts[step]) + " " +
                           format_time(axis.grain, axis.starts[step + 1]));
    EXPECT_EQ(gaps, std::vector<std::string>{"2020-05-03 2020-10-01"});

    EXPECT_EQ(total(people, {}), 87'059.95636);
    EXPECT_EQ(total(people, {.window = window("2020-01-10", "2020-02-10")}), 6974.90467);
    const std::vector<PlaceId> wuhan = {place(people, "420100")};
    EXPECT_EQ(total(people, {.window = window("2020-01-16", "2020-01-23"), .origins = wuhan}), 46.95285);
    EXPECT_EQ(total(people, {.window = window("2020-01-30", "2020-02-06"), .origins = wuhan}),
              1.82717);  // closed
    EXPECT_EQ(total(people, {.window = window("2020-02-05", "2020-02-06"), .origins = wuhan}), 0.26369);
    const auto pairs = sum_table(people, {.key = SumKey::pair, .top = 1});
    EXPECT_EQ(std::get<std::string>(pairs->rows[0][1]), "440300");  // Shenzhen to Dongguan is the largest
    EXPECT_EQ(std::get<std::string>(pairs->rows[0][2]), "441900");
    EXPECT_EQ(std::get<double>(pairs->rows[0][3]), 628.63243);
    EXPECT_EQ(
        sum_table(people, {.filter = {.window = window("2020-05-04", "2020-10-01")}, .key = SumKey::time})
            ->rows.size(),
        0U);
}

}  // namespace
}  // namespace flowspace
