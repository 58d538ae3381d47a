// The job `query`: flows that stay in their files, asked again and again by one session.
#pragma once

#include "data/worker/job.h"

#include <optional>

namespace flowspace {

/// First byte: QueryKind. open: plan, atlas, 1 and write_queried where it was looked through before, else 0;
/// answer: write_queried and the text of an ImportReport with the flow tables as sources. pair_sums: layer
/// (32 bits), window (two times); step_sums: layer, one byte per pair; answer: write_sums.
std::optional<Error> run_query(pack::ByteReader& arguments, BulkWriter& answer, JobContext& context);

}  // namespace flowspace
