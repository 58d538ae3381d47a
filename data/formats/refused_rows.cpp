#include "data/formats/refused_rows.h"

#include "data/formats/parquet_text.h"

#include <fmt/format.h>

#include <utility>

namespace flowspace {
namespace {

bool is_read(const ColumnPlan& column) {
    return column.field != Field::attribute && column.field != Field::ignored;
}

/// Chosen rows under their own numbers; fields of columns that are not used are empty.
class ChosenRows final : public RecordReader {
public:
    ChosenRows(const ParquetTable& table, std::vector<std::size_t> used, DuckRows rows)
        : table_(table), used_(std::move(used)), rows_(std::move(rows)) {}

    Outcome next(Record& record, Problem& problem) override {
        while (!chunk_ || at_ == chunk_->size()) {
            Result<std::optional<DuckChunk>> chunk = rows_.next();
            if (!chunk) {
                problem = table_.broken(chunk.error());
                return Outcome::problem;
            }
            if (!*chunk) return Outcome::end;
            chunk_ = std::move(*chunk);
            at_ = 0;
        }
        return give(at_++, record, problem);
    }

private:
    Outcome give(std::size_t row, Record& record, Problem& problem) {
        texts_.assign(table_.columns().size(), {});
        for (std::size_t at = 0; at < used_.size(); ++at)
            append_cell(texts_[used_[at]], table_.columns()[used_[at]], *chunk_, at + 1, row);
        fields_.assign(texts_.begin(), texts_.end());
        record = {.row = static_cast<std::uint64_t>(chunk_->values<std::int64_t>(0)[row]) + 1,
                  .fields = fields_};
        for (const std::size_t column : used_)
            if (fields_[column].find('\0') != std::string_view::npos) {
                problem = {.row = record.row,
                           .column = table_.columns()[column].name,
                           .code = "nul-byte",
                           .found = texts_[column],
                           .expected = "text"};
                return Outcome::problem;
            }
        return Outcome::record;
    }

    const ParquetTable& table_;
    std::vector<std::size_t> used_;
    DuckRows rows_;
    std::optional<DuckChunk> chunk_;
    std::size_t at_ = 0;
    std::vector<std::string> texts_;
    std::vector<std::string_view> fields_;
};

}  // namespace

Result<std::vector<Problem>> problems_of_rows(ParquetTable& table, const TablePlan& plan, FlowImport& shared,
                                              const RowsAsked& asked, const std::stop_token& stop) {
    std::vector<std::size_t> used;
    std::vector<std::string> columns;
    std::string list = "row_number";
    for (std::size_t at = 0; at < plan.columns.size(); ++at) {
        columns.push_back(plan.columns[at].name);
        if (!is_read(plan.columns[at])) continue;
        used.push_back(at);
        list += ", " + table.sql_cell(at);
    }
    Result<DuckRows> rows =
        table.session().select(fmt::format("SELECT {} FROM {} WHERE {} ORDER BY row_number LIMIT {}", list,
                                           table.sql_with_numbers(asked.file), asked.condition, asked.most),
                               stop);
    if (!rows) return rows.error();
    ChosenRows chosen(table, std::move(used), std::move(*rows));
    ProblemLog log(plan.path, asked.most);
    SourceReport counted;
    RowReader reader(chosen, columns, log, counted);
    const std::optional<Problem> broken =
        FlowReader(shared, plan, reader).read([&](std::uint64_t) { return !stop.stop_requested(); });
    if (stop.stop_requested()) return Error{"stopped"};
    if (broken) return Error{broken->found};
    return log.listed();
}

}  // namespace flowspace
