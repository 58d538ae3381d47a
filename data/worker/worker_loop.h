// The worker's life: learn what may be read, shut itself in, answer requests until the program leaves.
#pragma once

#include "data/worker/job.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace flowspace {

/// What tells one worker program from another.
struct WorkerParts {
    std::span<const Job> jobs = {};
    TableOpeners openers = {};
    std::vector<std::string> library_paths = {};  // folders that its libraries read from
    std::function<void()> prepare = {};           // before the walls go up; no foreign byte yet
};

/// The exit status of main. Pre: one thread; descriptor worker_socket is one end of a packet socket.
int run_worker(const WorkerParts& parts);

}  // namespace flowspace
