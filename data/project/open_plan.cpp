#include "data/project/open_plan.h"

#include "data/import/table_worker.h"

namespace flowspace {

Inspection look_at_table(const std::string& path, const InspectOptions& options,
                         const std::stop_token& stop) {
    return inspect_in_worker(path, options, stop);
}

Result<LoadedTables> open_plan(const ImportPlan& plan, const std::shared_ptr<const Atlas>& atlas,
                               Reading reading, const LoadOptions& options) {
    return load_in_worker(
        plan, atlas, reading == Reading::whole ? ReadWhole::every_file : ReadWhole::what_can_be, options);
}

}  // namespace flowspace
