// Cells of workbooks come back as they are stored; what cannot be told right is refused.
#include "data/formats/spreadsheet_reader.h"

#include "data/formats/zip_entries.h"
#include "tests/formats/ground_files.h"
#include "tests/formats/scratch.h"

#include <gtest/gtest.h>

using namespace flowspace;

namespace {

using Rows = std::vector<std::pair<std::uint64_t, std::vector<std::string>>>;

Rows read_all(const TablePlan& plan) {
    const OpenedTable opened = open_spreadsheet(plan);
    EXPECT_FALSE(opened.problem) << opened.problem->found;
    Rows rows;
    RecordReader::Record record;
    Problem problem;
    while (opened.reader && opened.reader->next(record, problem) == RecordReader::Outcome::record)
        rows.emplace_back(record.row, std::vector<std::string>(record.fields.begin(), record.fields.end()));
    return rows;
}

std::string refusal(const TablePlan& plan) {
    const OpenedTable opened = open_spreadsheet(plan);
    return opened.problem ? opened.problem->code + ": " + opened.problem->found : "opened";
}

const std::string header =
    sheet_row(1, {text_cell("A1", "id"), text_cell("B1", "value"), text_cell("C1", "date")});

}  // namespace

TEST(Spreadsheet, CellsComeAsTheyAreStored) {
    const Scratch scratch;
    const std::string path = scratch.path("流量.xlsx");
    write_file(
        path,
        workbook({.rows = header +
                          sheet_row(2, {text_cell("A2", "010100"), number_cell("B2", "123456789012345678"),
                                        number_cell("C2", "43831", 1)}) +
                          sheet_row(5, {text_cell("A5", "无锡"), number_cell("B5", "0.1"),
                                        number_cell("C5", "43831.541666666664", 3)}) +
                          sheet_row(6, {text_cell("A6", " 1,234 "), number_cell("B6", "0.125", 2),
                                        "<c r=\"C6\"><f>1+1</f><v>1.1000000000000001</v></c>"}) +
                          sheet_row(7, {number_cell("B7", "3.1E+11"), text_cell("D7", "beyond")})}));
    const Rows rows = read_all({.path = path, .format = FileFormat::spreadsheet});
    const Rows expected = {{1, {"id", "value", "date"}},
                           {2, {"010100", "123456789012345678", "2020/01/01"}},
                           {5, {"无锡", "0.1", "2020/01/01 13:00:00"}},
                           {6, {" 1,234 ", "0.125", "1.1000000000000001"}},
                           {7, {"", "3.1E+11", "", "beyond"}}};
    EXPECT_EQ(rows, expected);
}

TEST(Spreadsheet, SheetsByNameAndRowsAboveTheHeader) {
    const Scratch scratch;
    const std::string path = scratch.path("a.xlsx");
    write_file(path, workbook({.rows = sheet_row(1, {text_cell("A1", "A title")}) +
                                       sheet_row(3, {text_cell("A3", "id")}) +
                                       sheet_row(4, {text_cell("A4", "x")})}));
    EXPECT_EQ(spreadsheet_sheets(path), (std::vector<std::string>{"流", "Second"}));
    EXPECT_EQ(read_all({.path = path, .sheet = "Second"}), (Rows{{1, {"only"}}}));
    TablePlan below_the_title{.path = path};
    below_the_title.text.skipped_lines = 1;
    EXPECT_EQ(read_all(below_the_title), (Rows{{3, {"id"}}, {4, {"x"}}}));
    EXPECT_EQ(refusal({.path = path, .sheet = "second"}), "no-such-sheet: second");
}

TEST(Spreadsheet, DatesFrom1904AreRefusedNotFourYearsOff) {
    const Scratch scratch;
    const std::string path = scratch.path("mac.xlsx");
    for (const char* value : {"1", "true"}) {
        write_file(
            path, workbook({.rows = header,
                            .workbook_properties = std::string("<workbookPr date1904=\"") + value + "\"/>"}));
        EXPECT_EQ(refusal({.path = path}), "bad-spreadsheet: a workbook whose dates count from 1904");
    }
    write_file(path, workbook({.rows = header, .workbook_properties = "<workbookPr date1904=\"0\"/>"}));
    EXPECT_EQ(refusal({.path = path}), "opened");
}

TEST(Spreadsheet, DamageAndBombsAreProblems) {
    const Scratch scratch;
    const std::string path = scratch.path("bad.xlsx");
    const std::string whole = workbook({.rows = header});
    write_file(path, whole.substr(0, whole.size() / 2));
    EXPECT_TRUE(refusal({.path = path}).starts_with("bad-spreadsheet"));
    EXPECT_TRUE(spreadsheet_sheets(path).empty());
    write_file(path, zip_of({{"hello.txt", "hello"}}));
    EXPECT_TRUE(refusal({.path = path}).starts_with("bad-spreadsheet"));
    write_file(path, zip_of({{"xl/workbook.xml", "x"}}, std::uint64_t{3} << 30));
    EXPECT_TRUE(refusal({.path = path}).starts_with("too-large"));
    std::string cut = whole;  // the list of contents is said to lie outside
    cut[cut.size() - 6] = '\xFF';
    cut[cut.size() - 5] = '\xFF';
    cut[cut.size() - 4] = '\xFF';
    write_file(path, cut);
    EXPECT_FALSE(zip_entries(path));
}
