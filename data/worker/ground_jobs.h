// The jobs of the user's own ground, of the worker that carries GDAL.
#pragma once

#include "data/worker/job.h"

#include <optional>

namespace flowspace {

/// Argument: a path. Answer: write_outlines.
std::optional<Error> run_boundaries(pack::ByteReader& arguments, BulkWriter& answer, JobContext& context);

/// Argument: a path. Answer: write_terrain.
std::optional<Error> run_terrain(pack::ByteReader& arguments, BulkWriter& answer, JobContext& context);

}  // namespace flowspace
