// Records of a text table (CSV and its kin), one at a time; what is not a record is a problem, and reading
// goes on.
#pragma once

#include "data/import/problem.h"
#include "data/import/read_share.h"
#include "data/import/record_reader.h"
#include "data/import/record_scanner.h"
#include "data/import/text_source.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// Line ends are LF or CRLF; blank lines at the very end are none. Problems of a record (the row is lost):
/// nul-byte, bad-utf8, bad-utf16, bad-gb18030, stray-quote, unterminated-quote, stray-carriage-return,
/// empty-row, too-long. Problems of the file (row 0; reading is over): those of TextSource. After a fault in
/// quoting reading goes on at the next physical line. Rows are physical lines of the file, skipped ones
/// counted.
class CsvReader final : public RecordReader, public ReadShare {
public:
    explicit CsvReader(TextDialect dialect = {}) : dialect_(std::move(dialect)), scanner_(dialect_) {}

    std::optional<Problem> open(const std::filesystem::path& path);

    /// The same from memory. Pre: `bytes` outlive the reader.
    std::optional<Problem> open_bytes(std::string_view bytes);

    Outcome next(Record& record, Problem& problem) override;
    double share_read() const override { return source_.share_read(); }

private:
    std::string_view waiting() const { return {buffer_.data() + begin_, end_ - begin_}; }
    void fill(std::size_t wanted);
    void consume(std::size_t bytes, std::uint64_t lines);
    void skip_lines();
    void skip_rest_of_line();
    bool is_blank_line() const;
    bool only_blank_left();
    RecordScanner::Scan scan();
    Outcome finish(Problem& problem);
    Outcome fail(Problem& problem, const char* code, std::string found, const char* expected);
    Outcome refuse(const RecordScanner::Scan& scan, Problem& problem);
    bool find_bad_byte(std::string_view text, Problem& problem);

    TextDialect dialect_;
    RecordScanner scanner_;
    TextSource source_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;  // of the record being read
    std::size_t end_ = 0;
    bool lines_skipped_ = false;
    bool source_ended_ = false;
    bool over_ = false;
    std::optional<Problem> broken_;  // of the file, told once what came before it is read
    std::uint64_t offset_ = 0;       // of begin_ in the text
    std::uint64_t content_at_ = 0;   // below it in the text blank lines are followed by others
    std::uint64_t row_ = 1;
};

/// A reader of the table, at its header. Problems: those of the file.
std::optional<Problem> open_text_table(const std::filesystem::path& path, const TextDialect& dialect,
                                       std::unique_ptr<RecordReader>& reader);

}  // namespace flowspace
