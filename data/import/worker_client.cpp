#include "data/import/worker_client.h"

#include "data/import/limits.h"
#include "data/pack/byte_writer.h"
#include "data/worker/head.h"
#include "data/worker/message.h"
#include "data/worker/worker_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <system_error>

namespace flowspace {
namespace {

using Clock = std::chrono::steady_clock;
using nlohmann::json;

constexpr std::chrono::milliseconds most_for_start{10'000};

std::string_view key(Confinement confinement) {
    switch (confinement) {
        case Confinement::full:
            return "full";
        case Confinement::without_landlock:
            return "without_landlock";
        case Confinement::none:
            return "none";
    }
    return "";
}

std::uint64_t three_quarters_of_the_memory() {
    const long pages = ::sysconf(_SC_PHYS_PAGES), page_bytes = ::sysconf(_SC_PAGESIZE);
    return static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page_bytes) / 4 * 3;
}

/// Becomes readable when a stop is asked for.
class StopSignal {
public:
    explicit StopSignal(const std::stop_token& stop)
        : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), on_stop_(stop, Raise{event_.number()}) {}
    int descriptor() const { return event_.number(); }

private:
    struct Raise {
        int event;
        void operator()() const { static_cast<void>(::eventfd_write(event, 1)); }
    };
    Descriptor event_;
    std::stop_callback<Raise> on_stop_;
};

enum class Waited : std::uint8_t { message, stopped, silent };

Waited wait_for(int socket, const StopSignal& stop, Clock::time_point until) {
    pollfd either[2] = {{stop.descriptor(), POLLIN, 0}, {socket, POLLIN, 0}};
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
        if (left <= 0) return Waited::silent;
        const int ready = ::poll(either, 2, static_cast<int>(std::min<long>(left, 60'000)));
        if (ready > 0 && either[0].revents != 0) return Waited::stopped;
        if (ready > 0) return Waited::message;
    }
}

struct Mapping {
    void* at = nullptr;
    std::size_t bytes = 0;
    ~Mapping() {
        if (at) ::munmap(at, bytes);
    }
};

/// The memory that the worker filled: sealed first, so that it stays as it is; no larger than agreed, and
/// really there, so that a hole of terabytes costs nothing.
Result<WorkerAnswer> take_answer(int file, std::uint64_t told_bytes, std::uint64_t most_bytes) {
    if (::fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0)
        return Error{fmt::format("an answer still being written ({})", std::strerror(errno))};
    struct stat info {};
    if (::fstat(file, &info) != 0 || info.st_size < 0) return Error{"an answer without a size"};
    const auto bytes = static_cast<std::uint64_t>(info.st_size);
    if (bytes > most_bytes) return Error{fmt::format("an answer of {} bytes", bytes)};
    if (bytes != told_bytes) return Error{fmt::format("{} bytes where {} were told", bytes, told_bytes)};
    if (static_cast<std::uint64_t>(info.st_blocks) * 512 < bytes) return Error{"an answer with holes"};
    if (bytes == 0) return WorkerAnswer{};
    auto mapping = std::make_shared<Mapping>();
    void* at = ::mmap(nullptr, bytes, PROT_READ, MAP_SHARED, file, 0);
    if (at == MAP_FAILED) return Error{std::strerror(errno)};
    mapping->at = at;
    mapping->bytes = bytes;
    return WorkerAnswer{{static_cast<const std::byte*>(at), bytes}, mapping};
}

/// Only what goes forward counts: a worker that says the same for ever is stuck.
bool moved(const JobProgress& before, const JobProgress& now) {
    return now.part > before.part || now.rows > before.rows || now.bytes > before.bytes;
}

}  // namespace

struct WorkerSession::State {
    WorkerProcess process;
    std::string file;  // named in messages
    WorkerOptions options = {};
    Sandbox sandbox = {};

    Problem fault = {};

    Error failed(std::string code, const std::string& found, std::string expected) {
        fault = {.file = file,
                 .code = std::move(code),
                 .found = shorten(found, max_found_characters),
                 .expected = std::move(expected)};
        return Error{format_problem(fault)};
    }

    Error died() { return failed("worker-died", process.end(), "a file that can be read to its end"); }

    Error silent() {
        process.end();
        return failed(
            "worker-silent",
            fmt::format("no progress for {:g} s", static_cast<double>(options.silence.count()) / 1000),
            "a file that can be read to its end");
    }

    Error bad_answer(const std::string& found) {
        process.end();
        return failed("worker-answer", found, "an answer of the agreed form");
    }

    Error stopped() {
        process.end();
        return Error{"stopped"};
    }

    /// The next head, whatever it says.
    Result<json> receive(const StopSignal& stop, Clock::time_point until) {
        switch (wait_for(process.socket(), stop, until)) {
            case Waited::stopped:
                return stopped();
            case Waited::silent:
                return silent();
            case Waited::message:
                break;
        }
        Result<std::optional<Message>> received = receive_message(process.socket(), 0);
        if (!received) return bad_answer(received.error().message);
        if (!*received) return died();
        std::optional<json> head = parse_head((*received)->head);
        if (!head) return bad_answer("a message that is no JSON object");
        return std::move(*head);
    }

    std::optional<Error> greet(std::span<const std::string> files, const std::stop_token& stop) {
        pack::ByteWriter paths;
        paths.count(files.size());
        for (const std::string& path : files) paths.text(path);
        const Result<Descriptor> memory = make_memory_file(paths.bytes());
        if (!memory) return memory.error();
        const json start = {{"kind", "start"},
                            {"protocol", worker_protocol},
                            {"confinement", key(options.confinement)},
                            {"memory_bytes", options.memory_bytes},
                            {"written_bytes", options.answer_bytes},
                            {"cpu_s", options.cpu_s}};
        const int one[] = {memory->number()};
        if (send_message(process.socket(), head_text(start), one)) return died();
        const Result<json> hello = receive(StopSignal(stop), Clock::now() + most_for_start);
        if (!hello) return hello.error();
        if (text_in(*hello, "kind") != "hello" || number_in(*hello, "protocol") != worker_protocol)
            return bad_answer("no hello of this version");
        sandbox = {.landlock_abi = number_in(*hello, "landlock_abi"),
                   .files = is_set(*hello, "files"),
                   .network = is_set(*hello, "network"),
                   .system_calls = is_set(*hello, "system_calls"),
                   .capabilities = is_set(*hello, "capabilities"),
                   .limits = is_set(*hello, "limits")};
        return std::nullopt;
    }
};

WorkerSession::WorkerSession(std::unique_ptr<State> state) : state_(std::move(state)) {}
WorkerSession::WorkerSession(WorkerSession&&) noexcept = default;
WorkerSession& WorkerSession::operator=(WorkerSession&&) noexcept = default;
WorkerSession::~WorkerSession() = default;

const Sandbox& WorkerSession::sandbox() const { return state_->sandbox; }
const Problem& WorkerSession::fault() const { return state_->fault; }
bool WorkerSession::alive() const { return state_->process.running(); }

Result<WorkerSession> WorkerSession::start(std::span<const std::string> files, const WorkerOptions& options,
                                           const std::stop_token& stop) {
    std::filesystem::path program = options.path;
    if (program.empty()) {
        Result<std::filesystem::path> found = find_worker(options.program);
        if (!found) return found.error();
        program = std::move(*found);
    }
    Result<WorkerProcess> process = WorkerProcess::start(program, options.complaints);
    if (!process) return process.error();
    auto state = std::make_unique<State>(
        State{std::move(*process), files.empty() ? std::string() : files.front(), options});
    const std::uint64_t most = three_quarters_of_the_memory();
    if (state->options.memory_bytes == 0) state->options.memory_bytes = most;
    if (state->options.answer_bytes == 0) state->options.answer_bytes = most;
    if (std::optional<Error> error = state->greet(files, stop)) return *error;
    return WorkerSession(std::move(state));
}

Result<WorkerAnswer> WorkerSession::ask(std::string_view job, std::span<const std::byte> arguments,
                                        const std::function<void(const JobProgress&)>& progress,
                                        const std::stop_token& stop) {
    state_->fault = {};
    if (!alive()) return state_->failed("worker-died", "no worker any more", "a running one");
    const Result<Descriptor> asked = make_memory_file(arguments);
    const Result<Descriptor> answer = make_memory_file();
    if (!asked || !answer) return asked ? answer.error() : asked.error();
    const int both[] = {asked->number(), answer->number()};
    if (send_message(state_->process.socket(), head_text({{"kind", "ask"}, {"job", std::string(job)}}), both))
        return state_->died();
    const StopSignal stop_signal(stop);
    JobProgress last;
    Clock::time_point until = Clock::now() + state_->options.silence;
    for (;;) {
        Result<json> head = state_->receive(stop_signal, until);
        if (!head) return head.error();
        const std::string kind = text_in(*head, "kind");
        if (kind == "progress") {
            const JobProgress now{number_in(*head, "part"), number_in(*head, "rows"),
                                  number_in(*head, "bytes"), number_in(*head, "bytes_total")};
            if (moved(last, now)) until = Clock::now() + state_->options.silence;
            last = now;
            if (progress) progress(now);
        } else if (kind == "error") {
            return Error{shorten(text_in(*head, "message"), max_message_characters)};
        } else if (kind == "done") {
            Result<WorkerAnswer> taken =
                take_answer(answer->number(), number_in(*head, "bytes"), state_->options.answer_bytes);
            return taken ? std::move(taken) : state_->bad_answer(taken.error().message);
        } else {
            return state_->bad_answer("a message of a kind that is none");
        }
    }
}

Result<std::filesystem::path> find_worker(WorkerProgram program) {
    std::error_code failed;
    const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", failed);
    if (failed) return Error{fmt::format("/proc/self/exe: {}", failed.message())};
    static constexpr std::array<const char*, 3> names = {"flowspace-worker", "flowspace-worker-parquet",
                                                         "flowspace-worker-formats"};
    const std::filesystem::path path = self.parent_path() / names[static_cast<std::size_t>(program)];
    if (!std::filesystem::is_regular_file(path, failed))
        return Error{fmt::format("{}: not found; it reads foreign files and belongs beside the program",
                                 path.string())};
    return path;
}

SandboxNote describe(const Sandbox& sandbox) {
    if (sandbox.whole()) return {};
    std::vector<std::string_view> en, zh;
    const auto add = [&](bool holds, std::string_view in_english, std::string_view in_chinese) {
        if (holds) return;
        en.push_back(in_english);
        zh.push_back(in_chinese);
    };
    add(sandbox.files, "which files it may open (Landlock)", "可打开的文件(Landlock)");
    add(sandbox.network, "the network", "网络访问");
    add(sandbox.system_calls, "system calls (seccomp)", "系统调用(seccomp)");
    add(sandbox.capabilities, "privileges", "进程权限");
    add(sandbox.limits, "memory and time", "内存与时间");
    return {fmt::format(
                "this system cannot fully shut in the process that reads foreign files; not restricted: {}",
                fmt::join(en, ", ")),
            fmt::format("本系统无法完全隔离读取外来文件的进程，未受限制的有：{}", fmt::join(zh, "、"))};
}

}  // namespace flowspace
