// Runs independent jobs on a few threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace flowspace {

/// Calls job(0) ... job(count - 1), each once; returns when all are done. Jobs must not share what they
/// write.
template <class Job>
void run_parallel(std::size_t count, unsigned threads, const Job& job) {
    if (threads <= 1 || count <= 1) {
        for (std::size_t i = 0; i < count; ++i) job(i);
        return;
    }
    std::atomic<std::size_t> next = 0;
    std::vector<std::jthread> workers;
    for (unsigned i = 0; i < threads; ++i)
        workers.emplace_back([&] {
            for (std::size_t at = next++; at < count; at = next++) job(at);
        });
}

}  // namespace flowspace
