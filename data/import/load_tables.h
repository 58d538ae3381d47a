// Reads tables as a plan says: places, groups, flows, and the account of every row.
#pragma once

#include "data/atlas.h"
#include "data/coverage.h"
#include "data/dataset.h"
#include "data/import/import_plan.h"
#include "data/import/import_report.h"
#include "data/import/inspection.h"
#include "data/result.h"
#include "data/source/memory_source.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace flowspace {

struct LoadedTables {
    std::shared_ptr<const Atlas> atlas =
        {};  // the one given, unless tables of the plan name places or groups
    bool own_atlas = false;
    SortedFlows flows = {};  // layers in the order of lists, with the plan's units and statuses
    std::shared_ptr<const FlowSource> asked = {};   // instead of `flows`: those that stay in their files
    std::vector<UnpublishedCell> unpublished = {};  // ascending, each once
    ImportReport report = {};
};

struct LoadProgress {
    std::size_t table = 0;    // of the plan
    std::uint64_t rows = 0;   // read so far, of all tables
    std::uint64_t bytes = 0;  // of all files, as far as it is known how many were read
    std::uint64_t bytes_total = 0;
};

/// Whether the tables must hold flows, or only places and groups for flows that a database holds.
enum class FlowsFrom : std::uint8_t { files, elsewhere };

/// Whether flows are merged in memory; else Parquet files are asked each question where they lie.
enum class Merging : std::uint8_t { where_it_fits, always, never };
/// report: the account of the rows alone, for which nothing need be merged.
enum class Wanted : std::uint8_t { flows, report };

/// What merging a plan's flows would take.
struct LoadEstimate {
    std::uint64_t rows = 0;
    std::uint64_t bytes = 0;       // of memory, at the most
    std::uint64_t most_bytes = 0;  // that it may take
    bool merged = true;            // as was decided
    std::string why = {};          // the files cannot be asked, so they are merged all the same
};

struct LoadOptions {
    std::size_t listed_problems = 1000;  // per file; every one is counted
    FlowsFrom flows_from = FlowsFrom::files;
    Wanted wanted = Wanted::flows;
    Merging merging = Merging::where_it_fits;  // load_tables: never makes an account without flows
    std::uint64_t memory_bytes = 0;            // that merging may take; 0: half of the machine's
    std::function<void(const LoadEstimate&)> estimated = {};  // told where the estimate is past it
    unsigned threads = 1;                                     // changes the time taken, never a result
    std::function<void(const LoadProgress&)> progress =
        {};  // about every 65,536 rows, from the calling thread
    std::stop_token stop = {};
};

/// `atlas` gives the places unless a table of the plan does. Rows that break a rule are refused and counted;
/// a fault that ends a file is its last problem and leaves what was read before it. Errors: a plan that
/// cannot be loaded (check_plan), a file that cannot be opened, a file whose reading broke off, no table of
/// flows, "stopped".
Result<LoadedTables> load_tables(const ImportPlan& plan, const std::shared_ptr<const Atlas>& atlas,
                                 const TableOpeners& openers, const LoadOptions& options = {});

/// The same, but what ends a file is only listed among its problems: for `check`. Never an error but
/// "stopped".
Result<LoadedTables> check_tables(const ImportPlan& plan, const std::shared_ptr<const Atlas>& atlas,
                                  const TableOpeners& openers, const LoadOptions& options = {});

/// What is open from what was loaded: `built_in` gives the ground. Files that share a title are listed by
/// name.
Dataset make_dataset(LoadedTables loaded, const ImportPlan& plan, const Dataset& built_in, unsigned threads);

/// Names, units and statuses: as the plan says of the layer, else as it says of all.
void fill_layers(std::vector<LayerInfo>& layers, const ImportPlan& plan, const ImportReport& report);

/// The sources as `check`, `sum` and the panels list them.
std::vector<SourceFile> source_files(const ImportReport& report);

}  // namespace flowspace
