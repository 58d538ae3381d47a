// A table of answers, and how it is written: CSV for spreadsheets and scripts, JSON for programs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace flowspace {

/// Nothing (unknown), text, a whole number or a number.
using OutputCell = std::variant<std::monostate, std::string, std::int64_t, double>;

/// What a reader of the numbers must know, in both languages. The code never changes once released.
struct OutputNote {
    std::string code = {};
    std::string en = {};
    std::string zh = {};
};

struct OutputTable {
    std::vector<std::string> columns = {};
    std::vector<std::vector<OutputCell>> rows = {};  // each as long as columns
    std::vector<OutputNote> notes = {};
};

/// The shortest decimal that reads back as `number`, without an exponent between 1e-5 and 1e17.
std::string format_number(double number);

/// RFC 4180 with a header row and LF line ends. Unknown is an empty field. A text cell that a spreadsheet
/// would take for a formula (= + - @ first) gets a ' before it.
std::string to_csv(const OutputTable& table);

/// {"rows": [{column: value, ...}], "notes": [{"code", "en", "zh"}]}. Unknown is null.
std::string to_json(const OutputTable& table);

/// What stands beside NAME.csv as NAME.csv-metadata.json: its columns and notes.
/// Source: W3C (2015), Metadata Vocabulary for Tabular Data.
std::string to_csv_metadata(const OutputTable& table, std::string_view csv_name);

/// `text` as a JSON string with its quotes.
std::string json_string(std::string_view text);

}  // namespace flowspace
