#include "data/source/clickhouse_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace flowspace {
namespace {

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0;;) {
        const std::size_t end = text.find(at, begin);
        parts.push_back(text.substr(begin, end == std::string_view::npos ? end : end - begin));
        if (end == std::string_view::npos) return parts;
        begin = end + 1;
    }
}

Error wrong(std::string_view found, std::string_view expected) {
    return {fmt::format("database-bad-answer: found '{:.80}', expected {}", shorten(found, 80), expected)};
}

}  // namespace

std::string clickhouse_unescaped(std::string_view cell) {
    if (cell == "\\N") return {};
    std::string text;
    for (std::size_t at = 0; at < cell.size(); ++at) {
        if (cell[at] != '\\' || at + 1 == cell.size()) {
            text += cell[at];
            continue;
        }
        constexpr std::string_view letters = "tnrbf0a v";
        constexpr std::string_view meant("\t\n\r\b\f\0\a \v", 9);
        const std::size_t letter = letters.find(cell[++at]);
        text += letter == std::string_view::npos ? cell[at] : meant[letter];
    }
    return text;
}

Result<SqlAnswer> read_clickhouse_answer(std::string_view body, std::span<const std::string_view> columns,
                                         bool has_totals) {
    if (!body.ends_with('\n'))
        return wrong(body.substr(body.size() - std::min<std::size_t>(body.size(), 80)), "a whole answer");
    body.remove_suffix(1);
    const std::vector<std::string_view> lines = split(body, '\n');
    if (!std::ranges::equal(split(lines[0], '\t'), columns)) return wrong(lines[0], "the columns asked for");
    const auto count_column = std::ranges::find(columns, "__c");
    const auto count_at = static_cast<std::size_t>(count_column - columns.begin());
    SqlAnswer answer(columns.size());
    std::uint64_t counted = 0, total = 0;
    const std::size_t end = has_totals ? lines.size() - 2 : lines.size();
    if (has_totals && (lines.size() < 3 || !lines[lines.size() - 2].empty()))
        return wrong(lines.back(), "totals");
    for (std::size_t row = 1; row < lines.size(); ++row) {
        if (row == end) continue;  // the empty line before the totals
        const std::vector<std::string_view> cells = split(lines[row], '\t');
        if (cells.size() != columns.size())
            return wrong(lines[row], fmt::format("{} columns", columns.size()));
        if (count_column != columns.end()) {
            const auto rows = read_count(cells[count_at]);
            if (!rows) return wrong(lines[row], "a number of rows");
            (row > end ? total : counted) += *rows;
        }
        if (row > end) continue;
        for (const std::string_view cell : cells)
            answer.add(cell.find('\\') == std::string_view::npos ? std::string(cell)
                                                                 : clickhouse_unescaped(cell));
    }
    if (has_totals && counted != total)
        return wrong(fmt::format("{} rows", counted), fmt::format("{} rows as the totals say", total));
    return answer;
}

SqlColumn clickhouse_column(std::string_view name, std::string_view type) {
    SqlColumn column{.name = std::string(name), .type = std::string(type)};
    for (const std::string_view wrapper : {"LowCardinality(", "Nullable("}) {
        if (!type.starts_with(wrapper) || !type.ends_with(')')) continue;
        column.nullable = column.nullable || wrapper == "Nullable(";
        type = type.substr(wrapper.size(), type.size() - wrapper.size() - 1);
    }
    const auto is_one_of = [&](std::initializer_list<std::string_view> types) {
        return std::ranges::find(types, type) != types.end();
    };
    if (is_one_of({"Int8", "Int16", "Int32", "UInt8", "UInt16", "UInt32"})) {
        column.kind = ColumnKind::whole;
        column.narrow = true;
    } else if (is_one_of({"Int64", "UInt64"})) {
        column.kind = ColumnKind::whole;
    } else if (is_one_of({"Float32", "Float64"})) {
        column.kind = ColumnKind::floating;
    } else if (type == "String" || type.starts_with("FixedString(") || type.starts_with("Enum")) {
        column.kind = ColumnKind::text;
    } else if (is_one_of({"Date", "Date32"})) {
        column.kind = ColumnKind::date;
    } else if (type == "DateTime" || type.starts_with("DateTime(")) {
        column.kind = ColumnKind::moment;
    } else if (type.starts_with("Decimal(")) {  // Decimal(18, 2)
        const std::size_t comma = type.find(',');
        std::string_view digits =
            comma == std::string_view::npos ? "" : type.substr(comma + 1, type.size() - comma - 2);
        while (digits.starts_with(' ')) digits.remove_prefix(1);
        const auto [end, failed] =
            std::from_chars(digits.data(), digits.data() + digits.size(), column.digits);
        if (failed == std::errc() && end == digits.data() + digits.size()) column.kind = ColumnKind::exact;
    }
    return column;
}

}  // namespace flowspace
