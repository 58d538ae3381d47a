#include "data/import/csv_reader.h"

#include "data/import/limits.h"
#include "data/import/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace flowspace {
namespace {

constexpr std::size_t piece = std::size_t{1} << 20;

/// Which unusual bytes a line holds.
struct Marks {
    bool quote = false, high = false, nul = false, carriage_return = false;
};

Marks marks_of(std::string_view line) {
    unsigned quote = 0, high = 0, nul = 0, carriage_return = 0;
    for (const char one : line) {
        const auto byte = static_cast<unsigned char>(one);
        quote |= static_cast<unsigned>(byte == '"');
        high |= static_cast<unsigned>(byte >= 0x80);
        nul |= static_cast<unsigned>(byte == 0);
        carriage_return |= static_cast<unsigned>(byte == '\r');
    }
    return {quote != 0, high != 0, nul != 0, carriage_return != 0};
}

}  // namespace

std::optional<Problem> CsvReader::open(const std::filesystem::path& path) {
    if (auto problem = source_.open(path)) return problem;
    fill(4);
    if (broken_) return broken_;
    if (waiting().empty())
        return Problem{.code = "empty-file", .found = "0 bytes", .expected = "a table with a header row"};
    if (waiting().starts_with("\xff\xfe") || waiting().starts_with("\xfe\xff"))
        return Problem{.code = "not-utf8", .found = "a UTF-16 byte order mark", .expected = "UTF-8"};
    if (waiting().starts_with("\xef\xbb\xbf")) consume(3, 0);
    return std::nullopt;
}

void CsvReader::fill(std::size_t wanted) {
    if (end_ - begin_ >= wanted || source_ended_) return;
    if (end_ > begin_) std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    buffer_.resize(std::max(buffer_.size(), wanted + piece));
    std::size_t got = 0;
    broken_ = source_.read({buffer_.data() + end_, buffer_.size() - end_}, got);
    source_ended_ = broken_.has_value() || got < buffer_.size() - end_;
    end_ += got;
}

void CsvReader::consume(std::size_t bytes, std::uint64_t lines) {
    begin_ += bytes;
    offset_ += bytes;
    row_ += lines;
}

/// From begin_ to the LF or the end of the file; nothing where the line is too long.
std::optional<std::size_t> CsvReader::find_line_end() {
    for (std::size_t looked = 0;;) {
        const std::size_t at = waiting().find('\n', looked);
        if (at != std::string_view::npos) return at;
        if (source_ended_) return waiting().size();
        looked = waiting().size();
        if (looked > max_record_bytes) return std::nullopt;
        fill(looked + 1);
    }
}

bool CsvReader::only_blank_left() {
    fill(max_record_bytes);
    return source_ended_ && !broken_ && waiting().find_first_not_of("\r\n") == std::string_view::npos;
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

CsvReader::Outcome CsvReader::skip_long_line(Problem& problem) {
    fail(problem, "too-long", std::string(waiting().substr(0, 100)), "a row of at most 1 MiB");
    for (;;) {
        const std::size_t at = waiting().find('\n');
        if (at != std::string_view::npos) {
            consume(at + 1, 1);
            return Outcome::problem;
        }
        consume(waiting().size(), 0);
        if (source_ended_) return Outcome::problem;
        fill(1);
    }
}

/// What is wrong with the bytes of a record, and its code.
std::optional<std::string> CsvReader::find_bad_byte(std::string_view text, const char*& code) const {
    if (const std::size_t at = text.find('\0'); at != std::string_view::npos) {
        code = "nul-byte";
        return fmt::format("byte 0x00 at offset {}", offset_ + at);
    }
    if (const std::optional<std::size_t> at = find_bad_utf8(text)) {
        code = "bad-utf8";
        return fmt::format("byte 0x{:02X} at offset {}",
                           static_cast<unsigned>(static_cast<unsigned char>(text[*at])), offset_ + *at);
    }
    return std::nullopt;
}

CsvReader::Outcome CsvReader::read_plain(std::string_view line, std::size_t taken, Record& record,
                                         Problem& problem) {
    fields_.clear();
    for (std::size_t at = 0;;) {
        const std::size_t comma = std::min(line.find(',', at), line.size());
        fields_.push_back(line.substr(at, comma - at));
        if (comma == line.size()) break;
        at = comma + 1;
    }
    const Marks marks = marks_of(line);
    const char* code = nullptr;
    if (marks.nul || marks.high) {
        if (auto bad = find_bad_byte(line, code)) fail(problem, code, std::move(*bad), "text in UTF-8");
    }
    if (!code && marks.carriage_return)
        fail(problem, code = "stray-carriage-return", std::string(line), "line ends LF or CR LF");
    record = {row_, fields_};
    consume(taken, 1);
    return code ? Outcome::problem : Outcome::record;
}

CsvReader::Quoting CsvReader::scan_quoted_field(std::string_view text, std::size_t& at) {
    const std::size_t begin = unquoted_.size();
    for (++at;;) {
        const std::size_t quote = text.find('"', at);
        if (quote == std::string_view::npos || (quote + 1 == text.size() && !source_ended_))
            return source_ended_ ? Quoting::unterminated : Quoting::unfinished;
        unquoted_.append(text.substr(at, quote - at));
        at = quote + 1;
        if (at == text.size() || text[at] != '"') break;
        unquoted_ += '"';
        ++at;
    }
    scanned_.push_back({begin, unquoted_.size() - begin, true});
    if (text.substr(at).starts_with('\r')) {
        if (at + 1 == text.size() && !source_ended_) return Quoting::unfinished;
        ++at;
        if (at < text.size() && text[at] != '\n') return Quoting::stray_return;
    }
    return at == text.size() || text[at] == ',' || text[at] == '\n' ? Quoting::done : Quoting::stray_quote;
}

CsvReader::Quoting CsvReader::scan_plain_field(std::string_view text, std::size_t& at) {
    const std::size_t begin = at;
    at = std::min(text.find_first_of(",\n", at), text.size());
    if (at == text.size() && !source_ended_) return Quoting::unfinished;
    std::string_view field = text.substr(begin, at - begin);
    if (field.ends_with('\r') && (at == text.size() || text[at] == '\n')) field.remove_suffix(1);
    scanned_.push_back({begin, field.size(), false});
    if (field.find('"') != std::string_view::npos) return Quoting::stray_quote;
    return field.find('\r') != std::string_view::npos ? Quoting::stray_return : Quoting::done;
}

/// One record from the start of `text`; `taken` is its size with the line end.
CsvReader::Quoting CsvReader::scan(std::string_view text, std::size_t& taken) {
    scanned_.clear();
    unquoted_.clear();
    for (std::size_t at = 0;; ++at) {
        const bool quoted = at < text.size() && text[at] == '"';
        const Quoting outcome = quoted ? scan_quoted_field(text, at) : scan_plain_field(text, at);
        if (outcome != Quoting::done) return outcome;
        taken = std::min(at + 1, text.size());
        if (at == text.size() || text[at] == '\n') return Quoting::done;
    }
}

CsvReader::Outcome CsvReader::read_quoted(std::size_t line_taken, Record& record, Problem& problem) {
    std::size_t taken = 0;
    Quoting outcome = scan(waiting(), taken);
    while (outcome == Quoting::unfinished && waiting().size() < max_record_bytes) {
        fill(waiting().size() + 1);
        outcome = scan(waiting(), taken);
    }
    const std::string_view line = waiting().substr(0, std::min<std::size_t>(line_taken, 200));
    const char* code = nullptr;
    if (outcome == Quoting::unfinished || outcome == Quoting::unterminated)
        fail(problem, code = "unterminated-quote", std::string(line),
             "a closing quotation mark within 1 MiB");
    else if (outcome == Quoting::stray_quote)
        fail(problem, code = "stray-quote", std::string(line),
             "quotes around a whole field, doubled inside it");
    else if (outcome == Quoting::stray_return)
        fail(problem, code = "stray-carriage-return", std::string(line), "line ends LF or CR LF");
    if (code) {
        consume(line_taken, 1);
        return Outcome::problem;
    }
    const std::string_view text = waiting().substr(0, taken);
    if (auto bad = find_bad_byte(text, code)) fail(problem, code, std::move(*bad), "text in UTF-8");
    fields_.clear();
    for (const Field& field : scanned_)
        fields_.push_back(
            (field.quoted ? std::string_view(unquoted_) : text).substr(field.begin, field.size));
    record = {row_, fields_};
    const auto lines = static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
    consume(taken, std::max<std::uint64_t>(lines, 1));
    return code ? Outcome::problem : Outcome::record;
}

CsvReader::Outcome CsvReader::next(Record& record, Problem& problem) {
    if (over_) return Outcome::end;
    fill(1);
    if (waiting().empty()) return finish(problem);
    const std::optional<std::size_t> line_end = find_line_end();
    if (!line_end) return skip_long_line(problem);
    const std::size_t taken = std::min(*line_end + 1, waiting().size());
    if (broken_ && *line_end == waiting().size()) return finish(problem);  // a row cut short by the fault
    std::string_view line = waiting().substr(0, *line_end);
    if (line.find('"') != std::string_view::npos) return read_quoted(taken, record, problem);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() && row_ > 1) {
        if (only_blank_left()) return finish(problem);
        fail(problem, "empty-row", "a blank line", "a row");
        consume(taken, 1);
        return Outcome::problem;
    }
    return read_plain(line, taken, record, problem);
}

}  // namespace flowspace
