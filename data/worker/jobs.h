// THE list of what a worker can be asked.
#pragma once

#include "data/worker/job.h"

#include <optional>
#include <span>

namespace flowspace {

/// Of the worker that knows text only; the other one adds those of formats.
std::span<const Job> text_jobs();

std::optional<Error> run_inspect(pack::ByteReader& arguments, BulkWriter& answer, JobContext& context);
std::optional<Error> run_load(pack::ByteReader& arguments, BulkWriter& answer, JobContext& context);

}  // namespace flowspace
