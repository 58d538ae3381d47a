// The observed tables rewritten as others would hand them over: a matrix, a column per time, Chinese names in
// GB18030, coordinates, other delimiters. The sums must be those of the plain form, digit for digit.
#include "tests/data/import_fixture.h"

#include <iconv.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <sstream>

namespace flowspace {
namespace {

namespace fs = std::filesystem;
using testing::ImportTest;

fs::path observed() {
    const char* folder = std::getenv("FLOWSPACE_OBSERVED");
    return folder ? fs::path(folder) : fs::path(FLOWSPACE_SOURCE_DIR) / ".." / "shared" / "observed";
}

std::vector<std::vector<std::string>> read_csv(const fs::path& path) {
    std::ifstream file(path);
    std::vector<std::vector<std::string>> rows;
    for (std::string line; std::getline(file, line);) {
        std::istringstream fields(line);
        std::vector<std::string>& row = rows.emplace_back();
        for (std::string field; std::getline(fields, field, ',');) row.push_back(field);
    }
    return rows;
}

std::string gb18030(std::string text) {
    iconv_t converter = iconv_open("GB18030", "UTF-8");
    std::string made(2 * text.size() + 16, '\0');
    char *in = text.data(), *out = made.data();
    std::size_t in_left = text.size(), out_left = made.size();
    EXPECT_EQ(iconv(converter, &in, &in_left, &out, &out_left), 0U);
    iconv_close(converter);
    made.resize(made.size() - out_left);
    return made;
}

struct Row {
    std::string origin, destination, layer, time, value;
};

struct Shapes : ImportTest {
    void SetUp() override {
        ImportTest::SetUp();
        if (!fs::exists(observed() / "trains_hourly_2016-03-10.csv"))
            GTEST_SKIP() << "NOT CHECKED: no observed tables in " << observed() << "; set FLOWSPACE_OBSERVED";
        const auto cities = read_csv(fs::path(FLOWSPACE_SOURCE_DIR) / "assets" / "atlas" / "cities.csv");
        auto made = std::make_shared<Atlas>();
        for (std::size_t row = 1; row < cities.size(); ++row) {
            const auto& city = cities[row];
            made->places.push_back({.id = city[0],
                                    .name_zh = city[1],
                                    .short_zh = city[2],
                                    .name_en = city[3],
                                    .location = {std::stod(city[6]), std::stod(city[7])}});
            names[city[0]] = city[1];
            locations[city[0]] = city[6] + ',' + city[7];
        }
        std::ranges::sort(made->places, {}, &Place::id);
        atlas = made;
    }

    static std::vector<Row> rows_of(const char* name) {
        const auto table = read_csv(observed() / name);
        const auto column = [&](const char* header) {
            return static_cast<std::size_t>(std::ranges::find(table[0], header) - table[0].begin());
        };
        const std::size_t origin = column("origin"), destination = column("destination"),
                          layer = column("layer"), time = column("time"), value = column("value");
        std::vector<Row> rows;
        for (std::size_t row = 1; row < table.size(); ++row)
            rows.push_back({table[row][origin], table[row][destination], table[row][layer], table[row][time],
                            table[row][value]});
        return rows;
    }

    /// Sums by pair and by time of a table, opened as it is guessed, without a problem.
    std::string answers(const std::string& table, const std::vector<std::string>& mapping = {}) const {
        const Dataset dataset = open(plan(table, mapping));
        for (const SourceFile& file : dataset.files)
            for (const Problem& problem : file.problems) ADD_FAILURE() << format_problem(problem);
        return sums(dataset, SumKey::pair) + sums(dataset, SumKey::time);
    }

    static std::string plain(const std::vector<Row>& rows) {
        std::string text = "origin,destination,layer,time,value\n";
        for (const Row& row : rows)
            text += row.origin + ',' + row.destination + ',' + row.layer + ',' + row.time + ',' + row.value +
                    '\n';
        return text;
    }

    std::map<std::string, std::string> names, locations;
};

TEST_F(Shapes, AMatrix) {
    const std::vector<Row> rows = rows_of("people_2020-01-10_all_pairs.csv");
    std::map<std::string, std::map<std::string, std::string>> cells;
    std::set<std::string> ends;
    for (const Row& row : rows) {
        cells[row.origin][row.destination] = row.value;
        ends.insert(row.origin);
        ends.insert(row.destination);
    }
    std::string text = "出发地";
    for (const std::string& end : ends) text += ',' + names[end];
    for (const std::string& from : ends) {
        text += '\n' + names[from];
        for (const std::string& to : ends) text += ',' + (from == to ? std::string("0") : cells[from][to]);
    }
    const std::string expected = answers(plain(rows));
    EXPECT_GT(expected.size(), 1'000'000U);
    EXPECT_EQ(answers(text + '\n', {"@layer=" + rows[0].layer, "@time=" + rows[0].time}), expected);
}

TEST_F(Shapes, AColumnPerHour) {
    const std::vector<Row> rows = rows_of("trains_hourly_2016-03-10.csv");
    std::map<std::pair<std::string, std::string>, std::map<std::string, std::string>> cells;
    std::set<std::string> times;
    for (const Row& row : rows) {
        cells[{row.origin, row.destination}][row.time] = row.value;
        times.insert(row.time);
    }
    std::string text = "origin\tdestination";
    for (const std::string& time : times) text += '\t' + time;
    for (auto& [ends, by_time] : cells) {
        text += '\n' + ends.first + '\t' + ends.second;
        for (const std::string& time : times) text += '\t' + by_time[time];
    }
    EXPECT_EQ(answers(text + '\n', {"@layer=" + rows[0].layer}), answers(plain(rows)));
}

TEST_F(Shapes, ChineseNamesInGb18030AndSemicolons) {
    const std::vector<Row> rows = rows_of("trains_hourly_2016-03-10.csv");
    std::string text = "出发城市;到达城市;要素;出发时间;班次\n";
    for (const Row& row : rows) {
        std::string clock = row.time;
        std::ranges::replace(clock, 'T', ' ');
        text += names[row.origin] + ';' + names[row.destination] + ';' + row.layer + ';' + clock + ';' +
                row.value + '\n';
    }
    EXPECT_EQ(answers(gb18030(text)), answers(plain(rows)));
}

TEST_F(Shapes, CoordinatesOfBothEnds) {
    const std::vector<Row> rows = rows_of("people_2020-01-10_all_pairs.csv");
    std::string text = "o_id,o_lon,o_lat,d_id,d_lon,d_lat,layer,time,count\n";
    for (const Row& row : rows)
        text += 'c' + row.origin + ',' + locations[row.origin] + ",c" + row.destination + ',' +
                locations[row.destination] + ',' + row.layer + ',' + row.time + ',' + row.value + '\n';
    std::string found = answers(text), expected = answers(plain(rows));
    std::string renamed;
    std::istringstream lines(found);
    for (std::string line; std::getline(lines, line);) {
        for (std::size_t at = line.find(",c"); at != std::string::npos; at = line.find(",c", at))
            line.erase(at + 1, 1);
        renamed += line + '\n';
    }
    EXPECT_EQ(renamed, expected);
}

}  // namespace
}  // namespace flowspace
