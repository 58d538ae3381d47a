// Rows of one table with its problems counted: what every importer of a role does alike.
#pragma once

#include "data/dataset.h"
#include "data/import/record_reader.h"
#include "data/import/table_header.h"

#include <optional>
#include <span>
#include <string_view>

namespace flowspace {

/// A row being read. The first fault refuses it; every fault is listed.
struct TableRow {
    std::uint64_t row = 0;
    std::span<const std::string_view> fields = {};
    bool refused = false;
};

class RowReader {
public:
    RowReader(RecordReader& reader, const TableHeader& header, ProblemLog& log, SourceFile& file)
        : reader_(reader), header_(header), log_(log), file_(file) {}

    /// The next row with as many fields as the header; rows that have not are listed and counted on the way.
    /// Nothing at the end, or where the file broke off: see broken().
    std::optional<TableRow> next();

    /// Lists a fault of the row in a column and refuses the row.
    void refuse(TableRow& row, std::size_t column, std::string_view code, std::string_view expected);

    /// Call once a row, after the last refuse.
    void count(const TableRow& row) { file_.rows_kept += row.refused ? 0 : 1; }

    const std::optional<Problem>& broken() const { return broken_; }

private:
    RecordReader& reader_;
    const TableHeader& header_;
    ProblemLog& log_;
    SourceFile& file_;
    std::optional<Problem> broken_;
};

}  // namespace flowspace
