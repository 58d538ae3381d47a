#include "data/formats/parquet_reader.h"

#include "data/formats/parquet_text.h"
#include "data/import/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace flowspace {
namespace {

bool is_used(const TablePlan& plan, std::size_t column) {
    if (column >= plan.columns.size()) return true;  // a look at the file
    const Field field = plan.columns[column].field;
    return plan.role != TableRole::flows || (field != Field::attribute && field != Field::ignored);
}

class ParquetReader final : public RecordReader {
public:
    ParquetReader(std::unique_ptr<ParquetTable> table, DuckRows rows, std::vector<std::size_t> used)
        : table_(std::move(table)), rows_(std::move(rows)), used_(std::move(used)) {}

    Outcome next(Record& record, Problem& problem) override {
        if (!header_given_) {
            header_given_ = true;
            fields_.clear();
            for (const ParquetColumn& column : table_->columns()) fields_.emplace_back(column.name);
            record = {.row = 0, .fields = fields_};
            return Outcome::record;
        }
        if (ended_) return Outcome::end;
        if (!chunk_ || at_ == chunk_->size()) {
            Result<std::optional<DuckChunk>> chunk = rows_.next();
            if (!chunk) return end_with(problem, chunk.error());
            at_ = 0;
            chunk_ = std::move(*chunk);
            if (!chunk_) {
                if (row_ != table_->row_count())
                    return end_with(problem, Error{fmt::format("{} rows", row_)});
                ended_ = true;
                return Outcome::end;
            }
        }
        ++row_;
        return give(at_++, record, problem);
    }

private:
    Outcome end_with(Problem& problem, const Error& error) {
        ended_ = true;
        problem = table_->broken(error);
        return Outcome::problem;
    }

    Outcome give(std::size_t row, Record& record, Problem& problem) {
        text_.clear();
        ends_.clear();
        for (std::size_t at = 0; at < used_.size(); ++at) {
            const std::size_t before = text_.size();
            append_cell(text_, table_->columns()[used_[at]], *chunk_, at, row);
            ends_.push_back(text_.size());
            if (text_.find('\0', before) != std::string::npos)
                return refuse(problem, table_->columns()[used_[at]].name, "nul-byte",
                              std::string_view(text_).substr(before), "text");
        }
        if (text_.size() > max_record_bytes)
            return refuse(problem, {}, "too-long", fmt::format("{} bytes", text_.size()),
                          fmt::format("at most {} bytes", max_record_bytes));
        fields_.assign(table_->columns().size(), {});
        std::size_t begin = 0;
        for (std::size_t at = 0; at < used_.size(); ++at) {
            fields_[used_[at]] = std::string_view(text_).substr(begin, ends_[at] - begin);
            begin = ends_[at];
        }
        record = {.row = row_, .fields = fields_};
        return Outcome::record;
    }

    Outcome refuse(Problem& problem, std::string_view column, std::string_view code, std::string_view found,
                   std::string_view expected) const {
        problem = {.row = row_,
                   .column = std::string(column),
                   .code = std::string(code),
                   .found = std::string(found),
                   .expected = std::string(expected)};
        return Outcome::problem;
    }

    std::unique_ptr<ParquetTable> table_;  // before the rows: it outlives them
    DuckRows rows_;
    std::vector<std::size_t> used_;
    std::optional<DuckChunk> chunk_;
    std::size_t at_ = 0;
    std::uint64_t row_ = 0;
    bool header_given_ = false;
    bool ended_ = false;
    std::string text_;
    std::vector<std::size_t> ends_;
    std::vector<std::string_view> fields_;
};

}  // namespace

OpenedTable open_parquet(const TablePlan& plan, const DuckLimits& limits) {
    OpenedParquet opened = ParquetTable::open(plan.path, limits);
    if (!opened.table) return {.problem = std::move(opened.problem)};
    std::vector<std::size_t> used;
    for (std::size_t at = 0; at < opened.table->columns().size(); ++at) {
        if (!is_used(plan, at)) continue;
        const ParquetColumn& column = opened.table->columns()[at];
        const bool wanted = at < plan.columns.size() && plan.columns[at].field != Field::attribute &&
                            plan.columns[at].field != Field::ignored;
        if (column.kind == ParquetKind::nested && wanted)
            return {.problem = Problem{.file = plan.path,
                                       .column = column.name,
                                       .code = "nested-column",
                                       .found = "lists or records",
                                       .expected = "a column with one value in each row"}};
        if (std::optional<Problem> problem = opened.table->look_for_days(at))
            return {.problem = std::move(problem)};
        used.push_back(at);
    }
    Result<DuckRows> rows = opened.table->rows(used);
    if (!rows) return {.problem = opened.table->broken(rows.error())};
    return {.reader =
                std::make_unique<ParquetReader>(std::move(opened.table), std::move(*rows), std::move(used))};
}

void add_parquet_openers(TableOpeners& openers, const DuckLimits& limits) {
    openers.parquet = [limits](const TablePlan& plan) { return open_parquet(plan, limits); };
    openers.row_count = [limits, before = std::move(openers.row_count)](
                            const TablePlan& plan) -> std::optional<std::uint64_t> {
        if (plan.format != FileFormat::parquet) return before ? before(plan) : std::nullopt;
        const OpenedParquet opened = ParquetTable::open(plan.path, limits);
        if (!opened.table) return std::nullopt;
        return opened.table->row_count();
    };
}

}  // namespace flowspace
