// A worker that dies, lies, hangs or attacks costs a message; one that is shut in cannot reach out.
#include "data/import/worker_client.h"

#include "data/pack/byte_reader.h"
#include "data/pack/byte_writer.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define FLOWSPACE_SANITIZED
#endif

using namespace flowspace;
using namespace std::chrono_literals;

namespace {

const std::string some_file = FLOWSPACE_SOURCE_DIR "/tests/corpus/bom.csv";
const std::string another_file = FLOWSPACE_SOURCE_DIR "/tests/corpus/crlf.csv";

WorkerOptions fault_worker() {
    return {
        .path = FLOWSPACE_BINARY_DIR "/fault_worker", .silence = 20s, .complaints = WorkerComplaints::shown};
}

Result<WorkerSession> start(const WorkerOptions& options = fault_worker()) {
    const std::vector<std::string> files = {some_file};
    return WorkerSession::start(files, options);
}

pack::ByteWriter text_argument(std::string_view text) {
    pack::ByteWriter bytes;
    bytes.text(text);
    return bytes;
}

/// What a job answers in words.
std::string answer_of(std::string_view job, const pack::ByteWriter& arguments = {},
                      WorkerOptions options = fault_worker()) {
    Result<WorkerSession> session = start(options);
    if (!session) return session.error().message;
    const Result<WorkerAnswer> answer = session->ask(job, arguments.bytes());
    return answer ? pack::ByteReader(answer->bytes).text() : answer.error().message;
}

std::size_t open_descriptors() {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                                                  std::filesystem::directory_iterator()));
}

bool has_children() { return ::waitpid(-1, nullptr, WNOHANG) >= 0 || errno != ECHILD; }

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// Ignores that a job lives on: only the message counts.
std::string message_of(std::string_view job, WorkerOptions options = fault_worker()) {
    Result<WorkerSession> session = start(options);
    if (!session) return session.error().message;
    const Result<WorkerAnswer> answer = session->ask(job, {});
    return answer ? "an answer" : answer.error().message;
}

}  // namespace

TEST(WorkerClient, ManyRequestsOfOneSession) {
    Result<WorkerSession> session = start();
    ASSERT_TRUE(session) << session.error().message;
    for (const std::size_t size : {0, 1, 1000, 70'000, 3'000'000}) {
        pack::ByteWriter bytes;
        bytes.count(size);
        for (std::size_t at = 0; at < size; ++at) bytes.number(static_cast<std::uint8_t>(at * 7));
        const Result<WorkerAnswer> answer = session->ask("echo", bytes.bytes());
        ASSERT_TRUE(answer) << answer.error().message;
        EXPECT_TRUE(std::ranges::equal(answer->bytes, bytes.bytes()));
    }
    EXPECT_EQ(session->ask("no_such_job", {}).error().message, "this worker knows no job 'no_such_job'");
    EXPECT_TRUE(session->alive());
}

TEST(WorkerClient, SaysWhatTheSandboxHolds) {
    Result<WorkerSession> session = start();
    ASSERT_TRUE(session) << session.error().message;
    EXPECT_TRUE(session->sandbox().network && session->sandbox().system_calls);
    EXPECT_TRUE(session->sandbox().capabilities && session->sandbox().limits);
    EXPECT_EQ(describe(session->sandbox()).en.empty(), session->sandbox().landlock_abi > 0);
    WorkerOptions options = fault_worker();
    options.confinement = Confinement::without_landlock;
    Result<WorkerSession> partly = start(options);
    ASSERT_TRUE(partly);
    EXPECT_FALSE(partly->sandbox().whole());
    EXPECT_TRUE(contains(describe(partly->sandbox()).en, "Landlock"));
    EXPECT_FALSE(describe(partly->sandbox()).zh.empty());
}

TEST(WorkerClient, EveryDeathIsAMessageThatNamesTheFile) {
    const auto expect = [](std::string_view job, std::string_view code, std::string_view found) {
        WorkerOptions options = fault_worker();
        options.complaints = WorkerComplaints::dropped;  // the sanitizers' stack traces
        options.answer_bytes = std::uint64_t{64} << 20;
        options.silence = 2s;
        const std::string message = message_of(job, options);
        EXPECT_TRUE(contains(message, some_file)) << job << ": " << message;
        EXPECT_TRUE(contains(message, code)) << job << ": " << message;
        EXPECT_TRUE(contains(message, found)) << job << ": " << message;
        EXPECT_FALSE(has_children()) << job;
    };
    expect("end_itself", "worker-died", "signal 9");
    expect("leave", "worker-died", "status 0");
    expect("hang_without_socket", "worker-", "");  // silent where a thread of it still holds the socket
    expect("garbage", "worker-answer", "no JSON");
    expect("deep_json", "worker-answer", "no JSON");
    expect("wrong_kind", "worker-answer", "kind");
    expect("wrong_size", "worker-answer", "18446744073709551615");
    expect("long_message", "worker-answer", "bytes");
    expect("hole", "worker-answer", "holes");
    expect("kept_writable", "worker-answer", "still being written");
#ifndef FLOWSPACE_SANITIZED  // sanitizers take these signals for themselves, and leave as they please
    expect("crash", "worker-died", "signal 11");
    expect("abort", "worker-died", "signal 6");
    expect("overflow", "worker-died", "signal 11");
#else
    expect("crash", "worker-died", "");
    expect("overflow", "worker-died", "");
#endif
}

TEST(WorkerClient, ErrorsOfAJobLeaveTheWorkerAlive) {
    WorkerOptions options = fault_worker();
    options.answer_bytes = std::uint64_t{8} << 20;
    Result<WorkerSession> session = start(options);
    ASSERT_TRUE(session);
    EXPECT_EQ(session->ask("complain", {}).error().message, "a file of the tests");
    EXPECT_EQ(session->ask("throw", {}).error().message, "thrown");
    EXPECT_TRUE(contains(session->ask("too_large", {}).error().message, "larger than it may be"));
    EXPECT_TRUE(session->ask("send_descriptors", {}));
    EXPECT_TRUE(session->alive());
}

#ifndef FLOWSPACE_SANITIZED  // their shadow memory is beyond any limit, so none is set
TEST(WorkerClient, MemoryHasAnEnd) {
    WorkerOptions options = fault_worker();
    options.memory_bytes = std::uint64_t{256} << 20;
    EXPECT_TRUE(contains(message_of("allocate", options), "memory"));
}
#endif

TEST(WorkerClient, SilenceHasAnEndAndProgressMustMove) {
    WorkerOptions options = fault_worker();
    options.silence = 300ms;
    for (const char* job : {"hang", "same_progress", "flood"}) {
        const std::string message = message_of(job, options);
        EXPECT_TRUE(contains(message, "worker-silent")) << message;
    }
    options.silence = 150ms;  // shorter than the job, longer than its steps
    Result<WorkerSession> session = start(options);
    ASSERT_TRUE(session);
    std::uint64_t last = 0;
    const Result<WorkerAnswer> answer =
        session->ask("progress", {}, [&](const JobProgress& progress) { last = progress.rows; });
    EXPECT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(last, 4U);
}

TEST(WorkerClient, TimeOfTheProcessorHasAnEnd) {
    WorkerOptions options = fault_worker();
    options.cpu_s = 1;
    EXPECT_TRUE(contains(message_of("spin", options), "took too long"));
}

TEST(WorkerClient, AStopEndsItWithin100Ms) {
    Result<WorkerSession> session = start();
    ASSERT_TRUE(session);
    std::stop_source stop;
    std::chrono::steady_clock::time_point asked;
    std::thread stopper([&] {
        std::this_thread::sleep_for(50ms);
        asked = std::chrono::steady_clock::now();
        stop.request_stop();
    });
    const Result<WorkerAnswer> answer = session->ask("hang", {}, {}, stop.get_token());
    const auto took = std::chrono::steady_clock::now() - asked;
    stopper.join();
    EXPECT_FALSE(answer);
    EXPECT_EQ(answer.error().message, "stopped");
    EXPECT_LT(took, 100ms);
    EXPECT_FALSE(session->alive());
    EXPECT_FALSE(has_children());
    EXPECT_TRUE(contains(session->ask("echo", {}).error().message, "worker-died"));
}

TEST(WorkerClient, AProgramThatIsNoWorkerIsToldSo) {
    WorkerOptions options = fault_worker();
    options.path = "/nowhere/flowspace-worker";
    EXPECT_TRUE(contains(start(options).error().message, "/nowhere/flowspace-worker: cannot be started"));
    options.path = "/bin/true";
    EXPECT_TRUE(contains(start(options).error().message, "worker-died"));
    EXPECT_FALSE(has_children());
}

// Crashes in a row; FLOWSPACE_LONG=1 for all 500.
TEST(WorkerClient, CrashesLeaveNothingBehind) {
    WorkerOptions options = fault_worker();
    options.complaints = WorkerComplaints::dropped;
    static_cast<void>(message_of("crash", options));
    const std::size_t before = open_descriptors();
    const int crashes = std::getenv("FLOWSPACE_LONG") ? 500 : 50;
    for (int crash = 0; crash < crashes; ++crash)
        ASSERT_TRUE(contains(message_of(crash % 2 ? "crash" : "end_itself", options), "worker-died"));
    EXPECT_EQ(open_descriptors(), before);
    EXPECT_FALSE(has_children());
}

TEST(WorkerSandbox, OnlyTheNamedFileCanBeRead) {
    EXPECT_EQ(answer_of("open", text_argument(some_file)), "opened");
    EXPECT_EQ(answer_of("open", text_argument(another_file)), "EACCES");
    EXPECT_EQ(answer_of("open", text_argument("/etc/passwd")), "EACCES");
    EXPECT_EQ(answer_of("open", text_argument("/proc/self/environ")), "EACCES");
    EXPECT_EQ(answer_of("open", text_argument(some_file + "/../crlf.csv")), "ENOTDIR");
    EXPECT_EQ(answer_of("list", text_argument("/")), "EACCES");
}

TEST(WorkerSandbox, NothingCanBeWrittenWithOrWithoutLandlock) {
    const std::filesystem::path canary = std::filesystem::path(testing::TempDir()) / "canary.txt";
    std::ofstream(canary) << "sings";
    WorkerOptions options = fault_worker();
    for (const Confinement confinement : {Confinement::full, Confinement::without_landlock}) {
        options.confinement = confinement;
        EXPECT_EQ(answer_of("write", text_argument(canary.string()), options), "EPERM");
        EXPECT_EQ(answer_of("write", text_argument(canary.string() + ".new"), options), "EPERM");
        EXPECT_EQ(answer_of("write", text_argument(some_file), options), "EPERM");
        EXPECT_EQ(answer_of("remove", text_argument(canary.string()), options), "EPERM");
    }
    EXPECT_EQ(std::filesystem::file_size(canary), 5U);
    EXPECT_FALSE(std::filesystem::exists(canary.string() + ".new"));
    options.confinement = Confinement::none;  // the job itself works: it is the walls that held
    EXPECT_EQ(answer_of("write", text_argument(canary.string()), options), "opened");
    EXPECT_EQ(answer_of("remove", text_argument(canary.string()), options), "removed");
}

TEST(WorkerSandbox, NoConnectionNoSignalNoProgramNoCode) {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
    ASSERT_EQ(::listen(listener, 4), 0);
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    pack::ByteWriter port;
    port.number(static_cast<std::uint16_t>(ntohs(address.sin_port)));
    WorkerOptions options = fault_worker();
    options.confinement = Confinement::none;
    EXPECT_EQ(answer_of("connect", port, options), "connected");
    EXPECT_EQ(answer_of("signal", {}, options), "signalled");
    for (const Confinement confinement : {Confinement::full, Confinement::without_landlock}) {
        options.confinement = confinement;
        EXPECT_EQ(answer_of("connect", port, options), "EPERM");
        EXPECT_EQ(answer_of("signal", {}, options), "EPERM");
        EXPECT_EQ(answer_of("fork", {}, options), "EPERM");
        EXPECT_EQ(answer_of("code", {}, options), "EPERM");
        EXPECT_EQ(answer_of("memory", {}, options), "EPERM");
        EXPECT_TRUE(contains(answer_of("execute", {}, options), "forbidden"));
        EXPECT_EQ(answer_of("honest", {}, options), "4");
    }
    ::close(listener);
}
