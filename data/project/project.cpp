#include "data/project/project.h"

#include "data/import/import_report.h"

#include <cassert>

namespace flowspace {

std::string table_key(const TablePlan& table) {
    return table.sheet.empty() ? table.path : table.path + "#" + table.sheet;
}

void record_sources(Project& project, const ImportReport& report) {
    assert(report.sources.size() == project.plan.tables.size());
    project.sources.clear();
    for (std::size_t at = 0; at < report.sources.size(); ++at) {
        const SourceReport& source = report.sources[at];
        project.sources[table_key(project.plan.tables[at])] = {.identity = source.identity,
                                                               .rows_in = source.rows_in,
                                                               .rows_kept = source.rows_kept,
                                                               .rejected = source.rejected,
                                                               .filtered = source.filtered};
    }
}

}  // namespace flowspace
