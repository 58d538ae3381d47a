// How far a worker's job is.
#pragma once

#include <cstdint>

namespace flowspace {

/// Only what moves counts as a sign of life.
struct JobProgress {
    std::uint64_t part = 0;  // of the job: which file
    std::uint64_t rows = 0;
    std::uint64_t bytes = 0;
    std::uint64_t bytes_total = 0;

    bool operator==(const JobProgress&) const = default;
};

}  // namespace flowspace
