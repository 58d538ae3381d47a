#include "data/source/sql_text.h"

#include <fmt/format.h>

namespace flowspace {
namespace {

/// ClickHouse reads backslashes inside quotes of every kind.
std::string clickhouse_quoted(std::string_view text, char quote) {
    std::string quoted(1, quote);
    for (const char c : text) {
        if (c == quote || c == '\\') quoted += '\\';
        if (c == '\0')
            quoted += "\\0";
        else
            quoted += c;
    }
    return quoted += quote;
}

std::string array_literal(std::span<const std::string> texts) {
    std::string literal = "{";
    for (const std::string& text : texts) {
        literal += literal.size() > 1 ? ",\"" : "\"";
        for (const char c : text) {
            if (c == '"' || c == '\\') literal += '\\';
            literal += c;
        }
        literal += '"';
    }
    return literal + "}";
}

}  // namespace

std::string quote_name(SqlDialect dialect, std::string_view name) {
    if (dialect == SqlDialect::clickhouse) return clickhouse_quoted(name, '`');
    std::string quoted = "\"";
    for (const char c : name) {
        if (c == '\0') break;  // PostgreSQL's texts end here, and so do its names
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string quote_text(std::string_view text) { return clickhouse_quoted(text, '\''); }

SqlText& SqlText::operator<<(std::string_view words) {
    text_ += words;
    return *this;
}

SqlText& SqlText::operator<<(std::uint64_t number) {
    text_ += fmt::to_string(number);
    return *this;
}

SqlText& SqlText::with_totals() {
    has_totals_ = true;
    return *this << " WITH TOTALS";
}

SqlText& SqlText::name(std::string_view name) { return *this << quote_name(dialect_, name); }

SqlText& SqlText::value(std::string_view text) {
    if (dialect_ == SqlDialect::clickhouse) return *this << quote_text(text);
    bound_.emplace_back(text);
    return *this << "$" << bound_.size();
}

SqlText& SqlText::array(std::span<const std::string> texts) {
    if (dialect_ == SqlDialect::postgres) return value(array_literal(texts)) << "::text[]";
    std::string_view before = "[";
    for (const std::string& text : texts) {
        *this << before << quote_text(text);
        before = ",";
    }
    return *this << (texts.empty() ? "emptyArrayString()" : "]");
}

}  // namespace flowspace
