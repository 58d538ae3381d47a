// Runs independent jobs on a few threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace flowspace {

/// As many as the machine runs at a time.
inline unsigned all_threads() { return std::max(1U, std::thread::hardware_concurrency()); }

/// Calls job(0) ... job(count - 1), each once; returns when all are done. Jobs must not share what they
/// write.
template <class Job>
void run_parallel(std::size_t count, unsigned threads, const Job& job) {
    if (threads <= 1 || count <= 1) {
        for (std::size_t i = 0; i < count; ++i) job(i);
        return;
    }
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t at = next++; at < count; at = next++) job(at);
    };
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min<std::size_t>(threads, count); ++i) others.emplace_back(work);
    work();
}

}  // namespace flowspace
