// A project as JSON and back: every member, every refusal with its line and pointer, nothing unknown lost.
#include "data/project/project_json.h"

#include "data/import/plan_guess.h"
#include "data/project/project_migrations.h"
#include "tests/data/project_samples.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace flowspace {
namespace {

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    const std::size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), with);
}

std::string all(const std::vector<Problem>& problems) {
    std::string text;
    for (const Problem& problem : problems) text += format_problem(problem) + "\n";
    return text;
}

TEST(ProjectJson, EveryMemberComesBack) {
    const Project project = testing::full_project();
    const std::string text = write_project(project);
    const ProjectReading reading = read_project(text, "p.flowspace.json");
    EXPECT_TRUE(reading.problems.empty()) << all(reading.problems);
    EXPECT_EQ(reading.project, project);
    EXPECT_EQ(write_project(reading.project), text);
    EXPECT_FALSE(reading.newer);
}

TEST(ProjectJson, AnyProjectComesBackByteForByte) {
    for (unsigned seed = 0; seed < 2000; ++seed) {
        const Project project = testing::random_project(seed);
        const std::string text = write_project(project);
        const ProjectReading reading = read_project(text, "p");
        ASSERT_TRUE(reading.problems.empty()) << text << all(reading.problems);
        ASSERT_EQ(reading.project, project) << text;
        ASSERT_EQ(write_project(reading.project), text);
    }
}

TEST(ProjectJson, WhatANewerProgramWroteIsKeptAtEveryLevel) {
    const std::string ours = write_project(testing::full_project());
    std::string text = replaced(ours, "\"version\": 1", "\"version\": 7");
    for (const char* member :
         {"\"en\": \"Flows", "\"path\": \"tables", "\"encoding\": \"gb18030\"", "\"name\": \"出发地\"",
          "\"decimal_mark\": \",\"", "\"forms\": \"any\"", "\"bytes\": 12", "\"in\": 10",
          "\"url\": \"clickhouse", "\"duplicates\": \"keep_first\"", "\"name_zh\": \"人流\"", "\"camera\"",
          "\"status\": \"observed\""})
        text = replaced(text, member,
                        std::string("\"new\": {\"deep\": [1.10, 12345678901234567890123]}, ") + member);
    const ProjectReading reading = read_project(text, "p");
    ASSERT_TRUE(reading.problems.empty()) << all(reading.problems);
    EXPECT_TRUE(reading.newer);
    const std::string written = write_project(reading.project);
    std::size_t times = 0;
    for (std::size_t at = 0; (at = written.find("\"new\"", at)) != std::string::npos; ++at) ++times;
    EXPECT_EQ(times, 13U) << written;
    EXPECT_NE(written.find("\"version\": 7"), std::string::npos);
    EXPECT_NE(written.find("1.10"), std::string::npos);
    EXPECT_NE(written.find("12345678901234567890123"), std::string::npos);
    EXPECT_EQ(write_project(read_project(written, "p").project), written);

    Project known = reading.project;
    known.unknown.clear();
    known.version = 1;
    known.view = testing::full_project().view;
    EXPECT_EQ(write_project(known), ours);
}

TEST(ProjectJson, WhatIsUnknownGoesWithItsTableAndColumn) {
    const std::string text = replaced(write_project(testing::full_project()), "\"name\": \"2020-01\"",
                                      "\"hint\": 5, \"name\": \"2020-01\"");
    Project project = read_project(text, "p").project;
    std::swap(project.plan.tables[0].columns[1], project.plan.tables[0].columns[2]);
    std::swap(project.plan.tables[0], project.plan.tables[1]);
    EXPECT_NE(write_project(project).find("\"name\": \"2020-01\", \"field\": \"value@time\", \"hint\": 5"),
              std::string::npos)
        << write_project(project);
    project.plan.tables[1].columns.erase(project.plan.tables[1].columns.begin() + 2);
    EXPECT_EQ(write_project(project).find("hint"), std::string::npos);
}

/// Of a table that was never read, or that is no text, these objects say nothing that this program knows.
TEST(ProjectJson, WhatIsUnknownStaysWhereNothingKnownStandsBesideIt) {
    const std::string text = R"({"format": "flowspace-project", "version": 1, "tables": [
        {"path": "a.csv", "role": "flows", "format": "text", "source": {"new": 1}, "rows": {"new": 2}},
        {"path": "b.xlsx", "role": "places", "format": "spreadsheet", "text": {"delimiter": ";", "new": 3}},
        {"path": "c.parquet", "role": "flows", "format": "parquet"}]})";
    const ProjectReading reading = read_project(text, "p");
    ASSERT_TRUE(reading.problems.empty()) << all(reading.problems);
    const std::string written = write_project(reading.project);
    for (const char* part : {"\"source\": {\"new\": 1}", "\"rows\": {\"new\": 2}", "\"new\": 3"})
        EXPECT_NE(written.find(part), std::string::npos) << part << written;
    EXPECT_EQ(read_project(written, "p").project, reading.project);
    const std::size_t last = written.find("c.parquet");
    EXPECT_EQ(written.find("\"source\"", last), std::string::npos) << "nothing is made up";
    EXPECT_EQ(written.find("\"text\": {", last), std::string::npos);
}

struct Fault {
    const char* what;
    const char* with;
    const char* code;
    const char* pointer;
};

TEST(ProjectJson, EveryFaultHasItsCodeLineAndPointer) {
    const std::string right = write_project(testing::full_project());
    const Fault faults[] = {
        {"\"flowspace-project\"", "\"other\"", "not-a-project", "/format"},
        {"\"version\": 1", "\"version\": 0", "bad-number", "/version"},
        {"\"version\": 1", "\"version\": 1.5", "bad-number", "/version"},
        {"\"version\": 1", "\"version\": \"1\"", "bad-type", "/version"},
        {"\"path\": \"tables/流.csv\"", "\"path\": \"\"", "bad-path", "/tables/0/path"},
        {"\"path\": \"tables/流.csv\"", "\"path\": \"a\\u0000b\"", "bad-path", "/tables/0/path"},
        {"\"path\": \"tables/流.csv\"", "\"path\": \"http://x/y.csv\"", "bad-path", "/tables/0/path"},
        {"\"path\": \"tables/流.csv\"", "\"path\": 5", "bad-path", "/tables/0/path"},
        {"\"path\": \"tables/流.csv\",", "", "missing-member", "/tables/0/path"},
        {"\"role\": \"flows\"", "\"role\": \"flow\"", "bad-word", "/tables/0/role"},
        {"\"gb18030\"", "\"latin1\"", "bad-word", "/tables/0/text/encoding"},
        {"\"delimiter\": \"，\"", "\"delimiter\": \"\"", "bad-word", "/tables/0/text/delimiter"},
        {"\"quote\": \"\"", "\"quote\": \"ab\"", "bad-word", "/tables/0/text/quote"},
        {"\"decimal_mark\": \",\"", "\"decimal_mark\": \"x\"", "bad-word", "/tables/0/numbers/decimal_mark"},
        {"\"skipped_lines\": 2", "\"skipped_lines\": -2", "bad-number", "/tables/0/text/skipped_lines"},
        {"\"zone_minutes\": -330", "\"zone_minutes\": 99999", "bad-number", "/tables/0/times/zone_minutes"},
        {"\"excel_serials\": true", "\"excel_serials\": 1", "bad-type", "/tables/0/times/excel_serials"},
        {"\"field\": \"origin\"", "\"field\": \"start\"", "bad-word", "/tables/0/columns/0/field"},
        {"\"name\": \"二月\"", "\"name\": \"2020-01\"", "duplicate-column", "/tables/0/columns/2/name"},
        {"\"path\": \"places.xlsx\"", "\"path\": \"tables/流.csv\"", nullptr, nullptr},
        {"aaaaaaaa", "AAAAAAAA", "bad-word", "/tables/0/source/sha256"},
        {"\"sum\"", "\"sum\"", nullptr, nullptr},
        {"clickhouse://db", "mysql://db", "bad-address", "/database/url"},
        {"clickhouse://db", "clickhouse://me:hunter2@db", "secret-in-project", "/database/url"},
        {"/city/flows", "/city/flows?password=hunter2", "secret-in-project", "/database/url"},
        {"clickhouse://db", "clickhouse://me:hun/ter2@db", "secret-in-project", "/database/url"},
        {"\"top_n\": 100", "\"top_n\": 5000000000", "bad-number", "/rules/top_n"},
        {"\"coverage\": \"top_per_origin\"", "\"coverage\": \"none\"", "bad-word", "/rules/coverage"},
        {"\"吉林\": \"220200\"", "\"吉林\": 220200", "bad-type", "/place_choices/吉林"},
        {"\"view\": {\"camera\": []}", "\"view\": 3", "bad-type", "/view"},
        {"\"boundaries\": [\"maps/borders.geojson\"]", "\"boundaries\": [\"\"]", "bad-path", "/boundaries/0"},
    };
    for (const Fault& fault : faults) {
        if (fault.code == nullptr) continue;
        const std::string text = replaced(right, fault.what, fault.with);
        const ProjectReading reading = read_project(text, "p");
        ASSERT_FALSE(reading.problems.empty()) << fault.with;
        const Problem& problem = reading.problems.front();
        EXPECT_EQ(problem.code, fault.code) << format_problem(problem);
        EXPECT_EQ(problem.column, fault.pointer) << format_problem(problem);
        EXPECT_EQ(problem.file, "p");
        EXPECT_GE(problem.row, 1U);
        EXPECT_FALSE(problem.expected.empty());
        EXPECT_FALSE(meaning(problem.code).zh.empty()) << problem.code;
        EXPECT_EQ(all(reading.problems).find("hunter2"), std::string::npos) << "a secret in a message";
    }
}

TEST(ProjectJson, TheLineOfAFaultIsTheLineOfTheFile) {
    const std::string text =
        replaced(write_project(testing::full_project()), "\"top_per_origin\"", "\"whatever\"");
    const auto lines =
        1 +
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find("\"whatever\"")), '\n');
    EXPECT_EQ(read_project(text, "p").problems.front().row, static_cast<std::uint64_t>(lines));
}

TEST(ProjectJson, TheSameTableTwiceIsRefusedAndTwoSheetsAreNot) {
    Project project = testing::full_project();
    project.plan.tables.push_back(project.plan.tables[1]);
    EXPECT_EQ(read_project(write_project(project), "p").problems.front().code, "duplicate-table");
    project.plan.tables.back().sheet = "另一张";
    EXPECT_TRUE(read_project(write_project(project), "p").problems.empty());
}

TEST(ProjectJson, OldVersionsOpenForEver) {
    EXPECT_EQ(migration_count() + 1, project_version);
    for (std::uint64_t version = 1; version <= project_version; ++version) {
        const std::string name = "version-" + std::to_string(version) + ".flowspace.json";
        std::ifstream file(std::filesystem::path(FLOWSPACE_SOURCE_DIR) / "tests" / "fixtures" / "projects" /
                           name);
        ASSERT_TRUE(file) << "each released version leaves a file for ever: " << name;
        std::ostringstream text;
        text << file.rdbuf();
        const ProjectReading reading = read_project(text.str(), name);
        EXPECT_TRUE(reading.problems.empty()) << all(reading.problems);
        EXPECT_EQ(reading.project.plan.tables.size(), 2U);
        EXPECT_EQ(reading.project.plan.tables[0].columns[0].name, "出发地");
        EXPECT_EQ(reading.project.plan.tables[0].columns[0].field, Field::origin);
        EXPECT_EQ(reading.project.plan.tables[0].numbers.thousands_separator, ",");
        EXPECT_EQ(reading.project.plan.rules.coverage, Coverage::top_per_origin);
        EXPECT_EQ(reading.project.plan.rules.top_n, 100U);
        EXPECT_EQ(reading.project.plan.layers.at("people").status, Status::observed);
        EXPECT_EQ(reading.project.plan.place_choices.at("吉林"), "220200");
        EXPECT_EQ(reading.project.sources.at("flows.csv").rows_kept, 7U);
        EXPECT_EQ(reading.project.database, "postgresql://db.example:5432/city/flows");
    }
}

}  // namespace
}  // namespace flowspace
