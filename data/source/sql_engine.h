// What a database must be able to do for us: describe a table, and answer one SELECT.
#pragma once

#include "data/result.h"
#include "data/source/sql_text.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

struct SqlTable {
    std::string schema = {};  // ClickHouse: the database
    std::string name = {};
};

enum class ColumnKind : std::uint8_t { text, whole, exact, floating, date, moment, other };

struct SqlColumn {
    std::string name = {};
    std::string type = {};  // as the engine writes it
    ColumnKind kind = ColumnKind::other;
    int digits = 0;       // of `exact`: after the point; -1: any number
    bool narrow = false;  // `whole` of at most 32 bits: no sum of a table leaves 64
    bool nullable = false;
};

/// The cells of an answer as text, row by row.
class SqlAnswer {
public:
    explicit SqlAnswer(std::size_t columns = 0) : columns_(columns) {}

    void add(std::string_view cell) {
        text_ += cell;
        ends_.push_back(text_.size());
    }
    std::size_t rows() const { return columns_ == 0 ? 0 : ends_.size() / columns_; }
    std::string_view cell(std::size_t row, std::size_t column) const {
        const std::size_t at = row * columns_ + column;
        const std::size_t begin = at == 0 ? 0 : ends_[at - 1];
        return std::string_view(text_).substr(begin, ends_[at] - begin);
    }

private:
    std::size_t columns_;
    std::string text_;
    std::vector<std::size_t> ends_;
};

/// Sessions are read-only, every wait is bounded, and a part of an answer is an Error. Every call is
/// thread-safe.
class SqlEngine {
public:
    virtual ~SqlEngine() = default;

    virtual SqlDialect dialect() const = 0;
    /// The columns of a table in their order; none where there is no such table.
    virtual Result<std::vector<SqlColumn>> columns(const SqlTable& table, std::stop_token cancel) const = 0;
    /// The rows of one SELECT whose columns are called as `columns` says. A column "__c" counts rows.
    virtual Result<SqlAnswer> ask(const SqlText& select, std::span<const std::string_view> columns,
                                  std::stop_token cancel) const = 0;
};

}  // namespace flowspace
