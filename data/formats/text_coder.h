// Numbers the distinct cells of a column while DuckDB reads it: once per entry of a dictionary of the file,
// where it has one, not per row.
#pragma once

#include "data/formats/parquet_table.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace flowspace {

/// How much a coder keeps; past it the rows come as records.
struct CoderLimits {
    std::size_t texts = std::size_t{1} << 22;
    std::size_t bytes = std::size_t{256} << 20;
};

/// For DuckDB's threads: every call is thread-safe.
class TextCoder {
public:
    static bool can_code(const ParquetColumn& column);

    /// Pre: can_code.
    explicit TextCoder(const ParquetColumn& column, const CoderLimits& limits = {})
        : column_(column), limits_(limits) {}
    TextCoder(const TextCoder&) = delete;
    TextCoder& operator=(const TextCoder&) = delete;

    /// One code per row of the only column of `cells`.
    void code(const DuckCells& cells, std::uint32_t* codes);

    /// The cell as append_cell words it. Pre: a code that was given.
    std::string_view text(std::uint32_t code) const;
    /// Whether the text may stand in a record for sure: short, without NUL.
    static bool is_plain(std::string_view text);

    /// Too many different cells to keep: codes given since mean nothing.
    bool is_full() const { return full_; }

private:
    std::uint32_t code_of_text(std::string_view text);
    std::uint32_t code_of_number(std::int64_t number, const DuckCells& cells, std::size_t row);
    template <class T>
    void code_numbers(const DuckCells& cells, std::uint32_t* codes);
    std::uint32_t add(std::string text);

    ParquetColumn column_;
    CoderLimits limits_;
    std::atomic<bool> full_ = false;
    mutable std::mutex mutex_;                         // guards what follows
    std::deque<std::string> texts_ = {std::string()};  // by code; 0: null and the empty text
    std::size_t text_bytes_ = 0;
    std::unordered_map<std::string_view, std::uint32_t> by_text_;
    std::unordered_map<std::int64_t, std::uint32_t> by_number_;
};

}  // namespace flowspace
