// Cells of Parquet columns as text: exactly what is stored, in the forms that the import reads.
#pragma once

#include "data/formats/parquet_table.h"

#include <cstddef>
#include <string>

namespace flowspace {

/// Appends the cell to `out`; a null appends nothing. Whole numbers and decimals digit by digit, floating
/// ones in the shortest form that reads back the same (nan, inf), times as `2020-01-25` and
/// `2020-01-25T13:00[:00[.000]][Z]`, bytes that are no UTF-8 as `\x00...`, what is nested as `{...}`. Pre:
/// `chunk` has the column at `at`, of its own type (kind `other`: as text).
void append_cell(std::string& out, const ParquetColumn& column, const DuckCells& chunk, std::size_t at,
                 std::size_t row);

}  // namespace flowspace
