// ClickHouse over HTTP: clickhouse://[USER@]HOST[:PORT]/DATABASE/TABLE.
#pragma once

#include "data/source/remote_source.h"
#include "data/source/source_url.h"

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace flowspace {

/// Parameters of the address besides those of the table: timeout=SECONDS, secure=1 (HTTPS). User and password
/// come from FLOWSPACE_CLICKHOUSE_USER and FLOWSPACE_CLICKHOUSE_PASSWORD, the user from the address too.
Result<OpenedSource> open_clickhouse(const SourceUrl& url, const Atlas& atlas, const SourceOptions& options,
                                     std::stop_token cancel);

/// ClickHouse's text form of a cell back: \t, \n, \\ and the like; \N gives an empty text.
std::string clickhouse_unescaped(std::string_view cell);

/// An answer in TabSeparatedWithNames: the names as asked for, whole rows, and, where there are totals, rows
/// whose counts (column __c) add up to them. Errors say what is wrong with it.
Result<SqlAnswer> read_clickhouse_answer(std::string_view body, std::span<const std::string_view> columns,
                                         bool has_totals);

/// The kind of a column by the engine's name of its type: Decimal(18, 2), Nullable(Float64),
/// DateTime('Asia/Shanghai').
SqlColumn clickhouse_column(std::string_view name, std::string_view type);

}  // namespace flowspace
