// Two ClickHouse servers and a PostgreSQL, started once for all tests of the program, with the same rows in
// each.
#pragma once

#include "data/dataset.h"
#include "data/flow_table.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace flowspace::testing {

struct Ports {
    int shard1 = 0, shard2 = 0, postgres = 0;
    std::string password = {};
};

/// The servers; starts them at the first call. Ends the program with a message where they cannot be started.
const Ports& servers();

/// `start`, `stop`, `freeze`, `thaw` of shard1, shard2 or postgres; returns when it is done.
void tell_servers(const std::string& what, const std::string& name);

/// Runs a statement as the owner; fails the test with the server's words.
void clickhouse(const std::string& sql, const std::string& body = {}, int port = 0);
void postgres(const std::string& sql);
/// Copies lines in PostgreSQL's text form into `table`.
void postgres_copy(const std::string& table, const std::string& lines);

std::string clickhouse_url(const std::string& table, int port = 0);
std::string postgres_url(const std::string& table, int port = 0);

/// Rows of two layers, `places` places of the atlas given and 90 days of 2020, by a generator of our own.
struct GeneratedRow {
    std::uint32_t origin, destination;  // places of the atlas; unknown_place: an id that it lacks
    std::uint8_t layer;                 // 0 people, 1 goods
    std::uint8_t day;                   // after 2020-01-15
    std::int32_t cents;                 // value x 100, below zero too
};
inline constexpr std::uint32_t unknown_place = UINT32_MAX;
std::vector<GeneratedRow> generate_rows(std::size_t count, std::uint32_t places, unsigned seed);

/// How many rows the whole comparison has: a million, or FLOWSPACE_REMOTE_ROWS.
std::size_t row_count_asked();

/// The rows as origin, destination, layer, time and value, one line each, between tabs.
std::string as_lines(const std::vector<GeneratedRow>& rows, const Atlas& atlas);

/// The same rows in memory: those of unknown places left out.
Dataset in_memory(const std::vector<GeneratedRow>& rows, const Dataset& built_in);

/// The built-in atlas, opened once.
const Dataset& built_in();

/// `built_in` with the flows of an address.
Dataset open_url(const std::string& url);

}  // namespace flowspace::testing
