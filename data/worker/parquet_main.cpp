// flowspace-worker-parquet: reads Parquet, and text beside it, for the program, shut in.
#include "data/formats/parquet_reader.h"
#include "data/worker/jobs.h"
#include "data/worker/query_job.h"
#include "data/worker/worker_loop.h"

#include <algorithm>
#include <array>
#include <thread>
#include <utility>

int main() {
    using namespace flowspace;
    static constexpr std::array<Job, 4> jobs = {
        {{"inspect", run_inspect}, {"load", run_load}, {"records", run_records}, {"query", run_query}}};
    TableOpeners openers;
    add_parquet_openers(openers, {.threads = std::max(1U, std::thread::hardware_concurrency())});
    return run_worker({.jobs = jobs, .openers = std::move(openers)});
}
