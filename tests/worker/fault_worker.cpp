// A worker of its own for the tests: its jobs do what a process that a hostile file took over would do.
#include "data/worker/message.h"
#include "data/worker/worker_loop.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace flowspace;

namespace {

using Failure = std::optional<Error>;

std::string last_error() { return ::strerrorname_np(errno); }

/// The bytes back, and that they were all read.
Failure echo(pack::ByteReader& arguments, BulkWriter& answer, JobContext&) {
    const std::vector<std::byte> bytes = arguments.array<std::byte>(arguments.count(1));
    answer.count(bytes.size());
    answer.array(std::span(bytes));
    return std::nullopt;
}

Failure crash(pack::ByteReader&, BulkWriter&, JobContext&) {
    ::raise(SIGSEGV);
    return std::nullopt;
}
Failure abort_now(pack::ByteReader&, BulkWriter&, JobContext&) { std::abort(); }
Failure leave(pack::ByteReader&, BulkWriter&, JobContext&) { ::_exit(0); }
Failure end_itself(pack::ByteReader&, BulkWriter&, JobContext&) {
    ::syscall(SYS_tgkill, ::getpid(), ::gettid(), SIGKILL);
    return std::nullopt;
}
Failure complain(pack::ByteReader&, BulkWriter&, JobContext&) { return Error{"a file of the tests"}; }
Failure throw_now(pack::ByteReader&, BulkWriter&, JobContext&) { throw std::runtime_error("thrown"); }

Failure hang(pack::ByteReader&, BulkWriter&, JobContext&) {
    for (;;) ::pause();
}
Failure spin(pack::ByteReader&, BulkWriter&, JobContext&) {
    volatile unsigned long turns = 0;
    while (turns != 1) turns = 2;
    return std::nullopt;
}
Failure hang_without_socket(pack::ByteReader&, BulkWriter&, JobContext&) {
    ::close(worker_socket);
    for (;;) ::sleep(1);
}

/// Deeper than any stack; the end is never reached.
int dig(volatile int* above, int deeper) {
    volatile int here[1024] = {*above};
    return deeper == 0 ? 0 : dig(here, deeper - 1) + here[0];
}
Failure overflow(pack::ByteReader&, BulkWriter&, JobContext&) {
    volatile int top = 1;
    return Error{std::to_string(dig(&top, 1 << 30))};
}

Failure allocate(pack::ByteReader&, BulkWriter& answer, JobContext&) {
    std::vector<std::vector<char>> all;
    for (int piece = 0; piece < 1000; ++piece) all.emplace_back(std::size_t{64} << 20, 'x');
    answer.count(all.size());
    return std::nullopt;
}

Failure progress_and_done(pack::ByteReader&, BulkWriter&, JobContext& context) {
    for (std::uint64_t rows = 1; rows <= 4; ++rows) {
        ::usleep(60'000);
        context.progress({.rows = rows});
    }
    return std::nullopt;
}
Failure endless_same_progress(pack::ByteReader&, BulkWriter&, JobContext& context) {
    for (;;) {
        ::usleep(1000);
        context.progress({.rows = 7});
    }
}

/// What is no message of the conversation.
Failure say(std::string_view head) {
    static_cast<void>(send_message(worker_socket, head));
    for (;;) ::pause();
}
Failure garbage(pack::ByteReader&, BulkWriter&, JobContext&) { return say("\xff\xfe{\"kind\": \x01"); }
Failure deep_json(pack::ByteReader&, BulkWriter&, JobContext&) {
    return say("{\"kind\": " + std::string(40'000, '['));
}
Failure wrong_kind(pack::ByteReader&, BulkWriter&, JobContext&) { return say("{\"kind\": 5}"); }
Failure wrong_size(pack::ByteReader&, BulkWriter&, JobContext&) {
    return say("{\"kind\": \"done\", \"bytes\": 18446744073709551615}");
}
Failure long_message(pack::ByteReader&, BulkWriter&, JobContext&) {
    const std::string bytes(100'000, 'x');
    ::send(worker_socket, bytes.data(), bytes.size(), 0);
    iovec piece{const_cast<char*>(bytes.data()), bytes.size()};
    msghdr header{};
    header.msg_iov = &piece;
    header.msg_iovlen = 1;
    ::sendmsg(worker_socket, &header, 0);
    for (;;) ::pause();
}
Failure flood(pack::ByteReader&, BulkWriter&, JobContext&) {
    for (;;) static_cast<void>(send_message(worker_socket, "{\"kind\": \"progress\", \"rows\": 1}"));
}

/// The descriptors of a request: the arguments and the memory to fill are the two highest ones.
int answer_file() {
    int last = worker_socket;
    for (int one = worker_socket + 1; one < 64; ++one)
        if (::fcntl(one, F_GETFD) >= 0) last = one;
    return last;
}
Failure answer_with_a_hole(pack::ByteReader&, BulkWriter&, JobContext&) {
    if (::ftruncate(answer_file(), std::int64_t{1} << 26) != 0) return Error{last_error()};
    return say("{\"kind\": \"done\", \"bytes\": 67108864}");
}
Failure answer_kept_writable(pack::ByteReader&, BulkWriter&, JobContext&) {
    if (::ftruncate(answer_file(), 4096) != 0) return Error{last_error()};
    void* at = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, answer_file(), 0);
    if (at == MAP_FAILED) return Error{last_error()};
    std::memset(at, 'x', 4096);
    return say("{\"kind\": \"done\", \"bytes\": 4096}");
}
Failure answer_too_large(pack::ByteReader&, BulkWriter& answer, JobContext&) {
    const std::vector<std::byte> piece(std::size_t{1} << 20, std::byte{1});
    for (int more = 0; more < 64; ++more) answer.array(std::span(piece));
    return std::nullopt;
}
Failure send_descriptors(pack::ByteReader&, BulkWriter&, JobContext&) {
    const int both[] = {answer_file(), answer_file()};
    for (int more = 0; more < 50; ++more)
        static_cast<void>(send_message(worker_socket, "{\"kind\": \"progress\"}", both));
    return std::nullopt;
}

// What the sandbox must stop. Each tells in its answer how it went: "opened", or the error.

Failure open_file(pack::ByteReader& arguments, BulkWriter& answer, JobContext&) {
    const std::string path = arguments.text();
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    answer.text(file < 0 ? last_error() : "opened");
    return std::nullopt;
}
Failure list_folder(pack::ByteReader& arguments, BulkWriter& answer, JobContext&) {
    const int folder = ::open(arguments.text().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    answer.text(folder < 0 ? last_error() : "opened");
    return std::nullopt;
}
Failure write_file(pack::ByteReader& arguments, BulkWriter& answer, JobContext&) {
    const std::string path = arguments.text();
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    answer.text(file < 0 ? last_error() : "opened");
    return std::nullopt;
}
Failure remove_file(pack::ByteReader& arguments, BulkWriter& answer, JobContext&) {
    answer.text(::unlink(arguments.text().c_str()) == 0 ? "removed" : last_error());
    return std::nullopt;
}
Failure connect_to(pack::ByteReader& arguments, BulkWriter& answer, JobContext&) {
    const auto port = arguments.number<std::uint16_t>();
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0) {
        answer.text(last_error());
        return std::nullopt;
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = ::htons(port);
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    const bool connected = ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
    answer.text(connected ? "connected" : last_error());
    return std::nullopt;
}
Failure signal_parent(pack::ByteReader&, BulkWriter& answer, JobContext&) {
    answer.text(::kill(static_cast<pid_t>(::syscall(SYS_getppid)), 0) == 0 ? "signalled" : last_error());
    return std::nullopt;
}
Failure run_program(pack::ByteReader&, BulkWriter& answer, JobContext&) {
    const std::array<const char*, 2> arguments = {"/bin/true", nullptr};
    ::execv("/bin/true", const_cast<char* const*>(arguments.data()));
    answer.text(last_error());
    return std::nullopt;
}
Failure fork_itself(pack::ByteReader&, BulkWriter& answer, JobContext&) {
    const long child = ::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (child == 0) ::_exit(0);
    answer.text(child > 0 ? "forked" : last_error());
    return std::nullopt;
}
Failure make_code(pack::ByteReader&, BulkWriter& answer, JobContext&) {
    void* at = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    answer.text(at == MAP_FAILED ? last_error() : "mapped");
    return std::nullopt;
}
Failure make_memory(pack::ByteReader&, BulkWriter& answer, JobContext&) {
    answer.text(::memfd_create("more", 0) >= 0 ? "made" : last_error());
    return std::nullopt;
}
/// What any library does: threads, time, random bytes.
Failure honest_work(pack::ByteReader&, BulkWriter& answer, JobContext&) {
    int sum = 0;
    std::vector<std::thread> threads;
    for (int one = 0; one < 4; ++one)
        threads.emplace_back([&sum] { __atomic_fetch_add(&sum, 1, __ATOMIC_SEQ_CST); });
    for (std::thread& thread : threads) thread.join();
    answer.text(std::to_string(sum));
    return std::nullopt;
}

constexpr auto jobs = std::to_array<Job>({{"echo", echo},
                                          {"crash", crash},
                                          {"abort", abort_now},
                                          {"leave", leave},
                                          {"end_itself", end_itself},
                                          {"complain", complain},
                                          {"throw", throw_now},
                                          {"hang", hang},
                                          {"spin", spin},
                                          {"hang_without_socket", hang_without_socket},
                                          {"overflow", overflow},
                                          {"allocate", allocate},
                                          {"progress", progress_and_done},
                                          {"same_progress", endless_same_progress},
                                          {"garbage", garbage},
                                          {"deep_json", deep_json},
                                          {"wrong_kind", wrong_kind},
                                          {"wrong_size", wrong_size},
                                          {"long_message", long_message},
                                          {"flood", flood},
                                          {"hole", answer_with_a_hole},
                                          {"kept_writable", answer_kept_writable},
                                          {"too_large", answer_too_large},
                                          {"send_descriptors", send_descriptors},
                                          {"open", open_file},
                                          {"list", list_folder},
                                          {"write", write_file},
                                          {"remove", remove_file},
                                          {"connect", connect_to},
                                          {"signal", signal_parent},
                                          {"execute", run_program},
                                          {"fork", fork_itself},
                                          {"code", make_code},
                                          {"memory", make_memory},
                                          {"honest", honest_work}});

}  // namespace

int main() { return run_worker({.jobs = jobs}); }
