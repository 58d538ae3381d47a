#include "data/formats/parquet_rows.h"

#include "data/formats/parquet_numbers.h"
#include "data/formats/parquet_text.h"
#include "data/import/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowspace {

RecordReader::Outcome ParquetRows::next(Record& record, Problem& problem) {
    if (mode_ == Mode::header) return give_header(record);
    if (mode_ == Mode::blocks) return give_picked(record, problem);
    if (mode_ == Mode::ended) return RecordReader::Outcome::end;
    std::optional<Problem> failure;
    if (!rows_) failure = ask_for_records();
    if (!failure && (!chunk_ || at_ == chunk_->size()) && !fetch(failure)) {
        mode_ = Mode::ended;
        if (!failure) return RecordReader::Outcome::end;
    }
    if (failure) {
        mode_ = Mode::ended;
        problem = std::move(*failure);
        return RecordReader::Outcome::problem;
    }
    return give_row(at_++, record, problem);
}

double ParquetRows::share_read() const {
    const std::uint64_t in_chunk = mode_ == Mode::blocks && chunk_ ? chunk_->size() : at_;
    const std::uint64_t rows = table_->row_count();
    return rows == 0 ? 0 : static_cast<double>(rows_before_ + in_chunk) / static_cast<double>(rows);
}

RecordReader::Outcome ParquetRows::give_header(Record& record) {
    mode_ = Mode::records;
    fields_.clear();
    for (const ParquetColumn& column : table_->columns()) fields_.emplace_back(column.name);
    record = {.row = 0, .fields = fields_};
    return RecordReader::Outcome::record;
}

std::optional<Problem> ParquetRows::ask_for_records() {
    std::string list;
    for (const std::size_t column : used_) list += (list.empty() ? "" : ", ") + table_->sql_cell(column);
    chunk_.reset();
    at_ = 0;
    Result<DuckRows> rows = table_->select(list.empty() ? "1" : list, rows_before_);
    if (!rows) return table_->broken(rows.error());
    rows_ = std::move(*rows);
    return std::nullopt;
}

bool ParquetRows::fetch(std::optional<Problem>& problem) {
    if (chunk_) rows_before_ += chunk_->size();
    chunk_.reset();
    at_ = 0;
    Result<std::optional<DuckChunk>> chunk = rows_->next();
    if (!chunk)
        problem = table_->broken(chunk.error());
    else if (!*chunk && rows_before_ != table_->row_count())
        problem = table_->broken(Error{fmt::format("{} rows of {}", rows_before_, table_->row_count())});
    else
        chunk_ = std::move(*chunk);
    return chunk_.has_value();
}

RecordReader::Outcome ParquetRows::give_row(std::size_t row, Record& record, Problem& problem) {
    text_.clear();
    ends_.clear();
    columns_ = used_;
    for (std::size_t at = 0; at < used_.size(); ++at) {
        append_cell(text_, table_->columns()[used_[at]], *chunk_, at, row);
        ends_.push_back(text_.size());
    }
    return give_fields(record, problem, rows_before_ + row + 1);
}

RecordReader::Outcome ParquetRows::give_picked(Record& record, Problem& problem) {
    if (!picked_ || !chunk_) return RecordReader::Outcome::end;
    const std::size_t row = *picked_;
    picked_.reset();
    text_.clear();
    ends_.clear();
    columns_ = coded_;
    for (std::size_t at = 0; at < coded_.size(); ++at) {
        text_ += coders_[at].text(chunk_->values<std::uint32_t>(at)[row]);
        ends_.push_back(text_.size());
    }
    if (number_) {
        columns_.push_back(*number_);
        append_cell(text_, table_->columns()[*number_], *chunk_, coded_.size(), row);
        ends_.push_back(text_.size());
    }
    return give_fields(record, problem, rows_before_ + row + 1);
}

RecordReader::Outcome ParquetRows::give_fields(Record& record, Problem& problem, std::uint64_t row) {
    problem = {.row = row};
    if (text_.size() > max_record_bytes) {
        problem.code = "too-long";
        problem.found = fmt::format("{} bytes", text_.size());
        problem.expected = fmt::format("at most {} bytes", max_record_bytes);
        return RecordReader::Outcome::problem;
    }
    fields_.assign(table_->columns().size(), {});
    std::size_t begin = 0;
    for (std::size_t at = 0; at < columns_.size(); ++at) {
        fields_[columns_[at]] = std::string_view(text_).substr(begin, ends_[at] - begin);
        begin = ends_[at];
    }
    const auto with_nul = std::ranges::find_if(
        fields_, [](std::string_view field) { return field.find('\0') != std::string_view::npos; });
    if (with_nul != fields_.end()) {
        problem.column = table_->columns()[static_cast<std::size_t>(with_nul - fields_.begin())].name;
        problem.code = "nul-byte";
        problem.found = *with_nul;
        problem.expected = "text";
        return RecordReader::Outcome::problem;
    }
    record = {.row = row, .fields = fields_};
    return RecordReader::Outcome::record;
}

bool ParquetRows::start(std::span<const std::size_t> coded, std::optional<std::size_t> number) {
    const std::vector<ParquetColumn>& columns = table_->columns();
    if (mode_ != Mode::records || rows_) return false;
    if (number && !has_numbers(columns[*number])) return false;
    if (!std::ranges::all_of(coded, [&](std::size_t at) { return TextCoder::can_code(columns[at]); }))
        return false;
    std::string list;
    for (const std::size_t column : coded) {
        const std::string name = fmt::format("flowspace_code_{}", column);
        TextCoder& coder = coders_.emplace_back(columns[column], limits_);
        const auto body = [&coder](const DuckCells& cells, duckdb_vector codes) {
            coder.code(cells, static_cast<std::uint32_t*>(duckdb_vector_get_data(codes)));
        };
        if (!table_->session().add_function(name, std::array{columns[column].type}, DUCKDB_TYPE_UINTEGER,
                                            body))
            return false;
        list += fmt::format("{}{}({})", list.empty() ? "" : ", ", name, ParquetTable::sql_column(column));
    }
    if (number) list += (list.empty() ? "" : ", ") + ParquetTable::sql_column(*number);
    Result<DuckRows> rows = table_->select(list, 0);
    if (!rows) return false;
    coded_.assign(coded.begin(), coded.end());
    number_ = number;
    rows_ = std::move(*rows);
    mode_ = Mode::blocks;
    return true;
}

bool ParquetRows::is_coder_full() const {
    return std::ranges::any_of(coders_, [](const TextCoder& coder) { return coder.is_full(); });
}

CodedRows::Outcome ParquetRows::next_block(Block& block, Problem& problem) {
    picked_.reset();
    std::optional<Problem> failure;
    if (mode_ != Mode::blocks) return CodedRows::Outcome::end;
    if (!fetch(failure)) {
        mode_ = Mode::ended;
        if (!failure) return CodedRows::Outcome::end;
        problem = std::move(*failure);
        return CodedRows::Outcome::problem;
    }
    if (is_coder_full()) {  // the rest comes as records
        rows_.reset();
        mode_ = Mode::records;
        return CodedRows::Outcome::end;
    }
    block = {.first_row = rows_before_ + 1, .size = chunk_->size()};
    for (std::size_t at = 0; at < coded_.size(); ++at)
        block.codes.emplace_back(chunk_->values<std::uint32_t>(at), chunk_->size());
    if (number_) {
        fill_numbers(table_->columns()[*number_], *chunk_, coded_.size(), numbers_, readable_);
        block.numbers = numbers_;
        block.readable = readable_;
    }
    return CodedRows::Outcome::block;
}

std::string_view ParquetRows::text(std::size_t at, std::uint32_t code) const {
    const std::string_view text = coders_[at].text(code);
    return TextCoder::is_plain(text) ? text : std::string_view{};
}

}  // namespace flowspace
