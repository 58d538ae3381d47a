#include "viewer/bench/measure.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <fstream>

namespace flowspace {

BenchResult summarise(std::string name, std::string unit, std::vector<double> samples) {
    assert(!samples.empty());
    std::ranges::sort(samples);
    const auto at = [&](double share) {
        return samples[static_cast<std::size_t>(share * static_cast<double>(samples.size() - 1) + 0.5)];
    };
    return {std::move(name), std::move(unit), at(0.5), at(0.25), at(0.75), static_cast<int>(samples.size())};
}

BenchResult measure(std::string name, int runs, const std::function<void(int run)>& work) {
    using Clock = std::chrono::steady_clock;
    work(0);
    std::vector<double> samples;
    for (int run = 1; run <= runs; ++run) {
        const Clock::time_point start = Clock::now();
        work(run);
        samples.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
    return summarise(std::move(name), "ms", std::move(samples));
}

Memory memory_now() {
    Memory memory;
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        if (word == "VmRSS:") status >> memory.resident_mb;
        if (word == "VmHWM:") status >> memory.peak_mb;
    }
    constexpr double mb_per_kib = 1024.0 / 1e6;
    return {memory.resident_mb * mb_per_kib, memory.peak_mb * mb_per_kib};
}

}  // namespace flowspace
