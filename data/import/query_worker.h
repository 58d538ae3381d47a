// Opens flows that stay in their files: a worker holds the files and answers, we check.
#pragma once

#include "data/atlas.h"
#include "data/import/import_plan.h"
#include "data/import/import_report.h"
#include "data/import/worker_client.h"
#include "data/source/parquet_source.h"

#include <memory>
#include <stop_token>
#include <vector>

namespace flowspace {

struct QueriedTables {
    std::shared_ptr<const FlowSource> flows = {};
    std::vector<SourceReport> reports = {};  // of the flow tables; identity is not filled in
};

/// `atlas` holds the places that the plan's flow tables name. The worker lives as long as the source; one
/// that ends, or is ended by a stop, is started anew for the next question and goes on from what was found.
/// Layers are named as the plan says. Errors: as ParquetQuery::open; the worker's own.
Result<QueriedTables> open_queried_tables(const ImportPlan& plan, const Atlas& atlas,
                                          WorkerOptions options = {}, const std::stop_token& stop = {});

}  // namespace flowspace
