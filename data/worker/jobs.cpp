#include "data/worker/jobs.h"

#include <array>

namespace flowspace {

std::span<const Job> text_jobs() {
    static constexpr std::array<Job, 3> jobs = {
        {{"inspect", run_inspect}, {"load", run_load}, {"records", run_records}}};
    return jobs;
}

}  // namespace flowspace
