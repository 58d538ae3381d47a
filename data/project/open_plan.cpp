#include "data/project/open_plan.h"

namespace flowspace {

Inspection look_at_table(const std::string& path, const InspectOptions& options,
                         const std::stop_token& stop) {
    return inspect_file(path, TableOpeners{}, options, stop);
}

Result<LoadedTables> open_plan(const ImportPlan& plan, const std::shared_ptr<const Atlas>& atlas,
                               Reading reading, const LoadOptions& options) {
    const TableOpeners openers;
    return reading == Reading::whole ? load_tables(plan, atlas, openers, options)
                                     : check_tables(plan, atlas, openers, options);
}

}  // namespace flowspace
