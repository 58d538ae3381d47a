// What a table is, told from its header row alone.
#pragma once

#include "data/import/problem.h"
#include "data/import/record_reader.h"
#include "data/import/table_role.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

struct TableHeader {
    TableRole role = TableRole::flows;
    std::vector<std::string> names = {};

    std::optional<std::size_t> find(std::string_view name) const;
};

/// Reads the first record. Column names are exact; `dest` and `count`, as flow-map tools write them, stand
/// for destination and value. Columns that the role does not know are attributes and change nothing. A
/// problem that is returned ends the file: no-usable-header, ambiguous-header, duplicate-column,
/// too-many-columns, or what CsvReader says of the row. Attributes with one name twice or no name are put
/// into `log`.
std::optional<Problem> read_header(RecordReader& reader, ProblemLog& log, TableHeader& header);

}  // namespace flowspace
