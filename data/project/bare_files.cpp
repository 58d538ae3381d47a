#include "data/project/bare_files.h"

#include "data/project/plan_files.h"

#include <string>
#include <utility>
#include <vector>

namespace flowspace {
namespace {

/// Beside a database tables of flows would be a second source.
void refuse_flows(PlannedFiles& planned) {
    for (const TablePlan& table : planned.plan.tables)
        if (table.role == TableRole::flows)
            planned.faults.push_back({.file = table.path,
                                      .code = "too-many-flows",
                                      .found = "a table of flows beside a database",
                                      .expected = "tables of places and groups only"});
}

}  // namespace

Result<BareFiles> open_bare_files(std::span<const std::string> paths, const BareOptions& options,
                                  const Dataset& built_in) {
    std::vector<std::string> said;
    if (!options.unit.empty()) said.push_back("@unit=" + options.unit);
    PlannedFiles planned = plan_files(paths, said, *built_in.atlas, options.load.stop);
    if (options.load.flows_from == FlowsFrom::elsewhere) refuse_flows(planned);
    BareFiles opened{.dataset = built_in, .plan = readable_part(planned)};
    opened.faults = std::move(planned.faults);
    opened.plan.status = options.status;
    if (!opened.faults.empty() && options.reading == Reading::whole) return opened;
    Result<LoadedTables> loaded = open_plan(opened.plan, built_in.atlas, options.reading, options.load);
    if (!loaded) return loaded.error();
    opened.dataset = make_dataset(std::move(*loaded), opened.plan, built_in, options.load.threads);
    return opened;
}

}  // namespace flowspace
