#include "data/source/postgres_session.h"

#include "data/source/deadline.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include <cerrno>

namespace flowspace {
namespace {

using Kind = PostgresFailure::Kind;

/// The first line of what libpq says, without its prefix. libpq never puts passwords into messages.
std::string words_of(const char* message) {
    std::string words = message == nullptr ? "" : message;
    words = words.substr(0, words.find('\n'));
    for (const std::string_view prefix : {"ERROR:  ", "FATAL:  "})
        if (const std::size_t at = words.find(prefix); at != std::string::npos)
            words = words.substr(at + prefix.size());
    return words.size() > 240 ? words.substr(0, 240) + "..." : words;
}

/// Waits for the socket, at most `look_up`. Whether something is to be done.
bool poll_socket(int socket, bool to_read, bool to_write) {
    const int events = (to_read ? POLLIN : 0) | (to_write ? POLLOUT : 0);
    pollfd one{.fd = socket, .events = static_cast<short>(events), .revents = 0};
    return ::poll(&one, 1, static_cast<int>(look_up.count())) > 0;
}

bool is_login_failure(PGconn* connection) {
    return PQconnectionNeedsPassword(connection) != 0 || PQconnectionUsedPassword(connection) != 0 ||
           std::string_view(PQerrorMessage(connection)).find("authentication failed") !=
               std::string_view::npos;
}

PGconn* start(const PostgresLogin& login) {
    std::vector<const char*> names, values;
    for (const auto& [name, value] : login) {
        names.push_back(name.c_str());
        values.push_back(value.c_str());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    return PQconnectStartParams(names.data(), values.data(), 0);
}

}  // namespace

void PostgresResultDelete::operator()(pg_result* result) const { PQclear(result); }
void PostgresSession::Finish::operator()(pg_conn* connection) const { PQfinish(connection); }

std::variant<PostgresSession::Connection, PostgresFailure> PostgresSession::open(
    const PostgresLogin& login, std::chrono::milliseconds limit, const std::stop_token& cancel) {
    Connection connection(start(login));
    if (!connection) return PostgresFailure{Kind::unreachable, "no memory"};
    const WaitClock::time_point end = WaitClock::now() + limit;
    PostgresPollingStatusType state = PGRES_POLLING_WRITING;
    while (state != PGRES_POLLING_OK) {
        if (PQstatus(connection.get()) == CONNECTION_BAD || state == PGRES_POLLING_FAILED)
            return PostgresFailure{is_login_failure(connection.get()) ? Kind::login : Kind::unreachable,
                                   words_of(PQerrorMessage(connection.get()))};
        if (cancel.stop_requested()) return PostgresFailure{Kind::cancelled, {}};
        if (WaitClock::now() > end)
            return PostgresFailure{Kind::silent, fmt::format("no connection within {} ms", limit.count())};
        if (poll_socket(PQsocket(connection.get()), state == PGRES_POLLING_READING,
                        state == PGRES_POLLING_WRITING))
            state = PQconnectPoll(connection.get());
    }
    return connection;
}

bool PostgresSession::alive(const PostgresLogin& login, const std::stop_token& cancel) {
    const auto opened = open(login, pulse_limit, cancel);
    const PostgresFailure* failure = std::get_if<PostgresFailure>(&opened);
    return failure == nullptr || failure->kind == Kind::login;
}

std::variant<PostgresSession, PostgresFailure> PostgresSession::connect(const PostgresLogin& login,
                                                                        std::chrono::seconds timeout,
                                                                        const std::string& zone,
                                                                        const std::stop_token& cancel) {
    auto opened = open(login, connect_limit, cancel);
    if (PostgresFailure* failure = std::get_if<PostgresFailure>(&opened)) return std::move(*failure);
    PostgresSession session(std::move(std::get<Connection>(opened)));
    session.timeout_ = timeout;
    if (PQsetnonblocking(session.connection_.get(), 1) != 0)
        return PostgresFailure{Kind::broken, "no memory"};
    const std::string set_up = fmt::format(
        "SET default_transaction_read_only = on; SET statement_timeout = '{}s'; SET lock_timeout = '10s'; "
        "SET DateStyle = 'ISO, YMD'; SET extra_float_digits = 1",
        timeout.count());
    if (auto failure = session.run(set_up, cancel)) return std::move(*failure);
    if (!zone.empty()) {
        SqlText sql(SqlDialect::postgres);
        sql << "SELECT set_config('TimeZone', ";
        sql.value(zone) << ", false)";
        auto set = session.ask(sql, login, cancel);
        if (PostgresFailure* failure = std::get_if<PostgresFailure>(&set)) return std::move(*failure);
    }
    // Then the server notices by itself that nobody waits any more. Servers that do not know it go on
    // without.
    if (PQserverVersion(session.connection_.get()) >= 140000)
        if (auto failure = session.run("SET client_connection_check_interval = '1s'", cancel))
            if (session.closed()) return std::move(*failure);
    return session;
}

std::optional<PostgresFailure> PostgresSession::run(const std::string& command,
                                                    const std::stop_token& cancel) {
    if (PQsendQuery(connection_.get(), command.c_str()) == 0)
        return PostgresFailure{Kind::broken, words_of(PQerrorMessage(connection_.get()))};
    const WaitClock::time_point end = WaitClock::now() + connect_limit;
    while (true) {
        const int unsent = PQflush(connection_.get());
        if (unsent < 0 || PQconsumeInput(connection_.get()) == 0) {
            PostgresFailure failure{Kind::broken, words_of(PQerrorMessage(connection_.get()))};
            connection_.reset();
            return failure;
        }
        if (unsent == 0 && PQisBusy(connection_.get()) == 0) break;
        if (cancel.stop_requested() || WaitClock::now() > end) {
            connection_.reset();
            return PostgresFailure{cancel.stop_requested() ? Kind::cancelled : Kind::silent,
                                   "no answer to SET"};
        }
        poll_socket(PQsocket(connection_.get()), true, unsent > 0);
    }
    auto collected = collect();
    if (PostgresFailure* failure = std::get_if<PostgresFailure>(&collected)) return std::move(*failure);
    return std::nullopt;
}

/// Until the answer is whole.
std::optional<PostgresFailure> PostgresSession::wait(const PostgresLogin& login,
                                                     const std::stop_token& cancel) {
    const WaitClock::time_point begin = WaitClock::now();
    WaitClock::time_point next_pulse = begin + first_pulse;
    while (true) {
        const int unsent = PQflush(connection_.get());
        if (unsent < 0 || PQconsumeInput(connection_.get()) == 0)
            return PostgresFailure{Kind::broken, words_of(PQerrorMessage(connection_.get()))};
        if (unsent == 0 && PQisBusy(connection_.get()) == 0) return std::nullopt;
        const WaitClock::time_point now = WaitClock::now();
        if (cancel.stop_requested()) {
            give_up(login);
            return PostgresFailure{Kind::cancelled, {}};
        }
        if (now > begin + timeout_) {
            give_up(login);
            return PostgresFailure{Kind::slow, {}};
        }
        if (now >= next_pulse) {
            if (!alive(login, cancel))
                return PostgresFailure{cancel.stop_requested() ? Kind::cancelled : Kind::silent, {}};
            next_pulse = WaitClock::now() + pulse_pause;
        }
        poll_socket(PQsocket(connection_.get()), true, unsent > 0);
    }
}

/// Every result of what was sent: the last one with rows, or what went wrong.
std::variant<PostgresResult, PostgresFailure> PostgresSession::collect() {
    PostgresResult last;
    std::optional<PostgresFailure> failure;
    while (PostgresResult result{PQgetResult(connection_.get())}) {
        const ExecStatusType status = PQresultStatus(result.get());
        if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
            last = std::move(result);
            continue;
        }
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
            failure = PostgresFailure{Kind::broken, "a copy"};
            break;
        }
        const char* code = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
        const std::string_view state = code == nullptr ? "" : code;
        failure = PostgresFailure{code == nullptr    ? Kind::broken
                                  : state == "57014" ? Kind::slow
                                                     : Kind::refused,
                                  words_of(PQresultErrorMessage(result.get()))};
        if (PQstatus(connection_.get()) == CONNECTION_BAD) break;
    }
    if (PQstatus(connection_.get()) == CONNECTION_BAD) connection_.reset();
    if (failure) return std::move(*failure);
    if (!last) return PostgresFailure{Kind::broken, "no answer"};
    return last;
}

std::variant<PostgresResult, PostgresFailure> PostgresSession::ask(const SqlText& select,
                                                                   const PostgresLogin& login,
                                                                   const std::stop_token& cancel) {
    std::vector<const char*> values;
    for (const std::string& value : select.bound()) values.push_back(value.c_str());
    if (PQsendQueryParams(connection_.get(), select.text().c_str(), static_cast<int>(values.size()), nullptr,
                          values.data(), nullptr, nullptr, 0) == 0) {
        PostgresFailure failure{Kind::broken, words_of(PQerrorMessage(connection_.get()))};
        connection_.reset();
        return failure;
    }
    if (std::optional<PostgresFailure> failure = wait(login, cancel)) {
        connection_.reset();
        return std::move(*failure);
    }
    auto collected = collect();
    const PostgresFailure* failure = std::get_if<PostgresFailure>(&collected);
    if (failure != nullptr && failure->kind == Kind::broken) connection_.reset();
    return collected;
}

/// Best effort, on a connection of its own that cannot hang, unlike PQcancel: it waits without end for the
/// answer of a server that has fallen silent.
void PostgresSession::give_up(const PostgresLogin& login) {
    auto opened = open(login, pulse_limit / 2, {});
    Connection* other = std::get_if<Connection>(&opened);
    if (other == nullptr) return;
    PostgresSession session(std::move(*other));
    PQsetnonblocking(session.connection_.get(), 1);
    (void)session.run(fmt::format("SELECT pg_cancel_backend({})", PQbackendPID(connection_.get())), {});
}

}  // namespace flowspace
