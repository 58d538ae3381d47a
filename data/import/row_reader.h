// Rows of one table with their problems and fates counted: what every importer of a role does alike.
#pragma once

#include "data/import/coded_rows.h"
#include "data/import/import_report.h"
#include "data/import/record_reader.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// A row being read. The first fault refuses it; every fault is listed.
struct TableRow {
    std::uint64_t row = 0;
    std::span<const std::string_view> fields = {};
    bool refused = false;
    std::string fault = {};  // code of the first one
};

class RowReader {
public:
    /// `columns`: names, one per field. `cells`: rows that a record counts for (SourceReport::cells).
    /// Pre: everything given outlives the reader.
    RowReader(RecordReader& reader, const std::vector<std::string>& columns, ProblemLog& log,
              SourceReport& report, std::uint64_t cells = 1)
        : reader_(reader), columns_(columns), log_(log), report_(report), cells_(cells) {}

    /// The next row with as many fields as columns; rows that have not are listed and counted on the way.
    /// Nothing at the end, or where the file broke off: see broken().
    std::optional<TableRow> next();

    /// Lists a fault of the row in a column and refuses the row.
    void refuse(TableRow& row, std::size_t column, std::string_view code, std::string_view expected);
    /// The same for one cell of many; the row itself stays.
    void list(const TableRow& row, std::size_t column, std::string_view code, std::string_view expected);

    /// Whether the next fault would be listed: what it expected need not be worded otherwise.
    bool lists_more() const { return log_.count() == log_.listed().size(); }

    /// Counts a fault without listing it. Pre: !lists_more().
    void count_fault() { log_.add({}); }

    /// Counts a row of a table where each record is one: kept, or rejected for its first fault. Call once a
    /// row, after the last refuse.
    void count(const TableRow& row);
    void keep(std::uint64_t rows = 1) { report_.rows_kept += rows; }
    void reject(std::string_view code, std::uint64_t rows = 1);
    void filter(std::string_view code, std::uint64_t rows = 1) {
        report_.filtered[std::string(code)] += rows;
    }

    /// The reader's rows in blocks, where it has them.
    CodedRows* coded() const { return dynamic_cast<CodedRows*>(&reader_); }
    /// Counts rows that came in a block.
    void count_records(std::uint64_t rows = 1) {
        report_.records += rows;
        report_.rows_in += rows;
    }

    SourceReport& report() { return report_; }
    const std::optional<Problem>& broken() const { return broken_; }

private:
    RecordReader& reader_;
    const std::vector<std::string>& columns_;
    ProblemLog& log_;
    SourceReport& report_;
    std::uint64_t cells_;
    std::string last_code_ = {};  // tables repeat faults: the count of the last one
    std::uint64_t* last_count_ = nullptr;
    std::optional<Problem> broken_;
};

}  // namespace flowspace
