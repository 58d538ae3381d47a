// Columns of numbers of Parquet as doubles: those that their text would be read as.
#pragma once

#include "data/formats/parquet_table.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace flowspace {

/// Whether fill_numbers knows the column's type.
bool has_numbers(const ParquetColumn& column);

/// One number per row; `readable` is 0 where there is none (null, nan, inf) or only the text can tell (past
/// 2^53, the smallest fractions). Pre: has_numbers.
void fill_numbers(const ParquetColumn& column, const DuckCells& cells, std::size_t at,
                  std::vector<double>& numbers, std::vector<std::uint8_t>& readable);

}  // namespace flowspace
