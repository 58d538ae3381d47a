// One DuckDB in memory that may read the files named and nothing else: no other file, no network, no
// extension.
#pragma once

#include "data/result.h"

#include <duckdb.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

namespace flowspace {

/// `text` as an identifier or as a string of SQL: the only way that names and values get into a statement.
/// Errors: a NUL byte.
Result<std::string> sql_name(std::string_view text);
Result<std::string> sql_text(std::string_view text);

struct DuckLimits {
    unsigned threads = 1;
    std::uint64_t memory_bytes = std::uint64_t{1} << 30;
    std::string temp_directory = {};  // where what does not fit in memory goes; empty: nowhere, an error
};

/// Some rows in flat vectors that somebody else owns.
class DuckCells {
public:
    explicit DuckCells(duckdb_data_chunk chunk) : chunk_(chunk) {}

    std::size_t size() const { return duckdb_data_chunk_get_size(chunk_); }
    duckdb_vector vector(std::size_t column) const { return duckdb_data_chunk_get_vector(chunk_, column); }
    /// Pre: the column is of T's type.
    template <class T>
    const T* values(std::size_t column) const {
        return static_cast<const T*>(duckdb_vector_get_data(vector(column)));
    }
    /// One bit per row; nullptr: every row has a value.
    const std::uint64_t* validity(std::size_t column) const {
        return duckdb_vector_get_validity(vector(column));
    }

protected:
    duckdb_data_chunk chunk_ = nullptr;
};

/// Some rows of a result; valid until it is destroyed.
class DuckChunk : public DuckCells {
public:
    explicit DuckChunk(duckdb_data_chunk chunk) : DuckCells(chunk) {}
    ~DuckChunk() { duckdb_destroy_data_chunk(&chunk_); }
    DuckChunk(DuckChunk&& other) noexcept : DuckCells(std::exchange(other.chunk_, nullptr)) {}
    DuckChunk& operator=(DuckChunk&& other) noexcept {
        std::swap(chunk_, other.chunk_);
        return *this;
    }

    bool valid() const { return chunk_ != nullptr; }
};

inline bool is_valid(const std::uint64_t* validity, std::size_t row) {
    return validity == nullptr || ((validity[row / 64] >> (row % 64)) & 1U) != 0;
}

/// The bytes of one text; valid as long as its chunk.
inline std::string_view text_of(const duckdb_string_t& text) {
    const std::uint32_t length = text.value.inlined.length;
    return {length <= 12 ? text.value.inlined.inlined : text.value.pointer.ptr, length};
}

/// A type that DuckDB gave a column.
struct DuckType {
    duckdb_type id = DUCKDB_TYPE_INVALID;
    int width = 0, scale = 0;                     // of a decimal
    duckdb_type stored_as = DUCKDB_TYPE_INVALID;  // of a decimal: the integer that holds it
    bool operator==(const DuckType&) const = default;
};

/// The rows of a query as they come, in chunks, in the order of the query.
class DuckRows {
public:
    DuckRows(DuckRows&&) noexcept;
    DuckRows& operator=(DuckRows&&) noexcept;
    ~DuckRows();

    std::size_t column_count() const;
    std::string column_name(std::size_t column) const;
    DuckType column_type(std::size_t column) const;

    /// The next chunk, never empty; nothing at the end. Errors: what DuckDB says, "stopped".
    Result<std::optional<DuckChunk>> next();

private:
    friend class DuckSession;
    struct State;
    explicit DuckRows(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Movable; one query at a time.
class DuckSession {
public:
    /// Opens the files (read-only, regular ones) and then shuts the door: extensions can be neither installed
    /// nor loaded, no other path can be opened, settings are locked. Errors: a file that cannot be opened or
    /// is none.
    static Result<DuckSession> open(std::span<const std::string> files, const DuckLimits& limits = {});
    ~DuckSession();
    DuckSession(DuckSession&&) noexcept;
    DuckSession& operator=(DuckSession&&) noexcept;

    /// `read_parquet([...])` of the files, in their order, no column made up from a path.
    const std::string& table() const;
    /// The same of one of them.
    std::string table_of(std::size_t file) const;
    /// The same with a last column more: the number of the row in the file, from 0.
    std::string numbered_table_of(std::size_t file) const;

    /// Runs one SELECT; anything else is refused. Its rows end with "stopped" soon after `stop` is asked for.
    /// Errors: what DuckDB says, with the files under their own names.
    Result<DuckRows> select(const std::string& sql, const std::stop_token& stop = {});

    /// What a function of ours does with the rows of its arguments. DuckDB's threads call it, several at a
    /// time.
    using Function = std::function<void(const DuckCells& arguments, duckdb_vector answers)>;
    /// Adds a function to SQL; it lives as long as the session. Nulls come to it too. What it throws ends the
    /// query. False: DuckDB refused it.
    bool add_function(const std::string& name, std::span<const DuckType> from, duckdb_type to,
                      Function function);

    duckdb_connection connection() const;

private:
    friend class DuckRows;
    struct State;
    explicit DuckSession(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace flowspace
