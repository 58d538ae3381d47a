// flowspace-worker-formats: reads spreadsheets, outlines and terrain, and tables of any kind beside them,
// shut in.
#include "data/formats/gdal_file.h"
#include "data/formats/parquet_reader.h"
#include "data/formats/spreadsheet_reader.h"
#include "data/worker/ground_jobs.h"
#include "data/worker/jobs.h"
#include "data/worker/worker_loop.h"

#include <algorithm>
#include <array>
#include <thread>

int main() {
    using namespace flowspace;
    static constexpr std::array<Job, 5> jobs = {{{"inspect", run_inspect},
                                                 {"load", run_load},
                                                 {"records", run_records},
                                                 {"boundaries", run_boundaries},
                                                 {"terrain", run_terrain}}};
    TableOpeners openers;
    add_parquet_openers(openers, {.threads = std::max(1U, std::thread::hardware_concurrency())});
    add_spreadsheet_openers(openers);
    return run_worker({.jobs = jobs,
                       .openers = std::move(openers),
                       .library_paths = {"/usr/share/proj", "/usr/share/gdal"},
                       .prepare = start_gdal});
}
