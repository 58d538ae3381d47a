// A worker process as an owned thing: started with one socket and nothing else, ended and reaped with its
// owner.
#pragma once

#include "data/import/worker_client.h"
#include "data/result.h"
#include "data/worker/descriptor.h"

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace flowspace {

class WorkerProcess {
public:
    /// Of our descriptors it gets one end of a packet socket; no input, no output, an empty environment.
    /// Errors: what posix_spawn says.
    static Result<WorkerProcess> start(const std::filesystem::path& program, WorkerComplaints complaints);

    WorkerProcess(WorkerProcess&& other) noexcept;
    WorkerProcess& operator=(WorkerProcess&&) = delete;
    ~WorkerProcess() { end(); }

    int socket() const { return socket_.number(); }
    bool running() const { return process_ > 0; }

    /// Ends the process if it still runs, waits for it, and tells how it went: "signal 11 (Segmentation
    /// fault)".
    std::string end();

private:
    WorkerProcess(Descriptor socket, pid_t process) : socket_(std::move(socket)), process_(process) {}

    Descriptor socket_;
    pid_t process_ = 0;
};

}  // namespace flowspace
