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
        ++file_.rows_in;
        if (outcome == RecordReader::Outcome::record && record.fields.size() == header_.names.size())
            return TableRow{record.row, record.fields};
        if (outcome == RecordReader::Outcome::record)
            problem = {.row = record.row,
                       .code = "ragged-row",
                       .found = fmt::format("{} fields", record.fields.size()),
                       .expected = fmt::format("{} as in the header", header_.names.size())};
        log_.add(std::move(problem));
    }
}

void RowReader::refuse(TableRow& row, std::size_t column, std::string_view code, std::string_view expected) {
    row.refused = true;
    log_.add({.row = row.row,
              .column = header_.names[column],
              .code = std::string(code),
              .found = std::string(row.fields[column]),
              .expected = std::string(expected)});
}

}  // namespace flowspace
