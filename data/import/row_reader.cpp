#include "data/import/row_reader.h"

#include <fmt/format.h>

namespace flowspace {

std::optional<TableRow> RowReader::next() {
    for (;;) {
        RecordReader::Record record;
        Problem problem;
        const RecordReader::Outcome outcome = reader_.next(record, problem);
        if (outcome == RecordReader::Outcome::end) return std::nullopt;
        if (outcome == RecordReader::Outcome::problem && problem.row == 0) {
            broken_ = problem;
            return std::nullopt;
        }
        ++report_.records;
        report_.rows_in += cells_;
        if (outcome == RecordReader::Outcome::record && record.fields.size() == columns_.size())
            return TableRow{record.row, record.fields, false, {}};
        if (outcome == RecordReader::Outcome::record)
            problem = {.row = record.row,
                       .code = "ragged-row",
                       .found = fmt::format("{} fields", record.fields.size()),
                       .expected = fmt::format("{} as in the header", columns_.size())};
        reject(problem.code, cells_);
        log_.add(std::move(problem));
    }
}

void RowReader::list(const TableRow& row, std::size_t column, std::string_view code,
                     std::string_view expected) {
    if (!lists_more()) return count_fault();
    log_.add({.row = row.row,
              .column = columns_[column],
              .code = std::string(code),
              .found = std::string(row.fields[column]),
              .expected = std::string(expected)});
}

void RowReader::refuse(TableRow& row, std::size_t column, std::string_view code, std::string_view expected) {
    if (!row.refused) row.fault = code;
    row.refused = true;
    list(row, column, code, expected);
}

void RowReader::reject(std::string_view code, std::uint64_t rows) {
    if (last_count_ == nullptr || last_code_ != code) {
        last_code_ = code;
        last_count_ = &report_.rejected[last_code_];
    }
    *last_count_ += rows;
}

void RowReader::count(const TableRow& row) {
    if (row.refused)
        reject(row.fault, cells_);
    else
        keep(cells_);
}

}  // namespace flowspace
