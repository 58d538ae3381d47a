#include "data/source/clickhouse_source.h"

#include "data/source/deadline.h"
#include "data/source/http_post.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <map>
#include <mutex>

namespace flowspace {
namespace {

constexpr std::uint16_t default_port = 8123, default_secure_port = 8443;

/// Settings that make a smaller number an error: a lost shard, a replica that lags, a limit that breaks off.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> whole_answers = {{
    {"skip_unavailable_shards", "0"},
    {"fallback_to_stale_replicas_for_distributed_queries", "0"},
    {"read_overflow_mode", "throw"},
    {"group_by_overflow_mode", "throw"},
    {"sort_overflow_mode", "throw"},
    {"result_overflow_mode", "throw"},
    {"timeout_overflow_mode", "throw"},
    {"set_overflow_mode", "throw"},
    {"join_overflow_mode", "throw"},
    {"transfer_overflow_mode", "throw"},
    {"distinct_overflow_mode", "throw"},
}};

/// Room for the ids and masks that our questions carry, and an end to what nobody waits for. Sent where the
/// server knows them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> conveniences = {{
    {"max_query_size", "268435456"},
    {"max_ast_elements", "20000000"},
    {"max_expanded_ast_elements", "20000000"},
    {"max_parser_depth", "1000"},
    {"cancel_http_readonly_queries_on_client_close", "1"},
    {"distributed_group_by_no_merge", "0"},
    {"extremes", "0"},
}};

std::string environment(const char* name) {
    const char* text = std::getenv(name);
    return text == nullptr ? std::string{} : std::string(text);
}

std::string first_line(std::string_view text) { return shorten(text.substr(0, text.find('\n')), 240); }

bool refuses_login(std::string_view body) {
    return std::ranges::any_of(std::array{"Code: 192,", "Code: 193,", "Code: 194,", "Code: 516."},
                               [&](std::string_view code) { return body.starts_with(code); });
}

class ClickHouse final : public SqlEngine {
public:
    ClickHouse(const SourceUrl& url, bool secure, std::chrono::seconds timeout, const SourceOptions& options)
        : shown_(url.shown()), timeout_(timeout), ask_password_(options.ask_password) {
        const bool ipv6 = url.host.find(':') != std::string::npos;
        base_ = fmt::format("{}://{}{}{}:{}/", secure ? "https" : "http", ipv6 ? "[" : "", url.host,
                            ipv6 ? "]" : "",
                            url.port != 0 ? url.port
                            : secure      ? default_secure_port
                                          : default_port);
        user_ = url.user.empty() ? environment("FLOWSPACE_CLICKHOUSE_USER") : url.user;
        password_ = environment("FLOWSPACE_CLICKHOUSE_PASSWORD");
    }

    SqlDialect dialect() const override { return SqlDialect::clickhouse; }

    Result<std::vector<SqlColumn>> columns(const SqlTable& table, std::stop_token cancel) const override {
        constexpr std::array<std::string_view, 2> names = {"name", "type"};
        SqlText sql(dialect());
        sql << "SELECT name, type FROM system.columns WHERE database = ";
        sql.value(table.schema) << " AND table = ";
        sql.value(table.name);
        const Result<SqlAnswer> answer = ask(sql, names, std::move(cancel));
        if (!answer) return answer.error();
        std::vector<SqlColumn> columns;
        for (std::size_t row = 0; row < answer->rows(); ++row)
            columns.push_back(clickhouse_column(answer->cell(row, 0), answer->cell(row, 1)));
        return columns;
    }

    Result<SqlAnswer> ask(const SqlText& select, std::span<const std::string_view> columns,
                          std::stop_token cancel) const override {
        const Result<std::string> settings = session_settings(cancel);
        if (!settings) return settings.error();
        return select_rows(select, columns, *settings, cancel);
    }

private:
    Result<SqlAnswer> select_rows(const SqlText& select, std::span<const std::string_view> columns,
                                  const std::string& settings, const std::stop_token& cancel) const {
        const Result<std::string> body =
            post(select.text() + " FORMAT TabSeparatedWithNames", settings, cancel);
        if (!body) return body.error();
        Result<SqlAnswer> answer = read_clickhouse_answer(*body, columns, select.has_totals());
        if (!answer) return Error{shown_ + ": " + answer.error().message};
        return answer;
    }

    /// The part of the address that holds our settings. A user whose profile is read-only may change none:
    /// then the profile itself must not allow smaller numbers.
    Result<std::string> session_settings(const std::stop_token& cancel) const {
        {
            const std::lock_guard lock(mutex_);
            if (settings_) return *settings_;
        }
        constexpr std::array<std::string_view, 2> names = {"name", "value"};
        SqlText sql(dialect());
        sql << "SELECT name, value FROM system.settings";
        const Result<SqlAnswer> answer = select_rows(sql, names, {}, cancel);
        if (!answer) return answer.error();
        std::map<std::string, std::string, std::less<>> now;
        for (std::size_t row = 0; row < answer->rows(); ++row)
            now.emplace(answer->cell(row, 0), answer->cell(row, 1));
        Result<std::string> made = now["readonly"] == "1" ? check_profile(now) : own_settings(now);
        if (!made) return made;
        const std::lock_guard lock(mutex_);
        settings_ = *made;
        return made;
    }

    using Settings = std::map<std::string, std::string, std::less<>>;

    Result<std::string> check_profile(const Settings& now) const {
        for (const auto& [name, wanted] : whole_answers) {
            const auto at = now.find(name);
            if (name != "fallback_to_stale_replicas_for_distributed_queries" && at != now.end() &&
                at->second != wanted)
                return Error{fmt::format(
                    "{}: database-settings: found {}={} in the user's read-only profile, expected "
                    "{}: sums could silently leave rows out",
                    shown_, name, at->second, wanted)};
        }
        return std::string{};
    }

    Result<std::string> own_settings(const Settings& now) const {
        std::string text = fmt::format("&max_execution_time={}", timeout_.count());
        if (now.find("readonly") == now.end() || now.find("readonly")->second == "0") text += "&readonly=1";
        for (const auto& [name, value] : whole_answers)
            if (now.contains(name)) text += fmt::format("&{}={}", name, value);
        for (const auto& [name, value] : conveniences)
            if (now.contains(name)) text += fmt::format("&{}={}", name, value);
        return text;
    }

    std::vector<std::string> headers() const {
        const std::lock_guard lock(mutex_);
        std::vector<std::string> made = {"Expect:", "Content-Type: text/plain"};
        if (!user_.empty()) made.push_back("X-ClickHouse-User: " + user_);
        if (!password_.empty()) made.push_back("X-ClickHouse-Key: " + password_);
        return made;
    }

    /// Whether the server answers at all; needs no login.
    bool alive(const std::stop_token& cancel) const {
        const HttpOutcome outcome = client_.send({.url = base_ + "ping", .limit = pulse_limit}, {}, cancel);
        return !outcome.failure && outcome.answer.body == "Ok.\n";
    }

    Result<std::string> post(const std::string& sql, const std::string& settings,
                             const std::stop_token& cancel) const {
        static std::atomic<std::uint64_t> number = 0;
        const std::string id = fmt::format("flowspace-{}-{}-{}", ::getpid(),
                                           WaitClock::now().time_since_epoch().count(), ++number);
        const HttpRequest request{
            .url = fmt::format("{}?wait_end_of_query=1&query_id={}{}", base_, id, settings),
            .headers = headers(),
            .body = sql,
            .limit = timeout_};
        const HttpOutcome outcome = client_.send(
            request, [&] { return alive(cancel); }, cancel);
        if (outcome.failure) {
            if (*outcome.failure == HttpFailure::cancelled || *outcome.failure == HttpFailure::too_slow)
                give_up(id);
            return failure(outcome);
        }
        if (outcome.answer.status == 200) return outcome.answer.body;
        if (refuses_login(outcome.answer.body)) {
            if (take_password()) return post(sql, settings, cancel);
            return Error{fmt::format(
                "{}: database-login: found a login that the server refuses, expected user and password "
                "in FLOWSPACE_CLICKHOUSE_USER and FLOWSPACE_CLICKHOUSE_PASSWORD",
                shown_)};
        }
        if (outcome.answer.body.starts_with("Code: 159,")) return failure({.failure = HttpFailure::too_slow});
        if (!outcome.answer.body.starts_with("Code: "))
            return Error{fmt::format("{}: database-bad-answer: found HTTP status {}, expected ClickHouse",
                                     shown_, outcome.answer.status)};
        return Error{fmt::format("{}: database-error: found {}, expected an answer", shown_,
                                 first_line(outcome.answer.body))};
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
        if (!typed || typed->find_first_of("\r\n") != std::string::npos) return false;
        const std::lock_guard lock(mutex_);
        password_ = *typed;
        return true;
    }

    /// Best effort: old servers go on with a query whose client has left.
    void give_up(const std::string& id) const {
        SqlText sql(dialect());
        sql << "KILL QUERY WHERE query_id = ";
        sql.value(id) << " ASYNC";
        (void)client_.send(
            {.url = base_, .headers = headers(), .body = sql.text(), .limit = std::chrono::milliseconds(500)},
            {}, {});
    }

    Error failure(const HttpOutcome& outcome) const {
        switch (*outcome.failure) {
            case HttpFailure::unreachable:
                return {fmt::format(
                    "{}: database-unreachable: found no server ({}), expected ClickHouse's HTTP port", shown_,
                    outcome.words)};
            case HttpFailure::silent:
                return {fmt::format("{}: database-silent: found no sign of life for {} s, expected an answer",
                                    shown_, (first_pulse + pulse_limit).count() / 1000)};
            case HttpFailure::too_slow:
                return {fmt::format(
                    "{}: database-slow: found no answer within {} s, expected one (timeout=SECONDS in the "
                    "address allows more)",
                    shown_, timeout_.count())};
            case HttpFailure::cancelled:
                return {fmt::format("{}: given up", shown_)};
            case HttpFailure::broken:
                break;
        }
        return {fmt::format("{}: database-bad-answer: found a broken answer ({}), expected a whole one",
                            shown_, outcome.words)};
    }

    std::string shown_, base_;
    std::chrono::seconds timeout_;
    std::function<std::optional<std::string>(const std::string&)> ask_password_;
    HttpClient client_;
    mutable std::mutex mutex_;  // guards what follows
    std::string user_;
    mutable std::string password_;
    mutable bool asked_password_ = false;
    mutable std::optional<std::string> settings_;
};

}  // namespace

Result<OpenedSource> open_clickhouse(const SourceUrl& url, const Atlas& atlas, const SourceOptions& options,
                                     std::stop_token cancel) {
    if (url.path.size() != 2 || url.path[0].empty() || url.path[1].empty())
        return Error{fmt::format(
            "{}: bad-address: found no table, expected clickhouse://HOST:PORT/DATABASE/TABLE", url.shown())};
    SourceUrl rest = url;
    const Result<RemoteTable> table = remote_table(rest, {url.path[0], url.path[1]});
    if (!table) return table.error();
    const Result<std::chrono::seconds> timeout = take_timeout(rest);
    if (!timeout) return timeout.error();
    const std::string secure = rest.parameter("secure").value_or("0");
    rest.parameters.erase("secure");
    if (!rest.parameters.empty() || (secure != "0" && secure != "1"))
        return Error{fmt::format(
            "{}: bad-address: found parameter '{:.40}', expected secure=1, timeout, grain, daily, origin, "
            "destination, layer, time or value",
            url.shown(), rest.parameters.empty() ? "secure" : rest.parameters.begin()->first)};
    return open_remote(std::make_shared<ClickHouse>(url, secure == "1", *timeout, options), *table, atlas,
                       options, std::move(cancel));
}

}  // namespace flowspace
