#include "data/bench/made_parquet.h"

#include <duckdb.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <system_error>
#include <utility>
#include <vector>

namespace flowspace {
namespace {

/// A row, but for its step, which is where it lies.
struct Row {
    std::uint32_t slot = 0;  // layer << 28 | origin << 14 | destination
    std::array<std::uint32_t, 2> value = {};
};

/// All rows by step, those of one step in the order in which they were made.
struct SortedRows {
    std::vector<TimeMs> starts = {};
    std::vector<std::size_t> begin = {};  // per step and one more
    std::vector<Row> rows = {};
    MergedLayers layers = {};
};

template <class Visit>
void each_chunk(const MadeTable& table, MadeRows& made, const Visit& visit) {
    constexpr std::uint64_t most = 1 << 16;
    for (std::uint64_t first = 0; first < table.rows; first += most)
        visit(made.chunk(first, static_cast<std::size_t>(std::min(most, table.rows - first))));
}

SortedRows sort_rows(const MadeTable& table) {
    MadeRows made(table);
    const std::int64_t step_ms = table.hours == 1 ? 86'400'000 : 3'600'000;
    constexpr std::int64_t first_ms = 1'577'836'800'000;  // 2020-01-01, as MadeRows
    const auto step_of = [&](TimeMs time) {
        return static_cast<std::size_t>((count(time) - first_ms) / step_ms);
    };
    const std::size_t steps = std::size_t{table.days} * table.hours;
    SortedRows sorted{.begin = std::vector<std::size_t>(steps + 1), .layers = made.layers()};
    each_chunk(table, made, [&](const FlowRows& rows) {
        for (const TimeMs time : rows.time) ++sorted.begin[step_of(time) + 1];
    });
    for (std::size_t step = 0; step < steps; ++step) {
        sorted.begin[step + 1] += sorted.begin[step];
        sorted.starts.push_back(TimeMs{first_ms + static_cast<std::int64_t>(step) * step_ms});
    }
    sorted.rows.resize(table.rows);
    std::vector<std::size_t> next = sorted.begin;
    each_chunk(table, made, [&](const FlowRows& rows) {
        for (std::size_t at = 0; at < rows.size(); ++at) {
            Row& row = sorted.rows[next[step_of(rows.time[at])]++];
            row.slot = static_cast<std::uint32_t>(index(rows.layer[at]) << 28 | index(rows.origin[at]) << 14 |
                                                  index(rows.destination[at]));
            std::memcpy(row.value.data(), &rows.value[at], sizeof(double));
        }
    });
    return sorted;
}

/// What DuckDB's table function gives out, chunk by chunk.
struct Feed {
    const SortedRows& sorted;
    std::span<const std::string> ids;
    bool hourly = false;
    std::size_t row = 0, step = 0;

    void fill(duckdb_data_chunk chunk) {
        const std::size_t size = std::min<std::size_t>(duckdb_vector_size(), sorted.rows.size() - row);
        const auto vector = [&](idx_t column) { return duckdb_data_chunk_get_vector(chunk, column); };
        auto* const values = static_cast<double*>(duckdb_vector_get_data(vector(4)));
        for (std::size_t at = 0; at < size; ++at, ++row) {
            while (row >= sorted.begin[step + 1]) ++step;
            const Row& one = sorted.rows[row];
            put_text(vector(0), at, ids[one.slot >> 14 & 0x3FFF]);
            put_text(vector(1), at, ids[one.slot & 0x3FFF]);
            put_text(vector(2), at, sorted.layers.layers[one.slot >> 28].key);
            put_time(vector(3), at, count(sorted.starts[step]));
            std::memcpy(&values[at], one.value.data(), sizeof(double));
        }
        duckdb_data_chunk_set_size(chunk, size);
    }

private:
    static void put_text(duckdb_vector vector, std::size_t at, const std::string& text) {
        duckdb_vector_assign_string_element_len(vector, at, text.data(), text.size());
    }
    void put_time(duckdb_vector vector, std::size_t at, std::int64_t ms) const {
        if (hourly)
            static_cast<duckdb_timestamp*>(duckdb_vector_get_data(vector))[at].micros = ms * 1000;
        else
            static_cast<duckdb_date*>(duckdb_vector_get_data(vector))[at].days =
                static_cast<std::int32_t>(ms / 86'400'000);
    }
};

void bind_rows(duckdb_bind_info info) {
    const auto* const feed = static_cast<const Feed*>(duckdb_bind_get_extra_info(info));
    const std::array<std::pair<const char*, duckdb_type>, 5> columns = {
        {{"origin", DUCKDB_TYPE_VARCHAR},
         {"destination", DUCKDB_TYPE_VARCHAR},
         {"layer", DUCKDB_TYPE_VARCHAR},
         {"time", feed->hourly ? DUCKDB_TYPE_TIMESTAMP : DUCKDB_TYPE_DATE},
         {"value", DUCKDB_TYPE_DOUBLE}}};
    for (const auto& [name, id] : columns) {
        duckdb_logical_type type = duckdb_create_logical_type(id);
        duckdb_bind_add_result_column(info, name, type);
        duckdb_destroy_logical_type(&type);
    }
}

void init_rows(duckdb_init_info info) { duckdb_init_set_max_threads(info, 1); }

void give_rows(duckdb_function_info info, duckdb_data_chunk chunk) {
    static_cast<Feed*>(duckdb_function_get_extra_info(info))->fill(chunk);
}

std::optional<Error> copy_to(const std::filesystem::path& path, Feed& feed) {
    duckdb_database database = nullptr;
    duckdb_connection connection = nullptr;
    std::optional<Error> failed;
    if (duckdb_open(nullptr, &database) != DuckDBSuccess ||
        duckdb_connect(database, &connection) != DuckDBSuccess) {
        failed = Error{"DuckDB cannot be started"};
    } else {
        duckdb_table_function function = duckdb_create_table_function();
        duckdb_table_function_set_name(function, "made_rows");
        duckdb_table_function_set_extra_info(function, &feed, nullptr);
        duckdb_table_function_set_bind(function, bind_rows);
        duckdb_table_function_set_init(function, init_rows);
        duckdb_table_function_set_function(function, give_rows);
        duckdb_register_table_function(connection, function);
        duckdb_destroy_table_function(&function);
        std::string quoted = path.string();
        for (std::size_t at = 0; (at = quoted.find('\'', at)) != std::string::npos; at += 2)
            quoted.insert(at, 1, '\'');
        duckdb_result result = {};
        const std::string sql = fmt::format(
            "COPY (SELECT * FROM made_rows()) TO '{}' (FORMAT parquet, COMPRESSION zstd)", quoted);
        if (duckdb_query(connection, sql.c_str(), &result) != DuckDBSuccess)
            failed = Error{duckdb_result_error(&result)};
        duckdb_destroy_result(&result);
    }
    duckdb_disconnect(&connection);
    duckdb_close(&database);
    return failed;
}

}  // namespace

std::optional<Error> write_made_parquet(const std::filesystem::path& path, const MadeTable& table,
                                        std::span<const std::string> ids) {
    if (ids.size() < table.places || table.places > 0x4000) return Error{"an id is needed for each place"};
    const SortedRows sorted = sort_rows(table);
    Feed feed{sorted, ids, table.hours != 1};
    std::filesystem::path part = path;
    part += ".part";
    if (auto failed = copy_to(part, feed)) return failed;
    std::error_code error;
    std::filesystem::rename(part, path, error);
    if (error) return Error{fmt::format("{}: {}", path.string(), error.message())};
    return std::nullopt;
}

}  // namespace flowspace
