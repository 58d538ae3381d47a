#include "data/formats/duck_session.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <exception>
#include <utility>
#include <vector>

namespace flowspace {
namespace {

/// A file held open. DuckDB gets it as /proc/self/fd/N: a path without globs, quotes or a name that could
/// change under it.
class OpenFile {
public:
    explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
    ~OpenFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    OpenFile(OpenFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    OpenFile& operator=(OpenFile&&) = delete;
    std::string path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }

private:
    int descriptor_;
};

Result<OpenFile> open_regular(const std::string& path) {
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0) return Error{fmt::format("{}: {}", path, std::strerror(errno))};
    if (!S_ISREG(status.st_mode)) return Error{fmt::format("{}: not a regular file", path)};
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return Error{fmt::format("{}: {}", path, std::strerror(errno))};
    OpenFile file(descriptor);
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode))
        return Error{fmt::format("{}: not a regular file", path)};
    return file;
}

Result<std::string> quoted(std::string_view text, char quote) {
    std::string out(1, quote);
    for (const char c : text) {
        if (c == '\0') return Error{"a name with a NUL byte"};
        if (c == quote) out += quote;
        out += c;
    }
    return out + quote;
}

duckdb_logical_type logical_type(const DuckType& type) {
    return type.id == DUCKDB_TYPE_DECIMAL ? duckdb_create_decimal_type(static_cast<std::uint8_t>(type.width),
                                                                       static_cast<std::uint8_t>(type.scale))
                                          : duckdb_create_logical_type(type.id);
}

/// Nothing may be thrown through DuckDB's C interface.
void call_function(duckdb_function_info info, duckdb_data_chunk arguments, duckdb_vector answers) {
    try {
        (*static_cast<DuckSession::Function*>(duckdb_scalar_function_get_extra_info(info)))(
            DuckCells(arguments), answers);
    } catch (const std::exception& error) {
        duckdb_scalar_function_set_error(info, error.what());
    }
}

}  // namespace

Result<std::string> sql_name(std::string_view text) { return quoted(text, '"'); }
Result<std::string> sql_text(std::string_view text) { return quoted(text, '\''); }

struct DuckSession::State {
    duckdb_database database = nullptr;
    duckdb_connection connection = nullptr;
    std::vector<OpenFile> files = {};
    std::vector<std::string> names = {};  // one per file, as the user wrote it
    std::string table = {};
    std::deque<Function> functions = {};

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        duckdb_disconnect(&connection);
        duckdb_close(&database);
    }

    /// DuckDB's words, with the user's names of the files and without its advice.
    Error error(const char* words) const {
        std::string text = words == nullptr ? "DuckDB gave no reason" : words;
        for (std::size_t at = files.size(); at-- > 0;) {
            const std::string path = files[at].path();
            for (std::size_t found = text.find(path); found != std::string::npos;
                 found = text.find(path, found + names[at].size()))
                text.replace(found, path.size(), names[at]);
        }
        return Error{text.substr(0, text.find('\n'))};
    }

    std::optional<Error> run(const std::string& sql) const {
        duckdb_result result = {};
        std::optional<Error> failure;
        if (duckdb_query(connection, sql.c_str(), &result) != DuckDBSuccess)
            failure = error(duckdb_result_error(&result));
        duckdb_destroy_result(&result);
        return failure;
    }

    std::optional<Error> start(const DuckLimits& limits) {
        duckdb_config config = nullptr;
        if (duckdb_create_config(&config) != DuckDBSuccess) return Error{"DuckDB cannot be started"};
        const std::array<std::pair<const char*, std::string>, 9> settings = {{
            {"threads", std::to_string(limits.threads)},
            {"memory_limit", fmt::format("{}B", limits.memory_bytes)},
            {"temp_directory", limits.temp_directory},
            {"autoinstall_known_extensions", "false"},
            {"autoload_known_extensions", "false"},
            {"allow_community_extensions", "false"},
            {"allow_unsigned_extensions", "false"},
            {"allow_persistent_secrets", "false"},
            {"preserve_insertion_order", "true"},
        }};
        std::optional<Error> failure;
        for (const auto& [name, value] : settings)
            if (duckdb_set_config(config, name, value.c_str()) != DuckDBSuccess && !failure)
                failure = Error{fmt::format("DuckDB does not know its setting {}", name)};
        char* reason = nullptr;
        if (!failure && duckdb_open_ext(":memory:", &database, config, &reason) != DuckDBSuccess)
            failure = Error{fmt::format("DuckDB cannot be started: {}", reason == nullptr ? "" : reason)};
        duckdb_free(reason);
        duckdb_destroy_config(&config);
        if (!failure && duckdb_connect(database, &connection) != DuckDBSuccess)
            failure = Error{"DuckDB cannot be started"};
        return failure;
    }

    static std::string table_of(const std::string& paths, std::string_view more = {}) {
        return fmt::format(
            "read_parquet([{}], hive_partitioning = false, union_by_name = false, filename = false{})", paths,
            more);
    }

    /// The order matters: allowed_paths can only be given while access is open, and nothing after the lock.
    std::optional<Error> lock() {
        std::string paths;
        for (const OpenFile& file : files) paths += (paths.empty() ? "'" : ", '") + file.path() + "'";
        table = table_of(paths);
        for (const std::string& sql : {fmt::format("SET allowed_paths = [{}]", paths),
                                       std::string("SET enable_external_access = false"),
                                       std::string("SET lock_configuration = true")})
            if (auto failure = run(sql)) return failure;
        return std::nullopt;
    }
};

Result<DuckSession> DuckSession::open(std::span<const std::string> files, const DuckLimits& limits) {
    auto state = std::make_unique<State>();
    for (const std::string& path : files) {
        Result<OpenFile> file = open_regular(path);
        if (!file) return file.error();
        state->files.push_back(std::move(*file));
        state->names.push_back(path);
    }
    if (auto failure = state->start(limits)) return *failure;
    if (auto failure = state->lock()) return *failure;
    return DuckSession(std::move(state));
}

DuckSession::DuckSession(std::unique_ptr<State> state) : state_(std::move(state)) {}
DuckSession::~DuckSession() = default;
DuckSession::DuckSession(DuckSession&&) noexcept = default;
DuckSession& DuckSession::operator=(DuckSession&&) noexcept = default;

const std::string& DuckSession::table() const { return state_->table; }
std::string DuckSession::table_of(std::size_t file) const {
    return State::table_of(fmt::format("'{}'", state_->files[file].path()));
}
std::string DuckSession::numbered_table_of(std::size_t file) const {
    return State::table_of(fmt::format("'{}'", state_->files[file].path()), ", file_row_number = true");
}
duckdb_connection DuckSession::connection() const { return state_->connection; }

bool DuckSession::add_function(const std::string& name, std::span<const DuckType> from, duckdb_type to,
                               Function body) {
    state_->functions.push_back(std::move(body));
    duckdb_scalar_function function = duckdb_create_scalar_function();
    duckdb_scalar_function_set_name(function, name.c_str());
    for (const DuckType& type : from) {
        duckdb_logical_type logical = logical_type(type);
        duckdb_scalar_function_add_parameter(function, logical);
        duckdb_destroy_logical_type(&logical);
    }
    duckdb_logical_type logical = duckdb_create_logical_type(to);
    duckdb_scalar_function_set_return_type(function, logical);
    duckdb_destroy_logical_type(&logical);
    duckdb_scalar_function_set_special_handling(function);
    duckdb_scalar_function_set_extra_info(function, &state_->functions.back(), nullptr);
    duckdb_scalar_function_set_function(function, &call_function);
    // On a connection of its own: that of the queries may still be in one, whose end would take the function
    // along.
    duckdb_connection own = nullptr;
    const bool added = duckdb_connect(state_->database, &own) == DuckDBSuccess &&
                       duckdb_register_scalar_function(own, function) == DuckDBSuccess;
    duckdb_disconnect(&own);
    duckdb_destroy_scalar_function(&function);
    return added;
}

struct DuckRows::State {
    struct Interrupt {
        duckdb_connection connection;
        void operator()() const { duckdb_interrupt(connection); }
    };

    const DuckSession::State* session = nullptr;
    std::stop_token stop = {};
    std::optional<std::stop_callback<Interrupt>> interrupt = {};

    Error error(const char* words) const {
        return stop.stop_requested() ? Error{"stopped"} : session->error(words);
    }
    duckdb_prepared_statement statement = nullptr;
    duckdb_result result = {};

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        duckdb_destroy_result(&result);
        duckdb_destroy_prepare(&statement);
    }
};

Result<DuckRows> DuckSession::select(const std::string& sql, const std::stop_token& stop) {
    auto rows = std::make_unique<DuckRows::State>();
    rows->session = state_.get();
    rows->stop = stop;
    if (stop.stop_requested()) return Error{"stopped"};
    duckdb_extracted_statements statements = nullptr;
    const idx_t count = duckdb_extract_statements(state_->connection, sql.c_str(), &statements);
    std::optional<Error> failure;
    if (count == 0)
        failure = state_->error(duckdb_extract_statements_error(statements));
    else if (count > 1)
        failure = Error{"more than one statement"};
    else if (duckdb_prepare_extracted_statement(state_->connection, statements, 0, &rows->statement) !=
             DuckDBSuccess)
        failure = state_->error(duckdb_prepare_error(rows->statement));
    else if (duckdb_prepared_statement_type(rows->statement) != DUCKDB_STATEMENT_TYPE_SELECT)
        failure = Error{"not a SELECT"};
    duckdb_destroy_extracted(&statements);
    if (failure) return *failure;
    rows->interrupt.emplace(stop, DuckRows::State::Interrupt{state_->connection});
    duckdb_pending_result pending = nullptr;
    if (duckdb_pending_prepared_streaming(rows->statement, &pending) != DuckDBSuccess ||
        duckdb_execute_pending(pending, &rows->result) != DuckDBSuccess) {
        const char* words = duckdb_result_error(&rows->result);
        failure = rows->error(words != nullptr ? words : duckdb_pending_error(pending));
    }
    duckdb_destroy_pending(&pending);
    if (failure) return *failure;
    return DuckRows(std::move(rows));
}

DuckRows::DuckRows(std::unique_ptr<State> state) : state_(std::move(state)) {}
DuckRows::DuckRows(DuckRows&&) noexcept = default;
DuckRows& DuckRows::operator=(DuckRows&&) noexcept = default;
DuckRows::~DuckRows() = default;

std::size_t DuckRows::column_count() const { return duckdb_column_count(&state_->result); }
std::string DuckRows::column_name(std::size_t column) const {
    return duckdb_column_name(&state_->result, column);
}

DuckType DuckRows::column_type(std::size_t column) const {
    duckdb_logical_type logical = duckdb_column_logical_type(&state_->result, column);
    DuckType type{.id = duckdb_get_type_id(logical)};
    if (type.id == DUCKDB_TYPE_DECIMAL) {
        type.width = duckdb_decimal_width(logical);
        type.scale = duckdb_decimal_scale(logical);
        type.stored_as = duckdb_decimal_internal_type(logical);
    }
    duckdb_destroy_logical_type(&logical);
    return type;
}

Result<std::optional<DuckChunk>> DuckRows::next() {
    for (;;) {
        DuckChunk chunk(duckdb_fetch_chunk(state_->result));
        if (!chunk.valid()) {
            const char* words = duckdb_result_error(&state_->result);
            if (words != nullptr || state_->stop.stop_requested()) return state_->error(words);
            return std::optional<DuckChunk>{};
        }
        if (chunk.size() > 0) return std::optional<DuckChunk>{std::move(chunk)};
    }
}

}  // namespace flowspace
