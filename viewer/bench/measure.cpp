#include "viewer/bench/measure.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <fstream>

namespace flowspace {

namespace {

/// Pre: ascending, not empty.
double at_share(const std::vector<double>& samples, double share) {
    return samples[static_cast<std::size_t>(share * static_cast<double>(samples.size() - 1) + 0.5)];
}

}  // namespace

BenchResult summarise(std::string name, std::string unit, std::vector<double> samples) {
    assert(!samples.empty());
    std::ranges::sort(samples);
    return {.name = std::move(name),
            .unit = std::move(unit),
            .median = at_share(samples, 0.5),
            .quarter = at_share(samples, 0.25),
            .three_quarters = at_share(samples, 0.75),
            .runs = static_cast<int>(samples.size())};
}

BenchResult summarise_frames(std::string name, std::vector<double> samples) {
    std::ranges::sort(samples);
    const BenchResult::Tail tail = {
        .p95 = at_share(samples, 0.95), .p99 = at_share(samples, 0.99), .worst = samples.back()};
    BenchResult result = summarise(std::move(name), "ms", std::move(samples));
    result.tail = tail;
    return result;
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

std::vector<BenchResult> measure_beside(int runs, const std::vector<Contender>& contenders) {
    assert(contenders.size() >= 2);
    using Clock = std::chrono::steady_clock;
    std::vector<std::vector<double>> samples(contenders.size());
    for (const Contender& contender : contenders) contender.work(0);
    for (int run = 1; run <= runs; ++run)
        for (std::size_t row = 0; row < contenders.size(); ++row) {
            const Clock::time_point start = Clock::now();
            contenders[row].work(run);
            samples[row].push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
        }
    std::vector<BenchResult> results;
    for (std::size_t row = 0; row < contenders.size(); ++row)
        results.push_back(summarise(contenders[row].name, "ms", samples[row]));
    for (std::size_t row = 1; row < contenders.size(); ++row) {
        std::vector<double> times;
        for (std::size_t run = 0; run < samples[row].size(); ++run)
            times.push_back(samples[0][run] / samples[row][run]);
        results.push_back(
            summarise(contenders[0].name + " / " + contenders[row].name, "times", std::move(times)));
    }
    return results;
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
