// Sheets of Excel workbooks (.xlsx) as records of text, read by GDAL's XLSX driver.
#pragma once

#include "data/import/import_plan.h"
#include "data/import/inspection.h"

#include <string>
#include <vector>

namespace flowspace {

/// The first row that is not empty is the header (after TextDialect::skipped_lines rows of the sheet); rows
/// without any cell are left out; `row` is the row of the sheet. Cells come as the workbook stores them, so
/// 18-digit numbers keep every digit; a cell formatted as a date comes as 2020/01/01 or 2020/01/01 13:00:00,
/// a formula as its stored result. Problems: bad-spreadsheet, no-such-sheet, too-large, bad-utf8.
OpenedTable open_spreadsheet(const TablePlan& plan);

/// In their order; empty where the file is no workbook.
std::vector<std::string> spreadsheet_sheets(const std::string& path);

/// Fills in what TableOpeners asks of spreadsheets.
void add_spreadsheet_openers(TableOpeners& openers);

}  // namespace flowspace
