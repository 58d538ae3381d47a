// Asks the worker process to read foreign files, and believes nothing of what comes back.
#pragma once

#include "data/import/problem.h"
#include "data/result.h"
#include "data/worker/job_progress.h"
#include "data/worker/sandbox.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// text reads text tables and starts in a few milliseconds; parquet knows what DuckDB knows too, formats what
/// GDAL knows as well. Each reads the tables of those before it.
enum class WorkerProgram : std::uint8_t { text, parquet, formats };

/// Where a worker's own complaints on standard error go: for tests under sanitizers.
enum class WorkerComplaints : std::uint8_t { dropped, shown };

struct WorkerOptions {
    WorkerProgram program = WorkerProgram::text;
    std::filesystem::path path = {};  // of the program; empty: beside the one that runs
    Confinement confinement = Confinement::full;
    std::uint64_t memory_bytes = 0;             // of the worker; 0: three quarters of the machine's
    std::uint64_t answer_bytes = 0;             // 0: as much
    std::uint64_t cpu_s = 24 * 3600;            // of processor time
    std::chrono::milliseconds silence{60'000};  // without any progress: it is taken for stuck
    WorkerComplaints complaints = WorkerComplaints::dropped;
};

/// Bytes that nobody can change any more, for pack::ByteReader. They stay while `owner` does.
struct WorkerAnswer {
    std::span<const std::byte> bytes = {};
    std::shared_ptr<const void> owner = {};
};

/// One worker with the files it may read. Requests one after another; after an error that is the worker's own
/// (a file that cannot be read) it can be asked again, after its death it cannot. Ending the session ends the
/// process at once, leaves no zombie and no descriptor. Not for two threads at a time.
class WorkerSession {
public:
    /// `files` as the user gave them; the first is named in messages. Errors: no worker program, one that
    /// does not start or does not answer as it must.
    static Result<WorkerSession> start(std::span<const std::string> files, const WorkerOptions& options,
                                       const std::stop_token& stop = {});
    WorkerSession(WorkerSession&&) noexcept;
    WorkerSession& operator=(WorkerSession&&) noexcept;
    ~WorkerSession();

    /// Errors: what the job says; `worker-died`, `worker-silent`, `worker-answer` worded as problems of the
    /// file; "stopped" within 100 ms of a stop (the worker is ended by it).
    Result<WorkerAnswer> ask(std::string_view job, std::span<const std::byte> arguments,
                             const std::function<void(const JobProgress&)>& progress = {},
                             const std::stop_token& stop = {});

    /// What the last error was where it was the worker's death, silence or lie; its code is empty otherwise.
    const Problem& fault() const;

    const Sandbox& sandbox() const;
    bool alive() const;

private:
    struct State;
    explicit WorkerSession(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// The worker's own program beside the running one. Errors: it is not there.
Result<std::filesystem::path> find_worker(WorkerProgram program);

/// What of the sandbox is missing, for people: empty where all holds.
struct SandboxNote {
    std::string en = {};
    std::string zh = {};
};
SandboxNote describe(const Sandbox& sandbox);

}  // namespace flowspace
