// How a benchmark is timed and what it reports: medians with spread, never a single run.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace flowspace {

struct BenchResult {
    std::string name = {};
    std::string unit = {};  // ms, MB, bytes, ...
    double median = 0;
    double quarter = 0;  // a quarter of the runs were at most this
    double three_quarters = 0;
    int runs = 0;
    struct Tail {
        double p95 = 0, p99 = 0, worst = 0;
    };
    std::optional<Tail> tail = {};  // of frames
};

/// The median and quartiles of samples taken elsewhere. Pre: at least one sample.
BenchResult summarise(std::string name, std::string unit, std::vector<double> samples);

/// The same of frames in ms, with its tail. Pre: at least one sample.
BenchResult summarise_frames(std::string name, std::vector<double> samples);

/// Runs `work` once unmeasured, then `runs` times; `work` gets the number of the run, so that it can change
/// its input. Milliseconds of wall clock each.
BenchResult measure(std::string name, int runs, const std::function<void(int run)>& work);

struct Contender {
    std::string name = {};
    std::function<void(int run)> work = {};
};
/// Several ways to do the same, one after the other in every run, so that what else the machine does meets
/// all alike: a result each in ms, then for each after the first how many times longer the first took, run by
/// run. Pre: at least two contenders.
std::vector<BenchResult> measure_beside(int runs, const std::vector<Contender>& contenders);

/// Resident memory of this process in MB (10^6 bytes), now and at its highest.
struct Memory {
    double resident_mb = 0;
    double peak_mb = 0;
};
Memory memory_now();

}  // namespace flowspace
