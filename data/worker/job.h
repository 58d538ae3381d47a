// What a worker can be asked to do: a name and a function over plain bytes.
#pragma once

#include "data/import/inspection.h"
#include "data/pack/byte_reader.h"
#include "data/result.h"
#include "data/worker/bulk_writer.h"
#include "data/worker/job_progress.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace flowspace {

struct JobContext {
    TableOpeners openers = {};
    std::function<void(const JobProgress&)> progress = {};  // sent on at most every 50 ms
    std::shared_ptr<void> kept = {};  // what a job wants to find again at the next request of this session
};

/// Reads `arguments`, writes what it found into `answer`. An error is worded for the user.
struct Job {
    std::string_view name;
    std::optional<Error> (*run)(pack::ByteReader& arguments, BulkWriter& answer, JobContext& context);
};

}  // namespace flowspace
