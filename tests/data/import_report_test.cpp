// The import report: what it says crosses a process boundary and reaches a table unchanged.
#include "tests/data/import_fixture.h"

namespace flowspace {
namespace {

using testing::ImportTest;

struct Report : ImportTest {
    ImportReport made() const {
        return load(plan("出发地,目的地,时间,流量\n北京,上海,2020-01,5\n北京,上海,2020-01,0.1\n北京,火星,"
                         "2020-01,2.5\n"
                         "上海,上海,2020-02,0\n北京,上海,2020-02,=1\n"))
            .report;
    }
};

TEST_F(Report, CrossesAProcessBoundaryUnchanged) {
    const ImportReport report = made();
    const auto read = parse_import_report(to_json(report));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, report);
}

TEST_F(Report, WhatDoesNotAddUpIsNotBelieved) {
    ImportReport report = made();
    EXPECT_TRUE(adds_up(report));
    ++report.sources[0].rows_kept;
    EXPECT_FALSE(adds_up(report));
    EXPECT_NE(parse_import_report(to_json(report)).error().message.find("rows in"), std::string::npos);
    report = made();
    report.sources[0].rejected["x"] = UINT64_MAX;
    EXPECT_FALSE(adds_up(report));
    EXPECT_FALSE(parse_import_report("[]"));
}

TEST_F(Report, TotalsAreExact) {
    const ImportReport report = made();
    ASSERT_EQ(report.totals.size(), 1U);
    EXPECT_EQ(value(report.totals[0].kept.value), 5.1);
    EXPECT_EQ(report.totals[0].kept.rows, 3U);
    EXPECT_EQ(report.duplicate_rows, 1U);
    EXPECT_EQ(report.sources[0].zero_rows, 1U);
    EXPECT_EQ(report.sources[0].self_rows, 1U);
    Volume many;
    for (int row = 0; row < 1'000'000; ++row) add_row(many, 0.1);
    EXPECT_EQ(value(many.value), 100'000.0);
    add_row(many, 1e-30);
    EXPECT_EQ(value(many.value), 100'000.0);
    add_row(many, 1e18);
    EXPECT_EQ(many.rows, 1'000'002U);
}

TEST_F(Report, TheTableHoldsEveryCount) {
    const std::string csv = to_csv(report_table(made()));
    const std::string file = (folder / "table1.csv").string();
    for (const std::string& line :
         {file + ",source,role,,,,,flows", file + ",rows,rows_in,,,5,,", file + ",rows,kept,,,3,,",
          file + ",rows,rejected,,,2,,", file + ",rejected,bad-number,,,1,,",
          file + ",rejected,unknown-place,,,1,,", file + ",lost,flows,,,1,2.5,",
          std::string(",total,flows,,,3,5.1,"), std::string(",unknown-name,火星,,,1,,"),
          std::string(",rows,duplicates,,,1,,")})
        EXPECT_NE(csv.find(line + "\n"), std::string::npos) << line << "\n" << csv;
    EXPECT_NE(csv.find(",problem,unknown-place,4,目的地,,,"), std::string::npos) << csv;
    EXPECT_NE(csv.find(file + ",source,sha256,,,,,"), std::string::npos);
}

}  // namespace
}  // namespace flowspace
