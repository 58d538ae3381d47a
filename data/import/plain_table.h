// A table that is neither flows nor places (costs, targets, indicators, events): its cells as text, read in
// the worker like every foreign file.
#pragma once

#include "data/import/import_plan.h"
#include "data/import/inspection.h"
#include "data/import/problem.h"
#include "data/import/worker_client.h"
#include "data/pack/byte_reader.h"
#include "data/result.h"
#include "data/worker/bulk_writer.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// Rows with as many cells as the header; others are among the problems and left out.
struct PlainTable {
    std::string path = {};
    std::vector<std::string> columns = {};  // unique_columns of the header
    std::vector<std::string> cells = {};    // row-major: columns.size() per row, UTF-8
    std::vector<std::uint64_t> rows = {};   // where each row stands in the file, for messages
    std::vector<Problem> problems = {};     // the first of the rows refused
    std::uint64_t refused = 0;              // all of them

    std::size_t size() const { return rows.size(); }
    std::string_view cell(std::size_t row, std::size_t column) const {
        return cells[row * columns.size() + column];
    }
    /// The first column called one of `names`, letters' case aside.
    std::optional<std::size_t> column(std::vector<std::string_view> names) const;
};

/// A fault of one cell, placed in the file.
Problem problem_at(const PlainTable& table, std::size_t row, std::size_t column, std::string_view code,
                   std::string_view expected);

/// Every row of one table. Errors: a file that cannot be read to its end, or has no header.
Result<PlainTable> read_plain_table(const TablePlan& plan, const TableOpeners& openers);

/// The same in a worker; format and dialect are found as for every table, of a workbook the first sheet is
/// read. Errors: also a file that two dialects fit.
Result<PlainTable> read_plain_table_in_worker(const std::string& path, const std::stop_token& stop = {},
                                              WorkerOptions worker = {});

// Across the process boundary. Reading checks what was written: sizes, UTF-8, rows ascending.
void write_plain_table(const PlainTable& table, BulkWriter& to);
std::optional<PlainTable> parse_plain_table(pack::ByteReader& from);

}  // namespace flowspace
