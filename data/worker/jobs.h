// THE list of what a worker can be asked.
#pragma once

#include "data/worker/job.h"

#include <optional>
#include <span>

namespace flowspace {

/// Of the worker that knows text only. formats_main.cpp lists them again, with those of formats.
std::span<const Job> text_jobs();

/// Arguments: u8 whether the dialect is given, a plan of one table. Answer: the inspection as JSON.
std::optional<Error> run_inspect(pack::ByteReader& arguments, BulkWriter& answer, JobContext& context);

/// Arguments: u8 whether every file must be read whole, listed problems, threads, plan, atlas. Answer: a
/// count of bytes with the account (own atlas, report as JSON, unpublished cells), then a flow cache at a
/// multiple of 8.
std::optional<Error> run_load(pack::ByteReader& arguments, BulkWriter& answer, JobContext& context);

/// Argument: a plan of one table. Answer: write_plain_table.
std::optional<Error> run_records(pack::ByteReader& arguments, BulkWriter& answer, JobContext& context);

}  // namespace flowspace
