// Parquet tables as records of text: for looking at a file, for places and groups, and for schemas of any
// shape.
#pragma once

#include "data/formats/parquet_table.h"
#include "data/import/import_plan.h"
#include "data/import/inspection.h"

namespace flowspace {

/// The header as row 0, then the rows from 1. Columns that the plan leaves out (attributes and ignored ones
/// of a table of flows) are not read: their fields are empty. Problems: those of ParquetTable::open;
/// nested-column where the plan uses a column of lists or records.
OpenedTable open_parquet(const TablePlan& plan, const DuckLimits& limits = {});

/// Fills in what TableOpeners asks of Parquet.
void add_parquet_openers(TableOpeners& openers, const DuckLimits& limits = {});

}  // namespace flowspace
