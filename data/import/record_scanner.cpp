#include "data/import/record_scanner.h"

#include "data/import/limits.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace flowspace {
namespace {

constexpr std::size_t block = 64;  // bytes looked at together

#ifdef __SSE2__
/// A bit for each of 64 bytes: those equal to one of three, LF, CR or NUL; and those past 0x7F.
struct ByteFinder {
    __m128i delimiter, quote;

    void find(const char* from, std::uint64_t& special, std::uint64_t& high) const {
        const __m128i line = _mm_set1_epi8('\n'), carriage_return = _mm_set1_epi8('\r');
        for (unsigned part = 0; part < 4; ++part) {
            const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from) + part);
            const __m128i marks = _mm_or_si128(
                _mm_or_si128(_mm_cmpeq_epi8(bytes, delimiter), _mm_cmpeq_epi8(bytes, quote)),
                _mm_or_si128(
                    _mm_or_si128(_mm_cmpeq_epi8(bytes, line), _mm_cmpeq_epi8(bytes, carriage_return)),
                    _mm_cmpeq_epi8(bytes, _mm_setzero_si128())));
            special |= std::uint64_t{static_cast<unsigned>(_mm_movemask_epi8(marks))} << (16 * part);
            high |= std::uint64_t{static_cast<unsigned>(_mm_movemask_epi8(bytes))} << (16 * part);
        }
    }
};

ByteFinder make_finder(char delimiter, char quote) {
    return {_mm_set1_epi8(delimiter), _mm_set1_epi8(quote)};
}
#else
struct ByteFinder {
    char delimiter, quote;

    void find(const char* from, std::uint64_t& special, std::uint64_t& high) const {
        for (std::size_t at = 0; at < block; ++at) {
            const char one = from[at];
            const bool is_special =
                one == delimiter || one == quote || one == '\n' || one == '\r' || one == '\0';
            special |= std::uint64_t{is_special} << at;
            high |= std::uint64_t{static_cast<unsigned char>(one) > 0x7f} << at;
        }
    }
};

ByteFinder make_finder(char delimiter, char quote) { return {delimiter, quote}; }
#endif

constexpr std::uint64_t below(std::size_t bit) { return (std::uint64_t{1} << bit) - 1; }

}  // namespace

RecordScanner::RecordScanner(const TextDialect& dialect)
    : delimiter_(dialect.delimiter.empty() ? "," : dialect.delimiter),
      quote_(dialect.quote),
      has_quote_(dialect.quote != 0) {}

bool RecordScanner::is_delimiter(std::string_view text, std::size_t at) const {
    return delimiter_.size() == 1 || text.substr(at, delimiter_.size()) == delimiter_;
}

RecordScanner::Marks RecordScanner::mark(std::string_view text, std::size_t at) const {
    const ByteFinder finder = make_finder(delimiter_[0], has_quote_ ? quote_ : '\n');
    Marks marks;
    if (text.size() - at >= block) {
        finder.find(text.data() + at, marks.special, marks.high);
        return marks;
    }
    std::array<char, block> last{};
    std::memcpy(last.data(), text.data() + at, text.size() - at);
    finder.find(last.data(), marks.special, marks.high);
    marks.special &= below(text.size() - at);
    return marks;
}

/// A fault costs the first physical line.
RecordScanner::Scan RecordScanner::fail(std::string_view text, Ending ending, Found found) {
    const std::size_t end = text.substr(0, max_record_bytes + 1).find('\n');
    if (end != std::string_view::npos) return {.found = found, .taken = end + 1};
    if (text.size() > max_record_bytes) return {.found = Found::too_long};
    if (ending == Ending::more) return {.found = Found::unfinished};
    return {.found = found, .taken = text.size()};
}

/// Lines without quotes, which most are, in one pass; the rest goes to scan_careful.
RecordScanner::Scan RecordScanner::scan(std::string_view text, Ending ending) {
    fields_.clear();
    Scan scan;
    std::size_t field = 0;
    bool stray_return = false;
    const auto finish = [&](std::size_t end, std::size_t taken) {
        const bool ends_in_return = end > field && text[end - 1] == '\r';
        fields_.push_back(text.substr(field, end - field - (ends_in_return ? 1 : 0)));
        scan.taken = taken;
        if (stray_return) scan.found = Found::stray_return;
        return end > max_record_bytes ? Scan{.found = Found::too_long} : scan;
    };
    for (std::size_t from = 0; from < text.size(); from += block) {
        if (from > max_record_bytes) return {.found = Found::too_long};
        Marks marks = mark(text, from);
        for (; marks.special != 0; marks.special &= marks.special - 1) {
            const auto bit = static_cast<std::size_t>(std::countr_zero(marks.special));
            const std::size_t at = from + bit;
            const char byte = text[at];
            if (byte == delimiter_[0]) {
                if (!is_delimiter(text, at)) continue;
                fields_.push_back(text.substr(field, at - field));
                field = at + delimiter_.size();
            } else if (byte == '\n') {
                scan.odd_bytes |= (marks.high & below(bit)) != 0;
                return finish(at, at + 1);
            } else if (byte == '\r') {
                if (at + 1 == text.size() && ending == Ending::more) return {.found = Found::unfinished};
                stray_return |= at + 1 < text.size() && text[at + 1] != '\n';
            } else if (byte == '\0') {
                scan.odd_bytes = true;
            } else {
                return scan_careful(text, ending);
            }
        }
        scan.odd_bytes |= marks.high != 0;
    }
    if (ending == Ending::more)
        return {.found = text.size() > max_record_bytes ? Found::too_long : Found::unfinished};
    return finish(text.size(), text.size());
}

RecordScanner::Found RecordScanner::scan_quoted_field(std::string_view text, Ending ending, std::size_t& at) {
    const std::size_t begin = at + 1, copied = unquoted_.size();
    std::size_t part = begin, end = 0;
    for (++at;;) {
        end = text.find(quote_, at);
        if (end == std::string_view::npos || (end + 1 == text.size() && ending == Ending::more))
            return ending == Ending::last ? Found::unterminated_quote : Found::unfinished;
        at = end + 1;
        if (at == text.size() || text[at] != quote_) break;
        unquoted_.append(text.substr(part, at - part));
        part = ++at;
    }
    if (unquoted_.size() == copied) {
        fields_.push_back(text.substr(begin, end - begin));
    } else {
        unquoted_.append(text.substr(part, end - part));
        doubled_.emplace_back(fields_.size(), copied);
        fields_.push_back(
            text.substr(begin, unquoted_.size() - copied));  // its size; its place when all are there
    }
    if (text.substr(at).starts_with('\r')) {
        if (at + 1 == text.size() && ending == Ending::more) return Found::unfinished;
        ++at;
        if (at < text.size() && text[at] != '\n') return Found::stray_return;
    }
    if (at == text.size()) return ending == Ending::more ? Found::unfinished : Found::record;
    return text[at] == '\n' || text.substr(at).starts_with(delimiter_) ? Found::record : Found::stray_quote;
}

RecordScanner::Found RecordScanner::scan_plain_field(std::string_view text, Ending ending, std::size_t& at) {
    const std::size_t begin = at;
    for (;; ++at) {
        while (at < text.size() && text[at] != delimiter_[0] && text[at] != '\n') ++at;
        if (at >= text.size() || text[at] == '\n' || is_delimiter(text, at)) break;
    }
    if (at >= text.size() && ending == Ending::more) return Found::unfinished;
    std::string_view field = text.substr(begin, at - begin);
    if (field.ends_with('\r') && (at == text.size() || text[at] == '\n')) field.remove_suffix(1);
    fields_.push_back(field);
    if (field.find(quote_) != std::string_view::npos) return Found::stray_quote;
    return field.find('\r') != std::string_view::npos ? Found::stray_return : Found::record;
}

/// `at` becomes the end of the record, at its line end or the end of the text.
RecordScanner::Found RecordScanner::scan_fields(std::string_view text, Ending ending, std::size_t& at) {
    for (;; at += delimiter_.size()) {
        const bool quoted = at < text.size() && text[at] == quote_;
        const Found found = quoted ? scan_quoted_field(text, ending, at) : scan_plain_field(text, ending, at);
        if (found != Found::record || at >= text.size() || text[at] == '\n') return found;
    }
}

RecordScanner::Scan RecordScanner::scan_careful(std::string_view text, Ending ending) {
    fields_.clear();
    unquoted_.clear();
    doubled_.clear();
    const std::string_view most = text.substr(0, max_record_bytes + 2);
    std::size_t end = 0;
    Found found = scan_fields(most, most.size() < text.size() ? Ending::more : ending, end);
    if (found == Found::unfinished && text.size() < max_record_bytes + 2) return {.found = found};
    if (found == Found::unfinished || (found == Found::record && end > max_record_bytes))
        found = Found::unterminated_quote;  // within what a record may have
    if (found != Found::record) return fail(text, ending, found);
    for (const auto& [field, from] : doubled_)
        fields_[field] = std::string_view(unquoted_).substr(from, fields_[field].size());
    Scan scan{.taken = std::min(end + 1, text.size())};
    const std::string_view record = text.substr(0, scan.taken);
    scan.lines = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ranges::count(record, '\n')));
    scan.odd_bytes = std::ranges::any_of(
        record, [](char one) { return one == '\0' || static_cast<unsigned char>(one) > 0x7f; });
    return scan;
}

}  // namespace flowspace
