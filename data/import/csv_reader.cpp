#include "data/import/csv_reader.h"

#include "data/import/limits.h"
#include "data/import/utf8.h"

#include <algorithm>
#include <cstring>

namespace flowspace {
namespace {

constexpr std::size_t piece = std::size_t{1} << 20;

const char* bad_byte_code(TextEncoding encoding) {
    switch (encoding) {
        case TextEncoding::utf_8:
            return "bad-utf8";
        case TextEncoding::gb18030:
            return "bad-gb18030";
        default:
            return "bad-utf16";
    }
}

const char* expected_text(TextEncoding encoding) {
    switch (encoding) {
        case TextEncoding::utf_8:
            return "text in UTF-8";
        case TextEncoding::gb18030:
            return "text in GB18030";
        default:
            return "text in UTF-16";
    }
}

}  // namespace

std::optional<Problem> CsvReader::open(const std::filesystem::path& path) {
    return source_.open(path, dialect_.encoding);
}

std::optional<Problem> CsvReader::open_bytes(std::string_view bytes) {
    return source_.open_bytes(bytes, dialect_.encoding);
}

void CsvReader::fill(std::size_t wanted) {
    if (end_ - begin_ >= wanted || source_ended_) return;
    if (end_ > begin_) std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    source_.forget_before(offset_);
    buffer_.resize(std::max(buffer_.size(), wanted + piece));
    while (end_ < wanted && !source_ended_) {
        std::size_t got = 0;
        broken_ = source_.read({buffer_.data() + end_, buffer_.size() - end_}, got);
        source_ended_ = broken_.has_value() || source_.ended();
        end_ += got;
    }
}

void CsvReader::consume(std::size_t bytes, std::uint64_t lines) {
    begin_ += bytes;
    offset_ += bytes;
    row_ += lines;
}

void CsvReader::skip_rest_of_line() {
    for (;;) {
        fill(1);
        if (waiting().empty()) return;
        const std::size_t at = waiting().find('\n');
        if (at != std::string_view::npos) return consume(at + 1, 1);
        consume(waiting().size(), 0);
    }
}

void CsvReader::skip_lines() {
    for (std::uint64_t line = 0; line < dialect_.skipped_lines && !(source_ended_ && waiting().empty());
         ++line)
        skip_rest_of_line();
    lines_skipped_ = true;
}

bool CsvReader::is_blank_line() const {
    const std::string_view text = waiting();
    return text[0] == '\n' || (text[0] == '\r' && (text.size() == 1 || text[1] == '\n'));
}

bool CsvReader::only_blank_left() {
    if (offset_ < content_at_) return false;
    fill(max_record_bytes);
    const std::size_t at = std::min(waiting().find_first_not_of("\r\n"), waiting().size());
    if (at == waiting().size() && source_ended_ && !broken_) return true;
    content_at_ = offset_ + at;
    return false;
}

CsvReader::Outcome CsvReader::finish(Problem& problem) {
    over_ = true;
    if (!broken_) return Outcome::end;
    problem = *broken_;
    return Outcome::problem;
}

CsvReader::Outcome CsvReader::fail(Problem& problem, const char* code, std::string found,
                                   const char* expected) {
    problem = {.row = row_, .code = code, .found = std::move(found), .expected = expected};
    return Outcome::problem;
}

/// Whether a record holds a byte that no text has.
bool CsvReader::find_bad_byte(std::string_view text, Problem& problem) {
    std::size_t at = text.find('\0');
    const char* code = "nul-byte";
    if (at == std::string_view::npos) {
        const std::optional<std::size_t> bad = find_bad_utf8(text);
        if (!bad) return false;
        at = *bad;
        code = bad_byte_code(dialect_.encoding);
    }
    fail(problem, code, source_.describe_fault(offset_ + at, text[at]), expected_text(dialect_.encoding));
    return true;
}

CsvReader::Outcome CsvReader::refuse(const RecordScanner::Scan& scan, Problem& problem) {
    using Found = RecordScanner::Found;
    if (scan.found == Found::too_long) {
        fail(problem, "too-long", std::string(waiting().substr(0, 100)), "a row of at most 1 MiB");
        skip_rest_of_line();
        return Outcome::problem;
    }
    std::string line(waiting().substr(0, std::min<std::size_t>(scan.taken, 200)));
    if (scan.found == Found::unterminated_quote)
        fail(problem, "unterminated-quote", std::move(line), "a closing quotation mark within 1 MiB");
    else if (scan.found == Found::stray_quote)
        fail(problem, "stray-quote", std::move(line), "quotes around a whole field, doubled inside it");
    else if (!scan.odd_bytes || !find_bad_byte(waiting().substr(0, scan.taken), problem))
        fail(problem, "stray-carriage-return", std::move(line), "line ends LF or CR LF");
    consume(scan.taken, 1);
    return Outcome::problem;
}

RecordScanner::Scan CsvReader::scan() {
    for (;;) {
        const Ending ending = source_ended_ && !broken_ ? Ending::last : Ending::more;
        const RecordScanner::Scan found = scanner_.scan(waiting(), ending);
        if (found.found != RecordScanner::Found::unfinished || source_ended_) return found;
        fill(waiting().size() + 1);
    }
}

CsvReader::Outcome CsvReader::next(Record& record, Problem& problem) {
    if (!lines_skipped_) skip_lines();
    if (over_) return Outcome::end;
    fill(1);
    if (waiting().empty()) return finish(problem);
    const RecordScanner::Scan found = scan();
    if (found.found == RecordScanner::Found::unfinished) return finish(problem);  // cut short by a fault
    if (found.found != RecordScanner::Found::record) return refuse(found, problem);
    if (row_ > dialect_.skipped_lines + 1 && is_blank_line()) {
        if (only_blank_left()) return finish(problem);
        fail(problem, "empty-row", "a blank line", "a row");
        consume(found.taken, 1);
        return Outcome::problem;
    }
    if (found.odd_bytes && find_bad_byte(waiting().substr(0, found.taken), problem)) {
        consume(found.taken, found.lines);
        return Outcome::problem;
    }
    record = {row_, scanner_.fields()};
    consume(found.taken, found.lines);
    return Outcome::record;
}

std::optional<Problem> open_text_table(const std::filesystem::path& path, const TextDialect& dialect,
                                       std::unique_ptr<RecordReader>& reader) {
    auto table = std::make_unique<CsvReader>(dialect);
    if (auto problem = table->open(path)) return problem;
    reader = std::move(table);
    return std::nullopt;
}

}  // namespace flowspace
