#include "data/worker/worker_loop.h"

#include "data/worker/head.h"
#include "data/worker/message.h"
#include "data/worker/sandbox.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <new>
#include <thread>

namespace flowspace {
namespace {

using nlohmann::json;

constexpr int exit_left_alone = 0, exit_bad_conversation = 3;
constexpr std::chrono::milliseconds between_progress{50};

/// A head that names what the program is asked for; its own text is cut so that it fits.
void tell(const json& head) { static_cast<void>(send_message(worker_socket, head_text(head))); }
void tell_error(std::string_view message) {
    tell({{"kind", "error"}, {"message", std::string(message.substr(0, max_head_bytes / 8))}});
}

/// Read-only memory that the program filled and sealed.
class Arguments {
public:
    explicit Arguments(int file) {
        struct stat info {};
        if (::fstat(file, &info) != 0 || info.st_size == 0) return;
        void* at = ::mmap(nullptr, static_cast<std::size_t>(info.st_size), PROT_READ, MAP_PRIVATE, file, 0);
        if (at != MAP_FAILED)
            bytes_ = {static_cast<const std::byte*>(at), static_cast<std::size_t>(info.st_size)};
    }
    ~Arguments() {
        if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
    }
    Arguments(const Arguments&) = delete;
    Arguments& operator=(const Arguments&) = delete;

    std::span<const std::byte> bytes() const { return bytes_; }

private:
    std::span<const std::byte> bytes_;
};

/// Ends the process as soon as the program is gone, whatever the main thread is doing.
void watch_for_the_end() {
    std::thread([] {
        pollfd socket{worker_socket, POLLRDHUP, 0};
        while (::poll(&socket, 1, -1) < 0 || (socket.revents & (POLLHUP | POLLRDHUP | POLLERR)) == 0) {
        }
        ::_exit(exit_left_alone);
    }).detach();
}

class ProgressSender {
public:
    void operator()(const JobProgress& progress) {
        const auto now = std::chrono::steady_clock::now();
        if (now - last_ < between_progress) return;
        last_ = now;
        tell({{"kind", "progress"},
              {"part", progress.part},
              {"rows", progress.rows},
              {"bytes", progress.bytes},
              {"bytes_total", progress.bytes_total}});
    }

private:
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

void answer(const Job& job, const Message& request, JobContext& context) {
    const Arguments arguments(request.descriptors[0].number());
    pack::ByteReader reader(arguments.bytes());
    BulkWriter writer(request.descriptors[1].number());
    std::optional<Error> error;
    try {
        error = job.run(reader, writer, context);
    } catch (const std::bad_alloc&) {
        error = Error{"needs more memory than it may have"};
    } catch (const std::exception& thrown) {
        error = Error{thrown.what()};
    }
    if (!error && !writer.flush()) error = Error{"the answer is larger than it may be"};
    if (error)
        tell_error(error->message);
    else
        tell({{"kind", "done"}, {"bytes", writer.bytes()}});
}

/// What may be read comes beside the head: paths are any bytes, and may be thousands.
SandboxRequest read_start(const json& head, const Message& start, const WorkerParts& parts) {
    SandboxRequest request{.library_paths = parts.library_paths,
                           .memory_bytes = number_in(head, "memory_bytes"),
                           .written_bytes = number_in(head, "written_bytes"),
                           .cpu_s = number_in(head, "cpu_s")};
    const std::string confinement = text_in(head, "confinement");
    if (confinement == "none") request.confinement = Confinement::none;
    if (confinement == "without_landlock") request.confinement = Confinement::without_landlock;
    const Arguments files(start.descriptors[0].number());
    pack::ByteReader reader(files.bytes());
    for (std::size_t left = reader.count(sizeof(std::uint32_t)); left > 0; --left)
        request.files.push_back(reader.text());
    return request;
}

std::optional<json> receive_head(Message& message) {
    Result<std::optional<Message>> received = receive_message(worker_socket, max_descriptors);
    if (!received || !*received) return std::nullopt;
    message = std::move(**received);
    return parse_head(message.head);
}

bool begin(const WorkerParts& parts) {
    Message message;
    const std::optional<json> start = receive_head(message);
    if (!start || text_in(*start, "kind") != "start" || number_in(*start, "protocol") != worker_protocol ||
        message.descriptors.size() != 1)
        return false;
    if (parts.prepare) parts.prepare();
    const Sandbox sandbox = close_sandbox(read_start(*start, message, parts));
    tell({{"kind", "hello"},
          {"protocol", worker_protocol},
          {"landlock_abi", sandbox.landlock_abi},
          {"files", sandbox.files},
          {"network", sandbox.network},
          {"system_calls", sandbox.system_calls},
          {"capabilities", sandbox.capabilities},
          {"limits", sandbox.limits}});
    return true;
}

}  // namespace

int run_worker(const WorkerParts& parts) {
    ::fcntl(worker_socket, F_SETFD, FD_CLOEXEC);
    if (!begin(parts)) return exit_bad_conversation;
    watch_for_the_end();
    JobContext context{.openers = parts.openers, .progress = ProgressSender{}};
    for (;;) {
        Message request;
        const std::optional<json> head = receive_head(request);
        if (!head || text_in(*head, "kind") != "ask" || request.descriptors.size() != 2)
            return exit_bad_conversation;
        const std::string name = text_in(*head, "job");
        const auto job = std::ranges::find(parts.jobs, name, &Job::name);
        if (job == parts.jobs.end())
            tell_error(fmt::format("this worker knows no job '{}'", name));
        else
            answer(*job, request, context);
    }
}

}  // namespace flowspace
