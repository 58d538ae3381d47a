#include "data/formats/parquet_numbers.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace flowspace {
namespace {

constexpr std::int64_t exact_limit = std::int64_t{1} << 53;

/// Exact as doubles.
constexpr std::array<double, 23> powers_of_ten = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

struct Numbers {
    const std::uint64_t* validity;
    std::vector<double>& numbers;
    std::vector<std::uint8_t>& readable;

    template <class T>
    void take_integers(const T* cells, double divisor) {
        for (std::size_t row = 0; row < numbers.size(); ++row) {
            const T cell = cells[row];
            bool fits = is_valid(validity, row);
            if constexpr (sizeof(T) == 8) {
                fits = fits && cell <= static_cast<T>(exact_limit);
                if constexpr (std::is_signed_v<T>) fits = fits && cell >= -exact_limit;
            }
            readable[row] = fits ? 1 : 0;
            numbers[row] = fits ? static_cast<double>(cell) / divisor : 0;
        }
    }

    void take_wide_decimals(const duckdb_hugeint* cells, double divisor) {
        for (std::size_t row = 0; row < numbers.size(); ++row) {
            const auto cell = static_cast<std::int64_t>(cells[row].lower);
            const bool narrow = cells[row].upper == (cell < 0 ? -1 : 0);
            const bool fits =
                is_valid(validity, row) && narrow && cell <= exact_limit && cell >= -exact_limit;
            readable[row] = fits ? 1 : 0;
            numbers[row] = fits ? static_cast<double>(cell) / divisor : 0;
        }
    }

    void take_doubles(const double* cells) {
        for (std::size_t row = 0; row < numbers.size(); ++row) {
            const double cell = cells[row];
            const bool fits = is_valid(validity, row) && (std::isnormal(cell) || cell == 0);
            readable[row] = fits ? 1 : 0;
            numbers[row] = fits ? cell : 0;
        }
    }

    /// A float stands for its own shortest text: 0.1f is 0.1.
    void take_floats(const float* cells) {
        for (std::size_t row = 0; row < numbers.size(); ++row) {
            const float cell = cells[row];
            const bool fits = is_valid(validity, row) && (std::isnormal(cell) || cell == 0);
            readable[row] = fits ? 1 : 0;
            numbers[row] = fits ? cell : 0;
            if (!fits || (std::abs(cell) < 1e7F && std::trunc(cell) == cell)) continue;
            std::array<char, 32> text = {};
            const auto end = fmt::format_to(text.data(), "{}", cell);
            std::from_chars(text.data(), end, numbers[row]);
        }
    }
};

}  // namespace

bool has_numbers(const ParquetColumn& column) {
    const bool decimal =
        column.kind == ParquetKind::decimal && column.type.scale < static_cast<int>(powers_of_ten.size());
    return decimal || column.kind == ParquetKind::integer || column.kind == ParquetKind::floating;
}

void fill_numbers(const ParquetColumn& column, const DuckCells& cells, std::size_t at,
                  std::vector<double>& numbers, std::vector<std::uint8_t>& readable) {
    numbers.resize(cells.size());
    readable.resize(cells.size());
    Numbers out{cells.validity(at), numbers, readable};
    const bool decimal = column.kind == ParquetKind::decimal;
    const double divisor = decimal ? powers_of_ten[static_cast<std::size_t>(column.type.scale)] : 1;
    switch (decimal ? column.type.stored_as : column.type.id) {
        case DUCKDB_TYPE_TINYINT:
            return out.take_integers(cells.values<std::int8_t>(at), divisor);
        case DUCKDB_TYPE_SMALLINT:
            return out.take_integers(cells.values<std::int16_t>(at), divisor);
        case DUCKDB_TYPE_INTEGER:
            return out.take_integers(cells.values<std::int32_t>(at), divisor);
        case DUCKDB_TYPE_BIGINT:
            return out.take_integers(cells.values<std::int64_t>(at), divisor);
        case DUCKDB_TYPE_UTINYINT:
            return out.take_integers(cells.values<std::uint8_t>(at), divisor);
        case DUCKDB_TYPE_USMALLINT:
            return out.take_integers(cells.values<std::uint16_t>(at), divisor);
        case DUCKDB_TYPE_UINTEGER:
            return out.take_integers(cells.values<std::uint32_t>(at), divisor);
        case DUCKDB_TYPE_UBIGINT:
            return out.take_integers(cells.values<std::uint64_t>(at), divisor);
        case DUCKDB_TYPE_FLOAT:
            return out.take_floats(cells.values<float>(at));
        case DUCKDB_TYPE_DOUBLE:
            return out.take_doubles(cells.values<double>(at));
        default:
            return out.take_wide_decimals(cells.values<duckdb_hugeint>(at), divisor);
    }
}

}  // namespace flowspace
