// One connection to PostgreSQL: read-only, every wait bounded, and given up when asked.
#pragma once

#include "data/result.h"
#include "data/source/sql_text.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <variant>
#include <vector>

struct pg_conn;
struct pg_result;

namespace flowspace {

struct PostgresResultDelete {
    void operator()(pg_result* result) const;
};
using PostgresResult = std::unique_ptr<pg_result, PostgresResultDelete>;

/// Keywords and values of libpq. Never shown to anybody: a password may be among them.
using PostgresLogin = std::vector<std::pair<std::string, std::string>>;

struct PostgresFailure {
    enum class Kind : std::uint8_t { unreachable, login, silent, slow, broken, refused, cancelled };
    Kind kind = Kind::broken;
    std::string words = {};  // the server's or the library's, one line
};

class PostgresSession {
public:
    /// Connects and sets up a read-only session. Fails instead of waiting longer than connect_limit.
    static std::variant<PostgresSession, PostgresFailure> connect(const PostgresLogin& login,
                                                                  std::chrono::seconds timeout,
                                                                  const std::string& zone,
                                                                  const std::stop_token& cancel);

    /// Whether a server answers at all at that address, within pulse_limit; a refused login is an answer.
    static bool alive(const PostgresLogin& login, const std::stop_token& cancel);

    /// The rows of one SELECT. After a failure the session is closed: it may not be asked again.
    std::variant<PostgresResult, PostgresFailure> ask(const SqlText& select, const PostgresLogin& login,
                                                      const std::stop_token& cancel);

    bool closed() const { return !connection_; }

private:
    struct Finish {
        void operator()(pg_conn* connection) const;
    };
    using Connection = std::unique_ptr<pg_conn, Finish>;

    explicit PostgresSession(Connection connection) : connection_(std::move(connection)) {}
    static std::variant<Connection, PostgresFailure> open(const PostgresLogin& login,
                                                          std::chrono::milliseconds limit,
                                                          const std::stop_token& cancel);
    std::optional<PostgresFailure> run(const std::string& command, const std::stop_token& cancel);
    std::optional<PostgresFailure> wait(const PostgresLogin& login, const std::stop_token& cancel);
    std::variant<PostgresResult, PostgresFailure> collect();
    void give_up(const PostgresLogin& login);

    Connection connection_;
    std::chrono::seconds timeout_{60};
};

}  // namespace flowspace
