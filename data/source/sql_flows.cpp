#include "data/source/sql_flows.h"

#include <fmt/format.h>

#include <algorithm>

namespace flowspace {
namespace {

bool is_floating(const SqlColumn& column) { return column.kind == ColumnKind::floating; }

/// The zone of DateTime('Zone'), quoted; empty where the server's own holds.
std::string zone_of(std::string_view type) {
    const std::size_t begin = type.find('\'');
    const std::size_t end = type.rfind('\'');
    return begin == end ? std::string{} : ", " + quote_text(type.substr(begin + 1, end - begin - 1));
}

/// Bits of `mask` as PostgreSQL's bytea writes them: bit n is bit n % 8, from the right, of byte n / 8.
std::string hex_bytes(std::span<const std::uint64_t> mask) {
    std::string text = "\\x";
    for (const std::uint64_t word : mask)
        for (int byte = 0; byte < 8; ++byte) text += fmt::format("{:02x}", (word >> (8 * byte)) & 0xff);
    return text;
}

/// With totals where the dialect has them, so that the answer can be checked to be whole.
void group(SqlText& sql, std::string_view by, bool totals = true) {
    sql << " GROUP BY " << by;
    if (totals && sql.dialect() == SqlDialect::clickhouse) sql.with_totals();
}

}  // namespace

std::string time_text(ColumnKind kind, TimeMs time) {
    std::string text = format_time(kind == ColumnKind::date ? Grain::day : Grain::second, time);
    if (const std::size_t at = text.find('T'); at != std::string::npos) text[at] = ' ';
    return text;
}

FlowSql::FlowSql(SqlDialect dialect, SqlTable table, FlowColumns columns)
    : dialect_(dialect), table_(std::move(table)), columns_(std::move(columns)), faults_(possible_faults()) {}

std::string FlowSql::column(const SqlColumn& of) const {
    const std::string name = quote_name(dialect_, of.name);
    return dialect_ == SqlDialect::postgres ? "f." + name : name;
}

std::string FlowSql::column_text(const SqlColumn& of) const {
    if (dialect_ == SqlDialect::postgres) return column(of) + "::text COLLATE \"C\"";
    return of.type == "String" ? column(of) : "toString(" + column(of) + ")";
}

std::string FlowSql::step() const {
    const SqlColumn& time = *columns_.time;
    const std::string raw = column(time);
    if (time.kind == ColumnKind::text) return column_text(time);
    const bool date = time.kind == ColumnKind::date;
    if (dialect_ == SqlDialect::postgres) {
        const std::string plain =
            date ? raw : raw + "::timestamp";  // of the session's zone, where it has one
        if (!floor_) return date ? raw : fmt::format("date_trunc('second', {})", plain);
        return fmt::format("date_trunc('{}', {}){}", flowspace::key(*floor_), plain, date ? "::date" : "");
    }
    const std::string zoned = date ? raw : raw + zone_of(time.type);
    if (!floor_) return raw;
    switch (*floor_) {
        case Grain::year:
            return "toStartOfYear(" + zoned + ")";
        case Grain::month:
            return "toStartOfMonth(" + zoned + ")";
        case Grain::week:
            return "toMonday(" + zoned + ")";
        case Grain::day:
            return "toDate(" + zoned + ")";
        case Grain::hour:
            return date ? raw : "toStartOfHour(" + zoned + ")";
        case Grain::minute:
            return date ? raw : "toStartOfMinute(" + zoned + ")";
        default:
            return raw;
    }
}

std::string FlowSql::number(bool origin) const {
    if (dialect_ == SqlDialect::postgres)
        return fmt::format("coalesce({}.n, 0)::bigint", origin ? "fo" : "fd");
    if (ids_.empty()) return "toUInt64(0)";
    SqlText texts(dialect_);
    texts.array(ids_);
    std::string numbers;
    for (std::size_t at = 1; at <= ids_.size(); ++at) numbers += fmt::format("{}{}", at > 1 ? "," : "", at);
    return fmt::format("toUInt64(transform({}, {}, [{}], 0))",
                       column_text(origin ? columns_.origin : columns_.destination), texts.text(), numbers);
}

std::string FlowSql::key() const {
    return fmt::format("({} * {} + {})", number(true), ids_.size() + 1, number(false));
}

/// A sum that cannot run over: whole numbers of 64 bits are summed as decimals, floating ones in double
/// precision. Not by sumKahan: over several servers it ends ClickHouse 18.16 by a segmentation fault.
std::string FlowSql::sum() const {
    if (!columns_.value) return columns_.rows ? rows_sum(*columns_.rows) : std::string(count());
    const SqlColumn& value = *columns_.value;
    const std::string raw = column(value);
    if (dialect_ == SqlDialect::postgres)
        return is_floating(value) ? "sum(" + raw + "::double precision)" : "sum(" + raw + ")";
    if (is_floating(value)) return "sum(toFloat64(" + raw + "))";
    if (value.kind == ColumnKind::exact) return "sum(" + raw + ")";
    return value.narrow ? "sum(toInt64(" + raw + "))" : "sum(toDecimal128(" + raw + ", 0))";
}

std::string FlowSql::rows_sum(const SqlColumn& rows) const {
    return dialect_ == SqlDialect::clickhouse ? "sum(toInt64(" + column(rows) + "))"
                                              : "sum(" + column(rows) + ")";
}

std::string_view FlowSql::count() const {
    return dialect_ == SqlDialect::clickhouse ? "count()" : "count(*)";
}

std::vector<RowFault> FlowSql::possible_faults() const {
    std::vector<RowFault> faults;
    const auto fault = [&](const SqlColumn& of, std::string_view code, std::string condition) {
        faults.push_back({of.name, code, std::move(condition)});
    };
    const auto null = [&](const SqlColumn& of) { return column(of) + " IS NULL"; };
    const auto empty = [&](const SqlColumn& of, std::string_view code) {
        if (of.nullable) fault(of, code, null(of));
        if (of.kind == ColumnKind::text)
            fault(of, code, fmt::format("({0} IS NOT NULL AND {1} = '')", column(of), column_text(of)));
    };
    empty(columns_.origin, "missing-id");
    empty(columns_.destination, "missing-id");
    if (columns_.layer) empty(*columns_.layer, "missing-layer");
    if (columns_.time && columns_.time->nullable) fault(*columns_.time, "bad-time", null(*columns_.time));
    if (!columns_.value) return faults;
    const SqlColumn& value = *columns_.value;
    if (value.nullable) fault(value, "missing-value", null(value));
    if (dialect_ == SqlDialect::clickhouse) {
        if (is_floating(value))
            fault(value, "not-finite",
                  fmt::format("({0} IS NOT NULL AND NOT isFinite(toFloat64(assumeNotNull({0}))))",
                              column(value)));
    } else if (value.kind != ColumnKind::whole) {
        fault(value, "not-finite",
              fmt::format("({0} IS NOT NULL AND {0}::text IN ('NaN', 'Infinity', '-Infinity'))",
                          column(value)));
    }
    return faults;
}

void FlowSql::add_from(SqlText& sql, bool numbered) const {
    sql << " FROM ";
    sql.name(table_.schema) << ".";
    sql.name(table_.name);
    if (dialect_ == SqlDialect::clickhouse) return;
    sql << " AS f";
    if (!numbered) return;
    for (const auto& [alias, of] :
         {std::pair("fo", &columns_.origin), std::pair("fd", &columns_.destination)}) {
        sql << " LEFT JOIN unnest(";
        sql.array(ids_) << ") WITH ORDINALITY AS " << alias << "(id, n) ON " << alias
                        << ".id COLLATE \"C\" = " << column_text(*of);
    }
}

void FlowSql::add_bound(SqlText& sql, const std::string& bound) const {
    const SqlColumn& time = *columns_.time;
    if (time.kind == ColumnKind::text) {
        sql.value(bound);
    } else if (dialect_ == SqlDialect::postgres) {
        sql.value(bound) << "::" << time.type;
    } else if (time.kind == ColumnKind::date) {
        sql << "toDate(";
        sql.value(bound) << ")";
    } else {
        sql << "toDateTime(";
        sql.value(bound) << zone_of(time.type) << ")";
    }
}

void FlowSql::add_conditions(SqlText& sql, std::optional<std::string_view> layer,
                             const std::optional<TimeBounds>& times) const {
    std::string_view before = " WHERE ";
    const auto next = [&]() -> SqlText& {
        sql << before;
        before = " AND ";
        return sql;
    };
    if (layer && columns_.layer) {
        next() << (dialect_ == SqlDialect::postgres ? column(*columns_.layer) : column_text(*columns_.layer))
               << " = ";
        sql.value(*layer);
    }
    if (times) {
        const bool text = columns_.time->kind == ColumnKind::text;
        const std::string of = text ? column_text(*columns_.time) : column(*columns_.time);
        next() << of << " >= ";
        add_bound(sql, times->from);
        next() << of << (text ? " <= " : " < ");
        add_bound(sql, times->end);
    }
    for (const RowFault& fault : faults_)
        if (fault.needed) next() << "NOT (" << fault.condition << ")";
    if (before == " WHERE ") sql << " WHERE 1 = 1";
}

SqlText FlowSql::count_rows() const {
    const bool clickhouse = dialect_ == SqlDialect::clickhouse;
    SqlText sql(dialect_);
    std::string any = clickhouse ? "0" : "false";
    sql << "SELECT " << (columns_.rows ? rows_sum(*columns_.rows) : std::string(count())) << " AS __n0";
    std::uint64_t column_number = 0;
    const auto count_where = [&](const std::string& condition) {
        sql << ", "
            << (clickhouse ? "countIf(" + condition + ")" : "count(*) FILTER (WHERE " + condition + ")")
            << " AS __n" << ++column_number;
    };
    for (const RowFault& fault : faults_) {
        count_where(fault.condition);
        any += " OR " + fault.condition;
    }
    count_where(any);
    const bool below_zero = columns_.value.has_value();
    count_where(below_zero ? fmt::format("{} < 0 AND NOT ({})", column(*columns_.value), any)
                           : std::string(clickhouse ? "0" : "false"));
    const bool any_digits =
        below_zero && columns_.value->kind == ColumnKind::exact && columns_.value->digits < 0;
    sql << ", "
        << (any_digits ? "coalesce(max(scale(" + column(*columns_.value) + ")), 0)" : std::string("0"))
        << " AS __n" << ++column_number;
    add_from(sql, false);
    return sql;
}

SqlText FlowSql::values_of(const SqlColumn& of, std::optional<std::uint64_t> most) const {
    const bool time = columns_.time && of.name == columns_.time->name;
    SqlText sql(dialect_);
    sql << "SELECT " << (time ? step() : column_text(of)) << " AS __a, "
        << (columns_.rows ? rows_sum(*columns_.rows) : std::string(count())) << " AS __c";
    add_from(sql, false);
    add_conditions(sql, {}, {});
    group(sql, "__a", !most);
    if (most) sql << " LIMIT " << *most;
    return sql;
}

SqlText FlowSql::pair_sums(std::optional<std::string_view> layer,
                           const std::optional<TimeBounds>& times) const {
    SqlText sql(dialect_);
    sql << "SELECT " << key() << " AS __k, " << sum() << " AS __s, "
        << (columns_.rows ? rows_sum(*columns_.rows) : std::string(count())) << " AS __c";
    add_from(sql, true);
    add_conditions(sql, layer, times);
    group(sql, "__k");
    return sql;
}

void FlowSql::add_mask(SqlText& sql, std::span<const std::uint64_t> mask) const {
    sql << " AND ";
    if (dialect_ == SqlDialect::postgres) {
        sql << "get_bit(";
        sql.value(hex_bytes(mask)) << "::bytea, " << key() << "::integer) = 1";
        return;
    }
    const std::string at = key();
    sql << "bitTest(toUInt64([" << fmt::format("{}", fmt::join(mask, ",")) << "][intDiv(" << at
        << ", 64) + 1]), " << at << " % 64)";
}

SqlText FlowSql::step_sums(std::optional<std::string_view> layer, std::span<const std::uint64_t> mask) const {
    SqlText sql(dialect_);
    sql << "SELECT " << (columns_.time ? step() : std::string("''")) << " AS __t, " << sum() << " AS __s, "
        << (columns_.rows ? rows_sum(*columns_.rows) : std::string(count())) << " AS __c";
    add_from(sql, !mask.empty());
    add_conditions(sql, layer, {});
    if (!mask.empty()) add_mask(sql, mask);
    group(sql, "__t");
    return sql;
}

SqlText FlowSql::lost_by_layer() const {
    SqlText sql(dialect_);
    sql << "SELECT " << (columns_.layer ? column_text(*columns_.layer) : std::string("''")) << " AS __l, "
        << sum() << " AS __s, " << (columns_.rows ? rows_sum(*columns_.rows) : std::string(count()))
        << " AS __c";
    add_from(sql, true);
    add_conditions(sql, {}, {});
    sql << " AND (" << number(true) << " = 0 OR " << number(false) << " = 0)";
    group(sql, "__l");
    return sql;
}

SqlText FlowSql::lost_by_id(const SqlColumn& of, std::uint64_t most) const {
    const bool origin = of.name == columns_.origin.name;
    SqlText sql(dialect_);
    sql << "SELECT " << column_text(of) << " AS __a, "
        << (columns_.layer ? column_text(*columns_.layer) : std::string("''")) << " AS __l, " << sum()
        << " AS __s, " << (columns_.rows ? rows_sum(*columns_.rows) : std::string(count())) << " AS __c";
    add_from(sql, true);
    add_conditions(sql, {}, {});
    sql << " AND " << number(origin) << " = 0 GROUP BY __a, __l ORDER BY __c DESC, __a, __l LIMIT " << most;
    return sql;
}

}  // namespace flowspace
