// Reads our own CSV tables strictly: any oddity stops the bake with file and row.
#pragma once

#include "data/result.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace::bake {

struct CsvTable {
    std::string name = {};
    std::vector<std::string> header = {};
    std::vector<std::vector<std::string>> rows = {};  // each as long as the header
};

/// RFC 4180 in UTF-8. Errors: unreadable, ragged, a quote out of place, or a header other than
/// `expected_header`.
Result<CsvTable> read_csv(const std::filesystem::path& path, std::string_view expected_header);

/// "cities.csv:118:lon: expected a number, found 'x'"; `row` counts from 0 after the header.
Error cell_error(const CsvTable& table, std::size_t row, std::size_t column, std::string_view expected);

/// A whole decimal number; nothing where the text is anything else.
std::optional<double> parse_number(std::string_view text);

/// The whole file as bytes.
Result<std::string> read_text(const std::filesystem::path& path);

}  // namespace flowspace::bake
