// Every command on tables that nobody made for us: the observed flows (found in FLOWSPACE_OBSERVED or
// ../shared/observed, else skipped) and three million flights of a package. What they add up to is counted
// here again, row by row, from the bytes of the files. FLOWSPACE_LONG=1 adds the large ones.
#include "tests/viewer/command_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>

namespace flowspace {
namespace {

namespace fs = std::filesystem;
using testing::CommandFolder;
using testing::holds;
using testing::ProgramResult;
using testing::read_text;
using testing::run_program;

bool is_long() { return std::getenv("FLOWSPACE_LONG") != nullptr; }

fs::path observed() {
    const char* folder = std::getenv("FLOWSPACE_OBSERVED");
    return folder ? fs::path(folder) : fs::path(FLOWSPACE_SOURCE_DIR) / ".." / "shared" / "observed";
}

std::vector<std::vector<std::string>> cells_of(const std::string& csv) {
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines(csv);
    for (std::string line; std::getline(lines, line);) {
        std::vector<std::string>& row = rows.emplace_back();
        std::istringstream cells(line);
        for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
    }
    return rows;
}

class RealTables : public CommandFolder {
protected:
    static std::string table(const char* name) { return (observed() / name).string(); }
    static bool has_observed() { return fs::exists(observed() / "trains_hourly_2016-03-10.csv"); }

    static std::string sum(const std::vector<std::string>& files, std::vector<std::string> options) {
        options.insert(options.begin(), files.begin(), files.end());
        options.insert(options.begin(), "sum");
        const ProgramResult result = run_program(options);
        EXPECT_EQ(result.status, 0) << result.err;
        return result.out;
    }

    /// The picture's size as its header says, and that it is the same again.
    void expect_picture(std::vector<std::string> options) const {
        options.insert(options.begin(), "render");
        const std::string first = (folder / "a.png").string(), second = (folder / "b.png").string();
        for (const std::string& out : {first, second}) {
            std::vector<std::string> words = options;
            words.insert(words.end(), {"-o", out, "--size", "640x360"});
            const ProgramResult result = run_program(words);
            EXPECT_EQ(result.status, 0) << result.err;
        }
        const std::string png = read_text(first);
        ASSERT_GT(png.size(), 20'000U);
        EXPECT_EQ(png.substr(16, 8), std::string("\0\0\x02\x80\0\0\x01\x68", 8));
        EXPECT_EQ(png, read_text(second));
    }
};

#define SKIP_WITHOUT_OBSERVED() \
    if (!has_observed())        \
    GTEST_SKIP() << "NOT CHECKED: no observed tables in " << observed() << "; set FLOWSPACE_OBSERVED"

/// Whole numbers, so that they add up without a question.
struct Train {
    std::string origin, destination, time;
    std::int64_t value = 0;
};

std::vector<Train> trains_of(const std::string& path) {
    std::vector<Train> trains;
    const auto rows = cells_of(read_text(path));
    for (std::size_t at = 1; at < rows.size(); ++at)
        trains.push_back({rows[at].at(0), rows[at].at(1), rows[at].at(3), std::stoll(rows[at].at(4))});
    return trains;
}

TEST_F(RealTables, TrainsAddUpByEveryKeyAndFilter) {
    SKIP_WITHOUT_OBSERVED();
    const std::string file = table("trains_hourly_2016-03-10.csv");
    const std::vector<Train> trains = trains_of(file);
    ASSERT_EQ(trains.size(), 46'497U);
    const auto counted = [&](const std::function<bool(const Train&)>& passes) {
        std::int64_t value = 0;
        for (const Train& train : trains) value += passes(train) ? train.value : 0;
        return "layer,value,unit,status\npeople," + std::to_string(value) + ",trains,observed\n";
    };
    const auto total = [&](std::vector<std::string> filter) {
        filter.insert(filter.end(), {"--by", "total", "--status", "observed", "--unit", "trains"});
        return sum({file}, filter);
    };
    EXPECT_EQ(total({}), counted([](const Train&) { return true; }));
    EXPECT_EQ(total({"--from", "2016-03-10T08:00", "--to", "2016-03-10T10:00"}),
              counted([](const Train& one) {
                  return one.time == "2016-03-10T08:00" || one.time == "2016-03-10T09:00";
              }));
    EXPECT_EQ(total({"--origin", "320200", "--destination", "南京"}), counted([](const Train& one) {
                  return one.origin == "320200" && one.destination == "320100";
              }));
    EXPECT_EQ(total({"--place", "Wuhan"}), counted([](const Train& one) {
                  return one.origin == "420100" || one.destination == "420100";
              }));
    const auto in_hubei = [](const std::string& id) { return id.starts_with("42"); };
    EXPECT_EQ(total({"--inside", "hubei"}),
              counted([&](const Train& one) { return in_hubei(one.origin) && in_hubei(one.destination); }));
    const auto in_hunan = [](const std::string& id) { return id.starts_with("43"); };
    EXPECT_EQ(total({"--between", "hubei", "hunan"}), counted([&](const Train& one) {
                  return (in_hubei(one.origin) && in_hunan(one.destination)) ||
                         (in_hunan(one.origin) && in_hubei(one.destination));
              }));
    std::map<std::pair<std::string, std::string>, std::int64_t> pairs;
    std::map<std::string, std::int64_t> hours, out;
    for (const Train& one : trains) {
        pairs[{one.origin, one.destination}] += one.value;
        hours[one.time] += one.value;
        out[one.origin] += one.value;
    }
    EXPECT_EQ(total({"--min", "100"}), counted([&](const Train& one) {
                  return pairs[{one.origin, one.destination}] >= 100;
              }));
    const auto by_time = cells_of(sum({file}, {"--by", "time"}));
    ASSERT_EQ(by_time.size(), hours.size() + 1);
    for (std::size_t at = 1; at < by_time.size(); ++at)
        EXPECT_EQ(by_time[at][2], std::to_string(hours.at(by_time[at][1]))) << by_time[at][1];
    const auto by_pair = cells_of(sum({file}, {"--by", "pair"}));
    ASSERT_EQ(by_pair.size(), pairs.size() + 1);
    for (std::size_t at = 1; at < by_pair.size(); ++at)
        ASSERT_EQ(by_pair[at][3], std::to_string(pairs.at({by_pair[at][1], by_pair[at][2]})));
    const auto by_place = cells_of(sum({file}, {"--by", "place"}));
    for (std::size_t at = 1; at < by_place.size(); ++at)
        if (!by_place[at][4].empty()) {
            ASSERT_EQ(by_place[at][4], std::to_string(out.at(by_place[at][1])));
        }
    for (const char* kind : {"province", "circle", "agglomeration"}) {
        const auto rows = cells_of(sum({file}, {"--by", kind}));
        const auto group = std::ranges::find_if(rows, [](const auto& row) {
            return row.at(1) == row.at(2) && row.at(1) != "outside" && row.at(1) != "origin_group";
        });
        ASSERT_NE(group, rows.end());
        const auto inside = cells_of(total({"--inside", group->at(1)}));
        ASSERT_GT(inside.size(), 1U);
        bool found = false;
        for (const auto& row : rows) found = found || (row.at(1) == row.at(2) && row.at(3) == inside[1][1]);
        EXPECT_TRUE(found) << kind;
    }
}

TEST_F(RealTables, CheckImportAndRenderSayWhatTrainsAre) {
    SKIP_WITHOUT_OBSERVED();
    const std::string file = table("trains_hourly_2016-03-10.csv");
    const ProgramResult checked = run_program({"check", file});
    EXPECT_EQ(checked.status, 0);
    EXPECT_EQ(checked.out, "");
    for (const char* said :
         {"46497 rows = 46497 kept + 0 rejected + 0 filtered",
          "columns: origin = origin, destination = destination, layer = layer, time = time, "
          "value = value",
          "layer people: 46497 rows, a sum of 93665",
          "times: by the hour, 24 steps with rows, 2016-03-10T00:00 to 2016-03-10T23:00"})
        EXPECT_TRUE(holds(checked.err, said)) << said << "\n" << checked.err;
    const std::string project = (folder / "trains.flowspace.json").string();
    const ProgramResult made =
        run_program({"import", file, "-o", project, "--status", "observed", "--unit", "trains"});
    EXPECT_EQ(made.status, 0) << made.err;
    EXPECT_EQ(sum({project}, {"--by", "pair", "--top", "1"}),
              "layer,origin,destination,value,unit,status\npeople,320200,320100,236,trains,observed\n");
    expect_picture({project, "--at", "2016-03-10T08:00", "--panels"});
}

TEST_F(RealTables, PeopleOfOneDayAndOfAYearWithAGap) {
    SKIP_WITHOUT_OBSERVED();
    const std::string day = table("people_2020-01-10_all_pairs.csv");
    EXPECT_EQ(sum({day}, {"--by", "total"}), "layer,value,unit,status\npeople,427.395492,,undeclared\n");
    const std::string year = table("people_daily_2020_2021.csv.gz");
    const ProgramResult gone =
        run_program({"sum", year, "--by", "total", "--from", "2020-05-04", "--to", "2020-10-01"});
    EXPECT_EQ(gone.out, "layer,value,unit,status\npeople,,,undeclared\n");
    EXPECT_TRUE(holds(gone.err, "no-times: The table has no time in [2020-05-04, 2020-10-01)")) << gone.err;
    if (!is_long()) return;
    const ProgramResult all = run_program({"sum", year, "--by", "total"});
    EXPECT_EQ(all.out, "layer,value,unit,status\npeople,87059.95636,,undeclared\n");
    EXPECT_TRUE(holds(all.err, "time-gap: No row in one gap of the window: [2020-05-04, 2020-10-01)"));
    const ProgramResult compared = run_program({"sum", year, "--by", "total", "--from", "2021", "--to",
                                                "2022", "--versus-from", "2020", "--versus-to", "2021"});
    EXPECT_TRUE(holds(compared.err, "unequal-windows: The windows compared hold different numbers of times"))
        << compared.err;
    EXPECT_TRUE(
        holds(run_program({"check", year}).err, "times: by the day, 397 steps with rows, 2020-01-01"));
    expect_picture({year, "--theme", "paper"});
}

TEST_F(RealTables, ThreeMillionFlights) {
    const fs::path data = fs::path(FLOWSPACE_SOURCE_DIR) / "build/packages/vega-datasets-3.2.1/data";
    const std::string flights = (data / "flights-3m.parquet").string(),
                      airports = (data / "airports.csv").string();
    ASSERT_TRUE(fs::exists(flights)) << "scripts/install fetches it";
    if (!is_long()) GTEST_SKIP() << "FLOWSPACE_LONG=1 runs it";
    const ProgramResult checked = run_program({"check", flights, airports});
    EXPECT_EQ(checked.status, 0) << checked.out;
    for (const char* said :
         {"3000000 rows = 3000000 kept + 0 rejected + 0 filtered", "no value column: each row counts 1",
          "columns: date = time, origin = origin, destination = destination",
          "columns not counted: delay, distance", "times: by the minute", "layer flows: 3000000 rows"})
        EXPECT_TRUE(holds(checked.err, said)) << said << "\n" << checked.err;
    EXPECT_EQ(sum({flights, airports}, {"--by", "pair", "--top", "1"}),
              "layer,origin,destination,value,unit,status\nflows,LAX,LAS,8323,rows,undeclared\n");
    EXPECT_EQ(sum({flights, airports}, {"--by", "total"}),
              "layer,value,unit,status\nflows,3000000,rows,undeclared\n");
    const ProgramResult groups = run_program({"sum", flights, airports, "--by", "province"});
    EXPECT_TRUE(holds(groups.err, "no-groups: ")) << groups.err;
    const std::string project = (folder / "flights.flowspace.json").string();
    EXPECT_EQ(run_program({"import", flights, airports, "-o", project}).status, 0);
    EXPECT_EQ(sum({project}, {"--by", "total", "--from", "2001-02", "--to", "2001-03"}),
              sum({flights, airports}, {"--by", "total", "--from", "2001-02", "--to", "2001-03"}));
    expect_picture({project, "--panels"});
}

// A table by the minute has more gaps than the panels' renderer has room for in one list of triangles.
TEST_F(RealTables, ThirtyThousandGapsAreDrawn) {
    std::string text = "origin,destination,time,value\n";
    for (int minute = 0; minute < 60'000; minute += 2)
        text += "320200,320100,2020-01-" + std::to_string(10 + minute / 1440).substr(0, 2) + "T" +
                (minute / 60 % 24 < 10 ? "0" : "") + std::to_string(minute / 60 % 24) + ":" +
                (minute % 60 < 10 ? "0" : "") + std::to_string(minute % 60) + ",1\n";
    // Beyond the 31st the days go on in February.
    for (std::size_t at; (at = text.find("2020-01-32")) != std::string::npos;)
        text.replace(at, 10, "2020-02-01");
    for (int day = 33; day <= 51; ++day) {
        const std::string wrong = "2020-01-" + std::to_string(day);
        const std::string right =
            "2020-02-" + std::string(day - 31 < 10 ? "0" : "") + std::to_string(day - 31);
        for (std::size_t at = 0; (at = text.find(wrong, at)) != std::string::npos;)
            text.replace(at, 10, right);
    }
    std::ofstream(folder / "minutes.csv") << text;
    const ProgramResult told = run_program({"sum", (folder / "minutes.csv").string(), "--by", "total"});
    EXPECT_EQ(told.out, "layer,value,unit,status\nflows,30000,,undeclared\n");
    EXPECT_TRUE(holds(told.err, "No row in 29999 gaps of the window, the longest: ")) << told.err;
    expect_picture({(folder / "minutes.csv").string(), "--panels"});
}

// Places on the other side of the earth are seen from above, not from the edge of a map of China.
TEST_F(RealTables, AMapElsewhereIsAboutItsOwnPlaces) {
    std::ofstream(folder / "p.csv") << "id,name,lon,lat\na,Aa,-118.4,33.9\nb,Bb,-73.8,40.6\nc,Cc,-87.9,42\n";
    std::ofstream(folder / "f.csv") << "origin,destination,value\na,b,5\nb,a,4\nb,c,3\nc,a,2\n";
    const std::vector<std::string> files = {(folder / "f.csv").string(), (folder / "p.csv").string()};
    expect_picture({files[0], files[1], "--panels"});
    std::ofstream(folder / "e.csv") << "id,name,lon,lat\na,Aa,-100,0\nb,Bb,-90,0\nc,Cc,-95,0.1\n";
    expect_picture({files[0], (folder / "e.csv").string()});  // about the equator there is no cone
}

}  // namespace
}  // namespace flowspace
