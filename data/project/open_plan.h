// Where foreign tables are looked at and read: THE one place that knows in which process that happens.
#pragma once

#include "data/import/import_plan.h"
#include "data/import/inspection.h"
#include "data/import/load_tables.h"
#include "data/result.h"

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>

namespace flowspace {

/// One look at a file; what is wrong with it is in Inspection::broken.
Inspection look_at_table(const std::string& path, const InspectOptions& options = {},
                         const std::stop_token& stop = {});

/// whole: a file that cannot be read to its end is an error. as_far_as_it_goes: it is a problem of that file.
enum class Reading : std::uint8_t { whole, as_far_as_it_goes };

/// The tables of a plan: merged, or, where that may take more memory than it should and the flows are Parquet
/// files that can be asked, left where they lie (LoadedTables::asked), refused rows then counted by code, the
/// first listed; where only the account is wanted it is made without merging. `options.merging` always and
/// never decide without an estimate. Errors: those of load_tables and check_tables; with never those of
/// open_queried_tables.
Result<LoadedTables> open_plan(const ImportPlan& plan, const std::shared_ptr<const Atlas>& atlas,
                               Reading reading, const LoadOptions& options = {});

}  // namespace flowspace
