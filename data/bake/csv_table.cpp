#include "data/bake/csv_table.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <fstream>
#include <sstream>

namespace flowspace::bake {
namespace {

/// Takes one record off the front of `text`; nothing where a quote is out of place.
std::optional<std::vector<std::string>> take_record(std::string_view& text) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    while (!text.empty()) {
        const char c = text.front();
        text.remove_prefix(1);
        if (quoted && c == '"' && !text.empty() && text.front() == '"') {
            cells.back() += '"';
            text.remove_prefix(1);
        } else if (quoted && c == '"') {
            quoted = false;
            if (!text.empty() && text.front() != ',' && text.front() != '\n') return std::nullopt;
        } else if (quoted) {
            cells.back() += c;
        } else if (c == '"') {
            if (!cells.back().empty()) return std::nullopt;
            quoted = true;
        } else if (c == ',') {
            cells.emplace_back();
        } else if (c == '\n') {
            return cells;
        } else {
            cells.back() += c;
        }
    }
    if (quoted) return std::nullopt;
    return cells;
}

std::string joined(const std::vector<std::string>& cells) { return fmt::format("{}", fmt::join(cells, ",")); }

}  // namespace

Result<std::string> read_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf())) return Error{fmt::format("{}: cannot be read", path.string())};
    return text.str();
}

Result<CsvTable> read_csv(const std::filesystem::path& path, std::string_view expected_header) {
    const auto text = read_text(path);
    if (!text) return text.error();
    CsvTable table;
    table.name = path.filename().string();
    std::string_view left = *text;
    while (!left.empty()) {
        auto record = take_record(left);
        const std::size_t line = table.rows.size() + 2;
        if (!record) return Error{fmt::format("{}:{}: a quote is out of place", table.name, line)};
        if (table.header.empty()) {
            table.header = std::move(*record);
            if (joined(table.header) != expected_header)
                return Error{fmt::format("{}:1: found the header '{}', expected '{}'", table.name,
                                         joined(table.header), expected_header)};
            continue;
        }
        if (record->size() != table.header.size())
            return Error{fmt::format("{}:{}: found {} cells, expected {}", table.name, line, record->size(),
                                     table.header.size())};
        table.rows.push_back(std::move(*record));
    }
    if (table.rows.empty()) return Error{fmt::format("{}: no rows", table.name)};
    return table;
}

Error cell_error(const CsvTable& table, std::size_t row, std::size_t column, std::string_view expected) {
    return {fmt::format("{}:{}:{}: found '{}', expected {}", table.name, row + 2, table.header[column],
                        table.rows[row][column], expected)};
}

std::optional<double> parse_number(std::string_view text) {
    double value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

}  // namespace flowspace::bake
