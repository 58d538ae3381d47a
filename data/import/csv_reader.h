// Records of a CSV file (RFC 4180, UTF-8), one at a time; what is not a record is a problem, and reading goes
// on.
#pragma once

#include "data/import/byte_source.h"
#include "data/import/problem.h"
#include "data/import/record_reader.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// Line ends are LF or CRLF; blank lines at the very end are none. Problems of a record (the row is lost):
/// nul-byte, bad-utf8, stray-quote, unterminated-quote, stray-carriage-return, empty-row, too-long. Problems
/// of the file (row 0; reading is over): those of ByteSource, not-utf8. After a fault in quoting reading goes
/// on at the next physical line.
class CsvReader final : public RecordReader {
public:
    std::optional<Problem> open(const std::filesystem::path& path);

    Outcome next(Record& record, Problem& problem) override;

private:
    struct Field {
        std::size_t begin = 0;  // in the buffer from begin_, or in unquoted_
        std::size_t size = 0;
        bool quoted = false;
    };
    enum class Quoting : std::uint8_t { done, unfinished, unterminated, stray_quote, stray_return };

    std::string_view waiting() const { return {buffer_.data() + begin_, end_ - begin_}; }
    void fill(std::size_t wanted);
    std::optional<std::size_t> find_line_end();
    bool only_blank_left();
    Outcome finish(Problem& problem);
    Outcome fail(Problem& problem, const char* code, std::string found, const char* expected);
    Outcome skip_long_line(Problem& problem);
    Outcome read_plain(std::string_view line, std::size_t taken, Record& record, Problem& problem);
    Outcome read_quoted(std::size_t line_taken, Record& record, Problem& problem);
    Quoting scan(std::string_view text, std::size_t& taken);
    Quoting scan_quoted_field(std::string_view text, std::size_t& at);
    Quoting scan_plain_field(std::string_view text, std::size_t& at);
    std::optional<std::string> find_bad_byte(std::string_view text, const char*& code) const;
    void consume(std::size_t bytes, std::uint64_t lines);

    ByteSource source_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;  // of the record being read
    std::size_t end_ = 0;
    bool source_ended_ = false;
    bool over_ = false;
    std::optional<Problem> broken_;  // of the file, told once what came before it is read
    std::uint64_t offset_ = 0;       // of begin_ in the (unpacked) file
    std::uint64_t row_ = 1;
    std::vector<Field> scanned_;
    std::vector<std::string_view> fields_;
    std::string unquoted_;  // texts of quoted fields
};

}  // namespace flowspace
