// The rows of a Parquet file that a question refuses, told as loading would tell them.
#pragma once

#include "data/formats/parquet_table.h"
#include "data/import/flow_reader.h"

#include <cstddef>
#include <stop_token>
#include <string>
#include <vector>

namespace flowspace {

/// Which rows: of the `file`th file of a table those that an SQL condition over its columns chooses.
struct RowsAsked {
    std::size_t file = 0;
    std::string condition = {};
    std::size_t most = 1000;  // the first ones in the order of the file
};

/// What is wrong with each of them, read again by the import's own rules. `shared` must not be used for other
/// rows: what these add to it stays. Errors: what DuckDB says, "stopped".
Result<std::vector<Problem>> problems_of_rows(ParquetTable& table, const TablePlan& plan, FlowImport& shared,
                                              const RowsAsked& asked, const std::stop_token& stop);

}  // namespace flowspace
