// Finds the records of delimited text; a pure function of the text and the dialect but for reused memory.
#pragma once

#include "data/import/import_plan.h"
#include "data/import/text_decoding.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// Line ends are LF or CR LF. Quotes stand around whole fields and are doubled inside.
class RecordScanner {
public:
    enum class Found : std::uint8_t {
        record,
        unfinished,  // more text is needed
        too_long,    // the first line is longer than a record may be
        unterminated_quote,
        stray_quote,
        stray_return
    };
    struct Scan {
        Found found = Found::record;
        std::size_t taken = 0;    // with the line end; of a fault: the first line
        std::uint64_t lines = 1;  // physical ones
        bool odd_bytes = false;   // NUL, or bytes past 0x7F whose encoding is to be checked
    };

    /// Pre: the delimiter is one character, none of quote, CR and LF.
    explicit RecordScanner(const TextDialect& dialect = {});

    /// The record that `text` begins with. Pre: `text` is not empty.
    Scan scan(std::string_view text, Ending ending);

    /// Of the last record: in `text` as it was given, or in the scanner, until the next call.
    std::span<const std::string_view> fields() const { return fields_; }

private:
    struct Marks {
        std::uint64_t special = 0, high = 0;  // a bit a byte
    };

    Marks mark(std::string_view text, std::size_t at) const;
    bool is_delimiter(std::string_view text, std::size_t at) const;
    Scan scan_careful(std::string_view text, Ending ending);
    Found scan_fields(std::string_view text, Ending ending, std::size_t& at);
    Found scan_quoted_field(std::string_view text, Ending ending, std::size_t& at);
    Found scan_plain_field(std::string_view text, Ending ending, std::size_t& at);
    static Scan fail(std::string_view text, Ending ending, Found found);

    std::string delimiter_;
    char quote_ = '"';
    bool has_quote_ = true;
    std::vector<std::string_view> fields_;
    std::string unquoted_;                                      // texts of fields with doubled quotes
    std::vector<std::pair<std::size_t, std::size_t>> doubled_;  // fields that lie in it, and where
};

}  // namespace flowspace
