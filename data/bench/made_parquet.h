// Writes made rows as a Parquet file, as somebody's export would be: sorted by time, zstd, DuckDB's row
// groups.
#pragma once

#include "data/result.h"
#include "data/source/made_rows.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace flowspace {

/// Columns origin, destination, layer (texts), time (a date; by the hour a timestamp), value (a double).
/// `ids` names the places. Old file or new file whole. Needs 12 bytes of memory a row.
/// Pre: an id for each place of the table. Errors: what DuckDB or the disk says.
std::optional<Error> write_made_parquet(const std::filesystem::path& path, const MadeTable& table,
                                        std::span<const std::string> ids);

}  // namespace flowspace
