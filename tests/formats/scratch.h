// A folder of a test's own, and Parquet files made by a DuckDB that may do anything: never by the code under
// test.
#pragma once

#include <duckdb.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace flowspace {

class Scratch {
public:
    Scratch() {
        std::string name = (std::filesystem::temp_directory_path() / "flowspace-formats-XXXXXX").string();
        folder_ = mkdtemp(name.data());
    }
    ~Scratch() { std::filesystem::remove_all(folder_); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::string path(const std::string& name) const { return (folder_ / name).string(); }

private:
    std::filesystem::path folder_;
};

/// Writes what `select` gives. Pre: no quote in the path.
inline void write_file(const std::string& path, const std::string& select, const std::string& options) {
    duckdb_database database = nullptr;
    duckdb_connection connection = nullptr;
    duckdb_result result = {};
    ASSERT_EQ(duckdb_open(nullptr, &database), DuckDBSuccess);
    ASSERT_EQ(duckdb_connect(database, &connection), DuckDBSuccess);
    const std::string sql = "COPY (" + select + ") TO '" + path + "' (" + options + ")";
    const duckdb_state state = duckdb_query(connection, sql.c_str(), &result);
    EXPECT_EQ(state, DuckDBSuccess) << (state == DuckDBSuccess ? "" : duckdb_result_error(&result)) << '\n'
                                    << sql;
    duckdb_destroy_result(&result);
    duckdb_disconnect(&connection);
    duckdb_close(&database);
}

inline void write_parquet(const std::string& path, const std::string& select,
                          const std::string& options = "") {
    write_file(path, select, "FORMAT parquet" + options);
}

}  // namespace flowspace
