// Foreign tables, looked at and read in the worker process: the same answers as in this one.
#pragma once

#include "data/import/inspection.h"
#include "data/import/load_tables.h"
#include "data/import/worker_client.h"
#include "data/result.h"

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>

namespace flowspace {

/// inspect_file in a worker. What ends the worker is Inspection::broken.
Inspection inspect_in_worker(const std::string& path, const InspectOptions& options,
                             const std::stop_token& stop, WorkerOptions worker = {});

/// every_file: one that cannot be read to its end is an error (load_tables); what_can_be: it is a problem of
/// that file (check_tables).
enum class ReadWhole : std::uint8_t { every_file, what_can_be };

/// load_tables or check_tables in a worker. Flows are used where the worker left them. Where the sandbox has
/// gaps, the report's rules say so.
Result<LoadedTables> load_in_worker(const ImportPlan& plan, const std::shared_ptr<const Atlas>& atlas,
                                    ReadWhole whole, const LoadOptions& options, WorkerOptions worker = {});

/// For the program that reads `format`.
WorkerProgram worker_for(FileFormat format);

}  // namespace flowspace
