#include "data/formats/parquet_text.h"

#include "data/import/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <iterator>

namespace flowspace {
namespace {

using Wide = __int128;

template <class T>
T cell(const DuckCells& chunk, std::size_t at, std::size_t row) {
    return chunk.values<T>(at)[row];
}

void append_decimal(std::string& out, Wide scaled, int scale) {
    std::array<char, 48> digits = {};
    std::size_t at = digits.size();
    unsigned __int128 rest =
        scaled < 0 ? -static_cast<unsigned __int128>(scaled) : static_cast<unsigned __int128>(scaled);
    for (int place = 0; rest != 0 || place <= scale; ++place) {
        if (place == scale && scale > 0) digits[--at] = '.';
        digits[--at] = static_cast<char>('0' + static_cast<int>(rest % 10));
        rest /= 10;
    }
    if (scaled < 0) out += '-';
    out.append(digits.data() + at, digits.size() - at);
}

Wide stored_decimal(const DuckType& type, const DuckCells& chunk, std::size_t at, std::size_t row) {
    switch (type.stored_as) {
        case DUCKDB_TYPE_SMALLINT:
            return cell<std::int16_t>(chunk, at, row);
        case DUCKDB_TYPE_INTEGER:
            return cell<std::int32_t>(chunk, at, row);
        case DUCKDB_TYPE_BIGINT:
            return cell<std::int64_t>(chunk, at, row);
        default: {
            const auto wide = cell<duckdb_hugeint>(chunk, at, row);
            return (static_cast<Wide>(wide.upper) << 64) | static_cast<Wide>(wide.lower);
        }
    }
}

void append_integer(std::string& out, duckdb_type type, const DuckCells& chunk, std::size_t at,
                    std::size_t row) {
    const auto put = [&](auto number) { fmt::format_to(std::back_inserter(out), "{}", number); };
    switch (type) {
        case DUCKDB_TYPE_TINYINT:
            return put(static_cast<int>(cell<std::int8_t>(chunk, at, row)));
        case DUCKDB_TYPE_SMALLINT:
            return put(cell<std::int16_t>(chunk, at, row));
        case DUCKDB_TYPE_INTEGER:
            return put(cell<std::int32_t>(chunk, at, row));
        case DUCKDB_TYPE_BIGINT:
            return put(cell<std::int64_t>(chunk, at, row));
        case DUCKDB_TYPE_UTINYINT:
            return put(static_cast<int>(cell<std::uint8_t>(chunk, at, row)));
        case DUCKDB_TYPE_USMALLINT:
            return put(cell<std::uint16_t>(chunk, at, row));
        case DUCKDB_TYPE_UINTEGER:
            return put(cell<std::uint32_t>(chunk, at, row));
        default:
            return put(cell<std::uint64_t>(chunk, at, row));
    }
}

template <class T>
void append_floating(std::string& out, T number) {
    if (std::isnan(number))
        out += "nan";
    else
        fmt::format_to(std::back_inserter(out), "{}", number);
}

void append_date(std::string& out, duckdb_date date) {
    if (!duckdb_is_finite_date(date)) {
        out += "infinity";
        return;
    }
    const duckdb_date_struct parts = duckdb_from_date(date);
    fmt::format_to(std::back_inserter(out), "{:04}-{:02}-{:02}", parts.year, static_cast<int>(parts.month),
                   static_cast<int>(parts.day));
}

/// Units of a timestamp in a second.
std::int64_t units_per_second(duckdb_type type) {
    switch (type) {
        case DUCKDB_TYPE_TIMESTAMP_S:
            return 1;
        case DUCKDB_TYPE_TIMESTAMP_MS:
            return 1000;
        case DUCKDB_TYPE_TIMESTAMP_NS:
            return 1'000'000'000;
        default:
            return 1'000'000;
    }
}

void append_timestamp(std::string& out, const ParquetColumn& column, std::int64_t stored) {
    if (!duckdb_is_finite_timestamp({stored})) {
        out += "infinity";
        return;
    }
    const std::int64_t unit = units_per_second(column.type.id), day = 86'400 * unit;
    const std::int64_t days = stored / day - (stored % day < 0 ? 1 : 0);
    if (days != static_cast<std::int32_t>(days)) {
        out += "infinity";
        return;
    }
    append_date(out, {static_cast<std::int32_t>(days)});
    if (column.whole_days) return;
    const std::int64_t clock = stored - days * day, second = clock / unit, fraction = clock % unit;
    fmt::format_to(std::back_inserter(out), "T{:02}:{:02}", second / 3600, second / 60 % 60);
    if (second % 60 != 0 || fraction != 0) fmt::format_to(std::back_inserter(out), ":{:02}", second % 60);
    if (fraction != 0) {
        std::string digits = fmt::format("{:09}", fraction * (1'000'000'000 / unit));
        while (digits.size() > 3 && digits.ends_with("000")) digits.resize(digits.size() - 3);
        out += '.' + digits;
    }
    if (column.zoned) out += 'Z';
}

void append_bytes(std::string& out, std::string_view bytes) {
    if (!find_bad_utf8(bytes)) {
        out += bytes;
        return;
    }
    for (const char byte : bytes)
        fmt::format_to(std::back_inserter(out), "\\x{:02X}", static_cast<unsigned char>(byte));
}

}  // namespace

void append_cell(std::string& out, const ParquetColumn& column, const DuckCells& chunk, std::size_t at,
                 std::size_t row) {
    if (!is_valid(chunk.validity(at), row)) return;
    switch (column.kind) {
        case ParquetKind::text:
        case ParquetKind::other:
            out += text_of(chunk.values<duckdb_string_t>(at)[row]);
            return;
        case ParquetKind::bytes:
            append_bytes(out, text_of(chunk.values<duckdb_string_t>(at)[row]));
            return;
        case ParquetKind::boolean:
            out += cell<bool>(chunk, at, row) ? "true" : "false";
            return;
        case ParquetKind::integer:
            append_integer(out, column.type.id, chunk, at, row);
            return;
        case ParquetKind::floating:
            if (column.type.id == DUCKDB_TYPE_FLOAT)
                append_floating(out, cell<float>(chunk, at, row));
            else
                append_floating(out, cell<double>(chunk, at, row));
            return;
        case ParquetKind::decimal:
            append_decimal(out, stored_decimal(column.type, chunk, at, row), column.type.scale);
            return;
        case ParquetKind::date:
            append_date(out, cell<duckdb_date>(chunk, at, row));
            return;
        case ParquetKind::timestamp:
            append_timestamp(out, column, cell<std::int64_t>(chunk, at, row));
            return;
        case ParquetKind::nested:
            out += "{...}";
            return;
    }
}

}  // namespace flowspace
