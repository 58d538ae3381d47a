#include "tests/remote/server_pair.h"

#include "data/atlas_pack.h"
#include "data/source/memory_source.h"
#include "data/source/sources.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <random>
#include <string_view>

namespace flowspace::testing {
namespace {

/// The script that runs the servers, by its standard input and output. It ends them when our end closes.
class Script {
public:
    Script() {
        int to[2] = {}, from[2] = {};
        if (::pipe2(to, O_CLOEXEC) != 0 || ::pipe2(from, O_CLOEXEC) != 0) std::abort();
        const std::string script = std::string(FLOWSPACE_SOURCE_DIR) + "/tests/remote/servers.py";
        const std::string directory =
            std::string(FLOWSPACE_BINARY_DIR) + "/remote-servers-" + std::to_string(::getpid());
        if (::fork() == 0) {
            ::dup2(to[0], STDIN_FILENO);
            ::dup2(from[1], STDOUT_FILENO);
            ::execlp("python3", "python3", script.c_str(), directory.c_str(), nullptr);
            ::_exit(127);
        }
        ::close(to[0]);
        ::close(from[1]);
        to_ = ::fdopen(to[1], "w");
        from_ = ::fdopen(from[0], "r");
        const nlohmann::json said = nlohmann::json::parse(line(), nullptr, false);
        if (said.is_discarded()) {
            fmt::print(stderr,
                       "The databases did not start; the lines above say why. Run scripts/install.\n");
            std::exit(1);
        }
        ports_ = {said["shard1"], said["shard2"], said["postgres"], said["password"]};
    }
    /// Waits until the servers are gone: the next run of ctest finds the machine as this one did.
    ~Script() {
        std::fclose(to_);
        while (!line().empty()) {
        }
        std::fclose(from_);
        ::wait(nullptr);
    }
    Script(const Script&) = delete;
    Script& operator=(const Script&) = delete;

    const Ports& ports() const { return ports_; }
    void tell(const std::string& words) {
        fmt::print(to_, "{}\n", words);
        std::fflush(to_);
        if (line() != "done\n") ADD_FAILURE() << words;
    }

private:
    std::string line() {
        char bytes[4096] = {};
        return std::fgets(bytes, sizeof bytes, from_) == nullptr ? "" : bytes;
    }

    std::FILE* to_ = nullptr;
    std::FILE* from_ = nullptr;
    Ports ports_;
};

Script& script() {
    static Script one;
    return one;
}

std::size_t keep(char* bytes, std::size_t, std::size_t count, void* into) {
    static_cast<std::string*>(into)->append(bytes, count);
    return count;
}

PGconn* owner() {
    static PGconn* connection = [] {
        const std::string login =
            fmt::format("host=127.0.0.1 port={} user=owner dbname=postgres password='{}'", servers().postgres,
                        servers().password);
        return PQconnectdb(login.c_str());
    }();
    if (PQstatus(connection) != CONNECTION_OK) PQreset(connection);
    return connection;
}

}  // namespace

const Ports& servers() { return script().ports(); }

void tell_servers(const std::string& what, const std::string& name) { script().tell(what + " " + name); }

void clickhouse(const std::string& sql, const std::string& body, int port) {
    CURL* easy = curl_easy_init();
    char* escaped = curl_easy_escape(easy, sql.c_str(), static_cast<int>(sql.size()));
    const std::string url =
        fmt::format("http://127.0.0.1:{}/?query={}", port == 0 ? servers().shard1 : port, escaped);
    curl_free(escaped);
    std::string answer;
    long status = 0;
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &keep);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &answer);
    const CURLcode code = curl_easy_perform(easy);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(easy);
    EXPECT_TRUE(code == CURLE_OK && status == 200) << sql << "\n" << answer;
}

void postgres(const std::string& sql) {
    PGresult* result = PQexec(owner(), sql.c_str());
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (PQresultStatus(result) == PGRES_FATAL_ERROR &&
        (state == nullptr || std::string_view(state) == "57P01")) {
        PQclear(result);  // the server was started anew since: once more, on another connection
        PQreset(owner());
        result = PQexec(owner(), sql.c_str());
    }
    const ExecStatusType status = PQresultStatus(result);
    EXPECT_TRUE(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) << sql << "\n"
                                                                         << PQresultErrorMessage(result);
    PQclear(result);
}

void postgres_copy(const std::string& table, const std::string& lines) {
    PQclear(PQexec(owner(), ("COPY " + table + " FROM STDIN").c_str()));
    for (std::size_t at = 0; at < lines.size(); at += 1 << 20)
        PQputCopyData(owner(), lines.data() + at,
                      static_cast<int>(std::min<std::size_t>(1 << 20, lines.size() - at)));
    PQputCopyEnd(owner(), nullptr);
    while (PGresult* result = PQgetResult(owner())) {
        EXPECT_EQ(PQresultStatus(result), PGRES_COMMAND_OK) << PQresultErrorMessage(result);
        PQclear(result);
    }
}

std::string clickhouse_url(const std::string& table, int port) {
    return fmt::format("clickhouse://127.0.0.1:{}/default/{}", port == 0 ? servers().shard1 : port, table);
}

std::string postgres_url(const std::string& table, int port) {
    ::setenv("PGPASSWORD", servers().password.c_str(), 1);
    return fmt::format("postgresql://reader@127.0.0.1:{}/postgres?table={}",
                       port == 0 ? servers().postgres : port, table);
}

std::vector<GeneratedRow> generate_rows(std::size_t count, std::uint32_t places, unsigned seed) {
    std::mt19937 generator(seed);
    const auto random = [&] { return static_cast<std::uint32_t>(generator()); };
    std::vector<GeneratedRow> rows(count);
    for (GeneratedRow& row : rows) {
        row.origin = random() % 200 == 0 ? unknown_place : random() % places;
        row.destination =
            random() % 300 == 0 ? unknown_place : random() % places * (random() % 4) / 3 % places;
        row.layer = random() % 3 == 0 ? 1 : 0;
        row.day = static_cast<std::uint8_t>(random() % 90);
        if (row.day == 40) row.day = 41;  // a day on which nothing was published
        row.cents = static_cast<std::int32_t>(random() % 2'000'000) - 100'000;
        if (random() % 50 == 0) row.cents = 0;
    }
    return rows;
}

std::size_t row_count_asked() {
    const char* text = std::getenv("FLOWSPACE_REMOTE_ROWS");
    return text == nullptr ? 1'000'000 : std::strtoull(text, nullptr, 10);
}

namespace {
constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t first_day = 18276;  // 2020-01-15
}  // namespace

std::string as_lines(const std::vector<GeneratedRow>& rows, const Atlas& atlas) {
    std::string lines;
    lines.reserve(rows.size() * 48);
    std::vector<std::string> days;
    for (int day = 0; day < 256; ++day)
        days.push_back(format_time(Grain::day, TimeMs{(first_day + day) * day_ms}));
    const auto id = [&](std::uint32_t place) -> std::string_view {
        return place == unknown_place ? std::string_view("999'\\\\x")
                                      : std::string_view(atlas.places[place].id);
    };
    for (const GeneratedRow& row : rows) {
        const int cents = std::abs(row.cents);
        fmt::format_to(std::back_inserter(lines), "{}\t{}\t{}\t{}\t{}{}.{:02}\n", id(row.origin),
                       id(row.destination), row.layer == 0 ? "people" : "goods", days[row.day],
                       row.cents < 0 ? "-" : "", cents / 100, cents % 100);
    }
    return lines;
}

Dataset in_memory(const std::vector<GeneratedRow>& rows, const Dataset& atlas) {
    FlowTable table;
    table.layers = {make_layer_info("people"), make_layer_info("goods")};
    table.grain = Grain::day;
    for (const GeneratedRow& row : rows) {
        if (row.origin == unknown_place || row.destination == unknown_place) continue;
        table.layer.push_back(LayerId{row.layer});
        table.origin.push_back(PlaceId{row.origin});
        table.destination.push_back(PlaceId{row.destination});
        table.time.push_back(TimeMs{(first_day + row.day) * day_ms});
        table.value.push_back(row.cents / 100.0);
    }
    Dataset dataset = atlas;
    dataset.flows = MemorySource::from_rows(std::move(table), {.threads = 2});
    return dataset;
}

const Dataset& built_in() {
    static const Dataset one = [] {
        Result<Dataset> atlas =
            load_atlas_pack(std::filesystem::path(FLOWSPACE_BINARY_DIR) / "atlas/flowspace.atlas");
        if (!atlas) ADD_FAILURE() << atlas.error().message;
        return atlas ? *atlas : Dataset{};
    }();
    return one;
}

Dataset open_url(const std::string& url) {
    Dataset dataset = built_in();
    Result<OpenedSource> opened = open_source(url, *dataset.atlas, {});
    if (!opened) throw std::runtime_error(opened.error().message);
    dataset.flows = opened->flows;
    dataset.files = {opened->file};
    return dataset;
}

}  // namespace flowspace::testing
