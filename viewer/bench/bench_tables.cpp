#include "viewer/bench/bench_tables.h"

#include "data/import/load_tables.h"
#include "data/project/open_plan.h"
#include "data/project/plan_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

extern char** environ;

namespace flowspace {
namespace {

namespace fs = std::filesystem;

fs::path program_folder() {
    std::error_code failed;
    return fs::read_symlink("/proc/self/exe", failed).parent_path();
}

std::string read_all(int file) {
    std::string text;
    std::array<char, 4096> piece = {};
    for (;;) {
        const ssize_t got = ::read(file, piece.data(), piece.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return text;
        text.append(piece.data(), static_cast<std::size_t>(got));
    }
}

/// What flowspace-bench-tables prints; its complaints go where ours go.
Result<std::string> run_tool(const std::vector<std::string>& arguments) {
    const std::string program = (program_folder() / "flowspace-bench-tables").string();
    std::vector<char*> words = {const_cast<char*>(program.c_str())};
    for (const std::string& one : arguments) words.push_back(const_cast<char*>(one.c_str()));
    words.push_back(nullptr);
    std::array<int, 2> ends = {};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return Error{"no pipe"};
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    pid_t child = 0;
    const int failed = ::posix_spawn(&child, program.c_str(), &actions, nullptr, words.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    std::string printed = failed == 0 ? read_all(ends[0]) : std::string();
    ::close(ends[0]);
    int status = failed;
    if (failed == 0)
        while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
        }
    if (status != 0) return Error{fmt::format("{}: failed, expected it beside the program", program)};
    return printed;
}

}  // namespace

Result<fs::path> bench_table(const BenchTable& table) {
    const fs::path folder = program_folder() / "bench-tables";
    std::error_code failed;
    fs::create_directories(folder, failed);
    fs::path file =
        folder / fmt::format("made-1-{}-{}.parquet", table.rows, table.hours == 1 ? "days" : "hours");
    if (fs::exists(file, failed)) return file;
    const auto made =
        run_tool({"make", file.string(), fmt::format("{}", table.rows), fmt::format("{}", table.hours)});
    if (!made) return made.error();
    return file;
}

Result<DuckScan> scan_by_duckdb(const fs::path& file, unsigned threads) {
    const auto printed = run_tool({"scan", file.string(), fmt::format("{}", threads), "3"});
    if (!printed) return printed.error();
    DuckScan scan;
    std::istringstream(*printed) >> scan.wall_ms >> scan.processor_ms;
    if (scan.wall_ms <= 0) return Error{"flowspace-bench-tables: found no time of a scan"};
    return scan;
}

Result<std::shared_ptr<const Dataset>> open_bench_table(const std::filesystem::path& file,
                                                        const std::shared_ptr<const Dataset>& atlas) {
    const std::vector<std::string> paths = {file.string()};
    const PlannedFiles planned = plan_files(paths, {}, *atlas->atlas);
    if (!planned.faults.empty()) return Error{format_problem(planned.faults.front())};
    const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
    auto loaded = open_plan(planned.plan, atlas->atlas, Reading::whole, {.threads = threads});
    if (!loaded) return loaded.error();
    auto data = std::make_shared<Dataset>(*atlas);
    data->atlas = loaded->atlas;
    data->flows = MemorySource::from_sorted(std::move(loaded->flows), {.threads = threads});
    return std::shared_ptr<const Dataset>(std::move(data));
}

}  // namespace flowspace
