// Statements put together from fixed words, quoted names and bound values: nothing of a user's text is ever
// SQL.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

enum class SqlDialect : std::uint8_t { clickhouse, postgres };

/// An identifier, whatever it holds. THE function that quotes names: `a``b` for ClickHouse, "a""b" for
/// PostgreSQL.
std::string quote_name(SqlDialect dialect, std::string_view name);

/// A string literal for ClickHouse, whatever it holds. PostgreSQL gets its values bound, never quoted.
std::string quote_text(std::string_view text);

class SqlText {
public:
    explicit SqlText(SqlDialect dialect) : dialect_(dialect) {}

    /// Words of our own.
    SqlText& operator<<(std::string_view words);
    SqlText& operator<<(std::uint64_t number);
    SqlText& name(std::string_view name);
    /// A value: bound ($1, $2, ...) or quoted, as the dialect has it.
    SqlText& value(std::string_view text);
    /// An array of texts; of PostgreSQL's type text[].
    SqlText& array(std::span<const std::string> texts);

    /// Ends the grouping by " WITH TOTALS": a last row that says what the rows before it must add up to.
    SqlText& with_totals();
    bool has_totals() const { return has_totals_; }

    SqlDialect dialect() const { return dialect_; }
    const std::string& text() const { return text_; }
    const std::vector<std::string>& bound() const { return bound_; }

private:
    SqlDialect dialect_;
    std::string text_;
    std::vector<std::string> bound_;
    bool has_totals_ = false;
};

}  // namespace flowspace
