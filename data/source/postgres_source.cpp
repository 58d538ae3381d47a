#include "data/source/postgres_source.h"

#include "data/source/deadline.h"
#include "data/source/postgres_session.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <mutex>

namespace flowspace {
namespace {

using Kind = PostgresFailure::Kind;

/// What of libpq an address may set; nothing that changes what a session may do.
constexpr std::array<std::string_view, 6> passed_on = {"sslmode", "sslrootcert",     "sslcert",
                                                       "sslkey",  "channel_binding", "gssencmode"};

class Postgres final : public SqlEngine {
public:
    Postgres(std::string shown, PostgresLogin login, std::chrono::seconds timeout, std::string zone,
             const SourceOptions& options)
        : shown_(std::move(shown)),
          timeout_(timeout),
          zone_(std::move(zone)),
          ask_password_(options.ask_password),
          login_(std::move(login)) {}

    SqlDialect dialect() const override { return SqlDialect::postgres; }

    Result<std::vector<SqlColumn>> columns(const SqlTable& table, std::stop_token cancel) const override {
        constexpr std::array<std::string_view, 3> names = {"attname", "type", "needed"};
        SqlText sql(dialect());
        sql << "SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull::int "
               "AS needed "
               "FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid "
               "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
               "WHERE a.attnum > 0 AND NOT a.attisdropped AND n.nspname = ";
        sql.value(table.schema) << " AND c.relname = ";
        sql.value(table.name) << " ORDER BY a.attnum";
        const Result<SqlAnswer> answer = ask(sql, names, std::move(cancel));
        if (!answer) return answer.error();
        std::vector<SqlColumn> columns;
        for (std::size_t row = 0; row < answer->rows(); ++row)
            columns.push_back(
                postgres_column(answer->cell(row, 0), answer->cell(row, 1), answer->cell(row, 2) == "0"));
        return columns;
    }

    /// A kept connection may have died since: then once more on a fresh one.
    Result<SqlAnswer> ask(const SqlText& select, std::span<const std::string_view> columns,
                          std::stop_token cancel) const override {
        if (std::optional<PostgresSession> kept = take()) {
            std::variant<PostgresResult, PostgresFailure> asked = kept->ask(select, login(), cancel);
            const PostgresFailure* failure = std::get_if<PostgresFailure>(&asked);
            if (failure == nullptr || failure->kind != Kind::broken)
                return finish(std::move(*kept), std::move(asked), columns);
        }
        auto connected = connect(cancel);
        if (const PostgresFailure* failure = std::get_if<PostgresFailure>(&connected)) return error(*failure);
        PostgresSession& session = std::get<PostgresSession>(connected);
        std::variant<PostgresResult, PostgresFailure> asked = session.ask(select, login(), cancel);
        return finish(std::move(session), std::move(asked), columns);
    }

private:
    std::variant<PostgresSession, PostgresFailure> connect(const std::stop_token& cancel) const {
        auto connected = PostgresSession::connect(login(), timeout_, zone_, cancel);
        const PostgresFailure* failure = std::get_if<PostgresFailure>(&connected);
        if (failure == nullptr || failure->kind != Kind::login || !take_password()) return connected;
        return PostgresSession::connect(login(), timeout_, zone_, cancel);
    }

    std::optional<PostgresSession> take() const {
        const std::lock_guard lock(mutex_);
        if (idle_.empty()) return std::nullopt;
        std::optional<PostgresSession> session(std::move(idle_.back()));
        idle_.pop_back();
        return session;
    }

    Result<SqlAnswer> finish(PostgresSession session, std::variant<PostgresResult, PostgresFailure> asked,
                             std::span<const std::string_view> columns) const {
        if (!session.closed()) {
            const std::lock_guard lock(mutex_);
            idle_.push_back(std::move(session));
        }
        if (const PostgresFailure* failure = std::get_if<PostgresFailure>(&asked)) return error(*failure);
        const PGresult* result = std::get<PostgresResult>(asked).get();
        if (static_cast<std::size_t>(PQnfields(result)) != columns.size())
            return Error{fmt::format("{}: database-bad-answer: found {} columns, expected {}", shown_,
                                     PQnfields(result), columns.size())};
        SqlAnswer answer(columns.size());
        for (int row = 0; row < PQntuples(result); ++row)
            for (int column = 0; column < PQnfields(result); ++column)
                answer.add({PQgetvalue(result, row, column),
                            static_cast<std::size_t>(PQgetlength(result, row, column))});
        return answer;
    }

    PostgresLogin login() const {
        const std::lock_guard lock(mutex_);
        return login_;
    }

    /// Once: a person types it, or nobody does.
    bool take_password() const {
        if (!ask_password_) return false;
        {
            const std::lock_guard lock(mutex_);
            if (asked_password_) return false;
            asked_password_ = true;
        }
        const std::optional<std::string> typed = ask_password_(shown_);
        if (!typed) return false;
        const std::lock_guard lock(mutex_);
        login_.emplace_back("password", *typed);
        return true;
    }

    Error error(const PostgresFailure& failure) const {
        switch (failure.kind) {
            case Kind::unreachable:
                return {fmt::format("{}: database-unreachable: found no server ({}), expected PostgreSQL",
                                    shown_, failure.words)};
            case Kind::login:
                return {
                    fmt::format("{}: database-login: found a login that the server refuses ({}), expected "
                                "the user in the "
                                "address or PGUSER and the password in PGPASSWORD or PGPASSFILE",
                                shown_, failure.words)};
            case Kind::silent:
                return {fmt::format("{}: database-silent: found no sign of life for {} s, expected an answer",
                                    shown_, (first_pulse + pulse_limit).count() / 1000)};
            case Kind::slow:
                return {fmt::format(
                    "{}: database-slow: found no answer within {} s, expected one (timeout=SECONDS in the "
                    "address allows more)",
                    shown_, timeout_.count())};
            case Kind::refused:
                return {
                    fmt::format("{}: database-error: found {}, expected an answer", shown_, failure.words)};
            case Kind::cancelled:
                return {fmt::format("{}: given up", shown_)};
            case Kind::broken:
                break;
        }
        return {fmt::format("{}: database-bad-answer: found a broken answer ({}), expected a whole one",
                            shown_, failure.words)};
    }

    std::string shown_;
    std::chrono::seconds timeout_;
    std::string zone_;
    std::function<std::optional<std::string>(const std::string&)> ask_password_;
    mutable std::mutex mutex_;  // guards what follows
    mutable PostgresLogin login_;
    mutable std::vector<PostgresSession> idle_;
    mutable bool asked_password_ = false;
};

}  // namespace

SqlColumn postgres_column(std::string_view name, std::string_view type, bool nullable) {
    SqlColumn column{.name = std::string(name), .type = std::string(type), .nullable = nullable};
    if (type == "smallint" || type == "integer" || type == "bigint") {
        column.kind = ColumnKind::whole;
        column.narrow = type != "bigint";
    } else if (type == "real" || type == "double precision") {
        column.kind = ColumnKind::floating;
    } else if (type == "text" || type.starts_with("character")) {
        column.kind = ColumnKind::text;
    } else if (type == "date") {
        column.kind = ColumnKind::date;
    } else if (type.starts_with("timestamp")) {
        column.kind = ColumnKind::moment;
    } else if (type.starts_with("numeric")) {  // numeric or numeric(18,2)
        column.kind = ColumnKind::exact;
        column.digits = -1;
        const std::size_t comma = type.find(',');
        if (comma != std::string_view::npos)
            std::from_chars(type.data() + comma + 1, type.data() + type.size(), column.digits);
        if (column.digits < 0) column.digits = -1;
    }
    return column;
}

Result<OpenedSource> open_postgres(const SourceUrl& url, const Atlas& atlas, const SourceOptions& options,
                                   std::stop_token cancel) {
    SourceUrl rest = url;
    const std::string text = url.parameter("table").value_or("");
    rest.parameters.erase("table");
    if (url.path.size() != 1 || text.empty())
        return Error{fmt::format(
            "{}: bad-address: found no table, expected postgresql://HOST:PORT/DATABASE?table=SCHEMA.TABLE",
            url.shown())};
    const std::size_t point = text.find('.');
    const bool plain = point == std::string::npos;
    const Result<RemoteTable> table =
        remote_table(rest, {plain ? "public" : text.substr(0, point), plain ? text : text.substr(point + 1)});
    if (!table) return table.error();
    const Result<std::chrono::seconds> timeout = take_timeout(rest);
    if (!timeout) return timeout.error();
    const std::string zone = rest.parameter("zone").value_or("");
    rest.parameters.erase("zone");
    PostgresLogin login = {
        {"host", url.host},           {"dbname", url.path[0]},   {"application_name", "flowspace"},
        {"client_encoding", "UTF8"},  {"keepalives_idle", "10"}, {"keepalives_interval", "5"},
        {"tcp_user_timeout", "15000"}};
    if (url.port != 0) login.emplace_back("port", fmt::to_string(url.port));
    if (!url.user.empty()) login.emplace_back("user", url.user);
    for (const auto& [name, value] : rest.parameters) {
        if (std::ranges::find(passed_on, name) == passed_on.end())
            return Error{fmt::format(
                "{}: bad-address: found parameter '{:.40}', expected table, timeout, zone, grain, daily, "
                "origin, destination, layer, time, value, {}",
                url.shown(), name, fmt::join(passed_on, ", "))};
        login.emplace_back(name, value);
    }
    RemoteTable shown = *table;
    shown.shown += "?table=" + text;
    return open_remote(std::make_shared<Postgres>(shown.shown, std::move(login), *timeout, zone, options),
                       shown, atlas, options, std::move(cancel));
}

}  // namespace flowspace
