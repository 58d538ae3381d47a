#include "data/worker/worker_process.h"

#include "data/worker/message.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

namespace flowspace {
namespace {

/// What posix_spawn is told, freed again.
class SpawnPlan {
public:
    SpawnPlan() {
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawnattr_init(&attributes);
    }
    ~SpawnPlan() {
        ::posix_spawn_file_actions_destroy(&actions);
        ::posix_spawnattr_destroy(&attributes);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;

    void keep_only(int socket, WorkerComplaints complaints) {
        ::posix_spawn_file_actions_adddup2(&actions, socket, worker_socket);
        ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
        if (complaints == WorkerComplaints::dropped)
            ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
        ::posix_spawn_file_actions_addclosefrom_np(&actions, worker_socket + 1);
    }

    /// No signal blocked or ignored, whatever the program does with them.
    void reset_signals() {
        sigset_t none, all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&attributes, &none);
        ::posix_spawnattr_setsigdefault(&attributes, &all);
        ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }

    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
};

/// Nothing but the sanitizers' own options, where the program was built with them.
std::vector<std::string> environment() {
    std::vector<std::string> all = {"LANG=C.UTF-8"};
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"})
        if (const char* value = std::getenv(name)) all.push_back(fmt::format("{}={}", name, value));
#endif
    return all;
}

std::string how_it_ended(int status) {
    if (WIFEXITED(status)) return fmt::format("it left with status {}", WEXITSTATUS(status));
    const int signal = WTERMSIG(status);
    const std::string_view meaning = signal == SIGSYS    ? ", it asked for something forbidden"
                                     : signal == SIGXCPU ? ", it took too long"
                                     : signal == SIGKILL ? ", perhaps memory ran out"
                                                         : "";
    return fmt::format("signal {} ({}){}", signal, ::strsignal(signal), meaning);
}

}  // namespace

Result<WorkerProcess> WorkerProcess::start(const std::filesystem::path& program,
                                           WorkerComplaints complaints) {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return Error{fmt::format("no socket for the worker: {}", std::strerror(errno))};
    Descriptor ours(ends[0]), theirs(ends[1]);
    if (theirs.number() == worker_socket) {  // dup2 onto itself would keep close-on-exec
        Descriptor moved(::fcntl(theirs.number(), F_DUPFD_CLOEXEC, worker_socket + 1));
        theirs = std::move(moved);
    }
    SpawnPlan plan;
    plan.keep_only(theirs.number(), complaints);
    plan.reset_signals();
    std::string name = program.string();
    std::array<char*, 2> arguments = {name.data(), nullptr};
    std::vector<std::string> settings = environment();
    std::vector<char*> pointers;
    for (std::string& setting : settings) pointers.push_back(setting.data());
    pointers.push_back(nullptr);
    pid_t process = 0;
    const int failed = ::posix_spawn(&process, name.c_str(), &plan.actions, &plan.attributes,
                                     arguments.data(), pointers.data());
    if (failed != 0) return Error{fmt::format("{}: cannot be started: {}", name, std::strerror(failed))};
    return WorkerProcess(std::move(ours), process);
}

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept
    : socket_(std::move(other.socket_)), process_(std::exchange(other.process_, 0)) {}

std::string WorkerProcess::end() {
    socket_.reset();
    if (process_ <= 0) return {};
    ::kill(process_, SIGKILL);  // changes nothing about one that is already ending
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0)
        if (errno != EINTR) break;
    process_ = 0;
    return how_it_ended(status);
}

}  // namespace flowspace
