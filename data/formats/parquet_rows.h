// The rows of a Parquet table, as records of text or in blocks.
#pragma once

#include "data/formats/parquet_table.h"
#include "data/formats/text_coder.h"
#include "data/import/coded_rows.h"
#include "data/import/read_share.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

class ParquetRows final : public RecordReader, public CodedRows, public ReadShare {
public:
    /// Gives the header, then the rows; of the columns that are not `used` the fields are empty.
    ParquetRows(std::unique_ptr<ParquetTable> table, std::vector<std::size_t> used,
                const CoderLimits& limits = {})
        : table_(std::move(table)), limits_(limits), used_(std::move(used)) {}

    RecordReader::Outcome next(Record& record, Problem& problem) override;
    double share_read() const override;

    bool start(std::span<const std::size_t> coded, std::optional<std::size_t> number) override;
    CodedRows::Outcome next_block(Block& block, Problem& problem) override;
    std::string_view text(std::size_t at, std::uint32_t code) const override;
    void pick(std::size_t row_of_block) override { picked_ = row_of_block; }

private:
    enum class Mode : std::uint8_t { header, records, blocks, ended };

    RecordReader::Outcome give_header(Record& record);
    RecordReader::Outcome give_row(std::size_t row, Record& record, Problem& problem);
    RecordReader::Outcome give_picked(Record& record, Problem& problem);
    RecordReader::Outcome give_fields(Record& record, Problem& problem, std::uint64_t row);
    /// The next chunk; false at the end or on a problem.
    bool fetch(std::optional<Problem>& problem);
    std::optional<Problem> ask_for_records();
    bool is_coder_full() const;

    std::unique_ptr<ParquetTable> table_;
    CoderLimits limits_;
    std::deque<TextCoder> coders_;    // one per coded column; DuckDB calls them while rows_ lives
    std::vector<std::size_t> coded_;  // columns
    std::optional<std::size_t> number_;
    std::vector<std::size_t> used_;
    std::optional<DuckRows> rows_;
    std::optional<DuckChunk> chunk_;
    Mode mode_ = Mode::header;
    std::uint64_t rows_before_ = 0;  // of those in chunk_
    std::size_t at_ = 0;             // in chunk_
    std::optional<std::size_t> picked_;
    std::vector<double> numbers_;
    std::vector<std::uint8_t> readable_;
    std::string text_;                  // of a record's cells,
    std::vector<std::size_t> columns_;  // the column of each
    std::vector<std::size_t> ends_;     // and its end in text_
    std::vector<std::string_view> fields_;
};

}  // namespace flowspace
